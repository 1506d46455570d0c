// Places on a drawing: where a value comes on an axis, and at which round numbers it is marked.

/** From a value to a place, along a straight line. */
export type Scale = (value: number) => number

/** Maps one range onto another; a range without length onto its beginning. Pure. */
export function scaleOf(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): Scale {
  return value => round(from === to ? start : start + ((value - from) / (to - from)) * (end - start))
}

/** A hundredth of a unit of a drawing is finer than anybody sees. */
export const round = (place: number): number => Math.round(place * 100) / 100

/** The least step of 1, 2 or 5 times a power of ten with which there are at most so many to cover a length. Pure. */
export function stepFor(length: number, most: number): number {
  if (!(length > 0)) return 1
  const power = 10 ** Math.floor(Math.log10(length / most))
  return [1, 2, 5, 10].map(times => times * power).find(step => length / step <= most) ?? 10 * power
}

/** Round numbers from 0 until the first that is not below `most`, about so many. Pure. */
export function ticksTo(most: number, about: number): readonly number[] {
  const step = stepFor(most > 0 ? most : 1, about)
  const count = Math.max(1, Math.ceil((most > 0 ? most : 1) / step - 1e-9))
  // Multiplied and rounded, so that no tick reads 0.30000000000000004.
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)))
}
