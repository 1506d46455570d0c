import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addId, clearIds, emptyIdSet, hasId } from '../../src/log/id-set.ts'

describe('a set of ids', () => {
  it('holds what was added and nothing else, as a set of texts does', () => {
    const ids = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.nat(300).map(String)), {
      maxLength: 400,
    })
    fc.assert(
      fc.property(ids, ids, (added, others) => {
        const set = emptyIdSet()
        for (const id of added) addId(set, id)
        const truth = new Set(added)
        expect(set.size).toBe(truth.size)
        for (const id of [...added, ...others]) expect(hasId(set, id)).toBe(truth.has(id))
        clearIds(set)
        for (const id of added) expect(hasId(set, id)).toBe(false)
        expect(set.size).toBe(0)
      }),
    )
  })

  it('takes 20 to 40 bytes for each, however many they are', () => {
    const set = emptyIdSet()
    const ids = Array.from({ length: 50_000 }, (_, n) => `act-${n}`)
    const each = ids.map(id => {
      addId(set, id)
      return set.words.byteLength / set.size
    })
    expect(Math.min(...each.slice(1_000))).toBeGreaterThanOrEqual(20)
    expect(Math.max(...each.slice(1_000))).toBeLessThanOrEqual(40.1)
    expect(ids.every(id => hasId(set, id))).toBe(true)
    expect(hasId(set, 'act-50000')).toBe(false)
  })
})
