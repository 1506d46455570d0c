// Where acts are decided: those that wait at once are decided one after the other, and recorded together.

import type { Signing } from '../charter/keys.ts'
import type { Apart } from '../charter/personal.ts'
import { endOfTime, oneLine, recordedMomentSchema } from '../charter/words.ts'
import type { Clock } from '../clock.ts'
import { type Act, charterMatter } from '../collaboration/acts.ts'
import {
  type Around,
  commit,
  decide,
  type Outcome,
  type Refused,
  reasonOf,
  refusalOf,
  refuse,
} from '../collaboration/collaboration.ts'
import { type Option, optionsOf } from '../collaboration/may.ts'
import { draftOf, recordOf } from '../collaboration/replay.ts'
import { type Incoming, isMeantHere, type SignedAct } from '../collaboration/signed.ts'
import { type Collaboration, dueTerm, fork } from '../collaboration/state.ts'
import { erasureIn, type Parted, setApart, withDigests } from '../collaboration/words.ts'
import { hasSeen, isActId, readEntry, seal } from '../log/entry.ts'
import { base64 } from '../log/hash.ts'
import { hasId } from '../log/id-set.ts'
import type { KeptWords, Store } from '../log/store.ts'
import { leafHash } from '../log/tree.ts'
import { carryOutErasures } from './erasures.ts'
import { type ActOutcome, entryIn } from './outcome.ts'
import {
  append,
  CorruptLog,
  type Decided,
  lost,
  recall,
  refresh,
  type Session,
  SnapshotMisfit,
  whenAtHand,
} from './session.ts'
import { isSameAct, keptFrom, requireKeeper } from './words.ts'

/** An act that waits to be decided; without one it is the clock alone that asks. */
export interface Asking {
  readonly act: Act | null
  /** As the act came in, if it came in signed. */
  readonly envelope?: SignedAct | null | undefined
  /** The id to record the act under: an idempotency key. One is made if left out. */
  readonly key?: string | undefined
  answer(outcome: ActOutcome): void
  fail(error: unknown): void
}

/** The most acts that are recorded by one append; what comes in meanwhile waits for the next. */
export const mostAtOnce = 256

/** How often acts are decided anew because another writer was first, before the engine gives up. */
const mostTries = 1_000

/** A collaboration moved ahead of the log, by what was decided and is yet to be appended. */
export interface Ahead {
  readonly collaboration: Collaboration
  readonly decided: Decided[]
  /** The moment of the act that is being decided, and of the terms that end before it. */
  at: string
}

/** What an asking is told once the lines of all that was decided are in the log. */
type Answer = (lines: readonly string[]) => ActOutcome

/** Decides and appends, anew after each conflict, and answers every asking. */
export async function decideAll(session: Session, askings: readonly Asking[]): Promise<void> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    await refresh(session)
    const ahead = aheadOf(session)
    const answers: Answer[] = []
    for (const asking of askings) answers.push(await answerOrFault(session, ahead, asking))
    const { collaboration, decided } = ahead
    const entries = decided.length === 0 ? [] : await append(session, collaboration, decided)
    if (entries) {
      const failure = await failureToErase(session)
      const lines = entries.map(({ line }) => line)
      for (const [n, asking] of askings.entries()) {
        if (failure && erasureIn('', asking.act)) asking.fail(failure.error)
        else deliver(asking, answers[n], lines)
      }
      return
    }
  }
  throw new Error(`another writer was first ${mostTries} times in a row`)
}

/** Who asked for an erasure is told when the store could not carry it out; that it is to be is on record, and is tried again. */
async function failureToErase(session: Session): Promise<{ readonly error: unknown } | null> {
  try {
    await carryOutErasures(session)
    return null
  } catch (error) {
    return { error }
  }
}

function deliver({ answer, fail }: Asking, answered: Answer | undefined, lines: readonly string[]): void {
  try {
    if (answered) answer(answered(lines))
  } catch (error) {
    fail(error)
  }
}

function aheadOf({ replay }: Session): Ahead {
  return { collaboration: fork(replay.collaboration), decided: [], at: replay.collaboration.lastAt }
}

/** The collaboration as it will be once the terms that are due have ended: to look at, nothing is recorded. */
export async function lookAhead(session: Session): Promise<Ahead> {
  await refresh(session)
  const ahead = aheadOf(session)
  await endTerms(session, ahead, dryRun)
  return ahead
}

/** What is wrong with one asking is its own affair, unless the log itself is in question. */
async function answerOrFault(session: Session, ahead: Ahead, asking: Asking): Promise<Answer> {
  try {
    return await answerTo(session, ahead, asking)
  } catch (error) {
    if (error instanceof CorruptLog || error instanceof SnapshotMisfit) throw error
    return () => {
      throw error
    }
  }
}

