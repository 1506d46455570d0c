// What each admitted fact about the circle changes: one function a fact, pure, the rules have been asked before.
import { type Charter, charterDigest, completeCharter, peopleNamedIn, type Role, seatsIn } from './charter.ts'
import type { Circle, Mandates, Member } from './circle.ts'
import { registered, revoked, sideIn } from './keys.ts'
import { erasedFrom } from './personal.ts'
import { type CharterEvent, charterAsked } from './rules.ts'

type Effect = (circle: Circle, event: CharterEvent) => Circle

/** The same text again keeps its signatures, another text has none (F1). */
export const layBefore: Effect = (circle, event) => {
  const charter = charterAsked(event)
  const digest = event.fact.digest
  if (!charter || digest === undefined) return circle
  if (circle.proposed?.digest === digest) return { ...circle, lastAt: event.at }
  const proposed = { charter, digest, seats: seatsIn(charter), signedBy: {}, signatures: 0 }
  return { ...circle, lastAt: event.at, proposed }
}

export const sign: Effect = (circle, { at, fact: { partner = '' } }) => {
  const { proposed } = circle
  if (!proposed) return circle
  const signedBy = { ...proposed.signedBy, [partner]: true as const }
  return { ...circle, lastAt: at, proposed: { ...proposed, signedBy, signatures: proposed.signatures + 1 } }
}

export const found: Effect = (circle, { at }) => {
  const { proposed } = circle
  if (!proposed) return circle
  const founding = { ...circle, lastAt: at, proposed: null, ...inForce(proposed.charter, proposed.digest) }
  const members: Record<string, Member> = {}
  const speaksFor: Record<string, string> = {}
  for (const { id, people } of proposed.charter.partners) {
    members[id] = { people: Object.fromEntries(people.map(person => [person.id, withoutEnd(person.roles)])) }
    for (const person of people) speaksFor[person.id] = id
  }
  const { partners, opgavemanager } = proposed.charter
  let keys = registered(circle, sideIn({}), [opgavemanager])
  for (const { id, people } of partners) keys = registered(keys, id, people)
  return { ...founding, ...keys, members, speaksFor, size: partners.length }
}

export const askIn: Effect = (circle, { at, fact: { partner = '' } }) => ({
  ...circle,
  lastAt: at,
  joining: partner,
})

/** A returning partner's people are those of the charter that brings it back (W1). */
export const join: Effect = (circle, { at, fact: { partner = '', people = [] } }) => {
  const named = circle.charter?.partners.find(({ id }) => id === partner)?.people ?? []
  const free = named.filter(({ id }) => people.includes(id))
  return {
    ...circle,
    ...registered(circle, partner, free),
    lastAt: at,
    joining: null,
    version: circle.version + 1,
    change: { joined: partner, left: null },
    size: circle.size + 1,
    left: without(circle.left, partner),
    members: {
      ...circle.members,
      [partner]: { people: Object.fromEntries(free.map(({ id, roles }) => [id, withoutEnd(roles)])) },
    },
    speaksFor: { ...circle.speaksFor, ...Object.fromEntries(free.map(({ id }) => [id, partner])) },
  }
}

export const leave: Effect = (circle, { at, fact: { partner = '' } }) => ({
  ...circle,
  lastAt: at,
  version: circle.version + 1,
  change: { joined: null, left: partner },
  size: circle.size - 1,
  members: without(circle.members, partner),
  left: { ...circle.left, [partner]: true },
  barred: { ...circle.barred, [partner]: true },
})

/** A mandate adds roles; a role given again takes the new end (W1). */
export const mandate: Effect = (
  circle,
  { at, asked: { person = '', roles = [], publicKey }, fact: { partner = '', endsAt } },
) => {
  const given = Object.fromEntries(roles.map(role => [role, endsAt ?? null]))
  const before = circle.members[partner]?.people[person]
  return {
    ...circle,
    ...registered(circle, partner, [{ id: person, publicKey }]),
    lastAt: at,
    members: withMandates(circle, partner, person, { ...before, ...given }),
    speaksFor: { ...circle.speaksFor, [person]: partner },
  }
}

export const endMandate: Effect = (
  circle,
  { at, asked: { person = '' }, fact: { partner = '', roles = [] } },
) => {
  const kept = { ...circle.members[partner]?.people[person] }
  for (const role of roles) delete kept[role]
  return { ...circle, lastAt: at, members: withMandates(circle, partner, person, kept) }
}

export const registerKey: Effect = (circle, { at, asked: { person = '', publicKey }, fact }) => ({
  ...circle,
  ...registered(circle, sideIn(fact), [{ id: person, publicKey }]),
  lastAt: at,
})

export const revokeKey: Effect = (circle, { at, asked: { person = '' }, fact }) => ({
  ...circle,
  lastAt: at,
  keys: revoked(circle, sideIn(fact), person),
})

export const eraseName: Effect = (circle, { at, asked: { digest = '' } }) => ({
  ...circle,
  lastAt: at,
  words: erasedFrom(circle.words, digest),
})

/** Takes effect at once for what comes; who the partners are and who speaks for them stays as it is (F2). A key that it brings the opgavemanager is one that all partners agreed to. */
export const replaceCharter: Effect = (circle, { at, fact }) => {
  if (typeof fact.charter !== 'object') return circle
  const charter = completeCharter(fact.charter, fact.charter.calendar?.holidays ?? '')
  const barred = Object.fromEntries((fact.barred ?? []).map(partner => [partner, true as const]))
  const keys = registered(circle, sideIn({}), [charter.opgavemanager])
  return { ...circle, ...keys, lastAt: at, ...inForce(charter, charterDigest(charter)), barred }
}

function inForce(charter: Charter, digest: string): Pick<Circle, 'charter' | 'digest' | 'named'> {
  return { charter, digest, named: Object.fromEntries(peopleNamedIn(charter)) }
}

function withoutEnd(roles: readonly Role[]): Mandates {
  return Object.fromEntries(roles.map(role => [role, null]))
}

function withMandates(
  circle: Circle,
  partner: string,
  person: string,
  mandates: Mandates,
): Circle['members'] {
  const people = circle.members[partner]?.people ?? {}
  return { ...circle.members, [partner]: { people: { ...people, [person]: mandates } } }
}

export function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const { [key]: _, ...rest } = record
  return rest
}
