// Proposals, circles and facts drawn freely, most of them such that no history leads to: some fitted to each other, so that
// rules hold too, some with counters that lie.
import fc from 'fast-check'
import type { Charter, CharterInput } from '../../src/charter/charter.ts'
import type { Circle } from '../../src/charter/circle.ts'
import type { Apart, WordsKept } from '../../src/charter/personal.ts'
import type { Signed } from '../../src/log/signature.ts'
import type { Content } from '../../src/proposal/content.ts'
import type { ProposalEvent } from '../../src/proposal/event.ts'
import type { ProposalFactType } from '../../src/proposal/facts.ts'
import type { Proposal } from '../../src/proposal/proposal.ts'
import { fitted } from './fitted.ts'
import { isPlaced, running, states, types } from './law.ts'
import { actOf, apartIn, day, fieldOf, isMarkedIn, keyOf, sideOf, textSigned, wholeCharter } from './naive.ts'

/** A state of the chart with a fact on its way in. */
export interface Candidate {
  readonly state: (typeof states)[number]
  readonly proposal: Proposal
  readonly event: ProposalEvent
  /** True when counters were drawn apart from the lists that they count. */
  readonly lies: boolean
}

const start = Date.parse('2026-01-05T09:00:00.000Z')
const after = (ms: number) => new Date(start + ms).toISOString()
const hour = day / 24
// Terms are of one day or three: the shortest and longest that they can leave, a moment less and a moment more.
const lengths = [0, 1, 22 * hour - 1, 22 * hour, 3 * day, 70 * hour - 1, 70 * hour, 10 * day]
const far = [16 * day, 16 * day + 1, 20 * day, 20 * day + 1, 60 * day]
export const moment = fc.constantFrom(...[...lengths, ...far].map(after))
export const soon = fc.constantFrom(...[0, 0, 0, 1, 22 * hour, 3 * day].map(after))

export const record = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { noNullPrototype: true }) as fc.Arbitrary<T>
export const partial = <T extends object>(
  model: { [K in keyof T]-?: fc.Arbitrary<Exclude<T[K], undefined>> },
) => fc.record(model, { requiredKeys: [], noNullPrototype: true }) as unknown as fc.Arbitrary<T>
export const by = <T>(keys: readonly string[], value: fc.Arbitrary<T>, maxKeys = 3, minKeys = 0) =>
  fc.dictionary(fc.constantFrom(...keys), value, { minKeys, maxKeys, noNullPrototype: true })
export const orNull = <T>(value: fc.Arbitrary<T>, often = 1) =>
  fc.oneof({ arbitrary: value, weight: 30 }, { arbitrary: fc.constant(null), weight: 10 * often })
export const some = <T>(list: readonly T[]) => fc.constantFrom(...list)

export const partners = ['almere', 'zeewolde', 'dronten', 'urk']
const spelled = [...partners, 'Urk']
export const persons = ['ann', 'bob', 'cas', 'dirk', 'eva', 'omar']
const everybody = [...persons, 'Ann']
const partner = some(partners)
const person = some(persons)
export const roles = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] as const
const revision = fc.integer({ min: 0, max: 3 })
const stage = some(running as ('consultation' | 'lijnmanagement' | 'opgavemanager' | 'stuurgroep')[])
const digests = ['sha256:1', 'sha256:2', 'sha256:3']
export const digest = some(digests)
const proposals = ['p1', 'P1', 'p2', 'p3']
const count = fc.integer({ min: 0, max: 4 })
const reason = some(['Because.', '', ' \u2800', 'No water.'])
export const wordDigests = ['a', 'b', 'c', 'd'].map(it => `sha256:${it.repeat(64)}`)

const end = orNull(moment, 5)
const mandates = partial<Circle['members'][string]['people'][string]>({
  lijnmanagement: end,
  opgaveregisseur: end,
  stuurgroep: end,
})
const member = record({ people: by(persons, mandates, 4) })

const term = some([1, 3])
const shortTerms = {
  ...{ consultation: term, lijnmanagement: term, opgavemanager: term },
  ...{ stuurgroep: term, jointDecision: term, extension: term },
}
/** A hundred revisions of 520 working days for two partners: as long as calendars are trusted, and not a day more. */
const edge = { consultation: 50, lijnmanagement: 50, opgavemanager: 50, stuurgroep: 50 }
const long = { terms: { ...edge, jointDecision: 70, extension: 20 }, maxRevisions: 100 }

