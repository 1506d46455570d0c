// The rules of the founding and of the circle: each is guard, refusal and documentation at once.
import { isDate, momentOf } from '../calendar.ts'
import { canonical } from '../log/canonical.ts'
import {
  type Charter,
  type CharterInput,
  charterDigest,
  completeCharter,
  holidaysFit,
  peopleNamedIn,
  type Role,
  unmetNeeds,
} from './charter.ts'
import {
  type Circle,
  isDistinctId,
  isLastHolder,
  isPresent,
  isSignedByAll,
  liveRoles,
  mandateOf,
  opgavemanagerOf,
} from './circle.ts'
import type { CharterFactType } from './facts.ts'
import { keepsWords } from './kept-words.ts'
import {
  isNewKey,
  isNext,
  keeperOf,
  keyedSeats,
  keyNamedIn,
  keyOf,
  ringOf,
  type Signing,
  sideIn,
} from './keys.ts'
import { type Apart, isKeptApart, isOnRecord } from './personal.ts'
import { limits } from './words.ts'

/** A sentence that is true where the rule holds, the place in the procedure that it comes from, and the test itself. */
export interface Rule<State, Event> {
  readonly cites: readonly string[]
  readonly en: string
  readonly nl: string
  holds(state: State, event: Event): boolean
}

/** A charter as it was adopted by a joint decision, and who left while it was being decided. */
export interface Adopted {
  readonly proposal: string
  readonly charter: Charter
  readonly barred: readonly string[]
}

/** A fact on its way into the record, as the rules see it: with the act as asked and what lies beside it. */
export interface CharterEvent {
  readonly type: CharterFactType
  readonly at: string
  readonly by?: string | undefined
  readonly signed: Signing
  /** How the words of the act are kept, where some are kept apart (W4). */
  readonly apart?: Apart | undefined
  readonly adopted: Adopted | null
  readonly asked: {
    readonly act?: string
    readonly charter?: CharterInput | string | undefined
    readonly person?: string | undefined
    readonly roles?: readonly Role[] | undefined
    readonly until?: string | undefined
    readonly publicKey?: string | undefined
    readonly name?: string | undefined
    readonly digest?: string | undefined
  }
  readonly fact: {
    readonly type: CharterFactType
    readonly partner?: string | undefined
    readonly partners?: readonly string[] | undefined
    readonly people?: readonly string[] | undefined
    readonly unmetNeeds?: readonly string[] | undefined
    readonly digest?: string | undefined
    readonly holidays?: string | undefined
    readonly charter?: CharterInput | string | undefined
    readonly roles?: readonly Role[] | undefined
    readonly endsAt?: string | undefined
    readonly proposal?: string | undefined
    readonly barred?: readonly string[] | undefined
  }
}

export const sameList = (a: readonly string[] | undefined, b: readonly string[]): boolean =>
  a !== undefined && a.length === b.length && a.every((element, i) => element === b[i])

/** The charter that an act proposes, complete with the recorded version of the holidays. */
export function charterAsked(event: CharterEvent): Charter | null {
  const { charter } = event.asked
  return typeof charter === 'object' ? completeCharter(charter, event.fact.holidays ?? '') : null
}

/** The partner for which the charter to be signed gives a person a seat in the stuurgroep. */
export function seatOf({ proposed, charter, named }: Circle, person: string | undefined): string | null {
  if (person === undefined) return null
  if (proposed) return proposed.seats[person] ?? null
  const people = charter?.partners.find(({ id }) => id === named[person])?.people ?? []
  const seated = people.some(({ id, roles }) => id === person && roles.includes('stuurgroep'))
  return seated ? (named[person] ?? null) : null
}

/** Those whom the charter names for a newcomer and who are free to speak for it: nobody speaks for two (W1). */
export function freePeople(circle: Circle, partner: string, at: string): string[] {
  const named = circle.charter?.partners.find(({ id }) => id === partner)?.people ?? []
  return named.map(({ id }) => id).filter(person => speaksForNobody(circle, person, at))
}

export function speaksForNobody(circle: Circle, person: string | undefined, at: string): boolean {
  return (
    person !== undefined && mandateOf(circle, person, at) === null && opgavemanagerOf(circle, at) !== person
  )
}

