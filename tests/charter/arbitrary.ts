// Circles and facts about them drawn freely, most of them such that no history leads to; some fitted to each other.
import fc from 'fast-check'
import type { Charter, CharterInput, Role } from '../../src/charter/charter.ts'
import type { Circle } from '../../src/charter/circle.ts'
import type { CharterFactType } from '../../src/charter/facts.ts'
import type { CharterEvent } from '../../src/charter/rules.ts'
import {
  apartAs,
  by as byKey,
  charterInForce,
  charterInput,
  circle,
  kept,
  keyNames,
  orNull,
  partial,
  partners,
  persons,
  record,
  roles,
  type Signing,
  signedAs,
  signing,
  some,
  soon,
  withKeyOf,
  wordDigests,
} from '../proposal/arbitrary.ts'
import {
  digestOf,
  isPresent,
  managerOf,
  peopleOf,
  present,
  tablesMeant,
  wholeCharter,
} from '../proposal/naive.ts'
import { freeFor, isPlaced, keyAsked, needsAfter, states, types } from './sentences.ts'

type State = (typeof states)[number]
type Asked = CharterEvent['asked']
type Fact = Omit<CharterEvent['fact'], 'type'>

/** A state of the chart with a fact on its way in. */
export interface Candidate {
  readonly state: State
  readonly circle: Circle
  readonly event: CharterEvent
}

interface Drawn {
  readonly circle: Circle
  readonly words: Circle['words']
  readonly ready: CharterInput
  readonly other: CharterInput
  readonly signedBy: Readonly<Record<string, true>>
  readonly signatures: number | null
  readonly joining: string | null
  readonly lastAt: string
  readonly barred: Readonly<Record<string, true>>
  readonly asked: Asked
  readonly fact: Fact
  readonly adopted: CharterEvent['adopted']
  readonly state: State
  readonly type: CharterFactType
  readonly at: string
  readonly by: string | undefined
  readonly signing: Signing
  readonly partner: string
  readonly looseness: number
  readonly throws: readonly number[]
}

const partner = some(partners)
const flags = byKey(partners, fc.constant(true as const), 2)
const digest = some(['sha256:1', 'sha256:2'])
const arrow = fc.oneof(
  {
    arbitrary: some(
      states.flatMap(state => types.filter(type => isPlaced(type, state)).map(type => ({ state, type }))),
    ),
    weight: 9,
  },
  { arbitrary: record({ state: some(states), type: some(types) }), weight: 1 },
)
const people = fc.subarray([...persons], { maxLength: 2 })
const ends = ['2026-01-06T23:00:00.000Z', '2026-01-05T08:00:00.000Z', '2026-01-07T23:00:00.000Z']
const moments = [...ends, '2026-01-07T14:00:00.000Z', '2026-01-07T14:15:00.000Z', '2026-01-06T10:00:00.000Z']
const almost = ['2026-01-07T14:15:00.001Z', '2026-01-06T09:45:00.000Z', '2026-01-07T00:10:00.000Z']

const adopted = record({
  proposal: some(['k1', 'k2']),
  charter: charterInForce,
  barred: fc.subarray(partners, { maxLength: 1 }),
})

