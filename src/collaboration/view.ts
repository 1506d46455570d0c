// A proposal as a reader sees it: plain data, derived from the state, with what it still waits for.
import { type Charter, type Role, unmetNeeds } from '../charter/charter.ts'
import { type Circle, isPresent, liveRoles, type Member, opgavemanagerOf } from '../charter/circle.ts'
import type { Stage } from '../proposal/acts.ts'
import type { Content } from '../proposal/content.ts'
import { type OpenPoint, openPoints, unansweredQuestions } from '../proposal/open-points.ts'
import { type Comment, type Objection, openObjections, type Position } from '../proposal/proposal.ts'
import type { ProposalState } from './shelf.ts'
import { type Collaboration, decisionsReplacing, proposalIn, withContent } from './state.ts'

/** Another proposal that this one builds on, replaces or repeats: how it ended, which objections were sustained (D2). */
export interface Earlier {
  readonly proposal: string
  readonly relation: 'basedOn' | 'replaces' | 'sameContent'
  readonly state: string
  readonly sustained: readonly { readonly id: string; readonly partner: string; readonly reason: string }[]
}

/** Who decides together at a moment. */
export interface CircleView {
  readonly founded: boolean
  /** The charter in force; before the founding the one that lies before the partners, if there is one. */
  readonly charter: Charter | null
  readonly digest: string | null
  /** The partners that have signed the charter proposed, before the founding. */
  readonly signedBy: readonly string[]
  /** The partners present, each with the persons who may speak for it now and their roles. */
  readonly partners: Readonly<Record<string, Readonly<Record<string, readonly Role[]>>>>
  /** Those whom the charter in force names and who have yet to sign it. */
  readonly invited: readonly string[]
  readonly opgavemanager: string | null
  readonly unmetNeeds: readonly string[]
}

/** Pure. */
export function circleViewOf(collaboration: Collaboration, at: string): CircleView {
  const circle = collaboration.circle.context
  const { proposed, members, barred } = circle
  const charter = circle.charter ?? proposed?.charter ?? null
  const absent = (circle.charter?.partners ?? []).map(({ id }) => id).filter(id => !isPresent(circle, id))
  return {
    founded: circle.charter !== null,
    charter,
    digest: circle.digest ?? proposed?.digest ?? null,
    signedBy: Object.keys(proposed?.signedBy ?? {}),
    partners: Object.fromEntries(
      Object.entries(members).map(([partner, { people }]) => [partner, speakersOf(people, at)]),
    ),
    invited: absent.filter(id => !Object.hasOwn(barred, id)),
    opgavemanager: opgavemanagerOf(circle, at),
    unmetNeeds: charter
      ? unmetNeeds(charter, partner => proposed !== null || isPresent(circle, partner))
      : [],
  }
}

function speakersOf(people: Member['people'], at: string): Record<string, readonly Role[]> {
  const speakers = Object.entries(people).map(
    ([person, mandates]) => [person, liveRoles(mandates, at)] as const,
  )
  return Object.fromEntries(speakers.filter(([, roles]) => roles.length > 0))
}

/** One proposal as the record has it. */
export interface ProposalView {
  readonly id: string
  /** drafting, consultation, lijnmanagement, opgavemanager, stuurgroep, decided, noConsensus or withdrawn. */
  readonly state: string
  readonly stage: Stage | null
  /** A partner's id, or `opgavemanager` for the office. */
  readonly author: string
  /** 0 for a draft. */
  readonly revision: number
  readonly digest: string
  readonly content: Content | null
  readonly called: boolean
  readonly dueAt: string | null
  /** The longest that this can take, as announced at submission: in working days, and as a moment (O8). */
  readonly longestDays: number
  readonly closesBy: string | null
  readonly positions: Readonly<Record<string, Position>>
  readonly objections: Readonly<Record<string, Objection>>
  readonly confirmations: Readonly<Record<string, { readonly by: string; readonly at: string }>>
  readonly comments: Readonly<Record<string, Comment>>
  /** Comments that ask something and have no reply (D1). */
  readonly unansweredQuestions: readonly string[]
  readonly openPoints: readonly OpenPoint[]
  /** Commitments whose partner has left (F4), by id. */
  readonly commitmentsOfDeparted: readonly string[]
  readonly earlier: readonly Earlier[]
  /** The decisions that replace this one. */
  readonly replacedBy: readonly string[]
}

/** Pure; undefined where no proposal has this id. @throws NotAtHand */
export function viewOf(collaboration: Collaboration, id: string): ProposalView | undefined {
  const state = proposalIn(collaboration, id)
  if (!state) return undefined
  const { context, value } = state
  const {
    revision,
    digest,
    content,
    called,
    dueAt,
    closesBy,
    positions,
    objections,
    confirmations,
    comments,
  } = context
  return {
    id,
    state: value,
    stage: context.stage,
    author: context.author ?? 'opgavemanager',
    revision,
    digest,
    content,
    called,
    dueAt,
    longestDays: context.longestDays,
    closesBy,
    positions,
    objections,
    confirmations,
    comments,
    unansweredQuestions: unansweredQuestions(comments),
    openPoints: openPoints(context, collaboration.circle.context),
    commitmentsOfDeparted: commitmentsOfDeparted(content, collaboration.circle.context),
    earlier: earlierOf(collaboration, state),
    replacedBy: decisionsReplacing(collaboration, id),
  }
}

function commitmentsOfDeparted(content: Content | null, circle: Circle): string[] {
  return (content?.commitments ?? []).filter(({ partner }) => !isPresent(circle, partner)).map(({ id }) => id)
}

function earlierOf(collaboration: Collaboration, { context }: ProposalState): Earlier[] {
  const { basedOn = [], replaces = [] } = context.content ?? {}
  const same = withContent(collaboration, context.digest).filter(id => id !== context.id)
  return [
    ...basedOn.map(id => earlier(collaboration, id, 'basedOn')),
    ...replaces.map(id => earlier(collaboration, id, 'replaces')),
    ...same.map(id => earlier(collaboration, id, 'sameContent')),
  ]
}

function earlier(collaboration: Collaboration, proposal: string, relation: Earlier['relation']): Earlier {
  const state = proposalIn(collaboration, proposal)
  const sustained = state ? openObjections(state.context).flatMap(id => sustainedOf(state, id)) : []
  return { proposal, relation, state: state?.value ?? '', sustained }
}

function sustainedOf(
  { context }: ProposalState,
  id: string,
): { id: string; partner: string; reason: string }[] {
  const objection = context.objections[id]
  return objection ? [{ id, partner: objection.partner, reason: objection.reason }] : []
}
