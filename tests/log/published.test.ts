// Published test data of others, kept here as data: where each comes from stands in vectors/README.md.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { publicKeyOf, sign, verify } from '../../src/log/ed25519.ts'
import { readKey, writeKey } from '../../src/log/key.ts'
import { readNote, signedBy, writeNote } from '../../src/log/note.ts'

const vectorsIn = <T>(file: string): T =>
  JSON.parse(readFileSync(new URL(`vectors/${file}`, import.meta.url), 'utf8')) as T
const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex')

describe('sign.input, of the first implementation of Ed25519', () => {
  type Signed = Readonly<Record<'secret' | 'publicKey' | 'message' | 'signature', string>>
  const all = vectorsIn<Signed[]>('sign-input.json')

  test('each secret gives this key, each message this signature, which holds', () => {
    expect(all).toHaveLength(68)
    for (const it of all) {
      expect(hex(publicKeyOf(bytes(it.secret)))).toBe(it.publicKey)
      expect(hex(sign(bytes(it.message), bytes(it.secret)))).toBe(it.signature)
      expect(verify(bytes(it.signature), bytes(it.message), bytes(it.publicKey))).toBe(true)
    }
  })

  test('none holds over the message of another', () => {
    for (const [place, it] of all.entries()) {
      const other = all[(place + 1) % all.length]
      expect(verify(bytes(it.signature), bytes(other?.message ?? ''), bytes(it.publicKey))).toBe(false)
    }
  })
})

describe('the notes of golang.org/x/mod/sumdb/note', () => {
  const { text, keys, badKeys, lines } = vectorsIn<
    Readonly<Record<'keys' | 'badKeys' | 'lines', string[]>> & { readonly text: string }
  >('go-notes.json')
  const read = keys.map(key => {
    const it = readKey(key)
    if ('fault' in it) throw new Error(it.fault)
    return it.key
  })
  const note = writeNote(text, lines)

  test('keys are read and written byte for byte', () => {
    expect(read.map(writeKey)).toEqual(keys)
    for (const bad of badKeys) expect(readKey(bad)).toHaveProperty('fault')
  })

  test('both signed, by whichever of their keys one has', () => {
    const names = (known: typeof read) => {
      const it = signedBy(note, known)
      return 'fault' in it ? it.fault : it.signed.map(({ name }) => name)
    }
    expect(names(read)).toEqual(['PeterNeumann', 'EnochRoot'])
    expect(names(read.slice(0, 1))).toEqual(['PeterNeumann'])
    expect(names([])).toEqual([])
  })

  test.each([
    ['a last line without its end', note.slice(0, -1)],
    ['a control character', `\u0001${note}`],
    ['a name with a space', writeNote(text, lines).replace('PeterNeumann', 'Bad Name')],
    ['a line that is no signature', `${note}Unexpected line.\n`],
  ])('%s is no note', (_, broken) => {
    expect(readNote(broken)).toHaveProperty('fault')
  })

  test('a name or id that is not known is passed over, a known one that is false is not', () => {
    const [peter = ''] = lines
    const onNote = (line: string) => signedBy(writeNote(text, [line]), read)
    expect(onNote(peter.replace('PeterNeumann', 'CarmenSandiego'))).toEqual({ signed: [] })
    expect(onNote(peter.replace('x08g', 'xxxx'))).toEqual({ signed: [] })
    expect(onNote(peter.replace('ZJku', 'ZJkv'))).toHaveProperty('fault')
  })
})
