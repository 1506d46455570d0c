// O1 to O8: objections, who may let them go, and the ladder that they climb.
import { describe, expect, it } from 'vitest'
import { charter, factOf, type Scene, scene, terms, typesOf } from '../support.ts'

const stages = ['consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep']
const justBefore = (moment: string | null) => new Date(Date.parse(moment ?? '') - 1).toISOString()

/** p1 on a stage above the consultation; dronten objects, the others consent. */
async function climbed(stage = 'lijnmanagement', changes = {}): Promise<Scene> {
  const s = await scene(changes)
  await s.submitted()
  await s.consent('almere1', 'zeewolde1')
  await s.does('dronten1', 'raiseObjection')
  await s.reaches(stage)
  return s
}

describe('O1: raising an objection', () => {
  it('O1 admits: a reasoned objection on the content, or on the involvement of the own organisation', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.does('dronten1', 'raiseObjection', { ground: 'involvement', reason: 'Wij zijn niet gehoord.' })
    expect((await s.view()).objections).toMatchObject({
      o1: { partner: 'dronten', by: 'dronten1', ground: 'content', reason: 'Er is geen waterberging.' },
      o2: { ground: 'involvement', reason: 'Wij zijn niet gehoord.' },
    })
  })

  it('O1 refuses (reasonGiven): an empty or blank reason', async () => {
    const s = await scene()
    await s.submitted()
    for (const reason of ['', ' ', '\t\n'])
      await s.refuses('reasonGiven', 'dronten1', 'raiseObjection', { reason })
    await s.does('dronten1', 'raiseObjection', { reason: '.' })
  })

  it('O1 admits: any mandated person of a partner, in whatever role', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'giveMandate', { person: 'regisseur', roles: ['opgaveregisseur'] })
    await s.does('dronten1', 'giveMandate', { person: 'zetel', roles: ['stuurgroep'] })
    for (const by of ['regisseur', 'zetel', 'dronten2', 'almere2']) await s.does(by, 'raiseObjection')
  })

  it('O1 refuses (byMandatedPerson): the opgavemanager, or a stranger', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('almere1', 'withdrawMandate', { person: 'almere2' })
    for (const by of ['omar', 'outsider', 'almere2'])
      await s.refuses('byMandatedPerson', by, 'raiseObjection')
    await s.does('almere1', 'raiseObjection')
  })

  it('O1 admits: until the decision is taken, even after consenting and confirming', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1')
    await s.does('almere1', 'raiseObjection')
    expect(await s.view()).toMatchObject({ called: false, confirmations: {} })
  })

  it('O1 refuses (stillOpen): once the decision is taken', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1', 'dronten1')
    await s.refuses('stillOpen', 'almere1', 'raiseObjection')
  })

  it('O1 admits: an objection to an earlier revision counts on the current one', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('almere1', 'amendProposal')
    await s.does('dronten1', 'raiseObjection', { revision: 1 })
    expect((await s.view()).objections.o1).toMatchObject({ revision: 1, withdrawn: null })
    await s.consent('almere1', 'zeewolde1')
    expect(await s.view()).toMatchObject({ called: false, openPoints: [{ kind: 'objection', id: 'o1' }] })
  })

  it('O1 refuses (onKnownRevision): an objection to a revision that does not exist yet', async () => {
    const s = await scene()
    await s.submitted()
    for (const revision of [0, 2, 1000])
      await s.refuses('onKnownRevision', 'dronten1', 'raiseObjection', { revision })
    await s.does('dronten1', 'raiseObjection', { revision: 1 })
  })

  it("O1 admits: it voids the partner's own position and all confirmations, no other position", async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1')
    await s.does('zeewolde2', 'raiseObjection')
    const view = await s.view()
    expect(Object.keys(view.positions)).toEqual(['almere', 'dronten'])
    expect(view).toMatchObject({ called: false, confirmations: {} })
  })

  it('O1 refuses (newObjection): an id that is taken, or could be taken for one that is', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection', { objection: 'water' })
    for (const objection of ['water', 'Water', 'ｗater'])
      await s.refuses('newObjection', 'zeewolde1', 'raiseObjection', { objection })
    await s.does('zeewolde1', 'raiseObjection', { objection: 'water2' })
  })

  it('O1 admits: an objection without an id, whatever ids others chose', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection', { objection: 'O2' })
    await s.does('zeewolde1', 'raiseObjection')
  })
})

