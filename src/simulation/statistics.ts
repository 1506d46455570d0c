// Numbers about numbers: shares with intervals, how evenly something is spread, and means of many draws.
import { chanceOf } from './chance.ts'

/** A value, and the ends of the interval in which it lies with a confidence of 95 %. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** The two-sided quantile of the normal distribution for 95 %. */
const z95 = 1.959963984540054

/**
 * The share of `hits` among `of`, with its score interval (Wilson 1927): it stays within 0 and 1, and is honest for shares near
 * them. Of nothing nothing is known: 0 to 1. Pure.
 */
export function wilson(hits: number, of: number): Estimate {
  if (of === 0) return { value: 0, low: 0, high: 1 }
  const share = hits / of
  const weight = (z95 * z95) / of
  const middle = (share + weight / 2) / (1 + weight)
  const half = (z95 * Math.sqrt((share * (1 - share)) / of + weight / (4 * of))) / (1 + weight)
  return {
    value: share,
    low: hits === 0 ? 0 : Math.max(0, middle - half),
    high: hits === of ? 1 : Math.min(1, middle + half),
  }
}

/** A sum, with the sum of the squares for its spread. */
export interface Sum {
  readonly sum: number
  readonly squares: number
}

/**
 * The mean of a number that was seen once a round, with the interval of the normal distribution. Of one round nothing is known
 * but itself: there the interval is a point. Pure.
 */
export function meanOfSum({ sum, squares }: Sum, rounds: number): Estimate {
  if (rounds === 0) return { value: 0, low: 0, high: 0 }
  const value = sum / rounds
  const variance = Math.max(0, squares - sum * value) / Math.max(1, rounds - 1)
  const half = z95 * Math.sqrt(variance / rounds)
  return { value, low: value - half, high: value + half }
}

/**
 * How unevenly something is spread over some: 0 where all have the same, towards 1 where one has all (Gini 1912, half the mean
 * difference over the mean). 0 where there is nothing to spread. Pure.
 *
 * @param values each 0 or more
 */
export function gini(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const total = sorted.reduce((sum, value) => sum + value, 0)
  if (total === 0) return 0
  const n = sorted.length
  const ranked = sorted.reduce((sum, value, i) => sum + (2 * (i + 1) - n - 1) * value, 0)
  return ranked / (n * total)
}

/** How often each whole number was seen. */
export type Counts = ReadonlyMap<number, number>

export const countOf = (counts: Counts): number => [...counts.values()].reduce((sum, count) => sum + count, 0)

/** The least number that at least this share of all does not exceed; NaN of nothing. Pure. */
export function quantile(counts: Counts, share: number): number {
  const sorted = [...counts].sort(([one], [other]) => one - other)
  const wanted = share * countOf(counts)
  let seen = 0
  for (const [value, count] of sorted) {
    seen += count
    if (seen >= wanted) return value
  }
  return Number.NaN
}

const resamples = 1_000

/**
 * The mean of what was counted, with its bootstrap interval (Efron 1979, percentiles): 1,000 times as many are drawn anew, each
 * value as often as a Poisson number with its count as mean says. The same counts have the same interval. Deterministic.
 */
export function bootstrapMean(counts: Counts): Estimate {
  const all = [...counts].sort(([one], [other]) => one - other)
  const total = countOf(counts)
  if (total === 0) return { value: Number.NaN, low: Number.NaN, high: Number.NaN }
  const value = all.reduce((sum, [each, count]) => sum + each * count, 0) / total
  const means: number[] = []
  for (let sample = 0; sample < resamples; sample += 1) {
    const chance = chanceOf(total, sample, 0)
    let [sum, drawn] = [0, 0]
    for (const [each, count] of all) {
      const times = poisson(count, chance.share, chance.normal)
      sum += each * times
      drawn += times
    }
    means.push(drawn === 0 ? value : sum / drawn)
  }
  means.sort((one, other) => one - other)
  const at = (share: number): number => means[Math.floor(share * (resamples - 1))] ?? value
  return { value, low: Math.min(value, at(0.025)), high: Math.max(value, at(0.975)) }
}

/** A Poisson number: by products of draws for a small mean (Knuth), by the normal distribution for a large one. */
function poisson(mean: number, share: () => number, normal: () => number): number {
  if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
  const end = Math.exp(-mean)
  let times = -1
  for (let product = 1; product > end; product *= share()) times += 1
  return times
}
