// An XState machine as law: compiled once into a table that says which fact is admissible where, and what it changes.
import {
  type AnyStateMachine,
  type AnyTransitionDefinition,
  and,
  getNextTransitions,
  transition,
} from 'xstate'

/** Where a matter stands: the name of the machine's innermost state, and its context. */
export interface ChartState<Context> {
  readonly value: string
  readonly context: Context
}

/** One arrow of the chart: in `from`, the fact `type` leads to `to` when all `rules` hold. */
export interface Edge {
  readonly from: string
  readonly type: string
  readonly rules: readonly string[]
  readonly to: string
  readonly action: string | null
}

/** Where a fact leads; or the name of the rule that keeps it out. */
export type Admission<Context> =
  | { readonly after: ChartState<Context>; readonly refused: null }
  | { readonly refused: string }

export interface Chart<Context, Event extends { type: string }> {
  readonly initial: ChartState<Context>
  /** All arrows, in the order of the machine: for diagrams, docs and tests. */
  readonly edges: readonly Edge[]
  /** What the fact makes of the state, where it is admitted. Pure. */
  step(state: ChartState<Context>, event: Event): Admission<Context>
  /** The name of the rule that keeps this fact out here, or null when it is admitted. Pure. */
  refusal(state: ChartState<Context>, event: Event): string | null
  /** The names of all rules that keep this fact out here, in the order of the arrow; none when it is admitted. Pure. */
  breaches(state: ChartState<Context>, event: Event): readonly string[]
  /** What an admitted fact makes of the state. Pure. @throws TypeError where it is not admitted */
  evolve(state: ChartState<Context>, event: Event): ChartState<Context>
}

type Assignment = (args: { context: unknown; event: unknown }) => unknown
interface Row {
  readonly rules: readonly string[]
  readonly guards: readonly ((args: object) => boolean)[]
  readonly assign: Assignment | null
  readonly to: string
}

/**
 * Compiles a machine (XState itself computes every target) and refuses every construct that the table could not follow
 * exactly: parallel, history and final states, `always`, `after`, `invoke`, entry, exit and initial actions, wildcards, inline or
 * parametrised guards, more than one action, anything but a functional `assign`, two transitions for one fact in one
 * state. `misplaced` names the rule that a fact breaks in a state that knows no transition for it.
 * @throws TypeError naming the construct that it does not know.
 */
export function compileChart<Context, Event extends { type: string }>(
  machine: AnyStateMachine,
  misplaced: (state: string, type: string) => string,
): Chart<Context, Event> {
  const leaves = leavesOf(machine)
  const open = openOf(machine)
  const table = new Map(leaves.map(leaf => [leaf.name, rowsOf(machine, open, leaf)]))
  const first = machine.getInitialSnapshot({ self: undefined, system: undefined, defer() {} } as never)
  const initial = { value: leafOf(first.value), context: first.context as Context }
  const refusal = (state: ChartState<Context>, event: Event): string | null => {
    const row = table.get(state.value)?.get(event.type)
    return row ? brokenRule(row, { context: state.context, event }) : misplaced(state.value, event.type)
  }
  const breaches = (state: ChartState<Context>, event: Event): readonly string[] => {
    const row = table.get(state.value)?.get(event.type)
    return row ? brokenRules(row, { context: state.context, event }) : [misplaced(state.value, event.type)]
  }
  const step = (state: ChartState<Context>, event: Event): Admission<Context> => {
    const row = table.get(state.value)?.get(event.type)
    if (!row) return { refused: misplaced(state.value, event.type) }
    const args = { context: state.context, event }
    const refused = brokenRule(row, args)
    if (refused !== null) return { refused }
    return {
      after: { value: row.to, context: row.assign ? (row.assign(args) as Context) : state.context },
      refused,
    }
  }
  const evolve = (state: ChartState<Context>, event: Event): ChartState<Context> => {
    const admission = step(state, event)
    if (admission.refused === null) return admission.after
    throw new TypeError(`"${event.type}" is not admitted in "${state.value}" (${admission.refused})`)
  }
  return { initial, edges: edgesOf(machine, leaves, table), step, refusal, breaches, evolve }
}

function brokenRule(row: Row, args: object): string | null {
  const { guards, rules } = row
  for (let i = 0; i < guards.length; i += 1) if (!guards[i]?.(args)) return rules[i] ?? null
  return null
}

const brokenRules = ({ guards, rules }: Row, args: object): string[] =>
  rules.filter((_, i) => !guards[i]?.(args))

interface Leaf {
  readonly name: string
  readonly value: unknown
}

type Node = AnyStateMachine['root']

function leavesOf(machine: AnyStateMachine): Leaf[] {
  const leaves = collect(machine.root)
  const names = new Set(leaves.map(leaf => leaf.name))
  if (names.size !== leaves.length) throw new TypeError('two states of the chart have the same name')
  return leaves
}

function collect(node: Node): Leaf[] {
  refuseNode(node)
  if (node.type === 'atomic') return [{ name: node.key, value: stateValue(node.path) }]
  return Object.values(node.states).flatMap(child => collect(child as Node))
}

function refuseNode(node: Node): void {
  const strange =
    (node.type !== 'atomic' && node.type !== 'compound' && `is ${node.type}`) ||
    (node.after.length > 0 && 'has delayed transitions (after)') ||
    (node.entry.length > 0 && 'has entry actions') ||
    (node.exit.length > 0 && 'has exit actions') ||
    ((node.always ?? []).length > 0 && 'has transitions without a fact (always)') ||
    (node.invoke.length > 0 && 'invokes an actor') ||
    (node.type === 'compound' && node.initial.actions.length > 0 && 'has actions on its initial transition')
  if (strange)
    throw new TypeError(`state "${node.id}" ${strange}: the chart compiler does not know this construct`)
}

