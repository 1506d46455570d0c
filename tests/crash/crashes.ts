// The crash test: lives of processes that act on one file and are killed at random, and what the log must hold after each.
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Head } from '../../src/index.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { verifyLog } from '../../src/verify/verify.ts'

/** What is to be done: so many kills, on files in this folder, all of it following from the seed but for the moments. */
export interface Plan {
  readonly seed: number
  readonly kills: number
  readonly folder: string
  /** After this many kills a new file is begun. */
  readonly killsAFile: number
}

/** What came of it. Whatever breaks a promise is thrown, so these are the figures of a run that kept them all. */
export interface Report {
  kills: number
  /** Kills beside a second process on the same file, which went on. */
  beside: number
  /** Kills before the process had asked for its first act: while it opened the file or read the log. */
  early: number
  /** Acts that a process was told were recorded: each is in the log exactly once. */
  confirmed: number
  /** Acts under way at a kill: asked, and not answered. */
  underWay: number
  /** Of these, found in the log: recorded whole, though nobody was told. */
  recordedUntold: number
  entries: number
}

const none: Report = {
  kills: 0,
  beside: 0,
  early: 0,
  confirmed: 0,
  underWay: 0,
  recordedUntold: 0,
  entries: 0,
}

/** Numbers from 0 up to 1 that follow from the seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Kills as planned. @throws Error that says what was lost, after which kill, with the seed */
export async function crash({ seed, kills, folder, killsAFile }: Plan): Promise<Report> {
  const random = randomFrom(seed)
  let report = none
  for (let file = 0; report.kills < kills; file++) {
    const history = newHistory(join(folder, `${seed}-${file}.db`))
    const end = Math.min(kills, report.kills + killsAFile)
    try {
      while (report.kills < end) report = added(report, await life(history, random, `l${report.kills}`))
      await lastLife(history)
    } catch (error) {
      throw new Error(`after ${report.kills} kills, seed ${seed}: ${(error as Error).message}`, {
        cause: error,
      })
    }
    report = added(report, { ...none, entries: history.head.size })
  }
  return report
}

function added(one: Report, other: Report): Report {
  const sums = Object.entries(one).map(([name, count]) => [name, count + other[name as keyof Report]])
  return Object.fromEntries(sums) as Report
}

/** What is known of a file: all that was ever confirmed in it, and its head at the last look. */
interface History {
  readonly path: string
  readonly confirmed: Set<string>
  readonly refused: Set<string>
  unanswered: readonly string[]
  head: Head
}

function newHistory(path: string): History {
  const head = { size: 0, root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' }
  return { path, confirmed: new Set(), refused: new Set(), unanswered: [], head }
}

/** One process, or two side by side, of which one is killed; then the file is looked at. */
async function life(history: History, random: () => number, name: string): Promise<Report> {
  const isBeside = random() < 0.3
  const other = isBeside ? startWorker(history.path, `${name}b`, []) : null
  const victim = startWorker(history.path, `${name}a`, history.unanswered)
  await momentIn(victim, random)
  victim.process.kill('SIGKILL')
  if (other) {
    await pause(random() * 100)
    other.process.stdin.end()
    await other.ended
    if (other.process.exitCode !== 0) throw new Error(`the process beside it failed: ${other.said.error}`)
  }
  await victim.ended
  if (victim.process.signalCode !== 'SIGKILL') throw new Error(`a process failed: ${victim.said.error}`)
  return lookAt(history, [victim, ...(other ? [other] : [])])
}

/** A process that goes on where the others were killed, and ends by itself. */
async function lastLife(history: History): Promise<void> {
  const worker = startWorker(history.path, 'last', history.unanswered)
  await Promise.race([worker.answers(20), worker.ended])
  worker.process.stdin.end()
  await worker.ended
  if (worker.process.exitCode !== 0) throw new Error(`the last process failed: ${worker.said.error}`)
  await lookAt(history, [worker])
  if (history.unanswered.length > 0) throw new Error(`no answer to ${history.unanswered.join(', ')}`)
}

/** Some are killed while they open the file, most after some of their answers, and then in the middle of whatever they do. */
async function momentIn({ answers, ended }: Worker, random: () => number): Promise<void> {
  if (random() < 0.2) return pause(random() * 600)
  await Promise.race([answers(1 + Math.floor(random() * mostAnswers)), ended])
  await pause(random() * 5)
}

const mostAnswers = 200

const pause = (milliseconds: number): Promise<void> => new Promise(done => setTimeout(done, milliseconds))

// ---------------------------------------------------------------- processes

interface Worker {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>
  /** What it said, line by line: `? key` when it asked, `! key` when it was told that it is recorded, `x key rule` when refused. */
  readonly said: { lines: string; error: string }
  /** Resolves when it has been told of so many acts that they are recorded. */
  readonly answers: (count: number) => Promise<void>
  readonly ended: Promise<void>
}

const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
const program = fileURLToPath(new URL('./worker.ts', import.meta.url))

/** Nothing here takes a minute; what does has gone wrong, and then nobody should wait for it. */
const longestLife = 60_000

function startWorker(path: string, name: string, unanswered: readonly string[]): Worker {
  const child = spawn(process.execPath, ['--import', tsx, program, path, name, ...unanswered], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const said = { lines: '', error: '' }
  // A process that is killed closes its input: nothing to say about that.
  child.stdin.on('error', () => {})
  child.stderr.setEncoding('utf8').on('data', text => {
    said.error += text
  })
  let answered = 0
  let waiting: { readonly count: number; readonly done: () => void } | null = null
  const look = () => {
    if (waiting && answered >= waiting.count) waiting.done()
  }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.lines += text
    answered += text.split('!').length - 1
    look()
  })
  const answers = (count: number) =>
    new Promise<void>(done => {
      waiting = { count, done }
      look()
    })
  const tooLong = setTimeout(() => child.kill('SIGTERM'), longestLife)
  const ended = new Promise<void>(done =>
    child.on('close', () => {
      clearTimeout(tooLong)
      done()
    }),
  )
  return { process: child, said, answers, ended }
}

