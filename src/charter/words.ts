// The words that people put into the record: ids, names, prose, and how much of each fits.
import * as z from 'zod'
import { isDate, momentOf } from '../calendar.ts'

export { digestSchema } from '../log/personal.ts'

/** The most that is taken of anything: of text in characters (Unicode code points), of lists in pieces. */
export const limits = {
  id: 64,
  name: 200,
  title: 300,
  reason: 10_000,
  text: 100_000,
  list: 200,
  partners: 10_000,
  people: 200,
  peopleEverMandated: 1_000,
  openObjectionsOfPartner: 100,
  answersOfObjectionOnStage: 100,
  commentsOfPerson: 1_000,
} as const

// Spaces of every script, controls, and all that Unicode says to show as nothing; some signs are
// drawn as nothing without being told apart by that: the empty braille cell, a notehead, two hieroglyphs.
const visibleSign = /[^\s\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}\u{13441}\u{13442}]/u

/** True where a reader would see nothing at all. Pure. */
export function isBlank(text: string): boolean {
  return !visibleSign.test(text)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it means every ASCII character
const isAscii = /^[\u0000-\u007f]*$/

/** What two ids share when a person could take the one for the other: case and Unicode form. Pure. */
export function foldId(id: string): string {
  if (isAscii.test(id)) return id.toUpperCase()
  return id.normalize('NFKC').toLowerCase().toUpperCase().normalize('NFKC')
}

const prototypeNames = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype'].map(foldId))
const idForm = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._:@+-]*$/u
const ignorable = /\p{Default_Ignorable_Code_Point}/u

/** An opaque name of a person, partner, proposal ... chosen by the user: letters, digits and `. _ : @ + -`. */
export const idSchema = z
  .string()
  .min(1, 'must not be empty')
  .max(limits.id, `must be at most ${limits.id} characters`)
  .refine(
    id => idForm.test(id) && !ignorable.test(id),
    'must be letters, digits and . _ : @ + - and start with a letter or digit',
  )
  .refine(id => id.normalize('NFC') === id, 'must be in Unicode form NFC, otherwise it is ambiguous')
  .refine(id => !prototypeNames.has(foldId(id)), 'is a name that programs reserve, choose another')

const visible = (most: number) =>
  z
    .string()
    .max(most, `must be at most ${most} characters`)
    .refine(text => text.isWellFormed(), 'holds half a character (a lone surrogate)')
    .refine(text => !isBlank(text), 'must not be blank')

export const nameSchema = visible(limits.name)
export const titleSchema = visible(limits.title)
/** What is needed, or promised: a few sentences. */
export const phraseSchema = visible(limits.reason)
export const textSchema = visible(limits.text)

/** A reason may come in blank: whether one is owed is a rule of the procedure (C3, O1, O3, O4), not of the form. */
export const reasonSchema = z
  .string()
  .max(limits.reason, `must be at most ${limits.reason} characters`)
  .refine(text => text.isWellFormed(), 'holds half a character (a lone surrogate)')

export const dateSchema = z.string().refine(isDate, 'must be a date that exists, as YYYY-MM-DD')
export const momentSchema = z
  .string()
  .refine(
    text => momentOf(text) !== null,
    'must be a moment in ISO 8601 with an offset, as 2026-01-05T09:00:00+01:00',
  )
/** Nothing is recorded from here on: the terms that start there would leave the calendar. */
export const endOfTime = '9000-01-01T00:00:00.000Z'

/** A moment as the record writes it: UTC, with milliseconds. */
export const recordedMomentSchema = z
  .string()
  .refine(
    text => momentOf(text) === text,
    'must be a moment in UTC with milliseconds, as 2026-01-05T08:00:00.000Z',
  )
export const untilSchema = z
  .string()
  .refine(text => text < endOfTime, 'must lie before the year 9000')
  .refine(
    text => isDate(text) || momentOf(text) !== null,
    'must be a date (the last day) or a moment with an offset',
  )

/** True when no two elements share their `key`, not even by case or Unicode form. Pure. */
export function distinctBy<T>(key: (element: T) => string): (list: readonly T[]) => boolean {
  return list => new Set(list.map(element => foldId(key(element)))).size === list.length
}

/** What somebody else wrote, fit to be part of a message: one line, not too long. Pure. */
export function oneLine(text: string): string {
  const line = [
    ...text
      .slice(0, 1_000)
      .toWellFormed()
      .replace(/[\p{C}\s]+/gu, ' '),
  ]
  return line.length > 300 ? `${line.slice(0, 299).join('')}…` : line.join('')
}

/** The first thing wrong with an input, in one line: where, and what to do. */
export function faultOf(error: z.ZodError): string {
  const issue = error.issues[0]
  if (!issue) return 'is not what was expected'
  const where = issue.path
    .map(step => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '')
  return oneLine(where === '' ? issue.message : `${where}: ${issue.message}`)
}
