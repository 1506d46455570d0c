// Due moments against oracles that share no code with the calendar: date-holidays for the holidays, and a walk
// along the clocks of Intl for the days.

import Holidays from 'date-holidays'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  type Calendar,
  dueAfter,
  endOfDay,
  holidayTables,
  isDate,
  isKnownTimeZone,
  isWorkingDay,
  momentOf,
  resolveHolidays,
} from '../src/calendar.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const dutch: Calendar = { timeZone: 'Europe/Amsterdam', holidays: 'NL/1' }

const iso = (instant: number): string => new Date(instant).toISOString()
const dateAt = (instant: number): string => iso(instant).slice(0, 10)
const weekendsOnly = (timeZone: string): Calendar => ({ timeZone, holidays: 'none' })

/** All dates from one to another, both included. */
function dates(from: string, to: string): string[] {
  const length = (Date.parse(to) - Date.parse(from)) / day + 1
  return Array.from({ length }, (_, n) => dateAt(Date.parse(from) + n * day))
}

const decreed = [
  ...['2017-04-28', '2017-05-26', '2018-05-11', '2018-12-24', '2018-12-31', '2019-05-31', '2019-12-27'],
  ...['2020-05-22', '2021-05-14', '2022-05-27'],
  ...['2023-04-28', '2023-05-19', '2024-05-10', '2024-12-27', '2025-05-30'],
  ...['2026-01-02', '2026-05-15', '2027-05-07', '2028-04-28', '2028-05-26'],
]

/** What date-holidays calls the nine days of the Algemene termijnenwet, art. 3; its own types say otherwise. */
const lawfulRules = ['01-01', 'easter -2', 'easter 1', '05-05', 'easter 39', 'easter 50', '12-25', '12-26']
const oracle = new Holidays('NL')

function lawfulHolidays(year: number): string[] {
  return oracle
    .getHolidays(year)
    .filter(({ rule }) => lawfulRules.includes(rule) || rule.startsWith('04-27 '))
    .map(({ date }) => date.slice(0, 10))
}

const years = Array.from({ length: 2041 - 2017 + 1 }, (_, n) => 2017 + n)
const dutchDaysOff = new Set([...years.flatMap(lawfulHolidays), ...decreed])

function oracleWorks(date: string, daysOff: ReadonlySet<string> = new Set()): boolean {
  return ![0, 6].includes(new Date(date).getUTCDay()) && !daysOff.has(date)
}

/** What the clocks of a zone show, `YYYY-MM-DD HH:MM:SS`, straight from Intl. */
function clocksOf(timeZone: string): (instant: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return instant => format.format(instant)
}
const amsterdam = clocksOf('Europe/Amsterdam')

describe('the examples of rule T2', () => {
  test.each([
    ['2026-01-05T10:00:00.000Z', 10, '2026-01-19T23:00:00.000Z'],
    ['2026-01-19T23:00:00.000Z', 10, '2026-02-02T23:00:00.000Z'],
    ['2026-02-02T23:00:00.000Z', 10, '2026-02-16T23:00:00.000Z'],
    ['2026-02-16T23:00:00.000Z', 15, '2026-03-09T23:00:00.000Z'],
    // Over the change to summer time (29 March), Good Friday and Easter Monday.
    ['2026-03-26T12:00:00.000Z', 1, '2026-03-27T23:00:00.000Z'],
    ['2026-03-26T12:00:00.000Z', 2, '2026-03-30T22:00:00.000Z'],
    ['2026-03-26T12:00:00.000Z', 6, '2026-04-07T22:00:00.000Z'],
    // Over the change to winter time (25 October).
    ['2026-10-22T12:00:00.000Z', 1, '2026-10-23T22:00:00.000Z'],
    ['2026-10-22T12:00:00.000Z', 2, '2026-10-26T23:00:00.000Z'],
    // Around local midnight, which opens the day that it belongs to.
    ['2026-01-05T22:59:59.999Z', 1, '2026-01-06T23:00:00.000Z'],
    ['2026-01-05T23:00:00.000Z', 1, '2026-01-06T23:00:00.000Z'],
    ['2026-01-05T23:00:00.001Z', 1, '2026-01-07T23:00:00.000Z'],
    // On the two days that are not 24 hours long.
    ['2026-03-28T23:00:00.000Z', 1, '2026-03-30T22:00:00.000Z'],
    ['2026-10-24T22:00:00.000Z', 1, '2026-10-26T23:00:00.000Z'],
    // The start may be written with any offset.
    ['2026-01-05T11:00:00+01:00', 10, '2026-01-19T23:00:00.000Z'],
  ])('%s and %i working days: due %s', (start, days, due) => {
    expect(dueAfter(dutch, start, days)).toBe(due)
  })
})

