// Words kept beside the log: an entry holds a salted digest of them, so that they can be erased and every proof stays valid.
import * as z from 'zod'
import { canonical } from './canonical.ts'
import { digestOf } from './hash.ts'

const field = z.string().regex(/^[a-z][A-Za-z]{0,31}$/, 'must be the name of a field')
/** The most fields of an act that one entry keeps apart. */
export const mostFields = 8
const digestForm = /^sha256:[0-9a-f]{64}$/
/** Whether something has the form of a digest. Asked of every text of every act. Never throws. Pure. */
export const isDigest = (value: unknown): boolean => typeof value === 'string' && digestForm.test(value)
/** The digest of a text, as `digestOf` writes it. */
export const digestSchema = z
  .string()
  .regex(digestForm, 'must be "sha256:" and 64 hexadecimal digits in lower case')

/** In an entry, beside `asked`: for each field of the act that is kept apart, the digest that stands for its words. */
export const personalSchema = z
  .record(field, digestSchema)
  .refine(
    fields => Object.keys(fields).length > 0 && Object.keys(fields).length <= mostFields,
    `must name 1 to ${mostFields} fields`,
  )
export type Personal = Readonly<z.infer<typeof personalSchema>>

/** How many random bytes a salt has: without it, a short text could be guessed from its digest. */
export const saltLength = 16

/** Words as they are kept: the text, and the 16 random bytes, in base64, that are hashed with it. */
export const wordsSchema = z.strictObject({
  salt: z.string().regex(/^[A-Za-z0-9+/]{21}[AQgw]==$/, 'must be 16 bytes in base64'),
  value: z.string(),
})
export type Words = Readonly<z.infer<typeof wordsSchema>>

/** The digest that stands for words: of the canonical text of salt and value. Pure. @throws TypeError for half a character */
export function digestOfWords({ salt, value }: Words): string {
  return digestOf(canonical({ salt, value }))
}

/** Whether a digest stands for these words. Never throws. Pure. */
export function isDigestOf(digest: string, words: Words): boolean {
  return words.value.isWellFormed() && digestOfWords(words) === digest
}

/** Reads words as a store keeps them; null for what does not fit the digest. Never throws. */
export function wordsIn(text: string, digest: string): Words | null {
  try {
    const read = wordsSchema.safeParse(JSON.parse(text))
    return read.success && isDigestOf(digest, read.data) ? read.data : null
  } catch {
    return null
  }
}

/** An act without the fields that are kept apart. Pure. */
export function withoutPersonal<T extends object>(act: T, personal: Personal): T {
  const kept = Object.entries(act).filter(([name]) => !Object.hasOwn(personal, name))
  return Object.fromEntries(kept) as T
}

interface Holder {
  readonly by?: string | undefined
  readonly asked?: unknown
  readonly personal?: Personal | undefined
}

/** What is wrong with what an entry keeps apart, if anything: it belongs to an act of a person, which lacks those fields. Pure. */
export function personalFault({ personal, asked, by }: Holder): string | null {
  if (personal === undefined) return null
  if (typeof asked !== 'object' || asked === null || by === undefined)
    return 'personal: there is no act of a person to keep words apart from'
  const double = Object.keys(personal).find(name => Object.hasOwn(asked, name))
  return double === undefined ? null : `personal.${double}: stands in the act too`
}
