// J1 to J3: the call, the confirmations one by one, and the decision that only the last of them takes.
import { describe, expect, it } from 'vitest'
import { charter, content, factOf, type Scene, scene, terms, typesOf } from '../support.ts'

const seats = ['almere1', 'zeewolde1', 'dronten1']

async function called(changes = {}): Promise<Scene> {
  const s = await scene(changes)
  await s.submitted()
  await s.consent(...seats)
  return s
}

describe('J1: the call', () => {
  it('J1 admits: it is recorded with the last position that counts, on whatever stage', async () => {
    for (const stage of ['consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep'] as const) {
      const s = await scene()
      await s.submitted()
      await s.reaches(stage)
      expect(typesOf(await s.consent('almere1', 'zeewolde1'))).toEqual(['position.taken'])
      const last = await s.consent('dronten1')
      expect(typesOf(last)).toEqual(['position.taken', 'decision.called'])
      const { revision, digest } = await s.view()
      expect(factOf(last, 'decision.called')).toMatchObject({ revision, digest, stage })
      expect(await s.view()).toMatchObject({ called: true })
    }
  })

  it('J1 admits: one reservation carries it, the others standing aside', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('almere1', 'takePosition', { position: 'standAside' })
    await s.does('zeewolde1', 'takePosition', { position: 'standAside' })
    expect(await s.view()).toMatchObject({ called: false })
    await s.does('dronten1', 'takePosition', { position: 'reservation', reason: 'Mits er water is.' })
    expect(await s.view()).toMatchObject({ called: true })
  })

  it('J1 guarantees: not while a position is missing (everyPartnerAgrees)', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    expect(await s.view()).toMatchObject({ called: false })
    await s.consent('dronten1')
    expect(await s.view()).toMatchObject({ called: true })
  })

  it('J1 guarantees: not while all stand aside (somebodyCarriesIt)', async () => {
    const s = await scene()
    await s.submitted()
    for (const by of seats) await s.does(by, 'takePosition', { position: 'standAside' })
    expect(await s.view()).toMatchObject({ called: false })
    await s.consent('zeewolde1')
    expect(await s.view()).toMatchObject({ called: true })
  })

  it('J1 guarantees: not while an objection of a present partner is open (noOpenObjection)', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.does('dronten1', 'raiseObjection')
    await s.consent('almere1', 'zeewolde1')
    await s.does('dronten1', 'withdrawObjection')
    expect(await s.view()).toMatchObject({ called: false })
    await s.does('dronten1', 'withdrawObjection', { objection: 'o2' })
    await s.consent('dronten1')
    expect(await s.view()).toMatchObject({ called: true })
  })

  it('J1 refuses (decisionIsCalled): a confirmation without a call', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    await s.refuses('decisionIsCalled', 'almere1', 'confirmDecision')
    await s.consent('dronten1')
    await s.confirm('almere1')
  })

  it('J1 admits: whatever makes it untrue ends the call, which is made anew when it holds again', async () => {
    const ends: ((s: Scene) => Promise<unknown>)[] = [
      s => s.does('zeewolde1', 'raiseObjection'),
      s => s.does('zeewolde1', 'takePosition', { provisional: true }),
      s => s.does('almere1', 'amendProposal'),
    ]
    for (const end of ends) {
      const s = await called()
      await s.confirm('almere1', 'dronten1')
      await end(s)
      expect(await s.view()).toMatchObject({ called: false, confirmations: {} })
      await s.refuses('decisionIsCalled', 'zeewolde1', 'confirmDecision')
      if ((await s.view()).objections.o1) await s.does('zeewolde1', 'withdrawObjection')
      const { positions } = await s.view()
      const last = await s.consent(...(positions.almere ? ['zeewolde1'] : seats))
      expect(typesOf(last)).toEqual(['position.taken', 'decision.called'])
    }
  })

  it('J1 admits: the last that carried it standing aside ends it too', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1')
    await s.does('zeewolde1', 'takePosition', { position: 'standAside' })
    await s.does('dronten1', 'takePosition', { position: 'standAside' })
    await s.confirm('zeewolde1')
    await s.does('almere1', 'takePosition', { position: 'standAside' })
    expect(await s.view()).toMatchObject({ called: false, confirmations: {} })
  })

  it('J1 admits: after a change of the circle that leaves it true it is called anew at once', async () => {
    const s = await called()
    await s.confirm('almere1')
    const left = await s.does('dronten1', 'leaveCollaboration')
    expect(typesOf(left)).toEqual(['partner.left', 'circle.changed', 'decision.called'])
    expect(await s.view()).toMatchObject({ called: true, confirmations: {} })
  })

  it('J1 admits: a change of the circle that makes it untrue ends it', async () => {
    const s = await called()
    await s.joins('lelystad')
    expect(await s.view()).toMatchObject({ called: false })
  })
})

