// `npm run proof`: everything that is proved, within bounds, with a line for each line of the promise.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Exploration } from '../src/proof/explore.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Ran {
  readonly code: number
  readonly out: string
  readonly seconds: number
}

function run(command: readonly string[]): Promise<Ran> {
  const start = performance.now()
  const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', piece => {
    out += piece
  })
  return new Promise(resolve =>
    child.on('close', code => resolve({ code: code ?? 1, out, seconds: (performance.now() - start) / 1000 })),
  )
}

const script = (path: string): string[] => ['--import', 'tsx', `scripts/proof/${path}`]
/** As one file of plain JavaScript: it runs a quarter faster than when it is translated as it loads. */
async function bundled(path: string): Promise<string[]> {
  const outfile = join(root, 'node_modules/.cache/proof', path.replace('.ts', '.mjs'))
  const entryPoints = [join(root, 'scripts/proof', path)]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
  return [outfile]
}
const tests = (...paths: string[]): string[] => [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=json',
  ...paths,
]

interface Killed {
  readonly mutants: number
  readonly survived: readonly string[]
}

interface Needed {
  readonly only: Readonly<Record<string, string>>
  readonly shared: readonly string[]
}

interface Tested {
  readonly numPassedTests: number
  readonly numFailedTests: number
}

const jsonIn = <T>({ out }: Ran): T => JSON.parse(out.slice(out.indexOf('{'))) as T
const big = (count: number): string => count.toLocaleString('en')
let failed = false

function say(holds: boolean, name: string, what: string): void {
  failed ||= !holds
  console.log(`${holds ? 'holds ' : 'BROKEN'}  ${name.padEnd(17)} ${what}`)
}

function tellTests(name: string, what: string, ran: Ran): void {
  const { numPassedTests, numFailedTests } = jsonIn<Tested>(ran)
  say(
    ran.code === 0,
    name,
    `${what}: ${numPassedTests} checks${numFailedTests > 0 ? `, ${numFailedTests} failed` : ''}`,
  )
}

function tellPromise(found: Exploration, { only }: Needed): void {
  const total = `${big(found.states)} states${found.exhausted ? '' : ', NOT EXHAUSTED'}`
  say(found.exhausted, 'explored', `3 partners, 2 revisions, 2 objections: ${total}`)
  for (const { part, states, covers } of found.parts)
    console.log(`        ${part.padEnd(17)} ${big(states)} states: ${covers}`)
  for (const { name, says, forbids, checked, broken } of found.invariants) {
    const alone = only[name] ? `; only this notices ${only[name]}` : ''
    say(
      broken === null && checked > 0,
      name,
      `${says}: ${big(checked)} checks; would have failed: ${forbids}${alone}`,
    )
    if (broken) console.log([broken.what, ...broken.trace].map(line => `          ${line}`).join('\n'))
  }
}

function tellMutants({ mutants, survived }: Killed, { shared }: Needed): void {
  const who = survived.length === 0 ? '' : `; not noticed: ${survived.join(', ')}`
  say(
    survived.length === 0,
    'it can fail',
    `${mutants} ways of weakening the law, ${mutants - survived.length} noticed, each by its named check${who}`,
  )
  say(
    shared.length === 0,
    'none is too many',
    `each line of the promise notices a weakness that no other does${shared.map(it => `; ${it}`).join('')}`,
  )
}

const start = performance.now()
const commands = {
  needed: script('needed.ts'),
  explored: await bundled('explored.ts'),
  long: tests('tests/proof/long-runs.test.ts', 'tests/model/side-by-side.test.ts'),
  killed: script('killed.ts'),
  model: tests('tests/model/invariants.test.ts'),
  anyState: tests('tests/proposal/any-', 'tests/charter/any-'),
}
/** Two at a time, what takes longest first. */
async function runAll(): Promise<Record<keyof typeof commands, Ran>> {
  const waiting = Object.entries(commands)
  const ran: [string, Ran][] = []
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) ran.push([next[0], await run(next[1])])
  }
  await Promise.all([lane(), lane()])
  return Object.fromEntries(ran) as Record<keyof typeof commands, Ran>
}
const { needed, explored, long, killed, model, anyState } = await runAll()
tellTests(
  'the model',
  'the reference model by itself keeps the nine lines, and they notice when it does not',
  model,
)
tellPromise(jsonIn<Exploration>(explored), jsonIn<Needed>(needed))
tellTests(
  'from any state',
  'each guard by itself, the gate on any record, also where no road leads',
  anyState,
)
tellTests('long runs', '5 to 12 partners, engines on each store, much asked at once, beside the model', long)
tellMutants(jsonIn<Killed>(killed), jsonIn<Needed>(needed))
console.log(
  `\n${failed ? 'The promise is broken, or the proof is.' : 'All of it holds.'} ${Math.round((performance.now() - start) / 1000)} s`,
)
process.exitCode = failed ? 1 : 0