export const keyNames = ['K1', 'K2', 'K3', 'K4', 'K5', 'K6']
const key = some(keyNames)
const named = (names: readonly string[]) =>
  fc.record(
    { id: some(names), roles: fc.constant([...roles]), publicKey: key },
    { requiredKeys: ['id', 'roles'], noNullPrototype: true },
  )
const people = (names: readonly string[]) =>
  fc.uniqueArray(named(names), { selector: ({ id }) => id, maxLength: 2 })
const ring = record({ current: orNull(key), ever: by(keyNames, fc.constant(true as const)) })

/** How an act is signed: as it must be, not at all, or by a signature that is fitted to what it meets. */
export interface Signing {
  readonly how: boolean | 'signature'
  readonly key: string
  readonly counter: number
  readonly digest: string | null
  readonly size: number
  readonly throws: readonly number[]
}
export const signing: fc.Arbitrary<Signing> = record({
  how: some([true, true, false, 'signature', 'signature'] as const),
  key,
  counter: fc.integer({ min: 1, max: 4 }),
  digest: orNull(some(['sha256:1', 'sha256:2', 'sha256:3']), 2),
  size: fc.integer({ min: 0, max: 6 }),
  throws: fc.array(fc.nat(99), { minLength: 4, maxLength: 4 }),
})

/** The signature drawn, each part of it right where the throw is not low. */
export function signedAs(
  { how, throws, ...drawn }: Signing,
  right: { key: string | undefined; counter: number; digest: string | undefined; size: number },
): Signed | boolean {
  if (how !== 'signature') return how
  const [key, counter, text, size] = throws.map(thrown => thrown >= 20)
  const digest = text ? right.digest : (drawn.digest ?? undefined)
  return {
    key: (key ? right.key : undefined) ?? drawn.key,
    counter: counter ? right.counter : drawn.counter,
    ...(digest === undefined ? {} : { digest }),
    value: '',
    seen: { size: size ? right.size : drawn.size, root: '' },
  }
}

/** A circle in which a person has a key on the own side, where a throw is not low. */
export function withKeyOf(
  circle: Circle,
  { how, key, throws }: Signing,
  by: string | undefined,
  at: string,
): Circle {
  const side = sideOf(circle, by, at)
  if (how !== 'signature' || side === undefined || by === undefined || (throws[0] ?? 0) < 35) return circle
  const ring = { current: key, ever: { [key]: true as const } }
  return { ...circle, keys: { ...circle.keys, [side]: { ...circle.keys[side], [by]: ring } } }
}
const needs = [
  { id: 'water', what: 'water' },
  { id: 'land', what: 'land' },
]

const calendars = [{ holidays: 'NL' }, { holidays: 'NL/1' }, { holidays: 'none' }]
/** A charter as it is asked: some of what it may leave out is left out. */
const charterOf = (ids: readonly string[], names: readonly string[]) =>
  record({
    named: fc.subarray([...ids], { minLength: 1 }),
    people: fc.array(people(names), { minLength: 5, maxLength: 5 }),
    meets: fc.array(fc.subarray(['water', 'land']), { minLength: 5, maxLength: 5 }),
    manager: some(['omar', 'omar', ...names.slice(-1)]),
    terms: record(shortTerms),
    needs: fc.subarray(needs),
    rest: partial({
      decidesOn: some(['stuurgroep', 'lijnmanagement'] as const),
      maxRevisions: fc.integer({ min: 1, max: 3 }),
      signatures: some(['optional', 'optional', 'required'] as const),
      personal: fc.subarray(Object.values(apartIn), { minLength: 3 }),
      calendar: some(calendars.map(calendar => ({ timeZone: 'UTC', ...calendar }))),
    }),
    size: fc.integer({ min: 0, max: 4 }),
  }).map(drawn => {
    const partners = drawn.named.map((id, i) => ({
      ...{ id, name: id, people: drawn.people[i] ?? [] },
      ...(drawn.meets[i]?.length ? { meets: drawn.meets[i] } : {}),
    }))
    return {
      procedure: 'samenspraak/1',
      opgave: { title: 'Wonen', goal: 'Genoeg woningen', needs: drawn.needs },
      ...{ partners, opgavemanager: { id: drawn.manager }, terms: drawn.terms, ...drawn.rest },
      ...(drawn.size === 0 ? long : {}),
    } as unknown as CharterInput
  })
