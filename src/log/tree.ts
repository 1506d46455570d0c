// The Merkle tree over the entries (RFC 6962 §2.1, RFC 9162 §2.1): one root stands for the whole log, and
// short proofs show that an entry is in it, or that a longer log begins with all of a shorter one.

import { hashLength, sha256 } from './hash.ts'

/** What a log of `size` entries is as a whole: the hash at the root of its tree. */
export interface TreeHead {
  readonly size: number
  readonly root: Uint8Array
}

/**
 * A log as far as appending needs it: the roots of its perfect subtrees, from the largest (the oldest
 * entries) on.
 */
export interface Frontier {
  readonly size: number
  readonly peaks: readonly Uint8Array[]
}

/**
 * The root of the tree without entries: SHA-256 of nothing (RFC 6962 §2.1). A fresh array each time. Pure.
 */
export function emptyRoot(): Uint8Array {
  return sha256('')
}

/**
 * The hash of one entry: SHA-256 of 0x00 and its bytes, a text as UTF-8 (RFC 6962 §2.1).
 *
 * The 0x00, and 0x01 for nodes, keep an entry from being passed off as a node. Pure.
 *
 * @throws TypeError for a text with lone surrogates
 */
export function leafHash(entry: Uint8Array | string): Uint8Array {
  if (typeof entry === 'string') return sha256(`\0${entry}`)
  const bytes = new Uint8Array(1 + entry.length)
  bytes.set(entry, 1)
  return sha256(bytes)
}

/**
 * The hash of a node over its two children: SHA-256 of 0x01, left, right (RFC 6962 §2.1). Pure.
 *
 * @throws TypeError for a child that is not 32 bytes
 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  requireHash(left)
  requireHash(right)
  const bytes = new Uint8Array(1 + 2 * hashLength)
  bytes[0] = 1
  bytes.set(left, 1)
  bytes.set(right, 1 + hashLength)
  return sha256(bytes)
}

/** The log without entries. */
export const emptyFrontier: Frontier = Object.freeze({ size: 0, peaks: Object.freeze([]) })

/**
 * The frontier with one leaf hash more; the one given stays as it is. One hash on average, at most one for
 * each halving of the size. Pure.
 *
 * @throws TypeError for a leaf that is not 32 bytes
 */
export function append(frontier: Frontier, leaf: Uint8Array): Frontier {
  requireHash(leaf)
  const peaks = frontier.peaks.slice()
  let peak = leaf
  // A peak of 2^k entries is there for each 1 in the size; adding one carries as in binary addition.
  for (let carry = frontier.size; carry % 2 === 1; carry = half(carry)) {
    peak = nodeHash(peaks.pop() as Uint8Array, peak)
  }
  peaks.push(peak)
  return { size: frontier.size + 1, peaks }
}

/** The root of the log that the frontier stands for: its peaks joined, the smallest first. Pure. */
export function rootOf(frontier: Frontier): Uint8Array {
  if (frontier.size === 0) return emptyRoot()
  return frontier.peaks.reduceRight((right, left) => nodeHash(left, right))
}

/**
 * The root over the first `size` of these leaf hashes (MTH of RFC 6962 §2.1). Pure.
 *
 * @throws RangeError for a size that is not a whole number up to the number of leaves
 */
export function root(leaves: readonly Uint8Array[], size: number = leaves.length): Uint8Array {
  requireWhole(size, 0, leaves.length, 'size')
  return rootBetween(leaves, 0, size)
}

/**
 * The proof that leaf `index` is in the tree of the first `size` leaves: the siblings on its way to the root,
 * from below (PATH of RFC 6962 §2.1.1). Its opposite is `checkInclusion`. Pure; it hashes the tree anew each
 * time.
 *
 * @throws RangeError for a size beyond the leaves, or an index beyond the size
 */
export function inclusionProof(leaves: readonly Uint8Array[], index: number, size: number): Uint8Array[] {
  requireWhole(size, 1, leaves.length, 'size')
  requireWhole(index, 0, size - 1, 'index')
  return descent(leaves, index, size, (start, end) => end - start === 1).siblings
}

