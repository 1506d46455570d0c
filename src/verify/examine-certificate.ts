// Examines a certificate entry by entry: whether it is in the log of the checkpoint, in its place, signed, and admitted by the law.
import { oneLine } from '../charter/words.ts'
import { charterMatter } from '../collaboration/acts.ts'
import type { Recorded } from '../collaboration/collaboration.ts'
import { endReplay, type Finding, recordedOf, replayExcerpt, startExcerpt } from '../collaboration/replay.ts'
import type { Texts } from '../collaboration/words.ts'
import { canonical } from '../log/canonical.ts'
import type { Checkpoint } from '../log/checkpoint.ts'
import { type Entry, isSeenInTime, wholenessFault } from '../log/entry.ts'
import { base64, bytesOfBase64 } from '../log/hash.ts'
import { checkInclusion, emptyRoot, leafHash, rootUpTo } from '../log/tree.ts'
import { type Certificate, changersIn, endOf, originOf } from './certificate.ts'
import { shownWords } from './shown-words.ts'
import { learn, type Trust, type Vouched, vouchedFor } from './trust.ts'

/** The first thing wrong: where (an entry by its number; else null, and `part` says which), a code that stays, and words. */
export interface CertificateFinding {
  readonly part: 'file' | 'checkpoint' | 'entry' | 'seen' | 'words'
  readonly entry: number | null
  readonly code: string
  readonly what: string
}

/** A certificate whose entries all hold. */
export interface Examined {
  readonly trust: Trust
  readonly collaboration: ReturnType<typeof startExcerpt>['collaboration']
  readonly end: number
  readonly at: string
  readonly unmetNeeds: readonly string[]
  readonly voices: ReadonlyMap<string, { position: Vouched | null; confirmation: Vouched | null }>
  readonly departures: ReadonlyMap<string, Vouched>
  readonly acts: { readonly all: number; readonly signed: number }
  readonly texts: Texts
  readonly shown: ReadonlyMap<string, string>
}

/** Goes through the entries with the keys that the reader holds; or the first thing wrong. Pure, but for `trust`, which learns. */
export function examine(
  certificate: Certificate,
  checkpoint: Checkpoint,
  trust: Trust,
): Examined | CertificateFinding {
  const { entries, matter } = certificate
  const only = entries.map(({ entry }) => entry)
  const strange = strangeIn(certificate, checkpoint)
  if (strange) return strange
  const replay = startExcerpt()
  const hashes = shownHashes(certificate, checkpoint)
  if ('code' in hashes) return hashes
  const watch: Watch = {
    voices: new Map(),
    departures: new Map(),
    acts: { all: 0, signed: 0 },
    unmetNeeds: [],
  }
  for (const { entry, proof } of entries) {
    const line = canonical(entry)
    const finding = placeFault(entry, line, proof, checkpoint, hashes) ?? replayExcerpt(replay, entry, line)
    if (finding) return { part: 'entry', ...finding }
    const recorded = recordedOf(entry)
    if ('matter' in recorded) follow(watch, trust, recorded, matter)
  }
  const end = endOf(only, matter)
  const last = only.at(-1)
  if (end === undefined || last === undefined)
    return fault(last?.seq ?? 0, 'notEnded', `"${matter}" has not ended within these entries`)
  if (last.seq > end) return fault(last.seq, 'entryAfterEnd', `lies beyond the end of "${matter}"`)
  const cut = endReplay(replay)
  if (cut) return { part: 'entry', ...cut, entry: last.seq }
  const shown = shownWords(certificate)
  if ('code' in shown) return { part: 'words', entry: null, ...shown }
  const { collaboration, texts } = replay
  return { trust, collaboration, end, at: last.at, ...watch, texts, shown }
}

const fault = (entry: number, code: string, what: string): CertificateFinding => ({
  part: 'entry',
  entry,
  code,
  what,
})

/** What is wrong with the choice of entries: of another log, of matters that do not belong here, or out of order. */
function strangeIn(
  { entries, matter }: Certificate,
  { origin, size }: Checkpoint,
): CertificateFinding | null {
  const only = entries.map(({ entry }) => entry)
  const known = new Set([charterMatter, matter, ...changersIn(only)])
  const isOfIt = (collaboration: string): boolean => originOf(collaboration) === origin
  // Where not one entry is of the log of the checkpoint it is that which is wrong.
  if (!only.some(({ collaboration }) => isOfIt(collaboration)))
    return {
      part: 'checkpoint',
      entry: null,
      code: 'otherOrigin',
      what: `the checkpoint is of "${oneLine(origin)}", the entries are of "${oneLine(only[0]?.collaboration ?? '')}"`,
    }
  for (const [place, { seq, matter: own, collaboration: other }] of only.entries()) {
    if (!isOfIt(other)) return fault(seq, 'otherCollaboration', 'is of another collaboration')
    if (!known.has(own))
      return fault(seq, 'strayMatter', `is about "${oneLine(own)}", which does not belong here`)
    if (seq <= (only[place - 1]?.seq ?? -1)) return fault(seq, 'wrongNumber', 'stands out of order')
    if (seq >= size)
      return fault(seq, 'beyondCheckpoint', `lies beyond the ${size} entries of the checkpoint`)
  }
  return null
}

/** What the tree proves, in base64: the leaf hashes at hand, by number, and the roots that the log had, by its size. */
interface Shown {
  readonly leaves: Map<number, string>
  readonly roots: Map<number, string>
}

