// The verb `play`.
import { Command } from 'commander'
import { logText } from '../engine.ts'
import { readInput, requireWritable, writeOutput } from './files.ts'
import { play, readScript } from './play.ts'

export function playCommand(done: (code: number) => void): Command {
  return new Command('play')
    .description('Play a script of acts and say what came of each, one JSON line an act.')
    .argument('[script]', 'the script, a JSON file; standard input if left out')
    .option('--log <file>', 'write the log as JSON Lines')
    .option('--json', 'JSON Lines, which is what it always prints')
    .addHelpText(
      'after',
      '\nExample:\n  samenspraak play script.json --log decision.jsonl && samenspraak verify decision.jsonl',
    )
    .action(async (path: string | undefined, options: { log?: string }) => {
      const script = readScript(readInput(path))
      if (options.log !== undefined) requireWritable(options.log)
      const engine = await play(script, line => process.stdout.write(`${JSON.stringify(line)}\n`))
      if (options.log !== undefined) writeOutput(options.log, await logText(engine))
      done(0)
    })
}
