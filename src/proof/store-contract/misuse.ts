// The promises of a store about wrong use: a TypeError that says why on one line, and nothing changed.
import { misused, same } from '../checks.ts'
import { begun, entries, entry, type Group, type Promised, readAll } from './ground.ts'

type WrongAppend = readonly [
  what: string,
  collaboration: unknown,
  entries: unknown,
  size: unknown,
  why: RegExp,
]

const count = /expectedSize must be a whole number/

const wrongAppends: readonly WrongAppend[] = [
  ['an empty append', 'regio', [], 2, /at least one entry/],
  ['a gap in front', 'regio', entries(3, 1), 2, /entry 2 was expected here, not 3/],
  ['an overlap', 'regio', entries(1, 2), 2, /entry 2 was expected here, not 1/],
  ['a gap inside', 'regio', [entry(2), entry(4)], 2, /entry 3 was expected here, not 4/],
  ['a number twice', 'regio', [entry(2), entry(2)], 2, /entry 3 was expected here, not 2/],
  ['a wrong order', 'regio', [entry(3), entry(2)], 2, /entry 2 was expected here, not 3/],
  ['a seq that is a text', 'regio', [{ ...entry(2), seq: '2' }], 2, /entry 2 was expected here, not 2/],
  ['a size that is negative', 'regio', entries(-1, 1), -1, count],
  ['a size that is a fraction', 'regio', entries(0.5, 1), 0.5, count],
  ['a size that is no number', 'regio', entries(2, 1), '2', count],
  ['a size too large to count', 'regio', entries(2 ** 53, 1), 2 ** 53, count],
  ['no size', 'regio', entries(2, 1), undefined, count],
  ['entries that are no list', 'regio', { 0: entry(2), length: 1 }, 2, /must be a list/],
  ['a hole for an entry', 'regio', new Array(1), 2, /entry 2 is not an object/],
  ['a text for an entry', 'regio', ['{}'], 2, /entry 2 is not an object/],
  ['null for an entry', 'regio', [null], 2, /entry 2 is not an object/],
  ['a line that is no text', 'regio', [{ ...entry(2), line: {} }], 2, /the line of entry 2 must be a text/],
  ['an empty line', 'regio', [entry(2, 'p1', '')], 2, /the line of entry 2 must be a text, not empty/],
  ['a line with a line end', 'regio', [entry(2, 'p1', '{}\n')], 2, /the line of entry 2 .*control/],
  ['a line with a NUL', 'regio', [entry(2, 'p1', 'a\0b')], 2, /the line of entry 2 .*control/],
  [
    'a line with a lone surrogate',
    'regio',
    [entry(2, 'p1', 'a\ud800')],
    2,
    /the line of entry 2 .*surrogate/,
  ],
  ['a bad line last', 'regio', [entry(2), entry(3, 'p1', '')], 2, /the line of entry 3 must be a text/],
  [
    'a matter that is no text',
    'regio',
    [{ ...entry(2), matter: 1 }],
    2,
    /the matter of entry 2 must be a text/,
  ],
  ['an empty matter', 'regio', [entry(2, '')], 2, /the matter of entry 2 must be a text, not empty/],
  ['a matter with a NUL', 'regio', [entry(2, 'a\0')], 2, /the matter of entry 2 .*control/],
  ['an act that is no text', 'regio', [{ ...entry(2), act: 1 }], 2, /the act of entry 2 must be a text/],
  ['null for an act', 'regio', [{ ...entry(2), act: null }], 2, /the act of entry 2 must be a text/],
  ['an empty act', 'regio', [begun(2, '')], 2, /the act of entry 2 must be a text, not empty/],
  ['an act with a NUL', 'regio', [begun(2, 'a\0')], 2, /the act of entry 2 .*control/],
  ['an act with half a character', 'regio', [begun(2, 'a\ud800')], 2, /the act of entry 2 .*surrogate/],
  ['an empty collaboration', '', entries(0, 1), 0, /the collaboration must be a text, not empty/],
  ['a collaboration that is no text', 7, entries(0, 1), 0, /the collaboration must be a text/],
  ['a collaboration with a line end', 'a\nb', entries(0, 1), 0, /the collaboration .*control/],
]

const wrongReads: readonly (readonly [what: string, collaboration: unknown, part: unknown, why: RegExp])[] = [
  ['from a negative seq', 'regio', { from: -1 }, /from must be a whole number/],
  ['from a fraction', 'regio', { from: 0.5 }, /from must be a whole number/],
  ['from no number', 'regio', { from: '0' }, /from must be a whole number/],
  ['from nothing', 'regio', { from: null }, /from must be a whole number/],
  ['an empty matter', 'regio', { matter: '' }, /the matter must be a text, not empty/],
  ['a matter that is no text', 'regio', { matter: 3 }, /the matter must be a text/],
  ['an empty act', 'regio', { act: '' }, /the act must be a text, not empty/],
  ['an act that is no text', 'regio', { act: 3 }, /the act must be a text/],
  ['null for an act', 'regio', { act: null }, /the act must be a text/],
  ['no collaboration', undefined, {}, /the collaboration must be a text/],
]

const misuse: Group = {
  about: 'misuse',
  why: 'what a store lets in unchecked it cannot give back whole: `requireAppendable` and its like check it for you',
  promises: [
    ...wrongAppends.map(
      ([what, collaboration, list, size, why]): Promised => ({
        what: `${what} is a TypeError that says why, and changes nothing`,
        async check({ store }) {
          await store.append('regio', entries(0, 2), 0)
          const call = () => store.append(collaboration as never, list as never, size as never)
          await misused(`append with ${what}`, call, why)
          same('the log afterwards', await readAll(store, 'regio'), entries(0, 2))
          same('collaborations() afterwards', await store.collaborations(), ['regio'])
        },
      }),
    ),
    {
      what: 'is told before a conflict',
      async check({ store }) {
        const call = () => store.append('regio', [], 5)
        await misused('an empty append at a size that is wrong', call, /at least one entry/)
      },
    },
    ...wrongReads.map(
      ([what, collaboration, part, why]): Promised => ({
        what: `reading ${what} is a TypeError`,
        async check({ store }) {
          await misused(`reading ${what}`, () => readAll(store, collaboration as never, part as never), why)
        },
      }),
    ),
    {
      what: 'asking the size of what is no name is a TypeError',
      async check({ store }) {
        for (const wrong of ['', undefined, 3])
          await misused(
            `size(${String(wrong)})`,
            () => store.size(wrong as never),
            /the collaboration must be/,
          )
      },
    },
  ],
}

export const aboutMisuse: readonly Group[] = [misuse]
