#!/usr/bin/env node
// The command line: one file a verb, one line for every mistake, exit code 0, 1 or 2.
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { certificateCommand } from './certificate-command.ts'
import { checkCommand } from './check-command.ts'
import { cosignCommand } from './cosign-command.ts'
import { demoCommand } from './demo.ts'
import { keysCommand } from './keys-command.ts'
import { logCommand } from './log-command.ts'
import { Misuse } from './misuse.ts'
import { LogDoesNotHold } from './open-log.ts'
import { playCommand } from './play-command.ts'
import { showCommand } from './show-command.ts'
import { signCommand } from './sign-command.ts'
import { simulateCommand } from './simulate-command.ts'
import { verifyCommand } from './verify-command.ts'
import { waitingCommand } from './waiting-command.ts'

async function main(args: readonly string[]): Promise<number> {
  const program = new Command('samenspraak')
    .description('Decisions of equal partners: nobody can be bypassed, and everybody can see that none was.')
    .version(version())
    .exitOverride()
    .configureOutput({ outputError: () => {} })
  let code = 0
  const done = (result: number) => {
    code = result
  }
  for (const command of commands(done))
    program.addCommand(command.exitOverride().configureOutput({ outputError: () => {} }))
  try {
    if (args.length === 0) throw new Misuse('name a verb; see samenspraak --help')
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    return explain(error)
  }
}

const commands = (done: (code: number) => void): Command[] => [
  demoCommand(done),
  playCommand(done),
  logCommand(done),
  verifyCommand(done),
  checkCommand(done),
  simulateCommand(done),
  waitingCommand(done),
  showCommand(done),
  keysCommand(done),
  signCommand(done),
  cosignCommand(done),
  certificateCommand(done),
]

/** Tells a user's mistake in one line; anything else is a bug, and says so, in one line too. */
function explain(error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') return 0
  const message = textOf(error)
  process.stderr.write(`samenspraak: ${message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')}\n`)
  return error instanceof LogDoesNotHold ? 1 : 2
}

function version(): string {
  const { version: released } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  )
  return String(released)
}

function textOf(error: unknown): string {
  if (error instanceof CommanderError || error instanceof Misuse || error instanceof LogDoesNotHold)
    return error.message
  return `this is a bug, please report it: ${error instanceof Error ? error.message : String(error)}`
}

// A reader that has seen enough (`| head`) closes the pipe: that is no mistake.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') process.exit(2)
})

process.exitCode = await main(process.argv.slice(2))
