// F1 to F6: how the collaboration is founded, how its charter changes, how partners come and go.
import { describe, expect, it } from 'vitest'
import { signedCharter, signedScene } from '../signing.ts'
import { charter, content, factOf, partner, scene, terms, typesOf } from '../support.ts'

const otherDigest = `sha256:${'0'.repeat(64)}`
const partners = charter().partners
const lelystad = partner('lelystad')
const withLelystad = charter({ partners: [...partners, lelystad] })
const everybody = ['almere1', 'almere2', 'zeewolde1', 'zeewolde2', 'dronten1', 'dronten2', 'omar']

describe('F1: every partner signs the same text', () => {
  it('F1 admits: the charter comes into force with the last signature, not before', async () => {
    const s = await scene({}, { founded: false })
    await s.does('almere1', 'proposeCharter', { charter: charter() })
    await s.does('almere1', 'signCharter')
    expect(typesOf(await s.does('zeewolde1', 'signCharter'))).toEqual(['charter.signed'])
    expect(await s.engine.circle()).toMatchObject({ founded: false, signedBy: ['almere', 'zeewolde'] })
    const last = await s.does('dronten1', 'signCharter')
    expect(typesOf(last)).toEqual(['charter.signed', 'collaboration.founded'])
    const { digest, founded } = await s.engine.circle()
    expect(founded).toBe(true)
    expect(factOf(last, 'collaboration.founded')).toMatchObject({
      charter: digest,
      partners: ['almere', 'zeewolde', 'dronten'],
    })
  })

  it('F1 refuses (onTheProposedText): a signature under another digest', async () => {
    const s = await scene({}, { founded: false })
    await s.does('almere1', 'proposeCharter', { charter: charter() })
    await s.refuses('onTheProposedText', 'zeewolde1', 'signCharter', { charter: otherDigest })
    await s.does('zeewolde1', 'signCharter')
  })

  it('F1 refuses (onTheProposedText): a signature before any text lies before the partners', async () => {
    const s = await scene({}, { founded: false })
    await s.refuses('onTheProposedText', 'zeewolde1', 'signCharter', { charter: otherDigest })
  })

  it('F1 refuses (byNamedSeat): a signature by somebody without a seat in the stuurgroep', async () => {
    const s = await scene({}, { founded: false })
    await s.does('almere1', 'proposeCharter', { charter: charter() })
    for (const by of ['zeewolde2', 'omar', 'outsider']) await s.refuses('byNamedSeat', by, 'signCharter')
    await s.does('zeewolde1', 'signCharter')
  })

  it('F1 refuses (signsOnce): a second signature of the same partner', async () => {
    const s = await scene({}, { founded: false })
    await s.does('almere1', 'proposeCharter', { charter: charter() })
    await s.does('almere1', 'signCharter')
    await s.refuses('signsOnce', 'almere1', 'signCharter')
    await s.does('dronten1', 'signCharter')
  })

  it('F1 admits: changing the text voids the signatures', async () => {
    const s = await scene({}, { founded: false })
    await s.does('almere1', 'proposeCharter', { charter: charter() })
    const before = await s.engine.circle()
    await s.does('almere1', 'signCharter')
    await s.does('zeewolde1', 'proposeCharter', { charter: charter({ terms: { ...terms, extension: 6 } }) })
    expect((await s.engine.circle()).signedBy).toEqual([])
    await s.refuses('onTheProposedText', 'dronten1', 'signCharter', { charter: before.digest })
    await s.does('almere1', 'signCharter')
  })

  it('F1 admits: proposing the same text again keeps the signatures, also with its defaults spelled out', async () => {
    const s = await scene({}, { founded: false })
    await s.does('almere1', 'proposeCharter', { charter: charter() })
    await s.does('almere1', 'signCharter')
    await s.does('omar', 'proposeCharter', { charter: charter() })
    const spelled = {
      decidesOn: 'stuurgroep',
      maxRevisions: 7,
      calendar: { timeZone: 'Europe/Amsterdam', holidays: 'NL' },
      signatures: 'optional',
    }
    await s.does('dronten2', 'proposeCharter', { charter: charter(spelled) })
    expect((await s.engine.circle()).signedBy).toEqual(['almere'])
  })

  it('F1 admits: any person named in the charter may propose it', async () => {
    for (const by of everybody) {
      const s = await scene({}, { founded: false })
      expect(typesOf(await s.does(by, 'proposeCharter', { charter: charter() }))).toEqual([
        'charter.proposed',
      ])
    }
  })

  it('F1 refuses (byPersonNamedInIt): a charter proposed by somebody whom it does not name', async () => {
    const s = await scene({}, { founded: false })
    await s.refuses('byPersonNamedInIt', 'outsider', 'proposeCharter', { charter: charter() })
    await s.does('almere2', 'proposeCharter', { charter: charter() })
    const without = charter({ partners: [partner('lelystad'), partner('urk')] })
    await s.refuses('byPersonNamedInIt', 'almere2', 'proposeCharter', { charter: without })
  })

  it('F1 refuses (founded): a draft before the founding', async () => {
    const s = await scene({}, { founded: false })
    await s.refuses('founded', 'almere1', 'draftProposal')
    await s.does('almere1', 'proposeCharter', { charter: charter() })
    for (const { people } of partners) {
      await s.refuses('founded', 'omar', 'draftProposal')
      await s.does(people[0]?.id ?? '', 'signCharter')
    }
    await s.does('almere1', 'draftProposal')
  })

  it('F1 refuses (proposalExists): a submission before the founding, since nothing was drafted', async () => {
    const s = await scene({}, { founded: false })
    await s.does('almere1', 'proposeCharter', { charter: charter() })
    await s.refuses('proposalExists', 'almere1', 'submitProposal')
  })

  it('F1 refuses (afterTheFounding): mandates and departure before the founding', async () => {
    const s = await scene({}, { founded: false })
    await s.does('almere1', 'proposeCharter', { charter: charter() })
    await s.refuses('afterTheFounding', 'almere1', 'giveMandate', { person: 'piet', roles: ['stuurgroep'] })
    await s.refuses('afterTheFounding', 'almere1', 'withdrawMandate', { person: 'almere2' })
    await s.refuses('afterTheFounding', 'almere1', 'leaveCollaboration')
  })
})