describe('2020 to 2040, every day', () => {
  const walk = dates('2019-12-30', '2041-03-31').map(date => {
    const [summer, winter] = [Date.parse(date) - 2 * hour, Date.parse(date) - hour]
    const start = amsterdam(summer) === `${date} 00:00:00` ? summer : winter
    return { date, start, works: oracleWorks(date, dutchDaysOff) }
  })

  /** The due moment of so many working days, when the first day that counts is the one at this place. */
  function oracleDue(place: number, workingDays: number): string | undefined {
    let last = place
    for (let left = workingDays; ; last++) if (walk[last]?.works && --left === 0) break
    const next = walk[last + 1]
    return next && iso(next.start)
  }

  it('knows the midnights of Amsterdam', () => {
    expect(walk.filter(({ date, start }) => amsterdam(start) !== `${date} 00:00:00`)).toEqual([])
  })

  it.each([1, 5, 10, 15])('a term of %i, started just before, at and just after midnight', workingDays => {
    const starts = walk.flatMap(({ date, start }, n) =>
      date >= '2020' && date < '2041' ? [{ n, start }] : [],
    )
    expect(starts).toHaveLength(7671)
    const wrong = starts.flatMap(({ n, start }) => {
      const [counted, missed] = [oracleDue(n, workingDays), oracleDue(n + 1, workingDays)]
      const due = [-1, 0, 1, 12 * hour].map(shift => dueAfter(dutch, iso(start + shift), workingDays))
      const right = [counted, counted, missed, missed]
      return due.every((moment, k) => moment === right[k]) ? [] : [{ start: iso(start), due, right }]
    })
    expect(wrong).toEqual([])
  })

  it('every date ends where the next one begins', () => {
    const wrong = walk
      .slice(0, -1)
      .filter(({ date }, n) => endOfDay(dutch, date) !== iso(walk[n + 1]?.start ?? 0))
    expect(wrong).toEqual([])
  })
})

describe('Dutch holidays', () => {
  it('the oracle knows all nine days of the law in every year', () => {
    expect(years.map(year => lawfulHolidays(year).length)).toEqual(years.map(() => 9))
  })

  it('are those of the law and the decrees, and no other day', () => {
    const all = dates('2017-01-01', '2041-12-31')
    const wrong = all.filter(date => isWorkingDay(dutch, date) !== oracleWorks(date, dutchDaysOff))
    expect(wrong).toEqual([])
  })

  // Far years too: the corrections of the computus change with the centuries.
  test.each([1900, 2080, 2190, 2290, 4200, 5480, 9980])('follow Easter from %i on', from => {
    for (let year = from; year < from + 20; year++) {
      const wrong = lawfulHolidays(year).filter(date => oracleWorks(date) && isWorkingDay(dutch, date))
      expect(wrong).toEqual([])
      const daysOff = dates(`${year}-03-20`, `${year}-06-20`).filter(date => !isWorkingDay(dutch, date))
      const lawful = new Set([...lawfulHolidays(year), `${year}-04-27`, ...decreed])
      expect(daysOff.filter(date => oracleWorks(date, lawful))).toEqual([])
    }
  })

  test.each(decreed)('%s is off by decree, and only by decree', date => {
    expect(isWorkingDay(dutch, date)).toBe(false)
    expect(isWorkingDay(weekendsOnly('Europe/Amsterdam'), date)).toBe(true)
    const start = endOfDay(dutch, dateAt(Date.parse(date) - day))
    expect(dueAfter(weekendsOnly('Europe/Amsterdam'), start, 1)).toBe(endOfDay(dutch, date))
    expect(dueAfter(dutch, start, 1) > endOfDay(dutch, date)).toBe(true)
  })

  test.each([
    ['2020-05-04', 'a Monday before 5 May'],
    ['2022-05-06', 'a Friday after 5 May'],
    ['2026-05-04', 'a Monday before 5 May'],
    ['2029-05-11', 'a Friday after Ascension Day that no decree of this version names'],
    ['2027-04-28', 'the day after King’s Day'],
    ['2025-04-28', 'the Monday after a King’s Day that moved to Saturday'],
    ['2026-12-24', 'Christmas Eve'],
  ])('%s is worked on: %s', date => {
    expect(isWorkingDay(dutch, date)).toBe(true)
  })
})

