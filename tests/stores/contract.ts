// What every store must do, as one suite of tests that is run over each of them.

import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Appended, Part, Snapshots, Store, Stored } from '../../src/log/store.ts'

/** What may differ between stores: how to end one, whether it can be opened twice, and how many interleavings are worth the time. */
export interface ContractOptions {
  readonly close?: (store: Store) => Promise<void> | void
  /** Another handle on what the store keeps, for stores of which several can be open at once. */
  readonly reopen?: (store: Store) => Promise<Store> | Store
  /** Runs of each scheduled test; each uses a collaboration of its own in one store. */
  readonly interleavings?: number
}

const entry = (seq: number, matter = 'p1', line = `{"matter":"${matter}","seq":${seq}}`): Stored => ({
  seq,
  matter,
  line,
})

const begun = (seq: number, act: string, matter = 'p1'): Stored => ({ ...entry(seq, matter), act })

const entries = (from: number, count: number, matter = 'p1'): Stored[] =>
  Array.from({ length: count }, (_, at) => entry(from + at, matter))

async function all(reading: AsyncIterable<Stored>): Promise<Stored[]> {
  const read: Stored[] = []
  for await (const one of reading) read.push(one)
  return read
}

const readAll = async (store: Store, collaboration: string, part?: Part): Promise<Stored[]> =>
  all(store.read(collaboration, part))

