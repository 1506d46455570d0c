// A web server around one collaboration: whoever is logged in acts in their own name, reads, and hears what comes.
//
// Run it in a checkout (docs/how-to/web-server.md has the requests):
//   TOKENS='{"secret-of-anna":"anna"}' FILE=wonen.db npx tsx examples/02-server.ts
import { serve } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { stream, streamSSE } from 'hono/streaming'
import { CorruptLog, type Engine, openCollaboration, type Refusal } from 'samenspraak'
import { whyUndecided } from 'samenspraak/register'
import { type SqliteStore, StoreError, sqliteStore } from 'samenspraak/stores/sqlite'

// 1. Settings, and a limit on everything that comes in.

/** Ends the program with one line that says what to do. */
function giveUp(what: string): never {
  console.error(what)
  process.exit(2)
}

const { FILE = 'wonen.db', COLLABORATION = 'wonen', HOST = '127.0.0.1', PORT = '8080' } = process.env
if (!/^\d{1,5}$/.test(PORT) || Number(PORT) > 65_535) giveUp('PORT must be a number up to 65535')
/** The largest act, in bytes. The longest text of a proposal fits four times. */
const mostBytes = 2 * 1024 * 1024
/** How many may follow the log at once. */
const mostFollowers = 200
/** How often the clock is offered where no term ends sooner, in milliseconds. */
const lookEvery = 30_000
/** How often a follower is sent a sign of life, in milliseconds: proxies close what is silent. */
const beatEvery = 15_000
/** How long requests may take to end once the server stops, in milliseconds. */
const patience = 5_000

// 2. Who is asking. A STAND-IN: a table of secrets, from the environment. Put your own login here.

function readTokens(text: string): ReadonlyMap<string, string> {
  try {
    return new Map(Object.entries(JSON.parse(text) as Record<string, string>))
  } catch {
    return giveUp('TOKENS must be JSON that gives each secret its person, as {"secret-of-anna":"anna"}')
  }
}

const tokens = readTokens(process.env.TOKENS ?? '{}')

/** The person behind a request; undefined for a stranger. */
const personBehind = (c: Context): string | undefined =>
  tokens.get(/^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '')

// 3. The log, in one file that other processes may have open too.

async function open(): Promise<{ store: SqliteStore; engine: Engine }> {
  try {
    const store = sqliteStore(FILE)
    return { store, engine: await openCollaboration({ id: COLLABORATION, store }) }
  } catch (error) {
    if (error instanceof StoreError || error instanceof CorruptLog || error instanceof TypeError)
      return giveUp(error.message)
    throw error
  }
}

const { store, engine } = await open()
const followers = new Set<AbortController>()

// 4. What can be asked.

const app = new Hono<{ Variables: { person: string } }>()

app.use(async (c, next) => {
  const person = personBehind(c)
  if (person === undefined)
    return c.json({ error: 'log in: send Authorization: Bearer and your secret' }, 401)
  c.set('person', person)
  return next()
})

const limit = bodyLimit({
  maxSize: mostBytes,
  // What is left of the body is not read, so nothing else can come over this connection.
  onError: c => c.json({ error: `send at most ${mostBytes} bytes` }, 413, { connection: 'close' }),
})

app.post('/acts', limit, async c => {
  const body: unknown = await c.req.json().catch(() => null)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return c.json({ error: 'send one act, as a JSON object' }, 400)
  // The engine believes `by`, so it comes from the login and from nowhere else.
  const by = c.get('person')
  if ('by' in body && body.by !== by) return c.json({ error: `you are ${by}: leave "by" out` }, 403)
  const key = c.req.header('idempotency-key')
  const outcome = await engine.act({ ...body, by }, key === undefined ? {} : { key })
  return 'recorded' in outcome ? c.json(outcome, 201) : c.json(outcome, statusOf(outcome.refused))
})

/** 422: it never can be recorded like this. 409: not as things stand. */
const statusOf = ({ rule }: Refusal): 409 | 422 =>
  rule === 'wellFormedAct' || rule === 'keyStandsForOneAct' ? 422 : 409

