// The package as a stranger gets it: packed, installed into an empty strict project, compiled against and run.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import { consumerPrints, packInto, projectIn, root, run, settleFor } from '../scripts/stranger.ts'

const patience = 300_000

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
  const { tarball, files } = packInto(folder)
  packed = files
  projectIn(folder, Object.fromEntries(fromReadme.map(({ name, code }) => [name, code])))
  run(project(), 'npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball])
}, patience)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The files of a folder of this checkout, by path from its root. */
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length).replaceAll('\\', '/'))

describe('the tarball', () => {
  it('holds what is built, one script and one declaration for every source', () => {
    const sources = filesIn('src').map(path => path.replace(/^src\/(.+)\.ts$/, 'dist/$1'))
    const expected = sources.flatMap(path => [`${path}.d.ts`, `${path}.js`])
    expect(packed.filter(path => path.startsWith('dist/')).sort()).toEqual(expected.sort())
  })

  it('holds docs, examples and schemas, whole', () => {
    const expected = ['docs', 'examples', 'schemas'].flatMap(filesIn)
    expect(packed.filter(path => /^(docs|examples|schemas)\//.test(path)).sort()).toEqual(expected.sort())
    expect(expected.filter(path => !/\.(md|ts|json|jsonl)$/.test(path))).toEqual([])
  })

  it('holds nothing else but these', () => {
    const known = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']
    expect(packed.filter(path => !/^(dist|docs|examples|schemas)\//.test(path)).sort()).toEqual(known)
  })

  it('holds every file to which its package.json leads', () => {
    const targets = [
      ...Object.values(packageJson.exports).flatMap(it =>
        typeof it === 'string' ? [it] : Object.values(it),
      ),
      ...Object.values(packageJson.bin),
    ]
    for (const target of targets) {
      const [before = '', after] = target.replace(/^\.\//, '').split('*')
      const found = packed.filter(it => (after === undefined ? it === before : it.startsWith(before)))
      expect(found.filter(it => it.endsWith(after ?? ''))).not.toEqual([])
    }
  })

  it('has a command that a shell can run, and no script that names a source map', () => {
    const scripts = packed.filter(path => path.startsWith('dist/'))
    expect(
      scripts.filter(path => /[#@] ?sourceMappingURL/.test(readFileSync(installed(path), 'utf8'))),
    ).toEqual([])
    expect(readFileSync(installed(packageJson.bin.samenspraak), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/)
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
    const ofPeer = ({ from, name }: { from: string; name: string }) =>
      name === 'fast-check' && from.startsWith('dist/proof/')
    const imports = packed
      .filter(path => path.startsWith('dist/'))
      .flatMap(importsIn)
      .filter(it => !ofPeer(it))
    const strange = imports.filter(({ from, name }) =>
      name.startsWith('.')
        ? !existsSync(installed(from, '..', fileBehind(name, from)))
        : !allowed.some(it => name === it || name.startsWith(it.replace(/:?$/, end => end || '/'))),
    )
    expect(strange).toEqual([])
    expect(imports.length).toBeGreaterThan(100)
  })

  const tsc = (...args: readonly string[]) =>
    run(project(), process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...args])

  it(
    'compiles with what its README and its declarations say, as strictly as can be',
    () => {
      tsc('-p', settleFor(project(), 'node', { exactOptionalPropertyTypes: true, skipLibCheck: true }))
    },
    patience,
  )

  it(
    'compiles without the types of Node for a bundler, every declaration checked',
    () => {
      const settings = settleFor(project(), 'browser', {
        exactOptionalPropertyTypes: false,
        skipLibCheck: false,
      })
      tsc('--noEmit', '-p', settings)
    },
    patience,
  )

  it('decides and verifies', () => {
    expect(run(project(), process.execPath, ['made/consumer.js'])).toBe(consumerPrints)
  })

  it.each(['act', 'charter', 'entry'])('hands out the schema of %s', name => {
    const printed = run(project(), process.execPath, [
      '-p',
      `require('samenspraak/schemas/${name}.json').$id`,
    ])
    expect(printed).toBe(`urn:samenspraak:1:${name}\n`)
  })

  it.each(fromReadme)('runs $name, which prints what is told', ({ name, prints }) => {
    // As the README says, Node before 22.13 needs libsql beside it: it is found there, and not installed.
    const path = `NODE_PATH=${join(root, 'node_modules')}`
    const printed = run(project(), 'env', [path, process.execPath, `made/${name}.js`])
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
