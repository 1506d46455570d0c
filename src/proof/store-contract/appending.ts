// The promises of a store about writing: in order, whole or not at all, one winner, and no collaboration in another's log.
import type { Appended } from '../../log/store.ts'
import { holds, same } from '../checks.ts'
import { appended, begun, conflict, entries, entry, type Group, type Promised, readAll } from './ground.ts'

const anEmptyStore: Group = {
  about: 'an empty store',
  why: 'the engine founds a collaboration only where it finds no log',
  promises: [
    {
      what: 'holds no collaboration, and says so of any',
      async check({ store }) {
        same('collaborations()', await store.collaborations(), [])
        same('size of a collaboration that is not there', await store.size('regio'), 0)
        same('read of a collaboration that is not there', await readAll(store, 'regio'), [])
        const part = { from: 3, matter: 'p1' }
        same('read of a part of what is not there', await readAll(store, 'regio', part), [])
        same('collaborations() after asking for one', await store.collaborations(), [])
      },
    },
    {
      what: 'a conflict in it begins no collaboration',
      async check({ store }) {
        same('append at size 1 of an empty log', await store.append('regio', entries(1, 1), 1), conflict(0))
        same('collaborations() after the conflict', await store.collaborations(), [])
        same('size after the conflict', await store.size('regio'), 0)
      },
    },
  ],
}

/** Texts that a database, a driver or a file may change on the way: composed and decomposed, odd, quoted, blank, long. */
const lines = [
  'é€😀\ufb33',
  'e\u0301 and é',
  '\u007f\u0080\u2028\ufeff',
  '\'; drop table "x" -- %_\\',
  '\ufeffx',
  ' x ',
  'x'.repeat(1e6),
]

const appending: Group = {
  about: 'appending',
  why: 'each entry holds the hash of the one before: a log that lost or changed one no longer verifies',
  promises: [
    {
      what: 'keeps the entries in order, over several appends',
      async check({ store }) {
        same('append of 3 to an empty log', await store.append('regio', entries(0, 3), 0), appended)
        same('append of 1 at size 3', await store.append('regio', entries(3, 1), 3), appended)
        same('append of 2 at size 4', await store.append('regio', entries(4, 2), 4), appended)
        same('size after 3, 1 and 2 entries', await store.size('regio'), 6)
        same('the log', await readAll(store, 'regio'), entries(0, 6))
      },
    },
    {
      what: 'hands every line back to the letter',
      async check({ store }) {
        const written = lines.map((line, seq) => entry(seq, `m${line.slice(0, 40)}`, line))
        await store.append('regio', written, 0)
        same('the log', await readAll(store, 'regio'), written)
        for (const one of written)
          same('read of its matter', await readAll(store, 'regio', { matter: one.matter }), [one])
      },
    },
    {
      what: 'takes many entries at once',
      async check({ store }) {
        same('append of 5000', await store.append('regio', entries(0, 5000), 0), appended)
        same('size after it', await store.size('regio'), 5000)
        same('the last ten', await readAll(store, 'regio', { from: 4990 }), entries(4990, 10))
      },
    },
    {
      what: 'keeps only the fields of an entry, the act only where there is one',
      async check({ store }) {
        const more = { ...entry(0), extra: 1 }
        const written = [more, { ...entry(1), act: undefined }, begun(2, 'a')]
        await store.append('regio', written, 0)
        same('the log', await readAll(store, 'regio'), [entry(0), entry(1), begun(2, 'a')])
      },
    },
  ],
}

const expectations: readonly (readonly [what: string, size: number])[] = [
  ['a size of the past', 1],
  ['the empty log', 0],
  ['a size of the future', 4],
]

const conflicts: Group = {
  about: 'a conflict',
  why: 'the engine decides on the log as it read it; written after something newer, a decision leaves somebody out',
  promises: [
    ...expectations.map(
      ([what, expected]): Promised => ({
        what: `is told to a writer that expected ${what}, with the size there is`,
        async check({ store }) {
          await store.append('regio', entries(0, 3), 0)
          const answer = await store.append('regio', entries(expected, 2), expected)
          same(`append at size ${expected} of a log of 3`, answer, conflict(3))
          same('the log after the conflict', await readAll(store, 'regio'), entries(0, 3))
          same('size after the conflict', await store.size('regio'), 3)
        },
      }),
    ),
    {
      what: 'is told even if the same entries are there already',
      async check({ store }) {
        await store.append('regio', entries(0, 2), 0)
        same('the same append again', await store.append('regio', entries(0, 2), 0), conflict(2))
        same('half of it again', await store.append('regio', entries(1, 1), 1), conflict(2))
      },
    },
    {
      what: 'writes nothing of entries that reach beyond the end',
      async check({ store }) {
        await store.append('regio', entries(0, 2), 0)
        const answer = await store.append('regio', entries(1, 5, 'late'), 1)
        same('append of 5 at size 1 of a log of 2', answer, conflict(2))
        same('read of its matter', await readAll(store, 'regio', { matter: 'late' }), [])
        same('append at the end', await store.append('regio', entries(2, 1), 2), appended)
      },
    },
  ],
}

