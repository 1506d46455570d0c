// Words beside the log (W4): kept with the entries that name them, never in a line, read aloud where they are at hand, erased for good.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import {
  type Engine,
  keyFor,
  logText,
  memoryStore,
  openCollaboration,
  type ProposalView,
  type RecordedEntry,
  type Store,
  type StoreError,
  setClock,
  signAct,
} from '../../src/index.ts'
import { sha256 } from '../../src/log/hash.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { charter, start } from '../support.ts'
import { recordedBy, told } from './support.ts'

const personal = ['comment.text', 'raiseObjection.reason', 'takePosition.reason', 'giveMandate.name']
const said = 'The neighbour of number 12 complained.'
const secretOf = (person: string): Uint8Array => sha256(`secret of ${person}`)
const folder = mkdtempSync(join(tmpdir(), 'samenspraak-words-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const newFile = (): string => join(folder, `${files++}.db`)

/** A founded collaboration with a draft p1 that was submitted, on a store. */
async function founded(store: Store, changes: object = { personal }): Promise<Engine> {
  const engine = await opened(store)
  const text = charter(changes as never)
  recordedBy(await engine.act({ act: 'proposeCharter', by: 'almere1', charter: text }))
  const { digest } = await engine.circle()
  for (const by of ['almere1', 'zeewolde1', 'dronten1'])
    recordedBy(await engine.act({ act: 'signCharter', by, charter: digest }))
  const draft = { act: 'draftProposal', by: 'almere1', proposal: 'p1', title: 'Homes', text: 'We build.' }
  recordedBy(await engine.act(draft))
  recordedBy(await engine.act({ act: 'submitProposal', by: 'almere1', proposal: 'p1' }))
  return engine
}

const opened = (store: Store, more: object = {}): Promise<Engine> =>
  openCollaboration({ id: 'regio', store, clock: setClock(start), ...more })

const comment = (text = said, by = 'zeewolde1') => ({ act: 'comment', by, proposal: 'p1', text })
const objection = {
  act: 'raiseObjection',
  by: 'dronten1',
  proposal: 'p1',
  revision: 1,
  reason: 'No, says Piet.',
}

/** The digest in the place of the words that an act brought. */
async function says(engine: Engine, act: object): Promise<string> {
  const [first] = recordedBy(await engine.act(act))
  return Object.values(first?.personal ?? {})[0] ?? expect.unreachable('nothing is kept apart')
}

const erase = (digest: string, by = 'zeewolde1') => ({
  ...{ act: 'eraseWords', by, proposal: 'p1', digest },
  reason: 'Asked by the person concerned.',
})

async function view(engine: Engine): Promise<ProposalView> {
  return (await engine.proposal('p1')) ?? expect.unreachable('no p1')
}

async function entriesOf(engine: Engine, words: boolean): Promise<RecordedEntry[]> {
  const all: RecordedEntry[] = []
  for await (const entry of engine.entries({ words })) all.push(entry)
  return all
}

const kept = async (store: Store): Promise<string> => JSON.stringify((await store.words?.read('regio')) ?? [])

const stores: readonly (readonly [string, () => Store])[] = [
  ['in memory', memoryStore],
  ['in SQLite', () => sqliteStore(newFile())],
]

describe.each(stores)('words %s', (_, make) => {
  it('stand in no line, and are read in views, in what waits and in entries read aloud', async () => {
    const store = make()
    const engine = await founded(store)
    await says(engine, comment(`${said} Who calls?`))
    await says(engine, objection)
    const text = await logText(engine)
    for (const word of ['neighbour', 'Piet']) expect(text).not.toContain(word)
    expect(verifyLog(text)).toMatchObject({
      holds: true,
      texts: { apart: { count: 2 }, erased: { count: 0 } },
    })
    for (const one of [engine, await opened(store)]) {
      const { comments, objections, unansweredQuestions } = await view(one)
      expect(comments.c1?.text).toBe(`${said} Who calls?`)
      expect(unansweredQuestions).toEqual(['c1'])
      expect(objections.o1?.reason).toBe('No, says Piet.')
      const asks = (await one.waiting()).map(({ sentence }) => sentence).join('\n')
      expect(asks).toContain('No, says Piet.')
      expect(asks).toContain('Who calls?')
    }
    const [, aloud] = (await entriesOf(engine, true)).filter(entry => entry.personal)
    expect(aloud?.asked).toMatchObject({ act: 'raiseObjection', reason: 'No, says Piet.' })
    expect((await entriesOf(engine, false)).map(entry => JSON.stringify(entry)).join()).not.toContain('Piet')
  })

  it('are gone once they are erased; what was said then still verifies, and says that it is erased', async () => {
    const store = make()
    const engine = await founded(store)
    const digest = await says(engine, comment())
    await says(engine, objection)
    expect(told(await engine.act(erase(digest)))).toBe('words.erased')
    expect(await kept(store)).not.toContain('neighbour')
    expect(await kept(store)).toContain('Piet')
    expect((await view(engine)).comments.c1?.text).toBe('[erased]')
    const dutch = await opened(store, { language: 'nl' })
    expect((await view(dutch)).comments.c1?.text).toBe('[gewist]')
    expect(await logText(engine)).toContain(digest)
    const { holds, texts } = verifyLog(await logText(engine))
    expect({ holds, texts }).toEqual({
      holds: true,
      texts: { apart: { count: 2, entries: [7, 8] }, erased: { count: 1, entries: [9] } },
    })
  })

  it('of another engine are read, and what another engine erased is shown by none', async () => {
    const store = make()
    const [one, other] = [await founded(store), await opened(store)]
    const digest = await says(one, comment())
    expect((await view(other)).comments.c1?.text).toBe(said)
    recordedBy(await other.act(erase(digest)))
    expect((await view(one)).comments.c1?.text).toBe('[erased]')
  })

  it('of an act that lost the race and is then refused are kept nowhere; of one that is admitted after all, once', async () => {
    const inner = make()
    const other = await founded(inner)
    let meanwhile: object | null = null
    const late: Store = {
      ...inner,
      append: async (...asked) => {
        const first = meanwhile
        meanwhile = null
        if (first) recordedBy(await other.act(first))
        return inner.append(...asked)
      },
    }
    const engine = await opened(late)
    meanwhile = comment('Somebody else was first.', 'almere1')
    recordedBy(await engine.act(comment()))
    expect(JSON.parse(await kept(inner))).toHaveLength(2)
    meanwhile = { act: 'withdrawProposal', by: 'almere1', proposal: 'p1' }
    expect(told(await engine.act(objection))).toBe('stillOpen')
    expect(meanwhile).toBe(null)
    expect(JSON.parse(await kept(inner))).toHaveLength(2)
    expect(await kept(inner)).not.toContain('Piet')
  })

  it('that are asked again under a key are the same act, and other words are not', async () => {
    const engine = await founded(make())
    const key = 'k1'
    const first = recordedBy(await engine.act(comment(), { key }))
    expect(recordedBy(await engine.act(comment(), { key }))).toEqual(first)
    expect(told(await engine.act(comment('Something else.'), { key }))).toBe('keyStandsForOneAct')
    const { text: _, ...wordless } = comment()
    expect(told(await engine.act(wordless, { key }))).toBe('wellFormedAct')
    const both = ['k2', 'k2'].map(again => engine.act(comment('Twice at once.'), { key: again }))
    const [one, other] = await Promise.all(both)
    expect(one).toEqual(other)
    recordedBy(await engine.act(erase(Object.values(first[0]?.personal ?? {})[0] ?? '')))
    expect(recordedBy(await engine.act(comment(), { key }))).toEqual(first)
  })

  it('are only looked at in a dry run', async () => {
    const store = make()
    const engine = await founded(store)
    const [entry] = recordedBy(await engine.act(comment(), { dryRun: true }))
    expect(entry?.personal?.text).toMatch(/^sha256:/)
    expect(JSON.stringify(entry)).not.toContain('neighbour')
    expect(await kept(store)).toBe('[]')
  })

  it('of a mandate are a name, which is its bearer to have erased: then the id is read', async () => {
    const store = make()
    const engine = await founded(store)
    const mandate = { act: 'giveMandate', by: 'almere1', person: 'kees', name: 'Kees de Vries' }
    const digest = await says(engine, { ...mandate, roles: ['lijnmanagement'] })
    const asked = async () => (await engine.waiting({ person: 'kees' })).map(({ sentence }) => sentence)
    expect((await asked())[0]).toContain('Kees de Vries')
    const act = { act: 'eraseName', digest, reason: 'I asked.' }
    expect(told(await engine.act({ ...act, by: 'zeewolde1' }))).toBe('byKeeperOfWords')
    expect((await engine.may('kees')).find(it => it.act === 'eraseName')?.allowed).toBe(true)
    expect(told(await engine.act({ ...act, by: 'kees' }))).toBe('name.erased')
    expect((await asked())[0]).toMatch(/^kees is asked/)
    expect(await kept(store)).toBe('[]')
  })
})

describe('an erasure', () => {
  /** A store whose erasing fails as long as it is told to. */
  function failing(inner: Store) {
    const state = { fails: true, tries: 0 }
    const words = inner.words ?? expect.unreachable('no words')
    const erased: Required<Store>['words'] = {
      ...words,
      erase: async (...asked) => {
        state.tries += 1
        if (state.fails) throw new Error('the disk is gone')
        return words.erase(...asked)
      },
    }
    return { state, store: { ...inner, words: erased } as Store }
  }

  it('that the store could not carry out is on record, hidden at once, and carried out by whoever reads it', async () => {
    const inner = memoryStore()
    const { state, store } = failing(inner)
    const engine = await founded(store)
    const digest = await says(engine, comment())
    await expect(engine.act(erase(digest))).rejects.toThrow('the disk is gone')
    expect(await kept(inner)).toContain('neighbour')
    expect((await view(engine)).comments.c1?.text).toBe('[erased]')
    expect(verifyLog(await logText(engine)).texts?.erased.count).toBe(1)
    const tries = state.tries
    state.fails = false
    await engine.head()
    expect(state.tries).toBe(tries + 1)
    expect(await kept(inner)).toBe('[]')
  })

  it('that was cut off by a crash is carried out by the next engine that opens the log', async () => {
    const inner = memoryStore()
    const { store } = failing(inner)
    const engine = await founded(store)
    const digest = await says(engine, comment())
    await engine.act(erase(digest)).catch(() => {})
    expect(await kept(inner)).toContain('neighbour')
    await opened(inner)
    expect(await kept(inner)).toBe('[]')
  })

  it('fails only whom it is for', async () => {
    const { store } = failing(memoryStore())
    const engine = await founded(store)
    const digest = await says(engine, comment())
    const [erased, other] = await Promise.allSettled([
      engine.act(erase(digest)),
      engine.act(comment('Hello.')),
    ])
    expect(erased.status).toBe('rejected')
    expect(other.status).toBe('fulfilled')
  })

  it('leaves nothing of the text in the file, nor in its write-ahead log', async () => {
    const path = newFile()
    const store = sqliteStore(path)
    const engine = await founded(store)
    const long = `${said} `.repeat(500)
    const digest = await says(engine, comment(long))
    const holds = (): boolean =>
      [path, `${path}-wal`].some(file => {
        try {
          return readFileSync(file).includes('neighbour')
        } catch {
          return false
        }
      })
    expect(holds()).toBe(true)
    recordedBy(await engine.act(erase(digest)))
    expect(holds()).toBe(false)
    store.close()
    expect(holds()).toBe(false)
  })
})

describe('a store that keeps no words', () => {
  const bare = (): Store => {
    const { words: _, ...store } = memoryStore()
    return store
  }

  it('is told in one line, and nothing is recorded; other acts are', async () => {
    const engine = await founded(bare())
    const before = await engine.head()
    const error = await engine.act(comment()).catch((it: StoreError) => it)
    expect(error).toMatchObject({ name: 'StoreError', code: 'noWords' })
    expect((error as StoreError).message).not.toContain('\n')
    expect(await engine.head()).toEqual(before)
    const consent = { act: 'takePosition', by: 'almere1', proposal: 'p1', revision: 1, position: 'consent' }
    expect(told(await engine.act(consent))).toBe('position.taken')
  })

  it('shows of a log from elsewhere that words are kept apart', async () => {
    const store = memoryStore()
    const engine = await founded(store)
    await says(engine, comment())
    const copy = bare()
    const lines = []
    for await (const { seq, matter, act, line } of store.read('regio')) lines.push({ seq, matter, act, line })
    await copy.append('regio', lines, 0)
    const reader = await opened(copy)
    expect((await view(reader)).comments.c1?.text).toBe('[kept apart]')
    expect(await reader.head()).toEqual(await engine.head())
  })

  it('is no matter where the charter marks nothing: words stand in the log as ever', async () => {
    const engine = await founded(bare(), {})
    recordedBy(await engine.act(comment()))
    expect(await logText(engine)).toContain('neighbour')
    expect(verifyLog(await logText(engine)).texts).toBe(undefined)
  })
})

describe('signed acts', () => {
  const keyed = (id: string) => ({ ...keyFor(id, secretOf(id)) })
  const people = (id: string) => [
    { id: `${id}1`, roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'], ...keyed(`${id}1`) },
  ]
  const partners = ['almere', 'zeewolde', 'dronten'].map(id => ({ id, name: id, people: people(id) }))

  const signed = async (
    engine: Engine,
    act: { readonly by: string; readonly act: string; readonly reason?: string },
  ) => signAct(await engine.toSign(act), secretOf(act.by))

  it('carry their words beside what is signed, and stay valid when these are erased', async () => {
    const store = memoryStore()
    const engine = await founded(store, { personal, partners })
    const envelope = await signed(engine, comment())
    expect(envelope.act).not.toHaveProperty('text')
    expect(envelope.words?.text?.value).toBe(said)
    const [entry] = recordedBy(await engine.act(envelope))
    expect(entry?.personal).toEqual(envelope.personal)
    expect((await view(engine)).comments.c1?.text).toBe(said)
    recordedBy(await engine.act(await signed(engine, erase(entry?.personal?.text ?? ''))))
    expect(verifyLog(await logText(engine)).finding).toBe(null)
    expect(await kept(store)).toBe('[]')
  })

  it('are refused where words, digests and act do not fit, or the charter wants it otherwise', async () => {
    const engine = await founded(memoryStore(), { personal, partners })
    const envelope = await signed(engine, comment())
    const { words, personal: digests, ...rest } = envelope
    const text = words?.text ?? expect.unreachable('no words')
    const misfits: readonly object[] = [
      { ...rest, personal: digests },
      { ...rest, words },
      { ...envelope, words: { text: { ...text, value: 'Other words.' } } },
      { ...envelope, words: { text: { ...text, salt: 'AAAAAAAAAAAAAAAAAAAAAA==' } } },
      { ...envelope, act: { ...envelope.act, text: said } },
      { ...envelope, words: { text: { ...text, salt: 'short' } } },
    ]
    for (const misfit of misfits) expect(told(await engine.act(misfit))).toBe('wellFormedAct')
    const { words: _, personal: __, ...toSign } = await engine.toSign(comment())
    const inTheOpen = signAct({ ...toSign, act: comment() } as never, secretOf('zeewolde1'))
    expect(told(await engine.act(inTheOpen))).toBe('personalApart')
    const blank = await signed(engine, { ...objection, reason: '  ' })
    expect(told(await engine.act(blank))).toBe('reasonGiven')
    expect(told(await engine.act(envelope))).toBe('comment.made')
    expect(told(await engine.act(envelope))).toBe('numberedInTurn')
  })

  it('cannot take a digest that stands for words in this matter already', async () => {
    const engine = await founded(memoryStore(), { personal, partners })
    const envelope = await signed(engine, comment())
    recordedBy(await engine.act(envelope))
    const { words, personal: same } = envelope
    const { words: _, personal: __, ...toSign } = await engine.toSign(comment(said, 'dronten1'))
    const { act } = await engine.toSign(comment(said, 'dronten1'))
    const copied = signAct({ ...toSign, act, personal: same, words } as never, secretOf('dronten1'))
    expect(told(await engine.act(copied))).toBe('personalApart')
  })
})

describe('salts', () => {
  it('are 16 bytes, else the act fails and nothing is recorded', async () => {
    const store = memoryStore()
    await founded(store)
    const engine = await opened(store, { newSalt: () => new Uint8Array(8) })
    const before = await engine.head()
    await expect(engine.act(comment())).rejects.toThrow(/^newSalt must give 16 bytes$/)
    await expect(engine.toSign(comment())).rejects.toThrow(/^newSalt must give 16 bytes$/)
    expect(await engine.head()).toEqual(before)
  })

  it('are new for every text: the same words twice have two digests', async () => {
    const engine = await founded(memoryStore())
    expect(await says(engine, comment())).not.toBe(await says(engine, comment()))
  })
})
