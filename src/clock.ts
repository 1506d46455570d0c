// The clock as a port: where the engine asks what moment it is, so that tests and simulations can set it.

/** Tells the present moment, in UTC with milliseconds: `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export interface Clock {
  now(): string
}

/** The clock of this machine: the only place where the core reads the time. It may jump, also backwards (T1). */
export const systemClock: Clock = {
  now: () => new Date(Date.now()).toISOString(),
}

/** A clock that stands still until it is moved, and never moves backwards. */
export interface SetClock extends Clock {
  /** Throws RangeError for a moment before the present one, or not written as `now` writes it; then it stays. */
  moveTo(moment: string): void
}

/**
 * A clock that shows `start` until it is moved.
 * Throws RangeError for a moment that is not written in UTC with milliseconds, years 1900 to 9999.
 */
export function setClock(start: string): SetClock {
  requireMoment(start)
  let present = start
  return {
    now: () => present,
    moveTo(moment) {
      requireMoment(moment)
      // Moments in this form sort as text.
      if (moment < present) throw new RangeError(`the clock shows ${present} and cannot go back to ${moment}`)
      present = moment
    },
  }
}

function requireMoment(moment: string): void {
  if (!isMoment(moment)) {
    throw new RangeError(
      `'${moment}' is not a moment in UTC with milliseconds, like 2026-01-05T10:00:00.000Z`,
    )
  }
}

function isMoment(text: string): boolean {
  const instant = Date.parse(text)
  return text >= '1900' && !Number.isNaN(instant) && new Date(instant).toISOString() === text
}
