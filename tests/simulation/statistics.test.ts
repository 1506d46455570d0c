// Numbers about numbers, held against published ones, against their definitions, and against chance itself.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chanceOf } from '../../src/simulation/chance.ts'
import { bootstrapMean, countOf, gini, meanOfSum, quantile, wilson } from '../../src/simulation/statistics.ts'

describe('the score interval', () => {
  it.each([
    // Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998), table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i of %i is the published one', (hits, of, low, high) => {
    const found = wilson(hits, of)
    expect(found.value).toBe(hits / of)
    expect(found.low).toBeCloseTo(low, 4)
    expect(found.high).toBeCloseTo(high, 4)
  })

  it('has for its ends the shares from which what was found lies 1.96 standard errors away (Wilson 1927)', () => {
    const shares = fc
      .integer({ min: 2, max: 5_000 })
      .chain(of => fc.tuple(fc.integer({ min: 1, max: of - 1 }), fc.constant(of)))
    fc.assert(
      fc.property(shares, ([hits, of]) => {
        const { value, low, high } = wilson(hits, of)
        for (const end of [low, high])
          expect(Math.abs(value - end) / Math.sqrt((end * (1 - end)) / of)).toBeCloseTo(1.959964, 4)
      }),
    )
  })

  it('of none and of all ends at 0 and at 1, and of nothing says nothing', () => {
    const z2 = 1.959963984540054 ** 2
    expect(wilson(0, 10)).toEqual({ value: 0, low: 0, high: expect.closeTo(z2 / (10 + z2), 12) })
    expect(wilson(10, 10)).toEqual({ value: 1, low: expect.closeTo(10 / (10 + z2), 12), high: 1 })
    expect(wilson(0, 0)).toEqual({ value: 0, low: 0, high: 1 })
  })

  it('holds the true share about 95 times in 100', () => {
    const coverages = [0.05, 0.2, 0.5, 0.9].flatMap(share =>
      [20, 50, 200].map(of => {
        const trials = 3_000
        let held = 0
        for (let trial = 0; trial < trials; trial += 1) {
          const chance = chanceOf(2026, trial, of)
          let hits = 0
          for (let draw = 0; draw < of; draw += 1) if (chance.happens(share)) hits += 1
          const { low, high } = wilson(hits, of)
          if (low <= share && share <= high) held += 1
        }
        return held / trials
      }),
    )
    // Hits are whole numbers, so the coverage goes up and down about 95 % (Brown, Cai and DasGupta 2001).
    for (const coverage of coverages) {
      expect(coverage).toBeGreaterThan(0.91)
      expect(coverage).toBeLessThan(0.985)
    }
    expect(coverages.reduce((sum, each) => sum + each, 0) / coverages.length).toBeCloseTo(0.95, 1.7)
  })
})

describe('the Gini coefficient', () => {
  it.each([
    ['all have the same', [3, 3, 3, 3], 0],
    ['one of two has all', [0, 1], 1 / 2],
    ['one of four has all', [0, 0, 0, 8], 3 / 4],
    ['one has three times what the other has', [1, 3], 1 / 4],
    // Half the mean difference, (1+2+3+1+2+1) × 2 / 16 / 2 = 0.625, over the mean, 2.5.
    ['1 to 4', [4, 1, 3, 2], 1 / 4],
    ['nobody has anything', [0, 0, 0], 0],
    ['there is one', [7], 0],
    ['there is nobody', [], 0],
  ])('where %s', (_, values, expected) => {
    expect(gini(values)).toBeCloseTo(expected, 12)
  })

  it('is half the mean difference over the mean, whatever the unit', () => {
    const some = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 50 }), (values, unit) => {
        const n = values.length
        const mean = values.reduce((sum, value) => sum + value, 0) / n
        fc.pre(mean > 0)
        const apart = values.flatMap(one => values.map(other => Math.abs(one - other)))
        const difference = apart.reduce((sum, each) => sum + each, 0) / n ** 2
        expect(gini(values)).toBeCloseTo(difference / 2 / mean, 10)
        expect(gini(values.map(value => value * unit))).toBeCloseTo(gini(values), 10)
      }),
    )
  })
})

