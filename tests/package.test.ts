// The package as a stranger gets it: packed, installed into an empty strict project, compiled against and run.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }

const root = fileURLToPath(new URL('..', import.meta.url))
const patience = 300_000

interface Failure {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The environment without what npm and npx set for their own children: they would take it for theirs. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !name.startsWith('npm_') || /^npm_config_(registry|cache|userconfig|offline)$/.test(name),
  ),
)

/** Runs a command and gives what it said on standard output. @throws Error with all that it said */
function run(cwd: string, command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, {
      cwd,
      env,
      encoding: 'utf8',
      stdio: 'pipe',
      maxBuffer: 64 * 1024 * 1024,
    })
  } catch (error) {
    const { status, stdout, stderr } = error as Failure
    throw new Error(`${command} ${args.join(' ')} (exit code ${status})\n${stdout}\n${stderr}`)
  }
}

const sample = `
import { type ActOutcome, memoryStore, openCollaboration, setClock } from 'samenspraak'
import { verifyLog } from 'samenspraak/verify'

const store = memoryStore()
const clock = setClock('2026-01-05T08:00:00.000Z')
const regio = await openCollaboration({ id: 'regio', store, clock })
const roles = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']
const partners = ['almere', 'dronten'].map(id => ({ id, name: id, people: [{ id: id.concat('-1'), roles }] }))
const terms = { consultation: 10, lijnmanagement: 10, opgavemanager: 10, stuurgroep: 15, jointDecision: 10, extension: 5 }
const charter = {
  procedure: 'samenspraak/1',
  opgave: { title: 'Wonen', goal: 'Genoeg woningen' },
  partners,
  opgavemanager: { id: 'omar' },
  terms,
}

async function record(act: object): Promise<readonly string[]> {
  const outcome: ActOutcome = await regio.act(act)
  if ('refused' in outcome) throw new Error(outcome.refused.rule)
  return outcome.recorded.map(({ fact }) => fact.type)
}

const proposed = await regio.act({ act: 'proposeCharter', by: 'omar', charter })
if ('refused' in proposed) throw new Error(proposed.refused.why)
const [entry] = proposed.recorded
if (entry?.fact.type !== 'charter.proposed') throw new Error('another fact')
const digest: string = entry.fact.digest
for (const by of ['almere-1', 'dronten-1']) await record({ act: 'signCharter', by, charter: digest })
await record({ act: 'draftProposal', by: 'omar', proposal: 'p1', title: 'Homes', text: 'We build 200 homes.' })
await record({ act: 'submitProposal', by: 'omar', proposal: 'p1' })
const about = { proposal: 'p1', revision: 1 }
for (const by of ['almere-1', 'dronten-1']) await record({ act: 'takePosition', by, ...about, position: 'consent' })
clock.moveTo('2026-01-06T08:00:00.000Z')
await record({ act: 'confirmDecision', by: 'almere-1', ...about })
const refused = await regio.act({ act: 'confirmDecision', by: 'omar', ...about })
console.log('refused' in refused ? refused.refused.rule : 'recorded')
console.log((await record({ act: 'confirmDecision', by: 'dronten-1', ...about })).join())

const lines: string[] = []
for await (const { line } of store.read('regio')) lines.push(line.concat('\\n'))
const audit = verifyLog(lines.join(''), { head: await regio.head() })
console.log(audit.holds, audit.finding?.code ?? null)

// @ts-expect-error a collaboration needs a store
const wrong = () => openCollaboration({ id: 'regio' })
// @ts-expect-error what does not exist is no part of an audit
const missing = () => audit.approved
// @ts-expect-error a refusal has no entries
const absent = () => ('refused' in refused ? refused.recorded : null)
void [wrong, missing, absent]
`

const tsconfig = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023', 'DOM'],
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
    rootDir: 'code',
    outDir: 'made',
  },
  include: ['code'],
}

interface Program {
  readonly code: string
  /** What it prints, where a block of text stands right below it. */
  readonly prints: string | null
}

/** The code of a README marked `ts`; a block that imports nothing goes on where the one before it stopped. */
function programsIn(markdown: string): Program[] {
  const programs: Program[] = []
  const blocks = markdown.matchAll(/^```ts\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```\n)?/gm)
  for (const [, code = '', prints = null] of blocks) {
    const before = /^import /m.test(code) ? undefined : programs.pop()
    programs.push({ code: before === undefined ? code : `${before.code}\n${code}`, prints })
  }
  return programs
}

const readme = existsSync(join(root, 'README.md')) ? readFileSync(join(root, 'README.md'), 'utf8') : ''
const fromReadme = programsIn(readme).map((program, i) => ({ name: `readme-${i + 1}`, ...program }))

let folder = ''
let packed: readonly string[] = []
const project = () => join(folder, 'project')
const installed = (...path: readonly string[]) => join(project(), 'node_modules', 'samenspraak', ...path)

