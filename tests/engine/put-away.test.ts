// Proposals whose states are not at hand are read from their own entries: with the same answers, and only if those still hold.
import { describe, expect, it } from 'vitest'
import { mostAtHand } from '../../src/engine/session.ts'
import { CorruptLog, memoryStore, type Store, type Stored } from '../../src/index.ts'
import { canonical } from '../../src/log/canonical.ts'
import { seats } from '../attacks/world.ts'
import {
  answersOf,
  confirm,
  consent,
  decided,
  doAll,
  draft,
  expectLawful,
  founded,
  id,
  leave,
  liar,
  object,
  open,
  recordedBy,
  remark,
  snapshotAfter,
  storedIn,
  storeWith,
  submit,
  textIn,
  told,
  watched,
} from './support.ts'

const withdraw = (proposal: string) => ({
  ...{ act: 'withdrawObjection', by: 'dirk', proposal },
  ...{ revision: 1, objection: 'o1' },
})

/** A log with three that ran their course, two that run and a draft. */
async function grown() {
  const opened = await founded()
  const { engine, clock } = opened
  await doAll(engine, [...decided('klaar'), draft('p1'), submit('p1')])
  await doAll(engine, [{ ...draft('p2'), basedOn: ['klaar'], replaces: ['klaar'] }, submit('p2')])
  await doAll(engine, [{ ...draft('p3', 'zita'), text: 'De tekst van p1.', title: 'Over p1' }])
  await doAll(engine, [consent('p1', 'anna'), object('p1', 'dirk'), remark('p1'), consent('p2', 'zita')])
  await doAll(engine, [remark('p1', 'Nog iets.', 'dirk'), remark('p2'), remark('p1', 'Slot.')])
  return { ...opened, entries: await storedIn(opened.store), now: clock.now() }
}

/** An engine with nothing at hand, on a store that keeps count. */
async function resumedOn(entries: readonly Stored[], now: string) {
  const store = watched(await storeWith(entries, snapshotAfter(entries)))
  const opened = await open(store, { at: now, prefix: 'r-' })
  store.reads.splice(0)
  return { ...opened, store }
}