describe('F2: the charter changes by a proposal like any other', () => {
  const changed = charter({ terms: { ...terms, consultation: 3 } })

  it('F2 admits: a joint decision on a charter puts it in force at once', async () => {
    const s = await scene()
    const last = await s.adopts(changed)
    expect(typesOf(last)).toEqual(['confirmation.given', 'decision.taken', 'charter.replaced'])
    expect((await s.engine.circle()).charter?.terms.consultation).toBe(3)
    expect(factOf(last, 'charter.replaced').digest).toBe((await s.engine.circle()).digest)
  })

  it('F2 refuses (beforeTheFounding): a charter put forward outside of a proposal', async () => {
    const s = await scene()
    await s.refuses('beforeTheFounding', 'almere1', 'proposeCharter', { charter: changed })
  })

  it('F2 admits: a stuurgroep seat confirms a charter, also where line management decides', async () => {
    const s = await scene({ decidesOn: 'lijnmanagement' })
    await s.submitted('almere1', { charter: changed })
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    expect(factOf(await s.confirm('almere1'), 'confirmation.given').role).toBe('stuurgroep')
  })

  it('F2 refuses (byDecidingSeat): line management on a charter, also where it decides', async () => {
    const s = await scene({ decidesOn: 'lijnmanagement' })
    await s.submitted('almere1', { charter: changed })
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.refuses('byDecidingSeat', 'almere2', 'confirmDecision')
    await s.submitted('almere1', { proposal: 'p2' })
    for (const by of ['almere1', 'zeewolde1', 'dronten1'])
      await s.does(by, 'takePosition', { proposal: 'p2' })
    await s.does('almere2', 'confirmDecision', { proposal: 'p2' })
  })

  it('F2 admits: it names the charter that it changes, filled in where left out', async () => {
    const s = await scene()
    const { digest } = await s.engine.circle()
    const left = await s.does('almere1', 'draftProposal', { charter: changed })
    expect(factOf(left, 'proposal.drafted').changes).toBe(digest)
    const given = await s.does('almere1', 'draftProposal', { charter: changed, changes: digest })
    expect(factOf(given, 'proposal.drafted').digest).toBe(factOf(left, 'proposal.drafted').digest)
  })

  it('F2 refuses (changesTheCharterInForce): another charter named, at drafting, revising and amending', async () => {
    const s = await scene()
    const stale = { charter: changed, changes: otherDigest }
    await s.refuses('changesTheCharterInForce', 'almere1', 'draftProposal', stale)
    await s.does('almere1', 'draftProposal', { charter: changed })
    await s.refuses('changesTheCharterInForce', 'almere1', 'reviseDraft', stale)
    await s.does('almere1', 'submitProposal')
    await s.refuses('changesTheCharterInForce', 'almere1', 'amendProposal', stale)
    await s.does('almere1', 'amendProposal', { charter: changed })
  })

  it('F2 refuses (changesTheCharterInForce): submitting a draft whose charter was replaced meanwhile', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { proposal: 'p1', charter: changed })
    await s.adopts(charter({ maxRevisions: 5 }))
    expect(await s.view()).toMatchObject({ state: 'drafting' })
    await s.refuses('changesTheCharterInForce', 'almere1', 'submitProposal')
    await s.does('almere1', 'reviseDraft', { charter: changed })
    await s.does('almere1', 'submitProposal')
  })

  it('F2 admits: a running proposal ends without consensus once the charter that it changes is replaced', async () => {
    const s = await scene()
    await s.submitted('almere1', { charter: changed })
    await s.consent('almere1', 'zeewolde1')
    const last = await s.adopts(charter({ maxRevisions: 5 }))
    expect(typesOf(last)).toEqual([
      'confirmation.given',
      'decision.taken',
      'charter.replaced',
      'consensus.failed',
    ])
    expect(factOf(last, 'consensus.failed')).toMatchObject({
      reason: 'charterReplaced',
      silent: ['dronten'],
    })
    expect(await s.view()).toMatchObject({ state: 'noConsensus' })
  })

  it('F2 refuses (stillOpen): a position on a charter proposal that ended so', async () => {
    const s = await scene()
    await s.submitted('almere1', { charter: changed })
    await s.adopts(charter({ maxRevisions: 5 }))
    await s.refuses('stillOpen', 'dronten1', 'takePosition')
  })

  it('F2 refuses (omitsNoPartner): a charter without a present partner, at drafting, revising and amending', async () => {
    const s = await scene()
    const without = charter({ partners: partners.slice(0, 2) })
    await s.refuses('omitsNoPartner', 'almere1', 'draftProposal', { charter: without })
    await s.does('almere1', 'draftProposal', { charter: changed })
    await s.refuses('omitsNoPartner', 'almere1', 'reviseDraft', { charter: without })
    await s.does('almere1', 'submitProposal')
    await s.refuses('omitsNoPartner', 'almere1', 'amendProposal', { charter: without })
    await s.does('dronten1', 'leaveCollaboration')
    await s.does('almere1', 'amendProposal', { charter: without })
  })

  it('F2 refuses (omitsNoPartner): submitting a draft that omits a partner which joined meanwhile', async () => {
    const s = await scene()
    await s.adopts(withLelystad)
    await s.does('almere1', 'draftProposal', { proposal: 'p1', charter: changed })
    await s.does('almere1', 'draftProposal', { proposal: 'p2', charter: changed })
    await s.does('almere1', 'submitProposal', { proposal: 'p2' })
    await s.does('lelystad1', 'signCharter')
    await s.refuses('omitsNoPartner', 'almere1', 'submitProposal')
  })

  it('F2 admits: a partner that joined since and is not named stays a partner, with its say', async () => {
    const s = await scene()
    await s.adopts(withLelystad)
    await s.does('omar', 'draftProposal', { charter: changed, proposal: 'p1' })
    await s.does('omar', 'submitProposal')
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.does('lelystad1', 'signCharter')
    expect(await s.view()).toMatchObject({ called: false })
    await s.consent('lelystad1')
    await s.confirm('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('lelystad1')
    const circle = await s.engine.circle()
    expect(circle.charter?.partners.map(({ id }) => id)).toEqual(['almere', 'zeewolde', 'dronten'])
    expect(Object.keys(circle.partners)).toEqual(['almere', 'zeewolde', 'dronten', 'lelystad'])
    expect(circle.invited).toEqual([])
    await s.does('lelystad1', 'draftProposal')
  })

  it('F2 admits: it changes no mandates, people of present partners in it are ignored', async () => {
    const s = await scene()
    await s.does('almere1', 'giveMandate', { person: 'piet', roles: ['stuurgroep'] })
    const before = (await s.engine.circle()).partners
    const moved = [
      partner('almere', {
        people: [{ id: 'nieuw', roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] }],
      }),
      ...partners.slice(1),
    ]
    await s.adopts(charter({ partners: moved }))
    expect((await s.engine.circle()).partners).toEqual(before)
    await s.refuses('byPartnerOrOpgavemanager', 'nieuw', 'draftProposal')
    await s.does('piet', 'draftProposal')
  })

  it('F2 refuses (bringsInNobodyWhoSpeaks): a newcomer with somebody who speaks for a present partner', async () => {
    const s = await scene()
    const people = [{ id: 'piet', roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] }]
    const text = charter({ partners: [...partners, partner('urk', { people })] })
    await s.does('almere1', 'draftProposal', { charter: text })
    await s.does('zeewolde1', 'giveMandate', { person: 'piet', roles: ['lijnmanagement'] })
    await s.refuses('bringsInNobodyWhoSpeaks', 'almere1', 'draftProposal', { charter: text })
    await s.refuses('bringsInNobodyWhoSpeaks', 'almere1', 'reviseDraft', { charter: text })
    await s.refuses('bringsInNobodyWhoSpeaks', 'almere1', 'submitProposal')
    await s.submitted('almere1', { proposal: 'p2' })
    await s.refuses('bringsInNobodyWhoSpeaks', 'almere1', 'amendProposal', { proposal: 'p2', charter: text })
    await s.does('zeewolde1', 'withdrawMandate', { person: 'piet' })
    await s.does('almere1', 'submitProposal')
  })

  it('F2 refuses (bringsInNobodyWhoSpeaks): an opgavemanager who speaks for a present partner', async () => {
    const s = await scene()
    await s.does('almere1', 'giveMandate', { person: 'piet', roles: ['lijnmanagement'] })
    const text = charter({ opgavemanager: { id: 'piet' } })
    await s.refuses('bringsInNobodyWhoSpeaks', 'almere1', 'draftProposal', { charter: text })
    await s.does('almere1', 'draftProposal', { charter: charter({ opgavemanager: { id: 'maria' } }) })
  })

  it('F2 refuses (namesUnambiguously): a new partner or person that could be taken for a known one', async () => {
    const s = await scene()
    await s.does('dronten1', 'leaveCollaboration')
    const two = partners.slice(0, 2)
    const lookalike = charter({ partners: [...two, partner('Dronten')] })
    await s.refuses('namesUnambiguously', 'almere1', 'draftProposal', { charter: lookalike })
    const person = charter({ partners: two, opgavemanager: { id: 'Omar' } })
    await s.refuses('namesUnambiguously', 'almere1', 'draftProposal', { charter: person })
    await s.does('almere1', 'draftProposal', { charter: charter({ partners: [...two, lelystad] }) })
  })

  it('F2 admits: running proposals keep their terms, those submitted later have the new ones', async () => {
    const s = await scene()
    await s.submitted()
    const { dueAt, closesBy } = await s.view()
    await s.adopts(
      charter({ terms: { ...terms, consultation: 3, lijnmanagement: 1, jointDecision: 2, extension: 1 } }),
    )
    expect(await s.view()).toMatchObject({ dueAt, closesBy })
    await s.does('dronten1', 'extendTerm')
    expect((await s.view()).dueAt).toBe('2026-01-26T23:00:00.000Z')
    await s.reaches('lijnmanagement')
    expect((await s.view()).dueAt).toBe('2026-02-09T23:00:00.000Z')
    await s.submitted('almere1', { proposal: 'p2' })
    expect((await s.view('p2')).dueAt).toBe('2026-01-29T23:00:00.000Z')
  })

  it('F2 admits: running proposals keep their ladder, the rung that decides', async () => {
    const s = await scene({ decidesOn: 'lijnmanagement' })
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.adopts(charter({ decidesOn: 'stuurgroep' }))
    expect(factOf(await s.confirm('almere2'), 'confirmation.given').role).toBe('lijnmanagement')
  })

  it('F2 admits: running proposals keep their limit on revisions', async () => {
    const s = await scene({ maxRevisions: 2 })
    await s.submitted()
    await s.adopts(charter({ maxRevisions: 1 }))
    await s.does('almere1', 'amendProposal')
    await s.adopts(charter({ maxRevisions: 9 }))
    await s.refuses('revisionsLeft', 'almere1', 'amendProposal', { text: 'Iets anders.' })
  })

  it('F2 admits: running proposals keep their calendar', async () => {
    const s = await scene({}, { start: '2026-03-16T09:00:00.000Z' })
    await s.submitted()
    await s.adopts(charter({ calendar: { timeZone: 'Europe/Amsterdam', holidays: 'none' } }))
    await s.submitted('almere1', { proposal: 'p2' })
    await s.does('dronten1', 'extendTerm')
    await s.does('dronten1', 'extendTerm', { proposal: 'p2' })
    expect((await s.view()).dueAt).toBe('2026-04-08T22:00:00.000Z')
    expect((await s.view('p2')).dueAt).toBe('2026-04-06T22:00:00.000Z')
  })

  it('F2 admits: running proposals keep their rule on signatures', async () => {
    const s = await signedScene({ signatures: 'optional' })
    await s.submitted()
    await s.adopts(signedCharter())
    await s.submitted('almere1', { proposal: 'p2' })
    const refused = async (proposal: string) =>
      s.hands(await s.asked('almere1', 'takePosition', { proposal }))
    expect(await refused('p1')).toBe('position.taken')
    expect(await refused('p2')).toBe('signedWhereAsked')
  })

  it('F2 admits: who the opgavemanager is, is current in a running proposal too', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.adopts(charter({ opgavemanager: { id: 'maria' } }))
    await s.refuses('byAuthorOrOpgavemanager', 'omar', 'answerObjection')
    await s.does('maria', 'answerObjection')
  })

  it('F2 admits: who the mandated persons are, is current in a running proposal too', async () => {
    const s = await scene()
    await s.submitted()
    await s.refuses('byPositionHolder', 'piet', 'takePosition')
    await s.does('dronten1', 'giveMandate', { person: 'piet', roles: ['lijnmanagement'] })
    await s.does('piet', 'takePosition')
  })
})

