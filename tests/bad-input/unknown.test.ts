// Acts about what is not there: unknown persons, proposals, revisions, objections and comments.
import { describe, expect, it } from 'vitest'
import type { ActName } from '../../src/index.ts'
import { charter, type Fields, scene } from '../support.ts'

const line = { person: 'piet', roles: ['lijnmanagement'] }
const onProposals: readonly ActName[] = [
  'reviseDraft',
  'submitProposal',
  'amendProposal',
  'withdrawProposal',
  'comment',
  'takePosition',
  'raiseObjection',
  'answerObjection',
  'withdrawObjection',
  'extendTerm',
  'escalate',
  'confirmDecision',
]

describe('an unknown person', () => {
  const before: readonly [ActName, string, Fields][] = [
    ['proposeCharter', 'beforeTheFounding', { charter: charter() }],
    ['signCharter', 'byNamedSeat', {}],
    ['giveMandate', 'byStuurgroepSeat', line],
    ['withdrawMandate', 'byStuurgroepSeat', { person: 'almere2' }],
    ['leaveCollaboration', 'byStuurgroepSeat', {}],
    ['draftProposal', 'byPartnerOrOpgavemanager', {}],
    ['comment', 'byKnownPerson', {}],
    ['takePosition', 'byPositionHolder', {}],
    ['raiseObjection', 'byMandatedPerson', {}],
    ['answerObjection', 'byAuthorOrOpgavemanager', {}],
    ['withdrawObjection', 'byOwnerOfObjection', {}],
    ['extendTerm', 'byMandatedPerson', {}],
    ['amendProposal', 'byAuthor', {}],
    ['withdrawProposal', 'byAuthor', {}],
    ['confirmDecision', 'byDecidingSeat', {}],
    ['endTerm', 'byClock', {}],
  ]

  it.each(before)('%s is refused by %s', async (act, rule, fields) => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    for (const by of ['outsider', 'Almere1', 'almere', 'opgavemanager', 'p1', 'null', 'undefined'])
      expect((await s.refuses(rule, by, act, fields)).allowed).toEqual([])
  })

  it('may do nothing', async () => {
    const s = await scene()
    await s.submitted()
    const options = await s.engine.may('outsider')
    expect(options.length).toBeGreaterThan(15)
    expect(options.filter(({ allowed }) => allowed)).toEqual([])
  })
})

describe('an unknown proposal', () => {
  it.each(onProposals)('%s is refused by proposalExists', async act => {
    const s = await scene()
    await s.submitted()
    for (const proposal of ['p2', 'P1', 'charter', 'p1.', 'o1', 'almere', '0'])
      await s.refuses('proposalExists', 'almere1', act, { proposal })
  })

  it('is refused to the clock too', async () => {
    const s = await scene()
    const ended = { act: 'endTerm', proposal: 'p1', revision: 1, stage: 'consultation' }
    expect(await s.engine.act(ended)).toMatchObject({ refused: { rule: 'proposalExists', allowed: [] } })
  })
})

describe('an unknown revision, objection or comment', () => {
  const ofRevision = ['takePosition', 'withdrawObjection', 'extendTerm', 'confirmDecision'] as const

  it.each(ofRevision)('%s on a revision that is not there is refused', async act => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    for (const revision of [0, 2, 999, 1_000])
      await s.refuses('onCurrentRevision', 'dronten1', act, { revision })
    for (const revision of [-1, 1.5, 1_001, Number.MAX_SAFE_INTEGER, 1e300])
      await s.refuses('wellFormedAct', 'dronten1', act, { revision })
  })

  it('an objection to a revision that is not there is refused', async () => {
    const s = await scene()
    await s.submitted()
    for (const revision of [0, 2, 1_000])
      await s.refuses('onKnownRevision', 'dronten1', 'raiseObjection', { revision })
    for (const revision of [-1, 1.5, 1_001]) {
      const { why } = await s.refuses('wellFormedAct', 'dronten1', 'raiseObjection', { revision })
      expect(why).toContain('revision: ')
    }
  })

  it('an objection that is not there is neither answered nor let go', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    for (const objection of ['o2', 'O1', 'c1', 'dronten', '1', 'then']) {
      await s.refuses('objectionIsOpen', 'omar', 'answerObjection', { objection })
      await s.refuses('objectionIsOpen', 'dronten1', 'withdrawObjection', { objection })
    }
  })

  it('an objection of another proposal is not there', async () => {
    const s = await scene()
    await s.submitted()
    await s.submitted('almere1', { proposal: 'p2' })
    await s.does('dronten1', 'raiseObjection')
    await s.refuses('objectionIsOpen', 'dronten1', 'withdrawObjection', { proposal: 'p2' })
  })

  it('a comment that is not there has no replies', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'comment')
    for (const replyTo of ['c2', 'C1', 'o1', 'p1', '1'])
      await s.refuses('knownComment', 'omar', 'comment', { replyTo })
  })

  it('a stage that is not there is malformed', async () => {
    const s = await scene()
    await s.submitted()
    for (const stage of ['raadpleging', 'Stuurgroep', 'decided', 'constructor'])
      await s.refuses('wellFormedAct', 'omar', 'escalate', { stage })
  })
})
