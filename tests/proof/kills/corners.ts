// Corners of the rules that chance and a small charter seldom come to: one row for each rule, from what the procedure says of it.
import {
  type ActOutcome,
  type CharterInput,
  type FactOf,
  type FactType,
  openCollaboration,
  type RecordedEntry,
} from '../../../src/index.ts'
import { charter, looking, must, type Round, round, start, three } from './round.ts'

/** The first fact of a type among what was recorded. */
function factOf<T extends FactType>(entries: readonly RecordedEntry[], type: T): FactOf<T> | undefined {
  return entries.map(({ fact }) => fact).find((fact): fact is FactOf<T> => fact.type === type)
}

const list = (ids: readonly string[] | undefined): string => [...(ids ?? ['nothing'])].sort().join(', ')
const stillOpen = async (r: Round, proposal = 'p1'): Promise<string[]> => {
  const { objections } = await r.view(proposal)
  return Object.keys(objections).filter(id => objections[id]?.withdrawn === null)
}
const moveTo = (r: Round, moment: string): void => r.clock.moveTo(new Date(moment).toISOString())

// --- Founding and the circle ------------------------------------------------------------------------------------

/** F1: in force by the signature of every partner, each on this very text. */
async function founding(): Promise<void> {
  const r = await round(null)
  const [one, other] = [charter(), charter(three, { maxRevisions: 2 })]
  const signs = async (id: string) =>
    r.does(`${id}-seat`, 'signCharter', { charter: (await r.engine.circle()).digest })
  const signedBy = async (expected: readonly string[], after: string): Promise<void> => {
    const circle = await r.engine.circle()
    const shown = list(circle.signedBy)
    must(
      shown === list(expected),
      'nobodySpokenFor',
      `${after}: ${shown} have signed, not ${list(expected)} (F1)`,
    )
    must(!circle.founded, 'nobodyBypassed', `${after}: founded without ${list(three)} (F1)`)
    await r.cannot('nobodyBypassed', 'almere-line', 'draftProposal')
  }
  await r.does('almere-seat', 'proposeCharter', { charter: one })
  await signs('almere')
  await signs('zeewolde')
  await signedBy(['almere', 'zeewolde'], 'two signed')
  await r.does('omar', 'proposeCharter', { charter: one })
  await signedBy(['almere', 'zeewolde'], 'the same text again')
  await r.does('omar', 'proposeCharter', { charter: other })
  await signedBy([], 'another text')
  await signs('dronten')
  await signs('zeewolde')
  await signedBy(['dronten', 'zeewolde'], 'two signed the other')
  await signs('almere')
  must((await r.engine.circle()).founded, 'itEnds', 'all signed, and nothing is founded (F1)')
}

/** F4: a partner that left decides nothing, and the last that remains decides nothing alone. */
async function leaving(): Promise<void> {
  const r = await round()
  await r.submits('zeewolde-line')
  await r.does('almere-line', 'draftProposal', { proposal: 'draft' })
  await r.does('dronten-care', 'raiseObjection', { objection: 'o1' })
  await r.cannot('nobodySpokenFor', 'omar', 'leaveCollaboration')
  await r.cannot('nobodySpokenFor', 'dronten-care', 'leaveCollaboration')
  await r.does('dronten-seat', 'leaveCollaboration')
  must(
    (await stillOpen(r)).includes('o1'),
    'nothingIsLost',
    'the objection of a partner that left is gone (F4)',
  )
  await r.does('zeewolde-line', 'answerObjection', { objection: 'o1' })
  await r.cannot('nobodyBypassed', 'dronten-line', 'takePosition')
  const { digest } = await r.engine.circle()
  await r.cannot('nobodySpokenFor', 'dronten-seat', 'signCharter', { charter: digest })
  await r.does('zeewolde-seat', 'leaveCollaboration')
  const { state, author } = await r.view()
  must(state === 'noConsensus', 'nobodyBypassed', `one partner is left, and the proposal is ${state} (F4)`)
  must(author === 'opgavemanager', 'nothingIsLost', `a partner left, and ${author} is the author (F4)`)
  await r.cannot('nobodyBypassed', 'almere-line', 'submitProposal', { proposal: 'draft' })
  await r.cannot('nobodyBypassed', 'almere-line', 'takePosition')
}

