// The verb `keys`.
import { Command } from 'commander'
import { faultOf, idSchema } from '../charter/words.ts'
import { newKey } from './keys.ts'
import { Misuse } from './misuse.ts'

export function keysCommand(done: (code: number) => void): Command {
  const keys = new Command('keys').description('Make the keys with which acts are signed and logs cosigned.')
  const make = new Command('new')
    .description(
      'Make a key for a person, or for the witness of a partner: the secret half goes into a file.',
    )
    .argument('<name>', 'the id of the person, or of the partner whose witness it is')
    .option('--out <file>', 'the file for the secret half; NAME.key if left out')
    .option('--json', 'JSON, which is what it always prints')
    .addHelpText(
      'after',
      '\nPrints the public half and the proof that its owner has the other one, as charters, giveMandate and\nregisterKey take them. Nobody needs the file but its owner.\n\nExample:\n  samenspraak keys new anna',
    )
    .action((name: string, { out }: { out?: string }) => {
      const usable = idSchema.safeParse(name)
      if (!usable.success) throw new Misuse(`the name ${faultOf(usable.error)}`)
      process.stdout.write(`${JSON.stringify({ name, ...newKey(name, out ?? `${name}.key`) })}\n`)
      done(0)
    })
  keys.allowExcessArguments().action(() => {
    throw new Misuse('say what to do with keys: samenspraak keys new NAME')
  })
  keys.addCommand(make.exitOverride().configureOutput({ outputError: () => {} }))
  return keys
}
