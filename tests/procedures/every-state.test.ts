// What holds of all procedures of others alike: they compile, answer every fact in every state, and treat partners alike.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/decider.ts'
import { matterPlaces } from '../../src/procedures/machine.ts'
import {
  actsOn,
  type Matter,
  type MatterAct,
  type MatterEvent,
  type MatterFactType,
  noMatter,
  revisionOf,
  startOf,
} from '../../src/procedures/matter.ts'
import type { ComparedProcedure } from '../../src/procedures/procedure.ts'
import { procedures } from '../../src/procedures/procedures.ts'
import { explore, named, play, procedureNamed, type State } from './support.ts'

const rows = procedures.map(it => [it.name, it] as const)
const three = named(3)
const explored = new Map(
  procedures.map(it => [it.name, explore(it, three, matter => actsOn(matter, 2))] as const),
)
const statesOf = ({ name }: ComparedProcedure): readonly State[] => explored.get(name) ?? []

const factTypes: readonly MatterFactType[] = [
  'proposal.submitted',
  'proposal.amended',
  'proposal.withdrawn',
  'position.taken',
  'position.recorded',
  'objection.raised',
  'objection.withdrawn',
  'objection.dismissed',
  'objection.answered',
  'stage.entered',
  'decision.declared',
  'term.ended',
  'decision.taken',
  'consensus.failed',
]

/** Facts of one type by all sorts of people, on the right revision and on another. */
const factsOf = (type: MatterFactType, matter: Matter): MatterEvent[] =>
  [revisionOf(matter, type), 99].flatMap(revision =>
    [null, 'a', 'b', 'stranger'].flatMap(partner =>
      [null, 'a', 'b', 'chair', 'stranger'].flatMap(by =>
        ([undefined, 'consent', 'standAside'] as const).flatMap(position =>
          [undefined, matter.partners].map(notice => ({ type, partner, by, revision, position, notice })),
        ),
      ),
    ),
  )

/** Some of the states, evenly spread. */
const some = <T>(all: readonly T[], count: number): T[] =>
  all.filter((_, i) => i % Math.ceil(all.length / count) === 0)

/** Matters as any of the procedures can bring them about, more than any one of them can. */
const pool: readonly Matter[] = [
  ...[...explored.values()].flatMap(states => some(states, 250)).map(it => it.context),
  play('rfcbot', 'a submits, c consents, d consents, e consents, f consents', 8).state.context,
]

