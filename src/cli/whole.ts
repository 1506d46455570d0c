// Whole numbers as options take them, with what else is told in one line.
import { InvalidArgumentError } from 'commander'

/** Reads a whole number of at least, and where that is told at most, so much. @throws InvalidArgumentError */
export const whole =
  (least: number, most?: number) =>
  (text: string): number => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    if (number >= least && number <= (most ?? Number.MAX_SAFE_INTEGER)) return number
    throw new InvalidArgumentError(
      `it must be a whole number from ${least}${most === undefined ? '' : ` to ${most}`}.`,
    )
  }
