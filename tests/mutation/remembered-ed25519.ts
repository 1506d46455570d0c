// Ed25519 as it is, with its answers kept from run to run: for mutants of what is built on it, so that each costs no minute.
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
// A path that the alias of vitest.stryker.certificate.config.ts does not take for this file.
import * as real from '../../src/log/./ed25519.ts'

const file = join(
  fileURLToPath(new URL('../..', import.meta.url)),
  'node_modules/.cache/remembered-ed25519.jsonl',
)
mkdirSync(dirname(file), { recursive: true })
const known = new Map<string, unknown>(
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter(line => line.endsWith(']'))
        .map(line => JSON.parse(line) as [string, unknown])
    : [],
)

const isBytes = (value: unknown): value is Uint8Array => value instanceof Uint8Array

/** The answer to these bytes as it was given before, or given now. Anything but bytes is asked anew. */
function remembered<T>(question: string, asked: readonly unknown[], answer: () => T): T {
  if (!asked.every(isBytes)) return answer()
  const hash = createHash('sha256').update(question)
  for (const bytes of asked) hash.update(`${bytes.length}:`).update(bytes)
  const key = hash.digest('base64').slice(0, 24)
  const before = known.get(key)
  if (before !== undefined) return before as T
  const given = answer()
  known.set(key, given)
  appendFileSync(file, `${JSON.stringify([key, given])}\n`)
  return given
}

const inText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const inBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

export const keyLength = real.keyLength
export const signatureLength = real.signatureLength

export const publicKeyOf = (secret: Uint8Array): Uint8Array =>
  inBytes(remembered('publicKeyOf', [secret], () => inText(real.publicKeyOf(secret))))

export const sign = (message: Uint8Array, secret: Uint8Array): Uint8Array =>
  inBytes(remembered('sign', [message, secret], () => inText(real.sign(message, secret))))

export const verify = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean =>
  remembered('verify', [signature, message, publicKey], () => real.verify(signature, message, publicKey))

export const keyFault = (publicKey: Uint8Array): string | null =>
  remembered('keyFault', [publicKey], () => [real.keyFault(publicKey)])[0] ?? null
