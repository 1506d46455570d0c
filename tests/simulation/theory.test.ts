// Limiting cases whose outcome is known without any simulation: what it must find there, it is held against.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueAfter } from '../../src/calendar.ts'
import { procedures } from '../../src/procedures/procedures.ts'
import { type PlayedRound, play, setStage } from '../../src/simulation/round.ts'
import { readScenario, type ScenarioInput } from '../../src/simulation/scenario.ts'
import { round, simulate } from '../../src/simulation/simulation.ts'
import type { Noted } from '../../src/simulation/table.ts'
import { anyScenario, type PartnerInput, partnersAt, scenarioOf, shortTerms } from './scenarios.ts'

/** Places on a grid, so that near misses are misses and not rounding. */
const grid = 1_000
const upTo = (most: number, least = 0): fc.Arbitrary<number> =>
  fc.noBias(fc.integer({ min: Math.round(least * grid), max: Math.round(most * grid) })).map(at => at / grid)
const share = upTo(1)

describe('where all want the same', () => {
  it('it is adopted in the first revision, and takes one day to agree and one to confirm', () => {
    const alike = fc.record({
      ideal: fc.array(share, { minLength: 1, maxLength: 3 }),
      count: fc.integer({ min: 2, max: 9 }),
      tolerance: share,
      strategy: fc.constantFrom('insist', 'negotiate', 'coalition', 'mediate', 'standAside', 'leave'),
      author: fc.constantFrom('random', 'opgavemanager', 'p2'),
      text: fc.constantFrom('ideal' as const, 'middle' as const),
      seed: fc.nat(),
    })
    fc.assert(
      fc.property(alike, ({ ideal, count, tolerance, strategy, author, text, seed }) => {
        const partners = partnersAt(
          Array.from({ length: count }, () => ideal),
          () => ({ tolerance, strategy: strategy as 'insist' }),
        )
        const played = round(scenarioOf(partners, { proposal: { author, text } }), seed)
        expect(played).toMatchObject({ outcome: 'adopted', revisions: 1, rung: 0, days: 2, bypassed: {} })
        expect(played.objections.raised).toBe(0)
      }),
      { numRuns: 100 },
    )
  })

  it('so it is in every round of a trial, and everybody is content', async () => {
    const partners = partnersAt([[0.4], [0.4], [0.4]])
    const { procedures } = await simulate(scenarioOf(partners), { rounds: 300 })
    expect(procedures.samenspraak).toMatchObject({ adopted: 1, stages: [1, 0, 0, 0] })
    expect(procedures.samenspraak?.satisfaction.lowest.value).toBe(1)
  })
})

it('where everybody wants something else and can bear nothing else, nothing is ever adopted', () => {
  const places = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { minLength: 2, maxLength: 6 })
  const drawn = fc.record({
    places,
    strategy: fc.constantFrom('insist', 'negotiate', 'coalition', 'mediate', 'leave'),
    assertiveness: share,
    seed: fc.nat(),
  })
  fc.assert(
    fc.property(drawn, ({ places, strategy, assertiveness, seed }) => {
      const partners = partnersAt(
        places.map(place => [place / 20]),
        () => ({ tolerance: 0, strategy: strategy as 'insist', assertiveness }),
      )
      expect(round(scenarioOf(partners), seed).outcome).toBe('noConsensus')
    }),
    { numRuns: 100 },
  )
})

