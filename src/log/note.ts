// Signed notes (C2SP signed-note): a text, an empty line, and a line for each signature under it.

import { verify } from './ed25519.ts'
import { base64, bytesOfBase64, hexOf } from './hash.ts'
import { isKeyName, keyId, type NamedKey } from './key.ts'

/** One signature under a note, not yet verified. */
export interface NoteSignature {
  /** The name of the key, as `isKeyName` asks. */
  readonly name: string
  /** The id of the key: 8 lower-case hex digits. */
  readonly id: string
  /** What the key made, in the form of its kind; at least one byte. */
  readonly signature: Uint8Array
}

/** A note that was read: nothing in it is to be believed before a known key is found to have signed it. */
export interface Note {
  /** What is signed, ending in a line feed. */
  readonly text: string
  /** At least one, in the order of their lines. */
  readonly signatures: readonly NoteSignature[]
}

/** The longest note to read or write, in bytes of UTF-8. */
export const maxNoteLength = 1_000_000

/** The most signatures under one note; C2SP asks for at least 16. */
export const maxSignatures = 100

const idLength = 4

/**
 * The note that a text or its UTF-8 bytes say, or what is wrong with it.
 *
 * Byte for byte as C2SP signed-note asks: UTF-8 without control characters other than line feeds, an empty line
 * (the last one) between text and signatures, each line `— NAME BASE64` and ended. The base64 must be
 * canonical, so that no line has two spellings. Never throws. Pure. Its opposite is `writeNote`.
 */
export function readNote(note: string | Uint8Array): { note: Note } | { fault: string } {
  const all = typeof note === 'string' ? note : decoded(note)
  if (all === null) return { fault: `the note is not UTF-8 of at most ${maxNoteLength} bytes` }
  const fault = textFault(all)
  if (fault !== null) return { fault }
  const split = all.lastIndexOf('\n\n')
  if (split < 0) return { fault: 'no empty line stands between the text and its signatures' }
  return noteOf(all.slice(0, split + 1), all.slice(split + 2))
}

/**
 * A text (ending in a line feed) and its signature lines as one note. Pure. Its opposite is `readNote`.
 *
 * @param lines as `signatureLine` writes them, without line feeds
 * @throws TypeError for what `readNote` would not read back as this text and these lines
 */
export function writeNote(text: string, lines: readonly string[]): string {
  const note = `${text}\n${lines.map(line => `${line}\n`).join('')}`
  const read = readNote(note)
  if ('fault' in read) throw new TypeError(read.fault)
  if (read.note.text !== text || read.note.signatures.length !== lines.length)
    throw new TypeError('a signature line must hold no line feed')
  return note
}

/**
 * The line of one signature, without line feed: `— NAME BASE64`. Pure.
 *
 * @throws TypeError for a name, id or signature that no line can hold
 */
export function signatureLine({ name, id, signature }: NoteSignature): string {
  if (!isKeyName(name)) throw new TypeError('the name of a key must not be empty, nor hold spaces or +')
  if (!/^[0-9a-f]{8}$/.test(id)) throw new TypeError('the id of a key has 8 lower-case hex digits')
  if (!(signature instanceof Uint8Array) || signature.length === 0)
    throw new TypeError('a signature has at least one byte')
  const bytes = new Uint8Array(idLength + signature.length)
  new DataView(bytes.buffer).setUint32(0, Number.parseInt(id, 16))
  bytes.set(signature, idLength)
  return `— ${name} ${base64(bytes)}`
}

/** Whether a signature over the text of a note holds under a key: every kind of key has a way of its own. */
export type Holds = (signature: Uint8Array, text: string, key: NamedKey) => boolean

/** A signature that holds, and the key that made it. */
export interface Made {
  readonly key: NamedKey
  readonly signature: Uint8Array
}

/**
 * The signatures by these keys, each verified, with the key that made it; or the fault of the first that does
 * not hold. Lines by others are passed over, also under a known name with another id. Pure.
 *
 * No line of a known key may be wrong: a note that a partner seems to have signed and did not is no note. Two
 * keys with one name and id cannot be told apart, so a line that fits both is a fault.
 */
export function signaturesBy(
  note: Note,
  keys: readonly NamedKey[],
  holds: Holds,
): { made: readonly Made[] } | { fault: string } {
  const known = keys.map(key => ({ key, id: keyId(key) }))
  const made: Made[] = []
  for (const { name, id, signature } of note.signatures) {
    const [match, another] = known.filter(it => it.key.name === name && it.id === id)
    if (match === undefined) continue
    if (another !== undefined) return { fault: `two of the known keys are ${name}+${id}` }
    const { key } = match
    if (!holds(signature, note.text, key)) return { fault: `the signature by ${name}+${id} does not hold` }
    made.push({ key, signature })
  }
  return { made }
}

/**
 * Which of these keys signed the note, each once; or what is wrong with it. Never throws for what it reads. Pure.
 *
 * It looks at keys of the kind `ed25519` (type 0x01) only; what cosigners signed `cosignedBy` tells. An empty
 * list says that nobody known signed: then the note must not be used.
 *
 * @throws TypeError for a key of which there is no id
 */
export function signedBy(
  note: string | Uint8Array,
  keys: readonly NamedKey[],
): { signed: readonly NamedKey[] } | { fault: string } {
  const read = readNote(note)
  if ('fault' in read) return read
  const plain = keys.filter(({ kind }) => kind === 'ed25519')
  const found = signaturesBy(read.note, plain, holdsPlainly)
  return 'fault' in found ? found : { signed: [...new Set(found.made.map(({ key }) => key))] }
}

/**
 * Why a text can be no part of a note, or null: too long, lone surrogates, control characters other than line
 * feeds. Pure.
 */
export function textFault(text: string): string | null {
  if (text.length > maxNoteLength || new TextEncoder().encode(text).length > maxNoteLength)
    return `the note is longer than ${maxNoteLength} bytes`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (!text.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(text))
    return 'the note holds control characters or lone surrogates'
  return null
}

function holdsPlainly(signature: Uint8Array, text: string, { publicKey }: NamedKey): boolean {
  return verify(signature, new TextEncoder().encode(text), publicKey)
}

function decoded(note: Uint8Array): string | null {
  if (!(note instanceof Uint8Array) || note.length > maxNoteLength) return null
  try {
    // A byte order mark is a character like any other: left out, it would not be there when the text is verified.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(note)
  } catch {
    return null
  }
}

function noteOf(text: string, block: string): { note: Note } | { fault: string } {
  if (!block.endsWith('\n')) return { fault: 'the note does not end with an ended signature line' }
  const lines = block.slice(0, -1).split('\n')
  if (lines.length > maxSignatures) return { fault: `the note has more than ${maxSignatures} signatures` }
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const signature = signatureOn(line)
    if (signature === null)
      return { fault: `signature ${signatures.length + 1} is not a line: — NAME BASE64` }
    signatures.push(signature)
  }
  return { note: { text, signatures } }
}

function signatureOn(line: string): NoteSignature | null {
  const [dash, name = '', encoded = '', ...more] = line.split(' ')
  const bytes = bytesOfBase64(encoded)
  if (dash !== '—' || more.length > 0 || !isKeyName(name)) return null
  if (bytes === null || bytes.length <= idLength) return null
  return { name, id: hexOf(bytes.subarray(0, idLength)), signature: bytes.slice(idLength) }
}
