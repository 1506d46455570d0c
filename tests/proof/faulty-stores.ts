// Stores that break one promise each, all over a memory store that breaks none, and the test of the contract that has to see it.
import { type Part, requireReadable, type Snapshots, type Store, type Stored } from '../../src/log/store.ts'
import { memoryStore } from '../../src/stores/memory.ts'
import { breaks, brokenStore, type Fate } from '../stores/broken.ts'

export interface FaultyStore {
  readonly what: string
  readonly make: () => Store
  readonly reopen?: (store: Store) => Store
  readonly close?: (store: Store) => unknown
  /** The end of the names of tests that must fail. */
  readonly caughtBy: readonly string[]
}

type Changes = (inner: Store & { readonly snapshots: Snapshots }) => Partial<Store>

/** A memory store with some of its functions replaced. */
const memoryWith = (changes: Changes) => (): Store => {
  const inner = memoryStore()
  return { ...inner, ...changes(inner) }
}

const all = async (reading: AsyncIterable<Stored>): Promise<Stored[]> => {
  const read: Stored[] = []
  for await (const one of reading) read.push(one)
  return read
}

async function* of(list: readonly Stored[]): AsyncGenerator<Stored> {
  for (const one of list) yield one
}

/** A store whose readings are changed before they are handed out. */
const reads = (change: (read: Stored[], part: Part, asked: string) => Stored[]) =>
  memoryWith(inner => ({
    read: (asked, part = {}) => {
      requireReadable(asked, part)
      return (async function* () {
        yield* change(await all(inner.read(asked, part)), part, asked)
      })()
    },
  }))

/** A store whose texts are changed on the way in. */
const writes = (change: (one: Stored) => Stored) =>
  memoryWith(inner => ({
    append: async (to, list, size) => {
      const usable = Array.isArray(list) && list.every(one => typeof one?.line === 'string')
      return inner.append(to, usable ? list.map(change) : list, size)
    },
  }))

/** A store that takes the names of collaborations for one another. */
const names = (fold: (name: string) => string) =>
  memoryWith(inner => {
    const folded = (name: string): string => (typeof name === 'string' ? fold(name) : name)
    return {
      append: (to, ...rest) => inner.append(folded(to), ...rest),
      read: (of, part) => inner.read(folded(of), part),
      size: of => inner.size(folded(of)),
    }
  })

const oneTurn = (): Promise<void> => new Promise(done => setImmediate(done))

/** A store of lists that does as little as it can, to go wrong where several write at once. */
function bare(): { readonly lists: Map<string, Stored[]>; readonly store: Store } {
  const lists = new Map<string, Stored[]>()
  const listOf = (name: string): Stored[] => lists.get(name) ?? []
  const store: Store = {
    async append(to, list, size) {
      if (listOf(to).length !== size) return { conflict: { size: listOf(to).length } }
      lists.set(to, [...listOf(to), ...list])
      return { appended: true }
    },
    read: (from, { from: first = 0, matter, act } = {}) =>
      of(
        listOf(from).filter(
          one =>
            one.seq >= first &&
            (matter === undefined || one.matter === matter) &&
            (act === undefined || one.act === act),
        ),
      ),
    size: async name => listOf(name).length,
    collaborations: async () => [...lists.keys()],
  }
  return { lists, store }
}

/** Looks at the size, and writes a turn later. */
function checksThenWrites({ lists, store } = bare()): Store {
  return {
    ...store,
    async append(to, list, size) {
      const there = lists.get(to) ?? []
      if (there.length !== size) return { conflict: { size: there.length } }
      await oneTurn()
      lists.set(to, [...(lists.get(to) ?? []), ...list])
      return { appended: true }
    },
  }
}

