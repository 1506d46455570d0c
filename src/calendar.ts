// The calendar of a charter: which days are working days, and at which moment a term of so many of them is due.

import { tzOffset } from '@date-fns/tz'
import { millisecondsInDay, millisecondsInMinute } from 'date-fns/constants'

/** What a charter says about time: the zone in which its days begin, and which table of holidays it follows. */
export interface Calendar {
  /** An IANA name, like `Europe/Amsterdam`. */
  readonly timeZone: string
  /** A versioned table, like `NL/1`, so that a later table never moves the terms of an older charter; or `none`. */
  readonly holidays: string
}

/** A date as days since 1970-01-01: adding and comparing such days involves no zone and no daylight saving. */
type Day = number
/** A moment as milliseconds since 1970-01-01T00:00:00Z. */
type Instant = number

// ---- Holidays

/**
 * Days that a royal decree equates with a holiday (Algemene termijnenwet, art. 3, third paragraph).
 *
 * `NL/1` knows the decrees for 2017 up to and including 2028. Later decrees come as `NL/2`: a charter names its
 * version, and terms that were counted by `NL/1` stay as they are.
 *
 * Sources: for 2017 to 2019 https://wetten.overheid.nl/BWBR0038666/2016-11-01; for 2020 to 2022
 * https://www.legal-support-office.nl/de-civiele-rol/feestdagen/ (names the decree and its days); from 2023 the days
 * are the title of the decree, as quoted on https://sterfgeval.nl/juridisch (question 70745 of 4 October 2025).
 */
const dutchDecrees = [
  {
    decree:
      'Besluit gelijkstelling van 28 april en 26 mei 2017, 11 mei en 24 en 31 december 2018 en 31 mei en ' +
      '27 december 2019 met een algemeen erkende feestdag',
    days: [
      ...['2017-04-28', '2017-05-26', '2018-05-11', '2018-12-24', '2018-12-31'],
      ...['2019-05-31', '2019-12-27'],
    ],
  },
  {
    decree: 'Besluit van 20 september 2019',
    days: ['2020-05-22', '2021-05-14', '2022-05-27'],
  },
  {
    decree:
      'Besluit gelijkstelling van 28 april 2023, 19 mei 2023, 10 mei 2024, 27 december 2024 en 30 mei 2025 ' +
      'met een algemeen erkende feestdag',
    days: ['2023-04-28', '2023-05-19', '2024-05-10', '2024-12-27', '2025-05-30'],
  },
  {
    decree:
      'Besluit gelijkstelling van 2 januari 2026, 15 mei 2026, 7 mei 2027, 28 april 2028 en 26 mei 2028 ' +
      'met een algemeen erkende feestdag',
    days: ['2026-01-02', '2026-05-15', '2027-05-07', '2028-04-28', '2028-05-26'],
  },
]
const dutchDecreedDays: readonly Day[] = dutchDecrees.flatMap(({ days }) => days.map(dayOf))

/**
 * Dutch holidays of one year (Algemene termijnenwet, art. 3). The present law is applied to every year. King's Day
 * is kept at 27 April, though it moves to the 26th when that is a Sunday: neither is then a working day. The decreed
 * days of all years are in it: they fall in no other year.
 */
function dutchHolidays(year: number): readonly Day[] {
  const fixed = ['01-01', '04-27', '05-05', '12-25', '12-26'].map(date => dayOf(`${year}-${date}`))
  const easter = easterSunday(year)
  const goodFriday = easter - 2
  const easterMonday = easter + 1
  const ascensionDay = easter + 39
  const whitMonday = easter + 50
  return [...fixed, goodFriday, easterMonday, ascensionDay, whitMonday, ...dutchDecreedDays]
}

/** Easter Sunday of the Gregorian calendar (the Meeus/Jones/Butcher computus, valid for every year). */
function easterSunday(year: number): Day {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const moonCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - Math.floor(century / 4) - moonCorrection + 15) % 30
  const toSunday =
    (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - ((year % 100) % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451)
  return dayOf(`${year}-03-22`) + epact + toSunday - 7 * late
}

const tables: ReadonlyMap<string, (year: number) => readonly Day[]> = new Map([
  ['NL/1', dutchHolidays],
  ['none', () => []],
])
const currentVersions: ReadonlyMap<string, string> = new Map([['NL', 'NL/1']])

/** The names that a calendar may carry: every version of every table, and `none` for weekends only. */
export const holidayTables: readonly string[] = [...tables.keys()]

/** The versioned table that a name means: `NL` is its current version, a known version is itself; else null. */
export function resolveHolidays(name: string): string | null {
  const versioned = currentVersions.get(name) ?? name
  return tables.has(versioned) ? versioned : null
}

