// In every state that random scripts reach: whoever can do something is asked, nobody for what the law refuses, and it is said why.
import { beforeAll, describe, expect, it } from 'vitest'
import { isPresent, liveRoles } from '../../src/charter/circle.ts'
import type { Act } from '../../src/collaboration/acts.ts'
import { optionsOf } from '../../src/collaboration/may.ts'
import { proposalChart } from '../../src/proposal/machine.ts'
import { openPoints } from '../../src/proposal/open-points.ts'
import {
  type Ask,
  agenda,
  decisionOf,
  overview,
  type Standing,
  tellDecision,
  waiting,
  whyUndecided,
} from '../../src/register/register.ts'
import { eventOf } from '../../src/register/standing.ts'
import { type Charter, sampleCharter } from '../model/model.ts'
import { type Pair, walk } from '../model/side-by-side.ts'
import { standingsAfterActs } from './standing-from.ts'
import { tellAll } from './story.ts'

const names = ['almere', 'zeewolde', 'dronten', 'urk']
const runs = Number(process.env.SCRIPTS ?? 24)

/** Short scripts and long ones, so that the states at their ends lie all over the procedure. */
function pairOf(seed: number): Pair {
  const changes: Partial<Charter> = { decidesOn: seed % 3 === 0 ? 'lijnmanagement' : 'stuurgroep' }
  const charter = sampleCharter(names.slice(0, 2 + (seed % 3)), changes)
  const pace = [0.03, 0.1, 0.25][seed % 3] ?? 0.1
  return walk({ seed, steps: 8 + ((seed * 7) % 70), breadth: 0, pace, charter }).pair
}

const ended = new Set(['decided', 'noConsensus', 'withdrawn'])

/** An act that would do something about what is asked. */
const doesSomething: Readonly<Record<Ask['what'], (act: Act, ask: Ask) => boolean>> = {
  position: act => act.act === 'takePosition' && act.position === 'consent',
  finalPosition: act => act.act === 'takePosition' && act.position === 'consent',
  support: act => act.act === 'takePosition' && act.position === 'consent',
  involvement: (act, { partner }) => act.act === (partner === null ? 'comment' : 'raiseObjection'),
  confirmation: act => act.act === 'confirmDecision',
  answer: (act, { about }) => act.act === 'answerObjection' && act.objection === about,
  objection: (act, { about }) => act.act === 'withdrawObjection' && act.objection === about,
  reply: act => act.act === 'comment',
  signature: act => act.act === 'signCharter',
  submission: act => act.act === 'submitProposal',
  term: () => false,
}

const pairs: Pair[] = []
/** Every standing with what is then asked: those of the random scripts, and those of the story. */
const reached: { readonly standing: Standing; readonly asks: readonly Ask[] }[] = []
beforeAll(async () => {
  const standings = (await tellAll()).looks.map(({ standing }) => standing)
  for (let seed = 1; seed <= runs; seed += 1) {
    const pair = pairOf(seed)
    pairs.push(pair)
    standings.push(...standingsAfterActs(pair.log))
  }
  for (const standing of standings) reached.push({ standing, asks: waiting(standing, { language: 'en' }) })
}, 600_000)

const each = (check: (standing: Standing, asks: readonly Ask[]) => void): void => {
  for (const { standing, asks } of reached) check(standing, asks)
}
const running = ({ proposals, at }: Standing) =>
  [...proposals.values()].filter(({ context: { dueAt } }) => dueAt !== null && at < dueAt)

