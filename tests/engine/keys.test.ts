// Idempotency keys: one key stands for one act, whatever happens between asking and hearing.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ActOutcome, memoryStore, openCollaboration, type Store, setClock } from '../../src/index.ts'
import { numbered, seats } from '../attacks/world.ts'
import {
  confirm,
  consent,
  decided,
  doAll,
  draft,
  expectLawful,
  failing,
  firstMoment,
  founded,
  historyOf,
  id,
  leave,
  liar,
  object,
  open,
  recordedBy,
  remark,
  scheduled,
  snapshotAfter,
  storedIn,
  storeWith,
  submit,
  take,
  told,
  watched,
} from './support.ts'

const key = 'sleutel-1'
const submitted = async (store?: Store) => {
  const opened = await founded(store)
  await doAll(opened.engine, [draft('p1'), submit('p1')])
  return opened
}
const agreed = async (store?: Store) => {
  const opened = await submitted(store)
  await doAll(
    opened.engine,
    seats.map(by => consent('p1', by)),
  )
  await doAll(opened.engine, [confirm('p1', 'anna'), confirm('p1', 'zita')])
  return opened
}
const timesRecorded = async (store: Store, act: string) =>
  (await storedIn(store)).filter(stored => stored.act === act).length

describe('the same act again under its key', () => {
  it('one after the other is recorded once, and answered the same', async () => {
    const { engine, store } = await submitted()
    const first = await engine.act(consent('p1', 'anna'), { key })
    const { size } = await engine.head()
    await doAll(engine, [consent('p1', 'zita')])
    expect(await engine.act(consent('p1', 'anna'), { key })).toEqual(first)
    expect(recordedBy(first).map(({ act }) => act)).toEqual([key])
    expect((await engine.head()).size).toBe(size + 1)
    await expectLawful(store)
  })

  it.each([2, 10])('%i times at once is recorded once', async times => {
    const { engine, store } = await submitted()
    const before = (await engine.head()).size
    const answers = await Promise.all(Array.from({ length: times }, () => engine.act(remark('p1'), { key })))
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(told(answers[0])).toBe('comment.made')
    expect((await engine.head()).size).toBe(before + 1)
    await expectLawful(store)
  })

  it('with all that it led to, a decision and a charter included', async () => {
    const { engine, store } = await agreed()
    const [first, second] = await Promise.all([1, 2].map(() => engine.act(confirm('p1', 'dirk'), { key })))
    expect(told(first)).toBe('confirmation.given decision.taken')
    expect(second).toEqual(first)
    await doAll(engine, [draft('p2')])
    expect(await engine.act(confirm('p1', 'dirk'), { key })).toEqual(first)
    const resumed = await open(await storeWith(await storedIn(store), snapshotAfter(await storedIn(store))))
    expect(await resumed.engine.act(confirm('p1', 'dirk'), { key })).toEqual(first)
    await expectLawful(store)
  })

  it('an answer that is changed by whoever got it changes no other', async () => {
    const { engine } = await submitted()
    const [one, other] = await Promise.all([1, 2].map(() => engine.act(remark('p1'), { key })))
    Object.assign(recordedBy(one)[0] ?? {}, { by: 'mallory' })
    expect(recordedBy(other)[0]?.by).toBe('anna')
    expect(recordedBy(await engine.act(remark('p1'), { key }))[0]?.by).toBe('anna')
  })

  it('every act of random scripts: asked twice at once, and later, the log is as if asked once', async () => {
    for (const seed of [1, 2, 5]) {
      const { steps, persons } = await historyOf(seed, 40)
      const at = { at: firstMoment }
      const [plain, keyed] = await Promise.all([open(memoryStore(), at), open(memoryStore(), at)])
      const outcomes: ActOutcome[] = []
      for (const [n, step] of steps.entries()) {
        const once = await take(plain, step, `k-${n}`)
        keyed.clock.moveTo(step.at)
        const twice = await Promise.all([take(keyed, step, `k-${n}`), take(keyed, step, `k-${n}`)])
        expect(twice[0]).toEqual(once)
        if (step.act) expect(twice[1]).toEqual(once)
        outcomes.push(once)
      }
      for (const [n, step] of steps.entries())
        if (step.act) expect(await keyed.engine.act(step.act, { key: `k-${n}` })).toEqual(outcomes[n])
      expect(persons.length).toBeGreaterThan(2)
      expect(await storedIn(keyed.store)).toEqual(await storedIn(plain.store))
    }
  })

  it('a draft without an id of its own yields the same proposal', async () => {
    const { engine } = await founded()
    const { proposal: _, ...nameless } = draft('p1')
    const answers = await Promise.all([1, 2, 3].map(() => engine.act(nameless, { key })))
    expect(answers.map(answer => recordedBy(answer)[0]?.matter)).toEqual(['p1', 'p1', 'p1'])
    await doAll(engine, [draft('p2')])
    expect(recordedBy(await engine.act(nameless, { key }))[0]?.matter).toBe('p1')
    expect(await engine.proposals()).toEqual(['p1', 'p2'])
    expect(recordedBy(await engine.act(nameless))[0]?.matter).toBe('p3')
  })

  it('once the moment for it has passed: what was recorded is still answered', async () => {
    const { engine, clock } = await submitted()
    const first = await engine.act(object('p1', 'zita'), { key })
    const due = await engine.nextDue()
    clock.moveTo(due ?? '')
    expect(await engine.act(object('p1', 'zita'), { key })).toEqual(first)
  })

  it('another order of the fields is the same act; so are fields left undefined', async () => {
    const { engine } = await submitted()
    const first = await engine.act(remark('p1'), { key })
    const { act, by, proposal, text } = remark('p1')
    expect(await engine.act({ text, replyTo: undefined, proposal, by, act }, { key })).toEqual(first)
  })
})

