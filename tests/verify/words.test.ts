// Texts that are kept apart, as whoever verifies sees them: counted, never called valid, and no proof broken by an erasure.
import { beforeAll, describe, expect, it } from 'vitest'
import { keyFor, logText, memoryStore, openCollaboration, setClock, signAct } from '../../src/index.ts'
import { canonical, parseCanonical } from '../../src/log/canonical.ts'
import { sha256 } from '../../src/log/hash.ts'
import { digestOfWords } from '../../src/log/personal.ts'
import type { Certificate } from '../../src/verify/certificate.ts'
import { shownWords } from '../../src/verify/shown-words.ts'
import { verifyLog, verifyStream } from '../../src/verify/verify.ts'
import { verifyCertificate } from '../../src/verify/verify-certificate.ts'
import { charter, partner, start } from '../support.ts'

const secretOf = (person: string): Uint8Array => sha256(`secret of ${person}`)
const names = ['almere', 'zeewolde', 'dronten']
const seat = (id: string) => ({
  ...{ id: `${id}1`, roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] },
  ...keyFor(`${id}1`, secretOf(`${id}1`)),
})
const keys = Object.fromEntries(names.map(id => [id, { people: [seat(id).publicKey] }]))
const own = { proposal: 'p1', revision: 1 }

interface Record {
  readonly before: { readonly text: string; readonly bare: string; readonly full: string }
  readonly after: { readonly text: string; readonly bare: string; readonly full: string }
  readonly digests: readonly string[]
}

/** A signed collaboration in which a proposal ended without consensus; then one of three texts was erased. */
async function record(): Promise<Record> {
  const clock = setClock(start)
  const engine = await openCollaboration({ id: 'regio', store: memoryStore(), clock })
  const digests: string[] = []
  const does = async (act: { by: string }): Promise<void> => {
    const outcome = await engine.act(signAct(await engine.toSign(act), secretOf(act.by)))
    if ('refused' in outcome) throw new Error(outcome.refused.why)
    digests.push(...Object.values(outcome.recorded[0]?.personal ?? {}))
  }
  const partners = names.map(id => partner(id, { people: [seat(id)] }))
  const personal = ['raiseObjection.reason', 'takePosition.reason', 'comment.text']
  const text = charter({ partners, personal, signatures: 'required' })
  await does({ act: 'proposeCharter', by: 'almere1', charter: text } as never)
  const { digest } = await engine.circle()
  for (const id of names) await does({ act: 'signCharter', by: `${id}1`, charter: digest } as never)
  const draft = { act: 'draftProposal', by: 'almere1', proposal: 'p1', title: 'Wonen', text: 'Wij bouwen.' }
  await does(draft)
  await does({ act: 'submitProposal', by: 'almere1', proposal: 'p1' } as never)
  await does({ act: 'comment', by: 'almere1', proposal: 'p1', text: 'Gezegd door Piet.' } as never)
  await does({ act: 'raiseObjection', by: 'zeewolde1', ...own, reason: 'Piet wil niet.' } as never)
  const reservation = { position: 'reservation', reason: 'Mits Piet mag.' }
  await does({ act: 'takePosition', by: 'dronten1', ...own, ...reservation } as never)
  for (let due = await engine.nextDue(); due !== null; due = await engine.nextDue()) {
    clock.moveTo(due)
    await engine.tick()
  }
  const taken = async () => ({
    text: await logText(engine),
    bare: await engine.certificate('p1'),
    full: await engine.certificate('p1', { words: true }),
  })
  const before = await taken()
  const reason = 'Op verzoek.'
  await does({ act: 'eraseWords', by: 'zeewolde1', proposal: 'p1', digest: digests[1], reason } as never)
  return { before, after: await taken(), digests }
}

let made: Record
beforeAll(async () => {
  made = await record()
})

