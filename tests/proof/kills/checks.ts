// The checks that a weakened law has to get past, each by its name: bundled anew with every mutant.
import { exampleCharter } from '../../../src/proof/example.ts'
import { explore } from '../../../src/proof/explore.ts'
import { type PartName, partNames } from '../../../src/proof/parts.ts'
import { sampleCharter } from '../../model/model.ts'
import { asTheModel } from '../../model/refinement.ts'
import { walk } from '../../model/side-by-side.ts'
import { grounds, longRuns } from '../long-runs.ts'
import { cornerChecks } from './corners.ts'
import { engineChecks } from './engines.ts'
import { recordChecks } from './records.ts'
import { signatureChecks } from './signatures.ts'
import { wordChecks } from './words.ts'

/** What a check found: which line of the promise is broken, and how. */
export interface Kill {
  readonly breaks: string
  readonly what: string
}

type Check = () => Promise<Kill | null> | Kill | null

interface Exploring {
  readonly part: PartName
  readonly partners: 2 | 3
  readonly sizes?: { readonly revisions?: number; readonly objections?: number; readonly maxStates?: number }
  readonly model?: true
  readonly decidesOn?: 'lijnmanagement'
}

/** One part until something is broken; all of its states, unless `sizes` says otherwise. */
const exploring =
  ({ part, partners, sizes = {}, model, decidesOn }: Exploring): Check =>
  () => {
    const charter = { ...exampleCharter(partners), ...(decidesOn ? { decidesOn } : {}) }
    const also = model ? [asTheModel()] : []
    const bounds = { maxStates: 4_000, ...sizes, parts: [part], thorough: true, untilBroken: true, also }
    const broken = explore(charter, bounds).invariants.find(each => each.broken)?.broken
    return broken ? { breaks: broken.invariant, what: broken.what } : null
  }

const names = ['almere', 'zeewolde', 'dronten', 'urk']

/** Random scripts with every act that anybody could think of, below the engine, beside the reference model. */
const walking =
  (first: number, count: number): Check =>
  () => {
    for (let seed = first; seed < first + count; seed += 1) {
      const decidesOn = seed % 3 === 0 ? 'lijnmanagement' : 'stuurgroep'
      const charter = sampleCharter(names.slice(0, [3, 2, 4][seed % 3]), {
        decidesOn,
        maxRevisions: seed % 4 === 0 ? 2 : 7,
      })
      try {
        walk({ seed, steps: 75, breadth: 60, pace: [0.05, 0.1, 0.3][seed % 3] ?? 0.1, charter })
      } catch (error) {
        return { breaks: 'asTheModel', what: (error as Error).message.slice(0, 300) }
      }
    }
    return null
  }

/** Whole engines on a store, much asked at once, beside the model. */
const running =
  (seed: number, runs: number): Check =>
  async () => {
    const [ground] = grounds
    if (!ground) throw new Error('there is no store')
    try {
      await longRuns({ ground, runs, seed })
      return null
    } catch (error) {
      return { breaks: 'asTheModel', what: (error as Error).message.slice(0, 300) }
    }
  }

/** All lines of the promise that are broken in any part, not only the first: up to five hundred states of each. */
const everyInvariant: Check = async () => {
  const broken = new Map<string, string>()
  for (const part of partNames) {
    const size = { revisions: 2, objections: 1, maxStates: 500 }
    const bounds = { parts: [part], ...size, thorough: part === 'equal' }
    for (const { name, broken: violation } of explore(exampleCharter(2), bounds).invariants)
      if (violation) broken.set(name, violation.what)
  }
  for (const name of ['records edited', 'records against a head'] as const) {
    const kill = await recordChecks[name]()
    if (kill) broken.set(kill.breaks, kill.what)
  }
  const breaks = [...broken.keys()].join(', ')
  return broken.size === 0 ? null : { breaks, what: [...broken.values()].join('; ') }
}

export const checks: Readonly<Record<string, Check>> = {
  'every invariant': everyInvariant,
  'explore equal': exploring({ part: 'equal', partners: 3, sizes: { objections: 1, maxStates: 300 } }),
  'explore equal, two partners': exploring({ part: 'equal', partners: 2 }),
  'walks 1 to 4': walking(1, 4),
  'explore one revision': exploring({
    part: 'speaking',
    partners: 3,
    sizes: { revisions: 1, objections: 1 },
  }),
  'explore two revisions': exploring({ part: 'speaking', partners: 2 }),
  'explore time': exploring({ part: 'time', partners: 2 }),
  'explore charter': exploring({ part: 'charter', partners: 2 }),
  'explore charter, lijnmanagement decides': exploring({
    part: 'charter',
    partners: 2,
    decidesOn: 'lijnmanagement',
  }),
  'explore mandates': exploring({ part: 'mandates', partners: 2 }),
  'model one revision': exploring({
    part: 'speaking',
    partners: 3,
    sizes: { revisions: 1, objections: 1 },
    model: true,
  }),
  'model two revisions': exploring({ part: 'speaking', partners: 2, model: true }),
  'explore circle': exploring({ part: 'circle', partners: 2 }),
  'walks 5 to 16': walking(5, 12),
  'engines 1 to 4': running(1, 4),
  ...recordChecks,
  ...engineChecks,
  ...cornerChecks,
  ...signatureChecks,
  ...wordChecks,
}
