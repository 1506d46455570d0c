// Every reachable state of the real machine, beside the reference model and under every line of the promise.
import { beforeAll, describe, expect, it } from 'vitest'
import { play, readScript } from '../../src/cli/play.ts'
import { exampleCharter } from '../../src/proof/example.ts'
import { type Exploration, explore, Unusable } from '../../src/proof/explore.ts'
import type { Invariant } from '../../src/proof/invariants.ts'
import { proposalOf } from '../../src/proof/world.ts'
import { asTheModel } from '../model/refinement.ts'
import { exploredStates } from './states.ts'

const charter = exampleCharter(3)

describe('the real machine in every reachable state', () => {
  let found: Exploration
  beforeAll(() => {
    found = explore(charter, { also: [asTheModel()] })
  }, 600_000)

  it('was looked at in full, and reaches the states that are known', () => {
    expect(found.exhausted).toBe(true)
    expect(Object.fromEntries(found.parts.map(({ part, states }) => [part, states]))).toEqual(exploredStates)
  })

  it('breaks no invariant, answers as the reference model does and bypasses nobody', () => {
    expect(found.invariants.map(({ name }) => name)).toEqual([
      ...['nobodyBypassed', 'nobodySpokenFor', 'silenceIsSilence', 'nothingIsLost', 'ladder', 'itEnds'],
      ...['sameLogSameTruth', 'noRetroactivity', 'equalTreatment', 'asTheModel'],
    ])
    for (const { name, broken } of found.invariants) expect(broken?.what ?? null, name).toBeNull()
    expect(found.bypassed).toBeNull()
  })

  it('checks each of them many times', () => {
    for (const { name, checked } of found.invariants) expect(checked, name).toBeGreaterThan(1_000)
  })
})

describe('where line management decides', () => {
  it('breaks no invariant, and answers as the model does', () => {
    const decides = { ...charter, decidesOn: 'lijnmanagement' as const }
    const found = explore(decides, {
      parts: ['speaking', 'charter'],
      revisions: 1,
      objections: 1,
      also: [asTheModel()],
    })
    for (const { name, broken } of found.invariants) expect(broken?.what ?? null, name).toBeNull()
    expect(found.exhausted).toBe(true)
  }, 600_000)
})

/** Says that nobody ever decides: to see how a violation is told. */
const nobodyDecides: Invariant = {
  name: 'nobodyDecides',
  says: 'nothing is ever decided',
  forbids: 'a decision',
  state: world => (proposalOf(world)?.value === 'decided' ? 'decided after all' : null),
}

describe('a violation', () => {
  const broken = () => {
    const bounds = { parts: ['speaking'] as const, also: [nobodyDecides], untilBroken: true }
    const found = explore(charter, bounds)
    return { found, violation: found.invariants.at(-1)?.broken }
  }

  it('comes with the shortest way there, in words', () => {
    const { found, violation } = broken()
    expect(found.exhausted).toBe(false)
    expect(violation?.what).toBe('decided after all')
    expect(violation?.trace).toEqual([
      'anna submits',
      'anna consents on revision 1',
      'bob consents on revision 1',
      'carla consents on revision 1; the joint decision is called',
      'anna confirms revision 1 of p1',
      'bob confirms revision 1 of p1',
      'carla confirms revision 1 of p1; decided on revision 1 (p1)',
    ])
  })

  it('comes with a script that play takes, and that shows the same', async () => {
    const { violation } = broken()
    const lines: object[] = []
    await play(readScript(JSON.stringify(violation?.script)), line => lines.push(line))
    expect(lines.filter(line => 'refused' in line)).toEqual([])
    expect(lines.at(-1)).toMatchObject({ end: { proposals: { p1: { state: 'decided' } } } })
  })

  it('is found however many terms have to pass', () => {
    const stuurgroep: Invariant = {
      ...nobodyDecides,
      state: world => (proposalOf(world)?.value === 'stuurgroep' ? 'went up' : null),
    }
    const found = explore(charter, { parts: ['speaking'], also: [stuurgroep], untilBroken: true })
    const violation = found.invariants.at(-1)?.broken
    expect(violation?.trace.filter(line => line.startsWith('the term passes'))).toHaveLength(1)
    expect(violation?.trace.filter(line => line.includes('takes it up'))).toHaveLength(2)
  })
})

describe('the bounds', () => {
  it('are honest: not exhausted where there is more', () => {
    const found = explore(charter, { parts: ['speaking', 'time'], maxStates: 300 })
    expect(found).toMatchObject({ states: 300, exhausted: false })
    expect(found.parts.map(({ states }) => states)).toEqual([300, 0])
  })

  it('tell how far the search is, and stop it', () => {
    const told: [string, number][] = []
    const onProgress = (part: string, states: number) => {
      told.push([part, states])
      return false
    }
    expect(explore(charter, { parts: ['speaking'], onProgress }).exhausted).toBe(false)
    expect(told).toEqual([['speaking', 500]])
  })

  it.each([
    [{ partners: 1 }, 'partners: must be 2 to 3, as many as the charter names'],
    [{ partners: 4 }, 'partners: must be 2 to 3, as many as the charter names'],
    [{ revisions: 0 }, 'revisions: must be at least 1'],
    [{ objections: -1 }, 'objections: must be a whole number of at least 0'],
    [
      { parts: ['hearing' as never] },
      'parts: there is no "hearing", there are equal, speaking, time, circle, mandates, charter',
    ],
    [{ objections: 1.5 }, 'objections: must be a whole number of at least 0'],
  ])('refuse %j in one line', (bounds, message) => {
    expect(() => explore(charter, bounds)).toThrow(new Unusable(message))
  })

  it('refuse a charter that cannot be used', () => {
    expect(() => explore({ ...charter, partners: [] } as never)).toThrow(
      /^the charter cannot be used: partners/,
    )
  })

  it('take two partners, and more than three', () => {
    expect(explore(exampleCharter(2), { parts: ['speaking'], objections: 1 }).exhausted).toBe(true)
    const four = explore(exampleCharter(4), { partners: 4, parts: ['speaking'], revisions: 1, objections: 0 })
    expect(four.exhausted).toBe(true)
    for (const { broken } of four.invariants) expect(broken).toBeNull()
  }, 120_000)
})
