// Replay: reads a log line by line, asks the law again about every fact, and names the first line that does not hold.
import * as z from 'zod'
import type { ChartState } from '../chart.ts'
import type { Circle } from '../charter/circle.ts'
import { charterFacts } from '../charter/facts.ts'
import { endOfTime, faultOf, idSchema, oneLine, recordedMomentSchema } from '../charter/words.ts'
import {
  type Draft,
  type Entry,
  emptyLedger,
  join,
  type Ledger,
  misplaced,
  misplacedInMatter,
  readEntry,
  signatureFault,
} from '../log/entry.ts'
import { addId, emptyIdSet, hasId, type IdSet } from '../log/id-set.ts'
import { withoutPersonal } from '../log/personal.ts'
import { emptyFrontier } from '../log/tree.ts'
import { proposalFacts } from '../proposal/facts.ts'
import { gate } from '../proposal/gate.ts'
import { abridge, type Remainders } from './abridge.ts'
import { type Act, actSchema, charterMatter, type Fact } from './acts.ts'
import { admission, commit, type Pending, type Recorded, rules, unsettled } from './collaboration.ts'
import { isEnded, type ProposalState } from './shelf.ts'
import { type Collaboration, emptyCollaboration, NotAtHand, settleIn } from './state.ts'
import { type Erasure, erasureIn, noTexts, strangeField, type Texts, tallied, withDigests } from './words.ts'

/** The first thing wrong with a log: the number of the entry (its line, from 0), a code that stays, and words. */
export interface Finding {
  readonly entry: number
  readonly code: string
  readonly what: string
}

const factSchema = z.discriminatedUnion('type', [...charterFacts, ...proposalFacts])

/** A fact with the number of its entry. */
export interface Placed {
  readonly seq: number
  readonly recorded: Recorded
}

/** A log read so far: its end, where the collaboration stands, and the facts that a decision may still need. */
export interface Replay {
  readonly ledger: Ledger
  collaboration: Collaboration
  /** By matter: of the charter, and of every proposal whose state is at hand and that has not ended. */
  readonly records: Map<string, Placed[]>
  /** The circle after some of the entries about the charter, in the order of the log: from these the others are replayed. */
  readonly circles: { readonly seq: number; readonly circle: ChartState<Circle> }[]
  /** The act of the last entry, and the acts so far: an act is recorded once. */
  act: string
  readonly acts: IdSet
  /** Where nothing is read aloud, what is kept of proposals that have ended (see `abridge`); null where all is kept. */
  readonly remainders: Remainders | null
  /** How many texts are kept apart, and erased; and the erasures that whoever keeps the texts has yet to carry out (W4). */
  texts: Texts
  readonly erasures: Erasure[]
}

/** A replay before its first line. `abridged`: only to go forward, as a verifier does, with as little as that takes. */
export function startReplay(collaboration: string, abridged = false): Replay {
  return {
    ledger: emptyLedger(collaboration),
    collaboration: emptyCollaboration(),
    records: new Map(),
    circles: [],
    act: '',
    acts: emptyIdSet(),
    remainders: abridged ? new Map() : null,
    texts: noTexts,
    erasures: [],
  }
}

/** Takes the next line. Returns what is wrong with it, and then has moved nothing. @throws NotAtHand, having moved nothing */
export function replayLine(replay: Replay, line: string): Finding | null {
  const finding = take(replay, line)
  // A finding quotes what somebody else wrote, and is printed.
  return finding && { ...finding, what: oneLine(finding.what) }
}

function take(replay: Replay, line: string): Finding | null {
  const read = readEntry(line)
  const seq = replay.ledger.frontier.size
  if ('fault' in read) return { entry: seq, ...read.fault }
  const fault = misplaced(replay.ledger, read.entry)
  return fault ? { entry: seq, ...fault } : admit(replay, read.entry, line)
}

/** A replay of some matters of a log, each whole up to some entry, without the others: of which log, whoever calls has asked. */
export function startExcerpt(): Replay {
  return { ...startReplay(''), collaboration: { ...emptyCollaboration(), excerpt: true } }
}

/**
 * Takes the next entry of an excerpt: whoever calls has seen to it that it is in the log. Its place in the log as a whole is
 * not asked, its place among the entries of its matter is. Returns what is wrong with it.
 */
export function replayExcerpt(replay: Replay, entry: Entry, line: string): Finding | null {
  const { ledger, collaboration } = replay
  const fault = misplacedInMatter(ledger, entry)
  if (fault) return { entry: entry.seq, ...fault }
  collaboration.size = entry.seq
  // The tree is not built up again from some of its leaves.
  ledger.frontier = emptyFrontier
  const finding = admit(replay, entry, line)
  return finding && { ...finding, what: oneLine(finding.what) }
}

/** The law about an entry that stands in its place. */
function admit(replay: Replay, entry: Entry, line: string): Finding | null {
  const { seq } = entry
  const fault = actFault(replay, entry) ?? signatureFault(entry)
  if (fault) return { entry: seq, ...fault }
  const recorded = recordedOf(entry)
  if ('fault' in recorded) return { entry: seq, code: 'notAFact', what: recorded.fault }
  const admitted = admission(replay.collaboration, recorded)
  if ('broken' in admitted)
    return { entry: seq, code: 'notAdmitted', what: brokenRule(entry, admitted.broken) }
  const closed = gateFault(replay, recorded)
  if (closed !== null) return { entry: seq, code: 'gateClosed', what: closed }
  const pending = { recorded, after: admitted.after }
  commit(replay.collaboration, [pending])
  takeIn(replay, [{ entry, line, pending }])
  return null
}

