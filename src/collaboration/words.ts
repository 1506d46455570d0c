// Words that are kept apart from the log (W4): taken out of an act, put back where they are at hand, counted.
import { isOnRecord, markedIn, personalFieldsOf, type WordsKept } from '../charter/personal.ts'
import { base64 } from '../log/hash.ts'
import {
  digestOfWords,
  type Personal,
  saltLength,
  type Words,
  withoutPersonal,
  wordsIn,
} from '../log/personal.ts'
import { unansweredQuestions } from '../proposal/open-points.ts'
import type { Proposal } from '../proposal/proposal.ts'
import type { Act } from './acts.ts'
import type { ProposalView } from './view.ts'

/** The words of an act by field, each with its salt. */
export type WordsByField = Readonly<Record<string, Words>>

/** Words and the digests that stand for them, by field of the act. */
export interface Parted {
  readonly personal: Personal
  readonly words: WordsByField
}

/**
 * Sets apart what the charter in force marks as personal in this act; null where that is nothing.
 * @throws TypeError for salts that are not 16 bytes
 */
export function setApart(
  charter: Parameters<typeof markedIn>[0],
  act: Act,
  newSalt: () => Uint8Array,
): Parted | null {
  const fields = markedIn(charter, act)
  if (fields.length === 0) return null
  const words: Record<string, Words> = {}
  for (const field of fields) words[field] = { salt: saltFrom(newSalt), value: Reflect.get(act, field) }
  return { personal: digestsOf(words), words }
}

function saltFrom(newSalt: () => Uint8Array): string {
  const salt = newSalt()
  if (!(salt instanceof Uint8Array) || salt.length !== saltLength)
    throw new TypeError(`newSalt must give ${saltLength} bytes`)
  return base64(salt)
}

const digestsOf = (words: WordsByField): Personal =>
  Object.fromEntries(Object.entries(words).map(([field, it]) => [field, digestOfWords(it)]))

/** The act as the law sees it, with the digests in the place of the words. Pure. */
export function withDigests(act: Act, personal: Personal | undefined): Act {
  return personal === undefined ? act : ({ ...act, ...personal } as Act)
}

/** What is wrong with words as they came with a signed act, if anything: they are those of its digests, and stand nowhere else. Pure. */
export function wordsFault(act: object, personal: Personal = {}, words: WordsByField = {}): string | null {
  const fields = new Set([...Object.keys(personal), ...Object.keys(words)])
  for (const field of fields) {
    const given = words[field]
    if (given === undefined) return `words.${field}: is missing, personal names it`
    if (personal[field] === undefined) return `personal.${field}: is missing, words gives it`
    if (Object.hasOwn(act, field)) return `act.${field}: is kept apart, leave it out of the act`
    if (!given.value.isWellFormed()) return `words.${field}.value: holds half a character (a lone surrogate)`
    if (digestOfWords(given) !== personal[field])
      return `words.${field}: are not the words that personal.${field} stands for`
  }
  return null
}

/** What is wrong with the fields that an entry keeps apart, if anything: only some can be. Pure. */
export function strangeField(act: unknown, personal: Personal | undefined): string | null {
  const known = personalFieldsOf(typeof act === 'string' ? act : undefined)
  const strange = Object.keys(personal ?? {}).find(field => !known.includes(field))
  return strange === undefined ? null : `personal.${strange}: is not kept apart in any act of this kind`
}

/** What is at hand of the words of one matter. */
export interface Recall {
  /** The words that a digest stands for; null where they are erased, or not at hand. */
  words(digest: string): string | null
  /** What is read in the place of a text: words for a digest, or that they are not at hand; any other text as it is. */
  say(text: string): string
}

const absent = {
  en: { erased: '[erased]', apart: '[kept apart]' },
  nl: { erased: '[gewist]', apart: '[apart bewaard]' },
} as const

/** What stands in the place of words that are not at hand, in a language. Pure. */
export function absentWords(isErased: boolean, language: 'en' | 'nl'): string {
  return absent[language][isErased ? 'erased' : 'apart']
}