/**
 * The inclusion proofs of several entries in the tree of all these leaves, as `inclusionProof` gives each, in one pass: the work
 * is that of the tree, however many are asked for. Pure.
 *
 * @throws RangeError unless every index is one of a leaf
 */
export function inclusionProofs(
  leaves: readonly Uint8Array[],
  indices: Iterable<number>,
): Map<number, readonly Uint8Array[]> {
  const proofs = new Map<number, Uint8Array[]>()
  for (const index of indices) {
    requireWhole(index, 0, leaves.length - 1, 'index')
    proofs.set(index, [])
  }
  climb(leaves, 0, leaves.length, [...proofs.keys()], proofs)
  return proofs
}

/** The root over the leaves from `start` to `end`; to the proof of each of these indices between them it adds the siblings. */
function climb(
  leaves: readonly Uint8Array[],
  start: number,
  end: number,
  indices: readonly number[],
  proofs: ReadonlyMap<number, Uint8Array[]>,
): Uint8Array {
  if (indices.length === 0 || end - start === 1) return rootBetween(leaves, start, end)
  const middle = start + splitOf(end - start)
  const [low, high] = [indices.filter(it => it < middle), indices.filter(it => it >= middle)]
  const left = climb(leaves, start, middle, low, proofs)
  const right = climb(leaves, middle, end, high, proofs)
  for (const index of low) proofs.get(index)?.push(right)
  for (const index of high) proofs.get(index)?.push(left)
  return nodeHash(left, right)
}

/**
 * The proof that the tree of the first `to` leaves begins with the tree of the first `from` (PROOF of RFC
 * 6962 §2.1.2). It is empty when both are the same. Its opposite is `checkConsistency`. Pure; hashes the tree
 * anew.
 *
 * @throws RangeError unless 0 < from <= to <= the number of leaves
 */
export function consistencyProof(leaves: readonly Uint8Array[], from: number, to: number): Uint8Array[] {
  requireWhole(to, 1, leaves.length, 'to')
  requireWhole(from, 1, to, 'from')
  const { start, siblings } = descent(leaves, from - 1, to, (_, end) => end === from)
  // At the left edge the node arrived at is the old root itself, which the checker holds.
  return start === 0 ? siblings : [rootBetween(leaves, start, from), ...siblings]
}

/**
 * Whether the proof shows that this leaf hash is entry `index` of the log with this head (RFC 9162 §2.1.3.2).
 *
 * Exact: a proof one hash too long or too short, an index or size that is no such number, a hash that is not
 * 32 bytes make it false. It never throws on what is read from elsewhere. A root does not say its size: the
 * proof may hold for other sizes too where the way up has the same turns, so take both from one signed head.
 * Pure. Its opposite is `inclusionProof`.
 */
export function checkInclusion(
  leaf: Uint8Array,
  index: number,
  head: TreeHead,
  proof: readonly Uint8Array[],
): boolean {
  if (!isHash(leaf) || !isHead(head) || !isProof(proof) || !isWhole(index, 0, head.size - 1)) return false
  const sides = sidesAbove(index, head.size - 1)
  if (proof.length !== sides.length) return false
  return same(climbed(leaf, sides, proof), head.root)
}

/**
 * Whether the proof shows that the log with head `to` begins with the whole log with head `from` (RFC 9162
 * §2.1.4.2). Equal sizes need equal roots and an empty proof. From an empty log nothing can be shown: false.
 *
 * As exact as `checkInclusion`, and never throws either. Pure. Its opposite is `consistencyProof`.
 */
export function checkConsistency(from: TreeHead, to: TreeHead, proof: readonly Uint8Array[]): boolean {
  if (!isHead(from) || !isHead(to) || !isProof(proof) || !isWhole(from.size, 1, to.size)) return false
  if (from.size === to.size) return proof.length === 0 && same(from.root, to.root)
  const { place, last } = lastPerfect(from.size, to.size)
  const sides = sidesAbove(place, last)
  // A perfect old tree is itself the node to climb from, and the proof leaves out what the checker holds.
  const hashes = place === 0 ? [from.root, ...proof] : proof
  const [start, ...siblings] = hashes
  if (start === undefined || siblings.length !== sides.length) return false
  return (
    same(climbedLeft(start, sides, siblings), from.root) && same(climbed(start, sides, siblings), to.root)
  )
}

