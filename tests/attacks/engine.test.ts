// Attacks on the engine through its store: rivals that race for one log, and stores that fail or lie.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CorruptLog,
  memoryStore,
  openCollaboration,
  type Store,
  type Stored,
  setClock,
} from '../../src/index.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { entriesOf, reforge } from './forge.ts'
import { bypassedIn } from './oracle.ts'
import {
  charter,
  comesTo,
  lelystad,
  numbered,
  rivalOf,
  seats,
  start,
  three,
  type World,
  world,
} from './world.ts'

const linesIn = async (store: Store) => {
  const lines: Stored[] = []
  for await (const stored of store.read('regio')) lines.push(stored)
  return lines
}
const textIn = async (store: Store) => (await linesIn(store)).map(({ line }) => `${line}\n`).join('')

/** What the store holds is lawful, and nobody was bypassed in it. */
async function expectLawful(store: Store): Promise<void> {
  const text = await textIn(store)
  expect(verifyLog(text).finding).toBe(null)
  expect(bypassedIn(entriesOf(text))).toBe(null)
}

// --- Races ------------------------------------------------------------------------------------------------------

/** A store in front of another, whose every call waits until the scheduler lets it go on. */
function scheduled(inner: Store, wait: () => Promise<unknown>): Store {
  return {
    ...inner,
    append: async (collaboration, entries, expectedSize) => {
      await wait()
      const answer = await inner.append(collaboration, entries, expectedSize)
      await wait()
      return answer
    },
    read: (collaboration, part) => ({
      async *[Symbol.asyncIterator]() {
        await wait()
        for await (const stored of inner.read(collaboration, part)) yield stored
      },
    }),
  }
}

type Move = readonly [by: string, act: string, fields?: Readonly<Record<string, unknown>>]
interface Race {
  readonly before: (w: World) => Promise<unknown>
  readonly moves: readonly Move[]
  /** What may come of it: the state of p1. */
  readonly ends: readonly string[]
}

const submitted = (w: World) => w.submits('anna')
const agreed = async (w: World) => {
  await submitted(w)
  await w.consent(seats)
}
const almost = async (w: World) => {
  await agreed(w)
  await w.confirm(['anna', 'zita'])
}
const invited = async (w: World) => {
  await w.submits('anna', { proposal: 'k1', charter: charter([...three, lelystad]) })
  await w.consent(seats, { proposal: 'k1' })
  await w.confirm(seats, { proposal: 'k1' })
  await almost(w)
}

const on1 = { proposal: 'p1', revision: 1 }
const race: Readonly<Record<string, Race>> = {
  'all take positions at once': {
    before: submitted,
    moves: seats.flatMap((by): Move[] => [
      [by, 'takePosition', { ...on1, position: 'consent' }],
      [by, 'takePosition', { ...on1, position: 'standAside' }],
    ]),
    ends: ['consultation'],
  },
  'all confirm at once, each twice': {
    before: agreed,
    moves: [...seats, ...seats].map(by => [by, 'confirmDecision', on1]),
    ends: ['decided'],
  },
  'withdrawing against the last confirmation': {
    before: almost,
    moves: [
      ['anna', 'withdrawProposal', { proposal: 'p1' }],
      ['dirk', 'confirmDecision', on1],
    ],
    ends: ['withdrawn', 'decided'],
  },
  'leaving against the last confirmation': {
    before: almost,
    moves: [
      ['zita', 'leaveCollaboration', {}],
      ['dirk', 'confirmDecision', on1],
    ],
    ends: ['consultation', 'decided'],
  },
  'the last to confirm leaves while a colleague objects': {
    before: almost,
    moves: [
      ['dirk', 'leaveCollaboration', {}],
      ['daan', 'raiseObjection', { ...on1, reason: 'Wacht.' }],
      ['dirk', 'confirmDecision', on1],
    ],
    ends: ['consultation', 'decided'],
  },
  'objecting against the last confirmation': {
    before: almost,
    moves: [
      ['zeno', 'raiseObjection', { ...on1, reason: 'Wacht.' }],
      ['dirk', 'confirmDecision', on1],
    ],
    ends: ['consultation', 'decided'],
  },
  'amending against the last confirmation': {
    before: almost,
    moves: [
      ['anna', 'amendProposal', { proposal: 'p1', title: 'Wonen', text: 'Anders.' }],
      ['dirk', 'confirmDecision', on1],
      ['dirk', 'confirmDecision', { ...on1, revision: 2 }],
    ],
    ends: ['consultation', 'decided'],
  },
  'a newcomer against the last confirmation': {
    before: invited,
    moves: [
      ['lara', 'signCharter', { charter: '' }],
      ['dirk', 'confirmDecision', on1],
    ],
    ends: ['consultation', 'decided'],
  },
  'withdrawing a mandate against its last use': {
    before: async w => {
      await w.does('dirk', 'giveMandate', { person: 'vera', roles: ['stuurgroep'] })
      await almost(w)
    },
    moves: [
      ['dirk', 'withdrawMandate', { person: 'vera' }],
      ['vera', 'confirmDecision', on1],
    ],
    ends: ['consultation', 'decided'],
  },
}