describe('F3: a newcomer', () => {
  it('F3 admits: it is a partner from the moment that it signs the charter in force', async () => {
    const s = await scene()
    await s.adopts(withLelystad)
    expect(await s.engine.circle()).toMatchObject({ invited: ['lelystad'] })
    await s.refuses('byPartnerOrOpgavemanager', 'lelystad1', 'draftProposal')
    const signed = await s.does('lelystad1', 'signCharter')
    expect(typesOf(signed)).toEqual(['charter.signed', 'partner.joined'])
    expect(Object.keys((await s.engine.circle()).partners)).toContain('lelystad')
    await s.does('lelystad1', 'draftProposal')
  })

  it('F3 refuses (onTheCharterInForce): a newcomer under another text', async () => {
    const s = await scene()
    const { digest: replaced } = await s.engine.circle()
    await s.adopts(withLelystad)
    await s.refuses('onTheCharterInForce', 'lelystad1', 'signCharter', { charter: replaced })
    await s.does('lelystad1', 'signCharter')
  })

  it('F3 refuses (byNamedSeat): a signature by whom the charter gives no seat', async () => {
    const s = await scene()
    await s.refuses('byNamedSeat', 'lelystad1', 'signCharter')
    await s.adopts(withLelystad)
    await s.refuses('byNamedSeat', 'lelystad2', 'signCharter')
  })

  it('F3 refuses (signsOnce): a partner that is in already', async () => {
    const s = await scene()
    await s.refuses('signsOnce', 'almere1', 'signCharter')
    await s.joins('lelystad')
    await s.refuses('signsOnce', 'lelystad1', 'signCharter')
  })

  it('F3 admits: it is given notice of every open proposal, naming its persons', async () => {
    const s = await scene()
    await s.submitted()
    await s.submitted('omar', { proposal: 'p2' })
    const joined = await s.joins('lelystad')
    const notices = joined.filter(({ fact }) => fact.type === 'circle.changed')
    expect(notices.map(({ matter }) => matter)).toEqual(['p1', 'p2'])
    for (const { fact } of notices)
      expect(fact).toMatchObject({
        joined: 'lelystad',
        notice: [{ partner: 'lelystad', persons: ['lelystad1', 'lelystad2'] }],
      })
  })

  it('F3 admits: it has one full consultation term from its joining, on whatever stage', async () => {
    const s = await scene()
    await s.submitted()
    await s.reaches('lijnmanagement')
    s.at('2026-01-30T09:00:00.000Z')
    expect((await s.view()).dueAt).toBe('2026-02-02T23:00:00.000Z')
    await s.joins('lelystad')
    expect((await s.view()).dueAt).toBe('2026-02-13T23:00:00.000Z')
  })

  it('F3 admits: that term is counted by the charter of the proposal, not by the one in force', async () => {
    const s = await scene()
    await s.submitted()
    await s.reaches('lijnmanagement')
    s.at('2026-01-30T09:00:00.000Z')
    await s.joins('lelystad', { ...withLelystad, terms: { ...terms, consultation: 1 } })
    expect((await s.view()).dueAt).toBe('2026-02-13T23:00:00.000Z')
  })

  it('F3 admits: a due moment that lies after it does not move', async () => {
    const s = await scene({ terms: { ...terms, consultation: 3, lijnmanagement: 20 } })
    await s.submitted()
    await s.reaches('lijnmanagement')
    const { dueAt } = await s.view()
    await s.joins('lelystad')
    expect((await s.view()).dueAt).toBe(dueAt)
  })

  it('F3 admits: no due moment of a later stage falls before the end of that term', async () => {
    const s = await scene({ terms: { ...terms, consultation: 20, opgavemanager: 1, stuurgroep: 1 } })
    await s.submitted()
    await s.reaches('lijnmanagement')
    await s.joins('lelystad')
    const until = (await s.view()).dueAt ?? ''
    await s.does('dronten1', 'raiseObjection')
    await s.consent('almere1', 'zeewolde1', 'lelystad1')
    for (const stage of ['opgavemanager', 'stuurgroep']) {
      await s.does('omar', 'answerObjection')
      await s.does('omar', 'escalate')
      expect(await s.view()).toMatchObject({ state: stage, dueAt: until })
    }
  })

  it('F3 admits: nothing open can be decided without it', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1')
    await s.joins('lelystad')
    expect(await s.view()).toMatchObject({ called: false, confirmations: {} })
    expect((await s.view()).openPoints).toEqual([{ kind: 'silence', partner: 'lelystad' }])
    await s.refuses('decisionIsCalled', 'dronten1', 'confirmDecision')
    expect(typesOf(await s.consent('lelystad1'))).toContain('decision.called')
    await s.confirm('almere1', 'zeewolde1', 'dronten1')
    expect(await s.view()).toMatchObject({ state: 'consultation' })
    expect(typesOf(await s.confirm('lelystad1'))).toContain('decision.taken')
  })
})

