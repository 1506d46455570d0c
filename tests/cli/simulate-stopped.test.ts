// Ctrl-C: what was played until then is told and said not to be all, and nothing is left half-written.
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as passed } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inCsv, inTable, sweptInTable } from '../../src/cli/simulate-words.ts'
import { simulate, sweep } from '../../src/simulation/simulation.ts'
import { main, type Run, samenspraak } from './run.ts'

const path = new URL('../../examples/scenarios/lone-objector.json', import.meta.url)
const scenario = JSON.parse(readFileSync(path, 'utf8'))
const input = JSON.stringify(scenario)

/** So many that no machine comes to the end of them in a test. */
const endless = 10_000_000

interface Stopped extends Run {
  readonly signal: NodeJS.Signals | null
}

/** Runs it, and presses Ctrl-C after this time; if asked again and again, until it has ended. */
async function interrupted(args: readonly string[], given: string, after: number, again: boolean) {
  const child = spawn(process.execPath, [main, 'simulate', '-', ...args])
  const told = { out: '', err: '' }
  child.stdout.on('data', data => {
    told.out += data
  })
  child.stderr.on('data', data => {
    told.err += data
  })
  child.stdin.end(given)
  const ended = new Promise<Stopped>(resolve =>
    child.on('close', (code, signal) => resolve({ code, signal, ...told })),
  )
  await passed(after)
  child.kill('SIGINT')
  while (again && child.exitCode === null && child.signalCode === null) {
    await passed(20)
    child.kill('SIGINT')
  }
  return ended
}

/** The same, once it was on its way: a process that has yet to begin is just gone, so that it is tried again, and later. */
async function stopped(
  args: readonly string[],
  { given = input, again = false, isOnItsWay = (_: Stopped): boolean => true } = {},
): Promise<Stopped> {
  let run: Stopped
  let after = 500
  do {
    run = await interrupted([...args, '--rounds', String(endless)], given, after, again)
    after *= 2
  } while ((run.signal !== null || !isOnItsWay(run)) && after < 40_000)
  expect(run.signal).toBeNull()
  return run
}

const note = 'samenspraak: stopped; what is told is of the rounds until then\n'

/** Stopped with Ctrl-C after some rounds of ours, with the result as JSON. */
async function stoppedResult(args: readonly string[]) {
  const roundsIn = ({ out }: Stopped): number => JSON.parse(out).procedures.samenspraak.rounds
  const { code, out, err } = await stopped([...args, '--json'], { isOnItsWay: run => roundsIn(run) > 0 })
  expect({ code, err }).toEqual({ code: 1, err: note })
  return JSON.parse(out)
}

describe('Ctrl-C', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'samenspraak-stopped-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it.each([1, 2])(
    'tells of the rounds until then, as of a trial of so many, with %i workers',
    async workers => {
      const { partial, rounds, procedures } = await stoppedResult(['--workers', String(workers)])
      expect({ partial, rounds }).toEqual({ partial: true, rounds: endless })
      const played: number = procedures.samenspraak.rounds
      expect(played).toBeGreaterThan(0)
      expect(played).toBeLessThan(endless)
      const whole = samenspraak(['simulate', '-', '--rounds', String(played), '--json'], { input })
      expect(JSON.parse(whole.out).procedures).toEqual(procedures)
    },
  )

  it('leaves a whole page that says that it is not all, and no file beside it', async () => {
    const report = join(folder, 'out.html')
    const result = await stoppedResult(['--report', report, '--workers', '2', '--compare', 'majority'])
    expect(result.partial).toBe(true)
    expect(readdirSync(folder)).toEqual(['out.html'])
    const page = readFileSync(report, 'utf8')
    expect(page).toMatch(/^<!doctype html>/)
    expect(page).toMatch(/<\/html>\n$/)
    expect(page).toContain('<strong>Stopped before its end</strong>')
    expect(page).toContain('of 10,000,000 rounds were played')
  })

  it('drops the trial of a sweep that it stops, and says so on the page too', async () => {
    const report = join(folder, 'out.html')
    const { code, out, err } = await stopped(
      ['--json', '--report', report, '--sweep', 'partners.drie.tolerance=0.1,0.9'],
      {},
    )
    expect({ code, err }).toEqual({ code: 1, err: note })
    expect(JSON.parse(out)).toMatchObject({ cells: [], partial: true })
    expect(readdirSync(folder)).toEqual(['out.html'])
    expect(readFileSync(report, 'utf8')).toContain('0 of 2 trials are here')
  })

  it('ends at once when it is pressed again, and leaves nothing', async () => {
    const [partner] = scenario.partners
    const partners = Array.from({ length: 50 }, (_, i) => {
      return { ...partner, id: `p${i}`, name: `Partner ${i}`, ideal: [i / 50] }
    })
    // So many partners that the rounds which are under way when it is first pressed take their time.
    const given = JSON.stringify({ ...scenario, partners, proposal: {} })
    const args = ['--json', '--workers', '2', '--report', join(folder, 'out.html')]
    const { code, out, err } = await stopped(args, { given, again: true })
    expect({ code, out, err }).toEqual({ code: 130, out: '', err: '' })
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('a trial that was stopped before its first round', () => {
  const nothing = { compare: ['majority'], signal: AbortSignal.abort() }

  it('is told as that: no shares, no days, no satisfaction', async () => {
    const result = await simulate(scenario, nothing)
    const table = inTable(result)
    expect(table).toContain(': PARTIAL, stopped after 0 of 1,000 rounds of each procedure\n')
    expect(table).toMatch(/\nsamenspraak +no round played\nmajority +no round played\n/)
    expect(table).not.toMatch(/NaN|worst off|Worth a look|never ends|\d %\s/)
    const [head = '', ...lines] = inCsv(result).trimEnd().split('\r\n')
    expect(lines.map(line => line.split(',').filter(cell => cell !== ''))).toEqual(
      ['samenspraak', 'majority'].map(name => [name, '0', '1', result.version, result.scenario.digest]),
    )
    for (const line of lines) expect(line.split(',')).toHaveLength(head.split(',').length)
  })

  it('has rounds of some procedures and not of others', async () => {
    const stop = new AbortController()
    const options = { compare: ['majority'], signal: stop.signal, onProgress: () => stop.abort() }
    const table = inTable(await simulate(scenario, options))
    expect(table).toContain(': PARTIAL, stopped after 0 to 250 of 1,000 rounds of each procedure\n')
    expect(table).toMatch(/\nsamenspraak +\d+\.\d %/)
    expect(table).toMatch(/\nmajority +no round played\n/)
  })

  it('leaves of a sweep how many trials there are', async () => {
    const swept = await sweep(scenario, [{ path: 'partners.drie.tolerance', values: [0.1, 0.9] }], nothing)
    expect(sweptInTable(swept)).toBe('PARTIAL, stopped after 0 of 2 trials\n')
    expect(inCsv(swept)).toMatch(/^partners\.drie\.tolerance,procedure,rounds,[^\n]*\r\n$/)
  })
})
