// A witness cosigns a log that it replayed itself and that goes on from what it cosigned last; what cannot both be true it keeps.

import * as z from 'zod'
import { oneLine } from '../charter/words.ts'
import type { Finding } from '../collaboration/replay.ts'
import { canonical, parseCanonical } from '../log/canonical.ts'
import { type Checkpoint, checkpointOf, checkpointText, cosign, cosignedBy } from '../log/checkpoint.ts'
import { readEntry } from '../log/entry.ts'
import { base64, bytesOfBase64 } from '../log/hash.ts'
import type { NamedKey } from '../log/key.ts'
import { maxSignatures, type NoteSignature, readNote, signatureLine, writeNote } from '../log/note.ts'
import { hashSchema } from '../log/signature.ts'
import { checkConsistency, consistencyProof, leafHash, root } from '../log/tree.ts'
import { startAudit } from './auditor.ts'
import { originOf } from './certificate.ts'

/** Who witnesses: the name of its key (`witnessName` of a partner), the secret, and what it knows. */
export interface Witness {
  readonly name: string
  /** 32 bytes of Ed25519. */
  readonly secret: Uint8Array
  /** The own clock, as a moment in UTC. */
  readonly now: string
  /** The note that it cosigned last; null the first time. It must be kept safe, and the new one saved before it is handed out. */
  readonly last: string | null
}

/** Two notes that cannot both be of one log. `root` and `proof` show what the longer one has in the place of the shorter. */
export interface SplitView {
  readonly form: 'samenspraak-split-view/1'
  readonly notes: readonly [string, string]
  /** The root, in base64, that the longer log has at the size of the shorter note. */
  readonly root: string
  /** RFC 6962 consistency from that root to the longer note; empty where both are of one size. */
  readonly proof: readonly string[]
}

/** What a witness answers: a note with its cosignature, why it does not cosign, or that it was shown another log before. */
export type Witnessed =
  | { readonly note: string }
  | { readonly finding: Finding }
  | {
      readonly refused: 'otherLog' | 'olderThanCosigned' | 'aheadOfClock' | 'otherCheckpoint'
      readonly why: string
    }
  | { readonly split: SplitView }

/**
 * Replays a log and, where it goes on from what this witness cosigned last, cosigns its head. A note that comes with the log is
 * cosigned too where it is of that head: so cosignatures gather under one. Pure, but for what `Witness` brings.
 */
export function witness(log: string, presented: string | null, by: Witness): Witnessed {
  const auditor = startAudit()
  auditor.push(log)
  const { finding } = auditor.end()
  if (finding) return { finding }
  const lines = log.split('\n').slice(0, -1)
  const leaves = lines.map(leafHash)
  const end = readEntry(lines.at(-1) ?? '')
  if ('fault' in end) return { refused: 'otherLog', why: 'a log without entries is not cosigned' }
  const { collaboration, at } = end.entry
  if (at > by.now)
    return { refused: 'aheadOfClock', why: `its last entry is of ${at}, and it is ${by.now} here (T1)` }
  const head = { origin: originOf(collaboration), size: leaves.length, root: root(leaves) }
  const text = checkpointText(head)
  const note = presented ?? text
  // What is kept of a split is about the log that was shown: a note of another one would prove nothing.
  const shown = isOf(text, note) ? note : text
  const own = by.last === null ? null : againstLast(by.last, leaves, head, shown)
  if (own) return own
  if (shown !== note)
    return {
      refused: 'otherCheckpoint',
      why: 'the checkpoint that came with it is not of this log, as long as it is',
    }
  const cosigned = withLine(text, note, cosign(text, { ...by, time: secondsOf(by.now) }))
  return cosigned === null
    ? {
        refused: 'otherCheckpoint',
        why: `the checkpoint has ${maxSignatures} cosignatures: start from a bare one`,
      }
    : { note: cosigned }
}

/** Whether a note, or a text that nobody signed yet, says exactly this. */
function isOf(text: string, note: string): boolean {
  const read = readNote(note)
  return ('note' in read ? read.note.text : note) === text
}

