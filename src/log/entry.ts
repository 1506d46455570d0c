// An entry: one fact with its place in the log, as one line of canonical JSON that is chained to the line before.
import * as z from 'zod'
import { canonical, parseCanonical } from './canonical.ts'
import { base64 } from './hash.ts'
import { type Personal, personalFault, personalSchema } from './personal.ts'
import {
  hashSchema,
  isSignatureOf,
  type Seen,
  type Signature,
  seenSchema,
  signatureSchema,
} from './signature.ts'
import type { Stored } from './store.ts'
import { append, emptyFrontier, emptyRoot, type Frontier, leafHash, nodeHash, rootOf } from './tree.ts'

/** What is to be recorded, before it has its place. The log knows neither what acts nor what facts mean. */
export interface Draft {
  readonly matter: string
  readonly at: string
  readonly by?: string
  /** The id shared by all facts to which one act led. */
  readonly act: string
  /** The act as it was asked, on the first of its facts. */
  readonly asked?: unknown
  /** The digests that stand for fields of the act: their words are kept beside the log (W4). */
  readonly personal?: Personal
  /** Of a signed act: the log as its signer had it, and the signature. */
  readonly seen?: Seen
  readonly signature?: Signature
  readonly fact: { readonly type: string }
}

/** One fact with its place in the log, as one line holds it. */
export interface Entry extends Draft {
  readonly v: 1
  readonly collaboration: string
  /** Its number in the log, from 0: its index in the Merkle tree. */
  readonly seq: number
  /** The RFC 6962 leaf hash of the entry before, in base64; the root of the empty tree before the first. */
  readonly prev: string
  /** Its number within its matter, from 0, without gaps. */
  readonly n: number
}

const count = z.int().min(0)
const name = z.string().min(1).max(128)
/** An id of an act: ASCII that can be seen, for what that is in Unicode changes with its versions. */
const actId = name.regex(/^[!-~]+$/, 'must be letters, digits and signs of ASCII, without spaces')

/** The form of an entry. What its act and fact are is not for the log to know. */
export const entrySchema = z.strictObject({
  v: z.literal(1),
  collaboration: name,
  seq: count,
  prev: hashSchema,
  matter: name,
  n: count,
  at: z.string().max(32),
  by: name.optional(),
  act: actId,
  asked: z.looseObject({ act: z.string() }).optional(),
  personal: personalSchema.optional(),
  seen: seenSchema.optional(),
  signature: signatureSchema.optional(),
  fact: z.looseObject({ type: z.string() }),
})

/** Whether the log takes this as the id of an act. Pure. */
export function isActId(id: unknown): id is string {
  return actId.safeParse(id).success
}

/** The end of a log, to which the next entry is joined. Its holder moves it forward with `join`. */
export interface Ledger {
  readonly collaboration: string
  frontier: Frontier
  prev: string
  lastAt: string
  readonly matters: Map<string, MatterEnd>
  /** The roots that the tree had at its last sizes, in base64, each at its size modulo `seenWithin`. */
  readonly recent: string[]
}

/** How far back, in entries, that may lie which the signer of an act had seen. */
export const seenWithin = 65_536

/** The end of what the log holds about one matter: how many entries, and one hash that stands for all of them in order. */
export interface MatterEnd {
  readonly entries: number
  readonly chain: Uint8Array
}

/** The end of a matter with one entry more. Pure. */
export function chained(before: MatterEnd | undefined, leaf: Uint8Array): MatterEnd {
  return { entries: (before?.entries ?? 0) + 1, chain: before ? nodeHash(before.chain, leaf) : leaf }
}

export function emptyLedger(collaboration: string): Ledger {
  const prev = base64(emptyRoot())
  return { collaboration, frontier: emptyFrontier, prev, lastAt: '', matters: new Map(), recent: [prev] }
}

/** Size and base64 root of the tree over all entries: whoever holds it can tell whether a log was changed. */
export interface Head {
  readonly size: number
  readonly root: string
}

export function headOf({ frontier }: Ledger): Head {
  return { size: frontier.size, root: base64(rootOf(frontier)) }
}

/** Gives drafts their places after the end of the log. Moves nothing: see `join`. Pure. */
export function seal(ledger: Ledger, drafts: readonly Draft[]): { entry: Entry; stored: Stored }[] {
  const counts = new Map<string, number>()
  let { prev } = ledger
  return drafts.map((draft, i) => {
    const { matter } = draft
    const n = counts.get(matter) ?? ledger.matters.get(matter)?.entries ?? 0
    const seq = ledger.frontier.size + i
    const entry: Entry = { ...draft, v: 1, collaboration: ledger.collaboration, seq, prev, n }
    const line = canonical(entry)
    counts.set(matter, n + 1)
    prev = base64(leafHash(line))
    return { entry, stored: { seq, matter, ...(draft.asked === undefined ? {} : { act: draft.act }), line } }
  })
}

