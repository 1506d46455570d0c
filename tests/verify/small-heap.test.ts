// The verb `verify` in a process whose heap is smaller than the log: what it holds does not grow with what was written.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { expectMisuse, main, samenspraak } from '../cli/run.ts'
import { longLog } from './long-log.ts'

const megabyte = 1e6
const heap = 28

it(`a log is larger than the heap of ${heap} MB, from standard input`, () => {
  const log = [...longLog({ entries: 4_000, text: 90_000 })].join('')
  expect(log.length).toBeGreaterThan(1.2 * heap * megabyte)
  const { status, stdout } = spawnSync(
    process.execPath,
    [`--max-old-space-size=${heap}`, main, 'verify', '--json'],
    { input: log, encoding: 'utf8' },
  )
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ holds: true, size: log.split('\n').length - 1 })
})

it.runIf(existsSync('/dev/zero'))('what never ends and is no log is found out', () => {
  expectMisuse(
    samenspraak(['verify', '/dev/zero']),
    /\/dev\/zero is not a log: no line of its first \d+ bytes/,
  )
})

it('a log that begins with something else does not hold, wherever its first entry comes', () => {
  const entry = '{"collaboration":"a","prev":"b","seq":0}'
  for (const length of [10, 1_000_000]) {
    const { code, out } = samenspraak(['verify'], { input: `${'x'.repeat(length)}\n${entry}\n` })
    expect({ code, out }).toEqual({
      code: 1,
      out: 'does not hold: entry 0: the line is not JSON (notCanonical)\n',
    })
  }
  expectMisuse(samenspraak(['verify'], { input: 'x'.repeat(1_000_000) }), /standard input is not a log/)
})
