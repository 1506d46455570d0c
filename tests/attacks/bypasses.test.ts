// Every known way in which partners are bypassed elsewhere, tried here through the public face, and refused.
//
// Not covered yet, see `notCoveredYet`:
// - showing two versions of the log: there are no witnesses yet, only heads that people compare themselves
import { describe, expect, it } from 'vitest'
import { openCollaboration, type RecordedEntry } from '../../src/index.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { keyOf, signed, signing } from '../signing.ts'
import {
  allRoles,
  almere,
  charter,
  comesTo,
  dronten,
  lelystad,
  partner,
  rivalOf,
  seats,
  three,
  told,
  world,
  zeewolde,
} from './world.ts'

/** The list that the procedure was made against, word for word. */
const known = [
  'swapping the text after approval',
  'calling a change editorial',
  'counting the proposer as agreed',
  "ticking another's box",
  'a withdrawn approval that comes back',
  'an objection with the same name dropped',
  'objections wiped by cancel, reset or re-filing',
  'losing the right to object by relabelling',
  'dismissing an objection as invalid, abandoned or unresponsive',
  'a chair declaring consensus',
  'a higher body overruling',
  'a term that passes in silence',
  'the absent counted as agreed',
  'never being notified',
  'small partners drowned in a pooled vote',
  'the proposer choosing who is asked',
  'stuffing members before, or removing one during, a decision',
  'binding a newcomer to what it never saw',
  'swapping identities to speak twice',
  'double votes by concurrency',
  'replaying a signed vote on another text',
  'lowering thresholds retroactively',
  'last-minute flips',
  'early closing or one-sided reopening by an admin',
  'ending a term early by clock, time zone or rounding',
  'backdating',
  'acting on a revoked mandate, chained proxies',
  'recusal that shrinks the circle',
  'late input after the stage',
  'rewriting the log or showing two versions of it',
  'a decision text that differs from what was agreed',
  'emergencies with fewer partners',
  'implementing under an unmet reservation',
] as const
type Known = (typeof known)[number]

/** Ways that nothing here tries yet, wholly or in part, each with the reason. */
const notCoveredYet: Readonly<Partial<Record<Known, string>>> = {
  'rewriting the log or showing two versions of it':
    'rewriting is tried; showing two versions needs witnesses that compare heads',
}

const tried = new Set<string>()
function way(title: Known, attack: () => Promise<void>): void {
  tried.add(title)
  it(title, attack)
}

const decidedIn = (entries: readonly RecordedEntry[]) =>
  entries.filter(({ fact }) => fact.type === 'decision.taken').length

/** Nothing was decided, however long everybody now keeps silent. */
async function staysUndecided(w: Awaited<ReturnType<typeof world>>): Promise<void> {
  await w.endTerms(8)
  expect(await w.state()).toBe('noConsensus')
  expect(decidedIn(await w.entries())).toBe(0)
}