describe('with nothing at hand', () => {
  it('a view reads the entries of its proposal, and of those that it names', async () => {
    const { entries, now, engine } = await grown()
    const own = (proposal: string): number => entries.filter(({ matter }) => matter === proposal).length
    const cost: Readonly<Record<string, number>> = {
      klaar: own('klaar'),
      p1: own('p1'),
      p2: own('p2') + own('klaar'),
      p3: own('p3') + own('p1'),
    }
    for (const [proposal, lines] of Object.entries(cost)) {
      const resumed = await resumedOn(entries, now)
      expect(await resumed.engine.proposal(proposal)).toEqual(await engine.proposal(proposal))
      const read = resumed.store.reads.reduce((sum, it) => sum + it.lines, 0)
      expect(read, `of ${proposal}, and the last entry`).toBe(lines + 1)
      await resumed.engine.proposal(proposal)
      expect(resumed.store.reads.at(-1)).toEqual({ part: { from: entries.length - 1 }, lines: 1 })
    }
  })

  it('what nobody asked about is not read', async () => {
    const { entries, now } = await grown()
    const { engine, store } = await resumedOn(entries, now)
    expect(await engine.proposals()).toEqual(['klaar', 'p1', 'p2', 'p3'])
    expect(await engine.proposal('p9')).toBe(undefined)
    expect(store.reads.filter(({ part }) => part.matter !== undefined)).toEqual([])
    await doAll(engine, [draft('p9')])
    expect(store.reads.filter(({ part }) => part.matter === 'klaar' || part.matter === 'p3')).toEqual([])
  })

  const goOn: Readonly<Record<string, readonly object[]>> = {
    'a comment on what was decided': [remark('klaar')],
    'to the decision': [withdraw('p1'), consent('p1', 'dirk'), ...seats.map(by => confirm('p1', by))],
    'to a decision that replaces another': [
      ...['anna', 'dirk'].map(by => consent('p2', by)),
      ...seats.map(by => confirm('p2', by)),
    ],
    'a draft is submitted': [submit('p3', 'zita'), consent('p3', 'anna')],
    'somebody leaves': [leave('dirk'), consent('p1', 'anna'), remark('p3')],
    'all leave but one': [leave('dirk'), leave('zita'), remark('p1')],
    'ids that are made': [
      { act: 'draftProposal', by: 'anna', title: 'Meer', text: 'Nog meer.' },
      draft('P1'),
      draft('klaar'),
    ],
    'what does not exist': [remark('p9'), consent('p9', 'anna'), submit('p9')],
    'an amendment': [
      { act: 'amendProposal', by: 'anna', proposal: 'p1', title: 'Over p1', text: 'Een andere tekst.' },
      ...seats.map(by => consent('p1', by, 2)),
    ],
    'a person appointed and dismissed': [
      { act: 'giveMandate', by: 'dirk', person: 'vera', roles: ['stuurgroep'] },
      consent('p1', 'vera'),
      { act: 'withdrawMandate', by: 'dirk', person: 'vera' },
      consent('p2', 'vera'),
    ],
  }
  it.each(Object.entries(goOn))('%s: the same answers and the same bytes', async (_, acts) => {
    for (const group of [true, false]) {
      const { entries, now } = await grown()
      const resumed = await resumedOn(entries, now)
      const plain = await open(await storeWith(entries), { at: now, prefix: 'r-', snapshots: false })
      for (const { engine } of [resumed, plain])
        if (group) await Promise.all(acts.map(act => engine.act(act)))
      if (!group)
        for (const act of acts) expect(await resumed.engine.act(act)).toEqual(await plain.engine.act(act))
      expect(await textIn(resumed.store)).toBe(await textIn(plain.store))
      expect(await answersOf(resumed.engine, seats)).toEqual(await answersOf(plain.engine, seats))
      await expectLawful(resumed.store)
    }
  })

  it('terms end one by one, the earliest first', async () => {
    const { entries, now } = await grown()
    const resumed = await resumedOn(entries, now)
    const plain = await open(await storeWith(entries), { at: now, prefix: 'r-', snapshots: false })
    for (let term = 0; term < 6; term += 1)
      for (const { engine, clock } of [resumed, plain]) {
        const due = (await engine.nextDue()) ?? clock.now()
        clock.moveTo(due)
        await engine.tick()
      }
    expect(await textIn(resumed.store)).toBe(await textIn(plain.store))
    expect(await resumed.engine.nextDue()).toBe(await plain.engine.nextDue())
    await expectLawful(resumed.store)
  })

  it('entries of another engine about what is not at hand are replayed', async () => {
    const { entries, now } = await grown()
    const resumed = await resumedOn(entries, now)
    const other = await open(resumed.store, { at: now, prefix: 'o-', snapshots: false })
    await doAll(other.engine, [
      withdraw('p1'),
      consent('p1', 'dirk'),
      remark('klaar'),
      leave('zita'),
      draft('p7'),
    ])
    expect(await answersOf(resumed.engine, seats)).toEqual(await answersOf(other.engine, seats))
    expect(told(await resumed.engine.act(confirm('p1', 'dirk')))).toBe('confirmation.given')
    await expectLawful(resumed.store)
  })

  it('another engine that writes while one is being brought to hand', async () => {
    const { entries, now } = await grown()
    const truth = await storeWith(entries, snapshotAfter(entries))
    const other = await open(truth, { at: now, prefix: 'o-', snapshots: false })
    let times = 0
    const store: Store = {
      ...truth,
      read: (collaboration, part) => ({
        async *[Symbol.asyncIterator]() {
          if (part?.matter === 'p1' && times < 3) {
            times += 1
            await doAll(other.engine, [remark('p1', `Tussendoor ${times}.`)])
          }
          yield* truth.read(collaboration, part)
        },
      }),
    }
    const { engine } = await open(store, { at: now, prefix: 'r-' })
    expect(told(await engine.act(consent('p1', 'anna')))).toBe('position.taken')
    expect(await engine.proposal('p1')).toEqual(await other.engine.proposal('p1'))
    await expectLawful(truth)
  })

  it('a store that fails while one is being brought to hand: an error, and then it goes on', async () => {
    const { entries, now } = await grown()
    const lying = liar(await storeWith(entries, snapshotAfter(entries)))
    const { engine } = await open(lying.store, { at: now, prefix: 'r-' })
    lying.lieOn({
      read: (collaboration, part) => {
        if (part?.matter === 'p1') throw new Error('connection lost')
        return lying.truth.read(collaboration, part)
      },
    })
    await expect(engine.proposal('p1')).rejects.toThrow('connection lost')
    await expect(engine.act(consent('p1', 'anna'))).rejects.toThrow('connection lost')
    lying.lieOn({})
    expect(told(await engine.act(consent('p1', 'anna')))).toBe('position.taken')
    await expectLawful(lying.truth)
  })
})

/** What a store can show instead of the entries as they were. */
type Change = (entries: Stored[]) => Stored[]
const change = (stored: Stored | undefined, to: (entry: Record<string, unknown>) => object): Stored => {
  if (!stored) throw new Error('no such entry')
  return { ...stored, line: canonical({ ...JSON.parse(stored.line), ...to(JSON.parse(stored.line)) }) }
}
const placeOf = (entries: readonly Stored[], type: string, by: string): number =>
  entries.findIndex(({ matter, line }) => {
    const entry = JSON.parse(line)
    return matter === 'p1' && entry.fact.type === type && entry.by === by
  })