/** Looks and writes in one go, as far as a handle can see: others of its kind it does not wait for. */
function locksWithinAHandle(): Pick<FaultyStore, 'make' | 'reopen'> {
  const kept = new WeakMap<Store, ReturnType<typeof bare>>()
  const over = (shared: ReturnType<typeof bare>): Store => {
    const inner = checksThenWrites(shared)
    let last: Promise<unknown> = Promise.resolve()
    const append: Store['append'] = (...asked) => {
      const next = last.then(() => inner.append(...asked))
      last = next.catch(() => {})
      return next
    }
    const store = { ...inner, append }
    kept.set(store, shared)
    return store
  }
  return { make: () => over(bare()), reopen: store => over(kept.get(store) ?? bare()) }
}

/** Writes one entry a turn, so that two appends mingle and a reader sees halves. */
function writesOneByOne(): Store {
  const { lists, store } = bare()
  return {
    ...store,
    async append(to, list, size) {
      const there = lists.get(to) ?? []
      lists.set(to, there)
      if (there.length !== size) return { conflict: { size: there.length } }
      for (const one of list) {
        there.push({ ...one, seq: there.length })
        await oneTurn()
      }
      return { appended: true }
    },
  }
}

/** Whoever reads has it to himself until he has read to the end: appends wait, and time out. */
function locksWhileReading(): { readonly make: () => Store; readonly reopen: (store: Store) => Store } {
  const readers = new WeakMap<Store, { count: number }>()
  const over = (inner: Store): Store => {
    const reading = readers.get(inner) ?? { count: 0 }
    const store: Store = {
      ...inner,
      append: async (...asked) => {
        if (reading.count > 0) throw new Error('the database is locked')
        return inner.append(...asked)
      },
      read: (...asked) => {
        const list = inner.read(...asked)
        return (async function* () {
          reading.count += 1
          for await (const one of list) yield one
          reading.count -= 1
        })()
      },
    }
    readers.set(store, reading)
    readers.set(inner, reading)
    inners.set(store, inner)
    return store
  }
  const inners = new WeakMap<Store, Store>()
  return { make: () => over(memoryStore()), reopen: store => over(inners.get(store) ?? memoryStore()) }
}

/** Two handles share what is kept for as long as one of them is open. */
function forgetsWhenClosed(): Pick<FaultyStore, 'make' | 'reopen' | 'close'> {
  const kept = new WeakMap<Store, { inner: Store; open: number }>()
  const over = (shared: { inner: Store; open: number }): Store => {
    if (shared.open === 0) shared.inner = memoryStore()
    shared.open += 1
    const { inner } = shared
    const store = { ...inner }
    kept.set(store, shared)
    return store
  }
  return {
    make: () => over({ inner: memoryStore(), open: 0 }),
    reopen: store => over(kept.get(store) ?? { inner: store, open: 0 }),
    close: store => {
      const shared = kept.get(store)
      if (shared) shared.open -= 1
    },
  }
}

/** A second handle that looked once, and believes that ever after. */
const looksOnce = (store: Store): Store => {
  const sizes = new Map<string, Promise<number>>()
  const size: Store['size'] = of => {
    const known = sizes.get(of) ?? store.size(of)
    sizes.set(of, known)
    return known
  }
  return { ...store, size, collaborations: async () => [...sizes.keys()] }
}

/** A second handle of which the reading ends at what was there when it was opened. */
const opensEmpty = (store: Store): Store => ({ ...store, read: () => of([]) })

const fateOf = (fate: Fate): FaultyStore => ({
  what: `of which the second append ${fate}`,
  make: () => brokenStore(memoryStore(), ['works', fate]),
  caughtBy: ['appending: keeps the entries in order, over several appends'],
})

const snapshotsWith = (change: (inner: Snapshots) => Partial<Snapshots>) =>
  memoryWith(({ snapshots }) => ({ snapshots: { ...snapshots, ...change(snapshots) } }))

const inOrder = 'appending: keeps the entries in order, over several appends'
const toTheLetter = 'appending: hands every line back to the letter'
const byCodeUnit = 'collaborations: and matters are told apart by every code unit'
const race = (size: number) =>
  `racing appends: of 20 at size ${size} exactly one wins, and all of its entries are there`
