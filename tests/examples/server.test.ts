import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { root } from '../../scripts/write-docs.ts'
import { openCollaboration, setClock } from '../../src/index.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { settled, stepsOf, type Walk, walk } from '../docs/walking.ts'
import {
  charter,
  endAll,
  eventsFrom,
  failedStart,
  get,
  headOf,
  type Running,
  send,
  serverOn,
} from './server.ts'

let folder = ''
const file = () => join(folder, 'homes.db')
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samenspraak-server-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
afterAll(endAll)

const secrets = ['secret-a', 'secret-h']
const draft = { act: 'draftProposal', proposal: 'quay', title: 'Homes at the quay', text: 'We build.' }
const consent = { act: 'takePosition', proposal: 'quay', revision: 1, position: 'consent' }
const comment = (text: string) => ({ act: 'comment', proposal: 'quay', text })

/** A server with a collaboration that is founded, and a proposal in consultation. */
async function submittedOn(path: string): Promise<Running> {
  const server = await serverOn(path)
  const proposed = await send(server, 'secret-a', { act: 'proposeCharter', charter })
  const fact = proposed.recorded[0]?.fact
  const digest = fact && 'digest' in fact ? fact.digest : ''
  for (const secret of secrets) await send(server, secret, { act: 'signCharter', charter: digest })
  await send(server, 'secret-a', draft)
  const submitted = await send(server, 'secret-a', { act: 'submitProposal', proposal: 'quay' })
  expect(submitted.status).toBe(201)
  return server
}

async function expectToHold(server: Running): Promise<string> {
  const head = await headOf(server)
  const log = await (await get(server, '/log')).text()
  expect(verifyLog(log, { head })).toEqual({ holds: true, finding: null, ...head })
  return log
}

