// W2: signatures. Who signs with which key, what a signature is over, and that none counts twice or elsewhere.
import { describe, expect, it } from 'vitest'
import { keyFor } from '../../src/collaboration/signed.ts'
import { type Engine, logText, memoryStore, openCollaboration, setClock, signAct } from '../../src/index.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { keyed, keyOf, type SignedScene, secretOf, signed, signedCharter, signedScene } from '../signing.ts'
import { type Fields, scene, start, typesOf } from '../support.ts'

const consent = { position: 'consent' }
const seats = ['almere1', 'zeewolde1', 'dronten1']

/** The log that came of it is one that a verifier takes. */
async function holds({ bare }: { bare: Engine }): Promise<void> {
  expect(verifyLog(await logText(bare)).finding).toBe(null)
}

/** A submitted p1 in a collaboration in which everybody signs. */
async function submitted(changes: Fields = {}): Promise<SignedScene> {
  const s = await signedScene(changes)
  await s.submitted()
  return s
}

/** One with a decision called on p1. */
async function called(): Promise<SignedScene> {
  const s = await submitted()
  await s.consent(...seats)
  return s
}

describe('W2: where the charter asks for signatures', () => {
  it('W2 admits: the whole way to a decision, every act of a person signed', async () => {
    const s = await called()
    expect(typesOf(await s.confirm(...seats))).toContain('decision.taken')
    const acts = (await s.log()).filter(({ asked }) => asked !== undefined)
    expect(acts.every(({ signature, seen }) => signature !== undefined && seen !== undefined)).toBe(true)
    await holds(s)
  })

  it.each([
    ['almere1', 'comment', {}],
    ['almere1', 'takePosition', consent],
    ['almere1', 'raiseObjection', {}],
    ['almere1', 'withdrawProposal', {}],
    ['almere1', 'extendTerm', {}],
    ['almere1', 'draftProposal', { proposal: 'p2' }],
    ['almere1', 'giveMandate', { person: 'piet', roles: ['stuurgroep'] }],
    ['almere1', 'revokeKey', { person: 'almere2' }],
    ['almere1', 'registerKey', { person: 'almere2', ...keyOf('almere2', 'new') }],
    ['almere1', 'leaveCollaboration', {}],
  ] as const)('W2 refuses (signedWhereAsked): by %s, %s without a signature', async (by, act, fields) => {
    const s = await submitted()
    expect(await s.hands(await s.asked(by, act, fields))).toBe('signedWhereAsked')
    await s.does(by, act, fields)
    await holds(s)
  })

  it('W2 admits: the clock signs nothing, and what follows from an act is nobody’s', async () => {
    const s = await submitted()
    expect(typesOf(await s.endTerm())).toContain('stage.entered')
    await expect(
      s.bare.toSign({ act: 'endTerm', proposal: 'p1', revision: 1, stage: 'consultation' }),
    ).rejects.toThrow(TypeError)
    await holds(s)
  })

  it('W2 admits: a signature where none is asked for; refuses one that does not hold there too', async () => {
    const s = await signedScene({ signatures: 'optional' })
    await s.submitted()
    expect(await s.hands(await s.asked('almere1', 'takePosition'))).toBe('position.taken')
    expect(await s.hands(await s.signs('zeewolde1', 'takePosition', {}, 'thief'))).toBe('signedWithOwnKey')
    expect(await s.hands(await s.signs('zeewolde1', 'takePosition'))).toBe('position.taken')
    await holds(s)
  })
})

