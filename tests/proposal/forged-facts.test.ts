// Facts that no act can bring about but a forger can write: each is refused by the rule that guards it, and its genuine
// twin is admitted. Asked at the charts themselves, so that no other check can hide one that is missing.
import { describe, expect, it } from 'vitest'
import type { ChartState } from '../../src/chart.ts'
import type { CharterInput } from '../../src/charter/charter.ts'
import type { Circle } from '../../src/charter/circle.ts'
import { charterChart } from '../../src/charter/machine.ts'
import type { CharterEvent } from '../../src/charter/rules.ts'
import { type Act, charterMatter } from '../../src/collaboration/acts.ts'
import { commit, decide, type Recorded } from '../../src/collaboration/collaboration.ts'
import {
  type Collaboration,
  dueTerm,
  emptyCollaboration,
  firstTerm,
  proposalIds,
  proposalIn,
} from '../../src/collaboration/state.ts'
import { proposalChart } from '../../src/proposal/machine.ts'
import type { Proposal } from '../../src/proposal/proposal.ts'
import { sampleCharter } from '../model/model.ts'

type Event = Omit<CharterEvent, 'fact' | 'asked'> & {
  readonly matter: string
  readonly circle: Circle
  readonly fact: Record<string, unknown>
  readonly asked: Record<string, unknown>
}

/** A fact as it was recorded, with the state that it met. */
interface Moment {
  readonly state: ChartState<Proposal> | ChartState<Circle>
  readonly event: Event
}

const three = ['almere', 'zeewolde', 'dronten']
const needs = [{ id: 'water', what: 'water' }]
const charterOf = (names: string[]): CharterInput => {
  const charter = sampleCharter(names)
  return { ...charter, opgave: { ...charter.opgave, needs } } as unknown as CharterInput
}

/** Plays acts and remembers every fact with the state that it met. */
class Story {
  readonly moments: Moment[] = []
  readonly machine: Collaboration = emptyCollaboration()
  readonly log: Recorded[] = []
  at = '2026-01-05T09:00:00.000Z'

  does(act: Record<string, unknown>): void {
    const record = (matter: string) =>
      this.log.filter(it => it.matter === matter || it.matter === charterMatter)
    const outcome = decide(this.machine, act as unknown as Act, { at: this.at, signed: false, record })
    if ('refused' in outcome) throw new Error(`${JSON.stringify(act)}: ${outcome.refused.why}`)
    for (const step of outcome.pending) {
      this.moments.push(this.momentOf(step.recorded))
      commit(this.machine, [step])
      this.log.push(step.recorded)
    }
  }

  private momentOf({ matter, at, by, asked, fact }: Recorded): Moment {
    const { circle, adopted } = this.machine
    const known = new Set(proposalIds(this.machine))
    const others = { has: (id: string) => known.has(id), hasLike: (id: string) => known.has(id) }
    const about = matter === charterMatter ? {} : { proposal: matter }
    const event = { type: fact.type, at, by, signed: false, adopted, circle: circle.context, others, matter }
    const state =
      matter === charterMatter ? circle : (proposalIn(this.machine, matter) ?? proposalChart.initial)
    return {
      state,
      event: { ...event, fact, asked: asked ? { ...asked, ...about } : {} } as unknown as Event,
    }
  }

  endTerm(): void {
    this.at = firstTerm(this.machine)?.dueAt ?? this.at
    for (let due = dueTerm(this.machine, this.at); due; due = dueTerm(this.machine, this.at))
      this.does(due.act)
  }

  day(): void {
    this.at = new Date(Date.parse(this.at) + 86_400_000).toISOString()
  }

  all(act: string, fields: object, people = ['almere1', 'zeewolde1', 'dronten1']): void {
    for (const by of people) this.does({ act, by, ...fields })
  }
}

