// Sweeps: the same trial for every value of one parameter of a scenario, or of every pair of two.
import type { SimulationResult } from './result.ts'
import { readScenario, UnusableScenario } from './scenario.ts'
import { simulate, type TrialOptions } from './trial.ts'

/** A parameter by its place in the scenario, and the values that it takes, at most 100. */
export interface Axis {
  /** As `charter.terms.consultation`; a partner by its id, or all: `partners.urk.attention`, `partners.*.tolerance`. */
  readonly path: string
  readonly values: readonly (number | string)[]
}

/** One trial of a sweep: the value on each axis, in their order. */
export interface SweptCell {
  readonly values: readonly (number | string)[]
  readonly result: SimulationResult
}

/** What a sweep found. */
export interface Swept {
  readonly axes: readonly Axis[]
  /** The second axis varies fastest. */
  readonly cells: readonly SweptCell[]
  /** True where it was stopped before its end: only the cells until then are here. */
  readonly partial: boolean
}

/** The most that a sweep varies. */
export const sweepLimits = { axes: 2, values: 100, cells: 400 } as const

/**
 * One trial for every value, or pair of values, all with the same seed. Every scenario is read before anything is played.
 * @throws UnusableScenario for a value that the scenario cannot have, or a path that it does not know; RangeError as `simulate`
 */
export async function sweep(
  scenario: unknown,
  axes: readonly Axis[],
  options: TrialOptions = {},
): Promise<Swept> {
  const cells = cellsOf(scenario, axes)
  const swept: SweptCell[] = []
  for (const { values, input } of cells) {
    if (options.signal?.aborted) break
    const before = swept.length
    const result = await simulate(input, {
      ...options,
      onProgress: (done, of) => options.onProgress?.(before * of + done, cells.length * of),
    })
    if (result.partial) break
    swept.push({ values, result })
  }
  return { axes, cells: swept, partial: swept.length < cells.length }
}

/** The scenarios of a sweep, all read. @throws UnusableScenario */
export function cellsOf(
  scenario: unknown,
  axes: readonly Axis[],
): readonly { readonly values: readonly (number | string)[]; readonly input: unknown }[] {
  const { axes: mostAxes, values: mostValues, cells: mostCells } = sweepLimits
  if (axes.length < 1 || axes.length > mostAxes)
    throw new UnusableScenario(`a sweep varies one or two parameters, not ${axes.length}`)
  for (const { path, values } of axes)
    if (values.length < 1 || values.length > mostValues)
      throw new UnusableScenario(`sweep of ${path}: give 1 to ${mostValues} values`)
  const [one, other] = axes as readonly [Axis, Axis?]
  const pairs = one.values.flatMap(value => (other ? other.values.map(next => [value, next]) : [[value]]))
  if (pairs.length > mostCells)
    throw new UnusableScenario(`a sweep has at most ${mostCells} pairs of values, not ${pairs.length}`)
  return pairs.map(values => {
    const input = axes.reduce((changed, { path }, i) => set(changed, path, values[i] ?? ''), scenario)
    readScenario(input)
    return { values, input }
  })
}

/** The scenario with a value in the place of a path; unknown fields are refused when it is read. */
function set(scenario: unknown, path: string, value: number | string): unknown {
  const change = (at: unknown, [step, ...rest]: readonly string[]): unknown => {
    if (step === undefined) return value
    if (Array.isArray(at)) {
      const [next, ...further] = rest
      // An id can have dots of its own.
      const isCut = next !== undefined && at.some(each => isNamedFrom(each, `${step}.${next}`))
      if (isCut) return change(at, [`${step}.${next}`, ...further])
      const chosen = at.map(each => step === '*' || isNamed(each, step))
      const numbered = /^\d+$/.test(step) && !chosen.includes(true) && Number(step) < at.length
      if (!numbered && !chosen.includes(true)) throw unknown(path)
      return at.map((each, i) => (chosen[i] || (numbered && i === Number(step)) ? change(each, rest) : each))
    }
    if (at !== undefined && (typeof at !== 'object' || at === null)) throw unknown(path)
    return { ...at, [step]: change((at as Record<string, unknown> | undefined)?.[step], rest) }
  }
  return change(scenario, path.split('.'))
}

const isNamed = (value: unknown, id: string): boolean =>
  typeof value === 'object' && value !== null && 'id' in value && value.id === id

/** Whether the id is this, or goes on with a dot after it. */
const isNamedFrom = (value: unknown, start: string): boolean =>
  typeof value === 'object' && value !== null && 'id' in value && `${value.id}.`.startsWith(`${start}.`)

const unknown = (path: string): UnusableScenario =>
  new UnusableScenario(`sweep: the scenario has nothing at "${path}"`)
