// The Merkle tree against vectors, against RFC 6962 §2.1 written out once more, and against every small lie.

import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  append,
  checkConsistency,
  checkInclusion,
  consistencyProof,
  emptyFrontier,
  emptyRoot,
  type Frontier,
  inclusionProof,
  inclusionProofs,
  leafHash,
  nodeHash,
  root,
  rootOf,
  rootUpTo,
  type TreeHead,
} from '../../src/log/tree.ts'
import consistencyVectors from './vectors/consistency.json' with { type: 'json' }
import inclusionVectors from './vectors/inclusion.json' with { type: 'json' }
import rootVectors from './vectors/roots.json' with { type: 'json' }

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))
const hex = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')

/**
 * The definitions of RFC 6962 §2.1 as they stand there: on lists of entries, by recursion, sharing nothing.
 */
const oracle = {
  hash: (...parts: Uint8Array[]): Uint8Array =>
    new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest()),
  split: (n: number): number => {
    let k = 1
    while (k * 2 < n) k *= 2
    return k
  },
  root: (entries: readonly Uint8Array[]): Uint8Array => {
    const [first] = entries
    if (first === undefined) return oracle.hash()
    if (entries.length === 1) return oracle.hash(bytes('00'), first)
    const k = oracle.split(entries.length)
    return oracle.hash(bytes('01'), oracle.root(entries.slice(0, k)), oracle.root(entries.slice(k)))
  },
  path: (m: number, entries: readonly Uint8Array[]): Uint8Array[] => {
    if (entries.length === 1) return []
    const k = oracle.split(entries.length)
    const [low, high] = [entries.slice(0, k), entries.slice(k)]
    return m < k
      ? [...oracle.path(m, low), oracle.root(high)]
      : [...oracle.path(m - k, high), oracle.root(low)]
  },
  subproof: (m: number, entries: readonly Uint8Array[], whole: boolean): Uint8Array[] => {
    if (m === entries.length) return whole ? [] : [oracle.root(entries)]
    const k = oracle.split(entries.length)
    const [low, high] = [entries.slice(0, k), entries.slice(k)]
    return m <= k
      ? [...oracle.subproof(m, low, whole), oracle.root(high)]
      : [...oracle.subproof(m - k, high, false), oracle.root(low)]
  },
  /** The turns from entry m up to the root: all that an inclusion proof says about the size. */
  turns: (m: number, n: number): string => {
    if (n === 1) return ''
    const k = oracle.split(n)
    return m < k ? `${oracle.turns(m, k)}R` : `${oracle.turns(m - k, n - k)}L`
  },
}

const entries = Array.from({ length: 300 }, (_, at) => bytes(at.toString(16).padStart(4, '0')))
const leaves = entries.map(entry => leafHash(entry))
const leafAt = (at: number): Uint8Array => leaves[at] as Uint8Array
const headOf = (size: number): TreeHead => ({ size, root: root(leaves, size) })
const other = leafHash('another entry')

/**
 * How many of the ways to turn one bit in one of these hashes still pass; they are turned in place and back.
 * Every bit for sizes up to 16; beyond that one in each byte, another one in the next, which saves 15
 * seconds.
 */
function passingWithOneBitTurned(size: number, hashes: readonly Uint8Array[], passes: () => boolean): number {
  let passing = 0
  for (const hash of hashes) {
    for (let bit = 0; bit < 256; bit += size <= 16 ? 1 : 7) {
      const turned = (hash[bit >> 3] as number) ^ (1 << (bit & 7))
      hash[bit >> 3] = turned
      if (passes()) passing++
      hash[bit >> 3] = turned ^ (1 << (bit & 7))
    }
  }
  return passing
}

/** The same hashes moved: one left out, one put in, two neighbours swapped, all turned round or shifted. */
function* displaced(proof: readonly Uint8Array[], extras: readonly Uint8Array[]): Generator<Uint8Array[]> {
  const same = (candidate: readonly Uint8Array[]): boolean =>
    candidate.length === proof.length &&
    candidate.every((hash, at) => hex(hash) === hex(proof[at] as Uint8Array))
  const candidates: Uint8Array[][] = [[], proof.toReversed(), [...proof.slice(1), ...proof.slice(0, 1)]]
  for (let at = 0; at <= proof.length; at++) {
    const [hash, next] = proof.slice(at, at + 2)
    candidates.push(proof.toSpliced(at, 1), proof.toSpliced(at, 2))
    for (const extra of [...extras, ...proof]) {
      candidates.push(proof.toSpliced(at, 0, extra), proof.toSpliced(at, 1, extra))
    }
    if (hash !== undefined && next !== undefined) candidates.push(proof.toSpliced(at, 2, next, hash))
  }
  for (const candidate of candidates) if (!same(candidate)) yield candidate
}

