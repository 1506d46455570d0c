// The engine over broken writes: an act of which the caller was told nothing is asked again under its key, and recorded once.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ActOutcome, type Engine, openCollaboration, type Store, setClock } from '../../src/index.ts'
import { memoryStore } from '../../src/stores/memory.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { charter, content, start } from '../support.ts'
import { breaks, brokenStore, type Fate, isWritten } from './broken.ts'
import { ownDriver } from './drivers.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'samenspraak-engine-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (store: Store): Promise<Engine> =>
  openCollaboration({ id: 'regio', store, clock: setClock(start) })

async function linesIn(store: Store, act?: string): Promise<string[]> {
  const lines: string[] = []
  for await (const { line } of store.read('regio', { act })) lines.push(line)
  return lines
}

/** That the log is lawful, and holds each of these acts once. */
async function expectOnce(store: Store, keys: readonly string[]): Promise<void> {
  const lines = await linesIn(store)
  expect(verifyLog(lines.map(line => `${line}\n`).join('')).finding).toBeNull()
  const begun = lines.map(line => JSON.parse(line)).flatMap(({ asked, act }) => (asked ? [act] : []))
  for (const key of keys) {
    expect(begun.filter(act => act === key)).toEqual([key])
    expect(await linesIn(store, key)).toHaveLength(1)
  }
}

const recordedBy = (outcome: ActOutcome): string[] =>
  'recorded' in outcome ? outcome.recorded.map(({ fact }) => fact.type) : [outcome.refused.rule]

/** Asks until there is an answer, as a caller with a key may. */
async function askUntilAnswered(engine: Engine, act: object, key: string): Promise<ActOutcome> {
  for (;;) {
    try {
      return await engine.act(act, { key })
    } catch {
      // Asked again under the same key.
    }
  }
}

const propose = { act: 'proposeCharter', by: 'almere1', charter: charter() }

/** A founded collaboration with a draft in the store. */
async function founded(store: Store): Promise<void> {
  const engine = await open(store)
  await engine.act(propose, { key: 'propose' })
  const { digest } = await engine.circle()
  for (const by of ['almere1', 'zeewolde1', 'dronten1'])
    await engine.act({ act: 'signCharter', by, charter: digest }, { key: `sign-${by}` })
  await engine.act({ act: 'draftProposal', by: 'almere1', proposal: 'p1', ...content }, { key: 'draft' })
}

const submit = { act: 'submitProposal', by: 'almere1', proposal: 'p1' }

describe.each<[name: string, make: () => Store]>([
  ['memory', memoryStore],
  ['sqlite', () => sqliteStore(join(folder, 'a.db'))],
])('over a store in %s whose append', (_, make) => {
  test.each(breaks)('%s, an act asked again under its key is recorded once', async fate => {
    const whole = make()
    await founded(whole)
    const engine = await open(brokenStore(whole, [fate]))
    const first = await engine.act(submit, { key: 'k1' }).catch((error: Error) => error.name)
    // What turns out to be there counts as recorded at once; what is not there is the caller's to ask again.
    expect(typeof first === 'string' ? first : recordedBy(first)).toEqual(
      isWritten(fate) ? ['proposal.submitted'] : 'BrokenWrite',
    )
    expect(recordedBy(await engine.act(submit, { key: 'k1' }))).toEqual(['proposal.submitted'])
    await expectOnce(whole, ['k1', 'draft'])
    const other = await open(whole)
    expect(recordedBy(await other.act(submit, { key: 'k1' }))).toEqual(['proposal.submitted'])
    await expectOnce(whole, ['k1'])
  })

  test.each(breaks)('%s, acts asked at once are each recorded once', async fate => {
    const whole = make()
    await founded(whole)
    const engine = await open(brokenStore(whole, [fate, 'works', fate]))
    const comment = (n: number) => ({ act: 'comment', by: 'dronten1', proposal: 'p1', text: `Comment ${n}` })
    const keys = Array.from({ length: 12 }, (_, n) => `c${n}`)
    const outcomes = await Promise.all(keys.map((key, n) => askUntilAnswered(engine, comment(n), key)))
    expect(outcomes.map(recordedBy)).toEqual(keys.map(() => ['comment.made']))
    await expectOnce(whole, keys)
  })

  test('fails in any way, and again, and again: every act is recorded once and in its order', async () => {
    const inner = make()
    let failed = 0
    const fate = fc.constantFrom<Fate>('works', ...breaks)
    let runs = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 25 }), async fates => {
        const id = `run-${runs++}`
        const engine = await openCollaboration({
          id,
          store: brokenStore(inner, fates),
          clock: setClock(start),
        })
        const keys: string[] = []
        const ask = async (act: object): Promise<void> => {
          const key = `k${keys.length}`
          keys.push(key)
          expect(recordedBy(await askUntilAnswered(engine, act, key))).not.toContain('keyStandsForOneAct')
        }
        await ask(propose)
        const { digest } = await engine.circle()
        for (const by of ['almere1', 'zeewolde1', 'dronten1'])
          await ask({ act: 'signCharter', by, charter: digest })
        await ask({ act: 'draftProposal', by: 'almere1', proposal: 'p1', ...content })
        await ask(submit)
        for (const by of ['almere1', 'zeewolde1', 'dronten1'])
          await ask({ act: 'takePosition', by, proposal: 'p1', revision: 1, position: 'consent' })
        for (const by of ['almere1', 'zeewolde1', 'dronten1'])
          await ask({ act: 'confirmDecision', by, proposal: 'p1', revision: 1 })
        expect((await engine.proposal('p1'))?.state).toBe('decided')
        const lines: string[] = []
        for await (const { line } of inner.read(id)) lines.push(line)
        expect(verifyLog(lines.map(line => `${line}\n`).join('')).finding).toBeNull()
        const begun = lines.map(line => JSON.parse(line)).flatMap(({ asked, act }) => (asked ? [act] : []))
        expect(begun).toEqual(keys)
        failed += fates.filter(one => one !== 'works').length
      }),
      { numRuns: 25 },
    )
    expect(failed).toBeGreaterThan(40)
  })
})

describe('over a SQLite store', () => {
  test('whose disk is full: the act is not confirmed, and recorded once when there is room', async () => {
    const connection = ownDriver.open(join(folder, 'a.db'))
    const store = sqliteStore(connection)
    await founded(store)
    const engine = await open(store)
    const act = { act: 'comment', by: 'dronten1', proposal: 'p1', text: 'x'.repeat(90_000) }
    connection.prepare('PRAGMA max_page_count = 1').all()
    const error = await engine.act(act, { key: 'k1' }).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'StoreError', code: 'full' })
    expect(await linesIn(store, 'k1')).toEqual([])
    connection.prepare('PRAGMA max_page_count = 100000').all()
    expect(recordedBy(await engine.act(act, { key: 'k1' }))).toEqual(['comment.made'])
    await expectOnce(store, ['k1'])
    connection.close()
  })

  test('whose file is deleted: nothing more is confirmed', async () => {
    const path = join(folder, 'a.db')
    const store = sqliteStore(path)
    await founded(store)
    const engine = await open(store)
    for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true })
    for (const key of ['k1', 'k2'])
      await expect(engine.act(submit, { key })).rejects.toMatchObject({
        name: 'StoreError',
        code: 'replaced',
      })
    store.close()
  })
})
