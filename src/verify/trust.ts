// Whose signatures are whose: from the keys that a verifier holds, through what each partner signed, to the keys of its people.
import type { CharterInput } from '../charter/charter.ts'
import { charterMatter } from '../collaboration/acts.ts'
import type { Recorded } from '../collaboration/collaboration.ts'

/** The public keys, in base64, that a verifier knows to be of a partner. One of a person signs acts, and cosigns nothing. */
export interface KeysOfPartner {
  readonly people?: readonly string[] | undefined
  readonly witness?: readonly string[] | undefined
}
/** What a reader brings: by the id of a partner, the keys that it knows to be of that partner. */
export type PartnerKeys = Readonly<Record<string, KeysOfPartner>>

/** How an act is signed: with a key that leads back to those that the verifier holds, with another, or not at all. */
export type Vouched = 'vouched' | 'unknownKey' | 'unsigned'

/** What is known of keys so far. Its holder moves it forward with `learn`. */
export interface Trust {
  /** By partner of which the reader has any key: those of its people, and those that the partner itself introduced with one of them. */
  readonly keys: Map<string, Set<string>>
  charter: CharterInput | null
}

export function startTrust(keys: PartnerKeys): Trust {
  return {
    keys: new Map(Object.entries(keys).map(([partner, { people = [] }]) => [partner, new Set(people)])),
    charter: null,
  }
}

/** How an act for a partner is signed. Pure. */
export function vouchedFor({ keys }: Trust, partner: string, { signed }: Recorded): Vouched {
  if (typeof signed !== 'object') return 'unsigned'
  return keys.get(partner)?.has(signed.key) ? 'vouched' : 'unknownKey'
}

/** Takes in a fact: what a partner signs with a key that is known vouches for the keys that it names. */
export function learn(trust: Trust, recorded: Recorded): void {
  const { matter, asked, fact } = recorded
  if (matter !== charterMatter) return
  if (asked?.act === 'proposeCharter') trust.charter = asked.charter
  if (fact.type === 'charter.replaced') trust.charter = fact.charter
  const partner = 'partner' in fact ? (fact.partner ?? undefined) : undefined
  if (partner === undefined || vouchedFor(trust, partner, recorded) !== 'vouched') return
  const own = trust.keys.get(partner)
  for (const key of introducedBy(trust, recorded, partner)) own?.add(key)
}

function introducedBy({ charter }: Trust, { asked }: Recorded, partner: string): string[] {
  if (asked?.act === 'signCharter') {
    const own = charter?.partners.find(({ id }) => id === partner)
    return own ? own.people.flatMap(({ publicKey }) => publicKey ?? []) : []
  }
  const names = asked?.act === 'giveMandate' || asked?.act === 'registerKey'
  return names && asked.publicKey !== undefined ? [asked.publicKey] : []
}
