// A snapshot: where things stand in a log, so that it need not be read from its start. A cache: what it says is checked, and
// what holds of the charter and of each proposal is never taken from it but replayed from their own entries.
import { emptyLedger, type Ledger } from '../log/entry.ts'
import { base64, bytesOfBase64, digestOf } from '../log/hash.ts'
import { charterMatter } from './acts.ts'
import { type Collaboration, emptyCollaboration } from './collaboration.ts'
import { readCharter } from './matter.ts'
import type { Replay } from './replay.ts'
import { emptyShelf, type Listed, list, type Shelf } from './shelf.ts'

/** The form of a snapshot; one of another form is thrown away. */
const form = 1

/** A proposal with the number of its entries; its place is that in the list. */
type ListedHere = Omit<Listed, 'place'> & { readonly id: string; readonly entries: number }

interface Snapshot {
  readonly form: typeof form
  readonly collaboration: string
  readonly size: number
  readonly peaks: readonly string[]
  readonly prev: string
  readonly lastAt: string
  readonly act: string
  readonly firstFree: number
  readonly charterEntries: number
  readonly proposals: readonly ListedHere[]
}

/** The snapshot of a log that was read to the end of an act: its text, led by the digest of that. Pure. */
export function snapshotOf({ ledger, collaboration, act }: Replay): string {
  const { frontier, prev, lastAt, counts } = ledger
  const { firstFree, shelf } = collaboration
  const snapshot: Snapshot = {
    form,
    collaboration: ledger.collaboration,
    size: frontier.size,
    peaks: frontier.peaks.map(base64),
    ...{ prev, lastAt, act, firstFree },
    charterEntries: counts.get(charterMatter) ?? 0,
    proposals: [...shelf.listed].map(([id, { live, dueAt, digests, replaced }]) => {
      return { id, entries: counts.get(id) ?? 0, live, dueAt, digests, replaced }
    }),
  }
  const text = JSON.stringify(snapshot)
  return `${digestOf(text)} ${text}`
}

/**
 * A replay that goes on where a snapshot was taken; null when the snapshot is not whole, of another log or form, or does not
 * fit the entries about the charter. That its last entry stands where it says is for the reader of the log to see. Pure.
 */
export function resume(collaboration: string, text: string, charterLines: readonly string[]): Replay | null {
  const snapshot = read(collaboration, text)
  if (!snapshot) return null
  const charter = readCharter(collaboration, charterLines.slice(0, snapshot.charterEntries))
  if ('code' in charter || charter.placed.length !== snapshot.charterEntries) return null
  const circles = charter.placed.flatMap(({ seq }, n) => {
    const circle = charter.states[n]
    return circle ? [{ seq, circle }] : []
  })
  return {
    ledger: ledgerOf(snapshot),
    collaboration: collaborationOf(snapshot, circles.at(-1)?.circle),
    records: new Map([[charterMatter, charter.placed]]),
    circles,
    act: snapshot.act,
    acts: new Set(),
  }
}

function read(collaboration: string, text: string): Snapshot | null {
  const [digest, body] = [text.slice(0, 71), text.slice(72)]
  if (digest !== digestOf(body)) return null
  const snapshot = JSON.parse(body) as Snapshot
  if (snapshot.form !== form || snapshot.collaboration !== collaboration) return null
  const entries = snapshot.proposals.reduce(
    (sum, proposal) => sum + proposal.entries,
    snapshot.charterEntries,
  )
  return entries === snapshot.size ? snapshot : null
}

function ledgerOf({ collaboration, size, peaks, prev, lastAt, charterEntries, proposals }: Snapshot): Ledger {
  const counts = new Map(proposals.map(({ id, entries }) => [id, entries]))
  counts.set(charterMatter, charterEntries)
  const frontier = { size, peaks: peaks.map(peak => bytesOfBase64(peak) ?? new Uint8Array()) }
  return { ...emptyLedger(collaboration), frontier, prev, lastAt, counts }
}

function collaborationOf(
  { firstFree, lastAt, proposals }: Snapshot,
  circle: Collaboration['circle'] | undefined,
): Collaboration {
  const empty = emptyCollaboration()
  return { ...empty, ...(circle ? { circle } : {}), shelf: shelfOf(proposals), firstFree, lastAt }
}

function shelfOf(proposals: readonly ListedHere[]): Shelf {
  const shelf = emptyShelf()
  for (const [place, { id, live, dueAt, digests, replaced }] of proposals.entries())
    list(shelf, id, { place, live, dueAt, digests, replaced })
  return shelf
}