describe('known ways in which partners are bypassed elsewhere', () => {
  way('swapping the text after approval', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(seats)
    await w.confirm(['anna', 'zita'])
    await w.does('anna', 'amendProposal')
    expect(await w.asks('dirk', 'confirmDecision', { revision: 1 })).toBe('onCurrentRevision')
    expect(await w.asks('dirk', 'confirmDecision')).toBe('decisionIsCalled')
    expect(await w.asks('anna', 'reviseDraft', { title: 'Wonen', text: 'Anders.' })).toBe('stillDraft')
    await staysUndecided(w)
  })

  way('replaying a signed vote on another text', async () => {
    const partners = three.map(it => ({
      ...it,
      people: it.people.map(one => ({ ...one, ...keyOf(one.id) })),
    }))
    const w = await world(charter(partners, { signatures: 'required' }), { through: signing })
    await w.submits('anna')
    await w.submits('anna', { proposal: 'p2', text: 'Anders.' })
    const vote = await signed(w.engine, {
      ...{ act: 'takePosition', by: 'dirk', proposal: 'p1', revision: 1, position: 'consent' },
    })
    const elsewhere = { ...vote, act: { ...vote.act, proposal: 'p2' } }
    const asked = async (it: unknown) => told(await w.engine.act(it))
    expect(await asked(elsewhere)).toBe('signatureHolds')
    expect(await asked({ ...elsewhere, matter: 'p2' })).toBe('signatureHolds')
    await w.does('anna', 'amendProposal', { text: 'Minder.' })
    expect(await asked(vote)).toBe('onCurrentRevision')
    expect(await asked({ ...vote, act: { ...vote.act, revision: 2 } })).toBe('signatureHolds')
    expect(await asked(await signed(w.engine, { ...vote.act, revision: 2 }, 'anna'))).toBe('signedWithOwnKey')
    await w.consent(['anna', 'zita'])
    await staysUndecided(w)
  })

  way('calling a change editorial', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(seats)
    const text = 'We bouwen 200 woningen!'
    expect(await w.asks('anna', 'amendProposal', { text, editorial: true })).toBe('wellFormedAct')
    await w.does('anna', 'amendProposal', { text })
    const { positions, called, revision } = (await w.engine.proposal('p1')) ?? {}
    expect({ positions, called, revision }).toEqual({ positions: {}, called: false, revision: 2 })
    await staysUndecided(w)
  })

  way('counting the proposer as agreed', async () => {
    const w = await world()
    await w.submits('anna')
    expect(await w.consent(['zita', 'dirk'])).toBe('position.taken')
    expect((await w.engine.proposal('p1'))?.openPoints).toEqual([{ kind: 'silence', partner: 'almere' }])
    expect(await w.asks('zita', 'confirmDecision')).toBe('decisionIsCalled')
    await staysUndecided(w)
  })

  way("ticking another's box", async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    const forDirk = { proposal: 'p1', revision: 1, position: 'consent' }
    for (const extra of [{ partner: 'dronten' }, { asPartner: 'dronten' }, { onBehalfOf: 'dirk' }])
      expect(await w.asks('anna', 'takePosition', { ...forDirk, ...extra })).toBe('wellFormedAct')
    expect(await w.asks('omar', 'takePosition', forDirk)).toBe('byPositionHolder')
    expect(await w.asks('nobody', 'takePosition', forDirk)).toBe('byPositionHolder')
    await staysUndecided(w)
  })

  way('a withdrawn approval that comes back', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(seats)
    await w.confirm(['dirk'])
    await w.does('dirk', 'raiseObjection')
    await w.does('dirk', 'withdrawObjection', { objection: 'o1' })
    expect(await w.asks('anna', 'confirmDecision')).toBe('decisionIsCalled')
    await w.does('dirk', 'takePosition')
    expect(await w.confirm(['anna', 'zita'])).toBe('confirmation.given')
    await staysUndecided(w)
  })

  way('an objection with the same name dropped', async () => {
    const w = await world()
    await w.submits('anna')
    await w.does('zita', 'raiseObjection', { objection: 'o1' })
    expect(await w.asks('dirk', 'raiseObjection', { objection: 'o1' })).toBe('newObjection')
    expect(await w.asks('dirk', 'raiseObjection', { objection: 'O1' })).toBe('newObjection')
    expect(await w.asks('dirk', 'raiseObjection')).toBe('objection.raised')
    await w.does('zita', 'withdrawObjection', { objection: 'o1' })
    await w.consent(['anna', 'zita'])
    await staysUndecided(w)
  })

  way('objections wiped by cancel, reset or re-filing', async () => {
    const w = await world()
    await w.submits('anna')
    await w.does('dirk', 'raiseObjection')
    await w.does('anna', 'amendProposal')
    await w.consent(['anna', 'zita'])
    expect(await w.asks('dirk', 'takePosition')).toBe('ownObjectionsClosed')
    await w.does('anna', 'withdrawProposal')
    await w.submits('anna', { proposal: 'p2', title: 'Wonen', text: 'We bouwen 180 woningen.' })
    const { earlier } = (await w.engine.proposal('p2')) ?? {}
    expect(earlier?.[0]).toMatchObject({ proposal: 'p1', relation: 'sameContent', state: 'withdrawn' })
    expect(earlier?.[0]?.sustained).toMatchObject([{ id: 'o1', partner: 'dronten' }])
    await w.consent(['anna', 'zita'], { proposal: 'p2' })
    await w.endTerms(8)
    expect(await w.state('p2')).toBe('noConsensus')
    expect(await w.asks('anna', 'draftProposal', { proposal: 'p1' })).toBe('newProposal')
  })

  way('losing the right to object by relabelling', async () => {
    const w = await world()
    await w.submits('anna')
    await w.does('dirk', 'takePosition', { position: 'standAside' })
    await w.consent(['anna', 'zita'])
    await w.confirm(['dirk', 'anna'])
    const revision = { revision: 1, reason: 'Toch niet.' }
    expect(await w.asks('daan', 'raiseObjection', { ...revision, ground: 'involvement' })).toBe(
      'objection.raised',
    )
    expect(await w.asks('anna', 'comment', { text: 'Dat is een zorg, geen bezwaar.', replyTo: 'o1' })).toBe(
      'knownComment',
    )
    expect(await w.asks('zita', 'confirmDecision')).toBe('decisionIsCalled')
    await staysUndecided(w)
  })

  way('dismissing an objection as invalid, abandoned or unresponsive', async () => {
    const w = await world()
    await w.submits('anna')
    await w.does('dirk', 'raiseObjection')
    await w.consent(['anna', 'zita'])
    for (const by of ['anna', 'zita', 'omar'])
      expect(await w.asks(by, 'withdrawObjection', { objection: 'o1', reason: 'ongeldig' })).toBe(
        'byOwnerOfObjection',
      )
    for (const act of ['dismissObjection', 'closeObjection', 'resolveObjection'])
      expect(await w.asks('omar', act, { objection: 'o1' })).toBe('wellFormedAct')
    await w.does('omar', 'answerObjection', { objection: 'o1', text: 'Dit bezwaar is ongegrond.' })
    await w.endTerms(2)
    await w.does('anna', 'answerObjection', { objection: 'o1' })
    await staysUndecided(w)
    expect((await w.engine.proposal('p1'))?.objections.o1?.withdrawn).toBe(null)
  })

  way('a chair declaring consensus', async () => {
    const w = await world()
    await w.submits('omar')
    await w.consent(['anna', 'zita'])
    expect(await w.asks('omar', 'confirmDecision')).toBe('byDecidingSeat')
    for (const act of ['callDecision', 'takeDecision', 'declareConsensus', 'decision.taken'])
      expect(await w.asks('omar', act, { revision: 1 })).toBe('wellFormedAct')
    await staysUndecided(w)
  })

  way('a higher body overruling', async () => {
    const w = await world()
    await w.submits('anna')
    await w.does('dirk', 'raiseObjection')
    await w.consent(['anna', 'zita'])
    await w.endTerms(3)
    expect(await w.state()).toBe('stuurgroep')
    for (const by of ['anna', 'zita', 'omar']) {
      expect(await w.asks(by, 'withdrawObjection', { objection: 'o1' })).toBe('byOwnerOfObjection')
      expect(await w.asks(by, 'escalate', { stage: 'stuurgroep' })).toBe('onMiddleRung')
    }
    expect(await w.asks('anna', 'confirmDecision')).toBe('decisionIsCalled')
    await staysUndecided(w)
  })

  way('a term that passes in silence', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    await w.endTerms()
    const climbed = (await w.entries()).at(-1)?.fact
    expect(climbed).toMatchObject({ type: 'stage.entered', silences: [{ partner: 'dronten' }] })
    await staysUndecided(w)
    expect((await w.entries()).at(-1)?.fact).toMatchObject({ type: 'consensus.failed', silent: ['dronten'] })
  })

  way('the absent counted as agreed', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    await w.does('dirk', 'takePosition', { provisional: true })
    expect(await w.asks('anna', 'confirmDecision')).toBe('decisionIsCalled')
    await staysUndecided(w)
  })

  way('never being notified', async () => {
    const w = await world()
    await w.submits('anna')
    await w.does('anna', 'amendProposal')
    const told = (await w.entries()).flatMap(({ fact }) => ('notice' in fact ? [fact.notice] : []))
    for (const notice of told)
      expect(notice).toEqual([
        { partner: 'almere', persons: ['anna', 'ad'] },
        { partner: 'zeewolde', persons: ['zita', 'zeno'] },
        { partner: 'dronten', persons: ['dirk', 'daan'] },
      ])
    expect(told.length).toBe(2)
    await staysUndecided(w)
  })

  way('small partners drowned in a pooled vote', async () => {
    const many = partner('almere', 'anna', ...Array.from({ length: 20 }, (_, i) => `ambtenaar${i}`))
    const w = await world(charter([many, zeewolde, dronten]))
    await w.submits('anna')
    await w.consent(['anna', ...many.people.slice(1).map(({ id }) => id), 'zita'])
    expect(await w.asks('anna', 'confirmDecision')).toBe('decisionIsCalled')
    for (const field of [{ weight: 20 }, { votes: 20 }])
      expect(await w.asks('anna', 'takePosition', field)).toBe('wellFormedAct')
    await staysUndecided(w)
  })

  way('the proposer choosing who is asked', async () => {
    const w = await world()
    for (const field of [{ partners: ['almere', 'zeewolde'] }, { notice: [] }, { quorum: 2 }]) {
      expect(await w.asks('anna', 'draftProposal', field)).toBe('wellFormedAct')
    }
    await w.does('anna', 'draftProposal')
    expect(await w.asks('anna', 'submitProposal', { to: ['almere', 'zeewolde'] })).toBe('wellFormedAct')
    await w.does('anna', 'submitProposal')
    await w.consent(['anna', 'zita'])
    await staysUndecided(w)
  })

  way('stuffing members before, or removing one during, a decision', async () => {
    const w = await world()
    expect(await w.asks('lara', 'signCharter', { charter: (await w.engine.circle()).digest })).toBe(
      'byNamedSeat',
    )
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    expect(await w.asks('anna', 'leaveCollaboration', { partner: 'dronten' })).toBe('wellFormedAct')
    expect(await w.asks('omar', 'leaveCollaboration')).toBe('byStuurgroepSeat')
    const without = charter([almere, zeewolde])
    expect(await w.asks('anna', 'draftProposal', { proposal: 'k1', charter: without })).toBe('omitsNoPartner')
    expect(await w.asks('anna', 'proposeCharter', { charter: without })).toBe('beforeTheFounding')
    await staysUndecided(w)
  })

  way('binding a newcomer to what it never saw', async () => {
    const w = await world()
    await w.submits('anna', { proposal: 'k1', charter: charter([...three, lelystad]) })
    await w.consent(seats, { proposal: 'k1' })
    await w.confirm(seats, { proposal: 'k1' })
    await w.submits('anna')
    await w.consent(seats)
    await w.confirm(['anna', 'zita'])
    const before = (await w.engine.proposal('p1'))?.dueAt ?? ''
    w.clock.moveTo('2026-01-16T10:00:00.000Z')
    await w.does('lara', 'signCharter', { charter: (await w.engine.circle()).digest })
    expect(await w.asks('dirk', 'confirmDecision')).toBe('decisionIsCalled')
    const { dueAt, openPoints, confirmations } = (await w.engine.proposal('p1')) ?? {}
    expect((dueAt ?? '') > before).toBe(true)
    expect(openPoints).toEqual([{ kind: 'silence', partner: 'lelystad' }])
    expect(confirmations).toEqual({})
    await w.endTerms(8)
    expect(await w.state()).toBe('noConsensus')
  })

  way('swapping identities to speak twice', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    expect(await w.asks('dirk', 'giveMandate', { person: 'anna', roles: allRoles })).toBe('personIsFree')
    expect(await w.asks('zita', 'giveMandate', { person: 'omar', roles: allRoles })).toBe('personIsFree')
    expect(await w.asks('zita', 'giveMandate', { person: 'Dirk', roles: allRoles })).toBe('unambiguousPerson')
    const twice = charter([...three, partner('lelystad', 'anna')])
    expect(await w.asks('anna', 'draftProposal', { proposal: 'k1', charter: twice })).toBe('wellFormedAct')
    const two = charter([almere, { ...zeewolde, id: 'Almere' }])
    expect(await w.asks('anna', 'draftProposal', { proposal: 'k1', charter: two })).toBe('wellFormedAct')
    await staysUndecided(w)
  })

  way('double votes by concurrency', async () => {
    const w = await world()
    const rival = await rivalOf(w, 'rival-')
    await w.submits('anna')
    await w.consent(seats)
    const many = Array.from({ length: 10 }, (_, i) => (i % 2 ? w : rival).asks('anna', 'confirmDecision'))
    const answers = (await Promise.all(many)).sort()
    expect(answers).toEqual(['confirmation.given', ...Array.from({ length: 9 }, () => 'confirmsOnce')])
    await w.confirm(['zita'])
    await staysUndecided(w)
  })

  way('lowering thresholds retroactively', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    const due = (await w.engine.proposal('p1'))?.dueAt
    const terms = { ...charter().terms, consultation: 1, stuurgroep: 1 }
    const faster = charter(three, { terms, maxRevisions: 1, decidesOn: 'lijnmanagement' })
    expect(await w.asks('anna', 'draftProposal', { proposal: 'k1', charter: { ...faster, quorum: 2 } })).toBe(
      'wellFormedAct',
    )
    await w.submits('anna', { proposal: 'k1', charter: faster })
    await w.consent(seats, { proposal: 'k1' })
    expect(await w.asks('ad', 'confirmDecision', { proposal: 'k1' })).toBe('byDecidingSeat')
    await w.confirm(seats, { proposal: 'k1' })
    expect((await w.engine.proposal('p1'))?.dueAt).toBe(due)
    expect(await w.asks('anna', 'amendProposal')).toBe('proposal.amended')
    await w.consent(seats)
    expect(await w.asks('ad', 'confirmDecision')).toBe('byDecidingSeat')
    await w.confirm(['anna', 'zita'])
    await w.endTerms()
    expect(await w.state()).toBe('lijnmanagement')
    await endsUndecided(w)
  })

  way('last-minute flips', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(['anna'])
    for (const by of ['zita', 'dirk']) await w.does(by, 'takePosition', { position: 'standAside' })
    await w.confirm(['zita', 'dirk'])
    expect(await w.asks('anna', 'takePosition', { position: 'standAside' })).toBe('position.taken')
    expect((await w.engine.proposal('p1'))?.confirmations).toEqual({})
    expect(await w.asks('anna', 'confirmDecision')).toBe('decisionIsCalled')
    expect((await w.engine.proposal('p1'))?.openPoints).toEqual([{ kind: 'support' }])
    await staysUndecided(w)
  })

  way('early closing or one-sided reopening by an admin', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(seats)
    const endTerm = { proposal: 'p1', revision: 1, stage: 'consultation' }
    expect(await w.asks('omar', 'endTerm', endTerm)).toBe('byClock')
    expect(await w.engine.act({ act: 'endTerm', ...endTerm })).toMatchObject({
      refused: { rule: 'termReached' },
    })
    expect(await w.asks('omar', 'withdrawProposal')).toBe('byAuthor')
    await w.confirm(seats)
    for (const by of ['anna', 'omar']) {
      expect(await w.asks(by, 'amendProposal')).toBe('stillOpen')
      expect(await w.asks(by, 'withdrawProposal')).toBe('stillOpen')
      expect(await w.asks(by, 'submitProposal')).toBe('stillOpen')
      expect(await w.asks(by, 'reopenProposal')).toBe('wellFormedAct')
    }
    expect(await w.state()).toBe('decided')
  })

  way('ending a term early by clock, time zone or rounding', async () => {
    const w = await world()
    await w.submits('anna')
    const due = '2026-01-19T23:00:00.000Z'
    expect((await w.engine.proposal('p1'))?.dueAt).toBe(due)
    const endTerm = { act: 'endTerm', proposal: 'p1', revision: 1, stage: 'consultation' }
    for (const moment of ['2026-01-19T22:00:00.000Z', '2026-01-19T22:59:59.999Z']) {
      w.clock.moveTo(moment)
      expect(await w.engine.tick()).toEqual([])
      expect(await w.engine.act(endTerm)).toMatchObject({ refused: { rule: 'termReached' } })
      expect(await w.asks('dirk', 'takePosition')).toBe('position.taken')
    }
    w.clock.moveTo(due)
    expect((await w.engine.tick()).map(({ fact }) => fact.type)).toEqual(['term.ended', 'stage.entered'])
    await endsUndecided(w)
  })

  way('backdating', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    await w.endTerms(4)
    expect(await w.state()).toBe('noConsensus')
    const back = await openCollaboration({
      id: 'regio',
      store: w.store,
      clock: { now: () => '2026-01-06T09:00:00.000Z' },
    })
    const late = { by: 'dirk', proposal: 'p1', revision: 1 }
    expect(await back.act({ act: 'takePosition', position: 'consent', ...late })).toMatchObject({
      refused: { rule: 'stillOpen' },
    })
    expect(await w.asks('dirk', 'comment', { at: '2026-01-06T09:00:00.000Z' })).toBe('wellFormedAct')
    await back.act({ act: 'comment', by: 'dirk', proposal: 'p1', text: 'Te laat.' })
    const [before, last] = (await w.entries()).slice(-2)
    expect(last?.at).toBe(before?.at)
  })

  way('acting on a revoked mandate, chained proxies', async () => {
    const w = await world()
    await w.does('dirk', 'giveMandate', { person: 'vera', roles: ['lijnmanagement'], until: '2026-01-08' })
    await w.submits('anna')
    expect(await w.asks('vera', 'giveMandate', { person: 'nils', roles: ['lijnmanagement'] })).toBe(
      'byStuurgroepSeat',
    )
    await w.does('dirk', 'withdrawMandate', { person: 'daan' })
    expect(await w.asks('daan', 'takePosition')).toBe('byPositionHolder')
    w.clock.moveTo('2026-01-08T23:00:00.000Z')
    expect(await w.asks('vera', 'takePosition')).toBe('byPositionHolder')
    expect(await w.asks('vera', 'raiseObjection')).toBe('byMandatedPerson')
    await w.consent(['anna', 'zita'])
    await staysUndecided(w)
  })

  way('recusal that shrinks the circle', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    await w.does('dirk', 'takePosition', { position: 'standAside' })
    expect(await w.confirm(['anna', 'zita'])).toBe('confirmation.given')
    for (const act of ['recuse', 'abstain']) expect(await w.asks('dirk', act)).toBe('wellFormedAct')
    await staysUndecided(w)
  })

  way('late input after the stage', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    w.clock.moveTo((await w.engine.nextDue()) ?? '')
    const escalate = { stage: 'consultation', reason: 'Nog snel.' }
    expect(await w.asks('anna', 'extendTerm')).toBe('inConsultation')
    expect(await w.asks('anna', 'escalate', escalate)).toBe('onCurrentStage')
    expect(await w.state()).toBe('lijnmanagement')
    const types = (await w.entries()).slice(-2).map(({ fact }) => fact.type)
    expect(types).toEqual(['term.ended', 'stage.entered'])
    await staysUndecided(w)
  })

  way('rewriting the log or showing two versions of it', async () => {
    const w = await world()
    await w.submits('anna')
    await w.does('dirk', 'raiseObjection')
    const head = await w.engine.head()
    const lines = (await w.text()).trimEnd().split('\n')
    const without = lines.slice(0, -1)
    expect(verifyLog(`${without.join('\n')}\n`, { head }).finding).toMatchObject({ code: 'shorterThanHead' })
    const edited = lines.map(line => line.replace('geen waterberging', 'wel waterberging'))
    const other = await world()
    await other.submits('anna')
    await other.does('dirk', 'raiseObjection', { reason: 'Er is wel waterberging.' })
    expect(verifyLog(await other.text(), { head }).finding).toMatchObject({ code: 'otherThanHead' })
    // The edited line is the last: no later entry is chained to it, so only the head can tell.
    expect(verifyLog(`${edited.join('\n')}\n`, { head }).finding).toMatchObject({ code: 'otherThanHead' })
  })

  way('a decision text that differs from what was agreed', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(seats)
    await w.confirm(seats)
    const { digest } = (await w.engine.proposal('p1')) ?? {}
    const named = (await w.entries()).flatMap(({ matter, fact }) =>
      matter === 'p1' && 'digest' in fact ? [fact.digest] : [],
    )
    expect(new Set(named)).toEqual(new Set([digest]))
    expect(named.length).toBe(2 + 3 + 1 + 3 + 1)
  })

  way('emergencies with fewer partners', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    for (const field of [{ urgent: true }, { emergency: true }, { force: true }, { override: true }]) {
      expect(await w.asks('anna', 'confirmDecision', field)).toBe('wellFormedAct')
      expect(await w.asks('anna', 'submitProposal', field)).toBe('wellFormedAct')
    }
    await w.does('dirk', 'leaveCollaboration')
    await w.does('zita', 'leaveCollaboration')
    expect(await w.state()).toBe('noConsensus')
    expect(await w.asks('anna', 'confirmDecision')).toBe('stillOpen')
    await w.does('anna', 'draftProposal', { proposal: 'p2' })
    expect(await w.asks('anna', 'submitProposal', { proposal: 'p2' })).toBe('enoughPartners')
  })

  way('implementing under an unmet reservation', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    expect(await w.asks('dirk', 'takePosition', { position: 'reservation' })).toBe('reasonGiven')
    expect(await w.asks('dirk', 'takePosition', { position: 'reservation', reason: ' \u200b' })).toBe(
      'reasonGiven',
    )
    await w.does('dirk', 'takePosition', { position: 'reservation', reason: 'Mits betaald.' })
    await w.confirm(seats)
    expect((await w.engine.proposal('p1'))?.positions.dronten).toMatchObject({ reason: 'Mits betaald.' })
    expect(await w.asks('dirk', 'takePosition', { revision: 1 })).toBe('stillOpen')
    expect((await w.engine.proposal('p1'))?.positions.dronten).toMatchObject({ position: 'reservation' })
  })

  it('leaves out none of them but those that are named', () => {
    const missing = known.filter(title => !tried.has(title))
    expect(missing).toEqual([])
    expect(Object.keys(notCoveredYet)).toEqual([
      ...missing,
      'rewriting the log or showing two versions of it',
    ])
    expect([...tried].filter(title => !known.includes(title as Known))).toEqual([])
  })
})

