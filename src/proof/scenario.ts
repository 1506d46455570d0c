// Decision rounds as tests: given these acts, when somebody asks this, then it is recorded, or refused by that rule.
import * as z from 'zod'
import { momentOf } from '../calendar.ts'
import { type CharterInput, charterSchema } from '../charter/charter.ts'
import { endOfTime, faultOf } from '../charter/words.ts'
import type { FactType } from '../collaboration/acts.ts'
import type { Engine } from '../engine.ts'
import { firstDifference, shown } from './checks.ts'
import { found, openPlayer, type Stand, type StepAnswer, standsOf } from './script.ts'

/**
 * An act as `act` of the engine takes it, and when: with `at`, a moment in ISO 8601 with an offset, the clock first moves there, and
 * the terms that are due on the way end at their own moments (T1); without `at` it stands still. In `signCharter` the `charter` may
 * be left out: then what lies before the partners is signed. So it is in the scripts of `samenspraak play`.
 */
export interface Step {
  readonly act: string
  readonly at?: string
  readonly [field: string]: unknown
}

/** What is expected at the end. What is left out may be anything, but something must be said. */
export interface Expectation extends Partial<Stand> {
  /** The last act of `when` was recorded by facts of exactly these types, in this order. */
  readonly recorded?: readonly FactType[]
  /** The last act of `when` was refused by this rule, as `onCurrentRevision`. */
  readonly refused?: string
  /** Where each of these proposals stands, by id. Where there is only one, `state` and so on can be said without. */
  readonly proposals?: Readonly<Record<string, Partial<Stand>>>
}

/** What a scenario leaves to look into once all was as expected. */
export interface ScenarioEnd {
  /** The collaboration, to look further or to go on. */
  readonly engine: Engine
  /** What came of each act of `when`, in order. */
  readonly answers: readonly StepAnswer[]
  /** The whole round as a script that `samenspraak play` takes. */
  readonly script: string
}

/** A round of which the outcome can be expected. It is played anew by each `then`, so several may go on from one. */
export interface AskedScenario {
  /** Acts that are asked after those before, whatever comes of them. @throws TypeError for what is no plain JSON object */
  when(...acts: readonly Step[]): AskedScenario
  /**
   * Plays it all on a new collaboration, and resolves if the outcome is as expected. Rejects with an Error if it is not, or if an act
   * of `given` was refused: with what was expected and what came, all that happened, and a script for `samenspraak play`.
   *
   * This is no promise's `then`: a scenario that is awaited without one has expected nothing, and is refused.
   * @throws TypeError for an expectation that says nothing, or what cannot be
   */
  then(expected: Expectation): Promise<ScenarioEnd>
}

/** A round that is being set up. */
export interface Scenario extends AskedScenario {
  /** Acts that must be recorded: where one is refused, the scenario fails. @throws TypeError for what is no plain JSON object */
  given(...acts: readonly Step[]): Scenario
}

/** The moment at which a scenario starts where it does not say so: Monday 5 January 2026, nine o'clock in Amsterdam. */
const usualStart = '2026-01-05T08:00:00.000Z'

/**
 * A decision round under a charter, on the real engine, with a store in memory and a clock that stands still until an act says `at`.
 * The charter, as `proposeCharter` takes it, is founded first: proposed and signed by everybody at `start`, a moment in ISO 8601
 * with an offset (5 January 2026, 08:00 UTC if left out). Runs under any test runner.
 *
 * ```text
 * await scenario(charter)
 *   .given({ act: 'draftProposal', by: 'anna', proposal: 'p1', title: 'Homes', text: 'We build.' })
 *   .when({ act: 'submitProposal', by: 'hugo', proposal: 'p1' })
 *   .then({ refused: 'byAuthor', state: 'drafting' })
 * ```
 *
 * @throws TypeError on one line for a charter or a start that cannot be used
 */
