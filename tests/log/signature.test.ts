// What a signature is over: the bytes of one worked example, and that nothing in the statement or in the entry can be changed.
import { describe, expect, it } from 'vitest'
import { publicKeyOf, sign } from '../../src/log/ed25519.ts'
import {
  type Entry,
  emptyLedger,
  hasSeen,
  headOf,
  join,
  readEntry,
  seal,
  seenWithin,
  signatureFault,
} from '../../src/log/entry.ts'
import { base64 } from '../../src/log/hash.ts'
import {
  actPayloadType,
  isKeyProof,
  isSignatureOf,
  keyPayloadType,
  keyProofOf,
  payloadOf,
  preAuthenticated,
  type Signed,
  type Statement,
  signatureOf,
} from '../../src/log/signature.ts'
import { emptyRoot } from '../../src/log/tree.ts'

/** The secret key of test 1 of RFC 8032, section 7.1. */
const secret = Uint8Array.from(
  Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'),
)
const key = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo='

const statement: Statement = {
  collaboration: 'regio',
  matter: 'p1',
  act: { act: 'takePosition', by: 'anna', proposal: 'p1', revision: 1, position: 'consent' },
  digest: `sha256:${'ab'.repeat(32)}`,
  counter: 2,
  seen: { size: 0, root: base64(emptyRoot()) },
}
const payload =
  '{"act":{"act":"takePosition","by":"anna","position":"consent","proposal":"p1","revision":1},' +
  '"collaboration":"regio","counter":2,' +
  '"digest":"sha256:abababababababababababababababababababababababababababababababab",' +
  '"matter":"p1","seen":{"root":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=","size":0},"v":1}'
/** The same bytes, as worked out apart from this program. */
const bytesInHex =
  '445353457631203339206170706c69636174696f6e2f766e642e73616d656e73707261616b2e6163742e76312b6a736f' +
  '6e20333033207b22616374223a7b22616374223a2274616b65506f736974696f6e222c226279223a22616e6e61222c22' +
  '706f736974696f6e223a22636f6e73656e74222c2270726f706f73616c223a227031222c227265766973696f6e223a31' +
  '7d2c22636f6c6c61626f726174696f6e223a22726567696f222c22636f756e746572223a322c22646967657374223a22' +
  '7368613235363a6162616261626162616261626162616261626162616261626162616261626162616261626162616261' +
  '6261626162616261626162616261626162616261626162222c226d6174746572223a227031222c227365656e223a7b22' +
  '726f6f74223a223437444551706a38484253612b2f54496d572b354a4365755165526b6d354e4d704a575a4733685375' +
  '46553d222c2273697a65223a307d2c2276223a317d'
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('the bytes under a signature', () => {
  it('of an act: DSSE, the type, its length, the canonical text and its length, in hex', () => {
    expect(payloadOf(statement)).toBe(payload)
    const bytes = preAuthenticated(actPayloadType, payload)
    expect(hexOf(bytes)).toBe(bytesInHex)
    expect(Buffer.from(bytes.subarray(0, 54)).toString()).toBe(
      'DSSEv1 39 application/vnd.samenspraak.act.v1+json 303 ',
    )
  })

  it('counts bytes, not characters', () => {
    expect(Buffer.from(preAuthenticated('t', 'één')).toString()).toBe('DSSEv1 1 t 5 één')
  })

  it('of a proof of a key', () => {
    const text = `{"key":"${key}","person":"anna","v":1}`
    const bytes = Buffer.from(`DSSEv1 39 application/vnd.samenspraak.key.v1+json ${text.length} ${text}`)
    expect(keyPayloadType).toBe('application/vnd.samenspraak.key.v1+json')
    expect(keyProofOf('anna', secret)).toBe(base64(sign(bytes, secret)))
  })

  it('signed with the key of RFC 8032', () => {
    expect(base64(publicKeyOf(secret))).toBe(key)
    expect(signatureOf(statement, secret)).toEqual({
      ...{ key, counter: 2, digest: statement.digest },
      value: base64(sign(preAuthenticated(actPayloadType, payload), secret)),
    })
  })
})