describe('a log', () => {
  it('holds before and after an erasure, every signature with it, and says how many texts are kept apart', async () => {
    const { before, after } = made
    expect(after.text.startsWith(before.text)).toBe(true)
    const [then, now] = [verifyLog(before.text), verifyLog(after.text)]
    expect(then.texts).toMatchObject({ apart: { count: 3 }, erased: { count: 0, entries: [] } })
    expect(now.texts).toMatchObject({ apart: { count: 3 }, erased: { count: 1, entries: [now.size - 1] } })
    const { size, root } = then
    expect(verifyLog(after.text, { head: { size, root } })).toMatchObject({ holds: true, finding: null })
    const stream = async function* () {
      yield after.text
    }
    expect(await verifyStream(stream())).toEqual(now)
  })

  it('with a digest that is changed does not hold: the signature was given over that', () => {
    const { before, digests } = made
    for (const digest of digests) {
      const other = digest.replace(/.$/, last => (last === '0' ? '1' : '0'))
      const entry = before.text.split('\n').findIndex(line => line.includes(digest))
      expect(verifyLog(before.text.replace(digest, other)).finding).toMatchObject({
        entry,
        code: 'badSignature',
      })
    }
  })

  it('with words in the place of their digest, or beside it, does not hold', () => {
    const { before, digests } = made
    const lines = before.text.split('\n')
    const at = lines.findIndex(line => line.includes(digests[0] ?? ''))
    const changed = (change: (entry: Entry) => object): string =>
      lines.map((line, n) => (n === at ? canonical(change(entryIn(line))) : line)).join('\n')
    const spoken = (entry: Entry) => ({ ...entry.asked, text: 'Gezegd door Piet.' })
    const beside = changed(entry => ({ ...entry, asked: spoken(entry) }))
    expect(verifyLog(beside).finding).toMatchObject({ entry: at, code: 'badPersonal' })
    const instead = changed(({ personal: _, ...entry }) => ({ ...entry, asked: spoken(entry as Entry) }))
    expect(verifyLog(instead).finding).toMatchObject({ entry: at, code: 'badSignature' })
  })

  it('with a malformed or stray personal does not hold', () => {
    const { before, digests } = made
    const lines = before.text.split('\n')
    const at = lines.findIndex(line => line.includes(digests[0] ?? ''))
    const digest = digests[0] ?? ''
    const forms: readonly (readonly [unknown, string])[] = [
      [{}, 'badPersonal'],
      [{ text: 'sha256:0' }, 'badPersonal'],
      [{ text: digest.toUpperCase() }, 'badPersonal'],
      [{ 'te xt': digest }, 'badPersonal'],
      [[digest], 'badPersonal'],
      [digest, 'badPersonal'],
      [null, 'badPersonal'],
      [Object.fromEntries([...'abcdefghi'].map(name => [name, digest])), 'badPersonal'],
      [{ proposal: digest }, 'badPersonal'],
      [{ text: digest, title: digest }, 'badSignature'],
    ]
    for (const [personal, code] of forms) {
      const line = canonical({ ...entryIn(lines[at] ?? ''), personal })
      const text = lines.with(at, line).join('\n')
      expect(verifyLog(text).finding, JSON.stringify(personal)).toMatchObject({ entry: at, code })
    }
    const outcome = lines.findIndex(line => line.includes('"stage.entered"'))
    const line = canonical({ ...entryIn(lines[outcome] ?? ''), personal: { text: digest } })
    expect(verifyLog(lines.with(outcome, line).join('\n')).finding).toMatchObject({ code: 'badPersonal' })
  })
})

describe('a certificate', () => {
  it('made before an erasure and one made after it both hold, with words or without', () => {
    for (const [text, shown] of [
      [made.before.bare, 0],
      [made.before.full, 3],
      [made.after.bare, 0],
      [made.after.full, 2],
    ] as const) {
      const { holds, finding, texts } = verifyCertificate(text, { keys })
      expect({ holds, finding }).toEqual({ holds: true, finding: null })
      expect(texts).toMatchObject({ apart: { count: 3 }, erased: { count: 0 }, shown })
    }
  })

  it('tells a sustained objection in its words only where these are shown', () => {
    const told = (text: string) => verifyCertificate(text).ended?.sustained[0]
    expect(told(made.before.full)).toEqual({ id: 'o1', partner: 'zeewolde', reason: 'Piet wil niet.' })
    expect(told(made.before.bare)).toMatchObject({ reason: '[kept apart]', absent: 'apart' })
    expect(made.before.bare).not.toContain('Piet')
    expect(made.after.full).not.toContain('Piet wil niet')
  })

  it('with words that are not those of a digest in it does not hold', () => {
    const { before, digests } = made
    const certificate = valueIn(before.full) as { words: { digest: string; salt: string; value: string }[] }
    const [first, ...rest] = certificate.words
    if (!first) throw new Error('no words')
    const stray = { salt: first.salt, value: 'Iets anders.' }
    const cases: readonly (readonly [object[], string])[] = [
      [[{ ...first, value: 'Iets anders.' }, ...rest], 'wordsMisfit'],
      [[{ ...first, salt: `${'A'.repeat(22)}==` }], 'wordsMisfit'],
      [[{ ...first, digest: digests.find(it => it !== first.digest) }], 'wordsMisfit'],
      [[first, first], 'strayWords'],
      [[{ ...stray, digest: digestOfWords(stray) }], 'strayWords'],
    ]
    for (const [words, code] of cases) {
      const { holds, finding } = verifyCertificate(`${canonical({ ...certificate, words })}\n`)
      expect({ holds, part: finding?.part, code: finding?.code }).toEqual({
        holds: false,
        part: 'words',
        code,
      })
    }
    const malformed = `${canonical({ ...certificate, words: [{ ...first, salt: 'x' }] })}\n`
    expect(verifyCertificate(malformed).finding?.code).toBe('notACertificate')
  })
})