const languageOf = (c: Context): 'nl' | 'en' => (c.req.query('language') === 'nl' ? 'nl' : 'en')

app.get('/waiting', async c => {
  const person = c.req.query('person')
  return c.json(await engine.waiting({ person, language: languageOf(c) }))
})

app.get('/proposals/:id', async c => {
  const id = c.req.param('id')
  const proposal = await engine.proposal(id)
  if (!proposal) return c.json({ error: 'there is no proposal with this id' }, 404)
  const why = whyUndecided(await engine.standing([id]), id, { language: languageOf(c) })
  return c.json({ proposal, why, may: await engine.may(c.get('person'), id) })
})

app.get('/log', c => {
  c.header('content-type', 'application/jsonl; charset=utf-8')
  return stream(c, async out => {
    for await (const { line } of store.read(COLLABORATION)) {
      if (out.aborted) return
      await out.write(`${line}\n`)
    }
  })
})

app.get('/head', async c => {
  const { size, root } = await engine.head()
  return c.text(`${size}:${root}\n`)
})

app.get('/events', c => {
  const last = c.req.header('last-event-id') ?? '-1'
  if (!/^(-1|\d{1,15})$/.test(last))
    return c.json({ error: 'Last-Event-ID must be the number of an entry' }, 400)
  if (followers.size >= mostFollowers)
    return c.json({ error: 'too many follow already: try again later' }, 503)
  return streamSSE(c, async out => {
    const reader = new AbortController()
    followers.add(reader)
    out.onAbort(() => reader.abort())
    const beat = setInterval(() => void out.write(':\n\n'), beatEvery)
    try {
      for await (const entry of engine.entries({
        from: Number(last) + 1,
        follow: true,
        signal: reader.signal,
      }))
        await out.writeSSE({ id: String(entry.seq), event: entry.fact.type, data: JSON.stringify(entry) })
    } finally {
      clearInterval(beat)
      followers.delete(reader)
    }
  })
})

app.notFound(c => c.json({ error: 'there is nothing here; see docs/how-to/web-server.md' }, 404))

app.onError((error, c) => {
  console.error(`${c.req.method} ${c.req.path}: ${error.message}`)
  if (!(error instanceof StoreError))
    return c.json({ error: 'this failed: tell whoever runs the server' }, 500)
  c.header('retry-after', '1')
  return c.json({ error: 'this failed: ask again, with the same Idempotency-Key' }, 503)
})

// 5. Time passes, whether or not anybody asks. Every process may do this: a term ends once.

/** Offers the clock at each due moment; ends when the function that it gives is called. */
function keepTime(): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const look = async (): Promise<void> => {
    const wait = await waitAfterTick()
    if (!stopped) timer = setTimeout(() => (looking = look()), wait)
  }
  let looking = look()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await looking
  }
}

/** Ends the terms that are due, and says in how many milliseconds to look again. */
async function waitAfterTick(): Promise<number> {
  try {
    await engine.tick()
    const next = await engine.nextDue()
    return next === null ? lookEvery : Math.max(0, Math.min(lookEvery, Date.parse(next) - Date.now()))
  } catch (error) {
    console.error(`the clock could not be offered: ${(error as Error).message}`)
    return lookEvery
  }
}

// 6. Begin, and end without breaking anything off.

const stopTime = keepTime()
const server = serve({ fetch: app.fetch, hostname: HOST, port: Number(PORT) }, ({ port }) =>
  console.log(`listening on http://${HOST}:${port}`),
)
server.on('error', error => giveUp(`cannot listen on ${HOST}:${PORT}: ${error.message}`))

async function stop(): Promise<void> {
  const ended = new Promise<unknown>(resolve => server.close(resolve))
  for (const follower of followers) follower.abort()
  if ('closeAllConnections' in server) setTimeout(() => server.closeAllConnections(), patience).unref()
  await Promise.all([ended, stopTime()])
  store.close()
}

process.once('SIGTERM', () => void stop())
process.once('SIGINT', () => void stop())
