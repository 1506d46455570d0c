// Signed acts through the engine, on each store: races, acts asked twice, snapshots, and what a verifier says of the result.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { commit, decide } from '../../src/collaboration/collaboration.ts'
import { recordedOf, recordOf, replayLine, startReplay } from '../../src/collaboration/replay.ts'
import { proposalIn, settleIn } from '../../src/collaboration/state.ts'
import { logText, memoryStore, openCollaboration, type Store, setClock, signAct } from '../../src/index.ts'
import { canonical } from '../../src/log/canonical.ts'
import { readEntry } from '../../src/log/entry.ts'
import { base64 } from '../../src/log/hash.ts'
import { emptyRoot, leafHash } from '../../src/log/tree.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { keyOf, type SignedScene, secretOf, signed, signedScene } from '../signing.ts'
import { type Fields, start, typesOf } from '../support.ts'
import { replayOf, storedIn, told, watched } from './support.ts'

const seats = ['almere1', 'zeewolde1', 'dronten1']
const folder = mkdtempSync(join(tmpdir(), 'samenspraak-signed-'))
let files = 0
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const stores: readonly [string, () => Store][] = [
  ['memory', memoryStore],
  [
    'sqlite',
    () => {
      files += 1
      return sqliteStore(join(folder, `${files}.db`))
    },
  ],
]

const audited = async (store: Store) =>
  verifyLog((await storedIn(store)).map(({ line }) => `${line}\n`).join(''))

async function submitted(store: Store, changes: Fields = {}): Promise<SignedScene> {
  const s = await signedScene(changes, { store })
  await s.submitted()
  return s
}

async function decided(store: Store): Promise<SignedScene> {
  const s = await submitted(store)
  await s.consent(...seats)
  await s.confirm(...seats)
  return s
}

/** Another engine on the same log. */
const another = (store: Store, snapshots = true) =>
  openCollaboration({ id: 'regio', store, clock: setClock(start), snapshots })

