// Canonical JSON (RFC 8785) in a strict profile: one value, one text, so that one entry has one hash.

/** A value may hold lists and objects this deep in one another; a bare text or number has depth 0. */
export const maxDepth = 64

/** What `parseCanonical` reads at most by default, in UTF-16 code units (16 Mi). */
export const maxLineLength = 16 * 1024 * 1024

/** What `parseCanonical` says of a line that is no JSON. */
export const notJson = 'the line is not JSON'

/** Where the writer is: one frame for each list and object that it is in, `at` moving through its members. */
interface Place {
  readonly up: Place | null
  readonly depth: number
  at: string | number
}

/**
 * The canonical text of a JSON value: RFC 8785, narrowed to what every reader understands alike.
 *
 * Keys stand in the order of their UTF-16 code units (§3.2.3), texts are escaped as §3.2.2.2 says. Of the
 * numbers only safe integers are written: fractions and large numbers differ between languages. Minus zero is
 * refused as well, since its text `0` would read back as another value. Refused besides: lone surrogates, the
 * key `__proto__` (it changes objects that are copied carelessly), everything that JSON cannot say
 * (undefined, functions, bigint, symbols, lists with holes or names, objects with a prototype of their own
 * such as Date) and depth beyond `maxDepth`, which also catches cycles. `toJSON` is not called, members that
 * are not enumerable are not looked at, and each property is read once. Pure.
 *
 * @throws TypeError on one line, saying where and what: `$.a[3]: 1.5 is not a safe integer`
 */
export function canonical(value: unknown): string {
  return textOf(value, null)
}

/**
 * The value of one line, if the line is byte for byte the canonical text of that value; else what is wrong.
 *
 * So a line cannot be respelled without being noticed: duplicate or unsorted keys, spaces, needless escapes,
 * `1.0`, `1e3`, `-0`, a line end, and all that `canonical` refuses. Whatever it is given, it never throws.
 *
 * @param maxLength the longest line to look at, in UTF-16 code units
 */
export function parseCanonical(
  line: string,
  maxLength: number = maxLineLength,
): { value: unknown } | { fault: string } {
  if (typeof line !== 'string') return { fault: 'the line is not a text' }
  if (line.length > maxLength) return { fault: `the line is longer than ${maxLength} characters` }
  const parsed = parse(line)
  return parsed === null ? { fault: notJson } : compare(line, parsed.value)
}

/** Where a text stops to be JSON: the number, from 1, of the first character that cannot stand there, or of its end. Pure. */
export function brokenAt(text: string): number {
  const open: string[] = []
  let before = ''
  let at = 0
  while (at < text.length && mayFollow(before, text[at] ?? '', open.at(-1))) {
    before = text[at] ?? ''
    const end = before === '"' ? endOfText(text, at) : at + lengthOfWord(text, at)
    if (end <= 0 || end === at) return Math.abs(end) + 1
    if (before === '{' || before === '[') open.push(before)
    if (before === '}' || before === ']') open.pop()
    at = end
  }
  return at + 1
}

/** Whether a word that begins like this may stand after one that began like that, in a list or an object. Pure. */
function mayFollow(before: string, word: string, within: string | undefined): boolean {
  if (word === ']' && within !== '[') return false
  if ((word === '}' || word === ':') && within !== '{') return false
  const isValue = !',:]}'.includes(word)
  if (before === '{') return word === '"' || word === '}'
  if (before === '[') return isValue || word === ']'
  if (before === ',' && within === '{') return word === '"'
  return before === '' || before === ',' || before === ':' ? isValue : !isValue
}

const word = /[{}[\],:]|-?(?:0|[1-9]\d{0,400})(?:\.\d{1,400})?(?:[eE][+-]?\d{1,3})?|true|false|null/y
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

function lengthOfWord(text: string, at: number): number {
  word.lastIndex = at
  return word.exec(text)?.[0].length ?? 0
}

