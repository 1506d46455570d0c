// No code of ours goes unmet: each that the sources can give is one that an attack meets.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { tables } from './twins-tables.ts'

const all = Object.values(tables).flat()
const first = (code: string): string => code.split(' ')[0] ?? ''

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

it('the attacks leave no code of a log or a certificate unmet', () => {
  const codes = codesInSources()
  expect(codes.length).toBeGreaterThan(30)
  const met = new Set(all.map(({ code }) => first(code)))
  expect(codes.filter(code => !met.has(code)).sort()).toEqual(Object.keys(outOfReach).sort())
})
