// Whether the work of an act grows with the log or with the number of proposals: builds logs of growing length on SQLite and
// measures, in one run, acts, opening, and reading one proposal. Usage: npm run bench:growth -- [largest number of entries]
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CharterInput, type Engine, openCollaboration, setClock } from '../src/index.ts'
import { sqliteStore } from '../src/stores/sqlite.ts'

const people = ['anna', 'bram', 'carla']
const charter: CharterInput = {
  procedure: 'samenspraak/1',
  opgave: { title: 'Wonen', goal: 'Betaalbaar wonen voor iedereen.' },
  partners: people.map(person => ({
    id: `partner-${person}`,
    name: `Partner ${person}`,
    people: [{ id: person, roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] }],
  })),
  opgavemanager: { id: 'omar' },
  terms: {
    consultation: 10,
    lijnmanagement: 10,
    opgavemanager: 10,
    stuurgroep: 15,
    jointDecision: 10,
    extension: 5,
  },
}

const clock = setClock('2026-01-05T08:00:00.000Z')
const folder = mkdtempSync(join(tmpdir(), 'samenspraak-growth-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

interface Place {
  readonly path: string
  readonly engine: Engine
  readonly close: () => void
}

async function open(path: string, snapshots = true): Promise<Place> {
  const store = sqliteStore(path)
  const engine = await openCollaboration({ id: 'regio', store, clock, snapshots })
  return { path, engine, close: () => store.close() }
}

async function does(engine: Engine, act: object): Promise<void> {
  const outcome = await engine.act(act)
  if ('refused' in outcome) throw new Error(outcome.refused.why)
}

async function found(engine: Engine): Promise<void> {
  await does(engine, { act: 'proposeCharter', by: 'anna', charter })
  const { digest } = await engine.circle()
  for (const by of people) await does(engine, { act: 'signCharter', by, charter: digest })
}

async function submit(engine: Engine, proposal: string): Promise<void> {
  await does(engine, {
    act: 'draftProposal',
    by: 'anna',
    proposal,
    title: 'Bouwgrond',
    text: `Perceel ${proposal}.`,
  })
  await does(engine, { act: 'submitProposal', by: 'anna', proposal })
}

/** A whole decision: ten entries. */
async function decide(engine: Engine, proposal: string): Promise<void> {
  await submit(engine, proposal)
  for (const by of people)
    await does(engine, { act: 'takePosition', by, proposal, revision: 1, position: 'consent' })
  for (const by of people) await does(engine, { act: 'confirmDecision', by, proposal, revision: 1 })
}

/** Fills a log with decisions up to a number of entries, many at once so that they share appends. */
async function fill(engine: Engine, until: number): Promise<void> {
  for (let { size } = await engine.head(); size < until; { size } = await engine.head()) {
    const at = size
    const more = Math.min(50, Math.ceil((until - size) / 10))
    await Promise.all(Array.from({ length: more }, (_, n) => decide(engine, `d${at}-${n}`)))
  }
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint()
  await work()
  return Number(process.hrtime.bigint() - start) / 1e6
}

/** The median of several runs, in milliseconds. */
async function median(times: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const took: number[] = []
  for (let n = 0; n < times; n += 1) took.push(await milliseconds(() => work(n)))
  return took.sort((a, b) => a - b)[times >> 1] ?? 0
}

const shown = (ms: number): string => (ms < 10 ? ms.toFixed(2) : ms.toFixed(0))
const row = (cells: readonly unknown[]): void => console.log(`| ${cells.join(' | ')} |`)

/** One act a commit, on proposals of which nothing was at hand a moment ago. */
async function actCost(engine: Engine, label: string): Promise<number> {
  const proposals = Array.from({ length: 20 }, (_, n) => `${label}-${n}`)
  for (const proposal of proposals) await submit(engine, proposal)
  return median(200, n =>
    does(engine, { act: 'comment', by: 'bram', proposal: proposals[n % 20], text: `Opmerking ${n}.` }),
  )
}

async function byLength(largest: number): Promise<void> {
  const path = join(folder, 'length.db')
  let place = await open(path)
  await found(place.engine)
  row([
    'entries',
    'decisions',
    'file, MB',
    'an act, ms',
    'open with snapshot, ms',
    'open without, ms',
    'read one proposal, ms',
  ])
  row(Array(7).fill('---:'))
  for (let size = 1_000; size <= largest; size *= 10) {
    await fill(place.engine, size)
    place.close()
    const withSnapshot = await milliseconds(async () => {
      place = await open(path)
    })
    const early = (await place.engine.proposals()).slice(0, 9)
    const one = await median(9, n => place.engine.proposal(early[n] ?? ''))
    const act = await actCost(place.engine, `l${size}`)
    const decisions = (await place.engine.proposals()).length
    const without = await milliseconds(async () => (await open(path, false)).close())
    row([
      size,
      decisions,
      (statSync(path).size / 1e6).toFixed(0),
      ...[act, withSnapshot, without, one].map(shown),
    ])
  }
  place.close()
}

async function byProposals(largest: number): Promise<void> {
  row([
    'running proposals',
    'an act, ms',
    'the clock offered, ms',
    'open with snapshot, ms',
    'a partner leaves, ms',
  ])
  row(Array(5).fill('---:'))
  for (let count = 10; count <= largest; count *= 10) {
    const path = join(folder, `running-${count}.db`)
    let place = await open(path)
    await found(place.engine)
    for (let from = 0; from < count; from += 50)
      await Promise.all(
        Array.from({ length: Math.min(50, count - from) }, (_, n) => submit(place.engine, `r${from + n}`)),
      )
    place.close()
    const opened = await milliseconds(async () => {
      place = await open(path)
    })
    const act = await actCost(place.engine, 'x')
    const tick = await median(50, () => place.engine.tick())
    const leaves = await milliseconds(() => does(place.engine, { act: 'leaveCollaboration', by: 'carla' }))
    row([count, ...[act, tick, opened, leaves].map(shown)])
    place.close()
  }
}

const largest = Number(process.argv[2] ?? 1_000_000)
await byLength(largest)
console.log()
await byProposals(Math.min(10_000, largest / 10))
