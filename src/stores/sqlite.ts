// A store in SQLite: the logs of any number of collaborations in one file, for any number of processes.
import {
  type Appended,
  type KeptWords,
  type Part,
  requireAppendable,
  requireErasable,
  requireReadable,
  requireSnapshot,
  type Snapshots,
  type Store,
  type Stored,
  StoreError,
  type WordsKeeper,
} from '../log/store.ts'
import {
  type Connection,
  type Database,
  emptyWal,
  inTransaction,
  openDatabase,
  type SqliteOptions,
  type Statement,
  told,
} from './sqlite-connection.ts'

export { StoreError } from '../log/store.ts'
export type { Connection, SqliteOptions, Statement } from './sqlite-connection.ts'

/** A store that is closed after use. */
export interface SqliteStore extends Store {
  readonly snapshots: Snapshots
  readonly words: WordsKeeper
  /** Closes the file that the store opened; a connection that was handed over stays open. Twice does no harm. */
  close(): void
}

/** The most entries that are read at once, and about how many characters. */
const mostRows = 500
const mostCharacters = 4_000_000

/**
 * A store in the SQLite file at a path, made where there is none, or on a connection of node:sqlite,
 * better-sqlite3 or libsql.
 *
 * A path is opened with node:sqlite (Node 22.13 or later) or else with libsql, if that is installed. Once an
 * append is answered it is on disk, as far as the disk keeps its promises: write-ahead log, full sync. All
 * calls are done when they return; waiting for the lock of another process holds up everything else in this
 * one. A connection that is handed over gets the same settings and must have no transaction open during a
 * call.
 *
 * @throws StoreError for a file that is not ours (and stays as it is), is missing or cannot be opened;
 * TypeError for misuse
 */
export function sqliteStore(database: string | Connection, options: SqliteOptions = {}): SqliteStore {
  const logs = logsIn(openDatabase(database, options))
  return {
    append: async (collaboration, entries, expectedSize) => {
      requireAppendable(collaboration, entries, expectedSize)
      return logs.append(collaboration, entries.map(rowOf), expectedSize)
    },
    read: (collaboration, part = {}) => {
      requireReadable(collaboration, part)
      const { from, matter, act } = part
      return { [Symbol.asyncIterator]: () => reader(logs, collaboration, { from, matter, act }) }
    },
    size: async collaboration => {
      requireReadable(collaboration)
      return logs.size(collaboration)
    },
    collaborations: async () => logs.collaborations(),
    snapshots: {
      load: async collaboration => {
        requireReadable(collaboration)
        return logs.loadSnapshot(collaboration)
      },
      save: async (collaboration, text) => {
        requireSnapshot(collaboration, text)
        logs.saveSnapshot(collaboration, text)
      },
    },
    words: {
      read: async (collaboration, matter) => {
        requireReadable(collaboration, { matter })
        return logs.words(collaboration, matter)
      },
      erase: async (collaboration, matter, digests) => {
        requireErasable(collaboration, matter, digests)
        logs.erase(collaboration, matter, [...digests])
      },
    },
    close: () => logs.close(),
  }
}

type Row = readonly [
  ...(readonly [seq: number, matter: string, act: string | null, line: string]),
  words: readonly KeptWords[],
]

/** Taken before anything is written, so that nothing that is handed over runs inside a transaction. */
function rowOf({ seq, matter, act, line, words = [] }: Stored): Row {
  return [seq, matter, act ?? null, line, words.map(({ digest, text }) => ({ digest, text }))]
}

/** The statements, each done when it returns. Every function throws StoreError. */
interface Logs {
  append(collaboration: string, rows: readonly Row[], expectedSize: number): Appended
  page(collaboration: string, part: Part, end: number, rows: number): Stored[]
  size(collaboration: string): number
  collaborations(): string[]
  loadSnapshot(collaboration: string): string | null
  saveSnapshot(collaboration: string, text: string): void
  words(collaboration: string, matter?: string): (KeptWords & { readonly matter: string })[]
  erase(collaboration: string, matter: string, digests: readonly string[]): void
  close(): void
}

