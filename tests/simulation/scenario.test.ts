// Scenarios as people write them: what is left out is filled in, and what cannot be played is one line that says why.
import { describe, expect, it } from 'vitest'
import { readScenario, type ScenarioInput } from '../../src/simulation/scenario.ts'
import { simulate, sweep, UnusableScenario } from '../../src/simulation/simulation.ts'
import { type Axis, cellsOf } from '../../src/simulation/sweep.ts'
import { partnersAt, scenarioOf, shortTerms } from './scenarios.ts'

const fair = scenarioOf(partnersAt([[0.2], [0.8]]))
const [one, other] = fair.partners as [ScenarioInput['partners'][number], ScenarioInput['partners'][number]]

const withOther = (changes: object): object => ({ ...fair, partners: [one, { ...other, ...changes }] })
const withTerms = (changes: object, rules: object = {}): object => ({
  ...fair,
  charter: { terms: { ...shortTerms, ...changes }, ...rules },
})
const many = (count: number): object[] =>
  Array.from({ length: count }, (_, i) => ({ ...one, id: `p${i}`, name: `Partner ${i}` }))

/** The one line that refuses it. */
function refusalOf(scenario: unknown): string {
  try {
    readScenario(scenario)
  } catch (error) {
    expect(error).toBeInstanceOf(UnusableScenario)
    return (error as Error).message
  }
  return 'nothing is wrong with it'
}

const ofScenario =
  '$schema, format, title, description, start, issues, statusQuo, charter, partners, opgavemanager, proposal, chair, adversaries'
const ofPartner =
  'id, name, size, ideal, spread, tolerance, attention, assertiveness, concession, strategy, backing, involvement, absences, turnover'
const noField = (name: string, fields = ofScenario): string =>
  `there is no field "${name}" here; there are ${fields}`

