// The verb `verify`.
import { Command } from 'commander'
import { startLook } from '../verify/likeness.ts'
import { type Asked, type Audit, parseHead, startAudit } from '../verify/verify.ts'
import { mostBytes, piecesOf } from './files.ts'
import { Misuse } from './misuse.ts'

export function verifyCommand(done: (code: number) => void): Command {
  return new Command('verify')
    .description('Replay a log, trusting nobody, and name the first entry that does not hold.')
    .argument('[log]', 'the log as JSON Lines; standard input if left out')
    .option('--head <SIZE:ROOT>', 'a head that you kept: the log must begin with exactly its entries')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  samenspraak verify decision.jsonl --head 15:bdYmEkP8rwFxFzDi11ZcGqCvmNdceF24yAmNEM2RLaA=',
    )
    .action((path: string | undefined, options: { head?: string; json?: boolean }) => {
      const head = options.head === undefined ? undefined : parseHead(options.head)
      if (head === null)
        throw new Misuse('--head must be SIZE:ROOT, the root being 32 bytes in padded base64')
      const audit = auditOf(path, head ? { head } : {})
      process.stdout.write(options.json ? `${JSON.stringify(audit)}\n` : inWords(audit, options.head))
      done(audit.holds ? 0 : 1)
    })
}

/**
 * Reads until the first entry that does not hold; what is wrong from its beginning is read on, though not for ever, to see
 * whether it is a log at all. @throws Misuse
 */
function auditOf(path: string | undefined, asked: Asked): Audit {
  const [auditor, look] = [startAudit(asked), startLook()]
  const name = path ?? 'standard input'
  let bytes = 0
  for (const piece of piecesOf(path)) {
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

function inWords({ holds, size, root, finding }: Audit, head: string | undefined): string {
  if (!holds && finding) return `does not hold: entry ${finding.entry}: ${finding.what} (${finding.code})\n`
  const begins = head === undefined ? '' : `begins with head   ${head}\n`
  return `holds: ${size} entries, each admitted by the procedure when it was recorded\n${begins}head               ${size}:${root}\n`
}