/** Founding; a silence, an objection and an amendment; a newcomer; a call that ends and is called anew; a departure. */
function tell(): Moment[] {
  const story = new Story()
  story.does({ act: 'proposeCharter', by: 'almere1', charter: charterOf(three) })
  const charter = story.machine.circle.context.proposed?.digest
  story.all('signCharter', { charter })
  const p1 = { proposal: 'p1' }
  const draft = { title: 'Homes', text: 'We build.' }
  story.does({ act: 'draftProposal', by: 'almere1', ...p1, ...draft })
  story.does({ act: 'submitProposal', by: 'almere1', ...p1 })
  story.does({ act: 'extendTerm', by: 'zeewolde1', ...p1, revision: 1 })
  story.does({ act: 'raiseObjection', by: 'dronten1', ...p1, revision: 1, reason: 'No.', objection: 'o1' })
  story.does({ act: 'answerObjection', by: 'omar', ...p1, objection: 'o1', text: 'Why not?' })
  story.endTerm()
  story.day()
  story.does({ act: 'amendProposal', by: 'almere1', ...p1, ...draft, text: 'We build less.' })
  story.does({ act: 'withdrawObjection', by: 'dronten1', ...p1, objection: 'o1', revision: 2 })
  const k1 = { proposal: 'k1' }
  story.does({ act: 'draftProposal', by: 'omar', ...k1, ...draft, charter: charterOf([...three, 'urk']) })
  story.does({ act: 'submitProposal', by: 'omar', ...k1 })
  story.all('takePosition', { ...k1, revision: 1, position: 'consent' })
  story.all('confirmDecision', { ...k1, revision: 1 })
  story.all('takePosition', { ...p1, revision: 2, position: 'consent' })
  story.does({
    act: 'takePosition',
    by: 'almere1',
    ...p1,
    revision: 2,
    position: 'consent',
    provisional: true,
  })
  story.day()
  story.does({ act: 'takePosition', by: 'almere1', ...p1, revision: 2, position: 'consent' })
  story.does({ act: 'signCharter', by: 'urk1', charter: story.machine.circle.context.digest })
  story.does({ act: 'takePosition', by: 'urk1', ...p1, revision: 2, position: 'consent' })
  story.does({ act: 'draftProposal', by: 'omar', proposal: 'p2', ...draft })
  story.does({ act: 'submitProposal', by: 'omar', proposal: 'p2' })
  story.does({
    act: 'raiseObjection',
    by: 'urk1',
    proposal: 'p2',
    revision: 1,
    reason: 'No.',
    objection: 'o1',
  })
  story.day()
  story.does({ act: 'leaveCollaboration', by: 'urk1' })
  story.all('confirmDecision', { ...p1, revision: 2 })
  for (let i = 0; i < 4; i += 1) story.endTerm()
  return story.moments
}

const moments = tell()

/** The nth fact of a type about a matter. */
function momentOf(type: string, matter: string, n = 0): Moment {
  const found = moments.filter(({ event }) => event.type === type && event.matter === matter)[n]
  if (!found) throw new Error(`the story has no ${type} number ${n} about ${matter}`)
  return found
}

function refusal({ state, event }: Moment): string | null {
  if (event.matter === charterMatter)
    return charterChart.refusal(state as ChartState<Circle>, event as unknown as CharterEvent)
  return proposalChart.refusal(state as ChartState<Proposal>, event as never)
}

const withFact = ({ state, event }: Moment, fact: object): Moment => ({
  state,
  event: { ...event, fact: { ...event.fact, ...fact } },
})
const withEvent = ({ state, event }: Moment, change: object): Moment => ({
  state,
  event: { ...event, ...change },
})
const withContext = ({ state, event }: Moment, change: object): Moment =>
  ({ state: { ...state, context: { ...state.context, ...change } }, event }) as Moment
const earlier = (moment: unknown, days: number): string =>
  new Date(Date.parse(String(moment)) - days * 86_400_000).toISOString()
const contextOf = ({ state }: Moment): Proposal => state.context as Proposal

type Twin = readonly [rule: string, what: string, moment: Moment, forged: (moment: Moment) => Moment]

const due =
  (days: number) =>
  (moment: Moment): Moment =>
    withFact(moment, { dueAt: earlier(moment.event.fact.dueAt, days) })

