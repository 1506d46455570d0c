// A certificate: what was decided on one proposal, as one file for somebody who has neither the log nor this engine.
import * as z from 'zod'
import { digestSchema, faultOf, idSchema } from '../charter/words.ts'
import { charterMatter } from '../collaboration/acts.ts'
import { brokenAt, canonical, notJson, parseCanonical } from '../log/canonical.ts'
import { checkpointText } from '../log/checkpoint.ts'
import { type Entry, entrySchema } from '../log/entry.ts'
import { base64 } from '../log/hash.ts'
import { wordsSchema } from '../log/personal.ts'
import { hashSchema } from '../log/signature.ts'
import { inclusionProofs, root } from '../log/tree.ts'

/** The form of certificates; one of another form is refused. */
export const certificateForm = 'samenspraak-certificate/1'

/** The longest certificate that is read, in characters (64 Mi), and the most entries in one. */
export const maxCertificateLength = 64 * 1024 * 1024
export const maxCertificateEntries = 100_000

const proof = z.array(hashSchema).max(64)

/** The form of a certificate, as one line of canonical JSON with a line feed. */
export const certificateSchema = z.strictObject({
  form: z.literal(certificateForm),
  /** The proposal that it is about. */
  matter: idSchema,
  /** A checkpoint of the log (C2SP tlog-checkpoint): with the cosignatures under it as a signed note, or the bare text. */
  checkpoint: z.string().max(1_000_000),
  /** All entries of the charter, of the proposal and of those that changed the charter, up to the end of the proposal. */
  entries: z.array(z.strictObject({ entry: entrySchema, proof })).max(maxCertificateEntries),
  /** The leaf hashes of entries that signers had seen last and that are not among these. */
  seen: z.array(z.strictObject({ seq: z.int().min(0), leaf: hashSchema, proof })).max(maxCertificateEntries),
  /** Texts that the entries keep apart, as far as they are shown (W4). */
  words: z
    .array(wordsSchema.extend({ digest: digestSchema }))
    .max(maxCertificateEntries)
    .optional(),
})

/** An entry with the proof that it is in the log: RFC 6962 inclusion, each hash in base64. */
export interface Proven {
  readonly entry: Entry
  readonly proof: readonly string[]
}

/** A certificate as it was read. */
export type Certificate = Omit<z.infer<typeof certificateSchema>, 'entries'> & {
  readonly entries: readonly Proven[]
}

/** The name of a log on its checkpoints: `samenspraak/` and the id of the collaboration. Pure. */
export const originOf = (collaboration: string): string => `samenspraak/${collaboration}`

/** What a certificate is made of. */
export interface Material {
  readonly matter: string
  /** Every entry about the charter, about the proposal, and about those whose decision changed the charter, in the order of the log. */
  readonly entries: readonly Entry[]
  /** The leaf hashes of the log, from the first: of all its entries, or as many as the checkpoint has. */
  readonly leaves: readonly Uint8Array[]
  /** A cosigned checkpoint of these leaves; made, without cosignatures, if left out. */
  readonly checkpoint?: string | undefined
  /** Texts that entries keep apart: those whose digests stand in the entries that are chosen are shown. */
  readonly words?: readonly ShownWords[] | undefined
}

/** A text that an entry keeps apart, with the salt and the digest that stands for both. */
export type ShownWords = NonNullable<z.infer<typeof certificateSchema>['words']>[number]

const endings: ReadonlySet<string> = new Set(['decision.taken', 'consensus.failed', 'proposal.withdrawn'])

/** The entry with which a proposal ended: the last of its own in the act that led to it; undefined while it has not. Pure. */
export function endOf(entries: readonly Entry[], matter: string): number | undefined {
  const ending = entries.find(entry => entry.matter === matter && endings.has(entry.fact.type))
  return entries.findLast(({ act }) => act === ending?.act)?.seq
}

/** The proposals whose decisions changed the charter, by the entries about it. Pure. */
export function changersIn(entries: readonly Entry[]): string[] {
  return entries.flatMap(({ matter, fact }) =>
    matter === charterMatter && fact.type === 'charter.replaced' && 'proposal' in fact
      ? [String(fact.proposal)]
      : [],
  )
}

/** The text of the certificate; null where the proposal has not ended within these leaves. Pure. */
export function certificateOf({ matter, entries, leaves, checkpoint, words }: Material): string | null {
  const end = endOf(entries, matter)
  if (end === undefined || end >= leaves.length) return null
  const upTo = entries.filter(({ seq }) => seq <= end)
  const known = new Set([charterMatter, matter, ...changersIn(upTo)])
  const chosen = upTo.filter(entry => known.has(entry.matter))
  const own = new Set(chosen.map(({ seq }) => seq))
  const seen = new Set(
    chosen.map(entry => (entry.seen?.size ?? 0) - 1).filter(seq => seq >= 0 && !own.has(seq)),
  )
  const proofs = inclusionProofs(leaves, [...own, ...seen])
  const proofOf = (seq: number): string[] => (proofs.get(seq) ?? []).map(base64)
  const origin = originOf(entries[0]?.collaboration ?? '')
  const digests = new Set(chosen.flatMap(({ personal }) => Object.values(personal ?? {})))
  const certificate: Certificate = {
    form: certificateForm,
    matter,
    checkpoint: checkpoint ?? checkpointText({ origin, size: leaves.length, root: root(leaves) }),
    entries: chosen.map(entry => ({ entry, proof: proofOf(entry.seq) })),
    seen: [...seen]
      .sort((a, b) => a - b)
      .map(seq => ({ seq, leaf: base64(leaves[seq] ?? new Uint8Array()), proof: proofOf(seq) })),
    ...(words ? { words: words.filter(({ digest }) => digests.has(digest)) } : {}),
  }
  return `${canonical(certificate)}\n`
}

/** The fault, with the character from which on a text is no JSON: a certificate is one line, and may be long. */
const placed = (fault: string, text: string): string =>
  fault === notJson ? `${fault} from character ${brokenAt(text)} on` : fault

/** Reads a certificate: canonical text, known fields. Never throws. */
export function readCertificate(text: string): { certificate: Certificate } | { code: string; what: string } {
  const parsed = text.endsWith('\n')
    ? parseCanonical(text.slice(0, -1), maxCertificateLength)
    : { fault: 'the certificate does not end with a line feed' }
  if ('fault' in parsed) return { code: 'notCanonical', what: placed(parsed.fault, text) }
  const read = certificateSchema.safeParse(parsed.value)
  if (!read.success) return { code: 'notACertificate', what: faultOf(read.error) }
  return { certificate: read.data as unknown as Certificate }
}
