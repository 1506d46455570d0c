// What a forger has: the entries as plain objects, and the means to chain them again as if nothing had happened.
import {
  endReplay,
  type Finding,
  type Replay,
  replayLine,
  startReplay,
} from '../../src/collaboration/replay.ts'
import { canonical } from '../../src/log/canonical.ts'
import { base64 } from '../../src/log/hash.ts'
import { emptyRoot, leafHash } from '../../src/log/tree.ts'

/** An entry as the forger edits it. */
export interface Forged {
  collaboration: string
  seq: number
  matter: string
  at: string
  by?: string
  act: string
  asked?: { act: string; [field: string]: unknown }
  fact: { type: string; [field: string]: unknown }
  [field: string]: unknown
}

export function entriesOf(text: string): Forged[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Forged)
}

/** Numbers and chains the entries anew: whoever has the software can do this, so only the law can refuse the outcome. */
export function reforge(entries: readonly object[]): string {
  const counts = new Map<string, number>()
  let prev = base64(emptyRoot())
  let text = ''
  for (const [seq, entry] of entries.entries()) {
    const matter = String((entry as Forged).matter)
    const n = counts.get(matter) ?? 0
    const line = canonical({ ...entry, seq, prev, n })
    counts.set(matter, n + 1)
    prev = base64(leafHash(line))
    text += `${line}\n`
  }
  return text
}

interface Known {
  readonly replay: Replay
  readonly prev: string
  readonly counts: ReadonlyMap<string, number>
}

/**
 * As `verifyLog(reforge(entries))`, for many forgeries of one log: what stands before the first changed entry is replayed
 * once and for all.
 */
export function auditorOf(
  genuine: readonly Forged[],
): (entries: readonly object[], from: number) => Finding | null {
  const known: Known[] = []
  const replay = startReplay(genuine[0]?.collaboration ?? '')
  let prev = base64(emptyRoot())
  const counts = new Map<string, number>()
  for (const line of reforge(genuine).split('\n')) {
    known.push({ replay: structuredClone(replay), prev, counts: new Map(counts) })
    if (line === '') break
    const { matter } = JSON.parse(line) as Forged
    counts.set(matter, (counts.get(matter) ?? 0) + 1)
    prev = base64(leafHash(line))
    if (replayLine(replay, line)) throw new Error('the genuine log does not hold')
  }
  return (entries, from) => {
    const before = known[from]
    if (!before) throw new Error(`the genuine log has no place ${from}`)
    const state = structuredClone(before.replay)
    const numbers = new Map(before.counts)
    let last = before.prev
    for (let seq = from; seq < entries.length; seq += 1) {
      const entry = entries[seq] as Forged
      const n = numbers.get(String(entry.matter)) ?? 0
      numbers.set(String(entry.matter), n + 1)
      const line = canonical({ ...entry, seq, prev: last, n })
      last = base64(leafHash(line))
      const finding = replayLine(state, line)
      if (finding) return finding
    }
    return endReplay(state)
  }
}
