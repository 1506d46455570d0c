// Where a collaboration stands: the circle, and every proposal, at hand or put away.
import type { ChartState } from '../chart.ts'
import type { Circle } from '../charter/circle.ts'
import { charterChart } from '../charter/machine.ts'
import type { Adopted } from '../charter/rules.ts'
import { foldId } from '../charter/words.ts'
import { proposalChart } from '../proposal/machine.ts'
import type { Proposal } from '../proposal/proposal.ts'
import { type ActOf, charterMatter } from './acts.ts'
import { emptyShelf, isDueBefore, isEnded, type ProposalState, put, type Shelf } from './shelf.ts'

/**
 * Where a collaboration stands. One holder owns it: `commit` moves it forward in place, `fork` gives one that can be moved
 * ahead without moving this one. What both share, the shelf, moves only by `settleIn`.
 */
export interface Collaboration {
  circle: ChartState<Circle>
  /** States that the shelf does not have yet, in the order in which they were first touched. */
  readonly ahead: Map<string, ProposalState>
  readonly shelf: Shelf
  /** No number below this is free for an id that is made: `p1`, `p2` ... */
  firstFree: number
  /** How many entries have led here. */
  size: number
  lastAt: string
  /** A charter decided on that has yet to take effect. */
  adopted: Adopted | null
  /** Live proposals that have yet to take note of a change of the circle. */
  readonly behind: Set<string>
  /** Matters touched by the act that was recorded last. */
  readonly touched: Set<string>
  /** True where only some of the matters of a log are at hand: proposals that are not here may exist elsewhere. */
  readonly excerpt: boolean
}

export function emptyCollaboration(): Collaboration {
  return {
    circle: charterChart.initial,
    ahead: new Map(),
    shelf: emptyShelf(),
    firstFree: 1,
    size: 0,
    lastAt: '',
    adopted: null,
    behind: new Set(),
    touched: new Set(),
    excerpt: false,
  }
}

/** A collaboration that can be moved ahead without moving this one. The work does not grow with the number of proposals. */
export function fork(collaboration: Collaboration): Collaboration {
  const { ahead, behind, touched } = collaboration
  const own = { ahead: new Map(ahead), behind: new Set(behind), touched: new Set(touched) }
  return Object.assign({ ...collaboration }, own)
}

/** Makes what was committed to this collaboration, a fork or not, the common ground of all that share its shelf. */
export function settleIn({ ahead, shelf }: Collaboration): void {
  for (const [id, state] of ahead) put(shelf, id, state)
  ahead.clear()
}

/** Thrown when states are asked for that were put away: whoever can read the log fetches them and asks again. */
export class NotAtHand extends Error {
  override readonly name = 'NotAtHand'
  readonly proposals: readonly string[]
  constructor(proposals: readonly string[]) {
    super(`the state of ${proposals.slice(0, 3).join(', ')} is not at hand`)
    this.proposals = proposals
  }
}

/** Where a proposal stands; undefined where there is none of this id. @throws NotAtHand */
export function proposalIn({ ahead, shelf }: Collaboration, id: string): ProposalState | undefined {
  const state = ahead.get(id) ?? shelf.states.get(id)
  if (!state && shelf.listed.has(id)) throw new NotAtHand([id])
  return state
}

/** The ids of the drafts and running proposals, in the order of drafting. */
export function liveIds({ ahead, shelf }: Collaboration): string[] {
  const stillLive = (id: string): boolean => {
    const state = ahead.get(id)
    return state === undefined || !isEnded(state)
  }
  const added = [...ahead.keys()].filter(id => !shelf.listed.has(id))
  return [...shelf.live, ...added].filter(stillLive)
}

/** As `liveIds`, with all their states at hand. @throws NotAtHand */
export function liveProposals(collaboration: Collaboration): string[] {
  const { ahead, shelf } = collaboration
  const ids = liveIds(collaboration)
  const away = ids.filter(id => !ahead.has(id) && !shelf.states.has(id))
  if (away.length > 0) throw new NotAtHand(away)
  return ids
}

