// What many rounds came to: sums and counts that can be added up, so that a million rounds need no more room than one.
import { type BypassClass, bypassClasses } from '../procedures/bypass.ts'
import type { PlayedRound } from './round.ts'
import type { Scenario } from './scenario.ts'
import type { Sum } from './statistics.ts'
import type { Outcome } from './table.ts'

/** Rounds worth looking at, by number. */
export interface Notable {
  readonly number: number
  readonly value: number
}

/** Rounds added up under one procedure. `addUp` and `round` lead from one to the next. */
export interface Tally {
  readonly rounds: number
  readonly outcomes: Readonly<Record<Outcome, number>>
  /** Of the rounds that ended: how often each number of working days was seen. */
  readonly days: ReadonlyMap<number, number>
  readonly revisions: ReadonlyMap<number, number>
  readonly rungs: ReadonlyMap<number, number>
  readonly objections: Readonly<Record<'raised' | 'letGo' | 'setAside' | 'answered' | 'open', number>>
  readonly silences: number
  readonly mean: Sum
  readonly lowest: Sum
  readonly gini: Sum
  readonly satisfaction: Readonly<Record<string, Sum>>
  /** How often each partner was the worst off, alone or with others. */
  readonly worstOff: Readonly<Record<string, number>>
  readonly attempts: { readonly made: number; readonly refused: number }
  readonly missteps: number
  /** Rounds in which a decision passed somebody by. */
  readonly bypassing: number
  /** By partner and class, how often it was bypassed. */
  readonly bypassed: Readonly<Record<string, Readonly<Record<BypassClass, number>>>>
  readonly longest: Notable | null
  readonly unhappiest: Notable | null
  readonly failed: Notable | null
}

const nothing: Sum = { sum: 0, squares: 0 }
const noBypass = Object.fromEntries(bypassClasses.map(each => [each, 0])) as Record<BypassClass, number>

/** Before any round. Pure. */
export function emptyTally({ partners }: Scenario): Tally {
  const each = <T>(value: T): Record<string, T> => Object.fromEntries(partners.map(({ id }) => [id, value]))
  return {
    rounds: 0,
    outcomes: { adopted: 0, noConsensus: 0, withdrawn: 0, open: 0 },
    ...{ days: new Map(), revisions: new Map(), rungs: new Map() },
    objections: { raised: 0, letGo: 0, setAside: 0, answered: 0, open: 0 },
    ...{ silences: 0, mean: nothing, lowest: nothing, gini: nothing },
    ...{ satisfaction: each(nothing), worstOff: each(0) },
    ...{ attempts: { made: 0, refused: 0 }, missteps: 0, bypassing: 0, bypassed: each(noBypass) },
    ...{ longest: null, unhappiest: null, failed: null },
  }
}

/** The tally of one round. Pure. */
export function tallyOf(scenario: Scenario, round: PlayedRound): Tally {
  const { number, outcome, days, satisfaction, lowest, bypassed } = round
  const ended = outcome !== 'open'
  const each = <T>(value: (id: string) => T): Record<string, T> =>
    Object.fromEntries(scenario.partners.map(({ id }) => [id, value(id)]))
  const sumOf = (value: number): Sum => ({ sum: value, squares: value * value })
  return {
    rounds: 1,
    outcomes: { ...emptyTally(scenario).outcomes, [outcome]: 1 },
    days: ended ? new Map([[days, 1]]) : new Map(),
    revisions: new Map([[round.revisions, 1]]),
    rungs: new Map([[round.rung, 1]]),
    ...{ objections: round.objections, silences: round.silences, attempts: round.attempts },
    ...{ mean: sumOf(round.mean), lowest: sumOf(lowest), gini: sumOf(round.gini) },
    satisfaction: each(id => sumOf(satisfaction[id] ?? 0)),
    worstOff: each(id => (satisfaction[id] === lowest ? 1 : 0)),
    missteps: round.missteps,
    bypassing: Object.keys(bypassed).length > 0 ? 1 : 0,
    bypassed: each(id => {
      const how = bypassed[id]
      return how ? { ...noBypass, [how]: 1 } : noBypass
    }),
    longest: ended ? { number, value: days } : null,
    unhappiest: { number, value: lowest },
    failed: outcome === 'noConsensus' ? { number, value: days } : null,
  }
}

/** Both together: the one of the earlier rounds first, since sums are added up in this order. Pure. */
export function addUp(one: Tally, other: Tally): Tally {
  return {
    rounds: one.rounds + other.rounds,
    outcomes: added(one.outcomes, other.outcomes),
    days: merged(one.days, other.days),
    revisions: merged(one.revisions, other.revisions),
    rungs: merged(one.rungs, other.rungs),
    objections: added(one.objections, other.objections),
    silences: one.silences + other.silences,
    mean: added(one.mean, other.mean),
    lowest: added(one.lowest, other.lowest),
    gini: added(one.gini, other.gini),
    satisfaction: eachOf(one.satisfaction, other.satisfaction),
    worstOff: added(one.worstOff, other.worstOff),
    attempts: added(one.attempts, other.attempts),
    missteps: one.missteps + other.missteps,
    bypassing: one.bypassing + other.bypassing,
    bypassed: eachOf(one.bypassed, other.bypassed),
    longest: notable(one.longest, other.longest, (a, b) => a > b),
    unhappiest: notable(one.unhappiest, other.unhappiest, (a, b) => a < b),
    failed: one.failed ?? other.failed,
  }
}

function added<T extends Readonly<Record<keyof T, number>>>(one: T, other: T): T {
  const sums = Object.keys(one).map(key => [key, one[key as keyof T] + other[key as keyof T]])
  return Object.fromEntries(sums) as T
}

const eachOf = <T extends Readonly<Record<keyof T, number>>>(
  one: Readonly<Record<string, T>>,
  other: Readonly<Record<string, T>>,
): Record<string, T> =>
  Object.fromEntries(Object.entries(one).map(([id, value]) => [id, added(value, other[id] ?? value)]))

function merged(one: ReadonlyMap<number, number>, other: ReadonlyMap<number, number>): Map<number, number> {
  const counts = new Map(one)
  for (const [value, count] of other) counts.set(value, (counts.get(value) ?? 0) + count)
  return counts
}

function notable(
  one: Notable | null,
  other: Notable | null,
  isMore: (a: number, b: number) => boolean,
): Notable | null {
  if (!one || !other) return one ?? other
  return isMore(other.value, one.value) ? other : one
}