/** The keys that a process told with this mark, of lines that it told to their end. */
function told({ said }: Worker, mark: '?' | '!' | 'x'): string[] {
  const lines = said.lines.split('\n').slice(0, -1)
  return lines.flatMap(line => (line.startsWith(`${mark} `) ? (line.split(' ')[1] ?? []) : []))
}

// ---------------------------------------------------------------- the file afterwards

/** Checks all that is promised, and keeps what is known now. @throws Error for what does not hold */
async function lookAt(history: History, workers: readonly Worker[]): Promise<Report> {
  const asked = workers.flatMap(worker => told(worker, '?'))
  const confirmed = workers.flatMap(worker => told(worker, '!'))
  for (const key of confirmed) history.confirmed.add(key)
  for (const key of workers.flatMap(worker => told(worker, 'x'))) history.refused.add(key)
  const answered = new Set([...confirmed, ...history.refused])
  const { lines, found } = await readCopy(history)
  const text = lines.map(line => `${line}\n`).join('')
  const audit = verifyLog(text, { head: history.head })
  if (audit.finding) throw new Error(`entry ${audit.finding.entry}: ${audit.finding.what}`)
  requireOnce(history, lines, found)
  history.head = { size: audit.size, root: audit.root }
  history.unanswered = asked.filter(key => !answered.has(key) && !key.startsWith('found-'))
  const underWay = asked.filter(key => !answered.has(key))
  return {
    ...none,
    kills: 1,
    beside: workers.length - 1,
    early: workers[0] && told(workers[0], '?').length === 0 ? 1 : 0,
    confirmed: new Set(confirmed).size,
    underWay: underWay.length,
    recordedUntold: underWay.filter(key => found.has(key)).length,
  }
}

/** The log in a copy of the file as it lies there, with what SQLite keeps beside it: the next process finds the original untouched. */
async function readCopy({
  path,
  confirmed,
}: History): Promise<{ lines: string[]; found: Map<string, number> }> {
  const folder = `${path}-copy`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const ending of ['', '-wal'])
    if (existsSync(path + ending)) copyFileSync(path + ending, join(folder, `copy.db${ending}`))
  const store = sqliteStore(join(folder, 'copy.db'))
  const lines: string[] = []
  const found = new Map<string, number>()
  for await (const { line, act } of store.read('regio')) {
    lines.push(line)
    if (act !== undefined) found.set(act, (found.get(act) ?? 0) + 1)
  }
  // By way of the index too, which must know what the table knows.
  for (const key of confirmed) {
    let times = 0
    for await (const { act } of store.read('regio', { act: key })) if (act === key) times += 1
    if (times !== found.get(key)) throw new Error(`act ${key} is found ${times} times by its key`)
  }
  store.close()
  rmSync(folder, { recursive: true, force: true })
  return { lines, found }
}

/** Every act at most once and in one piece, the confirmed ones once, the refused ones never. */
function requireOnce(history: History, lines: readonly string[], found: ReadonlyMap<string, number>): void {
  const lost = [...history.confirmed].filter(key => !found.has(key))
  if (lost.length > 0) throw new Error(`confirmed and not in the log: ${lost.slice(0, 5).join(', ')}`)
  const left = [...history.refused].filter(key => found.has(key))
  if (left.length > 0) throw new Error(`refused and in the log: ${left.slice(0, 5).join(', ')}`)
  const twice = [...found].filter(([, times]) => times > 1).map(([key]) => key)
  if (twice.length > 0) throw new Error(`in the log more than once: ${twice.slice(0, 5).join(', ')}`)
  const acts = lines.map(line => String(JSON.parse(line).act))
  const pieces = acts.filter((act, i) => act !== acts[i - 1])
  if (pieces.length !== new Set(pieces).size) throw new Error('an act lies in the log in several pieces')
}
