// SHA-256 and base64 against the published samples (FIPS 180-4 examples, RFC 4648 §10) and their respellings.

import nodeCrypto from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { base64, bytesOfBase64, digestOf, sha256 } from '../../src/log/hash.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

// Every message digest of NIST's examples that is short enough to stand here.
const samples: readonly (readonly [message: string, hash: string])[] = [
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
]

describe('sha256', () => {
  test.each(samples)('of a published sample %#', (message, hash) => {
    expect(hex(sha256(message))).toBe(hash)
    expect(hex(sha256(new TextEncoder().encode(message)))).toBe(hash)
    expect(digestOf(message)).toBe(`sha256:${hash}`)
  })

  test('takes a text as UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        expect(sha256(text)).toEqual(sha256(new TextEncoder().encode(text)))
      }),
    )
  })

  test('takes of a view on a larger buffer only what is in view', () => {
    expect(sha256(new Uint8Array([9, 1, 2, 9]).subarray(1, 3))).toEqual(sha256(new Uint8Array([1, 2])))
  })

  test('refuses a lone surrogate, which would hash like U+FFFD', () => {
    expect(() => sha256('a\ud800')).toThrow(TypeError)
    expect(() => sha256('a\ufffd')).not.toThrow()
  })

  test('refuses what is neither text nor bytes', () => {
    for (const wrong of [null, undefined, 1, [1], {}, new ArrayBuffer(2), new Uint16Array(2)]) {
      expect(() => sha256(wrong as never)).toThrow(TypeError)
    }
  })

  test('gives an array of its own each time, and no Buffer', () => {
    const first = sha256('')
    first.fill(0)
    expect(sha256('')).not.toEqual(first)
    expect(first.constructor).toBe(Uint8Array)
    expect(first.buffer.byteLength).toBe(32)
  })
})

/** The file loaded anew where the platform answers the question for `node:crypto` like this. */
async function loadedWhere(getBuiltinModule: (() => unknown) | undefined) {
  vi.stubGlobal('process', { ...process, getBuiltinModule })
  vi.resetModules()
  return import('../../src/log/hash.ts')
}

describe('elsewhere than on a Node with crypto.hash', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    vi.unstubAllGlobals()
    vi.resetModules()
  })

  test('sha256 is the same on a Node that has only createHash', async () => {
    const asked = vi.fn(nodeCrypto.createHash)
    const older = await loadedWhere(() => ({ createHash: asked }))
    for (const [message, hash] of samples) expect(hex(older.sha256(message))).toBe(hash)
    expect(hex(older.sha256(new Uint8Array([0, 255])))).toBe(hex(sha256(new Uint8Array([0, 255]))))
    expect(asked).toHaveBeenCalledTimes(samples.length + 1)
  })

  test.each([
    ['without Node, such as a browser', undefined],
    ['where something stands in for Node, without its crypto', () => undefined],
  ])('sha256 is the same %s', async (_, getBuiltinModule) => {
    const inScript = await loadedWhere(getBuiltinModule)
    const [ofNode, ofOlder] = [vi.spyOn(nodeCrypto, 'hash'), vi.spyOn(nodeCrypto, 'createHash')]
    for (const [message, hash] of samples) {
      expect(hex(inScript.sha256(message))).toBe(hash)
      expect(hex(inScript.sha256(new TextEncoder().encode(message)))).toBe(hash)
      expect(inScript.digestOf(message)).toBe(`sha256:${hash}`)
    }
    expect(ofNode).not.toHaveBeenCalled()
    expect(ofOlder).not.toHaveBeenCalled()
  })

  test('sha256 in script is the same for bytes of every length around its blocks, and for any text', async () => {
    const inScript = await loadedWhere(undefined)
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31 + (i >> 8)) & 255)
    const lengths = [...Array(301).keys(), 4_095, 4_096, 65_535, 65_536, 70_000]
    for (const length of lengths) {
      const part = bytes.subarray(7, 7 + length)
      expect(hex(inScript.sha256(part))).toBe(nodeCrypto.createHash('sha256').update(part).digest('hex'))
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), text => {
        expect(inScript.sha256(text)).toEqual(sha256(text))
      }),
    )
  })

  test('sha256 in script refuses the same, and gives an array of its own each time', async () => {
    const inScript = await loadedWhere(undefined)
    for (const wrong of ['a\ud800', null, undefined, 1, [1], {}, new ArrayBuffer(2), new Uint16Array(2)])
      expect(() => inScript.sha256(wrong as never)).toThrow(TypeError)
    const first = inScript.sha256('')
    first.fill(0)
    expect(inScript.sha256('')).not.toEqual(first)
    expect(first.constructor).toBe(Uint8Array)
    expect(first.buffer.byteLength).toBe(32)
  })
})

describe('base64', () => {
  const pairs = [
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ] as const

  test.each(pairs)('RFC 4648 §10: %j is %j', (text, encoded) => {
    const bytes = new TextEncoder().encode(text)
    expect(base64(bytes)).toBe(encoded)
    expect(bytesOfBase64(encoded)).toEqual(bytes)
  })

  test('writes the standard alphabet, and only what is in view', () => {
    expect(base64(new Uint8Array([0, 251, 255, 191, 0]).subarray(1, 4))).toBe('+/+/')
  })

  test('goes there and back for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), bytes => {
        expect(bytesOfBase64(base64(bytes))).toEqual(bytes)
      }),
    )
  })

  test('goes there and back for more bytes than a call takes arguments', () => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251)
    expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
    expect(bytesOfBase64(base64(bytes))).toEqual(bytes)
  })

  test('gives plain bytes with a buffer of their own', () => {
    const bytes = bytesOfBase64('Zm9v')
    expect(bytes?.constructor).toBe(Uint8Array)
    expect(bytes?.buffer.byteLength).toBe(3)
  })

  test.each([
    ['trailing bits that are not zero', 'Zh=='],
    ['trailing bits that are not zero', 'Zm9='],
    ['padding missing', 'Zg'],
    ['padding half missing', 'Zg='],
    ['padding too much', 'Zm9v===='],
    ['padding too much', 'Zg==='],
    ['padding alone', '='],
    ['padding inside', 'Zg==Zg=='],
    ['a space behind', 'Zm9v '],
    ['a space in front', ' Zm9v'],
    ['a line end', 'Zm9v\n'],
    ['a line end inside', 'Zm9v\nZm9v'],
    ['the URL alphabet', '-_-_'],
    ['the URL alphabet and the standard one', '+_+/'],
    ['one character', 'Z'],
    ['a character outside the alphabet', 'Zm9*'],
    ['a character beyond ASCII', 'Zm9é'],
    ['a NUL', 'Zm9v\0'],
  ])('refuses %s: %j', (_, text) => {
    expect(bytesOfBase64(text)).toBeNull()
  })

  test('accepts of all texts of four characters exactly those it writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'AQgw9/+-_= \n'), maxLength: 8 }), text => {
        const bytes = bytesOfBase64(text)
        expect(bytes === null ? true : base64(bytes) === text).toBe(true)
        const standard = /^(?:[\w+/]{4})*(?:[\w+/]{3}=|[\w+/]{2}==)?$/.test(text) && !text.includes('_')
        if (!standard) expect(bytes).toBeNull()
      }),
      { numRuns: 2000 },
    )
  })

  test('refuses what is no text', () => {
    for (const wrong of [null, undefined, 12, ['Zm9v'], {}]) expect(bytesOfBase64(wrong as never)).toBeNull()
  })
})
