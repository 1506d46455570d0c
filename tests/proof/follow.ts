// The model follows the log: it takes every recorded act in the order of the log, and knows at which points a refused one could stand.
import type { ActOutcome, Engine, RecordedEntry } from '../../src/index.ts'
import * as oracle from '../model/model.ts'
import { actForMachine } from '../model/side-by-side.ts'
import type { Signature } from '../model/signing.ts'
import { freshIn } from '../model/words.ts'
import { type Asking, completed, env } from './draw.ts'

/** An asking with the engine that it was put to and what came of it. */
export interface Answered extends Asking {
  readonly engine: number
  readonly outcome: ActOutcome
}

/** All that was asked at once, with the moments that the clock showed meanwhile. */
export interface Batch {
  /** In the order of asking. */
  readonly answered: readonly Answered[]
  readonly moments: readonly string[]
  /** What the log holds since. */
  readonly entries: readonly RecordedEntry[]
  /** The number of the first of these. */
  readonly size: number
}

/** Where the model stood between two acts of a batch; the size of the log there. */
interface Point {
  readonly model: oracle.Model
  readonly size: number
}

/** Thrown where engine and model differ, or the log is not what people were told. */
export class Differs extends Error {
  override readonly name = 'Differs'
  /** What kind of thing is not as it should be: a shorter run fails in the same way only where this is the same. */
  readonly kind: string
  constructor(kind: string, message: string) {
    super(message)
    this.kind = kind
  }
}

const isRecorded = (outcome: ActOutcome): outcome is Extract<ActOutcome, { recorded: unknown }> =>
  'recorded' in outcome
const shown = (value: unknown): string => JSON.stringify(value)

/** Moves the model through a batch. @throws Error that names the first act on which engine and model differ */
export function follow(model: oracle.Model, batch: Batch): oracle.Model {
  const points: Point[] = [{ model, size: batch.size }]
  for (const group of actsIn(batch.entries)) {
    const first = group[0] as RecordedEntry
    const before = points.at(-1)?.model ?? model
    if (!batch.moments.includes(first.at) && first.at !== before.now)
      throw new Differs('moment', `entry ${first.seq} has moment ${first.at}, which the clock never showed`)
    const after = first.asked?.act === 'endTerm' ? ended(before, first) : taken(before, group, batch)
    const [expected, actual] = [outcomesOf(before, after, first), group.slice(1).map(told).sort()]
    if (shown(expected) !== shown(actual))
      throw new Differs(
        'outcomes',
        `entry ${first.seq}: the model expects ${shown(expected)}, the log has ${shown(actual)}`,
      )
    points.push({ model: after, size: (group.at(-1)?.seq ?? first.seq) + 1 })
  }
  for (const [n, answered] of batch.answered.entries()) {
    if (answered.dryRun) checkDryRun(answered, batch, points)
    else if (isRecorded(answered.outcome)) checkRecorded(answered, batch)
    else checkRefused(answered, answered.outcome.refused.rule, window(n, batch, points), batch)
  }
  return points.at(-1)?.model ?? model
}

/** The entries of each act, which lie together. */
function actsIn(entries: readonly RecordedEntry[]): RecordedEntry[][] {
  const groups: RecordedEntry[][] = []
  for (const entry of entries) {
    const last = groups.at(-1)
    if (last?.[0]?.act === entry.act) last.push(entry)
    else groups.push([entry])
  }
  const torn = groups.find(
    ([first], n) => !first?.asked || groups.findIndex(([it]) => it?.act === first.act) !== n,
  )
  if (torn)
    throw new Differs('torn', `entry ${torn[0]?.seq}: the entries of act ${torn[0]?.act} do not lie together`)
  return groups
}

// --- What was recorded ----------------------------------------------------------------------------------------

function ended(model: oracle.Model, { seq, asked, by, at }: RecordedEntry): oracle.Model {
  const due = oracle.nextDue(model)
  if (asked?.act !== 'endTerm' || by !== undefined || !due || due.proposal !== asked.proposal || due.at > at)
    throw new Differs(
      'term',
      `entry ${seq} ends a term of ${shown(asked)}, for the model it is ${shown(due)}`,
    )
  return oracle.endTerm(model, due.proposal, at, env)
}

function taken(model: oracle.Model, group: readonly RecordedEntry[], { answered }: Batch): oracle.Model {
  const [first] = group
  if (!first) return model
  const its = answered.filter(
    it => !it.dryRun && isRecorded(it.outcome) && it.outcome.recorded[0]?.seq === first.seq,
  )
  const [asking] = its
  if (!asking)
    throw new Differs(
      'untold',
      `entry ${first.seq} records what was answered to nobody: ${shown(first.asked)}`,
    )
  if (its.some(it => (asking.key === undefined ? it !== asking : it.key !== asking.key)))
    throw new Differs(
      'twice',
      `entry ${first.seq} was answered to more than one act: ${shown(its.map(({ act }) => act))}`,
    )
  if (asking.beyond !== undefined && !asking.limited)
    throw new Differs('beyond', `${shown(asking.act)} is recorded, ${asking.beyond} should have refused it`)
  if (shown(sorted(recordable(asking.act, first))) !== shown(sorted(first.asked)))
    throw new Differs(
      'other act',
      `entry ${first.seq} records ${shown(first.asked)}, asked was ${shown(asking.act)}`,
    )
  const due = oracle.nextDue(model)
  if (due && due.at <= first.at)
    throw new Differs('term', `entry ${first.seq} is recorded before the term of ${due.proposal} ends`)
  const [apart] = Object.values(first.personal ?? {})
  const answer = oracle.ask(model, asRecorded(asking, first), first.at, env, asking.signed, apart)
  if (answer.admitted) return answer.model
  throw new Differs(
    'admitted',
    `entry ${first.seq} records ${shown(asking.act)} of ${first.at}, the model refuses it: ${answer.why}`,
  )
}

