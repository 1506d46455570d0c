// Assertions that need no test runner: each throws an Error that says what was looked at, what was expected and what came.

/** What was looked at is not as it should be. The message has a line for each: looked at, expected, got. */
export class Unmet extends Error {
  override readonly name = 'Unmet'
  constructor(what: string, expected: string, got: string, difference = '') {
    const lines = [`looked at: ${what}`, `expected:  ${expected}`, `got:       ${got}`]
    super([...lines, ...(difference === '' ? [] : [`differs:   ${difference}`])].join('\n'))
  }
}

/**
 * Holds two plain values against each other, to the last field: an own field that is undefined is not one that is absent.
 * @throws Unmet with the first place where they differ
 */
export function same(what: string, got: unknown, expected: unknown): void {
  const place = firstDifference(got, expected)
  if (place !== null) throw new Unmet(what, shown(expected), shown(got), place)
}

/** @throws Unmet unless it holds; `should` says what was to hold, `got` is shown */
export function holds(what: string, condition: boolean, should: string, got: unknown): void {
  if (!condition) throw new Unmet(what, should, shown(got))
}

/**
 * Wrong use is a TypeError, thrown or rejected with, that says why on one line.
 * @throws Unmet when the call comes back, or fails in another way
 */
export async function misused(what: string, call: () => unknown, why: RegExp): Promise<void> {
  const should = `a TypeError on one line that says ${why}`
  let answer: unknown
  try {
    answer = await call()
  } catch (error) {
    const fits = error instanceof TypeError && why.test(error.message) && !error.message.includes('\n')
    return holds(what, fits, should, error)
  }
  throw new Unmet(what, should, `no error, but ${shown(answer)}`)
}

const mostShown = 300

/** A value as a reader can see it on one line, cut where it gets long. Never throws. Pure. */
export function shown(value: unknown): string {
  const text = value instanceof Error ? `${value.name}: ${JSON.stringify(value.message)}` : jsonOf(value)
  return text.length > mostShown ? `${text.slice(0, mostShown)} ... (${text.length} characters)` : text
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value, visible) ?? String(value)
  } catch {
    return String(value)
  }
}

/** JSON leaves out what is undefined; a reader must see it. */
function visible(_: string, value: unknown): unknown {
  return value === undefined ? '(undefined)' : value
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Where two plain values first differ: a path as `[2].line` and what stands there; null where they do not.
 * Lists and objects are compared by their own fields, everything else by identity. Pure.
 */
export function firstDifference(got: unknown, expected: unknown, path = ''): string | null {
  if (Object.is(got, expected)) return null
  if (!isComposite(got) || !isComposite(expected) || Array.isArray(got) !== Array.isArray(expected))
    return `${path === '' ? 'the whole' : path}: ${shown(got)} instead of ${shown(expected)}`
  for (const key of new Set([...Object.keys(expected), ...Object.keys(got)])) {
    const place = Array.isArray(expected) ? `${path}[${key}]` : `${path}.${key}`
    if (!Object.hasOwn(got, key)) return `${place} is not there`
    if (!Object.hasOwn(expected, key)) return `${place} should not be there`
    const deeper = firstDifference(got[key], expected[key], place)
    if (deeper !== null) return deeper
  }
  return null
}

function isComposite(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}
