// Key files: the secret half of a person's or a witness's key, read by nobody but its owner.
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs'
import * as z from 'zod'
import { publicKeySchema } from '../charter/charter.ts'
import { faultOf, idSchema } from '../charter/words.ts'
import { keyFor } from '../collaboration/signed.ts'
import { base64, bytesOfBase64 } from '../log/hash.ts'
import { hashSchema } from '../log/signature.ts'
import type { PartnerKeys } from '../verify/trust.ts'
import { readJson, reasonOf } from './files.ts'
import { Misuse } from './misuse.ts'

const form = 'samenspraak-key/1'

const keyFileSchema = z.strictObject({
  form: z.literal(form),
  name: idSchema,
  publicKey: publicKeySchema,
  secret: hashSchema,
})

/** A key as its owner has it. */
export interface OwnKey {
  readonly name: string
  readonly publicKey: string
  readonly secret: Uint8Array
}

/** Makes a key and keeps it in a new file that only its owner may read. @throws Misuse where the file exists or cannot be written */
export function newKey(name: string, path: string): { publicKey: string; keyProof: string } {
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const made = keyFor(name, secret)
  const text = JSON.stringify({ form, name, publicKey: made.publicKey, secret: base64(secret) })
  let file: number | undefined
  try {
    file = openSync(path, 'wx', 0o600)
    writeSync(file, `${text}\n`)
    fsyncSync(file)
  } catch (error) {
    if (file !== undefined) rmSync(path, { force: true })
    throw new Misuse(`cannot write ${path}: ${reasonOf(error)}`)
  } finally {
    if (file !== undefined) closeSync(file)
  }
  return made
}

/** Reads a key file; what is wrong with it is said without a character of it. @throws Misuse */
export function readKeyFile(path: string): OwnKey {
  const read = keyFileSchema.safeParse(readJson(path))
  if (!read.success) throw new Misuse(`${path} is no key file: samenspraak keys new makes one`)
  const { name, publicKey, secret } = read.data
  const bytes = bytesOfBase64(secret)
  if (bytes === null || keyFor(name, bytes).publicKey !== publicKey)
    throw new Misuse(`${path} is no key file: its two halves do not belong together`)
  return { name, publicKey, secret: bytes }
}

const someKeys = z.array(publicKeySchema).max(1_000).optional()
const partnerKeysSchema = z.record(idSchema, z.strictObject({ people: someKeys, witness: someKeys }))

/** Reads the public keys of partners: `{ "almere": { "people": ["…"], "witness": ["…"] }, … }`. @throws Misuse */
export function readPartnerKeys(path: string): PartnerKeys {
  const read = partnerKeysSchema.safeParse(readJson(path))
  if (read.success) return read.data
  const form = '{"PARTNER": {"people": [KEY, …], "witness": [KEY, …]}, …}'
  throw new Misuse(`${path} must be ${form}: ${faultOf(read.error)}`)
}