describe('rivals on one log', () => {
  it.each(Object.entries(race))('%s: whatever the interleaving, nobody is bypassed', async (_, played) => {
    const reached = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async scheduler => {
        const w = await world()
        await played.before(w)
        const { digest } = await w.engine.circle()
        const wait = () => scheduler.schedule(Promise.resolve())
        const slow = scheduled(w.store, wait)
        const opening = played.moves.map((_, i) =>
          openCollaboration({
            id: 'regio',
            store: slow,
            clock: setClock(w.clock.now()),
            newId: numbered(`r${i}-`),
          }),
        )
        const engines = await scheduler.waitFor(Promise.all(opening))
        const asking = played.moves.map(([by, act, fields], i) =>
          engines[i]?.act({ act, by, ...fields, ...(fields?.charter === '' ? { charter: digest } : {}) }),
        )
        await scheduler.waitFor(Promise.all(asking))
        await expectLawful(w.store)
        reached.add(await w.state())
        expect(played.ends).toContain(await w.state())
      }),
      { numRuns: 40, seed: 7 },
    )
    expect([...reached].sort()).toEqual([...played.ends].sort())
  })

  it('random acts of two rivals: each gets an answer, every log is lawful, and decisions are reached', async () => {
    const reached = { decided: 0, circle: 0 }
    for (let seed = 1; seed <= 20; seed += 1) {
      const w = await world()
      const rival = await rivalOf(w, 'rival-')
      await playAtRandom([w, rival], randomFrom(seed))
      await expectLawful(w.store)
      const types = (await w.entries()).map(({ fact }) => fact.type)
      reached.decided += types.filter(type => type === 'decision.taken').length
      reached.circle += types.filter(type => type === 'circle.changed').length
      expect((await rival.engine.head()).root).toBe((await w.engine.head()).root)
    }
    expect(reached.decided).toBeGreaterThan(12)
    expect(reached.circle).toBeGreaterThan(10)
  })
})

type Random = () => number

/** A small generator (mulberry32), so that the same seed plays the same acts. */
function randomFrom(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

async function playAtRandom(worlds: readonly World[], random: Random): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    const asked = await Promise.all(worlds.map(async w => ({ w, acts: await anAct(w, random) })))
    await Promise.all(asked.map(({ w, acts }) => w.engine.act(acts)))
    if (random() < 0.15) {
      const later = new Date(Date.parse(worlds[0]?.clock.now() ?? '') + random() * 6 * 86_400_000)
      for (const { clock } of worlds) clock.moveTo(later.toISOString())
    }
  }
}

