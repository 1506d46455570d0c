// The tutorial of the proof, walked through as it stands: its twenty lines pass on the package, and fail where the law is weaker.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { root } from '../../scripts/write-docs.ts'
import { settled, stepsOf, type Walk, walk } from '../docs/walking.ts'

const page = 'docs/tutorial/prove-it.md'
const steps = stepsOf(page)
const patience = 900_000
const law = 'node_modules/samenspraak/dist/proposal/machine.js'

/** The built package in a folder of its own, so that its law can be changed, with what it needs and nothing that is optional. */
function install(project: string, ...beside: readonly string[]): void {
  const own = join(project, 'node_modules/samenspraak')
  mkdirSync(own, { recursive: true })
  for (const part of ['dist', 'package.json']) cpSync(join(root, part), join(own, part), { recursive: true })
  const link = (name: string, at: string) => {
    mkdirSync(dirname(join(at, name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(at, name))
  }
  for (const name of Object.keys(packageJson.dependencies)) link(name, join(own, 'node_modules'))
  for (const name of beside) link(name, join(project, 'node_modules'))
}

/** An npm that puts the copy where it would install, and refuses what the page should not ask. */
const npm = (ready: string): string => `#!/bin/sh
set -e
case "$*" in
  'ci' | 'pack --pack-destination ..') ;;
  'init -y') echo '{ "name": "prove-it", "version": "1.0.0", "type": "commonjs" }' > package.json ;;
  'install ../${packageJson.name}-${packageJson.version}.tgz fast-check@${packageJson.devDependencies['fast-check']}')
    cp -r '${ready}/node_modules' . ;;
  *) echo "the test knows no npm $*"; exit 1 ;;
esac
`

let folder = ''
let walked: Walk
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'samenspraak-prove-'))
  install(join(folder, 'ready'), 'fast-check')
  for (const name of ['bin', 'checkout']) mkdirSync(join(folder, name))
  const npx = `#!/bin/sh\nshift\nexec node node_modules/samenspraak/dist/cli/main.js "$@"\n`
  for (const [name, text] of Object.entries({ npm: npm(join(folder, 'ready')), npx })) {
    writeFileSync(join(folder, 'bin', name), text)
    chmodSync(join(folder, 'bin', name), 0o755)
  }
  const env: NodeJS.ProcessEnv = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}` }
  delete env.NODE_OPTIONS
  walked = walk(steps, join(folder, 'checkout'), join(folder, 'printed'), env)
}, patience)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const inProject = (file: string): string => join(folder, 'prove-it', file)

describe('the tutorial of the proof', () => {
  const shown = steps.flatMap((step, i) =>
    'commands' in step && step.prints !== null ? [[step.line, i, step.prints] as const] : [],
  )

  it.each(shown)('line %i prints what the page says', (_, i, prints) => {
    expect(settled(walked.printed[i] ?? '')).toBe(settled(prints))
  })

  it('comes to its end, with a test of at most twenty lines', () => {
    expect({ code: walked.code, last: walked.printed.findLast(it => it !== '') }).toMatchObject({ code: 0 })
    expect(shown).toHaveLength(3)
    const [lines] = steps.flatMap(step =>
      'file' in step && step.file === 'promise.test.mjs' ? step.text.trimEnd().split('\n').length : [],
    )
    expect(lines).toBeLessThanOrEqual(20)
  })
})

describe('a law made weaker', () => {
  /** What the twenty lines say where one guard is struck out at one place: each test that failed, with its words. */
  function saidWithout(guard: string, after: string): string {
    const sound = readFileSync(inProject('sound.js'), 'utf8')
    const place = sound.indexOf(`'${guard}',`, sound.indexOf(after))
    expect(place).toBeGreaterThan(0)
    const weak = `${sound.slice(0, place)}${sound.slice(place + guard.length + 3)}`
    writeFileSync(inProject(law), weak)
    const args = ['--test', '--test-reporter=tap', '--test-name-pattern=state', 'promise.test.mjs']
    const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env
    const { stdout } = spawnSync(process.execPath, args, { cwd: inProject('.'), encoding: 'utf8', env })
    writeFileSync(inProject(law), sound)
    return stdout
  }

  /** With ALL=1 each of them; one of them always. */
  const places = [
    [
      'onCurrentRevision',
      "'position.taken'",
      'a position of it counts (C4, C6)\n    anna submits\n    anna consents on revision 2\n',
    ],
    ['byOwnerOfObjection', "'objection.withdrawn'", 'lets objection'],
    ['onCurrentRevision', "'confirmation.given'", '\n    anna confirms revision 2 of p1\n'],
  ] as const

  it.each(process.env.ALL === '1' ? places : places.slice(0, 1))(
    'without %s in %s it is told on the shortest way',
    (guard, after, told) => {
      const said = saidWithout(guard, after)
      expect(said).toContain('\nnot ok 1 - no state that three of us can reach breaks the promise\n')
      expect(said).toContain(told)
    },
    patience,
  )
})

describe('without fast-check', () => {
  it(
    'the door opens, and what needs it says in one line what to install',
    () => {
      const project = join(folder, 'without')
      install(project)
      const program = `
import { acts, charters, explore, inspect, logs, noPartnerBypassed, procedures, scenario, storeContract } from 'samenspraak/proof'
import { memoryStore } from 'samenspraak'
import { charter } from './charter.mjs'
const asked = { acts: () => acts(charter), charters: () => charters(), logs: () => logs(charter), noPartnerBypassed: () => noPartnerBypassed(charter) }
for (const ask of Object.values(asked)) try { ask() } catch (error) { console.log(error.message) }
console.log(explore(charter, { partners: 2, parts: ['charter'] }).exhausted, inspect(procedures[0]).exhausted)
await scenario(charter).given({ act: 'draftProposal', by: 'anna', proposal: 'p1', title: 'A', text: 'B' }).then({ state: 'drafting' })
let failed = []
const tests = []
storeContract({ test: (name, run) => tests.push(run), factory: () => memoryStore() })
for (const run of tests) await run().catch(error => failed.push(error.message))
console.log(tests.length - failed.length > 90, failed.length, failed.every(it => it.includes('npm install --save-dev fast-check')))
`
      writeFileSync(join(project, 'try.mjs'), program)
      cpSync(inProject('charter.mjs'), join(project, 'charter.mjs'))
      const { stdout, stderr } = spawnSync(process.execPath, ['try.mjs'], { cwd: project, encoding: 'utf8' })
      const needs = (what: string) =>
        `${what} needs fast-check, which is not installed: npm install --save-dev fast-check\n`
      const lines = ['acts', 'charters', 'logs', 'noPartnerBypassed'].map(needs).join('')
      expect({ stdout, stderr }).toEqual({ stdout: `${lines}true true\ntrue 3 true\n`, stderr: '' })
    },
    patience,
  )
})