describe('O2: only its partner lets an objection go', () => {
  it('O2 admits: the partner that raised it, through any of its mandated persons', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.does('dronten2', 'withdrawObjection', { reason: 'Er komt een wadi.' })
    expect((await s.view()).objections.o1?.withdrawn).toMatchObject({ by: 'dronten2', revision: 1 })
  })

  it('O2 refuses (byOwnerOfObjection): every other partner, the author and the opgavemanager', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    for (const by of ['almere1', 'zeewolde1', 'omar', 'outsider'])
      await s.refuses('byOwnerOfObjection', by, 'withdrawObjection')
    await s.does('dronten1', 'withdrawObjection')
  })

  it('O2 admits: each one by an act of its own', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.does('dronten1', 'raiseObjection')
    await s.does('dronten1', 'withdrawObjection', { objection: 'o1' })
    expect((await s.view()).openPoints).toContainEqual({ kind: 'objection', partner: 'dronten', id: 'o2' })
    await s.refuses('ownObjectionsClosed', 'dronten1', 'takePosition')
    await s.does('dronten1', 'withdrawObjection', { objection: 'o2' })
    await s.does('dronten1', 'takePosition')
  })

  it('O2 refuses (objectionIsOpen): one that was let go, or never raised', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.refuses('objectionIsOpen', 'dronten1', 'withdrawObjection', { objection: 'o2' })
    await s.refuses('objectionIsOpen', 'dronten1', 'withdrawObjection', { objection: 'O1' })
    await s.does('dronten1', 'withdrawObjection')
    await s.refuses('objectionIsOpen', 'dronten1', 'withdrawObjection')
  })

  it('O2 refuses (onCurrentRevision): letting go on another revision than the current one', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.does('almere1', 'amendProposal')
    for (const revision of [1, 3])
      await s.refuses('onCurrentRevision', 'dronten1', 'withdrawObjection', { revision })
    await s.does('dronten1', 'withdrawObjection', { revision: 2 })
    expect((await s.view()).objections.o1).toMatchObject({ revision: 1, withdrawn: { revision: 2 } })
  })

  it('O2 refuses (reasonGiven): letting go with a blank reason, though none is owed', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.refuses('reasonGiven', 'dronten1', 'withdrawObjection', { reason: ' ' })
    await s.does('dronten1', 'withdrawObjection')
  })

  it('O2 refuses (ownObjectionsClosed): a position of a partner with an open objection', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    for (const by of ['dronten1', 'dronten2']) await s.refuses('ownObjectionsClosed', by, 'takePosition')
    await s.does('zeewolde1', 'takePosition')
    await s.does('dronten1', 'withdrawObjection')
    await s.does('dronten1', 'takePosition')
  })

  it('O2 guarantees: no answer, term, edit or withdrawal of the proposal closes it', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    const open = async () => expect((await s.view()).objections.o1?.withdrawn).toBe(null)
    await s.does('omar', 'answerObjection')
    await open()
    await s.reaches('stuurgroep')
    await open()
    await s.does('almere1', 'amendProposal')
    await open()
    await s.does('almere1', 'withdrawProposal')
    await open()
  })

  it('O2 guarantees: no change of persons closes it, and those who came can let it go', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten2', 'raiseObjection')
    await s.does('dronten1', 'giveMandate', { person: 'piet', roles: ['lijnmanagement'] })
    await s.does('dronten1', 'withdrawMandate', { person: 'dronten2' })
    await s.consent('almere1', 'zeewolde1')
    expect(await s.view()).toMatchObject({ called: false, objections: { o1: { withdrawn: null } } })
    await s.refuses('byOwnerOfObjection', 'dronten2', 'withdrawObjection')
    await s.does('piet', 'withdrawObjection')
  })
})

