// Known answers of each module of the log, all asked within tests: one that breaks while a test file loads would be an absence
// of tests, and not a failure. The answers are those of the golden files and of RFC 8032.
import { expect, it } from 'vitest'

const publicKey = (bytes: string): Uint8Array => Uint8Array.from(atob(bytes), byte => byte.charCodeAt(0))
const almere = 'kFO/Bh7vUgAFWgveOF7N5CgfuAhh49M+9YMEW3q+Hhs='
const note = `samenspraak/circle
47
Hdh2tcJA6iXOasOq+2gohBh4pD8Vtj3l8GWH3+odMSU=

— almere bSF6cgAAAABpgA6AnaAQxoaj9RwiDwWDvM+I8DD5MBBQ9teJuYRdp39K0jMQ4s3vXEuXcFkIKbKQnhCjynCYJ55AZUzUUEdKHRYgCQ==
`

it('the id and the text of a key, of either kind', async () => {
  const { keyId, readKey, writeKey } = await import('../../src/log/key.ts')
  const cosigner = { name: 'almere', kind: 'cosignature/v1', publicKey: publicKey(almere) } as const
  expect(keyId(cosigner)).toBe('6d217a72')
  const text = `almere+6d217a72+BJBTvwYe71IABVoL3jhezeQoH7gIYePTPvWDBFt6vh4b`
  expect(writeKey(cosigner)).toBe(text)
  expect(readKey(text)).toEqual({ key: cosigner })
  const plain = { ...cosigner, kind: 'ed25519' } as const
  expect(writeKey(plain)).toMatch(/^almere\+[0-9a-f]{8}\+AZBTvwYe71IABVoL3jhezeQoH7gIYePTPvWDBFt6vh4b$/)
  expect(readKey(writeKey(plain))).toEqual({ key: plain })
  const shape = { fault: 'a key is written NAME+ID+BASE64, the name without spaces' }
  for (const wrong of [`\n+${text}`, '', 'almere', `${text.slice(0, 20)}`.replaceAll('+', '-')])
    expect(readKey(wrong)).toEqual(shape)
  expect(readKey(`${text}\n`)).toEqual({ fault: 'the key of "almere" is not base64' })
})

it('what may name a key', async () => {
  const { isKeyName } = await import('../../src/log/key.ts')
  for (const name of ['a', 'almere', 'example.org/gemeente', 'één']) expect(isKeyName(name), name).toBe(true)
  for (const name of ['', 'a b', 'a+b', '+', 'a\u0000', 'a\u001fb', '\u00a0', 'a\u2003', '\ud800', null])
    expect(isKeyName(name as string)).toBe(false)
})

it('why there is no id of what is no key', async () => {
  const { keyId } = await import('../../src/log/key.ts')
  const key = { name: 'almere', kind: 'ed25519', publicKey: publicKey(almere) } as const
  expect(() => keyId({ ...key, name: 'a b' })).toThrow(
    'the name of a key must not be empty, nor hold spaces or +',
  )
  expect(() => keyId({ ...key, kind: 'rsa' as never })).toThrow(
    'a key is of the kind ed25519 or cosignature/v1',
  )
  for (const wrong of [new Uint8Array(31), new Uint8Array(33), [], 'x'.repeat(32)])
    expect(() => keyId({ ...key, publicKey: wrong as never })).toThrow('a public key has 32 bytes')
})

it('a key as long as one may be, and one longer', async () => {
  const { maxKeyText, readKey, writeKey } = await import('../../src/log/key.ts')
  const long = { name: 'a', kind: 'ed25519', publicKey: publicKey(almere) } as const
  const name = 'a'.repeat(maxKeyText - writeKey(long).length + 1)
  const text = writeKey({ ...long, name })
  expect(text).toHaveLength(maxKeyText)
  expect(readKey(text)).toEqual({ key: { ...long, name } })
  expect(readKey(`a${text}`)).toEqual({ fault: 'a key is a text of at most 4096 characters' })
})

it('why there is no line of what is no signature', async () => {
  const { signatureLine } = await import('../../src/log/note.ts')
  const line = { name: 'almere', id: '6d217a72', signature: new Uint8Array([1]) }
  expect(signatureLine(line)).toBe('— almere bSF6cgE=')
  expect(() => signatureLine({ ...line, name: '+' })).toThrow('the name of a key must not be empty')
  expect(() => signatureLine({ ...line, id: '6d217a7' })).toThrow(
    'the id of a key has 8 lower-case hex digits',
  )
  expect(() => signatureLine({ ...line, signature: new Uint8Array() })).toThrow(
    'a signature has at least one byte',
  )
})

it('a cosigned checkpoint, and who cosigned it when', async () => {
  const { checkpointOf, cosignedBy } = await import('../../src/log/checkpoint.ts')
  const key = { name: 'almere', kind: 'cosignature/v1', publicKey: publicKey(almere) } as const
  const read = cosignedBy(note, [key])
  expect(read).toMatchObject({ checkpoint: { origin: 'samenspraak/circle', size: 47, extensions: [] } })
  expect(read).toMatchObject({ cosigned: [{ key, time: 1_770_000_000 }] })
  expect(checkpointOf(note)).toMatchObject({ size: 47 })
  expect(cosignedBy(note.replace('47', '48'), [key])).toHaveProperty('fault')
})

