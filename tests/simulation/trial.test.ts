// Trials: the same again from the same seed, whoever plays the rounds, and what is told when they are stopped.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { readScenario } from '../../src/simulation/scenario.ts'
import {
  type Behaviour,
  partnerBehaviour,
  round,
  type SimulationResult,
  simulate,
  type TrialOptions,
} from '../../src/simulation/simulation.ts'
import { digestOfScenario, roundsInChunk } from '../../src/simulation/trial.ts'
import { partnersAt, scenarioOf, shortTerms } from './scenarios.ts'

/** Three partners of whom nobody is sure to come or to agree: no two rounds are alike. */
const lively = scenarioOf(
  partnersAt([[0.1], [0.4], [0.9]], () => ({
    spread: 0.2,
    attention: 0.7,
    tolerance: 0.3,
    concession: 0.02,
  })),
)

describe('a trial', () => {
  it('has the same result from the same seed, to the byte, and another one from another', async () => {
    const options = { rounds: 300, seed: 7, compare: ['lazy-consensus'] }
    const once = JSON.stringify(await simulate(lively, options))
    expect(JSON.stringify(await simulate(structuredClone(lively), options))).toBe(once)
    expect(JSON.stringify(await simulate(lively, { ...options, seed: 8 }))).not.toBe(once)
  })

  it('tells what it was of: scenario, seed, rounds, version', async () => {
    const { procedures, ...about } = await simulate(lively, { rounds: 10, seed: 3, compare: ['iso', 'iso'] })
    expect(about).toEqual({
      ...{
        format: 'samenspraak-simulation/1',
        version: packageJson.version,
        seed: 3,
        behaviours: 'shipped',
        rounds: 10,
        partial: false,
      },
      scenario: { title: 'A test', digest: digestOfScenario(readScenario(lively)) },
    })
    expect(Object.keys(procedures)).toEqual(['samenspraak', 'iso'])
    expect(Object.values(procedures).map(({ rounds }) => rounds)).toEqual([10, 10])
  })

  it('plays the rounds that can be played one by one', async () => {
    const { procedures } = await simulate(lively, { rounds: 40, seed: 9 })
    const played = Array.from({ length: 40 }, (_, number) => round(lively, 9, { number }))
    const adopted = played.filter(({ outcome }) => outcome === 'adopted')
    const ours = procedures.samenspraak
    expect(ours?.adopted).toBe(adopted.length / 40)
    expect(adopted.length).toBeGreaterThan(0)
    expect(adopted.length).toBeLessThan(40)
    const longest = Math.max(...played.map(({ days }) => days))
    expect(ours?.days?.longest).toBe(longest)
    expect(played[ours?.notable.longest ?? -1]?.days).toBe(longest)
    const lowest = Math.min(...played.map(each => each.lowest))
    expect(played[ours?.notable.unhappiest ?? -1]?.lowest).toBe(lowest)
    expect(played[ours?.notable.failed ?? -1]?.outcome).toBe('noConsensus')
    const mean = played.reduce((sum, each) => sum + each.mean, 0) / 40
    expect(ours?.satisfaction.mean.value).toBeCloseTo(mean, 12)
  })

  it('compares on the same seeds: what chance gives to partners is the same under every procedure', () => {
    const fixed = { ...lively, proposal: { author: 'p1', text: 'ideal' as const } }
    for (let number = 0; number < 10; number += 1) {
      const ours = round(fixed, 4, { number })
      const theirs = round(fixed, 4, { number, procedure: 'majority' })
      expect(theirs.firstText).toEqual(ours.firstText)
    }
  })
})

