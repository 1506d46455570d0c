// The verb `cosign`.
import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { systemClock } from '../clock.ts'
import { witnessName } from '../verify/verify-certificate.ts'
import { splitText, type Witnessed, witness } from '../verify/witness.ts'
import { readInput, writeOutput } from './files.ts'
import { readKeyFile } from './keys.ts'
import { Misuse } from './misuse.ts'
import { LogDoesNotHold } from './open-log.ts'

interface Options {
  readonly key: string
  readonly state: string
  readonly checkpoint?: string
}

export function cosignCommand(done: (code: number) => void): Command {
  return new Command('cosign')
    .description(
      'As the witness of a partner: replay a log, see that it goes on from what was cosigned last, cosign it.',
    )
    .argument('[log]', 'the log as JSON Lines; standard input if left out')
    .requiredOption('--key <file>', 'the key of the witness, named as the partner is')
    .requiredOption(
      '--state <file>',
      'where this witness keeps the note that it cosigned last; made the first time',
    )
    .option('--checkpoint <file>', 'a note that others cosigned: the own line is added to it')
    .option('--json', 'print the answer as JSON')
    .addHelpText(
      'after',
      '\nThe note is saved before it is printed. A log that is not the one cosigned before is evidence: it is kept\nbeside the state file, as STATE.split.json.\n\nExample:\n  samenspraak cosign regio.jsonl --key almere.key --state almere.note > cosigned.txt',
    )
    .action((log: string | undefined, options: Options & { json?: boolean }) => {
      const answer = answerOf(log, options)
      if ('note' in answer) {
        writeOutput(options.state, answer.note)
        process.stdout.write(options.json ? `${JSON.stringify(answer)}\n` : answer.note)
        return done(0)
      }
      if ('split' in answer) writeOutput(`${options.state}.split.json`, splitText(answer.split))
      if (options.json) process.stdout.write(`${JSON.stringify(answer)}\n`)
      throw new LogDoesNotHold(`not cosigned: ${whyNot(answer, options.state)}`)
    })
}

function answerOf(log: string | undefined, { key, state, checkpoint }: Options): Witnessed {
  const { name, secret } = readKeyFile(key)
  const last = existsSync(state) ? readInput(state) : null
  const presented = checkpoint === undefined ? null : readInput(checkpoint)
  const text = readInput(log)
  if (text === '') throw new Misuse('a log without entries is not cosigned')
  return witness(text, presented, { name: witnessName(name), secret, now: systemClock.now(), last })
}

function whyNot(answer: Exclude<Witnessed, { note: string }>, state: string): string {
  if ('finding' in answer)
    return `entry ${answer.finding.entry}: ${answer.finding.what} (${answer.finding.code})`
  if ('refused' in answer) return `${answer.why} (${answer.refused})`
  return `this is another log than the one cosigned before: two views of it exist; kept as ${state}.split.json (splitView)`
}