describe('tables', () => {
  test.each([
    ['NL', 'NL/1'],
    ['NL/1', 'NL/1'],
    ['none', 'none'],
    ['NL/2', null],
    ['nl', null],
    ['BE', null],
    ['', null],
    ['constructor', null],
  ])('%j means %j', (name, versioned) => {
    expect(resolveHolidays(name)).toBe(versioned)
  })

  it('are named with their versions, and only so in a calendar', () => {
    expect(holidayTables).toEqual(['NL/1', 'none'])
    for (const holidays of holidayTables) expect(resolveHolidays(holidays)).toBe(holidays)
    expect(() => isWorkingDay({ ...dutch, holidays: 'NL' }, '2026-01-05')).toThrow(/^unknown holidays 'NL'/)
  })
})

describe('zones', () => {
  /** The first instants of the local days after `start`, found by walking along the clocks. */
  function* daysFrom(timeZone: string, start: number): Generator<{ date: string; start: number }> {
    const clocks = clocksOf(timeZone)
    const localDate = (instant: number): string => clocks(instant).slice(0, 10)
    let seen = localDate(start - 1)
    for (let t = start - 26 * hour; t < start; t += minute * 30) if (localDate(t) > seen) seen = localDate(t)
    for (let t = Math.ceil(start / (30 * minute)) * 30 * minute; ; t += 30 * minute) {
      if (localDate(t) <= seen) continue
      let first = t
      while (first - minute >= start && localDate(first - minute) > seen) first -= minute
      seen = localDate(t)
      yield { date: seen, start: first }
    }
  }

  function walkedDue(timeZone: string, start: number, workingDays: number): string {
    let left = workingDays
    for (const { date, start: dayStart } of daysFrom(timeZone, start)) {
      if (left === 0) return iso(dayStart)
      if (oracleWorks(date)) left--
    }
    throw new Error('the walk has no end')
  }

  test.each([
    ['America/Sao_Paulo', '2018-11-04', 'no midnight'],
    ['America/Sao_Paulo', '2018-02-18', 'back from midnight to 23:00'],
    ['Africa/Cairo', '2023-04-28', 'no midnight, on a Friday'],
    ['Africa/Cairo', '2023-10-27', 'back from midnight to 23:00'],
    ['Asia/Beirut', '2024-03-31', 'no midnight'],
    ['Asia/Beirut', '2024-10-27', 'back from midnight to 23:00'],
    ['America/Havana', '2024-03-10', 'no midnight'],
    ['America/Havana', '2024-11-03', 'midnight twice'],
    ['America/St_Johns', '2010-11-07', 'midnight twice, the day before resumed in between'],
    ['America/St_Johns', '2010-03-14', 'forward at 00:01'],
    ['Asia/Amman', '2022-02-25', 'no midnight, on a Friday'],
    ['Australia/Lord_Howe', '2024-04-07', 'half an hour'],
    ['America/Toronto', '1919-03-31', 'a gap from 23:30 to 00:30'],
    ['Antarctica/Troll', '2024-03-31', 'two hours'],
    ['Pacific/Apia', '2011-12-30', 'a Friday that never was'],
    ['Pacific/Kwajalein', '1993-08-21', 'a Saturday that never was'],
    ['Pacific/Kwajalein', '1969-09-30', 'a Tuesday twice'],
    ['America/New_York', '2026-11-01', 'ordinary'],
    ['Asia/Kathmandu', '2026-06-15', 'quarters of an hour'],
    ['Pacific/Kiritimati', '2026-06-15', 'fourteen hours ahead'],
    ['UTC', '2026-06-15', 'none'],
  ])('%s around %s (%s)', (timeZone, date) => {
    const midnight = Date.parse(endOfDay(weekendsOnly(timeZone), dateAt(Date.parse(date) - day)))
    const around = [-1, 0, 1, 45 * minute, 90 * minute].map(shift => midnight + shift)
    const starts = [...around, ...Array.from({ length: 16 }, (_, n) => midnight + (n - 12) * 5.5 * hour)]
    for (const start of starts) {
      for (const workingDays of [1, 2, 5]) {
        const due = dueAfter(weekendsOnly(timeZone), iso(start), workingDays)
        expect([iso(start), workingDays, due]).toEqual([
          iso(start),
          workingDays,
          walkedDue(timeZone, start, workingDays),
        ])
      }
    }
  })

  test.each([
    ['America/Sao_Paulo', '2018-11-03', '2018-11-04T03:00:00.000Z'],
    ['America/Havana', '2024-11-02', '2024-11-03T04:00:00.000Z'],
    ['America/St_Johns', '2010-11-06', '2010-11-07T02:30:00.000Z'],
    ['America/Toronto', '1919-03-30', '1919-03-31T04:30:00.000Z'],
    ['Pacific/Apia', '2011-12-29', '2011-12-30T10:00:00.000Z'],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z'],
    ['Pacific/Apia', '2011-12-31', '2011-12-31T10:00:00.000Z'],
    ['Europe/Amsterdam', '2026-03-01', '2026-03-01T23:00:00.000Z'],
    ['Europe/Amsterdam', '9999-12-31', '9999-12-31T23:00:00.000Z'],
    ['America/New_York', '9999-12-31', '9999-12-31T23:59:59.999Z'],
  ])('in %s, %s ends at %s', (timeZone, date, end) => {
    expect(endOfDay(weekendsOnly(timeZone), date)).toBe(end)
  })

  it('a date that never was is no working day, its twins are', () => {
    const samoa = ['2011-12-29', '2011-12-30'].map(date => isWorkingDay(weekendsOnly('Pacific/Apia'), date))
    expect(samoa).toEqual([true, false])
    expect(isWorkingDay(weekendsOnly('Pacific/Auckland'), '2011-12-30')).toBe(true)
  })

  test.each(['Europe/Amsterdam', 'UTC', 'Etc/GMT+1', 'Asia/Kolkata', 'Asia/Calcutta', 'US/Eastern'])(
    '%s is known',
    zone => expect(isKnownTimeZone(zone)).toBe(true),
  )

  test.each([
    '+01:00',
    '-05:00',
    '+01',
    'GMT+1',
    'Mars/Base',
    'Mars/Base-05',
    '',
    ' UTC',
    'Europe/Amsterdam ',
  ])('%j is no zone', zone => {
    expect(isKnownTimeZone(zone)).toBe(false)
    expect(() => isWorkingDay(weekendsOnly(zone), '2026-01-05')).toThrow(/^unknown time zone/)
  })
})

