// Checkpoints and their cosignatures (C2SP tlog-checkpoint, tlog-cosignature) against those of another program.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Checkpoint,
  checkpointText,
  cosign,
  cosignedBy,
  readCheckpoint,
} from '../../src/log/checkpoint.ts'
import { publicKeyOf, sign } from '../../src/log/ed25519.ts'
import { base64 } from '../../src/log/hash.ts'
import { keyId, type NamedKey, readKey } from '../../src/log/key.ts'
import { maxNoteLength, readNote, signatureLine, signedBy, writeNote } from '../../src/log/note.ts'
import { emptyRoot, leafHash } from '../../src/log/tree.ts'
import { flipped } from './bits.ts'
import notes from './vectors/notes.json' with { type: 'json' }

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const secretOf = (n: number): Uint8Array => new Uint8Array(32).fill(n)

function cosigner(name: string, secret: Uint8Array): NamedKey {
  return { name, kind: 'cosignature/v1', publicKey: publicKeyOf(secret) }
}

const waterschap = cosigner('example.org/waterschap', secretOf(2))
const corporatie = cosigner('example.org/corporatie', secretOf(3))
const head = { origin: 'example.org/wonen', size: 1, root: leafHash('one') }
const text = checkpointText(head)

/** The line by which the holder of this key cosigns, with this in the place of the signature. */
function lineWith(signature: Uint8Array, key: NamedKey = waterschap): string {
  return signatureLine({ name: key.name, id: keyId(key), signature })
}

function byWaterschap(time: number, of: string = text): string {
  return cosign(of, { name: waterschap.name, secret: secretOf(2), time })
}

function keyOf(line: string): NamedKey {
  const read = readKey(line)
  if ('fault' in read) throw new Error(read.fault)
  return read.key
}

describe('checkpoints made by another program', () => {
  const checkpoints = notes.filter(it => !('fault' in readCheckpoint(it.text)))

  test('are there', () => {
    expect(checkpoints.length).toBeGreaterThanOrEqual(10)
  })

  test.each(checkpoints)('$name', it => {
    const found = cosignedBy(it.note, it.keys.map(keyOf))
    if ('fault' in found) throw new Error(found.fault)
    expect(checkpointText(found.checkpoint)).toBe(it.text)
    expect(found.cosigned.map(({ key, time }) => [key.name, time])).toEqual(it.cosigned)
  })

  test('are cosigned here with the same bytes', () => {
    const ours = byWaterschap(1_770_000_000)
    const theirs = checkpoints.find(it => it.name.startsWith('of three cosigners'))
    expect(text).toBe(theirs?.text)
    expect(theirs?.note.split('\n')).toContain(ours)
  })

  test('those of a text that is no checkpoint are cosigned by nobody', () => {
    const plain = notes.filter(it => 'fault' in readCheckpoint(it.text))
    expect(plain.length).toBeGreaterThanOrEqual(5)
    for (const it of plain) expect(cosignedBy(it.note, it.keys.map(keyOf))).toEqual(readCheckpoint(it.text))
  })
})

describe('checkpointText', () => {
  test('is origin, size and root, each on a line', () => {
    expect(text).toBe(`example.org/wonen\n1\n${base64(head.root)}\n`)
    expect(checkpointText({ ...head, size: 0, root: emptyRoot() })).toBe(
      'example.org/wonen\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n',
    )
    expect(checkpointText({ ...head, extensions: ['a', 'b c'] })).toBe(`${text}a\nb c\n`)
  })

  test.each([-1, 1.5, 2 ** 53, Number.NaN, '1', null])('refuses the size %s', size => {
    expect(() => checkpointText({ ...head, size: size as never })).toThrow(
      new RangeError(`the size of a checkpoint must be a whole number from 0 to 2^53 - 1, not ${size}`),
    )
  })

  test.each([
    [{ root: new Uint8Array(31) }, 'the root of a checkpoint has 32 bytes'],
    [{ root: base64(head.root) }, 'the root of a checkpoint has 32 bytes'],
    [{ origin: '' }, 'the origin and each extension of a checkpoint must be one line, not empty'],
    [{ origin: 'a\nb' }, 'the origin and each extension of a checkpoint must be one line, not empty'],
    [{ origin: 5 }, 'the origin and each extension of a checkpoint must be one line, not empty'],
    [{ extensions: [''] }, 'the origin and each extension of a checkpoint must be one line, not empty'],
    [
      { extensions: ['a', 'b\n'] },
      'the origin and each extension of a checkpoint must be one line, not empty',
    ],
    [{ origin: 'a\tb' }, 'the note holds control characters or lone surrogates'],
    [{ extensions: ['\ud800'] }, 'the note holds control characters or lone surrogates'],
    [{ origin: 'a'.repeat(maxNoteLength) }, 'the note is longer than 1000000 bytes'],
  ])('refuses %.60j', (wrong, message) => {
    expect(() => checkpointText({ ...head, ...(wrong as object) })).toThrow(new TypeError(message))
  })
})

