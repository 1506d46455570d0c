// What three critics of packages find: publint, are-the-types-wrong (on the tarball) and knip (on the source).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { packInto, root, run } from '../../scripts/stranger.ts'

const patience = 60_000
let folder = ''
let tarball = ''

/** A critic of ours, from node_modules; it throws with all that it said when it finds something. */
const ask = (critic: string, ...args: readonly string[]): string =>
  run(root, join(root, 'node_modules/.bin', critic), args)

/** Packs a package of two files that is wrong in what its package.json says. */
function packedWrong(exports: object): string {
  const wrong = mkdtempSync(join(folder, 'wrong-'))
  writeFileSync(join(wrong, 'package.json'), JSON.stringify({ name: 'wrong', version: '1.0.0', ...exports }))
  writeFileSync(join(wrong, 'index.js'), 'export const a = 1\n')
  writeFileSync(join(wrong, 'index.d.cts'), 'export const a: 1\n')
  const said = run(wrong, 'npm', ['pack', '--ignore-scripts', '--json'])
  const [{ filename }] = JSON.parse(said) as [{ filename: string }]
  return join(wrong, filename)
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'samenspraak-quality-'))
  tarball = packInto(folder).tarball
}, patience)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the critics', () => {
  it(
    'publint finds nothing, and would find something',
    () => {
      expect(ask('publint', '--strict', tarball)).toContain('All good!')
      expect(() => ask('publint', '--strict', packedWrong({ exports: './index.js' }))).toThrow(/"type"/)
    },
    patience,
  )

  it(
    'are-the-types-wrong finds nothing at any door, and would find something',
    () => {
      const said = ask('attw', '--profile', 'esm-only', '--no-color', tarball)
      const doors = Object.keys(packageJson.exports).map(door => `"samenspraak${door.slice(1)}"`)
      for (const door of doors) expect(said).toContain(door)
      expect(said.match(/^(node16 \(from ESM\)|bundler): (?!🟢|\(wildcard\))/gm)).toBeNull()
      const wrong = { type: 'module', exports: { types: './index.d.cts', default: './index.js' } }
      expect(() => ask('attw', '--profile', 'esm-only', packedWrong(wrong))).toThrow(/exit code 1/)
    },
    patience,
  )

  it(
    'knip finds no file, export or dependency that nothing uses',
    () => {
      expect(ask('knip', '--no-config-hints', '--no-progress')).toBe('')
    },
    patience,
  )
})
