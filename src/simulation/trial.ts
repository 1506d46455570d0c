// A trial: many rounds of one scenario, under ours and other procedures on the same seeds, added up in chunks.
import { digestOf } from '../log/hash.ts'
import type { ComparedProcedure } from '../procedures/procedure.ts'
import { procedures } from '../procedures/procedures.ts'
import { ourProcedure, type ProcedureResult, resultOf, type SimulationResult } from './result.ts'
import { type Behaviours, type PlayedRound, play, type Stage, setStage } from './round.ts'
import { readScenario, type Scenario } from './scenario.ts'
import { addUp, emptyTally, type Tally, tallyOf } from './tally.ts'
import { version } from './version.ts'

/** How a trial is done. */
export interface TrialOptions {
  /** How many rounds of each procedure: a whole number from 1 to 10,000,000 (1,000). */
  readonly rounds?: number
  /** A whole number from 0 to 4,294,967,295 (1). The same seed has the same result, to the byte. */
  readonly seed?: number
  /** How many rounds are played at once, each by a worker of its own: 1 to 64 (1). It changes nothing about the result. */
  readonly workers?: number
  /** Names of procedures to compare ours with: none. */
  readonly compare?: readonly string[]
  /** Behaviours of one's own. Functions cannot be sent to workers: with these, one worker. */
  readonly behaviours?: Behaviours
  /** Told after every chunk how many rounds are done, of how many, over all procedures. */
  readonly onProgress?: (done: number, of: number) => void
  /** Stops the trial: what is done so far is the result, said to be partial. */
  readonly signal?: AbortSignal
}

/** The most that a trial takes. */
export const trialLimits = { rounds: 10_000_000, workers: 64, seed: 4_294_967_295 } as const

/** So many rounds are added up before they are added to the others: fixed, so that sums are the same on any number of workers. */
export const roundsInChunk = 250

/** A chunk of rounds under one procedure. */
export interface Chunk {
  readonly procedure: string
  readonly first: number
  readonly count: number
}

/** Plays a chunk. Deterministic. */
export function playChunk(stage: Stage, seed: number, { procedure, first, count }: Chunk): Tally {
  let tally = emptyTally(stage.scenario)
  const compared = comparedNamed(procedure)
  for (let number = first; number < first + count; number += 1)
    tally = addUp(tally, tallyOf(stage.scenario, play(stage, { seed, number, procedure: compared })))
  return tally
}

/** A procedure to compare with; null for ours. @throws RangeError for a name that none has */
function comparedNamed(name: string): ComparedProcedure | null {
  if (name === ourProcedure) return null
  const found = procedures.find(each => each.name === name)
  if (found) return found
  const names = procedures.map(each => each.name).join(', ')
  throw new RangeError(`there is no procedure "${name}"; there are ${names}`)
}

/** Plays chunks elsewhere; `close` when no more are asked for. */
export interface Crew {
  play(chunk: Chunk): Promise<Tally>
  close(): Promise<void>
}

/** Workers load a file of JavaScript beside this one: from the source there is none, and one hand plays it all. */
const isBuilt = import.meta.url.endsWith('.js')

interface Asked {
  readonly rounds: number
  readonly seed: number
  readonly workers: number
  readonly names: readonly string[]
}

/**
 * Plays many rounds of a scenario, and says what they came to.
 * @throws UnusableScenario for a scenario that cannot be played, RangeError for options out of range
 */
export async function simulate(scenario: unknown, options: TrialOptions = {}): Promise<SimulationResult> {
  const read = readScenario(scenario)
  const asked = checked(options)
  const chunks = chunksOf(asked)
  const crew =
    asked.workers > 1 && chunks.length > 1 && isBuilt
      ? (await import('./workers.ts')).crewOf(read, asked.seed, Math.min(asked.workers, chunks.length))
      : alone(setStage(read, options.behaviours), asked.seed)
  try {
    const tallies = await playAll(chunks, crew, asked, options)
    return { ...told(read, asked, chunks, tallies), behaviours: options.behaviours ? 'own' : 'shipped' }
  } finally {
    await crew.close()
  }
}