describe('what is asked', () => {
  it('covers every open point', () => {
    const kinds = new Set<string>()
    const forgotten: string[] = []
    each((standing, asks) => {
      for (const { context } of running(standing))
        for (const point of openPoints(context, standing.circle)) {
          kinds.add(point.kind)
          const about = asks.filter(({ proposal }) => proposal === context.id)
          const told = {
            silence: about.filter(
              it =>
                'partner' in point &&
                ((['position', 'finalPosition'].includes(it.what) && it.partner === point.partner) ||
                  (it.what === 'involvement' && it.about === point.partner)),
            ),
            objection: about.filter(it => it.what === 'objection' && 'id' in point && it.about === point.id),
            confirmation: about.filter(
              it => it.what === 'confirmation' && 'partner' in point && it.partner === point.partner,
            ),
            support: about.filter(it => it.what === 'support'),
          }[point.kind]
          if (!told.some(({ person }) => person !== null)) forgotten.push(JSON.stringify({ point, told }))
        }
    })
    expect(forgotten).toEqual([])
    expect(kinds).toEqual(new Set(['silence', 'objection', 'confirmation', 'support']))
  })

  it('is nothing about what has ended, and nothing of who is no partner', () => {
    const stray: Ask[] = []
    each((standing, asks) => {
      for (const ask of asks) {
        const { proposal, partner, what } = ask
        const over = proposal !== null && ended.has(standing.proposals.get(proposal)?.value ?? '')
        const gone = partner !== null && what !== 'signature' && !isPresent(standing.circle, partner)
        if (over || gone) stray.push(ask)
      }
    })
    expect(stray).toEqual([])
  })

  it('comes in every kind, in order of due moments, each thing once', () => {
    const seen = new Set<string>()
    each((_, asks) => {
      for (const { what } of asks) seen.add(what)
      const due = asks.map(({ dueAt }) => dueAt ?? '9')
      expect(due).toEqual([...due].sort())
      const keys = asks.map(({ sentence: _told, ...ask }) => JSON.stringify(ask))
      expect(new Set(keys).size).toBe(keys.length)
    })
    seen.delete('term')
    const kinds = Object.keys(doesSomething).filter(what => what !== 'term')
    expect([...seen].sort()).toEqual(kinds.sort())
  })

  it('is what the law admits, of that person, by the engine that would record it', () => {
    let checked = 0
    for (const pair of pairs) {
      const at = new Date(pair.now).toISOString()
      const around = { at, signed: false, record: () => pair.log }
      const last = standingsAfterActs(pair.log).at(-1)
      if (!last) continue
      for (const ask of waiting({ ...last, at: at > last.at ? at : last.at }, { language: 'nl' })) {
        if (ask.person === null) continue
        const options = optionsOf(pair.machine, ask.person, around, ask.proposal ?? undefined)
        const may = options.filter(({ allowed, example }) => allowed && doesSomething[ask.what](example, ask))
        expect(may.length, ask.sentence).toBeGreaterThan(0)
        checked += 1
      }
    }
    expect(checked).toBeGreaterThan(200)
  })

  it('leaves out nobody who can confirm, sign or submit', () => {
    let checked = 0
    for (const pair of pairs) {
      const at = new Date(pair.now).toISOString()
      const last = standingsAfterActs(pair.log).at(-1)
      if (!last) continue
      const asks = waiting({ ...last, at }, { language: 'en' })
      const { members, charter } = last.circle
      const people = Object.values(members).flatMap(member =>
        Object.keys(member.people).filter(it => liveRoles(member.people[it], at).length > 0),
      )
      for (const person of new Set([...people, charter?.opgavemanager.id ?? '']))
        for (const option of optionsOf(pair.machine, person, { at, signed: false, record: () => pair.log })) {
          if (!option.allowed || !['confirmDecision', 'submitProposal', 'signCharter'].includes(option.act))
            continue
          const what = asks.filter(it => it.person === person && doesSomething[it.what](option.example, it))
          expect(
            what.some(({ proposal }) => proposal === (option.proposal ?? null)),
            `${person} ${option.act}`,
          ).toBe(true)
          checked += 1
        }
    }
    expect(checked).toBeGreaterThan(20)
  })
})

