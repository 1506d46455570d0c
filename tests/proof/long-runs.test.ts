// Engines and stores, held against the model in long runs in which much is asked at once; and that a weak one would be found.
import { beforeAll, describe, expect, it } from 'vitest'
import { readScript } from '../../src/cli/play.ts'
import { factAskedBy } from '../../src/collaboration/acts.ts'
import { memoryStore, rules, type Store } from '../../src/index.ts'
import { outOfReach } from '../rules/out-of-reach.ts'
import { emptyTally, type Ground, grounds, longRuns, type Tally } from './long-runs.ts'

/** Numbers from the environment, so that the same test can run for hours. */
const runs = Number(process.env.RUNS ?? 24)
const seed = Number(process.env.SEED ?? 1)
/** What a few runs of one's own choosing cannot be expected to reach. */
const enough = runs >= 24

const outcomes = [
  ...['collaboration.founded', 'partner.joined', 'charter.replaced', 'circle.changed'],
  ...['stage.entered', 'decision.called', 'decision.taken', 'consensus.failed'],
]

describe.each(grounds)('long runs on $name', ground => {
  let tally: Tally = emptyTally()
  beforeAll(async () => {
    tally = await longRuns({ ground, runs, seed })
  }, 36_000_000)

  it('are all as the model has them', () => {
    expect(tally.runs).toBe(runs)
    expect(Object.keys(Object.fromEntries(tally.partners)).every(it => Number(it) >= 5)).toBe(true)
  })

  it.runIf(enough)('decide in at least one run of five', () => {
    expect(tally.decidedIn.size).toBeGreaterThanOrEqual(runs / 5)
  })

  it.runIf(enough)('meet in the store: some come too late and decide anew', () => {
    expect(tally.conflicts).toBeGreaterThan(runs)
    expect(tally.reopened).toBeGreaterThan(runs / 2)
  })

  it.runIf(enough)('enter every stage', () => {
    expect([...tally.stages.keys()].sort()).toEqual(
      ['consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep'].sort(),
    )
  })

  it.runIf(enough)('have every kind of act recorded, and every outcome', () => {
    expect([...tally.acts.keys()].sort()).toEqual(Object.keys(factAskedBy).sort())
    expect([...tally.facts.keys()].sort()).toEqual([...Object.values(factAskedBy), ...outcomes].sort())
  })

  it.runIf(enough)('are refused by every rule that can refuse', () => {
    const reachable = Object.keys(rules).filter(rule => !Object.hasOwn(outOfReach, rule))
    expect([...tally.refusals.keys()].sort()).toEqual(reachable.sort())
  })
})

/** Memory, with something wrong in the store. */
const weakGround = (name: string, weaken: (store: Store) => Store): Ground => ({
  name,
  open: handles => ({ stores: Array(handles).fill(weaken(memoryStore())), close: () => {} }),
})

/** Every fifth append is answered by somebody else. */
const everyFifth = (store: Store, other: Store['append']): Store => {
  let appends = 0
  return {
    ...store,
    append: (...asked) => {
      appends += 1
      return appends % 5 === 0 ? other(...asked) : store.append(...asked)
    },
  }
}

const weakStores: readonly (readonly [string, (store: Store) => Store])[] = [
  ['confirms without keeping', store => everyFifth(store, async () => ({ appended: true }))],
  [
    'confirms to a writer that came too late',
    store => ({
      ...store,
      append: async (...asked) => {
        await store.append(...asked)
        return { appended: true }
      },
    }),
  ],
  [
    'keeps all but the last entry of an append',
    store => everyFifth(store, (id, entries, size) => store.append(id, entries.slice(0, -1), size)),
  ],
  [
    'keeps what it says it did not',
    store =>
      everyFifth(store, async (id, entries, size) => {
        const answer = await store.append(id, entries, size)
        return 'appended' in answer ? { conflict: { size } } : answer
      }),
  ],
]

describe('a store that', () => {
  it.each(weakStores)('%s is found, with the seed and a short script', async (name, weaken) => {
    const order = { ground: weakGround(name, weaken), runs: 3, seed: 2, turns: 10 }
    const { message } = await longRuns(order).then(
      () => new Error('nothing was found'),
      (error: Error) => error,
    )
    expect(message).toMatch(new RegExp(`^${name}, seed [234]: `))
    const script = readScript(message.slice(message.indexOf('\n{ "start"'), message.indexOf('\nEach line')))
    expect(script.acts.length).toBeLessThanOrEqual(12)
  })
})