describe('J2: every partner confirms', () => {
  it('J2 admits: the exact revision, through its seat in the stuurgroep', async () => {
    const s = await called()
    const { digest } = await s.view()
    for (const by of seats.slice(0, 2)) {
      const confirmed = factOf(await s.confirm(by), 'confirmation.given')
      expect(confirmed).toMatchObject({ partner: by.slice(0, -1), role: 'stuurgroep', digest })
    }
    expect((await s.view()).openPoints).toEqual([{ kind: 'confirmation', partner: 'dronten' }])
  })

  it('J2 refuses (byDecidingSeat): anybody without that seat', async () => {
    const s = await called()
    for (const by of ['almere2', 'omar', 'outsider']) await s.refuses('byDecidingSeat', by, 'confirmDecision')
    await s.does('almere1', 'giveMandate', { person: 'almere2', roles: ['stuurgroep'] })
    await s.confirm('almere2')
  })

  it('J2 admits: through line management, where the charter says so', async () => {
    const s = await called({ decidesOn: 'lijnmanagement' })
    const confirmed = factOf(await s.confirm('almere2'), 'confirmation.given')
    expect(confirmed).toMatchObject({ partner: 'almere', role: 'lijnmanagement' })
  })

  it('J2 refuses (byDecidingSeat): a seat in the stuurgroep alone, where line management decides', async () => {
    const s = await called({ decidesOn: 'lijnmanagement' })
    await s.does('almere1', 'giveMandate', { person: 'zetel', roles: ['stuurgroep'] })
    await s.refuses('byDecidingSeat', 'zetel', 'confirmDecision')
    await s.confirm('almere1')
  })

  it('J2 refuses (onCurrentRevision): a confirmation of another revision', async () => {
    const s = await called()
    await s.does('almere1', 'amendProposal')
    await s.consent(...seats)
    for (const revision of [0, 1, 3])
      await s.refuses('onCurrentRevision', 'almere1', 'confirmDecision', { revision })
    await s.does('almere1', 'confirmDecision', { revision: 2 })
  })

  it('J2 refuses (confirmsOnce): a second confirmation of a partner, through whomever', async () => {
    const s = await called()
    await s.does('almere1', 'giveMandate', { person: 'zetel', roles: ['stuurgroep'] })
    await s.confirm('almere1')
    for (const by of ['almere1', 'zetel']) await s.refuses('confirmsOnce', by, 'confirmDecision')
    await s.confirm('zeewolde1')
  })

  it("J2 admits: the first call on a stage gives at least the charter's term for it", async () => {
    const s = await scene()
    await s.submitted()
    s.at('2026-01-16T09:00:00.000Z')
    await s.consent('almere1', 'zeewolde1')
    expect((await s.view()).dueAt).toBe('2026-01-19T23:00:00.000Z')
    const call = factOf(await s.consent('dronten1'), 'decision.called')
    expect(call.dueAt).toBe('2026-01-30T23:00:00.000Z')
    expect((await s.view()).dueAt).toBe(call.dueAt)
  })

  it('J2 admits: a due moment that already leaves more time stays', async () => {
    const s = await scene({ terms: { ...terms, jointDecision: 3 } })
    await s.submitted()
    await s.consent(...seats)
    expect((await s.view()).dueAt).toBe('2026-01-19T23:00:00.000Z')
  })

  it('J2 admits: a later call on the same stage moves nothing', async () => {
    const s = await scene()
    await s.submitted()
    s.at('2026-01-16T09:00:00.000Z')
    await s.consent(...seats)
    const { dueAt } = await s.view()
    s.at('2026-01-29T09:00:00.000Z')
    await s.does('dronten1', 'raiseObjection')
    await s.does('dronten1', 'withdrawObjection')
    expect(factOf(await s.consent('dronten1'), 'decision.called').dueAt).toBe(dueAt)
  })

  it('J2 admits: the first call after an amendment has its term again', async () => {
    const s = await called()
    s.at('2026-01-09T09:00:00.000Z')
    await s.does('almere1', 'amendProposal')
    s.at('2026-01-22T09:00:00.000Z')
    await s.consent(...seats)
    expect((await s.view()).dueAt).toBe('2026-02-05T23:00:00.000Z')
  })

  it('J2 admits: a missing confirmation goes up like silence, the call stays open', async () => {
    const s = await called()
    await s.confirm('almere1', 'zeewolde1')
    const entered = factOf(await s.reaches('lijnmanagement'), 'stage.entered')
    expect(entered.unconfirmed).toEqual([{ partner: 'dronten', persons: ['dronten1', 'dronten2'] }])
    expect(entered.silences).toEqual([])
    expect(await s.view()).toMatchObject({ called: true })
    expect(Object.keys((await s.view()).confirmations)).toEqual(['almere', 'zeewolde'])
    expect(factOf(await s.reaches('opgavemanager'), 'stage.entered').unconfirmed).toEqual([
      { partner: 'dronten', persons: ['dronten1', 'omar'] },
    ])
    expect(typesOf(await s.confirm('dronten1'))).toContain('decision.taken')
  })

  it('J2 admits: a call carried up is not a first one and leaves the new stage its own', async () => {
    const s = await called({ terms: { ...terms, lijnmanagement: 3 } })
    await s.reaches('lijnmanagement')
    expect((await s.view()).dueAt).toBe('2026-01-22T23:00:00.000Z')
    s.at('2026-01-21T09:00:00.000Z')
    await s.does('dronten1', 'raiseObjection')
    await s.does('dronten1', 'withdrawObjection')
    await s.consent('dronten1')
    expect((await s.view()).dueAt).toBe('2026-02-04T23:00:00.000Z')
  })
})