/** Runs the contract over the stores that the factory makes, an empty one for each test. */
export function storeContract(
  name: string,
  factory: () => Store | Promise<Store>,
  { close = () => {}, reopen, interleavings = 1000 }: ContractOptions = {},
): void {
  describe(`store contract: ${name}`, () => {
    let store: Store
    /** The store, and where several can be open at once a second handle on it: what is true of one is true between two. */
    let handles: readonly Store[]
    beforeEach(async () => {
      store = await factory()
      handles = reopen ? [store, await reopen(store)] : [store]
    })
    afterEach(async () => {
      for (const handle of handles) await close(handle)
    })
    const handle = (nth: number): Store => handles[nth % handles.length] as Store

    describe('an empty store', () => {
      test('holds no collaboration, and says so of any', async () => {
        expect(await store.collaborations()).toEqual([])
        expect(await store.size('regio')).toBe(0)
        expect(await readAll(store, 'regio')).toEqual([])
        expect(await readAll(store, 'regio', { from: 3, matter: 'p1' })).toEqual([])
        expect(await store.collaborations()).toEqual([])
      })

      test('a conflict in it begins no collaboration', async () => {
        expect(await store.append('regio', entries(1, 1), 1)).toEqual({ conflict: { size: 0 } })
        expect(await store.collaborations()).toEqual([])
        expect(await store.size('regio')).toBe(0)
      })
    })

    describe('appending', () => {
      test('keeps the entries in order, over several appends', async () => {
        expect(await store.append('regio', entries(0, 3), 0)).toEqual({ appended: true })
        expect(await store.append('regio', entries(3, 1), 3)).toEqual({ appended: true })
        expect(await store.append('regio', entries(4, 2), 4)).toEqual({ appended: true })
        expect(await store.size('regio')).toBe(6)
        expect(await readAll(store, 'regio')).toEqual(entries(0, 6))
      })

      test('hands every line back to the letter', async () => {
        const lines = [
          'é€😀\ufb33',
          'e\u0301 and é',
          '\u007f\u0080\u2028\ufeff',
          '\'; drop table "x" -- %_\\',
          '\ufeffx',
          ' x ',
          'x'.repeat(1e6),
        ]
        const written = lines.map((line, seq) => entry(seq, `m${line.slice(0, 40)}`, line))
        await store.append('regio', written, 0)
        expect(await readAll(store, 'regio')).toEqual(written)
        for (const one of written)
          expect(await readAll(store, 'regio', { matter: one.matter })).toEqual([one])
      })

      test('takes many entries at once', async () => {
        expect(await store.append('regio', entries(0, 5000), 0)).toEqual({ appended: true })
        expect(await store.size('regio')).toBe(5000)
        expect(await readAll(store, 'regio', { from: 4990 })).toEqual(entries(4990, 10))
      })

      test('keeps only the fields of an entry, the act only where there is one', async () => {
        const written = [{ ...entry(0), extra: 1 } as Stored, { ...entry(1), act: undefined }, begun(2, 'a')]
        await store.append('regio', written, 0)
        expect(await readAll(store, 'regio')).toStrictEqual([entry(0), entry(1), begun(2, 'a')])
      })
    })

    describe('a conflict', () => {
      test.each([
        ['a size of the past', 1],
        ['the empty log', 0],
        ['a size of the future', 4],
      ])('is told to a writer that expected %s, with the size there is', async (_, expected) => {
        await store.append('regio', entries(0, 3), 0)
        expect(await store.append('regio', entries(expected, 2), expected)).toEqual({ conflict: { size: 3 } })
        expect(await readAll(store, 'regio')).toEqual(entries(0, 3))
        expect(await store.size('regio')).toBe(3)
      })

      test('is told even if the same entries are there already', async () => {
        await store.append('regio', entries(0, 2), 0)
        expect(await store.append('regio', entries(0, 2), 0)).toEqual({ conflict: { size: 2 } })
        expect(await store.append('regio', entries(1, 1), 1)).toEqual({ conflict: { size: 2 } })
      })

      test('writes nothing of entries that reach beyond the end', async () => {
        await store.append('regio', entries(0, 2), 0)
        expect(await store.append('regio', entries(1, 5, 'late'), 1)).toEqual({ conflict: { size: 2 } })
        expect(await readAll(store, 'regio', { matter: 'late' })).toEqual([])
        expect(await store.append('regio', entries(2, 1), 2)).toEqual({ appended: true })
      })
    })

    describe('racing appends', () => {
      const winners = (outcomes: readonly Appended[]): number[] =>
        outcomes.flatMap((outcome, writer) => ('appended' in outcome ? [writer] : []))

      test.each([0, 1, 7])(
        'of 20 at size %i exactly one wins, and all of its entries are there',
        async size => {
          if (size > 0) await store.append('regio', entries(0, size), 0)
          const outcomes = await Promise.all(
            Array.from({ length: 20 }, (_, writer) =>
              handle(writer).append('regio', entries(size, 1 + (writer % 4), `w${writer}`), size),
            ),
          )
          const [winner = -1, ...others] = winners(outcomes)
          expect(others).toEqual([])
          const won = entries(size, 1 + (winner % 4), `w${winner}`)
          expect((await readAll(store, 'regio')).slice(size)).toEqual(won)
          const conflicts = outcomes.filter(outcome => 'conflict' in outcome)
          expect(conflicts).toEqual(Array(19).fill({ conflict: { size: size + won.length } }))
        },
      )

      test('to different collaborations do not hinder one another', async () => {
        const names = Array.from({ length: 10 }, (_, at) => `regio-${at}`)
        const outcomes = await Promise.all(names.map(one => store.append(one, entries(0, 2, one), 0)))
        expect(winners(outcomes)).toHaveLength(10)
        for (const one of names) expect(await readAll(store, one)).toEqual(entries(0, 2, one))
      })
    })

    describe('collaborations', () => {
      test('know nothing of one another', async () => {
        await store.append('one', entries(0, 2, 'p1'), 0)
        await store.append('two', entries(0, 3, 'p1'), 0)
        expect(await store.append('two', entries(2, 1), 2)).toEqual({ conflict: { size: 3 } })
        expect(await store.append('one', entries(2, 1, 'p9'), 2)).toEqual({ appended: true })
        expect(await readAll(store, 'one')).toEqual([...entries(0, 2), entry(2, 'p9')])
        expect(await readAll(store, 'two')).toEqual(entries(0, 3))
        expect(await readAll(store, 'two', { matter: 'p9' })).toEqual([])
        expect([await store.size('one'), await store.size('two'), await store.size('three')]).toEqual([
          3, 3, 0,
        ])
      })

      test('and matters are told apart by every code unit', async () => {
        const names = [
          'regio',
          'Regio',
          'regio ',
          ' regio',
          'régio',
          're\u0301gio',
          'regi%',
          'regi_',
          '__proto__',
          'constructor',
          "'",
          '0',
          '00',
          '😀',
        ]
        for (const one of names) {
          const written = names.map((matter, seq) => entry(seq, matter, `${one} ${matter}`))
          expect(await store.append(one, written, 0)).toEqual({ appended: true })
        }
        expect((await store.collaborations()).toSorted()).toEqual(names.toSorted())
        for (const [seq, one] of names.entries()) {
          expect(await store.size(one)).toBe(names.length)
          expect(await readAll(store, one, { matter: one })).toEqual([entry(seq, one, `${one} ${one}`)])
        }
      })

      test('are listed once each', async () => {
        await store.append('two', entries(0, 1), 0)
        await store.append('one', entries(0, 1), 0)
        await store.append('two', entries(1, 1), 1)
        expect((await store.collaborations()).toSorted()).toEqual(['one', 'two'])
      })
    })

    describe('reading', () => {
      const matters = ['charter', 'p1', 'p2', 'p1', 'p1', 'p2', 'charter', 'p1']
      const log = matters.map((matter, seq) => entry(seq, matter))
      beforeEach(async () => {
        await store.append('regio', log, 0)
      })

      test('from any seq on, of any matter or all, gives just those in order', async () => {
        for (let from = 0; from <= log.length + 2; from++) {
          expect(await readAll(store, 'regio', { from })).toEqual(log.slice(from))
          for (const matter of ['charter', 'p1', 'p2', 'p3']) {
            const expected = log.slice(from).filter(one => one.matter === matter)
            expect(await readAll(store, 'regio', { from, matter })).toEqual(expected)
            if (from === 0) expect(await readAll(store, 'regio', { matter })).toEqual(expected)
          }
        }
        expect(await readAll(store, 'regio', {})).toEqual(log)
        expect(await readAll(store, 'regio', { from: undefined, matter: undefined })).toEqual(log)
      })

      test('twice gives the same twice, side by side as well', async () => {
        const [one, other] = await Promise.all([readAll(store, 'regio'), readAll(store, 'regio')])
        expect(one).toEqual(log)
        expect(other).toEqual(log)
      })

      test('may stop early', async () => {
        const read: number[] = []
        for await (const one of store.read('regio')) {
          read.push(one.seq)
          if (read.length === 2) break
        }
        expect(read).toEqual([0, 1])
        expect(await store.append('regio', [entry(log.length)], log.length)).toEqual({ appended: true })
        expect(await readAll(store, 'regio')).toHaveLength(log.length + 1)
      })

      test('goes on while others append, and gives a beginning of the log', async () => {
        const read: Stored[] = []
        let size = log.length
        for await (const one of store.read('regio')) {
          read.push(one)
          if (size < 2 * log.length) await store.append('regio', entries(size, 2, 'new'), size)
          size = await store.size('regio')
        }
        expect(size).toBeGreaterThanOrEqual(2 * log.length)
        expect(read.length).toBeGreaterThanOrEqual(log.length)
        expect(read).toEqual((await readAll(store, 'regio')).slice(0, read.length))
        expect((read.length - log.length) % 2).toBe(0)
      })

      test('after an append was confirmed gives it, whoever asked for a reading before', async () => {
        const early = store.read('regio')[Symbol.asyncIterator]()
        await early.next()
        await store.append('regio', [entry(log.length, 'p2')], log.length)
        expect(await readAll(store, 'regio', { from: log.length })).toEqual([entry(log.length, 'p2')])
        expect((await readAll(store, 'regio', { matter: 'p2' })).at(-1)).toEqual(entry(log.length, 'p2'))
        await early.return?.()
      })
    })

    describe('reading an act', () => {
      const log = [
        begun(0, 'a', 'charter'),
        entry(1, 'charter'),
        begun(2, 'b', 'p1'),
        begun(3, 'A', 'p1'),
        begun(4, 'b', 'p2'),
        begun(5, 'p1', 'p1'),
        begun(6, "a'; --", 'p1'),
      ]
      const at = (...seqs: readonly number[]): Stored[] => seqs.map(seq => log[seq] as Stored)
      beforeEach(async () => {
        await store.append('regio', log.slice(0, 3), 0)
        await store.append('regio', log.slice(3), 3)
        await store.append('elsewhere', [begun(0, 'c')], 0)
      })

      test.each<[what: string, part: Part, seqs: readonly number[]]>([
        ['the entry that begins it', { act: 'a' }, [0]],
        ['told apart by case', { act: 'A' }, [3]],
        ['told apart from a matter of that name', { act: 'p1' }, [5]],
        ['told apart by every code unit', { act: "a'; --" }, [6]],
        ['every entry that was stored with it', { act: 'b' }, [2, 4]],
        ['only those of the matter', { act: 'b', matter: 'p2' }, [4]],
        ['none of another matter', { act: 'a', matter: 'p1' }, []],
        ['only those from a seq on', { act: 'b', from: 3 }, [4]],
        ['with all three at once', { act: 'b', matter: 'p1', from: 2 }, [2]],
        ['none from beyond them', { act: 'b', from: 5 }, []],
        ['none that is unknown', { act: 'x' }, []],
        ['none of another collaboration', { act: 'c' }, []],
        ['none with the name of a property', { act: '__proto__' }, []],
        ['everything where none is asked for', { act: undefined }, [0, 1, 2, 3, 4, 5, 6]],
      ])('gives %s', async (_, part, seqs) => {
        for (const one of handles) expect(await readAll(one, 'regio', part)).toStrictEqual(at(...seqs))
      })

      test('gives nothing of an append that met a conflict', async () => {
        await store.append('regio', [begun(3, 'late')], 3)
        expect(await readAll(store, 'regio', { act: 'late' })).toEqual([])
      })
    })

    describe('snapshots, where the store has a place for them', () => {
      /** Runs it with the place; there is nothing to keep to for a store that has none. */
      const withSnapshots = async (work: (snapshots: Snapshots) => Promise<void>): Promise<void> => {
        if (store.snapshots) await work(store.snapshots)
      }

      test('are null until one is saved', () =>
        withSnapshots(async snapshots => {
          expect(await snapshots.load('regio')).toBeNull()
          await store.append('regio', entries(0, 1), 0)
          expect(await snapshots.load('regio')).toBeNull()
        }))

      test('are handed back to the letter, and a later one takes the place of an earlier', () =>
        withSnapshots(async snapshots => {
          const texts = ['{"a":1}', 'a\r\n\tb\u0001', '\ufeffé😀\u2028', '', ' ', 'x'.repeat(5e6), 'last']
          for (const text of texts) {
            await snapshots.save('regio', text)
            for (const one of handles) expect((await one.snapshots?.load('regio')) === text).toBe(true)
          }
        }))

      test('are kept for each collaboration by itself, told apart by every code unit', () =>
        withSnapshots(async snapshots => {
          const names = ['regio', 'Regio', 'regio ', 're\u0301gio', '__proto__', "'", '0']
          for (const one of names) await snapshots.save(one, `of ${one}`)
          for (const one of names) expect(await snapshots.load(one)).toBe(`of ${one}`)
        }))

      test('know nothing of the log, nor the log of them', () =>
        withSnapshots(async snapshots => {
          await snapshots.save('regio', 'early')
          expect(await store.collaborations()).toEqual([])
          expect(await store.size('regio')).toBe(0)
          expect(await store.append('regio', entries(0, 2), 0)).toEqual({ appended: true })
          await snapshots.save('regio', 'later')
          expect(await readAll(store, 'regio')).toEqual(entries(0, 2))
          expect(await store.append('regio', entries(2, 1), 2)).toEqual({ appended: true })
          expect(await snapshots.load('regio')).toBe('later')
        }))

      test.each<[what: string, collaboration: unknown, text: unknown, why: RegExp]>([
        ['no text', 'regio', { a: 1 }, /the snapshot must be a text/],
        ['nothing', 'regio', undefined, /the snapshot must be a text/],
        ['half a character', 'regio', 'a\ud800', /the snapshot .*surrogates/],
        ['a NUL', 'regio', 'a\0', /the snapshot .*U\+0000/],
        ['a text for no collaboration', '', 'a', /the collaboration must be a text/],
      ])('are not made of %s', (_, collaboration, text, why) =>
        withSnapshots(async snapshots => {
          await snapshots.save('regio', 'before')
          const misuse = async (): Promise<unknown> => snapshots.save(collaboration as never, text as never)
          await expect(misuse).rejects.toThrow(TypeError)
          await expect(misuse).rejects.toThrow(why)
          expect(await snapshots.load('regio')).toBe('before')
        }),
      )

      test('are not loaded without a collaboration', () =>
        withSnapshots(async snapshots => {
          await expect(async () => snapshots.load('')).rejects.toThrow(TypeError)
        }))
    })

    describe.runIf(reopen)('two handles', () => {
      test('show each other what they wrote', async () => {
        expect(await handle(0).append('regio', entries(0, 2), 0)).toEqual({ appended: true })
        expect(await handle(1).size('regio')).toBe(2)
        expect(await handle(1).append('regio', entries(2, 1), 2)).toEqual({ appended: true })
        expect(await handle(0).append('regio', entries(2, 1), 2)).toEqual({ conflict: { size: 3 } })
        expect(await handle(1).append('two', entries(0, 1), 0)).toEqual({ appended: true })
        for (const one of handles) {
          expect(await readAll(one, 'regio')).toEqual(entries(0, 3))
          expect((await one.collaborations()).toSorted()).toEqual(['regio', 'two'])
        }
      })

      test('do not hinder each other: a long reading goes on while the other appends', async () => {
        await handle(0).append('regio', entries(0, 1200), 0)
        let size = 1200
        const read: Stored[] = []
        for await (const one of handle(1).read('regio')) {
          read.push(one)
          if (one.seq % 100 > 0) continue
          expect(await handle(0).append('regio', entries(size, 3), size)).toEqual({ appended: true })
          size += 3
        }
        expect(read).toEqual(entries(0, read.length))
        expect(read.length).toBeGreaterThanOrEqual(1200)
        expect(read.length % 3).toBe(0)
      })

      test('a reading that was given up holds nobody up', async () => {
        await handle(0).append('regio', entries(0, 1200), 0)
        const reading = handle(1).read('regio')[Symbol.asyncIterator]()
        await reading.next()
        for (let size = 1200; size < 1210; size++)
          expect(await handle(0).append('regio', entries(size, 1), size)).toEqual({ appended: true })
      })

      test('a third one, opened later, has everything', async () => {
        await handle(0).append('regio', entries(0, 2), 0)
        const third = await reopen?.(store)
        if (!third) return
        expect(await readAll(third, 'regio')).toEqual(entries(0, 2))
        await close(third)
        expect(await handle(0).append('regio', entries(2, 1), 2)).toEqual({ appended: true })
        expect(await readAll(handle(1), 'regio')).toEqual(entries(0, 3))
      })
    })

    describe('what is stored cannot be changed', () => {
      test('through what was handed in, neither at once nor later', async () => {
        const one = { seq: 0, matter: 'p1', line: '{"a":1}' }
        const list: Stored[] = [one]
        const outcome = store.append('regio', list, 0)
        one.line = '{"a":2}'
        one.matter = 'p2'
        list.push(entry(1))
        expect(await outcome).toEqual({ appended: true })
        one.seq = 7
        expect(await store.size('regio')).toBe(1)
        expect(await readAll(store, 'regio')).toEqual([{ seq: 0, matter: 'p1', line: '{"a":1}' }])
      })

      test('through what was handed out', async () => {
        await store.append('regio', entries(0, 2), 0)
        for (const part of [{}, { matter: 'p1' }]) {
          for (const one of await readAll(store, 'regio', part)) {
            Reflect.set(one, 'line', '{}')
            Reflect.set(one, 'seq', 9)
            Reflect.deleteProperty(one, 'matter')
          }
        }
        Reflect.set(await store.collaborations(), 0, 'other')
        expect(await readAll(store, 'regio')).toEqual(entries(0, 2))
        expect(await store.collaborations()).toEqual(['regio'])
      })
    })

    describe('misuse', () => {
      const appends: readonly (readonly [
        what: string,
        collaboration: unknown,
        entries: unknown,
        size: unknown,
        why: RegExp,
      ])[] = [
        ['an empty append', 'regio', [], 2, /at least one entry/],
        ['a gap in front', 'regio', entries(3, 1), 2, /entry 2 was expected here, not 3/],
        ['an overlap', 'regio', entries(1, 2), 2, /entry 2 was expected here, not 1/],
        ['a gap inside', 'regio', [entry(2), entry(4)], 2, /entry 3 was expected here, not 4/],
        ['a number twice', 'regio', [entry(2), entry(2)], 2, /entry 3 was expected here, not 2/],
        ['a wrong order', 'regio', [entry(3), entry(2)], 2, /entry 2 was expected here, not 3/],
        ['a seq that is a text', 'regio', [{ ...entry(2), seq: '2' }], 2, /entry 2 was expected here, not 2/],
        ['a size that is negative', 'regio', entries(-1, 1), -1, /expectedSize must be a whole number/],
        ['a size that is a fraction', 'regio', entries(0.5, 1), 0.5, /expectedSize must be a whole number/],
        ['a size that is no number', 'regio', entries(2, 1), '2', /expectedSize must be a whole number/],
        [
          'a size too large to count',
          'regio',
          entries(2 ** 53, 1),
          2 ** 53,
          /expectedSize must be a whole number/,
        ],
        ['no size', 'regio', entries(2, 1), undefined, /expectedSize must be a whole number/],
        ['entries that are no list', 'regio', { 0: entry(2), length: 1 }, 2, /must be a list/],
        ['a hole for an entry', 'regio', new Array(1), 2, /entry 2 is not an object/],
        ['a text for an entry', 'regio', ['{}'], 2, /entry 2 is not an object/],
        ['null for an entry', 'regio', [null], 2, /entry 2 is not an object/],
        [
          'a line that is no text',
          'regio',
          [{ ...entry(2), line: {} }],
          2,
          /the line of entry 2 must be a text/,
        ],
        ['an empty line', 'regio', [entry(2, 'p1', '')], 2, /the line of entry 2 must be a text, not empty/],
        ['a line with a line end', 'regio', [entry(2, 'p1', '{}\n')], 2, /the line of entry 2 .*control/],
        ['a line with a NUL', 'regio', [entry(2, 'p1', 'a\0b')], 2, /the line of entry 2 .*control/],
        [
          'a line with a lone surrogate',
          'regio',
          [entry(2, 'p1', 'a\ud800')],
          2,
          /the line of entry 2 .*surrogate/,
        ],
        ['a bad line last', 'regio', [entry(2), entry(3, 'p1', '')], 2, /the line of entry 3 must be a text/],
        [
          'a matter that is no text',
          'regio',
          [{ ...entry(2), matter: 1 }],
          2,
          /the matter of entry 2 must be a text/,
        ],
        ['an empty matter', 'regio', [entry(2, '')], 2, /the matter of entry 2 must be a text, not empty/],
        ['a matter with a NUL', 'regio', [entry(2, 'a\0')], 2, /the matter of entry 2 .*control/],
        [
          'an act that is no text',
          'regio',
          [{ ...entry(2), act: 1 }],
          2,
          /the act of entry 2 must be a text/,
        ],
        ['null for an act', 'regio', [{ ...entry(2), act: null }], 2, /the act of entry 2 must be a text/],
        ['an empty act', 'regio', [begun(2, '')], 2, /the act of entry 2 must be a text, not empty/],
        ['an act with a NUL', 'regio', [begun(2, 'a\0')], 2, /the act of entry 2 .*control/],
        ['an act with half a character', 'regio', [begun(2, 'a\ud800')], 2, /the act of entry 2 .*surrogate/],
        ['an empty collaboration', '', entries(0, 1), 0, /the collaboration must be a text, not empty/],
        ['a collaboration that is no text', 7, entries(0, 1), 0, /the collaboration must be a text/],
        ['a collaboration with a line end', 'a\nb', entries(0, 1), 0, /the collaboration .*control/],
      ]

      test.each(appends)(
        '%s is a TypeError that says why, and changes nothing',
        async (_, collaboration, list, size, why) => {
          await store.append('regio', entries(0, 2), 0)
          const misuse = async (): Promise<unknown> =>
            store.append(collaboration as never, list as never, size as never)
          const error = await misuse().catch((reason: unknown) => reason)
          expect(error).toBeInstanceOf(TypeError)
          expect((error as TypeError).message).toMatch(why)
          expect((error as TypeError).message).not.toContain('\n')
          expect(await readAll(store, 'regio')).toEqual(entries(0, 2))
          expect(await store.collaborations()).toEqual(['regio'])
        },
      )

      test('is told before a conflict', async () => {
        await expect(async () => store.append('regio', [], 5)).rejects.toThrow(TypeError)
      })

      test.each<readonly [string, unknown, unknown, RegExp]>([
        ['from a negative seq', 'regio', { from: -1 }, /from must be a whole number/],
        ['from a fraction', 'regio', { from: 0.5 }, /from must be a whole number/],
        ['from no number', 'regio', { from: '0' }, /from must be a whole number/],
        ['from nothing', 'regio', { from: null }, /from must be a whole number/],
        ['an empty matter', 'regio', { matter: '' }, /the matter must be a text, not empty/],
        ['a matter that is no text', 'regio', { matter: 3 }, /the matter must be a text/],
        ['an empty act', 'regio', { act: '' }, /the act must be a text, not empty/],
        ['an act that is no text', 'regio', { act: 3 }, /the act must be a text/],
        ['null for an act', 'regio', { act: null }, /the act must be a text/],
        ['no collaboration', undefined, {}, /the collaboration must be a text/],
      ])('reading %s is a TypeError', async (_, collaboration, part, why) => {
        const misuse = async (): Promise<unknown> => readAll(store, collaboration as never, part as never)
        await expect(misuse).rejects.toThrow(TypeError)
        await expect(misuse).rejects.toThrow(why)
      })

      test('asking the size of what is no name is a TypeError', async () => {
        for (const wrong of ['', undefined, 3])
          await expect(async () => store.size(wrong as never)).rejects.toThrow(TypeError)
      })
    })

    describe('whatever the interleaving', () => {
      let runs = 0
      const fresh = (): string => `run-${runs++}`

      interface Door {
        append: Store['append']
        size: Store['size']
        all: (collaboration: string, part: Part) => Promise<Stored[]>
      }

      /** A handle on the store, with the scheduler deciding when each call reaches it and when its answer comes back. */
      const delayed = (scheduler: fc.Scheduler, writer: string, nth: number): Door => {
        const one = handle(nth)
        const pause = (what: string): Promise<unknown> =>
          scheduler.schedule(Promise.resolve(), `${writer} ${what}`)
        const around = async <T>(what: string, call: () => Promise<T>): Promise<T> => {
          await pause(what)
          const answer = await call()
          await pause(`${what}, answered`)
          return answer
        }
        return {
          append: (...args) => around('append', () => one.append(...args)),
          size: (...args) => around('size', () => one.size(...args)),
          all: (...args) => around('read', () => readAll(one, ...args)),
        }
      }

      test('each writer that tries again gets all its entries in once, whole and in one piece', async () => {
        let conflicts = 0
        await fc.assert(
          fc.asyncProperty(
            fc.scheduler(),
            fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 }),
            async (scheduler, counts) => {
              const collaboration = fresh()
              const write = async (count: number, writer: number): Promise<number> => {
                const door = delayed(scheduler, `w${writer}`, writer)
                for (;;) {
                  const size = await door.size(collaboration)
                  const outcome = await door.append(collaboration, entries(size, count, `w${writer}`), size)
                  if ('appended' in outcome) return size
                  expect(outcome.conflict.size).toBeGreaterThan(size)
                  conflicts++
                }
              }
              const starts = await scheduler.waitFor(Promise.all(counts.map(write)))
              const written = starts.flatMap((start, writer) =>
                entries(start, counts[writer] ?? 0, `w${writer}`),
              )
              expect(await readAll(store, collaboration)).toEqual(
                written.toSorted((one, two) => one.seq - two.seq),
              )
            },
          ),
          { numRuns: interleavings },
        )
        expect(conflicts).toBeGreaterThan(interleavings / 4)
      })

      test('a reader sees a beginning that ends between two appends, never less than before', async () => {
        const seen = new Set<number>()
        await fc.assert(
          fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 3 }), async (scheduler, batch) => {
            const collaboration = fresh()
            const write = async (): Promise<void> => {
              const door = delayed(scheduler, 'writer', 0)
              for (let size = 0; size < 3 * batch; size += batch) {
                await door.append(collaboration, entries(size, batch), size)
              }
            }
            const read = async (reader: number): Promise<void> => {
              const door = delayed(scheduler, `reader ${reader}`, reader)
              let before = 0
              for (let times = 0; times < 3; times++) {
                const read = await door.all(collaboration, reader === 0 ? {} : { matter: 'p1' })
                expect(read).toEqual(entries(0, read.length))
                expect(read.length % batch).toBe(0)
                expect(read.length).toBeGreaterThanOrEqual(before)
                before = read.length
                seen.add(read.length / batch)
              }
            }
            await scheduler.waitFor(Promise.all([write(), read(0), read(1)]))
          }),
          { numRuns: interleavings },
        )
        expect([...seen].toSorted()).toEqual([0, 1, 2, 3])
      })

      test('writers without second tries leave the log that some order of them leaves', async () => {
        let won = 0
        await fc.assert(
          fc.asyncProperty(
            fc.scheduler(),
            fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 3 })), {
              minLength: 2,
              maxLength: 6,
            }),
            async (scheduler, attempts) => {
              const collaboration = fresh()
              const outcomes = await scheduler.waitFor(
                Promise.all(
                  attempts.map(([size, count], writer) =>
                    delayed(scheduler, `w${writer}`, writer).append(
                      collaboration,
                      entries(size, count, `w${writer}`),
                      size,
                    ),
                  ),
                ),
              )
              const winners = attempts.flatMap(([size, count], writer) =>
                'appended' in (outcomes[writer] ?? {}) ? entries(size, count, `w${writer}`) : [],
              )
              const log = await readAll(store, collaboration)
              expect(log).toEqual(winners.toSorted((one, two) => one.seq - two.seq))
              expect(log.map(one => one.seq)).toEqual(log.map((_, seq) => seq))
              expect(await store.size(collaboration)).toBe(log.length)
              won += new Set(winners.map(one => one.matter)).size
            },
          ),
          { numRuns: interleavings },
        )
        expect(won).toBeGreaterThan(interleavings / 4)
      })

      test('that is, of as many as were asked for', () => {
        expect(runs).toBe(3 * interleavings)
      })
    })
  })
}
