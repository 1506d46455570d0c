// What a split view shows, read aloud: in Dutch or English.
import { type Language, plain } from '../register/register.ts'
import type { SplitShown } from '../verify/verify.ts'

/** How each thing is said in a language. */
interface Words {
  holdsNot(why: string): string
  holds(origin: string): string
  head(size: number, names: string): string
  both(names: string): string
  readonly nobodyBoth: string
}

const voices: Readonly<Record<Language, Words>> = {
  en: {
    holdsNot: why => `shows nothing: ${why}`,
    holds: origin => `holds: these two heads of ${origin} cannot both be of one log`,
    head: (size, names) => `  ${size} entries, cosigned by ${names}`,
    both: names => `${names} cosigned both, and so signed two histories.`,
    nobodyBoth: 'Nobody cosigned both: they were shown different logs.',
  },
  nl: {
    holdsNot: why => `toont niets aan: ${why}`,
    holds: origin => `klopt: deze twee standen van ${origin} kunnen niet van één logboek zijn`,
    head: (size, names) => `  ${size} regels, medeondertekend door ${names}`,
    both: names => `${names} medeondertekende beide, en dus twee geschiedenissen.`,
    nobodyBoth: 'Niemand medeondertekende beide: er zijn verschillende logboeken getoond.',
  },
}

/** The lines in which it is told. Pure. */
export function splitInWords(shown: SplitShown | { fault: string }, language: Language): string[] {
  const say = voices[language]
  if ('fault' in shown) return [say.holdsNot(shown.fault)]
  const { origin, sizes, cosigned } = shown
  const [one, other] = cosigned
  const both = one.filter(name => other.includes(name))
  return [
    say.holds(plain(origin)),
    ...cosigned.map((names, at) => say.head(sizes[at] ?? 0, plain(names.join(', ')))),
    both.length > 0 ? say.both(plain(both.join(', '))) : say.nobodyBoth,
  ]
}