describe('F4: a partner leaves by its own act alone', () => {
  it('F4 admits: it leaves at any time, by its seat in the stuurgroep', async () => {
    const s = await scene()
    await s.submitted()
    const left = await s.does('dronten1', 'leaveCollaboration')
    expect(typesOf(left)).toEqual(['partner.left', 'circle.changed'])
    expect(Object.keys((await s.engine.circle()).partners)).toEqual(['almere', 'zeewolde'])
    await s.refuses('byPositionHolder', 'dronten1', 'takePosition')
  })

  it('F4 refuses (byStuurgroepSeat): anybody but a seat of the partner itself', async () => {
    const s = await scene()
    for (const by of ['dronten2', 'omar', 'outsider'])
      await s.refuses('byStuurgroepSeat', by, 'leaveCollaboration')
    await s.does('dronten1', 'leaveCollaboration')
    await s.refuses('byStuurgroepSeat', 'dronten1', 'leaveCollaboration')
  })

  it('F4 refuses (wellFormedAct): no act names another partner to be removed', async () => {
    const s = await scene()
    await s.refuses('wellFormedAct', 'almere1', 'leaveCollaboration', { partner: 'dronten' })
  })

  it('F4 admits: what is decided after does not bind it, earlier decisions stand', async () => {
    const s = await scene()
    const decide = async (proposal: string, people: string[]) => {
      await s.does('almere1', 'draftProposal', { proposal })
      await s.does('almere1', 'submitProposal', { proposal })
      for (const by of people) await s.does(by, 'takePosition', { proposal })
      let last = await s.log()
      for (const by of people) last = await s.does(by, 'confirmDecision', { proposal })
      return factOf(last, 'decision.taken').partners
    }
    expect(await decide('p1', ['almere1', 'zeewolde1', 'dronten1'])).toEqual([
      'almere',
      'zeewolde',
      'dronten',
    ])
    await s.does('dronten1', 'leaveCollaboration')
    expect(await decide('p2', ['almere1', 'zeewolde1'])).toEqual(['almere', 'zeewolde'])
    expect(await s.view('p1')).toMatchObject({ state: 'decided' })
    expect(Object.keys((await s.view('p1')).confirmations)).toContain('dronten')
  })

  it('F4 admits: its objections stay visible but block no longer', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    await s.does('dronten1', 'raiseObjection')
    expect(await s.view()).toMatchObject({ called: false })
    const left = await s.does('dronten1', 'leaveCollaboration')
    expect(typesOf(left)).toContain('decision.called')
    const view = await s.view()
    expect(view.objections.o1).toMatchObject({ partner: 'dronten', withdrawn: null })
    expect(view.openPoints.map(({ kind }) => kind)).toEqual(['confirmation', 'confirmation'])
  })

  it('F4 refuses (byOwnerOfObjection): letting go the objection of a partner that left', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.does('dronten1', 'leaveCollaboration')
    for (const by of ['dronten1', 'almere1', 'omar'])
      await s.refuses('byOwnerOfObjection', by, 'withdrawObjection')
  })

  it('F4 admits: the opgavemanager takes over its proposals, drafts and running ones', async () => {
    const s = await scene()
    await s.submitted('dronten1')
    await s.does('dronten1', 'draftProposal', { proposal: 'p2' })
    await s.refuses('byAuthor', 'omar', 'withdrawProposal')
    await s.does('dronten1', 'leaveCollaboration')
    expect(await s.view()).toMatchObject({ author: 'opgavemanager' })
    await s.refuses('byAuthor', 'dronten1', 'amendProposal')
    await s.does('omar', 'amendProposal')
    await s.does('omar', 'submitProposal', { proposal: 'p2' })
  })

  it('F4 admits: below two partners every open proposal ends without consensus, a draft stays a draft', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('almere1', 'draftProposal', { proposal: 'p2' })
    await s.does('dronten1', 'leaveCollaboration')
    const left = await s.does('zeewolde1', 'leaveCollaboration')
    expect(factOf(left, 'consensus.failed')).toMatchObject({ reason: 'tooFewPartners' })
    expect(await s.view()).toMatchObject({ state: 'noConsensus' })
    expect(await s.view('p2')).toMatchObject({ state: 'drafting' })
  })

  it('F4 refuses (enoughPartners): submitting with one partner left', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal')
    await s.does('dronten1', 'leaveCollaboration')
    await s.submitted('almere1', { proposal: 'p2' })
    await s.does('zeewolde1', 'leaveCollaboration')
    await s.refuses('enoughPartners', 'almere1', 'submitProposal')
  })

  it('F4 refuses (changesTheCharterInForce): a draft whose charter was replaced stays one, not to be submitted', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { proposal: 'p1', charter: charter({ maxRevisions: 3 }) })
    await s.adopts(charter({ maxRevisions: 5 }))
    await s.refuses('changesTheCharterInForce', 'almere1', 'submitProposal')
    expect(await s.view()).toMatchObject({ state: 'drafting' })
  })

  it('F4 admits: who has left returns by a charter proposal submitted after its departure', async () => {
    const s = await scene()
    await s.does('dronten1', 'leaveCollaboration')
    await s.adopts(charter())
    expect(typesOf(await s.does('dronten1', 'signCharter'))).toContain('partner.joined')
  })

  it('F4 refuses (invitedSinceItLeft): a return by the charter that it left', async () => {
    const s = await scene()
    await s.does('dronten1', 'leaveCollaboration')
    expect((await s.engine.circle()).invited).toEqual([])
    await s.refuses('invitedSinceItLeft', 'dronten1', 'signCharter')
  })

  it('F4 refuses (invitedSinceItLeft): a return by a charter proposal submitted before its departure', async () => {
    const s = await scene()
    await s.does('omar', 'draftProposal', { proposal: 'p1', charter: charter({ maxRevisions: 5 }) })
    await s.does('omar', 'submitProposal')
    await s.consent('almere1', 'zeewolde1')
    await s.does('dronten1', 'leaveCollaboration')
    await s.confirm('almere1', 'zeewolde1')
    expect((await s.engine.circle()).charter?.maxRevisions).toBe(5)
    await s.refuses('invitedSinceItLeft', 'dronten1', 'signCharter')
  })

  it('F4 admits: drafted before but submitted after its departure, a charter brings it back', async () => {
    const s = await scene()
    await s.does('omar', 'draftProposal', { proposal: 'p1', charter: charter({ maxRevisions: 5 }) })
    await s.does('dronten1', 'leaveCollaboration')
    await s.does('omar', 'submitProposal')
    await s.consent('almere1', 'zeewolde1')
    await s.confirm('almere1', 'zeewolde1')
    await s.does('dronten1', 'signCharter')
  })

  it('F4 admits: back again its earlier positions are void and its open objections block', async () => {
    const s = await scene()
    await s.submitted()
    await s.submitted('almere1', { proposal: 'p2' })
    await s.consent('almere1', 'zeewolde1')
    await s.does('dronten1', 'raiseObjection')
    await s.does('dronten1', 'takePosition', { proposal: 'p2' })
    await s.does('dronten1', 'leaveCollaboration')
    expect(await s.view()).toMatchObject({ called: true })
    await s.adopts(charter())
    await s.does('dronten1', 'signCharter')
    expect(await s.view()).toMatchObject({ called: false })
    expect((await s.view()).openPoints).toEqual([{ kind: 'objection', partner: 'dronten', id: 'o1' }])
    expect((await s.view('p2')).positions).toEqual({})
    await s.refuses('ownObjectionsClosed', 'dronten1', 'takePosition')
    await s.does('dronten1', 'withdrawObjection')
  })

  it('F4 admits: the commitments of a partner that left show so, before and after the decision', async () => {
    const s = await scene()
    const given = (id: string, by: string) => ({ id, partner: by, what: 'Levert grond', by: '2026-09-01' })
    await s.submitted('almere1', { commitments: [given('w1', 'dronten'), given('w2', 'almere')] })
    expect((await s.view()).commitmentsOfDeparted).toEqual([])
    await s.consent('almere1', 'zeewolde1')
    await s.does('dronten1', 'leaveCollaboration')
    expect((await s.view()).commitmentsOfDeparted).toEqual(['w1'])
    await s.confirm('almere1', 'zeewolde1')
    expect(await s.view()).toMatchObject({ state: 'decided', commitmentsOfDeparted: ['w1'] })
  })
})

