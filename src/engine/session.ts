// An open collaboration: its log as far as it has been read, kept up to date with the store and moved forward through it.
import { oneLine } from '../charter/words.ts'
import type { Clock } from '../clock.ts'
import { charterMatter } from '../collaboration/acts.ts'
import type { Pending } from '../collaboration/collaboration.ts'
import { bringToHand } from '../collaboration/matter.ts'
import {
  draftOf,
  endReplay,
  type Finding,
  type Replay,
  replayLine,
  startReplay,
  takeIn,
} from '../collaboration/replay.ts'
import { putAway } from '../collaboration/shelf.ts'
import { readSnapshot, resume, snapshotOf } from '../collaboration/snapshot.ts'
import { type Collaboration, NotAtHand } from '../collaboration/state.ts'
import { hasSeen, noteRoot, readEntry, seal, seenWithin } from '../log/entry.ts'
import { base64 } from '../log/hash.ts'
import { clearIds } from '../log/id-set.ts'
import type { Seen } from '../log/signature.ts'
import type { KeptWords, Store, Stored } from '../log/store.ts'
import { emptyFrontier, append as joined, leafHash, rootOf } from '../log/tree.ts'
import { carryOutErasures } from './erasures.ts'

/** Thrown when what the store holds is not a log that this procedure could have written. Nothing is written to it. */
export class CorruptLog extends Error {
  override readonly name = 'CorruptLog'
  readonly finding: Finding
  constructor(collaboration: string, finding: Finding) {
    super(`the log of "${collaboration}" does not hold: entry ${finding.entry}: ${finding.what}`)
    this.finding = finding
  }
}

export interface Session {
  readonly id: string
  readonly store: Store
  readonly clock: Clock
  /** Where ids of acts come from. */
  readonly newId: () => string
  /** Where the random bytes of salts come from. */
  readonly newSalt: () => Uint8Array
  /** In which language refusals say why. */
  readonly language: 'en' | 'nl'
  /** The log as far as it has been read. */
  replay: Replay
  /** Whether `replay` goes on from a snapshot. */
  resumed: boolean
  /** The end of the log as it was known before it was read anew: it must still be there. */
  known: { readonly size: number; readonly prev: string } | null
  /** The size of the log at the snapshot that was taken last, and whether the store is still busy with one. */
  savedAt: number
  saving: boolean
  /** The size of the log when it was last found to stop between two acts. */
  settledAt: number
}

/** How many states of proposals stay at hand; the others are read again from their own entries when they are needed. */
export const mostAtHand = 2_000

/** A snapshot is taken when the log has grown by this many entries and by a hundredth of its size. */
export const leastGrowth = 500

/** Reads the log, from a snapshot on where there is one that fits. @throws CorruptLog */
export async function openSession(
  where: Pick<Session, 'id' | 'store' | 'clock' | 'newId' | 'newSalt' | 'language'>,
  snapshots: boolean,
): Promise<Session> {
  const { id, store } = where
  const resumed = snapshots ? await resumeFrom(id, store) : null
  const replay = resumed ?? startReplay(id)
  const savedAt = replay.ledger.frontier.size
  const session: Session = {
    ...where,
    ...{ replay, resumed: resumed !== null, known: null, savedAt, saving: false, settledAt: -1 },
  }
  const finding = await readOn(session).catch(error => {
    if (error instanceof SnapshotMisfit) return lost(savedAt)
    throw error
  })
  if (!finding) {
    await carryOutErasures(session).catch(() => {})
    return session
  }
  if (!resumed) throw new CorruptLog(id, finding)
  return openSession(where, false)
}

/** The replay from the snapshot in the store; null where there is none, or none that fits. */
async function resumeFrom(id: string, store: Store): Promise<Replay | null> {
  try {
    const text = await store.snapshots?.load(id)
    const snapshot = text ? readSnapshot(id, text) : null
    if (!snapshot) return null
    for await (const { line } of store.read(id, { from: snapshot.size - 1 }))
      return resume(snapshot, await linesOf(store, id, charterMatter, snapshot.size), line)
    return null
  } catch {
    return null
  }
}

async function linesOf(store: Store, id: string, matter: string, below = Infinity): Promise<string[]> {
  const lines: string[] = []
  for await (const { seq, line } of store.read(id, { matter })) {
    if (seq >= below) break
    lines.push(line)
  }
  return lines
}

