// What is recorded about one proposal: only what the procedure adds to the act as it was asked.
import * as z from 'zod'
import { roleSchema } from '../charter/charter.ts'
import { digestSchema, idSchema, limits, recordedMomentSchema } from '../charter/words.ts'
import { stageSchema } from './acts.ts'

const revision = z.int().min(1)
const notice = z.strictObject({ partner: idSchema, persons: z.array(idSchema) })
const notices = z.array(notice).max(limits.partners)
/** A partner that is waited for, and the persons whom its silence now addresses (C4). */
const addressed = notices
/** The author: a partner by its id, or the office of opgavemanager (D3). */
const author = z.strictObject({ partner: idSchema.nullable() })
const contentMarks = {
  digest: digestSchema,
  changes: digestSchema.optional(),
  holidays: z.string().max(limits.name).optional(),
}

export const proposalDrafted = z.strictObject({
  type: z.literal('proposal.drafted'),
  author,
  ...contentMarks,
})
export const draftRevised = z.strictObject({ type: z.literal('draft.revised'), ...contentMarks })
export const proposalSubmitted = z.strictObject({
  type: z.literal('proposal.submitted'),
  revision: z.literal(1),
  digest: digestSchema,
  charter: digestSchema,
  notice: notices,
  dueAt: recordedMomentSchema,
  /** The longest that this can take, in working days and, where a calendar reaches that far, as a moment (O8). */
  longestDays: z.int().min(1),
  closesBy: recordedMomentSchema.nullable(),
})
export const proposalAmended = z.strictObject({
  type: z.literal('proposal.amended'),
  revision,
  ...contentMarks,
  notice: notices,
  dueAt: recordedMomentSchema,
})
export const proposalWithdrawn = z.strictObject({ type: z.literal('proposal.withdrawn') })
export const commentMade = z.strictObject({ type: z.literal('comment.made'), comment: idSchema })
export const positionTaken = z.strictObject({
  type: z.literal('position.taken'),
  partner: idSchema,
  role: roleSchema,
  digest: digestSchema,
})
export const objectionRaised = z.strictObject({
  type: z.literal('objection.raised'),
  objection: idSchema,
  partner: idSchema,
})
export const objectionAnswered = z.strictObject({
  type: z.literal('objection.answered'),
  revision,
  stage: stageSchema,
})
export const objectionWithdrawn = z.strictObject({
  type: z.literal('objection.withdrawn'),
  partner: idSchema,
  digest: digestSchema,
})
export const termExtended = z.strictObject({
  type: z.literal('term.extended'),
  partner: idSchema,
  dueAt: recordedMomentSchema,
})
export const proposalEscalated = z.strictObject({
  type: z.literal('proposal.escalated'),
  /** Null when the opgavemanager escalates. */
  partner: idSchema.nullable(),
})
export const termEnded = z.strictObject({ type: z.literal('term.ended') })
export const stageEntered = z.strictObject({
  type: z.literal('stage.entered'),
  revision,
  stage: stageSchema,
  dueAt: recordedMomentSchema,
  silences: addressed,
  unconfirmed: addressed,
  unanswered: z.array(idSchema),
})
export const decisionCalled = z.strictObject({
  type: z.literal('decision.called'),
  revision,
  digest: digestSchema,
  stage: stageSchema,
  dueAt: recordedMomentSchema,
})
export const confirmationGiven = z.strictObject({
  type: z.literal('confirmation.given'),
  partner: idSchema,
  role: roleSchema,
  digest: digestSchema,
})
export const decisionTaken = z.strictObject({
  type: z.literal('decision.taken'),
  revision,
  digest: digestSchema,
  partners: z.array(idSchema).max(limits.partners),
  unmetNeeds: z.array(idSchema),
})
export const consensusFailed = z.strictObject({
  type: z.literal('consensus.failed'),
  reason: z.enum(['ladderEnded', 'charterReplaced', 'tooFewPartners']),
  revision,
  sustained: z.array(idSchema),
  silent: z.array(idSchema).max(limits.partners),
})
/** Words that were kept apart are not to be kept any more. */
export const wordsErased = z.strictObject({ type: z.literal('words.erased') })
/** The circle changed while this proposal had not ended: who came is given notice and time, who left no longer counts. */
export const circleChanged = z.strictObject({
  type: z.literal('circle.changed'),
  version: z.int().min(1),
  joined: idSchema.nullable(),
  left: idSchema.nullable(),
  notice: notices,
  dueAt: recordedMomentSchema.nullable(),
  notBefore: recordedMomentSchema.nullable(),
})

export const proposalFacts = [
  proposalDrafted,
  draftRevised,
  proposalSubmitted,
  proposalAmended,
  proposalWithdrawn,
  commentMade,
  positionTaken,
  objectionRaised,
  objectionAnswered,
  objectionWithdrawn,
  termExtended,
  proposalEscalated,
  termEnded,
  stageEntered,
  decisionCalled,
  confirmationGiven,
  decisionTaken,
  consensusFailed,
  circleChanged,
  wordsErased,
] as const
export const proposalFactSchema = z.discriminatedUnion('type', proposalFacts)
export type ProposalFact = z.infer<typeof proposalFactSchema>
export type ProposalFactType = ProposalFact['type']
