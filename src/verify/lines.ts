// A log cut into lines, however it comes in pieces, with never more of it held than one line may be long.
import { maxLineLength } from '../log/canonical.ts'

/** A piece of a log: text, or bytes of text in UTF-8, cut anywhere. */
export type Chunk = string | Uint8Array

/** A line without its line feed, or why it is none. */
export type Line = { readonly text: string } | { readonly fault: 'notUtf8' | 'tooLong' }

/** A line of which the end has yet to come. Its holder moves it on with `linesIn`, and asks `isBegun` at the end. */
export interface OpenLine {
  /** What has come of it as text, and as bytes that text came after. */
  text: string
  isUtf8: boolean
  /** What has come as bytes since, in the first `held` of these; of the first `counted`, the characters were counted. */
  bytes: Uint8Array
  held: number
  counted: number
  characters: number
}

/** UTF-8 takes no more bytes than this for a character, that is for a UTF-16 code unit. */
const mostBytesOfCharacter = 3
const mostHeld = mostBytesOfCharacter * maxLineLength
const lineFeed = 0x0a
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The line with which a log begins: nothing of it has come. */
export function openLine(): OpenLine {
  return { text: '', isUtf8: true, bytes: new Uint8Array(0), held: 0, counted: 0, characters: 0 }
}

/** Whether anything has come of the line. Pure. */
export function isBegun({ text, isUtf8, held }: OpenLine): boolean {
  return text !== '' || held > 0 || !isUtf8
}

/**
 * The lines that end in this chunk; its rest is added to the open line. A line of more than `maxLineLength` UTF-16 code
 * units is told as `tooLong` as soon as that much of it has come: it is the last, the log is not to be read on.
 */
export function* linesIn(open: OpenLine, chunk: Chunk): Generator<Line> {
  let from = 0
  for (;;) {
    const end = typeof chunk === 'string' ? chunk.indexOf('\n', from) : chunk.indexOf(lineFeed, from)
    const to = end === -1 ? chunk.length : end
    if (end !== -1 && !isBegun(open) && to - from <= maxLineLength) yield lineOf(chunk, from, to)
    else {
      take(open, chunk, from, to)
      if (isTooLong(open)) return yield { fault: 'tooLong' }
      if (end === -1) return
      yield closed(open)
    }
    from = to + 1
  }
}

/** The line of which all came at once: nothing is copied. */
function lineOf(chunk: Chunk, from: number, to: number): Line {
  if (typeof chunk === 'string') return { text: chunk.slice(from, to) }
  const text = decoded(chunk.subarray(from, to))
  return text === null ? { fault: 'notUtf8' } : { text }
}

/** Adds to the open line, but no more than it takes to see that it is too long. */
function take(open: OpenLine, chunk: Chunk, from: number, to: number): void {
  if (typeof chunk === 'string') {
    bytesToText(open)
    const room = maxLineLength + 1 - open.text.length
    open.text += chunk.slice(from, Math.min(to, from + room))
    return
  }
  const more = chunk.subarray(from, Math.min(to, from + mostHeld + 1 - open.held))
  const held = open.held + more.length
  if (held > open.bytes.length) {
    const larger = new Uint8Array(Math.max(held, Math.min(2 * open.bytes.length, mostHeld + 1)))
    larger.set(open.bytes.subarray(0, open.held))
    open.bytes = larger
  }
  open.bytes.set(more, open.held)
  open.held = held
}

/** Whether the line is too long already: told from bytes and text alike, and the same wherever these were cut. */
function isTooLong(open: OpenLine): boolean {
  const { text, bytes, held } = open
  if (text.length + held <= maxLineLength) return false
  for (; open.counted < held; open.counted += 1) open.characters += charactersAt(bytes[open.counted] ?? 0)
  return held > mostHeld || text.length + open.characters > maxLineLength
}

/** With each first byte a character begins, and with the first of four bytes two code units do. */
function charactersAt(byte: number): number {
  if ((byte & 0xc0) === 0x80) return 0
  return byte < 0xf0 ? 1 : 2
}

function closed(open: OpenLine): Line {
  bytesToText(open)
  const { text, isUtf8 } = open
  open.text = ''
  open.isUtf8 = true
  return isUtf8 ? { text } : { fault: 'notUtf8' }
}

function bytesToText(open: OpenLine): void {
  const text = decoded(open.bytes.subarray(0, open.held))
  open.isUtf8 &&= text !== null
  open.text += text ?? ''
  open.held = 0
  open.counted = 0
  open.characters = 0
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}
