// The space of texts: distances, and the search for a text that all could live with.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  between,
  distance,
  meanOf,
  type Point,
  type Room,
  towardsAll,
  within,
} from '../../src/simulation/space.ts'

const share = fc.noBias(fc.integer({ min: 0, max: 1_000 })).map(at => at / 1_000)
const dimensions = fc.integer({ min: 1, max: 3 })
const pointIn = (count: number): fc.Arbitrary<Point> =>
  fc.array(share, { minLength: count, maxLength: count })

describe('a distance', () => {
  it.each([
    [[0], [1], 1],
    [[0, 0], [1, 1], 1],
    [[0, 0, 0], [1, 1, 1], 1],
    [[0, 0], [1, 0], Math.SQRT1_2],
    [[0.2, 0.5], [0.5, 0.9], 0.5 / Math.SQRT2],
    [[0.3], [0.3], 0],
  ])('of %o and %o is %f', (one, other, expected) => {
    expect(distance(one, other)).toBeCloseTo(expected, 12)
  })

  it('is 0 to 1, the same both ways, and no longer than by way of a third place', () => {
    const three = dimensions.chain(count => fc.tuple(pointIn(count), pointIn(count), pointIn(count)))
    fc.assert(
      fc.property(three, ([one, other, third]) => {
        const far = distance(one, other)
        expect(far).toBeGreaterThanOrEqual(0)
        expect(far).toBeLessThanOrEqual(1)
        expect(distance(other, one)).toBe(far)
        expect(far).toBeLessThanOrEqual(distance(one, third) + distance(third, other) + 1e-12)
      }),
    )
  })
})

it('places in between, means, and the nearest place within', () => {
  expect(between([0, 1], [1, 0], 0.25)).toEqual([0.25, 0.75])
  expect(between([0.2], [0.8], 0)).toEqual([0.2])
  expect(
    meanOf([
      [0, 0.5],
      [1, 0.5],
      [0.5, 0.2],
    ]),
  ).toEqual([0.5, expect.closeTo(0.4, 12)])
  expect(within([-0.2, 0.4, 1.7])).toEqual([0, 0.4, 1])
})

describe('the search for a text', () => {
  interface Search {
    readonly text: Point
    readonly common: Point
    readonly rooms: readonly Room[]
  }

  /** Rooms around a place that all have in common: each holds it with a tenth of its reach to spare. */
  const withCommon: fc.Arbitrary<Search> = dimensions.chain(count =>
    fc
      .record({
        text: pointIn(count),
        common: pointIn(count),
        ideals: fc.array(pointIn(count), { minLength: 1, maxLength: 7 }),
      })
      .map(({ text, common, ideals }) => ({
        ...{ text, common },
        rooms: ideals.map(ideal => ({ ideal, limit: distance(ideal, common) / 0.9 + 0.05 })),
      })),
  )

  it('finds one that all could live with, where there is one', () => {
    fc.assert(
      fc.property(withCommon, ({ text, rooms }) => {
        const found = towardsAll(text, rooms)
        for (const { ideal, limit } of rooms) expect(distance(found, ideal)).toBeLessThanOrEqual(limit)
      }),
      { numRuns: 1_000 },
    )
  })

  it('leaves a text where it is that all could live with', () => {
    fc.assert(
      fc.property(withCommon, ({ common, rooms }) => {
        expect(towardsAll(common, rooms)).toEqual(common)
      }),
    )
    expect(towardsAll([0.4], [])).toEqual([0.4])
  })

  it('stays between the text and the ideals, on every issue, whether there is one or not', () => {
    const any = dimensions.chain(count =>
      fc.record({
        text: pointIn(count),
        rooms: fc.array(fc.record({ ideal: pointIn(count), limit: share }), { maxLength: 7 }),
      }),
    )
    fc.assert(
      fc.property(any, ({ text, rooms }) => {
        towardsAll(text, rooms).forEach((at, i) => {
          const places = [text, ...rooms.map(({ ideal }) => ideal)].map(point => point[i] ?? Number.NaN)
          expect(at).toBeGreaterThanOrEqual(Math.min(...places) - 1e-12)
          expect(at).toBeLessThanOrEqual(Math.max(...places) + 1e-12)
        })
      }),
    )
  })

  it('ends in the middle of two rooms that have nothing in common', () => {
    const rooms = [
      { ideal: [0], limit: 0.2 },
      { ideal: [1], limit: 0.2 },
    ]
    expect(towardsAll([0.1], rooms)[0]).toBeCloseTo(0.5, 3)
  })
})
