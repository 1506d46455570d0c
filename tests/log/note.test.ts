// Signed notes (C2SP signed-note) against notes made by another program, and against everything that is not quite one.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { publicKeyOf, sign } from '../../src/log/ed25519.ts'
import { base64 } from '../../src/log/hash.ts'
import { isKeyName, keyId, maxKeyText, type NamedKey, readKey, writeKey } from '../../src/log/key.ts'
import {
  maxNoteLength,
  maxSignatures,
  readNote,
  signatureLine,
  signedBy,
  writeNote,
} from '../../src/log/note.ts'
import { flipped } from './bits.ts'
import notes from './vectors/notes.json' with { type: 'json' }

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
const secret = new Uint8Array(32).fill(1)
const plainKey = (name: string, of = secret): NamedKey => ({
  name,
  kind: 'ed25519',
  publicKey: publicKeyOf(of),
})
const gemeente = plainKey('example.org/gemeente')

function signedLine(text: string, key: NamedKey = gemeente, of = secret): string {
  return signatureLine({ name: key.name, id: keyId(key), signature: sign(utf8(text), of) })
}

function keyOf(text: string): NamedKey {
  const read = readKey(text)
  if ('fault' in read) throw new Error(read.fault)
  return read.key
}

function faultOf(read: object): unknown {
  return 'fault' in read ? read.fault : null
}

describe('notes made by another program', () => {
  test.each(notes)('$name', it => {
    const read = readNote(it.note)
    if ('fault' in read) throw new Error(read.fault)
    expect(read.note.text).toBe(it.text)
    expect(readNote(utf8(it.note))).toEqual(read)
    expect(writeNote(it.text, read.note.signatures.map(signatureLine))).toBe(it.note)
    const signed = signedBy(it.note, it.keys.map(keyOf))
    expect('signed' in signed && signed.signed.map(({ name }) => name)).toEqual(it.signed)
  })

  test('and their keys', () => {
    for (const text of new Set(notes.flatMap(({ keys }) => keys))) expect(writeKey(keyOf(text))).toBe(text)
  })
})