const wrongNumbers = [
  -1,
  -0.5,
  0.5,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  2 ** 64,
  '1',
  null,
  undefined,
  1n,
]

describe('vectors', () => {
  const known = rootVectors.flatMap(({ lastLeaf }) => (lastLeaf === null ? [] : [leafHash(bytes(lastLeaf))]))

  test.each(rootVectors)('the root at size $size', ({ size, leafHash: leaf, root: expected }) => {
    expect(hex(root(known, size))).toBe(expected)
    expect(hex(rootOf(known.slice(0, size).reduce(append, emptyFrontier)))).toBe(expected)
    if (leaf !== null) expect(hex(known[size - 1] as Uint8Array)).toBe(leaf)
  })

  test.each(inclusionVectors)('inclusion: $what, entry $index of $size: $holds', vector => {
    const head = { size: vector.size, root: bytes(vector.root) }
    const proof = vector.proof.map(bytes)
    expect(checkInclusion(bytes(vector.leaf), vector.index, head, proof)).toBe(vector.holds)
    if (vector.holds) expect(inclusionProof(known, vector.index, vector.size).map(hex)).toEqual(vector.proof)
  })

  test.each(consistencyVectors)('consistency: $what, $from to $to: $holds', vector => {
    const [from, to] = [
      { size: vector.from, root: bytes(vector.fromRoot) },
      { size: vector.to, root: bytes(vector.toRoot) },
    ]
    expect(checkConsistency(from, to, vector.proof.map(bytes))).toBe(vector.holds)
    if (vector.holds) expect(consistencyProof(known, vector.from, vector.to).map(hex)).toEqual(vector.proof)
  })

  test('are there in the number that the README of the vectors says', () => {
    const holding = (vectors: readonly { holds: boolean }[]): number =>
      vectors.filter(one => one.holds).length
    expect([rootVectors.length, inclusionVectors.length, consistencyVectors.length]).toEqual([9, 164, 190])
    expect([holding(inclusionVectors), holding(consistencyVectors)]).toEqual([36, 36])
  })
})

describe('hashes', () => {
  test('a leaf is hashed with 0x00 in front, a node with 0x01', () => {
    expect(leafHash(bytes('2021'))).toEqual(oracle.hash(bytes('002021')))
    expect(leafHash('')).toEqual(oracle.hash(bytes('00')))
    expect(nodeHash(leafAt(0), leafAt(1))).toEqual(oracle.hash(bytes('01'), leafAt(0), leafAt(1)))
    expect(emptyRoot()).toEqual(oracle.hash())
  })

  test('a text is hashed as its UTF-8', () => {
    expect(leafHash('é€😀')).toEqual(leafHash(new TextEncoder().encode('é€😀')))
    expect(() => leafHash('\udfff')).toThrow(TypeError)
  })

  test('a node needs two hashes, and nothing shorter or longer', () => {
    for (const wrong of [leafAt(0).subarray(1), new Uint8Array(33), new Uint8Array(0), 'a', undefined]) {
      expect(() => nodeHash(wrong as never, leafAt(0))).toThrow(TypeError)
      expect(() => nodeHash(leafAt(0), wrong as never)).toThrow(TypeError)
      expect(() => append(emptyFrontier, wrong as never)).toThrow(TypeError)
    }
  })

  test('spoiling the root of the empty log spoils no other', () => {
    emptyRoot().fill(0)
    expect(emptyRoot()).toEqual(oracle.hash())
    expect(rootOf(emptyFrontier)).toEqual(oracle.hash())
  })
})

