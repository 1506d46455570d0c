// A stranger's project: the package is packed, installed and compiled there, where nothing of this checkout is within reach.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of this checkout, with a slash behind it. */
export const root = fileURLToPath(new URL('..', import.meta.url))

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
export function run(cwd: string, command: string, args: readonly string[]): string {
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

/** What came of packing: where the tarball lies, and the paths of all files in it. */
export interface Packed {
  readonly tarball: string
  readonly files: readonly string[]
}

/** Packs what is built into a folder. Builds nothing: `npm run build` first. */
export function packInto(folder: string): Packed {
  const said = run(root, 'npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder])
  const [pack] = JSON.parse(said) as { filename: string; files: { path: string }[] }[]
  return { tarball: join(folder, pack?.filename ?? ''), files: pack?.files.map(({ path }) => path) ?? [] }
}

/** Whom a program is compiled for: somebody on Node, or somebody who hands it to a bundler for the browser. */
export const audiences = {
  node: { module: 'nodenext', moduleResolution: 'nodenext', lib: ['ES2023'], types: ['node'] },
  browser: { module: 'preserve', moduleResolution: 'bundler', lib: ['ES2023', 'DOM'], types: [] },
} as const
export type Audience = keyof typeof audiences

/** How strict a stranger is beyond `strict`. */
export interface Strictness {
  readonly exactOptionalPropertyTypes: boolean
  readonly skipLibCheck: boolean
}

/** Writes a compiler's settings for the programs in `code`, and gives the name of the file. */
export function settleFor(project: string, audience: Audience, strictness: Strictness): string {
  const name = `tsconfig.${audience}.json`
  const compilerOptions = {
    ...{ target: 'ES2023', strict: true, noUncheckedIndexedAccess: true, skipDefaultLibCheck: true },
    ...{ rootDir: 'code', outDir: 'made', typeRoots: [join(root, 'node_modules/@types')] },
    ...audiences[audience],
    ...strictness,
  }
  writeFileSync(join(project, name), JSON.stringify({ compilerOptions, include: ['code'] }))
  return name
}

/** An empty project with these programs, by name, and the one in tests/package/consumer.ts. */
export function projectIn(folder: string, programs: Readonly<Record<string, string>> = {}): string {
  const project = join(folder, 'project')
  mkdirSync(join(project, 'code'), { recursive: true })
  writeFileSync(join(project, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }\n')
  const consumer = readFileSync(join(root, 'tests/package/consumer.ts'), 'utf8')
  for (const [name, code] of Object.entries({ ...programs, consumer }))
    writeFileSync(join(project, 'code', `${name}.ts`), code)
  return project
}

/** What the program in tests/package/consumer.ts prints. */
export const consumerPrints = 'byDecidingSeat\nconfirmation.given,decision.taken\ntrue null\n'
