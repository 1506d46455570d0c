// The engine: the one place that awaits. It loads the log, asks the law, appends, and tries again when another was first.
import { nanoid } from 'nanoid'
import { z } from 'zod'
import { endOfTime, faultOf, idSchema, oneLine, recordedMomentSchema } from './charter/words.ts'
import { type Clock, systemClock } from './clock.ts'
import { type Act, type Fact, parseAct } from './collaboration/acts.ts'
import {
  type Around,
  type Collaboration,
  commit,
  copyOf,
  decide,
  dueTerms,
  nextDue,
  type Outcome,
  type Pending,
  refuse,
} from './collaboration/collaboration.ts'
import { type Option, optionsOf } from './collaboration/may.ts'
import {
  endReplay,
  type Finding,
  forgetEnded,
  type Replay,
  recordOf,
  remember,
  replayLine,
  startReplay,
} from './collaboration/replay.ts'
import { type CircleView, circleViewOf, type ProposalView, viewOf } from './collaboration/view.ts'
import { canonical } from './log/canonical.ts'
import { type Draft, type Entry, type Head, headOf, join, readEntry, seal } from './log/entry.ts'
import { base64 } from './log/hash.ts'
import type { Store } from './log/store.ts'
import { leafHash } from './log/tree.ts'

/** Why an act was not recorded: the rule it broke (a name that stays), in words, and what this person could do instead. */
export interface Refusal {
  readonly rule: string
  readonly why: string
  /** Names of acts that the same person may do now, about the same proposal where the act was about one. */
  readonly allowed: readonly string[]
}

/** An entry as the engine hands it out: with the act and fact typed. */
export type RecordedEntry = Entry & { readonly asked?: Act; readonly fact: Fact }

export type ActOutcome = { readonly recorded: readonly RecordedEntry[] } | { readonly refused: Refusal }

export interface Options {
  /** The name of the collaboration: its log in the store. */
  readonly id: string
  readonly store: Store
  /** Where moments come from; the machine's own clock if left out. */
  readonly clock?: Clock
  /** Where ids of acts come from; random ones if left out. */
  readonly newId?: () => string
}

export interface Engine {
  readonly id: string
  /** Asks for an act. Every act gets an answer (W3); a refused one changes nothing. `dryRun` shows what would be recorded. */
  act(input: unknown, options?: { dryRun?: boolean }): Promise<ActOutcome>
  /** Offers the clock: ends the terms whose due moment has come. Call it now and then; every act does it first. */
  tick(): Promise<readonly RecordedEntry[]>
  /** The due moment that comes first, of all running proposals; null where no term runs. */
  nextDue(): Promise<string | null>
  /** Every act that a person may do now, and why not the others; about one proposal, or all that have not ended. */
  may(person: string, proposal?: string): Promise<readonly Option[]>
  /** The log, from the first entry or from number `from` on. */
  entries(options?: { from?: number }): AsyncIterable<RecordedEntry>
  /** Who decides together, by which charter. */
  circle(): Promise<CircleView>
  /** Where a proposal stands; undefined where there is none of that id. */
  proposal(id: string): Promise<ProposalView | undefined>
  /** The ids of all proposals, in the order of drafting. */
  proposals(): Promise<readonly string[]>
  /** Size and root of the log: keep it, and `verify` tells whether the log you are shown still holds it. */
  head(): Promise<Head>
}

/** Thrown when what the store holds is not a log that this procedure could have written. Nothing is written to it. */
export class CorruptLog extends Error {
  override readonly name = 'CorruptLog'
  readonly finding: Finding
  constructor(collaboration: string, finding: Finding) {
    super(`the log of "${collaboration}" does not hold: entry ${finding.entry}: ${finding.what}`)
    this.finding = finding
  }
}

/** How often an act is decided anew because another writer was first, before the engine gives up. */
const mostTries = 1_000

/** An open collaboration: where its entries live, and the log as far as it has been read. */
interface Session {
  readonly id: string
  readonly store: Store
  readonly clock: Clock
  readonly newId: () => string
  readonly replay: Replay
}

/**
 * Opens a collaboration, new or with a log in the store, which is replayed and verified.
 * @throws CorruptLog, TypeError for an unusable id
 */
