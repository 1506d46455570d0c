// What only the SQLite store promises: files that are not ours, several processes, handed-over connections, cost.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Part, Stored } from '../../src/log/store.ts'
import { type Connection, type Statement, StoreError, sqliteStore } from '../../src/stores/sqlite.ts'
import { drivers, ownDriver } from './drivers.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samenspraak-sqlite-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)

const entry = (seq: number, matter = 'p1', line = `{"seq":${seq}}`): Stored => ({ seq, matter, line })
const entries = (from: number, count: number, matter = 'p1'): Stored[] =>
  Array.from({ length: count }, (_, i) => entry(from + i, matter))

async function all(reading: AsyncIterable<Stored>): Promise<Stored[]> {
  const read: Stored[] = []
  for await (const one of reading) read.push(one)
  return read
}

/** What a call throws or rejects with. */
async function failure(work: () => unknown): Promise<unknown> {
  try {
    await work()
  } catch (error) {
    return error
  }
  return 'nothing went wrong'
}

async function expectTrouble(work: () => unknown, code: string, message: RegExp): Promise<void> {
  const error = await failure(work)
  expect(error).toBeInstanceOf(StoreError)
  expect(error).toMatchObject({ name: 'StoreError', code })
  expect((error as StoreError).message).toMatch(message)
  expect((error as StoreError).message).not.toContain('\n')
}

function sql(path: string, text: string): void {
  const connection = ownDriver.open(path)
  connection.exec(text)
  connection.close()
}

describe('a file that is not ours', () => {
  test.each<[what: string, make: (path: string) => void, code: string, message: RegExp]>([
    [
      'a text',
      path => writeFileSync(path, 'no database\n'.repeat(500)),
      'notADatabase',
      /not a SQLite database/,
    ],
    ['a short text', path => writeFileSync(path, 'hello'), 'notADatabase', /not a SQLite database/],
    ['a database of others', path => sql(path, 'CREATE TABLE t (a)'), 'otherDatabase', /name another file/],
    [
      'a database of others with a name of its own',
      path => sql(path, 'PRAGMA application_id = 7'),
      'otherDatabase',
      /name another file/,
    ],
    [
      'a database with a version',
      path => sql(path, 'PRAGMA user_version = 1'),
      'otherDatabase',
      /another file/,
    ],
    [
      'a log of a later format',
      path => {
        sqliteStore(path).close()
        sql(path, 'PRAGMA user_version = 2')
      },
      'newerFormat',
      /has format 2, this version knows 1: install a later version/,
    ],
  ])('%s is told from a log, and stays as it was', async (_, make, code, message) => {
    make(at('a.db'))
    const before = readFileSync(at('a.db'))
    for (const options of [{}, { readOnly: true }])
      await expectTrouble(() => sqliteStore(at('a.db'), options), code, message)
    await expectTrouble(() => sqliteStore(ownDriver.open(at('a.db'))), code, /^the database handed over /)
    expect(readFileSync(at('a.db')).equals(before)).toBe(true)
  })

  test('an empty one becomes ours, but not for one who only reads', async () => {
    writeFileSync(at('a.db'), '')
    await expectTrouble(() => sqliteStore(at('a.db'), { readOnly: true }), 'otherDatabase', /without logs/)
    expect(readFileSync(at('a.db'))).toHaveLength(0)
    const store = sqliteStore(at('a.db'))
    expect(await store.append('regio', entries(0, 1), 0)).toEqual({ appended: true })
    store.close()
  })

  test('an empty one that becomes another’s, or ours by another hand, while it is opened, is told apart', async () => {
    const meanwhile = (path: string, work: () => void): Connection => {
      const connection = ownDriver.open(path)
      let due = true
      const exec = (text: string) => {
        if (due && text.startsWith('BEGIN')) work()
        if (text.startsWith('BEGIN')) due = false
        return connection.exec(text)
      }
      return { exec, prepare: text => connection.prepare(text) }
    }
    const foreign = meanwhile(at('a.db'), () => sql(at('a.db'), 'CREATE TABLE t (a)'))
    await expectTrouble(() => sqliteStore(foreign), 'otherDatabase', /without logs/)
    const store = sqliteStore(meanwhile(at('b.db'), () => sqliteStore(at('b.db')).close()))
    expect(await store.append('regio', entries(0, 1), 0)).toEqual({ appended: true })
  })

  test('one that becomes ours by another hand after any look at it is taken', async () => {
    const connection = ownDriver.open(at('a.db'))
    let looks = 0
    const prepare = (text: string): Statement => {
      const statement = connection.prepare(text)
      const get = (...values: (string | number | null)[]) => {
        const found = statement.get(...values)
        if (looks++ === 0) sqliteStore(at('a.db')).close()
        return found
      }
      return { run: statement.run.bind(statement), all: statement.all.bind(statement), get }
    }
    const store = sqliteStore({ exec: text => connection.exec(text), prepare })
    expect(await store.append('regio', entries(0, 1), 0)).toEqual({ appended: true })
    connection.close()
  })

  test('a folder, and a folder that is not there, are told', async () => {
    mkdirSync(at('a.db'))
    await expectTrouble(() => sqliteStore(at('a.db')), 'cannotOpen', /is a folder: name a file in it/)
    await expectTrouble(() => sqliteStore(at('no/b.db')), 'cannotOpen', /see that its folder exists/)
    expect(readdirSync(folder)).toEqual(['a.db'])
  })

  test.each<[what: string, database: unknown, options: object, message: RegExp]>([
    ['an empty path', '', {}, /path/],
    ['a path with a NUL', 'a\0', {}, /path/],
    ['no path', undefined, {}, /must be a path or a connection/],
    ['an object', {}, {}, /must be a path or a connection/],
    ['a negative patience', ':memory:', { busyTimeout: -1 }, /busyTimeout must be whole milliseconds/],
    ['a patience without end', ':memory:', { busyTimeout: Number.POSITIVE_INFINITY }, /busyTimeout/],
    ['a patience in words', ':memory:', { busyTimeout: '5 s' }, /busyTimeout/],
  ])('%s is a TypeError', async (_, database, options, message) => {
    const error = await failure(() => sqliteStore(database as string, options))
    expect(error).toBeInstanceOf(TypeError)
    expect((error as TypeError).message).toMatch(message)
  })

  test('a path is no address: what looks like one is the name of a file', () => {
    mkdirSync(at('file:'))
    const path = at('file:/x.db?mode=memory&a=%41#b')
    sqliteStore(path).close()
    sqliteStore(path, { readOnly: true }).close()
    expect(readdirSync(at('file:'))).toContain('x.db?mode=memory&a=%41#b')
  })
})