/** F4, F6: what a partner said goes with it, fills no other place, and does not come back with it. */
async function returning(): Promise<void> {
  const r = await round()
  await r.submits('almere-line')
  await r.consent(['almere', 'dronten'])
  await r.does('dronten-seat', 'leaveCollaboration')
  must(
    !(await r.view()).called,
    'nobodyBypassed',
    'the position of who left fills the place of zeewolde (F4)',
  )
  await r.adopts(charter(three, { maxRevisions: 3 }), 'k1', ['almere', 'zeewolde'])
  await r.does('dronten-seat', 'signCharter', { charter: (await r.engine.circle()).digest })
  must((await r.view()).positions.dronten === undefined, 'nobodySpokenFor', 'an old position comes back (F4)')
  await r.consent(['zeewolde'])
  must(!(await r.view()).called, 'nobodyBypassed', 'it is called without dronten, which came back (F4)')
}

/** F3: who is named new is invited, is a partner by its own signature on that text, and has notice and a full term. */
async function joining(): Promise<void> {
  const r = await round()
  const before = (await r.engine.circle()).digest
  await r.submits('almere-line')
  await r.consent(three)
  moveTo(r, '2026-01-12T21:00:00Z')
  await r.adopts(charter([...three, 'lelystad'], { terms: { ...charter().terms, consultation: 1 } }), 'k1')
  const circle = await r.engine.circle()
  must(list(circle.invited) === 'lelystad', 'nobodySpokenFor', `invited are ${list(circle.invited)} (F3)`)
  must(
    list(Object.keys(circle.partners)) === list(three),
    'nobodySpokenFor',
    'a newcomer is in without signing (F3)',
  )
  await r.cannot('nobodySpokenFor', 'lelystad-seat', 'signCharter', { charter: before })
  await r.cannot('nobodySpokenFor', 'omar', 'signCharter', { charter: circle.digest })
  await r.confirm(['almere', 'zeewolde'])
  const entries = await r.does('lelystad-seat', 'signCharter', { charter: circle.digest })
  const notice = factOf(entries, 'circle.changed')?.notice.map(it => it.partner)
  must(list(notice) === 'lelystad', 'nobodyBypassed', `notice of what is open goes to ${list(notice)} (F3)`)
  const { dueAt, confirmations, called } = await r.view()
  const full = expectedDue('Europe/Amsterdam', r.clock.now(), charter().terms.consultation)
  must((dueAt ?? '') >= full, 'nobodyBypassed', `a newcomer has until ${dueAt}, its term ends ${full} (F3)`)
  const kept = Object.keys(confirmations)
  must(kept.length === 0 && !called, 'nobodyBypassed', `confirmed in another circle: ${list(kept)} (F6)`)
}

/** F2: what runs keeps the law under which it was submitted; what comes later has the new one. */
async function replacing(): Promise<void> {
  const law = charter(three, { calendar: { timeZone: 'Europe/Amsterdam', holidays: 'NL' } })
  const shorter = {
    consultation: 1,
    lijnmanagement: 1,
    opgavemanager: 1,
    stuurgroep: 1,
    jointDecision: 1,
    extension: 1,
  }
  for (const changes of [
    { calendar: { timeZone: 'America/New_York', holidays: 'none' } },
    { terms: shorter },
    { maxRevisions: 1 },
    { decidesOn: 'lijnmanagement' },
  ] satisfies Partial<CharterInput>[]) {
    const r = await round(law, { at: '2026-03-23T09:00:00.000Z' })
    await r.submits('almere-line')
    await r.submits('zeewolde-line', { proposal: 'k2', charter: charter(three, { maxRevisions: 4 }) })
    await r.adopts({ ...law, ...changes }, 'k1')
    const second = (await r.view('k2')).state
    must(
      second === 'noConsensus',
      'noRetroactivity',
      `a change of a charter that was replaced is ${second} (F2)`,
    )
    const what = JSON.stringify(changes)
    const now = await r.endTerm()
    await onItsOwnTerms(r, now, law, what)
    await r.consent(three)
    const line = await r.asks('almere-line', 'confirmDecision')
    must('refused' in line, 'noRetroactivity', `${what}: lijnmanagement confirms what runs (F2)`)
    await r.does('almere-line', 'amendProposal')
    await onItsOwnTerms(r, await r.does('zeewolde-care', 'extendTerm'), law, what)
    await r.consent(three)
    await r.confirm(three)
    must((await r.view()).state === 'decided', 'itEnds', `${what}: all confirm, and it is not decided (J3)`)
  }
}

