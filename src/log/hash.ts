// SHA-256, hex and base64: the one file of the log that knows the platform it runs on.

import { sha256 as hashInScript } from '@noble/hashes/sha2.js'

/** One SHA-256 hash is 32 bytes (FIPS 180-4). */
export const hashLength = 32

// Asked for by a call, not by an import: so this file loads in a browser too, where there is no such module (0012).
const crypto = globalThis.process?.getBuiltinModule?.('node:crypto')

/**
 * SHA-256 of bytes, or of a text as UTF-8; by Node itself where there is one, otherwise in script.
 *
 * Two different texts are two different byte strings: one with a lone surrogate, which UTF-8 would turn into
 * U+FFFD like any other, is refused. The result is a fresh array that nobody else holds. Pure.
 *
 * @throws TypeError for a text that is not well-formed Unicode, and for what is neither text nor bytes
 */
export function sha256(data: Uint8Array | string): Uint8Array {
  requireHashable(data)
  if (crypto) return bytesOfBinary(hashedBy(crypto, data, 'binary'))
  return hashInScript(typeof data === 'string' ? new TextEncoder().encode(data) : data)
}

function requireHashable(data: unknown): void {
  if (typeof data === 'string' ? !data.isWellFormed() : !(data instanceof Uint8Array))
    throw new TypeError('sha256: hash bytes, or a text without lone surrogates')
}

/**
 * `sha256:` and the 64 lower-case hex digits of the SHA-256 of a text: the name of a charter or an
 * attachment.
 */
export function digestOf(text: string): string {
  requireHashable(text)
  return `sha256:${crypto ? hashedBy(crypto, text, 'hex') : hexOf(sha256(text))}`
}

/** Lower-case hex, two digits a byte. Pure. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

/** Standard base64 with padding (RFC 4648 §4), on one line. Pure. */
export function base64(bytes: Uint8Array): string {
  return btoa(binaryOfBytes(bytes))
}

/**
 * The bytes of a base64 text, or null when the text is not what `base64` writes.
 *
 * Every byte string has exactly one accepted text (RFC 4648 §3.5), so that a signature cannot be respelled:
 * missing padding, non-zero trailing bits, white space and the URL alphabet are refused. Never throws.
 */
export function bytesOfBase64(text: string): Uint8Array | null {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return null
  const bytes = bytesOfBinary(atob(text))
  return base64(bytes) === text ? bytes : null
}

// The 'binary' encoding (one character a byte) skips a Buffer for each hash: about half the time of one.
function hashedBy(
  node: NonNullable<typeof crypto>,
  data: Uint8Array | string,
  encoding: 'binary' | 'hex',
): string {
  if (typeof node.hash === 'function') return node.hash('sha256', data, encoding)
  return node.createHash('sha256').update(data).digest(encoding)
}

function bytesOfBinary(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}

// One character a byte; in parts, because a call takes only so many arguments.
function binaryOfBytes(bytes: Uint8Array): string {
  const most = 8_192
  let text = ''
  for (let from = 0; from < bytes.length; from += most)
    text += Reflect.apply(String.fromCharCode, null, bytes.subarray(from, from + most))
  return text
}