/** Where a text in quotation marks ends; below 0, where it holds what it cannot. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (character === '"') return at + 1
    if (character < ' ') return -at
    if (character !== '\\') continue
    escaped.lastIndex = at
    if (!escaped.test(text)) return -at
    at = escaped.lastIndex - 1
  }
  return -text.length
}

function parse(line: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(line) }
  } catch {
    return null
  }
}

function compare(line: string, value: unknown): { value: unknown } | { fault: string } {
  try {
    const text = canonical(value)
    return text === line ? { value } : { fault: differenceBetween(line, text) }
  } catch (error) {
    return { fault: error instanceof TypeError ? error.message : 'the line cannot be held in memory' }
  }
}

function differenceBetween(line: string, text: string): string {
  let at = 0
  while (line[at] === text[at]) at++
  return `the line is not canonical from character ${at + 1} on`
}

function textOf(value: unknown, place: Place | null): string {
  if (typeof value === 'string') return quoted(value, place)
  if (typeof value === 'number') return integerText(value, place)
  if (value === null || typeof value === 'boolean') return `${value}`
  if (typeof value !== 'object') throw refusal(place, `${typeof value} cannot be said in JSON`)
  return Array.isArray(value) ? listText(value, place) : objectText(value, place)
}

// A text without any of these is its own JSON: no quote, no backslash, no control character, no surrogate.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const special = /["\\\u0000-\u001f\ud800-\udfff]/

function quoted(text: string, place: Place | null): string {
  if (!special.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw refusal(place, 'the text holds a lone surrogate')
  return JSON.stringify(text) // escapes exactly as RFC 8785 §3.2.2.2 says
}

function integerText(value: number, place: Place | null): string {
  if (Object.is(value, -0)) throw refusal(place, 'minus zero has no text of its own')
  if (!Number.isSafeInteger(value)) throw refusal(place, `${value} is not a safe integer`)
  return `${value}`
}

function listText(list: readonly unknown[], place: Place | null): string {
  if (Object.getPrototypeOf(list) !== Array.prototype) throw refusal(place, 'not a plain list')
  if (Object.keys(list).length !== list.length) throw refusal(place, 'the list has holes or named members')
  const here = deeper(place)
  let text = '['
  for (let at = 0; at < list.length; at++) {
    here.at = at
    text += (at === 0 ? '' : ',') + textOf(list[at], here)
  }
  return `${text}]`
}

function objectText(object: object, place: Place | null): string {
  requirePlain(object, place)
  const here = deeper(place)
  let text = '{'
  for (const key of sortedKeys(object)) {
    here.at = key
    if (key === '__proto__') throw refusal(here, 'this key is refused')
    text += `${text.length === 1 ? '' : ','}${quoted(key, here)}:`
    text += textOf((object as Record<string, unknown>)[key], here)
  }
  return `${text}}`
}

function requirePlain(object: object, place: Place | null): void {
  const prototype = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) throw refusal(place, 'not a plain object')
  if (Object.getOwnPropertySymbols(object).length > 0) throw refusal(place, 'the object has symbols for keys')
}

function deeper(place: Place | null): Place {
  const depth = (place?.depth ?? 0) + 1
  if (depth > maxDepth) throw refusal(place, `deeper than ${maxDepth} levels`)
  return { up: place, depth, at: '' }
}

/** Entries read back are sorted already; then the pass that shows it is all that it costs. */
function sortedKeys(object: object): string[] {
  const keys = Object.keys(object)
  for (let at = 1; at < keys.length; at++) {
    if ((keys[at - 1] as string) > (keys[at] as string)) return keys.sort()
  }
  return keys
}

function refusal(place: Place | null, why: string): TypeError {
  return new TypeError(`${pathOf(place)}: ${why}`)
}

/** A JSON path such as `$.a[3]["b c"]`, which a forger can make neither long nor run over lines. */
function pathOf(place: Place | null): string {
  let steps = ''
  for (let here = place; here !== null; here = here.up) steps = stepOf(here.at) + steps
  const path = `$${steps}`
  return path.length > 200 ? `${path.slice(0, 200).toWellFormed()}…` : path
}

function stepOf(step: string | number): string {
  if (typeof step === 'number') return `[${step}]`
  return /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`
}
