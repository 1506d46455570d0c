import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { barOf } from '../../src/cli/progress.ts'
import { type PlayedRound, round } from '../../src/simulation/simulation.ts'
import { expectMisuse, samenspraak } from './run.ts'

const path = fileURLToPath(new URL('../../examples/scenarios/lone-objector.json', import.meta.url))
const folderPath = dirname(path)
const scenario = JSON.parse(readFileSync(path, 'utf8'))
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

  it('replaces a report of before, but nothing that is protected or no plain file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'samenspraak-report-'))
    const old = join(folder, 'old.html')
    const locked = join(folder, 'locked.html')
    const socket = join(folder, 'socket')
    const server = createServer().listen(socket)
    try {
      for (const file of [old, locked]) writeFileSync(file, 'before')
      chmodSync(locked, 0o444)
      await once(server, 'listening')
      expect(simulate('--rounds', '5', '--report', old)).toMatchObject({ code: 0 })
      expect(readFileSync(old, 'utf8')).toMatch(/^<!doctype html>/)
      expectMisuse(simulate('--rounds', '5', '--report', socket), /cannot write .*: it is not a plain file/)
      // To whoever may do everything nothing is locked.
      if (process.getuid?.() !== 0) {
        expectMisuse(simulate('--rounds', '5', '--report', locked), /cannot write .*: permission is denied/)
        expect(readFileSync(locked, 'utf8')).toBe('before')
      }
      expect(readdirSync(folder).sort()).toEqual(['locked.html', 'old.html', 'socket'])
    } finally {
      server.close()
      rmSync(folder, { recursive: true, force: true })
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
      [
        ['--sweep', 'nothing.at.all=1'],
        /the scenario cannot be used: there is no field "nothing" here; there are \$schema, format, title, /,
        input,
      ],
      [['--sweep', 'partners.vier.attention=1'], /has nothing at "partners\.vier\.attention"/, input],
      [[], /standard input is not JSON/, '{'],
      [[], /the scenario cannot be used: there is no field "surprise" here; /, wrong({ surprise: 1 })],
      [[], /the scenario cannot be used: title: is missing, and must be text/, wrong({ title: undefined })],
      [['--report', ''], /--report: name a file/, input],
      [['--report', `${path}/x`], /cannot write .*: part of the path is not a folder/, input],
      [['--report', folderPath], /cannot write .*: it is a folder/, input],
      [[], /the scenario cannot be used: issues: needs at least one issue/, wrong({ issues: [] })],
      [[], /statusQuo: must have a place on each issue: 1, not 2/, wrong({ statusQuo: [0, 1] })],
      [[], /the scenario cannot be used: partners: needs at least two partners/, wrong({ partners: [] })],
    ] as const)
      expectMisuse(samenspraak(['simulate', '-', ...args], { input: given }), says)
  }, 120_000)
})

