// What belongs on the table of the next meeting, of the line managers, the opgavemanager or the stuurgroep.
import { decidingRole } from '../proposal/proposal.ts'
import { type Point, pointsOf } from './points.ts'
import { isOverdue, isRunning, type ProposalStanding, type Standing } from './standing.ts'
import { matterOf, type Reader, type Voice, voiceFor } from './voice.ts'
import { byDueMoment } from './waiting.ts'

/** Who meets. The line managers of one partner alone look at what is theirs. */
export interface Meeting {
  readonly of: 'lijnmanagement' | 'opgavemanager' | 'stuurgroep'
  readonly partner?: string | undefined
}

/** A proposal on an agenda, with the points that the meeting can do something about. */
export interface AgendaItem {
  readonly proposal: string
  readonly dueAt: string
  readonly sentence: string
  readonly points: readonly Point[]
}

/** What is on the table of a meeting. */
export interface Agenda {
  readonly title: string
  /** First what is due first. */
  readonly items: readonly AgendaItem[]
}

/**
 * The agenda of a meeting. On it are: for line managers what is in consultation or on lijnmanagement, for the others what
 * stands on their stage; for the opgavemanager also objections that have no answer on their stage (O4); and confirmations for
 * those whose seats confirm (J2). What is over is on none. Pure.
 */
export function agenda(standing: Standing, meeting: Meeting, reader: Reader): Agenda {
  const voice = voiceFor(standing, reader)
  const { partner } = meeting
  const items = [...standing.proposals.values()].flatMap(state => itemOf(standing, state, meeting, reader))
  return {
    title: voice.phrases.agenda.title(meeting.of, partner === undefined ? '' : voice.partner(partner)),
    items: items.sort(byDueMoment),
  }
}

function itemOf(standing: Standing, state: ProposalStanding, meeting: Meeting, reader: Reader): AgendaItem[] {
  const { context } = state
  const { id, dueAt } = context
  if (!isRunning(state) || dueAt === null || isOverdue(standing, context)) return []
  const voice = voiceFor(standing, reader, context)
  const points = pointsOf(standing, context, voice).filter(point => concerns(point, state, meeting))
  return points.length === 0 ? [] : [{ proposal: id, dueAt, sentence: heading(state, voice), points }]
}

function concerns(point: Point, { context }: ProposalStanding, { of: who, partner }: Meeting): boolean {
  if (partner !== undefined && point.partner !== null && point.partner !== partner) return false
  if (point.kind === 'confirmation')
    return decidingRole(context) === who || (context.stage === who && who === 'opgavemanager')
  if (point.kind === 'objection' && who === 'opgavemanager')
    return context.stage === who || !Object.hasOwn(context.answeredHere, point.objection ?? '')
  return context.stage === who || (who === 'lijnmanagement' && context.stage === 'consultation')
}

function heading({ context }: ProposalStanding, voice: Voice): string {
  const { phrases } = voice
  const state = phrases.states[context.stage ?? 'drafting']
  return phrases.agenda.item(matterOf(context, voice), state, voice.until(context.dueAt ?? ''))
}