/** At the end of a log: an act whose outcomes are not all there was cut off. */
export function endReplay(replay: Replay): Finding | null {
  if (!unsettled(replay.collaboration)) return null
  return {
    entry: replay.ledger.frontier.size,
    code: 'actCutOff',
    what: 'the log stops in the middle of an act',
  }
}

function brokenRule(entry: Entry, rule: string): string {
  return `"${entry.fact.type}" breaks the rule "${rule}": ${rules[rule]?.en ?? rule}`
}

function actFault({ act, acts }: Replay, entry: Entry): { code: string; what: string } | null {
  if (entry.asked === undefined && entry.act !== act)
    return { code: 'strayFact', what: 'follows from no act before it' }
  if (entry.asked !== undefined && hasId(acts, entry.act))
    return { code: 'actTwice', what: `the act "${entry.act}" is recorded already` }
  return null
}

/** The zod door for what was recorded. */
export function recordedOf(entry: Entry): Recorded | { fault: string } {
  const matter = idSchema.safeParse(entry.matter)
  if (!matter.success) return { fault: 'matter: must be an id' }
  if (entry.seq === 0 && !idSchema.safeParse(entry.collaboration).success)
    return { fault: 'collaboration: must be an id' }
  const at = recordedMomentSchema.safeParse(entry.at)
  if (!at.success) return { fault: `at: ${faultOf(at.error)}` }
  if (entry.at >= endOfTime) return { fault: 'at: must lie before the year 9000' }
  const fact = factSchema.safeParse(entry.fact)
  if (!fact.success) return { fault: `fact.${faultOf(fact.error)}` }
  const asked = askedOf(entry)
  if (asked && 'fault' in asked) return asked
  const { by, signature, seen, personal } = entry
  return {
    matter: entry.matter,
    at: entry.at,
    ...(by === undefined ? {} : { by }),
    ...(asked ? { asked: asked.act } : {}),
    ...(personal ? { personal } : {}),
    ...(signature && seen ? { signed: { ...signature, seen } } : {}),
    fact: fact.data as Fact,
  }
}

/** The act of an entry, with the digests in the place of words that are kept apart: the law never sees those (W4). */
function askedOf(entry: Entry): { act: Act } | { fault: string } | null {
  const { asked, personal } = entry
  if (asked === undefined) return null
  const strange = strangeField(Reflect.get(asked as object, 'act'), personal)
  if (strange !== null) return { fault: strange }
  const read = actSchema.safeParse(withDigests(asked as Act, personal))
  return read.success ? { act: read.data } : { fault: `asked.${faultOf(read.error)}` }
}

/** What is to be recorded of it, under the id of its act: `recordedOf` reads it back. Pure. */
export function draftOf({ signed, ...whole }: Recorded, act: string): Draft {
  const { asked, personal } = whole
  const recorded = asked && personal ? { ...whole, asked: withoutPersonal(asked, personal) } : whole
  if (typeof signed !== 'object') return { ...recorded, act }
  const { seen, ...signature } = signed
  return { ...recorded, act, seen, signature }
}

/** An entry with its text, and what the collaboration was moved forward by when it was admitted. */
export interface Admitted {
  readonly entry: Entry
  readonly line: string
  readonly pending: Pending
}

/** Takes in entries that were committed to `replay.collaboration`: from now on they are part of the log read so far. */
export function takeIn(replay: Replay, admitted: readonly Admitted[]): void {
  settleIn(replay.collaboration)
  for (const { entry, line, pending } of admitted) {
    replay.act = entry.act
    if (entry.asked !== undefined) addId(replay.acts, entry.act)
    remember(replay, { seq: entry.seq, recorded: pending.recorded }, pending.after)
    join(replay.ledger, entry, line)
    replay.texts = tallied(replay.texts, entry)
    const erasure = erasureIn(entry.matter, entry.asked)
    if (replay.remainders) abridge(replay, entry.matter, replay.remainders)
    else if (erasure) replay.erasures.push(erasure)
  }
}

/** Keeps the fact while a decision may need it: those of a proposal until it has ended. */
function remember({ records, circles }: Replay, placed: Placed, after: Pending['after']): void {
  const { matter } = placed.recorded
  const record = records.get(matter)
  if (matter === charterMatter)
    noteCircle(circles, record?.length ?? 0, placed.seq, after as ChartState<Circle>)
  else if (isEnded(after as ProposalState)) return void records.delete(matter)
  if (record) record.push(placed)
  else records.set(matter, [placed])
}

/** Of how many circles one is kept: all of them would grow with the square of what was ever said about the charter. */
const circlesApart = 64

/** Keeps every so many circles, by the number of entries about the charter before it. */
export function noteCircle(
  circles: Replay['circles'],
  before: number,
  seq: number,
  circle: ChartState<Circle>,
): void {
  if (before % circlesApart === 0) circles.push({ seq, circle })
}

/** The facts about the charter and one matter, in the order of the log. @throws NotAtHand */
export function recordOf({ records, collaboration }: Replay, matter: string): Recorded[] {
  const own = records.get(matter)
  if (!own && collaboration.shelf.listed.has(matter)) throw new NotAtHand([matter])
  const both = [...(records.get(charterMatter) ?? []), ...(own ?? [])]
  return both.sort((a, b) => a.seq - b.seq).map(({ recorded }) => recorded)
}

/** A decision passes the gate before it is taken in, as it did before it was recorded. */
function gateFault(replay: Replay, recorded: Recorded): string | null {
  if (recorded.fact.type !== 'decision.taken') return null
  return gate([...recordOf(replay, recorded.matter), recorded], recorded.matter)
}