/** The due moment that was just set is that of the proposal's own charter. */
async function onItsOwnTerms(
  r: Round,
  entries: readonly RecordedEntry[],
  { terms, calendar }: CharterInput,
  what: string,
): Promise<void> {
  const zone = calendar?.timeZone ?? 'Europe/Amsterdam'
  const { dueAt, stage } = await r.view()
  const extended = factOf(entries, 'term.extended') !== undefined
  const days = extended ? terms.consultation + terms.extension : terms[stage ?? 'consultation']
  const due = expectedDue(zone, entries[0]?.at ?? '', days, calendar?.holidays === 'NL' ? dutch : [])
  must(dueAt === due, 'noRetroactivity', `${what}: what runs is due ${dueAt}, by its own charter ${due} (F2)`)
}

/** F2: no charter leaves out a partner that is present, and the stuurgroep seats confirm it wherever others may confirm. */
async function charterProposals(): Promise<void> {
  const r = await round(charter(three, { decidesOn: 'lijnmanagement' }))
  const fewer = { proposal: 'k1', charter: charter(['almere', 'zeewolde']) }
  await r.cannot('nobodySpokenFor', 'omar', 'draftProposal', fewer)
  await r.does('omar', 'draftProposal', { proposal: 'k1', charter: charter([...three, 'urk']) })
  await r.cannot('nobodySpokenFor', 'omar', 'reviseDraft', { ...fewer, title: 'Wonen', text: 'Wij.' })
  await r.does('omar', 'submitProposal', { proposal: 'k1' })
  await r.cannot('nobodySpokenFor', 'omar', 'amendProposal', fewer)
  await r.consent(three, { proposal: 'k1' })
  await r.cannot('nobodySpokenFor', 'almere-line', 'confirmDecision', { proposal: 'k1' })
  await r.confirm(three, { proposal: 'k1' })
  const { partners } = await r.engine.circle()
  must(
    list(Object.keys(partners)) === list(three),
    'nobodySpokenFor',
    `partners are ${list(Object.keys(partners))} (F2)`,
  )
}

// --- Agreeing ---------------------------------------------------------------------------------------------------

type Addressed = readonly { readonly partner: string; readonly persons: readonly string[] }[]
const toldTo = (addressed: Addressed | undefined): string =>
  list(addressed?.map(({ partner: id, persons }) => `${id}: ${list(persons)}`))

/** C1: a notice goes to every partner, and to people of its own. */
function noticeToAll(notice: Addressed | undefined): void {
  const own = notice?.filter(({ partner, persons }) => persons.some(id => id.startsWith(`${partner}-`)))
  const told = list(own?.map(({ partner }) => partner))
  must(told === list(three), 'nobodyBypassed', `notice goes to ${told} (C1)`)
}

const confirmedBy = async (r: Round): Promise<string> => list(Object.keys((await r.view()).confirmations))

/** C2, J1, J2: each says and confirms it of this text, and of what stands when it says so; nobody does it for another. */
async function agreeing(): Promise<void> {
  const r = await round()
  noticeToAll(factOf(await r.submits('almere-line'), 'proposal.submitted')?.notice)
  await r.consent(['almere', 'zeewolde'])
  await r.does('dronten-line', 'takePosition', { position: 'standAside' })
  await r.confirm(['almere'])
  await r.cannot('nobodyBypassed', 'almere-seat', 'confirmDecision')
  await r.does('almere-line', 'takePosition', { position: 'reservation', reason: 'Bij nader inzien.' })
  const none = await confirmedBy(r)
  must(none === '', 'nobodyBypassed', `with a position taken anew, still confirmed by ${none} (C2)`)
  await r.confirm(['almere', 'zeewolde'])
  await r.endTerm()
  const [{ state }, both] = [await r.view(), await confirmedBy(r)]
  must(state === 'lijnmanagement', 'silenceIsSilence', `dronten confirms nothing, and it is ${state} (J2)`)
  must(both === list(['almere', 'zeewolde']), 'nobodySpokenFor', `confirmed by ${both} when a term ends (J2)`)
  await r.does('zeewolde-line', 'takePosition', { provisional: true })
  must((await confirmedBy(r)) === '', 'nobodyBypassed', 'the agreement is gone, and confirmations stand (C2)')
  await r.consent(['zeewolde'])
  await r.confirm(['almere', 'zeewolde'])
  await amending(r)
}

