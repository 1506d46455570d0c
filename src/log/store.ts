// The Store port: where the entries of logs live, and the little that every such place must promise.
import { mostFields } from './personal.ts'

/**
 * One entry as it is kept: its canonical JSON text without line end, and the fields it is looked up by.
 */
export interface Stored {
  /** Its number in the collaboration's log; the first is 0, and no number is left out. */
  readonly seq: number
  /** The proposal that it is about, or `charter`. */
  readonly matter: string
  /** The id of the act that this entry begins; left out on entries that only follow from one. */
  readonly act?: string | undefined
  /** The text that is hashed; a store hands it back unchanged. */
  readonly line: string
  /** Texts that the entry keeps apart, taken and refused together with it; only to a store that has `words`. No read hands them out. */
  readonly words?: readonly KeptWords[] | undefined
}

/** A text that is kept beside the log, where it can be erased: its line holds the digest in its place. */
export interface KeptWords {
  readonly digest: string
  /** Words and salt, as `log/personal` writes them; a store hands them back unchanged until they are erased. */
  readonly text: string
}

/** Another writer was first: nothing was written, and the log holds `size` entries by now. */
export interface Conflict {
  readonly size: number
}

/** What came of an append. */
export type Appended = { readonly appended: true } | { readonly conflict: Conflict }

/** Which part of a log to read; without a field, all of it. */
export interface Part {
  /** The lowest seq to read; beyond the end there is nothing to read, which is no error. */
  readonly from?: number | undefined
  /** Only the entries of this matter. */
  readonly matter?: string | undefined
  /** Only the entry that begins this act. */
  readonly act?: string | undefined
}

/**
 * A place for the logs of any number of collaborations, each an append-only list of its own.
 *
 * Collaborations, matters, ids of acts and lines are texts as `requireAppendable` asks for; names are told
 * apart exactly, by their code units. What is handed over is taken at the call: changing it later changes nothing that is
 * stored, nor does changing what was handed out. Another writer is a value (`Conflict`); wrong use is a
 * TypeError on one line (a rejection where a promise is returned, at the first entry at the latest when
 * reading) and changes nothing; a store that fails rejects with a `StoreError` or an error of its own, and then
 * the caller must read to know what was written.
 */
export interface Store {
  /**
   * Compare and append: writes all entries if the log holds exactly `expectedSize` entries, else none of
   * them.
   *
   * Of writers that race for one size exactly one is told `appended`; the others get the conflict. Once it
   * says `appended`, the entries are as durable as the store can make them, and every read that starts later
   * has them. Misuse: what `requireAppendable` refuses.
   */
  append(collaboration: string, entries: readonly Stored[], expectedSize: number): Promise<Appended>

  /**
   * The entries in order of seq, of a collaboration without entries none.
   *
   * A reader sees a beginning of the log: all entries (of the matter, of the act) below one size, without gaps
   * or half appends. That size is one that the log had between the call and the end of the reading, so appends
   * need not wait for readers. A read costs what it hands out, not the length of the log. A store need not see
   * to it that an act begins only once: it hands out every entry stored with its id. Misuse: a `from` that is
   * no whole number from 0 on, a matter or act that is not a text.
   */
  read(collaboration: string, part?: Part): AsyncIterable<Stored>

  /** How many entries the log holds; 0 for a collaboration without entries. */
  size(collaboration: string): Promise<number>

  /** The collaborations that hold at least one entry, each once, in no promised order. */
  collaborations(): Promise<readonly string[]>

  /** A place for one text per collaboration that can be thrown away at any time. Left out by stores that have none. */
  readonly snapshots?: Snapshots

  /** The texts that entries keep apart. Left out by stores that cannot keep and erase them: to these no entry with `words` is given. */
  readonly words?: WordsKeeper
}

/**
 * What was appended as the `words` of entries: found by collaboration and matter, and erased for good.
 *
 * They are as durable as the entry that they came with, and kept in its matter: the same digest in two matters is two
 * texts; in one matter a later one takes the place of an earlier.
 */
export interface WordsKeeper {
  /** The texts of one matter, or of all, that were not erased, in no promised order. Misuse: what is no text. */
  read(collaboration: string, matter?: string): Promise<readonly (KeptWords & { readonly matter: string })[]>

  /**
   * Erases the texts of these digests in a matter: once it answers they are in no file of the store any more, as far as the store
   * can see to that. Digests that are not there are passed over; where none is, nothing is written. Misuse: what is no text.
   */
  erase(collaboration: string, matter: string, digests: readonly string[]): Promise<void>
}

/**
 * What somebody who replays a log may keep to begin further on the next time.
 *
 * Snapshots know nothing of the log: there may be one of a collaboration without entries, and one is not
 * checked against the entries. Losing them loses time, nothing else.
 */
