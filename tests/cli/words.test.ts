// The verbs about words that a log keeps apart: a log travels without them, or with them in a file of their own.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCollaboration, setClock } from '../../src/index.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { charter, start } from '../support.ts'
import { expectMisuse, samenspraak } from './run.ts'

const personal = ['comment.text', 'raiseObjection.reason', 'giveMandate.name']
let cwd = ''
const run = (...args: string[]) => samenspraak(args, { cwd })
const file = (name: string): string => readFileSync(join(cwd, name), 'utf8')

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'samenspraak-words-'))
  const store = sqliteStore(join(cwd, 'regio.db'))
  const engine = await openCollaboration({ id: 'regio', store, clock: setClock(start) })
  const does = async (act: object): Promise<string> => {
    const outcome = await engine.act(act)
    if ('refused' in outcome) throw new Error(outcome.refused.why)
    return Object.values(outcome.recorded[0]?.personal ?? {})[0] ?? ''
  }
  await does({ act: 'proposeCharter', by: 'almere1', charter: charter({ personal }) })
  const { digest: signed } = await engine.circle()
  for (const by of ['almere1', 'zeewolde1', 'dronten1'])
    await does({ act: 'signCharter', by, charter: signed })
  const mandate = { act: 'giveMandate', by: 'almere1', person: 'kees', name: 'Kees de Vries' }
  await does({ ...mandate, roles: ['lijnmanagement'] })
  await does({ act: 'draftProposal', by: 'kees', proposal: 'p1', title: 'Wonen', text: 'We bouwen.' })
  await does({ act: 'submitProposal', by: 'almere1', proposal: 'p1' })
  await does({ act: 'comment', by: 'zeewolde1', proposal: 'p1', text: 'Piet klaagt.' })
  const reason = 'Jan wil niet.'
  await does({ act: 'raiseObjection', by: 'dronten1', proposal: 'p1', revision: 1, reason })
  const digest = await does({ act: 'comment', by: 'zeewolde1', proposal: 'p1', text: 'Te wissen.' })
  await does({ act: 'eraseWords', by: 'zeewolde1', proposal: 'p1', digest, reason: 'Op verzoek.' })
  await does({ act: 'withdrawProposal', by: 'almere1', proposal: 'p1' })
  store.close()
  writeFileSync(join(cwd, 'regio.jsonl'), run('log', 'regio.db', '--words', 'words.jsonl').out)
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

describe('log --words', () => {
  it('writes the log without the words, and those that are at hand beside it', () => {
    for (const word of ['Piet', 'Jan', 'Kees', 'wissen']) expect(file('regio.jsonl')).not.toContain(word)
    const values = file('words.jsonl')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).value)
    expect(values.sort()).toEqual(['Jan wil niet.', 'Kees de Vries', 'Piet klaagt.'])
  })
})

describe('show', () => {
  const timeline = (...args: string[]): string => run('show', ...args, 'p1', '--timeline').out

  it('tells words of a SQLite file, of none what is erased, and of a log alone that they are kept apart', () => {
    const inFile = timeline('regio.db')
    for (const word of ['"Piet klaagt."', '"Jan wil niet."', '"[erased]"', 'Kees de Vries drafts'])
      expect(inFile).toContain(word)
    const alone = timeline('regio.jsonl')
    for (const word of ['(c1): "[kept apart]"', '(c2): "[erased]"', 'kees drafts'])
      expect(alone).toContain(word)
    expect(alone).not.toMatch(/Piet|Jan wil|Kees/)
    expect(timeline('regio.jsonl', '--nl')).toMatch(/"\[apart bewaard\]".*"\[gewist\]"/s)
  })

  it('takes the words that came beside a log', () => {
    expect(timeline('regio.jsonl', '--words', 'words.jsonl')).toBe(timeline('regio.db'))
  })

  it('takes none that do not fit, nor for a file that has its own', () => {
    const [first = ''] = file('words.jsonl').split('\n')
    const bad: readonly (readonly [string, RegExp])[] = [
      [first.replace(/"value":".*"/, '"value":"Anders."'), /line 1: the words are not those/],
      ['nothing', /line 1: is not JSON/],
      ['{}', /line 1: salt/],
    ]
    for (const [text, what] of bad) {
      writeFileSync(join(cwd, 'bad.jsonl'), `${text}\n`)
      expectMisuse(run('show', 'regio.jsonl', '--words', 'bad.jsonl'), what)
    }
    expectMisuse(run('show', 'regio.db', '--words', 'words.jsonl'), /a SQLite file has its own/)
  })
})

describe('verify', () => {
  it('tells in two languages how many texts are kept apart and erased, and calls none valid', () => {
    const told = run('verify', 'regio.jsonl')
    expect(told.code).toBe(0)
    expect(told.out).toContain(
      '4 texts are kept apart (entries 5, 8, 9, 10): their digests hold, what they said is not established\n' +
        '1 is recorded as erased (entry 11)\n',
    )
    expect(run('verify', 'regio.jsonl', '--nl').out).toContain('1 is vastgelegd als gewist (regel 11)')
    expect(JSON.parse(run('verify', 'regio.jsonl', '--json').out).texts.apart.count).toBe(4)
  })

  it('of a certificate tells how many are shown, and an objection in its words only then', () => {
    run('certificate', 'regio.db', 'p1', '--words', '--out', 'full.json')
    run('certificate', 'regio.jsonl', 'p1', '--out', 'bare.json')
    expect(run('verify', 'full.json').out).toMatch(/not let go: Jan wil niet\..*3 of them shown here/s)
    expect(run('verify', 'bare.json').out).toMatch(/not let go: \[kept apart\]/)
    expect(run('verify', 'bare.json', '--nl').out).toMatch(/niet losgelaten: \[apart bewaard\]/)
  })
})
