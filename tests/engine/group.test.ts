// Acts that wait at once are decided one after the other and recorded together: as if each had been alone.
import { describe, expect, it } from 'vitest'
import { mostAtOnce } from '../../src/engine/desk.ts'
import {
  type ActOutcome,
  CorruptLog,
  type Engine,
  memoryStore,
  openCollaboration,
  type Store,
  type Stored,
} from '../../src/index.ts'
import { seats, start } from '../attacks/world.ts'
import {
  answersOf,
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
  type Step,
  storedIn,
  submit,
  take,
  textIn,
  told,
  watched,
} from './support.ts'

const running = async (store?: Store) => {
  const opened = await founded(store)
  await doAll(opened.engine, [draft('p1'), submit('p1')])
  return opened
}
const remarks = (count: number, from = 0): object[] =>
  Array.from({ length: count }, (_, n) => remark('p1', `Nummer ${from + n}.`))
const textsOf = (entries: readonly Stored[]): string[] =>
  entries.map(({ line }) => JSON.parse(line).asked?.text).filter(text => text !== undefined)

/** Steps that stand at one moment, at most so many together. */
function bundles(steps: readonly Step[], most: number): Step[][] {
  const all: Step[][] = []
  for (const step of steps) {
    const last = all.at(-1)
    if (last && last.length < most && last[0]?.at === step.at) last.push(step)
    else all.push([step])
  }
  return all
}