describe('O3: one stage at a time', () => {
  it('O3 admits: up when the term ends undecided, none skipped, each entered once', async () => {
    const s = await scene()
    await s.submitted()
    await s.reaches('noConsensus')
    const entered = (await s.log()).flatMap(({ fact }) =>
      fact.type === 'stage.entered' ? [[fact.revision, fact.stage]] : [],
    )
    expect(entered).toEqual(stages.slice(1).map(stage => [1, stage]))
  })

  it('O3 admits: earlier by act of a partner or the opgavemanager, one rung at a time', async () => {
    for (const by of ['dronten2', 'almere1', 'omar']) {
      const s = await climbed()
      await s.does('almere1', 'answerObjection')
      const up = await s.does(by, 'escalate')
      expect(typesOf(up)).toEqual(['proposal.escalated', 'stage.entered'])
      expect(await s.view()).toMatchObject({ state: 'opgavemanager' })
    }
  })

  it('O3 refuses (onMiddleRung): out of the consultation, or above the stuurgroep', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    await s.does('dronten1', 'raiseObjection')
    await s.does('omar', 'answerObjection')
    await s.refuses('onMiddleRung', 'omar', 'escalate', { stage: 'consultation' })
    await s.refuses('onMiddleRung', 'omar', 'escalate', { stage: 'lijnmanagement' })
    await s.reaches('stuurgroep')
    await s.does('omar', 'answerObjection')
    await s.refuses('onMiddleRung', 'omar', 'escalate')
  })

  it('O3 refuses (onCurrentStage): going up from a stage that it does not stand on', async () => {
    const s = await climbed()
    await s.does('omar', 'answerObjection')
    for (const stage of ['consultation', 'opgavemanager', 'stuurgroep'])
      await s.refuses('onCurrentStage', 'omar', 'escalate', { stage })
    await s.does('omar', 'escalate', { stage: 'lijnmanagement' })
  })

  it('O3 refuses (onCurrentRevision): going up on another revision', async () => {
    const s = await climbed()
    await s.does('omar', 'answerObjection')
    await s.refuses('onCurrentRevision', 'omar', 'escalate', { revision: 2 })
    await s.does('omar', 'escalate', { revision: 1 })
  })

  it('O3 refuses (byPartnerOrOpgavemanager): an escalation by anybody else', async () => {
    const s = await climbed()
    await s.does('omar', 'answerObjection')
    await s.refuses('byPartnerOrOpgavemanager', 'outsider', 'escalate')
    await s.does('zeewolde2', 'escalate')
  })

  it('O3 refuses (reasonGiven): an escalation with a blank reason', async () => {
    const s = await climbed()
    await s.does('omar', 'answerObjection')
    await s.refuses('reasonGiven', 'omar', 'escalate', { reason: ' ' })
    await s.does('omar', 'escalate')
  })

  it('O3 refuses (anObjectionIsOpen): going up early where no objection is open', async () => {
    const s = await climbed()
    await s.does('omar', 'answerObjection')
    await s.does('dronten1', 'withdrawObjection')
    await s.refuses('anObjectionIsOpen', 'omar', 'escalate')
    await s.does('dronten1', 'raiseObjection')
    await s.does('omar', 'answerObjection', { objection: 'o2' })
    await s.does('omar', 'escalate')
  })

  it('O3 refuses (anObjectionIsOpen): going up early over an objection of a partner that left', async () => {
    const s = await climbed()
    await s.does('omar', 'answerObjection')
    await s.does('dronten1', 'leaveCollaboration')
    await s.refuses('anObjectionIsOpen', 'omar', 'escalate')
  })

  it('O3 refuses (everyoneHasSpoken): going up early while somebody is silent', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.consent('almere1')
    await s.reaches('lijnmanagement')
    await s.does('omar', 'answerObjection')
    await s.refuses('everyoneHasSpoken', 'omar', 'escalate')
    await s.consent('zeewolde1')
    await s.does('omar', 'escalate')
  })

  it('O3 refuses (objectionsAnsweredHere): while an open objection has no answer on this stage', async () => {
    const s = await climbed()
    await s.refuses('objectionsAnsweredHere', 'omar', 'escalate')
    await s.does('omar', 'answerObjection')
    await s.does('omar', 'escalate')
    await s.refuses('objectionsAnsweredHere', 'omar', 'escalate')
    await s.does('zeewolde1', 'raiseObjection')
    await s.does('omar', 'answerObjection', { objection: 'o1' })
    await s.refuses('objectionsAnsweredHere', 'omar', 'escalate')
    await s.does('omar', 'answerObjection', { objection: 'o2' })
    await s.does('omar', 'escalate')
    expect(await s.view()).toMatchObject({ state: 'stuurgroep' })
  })

  it("O3 admits: the stage is the revision's, later points join it", async () => {
    const s = await climbed('opgavemanager')
    const { dueAt } = await s.view()
    await s.does('zeewolde1', 'raiseObjection')
    await s.does('dronten1', 'withdrawObjection')
    expect(await s.view()).toMatchObject({ state: 'opgavemanager', dueAt })
  })

  it('O3 admits: each stage once per revision, and again in the next revision', async () => {
    const s = await climbed('stuurgroep')
    await s.does('almere1', 'amendProposal')
    await s.reaches('lijnmanagement')
    expect(await s.view()).toMatchObject({ state: 'lijnmanagement', revision: 2 })
  })
})

