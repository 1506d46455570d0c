// The hand-written reducer that ours is measured against is the same procedure: every round ends alike under both.
import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { reducerTable, rulesOf } from '../../bench/reducer.ts'
import { type PlayedRound, play, setStage } from '../../src/simulation/round.ts'
import { readScenario } from '../../src/simulation/scenario.ts'
import { anyScenario } from './scenarios.ts'

const hand = vi.hoisted(() => ({ written: false }))

vi.mock(import('../../src/simulation/own-table.ts'), async original => {
  const real = await original()
  return {
    ...real,
    ownTable: (founded, author, text, at, note) => {
      if (!hand.written) return real.ownTable(founded, author, text, at, note)
      const partners = founded.scenario.partners.map(({ id }) => id)
      return reducerTable(rulesOf(founded.scenario), partners, author, text, at, note)
    },
  }
})

it('the same partners come to the same end, on the same day, with the same text, in hundreds of rounds', () => {
  const seen = { rounds: 0, adopted: 0, amended: 0, climbed: 0 }
  fc.assert(
    fc.property(anyScenario, fc.nat(), (scenario, seed) => {
      const stage = setStage(readScenario(scenario))
      const playedBy = (written: boolean, number: number): PlayedRound => {
        hand.written = written
        return play(stage, { seed, number })
      }
      for (let number = 0; number < 6; number += 1) {
        const ours = playedBy(false, number)
        expect(playedBy(true, number)).toEqual(ours)
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
