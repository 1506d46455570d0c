// Equal treatment (invariant 4): other names change nothing but names, and the order of speaking changes nothing at all.
import { describe, expect, it } from 'vitest'
import { type Charter, charterKey, sampleCharter } from './model.ts'
import {
  emptyPair,
  endTermsUntil,
  generator,
  machineState,
  type Pair,
  takeBoth,
  walk,
} from './side-by-side.ts'

const names = ['almere', 'zeewolde', 'dronten']

/** Renames partners, and their people with them, wherever their ids stand in a text, a charter's too: almere1 goes with almere. */
function rename(text: string, to: ReadonlyMap<string, string>): string {
  return text.replace(/\b(almere|zeewolde|dronten)/g, name => to.get(name) ?? name)
}

/** Puts a state into the order of its names again, and leaves digests out: another text has another digest. */
function inOrder(state: unknown): unknown {
  const text = JSON.stringify(state, (key, value: unknown) => {
    if (key === 'charter' && value !== null) return 'charter'
    return Array.isArray(value) ? [...value].map(it => JSON.stringify(inOrder(it))).sort() : value
  })
  return JSON.parse(text) as unknown
}

function replay(script: Pair['script'], to: ReadonlyMap<string, string>): Pair {
  const pair = emptyPair('2026-01-05T08:00:00.000Z')
  for (const { act, at } of script) {
    endTermsUntil(pair, at)
    takeBoth(pair, JSON.parse(rename(JSON.stringify(act), to)), at)
  }
  return pair
}

describe('equal treatment', () => {
  const permutations = [
    ['zeewolde', 'dronten', 'almere'],
    ['dronten', 'zeewolde', 'almere'],
    ['zeewolde', 'almere', 'dronten'],
  ]
  const walks = Array.from({ length: 9 }, (_, i) => {
    const changes: Partial<Charter> = { decidesOn: i % 2 === 0 ? 'stuurgroep' : 'lijnmanagement' }
    const seed = 500 + i
    return walk({
      seed,
      steps: 60,
      breadth: 0,
      pace: [0.05, 0.15, 0.3][i % 3] ?? 0.1,
      charter: sampleCharter(names, changes),
    })
  })

  it('permuting the partners with their people permutes the outcome', () => {
    for (const [i, { pair }] of walks.entries()) {
      const to = new Map(names.map((name, j) => [name, permutations[i % 3]?.[j] ?? name]))
      const at = pair.script.at(-1)?.at ?? ''
      const permuted = replay(pair.script, to)
      const expected = JSON.parse(rename(JSON.stringify(machineState(pair.machine, at)), to))
      expect(inOrder(machineState(permuted.machine, at))).toEqual(inOrder(expected))
    }
    expect(walks.some(({ tally }) => tally.decided)).toBe(true)
  })

  it('a permutation that is not applied to the script does show', () => {
    const told = walks.find(({ pair }) => pair.script.length > 40)
    if (!told) throw new Error('no script is long enough')
    const to = new Map(names.map((name, j) => [name, permutations[0]?.[j] ?? name]))
    const at = told.pair.script.at(-1)?.at ?? ''
    const state = machineState(told.pair.machine, at)
    expect(inOrder(JSON.parse(rename(JSON.stringify(state), to)))).not.toEqual(inOrder(state))
  })

  it('the order in which partners speak once within a consultation changes nothing', () => {
    let called = 0
    for (let seed = 1; seed <= 150; seed += 1) {
      const ends = speakInOrders(seed)
      for (const end of ends) expect(end).toEqual(ends[0])
      if (JSON.stringify(ends[0]).includes('"called":true')) called += 1
    }
    expect(called).toBeGreaterThan(15)
    expect(called).toBeLessThan(135)
  })
})

/** The same partners saying the same, at the same moments, in three orders: where it leads. */
function speakInOrders(seed: number): unknown[] {
  const random = generator(seed)
  const circle = ['almere', 'zeewolde', 'dronten', 'urk', 'lelystad'].slice(0, 3 + (seed % 3))
  const words = circle.map(name => wordOf(name, random()))
  const moments = circle.map((_, i) => new Date(Date.UTC(2026, 0, 6 + i, 9)).toISOString())
  return [words, [...words].reverse(), [...words.slice(1), ...words.slice(0, 1)]].map(order => {
    const pair = submitted(circle)
    order.forEach((act, i) => {
      takeBoth(pair, act, moments[i] ?? '')
    })
    return machineState(pair.machine, moments.at(-1) ?? '')
  })
}

function wordOf(name: string, chance: number) {
  const own = { by: `${name}1`, proposal: 'p1', revision: 1 }
  if (chance < 0.12)
    return { ...own, act: 'raiseObjection', objection: `o-${name}`, reason: 'Not like this.' }
  const position = chance < 0.7 ? 'consent' : chance < 0.85 ? 'reservation' : 'standAside'
  return { ...own, act: 'takePosition', position, reason: 'So we think.', provisional: chance > 0.97 }
}

function submitted(circle: readonly string[]): Pair {
  const pair = emptyPair('2026-01-05T08:00:00.000Z')
  const at = '2026-01-05T08:00:00.000Z'
  const charter = sampleCharter(circle)
  takeBoth(pair, { act: 'proposeCharter', by: `${circle[0]}1`, charter }, at)
  for (const name of circle)
    takeBoth(pair, { act: 'signCharter', by: `${name}1`, charter: charterKey(charter) }, at)
  takeBoth(
    pair,
    { act: 'draftProposal', by: `${circle[0]}1`, proposal: 'p1', title: 'Homes', text: 'We build.' },
    at,
  )
  takeBoth(pair, { act: 'submitProposal', by: `${circle[0]}1`, proposal: 'p1' }, at)
  return pair
}
