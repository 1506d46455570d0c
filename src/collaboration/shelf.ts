// The proposals of a collaboration, found by id, by likeness, by content and by due moment: no act has to look at them all.
import type { ChartState } from '../chart.ts'
import { foldId } from '../charter/words.ts'
import type { Proposal } from '../proposal/proposal.ts'

export type ProposalState = ChartState<Proposal>

/** What is known of a proposal while its state is not at hand: enough to find it, and to know when its term ends. */
export interface Listed {
  /** Its place in the order of drafting, from 0. */
  readonly place: number
  /** Neither decided, nor withdrawn, nor ended without consensus. */
  readonly live: boolean
  readonly dueAt: string | null
  /** The digests of its revisions so far (D2). */
  readonly digests: readonly string[]
  /** The proposals whose decisions this one, decided itself, replaces (J3). */
  readonly replaced: readonly string[]
}

/** Every proposal there is. One holder owns it and moves it forward with `put`; the states are values. */
export interface Shelf {
  /** The states at hand. All are, until the holder puts some away: they can be had again from the log. */
  readonly states: Map<string, ProposalState>
  readonly listed: Map<string, Listed>
  readonly live: Set<string>
  readonly likenesses: Set<string>
  /** By digest: the proposals that have a revision of this content. */
  readonly byContent: Map<string, Set<string>>
  /** By proposal: the decided ones that replace it. */
  readonly replacedBy: Map<string, Set<string>>
  /** Ids of proposals with a running term: the earliest due moment first, then the oldest. */
  readonly due: string[]
}

export function emptyShelf(): Shelf {
  return {
    states: new Map(),
    listed: new Map(),
    live: new Set(),
    likenesses: new Set(),
    byContent: new Map(),
    replacedBy: new Map(),
    due: [],
  }
}

export function isEnded({ value }: ProposalState): boolean {
  return value === 'decided' || value === 'noConsensus' || value === 'withdrawn'
}

/** Takes in where a proposal stands now. The work does not grow with the number of proposals, but for a shift in a list. */
export function put(shelf: Shelf, id: string, state: ProposalState): void {
  shelf.states.delete(id)
  shelf.states.set(id, state)
  list(shelf, id, listingOf(state, shelf.listed.get(id)?.place ?? shelf.listed.size))
}

/** Takes in what is known of a proposal whose state is not at hand. */
export function list(shelf: Shelf, id: string, now: Listed): void {
  const before = shelf.listed.get(id)
  if (before?.dueAt !== now.dueAt) {
    if (before && before.dueAt !== null) shelf.due.splice(placeInDue(shelf, id, before), 1)
    if (now.dueAt !== null) shelf.due.splice(placeInDue(shelf, id, now), 0, id)
  }
  shelf.listed.set(id, now)
  if (now.live) shelf.live.add(id)
  else shelf.live.delete(id)
  if (!before) shelf.likenesses.add(foldId(id))
  for (const digest of now.digests) note(shelf.byContent, digest, id)
  for (const other of now.replaced) note(shelf.replacedBy, other, id)
}

function listingOf(state: ProposalState, place: number): Listed {
  const { digests, dueAt, content } = state.context
  return {
    place,
    live: !isEnded(state),
    dueAt,
    digests,
    replaced: state.value === 'decided' ? (content?.replaces ?? []) : [],
  }
}

/** True where a state is the one that is listed: that the shelf knew of this proposal last. Pure. */
export function sameListing({ listed }: Shelf, id: string, state: ProposalState): boolean {
  const before = listed.get(id)
  return before !== undefined && JSON.stringify(listingOf(state, before.place)) === JSON.stringify(before)
}

/** Puts states away until at most so many are at hand, those first that were touched longest ago. Returns which. */
export function putAway({ states }: Shelf, most: number): string[] {
  const away: string[] = []
  for (const id of states.keys()) {
    if (states.size <= most) break
    states.delete(id)
    away.push(id)
  }
  return away
}

function note(index: Map<string, Set<string>>, key: string, id: string): void {
  const ids = index.get(key)
  if (ids) ids.add(id)
  else index.set(key, new Set([id]))
}

/** Terms end in the order of their due moments; of those that are due at once the oldest proposal's first. */
export function isDueBefore(
  one: Pick<Listed, 'dueAt' | 'place'>,
  other: Pick<Listed, 'dueAt' | 'place'>,
): boolean {
  const [its, others] = [one.dueAt ?? '', other.dueAt ?? '']
  return its < others || (its === others && one.place < other.place)
}

/** Where a proposal stands, or belongs, in the list of those that are due: found by halving. */
function placeInDue({ due, listed }: Shelf, id: string, itself: Listed): number {
  let [low, high] = [0, due.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = due[middle] === id ? undefined : listed.get(due[middle] ?? '')
    if (other && isDueBefore(other, itself)) low = middle + 1
    else high = middle
  }
  return low
}