const edited =
  (type: string, by: string, to: (entry: Record<string, unknown>) => object): Change =>
  entries => {
    const at = placeOf(entries, type, by)
    return entries.with(at, change(entries[at], to))
  }

const unlawful: Readonly<Record<string, Change>> = {
  'a position for another partner': edited('position.taken', 'anna', ({ fact }) => ({
    fact: { ...(fact as object), partner: 'dronten' },
  })),
  'an objection by somebody of another partner': edited('objection.raised', 'dirk', ({ asked }) => ({
    by: 'zeno',
    asked: { ...(asked as object), by: 'zeno' },
  })),
  'another number in the matter': edited('comment.made', 'dirk', () => ({ n: 0 })),
  'another collaboration': edited('comment.made', 'dirk', () => ({ collaboration: 'elders' })),
  'another matter': edited('comment.made', 'dirk', () => ({ matter: 'p2' })),
  'a text that is no entry': entries => {
    const at = placeOf(entries, 'comment.made', 'dirk')
    return entries.with(at, { ...(entries[at] as Stored), line: '{}' })
  },
  'a text that is not canonical': entries => {
    const at = placeOf(entries, 'comment.made', 'dirk')
    return entries.with(at, { ...(entries[at] as Stored), line: ` ${entries[at]?.line}` })
  },
  'a line dropped': entries => entries.toSpliced(placeOf(entries, 'comment.made', 'dirk'), 1),
  'all lines dropped': entries => entries.filter(({ matter }) => matter !== 'p1'),
  'another line dropped': entries => entries.toSpliced(placeOf(entries, 'objection.raised', 'dirk'), 1),
  'a line twice': entries => {
    const at = placeOf(entries, 'comment.made', 'dirk')
    return entries.toSpliced(at, 0, entries[at] as Stored)
  },
  'two lines in another order': entries => {
    const at = placeOf(entries, 'objection.raised', 'dirk')
    const [one, other] = [entries[at] as Stored, entries[at + 1] as Stored]
    return entries.with(at, other).with(at + 1, one)
  },
}

const lawful: Readonly<Record<string, Change>> = {
  'another reason of an objection': edited('objection.raised', 'dirk', ({ asked }) => ({
    asked: { ...(asked as object), reason: 'Toch maar niet.' },
  })),
  'another text of a comment': edited('comment.made', 'dirk', ({ asked }) => ({
    asked: { ...(asked as object), text: 'Iets heel anders.' },
  })),
  'another position': edited('position.taken', 'anna', ({ asked }) => ({
    asked: { ...(asked as object), position: 'standAside' },
  })),
}

/** An engine that resumed on an honest log, whose store shows it another log from then on. */
async function deceived(to: Change, log: () => Promise<{ entries: Stored[]; now: string }> = grown) {
  const { entries, now } = await log()
  const truth = await storeWith(entries, snapshotAfter(entries))
  const lying = liar(truth)
  const opened = await open(lying.store, { at: now, prefix: 'r-' })
  const shown = to([...entries])
  lying.lieOn({
    read: (collaboration, part = {}) => ({
      async *[Symbol.asyncIterator]() {
        const isAsked = ({ seq, matter, act }: Stored): boolean =>
          seq >= (part.from ?? 0) &&
          (part.matter === undefined || part.matter === matter) &&
          (part.act === undefined || part.act === act)
        for (const stored of shown) if (isAsked(stored)) yield stored
        yield* truth.read(collaboration, { ...part, from: Math.max(part.from ?? 0, entries.length) })
      },
    }),
  })
  return { ...opened, truth, size: entries.length }
}

