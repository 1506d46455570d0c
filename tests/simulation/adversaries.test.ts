// Adversaries in every place, with every known trick: ours lets none of it pass anybody by, and others what their rules allow.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { bypassClasses } from '../../src/procedures/bypass.ts'
import { procedures } from '../../src/procedures/procedures.ts'
import { inspect } from '../../src/proof/inspect.ts'
import { type PlayedRound, play, setStage } from '../../src/simulation/round.ts'
import { readScenario, type ScenarioInput } from '../../src/simulation/scenario.ts'
import { partnersAt, scenarioOf, shortTerms } from './scenarios.ts'

/** By name of what is tried at our own table: how often it was made, and how often recorded. */
const tried = vi.hoisted(() => new Map<string, { made: number; recorded: number; odd: string[] }>())

vi.mock(import('../../src/simulation/own-table.ts'), async original => {
  const real = await original()
  return {
    ...real,
    ownTable: (...place) => {
      const table = real.ownTable(...place)
      const attempts: typeof table.attempts = who =>
        table.attempts(who).map(({ name, make }) => ({
          name,
          make: at => {
            const before = table.view()
            const recorded = make(at)
            const of = tried.get(name) ?? { made: 0, recorded: 0, odd: [] }
            const isOwnRight = before.called && !before.confirmed.has(who)
            if (recorded && !isOwnRight) of.odd.push(`${who} in revision ${before.revision}`)
            tried.set(name, { ...of, made: of.made + 1, recorded: of.recorded + (recorded ? 1 : 0) })
            return recorded
          },
        }))
      return { ...table, attempts }
    },
  }
})

beforeEach(() => tried.clear())

const ideals = [[0.1], [0.4], [0.9], [0.5], [0.2]]

function besieged(count: number, changes: Partial<ScenarioInput> = {}): ScenarioInput {
  const partners = partnersAt(ideals.slice(0, count), () => ({
    ...{ attention: 0.6, spread: 0.2, tolerance: 0.35, assertiveness: 0.7, concession: 0.03 },
    ...{ turnover: { chance: 0.02, shift: 0.1 }, involvement: 0.95 },
  }))
  return scenarioOf(partners, {
    adversaries: partners.map(({ id }) => id),
    chair: { dismissal: 0.5, attention: 0.8 },
    ...changes,
  })
}

function playMany(
  scenario: ScenarioInput,
  rounds: number,
  procedure: Parameters<typeof play>[1]['procedure'],
) {
  const stage = setStage(readScenario(scenario))
  return Array.from({ length: rounds }, (_, number) =>
    play(stage, { seed: 1, number, procedure: procedure ?? null }),
  )
}

const adopted = (rounds: readonly PlayedRound[]): number =>
  rounds.filter(({ outcome }) => outcome === 'adopted').length

describe('with an adversary in the place of every partner, at our own table', () => {
  it('nobody is passed by in thousands of rounds, and what is recorded is what a partner may do for itself', () => {
    const stages = [
      besieged(2),
      besieged(3, { proposal: { author: 'opgavemanager', text: 'middle' } }),
      besieged(5),
      besieged(3, { charter: { terms: shortTerms, decidesOn: 'lijnmanagement' } }),
    ]
    const rounds = stages.flatMap(scenario => playMany(scenario, 600, null))
    expect(rounds).toHaveLength(2_400)
    expect(rounds.filter(({ bypassed }) => Object.keys(bypassed).length > 0)).toEqual([])
    expect(adopted(rounds)).toBeGreaterThan(500)
    const made = [...tried].map(([name, of]) => [name, of.made] as const)
    expect(made.map(([name]) => name).sort()).toEqual([...attempts].sort())
    expect(made.filter(([, count]) => count < 100)).toEqual([])
    const recorded = [...tried].filter(([, of]) => of.recorded > 0)
    expect(recorded.map(([name, { odd }]) => ({ name, odd }))).toEqual([
      // Once the joint decision is called, the seat of a partner that has not confirmed may: by then all agree (J2).
      { name: 'it is confirmed before all agree', odd: [] },
    ])
    const refused = [...tried.values()].reduce((sum, of) => sum + of.made - of.recorded, 0)
    expect(rounds.reduce((sum, each) => sum + each.attempts.refused, 0)).toBe(refused)
  })

  it('what is recorded as said for a partner was said by its own people', () => {
    const stage = setStage(readScenario(besieged(3)))
    const { noted } = play(stage, { seed: 3, number: 0, keep: true })
    for (const { type, partner, by } of noted)
      if (['position.taken', 'confirmation.given', 'objection.withdrawn'].includes(type))
        expect(by).toBe(partner)
  })
})