describe('the server', () => {
  it('leads from a charter to a decision that anybody can verify', async () => {
    const server = await submittedOn(file())
    const asked = await (await get(server, '/waiting?person=hugo&language=nl')).json()
    expect(asked).toMatchObject([{ person: 'hugo', what: 'position', proposal: 'quay', rule: 'C2' }])
    const told = await (await get(server, '/proposals/quay')).json()
    const { proposal, why, may } = told as Record<'proposal' | 'why' | 'may', Record<string, unknown>>
    expect(proposal).toMatchObject({ id: 'quay', state: 'consultation', revision: 1 })
    expect(why.reasons).toContainEqual(expect.objectContaining({ rule: 'everyPartnerAgrees' }))
    expect(may).toContainEqual(expect.objectContaining({ act: 'takePosition', allowed: true }))
    expect(may).toContainEqual(expect.objectContaining({ act: 'confirmDecision', allowed: false }))
    for (const secret of secrets) expect((await send(server, secret, consent)).status).toBe(201)
    for (const secret of secrets)
      await send(server, secret, { act: 'confirmDecision', proposal: 'quay', revision: 1 })
    expect(await (await get(server, '/waiting')).json()).toEqual([])
    expect(await expectToHold(server)).toContain('"type":"decision.taken"')
    expect(await server.stop()).toEqual({ code: 0, said: '' })
  })

  it('lets nobody act for another, whatever they send', async () => {
    const server = await submittedOn(file())
    const { size } = await headOf(server)
    expect(await send(server, 'secret-a', { ...consent, by: 'hugo' })).toMatchObject({
      status: 403,
      error: 'you are anna: leave "by" out',
    })
    for (const secret of ['', 'secret-x', 'constructor', 'anna'])
      expect((await send(server, secret, { ...consent, by: 'anna' })).status).toBe(401)
    expect((await fetch(`${server.url}/log`)).status).toBe(401)
    expect((await headOf(server)).size).toBe(size)
    expect((await send(server, 'secret-a', { ...consent, by: 'anna' })).recorded[0]?.by).toBe('anna')
  })

  it('tells what cannot be recorded now from what never can', async () => {
    const server = await submittedOn(file())
    const { size } = await headOf(server)
    const confirm = { act: 'confirmDecision', proposal: 'quay', revision: 1 }
    const early = await send(server, 'secret-a', confirm)
    expect(early).toMatchObject({ status: 409, refused: { rule: 'decisionIsCalled' } })
    expect(early.refused?.allowed).toContain('takePosition')
    const malformed = await send(server, 'secret-a', { act: 'decide' })
    expect(malformed).toMatchObject({ status: 422, refused: { rule: 'wellFormedAct' } })
    for (const body of ['', '[]', '"act"', 'null', '{'])
      expect((await send(server, 'secret-a', body)).status).toBe(400)
    const large = await send(server, 'secret-a', `{"act":"comment","text":"${'x'.repeat(2 * 1024 * 1024)}"}`)
    expect(large).toMatchObject({ status: 413, error: 'send at most 2097152 bytes' })
    expect((await get(server, '/proposals/other')).status).toBe(404)
    expect((await get(server, '/other')).status).toBe(404)
    expect((await get(server, '/events', { headers: { 'last-event-id': 'x' } })).status).toBe(400)
    expect((await headOf(server)).size).toBe(size)
  })

  it('records an act once, however often it is sent with its key, also after a restart', async () => {
    const server = await submittedOn(file())
    const key = { 'idempotency-key': 'k1' }
    const answers = await Promise.all([1, 2, 3].map(() => send(server, 'secret-a', consent, key)))
    const { size } = await headOf(server)
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(await server.stop()).toEqual({ code: 0, said: '' })
    const again = await serverOn(file())
    expect(await send(again, 'secret-a', consent, key)).toEqual(answers[0])
    expect(answers[1]).toEqual(answers[0])
    expect(await headOf(again)).toMatchObject({ size })
    const other = await send(again, 'secret-h', consent, key)
    expect(other).toMatchObject({ status: 422, refused: { rule: 'keyStandsForOneAct' } })
    await expectToHold(again)
  })

  it('tells followers what was recorded, and goes on where they stopped', async () => {
    const server = await submittedOn(file())
    const { size } = await headOf(server)
    const all = eventsFrom(server, null, size + 1)
    const rest = eventsFrom(server, size - 2, 2)
    await send(server, 'secret-h', comment('Where?'))
    expect((await all).map(({ seq }) => seq)).toEqual(Array.from({ length: size + 1 }, (_, i) => i))
    expect((await rest).map(({ seq }) => seq)).toEqual([size - 1, size])
  })

  it('lets its followers go when it stops', async () => {
    const server = await submittedOn(file())
    const { body } = await get(server, '/events')
    const following = (async () => {
      for await (const _ of body ?? []);
      return 'let go'
    })()
    expect(await server.stop()).toEqual({ code: 0, said: '' })
    expect(await following).toBe('let go')
  })

  it('shares a file with another server: each act once, heard by both', async () => {
    const one = await submittedOn(file())
    const two = await serverOn(file())
    const { size } = await headOf(one)
    const heard = eventsFrom(two, size - 1, 40)
    const acts = Array.from({ length: 40 }, (_, i) =>
      send(i % 2 === 0 ? one : two, secrets[i % 3 === 0 ? 0 : 1] ?? '', comment(`No ${i}`), {
        'idempotency-key': `k${i}`,
      }),
    )
    expect((await Promise.all(acts)).map(({ status }) => status)).toEqual(acts.map(() => 201))
    expect(new Set((await heard).map(({ act }) => act)).size).toBe(40)
    expect(await headOf(one)).toEqual(await headOf(two))
    expect((await headOf(one)).size).toBe(size + 40)
    await expectToHold(two)
  })

  it('ends a term when it is due, though nobody asks', async () => {
    const store = sqliteStore(file())
    const past = await openCollaboration({ id: 'wonen', store, clock: setClock('2026-01-05T08:00:00.000Z') })
    await past.act({ act: 'proposeCharter', by: 'anna', charter })
    const { digest } = await past.circle()
    for (const by of ['anna', 'hugo']) await past.act({ act: 'signCharter', by, charter: digest })
    await past.act({ ...draft, by: 'anna' })
    await past.act({ act: 'submitProposal', by: 'anna', proposal: 'quay' })
    const { size } = await past.head()
    store.close()
    const server = await serverOn(file())
    const events = await eventsFrom(server, size - 1, 2)
    expect(events.map(({ fact }) => fact.type)).toEqual(['term.ended', 'stage.entered'])
    await expectToHold(server)
  })
})