const whatever = (what: string) => `whatever the interleaving: ${what}`
const oneOrder = whatever('writers without second tries leave the log that some order of them leaves')
const getsIn = whatever('each writer that tries again gets all its entries in once, whole and in one piece')
const beginning = whatever('a reader sees a beginning that ends between two appends, never less than before')

const aboutWriting: readonly FaultyStore[] = [
  {
    what: 'that loses the last entry of an append',
    make: memoryWith(inner => ({
      append: async (to, list, size) =>
        list.length > 1 ? inner.append(to, list.slice(0, -1), size) : inner.append(to, list, size),
    })),
    caughtBy: [inOrder, 'appending: takes many entries at once', race(0), oneOrder],
  },
  {
    what: 'that confirms and keeps nothing',
    make: memoryWith(() => ({ append: async () => ({ appended: true }) })),
    caughtBy: [inOrder, 'an empty store: a conflict in it begins no collaboration'],
  },
  {
    what: 'that takes no more than a thousand entries at once',
    make: memoryWith(inner => ({
      append: async (to, list, size) => inner.append(to, list.slice?.(0, 1000) ?? list, size),
    })),
    caughtBy: ['appending: takes many entries at once'],
  },
  {
    what: 'that answers a conflict with a wrong size',
    make: memoryWith(inner => ({
      append: async (...asked) => {
        const outcome = await inner.append(...asked)
        return 'conflict' in outcome ? { conflict: { size: outcome.conflict.size + 1 } } : outcome
      },
    })),
    caughtBy: [
      'a conflict: is told to a writer that expected a size of the past, with the size there is',
      'a conflict: is told to a writer that expected the empty log, with the size there is',
      'a conflict: is told to a writer that expected a size of the future, with the size there is',
    ],
  },
  {
    what: 'that answers a conflict with the size that was expected',
    make: memoryWith(inner => ({
      append: async (to, list, size) => {
        const outcome = await inner.append(to, list, size)
        return 'conflict' in outcome ? { conflict: { size } } : outcome
      },
    })),
    caughtBy: [getsIn],
  },
  {
    what: 'that is told the same twice and says yes twice',
    make: memoryWith(inner => ({
      append: async (to, list, size) => {
        const outcome = await inner.append(to, list, size)
        if ('appended' in outcome) return outcome
        const there = await all(inner.read(to, { from: size }))
        return JSON.stringify(there) === JSON.stringify(list) ? { appended: true } : outcome
      },
    })),
    caughtBy: ['a conflict: is told even if the same entries are there already'],
  },
  {
    what: 'that writes of a conflict what reaches beyond the end',
    make: memoryWith(inner => ({
      append: async (to, list, size) => {
        const there = await inner.size(to)
        const beyond = Array.isArray(list) ? list.filter(one => one?.seq >= there) : []
        const outcome = await inner.append(to, list, size)
        if ('conflict' in outcome && size < there && beyond.length > 0) await inner.append(to, beyond, there)
        return outcome
      },
    })),
    caughtBy: ['a conflict: writes nothing of entries that reach beyond the end'],
  },
  {
    what: 'that writes an act into its index before it looks at the size',
    make: memoryWith(inner => {
      const index = new Map<string, Stored>()
      return {
        append: async (to, list, size) => {
          const outcome = await inner.append(to, list, size)
          for (const one of list) if (one.act !== undefined) index.set(`${to}\n${one.act}`, one)
          return outcome
        },
        read: (from, part) => {
          const known = index.get(`${from}\n${part?.act}`)
          return known && !part?.matter && !part?.from ? of([known]) : inner.read(from, part)
        },
      }
    }),
    caughtBy: ['reading an act: gives nothing of an append that met a conflict'],
  },
  {
    what: 'that begins a collaboration with a conflict',
    make: memoryWith(inner => {
      const seen = new Set<string>()
      return {
        append: (to, ...rest) => {
          seen.add(to)
          return inner.append(to, ...rest)
        },
        collaborations: async () => [...seen],
      }
    }),
    caughtBy: ['an empty store: a conflict in it begins no collaboration'],
  },
  {
    what: 'that begins a collaboration with a reading',
    make: memoryWith(inner => {
      const seen = new Set<string>()
      return {
        size: of => {
          seen.add(of)
          return inner.size(of)
        },
        collaborations: async () => [...new Set([...seen, ...(await inner.collaborations())])],
      }
    }),
    caughtBy: ['an empty store: holds no collaboration, and says so of any'],
  },
  {
    what: 'that looks at the size and writes later',
    make: () => checksThenWrites(),
    caughtBy: [race(0), race(1), race(7), oneOrder],
  },
  {
    what: 'that interleaves two appends',
    make: writesOneByOne,
    caughtBy: [race(0), race(1), race(7), getsIn, beginning, oneOrder],
  },
  {
    what: 'that serves one collaboration at a time',
    make: memoryWith(inner => {
      let busy = false
      return {
        append: async (...asked) => {
          if (busy) throw new Error('the database is locked')
          busy = true
          await oneTurn()
          busy = false
          return inner.append(...asked)
        },
      }
    }),
    caughtBy: ['racing appends: to different collaborations do not hinder one another'],
  },
  {
    what: 'that changes the form of letters',
    make: writes(one => ({ ...one, line: one.line.normalize('NFC') })),
    caughtBy: [toTheLetter],
  },
  { what: 'that trims', make: writes(one => ({ ...one, line: one.line.trim() })), caughtBy: [toTheLetter] },
  {
    what: 'that cuts long lines',
    make: writes(one => ({ ...one, line: one.line.slice(0, 65_535) })),
    caughtBy: [toTheLetter],
  },
  {
    what: 'that keeps whatever an entry brings',
    make: () => bare().store,
    caughtBy: ['appending: keeps only the fields of an entry, the act only where there is one'],
  },
  {
    what: 'that keeps what it is handed, not a copy',
    make: () => bare().store,
    caughtBy: [
      'what is stored cannot be changed: through what was handed in, neither at once nor later',
      'what is stored cannot be changed: through what was handed out',
    ],
  },
  {
    what: 'that lists a collaboration for each of its entries',
    make: memoryWith(inner => ({
      collaborations: async () => {
        const names = await inner.collaborations()
        const lists = await Promise.all(names.map(async name => Array(await inner.size(name)).fill(name)))
        return lists.flat()
      },
    })),
    caughtBy: ['collaborations: are listed once each'],
  },
  {
    what: 'that mixes collaborations',
    make: names(() => 'all'),
    caughtBy: ['collaborations: know nothing of one another', byCodeUnit],
  },
  {
    what: 'that takes upper for lower case',
    make: names(name => name.toLowerCase()),
    caughtBy: [byCodeUnit],
  },
  {
    what: 'that takes composed for decomposed letters',
    make: names(name => name.normalize('NFC')),
    caughtBy: [byCodeUnit],
  },
  ...breaks.map(fateOf),
]