describe('readCheckpoint', () => {
  const root = base64(head.root)
  const three = 'a checkpoint has three lines, each ended: origin, size, root'
  const empty = 'no line of a checkpoint may be empty'
  const size = 'the size of a checkpoint is a whole number from 0 to 2^53 - 1, without leading zeros'
  const hash = 'the root of a checkpoint is base64 of 32 bytes'

  test.each([
    ['nothing', '', three],
    ['two lines', `a\n1\n`, three],
    ['a last line that is not ended', `a\n1\n${root}`, three],
    ['an extension that is not ended', `a\n1\n${root}\nmore`, three],
    ['an empty origin', `\n1\n${root}\n`, empty],
    ['an empty extension', `a\n1\n${root}\n\n`, empty],
    ['an empty extension among others', `a\n1\n${root}\nb\n\nc\n`, empty],
    ['no size', `a\n\n${root}\n`, size],
    ['a leading zero', `a\n01\n${root}\n`, size],
    ['zero twice', `a\n00\n${root}\n`, size],
    ['a sign', `a\n+1\n${root}\n`, size],
    ['minus', `a\n-1\n${root}\n`, size],
    ['minus zero', `a\n-0\n${root}\n`, size],
    ['hex', `a\n0x1\n${root}\n`, size],
    ['an exponent', `a\n1e3\n${root}\n`, size],
    ['a fraction', `a\n1.0\n${root}\n`, size],
    ['a space before the size', `a\n 1\n${root}\n`, size],
    ['a space after the size', `a\n1 \n${root}\n`, size],
    ['digits of another script', `a\n١\n${root}\n`, size],
    ['2^53', `a\n9007199254740992\n${root}\n`, size],
    ['a size of a thousand digits', `a\n${'9'.repeat(1_000)}\n${root}\n`, size],
    ['no root', `a\n1\n\n`, hash],
    ['31 bytes', `a\n1\n${base64(new Uint8Array(31))}\n`, hash],
    ['33 bytes', `a\n1\n${base64(new Uint8Array(33))}\n`, hash],
    ['base64 without padding', `a\n1\n${root.slice(0, -1)}\n`, hash],
    ['base64 with stray bits', `a\n1\n${'A'.repeat(42)}B=\n`, hash],
    ['base64 for URLs', `a\n1\n${'_'.repeat(42)}8=\n`, hash],
    ['a space after the root', `a\n1\n${root} \n`, hash],
    ['a carriage return', `a\r\n1\n${root}\n`, 'the note holds control characters or lone surrogates'],
    ['a lone surrogate', `\ud800\n1\n${root}\n`, 'the note holds control characters or lone surrogates'],
    ['too much', `${'a'.repeat(maxNoteLength)}\n1\n${root}\n`, 'the note is longer than 1000000 bytes'],
    ['no text', null as never, 'the checkpoint is not a text'],
  ])('refuses %s', (_, wrong, fault) => {
    expect(readCheckpoint(wrong)).toEqual({ fault })
  })

  test('takes what stands at the edges', () => {
    const size = Number.MAX_SAFE_INTEGER
    expect(readCheckpoint(`a\n${size}\n${root}\n`)).toEqual({
      checkpoint: { origin: 'a', size, root: head.root, extensions: [] },
    })
    expect(readCheckpoint(`a + b\n0\n${root}\n \n`)).toMatchObject({
      checkpoint: { origin: 'a + b', size: 0, extensions: [' '] },
    })
  })

  test('reads back whatever is written', () => {
    const line = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .map(it => it.replaceAll(/\p{Cc}/gu, '-'))
    const checkpoint: fc.Arbitrary<Checkpoint> = fc.record({
      origin: line,
      size: fc.maxSafeNat(),
      root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      extensions: fc.array(line, { maxLength: 3 }),
    })
    fc.assert(
      fc.property(checkpoint, it => {
        expect(readCheckpoint(checkpointText(it))).toEqual({ checkpoint: it })
      }),
    )
  })
})