/** Some act: mostly one that somebody may do, seldom one that nobody may. */
async function anAct({ engine }: World, random: Random): Promise<object> {
  const circle = await engine.circle()
  const speakers = Object.values(circle.partners).flatMap(people => Object.keys(people))
  const by = pick(random, [...speakers, ...speakers, 'omar', ...circle.invited.map(() => 'lara')])
  const live = []
  for (const id of await engine.proposals()) {
    const view = await engine.proposal(id)
    if (view && !['decided', 'noConsensus', 'withdrawn'].includes(view.state)) live.push(view)
  }
  const view = pick(random, live)
  if (!view || (live.length < 3 && random() < 0.1)) {
    const text = random() < 0.5 ? { charter: charter([...three, lelystad]) } : {}
    return { act: 'draftProposal', by, title: 'Wonen', text: `Tekst ${random()}`, ...text }
  }
  const about = { by, proposal: view.id, revision: view.revision }
  const content = { by, proposal: view.id, title: 'Wonen', text: `Tekst ${random()}` }
  if (view.state === 'drafting') return { act: 'submitProposal', by, proposal: view.id }
  const roll = random()
  if (view.called && roll < 0.7) return { act: 'confirmDecision', ...about }
  if (roll < 0.75) return { act: 'takePosition', ...about, position: pick(random, ['consent', 'standAside']) }
  if (roll < 0.79) return { act: 'raiseObjection', ...about, reason: 'Wacht.' }
  if (roll < 0.87) return { act: 'withdrawObjection', ...about, objection: pick(random, ['o1', 'o2', 'o3']) }
  if (roll < 0.89) return { act: 'amendProposal', ...content }
  if (roll < 0.91) return { act: 'extendTerm', ...about }
  if (roll < 0.93) return { act: 'escalate', ...about, stage: view.stage, reason: 'Wij komen er niet uit.' }
  if (roll < 0.94) return { act: 'leaveCollaboration', by }
  if (roll < 0.96)
    return { act: 'giveMandate', by, person: pick(random, ['vera', 'nils']), roles: ['lijnmanagement'] }
  return { act: 'signCharter', by: 'lara', charter: circle.digest }
}

// --- Stores that fail or lie ------------------------------------------------------------------------------------

interface Liar {
  readonly store: Store
  readonly truth: Store
  /** The next calls are answered by these instead, once each. */
  lieOnce(lie: Partial<Pick<Store, 'append' | 'read'>>): void
  /** All calls are, until told otherwise. */
  lieOn(lie: Partial<Pick<Store, 'append' | 'read'>>): void
}

function liar(): Liar {
  const truth = memoryStore()
  let once: Partial<Store> = {}
  let always: Partial<Store> = {}
  const store: Store = {
    ...truth,
    append: (...asked) => {
      const lie = once.append ?? always.append ?? truth.append
      delete once.append
      return lie(...asked)
    },
    read: (...asked) => {
      const lie = once.read ?? always.read ?? truth.read
      delete once.read
      return lie(...asked)
    },
  }
  return {
    store,
    truth,
    lieOnce: lie => {
      once = { ...lie }
    },
    lieOn: lie => {
      always = { ...lie }
    },
  }
}

async function* handed(entries: readonly Stored[]): AsyncGenerator<Stored> {
  for (const entry of entries) yield entry
}

const consent = (by: string) => ({
  act: 'takePosition',
  by,
  proposal: 'p1',
  revision: 1,
  position: 'consent',
})
const remark = { act: 'comment', by: 'anna', proposal: 'p1', text: 'Een opmerking.' }

const recorded = (outcome: object) => ('recorded' in outcome ? 'recorded' : 'refused')

