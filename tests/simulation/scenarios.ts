// Scenarios for the tests of the simulation: written short, and drawn at random.
import fc from 'fast-check'
import type { ScenarioInput } from '../../src/simulation/scenario.ts'
import { strategies } from '../../src/simulation/strategies.ts'

export type PartnerInput = ScenarioInput['partners'][number]

export const shortTerms = {
  consultation: 3,
  lijnmanagement: 2,
  opgavemanager: 2,
  stuurgroep: 2,
  jointDecision: 2,
  extension: 1,
} as const

/** Partners `p1`, `p2` ... in the order of their ideals: each attends, speaks its mind and gives in to nothing. */
export const partnersAt = (
  ideals: readonly (readonly number[])[],
  change: (i: number) => Partial<PartnerInput> = () => ({}),
): PartnerInput[] =>
  ideals.map((ideal, i) => ({
    ...{ id: `p${i + 1}`, name: `Partner ${i + 1}`, ideal: [...ideal] },
    ...{ tolerance: 0.3, attention: 1, assertiveness: 1, concession: 0 },
    ...change(i),
  }))

/** A scenario in which nothing is left to chance but the order in which people come to the table. */
export function scenarioOf(
  partners: readonly PartnerInput[],
  changes: Partial<ScenarioInput> = {},
): ScenarioInput {
  const issues = (partners[0]?.ideal ?? []).map((_, i) => ({ name: `Issue ${i + 1}` }))
  return {
    format: 'samenspraak-scenario/1',
    title: 'A test',
    issues,
    charter: { terms: shortTerms },
    partners: [...partners],
    opgavemanager: { skill: 0, attention: 1 },
    ...changes,
  }
}

/** Hundredths, all equally likely: a library that looks for corners would draw little else. */
const hundredths = (least: number, most: number): fc.Arbitrary<number> =>
  fc.noBias(fc.integer({ min: least, max: most })).map(at => at / 100)
const share = hundredths(0, 100)
const days = (least: number, most: number): fc.Arbitrary<number> =>
  fc.noBias(fc.integer({ min: least, max: most }))

const partnerArbitrary = (dimensions: number): fc.Arbitrary<Partial<PartnerInput> & { ideal: number[] }> =>
  fc.record({
    ideal: fc.array(share, { minLength: dimensions, maxLength: dimensions }),
    tolerance: hundredths(20, 70),
    attention: hundredths(30, 100),
    assertiveness: share,
    concession: hundredths(0, 10),
    strategy: fc.constantFrom(...strategies),
    spread: fc.constantFrom(0, 0.1),
    involvement: fc.constantFrom(1, 0.7),
    backing: fc.record({ chance: fc.constantFrom(0, 0.5), days: fc.integer({ min: 0, max: 5 }) }),
    turnover: fc.constantFrom({ chance: 0, shift: 0 }, { chance: 0.05, shift: 0.2 }),
  })

/** Any scenario of two to seven partners, small enough to play by the hundred. */
export const anyScenario: fc.Arbitrary<ScenarioInput> = fc
  .record({ dimensions: fc.integer({ min: 1, max: 3 }), count: fc.integer({ min: 2, max: 7 }) })
  .chain(({ dimensions, count }) =>
    fc.record({
      partners: fc.array(partnerArbitrary(dimensions), { minLength: count, maxLength: count }),
      author: fc.constantFrom('random', 'opgavemanager', 'p1'),
      text: fc.constantFrom('ideal' as const, 'middle' as const, 'random' as const),
      skill: share,
      maxRevisions: fc.integer({ min: 1, max: 5 }),
      decidesOn: fc.constantFrom('stuurgroep' as const, 'lijnmanagement' as const),
      terms: fc.record({
        consultation: days(2, 8),
        lijnmanagement: days(1, 5),
        opgavemanager: days(1, 5),
        stuurgroep: days(1, 5),
        jointDecision: days(1, 5),
        extension: days(1, 3),
      }),
    }),
  )
  .map(({ partners, author, text, skill, maxRevisions, decidesOn, terms }) =>
    scenarioOf(
      partners.map((partner, i) => ({ id: `p${i + 1}`, name: `Partner ${i + 1}`, ...partner })),
      {
        charter: { terms, maxRevisions, decidesOn },
        opgavemanager: { skill, attention: 0.8 },
        proposal: { author, text },
      },
    ),
  )