describe('the procedures of others', () => {
  it('are the ten, each with a name, a text, sources and a number of partners', () => {
    expect(procedures.map(({ name }) => name)).toEqual([
      'unanimity',
      'rfcbot',
      'ietf-ballot',
      'lazy-consensus',
      'sociocratic-consent',
      'holacracy',
      'iso',
      'majority',
      'two-thirds',
      'silence-as-consent',
    ])
    for (const { title, rules, source, partners } of procedures) {
      expect(title.length).toBeGreaterThan(5)
      expect(rules).toMatch(/^[A-Z].*\.$/)
      expect(source.length).toBeGreaterThan(0)
      for (const { url } of source) expect(url).toMatch(/^(https?:\/\/\S+|docs\/\S+)$/)
      expect(partners).toBeGreaterThanOrEqual(3)
    }
    expect(procedureNamed('rfcbot').partners).toBe(5)
  })

  it.each(rows)(
    '%s: every guard has a sentence and a place, and stands in the chart',
    (_, { guards, procedure }) => {
      const used = new Set(procedure.chart.edges.flatMap(({ rules }) => rules))
      for (const [name, { en, cites }] of Object.entries(guards)) {
        expect(en).toMatch(/^[a-z].*[^.]$/)
        expect(cites.length).toBeGreaterThan(0)
        if (!cites.some(it => it === 'bookkeeping')) expect([...used]).toContain(name)
      }
      for (const name of used) expect(Object.keys(guards)).toContain(name)
    },
  )

  it.each(rows)(
    '%s: a length of its term is given only where a term can end',
    (_, { termDays, procedure }) => {
      const ends = procedure.chart.edges.some(({ type }) => type === 'term.ended')
      if (termDays !== null) expect([ends, termDays > 0]).toEqual([true, true])
    },
  )

  it.each(rows)('%s: every fact in every state gives an answer, and the answer is a rule', (_, it) => {
    const { chart } = it.procedure
    const answers = new Set<string | null>()
    for (const state of some(statesOf(it), 60))
      for (const event of factTypes.flatMap(type => factsOf(type, state.context))) {
        const refusal = chart.refusal(state, event)
        answers.add(refusal)
        if (refusal === null && chart.evolve(state, event).context.partners !== state.context.partners)
          throw new Error(`${event.type} changes who the partners are`)
      }
    expect([...answers]).toContain(null)
    answers.delete(null)
    const known = [...Object.keys(it.guards), ...Object.keys(matterPlaces)]
    expect([...answers].filter(answer => !known.includes(answer ?? ''))).toEqual([])
  })

  it.each(rows)(
    '%s: each guard of each arrow lets a fact through, and alone keeps one out',
    (_, { procedure }) => {
      const { chart } = procedure
      for (const { from, type, rules } of chart.edges) {
        const wanted = new Set<string>(['', ...rules])
        for (const context of pool) {
          if (wanted.size === 0) break
          for (const event of factsOf(type as MatterFactType, context)) {
            const broken = chart.breaches({ value: from, context }, event)
            if (broken.length <= 1) wanted.delete(broken[0] ?? '')
          }
        }
        expect([...wanted], `${type} in ${from}`).toEqual([])
      }
    },
  )

  it.each(rows)('%s: nothing stays in a state that only outcomes leave', (_, it) => {
    const { chart } = it.procedure
    const outcomes = ['decision.taken', 'consensus.failed', 'stage.entered']
    const asked = new Set(chart.edges.filter(({ type }) => !outcomes.includes(type)).map(({ from }) => from))
    const passing = new Set(chart.edges.map(({ from }) => from).filter(from => !asked.has(from)))
    for (const value of passing) {
      const held = statesOf(it).filter(state => state.value === value)
      expect(held.length).toBeGreaterThan(0)
      const leaves = (state: State): boolean =>
        it.procedure.outcomes(state, null).some(event => chart.refusal(state, event) === null)
      expect(held.every(leaves)).toBe(true)
    }
  })

  it.each(rows)('%s: a decision can be reached, and no fact is admitted after it', (_, it) => {
    const decided = statesOf(it).filter(({ value }) => value === 'decided')
    expect(decided.length).toBeGreaterThan(0)
    const answers = some(decided, 20).flatMap(state =>
      factTypes
        .flatMap(type => factsOf(type, state.context))
        .map(event => it.procedure.chart.refusal(state, event)),
    )
    expect([...new Set(answers)].sort()).toEqual(['inItsState', 'partOfTheProcedure'])
  })

  it.each(rows)('%s: a matter is plain data, and its records are in the order of the partners', (_, it) => {
    for (const { context } of some(statesOf(it), 500)) {
      expect(JSON.parse(JSON.stringify(context))).toEqual(context)
      for (const record of [context.told, context.positions, context.objections, context.spoke]) {
        const keys = Object.keys(record)
        expect(keys).toEqual(three.filter(partner => keys.includes(partner)))
      }
    }
  })
})