/** Reads and verifies what others have appended meanwhile. @throws CorruptLog, and again as long as the store says so */
export async function refresh(session: Session): Promise<void> {
  const finding = await readOn(session)
  if (finding) throw new CorruptLog(session.id, finding)
  // Who reads must not fail because an erasure does: it is tried again, and until then nobody is shown the words.
  await carryOutErasures(session).catch(() => {})
}

/**
 * Begins with the last entry known: a store that holds another in its place is not written to. One that shows less than is
 * known may only lag behind; an append to it meets a conflict.
 */
async function readOn(session: Session): Promise<Finding | null> {
  const { id, store, replay } = session
  const { size } = replay.ledger.frontier
  let known = size === 0
  for await (const { line } of store.read(id, { from: Math.max(0, size - 1) })) {
    if (!known && base64(leafHash(line)) !== replay.ledger.prev) return lost(size - 1)
    const finding = known ? await take(session, line) : null
    if (finding) return finding
    known = true
  }
  if (session.settledAt === replay.ledger.frontier.size) return null
  const finding = await whenAtHand(session, () => endReplay(replay))
  if (!finding) session.settledAt = replay.ledger.frontier.size
  return finding
}

/** Takes in a line that another writer appended, or that the store held before. */
async function take(session: Session, line: string): Promise<Finding | null> {
  const { replay, known } = session
  await recallFor(session, line)
  const finding =
    (await actTwice(session, line)) ?? (await whenAtHand(session, () => replayLine(replay, line)))
  if (finding) return finding
  const { frontier, prev } = replay.ledger
  if (frontier.size === known?.size && prev !== known.prev) return lost(frontier.size - 1)
  if (replay.collaboration.shelf.states.size > 2 * mostAtHand) tidy(session)
  return null
}

/** Acts from before a snapshot are not at hand: whether one of them is begun again, the store is asked. */
async function actTwice({ id, store, replay, savedAt }: Session, line: string): Promise<Finding | null> {
  const read = savedAt === 0 ? null : readEntry(line)
  if (!read || 'fault' in read || read.entry.asked === undefined) return null
  const { size } = replay.ledger.frontier
  for await (const { seq } of store.read(id, { act: read.entry.act })) {
    if (seq >= size) break
    return { entry: size, code: 'actTwice', what: `the act "${oneLine(read.entry.act)}" is recorded already` }
  }
  return null
}

/**
 * Brings to hand the roots from before a snapshot, where a signer had seen one of those: the tree is built up once more from
 * the log in the store, as far as the snapshot reaches. That is done at most once: then all of them are there.
 */
export async function recall({ id, store, replay: { ledger } }: Session, seen: Seen): Promise<void> {
  if (hasSeen(ledger, seen) !== null) return
  const { size } = ledger.frontier
  const before = { frontier: emptyFrontier, recent: ledger.recent }
  for await (const { line } of store.read(id)) {
    if (before.frontier.size === size) break
    before.frontier = joined(before.frontier, leafHash(line))
    if (before.frontier.size > size - seenWithin) noteRoot(before)
  }
  if (base64(rootOf(before.frontier)) !== base64(rootOf(ledger.frontier)))
    throw new CorruptLog(id, lost(size - 1))
}

async function recallFor(session: Session, line: string): Promise<void> {
  const read = session.savedAt === 0 ? null : readEntry(line)
  if (read && 'entry' in read && read.entry.seen) await recall(session, read.entry.seen)
}

export const lost = (entry: number): Finding => ({
  entry,
  code: 'entryLost',
  what: 'is no longer what was recorded',
})

/** Does the work; where it needs the states of proposals that were put away, reads those and does it again: it must be pure. */
export async function whenAtHand<T>(session: Session, work: () => T): Promise<T> {
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof NotAtHand)) throw error
      for (const proposal of error.proposals) await fetch(session, proposal)
    }
  }
}

async function fetch({ id, store, replay, resumed }: Session, proposal: string): Promise<void> {
  const lines = await linesOf(store, id, proposal, replay.ledger.frontier.size)
  const finding = bringToHand(replay, proposal, lines)
  if (finding && resumed) throw new SnapshotMisfit()
  if (finding) throw new CorruptLog(id, finding)
}