const drawn: fc.Arbitrary<Drawn> = record({
  circle,
  words: kept,
  ready: charterInput,
  other: charterInput,
  signedBy: flags,
  signatures: orNull(fc.integer({ min: 0, max: 4 })),
  joining: orNull(partner, 3),
  barred: byKey(partners, fc.constant(true as const), 1),
  asked: partial<Omit<Asked, 'act'>>({
    charter: digest,
    person: some([...persons, 'Bob', 'new']),
    publicKey: some(keyNames),
    name: some(['Anna', 'Bob']),
    digest: some(wordDigests),
    roles: fc.subarray([...roles], { minLength: 1 }),
    until: some(['2026-01-06', '2026-01-06T23:00:00.000Z', '2026-01-05T10:00:00+02:00', '2026-01-05']),
  }),
  lastAt: soon,
  fact: partial<Fact>({
    partner,
    partners: fc.subarray(partners),
    people,
    unmetNeeds: fc.subarray(['water', 'land']),
    digest,
    holidays: some(['NL/1', 'NL', 'none']),
    charter: digest,
    roles: fc.subarray([...roles]),
    endsAt: some([...moments, ...almost]),
    proposal: some(['k1', 'k2']),
    barred: fc.subarray(partners, { maxLength: 1 }),
  }),
  adopted: orNull(adopted),
  arrow,
  at: soon,
  by: some([...persons, 'zoe', undefined]),
  signing,
  partner,
  looseness: some([0, 0, 5, 15, 50, 100]),
  throws: fc.array(fc.nat(99), { minLength: 30, maxLength: 30 }),
}).map(({ arrow, ...rest }) => ({ ...rest, ...arrow }))

const ownPerson = (id: string) => `${id}-1`
const allRoles = { lijnmanagement: null, opgaveregisseur: null, stuurgroep: null }

/** Before the founding a charter may lie ready; afterwards a newcomer may have signed. */
function fittedCircle(raw: Drawn, loose: () => boolean): Circle {
  const { circle, state, ready, signedBy, type, signatures } = raw
  if (state === 'founded' && !loose()) return withNewcomer(raw, loose)
  const charter = wholeCharter(ready, 'NL/1') as Charter
  const seated = charter.partners.map(it => ({
    ...it,
    people: [...it.people, { id: ownPerson(it.id), roles: [...roles] }],
  }))
  const seats = Object.fromEntries(
    seated.flatMap(it =>
      it.people.filter(({ roles }) => roles.includes('stuurgroep')).map(({ id }) => [id, it.id]),
    ),
  )
  const ids = charter.partners.map(({ id }) => id)
  const signing = type === 'collaboration.founded' && !loose()
  const signers = signing ? Object.fromEntries(ids.map(id => [id, true as const])) : signedBy
  const count = signatures !== null && loose() ? signatures : Object.keys(signers).length
  const text = { charter, digest: digestOf(charter), seats, signedBy: signers, signatures: count }
  const isEarly = type === 'charter.proposed' ? loose() : (raw.throws[2] ?? 0) < 15
  return { ...circle, proposed: isEarly ? null : text, charter: null, digest: null, joining: null }
}

/** Every partner has a person of its own; the charter in force names one that is no partner, with a seat for `new`. */
function withNewcomer(
  { circle, joining, barred, type, partner, throws }: Drawn,
  loose: () => boolean,
): Circle {
  const own = Object.entries(circle.members).map(
    ([id, { people }]) => [id, { people: { ...people, [ownPerson(id)]: allRoles } }] as const,
  )
  const speaks = Object.fromEntries(own.map(([id]) => [ownPerson(id), id]))
  const invited = { id: partner, name: partner, meets: ['water'], people: newcomers }
  const rest = circle.charter?.partners.filter(({ id }) => id !== partner) ?? []
  const named = (throws[3] ?? 0) < 15 ? rest : [...rest, invited]
  const opgavemanager = (throws[4] ?? 0) < 15 ? { id: 'new' } : circle.charter?.opgavemanager
  const charter = circle.charter && {
    ...circle.charter,
    ...{ partners: named, opgavemanager: opgavemanager ?? { id: 'omar' } },
  }
  const coming = type === 'partner.joined' && !loose() ? partner : null
  return {
    ...circle,
    ...{ members: Object.fromEntries(own), speaksFor: { ...circle.speaksFor, ...speaks }, charter },
    named: { ...circle.named, new: partner, aide: partner },
    joining: loose() ? joining : coming,
    barred: (throws[0] ?? 0) < 40 ? barred : {},
  }
}
const newcomers = [
  { id: 'new', roles: [...roles], publicKey: 'K1' },
  { id: 'aide', roles: ['lijnmanagement' as const] },
  { id: 'bob', roles: ['lijnmanagement' as const] },
]