describe('startOf and actsOn', () => {
  const { procedure } = procedureNamed('unanimity')

  it('starts with a draft of the first partner', () => {
    expect(startOf(procedure, three)).toEqual({
      value: 'drafting',
      context: { ...noMatter, partners: three, author: 'a' },
    })
  })

  it.each([
    ['none', []],
    ['one', ['a']],
    ['twice the same', ['a', 'a']],
    ['an empty name', ['a', '']],
    ['the chair', ['a', 'chair']],
    ['1,001', Array.from({ length: 1001 }, (_, i) => `p${i}`)],
  ])('refuses %s in one line', (_, partners) => {
    expect(() => startOf(procedure, partners)).toThrow(RangeError)
    expect(() => startOf(procedure, partners)).toThrow(/^give 2 to 1000 partners with different names, .*$/)
  })

  it('takes 1,000 partners, and names that objects have of themselves', () => {
    const many = Array.from({ length: 1000 }, (_, i) => `p${i}`)
    expect(startOf(procedure, many).context.partners).toHaveLength(1000)
    const odd = ['__proto__', 'constructor', 'toString']
    let state = startOf(procedure, odd)
    for (const [act, by] of [
      ['submitProposal', '__proto__'],
      ...odd.map(by => ['takePosition', by] as const),
    ] as const) {
      const decision = decide(procedure, state, { act, partner: by, by, position: 'consent' }, null)
      if ('steps' in decision) state = decision.steps.at(-1)?.after ?? state
    }
    expect(state.value).toBe('decided')
  })

  it('asks everything of everybody, amendments up to the last revision', () => {
    const at = (revision: number): readonly MatterAct[] =>
      actsOn({ ...startOf(procedure, three).context, revision }, 2)
    const amends = (acts: readonly MatterAct[]): number =>
      acts.filter(({ act }) => act === 'amendProposal').length
    expect([0, 1, 2].map(revision => amends(at(revision)))).toEqual([0, 1, 0])
    const count = (act: string): number => at(1).filter(it => it.act === act).length
    expect(count('takePosition')).toBe(9)
    expect([count('raiseObjection'), count('withdrawObjection')]).toEqual([3, 3])
    expect([count('dismissObjection'), count('recordPosition')]).toEqual([9, 9])
    expect([count('withdrawProposal'), count('declareDecision'), count('enterStage')]).toEqual([4, 4, 4])
    expect([count('submitProposal'), count('endTerm')]).toEqual([1, 1])
  })

  it('words every act as a fact that tells whose it is and who does it', () => {
    const state = startOf(procedure, three)
    for (const act of actsOn({ ...state.context, revision: 1 }, 2)) {
      const event = procedure.propose(state, act, null)
      expect([event.partner, event.by]).toEqual([act.partner, act.by])
      expect(factTypes).toContain(event.type)
    }
  })
})

describe('equal treatment', () => {
  const partners = named(5)

  /** Puts other names in the place of names, in everything that names partners. */
  function renamed<T>(value: T, to: ReadonlyMap<string, string>): T {
    return JSON.parse(
      JSON.stringify(value).replace(/"([a-e])"/g, (_, name: string) => `"${to.get(name) ?? name}"`),
    ) as T
  }

  /** The same without the order of names, which is all that a permutation may change. */
  const unordered = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (key, it: unknown) =>
        ['notice', 'partners'].includes(key) && Array.isArray(it) ? [...it].sort() : it,
      ),
    )

  function run({ procedure }: ComparedProcedure, acts: readonly MatterAct[]): unknown[] {
    let state = startOf(procedure, partners)
    return acts.map(act => {
      const decision = decide(procedure, state, act, null)
      if ('steps' in decision) state = decision.steps.at(-1)?.after ?? state
      return decision
    })
  }

  /** Acts, some of which the procedure admits: drawn from those that it would admit, four times in five. */
  function walk(
    { procedure }: ComparedProcedure,
    draws: readonly (readonly [number, number])[],
  ): MatterAct[] {
    let state = startOf(procedure, partners)
    return draws.flatMap(([coin, draw]) => {
      const asked = actsOn(state.context, 3)
      const admitted = asked.filter(act => 'steps' in decide(procedure, state, act, null))
      const from = coin < 4 && admitted.length > 0 ? admitted : asked
      const act = from[draw % from.length]
      if (!act) return []
      const decision = decide(procedure, state, act, null)
      if ('steps' in decision) state = decision.steps.at(-1)?.after ?? state
      return [act]
    })
  }

  it.each(rows)('%s: permuting the partners beside the author permutes what happens', (_, it) => {
    const draw = fc.tuple(fc.nat(4), fc.nat(10_000))
    const others = partners.slice(1)
    const ways = fc.tuple(
      fc.array(draw, { minLength: 10, maxLength: 30 }),
      fc.shuffledSubarray(others, { minLength: 4 }),
    )
    fc.assert(
      fc.property(ways, ([draws, shuffled]) => {
        const to = new Map(others.map((name, i) => [name, shuffled[i] ?? name]))
        const acts = walk(it, draws)
        const permuted = run(it, renamed(acts, to))
        expect(unordered(permuted)).toEqual(unordered(renamed(run(it, acts), to)))
      }),
      { numRuns: 40 },
    )
  })
})
