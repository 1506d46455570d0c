// Every act there is: which fact it asks for, and the one door through which it comes in.
import * as z from 'zod'
import { type CharterAct, charterActs } from '../charter/acts.ts'
import type { CharterFact, CharterFactType } from '../charter/facts.ts'
import { faultOf } from '../charter/words.ts'
import { type ProposalActInput, proposalActs } from '../proposal/acts.ts'
import type { ProposalFact, ProposalFactType } from '../proposal/facts.ts'

/** The schema of all acts: what `act` asks of the form of what comes in. */
export const actSchema = z.discriminatedUnion('act', [...charterActs, ...proposalActs])
/** What a person asks, as plain JSON; told apart by `act`. */
export type Act = CharterAct | ProposalActInput
/** The names of the acts, as `takePosition`. */
export type ActName = Act['act']
/** The type of one kind of act: `ActOf<'takePosition'>`. */
export type ActOf<Name extends ActName> = Extract<Act, { act: Name }>
/** What is recorded; told apart by `type`. */
export type Fact = CharterFact | ProposalFact
/** The types of the facts, as `position.taken`. */
export type FactType = CharterFactType | ProposalFactType
/** The type of one kind of fact: `FactOf<'position.taken'>`. */
export type FactOf<Type extends FactType> = Extract<Fact, { type: Type }>

/** The fact that each act asks for. Facts not named here are outcomes: they follow, nobody asks for them. */
export const factAskedBy = {
  proposeCharter: 'charter.proposed',
  signCharter: 'charter.signed',
  giveMandate: 'mandate.given',
  withdrawMandate: 'mandate.withdrawn',
  registerKey: 'key.registered',
  revokeKey: 'key.revoked',
  eraseName: 'name.erased',
  leaveCollaboration: 'partner.left',
  draftProposal: 'proposal.drafted',
  reviseDraft: 'draft.revised',
  submitProposal: 'proposal.submitted',
  amendProposal: 'proposal.amended',
  withdrawProposal: 'proposal.withdrawn',
  comment: 'comment.made',
  takePosition: 'position.taken',
  raiseObjection: 'objection.raised',
  answerObjection: 'objection.answered',
  withdrawObjection: 'objection.withdrawn',
  extendTerm: 'term.extended',
  escalate: 'proposal.escalated',
  confirmDecision: 'confirmation.given',
  eraseWords: 'words.erased',
  endTerm: 'term.ended',
} as const satisfies Record<ActName, FactType>

/** The matter of everything about the charter and its circle; every other matter is a proposal, by its id. */
export const charterMatter = 'charter'

export function isCharterAct(act: Act): act is CharterAct {
  return !('proposal' in act) && act.act !== 'draftProposal'
}

/** Reads an act from anything: the act with nothing left undefined, or what is wrong with it in one line. Never throws. */
export function parseAct(input: unknown): { act: Act } | { fault: string } {
  try {
    return readAct(input)
  } catch {
    return { fault: 'cannot be read as plain JSON' }
  }
}

function readAct(input: unknown): { act: Act } | { fault: string } {
  const name = typeof input === 'object' && input !== null && 'act' in input ? input.act : undefined
  if (typeof name !== 'string' || !Object.hasOwn(factAskedBy, name))
    return { fault: `act: must be one of ${Object.keys(factAskedBy).join(', ')}` }
  const parsed = actSchema.safeParse(input)
  if (!parsed.success) return { fault: faultOf(parsed.error) }
  return { act: JSON.parse(JSON.stringify(parsed.data)) as Act }
}
