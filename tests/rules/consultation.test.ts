// C1 to C6: asking every partner, positions, silence and more time.
import { describe, expect, it } from 'vitest'
import { content, factOf, scene, terms, typesOf } from '../support.ts'

const commitments = [{ id: 'w1', partner: 'zeewolde', what: 'Levert de grond', by: '2026-09-01' }]
const silent = (...partners: string[]) => partners.map(partner => ({ kind: 'silence', partner }))

describe('C1: the consultation opens', () => {
  it("C1 admits: submitting gives notice to every partner, the author's own too", async () => {
    const s = await scene()
    const submitted = factOf(await s.submitted('almere1'), 'proposal.submitted')
    expect(submitted.notice).toEqual([
      { partner: 'almere', persons: ['almere1', 'almere2'] },
      { partner: 'zeewolde', persons: ['zeewolde1', 'zeewolde2'] },
      { partner: 'dronten', persons: ['dronten1', 'dronten2'] },
    ])
    expect(submitted.dueAt).toBe('2026-01-19T23:00:00.000Z')
    expect(await s.view()).toMatchObject({ state: 'consultation', openPoints: { length: 3 } })
  })

  it('C1 admits: the persons addressed are those mandated at that moment', async () => {
    const s = await scene()
    await s.does('dronten1', 'giveMandate', { person: 'piet', roles: ['opgaveregisseur'] })
    await s.does('dronten1', 'withdrawMandate', { person: 'dronten2' })
    const { notice } = factOf(await s.submitted(), 'proposal.submitted')
    expect(notice[2]).toEqual({ partner: 'dronten', persons: ['dronten1', 'piet'] })
  })

  it('C1 admits: an amendment gives notice anew', async () => {
    const s = await scene()
    await s.submitted()
    const { notice } = factOf(await s.does('almere1', 'amendProposal'), 'proposal.amended')
    expect(notice.map(({ partner }) => partner)).toEqual(['almere', 'zeewolde', 'dronten'])
  })

  it('C1 refuses (submitted): a position before the consultation is open', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal')
    await s.refuses('submitted', 'zeewolde1', 'takePosition')
    await s.does('almere1', 'submitProposal')
    await s.does('zeewolde1', 'takePosition')
  })
})

describe('C2: each partner takes a position', () => {
  it('C2 admits: a position through line management or a seat in the stuurgroep', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'giveMandate', { person: 'zetel', roles: ['stuurgroep'] })
    const line = await s.does('zeewolde2', 'takePosition')
    expect(factOf(line, 'position.taken')).toMatchObject({ partner: 'zeewolde', role: 'lijnmanagement' })
    const seat = await s.does('zetel', 'takePosition')
    expect(factOf(seat, 'position.taken')).toMatchObject({ partner: 'dronten', role: 'stuurgroep' })
    expect((await s.view()).positions.zeewolde).toMatchObject({ position: 'consent', by: 'zeewolde2' })
  })

  it('C2 refuses (byPositionHolder): a person without such a mandate', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'giveMandate', { person: 'regisseur', roles: ['opgaveregisseur'] })
    for (const by of ['regisseur', 'omar', 'outsider'])
      await s.refuses('byPositionHolder', by, 'takePosition')
    await s.does('dronten1', 'giveMandate', { person: 'regisseur', roles: ['lijnmanagement'] })
    await s.does('regisseur', 'takePosition')
  })

  it('C2 refuses (onCurrentRevision): a position on an earlier or later revision', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('almere1', 'amendProposal')
    for (const revision of [0, 1, 3])
      await s.refuses('onCurrentRevision', 'zeewolde1', 'takePosition', { revision })
    await s.does('zeewolde1', 'takePosition', { revision: 2 })
  })

  it("C2 admits: the author's partner is not assumed to agree, it speaks like all others", async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('zeewolde1', 'dronten1')
    expect(await s.view()).toMatchObject({ called: false, openPoints: silent('almere') })
    expect(typesOf(await s.consent('almere1'))).toEqual(['position.taken', 'decision.called'])
  })

  it('C2 admits: a standing objection is speaking, withdrawing it is not consent', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    await s.does('dronten1', 'raiseObjection')
    expect((await s.view()).openPoints).toEqual([{ kind: 'objection', partner: 'dronten', id: 'o1' }])
    expect(typesOf(await s.does('dronten1', 'withdrawObjection'))).toEqual(['objection.withdrawn'])
    expect(await s.view()).toMatchObject({ called: false, openPoints: silent('dronten') })
  })

  it('C2 admits: a position is retaken until the decision, voiding only the own confirmation', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1')
    const retaken = await s.does('zeewolde1', 'takePosition', {
      position: 'reservation',
      reason: 'Met zorg.',
    })
    expect(typesOf(retaken)).toEqual(['position.taken'])
    expect(await s.view()).toMatchObject({ called: true })
    expect(Object.keys((await s.view()).confirmations)).toEqual(['almere'])
    await s.confirm('zeewolde1')
  })

  it('C2 admits: also the same position once more voids the own confirmation', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1')
    await s.consent('almere2')
    expect(Object.keys((await s.view()).confirmations)).toEqual(['zeewolde'])
  })

  it('C2 admits: retaken so that the call ends, it voids all confirmations', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1')
    await s.does('dronten1', 'takePosition', { provisional: true })
    expect(await s.view()).toMatchObject({ called: false, confirmations: {} })
  })

  it('C2 refuses (stillOpen): a position once the decision is taken', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1')
    await s.consent('dronten1')
    await s.confirm('dronten1')
    await s.refuses('stillOpen', 'dronten1', 'takePosition')
  })
})