it('the cosignature of a secret, a checkpoint and a moment', async () => {
  const { checkpointText, cosign, cosignedBy } = await import('../../src/log/checkpoint.ts')
  const { publicKeyOf } = await import('../../src/log/ed25519.ts')
  const { writeNote } = await import('../../src/log/note.ts')
  const secret = new Uint8Array(32).fill(7)
  const text = checkpointText({ origin: 'here', size: 1, root: new Uint8Array(32) })
  expect(text).toBe(`here\n1\n${'A'.repeat(43)}=\n`)
  const line = cosign(text, { name: 'witness', secret, time: 5 })
  const key = { name: 'witness', kind: 'cosignature/v1', publicKey: publicKeyOf(secret) } as const
  expect(cosignedBy(writeNote(text, [line]), [key])).toMatchObject({ cosigned: [{ key, time: 5 }] })
})

it('the first signature of RFC 8032, of nothing', async () => {
  const { publicKeyOf, sign, verify } = await import('../../src/log/ed25519.ts')
  const { hexOf } = await import('../../src/log/hash.ts')
  const bytes = (hex: string): Uint8Array =>
    Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
  const secret = bytes('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')
  const key = publicKeyOf(secret)
  expect(hexOf(key)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
  const signature = sign(new Uint8Array(), secret)
  expect(hexOf(signature).slice(0, 32)).toBe('e5564300c360ac729086e2cc806e828a')
  expect(verify(signature, new Uint8Array(), key)).toBe(true)
  expect(verify(signature, new Uint8Array([0]), key)).toBe(false)
})

it('a tree of three leaves', async () => {
  const { append, checkInclusion, emptyFrontier, inclusionProof, leafHash, nodeHash, root, rootOf } =
    await import('../../src/log/tree.ts')
  const leaves = ['a', 'b', 'c'].map(leafHash)
  const [a, b, c] = leaves as [Uint8Array, Uint8Array, Uint8Array]
  const top = nodeHash(nodeHash(a, b), c)
  expect(root(leaves)).toEqual(top)
  expect(rootOf(leaves.reduce(append, emptyFrontier))).toEqual(top)
  expect(inclusionProof(leaves, 2, 3)).toEqual([nodeHash(a, b)])
  expect(checkInclusion(c, 2, { size: 3, root: top }, [nodeHash(a, b)])).toBe(true)
})

it('the proof that somebody has a key', async () => {
  const { isKeyProof, keyProofOf } = await import('../../src/log/signature.ts')
  const { publicKeyOf } = await import('../../src/log/ed25519.ts')
  const { base64 } = await import('../../src/log/hash.ts')
  const secret = new Uint8Array(32).fill(9)
  const key = base64(publicKeyOf(secret))
  const proof = keyProofOf('anna', secret)
  expect(isKeyProof(proof, 'anna', key)).toBe(true)
  expect(isKeyProof(proof, 'hugo', key)).toBe(false)
})

it('the forms of a hash and of a signature, character for character', async () => {
  const { hashSchema, signatureSchema } = await import('../../src/log/signature.ts')
  const signature = { key: almere, counter: 1, value: `${'A'.repeat(86)}==` }
  expect(hashSchema.parse(almere)).toBe(almere)
  expect(signatureSchema.parse(signature)).toEqual(signature)
  for (const wrong of [`A${almere}`, `${almere}A`, almere.slice(1), '']) {
    expect(hashSchema.safeParse(wrong).error?.issues[0]?.message).toBe('must be 32 bytes in base64')
    expect(signatureSchema.safeParse({ ...signature, key: wrong }).success).toBe(false)
  }
  for (const value of [`A${signature.value}`, `${signature.value}A`, signature.value.slice(1), ''])
    expect(signatureSchema.safeParse({ ...signature, value }).error?.issues[0]?.message).toBe(
      'must be 64 bytes in base64',
    )
})

it('whose key a proof proves, and that what is no text or no base64 proves nothing', async () => {
  const { isKeyProof, keyProofOf, signatureOf } = await import('../../src/log/signature.ts')
  const secret = new Uint8Array(32).fill(7)
  const seen = { size: 0, root: almere }
  const statement = { collaboration: 'regio', matter: 'p1', act: { act: 'comment' }, counter: 1, seen }
  const signature = signatureOf(statement, secret)
  expect(Object.keys(signature)).toEqual(['key', 'counter', 'value'])
  const proof = keyProofOf('anna', secret)
  expect(isKeyProof(proof, 'anna', signature.key)).toBe(true)
  for (const [other, person, key] of [
    [proof, 'bob', signature.key],
    [proof, '\ud800', signature.key],
    [proof, 'anna', '\ud800'],
    [proof, 'anna', almere],
    [proof, 'anna', 'no base64'],
    ['no base64', 'anna', signature.key],
  ] as const)
    expect(isKeyProof(other, person, key)).toBe(false)
})

it('the hash of an entry is the same of its text and of its bytes', async () => {
  const { leafHash } = await import('../../src/log/tree.ts')
  const known = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'
  for (const empty of ['', new Uint8Array()]) expect(Buffer.from(leafHash(empty)).toString('hex')).toBe(known)
  for (const text of ['a', 'één', 'x'.repeat(100)])
    expect(leafHash(new TextEncoder().encode(text))).toEqual(leafHash(text))
})
