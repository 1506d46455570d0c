// Replay: reads a log line by line, asks the law again about every fact, and names the first line that does not hold.
import { z } from 'zod'
import { charterFacts } from '../charter/facts.ts'
import { endOfTime, faultOf, idSchema, recordedMomentSchema } from '../charter/words.ts'
import { type Entry, emptyLedger, join, type Ledger, misplaced, readEntry } from '../log/entry.ts'
import { proposalFacts } from '../proposal/facts.ts'
import { gate } from '../proposal/gate.ts'
import { actSchema, charterMatter, type Fact } from './acts.ts'
import {
  admission,
  type Collaboration,
  commit,
  emptyCollaboration,
  isEnded,
  type Recorded,
  rules,
  unsettled,
} from './collaboration.ts'

/** The first thing wrong with a log: the number of the entry (its line, from 0), a code that stays, and words. */
export interface Finding {
  readonly entry: number
  readonly code: string
  readonly what: string
}

const factSchema = z.discriminatedUnion('type', [...charterFacts, ...proposalFacts])

interface Placed {
  readonly seq: number
  readonly recorded: Recorded
}

/** A log read so far: its end, where the collaboration stands, and the facts that a decision may still need. */
export interface Replay {
  readonly ledger: Ledger
  readonly collaboration: Collaboration
  readonly records: Map<string, Placed[]>
  /** The act of the last entry, and all acts so far: an act is recorded once. */
  act: string
  readonly acts: Set<string>
}

export function startReplay(collaboration: string): Replay {
  return {
    ledger: emptyLedger(collaboration),
    collaboration: emptyCollaboration(),
    records: new Map(),
    act: '',
    acts: new Set(),
  }
}

/** Takes the next line. Returns what is wrong with it, and then has moved nothing. */
export function replayLine(replay: Replay, line: string): Finding | null {
  const read = readEntry(line)
  const seq = replay.ledger.frontier.size
  if ('fault' in read) return { entry: seq, ...read.fault }
  const { entry } = read
  const fault = misplaced(replay.ledger, entry) ?? actFault(replay, entry)
  if (fault) return { entry: seq, ...fault }
  const recorded = recordedOf(entry)
  if ('fault' in recorded) return { entry: seq, code: 'notAFact', what: recorded.fault }
  const admitted = admission(replay.collaboration, recorded, false)
  if ('broken' in admitted)
    return { entry: seq, code: 'notAdmitted', what: brokenRule(entry, admitted.broken) }
  const closed = gateFault(replay, recorded)
  if (closed !== null) return { entry: seq, code: 'gateClosed', what: closed }
  commit(replay.collaboration, [{ recorded, after: admitted.after }])
  remember(replay, entry, recorded)
  join(replay.ledger, entry, line)
  forgetEnded(replay, entry.matter)
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
  if (entry.asked !== undefined && acts.has(entry.act))
    return { code: 'actTwice', what: `the act "${entry.act}" is recorded already` }
  return null
}

/** The zod door for what was recorded. */
export function recordedOf(entry: Entry): Recorded | { fault: string } {
  const matter = idSchema.safeParse(entry.matter)
  if (!matter.success) return { fault: 'matter: must be an id' }
  const at = recordedMomentSchema.safeParse(entry.at)
  if (!at.success) return { fault: `at: ${faultOf(at.error)}` }
  if (entry.at >= endOfTime) return { fault: 'at: must lie before the year 9000' }
  const fact = factSchema.safeParse(entry.fact)
  if (!fact.success) return { fault: `fact.${faultOf(fact.error)}` }
  const asked = entry.asked === undefined ? null : actSchema.safeParse(entry.asked)
  if (asked && !asked.success) return { fault: `asked.${faultOf(asked.error)}` }
  const { by } = entry
  return {
    matter: entry.matter,
    at: entry.at,
    ...(by === undefined ? {} : { by }),
    ...(asked ? { asked: asked.data } : {}),
    fact: fact.data as Fact,
  }
}

/** Notes an entry that was admitted. */
export function remember(replay: Replay, entry: Entry, recorded: Recorded): void {
  replay.act = entry.act
  replay.acts.add(entry.act)
  const { matter } = entry
  const placed = replay.records.get(matter)
  if (placed) placed.push({ seq: entry.seq, recorded })
  else replay.records.set(matter, [{ seq: entry.seq, recorded }])
}

/** The facts about the charter and one matter, in the order of the log. */
export function recordOf(replay: Replay, matter: string): Recorded[] {
  const both = [...(replay.records.get(charterMatter) ?? []), ...(replay.records.get(matter) ?? [])]
  return both.sort((a, b) => a.seq - b.seq).map(({ recorded }) => recorded)
}

/** Drops the record of a proposal that has ended: no decision can need it any more. */
export function forgetEnded({ records, collaboration }: Replay, matter: string): void {
  const state = collaboration.proposals.get(matter)
  if (state && isEnded(state)) records.delete(matter)
}

/** A decision passes the gate before it is taken in, as it did before it was recorded. */
function gateFault(replay: Replay, recorded: Recorded): string | null {
  if (recorded.fact.type !== 'decision.taken') return null
  return gate([...recordOf(replay, recorded.matter), recorded], recorded.matter)
}
