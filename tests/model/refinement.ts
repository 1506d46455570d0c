// The real machine refines the reference model: in every state that is reached, each answers as the other does.
import { dueAfter } from '../../src/calendar.ts'
import type { Act, Fact } from '../../src/collaboration/acts.ts'
import type { Recorded } from '../../src/collaboration/collaboration.ts'
import type { Invariant } from '../../src/proof/invariants.ts'
import {
  type Answer,
  digestOfCharter,
  firstMoment,
  type Move,
  matter,
  proposalOf,
  type World,
} from '../../src/proof/world.ts'
import { openPoints } from '../../src/proposal/open-points.ts'
import * as oracle from './model.ts'

const env: oracle.Env = { due: (from, days) => dueAfter({ timeZone: 'UTC', holidays: 'none' }, from, days) }

/** The machine knows a charter by its digest, the model by its text. */
const keys = new Map<string, string>()

function actForModel(act: Act): oracle.Act {
  if ('charter' in act && typeof act.charter === 'object')
    keys.set(digestOfCharter(act.charter), oracle.charterKey(act.charter))
  const digest = 'charter' in act && typeof act.charter === 'string' ? act.charter : undefined
  return (digest === undefined ? act : { ...act, charter: keys.get(digest) ?? digest }) as oracle.Act
}

function founded(acts: readonly Act[], charter: oracle.Charter): oracle.Model {
  const key = oracle.charterKey(charter)
  const seats = charter.partners.map(
    ({ people }) => people.find(each => each.roles.includes('stuurgroep'))?.id ?? '',
  )
  const founding: oracle.Act[] = [
    { act: 'proposeCharter', by: charter.partners[0]?.people[0]?.id ?? '', charter },
    ...seats.map(by => ({ act: 'signCharter', by, charter: key })),
  ]
  return [...founding, ...acts.map(actForModel)].reduce((model, act) => {
    const answer = oracle.ask(model, act, firstMoment, env)
    if (!answer.admitted) throw new Error(`the model refuses ${act.act}: ${answer.why}`)
    return answer.model
  }, oracle.emptyModel())
}

/** An invariant that holds where machine and model give the same answers and show the same. */
export function asTheModel(): Invariant {
  const models = new WeakMap<World, oracle.Model>()
  return {
    name: 'asTheModel',
    says: 'the real machine answers every act as the reference model does, and shows the same state',
    forbids: 'an act that one admits and the other refuses, or a state that they see differently',
    begin: (start, before) => {
      const charter = start.circle.context.charter
      const first = start.past ? firstCharter(start) : charter
      models.set(start, founded(before, first as unknown as oracle.Charter))
    },
    answer: (before, move, answer) => {
      if ('refused' in answer && answer.refused === 'gate') return 'the machine decides what the gate stops'
      // Beyond a difference, which was told, there is nothing to compare.
      const model = models.get(before)
      if (!model) return null
      const next =
        'wait' in move && move.wait === 'late' ? waited(model, answer) : nextOf(model, before, move)
      if (next === null || 'refused' in answer)
        return (next === null) === 'refused' in answer
          ? null
          : `${next === null ? 'the model' : 'the machine'} refuses it`
      models.set(answer.world, next)
      const told = 'wait' in move && move.wait === 'late' ? null : otherwiseTold(next, answer.recorded)
      return told ?? difference(next, answer.world)
    },
  }
}

/** The charter as it was founded: a later one may be in force by now. */
function firstCharter(world: World): unknown {
  for (let past = world.past; past; past = past.before)
    for (const { asked } of past.recorded) if (asked?.act === 'proposeCharter') return asked.charter
  return world.circle.context.charter
}

/** Where the model goes; null where it refuses. */
function nextOf(model: oracle.Model, before: World, move: Move): oracle.Model | null {
  if ('act' in move) {
    const by = move.act.act === 'endTerm' && move.act.by === undefined
    if (by) return endedByClock(model, before, move.act)
    const { admitted, model: next } = oracle.ask(model, actForModel(move.act), move.at ?? before.now, env)
    return admitted ? next : null
  }
  const due = oracle.nextDue(model)
  if (due === null) return null
  return oracle.endTerm(model, due.proposal, due.at > before.now ? due.at : before.now, env)
}

/** Nothing happens while nobody acts and no term ends. */
const waited = (model: oracle.Model, answer: Answer): oracle.Model | null =>
  'refused' in answer ? null : model

