// What a reader that only goes forward keeps of a proposal that has ended: no more than a later line can be judged by.
import { noProposal, type Proposal } from '../proposal/proposal.ts'
import type { Replay } from './replay.ts'
import { isEnded, type Listed, type ProposalState } from './shelf.ts'

/**
 * What is kept of ended proposals without comments, by how they ended and under which charter: one state for all of them.
 * There are as many as there were charters, a few times over.
 */
export type Remainders = Map<string, ProposalState>

/** An ended proposal is neither due nor looked up by its content; its id is what the list is still asked for. */
const listedAsEnded: Listed = { place: 0, live: false, dueAt: null, digests: [], replaced: [] }
const noChain = new Uint8Array(32)

/**
 * Lets go of what no rule can ask any more once a matter has ended: its content, positions and objections, the words of
 * its comments, the hash over its entries, and where it can be found. A comment may still come (D1), and an erasure (W4): that
 * asks for how it ended, the charter that it lived by, who made which comment, whose words are kept apart, and how many acts
 * each person signed. Nothing can be read aloud from such a replay, and it
 * cannot be gone on from by an engine.
 */
export function abridge({ collaboration, ledger, circles }: Replay, matter: string, kept: Remainders): void {
  const { states, listed, byContent, replacedBy } = collaboration.shelf
  // Only a proposal that was put away, or is read aloud, needs these.
  circles.length = 0
  byContent.clear()
  replacedBy.clear()
  const state = states.get(matter)
  if (!state || !isEnded(state)) return
  states.set(matter, remainderOf(state, kept))
  listed.set(matter, listedAsEnded)
  ledger.matters.set(matter, { entries: ledger.matters.get(matter)?.entries ?? 0, chain: noChain })
}

function remainderOf(
  { value, context: { law, comments, counters, words } }: ProposalState,
  kept: Remainders,
): ProposalState {
  const key = `${value} ${law?.charter ?? ''}`
  const bare = kept.get(key) ?? { value, context: { ...noProposal, law } }
  kept.set(key, bare)
  const isBare = [comments, counters, words].every(it => Object.keys(it).length === 0)
  return isBare
    ? bare
    : { value, context: { ...bare.context, counters, words, comments: wordless(comments) } }
}

/** A reply names a comment, a limit counts those of a person. */
function wordless(comments: Proposal['comments']): Proposal['comments'] {
  return Object.fromEntries(Object.entries(comments).map(([id, { by }]) => [id, { by, at: '', text: '' }]))
}
