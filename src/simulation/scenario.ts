// A scenario: who takes part, what each wants and how it acts, and what is put before them. One JSON file says it all.
import * as z from 'zod'
import { dueAfter } from '../calendar.ts'
import { type CharterInput, charterSchema, completeCharter, holidaysOf } from '../charter/charter.ts'
import { dateSchema, faultOf, idSchema, nameSchema, textSchema, titleSchema } from '../charter/words.ts'
import { longestDays } from '../proposal/proposal.ts'
import { strategies } from './strategies.ts'

/** The most of each that a scenario may have. */
export const scenarioLimits = { issues: 3, partners: 50, absences: 50, longestDays: 2_600 } as const

const share = z
  .number('must be a number from 0 to 1')
  .min(0, 'must be at least 0')
  .max(1, 'must be at most 1')
const pointSchema = z.array(share).min(1).max(scenarioLimits.issues)

const absenceSchema = z
  .strictObject({ from: dateSchema, until: dateSchema })
  .refine(({ from, until }) => from <= until, 'must not end before it begins')

const simulatedPartnerSchema = z.strictObject({
  /** At most 40 characters: its people are named after it. */
  id: idSchema.max(40, 'must be at most 40 characters'),
  name: nameSchema,
  /** Residents, members, staff: shown in the report. Nobody weighs more by it. */
  size: z.number().positive('must be more than 0').max(1e12).optional(),
  /** The text that it would want most: a place on each issue, 0 to 1. */
  ideal: pointSchema,
  /** How much its ideal differs from round to round: a standard deviation on each issue. */
  spread: share.default(0),
  /** How far from its ideal a text may be, over the longest distance there is. Left out: no farther than the status quo is. */
  tolerance: share.optional(),
  /** The chance that it attends to the matter on a working day. */
  attention: share.default(0.5),
  /** The chance that it objects, on a stage, where it cannot live with a text; if not, it keeps silent there. */
  assertiveness: share.default(0.8),
  /** By how much it will bear more on each stage higher and with each revision, as a distance. */
  concession: share.default(0.03),
  strategy: z.enum(strategies).default('negotiate'),
  /** The chance that a position needs the backing of its own organisation, and the working days which that takes. */
  backing: z.strictObject({ chance: share, days: z.int().min(0).max(260) }).default({ chance: 0, days: 0 }),
  /** How well its own organisation is involved; if not, its opgaveregisseur objects: that chance is 1 less this, for each revision. */
  involvement: share.default(1),
  /** When nobody there attends to anything. */
  absences: z.array(absenceSchema).max(scenarioLimits.absences).default([]),
  /** The chance on a working day that another person comes to represent it, and by how much its ideal shifts then. */
  turnover: z.strictObject({ chance: share, shift: share }).default({ chance: 0, shift: 0 }),
})

const issueSchema = z.strictObject({
  name: nameSchema,
  low: nameSchema.optional(),
  high: nameSchema.optional(),
})

const fullCharter = charterSchema.shape
const rulesSchema = z.strictObject({
  terms: fullCharter.terms,
  maxRevisions: fullCharter.maxRevisions,
  decidesOn: fullCharter.decidesOn,
  calendar: fullCharter.calendar,
})

const texts = ['ideal', 'middle', 'random'] as const