describe('stores that fail', () => {
  it('throwing before it persisted: the act is not recorded, and may be asked again', async () => {
    const lying = liar()
    const w = await world(charter(), { store: lying.store })
    await w.submits('anna')
    lying.lieOnce({ append: async () => Promise.reject(new Error('disk full')) })
    await expect(w.engine.act(consent('anna'))).rejects.toThrow('disk full')
    expect((await w.engine.proposal('p1'))?.positions).toEqual({})
    expect(recorded(await w.engine.act(consent('anna')))).toBe('recorded')
    await expectLawful(lying.truth)
  })

  it('throwing after it persisted: the engine reads it back, and confirms what is there', async () => {
    const lying = liar()
    const w = await world(charter(), { store: lying.store })
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    lying.lieOnce({
      append: async (...asked) => {
        await lying.truth.append(...asked)
        throw new Error('timed out')
      },
    })
    expect(await w.engine.act(consent('dirk'))).toMatchObject({ recorded: [{ by: 'dirk' }, {}] })
    expect((await w.engine.proposal('p1'))?.called).toBe(true)
    await w.confirm(seats)
    expect(await w.state()).toBe('decided')
    await expectLawful(lying.truth)
  })

  it('reporting a conflict after it persisted: the act is decided anew on what is there now', async () => {
    const lying = liar()
    const w = await world(charter(), { store: lying.store })
    await w.submits('anna')
    await w.consent(seats)
    lying.lieOnce({
      append: async (collaboration, entries, size) => {
        await lying.truth.append(collaboration, entries, size)
        return { conflict: { size: size + entries.length } }
      },
    })
    expect(await w.asks('anna', 'confirmDecision')).toBe('confirmsOnce')
    expect(Object.keys((await w.engine.proposal('p1'))?.confirmations ?? {})).toEqual(['almere'])
    await expectLawful(lying.truth)
  })

  it('saying appended where nothing was: nothing is recorded on top of what is lost', async () => {
    const lying = liar()
    const w = await world(charter(), { store: lying.store })
    await w.submits('anna')
    lying.lieOnce({ append: async () => ({ appended: true }) })
    await w.consent(['anna'])
    await expect(w.engine.act(consent('zita'))).rejects.toThrow()
    const rival = await rivalOf({ ...w, store: lying.truth }, 'rival-')
    await rival.does('dirk', 'takePosition')
    await expect(w.engine.act(consent('zita'))).rejects.toThrow(CorruptLog)
    await expect(w.engine.act(consent('zita'))).rejects.toThrow(CorruptLog)
    expect(Object.keys((await rival.engine.proposal('p1'))?.positions ?? {})).toEqual(['dronten'])
    await expectLawful(lying.truth)
  })

  it('failing in the middle of reading an act: the engine reads on from there', async () => {
    const lying = liar()
    const w = await world(charter(), { store: lying.store })
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    const rival = await rivalOf({ ...w, store: lying.truth }, 'rival-')
    await rival.consent(['dirk'])
    lying.lieOnce({
      read: (collaboration, part) => ({
        async *[Symbol.asyncIterator]() {
          for await (const entry of lying.truth.read(collaboration, part)) {
            yield entry
            throw new Error('connection lost')
          }
        },
      }),
    })
    await expect(w.engine.act(remark)).rejects.toThrow('connection lost')
    expect((await w.engine.proposal('p1'))?.called).toBe(true)
    await w.confirm(seats)
    await expectLawful(lying.truth)
  })
})

