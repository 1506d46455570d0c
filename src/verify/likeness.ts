// Whether a file is a log at all, told as it passes by.
import type { Chunk } from './lines.ts'

/** What stands in every line that is an entry. */
const marks = ['"collaboration":"', '"prev":"', '"seq":'] as const
/** So much of a line may be the beginning of a mark that the next piece ends. */
const mostBegun = Math.max(...marks.map(mark => mark.length)) - 1

/** Looks at a file that is pushed in piece by piece; a few characters of it are held. */
export interface Look {
  push(chunk: Chunk): void
  /** Whether some line so far has all that an entry has. */
  readonly found: boolean
  /** Whether all that was pushed looks like a log: so does a file without anything. */
  end(): boolean
}

/** Begins to look at a file. */
export function startLook(): Look {
  const decoder = new TextDecoder('utf-8')
  const seen = new Set<string>()
  let rest = ''
  let [empty, found] = [true, false]
  const look = (text: string): void => {
    if (text !== '') empty = false
    const lines = `${rest}${text}`.split('\n')
    for (const [n, line] of lines.entries()) {
      if (n > 0) seen.clear()
      for (const mark of marks) if (line.includes(mark)) seen.add(mark)
      found = seen.size === marks.length
      if (found) return
    }
    rest = (lines.at(-1) ?? '').slice(-mostBegun)
  }
  return {
    get found() {
      return found
    },
    push: chunk => {
      if (found) return
      look(typeof chunk === 'string' ? decoder.decode() + chunk : decoder.decode(chunk, { stream: true }))
    },
    end: () => {
      if (!found) look(decoder.decode())
      return empty || found
    },
  }
}