describe('C3: consent, reservation, stand aside', () => {
  it('C3 admits: a reservation with a reason, listed as long as nobody marks it met', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'dronten1')
    await s.does('zeewolde1', 'takePosition', { position: 'reservation', reason: 'Mits er water is.' })
    await s.confirm('almere1', 'zeewolde1', 'dronten1')
    expect(await s.view()).toMatchObject({ state: 'decided' })
    const { zeewolde } = (await s.view()).positions
    expect(zeewolde).toMatchObject({ position: 'reservation', reason: 'Mits er water is.' })
  })

  it('C3 refuses (reasonGiven): a reservation without a reason, or with a blank one', async () => {
    const s = await scene()
    await s.submitted()
    for (const reason of [undefined, '', ' \n'])
      await s.refuses('reasonGiven', 'zeewolde1', 'takePosition', { position: 'reservation', reason })
    await s.does('zeewolde1', 'takePosition', { position: 'reservation', reason: 'Te duur.' })
  })

  it('C3 admits: consent and standing aside need no reason', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('zeewolde1', 'takePosition', { position: 'consent' })
    await s.does('dronten1', 'takePosition', { position: 'standAside' })
  })

  it('C3 admits: standing aside is explicit and does not block', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1')
    await s.does('zeewolde1', 'takePosition', { position: 'standAside' })
    const last = await s.does('dronten1', 'takePosition', { position: 'standAside' })
    expect(typesOf(last)).toContain('decision.called')
    await s.confirm('almere1', 'zeewolde1', 'dronten1')
    expect(await s.view()).toMatchObject({ state: 'decided' })
  })

  it('C3 refuses (standsAsideFreely): a partner that gives a commitment in the revision', async () => {
    const s = await scene()
    await s.submitted('almere1', { commitments })
    await s.refuses('standsAsideFreely', 'zeewolde1', 'takePosition', { position: 'standAside' })
    await s.does('dronten1', 'takePosition', { position: 'standAside' })
    await s.does('zeewolde1', 'takePosition', { position: 'consent' })
  })

  it('C3 refuses (standsAsideFreely): by the current revision, not an earlier one', async () => {
    const s = await scene()
    await s.submitted('almere1', { commitments })
    await s.does('almere1', 'amendProposal', { commitments: [{ ...commitments[0], partner: 'dronten' }] })
    await s.refuses('standsAsideFreely', 'dronten1', 'takePosition', { position: 'standAside' })
    await s.does('zeewolde1', 'takePosition', { position: 'standAside' })
  })

  it('C3 refuses (decisionIsCalled): a decision that all stand aside from', async () => {
    const s = await scene()
    await s.submitted()
    for (const by of ['almere1', 'zeewolde1', 'dronten1'])
      await s.does(by, 'takePosition', { position: 'standAside' })
    expect(await s.view()).toMatchObject({ called: false, openPoints: [{ kind: 'support' }] })
    await s.refuses('decisionIsCalled', 'almere1', 'confirmDecision')
    await s.does('almere1', 'takePosition', { position: 'reservation', reason: 'Vooruit dan.' })
    await s.does('almere1', 'confirmDecision')
  })
})

