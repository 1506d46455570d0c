// A signed act as it travels: the act, the place it is meant for, what its signer had seen, and the signature (W2).
import * as z from 'zod'
import { faultOf, idSchema } from '../charter/words.ts'
import { publicKeyOf } from '../log/ed25519.ts'
import { headOf } from '../log/entry.ts'
import { base64 } from '../log/hash.ts'
import { type Personal, personalSchema, withoutPersonal, wordsSchema } from '../log/personal.ts'
import {
  isSignatureOf,
  keyProofOf,
  type Seen,
  type Signature,
  type Statement,
  seenSchema,
  signatureOf,
  signatureSchema,
} from '../log/signature.ts'
import { noProposal, type Proposal } from '../proposal/proposal.ts'
import { type Act, charterMatter, isCharterAct, parseAct } from './acts.ts'
import type { Replay } from './replay.ts'
import { nextProposalId, proposalIn } from './state.ts'
import { setApart, strangeField, type WordsByField, wordsFault } from './words.ts'

/** What is to be signed: an act, its place, the text it is about, and the log as the signer has it. */
export interface ToSign extends Statement {
  /** Without the fields that are kept apart: `personal` has their digests, `words` the words themselves, which are not signed (W4). */
  readonly act: Act
  readonly words?: WordsByField
}

/** A signed act: plain JSON, to be handed to `engine.act` in the place of the act itself. */
export interface SignedAct {
  readonly act: Act
  readonly collaboration: string
  readonly matter: string
  readonly seen: Seen
  readonly signature: Signature
  readonly personal?: Personal
  readonly words?: WordsByField
}

const signedActSchema = z.strictObject({
  act: z.unknown(),
  collaboration: idSchema,
  matter: idSchema,
  seen: seenSchema,
  signature: signatureSchema,
  personal: personalSchema.optional(),
  words: z.record(z.string(), wordsSchema).optional(),
})

/** Signs with the person's secret key, 32 bytes of Ed25519; whose key it is shows when the act is asked. Pure. */
export function signAct(toSign: ToSign, secret: Uint8Array): SignedAct {
  const { act, collaboration, matter, seen, personal, words } = toSign
  const apart = personal && words ? { personal, words } : {}
  return { act, collaboration, matter, seen, signature: signatureOf(toSign, secret), ...apart }
}

/** The public half of a secret key, with the proof that this person has it: as a charter and `registerKey` take them. Pure. */
export function keyFor(person: string, secret: Uint8Array): { publicKey: string; keyProof: string } {
  return { publicKey: base64(publicKeyOf(secret)), keyProof: keyProofOf(person, secret) }
}

/** An act as it comes in, signed or not: `act` has all its words, that of the envelope only what is signed. */
export type Incoming = { readonly act: Act; readonly envelope: SignedAct | null }

/** Reads an act, or a signed one, from anything; or what is wrong with it in one line. Never throws. */
export function parseIncoming(input: unknown): Incoming | { fault: string } {
  if (!isEnvelope(input)) {
    const parsed = parseAct(input)
    return 'fault' in parsed ? parsed : { act: parsed.act, envelope: null }
  }
  try {
    const parsed = signedActSchema.safeParse(input)
    if (!parsed.success) return { fault: faultOf(parsed.error) }
    const { act, personal = {}, words = {} } = parsed.data
    const misfit = strangeField(Object(act).act, personal) ?? wordsFault(Object(act), personal, words)
    if (misfit !== null) return { fault: misfit }
    const values = Object.entries(words).map(([field, { value }]) => [field, value])
    const inside = parseAct({ ...Object(act), ...Object.fromEntries(values) })
    if ('fault' in inside) return { fault: `act.${inside.fault}` }
    // By way of text, as the act itself: a minus zero would have none.
    const signed = withoutPersonal(inside.act, personal)
    const envelope = JSON.parse(JSON.stringify({ ...parsed.data, act: signed })) as SignedAct
    return { act: inside.act, envelope }
  } catch {
    return { fault: 'cannot be read as plain JSON' }
  }
}

function isEnvelope(input: unknown): boolean {
  try {
    if (typeof input !== 'object' || input === null || !('signature' in input)) return false
    return 'act' in input && typeof input.act === 'object'
  } catch {
    return false
  }
}

/** Whether the signature is one over exactly this act, and meant for this collaboration and the matter of the act. Pure. */
export function isMeantHere(
  { act, collaboration, matter, seen, signature, personal }: SignedAct,
  here: string,
): boolean {
  const own = isCharterAct(act) ? charterMatter : act.proposal
  return (
    collaboration === here &&
    matter === own &&
    isSignatureOf({ ...signature, seen }, { collaboration, matter, act, personal })
  )
}

/**
 * What the person who asks for an act is to sign, after the log read so far: its place, its number, the digest of the text it is
 * about. A draft is given its id, since a signature is for one matter; what the charter marks as personal is set apart, each text
 * with a salt of its own. @throws NotAtHand; TypeError for an act without a person
 */
export function toSignOf(replay: Replay, act: Act, newSalt: () => Uint8Array): ToSign {
  const parted = setApart(replay.collaboration.circle.context.charter, act, newSalt)
  if (!parted) return statementOf(replay, act)
  return { ...statementOf(replay, withoutPersonal(act, parted.personal)), ...parted }
}

function statementOf({ ledger, collaboration }: Replay, act: Act): ToSign {
  if (act.by === undefined) throw new TypeError(`nobody signs ${act.act}: it is the clock's`)
  const place = { collaboration: ledger.collaboration, seen: headOf(ledger) }
  if (isCharterAct(act)) {
    const { counters } = collaboration.circle.context
    return { ...place, matter: charterMatter, act, counter: (counters[act.by] ?? 0) + 1 }
  }
  const matter = act.proposal ?? nextProposalId(collaboration)
  const proposal = proposalIn(collaboration, matter)?.context ?? noProposal
  const digest = digestUnder(proposal, act)
  const about = digest === undefined ? {} : { digest }
  const counter = (proposal.counters[act.by] ?? 0) + 1
  return { ...place, matter, act: { ...act, proposal: matter }, ...about, counter }
}

function digestUnder({ digest, digests }: Proposal, act: Act): string | undefined {
  if (act.act === 'submitProposal') return digest
  return 'revision' in act ? digests[act.revision - 1] : undefined
}
