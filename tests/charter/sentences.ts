// The sentence of each rule of the circle, put once more as a question about a circle and a fact, without the source.
import type { CharterInput } from '../../src/charter/charter.ts'
import type { Circle } from '../../src/charter/circle.ts'
import type { CharterFactType } from '../../src/charter/facts.ts'
import type { CharterEvent, CharterRule } from '../../src/charter/rules.ts'
import {
  currentKey,
  day,
  digestOf,
  isApartAsMarked,
  isKeeper,
  isMistakable,
  isNewKey,
  isPresent,
  keyNamed,
  keyOf,
  managerOf,
  peopleOf,
  present,
  sideOf,
  tablesMeant,
  unmet,
  voiceOf,
  wholeCharter,
} from '../proposal/naive.ts'

/** Undefined where the sentence says nothing: there is no signature. */
type Sentence = (circle: Circle, event: CharterEvent) => boolean | undefined

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
const asked = ({ asked: { charter } }: CharterEvent): CharterInput | undefined =>
  typeof charter === 'object' ? charter : undefined
const allSigned = ({ proposed }: Circle) => proposed?.signatures === proposed?.charter.partners.length
const isFree = (circle: Circle, person: string, at: string) =>
  voiceOf(circle, person, at) === undefined && managerOf(circle, at) !== person

/** The partner for which a charter gives a person a seat: the one that lies ready, else the one in force. */
export function seatOf({ proposed, charter, named }: Circle, by: string | undefined) {
  if (by === undefined) return undefined
  if (proposed) return proposed.seats[by]
  const partner = charter?.partners.find(({ id }) => id === named[by])
  const seated = partner?.people.some(({ id, roles }) => id === by && roles.includes('stuurgroep'))
  return seated ? partner?.id : undefined
}

/** Those named for a newcomer who speak for nobody yet. */
export const freeFor = (circle: Circle, partner: string, at: string) =>
  (circle.charter?.partners.find(({ id }) => id === partner)?.people ?? [])
    .map(({ id }) => id)
    .filter(id => isFree(circle, id, at))

/** The needs that nobody meets once a fact is recorded. */
export function needsAfter(circle: Circle, { type, fact, adopted }: CharterEvent): string[] {
  const here = present(circle)
  if (type === 'collaboration.founded') {
    const text = circle.proposed?.charter ?? null
    return unmet(text, text?.partners.map(({ id }) => id) ?? [])
  }
  if (type === 'charter.replaced') return unmet(adopted?.charter ?? null, here)
  const stay = type === 'partner.joined' ? [...here, fact.partner] : here.filter(id => id !== fact.partner)
  return unmet(
    circle.charter,
    stay.filter(id => id !== undefined),
  )
}

/** A day ends somewhere on earth at a quarter of an hour, at most 14 hours from midnight in Greenwich. */
function endsOn(until: string, endsAt: string) {
  if (!/^\d{4}-\d\d-\d\d$/.test(until)) return Date.parse(until) === Date.parse(endsAt)
  const hours = (Date.parse(endsAt) - Date.parse(until) - day) / (day / 24)
  return Math.abs(hours) <= 14 && Number.isInteger(hours * 4)
}

const rolesNow = (circle: Circle, { fact, asked, at }: CharterEvent) =>
  peopleOf(circle, fact.partner ?? '', at).find(it => it.person === asked.person)?.roles ?? []

/** The roles that an act takes from a person for good, or gives an end. */
const rolesEnding = (circle: Circle, event: CharterEvent) => {
  if (event.type === 'mandate.withdrawn') return event.asked.roles ?? rolesNow(circle, event)
  return event.fact.endsAt === undefined ? [] : (event.asked.roles ?? [])
}

/** Persons of a partner that hold a role without an end. */
const lasting = ({ members }: Circle, partner: string, role: 'stuurgroep') =>
  Object.entries(members[partner]?.people ?? {})
    .filter(([, ends]) => ends[role] === null)
    .map(([person]) => person)

/** With which key somebody is to sign: before the founding the one in the text. */
export const keyAsked = (circle: Circle, event: CharterEvent) =>
  circle.charter
    ? keyOf(circle, event.by, event.at)
    : keyNamed(asked(event) ?? circle.proposed?.charter, event.by)

