// The promises of a store whatever the order in which calls reach it and answers come back: fast-check draws the orders.
import type { Arbitrary, Scheduler } from 'fast-check'
import type { Part, Store, Stored } from '../../log/store.ts'
import { holds, same } from '../checks.ts'
import { entries, type Ground, type Group, readAll } from './ground.ts'

type FastCheck = typeof import('fast-check')['default']

/** fast-check is needed for these tests alone, so the rest runs without it. */
async function fastCheck(): Promise<FastCheck> {
  try {
    return (await import('fast-check')).default
  } catch (error) {
    const what = 'the interleavings are drawn by fast-check, which is not installed'
    throw new Error(`${what}: npm install --save-dev fast-check`, { cause: error })
  }
}

interface Door {
  readonly append: Store['append']
  readonly size: Store['size']
  readonly read: (collaboration: string, part: Part) => Promise<Stored[]>
}

/** The schedule of one trial: it decides when each call reaches the store and when its answer comes back. */
interface Schedule {
  door(nth: number, who: string): Door
  /** Runs everything in the order drawn. */
  all<T>(work: readonly Promise<T>[]): Promise<T[]>
}

/**
 * Tries as many schedules as were asked for, each on a collaboration of its own in the one store: half of them let calls overlap,
 * half wait for what is under way before the next call sets out. A store that takes its time would be given too few orders by
 * the first, and never two calls at once by the second.
 */
interface Trials {
  readonly fc: FastCheck
  run<T>(
    drawn: Arbitrary<T>,
    trial: (schedule: Schedule, to: string, drawn: T) => Promise<void>,
  ): Promise<void>
}

async function trialsOf(ground: Ground): Promise<Trials> {
  const { interleavings, seed } = ground
  const fc = await fastCheck()
  let runs = 0
  return {
    fc,
    async run(drawn, trial) {
      for (const patient of [false, true]) {
        const calls = callsUnderWay()
        const scheduler = patient ? fc.scheduler({ act: calls.oneByOne }) : fc.scheduler()
        const property = fc.asyncProperty(scheduler, drawn, (scheduler, drawn) =>
          trial(scheduleOf(ground, scheduler, calls), `run-${runs++}`, drawn),
        )
        const numRuns = patient ? Math.floor(interleavings / 2) : Math.ceil(interleavings / 2)
        await fc.assert(property, { numRuns, seed })
      }
      same('how many interleavings were tried', runs, interleavings)
    },
  }
}

/** What the store has been asked and has not yet answered. */
interface CallsUnderWay {
  /** Called by whoever was let go by the schedule, before anything else. */
  goesOn(): void
  add(call: Promise<unknown>): void
  /** Lets the schedule go on only when nothing is under way. */
  oneByOne(release: () => Promise<void>): Promise<void>
}

function callsUnderWay(): CallsUnderWay {
  const underWay = new Set<Promise<unknown>>()
  let goesOn = () => {}
  return {
    goesOn: () => goesOn(),
    add: call => {
      underWay.add(call)
      call.catch(() => {}).finally(() => underWay.delete(call))
    },
    async oneByOne(release) {
      const wentOn = new Promise<void>(done => {
        goesOn = done
      })
      await release()
      await wentOn
      await Promise.allSettled(underWay)
    },
  }
}

function scheduleOf({ handle }: Ground, scheduler: Scheduler, calls: CallsUnderWay): Schedule {
  const pause = async (what: string): Promise<void> => {
    await scheduler.schedule(Promise.resolve(), what)
    calls.goesOn()
  }
  const around = async <T>(what: string, ask: () => Promise<T>): Promise<T> => {
    await pause(what)
    const call = ask()
    calls.add(call)
    const answer = await call
    await pause(`${what}, answered`)
    return answer
  }
  return {
    door: (nth, who) => ({
      append: (...asked) => around(`${who} append`, () => handle(nth).append(...asked)),
      size: collaboration => around(`${who} size`, () => handle(nth).size(collaboration)),
      read: (...asked) => around(`${who} read`, () => readAll(handle(nth), ...asked)),
    }),
    all: work => scheduler.waitFor(Promise.all(work)),
  }
}

const seqOf = ({ seq }: Stored): number => seq
const bySeq = (log: readonly Stored[]): Stored[] => log.toSorted((one, two) => one.seq - two.seq)

