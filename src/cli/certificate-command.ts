// The verb `certificate`.
import { Command } from 'commander'
import { readInput, writeOutput } from './files.ts'
import { Misuse } from './misuse.ts'
import { withLog } from './open-log.ts'

interface Options {
  readonly checkpoint?: string
  readonly out?: string
  readonly words?: boolean
  readonly collaboration?: string
}

export function certificateCommand(done: (code: number) => void): Command {
  return new Command('certificate')
    .description(
      'Certify how a proposal ended: one file that anybody can verify who has the keys of the partners.',
    )
    .argument('<log>', 'the log: JSON Lines or a SQLite file')
    .argument('<proposal>', 'the id of a proposal that was decided, withdrawn, or ended without consensus')
    .option(
      '--checkpoint <file>',
      'a checkpoint that partners cosigned: the certificate is proved against that',
    )
    .option('--words', 'show the texts that the log keeps apart, those that a SQLite file has at hand')
    .option('--out <file>', 'the file to write; standard output if left out')
    .option('--collaboration <id>', 'which log to read, where a SQLite file holds several')
    .option('--json', 'JSON, which is what it always writes')
    .addHelpText(
      'after',
      '\nExample:\n  samenspraak certificate regio.jsonl p1 --checkpoint cosigned.txt --out p1.certificate.json',
    )
    .action(
      async (log: string, proposal: string, { checkpoint, out, words = false, collaboration }: Options) => {
        const note = checkpoint === undefined ? {} : { checkpoint: readInput(checkpoint) }
        const text = await withLog(log, collaboration, engine =>
          engine.certificate(proposal, { ...note, words }).catch(error => {
            throw error instanceof TypeError ? new Misuse(error.message) : error
          }),
        )
        if (out === undefined) process.stdout.write(text)
        else writeOutput(out, text)
        done(0)
      },
    )
}
