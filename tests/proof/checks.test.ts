// The assertions of the test kit: what they let pass, what they do not, and what they then say.
import { describe, expect, it } from 'vitest'
import { firstDifference, holds, misused, same, shown, Unmet } from '../../src/proof/checks.ts'

describe('the first difference', () => {
  it.each<[what: string, got: unknown, expected: unknown]>([
    ['numbers', 1, 1],
    ['no number', Number.NaN, Number.NaN],
    ['nothing', undefined, undefined],
    ['lists', [1, [2]], [1, [2]]],
    ['objects, in any order of their fields', { a: 1, b: { c: [] } }, { b: { c: [] }, a: 1 }],
  ])('there is none between equal %s', (_, got, expected) => {
    expect(firstDifference(got, expected)).toBeNull()
  })

  it.each<[got: unknown, expected: unknown, said: string]>([
    [1, 2, 'the whole: 1 instead of 2'],
    ['1', 1, 'the whole: "1" instead of 1'],
    [null, {}, 'the whole: null instead of {}'],
    [{}, [], 'the whole: {} instead of []'],
    [undefined, null, 'the whole: "(undefined)" instead of null'],
    [[1, 2], [1], '[1] should not be there'],
    [[1], [1, 2], '[1] is not there'],
    [{ a: 1 }, {}, '.a should not be there'],
    [{}, { a: 1 }, '.a is not there'],
    [{ act: undefined }, {}, '.act should not be there'],
    [{}, { constructor: 1 }, '.constructor is not there'],
    [[{ line: 'a' }, { line: 'b' }], [{ line: 'a' }, { line: 'c' }], '[1].line: "b" instead of "c"'],
  ])('between %j and %j is told', (got, expected, said) => {
    expect(firstDifference(got, expected)).toBe(said)
  })
})

describe('what is shown', () => {
  const round: { self?: unknown } = {}
  round.self = round
  it.each<[value: unknown, text: string]>([
    ['é\n', '"é\\n"'],
    ['\ud800', '"\\ud800"'],
    [{ a: undefined }, '{"a":"(undefined)"}'],
    [new TypeError('not\nthis'), 'TypeError: "not\\nthis"'],
    [5n, '5'],
    [round, '[object Object]'],
    [Symbol('x'), 'Symbol(x)'],
    ['x'.repeat(1e6), `"${'x'.repeat(299)} ... (1000002 characters)`],
  ])('of a value is one line: %#', (value, text) => {
    expect(shown(value)).toBe(text)
  })
})

describe('same', () => {
  it('passes what is the same', () => expect(same('it', [1], [1])).toBeUndefined())

  it('says what was looked at, expected, got, and where they differ', () => {
    expect(() => same('the log', [1, 2], [1, 3])).toThrow(
      new Unmet('the log', '[1,3]', '[1,2]', '[1]: 2 instead of 3'),
    )
    expect(new Unmet('the log', '[1,3]', '[1,2]', '[1]: 2 instead of 3').message).toBe(
      'looked at: the log\nexpected:  [1,3]\ngot:       [1,2]\ndiffers:   [1]: 2 instead of 3',
    )
  })
})

describe('holds', () => {
  it('passes what holds', () => expect(holds('it', true, 'more', 5)).toBeUndefined())

  it('says what should hold', () => {
    expect(() => holds('its size', false, '6 or more', 5)).toThrow(
      /^looked at: its size\nexpected: {2}6 or more\ngot: {7}5$/,
    )
  })
})

describe('misused', () => {
  it.each<[what: string, call: () => unknown]>([
    ['thrown', () => JSON.parse(String(raise(new TypeError('it must be a text'))))],
    ['rejected with', async () => raise(new TypeError('it must be a text'))],
  ])('passes a TypeError that is %s', async (_, call) => {
    expect(await misused('it', call, /must be/)).toBeUndefined()
  })

  it.each<[what: string, call: () => unknown, got: string]>([
    ['an answer', () => 7, 'no error, but 7'],
    ['an answer of nothing', async () => {}, 'no error, but "(undefined)"'],
    ['another error', () => raise(new RangeError('it must be')), 'RangeError: "it must be"'],
    ['another reason', () => raise(new TypeError('oh')), 'TypeError: "oh"'],
    ['two lines', () => raise(new TypeError('it must be\nso')), 'TypeError: "it must be\\nso"'],
  ])('does not pass %s', async (_, call, got) => {
    await expect(misused('size(7)', call, /must be/)).rejects.toThrow(
      new Unmet('size(7)', 'a TypeError on one line that says /must be/', got),
    )
  })
})

function raise(error: Error): never {
  throw error
}