async function eachWriterGetsIn(ground: Ground): Promise<void> {
  const { fc, run } = await trialsOf(ground)
  let conflicts = 0
  /** Tries until it is in; each of the others can be first only once. */
  const write = async (to: string, own: Door, list: (size: number) => Stored[], most: number) => {
    for (let tries = 0; tries < most; tries++) {
      const size = await own.size(to)
      const outcome = await own.append(to, list(size), size)
      if ('appended' in outcome) return list(size)
      const { conflict } = outcome
      holds(`the conflict met at size ${size}`, conflict.size > size, `a size above ${size}`, conflict.size)
      conflicts += 1
    }
    throw new Error(`a writer met ${most} conflicts, though only ${most - 1} others wrote, each once`)
  }
  const counts = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 })
  await run(counts, async (schedule, to, counts) => {
    const writing = counts.map((count, writer) => {
      const list = (size: number) => entries(size, count, `w${writer}`)
      return write(to, schedule.door(writer, `w${writer}`), list, counts.length)
    })
    const written = (await schedule.all(writing)).flat()
    same('the log after all were in', await readAll(ground.store, to), bySeq(written))
  })
  const should = 'enough for the test to mean something'
  holds('how often a writer was not first', conflicts > ground.interleavings / 8, should, conflicts)
}

async function readersSeeBeginnings(ground: Ground): Promise<void> {
  const { fc, run } = await trialsOf(ground)
  const seen = new Set<number>()
  const write = async (to: string, own: Door, batch: number): Promise<void> => {
    for (let size = 0; size < 3 * batch; size += batch) await own.append(to, entries(size, batch), size)
  }
  const read = async (to: string, own: Door, batch: number, part: object): Promise<void> => {
    let before = 0
    for (let times = 0; times < 3; times++) {
      const log = await own.read(to, part)
      same('what a reader saw, as a beginning of the log', log, entries(0, log.length))
      holds('how much it saw', log.length % batch === 0, `whole appends of ${batch}`, log.length)
      holds('how much it saw, after an earlier read', log.length >= before, `${before} or more`, log.length)
      before = log.length
      seen.add(log.length / batch)
    }
  }
  await run(fc.integer({ min: 1, max: 3 }), async (schedule, to, batch) => {
    await schedule.all([
      write(to, schedule.door(0, 'writer'), batch),
      read(to, schedule.door(0, 'reader 0'), batch, {}),
      read(to, schedule.door(1, 'reader 1'), batch, { matter: 'p1' }),
    ])
  })
  same('after how many of the appends readers looked', [...seen].toSorted(), [0, 1, 2, 3])
}

async function someOrderExplainsTheLog(ground: Ground): Promise<void> {
  const { fc, run } = await trialsOf(ground)
  let won = 0
  const attempt = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 3 }))
  const attempts = fc.array(attempt, { minLength: 2, maxLength: 6 })
  await run(attempts, async (schedule, to, attempts) => {
    const lists = attempts.map(([size, count], writer) => entries(size, count, `w${writer}`))
    const writing = attempts.map(([size], writer) =>
      schedule.door(writer, `w${writer}`).append(to, lists[writer] ?? [], size),
    )
    const outcomes = await schedule.all(writing)
    const winners = lists.filter((_, writer) => 'appended' in (outcomes[writer] ?? {}))
    const log = await readAll(ground.store, to)
    same('the log, beside what was confirmed', log, bySeq(winners.flat()))
    same('its numbers', log.map(seqOf), [...log.keys()])
    same('its size', await ground.store.size(to), log.length)
    won += winners.length
  })
  const should = 'enough for the test to mean something'
  holds('how many writers were first', won > ground.interleavings / 8, should, won)
}

const interleavings: Group = {
  about: 'whatever the interleaving',
  why: 'partners act at the same time; which order their calls take must never cost one of them its word',
  promises: [
    {
      what: 'each writer that tries again gets all its entries in once, whole and in one piece',
      check: eachWriterGetsIn,
    },
    {
      what: 'a reader sees a beginning that ends between two appends, never less than before',
      check: readersSeeBeginnings,
    },
    {
      what: 'writers without second tries leave the log that some order of them leaves',
      check: someOrderExplainsTheLog,
    },
  ],
}

export const aboutInterleavings: readonly Group[] = [interleavings]