describe('stores that lie', () => {
  it('returning an old beginning: the act is decided anew once the truth is told', async () => {
    const lying = liar()
    const w = await world(charter(), { store: lying.store })
    await w.submits('anna')
    await w.consent(seats)
    await w.confirm(['anna', 'zita'])
    const rival = await rivalOf({ ...w, store: lying.truth }, 'rival-')
    await rival.does('daan', 'raiseObjection')
    // Once for the clock, once for the act: both find nothing new.
    let times = 0
    lying.lieOn({
      read: (collaboration, part) => {
        times += 1
        return times <= 2 ? handed([]) : lying.truth.read(collaboration, part)
      },
    })
    expect(
      await w.engine.act({ act: 'confirmDecision', by: 'dirk', proposal: 'p1', revision: 1 }),
    ).toMatchObject({
      refused: { rule: 'decisionIsCalled' },
    })
    await expectLawful(lying.truth)
  })

  it('returning an old beginning for ever: the act is not recorded', async () => {
    const lying = liar()
    const w = await world(charter(), { store: lying.store })
    await w.submits('anna')
    const rival = await rivalOf({ ...w, store: lying.truth }, 'rival-')
    await rival.does('anna', 'amendProposal')
    lying.lieOn({ read: () => handed([]) })
    await expect(w.engine.act(consent('zita'))).rejects.toThrow()
    lying.lieOn({})
    await expectLawful(lying.truth)
  })

  /** Entries after the true ones, made by somebody who recomputes the chain. */
  const additions: Readonly<Record<string, (last: ReturnType<typeof entriesOf>) => object[]>> = {
    'a decision out of nowhere': entries => {
      const digest = entries.find(({ fact }) => fact.type === 'proposal.submitted')?.fact.digest
      const partners = ['almere', 'zeewolde', 'dronten']
      const fact = { type: 'decision.taken', revision: 1, digest, partners, unmetNeeds: [] }
      return [{ ...entries.at(-1), asked: undefined, by: undefined, fact }]
    },
    'a position for another partner': entries => {
      const { fact } = entries.findLast(({ fact: { type } }) => type === 'position.taken') ?? {}
      const asked = consent('anna')
      return [{ ...entries.at(-1), act: 'x', by: 'anna', asked, fact: { ...fact, partner: 'dronten' } }]
    },
    'an entry of another collaboration': entries => [
      { ...entries.at(-1), collaboration: 'elders', act: 'x', by: 'anna', asked: remark },
    ],
    'no entry at all': () => [{ line: 'nothing' }],
  }
  it.each(Object.entries(additions))('returning a longer forged log, with %s', async (_, add) => {
    const lying = liar()
    const w = await world(charter(), { store: lying.store })
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    const entries = entriesOf(await w.text())
    const longer = JSON.parse(JSON.stringify([...entries, ...add(entries)]))
    const lines = reforge(longer).trimEnd().split('\n')
    const forged = lines.map((line, seq): Stored => ({ seq, matter: 'p1', line }))
    lying.lieOn({ read: (_, { from = 0 } = {}) => handed(forged.slice(from)) })
    for (let i = 0; i < 3; i += 1) {
      await expect(w.engine.act(consent('dirk'))).rejects.toThrow(CorruptLog)
      await expect(w.engine.proposal('p1')).rejects.toThrow(CorruptLog)
    }
    await expect(openCollaboration({ id: 'regio', store: lying.store })).rejects.toThrow(CorruptLog)
    lying.lieOn({})
    const honest = await rivalOf(w, 'rival-')
    expect(recorded(await honest.engine.act(consent('dirk')))).toBe('recorded')
    await expectLawful(lying.truth)
  })

  it('swapping, doubling, editing or skipping entries', async () => {
    const lying = liar()
    const w = await world(charter(), { store: lying.store })
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    const truth = await linesIn(lying.truth)
    const at = (i: number) => truth[i] as Stored
    const n = truth.length
    const edited = { ...at(n - 1), line: at(n - 1).line.replace('consent', 'standAside') }
    const lies: Stored[][] = [
      [...truth.slice(0, n - 2), at(n - 1), at(n - 2)],
      [...truth, at(n - 1)],
      [...truth.slice(0, 3), ...truth.slice(4)],
      [...truth.slice(0, 3), at(3), ...truth.slice(3)],
      [...truth.slice(0, n - 2), { ...at(n - 2), line: edited.line }, at(n - 1)],
      [...truth.slice(0, n - 1), { ...at(n - 1), line: `${at(n - 1).line} ` }],
      [...truth.slice(0, n - 1), { ...at(n - 1), line: undefined as unknown as string }],
    ]
    for (const lie of lies) {
      lying.lieOn({ read: () => handed(lie) })
      await expect(openCollaboration({ id: 'regio', store: lying.store })).rejects.toThrow(CorruptLog)
    }
    lying.lieOn({ read: () => handed(truth) })
    await expect(w.engine.act(consent('dirk'))).rejects.toThrow(CorruptLog)
    lying.lieOn({})
    await (await rivalOf(w, 'rival-')).consent(['dirk'])
    await expectLawful(lying.truth)
  })

  it('a lawful forgery that disappears again: the engine that saw it goes no further', async () => {
    const lying = liar()
    const w = await world(charter(), { store: lying.store })
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    const other = memoryStore()
    await other.append('regio', await linesIn(lying.truth), 0)
    const forger = await rivalOf({ ...w, store: other }, 'forger-')
    await forger.consent(['dirk'])
    lying.lieOnce({ read: other.read })
    expect((await w.engine.proposal('p1'))?.called).toBe(true)
    await expect(
      w.engine.act({ act: 'confirmDecision', by: 'anna', proposal: 'p1', revision: 1 }),
    ).rejects.toThrow()
    const rival = await rivalOf({ ...w, store: lying.truth }, 'rival-')
    for (let i = 0; i < 3; i += 1) await rival.does('anna', 'comment')
    for (let i = 0; i < 2; i += 1) await expect(w.engine.proposal('p1')).rejects.toThrow(CorruptLog)
    expect((await rival.engine.proposal('p1'))?.called).toBe(false)
    await expectLawful(lying.truth)
  })

  it('showing a forged log to who reads the entries: none is handed out that does not hold', async () => {
    const lying = liar()
    const w = await world(charter(), { store: lying.store })
    await w.submits('anna')
    await w.consent(['anna'])
    const forged = (await linesIn(lying.truth)).map(stored => ({
      ...stored,
      line: stored.line.replace('"position":"consent"', '"position":"standAside"'),
    }))
    const head = await w.engine.head()
    lying.lieOn({ read: (_, { from = 0 } = {}) => handed(forged.slice(from)) })
    const shown = await w.text().catch(() => '')
    lying.lieOn({})
    expect(shown === '' || verifyLog(shown, { head }).holds).toBe(true)
  })

  it('a log cut in the middle of an act: no engine opens on it', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(seats)
    const cut = memoryStore()
    await cut.append('regio', (await linesIn(w.store)).slice(0, -1), 0)
    expect(await comesTo(openCollaboration({ id: 'regio', store: cut }))).toBe('CorruptLog')
  })

  it('a log cut in the middle of an act: an engine that is open goes no further, not even later', async () => {
    const w = await world()
    await w.submits('anna')
    await w.submits('anna', { proposal: 'p2' })
    await w.consent(['anna', 'zita'])
    const cut = memoryStore()
    await cut.append('regio', await linesIn(w.store), 0)
    const late = await openCollaboration({ id: 'regio', store: cut, clock: setClock(w.clock.now()) })
    await w.consent(['dirk'])
    const size = await cut.size('regio')
    await cut.append('regio', (await linesIn(w.store)).slice(size, size + 1), size)
    const elsewhere = { ...remark, proposal: 'p2' }
    expect(await comesTo(late.act(elsewhere))).toBe('CorruptLog')
    expect(await comesTo(late.act(elsewhere))).toBe('CorruptLog')
    expect(await cut.size('regio')).toBe(size + 1)
  })
})

describe('what the engine is given', () => {
  it('ids that come twice: it writes no log that it would refuse to read', async () => {
    const store = memoryStore()
    const engine = await openCollaboration({
      id: 'regio',
      store,
      clock: setClock(start),
      newId: () => 'same',
    })
    await comesTo(engine.act({ act: 'proposeCharter', by: 'anna', charter: charter() }))
    await comesTo(engine.act({ act: 'proposeCharter', by: 'zita', charter: charter() }))
    expect(verifyLog(await textIn(store)).finding).toBe(null)
  })

  it('moments in another form: it writes no log that it would refuse to read', async () => {
    const store = memoryStore()
    const clock = { now: () => '2026-01-05T10:00:00+01:00' }
    const engine = await openCollaboration({ id: 'regio', store, clock })
    await comesTo(engine.act({ act: 'proposeCharter', by: 'anna', charter: charter() }))
    expect(verifyLog(await textIn(store)).finding).toBe(null)
  })
})