/** First the terms end whose due moment has come, then the act is decided: unless it is in the log already. */
async function answerTo(session: Session, ahead: Ahead, { act, envelope, key }: Asking): Promise<Answer> {
  const start = ahead.decided.length
  await endTerms(session, ahead)
  if (!act) return recordedFrom(ahead, start)
  const before = key === undefined ? null : await repeated(session, ahead, act, key)
  if (before) return before
  const from = ahead.decided.length
  const outcome = await decideOn(session, ahead, act, envelope)
  if ('refused' in outcome) return () => outcome
  await moveAhead(session, ahead, outcome, key)
  return recordedFrom(ahead, from)
}

function recordedFrom({ decided }: Ahead, from: number): Answer {
  const to = decided.length
  return lines => ({ recorded: lines.slice(from, to).map(entryIn) })
}

/** What was recorded under this key before, if anything: the same act is recorded once, another is refused. */
async function repeated(session: Session, ahead: Ahead, act: Act, key: string): Promise<Answer | null> {
  const isIts = (it: Decided): boolean => it.act === key
  const from = ahead.decided.findIndex(isIts)
  const there = from === -1 ? await linesOfAct(session, key) : []
  if (from === -1 && there.length === 0) return null
  const [first] = there
  const pending = ahead.decided[from]
  const before = first === undefined ? pending?.pending.recorded : entryIn(first)
  if (!before || !(await isSameAct(session, { asked: undefined, ...before }, act, pending?.words ?? []))) {
    const refused = await refusal(session, ahead, refuse('keyStandsForOneAct').refused, act)
    return () => refused
  }
  if (first !== undefined) return () => ({ recorded: there.map(entryIn) })
  const to = ahead.decided.findLastIndex(isIts) + 1
  return lines => ({ recorded: lines.slice(from, to).map(entryIn) })
}

/** The lines of an act in the log, none where it has none of this id. @throws CorruptLog where they are not as recorded */
async function linesOfAct({ id, store, replay }: Session, act: string): Promise<string[]> {
  const { size } = replay.ledger.frontier
  for await (const { seq } of store.read(id, { act })) {
    if (seq >= size) break
    return linesFrom(id, store, act, seq)
  }
  if (hasId(replay.acts, act)) throw new CorruptLog(id, lost(size - 1))
  return []
}

async function linesFrom(id: string, store: Store, act: string, from: number): Promise<string[]> {
  const lines: string[] = []
  let prev: string | null = null
  for await (const { line } of store.read(id, { from })) {
    const read = readEntry(line)
    const seq = from + lines.length
    const follows = 'entry' in read && read.entry.seq === seq && (prev ?? read.entry.prev) === read.entry.prev
    if (!follows || read.entry.collaboration !== id) throw new CorruptLog(id, lost(seq))
    if (read.entry.act !== act) break
    prev = base64(leafHash(line))
    lines.push(line)
  }
  return lines
}

/** What an act comes to, with the words that its first entry keeps apart. */
type Admissible = Extract<Outcome, { pending: unknown }> & { readonly words: readonly KeptWords[] }

/** Decides an act on the collaboration ahead, and says of a refusal what would be allowed. */
async function decideOn(
  session: Session,
  ahead: Ahead,
  act: Act,
  envelope: SignedAct | null | undefined,
): Promise<Admissible | Extract<ActOutcome, { refused: unknown }>> {
  const forged = envelope ? await envelopeFault(session, envelope) : null
  const signed = envelope ? { ...envelope.signature, seen: envelope.seen } : false
  const parted = partedOf(session, ahead, act, envelope)
  const beside = (apart?: Apart): Around => around(session, ahead, signed, apart)
  const outcome =
    forged ?? (await whenAtHand(session, () => decideApart(ahead.collaboration, act, parted, beside)))
  if ('refused' in outcome) return refusal(session, ahead, outcome.refused, act)
  if (parted) requireKeeper(session)
  return { ...outcome, words: parted ? keptFrom(parted) : [] }
}

/** What of an act is kept apart: as its signer did, else as the charter in force has it, with fresh salts. */
function partedOf(
  { newSalt }: Session,
  { collaboration }: Ahead,
  act: Act,
  envelope: SignedAct | null | undefined,
): Parted | null {
  if (!envelope) return setApart(collaboration.circle.context.charter, act, newSalt)
  const { personal, words } = envelope
  return personal && words ? { personal, words } : null
}

/** The law is asked about the words themselves first, which it never sees again: then with the digests in their place. */
function decideApart(
  collaboration: Collaboration,
  act: Act,
  parted: Parted | null,
  beside: (apart?: Apart) => Around,
): Outcome {
  if (!parted) return decide(collaboration, act, beside())
  const refused = refusalOf(collaboration, act, beside(true))
  if (refused) return { refused }
  return decide(collaboration, withDigests(act, parted.personal), beside(parted.personal))
}