describe('W2: whose key it is', () => {
  it('W2 refuses (signedWithOwnKey): a signature with the key of somebody else', async () => {
    const s = await submitted()
    expect(await s.hands(await s.signs('zeewolde1', 'takePosition', consent, 'almere1'))).toBe(
      'signedWithOwnKey',
    )
    expect(await s.hands(await s.signs('zeewolde1', 'takePosition', consent))).toBe('position.taken')
  })

  it('W2 refuses (signedWithOwnKey): before the founding, a key that the text itself does not name', async () => {
    const s = await signedScene({}, { founded: false })
    const text = signedCharter()
    expect(await s.hands(await s.signs('almere1', 'proposeCharter', { charter: text }, 'thief'))).toBe(
      'signedWithOwnKey',
    )
    await s.does('almere1', 'proposeCharter', { charter: text })
    expect(await s.hands(await s.signs('zeewolde1', 'signCharter', {}, 'thief'))).toBe('signedWithOwnKey')
    for (const by of seats) await s.does(by, 'signCharter')
    await holds(s)
  })

  it('W2 admits: a key by mandate, and signing with it', async () => {
    const s = await submitted()
    const given = { person: 'piet', roles: ['stuurgroep'] }
    await s.does('almere1', 'giveMandate', { ...given, ...keyOf('piet') })
    await s.does('piet', 'takePosition')
    await s.does('almere1', 'giveMandate', { ...given, person: 'nora' })
    await s.refuses('signedWithOwnKey', 'nora', 'takePosition')
    await holds(s)
  })

  it('W2 admits: registering a key for oneself and as a seat for another; the earlier key signs no more', async () => {
    const s = await submitted()
    const old = await s.signs('almere2', 'takePosition')
    await s.does('almere2', 'registerKey', { person: 'almere2', ...keyOf('almere2', 'second') })
    expect(await s.hands(old)).toBe('signedWithOwnKey')
    s.words.set('almere2', 'second')
    await s.does('almere2', 'takePosition')
    await s.does('almere1', 'registerKey', { person: 'almere2', ...keyOf('almere2', 'third') })
    await s.refuses('signedWithOwnKey', 'almere2', 'takePosition')
    s.words.set('almere2', 'third')
    await s.does('almere2', 'takePosition')
    await holds(s)
  })

  it('W2 refuses (byPersonOrSeat): registering or revoking the key of another without a seat, or of another partner', async () => {
    const s = await submitted()
    const other = { person: 'almere1', ...keyOf('almere1', 'thief') }
    await s.refuses('byPersonOrSeat', 'almere2', 'registerKey', other)
    await s.refuses('byPersonOrSeat', 'zeewolde1', 'registerKey', other)
    await s.refuses('byPersonOrSeat', 'omar', 'registerKey', other)
    await s.refuses('byPersonOrSeat', 'almere2', 'revokeKey', { person: 'almere1' })
    await s.refuses('byPersonOrSeat', 'zeewolde1', 'revokeKey', { person: 'almere2' })
    await s.does('almere1', 'revokeKey', { person: 'almere2' })
  })

  it('W2 refuses (newKey): a key that is somebody’s, or was, or is the own one already', async () => {
    const s = await signedScene()
    const register = (by: string, person: string, word: string) =>
      [by, 'registerKey', { person, ...keyOf(person, word) }] as const
    await s.refuses('newKey', ...register('almere1', 'almere2', 'almere1'))
    await s.refuses('newKey', ...register('almere2', 'almere2', 'almere2'))
    await s.does(...register('almere2', 'almere2', 'second'))
    s.words.set('almere2', 'second')
    await s.refuses('newKey', ...register('almere2', 'almere2', 'almere2'))
    await s.refuses('newKey', 'zeewolde1', 'giveMandate', {
      ...{ person: 'piet', roles: ['lijnmanagement'] },
      ...keyOf('piet', 'almere1'),
    })
    await s.does('zeewolde1', 'giveMandate', { person: 'piet', roles: ['lijnmanagement'], ...keyOf('piet') })
  })

  it('W2 admits: a mandate that names the key again; refuses (newKey) one that names a key revoked', async () => {
    const s = await signedScene()
    const again = { person: 'almere2', roles: ['opgaveregisseur'], ...keyOf('almere2') }
    await s.does('almere1', 'giveMandate', again)
    await s.does('almere1', 'revokeKey', { person: 'almere2' })
    await s.refuses('newKey', 'almere1', 'giveMandate', again)
    await s.refuses('newKey', 'almere1', 'registerKey', { person: 'almere2', ...keyOf('almere2') })
    await s.does('almere1', 'registerKey', { person: 'almere2', ...keyOf('almere2', 'second') })
  })

  it('W2 refuses (hasKey): revoking a key that is not there', async () => {
    const s = await signedScene()
    await s.does('almere1', 'giveMandate', { person: 'piet', roles: ['lijnmanagement'] })
    await s.refuses('hasKey', 'almere1', 'revokeKey', { person: 'piet' })
    await s.does('almere1', 'registerKey', { person: 'piet', ...keyOf('piet') })
    await s.does('almere1', 'revokeKey', { person: 'piet' })
    await s.refuses('hasKey', 'almere1', 'revokeKey', { person: 'piet' })
    await s.submitted()
    await s.refuses('signedWithOwnKey', 'piet', 'takePosition')
  })

  it('W2 refuses (keyRemains): the last seat without end that has a key loses neither key nor seat', async () => {
    const s = await signedScene()
    const seat = { person: 'almere1', roles: ['stuurgroep'] }
    await s.does('almere1', 'giveMandate', { person: 'piet', roles: ['stuurgroep'] })
    await s.refuses('keyRemains', 'almere1', 'revokeKey', { person: 'almere1' })
    await s.refuses('keyRemains', 'almere1', 'withdrawMandate', seat)
    await s.refuses('keyRemains', 'almere1', 'giveMandate', { ...seat, until: '2026-06-01' })
    await s.does('almere1', 'registerKey', { person: 'piet', ...keyOf('piet') })
    await s.does('almere1', 'revokeKey', { person: 'almere1' })
    await s.refuses('keyRemains', 'piet', 'revokeKey', { person: 'piet' })
    await holds(s)
  })

  it('W2 admits: the opgavemanager keeps the own key, and nobody else does', async () => {
    const s = await signedScene()
    await s.refuses('byPersonOrSeat', 'almere1', 'registerKey', { person: 'omar', ...keyOf('omar', 'thief') })
    await s.refuses('byPersonOrSeat', 'almere1', 'revokeKey', { person: 'omar' })
    await s.does('omar', 'registerKey', { person: 'omar', ...keyOf('omar', 'second') })
    await s.refuses('signedWithOwnKey', 'omar', 'draftProposal')
    s.words.set('omar', 'second')
    await s.does('omar', 'draftProposal')
    await s.does('omar', 'revokeKey', { person: 'omar' })
    await s.refuses('signedWithOwnKey', 'omar', 'submitProposal')
    await holds(s)
  })

  it('W2 admits: by a charter that they all decide on, another key for the opgavemanager, never an earlier one', async () => {
    const s = await signedScene()
    await s.does('omar', 'registerKey', { person: 'omar', ...keyOf('omar', 'second') })
    s.words.set('omar', 'second')
    await s.adopts(signedCharter({ maxRevisions: 5 }))
    await s.does('omar', 'draftProposal', { proposal: 'p1' })
    await s.adopts(signedCharter({ opgavemanager: { id: 'omar', ...keyOf('omar', 'third') } }))
    await s.refuses('signedWithOwnKey', 'omar', 'draftProposal', { proposal: 'p2' })
    s.words.set('omar', 'third')
    await s.does('omar', 'draftProposal', { proposal: 'p2' })
    await holds(s)
  })

  it('W2 admits: the keys that a new charter names for people of present partners change nothing', async () => {
    const s = await signedScene()
    const [almere, ...rest] = signedCharter().partners
    const people = almere?.people.map(person => ({ ...person, ...keyOf(person.id, `thief of ${person.id}`) }))
    await s.adopts(signedCharter({ partners: [{ ...almere, people }, ...rest] }))
    s.words.set('almere1', 'thief of almere1')
    await s.refuses('signedWithOwnKey', 'almere1', 'draftProposal')
    s.words.delete('almere1')
    await s.does('almere1', 'draftProposal')
  })
})

