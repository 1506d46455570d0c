// Every reachable state of the real procedure, for a charter, within bounds: does each invariant hold in all of them?
import { type CharterInput, charterSchema } from '../charter/charter.ts'
import { faultOf } from '../charter/words.ts'
import type { BypassClass } from '../procedures/bypass.ts'
import { movesIn } from './alphabet.ts'
import { authorsPrivilege, ordersDiffer, toldApart, unlike } from './equal.ts'
import {
  bypassedBy,
  equalTreatment,
  type Fault,
  type Invariant,
  invariants,
  type Step,
} from './invariants.ts'
import { keyOf, namedKeyOf } from './key.ts'
import { type Part, type PartName, partNames, partOf, type Sizes } from './parts.ts'
import { type Found, longestFrom, pathTo, type Reached, reaching, search } from './search.ts'
import { type Script, scriptOf, told } from './story.ts'
import { voiceOf } from './watch.ts'
import {
  type Answer,
  answerOf,
  type Move,
  matter,
  proposalOf,
  runs,
  seatOf,
  type World,
  workingDay,
} from './world.ts'

/** How far a search goes. What is beyond is not covered, and the answer says how far it went. */
export interface Bounds {
  /** The first so many partners of the charter; 3 unless told, the least number at which a majority is not unanimity. */
  readonly partners?: number
  /** The most revisions of the proposal (2). */
  readonly revisions?: number
  /** The most objections raised in one trace (2). */
  readonly objections?: number
  /** The most states that are looked at, in all parts together (1,000,000). */
  readonly maxStates?: number
  /** Explores the parts about equality, time, circle and mandates with objections too: about four times as many states. */
  readonly thorough?: boolean
  /** Which parts of the procedure; all unless told. */
  readonly parts?: readonly PartName[]
  /** Further invariants, beside those of the promise. */
  readonly also?: readonly Invariant[]
  /** Stops at the first violation, not exhausted. */
  readonly untilBroken?: boolean
  /** Told every so often where the search is. Returning false stops it, not exhausted. */
  readonly onProgress?: (part: PartName, states: number, waiting: number) => boolean | undefined
}

/** How an invariant is broken: the shortest way there. */
export interface Violation {
  readonly invariant: string
  /** What is wrong, in one sentence, with the rule. */
  readonly what: string
  /** The way there, a line for each move. */
  readonly trace: readonly string[]
  /** The same as a script that `samenspraak play` takes. */
  readonly script: Script
}

/** A partner that a decision bypassed, and how. */
export interface Bypass {
  readonly class: BypassClass
  readonly partner: string
  readonly trace: readonly string[]
  readonly script: Script
}

/** One part of a search: what it covers, how many states it has, and whether all of them were looked at. */
export interface PartResult {
  readonly part: PartName
  readonly covers: string
  readonly states: number
  readonly exhausted: boolean
}

/** How often an invariant was checked, and the shortest way in which it is broken, if any. */
export interface Checked {
  readonly name: string
  readonly says: string
  /** What would have failed it. */
  readonly forbids: string
  readonly checked: number
  readonly broken: Violation | null
}

/** What a search found, part by part and line by line of the promise. */
export interface Exploration {
  readonly parts: readonly PartResult[]
  readonly states: number
  /** True when every reachable state within the bounds was looked at. */
  readonly exhausted: boolean
  /** In the order of the promise. */
  readonly invariants: readonly Checked[]
  readonly bypassed: Bypass | null
}

/** Thrown for a charter or bounds that cannot be explored; says in one line what is wrong. */
export class Unusable extends Error {
  override readonly name = 'Unusable'
}

/**
 * Looks at every state that the procedure can reach under a charter, within bounds, and asks in each of them everything
 * that anybody could ask: does every invariant hold? Deterministic. @throws Unusable
 */
export function explore(charter: CharterInput, bounds: Bounds = {}): Exploration {
  const given = charterSchema.safeParse(charter)
  if (!given.success) throw new Unusable(`the charter cannot be used: ${faultOf(given.error)}`)
  const held = [...invariants, equalTreatment, ...(bounds.also ?? [])]
  const tally: Tally = new Map(held.map(({ name }) => [name, { checked: 0, broken: null, bypass: null }]))
  const parts: PartResult[] = []
  let left = bounds.maxStates ?? 1_000_000
  for (const name of bounds.parts ?? partNames) {
    const part = partOf(name, charter, sizesOf(charter, bounds))
    for (const { begin } of held) begin?.(part.start, part.done)
    const looked = explorePart(part, { ...bounds, maxStates: left }, held, tally)
    left -= looked.states
    parts.push({ part: name, covers: part.covers, ...looked })
  }
  return {
    parts,
    states: parts.reduce((sum, { states }) => sum + states, 0),
    exhausted: parts.every(({ exhausted }) => exhausted),
    invariants: held.map(({ name, says, forbids }) => ({ name, says, forbids, ...countOf(tally, name) })),
    bypassed: tally.get('nobodyBypassed')?.bypass ?? null,
  }
}