function logsIn(database: Database): Logs {
  const { read, write, empty, close } = openSession(database)
  return {
    append: (collaboration, rows, expectedSize) =>
      write<Appended>(statement => {
        if (putAtEnd(statement, collaboration, rows)) return { appended: true }
        return conflictAt(sizeIn(statement, collaboration), expectedSize)
      }),
    page: (collaboration, part, end, rows) => {
      const { from = 0, matter, act } = part
      const named = [matter, act].filter(it => it !== undefined)
      const page = read(it => it(selectOf(part)).all(collaboration, ...named, from, end, rows))
      return (page as Found[]).map(entryOf)
    },
    size: collaboration => read(statement => sizeIn(statement, collaboration)),
    collaborations: () =>
      read(statement => statement(sql.names).all() as Named[]).map(({ collaboration }) => collaboration),
    loadSnapshot: collaboration => {
      const saved = read(statement => statement(sql.load).get(collaboration))
      return (saved as { readonly text: string } | undefined)?.text ?? null
    },
    saveSnapshot: (collaboration, text) =>
      write(statement => {
        statement(sql.save).run(collaboration, text)
      }),
    words: (collaboration, matter) => {
      const where = matter === undefined ? [collaboration] : [collaboration, matter]
      const found = read(statement => wordsIn(statement, where)) as (KeptWords & {
        readonly matter: string
      })[]
      return found.map(({ matter: own, digest, text }) => ({ matter: own, digest, text }))
    },
    erase: (collaboration, matter, digests) => {
      const kept = read(statement => wordsIn(statement, [collaboration, matter])) as KeptWords[]
      const there = digests.filter(digest => kept.some(it => it.digest === digest))
      if (there.length === 0) return
      write(statement => {
        for (const digest of there) statement(sql.erase).run(collaboration, matter, digest)
      })
      empty()
    },
    close,
  }
}

/** False, with nothing written, where the first of them is not the next entry of the log. */
function putAtEnd(statement: Prepared, collaboration: string, rows: readonly Row[]): boolean {
  const [first, ...others] = rows
  if (first === undefined) return false
  const [seq, matter, act, line] = first
  const { changes } = statement(sql.insertAtEnd).run(
    ...[collaboration, seq, collaboration, seq, matter, act, line],
  )
  if (Number(changes) === 0) return false
  for (const [at, ...row] of others) statement(sql.insert).run(collaboration, at, row[0], row[1], row[2])
  for (const [, own, , , words] of rows)
    for (const { digest, text } of words) statement(sql.keep).run(collaboration, own, digest, text)
  return true
}

/** None in a file that was made before there were any, and is only read. */
function wordsIn(statement: Prepared, where: readonly string[]): unknown[] {
  const { count } = statement(sql.wordsTable).get() as { readonly count: number | bigint }
  if (Number(count) === 0) return []
  return statement(where.length === 1 ? sql.allWords : sql.words).all(...where)
}

function sizeIn(statement: Prepared, collaboration: string): number {
  const { seq } = statement(sql.last).get(collaboration) as { readonly seq: number | bigint | null }
  return seq === null ? 0 : Number(seq) + 1
}

/** Nothing was written: because the log has another size, or else for a reason that must not pass for that. */
function conflictAt(size: number, expectedSize: number): Appended {
  if (size !== expectedSize) return { conflict: { size } }
  throw new StoreError('corrupt', `entry ${size} was not taken at the end of the log: check the database`)
}

const sql = {
  insert: 'INSERT INTO entry (collaboration, seq, matter, act, line) VALUES (?, ?, ?, ?, ?)',
  // Writes at the end, and nothing where that is elsewhere: then seq is null, which the table does not take.
  insertAtEnd: `INSERT OR IGNORE INTO entry (collaboration, seq, matter, act, line) VALUES (?, CASE ? WHEN
    (SELECT coalesce(max(seq) + 1, 0) FROM entry INDEXED BY entry_by_seq WHERE collaboration = ?)
    THEN ? END, ?, ?, ?)`,
  last: 'SELECT max(seq) AS seq FROM entry INDEXED BY entry_by_seq WHERE collaboration = ?',
  // From each name to the next, so that it costs their number and not the number of entries.
  names: `WITH RECURSIVE name (it) AS (
    SELECT min(collaboration) FROM entry INDEXED BY entry_by_seq UNION ALL
    SELECT (SELECT min(collaboration) FROM entry INDEXED BY entry_by_seq WHERE collaboration > it)
    FROM name WHERE it IS NOT NULL
  ) SELECT it AS collaboration FROM name WHERE it IS NOT NULL`,
  wordsTable: "SELECT count(*) AS count FROM sqlite_schema WHERE name = 'words'",
  allWords: 'SELECT matter, digest, text FROM words WHERE collaboration = ?',
  words: 'SELECT matter, digest, text FROM words WHERE collaboration = ? AND matter = ?',
  keep: `INSERT INTO words (collaboration, matter, digest, text) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET text = excluded.text`,
  erase: 'DELETE FROM words WHERE collaboration = ? AND matter = ? AND digest = ?',
  load: 'SELECT text FROM snapshot WHERE collaboration = ?',
  save: 'INSERT INTO snapshot (collaboration, text) VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text',
}

