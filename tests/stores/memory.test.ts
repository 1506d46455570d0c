// The memory store: the contract of every store, and what only this one promises.

import { describe, expect, test } from 'vitest'
import type { Stored } from '../../src/log/store.ts'
import { storeContract } from '../../src/proof/store-contract.ts'
import { memoryStore } from '../../src/stores/memory.ts'

storeContract({ test, name: 'memory', factory: memoryStore })

describe('memory store', () => {
  const entry = (seq: number): Stored => ({ seq, matter: `p${seq % 2}`, line: `{"seq":${seq}}` })

  test('shares nothing with another one', async () => {
    const [one, other] = [memoryStore(), memoryStore()]
    await one.append('regio', [entry(0)], 0)
    expect(await other.collaborations()).toEqual([])
  })

  test('a reader sees the log as it was at the call, even if it begins later', async () => {
    const store = memoryStore()
    await store.append('regio', [entry(0), entry(1)], 0)
    const whole = store.read('regio')
    const matter = store.read('regio', { matter: 'p0' })
    await store.append('regio', [entry(2), entry(3)], 2)
    const seqs = async (reading: AsyncIterable<Stored>): Promise<number[]> => {
      const read: number[] = []
      for await (const { seq } of reading) read.push(seq)
      return read
    }
    expect(await seqs(whole)).toEqual([0, 1])
    expect(await seqs(whole)).toEqual([0, 1])
    expect(await seqs(matter)).toEqual([0])
  })

  test('an entry that fails while it is taken leaves nothing of its append', async () => {
    const store = memoryStore()
    let reads = 0
    const failing = {
      seq: 1,
      matter: 'p1',
      get line(): string {
        if (reads++ > 0) throw new Error('gone')
        return '{}'
      },
    }
    await expect(store.append('regio', [entry(0), failing], 0)).rejects.toThrow('gone')
    expect(await store.size('regio')).toBe(0)
    expect(await store.collaborations()).toEqual([])
  })

  test('hands out frozen entries', async () => {
    const store = memoryStore()
    await store.append('regio', [entry(0)], 0)
    for await (const one of store.read('regio')) expect(Object.isFrozen(one)).toBe(true)
  })
})
