// Every construct that the table could not follow exactly is refused by name; beside each, its twin that is accepted.
import { describe, expect, it } from 'vitest'
import {
  type AnyStateMachine,
  and,
  assign,
  createMachine,
  enqueueActions,
  log,
  not,
  or,
  raise,
  stateIn,
} from 'xstate'
import { compileChart } from '../../src/chart.ts'

const yes = () => true
const increase = assign(({ context }: { context: { n: number } }) => ({ n: context.n + 1 }))
const parts = { guards: { open: yes, kind: yes }, actions: { increase } }

/** A machine from any config: what the types of XState would not let pass is exactly what is tried here. */
function machineOf(config: object, more: { guards?: object; actions?: object } = {}): AnyStateMachine {
  const guards = { ...parts.guards, ...more.guards }
  const actions = { ...parts.actions, ...more.actions }
  return createMachine({ id: 'm', context: { n: 0 }, ...config } as never, { guards, actions } as never)
}

/** Two states, `a` and `b`, that differ from the plain ones in what is given. */
const twoStates = (a: object = {}, b: object = {}, root: object = {}) =>
  machineOf({ initial: 'a', states: { a: { on: { go: 'b' }, ...a }, b }, ...root })

/** One arrow from `a` to `b` that differs from the plain one in what is given. */
const arrow = (made: object, more: { guards?: object; actions?: object } = {}) =>
  machineOf({ initial: 'a', states: { a: { on: { go: { target: 'b', ...made } } }, b: {} } }, more)

const compile = (machine: AnyStateMachine) => compileChart(machine, state => `placeIn:${state}`)

const nested = { initial: 'c', states: { c: { on: { back: '#m.a' } }, d: {} } }
const goes = 'a -go-> b'
const back = 'c -back-> a'
const guardMessage = /"go" in "a": a guard must be the name of a rule or and\(\[\.\.\.names\]\)/
const actionMessage = /"go" in "a": an action must be a named assign\(function\)/
const ownEvents = (type: string, state: string) =>
  new RegExp(`"${type.replace('*', '\\*')}" in "${state}": wildcards and XState's own events`)

interface Twins {
  readonly construct: string
  readonly refused: () => AnyStateMachine
  readonly message: RegExp
  readonly accepted: () => AnyStateMachine
  readonly edges: readonly string[]
}

