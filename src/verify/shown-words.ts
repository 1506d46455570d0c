// Words that a certificate carries beside its entries (W4): each must be what a digest in them stands for.
import { erasureIn } from '../collaboration/words.ts'
import { digestOfWords } from '../log/personal.ts'
import type { Certificate } from './certificate.ts'

/** What is wrong with a text that is shown: a code that stays, and words. */
export interface WordsFinding {
  readonly code: 'strayWords' | 'wordsErased' | 'wordsMisfit'
  readonly what: string
}

/** The words that a certificate carries, by digest; or the first of them that do not belong to its entries. Pure. */
export function shownWords({ entries, words = [] }: Certificate): Map<string, string> | WordsFinding {
  const named = new Set(entries.flatMap(({ entry }) => Object.values(entry.personal ?? {})))
  const erased = new Set(entries.flatMap(({ entry }) => erasureIn(entry.matter, entry.asked)?.digest ?? []))
  const shown = new Map<string, string>()
  for (const [place, it] of words.entries()) {
    const finding = (code: WordsFinding['code'], what: string): WordsFinding => {
      return { code, what: `text ${place} ${what}` }
    }
    if (!named.has(it.digest) || shown.has(it.digest))
      return finding('strayWords', 'belongs to no entry here, or is there twice')
    if (erased.has(it.digest)) return finding('wordsErased', 'is recorded as erased')
    if (!it.value.isWellFormed() || digestOfWords(it) !== it.digest)
      return finding('wordsMisfit', 'is not what its digest stands for')
    shown.set(it.digest, it.value)
  }
  return shown
}
