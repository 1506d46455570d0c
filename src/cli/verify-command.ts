// The verb `verify`.
import { Command } from 'commander'
import type { Language } from '../register/register.ts'
import { maxCertificateLength } from '../verify/certificate.ts'
import { startLook } from '../verify/likeness.ts'
import { type Asked, type Audit, parseHead, startAudit } from '../verify/verify.ts'
import { verifyCertificate } from '../verify/verify-certificate.ts'
import { certificateInWords } from './certificate-words.ts'
import { mostBytes, piecesOf } from './files.ts'
import { readPartnerKeys } from './keys.ts'
import { Misuse } from './misuse.ts'
import { languageOf, languageOptions } from './open-log.ts'

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
      'Verify a log or a certificate, trusting nobody, and name the first thing that does not hold.',
    )
    .argument('[file]', 'a log as JSON Lines, or a certificate; standard input if left out')
    .option('--head <SIZE:ROOT>', 'a head that you kept: the log must begin with exactly its entries')
    .option('--keys <file>', 'of a certificate: {"PARTNER": ["PUBLIC KEY", ...], ...}, as you know them')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  samenspraak verify decision.jsonl --head 15:bdYmEkP8rwFxFzDi11ZcGqCvmNdceF24yAmNEM2RLaA=',
    )
    .action((path: string | undefined, options: Options) => {
      const head = options.head === undefined ? undefined : parseHead(options.head)
      if (head === null)
        throw new Misuse('--head must be SIZE:ROOT, the root being 32 bytes in padded base64')
      const audit = auditOf(path, head ? { head } : {})
      if (typeof audit === 'string') return done(tellCertificate(audit, options))
      if (options.keys !== undefined)
        throw new Misuse('--keys is for certificates; the signatures of a log are verified without')
      process.stdout.write(options.json ? `${JSON.stringify(audit)}\n` : inWords(audit, options.head))
      done(audit.holds ? 0 : 1)
    })
}

/**
 * Reads until the first entry that does not hold; what is wrong from its beginning is read on, though not for ever, to see
 * whether it is a log at all. @throws Misuse
 */
function auditOf(path: string | undefined, asked: Asked): Audit | string {
  const [auditor, look] = [startAudit(asked), startLook()]
  const name = path ?? 'standard input'
  let bytes = 0
  const pieces = piecesOf(path)
  for (const piece of pieces) {
    if (bytes === 0 && isCertificate(piece)) return restOf(name, piece, pieces)
    look.push(piece)
    auditor.push(piece)
    bytes += piece.length
    if (auditor.finding && look.found) break
    if (!look.found && bytes > mostBytes)
      throw new Misuse(`${name} is not a log: no line of its first ${mostBytes} bytes is an entry`)
  }
  if (!look.end()) throw new Misuse(`${name} is not a log: no line of it is an entry`)
  return auditor.end()
}

const begins = new TextEncoder().encode('{"checkpoint":')

/** A certificate begins with its first key; no entry of a log has that. */
const isCertificate = (piece: Uint8Array): boolean => begins.every((byte, at) => piece[at] === byte)

/** The whole of a certificate. @throws Misuse */
function restOf(name: string, first: Uint8Array, more: Iterable<Uint8Array>): string {
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    let text = utf8.decode(first, { stream: true })
    for (const piece of more) {
      text += utf8.decode(piece, { stream: true })
      if (text.length > maxCertificateLength) break
    }
    return text + utf8.decode()
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

function inWords({ holds, size, root, finding }: Audit, head: string | undefined): string {
  if (!holds && finding) return `does not hold: entry ${finding.entry}: ${finding.what} (${finding.code})\n`
  const begins = head === undefined ? '' : `begins with head   ${head}\n`
  return `holds: ${size} entries, each admitted by the procedure when it was recorded\n${begins}head               ${size}:${root}\n`
}