/** All that can be tried at our own table, by name. */
const attempts = [
  'something is recorded before what is there',
  'a person ends the term',
  'the term ends before its day',
  'a stage is skipped',
  'the consultation is cut short',
  'an objection is let go by another',
  'another changes the text',
  'the text is made a draft again',
  'it is submitted again',
  'another withdraws it',
  'it is confirmed before all agree',
  'the opgavemanager confirms',
  'a position on a revision to come',
  'the opgavemanager takes a position',
  'somebody from outside takes a position',
  'a person of another partner is mandated',
  'a mandate of another partner is withdrawn',
  'a line manager gives a seat away',
  'a charter without a partner is proposed',
  'a change of the charter leaves a partner out',
]

it('a partner whose id reads like a stranger has no stranger for its person', () => {
  const scenario = besieged(3)
  const partners = scenario.partners.map((each, i) =>
    i === 2 ? { ...each, id: 'nobody', attention: 0 } : each,
  )
  const rounds = playMany({ ...scenario, partners, adversaries: ['p1', 'p2'] }, 100, null)
  expect(adopted(rounds)).toBe(0)
  expect(tried.get('somebody from outside takes a position')?.recorded).toBe(0)
})

describe('at the tables of others, whom adversaries and chairs pass by is whom the linter finds', () => {
  // Long enough for the longest term of any of them, and as many revisions as the linter looks at.
  const terms = {
    ...{ consultation: 5, lijnmanagement: 40, opgavemanager: 40, stuurgroep: 40 },
    ...{ jointDecision: 2, extension: 1 },
  }
  const charter = { terms, maxRevisions: 2 }
  const expected: Readonly<Record<string, readonly string[]>> = {
    unanimity: [],
    rfcbot: ['uninformed', 'silent'],
    'ietf-ballot': ['dissenting', 'uninformed', 'silent'],
    'lazy-consensus': ['silent'],
    'sociocratic-consent': ['dissenting', 'silent'],
    holacracy: ['dissenting', 'uninformed', 'silent'],
    iso: ['dissenting', 'silent'],
    majority: ['dissenting', 'silent'],
    'two-thirds': ['dissenting', 'silent'],
    'silence-as-consent': ['silent'],
  }

  it.each(procedures.map(procedure => [procedure.name, procedure] as const))('%s', (name, procedure) => {
    const rounds = playMany(besieged(3, { charter }), 120, procedure)
    expect(adopted(rounds)).toBeGreaterThan(0)
    const seen = new Set(rounds.flatMap(({ bypassed }) => Object.values(bypassed)))
    const { byClass, exhausted } = inspect(procedure, { partners: 3 })
    expect(exhausted).toBe(true)
    // What happens by chance is no more than what can happen at all.
    expect([...seen].filter(each => byClass[each] === null)).toEqual([])
    expect(bypassClasses.filter(each => seen.has(each))).toEqual(expected[name])
    // An attempt that these rules let pass is what the linter tells as a way to do it.
    const { made, refused } = rounds.reduce(
      (sum, { attempts }) => ({ made: sum.made + attempts.made, refused: sum.refused + attempts.refused }),
      { made: 0, refused: 0 },
    )
    expect(made).toBeGreaterThan(100)
    expect(refused).toBeLessThanOrEqual(made)
  })
})