describe('J3: the decision', () => {
  it('J3 admits: it is taken by the last confirmation, and by nothing before it', async () => {
    const s = await called()
    expect(typesOf(await s.confirm('dronten1', 'almere1'))).toEqual(['confirmation.given'])
    expect(await s.view()).toMatchObject({ state: 'consultation' })
    const { digest } = await s.view()
    const last = await s.confirm('zeewolde1')
    expect(typesOf(last)).toEqual(['confirmation.given', 'decision.taken'])
    expect(factOf(last, 'decision.taken')).toMatchObject({
      revision: 1,
      digest,
      partners: ['almere', 'zeewolde', 'dronten'],
    })
    expect(await s.view()).toMatchObject({ state: 'decided', dueAt: null, openPoints: [] })
  })

  it('J3 guarantees: neither time nor a departure takes it', async () => {
    const s = await called()
    await s.confirm('almere1', 'zeewolde1')
    await s.does('dronten1', 'leaveCollaboration')
    expect(await s.view()).toMatchObject({ state: 'consultation', confirmations: {} })
    await s.reaches('stuurgroep')
    await s.confirm('almere1')
    expect(typesOf(await s.confirm('zeewolde1'))).toContain('decision.taken')
  })

  it('J3 refuses (stillOpen): everything but a comment after it: it is final', async () => {
    const s = await called()
    await s.confirm(...seats)
    const acts = ['amendProposal', 'withdrawProposal', 'submitProposal', 'reviseDraft'] as const
    for (const act of acts) await s.refuses('stillOpen', 'almere1', act)
    const others = ['takePosition', 'raiseObjection', 'confirmDecision', 'extendTerm', 'escalate'] as const
    for (const act of others) await s.refuses('stillOpen', 'zeewolde1', act)
    await s.does('zeewolde1', 'comment')
  })

  it('J3 admits: a new proposal names the decision it replaces, the old holds until the new is taken', async () => {
    const s = await called()
    await s.confirm(...seats)
    await s.submitted('zeewolde1', { ...content, text: 'We bouwen 150.', proposal: 'p2', replaces: ['p1'] })
    const decided = async () => ({
      state: (await s.view()).state,
      replacedBy: (await s.view()).replacedBy,
    })
    for (const by of seats) await s.does(by, 'takePosition', { proposal: 'p2' })
    for (const by of seats.slice(0, 2)) await s.does(by, 'confirmDecision', { proposal: 'p2' })
    expect(await decided()).toEqual({ state: 'decided', replacedBy: [] })
    await s.does('dronten1', 'confirmDecision', { proposal: 'p2' })
    expect(await decided()).toEqual({ state: 'decided', replacedBy: ['p2'] })
  })

  it('J3 refuses (wellFormedAct): there is no act, field or charter for an emergency', async () => {
    const s = await called()
    await s.refuses('wellFormedAct', 'almere1', 'confirmDecision', { urgent: true })
    await s.refuses('wellFormedAct', 'almere1', 'draftProposal', { quorum: 2 })
    await s.refuses('wellFormedAct', 'almere1', 'draftProposal', { charter: charter({ quorum: 2 }) })
    const forced = await s.engine.act({ act: 'forceDecision', by: 'omar', proposal: 'p1' })
    expect(forced).toMatchObject({ refused: { rule: 'wellFormedAct' } })
  })
})