/** The needs that the partners present after this fact leave unmet (F5). */
export function needsLeftBy(
  circle: Circle,
  change: { joins?: string | undefined; leaves?: string | undefined },
): string[] {
  const stays = (partner: string) =>
    partner === change.joins || (isPresent(circle, partner) && partner !== change.leaves)
  return circle.charter ? unmetNeeds(circle.charter, stays) : []
}

/** The charter whose rule on signatures binds an act: the one proposed, else the one in force (W2). */
function asksForSignatures(circle: Circle, event: CharterEvent): boolean {
  const charter = charterAsked(event) ?? circle.proposed?.charter ?? circle.charter
  return charter?.signatures === 'required'
}

/** Before the founding the key that the charter itself names, which its partners sign; then the one registered. */
function signsWithOwnKey(circle: Circle, event: CharterEvent): boolean {
  const { signed, by = '' } = event
  if (typeof signed === 'boolean') return true
  const text = charterAsked(event) ?? circle.proposed?.charter ?? null
  return signed.key === (circle.charter ? keyOf(circle, by, event.at) : keyNamedIn(text, by))
}

/** A mandate may name the key again that the person has there. */
function bringsNewKey(
  circle: Circle,
  { asked: { person = '', publicKey }, type, fact }: CharterEvent,
): boolean {
  const side = sideIn(fact)
  if (publicKey === undefined || isNewKey(circle, side, { id: person, publicKey })) return true
  return type === 'mandate.given' && ringOf(circle, side, person).current === publicKey
}

/** True unless the act takes from a partner its last seat without end that has a key. */
function keepsKeyedSeat(circle: Circle, event: CharterEvent): boolean {
  const { person = '' } = event.asked
  const partner = event.fact.partner ?? ''
  const taken = event.type === 'key.revoked' || rolesEnding(circle, event).includes('stuurgroep')
  if (!taken || !keyedSeats(circle, partner).includes(person)) return true
  return keyedSeats(circle, partner, person).length > 0
}

function mayBeMandated(circle: Circle, event: CharterEvent): boolean {
  const { person } = event.asked
  if (person === undefined) return false
  const mandate = mandateOf(circle, person, event.at)
  if (mandate) return mandate.partner === event.fact.partner
  const named = circle.named[person]
  const invitedBy =
    typeof named === 'string' && !isPresent(circle, named) && !Object.hasOwn(circle.barred, named)
  return opgavemanagerOf(circle, event.at) !== person && !(invitedBy && named !== event.fact.partner)
}

function endFits({ asked: { until }, fact: { endsAt }, at }: CharterEvent): boolean {
  if (until === undefined || endsAt === undefined) return until === endsAt
  return endsAt > at && (momentOf(until) === endsAt || (isDate(until) && isEndOf(until, endsAt)))
}

const quarter = 900_000

/** Whether a day can end at a moment, somewhere: zones lie whole quarters of an hour, and at most 14 hours, from UTC. */
function isEndOf(date: string, moment: string): boolean {
  const [end, midnight] = [Date.parse(moment), Date.parse(`${date}T24:00:00.000Z`)]
  return end % quarter === 0 && Math.abs(end - midnight) <= 56 * quarter
}

const rolesTaken = (circle: Circle, { asked, fact, at }: CharterEvent): readonly Role[] =>
  asked.roles ?? liveRoles(circle.members[fact.partner ?? '']?.people[asked.person ?? ''], at)

/** The roles that an act takes from a person, or gives an end. */
function rolesEnding(circle: Circle, event: CharterEvent): readonly Role[] {
  if (event.type === 'mandate.withdrawn') return rolesTaken(circle, event)
  return event.fact.endsAt ? (event.asked.roles ?? []) : []
}

function holdsThemAll(circle: Circle, event: CharterEvent): boolean {
  const held = liveRoles(circle.members[event.fact.partner ?? '']?.people[event.asked.person ?? ''], event.at)
  const taken = rolesTaken(circle, event)
  return taken.length > 0 && taken.every(role => held.includes(role)) && sameList(event.fact.roles, taken)
}

/** True unless the act would end the last mandate without end that the partner has for a role. */
function keepsHolders(circle: Circle, event: CharterEvent): boolean {
  const { person = '' } = event.asked
  const { partner = '' } = event.fact
  return !rolesEnding(circle, event).some(role => isLastHolder(circle, partner, person, role))
}