describe('W2: newcomers, and partners that return', () => {
  const four = (changes: Fields = {}) =>
    signedCharter({ partners: [...signedCharter().partners, keyed('urk', changes)] })

  it('W2 admits: a newcomer signs with the key that the charter names, and keeps it', async () => {
    const s = await signedScene()
    await s.adopts(four())
    expect(await s.hands(await s.signs('urk1', 'signCharter', {}, 'thief'))).toBe('signedWithOwnKey')
    expect(await s.hands(await s.asked('urk1', 'signCharter'))).toBe('signedWhereAsked')
    expect(typesOf(await s.does('urk1', 'signCharter'))).toContain('partner.joined')
    await s.does('urk1', 'draftProposal')
    await holds(s)
  })

  it('W2 refuses (byPersonOrSeat): somebody of a partner that is yet to join registers no key', async () => {
    const s = await signedScene()
    await s.adopts(four())
    await s.refuses('byPersonOrSeat', 'urk1', 'registerKey', { person: 'urk1', ...keyOf('urk1', 'second') })
  })

  it('W2 admits: who returns signs with the key of before, or with a new one that the charter names', async () => {
    for (const word of ['dronten1', 'found after the move']) {
      const s = await signedScene()
      await s.does('dronten1', 'leaveCollaboration')
      const [almere, zeewolde, dronten] = signedCharter().partners
      const people = dronten?.people.map(it => (it.id === 'dronten1' ? { ...it, ...keyOf(it.id, word) } : it))
      await s.adopts(signedCharter({ partners: [almere, zeewolde, { ...dronten, people }] }))
      expect(await s.hands(await s.signs('dronten1', 'signCharter', {}, 'thief'))).toBe('signedWithOwnKey')
      s.words.set('dronten1', word)
      await s.does('dronten1', 'signCharter')
      await s.does('dronten1', 'draftProposal')
      await holds(s)
    }
  })

  it('W2 refuses (signedWithOwnKey): a key that was revoked does not come back with its partner', async () => {
    const s = await signedScene()
    await s.does('dronten1', 'revokeKey', { person: 'dronten2' })
    await s.does('dronten1', 'leaveCollaboration')
    await s.adopts(signedCharter())
    await s.does('dronten1', 'signCharter')
    await s.submitted()
    await s.refuses('signedWithOwnKey', 'dronten2', 'takePosition')
  })
})

