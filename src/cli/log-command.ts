// The verb `log`.
import { once } from 'node:events'
import { Command } from 'commander'
import { type Stored, StoreError } from '../log/store.ts'
import { sqliteStore } from '../stores/sqlite.ts'
import { writeOutput } from './files.ts'
import { Misuse } from './misuse.ts'
import { theOne } from './open-log.ts'
import { wordsText } from './words-file.ts'

export function logCommand(done: (code: number) => void): Command {
  return new Command('log')
    .description('Write a log that is kept in a SQLite file as JSON Lines, every entry as it was recorded.')
    .argument('<file>', 'the SQLite file')
    .option('--collaboration <id>', 'which log to write, where the file holds several')
    .option('--words <file>', 'write the texts that the log keeps apart too, as JSON Lines, to this file')
    .option('--json', 'JSON Lines, which is what it always writes')
    .addHelpText(
      'after',
      '\nExample:\n  samenspraak log regio.db > regio.jsonl && samenspraak verify regio.jsonl',
    )
    .action(async (path: string, { collaboration, words }: { collaboration?: string; words?: string }) => {
      try {
        await writeLog(path, collaboration, words)
      } catch (error) {
        if (error instanceof StoreError) throw new Misuse(`cannot read ${path}: ${error.message}`)
        throw error
      }
      done(0)
    })
}

async function writeLog(path: string, asked: string | undefined, words: string | undefined): Promise<void> {
  const store = sqliteStore(path, { readOnly: true })
  try {
    const collaboration = theOne(path, await store.collaborations(), asked)
    for await (const text of inPieces(store.read(collaboration)))
      if (!process.stdout.write(text)) await once(process.stdout, 'drain')
    if (words !== undefined) writeOutput(words, await wordsText(store, collaboration))
  } finally {
    store.close()
  }
}

/** How many characters are written at once. */
const piece = 65_536

async function* inPieces(entries: AsyncIterable<Stored>): AsyncGenerator<string> {
  let text = ''
  for await (const { line } of entries) {
    text += `${line}\n`
    if (text.length < piece) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}
