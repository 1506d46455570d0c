// The log as it is read: from a number on, and following what comes, until it is told to stop.
import { getEventListeners } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { followEvery } from '../../src/engine/reading.ts'
import { CorruptLog, type Engine, memoryStore, type RecordedEntry, type Store } from '../../src/index.ts'
import { charter, seats } from '../attacks/world.ts'
import {
  consent,
  doAll,
  draft,
  expectLawful,
  failing,
  founded,
  liar,
  open,
  recordedBy,
  remark,
  storedIn,
  submit,
  watched,
} from './support.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => {
  const left = vi.getTimerCount()
  vi.useRealTimers()
  expect(left, 'timers left behind').toBe(0)
})

const running = async (store?: Store) => {
  const opened = await founded(store)
  await doAll(opened.engine, [draft('p1'), submit('p1')])
  return opened
}
const size = 7

/** Lets all go on that waits for nothing but its turn. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await new Promise(resolve => setImmediate(resolve))
}

/** Somebody who reads along, with what was read so far and how it ended. */
function reader(
  engine: Engine,
  from = 0,
  take: (entry: RecordedEntry) => boolean | Promise<boolean> = () => true,
) {
  const stop = new AbortController()
  const read: number[] = []
  let end = 'reads on'
  const done = (async () => {
    for await (const entry of engine.entries({ from, follow: true, signal: stop.signal })) {
      read.push(entry.seq)
      if (!(await take(entry))) break
    }
  })().then(
    () => {
      end = 'ended'
    },
    (error: Error) => {
      end = error.name
    },
  )
  return {
    read,
    done,
    stop,
    end: () => end,
    listeners: () => getEventListeners(stop.signal, 'abort').length,
  }
}
const counted = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, n) => from + n)
const numbers = async (entries: AsyncIterable<RecordedEntry>): Promise<number[]> => {
  const all: number[] = []
  for await (const { seq } of entries) all.push(seq)
  return all
}

describe('without following', () => {
  it.each([0, 1, 3, size - 1, size, size + 1, 1_000_000])(
    'from %i: what is there from that number on',
    async from => {
      const { engine, store } = await running()
      expect(await numbers(engine.entries({ from }))).toEqual(counted(from, size))
      const lines = (await storedIn(store)).slice(from).map(({ line }) => JSON.parse(line))
      const entries: RecordedEntry[] = []
      for await (const entry of engine.entries({ from })) entries.push(entry)
      expect(entries).toEqual(lines)
    },
  )

  it.each([-1, 1.5, Number.NaN, '3' as unknown as number, null as unknown as number])(
    'from %s: an error on one line',
    async from => {
      const { engine } = await running()
      const error = await numbers(engine.entries({ from })).catch((caught: Error) => caught)
      expect(error).toBeInstanceOf(TypeError)
      expect((error as Error).message).not.toContain('\n')
    },
  )

  it('reads no line before the first that is asked for but the last of all', async () => {
    const store = watched((await running()).store)
    const { engine } = await open(store)
    store.reads.splice(0)
    expect(await numbers(engine.entries({ from: 5 }))).toEqual([5, 6])
    expect(store.reads.map(({ part, lines }) => [part.from, lines])).toEqual([
      [6, 1],
      [5, 2],
    ])
  })

  it('what is handed out can be changed without changing anything', async () => {
    const { engine, store } = await running()
    for await (const entry of engine.entries()) Object.assign(entry.fact, { type: 'nonsense' })
    for await (const entry of engine.entries()) expect(entry.fact.type).not.toBe('nonsense')
    await doAll(engine, [consent('p1', 'anna')])
    await expectLawful(store)
  })

  it('what is appended while it is read is left for the next time', async () => {
    const { engine } = await running()
    const read: number[] = []
    for await (const { seq } of engine.entries({ from: 3 })) {
      read.push(seq)
      await doAll(engine, [remark('p1', `Bij ${seq}.`)])
    }
    expect(read).toEqual(counted(3, size))
    expect(await numbers(engine.entries({ from: size }))).toEqual(counted(size, size + 4))
  })
})

