// Chance that can be had again: streams that differ from each other, and numbers that are spread as they are said to be.
import { describe, expect, it } from 'vitest'
import { type Chance, chanceOf } from '../../src/simulation/chance.ts'

const drawn = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw)
const firstOf = (chance: Chance): number[] => drawn(4, chance.share)
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const varianceOf = (values: readonly number[]): number => {
  const mean = meanOf(values)
  return meanOf(values.map(value => (value - mean) ** 2))
}

describe('a stream', () => {
  it('is the same for the same seed, round and hand, and another for any other', () => {
    const places = [0, 1, 2, 77, 4_294_967_295]
    const streams = places.flatMap(seed =>
      [0, 1, 2, 9_999_999].flatMap(round => [0, 1, 2, 51].map(hand => [seed, round, hand] as const)),
    )
    const first = streams.map(([seed, round, hand]) => firstOf(chanceOf(seed, round, hand)).join())
    expect(streams.map(([seed, round, hand]) => firstOf(chanceOf(seed, round, hand)).join())).toEqual(first)
    expect(new Set(first).size).toBe(streams.length)
  })

  it('does not move when another is drawn from', () => {
    const [one, other] = [chanceOf(1, 2, 3), chanceOf(1, 2, 3)]
    const beside = chanceOf(1, 2, 4)
    const mixed = drawn(4, () => {
      beside.share()
      return one.share()
    })
    expect(mixed).toEqual(firstOf(other))
  })

  it('begins with these numbers, on every machine and in every release', () => {
    const words = (seed: number, round: number, hand: number): number[] =>
      firstOf(chanceOf(seed, round, hand)).map(share => share * 2 ** 32)
    expect(words(1, 0, 0)).toEqual([3350802639, 2750061198, 2104831956, 2867247389])
    expect(words(2026, 999, 7)).toEqual([3574759942, 2917614134, 2807507491, 2511917260])
    expect(drawn(2, chanceOf(1, 0, 0).normal)).toEqual([0.8779009375721216, -0.7187109822407365])
    expect(chanceOf(1, 0, 0).shuffled([1, 2, 3, 4, 5, 6, 7])).toEqual([1, 7, 2, 5, 3, 4, 6])
  })

  it('is near no other in what it begins with: rounds that follow on each other are independent', () => {
    const firsts = (hand: number) => drawn(5_000, () => 0).map((_, round) => chanceOf(1, round, hand).share())
    const [one, other] = [firsts(0), firsts(1)]
    const [meanOne, meanOther] = [meanOf(one), meanOf(other)]
    const related = (a: readonly number[], b: readonly number[]): number =>
      meanOf(a.map((value, i) => (value - meanOne) * ((b[i] ?? 0) - meanOther))) / (1 / 12)
    // Four standard errors of a correlation of 5,000 pairs.
    expect(Math.abs(related(one, other))).toBeLessThan(4 / Math.sqrt(5_000))
    expect(Math.abs(related(one.slice(1), one))).toBeLessThan(4 / Math.sqrt(5_000))
  })
})

describe('what is drawn', () => {
  const count = 40_000

  it('as a share lies from 0 to below 1, even, with the mean and variance of that', () => {
    const shares = drawn(count, chanceOf(3, 0, 0).share)
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...shares)).toBeLessThan(1)
    expect(Math.abs(meanOf(shares) - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / count))
    expect(Math.abs(varianceOf(shares) - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / count))
  })

  it('as normal has mean 0 and variance 1, is as often within one and two deviations as it should be, and never beyond 6', () => {
    const values = drawn(count, chanceOf(4, 0, 0).normal)
    expect(Math.abs(meanOf(values))).toBeLessThan(4 / Math.sqrt(count))
    expect(Math.abs(varianceOf(values) - 1)).toBeLessThan(4 * Math.sqrt(2 / count))
    const within = (deviations: number): number =>
      values.filter(value => Math.abs(value) <= deviations).length / count
    // 0.6827 and 0.9545 of the normal distribution; twelve draws are a little narrower at the tails.
    expect(Math.abs(within(1) - 0.6827)).toBeLessThan(0.015)
    expect(Math.abs(within(2) - 0.9545)).toBeLessThan(0.01)
    expect(within(6)).toBe(1)
  })

  it('as happening does so in its share of draws; never at 0, always at 1', () => {
    const chance = chanceOf(5, 0, 0)
    for (const likely of [0.01, 0.3, 0.9]) {
      const share = drawn(count, () => chance.happens(likely)).filter(Boolean).length / count
      expect(Math.abs(share - likely)).toBeLessThan(4 * Math.sqrt((likely * (1 - likely)) / count))
    }
    expect(drawn(1_000, () => chance.happens(0))).not.toContain(true)
    expect(drawn(1_000, () => chance.happens(1))).not.toContain(false)
  })

  it('as an order is any of them equally often, of the same elements', () => {
    const chance = chanceOf(6, 0, 0)
    const orders = new Map<string, number>()
    const given = ['a', 'b', 'c', 'd']
    for (let draw = 0; draw < 24_000; draw += 1) {
      const order = chance.shuffled(given).join('')
      orders.set(order, (orders.get(order) ?? 0) + 1)
    }
    expect(given).toEqual(['a', 'b', 'c', 'd'])
    expect(orders.size).toBe(24)
    // Chi-square with 23 degrees of freedom exceeds 49.73 once in a thousand times.
    const chiSquare = [...orders.values()].reduce((sum, seen) => sum + (seen - 1_000) ** 2 / 1_000, 0)
    expect(chiSquare).toBeLessThan(49.73)
    expect(chance.shuffled([])).toEqual([])
    expect(chance.shuffled(['alone'])).toEqual(['alone'])
  })
})
