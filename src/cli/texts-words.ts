// How many texts are kept apart, and erased, read aloud after a verification: in Dutch or English (W4).
import type { Language } from '../register/register.ts'
import type { Tally, Texts } from '../verify/verify.ts'

interface Words {
  apart(count: number, where: string): string
  shown(count: number): string
  erased(count: number, where: string): string
  entries(numbers: readonly number[], isAll: boolean): string
}

const english: Words = {
  apart: (count, where) =>
    count === 1
      ? `1 text is kept apart${where}: its digest holds, what it said is not established`
      : `${count} texts are kept apart${where}: their digests hold, what they said is not established`,
  shown: count => `${count} of them shown here, as the digest says`,
  erased: (count, where) =>
    count === 1 ? `1 is recorded as erased${where}` : `${count} are recorded as erased${where}`,
  entries: (numbers, isAll) =>
    ` (${numbers.length === 1 ? 'entry' : 'entries'} ${numbers.join(', ')}${isAll ? '' : ' ...'})`,
}

const dutch: Words = {
  apart: (count, where) =>
    count === 1
      ? `1 tekst wordt apart bewaard${where}: het kenmerk klopt, wat er stond is niet vastgesteld`
      : `${count} teksten worden apart bewaard${where}: de kenmerken kloppen, wat er stond is niet vastgesteld`,
  shown: count => `${count} daarvan hier getoond, zoals het kenmerk zegt`,
  erased: (count, where) =>
    count === 1 ? `1 is vastgelegd als gewist${where}` : `${count} zijn vastgelegd als gewist${where}`,
  entries: (numbers, isAll) =>
    ` (${numbers.length === 1 ? 'regel' : 'regels'} ${numbers.join(', ')}${isAll ? '' : ' ...'})`,
}

/** Up to this many entries are named. */
const few = 10

/** The lines about texts that are kept apart; none where there are none. Pure. */
export function textsInWords(
  texts: (Texts & { readonly shown?: number }) | undefined,
  language: Language,
): string[] {
  if (!texts) return []
  const say = language === 'nl' ? dutch : english
  const where = ({ entries, count }: Tally): string =>
    entries.length === 0 ? '' : say.entries(entries.slice(0, few), count <= few)
  const { apart, erased, shown = 0 } = texts
  return [
    say.apart(apart.count, where(apart)),
    ...(shown > 0 ? [say.shown(shown)] : []),
    ...(erased.count > 0 ? [say.erased(erased.count, where(erased))] : []),
  ]
}