/** The act as it stands in the log: without the words that are kept apart. */
function recordable(act: oracle.Act, { personal = {} }: RecordedEntry): unknown {
  return Object.fromEntries(
    Object.entries(actForMachine(act)).filter(([field]) => !Object.hasOwn(personal, field)),
  )
}

/** A value with the names of its fields in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(fields.map(([name, inner]) => [name, sorted(inner)]))
}

/** The act with the id that the engine found for it; a signed act is what was signed, to the letter. */
function asRecorded({ act, signed }: Asking, { matter, fact }: RecordedEntry): oracle.Act {
  if (signed) return act
  if (act.act === 'draftProposal') return { ...act, proposal: matter }
  return fact.type === 'objection.raised' ? { ...act, objection: fact.objection } : act
}

// --- What followed --------------------------------------------------------------------------------------------

const told = ({ matter, fact }: RecordedEntry): string =>
  fact.type === 'stage.entered' ? `${matter} ${fact.type} ${fact.stage}` : `${matter} ${fact.type}`

/** The outcomes that have to be recorded with an act, as the model sees them: from where it stood, and stands. */
function outcomesOf(before: oracle.Model, after: oracle.Model, { asked }: RecordedEntry): string[] {
  const founded = before.inForce === null && after.inForce !== null
  const joined = !founded && after.partners.some(it => !before.partners.includes(it))
  const left = before.partners.some(it => !after.partners.includes(it))
  const own = [
    ...(founded ? ['charter collaboration.founded'] : []),
    ...(joined ? ['charter partner.joined'] : []),
  ]
  const ofProposals = after.proposals.flatMap((p, n) => {
    const was = before.proposals[n]
    return was ? outcomesOn(was, p, joined || left).map(it => `${p.id} ${it}`) : []
  })
  const adopts = after.proposals.some(
    (p, n) => p.state === 'decided' && before.proposals[n]?.state !== 'decided' && p.content.charter,
  )
  const replaced = adopts && asked?.act === 'confirmDecision' ? ['charter charter.replaced'] : []
  return [...own, ...ofProposals, ...replaced].sort()
}

type Proposal = oracle.Model['proposals'][number]
const outcomeStates = ['decided', 'noConsensus', 'withdrawn']

function outcomesOn(was: Proposal, is: Proposal, circleChanged: boolean): string[] {
  if (outcomeStates.includes(was.state)) return []
  const higher =
    ['lijnmanagement', 'opgavemanager', 'stuurgroep'].includes(is.state) && is.state !== was.state
  return [
    ...(circleChanged ? ['circle.changed'] : []),
    ...(higher ? [`stage.entered ${is.state}`] : []),
    ...(is.called && (circleChanged || !was.called) ? ['decision.called'] : []),
    ...(is.state === 'decided' ? ['decision.taken'] : []),
    ...(is.state === 'noConsensus' ? ['consensus.failed'] : []),
  ]
}

// --- What was answered ----------------------------------------------------------------------------------------

function checkRefused(
  { act, signed, beyond }: Answered,
  rule: string,
  between: readonly Point[],
  { moments }: Batch,
): void {
  if (rule === beyond) return
  if (rule === 'wellFormedAct' || rule === 'keyStandsForOneAct')
    throw new Differs('form', `${shown(act)} is refused by ${rule}`)
  if (between.some(point => answersAt({ act, signed }, point, moments).includes(false))) return
  const sizes = between.map(({ size }) => size).join(' or ')
  throw new Differs(
    'refused',
    `${shown(act)}${signed ? `, signed ${shown(signed)},` : ''} is refused (${rule}) at entry ${sizes}, where the model admits it`,
  )
}

/** What is answered as recorded is in the log, to the letter and whole. */
function checkRecorded({ outcome, act, again }: Answered, { entries, size }: Batch): void {
  if (!isRecorded(outcome)) return
  const from = (outcome.recorded[0]?.seq ?? 0) - size
  if (from < 0 && again) return
  const kept = entries.slice(from, from + outcome.recorded.length)
  const next = entries[from + outcome.recorded.length]
  if (from < 0 || shown(kept) !== shown(outcome.recorded) || (next && next.asked === undefined))
    throw new Differs(
      'lost',
      `the log does not hold what ${shown(act)} was answered: ${shown(outcome.recorded)}`,
    )
}

