// The promises of a store that keeps words beside the log; one that has no place for them keeps these by having none.
import type { KeptWords, Store, Stored, WordsKeeper } from '../../log/store.ts'
import { misused, same } from '../checks.ts'
import { appended, conflict, entries, type Ground, type Group, type Promised, readAll } from './ground.ts'

/** There is nothing to keep to for a store without a place. */
const withWords =
  (check: (words: WordsKeeper, ground: Ground) => Promise<void>): Promised['check'] =>
  async ground => {
    if (ground.store.words) await check(ground.store.words, ground)
  }

const digestOf = (name: string): string => `sha256:${name}`
const texts = ['{"salt":"a","value":"b"}', '\ufeffé😀\u2028', 'a\r\n\tb', 'x'.repeat(1e5)]

/** The next entry of a log, with words of these names. */
function worded(seq: number, matter: string, names: readonly string[], text = 'words of'): Stored[] {
  const words = names.map(name => ({ digest: digestOf(name), text: `${text} ${name}` }))
  return entries(seq, 1, matter).map(entry => ({ ...entry, words }))
}

/** What is kept, as names, sorted. */
async function keptIn(store: Store, collaboration: string, matter?: string): Promise<string[]> {
  const kept = (await store.words?.read(collaboration, matter)) ?? []
  return kept.map(it => `${it.matter} ${it.digest} ${it.text}`).sort()
}

const of = (matter: string, name: string, text = 'words of'): string =>
  `${matter} ${digestOf(name)} ${text} ${name}`

const wrong: readonly (readonly [what: string, words: unknown, why: RegExp])[] = [
  ['no list', {}, /the words of entry 1 must be a list/],
  ['more texts than an entry has', Array(9).fill({ digest: 'd', text: 't' }), /at most 8/],
  ['no object', [null], /the words of entry 1 must be objects/],
  ['a text without a digest', [{ digest: '', text: 't' }], /a digest of the words of entry 1/],
  ['half a character', [{ digest: 'd', text: 'a\ud800' }], /the words of entry 1 .*surrogates/],
  ['a NUL', [{ digest: 'd', text: 'a\0' }], /the words of entry 1 .*U\+0000/],
]

const words: Group = {
  about: 'words, where the store has a place for them',
  why: 'what people said is kept beside the log so that it can be erased; it must be there until then, and gone after',
  promises: [
    {
      what: 'are handed back to the letter, by every handle, and no read of the log hands them out',
      check: withWords(async (_, { store, handles }) => {
        same('words of an empty store', await keptIn(store, 'regio'), [])
        const kept: KeptWords[] = texts.map((text, n) => ({ digest: digestOf(`${n}`), text }))
        const [entry] = entries(0, 1)
        await store.append('regio', [{ ...(entry as Stored), words: kept }], 0)
        for (const one of handles) {
          const found = await one.words?.read('regio', 'p1')
          const byDigest = new Map(found?.map(({ digest, text }) => [digest, text]))
          for (const { digest, text } of kept) same(`the text of ${digest}`, byDigest.get(digest), text)
        }
        same('the log', await readAll(store, 'regio'), entries(0, 1))
      }),
    },
    {
      what: 'are taken with their entry or not at all',
      check: withWords(async (_, { store }) => {
        await store.append('regio', worded(0, 'p1', ['first']), 0)
        same('a late append', await store.append('regio', worded(0, 'p1', ['late']), 0), conflict(1))
        same('what is kept', await keptIn(store, 'regio'), [of('p1', 'first')])
      }),
    },
    {
      what: 'are kept for each collaboration and matter by itself',
      check: withWords(async (_, { store }) => {
        await store.append('regio', worded(0, 'p1', ['a'], 'in p1:'), 0)
        await store.append('regio', worded(1, 'p2', ['a', 'b'], 'in p2:'), 1)
        await store.append('Regio', worded(0, 'p1', ['a'], 'elsewhere:'), 0)
        same('of p1', await keptIn(store, 'regio', 'p1'), [of('p1', 'a', 'in p1:')])
        const all = [of('p1', 'a', 'in p1:'), of('p2', 'a', 'in p2:'), of('p2', 'b', 'in p2:')]
        same('of all matters', await keptIn(store, 'regio'), all)
        same('of another collaboration', await keptIn(store, 'Regio'), [of('p1', 'a', 'elsewhere:')])
      }),
    },
    {
      what: 'are gone once they are erased, on every handle, and no others are',
      check: withWords(async (keeper, { store, handles }) => {
        await store.append('regio', worded(0, 'p1', ['a', 'b']), 0)
        await store.append('regio', worded(1, 'p2', ['a']), 1)
        await store.append('Regio', worded(0, 'p1', ['a']), 0)
        await keeper.erase('regio', 'p1', [digestOf('a')])
        for (const one of handles)
          same('what is left', await keptIn(one, 'regio'), [of('p1', 'b'), of('p2', 'a')])
        same('of another collaboration', await keptIn(store, 'Regio'), [of('p1', 'a')])
        same('the log', await readAll(store, 'regio'), [...entries(0, 1), ...entries(1, 1, 'p2')])
        same('an append after it', await store.append('regio', entries(2, 1), 2), appended)
      }),
    },
    {
      what: 'can be erased several at once, and again, also where there are none',
      check: withWords(async (keeper, { store }) => {
        await keeper.erase('regio', 'p1', [digestOf('a')])
        await store.append('regio', worded(0, 'p1', ['a', 'b', 'c']), 0)
        for (const names of [['a', 'c', 'unknown'], ['a'], []])
          await keeper.erase('regio', 'p1', names.map(digestOf))
        same('what is left', await keptIn(store, 'regio'), [of('p1', 'b')])
      }),
    },
    ...wrong.map(
      ([what, given, why]): Promised => ({
        what: `are not taken with ${what}`,
        check: withWords(async (_, { store }) => {
          await store.append('regio', worded(0, 'p1', ['before']), 0)
          const bad = entries(1, 1).map(entry => ({ ...entry, words: given as KeptWords[] }))
          await misused(`appending words with ${what}`, () => store.append('regio', bad, 1), why)
          same('the size after it', await store.size('regio'), 1)
          same('what is kept', await keptIn(store, 'regio'), [of('p1', 'before')])
        }),
      }),
    ),
    {
      what: 'are read and erased by names and digests only',
      check: withWords(async keeper => {
        await misused("read('')", () => keeper.read(''), /the collaboration must be a text/)
        await misused("read('regio', '')", () => keeper.read('regio', ''), /the matter must be a text/)
        await misused('erase of one text', () => keeper.erase('regio', 'p1', 'a' as never), /must be a list/)
        await misused(
          'erase of nothing',
          () => keeper.erase('regio', 'p1', [''] as never),
          /a digest must be/,
        )
      }),
    },
  ],
}

export const aboutWords: readonly Group[] = [words]