describe('W2: nobody gets at the key of a person of another side', () => {
  const take = { roles: ['stuurgroep'] }

  it('W2 refuses (byPersonOrSeat): a partner has no say any more over whom it let go to another', async () => {
    const s = await signedScene()
    await s.does('almere1', 'giveMandate', { person: 'piet', ...take, ...keyOf('piet') })
    await s.does('almere1', 'withdrawMandate', { person: 'piet' })
    await s.does('zeewolde1', 'giveMandate', { person: 'piet', ...take, ...keyOf('piet', 'second') })
    await s.refuses('byPersonOrSeat', 'almere1', 'registerKey', { person: 'piet', ...keyOf('piet', 'thief') })
    await s.refuses('byPersonOrSeat', 'almere1', 'revokeKey', { person: 'piet' })
    s.words.set('piet', 'second')
    await s.submitted()
    await s.does('piet', 'takePosition')
    expect(Object.keys((await s.view()).positions)).toEqual(['zeewolde'])
  })

  it('W2 refuses (signedWithOwnKey): a key that one partner registered does not sign for another', async () => {
    const s = await signedScene()
    await s.does('almere1', 'giveMandate', { person: 'piet', ...take, ...keyOf('piet', 'of almere') })
    await s.does('almere1', 'withdrawMandate', { person: 'piet' })
    await s.does('zeewolde1', 'giveMandate', { person: 'piet', ...take })
    await s.submitted()
    s.words.set('piet', 'of almere')
    await s.refuses('signedWithOwnKey', 'piet', 'takePosition')
  })

  it('W2 refuses (signedWithOwnKey): nor for a newcomer, before it joins and after', async () => {
    const s = await signedScene()
    const urk = keyed('urk')
    const people = [...urk.people, { id: 'piet', roles: ['stuurgroep'] }]
    const text = signedCharter({ partners: [...signedCharter().partners, { ...urk, people }] })
    await s.does('omar', 'draftProposal', { proposal: 'p1', charter: text })
    await s.does('omar', 'submitProposal')
    for (const person of ['urk1', 'piet']) {
      await s.does('almere1', 'giveMandate', { person, ...take, ...keyOf(person, `of almere ${person}`) })
      await s.does('almere1', 'withdrawMandate', { person })
      s.words.set(person, `of almere ${person}`)
    }
    await s.consent(...seats)
    await s.confirm(...seats)
    await s.refuses('signedWithOwnKey', 'urk1', 'signCharter')
    await s.refuses('signedWithOwnKey', 'piet', 'signCharter')
    s.words.delete('urk1')
    await s.does('urk1', 'signCharter')
    await s.submitted('almere1', { proposal: 'p2' })
    await s.refuses('signedWithOwnKey', 'piet', 'takePosition', { proposal: 'p2' })
    await holds(s)
  })

  it('W2 admits: a newcomer whose key another partner had registered and revoked', async () => {
    const s = await signedScene()
    const text = signedCharter({ partners: [...signedCharter().partners, keyed('urk')] })
    await s.does('omar', 'draftProposal', { proposal: 'p1', charter: text })
    await s.does('omar', 'submitProposal')
    await s.does('almere1', 'giveMandate', { person: 'urk1', ...take, ...keyOf('urk1') })
    await s.does('almere1', 'revokeKey', { person: 'urk1' })
    await s.does('almere1', 'withdrawMandate', { person: 'urk1' })
    await s.consent(...seats)
    await s.confirm(...seats)
    await s.does('urk1', 'signCharter')
    await s.submitted('urk1', { proposal: 'p2' })
    await holds(s)
  })

  it('W2 refuses (signedWithOwnKey): nor in the office of opgavemanager, also of one mandated meanwhile', async () => {
    const s = await signedScene()
    const text = signedCharter({ opgavemanager: { id: 'piet', ...keyOf('piet') } })
    await s.does('omar', 'draftProposal', { proposal: 'p1', charter: text })
    await s.does('omar', 'submitProposal')
    await s.does('almere1', 'giveMandate', { person: 'piet', ...take, ...keyOf('piet', 'of almere') })
    await s.consent(...seats)
    await s.confirm(...seats)
    await s.does('almere1', 'withdrawMandate', { person: 'piet' })
    await s.refuses('byPersonOrSeat', 'almere1', 'registerKey', { person: 'piet', ...keyOf('piet', 'thief') })
    s.words.set('piet', 'of almere')
    await s.refuses('signedWithOwnKey', 'piet', 'draftProposal', { proposal: 'p2' })
    s.words.delete('piet')
    await s.does('piet', 'draftProposal', { proposal: 'p2' })
    await holds(s)
  })
})

