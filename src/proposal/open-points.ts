// What a proposal is waiting for: derived from the same questions that the rules ask.
import type { Circle } from '../charter/circle.ts'
import { blockingObjections, type Proposal, silentPartners, unconfirmedPartners } from './proposal.ts'

/**
 * A point that stays open: a partner that has not spoken (provisionally is not speaking), an objection, a confirmation
 * that is missing; `support` says that all stand aside, so that nobody carries the decision (C3).
 */
export type OpenPoint =
  | { readonly kind: 'silence'; readonly partner: string }
  | { readonly kind: 'objection'; readonly partner: string; readonly id: string }
  | { readonly kind: 'confirmation'; readonly partner: string }
  | { readonly kind: 'support' }

/** The open points of a running proposal; a draft or an ended one has none. Pure. */
export function openPoints(proposal: Proposal, circle: Circle): OpenPoint[] {
  if (proposal.dueAt === null) return []
  const objection = (id: string): OpenPoint => ({
    kind: 'objection',
    partner: proposal.objections[id]?.partner ?? '',
    id,
  })
  const unsupported = proposal.counting === proposal.partners && proposal.supporting === 0
  return [
    ...silentPartners(proposal, circle).map((partner): OpenPoint => ({ kind: 'silence', partner })),
    ...blockingObjections(proposal, circle).map(objection),
    ...unconfirmedPartners(proposal, circle).map((partner): OpenPoint => ({ kind: 'confirmation', partner })),
    ...(unsupported ? [{ kind: 'support' } as const] : []),
  ]
}

/** A question is a comment that ends with a question mark; any reply to it counts as its answer. */
export function unansweredQuestions(comments: Proposal['comments']): string[] {
  const replied = new Set(Object.values(comments).map(({ replyTo }) => replyTo))
  return Object.keys(comments).filter(id => comments[id]?.text.trimEnd().endsWith('?') && !replied.has(id))
}
