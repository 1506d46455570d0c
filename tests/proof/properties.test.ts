// Properties and arbitraries: what rounds, charters, acts and logs reach, and that a weaker law is shown in the shortest round.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CharterInput, charterSchema } from '../../src/charter/charter.ts'
import { factAskedBy, parseAct } from '../../src/collaboration/acts.ts'
import { memoryStore, openCollaboration, setClock } from '../../src/index.ts'
import { groundsOf } from '../../src/proof/grounds.ts'
import {
  acts,
  charters,
  equalTreatment,
  type Invariant,
  invariants,
  itEnds,
  keepsThePromise,
  ladder,
  logs,
  nobodySpokenFor,
  noPartnerBypassed,
  noRetroactivity,
  nothingIsLost,
  type Round,
  sameLogSameTruth,
  silenceIsSilence,
  treatedAlike,
} from '../../src/proof/proof.ts'
import { roundsFrom } from '../../src/proof/rounds.ts'
import { answerOf, proposalOf, type World } from '../../src/proof/world.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { charter as charterOf, partner, seeded } from '../support.ts'

const names = ['almere', 'zeewolde', 'dronten', 'urk', 'lelystad', 'zwolle', 'kampen', 'meppel', 'steenwijk']
const manyNames = [...names, 'emmen', 'assen', 'hoogeveen']
const withPartners = (count: number) =>
  charterSchema.parse(charterOf({ partners: manyNames.slice(0, count).map(id => partner(id)) }))
const three = withPartners(3)
const five = withPartners(5)

/** What a sample of rounds comes to: how each ends, how many of each fact, how much of what is asked is admitted. */
function reached(count: number) {
  const grounds = groundsOf(withPartners(count))
  const ends = new Map<string, number>()
  const facts = new Map<string, number>()
  let [asked, admitted] = [0, 0]
  const add = (to: Map<string, number>, what: string) => to.set(what, (to.get(what) ?? 0) + 1)
  const rounds = fc.sample(roundsFrom(grounds, 'rounds', {}), { numRuns: 200, seed: 1 })
  for (const { ground, moves } of rounds) {
    let world = grounds.find(({ name }) => name === ground)?.start as World
    for (const move of moves) {
      const answer = answerOf(world, move)
      asked += 1
      if ('refused' in answer) continue
      admitted += 1
      world = answer.world
      for (const { fact } of answer.recorded) add(facts, fact.type)
    }
    add(ends, String(proposalOf(world)?.value))
  }
  return { rounds, ends, facts, share: admitted / asked }
}

describe.each([2, 3, 12])('rounds of %i partners', count => {
  const { rounds, ends, facts, share } = reached(count)

  it('are decided, and not, each often enough', () => {
    expect(ends.get('decided')).toBeGreaterThan(rounds.length / 5)
    expect(ends.get('noConsensus')).toBeGreaterThan(rounds.length / 40)
    expect(new Set(rounds.map(({ ground }) => ground)).size).toBe(3)
  })

  it('are mostly what the procedure admits, and to a fifth anything', () => {
    expect(share).toBeGreaterThan(0.7)
    expect(share).toBeLessThan(0.9)
  })

  it('reach every fact that can be recorded of a proposal and its circle', () => {
    const expected = [
      ...['proposal.submitted', 'position.taken', 'objection.raised', 'objection.answered'],
      ...['objection.withdrawn', 'proposal.amended', 'stage.entered', 'term.ended', 'decision.called'],
      ...['confirmation.given', 'decision.taken', 'consensus.failed', 'comment.made', 'mandate.given'],
      ...['partner.joined', 'partner.left', 'charter.replaced', 'circle.changed', 'proposal.withdrawn'],
    ]
    expect(expected.filter(type => !facts.has(type))).toEqual([])
  })
})

const properties = {
  ...{ noPartnerBypassed, nobodySpokenFor, silenceIsSilence, treatedAlike, nothingIsLost, ladder, itEnds },
  ...{ sameLogSameTruth, noRetroactivity, keepsThePromise },
}

describe.each(Object.entries(properties))('%s', (name, property) => {
  it('holds of the procedure', () => {
    expect(fc.check(property(five), { seed: 1, numRuns: 30 }).counterexample).toBeNull()
  })

  it('says in one line what is wrong with a charter and with options', () => {
    expect(() => property({ ...five, terms: { ...five.terms, consultation: 0 } })).toThrow(
      'the charter cannot be used: terms.consultation: must be at least 1 working day',
    )
    for (const moves of [9, 10_001, 20.5])
      expect(() => property(five, { moves }), name).toThrow('moves: must be a whole number from 10 to 10,000')
  })
})

