// A snapshot: where things are in a log, so that it need not be read from its start. A cache: it says as little as it can, that
// is checked, and what holds of the charter and of each proposal is never taken from it but replayed from their own entries.
import { emptyLedger, readEntry } from '../log/entry.ts'
import { base64, bytesOfBase64, digestOf } from '../log/hash.ts'
import { leafHash } from '../log/tree.ts'
import { charterMatter } from './acts.ts'
import { readCharter } from './matter.ts'
import type { Replay } from './replay.ts'
import { emptyShelf, type Listed, list, type Shelf } from './shelf.ts'
import { type Collaboration, emptyCollaboration, nextFree } from './state.ts'

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
  /** In the order of drafting: what is listed of each, and how many entries are about it. */
  readonly proposals: readonly (Omit<Listed, 'place'> & { readonly id: string; readonly entries: number })[]
}

/** The snapshot of a log that was read to the end of an act: its text, led by the digest of that. Pure. */
export function snapshotOf({ ledger, collaboration }: Replay): string {
  const { frontier, prev, counts } = ledger
  const snapshot: Snapshot = {
    form,
    collaboration: ledger.collaboration,
    size: frontier.size,
    last: prev,
    peaks: frontier.peaks.map(base64),
    proposals: [...collaboration.shelf.listed].map(([id, { live, dueAt, digests, replaced }]) => {
      return { id, entries: counts.get(id) ?? 0, live, dueAt, digests, replaced }
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
  return snapshot.form === form && snapshot.collaboration === collaboration ? snapshot : null
}

/**
 * A replay that goes on where the snapshot was taken, from the entries before that about the charter and the last entry of
 * all; null when these do not hold or do not fit it. Pure.
 */
export function resume(snapshot: Snapshot, charterLines: readonly string[], lastLine: string): Replay | null {
  const { collaboration, size, peaks, proposals } = snapshot
  const last = readEntry(lastLine)
  const prev = base64(leafHash(lastLine))
  const charter = readCharter(collaboration, charterLines)
  const entries = proposals.reduce((sum, proposal) => sum + proposal.entries, charterLines.length)
  if (prev !== snapshot.last || 'fault' in last || 'code' in charter || entries !== size) return null
  const { at: lastAt, act } = last.entry
  const circles = charter.placed.flatMap(({ seq }, n) => {
    const circle = charter.states[n]
    return circle ? [{ seq, circle }] : []
  })
  const ledger = {
    ...emptyLedger(collaboration),
    frontier: { size, peaks: peaks.map(peak => bytesOfBase64(peak) ?? new Uint8Array()) },
    prev,
    lastAt,
    counts: new Map([
      ...proposals.map(({ id, entries }) => [id, entries] as const),
      [charterMatter, charterLines.length],
    ]),
  }
  return {
    ledger,
    collaboration: collaborationOf(shelfOf(proposals), lastAt, circles.at(-1)?.circle),
    records: new Map([[charterMatter, charter.placed]]),
    circles,
    act,
    acts: new Set(),
  }
}

function collaborationOf(
  shelf: Shelf,
  lastAt: string,
  circle: Collaboration['circle'] | undefined,
): Collaboration {
  const empty = emptyCollaboration()
  const resumed = { ...empty, ...(circle ? { circle } : {}), shelf, lastAt }
  return { ...resumed, firstFree: nextFree(resumed) }
}

function shelfOf(proposals: Snapshot['proposals']): Shelf {
  const shelf = emptyShelf()
  for (const [place, { id, live, dueAt, digests, replaced }] of proposals.entries())
    list(shelf, id, { place, live, dueAt, digests, replaced })
  return shelf
}