const refused: readonly [what: string, scenario: unknown, line: string][] = [
  ['nothing', null, 'must be an object: { … }'],
  ['a list', [], 'must be an object: { … }'],
  ['no title at all', { ...fair, title: undefined }, 'title: is missing, and must be text'],
  ['partners that are no list', { ...fair, partners: {} }, 'partners: must be a list: [ … ]'],
  [
    'an unknown rung',
    withTerms({}, { decidesOn: 'x' }),
    'charter.decidesOn: must be one of stuurgroep, lijnmanagement',
  ],
  ['half a revision', withTerms({}, { maxRevisions: 1.5 }), 'charter.maxRevisions: must be a whole number'],
  ['no revision', withTerms({}, { maxRevisions: 0 }), 'charter.maxRevisions: must be at least 1'],
  ['101 revisions', withTerms({}, { maxRevisions: 101 }), 'charter.maxRevisions: must be at most 100'],
  [
    '51 absences',
    withOther({ absences: Array(51).fill({ from: '2026-01-05', until: '2026-01-06' }) }),
    'partners[1].absences: must be at most 50 of them',
  ],
  [
    'an author that is a number',
    { ...fair, proposal: { author: 7 } },
    'proposal.author: must be a partner by its id, opgavemanager or random',
  ],
  ['an unknown field', { ...fair, speed: 1 }, noField('speed')],
  ['an unknown field of a partner', withOther({ weight: 2 }), `partners[1]: ${noField('weight', ofPartner)}`],
  [
    'an unknown rule',
    withTerms({}, { quorum: 2 }),
    `charter: ${noField('quorum', 'terms, maxRevisions, decidesOn, calendar')}`,
  ],
  [
    'another form',
    { ...fair, format: 'samenspraak-scenario/2' },
    'format: must be "samenspraak-scenario/1", the form that this version reads',
  ],
  ['no title', { ...fair, title: ' ' }, 'title: must not be blank'],
  [
    'a term below 0',
    withTerms({ consultation: -3 }),
    'charter.terms.consultation: must be at least 1 working day',
  ],
  ['no term', withTerms({ stuurgroep: 0 }), 'charter.terms.stuurgroep: must be at least 1 working day'],
  [
    'half a term',
    withTerms({ stuurgroep: 1.5 }),
    'charter.terms.stuurgroep: must be a whole number of working days',
  ],
  ['one partner', { ...fair, partners: [one] }, 'partners: needs at least two partners'],
  ['51 partners', { ...fair, partners: many(51) }, 'partners: must be at most 50 partners'],
  ['no issue', { ...fair, issues: [] }, 'issues: needs at least one issue'],
  ['four issues', { ...fair, issues: Array(4).fill({ name: 'x' }) }, 'issues: must be at most 3 issues'],
  ['a chance over 1', withOther({ attention: 1.5 }), 'partners[1].attention: must be at most 1'],
  ['a chance below 0', withOther({ assertiveness: -0.1 }), 'partners[1].assertiveness: must be at least 0'],
  [
    'a chance in words',
    withOther({ attention: 'half' }),
    'partners[1].attention: must be a number from 0 to 1',
  ],
  [
    'a chance that is no number',
    withOther({ concession: Number.NaN }),
    'partners[1].concession: must be a number from 0 to 1',
  ],
  [
    'a chance over 1 within',
    withOther({ backing: { chance: 2, days: 3 } }),
    'partners[1].backing.chance: must be at most 1',
  ],
  [
    'half a day of backing',
    withOther({ backing: { chance: 1, days: 2.5 } }),
    'partners[1].backing.days: must be a whole number of working days, at most 260',
  ],
  [
    'an ideal in two dimensions of one',
    withOther({ ideal: [0.1, 0.2] }),
    'partners[1].ideal: must have a place on each issue: 1, not 2',
  ],
  ['an ideal nowhere', withOther({ ideal: [] }), 'partners[1].ideal: must have a place on each issue'],
  [
    'an ideal in words',
    withOther({ ideal: 'far' }),
    'partners[1].ideal: must be a list: a place on each issue, from 0 to 1',
  ],
  ['an ideal beyond', withOther({ ideal: [1.2] }), 'partners[1].ideal[0]: must be at most 1'],
  [
    'a status quo in two dimensions of one',
    { ...fair, statusQuo: [0.1, 0.2] },
    'statusQuo: must have a place on each issue: 1, not 2',
  ],
  [
    'a text in two dimensions of one',
    { ...fair, proposal: { text: [0.1, 0.2] } },
    'proposal.text: must have a place on each issue: 1, not 2',
  ],
  [
    'a text by a word that is none',
    { ...fair, proposal: { text: 'mean' } },
    'proposal.text: must be ideal, middle, random, or a place on each issue, from 0 to 1',
  ],
  [
    'an unknown author',
    { ...fair, proposal: { author: 'p9' } },
    'proposal.author: must be one of p1, p2, opgavemanager, random',
  ],
  ['an unknown adversary', { ...fair, adversaries: ['p1', 'p9'] }, 'adversaries[1]: is none of the partners'],
  [
    'no tolerance and no status quo',
    withOther({ tolerance: undefined }),
    'partners[1].tolerance: is needed where there is no status quo to compare with',
  ],
  [
    'an unknown strategy',
    withOther({ strategy: 'bully' }),
    'partners[1].strategy: must be one of insist, negotiate, coalition, mediate, standAside, leave',
  ],
  [
    'a procedure that can take too long',
    withTerms({ consultation: 260 }, { maxRevisions: 10 }),
    'charter: a proposal can take 2760 working days, at most 2600 can be simulated: shorter terms, or fewer revisions',
  ],
  [
    'a start so late that it ends beyond the calendar',
    { ...fair, start: '9999-12-20' },
    'start: a term of 2600 working days from here ends after the year 9999',
  ],
  [
    'a start that is no date',
    { ...fair, start: '2026-02-30' },
    'start: must be a date that exists, as YYYY-MM-DD',
  ],
  ['an id too long', withOther({ id: 'x'.repeat(41) }), 'partners[1].id: must be at most 40 characters'],
  [
    'an id twice',
    withOther({ id: 'P1' }),
    'partners[1].id: "P1" names two partners, or differs from another only in case or form',
  ],
  [
    'the id of the office',
    withOther({ id: 'opgavemanager' }),
    'partners[1].id: is the name of the office, choose another',
  ],
  [
    'the id of a chair',
    withOther({ id: 'Chair' }),
    'partners[1].id: means who chairs in other procedures, choose another',
  ],
  ['an id that means any', withOther({ id: 'random' }), 'partners[1].id: means any author, choose another'],
  [
    'an absence that ends first',
    withOther({ absences: [{ from: '2026-02-02', until: '2026-02-01' }] }),
    'partners[1].absences[0]: must not end before it begins',
  ],
  [
    'a zone on Mars',
    withTerms({}, { calendar: { timeZone: 'Mars/Olympus', holidays: 'none' } }),
    'charter.calendar.timeZone: must be a time zone such as Europe/Amsterdam',
  ],
]

