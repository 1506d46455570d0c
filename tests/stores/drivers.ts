// The drivers of SQLite that are there in this Node: libsql always, node:sqlite from 22.13 on.
import Libsql from 'libsql'
import type { Connection } from '../../src/stores/sqlite.ts'

/** A connection as its owner has it. */
export interface OwnedConnection extends Connection {
  close(): unknown
}

export interface Driver {
  readonly name: string
  readonly open: (path: string) => OwnedConnection
}

interface NodeSqlite {
  readonly DatabaseSync: new (path: string) => OwnedConnection
}

const nodeSqlite = process.getBuiltinModule('node:sqlite') as NodeSqlite | undefined

export const drivers: readonly Driver[] = [
  { name: 'libsql', open: path => new Libsql(path) },
  ...(nodeSqlite ? [{ name: 'node:sqlite', open: (path: string) => new nodeSqlite.DatabaseSync(path) }] : []),
]

/** The driver that the store takes by itself when it is given a path. */
export const ownDriver = drivers.at(-1) as Driver