describe.each(stores)('signed acts on the store %s', (_, newStore) => {
  it('lead to a decision that a verifier takes, and that every engine finds again', async () => {
    const store = newStore()
    const s = await decided(store)
    expect((await s.view()).state).toBe('decided')
    expect(await audited(store)).toMatchObject({ holds: true, finding: null })
    for (const snapshots of [true, false])
      expect((await (await another(store, snapshots)).proposal('p1'))?.state).toBe('decided')
  })

  it('asked at once: the first counts, what did not see it is refused and counts when made anew', async () => {
    const store = newStore()
    const s = await submitted(store)
    const acts = await Promise.all(seats.map(by => s.signs(by, 'takePosition')))
    const outcomes = await Promise.all(acts.map(act => s.bare.act(act)))
    expect(outcomes.map(told)).toEqual(['position.taken', 'sawLastChange', 'sawLastChange'])
    for (const by of ['zeewolde1', 'dronten1'])
      expect(await s.hands(await s.signs(by, 'takePosition'))).toContain('position.taken')
    expect(await audited(store)).toMatchObject({ holds: true })
  })

  it('never lose an objection to a race, whoever comes first', async () => {
    for (const turned of [false, true]) {
      const store = newStore()
      const s = await submitted(store)
      await s.consent(...seats)
      await s.confirm('almere1', 'zeewolde1')
      const other = await another(store)
      const objection = await s.signs('almere1', 'raiseObjection')
      const race = [
        [other, objection],
        [s.bare, await s.signs('dronten1', 'confirmDecision')],
      ] as const
      const [first, second] = turned ? [race[1], race[0]] : race
      const outcomes = [told(await first[0].act(first[1])), told(await second[0].act(second[1]))]
      if (turned) expect(outcomes).toEqual(['confirmation.given decision.taken', 'stillOpen'])
      else expect(outcomes).toEqual(['objection.raised', 'sawLastChange'])
      expect((await s.view()).state).toBe(turned ? 'decided' : 'consultation')
      expect(await audited(store)).toMatchObject({ holds: true })
    }
  })

  it('by two engines with the same number: one is recorded, the other is refused and can be made anew', async () => {
    const store = newStore()
    const s = await submitted(store)
    const other = await another(store)
    const acts = await Promise.all(['Een.', 'Twee.'].map(text => s.signs('almere1', 'comment', { text })))
    const outcomes = await Promise.all([s.bare.act(acts[0]), other.act(acts[1])])
    expect(outcomes.map(told).sort()).toEqual(['comment.made', 'numberedInTurn'])
    const lost = acts[told(outcomes[0]) === 'comment.made' ? 1 : 0]
    expect(await s.hands(lost)).toBe('numberedInTurn')
    expect(told(await other.act(await signed(other, lost?.act as unknown as Fields)))).toBe('comment.made')
    expect(await audited(store)).toMatchObject({ holds: true })
  })

  it('asked twice are recorded once: refused without a key, answered the same with one', async () => {
    const store = newStore()
    const s = await submitted(store)
    const act = await s.signs('almere1', 'takePosition')
    const first = await s.bare.act(act, { key: 'k-1' })
    const { size } = await s.bare.head()
    expect(await s.bare.act(act, { key: 'k-1' })).toEqual(first)
    expect(await (await another(store)).act(act, { key: 'k-1' })).toEqual(first)
    expect(await s.hands(act)).toBe('numberedInTurn')
    expect(told(await s.bare.act(act, { key: 'k-2' }))).toBe('numberedInTurn')
    expect(told(await s.bare.act(await s.signs('almere1', 'comment'), { key: 'k-1' }))).toBe(
      'keyStandsForOneAct',
    )
    expect((await s.bare.head()).size).toBe(size)
  })

  it('at once, the same one twice under one key and once without', async () => {
    const s = await submitted(newStore())
    const act = await s.signs('almere1', 'takePosition')
    const asked = [{ key: 'k-1' }, { key: 'k-1' }, {}]
    const [one, two, three] = await Promise.all(asked.map(it => s.bare.act(act, it)))
    expect(two).toEqual(one)
    expect([told(one), told(three)]).toEqual(['position.taken', 'numberedInTurn'])
  })

  it('go on from a snapshot: from what was seen before it, from nothing, and after it', async () => {
    const store = newStore()
    const s = await submitted(store, { signatures: 'optional' })
    const early = await s.signs('zeewolde1', 'comment')
    for (let n = 0; n < 510; n += 1)
      await s.bare.act({ act: 'comment', by: 'almere1', proposal: 'p1', text: `Nummer ${n}.` })
    const late = await s.signs('zeewolde1', 'raiseObjection')
    const resumed = watched(store)
    const other = await another(resumed)
    expect((await other.head()).size).toBeGreaterThan(510)
    if (store.snapshots) expect(resumed.reads.every(({ part }) => part.from !== 0)).toBe(true)
    expect(told(await other.act(early))).toBe('comment.made')
    const again = signAct({ ...(await other.toSign(late.act)), seen: late.seen }, secretOf('zeewolde1'))
    expect(told(await other.act(again))).toBe('objection.raised')
    const [fromNothing, forged] = [base64(emptyRoot()), base64(leafHash('no line of this log'))].map(
      root => ({
        size: 0,
        root,
      }),
    )
    const remark = { act: 'comment', by: 'dronten1', proposal: 'p1', text: 'Nee.' } as const
    const made = async (seen = forged) =>
      other.act(signAct({ ...(await other.toSign(remark)), ...(seen ? { seen } : {}) }, secretOf('dronten1')))
    expect(told(await made(forged))).toBe('seenInThisLog')
    expect(told(await made(fromNothing))).toBe('comment.made')
    for (const snapshots of [true, false]) {
      const third = await another(store, snapshots)
      expect(await third.head()).toEqual(await other.head())
      expect(told(await third.act(await signed(third, remark)))).toBe('comment.made')
      expect(told(await other.act(await signed(other, remark)))).toBe('comment.made')
    }
    expect(await audited(store)).toMatchObject({ holds: true })
  })

  it('made on nothing by another engine can be read by one that goes on from a snapshot', async () => {
    const store = newStore()
    const s = await submitted(store, { signatures: 'optional' })
    for (let n = 0; n < 510; n += 1)
      await s.bare.act({ act: 'comment', by: 'almere1', proposal: 'p1', text: `Nummer ${n}.` })
    const other = await another(store)
    const toSign = await s.bare.toSign({ act: 'comment', by: 'dronten1', proposal: 'p1', text: 'Nee.' })
    const act = signAct({ ...toSign, seen: { size: 0, root: base64(emptyRoot()) } }, secretOf('dronten1'))
    expect(await s.hands(act)).toBe('comment.made')
    expect(await other.head()).toEqual(await s.bare.head())
  })

  it('only looked at leave nothing behind, and say what would be recorded', async () => {
    const s = await submitted(newStore())
    const act = await s.signs('almere1', 'takePosition')
    const before = await s.bare.head()
    const looked = await s.bare.act(act, { dryRun: true })
    expect(told(looked)).toBe('position.taken')
    if ('recorded' in looked)
      expect(looked.recorded[0]).toMatchObject({ seen: act.seen, signature: act.signature, asked: act.act })
    const forged = await s.signs('zeewolde1', 'takePosition', {}, 'thief')
    expect(told(await s.bare.act(forged, { dryRun: true }))).toBe('signedWithOwnKey')
    expect(told(await s.bare.act(act.act, { dryRun: true }))).toBe('signedWhereAsked')
    expect(await s.bare.head()).toEqual(before)
    expect(await s.hands(act)).toBe('position.taken')
  })
})