/** Thrown when a proposal is not as the snapshot has it: see `onTheLog`. */
export class SnapshotMisfit extends Error {}

/** Does the work; where it shows that the snapshot does not fit the log, throws that away and does it again on the whole log. */
export async function onTheLog<T>(session: Session, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SnapshotMisfit)) throw error
    const { frontier, prev } = session.replay.ledger
    session.known = { size: frontier.size, prev }
    session.replay = startReplay(session.id)
    session.resumed = false
    session.savedAt = 0
    session.settledAt = -1
    await refresh(session)
    if (session.replay.ledger.frontier.size < frontier.size)
      throw new CorruptLog(session.id, lost(session.replay.ledger.frontier.size))
    return work()
  }
}

/** What was decided, with the id of the act that it belongs to. */
export interface Decided {
  readonly pending: Pending
  readonly act: string
  /** What the entry keeps apart. */
  readonly words: readonly KeptWords[]
}

/**
 * Appends what was decided, all of it or nothing; null when another writer was first. `ahead` is the collaboration after it.
 * Where the store fails, the log is read again: what turns out to be there was appended.
 */
export async function append(
  session: Session,
  ahead: Collaboration,
  decided: readonly Decided[],
): Promise<readonly Stored[] | null> {
  const { id, store, replay } = session
  const { size } = replay.ledger.frontier
  const drafts = decided.map(({ pending, act }) => draftOf(pending.recorded, act))
  const sealed = seal(replay.ledger, drafts)
  const entries = sealed.map(({ stored }, n) => withKept(stored, decided[n]?.words ?? []))
  for (const { entry } of sealed) if (entry.n === 0) await requireNew(session, entry.matter)
  try {
    const appended = await store.append(id, entries, size)
    if ('conflict' in appended && appended.conflict.size < size)
      throw new CorruptLog(id, lost(appended.conflict.size))
    if ('conflict' in appended) return null
  } catch (error) {
    if (error instanceof CorruptLog) throw error
    if (await isThere(session, entries)) return entries
    throw error
  }
  const admitted = sealed.flatMap(({ entry, stored: { line } }, n) => {
    const pending = decided[n]?.pending
    return pending ? [{ entry, line, pending }] : []
  })
  replay.collaboration = ahead
  takeIn(replay, admitted)
  return entries
}

const withKept = (stored: Stored, words: readonly KeptWords[]): Stored =>
  words.length === 0 ? stored : { ...stored, words }

/** A matter that begins has no entries yet: a snapshot that knows nothing of one does not make it new. */
async function requireNew({ id, store, replay, resumed }: Session, matter: string): Promise<void> {
  const { size } = replay.ledger.frontier
  const there = await linesOf(store, id, matter, size)
  if (there.length === 0) return
  if (resumed) throw new SnapshotMisfit()
  throw new CorruptLog(id, lost(size))
}

/** Whether the entries of an append of which the store has not said what came are in the log. Never throws. */
async function isThere(session: Session, entries: readonly Stored[]): Promise<boolean> {
  try {
    await refresh(session)
    let next = 0
    for await (const { line } of session.store.read(session.id, { from: entries[0]?.seq ?? 0 })) {
      if (next === entries.length) break
      if (line !== entries[next]?.line) return false
      next += 1
    }
    return next === entries.length
  } catch {
    return false
  }
}

/** Puts away what need not be at hand, and has a snapshot saved when it is time: nobody waits for that, and it may fail. */
export function keepTidy(session: Session): void {
  tidy(session)
  const { id, store, replay, savedAt, saving } = session
  const { size } = replay.ledger.frontier
  // What is still to be erased must be read again by who goes on from here.
  if (replay.erasures.length > 0) return
  if (!store.snapshots || saving || size - savedAt < Math.max(leastGrowth, size / 100)) return
  session.savedAt = size
  session.saving = true
  clearIds(replay.acts)
  const saved = (): void => {
    session.saving = false
  }
  // A snapshot saves time and decides nothing: without it the log is read from its start.
  store.snapshots.save(id, snapshotOf(replay)).then(saved, saved)
}

function tidy({ replay }: Session): void {
  for (const id of putAway(replay.collaboration.shelf, mostAtHand)) replay.records.delete(id)
}
