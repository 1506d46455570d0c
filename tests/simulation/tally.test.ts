// Rounds added up: in any chunks the same counts, in the same chunks the same sums to the last bit, and what a round says is counted.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { procedureNamed } from '../../src/procedures/procedures.ts'
import { resultOf } from '../../src/simulation/result.ts'
import { type PlayedRound, play, setStage } from '../../src/simulation/round.ts'
import { readScenario, type Scenario } from '../../src/simulation/scenario.ts'
import { addUp, emptyTally, type Tally, tallyOf } from '../../src/simulation/tally.ts'
import { partnersAt, scenarioOf } from './scenarios.ts'

const scenario: Scenario = readScenario(
  scenarioOf(
    partnersAt([[0.1], [0.4], [0.9]], () => ({
      spread: 0.2,
      attention: 0.7,
      tolerance: 0.3,
      concession: 0.02,
    })),
    { adversaries: ['p3'] },
  ),
)
const stage = setStage(scenario)
const procedure = procedureNamed('majority') ?? null
const rounds: readonly PlayedRound[] = Array.from({ length: 60 }, (_, number) =>
  play(stage, { seed: 1, number, procedure: number % 2 === 0 ? null : procedure }),
)
const tallies = rounds.map(each => tallyOf(scenario, each))
const added = (some: readonly Tally[]): Tally => some.reduce(addUp, emptyTally(scenario))

/** A tally without its sums of fractions, whose last bit depends on the order of adding. */
const countsOf = ({ mean, lowest, gini, satisfaction, ...counts }: Tally): object => counts
const fractionsOf = ({ mean, lowest, gini, satisfaction }: Tally): number[] =>
  [mean, lowest, gini, ...Object.values(satisfaction)].flatMap(({ sum, squares }) => [sum, squares])

describe('tallies', () => {
  it('add up to the same counts in whatever chunks, and to the same sums but for rounding', () => {
    const whole = added(tallies)
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 59 }), { maxLength: 8 })
    fc.assert(
      fc.property(cuts, places => {
        const ends = [...places.sort((one, other) => one - other), 60]
        const chunks = ends.map((end, i) => added(tallies.slice(ends[i - 1] ?? 0, end)))
        const sum = added(chunks)
        expect(countsOf(sum)).toEqual(countsOf(whole))
        fractionsOf(sum).forEach((value, i) => {
          expect(value).toBeCloseTo(fractionsOf(whole)[i] ?? Number.NaN, 9)
        })
        expect(added(ends.map((end, i) => added(tallies.slice(ends[i - 1] ?? 0, end))))).toEqual(sum)
      }),
      { numRuns: 50 },
    )
  })

  it('change nothing with an empty one before or after', () => {
    const whole = added(tallies)
    expect(addUp(emptyTally(scenario), whole)).toEqual(whole)
    expect(addUp(whole, emptyTally(scenario))).toEqual(whole)
  })

  it('count what the rounds say', () => {
    const whole = added(tallies)
    const sum = (value: (round: PlayedRound) => number): number =>
      rounds.reduce((total, each) => total + value(each), 0)
    const isOutcome = (outcome: string) => sum(each => (each.outcome === outcome ? 1 : 0))
    expect(whole.rounds).toBe(60)
    expect(whole.outcomes).toEqual({
      adopted: isOutcome('adopted'),
      noConsensus: isOutcome('noConsensus'),
      withdrawn: isOutcome('withdrawn'),
      open: isOutcome('open'),
    })
    expect(whole.objections.raised).toBe(sum(each => each.objections.raised))
    expect(whole.silences).toBe(sum(each => each.silences))
    expect(whole.missteps).toBe(sum(each => each.missteps))
    expect(whole.attempts).toEqual({
      made: sum(each => each.attempts.made),
      refused: sum(each => each.attempts.refused),
    })
    expect(whole.bypassing).toBe(sum(each => (Object.keys(each.bypassed).length > 0 ? 1 : 0)))
    expect(whole.bypassing).toBeGreaterThan(0)
    for (const id of ['p1', 'p2', 'p3']) {
      expect(whole.worstOff[id]).toBe(sum(each => (each.satisfaction[id] === each.lowest ? 1 : 0)))
      const passedBy = Object.values(whole.bypassed[id] ?? {}).reduce((total, count) => total + count, 0)
      expect(passedBy).toBe(sum(each => (each.bypassed[id] ? 1 : 0)))
    }
    const ended = rounds.filter(({ outcome }) => outcome !== 'open')
    for (const [days, count] of whole.days)
      expect(count).toBe(ended.filter(each => each.days === days).length)
    for (const [rung, count] of whole.rungs)
      expect(count).toBe(rounds.filter(each => each.rung === rung).length)
    const first = rounds.find(({ outcome }) => outcome === 'noConsensus')
    expect(whole.failed?.number).toBe(first?.number)
  })

  it('do not count the days of a round that was given up', () => {
    const [round] = rounds as [PlayedRound]
    const { days, longest, failed } = tallyOf(scenario, { ...round, outcome: 'open' })
    expect({ days, longest, failed }).toEqual({ days: new Map(), longest: null, failed: null })
  })
})

describe('results', () => {
  const result = resultOf(scenario, 'mixed', added(tallies))

  it('have intervals that hold their values, and shares from 0 to 1 that add up', () => {
    const { outcomes, satisfaction, bypasses, days, revisions } = result
    const { mean, lowest, gini, partners } = satisfaction
    const estimates = [
      ...Object.values(outcomes),
      ...[mean, lowest, gini, bypasses.rounds, ...Object.values(partners)],
      ...[days?.mean, revisions?.mean].filter(each => each !== undefined),
    ]
    for (const { value, low, high } of estimates) {
      expect(low).toBeLessThanOrEqual(value)
      expect(high).toBeGreaterThanOrEqual(value)
    }
    expect(Object.values(outcomes).reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 12)
    expect(result.adopted).toBe(outcomes.adopted.value)
    expect(lowest.value).toBeLessThanOrEqual(mean.value)
    expect(result.stages[0]).toBe(1)
    expect([...result.stages].sort((one, other) => other - one)).toEqual(result.stages)
    expect(days?.counts.map(([value]) => value)).toEqual(
      [...(days?.counts ?? [])].map(([value]) => value).sort((a, b) => a - b),
    )
    expect(days?.median).toBeLessThanOrEqual(days?.p90 ?? 0)
    expect(days?.p90).toBeLessThanOrEqual(days?.longest ?? 0)
  })

  it('count who was passed by alike by partner, by class and in all', () => {
    const sum = (counts: Readonly<Record<string, number>>): number =>
      Object.values(counts).reduce((total, count) => total + count, 0)
    expect(result.bypassed).toBeGreaterThan(0)
    expect(sum(result.bypasses.partners)).toBe(result.bypassed)
    expect(sum(result.bypasses.classes)).toBe(result.bypassed)
  })

  it('of no round are no numbers that mislead', () => {
    const none = resultOf(scenario, 'none', emptyTally(scenario))
    expect(none).toMatchObject({ rounds: 0, adopted: 0, days: null, revisions: null })
    expect(JSON.stringify(none)).not.toContain('null,null')
  })
})