describe('two engines on one store', () => {
  it('whatever the interleaving, the act is recorded once and both hear the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async scheduler => {
        const { store, clock } = await agreed()
        const slow = scheduled(store, () => scheduler.schedule(Promise.resolve()))
        const opening = ['r1-', 'r2-'].map(prefix =>
          openCollaboration({ id, store: slow, clock: setClock(clock.now()), newId: numbered(prefix) }),
        )
        const engines = await scheduler.waitFor(Promise.all(opening))
        const asking = engines.flatMap(engine => [
          engine.act(confirm('p1', 'dirk'), { key }),
          engine.act(remark('p1', 'Nog iets.')),
          engine.act(confirm('p1', 'dirk'), { key }),
        ])
        const answers = await scheduler.waitFor(Promise.all(asking))
        for (const at of [0, 2, 3, 5]) expect(answers[at]).toEqual(answers[0])
        expect(told(answers[0])).toBe('confirmation.given decision.taken')
        expect(await timesRecorded(store, key)).toBe(1)
        await expectLawful(store)
      }),
      { numRuns: 40, seed: 11 },
    )
  })

  it('with two different acts under one key: one is recorded, the other refused', async () => {
    const winners = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async scheduler => {
        const { store, clock } = await submitted()
        const slow = scheduled(store, () => scheduler.schedule(Promise.resolve()))
        const opening = ['r1-', 'r2-'].map(prefix =>
          openCollaboration({ id, store: slow, clock: setClock(clock.now()), newId: numbered(prefix) }),
        )
        const [one, other] = await scheduler.waitFor(Promise.all(opening))
        const acts = [one?.act(consent('p1', 'anna'), { key }), other?.act(object('p1', 'zita'), { key })]
        const answers = await scheduler.waitFor(Promise.all(acts))
        const told2 = answers.map(told).sort()
        expect(told2[0]).toBe('keyStandsForOneAct')
        winners.add(told2[1] ?? '')
        expect(await timesRecorded(store, key)).toBe(1)
        await expectLawful(store)
      }),
      { numRuns: 40, seed: 12 },
    )
    expect([...winners].sort()).toEqual(['objection.raised', 'position.taken'])
  })
})

