// Numbers as readers of a language write them.
import type { Language } from '../../register/moments.ts'
import type { Estimate } from '../statistics.ts'

/** How each kind of number is shown. */
export interface Numerals {
  /** A whole number: `1,000`. */
  count(value: number): string
  /** A share as a percentage, to a tenth: `99.8%`. */
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
  const tenths = format({ maximumFractionDigits: 1 })
  const whole = format({ maximumFractionDigits: 0 })
  return {
    count: whole,
    tenths,
    share: format({ style: 'percent', maximumFractionDigits: 1 }),
    hundredths: format({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    plain: format({ maximumFractionDigits: 6 }),
    ofHundred: ({ value, low, high }) => {
      const [least, at, most] = [low, value, high].map(it => Math.round(it * 100)) as [number, number, number]
      const tells = least < at && at < most && most < 100 && least > 0
      const say = tells ? whole : tenths
      return { value: say(value * 100), low: say(low * 100), high: say(high * 100) }
    },
  }
}