export const sentences: Record<CharterRule, Sentence> = {
  timeMovesForward: ({ lastAt }, { at }) => !(at < lastAt),
  outcomesRecorded: circle => circle.joining === null && !(circle.proposed && allSigned(circle)),
  signedWhereAsked: (circle, event) => {
    const text = asked(event) ?? circle.proposed?.charter ?? circle.charter
    return event.signed !== false || text?.signatures !== 'required'
  },
  signedWithOwnKey: (circle, event) =>
    typeof event.signed !== 'object' ? undefined : event.signed.key === keyAsked(circle, event),
  numberedInTurn: ({ counters }, { signed, by }) =>
    typeof signed !== 'object' ? undefined : signed.counter - 1 === (counters[by ?? ''] ?? 0),
  signedOnItsText: (_, { signed }) => (typeof signed !== 'object' ? undefined : !('digest' in signed)),
  byPersonOrSeat: (circle, { by, at, asked: { person }, fact: { partner } }) => {
    const voice = voiceOf(circle, by, at)
    if (!voice)
      return by !== undefined && by === person && managerOf(circle, at) === by && partner === undefined
    const mayAct = by === person || voice.roles.includes('stuurgroep')
    return mayAct && sideOf(circle, person, at) === voice.partner && partner === voice.partner
  },
  newKey: (circle, { type, asked: { person = '', publicKey }, fact: { partner = 'opgavemanager' } }) => {
    if (publicKey === undefined) return true
    const isAgain = type === 'mandate.given' && currentKey(circle, partner, person) === publicKey
    return isAgain || isNewKey(circle, partner, person, publicKey)
  },
  hasKey: (circle, { asked: { person }, fact: { partner = 'opgavemanager' } }) =>
    currentKey(circle, partner, person) !== undefined,
  keyRemains: (circle, event) => {
    const { person, partner } = { person: event.asked.person, partner: event.fact.partner ?? '' }
    const ends = event.type === 'key.revoked' || rolesEnding(circle, event).includes('stuurgroep')
    const seats = lasting(circle, partner, 'stuurgroep').filter(
      it => currentKey(circle, partner, it) !== undefined,
    )
    return !ends || seats.length !== 1 || seats[0] !== person
  },
  byPersonNamedInIt: (_, event) => {
    const text = asked(event)
    const people = text?.partners.flatMap(it => it.people.map(({ id }) => id)) ?? []
    return event.by !== undefined && [text?.opgavemanager.id, ...people].includes(event.by)
  },
  digestOfTheCharter: (_, event) => {
    const text = asked(event)
    if (text === undefined || !tablesMeant(text).includes(event.fact.holidays)) return false
    return event.fact.digest === digestOf(wholeCharter(text, event.fact.holidays))
  },
  onTheProposedText: ({ proposed }, { asked: { charter } }) =>
    proposed !== null && proposed.digest === charter,
  onTheCharterInForce: ({ digest }, { asked: { charter } }) => digest === charter,
  byNamedSeat: (circle, { by, fact }) =>
    seatOf(circle, by) !== undefined && seatOf(circle, by) === fact.partner,
  signsOnce: (circle, { fact: { partner = '' } }) =>
    circle.proposed ? circle.proposed.signedBy[partner] === undefined : !isPresent(circle, partner),
  invitedSinceItLeft: ({ barred }, { fact: { partner = '' } }) => barred[partner] === undefined,
  personsWithinLimit: ({ members }, { asked: { person = '' }, fact: { partner = '' } }) => {
    const ever = new Set([...Object.keys(members[partner]?.people ?? {}), person])
    return ever.size <= 1_000
  },
  speaksForNobodyElse: (circle, { by, at }) => by !== undefined && isFree(circle, by, at),
  everyPartnerSigned: (circle, { fact }) => {
    const { proposed } = circle
    const all = proposed !== null && allSigned(circle) && proposed.digest === fact.charter
    return (
      all &&
      same(
        fact.partners,
        proposed.charter.partners.map(({ id }) => id),
      )
    )
  },
  newcomerSigned: (circle, { fact, at }) =>
    circle.joining !== null &&
    fact.partner === circle.joining &&
    same(fact.people, freeFor(circle, circle.joining, at)),
  needsShown: (circle, event) => same(event.fact.unmetNeeds, needsAfter(circle, event)),
  byStuurgroepSeat: (circle, { by, at, fact }) => {
    const voice = voiceOf(circle, by, at)
    return voice?.partner === fact.partner && voice?.roles.includes('stuurgroep') === true
  },
  personIsFree: (circle, { asked: { person }, fact: { partner }, at }) => {
    if (person === undefined) return false
    const voice = voiceOf(circle, person, at)
    if (voice) return voice.partner === partner
    const inviter = circle.named[person] ?? undefined
    const isInvited = inviter !== undefined && !isPresent(circle, inviter) && !circle.barred[inviter]
    return managerOf(circle, at) !== person && (!isInvited || inviter === partner)
  },
  unambiguousPerson: ({ named, speaksFor }, { asked: { person = '' } }) =>
    !isMistakable([person], Object.keys({ ...named, ...speaksFor })),
  mandateEndsLater: (_, { asked: { until }, fact: { endsAt }, at }) => {
    if (until === undefined || endsAt === undefined) return until === endsAt
    return at < endsAt && endsOn(until, endsAt)
  },
  holdsTheMandate: (circle, event) => {
    const held = rolesNow(circle, event)
    const taken = event.asked.roles ?? held
    return taken.length > 0 && taken.every(role => held.includes(role)) && same(event.fact.roles, taken)
  },
  holderRemains: (circle, event) => {
    const { person, partner } = { person: event.asked.person, partner: event.fact.partner ?? '' }
    return rolesEnding(circle, event).every(role => {
      const holders = lasting(circle, partner, role as 'stuurgroep')
      return !(holders.length === 1 && holders[0] === person)
    })
  },
  personalApart: ({ charter, words }, event) => isApartAsMarked(charter, words, event),
  wordsOnRecord: ({ words }, { asked: { digest = '' } }) => words[digest]?.erased === false,
  byKeeperOfWords: (circle, event) => isKeeper(circle, circle.words[event.asked.digest ?? ''], event),
  adoptedByDecision: (_, { adopted, fact }) =>
    adopted !== null &&
    adopted.proposal === fact.proposal &&
    digestOf(adopted.charter) === fact.digest &&
    digestOf(fact.charter) === digestOf(adopted.charter) &&
    same(fact.barred, adopted.barred),
}

