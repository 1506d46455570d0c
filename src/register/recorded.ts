// The entries of a log as the register reads them: typed, and without what only matters to hashes.

import type { Act, ActName, ActOf, Fact, FactOf, FactType, factAskedBy } from '../collaboration/acts.ts'
import type { Personal } from '../log/personal.ts'

/** One recorded fact, with its place in the log; the first fact of an act carries the act as it was asked. */
export interface RecordedFact {
  readonly seq: number
  readonly matter: string
  readonly at: string
  readonly by?: string | undefined
  /** Lacks the fields of which `personal` has the digests, unless somebody has put the words back. */
  readonly asked?: Act | undefined
  readonly personal?: Personal | undefined
  readonly fact: Fact
}

/** The acts that ask for a fact of this type; none for an outcome. */
export type AskedFor<Type extends FactType> = {
  readonly [Name in ActName]: (typeof factAskedBy)[Name] extends Type ? ActOf<Name> : never
}[ActName]

/** A fact of one type as it is told: with who asked for it, and how. */
export interface Told<Type extends FactType> {
  readonly fact: FactOf<Type>
  readonly asked: AskedFor<Type>
  readonly by: string
}
