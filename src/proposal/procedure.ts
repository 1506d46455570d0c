// How an act on a proposal is worded as a fact, and which outcomes may follow from the facts so far.
import { dueAfter } from '../calendar.ts'
import { type Charter, holidaysOf, type Role, unmetNeeds } from '../charter/charter.ts'
import {
  type Circle,
  isPresent,
  mandateOf,
  type Notice,
  noticeTo,
  noticeToAll,
  opgavemanagerOf,
} from '../charter/circle.ts'
import type { Signing } from '../charter/keys.ts'
import type { Apart } from '../charter/personal.ts'
import { foldId } from '../charter/words.ts'
import type { Procedure } from '../decider.ts'
import type { ProposalAct } from './acts.ts'
import { type ContentInput, contentDigest, contentOf } from './content.ts'
import type { Others, ProposalEvent } from './event.ts'
import type { ProposalFact } from './facts.ts'
import { proposalChart } from './machine.ts'
import { climbing } from './predicates.ts'
import {
  decidingRole,
  longestDays,
  mostCalendarDays,
  nextStage,
  openObjections,
  outlivedItsCharter,
  type Proposal,
  silentPartners,
} from './proposal.ts'

/** What lies beside an act and is not part of it: the moment, the circle, the other proposals, its signature and place. */
export interface ProposalAround {
  readonly at: string
  readonly circle: Circle
  readonly others: Others
  readonly signed: Signing
  /** How the words of the act are kept, where some are kept apart (W4). */
  readonly apart?: Apart | undefined
  /** The number that the entry of the first fact is to have. */
  readonly seq: number
}

/** What a change of the circle asks of every proposal that has not ended. */
export interface CircleChange {
  readonly act: 'changeCircle'
  readonly joined: string | null
  readonly left: string | null
}

type Asked = ProposalAct | CircleChange
type Wording<A extends Asked['act']> = (
  proposal: Proposal,
  act: Extract<Asked, { act: A }>,
  around: ProposalAround,
  by: string,
) => ProposalFact

/** The working days of a proposal: its own charter's, or the one in force while it is a draft (F2). */
const calendarOf = (proposal: Proposal, circle: Circle) => proposal.law?.calendar ?? circle.charter?.calendar
const termsOf = (proposal: Proposal, circle: Circle) => proposal.law?.terms ?? circle.charter?.terms

/** The due moment of a term that starts at a moment, and never before `floor`; `floor` itself where there is no charter. */
function dueOf(
  proposal: Proposal,
  circle: Circle,
  from: string,
  term: keyof Charter['terms'],
  floor: string | null,
): string {
  const calendar = calendarOf(proposal, circle)
  const days = termsOf(proposal, circle)?.[term]
  const due = calendar && days ? dueAfter(calendar, from, days) : from
  return floor !== null && floor > due ? floor : due
}

const partnerOf = ({ circle, at }: ProposalAround, by: string): string =>
  mandateOf(circle, by, at)?.partner ?? ''

/** The first role of the person among those that may do it; the last of them where there is none, to be refused. */
function roleOf({ circle, at }: ProposalAround, by: string, roles: readonly [Role, ...Role[]]): Role {
  const held = mandateOf(circle, by, at)?.roles ?? []
  return roles.find(role => held.includes(role)) ?? roles[0]
}

/** `o1`, `o2` ... or `c1`, `c2` ...: the first number of its kind that is not taken, nor could be taken for another. */
function nextId(letter: string, taken: Readonly<Record<string, unknown>>): string {
  const folds = new Set(Object.keys(taken).map(foldId))
  let number = 1
  while (folds.has(foldId(`${letter}${number}`))) number += 1
  return `${letter}${number}`
}

/** What a content's fact records beside it: the charter it changes, the version of its holidays, the digest of it all. */
function contentMarks(
  input: ContentInput,
  circle: Circle,
): { digest: string; changes?: string; holidays?: string } {
  const changes = input.charter ? (input.changes ?? circle.digest ?? undefined) : input.changes
  const marks = {
    ...(changes === undefined ? {} : { changes }),
    ...(input.charter ? { holidays: holidaysOf(input.charter) } : {}),
  }
  return { digest: contentDigest(contentOf(input, marks)), ...marks }
}

