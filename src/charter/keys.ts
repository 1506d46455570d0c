// Whose key is whose, and what a signature has to be beyond being one (W2).
import type { Signed } from '../log/signature.ts'
import type { Charter, CharterInput } from './charter.ts'
import { type Circle, isPresent, type Keyring, mandateOf, opgavemanagerOf } from './circle.ts'

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

/** The side of the opgavemanager. No partner can have this name (D3). */
const office = 'opgavemanager'

/** The side to which a fact about a key belongs: a partner, or without one the office of opgavemanager. */
export const sideIn = ({ partner }: { readonly partner?: string | undefined }): string => partner ?? office

/** The keys of a person on a side. */
export function ringOf({ keys }: Pick<Circle, 'keys'>, side: string, person: string): Keyring {
  return keys[side]?.[person] ?? { current: null, ever: {} }
}

/**
 * On whose side a person signs at a moment: of the partner that it speaks for; in office; for the partner that it may sign
 * in; else of the last partner that it spoke for. No partner has a say over keys on another side (W1).
 */
function sideOf(circle: Circle, person: string, at: string): string | undefined {
  const mandate = mandateOf(circle, person, at)
  if (mandate) return mandate.partner
  if (opgavemanagerOf(circle, at) === person) return office
  const named = circle.named[person]
  return named && !isPresent(circle, named) ? named : circle.speaksFor[person]
}

/** Whether a key can become that of a person on a side: it is nobody else's, and was not registered there before. */
export function isNewKey(
  circle: Pick<Circle, 'keys' | 'keyOwners'>,
  side: string,
  { id, publicKey }: Keyed,
): boolean {
  if (publicKey === undefined) return false
  const owner = circle.keyOwners[publicKey]
  return (owner === undefined || owner === id) && !Object.hasOwn(ringOf(circle, side, id).ever, publicKey)
}

/**
 * The key with which a person signs at a moment: the one registered on its side. Somebody of a partner that is yet to join,
 * or to come back, signs with the key that the charter in force names, if it names a new one.
 */
export function keyOf(circle: Circle, person: string, at: string): string | undefined {
  const side = sideOf(circle, person, at)
  if (side === undefined) return undefined
  const isInvited = circle.named[person] === side && !isPresent(circle, side)
  const publicKey = isInvited ? keyNamedIn(circle.charter, person) : undefined
  return isNewKey(circle, side, { id: person, publicKey })
    ? publicKey
    : (ringOf(circle, side, person).current ?? undefined)
}

/** The circle's keys with those of persons on a side registered: what is not new there stays as it is. */
export function registered(
  circle: Pick<Circle, 'keys' | 'keyOwners'>,
  side: string,
  people: readonly Keyed[],
): Pick<Circle, 'keys' | 'keyOwners'> {
  let { keys, keyOwners } = circle
  for (const person of people) {
    const { id, publicKey } = person
    if (publicKey === undefined || !isNewKey({ keys, keyOwners }, side, person)) continue
    const ever = { ...ringOf({ keys }, side, id).ever, [publicKey]: true as const }
    keys = { ...keys, [side]: { ...keys[side], [id]: { current: publicKey, ever } } }
    keyOwners = { ...keyOwners, [publicKey]: id }
  }
  return { keys, keyOwners }
}

/** The circle's keys without that of a person on a side. */
export function revoked({ keys }: Pick<Circle, 'keys'>, side: string, person: string): Circle['keys'] {
  const ring = { ...ringOf({ keys }, side, person), current: null }
  return { ...keys, [side]: { ...keys[side], [person]: ring } }
}

/** The signed acts of a person are numbered from 1 without gaps, in each matter by itself. */
export const isNext = (counters: Counters, { by = '', signed }: Asking): boolean =>
  typeof signed === 'boolean' || signed.counter === (counters[by] ?? 0) + 1

/** The state with the act counted, if it was signed: what follows from an act is nobody's, and counts for nobody. */
export function counted<State extends { readonly counters: Counters }>(
  state: State,
  { by, signed }: Asking,
): State {
  if (typeof signed === 'boolean' || by === undefined) return state
  return { ...state, counters: { ...state.counters, [by]: signed.counter } }
}

/** For which partner somebody acts on the key of a person: null for the opgavemanager's own, undefined for nobody's. A person that went to another side is nobody's of the old one. */
export function keeperOf(
  circle: Circle,
  { by, person, at }: { by: string | undefined; person: string; at: string },
): string | null | undefined {
  const mandate = mandateOf(circle, by, at)
  if (mandate === null) return by === person && opgavemanagerOf(circle, at) === by ? null : undefined
  const isOwn = by === person || mandate.roles.includes('stuurgroep')
  return isOwn && sideOf(circle, person, at) === mandate.partner ? mandate.partner : undefined
}

/** The seats of a partner that have no end and a key, but for one person. */
export function keyedSeats(circle: Circle, partner: string, except?: string): string[] {
  return Object.entries(circle.members[partner]?.people ?? {})
    .filter(
      ([person, { stuurgroep }]) => stuurgroep === null && ringOf(circle, partner, person).current !== null,
    )
    .map(([person]) => person)
    .filter(person => person !== except)
}