const acts: readonly CharterFactType[] = [
  ...(['charter.proposed', 'charter.signed', 'partner.left', 'mandate.given', 'mandate.withdrawn'] as const),
  ...(['key.registered', 'key.revoked', 'name.erased'] as const),
]
export const types: readonly CharterFactType[] = [
  ...acts,
  ...(['collaboration.founded', 'partner.joined', 'charter.replaced'] as const),
]
export const states = ['unfounded', 'founded'] as const
type State = (typeof states)[number]

/** Where a fact can be recorded at all. */
const places: Record<CharterFactType, readonly State[]> = {
  'charter.proposed': ['unfounded'],
  'charter.signed': states,
  'collaboration.founded': ['unfounded'],
  'partner.joined': ['founded'],
  'partner.left': ['founded'],
  'mandate.given': ['founded'],
  'mandate.withdrawn': ['founded'],
  'key.registered': ['founded'],
  'key.revoked': ['founded'],
  'name.erased': ['founded'],
  'charter.replaced': ['founded'],
}
export const isPlaced = (type: CharterFactType, state: State) => places[type].includes(state)

/** The facts that a rule guards; a signature is guarded otherwise before the founding than after it. */
const guards: Record<CharterRule, readonly CharterFactType[]> = {
  timeMovesForward: types,
  outcomesRecorded: [...acts, 'charter.replaced'],
  signedWhereAsked: acts,
  signedWithOwnKey: acts,
  numberedInTurn: acts,
  signedOnItsText: acts,
  byPersonOrSeat: ['key.registered', 'key.revoked'],
  newKey: ['mandate.given', 'key.registered'],
  hasKey: ['key.revoked'],
  keyRemains: ['mandate.given', 'mandate.withdrawn', 'key.revoked'],
  byPersonNamedInIt: ['charter.proposed'],
  digestOfTheCharter: ['charter.proposed'],
  onTheProposedText: ['charter.signed'],
  onTheCharterInForce: ['charter.signed'],
  byNamedSeat: ['charter.signed'],
  signsOnce: ['charter.signed'],
  invitedSinceItLeft: ['charter.signed'],
  personsWithinLimit: ['mandate.given'],
  speaksForNobodyElse: ['charter.signed'],
  everyPartnerSigned: ['collaboration.founded'],
  newcomerSigned: ['partner.joined'],
  needsShown: ['collaboration.founded', 'partner.joined', 'partner.left', 'charter.replaced'],
  byStuurgroepSeat: ['partner.left', 'mandate.given', 'mandate.withdrawn'],
  personIsFree: ['mandate.given'],
  unambiguousPerson: ['mandate.given'],
  mandateEndsLater: ['mandate.given'],
  holdsTheMandate: ['mandate.withdrawn'],
  holderRemains: ['mandate.given', 'mandate.withdrawn'],
  personalApart: ['mandate.given'],
  wordsOnRecord: ['name.erased'],
  byKeeperOfWords: ['name.erased'],
  adoptedByDecision: ['charter.replaced'],
}
const beforeOnly: readonly string[] = ['onTheProposedText']
const afterOnly: readonly string[] = ['onTheCharterInForce', 'invitedSinceItLeft', 'speaksForNobodyElse']

export function guarding(rule: CharterRule, type: CharterFactType): readonly State[] {
  if (!guards[rule].includes(type)) return []
  if (beforeOnly.includes(rule)) return ['unfounded']
  return afterOnly.includes(rule) ? ['founded'] : places[type]
}

/** The rule that a fact breaks where it has no place. */
export const placeOf = (state: State) => (state === 'founded' ? 'beforeTheFounding' : 'afterTheFounding')
