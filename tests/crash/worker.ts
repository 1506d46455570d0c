// A process that acts without pause on a collaboration in a SQLite file, until somebody kills it or ends its input.
import type { Act, Engine } from '../../src/index.ts'
import { openCollaboration } from '../../src/index.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { actOf, alone, charter, people } from './acts.ts'

const [path = '', name = '', ...unanswered] = process.argv.slice(2)

/** What the parent reads: what is asked, and then what came of it. Writing to a pipe is done when it returns. */
const say = (what: '?' | '!' | 'x', key: string, more = ''): void => {
  process.stdout.write(`${what} ${key} ${more}\n`)
}

async function ask(engine: Engine, key: string, act: Act): Promise<void> {
  say('?', key)
  const outcome = await engine.act(act, { key })
  if ('refused' in outcome) say('x', key, outcome.refused.rule)
  else say('!', key)
}

/** Every life asks for the founding, under the same keys: it is recorded once. */
async function found(engine: Engine): Promise<void> {
  const [first = ''] = people
  await ask(engine, 'found-propose', { act: 'proposeCharter', by: first, charter })
  const { digest } = await engine.circle()
  for (const by of people)
    await ask(engine, `found-sign-${by}`, { act: 'signCharter', by, charter: digest ?? '' })
}

async function actOn(engine: Engine): Promise<void> {
  let stopping = false
  process.stdin.on('end', () => {
    stopping = true
  })
  process.stdin.resume()
  await found(engine)
  // What the life before asked and was not told of is asked again, under the same keys.
  for (const key of unanswered) await ask(engine, key, actOf(key))
  for (let n = 0; !stopping; ) {
    const together = n < alone ? 1 : 1 + (n % 5)
    const keys = Array.from({ length: together }, (_, i) => `${name}-${n + i}`)
    await Promise.all(keys.map(key => ask(engine, key, actOf(key))))
    n += together
    // SQLite answers at once, so that without this the end of the input would never have its turn.
    await new Promise(done => setImmediate(done))
  }
}

const store = sqliteStore(path, { busyTimeout: 60_000 })
await actOn(await openCollaboration({ id: 'regio', store }))
store.close()
process.exit(0)