describe('W2: a signature counts once', () => {
  it('W2 refuses (numberedInTurn): the same signed act again, and one that was overtaken by another', async () => {
    const s = await submitted()
    const [first, other] = [
      await s.signs('almere1', 'comment'),
      await s.signs('almere1', 'comment', { text: 'Nee.' }),
    ]
    expect(first.signature.counter).toBe(3)
    expect(await s.hands(first)).toBe('comment.made')
    expect(await s.hands(first)).toBe('numberedInTurn')
    expect(await s.hands(other)).toBe('numberedInTurn')
    expect(await s.hands(await s.signs('almere1', 'comment', { text: 'Nee.' }))).toBe('comment.made')
  })

  it('W2 refuses (numberedInTurn): an act signed for later, with a number left out', async () => {
    const s = await submitted()
    const toSign = await s.bare.toSign(await s.asked('almere1', 'comment'))
    const ahead = signAct({ ...toSign, counter: toSign.counter + 1 }, secretOf('almere1'))
    expect(await s.hands(ahead)).toBe('numberedInTurn')
    expect(await s.hands(signAct(toSign, secretOf('almere1')))).toBe('comment.made')
    expect(await s.hands(ahead)).toBe('comment.made')
  })

  it('W2 admits: the numbers are of each person and each matter by themselves, refused acts use none', async () => {
    const s = await submitted()
    const counter = async (by: string, fields: Fields = {}) =>
      (await s.signs(by, 'comment', fields)).signature.counter
    expect([await counter('almere1'), await counter('zeewolde1')]).toEqual([3, 1])
    await s.refuses('byAuthor', 'zeewolde1', 'withdrawProposal')
    await s.does('almere1', 'draftProposal', { proposal: 'p2' })
    expect([await counter('zeewolde1'), await counter('almere1', { proposal: 'p2' })]).toEqual([1, 2])
    expect(
      (await s.signs('almere1', 'giveMandate', { person: 'x', roles: ['stuurgroep'] })).signature.counter,
    ).toBe(3)
  })
})