describe('a log that was changed in the store behind the engine', () => {
  it.each(Object.entries(unlawful))('%s is found out, and nothing is written', async (_, to) => {
    const { engine, truth, size } = await deceived(to)
    for (let n = 0; n < 2; n += 1) {
      await expect(engine.act(consent('p1', 'anna'))).rejects.toThrow(CorruptLog)
      await expect(engine.proposal('p1')).rejects.toThrow(CorruptLog)
      await expect(engine.act(remark('p2'))).rejects.toThrow(CorruptLog)
    }
    expect(await truth.size(id)).toBe(size)
  })

  describe.each(Object.entries(lawful))('%s', (_, to) => {
    it('is found out, and nothing is written', async () => {
      const { engine, truth, size } = await deceived(to)
      await engine.act(remark('p1')).catch(() => null)
      expect(await truth.size(id)).toBe(size)
      await expect(engine.proposal('p1')).rejects.toThrow(CorruptLog)
    })
  })

  /** Dronten objects, and two remarks are made. */
  const objected = () =>
    playedOn([object('p1', 'dirk'), remark('p1', 'Zo.', 'zita'), remark('p1', 'Zo.', 'dirk')])
  const playedOn = async (acts: readonly object[]) => {
    const { engine, store, clock } = await founded()
    await doAll(engine, [draft('p1'), submit('p1'), consent('p1', 'anna'), consent('p1', 'zita')])
    await doAll(engine, [...acts, draft('p2')])
    return { entries: await storedIn(store), now: clock.now() }
  }
  /** In the place of these three: what would have been recorded, had Dronten agreed. */
  const agreedInstead = async (): Promise<Change> => {
    const { entries: other } = await playedOn([consent('p1', 'dirk'), confirm('p1', 'dirk')])
    return entries =>
      entries.map((stored, seq) => {
        const { by, asked, fact } = JSON.parse(other[seq]?.line ?? '{}')
        const { by: _by, asked: _asked, fact: _fact, ...place } = JSON.parse(stored.line)
        const told = { ...(by ? { by } : {}), ...(asked ? { asked } : {}), fact }
        return stored.matter === 'p1' ? { ...stored, line: canonical({ ...place, ...told }) } : stored
      })
  }

  it('an objection and two remarks that became agreement: no decision is taken without that partner', async () => {
    const { engine, truth } = await deceived(await agreedInstead(), objected)
    for (const by of ['anna', 'zita']) await engine.act(confirm('p1', by)).catch(() => null)
    const lines = (await storedIn(truth)).map(({ line }) => JSON.parse(line))
    expect(lines.map(({ fact }) => fact.type)).not.toContain('decision.taken')
  })

  it('as its term is the first to end, acts on others find it out too', async () => {
    const { engine, truth, size } = await deceived(lawful['another text of a comment'] as Change)
    await expect(engine.act(remark('p2'))).rejects.toThrow(CorruptLog)
    expect(await truth.size(id)).toBe(size)
  })
})

describe(`more than ${mostAtHand} proposals`, () => {
  const count = mostAtHand + 100

  it('those put away are acted on, seen, told and ended as if they were at hand', async () => {
    const lying = liar(memoryStore())
    const store = watched(lying.store)
    const { engine, clock } = await founded(store)
    await doAll(engine, [draft('q0'), submit('q0'), draft('q1'), submit('q1'), draft('q2', 'zita')])
    await doAll(engine, [object('q1', 'dirk'), remark('q1')])
    const drafts = Array.from({ length: count - 3 }, (_, n) => draft(`q${n + 3}`))
    await Promise.all(drafts.map(act => engine.act(act)))
    // An engine that never records puts nothing away.
    const all = await open(lying.truth, { at: clock.now(), prefix: 'a-', snapshots: false })
    const expected = await all.engine.proposal('q1')
    store.reads.splice(0)
    expect(await engine.proposal('q1')).toEqual(expected)
    expect(store.reads.filter(({ part }) => part.matter !== undefined)).toEqual([
      { part: { matter: 'q1' }, lines: 4 },
    ])
    clock.moveTo((await engine.nextDue()) ?? '')
    expect(told({ recorded: await engine.tick() })).toBe('term.ended stage.entered term.ended stage.entered')
    recordedBy(await engine.act(remark('q2')))
    const entries = recordedBy(await engine.act(leave('zita')))
    expect(entries.map(({ fact }) => fact.type).filter(type => type === 'circle.changed').length).toBe(count)
    expect(new Set(entries.map(({ matter }) => matter)).size).toBe(count + 1)
    expect(await engine.head()).toEqual(await all.engine.head())
    await expectLawful(lying.truth)
    await expectFoundOut(engine, lying)
  })

  async function expectFoundOut(
    engine: Awaited<ReturnType<typeof founded>>['engine'],
    lying: ReturnType<typeof liar>,
  ): Promise<void> {
    // The departure touched them all; those touched longest ago are put away after the act that comes next.
    recordedBy(await engine.act(remark('q2')))
    const size = await lying.truth.size(id)
    const away = 'q150'
    lying.lieOn({
      read: (collaboration, part = {}) => ({
        async *[Symbol.asyncIterator]() {
          for await (const stored of lying.truth.read(collaboration, part))
            yield part.matter === away
              ? { ...stored, line: stored.line.replace('"almere"', '"dronten"') }
              : stored
        },
      }),
    })
    await expect(engine.act(remark(away))).rejects.toThrow(CorruptLog)
    expect(await lying.truth.size(id)).toBe(size)
    lying.lieOn({})
    expect(told(await engine.act(remark(away)))).toBe('comment.made')
    await expectLawful(lying.truth)
  }
})