describe('the promise', () => {
  it('is kept under any charter', () => {
    const drawn = fc.tuple(charters(), fc.noShrink(fc.integer()))
    fc.assert(
      fc.property(drawn, ([charter, seed]) => fc.assert(keepsThePromise(charter), { seed, numRuns: 2 })),
      { seed: 1, numRuns: 40 },
    )
  })

  it('has a property for each invariant', () => {
    const others = { nobodyBypassed: 'noPartnerBypassed', equalTreatment: 'treatedAlike' }
    const expected = [...invariants, equalTreatment].map(
      ({ name }) => new Map(Object.entries(others)).get(name) ?? name,
    )
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(expected))
  })
})

/** No decision is ever taken: of course it is, and the shortest way there is known. */
const neverDecided: Invariant = {
  name: 'neverDecided',
  says: 'nothing is ever decided',
  forbids: 'a decision',
  step: ({ recorded }) =>
    recorded.some(({ fact, matter }) => fact.type === 'decision.taken' && matter === 'p1') ? 'decided' : null,
}

describe('a counterexample', () => {
  const broken = fc.check(keepsThePromise(three, { also: [neverDecided] }), { seed: 3, numRuns: 50 })
  const [round] = broken.counterexample as [Round]

  it('is the shortest round: one submission, three positions, three confirmations', () => {
    expect(broken.failed).toBe(true)
    const kinds = round.moves.map(move => ('act' in move ? move.act.act : 'wait'))
    expect(kinds.filter(kind => kind !== 'wait')).toEqual([
      'submitProposal',
      ...Array<string>(3).fill('takePosition'),
      ...Array<string>(3).fill('confirmDecision'),
    ])
  })

  it('is told in words and as a script that plays to the same end', async () => {
    const text = String(round)
    for (const line of round.trace) expect(text).toContain(`\n  ${line}\n`)
    expect(text).toContain('the same for `samenspraak play`:')
    expect(text).toContain('decided on revision 1 (p1)')
    const script = JSON.parse(text.slice(text.lastIndexOf('\n')))
    expect(script).toEqual(JSON.parse(JSON.stringify(round.script)))
    const clock = setClock(script.start)
    const engine = await openCollaboration({ id: 'script', store: memoryStore(), clock })
    await engine.act({ act: 'proposeCharter', by: 'almere1', charter: script.charter })
    const { digest } = await engine.circle()
    for (const { people } of script.charter.partners)
      await engine.act({ act: 'signCharter', by: people[0].id, charter: digest })
    for (const { at, ...act } of script.acts) {
      if (at > clock.now()) clock.moveTo(at)
      await engine.act(act)
    }
    expect((await engine.proposal('p1'))?.state).toBe('decided')
  })

  it('says which invariant was broken, how, and how to come back to it', () => {
    const property = () => keepsThePromise(three, { also: [neverDecided] })
    const report = (() => {
      try {
        fc.assert(property(), { seed: 3, numRuns: 50 })
        return ''
      } catch (error) {
        const { message, cause } = error as Error
        return `${message}\n${String(cause)}`
      }
    })()
    expect(report).toContain('Broken: neverDecided: decided')
    const [, path = ''] = /path: "([\d:]+)"/.exec(report) ?? []
    const again = fc.check(property(), { seed: 3, path, endOnFailure: true })
    expect(String(again.counterexample?.[0])).toBe(String(round))
  })
})

describe('equal treatment over rounds', () => {
  it('is judged for partners with people of several forms, with names that could be mistaken for others', () => {
    const uneven = charterSchema.parse(
      charterOf({
        partners: [partner('p1'), partner('o1', { people: partner('x').people.slice(0, 1) }), partner('urk')],
      }),
    )
    expect(fc.check(treatedAlike(uneven), { seed: 1, numRuns: 30 }).counterexample).toBeNull()
  })
})

