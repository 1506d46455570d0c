// The mutants themselves: that each still fits the source, changes it, and that no known way of bypassing is left untried.
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { applyEdits } from './apply.ts'
import { knownWays } from './known-ways.ts'
import type { Mutant } from './mutant.ts'
import { mutants } from './mutants.ts'

const root = new URL('../../../', import.meta.url)
const gate = 'src/proposal/gate.ts'
const filesOf = ({ edits }: Mutant): string[] => [...new Set(edits.map(({ file }) => file))]
const textOf = (file: string): string => readFileSync(new URL(file, root), 'utf8')
const repeated = (list: readonly string[]): string[] => list.filter((it, n) => list.indexOf(it) !== n)

describe('the list of mutants', () => {
  it('is long, most of them are weak in the machine alone, and enough in the gate too', () => {
    const inGate = mutants.filter(mutant => filesOf(mutant).includes(gate))
    expect(mutants.length).toBeGreaterThanOrEqual(70)
    expect(inGate.length).toBeGreaterThanOrEqual(12)
    expect(mutants.length - inGate.length).toBeGreaterThan(inGate.length)
  })

  it('names each once, and says of each by its name whether the gate is weak as well', () => {
    const names = mutants.map(({ name }) => name)
    expect(repeated(names)).toEqual([])
    expect(names.filter(name => !/^[a-z]+(-[a-z]+)+$/.test(name))).toEqual([])
    const misnamed = mutants.filter(it => it.name.endsWith('-gate-too') !== filesOf(it).includes(gate))
    expect(misnamed).toEqual([])
  })

  it('tells no two stories alike, and names rules and invariants that there are', () => {
    expect(repeated(mutants.map(({ story }) => story))).toEqual([])
    const procedure = textOf('docs/procedure.md')
    const known = (it: string): boolean =>
      /^invariant [1-9]$/.test(it) || procedure.includes(`<a id="${it.toLowerCase()}"></a>`)
    const strange = mutants.flatMap(({ name, breaks }) =>
      breaks.length === 0 || !breaks.every(known) ? [`${name}: ${breaks.join(', ')}`] : [],
    )
    expect(strange).toEqual([])
  })
})

describe.each(mutants)('$name', mutant => {
  it('edits files that exist, at places that stand there once, and leaves each another than it was', () => {
    for (const file of filesOf(mutant)) {
      expect(existsSync(new URL(file, root)), file).toBe(true)
      const text = textOf(file)
      expect(applyEdits(mutant, file, text), file).not.toBe(text)
    }
    expect(mutant.edits.filter(({ find, replace }) => find === replace)).toEqual([])
  })
})

describe('the edits of a mutant', () => {
  const mutant: Mutant = {
    name: 'one-edit',
    story: 'Nobody is bypassed here.',
    breaks: ['C1'],
    edits: [{ file: 'src/a.ts', find: 'yes $& no', replace: '$1 $&' }],
  }

  it('change the one place, literally, and no other file', () => {
    expect(applyEdits(mutant, 'src/a.ts', 'say yes $& no now')).toBe('say $1 $& now')
    expect(applyEdits(mutant, 'src/b.ts', 'say yes $& no now')).toBe('say yes $& no now')
  })

  it('are refused where the place is gone, or where there are two', () => {
    expect(() => applyEdits(mutant, 'src/a.ts', 'say')).toThrow(/"one-edit": in src\/a\.ts .* 0 times/)
    expect(() => applyEdits(mutant, 'src/a.ts', 'yes $& no yes $& no')).toThrow(/2 times, not once/)
  })

  it('are refused where they look for nothing', () => {
    const nowhere = { ...mutant, edits: [{ file: 'src/a.ts', find: '', replace: 'x' }] }
    expect(() => applyEdits(nowhere, 'src/a.ts', 'a')).toThrow(/everywhere, not once/)
  })
})

describe('the known ways in which partners are bypassed elsewhere', () => {
  const names = new Set(mutants.map(({ name }) => name))

  it('are listed each once', () => {
    expect(knownWays).toHaveLength(33)
    expect(repeated(knownWays.map(({ way }) => way))).toEqual([])
  })

  it.each(knownWays)('is tried: $way', ({ mutants: tried }) => {
    expect(tried.length).toBeGreaterThan(0)
    expect(tried.filter(name => !names.has(name))).toEqual([])
  })
})
