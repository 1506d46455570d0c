// D1 to D3: who drafts, what submitting fixes, what is shown of earlier proposals, who withdraws.
import { describe, expect, it } from 'vitest'
import { charter, content, factOf, scene, typesOf } from '../support.ts'

const commitment = { id: 'w1', partner: 'zeewolde', what: 'Levert de grond', by: '2026-09-01' }
const states = ['drafting', 'consultation', 'decided', 'noConsensus', 'withdrawn'] as const

/** A scene in which p1 is in a state. */
async function sceneIn(state: (typeof states)[number]) {
  const s = await scene()
  if (state === 'drafting') await s.does('almere1', 'draftProposal')
  else await s.submitted()
  if (state === 'withdrawn') await s.does('almere1', 'withdrawProposal')
  if (state === 'noConsensus') await s.reaches('noConsensus')
  if (state === 'decided') {
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1', 'dronten1')
  }
  expect(await s.view()).toMatchObject({ state })
  return s
}

describe('D1: drafting and commenting', () => {
  it('D1 admits: a mandated person drafts for its partner, in whatever role', async () => {
    const s = await scene()
    await s.does('dronten1', 'giveMandate', { person: 'regisseur', roles: ['opgaveregisseur'] })
    for (const by of ['almere1', 'almere2', 'regisseur']) {
      const drafted = factOf(await s.does(by, 'draftProposal'), 'proposal.drafted')
      expect(drafted.author.partner).toBe(by === 'regisseur' ? 'dronten' : 'almere')
    }
  })

  it('D1 admits: the opgavemanager drafts, for the office', async () => {
    const s = await scene()
    expect(factOf(await s.does('omar', 'draftProposal'), 'proposal.drafted').author.partner).toBe(null)
    expect(await s.view()).toMatchObject({ author: 'opgavemanager' })
  })

  it('D1 refuses (byPartnerOrOpgavemanager): a draft by anybody else', async () => {
    const s = await scene()
    await s.does('almere1', 'withdrawMandate', { person: 'almere2' })
    for (const by of ['outsider', 'almere2']) await s.refuses('byPartnerOrOpgavemanager', by, 'draftProposal')
    await s.does('almere1', 'draftProposal')
  })

  it('D1 refuses (newProposal): an id that is taken, or could be taken for one that is', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { proposal: 'wonen' })
    for (const proposal of ['wonen', 'Wonen', 'ｗonen', 'charter', 'Charter'])
      await s.refuses('newProposal', 'almere1', 'draftProposal', { proposal })
    await s.does('almere1', 'draftProposal', { proposal: 'wonen2' })
  })

  it('D1 admits: a draft is visible from the first word, and when it is revised', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal')
    expect(await s.view()).toMatchObject({ state: 'drafting', revision: 0, content })
    await s.does('almere2', 'reviseDraft')
    expect((await s.view()).content?.text).toBe('We bouwen 190 woningen.')
  })

  it("D1 refuses (byAuthor): a revision of another partner's draft", async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal')
    for (const by of ['zeewolde1', 'omar', 'outsider']) await s.refuses('byAuthor', by, 'reviseDraft')
    await s.does('almere1', 'reviseDraft')
  })

  it('D1 refuses (proposalExists): whatever is asked of a proposal that was never drafted', async () => {
    const s = await scene()
    await s.refuses('proposalExists', 'almere1', 'reviseDraft')
    await s.refuses('proposalExists', 'almere1', 'comment')
    await s.refuses('proposalExists', 'almere1', 'takePosition', { proposal: 'charter' })
    await s.does('almere1', 'draftProposal')
    await s.does('almere1', 'reviseDraft')
  })

  it('D1 admits: whoever is mandated comments, though the charter does not name them', async () => {
    const s = await scene()
    await s.submitted()
    await s.refuses('byKnownPerson', 'piet', 'comment')
    await s.does('almere1', 'giveMandate', { person: 'piet', roles: ['opgaveregisseur'] })
    await s.does('piet', 'comment')
  })

  it('D1 admits: whoever the charter names comments, though nobody mandates them', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('almere1', 'withdrawMandate', { person: 'almere2' })
    await s.does('dronten1', 'leaveCollaboration')
    for (const by of ['almere2', 'dronten2', 'omar']) await s.does(by, 'comment')
  })

  it('D1 refuses (byKnownPerson): a comment by a stranger', async () => {
    const s = await scene()
    await s.submitted()
    await s.refuses('byKnownPerson', 'outsider', 'comment')
    await s.does('omar', 'comment')
  })

  it('D1 admits: comments in every state, which decide nothing', async () => {
    for (const state of states) {
      const s = await sceneIn(state)
      const { comments: _, ...before } = await s.view()
      expect(typesOf(await s.does('zeewolde2', 'comment'))).toEqual(['comment.made'])
      const { comments, ...after } = await s.view()
      expect(after).toEqual(before)
      expect(comments.c1).toMatchObject({ by: 'zeewolde2', text: 'Dit raakt ook de waterberging.' })
    }
  })

  it('D1 admits: questions and answers, what is unanswered is shown', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('zeewolde1', 'comment', { text: 'Waar komt het water?' })
    await s.does('dronten1', 'comment', { text: 'En het verkeer? ' })
    expect((await s.view()).unansweredQuestions).toEqual(['c1', 'c2'])
    await s.does('almere1', 'comment', { text: 'In het dorpshart.', replyTo: 'c1' })
    expect((await s.view()).unansweredQuestions).toEqual(['c2'])
  })

  it('D1 refuses (knownComment): a reply to a comment that does not exist', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('zeewolde1', 'comment')
    await s.refuses('knownComment', 'almere1', 'comment', { replyTo: 'c2' })
    await s.does('almere1', 'comment', { replyTo: 'c1' })
  })
})