/** J2, O8: the first call on a stage gives the full term to confirm in, and no later one moves it again. */
async function calling(): Promise<void> {
  const r = await round()
  await r.submits('almere-line')
  await r.consent(['almere', 'zeewolde'])
  moveTo(r, '2026-01-09T12:00:00Z')
  await r.consent(['dronten'])
  const { dueAt } = await r.view()
  const due = expectedDue('Europe/Amsterdam', r.clock.now(), charter().terms.jointDecision)
  must(dueAt === due, 'itEnds', `called ${r.clock.now()}, it is due ${dueAt}, not ${due} (J2)`)
  moveTo(r, '2026-01-12T12:00:00Z')
  await r.does('dronten-line', 'takePosition', { provisional: true })
  await r.consent(['dronten'])
  const again = (await r.view()).dueAt
  must(again === due, 'itEnds', `called a second time, it is due ${again}, not ${due} (O8)`)
  for (const by of ['omar', 'dronten-seat']) {
    await r.cannot('nobodySpokenFor', by, 'withdrawProposal')
    await r.cannot('ladder', by, 'endTerm', { revision: 1, stage: 'consultation' })
  }
}

/** O6, J3: of an amended text nothing is agreed, and what is decided on it stays. */
async function amending(r: Round): Promise<void> {
  const amended = { title: 'Wonen', text: 'We bouwen 150 woningen.' }
  noticeToAll(factOf(await r.does('almere-line', 'amendProposal', amended), 'proposal.amended')?.notice)
  const { positions: left, called, content } = await r.view()
  const cleared = !called && Object.keys(left).length === 0 && (await confirmedBy(r)) === ''
  must(cleared, 'nobodyBypassed', 'of an amended text something is agreed already (O6)')
  must(content?.text === amended.text, 'sameLogSameTruth', `the text shown is ${content?.text} (D2)`)
  await r.cannot('nobodyBypassed', 'dronten-line', 'takePosition', { revision: 1 })
  await r.consent(three)
  await r.cannot('nobodyBypassed', 'dronten-seat', 'confirmDecision', { revision: 1 })
  await r.confirm(['dronten', 'zeewolde'])
  must((await r.view()).state !== 'decided', 'nobodyBypassed', 'it is decided without almere (J3)')
  await r.confirm(['almere'])
  must((await r.view()).state === 'decided', 'itEnds', 'all confirm, and it is not decided (J3)')
  for (const act of ['withdrawProposal', 'amendProposal', 'takePosition', 'raiseObjection'])
    await r.cannot('noRetroactivity', 'almere-line', act)
}

// --- Content ----------------------------------------------------------------------------------------------------

const promise = (id: string) => ({ id: `van-${id}`, partner: id, what: 'levert grond', by: '2026-12-31' })
const contents = [
  ...['Wonen', 'Emergency: homes', 'Spoed', 'URGENT', 'Redactioneel'].map(title => ({ title })),
  ...[['almere'], ['almere', 'zeewolde'], [...three]].map(ids => ({ commitments: ids.map(promise) })),
  { commitments: [{ ...promise('almere'), what: 'levert water' }] },
  { reviewOn: '2027-01-01' },
  { endsOn: '2028-01-01' },
  { basedOn: ['old'] },
  { replaces: ['old'] },
  { attachments: [{ name: 'kaart.pdf', digest: `sha256:${'0'.repeat(64)}` }] },
]

/** J1, J3: whatever a text is called and whatever it holds, no partner is dispensed with. */
async function titles(): Promise<void> {
  const r = await round()
  await r.does('almere-line', 'draftProposal', { proposal: 'old' })
  for (const [n, content] of contents.entries()) {
    const about = { proposal: `t${n}` }
    await r.submits('almere-line', { ...about, ...content })
    const silent = three[n % 3] ?? 'almere'
    const others = three.filter(id => id !== silent)
    await r.consent(others, about)
    const what = JSON.stringify(content)
    must(!(await r.view(about.proposal)).called, 'nobodyBypassed', `${what} is called without ${silent} (J1)`)
    for (const id of others) await r.cannot('nobodyBypassed', `${id}-seat`, 'confirmDecision', about)
    await r.consent([silent], about)
    await r.confirm(others, about)
    must(
      (await r.view(about.proposal)).state !== 'decided',
      'nobodyBypassed',
      `${what} is decided without ${silent} (J3)`,
    )
    await r.confirm([silent], about)
    must(
      (await r.view(about.proposal)).state === 'decided',
      'itEnds',
      `${what} is confirmed by all and not decided (J3)`,
    )
  }
}