describe('frontier', () => {
  test('has the root of the array at all sizes up to 300, as the definition has', () => {
    let frontier: Frontier = emptyFrontier
    for (let size = 0; size <= 300; size++) {
      expect(frontier.size).toBe(size)
      expect(frontier.peaks).toHaveLength(size.toString(2).replaceAll('0', '').length)
      const expected = hex(oracle.root(entries.slice(0, size)))
      expect(hex(rootOf(frontier))).toBe(expected)
      expect(hex(root(leaves, size))).toBe(expected)
      if (size < 300) frontier = append(frontier, leafAt(size))
    }
    expect(hex(root(leaves))).toBe(hex(rootOf(frontier)))
  })

  test('is never changed by appending to it: two logs can go on from one', () => {
    const seven = leaves.slice(0, 7).reduce(append, emptyFrontier)
    const before = { size: 7, peaks: [...seven.peaks] }
    const one = append(seven, leafAt(7))
    const another = append(seven, other)
    expect(seven).toEqual(before)
    expect(hex(rootOf(one))).toBe(hex(root(leaves, 8)))
    expect(hex(rootOf(another))).toBe(hex(root([...leaves.slice(0, 7), other])))
    expect(emptyFrontier).toEqual({ size: 0, peaks: [] })
  })

  test('carries beyond 32 bits', () => {
    const peaks = Array.from({ length: 40 }, (_, at) => leafAt(at))
    const full: Frontier = { size: 2 ** 40 - 1, peaks }
    const next = append(full, other)
    expect(next.size).toBe(2 ** 40)
    expect(next.peaks.map(hex)).toEqual([
      hex(peaks.reduceRight((right, left) => nodeHash(left, right), other)),
    ])
  })
})

describe('inclusion, all sizes up to 32', () => {
  const sizes = Array.from({ length: 32 }, (_, at) => at + 1)
  const each = (act: (index: number, size: number, head: TreeHead, proof: Uint8Array[]) => void): void => {
    for (const size of sizes) {
      for (let index = 0; index < size; index++)
        act(index, size, headOf(size), inclusionProof(leaves, index, size))
    }
  }

  test('every proof is the one of the definition, and checks', () => {
    each((index, size, head, proof) => {
      expect(proof.map(hex)).toEqual(oracle.path(index, entries.slice(0, size)).map(hex))
      expect(checkInclusion(leafAt(index), index, head, proof)).toBe(true)
    })
  })

  test('no bit can be turned: in the leaf, in the root, in any hash of the proof', () => {
    each((index, size, head, proof) => {
      const [leaf, root, ...hashes] = [leafAt(index), head.root, ...proof].map(hash => hash.slice())
      if (leaf === undefined || root === undefined) throw new Error('both are there')
      const passes = (): boolean => checkInclusion(leaf, index, { size, root }, hashes)
      expect(passes()).toBe(true)
      expect(passingWithOneBitTurned(size, [leaf, root, ...hashes], passes)).toBe(0)
      expect(passes()).toBe(true)
    })
  })

  test('no hash can be left out, put in or moved', () => {
    each((index, _, head, proof) => {
      for (const candidate of displaced(proof, [leafAt(index), head.root, other, emptyRoot()])) {
        expect(checkInclusion(leafAt(index), index, head, candidate)).toBe(false)
      }
    })
  })

  test('no other index, leaf or root passes', () => {
    each((index, size, head, proof) => {
      for (let wrong = -1; wrong <= size + 2; wrong++) {
        const root = headOf(Math.max(wrong, 0)).root
        if (wrong !== index) expect(checkInclusion(leafAt(index), wrong, head, proof)).toBe(false)
        if (wrong !== index && wrong >= 0)
          expect(checkInclusion(leafAt(wrong), index, head, proof)).toBe(false)
        if (wrong !== size) expect(checkInclusion(leafAt(index), index, { size, root }, proof)).toBe(false)
      }
    })
  })

  test('another size passes only where the way up has the same turns: the head binds root and size', () => {
    const seen = { accepted: 0, refused: 0 }
    each((index, size, head, proof) => {
      for (let wrong = 0; wrong <= 70; wrong++) {
        if (wrong === size) continue
        const held = checkInclusion(leafAt(index), index, { size: wrong, root: head.root }, proof)
        expect(held).toBe(index < wrong && oracle.turns(index, wrong) === oracle.turns(index, size))
        seen[held ? 'accepted' : 'refused']++
      }
    })
    expect(seen.accepted).toBeGreaterThan(1000)
    expect(seen.refused).toBeGreaterThan(10_000)
  })
})

