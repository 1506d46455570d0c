// How fast a durable append is: the SQLite store against a bare insert into the same table, paired in one run.
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Connection, sqliteStore } from '../src/stores/sqlite.ts'

const appendsARound = 50
const rounds = Number(process.argv[2] ?? 60)
const folder = mkdtempSync(join(process.argv[3] ?? tmpdir(), 'samenspraak-bench-'))
const line = JSON.stringify({ text: 'x'.repeat(600) })

const rowAt = (seq: number) => ({ seq, matter: `p${seq % 5}`, act: `act-${seq}`, line })

interface Opened extends Connection {
  close(): unknown
}

/** The driver that the store takes for a path, so that both sides use the same one. */
function open(path: string): Opened {
  const builtIn = process.getBuiltinModule('node:sqlite') as
    | { DatabaseSync: new (path: string) => Opened }
    | undefined
  const driver = builtIn?.DatabaseSync ?? createRequire(import.meta.url)('libsql')
  return new driver(path)
}

function bareInserts(path: string): (seq: number) => void {
  sqliteStore(path).close()
  const connection = open(path)
  connection.exec('PRAGMA synchronous = FULL')
  const insert = connection.prepare(
    'INSERT INTO entry (collaboration, seq, matter, act, line) VALUES (?, ?, ?, ?, ?)',
  )
  return seq => {
    const row = rowAt(seq)
    insert.run('regio', row.seq, row.matter, row.act, row.line)
  }
}

function storeAppends(path: string): (seq: number) => Promise<unknown> {
  const store = sqliteStore(path)
  return seq => store.append('regio', [rowAt(seq)], seq)
}

async function timed(first: number, work: (seq: number) => unknown): Promise<number> {
  const began = process.hrtime.bigint()
  for (let seq = first; seq < first + appendsARound; seq++) await work(seq)
  return Number(process.hrtime.bigint() - began) / 1_000 / appendsARound
}

function median(values: readonly number[]): number {
  return values.toSorted((one, two) => one - two)[values.length >> 1] ?? Number.NaN
}

async function main(): Promise<void> {
  const bare = bareInserts(join(folder, 'bare.db'))
  const ours = storeAppends(join(folder, 'ours.db'))
  const pairs: { bare: number; ours: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const first = round * appendsARound
    // Who goes first changes, so that neither always comes after the other.
    const early = round % 2 === 0 ? await timed(first, bare) : Number.NaN
    const oursTook = await timed(first, ours)
    pairs.push({ bare: round % 2 === 0 ? early : await timed(first, bare), ours: oursTook })
  }
  const figures = {
    appends: rounds * appendsARound,
    bareMicroseconds: Math.round(median(pairs.map(pair => pair.bare))),
    oursMicroseconds: Math.round(median(pairs.map(pair => pair.ours))),
    speed: `${Math.round(median(pairs.map(pair => pair.bare / pair.ours)) * 100)} % of a bare insert`,
  }
  console.log(JSON.stringify(figures))
}

await main()
rmSync(folder, { recursive: true, force: true })