/** The door for signatures: what is no signature over this act, or was made over another log, gets no further. */
async function envelopeFault(session: Session, envelope: SignedAct): Promise<{ refused: Refused } | null> {
  if (!isMeantHere(envelope, session.id)) return refuse('signatureHolds')
  await recall(session, envelope.seen)
  return hasSeen(session.replay.ledger, envelope.seen) ? null : refuse('seenInThisLog')
}

/** Reads the clock, and ends the terms whose due moment has come: it offers them one by one, the earliest first. */
async function endTerms(session: Session, ahead: Ahead, act?: string): Promise<void> {
  ahead.at = momentOf(session.clock, ahead.collaboration)
  for (;;) {
    const outcome = await whenAtHand(session, () => endFirstTerm(ahead.collaboration, around(session, ahead)))
    if (!outcome) return
    if ('refused' in outcome) throw new Error(`the clock is refused: ${outcome.refused.why}`)
    await moveAhead(session, ahead, { ...outcome, words: [] }, act)
  }
}

function endFirstTerm(collaboration: Collaboration, around: Around): Outcome | null {
  const term = dueTerm(collaboration, around.at)
  return term && decide(collaboration, term.act, around)
}

async function moveAhead(
  session: Session,
  { collaboration, decided }: Ahead,
  { pending, words }: Admissible,
  key?: string,
): Promise<void> {
  const act = key ?? (await newActId(session, decided))
  commit(collaboration, pending)
  for (const [n, each] of pending.entries()) decided.push({ pending: each, act, words: n === 0 ? words : [] })
}

/** An id for an act that no act in the log has: it ties the facts of one act together. */
async function newActId(session: Session, decided: readonly Decided[]): Promise<string> {
  const id = session.newId()
  if (!isActId(id))
    throw new TypeError('newId must give 1 to 128 letters, digits and signs of ASCII, without spaces')
  const isTaken = hasId(session.replay.acts, id) || decided.some(({ act }) => act === id)
  if (isTaken || (await linesOfAct(session, id)).length > 0)
    throw new TypeError(`newId gave "${id}", which an act in the log has already`)
  return id
}

function around(session: Session, { decided, at }: Ahead, signed: Signing = false, apart?: Apart): Around {
  return {
    at,
    signed,
    apart,
    record: matter => [
      ...recordOf(session.replay, matter),
      ...decided
        .map(it => it.pending.recorded)
        .filter(it => it.matter === matter || it.matter === charterMatter),
    ],
  }
}

/** T1: a recorded moment is the later of the clock and the last entry's moment. */
export function momentOf(clock: Clock, { lastAt }: Collaboration): string {
  const shown = clock.now()
  if (!recordedMomentSchema.safeParse(shown).success)
    throw new TypeError(`the clock shows "${oneLine(shown)}", which is not a moment in UTC with milliseconds`)
  if (shown >= endOfTime)
    throw new TypeError('the clock is past the year 8999, from where on nothing is recorded')
  return shown > lastAt ? shown : lastAt
}

/** Stands for the ids of acts that are only looked at. */
const dryRun = 'dry-run'

/** What would be recorded: decided ahead of the log, with the terms that are due ended, and left at that. */
export async function tryOut(session: Session, { act, envelope }: Incoming): Promise<ActOutcome> {
  const ahead = await lookAhead(session)
  const from = ahead.decided.length
  const outcome = await decideOn(session, ahead, act, envelope)
  if ('refused' in outcome) return outcome
  const decided = [...ahead.decided, ...outcome.pending.map(pending => ({ pending }))]
  const drafts = decided.map(({ pending: { recorded } }) => draftOf(recorded, dryRun))
  return {
    recorded: seal(session.replay.ledger, drafts)
      .slice(from)
      .map(it => entryIn(it.stored.line)),
  }
}

/** Who asked, and about which proposal, as far as is known. */
export interface Asker {
  readonly by?: string | undefined
  readonly act?: string | undefined
  readonly proposal?: string | undefined
}

/** About how many proposals a refused act that names none is told what is allowed. */
const mostLookedAt = 20

/** A refusal with what the person who asked may do instead. */
export async function refusal(
  session: Session,
  ahead: Ahead,
  refused: Refused,
  { by, act, proposal }: Asker,
): Promise<Extract<ActOutcome, { refused: unknown }>> {
  const about = act === 'draftProposal' ? undefined : proposal
  const options = by === undefined ? [] : await optionsOn(session, ahead, by, about, mostLookedAt)
  const allowed = [...new Set(options.filter(option => option.allowed).map(option => option.act))]
  return { refused: { rule: refused.rule, why: reasonOf(refused, session.language), allowed } }
}

/** Every act that a person may do there, signed where that is asked for, and why not the others. */
export function optionsOn(
  session: Session,
  ahead: Ahead,
  person: string,
  proposal?: string,
  most?: number,
): Promise<Option[]> {
  return whenAtHand(session, () =>
    optionsOf(
      ahead.collaboration,
      person,
      around(session, ahead, true, true),
      proposal,
      session.language,
      most,
    ),
  )
}