describe('what is to be signed', () => {
  it('of no act, of an act that is not well-formed and of the clock’s: an error in one line', async () => {
    const { bare } = await submitted(memoryStore())
    const wrong = [
      ...[
        null,
        7,
        '',
        [],
        {},
        { act: 'fly', by: 'almere1' },
        { act: 'comment', by: 'almere1', proposal: 'p1' },
      ],
      ...[{ act: 'endTerm', proposal: 'p1', revision: 1, stage: 'consultation' }, { act: { act: {} } }],
    ]
    for (const act of wrong) {
      const why = await bare.toSign(act).then(
        () => null,
        error => error,
      )
      expect(why, JSON.stringify(act)).toBeInstanceOf(TypeError)
      expect(why.message).not.toContain('\n')
    }
  })

  it('of an act that will be refused, and about a proposal that is not there: still says what it would be', async () => {
    const { bare } = await submitted(memoryStore())
    const act = { act: 'takePosition', by: 'nobody', proposal: 'p9', revision: 4, position: 'consent' }
    const toSign = await bare.toSign(act)
    expect(toSign).toMatchObject({ collaboration: 'regio', matter: 'p9', act, counter: 1 })
    expect(toSign).not.toHaveProperty('digest')
  })

  it('is a copy, and the same until something is recorded', async () => {
    const { bare } = await submitted(memoryStore())
    const act = { act: 'comment', by: 'almere1', proposal: 'p1', text: 'Zo.' }
    const once = await bare.toSign(act)
    const expected = structuredClone(once)
    Object.assign(once.seen, { size: 0 })
    expect(await bare.toSign(act)).toEqual(expected)
  })

  it.each([
    ['no signature', { signature: undefined }],
    ['a field more', { more: 1 }],
    ['an act that is none', { act: { act: 'fly', by: 'almere1' } }],
    ['an act within an act', { act: { act: { act: 'comment' } } }],
    ['a size that is no number', { seen: { size: '3', root: base64(emptyRoot()) } }],
    ['a signature that is none', { signature: { key: 'x' } }],
    ['another’s field', { collaboration: '' }],
  ])('handed in with %s is not well-formed, with a word on where', async (_, changes) => {
    const s = await submitted(memoryStore())
    const act = await s.signs('almere1', 'comment')
    const outcome = await s.bare.act({ ...act, ...changes })
    expect(outcome).toMatchObject({ refused: { rule: 'wellFormedAct' } })
    if ('refused' in outcome) expect(outcome.refused.why.length).toBeLessThan(700)
  })

  it('never makes the engine throw, whatever is put in the place of a signed act', async () => {
    const s = await submitted(memoryStore())
    const act = await s.signs('almere1', 'comment')
    const hostile = {
      ...act,
      get act(): never {
        throw new Error('no')
      },
    }
    expect(await s.hands(hostile)).toBe('wellFormedAct')
    expect(await s.hands(Object.create(act))).not.toBe('')
    expect(await s.hands({ ...act, seen: { size: -0, root: act.seen.root } })).toBe('signatureHolds')
  })
})

