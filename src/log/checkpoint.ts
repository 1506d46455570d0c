// Checkpoints (C2SP tlog-checkpoint): what a log is as a whole, as a text to sign; and those who cosign it with
// the moment at which they saw it (C2SP tlog-cosignature).

import { publicKeyOf, sign, signatureLength, verify } from './ed25519.ts'
import { base64, bytesOfBase64, hashLength } from './hash.ts'
import { isKeyName, keyId, type NamedKey } from './key.ts'
import { readNote, signatureLine, signaturesBy, textFault } from './note.ts'
import type { TreeHead } from './tree.ts'

/** The head of a log under the log's name. */
export interface Checkpoint extends TreeHead {
  /** Which log it is, on one line; C2SP advises a URL without scheme. */
  readonly origin: string
  /** Further lines, without meaning here, but signed with the rest. */
  readonly extensions: readonly string[]
}

/** Who cosigns: a name as `isKeyName` asks, the secret key (32 bytes), and when, in whole seconds since 1970. */
export interface Cosigner {
  readonly name: string
  readonly secret: Uint8Array
  readonly time: number
}

/** That a key cosigned, and the latest moment at which it did, in whole seconds since 1970. */
export interface Cosigned {
  readonly key: NamedKey
  readonly time: number
}

/** A moment is 8 bytes, the most significant one first. */
const timeLength = 8

/**
 * The text of a checkpoint: origin, size and root (base64), each on a line, then the extensions, if any. Pure.
 * Its opposite is `readCheckpoint`.
 *
 * @throws TypeError for an origin or extension that is no line, a root that is not 32 bytes, or a text that
 *   becomes too long; RangeError for a size that is not a whole number from 0 to 2^53 - 1
 */
export function checkpointText(checkpoint: TreeHead & Partial<Checkpoint> & { origin: string }): string {
  const { origin, size, root, extensions = [] } = checkpoint
  requireWhole(size, 'the size of a checkpoint')
  if (!(root instanceof Uint8Array) || root.length !== hashLength)
    throw new TypeError(`the root of a checkpoint has ${hashLength} bytes`)
  for (const line of [origin, ...extensions])
    if (typeof line !== 'string' || line === '' || line.includes('\n'))
      throw new TypeError('the origin and each extension of a checkpoint must be one line, not empty')
  const text = [origin, size, base64(root), ...extensions, ''].join('\n')
  const fault = textFault(text)
  if (fault !== null) throw new TypeError(fault)
  return text
}

/**
 * The checkpoint that the text of a note says, or what is wrong with it.
 *
 * Three lines that are not empty, and any number of extensions that are not empty either, each ended; the size
 * in decimal without leading zeros, at most 2^53 - 1; the root as canonical base64 of 32 bytes. That says nothing of who
 * signed it. Never throws. Pure.
 */
export function readCheckpoint(body: string): { checkpoint: Checkpoint } | { fault: string } {
  if (typeof body !== 'string') return { fault: 'the checkpoint is not a text' }
  const fault = textFault(body)
  if (fault !== null) return { fault }
  const [origin = '', digits = '', encoded = '', ...rest] = body.split('\n')
  if (rest.pop() !== '') return { fault: 'a checkpoint has three lines, each ended: origin, size, root' }
  if (origin === '' || rest.includes('')) return { fault: 'no line of a checkpoint may be empty' }
  const size = Number(digits)
  if (!/^(0|[1-9][0-9]*)$/.test(digits) || !Number.isSafeInteger(size))
    return { fault: 'the size of a checkpoint is a whole number from 0 to 2^53 - 1, without leading zeros' }
  const root = bytesOfBase64(encoded)
  if (root?.length !== hashLength)
    return { fault: `the root of a checkpoint is base64 of ${hashLength} bytes` }
  return { checkpoint: { origin, size, root, extensions: rest } }
}

/** The checkpoint in a note, or in a bare text that nobody signed; null where there is none. Never throws. Pure. */
export function checkpointOf(text: string): Checkpoint | null {
  const note = readNote(text)
  const read = readCheckpoint('note' in note ? note.note.text : text)
  return 'checkpoint' in read ? read.checkpoint : null
}

/**
 * The signature line, without line feed, by which somebody says: at this time, this was the longest version of
 * the log that I had seen, and all that I saw of it before was its beginning (cosignature/v1). Pure.
 *
 * Make sure of that first, with a consistency proof. A secret key is for one name only.
 *
 * @throws TypeError for a text that is no checkpoint, a name that is no name, a secret that is not 32 bytes;
 *   RangeError for a time that is not a whole number from 0 to 2^53 - 1
 */
export function cosign(text: string, { name, secret, time }: Cosigner): string {
  const read = readCheckpoint(text)
  if ('fault' in read) throw new TypeError(read.fault)
  if (!isKeyName(name)) throw new TypeError('the name of a cosigner must not be empty, nor hold spaces or +')
  requireWhole(time, 'the time of a cosignature')
  const id = keyId({ name, kind: 'cosignature/v1', publicKey: publicKeyOf(secret) })
  const signature = new Uint8Array(timeLength + signatureLength)
  new DataView(signature.buffer).setBigUint64(0, BigInt(time))
  signature.set(sign(messageOf(text, time), secret), timeLength)
  return signatureLine({ name, id, signature })
}

/**
 * Which of these keys cosigned the checkpoint of the note, and when; or what is wrong with it.
 *
 * It looks at keys of the kind `cosignature/v1` (type 0x04) only, and passes over the lines of all others. A
 * line with the name and id of one of the keys that does not hold is a fault. An empty list says that nobody
 * known cosigned: then the checkpoint must not be relied on. Never throws for what it reads. Pure.
 *
 * @throws TypeError for a key of which there is no id
 */
export function cosignedBy(
  note: string | Uint8Array,
  keys: readonly NamedKey[],
): { checkpoint: Checkpoint; cosigned: readonly Cosigned[] } | { fault: string } {
  const read = readNote(note)
  if ('fault' in read) return read
  const body = readCheckpoint(read.note.text)
  if ('fault' in body) return body
  const cosigners = keys.filter(({ kind }) => kind === 'cosignature/v1')
  const found = signaturesBy(read.note, cosigners, holdsAtItsTime)
  if ('fault' in found) return found
  const latest = new Map<NamedKey, number>()
  for (const { key, signature } of found.made)
    latest.set(key, Math.max(timeOf(signature), latest.get(key) ?? 0))
  return { ...body, cosigned: Array.from(latest, ([key, time]) => ({ key, time })) }
}

function holdsAtItsTime(signature: Uint8Array, text: string, { publicKey }: NamedKey): boolean {
  if (signature.length !== timeLength + signatureLength) return false
  const time = timeOf(signature)
  if (!Number.isSafeInteger(time)) return false
  return verify(signature.subarray(timeLength), messageOf(text, time), publicKey)
}

function timeOf(signature: Uint8Array): number {
  return Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0))
}

/** What is signed: which form it is, the moment, and the checkpoint with all its lines. */
function messageOf(text: string, time: number): Uint8Array {
  return new TextEncoder().encode(`cosignature/v1\ntime ${time}\n${text}`)
}

function requireWhole(value: number, name: string): void {
  if (Number.isSafeInteger(value) && value >= 0) return
  throw new RangeError(`${name} must be a whole number from 0 to 2^53 - 1, not ${String(value)}`)
}