/** Moves the end of the log past an entry that follows it. */
export function join(ledger: Ledger, entry: Entry, line: string): void {
  const leaf = leafHash(line)
  ledger.frontier = append(ledger.frontier, leaf)
  ledger.prev = base64(leaf)
  noteRoot(ledger)
  ledger.lastAt = entry.at
  ledger.matters.set(entry.matter, chained(ledger.matters.get(entry.matter), leaf))
}

/** Keeps the root of the tree as it is: whoever signs next has seen this. */
export function noteRoot({ frontier, recent }: Pick<Ledger, 'frontier' | 'recent'>): void {
  recent[frontier.size % seenWithin] = base64(rootOf(frontier))
}

export type EntryFault = { readonly code: string; readonly what: string }

/** Reads a line as an entry: canonical text, known fields. Never throws. */
export function readEntry(line: string): { entry: Entry } | { fault: EntryFault } {
  const parsed = parseCanonical(line)
  if ('fault' in parsed) return { fault: { code: 'notCanonical', what: parsed.fault } }
  const entry = entrySchema.safeParse(parsed.value)
  if (!entry.success) {
    const issue = entry.error.issues[0]
    const what = `${issue?.path.join('.') || 'the line'}: ${issue?.message}`
    return {
      fault: issue?.path[0] === 'personal' ? { code: 'badPersonal', what } : { code: 'notAnEntry', what },
    }
  }
  const fault = wholenessFault(entry.data as Entry)
  return fault ? { fault } : { entry: entry.data as Entry }
}

/** What of an entry is there without what it belongs to, if anything: `personal`, `seen` and `signature` are of an act of a person. Pure. */
export function wholenessFault(entry: Entry): EntryFault | null {
  const apart = personalFault(entry)
  if (apart !== null) return { code: 'badPersonal', what: apart }
  const halved = unsignable(entry)
  return halved === null ? null : { code: 'notAnEntry', what: halved }
}

/** Why an entry cannot be signed as it is, if so: a signature belongs to an act of a person, with what that person had seen. Pure. */
function unsignable({ seen, signature, asked, by }: Entry): string | null {
  if (seen === undefined && signature === undefined) return null
  if (seen === undefined || signature === undefined) return 'seen, signature: one is there without the other'
  return asked === undefined || by === undefined ? 'signature: there is no act of a person to sign' : null
}

/** What is wrong with the signature of an entry, if it has one: the key is asked for nothing but this. Pure. */
export function signatureFault(entry: Entry): EntryFault | null {
  const { seen, signature, collaboration, matter, asked, personal } = entry
  if (!seen || !signature) return null
  const about = { collaboration, matter, act: asked as object, personal }
  const holds = isSignatureOf({ ...signature, seen }, about)
  return holds
    ? null
    : { code: 'badSignature', what: 'its signature is not one over this act, in this place, by that key' }
}

/** Whether a log of some size is seen neither before it is there, nor too long after. Pure. */
export const isSeenInTime = (seen: number, size: number): boolean => seen <= size && seen > size - seenWithin

/** Whether what a signer had seen is the beginning of this log; null where the ledger does not reach back to it. Pure. */
export function hasSeen({ frontier, recent }: Ledger, { size, root }: Seen): boolean | null {
  if (!isSeenInTime(size, frontier.size)) return false
  const then = recent[size % seenWithin]
  return then === undefined ? null : then === root
}

/** What is wrong with an entry as the next one of a log, if anything. Pure. */
export function misplaced(ledger: Ledger, entry: Entry): EntryFault | null {
  const { size } = ledger.frontier
  if (entry.collaboration !== ledger.collaboration)
    return {
      code: 'otherCollaboration',
      what: `belongs to "${entry.collaboration}", not to "${ledger.collaboration}"`,
    }
  if (entry.seq !== size) return { code: 'wrongNumber', what: `has number ${entry.seq}, expected ${size}` }
  if (entry.prev !== ledger.prev)
    return { code: 'brokenChain', what: 'does not follow from the entry before it' }
  const fault = misplacedInMatter(ledger, entry)
  if (fault) return fault
  return entry.seen && hasSeen(ledger, entry.seen) !== true ? otherSeen(entry.seen) : null
}

/** What is wrong with an entry as the next one of its matter, after the others that were read. Pure. */
export function misplacedInMatter(ledger: Ledger, entry: Entry): EntryFault | null {
  const n = ledger.matters.get(entry.matter)?.entries ?? 0
  if (entry.n !== n)
    return { code: 'wrongCount', what: `is number ${entry.n} of "${entry.matter}", expected ${n}` }
  return entry.at < ledger.lastAt
    ? { code: 'timeRunsBack', what: `has moment ${entry.at}, before ${ledger.lastAt}` }
    : null
}

const otherSeen = ({ size }: Seen): EntryFault => ({
  code: 'seenElsewhere',
  what: `its signer had seen ${size} entries that this log does not begin with, or more than ${seenWithin} entries ago`,
})