const p1 = 'p1'
const twins: readonly Twin[] = [
  ['fullTerm', 'a consultation cut short', momentOf('proposal.submitted', p1), due(6)],
  ['fullTerm', 'a consultation without end', momentOf('proposal.submitted', p1), due(-60)],
  ['fullTerm', 'a new consultation cut short', momentOf('proposal.amended', p1), due(6)],
  ['fullTerm', 'a stage cut short', momentOf('stage.entered', p1), due(6)],
  ['fullTerm', 'an extension that extends nothing', momentOf('term.extended', p1), due(7)],
  ['fullTerm', 'a first call that leaves less than its term', momentOf('decision.called', 'k1'), due(6)],
  ['fullTerm', 'a call anew that moves the due moment', momentOf('decision.called', p1, 1), due(-1)],
  [
    'newcomerHasFullTerm',
    'a newcomer without its term',
    momentOf('circle.changed', p1),
    it => withFact(it, { notBefore: earlier(it.event.fact.notBefore, 6), dueAt: contextOf(it).dueAt }),
  ],
  ['newcomerHasFullTerm', 'a due moment within its term', momentOf('circle.changed', p1), due(1)],
  ['newcomerHasFullTerm', 'a departure that moves the due moment', momentOf('circle.changed', 'p2'), due(1)],
  [
    'longestDurationShown',
    'a longest duration that is too short',
    momentOf('proposal.submitted', p1),
    it => withFact(it, { longestDays: Number(it.event.fact.longestDays) - 1 }),
  ],
  [
    'longestDurationShown',
    'none at all',
    momentOf('proposal.submitted', p1),
    it => withFact(it, { closesBy: null }),
  ],
  [
    'noticeToEveryPartner',
    'a partner not notified of a submission',
    momentOf('proposal.submitted', p1),
    it => withFact(it, { notice: (it.event.fact.notice as unknown[]).slice(1) }),
  ],
  [
    'noticeToEveryPartner',
    'a partner notified through nobody',
    momentOf('proposal.amended', p1),
    it => withFact(it, { notice: (it.event.fact.notice as object[]).map(one => ({ ...one, persons: [] })) }),
  ],
  [
    'noticeToEveryPartner',
    'a newcomer not notified',
    momentOf('circle.changed', p1),
    it => withFact(it, { notice: [] }),
  ],
  [
    'answerOnThisStage',
    'an answer moved up',
    momentOf('objection.answered', p1),
    it => withFact(it, { stage: 'stuurgroep' }),
  ],
  [
    'stageIsLeft',
    'a stage entered while the term runs',
    momentOf('stage.entered', p1),
    it => withContext(it, { leaving: null }),
  ],
  [
    'stageIsLeft',
    'a stage skipped',
    momentOf('stage.entered', p1),
    it => withFact(it, { stage: 'opgavemanager' }),
  ],
  [
    'openPointsNamed',
    'a silence not named',
    momentOf('stage.entered', p1),
    it => withFact(it, { silences: [] }),
  ],
  [
    'openPointsNamed',
    'an objection said to be unanswered',
    momentOf('stage.entered', p1),
    it => withFact(it, { unanswered: ['o1'] }),
  ],
  [
    'everyPartnerAgrees',
    'a call with one position missing',
    momentOf('decision.called', p1),
    it => withContext(it, { counting: 2 }),
  ],
  [
    'somebodyCarriesIt',
    'a call while all stand aside',
    momentOf('decision.called', p1),
    it => withContext(it, { supporting: 0 }),
  ],
  [
    'noOpenObjection',
    'a call beside an objection',
    momentOf('decision.called', p1),
    it => withContext(it, { objecting: 1 }),
  ],
  [
    'notYetCalled',
    'a call doubled',
    momentOf('decision.called', p1),
    it => withContext(it, { called: true }),
  ],
  [
    'everyPartnerConfirmed',
    'a decision with one confirmation missing',
    momentOf('decision.taken', p1),
    it => withContext(it, { confirmed: 2 }),
  ],
  [
    'everyPartnerConfirmed',
    'a decision that leaves a partner out',
    momentOf('decision.taken', p1),
    it => withFact(it, { partners: ['almere', 'zeewolde'] }),
  ],
  [
    'everyPartnerAgrees',
    'a decision with one position missing',
    momentOf('decision.taken', p1),
    it => withContext(it, { counting: 2 }),
  ],
  [
    'needsShown',
    'a need hidden at a decision',
    momentOf('decision.taken', p1),
    it => withFact(it, { unmetNeeds: [] }),
  ],
  [
    'consensusOutOfReach',
    'an end for want of partners, with three',
    momentOf('consensus.failed', 'p2'),
    it => withFact(it, { reason: 'tooFewPartners' }),
  ],
  [
    'consensusOutOfReach',
    'an end while the term runs',
    momentOf('consensus.failed', 'p2'),
    it => withContext(it, { leaving: null }),
  ],
  [
    'openPointsKept',
    'an objection forgotten at the end',
    momentOf('consensus.failed', 'p2'),
    it => withFact(it, { sustained: [] }),
  ],
  [
    'openPointsKept',
    'a silence forgotten at the end',
    momentOf('consensus.failed', 'p2'),
    it => withFact(it, { silent: [] }),
  ],
  [
    'oneChangeAtATime',
    'a change that nobody made',
    momentOf('circle.changed', p1),
    it => withFact(it, { joined: 'dronten' }),
  ],
  [
    'oneChangeAtATime',
    'a change noted twice',
    momentOf('circle.changed', p1),
    it => withContext(it, { circle: 1 }),
  ],
  [
    'digestOfTheContent',
    'another text than was amended',
    momentOf('proposal.amended', p1),
    it => withEvent(it, { asked: { ...it.event.asked, text: 'We build nothing.' } }),
  ],
  [
    'digestOfTheRevision',
    'a position on another text',
    momentOf('position.taken', p1),
    it => withContext(it, { digest: `sha256:${'0'.repeat(64)}` }),
  ],
  [
    'underTheCharterInForce',
    'a submission under another charter',
    momentOf('proposal.submitted', p1),
    it => withFact(it, { charter: `sha256:${'0'.repeat(64)}` }),
  ],
  [
    'timeMovesForward',
    'a position before the fact before it',
    momentOf('position.taken', p1),
    it => withEvent(it, { at: '2026-01-01T00:00:00.000Z' }),
  ],
  [
    'circleKnown',
    'a position before the newcomer is noted',
    momentOf('position.taken', p1),
    it => withContext(it, { circle: -1 }),
  ],
  [
    'outcomesRecorded',
    'a position before the stage that is owed',
    momentOf('position.taken', p1),
    it => withContext(it, { leaving: 'term' }),
  ],
  [
    'beforeDueMoment',
    'a position at the due moment',
    momentOf('position.taken', p1),
    it => withEvent(it, { at: contextOf(it).dueAt }),
  ],
  [
    'termReached',
    'a term ended a moment early',
    momentOf('term.ended', p1),
    it => withEvent(it, { at: contextOf(it).lastAt }),
  ],
  ['byClock', 'a term ended by a person', momentOf('term.ended', p1), it => withEvent(it, { by: 'omar' })],
  [
    'digestOfTheCharter',
    'another charter than was proposed',
    momentOf('charter.proposed', 'charter'),
    it => withFact(it, { digest: `sha256:${'0'.repeat(64)}` }),
  ],
  [
    'everyPartnerSigned',
    'a founding without one of them',
    momentOf('collaboration.founded', 'charter'),
    it => withFact(it, { partners: ['almere'] }),
  ],
  [
    'needsShown',
    'a need hidden at the founding',
    momentOf('collaboration.founded', 'charter'),
    it => withFact(it, { unmetNeeds: [] }),
  ],
  [
    'newcomerSigned',
    'a newcomer without its people',
    momentOf('partner.joined', 'charter'),
    it => withFact(it, { people: [] }),
  ],
  [
    'newcomerSigned',
    'a newcomer that did not sign',
    momentOf('partner.joined', 'charter'),
    it => withContext(it, { joining: null }),
  ],
  [
    'adoptedByDecision',
    'a charter that nobody decided',
    momentOf('charter.replaced', 'charter'),
    it => withEvent(it, { adopted: null }),
  ],
  [
    'adoptedByDecision',
    'a departed partner let back in',
    momentOf('charter.replaced', 'charter'),
    it => withFact(it, { barred: ['urk'] }),
  ],
  [
    'outcomesRecorded',
    'a departure before the newcomer is in',
    momentOf('partner.left', 'charter'),
    it => withContext(it, { joining: 'urk' }),
  ],
  [
    'timeMovesForward',
    'a departure before the fact before it',
    momentOf('partner.left', 'charter'),
    it => withEvent(it, { at: '2026-01-01T00:00:00.000Z' }),
  ],
]

describe('facts that only a forger can write', () => {
  it('are told by a story in which every fact is admitted', () => {
    expect(moments.map(refusal)).toEqual(moments.map(() => null))
    expect(moments.length).toBeGreaterThan(50)
  })

  it.each(twins)('%s refuses %s', (rule, _, genuine, forge) => {
    expect(refusal(genuine)).toBe(null)
    expect(refusal(forge(genuine))).toBe(rule)
  })
})
