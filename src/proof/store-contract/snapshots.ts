// The promises of a store that has a place for snapshots; one that has none keeps them by having none.
import type { Snapshots } from '../../log/store.ts'
import { misused, same } from '../checks.ts'
import { appended, entries, type Ground, type Group, type Promised, readAll } from './ground.ts'

/** There is nothing to keep to for a store without a place. */
const withSnapshots =
  (check: (snapshots: Snapshots, ground: Ground) => Promise<void>): Promised['check'] =>
  async ground => {
    if (ground.store.snapshots) await check(ground.store.snapshots, ground)
  }

const texts = ['{"a":1}', 'a\r\n\tb\u0001', '\ufeffé😀\u2028', '', ' ', 'x'.repeat(5e6), 'last']
const names = ['regio', 'Regio', 'regio ', 're\u0301gio', '__proto__', "'", '0']

const wrong: readonly (readonly [what: string, collaboration: unknown, text: unknown, why: RegExp])[] = [
  ['no text', 'regio', { a: 1 }, /the snapshot must be a text/],
  ['nothing', 'regio', undefined, /the snapshot must be a text/],
  ['half a character', 'regio', 'a\ud800', /the snapshot .*surrogates/],
  ['a NUL', 'regio', 'a\0', /the snapshot .*U\+0000/],
  ['a text for no collaboration', '', 'a', /the collaboration must be a text/],
]

const snapshots: Group = {
  about: 'snapshots, where the store has a place for them',
  why: 'an engine begins from its snapshot; a wrong one costs a replay of the whole log, or worse, hides that it is wrong',
  promises: [
    {
      what: 'are null until one is saved',
      check: withSnapshots(async (snapshots, { store }) => {
        same('load from an empty store', await snapshots.load('regio'), null)
        await store.append('regio', entries(0, 1), 0)
        same('load after an append', await snapshots.load('regio'), null)
      }),
    },
    {
      what: 'are handed back to the letter, and a later one takes the place of an earlier',
      check: withSnapshots(async (snapshots, { handles }) => {
        for (const text of texts) {
          await snapshots.save('regio', text)
          for (const one of handles) same('what was saved last', await one.snapshots?.load('regio'), text)
        }
      }),
    },
    {
      what: 'are kept for each collaboration by itself, told apart by every code unit',
      check: withSnapshots(async snapshots => {
        for (const one of names) await snapshots.save(one, `of ${one}`)
        for (const one of names) same(`the snapshot of '${one}'`, await snapshots.load(one), `of ${one}`)
      }),
    },
    {
      what: 'know nothing of the log, nor the log of them',
      check: withSnapshots(async (snapshots, { store }) => {
        await snapshots.save('regio', 'early')
        same('collaborations() with only a snapshot', await store.collaborations(), [])
        same('size with only a snapshot', await store.size('regio'), 0)
        same('append after it', await store.append('regio', entries(0, 2), 0), appended)
        await snapshots.save('regio', 'later')
        same('the log after a second snapshot', await readAll(store, 'regio'), entries(0, 2))
        same('append after that', await store.append('regio', entries(2, 1), 2), appended)
        same('the snapshot after the appends', await snapshots.load('regio'), 'later')
      }),
    },
    ...wrong.map(
      ([what, collaboration, text, why]): Promised => ({
        what: `are not made of ${what}`,
        check: withSnapshots(async snapshots => {
          await snapshots.save('regio', 'before')
          await misused(`saving ${what}`, () => snapshots.save(collaboration as never, text as never), why)
          same('the snapshot from before', await snapshots.load('regio'), 'before')
        }),
      }),
    ),
    {
      what: 'are not loaded without a collaboration',
      check: withSnapshots(async snapshots => {
        await misused("load('')", () => snapshots.load(''), /the collaboration must be a text/)
      }),
    },
  ],
}

export const aboutSnapshots: readonly Group[] = [snapshots]