describe('progress', () => {
  it('is told after every chunk, and counts the rounds of all procedures', async () => {
    const told: [number, number][] = []
    const rounds = 2 * roundsInChunk + 50
    const onProgress = (done: number, of: number): void => {
      told.push([done, of])
    }
    await simulate(lively, { rounds, compare: ['majority'], onProgress })
    const chunks = [roundsInChunk, roundsInChunk, 50].flatMap(count => [count, count])
    const expected = chunks.map((_, i) => chunks.slice(0, i + 1).reduce((sum, count) => sum + count, 0))
    expect(told).toEqual(expected.map(count => [count, 2 * rounds]))
  })

  /** What a trial told that was stopped after so many rounds. */
  async function stoppedAfter(most: number, options: TrialOptions): Promise<SimulationResult> {
    const stop = new AbortController()
    const onProgress = (done: number): void => {
      if (done >= most) stop.abort()
    }
    return simulate(lively, { ...options, signal: stop.signal, onProgress })
  }

  it('can be the reason to stop: what is told then is of the rounds until there, as of a trial of so many', async () => {
    const done = 2 * roundsInChunk
    const partial = await stoppedAfter(done, { rounds: 5 * roundsInChunk, seed: 2 })
    const whole = await simulate(lively, { rounds: done, seed: 2 })
    expect({ partial: partial.partial, rounds: partial.rounds }).toEqual({ partial: true, rounds: 1250 })
    expect(partial.procedures).toEqual(whole.procedures)
    expect(whole.partial).toBe(false)
  })

  it('can stop between two procedures: of the second nothing is told, and no number is made up', async () => {
    const partial = await stoppedAfter(roundsInChunk, { rounds: roundsInChunk, compare: ['majority'] })
    expect(partial.partial).toBe(true)
    const { samenspraak, majority } = partial.procedures
    expect(samenspraak?.rounds).toBe(roundsInChunk)
    expect(majority).toMatchObject({ rounds: 0, adopted: 0, bypassed: 0, days: null, revisions: null })
    expect(majority?.outcomes.adopted).toEqual({ value: 0, low: 0, high: 1 })
    expect(JSON.stringify(majority)).not.toContain('null,null')
  })

  it('is none where it was stopped before it began', async () => {
    let told = 0
    const onProgress = (): void => {
      told += 1
    }
    const stopped = await simulate(lively, { rounds: 10, signal: AbortSignal.abort(), onProgress })
    expect({ told, partial: stopped.partial, played: stopped.procedures.samenspraak?.rounds }).toEqual({
      ...{ told: 0, partial: true, played: 0 },
    })
  })

  it('that is stopped after its last chunk is whole', async () => {
    expect((await stoppedAfter(300, { rounds: 300 })).partial).toBe(false)
  })
})

describe('options', () => {
  const names =
    'unanimity, rfcbot, ietf-ballot, lazy-consensus, sociocratic-consent, holacracy, iso, majority, two-thirds, silence-as-consent'
  it.each([
    [{ rounds: 0 }, 'rounds: must be a whole number from 1 to 10000000'],
    [{ rounds: 1.5 }, 'rounds: must be a whole number from 1 to 10000000'],
    [{ rounds: 10_000_001 }, 'rounds: must be a whole number from 1 to 10000000'],
    [{ rounds: Number.NaN }, 'rounds: must be a whole number from 1 to 10000000'],
    [{ seed: -1 }, 'seed: must be a whole number from 0 to 4294967295'],
    [{ seed: 2 ** 32 }, 'seed: must be a whole number from 0 to 4294967295'],
    [{ workers: 0 }, 'workers: must be a whole number from 1 to 64'],
    [{ workers: 65 }, 'workers: must be a whole number from 1 to 64'],
    [{ workers: 2, behaviours: {} }, 'workers: with behaviours of your own there is one'],
    [{ compare: ['a coin'] }, `there is no procedure "a coin"; there are ${names}`],
  ])('%o are refused in one line', async (options, line) => {
    await expect(simulate(lively, options)).rejects.toThrow(new RangeError(line))
  })

  it.each([
    [-1, {}, 'seed: must be a whole number from 0 to 4294967295'],
    [1, { number: -1 }, 'number: must be a whole number from 0 to 9999999'],
    [1, { number: 10_000_000 }, 'number: must be a whole number from 0 to 9999999'],
    [1, { procedure: 'a coin' }, `there is no procedure "a coin"; there are ${names}`],
  ])('of a round: seed %i with %o is refused in one line', (seed, options, line) => {
    expect(() => round(lively, seed, options)).toThrow(new RangeError(line))
  })

  it('at their ends are taken: the largest seed, the last round', () => {
    expect(round(lively, 4_294_967_295, { number: 9_999_999 }).number).toBe(9_999_999)
    expect(round(lively, 0).seed).toBe(0)
  })
})

