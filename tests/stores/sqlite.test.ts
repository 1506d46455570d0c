// The SQLite store: the contract of every store, over each way to open one.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, test } from 'vitest'
import type { Store } from '../../src/log/store.ts'
import { storeContract } from '../../src/proof/store-contract.ts'
import { type SqliteStore, sqliteStore } from '../../src/stores/sqlite.ts'
import { drivers, type OwnedConnection } from './drivers.ts'

const folder = mkdtempSync(join(tmpdir(), 'samenspraak-sqlite-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const newFile = (): string => join(folder, `${files++}.db`)

/** Remembers where each store is kept, so that it can be opened once more. */
const paths = new Map<Store, string>()
const pathOf = (store: Store): string => paths.get(store) ?? ''
const kept = (store: SqliteStore, path: string): SqliteStore => {
  paths.set(store, path)
  return store
}

storeContract({
  test,
  name: 'sqlite, two handles on a file',
  factory: () => openAt(newFile()),
  reopen: store => openAt(pathOf(store)),
  close: store => (store as SqliteStore).close(),
})

function openAt(path: string): SqliteStore {
  return kept(sqliteStore(path), path)
}

storeContract({
  test,
  name: 'sqlite, in memory',
  factory: () => sqliteStore(':memory:'),
  close: store => (store as SqliteStore).close(),
  interleavings: 200,
})

for (const { name, open } of drivers) {
  const connections = new Map<Store, OwnedConnection>()
  const over = (path: string): SqliteStore => {
    const connection = open(path)
    const store = kept(sqliteStore(connection), path)
    connections.set(store, connection)
    return store
  }
  storeContract({
    test,
    name: `sqlite, two connections of ${name} handed over`,
    factory: () => over(newFile()),
    reopen: store => over(pathOf(store)),
    close: store => void connections.get(store)?.close(),
    interleavings: 100,
  })
}
