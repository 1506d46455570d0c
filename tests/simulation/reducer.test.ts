// The hand-written reducer that ours is measured against is the same procedure: every round ends alike under both.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byReducer } from '../../bench/reducer.ts'
import { play, playAt, setStage } from '../../src/simulation/round.ts'
import { readScenario } from '../../src/simulation/scenario.ts'
import type { Noted } from '../../src/simulation/table.ts'
import { anyScenario } from './scenarios.ts'

/** What was recorded, when, by whom and about whom. */
const facts = ({ at, type, partner, by }: Noted): unknown => ({ at, type, partner, by })

/** The reducer knows no persons: a partner that sends another one changes nothing there. */
const isOfBoth = ({ type }: Noted): boolean => !type.startsWith('mandate.')

it('the same partners come to the same end, on the same day, with the same text, in hundreds of rounds', () => {
  const seen = { rounds: 0, adopted: 0, amended: 0, climbed: 0 }
  fc.assert(
    fc.property(anyScenario, fc.nat(), (scenario, seed) => {
      const stage = setStage(readScenario(scenario))
      const byHand = byReducer(stage.scenario)
      for (let number = 0; number < 6; number += 1) {
        const { noted, ...ours } = play(stage, { seed, number, keep: true })
        const { noted: notedByHand, ...written } = playAt(stage, byHand, { seed, number, keep: true })
        expect(written).toEqual(ours)
        expect(notedByHand.map(facts)).toEqual(noted.filter(isOfBoth).map(facts))
        // Who is offered only what can be done asks for nothing that is refused.
        expect(ours.missteps).toBe(0)
        seen.rounds += 1
        if (ours.outcome === 'adopted') seen.adopted += 1
        if (ours.revisions > 1) seen.amended += 1
        if (ours.rung === 3) seen.climbed += 1
      }
    }),
    { numRuns: 100, seed: 31, endOnFailure: true },
  )
  expect(seen.rounds).toBe(600)
  expect(Math.min(seen.adopted, seen.amended, seen.climbed)).toBeGreaterThan(60)
})