describe('consistency, all sizes up to 32', () => {
  const each = (act: (from: TreeHead, to: TreeHead, proof: Uint8Array[]) => void): void => {
    for (let to = 1; to <= 32; to++) {
      for (let from = 1; from <= to; from++) act(headOf(from), headOf(to), consistencyProof(leaves, from, to))
    }
  }

  test('every proof is the one of the definition, and checks', () => {
    each((from, to, proof) => {
      expect(proof.map(hex)).toEqual(oracle.subproof(from.size, entries.slice(0, to.size), true).map(hex))
      expect(checkConsistency(from, to, proof)).toBe(true)
    })
  })

  test('no bit can be turned: in either root, in any hash of the proof', () => {
    each((from, to, proof) => {
      const [old, young, ...hashes] = [from.root, to.root, ...proof].map(hash => hash.slice())
      if (old === undefined || young === undefined) throw new Error('both are there')
      const heads = [
        { ...from, root: old },
        { ...to, root: young },
      ] as const
      const passes = (): boolean => checkConsistency(...heads, hashes)
      expect(passes()).toBe(true)
      expect(passingWithOneBitTurned(to.size, [old, young, ...hashes], passes)).toBe(0)
      expect(passes()).toBe(true)
    })
  })

  test('no hash can be left out, put in or moved', () => {
    each((from, to, proof) => {
      for (const candidate of displaced(proof, [from.root, to.root, other, emptyRoot()])) {
        expect(checkConsistency(from, to, candidate)).toBe(false)
      }
    })
  })

  test('no other old size or root passes, nor another young root, nor the heads swapped', () => {
    each((from, to, proof) => {
      for (let wrong = 0; wrong <= 34; wrong++) {
        const root = headOf(wrong).root
        if (wrong !== from.size) expect(checkConsistency({ ...from, size: wrong }, to, proof)).toBe(false)
        if (wrong !== from.size) expect(checkConsistency({ ...from, root }, to, proof)).toBe(false)
        if (wrong !== from.size) expect(checkConsistency({ size: wrong, root }, to, proof)).toBe(false)
        if (wrong !== to.size) expect(checkConsistency(from, { ...to, root }, proof)).toBe(false)
      }
      if (from.size !== to.size) expect(checkConsistency(to, from, proof)).toBe(false)
    })
  })

  test('another young size passes only where the old log’s last entry has the same turns', () => {
    const seen = { accepted: 0, refused: 0 }
    each((from, to, proof) => {
      for (let wrong = 0; wrong <= 70; wrong++) {
        if (wrong === to.size) continue
        const held = checkConsistency(from, { ...to, size: wrong }, proof)
        const last = from.size - 1
        const alike =
          from.size < Math.min(wrong, to.size) && oracle.turns(last, wrong) === oracle.turns(last, to.size)
        expect(held).toBe(alike)
        seen[held ? 'accepted' : 'refused']++
      }
    })
    expect(seen.accepted).toBeGreaterThan(1000)
    expect(seen.refused).toBeGreaterThan(10_000)
  })

  test('a log with one entry rewritten extends no head that held the entry', () => {
    for (let to = 1; to <= 16; to++) {
      for (let at = 0; at < to; at++) {
        const rewritten = leaves.slice(0, to).with(at, other)
        const head = { size: to, root: root(rewritten) }
        for (let from = 1; from <= to; from++) {
          const held = checkConsistency(headOf(from), head, consistencyProof(rewritten, from, to))
          expect(held).toBe(at >= from)
        }
      }
    }
  })

  test('nothing is shown about the empty log', () => {
    expect(checkConsistency(headOf(0), headOf(0), [])).toBe(false)
    expect(checkConsistency(headOf(0), headOf(3), [])).toBe(false)
    expect(checkConsistency(headOf(0), headOf(3), consistencyProof(leaves, 1, 3))).toBe(false)
  })
})

