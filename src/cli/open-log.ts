// Logs as the verbs read them: a file of JSON Lines or a SQLite file, verified before a word of it is told.
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { Option } from 'commander'
import { momentOf } from '../calendar.ts'
import { endOfTime, faultOf, idSchema } from '../charter/words.ts'
import { type Clock, setClock, systemClock } from '../clock.ts'
import { CorruptLog, type Engine, openCollaboration, type RecordedEntry } from '../engine.ts'
import { type KeptWords, type Stored, StoreError } from '../log/store.ts'
import { type Language, languages, plain, type Standing } from '../register/register.ts'
import { memoryStore } from '../stores/memory.ts'
import { sqliteStore } from '../stores/sqlite.ts'
import { looksLikeLog, verifyLog } from '../verify/verify.ts'
import { readBytes } from './files.ts'
import { Misuse } from './misuse.ts'
import { readWords } from './words-file.ts'

/** A log that does not hold: exit code 1, with the first entry that does not. */
export class LogDoesNotHold extends Error {
  override readonly name = 'LogDoesNotHold'
}

/** Which log of a file is read, and from which moment it is looked at. */
export interface Looking {
  readonly collaboration?: string | undefined
  readonly at?: string | undefined
  /** A file of the texts that the log keeps apart, and in which language it is said where one is not at hand. */
  readonly words?: string | undefined
  readonly language?: Language | undefined
  readonly nl?: boolean | undefined
}

/**
 * Reads a log from its first entry to its last, and hands each to `take`. Nothing is told unless all of it holds.
 * @throws Misuse, LogDoesNotHold
 */
export async function readLog(
  path: string,
  { collaboration, at, words, ...looking }: Looking,
  take: (entry: RecordedEntry) => void = () => {},
): Promise<Standing> {
  const language = looking.nl ? 'nl' : (looking.language ?? 'en')
  return withEngine({ path, id: collaboration, clock: clockAt(at), language, words }, async engine => {
    for await (const entry of engine.entries({ words: true })) take(entry)
    return engine.standing(await engine.proposals())
  })
}

/** Opens a verified log, to be asked and not written to. @throws Misuse, LogDoesNotHold */
export function withLog<T>(path: string, id: string | undefined, work: Work<T>): Promise<T> {
  return withEngine({ path, id, clock: systemClock }, work)
}

function clockAt(at: string | undefined): Clock {
  if (at === undefined) return systemClock
  const moment = momentOf(at)
  if (moment !== null && moment < endOfTime) return setClock(moment)
  throw new Misuse('--at must be a moment with an offset before the year 9000, as 2026-01-05T09:00:00+01:00')
}

/** Which log is opened, and what time it is then. */
interface Opening {
  readonly path: string
  readonly id: string | undefined
  readonly clock: Clock
  readonly language?: Language
  readonly words?: string | undefined
}

type Work<T> = (engine: Engine) => Promise<T>

async function withEngine<T>(opening: Opening, work: Work<T>): Promise<T> {
  const { path } = opening
  try {
    return isSqlite(path) ? await inSqlite(opening, work) : await inLines(opening, work)
  } catch (error) {
    if (error instanceof StoreError) throw new Misuse(`cannot read ${path}: ${error.message}`)
    if (!(error instanceof CorruptLog)) throw error
    throw doesNotHold(error.finding)
  }
}

const doesNotHold = ({ entry, what, code }: CorruptLog['finding']): LogDoesNotHold =>
  new LogDoesNotHold(`the log does not hold: entry ${entry}: ${what} (${code})`)

const mark = 'SQLite format 3\0'

/** Whether a file begins as every SQLite file does; what cannot be opened is left to who reads it. */
function isSqlite(path: string): boolean {
  // What is no file, such as a pipe, can be read only once.
  if (path === '-' || !statSync(path, { throwIfNoEntry: false })?.isFile()) return false
  const bytes = Buffer.alloc(mark.length)
  try {
    const file = openSync(path, 'r')
    try {
      readSync(file, bytes)
    } finally {
      closeSync(file)
    }
  } catch {
    return false
  }
  return bytes.toString('latin1') === mark
}

