// Machine and reference model, written apart, agree on every answer and every state of random scripts.
import { beforeAll, describe, expect, it } from 'vitest'
import { factAskedBy } from '../../src/collaboration/acts.ts'
import { type Charter, sampleCharter } from './model.ts'
import { type Tally, type Walk, walk } from './side-by-side.ts'
import { everyMark } from './words.ts'

const names = ['almere', 'zeewolde', 'dronten', 'urk', 'lelystad']

/** From two to five partners, either rung that decides, few and many revisions, fast and slow time; one in six with keys. */
function scriptOf(seed: number): Walk {
  const changes: Partial<Charter> = {
    decidesOn: seed % 3 === 0 ? 'lijnmanagement' : 'stuurgroep',
    maxRevisions: seed % 5 === 0 ? 2 : 7,
    ...(seed % 6 === 3 ? { personal: everyMark } : {}),
  }
  const charter = sampleCharter(names.slice(0, [3, 2, 4, 3, 5][seed % 5]), changes)
  return {
    seed,
    steps: seed % 5 === 4 ? 50 : 75,
    ...signing(seed),
    pace: [0.05, 0.1, 0.3][seed % 3] ?? 0.05,
    charter,
  }
}

/** Half of those with keys ask for signatures. A signature takes long to make and to verify: fewer acts are asked. */
function signing(seed: number): Pick<Walk, 'breadth' | 'keys'> {
  return seed % 6 === 2 ? { breadth: 20, keys: seed % 12 === 2 ? 'required' : 'optional' } : { breadth: 70 }
}

/** A number from the environment, so that the same test can run for hours. */
const scripts = Number(process.env.SCRIPTS ?? 30)
const first = Number(process.env.SEED ?? 1)

const aboutSignatures = [
  ...['signedWhereAsked', 'signatureHolds', 'seenInThisLog', 'signedWithOwnKey', 'numberedInTurn'],
  ...['signedOnItsText', 'sawLastChange', 'byPersonOrSeat', 'newKey', 'hasKey', 'keyRemains'],
]

const aboutWords = ['personalApart', 'wordsOnRecord', 'byKeeperOfWords']

describe('machine and reference model side by side', () => {
  const tallies: Tally[] = []
  const united = (of: (tally: Tally) => Set<string>) => new Set(tallies.flatMap(tally => [...of(tally)]))
  beforeAll(() => {
    for (let seed = first; seed < first + scripts; seed += 1) tallies.push(walk(scriptOf(seed)).tally)
  }, 36_000_000)

  it('agree on 100,000 random acts', () => {
    expect(tallies.reduce((sum, { asked }) => sum + asked, 0)).toBeGreaterThan(100_000)
  })

  it('decide in at least one script in five', () => {
    expect(tallies.filter(({ decided }) => decided).length).toBeGreaterThan(scripts / 5)
  })

  it('reach every act that a person can do', () => {
    const asked = Object.keys(factAskedBy).filter(act => act !== 'endTerm' && act !== 'proposeCharter')
    expect([...united(({ acts }) => acts)].sort()).toEqual(asked.sort())
  })

  it('reach the end of every stage, every outcome and every change of the circle', () => {
    expect([...united(({ stages }) => stages)].sort()).toEqual([
      'consultation',
      'lijnmanagement',
      'opgavemanager',
      'stuurgroep',
    ])
    const facts = united(tally => tally.facts)
    for (const fact of [
      'decision.called',
      'decision.taken',
      'charter.replaced',
      'partner.joined',
      'circle.changed',
    ])
      expect(facts).toContain(fact)
  })

  it('are refused by most rules that can refuse', () => {
    const met = united(({ rules }) => rules)
    expect(met.size).toBeGreaterThanOrEqual(53)
    for (const rule of [...aboutSignatures, ...aboutWords]) expect(met).toContain(rule)
  })
})
