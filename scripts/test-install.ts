// Installs the package elsewhere with nothing of this machine's cache, and compiles and runs a program there: `npm run test:install`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Audience, audiences, consumerPrints, packInto, projectIn, run, settleFor } from './stranger.ts'

/** The compilers that strangers may have: the oldest and the newest that we promise to. */
const compilers = ['5.9.3', '6.0.3']

const lenient = { exactOptionalPropertyTypes: false, skipLibCheck: false }
const strict = { exactOptionalPropertyTypes: true, skipLibCheck: true }

function tell(what: string, work: () => string): void {
  const began = Date.now()
  const found = work()
  console.log(`${what}${found === '' ? '' : `: ${found}`} (${((Date.now() - began) / 1_000).toFixed(1)} s)`)
}

function install(project: string, cache: string, ...what: readonly string[]): void {
  run(project, 'npm', ['install', '--cache', cache, '--no-audit', '--no-fund', ...what])
}

/** Compiles for everybody with one compiler: every declaration checked, and then as strictly as can be. */
function compileWith(version: string, project: string, cache: string): void {
  tell(`TypeScript ${version} compiles it for Node and for a bundler, all declarations checked`, () => {
    install(project, cache, '--no-save', `typescript@${version}`)
    for (const audience of Object.keys(audiences) as Audience[])
      for (const strictness of [lenient, strict])
        run(project, process.execPath, [
          'node_modules/typescript/bin/tsc',
          '-p',
          settleFor(project, audience, strictness),
        ])
    return ''
  })
}

function decide(project: string): string {
  const printed = run(project, process.execPath, ['made/consumer.js'])
  if (printed !== consumerPrints) throw new Error(`the program prints something else:\n${printed}`)
  return ''
}

const folder = mkdtempSync(join(tmpdir(), 'samenspraak-install-'))
try {
  const { tarball } = packInto(folder)
  const project = projectIn(folder)
  const cache = join(folder, 'cache')
  tell('it installs with an empty cache', () => {
    install(project, cache, tarball)
    return ''
  })
  for (const version of compilers) compileWith(version, project, cache)
  tell('it decides and verifies', () => decide(project))
  tell('its command answers', () => run(project, 'npx', ['--no', '--', 'samenspraak', '--version']).trim())
} finally {
  rmSync(folder, { recursive: true, force: true })
}
