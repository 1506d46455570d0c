// Whose keys count, asked one by one: those that a reader holds, and those that whoever signed with one of them introduced.
import { describe, expect, it } from 'vitest'
import type { CharterInput } from '../../src/charter/charter.ts'
import type { Act, Fact } from '../../src/collaboration/acts.ts'
import type { Recorded } from '../../src/collaboration/collaboration.ts'
import { learn, startTrust, type Trust, vouchedFor } from '../../src/verify/trust.ts'
import { charter } from '../support.ts'

const at = '2026-01-05T09:00:00.000Z'
const digest = `sha256:${'0'.repeat(64)}`

/** A fact as it was recorded, signed with this key; unsigned where there is none. */
function recorded(asked: Act | null, fact: Fact, key?: string, matter = 'charter'): Recorded {
  const seen = { size: 0, root: '' }
  return {
    ...{ matter, at, by: 'a1', fact },
    ...(asked ? { asked } : {}),
    ...(key === undefined ? {} : { signed: { key, counter: 1, value: '', seen } }),
  }
}

/** A charter in which almere and zeewolde have each one person with a key, and one without. */
const text = (later = ''): CharterInput => {
  const people = (id: string) => [
    { id: `${id}1`, roles: ['stuurgroep'], publicKey: `${later}key of ${id}1` },
    { id: `${id}2`, roles: ['lijnmanagement'] },
  ]
  const partners = ['almere', 'zeewolde'].map(id => ({ id, name: id, people: people(id) }))
  return charter({ partners }) as unknown as CharterInput
}

const propose = (key?: string): Recorded =>
  recorded(
    { act: 'proposeCharter', by: 'a1', charter: text() },
    { type: 'charter.proposed', digest, holidays: 'NL/1' },
    key,
  )
const replace = (): Recorded =>
  recorded(null, {
    ...{ type: 'charter.replaced', proposal: 'k1', digest, charter: text('later '), barred: [] },
    unmetNeeds: [],
  })
const sign = (partner: string, key?: string): Recorded =>
  recorded({ act: 'signCharter', by: 'a1', charter: digest }, { type: 'charter.signed', partner }, key)
const mandate = (publicKey: string | undefined, key?: string): Recorded =>
  recorded(
    {
      ...{ act: 'giveMandate', by: 'a1', person: 'a3', roles: ['stuurgroep'] },
      ...(publicKey === undefined ? {} : { publicKey }),
    },
    { type: 'mandate.given', partner: 'almere' },
    key,
  )
const register = (publicKey: string, key?: string, partner?: string, matter?: string): Recorded =>
  recorded(
    { act: 'registerKey', by: 'a1', person: 'a1', publicKey, keyProof: '' },
    { type: 'key.registered', ...(partner === undefined ? {} : { partner }) },
    key,
    matter,
  )

/** What a reader that holds one key of almere, and only a witness of dronten, knows after these. */
function learned(...list: readonly Recorded[]): Readonly<Record<string, readonly string[]>> {
  const trust = begun()
  for (const it of list) learn(trust, it)
  return known(trust)
}
const begun = (): Trust => startTrust({ almere: { people: ['a'] }, dronten: { witness: ['w'] } })
const known = ({ keys }: Trust): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries([...keys].map(([partner, own]) => [partner, [...own]]))

describe('trust', () => {
  it('begins with the keys of persons that the reader holds, without a charter: a witness vouches for nobody', () => {
    expect(known(begun())).toEqual({ almere: ['a'], dronten: [] })
    expect(begun().charter).toBe(null)
  })

  it('says of an act that it is vouched for, signed with another key, or not signed', () => {
    const said = (it: Recorded) => vouchedFor(begun(), 'almere', it)
    expect([sign('almere', 'a'), sign('almere', 'b'), sign('almere')].map(said)).toEqual([
      'vouched',
      'unknownKey',
      'unsigned',
    ])
    expect(vouchedFor(begun(), 'almere', { ...sign('almere'), signed: true })).toBe('unsigned')
    expect(vouchedFor(begun(), 'zeewolde', sign('zeewolde', 'a'))).toBe('unknownKey')
  })
})

describe('a signature under the charter', () => {
  it('vouches for the keys of its own people in the text proposed last, whoever proposed it', () => {
    expect(learned(propose(), sign('almere', 'a')).almere).toEqual(['a', 'key of almere1'])
    expect(learned(propose('b'), replace(), sign('almere', 'a')).almere).toEqual([
      'a',
      'later key of almere1',
    ])
    expect(learned(replace(), propose(), sign('almere', 'a')).almere).toEqual(['a', 'key of almere1'])
  })

  it('vouches for nobody without a signature by a known key of that partner', () => {
    for (const it of [sign('almere'), sign('almere', 'b'), sign('zeewolde', 'a')])
      expect(learned(propose(), it)).toEqual({ almere: ['a'], dronten: [] })
  })

  it('vouches for nobody where no text was proposed, or none that names the partner', () => {
    expect(learned(sign('almere', 'a')).almere).toEqual(['a'])
    const trust = startTrust({ elders: { people: ['e'] } })
    for (const it of [propose(), sign('elders', 'e')]) learn(trust, it)
    expect(known(trust)).toEqual({ elders: ['e'] })
  })
})

describe('a key that a partner introduces', () => {
  it('counts after a mandate or a registration, and what it introduces in turn', () => {
    expect(learned(mandate('b', 'a')).almere).toEqual(['a', 'b'])
    expect(learned(register('b', 'a', 'almere')).almere).toEqual(['a', 'b'])
    expect(learned(mandate('b', 'a'), register('c', 'b', 'almere')).almere).toEqual(['a', 'b', 'c'])
  })

  it('does not count where it is introduced with another key, with none, or for nobody', () => {
    for (const it of [mandate('b', 'c'), mandate('b'), register('b', 'c', 'almere'), register('b', 'a')])
      expect(learned(it)).toEqual({ almere: ['a'], dronten: [] })
  })

  it('does not count elsewhere than in the record of the charter', () => {
    expect(learned(register('b', 'a', 'almere', 'p1')).almere).toEqual(['a'])
  })

  it('is none where a mandate brings no key, or the act is another one', () => {
    expect(learned(mandate(undefined, 'a')).almere).toEqual(['a'])
    const leave = recorded(
      { act: 'leaveCollaboration', by: 'a1' },
      { type: 'partner.left', partner: 'almere', unmetNeeds: [] },
      'a',
    )
    expect(learned(leave).almere).toEqual(['a'])
    const called = recorded(null, { type: 'partner.left', partner: 'almere', unmetNeeds: [] }, 'a')
    expect(learned(called).almere).toEqual(['a'])
  })
})