export function scenario(charter: unknown, options: { readonly start?: string } = {}): Scenario {
  const parsed = charterSchema.safeParse(charter)
  if (!parsed.success) throw new TypeError(`scenario: the charter cannot be used: ${faultOf(parsed.error)}`)
  const start = momentOf(String(options.start ?? usualStart))
  if (start === null || start >= endOfTime)
    throw new TypeError('scenario: start must be a moment in ISO 8601 with an offset, before the year 9000')
  return scenarioOf({ charter: parsed.data, start, given: [], when: [] })
}

interface Round {
  readonly charter: CharterInput
  readonly start: string
  readonly given: readonly Step[]
  readonly when: readonly Step[]
}

function scenarioOf(round: Round): Scenario {
  return {
    given: (...acts) => scenarioOf({ ...round, given: [...round.given, ...acts.map(copied)] }),
    ...askedOf(round),
  }
}

function askedOf(round: Round): AskedScenario {
  return {
    when: (...acts) => askedOf({ ...round, when: [...round.when, ...acts.map(copied)] }),
    // biome-ignore lint/suspicious/noThenProperty: given, when, then are the words for this; awaiting it without is refused
    then: expected => playAndCompare(round, readExpectation(expected, round)),
  }
}

/** What is played is what stood there at the call, and what the script of a failure says. */
function copied(step: Step, at: number): Step {
  const copy = jsonIn(step)
  if (typeof copy !== 'object' || copy === null || Array.isArray(copy))
    throw new TypeError(
      `scenario: act ${at + 1} must be a plain JSON object, as { act: 'submitProposal', ... }`,
    )
  return copy as Step
}

function jsonIn(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value))
  } catch {
    return undefined
  }
}

const standFields = {
  state: z.string().optional(),
  revision: z.number().optional(),
  called: z.boolean().optional(),
  openPoints: z.array(z.unknown()).optional(),
}
const expectationSchema = z.strictObject({
  ...standFields,
  recorded: z.array(z.string()).optional(),
  refused: z.string().optional(),
  proposals: z.record(z.string(), z.strictObject(standFields)).optional(),
})

function readExpectation(expected: unknown, { when }: Round): Expectation {
  if (typeof expected === 'function')
    throw new TypeError('scenario: it was awaited before anything was expected: end it with .then({ ... })')
  const parsed = expectationSchema.safeParse(expected)
  if (!parsed.success)
    throw new TypeError(`scenario: the expectation cannot be used: ${faultOf(parsed.error)}`)
  const said = jsonIn(parsed.data) as Expectation
  const { recorded, refused, proposals, ...stand } = said
  const saysNothing = [said, ...Object.values(proposals ?? {})].some(it => Object.keys(it).length === 0)
  if (saysNothing || (proposals && Object.keys(proposals).length === 0))
    throw new TypeError('scenario: then must expect something: recorded, refused, state, proposals ...')
  if (recorded !== undefined && refused !== undefined)
    throw new TypeError('scenario: an act is recorded or refused, not both')
  if ((recorded ?? refused) !== undefined && when.length === 0)
    throw new TypeError('scenario: recorded and refused are about the last act of when, and there is none')
  if (proposals && Object.keys(stand).length > 0)
    throw new TypeError(
      'scenario: say where proposals stand by proposals, or of the only one without, not both',
    )
  return said
}

async function playAndCompare(round: Round, expected: Expectation): Promise<ScenarioEnd> {
  const { engine, play } = await openPlayer(round.start)
  const refused = await found(engine, round.charter)
  if (refused) throw new Error(`scenario: the charter cannot be founded: ${refused.why}`)
  const script = scriptOf(round)
  const past: string[] = [`  founded  ${round.start}`]
  for (const act of round.given) {
    const answer = await play(act)
    past.push(...linesOf('given', act, answer))
    if (answer.refused) throw new Error(stopped(act, answer, past, script))
  }
  const answers: StepAnswer[] = []
  for (const act of round.when) {
    const answer = await play(act)
    answers.push(answer)
    past.push(...linesOf('when', act, answer))
  }
  const stands = await standsOf(engine)
  const differences = [
    ...differenceOfAnswer(answers.at(-1), expected),
    ...differencesOfStands(stands, expected),
  ]
  if (differences.length > 0)
    throw new Error(
      ['the scenario did not end as expected', ...differences, ...told(past, script)].join('\n'),
    )
  return { engine, answers, script }
}

