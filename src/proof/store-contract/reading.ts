// The promises of a store about reading: just what was asked for, in order, a beginning of the log, and nobody held up.
import type { Part, Stored } from '../../log/store.ts'
import { holds, same } from '../checks.ts'
import { appended, begun, entries, entry, type Group, type Promised, readAll } from './ground.ts'

const matters = ['charter', 'p1', 'p2', 'p1', 'p1', 'p2', 'charter', 'p1']
const log = matters.map((matter, seq) => entry(seq, matter))

const reading: Group = {
  about: 'reading',
  why: 'the engine replays what it reads; an entry left out is an objection or a position that nobody sees',
  promises: [
    {
      what: 'from any seq on, of any matter or all, gives just those in order',
      async check({ store }) {
        await store.append('regio', log, 0)
        for (let from = 0; from <= log.length + 2; from++) {
          same(`read from ${from}`, await readAll(store, 'regio', { from }), log.slice(from))
          for (const matter of ['charter', 'p1', 'p2', 'p3']) {
            const expected = log.slice(from).filter(one => one.matter === matter)
            same(`read of ${matter} from ${from}`, await readAll(store, 'regio', { from, matter }), expected)
            if (from === 0) same(`read of ${matter}`, await readAll(store, 'regio', { matter }), expected)
          }
        }
        same('read of {}', await readAll(store, 'regio', {}), log)
        const open = { from: undefined, matter: undefined }
        same('read with every field undefined', await readAll(store, 'regio', open), log)
      },
    },
    {
      what: 'twice gives the same twice, side by side as well',
      async check({ store }) {
        await store.append('regio', log, 0)
        const [one, other] = await Promise.all([readAll(store, 'regio'), readAll(store, 'regio')])
        same('the first of two reads at once', one, log)
        same('the second of two reads at once', other, log)
      },
    },
    {
      what: 'may stop early',
      async check({ store }) {
        await store.append('regio', log, 0)
        const read: number[] = []
        for await (const one of store.read('regio')) {
          read.push(one.seq)
          if (read.length === 2) break
        }
        same('the numbers of the first two', read, [0, 1])
        const answer = await store.append('regio', [entry(log.length)], log.length)
        same('an append after that', answer, appended)
        same('the size of the log', (await readAll(store, 'regio')).length, log.length + 1)
      },
    },
    {
      what: 'goes on while others append, and gives a beginning of the log',
      async check({ store }) {
        await store.append('regio', log, 0)
        const read: Stored[] = []
        let size = log.length
        for await (const one of store.read('regio')) {
          read.push(one)
          if (size < 2 * log.length) await store.append('regio', entries(size, 2, 'new'), size)
          size = await store.size('regio')
        }
        holds('size after appends during a read', size >= 2 * log.length, `${2 * log.length} or more`, size)
        const begin = (await readAll(store, 'regio')).slice(0, read.length)
        same('what the read gave, beside the beginning of the log', read, begin)
        const whole = read.length >= log.length && (read.length - log.length) % 2 === 0
        holds('how much it gave', whole, `${log.length}, and of the appends of 2 each whole`, read.length)
      },
    },
    {
      what: 'after an append was confirmed gives it, whoever asked for a reading before',
      async check({ store }) {
        await store.append('regio', log, 0)
        const early = store.read('regio')[Symbol.asyncIterator]()
        await early.next()
        const last = entry(log.length, 'p2')
        await store.append('regio', [last], log.length)
        same('a read from the end on', await readAll(store, 'regio', { from: log.length }), [last])
        const ofMatter = await readAll(store, 'regio', { matter: 'p2' })
        same('the last of its matter', ofMatter.at(-1), last)
        await early.return?.()
      },
    },
  ],
}

const acts = [
  begun(0, 'a', 'charter'),
  entry(1, 'charter'),
  begun(2, 'b', 'p1'),
  begun(3, 'A', 'p1'),
  begun(4, 'b', 'p2'),
  begun(5, 'p1', 'p1'),
  begun(6, "a'; --", 'p1'),
]

const partsOfActs: readonly (readonly [what: string, part: Part, seqs: readonly number[]])[] = [
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
]

const readingAnAct: Group = {
  about: 'reading an act',
  why: 'by this the engine knows an act that was asked before; mistaken, an act is recorded twice or another is swallowed',
  promises: [
    ...partsOfActs.map(
      ([what, part, seqs]): Promised => ({
        what: `gives ${what}`,
        async check({ store, handles }) {
          await store.append('regio', acts.slice(0, 3), 0)
          await store.append('regio', acts.slice(3), 3)
          await store.append('elsewhere', [begun(0, 'c')], 0)
          const expected = acts.filter(({ seq }) => seqs.includes(seq))
          for (const one of handles)
            same(`read of ${JSON.stringify(part)}`, await readAll(one, 'regio', part), expected)
        },
      }),
    ),
    {
      what: 'gives nothing of an append that met a conflict',
      async check({ store }) {
        await store.append('regio', [begun(0, 'a')], 0)
        await store.append('regio', [begun(3, 'late')], 3)
        same('read of that act', await readAll(store, 'regio', { act: 'late' }), [])
      },
    },
  ],
}

const unchangeable: Group = {
  about: 'what is stored cannot be changed',
  why: 'a log that a caller can rewrite by keeping hold of an object proves nothing',
  promises: [
    {
      what: 'through what was handed in, neither at once nor later',
      async check({ store }) {
        const one = { seq: 0, matter: 'p1', line: '{"a":1}' }
        const list: Stored[] = [one]
        const outcome = store.append('regio', list, 0)
        one.line = '{"a":2}'
        one.matter = 'p2'
        list.push(entry(1))
        same('the append', await outcome, appended)
        one.seq = 7
        same('size after the list had grown', await store.size('regio'), 1)
        const expected = [{ seq: 0, matter: 'p1', line: '{"a":1}' }]
        same('the log after the entry was changed', await readAll(store, 'regio'), expected)
      },
    },
    {
      what: 'through what was handed out',
      async check({ store }) {
        await store.append('regio', entries(0, 2), 0)
        for (const part of [{}, { matter: 'p1' }])
          for (const one of await readAll(store, 'regio', part)) {
            Reflect.set(one, 'line', '{}')
            Reflect.set(one, 'seq', 9)
            Reflect.deleteProperty(one, 'matter')
          }
        Reflect.set(await store.collaborations(), 0, 'other')
        same('the log after what was read was changed', await readAll(store, 'regio'), entries(0, 2))
        same('collaborations() after the list was changed', await store.collaborations(), ['regio'])
      },
    },
  ],
}

export const aboutReading: readonly Group[] = [reading, readingAnAct, unchangeable]