describe('cosign', () => {
  test('signs the form, the moment and the whole checkpoint, and puts the moment before the signature', () => {
    const extended = `${text}besluit 4\n`
    const message = utf8(`cosignature/v1\ntime 4294967298\n${extended}`)
    const time = Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 2)
    expect(byWaterschap(4_294_967_298, extended)).toBe(
      lineWith(Uint8Array.of(...time, ...sign(message, secretOf(2)))),
    )
  })

  test.each([-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, '5', undefined])(
    'refuses the time %s',
    time => {
      expect(() => byWaterschap(time as never)).toThrow(
        new RangeError(`the time of a cosignature must be a whole number from 0 to 2^53 - 1, not ${time}`),
      )
    },
  )

  test('refuses a text that is no checkpoint, a name that is none, a secret of another length', () => {
    const [name, secret] = [waterschap.name, secretOf(2)]
    expect(() => cosign(text.slice(0, -1), { name, secret, time: 1 })).toThrow(TypeError)
    expect(() => cosign(text, { name: 'a b', secret, time: 1 })).toThrow(/name of a cosigner/)
    expect(() => cosign(text, { name, secret: secret.slice(1), time: 1 })).toThrow(/32 bytes/)
  })
})

describe('cosignedBy', () => {
  const keys = [waterschap, corporatie]

  test('names each cosigner once, with the latest moment', () => {
    const other = cosign(text, { name: corporatie.name, secret: secretOf(3), time: 7 })
    const note = writeNote(text, [byWaterschap(5), other, byWaterschap(9), byWaterschap(6)])
    const checkpoint = { ...head, extensions: [] }
    expect(cosignedBy(note, keys)).toEqual({
      checkpoint,
      cosigned: [
        { key: waterschap, time: 9 },
        { key: corporatie, time: 7 },
      ],
    })
    expect(cosignedBy(note, [corporatie])).toEqual({ checkpoint, cosigned: [{ key: corporatie, time: 7 }] })
    expect(cosignedBy(note, [])).toEqual({ checkpoint, cosigned: [] })
  })

  const fault = `the signature by ${waterschap.name}+${keyId(waterschap)} does not hold`

  test('finds fault with a line of a known cosigner that does not hold, also beside one that does', () => {
    const elsewhere = byWaterschap(5, checkpointText({ ...head, size: 2 }))
    expect(cosignedBy(writeNote(text, [elsewhere]), keys)).toEqual({ fault })
    expect(cosignedBy(writeNote(text, [byWaterschap(5), elsewhere]), keys)).toEqual({ fault })
    expect(cosignedBy(writeNote(text, [elsewhere]), [corporatie])).toHaveProperty('cosigned', [])
  })

  test('finds fault with a moment that was not signed', () => {
    const read = readNote(writeNote(text, [byWaterschap(5)]))
    if ('fault' in read) throw new Error(read.fault)
    const [line] = read.note.signatures
    if (line === undefined) throw new Error('no signature')
    expect(line.signature.subarray(0, 8)).toEqual(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 5))
    const later = Uint8Array.from(line.signature)
    later[7] = 6
    expect(cosignedBy(writeNote(text, [lineWith(line.signature)]), keys)).not.toEqual({ fault })
    expect(cosignedBy(writeNote(text, [lineWith(later)]), keys)).toEqual({ fault })
  })

  test('finds fault with a signature without its moment, cut short, or too long', () => {
    const message = utf8(`cosignature/v1\ntime 5\n${text}`)
    const signature = sign(message, secretOf(2))
    const timed = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 5, ...signature)
    expect(cosignedBy(writeNote(text, [lineWith(timed)]), keys)).toHaveProperty('cosigned')
    for (const wrong of [signature, timed.slice(0, -1), Uint8Array.of(...timed, 0), Uint8Array.of(1)])
      expect(cosignedBy(writeNote(text, [lineWith(wrong)]), keys)).toEqual({ fault })
  })

  test.each([
    ['without the form', `time 5\n${text}`],
    ['of another form', `cosignature/v2\ntime 5\n${text}`],
    ['of the checkpoint alone', text],
    ['with a leading zero in the time', `cosignature/v1\ntime 05\n${text}`],
    ['without the last line feed', `cosignature/v1\ntime 5\n${text.slice(0, -1)}`],
    ['with an empty line more', `cosignature/v1\ntime 5\n${text}\n`],
  ])('finds fault with a signature %s', (_, message) => {
    const timed = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 5, ...sign(utf8(message), secretOf(2)))
    expect(cosignedBy(writeNote(text, [lineWith(timed)]), keys)).toEqual({ fault })
  })

  test('finds fault with a moment beyond 2^53 - 1, however well it is signed', () => {
    for (const time of [2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]) {
      const timed = new Uint8Array(72)
      new DataView(timed.buffer).setBigUint64(0, time)
      timed.set(sign(utf8(`cosignature/v1\ntime ${time}\n${text}`), secretOf(2)), 8)
      expect(cosignedBy(writeNote(text, [lineWith(timed)]), keys)).toEqual({ fault })
    }
  })

  test('does not take a signature for another kind of key', () => {
    const plain: NamedKey = { ...waterschap, kind: 'ed25519' }
    const signed = writeNote(text, [lineWith(sign(utf8(text), secretOf(2)), plain)])
    const cosigned = writeNote(text, [byWaterschap(5)])
    expect(signedBy(signed, [plain, waterschap])).toEqual({ signed: [plain] })
    expect(cosignedBy(signed, [plain, waterschap])).toHaveProperty('cosigned', [])
    expect(signedBy(cosigned, [plain, waterschap])).toEqual({ signed: [] })
    expect(cosignedBy(cosigned, [plain, waterschap])).toHaveProperty('cosigned', [
      { key: waterschap, time: 5 },
    ])
  })

  test('passes the fault of a note and of a checkpoint on', () => {
    const note = writeNote('Wij.\n', [byWaterschap(5)])
    expect(cosignedBy('zomaar', keys)).toEqual(readNote('zomaar'))
    expect(cosignedBy(note, keys)).toEqual(readCheckpoint('Wij.\n'))
  })

  test('counts nobody any more when any bit of the note is flipped', () => {
    const note = utf8(writeNote(text, [byWaterschap(5)]))
    expect(cosignedBy(note, keys)).toHaveProperty('cosigned', [{ key: waterschap, time: 5 }])
    for (let bit = 0; bit < 8 * note.length; bit++) {
      const found = cosignedBy(flipped(note, bit), keys)
      if ('cosigned' in found) expect([bit, found.cosigned]).toEqual([bit, []])
    }
  })

  test('counts the others still, and never a wrong moment, when a bit of one line is flipped', () => {
    const other = cosign(text, { name: corporatie.name, secret: secretOf(3), time: 7 })
    const note = utf8(writeNote(text, [byWaterschap(5), other]))
    const rest = [{ key: corporatie, time: 7 }]
    const from = utf8(`${text}\n`).length
    const outcomes = new Set<string>()
    for (let bit = 8 * from; bit < 8 * (from + utf8(byWaterschap(5)).length); bit += 3) {
      const found = cosignedBy(flipped(note, bit), keys)
      outcomes.add(Object.keys(found).join())
      if ('cosigned' in found) expect([bit, found.cosigned]).toEqual([bit, rest])
    }
    expect(outcomes).toEqual(new Set(['fault', 'checkpoint,cosigned']))
  })
})