describe('why it is not decided', () => {
  it('is told of every proposal that has not ended, and of no other', () => {
    const rules = new Set<string>()
    each(standing => {
      for (const [id, { value }] of standing.proposals) {
        const why = whyUndecided(standing, id, { language: 'nl' })
        expect(why?.reasons.length === 0, `${id} is ${value}`).toBe(ended.has(value))
        expect(why?.ifNothingChanges === null).toBe(ended.has(value) || value === 'drafting')
        for (const { rule } of why?.reasons ?? []) rules.add(rule)
      }
    })
    // Never a rule that only a clumsy question could break: the facts are asked about as they would be recorded.
    expect([...rules].sort()).toEqual(
      [
        ...['everyPartnerAgrees', 'everyPartnerConfirmed', 'noOpenObjection', 'somebodyCarriesIt'],
        ...['submitted', ...[...rules].filter(rule => submitting.has(rule))],
      ].sort(),
    )
  })

  it('names every open point of the proposal under some rule', () => {
    const untold: object[] = []
    each(standing => {
      for (const { context } of running(standing)) {
        const why = whyUndecided(standing, context.id, { language: 'en' })
        const told = new Set(
          (why?.reasons ?? []).flatMap(({ points }) =>
            points.map(({ kind, partner, objection }) => JSON.stringify([kind, partner, objection])),
          ),
        )
        for (const point of openPoints(context, standing.circle)) {
          const partner = point.kind === 'support' ? null : point.partner
          const objection = point.kind === 'objection' ? point.id : null
          if (!told.has(JSON.stringify([point.kind, partner, objection]))) untold.push(point)
        }
      }
    })
    expect(untold).toEqual([])
  })
})

/** What can keep a draft from being submitted. */
const submitting = new Set([
  ...['byAuthor', 'enoughPartners', 'commitmentsOfPresentPartners', 'changesTheCharterInForce'],
  ...['omitsNoPartner', 'bringsInNobodyWhoSpeaks', 'namesUnambiguously', 'namesKnownProposals'],
])

it('all rules that keep a fact out begin with the one that refuses it', () => {
  const several = new Set<number>()
  each(standing => {
    for (const state of standing.proposals.values()) {
      const { id: proposal, revision } = state.context
      const acts = [
        { act: 'takePosition', by: 'nobody', proposal, revision, position: 'consent' },
        { act: 'confirmDecision', by: 'nobody', proposal, revision: 99 },
        { act: 'submitProposal', by: 'nobody', proposal },
      ] as const
      for (const act of acts) {
        const event = eventOf(standing, state, act)
        const breaches = proposalChart.breaches(state, event)
        several.add(breaches.length)
        if (breaches[0] !== proposalChart.refusal(state, event)) throw new Error(`${act.act}: ${breaches}`)
      }
    }
  })
  expect(Math.max(...several)).toBeGreaterThan(2)
})

it('agendas are in order of due moments and hold no points of others', () => {
  each(standing => {
    for (const of of ['lijnmanagement', 'opgavemanager', 'stuurgroep'] as const) {
      const { items } = agenda(standing, { of }, { language: 'en' })
      const due = items.map(({ dueAt }) => dueAt)
      expect(due).toEqual([...due].sort())
    }
    for (const partner of Object.keys(standing.circle.members)) {
      const { items } = agenda(standing, { of: 'lijnmanagement', partner }, { language: 'en' })
      for (const point of items.flatMap(({ points }) => points))
        expect([partner, null]).toContain(point.partner)
    }
  })
})

it('every open point is on some agenda', () => {
  each(standing => {
    const items = (['lijnmanagement', 'opgavemanager', 'stuurgroep'] as const).flatMap(
      of => agenda(standing, { of }, { language: 'en' }).items,
    )
    for (const { context } of running(standing)) {
      const told = items.filter(({ proposal }) => proposal === context.id).flatMap(({ points }) => points)
      for (const point of openPoints(context, standing.circle))
        expect(told.map(({ kind }) => kind)).toContain(point.kind)
    }
  })
})

it('what has ended is told, and nothing else is called a decision', () => {
  const outcomes = new Set<string>()
  each(standing => {
    overview(standing, { language: 'nl' })
    for (const [id, { value }] of standing.proposals) {
      const decision = decisionOf(standing, id)
      expect(decision?.outcome ?? null).toBe(ended.has(value) ? value : null)
      if (!decision) continue
      outcomes.add(decision.outcome)
      expect(tellDecision(standing, decision, { language: 'en' }).length).toBeGreaterThan(1)
    }
  })
  expect(outcomes).toEqual(new Set(['decided', 'noConsensus', 'withdrawn']))
})