describe('O4: answering an objection', () => {
  it("O4 admits: an answer of the author's side or the opgavemanager, which does not close it", async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    for (const by of ['almere1', 'almere2', 'omar']) await s.does(by, 'answerObjection')
    const { o1 } = (await s.view()).objections
    expect(o1?.answers.map(({ by }) => by)).toEqual(['almere1', 'almere2', 'omar'])
    expect(o1?.answers[0]).toMatchObject({ text: 'Die komt in het dorpshart.', stage: 'consultation' })
    expect(o1?.withdrawn).toBe(null)
  })

  it('O4 refuses (byAuthorOrOpgavemanager): an answer of anybody else', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    for (const by of ['zeewolde1', 'dronten1', 'outsider'])
      await s.refuses('byAuthorOrOpgavemanager', by, 'answerObjection')
    await s.does('omar', 'answerObjection')
  })

  it('O4 refuses (reasonGiven): an empty or blank answer', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    for (const text of ['', '  ']) await s.refuses('reasonGiven', 'omar', 'answerObjection', { text })
    await s.does('omar', 'answerObjection')
  })

  it('O4 refuses (objectionIsOpen): an answer to what was let go, or never raised', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.refuses('objectionIsOpen', 'omar', 'answerObjection', { objection: 'o7' })
    await s.does('dronten1', 'withdrawObjection')
    await s.refuses('objectionIsOpen', 'omar', 'answerObjection')
  })

  it('O4 admits: an open objection of a departed partner is answered too', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.does('dronten1', 'leaveCollaboration')
    await s.does('omar', 'answerObjection')
    expect((await s.view()).objections.o1?.answers).toHaveLength(1)
  })

  it('O4 refuses (stillOpen): answering in a proposal that has ended', async () => {
    const s = await climbed('noConsensus')
    await s.refuses('stillOpen', 'omar', 'answerObjection')
  })

  it('O4 admits: where the term ends first it goes up all the same, recorded as unanswered', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.does('zeewolde1', 'raiseObjection')
    await s.does('omar', 'answerObjection', { objection: 'o2' })
    expect(factOf(await s.reaches('lijnmanagement'), 'stage.entered').unanswered).toEqual(['o1'])
    expect(factOf(await s.reaches('opgavemanager'), 'stage.entered').unanswered).toEqual(['o1', 'o2'])
  })
})

