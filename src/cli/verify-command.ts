// The verb `verify`.
import { Command } from 'commander'
import type { Language } from '../register/register.ts'
import { maxCertificateLength } from '../verify/certificate.ts'
import { startLook } from '../verify/likeness.ts'
import {
  type Asked,
  type Audit,
  parseHead,
  startAudit,
  verifyCertificate,
  verifySplit,
  witnessKeys,
} from '../verify/verify.ts'
import { certificateInWords } from './certificate-words.ts'
import { mostBytes, piecesOf } from './files.ts'
import { readPartnerKeys } from './keys.ts'
import { Misuse } from './misuse.ts'
import { languageOf, languageOptions } from './open-log.ts'
import { splitInWords } from './split-words.ts'
import { textsInWords } from './texts-words.ts'

interface Options {
  readonly head?: string
  readonly keys?: string
  readonly json?: boolean
  readonly language: Language
  readonly nl?: boolean
}

export function verifyCommand(done: (code: number) => void): Command {
  const command = new Command('verify')
  for (const option of languageOptions()) command.addOption(option)
  return command
    .description(
      'Verify a log, a certificate or a split view, trusting nobody, and name the first thing that does not hold.',
    )
    .argument('[file]', 'a log as JSON Lines, a certificate or a split view; standard input if left out')
    .option('--head <SIZE:ROOT>', 'a head that you kept: the log must begin with exactly its entries')
    .option(
      '--keys <file>',
      'with a certificate or a split view: the public keys of the partners, as you know them',
    )
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  samenspraak verify decision.jsonl --head 15:bdYmEkP8rwFxFzDi11ZcGqCvmNdceF24yAmNEM2RLaA=\n  samenspraak verify certificate.json --keys keys.json',
    )
    .action((path: string | undefined, options: Options) => {
      const head = options.head === undefined ? undefined : parseHead(options.head)
      if (head === null)
        throw new Misuse('--head must be SIZE:ROOT, the root being 32 bytes in padded base64')
      const read = auditOf(path, head ? { head } : {})
      if ('certificate' in read) return done(tellCertificate(read.certificate, options))
      if ('split' in read) return done(tellSplit(read.split, options))
      if (options.keys !== undefined)
        throw new Misuse(
          '--keys is for certificates and split views; the signatures of a log are verified without',
        )
      process.stdout.write(
        options.json ? `${JSON.stringify(read)}\n` : inWords(read, options.head, languageOf(options)),
      )
      done(read.holds ? 0 : 1)
    })
}

/** A log as it was audited, or the text of another thing that can be verified. */
type Read = Audit | { readonly certificate: string } | { readonly split: string }

/**
 * Reads until the first entry that does not hold; what is wrong from its beginning is read on, though not for ever, to see
 * whether it is a log at all. @throws Misuse
 */
function auditOf(path: string | undefined, asked: Asked): Read {
  const [auditor, look] = [startAudit(asked), startLook()]
  const name = path ?? 'standard input'
  let bytes = 0
  const pieces = piecesOf(path)
  const first = beginningOf(pieces)
  if (beginsWith(first, beginnings.certificate)) return { certificate: restOf(name, first, pieces) }
  if (beginsWith(first, beginnings.split)) return { split: restOf(name, first, pieces) }
  for (const piece of after(first, pieces)) {
    look.push(piece)
    auditor.push(piece)
    bytes += piece.length
    if (auditor.finding && look.found) break
    if (!look.found && bytes > mostBytes)
      throw new Misuse(`${name} is not a log: no line of its first ${mostBytes} bytes is an entry`)
  }
  if (!look.end())
    throw new Misuse(
      `${name} is not a log: no line of it is an entry; nor does it begin as a certificate or a split view`,
    )
  return auditor.end()
}

const utf8 = new TextEncoder()

/** A certificate begins with its first key, a split view with its form; no entry of a log has either. */
const beginnings = {
  certificate: utf8.encode('{"checkpoint":'),
  split: utf8.encode('{"form":"samenspraak-split-view/'),
}
const mostBegun = Math.max(beginnings.certificate.length, beginnings.split.length)

const beginsWith = (first: Uint8Array, begins: Uint8Array): boolean =>
  begins.every((byte, at) => first[at] === byte)

/** The first bytes, as many as tell what it is: a pipe may hand them out one by one. */
function beginningOf(pieces: Iterator<Uint8Array>): Uint8Array {
  const first: Uint8Array[] = []
  for (let size = 0; size < mostBegun; size += first.at(-1)?.length ?? 0) {
    const { done, value } = pieces.next()
    if (done) break
    first.push(Uint8Array.from(value))
  }
  return Buffer.concat(first)
}

function* after(first: Uint8Array, more: Iterable<Uint8Array>): Generator<Uint8Array> {
  if (first.length > 0) yield first
  yield* more
}

/** The whole text of what is no log. @throws Misuse */
function restOf(name: string, first: Uint8Array, more: Iterable<Uint8Array>): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    let text = decoder.decode(first, { stream: true })
    for (const piece of more) {
      text += decoder.decode(piece, { stream: true })
      if (text.length > maxCertificateLength) break
    }
    return text + decoder.decode()
  } catch (error) {
    if (error instanceof Misuse) throw error
    throw new Misuse(`${name} is not UTF-8 text`)
  }
}

function tellCertificate(text: string, { head, keys, json, ...options }: Options): number {
  if (head !== undefined) throw new Misuse('--head is for logs; a certificate has its checkpoint')
  const verified = verifyCertificate(text, keys === undefined ? {} : { keys: readPartnerKeys(keys) })
  const words = (): string => `${certificateInWords(verified, languageOf(options)).join('\n')}\n`
  process.stdout.write(json ? `${JSON.stringify(verified)}\n` : words())
  return verified.holds && (keys === undefined || verified.complete) ? 0 : 1
}

function tellSplit(text: string, { head, keys, json, ...options }: Options): number {
  if (head !== undefined) throw new Misuse('--head is for logs; a split view has its two heads')
  if (keys === undefined)
    throw new Misuse('a split view is verified with --keys: without them anybody could have made it up')
  const shown = verifySplit(text, witnessKeys(readPartnerKeys(keys)))
  const holds = !('fault' in shown)
  const answer = holds
    ? { holds, finding: null, split: shown }
    : { holds, finding: { code: 'notShown', what: shown.fault }, split: null }
  const words = (): string => `${splitInWords(shown, languageOf(options)).join('\n')}\n`
  process.stdout.write(json ? `${JSON.stringify(answer)}\n` : words())
  return holds ? 0 : 1
}

function inWords(
  { holds, size, root, finding, texts }: Audit,
  head: string | undefined,
  language: Language,
): string {
  if (!holds && finding) return `does not hold: entry ${finding.entry}: ${finding.what} (${finding.code})\n`
  const told = textsInWords(texts, language)
    .map(line => `${line}\n`)
    .join('')
  const begins = head === undefined ? '' : `begins with head   ${head}\n`
  return `holds: ${size} entries, each admitted by the procedure when it was recorded\n${told}${begins}head               ${size}:${root}\n`
}
