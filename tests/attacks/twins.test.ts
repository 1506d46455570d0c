// Every attack beside its harmless twin: what is accepted, what is refused and why, and that no code of ours goes unmet.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Stop, Twin } from './twins.ts'
import { actTwins } from './twins-acts.ts'
import { certificateTwins } from './twins-certificate.ts'
import { logTwins } from './twins-log.ts'
import { gateTwins, witnessTwins } from './twins-witness.ts'
import { wordTwins } from './twins-words.ts'

const tables: Readonly<Record<string, readonly Twin[]>> = {
  'a log': logTwins,
  'an act at the door': actTwins,
  'a certificate': certificateTwins,
  'a log before a witness': witnessTwins,
  'a record before the gate': gateTwins,
  'words kept apart': wordTwins,
}

describe.each(Object.entries(tables))('%s', (_, twins) => {
  it.each(twins.map(twin => [twin.name, twin.code, twin.stop, twin] as const))(
    '%s: %s, by %s',
    async (_, code, __, twin) => {
      expect(await twin.judge()).toEqual([null, code])
    },
  )
})

const all = Object.values(tables).flat()
const first = (code: string): string => code.split(' ')[0] ?? ''

/** The codes that a signature gives, and nothing else. */
const ofSignatures = new Set([
  ...['badSignature', 'badCosignature', 'seenElsewhere', 'seenMissing', 'signatureHolds', 'seenInThisLog'],
  ...['signedWhereAsked', 'signedWithOwnKey', 'numberedInTurn', 'signedOnItsText', 'sawLastChange'],
])

/** Codes that no twin meets, and why. */
const outOfReach: Readonly<Record<string, string>> = {
  gateClosed:
    'the chart asks first what the gate asks, and refuses: the gate is asked by itself in a table of its own',
  notUtf8: 'of bytes alone, not of text: tests/verify/stream.test.ts',
  entryLost: 'of a store that loses what it had, not of a log: tests/stores/broken-engine.test.ts',
}

/** Every code that the sources of log, replay and verification can give. */
function codesInSources(): string[] {
  const files = ['src/log/entry.ts', 'src/collaboration/replay.ts', 'src/collaboration/matter.ts'].concat(
    readdirSync('src/verify').map(file => `src/verify/${file}`),
  )
  const text = files.map(file => readFileSync(file, 'utf8')).join('\n')
  const named = [
    /code: '(\w+)'/g,
    /fault\([^,()]*(?:\([^()]*\))?[^,()]*, '(\w+)'/g,
    /\? '(bad\w+)' : '(bad\w+)'/g,
    /finding\('(\w+)'/g,
  ]
  return [...new Set(named.flatMap(form => [...text.matchAll(form)].flatMap(([, ...codes]) => codes)))]
}

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

  it('leave no code of a log or a certificate unmet', () => {
    const codes = codesInSources()
    expect(codes.length).toBeGreaterThan(30)
    const met = new Set(all.map(({ code }) => first(code)))
    expect(codes.filter(code => !met.has(code)).sort()).toEqual(Object.keys(outOfReach).sort())
  })
})
