import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { barOf } from '../../src/cli/progress.ts'
import { expectMisuse, samenspraak } from './run.ts'

const scenario = JSON.parse(
  readFileSync(new URL('../../examples/scenarios/lone-objector.json', import.meta.url), 'utf8'),
)
const input = JSON.stringify(scenario)
const simulate = (...args: string[]) => samenspraak(['simulate', '-', ...args], { input })

describe('simulate', () => {
  it('tells in a table how often partners agree, whom decisions pass by, and how to have it again', () => {
    const { code, out, err } = simulate('--rounds', '60', '--compare', 'majority')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('Twee partners en een dwarsligger: 60 rounds of each procedure\n')
    expect(out).toMatch(/\nsamenspraak +\d+\.\d % \(\d+\.\d % to \d+\.\d %\) +0 /)
    expect(out).toMatch(/\nmajority +100\.0 % \(94\.0 % to 100\.0 %\) +60 /)
    expect(out).toMatch(/\nsamenspraak \d+\.\d+\.\d+, seed 1, 60 rounds, scenario sha256:[0-9a-f]{64}\n$/)
  })

  it('is the same to the byte on one worker and on two, and another with another seed', () => {
    const args = ['--rounds', '600', '--compare', 'lazy-consensus', '--json']
    const one = simulate(...args, '--workers', '1').out
    expect(simulate(...args, '--workers', '2').out).toBe(one)
    expect(simulate(...args, '--seed', '2').out).not.toBe(one)
    const { procedures, partial } = JSON.parse(one)
    expect(partial).toBe(false)
    expect(procedures.samenspraak).toMatchObject({ rounds: 600, bypassed: 0 })
    expect(procedures['lazy-consensus'].bypassed).toBeGreaterThan(0)
  }, 120_000)

  it('compares with six procedures, unless some are named', () => {
    const { procedures } = JSON.parse(simulate('--rounds', '5', '--compare', '--json').out)
    expect(Object.keys(procedures)).toEqual([
      ...['samenspraak', 'unanimity', 'rfcbot', 'lazy-consensus', 'sociocratic-consent'],
      ...['majority', 'two-thirds'],
    ])
  })

  it('plays every pair of two parameters, in CSV with a line for each', () => {
    const { code, out } = simulate(
      ...['--rounds', '5', '--csv', '--sweep', 'charter.terms.consultation=5,10'],
      ...['--sweep', 'partners.drie.tolerance=0.1,0.6,0.9'],
    )
    expect(code).toBe(0)
    const [head = '', ...lines] = out.trimEnd().split('\r\n')
    expect(head).toMatch(/^charter\.terms\.consultation,partners\.drie\.tolerance,procedure,rounds,adopted,/)
    expect(lines.map(line => line.split(',').slice(0, 4).join())).toEqual([
      ...['5,0.1', '5,0.6', '5,0.9', '10,0.1', '10,0.6', '10,0.9'].map(pair => `${pair},samenspraak,5`),
    ])
    for (const line of lines) expect(line.split(',')).toHaveLength(head.split(',').length)
  })

  it('writes what was found as one page, with a round of ours in full, and of a sweep its plot', () => {
    const folder = mkdtempSync(join(tmpdir(), 'samenspraak-report-'))
    try {
      const report = join(folder, 'out.html')
      const swept = ['--sweep', 'partners.drie.tolerance=0.1,0.9']
      for (const more of [['--compare', 'majority'], swept]) {
        expect(simulate('--rounds', '20', '--report', report, ...more)).toMatchObject({ code: 0, err: '' })
        const page = readFileSync(report, 'utf8')
        expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
        expect(page).toContain('Partner Drie')
        expect(page).toMatch(/sha256:[0-9a-f]{64}/)
        expect(page).not.toMatch(/(?:src|href)="(?!#)/)
        expect(readdirSync(folder)).toEqual(['out.html'])
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  }, 60_000)

  it('tells every mistake in one line, before anything is played', () => {
    const wrong = (changes: object) => JSON.stringify({ ...scenario, ...changes })
    for (const [args, says, given] of [
      [['--rounds', '0'], /--rounds <n>.*it must be a whole number from 1 to 10000000/, input],
      [['--seed', '-1'], /it must be a whole number from 0 to 4294967295/, input],
      [['--compare', 'coin'], /--compare: there is no procedure "coin"; there are unanimity, /, input],
      [['--json', '--csv'], /--json and --csv: choose one/, input],
      [['--report', '/nowhere/out.html'], /cannot write \/nowhere\/out\.html: there is no such/, input],
      [['--sweep', 'title'], /it must be a path and values, as/, input],
      [['--sweep', 'nothing.at.all=1'], /the scenario cannot be used: Unrecognized key: "nothing"/, input],
      [['--sweep', 'partners.vier.attention=1'], /has nothing at "partners\.vier\.attention"/, input],
      [[], /standard input is not JSON/, '{'],
      [[], /the scenario cannot be used: Unrecognized key: "surprise"/, wrong({ surprise: 1 })],
      [[], /the scenario cannot be used: issues: needs at least one issue/, wrong({ issues: [] })],
      [[], /statusQuo: must have a place on each issue: 1, not 2/, wrong({ statusQuo: [0, 1] })],
      [[], /the scenario cannot be used: partners: needs at least two partners/, wrong({ partners: [] })],
    ] as const)
      expectMisuse(samenspraak(['simulate', '-', ...args], { input: given }), says)
  }, 120_000)
})

describe('the bar', () => {
  it('tells how far it is, how fast, and how long it will take', () => {
    expect(barOf(500, 2000, 2, 'rounds')).toBe(
      '[######..................] 25 %  500 of 2,000 rounds, 250 a second, 6 s left',
    )
    expect(barOf(0, 10, 0, 'rounds')).toBe('[........................] 0 %  0 of 10 rounds, 0 a second')
    expect(barOf(10, 100_000, 1, 'rounds')).toMatch(/10 a second, 2\.8 h left$/)
    expect(barOf(10, 10_000, 1, 'rounds')).toMatch(/17 min left$/)
  })
})
