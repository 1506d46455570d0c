// A scenario: who takes part, what each wants and how it acts, and what is put before them. One JSON file says it all.
import * as z from 'zod'
import { dueAfter } from '../calendar.ts'
import { type CharterInput, charterSchema, completeCharter, holidaysOf } from '../charter/charter.ts'
import {
  dateSchema,
  faultOf,
  foldId,
  idSchema,
  nameSchema,
  textSchema,
  titleSchema,
} from '../charter/words.ts'
import { chair } from '../procedures/matter.ts'
import { longestDays } from '../proposal/proposal.ts'
import { strategies } from './strategies.ts'

/** The most of each that a scenario may have. */
export const scenarioLimits = { issues: 3, partners: 50, absences: 50, longestDays: 2_600 } as const

const share = z
  .number('must be a number from 0 to 1')
  .min(0, 'must be at least 0')
  .max(1, 'must be at most 1')
const pointSchema = z
  .array(share, 'must be a list: a place on each issue, from 0 to 1')
  .min(1, 'must have a place on each issue')
  .max(scenarioLimits.issues, `must have at most ${scenarioLimits.issues} places`)

const absenceSchema = z
  .strictObject({
    from: dateSchema.describe('The first day.'),
    until: dateSchema.describe('The last day.'),
  })
  .refine(({ from, until }) => from <= until, 'must not end before it begins')

const days = 'must be a whole number of working days, at most 260'
const backingSchema = z.strictObject({
  chance: share.describe('The chance that a position needs it.'),
  days: z.int(days).min(0, days).max(260, days).describe('How many working days it takes.'),
})
const turnoverSchema = z.strictObject({
  chance: share.describe('The chance of it on a working day.'),
  shift: share.describe('By how much the ideal shifts then: a standard deviation on each issue.'),
})

const simulatedPartnerSchema = z.strictObject({
  id: idSchema
    .max(40, 'must be at most 40 characters')
    .refine(id => foldId(id) !== foldId('random'), 'means any author, choose another')
    .refine(id => foldId(id) !== foldId(chair), 'means who chairs in other procedures, choose another')
    .describe('At most 40 characters: its people are named after it.'),
  name: nameSchema.describe('As people know it.'),
  size: z
    .number()
    .positive('must be more than 0')
    .max(1e12)
    .optional()
    .describe('Residents, members, staff: shown in the report. Nobody weighs more by it.'),
  ideal: pointSchema.describe('The text that it would want most: a place on each issue, 0 to 1.'),
  spread: share
    .default(0)
    .describe('How much its ideal differs from round to round: a standard deviation on each issue.'),
  tolerance: share
    .optional()
    .describe(
      'How far from its ideal a text may be, over the longest distance that there is. Left out: no farther than the status quo.',
    ),
  attention: share.default(0.5).describe('The chance that it attends to the matter on a working day.'),
  assertiveness: share
    .default(0.8)
    .describe(
      'The chance that it objects, on a stage, where it cannot live with a text; if not, it keeps silent there.',
    ),
  concession: share
    .default(0.03)
    .describe('By how much it will bear more on each stage higher and with each revision, as a distance.'),
  strategy: z
    .enum(strategies, `must be one of ${strategies.join(', ')}`)
    .default('negotiate')
    .describe('How it deals with the dilemma between its own interest and the common one.'),
  backing: backingSchema
    .default({ chance: 0, days: 0 })
    .describe('Asking its own organisation before it takes a position (ruggespraak).'),
  involvement: share
    .default(1)
    .describe(
      'How well its own organisation is involved. The chance that its opgaveregisseur objects to a revision is 1 less this.',
    ),
  absences: z
    .array(absenceSchema)
    .max(scenarioLimits.absences)
    .default([])
    .describe('When nobody there attends to anything.'),
  turnover: turnoverSchema
    .default({ chance: 0, shift: 0 })
    .describe('Another person comes to represent it, who sees things otherwise.'),
})

const issueSchema = z.strictObject({
  name: nameSchema.describe('What it is about.'),
  low: nameSchema.optional().describe('What 0 stands for.'),
  high: nameSchema.optional().describe('What 1 stands for.'),
})

const fullCharter = charterSchema.shape
const rulesSchema = z.strictObject({
  terms: fullCharter.terms.describe('Working days, as in a charter.'),
  maxRevisions: fullCharter.maxRevisions.describe('As in a charter: 7 if left out.'),
  decidesOn: fullCharter.decidesOn.describe('As in a charter: the stuurgroep if left out.'),
  calendar: fullCharter.calendar.describe('As in a charter: Amsterdam and Dutch holidays if left out.'),
})