describe('a scenario with', () => {
  it.each(refused)('%s is refused in one line', (_, scenario, line) => {
    expect(refusalOf(scenario)).toBe(line)
    expect(line).not.toContain('\n')
  })

  it.each([
    ['two partners and one issue', fair],
    ['fifty partners', { ...fair, partners: many(50) }],
    ['an id of 40 characters', withOther({ id: 'x'.repeat(40) })],
    ['chances of 0 and 1', withOther({ attention: 0, involvement: 1 })],
    ['an absence of one day', withOther({ absences: [{ from: '2026-02-02', until: '2026-02-02' }] })],
    ['as many days as can be', withTerms({ consultation: 244 }, { maxRevisions: 10 })],
    [
      'a status quo in the place of a tolerance',
      { ...(withOther({ tolerance: undefined }) as object), statusQuo: [0] },
    ],
  ])('%s can be played', (_, scenario) => {
    expect(refusalOf(scenario)).toBe('nothing is wrong with it')
  })
})

it('what is left out is filled in', () => {
  const least = {
    ...{ format: 'samenspraak-scenario/1', title: 'Least', issues: [{ name: 'Height' }], statusQuo: [0] },
    charter: { terms: shortTerms },
    partners: [
      { id: 'a', name: 'A', ideal: [0.2] },
      { id: 'b', name: 'B', ideal: [0.4] },
    ],
  }
  const filled = {
    ...{ spread: 0, attention: 0.5, assertiveness: 0.8, concession: 0.03, strategy: 'negotiate' },
    ...{ backing: { chance: 0, days: 0 }, involvement: 1, absences: [], turnover: { chance: 0, shift: 0 } },
  }
  expect(readScenario(least)).toEqual({
    ...least,
    start: '2026-01-05',
    partners: least.partners.map(partner => ({ ...partner, ...filled })),
    opgavemanager: { skill: 0.5, attention: 0.8 },
    proposal: { author: 'random', text: 'ideal' },
    chair: { dismissal: 0.3, attention: 0.8 },
    adversaries: [],
  })
})

it('simulate says the same of a scenario that cannot be played', async () => {
  await expect(simulate({ ...fair, partners: [one] })).rejects.toThrow(
    new UnusableScenario('partners: needs at least two partners'),
  )
})