/** Recalls from texts as a store keeps them, by digest; what was erased is not read, whatever the store still holds. Pure. */
export function recallFrom(
  kept: WordsKept,
  texts: ReadonlyMap<string, string>,
  language: 'en' | 'nl',
): Recall {
  const words = (digest: string): string | null => {
    const text = isOnRecord(kept, digest) ? texts.get(digest) : undefined
    return text === undefined ? null : (wordsIn(text, digest)?.value ?? null)
  }
  const say = (text: string): string => {
    const whose = Object.hasOwn(kept, text) ? kept[text] : undefined
    return whose ? (words(text) ?? absentWords(whose.erased, language)) : text
  }
  return { words, say }
}

/** An act as it was recorded, with words in every field; a name that is not at hand is left out. Pure. */
export function actAloud(act: Act, personal: Personal | undefined, { words, say }: Recall): Act {
  if (personal === undefined) return act
  const fields = Object.entries(personal).map(([field, digest]) => {
    return [field, act.act === 'giveMandate' ? words(digest) : say(digest)] as const
  })
  const spoken = Object.fromEntries(fields.filter(([, text]) => text !== null))
  return { ...withoutPersonal(act, personal), ...spoken } as Act
}

/** What people said about a proposal, as its state and its view have it. */
type Said = Pick<Proposal, 'positions' | 'objections' | 'comments'>

/** The same with words in the place of digests. Pure. */
export function withWords<T extends Said>(said: T, { say }: Recall): T {
  const spoken = <It extends { readonly reason?: string | undefined }>(it: It): It =>
    it.reason === undefined ? it : { ...it, reason: say(it.reason) }
  return {
    ...said,
    positions: mapped(said.positions, spoken),
    objections: mapped(said.objections, objection => ({
      ...spoken(objection),
      answers: objection.answers.map(answer => ({ ...answer, text: say(answer.text) })),
      withdrawn: objection.withdrawn && spoken(objection.withdrawn),
    })),
    comments: mapped(said.comments, comment => ({ ...comment, text: say(comment.text) })),
  }
}

/** A view read aloud: `recall` by matter. Pure. */
export function viewAloud(view: ProposalView, recall: (matter: string) => Recall): ProposalView {
  const spoken = withWords(view, recall(view.id))
  const earlier = view.earlier.map(it => ({
    ...it,
    sustained: it.sustained.map(each => ({ ...each, reason: recall(it.proposal).say(each.reason) })),
  }))
  return { ...spoken, earlier, unansweredQuestions: unansweredQuestions(spoken.comments) }
}

function mapped<T>(record: Readonly<Record<string, T>>, change: (element: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, element]) => [key, change(element)]))
}

/** How many there are, and in which entries the first of them stand. */
export interface Tally {
  readonly count: number
  /** Numbers of entries, at most `mostNumbers`. */
  readonly entries: readonly number[]
}

/** The most entries that a tally names. */
export const mostNumbers = 20

/** How many texts a log keeps apart, and how many of these are recorded as erased: none of them is established by the log. */
export interface Texts {
  readonly apart: Tally
  readonly erased: Tally
}

export const noTexts: Texts = { apart: { count: 0, entries: [] }, erased: { count: 0, entries: [] } }

/** Counts on. Pure. */
export function tallied({ apart, erased }: Texts, { seq, personal, fact }: Tallied): Texts {
  const isErasure = fact.type === 'words.erased' || fact.type === 'name.erased'
  return {
    apart: counted(apart, Object.keys(personal ?? {}).length, seq),
    erased: counted(erased, Number(isErasure), seq),
  }
}

interface Tallied {
  readonly seq: number
  readonly personal?: Personal
  readonly fact: { readonly type: string }
}

function counted({ count, entries }: Tally, more: number, seq: number): Tally {
  if (more === 0) return { count, entries }
  return { count: count + more, entries: entries.length < mostNumbers ? [...entries, seq] : entries }
}

/** The tally for whoever is told: nothing of a log that keeps nothing apart. Pure. */
export function textsTold(texts: Texts): { readonly texts?: Texts } {
  return texts.apart.count === 0 ? {} : { texts }
}

/** Words that are recorded as erased. */
export interface Erasure {
  readonly matter: string
  readonly digest: string
}

/** The words that an act has erased; null for any other act. Pure. */
export function erasureIn(matter: string, asked: unknown): Erasure | null {
  const act = asked as Partial<Extract<Act, { act: 'eraseWords' | 'eraseName' }>> | undefined
  if (act?.act !== 'eraseWords' && act?.act !== 'eraseName') return null
  return { matter, digest: act.digest ?? '' }
}