describe('W2: a signature is over one text', () => {
  it('W2 refuses (signedOnItsText): with the digest of another text than that of the revision', async () => {
    const s = await submitted()
    const toSign = await s.bare.toSign(await s.asked('zeewolde1', 'takePosition'))
    const { digest: own, ...without } = toSign
    const digest = `sha256:${'0'.repeat(64)}`
    expect(own).toBe((await s.view()).digest)
    expect(await s.hands(signAct({ ...toSign, digest }, secretOf('zeewolde1')))).toBe('signedOnItsText')
    expect(await s.hands(signAct(without, secretOf('zeewolde1')))).toBe('signedOnItsText')
    expect(await s.hands(signAct(toSign, secretOf('zeewolde1')))).toBe('position.taken')
  })

  it('W2 refuses (signedOnItsText): a digest beside an act that is about no text', async () => {
    const s = await submitted()
    const digest = (await s.view()).digest
    for (const [act, fields] of [
      ['comment', {}],
      ['giveMandate', { person: 'piet', roles: ['stuurgroep'] }],
    ] as const) {
      const toSign = await s.bare.toSign(await s.asked('almere1', act, fields))
      expect(await s.hands(signAct({ ...toSign, digest }, secretOf('almere1')))).toBe('signedOnItsText')
    }
  })

  it('W2 refuses (signedOnItsText): submitting a draft that was revised since it was signed', async () => {
    const s = await signedScene()
    await s.does('almere1', 'draftProposal')
    const stale = await s.signs('almere1', 'submitProposal')
    await s.does('almere2', 'reviseDraft')
    expect(await s.hands(stale)).toBe('signedOnItsText')
    await s.does('almere1', 'submitProposal')
  })

  it('W2 admits: an objection to an earlier revision, signed before the amendment', async () => {
    const s = await submitted()
    const objection = await s.signs('dronten1', 'raiseObjection')
    await s.does('almere1', 'amendProposal')
    expect(await s.hands(objection)).toBe('objection.raised')
    await holds(s)
  })
})

describe('W2: the signer has seen the last change', () => {
  const changes: readonly [string, (s: SignedScene) => Promise<unknown>][] = [
    ['a position', s => s.does('zeewolde1', 'takePosition')],
    ['an objection', s => s.does('zeewolde1', 'raiseObjection')],
    ['a departure', s => s.does('zeewolde1', 'leaveCollaboration')],
  ]

  it.each(changes)(
    'W2 refuses (sawLastChange): a position signed before %s; made anew it counts',
    async (_, change) => {
      const s = await submitted()
      const stale = await s.signs('dronten1', 'takePosition')
      await change(s)
      expect(await s.hands(stale)).toBe('sawLastChange')
      expect(await s.hands(await s.signs('dronten1', 'takePosition'))).toContain('position.taken')
      await holds(s)
    },
  )

  it('W2 refuses (sawLastChange): an objection let go before one saw that of another', async () => {
    const s = await submitted()
    await s.does('dronten1', 'raiseObjection')
    const stale = await s.signs('dronten1', 'withdrawObjection')
    await s.does('zeewolde1', 'raiseObjection')
    expect(await s.hands(stale)).toBe('sawLastChange')
    await s.does('dronten1', 'withdrawObjection')
  })

  it('W2 refuses (sawLastChange): a confirmation signed before an objection came and went', async () => {
    const s = await called()
    const stale = await s.signs('dronten1', 'confirmDecision')
    await s.does('zeewolde1', 'raiseObjection')
    await s.does('zeewolde1', 'withdrawObjection')
    await s.consent('zeewolde1')
    expect(await s.hands(stale)).toBe('sawLastChange')
    await s.confirm('dronten1')
    await holds(s)
  })

  it('W2 admits: comments, mandates and other proposals that came in between', async () => {
    const s = await called()
    const before = await s.signs('dronten1', 'confirmDecision')
    await s.does('zeewolde1', 'comment')
    await s.does('zeewolde1', 'giveMandate', { person: 'piet', roles: ['lijnmanagement'] })
    await s.submitted('zeewolde1', { proposal: 'p2' })
    await s.does('zeewolde1', 'confirmDecision')
    expect(await s.hands(before)).toBe('confirmation.given')
    await holds(s)
  })

  it('W2 admits: what another has done meanwhile keeps nobody from objecting', async () => {
    const s = await called()
    const objection = await s.signs('dronten1', 'raiseObjection')
    await s.does('zeewolde1', 'takePosition', { position: 'standAside' })
    await s.does('almere1', 'amendProposal')
    expect(await s.hands(objection)).toBe('objection.raised')
    expect((await s.view()).openPoints).toContainEqual({ kind: 'objection', partner: 'dronten', id: 'o1' })
  })
})

