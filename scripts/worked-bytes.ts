// The worked bytes of docs/log-format.md: taken from the golden files, so that a reader can follow them there.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { canonical } from '../src/log/canonical.ts'
import { verify } from '../src/log/ed25519.ts'
import type { Entry } from '../src/log/entry.ts'
import { base64, bytesOfBase64, hexOf, sha256 } from '../src/log/hash.ts'
import { keyId } from '../src/log/key.ts'
import { readNote } from '../src/log/note.ts'
import { actPayloadType, payloadOf, preAuthenticated } from '../src/log/signature.ts'
import { leafHash, nodeHash, root } from '../src/log/tree.ts'

const golden = fileURLToPath(new URL('../tests/golden/1/', import.meta.url))
const read = (file: string): string => readFileSync(golden + file, 'utf8')
const linesOf = (file: string): string[] => read(file).split('\n').slice(0, -1)
const fence = (kind: string, text: string): string => `\`\`\`${kind}\n${text}\n\`\`\``
const text = (...rows: readonly (readonly [name: string, value: string])[]): string => {
  const widest = Math.max(...rows.map(([name]) => name.length))
  return fence('text', rows.map(([name, value]) => `${name.padEnd(widest)}  ${value}`).join('\n'))
}

/** The first three lines of the small log as leaves, and their roots. */
export function workedTree(): string {
  const lines = linesOf('small.jsonl')
  const [first, second, third] = lines.slice(0, 3).map(leafHash)
  if (!first || !second || !third) throw new Error('the small log has three lines')
  const leaves = lines.map(leafHash)
  const rows = text(
    ['root of no leaves', base64(root([]))],
    ['leaf 0, of line 1', base64(first)],
    ['leaf 1, of line 2', base64(second)],
    ['leaf 2, of line 3', base64(third)],
    ['node of leaves 0 and 1', base64(nodeHash(first, second))],
    ['root of three leaves', base64(nodeHash(nodeHash(first, second), third))],
    [`root of all ${lines.length}`, base64(root(leaves))],
  )
  return `[\`small.jsonl\`](../tests/golden/1/small.jsonl) has ${lines.length} lines. As leaves:\n\n${rows}\n\nThe second has \`prev\` = leaf 0, the third \`prev\` = leaf 1.`
}

/** @throws Error where the signature is not one over these bytes: then nothing is to be shown of it */
function requireSignature(signature: Uint8Array, message: Uint8Array, key: Uint8Array): void {
  if (!verify(signature, message, key)) throw new Error('a worked signature does not hold')
}

const bytesIn = (encoded: string): Uint8Array => bytesOfBase64(encoded) ?? new Uint8Array()

/** A signed entry and the bytes under its signature. */
export function workedSignature(): string {
  const line = linesOf('small.jsonl')[1] ?? ''
  const { asked, collaboration, matter, seen, signature } = JSON.parse(line) as Entry
  if (!seen || !signature) throw new Error('line 2 of the small log is signed')
  const { key, value, counter, digest } = signature
  const payload = payloadOf({ collaboration, matter, act: asked as object, counter, digest, seen })
  const signed = preAuthenticated(actPayloadType, payload)
  requireSignature(bytesIn(value), signed, bytesIn(key))
  return [
    'Line 2 of `small.jsonl`:',
    fence('json', line),
    'What is signed, as one line:',
    fence('text', new TextDecoder().decode(signed)),
    text(
      ['bytes', `${signed.length}`],
      ['SHA-256 of them', hexOf(sha256(signed))],
      ['key', key],
      ['signature', value],
    ),
  ].join('\n\n')
}

/** A text kept apart, with the digest that stands for it. */
export function workedWords(): string {
  const { digest, ...words } = JSON.parse(linesOf('small-words.jsonl')[0] ?? '{}')
  const line = linesOf('small.jsonl').find(line => line.includes('"personal":{'))
  const { signature, seen, ...shown } = JSON.parse(line ?? '{}')
  return [
    'In `small.jsonl` a remark was kept apart, and erased at the end. Its words were:',
    fence('text', canonical(words)),
    `The SHA-256 of this text is \`${digest}\`, which stands in the entry of the remark, here without its signature:`,
    fence('json', canonical(shown)),
  ].join('\n\n')
}

/** A cosigned checkpoint and the bytes under a cosignature. */
export function workedCheckpoint(): string {
  const note = read('circle-checkpoint.txt')
  const parsed = readNote(note)
  if ('fault' in parsed) throw new Error(parsed.fault)
  const [cosignature] = parsed.note.signatures
  const [key = ''] = JSON.parse(read('keys.json'))['circle-split-view.json'].almere.witness
  const publicKey = bytesIn(key)
  const bytes = cosignature?.signature ?? new Uint8Array()
  const time = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0))
  const signed = `cosignature/v1\ntime ${time}\n${parsed.note.text}`
  requireSignature(bytes.slice(8), new TextEncoder().encode(signed), publicKey)
  return [
    '[`circle-checkpoint.txt`](../tests/golden/1/circle-checkpoint.txt):',
    fence('text', note.trimEnd()),
    'What is signed, each line ended by a line feed:',
    fence('text', signed.trimEnd()),
    text(
      ['key', key],
      ['id of the key', keyId({ name: 'almere', kind: 'cosignature/v1', publicKey })],
      ['moment', `${time}, which is ${new Date(time * 1000).toISOString()}`],
      ['signature', base64(bytes.slice(8))],
    ),
  ].join('\n\n')
}