describe('D2: what submitting fixes', () => {
  it('D2 admits: commitments of present partners', async () => {
    const s = await scene()
    await s.submitted('almere1', { commitments: [commitment, { ...commitment, id: 'w2' }] })
    expect((await s.view()).content?.commitments.map(({ id }) => id)).toEqual(['w1', 'w2'])
  })

  it('D2 refuses (commitmentsOfPresentPartners): one of anybody else, at every step', async () => {
    const s = await scene()
    const others = [{ ...commitment, partner: 'urk' }]
    await s.refuses('commitmentsOfPresentPartners', 'almere1', 'draftProposal', { commitments: others })
    await s.does('almere1', 'draftProposal', { commitments: [commitment] })
    await s.refuses('commitmentsOfPresentPartners', 'almere1', 'reviseDraft', { commitments: others })
    await s.does('almere1', 'submitProposal')
    await s.refuses('commitmentsOfPresentPartners', 'almere1', 'amendProposal', { commitments: others })
    await s.does('almere1', 'amendProposal', { commitments: [commitment] })
  })

  it('D2 refuses (commitmentsOfPresentPartners): submitting one of a partner that left meanwhile', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { commitments: [{ ...commitment, partner: 'dronten' }] })
    await s.does('almere1', 'draftProposal', { commitments: [commitment] })
    await s.does('dronten1', 'leaveCollaboration')
    await s.refuses('commitmentsOfPresentPartners', 'almere1', 'submitProposal')
    await s.does('almere1', 'submitProposal', { proposal: 'p2' })
  })

  it('D2 admits: submitting fixes revision 1 by the digest of the draft', async () => {
    const s = await scene()
    const drafted = factOf(await s.does('almere1', 'draftProposal'), 'proposal.drafted')
    const submitted = factOf(await s.does('almere1', 'submitProposal'), 'proposal.submitted')
    expect(submitted).toMatchObject({ revision: 1, digest: drafted.digest })
    expect(await s.view()).toMatchObject({ revision: 1, digest: drafted.digest })
  })

  it('D2 admits: each part of the content changes the digest, a list left out equals an empty one', async () => {
    const s = await scene()
    const digest = async (fields: object) => {
      const { fact } = (await s.does('almere1', 'draftProposal', { ...fields }))[0] ?? {}
      return fact?.type === 'proposal.drafted' ? fact.digest : ''
    }
    const plain = await digest({})
    expect(await digest({ commitments: [], attachments: [], basedOn: [], replaces: [] })).toBe(plain)
    const attachment = { name: 'kaart.pdf', digest: `sha256:${'a'.repeat(64)}` }
    const parts = [
      { title: 'Wonen aan het water' },
      { text: 'We bouwen 201 woningen.' },
      { commitments: [commitment] },
      { commitments: [{ ...commitment, by: '2026-09-02' }] },
      { attachments: [attachment] },
      { attachments: [{ ...attachment, digest: `sha256:${'b'.repeat(64)}` }] },
      { basedOn: ['p1'] },
      { replaces: ['p1'] },
      { reviewOn: '2027-01-01' },
      { endsOn: '2027-01-01' },
      { charter: charter({ maxRevisions: 3 }) },
    ]
    const digests = [plain]
    for (const part of parts) digests.push(await digest(part))
    expect(new Set(digests).size).toBe(parts.length + 1)
  })

  it('D2 refuses (stillDraft): submitting or revising what was submitted', async () => {
    const s = await scene()
    await s.submitted()
    await s.refuses('stillDraft', 'almere1', 'submitProposal')
    await s.refuses('stillDraft', 'almere1', 'reviseDraft')
    await s.does('almere1', 'amendProposal')
  })

  it('D2 refuses (submitted): a position, objection or amendment on a draft', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal')
    for (const act of ['takePosition', 'raiseObjection', 'amendProposal', 'extendTerm'] as const)
      await s.refuses('submitted', 'almere1', act)
    await s.does('almere1', 'submitProposal')
    await s.does('almere1', 'takePosition')
  })

  it('D2 refuses (byAuthor): submitting the draft of another partner', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal')
    for (const by of ['zeewolde1', 'omar']) await s.refuses('byAuthor', by, 'submitProposal')
    await s.does('almere2', 'submitProposal')
  })

  it('D2 admits: earlier proposals that it names, their outcomes and sustained objections shown', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.does('zeewolde1', 'raiseObjection')
    await s.does('zeewolde1', 'withdrawObjection', { objection: 'o2' })
    await s.reaches('noConsensus')
    await s.submitted('zeewolde1', { proposal: 'p2' })
    await s.does('zeewolde1', 'withdrawProposal', { proposal: 'p2' })
    await s.does('almere1', 'draftProposal', {
      proposal: 'p3',
      text: 'Anders.',
      basedOn: ['p1'],
      replaces: ['p2'],
    })
    expect((await s.view('p3')).earlier).toEqual([
      {
        proposal: 'p1',
        relation: 'basedOn',
        state: 'noConsensus',
        sustained: [{ id: 'o1', partner: 'dronten', reason: 'Er is geen waterberging.' }],
      },
      { proposal: 'p2', relation: 'replaces', state: 'withdrawn', sustained: [] },
    ])
  })

  it('D2 refuses (namesKnownProposals): one that does not exist, or itself', async () => {
    const s = await scene()
    for (const named of [['p7'], ['p1'], ['charter'], ['P2']]) {
      await s.refuses('namesKnownProposals', 'almere1', 'draftProposal', { basedOn: named })
      await s.refuses('namesKnownProposals', 'almere1', 'draftProposal', { replaces: named })
    }
    await s.submitted()
    await s.refuses('namesKnownProposals', 'almere1', 'amendProposal', { basedOn: ['p1'] })
    await s.does('almere1', 'draftProposal', { basedOn: ['p1'] })
  })

  it('D2 admits: a proposal of the same content shows the earlier one, though it names none', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.does('almere1', 'withdrawProposal')
    await s.submitted('almere1', { proposal: 'p2' })
    expect((await s.view('p2')).earlier).toMatchObject([
      { proposal: 'p1', relation: 'sameContent', state: 'withdrawn', sustained: [{ id: 'o1' }] },
    ])
    await s.submitted('almere1', { proposal: 'p3', text: 'Iets anders.' })
    expect((await s.view('p3')).earlier).toEqual([])
  })

  it('D2 admits: an earlier one of the same content is shown too by a draft that was begun before it', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { proposal: 'later', text: 'Nog leeg.' })
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.does('almere1', 'withdrawProposal')
    await s.does('almere1', 'reviseDraft', { proposal: 'later', ...content })
    await s.does('almere1', 'submitProposal', { proposal: 'later' })
    expect((await s.view('later')).earlier).toMatchObject([{ proposal: 'p1', sustained: [{ id: 'o1' }] }])
  })
})

