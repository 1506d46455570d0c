// What a trial found: shares with intervals, means, counts, each with its unit, for one procedure and for all that were compared.
import { type BypassClass, bypassClasses } from '../procedures/bypass.ts'
import type { Scenario } from './scenario.ts'
import {
  bootstrapMean,
  type Counts,
  countOf,
  type Estimate,
  meanOfSum,
  quantile,
  wilson,
} from './statistics.ts'
import type { Outcome } from './table.ts'
import type { Tally } from './tally.ts'

/** The name of our own procedure, as the charter has it. */
export const ourProcedure = 'samenspraak'

/** What came of one procedure. Shares are of all rounds unless said otherwise; intervals are of 95 %. */
export interface ProcedureResult {
  readonly title: string
  readonly rounds: number
  /** The share of rounds that ended in a decision. */
  readonly adopted: number
  /** Partners whom a decision passed by, counted over all rounds. */
  readonly bypassed: number
  readonly outcomes: Readonly<Record<Outcome, Estimate>>
  /** Working days from the submission to the end, of the rounds that ended; null where none did. */
  readonly days: Distribution | null
  /** Revisions in a round. */
  readonly revisions: Distribution | null
  /** The share of rounds that went up to each stage, from the consultation. */
  readonly stages: readonly number[]
  /** In a round, on average. */
  readonly objections: Readonly<Record<'raised' | 'letGo' | 'setAside' | 'answered' | 'open', number>>
  /** Partners that had said nothing on the text when a term ended, in a round on average. */
  readonly silences: number
  readonly satisfaction: {
    /** Of all partners, of the one with the least, and how unevenly it is spread (Gini): means over the rounds. */
    readonly mean: Estimate
    readonly lowest: Estimate
    readonly gini: Estimate
    readonly partners: Readonly<Record<string, Estimate>>
    /** The share of rounds in which each partner had the least, alone or with others. */
    readonly worstOff: Readonly<Record<string, number>>
  }
  /** What adversaries tried, over all rounds. */
  readonly attempts: { readonly made: number; readonly refused: number }
  /** What others asked and was refused, over all rounds. */
  readonly missteps: number
  readonly bypasses: {
    /** The share of rounds in which a decision passed somebody by. */
    readonly rounds: Estimate
    /** Over all rounds, by partner and by class. */
    readonly partners: Readonly<Record<string, number>>
    readonly classes: Readonly<Record<BypassClass, number>>
  }
  /** Numbers of rounds worth a look: `round` plays each again. */
  readonly notable: {
    readonly longest: number | null
    readonly unhappiest: number | null
    readonly failed: number | null
  }
}

/** How a whole number is spread over rounds. */
export interface Distribution {
  readonly mean: Estimate
  readonly median: number
  /** Nine rounds of ten took no more. */
  readonly p90: number
  readonly longest: number
  /** Each number that was seen, and how often, in order. */
  readonly counts: readonly (readonly [value: number, rounds: number])[]
}

/** What a trial found, for a scenario, a seed and so many rounds: enough to have it again. */
export interface SimulationResult {
  readonly format: 'samenspraak-simulation/1'
  /** The version of the package. Another one may act differently. */
  readonly version: string
  readonly scenario: { readonly title: string; readonly digest: string }
  readonly seed: number
  /** `own` where some were not those of the package: to have the result again takes these too. */
  readonly behaviours: 'shipped' | 'own'
  /** As many as were asked for. Fewer were played where it is partial. */
  readonly rounds: number
  /** True where it was stopped before its end: what is told is of the rounds until then. */
  readonly partial: boolean
  /** By name; ours is `samenspraak`. */
  readonly procedures: Readonly<Record<string, ProcedureResult>>
}

/** The result of a tally. Pure. */
export function resultOf({ partners }: Scenario, title: string, tally: Tally): ProcedureResult {
  const { rounds, outcomes, objections, longest, unhappiest, failed } = tally
  const per = (count: number): number => (rounds === 0 ? 0 : count / rounds)
  const each = <T>(value: (id: string) => T): Record<string, T> =>
    Object.fromEntries(partners.map(({ id }) => [id, value(id)]))
  const mapped = <K extends string, T>(record: Readonly<Record<K, number>>, change: (n: number) => T) =>
    Object.fromEntries(Object.entries<number>(record).map(([key, count]) => [key, change(count)])) as Record<
      K,
      T
    >
  const classes = bypassClasses.map(name => [
    name,
    sumOf(partners.map(({ id }) => tally.bypassed[id]?.[name] ?? 0)),
  ])
  const byPartner = each(id => sumOf(Object.values(tally.bypassed[id] ?? {})))
  return {
    ...{ title, rounds, adopted: per(outcomes.adopted), bypassed: sumOf(Object.values(byPartner)) },
    outcomes: mapped(outcomes, count => wilson(count, rounds)),
    days: distributionOf(tally.days),
    revisions: distributionOf(tally.revisions),
    stages: [0, 1, 2, 3].map(rung =>
      per(sumOf([...tally.rungs].map(([at, count]) => (at >= rung ? count : 0)))),
    ),
    objections: mapped(objections, per),
    silences: per(tally.silences),
    satisfaction: {
      mean: meanOfSum(tally.mean, rounds),
      lowest: meanOfSum(tally.lowest, rounds),
      gini: meanOfSum(tally.gini, rounds),
      partners: each(id => meanOfSum(tally.satisfaction[id] ?? { sum: 0, squares: 0 }, rounds)),
      worstOff: mapped(tally.worstOff, per),
    },
    ...{ attempts: tally.attempts, missteps: tally.missteps },
    bypasses: {
      rounds: wilson(tally.bypassing, rounds),
      partners: byPartner,
      classes: Object.fromEntries(classes) as Record<BypassClass, number>,
    },
    notable: {
      longest: longest?.number ?? null,
      unhappiest: unhappiest?.number ?? null,
      failed: failed?.number ?? null,
    },
  }
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

function distributionOf(counts: Counts): Distribution | null {
  if (countOf(counts) === 0) return null
  return {
    mean: bootstrapMean(counts),
    median: quantile(counts, 0.5),
    p90: quantile(counts, 0.9),
    longest: quantile(counts, 1),
    counts: [...counts].sort(([one], [other]) => one - other),
  }
}
