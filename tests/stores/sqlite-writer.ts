// A process of its own that appends to a SQLite file as often as it is told, and tries again after each conflict.
import { sqliteStore } from '../../src/stores/sqlite.ts'

const [path = '', name = '', count = '0'] = process.argv.slice(2)
const store = sqliteStore(path, { busyTimeout: 60_000 })
for (let i = 0; i < Number(count); ) {
  const size = await store.size('regio')
  const outcome = await store.append('regio', [{ seq: size, matter: name, line: `${name} ${i}` }], size)
  if ('appended' in outcome) i += 1
}
store.close()