/** The state value that XState gives to the atomic state at a path: 'a' or { a: { b: 'c' } }. */
function stateValue(path: readonly string[]): unknown {
  const [head, ...rest] = path
  return rest.length === 0 ? head : { [String(head)]: stateValue(rest) }
}

function leafOf(value: unknown): string {
  return typeof value === 'string' ? value : leafOf(Object.values(value as Record<string, unknown>)[0])
}

function rowsOf(machine: AnyStateMachine, open: AnyStateMachine, leaf: Leaf): Map<string, Row> {
  const snapshot = machine.resolveState({ value: leaf.value as never, context: machine.config.context ?? {} })
  const rows = new Map<string, Row>()
  for (const arrow of getNextTransitions(snapshot)) {
    const where = `"${arrow.eventType}" in "${leaf.name}"`
    if (rows.has(arrow.eventType)) throw new TypeError(`two transitions for ${where}: one fact, one way`)
    if (/\*|^xstate\./.test(arrow.eventType))
      throw new TypeError(`${where}: wildcards and XState's own events`)
    rows.set(arrow.eventType, { ...rowOf(machine, arrow, where), to: targetOf(open, leaf, arrow.eventType) })
  }
  return rows
}

function rowOf(machine: AnyStateMachine, arrow: AnyTransitionDefinition, where: string): Omit<Row, 'to'> {
  const rules = rulesOf(arrow.guard, where)
  const guards = rules.map(rule => guardNamed(machine, rule, where))
  return { rules, guards, assign: assignOf(machine, arrow, where) }
}

/** The rule names of a guard: a name, or `and([...names])`. */
function rulesOf(guard: unknown, where: string): readonly string[] {
  if (guard === undefined) return []
  if (typeof guard === 'string') return [guard]
  if (isAnd(guard) && isNames(guard.guards)) return guard.guards
  throw new TypeError(`${where}: a guard must be the name of a rule or and([...names])`)
}

// Told by how XState checks it, not by the name of the function, which a bundler changes.
const checkOfAnd: unknown = Reflect.get(and([]), 'check')

function isAnd(guard: unknown): guard is { readonly guards: unknown } {
  return typeof guard === 'function' && 'guards' in guard && Reflect.get(guard, 'check') === checkOfAnd
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(name => typeof name === 'string')
}

function guardNamed(machine: AnyStateMachine, name: string, where: string): (args: object) => boolean {
  const guard = machine.implementations.guards[name] as unknown
  if (typeof guard !== 'function' || 'check' in guard)
    throw new TypeError(`${where}: no plain guard is named "${name}"`)
  return guard as (args: object) => boolean
}

function assignOf(
  machine: AnyStateMachine,
  arrow: AnyTransitionDefinition,
  where: string,
): Assignment | null {
  const [action, ...more] = arrow.actions
  if (action === undefined && !arrow.target)
    throw new TypeError(`${where}: has no target and changes nothing`)
  if (more.length > 0) throw new TypeError(`${where}: more than one action`)
  if (action === undefined) return null
  const made = typeof action === 'string' ? (machine.implementations.actions[action] as unknown) : undefined
  const assignment = typeof made === 'function' && 'assignment' in made ? made.assignment : undefined
  if (typeof assignment !== 'function')
    throw new TypeError(`${where}: an action must be a named assign(function)`)
  return assignment as Assignment
}

/** The same machine with every guard open and no action that acts. */
function openOf(machine: AnyStateMachine): AnyStateMachine {
  const all = (names: object, made: unknown) =>
    Object.fromEntries(Object.keys(names).map(name => [name, made]))
  return machine.provide({
    guards: all(machine.implementations.guards, () => true),
    actions: all(machine.implementations.actions, () => {}),
  } as never)
}

/** XState's own answer to where an arrow leads, asked of the open machine. */
function targetOf(open: AnyStateMachine, leaf: Leaf, type: string): string {
  const snapshot = open.resolveState({ value: leaf.value as never, context: open.config.context ?? {} })
  return leafOf(transition(open, snapshot, { type } as never)[0].value)
}

function edgesOf(
  machine: AnyStateMachine,
  leaves: readonly Leaf[],
  table: Map<string, Map<string, Row>>,
): Edge[] {
  return leaves.flatMap(leaf => {
    const snapshot = machine.resolveState({
      value: leaf.value as never,
      context: machine.config.context ?? {},
    })
    return getNextTransitions(snapshot).flatMap(arrow => {
      const row = table.get(leaf.name)?.get(arrow.eventType)
      const action = typeof arrow.actions[0] === 'string' ? arrow.actions[0] : null
      return row ? [{ from: leaf.name, type: arrow.eventType, rules: row.rules, to: row.to, action }] : []
    })
  })
}

/** Rules as XState guards: the same predicates under the same names. */
export function asGuards<Context, Event, Name extends string>(
  rules: Readonly<Record<Name, { holds(context: Context, event: Event): boolean }>>,
): Record<Name, (args: { context: Context; event: Event }) => boolean> {
  const guards = {} as Record<Name, (args: { context: Context; event: Event }) => boolean>
  for (const name of Object.keys(rules) as Name[]) {
    const { holds } = rules[name]
    guards[name] = ({ context, event }) => holds(context, event)
  }
  return guards
}