const states: readonly Twins[] = [
  {
    construct: 'a parallel root',
    refused: () => machineOf({ type: 'parallel', states: { a: {}, b: {} } }),
    message: /state "m" is parallel/,
    accepted: () => machineOf({ initial: 'a', states: { a: {}, b: {} } }),
    edges: [],
  },
  {
    construct: 'a parallel state',
    refused: () => twoStates({}, { type: 'parallel', states: { c: {}, d: {} } }),
    message: /state "m\.b" is parallel/,
    accepted: () => twoStates({}, nested),
    edges: ['a -go-> c', back],
  },
  {
    construct: 'a history state',
    refused: () => twoStates({}, { ...nested, states: { ...nested.states, h: { type: 'history' } } }),
    message: /state "m\.b\.h" is history/,
    accepted: () => twoStates({}, { ...nested, states: { ...nested.states, h: {} } }),
    edges: ['a -go-> c', back],
  },
  {
    construct: 'a final state',
    refused: () => twoStates({}, { type: 'final' }),
    message: /state "m\.b" is final/,
    accepted: () => twoStates({}, { type: 'atomic' }),
    edges: [goes],
  },
  {
    construct: 'always',
    refused: () => twoStates({}, { always: { target: 'a', guard: 'open' } }),
    message: /state "m\.b" has transitions without a fact \(always\)/,
    accepted: () => twoStates({}, { on: { always: { target: 'a', guard: 'open' } } }),
    edges: [goes, 'b -always[open]-> a'],
  },
  {
    construct: 'after',
    refused: () => twoStates({ after: { 1000: 'b' } }),
    message: /state "m\.a" has delayed transitions \(after\)/,
    accepted: () => twoStates({ on: { go: 'b', after: 'b' } }),
    edges: [goes, 'a -after-> b'],
  },
  {
    construct: 'invoke',
    refused: () => twoStates({ invoke: { src: 'somebody' } }),
    message: /state "m\.a" invokes an actor/,
    accepted: () => twoStates({ on: { go: 'b', invoke: 'b' } }),
    edges: [goes, 'a -invoke-> b'],
  },
  {
    construct: 'entry actions',
    refused: () => twoStates({}, { entry: 'increase' }),
    message: /state "m\.b" has entry actions/,
    accepted: () => twoStates({ on: { go: { target: 'b', actions: 'increase' } } }),
    edges: ['a -go-> b / increase'],
  },
  {
    construct: 'exit actions',
    refused: () => twoStates({ exit: 'increase' }),
    message: /state "m\.a" has exit actions/,
    accepted: () => twoStates({ on: { go: { target: 'b', actions: 'increase' } } }),
    edges: ['a -go-> b / increase'],
  },
  {
    construct: 'entry actions of the root',
    refused: () => twoStates({}, {}, { entry: 'increase' }),
    message: /state "m" has entry actions/,
    accepted: () => twoStates({}, {}, { on: { all: { actions: 'increase' } } }),
    edges: [goes, 'a -all-> a / increase', 'b -all-> b / increase'],
  },
  {
    construct: 'actions on an initial transition',
    refused: () => twoStates({}, { ...nested, initial: { target: 'c', actions: 'increase' } }),
    message: /state "m\.b" has .*initial/,
    accepted: () => twoStates({}, { ...nested, initial: { target: 'c' } }),
    edges: ['a -go-> c', back],
  },
  {
    construct: 'two states with one name',
    refused: () => twoStates({}, { initial: 'a', states: { a: {} } }),
    message: /two states of the chart have the same name/,
    accepted: () => twoStates({}, { initial: 'c', states: { c: {} } }),
    edges: ['a -go-> c'],
  },
]

const events: readonly Twins[] = [
  {
    construct: 'a wildcard',
    refused: () => twoStates({ on: { '*': 'b' } }),
    message: ownEvents('*', 'a'),
    accepted: () => twoStates({ on: { star: 'b' } }),
    edges: ['a -star-> b'],
  },
  {
    construct: 'a partial wildcard',
    refused: () => twoStates({ on: { 'proposal.*': 'b' } }),
    message: ownEvents('proposal.*', 'a'),
    accepted: () => twoStates({ on: { 'proposal.submitted': 'b' } }),
    edges: ['a -proposal.submitted-> b'],
  },
  {
    construct: 'onDone',
    refused: () => twoStates({}, { ...nested, onDone: 'a' }),
    message: ownEvents('xstate.done.state.m.b', 'c'),
    accepted: () => twoStates({}, { ...nested, on: { done: 'a' } }),
    edges: ['a -go-> c', back, 'c -done-> a', 'd -done-> a'],
  },
  {
    construct: 'an event xstate.done',
    refused: () => twoStates({ on: { 'xstate.done.actor.x': 'b' } }),
    message: ownEvents('xstate.done.actor.x', 'a'),
    accepted: () => twoStates({ on: { 'done.actor.x': 'b' } }),
    edges: ['a -done.actor.x-> b'],
  },
  {
    construct: 'two transitions for one event in a state',
    refused: () => twoStates({ on: { go: [{ target: 'b', guard: 'open' }, { target: 'a' }] } }),
    message: /two transitions for "go" in "a"/,
    accepted: () => twoStates({ on: { go: [{ target: 'b', guard: 'open' }] } }),
    edges: ['a -go[open]-> b'],
  },
  {
    construct: 'one event in a state and around it',
    refused: () => twoStates({}, {}, { on: { go: { actions: 'increase' } } }),
    message: /two transitions for "go" in "a"/,
    accepted: () => twoStates({}, {}, { on: { other: { actions: 'increase' } } }),
    edges: [goes, 'a -other-> a / increase', 'b -other-> b / increase'],
  },
  {
    construct: 'a transition that neither leads nor changes anything, which XState takes as none',
    refused: () => twoStates({ on: { go: {} } }),
    message: /"go" in "a".*(target|nothing)/,
    accepted: () => twoStates({ on: { go: { actions: 'increase' } } }),
    edges: ['a -go-> a / increase'],
  },
]

