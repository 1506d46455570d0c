// A store in memory: for tests, simulation and scripts; it is gone when the process ends.

import {
  type Part,
  requireAppendable,
  requireErasable,
  requireReadable,
  requireSnapshot,
  type Snapshots,
  type Store,
  type Stored,
  type WordsKeeper,
} from '../log/store.ts'

/** The log of one collaboration, whole, by matter and by act; the lists only ever grow. */
interface Log {
  readonly entries: Stored[]
  readonly matters: Map<string, Stored[]>
  readonly acts: Map<string, Stored[]>
  /** By matter, then by digest. */
  readonly words: Map<string, Map<string, string>>
}

/**
 * A store that keeps everything in this object and nothing outside it.
 *
 * An append is done within one turn of the event loop, so it is whole or not there. Each entry is copied and
 * frozen, so that nothing handed in or out leads to what is stored. A read costs what it reads, not the whole
 * log.
 */
export function memoryStore(): Store & { readonly snapshots: Snapshots; readonly words: WordsKeeper } {
  const logs = new Map<string, Log>()
  return {
    append: async (collaboration, entries, expectedSize) => {
      requireAppendable(collaboration, entries, expectedSize)
      const size = sizeOf(logs.get(collaboration))
      if (size !== expectedSize) return { conflict: { size } }
      const taken = entries.map(entry => [frozen(entry), wordsOf(entry)] as const)
      for (const [entry, words] of taken) add(logOf(logs, collaboration), entry, words)
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
    snapshots: memorySnapshots(),
    words: memoryWords(logs),
  }
}

function memoryWords(logs: ReadonlyMap<string, Log>): WordsKeeper {
  return {
    read: async (collaboration, matter) => {
      requireReadable(collaboration, { matter })
      const kept = [...(logs.get(collaboration)?.words ?? [])].filter(([own]) => own === (matter ?? own))
      return kept.flatMap(([own, texts]) =>
        [...texts].map(([digest, text]) => ({ matter: own, digest, text })),
      )
    },
    erase: async (collaboration, matter, digests) => {
      requireErasable(collaboration, matter, digests)
      for (const digest of digests) logs.get(collaboration)?.words.get(matter)?.delete(digest)
    },
  }
}

function memorySnapshots(): Snapshots {
  const texts = new Map<string, string>()
  return {
    load: async collaboration => {
      requireReadable(collaboration)
      return texts.get(collaboration) ?? null
    },
    save: async (collaboration, text) => {
      requireSnapshot(collaboration, text)
      texts.set(collaboration, text)
    },
  }
}

function frozen({ seq, matter, act, line }: Stored): Stored {
  return Object.freeze(act === undefined ? { seq, matter, line } : { seq, matter, act, line })
}

/** Copied, so that nothing handed over leads to what is kept. */
function wordsOf({ words = [] }: Stored): readonly (readonly [digest: string, text: string])[] {
  return words.map(({ digest, text }) => [digest, text])
}

/** The log of the collaboration, begun if there is none: only for an append that will succeed. */
function logOf(logs: Map<string, Log>, collaboration: string): Log {
  const log = logs.get(collaboration) ?? {
    ...{ entries: [], matters: new Map(), acts: new Map(), words: new Map() },
  }
  logs.set(collaboration, log)
  return log
}

function add(log: Log, entry: Stored, words: ReturnType<typeof wordsOf>): void {
  log.entries.push(entry)
  file(log.matters, entry.matter, entry)
  if (entry.act !== undefined) file(log.acts, entry.act, entry)
  const texts = log.words.get(entry.matter) ?? new Map<string, string>()
  for (const [digest, text] of words) texts.set(digest, text)
  if (words.length > 0) log.words.set(entry.matter, texts)
}

function file(lists: Map<string, Stored[]>, name: string, entry: Stored): void {
  const list = lists.get(name)
  if (list === undefined) lists.set(name, [entry])
  else list.push(entry)
}

function sizeOf(log: Log | undefined): number {
  return log?.entries.length ?? 0
}

/** Looks at the length at the call, so that the reader sees the log as it was then, however long it reads. */
function readerOf(log: Log | undefined, { from = 0, ...part }: Part): AsyncIterable<Stored> {
  const entries = listOf(log, part)
  const end = entries.length
  return { [Symbol.asyncIterator]: () => between(entries, firstFrom(entries, from), end) }
}

function listOf(log: Log | undefined, { matter, act }: Part): readonly Stored[] {
  if (log === undefined) return []
  if (act === undefined) return matter === undefined ? log.entries : (log.matters.get(matter) ?? [])
  const begun = log.acts.get(act) ?? []
  return matter === undefined ? begun : begun.filter(entry => entry.matter === matter)
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
