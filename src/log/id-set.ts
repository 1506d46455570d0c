// Which ids there were, in little room: of each only a digest, all of them in one array of numbers.
import { sha256 } from './hash.ts'

/**
 * A set of ids, of which the first 128 bits of the SHA-256 of each are kept: 16 bytes, and 20 to 40 with the room to find
 * them. What was added is always found; that something else is taken for it would need two ids whose digests begin alike,
 * which nobody can make. Plain data; one holder owns it and moves it forward with `addId`.
 */
export interface IdSet {
  /** Four numbers a place; four noughts are a free place. */
  words: Uint32Array
  /** How many ids it holds. */
  size: number
}

/** So many places there are at first; always a power of two. */
const leastPlaces = 64
/** One in so many places stays free: the fuller it is, the longer one looks. */
const freeOf = 5

/** A set without ids. */
export function emptyIdSet(): IdSet {
  return { words: new Uint32Array(4 * leastPlaces), size: 0 }
}

/** Whether this id was added. @throws TypeError for a text with lone surrogates */
export function hasId({ words }: IdSet, id: string): boolean {
  return !isFree(words, placeFor(words, digestOf(id)))
}

/** Adds an id; one that is there already changes nothing. @throws TypeError for a text with lone surrogates */
export function addId(set: IdSet, id: string): void {
  if (!place(set.words, digestOf(id))) return
  set.size += 1
  if (set.size * 4 * freeOf >= set.words.length * (freeOf - 1)) grow(set)
}

/** Takes all ids out. */
export function clearIds(set: IdSet): void {
  Object.assign(set, emptyIdSet())
}

function digestOf(id: string): Uint32Array {
  const { buffer, byteOffset } = sha256(id)
  const view = new DataView(buffer, byteOffset)
  // The last bit is spent on never being a free place.
  return Uint32Array.of(
    view.getUint32(0),
    view.getUint32(4),
    view.getUint32(8),
    (view.getUint32(12) | 1) >>> 0,
  )
}

/** True where it was not there yet. */
function place(words: Uint32Array, digest: Uint32Array): boolean {
  const at = placeFor(words, digest)
  if (!isFree(words, at)) return false
  words.set(digest, at)
  return true
}

/** Where a digest stands, or the free place where it belongs: the first from its own place on. */
function placeFor(words: Uint32Array, digest: Uint32Array): number {
  const last = words.length - 4
  let at = ((digest[0] ?? 0) * 4) & last
  while (!isFree(words, at) && !isAt(words, at, digest)) at = (at + 4) & last
  return at
}

const isFree = (words: Uint32Array, at: number): boolean => words[at + 3] === 0

const isAt = (words: Uint32Array, at: number, digest: Uint32Array): boolean =>
  words[at] === digest[0] &&
  words[at + 1] === digest[1] &&
  words[at + 2] === digest[2] &&
  words[at + 3] === digest[3]

function grow(set: IdSet): void {
  const { words } = set
  set.words = new Uint32Array(2 * words.length)
  for (let at = 0; at < words.length; at += 4)
    if (!isFree(words, at)) place(set.words, words.subarray(at, at + 4))
}