/** Names the index, so that a read costs what it reads in every version of SQLite, or fails. */
function selectOf({ matter, act }: Part): string {
  const index = act !== undefined ? 'entry_by_act' : matter !== undefined ? 'entry_by_matter' : 'entry_by_seq'
  const named = `${matter === undefined ? '' : 'AND matter = ? '}${act === undefined ? '' : 'AND act = ? '}`
  return `SELECT seq, matter, act, line FROM entry INDEXED BY ${index}
    WHERE collaboration = ? ${named}AND seq >= ? AND seq < ? ORDER BY seq LIMIT ?`
}

interface Named {
  readonly collaboration: string
}

/** A row as drivers hand it out; a number may be a bigint, where the owner of the connection asked for that. */
interface Found {
  readonly seq: number | bigint
  readonly matter: string
  readonly act: string | null
  readonly line: string
}

function entryOf({ seq, matter, act, line }: Found): Stored {
  return { seq: Number(seq), matter, ...(act === null ? {} : { act }), line }
}

/**
 * Reads page by page, with nothing held open in between. A log only grows, so what lies below the size that it
 * had at the first page stays as it is.
 */
async function* reader(logs: Logs, collaboration: string, part: Part): AsyncGenerator<Stored> {
  const end = logs.size(collaboration)
  let from = part.from ?? 0
  let rows = 50
  while (from < end) {
    const page = logs.page(collaboration, { ...part, from }, end, rows)
    yield* page
    if (page.length < rows) return
    from = (page.at(-1)?.seq ?? end) + 1
    rows = rowsAfter(page)
  }
}

/** Fewer where lines are long, so that a page has room in memory. */
function rowsAfter(page: readonly Stored[]): number {
  const longest = page.reduce((most, { line }) => Math.max(most, line.length), 1)
  return Math.min(mostRows, Math.max(1, Math.floor(mostCharacters / longest)))
}

/** The statement of that text, prepared once. */
type Prepared = (sql: string) => Statement

/** A database in use: every failure is told in words, and none leaves a transaction open. */
interface Session {
  readonly read: <T>(work: (statement: Prepared) => T) => T
  /** Does the work in one transaction, for which other writers wait. */
  readonly write: <T>(work: (statement: Prepared) => T) => T
  /** Empties the write-ahead log into the file, so that what was deleted is in neither; where others read, the last of them does. */
  readonly empty: () => void
  readonly close: () => void
}

function openSession(database: Database): Session {
  const { connection, name, requireInPlace, requireComplete, close } = database
  const prepared = new Map<string, Statement>()
  const statement: Prepared = text => {
    const made = prepared.get(text) ?? connection.prepare(text)
    prepared.set(text, made)
    return made
  }
  let open = true
  const inWords = <T>(work: () => T): T =>
    told(name, () => {
      if (!open) throw new StoreError('closed', `${name} is closed: open it anew`)
      try {
        return work()
      } catch (error) {
        // A statement of libsql that met a lock would go on with the values of then, whatever it is given later.
        prepared.clear()
        throw error
      }
    })
  return {
    read: work =>
      inWords(() => {
        requireComplete()
        return work(statement)
      }),
    write: work =>
      inWords(() => {
        requireInPlace()
        const outcome = inTransaction(connection, () => work(statement))
        requireInPlace()
        return outcome
      }),
    empty: () => emptyWal(connection),
    close: () => {
      if (open) told(name, close)
      open = false
      prepared.clear()
    },
  }
}
