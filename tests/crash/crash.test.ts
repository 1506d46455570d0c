// Killed processes: what was confirmed is in the log, once and whole, and the next process goes on.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { crash } from './crashes.ts'

const folder = mkdtempSync(join(tmpdir(), 'samenspraak-crash-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('20 kills at random moments lose nothing that was confirmed', async () => {
  const seed = Number(process.env.CRASH_SEED ?? Date.now() % 2 ** 31)
  const report = await crash({ seed, kills: 20, folder, killsAFile: 7 })
  console.log(`seed ${seed}: ${JSON.stringify(report)}`)
  expect(report.kills).toBe(20)
  expect(report.confirmed).toBeGreaterThan(200)
})
