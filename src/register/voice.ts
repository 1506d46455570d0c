// A voice: one language with the names and the zone of one collaboration.
import type { Proposal } from '../proposal/proposal.ts'
import { dutch } from './dutch.ts'
import { english } from './english.ts'
import { dayOf, type Language, lastDayBefore, timeOf } from './moments.ts'
import { type Names, nameBook, plain, quoted } from './names.ts'
import type { Phrases } from './phrases.ts'
import { type Standing, zoneOf } from './standing.ts'

/** How the register is read: in which language, and with which names; else those of the charter in force or proposed. */
export interface Reader {
  readonly language: Language
  readonly names?: Names | undefined
}

/** Everything that can be said, by language. */
export const phrasesIn: Readonly<Record<Language, Phrases>> = { nl: dutch, en: english }

/** A language with the names and the zone of one collaboration: all that a sentence needs. */
export interface Voice extends Names {
  readonly language: Language
  readonly phrases: Phrases
  /** A partner, or the office of opgavemanager, at the beginning of a sentence. */
  subject(partner: string | null): string
  /** The same in the middle of one. */
  party(partner: string | null): string
  /** A person to whom a notice goes; the opgavemanager, who is no partner's, by the office. */
  addressee(person: string): string
  /** The end of a term. */
  until(dueAt: string): string
  /** The moment from which something is so because a term ended. */
  after(dueAt: string): string
  /** A date, as `2026-12-31`. */
  date(date: string): string
  /** A moment: day and time. */
  on(moment: string): string
}

/** A voice in one language. Pure. */
export function voiceOf(language: Language, names: Names, zone: string): Voice {
  const phrases = phrasesIn[language]
  const on = (moment: string) => phrases.at(dayOf(moment, zone, language), timeOf(moment, zone))
  const whole = (moment: string, say: (day: string) => string, otherwise: () => string) => {
    const last = lastDayBefore(moment, zone)
    return last === null ? otherwise() : say(dayOf(last, zone, language))
  }
  return {
    language,
    phrases,
    partner: id => names.partner(id),
    person: id => names.person(id),
    need: id => names.need(id),
    addressee: id => (names.isOpgavemanager?.(id) ? `opgavemanager ${names.person(id)}` : names.person(id)),
    subject: id => (id === null ? phrases.office.first : names.partner(id)),
    party: id => (id === null ? phrases.office.within : names.partner(id)),
    on,
    date: date => dayOf(`${date}T12:00:00Z`, 'UTC', language),
    after: moment => whole(moment, phrases.after, () => on(moment)),
    until: moment =>
      whole(moment, phrases.until, () =>
        phrases.untilTime(dayOf(moment, zone, language), timeOf(moment, zone)),
      ),
  }
}

/** The voice in which something is told to a reader, its terms in the zone of the proposal's own charter. Pure. */
export function voiceFor(standing: Standing, { language, names }: Reader, proposal?: Proposal): Voice {
  const charter = standing.circle.charter ?? standing.circle.proposed?.charter
  const known = names ?? standing.names ?? (charter ? nameBook(charter) : nameBook())
  return voiceOf(language, known, zoneOf(standing, proposal))
}

/** A proposal by its title and id. Pure. */
export function titleOf({ id, content }: Pick<Proposal, 'id' | 'content'>, { phrases }: Voice): string {
  return phrases.titled(quoted(content?.title ?? id), plain(id))
}

/** The same with its revision, once it has one. Pure. */
export function matterOf(proposal: Proposal, voice: Voice): string {
  const title = titleOf(proposal, voice)
  return proposal.revision === 0 ? title : `${title}, ${voice.phrases.revision(proposal.revision)}`
}
