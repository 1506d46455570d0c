// Verifies a log of a million entries as a stream, in a process with a small heap: `npm run test:million [entries] [MB]`. The
// log is made on the way and kept nowhere.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { longLog } from '../tests/verify/long-log.ts'

/** What the process that verifies tells at a size, in bytes and seconds since its start. */
interface Report {
  readonly entries: number
  readonly bytes: number
  readonly seconds: number
  readonly peak: { readonly heap: number; readonly buffers: number; readonly rss: number }
  readonly held: { readonly heap: number; readonly buffers: number }
}

const [entries = 1_000_000, megabytes = 96] = process.argv.slice(2).map(Number)
const sizes = [100_000, 300_000, 1_000_000].filter(size => size < entries)
const verifier = fileURLToPath(new URL('verify-measured.mjs', import.meta.url))

const child = spawn(
  process.execPath,
  [`--max-old-space-size=${megabytes}`, '--expose-gc', verifier, ...[...sizes, entries].map(String)],
  { stdio: ['pipe', 'pipe', 'inherit'] },
)
// Where the verifier has died there is nobody left to write to: its exit code says so.
child.stdin.on('error', () => {})
const ended = once(child, 'close')
const drained = (): Promise<unknown> => once(child.stdin, 'drain').catch(() => null)

const row = (cells: readonly unknown[]): void => console.log(`| ${cells.join(' | ')} |`)
const shown = (bytes: number): string => (bytes / 1e6).toFixed(0)

console.log(`Node ${process.version}, --max-old-space-size=${megabytes}\n`)
row([
  'entries',
  'log, MB',
  'entries/s',
  'peak heap, MB',
  'peak RSS, MB',
  'held: heap, MB',
  'held: ids of acts, MB',
])
row(Array(7).fill('---:'))

let last = ''
createInterface({ input: child.stdout }).on('line', line => {
  last = line
  const told = JSON.parse(line) as Report | { readonly holds: boolean }
  if ('holds' in told) return
  const { peak, held, seconds } = told
  const memory = [peak.heap, peak.rss, held.heap, held.buffers].map(shown)
  row([told.entries, shown(told.bytes), Math.round(told.entries / seconds), ...memory])
})

let batch = ''
for (const line of longLog({ entries })) {
  batch += line
  if (batch.length < 1 << 16) continue
  if (!child.stdin.write(batch)) await Promise.race([drained(), ended])
  if (child.exitCode !== null || child.signalCode !== null) break
  batch = ''
}
child.stdin.end(batch)
await ended
console.log(`\n${last}`)
if (child.exitCode !== 0 || !last.startsWith('{"holds":true,')) {
  console.error(`the verifier did not find that it holds (exit code ${child.exitCode ?? child.signalCode})`)
  process.exitCode = 1
}
