// Broken writes, row by row: what the caller is told, what the log holds afterwards, and that the store goes on.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store, Stored } from '../../src/log/store.ts'
import { memoryStore } from '../../src/stores/memory.ts'
import { type SqliteStore, StoreError, sqliteStore } from '../../src/stores/sqlite.ts'
import { BrokenWrite, breaks, brokenStore, isWritten } from './broken.ts'
import { drivers, ownDriver } from './drivers.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samenspraak-broken-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)

const entry = (seq: number, line = `{"seq":${seq}}`): Stored => ({ seq, matter: 'p1', act: `a${seq}`, line })
const entries = (from: number, count: number): Stored[] =>
  Array.from({ length: count }, (_, i) => entry(from + i))
const large = (from: number, count: number): Stored[] =>
  Array.from({ length: count }, (_, i) => entry(from + i, 'x'.repeat(20_000)))

async function all(store: Store): Promise<Stored[]> {
  const read: Stored[] = []
  for await (const one of store.read('regio')) read.push(one)
  return read
}

async function failure(work: () => unknown): Promise<unknown> {
  try {
    return { answered: await work() }
  } catch (error) {
    return error
  }
}

/** What the caller is told: an error with this code, which says on one line what to do. */
async function expectTrouble(work: () => unknown, code: string, message: RegExp): Promise<void> {
  const error = await failure(work)
  expect(error).toBeInstanceOf(StoreError)
  expect(error).toMatchObject({ code })
  expect((error as StoreError).message).toMatch(message)
  expect((error as StoreError).message).not.toContain('\n')
}

describe.each<[name: string, make: () => Store]>([
  ['memory', memoryStore],
  ['sqlite', () => sqliteStore(at('a.db'))],
])('an append to a store in %s', (_, make) => {
  test.each(breaks)('that %s: the caller is told, and the log holds all of it or nothing', async fate => {
    const whole = make()
    const store = brokenStore(whole, ['works', fate])
    await store.append('regio', entries(0, 2), 0)
    const error = await failure(() => store.append('regio', entries(2, 3), 2))
    expect(error).toBeInstanceOf(BrokenWrite)
    const size = isWritten(fate) ? 5 : 2
    expect(await all(whole)).toEqual(entries(0, size))
    // A second try tells which it was; after that the store goes on.
    const again = await store.append('regio', entries(2, 3), 2)
    expect(again).toEqual(isWritten(fate) ? { conflict: { size: 5 } } : { appended: true })
    expect(await store.append('regio', entries(5, 1), 5)).toEqual({ appended: true })
    expect(await all(store)).toEqual(entries(0, 6))
  })

  test('whose entries cannot be read to their end leaves nothing', async () => {
    const store = make()
    await store.append('regio', entries(0, 1), 0)
    let reads = 0
    const failing = {
      seq: 2,
      matter: 'p1',
      get line(): string {
        if (reads++ > 0) throw new Error('gone')
        return '{}'
      },
    }
    expect(await failure(() => store.append('regio', [entry(1), failing], 1))).toMatchObject({
      message: 'gone',
    })
    expect(await all(store)).toEqual(entries(0, 1))
    expect(await store.append('regio', entries(1, 2), 1)).toEqual({ appended: true })
  })
})

describe.each(drivers)('a full disk, through $name', ({ open }) => {
  test.each([1, 40])(
    'an append of %i entries is refused whole, and taken once there is room',
    async count => {
      const connection = open(at('a.db'))
      const store = sqliteStore(connection)
      await store.append('regio', entries(0, 3), 0)
      const limit = (pages: number) => connection.prepare(`PRAGMA max_page_count = ${pages}`).all()
      limit(1)
      let size = 3
      let failed: unknown = null
      while (failed === null && size < 1000) {
        const outcome = await failure(() => store.append('regio', large(size, count), size))
        if (outcome instanceof Error) failed = outcome
        else size += count
      }
      await expectTrouble(() => Promise.reject(failed), 'full', /cannot grow, the disk is full: make room/)
      await expectTrouble(() => store.snapshots.save('regio', 'x'.repeat(1e6)), 'full', /make room/)
      expect(await store.size('regio')).toBe(size)
      expect((await all(store)).map(({ seq }) => seq)).toEqual(Array.from({ length: size }, (_, seq) => seq))
      expect(await store.snapshots.load('regio')).toBeNull()
      limit(100_000)
      expect(await store.append('regio', large(size, count), size)).toEqual({ appended: true })
      expect(await store.size('regio')).toBe(size + count)
      connection.close()
    },
  )
})

