// A snapshot: where things are in a log, so that it need not be read from its start. A cache: it says as little as it can, that
// is checked, and what holds of the charter and of each proposal is never taken from it but replayed from their own entries.
import { emptyLedger, type MatterEnd, noteRoot, readEntry, seenWithin } from '../log/entry.ts'
import { base64, bytesOfBase64, digestOf, hashLength } from '../log/hash.ts'
import { emptyIdSet } from '../log/id-set.ts'
import { type Frontier, leafHash } from '../log/tree.ts'
import { charterMatter } from './acts.ts'
import { isAsRead, readCharter } from './matter.ts'
import type { Replay } from './replay.ts'
import { emptyShelf, type Listed, list, type Shelf } from './shelf.ts'
import { type Collaboration, emptyCollaboration, nextFree } from './state.ts'
import { noTexts } from './words.ts'

/** The form of a snapshot; one of another form is thrown away. */
const form = 1

/** Where a log of `size` entries stood, and the proposals in it. */
export interface Snapshot {
  readonly form: typeof form
  readonly collaboration: string
  readonly size: number
  /** The hash of the last of them, which by the chain stands for all. */
  readonly last: string
  /** The tree over the entries: the roots of its perfect subtrees, in base64. */
  readonly peaks: readonly string[]
  readonly charter: End
  /** In the order of drafting: what is listed of each. */
  readonly proposals: readonly (Omit<Listed, 'place'> & End & { readonly id: string })[]
}

/** How many entries are about a matter, and the hash that stands for them, in base64. */
interface End {
  readonly entries: number
  readonly chain: string
}

const endOf = (end: MatterEnd | undefined): End => ({
  entries: end?.entries ?? 0,
  chain: end ? base64(end.chain) : '',
})

/** The snapshot of a log that was read to the end of an act: its text, led by the digest of that. Pure. */
export function snapshotOf({ ledger, collaboration }: Replay): string {
  const { frontier, prev, matters } = ledger
  const snapshot: Snapshot = {
    form,
    collaboration: ledger.collaboration,
    size: frontier.size,
    last: prev,
    peaks: frontier.peaks.map(base64),
    charter: endOf(matters.get(charterMatter)),
    proposals: [...collaboration.shelf.listed].map(([id, { live, dueAt, digests, replaced }]) => {
      return { id, ...endOf(matters.get(id)), live, dueAt, digests, replaced }
    }),
  }
  const text = JSON.stringify(snapshot)
  return `${digestOf(text)} ${text}`
}

/** Reads a snapshot; null when it is not whole, or of another collaboration or form. Pure. */
export function readSnapshot(collaboration: string, text: string): Snapshot | null {
  const [digest, body] = [text.slice(0, 71), text.slice(72)]
  if (digest !== digestOf(body)) return null
  const snapshot = JSON.parse(body) as Snapshot
  const { proposals, charter, size } = snapshot
  const entries = proposals.reduce((sum, proposal) => sum + proposal.entries, charter.entries)
  const fits = snapshot.form === form && snapshot.collaboration === collaboration && entries === size
  return fits ? snapshot : null
}

/**
 * A replay that goes on where the snapshot was taken, from the entries before that about the charter and the last entry of
 * all; null when these do not hold or do not fit it. Pure.
 */
export function resume(snapshot: Snapshot, charterLines: readonly string[], lastLine: string): Replay | null {
  const { collaboration, proposals } = snapshot
  const last = readEntry(lastLine)
  const prev = base64(leafHash(lastLine))
  const charter = readCharter(collaboration, charterLines)
  const frontier = frontierOf(snapshot)
  const matters = mattersOf(snapshot)
  const fits = prev === snapshot.last && isAsRead(charterLines, matters.get(charterMatter))
  if ('fault' in last || 'code' in charter || !fits || !frontier) return null
  const { at: lastAt, act } = last.entry
  const empty = emptyLedger(collaboration)
  // What a signer had seen may be nothing at all: of that there is no entry to ask the store for.
  const recent = frontier.size < seenWithin ? empty.recent : []
  noteRoot({ frontier, recent })
  const ledger = { ...empty, frontier, prev, lastAt, matters, recent }
  return {
    ledger,
    collaboration: { ...collaborationOf(shelfOf(proposals), lastAt, charter.state), size: snapshot.size },
    records: new Map([[charterMatter, charter.placed]]),
    circles: charter.circles,
    act,
    acts: emptyIdSet(),
    remainders: null,
    texts: noTexts,
    erasures: [],
  }
}

/** The tree; null where these cannot be its peaks: one of 32 bytes for each 1 in the size. */
function frontierOf({ size, peaks }: Snapshot): Frontier | null {
  const hashes = peaks.map(peak => bytesOfBase64(peak)).filter(hash => hash?.length === hashLength)
  const needed = size.toString(2).replaceAll('0', '').length
  return hashes.length === needed && peaks.length === needed ? { size, peaks: hashes as Uint8Array[] } : null
}

function mattersOf({ charter, proposals }: Snapshot): Map<string, MatterEnd> {
  const ends = [{ id: charterMatter, ...charter }, ...proposals]
  return new Map(
    ends.map(({ id, entries, chain }) => [id, { entries, chain: bytesOfBase64(chain) ?? new Uint8Array() }]),
  )
}

function collaborationOf(shelf: Shelf, lastAt: string, circle: Collaboration['circle']): Collaboration {
  const empty = emptyCollaboration()
  const resumed = { ...empty, circle, shelf, lastAt }
  return { ...resumed, firstFree: nextFree(resumed) }
}

function shelfOf(proposals: Snapshot['proposals']): Shelf {
  const shelf = emptyShelf()
  for (const [place, { id, live, dueAt, digests, replaced }] of proposals.entries())
    list(shelf, id, { place, live, dueAt, digests, replaced })
  return shelf
}