const mediationSchema = z.strictObject({
  skill: share.default(0.5).describe('How well it mediates: by how much it brings those nearer who object.'),
  attention: share.default(0.8).describe('The chance that it attends to the matter on a working day.'),
})

const texts = ['ideal', 'middle', 'random'] as const

const proposalSchema = z.strictObject({
  author: z
    .union([idSchema, z.literal('random')], 'must be a partner by its id, opgavemanager or random')
    .default('random')
    .describe('A partner by its id, `opgavemanager`, or `random`: another partner each round.'),
  text: z
    .union([z.enum(texts), pointSchema], `must be ${texts.join(', ')}, or a place on each issue, from 0 to 1`)
    .default('ideal')
    .describe("The author's `ideal`, the `middle` of all ideals, a `random` place, or this place."),
})

const chairSchema = z.strictObject({
  dismissal: share
    .default(0.3)
    .describe(
      'The chance that an open objection is set aside on a day, where a procedure lets a chair do so.',
    ),
  attention: share.default(0.8).describe('The chance that it attends to the matter on a working day.'),
})

/** A scenario as people write it; what is left out has the value that the JSON Schema names. */
export const scenarioSchema = z
  .strictObject({
    $schema: z.string().max(1_000).optional().describe('For editors: where the JSON Schema is.'),
    format: z
      .literal('samenspraak-scenario/1', 'must be "samenspraak-scenario/1", the form that this version reads')
      .describe('The form of this file.'),
    title: titleSchema.describe('What it is about.'),
    description: textSchema.optional().describe('More about it, for the report.'),
    start: dateSchema.default('2026-01-05').describe('The day on which the proposal is submitted.'),
    issues: z
      .array(issueSchema)
      .min(1, 'needs at least one issue')
      .max(scenarioLimits.issues, `must be at most ${scenarioLimits.issues} issues`)
      .describe('The one to three issues on which texts and partners have a place.'),
    statusQuo: pointSchema
      .optional()
      .describe(
        'What holds while nothing is decided. Left out: without a decision nobody is satisfied at all.',
      ),
    charter: rulesSchema.describe('The rules of play. Those who take part are in `partners`.'),
    partners: z
      .array(simulatedPartnerSchema)
      .min(2, 'needs at least two partners')
      .max(scenarioLimits.partners, `must be at most ${scenarioLimits.partners} partners`)
      .describe('Who takes part, what each wants and how it acts.'),
    opgavemanager: mediationSchema.prefault({}).describe('The opgavemanager, who mediates.'),
    proposal: proposalSchema.prefault({}).describe('What is put before the partners.'),
    chair: chairSchema.prefault({}).describe('Who chairs, in procedures of others that have a chair.'),
    adversaries: z
      .array(idSchema)
      .max(scenarioLimits.partners)
      .default([])
      .describe(
        'Partners of which somebody tries, each working day, one of the known ways to bypass another.',
      ),
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
/** A partner of a scenario, with everything filled in. */
export type SimulatedPartner = Scenario['partners'][number]

/** Thrown for a scenario that cannot be simulated: one line that says what to change. */
export class UnusableScenario extends Error {
  override readonly name = 'UnusableScenario'
}

const kinds: Readonly<Record<string, string>> = {
  object: 'an object: { … }',
  array: 'a list: [ … ]',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
}

/** What to do about a fault for which the field itself has no words. */
function advice(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'unrecognized_keys': {
      const fields = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : []
      return `there is no field ${JSON.stringify(issue.keys[0])} here; there are ${fields.join(', ')}`
    }
    case 'invalid_type':
      return `${issue.input === undefined ? 'is missing, and ' : ''}must be ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return `must be at least ${issue.minimum}`
    case 'too_big':
      return `must be at most ${issue.maximum}${issue.origin === 'array' ? ' of them' : ''}`
    default:
      return undefined
  }
}

/** Reads a scenario from plain JSON. @throws UnusableScenario */
export function readScenario(json: unknown): Scenario {
  const parsed = scenarioSchema.safeParse(json, { error: advice })
  if (!parsed.success) throw new UnusableScenario(faultOf(parsed.error))
  const charter = charterSchema.safeParse(charterOf(parsed.data))
  if (!charter.success) throw new UnusableScenario(faultOf(charter.error))
  const days = longestOf(parsed.data)
  const most = scenarioLimits.longestDays
  if (days > most)
    throw new UnusableScenario(
      `charter: a proposal can take ${days} working days, at most ${most} can be simulated: shorter terms, or fewer revisions`,
    )
  requireEnd(parsed.data, most)
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

/** The most working days that a proposal can take under its charter, without newcomers (O8). */
function longestOf(scenario: Scenario): number {
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