describe('acts asked at once', () => {
  it.each([1, 2, 3, 4])('random script %i: the log is byte for byte that of one by one', async seed => {
    const { steps } = await historyOf(seed, 45)
    // All that happens within so many steps is put at one moment, so that much of it comes at once; some of it is refused then.
    const squeezed = steps.map((step, n) => ({ ...step, at: steps[n - (n % 9)]?.at ?? step.at }))
    const script = squeezed.flatMap((step, n) => (n % 7 === 3 ? [step, step] : [step]))
    const [alone, together] = await Promise.all([1, 2].map(() => open(memoryStore(), { at: firstMoment })))
    if (!alone || !together) throw new Error('no engines')
    const apart: ActOutcome[] = []
    for (const step of script) apart.push(await take(alone, step))
    const answers: ActOutcome[] = []
    for (const bundle of bundles(script, 12))
      answers.push(...(await Promise.all(bundle.map(step => take(together, step)))))
    expect(await textIn(together.store)).toBe(await textIn(alone.store))
    expect(answers).toEqual(apart)
    expect(apart.filter(answer => 'refused' in answer).length).toBeGreaterThan(0)
    await expectLawful(together.store)
  })

  it('are recorded by one append, as far as they are recorded', async () => {
    const store = watched(memoryStore())
    const { engine } = await running(store)
    store.appends.splice(0)
    const asked = [
      remark('p1'),
      confirm('p1', 'anna'),
      consent('p1', 'anna'),
      { act: 'nonsense' },
      remark('p1'),
    ]
    const answers = await Promise.all(asked.map(act => engine.act(act)))
    expect(answers.map(told)).toEqual([
      'comment.made',
      'decisionIsCalled',
      'position.taken',
      'wellFormedAct',
      'comment.made',
    ])
    expect(store.appends).toEqual([3])
    await Promise.all([1, 2, 3].map(() => engine.act(confirm('p1', 'anna'))))
    expect(store.appends).toEqual([3])
    await expectLawful(store)
  })

  it('each asker is told of its own act', async () => {
    const { engine, store } = await running()
    const asked = remarks(40)
    const answers = await Promise.all(asked.map(act => engine.act(act)))
    for (const [n, answer] of answers.entries()) {
      expect(recordedBy(answer)).toHaveLength(1)
      expect(recordedBy(answer)[0]).toMatchObject({ asked: asked[n], fact: { comment: `c${n + 1}` } })
    }
    await expectLawful(store)
  })

  it('a whole way from founding to decision', async () => {
    const { engine, store } = await founded()
    const answers = await Promise.all(decided('p1').map(act => engine.act(act)))
    expect(answers.map(told).at(-1)).toBe('confirmation.given decision.taken')
    expect((await engine.proposal('p1'))?.state).toBe('decided')
    await expectLawful(store)
  })

  it('a charter change, a newcomer and a departure in one group', async () => {
    const { steps } = await historyOf(3, 75)
    const moment = steps.at(-1)?.at ?? ''
    const opened = await open(memoryStore(), { at: moment })
    const alone = await open(memoryStore(), { at: moment })
    const script = steps.filter(({ act }) => act !== null).map(step => ({ ...step, at: moment }))
    const answers = await Promise.all(script.map(step => take(opened, step)))
    for (const step of script) await take(alone, step)
    expect(await textIn(opened.store)).toBe(await textIn(alone.store))
    expect(answers.length).toBe(script.length)
    await expectLawful(opened.store)
  })

  it(`more than ${mostAtOnce}: in as many appends as that takes, none lost, in order`, async () => {
    const store = watched(memoryStore())
    const { engine } = await running(store)
    store.appends.splice(0)
    const asked = remarks(2 * mostAtOnce + 10)
    const answers = await Promise.all(asked.map(act => engine.act(act)))
    expect(store.appends.length).toBeLessThanOrEqual(4)
    expect(Math.max(...store.appends)).toBeLessThanOrEqual(mostAtOnce)
    expect(answers.every(answer => 'recorded' in answer)).toBe(true)
    expect(textsOf(await storedIn(store)).slice(-asked.length)).toEqual(
      asked.map(act => (act as { text: string }).text),
    )
    await expectLawful(store)
  })

  it('reads in between see a whole log, and no act that is not in it', async () => {
    const { engine, store } = await running()
    const looks: Promise<unknown>[] = []
    const acts = seats.map(by => {
      const act = engine.act(consent('p1', by))
      looks.push(
        Promise.all([engine.proposal('p1'), engine.head()]).then(([view, head]) => {
          const positions = Object.keys(view?.positions ?? {}).length
          expect(view?.called).toBe(positions === 3)
          expect(head.size).toBe(7 + positions + (positions === 3 ? 1 : 0))
        }),
      )
      return act
    })
    const { size: before } = await engine.head()
    await Promise.all([...acts, ...looks])
    expect(before).toBeGreaterThanOrEqual(7)
    await expectLawful(store)
  })

  it('what is asked is taken at the call: changing it later changes nothing', async () => {
    const { engine, store } = await running()
    const asked = { ...remark('p1') }
    const answer = engine.act(asked, { key: 'k1' })
    asked.text = 'Iets heel anders.'
    expect(recordedBy(await answer)[0]?.asked).toMatchObject({ text: 'Een opmerking.' })
    await expectLawful(store)
  })

  it('an act that comes while others are being appended waits for the next append', async () => {
    const lying = liar()
    const { engine } = await running(lying.store)
    const later: Promise<ActOutcome>[] = []
    lying.lieOnce({
      append: async (...asked) => {
        later.push(engine.act(consent('p1', 'zita')), engine.act(confirm('p1', 'zita')))
        return lying.truth.append(...asked)
      },
    })
    expect(told(await engine.act(consent('p1', 'anna')))).toBe('position.taken')
    expect((await Promise.all(later)).map(told)).toEqual(['position.taken', 'decisionIsCalled'])
    await expectLawful(lying.truth)
  })
})

