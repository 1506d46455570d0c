// Personal words in the reference model (W4): words are ideal, each said once, and stand for themselves under a number.
// Written from the rule; it is handed what it has to know of partners and mandates, and knows nothing of salts and digests.
import type { Act, Charter, Model } from './model.ts'
import type { Standing } from './signing.ts'

/** Words that are kept apart: in which matter, whose, for whom they were said, and whether they were erased. */
interface Kept {
  readonly matter: string
  readonly digest: string
  readonly by: string
  readonly partner: string | null
  readonly erased: boolean
}

export type Words = readonly Kept[]
export const nothingKept: Words = []

/** By act, the field that a charter can have kept apart. */
const fields: Readonly<Record<string, string>> = {
  comment: 'text',
  answerObjection: 'text',
  raiseObjection: 'reason',
  takePosition: 'reason',
  withdrawObjection: 'reason',
  escalate: 'reason',
  giveMandate: 'name',
}

export const everyMark = Object.entries(fields).map(([act, field]) => `${act}.${field}`)

/** The field of an act that the charter in force has kept apart, if the act has it. */
export function markedIn(charter: Charter | undefined, act: Act): string | null {
  const field = fields[act.act]
  const isMarked = field !== undefined && act[field] !== undefined
  return isMarked && charter?.personal?.includes(`${act.act}.${field}`) ? field : null
}

/** A digest that stands for no other words, where the charter in force has words of this act kept apart. */
export function freshIn({ inForce, words }: Model, act: Act): string | undefined {
  const isMarked = markedIn(inForce?.text, act) !== null
  return isMarked ? `sha256:${words.length.toString(16).padStart(64, 'f')}` : undefined
}

const matterOf = (act: Act): string =>
  act.act === 'giveMandate' || act.act === 'eraseName' ? 'charter' : String(act.proposal ?? '')

const looksLikeOne = (text: unknown): boolean =>
  typeof text === 'string' && text.length === 71 && text.startsWith('sha256:')

/**
 * Which rule about personal words an act breaks. `digest` stands for the words of it that are kept apart; undefined where it is
 * said as it is.
 */
export function brokenByWords(
  { model, act, by, at: _, ...standing }: Standing,
  digest?: string,
): string | null {
  if (act.act === 'eraseWords' || act.act === 'eraseName')
    return brokenByErasure({ model, act, by, ...standing })
  const field = markedIn(model.inForce?.text, act)
  if (field === null) {
    if (digest !== undefined) return 'W4 kept apart without a mark'
    return looksLikeOne(act[fields[act.act] ?? '']) ? 'W4 stands for the words of somebody else' : null
  }
  if (digest === undefined) return 'W4 marked, and not kept apart'
  const isTaken = model.words.some(kept => kept.matter === matterOf(act) && kept.digest === digest)
  return isTaken ? 'W4 this digest stands for other words' : null
}

/** W4: by whose they are; else by a seat of the partner for which they were said, or by the office where nobody is left. */
function brokenByErasure({
  model,
  act,
  by,
  partnerOf,
  isSeat,
  opgavemanager,
}: Omit<Standing, 'at'>): string | null {
  const kept = model.words.find(it => it.matter === matterOf(act) && it.digest === act.digest)
  if (kept === undefined || kept.erased) return 'W4 no such words, or no more'
  if (kept.by === by) return null
  const isHome = kept.partner !== null && model.partners.includes(kept.partner)
  const isKeeper = isHome ? partnerOf(by) === kept.partner && isSeat(by) : opgavemanager === by
  return isKeeper ? null : 'W4 neither whose they are nor who keeps them'
}

/** The model after an act, with the words that it brought or erased; whose a partner is, is asked as it is afterwards. */
export function withWords(
  after: Model,
  { act, by }: Standing,
  partner: string | null,
  digest?: string,
): Model {
  const matter = matterOf(act)
  if (act.act === 'eraseWords' || act.act === 'eraseName') {
    const words = after.words.map(it =>
      it.matter === matter && it.digest === act.digest ? { ...it, erased: true } : it,
    )
    return { ...after, words }
  }
  if (digest === undefined) return after
  const owner = act.act === 'giveMandate' ? String(act.person) : by
  return { ...after, words: [...after.words, { matter, digest, by: owner, partner, erased: false }] }
}

// ---------------------------------------------------------------- acts to draw from

const nowhere = `sha256:${'0'.repeat(64)}`

/** What may be asked of words: to erase those that are there, those that were erased, those of another matter, and none. */
export function erasures(model: Model, by: string): Act[] {
  if (model.words.length === 0) return []
  const on = (matter: string, digest: string): Act =>
    matter === 'charter'
      ? { act: 'eraseName', by, digest, reason: 'On request.' }
      : { act: 'eraseWords', by, proposal: matter, digest, reason: 'On request.' }
  const matters = [...new Set(model.words.map(({ matter }) => matter))]
  const last = model.words.at(-1)?.digest ?? nowhere
  const said = model.words.slice(-6).map(({ matter, digest }) => on(matter, digest))
  return [...said, ...matters.flatMap(matter => [on(matter, last), on(matter, nowhere)])]
}

/** Acts with words that can be kept apart, where a charter asks for it: names, and digests said as if they were words. */
export function wordy(model: Model, by: string): Act[] {
  if (!model.inForce?.text.personal && model.words.length === 0) return []
  const last = model.words.at(-1)?.digest ?? nowhere
  const named = { act: 'giveMandate', by, person: by, roles: ['lijnmanagement'] }
  return [
    { ...named, name: 'Somebody' },
    { ...named, name: last },
    ...model.proposals.slice(-2).flatMap(({ id }) => [
      { act: 'comment', by, proposal: id, text: last },
      { act: 'comment', by, proposal: id, text: 'About a neighbour.' },
    ]),
  ]
}