/** O8 as a moment, as far as calendars are trusted: two hundred years of working days. */
function closesBy(calendar: Charter['calendar'] | undefined, at: string, days: number): string | null {
  return calendar && days <= mostCalendarDays ? dueAfter(calendar, at, days) : null
}

const submitted: Wording<'submitProposal'> = (proposal, _, { at, circle }) => {
  const law = circle.charter ? { ...circle.charter, charter: circle.digest ?? '' } : null
  const days = law ? longestDays(law, circle.size) : 1
  return {
    type: 'proposal.submitted',
    revision: 1,
    digest: proposal.digest,
    charter: circle.digest ?? '',
    notice: notices(circle, at),
    dueAt: dueOf(proposal, circle, at, 'consultation', null),
    longestDays: days,
    closesBy: closesBy(calendarOf(proposal, circle), at, days),
  }
}

const notices = (circle: Circle, at: string) => copied(noticeToAll(circle, at))

/** Notices as a fact records them. */
function copied(list: readonly Notice[]): { partner: string; persons: string[] }[] {
  return list.map(({ partner, persons }) => ({ partner, persons: [...persons] }))
}

const amended: Wording<'amendProposal'> = (proposal, act, { at, circle }) => ({
  type: 'proposal.amended',
  revision: proposal.revision + 1,
  ...contentMarks(act, circle),
  notice: notices(circle, at),
  dueAt: dueOf(proposal, circle, at, 'consultation', proposal.notBefore),
})

const positionTaken: Wording<'takePosition'> = (proposal, _, around, by) => ({
  type: 'position.taken',
  partner: partnerOf(around, by),
  role: roleOf(around, by, ['lijnmanagement', 'stuurgroep']),
  digest: proposal.digest,
})

const answered: Wording<'answerObjection'> = proposal => ({
  type: 'objection.answered',
  revision: proposal.revision,
  stage: proposal.stage ?? 'consultation',
})

const circleChanged: Wording<'changeCircle'> = (proposal, { joined, left }, { at, circle }) => {
  const running = proposal.stage !== null && joined !== null
  const notBefore = running
    ? dueOf(proposal, circle, at, 'consultation', proposal.notBefore)
    : proposal.notBefore
  const later = notBefore !== null && proposal.dueAt !== null && notBefore > proposal.dueAt
  return {
    type: 'circle.changed',
    version: circle.version,
    joined,
    left,
    notice: joined === null ? [] : copied([noticeTo(circle, joined, at)]),
    dueAt: later ? notBefore : proposal.dueAt,
    notBefore,
  }
}

const wordings: { readonly [A in Asked['act']]: Wording<A> } = {
  draftProposal: (_, act, around, by) => {
    const partner = opgavemanagerOf(around.circle, around.at) === by ? null : partnerOf(around, by)
    return { type: 'proposal.drafted', author: { partner }, ...contentMarks(act, around.circle) }
  },
  reviseDraft: (_, act, { circle }) => ({ type: 'draft.revised', ...contentMarks(act, circle) }),
  submitProposal: submitted,
  amendProposal: amended,
  withdrawProposal: () => ({ type: 'proposal.withdrawn' }),
  comment: proposal => ({ type: 'comment.made', comment: nextId('c', proposal.comments) }),
  takePosition: positionTaken,
  raiseObjection: (proposal, act, around, by) => ({
    type: 'objection.raised',
    objection: act.objection ?? nextId('o', proposal.objections),
    partner: partnerOf(around, by),
  }),
  answerObjection: answered,
  withdrawObjection: (proposal, _, around, by) => ({
    type: 'objection.withdrawn',
    partner: partnerOf(around, by),
    digest: proposal.digest,
  }),
  extendTerm: (proposal, _, around, by) => ({
    type: 'term.extended',
    partner: partnerOf(around, by),
    dueAt: dueOf(proposal, around.circle, proposal.dueAt ?? around.at, 'extension', null),
  }),
  escalate: (_, __, around, by) => ({
    type: 'proposal.escalated',
    partner: opgavemanagerOf(around.circle, around.at) === by ? null : partnerOf(around, by),
  }),
  confirmDecision: (proposal, _, around, by) => ({
    type: 'confirmation.given',
    partner: partnerOf(around, by),
    role: decidingRole(proposal),
    digest: proposal.digest,
  }),
  eraseWords: () => ({ type: 'words.erased' }),
  endTerm: () => ({ type: 'term.ended' }),
  changeCircle: circleChanged,
}