describe('terms that are due', () => {
  it('are ended once and first, whoever asks', async () => {
    const { engine, clock, store } = await running()
    await doAll(engine, [draft('p2'), submit('p2')])
    clock.moveTo((await engine.nextDue()) ?? '')
    const { size } = await engine.head()
    const answers = await Promise.all([
      engine.act(remark('p1')),
      engine.tick(),
      engine.act(consent('p2', 'anna')),
      engine.act({ act: 'endTerm', by: 'anna', proposal: 'p1', revision: 1, stage: 'consultation' }),
    ])
    const types = (await storedIn(store)).slice(size).map(({ line }) => {
      const { matter, fact } = JSON.parse(line)
      return `${matter} ${fact.type}`
    })
    expect(types).toEqual([
      ...['p1 term.ended', 'p1 stage.entered', 'p2 term.ended', 'p2 stage.entered'],
      ...['p1 comment.made', 'p2 position.taken'],
    ])
    expect(told(answers[0] as ActOutcome)).toBe('comment.made')
    expect(answers[1]).toEqual([])
    await expectLawful(store)
  })

  it('the clock alone, asked many times at once, ends each once', async () => {
    const { engine, clock, store } = await running()
    clock.moveTo((await engine.nextDue()) ?? '')
    const ticks = await Promise.all(Array.from({ length: 10 }, () => engine.tick()))
    expect(ticks.flat().map(({ fact }) => fact.type)).toEqual(['term.ended', 'stage.entered'])
    expect(ticks.filter(entries => entries.length > 0)).toHaveLength(1)
    await expectLawful(store)
  })

  it('that come due while the group waits are ended before the acts in it', async () => {
    const lying = liar()
    const { engine, clock } = await running(lying.store)
    const due = (await engine.nextDue()) ?? ''
    lying.lieOnce({
      append: async (...asked) => {
        clock.moveTo(due)
        return lying.truth.append(...asked)
      },
    })
    const first = engine.act(remark('p1'))
    const rest = first.then(() => Promise.all([engine.act(consent('p1', 'zita')), engine.act(remark('p1'))]))
    expect((await rest).map(told)).toEqual(['position.taken', 'comment.made'])
    expect((await engine.proposal('p1'))?.stage).toBe('lijnmanagement')
    await expectLawful(lying.truth)
  })
})

describe('a rival in the middle', () => {
  it('all are decided anew: none is lost, none is there twice', async () => {
    const lying = liar()
    const { engine, clock } = await running(lying.store)
    const rival = await open(lying.truth, { at: clock.now(), prefix: 'rival-' })
    let conflicts = 0
    lying.lieOn({
      append: async (...asked) => {
        if (conflicts < 3) {
          conflicts += 1
          recordedBy(await rival.engine.act(remark('p1', `Van de ander ${conflicts}.`)))
        }
        return lying.truth.append(...asked)
      },
    })
    const asked = remarks(20)
    const answers = await Promise.all(asked.map(act => engine.act(act)))
    const comments = answers
      .map(answer => recordedBy(answer)[0]?.fact)
      .map(fact => fact && 'comment' in fact && fact.comment)
    expect(comments).toEqual(asked.map((_, n) => `c${n + 4}`))
    const texts = textsOf(await storedIn(lying.truth)).slice(1)
    expect(texts).toEqual([
      ...[1, 2, 3].map(n => `Van de ander ${n}.`),
      ...asked.map(act => (act as { text: string }).text),
    ])
    await expectLawful(lying.truth)
  })

  it('what the rival made impossible is refused, the rest recorded', async () => {
    const lying = liar()
    const { engine, clock } = await running(lying.store)
    const rival = await open(lying.truth, { at: clock.now(), prefix: 'rival-' })
    lying.lieOnce({
      append: async (...asked) => {
        await doAll(rival.engine, [{ act: 'withdrawProposal', by: 'anna', proposal: 'p1' }])
        return lying.truth.append(...asked)
      },
    })
    const answers = await Promise.all(
      [consent('p1', 'zita'), draft('p2'), confirm('p1', 'anna'), submit('p2')].map(act => engine.act(act)),
    )
    expect(answers.map(answer => 'recorded' in answer)).toEqual([false, true, false, true])
    await expectLawful(lying.truth)
  })

  it('that leaves the circle: the act of the departed is refused, proposals drafted in the group are told', async () => {
    const lying = liar()
    const { engine, clock } = await running(lying.store)
    const rival = await open(lying.truth, { at: clock.now(), prefix: 'rival-' })
    lying.lieOnce({
      append: async (...asked) => {
        await doAll(rival.engine, [leave('dirk')])
        return lying.truth.append(...asked)
      },
    })
    const answers = await Promise.all(
      [draft('p2'), consent('p1', 'dirk'), submit('p2')].map(act => engine.act(act)),
    )
    expect(answers.map(answer => 'recorded' in answer)).toEqual([true, false, true])
    await expectLawful(lying.truth)
  })

  it('that is first a thousand times in a row: an error for each asker, and the next act is recorded', async () => {
    const lying = liar()
    const { engine } = await running(lying.store)
    lying.lieOn({ append: async (_, __, size) => ({ conflict: { size: size + 1 } }) })
    const answers = await Promise.allSettled([1, 2].map(() => engine.act(remark('p1'))))
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    lying.lieOn({})
    expect(told(await engine.act(remark('p1')))).toBe('comment.made')
    await expectLawful(lying.truth)
  })

  it('two engines with many acts at once each: every act once, the same log for both', async () => {
    const { engine, store, clock } = await running()
    const rival = await open(store, { at: clock.now(), prefix: 'rival-' })
    const asked = remarks(60)
    const answers = await Promise.all(asked.map((act, n) => (n % 2 ? engine : rival.engine).act(act)))
    expect(answers.every(answer => 'recorded' in answer)).toBe(true)
    const texts = textsOf(await storedIn(store)).slice(1)
    expect([...texts].sort()).toEqual(asked.map(act => (act as { text: string }).text).sort())
    expect(await rival.engine.head()).toEqual(await engine.head())
    await expectLawful(store)
  })
})