/** The ids of all proposals, in the order of drafting. */
export function proposalIds({ ahead, shelf }: Collaboration): string[] {
  return [...shelf.listed.keys(), ...[...ahead.keys()].filter(id => !shelf.listed.has(id))]
}

/** The proposals that have a revision of this content, in the order of drafting (D2). */
export function withContent({ ahead, shelf }: Collaboration, digest: string): string[] {
  const added = [...ahead].filter(([, { context }]) => context.digests.includes(digest)).map(([id]) => id)
  return inOrder(shelf, [...(shelf.byContent.get(digest) ?? []), ...added])
}

/** The decisions that replace the one on this proposal, in the order of drafting (J3). */
export function decisionsReplacing({ ahead, shelf }: Collaboration, proposal: string): string[] {
  const replaces = ({ value, context }: ProposalState): boolean =>
    value === 'decided' && context.content?.replaces.includes(proposal) === true
  const added = [...ahead].filter(([, state]) => replaces(state)).map(([id]) => id)
  return inOrder(shelf, [...(shelf.replacedBy.get(proposal) ?? []), ...added])
}

/** These proposals, each once, in the order of drafting. */
export function inOrder({ listed }: Shelf, ids: readonly string[]): string[] {
  const place = (id: string): number => listed.get(id)?.place ?? listed.size
  return [...new Set(ids)].sort((one, other) => place(one) - place(other))
}

export function hasProposal({ ahead, shelf, excerpt }: Collaboration, id: string): boolean {
  return excerpt || ahead.has(id) || shelf.listed.has(id)
}

/** Whether an id is there already, or one that could be taken for it. */
export function isTaken({ ahead, shelf }: Collaboration, id: string): boolean {
  const likeness = foldId(id)
  return (
    likeness === foldId(charterMatter) ||
    shelf.likenesses.has(likeness) ||
    [...ahead.keys()].some(id => foldId(id) === likeness)
  )
}

/** Where a matter that is no charter stands; at its very beginning where there is none of this id. @throws NotAtHand */
export function stateOf(collaboration: Collaboration, matter: string): ProposalState {
  return proposalIn(collaboration, matter) ?? proposalChart.initial
}

/** The first number from `firstFree` on that is free for an id that is made. */
export function nextFree(collaboration: Collaboration): number {
  let number = collaboration.firstFree
  while (isTaken(collaboration, `p${number}`)) number += 1
  return number
}

/** `p1`, `p2` ...: the first number that is not taken. */
export function nextProposalId({ firstFree }: Collaboration): string {
  return `p${firstFree}`
}

/** A term that runs, as the act by which the clock ends it. */
export interface RunningTerm {
  readonly dueAt: string
  readonly act: ActOf<'endTerm'>
}

/** The term that is due first, of the oldest proposal where several are; null where no term runs. @throws NotAtHand */
export function firstTerm(collaboration: Collaboration): RunningTerm | null {
  const { ahead, shelf } = collaboration
  const shelved = shelf.due.find(id => !ahead.has(id))
  let first: { dueAt: string; place: number; proposal: Proposal } | null = null
  for (const id of [...(shelved === undefined ? [] : [shelved]), ...ahead.keys()]) {
    const proposal = stateOf(collaboration, id).context
    const { dueAt } = proposal
    const term = dueAt !== null && { dueAt, place: placeOf(collaboration, id), proposal }
    if (term && (!first || isDueBefore(term, first))) first = term
  }
  return first && termOf(first.dueAt, first.proposal)
}

/** As `firstTerm`, where its due moment has come. @throws NotAtHand */
export function dueTerm(collaboration: Collaboration, at: string): RunningTerm | null {
  const term = firstTerm(collaboration)
  return term && term.dueAt <= at ? term : null
}

function placeOf({ ahead, shelf }: Collaboration, id: string): number {
  return shelf.listed.get(id)?.place ?? shelf.listed.size + [...ahead.keys()].indexOf(id)
}

function termOf(dueAt: string, { id: proposal, revision, stage }: Proposal): RunningTerm | null {
  return stage && { dueAt, act: { act: 'endTerm', proposal, revision, stage } }
}