interface Met {
  readonly raw: Drawn
  readonly circle: Circle
  readonly partner: string
  readonly loose: () => boolean
}

/** Who asks for it, and how, where it fits. */
function asking(met: Met): { by: string | undefined; asked: Asked } {
  const { raw, circle, partner } = met
  const { type, other, asked, state } = raw
  if (type === 'charter.proposed') {
    const person = other.partners[0]?.people[0]?.id ?? other.opgavemanager.id
    return { by: raw.signing.how !== false ? other.opgavemanager.id : person, asked: { charter: other } }
  }
  if (type === 'charter.signed') {
    const digest = (circle.proposed ?? circle).digest ?? undefined
    const seat = Object.keys(circle.proposed?.seats ?? {})[0]
    return { by: state === 'founded' ? 'new' : seat, asked: digest === undefined ? {} : { charter: digest } }
  }
  const { person, roles: wanted } = asked
  const holders = peopleOf(circle, partner, raw.at)
  const holder = holders[(raw.throws[1] ?? 0) % (holders.length || 1)]
  const chance = raw.throws[2] ?? 0
  const held = chance < 30 ? wanted : wanted && holder?.roles.slice(0, 1)
  const free = chance < 40 ? holder?.person : (person ?? 'guest')
  if (type === 'mandate.given')
    return { by: ownPerson(partner), asked: { ...asked, person: free, roles: wanted ?? ['stuurgroep'] } }
  if (type === 'mandate.withdrawn')
    return { by: ownPerson(partner), asked: { person: holder?.person, roles: held } }
  if (type === 'name.erased') return erasing(met, chance)
  if (type === 'key.registered' || type === 'key.revoked') {
    const key = { publicKey: asked.publicKey ?? raw.signing.key }
    const own = chance < 20 ? circle.charter?.opgavemanager.id : undefined
    const about = { person: own ?? holder?.person, ...(type === 'key.registered' ? key : {}) }
    return { by: own ?? (chance < 40 ? holder?.person : ownPerson(partner)), asked: about }
  }
  return { by: type === 'partner.left' ? ownPerson(partner) : undefined, asked: {} }
}

/** A name that is on record, and who may have it erased. */
function erasing({ raw, circle }: Met, chance: number): { by: string | undefined; asked: Asked } {
  const [digest, whose] = Object.entries(circle.words).find(([, { erased }]) => !erased) ?? []
  if (digest === undefined || whose === undefined) return { by: 'ann', asked: {} }
  const home = whose.partner !== null && isPresent(circle, whose.partner) ? whose.partner : null
  const keeper = home === null ? managerOf(circle, raw.at) : ownPerson(home)
  return { by: chance < 30 ? whose.by : keeper, asked: { digest } }
}

function telling(met: Met, asked: Asked): Fact {
  const { raw, circle, partner } = met
  const text = typeof asked.charter === 'object' ? asked.charter : null
  const holidays = text ? tablesMeant(text)[0] : undefined
  const seat = raw.state === 'founded' ? raw.partner : Object.values(circle.proposed?.seats ?? {})[0]
  const roles: readonly Role[] =
    asked.roles ?? peopleOf(circle, partner, raw.at).find(it => it.person === asked.person)?.roles ?? []
  const ofOffice = asked.person !== undefined && asked.person === managerOf(circle, raw.at)
  const facts: Record<CharterFactType, Fact> = {
    'charter.proposed': text ? { holidays, digest: digestOf(wholeCharter(text, holidays)) } : {},
    'charter.signed': { partner: seat },
    'collaboration.founded': {
      charter: circle.proposed?.digest,
      partners: circle.proposed?.charter.partners.map(({ id }) => id),
    },
    'partner.joined': { partner: circle.joining ?? partner, people: freeFor(circle, raw.partner, raw.at) },
    'partner.left': { partner },
    'mandate.given': { partner, endsAt: raw.asked.until === undefined ? undefined : raw.fact.endsAt },
    'mandate.withdrawn': { partner, roles },
    'key.registered': ofOffice ? {} : { partner },
    'key.revoked': ofOffice ? {} : { partner },
    'name.erased': {},
    'charter.replaced': {
      proposal: raw.adopted?.proposal,
      digest: digestOf(raw.adopted?.charter ?? raw.other),
      barred: raw.adopted?.barred,
    },
  }
  return facts[raw.type]
}