describe('logs far larger than memory', () => {
  /**
   * The root that a path proves, by the recursion of RFC 6962 over sizes alone; hashes are used up from the
   * top.
   */
  const rootFrom = (leaf: Uint8Array, index: bigint, size: bigint, path: Uint8Array[]): Uint8Array => {
    if (size === 1n) return leaf
    const sibling = path.pop() as Uint8Array
    let k = 1n
    while (k * 2n < size) k *= 2n
    return index < k
      ? oracle.hash(bytes('01'), rootFrom(leaf, index, k, path), sibling)
      : oracle.hash(bytes('01'), sibling, rootFrom(leaf, index - k, size - k, path))
  }
  const place = fc
    .integer({ min: 0, max: 53 })
    .chain(bits =>
      fc.tuple(fc.maxSafeNat(), fc.maxSafeNat()).map(pair => pair.map(one => (one % 2 ** bits) + 1)),
    )
    .map(([one = 1, two = 1]) => ({ index: Math.min(one, two) - 1, size: Math.max(one, two) }))
    .filter(({ size }) => size <= Number.MAX_SAFE_INTEGER)

  test('are checked like small ones, up to the largest safe integer', () => {
    let beyond32Bits = 0
    fc.assert(
      fc.property(
        fc.oneof(place, fc.constant({ index: 2 ** 53 - 2, size: 2 ** 53 - 1 })),
        ({ index, size }) => {
          const path = Array.from(oracle.turns(index, size), (_, at) => leafAt(at))
          const head = { size, root: rootFrom(other, BigInt(index), BigInt(size), [...path]) }
          expect(checkInclusion(other, index, head, path)).toBe(true)
          expect(checkInclusion(other, index, head, [...path, other])).toBe(false)
          expect(checkInclusion(other, index, head, path.slice(1))).toBe(path.length === 0)
          if (index > 0) expect(checkInclusion(other, index - 1, head, path)).toBe(false)
          if (size > 2 ** 32) beyond32Bits++
        },
      ),
      { numRuns: 500 },
    )
    expect(beyond32Bits).toBeGreaterThan(100)
  })

  test('extend one another: a perfect log of 2^n entries, 2^n more, and one', () => {
    for (let n = 0; n <= 51; n++) {
      const [old, more, last] = [leafAt(n), leafAt(n + 1), leafAt(n + 2)]
      const double = nodeHash(old, more)
      const from = { size: 2 ** n, root: old }
      expect(checkConsistency(from, { size: 2 ** (n + 1), root: double }, [more])).toBe(true)
      expect(
        checkConsistency(from, { size: 2 ** (n + 1) + 1, root: nodeHash(double, last) }, [more, last]),
      ).toBe(true)
      expect(
        checkConsistency(
          { size: 2 ** (n + 1) + 1, root: nodeHash(double, last) },
          { size: 2 ** (n + 1) + 2, root: nodeHash(double, nodeHash(last, other)) },
          [last, other, double],
        ),
      ).toBe(true)
    }
  })
})

describe('the proofs of several entries at once', () => {
  test('are those of each by itself, in logs of every size', () => {
    for (let size = 1; size <= 34; size += 1) {
      const some = leaves.slice(0, size)
      const all = some.map((_, index) => index)
      for (const asked of [
        all,
        [...all].reverse(),
        all.filter(it => it % 3 === 1),
        [0],
        [size - 1],
        [0, 0],
      ]) {
        const proofs = inclusionProofs(some, asked)
        expect([...proofs.keys()].sort((a, b) => a - b)).toEqual([...new Set(asked)].sort((a, b) => a - b))
        for (const [index, proof] of proofs)
          expect(proof.map(hex)).toEqual(inclusionProof(some, index, size).map(hex))
      }
    }
  })

  test('are none where none is asked for, also of nothing', () => {
    expect(inclusionProofs(leaves, [])).toEqual(new Map())
    expect(inclusionProofs([], [])).toEqual(new Map())
  })

  test('are refused of an entry that is not there', () => {
    for (const wrong of [-1, 3, 0.5, Number.NaN])
      expect(() => inclusionProofs(leaves.slice(0, 3), [0, wrong])).toThrow(
        `index must be a whole number from 0 to 2, not ${wrong}`,
      )
  })
})

describe('the root that a log had', () => {
  test('follows from the proof of the entry that was its last, in logs of every size', () => {
    for (let size = 1; size <= 34; size += 1) {
      for (const [index, leaf] of leaves.slice(0, size).entries()) {
        const then = rootUpTo(leaf, index, size, inclusionProof(leaves, index, size))
        expect(hex(then), `${index} of ${size}`).toBe(hex(oracle.root(entries.slice(0, index + 1))))
      }
    }
  })
})

