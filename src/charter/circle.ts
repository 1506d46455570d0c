// The circle of the moment: which partners are in, who may speak for them, what they agreed, and who has left.
import type { Charter, Role } from './charter.ts'
import type { WordsKept } from './personal.ts'
import { foldId } from './words.ts'

/** Roles of one person for one partner, each with the moment it ends, or null for no end (W1). */
export type Mandates = Readonly<Partial<Record<Role, string | null>>>

/** The keys of a person on one side: the one to sign with, and all that were ever registered there: none of those comes back. */
export interface Keyring {
  readonly current: string | null
  readonly ever: Readonly<Record<string, true>>
}

/** One present partner and the persons it mandated, by person id. */
export interface Member {
  readonly people: Readonly<Record<string, Mandates>>
}

/** A charter that lies ready to be signed. */
export interface Proposed {
  readonly charter: Charter
  readonly digest: string
  /** For which partner a person would have a seat in the stuurgroep. */
  readonly seats: Readonly<Record<string, string>>
  readonly signedBy: Readonly<Record<string, true>>
  readonly signatures: number
}

/** True when every partner named in the charter that lies before them has signed it (F1). */
export function isSignedByAll({ proposed }: Circle): boolean {
  return proposed !== null && proposed.signatures === proposed.charter.partners.length
}

/** The state of the charter's machine: everything about the circle that the record so far establishes. */
export interface Circle {
  /** The moment of the last fact about the charter or its people; empty before the first. */
  readonly lastAt: string
  /** The charter that lies ready to be signed; null once founded. */
  readonly proposed: Proposed | null
  readonly charter: Charter | null
  readonly digest: string | null
  /** Every person named in the charter in force, with the partner named beside (null: the opgavemanager). */
  readonly named: Readonly<Record<string, string | null>>
  /** Counts the joins and departures since the founding (F6). */
  readonly version: number
  /** The change that led to this version. */
  readonly change: { readonly joined: string | null; readonly left: string | null }
  readonly members: Readonly<Record<string, Member>>
  readonly size: number
  /** For whom a person was last mandated: no person speaks for two partners (W1). */
  readonly speaksFor: Readonly<Record<string, string>>
  /** A newcomer that has signed and has yet to be recorded as joined. */
  readonly joining: string | null
  readonly left: Readonly<Record<string, true>>
  /** Those that left after the charter in force was submitted: it cannot bring them back (F4). */
  readonly barred: Readonly<Record<string, true>>
  /** By side, a partner or the office of opgavemanager, the keys of each person there (W2). */
  readonly keys: Readonly<Record<string, Readonly<Record<string, Keyring>>>>
  /** Whose each key is that was ever registered: none passes to another person. */
  readonly keyOwners: Readonly<Record<string, string>>
  /** How many acts each person has signed about the charter. */
  readonly counters: Readonly<Record<string, number>>
  /** Whose words about the charter and its people are kept apart from the log, by digest (W4). */
  readonly words: WordsKept
}

export const noCircle: Circle = {
  lastAt: '',
  proposed: null,
  charter: null,
  digest: null,
  named: {},
  version: 0,
  change: { joined: null, left: null },
  members: {},
  size: 0,
  speaksFor: {},
  joining: null,
  left: {},
  barred: {},
  keys: {},
  keyOwners: {},
  counters: {},
  words: {},
}

export interface Mandate {
  readonly partner: string
  readonly roles: readonly Role[]
}

/** True while a role given until `end` still holds: an end is the first moment at which it does not. */
function holds(end: string | null | undefined, at: string): boolean {
  return end !== undefined && (end === null || at < end)
}

const rolesInOrder: readonly Role[] = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']

export function liveRoles(mandates: Mandates | undefined, at: string): Role[] {
  return mandates ? rolesInOrder.filter(role => holds(mandates[role], at)) : []
}

/** For which present partner, and in which roles, a person may speak at a moment; null where for none (W1). Pure. */
export function mandateOf(circle: Circle, person: string | undefined, at: string): Mandate | null {
  const partner = person === undefined ? undefined : circle.speaksFor[person]
  if (person === undefined || partner === undefined) return null
  const roles = liveRoles(circle.members[partner]?.people[person], at)
  return roles.length === 0 ? null : { partner, roles }
}

/**
 * The person in the office of opgavemanager at a moment. The opgavemanager speaks for no partner (W1): while the person
 * named in the charter does, the office is vacant and this is null.
 */
export function opgavemanagerOf(circle: Circle, at: string): string | null {
  const person = circle.charter?.opgavemanager.id
  return person === undefined || mandateOf(circle, person, at) ? null : person
}

/** The persons who hold one of the roles for a partner at a moment, in the order in which they were mandated. */
export function holdersOf(circle: Circle, partner: string, held: readonly Role[], at: string): string[] {
  const people = circle.members[partner]?.people ?? {}
  return Object.keys(people).filter(person => held.some(role => holds(people[person]?.[role], at)))
}

/** True when taking `role` from `person`, or giving it an end, leaves the partner nobody who holds it without end (W1). */
export function isLastHolder(circle: Circle, partner: string, person: string, role: Role): boolean {
  const people = circle.members[partner]?.people ?? {}
  if (people[person]?.[role] !== null) return false
  return !Object.entries(people).some(([other, mandates]) => other !== person && mandates[role] === null)
}

export function isPresent(circle: Circle, partner: string): boolean {
  return Object.hasOwn(circle.members, partner)
}

export interface Notice {
  readonly partner: string
  readonly persons: readonly string[]
}

/** Whom a notice to a partner addresses: everybody who may speak for it (C1). */
export function noticeTo(circle: Circle, partner: string, at: string): Notice {
  return { partner, persons: holdersOf(circle, partner, rolesInOrder, at) }
}

/** The notice of a new revision: every present partner, the author's own too (C1). */
export function noticeToAll(circle: Circle, at: string): Notice[] {
  return Object.keys(circle.members).map(partner => noticeTo(circle, partner, at))
}

/** True when an id is new and could not be taken for one of those known. */
export function isDistinctId(id: string, known: Iterable<string>): boolean {
  const fold = foldId(id)
  for (const other of known) if (other !== id && foldId(other) === fold) return false
  return true
}