describe('behaviours of one’s own', () => {
  const silent: Behaviour = () => []

  it('take the place of those of one partner', async () => {
    const alike = scenarioOf(partnersAt([[0.5], [0.5], [0.5]]))
    const behaviours = { partners: { p2: silent } }
    expect(round(alike, 1).outcome).toBe('adopted')
    expect(round(alike, 1, { behaviours }).outcome).toBe('noConsensus')
    const { procedures } = await simulate(alike, { rounds: 5, behaviours })
    expect(procedures.samenspraak?.outcomes.noConsensus.value).toBe(1)
  })

  it('take the place of what an author does, and of nothing else that this partner does', () => {
    const apart = scenarioOf(
      partnersAt([[0], [0.5]], () => ({ tolerance: 0.3 })),
      { proposal: { author: 'p1', text: 'ideal' } },
    )
    expect(round(apart, 1)).toMatchObject({ outcome: 'adopted', revisions: 2 })
    const authored = new Set<string>()
    const stubborn: Behaviour = ({ id }) => {
      authored.add(id)
      return []
    }
    const played = round(apart, 1, { behaviours: { author: stubborn } })
    expect(played).toMatchObject({ outcome: 'noConsensus', revisions: 1 })
    expect(played.noted.some(({ type, by }) => type === 'position.taken' && by === 'p1')).toBe(true)
    expect([...authored]).toEqual(['p1'])
  })

  it('are told of, since nobody can have the result again without them', async () => {
    const { behaviours } = await simulate(lively, { rounds: 5, behaviours: { partners: { p1: silent } } })
    expect(behaviours).toBe('own')
  })

  it('that throw make the trial fail, and nothing else', async () => {
    const faulty: Behaviour = () => {
      throw new Error('a mistake of mine')
    }
    const options = { rounds: 5, behaviours: { partners: { p1: faulty } } }
    await expect(simulate(lively, options)).rejects.toThrow('a mistake of mine')
  })

  it('can ask the shipped ones, and have a memory of their own', () => {
    const asked: string[] = []
    const watched: Behaviour = (self, seen, chance) => {
      asked.push(`${self.id} on day ${seen.day}`)
      return partnerBehaviour(self, seen, chance)
    }
    const alike = scenarioOf(partnersAt([[0.5], [0.5]]))
    const played = round(alike, 1, { behaviours: { partners: { p1: watched } } })
    expect(played.outcome).toBe('adopted')
    expect(asked).toEqual(['p1 on day 1', 'p1 on day 2'])
  })

  it('take the place of the opgavemanager and of a chair', () => {
    const apart = scenarioOf(partnersAt([[0], [1]], () => ({ tolerance: 0.1 })))
    let [mediated, chaired] = [0, 0]
    const behaviours = {
      mediator: () => {
        mediated += 1
        return []
      },
      chair: () => {
        chaired += 1
        return []
      },
    }
    expect(round(apart, 1, { behaviours }).objections.raised).toBeGreaterThan(0)
    expect({ mediated: mediated > 0, chaired }).toEqual({ mediated: true, chaired: 0 })
    round(apart, 1, { behaviours, procedure: 'iso' })
    expect(chaired).toBeGreaterThan(0)
  })

  it('that ask for what the rules refuse change nothing, and are counted', () => {
    const alike = scenarioOf(partnersAt([[0.5], [0.5], [0.5]]))
    const pushy: Behaviour = () => [{ does: 'confirm' }]
    const played = round(alike, 1, { behaviours: { partners: { p3: pushy } } })
    expect(played).toMatchObject({ outcome: 'noConsensus', missteps: 9, bypassed: {} })
  })
})