/** D2: a digest stands for everything in the text; the same text has the same. */
async function digests(): Promise<void> {
  const r = await round()
  await r.does('almere-line', 'draftProposal', { proposal: 'old' })
  const known = new Map<string, string>()
  for (const [n, content] of contents.entries()) {
    const about = { proposal: `t${n}`, title: 'Wonen', ...content }
    await r.does('almere-line', 'draftProposal', about)
    const view = await r.view(about.proposal)
    const same = known.get(view.digest)
    const text = JSON.stringify(view.content)
    must(same === undefined || same === text, 'sameLogSameTruth', `${same} and ${text} have one digest (D2)`)
    known.set(view.digest, text)
  }
}

/** D2: how earlier proposals of the same content ended, and what was sustained against them, is shown with the new one. */
async function pasts(): Promise<void> {
  const r = await round()
  await r.submits('almere-line', { proposal: 'old' })
  await r.does('dronten-care', 'raiseObjection', { proposal: 'old', objection: 'o1' })
  await r.does('almere-line', 'withdrawProposal', { proposal: 'old' })
  const left = await stillOpen(r, 'old')
  must(left.includes('o1'), 'nothingIsLost', 'what was objected is gone with the proposal (D3)')
  await r.does('zeewolde-line', 'draftProposal', { proposal: 'again' })
  for (const link of ['basedOn', 'replaces'])
    await r.does('zeewolde-line', 'draftProposal', { proposal: link, text: 'Iets anders.', [link]: ['old'] })
  for (const proposal of ['again', 'basedOn', 'replaces']) {
    const { earlier } = await r.view(proposal)
    const shown = earlier.find(it => it.proposal === 'old')
    const told = shown?.state === 'withdrawn' && shown.sustained.some(({ id }) => id === 'o1')
    must(told, 'nothingIsLost', `${proposal}: it is shown with ${JSON.stringify(earlier)} (D2)`)
  }
}

/** W3: an act with more in it than acts of its kind have is refused, whoever asks. */
async function extras(): Promise<void> {
  const r = await round()
  await r.submits('almere-line')
  await r.does('dronten-care', 'raiseObjection', { objection: 'o1' })
  const more = [
    { force: true },
    { override: true },
    { partner: 'dronten' },
    { onBehalfOf: 'dronten' },
    { silent: 'consents' },
  ]
  const acts = [
    ['withdrawObjection', { objection: 'o1' }],
    ['takePosition', {}],
    ['confirmDecision', {}],
    ['answerObjection', { objection: 'o1' }],
    ['leaveCollaboration', {}],
  ] as const
  for (const extra of more)
    for (const [act, fields] of acts)
      for (const by of ['almere-line', 'zeewolde-care', 'almere-seat', 'omar'])
        await r.cannot('nobodySpokenFor', by, act, { ...fields, ...extra })
  must((await stillOpen(r)).includes('o1'), 'nothingIsLost', 'the objection is no longer open (O2)')
}

// --- Objections and the ladder ----------------------------------------------------------------------------------

/** O1, O2: an objection can come at any time, on any ground, and is closed one by one by who raised it. */
async function objections(): Promise<void> {
  const r = await round()
  await r.submits('almere-line')
  await r.consent(three)
  await r.confirm(['almere'])
  await r.does('dronten-care', 'raiseObjection', { objection: 'alarm', ground: 'involvement' })
  const { called, positions, confirmations } = await r.view()
  const falls = !called && positions.dronten === undefined && Object.keys(confirmations).length === 0
  must(falls, 'nobodyBypassed', 'an objection about involvement holds nothing up (O1)')
  await r.does('dronten-line', 'raiseObjection', { objection: 'two' })
  await r.cannot('nothingIsLost', 'zeewolde-care', 'raiseObjection', { objection: 'two' })
  await r.does('almere-line', 'amendProposal')
  await r.does('zeewolde-care', 'raiseObjection', { objection: 'crossed', revision: 1 })
  const expectOpen = async (ids: readonly string[], after: string): Promise<void> => {
    const open = list(await stillOpen(r))
    must(open === list(ids), 'nothingIsLost', `${after}: open are ${open}, not ${list(ids)} (O2)`)
    const shown = (await r.view()).openPoints.flatMap(point => ('id' in point ? [String(point.id)] : []))
    for (const id of ids) must(shown.includes(id), 'nothingIsLost', `${after}: ${id} is not shown as open`)
  }
  await expectOpen(['alarm', 'two', 'crossed'], 'after an amendment')
  await r.does('almere-line', 'answerObjection', { objection: 'two' })
  await expectOpen(['alarm', 'two', 'crossed'], 'after an answer')
  await r.cannot('nothingIsLost', 'dronten-care', 'withdrawObjection', { objection: 'two', revision: 1 })
  for (const by of ['almere-line', 'zeewolde-care', 'omar'])
    await r.cannot('nobodySpokenFor', by, 'withdrawObjection', { objection: 'two' })
  await r.does('dronten-care', 'withdrawObjection', { objection: 'two' })
  await expectOpen(['alarm', 'crossed'], 'when one was let go')
  await r.endTerm()
  await r.does('almere-care', 'raiseObjection', { objection: 'late' })
  await expectOpen(['alarm', 'crossed', 'late'], 'on the next stage')
}

