// The search that all proofs share: it reaches everything, by the shortest way, and knows how long things can take.
import { describe, expect, it } from 'vitest'
import { longestFrom, pathTo, type Reached, reaching, type Subject, search } from '../../src/proof/search.ts'

/** Cities and roads: `a-b` is an act, `a~b:3` waits, three days. */
function roads(start: string, map: readonly string[]): Subject<string, string> {
  return {
    start,
    moves: at => map.filter(road => road[0] === at),
    take: (_, road) => road[2] ?? null,
    key: at => at,
    waits: road => road[1] === '~',
    takes: (before, after) =>
      Number(map.find(road => road[0] === before && road[2] === after)?.slice(4) ?? 0),
  }
}

function travel(start: string, map: readonly string[], maxStates = 100) {
  const reached = new Map<string, Reached<string, string>>()
  const found = search(roads(start, map), { maxStates }, { state: it => reached.set(it.state, it).size > 0 })
  const way = (to: string) => pathTo(reached.get(to) as Reached<string, string>)
  return { found, reached, way }
}

describe('search', () => {
  it('reaches every state once', () => {
    const { found, reached } = travel('a', ['a-b', 'a-c', 'b-c', 'c-a', 'c-d', 'x-y'])
    expect([...reached.keys()].sort()).toEqual(['a', 'b', 'c', 'd'])
    expect(found).toMatchObject({ states: 4, exhausted: true })
    expect(found.edges.from).toHaveLength(5)
  })

  it('finds the way on which least is waited for, then the one with the fewest acts', () => {
    expect(travel('a', ['a~d:1', 'a-b', 'b-c', 'c-d']).way('d')).toEqual(['a-b', 'b-c', 'c-d'])
    expect(travel('a', ['a-b', 'b-c', 'c-d', 'b-d']).way('d')).toEqual(['a-b', 'b-d'])
    expect(travel('a', ['a-b', 'b-c', 'c~d:1', 'a~d:1']).way('d')).toEqual(['a~d:1'])
    expect(travel('a', ['a~b:1', 'b~d:1', 'a-c', 'c~d:1']).way('d')).toEqual(['a-c', 'c~d:1'])
  })

  it('says that it is not exhausted where it was stopped', () => {
    const map = ['a-b', 'b-c', 'c-d']
    expect(travel('a', map, 3).found).toMatchObject({ states: 3, exhausted: false })
    expect(travel('a', map, 4).found).toMatchObject({ states: 4, exhausted: true })
    const stopped = search(roads('a', map), { maxStates: 9 }, { move: (_, road) => road !== 'b-c' })
    expect(stopped).toMatchObject({ states: 2, exhausted: false })
    expect(search(roads('a', map), { maxStates: 9 }, { state: it => it.state !== 'c' }).exhausted).toBe(false)
  })

  it('tells how far it is, and stops where it is told to', () => {
    const long = Array.from({ length: 1200 }, (_, i) => i)
    const line: Subject<number, number> = {
      start: 0,
      moves: at => [at + 1],
      take: (_, to) => (to < long.length ? to : null),
      key: String,
      waits: () => false,
      takes: () => 0,
    }
    const told: number[] = []
    const tell = (looked: number) => {
      told.push(looked)
      return looked < 1000
    }
    expect(search(line, { maxStates: 9999, onProgress: tell }, {})).toMatchObject({
      states: 1000,
      exhausted: false,
    })
    expect(told).toEqual([500, 1000])
  })
})

describe('on the graph', () => {
  const numbered = (start: string, map: readonly string[]) => {
    const { found, reached } = travel(start, map)
    return { edges: found.edges, id: (city: string) => reached.get(city)?.id ?? -1 }
  }

  it('knows from where a state can still be reached', () => {
    const { edges, id } = numbered('a', ['a-b', 'b-c', 'a-d', 'd-e', 'e-d'])
    expect([...reaching(edges, [id('c')])].sort()).toEqual([id('a'), id('b'), id('c')].sort())
  })

  it('knows the longest that can pass, also around acts that go round', () => {
    const { edges } = numbered('a', ['a~b:2', 'b-c', 'c-b', 'b~d:5', 'a~d:6', 'd-e'])
    expect(longestFrom(edges, 0)).toBe(7)
  })

  it('knows that there is no longest where time passes on a cycle', () => {
    const { edges } = numbered('a', ['a-b', 'b~c:1', 'c-b', 'c-d'])
    expect(longestFrom(edges, 0)).toBeNull()
  })

  it('takes nothing for longer than it is: without time it is 0', () => {
    expect(longestFrom(numbered('a', ['a-b', 'b-a']).edges, 0)).toBe(0)
  })
})
