// A signed act: Ed25519 over the DSSE pre-authentication encoding of what was asked, where, and what the signer had seen.
import * as z from 'zod'
import { canonical } from './canonical.ts'
import { publicKeyOf, sign, verify } from './ed25519.ts'
import { base64, bytesOfBase64 } from './hash.ts'
import { digestSchema, type Personal } from './personal.ts'

/** 32 bytes in standard padded base64: a hash, a root, a key. */
export const hashSchema = z
  .string()
  .regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, 'must be 32 bytes in base64')
const value = z.string().regex(/^[A-Za-z0-9+/]{85}[AQgw]==$/, 'must be 64 bytes in base64')

/**
 * The log as the signer had it: how many entries, and the root of the tree over them, in base64. The root, since with it the
 * signature stands under all that came before, also where only some of it is shown, with proofs (a certificate).
 */
export const seenSchema = z.strictObject({ size: z.int().min(0), root: hashSchema })
export type Seen = Readonly<z.infer<typeof seenSchema>>

/** A signature beside the act in its entry: the key, the number of the act, the digest of the text, and the 64 bytes. */
export const signatureSchema = z.strictObject({
  key: hashSchema,
  counter: z.int().min(1),
  digest: digestSchema.optional(),
  value,
})
export type Signature = Readonly<z.infer<typeof signatureSchema>>

/** A signature with what the signer had seen. */
export type Signed = Signature & { readonly seen: Seen }

/** What a person signs: an act, the place for which it is meant, and what the person had seen before. */
export interface Statement {
  readonly collaboration: string
  readonly matter: string
  /** The act as it is asked. What it means is not for the log to know. */
  readonly act: object
  /** The digests that stand for fields of the act that are kept apart: whoever erases the words breaks no signature (W4). */
  readonly personal?: Personal | undefined
  /** The digest of the text that the act is about, where it is about one. */
  readonly digest?: string | undefined
  /** The number of the act among those that this person signed in this matter, from 1, without gaps. */
  readonly counter: number
  readonly seen: Seen
}

/** The DSSE payload type of a signed act. */
export const actPayloadType = 'application/vnd.samenspraak.act.v1+json'

/** The bytes under a signature: DSSE's pre-authentication encoding, so that a payload of one type never passes for another. Pure. */
export function preAuthenticated(type: string, payload: string): Uint8Array {
  const utf8 = new TextEncoder()
  const length = (text: string): number => utf8.encode(text).length
  return utf8.encode(`DSSEv1 ${length(type)} ${type} ${length(payload)} ${payload}`)
}

/** The canonical text that is signed. Pure. @throws TypeError for what canonical JSON cannot say */
export function payloadOf({
  collaboration,
  matter,
  act,
  personal,
  digest,
  counter,
  seen,
}: Statement): string {
  const apart = personal === undefined ? {} : { personal }
  const about = digest === undefined ? {} : { digest }
  return canonical({ v: 1, collaboration, matter, act, ...apart, ...about, counter, seen })
}

/** Signs a statement with a secret key of 32 bytes. Pure: the same statement has the same signature. */
export function signatureOf(statement: Statement, secret: Uint8Array): Signature {
  const { digest, counter } = statement
  const bytes = sign(preAuthenticated(actPayloadType, payloadOf(statement)), secret)
  const about = digest === undefined ? {} : { digest }
  return { key: base64(publicKeyOf(secret)), counter, ...about, value: base64(bytes) }
}

/** Whether a signature is one over exactly this, by the key that it names; whose key that is, is not asked here. Pure. */
export function isSignatureOf(
  { key, counter, digest, value, seen }: Signed,
  about: Pick<Statement, 'collaboration' | 'matter' | 'act' | 'personal'>,
): boolean {
  const statement = { ...about, counter, digest, seen }
  return holds(value, preAuthenticated(actPayloadType, payloadOf(statement)), key)
}

/** The DSSE payload type of a proof that somebody has a key. */
export const keyPayloadType = 'application/vnd.samenspraak.key.v1+json'

const keyPayload = (person: string, key: string): Uint8Array =>
  preAuthenticated(keyPayloadType, canonical({ v: 1, person, key }))

/** Proof that a person has the secret half of a key: without it one could claim the key of somebody else. Pure. */
export function keyProofOf(person: string, secret: Uint8Array): string {
  return base64(sign(keyPayload(person, base64(publicKeyOf(secret))), secret))
}

/** Whether a proof is of this person and this key. Never throws. Pure. */
export function isKeyProof(proof: string, person: string, key: string): boolean {
  return person.isWellFormed() && key.isWellFormed() && holds(proof, keyPayload(person, key), key)
}

/** What is no base64, as bytes: neither a signature nor a key. */
const noBytes = new Uint8Array()

function holds(signature: string, message: Uint8Array, key: string): boolean {
  const [signed, publicKey] = [bytesOfBase64(signature) ?? noBytes, bytesOfBase64(key) ?? noBytes]
  return verify(signed, message, publicKey)
}
