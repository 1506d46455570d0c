// The verb `sign`.
import { Command } from 'commander'
import { parseAct } from '../collaboration/acts.ts'
import { signAct } from '../collaboration/signed.ts'
import { readJson } from './files.ts'
import { readKeyFile } from './keys.ts'
import { Misuse } from './misuse.ts'
import { withLog } from './open-log.ts'

interface Options {
  readonly key: string
  readonly log: string
  readonly collaboration?: string
}

export function signCommand(done: (code: number) => void): Command {
  return new Command('sign')
    .description('Sign an act, after a log that is verified first: what the signature says was seen, was.')
    .argument('[act]', 'the act, as JSON; standard input if left out')
    .requiredOption('--key <file>', 'the key of the person who asks for the act')
    .requiredOption('--log <file>', 'the log as that person has it: JSON Lines or a SQLite file')
    .option('--collaboration <id>', 'which log, where the file holds several; or the name of an empty one')
    .option('--json', 'JSON, which is what it always prints')
    .addHelpText(
      'after',
      '\nPrints the signed act, for engine.act to take. It reads the clock nowhere and sends nothing.\n\nExample:\n  samenspraak sign consent.json --key anna.key --log regio.jsonl > signed.json',
    )
    .action(async (path: string | undefined, { key, log, collaboration }: Options) => {
      const own = readKeyFile(key)
      const act = actIn(path)
      const toSign = await withLog(log, collaboration, async engine => {
        if (collaboration === undefined && (await engine.head()).size === 0)
          throw new Misuse(`${log} has no entries: say with --collaboration for which log this is signed`)
        return engine.toSign(act)
      })
      if (toSign.act.by !== own.name)
        throw new Misuse(`the act is asked by "${toSign.act.by}", the key is of "${own.name}"`)
      process.stdout.write(`${JSON.stringify(signAct(toSign, own.secret))}\n`)
      done(0)
    })
}

function actIn(path: string | undefined): unknown {
  const parsed = parseAct(readJson(path))
  if ('fault' in parsed) throw new Misuse(`there is nothing to sign: ${parsed.fault}`)
  if (parsed.act.by === undefined)
    throw new Misuse(`there is nothing to sign: ${parsed.act.act} is the clock's`)
  return parsed.act
}