/** C4, O3, O4, O7: each stage names who was silent and what went unanswered; the end names what was sustained. */
async function ladder(): Promise<void> {
  const r = await round()
  await r.submits('almere-line')
  await r.does('zeewolde-care', 'raiseObjection', { objection: 'o1' })
  await r.consent(['dronten'])
  await r.does('almere-line', 'takePosition', { provisional: true })
  const climbs = async (
    stage: string,
    silences: readonly string[],
    unanswered: readonly string[],
  ): Promise<void> => {
    const fact = factOf(await r.endTerm(), 'stage.entered')
    must(fact?.stage === stage, 'ladder', `${fact?.stage} is entered, not ${stage} (O3)`)
    const told = toldTo(fact?.silences)
    must(
      told === list(silences),
      'silenceIsSilence',
      `${stage} tells of the silence of ${told}, not ${list(silences)} (C4)`,
    )
    const shown = list(fact?.unanswered)
    must(
      shown === list(unanswered),
      'nothingIsLost',
      `${stage} tells of ${shown} unanswered, not ${list(unanswered)} (O4)`,
    )
  }
  await climbs('lijnmanagement', ['almere: almere-line'], ['o1'])
  await r.cannot('ladder', 'omar', 'escalate', { stage: 'lijnmanagement' })
  await r.does('omar', 'answerObjection', { objection: 'o1' })
  await r.cannot('ladder', 'omar', 'escalate', { stage: 'lijnmanagement' })
  await climbs('opgavemanager', ['almere: almere-care, omar'], [])
  await r.consent(['almere'])
  await r.cannot('ladder', 'omar', 'escalate', { stage: 'opgavemanager' })
  await r.cannot('ladder', 'zeewolde-care', 'answerObjection', { objection: 'o1' })
  await r.does('almere-line', 'answerObjection', { objection: 'o1' })
  await r.does('dronten-line', 'takePosition', { provisional: true })
  await r.cannot('ladder', 'omar', 'escalate', { stage: 'opgavemanager' })
  await climbs('stuurgroep', ['dronten: dronten-seat'], [])
  await r.consent(['dronten'])
  await r.does('omar', 'answerObjection', { objection: 'o1' })
  await r.cannot('ladder', 'omar', 'escalate', { stage: 'stuurgroep' })
  must(!(await r.view()).called, 'nobodyBypassed', 'the stuurgroep overrules an objection (O5)')
  await r.cannot('nobodyBypassed', 'almere-seat', 'confirmDecision')
  const failed = factOf(await r.endTerm(), 'consensus.failed')
  must(failed?.reason === 'ladderEnded', 'ladder', `the ladder ended with ${failed?.reason} (O7)`)
  must(
    list(failed?.sustained) === 'o1',
    'nothingIsLost',
    `sustained are ${list(failed?.sustained)}, not o1 (O7)`,
  )
  must(list(failed?.silent) === '', 'silenceIsSilence', `silent were ${list(failed?.silent)} (O7)`)
}