export interface Snapshots {
  /** The text that was saved last; null where none is. Misuse: a collaboration that is not a text. */
  load(collaboration: string): Promise<string | null>

  /**
   * Keeps the text in the place of any earlier one, whole or not at all.
   *
   * It holds up the appends of others no longer than the writing itself takes. Misuse: what `requireSnapshot`
   * refuses.
   */
  save(collaboration: string, text: string): Promise<void>
}

/** Why a store could not do what was asked, for a reason outside the log; the message says what to do, in one line. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  /** The kind of trouble, as a word that stays where messages may change: `locked`, `full` ... Each store lists its own. */
  readonly code: string
  constructor(code: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.code = code
  }
}

/**
 * What every store asks of an append before it touches anything, so that misuse reads the same everywhere.
 *
 * Names and lines must survive every database unchanged: not empty, well-formed Unicode, no control
 * characters (canonical JSON writes none; PostgreSQL cannot hold U+0000, and a line end would split a line).
 * At least one entry; seq counts on from `expectedSize` without gaps. Pure.
 *
 * @throws TypeError that says on one line which of these does not hold
 */
export function requireAppendable(
  collaboration: string,
  entries: readonly Stored[],
  expectedSize: number,
): void {
  requireText(collaboration, 'the collaboration')
  requireCount(expectedSize, 'expectedSize')
  if (!Array.isArray(entries)) throw new TypeError('append: the entries must be a list')
  if (entries.length === 0) throw new TypeError('append: there must be at least one entry')
  for (let at = 0; at < entries.length; at++) requireEntry(entries[at], expectedSize + at)
}

/**
 * What every store asks of a read, and of a question for the size.
 *
 * @throws TypeError as `requireAppendable` does
 */
export function requireReadable(collaboration: string, part: Part = {}): void {
  requireText(collaboration, 'the collaboration')
  if (part.from !== undefined) requireCount(part.from, 'from')
  if (part.matter !== undefined) requireText(part.matter, 'the matter')
  if (part.act !== undefined) requireText(part.act, 'the act')
}

/**
 * What every store asks of a snapshot: a text of any length and with line ends, but of well-formed Unicode and
 * without U+0000, which not every database can hold.
 *
 * @throws TypeError as `requireAppendable` does
 */
export function requireSnapshot(collaboration: string, text: string): void {
  requireText(collaboration, 'the collaboration')
  requireWhole(text, 'the snapshot')
}

function requireWhole(text: unknown, name: string): void {
  if (typeof text !== 'string') throw new TypeError(`${name} must be a text`)
  if (!text.isWellFormed() || text.includes('\0')) {
    throw new TypeError(`${name} must not hold U+0000 or lone surrogates`)
  }
}

function requireEntry(entry: Stored | undefined, seq: number): void {
  if (typeof entry !== 'object' || entry === null) throw new TypeError(`entry ${seq} is not an object`)
  if (entry.seq !== seq) throw new TypeError(`entry ${seq} was expected here, not ${String(entry.seq)}`)
  requireText(entry.matter, `the matter of entry ${seq}`)
  if (entry.act !== undefined) requireText(entry.act, `the act of entry ${seq}`)
  requireText(entry.line, `the line of entry ${seq}`)
  if (entry.words !== undefined) requireWords(entry.words, seq)
}

function requireWords(words: readonly KeptWords[], seq: number): void {
  if (!Array.isArray(words) || words.length > mostFields)
    throw new TypeError(`the words of entry ${seq} must be a list of at most ${mostFields} texts`)
  for (const kept of words) {
    if (typeof kept !== 'object' || kept === null)
      throw new TypeError(`the words of entry ${seq} must be objects with a digest and a text`)
    requireText(kept.digest, `a digest of the words of entry ${seq}`)
    requireWhole(kept.text, `the words of entry ${seq}`)
  }
}

/**
 * What every store asks of whoever reads or erases words.
 *
 * @throws TypeError as `requireAppendable` does
 */
export function requireErasable(collaboration: string, matter: string, digests: readonly string[]): void {
  requireReadable(collaboration, { matter })
  if (!Array.isArray(digests)) throw new TypeError('erase: the digests must be a list')
  for (const digest of digests) requireText(digest, 'a digest')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const control = /[\u0000-\u001f]/

function requireText(value: unknown, name: string): void {
  if (typeof value !== 'string' || value === '') throw new TypeError(`${name} must be a text, not empty`)
  if (!value.isWellFormed() || control.test(value)) {
    throw new TypeError(`${name} must not hold control characters or lone surrogates`)
  }
}

function requireCount(value: unknown, name: string): void {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return
  throw new TypeError(`${name} must be a whole number from 0 on, not ${String(value)}`)
}
