// The verb `cosign`.
import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { systemClock } from '../clock.ts'
import { readNote } from '../log/note.ts'
import { looksLikeLog, splitText, type Witnessed, witness, witnessName } from '../verify/verify.ts'
import { readInput, writeOutput } from './files.ts'
import { readKeyFile } from './keys.ts'
import { Misuse } from './misuse.ts'
import { LogDoesNotHold } from './open-log.ts'

interface Options {
  readonly key: string
  readonly state: string
  readonly checkpoint?: string
  readonly json?: boolean
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
    .action((log: string | undefined, options: Options) => {
      const answer = answerOf(log, options)
      if ('note' in answer) {
        writeOutput(options.state, answer.note)
        process.stdout.write(options.json ? `${JSON.stringify(answer)}\n` : answer.note)
        return done(0)
      }
      const kept = 'split' in answer ? keepSplit(options.state, splitText(answer.split)) : ''
      if (options.json) process.stdout.write(`${JSON.stringify(answer)}\n`)
      throw new LogDoesNotHold(`not cosigned: ${whyNot(answer, kept)}`)
    })
}

function answerOf(log: string | undefined, { key, state, checkpoint }: Options): Witnessed {
  const { name, secret } = readKeyFile(key)
  const last = existsSync(state) ? noteIn(state) : null
  const presented = checkpoint === undefined ? null : readInput(checkpoint)
  const text = readInput(log)
  if (text === '') throw new Misuse('a log without entries is not cosigned')
  if (!looksLikeLog(text))
    throw new Misuse(`${log ?? 'standard input'} is not a log: no line of it is an entry`)
  return witness(text, presented, { name: witnessName(name), secret, now: systemClock.now(), last })
}

/** What was cosigned last. A state file that holds no note is not begun anew: a witness without memory sees no rollback. */
function noteIn(state: string): string {
  const text = readInput(state)
  if ('fault' in readNote(text))
    throw new Misuse(
      `${state} holds no note that was cosigned: name the state file of this witness, or a new one`,
    )
  return text
}

/** The most files of evidence beside one state file. */
const mostSplits = 100

/** Keeps a split view in a file of its own; what was kept before stays. @throws Misuse */
function keepSplit(state: string, text: string): string {
  for (let n = 1; n <= mostSplits; n += 1) {
    const path = `${state}.split${n === 1 ? '' : `-${n}`}.json`
    if (existsSync(path)) {
      if (readInput(path) === text) return path
      continue
    }
    writeOutput(path, text)
    return path
  }
  throw new Misuse(`${mostSplits} split views are kept beside ${state} already: move them elsewhere`)
}

function whyNot(answer: Exclude<Witnessed, { note: string }>, kept: string): string {
  if ('finding' in answer)
    return `entry ${answer.finding.entry}: ${answer.finding.what} (${answer.finding.code})`
  if ('refused' in answer) return `${answer.why} (${answer.refused})`
  return `this is another log than the one cosigned before: two views of it exist; kept as ${kept} (splitView)`
}
