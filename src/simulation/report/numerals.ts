// Numbers as readers of a language write them.
import type { Language } from '../../register/moments.ts'
import type { Estimate } from '../statistics.ts'

/** How each kind of number is shown. */
export interface Numerals {
  /** A whole number: `1,000`. */
  count(value: number): string
  /** A share as a percentage, to a tenth: `99.8%`; finer where it would look like nothing or all. */
  share(value: number): string
  /** A number with at most one decimal, as days on average. */
  tenths(value: number): string
  /** A number from 0 to 1, with two decimals. */
  hundredths(value: number): string
  /** A parameter as it stands in a scenario. */
  plain(value: number): string
  /** How many of a hundred, and between which; finer where a whole number would hide the difference. */
  ofHundred(estimate: Estimate): Readonly<Record<'value' | 'low' | 'high', string>>
}

/** The numerals of a language. Pure. */
export function numeralsOf(language: Language): Numerals {
  const format = (options: Intl.NumberFormatOptions): ((value: number) => string) => {
    const made = new Intl.NumberFormat(language, options)
    // Minus nothing is nothing.
    return value => made.format(value + 0)
  }
  const decimals = digits.map(maximumFractionDigits => format({ maximumFractionDigits }))
  const percents = digits.map(maximumFractionDigits => format({ style: 'percent', maximumFractionDigits }))
  const [whole = String, tenths = String] = decimals
  return {
    count: whole,
    tenths,
    share: value => (percents[finenessOf([value], 1)] ?? String)(value),
    hundredths: format({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    plain: format({ maximumFractionDigits: 6 }),
    ofHundred: ({ value, low, high }) => {
      const say = decimals[finenessOf([low, value, high], 0)] ?? String
      return { value: say(value * 100), low: say(low * 100), high: say(high * 100) }
    },
  }
}

const digits = [0, 1, 2, 3, 4, 5] as const

/**
 * How many decimals, of percentages, these shares in order need at least: none that differ look the same, what is not nothing
 * does not look like it, and neither what is not all.
 */
function finenessOf(shares: readonly number[], least: number): number {
  const told = digits.find(count => {
    if (count < least) return false
    const rounded = shares.map(share => Math.round(share * 100 * 10 ** count) / 10 ** count)
    return shares.every((share, i) => {
      const [it, next] = [rounded[i], shares[i + 1]]
      if ((it === 0 && share !== 0) || (it === 100 && share !== 1)) return false
      return next === undefined || next === share || rounded[i + 1] !== it
    })
  })
  return told ?? digits.length - 1
}
