// What a store has to be, to the compiler: these are, those are not.
import type { Appended, Clock, Part, Store, Stored } from 'samenspraak'

async function* none(): AsyncGenerator<Stored> {}

export const smallest: Store = {
  append: async () => ({ appended: true }),
  read: () => none(),
  size: async () => 0,
  collaborations: async () => [],
}

export class InAClass implements Store {
  readonly #entries: Stored[] = []
  async append(_: string, entries: readonly Stored[], expectedSize: number): Promise<Appended> {
    const size = this.#entries.length
    if (size !== expectedSize) return { conflict: { size } }
    this.#entries.push(...entries)
    return { appended: true }
  }
  async *read(_: string, { from = 0 }: Part = {}): AsyncGenerator<Stored> {
    yield* this.#entries.slice(from)
  }
  async size(): Promise<number> {
    return this.#entries.length
  }
  async collaborations(): Promise<readonly string[]> {
    return []
  }
}

// @ts-expect-error a store also appends
export const withoutAppend: Store = { read: none, size: async () => 0, collaborations: async () => [] }
// @ts-expect-error a promise
export const atOnce: Store = { ...smallest, size: () => 0 }
// @ts-expect-error the entries one by one
export const allAtOnce: Store = { ...smallest, read: async () => [] }
// @ts-expect-error appended or a conflict, nothing between
export const inDoubt: Store = { ...smallest, append: async () => ({ appended: false }) }
// @ts-expect-error a conflict says how long the log is
export const silent: Store = { ...smallest, append: async () => ({ conflict: {} }) }
// @ts-expect-error a log only grows
export const shrinking: Store = { ...smallest, remove: async () => {} }

export function ofWhatIsStored(stored: Stored, appended: Appended): unknown {
  // @ts-expect-error a line stays as it was written
  stored.line = ''
  // @ts-expect-error not known before it is asked
  appended.conflict
  return 'conflict' in appended ? appended.conflict.size : appended.appended
}

// @ts-expect-error a moment is a text
export const clock: Clock = { now: () => new Date() }