describe('a disk of half a megabyte', () => {
  const mounted = (): boolean =>
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', at('disk')]).status === 0

  test('that is full: appends are refused whole, reading goes on, and room brings the store back', async context => {
    mkdirSync(at('disk'))
    if (!mounted()) return context.skip('only an administrator can mount a disk')
    try {
      writeFileSync(at('disk/ballast'), 'x'.repeat(200_000))
      const store = sqliteStore(at('disk/a.db'))
      await store.append('regio', entries(0, 2), 0)
      let size = 2
      let failed: unknown = null
      while (failed === null && size < 100) {
        const outcome = await failure(() => store.append('regio', large(size, 1), size))
        if (outcome instanceof Error) failed = outcome
        else size += 1
      }
      await expectTrouble(() => Promise.reject(failed), 'full', /make room/)
      expect(await store.size('regio')).toBe(size)
      expect(await all(store)).toEqual([...entries(0, 2), ...large(2, size - 2)])
      rmSync(at('disk/ballast'))
      expect(await store.append('regio', large(size, 1), size)).toEqual({ appended: true })
      store.close()
      const reopened = sqliteStore(at('disk/a.db'))
      expect(await reopened.size('regio')).toBe(size + 1)
      reopened.close()
    } finally {
      spawnSync('umount', ['-l', at('disk')])
    }
  })
})

describe('a database that may not be written', () => {
  test.each(drivers)('because the connection of $name only asks: told, and taken later', async ({ open }) => {
    const connection = open(at('a.db'))
    const store = sqliteStore(connection)
    await store.append('regio', entries(0, 2), 0)
    connection.exec('PRAGMA query_only = ON')
    for (const count of [1, 3])
      await expectTrouble(() => store.append('regio', entries(2, count), 2), 'readOnly', /cannot be written/)
    expect(await all(store)).toEqual(entries(0, 2))
    connection.exec('PRAGMA query_only = OFF')
    expect(await store.append('regio', entries(2, 1), 2)).toEqual({ appended: true })
    connection.close()
  })

  test('because of the rights on file and folder: told, and the file stays as it is', async context => {
    const store = sqliteStore(at('a.db'))
    await store.append('regio', entries(0, 2), 0)
    store.close()
    for (const ending of ['-wal', '-shm']) rmSync(at(`a.db${ending}`), { force: true })
    const before = readFileSync(at('a.db'))
    chmodSync(at('a.db'), 0o444)
    chmodSync(folder, 0o555)
    const { code, said } = asNobody(at('a.db'))
    chmodSync(folder, 0o755)
    if (!said) return context.skip('nobody else can run this program here')
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringMatching(/^(readOnly|cannotOpen) /) })
    expect(said).toMatch(/ writ(e|able|ten)/)
    expect(readFileSync(at('a.db')).equals(before)).toBe(true)
    chmodSync(at('a.db'), 0o644)
    const again = sqliteStore(at('a.db'))
    expect(await again.append('regio', entries(2, 1), 2)).toEqual({ appended: true })
    again.close()
  })

  /** Appends in a process for which rights count: as somebody who is not an administrator. */
  function asNobody(path: string): { code: number | null; said: string } {
    const isAdministrator = process.getuid?.() === 0
    const { status, stdout } = spawnSync(process.execPath, ['--import', tsx, other, 'append', path], {
      encoding: 'utf8',
      ...(isAdministrator ? { uid: 65_534, gid: 65_534 } : {}),
    })
    return { code: status, said: stdout }
  }
})

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const other = fileURLToPath(new URL('./sqlite-other.ts', import.meta.url))