/** As `staysUndecided`, from whatever stage. */
async function endsUndecided(w: Awaited<ReturnType<typeof world>>): Promise<void> {
  await w.endTerms(8)
  expect(await w.state()).toBe('noConsensus')
}

describe('ways that came to mind', () => {
  it('a majority that looks like unanimity: with two partners of three it does not even begin to', async () => {
    const w = await world(charter([almere, zeewolde, dronten, lelystad]))
    await w.submits('anna')
    await w.consent(['anna', 'zita', 'dirk'])
    expect(await w.asks('anna', 'confirmDecision')).toBe('decisionIsCalled')
    await staysUndecided(w)
  })

  it('an objection kept by name: letting go one of two of the same partner leaves the other', async () => {
    const w = await world()
    await w.submits('anna')
    await w.does('dirk', 'raiseObjection', { objection: 'water' })
    await w.does('daan', 'raiseObjection', { objection: 'grond' })
    await w.does('daan', 'withdrawObjection', { objection: 'water' })
    expect(await w.asks('daan', 'withdrawObjection', { objection: 'water' })).toBe('objectionIsOpen')
    expect(await w.asks('dirk', 'takePosition')).toBe('ownObjectionsClosed')
    expect(await w.asks('dirk', 'raiseObjection', { objection: 'water' })).toBe('newObjection')
    await w.consent(['anna', 'zita'])
    await staysUndecided(w)
  })

  it('an amendment that keeps a position, or a stage, or an extension: nothing but objections stays', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(seats)
    await w.endTerms(2)
    await w.does('anna', 'amendProposal')
    expect(await w.state()).toBe('consultation')
    await w.consent(['anna', 'zita'])
    expect(await w.asks('dirk', 'confirmDecision')).toBe('decisionIsCalled')
    expect(await w.asks('anna', 'amendProposal', { commitments: [] })).toBe('contentDiffers')
    await staysUndecided(w)
  })

  it('time that decides: a called decision that lacks one confirmation ends without consensus', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(seats)
    await w.confirm(['anna', 'zita'])
    await staysUndecided(w)
  })

  it('a clock that goes back records the last moment again, and ends nothing twice', async () => {
    const w = await world()
    await w.submits('anna')
    await w.endTerms()
    const at = (await w.entries()).at(-1)?.at
    let now = '2026-01-06T09:00:00.000Z'
    const back = await openCollaboration({ id: 'regio', store: w.store, clock: { now: () => now } })
    for (const moment of [
      '2026-01-06T09:00:00.000Z',
      '1970-01-01T00:00:00.000Z',
      '2026-01-19T23:00:00.000Z',
    ]) {
      now = moment
      expect(await back.tick()).toEqual([])
      const outcome = await back.act({
        act: 'takePosition',
        by: 'anna',
        proposal: 'p1',
        revision: 1,
        position: 'consent',
      })
      expect('recorded' in outcome && outcome.recorded[0]?.at).toBe(at)
    }
    expect(await w.state()).toBe('lijnmanagement')
  })

  describe('a mandate race between position and confirmation', () => {
    it("withdrawn: the position stays its partner's, the person can no longer confirm", async () => {
      const w = await world()
      await w.does('dirk', 'giveMandate', { person: 'vera', roles: allRoles })
      await w.submits('anna')
      await w.consent(['anna', 'zita', 'vera'])
      await w.does('dirk', 'withdrawMandate', { person: 'vera' })
      await w.confirm(['anna', 'zita'])
      expect(await w.asks('vera', 'confirmDecision')).toBe('byDecidingSeat')
      await staysUndecided(w)
    })

    it('ended: at the very moment at which it ends it no longer confirms', async () => {
      const w = await world()
      const until = '2026-01-07T10:00:00+01:00'
      await w.does('dirk', 'giveMandate', { person: 'vera', roles: allRoles, until })
      await w.submits('anna')
      await w.consent(['anna', 'zita', 'vera'])
      await w.confirm(['anna', 'zita'])
      w.clock.moveTo('2026-01-07T09:00:00.000Z')
      expect(await w.asks('vera', 'confirmDecision')).toBe('byDecidingSeat')
      await staysUndecided(w)
    })

    it('moved to another partner: the person confirms for that one, and for nobody else', async () => {
      const w = await world()
      await w.does('dirk', 'giveMandate', { person: 'vera', roles: allRoles })
      await w.submits('anna')
      await w.consent(['anna', 'zita', 'vera'])
      expect(await w.asks('zita', 'giveMandate', { person: 'vera', roles: allRoles })).toBe('personIsFree')
      await w.does('dirk', 'withdrawMandate', { person: 'vera' })
      await w.does('zita', 'giveMandate', { person: 'vera', roles: allRoles })
      await w.confirm(['anna', 'vera'])
      expect(Object.keys((await w.engine.proposal('p1'))?.confirmations ?? {})).toEqual([
        'almere',
        'zeewolde',
      ])
      expect(await w.asks('zita', 'confirmDecision')).toBe('confirmsOnce')
      expect(await w.asks('dirk', 'giveMandate', { person: 'vera', roles: allRoles })).toBe('personIsFree')
      await staysUndecided(w)
    })

    it('given again: it takes the new end and no more', async () => {
      const w = await world()
      await w.does('dirk', 'giveMandate', { person: 'vera', roles: allRoles })
      await w.submits('anna')
      await w.consent(['anna', 'zita', 'vera'])
      const until = '2026-01-06T10:00:00+01:00'
      await w.does('dirk', 'giveMandate', { person: 'vera', roles: ['stuurgroep'], until })
      w.clock.moveTo('2026-01-06T09:00:00.000Z')
      expect(await w.asks('vera', 'confirmDecision')).toBe('byDecidingSeat')
      expect(await w.asks('vera', 'takePosition', { position: 'standAside' })).toBe('position.taken')
      await staysUndecided(w)
    })
  })

  it('a departure that completes a count calls anew, and confirms nothing', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    expect(await w.asks('dirk', 'leaveCollaboration')).toBe('partner.left circle.changed decision.called')
    const other = await world()
    await other.submits('anna')
    await other.consent(seats)
    await other.confirm(['anna', 'zita'])
    expect(await other.asks('dirk', 'leaveCollaboration')).toBe('partner.left circle.changed decision.called')
    expect((await other.engine.proposal('p1'))?.confirmations).toEqual({})
    await staysUndecided(other)
  })

  it('a newcomer left out: who joins at the last moment of the last stage still has a full term', async () => {
    const w = await world()
    await w.submits('anna', { proposal: 'k1', charter: charter([...three, lelystad]) })
    await w.consent(seats, { proposal: 'k1' })
    await w.confirm(seats, { proposal: 'k1' })
    await w.submits('anna')
    await w.consent(seats)
    await w.endTerms(3)
    await w.confirm(['anna', 'zita'])
    const due = (await w.engine.nextDue()) ?? ''
    w.clock.moveTo(new Date(Date.parse(due) - 1).toISOString())
    await w.does('lara', 'signCharter', { charter: (await w.engine.circle()).digest })
    expect(await w.asks('dirk', 'confirmDecision')).toBe('decisionIsCalled')
    w.clock.moveTo(due)
    expect(await w.engine.tick()).toEqual([])
    expect(Date.parse((await w.engine.nextDue()) ?? '') - Date.parse(due)).toBeGreaterThan(10 * 86_400_000)
    await w.consent(['lara'])
    await w.confirm(['anna', 'zita', 'dirk'])
    expect(await w.state()).toBe('stuurgroep')
  })

  it('a batch of acts at one moment is decided one by one', async () => {
    const w = await world()
    await w.submits('anna')
    const batch = [
      ...seats.map(by => ({ act: 'takePosition', by, proposal: 'p1', revision: 1, position: 'consent' })),
      ...['anna', 'zita'].map(by => ({ act: 'confirmDecision', by, proposal: 'p1', revision: 1 })),
      { act: 'raiseObjection', by: 'daan', proposal: 'p1', revision: 1, reason: 'Wacht.' },
      { act: 'confirmDecision', by: 'dirk', proposal: 'p1', revision: 1 },
    ]
    const outcomes = await Promise.all(batch.map(act => w.engine.act(act)))
    expect(outcomes.at(-1)).toMatchObject({ refused: { rule: 'decisionIsCalled' } })
    expect(await w.engine.act(batch as unknown)).toMatchObject({ refused: { rule: 'wellFormedAct' } })
    await staysUndecided(w)
  })

  it('a force option or another unknown field is refused in every act', async () => {
    const w = await world()
    await w.submits('anna')
    const acts = (await w.engine.may('anna')).map(({ example }) => example)
    expect(new Set(acts.map(({ act }) => act)).size).toBeGreaterThan(12)
    const fields = [
      'force',
      'override',
      'asPartner',
      'partner',
      'role',
      'at',
      'signature',
      'seen',
      'fact',
      'quorum',
    ]
    for (const example of acts)
      for (const field of fields)
        expect(await w.engine.act({ ...example, [field]: true })).toMatchObject({
          refused: { rule: 'wellFormedAct' },
        })
    const hidden = JSON.parse(
      '{"act":"comment","by":"anna","proposal":"p1","text":"x","__proto__":{"force":1}}',
    )
    expect(await w.engine.act(hidden)).toMatchObject({ refused: { rule: 'wellFormedAct' } })
    for (const odd of [null, undefined, 7, 'force', [], {}, { act: 'force' }, { act: ['comment'] }])
      expect(await w.engine.act(odd)).toMatchObject({ refused: { rule: 'wellFormedAct' } })
    await staysUndecided(w)
  })

  it('a person of a partner that left, and one that returns, count anew from nothing', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(['anna', 'zita'])
    await w.does('dirk', 'raiseObjection')
    await w.does('dirk', 'leaveCollaboration')
    expect(await w.asks('dirk', 'takePosition')).toBe('byPositionHolder')
    expect(await w.asks('dirk', 'withdrawObjection', { objection: 'o1' })).toBe('byOwnerOfObjection')
    expect(await w.asks('dirk', 'signCharter', { charter: (await w.engine.circle()).digest })).toBe(
      'invitedSinceItLeft',
    )
    await w.submits('anna', { proposal: 'k1', charter: charter() })
    await w.consent(['anna', 'zita'], { proposal: 'k1' })
    await w.confirm(['anna', 'zita'], { proposal: 'k1' })
    await w.confirm(['anna'])
    await w.does('dirk', 'signCharter', { charter: (await w.engine.circle()).digest })
    expect(await w.asks('zita', 'confirmDecision')).toBe('decisionIsCalled')
    expect(await w.asks('dirk', 'takePosition')).toBe('ownObjectionsClosed')
    await endsUndecided(w)
  })

  it('two charter proposals at once: the second ends when the first is adopted, agreed or not', async () => {
    const w = await world()
    await w.submits('anna', { proposal: 'k1', charter: charter(three, { maxRevisions: 3 }) })
    await w.submits('zita', { proposal: 'k2', charter: charter(three, { maxRevisions: 4 }) })
    for (const proposal of ['k1', 'k2']) await w.consent(seats, { proposal })
    await w.confirm(['anna', 'zita'], { proposal: 'k2' })
    await w.confirm(seats, { proposal: 'k1' })
    expect(await w.state('k2')).toBe('noConsensus')
    expect(await w.asks('dirk', 'confirmDecision', { proposal: 'k2' })).toBe('stillOpen')
    expect((await w.engine.circle()).charter?.maxRevisions).toBe(3)
  })

  it('a proposal amended into a charter proposal is confirmed by the stuurgroep seats', async () => {
    const w = await world(charter(three, { decidesOn: 'lijnmanagement' }))
    await w.submits('anna')
    await w.consent(seats)
    await w.confirm(['ad', 'zeno'])
    await w.does('anna', 'amendProposal', { charter: charter([...three, lelystad]) })
    await w.consent(seats)
    expect(await w.asks('daan', 'confirmDecision')).toBe('byDecidingSeat')
    await w.does('anna', 'amendProposal', { text: 'Zonder charter.' })
    await w.consent(seats)
    expect(await w.asks('daan', 'confirmDecision')).toBe('confirmation.given')
    await endsUndecided(w)
  })
})

