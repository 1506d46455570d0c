// The verb `verify`.
import { Command } from 'commander'
import { type Audit, looksLikeLog, parseHead, verifyLog } from '../verify/verify.ts'
import { readBytes } from './files.ts'
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
      const log = readBytes(path)
      if (!looksLikeLog(log))
        throw new Misuse(`${path ?? 'standard input'} is not a log: no line of it is an entry`)
      const audit = verifyLog(log, head ? { head } : {})
      process.stdout.write(options.json ? `${JSON.stringify(audit)}\n` : inWords(audit, options.head))
      done(audit.holds ? 0 : 1)
    })
}

function inWords({ holds, size, root, finding }: Audit, head: string | undefined): string {
  if (!holds && finding) return `does not hold: entry ${finding.entry}: ${finding.what} (${finding.code})\n`
  const begins = head === undefined ? '' : `begins with head   ${head}\n`
  return `holds: ${size} entries, each admitted by the procedure when it was recorded\n${begins}head               ${size}:${root}\n`
}
