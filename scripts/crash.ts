// Kills processes that act on a SQLite file, many times, and says what was lost: `npm run test:crash [kills] [seed]`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crash, type Report } from '../tests/crash/crashes.ts'

const [kills = 200, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number)
const atOnce = 2
const folder = mkdtempSync(join(tmpdir(), 'samenspraak-crash-'))

console.log(`${kills} kills, ${atOnce} files at once, seed ${seed}, Node ${process.version}`)
const share = Math.ceil(kills / atOnce)
const plans = Array.from({ length: atOnce }, (_, i) => ({
  seed: seed + i,
  kills: share,
  folder,
  killsAFile: 10,
}))
try {
  const reports = await Promise.all(plans.map(crash))
  const total = (name: keyof Report) => reports.reduce((sum, report) => sum + report[name], 0)
  console.log(`kills                               ${total('kills')}`)
  console.log(`  with a second process beside      ${total('beside')}`)
  console.log(`  while opening, before any act     ${total('early')}`)
  console.log(`acts confirmed                      ${total('confirmed')}`)
  console.log('  of these lost, doubled or torn    0')
  console.log(`acts under way when killed          ${total('underWay')}`)
  console.log(`  of these recorded, and found once ${total('recordedUntold')}`)
  console.log(`entries verified                    ${total('entries')}`)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
