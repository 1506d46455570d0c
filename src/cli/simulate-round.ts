// One round as `samenspraak simulate --round` prints it: what was recorded in the words of the report, and what became of it.
import { oneLine } from '../charter/words.ts'
import { stampOf } from '../register/moments.ts'
import { type Wording, wordingOf } from '../simulation/report/telling.ts'
import { byDay, dateOf, ended, proposed, sentence } from '../simulation/report/timeline.ts'
import { ourProcedure } from '../simulation/result.ts'
import type { PlayedRound } from '../simulation/round.ts'
import { readScenario, type Scenario } from '../simulation/scenario.ts'
import { digestOfScenario, round } from '../simulation/trial.ts'
import { version } from '../simulation/version.ts'
import { aligned } from './simulate-words.ts'

/** The same round under one procedure or several. */
export interface ComparedRounds {
  readonly format: 'samenspraak-rounds/1'
  readonly version: string
  readonly seed: number
  /** Among the rounds of a trial with this seed, from 0. */
  readonly number: number
  readonly scenario: { readonly title: string; readonly digest: string }
  /** By the name of the procedure; ours, the first, is `samenspraak`. */
  readonly rounds: Readonly<Record<string, PlayedRound>>
}

interface Asked {
  readonly seed: number
  readonly number: number
  /** Procedures besides ours. */
  readonly compare: readonly string[]
}

/** Plays one round under each procedure. Deterministic. @throws UnusableScenario */
export function playedRounds(input: unknown, { seed, number, compare }: Asked): ComparedRounds {
  const scenario = readScenario(input)
  const names = [...new Set([ourProcedure, ...compare])]
  return {
    ...{ format: 'samenspraak-rounds/1', version, seed, number },
    scenario: { title: scenario.title, digest: digestOfScenario(scenario) },
    rounds: Object.fromEntries(
      names.map(procedure => [procedure, round(input, seed, { number, procedure })]),
    ),
  }
}

/** The rounds as timelines, one after another. @throws UnusableScenario */
export function roundsInText(input: unknown, { seed, number, version, ...told }: ComparedRounds): string {
  const scenario = readScenario(input)
  const wording = wordingOf(scenario, 'en')
  return [
    `${oneLine(scenario.title)}: round ${number} with seed ${seed}`,
    ...Object.entries(told.rounds).map(([procedure, played]) =>
      [proposed(wording, { procedure, round: played }), '', ...recorded(wording, procedure, played), '']
        .concat(outcome(wording, scenario, played))
        .join('\n'),
    ),
    `samenspraak ${version}, seed ${seed}, round ${number}, scenario ${told.scenario.digest}\n`,
  ].join('\n\n')
}

/** A line for everything that was recorded. */
function recorded(wording: Wording, procedure: string, { noted }: PlayedRound): readonly string[] {
  const facts = byDay(wording, noted).flatMap(({ day, noted }) => noted.map(each => ({ day, each })))
  return aligned(
    facts.map(({ day, each }) => [
      dateIn(wording, each.at),
      `day ${String(day).padStart(String(facts.at(-1)?.day).length)}`,
      sentence(wording, procedure, each),
    ]),
    'left',
  )
}

/** As `Fri 16 Jan 2026`. */
function dateIn(wording: Wording, at: string): string {
  const [moment, zone] = dateOf(wording, at)
  return stampOf(new Date(moment).toISOString(), zone, 'en').replace(/ [\d:]+$/, '')
}

function outcome(wording: Wording, { partners }: Scenario, played: PlayedRound): readonly string[] {
  const { words, numerals, partner } = wording
  const { satisfaction, bypassed, revisions, attempts } = played
  const each = partners.map(({ id }) => `${partner(id)} ${numerals.hundredths(satisfaction[id] ?? 0)}`)
  const passed = Object.entries(bypassed).map(([id, how]) => `${partner(id)} (${words.classes[how]})`)
  return [
    `${ended(wording, played)} Revisions: ${revisions}.`,
    `${words.satisfaction.mean}: ${words.list(each)}.`,
    passed.length === 0 ? words.summary.nobody : `Passed by: ${words.list(passed)}.`,
    ...(attempts.made > 0
      ? [words.summary.attempts(numerals.count(attempts.made), numerals.count(attempts.refused))]
      : []),
  ]
}