function checked({ rounds = 1_000, seed = 1, workers = 1, compare = [], behaviours }: TrialOptions): Asked {
  const whole = (name: string, value: number, least: number, most: number): void => {
    if (!Number.isSafeInteger(value) || value < least || value > most)
      throw new RangeError(`${name}: must be a whole number from ${least} to ${most}`)
  }
  whole('rounds', rounds, 1, trialLimits.rounds)
  whole('workers', workers, 1, trialLimits.workers)
  whole('seed', seed, 0, trialLimits.seed)
  if (behaviours && workers > 1) throw new RangeError('workers: with behaviours of your own there is one')
  for (const name of compare) comparedNamed(name)
  return { rounds, seed, workers, names: [...new Set([ourProcedure, ...compare])] }
}

/** All procedures in turn, so that where a trial is stopped each has had about as many rounds. */
function chunksOf({ rounds, names }: Asked): Chunk[] {
  return Array.from({ length: Math.ceil(rounds / roundsInChunk) }, (_, i) => {
    const first = i * roundsInChunk
    const count = Math.min(roundsInChunk, rounds - first)
    return names.map(procedure => ({ procedure, first, count }))
  }).flat()
}

const alone = (stage: Stage, seed: number): Crew => ({
  play: async chunk => {
    // A turn of the event loop between chunks, so that whoever wants to stop it can.
    await new Promise(resolve => setTimeout(resolve, 0))
    return playChunk(stage, seed, chunk)
  },
  close: async () => {},
})

/** Chunk by chunk, as many at once as there are workers; undefined where it was stopped before. */
async function playAll(
  chunks: readonly Chunk[],
  crew: Crew,
  { workers, rounds, names }: Asked,
  { onProgress, signal }: TrialOptions,
): Promise<readonly (Tally | undefined)[]> {
  const tallies: (Tally | undefined)[] = chunks.map(() => undefined)
  let [next, done] = [0, 0]
  const lane = async (): Promise<void> => {
    while (next < chunks.length && signal?.aborted !== true) {
      const at = next
      const chunk = chunks[at] as Chunk
      next += 1
      tallies[at] = await crew.play(chunk)
      done += chunk.count
      onProgress?.(done, rounds * names.length)
    }
  }
  await Promise.all(Array.from({ length: workers }, lane))
  return tallies
}

/** Adds up the chunks of each procedure in their order, as far as they follow on each other. */
function told(
  scenario: Scenario,
  { rounds, seed, names }: Asked,
  chunks: readonly Chunk[],
  tallies: readonly (Tally | undefined)[],
): Omit<SimulationResult, 'behaviours'> {
  const results: Record<string, ProcedureResult> = {}
  for (const name of names) {
    let tally = emptyTally(scenario)
    for (const [i, chunk] of chunks.entries()) {
      const one = tallies[i]
      if (chunk.procedure !== name || tally.rounds !== chunk.first) continue
      if (one) tally = addUp(tally, one)
    }
    results[name] = resultOf(scenario, comparedNamed(name)?.title ?? ourProcedure, tally)
  }
  const partial = Object.values(results).some(each => each.rounds < rounds)
  return {
    ...{ format: 'samenspraak-simulation/1', version, seed, rounds, partial },
    scenario: { title: scenario.title, digest: digestOfScenario(scenario) },
    procedures: results,
  }
}

/** The digest of a scenario with everything filled in, as this version writes it: files that say the same have the same one. Pure. */
export const digestOfScenario = (scenario: Scenario): string => digestOf(JSON.stringify(scenario))

/** Which round is played, and under which procedure. */
export interface RoundOptions {
  /** Its number among the rounds of a trial with this seed (0). */
  readonly number?: number
  /** A procedure to compare ours with; ours if left out. */
  readonly procedure?: string
  readonly behaviours?: Behaviours
}

/**
 * Plays one round, with all that was recorded in it. Deterministic: the round of that number in a trial with that seed.
 * @throws UnusableScenario for a scenario that cannot be played, RangeError for options out of range
 */
export function round(scenario: unknown, seed = 1, options: RoundOptions = {}): PlayedRound {
  const { number = 0, procedure = ourProcedure, behaviours } = options
  checked({ seed })
  if (!Number.isSafeInteger(number) || number < 0 || number >= trialLimits.rounds)
    throw new RangeError(`number: must be a whole number from 0 to ${trialLimits.rounds - 1}`)
  const stage = setStage(readScenario(scenario), behaviours)
  return play(stage, { seed, number, procedure: comparedNamed(procedure), keep: true })
}