const aboutReading: readonly FaultyStore[] = [
  {
    what: 'that returns entries of another matter',
    make: memoryWith(inner => ({
      read: (from, part = {}) => inner.read(from, { ...part, matter: undefined }),
    })),
    caughtBy: ['reading: from any seq on, of any matter or all, gives just those in order'],
  },
  {
    what: 'that reads from the entry after the one asked for',
    make: memoryWith(inner => ({
      read: (of, part = {}) => inner.read(of, part.from ? { ...part, from: part.from + 1 } : part),
    })),
    caughtBy: [
      'reading: from any seq on, of any matter or all, gives just those in order',
      'reading: after an append was confirmed gives it, whoever asked for a reading before',
      'reading an act: gives with all three at once',
    ],
  },
  {
    what: 'that hands out the newest first',
    make: reads(read => read.reverse()),
    caughtBy: [
      inOrder,
      'reading: twice gives the same twice, side by side as well',
      'reading: may stop early',
    ],
  },
  {
    what: 'that gives every second reading half',
    make: (() => {
      let reading = 0
      return reads(read => read.slice(0, reading++ % 2 === 0 ? undefined : read.length / 2))
    })(),
    caughtBy: ['reading: twice gives the same twice, side by side as well'],
  },
  {
    what: 'that hands out an entry twice while others append',
    make: memoryWith(inner => ({
      read: (from, part) =>
        (async function* () {
          let before = await inner.size(from)
          for await (const one of inner.read(from, part)) {
            yield one
            const now = await inner.size(from)
            if (now > before) yield one
            before = now
          }
        })(),
    })),
    caughtBy: ['reading: goes on while others append, and gives a beginning of the log'],
  },
  {
    what: 'that reads a log of more than ten entries to where a reading began',
    make: memoryWith(inner => {
      const begun = new Map<string, number>()
      return {
        read: (from, part) =>
          (async function* () {
            const end = begun.get(from) ?? (await inner.size(from))
            begun.set(from, end)
            for await (const one of inner.read(from, part)) if (one.seq < end) yield one
          })(),
      }
    }),
    caughtBy: [
      'reading: after an append was confirmed gives it, whoever asked for a reading before',
      beginning,
    ],
  },
  {
    what: 'that is locked by a reading',
    ...locksWhileReading(),
    caughtBy: [
      'reading: may stop early',
      'two handles: do not hinder each other: a long reading goes on while the other appends',
      'two handles: a reading that was given up holds nobody up',
    ],
  },
  {
    what: 'that ignores the act asked for',
    make: memoryWith(inner => ({ read: (from, part = {}) => inner.read(from, { ...part, act: undefined }) })),
    caughtBy: [
      'the entry that begins it',
      'told apart by case',
      'told apart from a matter of that name',
      'told apart by every code unit',
      'every entry that was stored with it',
      'none of another matter',
      'only those from a seq on',
      'with all three at once',
      'none from beyond them',
      'none that is unknown',
      'none of another collaboration',
      'none with the name of a property',
    ].map(what => `reading an act: gives ${what}`),
  },
  {
    what: 'that gives nothing where the act is undefined',
    make: memoryWith(inner => ({
      read: (from, part = {}) => ('act' in part && part.act === undefined ? of([]) : inner.read(from, part)),
    })),
    caughtBy: ['reading an act: gives everything where none is asked for'],
  },
  {
    what: 'that keeps the act of the first entry of an append only',
    make: memoryWith(inner => ({
      append: async (to, list, size) =>
        inner.append(
          to,
          Array.isArray(list) && list.every(one => typeof one === 'object' && one)
            ? list.map((one, at) => (at === 0 ? one : { ...one, act: undefined }))
            : list,
          size,
        ),
    })),
    caughtBy: ['reading an act: gives told apart from a matter of that name'],
  },
]