describe('readNote', () => {
  const line = signedLine('Wij.\n')
  const note = `Wij.\n\n${line}\n`

  test('takes this note', () => {
    expect(readNote(note)).toMatchObject({ note: { text: 'Wij.\n', signatures: [{ id: keyId(gemeente) }] } })
  })

  const noSplit = 'no empty line stands between the text and its signatures'
  const notEnded = 'the note does not end with an ended signature line'
  const noLine = 'signature 1 is not a line: — NAME BASE64'
  const strange = 'the note holds control characters or lone surrogates'
  const name = gemeente.name
  test.each([
    ['nothing', '', noSplit],
    ['the text alone', 'Wij.\n', noSplit],
    ['no signature after the empty line', 'Wij.\n\n', notEnded],
    ['no empty line', `Wij.\n${line}\n`, noSplit],
    ['no text at all', `\n${line}\n`, noSplit],
    ['a last line that is not ended', `Wij.\n\n${line}`, notEnded],
    ['a hyphen for the dash', `Wij.\n\n-${line.slice(1)}\n`, noLine],
    ['an en dash for the dash', `Wij.\n\n–${line.slice(1)}\n`, noLine],
    ['no space after the dash', `Wij.\n\n—${line.slice(2)}\n`, noLine],
    ['two spaces after the dash', `Wij.\n\n—  ${line.slice(2)}\n`, noLine],
    ['a space at the end of the line', `Wij.\n\n${line} \n`, noLine],
    ['a space before the line', `Wij.\n\n ${line}\n`, noLine],
    ['no name', `Wij.\n\n—  ${base64(new Uint8Array(68))}\n`, noLine],
    ['no signature', `Wij.\n\n— ${name}\n`, noLine],
    ['an empty signature', `Wij.\n\n— ${name} \n`, noLine],
    ['an id without a signature', `Wij.\n\n— ${name} AAAAAA==\n`, noLine],
    ['less than an id', `Wij.\n\n— ${name} AAAA\n`, noLine],
    ['base64 without its padding', `Wij.\n\n— ${name} AAAAAAA\n`, noLine],
    ['base64 with stray bits', `Wij.\n\n— ${name} AAAAAAB=\n`, noLine],
    ['base64 for URLs', `Wij.\n\n— ${name} AAAA_-AA\n`, noLine],
    ['a plus in the name', `Wij.\n\n— ${name}+ AAAAAAA=\n`, noLine],
    ['a no-break space in the name', `Wij.\n\n— a\u00a0b AAAAAAA=\n`, noLine],
    ['a next-line character in the name', `Wij.\n\n— a\u0085b AAAAAAA=\n`, noLine],
    ['a carriage return', `Wij.\r\n\n${line}\n`, strange],
    ['a tab in the text', `Wij\t.\n\n${line}\n`, strange],
    ['U+0000 in the text', `Wij\0.\n\n${line}\n`, strange],
    ['U+001F in the text', `Wij\u001f.\n\n${line}\n`, strange],
    ['a lone surrogate', `Wij\ud800.\n\n${line}\n`, strange],
    ['a line that is no signature after one', `${note}zomaar\n`, 'signature 2 is not a line: — NAME BASE64'],
    ['an empty line after the signatures', `${note}\n`, notEnded],
  ])('refuses %s', (_, wrong, fault) => {
    expect(readNote(wrong)).toEqual({ fault })
    if (wrong.isWellFormed()) expect(readNote(utf8(wrong))).toEqual({ fault })
  })

  test('takes what is no ASCII control character, and a signature of one byte', () => {
    expect(readNote(`\u007f\u0085\ufeff\n\n— \ufeff AAAAAAA=\n`)).toMatchObject({
      note: { text: '\u007f\u0085\ufeff\n', signatures: [{ name: '\ufeff', id: '00000000' }] },
    })
  })

  test('refuses bytes that are no UTF-8, and what is neither text nor bytes', () => {
    const fault = `the note is not UTF-8 of at most ${maxNoteLength} bytes`
    const bytes = utf8(note)
    expect(faultOf(readNote(Uint8Array.of(0xff, ...bytes)))).toBe(fault)
    expect(faultOf(readNote(Uint8Array.of(0xc0, 0x80, ...bytes)))).toBe(fault)
    expect(faultOf(readNote(Uint8Array.of(0xed, 0xa0, 0x80, ...bytes)))).toBe(fault)
    for (const wrong of [null, undefined, 1, {}, [...bytes]]) {
      expect(faultOf(readNote(wrong as never))).toBe(fault)
    }
  })

  test('keeps a byte order mark, which is signed like the rest', () => {
    const text = '\ufeffWij.\n'
    expect(readNote(utf8(writeNote(text, [signedLine(text)])))).toMatchObject({ note: { text } })
  })

  test(`takes ${maxSignatures} signatures and no more`, () => {
    const many = (count: number): string => `Wij.\n\n${`${line}\n`.repeat(count)}`
    const read = readNote(many(maxSignatures))
    expect('note' in read && read.note.signatures).toHaveLength(maxSignatures)
    expect(readNote(many(maxSignatures + 1))).toEqual({ fault: 'the note has more than 100 signatures' })
  })

  test(`takes ${maxNoteLength} bytes and no more`, () => {
    const rest = `\n\n${line}\n`
    const full = 'é'.repeat((maxNoteLength - utf8(rest).length) / 2) + rest
    expect(utf8(full)).toHaveLength(maxNoteLength)
    expect(faultOf(readNote(full))).toBeNull()
    expect(faultOf(readNote(utf8(full)))).toBeNull()
    expect(faultOf(readNote(`.${full}`))).toBe('the note is longer than 1000000 bytes')
    expect(faultOf(readNote(utf8(`.${full}`)))).toBe('the note is not UTF-8 of at most 1000000 bytes')
  })

  test('never throws, and what it reads is written the same again', () => {
    const unit = fc.constantFrom('\n', '\n\n', '— ', ' ', 'a', '+', 'AAAAAAA=', '\ud800', '\r', 'é', line)
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 12 }), parts => {
        const read = readNote(parts.join(''))
        if ('fault' in read) expect(read.fault).not.toMatch(/\n/)
        else expect(writeNote(read.note.text, read.note.signatures.map(signatureLine))).toBe(parts.join(''))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('writeNote', () => {
  const line = signedLine('Wij.\n')

  test('refuses what would not be read back as the same', () => {
    expect(() => writeNote('Wij.', [line])).toThrow(/no empty line/)
    expect(() => writeNote('Wij.\n', [])).toThrow(/does not end/)
    expect(() => writeNote('Wij.\n', [`${line}\n`])).toThrow(/does not end/)
    expect(() => writeNote('Wij.\n', [`${line}\n${line}`])).toThrow(/no line feed/)
    expect(() => writeNote('Wij.\n', [`${line}\n\n${line}`])).toThrow(/no line feed/)
    expect(() => writeNote('Wij\t.\n', [line])).toThrow(/control characters/)
    expect(() => writeNote('Wij.\n', ['zomaar'])).toThrow(TypeError)
  })

  test('gives every text and signature back that it takes', () => {
    const body = fc.string({ unit: 'grapheme', maxLength: 60 }).map(text => text.replaceAll(/\p{Cc}/gu, ''))
    const text = fc.array(body, { minLength: 1 }).map(lines => `${lines.join('\n')}\n`)
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter(isKeyName)
    const id = fc.nat({ max: 0xffffffff }).map(n => n.toString(16).padStart(8, '0'))
    const signature = fc.record({ name, id, signature: fc.uint8Array({ minLength: 1, maxLength: 100 }) })
    fc.assert(
      fc.property(text, fc.array(signature, { minLength: 1, maxLength: 5 }), (it, signatures) => {
        const written = writeNote(it, signatures.map(signatureLine))
        expect(readNote(written)).toEqual({ note: { text: it, signatures } })
        expect(readNote(utf8(written))).toEqual({ note: { text: it, signatures } })
      }),
    )
  })
})

describe('signatureLine', () => {
  const good = { name: 'a', id: '01020304', signature: Uint8Array.of(5) }

  test('writes the id first, then the signature', () => {
    expect(signatureLine(good)).toBe(`— a ${base64(Uint8Array.of(1, 2, 3, 4, 5))}`)
  })

  test.each([
    [{ name: '' }],
    [{ name: 'a b' }],
    [{ name: 'a+b' }],
    [{ name: 'a\nb' }],
    [{ id: '0102030' }],
    [{ id: '010203040' }],
    [{ id: '0102030A' }],
    [{ id: '0102 304' }],
    [{ signature: new Uint8Array(0) }],
    [{ signature: 'abc' as never }],
  ])('refuses %j', wrong => {
    expect(() => signatureLine({ ...good, ...wrong })).toThrow(TypeError)
  })
})

describe('signedBy', () => {
  const text = 'Wij zijn het eens.\n'
  const other = plainKey('example.org/waterschap', new Uint8Array(32).fill(2))
  const ours = signedLine(text)
  const theirs = signedLine(text, other, new Uint8Array(32).fill(2))

  test('names who signed, each once, in the order of the lines', () => {
    const note = writeNote(text, [theirs, ours, theirs])
    expect(signedBy(note, [gemeente, other])).toEqual({ signed: [other, gemeente] })
    expect(signedBy(note, [gemeente])).toEqual({ signed: [gemeente] })
    expect(signedBy(note, [])).toEqual({ signed: [] })
  })

  test('finds fault with one line of a known key that does not hold, also beside one that does', () => {
    const forged = signedLine('Iets anders.\n')
    const fault = `the signature by example.org/gemeente+${keyId(gemeente)} does not hold`
    expect(signedBy(writeNote(text, [forged]), [gemeente])).toEqual({ fault })
    expect(signedBy(writeNote(text, [ours, forged]), [gemeente])).toEqual({ fault })
    expect(signedBy(writeNote(text, [forged, theirs]), [other])).toEqual({ signed: [other] })
  })

  test('finds fault with a signature of another length', () => {
    const signature = sign(utf8(text), secret)
    for (const wrong of [signature.slice(1), Uint8Array.of(...signature, 0), Uint8Array.of(1)]) {
      const line = signatureLine({ name: gemeente.name, id: keyId(gemeente), signature: wrong })
      expect(faultOf(signedBy(writeNote(text, [line]), [gemeente]))).toMatch(/does not hold$/)
    }
  })

  test('passes over a known name with another id, and a known id under another name', () => {
    const signature = sign(utf8(text), secret)
    const otherId = signatureLine({ name: gemeente.name, id: '00000000', signature })
    const otherName = signatureLine({ name: 'example.org/elders', id: keyId(gemeente), signature })
    expect(signedBy(writeNote(text, [otherId, otherName]), [gemeente])).toEqual({ signed: [] })
  })

  test('cannot tell two known keys of one name and id apart', () => {
    const fault = `two of the known keys are ${gemeente.name}+${keyId(gemeente)}`
    expect(signedBy(writeNote(text, [ours]), [gemeente, { ...gemeente }])).toEqual({ fault })
    expect(signedBy(writeNote(text, [theirs]), [gemeente, { ...gemeente }, other])).toEqual({
      signed: [other],
    })
  })

  test('passes the fault of a note on', () => {
    expect(signedBy('zomaar', [gemeente])).toEqual(readNote('zomaar'))
  })

  test('counts nobody any more when any bit of the note is flipped', () => {
    const note = utf8(writeNote(text, [ours]))
    expect(signedBy(note, [gemeente])).toEqual({ signed: [gemeente] })
    for (let bit = 0; bit < 8 * note.length; bit++) {
      const found = signedBy(flipped(note, bit), [gemeente])
      if ('signed' in found) expect([bit, found.signed]).toEqual([bit, []])
    }
  })
})

describe('a named key', () => {
  const text = writeKey(gemeente)
  const [, id = '', encoded = ''] = /^[^+]*\+([^+]*)\+(.*)$/.exec(text) ?? []

  test('has an id for each name, kind and key', () => {
    const elsewhere = { ...gemeente, name: 'example.org/gemeentf' }
    const cosigner: NamedKey = { ...gemeente, kind: 'cosignature/v1' }
    const other = { ...gemeente, publicKey: publicKeyOf(new Uint8Array(32)) }
    expect(new Set([gemeente, elsewhere, cosigner, other].map(keyId)).size).toBe(4)
  })

  test('is read back, of both kinds', () => {
    const cosigner: NamedKey = { ...gemeente, kind: 'cosignature/v1' }
    expect(readKey(text)).toEqual({ key: gemeente })
    expect(readKey(writeKey(cosigner))).toEqual({ key: cosigner })
  })

  const typed = (type: number, key: Uint8Array): string => base64(Uint8Array.of(type, ...key))
  const form = 'a key is written NAME+ID+BASE64, the name without spaces'
  const length = 'a key is a text of at most 4096 characters'
  const notFit = `the id of the key of "${gemeente.name}" does not fit its key`
  const notBase64 = `the key of "${gemeente.name}" is not base64`
  const unknown = `the key of "${gemeente.name}" is of a type that is not known here`
  const refused = `the key of "${gemeente.name}" is refused: `
  test.each([
    ['nothing', '', form],
    ['no name', text.slice(text.indexOf('+')), form],
    ['a name with a space', text.replace('/', ' '), form],
    ['no id', `${gemeente.name}+${encoded}`, form],
    ['another id', `${gemeente.name}+00000000+${encoded}`, notFit],
    ['an id in capitals', `${gemeente.name}+${id.toUpperCase()}+${encoded}`, notFit],
    ['another name', text.replace('gemeente', 'gemeentf'), notFit.replace('gemeente', 'gemeentf')],
    ['no key', `${gemeente.name}+${id}+`, notBase64],
    ['a key with a line feed', `${text}\n`, notBase64],
    ['a key cut short', text.slice(0, -1), notBase64],
    ['an unknown type', `${gemeente.name}+${id}+${typed(2, gemeente.publicKey)}`, unknown],
    [
      'a key of 31 bytes',
      `${gemeente.name}+${id}+${typed(1, gemeente.publicKey.slice(1))}`,
      `${refused}a public key has 32 bytes`,
    ],
    ['a type alone', `${gemeente.name}+${id}+AQ==`, `${refused}a public key has 32 bytes`],
    [
      'a weak key',
      `${gemeente.name}+${id}+${typed(1, new Uint8Array(32))}`,
      `${refused}the public key is a point of small order`,
    ],
    ['a long name', `${'a'.repeat(maxKeyText)}${text}`, length],
    ['no text', null as never, length],
  ])('is not read from %s', (_, wrong, fault) => {
    expect(readKey(wrong)).toEqual({ fault })
  })

  test('no part of a key, and none with one character changed, is a key', () => {
    for (let from = 0; from <= text.length; from++)
      for (let to = from; to <= text.length; to++)
        if (to - from < text.length) expect(readKey(text.slice(from, to))).toHaveProperty('fault')
    const bytes = utf8(text)
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const changed = new TextDecoder('utf-8').decode(flipped(bytes, bit))
      expect(readKey(changed)).toHaveProperty('fault')
    }
  })

  test('is not written when it would not be read', () => {
    expect(() => writeKey({ ...gemeente, name: 'a'.repeat(maxKeyText) })).toThrow(length)
    expect(() => writeKey({ ...gemeente, publicKey: new Uint8Array(32) })).toThrow(/small order/)
    for (const wrong of [
      { name: 'a b' },
      { kind: 'ed448' },
      { kind: 'toString' },
      { publicKey: new Uint8Array(31) },
    ])
      expect(() => keyId({ ...gemeente, ...(wrong as object) })).toThrow(TypeError)
  })
})

describe('isKeyName', () => {
  test.each(['a', 'example.org/gemeente', '🌊', 'a—b', '\u007f', '\ufeff', '\u200b'])('takes %j', name => {
    expect(isKeyName(name)).toBe(true)
  })

  // Every character that Unicode calls white space.
  const spaces = ' \t\n\v\f\r\u0085\u00a0\u1680\u2000\u2005\u200a\u2028\u2029\u202f\u205f\u3000'
  test.each(['', 'a+b', '+', 'a\0', 'a\ud800', 1, null, ...Array.from(spaces, it => `a${it}b`)])(
    'refuses %j',
    name => {
      expect(isKeyName(name as never)).toBe(false)
    },
  )
})