describe('C4: silence is never a position', () => {
  it("C4 guarantees: it goes up inside the silent partner's own organisation, rung by rung", async () => {
    const s = await scene()
    await s.does('dronten1', 'giveMandate', { person: 'regisseur', roles: ['opgaveregisseur'] })
    await s.does('dronten1', 'giveMandate', { person: 'zetel', roles: ['stuurgroep'] })
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    const addressed: unknown[] = []
    for (const stage of ['lijnmanagement', 'opgavemanager', 'stuurgroep'])
      addressed.push(factOf(await s.reaches(stage), 'stage.entered').silences)
    expect(addressed).toEqual([
      [{ partner: 'dronten', persons: ['dronten1', 'dronten2'] }],
      [{ partner: 'dronten', persons: ['dronten1', 'regisseur', 'omar'] }],
      [{ partner: 'dronten', persons: ['dronten1', 'zetel'] }],
    ])
  })

  it('C4 guarantees: nothing is decided without the silent partner, however much time passes', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    await s.reaches('noConsensus')
    const facts = typesOf(await s.log())
    expect(facts).not.toContain('decision.called')
    expect(facts).not.toContain('decision.taken')
    expect((await s.view()).positions.dronten).toBeUndefined()
  })

  it('C4 refuses (byPositionHolder): speaking for the silent partner', async () => {
    const s = await scene()
    await s.submitted()
    await s.reaches('opgavemanager')
    await s.refuses('byPositionHolder', 'omar', 'takePosition')
    const taken = await s.does('almere1', 'takePosition')
    expect(factOf(taken, 'position.taken').partner).toBe('almere')
    await s.refuses('wellFormedAct', 'almere1', 'takePosition', { partner: 'dronten' })
  })

  it('C4 admits: who spoke, by a position or an objection, is in no silence', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1')
    await s.does('zeewolde1', 'raiseObjection')
    await s.consent('dronten1')
    expect(factOf(await s.reaches('lijnmanagement'), 'stage.entered').silences).toEqual([])
  })

  it('C4 admits: a partner that was silent speaks on every later stage', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    await s.reaches('stuurgroep')
    expect(typesOf(await s.consent('dronten1'))).toContain('decision.called')
  })
})

