import { describe, expect, it } from 'vitest'
import { charterOf, expectMisuse, samenspraak } from './run.ts'

describe('check', () => {
  it('says of our own procedure that no partner can be bypassed, and how many states it looked at', () => {
    const input = JSON.stringify(charterOf(['a', 'b']))
    const { code, out, err } = samenspraak(['check', '-'], { input })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^samenspraak\/1, 2 partners, 2 revisions, 2 objections\n {2}equal +\d/)
    expect(out).toMatch(/\nno partner can be bypassed: [\d,]+ states\n$/)
  }, 120_000)

  it('obeys the number of states, and says honestly that there are more', () => {
    const { code, out } = samenspraak(['check', '--max-states', '200'])
    expect(code).toBe(0)
    expect(out).toContain(
      'not exhausted: nobody is bypassed in the 200 states that were looked at, there are more',
    )
    expect(out).not.toContain('no partner can be bypassed')
    const told = JSON.parse(samenspraak(['check', '--max-states', '200', '--json']).out)
    expect(told).toMatchObject({ procedure: 'samenspraak', bypassed: null, states: 200, exhausted: false })
    expect(told.invariants).toHaveLength(9)
    expect(told.parts).toHaveLength(6)
  }, 60_000)

  it.each([
    ['rfcbot', 'silent', '2 silent partners are bypassed: Urk, Lelystad'],
    ['lazy-consensus', 'silent', '2 silent partners are bypassed: Zeewolde, Dronten'],
    ['majority', 'dissenting', 'a dissenting partner is bypassed: Dronten'],
    ['holacracy', 'silent', '2 silent partners are bypassed: Zeewolde, Dronten'],
  ])(
    'shows whom %s bypasses: %s',
    (name, kind, line) => {
      const { code, out } = samenspraak(['check', '--procedure', name])
      expect(code).toBe(1)
      expect(out).toContain(`\n${line}\n   1. Almere proposes`)
      const told = JSON.parse(samenspraak(['check', '--procedure', name, '--json']).out)
      expect(told.bypassed.class).toBe(kind)
      expect(told.bypassed.trace.length).toBeGreaterThan(2)
    },
    60_000,
  )

  it('says none of unanimity, and that it can stay open for ever', () => {
    const { code, out } = samenspraak(['check', '--procedure', 'unanimity'])
    expect(code).toBe(0)
    expect(out).toMatch(/\nno partner can be bypassed: [\d,]+ states\nit can stay open for ever/)
  })

  it('takes the partners of a charter for another procedure, and names that leave no doubt', () => {
    const input = JSON.stringify(charterOf(['a', 'b', 'c', 'd']))
    const { out } = samenspraak(['check', '-', '--procedure', 'simple-majority'], { input })
    expect(out).toContain('a dissenting partner is bypassed: Partner d')
    expect(samenspraak(['check', '--procedure', 'Two_Thirds']).out).toContain('two thirds')
  }, 60_000)

  it('tells every mistake in one line', () => {
    const input = JSON.stringify(charterOf(['a', 'b', 'c']))
    for (const [args, says, given] of [
      [['--procedure', 'coin'], /there is no procedure "coin"; there are samenspraak, unanimity, /, ''],
      [['--partners', '1'], /whole number from 2/, ''],
      [['--partners', 'two'], /whole number from 2/, ''],
      [['--partners', '9', '--procedure', 'majority'], /--partners: must be 2 to 8 for majority/, ''],
      [['--partners', '9'], /partners: must be 2 to 8/, ''],
      [['--max-states', '0'], /whole number from 1 to 10000000/, ''],
      [['-', '--partners', '4'], /partners: must be 2 to 3, as many as the charter names/, input],
      [['-', '--partners', '4', '--procedure', 'iso'], /--partners: the charter names 3/, input],
      [['-'], /the charter is not JSON/, '{'],
      [['-'], /the charter cannot be used: /, '{}'],
      [['nowhere.json'], /cannot read nowhere.json: there is no such file/, ''],
    ] as const)
      expectMisuse(samenspraak(['check', ...args], { input: given }), says)
  }, 60_000)
})
