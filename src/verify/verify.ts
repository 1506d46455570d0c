// An audit that trusts nobody: it takes a log as bytes, replays the law over it, and names the first entry that does not hold.
import { endReplay, type Finding, replayLine, startReplay } from '../collaboration/replay.ts'
import { type Head, headOf, readEntry } from '../log/entry.ts'
import { base64, bytesOfBase64 } from '../log/hash.ts'
import { append, emptyFrontier, type Frontier, leafHash, rootOf } from '../log/tree.ts'

export type { Finding } from '../collaboration/replay.ts'
export type { Head } from '../log/entry.ts'

/** What an audit established. `size` and `root` are of the entries that hold; `finding` is null when all do. */
export interface Audit extends Head {
  readonly holds: boolean
  readonly finding: Finding | null
}

/** Reads `SIZE:ROOT`, the root in standard padded base64; null when it is not that. Pure. */
export function parseHead(text: string): Head | null {
  const [, size, root] = /^(0|[1-9]\d{0,14}):(.{44})$/.exec(text) ?? []
  return size === undefined || root === undefined || bytesOfBase64(root)?.length !== 32
    ? null
    : { size: Number(size), root }
}

/** True when some line of a file has what every entry has: else it is no log at all, whatever it is. */
export function looksLikeLog(log: string | Uint8Array): boolean {
  const text = typeof log === 'string' ? log : new TextDecoder('utf-8').decode(log)
  const hasAll = (line: string): boolean =>
    ['"collaboration":"', '"prev":"', '"seq":'].every(it => line.includes(it))
  return text === '' || text.split('\n').some(hasAll)
}

/**
 * Verifies a log: JSON Lines, each line the canonical text of an entry, with a line feed after each; as text or as bytes.
 * Establishes that it was replayed by the procedure without any breach and, where a `head` is given, that it begins with
 * that head's entries. Never throws for whatever the log holds.
 */
export function verifyLog(log: string | Uint8Array, { head }: { head?: Head } = {}): Audit {
  const lines = typeof log === 'string' ? log.split('\n') : linesOf(log)
  const last = lines.pop()
  const first = lines[0] === undefined || lines[0] === null ? null : readEntry(lines[0])
  const replay = startReplay(first && 'entry' in first ? first.entry.collaboration : '')
  let finding: Finding | null = null
  for (const [entry, line] of lines.entries()) {
    finding =
      line === null
        ? { entry, code: 'notUtf8', what: 'the line is not UTF-8 text' }
        : replayLine(replay, line)
    if (finding) break
  }
  finding ??= unfinished(lines.length, last) ?? endReplay(replay) ?? (head ? headFinding(lines, head) : null)
  return { holds: finding === null, ...headOf(replay.ledger), finding }
}

/** The lines of a file, null for each that is not UTF-8. */
function linesOf(bytes: Uint8Array): (string | null)[] {
  const lines: (string | null)[] = []
  let from = 0
  for (;;) {
    const to = bytes.indexOf(0x0a, from)
    lines.push(decode(bytes.subarray(from, to === -1 ? bytes.length : to)))
    if (to === -1) return lines
    from = to + 1
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function unfinished(entry: number, rest: string | null | undefined): Finding | null {
  return rest === ''
    ? null
    : { entry, code: 'lineNotEnded', what: 'the last line does not end with a line feed' }
}

/** Whether the log begins with the entries whose head somebody kept. */
function headFinding(lines: readonly (string | null)[], head: Head): Finding | null {
  if (lines.length < head.size)
    return {
      entry: lines.length,
      code: 'shorterThanHead',
      what: `holds ${lines.length} entries, the head says ${head.size}`,
    }
  let frontier: Frontier = emptyFrontier
  for (const line of lines.slice(0, head.size)) frontier = append(frontier, leafHash(line ?? ''))
  if (base64(rootOf(frontier)) === head.root) return null
  const entry = Math.max(0, head.size - 1)
  return { entry, code: 'otherThanHead', what: `the first ${head.size} entries are not those of the head` }
}
