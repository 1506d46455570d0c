// A connection to SQLite, whichever driver made it: opened, found to be ours, and set to keep what it confirms.
import { existsSync, type Stats, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { StoreError } from '../log/store.ts'

/** What the store asks of a prepared statement. */
export interface Statement {
  run(...values: (string | number | null)[]): { readonly changes: number | bigint }
  /** The first row, undefined if there is none. */
  get(...values: (string | number | null)[]): unknown
  all(...values: (string | number | null)[]): unknown[]
}

/** What the store asks of a connection: the part that node:sqlite, better-sqlite3 and libsql have in common. */
export interface Connection {
  exec(sql: string): unknown
  prepare(sql: string): Statement
}

/** How a database is opened. */
export interface SqliteOptions {
  /** How long to wait for a lock of another writer, in milliseconds, at most an hour; 5,000 if left out. Nothing else runs meanwhile. */
  readonly busyTimeout?: number
  /** For a path: read what is there, write nothing. The file must exist. */
  readonly readOnly?: boolean
}

/** A connection that is ready for use. */
export interface Database {
  readonly connection: Connection
  /** What errors call it. */
  readonly name: string
  /** Looks whether the file that was opened is still at its path. @throws StoreError `replaced` */
  readonly requireInPlace: () => void
  /** Looks for the write-ahead log beside it too, which is a step too much for every append. @throws StoreError `replaced` */
  readonly requireComplete: () => void
  readonly close: () => void
}

interface OwnConnection extends Connection {
  close(): unknown
}

/** Marks the file as a log of ours, in the place that SQLite has for that: "Smsp". */
export const applicationId = 0x536d7370
/** The format of the tables. A file with a higher one was written by a later version. */
export const format = 1

// A file that was made before there was such a table is given one when it is opened to be written.
const wordsTable = `CREATE TABLE IF NOT EXISTS words (
  collaboration TEXT NOT NULL,
  matter TEXT NOT NULL,
  digest TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (collaboration, matter, digest)
) STRICT;`

const schema = `
CREATE TABLE entry (
  collaboration TEXT NOT NULL,
  seq INTEGER NOT NULL,
  matter TEXT NOT NULL,
  act TEXT,
  line TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX entry_by_seq ON entry (collaboration, seq);
CREATE INDEX entry_by_matter ON entry (collaboration, matter, seq);
CREATE INDEX entry_by_act ON entry (collaboration, act, seq) WHERE act IS NOT NULL;
CREATE TABLE snapshot (collaboration TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT;
${wordsTable}
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${format};
`

/** Opens the file, or takes the connection as it is handed over; its tables are made where it is empty. @throws StoreError, TypeError */
export function openDatabase(database: string | Connection, options: SqliteOptions): Database {
  const busyTimeout = timeoutOf(options)
  if (typeof database === 'string') return openFile(database, busyTimeout, options.readOnly ?? false)
  if (typeof database?.exec !== 'function' || typeof database.prepare !== 'function')
    throw new TypeError(
      'the database must be a path or a connection of node:sqlite, better-sqlite3 or libsql',
    )
  const name = 'the database handed over'
  told(name, () => makeReady(database, name, busyTimeout, false))
  return { connection: database, name, ...anywhere, close: () => {} }
}

function timeoutOf({ busyTimeout = 5_000 }: SqliteOptions): number {
  if (Number.isSafeInteger(busyTimeout) && busyTimeout >= 0 && busyTimeout <= 3_600_000) return busyTimeout
  throw new TypeError(`busyTimeout must be whole milliseconds from 0 to 3600000, not ${String(busyTimeout)}`)
}

function openFile(given: string, busyTimeout: number, readOnly: boolean): Database {
  if (given === '' || given.includes('\0')) throw new TypeError('the path of the database must not be empty')
  const inMemory = given === ':memory:'
  const path = inMemory ? given : resolve(given)
  if (!inMemory) told(given, () => requireFile(path, given, readOnly))
  const open = driver()
  const connection = told(given, () => open(path, readOnly && !inMemory))
  try {
    told(given, () => makeReady(connection, given, busyTimeout, readOnly))
  } catch (error) {
    connection.close()
    throw error
  }
  const close = () => {
    if (!readOnly) emptyWal(connection)
    connection.close()
  }
  return { connection, name: given, ...(inMemory ? anywhere : inPlace(path, given)), close }
}

function requireFile(path: string, given: string, readOnly: boolean): void {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found?.isDirectory()) throw new StoreError('cannotOpen', `${given} is a folder: name a file in it`)
  if (!found && readOnly) throw new StoreError('missing', `${given} does not exist: check its name`)
}

