// What comes of an act: the entries that record it, or the rule that it broke.
import type { Act, Fact } from '../collaboration/acts.ts'
import type { Entry } from '../log/entry.ts'

/** Why an act was not recorded: the rule it broke (a name that stays), in words, and what this person could do instead. */
export interface Refusal {
  readonly rule: string
  readonly why: string
  /** Names of acts that the same person may do now: about the proposal that the act was about; else about the charter and the first twenty proposals. */
  readonly allowed: readonly string[]
}

/** An entry as the engine hands it out: with the act and fact typed. */
export type RecordedEntry = Entry & { readonly asked?: Act; readonly fact: Fact }

/** What comes of an act: the entries that record it, or the refusal. Told apart by `'refused' in outcome`. */
export type ActOutcome = { readonly recorded: readonly RecordedEntry[] } | { readonly refused: Refusal }

/** The entry in a line of the log: a copy that shares nothing with what the engine goes on with. */
export function entryIn(line: string): RecordedEntry {
  return JSON.parse(line) as RecordedEntry
}