describe('W2: a signature is meant for one place', () => {
  it('W2 refuses (signatureHolds): in another collaboration, or another matter', async () => {
    const [s, clock] = [await submitted(), setClock(start)]
    await s.submitted('almere1', { proposal: 'p2' })
    const act = await s.signs('zeewolde1', 'takePosition')
    const moved = { ...act.act, proposal: 'p2' }
    expect(await s.hands({ ...act, matter: 'p2' })).toBe('signatureHolds')
    expect(await s.hands({ ...act, matter: 'p2', act: moved })).toBe('signatureHolds')
    expect(await s.hands({ ...act, matter: 'charter' })).toBe('signatureHolds')
    const other = await openCollaboration({ id: 'elders', store: memoryStore(), clock })
    for (const it of [act, { ...act, collaboration: 'elders' }])
      expect(await other.act(it)).toMatchObject({ refused: { rule: 'signatureHolds' } })
    expect(await s.hands(act)).toBe('position.taken')
  })

  it.each([
    ['the position', (it: Fields) => ({ ...it, act: { ...(it.act as Fields), position: 'standAside' } })],
    ['the person', (it: Fields) => ({ ...it, act: { ...(it.act as Fields), by: 'dronten1' } })],
    ['the revision', (it: Fields) => ({ ...it, act: { ...(it.act as Fields), revision: 0 } })],
    ['the reason', (it: Fields) => ({ ...it, act: { ...(it.act as Fields), reason: 'Graag.' } })],
    ['what was seen', (it: Fields) => ({ ...it, seen: { ...(it.seen as Fields), size: 5 } })],
    ['the number', (it: Fields) => ({ ...it, signature: { ...(it.signature as Fields), counter: 2 } })],
    [
      'the key',
      (it: Fields) => ({
        ...it,
        signature: { ...(it.signature as Fields), key: keyOf('dronten1').publicKey },
      }),
    ],
  ])('W2 refuses (signatureHolds): where %s was changed', async (_, change) => {
    const s = await submitted()
    const act = await s.signs('zeewolde1', 'takePosition')
    expect(await s.hands(change(act as unknown as Fields))).toBe('signatureHolds')
    expect(await s.hands(act)).toBe('position.taken')
  })

  it('W2 refuses (seenInThisLog): what is no beginning of this log', async () => {
    const [s, other] = [await submitted(), await submitted({ maxRevisions: 9 })]
    const toSign = await s.bare.toSign(await s.asked('zeewolde1', 'takePosition'))
    const elsewhere = (await other.bare.toSign(await other.asked('zeewolde1', 'takePosition'))).seen
    expect(elsewhere.size).toBe(toSign.seen.size)
    const { size, root } = toSign.seen
    for (const seen of [elsewhere, { size: size + 1, root }, { size: size - 1, root }, { size: 0, root }])
      expect(await s.hands(signAct({ ...toSign, seen }, secretOf('zeewolde1')))).toBe('seenInThisLog')
    expect(await s.hands(signAct(toSign, secretOf('zeewolde1')))).toBe('position.taken')
  })

  it('W2 refuses (signatureHolds): a draft that was signed without the id that it is to have', async () => {
    const s = await signedScene()
    const toSign = await s.bare.toSign(await s.asked('almere1', 'draftProposal'))
    expect(toSign).toMatchObject({ matter: 'p1', act: { proposal: 'p1' } })
    const { proposal: _, ...nameless } = toSign.act as Fields & { proposal?: string }
    expect(await s.hands(signAct({ ...toSign, act: nameless as never }, secretOf('almere1')))).toBe(
      'signatureHolds',
    )
    expect(await s.hands(signAct(toSign, secretOf('almere1')))).toBe('proposal.drafted')
  })
})

