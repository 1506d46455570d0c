// Whose words are kept apart in a matter, and who may have them erased (W4).
import { type Circle, isPresent, mandateOf, opgavemanagerOf } from './circle.ts'
import type { Whose, Worded, WordsKept } from './personal.ts'

/** The state with the words that an act brings noted as those of a person; a name in a mandate is its bearer's. */
export function wordsNoted<State extends { readonly words: WordsKept }>(
  state: State,
  { at, by = '', asked, apart = {} }: Worded,
  circle: Circle,
): State {
  if (asked.act === undefined || apart === true) return state
  const digests = Object.values(apart)
  if (digests.length === 0) return state
  const owner = asked.act === 'giveMandate' ? (asked.person ?? by) : by
  const whose = { by: owner, partner: mandateOf(circle, by, at)?.partner ?? null, erased: false }
  return {
    ...state,
    words: { ...state.words, ...Object.fromEntries(digests.map(digest => [digest, whose])) },
  }
}

/**
 * W4: words are erased by the person whose they are, a stuurgroep seat of the partner for which that person spoke, or the
 * opgavemanager where that partner has left or there is none.
 */
export function keepsWords(
  circle: Circle,
  whose: Whose | undefined,
  { by, at }: Pick<Worded, 'by' | 'at'>,
): boolean {
  if (!whose || by === undefined) return false
  const { partner } = whose
  if (whose.by === by) return true
  const mandate = mandateOf(circle, by, at)
  if (partner !== null && isPresent(circle, partner))
    return mandate?.partner === partner && mandate.roles.includes('stuurgroep')
  return opgavemanagerOf(circle, at) === by
}
