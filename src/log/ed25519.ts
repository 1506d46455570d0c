// Ed25519 (RFC 8032) in script, the same on every platform: a signature counts here and in a browser alike.

import { ed25519 } from '@noble/curves/ed25519.js'

/** A secret key (the seed of RFC 8032) and a public key have 32 bytes each. */
export const keyLength = 32

/** A signature has 64 bytes: the point R and the number S. */
export const signatureLength = 64

/**
 * The public key of a secret one (RFC 8032 §5.1.5). A fresh array. Pure.
 *
 * @throws TypeError for a secret that is not 32 bytes
 */
export function publicKeyOf(secret: Uint8Array): Uint8Array {
  requireSecret(secret)
  return ed25519.getPublicKey(secret)
}

/**
 * The signature of the message (RFC 8032 §5.1.6): the same message and secret give the same one. Pure.
 *
 * @throws TypeError for a secret that is not 32 bytes, or a message that is not bytes
 */
export function sign(message: Uint8Array, secret: Uint8Array): Uint8Array {
  requireSecret(secret)
  if (!(message instanceof Uint8Array)) throw new TypeError('sign: the message must be bytes')
  return ed25519.sign(message, secret)
}

/**
 * Whether the holder of the public key signed exactly this message (RFC 8032 §5.1.7, the strict reading).
 *
 * Implementations of RFC 8032 disagree about crafted signatures. This accepts only what all of them accept: a
 * key without `keyFault`, an R that would pass as such a key, an S below the order of the group. Never throws:
 * what is no signature, no message or no key is false. Pure.
 */
export function verify(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (!isBytes(signature, signatureLength) || !(message instanceof Uint8Array)) return false
  if (keyFault(publicKey) !== null) return false
  // The library multiplies the equation by the cofactor 8, also in its strict mode. With key and R both in the
  // group of prime order that changes no verdict; with another R, OpenSSL and Go would refuse what it accepts.
  if (pointFault(signature.subarray(0, keyLength)) !== null) return false
  return ed25519.verify(signature, message, publicKey, { zip215: false })
}

/**
 * Why a public key is refused, or null for a key that may be trusted to have one holder.
 *
 * Under a key of small order one signature fits many messages, so that nobody can be held to it; a key outside
 * the group of prime order is verified differently from one library to the next. It takes as long as half a
 * verification. Never throws. Pure.
 */
export function keyFault(publicKey: Uint8Array): string | null {
  if (!isBytes(publicKey, keyLength)) return `a public key has ${keyLength} bytes`
  const fault = pointFault(publicKey)
  return fault === null ? null : `the public key ${fault}`
}

function pointFault(bytes: Uint8Array): string | null {
  const point = pointOf(bytes, false)
  if (point === null) {
    // The looser reading takes other spellings of points as well; what even that refuses is no point at all.
    return pointOf(bytes, true) ? 'is not in its canonical spelling' : 'is not a point of the curve'
  }
  if (point.isSmallOrder()) return 'is a point of small order'
  return point.isTorsionFree() ? null : 'lies outside the group of prime order'
}

function pointOf(bytes: Uint8Array, loose: boolean): InstanceType<typeof ed25519.Point> | null {
  try {
    return ed25519.Point.fromBytes(bytes, loose)
  } catch {
    return null
  }
}

function isBytes(value: unknown, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length
}

function requireSecret(secret: Uint8Array): void {
  if (!isBytes(secret, keyLength)) throw new TypeError(`a secret key has ${keyLength} bytes`)
}
