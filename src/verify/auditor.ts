// One auditor behind every door: pieces of a log are pushed in, line by line the law is asked, little is held.
import { endReplay, type Finding, type Replay, replayLine, startReplay } from '../collaboration/replay.ts'
import { type Texts, textsTold } from '../collaboration/words.ts'
import { maxLineLength } from '../log/canonical.ts'
import { type Head, headOf, readEntry } from '../log/entry.ts'
import { type Chunk, isBegun, type Line, linesIn, openLine } from './lines.ts'

/** What an audit established. `size` and `root` are of the entries that hold; `finding` is null when all do. */
export interface Audit extends Head {
  readonly holds: boolean
  readonly finding: Finding | null
  /** Of a log that keeps texts apart: how many, and how many of these are recorded as erased. What they said is not established (W4). */
  readonly texts?: Texts
}

/** What is asked of a log besides that it holds: that it begins with the entries of this head. */
export interface Asked {
  readonly head?: Head
}

/** Audits a log that is pushed in piece by piece. */
export interface Auditor {
  /** The first thing wrong so far, if anything: what is pushed after it is not looked at. */
  readonly finding: Finding | null
  /** Takes the next piece, cut anywhere. What it was given may be used again. */
  push(chunk: Chunk): void
  /** What was established of what was pushed so far, as if it were the whole log. */
  end(): Audit
}

/** Begins an audit of a log of which nothing has come yet. */
export function startAudit({ head }: Asked = {}): Auditor {
  const open = openLine()
  let finding: Finding | null = null
  /** The head that the log had when it was as large as the one that is asked for. */
  let then: Head | null = null
  let replay: Replay | null = null
  const take = (line: Line): Finding | null => {
    replay ??= startReplay(collaborationOf(line), true)
    then ??= headAt(replay, head)
    return lineFinding(replay, line)
  }
  return {
    get finding() {
      return finding
    },
    push: chunk => {
      if (finding) return
      for (const line of linesIn(open, chunk)) {
        finding = take(line)
        if (finding) return
      }
    },
    end: () => {
      const last = replay ?? startReplay('', true)
      const all = finding ?? unfinished(last, isBegun(open)) ?? endReplay(last)
      const found = all ?? (head ? headFinding(last, head, then ?? headAt(last, head)) : null)
      return { holds: found === null, ...headOf(last.ledger), finding: found, ...textsTold(last.texts) }
    },
  }
}

/** The head of the log where it is as large as the one that is asked for; else null. */
function headAt({ ledger }: Replay, head: Head | undefined): Head | null {
  return ledger.frontier.size === head?.size ? headOf(ledger) : null
}

/** A log belongs to the collaboration that its first line names. */
function collaborationOf(first: Line): string {
  const read = 'text' in first ? readEntry(first.text) : null
  return read && 'entry' in read ? read.entry.collaboration : ''
}

const faults = {
  notUtf8: { code: 'notUtf8', what: 'the line is not UTF-8 text' },
  tooLong: { code: 'notCanonical', what: `the line is longer than ${maxLineLength} characters` },
} as const

function lineFinding(replay: Replay, line: Line): Finding | null {
  return 'text' in line
    ? replayLine(replay, line.text)
    : { entry: replay.ledger.frontier.size, ...faults[line.fault] }
}

function unfinished({ ledger }: Replay, begun: boolean): Finding | null {
  const entry = ledger.frontier.size
  return begun ? { entry, code: 'lineNotEnded', what: 'the last line does not end with a line feed' } : null
}

/** Whether the log begins with the entries whose head somebody kept. */
function headFinding({ ledger }: Replay, { size, root }: Head, then: Head | null): Finding | null {
  const entry = ledger.frontier.size
  if (entry < size)
    return { entry, code: 'shorterThanHead', what: `holds ${entry} entries, the head says ${size}` }
  if (then?.root === root) return null
  return {
    entry: Math.max(0, size - 1),
    code: 'otherThanHead',
    what: `the first ${size} entries are not those of the head`,
  }
}
