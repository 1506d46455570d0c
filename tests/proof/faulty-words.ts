// Stores that break one promise each about the words that they keep, and the test of the contract that has to see it.
import type { Store, Stored, WordsKeeper } from '../../src/log/store.ts'
import { memoryStore } from '../../src/stores/memory.ts'

type Whole = Store & { readonly words: WordsKeeper }

/** A memory store with some of its functions replaced. */
const memoryWith = (changes: (inner: Whole) => Partial<Store>) => (): Store => {
  const inner = memoryStore()
  return { ...inner, ...changes(inner) }
}

const wordsWith = (change: (inner: WordsKeeper) => Partial<WordsKeeper>) =>
  memoryWith(({ words }) => ({ words: { ...words, ...change(words) } }))

/** Takes entries as they come, with whatever words. */
const unasked = (list: readonly Stored[]): Stored[] => list.map(({ words, ...entry }) => entry)

const caught = (...names: string[]): string[] =>
  names.map(name => `words, where the store has a place for them: ${name}`)

const toTheLetter = 'are handed back to the letter, by every handle, and no read of the log hands them out'
const erasedOnly = 'are gone once they are erased, on every handle, and no others are'
const severalAtOnce = 'can be erased several at once, and again, also where there are none'
const byItself = 'are kept for each collaboration and matter by itself'

export const faultyWords = [
  {
    what: 'that forgets the words of entries',
    make: memoryWith(inner => ({ append: (to, list, size) => inner.append(to, unasked(list), size) })),
    caughtBy: caught(
      toTheLetter,
      byItself,
      ...[
        ['no list', 'more texts than an entry has', 'no object', 'a text without a digest'],
        ['half a character', 'a NUL'],
      ]
        .flat()
        .map(what => `are not taken with ${what}`),
    ),
  },
  {
    what: 'that hands out trimmed words',
    make: wordsWith(inner => ({
      read: async (...of) => (await inner.read(...of)).map(it => ({ ...it, text: it.text.trim() })),
    })),
    caughtBy: caught(toTheLetter),
  },
  {
    what: 'that keeps the words of an append that came too late',
    make: memoryWith(inner => ({
      append: async (to, list, size) => {
        const answer = await inner.append(to, list, size)
        const end = 'conflict' in answer ? answer.conflict.size : 0
        const [late] = list
        if ('conflict' in answer && late) await inner.append(to, [{ ...late, seq: end }], end)
        return answer
      },
    })),
    caughtBy: caught('are taken with their entry or not at all'),
  },
  {
    what: 'that keeps the words of all matters together',
    make: wordsWith(inner => ({ read: of => inner.read(of) })),
    caughtBy: caught(byItself),
  },
  {
    what: 'that erases in every matter',
    make: wordsWith(inner => ({
      erase: async (of, matter, digests) => {
        await inner.erase(of, matter, digests)
        await inner.erase(of, 'p2', digests)
      },
    })),
    caughtBy: caught(erasedOnly),
  },
  {
    what: 'that erases nothing',
    make: wordsWith(inner => ({
      erase: async (of, matter, list) => inner.erase(of, matter, list.slice(0, 0)),
    })),
    caughtBy: caught(erasedOnly, severalAtOnce),
  },
  {
    what: 'that erases one at a time',
    make: wordsWith(inner => ({
      erase: (of, matter, digests) =>
        inner.erase(of, matter, Array.isArray(digests) ? digests.slice(0, 1) : digests),
    })),
    caughtBy: caught(severalAtOnce),
  },
  {
    what: 'that asks nothing of who reads and erases',
    make: wordsWith(inner => ({
      read: async (of, matter) => (of && matter !== '' ? inner.read(of, matter) : []),
      erase: async (of, matter, digests) => {
        if (Array.isArray(digests))
          await inner.erase(
            of,
            matter,
            digests.filter(it => it !== ''),
          )
      },
    })),
    caughtBy: caught('are read and erased by names and digests only'),
  },
] as const