/** Nothing of it is recorded; whether it would be is what the model says at some point of the batch. */
function checkDryRun({ act, signed, outcome }: Answered, { moments }: Batch, points: readonly Point[]): void {
  const asked = points.flatMap(point => answersAt({ act, signed }, point, moments))
  if (asked.length > 0 && !asked.includes(isRecorded(outcome)))
    throw new Differs(
      'dry run',
      `${shown(act)}, tried out, is answered ${shown(outcome)}: the model does not say so`,
    )
}

/** Acts that are put to one engine are decided in order: between which points this one was. */
function window(n: number, { answered, size }: Batch, points: readonly Point[]): Point[] {
  const placed = answered.map(it => placeOf(it, answered[n]?.engine, size))
  const from = placed.slice(0, n).findLast(it => it !== null)?.to ?? size
  const to = placed.slice(n + 1).find(it => it !== null)?.from ?? Infinity
  const between = points.filter(point => point.size >= from && point.size <= to)
  if (between.length === 0)
    throw new Differs(
      'order',
      `one engine records acts in another order than they were asked, at entry ${from}`,
    )
  return between
}

/** The entries of an act that this engine recorded; null where it did not, or another may have done it (by its key). */
function placeOf(
  { engine, key, dryRun, outcome }: Answered,
  asked: number | undefined,
  size: number,
): { from: number; to: number } | null {
  if (engine !== asked || key !== undefined || dryRun || !isRecorded(outcome)) return null
  const [first, last] = [outcome.recorded[0], outcome.recorded.at(-1)]
  return first && last && first.seq >= size ? { from: first.seq, to: last.seq + 1 } : null
}

/** Whether the model admits the act there, at each moment at which it can be asked: no term is due then. */
function answersAt(
  { act, signed }: Pick<Answered, 'act'> & { signed: Signature | undefined },
  { model }: Point,
  moments: readonly string[],
): boolean[] {
  const due = oracle.nextDue(model)
  return moments
    .filter(at => at >= model.now && (!due || due.at > at))
    .map(
      at => oracle.ask(model, signed ? act : completed(act), at, env, signed, freshIn(model, act)).admitted,
    )
}

// --- What stands ----------------------------------------------------------------------------------------------

const points = (list: readonly object[]): string[] => list.map(it => shown(sorted(it))).sort()
const inOrder = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))

/** Where everything stands for the model, in the form of `shownBy`. */
export function shownByModel(model: oracle.Model, at: string): string {
  const { partners, opgavemanager, charterInForce, proposals } = oracle.view(model, at)
  const charter = charterInForce && actForMachine({ act: '', charter: charterInForce })
  return shown({
    ...{ partners: [...partners].sort(), opgavemanager },
    charter: charter && 'charter' in charter ? charter.charter : null,
    mandates: mandatesShown(model, at),
    proposals: inOrder(proposals).map(
      ([id, { positions, confirmations, openPoints, openObjections, ...p }]) => ({
        ...{ id, state: p.state, revision: p.revision, called: p.called, dueAt: p.dueAt, author: p.author },
        ...{ openPoints: points(openPoints), openObjections: [...openObjections].sort() },
        ...(p.dueAt ? { positions: inOrder(positions), confirmations: [...confirmations].sort() } : {}),
      }),
    ),
  })
}

function mandatesShown({ mandates, partners }: oracle.Model, at: string): string[] {
  const live = mandates.filter(it => partners.includes(it.partner) && (it.until === null || at < it.until))
  return live.map(({ partner, person, role }) => `${partner} ${person} ${role}`).sort()
}

/** Where everything stands for an engine, as far as the model knows of it. */
export async function shownBy(engine: Engine): Promise<string> {
  const { partners, opgavemanager, founded, digest } = await engine.circle()
  const ids = [...(await engine.proposals())].sort()
  const mandates = Object.entries(partners).flatMap(([partner, people]) =>
    Object.entries(people).flatMap(([person, held]) => held.map(role => `${partner} ${person} ${role}`)),
  )
  const proposals = []
  for (const id of ids) proposals.push(await proposalShownBy(engine, id))
  return shown({
    ...{ partners: Object.keys(partners).sort(), opgavemanager, charter: founded ? digest : null },
    ...{ mandates: mandates.sort(), proposals },
  })
}

async function proposalShownBy(engine: Engine, id: string): Promise<unknown> {
  const p = await engine.proposal(id)
  if (!p) throw new Differs('states', `there is no proposal ${id}`)
  const positions = inOrder(p.positions).map(([partner, { position, provisional }]) => [
    partner,
    `${position}${provisional ? '?' : ''}`,
  ])
  return {
    ...{ id, state: p.state, revision: p.revision, called: p.called, dueAt: p.dueAt, author: p.author },
    openPoints: points(p.openPoints),
    openObjections: Object.keys(p.objections)
      .filter(it => p.objections[it]?.withdrawn === null)
      .sort(),
    ...(p.dueAt ? { positions, confirmations: Object.keys(p.confirmations).sort() } : {}),
  }
}
