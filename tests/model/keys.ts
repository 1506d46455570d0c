// Key pairs to try things out with, the same whenever they are made, and signatures that are as real as the model's are ideal.
import type { Act } from '../../src/collaboration/acts.ts'
import { keyFor, type SignedAct, signAct, type ToSign } from '../../src/collaboration/signed.ts'
import { sha256 } from '../../src/log/hash.ts'
import type { Seen } from '../../src/log/signature.ts'
import { canonical } from './canonical.ts'
import type { Act as Asked, Model } from './model.ts'
import type { Signature, Statement } from './signing.ts'

/** A public key with the proof that a person has it, as charters and acts take them. */
export interface KeyGiven {
  readonly publicKey: string
  readonly keyProof: string
}

const made = new Map<string, KeyGiven>()
const secrets = new Map<string, Uint8Array>()

/** One of the keys of a person: 0 the first, 1 the next. */
export function keyGiven(person: string, number = 0): KeyGiven {
  const word = `${person} ${number}`
  const known = made.get(word)
  if (known) return known
  const secret = sha256(word)
  const key = keyFor(person, secret)
  made.set(word, key)
  secrets.set(key.publicKey, secret)
  return key
}

/** What the log has where the model has a text, and a number of acts. */
export interface Place {
  actOf(act: Asked): Act
  digestOf(text: string): string | undefined
  seenAt(seen: Statement['seen']): Seen
}

/** The signed act that an ideal signature stands for. @throws Error for a key that was not made here */
export function envelopeOf(asked: Asked, signed: Signature, place: Place): SignedAct {
  const { act: over, ...statement } = JSON.parse(signed.value.over) as Statement
  const inside = toSign(statement, place.actOf(over), place)
  const { signature } = signedBy(signed.value.key, inside)
  const { act, collaboration, matter, seen, digest, counter } = toSign(signed, place.actOf(asked), place)
  const about = digest === undefined ? {} : { digest }
  return {
    ...{ act, collaboration, matter, seen },
    signature: { key: signed.key, counter, ...about, value: signature.value },
  }
}

/** The digest that a proposal has where the model has its text. */
export function digestOf(
  { proposals }: Model,
  text: string,
  of: (proposal: string, revision: number) => string | undefined,
): string | undefined {
  for (const { id, fixed, content } of proposals) {
    const revision = fixed.indexOf(text) + 1
    if (revision > 0 || canonical(content) === text) return of(id, revision)
  }
  return undefined
}

function toSign(
  { collaboration, matter, text, counter, seen }: Omit<Statement, 'act'>,
  act: Act,
  { digestOf, seenAt }: Place,
): ToSign {
  const digest = text === undefined ? undefined : digestOf(text)
  return { ...{ collaboration, matter, act, counter, seen: seenAt(seen) }, digest }
}

/** Signs with the secret half of a key that was made here. @throws Error for any other key */
function signedBy(key: string, statement: ToSign): SignedAct {
  const secret = secrets.get(key)
  if (!secret) throw new Error(`nobody here has the key ${key}`)
  return signAct(statement, secret)
}
