import { describe, expect, it } from 'vitest'
import { and, assign, setup } from 'xstate'
import { compileChart } from '../src/chart.ts'
import { decide, type Procedure, settle } from '../src/decider.ts'

interface Till {
  readonly coins: number
  readonly rung: number
  readonly told: readonly string[]
}
type Fact = { readonly type: 'coin.taken' | 'bell.rung' | 'till.opened' | 'coin.found'; readonly by?: string }

const told = (change: (till: Till) => Partial<Till>) =>
  assign(({ context, event }: { context: Till; event: Fact }) => ({
    ...context,
    ...change(context),
    told: [...context.told, event.type],
  }))

// A till that takes three coins, rings its bell at each and opens at the third; closed, then open.
const machine = setup({
  types: { context: {} as Till, events: {} as Fact },
  guards: {
    bySomebody: ({ event }) => event.by !== undefined,
    thereIsRoom: ({ context }) => context.coins < 3,
    coinUnrung: ({ context }) => context.rung < context.coins,
    threeCoins: ({ context }) => context.coins === 3 && context.rung === 3,
  },
  actions: {
    take: told(({ coins }) => ({ coins: coins + 1 })) as never,
    ring: told(({ rung }) => ({ rung: rung + 1 })) as never,
    open: told(() => ({})) as never,
  },
}).createMachine({
  context: { coins: 0, rung: 0, told: [] },
  initial: 'closed',
  states: {
    closed: {
      on: {
        'coin.taken': { guard: and(['bySomebody', 'thereIsRoom']), actions: 'take' },
        'coin.found': { guard: 'thereIsRoom', actions: 'take' },
        'bell.rung': { guard: 'coinUnrung', actions: 'ring' },
        'till.opened': { target: 'open', guard: 'threeCoins', actions: 'open' },
      },
    },
    open: { on: { 'bell.rung': { guard: 'coinUnrung', actions: 'ring' } } },
  },
})

const chart = compileChart<Till, Fact>(machine, state => `notWhile:${state}`)
const closed = (coins: number, rung: number) => ({ value: 'closed', context: { coins, rung, told: [] } })

function procedure(
  outcomes: readonly Fact['type'][],
): Procedure<Till, string | null, Fact, { seen: string[] }> {
  return {
    chart,
    propose: (_, by) => ({ type: 'coin.taken', ...(by === null ? {} : { by }) }),
    outcomes: ({ value, context }, { seen }) => {
      seen.push(`${value} ${context.coins}/${context.rung}`)
      return outcomes.map(type => ({ type }))
    },
  }
}

const till = procedure(['till.opened', 'bell.rung'])

describe('decide', () => {
  it('names the first rule that refuses, and settles nothing', () => {
    const seen: string[] = []
    expect(decide(till, closed(1, 1), null, { seen })).toEqual({ refused: 'bySomebody' })
    expect(decide(till, closed(3, 3), null, { seen })).toEqual({ refused: 'bySomebody' })
    expect(decide(till, closed(3, 3), 'anna', { seen })).toEqual({ refused: 'thereIsRoom' })
    expect(seen).toEqual([])
  })

  it('names the place where the fact is unknown', () => {
    const open = { ...closed(3, 3), value: 'open' }
    expect(decide(till, open, 'anna', { seen: [] })).toEqual({ refused: 'notWhile:open' })
  })

  it('gives the fact that was asked for, with the state after it', () => {
    const { steps } = decide(procedure([]), closed(0, 0), 'anna', { seen: [] }) as { steps: unknown[] }
    const after = { value: 'closed', context: { coins: 1, rung: 0, told: ['coin.taken'] } }
    expect(steps).toEqual([{ event: { type: 'coin.taken', by: 'anna' }, after }])
  })

  it('settles the outcomes in the order in which they come to be admitted', () => {
    const seen: string[] = []
    const decision = decide(till, closed(2, 2), 'anna', { seen })
    if ('refused' in decision) throw new Error(decision.refused)
    expect(decision.steps.map(({ event }) => event.type)).toEqual(['coin.taken', 'bell.rung', 'till.opened'])
    expect(decision.steps.map(({ after }) => after.value)).toEqual(['closed', 'closed', 'open'])
    expect(decision.steps.at(-1)?.after.context.told).toEqual(['coin.taken', 'bell.rung', 'till.opened'])
    expect(seen).toEqual(['closed 3/2', 'closed 3/3', 'open 3/3'])
  })

  it('leaves the state as it was', () => {
    const state = closed(2, 2)
    decide(till, state, 'anna', { seen: [] })
    expect(state).toEqual(closed(2, 2))
  })
})

describe('settle', () => {
  it('is empty where no outcome is admitted', () => {
    expect(settle(till, closed(2, 2), { seen: [] })).toEqual([])
    expect(settle(procedure([]), closed(3, 0), { seen: [] })).toEqual([])
  })

  it('takes the first that is admitted, of those offered, and then begins anew', () => {
    const types = (outcomes: readonly Fact['type'][]) =>
      settle(procedure(outcomes), closed(1, 0), { seen: [] }).map(({ event }) => event.type)
    const [bell, coin] = ['bell.rung', 'coin.found'] as const
    expect(types([bell, coin])).toEqual([bell, coin, bell, coin, bell])
    expect(types([coin, bell])).toEqual([coin, coin, bell, bell, bell])
  })

  it('records up to eight outcomes', () => {
    const steps = settle(procedure(['bell.rung']), closed(8, 0), { seen: [] })
    expect(steps.map(({ after }) => after.context.rung)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('throws at a ninth: outcomes that do not come to an end', () => {
    const message = 'outcomes do not come to an end at "bell.rung"'
    expect(() => settle(procedure(['bell.rung']), closed(9, 0), { seen: [] })).toThrow(message)
    const endless: typeof till = { ...procedure(['bell.rung']), propose: () => ({ type: 'bell.rung' }) }
    expect(() => decide(endless, closed(10, 0), 'anna', { seen: [] })).toThrow(message)
    expect(decide(endless, closed(9, 0), 'anna', { seen: [] })).toMatchObject({ steps: { length: 9 } })
  })
})
