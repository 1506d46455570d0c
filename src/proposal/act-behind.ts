// Which act stands behind each fact, written for the gate alone: it takes no table from the machine.
import type { CharterAct } from '../charter/acts.ts'
import type { CharterFact } from '../charter/facts.ts'
import type { ProposalActInput } from './acts.ts'
import type { ProposalFact } from './facts.ts'

export type Fact = ProposalFact | CharterFact
export type Asked = ProposalActInput | CharterAct

/** The act behind each fact; a fact not named here is nobody's: it follows from others. */
export const actBehind = {
  'charter.proposed': 'proposeCharter',
  'charter.signed': 'signCharter',
  'partner.left': 'leaveCollaboration',
  'mandate.given': 'giveMandate',
  'mandate.withdrawn': 'withdrawMandate',
  'key.registered': 'registerKey',
  'key.revoked': 'revokeKey',
  'name.erased': 'eraseName',
  'proposal.drafted': 'draftProposal',
  'draft.revised': 'reviseDraft',
  'proposal.submitted': 'submitProposal',
  'proposal.amended': 'amendProposal',
  'proposal.withdrawn': 'withdrawProposal',
  'comment.made': 'comment',
  'position.taken': 'takePosition',
  'objection.raised': 'raiseObjection',
  'objection.answered': 'answerObjection',
  'objection.withdrawn': 'withdrawObjection',
  'term.extended': 'extendTerm',
  'proposal.escalated': 'escalate',
  'confirmation.given': 'confirmDecision',
  'words.erased': 'eraseWords',
  'term.ended': 'endTerm',
} as const satisfies Partial<Record<Fact['type'], Asked['act']>>

/** The act behind a type of fact; nothing for a fact that follows from others. */
export type ActOf<T> = T extends keyof typeof actBehind
  ? Extract<Asked, { act: (typeof actBehind)[T] }>
  : undefined