describe('ways that worked', () => {
  it('losing the right to object: somebody takes the number that the next objection would get', async () => {
    const w = await world()
    await w.submits('anna')
    await w.does('anna', 'raiseObjection', { objection: 'O2' })
    await w.does('anna', 'withdrawObjection', { objection: 'O2' })
    expect(await w.asks('dirk', 'raiseObjection')).toBe('objection.raised')
  })

  it('a partner vacates the office of opgavemanager, and no decision can be taken any more', async () => {
    const w = await world()
    await w.submits('anna', { proposal: 'k1', charter: charter(three, { opgavemanager: { id: 'olga' } }) })
    await w.does('zita', 'giveMandate', { person: 'olga', roles: allRoles })
    await w.consent(seats, { proposal: 'k1' })
    await w.confirm(seats, { proposal: 'k1' })
    await w.does('olga', 'giveMandate', { person: 'sam', roles: ['lijnmanagement'] })
    await w.submits('anna')
    await w.consent(seats)
    await w.confirm(['anna', 'zita'])
    expect(await comesTo(w.asks('dirk', 'confirmDecision'))).toBe('confirmation.given decision.taken')
  })

  it('a position of somebody who became opgavemanager meanwhile makes the answer an exception', async () => {
    const w = await world()
    await w.submits('anna', { proposal: 'k1', charter: charter(three, { opgavemanager: { id: 'olga' } }) })
    await w.does('zita', 'giveMandate', { person: 'olga', roles: allRoles })
    await w.consent(seats, { proposal: 'k1' })
    await w.confirm(seats, { proposal: 'k1' })
    await w.submits('anna')
    await w.consent(['anna', 'olga', 'dirk'])
    await w.confirm(['anna', 'zita'])
    expect(await comesTo(w.engine.may('dirk'))).toBe('done')
    expect(await comesTo(w.asks('dirk', 'confirmDecision'))).toBe('confirmation.given decision.taken')
  })

  it('two partners whose names differ only in case, one invited by each of two charters', async () => {
    const w = await world()
    await w.submits('anna', { proposal: 'k1', charter: charter([...three, lelystad]) })
    await w.consent(seats, { proposal: 'k1' })
    await w.confirm(seats, { proposal: 'k1' })
    const other = charter([...three, partner('Lelystad', 'loes')])
    expect(await w.asks('anna', 'draftProposal', { proposal: 'k2', charter: other })).toBe(
      'namesUnambiguously',
    )
  })

  it('a charter that asks for signatures locks nobody in who has no key: it is not decided without theirs', async () => {
    const w = await world()
    const text = charter(three, { signatures: 'required' })
    expect(await w.asks('anna', 'draftProposal', { proposal: 'k1', charter: text })).toBe('signedWhereAsked')
    await w.does('anna', 'registerKey', { person: 'anna', ...keyOf('anna') })
    const asked = { act: 'draftProposal', by: 'anna', proposal: 'k1', title: 'K', text: 'K', charter: text }
    await w.engine.act(await signed(w.engine, asked))
    await w.does('anna', 'submitProposal', { proposal: 'k1' })
    await w.consent(seats, { proposal: 'k1' })
    const confirmation = (by: string) => ({ act: 'confirmDecision', by, proposal: 'k1', revision: 1 })
    const outcomes = []
    for (const by of seats) outcomes.push(told(await w.engine.act(await signed(w.engine, confirmation(by)))))
    expect(outcomes).toEqual(['confirmation.given', 'signedWithOwnKey', 'signedWithOwnKey'])
    expect(await w.state('k1')).toBe('consultation')
    await w.does('zita', 'leaveCollaboration')
  })

  it('what a reader was handed is changed by it, and another charter comes into force', async () => {
    const w = await world()
    await w.submits('anna', { proposal: 'k1', charter: charter([...three, lelystad]) })
    await w.consent(seats, { proposal: 'k1' })
    const view = (await w.engine.proposal('k1')) as unknown as {
      content: { charter: ReturnType<typeof charter> }
    }
    await comesTo(
      (async () => {
        view.content.charter.terms.consultation = 1
      })(),
    )
    await w.confirm(seats, { proposal: 'k1' })
    expect((await w.engine.circle()).charter?.terms.consultation).toBe(10)
  })

  it('an act is changed after it was handed over', async () => {
    const w = await world()
    await w.submits('anna')
    const act = { act: 'takePosition', by: 'zita', proposal: 'p1', revision: 1, position: 'standAside' }
    const outcome = w.engine.act(act)
    Object.assign(act, { by: 'dirk', position: 'consent' })
    await outcome
    expect(Object.keys((await w.engine.proposal('p1'))?.positions ?? {})).toEqual(['zeewolde'])
  })

  it('two ids that differ only in case, by a letter whose small form depends on its place', async () => {
    const w = await world()
    await w.does('anna', 'draftProposal', { proposal: 'ΑΣ' })
    expect(await w.asks('anna', 'draftProposal', { proposal: 'ασ' })).toBe('newProposal')
  })
})
