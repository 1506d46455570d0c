// The contract of stores, itself put to the test: each promise can be broken, the message says how, and any runner can run it.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type nodeTest from 'node:test'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Store } from '../../src/log/store.ts'
import { type StoreContract, storeContract } from '../../src/proof/store-contract.ts'
import { memoryStore } from '../../src/stores/memory.ts'
import { type FaultyStore, faultyStores } from './faulty-stores.ts'
import { faultyWords } from './faulty-words.ts'

type Declared = Map<string, () => Promise<void>>

/** The tests that the contract declares, by name without the name of the store, none of them run. */
function declaredFor(contract: Omit<StoreContract, 'test' | 'name'>): Declared {
  const tests: Declared = new Map()
  const test = (name: string, run: () => Promise<void>): void => {
    expect(name.startsWith('store contract: it: ')).toBe(true)
    expect(tests.has(name), `${name} is declared twice`).toBe(false)
    tests.set(name.slice('store contract: it: '.length), run)
  }
  storeContract({ ...contract, test, name: 'it' })
  return tests
}

const failureOf = async (run: () => Promise<void>): Promise<Error | null> =>
  run().then(
    () => null,
    told => told,
  )

/** What each test that fails says, by its name. */
async function failuresOf({ make, reopen, close }: Omit<FaultyStore, 'what' | 'caughtBy'>) {
  const options = { ...(reopen ? { reopen } : {}), ...(close ? { close } : {}), interleavings: 100 }
  const failures = new Map<string, string>()
  for (const [name, run] of declaredFor({ factory: make, ...options })) {
    const error = await failureOf(run)
    if (error) failures.set(name, error.message)
  }
  return failures
}

const reopen = (store: Store): Store => store
const names = [...declaredFor({ factory: memoryStore, reopen }).keys()]