describe('at the table of another procedure', () => {
  it('a text of the opgavemanager is the same one, though a partner puts it forward', () => {
    const scenario = { ...lively, proposal: { author: 'opgavemanager', text: 'ideal' } } as const
    const ours = round(scenario, 4)
    const theirs = round(scenario, 4, { procedure: 'majority' })
    expect(theirs.firstText).toEqual(ours.firstText)
    expect([ours.author, theirs.author]).toEqual(['opgavemanager', expect.stringMatching(/^p[123]$/)])
  })

  it('the author does not wait for somebody who never speaks, where no term runs', () => {
    const partners = partnersAt([[0.2], [0.5], [0.9]], i => ({ tolerance: 0.35, attention: i === 2 ? 0 : 1 }))
    const scenario = scenarioOf(partners, { proposal: { author: 'p1', text: [0.1] } })
    const { noted } = round(scenario, 1, { procedure: 'unanimity' })
    const amended = noted.find(({ type }) => type === 'proposal.amended')
    // The text is 0.4 from where the second partner wants it; the third, whom it would suit even less, is away.
    expect(amended?.by).toBe('p1')
    const first = noted[0]?.at.slice(0, 10) ?? ''
    const waited = (Date.parse(amended?.at.slice(0, 10) ?? '') - Date.parse(first)) / 86_400_000
    expect(waited).toBe(shortTerms.consultation)
  })
})

describe('a procedure that takes longer than ours could', () => {
  it('is waited for: years of working days where its own terms are long', async () => {
    const brief = scenarioOf(partnersAt([[0.5], [0.5]]), {
      charter: { terms: { ...shortTerms, consultation: 1, lijnmanagement: 1 }, maxRevisions: 1 },
    })
    const { procedures } = await simulate(brief, { rounds: 20, compare: ['iso'] })
    expect(procedures.samenspraak?.days?.longest).toBeLessThan(15)
    expect(procedures.iso).toMatchObject({ adopted: 1, outcomes: { open: { value: 0 } } })
    expect(procedures.iso?.days?.longest).toBeGreaterThan(60)
  })
})

describe('workers', () => {
  const built = fileURLToPath(new URL('../../dist/simulation/simulation.js', import.meta.url))

  /** What the built package tells, in a process of its own. */
  function toldBy(options: TrialOptions): string {
    if (!existsSync(built)) throw new Error('there is no dist/: run npm run build first')
    const folder = mkdtempSync(join(tmpdir(), 'samenspraak-workers-'))
    const program = join(folder, 'program.mjs')
    writeFileSync(
      program,
      `import { simulate } from ${JSON.stringify(built)}
      const result = await simulate(${JSON.stringify(lively)}, ${JSON.stringify(options)})
      process.stdout.write(JSON.stringify(result))`,
    )
    try {
      return execFileSync(process.execPath, [program], { encoding: 'utf8' })
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  it('change nothing about the result: one, two and three tell the same, to the byte', async () => {
    const options = { rounds: 600, seed: 5, compare: ['majority'] }
    const alone = toldBy(options)
    expect(toldBy({ ...options, workers: 2 })).toBe(alone)
    expect(toldBy({ ...options, workers: 3 })).toBe(alone)
    expect(alone).toBe(JSON.stringify(await simulate(lively, options)))
  })
})

describe('what partners learn of each other', () => {
  it.each(['content', 'involvement'] as const)('of an objection to the %s', ground => {
    const objecting: Behaviour = ({ id }, { view }) =>
      view.objections.has(id) ? [] : [{ does: 'object', ground }]
    const demands = new Set<string>()
    const watching: Behaviour = (_, seen) => {
      // Higher up the opgavemanager asks everybody.
      if (seen.view.rung === 0) for (const id of seen.demands.keys()) demands.add(id)
      return []
    }
    const behaviours = { partners: { p1: objecting, p2: watching } }
    round(scenarioOf(partnersAt([[0.1], [0.9]])), 1, { behaviours })
    expect([...demands]).toEqual(ground === 'content' ? ['p1'] : [])
  })
})