/** One that is asked for may name somebody who can be taken for another. */
export const charterInput = charterOf(spelled, everybody)
const charter = charterInput.map(input => wholeCharter(input, 'NL/1') as Charter)
export const charterInForce = charterOf(partners, persons).map(
  input => wholeCharter(input, 'NL/1') as Charter,
)

const change = fc.oneof(
  record({ joined: partner, left: fc.constant(null) }),
  record({ joined: fc.constant(null), left: partner }),
  fc.constant({ joined: null, left: null }),
)

/** `speaksFor` follows the members but for a few persons; `size` counts them but for a few circles. */
export const circle: fc.Arbitrary<Circle> = fc
  .record({
    members: fc.oneof(
      { arbitrary: by(partners, member, 4, 2), weight: 5 },
      { arbitrary: by(partners, member, 1), weight: 1 },
    ),
    charter: orNull(charterInForce, 0.5),
    digest: orNull(some(digests), 0.2),
    named: by(persons, orNull(partner)),
    left: by(['urk', 'dronten'], fc.constant(true as const), 1),
    version: fc.integer({ min: 1, max: 3 }),
    change,
    strays: by(persons, partner, 1),
    keys: by([...partners, 'opgavemanager'], by(persons, ring)),
    keyOwners: by(keyNames, person),
    counters: by(persons, count),
    words: fc.constant({}),
    size: fc.oneof({ arbitrary: fc.constant(-1), weight: 9 }, { arbitrary: count, weight: 1 }),
  })
  .map(({ members, strays, size, ...rest }) => {
    const voices = Object.entries(members).flatMap(([id, { people }]) =>
      Object.keys(people).map(person => [person, id] as const),
    )
    return {
      ...{ lastAt: after(0), proposed: null, joining: null, barred: {}, ...rest, members },
      speaksFor: { ...Object.fromEntries(voices), ...strays },
      size: size < 0 ? Object.keys(members).length : size,
    }
  })

const commitment = record({
  id: fc.constant('w1'),
  partner,
  what: fc.constant('build'),
  by: fc.constant('2027-01-01'),
})
const links = fc.oneof(
  { arbitrary: fc.constant([]), weight: 3 },
  { arbitrary: fc.subarray(proposals, { maxLength: 2 }), weight: 1 },
)
const sometimes = <T>(value: fc.Arbitrary<T>, weight = 1) =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: 3 }, { arbitrary: value, weight })
const content = fc
  .record({
    commitments: fc.array(commitment, { maxLength: 2 }),
    basedOn: links,
    replaces: links,
    charter: sometimes(charter),
    changes: sometimes(digest),
  })
  .map(({ charter, changes, ...lists }): Content => {
    const marks = { ...(charter ? { charter } : {}), ...(changes && charter ? { changes } : {}) }
    return { title: 'Homes', text: 'We build.', attachments: [], ...lists, ...marks }
  })

const kinds = ['consent', 'reservation', 'standAside'] as const
const position = record({
  position: some(kinds),
  provisional: some([false, false, false, true]),
  by: person,
  at: soon,
})
const answer = record({ by: person, at: soon, text: fc.constant('See.'), revision, stage })
const objection = record({
  ...{ partner, by: person, at: soon, reason: fc.constant('No.'), revision },
  ground: some(['content', 'involvement'] as const),
  answers: fc.array(answer, { maxLength: 2 }),
  withdrawn: orNull(record({ by: person, at: soon, revision })),
})
const comment = record({ by: person, at: soon, text: fc.constant('Why?') })
const flag = fc.constant(true as const)

const law = record(shortTerms).chain(terms =>
  record({
    terms: fc.constant(terms),
    charter: digest,
    maxRevisions: fc.integer({ min: 1, max: 4 }),
    calendar: fc.constant({ timeZone: 'UTC', holidays: 'none' }),
    decidesOn: some(['stuurgroep', 'lijnmanagement'] as const),
    signatures: some(['optional', 'optional', 'optional', 'required'] as const),
  }),
)