describe('a sweep', () => {
  const over = (path: string, ...values: (number | string)[]): Axis => ({ path, values })

  it.each([
    ['of nothing', [], 'a sweep varies one or two parameters, not 0'],
    [
      'of three parameters',
      [over('start', 1), over('start', 1), over('start', 1)],
      'a sweep varies one or two parameters, not 3',
    ],
    ['of no value', [over('start')], 'sweep of start: give 1 to 100 values'],
    ['of 101 values', [over('start', ...Array(101).fill(1))], 'sweep of start: give 1 to 100 values'],
    [
      'of 420 pairs',
      [
        over('opgavemanager.skill', ...Array(21).fill(0)),
        over('opgavemanager.attention', ...Array(20).fill(0)),
      ],
      'a sweep has at most 400 pairs of values, not 420',
    ],
    [
      'of an unknown term',
      [over('charter.terms.sleep', 1)],
      `charter.terms: ${noField('sleep', Object.keys(shortTerms).join(', '))}`,
    ],
    [
      'of an unknown partner',
      [over('partners.p9.attention', 1)],
      'sweep: the scenario has nothing at "partners.p9.attention"',
    ],
    [
      'of a partner by a number that none has',
      [over('partners.7.attention', 1)],
      'sweep: the scenario has nothing at "partners.7.attention"',
    ],
    ['of something within a word', [over('title.x', 1)], 'sweep: the scenario has nothing at "title.x"'],
    ['of what no partner has', [over('partners.*.charm', 1)], `partners[0]: ${noField('charm', ofPartner)}`],
    [
      'to a chance over 1',
      [over('partners.p2.attention', 0.5, 2)],
      'partners[1].attention: must be at most 1',
    ],
    ['of no path', [over('', 1)], noField('')],
  ])('%s is refused in one line, before anything is played', async (_, axes, line) => {
    expect(() => cellsOf(fair, axes)).toThrow(new UnusableScenario(line))
    let told = 0
    const options = { rounds: 1, onProgress: () => (told += 1) }
    await expect(sweep(fair, axes, options)).rejects.toThrow(new UnusableScenario(line))
    expect(told).toBe(0)
  })

  it('sets what its path names: one partner by id or number, all, a term, and what was left out', () => {
    const set = (path: string, value: number | string) =>
      readScenario(cellsOf(fair, [over(path, value)])[0]?.input)
    const attention = (path: string) => set(path, 0.25).partners.map(partner => partner.attention)
    expect(attention('partners.p2.attention')).toEqual([1, 0.25])
    const dotted = { ...fair, partners: [one, { ...other, id: 'st.jan.2' }] }
    const found = readScenario(cellsOf(dotted, [over('partners.st.jan.2.attention', 0.25)])[0]?.input)
    expect(found.partners.map(partner => partner.attention)).toEqual([1, 0.25])
    expect(attention('partners.0.attention')).toEqual([0.25, 1])
    expect(attention('partners.*.attention')).toEqual([0.25, 0.25])
    expect(set('charter.terms.consultation', 7).charter.terms.consultation).toBe(7)
    expect(set('chair.dismissal', 0.75).chair.dismissal).toBe(0.75)
    expect(set('proposal.author', 'p2').proposal.author).toBe('p2')
    expect(fair.partners.map(partner => partner.attention)).toEqual([1, 1])
  })

  it('plays every pair of values, the second fastest, each as a trial of its own', async () => {
    const axes = [over('charter.terms.consultation', 2, 3), over('partners.p2.attention', 0, 1)]
    const { cells, partial } = await sweep(fair, axes, { rounds: 20, seed: 5 })
    expect({ partial, values: cells.map(({ values }) => values) }).toEqual({
      partial: false,
      values: [
        [2, 0],
        [2, 1],
        [3, 0],
        [3, 1],
      ],
    })
    const { attention: _, ...rest } = other
    const alone = { ...withTerms({ consultation: 2 }), partners: [one, { ...rest, attention: 0 }] }
    const { procedures } = await simulate(alone, { rounds: 20, seed: 5 })
    expect(cells[0]?.result.procedures).toEqual(procedures)
  })

  it('that is stopped tells of the cells that were done', async () => {
    const stop = new AbortController()
    const onProgress = (done: number): void => {
      if (done >= 20) stop.abort()
    }
    const axes = [over('opgavemanager.skill', 0, 0.5, 1)]
    const swept = await sweep(fair, axes, { rounds: 10, signal: stop.signal, onProgress })
    expect({ partial: swept.partial, done: swept.cells.map(({ values }) => values) }).toEqual({
      partial: true,
      done: [[0], [0.5]],
    })
  })
})