describe('simulate --round', () => {
  it('prints all that was recorded, a line each, and what became of it', () => {
    const played = round(scenario, 1, { number: 7 })
    const { code, out, err } = simulate('--round', '7')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const lines = out.split('\n')
    expect(lines[0]).toBe('Twee partners en een dwarsligger: round 7 with seed 1')
    expect(lines).toContain('Under Samenspraak, proposed by Partner Een.')
    expect(lines).toContain('Tue 06 Jan 2026  day  1  Partner Drie objects')
    expect(lines).toContain('Mon 19 Jan 2026  day 10  The term ends with this day')
    expect(lines.filter(line => /^\w{3} \d\d \w{3} \d{4} {2}day [ \d]\d {2}\S/.test(line))).toHaveLength(
      played.noted.length,
    )
    const each = ['een', 'twee', 'drie'].map(id => played.satisfaction[id]?.toFixed(2))
    expect(lines.slice(-6, -2)).toEqual([
      `It ended as: ended without consensus; working days: ${played.days}. Revisions: ${played.revisions}.`,
      `Satisfaction, 0 to 1: Partner Een ${each[0]}, Partner Twee ${each[1]} and Partner Drie ${each[2]}.`,
      'No decision passed any partner by.',
      '',
    ])
    expect(lines.at(-2)).toMatch(/^samenspraak \d+\.\d+\.\d+, seed 1, round 7, scenario sha256:[0-9a-f]{64}$/)
  })

  it('says it in the words of the report', () => {
    const folder = mkdtempSync(join(tmpdir(), 'samenspraak-report-'))
    try {
      const report = join(folder, 'out.html')
      const { code, out } = simulate('--rounds', '10', '--round', '7', '--report', report)
      expect({ code, out: out.split('\n')[0] }).toEqual({
        ...{ code: 0, out: 'Twee partners en een dwarsligger: 10 rounds of each procedure' },
      })
      const [, english = ''] = readFileSync(report, 'utf8').split('Round 7, day by day')
      const [, list = ''] = /<ol class="days">(.*?)<\/ol>/s.exec(english) ?? []
      const onPage = [...list.matchAll(/<li>([^<]+)<\/li>/g)].map(([, said]) => said)
      const printed = [...simulate('--round', '7').out.matchAll(/ {2}day [ \d]\d {2}(.+)/g)].map(
        ([, said]) => said,
      )
      expect(onPage).toEqual(printed)
      expect(onPage.length).toBeGreaterThan(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('plays the same round under other procedures, and names whom they pass by', () => {
    const { out } = simulate('--round', '7', '--compare', 'majority,lazy-consensus')
    const parts = out.split(/^Under (.+), proposed by /m).filter((_, i) => i % 2 === 1)
    expect(parts).toEqual(['Samenspraak', 'simple majority of the votes cast', 'lazy consensus (Apache)'])
    expect(out).toContain('\nPassed by: Partner Drie (it objected).\n')
  })

  it('prints as JSON what code has of it, with the seed that is asked', () => {
    const { code, out } = simulate('--round', '7', '--seed', '5', '--compare', 'majority', '--json')
    expect(code).toBe(0)
    const told: { rounds: Record<string, PlayedRound> } = JSON.parse(out)
    expect(told).toMatchObject({ format: 'samenspraak-rounds/1', seed: 5, number: 7 })
    expect(Object.keys(told.rounds)).toEqual(['samenspraak', 'majority'])
    for (const [procedure, played] of Object.entries(told.rounds))
      expect(played).toEqual(JSON.parse(JSON.stringify(round(scenario, 5, { number: 7, procedure }))))
  })

  it('plays what a trial found worth a look, on any number of workers, and the table says which', () => {
    const asked = ['--rounds', '600', '--seed', '3', '--compare', 'majority']
    const { procedures } = JSON.parse(simulate(...asked, '--workers', '2', '--json').out)
    for (const [name, { notable, days }] of Object.entries<(typeof procedures)[string]>(procedures)) {
      const played = (number: number) =>
        JSON.parse(simulate('--round', String(number), '--seed', '3', '--compare', 'majority', '--json').out)
          .rounds[name]
      expect(played(notable.longest).days).toBe(days.longest)
      if (notable.failed !== null) expect(played(notable.failed).outcome).toBe('noConsensus')
    }
    const { failed, longest, unhappiest } = procedures.samenspraak.notable
    expect(new Set([failed, longest, unhappiest]).size).toBeGreaterThan(1)
    const [, hint = ''] = /\nWorth a look, with the same seed: (.+)\.\n/.exec(simulate(...asked).out) ?? []
    const named = [...hint.matchAll(/--round (\d+) \(/g)].map(([, number]) => Number(number))
    expect(named).toEqual([...new Set([failed, longest, unhappiest])])
    expect(hint).toMatch(new RegExp(`--round ${failed} \\(the first without consensus`))
  }, 120_000)

  it('goes with nothing that asks for more rounds, unless a report tells of them', () => {
    for (const [args, says] of [
      [['--csv'], /--round and --csv: choose one/],
      [['--rounds', '1000'], /--round and --rounds: choose one/],
      [['--sweep', 'partners.drie.tolerance=0.1'], /--round and --sweep: choose one/],
      [['--rounds', '7', '--report', 'out.html'], /--round 7: the rounds of this trial are 0 to 6/],
    ] as const)
      expectMisuse(simulate('--round', '7', ...args), says)
    for (const number of ['-1', '1.5', 'x', '10000000'])
      expectMisuse(simulate('--round', number), /it must be a whole number from 0 to 9999999/)
    const bad = samenspraak(['simulate', '-', '--round', '7'], { input: '{}' })
    expectMisuse(bad, /the scenario cannot be used: format: must be/)
  }, 60_000)
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
