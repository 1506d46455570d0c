// Ed25519 against RFC 8032, against signatures crafted to divide implementations, and beside OpenSSL.

import nodeCrypto, { createPrivateKey, createPublicKey } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyFault, publicKeyOf, sign, signatureLength, verify } from '../../src/log/ed25519.ts'
import { flipped } from './bits.ts'
import vectors from './vectors/ed25519.json' with { type: 'json' }

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const hex = (of: Uint8Array): string => Buffer.from(of).toString('hex')

const secret32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
const message = fc.uint8Array({ maxLength: 200 })
const someSecret = new Uint8Array(32).fill(7)

/** What OpenSSL says: its reading of RFC 8032 has no cofactor, and takes any key that is a point. */
function opensslVerifies(signature: Uint8Array, text: Uint8Array, publicKey: Uint8Array): boolean {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey])
  const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
  return nodeCrypto.verify(null, text, key, signature)
}

function opensslSigns(text: Uint8Array, secret: Uint8Array): Uint8Array {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret])
  return nodeCrypto.sign(null, text, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
}

describe('RFC 8032 section 7.1', () => {
  test.each(vectors.rfc8032)('$name', it => {
    const [secret, text] = [bytes(it.secret), bytes(it.message)]
    expect(hex(publicKeyOf(secret))).toBe(it.publicKey)
    expect(hex(sign(text, secret))).toBe(it.signature)
    expect(verify(bytes(it.signature), text, bytes(it.publicKey))).toBe(true)
  })
})

describe('a signature', () => {
  test.each(vectors.signatures)('$name: $holds', it => {
    expect(verify(bytes(it.signature), bytes(it.message), bytes(it.publicKey))).toBe(it.holds)
  })

  test('is accepted only where every reading of RFC 8032 accepts it', () => {
    const divided = vectors.signatures.filter(it => it.cofactored || it.uncofactored)
    expect(divided.filter(it => it.cofactored !== it.uncofactored).length).toBeGreaterThanOrEqual(9)
    for (const it of divided) {
      const [signature, text, key] = [bytes(it.signature), bytes(it.message), bytes(it.publicKey)]
      if (!verify(signature, text, key)) continue
      expect([it.name, it.cofactored, it.uncofactored]).toEqual([it.name, true, true])
      expect([it.name, opensslVerifies(signature, text, key)]).toEqual([it.name, true])
    }
  })

  test('no longer holds when any bit of it, of its message or of its key is flipped', () => {
    const place = fc.nat({ max: 1_000_000 })
    const inputs = fc.tuple(secret32, fc.uint8Array({ minLength: 1, maxLength: 80 }), place)
    fc.assert(
      fc.property(inputs, ([secret, text, at]) => {
        const [signature, key] = [sign(text, secret), publicKeyOf(secret)]
        expect(verify(signature, text, key)).toBe(true)
        expect(verify(flipped(signature, at), text, key)).toBe(false)
        expect(verify(signature, flipped(text, at), key)).toBe(false)
        expect(verify(signature, text, flipped(key, at))).toBe(false)
      }),
      { numRuns: 25 },
    )
  })

  test('is the one that OpenSSL makes, and OpenSSL takes it', () => {
    fc.assert(
      fc.property(secret32, message, (secret, text) => {
        const signature = sign(text, secret)
        expect(hex(signature)).toBe(hex(opensslSigns(text, secret)))
        expect(opensslVerifies(signature, text, publicKeyOf(secret))).toBe(true)
      }),
      { numRuns: 25 },
    )
  })

  test('is looked for only in bytes, and never with an error', () => {
    const [text, key] = [new Uint8Array(3), publicKeyOf(someSecret)]
    const signature = sign(text, someSecret)
    expect(verify(signature, text, key)).toBe(true)
    for (const wrong of [
      null,
      undefined,
      1,
      'abc',
      {},
      [...text],
      new ArrayBuffer(64),
      new Uint16Array(32),
    ]) {
      expect(verify(wrong as never, text, key)).toBe(false)
      expect(verify(signature, wrong as never, key)).toBe(false)
      expect(verify(signature, text, wrong as never)).toBe(false)
    }
  })

  test('has 64 bytes of its own, and leaves message and secret as they are', () => {
    const [text, secret] = [Uint8Array.of(1, 2, 3), someSecret.slice()]
    const signature = sign(text, secret)
    expect(signature).toHaveLength(signatureLength)
    expect([...text, ...secret]).toEqual([1, 2, 3, ...someSecret])
    expect(sign(Buffer.from(text), secret)).toEqual(signature)
  })
})

describe('keyFault', () => {
  test.each(vectors.keys)('$name: $fault', it => {
    const fault = keyFault(bytes(it.publicKey))
    if (it.fault === null) expect(fault).toBeNull()
    else expect(fault).toContain(it.fault)
  })

  test('finds nothing in the key of any secret', () => {
    fc.assert(
      fc.property(secret32, secret => {
        expect(keyFault(publicKeyOf(secret))).toBeNull()
      }),
      { numRuns: 25 },
    )
  })

  test('says what is wrong on one line', () => {
    expect(keyFault(new Uint8Array(31))).toBe('a public key has 32 bytes')
    expect(keyFault(new Uint8Array(32))).toBe('the public key is a point of small order')
    expect(keyFault('abc' as never)).toBe('a public key has 32 bytes')
  })
})

describe('wrong use', () => {
  test.each([new Uint8Array(31), new Uint8Array(33), null, undefined, 'a'.repeat(32)])('secret %#', wrong => {
    expect(() => publicKeyOf(wrong as never)).toThrow(new TypeError('a secret key has 32 bytes'))
    expect(() => sign(new Uint8Array(1), wrong as never)).toThrow(new TypeError('a secret key has 32 bytes'))
  })

  test('a message that is a text', () => {
    const wrong = new TypeError('sign: the message must be bytes')
    expect(() => sign('abc' as never, someSecret)).toThrow(wrong)
  })
})