// A text is acceptable to a partner within [ideal - tolerance, ideal + tolerance]. On a line such intervals have a place in
// common if and only if the last to begin begins before the first one ends (Helly).
describe('unanimity on a line', () => {
  interface Line {
    readonly rooms: readonly { readonly ideal: number; readonly tolerance: number }[]
    readonly author: string
    readonly seed: number
  }

  const linesWith = (least: number, most: number): fc.Arbitrary<Line> =>
    fc.record({
      rooms: fc.array(fc.record({ ideal: share, tolerance: upTo(most, least) }), {
        minLength: 2,
        maxLength: 6,
      }),
      author: fc.constantFrom('random', 'opgavemanager', 'p1'),
      seed: fc.nat(),
    })

  const played = ({ rooms, author, seed }: Line): PlayedRound => {
    const partners = partnersAt(
      rooms.map(({ ideal }) => [ideal]),
      i => ({ tolerance: rooms[i]?.tolerance }),
    )
    const charter = { terms: shortTerms, maxRevisions: 12 }
    return round(scenarioOf(partners, { charter, proposal: { author, text: 'ideal' } }), seed)
  }

  /** How much wider than a point the common part is; below 0 there is none. */
  const commonIn = ({ rooms }: Line, kept = 1): number =>
    Math.min(...rooms.map(({ ideal, tolerance }) => ideal + kept * tolerance)) -
    Math.max(...rooms.map(({ ideal, tolerance }) => ideal - kept * tolerance))

  it('is found if and only if all intervals have a place in common', () => {
    const seen = { adopted: 0, not: 0, leftOut: 0 }
    fc.assert(
      fc.property(linesWith(0.05, 0.5), line => {
        // Left out: common to the whole intervals, but not to those without the clearance of 2 % that an author keeps.
        const isBorderline = commonIn(line) >= 0 && commonIn(line, 0.98) < 0
        if (isBorderline) seen.leftOut += 1
        fc.pre(!isBorderline)
        const isCommon = commonIn(line) >= 0
        seen[isCommon ? 'adopted' : 'not'] += 1
        expect(played(line).outcome).toBe(isCommon ? 'adopted' : 'noConsensus')
      }),
      { numRuns: 600, seed: 11 },
    )
    expect(seen.adopted).toBeGreaterThan(60)
    expect(seen.not).toBeGreaterThan(60)
    expect(seen.leftOut).toBeLessThan(40)
  })

  it('is never found where they have none, however little each can bear', () => {
    let without = 0
    fc.assert(
      fc.property(linesWith(0, 0.5), line => {
        if (played(line).outcome !== 'adopted') without += 1
        else expect(commonIn(line)).toBeGreaterThanOrEqual(-2e-9)
      }),
      { numRuns: 600, seed: 12 },
    )
    expect(without).toBeGreaterThan(100)
    expect(without).toBeLessThan(590)
  })

  it('ends with a text within every interval', () => {
    fc.assert(
      fc.property(linesWith(0.1, 0.5), line => {
        const { outcome, text } = played(line)
        fc.pre(outcome === 'adopted')
        for (const { ideal, tolerance } of line.rooms)
          expect(Math.abs((text[0] ?? Number.NaN) - ideal)).toBeLessThanOrEqual(tolerance + 1e-9)
      }),
      { numRuns: 200 },
    )
  })
})

// ---------------------------------------------------------------- one who is silent

/** The date and the time of day in a zone, as people there would write them. */
function localOf(zone: string, moment: string): { readonly date: string; readonly time: string } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
    ...({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const),
  }).formatToParts(new Date(moment))
  const of = (type: string): string => parts.find(part => part.type === type)?.value ?? ''
  return {
    date: `${of('year')}-${of('month')}-${of('day')}`,
    time: `${of('hour')}:${of('minute')}:${of('second')}`,
  }
}

const following = (date: string): string =>
  new Date(Date.parse(date) + 24 * 3_600_000).toISOString().slice(0, 10)

/** Counted by hand, with no calendar of ours: the date on which so many working days are over. */
function dateAfter(zone: string, off: ReadonlySet<string>, start: string, days: number): string {
  const { date, time } = localOf(zone, start)
  // A day that had begun before the start does not count (T2).
  let day = time === '00:00:00' ? date : following(date)
  for (let left = days; ; day = following(day)) {
    const isWorkingDay = ![0, 6].includes(new Date(day).getUTCDay()) && !off.has(day)
    if (isWorkingDay) left -= 1
    if (left === 0) return following(day)
  }
}

/** Algemene termijnenwet, article 3, and its decree for 2026: what falls from March to June, and from December on. */
const dutchDaysOff = new Set([
  ...['2026-04-03', '2026-04-06', '2026-04-27', '2026-05-05', '2026-05-14', '2026-05-15', '2026-05-25'],
  ...['2026-12-25', '2026-12-26', '2027-01-01', '2027-03-26', '2027-03-29', '2027-04-27', '2027-05-05'],
  ...['2027-05-06', '2027-05-07', '2027-05-17'],
])

function silentIn(charter: ScenarioInput['charter'], start: string, silent: number): ScenarioInput {
  const partners = partnersAt(
    [[0.5], [0.5], [0.5]],
    (i): Partial<PartnerInput> => (i === silent ? { attention: 0 } : {}),
  )
  return scenarioOf(partners, { charter, start, proposal: { author: 'p1', text: 'ideal' } })
}

const lastOf = (noted: readonly Noted[], type: string): string =>
  noted.findLast(each => each.type === type)?.at ?? ''

