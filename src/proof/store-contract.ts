// What every store must do, as tests that run over any store under any test runner.
import type { Store } from '../log/store.ts'
import { shown, Unmet } from './checks.ts'
import { aboutAppending } from './store-contract/appending.ts'
import { type Group, groundOf, type Promised } from './store-contract/ground.ts'
import { aboutHandles } from './store-contract/handles.ts'
import { aboutInterleavings } from './store-contract/interleavings.ts'
import { aboutMisuse } from './store-contract/misuse.ts'
import { aboutReading } from './store-contract/reading.ts'
import { aboutSnapshots } from './store-contract/snapshots.ts'
import { aboutWords } from './store-contract/words.ts'

/** The store that is put to the test, and the runner that does it. */
export interface StoreContract {
  /**
   * Declares a test: `test` of node:test, vitest or jest, `it` of mocha, or any function that runs `run` and minds its
   * rejection. Where a runner gives a test too little time for the interleavings, give it more here:
   * `(name, run) => test(name, run, 60_000)`.
   */
  readonly test: (name: string, run: () => Promise<void>) => unknown
  /** Makes an empty store. It is called once for each test; no two may share what they keep. */
  readonly factory: () => Store | Promise<Store>
  /** What the store is called in the names of the tests; `a store` if left out. */
  readonly name?: string
  /** Ends a store, or a handle on one, after its test; nothing is done if left out. */
  readonly close?: (store: Store) => unknown
  /**
   * Opens what a store of the factory keeps once more: beside it, and after it was closed. With it the tests ask two handles
   * in turn, and there are tests of what the one shows the other and of what is left after closing. Leave it out for stores
   * that can be opened only once.
   */
  readonly reopen?: (store: Store) => Store | Promise<Store>
  /** Runs of each of the three tests that draw the order of calls: 1,000 if left out, 100 to 1,000,000. */
  readonly interleavings?: number
  /** From what those orders are drawn: the same seed gives the same orders. 1 if left out; a whole number. */
  readonly seed?: number
}

const usualInterleavings = 1000
const fewestInterleavings = 100
const mostInterleavings = 1_000_000

/**
 * Declares the tests of the store contract: about a hundred, each of one promise that the engine relies on, as the
 * documentation of `Store` has them. They say what a store must do that may hold the record of equal partners: take entries
 * whole or not at all, let exactly one of several writers be first, give back every line to the letter, keep
 * collaborations apart, refuse wrong use.
 *
 * A test that fails throws an Error that says which promise was broken, what was looked at, what was expected, what
 * the store did, and why it matters. For the tests of interleavings also the seed, and the path and the order of calls in which
 * it happened, made as short as could be. These need `fast-check` beside samenspraak.
 *
 * @throws TypeError on one line for options that cannot be used, before any test is declared
 */
export function storeContract(contract: StoreContract): void {
  requireUsable(contract)
  const { test, name = 'a store', reopen } = contract
  const groups = [
    ...aboutAppending,
    ...aboutReading,
    ...aboutSnapshots,
    ...aboutWords,
    ...(reopen ? aboutHandles : []),
    ...aboutMisuse,
    ...aboutInterleavings,
  ]
  for (const group of groups)
    for (const promised of group.promises)
      test(`store contract: ${name}: ${group.about}: ${promised.what}`, () => put(contract, group, promised))
}

/** Puts a new store to one test. */
async function put(contract: StoreContract, group: Group, promised: Promised): Promise<void> {
  const { interleavings = usualInterleavings, seed = 1 } = contract
  const ground = await groundOf(contract, interleavings, seed)
  try {
    await promised.check(ground)
  } catch (error) {
    // What broke the promise is what the reader needs; that closing fails after it is no news.
    await ground.closeAll().catch(() => {})
    throw brokenPromise(group, promised, error)
  }
  await ground.closeAll()
}

function brokenPromise({ about, why }: Group, promised: Promised, error: unknown): Error {
  const lines = [
    `the store breaks its contract: ${about}: ${promised.what}`,
    ...toldBy(error)
      .split('\n')
      .map(line => `  ${line}`),
    `  why it matters: ${promised.why ?? why}`,
  ]
  return new Error(lines.join('\n'), { cause: error })
}

/** A check says by itself what was wrong, fast-check in which order it came to that; anything else came out of the store. */
function toldBy(error: unknown): string {
  if (!(error instanceof Error)) return `got:       ${shown(error)}`
  const { name, message, cause } = error
  if (error instanceof Unmet) return message
  return isReport(error) ? `${toldBy(cause)}\n${orderIn(message)}` : `got:       ${name}: ${message}`
}

const isReport = ({ message }: Error): boolean => /^Property failed after .*\n\{ seed: /.test(message)

/** What fast-check reports, without its advice. */
function orderIn(report: string): string {
  const lines = report.split('\n').filter(line => line !== '' && !line.startsWith('Hint: '))
  return lines.join('\n')
}

function requireUsable({
  test,
  factory,
  close,
  reopen,
  interleavings = 1000,
  seed = 1,
}: StoreContract): void {
  const functions = { test, factory, close: close ?? (() => {}), reopen: reopen ?? (() => {}) }
  for (const [name, value] of Object.entries(functions))
    if (typeof value !== 'function') throw new TypeError(`storeContract: ${name} must be a function`)
  if (!isCount(interleavings ?? usualInterleavings, fewestInterleavings, mostInterleavings))
    throw new TypeError(
      `storeContract: interleavings must be a whole number from ${fewestInterleavings} to ${mostInterleavings}`,
    )
  if (!isCount(seed, -0x80000000, 0x7fffffff))
    throw new TypeError('storeContract: seed must be a whole number of 32 bits')
}

const isCount = (value: unknown, least: number, most: number): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most