// ---------------------------------------------------------------- drivers

type Open = (path: string, readOnly: boolean) => OwnConnection

/** How to open a file: with node:sqlite where Node has it, else with libsql where that is installed. */
function driver(): Open {
  const builtIn = builtInSqlite()
  if (builtIn) return (path, readOnly) => new builtIn.DatabaseSync(path, { readOnly })
  const Libsql = installedLibsql()
  return (path, readOnly) => new Libsql(readOnly ? `${pathToFileURL(path).href}?mode=ro` : path)
}

interface NodeSqlite {
  readonly DatabaseSync: new (path: string, options: { readOnly: boolean }) => OwnConnection
}

/** Node 22 warns whoever loads it that it may change, which nobody who names a file here can do anything about. */
function builtInSqlite(): NodeSqlite | undefined {
  const { emitWarning } = process
  process.emitWarning = () => {}
  try {
    return process.getBuiltinModule('node:sqlite') as NodeSqlite | undefined
  } finally {
    process.emitWarning = emitWarning
  }
}

function installedLibsql(): new (path: string) => OwnConnection {
  const require = createRequire(import.meta.url)
  try {
    return require('libsql')
  } catch (error) {
    throw new StoreError('noDriver', 'no SQLite found: use Node 22.13 or later, or npm install libsql', error)
  }
}

// ---------------------------------------------------------------- making ready

function makeReady(connection: Connection, name: string, busyTimeout: number, readOnly: boolean): void {
  connection.exec(`PRAGMA busy_timeout = ${busyTimeout}`)
  if (isEmpty(connection, name)) {
    if (readOnly) throw foreign(name)
    patiently(busyTimeout, () => makeTables(connection, name))
  }
  if (!readOnly) {
    patiently(busyTimeout, () => keepWhatIsConfirmed(connection, name))
    patiently(busyTimeout, () => connection.exec(wordsTable))
  }
  // Any reading will do: from now on everything that SQLite keeps beside the file is there.
  marksOf(connection)
}

/** False where the database is ours. @throws StoreError where it is somebody else's, or of a later format */
function isEmpty(connection: Connection, name: string): boolean {
  const [id, version, tables] = marksOf(connection)
  if (id === applicationId && version === format) return false
  if (id === applicationId)
    throw new StoreError(
      'newerFormat',
      `${name} has format ${version}, this version knows ${format}: install a later version of samenspraak`,
    )
  if (id === 0 && version === 0 && tables === 0) return true
  throw foreign(name)
}

function foreign(name: string): StoreError {
  return new StoreError(
    'otherDatabase',
    `${name} is a SQLite database without logs of samenspraak: name another file`,
  )
}

/** Read in one statement, so that a database which another process makes at this moment is seen before or after. */
function marksOf(connection: Connection): [applicationId: number, format: number, tables: number] {
  const marks = connection
    .prepare(
      `SELECT application_id AS id, user_version AS version, (SELECT count(*) FROM sqlite_schema) AS tables
      FROM pragma_application_id, pragma_user_version`,
    )
    .get() as Readonly<Record<'id' | 'version' | 'tables', unknown>>
  return [Number(marks.id), Number(marks.version), Number(marks.tables)]
}

function makeTables(connection: Connection, name: string): void {
  inTransaction(connection, () => {
    if (isEmpty(connection, name)) connection.exec(schema)
  })
}

/** A commit is answered once it is on disk: write-ahead log, full sync (on macOS past the cache of the drive). */
function keepWhatIsConfirmed(connection: Connection, name: string): void {
  if (journalMode(connection) !== 'memory') connection.exec('PRAGMA journal_mode = WAL')
  // What is deleted is written over with zeros: words that are erased must not be left in free pages.
  connection.exec('PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA secure_delete = ON')
  const mode = journalMode(connection)
  if (mode !== 'wal' && mode !== 'memory')
    throw new StoreError('failed', `${name} cannot keep a write-ahead log there: move it to a local disk`)
}