describe('words that are shown', () => {
  const own = (n: number) => ({ salt: `${'A'.repeat(21)}A==`, value: `words ${n}` })
  const digestAt = (n: number) => digestOfWords(own(n))
  const entry = (matter: string, more: object) => ({ entry: { matter, ...more }, proof: [] })
  const shown = (...words: readonly object[]) =>
    shownWords({
      entries: [
        entry('p1', { personal: { text: digestAt(0), title: digestAt(1) } }),
        entry('p1', { asked: { act: 'eraseWords', digest: digestAt(1) } }),
        entry('k1', { personal: { text: digestAt(2) } }),
        entry('p1', { asked: { act: 'eraseWords', digest: digestAt(2) } }),
        entry('k1', {}),
      ],
      words,
    } as unknown as Certificate)
  const wordsAt = (n: number) => ({ ...own(n), digest: digestAt(n) })

  it('are told by their digest; an erasure elsewhere is none of these', () => {
    expect(shown()).toEqual(new Map())
    expect(shown(wordsAt(2), wordsAt(0))).toEqual(
      new Map([
        [digestAt(2), 'words 2'],
        [digestAt(0), 'words 0'],
      ]),
    )
  })

  it('are said to be wrong by their place, and how', () => {
    const stray = 'belongs to no entry here, or is there twice'
    const first = wordsAt(0)
    expect(shown(wordsAt(3))).toEqual({ code: 'strayWords', what: `text 0 ${stray}` })
    expect(shown(first, first)).toEqual({ code: 'strayWords', what: `text 1 ${stray}` })
    expect(shown(first, wordsAt(1))).toEqual({ code: 'wordsErased', what: 'text 1 is recorded as erased' })
    expect(shown({ ...first, value: 'words' })).toEqual({
      ...{ code: 'wordsMisfit', what: 'text 0 is not what its digest stands for' },
    })
  })
})

describe('words that two matters have under one digest', () => {
  const same = async () => {
    const engine = await openCollaboration({ id: 'regio', store: memoryStore(), clock: setClock(start) })
    const does = async (act: { by: string }): Promise<void> => {
      const outcome = await engine.act(signAct(await engine.toSign(act as never), secretOf(act.by)))
      if ('refused' in outcome) throw new Error(outcome.refused.why)
    }
    const partners = names.map(id => partner(id, { people: [seat(id)] }))
    const text = charter({ partners, personal: ['comment.text'] })
    await does({ act: 'proposeCharter', by: 'almere1', charter: text } as never)
    const { digest } = await engine.circle()
    for (const id of names) await does({ act: 'signCharter', by: `${id}1`, charter: digest } as never)
    const changed = { ...text, maxRevisions: 3 }
    const draft = { act: 'draftProposal', by: 'almere1', title: 'Wonen', text: 'Wij bouwen.' }
    await does({ ...draft, proposal: 'k1', charter: changed } as never)
    await does({ ...draft, proposal: 'p1' } as never)
    const remark = await engine.toSign({ act: 'comment', by: 'zeewolde1', proposal: 'k1', text: 'Piet wil.' })
    await engine.act(signAct(remark, secretOf('zeewolde1')))
    const apart = Object.values(remark.personal ?? {})[0] ?? ''
    // Whoever was shown the words has their salt as well, and can say them again as its own.
    const again = await engine.toSign({ act: 'comment', by: 'dronten1', proposal: 'p1', text: 'Piet wil.' })
    const { personal, words } = remark
    const said = await engine.act(
      signAct({ ...again, ...(personal && words ? { personal, words } : {}) }, secretOf('dronten1')),
    )
    expect(said).toHaveProperty('recorded')
    await does({ act: 'submitProposal', by: 'almere1', proposal: 'k1' } as never)
    for (const act of ['takePosition', 'confirmDecision'])
      for (const id of names)
        await does({
          act,
          by: `${id}1`,
          proposal: 'k1',
          revision: 1,
          ...(act === 'takePosition' ? { position: 'consent' } : {}),
        } as never)
    return { engine, does, apart }
  }

  it('are shown once, and shown on where only the one who said them again had them erased', async () => {
    const { engine, does, apart } = await same()
    const whole = async () => {
      const text = await engine.certificate('p1', { words: true })
      return { text, verified: verifyCertificate(text) }
    }
    await does({
      act: 'eraseWords',
      by: 'dronten1',
      proposal: 'p1',
      digest: apart,
      reason: 'Toch niet.',
    } as never)
    await does({ act: 'withdrawProposal', by: 'almere1', proposal: 'p1' } as never)
    const { text, verified } = await whole()
    expect(verified.finding).toBe(null)
    expect(verified.texts).toMatchObject({ apart: { count: 2 }, erased: { count: 1 }, shown: 1 })
    expect(text).toContain('Piet wil.')
    await does({
      act: 'eraseWords',
      by: 'zeewolde1',
      proposal: 'k1',
      digest: apart,
      reason: 'Ook niet.',
    } as never)
    const after = await whole()
    expect(after.verified.finding).toBe(null)
    expect(after.text).not.toContain('Piet wil.')
  })
})

interface Entry {
  readonly asked: object
  readonly personal?: unknown
}

const entryIn = (line: string): Entry => valueIn(`${line}\n`) as Entry

function valueIn(text: string): unknown {
  const read = parseCanonical(text.trimEnd())
  return 'value' in read ? read.value : expect.unreachable(read.fault)
}
