// Personal words (W4): which fields of acts a charter has kept apart from the log.
import * as z from 'zod'
import { isDigest, type Personal } from '../log/personal.ts'

/** The fields of acts that a charter can mark as personal, each as `ACT.FIELD`. */
export const personalFields = [
  'comment.text',
  'answerObjection.text',
  'raiseObjection.reason',
  'takePosition.reason',
  'withdrawObjection.reason',
  'escalate.reason',
  'giveMandate.name',
] as const
/** A field that a charter can mark as personal. */
export type PersonalField = (typeof personalFields)[number]

/** What a charter marks: each field once, at least one. */
export const markedSchema = z
  .array(z.enum(personalFields))
  .min(1, 'must name at least one field; leave it out where nothing is kept apart')
  .refine(list => new Set(list).size === list.length, 'names a field twice')

/**
 * How the words of an act are kept: the digests that stand for them, or `true`: looked at as if kept apart as they have to be. No
 * door says `true` of an act that is to be recorded.
 */
export type Apart = Personal | true

/** Whose words a digest stands for, and whether they were erased. */
export interface Whose {
  readonly by: string
  /** The partner for which that person spoke then; null where for none. */
  readonly partner: string | null
  readonly erased: boolean
}

/** By digest: whose words are kept apart in a matter. */
export type WordsKept = Readonly<Record<string, Whose>>

/** A charter, as far as personal words go. */
interface Marks {
  readonly personal?: readonly PersonalField[] | undefined
}

/** An act as it is asked, as far as its words go. */
interface Asked {
  readonly act?: string | undefined
  readonly person?: string | undefined
}

/** A fact on its way in, as far as its words are concerned. */
export interface Worded {
  readonly at: string
  readonly by?: string | undefined
  readonly asked: Asked
  readonly apart?: Apart | undefined
}

const fieldsByAct = new Map<string, string[]>()
for (const it of personalFields) {
  const [act = '', field = ''] = it.split('.')
  fieldsByAct.set(act, [...(fieldsByAct.get(act) ?? []), field])
}

/** The fields of an act that can be personal at all. Pure. */
export function personalFieldsOf(act: string | undefined): readonly string[] {
  return fieldsByAct.get(act ?? '') ?? []
}

/** The fields of this act that a charter has kept apart: marked, and there. Pure. */
export function markedIn(charter: Marks | null, asked: Asked): string[] {
  const marked: readonly string[] = charter?.personal ?? []
  if (marked.length === 0) return []
  return personalFieldsOf(asked.act).filter(
    field => marked.includes(`${asked.act}.${field}`) && Reflect.get(asked, field) !== undefined,
  )
}

/**
 * W4: what the charter marks is kept apart, and nothing else; its digest stands in the place of the words, and stood for none before.
 * A text that stands in the log itself is no digest: it would be read as the words of somebody else, or as words given later.
 */
export function isKeptApart(charter: Marks | null, words: WordsKept, { asked, apart = {} }: Worded): boolean {
  if (apart === true) return true
  const plain = personalFieldsOf(asked.act).filter(field => !Object.hasOwn(apart, field))
  if (plain.some(field => isDigest(Reflect.get(asked, field)))) return false
  const marked = markedIn(charter, asked)
  const given = Object.entries(apart)
  return (
    given.length === marked.length &&
    given.every(
      ([field, digest]) =>
        marked.includes(field) && Reflect.get(asked, field) === digest && !Object.hasOwn(words, digest),
    )
  )
}

/** The words with one of them erased. */
export function erasedFrom(words: WordsKept, digest: string): WordsKept {
  const whose = words[digest]
  return whose ? { ...words, [digest]: { ...whose, erased: true } } : words
}

/** Whether a digest stands for words that are kept apart here and were not erased. */
export function isOnRecord(words: WordsKept, digest = ''): boolean {
  return Object.hasOwn(words, digest) && words[digest]?.erased === false
}
