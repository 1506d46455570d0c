// What the page on size states is what is measured, and nothing grows beyond its limit unseen.
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { sizePage, type Weight, weights } from '../../scripts/write-size.ts'

const page = readFileSync(new URL('../../docs/reference/size.md', import.meta.url), 'utf8')
const tolerance = 0.05

interface Stated {
  readonly plain: number
  readonly compressed: number
}

/** What a page states, by thing, in bytes. */
function statedOn(text: string): Map<string, Stated> {
  const rows = text.matchAll(/^\| (.+?) \| ([\d.]+) kB \| ([\d.]+) kB \|/gm)
  return new Map(
    [...rows].map(([, thing = '', plain, compressed]) => [
      thing,
      { plain: Number(plain) * 1_000, compressed: Number(compressed) * 1_000 },
    ]),
  )
}

/** The figures of a page that are off by more than the tolerance, and the things that it leaves out or makes up. */
function untrue(text: string, measured: readonly Weight[]): string[] {
  const stated = statedOn(text)
  const off = (was: number, is: number) => Math.abs(was - is) > is * tolerance
  const wrong = measured.filter(({ thing, plain, compressed }) => {
    const told = stated.get(thing)
    return told === undefined || off(told.plain, plain) || off(told.compressed, compressed)
  })
  const known = new Set(measured.map(({ thing }) => thing))
  return [...wrong.map(({ thing }) => thing), ...[...stated.keys()].filter(thing => !known.has(thing))]
}

const tooHeavy = (measured: readonly Weight[]): string[] =>
  measured.filter(({ compressed, most }) => compressed > most).map(({ thing }) => thing)

describe('the size', () => {
  let measured: readonly Weight[] = []
  beforeAll(async () => {
    measured = await weights()
  })

  it('is what the page states; if it is not, run `npm run size`', () => {
    expect(untrue(page, measured)).toEqual([])
    expect(statedOn(page).size).toBe(5)
  })

  it('is within every limit', () => {
    expect(tooHeavy(measured)).toEqual([])
  })

  it('is more than half that of the dependencies', () => {
    const [all, own] = measured
    expect(own?.compressed).toBeGreaterThan(10_000)
    expect(all?.compressed).toBeGreaterThan(own?.compressed ?? 0)
  })
})

describe('the measure', () => {
  const weight = { thing: 'a', plain: 2_000, compressed: 1_000, most: 1_000 }

  it('finds a figure that is off, one that is missing and one that is made up', () => {
    const told = sizePage([weight])
    expect(untrue(told, [weight])).toEqual([])
    expect(untrue(told, [{ ...weight, plain: 2_090 }])).toEqual([])
    expect(untrue(told, [{ ...weight, plain: 2_200 }])).toEqual(['a'])
    expect(untrue(told, [{ ...weight, compressed: 900 }])).toEqual(['a'])
    expect(untrue(told, [{ ...weight, thing: 'b' }])).toEqual(['b', 'a'])
  })

  it('finds what is beyond its limit', () => {
    expect(tooHeavy([weight, { ...weight, thing: 'b', compressed: 1_001 }])).toEqual(['b'])
  })
})