/** Whoever is first has several to write: that is where halves come from. */
const countOf = (writer: number): number => 4 - (writer % 4)

const winners = (outcomes: readonly Appended[]): number[] =>
  outcomes.flatMap((outcome, writer) => ('appended' in outcome ? [writer] : []))

const racing: Group = {
  about: 'racing appends',
  why: 'two winners of one size are two histories, and each shows a decision that the other does not know',
  promises: [
    ...[0, 1, 7].map(
      (size): Promised => ({
        what: `of 20 at size ${size} exactly one wins, and all of its entries are there`,
        async check({ store, handle }) {
          if (size > 0) await store.append('regio', entries(0, size), 0)
          const race = Array.from({ length: 20 }, (_, writer) =>
            handle(writer).append('regio', entries(size, countOf(writer), `w${writer}`), size),
          )
          const outcomes = await Promise.all(race)
          const won = winners(outcomes)
          holds('the writers that were told `appended`', won.length === 1, 'exactly one', won)
          const winner = won[0] ?? 0
          const written = entries(size, countOf(winner), `w${winner}`)
          same('what the log gained', (await readAll(store, 'regio')).slice(size), written)
          const others = outcomes.filter(outcome => 'conflict' in outcome)
          same('the answers to the others', others, Array(19).fill(conflict(size + written.length)))
        },
      }),
    ),
    {
      what: 'to different collaborations do not hinder one another',
      why: 'each collaboration is a log of its own; one that is busy must not stop another from deciding',
      async check({ store }) {
        const names = Array.from({ length: 10 }, (_, at) => `regio-${at}`)
        const outcomes = await Promise.all(names.map(one => store.append(one, entries(0, 2, one), 0)))
        same('the answers', outcomes, Array(10).fill(appended))
        for (const one of names) same(`the log of ${one}`, await readAll(store, one), entries(0, 2, one))
      },
    },
  ],
}

/** Names that a database or an object may take for one another. */
const names = [
  ...['regio', 'Regio', 'regio ', ' regio', 'régio', 're\u0301gio', 'regi%', 'regi_'],
  ...['__proto__', 'constructor', "'", '0', '00', '😀'],
]

const collaborations: Group = {
  about: 'collaborations',
  why: 'what one collaboration records must never show up among the partners of another',
  promises: [
    {
      what: 'know nothing of one another',
      async check({ store }) {
        await store.append('one', entries(0, 2), 0)
        await store.append('two', entries(0, 3), 0)
        same('append to two at size 2', await store.append('two', entries(2, 1), 2), conflict(3))
        same('append to one at size 2', await store.append('one', entries(2, 1, 'p9'), 2), appended)
        same('the log of one', await readAll(store, 'one'), [...entries(0, 2), entry(2, 'p9')])
        same('the log of two', await readAll(store, 'two'), entries(0, 3))
        same('what two has of a matter of one', await readAll(store, 'two', { matter: 'p9' }), [])
        const sizes = [await store.size('one'), await store.size('two'), await store.size('three')]
        same('the sizes of one, two and three', sizes, [3, 3, 0])
      },
    },
    {
      what: 'and matters are told apart by every code unit',
      async check({ store }) {
        for (const one of names) {
          const written = names.map((matter, seq) => entry(seq, matter, `${one} ${matter}`))
          same(`append to '${one}'`, await store.append(one, written, 0), appended)
        }
        same('collaborations()', (await store.collaborations()).toSorted(), names.toSorted())
        for (const [seq, one] of names.entries()) {
          same(`size of '${one}'`, await store.size(one), names.length)
          const read = await readAll(store, one, { matter: one })
          same(`read of the matter '${one}' there`, read, [entry(seq, one, `${one} ${one}`)])
        }
      },
    },
    {
      what: 'are listed once each',
      async check({ store }) {
        await store.append('two', entries(0, 1), 0)
        await store.append('one', entries(0, 1), 0)
        await store.append('two', entries(1, 1), 1)
        same('collaborations()', (await store.collaborations()).toSorted(), ['one', 'two'])
      },
    },
  ],
}

export const aboutAppending: readonly Group[] = [anEmptyStore, appending, conflicts, racing, collaborations]