export const charterRules = {
  timeMovesForward: {
    cites: ['T1'],
    en: 'the moment is not before the last one recorded',
    nl: 'het moment ligt niet vóór het laatst vastgelegde',
    holds: (circle, event) => event.at >= circle.lastAt,
  },
  outcomesRecorded: {
    cites: ['F3', 'T1'],
    en: 'whatever earlier facts lead to has been recorded first',
    nl: 'wat uit eerdere feiten volgt is eerst vastgelegd',
    holds: circle => circle.joining === null && !isSignedByAll(circle),
  },
  signedWhereAsked: {
    cites: ['W2'],
    en: 'the act is signed, where the charter asks for signatures',
    nl: 'de handeling is ondertekend, waar het charter dat vraagt',
    holds: (circle, event) => event.signed !== false || !asksForSignatures(circle, event),
  },
  signedWithOwnKey: {
    cites: ['W2'],
    en: 'a signature is made with the key that is registered for this person',
    nl: 'een handtekening is gezet met de sleutel die voor deze persoon geregistreerd is',
    holds: signsWithOwnKey,
  },
  numberedInTurn: {
    cites: ['W2'],
    en: 'the signed acts of a person in one matter are numbered from 1 without gaps: none counts twice, none gets lost',
    nl: 'de ondertekende handelingen van een persoon in één zaak zijn genummerd vanaf 1 zonder gaten: geen telt dubbel, geen raakt weg',
    holds: (circle, event) => isNext(circle.counters, event),
  },
  signedOnItsText: {
    cites: ['W2'],
    en: 'a signature names the digest of the text that the act is about, where it is about one',
    nl: 'een handtekening noemt het kenmerk van de tekst waarover de handeling gaat, als die er is',
    holds: (_, { signed }) => typeof signed === 'boolean' || signed.digest === undefined,
  },
  byPersonOrSeat: {
    cites: ['W1', 'W2'],
    en: 'a key is registered and revoked by its person, or by a stuurgroep seat of the same partner',
    nl: 'een sleutel wordt geregistreerd en ingetrokken door de persoon zelf, of door een stuurgroepzetel van dezelfde partner',
    holds: (circle, { by, at, asked: { person = '' }, fact }) => {
      const keeper = keeperOf(circle, { by, person, at })
      return keeper !== undefined && (keeper ?? undefined) === fact.partner
    },
  },
  newKey: {
    cites: ['W2'],
    en: "a key is one person's, and a partner registers it once: a key that was replaced or revoked there does not come back",
    nl: 'een sleutel is van één persoon, en een partner registreert hem één keer: een sleutel die daar vervangen of ingetrokken is komt niet terug',
    holds: bringsNewKey,
  },
  hasKey: {
    cites: ['W2'],
    en: 'only a key that is registered can be revoked',
    nl: 'alleen een sleutel die geregistreerd is kan worden ingetrokken',
    holds: (circle, { asked: { person = '' }, fact }) =>
      ringOf(circle, sideIn(fact), person).current !== null,
  },
  keyRemains: {
    cites: ['W2'],
    en: 'of the stuurgroep seats without end of a partner one keeps a key, if any has one',
    nl: 'van de stuurgroepzetels zonder einde van een partner houdt er een een sleutel, als er een een heeft',
    holds: keepsKeyedSeat,
  },
  byPersonNamedInIt: {
    cites: ['F1'],
    en: 'a charter is proposed by somebody whom it names',
    nl: 'een charter wordt voorgesteld door iemand die erin staat',
    holds: (_, event) => {
      const charter = charterAsked(event)
      return charter !== null && peopleNamedIn(charter).has(event.by ?? '')
    },
  },
  digestOfTheCharter: {
    cites: ['F1'],
    en: 'the recorded digest is that of the charter',
    nl: 'het vastgelegde kenmerk is dat van het charter',
    holds: (_, event) => {
      const charter = charterAsked(event)
      return (
        charter !== null &&
        holidaysFit(event.asked.charter, event.fact.holidays) &&
        event.fact.digest === charterDigest(charter)
      )
    },
  },
  onTheProposedText: {
    cites: ['F1'],
    en: 'a founder signs the exact text that lies before the partners now',
    nl: 'een oprichter ondertekent precies de tekst die nu voorligt',
    holds: (circle, event) => circle.proposed !== null && event.asked.charter === circle.proposed.digest,
  },
  onTheCharterInForce: {
    cites: ['F3'],
    en: 'a newcomer signs the charter that is in force',
    nl: 'een nieuwkomer ondertekent het charter dat geldt',
    holds: (circle, event) => event.asked.charter === circle.digest,
  },
  byNamedSeat: {
    cites: ['F1', 'F3'],
    en: 'a charter is signed by a person to whom it gives a seat in the stuurgroep, for that partner',
    nl: 'een charter wordt ondertekend door iemand die daarin een zetel in de stuurgroep heeft, voor die partner',
    holds: (circle, event) => {
      const partner = seatOf(circle, event.by)
      return partner !== null && event.fact.partner === partner
    },
  },
  signsOnce: {
    cites: ['F1', 'F3'],
    en: 'a partner signs a charter once',
    nl: 'een partner ondertekent een charter één keer',
    holds: (circle, { fact: { partner = '' } }) =>
      circle.proposed ? !Object.hasOwn(circle.proposed.signedBy, partner) : !isPresent(circle, partner),
  },
  invitedSinceItLeft: {
    cites: ['F4'],
    en: 'who has left returns only by a charter proposal submitted after its departure',
    nl: 'wie vertrokken is keert alleen terug via een chartervoorstel van na het vertrek',
    holds: (circle, { fact: { partner = '' } }) => !Object.hasOwn(circle.barred, partner),
  },
  personsWithinLimit: {
    cites: ['W1', 'W3'],
    en: `a partner mandates at most ${limits.peopleEverMandated} different persons, those included whose mandate has ended`,
    nl: `een partner mandateert hoogstens ${limits.peopleEverMandated} verschillende personen, ook wie geen mandaat meer heeft telt mee`,
    holds: (circle, { asked: { person = '' }, fact: { partner = '' } }) => {
      const people = circle.members[partner]?.people ?? {}
      return Object.hasOwn(people, person) || Object.keys(people).length < limits.peopleEverMandated
    },
  },
  speaksForNobodyElse: {
    cites: ['W1'],
    en: 'no person speaks for two partners, and the opgavemanager speaks for none',
    nl: 'niemand spreekt voor twee partners, en de opgavemanager voor geen',
    holds: (circle, event) => speaksForNobody(circle, event.by, event.at),
  },
  everyPartnerSigned: {
    cites: ['F1'],
    en: 'every partner named in the charter has signed that exact text',
    nl: 'elke partner in het charter heeft precies die tekst ondertekend',
    holds: (circle, { fact }) =>
      circle.proposed !== null &&
      isSignedByAll(circle) &&
      fact.charter === circle.proposed.digest &&
      sameList(
        fact.partners,
        circle.proposed.charter.partners.map(({ id }) => id),
      ),
  },
  newcomerSigned: {
    cites: ['F3'],
    en: 'a newcomer is a partner from its signature on, with the persons who are free to speak for it',
    nl: 'een nieuwkomer is partner vanaf zijn handtekening, met de personen die vrij zijn om voor hem te spreken',
    holds: (circle, { fact, at }) =>
      circle.joining !== null &&
      fact.partner === circle.joining &&
      sameList(fact.people, freePeople(circle, circle.joining, at)),
  },
  needsShown: {
    cites: ['F5'],
    en: 'the needs that nobody meets are shown',
    nl: 'de behoeften waarin niemand voorziet worden getoond',
    holds: (circle, event) => sameList(event.fact.unmetNeeds, needsAfter(circle, event)),
  },
  byStuurgroepSeat: {
    cites: ['W1', 'F4'],
    en: 'mandates and departure are for a stuurgroep seat of the partner itself',
    nl: 'mandaten en vertrek zijn aan een stuurgroepzetel van de partner zelf',
    holds: (circle, event) => {
      const mandate = mandateOf(circle, event.by, event.at)
      return mandate?.roles.includes('stuurgroep') === true && mandate.partner === event.fact.partner
    },
  },
  personIsFree: {
    cites: ['W1'],
    en: 'a partner mandates its own people: no person speaks for two partners, the opgavemanager for none',
    nl: 'een partner mandateert eigen mensen: niemand spreekt voor twee partners, de opgavemanager voor geen',
    holds: mayBeMandated,
  },
  unambiguousPerson: {
    cites: ['W1'],
    en: 'a person cannot be taken for another by case or Unicode form',
    nl: 'een persoon is niet met een ander te verwarren door hoofdletters of Unicodevorm',
    holds: (circle, { asked: { person = '' } }) =>
      isDistinctId(person, Object.keys(circle.named)) && isDistinctId(person, Object.keys(circle.speaksFor)),
  },
  mandateEndsLater: {
    cites: ['W1'],
    en: 'a mandate ends, if at all, after it is given',
    nl: 'een mandaat eindigt, als het eindigt, nadat het gegeven is',
    holds: (_, event) => endFits(event),
  },
  holdsTheMandate: {
    cites: ['W1'],
    en: 'only mandates that a person of the own partner holds can be withdrawn',
    nl: 'alleen mandaten die iemand van de eigen partner heeft kunnen worden ingetrokken',
    holds: holdsThemAll,
  },
  holderRemains: {
    cites: ['W1'],
    en: 'somebody with a mandate without end remains in every role',
    nl: 'in elke rol blijft iemand met een mandaat zonder einde',
    holds: keepsHolders,
  },
  personalApart: {
    cites: ['W4'],
    en: 'what the charter marks as personal, and nothing else, is kept apart from the log, each text under a digest of its own',
    nl: 'wat het charter als persoonlijk aanmerkt, en niets anders, wordt naast het logboek bewaard, elke tekst onder een eigen kenmerk',
    holds: ({ charter, words }, event) => isKeptApart(charter, words, event),
  },
  wordsOnRecord: {
    cites: ['W4'],
    en: 'words can be erased that are kept apart in this matter, once',
    nl: 'woorden die in deze zaak apart worden bewaard kunnen worden gewist, één keer',
    holds: ({ words }, { asked }) => isOnRecord(words, asked.digest),
  },
  byKeeperOfWords: {
    cites: ['W4'],
    en: 'words are erased by the person whose they are, by a stuurgroep seat of the partner for which that person spoke, or by the opgavemanager where that partner has left or there was none',
    nl: 'woorden worden gewist door de persoon van wie ze zijn, door een stuurgroepzetel van de partner waarvoor die sprak, of door de opgavemanager als die partner is vertrokken of er geen was',
    holds: (circle, event) => keepsWords(circle, circle.words[event.asked.digest ?? ''], event),
  },
  adoptedByDecision: {
    cites: ['F2'],
    en: 'a charter is replaced by the joint decision on the charter that replaces it',
    nl: 'een charter wordt vervangen door het gezamenlijk besluit over het charter dat ervoor in de plaats komt',
    holds: (_, { adopted, fact }) =>
      adopted !== null &&
      adopted.proposal === fact.proposal &&
      charterDigest(adopted.charter) === fact.digest &&
      canonical(fact.charter) === canonical(adopted.charter) &&
      sameList(fact.barred, adopted.barred),
  },
} as const satisfies Record<string, Rule<Circle, CharterEvent>>

export type CharterRule = keyof typeof charterRules

function needsAfter(circle: Circle, { type, fact, adopted }: CharterEvent): string[] {
  if (type === 'collaboration.founded')
    return circle.proposed ? unmetNeeds(circle.proposed.charter, () => true) : []
  if (type === 'charter.replaced')
    return adopted ? unmetNeeds(adopted.charter, partner => isPresent(circle, partner)) : []
  if (type === 'partner.joined') return needsLeftBy(circle, { joins: fact.partner })
  return needsLeftBy(circle, { leaves: fact.partner })
}

/** What a fact about the circle breaks when the collaboration is not in the state for it. */
export const charterPlaces = {
  beforeTheFounding: {
    cites: ['F1', 'F2'],
    en: 'once the collaboration is founded, a charter is changed by a proposal like any other',
    nl: 'na de oprichting wordt een charter gewijzigd met een voorstel als elk ander',
  },
  afterTheFounding: {
    cites: ['F1'],
    en: 'before every partner has signed the charter there are no partners, mandates or proposals',
    nl: 'voordat elke partner het charter heeft ondertekend zijn er geen partners, mandaten of voorstellen',
  },
} as const