describe('a server that cannot start says why in one line', () => {
  it.each([
    ['secrets that are no JSON', { TOKENS: 'anna' }, /^TOKENS must be JSON/],
    ['an id that is none', { COLLABORATION: 'two words' }, /must be letters, digits/],
    ['a port that is none', { PORT: '-1' }, /^PORT must be/],
  ])('%s', async (_, env, why) => {
    const { code, said } = await failedStart({ FILE: file(), ...env })
    expect(said).toMatch(/^[^\n]+\n$/)
    expect({ code, said }).toEqual({ code: 2, said: expect.stringMatching(why) })
  })

  it('a file of something else', async () => {
    writeFileSync(file(), 'a letter, and no database at all, whatever it is called')
    const { code, said } = await failedStart({ FILE: file() })
    expect({ code, said }).toEqual({
      code: 2,
      said: expect.stringMatching(/^[^\n]+is not a SQLite database[^\n]+\n$/),
    })
  })

  it('a port in use', async () => {
    const holder = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => holder.once('listening', resolve))
    const address = holder.address()
    const port = address !== null && typeof address === 'object' ? String(address.port) : ''
    const { code, said } = await failedStart({ FILE: file(), PORT: port })
    holder.close()
    expect({ code, said }).toEqual({ code: 2, said: expect.stringMatching(/^cannot listen on [^\n]+\n$/) })
  })
})

describe('docs/how-to/web-server.md, walked through', () => {
  const steps = stepsOf('docs/how-to/web-server.md')
  const shown = steps.flatMap((step, i) =>
    'commands' in step && step.prints !== null ? [[step.line, i, step.prints] as const] : [],
  )
  let here = ''
  let walked: Walk
  beforeAll(async () => {
    here = mkdtempSync(join(tmpdir(), 'samenspraak-web-'))
    for (const name of ['examples', 'src', 'dist', 'node_modules', 'package.json', 'tsconfig.json'])
      symlinkSync(join(root, name), join(here, name))
    mkdirSync(join(here, 'bin'))
    const command = `exec node '${root}dist/cli/main.js' "$@"`
    writeFileSync(join(here, 'bin/npx'), `#!/bin/sh\n[ "$1" = samenspraak ] && shift && ${command}\n`, {
      mode: 0o755,
    })
    const path = `${join(here, 'bin')}:${process.env.PATH}`
    const port = await freePort()
    const elsewhere = steps.map(step =>
      'commands' in step ? { ...step, commands: step.commands.replaceAll('8080', port) } : step,
    )
    walked = walk(elsewhere, here, join(here, 'printed'), { ...process.env, PATH: path, PORT: port })
  }, 300_000)
  afterAll(() => rmSync(here, { recursive: true, force: true }))

  it.each(shown)('line %i prints what the page says', (_, i, prints) => {
    expect(settled(walked.printed[i] ?? '')).toBe(settled(prints))
  })

  it('comes to its end', () => {
    expect({ code: walked.code, last: walked.printed.findLast(it => it !== '') }).toMatchObject({ code: 0 })
  })
})

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address()
  await new Promise(resolve => server.close(resolve))
  return address !== null && typeof address === 'object' ? String(address.port) : ''
}