// ---- Working days and terms

/**
 * Whether a date is a working day: not a Saturday, Sunday or holiday, and not skipped by its zone.
 * Pure. Throws RangeError for an unknown calendar or a date that does not exist.
 */
export function isWorkingDay(calendar: Calendar, date: string): boolean {
  requireKnown(calendar)
  return worksOn(calendar, requireDate(date))
}

/**
 * The moment at which a term is due (T2): 00:00 local time after its last working day, counted from the first local
 * day that begins at or after `start`. A start at exactly local midnight counts that day itself.
 *
 * Terms compose: a term of a + b days is due when a term of b days is, that starts where one of a days is due.
 * Pure. Throws RangeError for an unknown calendar, a malformed moment, days that are not a whole number of at least
 * 1, and a term that ends after the year 9999.
 */
export function dueAfter(calendar: Calendar, start: string, workingDays: number): string {
  const { holidays, timeZone } = calendar
  const key = `${holidays} ${timeZone} ${start} ${workingDays}`
  return remembered(duesKnown, key, () => countedDue(calendar, start, workingDays))
}

const duesKnown = new Map<string, string>()

function countedDue(calendar: Calendar, start: string, workingDays: number): string {
  requireKnown(calendar)
  if (!Number.isSafeInteger(workingDays) || workingDays < 1) {
    throw new RangeError(`a term is a whole number of working days, at least 1, and not ${workingDays}`)
  }
  const firstDay = firstDayFrom(calendar.timeZone, requireInstant(start))
  const due = startOfDay(calendar.timeZone, nthWorkingDay(calendar, firstDay, workingDays) + 1)
  if (due > lastInstant) throw new RangeError(tooLong(workingDays))
  return momentAt(due)
}

/**
 * The moment at which a local date ends: the start of the next local day ("until 2026-03-01" includes that day).
 * Pure. A date that ends after the year 9999 ends at the last moment that can be written, so that 9999-12-31 may
 * stand for "without end" in every zone. Throws RangeError for an unknown calendar or a date that does not exist.
 */
export function endOfDay(calendar: Calendar, date: string): string {
  requireKnown(calendar)
  const next = startOfDay(calendar.timeZone, requireDate(date) + 1)
  return momentAt(Math.min(next, lastInstant))
}

function nthWorkingDay(calendar: Calendar, firstDay: Day, n: number): Day {
  let left = n
  for (let day = firstDay; day <= lastDay; day++) {
    if (worksOn(calendar, day)) left--
    if (left === 0) return day
  }
  throw new RangeError(tooLong(n))
}

function worksOn(calendar: Calendar, day: Day): boolean {
  const nth = weekday(day)
  return nth !== saturday && nth !== sunday && !daysOff(calendar, yearOf(day)).has(day)
}

const daysOffKnown = new Map<string, ReadonlySet<Day>>()

/** The days of a year, beside weekends, on which nobody works. */
function daysOff(calendar: Calendar, year: number): ReadonlySet<Day> {
  return remembered(daysOffKnown, `${calendar.holidays} ${calendar.timeZone} ${year}`, () => {
    const holidays = tables.get(calendar.holidays)?.(year) ?? []
    return new Set([...holidays, ...skippedDays(calendar.timeZone, year)])
  })
}

/** So many answers are kept of a kind; then they are made anew, so that what is kept does not grow for ever. */
const mostRemembered = 50_000

/** The answer under this key, made the first time only: engines and simulations ask the same days over and over. */
function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const kept = known.get(key)
  if (kept !== undefined) return kept
  const answer = make()
  if (known.size >= mostRemembered) known.clear()
  known.set(key, answer)
  return answer
}

// ---- Zones

const zonesKnown = new Set<string>()

/**
 * Whether this runtime knows the zone by that name. IANA names only: an offset like `+01:00` is no zone, since it
 * knows no daylight saving.
 */
export function isKnownTimeZone(zone: string): boolean {
  if (zonesKnown.has(zone)) return true
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
  } catch {
    return false
  }
  zonesKnown.add(zone)
  return true
}

/** What the clocks in a zone show at an instant, written as if it were UTC. */
function wallAt(zone: string, instant: Instant): Instant {
  return instant + offsetAt(zone, instant)
}

function offsetAt(zone: string, instant: Instant): number {
  return Math.round(tzOffset(zone, new Date(instant)) * millisecondsInMinute)
}

const startsKnown = new Map<string, Instant>()

/**
 * The first instant of a local day: the first of two midnights where clocks pass it twice, the end of the gap where
 * they skip it. A date that the zone skips altogether starts where the next one does.
 */