describe('a store that only reads', () => {
  test('reads what is there, also what another handle appends meanwhile, and writes nothing', async () => {
    const writer = sqliteStore(at('a.db'))
    await writer.append('regio', entries(0, 2), 0)
    const reader = sqliteStore(at('a.db'), { readOnly: true })
    expect(await all(reader.read('regio'))).toEqual(entries(0, 2))
    await writer.append('regio', entries(2, 1), 2)
    expect(await reader.size('regio')).toBe(3)
    await expectTrouble(() => reader.append('regio', entries(3, 1), 3), 'readOnly', /cannot be written/)
    await expectTrouble(() => reader.snapshots.save('regio', 'x'), 'readOnly', /cannot be written/)
    expect(await writer.append('regio', entries(3, 1), 3)).toEqual({ appended: true })
    reader.close()
    writer.close()
  })

  test('reads a log that nobody has open', async () => {
    const writer = sqliteStore(at('a.db'))
    await writer.append('regio', entries(0, 2), 0)
    writer.close()
    const reader = sqliteStore(at('a.db'), { readOnly: true })
    expect(await reader.collaborations()).toEqual(['regio'])
    reader.close()
  })

  test('makes no file', async () => {
    await expectTrouble(() => sqliteStore(at('a.db'), { readOnly: true }), 'missing', /a\.db does not exist/)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('what is written', () => {
  test.each(drivers)('is kept with a write-ahead log and full sync, through $name', ({ open }) => {
    const connection = open(at('a.db'))
    connection.exec('PRAGMA synchronous = OFF')
    sqliteStore(connection)
    const asked = (name: string) =>
      Object.values(connection.prepare(`PRAGMA ${name}`).all()[0] as Record<string, unknown>)[0]
    expect(['journal_mode', 'synchronous', 'busy_timeout'].map(asked)).toEqual(['wal', 2, 5000])
    connection.close()
  })

  test('is there for the next one who opens it, with snapshots', async () => {
    const first = sqliteStore(at('a.db'))
    const written = [{ ...entry(0, 'charter'), act: 'a1' }, entry(1)]
    await first.append('regio', written, 0)
    await first.snapshots.save('regio', 'at 2')
    first.close()
    const next = sqliteStore(at('a.db'))
    expect(await all(next.read('regio'))).toStrictEqual(written)
    expect(await all(next.read('regio', { act: 'a1' }))).toStrictEqual(written.slice(0, 1))
    expect(await next.snapshots.load('regio')).toBe('at 2')
    next.close()
  })

  test('is in the file itself once the store is closed, so that a copy of it is whole', async () => {
    const store = sqliteStore(at('a.db'))
    await store.append('regio', entries(0, 100), 0)
    store.close()
    writeFileSync(at('copy.db'), readFileSync(at('a.db')))
    const copy = sqliteStore(at('copy.db'))
    expect(await copy.size('regio')).toBe(100)
    copy.close()
  })

  test('comes back page by page, whatever the length of the lines', async () => {
    const store = sqliteStore(at('a.db'))
    const long = Array.from({ length: 60 }, (_, i) => entry(i, 'p1', 'é'.repeat(i % 7 === 0 ? 1e6 : 10)))
    await store.append('long', long, 0)
    expect(await all(store.read('long'))).toEqual(long)
    const many = Array.from({ length: 2345 }, (_, i) => entry(i, `p${i % 3}`))
    await store.append('many', many, 0)
    for (const part of [{}, { matter: 'p1' }, { from: 49 }, { from: 50, matter: 'p2' }, { from: 2344 }]) {
      const { from = 0, matter }: Part = part
      const expected = many.slice(from).filter(one => matter === undefined || one.matter === matter)
      expect(await all(store.read('many', part))).toEqual(expected)
    }
    store.close()
  })
})

describe('after closing', () => {
  test('every call is refused, and closing again does no harm', async () => {
    const store = sqliteStore(at('a.db'))
    await store.append('regio', entries(0, 600), 0)
    const reading = store.read('regio')[Symbol.asyncIterator]()
    await reading.next()
    store.close()
    store.close()
    const calls: (() => unknown)[] = [
      () => store.append('regio', entries(600, 1), 600),
      () => store.size('regio'),
      () => store.collaborations(),
      () => all(store.read('regio')),
      () => store.snapshots.load('regio'),
      () => store.snapshots.save('regio', 'x'),
      async () => {
        for (let i = 0; i < 600; i++) await reading.next()
      },
    ]
    for (const call of calls) await expectTrouble(call, 'closed', /a\.db is closed: open it anew/)
  })

  test.each(drivers)('a connection of $name that was handed over is still its owner’s', async ({ open }) => {
    const connection = open(at('a.db'))
    const store = sqliteStore(connection)
    await store.append('regio', entries(0, 1), 0)
    store.close()
    expect(connection.prepare('SELECT count(*) AS n FROM entry').get()).toMatchObject({ n: 1 })
    await expectTrouble(() => store.size('regio'), 'closed', /handed over is closed/)
    connection.close()
  })
})

describe.each(drivers)('a connection of $name that is handed over', ({ open }) => {
  test('in the middle of a transaction of its owner is left alone', async () => {
    const connection = open(at('a.db'))
    const store = sqliteStore(connection)
    connection.exec('BEGIN')
    for (const count of [1, 2])
      await expectTrouble(() => store.append('regio', entries(0, count), 0), 'failed', /within a transaction/)
    await expectTrouble(() => store.snapshots.save('regio', 'x'), 'failed', /within a transaction/)
    connection.exec('COMMIT')
    expect(await store.size('regio')).toBe(0)
    expect(await store.append('regio', entries(0, 1), 0)).toEqual({ appended: true })
    connection.close()
  })

  test('and closed by its owner says so, or goes on where the driver does', async () => {
    const connection = open(at('a.db'))
    const store = sqliteStore(connection)
    await store.size('regio')
    connection.close()
    const error = await failure(() => store.append('other', entries(0, 1), 0))
    if (error !== 'nothing went wrong') expect(error).toMatchObject({ name: 'StoreError', code: 'closed' })
  })
})

test('a statement that failed is not used again', async () => {
  const owner = ownDriver.open(at('a.db'))
  let trouble: Error | null = null
  // Like libsql: what has met a lock goes on with the values of then.
  const spoilt = (text: string): Statement => {
    const statement = owner.prepare(text)
    let first: (string | number | null)[] | null = null
    const values = (given: (string | number | null)[]) => {
      if (trouble) first = given
      if (trouble) throw trouble
      return first ?? given
    }
    return {
      run: (...given) => statement.run(...values(given)),
      get: (...given) => statement.get(...values(given)),
      all: (...given) => statement.all(...values(given)),
    }
  }
  const store = sqliteStore({ exec: text => owner.exec(text), prepare: spoilt })
  await store.append('one', entries(0, 1), 0)
  await store.append('two', entries(0, 2), 0)
  await store.size('two')
  trouble = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' })
  await expectTrouble(() => store.size('one'), 'locked', /try again/)
  await expectTrouble(() => store.append('one', entries(1, 1), 1), 'locked', /try again/)
  trouble = null
  expect(await store.size('two')).toBe(2)
  expect(await store.append('two', entries(2, 1), 2)).toEqual({ appended: true })
  expect(await store.size('one')).toBe(1)
  owner.close()
})

describe('what a call costs', () => {
  /** A connection that remembers what it was asked to prepare. */
  function listening(connection: Connection): { connection: Connection; heard: Set<string> } {
    const heard = new Set<string>()
    const prepare = (text: string) => {
      heard.add(text)
      return connection.prepare(text)
    }
    return { connection: { exec: text => connection.exec(text), prepare }, heard }
  }

  test('does not grow with the log: every statement finds its place by an index', async () => {
    const owner = ownDriver.open(at('a.db'))
    const { connection, heard } = listening(owner)
    const store = sqliteStore(connection)
    heard.clear()
    await store.append('regio', [{ ...entry(0), act: 'a' }, entry(1)], 0)
    for (const part of [{}, { matter: 'p1' }, { act: 'a' }, { act: 'a', matter: 'p1' }])
      await all(store.read('regio', part))
    await store.snapshots.save('regio', 'x')
    await store.snapshots.load('regio')
    await store.collaborations()
    const statements = [...heard].filter(text => !/^(BEGIN|COMMIT)/.test(text))
    expect(statements.length).toBeGreaterThan(8)
    const plans = statements.map(text => planOf(owner, text))
    expect(plans.flat().length).toBeGreaterThan(8)
    const scans = plans.flat().filter(step => /\bSCAN (entry|snapshot)\b|TEMP B-TREE/.test(step))
    expect(scans).toEqual([])
    const reads = plans.flat().filter(step => step.includes('seq>? AND seq<?'))
    expect(reads.map(step => /entry_by_\w+ \([^)]*/.exec(step)?.[0]).sort()).toEqual([
      'entry_by_act (collaboration=? AND act=? AND seq>? AND seq<?',
      'entry_by_act (collaboration=? AND act=? AND seq>? AND seq<?',
      'entry_by_matter (collaboration=? AND matter=? AND seq>? AND seq<?',
      'entry_by_seq (collaboration=? AND seq>? AND seq<?',
    ])
    owner.close()
  })

  function planOf(connection: Connection, text: string): string[] {
    const count = text.split('?').length - 1
    const rows = connection.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...Array(count).fill(1))
    return (rows as { readonly detail: string }[]).map(({ detail }) => detail)
  }
})

describe('several processes on one file', () => {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const writer = fileURLToPath(new URL('./sqlite-writer.ts', import.meta.url))

  function write(path: string, name: string, count: number): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, ['--import', tsx, writer, path, name, String(count)])
    let said = ''
    child.stderr.on('data', text => {
      said += text
    })
    return new Promise(done => child.on('close', code => done({ code, said })))
  }

  test('make it together, and each gets all its entries in once', async () => {
    const [count, names] = [60, ['w1', 'w2', 'w3', 'w4']]
    const ends = await Promise.all(names.map(name => write(at('a.db'), name, count)))
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    const store = sqliteStore(at('a.db'))
    const log = await all(store.read('regio'))
    expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 4 * count }, (_, seq) => seq))
    for (const name of names) {
      const own = await all(store.read('regio', { matter: name }))
      expect(own.map(({ line }) => line)).toEqual(Array.from({ length: count }, (_, i) => `${name} ${i}`))
    }
    store.close()
    expect(existsSync(at('a.db'))).toBe(true)
  })
})