/** What a file of the package imports, as a value or as a type. */
function importsIn(from: string): { from: string; name: string }[] {
  const text = readFileSync(installed(from), 'utf8')
  return [...text.matchAll(/(?:from|import) ?\(?['"]([^'"\n]+)['"]/g)].map(([, name = '']) => ({
    from,
    name,
  }))
}

/** A declaration may name the source; TypeScript then reads the declaration beside it. */
const fileBehind = (name: string, from: string): string =>
  from.endsWith('.d.ts') ? name.replace(/\.(js|ts)$/, '.d.ts') : name

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'samenspraak-package-'))
  const [pack] = JSON.parse(
    run(root, 'npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]),
  ) as { filename: string; files: { path: string }[] }[]
  packed = pack?.files.map(({ path }) => path) ?? []
  mkdirSync(join(project(), 'code'), { recursive: true })
  writeFileSync(
    join(project(), 'package.json'),
    '{ "name": "stranger", "private": true, "type": "module" }\n',
  )
  writeFileSync(join(project(), 'tsconfig.json'), JSON.stringify(tsconfig))
  for (const { name, code } of [{ name: 'sample', code: sample }, ...fromReadme])
    writeFileSync(join(project(), 'code', `${name}.ts`), code)
  const quietly = ['--prefer-offline', '--no-audit', '--no-fund']
  run(project(), 'npm', ['install', ...quietly, join(folder, pack?.filename ?? '')])
}, patience)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the tarball', () => {
  it.each([
    'dist/index.js',
    'dist/index.d.ts',
    'dist/cli/main.js',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    'package.json',
  ])('holds %s', path => {
    expect(packed).toContain(path)
  })

  it('holds nothing that only its makers need', () => {
    const strange = packed.filter(path => !/^(dist\/.+\.(js|d\.ts)|(docs|examples)\/.+|[^/]+)$/.test(path))
    expect(strange).toEqual([])
    const known = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']
    expect(packed.filter(path => !path.includes('/') && !known.includes(path))).toEqual([])
  })

  it('holds every file to which its package.json leads', () => {
    const targets = [
      ...Object.values(packageJson.exports).flatMap(it =>
        typeof it === 'string' ? [it] : Object.values(it),
      ),
      ...Object.values(packageJson.bin),
    ]
    for (const target of targets) expect(packed).toContain(target.replace(/^\.\//, ''))
  })

  it('has as many scripts as declarations, one of each for every source', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(it =>
      it.endsWith('.ts'),
    )
    const built = (ending: string) =>
      packed
        .filter(path => path.startsWith('dist/') && path.endsWith(ending))
        .map(path => path.slice(5, -ending.length))
        .sort()
    expect(built('.js')).toEqual(sources.map(path => path.replaceAll('\\', '/').slice(0, -3)).sort())
    expect(built('.d.ts')).toEqual(built('.js'))
  })
})

describe('installed in an empty strict project, it', () => {
  it('brings its dependencies and no others', () => {
    const there = readdirSync(join(project(), 'node_modules')).filter(name => !name.startsWith('.'))
    const named = ['samenspraak', ...Object.keys(packageJson.dependencies).map(name => name.split('/')[0])]
    expect(there.sort()).toEqual([...new Set(named)].sort())
  })

  it('imports nothing but its dependencies, Node and its own files', () => {
    const allowed = ['node:', ...Object.keys(packageJson.dependencies)]
    const imports = packed.filter(path => path.startsWith('dist/')).flatMap(importsIn)
    const strange = imports.filter(({ from, name }) =>
      name.startsWith('.')
        ? !existsSync(installed(from, '..', fileBehind(name, from)))
        : !allowed.some(it => name === it || name.startsWith(it.replace(/:?$/, end => end || '/'))),
    )
    expect(strange).toEqual([])
    expect(imports.length).toBeGreaterThan(100)
  })

  it(
    'compiles with what its README and its declarations say',
    () => {
      run(project(), process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'])
    },
    patience,
  )

  it('decides and verifies', () => {
    expect(run(project(), process.execPath, ['made/sample.js'])).toBe(
      'byDecidingSeat\nconfirmation.given,decision.taken\ntrue null\n',
    )
  })

  it.each(fromReadme)('runs $name, which prints what is told', ({ name, prints }) => {
    const printed = run(project(), process.execPath, [`made/${name}.js`])
    if (prints !== null) expect(printed).toBe(prints)
  })

  it('keeps what it does not export to itself', () => {
    const outcome = (name: string) =>
      run(project(), process.execPath, [
        '--input-type=module',
        '-e',
        `import('${name}').then(() => console.log('open'), error => console.log(error.code))`,
      ]).trim()
    expect(['samenspraak', 'samenspraak/verify'].map(outcome)).toEqual(['open', 'open'])
    expect(outcome('samenspraak/dist/engine.js')).toBe('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  it(
    'plays and verifies on the command line',
    () => {
      writeFileSync(
        join(project(), 'script.json'),
        readFileSync(join(root, 'tests/cli/samples/agreement.json')),
      )
      expect(readdirSync(join(project(), 'node_modules/.bin'))).toContain('samenspraak')
      const npx = (...args: readonly string[]) => run(project(), 'npx', ['--no', 'samenspraak', ...args])
      const lines = npx('play', 'script.json', '--log', 'log.jsonl')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
      expect(lines).toHaveLength(10)
      const { proposals, head } = lines.at(-1).end
      expect(proposals.p1.state).toBe('decided')
      expect(JSON.parse(npx('verify', 'log.jsonl', '--head', `${head.size}:${head.root}`, '--json'))).toEqual(
        { holds: true, finding: null, ...head },
      )
      expect(() => npx('verify', 'script.json')).toThrow(/exit code 2[\s\S]*is not a log/)
    },
    patience,
  )
})
