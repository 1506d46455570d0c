// The log as it is read: the entries that are there, and those that come.

import { actAloud, type Recall } from '../collaboration/words.ts'
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
  /** Ends the reading, without an error. */
  readonly signal?: AbortSignal
  /**
   * Puts words that the log keeps apart back into the acts, where they are at hand; elsewhere stands that they are not, but for a
   * name, which is left out. What is handed out then is no longer what was hashed. Not unless asked for.
   */
  readonly words?: boolean
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

/** What a reading needs of the engine. */
export interface Source {
  readonly session: Session
  readonly followers: Followers
  endNow(): Promise<End>
  /** What is at hand of the words of a matter. */
  recall(matter: string): Promise<Recall>
}

/**
 * The entries as the log holds them now and, where asked, those that come. They are chained to each other as they are handed
 * out, and the last to the end that the engine verified: a store that hands out another entry is found out, at that end at
 * the latest. Whoever stops reading ends it at once, also while it waits. Rejects with CorruptLog.
 */
export function readEntries(source: Source, reading: Reading): AsyncIterable<RecordedEntry> {
  return {
    [Symbol.asyncIterator]: () => {
      const stop = new AbortController()
      const entries = entriesOf(source, reading, stop)
      return {
        next: () => entries.next(),
        return: () => {
          stop.abort()
          return entries.return(undefined)
        },
      }
    },
  }
}

async function* entriesOf(
  source: Source,
  reading: Reading,
  stop: AbortController,
): AsyncGenerator<RecordedEntry, undefined> {
  const { signal } = reading
  const abort = (): void => stop.abort()
  if (signal?.aborted) return
  signal?.addEventListener('abort', abort)
  try {
    yield* entriesUntil(source, reading, stop.signal)
  } finally {
    signal?.removeEventListener('abort', abort)
  }
}

async function* entriesUntil(
  source: Source,
  { from = 0, follow = false, words = false }: Reading,
  signal: AbortSignal,
): AsyncGenerator<RecordedEntry, undefined> {
  let next = from
  let last: string | null = null
  while (!signal.aborted) {
    const growth = follow ? growthOf(source.followers, signal) : null
    try {
      const end = await source.endNow()
      const aloud = words ? aloudBy(source) : null
      for await (const [entry, hash] of entriesUpTo(source.session, end, next, last)) {
        if (signal.aborted) return
        last = hash
        next += 1
        yield aloud ? await aloud(entry) : entry
      }
      if (!growth) return
      await growth.come
    } catch (error) {
      if (signal.aborted) return
      throw error
    } finally {
      growth?.forget()
    }
  }
}

/** Puts words back into entries; what is at hand of a matter is asked once. */
function aloudBy({ recall }: Source): (entry: RecordedEntry) => Promise<RecordedEntry> {
  const recalls = new Map<string, Promise<Recall>>()
  return async entry => {
    const { matter, asked, personal } = entry
    if (!asked || !personal) return entry
    const known = recalls.get(matter) ?? recall(matter)
    recalls.set(matter, known)
    return { ...entry, asked: actAloud(asked, personal, await known) }
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

/** Comes when the log has grown by this engine's hand, or it is time to look for what others appended, or all is over. */
function growthOf(followers: Followers, signal: AbortSignal): { come: Promise<void>; forget: () => void } {
  let forget = (): void => {}
  const come = new Promise<void>(resolve => {
    const done = (): void => forget()
    const timer = setTimeout(done, followEvery)
    followers.add(done)
    signal.addEventListener('abort', done)
    forget = () => {
      clearTimeout(timer)
      followers.delete(done)
      signal.removeEventListener('abort', done)
      resolve()
    }
  })
  return { come, forget }
}
