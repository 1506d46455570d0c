// Another process that uses a SQLite file: it appends and says what came of it, or holds the lock for others to wait.
import { rmSync } from 'node:fs'
import { StoreError, sqliteStore } from '../../src/stores/sqlite.ts'
import { ownDriver } from './drivers.ts'

const [what, path = ''] = process.argv.slice(2)

async function append(): Promise<void> {
  try {
    const store = sqliteStore(path)
    await store.append('regio', [{ seq: 2, matter: 'p1', line: '{}' }], 2)
    process.stdout.write('appended')
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    process.stdout.write(`${error.code} ${error.message}`)
  }
}

/** Long enough for the one who waits to be waiting; nothing depends on how long it is. */
const whileOthersWait = 500

function hold(): void {
  const connection = ownDriver.open(path)
  connection.exec('BEGIN IMMEDIATE')
  process.stdout.write('locked')
  if (what === 'hold') setInterval(() => {}, 1_000)
  else
    setTimeout(() => {
      if (what === 'delete')
        for (const ending of ['', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true })
      connection.exec('COMMIT')
      process.exit(0)
    }, whileOthersWait)
}

if (what === 'append') await append()
else hold()