describe('following', () => {
  it('shows acts of this engine at once, not only when it is time to look again', async () => {
    const { engine } = await running()
    const { read, stop, done } = reader(engine, 5)
    await settled()
    expect(read).toEqual([5, 6])
    await doAll(engine, [remark('p1'), consent('p1', 'anna')])
    await settled()
    expect(read).toEqual([5, 6, 7, 8])
    stop.abort()
    await done
  })

  it('shows acts of another engine when it looks again', async () => {
    const { engine, store, clock } = await running()
    const rival = await open(store, { at: clock.now(), prefix: 'rival-' })
    const { read, stop, done } = reader(engine, size)
    await settled()
    await doAll(rival.engine, [remark('p1'), consent('p1', 'anna')])
    await settled()
    expect(read).toEqual([])
    await vi.advanceTimersByTimeAsync(followEvery)
    await settled()
    expect(read).toEqual([7, 8])
    stop.abort()
    await done
  })

  it('shows the ends of terms', async () => {
    const { engine, clock } = await running()
    const { read, stop, done } = reader(engine, size)
    clock.moveTo((await engine.nextDue()) ?? '')
    await engine.tick()
    await settled()
    expect(read).toEqual([7, 8])
    stop.abort()
    await done
  })

  it('shows at once what the reader itself causes while it reads', async () => {
    const { engine } = await running()
    const follower = reader(engine, size - 1, async ({ seq }) => {
      if (seq < size + 3) recordedBy(await engine.act(remark('p1', `Bij ${seq}.`)))
      return true
    })
    await settled()
    follower.stop.abort()
    await follower.done
    expect(follower.read).toEqual(counted(size - 1, size + 4))
  })

  it('shows what the reader causes at the next look at the latest', async () => {
    const { engine } = await running()
    const follower = reader(engine, size - 1, async ({ seq }) => {
      if (seq < size + 3) recordedBy(await engine.act(remark('p1', `Bij ${seq}.`)))
      return true
    })
    for (let look = 0; look < 6; look += 1) {
      await settled()
      await vi.advanceTimersByTimeAsync(followEvery)
    }
    await settled()
    follower.stop.abort()
    await follower.done
    expect(follower.read).toEqual(counted(size - 1, size + 4))
  })

  it('from beyond the end: waits for that number', async () => {
    const { engine } = await running()
    const { read, stop, done } = reader(engine, size + 2)
    await settled()
    for (let n = 0; n < 4; n += 1) {
      await doAll(engine, [remark('p1', `Nummer ${n}.`)])
      await settled()
    }
    expect(read).toEqual([size + 2, size + 3])
    stop.abort()
    await done
  })

  it('an empty log: shows the first entry when it comes', async () => {
    const empty = await open(memoryStore())
    const { read, stop, done } = reader(empty.engine)
    await settled()
    expect(read).toEqual([])
    recordedBy(await empty.engine.act({ act: 'proposeCharter', by: 'anna', charter: charter() }))
    await settled()
    expect(read).toEqual([0])
    stop.abort()
    await done
  })

  it('many readers, groups of acts and a rival: each reads each entry once, in order', async () => {
    const { engine, store, clock } = await running()
    const rival = await open(store, { at: clock.now(), prefix: 'rival-' })
    const readers = Array.from({ length: 20 }, (_, n) => reader(n % 2 ? engine : rival.engine, n % 9))
    for (let round = 0; round < 5; round += 1) {
      const acts = Array.from({ length: 12 }, (_, n) => remark('p1', `Ronde ${round}, nummer ${n}.`))
      await Promise.all(acts.map((act, n) => (n % 3 ? engine : rival.engine).act(act)))
      if (round % 2 === 0) await settled()
    }
    for (const by of seats) await Promise.all([engine.act(consent('p1', by)), rival.engine.act(remark('p1'))])
    for (let look = 0; look < 3; look += 1) {
      await settled()
      await vi.advanceTimersByTimeAsync(followEvery)
    }
    await settled()
    const { length } = await storedIn(store)
    for (const [n, { read }] of readers.entries()) expect(read).toEqual(counted(n % 9, length))
    for (const { stop } of readers) stop.abort()
    await Promise.all(readers.map(({ done }) => done))
    await expectLawful(store)
  })

  it('a slow reader keeps no act waiting', async () => {
    const { engine } = await running()
    let release = () => {}
    const held = new Promise<boolean>(resolve => {
      release = () => resolve(true)
    })
    const { read, stop, done } = reader(engine, 0, () => held)
    await settled()
    await doAll(engine, [remark('p1'), consent('p1', 'anna')])
    expect(read).toEqual([0])
    release()
    await settled()
    await doAll(engine, [remark('p1')])
    await settled()
    expect(read).toEqual(counted(0, size + 3))
    stop.abort()
    await done
  })

  it('a reader that stops leaves nothing behind', async () => {
    const { engine } = await running()
    const follower = reader(engine, 0, ({ seq }) => seq < 3)
    await settled()
    expect([follower.end(), follower.read, follower.listeners()]).toEqual(['ended', [0, 1, 2, 3], 0])
    const waiting = reader(engine, size, () => false)
    await settled()
    await doAll(engine, [remark('p1')])
    await settled()
    expect([waiting.end(), waiting.read, waiting.listeners()]).toEqual(['ended', [size], 0])
  })

  it('a reader that returns while it waits is let go', async () => {
    const { engine } = await running()
    const stop = new AbortController()
    const entries = engine.entries({ from: size, follow: true, signal: stop.signal })[Symbol.asyncIterator]()
    const next = entries.next()
    await settled()
    let returned = false
    void entries.return?.().then(() => {
      returned = true
    })
    for (let look = 0; look < 3; look += 1) {
      await settled()
      await vi.advanceTimersByTimeAsync(followEvery)
    }
    const inTime = returned
    stop.abort()
    await next
    expect(inTime).toBe(true)
  })
})

