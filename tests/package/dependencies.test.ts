// Every dependency has its line: pinned, installed as pinned, with its licence, who keeps it and why it is here.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

interface Installed {
  readonly version: string
  readonly license: string
  readonly repository: string | { readonly url: string }
}

interface Line {
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly keptAt: string
  readonly why: string
}

/** The tables of the page, for use and for development, with the lines in their order. */
const [forUse = [], forDevelopment = []] = read('docs/decisions/0010-dependencies.md')
  .split('For development only:')
  .map(linesOf)

function linesOf(text: string): Line[] {
  const rows = text.matchAll(/^\| (@?[a-z][^|]*) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| (.+) \|$/gm)
  return [...rows]
    .map(([, name = '', version = '', licence = '', keptAt = '', why = '']) => ({
      ...{ name, version, licence, keptAt, why },
    }))
    .filter(({ name }) => name !== 'package')
}

const installed = (name: string): Installed => JSON.parse(read(`node_modules/${name}/package.json`))

describe.each([
  ['dependencies', packageJson.dependencies, forUse],
  ['devDependencies', packageJson.devDependencies, forDevelopment],
])('the %s', (_, pinned, lines) => {
  it('each have one line, in the order of package.json', () => {
    expect(lines.map(({ name }) => name)).toEqual(Object.keys(pinned))
    expect(lines.length).toBeGreaterThan(5)
  })

  it.each(lines)('$name $version, $licence, of $keptAt', ({ name, version, licence, keptAt, why }) => {
    const { version: there, license, repository } = installed(name)
    expect(new Map(Object.entries(pinned)).get(name)).toBe(version)
    expect(there).toBe(version)
    expect(license).toBe(licence)
    const url = typeof repository === 'string' ? repository : repository.url
    expect(url.replace(/\.git$/, '').endsWith(keptAt)).toBe(true)
    expect(why.length).toBeGreaterThan(10)
  })
})

describe('package.json', () => {
  it('pins every version exactly, and asks of users only what is tested here', () => {
    const versions = [packageJson.dependencies, packageJson.devDependencies, packageJson.overrides]
    for (const version of versions.flatMap(Object.values)) expect(version).toMatch(/^\d+\.\d+\.\d+$/)
    for (const [name, range] of Object.entries(packageJson.peerDependencies ?? {}))
      expect(range).toBe(`^${new Map(Object.entries(packageJson.devDependencies)).get(name)}`)
  })
})
