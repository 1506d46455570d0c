// The verb `simulate`: decision rounds of a scenario, many of them, also under other procedures and over a range of a parameter.
import { availableParallelism } from 'node:os'
import { Command, InvalidArgumentError } from 'commander'
import { procedureNamed, procedures } from '../procedures/procedures.ts'
import { reportPage } from '../simulation/report/page.ts'
import { ourProcedure, type SimulationResult } from '../simulation/result.ts'
import { readScenario, UnusableScenario } from '../simulation/scenario.ts'
import { type Axis, type Swept, sweep, sweepLimits } from '../simulation/sweep.ts'
import { round, simulate, type TrialOptions, trialLimits } from '../simulation/trial.ts'
import { readJson, requireWritable, writeOutput } from './files.ts'
import { Misuse } from './misuse.ts'
import { progressBar } from './progress.ts'
import { playedRounds, roundsInText } from './simulate-round.ts'
import { inCsv, inTable, sweptInTable } from './simulate-words.ts'
import { whole } from './whole.ts'

interface Options {
  readonly rounds: number
  readonly seed: number
  readonly round?: number
  readonly workers?: number
  readonly compare?: true | string
  readonly sweep: readonly Axis[]
  readonly json?: boolean
  readonly csv?: boolean
  readonly report?: string
}

/** What `--compare` compares with, unless names are given. */
const usual = ['unanimity', 'rfcbot', 'lazy-consensus', 'sociocratic-consent', 'majority', 'two-thirds']

export function simulateCommand(done: (code: number) => void): Command {
  return new Command('simulate')
    .description(
      'Play decision rounds of a scenario, and tell how often partners agree, how long it takes and for whom.',
    )
    .argument('[scenario]', 'a scenario as JSON; `-` or nothing is standard input')
    .option('--rounds <n>', 'how many rounds of each procedure', whole(1, trialLimits.rounds), 1_000)
    .option('--seed <n>', 'the same seed has the same result', whole(0, trialLimits.seed), 1)
    .option(
      '--round <n>',
      'play only the round of this number, from 0, and print all that was recorded; with --report play all, and tell this one in it',
      whole(0, trialLimits.rounds - 1),
    )
    .option(
      '--workers <n>',
      'how many rounds at once; as many as there are cores',
      whole(1, trialLimits.workers),
    )
    .option(
      '--compare [names]',
      `also under other procedures, with commas between; ${usual.join(', ')} if none is named`,
    )
    .option(
      '--sweep <path=values>',
      'for each value of a parameter, or each pair of two: give it twice',
      axes,
      [],
    )
    .option('--report <file>', 'write what was found as one HTML page')
    .option('--json', 'print the result as JSON')
    .option('--csv', 'print the result as CSV')
    .addHelpText(
      'after',
      '\nExample:\n  samenspraak simulate housing.json --rounds 10000 --compare --report out.html\n  samenspraak simulate housing.json --round 17 --compare majority\n  samenspraak simulate housing.json --sweep charter.terms.consultation=5,10,15',
    )
    .action(async (path: string | undefined, options: Options, command: Command) => {
      requireSense(options, command.getOptionValueSource('rounds') !== 'default')
      done(await run(path, options))
    })
}

function axes(text: string, before: readonly Axis[]): readonly Axis[] {
  const [, path, list] = /^([^=]+)=(.+)$/.exec(text) ?? []
  if (path === undefined || list === undefined)
    throw new InvalidArgumentError('it must be a path and values, as charter.terms.consultation=5,10,15.')
  if (before.length === sweepLimits.axes)
    throw new InvalidArgumentError('a sweep varies one or two parameters.')
  const values = list
    .split(',')
    .map(each => (each.trim() !== '' && Number.isFinite(Number(each)) ? Number(each) : each))
  return [...before, { path, values }]
}

function namesOf(compare: Options['compare']): readonly string[] {
  if (compare === undefined) return []
  if (compare === true) return usual
  return compare.split(',').map(asked => {
    const found = procedureNamed(asked)
    if (found) return found.name
    const known = procedures.map(({ name }) => name).join(', ')
    throw new Misuse(`--compare: there is no procedure "${asked}"; there are ${known}`)
  })
}