function countOf(tally: Tally, name: string): { checked: number; broken: Violation | null } {
  const { checked = 0, broken = null } = tally.get(name) ?? {}
  return { checked, broken }
}

function sizesOf(charter: CharterInput, bounds: Bounds): Sizes {
  const most = charter.partners.length
  const { partners = Math.min(3, most), revisions = 2, objections = 2, thorough = false } = bounds
  for (const [name, size] of Object.entries({ partners, revisions, objections }))
    if (!Number.isSafeInteger(size) || size < 0)
      throw new Unusable(`${name}: must be a whole number of at least 0`)
  if (partners < 2 || partners > most)
    throw new Unusable(`partners: must be 2 to ${most}, as many as the charter names`)
  if (revisions < 1) throw new Unusable('revisions: must be at least 1')
  const unknown = bounds.parts?.find(part => !partNames.includes(part))
  if (unknown !== undefined)
    throw new Unusable(`parts: there is no "${unknown}", there are ${partNames.join(', ')}`)
  return { partners, revisions, objections, thorough }
}

interface Count {
  checked: number
  broken: Violation | null
  bypass: Bypass | null
}
type Tally = Map<string, Count>

/** What is noted while a part is explored. */
interface Notes {
  readonly part: Part
  readonly held: readonly Invariant[]
  readonly tally: Tally
  /** States in which the proposal runs or is drafted, those in which it was decided, and where the end of the term leads. */
  readonly running: Map<number, Reached<World, Move>>
  readonly decided: Set<number>
  readonly byClock: Map<number, World>
}

function explorePart(
  part: Part,
  bounds: Bounds,
  held: readonly Invariant[],
  tally: Tally,
): { states: number; exhausted: boolean } {
  const notes: Notes = { part, held, tally, running: new Map(), decided: new Set(), byClock: new Map() }
  const goesOn = (): boolean =>
    !bounds.untilBroken || [...tally.values()].every(({ broken }) => broken === null)
  let answer: Answer | null = null
  const found = search<World, Move>(
    {
      start: part.start,
      moves: world => movesIn(world, part.scope),
      take: (world, move) => {
        answer = answerOf(world, move)
        return 'refused' in answer ? null : answer.world
      },
      key: part.named ? namedKeyOf : keyOf,
      waits: move => 'wait' in move && move.wait === 'term',
      takes: (before, after) => (Date.parse(after.now) - Date.parse(before.now)) / workingDay,
    },
    {
      maxStates: bounds.maxStates ?? 0,
      onProgress: (states, waiting) => bounds.onProgress?.(part.name, states, waiting),
    },
    {
      state: reached => {
        lookAt(notes, reached)
        return goesOn()
      },
      move: (reached, move) => {
        judge(notes, reached, move, answer as Answer)
        return goesOn()
      },
    },
  )
  if (found.exhausted) judgeGraph(notes, found)
  return { states: found.states, exhausted: found.exhausted }
}

function fail(notes: Notes, name: string, what: string, moves: readonly Move[]): void {
  const count = notes.tally.get(name)
  if (!count || count.broken) return
  count.broken = { invariant: name, what, ...storyOf(notes.part, moves) }
}

function storyOf({ charter, before, start }: Part, moves: readonly Move[]) {
  const script = scriptOf(charter, [...before.map((act): Move => ({ act })), ...moves])
  return { trace: told(start, moves), script }
}

function check(notes: Notes, name: string, fault: Fault, moves: () => readonly Move[]): void {
  const count = notes.tally.get(name)
  if (count) count.checked += 1
  if (fault !== null) fail(notes, name, fault, moves())
}

function lookAt(notes: Notes, reached: Reached<World, Move>): void {
  const world = reached.state
  const state = proposalOf(world)?.value
  if (state === 'decided') notes.decided.add(reached.id)
  if (runs(world)) notes.running.set(reached.id, reached)
  const path = () => pathTo(reached)
  const arrival = arrivalOf(reached)
  for (const { name, state: ofState, arrival: ofArrival } of notes.held) {
    if (ofState) check(notes, name, ofState(world), path)
    if (ofArrival && arrival) check(notes, name, ofArrival(arrival), path)
  }
  if (!notes.part.named) return
  const unequal = toldApart(world) ?? authorsPrivilege(world, notes.part.scope) ?? ordersDiffer(world)
  check(notes, 'equalTreatment', unequal, path)
}

/** The move by which a state was first reached; null for the start, and where nothing was recorded. */
function arrivalOf({ from, by, state }: Reached<World, Move>): Step | null {
  const silent = from === null || by === null || from.state.past === state.past
  return silent ? null : { before: from.state, move: by, recorded: state.past?.recorded ?? [], after: state }
}