describe('D3: withdrawing a proposal', () => {
  it('D3 admits: the author withdraws until the decision, what was said stays on record', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.consent('almere1')
    await s.does('almere2', 'withdrawProposal')
    const view = await s.view()
    expect(view).toMatchObject({ state: 'withdrawn', dueAt: null, openPoints: [] })
    expect(view.objections.o1).toMatchObject({ partner: 'dronten', withdrawn: null })
    expect(view.positions.almere).toMatchObject({ position: 'consent' })
  })

  it('D3 admits: with all confirmations but the last, and in a draft', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1')
    await s.does('almere1', 'withdrawProposal')
    await s.does('omar', 'draftProposal', { proposal: 'p2' })
    await s.does('omar', 'withdrawProposal', { proposal: 'p2' })
    expect(await s.view('p2')).toMatchObject({ state: 'withdrawn' })
  })

  it('D3 refuses (byAuthor): anybody else, the opgavemanager too', async () => {
    const s = await scene()
    await s.submitted()
    for (const by of ['zeewolde1', 'omar', 'outsider']) await s.refuses('byAuthor', by, 'withdrawProposal')
    await s.does('almere1', 'withdrawProposal')
  })

  it('D3 refuses (stillOpen): once decided, withdrawn or without consensus', async () => {
    for (const state of ['decided', 'withdrawn', 'noConsensus'] as const)
      await (await sceneIn(state)).refuses('stillOpen', 'almere1', 'withdrawProposal')
  })

  it('D3 admits: the author "opgavemanager" is the office, whoever holds it', async () => {
    const s = await scene()
    await s.submitted('omar')
    await s.adopts(charter({ opgavemanager: { id: 'maria' } }))
    await s.does('maria', 'amendProposal')
    await s.does('maria', 'withdrawProposal')
  })

  it('D3 refuses (byAuthor): the person that no longer holds the office', async () => {
    const s = await scene()
    await s.submitted('omar')
    await s.adopts(charter({ opgavemanager: { id: 'maria' } }))
    await s.refuses('byAuthor', 'omar', 'withdrawProposal')
  })
})