describe('charters', () => {
  it('are valid, found a collaboration, and have every field that may be left out, and not', async () => {
    const seen = new Map<string, number>()
    const note = (what: string, there: unknown) =>
      seen.set(`${what} ${there === undefined ? 'left out' : 'there'}`, 1)
    const founded = fc.asyncProperty(charters(), async charter => {
      expect(charterSchema.safeParse(charter).error).toBeUndefined()
      const store = memoryStore()
      const engine = await openCollaboration({ id: 'c', store, clock: setClock('2026-01-05T08:00:00.000Z') })
      expect(await engine.act({ act: 'proposeCharter', by: 'omar', charter })).toHaveProperty('recorded')
      const { digest } = await engine.circle()
      for (const { people } of charter.partners)
        expect(await engine.act({ act: 'signCharter', by: people[0]?.id, charter: digest })).toHaveProperty(
          'recorded',
        )
      expect((await engine.circle()).founded).not.toBeNull()
      const { opgave, opgavemanager, partners, ...top } = charter
      for (const field of ['decidesOn', 'maxRevisions', 'calendar', 'signatures'] as const)
        note(field, top[field])
      for (const field of ['needs', 'endsOn'] as const) note(field, opgave[field])
      for (const field of ['name', 'publicKey'] as const) note(`office ${field}`, opgavemanager[field])
      for (const { meets, people } of partners) {
        note('meets', meets)
        for (const person of people)
          for (const field of ['name', 'publicKey'] as const) note(field, person[field])
      }
    })
    await fc.assert(founded, { seed: 1, numRuns: 100 })
    expect(seen.size).toBe(2 * (4 + 2 + 2 + 1 + 2))
  })

  it('have as many partners as asked, and demand signatures only if asked', () => {
    const sizes = fc.sample(charters({ minPartners: 4, maxPartners: 5 }), { seed: 1, numRuns: 50 })
    expect(new Set(sizes.map(it => it.partners.length))).toEqual(new Set([4, 5]))
    const required = (signatures: boolean) =>
      fc
        .sample(charters({ signatures }), { seed: 1, numRuns: 100 })
        .filter(it => it.signatures === 'required')
    expect(required(false)).toEqual([])
    expect(required(true).length).toBeGreaterThan(10)
    for (const bad of [{ minPartners: 1 }, { maxPartners: 101 }, { minPartners: 5, maxPartners: 4 }])
      expect(() => charters(bad)).toThrow('must be whole numbers from 2 to 100, in order')
  })

  it('shrink to two partners of one person and nothing that may be left out', () => {
    const { counterexample } = fc.check(
      fc.property(charters(), () => false),
      { seed: 1 },
    )
    const smallest = counterexample?.[0] as CharterInput | undefined
    expect(smallest?.partners.map(({ people }) => people.length)).toEqual([1, 1])
    expect(Object.keys(smallest ?? {}).sort()).toEqual(
      ['procedure', 'opgave', 'partners', 'opgavemanager', 'terms'].sort(),
    )
    expect(new Set(Object.values(smallest?.terms ?? {}))).toEqual(new Set([1]))
  })
})

describe('acts', () => {
  it('are well-formed, of every kind, by people of the charter and by strangers', () => {
    const drawn = fc.sample(acts(five), { seed: 1, numRuns: 2_000 })
    const faults = drawn.flatMap(act => {
      const parsed = parseAct(act)
      return 'fault' in parsed ? [`${act.act}: ${parsed.fault}`] : []
    })
    expect(faults).toEqual([])
    for (const name of Object.keys(factAskedBy))
      expect(drawn.filter(({ act }) => act === name).length, name).toBeGreaterThan(40)
    const by = new Set(drawn.map(act => act.by))
    for (const person of ['almere1', 'lelystad2', 'omar', 'nobody-knows-me', undefined])
      expect(by.has(person), String(person)).toBe(true)
  })
})

describe('logs', () => {
  it('verify under any charter, many with a decision', () => {
    let decided = 0
    const verified = fc.property(
      charters().chain(charter => logs(charter)),
      log => {
        expect(verifyLog(log)).toMatchObject({ holds: true, finding: null })
        if (log.includes('"decision.taken"')) decided += 1
      },
    )
    fc.assert(verified, { seed: 1, numRuns: 60 })
    expect(decided).toBeGreaterThan(12)
  })

  it('do not verify once a line is taken out or moved', () => {
    const random = seeded(1)
    for (const log of fc.sample(logs(three), { seed: 1, numRuns: 20 })) {
      const lines = log.trimEnd().split('\n')
      const at = Math.floor(random() * (lines.length - 1))
      const without = lines.filter((_, i) => i !== at)
      expect(verifyLog(without.map(line => `${line}\n`).join('')).holds).toBe(false)
    }
  })

  it('shrink to the log of what lies before a round', () => {
    const { counterexample } = fc.check(
      fc.property(logs(three), () => false),
      { seed: 1 },
    )
    const smallest = String(counterexample?.[0])
    const facts = smallest.match(/"fact":/g) ?? []
    expect(facts.length).toBeLessThan(30)
    expect(verifyLog(smallest).holds).toBe(true)
  })

  it('cannot be drawn under a charter that demands signatures', () => {
    expect(() => logs({ ...three, signatures: 'required' })).toThrow(/demands signatures.*\(W2\)/)
  })
})
