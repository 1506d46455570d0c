// What happened: one sentence for each recorded fact.
import type { FactType } from '../collaboration/acts.ts'
import { factAskedBy } from '../collaboration/acts.ts'
import { absentWords } from '../collaboration/words.ts'
import type { Language } from './moments.ts'
import { type NameBook, nameBook } from './names.ts'
import type { Phrases, Tell } from './phrases.ts'
import type { RecordedFact, Told } from './recorded.ts'
import { type Voice, voiceOf } from './voice.ts'

/** One recorded fact, told. */
export interface Line {
  readonly seq: number
  readonly at: string
  /** The proposal, or `charter`; and its title as far as was read, else its id. */
  readonly matter: string
  readonly title: string
  readonly type: FactType
  readonly sentence: string
}

/**
 * Tells entries one by one, in the order of the log, and learns on the way what everybody is called: names are those of the
 * moment. Keeps names and titles, no texts.
 */
export function teller(language: Language, names: NameBook = nameBook()): (entry: RecordedFact) => Line {
  const titles = new Map<string, string>()
  let zone = 'UTC'
  let voice = voiceOf(language, names, zone)
  return entry => {
    const { seq, at, matter, fact, asked } = entry
    names.learn(entry)
    const heard = zoneIn(entry)
    if (heard !== undefined && heard !== zone) {
      zone = heard
      voice = voiceOf(language, names, zone)
    }
    if (asked && 'title' in asked) titles.set(matter, asked.title)
    return {
      seq,
      at,
      matter,
      title: titles.get(matter) ?? matter,
      type: fact.type,
      sentence: tell(entry, voice),
    }
  }
}

/** The entries of a log, from its first on, in sentences. */
export function* timeline(
  entries: Iterable<RecordedFact>,
  language: Language,
  names?: NameBook,
): Generator<Line, void, undefined> {
  const tellNext = teller(language, names)
  for (const entry of entries) yield tellNext(entry)
}

/** The zone that a charter brings; one that says nothing means Amsterdam. */
function zoneIn({ asked, fact }: RecordedFact): string | undefined {
  const charter =
    fact.type === 'charter.replaced'
      ? fact.charter
      : asked?.act === 'proposeCharter'
        ? asked.charter
        : undefined
  return charter && (charter.calendar?.timeZone ?? 'Europe/Amsterdam')
}

/**
 * One fact in one sentence. Pure.
 * @throws TypeError where the entry does not carry the act that asks for its fact: no log that holds has such an entry.
 */
export function tell(entry: RecordedFact, voice: Voice): string {
  const { seq, fact, by } = entry
  const asked = spoken(entry, voice.language)
  const facts: Phrases['facts'] = voice.phrases.facts
  if (isAsked(fact.type) && (asked === undefined || factAskedBy[asked.act] !== fact.type))
    throw new TypeError(`entry ${seq} has "${fact.type}" without the act that asks for it`)
  const sentence = facts[fact.type] as Tell<FactType>
  return sentence({ fact, asked, by: by ?? '' } as Told<FactType>, voice)
}

/** The act with words in every field: where they are kept apart and not at hand, that they are. */
function spoken({ asked, personal }: RecordedFact, language: Language): RecordedFact['asked'] {
  if (!asked || !personal) return asked
  const absent = Object.keys(personal).map(field => [field, absentWords(false, language)])
  return { ...Object.fromEntries(absent), ...asked }
}

const askedTypes: ReadonlySet<FactType> = new Set(Object.values(factAskedBy))
const isAsked = (type: FactType): boolean => askedTypes.has(type)