describe('where one partner is silent', () => {
  const terms = fc.record({
    consultation: fc.integer({ min: 1, max: 15 }),
    lijnmanagement: fc.integer({ min: 1, max: 15 }),
    opgavemanager: fc.integer({ min: 1, max: 15 }),
    stuurgroep: fc.integer({ min: 1, max: 15 }),
    jointDecision: fc.integer({ min: 1, max: 15 }),
    extension: fc.integer({ min: 1, max: 15 }),
  })
  const calendars = [
    { timeZone: 'Europe/Amsterdam', holidays: 'NL', off: dutchDaysOff },
    { timeZone: 'Europe/Amsterdam', holidays: 'none', off: new Set<string>() },
    { timeZone: 'America/New_York', holidays: 'none', off: new Set<string>() },
    // There 11:00 in UTC is midnight, for as long as it is summer.
    { timeZone: 'Pacific/Auckland', holidays: 'none', off: new Set<string>() },
    { timeZone: 'Asia/Kolkata', holidays: 'none', off: new Set<string>() },
  ]
  const starts = ['2026-03-06', '2026-03-26', '2026-04-01', '2026-10-22', '2026-11-27', '2026-12-23']

  it('it is not decided, and lasts as many working days as the four terms together, to the day', () => {
    const drawn = fc.record({
      terms,
      calendar: fc.constantFrom(...calendars),
      start: fc.constantFrom(...starts),
      silent: fc.integer({ min: 0, max: 2 }),
    })
    fc.assert(
      fc.property(drawn, ({ terms, calendar: { off, ...calendar }, start, silent }) => {
        const { consultation, lijnmanagement, opgavemanager, stuurgroep } = terms
        const days = consultation + lijnmanagement + opgavemanager + stuurgroep
        const { noted, ...played } = round(silentIn({ terms, calendar }, start, silent))
        expect(played).toMatchObject({ outcome: 'noConsensus', days, revisions: 1, rung: 3 })
        expect(played.silences).toBe(4)
        const end = lastOf(noted, 'consensus.failed')
        const date = dateAfter(calendar.timeZone, off, `${start}T11:00:00.000Z`, days)
        expect(localOf(calendar.timeZone, end)).toEqual({ date, time: '00:00:00' })
      }),
      { numRuns: 150 },
    )
  })

  it.each([
    // Four days: Monday 30 March to Thursday 2 April, with summer time from 29 March on.
    ['2026-03-27', 1, '2026-04-02T22:00:00.000Z'],
    // The same from there on: Good Friday and Easter Monday are skipped, 7 to 10 April count.
    ['2026-04-02', 1, '2026-04-10T22:00:00.000Z'],
    // Eight days from Tuesday 24 March: 25 March to 2 April less one weekend is seven, then Tuesday 7 April.
    ['2026-03-24', 2, '2026-04-07T22:00:00.000Z'],
    // 28 to 31 December and no Friday 1 January: four days.
    ['2026-12-24', 1, '2026-12-31T23:00:00.000Z'],
    // Winter time begins on 25 October: Friday 23 and Monday 26 to Wednesday 28.
    ['2026-10-22', 1, '2026-10-28T23:00:00.000Z'],
  ])('submitted on %s, with four terms of %i day, it ends at %s', (start, each, end) => {
    const of = { consultation: each, lijnmanagement: each, opgavemanager: each, stuurgroep: each }
    const charter = { terms: { ...of, jointDecision: 9, extension: 9 } }
    const { noted, days } = round(silentIn(charter, start, 2))
    expect({ end: lastOf(noted, 'consensus.failed'), days }).toEqual({ end, days: 4 * each })
    expect(dueAfter({ timeZone: 'Europe/Amsterdam', holidays: 'NL/1' }, `${start}T11:00:00.000Z`, days)).toBe(
      end,
    )
  })

  it('so it is in all rounds of a trial', async () => {
    const { procedures } = await simulate(silentIn({ terms: shortTerms }, '2026-01-05', 1), { rounds: 250 })
    expect(procedures.samenspraak?.days?.counts).toEqual([[9, 250]])
    expect(procedures.samenspraak?.outcomes.noConsensus.value).toBe(1)
    expect(procedures.samenspraak?.silences).toBe(4)
  })

  it('lazy consensus decides without it, and passes it by', () => {
    const lazy = { procedure: 'lazy-consensus' }
    // It would object: the text is where it cannot bear it.
    const partners = partnersAt([[0], [0], [1]], i => (i === 2 ? { attention: 0, tolerance: 0.1 } : {}))
    const silent = scenarioOf(partners, { proposal: { author: 'p1', text: 'ideal' } })
    for (let seed = 1; seed <= 20; seed += 1) {
      expect(round(silent, seed, lazy)).toMatchObject({
        outcome: 'adopted',
        days: 3,
        bypassed: { p3: 'silent' },
      })
      expect(round(silent, seed)).toMatchObject({ outcome: 'noConsensus', bypassed: {} })
    }
    // Were it there it would stop it.
    const heard = scenarioOf(
      partners.map(each => ({ ...each, attention: 1 })),
      { proposal: { author: 'p1', text: 'ideal' } },
    )
    expect(round(heard, 1, lazy).outcome).not.toBe('adopted')
  })
})