/** @throws Misuse for options that do not go together */
function requireSense({ round, report, rounds, json, csv, sweep }: Options, saysRounds: boolean): void {
  if (json && csv) throw new Misuse('--json and --csv: choose one')
  if (report === '') throw new Misuse('--report: name a file')
  if (round === undefined) return
  if (report !== undefined && round < rounds) return
  if (report !== undefined)
    throw new Misuse(`--round ${round}: the rounds of this trial are 0 to ${rounds - 1}; see --rounds`)
  const other = [saysRounds && '--rounds', sweep.length > 0 && '--sweep', csv && '--csv'].find(Boolean)
  if (other)
    throw new Misuse(`--round and ${other}: choose one; --round plays one round, unless there is a --report`)
}

/** Everything that can be wrong is found out before anything runs. */
async function run(path: string | undefined, options: Options): Promise<number> {
  const compare = namesOf(options.compare)
  const scenario = readJson(path)
  const { round: number, report, seed, json } = options
  try {
    if (report !== undefined) requireWritable(report)
    if (number === undefined || report !== undefined) return await tellTrial(scenario, compare, options)
    const rounds = playedRounds(scenario, { seed, number, compare })
    process.stdout.write(json ? `${JSON.stringify(rounds)}\n` : roundsInText(scenario, rounds))
    return 0
  } catch (error) {
    if (error instanceof UnusableScenario) throw new Misuse(`the scenario cannot be used: ${error.message}`)
    throw error
  }
}

async function tellTrial(scenario: unknown, compare: readonly string[], options: Options): Promise<number> {
  const { told, partial } = await untilStopped(trial => played(scenario, { ...trial, compare }, options))
  process.stdout.write(inWords(told, options))
  if (partial) process.stderr.write('samenspraak: stopped; what is told is of the rounds until then\n')
  return partial ? 1 : 0
}

interface Played {
  /** What is printed: of a sweep its cells, and the scenario as it stands only on the page. */
  readonly told: SimulationResult | Swept
  /** Whether anything was stopped before its end. */
  readonly partial: boolean
}

async function played(scenario: unknown, stoppable: TrialOptions, options: Options): Promise<Played> {
  const { rounds, seed, workers = Math.min(availableParallelism(), trialLimits.workers), report } = options
  const trial = { ...stoppable, rounds, seed, workers }
  const swept = options.sweep.length > 0 ? await sweep(scenario, options.sweep, trial) : undefined
  if (swept && report === undefined) return { told: swept, partial: swept.partial }
  const result = await simulate(scenario, trial)
  if (report !== undefined) writeOutput(report, reportOf(scenario, result, swept, options.round))
  return { told: swept ?? result, partial: result.partial || swept?.partial === true }
}

/** Does something that tells how far it is, and that Ctrl-C stops; a second one ends the process. */
async function untilStopped<T>(work: (trial: TrialOptions) => Promise<T>): Promise<T> {
  const stop = new AbortController()
  const bar = progressBar('rounds')
  const onInterrupt = (): void => {
    if (stop.signal.aborted) {
      bar.clear()
      // Between two turns of the event loop, never in the middle of writing a file: a signal itself would leave half of it.
      process.exit(interrupted)
    }
    stop.abort()
  }
  process.on('SIGINT', onInterrupt)
  try {
    return await work({ signal: stop.signal, onProgress: bar.tell })
  } finally {
    bar.clear()
    process.off('SIGINT', onInterrupt)
  }
}

/** The exit code that a shell gives to what Ctrl-C ended. */
const interrupted = 130

function inWords(found: SimulationResult | Swept, { json, csv }: Options): string {
  if (json) return `${JSON.stringify(found)}\n`
  if (csv) return inCsv(found)
  return 'cells' in found ? sweptInTable(found) : inTable(found)
}

/** The page about what was found, with one round of ours in full: the chosen one, or one without consensus, or the longest. */
function reportOf(
  input: unknown,
  result: SimulationResult,
  swept: Swept | undefined,
  chosen: number | undefined,
): string {
  const { rounds = 0, notable } = result.procedures[ourProcedure] ?? {}
  const number = chosen ?? notable?.failed ?? notable?.longest ?? (rounds > 0 ? 0 : undefined)
  const timeline =
    number === undefined
      ? undefined
      : { procedure: ourProcedure, round: round(input, result.seed, { number }) }
  return reportPage({ scenario: readScenario(input), result, swept, timeline })
}
