// What people may ask about one proposal, as plain JSON objects told apart by `act`.
import * as z from 'zod'
import { digestSchema, idSchema, phraseSchema, reasonSchema, textSchema } from '../charter/words.ts'
import { contentFields } from './content.ts'

const revision = z.int().min(0).max(1_000)
export const stages = ['consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep'] as const
/** A rung of the ladder; the first is the consultation (O3). */
export type Stage = (typeof stages)[number]
export const stageSchema = z.enum(stages)

const own = { by: idSchema, proposal: idSchema }
const charterPair = (act: { charter?: unknown; changes?: unknown }) =>
  act.changes === undefined || act.charter !== undefined
const onlyWithCharter = { message: 'may be given only together with a charter', path: ['changes'] }

/** A new draft, visible to every partner from the first word (D1). */
export const draftProposal = z
  .strictObject({
    act: z.literal('draftProposal'),
    by: idSchema,
    proposal: idSchema.optional(),
    ...contentFields,
  })
  .refine(charterPair, onlyWithCharter)
/** The whole content of a draft anew. */
export const reviseDraft = z
  .strictObject({ act: z.literal('reviseDraft'), ...own, ...contentFields })
  .refine(charterPair, onlyWithCharter)
/** The whole content of a running proposal anew: a new revision, a new consultation (O6). */
export const amendProposal = z
  .strictObject({ act: z.literal('amendProposal'), ...own, ...contentFields })
  .refine(charterPair, onlyWithCharter)
/** Fixes revision 1 and asks every partner for its position (C1, D2). */
export const submitProposal = z.strictObject({ act: z.literal('submitProposal'), ...own })
/** Ends the proposal; what was said about it stays on record (D3). */
export const withdrawProposal = z.strictObject({ act: z.literal('withdrawProposal'), ...own })
/** A comment, question or reply: decides nothing, may be made in every state (D1). */
export const comment = z.strictObject({
  act: z.literal('comment'),
  ...own,
  text: textSchema,
  replyTo: idSchema.optional(),
})
/** Where the own partner stands on exactly this revision (C2, C3, C6). */
export const takePosition = z.strictObject({
  act: z.literal('takePosition'),
  ...own,
  revision,
  position: z.enum(['consent', 'reservation', 'standAside']),
  reason: reasonSchema.optional(),
  provisional: z.boolean().optional(),
})
/** A reasoned objection: only its own partner can let it go (O1, O2). */
export const raiseObjection = z.strictObject({
  act: z.literal('raiseObjection'),
  ...own,
  revision,
  reason: reasonSchema,
  ground: z.enum(['content', 'involvement']).optional(),
  objection: idSchema.optional(),
})
/** A reasoned answer, which closes nothing (O4). */
export const answerObjection = z.strictObject({
  act: z.literal('answerObjection'),
  ...own,
  objection: idSchema,
  text: reasonSchema,
})
/** Lets one's own objection go, on the revision named (O2). */
export const withdrawObjection = z.strictObject({
  act: z.literal('withdrawObjection'),
  ...own,
  objection: idSchema,
  revision,
  reason: reasonSchema.optional(),
})
/** More time for everyone to consult the own organisation: ruggespraak (C5). */
export const extendTerm = z.strictObject({ act: z.literal('extendTerm'), ...own, revision })
/** Takes what stays open one rung up before the term ends (O3). */
export const escalate = z.strictObject({
  act: z.literal('escalate'),
  ...own,
  revision,
  stage: stageSchema,
  reason: reasonSchema,
})
/** The own partner's confirmation of exactly this text (J2). */
export const confirmDecision = z.strictObject({ act: z.literal('confirmDecision'), ...own, revision })
/** Has words erased that are kept apart in this matter, for a reason: by who wrote them, or who keeps them (W4). */
export const eraseWords = z.strictObject({
  act: z.literal('eraseWords'),
  ...own,
  digest: digestSchema,
  reason: phraseSchema,
})
/** Offered by the clock alone, without `by`; refused to every person (T1). */
export const endTerm = z.strictObject({
  act: z.literal('endTerm'),
  by: idSchema.optional(),
  proposal: idSchema,
  revision,
  stage: stageSchema,
})

export const proposalActs = [
  draftProposal,
  reviseDraft,
  submitProposal,
  withdrawProposal,
  comment,
  takePosition,
  raiseObjection,
  answerObjection,
  withdrawObjection,
  extendTerm,
  escalate,
  amendProposal,
  confirmDecision,
  eraseWords,
  endTerm,
] as const
export const proposalActSchema = z.discriminatedUnion('act', proposalActs)
export type ProposalActInput = z.infer<typeof proposalActSchema>
/** An act on a proposal with the ids that it may leave out filled in. */
export type ProposalAct = ProposalActInput & { readonly proposal: string }