describe('after an append that failed', () => {
  const setUp = async () => {
    const lying = liar()
    return { lying, ...(await submitted(lying.store)) }
  }

  it('before it persisted: an error, and asked again it is recorded', async () => {
    const { lying, engine } = await setUp()
    lying.lieOnce({ append: failing('disk full') })
    await expect(engine.act(consent('p1', 'zita'), { key })).rejects.toThrow('disk full')
    expect(told(await engine.act(consent('p1', 'zita'), { key }))).toBe('position.taken')
    expect(await timesRecorded(lying.truth, key)).toBe(1)
    await expectLawful(lying.truth)
  })

  it('after it persisted: it is read back and confirmed, and asked again answered the same', async () => {
    const { lying, engine } = await setUp()
    lying.lieOnce({
      append: async (...asked) => {
        await lying.truth.append(...asked)
        throw new Error('timed out')
      },
    })
    const first = await engine.act(consent('p1', 'zita'), { key })
    expect(told(first)).toBe('position.taken')
    expect(await engine.act(consent('p1', 'zita'), { key })).toEqual(first)
    expect(await timesRecorded(lying.truth, key)).toBe(1)
    await expectLawful(lying.truth)
  })

  it('of which reading back fails too: an error, and asked again it turns out to be there', async () => {
    const { lying, engine } = await setUp()
    lying.lieOnce({
      append: async (...asked) => {
        await lying.truth.append(...asked)
        lying.lieOn({ read: failing('connection lost') })
        throw new Error('timed out')
      },
    })
    await expect(engine.act(consent('p1', 'zita'), { key })).rejects.toThrow('timed out')
    await expect(engine.act(consent('p1', 'zita'), { key })).rejects.toThrow('connection lost')
    lying.lieOn({})
    expect(told(await engine.act(consent('p1', 'zita'), { key }))).toBe('position.taken')
    expect(await timesRecorded(lying.truth, key)).toBe(1)
    expect(Object.keys((await engine.proposal('p1'))?.positions ?? {})).toEqual(['zeewolde'])
    await expectLawful(lying.truth)
  })

  it('that persists only after it was read back: asked again it turns out to be there', async () => {
    const { lying, engine } = await setUp()
    const late: (() => Promise<unknown>)[] = []
    lying.lieOnce({
      append: async (...asked) => {
        late.push(() => lying.truth.append(...asked))
        throw new Error('timed out')
      },
    })
    await expect(engine.act(consent('p1', 'zita'), { key })).rejects.toThrow('timed out')
    for (const write of late) await write()
    expect(told(await engine.act(consent('p1', 'zita'), { key }))).toBe('position.taken')
    expect(await timesRecorded(lying.truth, key)).toBe(1)
    await expectLawful(lying.truth)
  })

  it('before it persisted, and another wrote as much meanwhile: what is there is not taken for it', async () => {
    const { lying, engine, clock } = await setUp()
    const rival = await open(lying.truth, { at: clock.now(), prefix: 'rival-' })
    lying.lieOnce({
      append: async () => {
        await doAll(rival.engine, [consent('p1', 'anna')])
        throw new Error('disk full')
      },
    })
    await expect(engine.act(consent('p1', 'zita'), { key })).rejects.toThrow('disk full')
    expect(told(await engine.act(consent('p1', 'zita'), { key }))).toBe('position.taken')
    await expectLawful(lying.truth)
  })

  it('and another wrote meanwhile: asked again it is recorded once', async () => {
    const { lying, engine, clock } = await setUp()
    const rival = await open(lying.truth, { at: clock.now(), prefix: 'rival-' })
    lying.lieOnce({
      append: async (...asked) => {
        await lying.truth.append(...asked)
        await doAll(rival.engine, [consent('p1', 'anna')])
        throw new Error('timed out')
      },
    })
    expect(told(await engine.act(consent('p1', 'zita'), { key }))).toBe('position.taken')
    expect(Object.keys((await engine.proposal('p1'))?.positions ?? {})).toEqual(['zeewolde', 'almere'])
    await expectLawful(lying.truth)
  })
})

describe('another act under the key', () => {
  const others: Readonly<Record<string, object>> = {
    'of another person': remark('p1', 'Een opmerking.', 'zita'),
    'with another text': remark('p1', 'Een andere opmerking.'),
    'with a field more': { ...remark('p1'), replyTo: 'c1' },
    'about another matter': remark('p2'),
    'of another kind': consent('p1', 'anna'),
    'about the charter': leave('anna'),
    'that would be refused anyhow': confirm('p1', 'anna'),
  }
  it.each(Object.entries(others))('%s is refused, and nothing changes', async (_, other) => {
    const { engine, store } = await submitted()
    await doAll(engine, [draft('p2')])
    recordedBy(await engine.act(remark('p1'), { key }))
    const before = await engine.head()
    expect(told(await engine.act(other, { key }))).toBe('keyStandsForOneAct')
    expect(await engine.head()).toEqual(before)
    expect(told(await engine.act(remark('p1'), { key }))).toBe('comment.made')
    await expectLawful(store)
  })

  it.each(Object.entries(others))('%s is refused within one group too', async (_, other) => {
    const { engine, store } = await submitted()
    await doAll(engine, [draft('p2')])
    const { size } = await engine.head()
    const answers = await Promise.all(
      [remark('p1'), other, remark('p1')].map(act => engine.act(act, { key })),
    )
    expect(answers.map(told)).toEqual(['comment.made', 'keyStandsForOneAct', 'comment.made'])
    expect(answers[2]).toEqual(answers[0])
    expect((await engine.head()).size).toBe(size + 1)
    await expectLawful(store)
  })

  it('is told what it would be allowed at this moment, with the terms that are due ended', async () => {
    const { engine, clock } = await submitted()
    recordedBy(await engine.act(remark('p1'), { key }))
    clock.moveTo((await engine.nextDue()) ?? '')
    const answer = await engine.act(remark('p1', 'Anders.'), { key })
    const allowed = (await engine.may('anna', 'p1')).filter(option => option.allowed).map(({ act }) => act)
    expect('refused' in answer && [...answer.refused.allowed].sort()).toEqual([...new Set(allowed)].sort())
  })
})