function stopped(act: Step, { n, refused }: StepAnswer, past: readonly string[], script: string): string {
  return [
    `the scenario stopped: act ${n + 1}, which is given, was refused: ${act.act}`,
    `  rule:      ${refused?.rule}`,
    `  why:       ${refused?.why}`,
    ...told(past, script),
  ].join('\n')
}

function told(past: readonly string[], script: string): string[] {
  return ['', 'what happened:', ...past, '', 'the same as a script, for `samenspraak play`:', script]
}

/** A line for each term that ended on the way, and one for the act. */
function linesOf(
  part: 'given' | 'when',
  act: Step,
  { n, at, ended = [], recorded, refused }: StepAnswer,
): string[] {
  const outcome = recorded ? recorded.join(', ') : `refused by ${refused?.rule}`
  const { by, proposal } = act
  const who = [by, act.act, proposal].filter(word => typeof word === 'string').join(' ')
  return [
    ...ended.map(term => `           ${term.at} the term of ${term.stage} ended: ${term.proposal}`),
    `  ${part.padEnd(5)} ${String(n + 1).padEnd(2)} ${at} ${who}: ${outcome}`,
  ]
}

const difference = (expected: string, got: string): string[] => [
  `  expected:  ${expected}`,
  `  got:       ${got}`,
]

function differenceOfAnswer(answer: StepAnswer | undefined, { recorded, refused }: Expectation): string[] {
  if (!answer || (recorded ?? refused) === undefined) return []
  const got = answer.recorded
    ? `recorded: ${answer.recorded.join(', ')}`
    : `refused by ${answer.refused?.rule}: ${answer.refused?.why}`
  if (refused !== undefined)
    return answer.refused?.rule === refused ? [] : difference(`refused by ${refused}`, got)
  const isSame = firstDifference(answer.recorded, recorded) === null
  return isSame ? [] : difference(`recorded: ${recorded?.join(', ')}`, got)
}

type Stands = Readonly<Record<string, Stand>>

function differencesOfStands(stands: Stands, expected: Expectation): string[] {
  const { recorded, refused, proposals, ...stand } = expected
  if (proposals) return Object.entries(proposals).flatMap(([id, it]) => differencesOf(id, stands, it))
  if (Object.keys(stand).length === 0) return []
  const ids = Object.keys(stands)
  const [only = ''] = ids
  if (ids.length === 1) return differencesOf(only, stands, stand)
  return difference(`one proposal with ${shown(stand)}`, `${listed(ids)}: say which, by proposals: { ... }`)
}

function differencesOf(id: string, stands: Stands, expected: Partial<Stand>): string[] {
  if (!Object.hasOwn(stands, id)) return difference(`a proposal ${id}`, listed(Object.keys(stands)))
  const fields = Object.entries({ ...stands[id] }).filter(([field]) => Object.hasOwn(expected, field))
  const wanted: Readonly<Record<string, unknown>> = { ...expected }
  return fields.flatMap(([field, got]) =>
    firstDifference(got, wanted[field]) === null
      ? []
      : difference(`${id} with ${field} ${shown(wanted[field])}`, `${field} ${shown(got)}`),
  )
}

function listed(ids: readonly string[]): string {
  return ids.length === 0 ? 'no proposal' : ids.join(', ')
}

/** One act a line, so that a reader can strike some out. */
function scriptOf({ charter, start, given, when }: Round): string {
  const acts = [...given, ...when].map(act => `  ${JSON.stringify(act)}`).join(',\n')
  const head = `"charter": ${JSON.stringify(charter)},\n"start": "${start}",\n"founded": true`
  return `{${head},\n"acts": [\n${acts}\n]}`
}