/**
 * The root that the log had when entry `index` was its last, by the proof that the entry is in a log of `size`: what stands to
 * the left of the way up is all that was there before. To be asked only of a proof that `checkInclusion` found to hold. Pure.
 */
export function rootUpTo(
  leaf: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array {
  return climbedLeft(leaf, sidesAbove(index, size - 1), proof)
}

/** On which side of the way to the root a sibling stands. */
type Side = 'left' | 'right'

/**
 * The siblings on the way up from node `place` in a level whose last node is `last`. The last node of a level
 * has no sibling when it is a left one: it then moves up as it is, since RFC 6962 trees are not padded.
 */
function sidesAbove(place: number, last: number): Side[] {
  const sides: Side[] = []
  for (let [at, end] = [place, last]; end > 0; at = half(at), end = half(end)) {
    if (at % 2 === 1) sides.push('left')
    else if (at < end) sides.push('right')
  }
  return sides
}

/**
 * The node over the last entries of the old log that is a perfect subtree of both logs, and its level's end.
 */
function lastPerfect(from: number, to: number): { place: number; last: number } {
  let [place, last] = [from - 1, to - 1]
  while (place % 2 === 1) [place, last] = [half(place), half(last)]
  return { place, last }
}

function climbed(start: Uint8Array, sides: readonly Side[], siblings: readonly Uint8Array[]): Uint8Array {
  return siblings.reduce(
    (hash, sibling, at) => (sides[at] === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling)),
    start,
  )
}

/** As `climbed`, but only over what stands on the left: what the old log held already. */
function climbedLeft(start: Uint8Array, sides: readonly Side[], siblings: readonly Uint8Array[]): Uint8Array {
  return siblings.reduce(
    (hash, sibling, at) => (sides[at] === 'left' ? nodeHash(sibling, hash) : hash),
    start,
  )
}

/**
 * The way from the root down to a node over leaf `index`: where it ends, and the siblings left aside, from
 * below.
 */
function descent(
  leaves: readonly Uint8Array[],
  index: number,
  size: number,
  arrived: (start: number, end: number) => boolean,
): { start: number; siblings: Uint8Array[] } {
  const siblings: Uint8Array[] = []
  let [start, end] = [0, size]
  while (!arrived(start, end)) {
    const middle = start + splitOf(end - start)
    const left = index < middle
    siblings.push(left ? rootBetween(leaves, middle, end) : rootBetween(leaves, start, middle))
    if (left) end = middle
    else start = middle
  }
  return { start, siblings: siblings.reverse() }
}

/** MTH of RFC 6962 §2.1 over the leaves from `start` up to, not including, `end`. */
function rootBetween(leaves: readonly Uint8Array[], start: number, end: number): Uint8Array {
  if (end === start) return emptyRoot()
  if (end - start === 1) return leaves[start] as Uint8Array
  const middle = start + splitOf(end - start)
  return nodeHash(rootBetween(leaves, start, middle), rootBetween(leaves, middle, end))
}

/** The largest power of two below `size`, which is at least 2 and at most the length of an array. */
function splitOf(size: number): number {
  return 2 ** (31 - Math.clz32(size - 1))
}

/** Halves a place in the tree; not `>> 1`, since sizes may exceed 32 bits. */
function half(place: number): number {
  return Math.floor(place / 2)
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.every((byte, at) => byte === other[at])
}

function isHash(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === hashLength
}

function isHead(value: TreeHead | null | undefined): value is TreeHead {
  return isHash(value?.root) && isWhole(value?.size, 0, Number.MAX_SAFE_INTEGER)
}

/** `Array.from` because `every` would pass over the holes of a list. No tree of safe size needs 64 hashes. */
function isProof(value: unknown): value is readonly Uint8Array[] {
  return Array.isArray(value) && value.length <= 64 && Array.from(value).every(isHash)
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most
}

function requireWhole(value: number, least: number, most: number, name: string): void {
  if (!isWhole(value, least, most)) {
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}, not ${value}`)
  }
}

function requireHash(value: Uint8Array): void {
  if (!isHash(value)) throw new TypeError(`a hash of ${hashLength} bytes is needed here`)
}