/** A scenario as people write it; what is left out has the value that the JSON Schema names. */
export const scenarioSchema = z
  .strictObject({
    format: z.literal(
      'samenspraak-scenario/1',
      'must be "samenspraak-scenario/1", the form that this version reads',
    ),
    title: titleSchema,
    description: textSchema.optional(),
    /** The day on which the proposal is submitted. */
    start: dateSchema.default('2026-01-05'),
    issues: z.array(issueSchema).min(1, 'needs at least one issue').max(scenarioLimits.issues),
    /** What holds while nothing is decided. Left out: without a decision nobody is satisfied at all. */
    statusQuo: pointSchema.optional(),
    /** The rules of play; those who take part are in `partners`. */
    charter: rulesSchema,
    partners: z
      .array(simulatedPartnerSchema)
      .min(2, 'needs at least two partners')
      .max(scenarioLimits.partners),
    opgavemanager: z
      .strictObject({
        /** How well it mediates: how far it finds out where everybody stands, and brings them nearer. */
        skill: share.default(0.5),
        attention: share.default(0.8),
      })
      .prefault({}),
    proposal: z
      .strictObject({
        /** A partner, `opgavemanager`, or another partner each round. */
        author: idSchema.or(z.literal('random')).default('random'),
        /** The author's ideal, the mean of all ideals, any place, or this place. */
        text: z.enum(texts).or(pointSchema).default('ideal'),
      })
      .prefault({}),
    /** For procedures of others: the chance that whoever chairs sets an open objection aside on a day. */
    chair: z.strictObject({ dismissal: share.default(0.3), attention: share.default(0.8) }).prefault({}),
    /** Partners of which somebody tries, each working day, one of the known ways to bypass another. */
    adversaries: z.array(idSchema).max(scenarioLimits.partners).default([]),
  })
  .superRefine((scenario, check) => {
    const { issues, partners, statusQuo, proposal, adversaries } = scenario
    const fault = (path: (string | number)[], message: string): void =>
      check.addIssue({ code: 'custom', path, message })
    const places: [(string | number)[], unknown][] = [
      [['statusQuo'], statusQuo],
      [['proposal', 'text'], proposal.text],
      ...partners.map(({ ideal }, i): [(string | number)[], unknown] => [['partners', i, 'ideal'], ideal]),
    ]
    for (const [path, place] of places)
      if (Array.isArray(place) && place.length !== issues.length)
        fault(path, `must have a place on each issue: ${issues.length}, not ${place.length}`)
    partners.forEach(({ tolerance }, i) => {
      if (tolerance === undefined && !statusQuo)
        fault(['partners', i, 'tolerance'], 'is needed where there is no status quo to compare with')
    })
    const ids = new Set(partners.map(({ id }) => id))
    const authors = [...ids, 'opgavemanager', 'random']
    if (!authors.includes(proposal.author))
      fault(['proposal', 'author'], `must be one of ${authors.join(', ')}`)
    adversaries.forEach((id, i) => {
      if (!ids.has(id)) fault(['adversaries', i], 'is none of the partners')
    })
  })

/** A scenario as it is written. */
export type ScenarioInput = z.input<typeof scenarioSchema>
/** A scenario with everything filled in. */
export type Scenario = Readonly<z.output<typeof scenarioSchema>>
export type SimulatedPartner = Scenario['partners'][number]

/** Thrown for a scenario that cannot be simulated: one line that says what to change. */
export class UnusableScenario extends Error {
  override readonly name = 'UnusableScenario'
}

/** Reads a scenario from plain JSON. @throws UnusableScenario */
export function readScenario(json: unknown): Scenario {
  const parsed = scenarioSchema.safeParse(json)
  if (!parsed.success) throw new UnusableScenario(faultOf(parsed.error))
  const charter = charterSchema.safeParse(charterOf(parsed.data))
  if (!charter.success) throw new UnusableScenario(faultOf(charter.error))
  const days = longestOf(parsed.data)
  const most = scenarioLimits.longestDays
  if (days > most)
    throw new UnusableScenario(
      `charter: a proposal can take ${days} working days, at most ${most} can be simulated: shorter terms, or fewer revisions`,
    )
  requireEnd(parsed.data, days)
  return parsed.data
}

const seat = 'stuurgroep'

/** The person who speaks for a partner in a role, as the charter of a scenario names it. Pure. */
export const personOf = (partner: string, role: 'line' | 'regisseur' | 'seat' = 'line'): string =>
  `${partner}:${role}`

/** The one in the office of opgavemanager. */
export const mediator = 'opgavemanager:office'

/** The charter of a scenario: three persons for each partner, one for each rung. Pure. */
export function charterOf({ title, partners, charter }: Scenario): CharterInput {
  return {
    procedure: 'samenspraak/1',
    opgave: { title, goal: title },
    partners: partners.map(({ id, name }) => ({
      id,
      name,
      people: [
        { id: personOf(id, 'line'), roles: ['lijnmanagement'] },
        { id: personOf(id, 'regisseur'), roles: ['opgaveregisseur'] },
        { id: personOf(id, 'seat'), roles: [seat] },
      ],
    })),
    opgavemanager: { id: mediator },
    ...charter,
  }
}

/** The most working days that a proposal can take under its charter, without newcomers (O8). Pure. */
export function longestOf(scenario: Scenario): number {
  const charter = charterOf(scenario)
  const law = { ...completeCharter(charter, holidaysOf(charter)), charter: '' }
  return longestDays(law, scenario.partners.length)
}

function requireEnd(scenario: Scenario, days: number): void {
  try {
    dueAfter(calendarOf(scenario), `${scenario.start}T12:00:00.000Z`, days)
  } catch (error) {
    throw new UnusableScenario(`start: ${(error as Error).message}`)
  }
}

/** The calendar by which days are counted. Pure. */
export function calendarOf(scenario: Scenario): { timeZone: string; holidays: string } {
  const charter = charterOf(scenario)
  return completeCharter(charter, holidaysOf(charter)).calendar
}