describe('C5: more time', () => {
  it('C5 admits: each partner extends once, for everyone, from the due moment on', async () => {
    const s = await scene()
    await s.submitted()
    const first = factOf(await s.does('dronten2', 'extendTerm'), 'term.extended')
    expect(first).toMatchObject({ partner: 'dronten', dueAt: '2026-01-26T23:00:00.000Z' })
    const second = factOf(await s.does('zeewolde1', 'extendTerm'), 'term.extended')
    expect(second.dueAt).toBe('2026-02-02T23:00:00.000Z')
    expect((await s.view()).dueAt).toBe(second.dueAt)
  })

  it('C5 admits: by what the charter allows', async () => {
    const s = await scene({ terms: { ...terms, extension: 1 } })
    await s.submitted()
    await s.does('dronten1', 'extendTerm')
    expect((await s.view()).dueAt).toBe('2026-01-20T23:00:00.000Z')
  })

  it('C5 refuses (extendsOnce): the same partner twice, through whomever', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'extendTerm')
    for (const by of ['dronten1', 'dronten2']) await s.refuses('extendsOnce', by, 'extendTerm')
    await s.does('almere1', 'extendTerm')
  })

  it('C5 admits: once per revision', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'extendTerm')
    await s.does('almere1', 'amendProposal')
    await s.does('dronten1', 'extendTerm')
  })

  it('C5 refuses (byMandatedPerson): the opgavemanager, or a stranger', async () => {
    const s = await scene()
    await s.submitted()
    for (const by of ['omar', 'outsider']) await s.refuses('byMandatedPerson', by, 'extendTerm')
    await s.does('dronten1', 'extendTerm')
  })

  it('C5 refuses (onCurrentRevision): an extension of another revision', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('almere1', 'amendProposal')
    await s.refuses('onCurrentRevision', 'dronten1', 'extendTerm', { revision: 1 })
    await s.does('dronten1', 'extendTerm', { revision: 2 })
  })

  it('C5 refuses (inConsultation): later stages know no extension', async () => {
    const s = await scene()
    await s.submitted()
    for (const stage of ['lijnmanagement', 'opgavemanager', 'stuurgroep']) {
      await s.reaches(stage)
      await s.refuses('inConsultation', 'dronten1', 'extendTerm')
    }
  })

  it('C5 admits: up to a millisecond before the due moment', async () => {
    const s = await scene()
    await s.submitted()
    s.at('2026-01-19T22:59:59.999Z')
    await s.does('dronten1', 'extendTerm')
    expect((await s.view()).dueAt).toBe('2026-01-26T23:00:00.000Z')
  })

  it('C5 refuses (inConsultation): at the due moment, since the term has ended first', async () => {
    const s = await scene()
    await s.submitted()
    s.at('2026-01-19T23:00:00.000Z')
    await s.engine.tick()
    await s.refuses('inConsultation', 'dronten1', 'extendTerm')
  })
})

describe('C6: provisional positions', () => {
  it('C6 admits: a provisional position does not count until it is retaken without the proviso', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    await s.does('dronten1', 'takePosition', { provisional: true })
    expect(await s.view()).toMatchObject({ called: false, openPoints: silent('dronten') })
    expect((await s.view()).positions.dronten).toMatchObject({ position: 'consent', provisional: true })
    const retaken = await s.does('dronten1', 'takePosition', { provisional: false })
    expect(typesOf(retaken)).toContain('decision.called')
  })

  it('C6 refuses (decisionIsCalled): a confirmation while a position is provisional', async () => {
    const s = await scene()
    await s.submitted('almere1', content)
    await s.consent('almere1', 'zeewolde1')
    await s.does('dronten1', 'takePosition', { provisional: true })
    await s.refuses('decisionIsCalled', 'almere1', 'confirmDecision')
    await s.consent('dronten1')
    await s.confirm('almere1')
  })

  it('C6 admits: at the end of a term it is silence', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    await s.does('dronten1', 'takePosition', { provisional: true })
    const entered = factOf(await s.reaches('lijnmanagement'), 'stage.entered')
    expect(entered.silences).toEqual([{ partner: 'dronten', persons: ['dronten1', 'dronten2'] }])
    expect((await s.view()).positions.dronten).toMatchObject({ provisional: true })
  })

  it('C6 refuses (everyoneHasSpoken): going up early while a position is provisional', async () => {
    const s = await scene()
    await s.submitted()
    await s.reaches('lijnmanagement')
    await s.does('dronten1', 'raiseObjection')
    await s.consent('almere1')
    await s.does('zeewolde1', 'takePosition', { provisional: true })
    await s.does('omar', 'answerObjection')
    await s.refuses('everyoneHasSpoken', 'almere1', 'escalate')
    await s.consent('zeewolde1')
    await s.does('almere1', 'escalate')
  })
})
