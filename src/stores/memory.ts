// A store in memory: for tests, simulation and scripts; it is gone when the process ends.

import { type Part, requireAppendable, requireReadable, type Store, type Stored } from '../log/store.ts'

/** The log of one collaboration, whole and by matter; the lists only ever grow. */
interface Log {
  readonly entries: Stored[]
  readonly matters: Map<string, Stored[]>
}

/**
 * A store that keeps everything in this object and nothing outside it.
 *
 * An append is done within one turn of the event loop, so it is whole or not there. Each entry is copied and
 * frozen, so that nothing handed in or out leads to what is stored. A read costs what it reads, not the whole
 * log.
 */
export function memoryStore(): Store {
  const logs = new Map<string, Log>()
  return {
    append: async (collaboration, entries, expectedSize) => {
      requireAppendable(collaboration, entries, expectedSize)
      const size = sizeOf(logs.get(collaboration))
      if (size !== expectedSize) return { conflict: { size } }
      const taken = entries.map(({ seq, matter, line }) => Object.freeze({ seq, matter, line }))
      for (const entry of taken) add(logOf(logs, collaboration), entry)
      return { appended: true }
    },
    read: (collaboration, part = {}) => {
      requireReadable(collaboration, part)
      return readerOf(logs.get(collaboration), part)
    },
    size: async collaboration => {
      requireReadable(collaboration)
      return sizeOf(logs.get(collaboration))
    },
    collaborations: async () => [...logs.keys()],
  }
}

/** The log of the collaboration, begun if there is none: only for an append that will succeed. */
function logOf(logs: Map<string, Log>, collaboration: string): Log {
  const log = logs.get(collaboration) ?? { entries: [], matters: new Map() }
  logs.set(collaboration, log)
  return log
}

function add(log: Log, entry: Stored): void {
  log.entries.push(entry)
  const matter = log.matters.get(entry.matter)
  if (matter === undefined) log.matters.set(entry.matter, [entry])
  else matter.push(entry)
}

function sizeOf(log: Log | undefined): number {
  return log?.entries.length ?? 0
}

/** Looks at the length at the call, so that the reader sees the log as it was then, however long it reads. */
function readerOf(log: Log | undefined, { from = 0, matter }: Part): AsyncIterable<Stored> {
  const entries = (matter === undefined ? log?.entries : log?.matters.get(matter)) ?? []
  const end = entries.length
  return { [Symbol.asyncIterator]: () => between(entries, firstFrom(entries, from), end) }
}

async function* between(entries: readonly Stored[], start: number, end: number): AsyncGenerator<Stored> {
  for (let at = start; at < end; at++) yield entries[at] as Stored
}

/** Where the entries with this seq and later ones begin, found by halving. */
function firstFrom(entries: readonly Stored[], from: number): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle] as Stored).seq < from) low = middle + 1
    else high = middle
  }
  return low
}