function eventOf(fact: ProposalFact, around: ProposalAround, act?: Asked): ProposalEvent {
  const { at, circle, others, signed, apart, seq } = around
  const isPersons = act !== undefined && act.act !== 'changeCircle'
  const [by, asked] = isPersons ? [act.by, act] : [undefined, {}]
  return { type: fact.type, at, by, signed, apart, seq, circle, others, asked, fact } as ProposalEvent
}

function propose(proposal: Proposal, act: Asked, around: ProposalAround): ProposalEvent {
  const by = 'by' in act ? (act.by ?? '') : ''
  const wording = wordings[act.act] as Wording<Asked['act']>
  return eventOf(wording(proposal, act as never, around, by), around, act)
}

/** What the facts so far may demand. Each is worded only where it can be due; whether it is, the chart says. */
function outcomes(proposal: Proposal, around: ProposalAround): ProposalFact[] {
  const { circle } = around
  if (proposal.stage === null) return []
  const reason = endReason(proposal, circle)
  if (reason) return [failed(proposal, circle, reason)]
  if (proposal.leaving !== null) return entered(proposal, around)
  if (proposal.counting < proposal.partners) return []
  if (!proposal.called) return [called(proposal, around)]
  return proposal.confirmed < proposal.partners ? [] : [taken(proposal, around)]
}

function endReason(
  proposal: Proposal,
  circle: Circle,
): Extract<ProposalFact, { type: 'consensus.failed' }>['reason'] | null {
  if (circle.size < 2) return 'tooFewPartners'
  if (outlivedItsCharter(proposal, circle)) return 'charterReplaced'
  return proposal.leaving === 'term' && proposal.stage === 'stuurgroep' ? 'ladderEnded' : null
}

function failed(
  proposal: Proposal,
  circle: Circle,
  reason: NonNullable<ReturnType<typeof endReason>>,
): ProposalFact {
  return {
    type: 'consensus.failed',
    reason,
    revision: proposal.revision,
    sustained: openObjections(proposal),
    silent: silentPartners(proposal, circle),
  }
}

function entered(proposal: Proposal, { circle, at }: ProposalAround): ProposalFact[] {
  const stage = nextStage(proposal.stage)
  if (stage === null || stage === 'consultation') return []
  const dueAt = dueOf(proposal, circle, at, stage, proposal.notBefore)
  const { silences, unconfirmed, unanswered } = climbing(proposal, stage, circle, at)
  const fact = { revision: proposal.revision, stage, dueAt, unanswered }
  return [{ type: 'stage.entered', ...fact, silences: copied(silences), unconfirmed: copied(unconfirmed) }]
}

/** The call as it would be recorded at this moment; whether it is admitted the chart says. Pure. */
export function called(proposal: Proposal, around: Pick<ProposalAround, 'circle' | 'at'>): ProposalFact {
  const { revision, digest, stage } = proposal
  const dueAt = callDue(proposal, around)
  return { type: 'decision.called', revision, digest, stage: stage ?? 'consultation', dueAt }
}

/** J2: the first call on a stage of a revision gives at least the charter's term, a later one moves nothing. */
function callDue(proposal: Proposal, { circle, at }: Pick<ProposalAround, 'circle' | 'at'>): string {
  const { dueAt, calledHere } = proposal
  return calledHere && dueAt !== null ? dueAt : dueOf(proposal, circle, at, 'jointDecision', dueAt)
}

/** The decision as it would be recorded at this moment; whether it is admitted the chart says. Pure. */
export function taken(proposal: Proposal, { circle }: Pick<ProposalAround, 'circle'>): ProposalFact {
  const needs = circle.charter ? unmetNeeds(circle.charter, partner => isPresent(circle, partner)) : []
  const partners = Object.keys(circle.members)
  return {
    type: 'decision.taken',
    revision: proposal.revision,
    digest: proposal.digest,
    partners,
    unmetNeeds: needs,
  }
}

export const proposalProcedure: Procedure<Proposal, Asked, ProposalEvent, ProposalAround> = {
  chart: proposalChart,
  propose: (state, act, around) => propose(state.context, act, around),
  outcomes: (state, around) => outcomes(state.context, around).map(fact => eventOf(fact, around)),
}
