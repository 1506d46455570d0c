// Words and the digests that stand for them: what an entry and a signature hold of what is kept apart.
import { describe, expect, it } from 'vitest'
import { digestOf, sha256 } from '../../src/log/hash.ts'
import {
  digestOfWords,
  personalFault,
  personalSchema,
  withoutPersonal,
  wordsIn,
  wordsSchema,
} from '../../src/log/personal.ts'
import { isSignatureOf, payloadOf, signatureOf } from '../../src/log/signature.ts'

const salt = 'AAECAwQFBgcICQoLDA0ODw=='
const words = { salt, value: 'Gezegd door Piet.' }
const text = digestOfWords(words)

describe('the digest of words', () => {
  it('is that of the canonical text of salt and value', () => {
    expect(text).toBe(digestOf(`{"salt":"${salt}","value":"Gezegd door Piet."}`))
    expect(text).toBe('sha256:91d6088caa7b80c6ceccc805763991a34dafcdbe628decfe279ba05054c7067f')
  })

  it('is another for another value or another salt', () => {
    expect(digestOfWords({ ...words, value: 'Gezegd door Piet' })).not.toBe(text)
    expect(digestOfWords({ ...words, salt: 'AAECAwQFBgcICQoLDA0ODg==' })).not.toBe(text)
  })

  it('fits the words as they are kept, and nothing else', () => {
    const kept = JSON.stringify(words)
    expect(wordsIn(kept, text)).toEqual(words)
    const others = ['', 'null', '{}', kept.replace('Piet', 'Jan'), kept.replace('}', ',"more":1}'), '[']
    for (const other of others) expect(wordsIn(other, text)).toBe(null)
    expect(wordsIn(JSON.stringify({ ...words, value: '\ud800' }), text)).toBe(null)
  })

  it('takes salts of 16 bytes in their one spelling', () => {
    for (const bad of ['', 'AAAA', 'AAECAwQFBgcICQoLDA0ODw', 'AAECAwQFBgcICQoLDA0ODx==', `${salt}=`])
      expect(wordsSchema.safeParse({ ...words, salt: bad }).success, bad).toBe(false)
    expect(wordsSchema.safeParse(words).success).toBe(true)
  })
})

describe('what an entry keeps apart', () => {
  it('names 1 to 8 fields, each with a digest', () => {
    const fields = (count: number) =>
      Object.fromEntries([...'abcdefghi'].slice(0, count).map(name => [name, text]))
    for (const [count, fits] of [
      [0, false],
      [1, true],
      [8, true],
      [9, false],
    ] as const)
      expect(personalSchema.safeParse(fields(count)).success, `${count}`).toBe(fits)
    for (const bad of [{ Text: text }, { '': text }, { text: text.slice(1) }, { text: `${text}0` }])
      expect(personalSchema.safeParse(bad).success).toBe(false)
  })

  it('belongs to an act of a person, which lacks those fields', () => {
    const asked = { act: 'comment', by: 'anna' }
    expect(personalFault({ by: 'anna', asked, personal: { text } })).toBe(null)
    expect(personalFault({})).toBe(null)
    expect(personalFault({ by: 'anna', asked: { ...asked, text }, personal: { text } })).toMatch(
      /in the act too/,
    )
    expect(personalFault({ asked, personal: { text } })).toMatch(/no act of a person/)
    expect(personalFault({ by: 'anna', personal: { text } })).toMatch(/no act of a person/)
    expect(withoutPersonal({ ...asked, text: 'Hoi.' }, { text })).toEqual(asked)
  })
})

describe('a signature over an act of which words are kept apart', () => {
  const seen = { size: 0, root: 'A'.repeat(43).concat('=') }
  const about = { collaboration: 'regio', matter: 'p1', act: { act: 'comment', by: 'anna' } }
  const secret = sha256('a secret')

  it('has the digests in its payload, and none where nothing is kept apart', () => {
    const statement = { ...about, counter: 1, seen }
    expect(payloadOf({ ...statement, personal: { text } })).toContain(`"personal":{"text":"${text}"}`)
    expect(payloadOf(statement)).not.toContain('personal')
    expect(payloadOf({ ...statement, personal: undefined })).toBe(payloadOf(statement))
  })

  it('is none over another digest, another field, or none', () => {
    const signed = { ...signatureOf({ ...about, personal: { text }, counter: 1, seen }, secret), seen }
    expect(isSignatureOf(signed, { ...about, personal: { text } })).toBe(true)
    const other = digestOfWords({ ...words, value: 'Anders.' })
    for (const personal of [{ text: other }, { reason: text }, { text, reason: text }, undefined])
      expect(isSignatureOf(signed, { ...about, personal })).toBe(false)
  })
})