/** SQLite does not wait for others when the way of journalling changes; this does. */
function patiently(busyTimeout: number, work: () => void): void {
  const end = Date.now() + busyTimeout
  for (;;) {
    try {
      work()
      return
    } catch (error) {
      if (codeOf(error) !== 'locked' || Date.now() >= end) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}

function journalMode(connection: Connection): unknown {
  return (connection.prepare('PRAGMA journal_mode').get() as { readonly journal_mode: unknown }).journal_mode
}

/**
 * Does the work as one transaction, for which other writers wait; all of it is undone if anything goes wrong.
 * It begins by `exec`, since libsql leaves a prepared statement that met a lock half done, and then no later
 * commit succeeds.
 */
export function inTransaction<T>(connection: Connection, work: () => T): T {
  connection.exec('BEGIN IMMEDIATE')
  try {
    const outcome = work()
    connection.exec('COMMIT')
    return outcome
  } catch (error) {
    rollBack(connection)
    throw error
  }
}

function rollBack(connection: Connection): void {
  try {
    connection.exec('ROLLBACK')
  } catch {
    // There was none any more: SQLite ends some by itself, for instance when the disk is full.
  }
}

/** libsql leaves the write-ahead log behind when it closes; an empty one is left out of a copy without loss. */
export function emptyWal(connection: Connection): void {
  try {
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // Then what is in it stays there, as safe as before.
  }
}

// ---------------------------------------------------------------- the file at its path

type Place = Pick<Database, 'requireInPlace' | 'requireComplete'>

const anywhere: Place = { requireInPlace: () => {}, requireComplete: () => {} }

/**
 * The file and the write-ahead log beside it stay the same ones as long as a connection has them open, unless
 * somebody moves or deletes them; and then what is written goes where nobody will find it. Of the log it is
 * only asked whether it is there: to ask for its times makes the next write of them cost a third more.
 */
function inPlace(path: string, name: string): Place {
  const wal = `${path}-wal`
  const [opened, hasWal] = [fileAt(path), existsSync(wal)]
  const requireKept = (kept: boolean): void => {
    if (kept) return
    throw new StoreError(
      'replaced',
      `${name} is no longer the file that was opened: close this store, open it anew and see what it holds`,
    )
  }
  const isInPlace = (): boolean => {
    const found = fileAt(path)
    return found?.ino === opened?.ino && found?.dev === opened?.dev
  }
  return {
    requireInPlace: () => requireKept(isInPlace()),
    requireComplete: () => requireKept(isInPlace() && (existsSync(wal) || !hasWal)),
  }
}

function fileAt(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

// ---------------------------------------------------------------- errors in words

/** Runs something on the database and says in words what went wrong. @throws StoreError */
export function told<T>(name: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof StoreError) throw error
    const code = codeOf(error)
    throw new StoreError(code, `${name} ${words[code] ?? `failed: ${oneLine(error)}`}`, error)
  }
}

/** What `code` a StoreError of this store can have; beside these `missing`, `otherDatabase`, `newerFormat`, `replaced` and `noDriver`. */
const words: Readonly<Record<string, string>> = {
  locked: 'is locked by another writer: try again, or allow more time with busyTimeout',
  readOnly: 'cannot be written: open it without readOnly, or make the file and its folder writable',
  full: 'cannot grow, the disk is full: make room and try again',
  corrupt: 'is damaged: put a copy in its place and verify the log in it',
  notADatabase: 'is not a SQLite database: name another file',
  cannotOpen: 'cannot be opened: see that its folder exists and that you may write there',
  disk: 'could not be read or written, the disk reports an error: see to the disk, then read what was kept',
  closed: 'is closed: open it anew',
}

const codes: Readonly<Record<number, string>> = {
  5: 'locked',
  6: 'locked',
  8: 'readOnly',
  10: 'disk',
  11: 'corrupt',
  13: 'full',
  14: 'cannotOpen',
  26: 'notADatabase',
}

const names: Readonly<Record<string, number>> = {
  SQLITE_BUSY: 5,
  SQLITE_LOCKED: 6,
  SQLITE_READONLY: 8,
  SQLITE_IOERR: 10,
  SQLITE_CORRUPT: 11,
  SQLITE_FULL: 13,
  SQLITE_CANTOPEN: 14,
  SQLITE_NOTADB: 26,
}

/** Each driver has its own way of telling SQLite's result code. */
function codeOf(error: unknown): string {
  const { errcode, rawCode, code, message } = Object(error) as Readonly<Record<string, unknown>>
  const named = typeof code === 'string' ? names[/^SQLITE_[A-Z]+/.exec(code)?.[0] ?? ''] : undefined
  const said = /^ConnectionFailed\(.*: (\d+)"\)$/.exec(String(message))?.[1]
  const result = [errcode, rawCode, named].find(it => typeof it === 'number') ?? Number(said)
  if (/\b(not open|finalized)\b/.test(String(message))) return 'closed'
  return codes[Number(result) & 0xff] ?? 'failed'
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\s+/g, ' ')
}