const guards: readonly Twins[] = [
  {
    construct: 'an inline guard',
    refused: () => arrow({ guard: yes }),
    message: guardMessage,
    accepted: () => arrow({ guard: 'open' }),
    edges: ['a -go[open]-> b'],
  },
  {
    construct: 'a guard object with params',
    refused: () => arrow({ guard: { type: 'open', params: { to: 'all' } } }),
    message: guardMessage,
    accepted: () => arrow({ guard: 'open' }),
    edges: ['a -go[open]-> b'],
  },
  {
    construct: 'or()',
    refused: () => arrow({ guard: or(['open', 'kind']) }),
    message: guardMessage,
    accepted: () => arrow({ guard: and(['open', 'kind']) }),
    edges: ['a -go[open,kind]-> b'],
  },
  {
    construct: 'not()',
    refused: () => arrow({ guard: not('open') }),
    message: guardMessage,
    accepted: () => arrow({ guard: 'open' }),
    edges: ['a -go[open]-> b'],
  },
  {
    construct: 'stateIn()',
    refused: () => arrow({ guard: stateIn('a') }),
    message: guardMessage,
    accepted: () => arrow({ guard: 'kind' }),
    edges: ['a -go[kind]-> b'],
  },
  {
    construct: 'and() in and()',
    refused: () => arrow({ guard: and(['open', and(['kind'])]) }),
    message: guardMessage,
    accepted: () => arrow({ guard: and(['open', 'kind']) }),
    edges: ['a -go[open,kind]-> b'],
  },
  {
    construct: 'not() in and()',
    refused: () => arrow({ guard: and(['open', not('kind')]) }),
    message: guardMessage,
    accepted: () => arrow({ guard: and(['open']) }),
    edges: ['a -go[open]-> b'],
  },
  {
    construct: 'a guard without implementation',
    refused: () => arrow({ guard: 'wise' }),
    message: /"go" in "a": no plain guard is named "wise"/,
    accepted: () => arrow({ guard: 'wise' }, { guards: { wise: yes } }),
    edges: ['a -go[wise]-> b'],
  },
  {
    construct: 'a guard without implementation in and()',
    refused: () => arrow({ guard: and(['open', 'wise']) }),
    message: /"go" in "a": no plain guard is named "wise"/,
    accepted: () => arrow({ guard: and(['open', 'wise']) }, { guards: { wise: yes } }),
    edges: ['a -go[open,wise]-> b'],
  },
  {
    construct: 'a name for a composed guard',
    refused: () => arrow({ guard: 'wise' }, { guards: { wise: not('open') } }),
    message: /"go" in "a": no plain guard is named "wise"/,
    accepted: () => arrow({ guard: 'wise' }, { guards: { wise: () => false } }),
    edges: ['a -go[wise]-> b'],
  },
]

