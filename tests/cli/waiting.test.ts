import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectMisuse, samenspraak, scriptOf, transcript } from './run.ts'

const own = (by: string, act: string, fields: object = {}) => ({ by, act, proposal: 'p1', ...fields })
const acts = [
  { by: 'a1', act: 'draftProposal', title: 'Homes', text: 'We build.' },
  own('a1', 'submitProposal'),
  own('a1', 'takePosition', { revision: 1, position: 'consent' }),
  own('b1', 'raiseObjection', { revision: 1, reason: 'Not here.', at: '2026-01-06T09:00:00+01:00' }),
]
const early = '2026-01-07T10:00:00+01:00'

/** A folder with the log of these acts, and with files that are no logs. */
const cwd = mkdtempSync(join(tmpdir(), 'samenspraak-'))
beforeAll(() => {
  const played = samenspraak(['play', '--log', 'log.jsonl'], { input: JSON.stringify(scriptOf(acts)), cwd })
  expect(played.code, played.err).toBe(0)
  writeFileSync(join(cwd, 'empty.jsonl'), '')
  writeFileSync(join(cwd, 'notes.txt'), 'These are notes.\n')
  writeFileSync(join(cwd, 'half.db'), 'SQLite format 3\0 and then nothing')
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

describe('waiting', () => {
  it('tells what is asked of whom', () => {
    expect(transcript(['waiting', 'log.jsonl', '--at', early], { cwd })).toBe(
      `$ samenspraak waiting log.jsonl --at ${early}
c1 is asked for the position of Partner c on "Homes" (p1), revision 1, until the end of Monday 19 January 2026 (C2)
b1 is asked, until the end of Monday 19 January 2026, whether objection o1 of Partner b to "Homes" (p1), revision 1 still stands: "Not here."; only Partner b can let it go (O2)
a1 is asked to answer objection o1 of Partner b to "Homes" (p1), revision 1, until the end of Monday 19 January 2026: "Not here." (O4)
omar (opgavemanager) is asked to answer objection o1 of Partner b to "Homes" (p1), revision 1, until the end of Monday 19 January 2026: "Not here." (O4)
[0]`,
    )
  })

  it('tells it of one person, in Dutch, from standard input', () => {
    const dutch =
      'c1 wordt gevraagd om het standpunt van Partner c over "Homes" (p1), versie 1, tot en met maandag 19 januari 2026 (C2)\n'
    for (const language of [['--nl'], ['--language', 'nl']])
      expect(
        samenspraak(['waiting', 'log.jsonl', '--person', 'c1', '--at', early, ...language], { cwd }),
      ).toEqual({ code: 0, err: '', out: dutch })
    const input = readFileSync(join(cwd, 'log.jsonl'))
    expect(samenspraak(['waiting', '-', '--person', 'c1', '--at', early, '--nl'], { input }).out).toBe(dutch)
  })

  it('tells nobody of nothing, and of a partner only what is its own', () => {
    const told = (...args: string[]) => samenspraak(['waiting', 'log.jsonl', '--at', early, ...args], { cwd })
    expect(told('--partner', 'c', '--person', 'a1')).toMatchObject({
      code: 0,
      out: 'Nothing is asked of anybody\n',
    })
    expect(told('--partner', 'b').out).toMatch(/^b1 is asked, [^\n]*\n$/)
  })

  it('tells the agenda of a meeting', () => {
    expect(transcript(['waiting', 'log.jsonl', '--agenda', 'opgavemanager', '--at', early], { cwd })).toBe(
      `$ samenspraak waiting log.jsonl --agenda opgavemanager --at ${early}
Agenda for the opgavemanager
  "Homes" (p1), revision 1, in consultation, until the end of Monday 19 January 2026
    Objection o1 of Partner b is open, without an answer on this stage: "Not here."
[0]`,
    )
    const of = (...args: string[]) =>
      samenspraak(['waiting', 'log.jsonl', '--at', early, '--agenda', ...args], { cwd }).out
    expect(of('stuurgroep')).toBe('Agenda for the stuurgroep\n  Nothing is on it\n')
    expect(of('lijnmanagement', '--partner', 'c')).toContain('Agenda for the line managers of Partner c\n')
  })

  it('prints JSON for programs', () => {
    const run = (...args: string[]) =>
      JSON.parse(samenspraak(['waiting', 'log.jsonl', '--json', '--at', early, ...args], { cwd }).out)
    expect(run('--person', 'c1')).toEqual({
      at: '2026-01-07T09:00:00.000Z',
      waiting: [
        {
          ...{ person: 'c1', partner: 'c', proposal: 'p1', what: 'position', about: null, rule: 'C2' },
          dueAt: '2026-01-19T23:00:00.000Z',
          sentence: expect.stringMatching(/^c1 is asked for the position of Partner c/),
        },
      ],
    })
    expect(run('--agenda', 'stuurgroep').agenda).toEqual({ title: 'Agenda for the stuurgroep', items: [] })
  })

  it('is never earlier than the last entry, and tells a term that is over as such', () => {
    const at = (moment: string) =>
      JSON.parse(samenspraak(['waiting', 'log.jsonl', '--json', '--at', moment], { cwd }).out)
    expect(at('2020-01-01T00:00:00Z').at).toBe('2026-01-06T08:00:00.000Z')
    const late = at('2026-02-01T00:00:00Z')
    expect(late.waiting.map(({ what, rule }: { what: string; rule: string }) => [what, rule])).toEqual([
      ['term', 'T1'],
    ])
    // Without --at it is now, which is long after.
    expect(samenspraak(['waiting', 'log.jsonl'], { cwd }).out).toMatch(/^The term of "Homes" \(p1\)/)
  })

  it('reads a log without entries', () => {
    expect(samenspraak(['waiting', 'empty.jsonl'], { cwd })).toEqual({
      code: 0,
      err: '',
      out: 'Nothing is asked of anybody\n',
    })
  })
})

describe('waiting on what it cannot read', () => {
  it.each([
    { what: 'a file that is missing', args: ['none.jsonl'], message: /cannot read none\.jsonl: there is no/ },
    { what: 'a folder', args: ['.'], message: /folder/ },
    { what: 'what is no log', args: ['notes.txt'], message: /neither a log of JSON Lines nor a SQLite file/ },
    { what: 'half a SQLite file', args: ['half.db'], message: /cannot read half\.db: / },
    { what: 'no file at all', args: [], message: /missing required argument 'file'/ },
    { what: 'a moment without offset', args: ['log.jsonl', '--at', '2026-01-05'], message: /--at must be/ },
    { what: 'another language', args: ['log.jsonl', '--language', 'fr'], message: /nl, en/ },
    { what: 'another meeting', args: ['log.jsonl', '--agenda', 'raad'], message: /lijnmanagement/ },
    { what: 'nobody’s id', args: ['log.jsonl', '--person', 'x\u001b1'], message: /nobody has the id "x 1"/ },
    { what: 'no partner’s id', args: ['log.jsonl', '--partner', 'x'], message: /there are a, b, c/ },
    {
      what: 'an agenda of one person',
      args: ['log.jsonl', '--agenda', 'stuurgroep', '--person', 'a1'],
      message: /leave --person out/,
    },
    {
      what: 'the stuurgroep of one partner',
      args: ['log.jsonl', '--agenda', 'stuurgroep', '--partner', 'a'],
      message: /leave --partner out/,
    },
    {
      what: 'another collaboration',
      args: ['log.jsonl', '--collaboration', 'other'],
      message: /holds no log of that collaboration; it holds: /,
    },
  ])('$what', ({ args, message }) => {
    expectMisuse(samenspraak(['waiting', ...args], { cwd }), message)
  })

  it('a log that does not hold: exit code 1, the first bad entry, and not a word of it', () => {
    const bad = join(cwd, 'bad.jsonl')
    const text = samenspraak(['demo', '--json']).out
    writeFileSync(bad, text.replace('We build 200', 'We build 300'))
    for (const verb of ['waiting', 'show']) {
      const { code, out, err } = samenspraak([verb, bad], { cwd })
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toMatch(/^samenspraak: the log does not hold: entry \d+: [^\n]+\n$/)
    }
  })
})

it('--help shows an example', () => {
  expect(samenspraak(['waiting', '--help']).out).toMatch(/\nExample:\n {2}samenspraak waiting /)
})
