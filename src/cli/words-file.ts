// The texts that a log keeps apart, as a file that travels beside it or not at all: JSON Lines.
import type * as z from 'zod'
import { digestSchema, faultOf } from '../charter/words.ts'
import { erasureIn } from '../collaboration/words.ts'
import { canonical } from '../log/canonical.ts'
import { isDigestOf, wordsIn, wordsSchema } from '../log/personal.ts'
import type { SqliteStore } from '../stores/sqlite.ts'
import { readInput } from './files.ts'
import { Misuse } from './misuse.ts'

const lineSchema = wordsSchema.extend({ digest: digestSchema })

/** The texts at hand of a collaboration, a line each with digest, salt and value; none that the log has recorded as erased. */
export async function wordsText(store: SqliteStore, collaboration: string): Promise<string> {
  const erased = new Set<string>()
  for await (const { matter, act, line } of store.read(collaboration)) {
    const erasure = act === undefined ? null : erasureIn(matter, JSON.parse(line).asked)
    if (erasure) erased.add(keyOf(erasure))
  }
  const lines = (await store.words.read(collaboration)).flatMap(({ matter, digest, text }) => {
    const words = erased.has(keyOf({ matter, digest })) ? null : wordsIn(text, digest)
    return words ? [`${canonical({ digest, ...words })}\n`] : []
  })
  return lines.join('')
}

const keyOf = ({ matter, digest }: { matter: string; digest: string }): string => `${matter} ${digest}`

/** Reads such a file: the texts as a store keeps them, by digest. @throws Misuse, also for a text that does not fit its digest */
export function readWords(path: string): Map<string, string> {
  const texts = new Map<string, string>()
  for (const [n, line] of readInput(path).split('\n').entries()) {
    if (line === '') continue
    const { digest, ...words } = lineIn(line, `${path}, line ${n + 1}`)
    if (!isDigestOf(digest, words))
      throw new Misuse(`${path}, line ${n + 1}: the words are not those that the digest stands for`)
    texts.set(digest, canonical(words))
  }
  return texts
}

function lineIn(line: string, where: string): z.infer<typeof lineSchema> {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new Misuse(`${where}: is not JSON`)
  }
  const read = lineSchema.safeParse(value)
  if (!read.success) throw new Misuse(`${where}: ${faultOf(read.error)}`)
  return read.data
}