function judge(notes: Notes, reached: Reached<World, Move>, move: Move, answer: Answer): void {
  const path = () => [...pathTo(reached), move]
  for (const { name, answer: ofAnswer } of notes.held)
    if (ofAnswer) check(notes, name, ofAnswer(reached.state, move, answer), path)
  if ('refused' in answer) {
    if (answer.refused === 'gate') stoppedByGate(notes, reached, move, answer.why ?? '')
    return
  }
  const step: Step = { before: reached.state, move, recorded: answer.recorded, after: answer.world }
  for (const { name, step: stepFault } of notes.held) if (stepFault) check(notes, name, stepFault(step), path)
  if (notes.part.named) check(notes, 'equalTreatment', unlike(step.before, move, step.after), path)
  const decided =
    proposalOf(answer.world)?.value === 'decided' && proposalOf(reached.state)?.value !== 'decided'
  if (decided) noteBypass(notes, bypassedBy(answer.world.watch, null), path)
  if ('wait' in move && move.wait === 'term') notes.byClock.set(reached.id, answer.world)
  if ('act' in move && runs(reached.state)) check(notes, 'itEnds', atOtherMoments(reached.state, move), path)
}

/** The machine would have decided: somebody was to be bypassed, and only the gate stood in the way. */
function stoppedByGate(notes: Notes, reached: Reached<World, Move>, move: Move, why: string): void {
  const { watch, now } = reached.state
  const path = () => [...pathTo(reached), move]
  check(notes, 'nobodyBypassed', `the machine decides, the gate stops it: ${why}`, path)
  const confirming = 'act' in move ? voiceOf(watch, move.act.by, now) : null
  noteBypass(notes, bypassedBy(watch, confirming), path)
}

function noteBypass(
  notes: Notes,
  bypassed: ReturnType<typeof bypassedBy>,
  path: () => readonly Move[],
): void {
  const count = notes.tally.get('nobodyBypassed')
  if (!count || count.bypass || !bypassed) return
  count.bypass = { ...bypassed, ...storyOf(notes.part, path()) }
}

/** T1: what is admitted now is refused at a moment before the last one, and once the term is due. */
function atOtherMoments(world: World, { act }: Extract<Move, { act: unknown }>): Fault {
  if (!('proposal' in act) || act.proposal !== matter || act.act === 'endTerm') return null
  const { dueAt = null, lastAt = '' } = proposalOf(world)?.context ?? {}
  const early = lastAt === '' ? null : new Date(Date.parse(lastAt) - 1).toISOString()
  if (early !== null && !('refused' in answerOf(world, { act, at: early })))
    return `${act.act} is recorded at a moment before the last one (T1)`
  if (dueAt !== null && !('refused' in answerOf(world, { act, at: dueAt })))
    return `${act.act} is recorded when the term is due and has not ended (T1)`
  return null
}

function judgeGraph(notes: Notes, found: Found): void {
  const { part, running, decided } = notes
  const agreeing = reaching(found.edges, decided)
  for (const [id, reached] of running) {
    check(notes, 'itEnds', closesByClock(notes, id), () => pathTo(reached))
    const over = (proposalOf(reached.state)?.context.dueAt ?? '') <= reached.state.now
    const lost = over || agreeing.has(id) ? null : 'no joint decision can be reached from here any more (O8)'
    check(notes, 'itEnds', lost, () => pathTo(reached))
  }
  if (!part.bounded) return
  const longest = longestFrom(found.edges, 0)
  const announced = announcedFor(part)
  const fault =
    longest === null
      ? 'a term can pass again and again: there is no longest duration (O8)'
      : longest > announced
        ? `it can take ${longest} working days, announced are ${announced} (O8)`
        : null
  check(notes, 'itEnds', fault, () => [])
}

/** Nobody acts any more: does every term that ends lead to the next, and the last to an end? */
function closesByClock(notes: Notes, id: number): Fault {
  let world = notes.byClock.get(id)
  for (let terms = 1; world; terms += 1) {
    if (!runs(world)) return null
    if (terms > 12) return 'term after term ends, and it stays open (O7, O8)'
    const answer = answerOf(world, { wait: 'term' })
    world = 'refused' in answer ? undefined : answer.world
  }
  return 'the clock alone does not close it (O8)'
}

function announcedFor({ start, charter }: Part): number {
  const author = proposalOf(start)?.context.author ?? ''
  const answer = answerOf(start, {
    act: { act: 'submitProposal', by: seatOf(charter, author), proposal: matter },
  })
  const fact = 'refused' in answer ? undefined : answer.recorded[0]?.fact
  return fact?.type === 'proposal.submitted' ? fact.longestDays / 5 : 0
}