describe('a file that is taken away', () => {
  const endings = ['', '-wal', '-shm']
  const takings: [what: string, take: () => void][] = [
    ['is deleted', deleteAll],
    [
      'is moved',
      () => {
        for (const ending of endings) renameSync(at(`a.db${ending}`), at(`b.db${ending}`))
      },
    ],
    [
      'makes place for a copy of before',
      () => {
        copyFileSync(at('old.db'), at('copy.db'))
        renameSync(at('copy.db'), at('a.db'))
      },
    ],
  ]

  function deleteAll(): void {
    for (const ending of endings) rmSync(at(`a.db${ending}`), { force: true })
  }

  let store: SqliteStore
  beforeEach(async () => {
    const early = sqliteStore(at('a.db'))
    await early.append('regio', entries(0, 1), 0)
    early.close()
    copyFileSync(at('a.db'), at('old.db'))
    store = sqliteStore(at('a.db'))
    await store.append('regio', entries(1, 1), 1)
  })
  afterEach(() => store.close())

  test.each(takings)(
    '%s: nothing is confirmed or read any more, until it is opened anew',
    async (_, take) => {
      take()
      for (const count of [1, 3])
        await expectTrouble(() => store.append('regio', entries(2, count), 2), 'replaced', /open it anew/)
      await expectTrouble(() => store.append('regio', entries(9, 1), 9), 'replaced', /open it anew/)
      await expectTrouble(() => store.snapshots.save('regio', 'x'), 'replaced', /open it anew/)
      await expectTrouble(() => all(store), 'replaced', /open it anew/)
      await expectTrouble(() => store.size('regio'), 'replaced', /open it anew/)
    },
  )

  test('is moved: nothing is written any more to where it went', async () => {
    for (const ending of endings) renameSync(at(`a.db${ending}`), at(`b.db${ending}`))
    for (const count of [1, 3])
      await expectTrouble(() => store.append('regio', entries(2, count), 2), 'replaced', /open it anew/)
    store.close()
    const moved = sqliteStore(at('b.db'))
    expect(await all(moved)).toEqual(entries(0, 2))
    moved.close()
  })

  test('is deleted and opened anew: an empty store, that works', async () => {
    deleteAll()
    const anew = sqliteStore(at('a.db'))
    expect(await anew.collaborations()).toEqual([])
    expect(await anew.append('regio', entries(0, 1), 0)).toEqual({ appended: true })
    await expectTrouble(() => store.append('regio', entries(2, 1), 2), 'replaced', /open it anew/)
    expect(await all(anew)).toEqual(entries(0, 1))
    anew.close()
  })

  test('loses its write-ahead log: the next reading says so', async () => {
    rmSync(at('a.db-wal'))
    await expectTrouble(() => all(store), 'replaced', /open it anew/)
  })

  test.each([1, 2])(
    'while an append of %i waits: it is written where nobody looks, and not confirmed',
    async count => {
      const holder = await lockedBy(at('a.db'), 'delete')
      await expectTrouble(() => store.append('regio', entries(2, count), 2), 'replaced', /open it anew/)
      await ended(holder)
      expect(existsSync(at('a.db'))).toBe(false)
    },
  )
})

/** A process that holds the lock of a database: for a while, then it ends, or first deletes the file. */
async function lockedBy(path: string, then: 'hold' | 'release' | 'delete'): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', tsx, other, then, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await new Promise<void>((done, fail) => {
    child.stdout.once('data', () => done())
    child.once('close', code => fail(new Error(`the other process ended early, with ${code}`)))
  })
  return child
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null)
    await new Promise(done => child.once('close', done))
}