export async function openCollaboration(options: Options): Promise<Engine> {
  const { id, store, clock = systemClock, newId = nanoid } = options
  const usable = idSchema.safeParse(id)
  if (!usable.success) throw new TypeError(`the id of the collaboration ${faultOf(usable.error)}`)
  const session: Session = { id, store, clock, newId, replay: startReplay(id) }
  const { replay } = session
  const inTurn = turns()
  const read = <T>(work: () => T): Promise<T> =>
    inTurn(async () => {
      await refresh(session)
      return work()
    })
  // What is handed out is a copy: changing it changes nothing here.
  const look = <T>(work: () => T): Promise<T> => read(() => structuredClone(work()))
  await refresh(session)
  return {
    id,
    act: (input, { dryRun = false } = {}) => {
      const parsed = parseAct(input)
      if ('fault' in parsed) {
        const asker = askerOf(input)
        return inTurn(() => malformed(session, parsed.fault, asker))
      }
      return inTurn(() => (dryRun ? tryOut(session, parsed.act) : act(session, parsed.act)))
    },
    tick: () => inTurn(() => tick(session)),
    nextDue: () => read(() => nextDue(replay.collaboration)),
    may: (person, proposal) => look(() => optionsNow(session, person, proposal)),
    entries: ({ from = 0 } = {}) => entriesOf(session, () => read(() => endOf(replay)), from),
    circle: () => look(() => circleViewOf(replay.collaboration, now(session))),
    proposal: proposal => look(() => viewOf(replay.collaboration, proposal)),
    proposals: () => read(() => [...replay.collaboration.proposals.keys()]),
    head: () => read(() => headOf(replay.ledger)),
  }
}

/** T1: a recorded moment is the later of the clock and the last entry's moment. */
function now({ clock, replay }: Session): string {
  const [shown, last] = [clock.now(), replay.collaboration.lastAt]
  if (!recordedMomentSchema.safeParse(shown).success)
    throw new TypeError(`the clock shows "${oneLine(shown)}", which is not a moment in UTC with milliseconds`)
  if (shown >= endOfTime)
    throw new TypeError('the clock is past the year 8999, from where on nothing is recorded')
  return shown > last ? shown : last
}

/** An id for an act that no act in the log has: it ties the facts of one act together. */
function nextActId({ newId, replay }: Session): string {
  const id = newId()
  if (replay.acts.has(id)) throw new TypeError(`newId gave "${id}", which an act in the log has already`)
  return id
}

function aroundNow(session: Session): Around {
  return { at: now(session), signed: false, record: matter => recordOf(session.replay, matter) }
}

/** Reads and verifies what others have appended meanwhile. @throws CorruptLog, and again as long as the store says so */
async function refresh(session: Session): Promise<void> {
  const finding = await readOn(session)
  if (finding) throw new CorruptLog(session.id, finding)
}

/**
 * Begins with the last entry known: a store that holds another in its place is not written to. One that shows less than is
 * known may only lag behind; an append to it meets a conflict.
 */
async function readOn({ id, store, replay }: Session): Promise<Finding | null> {
  const { size } = replay.ledger.frontier
  let known = size === 0
  for await (const { line } of store.read(id, { from: Math.max(0, size - 1) })) {
    if (!known && base64(leafHash(line)) !== replay.ledger.prev) return lost(size - 1)
    const finding = known ? replayLine(replay, line) : null
    if (finding) return finding
    known = true
  }
  return endReplay(replay)
}

/** Appends what was decided, all of it or nothing; null when another writer was first. */
async function append(session: Session, pending: readonly Pending[]): Promise<RecordedEntry[] | null> {
  const { id, store, replay } = session
  const sealed = seal(replay.ledger, draftsOf(pending, nextActId(session)))
  const entries = sealed.map(({ stored }) => stored)
  const appended = await store.append(id, entries, replay.ledger.frontier.size)
  if ('conflict' in appended) return null
  commit(replay.collaboration, pending)
  for (const [i, { entry, stored }] of sealed.entries()) {
    const step = pending[i]
    if (step) remember(replay, entry, step.recorded)
    join(replay.ledger, entry, stored.line)
  }
  for (const { entry } of sealed) forgetEnded(replay, entry.matter)
  return sealed.map(({ stored }) => entryIn(stored.line))
}

type Recording = RecordedEntry[] | Extract<Outcome, { refused: object }>

/** Decides and appends, anew after each conflict. */
async function record(session: Session, work: () => Outcome): Promise<Recording> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    await refresh(session)
    const outcome = work()
    if ('refused' in outcome) return outcome
    const entries = outcome.pending.length === 0 ? [] : await append(session, outcome.pending)
    if (entries) return entries
  }
  throw new Error(`another writer was first ${mostTries} times in a row`)
}

async function tick(session: Session): Promise<RecordedEntry[]> {
  const ended: RecordedEntry[] = []
  for (;;) {
    const entries = await record(session, () =>
      endFirstTerm(session.replay.collaboration, aroundNow(session)),
    )
    if ('refused' in entries) throw new Error(`the clock is refused: ${entries.refused.why}`)
    if (entries.length === 0) return ended
    ended.push(...entries)
  }
}

async function act(session: Session, asked: Act): Promise<ActOutcome> {
  await tick(session)
  const outcome = await record(session, () => decide(session.replay.collaboration, asked, aroundNow(session)))
  return 'refused' in outcome ? refusal(session, outcome.refused, asked) : { recorded: outcome }
}