describe('misuse', () => {
  test('the makers refuse sizes and indices that are not there', () => {
    for (const wrong of [...wrongNumbers, 301]) {
      if (wrong !== undefined) expect(() => root(leaves, wrong as number)).toThrow(RangeError)
      expect(() => inclusionProof(leaves, 0, wrong as number)).toThrow(RangeError)
      expect(() => inclusionProof(leaves, wrong as number, 300)).toThrow(RangeError)
      expect(() => consistencyProof(leaves, 1, wrong as number)).toThrow(RangeError)
      expect(() => consistencyProof(leaves, wrong as number, 300)).toThrow(RangeError)
    }
    expect(() => root(leaves, 301)).toThrow('size must be a whole number from 0 to 300, not 301')
    expect(() => consistencyProof(leaves, 1, 301)).toThrow('to must be a whole number from 1 to 300, not 301')
    expect(() => nodeHash(leafAt(0), new Uint8Array(31))).toThrow('a hash of 32 bytes is needed here')
    expect(() => inclusionProof(leaves, 0, 0)).toThrow('size must be a whole number from 1 to 300, not 0')
    expect(() => inclusionProof(leaves, 5, 5)).toThrow('index must be a whole number from 0 to 4, not 5')
    expect(() => consistencyProof(leaves, 0, 5)).toThrow('from must be a whole number from 1 to 5, not 0')
    expect(() => consistencyProof(leaves, 6, 5)).toThrow('from must be a whole number from 1 to 5, not 6')
  })

  test('the checkers answer false to it, and never throw', () => {
    const head = headOf(3)
    const proof = inclusionProof(leaves, 1, 3)
    const extension = consistencyProof(leaves, 2, 3)
    expect(checkInclusion(leafAt(1), 1, head, proof)).toBe(true)
    expect(checkConsistency(headOf(2), head, extension)).toBe(true)
    const wrongHashes = [
      null,
      undefined,
      '',
      hex(leafAt(1)),
      {},
      [],
      new Uint8Array(31),
      new Uint8Array(33),
      [...leafAt(1)],
    ]
    const holes = [...proof]
    delete holes[0]
    for (const wrong of wrongHashes) {
      expect(checkInclusion(wrong as never, 1, head, proof)).toBe(false)
      expect(checkInclusion(leafAt(1), 1, { size: 3, root: wrong as never }, proof)).toBe(false)
      expect(checkInclusion(leafAt(1), 1, head, proof.with(1, wrong as never))).toBe(false)
      expect(checkConsistency({ size: 2, root: wrong as never }, head, extension)).toBe(false)
      expect(checkConsistency(headOf(2), { size: 3, root: wrong as never }, extension)).toBe(false)
      expect(checkConsistency(headOf(2), head, [wrong as never])).toBe(false)
      expect(checkConsistency({ size: 1, root: wrong as never }, { size: 1, root: wrong as never }, [])).toBe(
        false,
      )
    }
    for (const wrong of [...wrongNumbers, 0]) {
      expect(checkInclusion(leafAt(1), wrong as never, head, proof)).toBe(false)
      expect(checkInclusion(leafAt(1), 1, { ...head, size: wrong as never }, proof)).toBe(false)
      expect(checkConsistency({ ...headOf(2), size: wrong as never }, head, extension)).toBe(false)
      expect(checkConsistency(headOf(2), { ...head, size: wrong as never }, extension)).toBe(false)
    }
    for (const wrong of [
      null,
      undefined,
      {},
      'ab',
      { length: 2, 0: proof[0], 1: proof[1] },
      holes,
      new Array(1e6),
    ]) {
      expect(checkInclusion(leafAt(1), 1, head, wrong as never)).toBe(false)
      expect(checkConsistency(headOf(2), head, wrong as never)).toBe(false)
    }
    const longer = consistencyProof(leaves, 2, 5)
    expect(checkConsistency(headOf(2), headOf(5), longer)).toBe(true)
    for (const at of [0, 1]) {
      const sparse = [...longer]
      delete sparse[at]
      expect(checkConsistency(headOf(2), headOf(5), sparse)).toBe(false)
    }
    for (const wrong of [null, undefined, 3, 'head', []]) {
      expect(checkInclusion(leafAt(1), 1, wrong as never, proof)).toBe(false)
      expect(checkConsistency(wrong as never, head, extension)).toBe(false)
      expect(checkConsistency(headOf(2), wrong as never, extension)).toBe(false)
    }
  })
})
