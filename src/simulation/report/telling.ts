// What every section of a report needs: what is told, in one language.
import { oneLine } from '../../charter/words.ts'
import { procedures as compared } from '../../procedures/procedures.ts'
import type { Language } from '../../register/moments.ts'
import { ourProcedure, type ProcedureResult, type SimulationResult } from '../result.ts'
import type { PlayedRound } from '../round.ts'
import type { Scenario } from '../scenario.ts'
import type { Swept } from '../sweep.ts'
import { digestOfScenario } from '../trial.ts'
import { dutch } from './dutch.ts'
import { english, type ReportWords } from './english.ts'
import { type Numerals, numeralsOf } from './numerals.ts'

/** What a report is about. */
export interface ReportInput {
  /** The scenario as it was read. */
  readonly scenario: Scenario
  /** What a trial of exactly this scenario found. */
  readonly result: SimulationResult
  /** The same scenario with one or two of its parameters varied. */
  readonly swept?: Swept | undefined
  /** One round with all that was recorded, under the procedure of that name; ours is `samenspraak`. */
  readonly timeline?: { readonly procedure: string; readonly round: PlayedRound } | undefined
  /** In which language: both if left out, with a switch. */
  readonly language?: Language | 'both' | undefined
}

/** The words of a language, with the names of a scenario: enough to tell of a round. */
export interface Wording {
  readonly about: Pick<ReportInput, 'scenario'>
  readonly language: Language
  readonly words: ReportWords
  readonly numerals: Numerals
  /** A partner by its id, in words. */
  partner(id: string): string
  /** A procedure by its name, in words. */
  procedure(name: string): string
}

/** A report in one language, with the names of what it is about. */
export interface Telling extends Wording {
  readonly about: ReportInput
  readonly ours: ProcedureResult
  /** The procedures with their results, ours first. */
  readonly procedures: readonly (readonly [name: string, result: ProcedureResult])[]
  /** An id on the page that no other language has. */
  id(name: string): string
}

/** @throws RangeError for a result that is not of this scenario, or is without our own procedure */
export function tellingOf(about: ReportInput, language: Language): Telling {
  const { scenario, result } = about
  if (digestOfScenario(scenario) !== result.scenario.digest)
    throw new RangeError('the result is of another scenario than the one given: their digests differ')
  const ours = result.procedures[ourProcedure]
  if (!ours) throw new RangeError(`the result has nothing about "${ourProcedure}"`)
  const others = Object.entries(result.procedures).filter(([name]) => name !== ourProcedure)
  const title = (name: string): string => result.procedures[name]?.title ?? name
  return {
    ...wordingOf(scenario, language, title),
    ...{ about, ours },
    procedures: [[ourProcedure, ours], ...others],
    id: name => `${language}-${name}`,
  }
}

const titleOf = (procedure: string): string =>
  compared.find(({ name }) => name === procedure)?.title ?? procedure

/** What a round of a scenario is told with; `title` of a procedure that the language has no words for. Pure. */
export function wordingOf(scenario: Scenario, language: Language, title = titleOf): Wording {
  const words = language === 'nl' ? dutch : english
  const known = new Map(Object.entries(words.procedures))
  return {
    ...{ about: { scenario }, language, words, numerals: numeralsOf(language) },
    partner: namesOf(scenario),
    procedure: name => known.get(name) ?? oneLine(title(name)),
  }
}

/** Partners by name; those of the same name have their id beside it. */
function namesOf({ partners }: Scenario): (id: string) => string {
  const names = partners.map(({ name }) => oneLine(name))
  const twice = new Set(names.filter((name, i) => names.indexOf(name) !== i))
  const known = new Map(
    partners.map(({ id }, i) => {
      const name = names[i] ?? id
      return [id, twice.has(name) ? `${name} (${id})` : name]
    }),
  )
  return id => known.get(id) ?? id
}