function show(
  { leaves, roots }: Shown,
  { size }: Checkpoint,
  seq: number,
  leaf: Uint8Array,
  proof: Uint8Array[],
) {
  leaves.set(seq, base64(leaf))
  roots.set(seq + 1, base64(rootUpTo(leaf, seq, size, proof)))
}

/** What is shown besides the entries. */
function shownHashes({ seen, entries }: Certificate, checkpoint: Checkpoint): Shown | CertificateFinding {
  const hashes: Shown = { leaves: new Map(), roots: new Map([[0, base64(emptyRoot())]]) }
  let shown = -1
  for (const { seq, leaf, proof } of seen) {
    const bytes = bytesIn(leaf)
    if (seq <= shown || !checkInclusion(bytes, seq, checkpoint, bytesOf(proof)))
      return {
        part: 'seen',
        entry: seq,
        code: 'notInTree',
        what: `entry ${seq} is not proved to have this hash`,
      }
    show(hashes, checkpoint, seq, bytes, bytesOf(proof))
    shown = seq
  }
  const wanted = new Set(entries.map(({ entry }) => (entry.seen?.size ?? 0) - 1))
  for (const { entry } of entries) wanted.delete(entry.seq)
  const idle = [...hashes.leaves.keys()].find(seq => !wanted.has(seq))
  if (idle !== undefined)
    return { part: 'seen', entry: idle, code: 'seenUnused', what: `nobody here had seen entry ${idle} last` }
  return hashes
}

const bytesIn = (hash: string): Uint8Array => bytesOfBase64(hash) ?? new Uint8Array()
const bytesOf = (proof: readonly string[]): Uint8Array[] => proof.map(bytesIn)

/** Whether an entry is in the tree, follows from the one before it where that is here, and was signed after what it says. */
function placeFault(
  entry: Entry,
  line: string,
  proof: readonly string[],
  checkpoint: Checkpoint,
  hashes: Shown,
): Finding | null {
  const { seq, prev, seen } = entry
  const broken = wholenessFault(entry)
  if (broken) return { entry: seq, ...broken }
  const leaf = leafHash(line)
  if (!checkInclusion(leaf, seq, checkpoint, bytesOf(proof)))
    return { entry: seq, code: 'notInTree', what: 'is not proved to be in the log of the checkpoint' }
  const before = seq === 0 ? base64(emptyRoot()) : hashes.leaves.get(seq - 1)
  if (before !== undefined && before !== prev)
    return { entry: seq, code: 'brokenChain', what: 'does not follow from the entry before it' }
  show(hashes, checkpoint, seq, leaf, bytesOf(proof))
  if (!seen) return null
  const then = hashes.roots.get(seen.size)
  if (then === undefined)
    return {
      entry: seq,
      code: 'seenMissing',
      what: `entry ${seen.size - 1}, which its signer saw, is not shown`,
    }
  return then === seen.root && isSeenInTime(seen.size, seq)
    ? null
    : { entry: seq, code: 'seenElsewhere', what: 'its signer had seen another log' }
}

interface Watch {
  readonly voices: Map<string, { position: Vouched | null; confirmation: Vouched | null }>
  /** By whose key each partner left that is not back. */
  readonly departures: Map<string, Vouched>
  acts: { all: number; signed: number }
  unmetNeeds: readonly string[]
}

/** Follows what each partner said last about the proposal, and by whose key. */
function follow(watch: Watch, trust: Trust, recorded: Recorded, matter: string): void {
  const { fact, by, asked } = recorded
  if (asked && by !== undefined)
    watch.acts = { all: watch.acts.all + 1, signed: watch.acts.signed + (recorded.signed ? 1 : 0) }
  learn(trust, recorded)
  if (fact.type === 'partner.left')
    watch.departures.set(fact.partner, vouchedFor(trust, fact.partner, recorded))
  if (fact.type === 'partner.joined') watch.departures.delete(fact.partner)
  if (recorded.matter !== matter) return
  if (fact.type === 'proposal.amended') watch.voices.clear()
  if (fact.type === 'decision.taken') watch.unmetNeeds = fact.unmetNeeds
  if (fact.type !== 'position.taken' && fact.type !== 'confirmation.given') return
  const { partner } = fact
  const before = watch.voices.get(partner) ?? { position: null, confirmation: null }
  const what = fact.type === 'position.taken' ? 'position' : 'confirmation'
  watch.voices.set(partner, { ...before, [what]: vouchedFor(trust, partner, recorded) })
}

/** Where nothing at all is in the tree of the checkpoint it is that which is wrong. */
export function blamed(
  finding: CertificateFinding,
  { entries, seen }: Certificate,
  checkpoint: Checkpoint,
): CertificateFinding {
  if (finding.code !== 'notInTree') return finding
  const isIn = (leaf: Uint8Array, seq: number, proof: readonly string[]): boolean =>
    checkInclusion(leaf, seq, checkpoint, bytesOf(proof))
  const some =
    entries.some(({ entry, proof }) => isIn(leafHash(canonical(entry)), entry.seq, proof)) ||
    seen.some(({ seq, leaf, proof }) => isIn(bytesIn(leaf), seq, proof))
  if (some) return finding
  return { ...finding, part: 'checkpoint', entry: null, what: 'none of the entries is in the log of it' }
}