/** Whose words are kept apart, most of them not erased. */
export const kept = by(
  wordDigests.slice(0, 3),
  record({ by: person, partner: orNull(partner), erased: some([false, false, true]) }),
)

const anyProposal: fc.Arbitrary<Proposal> = record({
  id: some(['p1', 'p1', '']),
  lastAt: soon,
  author: orNull(partner),
  content: orNull(content, 0.3),
  digest,
  digests: fc.array(digest, { maxLength: 3 }),
  revision,
  stage: orNull(stage, 0.5),
  law: orNull(law, 0.5),
  dueAt: orNull(moment, 0.5),
  notBefore: orNull(moment, 3),
  longestDays: fc.constant(0),
  closesBy: fc.constant(null),
  leaving: orNull(some(['term', 'escalation'] as const), 6),
  circle: fc.integer({ min: 0, max: 3 }),
  partners: count,
  positions: by(partners, position, 4),
  counting: count,
  supporting: count,
  objections: by(['o1', 'o2', 'O3'], objection),
  openOf: by(partners, some([0, 1, 2, 99, 100])),
  objecting: count,
  answeredHere: by(['o1', 'o2', 'O3'], flag),
  extendedBy: by(partners, flag),
  called: fc.boolean(),
  calledHere: fc.boolean(),
  confirmations: by(partners, record({ by: person, at: soon }), 4),
  confirmed: count,
  comments: by(['c1', 'c2'], comment),
  departed: by(['urk'], flag),
  failed: fc.constant(null),
  changedAt: fc.integer({ min: -1, max: 5 }),
  counters: by(persons, count),
  words: kept,
})

const asked: fc.Arbitrary<ProposalEvent['asked']> = partial<ProposalEvent['asked']>({
  title: fc.constant('Homes'),
  text: some(['We build.', ' \n']),
  commitments: fc.array(commitment, { maxLength: 1 }),
  attachments: fc.constant([]),
  basedOn: links,
  replaces: links,
  charter: charterInput,
  changes: digest,
  reviewOn: fc.constant('2028-01-01'),
  endsOn: fc.constant('2029-01-01'),
  act: fc.constant('act'),
  proposal: some(proposals),
  revision,
  stage,
  position: some(kinds),
  provisional: fc.boolean(),
  reason,
  ground: some(['content', 'involvement'] as const),
  objection: some(['o1', 'o2', 'O3', 'o3']),
  replyTo: some(['c1', 'c2', 'c3']),
  digest: some(wordDigests),
})

const notices = fc.array(record({ partner, persons: fc.subarray(persons, { maxLength: 2 }) }), {
  maxLength: 2,
})
const ids = fc.subarray(['o1', 'o2', 'water'], { maxLength: 2 })
const fact: fc.Arbitrary<Omit<ProposalEvent['fact'], 'type'>> = partial({
  author: record({ partner: orNull(partner) }),
  digest,
  changes: digest,
  holidays: some(['NL/1', 'NL', 'none', 'NL/9']),
  charter: digest,
  revision,
  stage,
  partner: orNull(partner, 0.5),
  role: some(roles),
  objection: some(['o1', 'o2', 'O3', 'o3', 'o4']),
  comment: some(['c1', 'c2', 'c3']),
  dueAt: orNull(moment, 0.3),
  notBefore: orNull(moment, 0.5),
  longestDays: fc.integer({ min: 1, max: 99 }),
  closesBy: orNull(moment),
  notice: notices,
  silences: notices,
  unconfirmed: notices,
  unanswered: ids,
  partners: fc.subarray(partners),
  unmetNeeds: fc.subarray(['water', 'land']),
  sustained: ids,
  silent: fc.subarray(partners),
  reason: some(['ladderEnded', 'charterReplaced', 'tooFewPartners'] as const),
  version: fc.integer({ min: 1, max: 4 }),
  joined: orNull(partner),
  left: orNull(partner),
})

/** What a fact is drawn from, before it is fitted to the state that it meets. */
export interface Drawn extends Fit {
  readonly proposal: Proposal
  readonly circle: Circle
  readonly asked: ProposalEvent['asked']
  readonly fact: Omit<ProposalEvent['fact'], 'type'>
}

