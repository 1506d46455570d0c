// Twins: two of a kind that differ in one thing. The one is accepted, the other refused, with a code that stays.
import type { Finding } from '../../src/collaboration/replay.ts'
import { decided, founded, type Parts, type Play, partsOf } from './signed-world.ts'

/** What stops the forger, who holds the store and can work out every hash anew. */
export type Stop =
  | 'the form'
  | 'the chain'
  | 'a signature'
  | 'the procedure'
  | 'the gate'
  | 'a known head'
  | 'the tree'
  | 'a salted digest'
  | "the witness's memory"
  | "the reader's keys"

/** One pair: how the refused one is made of the accepted one, and what each comes to; null is accepted. */
export interface Twin {
  readonly name: string
  readonly code: string
  readonly stop: Stop
  readonly judge: () => Promise<readonly [good: string | null, bad: string | null]>
}

/** The code of a finding; of a breach with the rule, of a key with what is wrong with it. */
export function codeOf(finding: Pick<Finding, 'code' | 'what'> | null): string | null {
  if (finding === null) return null
  const { code, what } = finding
  const [, rule] = /breaks the rule "(\w+)"/.exec(what) ?? []
  const [fault] = /small order|canonical spelling|prime order|is no proof/.exec(what) ?? []
  return [code, rule, code === 'notAFact' ? fault : undefined].filter(it => it !== undefined).join(' ')
}

/** Made once, however many ask. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make()
    return made
  }
}

/** A log with its entries taken apart: fresh ones each time. */
export interface Log {
  readonly text: string
  readonly entries: () => Parts[]
}

export const logOf = async (play: Promise<Play>): Promise<Log> => {
  const text = await (await play).text()
  return { text, entries: () => partsOf(text) }
}

/** The story told whole, the same with another text in another place, and one that belongs to another collaboration. */
export const story = once(() => logOf(decided()))
export const elsewhere = once(() => logOf(founded(undefined, 'elders')))
