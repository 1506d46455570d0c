// Whose key is whose, and what a signature has to be beyond being one (W2).
import type { Signed } from '../log/signature.ts'
import { type Charter, type CharterInput, type Role, roles } from './charter.ts'
import { type Circle, isPresent, mandateOf, opgavemanagerOf } from './circle.ts'

/**
 * How an act is signed: not at all, by a signature that a door has verified to be one over exactly this act, or `true`: looked at as
 * if signed as it has to be. No door says `true` of an act that is to be recorded.
 */
export type Signing = Signed | boolean

/** How many acts each person has signed in a matter. */
export type Counters = Readonly<Record<string, number>>

/** A fact on its way in, as far as its signature is concerned. */
interface Asking {
  readonly by?: string | undefined
  readonly signed: Signing
}

type Keyed = { readonly id: string; readonly publicKey?: string | undefined }

/** The key that a charter names for a person. */
export function keyNamedIn(charter: Charter | CharterInput | null, person: string): string | undefined {
  if (!charter) return undefined
  const people: Keyed[] = [charter.opgavemanager, ...charter.partners.flatMap(partner => partner.people)]
  return people.find(({ id }) => id === person)?.publicKey
}

/** The keys that a charter names, by person. */
export function keysIn(charter: Charter): Record<string, string> {
  const people: Keyed[] = [charter.opgavemanager, ...charter.partners.flatMap(partner => partner.people)]
  return Object.fromEntries(people.flatMap(({ id, publicKey }) => (publicKey ? [[id, publicKey]] : [])))
}

/**
 * The key with which a person signs: the one registered for it; for somebody of a partner that is yet to join, and for an
 * opgavemanager without one, the key that the charter in force names, unless it was registered before.
 */
export function keyOf(circle: Circle, person: string): string | undefined {
  const own = circle.keys[person]
  if (own !== undefined || !circle.charter) return own
  const partner = circle.named[person]
  if (partner === undefined || (partner !== null && isPresent(circle, partner))) return undefined
  const named = keyNamedIn(circle.charter, person)
  return named === undefined || Object.hasOwn(circle.keyOwners, named) ? undefined : named
}

/** Keys that become those of persons: what is somebody's already stays as it is. */
export function registered(
  circle: Pick<Circle, 'keys' | 'keyOwners'>,
  keys: Readonly<Record<string, string>>,
): Pick<Circle, 'keys' | 'keyOwners'> {
  const free = Object.entries(keys).filter(([, key]) => !Object.hasOwn(circle.keyOwners, key))
  if (free.length === 0) return circle
  const owners = free.map(([person, key]) => [key, person])
  return {
    keys: { ...circle.keys, ...Object.fromEntries(free) },
    keyOwners: { ...circle.keyOwners, ...Object.fromEntries(owners) },
  }
}

/** The signed acts of a person are numbered from 1 without gaps, in each matter by itself. */
export const isNext = (counters: Counters, { by = '', signed }: Asking): boolean =>
  typeof signed === 'boolean' || signed.counter === (counters[by] ?? 0) + 1

/** The state with the act counted, if it was signed. */
export function counted<State extends { readonly counters: Counters }>(
  state: State,
  { by = '', signed }: Asking,
): State {
  if (typeof signed === 'boolean') return state
  return { ...state, counters: { ...state.counters, [by]: signed.counter } }
}

/** For which partner somebody acts on the key of a person: null for the opgavemanager's own, undefined for nobody's. */
export function keeperOf(
  circle: Circle,
  { by, person, at }: { by: string | undefined; person: string; at: string },
): string | null | undefined {
  const mandate = mandateOf(circle, by, at)
  if (mandate === null) return by === person && opgavemanagerOf(circle, at) === by ? null : undefined
  const isOwn = by === person || mandate.roles.includes('stuurgroep')
  const isKnown = Object.hasOwn(circle.members[mandate.partner]?.people ?? {}, person)
  return isOwn && isKnown ? mandate.partner : undefined
}

/** The seats of a partner that have no end and a key, but for one person. */
export function keyedSeats(circle: Circle, partner: string, except?: string): string[] {
  return Object.entries(circle.members[partner]?.people ?? {})
    .filter(([person, { stuurgroep }]) => stuurgroep === null && circle.keys[person] !== undefined)
    .map(([person]) => person)
    .filter(person => person !== except)
}

/** Whether a mandate that ends, or is given an end, for these roles may be the last seat with a key. */
export const endsSeat = (ended: readonly Role[] = roles): boolean => ended.includes('stuurgroep')