describe('O5: going up takes no right away', () => {
  it('O5 guarantees: on no stage can it be decided without the partner that is silent', async () => {
    for (const stage of stages) {
      const s = await scene()
      await s.submitted()
      await s.consent('almere1', 'zeewolde1')
      await s.reaches(stage)
      expect(await s.view()).toMatchObject({ called: false })
      await s.refuses('decisionIsCalled', 'almere1', 'confirmDecision')
      await s.consent('dronten1')
      await s.confirm('almere1', 'zeewolde1', 'dronten1')
      expect(await s.view()).toMatchObject({ state: 'decided' })
    }
  })

  it('O5 guarantees: on no stage can it be decided over an open objection', async () => {
    for (const stage of stages) {
      const s = await climbed(stage)
      await s.refuses('decisionIsCalled', 'almere1', 'confirmDecision')
      await s.does('dronten1', 'withdrawObjection')
      await s.refuses('decisionIsCalled', 'almere1', 'confirmDecision')
      expect(typesOf(await s.consent('dronten1'))).toContain('decision.called')
    }
  })

  it('O5 guarantees: on every stage each partner may object, retake its position and be answered', async () => {
    for (const stage of stages) {
      const s = await scene()
      await s.submitted()
      await s.reaches(stage)
      for (const by of ['almere2', 'zeewolde2', 'dronten2']) {
        await s.does(by, 'takePosition')
        await s.does(by, 'raiseObjection')
      }
      await s.does('omar', 'answerObjection', { objection: 'o3' })
      await s.does('dronten2', 'withdrawObjection', { objection: 'o3' })
    }
  })
})

describe('O6: an amendment', () => {
  it('O6 admits: a new revision with a full consultation for everyone, on whatever stage', async () => {
    const due = ['2026-01-19', '2026-02-02', '2026-02-16', '2026-03-02']
    for (const [n, stage] of stages.entries()) {
      const s = await climbed(stage)
      await s.does('almere1', 'amendProposal')
      const view = await s.view()
      expect(view).toMatchObject({ state: 'consultation', revision: 2, called: false })
      expect(view.content?.text).toBe('We bouwen 180 woningen.')
      expect(view.dueAt).toBe(`${due[n]}T23:00:00.000Z`)
    }
  })

  it('O6 admits: the term is counted from the amendment', async () => {
    const s = await scene()
    await s.submitted()
    s.at('2026-01-08T09:00:00.000Z')
    await s.does('almere1', 'amendProposal')
    expect((await s.view()).dueAt).toBe('2026-01-22T23:00:00.000Z')
  })

  it('O6 admits: all positions and confirmations fall, objections stand', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.consent('almere1', 'zeewolde1')
    await s.does('almere1', 'amendProposal')
    expect(await s.view()).toMatchObject({ positions: {}, objections: { o1: { withdrawn: null } } })
    await s.does('dronten1', 'withdrawObjection')
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1')
    await s.does('almere1', 'amendProposal', { text: 'We bouwen 170 woningen.' })
    expect(await s.view()).toMatchObject({ positions: {}, confirmations: {}, called: false })
  })

  it('O6 admits: no edit is exempt, not one letter', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.does('almere1', 'amendProposal', { text: 'We bouwen 200 woningen' })
    expect(await s.view()).toMatchObject({ revision: 2, positions: {} })
    await s.refuses('wellFormedAct', 'almere1', 'amendProposal', { editorial: true })
  })

  it('O6 refuses (contentDiffers): the content of the current revision, lists left out or empty', async () => {
    const s = await scene()
    await s.submitted()
    const same = { title: 'Wonen', text: 'We bouwen 200 woningen.' }
    await s.refuses('contentDiffers', 'almere1', 'amendProposal', same)
    const lists = { commitments: [], attachments: [], basedOn: [], replaces: [] }
    await s.refuses('contentDiffers', 'almere1', 'amendProposal', { ...same, ...lists })
    await s.does('almere1', 'amendProposal', { ...same, reviewOn: '2027-01-01' })
    await s.does('almere1', 'amendProposal', same)
    expect(await s.view()).toMatchObject({ revision: 3 })
  })

  it('O6 refuses (contentDiffers): a charter with only its defaults spelled out', async () => {
    const s = await scene()
    await s.submitted('almere1', { charter: charter({ maxRevisions: 5 }) })
    const spelled = charter({ maxRevisions: 5, decidesOn: 'stuurgroep', signatures: 'optional' })
    const same = { title: 'Wonen', text: 'We bouwen 200 woningen.', charter: spelled }
    await s.refuses('contentDiffers', 'almere1', 'amendProposal', same)
    await s.does('almere1', 'amendProposal', { ...same, charter: charter({ maxRevisions: 6 }) })
  })

  it('O6 refuses (byAuthor): an amendment by anybody else, the opgavemanager too', async () => {
    const s = await scene()
    await s.submitted()
    for (const by of ['zeewolde1', 'omar', 'outsider']) await s.refuses('byAuthor', by, 'amendProposal')
    await s.does('almere2', 'amendProposal')
  })
})

