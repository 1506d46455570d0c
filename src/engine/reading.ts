// The log as it is read: the entries that are there, and those that come.

import { readEntry } from '../log/entry.ts'
import { base64 } from '../log/hash.ts'
import { leafHash } from '../log/tree.ts'
import type { RecordedEntry } from './outcome.ts'
import { CorruptLog, lost, type Session } from './session.ts'

/** Which entries are read. */
export interface Reading {
  /** The number of the first entry; the first of all if left out. */
  readonly from?: number
  /** Go on with the entries that come, until `signal` is aborted or the reader stops. */
  readonly follow?: boolean
  /** Ends the following, without an error. */
  readonly signal?: AbortSignal
}

/** How long a reader that follows waits before it looks again for entries of other processes, in milliseconds. */
export const followEvery = 250

/** The end of a log as the engine verified it. */
export interface End {
  readonly size: number
  readonly prev: string
}

/** Those who follow a log within this process: called when it has grown. */
export type Followers = Set<() => void>

/**
 * The entries as the log holds them now and, where asked, those that come. They are chained to each other as they are handed
 * out, and the last to the end that the engine verified: a store that hands out another entry is found out, at that end at
 * the latest. @throws CorruptLog
 */
export async function* readEntries(
  session: Session,
  endNow: () => Promise<End>,
  followers: Followers,
  { from = 0, follow = false, signal }: Reading,
): AsyncGenerator<RecordedEntry> {
  let next = from
  let last: string | null = null
  for (;;) {
    const end = await endNow()
    for await (const [entry, hash] of entriesUpTo(session, end, next, last)) {
      yield entry
      if (signal?.aborted) return
      last = hash
      next += 1
    }
    if (!follow || signal?.aborted) return
    await grown(followers, signal)
  }
}

/** The entries from `next` to an end, each with its hash; `last` is the hash of the one before, where it is known. */
async function* entriesUpTo(
  { id, store }: Session,
  { size, prev }: End,
  next: number,
  last: string | null,
): AsyncGenerator<readonly [RecordedEntry, string]> {
  if (next >= size) return
  let [at, before] = [next, last]
  for await (const { line } of store.read(id, { from: next })) {
    if (at >= size) break
    const read = readEntry(line)
    if ('fault' in read) throw new CorruptLog(id, { entry: at, ...read.fault })
    if (before !== null && read.entry.prev !== before) throw new CorruptLog(id, lost(at))
    before = base64(leafHash(line))
    yield [read.entry as RecordedEntry, before]
    at += 1
  }
  if (at < size || before !== prev) throw new CorruptLog(id, lost(Math.min(at, size - 1)))
}

/** Waits until the log has grown by this engine's hand, or it is time to look for what others appended. */
function grown(followers: Followers, signal: AbortSignal | undefined): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer)
      followers.delete(done)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, followEvery)
    followers.add(done)
    signal?.addEventListener('abort', done)
    if (signal?.aborted) done()
  })
}