describe('a store that breaks a promise', () => {
  const seen = new Set<string>()

  it.each([...faultyStores, ...faultyWords])('$what is caught', async faulty => {
    const failures = await failuresOf(faulty)
    for (const name of failures.keys()) seen.add(name)
    for (const name of faulty.caughtBy) expect([...failures.keys()]).toContain(name)
    for (const [name, message] of failures) {
      expect(message.split('\n')[0]).toBe(`the store breaks its contract: ${name}`)
      expect(message).toMatch(/\n {2}(got: {7}|looked at: )\S/)
      expect(message).toMatch(/\n {2}why it matters: [a-z`].{30,}$/)
    }
  })

  it('can be any: there is no test of the contract that none of these fails', () => {
    expect(names.filter(name => !seen.has(name))).toEqual([])
    expect(names.length).toBe(115)
  })
})

describe('a store that keeps its promises', () => {
  it.each([
    { what: 'once', options: {} },
    { what: 'twice', options: { reopen } },
  ])('passes when it is opened $what', async ({ options }) => {
    expect(await failuresOf({ make: memoryStore, ...options })).toEqual(new Map())
  })

  it('may take its time over appends, the one longer than the other, while reading is quick', async () => {
    let number = 1
    const turns = async (): Promise<void> => {
      number = (number * 48_271) % 2_147_483_647
      for (let left = 1 + (number % 4); left > 0; left--) await new Promise(done => setImmediate(done))
    }
    const make = (): Store => {
      const inner = memoryStore()
      return {
        ...inner,
        async append(to, list, size) {
          const taken = structuredClone(list)
          await turns()
          const answer = await inner.append(to, taken, size)
          await turns()
          return answer
        },
      }
    }
    expect(await failuresOf({ make, reopen })).toEqual(new Map())
  })

  it('need have no place for snapshots', async () => {
    const make = (): Store => {
      const { snapshots, ...store } = memoryStore()
      return store
    }
    expect(await failuresOf({ make })).toEqual(new Map())
  })
})

describe('what a failure says', () => {
  const factory = (): Store => {
    const inner = memoryStore()
    const read: Store['read'] = (of, part) => inner.read(of, { ...part, matter: undefined })
    return { ...inner, read }
  }
  const messageOf = async (name: string, contract: Omit<StoreContract, 'test'>): Promise<string> =>
    (await failureOf(declaredFor(contract).get(name) ?? expect.unreachable(name)))?.message ?? 'nothing'

  it('what was looked at, what was expected, what came, and why it matters', async () => {
    const name = 'reading an act: gives only those of the matter'
    expect(await messageOf(name, { factory })).toBe(
      [
        `the store breaks its contract: ${name}`,
        '  looked at: read of {"act":"b","matter":"p2"}',
        String.raw`  expected:  [{"seq":4,"matter":"p2","act":"b","line":"{\"matter\":\"p2\",\"seq\":4}"}]`,
        String.raw`  got:       [{"seq":2,"matter":"p1","act":"b","line":"{\"matter\":\"p1\",\"seq\":2}"},{"seq":4,"matter":"p2","act":"b","line":"{\"matter\":\"p2\",\"seq\":4}"}]`,
        '  differs:   [0].seq: 2 instead of 4',
        '  why it matters: by this the engine knows an act that was asked before; mistaken, an act is recorded twice or another is swallowed',
      ].join('\n'),
    )
  })

  it('why it matters for this promise, where that is another matter than for those beside it', async () => {
    const whyOf = async (name: string): Promise<string | undefined> =>
      (await messageOf(name, { factory: memoryStore, reopen: memoryStore })).split('why it matters: ')[1]
    const shown = await whyOf('two handles: show each other what they wrote')
    expect(shown).toContain('what one wrote must count for the other')
    const left = await whyOf(
      'two handles: what was confirmed is there after all were closed and one is opened again',
    )
    expect(left).toBe('a decision is worth what is left of it after the machine was switched off')
  })

  it('the error of a store that fails, with that error as its cause', async () => {
    const failing = (): Store => ({
      ...memoryStore(),
      size: () => Promise.reject(new RangeError('no such table')),
    })
    const run = declaredFor({ factory: failing }).get(
      'an empty store: holds no collaboration, and says so of any',
    )
    const error = run && (await failureOf(run))
    expect(error?.message).toContain('\n  got:       RangeError: no such table\n')
    expect(error?.cause).toBeInstanceOf(RangeError)
  })

  it('seed, path and order of the calls where it depends on these, the same every time', async () => {
    const racy = faultyStores.find(({ what }) => what === 'that looks at the size and writes later')
    const name =
      'whatever the interleaving: writers without second tries leave the log that some order of them leaves'
    const contract = { factory: racy?.make ?? memoryStore, interleavings: 100, seed: 7 }
    const message = await messageOf(name, contract)
    expect(message).toMatch(/\{ seed: 7, path: "[\d:]+", endOnFailure: true \}/)
    expect(message).toMatch(/Counterexample: .*w0 append/s)
    expect(message).toContain('looked at: the log, beside what was confirmed')
    expect(await messageOf(name, contract)).toBe(message)
  })
})

describe('each test', () => {
  it('has a store of its own, and closes every handle once, also when it fails', async () => {
    const open = new Set<Store>()
    let made = 0
    const opened = (store: Store): Store => {
      made += 1
      open.add(store)
      return store
    }
    const close = (store: Store): void => {
      expect(open.delete(store)).toBe(true)
    }
    const over = (make: () => Store) => ({
      factory: () => opened(make()),
      reopen: (store: Store) => opened({ ...store }),
      close,
      interleavings: 100,
    })
    for (const make of [memoryStore, (): Store => ({ ...memoryStore(), size: async () => -1 })])
      for (const [name, run] of declaredFor(over(make))) {
        made = 0
        await failureOf(run)
        expect({ name, open: open.size }).toEqual({ name, open: 0 })
        expect(made).toBeGreaterThanOrEqual(2)
      }
  })

  it('waits for a factory, a second handle and an ending that take a moment, and fails where they fail', async () => {
    const fails = async (): Promise<never> => Promise.reject(new Error('not today'))
    const slow = async (): Promise<Store> => memoryStore()
    for (const contract of [
      { factory: fails },
      { factory: slow, reopen: fails },
      { factory: slow, close: fails },
    ])
      for (const [name, run] of [...declaredFor(contract)].slice(0, 3))
        expect({ name, error: (await failureOf(run))?.message }).toEqual({ name, error: 'not today' })
  })

  it('tells of the broken promise where the ending fails as well', async () => {
    const factory = (): Store => ({ ...memoryStore(), size: async () => 7 })
    const close = (): never => {
      throw new Error('not today')
    }
    const run = declaredFor({ factory, close }).get(
      'an empty store: holds no collaboration, and says so of any',
    )
    expect((run && (await failureOf(run)))?.message).toContain('expected:  0\n  got:       7')
  })
})

describe('interleavings', () => {
  const triedBy = async (options: { interleavings?: number }): Promise<number> => {
    const stores: Store[] = []
    const factory = (): Store => {
      const store = memoryStore()
      stores.push(store)
      return store
    }
    for (const [name, run] of declaredFor({ factory, ...options }))
      if (name.startsWith('whatever')) await run()
    const tried = await Promise.all(stores.map(async store => (await store.collaborations()).length))
    expect(tried).toHaveLength(3)
    // Of the writers without second tries there may be none that is first, and then no collaboration begins.
    return tried.slice(0, 2).reduce((sum, each) => sum + each) + (options.interleavings ?? 1000)
  }

  it('are 3,000 if nothing is said', async () => {
    expect(await triedBy({})).toBe(3000)
  })

  it('are as many in each of three tests as was asked for', async () => {
    expect(await triedBy({ interleavings: 150 })).toBe(450)
  })
})

describe('options that cannot be used', () => {
  const test = (): void => expect.unreachable('a test was declared')
  it.each<[what: string, changes: object, message: string]>([
    ['no test', { test: undefined }, 'test must be a function'],
    ['a store for a factory', { factory: memoryStore() }, 'factory must be a function'],
    ['a close that is none', { close: true }, 'close must be a function'],
    ['a reopen that is none', { reopen: 'x' }, 'reopen must be a function'],
    [
      'too few interleavings',
      { interleavings: 99 },
      'interleavings must be a whole number from 100 to 1000000',
    ],
    ['too many', { interleavings: 1_000_001 }, 'interleavings must be a whole number from 100 to 1000000'],
    ['half a one', { interleavings: 100.5 }, 'interleavings must be a whole number from 100 to 1000000'],
    ['a seed that is none', { seed: 'x' }, 'seed must be a whole number of 32 bits'],
    ['a seed that is too large', { seed: 2 ** 31 }, 'seed must be a whole number of 32 bits'],
  ])('%s', (_, changes, message) => {
    const contract = { test, factory: memoryStore, ...changes } as StoreContract
    expect(() => storeContract(contract)).toThrow(new TypeError(`storeContract: ${message}`))
  })

  it('do not include the smallest and the largest', () => {
    for (const interleavings of [100, 1_000_000])
      expect(declaredFor({ factory: memoryStore, interleavings, seed: 2 ** 31 - 1 }).size).toBe(110)
  })
})

it('takes `test` of node:test and of vitest as they are, by its type', () => {
  const ofNode = (test: typeof nodeTest): StoreContract['test'] => test
  const ofVitest = (test: typeof it): StoreContract['test'] => test
  expect([ofNode, ofVitest]).toHaveLength(2)
})

describe('under node:test, from an empty folder', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  let folder = ''

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'samenspraak-contract-'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    const entryPoints = ['src/proof/store-contract.ts', 'src/stores/memory.ts'].map(path => join(root, path))
    const external = ['fast-check', 'node:*']
    await build({ entryPoints, external, outdir: folder, bundle: true, format: 'esm', platform: 'neutral' })
    writeFileSync(
      join(folder, 'my.test.js'),
      `import { test } from 'node:test'
      import { storeContract } from './proof/store-contract.js'
      import { memoryStore } from './stores/memory.js'
      const reopen = store => store
      storeContract({ test, name: 'mine', factory: memoryStore, reopen, interleavings: 100 })
      `,
    )
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const ran = (): { code: number | null; out: string } => {
    const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...env } = process.env
    const run = spawnSync(process.execPath, ['--test', '--test-reporter=tap', 'my.test.js'], {
      cwd: folder,
      env,
      encoding: 'utf8',
    })
    return { code: run.status, out: run.stdout }
  }
  const counted = (out: string, what: string): number => Number(new RegExp(`# ${what} (\\d+)`).exec(out)?.[1])

  it('all but the interleavings run without fast-check, and these say what to install', () => {
    const { code, out } = ran()
    expect(code).toBe(1)
    expect([counted(out, 'pass'), counted(out, 'fail')]).toEqual([112, 3])
    const missing =
      'the interleavings are drawn by fast-check, which is not installed: npm install --save-dev fast-check'
    expect(out.split(missing).length - 1).toBeGreaterThanOrEqual(3)
  })

  it('all pass with it', () => {
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(join(root, 'node_modules/fast-check'), join(folder, 'node_modules/fast-check'))
    const { code, out } = ran()
    expect([counted(out, 'pass'), counted(out, 'fail')]).toEqual([115, 0])
    expect(code).toBe(0)
  })

  it('a broken store fails its tests there', () => {
    const text = `import { test } from 'node:test'
      import { storeContract } from './proof/store-contract.js'
      import { memoryStore } from './stores/memory.js'
      const factory = () => ({ ...memoryStore(), collaborations: async () => ['regio'] })
      storeContract({ test, name: 'mine', factory, interleavings: 100 })
      `
    writeFileSync(join(folder, 'my.test.js'), text)
    const { code, out } = ran()
    expect(code).toBe(1)
    expect(out).toMatch(/^not ok \d+ - store contract: mine: an empty store: holds no collaboration/m)
    expect(out).toContain('why it matters: the engine founds a collaboration only where it finds no log')
  })
})