describe('F5: what the opgave needs', () => {
  const needs = [
    { id: 'grond', what: 'Bouwgrond', field: 'ruimte', scale: 'regio', world: 'publiek' },
    { id: 'zorg', what: 'Zorg in de wijk' },
  ]
  const opgave = { title: 'Wonen', goal: 'Genoeg betaalbare woningen', needs }
  const meeting = (...meets: string[]) => [
    partner('almere'),
    partner('zeewolde'),
    partner('dronten', { meets }),
  ]

  it('F5 admits: an unmet need is a finding, shown at the founding', async () => {
    const s = await scene({ opgave, partners: meeting('grond') })
    expect(factOf(await s.log(), 'collaboration.founded').unmetNeeds).toEqual(['zorg'])
    expect((await s.engine.circle()).unmetNeeds).toEqual(['zorg'])
    expect((await s.engine.circle()).charter?.opgave.needs[0]).toEqual(needs[0])
  })

  it('F5 admits: where every need is met nothing is shown', async () => {
    const s = await scene({ opgave, partners: meeting('grond', 'zorg') })
    expect(factOf(await s.log(), 'collaboration.founded').unmetNeeds).toEqual([])
  })

  it('F5 admits: it is shown with every decision, by who is a partner at that moment', async () => {
    const s = await scene({ opgave, partners: meeting('grond') })
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    await s.does('dronten1', 'leaveCollaboration')
    await s.confirm('almere1')
    const taken = await s.confirm('zeewolde1')
    expect(factOf(taken, 'decision.taken').unmetNeeds).toEqual(['grond', 'zorg'])
  })

  it('F5 admits: a newcomer that meets a need closes the finding, a departure opens it', async () => {
    const s = await scene({ opgave, partners: meeting('grond') })
    const urk = partner('urk', { meets: ['zorg'] })
    const joined = await s.joins('urk', charter({ opgave, partners: [...meeting('grond'), urk] }))
    expect(factOf(joined, 'partner.joined').unmetNeeds).toEqual([])
    const left = await s.does('dronten1', 'leaveCollaboration')
    expect(factOf(left, 'partner.left').unmetNeeds).toEqual(['grond'])
  })

  it('F5 refuses (wellFormedAct): a partner that meets a need which the opgave does not have', async () => {
    const s = await scene({}, { founded: false })
    const text = charter({ opgave, partners: meeting('grond', 'water') })
    const { why } = await s.refuses('wellFormedAct', 'almere1', 'proposeCharter', { charter: text })
    expect(why).toContain('charter.partners[2].meets[1]')
  })
})

