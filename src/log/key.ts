// The keys of signed notes (C2SP signed-note): a name, what is signed with it, and the public half.

import { keyFault, keyLength } from './ed25519.ts'
import { base64, bytesOfBase64, hexOf, sha256 } from './hash.ts'

/** What a key signs: the text of a note as it is, or a checkpoint with a moment (C2SP tlog-cosignature). */
export type KeyKind = 'ed25519' | 'cosignature/v1'

/** A public key under its name. */
export interface NamedKey {
  /** Who holds it, as `isKeyName` asks; C2SP advises a URL without scheme: `example.org/gemeente`. */
  readonly name: string
  readonly kind: KeyKind
  /** 32 bytes without `keyFault`. */
  readonly publicKey: Uint8Array
}

/** The longest text of a key to read or write, in UTF-16 code units: room for any sensible name. */
export const maxKeyText = 4_096

const typeOf: Readonly<Record<KeyKind, number>> = { ed25519: 0x01, 'cosignature/v1': 0x04 }
const keyTextForm = /([^+]*)\+([^+]*)\+(.*)/s

/** Whether a text may name a key: not empty, well-formed, without Unicode spaces, `+` and control characters. */
export function isKeyName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return typeof name === 'string' && name.isWellFormed() && /^[^+\p{White_Space}\u0000-\u001f]+$/u.test(name)
}

/**
 * The id of a key: the first 4 bytes, as 8 lower-case hex digits, of the SHA-256 of name, line feed, type and key.
 *
 * Name and id together say by which key a line was signed. The id is too short to vouch for the key. Pure.
 *
 * @throws TypeError for a name that `isKeyName` refuses, or a key that is not 32 bytes
 */
export function keyId(key: NamedKey): string {
  requireKey(key)
  const name = new TextEncoder().encode(`${key.name}\n`)
  const bytes = new Uint8Array(name.length + 1 + keyLength)
  bytes.set(name)
  bytes.set(typed(key), name.length)
  return hexOf(sha256(bytes).subarray(0, 4))
}

/**
 * The key as one line of text, a vkey: `NAME+ID+BASE64`. Its opposite is `readKey`. Pure.
 *
 * @throws TypeError as `keyId` does, and for a key that `readKey` would refuse
 */
export function writeKey(key: NamedKey): string {
  const text = `${key.name}+${keyId(key)}+${base64(typed(key))}`
  const read = readKey(text)
  if ('fault' in read) throw new TypeError(read.fault)
  return text
}

/**
 * The key that a vkey says, or what is wrong with it.
 *
 * Strict: one spelling a key (lower-case hex, canonical base64), an id that fits, a type that is known here
 * (0x01, 0x04), a public key without `keyFault`. Never throws. Pure.
 */
export function readKey(text: string): { key: NamedKey } | { fault: string } {
  if (typeof text !== 'string' || text.length > maxKeyText)
    return { fault: `a key is a text of at most ${maxKeyText} characters` }
  const parts = keyTextForm.exec(text)?.slice(1) as [string, string, string] | undefined
  if (!parts || !isKeyName(parts[0]))
    return { fault: 'a key is written NAME+ID+BASE64, the name without spaces' }
  const [name, id, encoded] = parts
  const bytes = bytesOfBase64(encoded)
  if (bytes === null || bytes.length === 0) return { fault: `the key of "${name}" is not base64` }
  return keyOf(name, id, bytes)
}

function keyOf(name: string, id: string, bytes: Uint8Array): { key: NamedKey } | { fault: string } {
  const kind = kindOf(bytes[0])
  if (kind === null) return { fault: `the key of "${name}" is of a type that is not known here` }
  const key = { name, kind, publicKey: bytes.slice(1) }
  const fault = keyFault(key.publicKey)
  if (fault !== null) return { fault: `the key of "${name}" is refused: ${fault}` }
  return keyId(key) === id ? { key } : { fault: `the id of the key of "${name}" does not fit its key` }
}

function kindOf(type: number | undefined): KeyKind | null {
  if (type === typeOf.ed25519) return 'ed25519'
  return type === typeOf['cosignature/v1'] ? 'cosignature/v1' : null
}

function typed({ kind, publicKey }: NamedKey): Uint8Array {
  const bytes = new Uint8Array(1 + keyLength)
  bytes[0] = typeOf[kind]
  bytes.set(publicKey, 1)
  return bytes
}

function requireKey({ name, kind, publicKey }: NamedKey): void {
  if (!isKeyName(name)) throw new TypeError('the name of a key must not be empty, nor hold spaces or +')
  if (!Object.hasOwn(typeOf, kind)) throw new TypeError('a key is of the kind ed25519 or cosignature/v1')
  if (!(publicKey instanceof Uint8Array) || publicKey.length !== keyLength)
    throw new TypeError(`a public key has ${keyLength} bytes`)
}