/** O3, C5: nothing is taken up out of the consultation, without an objection or before its time; each prolongs once. */
async function hurry(): Promise<void> {
  const r = await round()
  await r.submits('almere-line')
  await r.does('zeewolde-care', 'raiseObjection', { objection: 'o1' })
  await r.does('omar', 'answerObjection', { objection: 'o1' })
  await r.consent(['almere', 'dronten'])
  await r.cannot('ladder', 'omar', 'escalate', { stage: 'consultation' })
  await r.does('zeewolde-care', 'withdrawObjection', { objection: 'o1' })
  for (const id of three) await r.does(`${id}-care`, 'extendTerm')
  for (const id of three) await r.cannot('itEnds', `${id}-line`, 'extendTerm')
  const { dueAt } = await r.view()
  const { consultation, extension } = charter().terms
  const due = expectedDue('Europe/Amsterdam', start, consultation + 3 * extension)
  must(dueAt === due, 'itEnds', `prolonged by each, the term ends ${dueAt}, not ${due} (C5)`)
  await r.endTerm()
  await r.cannot('itEnds', 'dronten-care', 'extendTerm')
  for (const id of three) await r.does(`${id}-line`, 'takePosition', { position: 'standAside' })
  must(!(await r.view()).called, 'nobodyBypassed', 'a text that nobody carries is called (C3)')
  await r.cannot('ladder', 'omar', 'escalate', { stage: 'lijnmanagement' })
}

/** O8: revisions come to an end. */
async function revisions(): Promise<void> {
  const r = await round(charter(three, { maxRevisions: 2 }))
  await r.submits('almere-line')
  await r.does('almere-line', 'amendProposal')
  await r.cannot('itEnds', 'almere-line', 'amendProposal', { text: 'En nog eens.' })
  await r.cannot('nobodySpokenFor', 'dronten-line', 'amendProposal', { text: 'Iets anders.' })
}

// --- Who speaks -------------------------------------------------------------------------------------------------

/** W1: a mandate ends at its very end, is not handed on, leaves nobody without a holder, and names nobody mistakably. */
async function mandates(): Promise<void> {
  const r = await round()
  const gives = (person: string, more: object = {}) => ({ person, roles: ['stuurgroep'], ...more })
  await r.does('dronten-seat', 'giveMandate', gives('vera', { until: '2026-01-07T12:00:00Z' }))
  for (const person of ['Almere-Line', 'ALMERE-SEAT', 'almere-seat', 'omar', 'zeewolde-care'])
    await r.cannot('nobodySpokenFor', 'dronten-seat', 'giveMandate', gives(person))
  for (const by of ['dronten-care', 'omar', 'nobody'])
    await r.cannot('nobodySpokenFor', by, 'giveMandate', gives('nils'))
  await r.cannot('itEnds', 'dronten-seat', 'withdrawMandate', { person: 'dronten-seat' })
  await r.submits('almere-line')
  await r.consent(three)
  moveTo(r, '2026-01-07T11:59:59.999Z')
  await r.does('vera', 'confirmDecision')
  await r.does('dronten-line', 'takePosition')
  moveTo(r, '2026-01-07T12:00:00Z')
  await r.cannot('nobodySpokenFor', 'vera', 'confirmDecision')
  await r.cannot('nobodySpokenFor', 'vera', 'takePosition')
  for (const by of ['dronten-line', 'dronten-care', 'omar'])
    await r.cannot('nobodySpokenFor', by, 'confirmDecision')
  await r.cannot('nobodySpokenFor', 'dronten-care', 'takePosition')
  await r.does('dronten-seat', 'giveMandate', gives('nils', { roles: ['lijnmanagement'] }))
  await r.does('nils', 'takePosition')
  await r.does('dronten-seat', 'withdrawMandate', { person: 'nils' })
  await r.cannot('nobodySpokenFor', 'nils', 'takePosition')
}

/** C2, C3: a position is that of its partner in its own words; a worry has a reason and is shown; promising is not standing aside. */
async function positions(): Promise<void> {
  const r = await round()
  await r.submits('almere-line', { commitments: [promise('dronten')] })
  await r.cannot('silenceIsSilence', 'zeewolde-line', 'takePosition', { position: 'reservation' })
  await r.does('zeewolde-line', 'takePosition', { position: 'reservation', reason: 'Als er geld is.' })
  const { zeewolde } = (await r.view()).positions
  must(
    zeewolde?.position === 'reservation',
    'nobodySpokenFor',
    `a reservation is shown as ${zeewolde?.position} (C3)`,
  )
  await r.cannot('nobodySpokenFor', 'dronten-line', 'takePosition', { position: 'standAside' })
  for (let i = 0; i < 3; i += 1) await r.endTerm()
  await r.consent(['dronten', 'almere'])
  must((await r.view()).called, 'itEnds', 'who speaks on the last stage is not heard (C2, O5)')
}

// --- Time -------------------------------------------------------------------------------------------------------

/** Easter, the King, liberation, ascension with the day after it, and Whitsun, in 2026. */
const dutch = [
  ...['2026-04-03', '2026-04-06', '2026-04-27', '2026-05-05', '2026-05-14', '2026-05-15', '2026-05-25'],
]
const day = 86_400_000
const dateOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10)