const clean = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T

function mix<T extends object>(right: T, wrong: T, loose: () => boolean): T {
  const keys = [...new Set([...Object.keys(right), ...Object.keys(wrong)])] as (keyof T)[]
  return clean(
    Object.fromEntries(keys.map(key => [key, key in right && !loose() ? right[key] : wrong[key]])) as T,
  )
}

/** Right but for one thing: the table of holidays is not one that the charter means, the decision is another's. */
function swerved(raw: Drawn, { charter }: Asked, fact: Fact): Fact {
  if ((raw.throws[5] ?? 0) < 60) return fact
  if (raw.type === 'charter.replaced') return { ...fact, proposal: 'k3' }
  if (raw.type !== 'charter.proposed' || typeof charter !== 'object') return fact
  return { ...fact, holidays: 'NL', digest: digestOf(wholeCharter(charter, 'NL')) }
}

function candidateOf(raw: Drawn): Candidate {
  let place = 2
  const loose = () => {
    place += 1
    return (raw.throws[place % raw.throws.length] ?? 0) < raw.looseness
  }
  const lastAt = loose() || raw.lastAt <= raw.at ? raw.lastAt : raw.at
  const bare = { ...fittedCircle(raw, loose), lastAt, words: raw.words }
  const partner = isPresent(bare, raw.partner) || loose() ? raw.partner : (present(bare)[0] ?? raw.partner)
  const met = { raw, circle: bare, partner, loose }
  const right = asking(met)
  const unparted = mix(right.asked, loose() ? raw.asked : {}, loose)
  const throws = (raw.throws[6] ?? 0) * 100 + (raw.throws[7] ?? 0)
  const { asked, ...parted } = apartAs(
    { first: throws },
    { asked: unparted, charter: bare.charter, words: raw.words },
    raw.type,
  )
  const told = mix(telling(met, asked), raw.fact, loose)
  const charter = loose() ? wholeCharter(raw.ready, 'NL/1') : (raw.adopted?.charter ?? raw.other)
  const fact = swerved(
    raw,
    asked,
    raw.type === 'charter.replaced' ? { ...told, charter: charter as CharterInput } : told,
  )
  const { type, at, adopted, state, signing } = raw
  const by = loose() ? raw.by : right.by
  const keyed = { ...signing, how: 'signature' as const, throws: [99] }
  const known = type === 'key.revoked' && !loose() ? withKeyOf(bare, keyed, asked.person, at) : bare
  const circle = withKeyOf(known, signing, by, at)
  const base = { type, at, signed: false, adopted, asked, ...parted, fact: { ...fact, type } }
  const unsigned: CharterEvent = by === undefined ? base : { ...base, by }
  const signed = signedAs(signing, {
    key: keyAsked(circle, unsigned),
    counter: (circle.counters[by ?? ''] ?? 0) + 1,
    ...{ digest: undefined, size: 0 },
  })
  const event = { ...unsigned, signed }
  if (loose()) return { state, circle, event }
  return {
    state,
    circle,
    event: { ...event, fact: { ...event.fact, unmetNeeds: needsAfter(circle, event) } },
  }
}

/** A candidate fact about the circle, in either state of the chart. */
export const candidate: fc.Arbitrary<Candidate> = drawn.map(candidateOf)