describe('a key that is free', () => {
  it('a refused act leaves it free: asked again the act is recorded', async () => {
    const { engine, store } = await submitted()
    expect(told(await engine.act(confirm('p1', 'anna'), { key }))).toBe('decisionIsCalled')
    await doAll(
      engine,
      seats.map(by => consent('p1', by)),
    )
    expect(told(await engine.act(confirm('p1', 'anna'), { key }))).toBe('confirmation.given')
    await expectLawful(store)
  })

  it('also within one group, where what it waits for comes in between', async () => {
    const { engine, store } = await submitted()
    const asked = [confirm('p1', 'anna'), ...seats.map(by => consent('p1', by)), confirm('p1', 'anna')]
    const keys = [key, 'a', 'b', 'c', key]
    const answers = await Promise.all(asked.map((act, n) => engine.act(act, { key: keys[n] ?? '' })))
    expect(answers.map(told)).toEqual([
      'decisionIsCalled',
      'position.taken',
      'position.taken',
      'position.taken decision.called',
      'confirmation.given',
    ])
    await expectLawful(store)
  })

  it('a refused act leaves it free for another act', async () => {
    const { engine } = await submitted()
    expect(told(await engine.act(confirm('p1', 'anna'), { key }))).toBe('decisionIsCalled')
    expect(told(await engine.act(remark('p1'), { key }))).toBe('comment.made')
  })

  it('a dry run leaves it free', async () => {
    const { engine } = await submitted()
    const { size } = await engine.head()
    expect(told(await engine.act(remark('p1'), { key, dryRun: true }))).toBe('comment.made')
    expect((await engine.head()).size).toBe(size)
    expect(told(await engine.act(remark('p1', 'Anders.'), { key }))).toBe('comment.made')
  })

  it('the id of a term that the clock ended is taken, before and within the group', async () => {
    const { engine, clock, store } = await submitted()
    clock.moveTo((await engine.nextDue()) ?? '')
    const taken = `act-${(await storedIn(store)).filter(({ act }) => act !== undefined).length + 1}`
    const answers = await Promise.all([
      engine.act(remark('p1'), { key: 'eerst' }),
      engine.act(remark('p1'), { key: taken }),
    ])
    expect(answers.map(told)).toEqual(['comment.made', 'keyStandsForOneAct'])
    expect((await storedIn(store, { act: taken })).map(({ line }) => JSON.parse(line).fact.type)).toEqual([
      'term.ended',
    ])
    expect(told(await engine.act(remark('p1'), { key: taken }))).toBe('keyStandsForOneAct')
    await expectLawful(store)
  })

  it('a made id that a key has taken is not used a second time', async () => {
    const { engine, store } = await submitted()
    const next = `act-${(await storedIn(store)).filter(({ act }) => act !== undefined).length + 1}`
    recordedBy(await engine.act(remark('p1'), { key: next }))
    await expect(engine.act(remark('p1', 'Nog een.'))).rejects.toThrow(TypeError)
    expect(told(await engine.act(remark('p1', 'Nog een.')))).toBe('comment.made')
    await expectLawful(store)
  })

  it('is found by its own entries, however long the log', async () => {
    const store = watched(memoryStore())
    const { engine } = await submitted(store)
    recordedBy(await engine.act(remark('p1'), { key }))
    await doAll(
      engine,
      Array.from({ length: 50 }, (_, n) => remark('p1', `Nummer ${n}.`)),
    )
    store.reads.splice(0)
    recordedBy(await engine.act(remark('p1'), { key }))
    expect(store.reads.reduce((sum, { lines }) => sum + lines, 0)).toBeLessThan(6)
  })
})