describe('properties', () => {
  const calendars = fc.record({
    timeZone: fc.constantFrom(
      ...['Europe/Amsterdam', 'America/Sao_Paulo', 'Africa/Cairo', 'Asia/Beirut', 'America/Havana'],
      ...['America/St_Johns', 'Pacific/Apia', 'Pacific/Kiritimati', 'Australia/Lord_Howe', 'UTC'],
    ),
    holidays: fc.constantFrom(...holidayTables),
  })
  const starts = fc.integer({ min: Date.parse('2012-01-01'), max: Date.parse('2150-01-01') }).map(iso)
  /** Also times at which dates are skipped and days begin oddly. */
  const anyStarts = fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2150-01-01') }).map(iso)
  const terms = fc.integer({ min: 1, max: 260 })

  test('terms compose', () => {
    fc.assert(
      fc.property(calendars, anyStarts, terms, terms, (calendar, start, a, b) => {
        expect(dueAfter(calendar, dueAfter(calendar, start, a), b)).toBe(dueAfter(calendar, start, a + b))
      }),
      { numRuns: 500 },
    )
  })

  test('a later start is never due earlier, a longer term always later', () => {
    fc.assert(
      fc.property(calendars, anyStarts, fc.nat(3 * day), terms, (calendar, start, later, days) => {
        const due = dueAfter(calendar, start, days)
        expect(dueAfter(calendar, iso(Date.parse(start) + later), days) >= due).toBe(true)
        expect(dueAfter(calendar, start, days + 1) > due).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('a term gives all its days in full, but for the hour that summer time takes', () => {
    fc.assert(
      fc.property(calendars, starts, terms, (calendar, start, days) => {
        const length = Date.parse(dueAfter(calendar, start, days)) - Date.parse(start)
        expect(length).toBeGreaterThanOrEqual(days * day - hour)
      }),
      { numRuns: 500 },
    )
  })

  test('due is where a local day begins, after a working day', () => {
    fc.assert(
      fc.property(calendars, starts, terms, (calendar, start, days) => {
        const due = Date.parse(dueAfter(calendar, start, days))
        const clocks = clocksOf(calendar.timeZone)
        const worked = clocks(due - 1).slice(0, 10)
        expect(clocks(due).slice(0, 10)).toBe(dateAt(Date.parse(worked) + day))
        expect(isWorkingDay(calendar, worked)).toBe(true)
        if (calendar.timeZone === 'Europe/Amsterdam') expect(clocks(due).slice(11)).toBe('00:00:00')
      }),
      { numRuns: 300 },
    )
  })
})

it('counts 50,000 working days in well under a second', () => {
  const before = performance.now()
  expect(dueAfter(dutch, '2026-01-05T10:00:00.000Z', 50_000)).toBe('2223-05-26T22:00:00.000Z')
  expect(performance.now() - before).toBeLessThan(500)
})

describe('misuse', () => {
  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('a term of %d days', days => {
    expect(() => dueAfter(dutch, '2026-01-05T10:00:00.000Z', days)).toThrow(
      new RangeError(`a term is a whole number of working days, at least 1, and not ${days}`),
    )
  })

  it('a term that ends after the year 9999, and its twin that does not', () => {
    // 31 December 9999 is a Friday.
    expect(dueAfter(dutch, '9999-12-28T12:00:00.000Z', 3)).toBe('9999-12-31T23:00:00.000Z')
    expect(() => dueAfter(dutch, '9999-12-28T12:00:00.000Z', 4)).toThrow(RangeError)
    expect(() => dueAfter(weekendsOnly('America/New_York'), '9999-12-28T12:00:00.000Z', 3)).toThrow(
      RangeError,
    )
  })

  it('moments and dates that are none', () => {
    expect(() => dueAfter(dutch, '2026-01-05', 1)).toThrow(/^'2026-01-05' is not a moment/)
    expect(() => endOfDay(dutch, '2026-02-30')).toThrow(/^'2026-02-30' is not a date/)
    expect(() => isWorkingDay(dutch, '2026-1-5')).toThrow(/^'2026-1-5' is not a date/)
  })
})

describe('isDate', () => {
  test.each(['1900-01-01', '2024-02-29', '2000-02-29', '2026-12-31', '9999-12-31'])('%s', text => {
    expect(isDate(text)).toBe(true)
  })

  test.each([
    ...['1899-12-31', '0000-01-01', '10000-01-01', '+002026-01-01', '-2026-01-01'],
    ...['2026-02-29', '2026-02-30', '1900-02-29', '2026-04-31', '2026-00-01', '2026-13-01', '2026-01-00'],
    ...[
      '2026-01-32',
      '2026-1-5',
      '20260105',
      '2026/01/05',
      '2026-01-05T00:00:00Z',
      ' 2026-01-05',
      '2026-01-05\n',
    ],
    ...['2026-01', '2026', '2026-W02-1', '٢٠٢٦-٠١-٠٥', ''],
  ])('not %j', text => {
    expect(isDate(text)).toBe(false)
  })
})

describe('momentOf', () => {
  test.each([
    ['2026-01-05T10:00:00.000Z', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00:00Z', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00Z', '2026-01-05T10:00:00.000Z'],
    ['2026-01-05T10:00:00.5Z', '2026-01-05T10:00:00.500Z'],
    ['2026-01-05T10:00:00.1239999Z', '2026-01-05T10:00:00.123Z'],
    ['2026-01-05T09:00:00+01:00', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05T09:00+05:30', '2026-01-05T03:30:00.000Z'],
    ['2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00.000Z'],
    ['2026-12-31T23:30:00-01:00', '2027-01-01T00:30:00.000Z'],
    ['2026-01-05T10:00:00+00:00', '2026-01-05T10:00:00.000Z'],
    ['2024-02-29T23:59:59.999Z', '2024-02-29T23:59:59.999Z'],
    ['1900-01-01T00:00:00Z', '1900-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (text, moment) => {
    expect(momentOf(text)).toBe(moment)
  })

  test.each([
    ...['2026-01-05', '2026-01-05T10:00:00', '2026-01-05T10:00:00.000', '2026-01-05 10:00:00Z', '10:00:00Z'],
    ...['2026-01-05t10:00:00Z', '2026-01-05T10:00:00z', '2026-01-05T10Z', '20260105T100000Z', 'now', ''],
    ...['2026-02-30T10:00:00Z', '2026-02-29T10:00:00Z', '2026-13-01T10:00:00Z', '2026-00-10T10:00:00Z'],
    ...['2026-01-05T24:00:00Z', '2026-01-05T25:00:00Z', '2026-01-05T10:60:00Z', '2016-12-31T23:59:60Z'],
    ...['2026-01-05T10:00:00.Z', '2026-01-05T10:00:00,5Z', '2026-01-05T10:00.5Z', '2026-01-05T1:00:00Z'],
    ...['2026-01-05T10:00:00+0100', '2026-01-05T10:00:00+01', '2026-01-05T10:00:00-00:00'],
    ...['2026-01-05T10:00:00+24:00', '2026-01-05T10:00:00+01:60', '2026-01-05T10:00:00Z+01:00'],
    ...['1899-12-31T23:59:59Z', '1900-01-01T00:00:00+01:00', '1899-12-31T23:30:00-01:00'],
    ...['10000-01-01T00:00:00Z', '9999-12-31T23:30:00-01:00', '+002026-01-05T10:00:00Z'],
    ...[' 2026-01-05T10:00:00Z', '2026-01-05T10:00:00Z\n', '2026-01-05T10:00:00Z[Europe/Amsterdam]'],
  ])('not %j', text => {
    expect(momentOf(text)).toBeNull()
  })

  it('is at home with its own answers', () => {
    const instants = fc.integer({ min: Date.parse('1900-01-01'), max: Date.parse('9999-12-31') })
    fc.assert(
      fc.property(instants.map(iso), moment => {
        expect(momentOf(moment)).toBe(moment)
      }),
    )
  })
})
