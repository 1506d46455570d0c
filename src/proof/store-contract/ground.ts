// What the tests of the store contract stand on: an empty store, more handles on it, and entries to put in.
import type { Part, Store, Stored } from '../../log/store.ts'

/** How a store is made, ended and opened once more. */
export interface Making {
  readonly factory: () => Store | Promise<Store>
  readonly close?: ((store: Store) => unknown) | undefined
  readonly reopen?: ((store: Store) => Store | Promise<Store>) | undefined
}

/** The store of one test, and where several can be open at once a second handle on it. */
export interface Ground {
  readonly store: Store
  /** What is true of one handle is true between two. */
  readonly handles: readonly Store[]
  /** The handles in turn. */
  handle(nth: number): Store
  /** One more handle, where there can be one. It is closed at the end of the test at the latest. */
  another(): Promise<Store>
  close(store: Store): Promise<void>
  closeAll(): Promise<void>
  /** Runs of each scheduled test. */
  readonly interleavings: number
  readonly seed: number
}

/** One promise of a store: its test, and where it differs from its group's, why it matters. */
export interface Promised {
  readonly what: string
  readonly why?: string
  check(ground: Ground): Promise<void>
}

/** Promises about one thing, and what it would mean for partners if a store did not keep them. */
export interface Group {
  readonly about: string
  readonly why: string
  readonly promises: readonly Promised[]
}

/** Makes the store of one test. Rejects as the factory does. */
export async function groundOf(making: Making, interleavings: number, seed: number): Promise<Ground> {
  const { factory, close = () => {}, reopen } = making
  const store = await factory()
  const open = new Set([store])
  const another = async (): Promise<Store> => {
    if (!reopen) throw new Error('this store was given no way to be reopened')
    const handle = await reopen(store)
    open.add(handle)
    return handle
  }
  const closeOne = async (handle: Store): Promise<void> => {
    if (open.delete(handle)) await close(handle)
  }
  const handles = reopen ? [store, await another()] : [store]
  return {
    store,
    handles,
    handle: nth => handles[nth % handles.length] ?? store,
    another,
    close: closeOne,
    closeAll: async () => {
      for (const handle of [...open]) await closeOne(handle)
    },
    interleavings,
    seed,
  }
}

/** An entry that begins no act. */
export const entry = (seq: number, matter = 'p1', line = `{"matter":"${matter}","seq":${seq}}`): Stored => ({
  seq,
  matter,
  line,
})

/** An entry that begins an act. */
export const begun = (seq: number, act: string, matter = 'p1'): Stored => ({
  seq,
  matter,
  act,
  line: `{"matter":"${matter}","seq":${seq}}`,
})

/** So many entries from a number on. */
export const entries = (from: number, count: number, matter = 'p1'): Stored[] =>
  Array.from({ length: count }, (_, at) => entry(from + at, matter))

/** All that a read hands out. */
export async function readAll(store: Store, collaboration: string, part?: Part): Promise<Stored[]> {
  const read: Stored[] = []
  for await (const one of store.read(collaboration, part)) read.push(one)
  return read
}

export const appended = { appended: true } as const
export const conflict = (size: number) => ({ conflict: { size } })