const aboutSnapshots: readonly FaultyStore[] = [
  {
    what: 'whose snapshots begin as an empty text',
    make: snapshotsWith(inner => ({ load: async of => (await inner.load(of)) ?? '' })),
    caughtBy: ['are null until one is saved'],
  },
  {
    what: 'whose first snapshot stays',
    make: snapshotsWith(inner => ({
      save: async (of, text) => ((await inner.load(of)) === null ? inner.save(of, text) : undefined),
    })),
    caughtBy: ['are handed back to the letter, and a later one takes the place of an earlier'],
  },
  {
    what: 'whose snapshots are those of all',
    make: snapshotsWith(inner => ({
      load: of => inner.load(of && 'all'),
      save: (of, text) => inner.save(of && 'all', text),
    })),
    caughtBy: ['are kept for each collaboration by itself, told apart by every code unit'],
  },
  {
    what: 'that keeps snapshots in the log',
    make: memoryWith(inner => ({
      snapshots: {
        load: async of => (await all(inner.read(of, { matter: 'snapshot' }))).at(-1)?.line ?? null,
        save: async (of, line) => {
          const seq = await inner.size(of)
          await inner.append(of, [{ seq, matter: 'snapshot', line }], seq)
        },
      },
    })),
    caughtBy: ['know nothing of the log, nor the log of them'],
  },
  {
    what: 'that takes anything for a snapshot',
    make: memoryWith(() => {
      const texts = new Map<string, string>()
      return {
        snapshots: {
          load: async of => texts.get(of) ?? null,
          save: async (of, text) => {
            texts.set(of, text)
          },
        },
      }
    }),
    caughtBy: [
      'are not made of no text',
      'are not made of nothing',
      'are not made of half a character',
      'are not made of a NUL',
      'are not made of a text for no collaboration',
      'are not loaded without a collaboration',
    ],
  },
].map(({ caughtBy, ...store }) => ({
  ...store,
  caughtBy: caughtBy.map(what => `snapshots, where the store has a place for them: ${what}`),
}))