// ---------------------------------------------------------------- votes on a line

// Everybody prefers what is nearer to its ideal, the text or the status quo: those for it stand on one side of the middle
// between both (Black 1948). So it is carried if and only if the voter is for it who has the needed share at or behind it.
describe('a vote on a line, on a text that is given', () => {
  const drawn = (isOdd: boolean) =>
    fc
      .record({
        ideals: fc.integer({ min: 1, max: 4 }).chain(half => {
          const length = isOdd ? 2 * half + 1 : half + 2
          return fc.array(share, { minLength: length, maxLength: length })
        }),
        text: share,
        statusQuo: share,
        seed: fc.nat(),
      })
      .filter(({ ideals, text, statusQuo }) => {
        const places = [text, ...ideals].map(place => Math.round(grid * (2 * place - text - statusQuo)))
        // Who is as near to the one as to the other may go either way.
        return !places.includes(0)
      })

  interface Vote {
    readonly ideals: readonly number[]
    readonly text: number
    readonly statusQuo: number
    readonly seed: number
  }

  const outcomeOf = ({ ideals, text, statusQuo, seed }: Vote, procedure: string): string => {
    const partners = partnersAt(
      ideals.map(ideal => [ideal]),
      () => ({ tolerance: undefined }),
    )
    const proposal = { author: 'random', text: [text] }
    return round(scenarioOf(partners, { statusQuo: [statusQuo], proposal }), seed, { procedure }).outcome
  }

  /** Whether the voter with so many at it or nearer to the text is itself nearer to the text. */
  const isFor = ({ ideals, text, statusQuo }: Vote, needed: number): boolean => {
    const towards = [...ideals].sort((one, other) => (text > statusQuo ? other - one : one - other))
    const ideal = towards[needed - 1] ?? Number.NaN
    return Math.abs(ideal - text) < Math.abs(ideal - statusQuo)
  }

  it('a majority adopts it if and only if the median voter prefers it', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(drawn(true), vote => {
        const expected = isFor(vote, (vote.ideals.length + 1) / 2) ? 'adopted' : 'noConsensus'
        seen.add(expected)
        expect(outcomeOf(vote, 'majority')).toBe(expected)
      }),
      { numRuns: 400 },
    )
    expect(seen.size).toBe(2)
  })

  it('two thirds adopt it if and only if the voter at two thirds prefers it', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(drawn(false), vote => {
        const expected = isFor(vote, Math.ceil((2 * vote.ideals.length) / 3)) ? 'adopted' : 'noConsensus'
        seen.add(expected)
        expect(outcomeOf(vote, 'two-thirds')).toBe(expected)
      }),
      { numRuns: 400 },
    )
    expect(seen.size).toBe(2)
  })

  it('ours adopts it as it stands if and only if the last one prefers it', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(drawn(false), vote => {
        const { ideals, text, statusQuo, seed } = vote
        const partners = partnersAt(
          ideals.map(ideal => [ideal]),
          () => ({ tolerance: undefined }),
        )
        const charter = { terms: shortTerms, maxRevisions: 1 }
        const proposal = { author: 'random', text: [text] }
        const expected = isFor(vote, ideals.length) ? 'adopted' : 'noConsensus'
        seen.add(expected)
        const { outcome } = round(scenarioOf(partners, { charter, statusQuo: [statusQuo], proposal }), seed)
        expect(outcome).toBe(expected)
      }),
      { numRuns: 200 },
    )
    expect(seen.size).toBe(2)
  })
})

it('whatever the scenario, ours passes nobody by, and others do', () => {
  const seen = { adopted: 0, elsewhere: 0 }
  fc.assert(
    fc.property(anyScenario, fc.nat(), fc.boolean(), (scenario, seed, isAdverse) => {
      const adversaries = isAdverse ? ['p1', 'p2'] : []
      const stage = setStage(readScenario({ ...scenario, adversaries }))
      for (let number = 0; number < 10; number += 1) {
        const { outcome, bypassed, objections } = play(stage, { seed, number })
        if (outcome === 'adopted') seen.adopted += 1
        expect({ bypassed, setAside: objections.setAside }).toEqual({ bypassed: {}, setAside: 0 })
      }
      for (const procedure of procedures)
        seen.elsewhere += Object.keys(play(stage, { seed, number: 0, procedure }).bypassed).length
    }),
    { numRuns: 60, seed: 21, endOnFailure: true },
  )
  expect(seen.adopted).toBeGreaterThan(100)
  expect(seen.elsewhere).toBeGreaterThan(50)
})