describe('F6: a change of the circle voids the confirmations', () => {
  const confirmedByTwo = async () => {
    const s = await scene()
    await s.submitted('almere1', content)
    await s.does('almere1', 'takePosition', { position: 'reservation', reason: 'Mits er water is.' })
    await s.consent('zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1')
    return s
  }

  it('F6 admits: a departure voids them, positions and objections stand', async () => {
    const s = await confirmedByTwo()
    await s.does('dronten1', 'leaveCollaboration')
    const view = await s.view()
    expect(view.confirmations).toEqual({})
    expect(Object.keys(view.positions)).toEqual(['almere', 'zeewolde'])
    expect(view.positions.almere).toMatchObject({ position: 'reservation', reason: 'Mits er water is.' })
  })

  it('F6 admits: a newcomer voids them in every open proposal, positions and objections stand', async () => {
    const s = await confirmedByTwo()
    await s.submitted('zeewolde1', { proposal: 'p2' })
    await s.does('dronten1', 'raiseObjection', { proposal: 'p2' })
    await s.does('almere1', 'takePosition', { proposal: 'p2' })
    await s.joins('lelystad')
    expect(await s.view()).toMatchObject({ confirmations: {}, called: false })
    expect(Object.keys((await s.view()).positions)).toEqual(['almere', 'zeewolde', 'dronten'])
    expect((await s.view('p2')).objections.o1).toMatchObject({ withdrawn: null })
    expect(Object.keys((await s.view('p2')).positions)).toEqual(['almere'])
  })

  it('F6 admits: a change of mandates voids none', async () => {
    const s = await confirmedByTwo()
    await s.does('almere1', 'giveMandate', { person: 'piet', roles: ['stuurgroep'] })
    await s.does('almere1', 'withdrawMandate', { person: 'almere1', roles: ['stuurgroep'] })
    expect(Object.keys((await s.view()).confirmations)).toEqual(['almere', 'zeewolde'])
    expect(typesOf(await s.confirm('dronten1'))).toContain('decision.taken')
  })

  it('F6 refuses (decisionIsCalled): a confirmation after the change, until the call is made anew', async () => {
    const s = await confirmedByTwo()
    await s.joins('lelystad')
    await s.refuses('decisionIsCalled', 'dronten1', 'confirmDecision')
    await s.consent('lelystad1')
    await s.confirm('dronten1')
  })
})
