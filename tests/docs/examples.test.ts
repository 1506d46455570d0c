import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { root } from '../../scripts/write-docs.ts'
import { play, readScript } from '../../src/cli/play.ts'
import { logText } from '../../src/engine.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { faultsOf, runModule } from './running.ts'

const files = readdirSync(`${root}examples`)
const read = (file: string) => readFileSync(`${root}examples/${file}`, 'utf8')
const programs = files.filter(file => file.endsWith('.ts'))
/** Programs that do not end by themselves, with the test that runs them instead. */
const servers: Readonly<Record<string, string>> = { '02-server.ts': 'tests/examples/server.test.ts' }
const scripts = files.filter(file => file.endsWith('.json'))

/** What an example says at its end that it prints. */
const printed = (text: string) => /\/\* It prints:\n([\s\S]*)\*\/\n$/.exec(text)?.[1]

async function playFile(file: string) {
  const lines: string[] = []
  const engine = await play(readScript(read(file)), line => lines.push(`${JSON.stringify(line)}\n`))
  return { engine, out: lines.join('') }
}

describe('programs among the examples', () => {
  it('are numbered from 01 on, without a gap', () => {
    const numbers = programs.map(file => Number(file.slice(0, 2)))
    expect(numbers.length).toBeGreaterThan(0)
    expect(numbers).toEqual(numbers.map((_, i) => i + 1))
  })

  it('compile against the source', () => {
    expect(faultsOf(programs.map(read))).toEqual([])
  })

  it.each(programs)('%s imports the package by its name', file => {
    expect(read(file)).toMatch(/from 'samenspraak'/)
    expect(read(file)).not.toMatch(/from '\.\.?\//)
  })

  it.each(Object.entries(servers))('%s is run by %s', (file, test) => {
    expect(programs).toContain(file)
    expect(existsSync(root + test)).toBe(true)
  })

  const ending = programs.filter(file => !Object.hasOwn(servers, file))
  it.each(ending)('%s prints what it says', file => {
    const { code, out, error } = runModule(read(file))
    expect({ code, error }).toEqual({ code: 0, error: '' })
    expect(out).toBe(printed(read(file)))
  })
})

describe('scripts among the examples', () => {
  it('are there', () => {
    expect(scripts).toContain('01-first-decision.json')
  })

  it.each(scripts)('%s plays to what stands beside it', async file => {
    const { engine, out } = await playFile(file)
    expect(out).toBe(read(file.replace('.json', '.expected.jsonl')))
    expect(verifyLog(await logText(engine), { head: await engine.head() })).toMatchObject({ holds: true })
  })

  it('01 decides the same text as the program of that number', async () => {
    const { engine } = await playFile('01-first-decision.json')
    const decision = await engine.proposal('homes')
    expect(decision?.state).toBe('decided')
    expect(printed(read('01-first-decision.ts'))).toContain(`\n${decision?.digest}\n`)
  })
})