describe('a store that fails', () => {
  it('fails all that were in the append and none that came later', async () => {
    const lying = liar()
    const { engine } = await running(lying.store)
    const later: Promise<ActOutcome>[] = []
    lying.lieOnce({
      append: async () => {
        later.push(engine.act(remark('p1', 'Later.')))
        throw new Error('disk full')
      },
    })
    const answers = await Promise.allSettled(seats.map(by => engine.act(consent('p1', by))))
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect((await Promise.all(later)).map(told)).toEqual(['comment.made'])
    expect((await engine.proposal('p1'))?.positions).toEqual({})
    await doAll(
      engine,
      seats.map(by => consent('p1', by)),
    )
    expect((await engine.proposal('p1'))?.called).toBe(true)
    await expectLawful(lying.truth)
  })

  it('after it persisted: all of the group are confirmed', async () => {
    const lying = liar()
    const { engine } = await running(lying.store)
    lying.lieOnce({
      append: async (...asked) => {
        await lying.truth.append(...asked)
        throw new Error('timed out')
      },
    })
    const asked = [consent('p1', 'anna'), confirm('p1', 'anna'), consent('p1', 'zita'), consent('p1', 'dirk')]
    const answers = await Promise.all(asked.map(act => engine.act(act)))
    expect(answers.map(told)).toEqual([
      ...['position.taken', 'decisionIsCalled', 'position.taken', 'position.taken decision.called'],
    ])
    expect(recordedBy(answers[3]).map(({ by }) => by)).toEqual(['dirk', undefined])
    await doAll(
      engine,
      seats.map(by => confirm('p1', by)),
    )
    expect((await engine.proposal('p1'))?.state).toBe('decided')
    await expectLawful(lying.truth)
  })

  it('that kept only a part, which no store may: nothing is confirmed or built upon it', async () => {
    const lying = liar()
    const { engine } = await running(lying.store)
    lying.lieOnce({
      append: async (collaboration, entries, size) => {
        await lying.truth.append(collaboration, entries.slice(0, -1), size)
        throw new Error('power cut')
      },
    })
    const answers = await Promise.allSettled(seats.map(by => engine.act(consent('p1', by))))
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    const { length } = await storedIn(lying.truth)
    await expect(engine.act(remark('p1'))).rejects.toThrow(CorruptLog)
    expect((await storedIn(lying.truth)).length).toBe(length)
  })

  it('that throws instead of rejecting, or says nonsense: the asker hears, and the next act is recorded', async () => {
    const lying = liar()
    const { engine } = await running(lying.store)
    for (const append of [failing('at once'), () => undefined, async () => null, async () => 'done'])
      await (async () => {
        lying.lieOnce({ append: append as unknown as Store['append'] })
        await expect(engine.act(remark('p1'))).rejects.toThrow()
      })()
    expect(told(await engine.act(remark('p1')))).toBe('comment.made')
    await expectLawful(lying.truth)
  })

  it('reading fails: all of the group hear of it, and may ask again', async () => {
    const lying = liar()
    const { engine } = await running(lying.store)
    lying.lieOnce({ read: failing('connection lost') })
    const answers = await Promise.allSettled(seats.map(by => engine.act(consent('p1', by))))
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect((await Promise.all(seats.map(by => engine.act(consent('p1', by))))).map(told).at(-1)).toBe(
      'position.taken decision.called',
    )
    await expectLawful(lying.truth)
  })
})