describe('W2, F2: a charter that begins to ask for signatures, or ends it', () => {
  /** Founded without keys, where signatures are optional; almere1 and zeewolde1 have registered one. */
  async function optional() {
    const bare = await scene()
    for (const by of ['almere1', 'zeewolde1'])
      await bare.does(by, 'registerKey', { person: by, ...keyOf(by) })
    return bare
  }

  it('W2 refuses (signedWhereAsked): drafting and confirming a charter that asks for signatures without one', async () => {
    const s = await optional()
    const text = signedCharter({ opgavemanager: { id: 'omar' } })
    await s.refuses('signedWhereAsked', 'almere1', 'draftProposal', { charter: text })
    const draft = await s.asked('almere1', 'draftProposal', { charter: text })
    expect(await s.engine.act(await signed(s.engine, draft))).toHaveProperty('recorded')
    await s.does('almere1', 'submitProposal')
    await s.consent(...seats)
    const confirming = (by: string) => s.asked(by, 'confirmDecision')
    await s.refuses('signedWhereAsked', 'almere1', 'confirmDecision')
    for (const by of ['almere1', 'zeewolde1'])
      expect(await s.engine.act(await signed(s.engine, await confirming(by)))).toHaveProperty('recorded')
    const keyless = await s.engine.act(await signed(s.engine, await confirming('dronten1')))
    expect(keyless).toMatchObject({ refused: { rule: 'signedWithOwnKey' } })
    await s.does('dronten1', 'registerKey', { person: 'dronten1', ...keyOf('dronten1') })
    const last = await s.engine.act(await signed(s.engine, await confirming('dronten1')))
    if ('refused' in last) throw new Error(last.refused.why)
    expect(typesOf(last.recorded)).toContain('charter.replaced')
    await s.refuses('signedWhereAsked', 'almere1', 'giveMandate', { person: 'piet', roles: ['stuurgroep'] })
    expect(verifyLog(await logText(s.engine)).finding).toBe(null)
  })

  it('F2 admits: a proposal that ran already asks for no signatures, one submitted later does', async () => {
    const s = await signedScene({ signatures: 'optional' })
    await s.submitted()
    await s.adopts(signedCharter())
    expect(await s.hands(await s.asked('almere1', 'takePosition'))).toBe('position.taken')
    await s.submitted('almere1', { proposal: 'p2' })
    expect(await s.hands(await s.asked('almere1', 'takePosition', { proposal: 'p2' }))).toBe(
      'signedWhereAsked',
    )
    await holds(s)
  })

  it('F2 admits: a proposal that ran already goes on asking for signatures, one submitted later does not', async () => {
    const s = await submitted()
    await s.adopts(signedCharter({ signatures: 'optional' }))
    expect(await s.hands(await s.asked('almere1', 'takePosition'))).toBe('signedWhereAsked')
    await s.submitted('almere1', { proposal: 'p2' })
    expect(await s.hands(await s.asked('almere1', 'takePosition', { proposal: 'p2' }))).toBe('position.taken')
    await holds(s)
  })

  it('W1 admits: a key is no mandate: whoever signs still speaks for the own partner only', async () => {
    const s = await submitted()
    await s.refuses('byPositionHolder', 'omar', 'takePosition')
    await s.does('omar', 'comment')
  })
})

describe('W2: proof of a key', () => {
  it('W2 refuses (wellFormedAct): a key without proof, a proof without key, a proof of another person or key', async () => {
    const s = await signedScene()
    const { publicKey, keyProof } = keyFor('piet', secretOf('piet'))
    const given = { person: 'piet', roles: ['stuurgroep'] }
    for (const fields of [
      { publicKey },
      { keyProof },
      { publicKey, keyProof: keyOf('nora', 'piet').keyProof },
      { publicKey: keyOf('nora').publicKey, keyProof },
    ]) {
      const { why } = await s.refuses('wellFormedAct', 'almere1', 'giveMandate', { ...given, ...fields })
      expect(why).toContain('keyProof')
    }
    await s.does('almere1', 'giveMandate', { ...given, publicKey, keyProof })
  })
})
