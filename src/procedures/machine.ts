// From a procedure written down as states and arrows to an XState machine of the same kind as ours, and its chart.
import { type AnyStateMachine, and, setup } from 'xstate'
import { asGuards, type Chart, compileChart } from '../chart.ts'
import { type EffectName, effects } from './effects.ts'
import { type Matter, type MatterEvent, type MatterFactType, noMatter } from './matter.ts'
import { type Bookkeeping, bookkeeping, type MatterRule } from './predicates.ts'

/** One fact, one way: admitted when all rules hold, what it changes, and where it leads if it leads elsewhere. */
export interface Arrow<Rule extends string> {
  readonly when: readonly (Rule | Bookkeeping)[]
  readonly does?: EffectName
  readonly to?: string
}

/** By state, what is admitted there. The matter begins in `drafting`. */
export type States<Rule extends string> = Readonly<
  Record<string, Readonly<Partial<Record<MatterFactType, Arrow<Rule>>>>>
>

/** What every word of a partner asks, and what everything that nobody asks for. */
export const speaking = ['speaksForItself', 'onItsRevision'] as const
export const following = ['followsByItself', 'onItsRevision'] as const

/** How most procedures hear a partner: it takes a position, or objects instead, and lets its objection go. */
export const voices = {
  'position.taken': { when: [...speaking, 'ownObjectionLetGo'], does: 'take' },
  'objection.raised': { when: [...speaking, 'oneObjectionAtATime'], does: 'object' },
  'objection.withdrawn': { when: [...speaking, 'objectionIsOpen'], does: 'letGo' },
} as const

/** What a fact breaks in a state that knows no such fact. */
export const matterPlaces = {
  partOfTheProcedure: { en: 'the procedure knows this fact' },
  inItsState: { en: 'the fact is recorded in a state of the procedure that knows it' },
} as const

const law = setup({ types: { context: {} as Matter, events: {} as MatterEvent } })

const actions = Object.fromEntries(
  Object.entries(effects).map(([name, effect]) => [
    name,
    law.assign(({ context, event }) => effect(context, event)),
  ]),
)

/** An ordinary XState machine whose events are facts. */
function machineOf<Rule extends string>(
  id: string,
  rules: Readonly<Record<Rule, MatterRule>>,
  states: States<Rule>,
): AnyStateMachine {
  const guards = asGuards<Matter, MatterEvent, string>({ ...bookkeeping, ...rules })
  const types = { context: {} as Matter, events: {} as MatterEvent }
  const machine = setup({ types, guards, actions }).createMachine({
    id,
    context: noMatter,
    initial: 'drafting',
    states: Object.fromEntries(Object.entries(states).map(([name, arrows]) => [name, { on: onOf(arrows) }])),
  } as never)
  // XState infers types from a config that is written out; from one made of data there is nothing to infer.
  return machine as unknown as AnyStateMachine
}

const onOf = <Rule extends string>(arrows: States<Rule>[string]): object =>
  Object.fromEntries(
    Object.entries(arrows).map(([type, { when, does, to }]) => [
      type,
      {
        guard: and(when as readonly string[]),
        ...(does === undefined ? {} : { actions: does }),
        ...(to === undefined ? {} : { target: to }),
      },
    ]),
  )

/**
 * The chart of a procedure, compiled as ours is. Pure.
 * @throws Error when the states name a rule, an effect or a state that is not there.
 */
export function chartOf<Rule extends string>(
  id: string,
  rules: Readonly<Record<Rule, MatterRule>>,
  states: States<Rule>,
): Chart<Matter, MatterEvent> {
  const known = new Set(Object.values(states).flatMap(arrows => Object.keys(arrows)))
  const misplaced = (_: string, type: string): string =>
    (known.has(type) ? 'inItsState' : 'partOfTheProcedure') satisfies keyof typeof matterPlaces
  return compileChart<Matter, MatterEvent>(machineOf(id, rules, states), misplaced)
}
