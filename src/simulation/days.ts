// The working days of a round by number, counted once for all rounds of a scenario.
import { type Calendar, dueAfter } from '../calendar.ts'

/** Working days from a start on; the first is 1. */
export interface Days {
  /** The moment on a working day at which people meet. */
  noon(day: number): string
  /** The working day after which a moment comes: of a due moment, the last day of its term. */
  before(moment: string): number
}

const halfDay = 12 * 3_600_000

/** The days of a calendar from a moment on. What was counted is kept. */
export function daysFrom(calendar: Calendar, start: string): Days {
  const [noons, midnights]: [string[], string[]] = [[''], [start]]
  const count = (): void => {
    const midnight = dueAfter(calendar, start, midnights.length)
    midnights.push(midnight)
    noons.push(new Date(Date.parse(midnight) - halfDay).toISOString())
  }
  const known = new Map<string, number>()
  const find = (moment: string): number => {
    while ((midnights.at(-1) ?? '') < moment) count()
    let [low, high] = [0, midnights.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((midnights[middle] ?? '') < moment) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    noon: day => {
      while (noons.length <= day) count()
      return noons[day] ?? ''
    },
    before: moment => {
      const day = known.get(moment) ?? find(moment)
      known.set(moment, day)
      return day
    },
  }
}