describe('told to stop', () => {
  it('while it waits: ends without an error, and leaves nothing behind', async () => {
    const { engine } = await running()
    const follower = reader(engine)
    await settled()
    expect(follower.listeners()).toBe(1)
    follower.stop.abort()
    await settled()
    expect([follower.end(), follower.read, follower.listeners()]).toEqual(['ended', counted(0, size), 0])
  })

  it('while it reads: hands out no other entry', async () => {
    const { engine } = await running()
    const follower = reader(engine, 0, ({ seq }) => {
      if (seq === 2) follower.stop.abort()
      return true
    })
    await settled()
    expect([follower.end(), follower.read, follower.listeners()]).toEqual(['ended', [0, 1, 2], 0])
  })

  it('before it began: hands out nothing', async () => {
    const { engine } = await running()
    const signal = AbortSignal.abort()
    expect(await numbers(engine.entries({ follow: true, signal }))).toEqual([])
  })

  it('while it waits, as an entry of another comes in: hands out no other entry', async () => {
    const { engine, store, clock } = await running()
    const rival = await open(store, { at: clock.now(), prefix: 'rival-' })
    const follower = reader(engine, size)
    await settled()
    await doAll(rival.engine, [remark('p1')])
    follower.stop.abort()
    await follower.done
    expect(follower.read).toEqual([])
  })

  it('while it waits, of a store that fails by then: ends without an error', async () => {
    const lying = liar()
    const { engine } = await running(lying.store)
    const follower = reader(engine, size)
    await settled()
    lying.lieOn({ read: failing('closed') })
    follower.stop.abort()
    await follower.done
    expect(follower.end()).toBe('ended')
  })

  it('twice, and after the end: nothing happens', async () => {
    const { engine } = await running()
    const follower = reader(engine)
    await settled()
    follower.stop.abort()
    await follower.done
    follower.stop.abort()
    await doAll(engine, [remark('p1')])
    await settled()
    expect(follower.end()).toBe('ended')
  })

  it('one signal for many readers ends them all', async () => {
    const { engine } = await running()
    const stop = new AbortController()
    const reading = [0, 1, 2].map(from =>
      numbers(engine.entries({ from, follow: true, signal: stop.signal })),
    )
    await settled()
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(3)
    stop.abort()
    expect(await Promise.all(reading)).toEqual([0, 1, 2].map(from => counted(from, size)))
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(0)
  })
})