const actions: readonly Twins[] = [
  {
    construct: 'two actions',
    refused: () => arrow({ actions: ['increase', 'increase'] }),
    message: /"go" in "a": more than one action/,
    accepted: () => arrow({ actions: ['increase'] }),
    edges: ['a -go-> b / increase'],
  },
  {
    construct: 'an inline action',
    refused: () => arrow({ actions: () => {} }),
    message: actionMessage,
    accepted: () => arrow({ actions: 'increase' }),
    edges: ['a -go-> b / increase'],
  },
  {
    construct: 'an inline assign',
    refused: () => arrow({ actions: increase }),
    message: actionMessage,
    accepted: () => arrow({ actions: 'increase' }),
    edges: ['a -go-> b / increase'],
  },
  {
    construct: 'an action object with params',
    refused: () => arrow({ actions: { type: 'increase', params: { by: 2 } } }),
    message: actionMessage,
    accepted: () => arrow({ actions: 'increase' }),
    edges: ['a -go-> b / increase'],
  },
  ...[
    { name: 'a plain function', made: () => {} },
    { name: 'log()', made: log('seen') },
    { name: 'raise()', made: raise({ type: 'go' }) },
    { name: 'enqueueActions()', made: enqueueActions(() => {}) },
  ].map(({ name, made }) => ({
    construct: `an action that is no assign but ${name}`,
    refused: () => arrow({ actions: 'act' }, { actions: { act: made } }),
    message: actionMessage,
    accepted: () => arrow({ actions: 'act' }, { actions: { act: increase } }),
    edges: ['a -go-> b / act'],
  })),
  {
    construct: 'an assign of an object',
    refused: () => arrow({ actions: 'act' }, { actions: { act: assign({ n: 1 }) } }),
    message: actionMessage,
    accepted: () => arrow({ actions: 'act' }, { actions: { act: assign(() => ({ n: 1 })) } }),
    edges: ['a -go-> b / act'],
  },
  {
    construct: 'an action without implementation',
    refused: () => arrow({ actions: 'act' }),
    message: actionMessage,
    accepted: () => arrow({ actions: 'act' }, { actions: { act: increase } }),
    edges: ['a -go-> b / act'],
  },
]

describe.each([
  { kind: 'states', twins: states },
  { kind: 'events', twins: events },
  { kind: 'guards', twins: guards },
  { kind: 'actions', twins: actions },
])('of $kind the compiler', ({ twins }) => {
  it.each(twins)('refuses $construct', ({ refused, message }) => {
    const machine = refused()
    expect(() => compile(machine)).toThrow(TypeError)
    expect(() => compile(machine)).toThrow(message)
  })

  it.each(twins)('accepts the twin of $construct', ({ accepted, edges }) => {
    const told = compile(accepted()).edges.map(
      ({ from, type, rules, to, action }) =>
        `${from} -${type}${rules.length > 0 ? `[${rules.join()}]` : ''}-> ${to}${action ? ` / ${action}` : ''}`,
    )
    expect(told).toEqual(edges)
  })
})

describe('a compiled chart', () => {
  const chart = compileChart<{ n: number }, { type: string }>(
    machineOf(
      {
        initial: 'a',
        states: { a: { on: { go: { target: 'b', guard: 'small', actions: 'increase' } } }, b: {} },
      },
      { guards: { small: ({ context }: { context: { n: number } }) => context.n < 2 } },
    ),
    (state, type) => `${type}In:${state}`,
  )
  const at = (value: string, n: number) => ({ value, context: { n } })

  it('begins in the initial state with the context of the machine', () => {
    expect(chart.initial).toEqual(at('a', 0))
  })

  it('admits by the rule of the machine and changes by its assign', () => {
    expect(chart.refusal(at('a', 1), { type: 'go' })).toBeNull()
    expect(chart.evolve(at('a', 1), { type: 'go' })).toEqual(at('b', 2))
  })

  it('names the rule that refuses, and does not evolve', () => {
    expect(chart.refusal(at('a', 2), { type: 'go' })).toBe('small')
    expect(() => chart.evolve(at('a', 2), { type: 'go' })).toThrow('"go" is not admitted in "a" (small)')
  })

  it('names the place where no transition is known, and does not evolve', () => {
    expect(chart.refusal(at('b', 0), { type: 'go' })).toBe('goIn:b')
    expect(chart.refusal(at('nowhere', 0), { type: 'go' })).toBe('goIn:nowhere')
    expect(() => chart.evolve(at('b', 0), { type: 'go' })).toThrow('"go" is not admitted in "b" (goIn:b)')
  })
})