/** T1: the clock may offer the end of a term at any time; it is taken when that term is due. */
function endedByClock(
  model: oracle.Model,
  before: World,
  act: Extract<Act, { act: 'endTerm' }>,
): oracle.Model | null {
  const p = oracle.view(model, before.now).proposals[act.proposal]
  const fits = p?.dueAt && p.dueAt <= before.now && p.state === act.stage && p.revision === act.revision
  return fits ? oracle.endTerm(model, act.proposal, before.now, env) : null
}

function difference(model: oracle.Model, world: World): string | null {
  const [expected, actual] = [modelShows(model, world.now), machineShows(world)]
  return expected === actual ? null : `the model shows ${expected}, the machine ${actual}`
}

type Addressed = readonly { readonly partner: string; readonly persons: readonly string[] }[]
const addressed = (list: Addressed): unknown =>
  list.map(({ partner, persons }) => [partner, [...persons].sort()]).sort()

/** What an act led to, of which only the record tells: who was told, whose silence goes up and to whom, what was sustained. */
function otherwiseTold(model: oracle.Model, recorded: readonly Recorded[]): string | null {
  const expected = model.happened.flatMap(it =>
    'proposal' in it && it.proposal === matter ? [modelTells(it)] : [],
  )
  const actual = recorded.flatMap(({ matter: about, fact }) => (about === matter ? machineTells(fact) : []))
  const [one, other] = [expected, actual].map(list => JSON.stringify(list.filter(it => it !== null).sort()))
  return one === other ? null : `the model tells ${one}, the machine ${other}`
}

function modelTells(it: Extract<oracle.Happening, { proposal: string }>): unknown {
  switch (it.what) {
    case 'notice':
      return [it.what, addressed(it.told)]
    case 'submitted':
      return [it.what, it.longestDays]
    case 'stage':
      return [it.what, it.stage, addressed(it.silent), addressed(it.unconfirmed), [...it.unanswered].sort()]
    case 'decided':
      return [it.what, [...it.partners].sort()]
    case 'noConsensus':
      return [it.what, it.reason, [...it.sustained].sort(), [...it.silent].sort()]
    default:
      return [it.what]
  }
}

function machineTells(fact: Fact): unknown[] {
  switch (fact.type) {
    case 'proposal.submitted':
      return [
        ['notice', addressed(fact.notice)],
        ['submitted', fact.longestDays],
      ]
    case 'proposal.amended':
      return [['notice', addressed(fact.notice)]]
    case 'circle.changed':
      return fact.joined === null || fact.dueAt === null ? [] : [['notice', addressed(fact.notice)]]
    case 'stage.entered':
      return [
        [
          'stage',
          fact.stage,
          addressed(fact.silences),
          addressed(fact.unconfirmed),
          [...fact.unanswered].sort(),
        ],
      ]
    case 'decision.called':
      return [['called']]
    case 'decision.taken':
      return [['decided', [...fact.partners].sort()]]
    case 'consensus.failed':
      return [['noConsensus', fact.reason, [...fact.sustained].sort(), [...fact.silent].sort()]]
    default:
      return []
  }
}

const byName = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
const points = (list: readonly object[]): string[] => list.map(point => JSON.stringify(point)).sort()

function modelShows(model: oracle.Model, now: string): string {
  const { partners, opgavemanager, proposals } = oracle.view(model, now)
  const p = proposals[matter]
  const live = p !== undefined && p.dueAt !== null
  return JSON.stringify([
    [...partners].sort(),
    opgavemanager,
    p && [
      p.state,
      p.revision,
      p.called,
      p.dueAt,
      p.author,
      points(p.openPoints),
      [...p.openObjections].sort(),
    ],
    live ? [byName(p.positions), [...p.confirmations].sort()] : null,
  ])
}

function machineShows(world: World): string {
  const circle = world.circle.context
  const state = proposalOf(world)
  const p = state?.context
  const open = Object.keys(p?.objections ?? {}).filter(id => p?.objections[id]?.withdrawn === null)
  const positions = byName(p?.positions ?? {}).map(([partner, { position, provisional }]) => [
    partner,
    `${position}${provisional ? '?' : ''}`,
  ])
  const manager = circle.charter?.opgavemanager.id ?? null
  return JSON.stringify([
    Object.keys(circle.members).sort(),
    manager,
    p && [
      state.value,
      p.revision,
      p.called,
      p.dueAt,
      p.author ?? 'opgavemanager',
      points(openPoints(p, circle)),
      open.sort(),
    ],
    p && p.dueAt !== null ? [positions, Object.keys(p.confirmations).sort()] : null,
  ])
}
