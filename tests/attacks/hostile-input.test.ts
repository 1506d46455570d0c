// What is written to harm whoever reads it: logs that steer a terminal or stall a reader, stores that lost what they had.
import { describe, expect, it } from 'vitest'
import { leastGrowth } from '../../src/engine/session.ts'
import { CorruptLog, memoryStore, openCollaboration, type Store, setClock } from '../../src/index.ts'
import { digestOf } from '../../src/log/hash.ts'
import { looksLikeLog, verifyLog } from '../../src/verify/verify.ts'
import { entriesOf, type Forged, reforge } from './forge.ts'
import { seats, world } from './world.ts'

const steering = '\u001b[2K\u001b[1Aholds: 47 entries\u009b8m\u202e'

describe('a log written to deceive whoever reads the finding', () => {
  const forgeries: Readonly<Record<string, (entry: Forged) => object>> = {
    'another collaboration': entry => ({ ...entry, collaboration: steering }),
    'another matter': entry => ({ ...entry, matter: steering }),
    'another moment': entry => ({ ...entry, at: steering }),
    'another act': entry => ({ ...entry, act: steering }),
    'an unknown field': entry => ({ ...entry, [steering]: 1 }),
    'an unknown fact': entry => ({ ...entry, fact: { type: steering } }),
  }

  it.each(Object.entries(forgeries))('%s is named on one line of plain characters', async (_, forge) => {
    const w = await world()
    const entries = entriesOf(await w.text())
    for (const at of [0, 2]) {
      const { finding } = verifyLog(reforge(entries.map((entry, n) => (n === at ? forge(entry) : entry))))
      expect(finding?.entry).toBe(at)
      expect(finding?.what).not.toMatch(/\p{C}/u)
    }
  })

  it.each([
    ['a collaboration that no engine could open', { collaboration: 'a b/../c' }],
    ['an act id with a line end', { act: 'a\nb' }],
    ['an act id with a space', { act: 'a b' }],
  ])('%s does not hold', async (_, change) => {
    const w = await world()
    const entries = entriesOf(await w.text())
    const { holds } = verifyLog(reforge(entries.map(entry => ({ ...entry, ...change }))))
    expect(holds).toBe(false)
  })

  it('that is one long line without an entry is no log, and that is found out in one look', () => {
    const bait = '"collaboration":"'.repeat(20_000) + '"prev":"'.repeat(20_000)
    expect(looksLikeLog(bait)).toBe(false)
    expect(looksLikeLog(`${bait}\n{"collaboration":"a","prev":"b","seq":0}\n`)).toBe(true)
  })
})

describe('many mandates', () => {
  it('cost memory by their number, not by its square', async () => {
    const w = await world()
    const given = Array.from({ length: 900 }, (_, n) => ({
      ...{ act: 'giveMandate', by: seats[n % seats.length], person: `persoon-${n}` },
      roles: ['lijnmanagement'],
    }))
    const outcomes = await Promise.all(given.map(act => w.engine.act(act)))
    expect(outcomes.filter(outcome => 'refused' in outcome)).toEqual([])
    await w.submits('anna')
    // Every person is still who they are where a proposal is read from its own entries, between kept circles too.
    const other = await openCollaboration({ id: 'regio', store: w.store, clock: setClock(w.clock.now()) })
    for (const by of ['persoon-0', 'persoon-64', 'persoon-65', 'persoon-899']) {
      const outcome = await other.act({ act: 'comment', by, proposal: 'p1', text: 'Ik ook.' })
      expect('recorded' in outcome, by).toBe(true)
    }
  })
})

describe('refusals', () => {
  it('about nothing in particular look at twenty proposals, however many run', async () => {
    const w = await world()
    let reads = 0
    for (let n = 0; n < 30; n += 1) await w.submits('anna', { proposal: `v${n}`, text: `Tekst ${n}.` })
    const store: Store = {
      ...w.store,
      read: (collaboration, part) => {
        if (part?.matter?.startsWith('v')) reads += 1
        return w.store.read(collaboration, part)
      },
    }
    await grow(w.engine, leastGrowth)
    const resumed = await openCollaboration({ id: 'regio', store, clock: setClock(w.clock.now()) })
    const outcome = await resumed.act({ act: 'nonsense', by: 'anna' })
    expect(outcome).toMatchObject({ refused: { allowed: expect.arrayContaining(['takePosition']) } })
    expect(reads).toBeGreaterThan(0)
    expect(reads).toBeLessThanOrEqual(21)
  })
})

async function grow(engine: Awaited<ReturnType<typeof world>>['engine'], entries: number): Promise<void> {
  const remarks = Array.from({ length: entries }, (_, n) =>
    engine.act({ act: 'comment', by: seats[n % seats.length], proposal: 'v0', text: `Opmerking ${n}.` }),
  )
  await Promise.all(remarks)
  await engine.head()
}

describe('a store that is not what it was', () => {
  it('with a snapshot that lists a proposal otherwise than the entries after it: it opens all the same', async () => {
    const w = await world()
    await w.submits('anna', { proposal: 'v0' })
    await grow(w.engine, leastGrowth)
    const text = (await w.store.snapshots?.load('regio')) ?? ''
    await w.does('zita', 'takePosition', { proposal: 'v0' })
    const body = JSON.parse(text.slice(72))
    body.proposals[0].digests = []
    const forged = JSON.stringify(body)
    await w.store.snapshots?.save('regio', `${digestOf(forged)} ${forged}`)
    const opened = await openCollaboration({ id: 'regio', store: w.store, clock: setClock(w.clock.now()) })
    expect(await opened.proposal('v0')).toEqual(await w.engine.proposal('v0'))
    expect(await opened.head()).toEqual(await w.engine.head())
  })

  it('that was put back to a shorter log: that is what the caller is told, at once', async () => {
    const w = await world()
    const earlier = memoryStore()
    for await (const stored of w.store.read('regio')) await earlier.append('regio', [stored], stored.seq)
    let there: Store = w.store
    const store: Store = {
      append: (...asked) => there.append(...asked),
      read: (...asked) => there.read(...asked),
      size: id => there.size(id),
      collaborations: () => there.collaborations(),
    }
    const engine = await openCollaboration({ id: 'regio', store, clock: setClock(w.clock.now()) })
    await engine.act({ act: 'draftProposal', by: 'anna', title: 'Wonen', text: 'Wij bouwen.' })
    there = earlier
    const again = engine.act({ act: 'draftProposal', by: 'zita', title: 'Wonen', text: 'Wij ook.' })
    await expect(again).rejects.toThrow(CorruptLog)
  })

  it.each([
    ['with a space', 'a b'],
    ['that steers a terminal', steering],
    ['that is too long', 'x'.repeat(129)],
  ])('an id of an act %s is refused before anything is recorded', async (_, id) => {
    const store = memoryStore()
    const engine = await openCollaboration({ id: 'regio', store, newId: () => id })
    const { text } = await world().then(async w => ({ text: entriesOf(await w.text()) }))
    const charter = text[0]?.asked?.charter
    await expect(engine.act({ act: 'proposeCharter', by: 'anna', charter })).rejects.toThrow(
      'newId must give',
    )
    expect(await store.size('regio')).toBe(0)
  })
})