const aboutHandles: readonly FaultyStore[] = [
  {
    what: 'that locks within a handle only',
    ...locksWithinAHandle(),
    caughtBy: [race(0), race(7), oneOrder, getsIn],
  },
  {
    what: 'that forgets on reopening',
    make: memoryStore,
    reopen: () => memoryStore(),
    caughtBy: [
      'two handles: show each other what they wrote',
      'two handles: a third one, opened later, has everything',
      'two handles: do not hinder each other: a long reading goes on while the other appends',
    ],
  },
  {
    what: 'that forgets when all are closed',
    ...forgetsWhenClosed(),
    caughtBy: ['two handles: what was confirmed is there after all were closed and one is opened again'],
  },
  {
    what: 'of which a second handle looks once',
    make: memoryStore,
    reopen: looksOnce,
    caughtBy: ['two handles: show each other what they wrote', getsIn],
  },
  {
    what: 'of which a second handle reads nothing',
    make: memoryStore,
    reopen: opensEmpty,
    caughtBy: [
      'two handles: a third one, opened later, has everything',
      'reading an act: gives everything where none is asked for',
    ],
  },
]

/** Asks nothing of what it is given. */
function trusting(): Store {
  const { lists, store } = bare()
  return {
    ...store,
    collaborations: async () => [...lists].flatMap(([name, { length }]) => (length ? name : [])),
  }
}

/** Whatever is wrong is said on two lines. */
const saysTooMuch = memoryWith(inner => ({
  append: async (...asked) => {
    try {
      return await inner.append(...asked)
    } catch (error) {
      throw new TypeError(`${(error as Error).message}\nand more`)
    }
  },
}))

const aboutMisuse: readonly FaultyStore[] = [
  {
    what: 'that trusts everybody',
    make: trusting,
    caughtBy: [
      'misuse: an empty append is a TypeError that says why, and changes nothing',
      'misuse: is told before a conflict',
      'misuse: reading from a negative seq is a TypeError',
      'misuse: asking the size of what is no name is a TypeError',
    ],
  },
  {
    what: 'that says what is wrong on two lines',
    make: saysTooMuch,
    caughtBy: ['misuse: null for an act is a TypeError that says why, and changes nothing'],
  },
  {
    what: 'that takes what came before the entry that is wrong',
    make: memoryWith(inner => ({
      append: async (to, list, size) => {
        try {
          return await inner.append(to, list, size)
        } catch (error) {
          if (Array.isArray(list) && list.length > 1 && list[0]?.seq === size)
            await inner.append(to, list.slice(0, 1), size)
          throw error
        }
      },
    })),
    caughtBy: [
      'misuse: a gap inside is a TypeError that says why, and changes nothing',
      'misuse: a bad line last is a TypeError that says why, and changes nothing',
    ],
  },
]

export const faultyStores: readonly FaultyStore[] = [
  ...aboutWriting,
  ...aboutReading,
  ...aboutSnapshots,
  ...aboutHandles,
  ...aboutMisuse,
]
