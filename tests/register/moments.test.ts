// Moments as people read them, in the zone of the charter, on every runtime alike.
import { describe, expect, it } from 'vitest'
import {
  dayOf,
  lastDayBefore,
  mostDaysCounted,
  stampOf,
  workingDaysBetween,
} from '../../src/register/moments.ts'
import { nameBook } from '../../src/register/names.ts'
import { voiceOf } from '../../src/register/voice.ts'

const amsterdam = 'Europe/Amsterdam'

describe('days', () => {
  it.each([
    ['2026-01-15T23:00:00.000Z', 'Friday 16 January 2026', 'vrijdag 16 januari 2026'],
    ['2026-01-15T22:59:59.999Z', 'Thursday 15 January 2026', 'donderdag 15 januari 2026'],
    ['2026-03-01T12:00:00.000Z', 'Sunday 1 March 2026', 'zondag 1 maart 2026'],
    ['8999-12-31T12:00:00.000Z', 'Tuesday 31 December 8999', 'dinsdag 31 december 8999'],
  ])('%s', (moment, en, nl) => {
    expect(dayOf(moment, amsterdam, 'en')).toBe(en)
    expect(dayOf(moment, amsterdam, 'nl')).toBe(nl)
  })

  it('have names of their own in both languages, for every month and weekday', () => {
    for (let month = 0; month < 12; month += 1) {
      const moment = new Date(Date.UTC(2026, month, 10 + month, 12)).toISOString()
      const [en, nl] = [dayOf(moment, 'UTC', 'en'), dayOf(moment, 'UTC', 'nl')]
      expect(en).toMatch(/^[A-Z][a-z]+day \d{1,2} [A-Z][a-z]+ 2026$/)
      expect(nl).toMatch(/^[a-z]+dag \d{1,2} [a-z]+ 2026$/)
      expect(stampOf(moment, 'UTC', 'en')).toMatch(/^[A-Z][a-z]{2} \d\d [A-Z][a-z]{2} 2026 12:00$/)
      expect(stampOf(moment, 'UTC', 'nl')).toMatch(/^[a-z]{2} \d\d [a-z]{3} 2026 12:00$/)
    }
  })
})

describe('the end of a term', () => {
  const until = (moment: string, zone: string) =>
    (['en', 'nl'] as const).map(language => voiceOf(language, nameBook(), zone).until(moment))

  it('at the start of a day is told by the day before, also across a change of the clock', () => {
    expect(until('2026-01-16T23:00:00.000Z', amsterdam)).toEqual([
      'until the end of Friday 16 January 2026',
      'tot en met vrijdag 16 januari 2026',
    ])
    expect(until('2026-03-29T22:00:00.000Z', amsterdam)[0]).toBe('until the end of Sunday 29 March 2026')
    // Santiago skips midnight when its clocks go forward: the day begins at one.
    expect(until('2026-09-06T04:00:00.000Z', 'America/Santiago')[0]).toBe(
      'until the end of Saturday 5 September 2026',
    )
  })

  it('in the middle of a day is told with the time', () => {
    expect(until('2026-01-16T10:30:00.000Z', amsterdam)).toEqual([
      'until 11:30 on Friday 16 January 2026',
      'tot vrijdag 16 januari 2026 om 11:30 uur',
    ])
    expect(lastDayBefore('2026-01-16T10:30:00.000Z', amsterdam)).toBeNull()
  })
})

describe('working days between two moments', () => {
  const calendar = { timeZone: amsterdam, holidays: 'NL/1' }

  it.each([
    ['the same day', '2026-01-05T08:00:00.000Z', '2026-01-05T22:59:00.000Z', 0],
    ['the next day, a minute later by the clock', '2026-01-05T22:59:00.000Z', '2026-01-05T23:00:00.000Z', 1],
    ['over a weekend', '2026-01-09T12:00:00.000Z', '2026-01-12T08:00:00.000Z', 1],
    ['within a weekend', '2026-01-09T12:00:00.000Z', '2026-01-11T08:00:00.000Z', 0],
    ['over Good Friday and Easter', '2026-04-02T09:00:00.000Z', '2026-04-07T09:00:00.000Z', 1],
    ['two weeks', '2026-01-05T09:00:00.000Z', '2026-01-19T09:00:00.000Z', 10],
  ])('%s', (_, from, to, days) => {
    expect(workingDaysBetween(calendar, from, to)).toBe(days)
  })

  it('are counted for ten years, and no further', () => {
    const from = '2026-01-01T12:00:00.000Z'
    const later = (days: number) => new Date(Date.parse(from) + days * 86_400_000).toISOString()
    expect(workingDaysBetween(calendar, from, later(mostDaysCounted))).toBeGreaterThan(2_500)
    expect(workingDaysBetween(calendar, from, later(mostDaysCounted + 1))).toBeNull()
    expect(workingDaysBetween(calendar, from, '8999-12-31T00:00:00.000Z')).toBeNull()
  })
})
