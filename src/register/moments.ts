// Moments as people in the zone of a charter read them, and how many working days lay between two of them.
import { type Calendar, isWorkingDay } from '../calendar.ts'

/** The languages in which the record is read aloud. */
export const languages = ['nl', 'en'] as const
/** Dutch or English. */
export type Language = (typeof languages)[number]

const formats = new Map<string, Intl.DateTimeFormat>()
const shown = { calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23' } as const
const inWords = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const
const inShort = { weekday: 'short', day: '2-digit', month: 'short', year: 'numeric' } as const
const inDigits = { day: '2-digit', month: '2-digit', year: 'numeric' } as const
const time = { hour: '2-digit', minute: '2-digit' } as const
const styles = {
  nl: { locale: 'nl-NL', ...inWords, ...time },
  en: { locale: 'en-GB', ...inWords, ...time },
  nlShort: { locale: 'nl-NL', ...inShort, ...time },
  enShort: { locale: 'en-GB', ...inShort, ...time },
  digits: { locale: 'en-GB', ...inDigits, ...time },
} as const

/** Named parts of a moment on the clocks of a zone; runtimes differ in the signs between them, so those are ours. */
function partsOf(
  moment: string | number,
  zone: string,
  style: keyof typeof styles,
): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  const { locale, ...parts } = styles[style]
  const key = `${style} ${zone}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: zone, ...shown, ...parts })
  formats.set(key, format)
  return Object.fromEntries(format.formatToParts(new Date(moment)).map(({ type, value }) => [type, value]))
}

/** A day as it is said: `Friday 16 January 2026`, `vrijdag 16 januari 2026`. Pure. */
export function dayOf(moment: string | number, zone: string, language: Language): string {
  const { weekday, day, month, year } = partsOf(moment, zone, language)
  return `${weekday} ${day} ${month} ${year}`
}

/** A moment as it stands before a line, all of the same width: `Fri 16 Jan 2026 10:00`, `vr 16 jan 2026 10:00`. Pure. */
export function stampOf(moment: string, zone: string, language: Language): string {
  const { weekday, day: date, month, year, hour, minute } = partsOf(moment, zone, `${language}Short`)
  const parts = [weekday, date, month?.replace('.', '').slice(0, 3), year, `${hour}:${minute}`]
  return parts.join(' ')
}

/** The time on the clocks of a zone: `09:30`. Pure. */
export function timeOf(moment: string, zone: string): string {
  const { hour, minute } = partsOf(moment, zone, 'digits')
  return `${hour}:${minute}`
}

/**
 * The last day of a term, where it is due at the very start of the next one: as a moment within that last day. Null
 * where it is due in the middle of a day. Pure.
 */
export function lastDayBefore(dueAt: string, zone: string): number | null {
  const before = Date.parse(dueAt) - 1
  return dayOf(before, zone, 'en') === dayOf(dueAt, zone, 'en') ? null : before
}

/** As many days are counted one by one; about ten years. */
export const mostDaysCounted = 3_660

const day = 86_400_000

/**
 * How many working days began after one moment and not after another, on the clocks of a calendar's zone: 0 on the
 * same day, 1 on the next working day. Null beyond `mostDaysCounted` days. Pure.
 */
export function workingDaysBetween(calendar: Calendar, from: string, to: string): number | null {
  const [first, last] = [from, to].map(moment => dateNumber(moment, calendar.timeZone)) as [number, number]
  if (last - first > mostDaysCounted) return null
  let count = 0
  for (let date = first + 1; date <= last; date += 1)
    if (isWorkingDay(calendar, new Date(date * day).toISOString().slice(0, 10))) count += 1
  return count
}

/** A local date as days since 1970-01-01. */
function dateNumber(moment: string, zone: string): number {
  const { day: date, month, year } = partsOf(moment, zone, 'digits')
  return Date.parse(`${year}-${month}-${date}`) / day
}