const whole: Signed = { ...signatureOf(statement, secret), seen: statement.seen }
const about = { collaboration: 'regio', matter: 'p1', act: statement.act }
const other = Uint8Array.from(secret, byte => byte ^ 1)

describe('a signature', () => {
  it('holds over what was signed, whatever the order in which the act is written', () => {
    expect(isSignatureOf(whole, about)).toBe(true)
    const turned = Object.fromEntries(Object.entries(statement.act).reverse())
    expect(isSignatureOf(whole, { ...about, act: turned })).toBe(true)
  })

  it.each<[string, Partial<Signed>, Partial<typeof about>]>([
    ['collaboration', {}, { collaboration: 'elders' }],
    ['matter', {}, { matter: 'p2' }],
    ['act, in a field', {}, { act: { ...statement.act, position: 'standAside' } as never }],
    ['act, with a field more', {}, { act: { ...statement.act, reason: 'x' } as never }],
    [
      'act, with a field less',
      {},
      { act: { act: 'takePosition', by: 'anna', proposal: 'p1', revision: 1 } as never },
    ],
    ['person', {}, { act: { ...statement.act, by: 'bob' } as never }],
    ['digest', { digest: `sha256:${'0'.repeat(64)}` }, {}],
    ['digest left out', { digest: undefined }, {}],
    ['counter', { counter: 3 }, {}],
    ['size seen', { seen: { ...statement.seen, size: 1 } }, {}],
    ['root seen', { seen: { ...statement.seen, root: key } }, {}],
    ['key', { key: base64(publicKeyOf(other)) }, {}],
    ['value', { value: signatureOf(statement, other).value }, {}],
  ])('does not hold over another %s', (_, changed, elsewhere) => {
    expect(isSignatureOf({ ...whole, ...changed }, { ...about, ...elsewhere })).toBe(false)
  })

  it('does not hold with any bit of it turned', () => {
    const bytes = Buffer.from(whole.value, 'base64')
    for (let bit = 0; bit < 512; bit += 7) {
      const turned = Uint8Array.from(bytes, (byte, n) => (n === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      expect(isSignatureOf({ ...whole, value: base64(turned) }, about), `bit ${bit}`).toBe(false)
    }
  })

  it('is no proof of a key, and a proof of a key signs no act', () => {
    const proof = keyProofOf('anna', secret)
    expect(isKeyProof(proof, 'anna', key)).toBe(true)
    expect(isKeyProof(whole.value, 'anna', key)).toBe(false)
    expect(isSignatureOf({ ...whole, value: proof }, about)).toBe(false)
  })

  it('proves a key for one person only', () => {
    const proof = keyProofOf('anna', secret)
    expect(isKeyProof(proof, 'bob', key)).toBe(false)
    expect(isKeyProof(proof, 'anna', base64(publicKeyOf(other)))).toBe(false)
  })
})

const ledgerOf = (collaboration = 'regio') => emptyLedger(collaboration)
const { seen: _, ...signature } = whole
const draft = {
  ...{ matter: 'p1', at: '2026-01-05T09:00:00.000Z', by: 'anna', act: 'a1', asked: statement.act },
  ...{ seen: statement.seen, signature, fact: { type: 'position.taken' } },
}
const sealed = (changes: object = {}, collaboration = 'regio') => {
  const [first] = seal(ledgerOf(collaboration), [{ ...draft, ...changes }])
  if (!first) throw new Error('nothing was sealed')
  return first
}

describe('a signed entry', () => {
  it('holds as it was signed, also read back from its line', () => {
    const { entry, stored } = sealed()
    expect(signatureFault(entry)).toBe(null)
    const read = readEntry(stored.line)
    expect('entry' in read && signatureFault(read.entry)).toBe(null)
    expect(stored.line).toContain(
      `"signature":{"counter":2,"digest":"${statement.digest}","key":"${key}","value":"`,
    )
  })

  it.each<[string, object, string]>([
    ['matter', { matter: 'p2' }, 'regio'],
    ['collaboration', {}, 'elders'],
    ['act', { asked: { ...statement.act, position: 'standAside' } }, 'regio'],
    ['size seen', { seen: { ...statement.seen, size: 7 } }, 'regio'],
    ['root seen', { seen: { ...statement.seen, root: key } }, 'regio'],
    ['counter', { signature: { ...signature, counter: 1 } }, 'regio'],
    ['digest', { signature: { key, counter: 2, value: signature.value } }, 'regio'],
    ['key', { signature: { ...signature, key: base64(publicKeyOf(other)) } }, 'regio'],
  ])('has a signature that does not hold (badSignature) with another %s', (_, changes, collaboration) => {
    expect(signatureFault(sealed(changes, collaboration).entry)).toMatchObject({ code: 'badSignature' })
  })

  it.each<[string, object]>([
    ['seen without signature', { signature: undefined }],
    ['signature without seen', { seen: undefined }],
    ['signature of a fact that nobody asked for', { asked: undefined }],
    ['signature of nobody', { by: undefined }],
    ['number 0', { signature: { ...signature, counter: 0 } }],
    ['a size below nothing', { seen: { ...statement.seen, size: -1 } }],
    ['a field more in the signature', { signature: { ...signature, more: 1 } }],
    ['a field more in what was seen', { seen: { ...statement.seen, more: 1 } }],
    ['a value of another length', { signature: { ...signature, value: signature.value.slice(4) } }],
    [
      'another spelling of the value',
      { signature: { ...signature, value: signature.value.replace(/.==$/, 'B==') } },
    ],
    ['another spelling of the key', { signature: { ...signature, key: `${key.slice(0, 42)}p=` } }],
    ['a digest of another form', { signature: { ...signature, digest: 'sha256:00' } }],
  ])('is no entry (notAnEntry): %s', (_, changes) => {
    const fields = Object.entries(changes)
    const entry = { ...sealed().entry, ...changes } as Record<string, unknown>
    for (const [field, value] of fields) if (value === undefined) delete entry[field]
    const [first] = seal(ledgerOf(), [entry as unknown as Entry])
    expect(readEntry(first?.stored.line ?? '')).toMatchObject({ fault: { code: 'notAnEntry' } })
  })

  it('is without fault where it has no signature', () => {
    const { seen: _, signature: __, ...plain } = draft
    const [first] = seal(ledgerOf(), [plain])
    expect(first && signatureFault(first.entry)).toBe(null)
  })
})

describe('what a signer had seen', () => {
  /** A ledger of so many entries; none is read, so that any line will do. */
  function grown(size: number) {
    const ledger = ledgerOf()
    const ends = [headOf(ledger).root]
    for (let n = 0; n < size; n += 1) {
      join(ledger, { matter: 'p1', at: '' } as Entry, `line ${n}`)
      ends.push(headOf(ledger).root)
    }
    return { ledger, ends, at: (n: number) => ({ size: n, root: ends[n] ?? '' }) }
  }

  it('is a beginning of the log, from nothing to all of it', () => {
    const { ledger, ends, at } = grown(40)
    for (let n = 0; n <= 40; n += 1) {
      expect(hasSeen(ledger, at(n)), `${n} entries`).toBe(true)
      expect(hasSeen(ledger, { size: n, root: ends[(n + 1) % 41] ?? '' }), `${n} others`).toBe(false)
    }
    expect(hasSeen(ledger, { size: 41, root: ends[40] ?? '' })).toBe(false)
  })

  it(`is not longer ago than ${seenWithin} entries`, () => {
    const { ledger, at } = grown(seenWithin + 3)
    for (const [n, seen] of [
      [0, false],
      [3, false],
      [4, true],
      [5, true],
      [seenWithin + 3, true],
    ] as const)
      expect(hasSeen(ledger, at(n)), `${n} entries`).toBe(seen)
  }, 60_000)
})
