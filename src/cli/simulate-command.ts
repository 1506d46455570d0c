// The verb `simulate`: decision rounds of a scenario, many of them, also under other procedures and over a range of a parameter.
import { availableParallelism } from 'node:os'
import { Command, InvalidArgumentError } from 'commander'
import { procedures } from '../procedures/procedures.ts'
import { reportPage } from '../simulation/report/page.ts'
import { ourProcedure, type SimulationResult } from '../simulation/result.ts'
import { readScenario, UnusableScenario } from '../simulation/scenario.ts'
import { type Axis, cellsOf, type Swept, sweep, sweepLimits } from '../simulation/sweep.ts'
import { round, simulate, trialLimits } from '../simulation/trial.ts'
import { readJson, requireWritable, writeOutput } from './files.ts'
import { Misuse } from './misuse.ts'
import { progressBar } from './progress.ts'
import { inCsv, inTable, sweptInTable } from './simulate-words.ts'

interface Options {
  readonly rounds: number
  readonly seed: number
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
      '\nExample:\n  samenspraak simulate housing.json --rounds 10000 --compare --report out.html\n  samenspraak simulate housing.json --sweep charter.terms.consultation=5,10,15',
    )
    .action(async (path: string | undefined, options: Options) => {
      done(await run(path, options))
    })
}

const whole = (least: number, most: number) => (text: string) => {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  if (!(number >= least && number <= most))
    throw new InvalidArgumentError(`it must be a whole number from ${least} to ${most}.`)
  return number
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

function namesOf(compare: Options['compare']): string[] {
  if (compare === undefined) return []
  const names = compare === true ? usual : compare.split(',').map(name => name.trim())
  const known = procedures.map(({ name }) => name)
  const unknown = names.find(name => !known.includes(name))
  if (unknown === undefined) return names
  throw new Misuse(`--compare: there is no procedure "${unknown}"; there are ${known.join(', ')}`)
}

/** What was found: of the scenario as it stands, and over the values of its parameters where these were varied. */
interface Found {
  readonly result: SimulationResult
  readonly swept?: Swept
}

/** Everything that can be wrong is found out before anything runs. */
async function run(path: string | undefined, options: Options): Promise<number> {
  if (options.json && options.csv) throw new Misuse('--json and --csv: choose one')
  const compare = namesOf(options.compare)
  const scenario = readJson(path)
  if (options.report !== undefined) requireWritable(options.report)
  const found = await played(scenario, compare, options)
  if (options.report !== undefined) writeOutput(options.report, reportOf(scenario, found, options))
  process.stdout.write(inWords(found, options))
  const isPartial = (found.swept ?? found.result).partial
  if (isPartial) process.stderr.write('samenspraak: stopped; what is told is of the rounds until then\n')
  return isPartial ? 1 : 0
}

async function played(
  scenario: unknown,
  compare: readonly string[],
  { rounds, seed, workers = Math.min(availableParallelism(), trialLimits.workers), sweep: over }: Options,
): Promise<Found> {
  const stop = new AbortController()
  const onInterrupt = (): void => stop.abort()
  process.once('SIGINT', onInterrupt)
  const bar = progressBar('rounds')
  const trial = { rounds, seed, workers, compare, signal: stop.signal, onProgress: bar.tell }
  try {
    if (over.length > 0) cellsOf(scenario, over)
    const result = await simulate(scenario, trial)
    return over.length > 0 ? { result, swept: await sweep(scenario, over, trial) } : { result }
  } catch (error) {
    if (error instanceof UnusableScenario) throw new Misuse(`the scenario cannot be used: ${error.message}`)
    throw error
  } finally {
    bar.clear()
    process.off('SIGINT', onInterrupt)
  }
}

function inWords({ result, swept }: Found, { json, csv }: Options): string {
  if (json) return `${JSON.stringify(swept ?? result)}\n`
  if (csv) return inCsv(swept ?? result)
  return swept ? sweptInTable(swept) : inTable(result)
}

/** The page about what was found, with one round of ours in full: one without consensus, or else the longest. */
function reportOf(input: unknown, found: Found, { seed }: Options): string {
  const scenario = readScenario(input)
  const { result, swept } = found
  const { failed = null, longest = null } = result.procedures[ourProcedure]?.notable ?? {}
  const number = failed ?? longest ?? 0
  const timeline = { procedure: ourProcedure, round: round(input, seed, { number }) }
  return reportPage({ scenario, result, swept, timeline })
}