/** What would be recorded: decided on a copy in which the terms that are due have ended. */
async function tryOut(session: Session, asked: Act): Promise<ActOutcome> {
  await refresh(session)
  const ahead = lookAhead(session)
  const outcome = decide(ahead.collaboration, asked, ahead.around)
  if ('refused' in outcome) return refusal(session, outcome.refused, asked)
  const drafts = [...draftsOf(ahead.ended, 'dry-run'), ...draftsOf(outcome.pending, 'dry-run')]
  const sealed = seal(session.replay.ledger, drafts).slice(ahead.ended.length)
  return { recorded: sealed.map(({ stored }) => entryIn(stored.line)) }
}

/** A copy of an entry that shares nothing with what the engine goes on with. */
function entryIn(line: string): RecordedEntry {
  return JSON.parse(line) as RecordedEntry
}

/** What has not the form of an act is answered too, with what the person could do instead where it says who asks. */
async function malformed(session: Session, fault: string, asker: Asker): Promise<ActOutcome> {
  await refresh(session)
  return refusal(session, refuse('wellFormedAct', fault).refused, asker)
}

const askerSchema = z.looseObject({ by: idSchema, proposal: idSchema.optional().catch(undefined) })

/** Who asked, as far as that can be read from anything. Never throws. */
function askerOf(input: unknown): Asker {
  try {
    return askerSchema.safeParse(input).data ?? {}
  } catch {
    return {}
  }
}

/** Who asked, and about which proposal. */
interface Asker {
  readonly by?: string | undefined
  readonly act?: string | undefined
  readonly proposal?: string | undefined
}

function refusal(session: Session, refused: { rule: string; why: string }, asker: Asker): ActOutcome {
  const options = asker.by === undefined ? [] : optionsNow(session, asker.by, aboutOf(session, asker))
  const allowed = [...new Set(options.filter(option => option.allowed).map(option => option.act))]
  return { refused: { ...refused, allowed } }
}

function aboutOf({ replay }: Session, { act: name, proposal }: Asker): string | undefined {
  const known = proposal !== undefined && replay.collaboration.proposals.has(proposal)
  return known && name !== 'draftProposal' ? proposal : undefined
}

function optionsNow(session: Session, person: string, proposal?: string): Option[] {
  const { collaboration, around } = lookAhead(session)
  return optionsOf(collaboration, person, around, proposal)
}

/** One thing after the other: what comes in while something is under way waits for it, and never fails because of it. */
function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const next = last.then(work)
    last = next.catch(() => {})
    return next
  }
}

function endFirstTerm(collaboration: Collaboration, around: Around): Outcome {
  const [due] = dueTerms(collaboration, around.at)
  return due ? decide(collaboration, due.act, around) : { pending: [] }
}

/** The collaboration as it will be once the terms that are due have ended: a copy, nothing is recorded. */
function lookAhead(session: Session): {
  collaboration: Collaboration
  ended: readonly Pending[]
  around: Around
} {
  const collaboration = copyOf(session.replay.collaboration)
  const ended: Pending[] = []
  const { at, signed, record } = aroundNow(session)
  const endedIn = (matter: string) => ended.map(({ recorded }) => recorded).filter(it => it.matter === matter)
  const around: Around = { at, signed, record: matter => [...record(matter), ...endedIn(matter)] }
  for (;;) {
    const outcome = endFirstTerm(collaboration, around)
    if ('refused' in outcome || outcome.pending.length === 0) return { collaboration, ended, around }
    commit(collaboration, outcome.pending)
    ended.push(...outcome.pending)
  }
}

function draftsOf(pending: readonly Pending[], act: string): Draft[] {
  return pending.map(({ recorded }) => ({ ...recorded, act }))
}

const endOf = ({ ledger: { frontier, prev } }: Replay) => ({ size: frontier.size, prev })

/**
 * The entries as the log holds them now. They are chained to each other as they are handed out, and the last to the end
 * that the engine verified: a store that hands out another entry is found out, at the end at the latest.
 */
async function* entriesOf(
  { id, store }: Session,
  endNow: () => Promise<{ size: number; prev: string }>,
  from: number,
): AsyncGenerator<RecordedEntry> {
  const { size, prev: end } = await endNow()
  let last: string | null = null
  let next = from
  for await (const { line } of store.read(id, { from })) {
    if (next >= size) break
    const read = readEntry(line)
    if ('fault' in read) throw new CorruptLog(id, { entry: next, ...read.fault })
    if (last !== null && read.entry.prev !== last) throw new CorruptLog(id, lost(next))
    yield read.entry as RecordedEntry
    last = base64(leafHash(line))
    next += 1
  }
  if (next < size || (last !== null && last !== end)) throw new CorruptLog(id, lost(Math.min(next, size - 1)))
}

const lost = (entry: number): Finding => ({
  entry,
  code: 'entryLost',
  what: 'is no longer what was recorded',
})

/** The whole log as text, one canonical line an entry: what `verify` takes and what partners exchange. */
export async function logText(engine: Pick<Engine, 'entries'>): Promise<string> {
  const lines: string[] = []
  for await (const entry of engine.entries()) lines.push(`${canonical(entry)}\n`)
  return lines.join('')
}