const secondsOf = (moment: string): number => Math.floor(Date.parse(moment) / 1000)

/** Whether a log goes on from the note cosigned last; null where it does. */
function againstLast(
  last: string,
  leaves: readonly Uint8Array[],
  head: Pick<Checkpoint, 'origin' | 'size'>,
  note: string,
): Witnessed | null {
  const before = checkpointOf(last)
  if (before === null || before.origin !== head.origin)
    return { refused: 'otherLog', why: `what was cosigned last is of "${oneLine(before?.origin ?? '?')}"` }
  if (head.size < before.size)
    return { refused: 'olderThanCosigned', why: `it has ${head.size} entries, ${before.size} were cosigned` }
  const then = root(leaves, before.size)
  if (base64(then) === base64(before.root)) return null
  const proof = consistencyProof(leaves, before.size, head.size).map(base64)
  return { split: { form: splitForm, notes: [last, note], root: base64(then), proof } }
}

/** The note with one line more, null where it has no room; of the same key the new line takes the place of the old. */
function withLine(text: string, note: string, line: string): string | null {
  const [own] = signaturesIn(writeNote(text, [line]))
  const others = signaturesIn(note).filter(({ name, id }) => name !== own?.name || id !== own.id)
  return others.length < maxSignatures ? writeNote(text, [...others.map(signatureLine), line]) : null
}

function signaturesIn(text: string): readonly NoteSignature[] {
  const read = readNote(text)
  return 'note' in read ? read.note.signatures : []
}

// ---- Two heads that cannot both be true

const splitForm = 'samenspraak-split-view/1'
const splitSchema = z.strictObject({
  form: z.literal(splitForm),
  notes: z.tuple([z.string().max(1_000_000), z.string().max(1_000_000)]),
  root: hashSchema,
  proof: z.array(hashSchema).max(64),
})

/** A split view as the text of a file. Pure. */
export const splitText = (split: SplitView): string => `${canonical(split)}\n`

/** What a split view convinces of: who put a name under each of two heads that cannot both be of one log. */
export interface SplitShown {
  readonly origin: string
  readonly sizes: readonly [number, number]
  /** The names of the keys, of those given, under each. */
  readonly cosigned: readonly [readonly string[], readonly string[]]
}

/** Whether a split view shows what it says, by keys that the reader has; or why not. Both heads must be cosigned by one of them. Pure. */
export function verifySplit(text: string, keys: readonly NamedKey[]): SplitShown | { fault: string } {
  const parsed = parseCanonical(text.endsWith('\n') ? text.slice(0, -1) : text)
  const read = 'value' in parsed ? splitSchema.safeParse(parsed.value) : null
  if (!read?.success) return { fault: 'the file is no split view' }
  const { notes, root: between, proof } = read.data
  const [one, other] = [cosignedBy(notes[0], keys), cosignedBy(notes[1], keys)] as const
  if ('fault' in one || 'fault' in other) return { fault: 'a note cannot be read, or a cosignature is false' }
  if (one.cosigned.length === 0 || other.cosigned.length === 0)
    return { fault: 'a head is cosigned by nobody whose key was given: anybody could have made it up' }
  return differing(one.checkpoint, other.checkpoint, between, proof)
    ? {
        origin: one.checkpoint.origin,
        sizes: [one.checkpoint.size, other.checkpoint.size],
        cosigned: [namesOf(one.cosigned), namesOf(other.cosigned)],
      }
    : { fault: 'both heads can be of one log' }
}

const namesOf = (cosigned: readonly { readonly key: NamedKey }[]): string[] =>
  cosigned.map(({ key }) => key.name)

/** Whether the longer head has another root at the size of the shorter than that one says. */
function differing(
  shorter: Checkpoint,
  longer: Checkpoint,
  between: string,
  proof: readonly string[],
): boolean {
  const then = bytesOfBase64(between) ?? new Uint8Array()
  const steps = proof.map(it => bytesOfBase64(it) ?? new Uint8Array())
  return (
    shorter.origin === longer.origin &&
    base64(shorter.root) !== between &&
    checkConsistency({ size: shorter.size, root: then }, longer, steps)
  )
}
