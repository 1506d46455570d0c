// SHA-256 and base64: the one file of the log that knows the platform it runs on.

import crypto from 'node:crypto'

/** One SHA-256 hash is 32 bytes (FIPS 180-4). */
export const hashLength = 32

/**
 * SHA-256 of bytes, or of a text as UTF-8.
 *
 * Two different texts are two different byte strings: one with a lone surrogate, which UTF-8 would turn into
 * U+FFFD like any other, is refused. The result is a fresh array that nobody else holds. Pure.
 *
 * @throws TypeError for a text that is not well-formed Unicode, and for what is neither text nor bytes
 */
export function sha256(data: Uint8Array | string): Uint8Array {
  if (typeof data === 'string' ? !data.isWellFormed() : !(data instanceof Uint8Array)) {
    throw new TypeError('sha256: hash bytes, or a text without lone surrogates')
  }
  return bytesOfBinary(hashAsBinary(data))
}

/**
 * `sha256:` and the 64 lower-case hex digits of the SHA-256 of a text: the name of a charter or an
 * attachment.
 */
export function digestOf(text: string): string {
  return `sha256:${Buffer.from(sha256(text)).toString('hex')}`
}

/** Standard base64 with padding (RFC 4648 §4), on one line. Pure. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
}

/**
 * The bytes of a base64 text, or null when the text is not what `base64` writes.
 *
 * Every byte string has exactly one accepted text (RFC 4648 §3.5), so that a signature cannot be respelled:
 * missing padding, non-zero trailing bits, white space and the URL alphabet are refused. Never throws.
 */
export function bytesOfBase64(text: string): Uint8Array | null {
  if (typeof text !== 'string') return null
  const bytes = new Uint8Array(Buffer.from(text, 'base64'))
  return base64(bytes) === text ? bytes : null
}

// The 'binary' encoding (one character a byte) skips a Buffer for each hash: about half the time of one.
function hashAsBinary(data: Uint8Array | string): string {
  if (typeof crypto.hash === 'function') return crypto.hash('sha256', data, 'binary')
  return crypto.createHash('sha256').update(data).digest('binary')
}

function bytesOfBinary(text: string): Uint8Array {
  const bytes = new Uint8Array(hashLength)
  for (let at = 0; at < hashLength; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}