describe('the log of signed acts', () => {
  it('is replayed to the very states in which the engine was', async () => {
    const store = memoryStore()
    const s = await decided(store)
    await s.submitted('almere1', { proposal: 'p2' })
    await s.does('dronten1', 'leaveCollaboration')
    const entries = await storedIn(store)
    const acts = entries.flatMap(({ act }, seq) => (act === undefined ? [] : [seq]))
    for (const [n, seq] of acts.entries()) {
      const next = acts[n + 1] ?? entries.length
      const before = replayOf(entries.slice(0, seq))
      const after = replayOf(entries.slice(0, next)).collaboration
      const read = readEntry(entries[seq]?.line ?? '')
      const recorded = 'entry' in read ? recordedOf(read.entry) : read
      if ('fault' in recorded || !recorded.asked) throw new Error('no act')
      const { at, asked, signed = false } = recorded
      const around = { at, signed, record: (matter: string) => recordOf(before, matter) }
      const outcome = decide(before.collaboration, asked, around)
      if ('refused' in outcome) throw new Error(outcome.refused.why)
      commit(before.collaboration, outcome.pending)
      settleIn(before.collaboration)
      expect(before.collaboration.circle.context, `act ${n}`).toEqual(after.circle.context)
      for (const id of ['p1', 'p2'])
        expect(proposalIn(before.collaboration, id)?.context, `act ${n}`).toEqual(
          proposalIn(after, id)?.context,
        )
    }
  })

  it('shows every byte that was changed in a signed line, by itself or by the line after it', async () => {
    const store = memoryStore()
    await decided(store)
    const lines = (await storedIn(store)).map(({ line }) => line)
    const signedAt = lines.flatMap((line, seq) => (line.includes('"signature"') ? [seq] : []))
    let found = 0
    for (const seq of [signedAt.at(0), signedAt.at(-1)]) {
      const [line = '', next = ''] = lines.slice(seq)
      let replay = replayed(lines.slice(0, seq))
      for (let n = 0; n < line.length; n += 1) {
        const changed = line.slice(0, n) + String.fromCharCode(line.charCodeAt(n) ^ 1) + line.slice(n + 1)
        found += 1
        if (replayLine(replay, changed)) continue
        expect(isBeyondSignature(line, n), `byte ${n} of ${line}`).toBe(true)
        expect(replayLine(replay, next), `byte ${n} of entry ${seq}`).toMatchObject({ code: 'brokenChain' })
        replay = replayed(lines.slice(0, seq))
      }
    }
    expect(found).toBeGreaterThan(1_800)
  }, 120_000)

  function replayed(lines: readonly string[]) {
    const replay = startReplay('regio')
    for (const line of lines) expect(replayLine(replay, line)).toBe(null)
    return replay
  }

  /** Whether a byte is in the moment or the id of the act, over which a person signs nothing and no rule is. */
  function isBeyondSignature(line: string, n: number): boolean {
    return [/"act":"[^"]*","asked"/, /"at":"[^"]*"/].some(part => {
      const at = part.exec(line)
      return at !== null && n >= at.index && n < at.index + at[0].length
    })
  }

  it.each([
    [
      'without its signature',
      (line: Fields) => ({ ...line, signature: undefined, seen: undefined }),
      'notAdmitted',
    ],
    [
      'with that of the entry before',
      (line: Fields, before: Fields) => ({ ...line, signature: before.signature }),
      'badSignature',
    ],
    [
      'with a key that nobody has',
      (line: Fields) => ({
        ...line,
        signature: { ...(line.signature as Fields), key: keyOf('x').publicKey },
      }),
      'badSignature',
    ],
    [
      'as if more had been seen',
      (line: Fields) => ({ ...line, seen: { ...(line.seen as Fields), size: 99 } }),
      'seenElsewhere',
    ],
    [
      'as if less had been seen',
      (line: Fields) => ({ ...line, seen: { size: 0, root: base64(emptyRoot()) } }),
      'badSignature',
    ],
  ] as const)('an entry %s is found out', async (_, change, code) => {
    const store = memoryStore()
    await decided(store)
    const entries = await storedIn(store)
    const [before, last] = entries.filter(({ line }) => line.includes('"signature"')).slice(-2)
    const changed = change(JSON.parse(last?.line ?? ''), JSON.parse(before?.line ?? ''))
    const line = canonical(JSON.parse(JSON.stringify(changed)))
    const text = [...entries.slice(0, last?.seq).map(it => it.line), line].map(it => `${it}\n`).join('')
    expect(verifyLog(text).finding).toMatchObject({ entry: last?.seq, code })
  })

  it('takes no act of a person from which the signature was taken away and counts none for nobody', async () => {
    const s = await decided(memoryStore())
    const text = await logText(s.bare)
    expect(typesOf((await s.log()).filter(it => it.by !== undefined && it.signature === undefined))).toEqual(
      [],
    )
    expect(text.split('"signature"').length - 1).toBe((await s.log()).filter(it => it.asked).length)
  })
})