describe('O7: no consensus', () => {
  it("O7 guarantees: the stuurgroep's term ends without an outcome, objections and silences on record", async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1')
    await s.does('dronten1', 'raiseObjection')
    const last = await s.reaches('noConsensus')
    expect(typesOf(last)).toEqual(['term.ended', 'consensus.failed'])
    expect(factOf(last, 'consensus.failed')).toEqual({
      type: 'consensus.failed',
      reason: 'ladderEnded',
      revision: 1,
      sustained: ['o1'],
      silent: ['zeewolde'],
    })
    expect(await s.view()).toMatchObject({ dueAt: null, objections: { o1: { withdrawn: null } } })
  })

  it('O7 guarantees: also where all agree and one confirmation is missing', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1')
    await s.reaches('noConsensus')
    expect(typesOf(await s.log())).not.toContain('decision.taken')
  })

  it('O7 guarantees: the status quo stays: a charter proposal that fails changes nothing', async () => {
    const s = await scene()
    const { digest } = await s.engine.circle()
    await s.submitted('almere1', { charter: charter({ maxRevisions: 5 }) })
    await s.reaches('noConsensus')
    expect((await s.engine.circle()).digest).toBe(digest)
  })

  it('O7 refuses (stillOpen): everything but a comment after it', async () => {
    const s = await climbed('noConsensus')
    const acts = ['takePosition', 'raiseObjection', 'withdrawObjection', 'amendProposal', 'escalate'] as const
    for (const act of acts) await s.refuses('stillOpen', 'dronten1', act)
    await s.does('dronten1', 'comment')
  })
})

