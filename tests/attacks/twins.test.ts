// Every attack beside its harmless twin: what is accepted, and what is refused and why.
import { describe, expect, it } from 'vitest'
import type { Stop } from './twins.ts'
import { tables } from './twins-tables.ts'

describe.each(Object.entries(tables))('%s', (_, twins) => {
  it.each(twins.map(twin => [twin.name, twin.code, twin.stop, twin] as const))(
    '%s: %s, by %s',
    async (_, code, __, twin) => {
      expect(await twin.judge()).toEqual([null, code])
    },
  )
})

const all = Object.values(tables).flat()

/** The codes that a signature gives, and nothing else. */
const ofSignatures = new Set([
  ...['badSignature', 'badCosignature', 'seenElsewhere', 'seenMissing', 'signatureHolds', 'seenInThisLog'],
  ...['signedWhereAsked', 'signedWithOwnKey', 'numberedInTurn', 'signedOnItsText', 'sawLastChange'],
])

describe('the tables together', () => {
  it('say of each attack what stops it, and of signatures nothing that is not theirs', () => {
    const stops = (stop: Stop) => all.filter(twin => twin.stop === stop)
    for (const { name, code } of stops('a signature'))
      expect(
        code.split(' ').some(word => ofSignatures.has(word)),
        name,
      ).toBe(true)
    for (const { code, stop, name } of all)
      if (code.split(' ').some(word => ofSignatures.has(word))) expect(stop, name).toBe('a signature')
    expect(stops('a known head').length).toBeGreaterThan(1)
    expect(stops('the gate').length).toBeGreaterThan(5)
  })

  it('name every pair once', () => {
    for (const [subject, twins] of Object.entries(tables))
      expect(new Set(twins.map(({ name }) => name)).size, subject).toBe(twins.length)
  })

  it('are at least 120 pairs over at least 60 codes', () => {
    expect(all.length).toBeGreaterThanOrEqual(120)
    expect(new Set(all.map(({ code }) => code)).size).toBeGreaterThanOrEqual(60)
  })
})