describe('a database that another process holds', () => {
  test('for longer than one waits: told, nothing is written, and it goes on afterwards', async () => {
    const store = sqliteStore(at('a.db'), { busyTimeout: 100 })
    await store.append('regio', entries(0, 1), 0)
    const holder = await lockedBy(at('a.db'), 'hold')
    for (const count of [1, 3])
      await expectTrouble(() => store.append('regio', entries(1, count), 1), 'locked', /try again/)
    await expectTrouble(() => store.snapshots.save('regio', 'x'), 'locked', /try again/)
    expect(await all(store)).toEqual(entries(0, 1))
    holder.kill('SIGKILL')
    await ended(holder)
    expect(await store.append('regio', entries(1, 3), 1)).toEqual({ appended: true })
    expect(await all(store)).toEqual(entries(0, 4))
    store.close()
  })

  test('for less: the append waits and is taken', async () => {
    const store = sqliteStore(at('a.db'), { busyTimeout: 60_000 })
    await store.append('regio', entries(0, 1), 0)
    const holder = await lockedBy(at('a.db'), 'release')
    expect(await store.append('regio', entries(1, 3), 1)).toEqual({ appended: true })
    await ended(holder)
    store.close()
  })
})

describe('a damaged file', () => {
  async function filled(): Promise<number> {
    const store = sqliteStore(at('a.db'))
    await store.append('regio', large(0, 50), 0)
    store.close()
    for (const ending of ['-wal', '-shm']) rmSync(at(`a.db${ending}`), { force: true })
    return statSync(at('a.db')).size
  }

  const change = (work: (file: number) => void): void => {
    const file = openSync(at('a.db'), 'r+')
    work(file)
    closeSync(file)
  }

  /** Whatever is done with it, it is told in one line, and nothing false is confirmed. */
  async function use(): Promise<unknown> {
    const store = sqliteStore(at('a.db'))
    try {
      await all(store)
      return await store.append('regio', entries(50, 1), 50)
    } finally {
      store.close()
    }
  }

  test.each([
    ['cut in half', 0.5],
    ['cut short', 0.99],
    ['cut to its first page', 0.01],
  ])('%s is told when it is read or written', async (_, part) => {
    const size = await filled()
    change(file => ftruncateSync(file, Math.max(4096, Math.floor((size * part) / 4096) * 4096)))
    await expectTrouble(use, 'corrupt', /is damaged: put a copy in its place and verify/)
  })

  test('without its head is told when it is opened', async () => {
    await filled()
    writeFileSync(at('a.db'), readFileSync(at('a.db')).fill(7, 0, 4096))
    await expectTrouble(use, 'notADatabase', /is not a SQLite database/)
  })

  test('whose pages were overwritten is told, and the copy of before works in its place', async () => {
    await filled()
    copyFileSync(at('a.db'), at('copy.db'))
    writeFileSync(at('a.db'), readFileSync(at('a.db')).fill(0xa5, 8192))
    await expectTrouble(use, 'corrupt', /is damaged/)
    renameSync(at('copy.db'), at('a.db'))
    expect(await use()).toEqual({ appended: true })
  })

  test('that takes no entries is told, and not taken for a rival who was first', async () => {
    const store = sqliteStore(at('a.db'))
    await store.append('regio', entries(0, 1), 0)
    const other = ownDriver.open(at('a.db'))
    other.exec('CREATE TRIGGER deaf BEFORE INSERT ON entry BEGIN SELECT RAISE(IGNORE); END')
    for (const count of [1, 3])
      await expectTrouble(() => store.append('regio', entries(1, count), 1), 'corrupt', /was not taken/)
    other.exec('DROP TRIGGER deaf')
    other.close()
    expect(await store.append('regio', entries(1, 3), 1)).toEqual({ appended: true })
    expect(await all(store)).toEqual(entries(0, 4))
    store.close()
  })

  test('that loses its tables while it is open is told, and leaves no transaction behind', async () => {
    const connection = ownDriver.open(at('a.db'))
    const store = sqliteStore(connection)
    await store.append('regio', entries(0, 1), 0)
    connection.exec('ALTER TABLE entry RENAME TO other')
    for (const count of [1, 3])
      await expectTrouble(
        () => store.append('regio', entries(1, count), 1),
        'failed',
        /no such (table|index)/,
      )
    connection.exec('ALTER TABLE other RENAME TO entry')
    expect(await store.append('regio', entries(1, 3), 1)).toEqual({ appended: true })
    connection.close()
  })
})