/** One of several ways in which what was drawn is fitted together. */
interface Fit {
  readonly type: ProposalFactType
  readonly state: (typeof states)[number]
  readonly at: string
  readonly by: string | undefined
  readonly signing: Signing
  readonly seq: number
  readonly known: readonly string[]
  readonly partner: string
  readonly kinds: readonly (typeof kinds)[number][]
  /** How much is left as it was drawn, in percent, and where the throws begin that say what. */
  readonly looseness: number
  readonly first: number
}

/** Every arrow of the chart alike, and now and then a fact that has no place in a state. */
const everywhere = states.flatMap(state => types.map(type => ({ state, type })))
const arrow = fc.oneof(
  { arbitrary: some(everywhere.filter(({ state, type }) => isPlaced(type, state))), weight: 9 },
  { arbitrary: some(everywhere), weight: 1 },
)
const fit = record<Omit<Fit, 'type' | 'state'> & { arrow: Pick<Fit, 'type' | 'state'> }>({
  arrow,
  at: soon,
  by: some([...persons, 'zoe', undefined]),
  signing,
  seq: fc.nat(9),
  known: fc.subarray(proposals),
  partner,
  kinds: fc.array(some(kinds), { minLength: 4, maxLength: 4 }),
  looseness: some([0, 0, 3, 3, 10, 40, 100]),
  first: fc.nat(1_000_000),
})

interface Words {
  readonly asked: object
  readonly charter: Charter | null
  readonly words: WordsKept
}

/** An act with its words kept apart as the charter marks them; now and then otherwise, or under a digest that was taken. */
export function apartAs<Asked extends object>(
  { first }: { readonly first: number },
  { asked, charter, words }: Words & { readonly asked: Asked },
  type: string,
): { asked: Asked; apart?: Apart } {
  const act = actOf[type]
  const field = fieldOf(type)
  const bare = act === undefined ? asked : { ...asked, act }
  if (field === undefined) return { asked: bare }
  const [digest = ''] = first % 11 === 0 ? Object.keys(words) : wordDigests.slice(3)
  const swapped = { ...bare, [field]: digest }
  if (first % 13 === 0) return { asked: swapped }
  if (first % 17 === 0) return { asked: swapped, apart: { name: digest } }
  if (first % 19 === 0) return { asked: bare, apart: { [field]: digest } }
  if (first % 23 === 0) return { asked: bare, apart: true }
  const isMarked = Reflect.get(asked, field) !== undefined && isMarkedIn(charter, type)
  return isMarked === (first % 29 !== 0) ? { asked: swapped, apart: { [field]: digest } } : { asked: bare }
}

const alike = (a: string, b: string) => a.toUpperCase() === b.toUpperCase()
const others = (known: readonly string[]) => ({
  has: (id: string) => known.includes(id),
  hasLike: (id: string) => known.some(other => alike(other, id)),
})

function candidateOf(raw: Drawn): Candidate {
  const { state, proposal, at, by, asked, fact, lies, ...rest } = fitted(raw)
  const { type, signing, seq, known } = raw
  const worded = apartAs(raw, { asked, charter: rest.circle.charter, words: proposal.words }, type)
  const circle = withKeyOf(rest.circle, signing, by, at)
  const signed = signedAs(signing, {
    key: keyOf(circle, by, at),
    counter: (proposal.counters[by ?? ''] ?? 0) + 1,
    digest: textSigned(proposal, { type, asked }),
    size: proposal.changedAt + 1 + (seq % 2),
  })
  const base = { type, at, seq, signed, circle, others: others(known), ...worded, fact: { ...fact, type } }
  return { state, proposal, lies, event: by === undefined ? base : { ...base, by } }
}

/** A dozen candidates out of one proposal, circle and fact, in any state of the chart. */
export const candidates: fc.Arbitrary<Candidate[]> = record({
  proposal: anyProposal,
  circle,
  asked,
  fact,
  fits: fc.array(fit, { minLength: 12, maxLength: 12 }),
}).map(({ fits, ...drawn }) => fits.map(({ arrow, ...fit }) => candidateOf({ ...drawn, ...fit, ...arrow })))