describe('O8: nobody holds the group for ever', () => {
  it('O8 admits: the longest possible duration is known and shown at the submission', async () => {
    const s = await scene({ maxRevisions: 2 })
    const submitted = factOf(await s.submitted(), 'proposal.submitted')
    expect(submitted.longestDays).toBe(2 * (10 + 10 + 10 + 15 + 3 * 5 + 4 * 10))
    expect(submitted.closesBy).toBe((await s.view()).closesBy)
    expect(submitted.closesBy).toMatch(/T2[23]:00:00\.000Z$/)
  })

  it('O8 admits: it is for the circle of that moment', async () => {
    const s = await scene({ maxRevisions: 2 })
    await s.does('dronten1', 'leaveCollaboration')
    const submitted = factOf(await s.submitted(), 'proposal.submitted')
    expect(submitted.longestDays).toBe(2 * (10 + 10 + 10 + 15 + 2 * 5 + 4 * 10))
  })

  it('O8 guarantees: who uses all time there is ends exactly at the moment that was announced', async () => {
    const s = await scene({ maxRevisions: 2 })
    await s.submitted()
    const { closesBy } = await s.view()
    const atLastMoment = async () => s.at(justBefore((await s.view()).dueAt))
    for (const text of ['We bouwen 190 woningen.', '']) {
      await atLastMoment()
      for (const by of ['almere1', 'zeewolde1', 'dronten1']) await s.does(by, 'extendTerm')
      for (const stage of stages) {
        await s.reaches(stage)
        await atLastMoment()
        await s.consent('almere1', 'zeewolde1')
        await s.does('dronten1', 'takePosition', { provisional: true })
        expect(typesOf(await s.consent('dronten1'))).toContain('decision.called')
      }
      await atLastMoment()
      if (text !== '') await s.does('almere1', 'amendProposal', { text })
    }
    const last = await s.reaches('noConsensus')
    expect(last.at(-1)?.at).toBe(closesBy)
  })

  it('O8 refuses (revisionsLeft): one revision more than the charter allows', async () => {
    const s = await scene({ maxRevisions: 3 })
    await s.submitted()
    await s.does('almere1', 'amendProposal', { text: 'Twee.' })
    await s.does('almere1', 'amendProposal', { text: 'Drie.' })
    await s.refuses('revisionsLeft', 'almere1', 'amendProposal', { text: 'Vier.' })
  })

  it('O8 refuses (revisionsLeft): the eighth, where the charter says nothing', async () => {
    const s = await scene()
    await s.submitted()
    for (const n of [2, 3, 4, 5, 6, 7]) await s.does('almere1', 'amendProposal', { text: `Versie ${n}.` })
    await s.refuses('revisionsLeft', 'almere1', 'amendProposal', { text: 'Versie 8.' })
  })

  it('O8 guarantees: no position, objection, answer, comment or mandate moves a due moment', async () => {
    const s = await scene()
    await s.submitted()
    for (const stage of stages) {
      await s.reaches(stage)
      const { dueAt } = await s.view()
      await s.does('almere1', 'takePosition')
      await s.does('dronten1', 'raiseObjection', { objection: stage })
      await s.does('omar', 'answerObjection', { objection: stage })
      await s.does('dronten1', 'withdrawObjection', { objection: stage })
      await s.does('zeewolde1', 'comment')
      await s.does('zeewolde1', 'giveMandate', { person: 'piet', roles: ['lijnmanagement'] })
      expect((await s.view()).dueAt).toBe(dueAt)
    }
  })

  it('O8 guarantees: a departure moves none', async () => {
    const s = await scene()
    await s.submitted()
    const { dueAt } = await s.view()
    s.at('2026-01-09T09:00:00.000Z')
    await s.does('dronten1', 'leaveCollaboration')
    expect((await s.view()).dueAt).toBe(dueAt)
  })

  it('O8 guarantees: a newcomer adds at most one consultation term and an extension per revision', async () => {
    const s = await scene({ maxRevisions: 1, terms: { ...terms, stuurgroep: 10 } })
    await s.submitted()
    const { closesBy } = await s.view()
    await s.reaches('stuurgroep')
    const due = (await s.view()).dueAt ?? ''
    s.at(justBefore(due))
    await s.joins('lelystad')
    const moved = (await s.view()).dueAt ?? ''
    expect(moved).toBe(new Date(Date.parse(due) + 14 * 86_400_000).toISOString())
    await s.reaches('noConsensus')
    expect(moved < (closesBy ?? '')).toBe(true)
  })
})