describe('what only one of the group did wrong', () => {
  it('a clock that breaks fails those who asked; the engine goes on', async () => {
    const { store } = await running()
    let shown = start
    const engine = await openCollaboration({ id, store, clock: { now: () => shown } })
    shown = 'tomorrow'
    const answers = await Promise.allSettled(remarks(2).map(act => engine.act(act)))
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    shown = start
    expect(told(await engine.act(remark('p1')))).toBe('comment.made')
    await expectLawful(store)
  })

  it('an id that was used before fails those in the append, and nothing is written', async () => {
    const store = memoryStore()
    await running(store)
    const again = await open(store)
    const { length } = await storedIn(store)
    await expect(again.engine.act(remark('p1'))).rejects.toThrow('newId gave "act-1"')
    expect((await storedIn(store)).length).toBe(length)
    await expectLawful(store)
  })
})

describe('whoever reads along', () => {
  it('a reader that throws, and one that never reads on, keep nobody waiting', async () => {
    const { engine, store } = await running()
    const stop = new AbortController()
    const throwing = (async () => {
      for await (const entry of engine.entries({ follow: true, signal: stop.signal }))
        if (entry.seq > 6) throw new Error('reader broke')
    })()
    const asleep = engine.entries({ follow: true, signal: stop.signal })[Symbol.asyncIterator]()
    await asleep.next()
    await doAll(engine, remarks(5))
    await expect(throwing).rejects.toThrow('reader broke')
    await doAll(engine, remarks(5, 5))
    stop.abort()
    await expectLawful(store)
  })
})

describe('what is handed out', () => {
  /** Spoils all that can be reached and changed. */
  function spoil(value: unknown, seen = new Set<unknown>()): void {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    if (value instanceof Map) for (const each of value.values()) spoil(each, seen)
    for (const [name, each] of Object.entries(value)) {
      spoil(each, seen)
      if (typeof each !== 'object') Reflect.set(value, name, typeof each === 'number' ? 7 : 'bedorven')
    }
    if (Array.isArray(value)) value.splice(0)
  }
  const handedOut: Readonly<Record<string, (engine: Engine) => Promise<unknown>>> = {
    circle: engine => engine.circle(),
    proposal: engine => engine.proposal('p1'),
    proposals: engine => engine.proposals(),
    may: engine => engine.may('anna'),
    head: engine => engine.head(),
    waiting: engine => engine.waiting(),
    'an answer': engine => engine.act(remark('p1', 'Zo.')),
    'a refusal': engine => engine.act(confirm('p1', 'anna')),
    'a dry run': engine => engine.act(consent('p1', 'dirk'), { dryRun: true }),
  }
  async function expectUnspoilt(ask: (engine: Engine) => Promise<unknown>): Promise<void> {
    const { engine, store, clock } = await running()
    await doAll(engine, [consent('p1', 'anna'), object('p1', 'zita'), remark('p1')])
    spoil(await ask(engine))
    const fresh = await open(store, { at: clock.now(), snapshots: false })
    expect(await answersOf(engine, seats)).toEqual(await answersOf(fresh.engine, seats))
    expect(told(await engine.act(consent('p1', 'dirk')))).toBe('position.taken')
    await expectLawful(store)
  }

  it.each(Object.entries(handedOut))('%s: changing it changes nothing here', (_, ask) => expectUnspoilt(ask))

  it('standing: changing it changes nothing here', () => expectUnspoilt(engine => engine.standing()))
})

it('objections and consent of one partner at once: the last word counts, as if said one by one', async () => {
  const { engine, store } = await running()
  const answers = await Promise.all(
    [
      consent('p1', 'anna'),
      consent('p1', 'zita'),
      object('p1', 'dirk'),
      { act: 'withdrawObjection', by: 'dirk', proposal: 'p1', revision: 1, objection: 'o1' },
      consent('p1', 'dirk'),
      object('p1', 'zita'),
      confirm('p1', 'dirk'),
    ].map(act => engine.act(act)),
  )
  expect(answers.map(told)).toEqual([
    ...['position.taken', 'position.taken', 'objection.raised', 'objection.withdrawn'],
    ...['position.taken decision.called', 'objection.raised', 'decisionIsCalled'],
  ])
  await expectLawful(store)
})