async function inSqlite<T>({ path, id, clock, language = 'en', words }: Opening, work: Work<T>): Promise<T> {
  if (words !== undefined) throw new Misuse('--words is for logs of JSON Lines: a SQLite file has its own')
  const opened = sqliteStore(path, { readOnly: true })
  try {
    const named = theOne(path, await opened.collaborations(), id)
    // What is only read keeps no snapshots, and none of them is believed.
    const { snapshots: _, ...store } = opened
    return await work(await openCollaboration({ id: named, store, clock, language, snapshots: false }))
  } finally {
    opened.close()
  }
}

const mostListed = 10

/** The collaboration that is meant: the one asked for, or the only one. */
export function theOne(path: string, known: readonly string[], asked: string | undefined): string {
  const list = known.slice(0, mostListed).map(plain).join(', ') + (known.length > mostListed ? ' ...' : '')
  const [only, ...more] = known
  if (only === undefined) throw new Misuse(`${path} holds no log`)
  if (asked !== undefined) {
    if (known.includes(asked)) return asked
    throw new Misuse(`${path} holds no log of that collaboration; it holds: ${list}`)
  }
  if (more.length > 0) throw new Misuse(`${path} holds several logs, choose with --collaboration: ${list}`)
  return only
}

async function inLines<T>({ path, id, clock, language = 'en', words }: Opening, work: Work<T>): Promise<T> {
  const texts = words === undefined ? new Map() : readWords(words)
  const bytes = readBytes(path)
  if (!looksLikeLog(bytes)) throw new Misuse(`${path} is neither a log of JSON Lines nor a SQLite file`)
  const { finding } = verifyLog(bytes)
  if (finding) throw doesNotHold(finding)
  const lines = new TextDecoder().decode(bytes).split('\n').slice(0, -1)
  const named = lines[0] === undefined ? nameOfEmpty(id) : String(JSON.parse(lines[0]).collaboration)
  const store = memoryStore()
  const stored = lines.map(line => storedOf(line, texts))
  if (stored.length > 0) await store.append(theOne(path, [named], id), stored, 0)
  return work(await openCollaboration({ id: named, store, clock, language }))
}

/** A log without entries has the name that it is given. */
function nameOfEmpty(id: string | undefined): string {
  if (id === undefined) return 'empty'
  const usable = idSchema.safeParse(id)
  if (!usable.success) throw new Misuse(`--collaboration ${faultOf(usable.error)}`)
  return id
}

/** A line that was verified, as a store keeps it, with the texts that it keeps apart as far as they are given. */
function storedOf(line: string, texts: ReadonlyMap<string, string>): Stored {
  const { seq, matter, act, asked, personal = {} } = JSON.parse(line)
  const words = Object.values<string>(personal).flatMap((digest): KeptWords[] => {
    const text = texts.get(digest)
    return text === undefined ? [] : [{ digest, text }]
  })
  return { seq, matter, ...(asked === undefined ? {} : { act }), line, words }
}

// ---- Options that the reading verbs share

/** What every verb that reads a log aloud takes. */
export interface Aloud extends Looking {
  readonly language: Language
  readonly nl?: boolean
  readonly json?: boolean
}

/** `--language`, with `--nl` for short. */
export const languageOptions = (): Option[] => [
  new Option('--language <language>', 'in which language').choices(languages).default('en'),
  new Option('--nl', 'the same as --language nl'),
]

/** The language asked for. */
export const languageOf = ({ nl, language }: Pick<Aloud, 'nl' | 'language'>): Language =>
  nl ? 'nl' : language

/** Options of every verb that reads a log aloud. */
export const aloudOptions = (): Option[] => [
  ...languageOptions(),
  new Option(
    '--words <file>',
    'the texts that a log of JSON Lines keeps apart, as `log --words` writes them',
  ),
  new Option('--at <moment>', 'look at it from this moment; now if left out, never before the last entry'),
  new Option('--collaboration <id>', 'which log to read, where a SQLite file holds several'),
  new Option('--json', 'print the result as JSON'),
]
