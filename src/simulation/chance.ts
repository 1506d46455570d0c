// Chance that can be had again: a stream of numbers for each seed, round and hand that draws, the same on every machine.
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** A stream of chance. Each draw moves it on. */
export interface Chance {
  /** A number from 0 to below 1, all equally likely. */
  share(): number
  /** True in this share of draws. */
  happens(share: number): boolean
  /** From nearly the normal distribution: mean 0, standard deviation 1, never beyond 6. */
  normal(): number
  /** The elements in an order that is as likely as any other. */
  shuffled<T>(elements: readonly T[]): T[]
}

/** The stream of one hand in one round under a seed: what one draws moves no other. Deterministic. */
export function chanceOf(seed: number, round: number, hand: number): Chance {
  const words = [0, 1, 2, 3].map(word => mixed(mixed(mixed(mixed(word) ^ seed) ^ round) ^ hand))
  const generator = xoroshiro128plusFromState(words)
  const share = (): number => (generator.next() >>> 0) / 2 ** 32
  return {
    share,
    happens: likely => share() < likely,
    normal: () => {
      // Twelve even draws less their mean: nearly normal, and of additions only, which no engine rounds differently.
      let sum = -6
      for (let draw = 0; draw < 12; draw += 1) sum += share()
      return sum
    },
    shuffled: elements => shuffled(elements, share),
  }
}

/** Fisher and Yates. */
function shuffled<T>(elements: readonly T[], share: () => number): T[] {
  const order = [...elements]
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(share() * (last + 1))
    const moved = order[last] as T
    order[last] = order[other] as T
    order[other] = moved
  }
  return order
}

/** Every bit of 32 made to depend on every other: the last step of MurmurHash3, with an odd number added so that 0 moves. */
function mixed(word: number): number {
  let at = (word + 0x9e3779b9) | 0
  at = Math.imul(at ^ (at >>> 16), 0x85ebca6b)
  at = Math.imul(at ^ (at >>> 13), 0xc2b2ae35)
  return (at ^ (at >>> 16)) | 0
}