function startOfDay(zone: string, day: Day): Instant {
  return remembered(startsKnown, `${zone} ${day}`, () => {
    const midnight = day * millisecondsInDay
    const offsets = [-millisecondsInDay, millisecondsInDay].map(shift => offsetAt(zone, midnight + shift))
    const earliest = midnight - Math.max(...offsets)
    const latest = midnight - Math.min(...offsets)
    if (wallAt(zone, earliest) === midnight) return earliest
    return firstInstantShowing(zone, midnight, earliest, latest)
  })
}

/** Where the clocks first show `wall` or later, by halving: before it at `early`, at or past it at `late`. */
function firstInstantShowing(zone: string, wall: Instant, early: Instant, late: Instant): Instant {
  if (late - early <= 1) return late
  const middle = Math.floor((early + late) / 2)
  return wallAt(zone, middle) < wall
    ? firstInstantShowing(zone, wall, middle, late)
    : firstInstantShowing(zone, wall, early, middle)
}

/** The first local day that begins at or after an instant. */
function firstDayFrom(zone: string, instant: Instant): Day {
  // No zone is a day behind UTC: every date before the one in UTC has begun.
  let day = Math.floor(instant / millisecondsInDay)
  while (startOfDay(zone, day) < instant) day++
  return day
}

/**
 * Dates that never were, because the zone crossed the date line (Pacific/Apia had no 2011-12-30): nobody worked on
 * them. Only a year in which the offset grows by about a day is searched.
 */
function skippedDays(zone: string, year: number): readonly Day[] {
  const first = dayOf(`${year}-01-01`)
  const next = dayOf(`${year}-12-31`) + 1
  const growth = offsetAt(zone, next * millisecondsInDay) - offsetAt(zone, first * millisecondsInDay)
  if (growth < millisecondsInDay / 2) return []
  const days = Array.from({ length: next - first }, (_, n) => first + n)
  return days.filter(day => startOfDay(zone, day) === startOfDay(zone, day + 1))
}

// ---- Dates and moments, as text

/** Whether a text is a date that exists, `YYYY-MM-DD`, in the years 1900 to 9999. Never throws. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '1900') return false
  const parsed = new Date(text)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text)
}

const momentPattern =
  /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:\.(\d+))?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/**
 * A moment in UTC with milliseconds, `YYYY-MM-DDTHH:MM:SS.sssZ`, from ISO 8601 with an offset; seconds and their
 * fraction may be left out, digits beyond milliseconds are dropped. So that equal moments are equal texts, and sort.
 * Null for anything else: no offset, dates that do not exist, 24:00, leap seconds, years outside 1900 to 9999 as
 * written or in UTC. Never throws.
 */
export function momentOf(text: string): string | null {
  const [, date = '', time, seconds = '00', fraction = '', offset] = momentPattern.exec(text) ?? []
  if (!isDate(date) || offset === '-00:00') return null
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3)
  const instant = Date.parse(`${date}T${time}:${seconds}.${milliseconds}${offset}`)
  return instant >= firstInstant && instant <= lastInstant ? momentAt(instant) : null
}

const sunday = 0
const saturday = 6
const firstInstant = Date.parse('1900-01-01T00:00:00.000Z')
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z')
const lastDay = Math.floor(lastInstant / millisecondsInDay)

function dayOf(date: string): Day {
  return Date.parse(date) / millisecondsInDay
}

function weekday(day: Day): number {
  return new Date(day * millisecondsInDay).getUTCDay()
}

function yearOf(day: Day): number {
  return new Date(day * millisecondsInDay).getUTCFullYear()
}

function momentAt(instant: Instant): string {
  return new Date(instant).toISOString()
}

// ---- Misuse

function requireKnown(calendar: Calendar): void {
  if (!tables.has(calendar.holidays)) {
    throw new RangeError(`unknown holidays '${calendar.holidays}': known are ${holidayTables.join(', ')}`)
  }
  if (!isKnownTimeZone(calendar.timeZone)) {
    throw new RangeError(
      `unknown time zone '${calendar.timeZone}': write an IANA name, like Europe/Amsterdam`,
    )
  }
}

function requireDate(date: string): Day {
  if (!isDate(date)) throw new RangeError(`'${date}' is not a date: write YYYY-MM-DD, years 1900 to 9999`)
  return dayOf(date)
}

function requireInstant(moment: string): Instant {
  const canonical = momentOf(moment)
  if (canonical === null) {
    throw new RangeError(
      `'${moment}' is not a moment: write ISO 8601 with offset, like 2026-01-05T10:00:00.000Z`,
    )
  }
  return Date.parse(canonical)
}

function tooLong(workingDays: number): string {
  return `a term of ${workingDays} working days from here ends after the year 9999`
}