/** T2, reckoned day by day on a calendar on the wall: midnight, there, after so many days that began from then on. */
function expectedDue(zone: string, from: string, days: number, off: readonly string[] = []): string {
  const wall = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' })
  let date = Date.parse(wall.format(Date.parse(from) - 1))
  for (let left = days; left > 0; ) {
    date += day
    const works = new Date(date).getUTCDay() % 6 !== 0 && !off.includes(dateOf(date))
    if (works) left -= 1
  }
  const next = dateOf(date + day)
  let moment = date
  while (wall.format(moment) < next) moment += day / 96
  return new Date(moment).toISOString()
}

/** T2: a term ends at midnight on the wall of the partners, after its last working day. */
async function calendars(): Promise<void> {
  const zones = ['Europe/Amsterdam', 'UTC', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland']
  for (const timeZone of zones)
    for (const at of ['2026-01-08T23:30:00.000Z', '2026-03-26T12:00:00.000Z', '2026-10-23T03:00:00.000Z'])
      for (const [holidays, off] of [
        ['none', []],
        ['NL', dutch],
      ] as const) {
        const r = await round(charter(three, { calendar: { timeZone, holidays } }), { at })
        await r.submits('almere-line')
        const { dueAt } = await r.view()
        const due = expectedDue(timeZone, at, charter().terms.consultation, off)
        must(dueAt === due, 'itEnds', `submitted ${at} in ${timeZone} it is due ${dueAt}, not ${due} (T2)`)
        await onTime(r, due)
      }
}

/** T1: before its due moment nothing ends a term, and from then on nothing comes before its end. */
async function onTime(r: Round, due: string): Promise<void> {
  moveTo(r, new Date(Date.parse(due) - 1).toISOString())
  const ended = await r.engine.tick()
  must(ended.length === 0, 'ladder', `a term due ${due} ended before (T1)`)
  const early: ActOutcome = await r.engine.act({
    act: 'endTerm',
    proposal: 'p1',
    revision: 1,
    stage: 'consultation',
  })
  must('refused' in early, 'ladder', 'a term is ended by hand (T1)')
  moveTo(r, due)
  await r.does('dronten-care', 'raiseObjection', { objection: 'o1' })
  const types = (await r.entries()).slice(-3).map(({ fact }) => fact.type)
  const inOrder = types.join(' ') === 'term.ended stage.entered objection.raised'
  must(inOrder, 'ladder', `at the due moment this is recorded: ${types.join(' ')} (T1)`)
}

/** T1: where the clock of the machine is put back, what is recorded is of the moment of the last entry. */
async function clockPutBack(): Promise<void> {
  const { store, clock } = await round()
  let shown = clock.now()
  const engine = await openCollaboration({ id: 'regio', store, clock: { now: () => shown } })
  const drafts = { act: 'draftProposal', by: 'almere-line', title: 'Wonen', text: 'We bouwen.' }
  for (const moment of [start, '2026-01-04T09:00:00.000Z', '2025-01-05T09:00:00.000Z']) {
    shown = moment
    const outcome = await engine.act(drafts)
    const at = 'recorded' in outcome ? outcome.recorded[0]?.at : 'refused'
    must(at === start, 'sameLogSameTruth', `at ${moment}, after ${start}, the moment recorded is ${at} (T1)`)
  }
}

/** What the procedure says of each corner, rule by rule. */
export const cornerChecks = {
  'corners of founding (F1)': looking(founding),
  'corners of leaving (F4)': looking(async () => {
    await leaving()
    await returning()
  }),
  'corners of agreeing (C2, J1, J2, O6)': looking(async () => {
    await agreeing()
    await calling()
  }),
  'corners of joining (F3)': looking(joining),
  'corners of a new charter (F2)': looking(async () => {
    await charterProposals()
    await replacing()
  }),
  'corners of content (D2, J3)': looking(async () => {
    await titles()
    await digests()
    await pasts()
  }),
  'corners of acts (W3)': looking(extras),
  'corners of objecting (O1, O2)': looking(objections),
  'corners of the ladder (C4, O3, O7)': looking(async () => {
    await ladder()
    await hurry()
    await revisions()
  }),
  'corners of speaking (C2, W1)': looking(async () => {
    await mandates()
    await positions()
  }),
  'corners of time (T1, T2)': looking(async () => {
    await calendars()
    await clockPutBack()
  }),
}
