import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Stored } from '../../src/log/store.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { ownDriver } from '../stores/drivers.ts'
import { expectMisuse, inEmptyFolder, main, playedIn, samenspraak, transcript } from './run.ts'

const script = readFileSync(new URL('samples/agreement.json', import.meta.url), 'utf8')

/** What `play` writes as the log of the sample. */
const log = inEmptyFolder(cwd => {
  playedIn(samenspraak(['play', '--log', 'log.jsonl'], { input: script, cwd }))
  return readFileSync(join(cwd, 'log.jsonl'), 'utf8')
})
const lines = log.trimEnd().split('\n')
const entryOf = (line: string, seq: number): Stored => ({ seq, matter: 'm', line })

/** A file with a log of these lines for each of the collaborations. */
async function keep(path: string, collaborations: readonly string[], kept = lines): Promise<void> {
  const store = sqliteStore(path)
  for (const one of collaborations) await store.append(one, kept.map(entryOf), 0)
  store.close()
}

let cwd = ''
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'samenspraak-log-'))
  await keep(join(cwd, 'one.db'), ['wonen'])
  await keep(join(cwd, 'two.db'), ['wonen', 'zorg'])
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

describe('a stored log', () => {
  it('is written as it was recorded, and verifies', () => {
    expect(samenspraak(['log', 'one.db'], { cwd })).toEqual({ code: 0, out: log, err: '' })
    expect(samenspraak(['verify'], { input: samenspraak(['log', 'one.db'], { cwd }).out }).out).toMatch(
      new RegExp(`^holds: ${lines.length} entries`),
    )
  })

  it('is the one that was asked for', () => {
    expect(samenspraak(['log', 'two.db', '--collaboration', 'zorg'], { cwd })).toEqual({
      code: 0,
      out: log,
      err: '',
    })
    expect(samenspraak(['log', 'one.db', '--collaboration', 'wonen'], { cwd }).out).toBe(log)
  })

  it('leaves the file as it is', () => {
    const before = readFileSync(join(cwd, 'one.db'))
    samenspraak(['log', 'one.db'], { cwd })
    expect(readFileSync(join(cwd, 'one.db')).equals(before)).toBe(true)
  })

  it('is written while somebody else has it open, up to the last entry', async () => {
    const store = sqliteStore(join(cwd, 'busy.db'))
    await store.append('wonen', lines.slice(0, 3).map(entryOf), 0)
    expect(samenspraak(['log', 'busy.db'], { cwd }).out).toBe(`${lines.slice(0, 3).join('\n')}\n`)
    await store.append('wonen', [entryOf(lines[3] ?? '', 3)], 3)
    expect(samenspraak(['log', 'busy.db'], { cwd }).out).toBe(`${lines.slice(0, 4).join('\n')}\n`)
    store.close()
  })

  it('is written whole where it is long and the reader slow, and without a word to one that has seen enough', async () => {
    const long = Array.from({ length: 6_000 }, (_, i) => `{"text":"${'é'.repeat(1_000)}","seq":${i}}`)
    await keep(join(cwd, 'long.db'), ['wonen'], long)
    const through = (command: string) =>
      spawnSync('bash', ['-c', `set -o pipefail; '${process.execPath}' '${main}' log long.db | ${command}`], {
        cwd,
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      })
    const slow = through('(sleep 1; cat)')
    expect({ code: slow.status, err: slow.stderr }).toEqual({ code: 0, err: '' })
    expect(slow.stdout === `${long.join('\n')}\n`).toBe(true)
    const enough = through('head -n 1')
    expect({ code: enough.status, out: enough.stdout, err: enough.stderr }).toEqual({
      code: 0,
      out: `${long[0]}\n`,
      err: '',
    })
  })

  it('is explained with an example', () => {
    const { code, out } = samenspraak(['log', '--help'])
    expect(code).toBe(0)
    expect(out).toContain('Usage: samenspraak log [options] <file>')
    expect(out).toContain(
      'Example:\n  samenspraak log regio.db > regio.jsonl && samenspraak verify regio.jsonl',
    )
  })
})

describe('what cannot be written', () => {
  it('one of several without a name: they are listed', () => {
    expect(transcript(['log', 'two.db'], { cwd })).toBe(
      `$ samenspraak log two.db
! samenspraak: two.db holds several logs, choose with --collaboration: wonen, zorg
[2]`,
    )
  })

  it('one of a great many: the list ends in time', async () => {
    await keep(
      join(cwd, 'many.db'),
      Array.from({ length: 500 }, (_, i) => `opgave-${i}`),
      lines.slice(0, 1),
    )
    const run = samenspraak(['log', 'many.db'], { cwd })
    expectMisuse(run, /several logs/)
    expect(run.err.length).toBeLessThan(300)
  })

  it('one that is not there', () => {
    const run = samenspraak(['log', 'two.db', '--collaboration', 'regio'], { cwd })
    expectMisuse(run, /holds no log of that collaboration; it holds: wonen, zorg/)
  })

  it.each<[what: string, make: (path: string) => void, message: RegExp]>([
    ['a file that does not exist', () => {}, /does not exist/],
    ['a folder', path => mkdirSync(path), /is a folder/],
    ['a log of JSON Lines', path => writeFileSync(path, log), /is not a SQLite database/],
    ['a text', path => writeFileSync(path, 'hello'), /is not a SQLite database/],
    ['an empty file', path => writeFileSync(path, ''), /without logs/],
    ['a database of others', path => ownDriver.open(path).exec('CREATE TABLE t (a)'), /without logs/],
    ['a file without entries', path => sqliteStore(path).close(), /holds no log/],
  ])('%s', (_, make, message) => {
    const folder = mkdtempSync(join(cwd, 'other-'))
    make(join(folder, 'x.db'))
    const before = readdirSync(folder)
    expectMisuse(samenspraak(['log', 'x.db'], { cwd: folder }), message)
    if (before.length === 0) expect(readdirSync(folder)).toEqual([])
  })

  it.each([
    { args: ['log'], message: /missing required argument 'file'/ },
    { args: ['log', 'one.db', 'two.db'], message: /too many arguments/ },
    { args: ['log', 'one.db', '--all'], message: /unknown option '--all'/ },
    { args: ['log', 'one.db', '--collaboration'], message: /argument missing/ },
  ])('what was not asked in full: $args', ({ args, message }) => {
    expectMisuse(samenspraak(args, { cwd }), message)
  })
})