describe('a quantile', () => {
  it.each([
    [0, 1],
    [0.25, 1],
    [0.26, 2],
    [0.5, 2],
    [0.9, 9],
    [1, 9],
  ])('at %f', (share, expected) => {
    const counts = new Map([
      [9, 1],
      [1, 1],
      [2, 2],
    ])
    expect(quantile(counts, share)).toBe(expected)
  })

  it('is the least number with at least that share at or below it', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 9 })), {
      minLength: 1,
    })
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 16 }), (pairs, sixteenths) => {
        const counts = new Map(pairs)
        const all = [...counts].flatMap(([value, count]) => Array<number>(count).fill(value))
        const sorted = all.sort((one, other) => one - other)
        expect(countOf(counts)).toBe(sorted.length)
        const at = Math.ceil((sixteenths / 16) * sorted.length) - 1
        expect(quantile(counts, sixteenths / 16)).toBe(sorted[at])
      }),
    )
  })

  it('of nothing is no number', () => {
    expect(quantile(new Map(), 0.5)).toBeNaN()
  })
})

describe('the interval of a mean, from sums', () => {
  it('has the spread of the sample: n less one', () => {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sum of the squared deviations 32, so the standard error is √(32 / 7 / 8).
    const { value, low, high } = meanOfSum({ sum: 40, squares: 232 }, 8)
    expect(value).toBe(5)
    expect(high - 5).toBeCloseTo(1.959964 * Math.sqrt(32 / 7 / 8), 5)
    expect(5 - low).toBeCloseTo(high - 5, 12)
  })

  it('is a point of one round, and nothing of none', () => {
    expect(meanOfSum({ sum: 0.4, squares: 0.4 * 0.4 }, 1)).toEqual({ value: 0.4, low: 0.4, high: 0.4 })
    expect(meanOfSum({ sum: 0, squares: 0 }, 0)).toEqual({ value: 0, low: 0, high: 0 })
  })
})

describe('the bootstrap interval of a mean', () => {
  const even = (times: number): Map<number, number> =>
    new Map([
      [0, times],
      [1, times],
    ])

  it('holds the mean, is the same each time, and does not depend on the order of counting', () => {
    const some = fc.array(fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 200 })), {
      minLength: 1,
      maxLength: 5,
    })
    fc.assert(
      fc.property(some, pairs => {
        const counts = new Map(pairs)
        const found = bootstrapMean(counts)
        const sum = [...counts].reduce((total, [value, count]) => total + value * count, 0)
        expect(found.value).toBeCloseTo(sum / countOf(counts), 10)
        expect(found.low).toBeLessThanOrEqual(found.value)
        expect(found.high).toBeGreaterThanOrEqual(found.value)
        expect(bootstrapMean(new Map([...counts].reverse()))).toEqual(found)
      }),
      { numRuns: 20 },
    )
  })

  it('of one number is that number, and of nothing no number', () => {
    expect(bootstrapMean(new Map([[7, 12]]))).toEqual({ value: 7, low: 7, high: 7 })
    expect(bootstrapMean(new Map())).toEqual({ value: Number.NaN, low: Number.NaN, high: Number.NaN })
  })

  // Numbers of draws come from products up to a count of 50, and from the normal distribution beyond.
  it.each([10, 50, 51, 400, 5_000])('is as wide as it has to be where each was seen %i times', times => {
    const { low, high } = bootstrapMean(even(times))
    const wide = (2 * 1.96 * 0.5) / Math.sqrt(2 * times)
    expect((high - low) / wide).toBeGreaterThan(0.85)
    expect((high - low) / wide).toBeLessThan(1.15)
    expect((low + high) / 2).toBeCloseTo(0.5, 1)
  })

  it('holds the true mean about 95 times in 100', () => {
    // Throws of a die, forty at a time.
    const trials = 300
    let held = 0
    for (let trial = 0; trial < trials; trial += 1) {
      const chance = chanceOf(7, trial, 3)
      const counts = new Map<number, number>()
      for (let draw = 0; draw < 40; draw += 1) {
        const eyes = 1 + Math.floor(6 * chance.share())
        counts.set(eyes, (counts.get(eyes) ?? 0) + 1)
      }
      const { low, high } = bootstrapMean(counts)
      if (low <= 3.5 && 3.5 <= high) held += 1
    }
    expect(held / trials).toBeGreaterThan(0.9)
    expect(held / trials).toBeLessThan(0.985)
  })
})