describe('a store that shows something else', () => {
  const edit = (line: string): string => line.replace('Een opmerking.', 'Iets heel anders.')

  it.each([0, 3])(
    'a changed entry ends the following from %i, at the end of what there is at the latest',
    async from => {
      const lying = liar()
      const { engine } = await running(lying.store)
      await doAll(engine, [remark('p1'), consent('p1', 'anna'), consent('p1', 'zita')])
      const changed = (await storedIn(lying.truth)).map(stored => ({ ...stored, line: edit(stored.line) }))
      lying.lieOn({
        read: (_, part = {}) => ({
          async *[Symbol.asyncIterator]() {
            for (const stored of changed) if (stored.seq >= (part.from ?? 0)) yield stored
          },
        }),
      })
      const follower = reader(engine, from)
      await settled()
      expect(follower.end()).toBe('CorruptLog')
      expect(follower.read.length).toBeLessThan(size + 3 - from)
      expect(follower.listeners()).toBe(0)
    },
  )

  it('the last entry changed, just as it is read', async () => {
    const lying = liar()
    const { engine } = await running(lying.store)
    await doAll(engine, [remark('p1')])
    lying.lieOn({
      read: (collaboration, part = {}) => ({
        async *[Symbol.asyncIterator]() {
          for await (const stored of lying.truth.read(collaboration, part))
            yield part.from === 3 ? { ...stored, line: edit(stored.line) } : stored
        },
      }),
    })
    await expect(numbers(engine.entries({ from: 3 }))).rejects.toThrow(CorruptLog)
    expect(await numbers(engine.entries({ from: 4 }))).toEqual(counted(4, size + 1))
  })

  it('a changed entry among those that come', async () => {
    const lying = liar()
    const { engine } = await running(lying.store)
    const follower = reader(engine, size)
    await settled()
    lying.lieOn({
      read: (collaboration, part) => ({
        async *[Symbol.asyncIterator]() {
          for await (const stored of lying.truth.read(collaboration, part))
            yield { ...stored, line: edit(stored.line) }
        },
      }),
    })
    await engine.act(remark('p1')).catch(() => null)
    await settled()
    expect(follower.end()).toBe('CorruptLog')
    expect(follower.listeners()).toBe(0)
  })

  it('an entry less, an entry twice, no entry at all', async () => {
    for (const wrong of [
      [0, 1, 2, 3, 4, 6],
      [0, 1, 2, 3, 3, 4, 5, 6],
      [0, 1, 2, 3, 4, 5],
    ]) {
      const lying = liar()
      const { engine } = await running(lying.store)
      const all = await storedIn(lying.truth)
      let reads = 0
      lying.lieOn({
        read: (collaboration, part = {}) => {
          reads += 1
          if (reads === 1) return lying.truth.read(collaboration, part)
          return {
            async *[Symbol.asyncIterator]() {
              for (const seq of wrong) {
                const stored = all[seq]
                if (stored) yield stored
              }
            },
          }
        },
      })
      await expect(numbers(engine.entries())).rejects.toThrow(CorruptLog)
    }
  })

  it('a store that fails ends the following with its error; the engine goes on', async () => {
    const lying = liar()
    const { engine } = await running(lying.store)
    const follower = reader(engine)
    await settled()
    lying.lieOn({ read: failing('connection lost') })
    await vi.advanceTimersByTimeAsync(followEvery)
    await settled()
    expect([follower.end(), follower.listeners()]).toEqual(['Error', 0])
    lying.lieOn({})
    await doAll(engine, [remark('p1')])
    await expectLawful(lying.truth)
  })
})
