import { describe, expect, it, test } from 'vitest'
import { setClock, systemClock } from '../src/clock.ts'

const morning = '2026-01-05T10:00:00.000Z'

describe('systemClock', () => {
  it('shows the present, in UTC with milliseconds', () => {
    const before = Date.now()
    const shown = systemClock.now()
    expect(new Date(shown).toISOString()).toBe(shown)
    expect(Date.parse(shown)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(shown)).toBeLessThanOrEqual(Date.now())
  })
})

describe('setClock', () => {
  it('stands still until it is moved', () => {
    const clock = setClock(morning)
    expect([clock.now(), clock.now()]).toEqual([morning, morning])
    clock.moveTo('2026-01-05T10:00:00.001Z')
    expect(clock.now()).toBe('2026-01-05T10:00:00.001Z')
  })

  it('moves to where it is, and not a millisecond back', () => {
    const clock = setClock(morning)
    clock.moveTo(morning)
    expect(() => clock.moveTo('2026-01-05T09:59:59.999Z')).toThrow(
      new RangeError(`the clock shows ${morning} and cannot go back to 2026-01-05T09:59:59.999Z`),
    )
    expect(clock.now()).toBe(morning)
  })

  it('is one of its own: no clock moves another', () => {
    const [one, other] = [setClock(morning), setClock(morning)]
    one.moveTo('2027-01-01T00:00:00.000Z')
    expect(other.now()).toBe(morning)
  })

  test.each([
    ...['2026-01-05', '2026-01-05T10:00:00Z', '2026-01-05T11:00:00.000+01:00', '2026-02-30T10:00:00.000Z'],
    ...['2026-01-05T24:00:00.000Z', '2026-13-05T10:00:00.000Z', '1899-12-31T23:59:59.999Z', 'now', ''],
    ...['+010000-01-01T00:00:00.000Z', '2026-01-05T10:00:00.000Z\n'],
  ])('%j is no moment to start at, nor to move to', text => {
    const complaint = /is not a moment in UTC with milliseconds/
    expect(() => setClock(text)).toThrow(complaint)
    const clock = setClock(morning)
    expect(() => clock.moveTo(text)).toThrow(complaint)
    expect(clock.now()).toBe(morning)
  })
})
