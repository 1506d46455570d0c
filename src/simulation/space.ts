// The space in which texts and partners have a place: one to three issues, each from 0 to 1.

/** A place on each issue, each 0 to 1. */
export type Point = readonly number[]

/** How far two places are apart, from 0 to 1: Euclid's distance over the longest one that there is. Pure. */
export function distance(one: Point, other: Point): number {
  let sum = 0
  for (let i = 0; i < one.length; i += 1) {
    const apart = (one[i] ?? 0) - (other[i] ?? 0)
    sum += apart * apart
  }
  return Math.sqrt(sum / one.length)
}

/** The place a share of the way from one to another: 0 is the one, 1 the other. Pure. */
export const between = (one: Point, other: Point, share: number): Point =>
  one.map((at, i) => at + ((other[i] ?? 0) - at) * share)

/** The mean of some places, at least one. Pure. */
export const meanOf = (points: readonly Point[]): Point =>
  (points[0] ?? []).map((_, i) => points.reduce((sum, point) => sum + (point[i] ?? 0), 0) / points.length)

/** The place within the issues that is nearest to this one. Pure. */
export const within = (point: Point): Point => point.map(at => Math.min(1, Math.max(0, at)))

/** All texts that somebody could live with: those no farther than `limit` from `ideal`. */
export interface Room {
  readonly ideal: Point
  readonly limit: number
}

/** So much of its room a text that is looked for stays from its edge, so that rounding does not put it outside. */
const clearance = 0.02
const steps = 100
/** Where a step is shorter than this, there is nowhere better to go. */
const standstill = 1e-4

/**
 * A text that all of these could live with, or one near to that where there is none: from where the text is, again and again
 * to the mean of the nearest places in each room that it is not in (simultaneous projections onto convex sets, Cimmino 1938).
 * Where the rooms have a place in common, that is where it leads. Pure.
 */
export function towardsAll(text: Point, rooms: readonly Room[]): Point {
  let at = text
  for (let step = 0; step < steps; step += 1) {
    const next = meanOfNearest(at, rooms)
    if (next === null) return at
    if (distance(at, next) < standstill) return next
    at = next
  }
  return at
}

/** The mean of the nearest places in the rooms that a place is not in; null where it is in all of them. */
function meanOfNearest(at: Point, rooms: readonly Room[]): Point | null {
  const sum = at.map(() => 0)
  let count = 0
  for (const { ideal, limit } of rooms) {
    const far = distance(at, ideal)
    const reach = limit * (1 - clearance)
    if (far <= reach) continue
    count += 1
    for (const [i, place] of between(at, ideal, 1 - reach / far).entries()) sum[i] = (sum[i] ?? 0) + place
  }
  return count === 0 ? null : sum.map(place => place / count)
}
