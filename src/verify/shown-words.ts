// Words that a certificate carries beside its entries (W4): each must be what a digest in them stands for.
import { erasureIn } from '../collaboration/words.ts'
import { isDigestOf } from '../log/personal.ts'
import type { Certificate } from './certificate.ts'

/** What is wrong with a text that is shown: a code that stays, and words. */
export interface WordsFinding {
  readonly code: 'strayWords' | 'wordsErased' | 'wordsMisfit'
  readonly what: string
}

/** The words that a certificate carries, by digest; or the first of them that do not belong to its entries. Pure. */
export function shownWords({ entries, words = [] }: Certificate): Map<string, string> | WordsFinding {
  const { named, standing } = digestsIn(entries)
  const shown = new Map<string, string>()
  for (const [place, it] of words.entries()) {
    const finding = (code: WordsFinding['code'], what: string): WordsFinding => {
      return { code, what: `text ${place} ${what}` }
    }
    if (!named.has(it.digest) || shown.has(it.digest))
      return finding('strayWords', 'belongs to no entry here, or is there twice')
    if (!standing.has(it.digest)) return finding('wordsErased', 'is recorded as erased')
    if (!isDigestOf(it.digest, it)) return finding('wordsMisfit', 'is not what its digest stands for')
    shown.set(it.digest, it.value)
  }
  return shown
}

/** The digests that entries name, and those of which the words are not erased in every matter that names them: somebody else may have said the same. */
function digestsIn(entries: Certificate['entries']): { named: Set<string>; standing: Set<string> } {
  const placed = ({ matter, digest }: { matter: string; digest: string }): string => `${matter} ${digest}`
  const said = entries.flatMap(({ entry: { matter, personal = {} } }) =>
    Object.values(personal).map(digest => ({ matter, digest })),
  )
  const erasures = entries.map(({ entry }) => erasureIn(entry.matter, entry.asked))
  const erased = new Set(erasures.filter(it => it !== null).map(placed))
  const standing = said.filter(it => !erased.has(placed(it)))
  const digests = (list: typeof said): Set<string> => new Set(list.map(({ digest }) => digest))
  return { named: digests(said), standing: digests(standing) }
}