describe('a store that lies about what is there under a key', () => {
  const recordedOnce = async () => {
    const lying = liar()
    const { engine } = await submitted(lying.store)
    const first = await engine.act(remark('p1'), { key })
    await doAll(engine, [consent('p1', 'anna')])
    return { lying, engine, first }
  }

  it('showing other entries: they are not handed out as what was recorded', async () => {
    const { lying, engine, first } = await recordedOnce()
    const seq = recordedBy(first)[0]?.seq
    lying.lieOn({
      read: (collaboration, part = {}) => ({
        async *[Symbol.asyncIterator]() {
          for await (const stored of lying.truth.read(collaboration, part))
            yield part.from === seq
              ? { ...stored, line: stored.line.replace('"type":"comment.made"', '"type":"decision.taken"') }
              : stored
        },
      }),
    })
    const again = await engine.act(remark('p1'), { key }).catch(() => first)
    expect(again).toEqual(first)
  })

  it('showing none: the act is not recorded a second time', async () => {
    const { lying, engine } = await recordedOnce()
    lying.lieOn({
      read: (collaboration, part) =>
        lying.truth.read(collaboration, part?.act === undefined ? part : { ...part, from: 1_000_000 }),
    })
    await engine.act(remark('p1'), { key }).catch(() => null)
    expect(await timesRecorded(lying.truth, key)).toBe(1)
    await expectLawful(lying.truth)
  })
})

describe('keys that are no keys', () => {
  const bad: Readonly<Record<string, unknown>> = {
    empty: '',
    blank: ' ',
    'of 65 characters': 'k'.repeat(65),
    huge: 'k'.repeat(1_000_000),
    'with a space': 'een sleutel',
    'beyond ASCII': 'één',
    'with a line end': 'sleutel\n',
    'with U+0000': 'sleutel\0',
    'beginning with a sign': '-sleutel',
    'with a slash': 'a/b',
    invisible: '\u200b',
    'half a character': 'a\ud800',
    ambiguous: 'e\u0301',
    'a name that programs reserve': '__proto__',
    constructor: 'constructor',
    null: null,
    'a number': 7,
    'a truth value': false,
    'an object': {},
    'a list': ['sleutel'],
    'a function': () => 'sleutel',
    'a symbol': Symbol('sleutel'),
    'a text in an object': Object('sleutel'),
  }
  it.each(Object.entries(bad))('%s is refused, and nothing changes', async (_, wrong) => {
    const { engine } = await submitted()
    const before = await engine.head()
    for (const dryRun of [false, true]) {
      const answer = await engine.act(remark('p1'), { key: wrong as string, dryRun })
      expect(told(answer)).toBe('wellFormedAct')
      const why = 'refused' in answer ? answer.refused.why : ''
      expect(why).toContain('idempotency key')
      expect(why).not.toContain('\n')
      expect(why.length).toBeLessThan(500)
    }
    expect(await engine.head()).toEqual(before)
  })

  it.each(['k', 'k'.repeat(64), '1', 'a.b_c:d@e+f-g', 'charter', 'p1'])('%s is one', async good => {
    const { engine, store } = await submitted()
    expect(told(await engine.act(remark('p1'), { key: good }))).toBe('comment.made')
    expect(told(await engine.act(remark('p1'), { key: good }))).toBe('comment.made')
    expect(await timesRecorded(store, good)).toBe(1)
  })

  it('undefined is none', async () => {
    const { engine } = await submitted()
    const { size } = await engine.head()
    const asked = { key: undefined } as unknown as { key: string }
    for (let n = 0; n < 2; n += 1) expect(told(await engine.act(remark('p1'), asked))).toBe('comment.made')
    expect((await engine.head()).size).toBe(size + 2)
  })

  it('keys that a person could take for each other are still two', async () => {
    const { engine } = await submitted()
    const { size } = await engine.head()
    for (const good of ['sleutel', 'Sleutel']) recordedBy(await engine.act(remark('p1'), { key: good }))
    expect((await engine.head()).size).toBe(size + 2)
  })
})

it('the whole way of a proposal under keys, every act asked twice at once', async () => {
  const { engine, store } = await founded()
  for (const [n, act] of decided('p1').entries())
    await Promise.all([1, 2].map(() => engine.act(act, { key: `k${n}` })))
  expect((await engine.proposal('p1'))?.state).toBe('decided')
  await expectLawful(store)
})
