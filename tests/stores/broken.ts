// A store on which appends go wrong as planned, over any store that works.
import type { Appended, Store } from '../../src/log/store.ts'

/**
 * What becomes of an append: it works; it fails before anything was written, or after all of it was; or there
 * is no answer until somebody loses patience, with nothing or all of it written.
 */
export type Fate = 'works' | 'failsBefore' | 'failsAfter' | 'silentBefore' | 'silentAfter'

export const breaks: readonly Fate[] = ['failsBefore', 'failsAfter', 'silentBefore', 'silentAfter']

/** Whether the entries are in the log after such an append. */
export const isWritten = (fate: Fate): boolean => fate === 'works' || fate.endsWith('After')

export class BrokenWrite extends Error {
  override readonly name = 'BrokenWrite'
}

const patience = 5

/** The store, of which each append meets the next fate of the plan; after the plan's end it works. */
export function brokenStore(store: Store, plan: Iterable<Fate>): Store {
  const fates = plan[Symbol.iterator]()
  const append: Store['append'] = async (...asked) => {
    const fate = fates.next().value ?? 'works'
    const written: Appended | null = isWritten(fate) ? await store.append(...asked) : null
    // A rival who was first is told of in any case: then there is nothing that could have been written.
    if (fate === 'works' || (written && 'conflict' in written)) return written ?? store.append(...asked)
    if (fate.startsWith('silent')) await new Promise(done => setTimeout(done, patience))
    throw new BrokenWrite(fate)
  }
  return { ...store, append }
}
