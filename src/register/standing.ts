// Where everything stands at a moment, and what the law itself says about an act or a fact there.
import type { ChartState } from '../chart.ts'
import type { CharterAct } from '../charter/acts.ts'
import { type Circle, holdersOf, opgavemanagerOf } from '../charter/circle.ts'
import { charterProcedure } from '../charter/procedure.ts'
import { foldId } from '../charter/words.ts'
import type { ProposalAct } from '../proposal/acts.ts'
import type { ProposalEvent } from '../proposal/event.ts'
import { type ProposalAround, proposalProcedure } from '../proposal/procedure.ts'
import { nextStage, type Proposal } from '../proposal/proposal.ts'
import type { Names } from './names.ts'
import type { Next } from './phrases.ts'

/** Where one proposal stands: the name of the machine's state, and what the record says of it. */
export type ProposalStanding = ChartState<Proposal>

/** Where everything stands at a moment: what the register reads from. Plain, immutable values. */
export interface Standing {
  /** A moment, not before the last one recorded. */
  readonly at: string
  readonly circle: Circle
  /** All that are drafted or running, and those that were asked for, by id. */
  readonly proposals: ReadonlyMap<string, ProposalStanding>
  /** What everybody is called; if left out, as the charter in force or proposed names them. */
  readonly names?: Names | undefined
}

/** Acts are looked at as signed and their words as kept as they have to be: neither changes anything in what is asked. */
function aroundOf({ at, circle, proposals }: Standing): ProposalAround {
  const others = {
    has: (id: string) => proposals.has(id),
    hasLike: (id: string) => [...proposals.keys()].some(other => foldId(other) === foldId(id)),
  }
  return { at, circle, others, signed: true, apart: true, seq: 0 }
}

/** An act on a proposal as the chart would be asked about it. Pure. */
export function eventOf(standing: Standing, state: ProposalStanding, act: ProposalAct): ProposalEvent {
  return proposalProcedure.propose(state, act, aroundOf(standing))
}

/** A fact that follows from others, as the chart would be asked about it. Pure. */
export function outcomeOf(standing: Standing, fact: ProposalEvent['fact']): ProposalEvent {
  return { ...aroundOf(standing), type: fact.type, asked: {}, fact }
}

/** Whether the law would admit this act now. Pure. */
export function admits(standing: Standing, state: ProposalStanding, act: ProposalAct): boolean {
  return proposalProcedure.chart.refusal(state, eventOf(standing, state, act)) === null
}

/** Whether the law would admit this act on the charter now. Pure. */
export function admitsOnCharter({ at, circle }: Standing, act: CharterAct): boolean {
  const state = { value: circle.charter === null ? 'unfounded' : 'founded', context: circle }
  const event = charterProcedure.propose(state, act, { at, signed: true, apart: true, adopted: null })
  return charterProcedure.chart.refusal(state, event) === null
}

/** Everybody who may speak for a partner now, in whatever role. Pure. */
export function peopleOf({ at, circle }: Standing, partner: string): string[] {
  return holdersOf(circle, partner, ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'], at)
}

/** Who acts as author: the people of a partner, or who holds the office (D3). Pure. */
export function authorsOf(standing: Standing, { author }: Proposal): string[] {
  if (author !== null) return peopleOf(standing, author)
  const holder = opgavemanagerOf(standing.circle, standing.at)
  return holder === null ? [] : [holder]
}

/** True where a term is over and that has yet to be recorded: until then the law admits nothing else (T1). Pure. */
export function isOverdue({ at }: Standing, { dueAt }: Proposal): boolean {
  return dueAt !== null && at >= dueAt
}

/** The zone in whose days a proposal's terms are told: its own charter's, else the one in force or proposed. Pure. */
export function zoneOf({ circle }: Standing, proposal?: Proposal): string {
  const charter = proposal?.law ?? circle.charter ?? circle.proposed?.charter
  return charter?.calendar.timeZone ?? 'UTC'
}

export const isRunning = ({ context }: ProposalStanding): boolean => context.dueAt !== null

/** Where a proposal goes when the term of its stage ends undecided (O3, O7). Pure. */
export const nextOf = ({ stage }: Proposal): Next => nextStage(stage) ?? 'noConsensus'
