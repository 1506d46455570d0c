import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import {
  charterOf,
  inEmptyFolder,
  type Line,
  outcomesOf,
  type Played,
  play,
  playedIn,
  samenspraak,
  scriptOf,
  start,
} from './run.ts'

const samples = fileURLToPath(new URL('samples/', import.meta.url))
const names = readdirSync(samples).flatMap(name =>
  name.endsWith('.expected.jsonl') ? [name.split('.')[0] ?? ''] : [],
)
const sample = (name: string) => readFileSync(join(samples, `${name}.json`), 'utf8')

const words = { proposal: 'p1', title: 'Housing', text: 'We build 200 homes.' }
const draft = (more: object = {}) => ({ act: 'draftProposal', by: 'a1', ...words, ...more })
const submit = (more: object = {}) => ({ act: 'submitProposal', by: 'a1', proposal: 'p1', ...more })
const position = (by: string, more: object = {}) => ({
  ...{ act: 'takePosition', by, proposal: 'p1', revision: 1, position: 'consent' },
  ...more,
})
const confirm = (by: string, more: object = {}) => ({
  act: 'confirmDecision',
  by,
  proposal: 'p1',
  revision: 1,
  ...more,
})
const comment = (more: object = {}) => ({ act: 'comment', by: 'a1', proposal: 'p1', text: 'Well.', ...more })

/** What a sample says of a line: `recorded` and `refused` only whether, of the end all but the head. */
function asSample({ lines, end }: Played): unknown[] {
  const told = lines.map(({ n, at, ended, recorded, refused }) => ({
    ...{ n, at },
    ...(ended ? { ended } : {}),
    ...(recorded ? { recorded: true } : {}),
    ...(refused ? { refused: true } : {}),
  }))
  return [...told, { end: { proposals: end.proposals } }]
}

describe('the samples', () => {
  it('are three', () => {
    expect(names).toEqual(['agreement', 'objection-and-amendment', 'silence-climbs'])
  })

  it.each(names)('%s comes out as it should, and prints only what the contract names', name => {
    const expected = readFileSync(join(samples, `${name}.expected.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
    const run = samenspraak(['play', join(samples, `${name}.json`)])
    expect(asSample(playedIn(run))).toEqual(expected.map(line => JSON.parse(line)))
    expectContract(run.out.trimEnd().split('\n'))
  })

  it('come out alike from standard input, with `-` and with --json', () => {
    const name = 'silence-climbs'
    const fromFile = samenspraak(['play', join(samples, `${name}.json`)])
    for (const args of [['play'], ['play', '-'], ['play', '--json']])
      expect(samenspraak(args, { input: sample(name) })).toEqual(fromFile)
  })
})

function expectContract(lines: readonly string[]): void {
  for (const [n, line] of lines.slice(0, -1).entries()) {
    const told = JSON.parse(line) as Line
    const result = told.recorded ? 'recorded' : 'refused'
    expect(Object.keys(told)).toEqual(['n', 'at', ...(told.ended ? ['ended'] : []), result])
    expect(told.n).toBe(n)
    expect(told.at).toBe(new Date(told.at).toISOString())
    if (told.refused) expect(Object.keys(told.refused)).toEqual(['rule', 'why', 'allowed'])
    else expect(told.recorded?.every(type => /^[a-z]+\.[a-z]+$/.test(type))).toBe(true)
  }
  const last = JSON.parse(lines.at(-1) ?? '')
  expect(Object.keys(last)).toEqual(['end'])
  expect(Object.keys(last.end)).toEqual(['proposals', 'head'])
  expect(Object.keys(last.end.head)).toEqual(['size', 'root'])
  const root = Buffer.from(last.end.head.root, 'base64')
  expect({ length: root.length, text: root.toString('base64') }).toEqual({
    length: 32,
    text: last.end.head.root,
  })
}

describe('--log', () => {
  it('writes the log whose head was printed, and only that file', () => {
    inEmptyFolder(cwd => {
      const run = samenspraak(['play', '--log', 'log.jsonl'], { input: sample('agreement'), cwd })
      const { end } = playedIn(run)
      expect(run).toEqual(samenspraak(['play'], { input: sample('agreement') }))
      expect(readdirSync(cwd)).toEqual(['log.jsonl'])
      const text = readFileSync(join(cwd, 'log.jsonl'), 'utf8')
      expect(text.split('\n')).toHaveLength(end.head.size + 1)
      const head = `${end.head.size}:${end.head.root}`
      expect(samenspraak(['verify', 'log.jsonl', '--head', head], { cwd }).code).toBe(0)
      expect(JSON.parse(samenspraak(['verify', '--json'], { input: text }).out)).toEqual({
        ...{ holds: true, finding: null },
        ...end.head,
      })
    })
  })

  it('replaces what was there', () => {
    inEmptyFolder(cwd => {
      writeFileSync(join(cwd, 'log.jsonl'), 'an old one\n'.repeat(1_000))
      playedIn(samenspraak(['play', '--log', 'log.jsonl'], { input: sample('agreement'), cwd }))
      expect(samenspraak(['verify', 'log.jsonl'], { cwd }).code).toBe(0)
    })
  })
})

describe('time in a script', () => {
  const later = '2026-01-05T12:00:00.000Z'

  it('stands still without `at`, and moves with it, in any offset', () => {
    const { lines } = play(
      scriptOf([draft(), draft({ proposal: 'p2', at: '2026-01-05T13:00:00+01:00' }), submit()]),
    )
    expect(lines.map(({ at }) => at)).toEqual([start, later, later])
  })

  it('moves also when the act is then refused, or malformed', () => {
    const acts = [submit({ at: later }), draft(), { at: '2026-01-05T13:00:00Z', act: 'fly' }, submit()]
    const played = play(scriptOf(acts))
    expect(outcomesOf(played)).toEqual([
      'proposalExists',
      ['proposal.drafted'],
      'wellFormedAct',
      ['proposal.submitted'],
    ])
    expect(played.lines.map(({ at }) => at)).toEqual([
      later,
      later,
      '2026-01-05T13:00:00.000Z',
      '2026-01-05T13:00:00.000Z',
    ])
  })

  it('never moves back: clockMovesForward refuses, and nothing else changes', () => {
    const acts = [draft({ at: later }), submit({ at: '2026-01-05T11:59:59.999Z' }), submit({ at: later })]
    const played = play(scriptOf(acts))
    expect(outcomesOf(played)).toEqual([['proposal.drafted'], 'clockMovesForward', ['proposal.submitted']])
    expect(played.lines[1]).toEqual({
      ...{ n: 1, at: later },
      refused: { rule: 'clockMovesForward', why: expect.stringContaining('T1'), allowed: [] },
    })
    expect(outcomesOf(play(scriptOf([draft({ at: '2026-01-05T07:59:59.999Z' })])))).toEqual([
      'clockMovesForward',
    ])
  })

  it('ends the terms that are due on the way, by due moment, then by proposal', () => {
    const acts = [
      ...['p1', 'p2', 'p3'].map(proposal => draft({ proposal })),
      ...['p3', 'p2'].map(proposal => submit({ proposal })),
      submit({ at: '2026-01-06T08:00:00Z' }),
      comment({ at: '2026-01-20T23:00:00Z' }),
    ]
    const { lines } = play(scriptOf(acts))
    const stage = { stage: 'consultation', revision: 1 }
    expect(lines.at(-1)?.ended).toEqual([
      { proposal: 'p2', ...stage, at: '2026-01-19T23:00:00.000Z' },
      { proposal: 'p3', ...stage, at: '2026-01-19T23:00:00.000Z' },
      { proposal: 'p1', ...stage, at: '2026-01-20T23:00:00.000Z' },
    ])
    expect(lines.at(-1)?.recorded).toEqual(['comment.made'])
    expect(lines.slice(0, -1).every(({ ended }) => ended === undefined)).toBe(true)
  })

  it('ends no term a millisecond early', () => {
    const { lines } = play(scriptOf([draft(), submit(), comment({ at: '2026-01-19T22:59:59.999Z' })]))
    expect(lines.at(-1)?.ended).toBeUndefined()
  })

  it('interleaves the terms of proposals, rung by rung, also beside a refusal', () => {
    const acts = [
      ...['p1', 'p2'].map(proposal => draft({ proposal })),
      submit(),
      submit({ proposal: 'p2', at: '2026-01-12T08:00:00Z' }),
      submit({ at: '2026-02-10T08:00:00Z' }),
    ]
    const last = play(scriptOf(acts)).lines.at(-1)
    expect(last?.ended?.map(({ proposal, stage, at }) => `${at.slice(0, 10)} ${proposal} ${stage}`)).toEqual([
      '2026-01-19 p1 consultation',
      '2026-01-26 p2 consultation',
      '2026-02-02 p1 lijnmanagement',
      '2026-02-09 p2 lijnmanagement',
    ])
    expect(last?.refused?.rule).toBe('stillDraft')
  })
})

describe('an act that is none', () => {
  const malformed = [
    { what: 'null', element: null },
    { what: 'a number', element: 5 },
    { what: 'a string', element: 'consent' },
    { what: 'a truth value', element: true },
    { what: 'a list', element: [draft()] },
    { what: 'an empty object', element: {} },
    { what: 'an act that nobody knows', element: { act: 'fly', by: 'a1' } },
    { what: 'the name of a prototype', element: { act: 'toString', by: 'a1' } },
    { what: 'an unknown field', element: comment({ colour: 'red' }) },
    { what: 'a missing field', element: { act: 'comment', by: 'a1', proposal: 'p1' } },
    { what: 'a field of the wrong type', element: position('a1', { revision: '1' }) },
    { what: '`at` null', element: comment({ at: null }) },
    { what: '`at` a number', element: comment({ at: 1_767_600_000_000 }) },
    { what: '`at` without offset', element: comment({ at: '2026-01-05T12:00:00' }) },
    { what: '`at` that does not exist', element: comment({ at: '2026-02-30T12:00:00Z' }) },
    { what: '`at` in words', element: comment({ at: 'tomorrow' }) },
  ]
  const played = play(scriptOf([draft(), ...malformed.map(({ element }) => element), comment()]))

  it.each(malformed.map(({ what }, i) => ({ what, n: i + 1 })))('$what is refused in its place', ({ n }) => {
    const refused = {
      rule: 'wellFormedAct',
      why: expect.stringMatching(/^[^\n]{10,}$/),
      allowed: expect.any(Array),
    }
    expect(played.lines[n]).toEqual({ n, at: start, refused })
  })

  it('changes nothing: what is well-formed is recorded as if the rest was not there', () => {
    const alone = play(scriptOf([draft(), comment()]))
    expect(outcomesOf(alone)).toEqual([['proposal.drafted'], ['comment.made']])
    expect([played.lines[0]?.recorded, played.lines.at(-1)?.recorded]).toEqual(outcomesOf(alone))
    expect(played.end).toEqual(alone.end)
  })
})

describe('signCharter without a charter', () => {
  const charter = charterOf(['a', 'b'])
  const sign = (by: string) => ({ act: 'signCharter', by })
  const unfounded = (acts: readonly unknown[]) => ({ start, acts })

  it('signs what lies before the partners, up to the founding', () => {
    const proposed = { act: 'proposeCharter', by: 'omar', charter }
    const played = play(
      unfounded([sign('a1'), proposed, sign('a1'), sign('omar'), sign('a1'), sign('b1'), draft()]),
    )
    expect(outcomesOf(played)).toEqual([
      'wellFormedAct',
      ['charter.proposed'],
      ['charter.signed'],
      'byNamedSeat',
      'signsOnce',
      ['charter.signed', 'collaboration.founded'],
      ['proposal.drafted'],
    ])
  })

  it('signs the text proposed last', () => {
    const texts = ['Wonen', 'Wonen en water'].map(title =>
      charterOf(['a', 'b'], { opgave: { title, goal: 'Goed' } }),
    )
    const proposed = texts.map(text => ({ act: 'proposeCharter', by: 'a1', charter: text }))
    const played = play(unfounded([proposed[0], sign('a1'), proposed[1], sign('b1'), sign('a1')]))
    expect(outcomesOf(played).slice(1)).toEqual([
      ['charter.signed'],
      ['charter.proposed'],
      ['charter.signed'],
      ['charter.signed', 'collaboration.founded'],
    ])
  })

  it('signs the charter in force once founded: who is in signed it, a newcomer joins by it', () => {
    const people = ['a', 'b'].map(it => `${it}1`)
    const acts = [
      sign('a1'),
      sign('c1'),
      draft({ charter: charterOf(['a', 'b', 'c']) }),
      submit(),
      ...people.map(by => position(by)),
      ...people.map(by => confirm(by)),
      sign('a1'),
      sign('c1'),
      draft({ by: 'c1', proposal: 'p2' }),
    ]
    expect(outcomesOf(play(scriptOf(acts, ['a', 'b'])))).toEqual([
      'signsOnce',
      'byNamedSeat',
      ['proposal.drafted'],
      ['proposal.submitted'],
      ['position.taken'],
      ['position.taken', 'decision.called'],
      ['confirmation.given'],
      ['confirmation.given', 'decision.taken', 'charter.replaced'],
      'signsOnce',
      ['charter.signed', 'partner.joined'],
      ['proposal.drafted'],
    ])
  })
})

describe('the end', () => {
  it('tells what each proposal waits for', () => {
    const acts = [
      draft(),
      submit(),
      draft({ proposal: 'p2' }),
      position('a1'),
      position('b1', { provisional: true }),
      { act: 'raiseObjection', by: 'c1', proposal: 'p1', revision: 1, reason: 'No water.' },
      ...['p3', 'p4', 'p5'].flatMap(proposal => [draft({ proposal }), submit({ proposal })]),
      ...['a1', 'b1', 'c1'].map(by => position(by, { proposal: 'p3' })),
      confirm('b1', { proposal: 'p3' }),
      ...['a1', 'b1', 'c1'].map(by => position(by, { proposal: 'p4', position: 'standAside' })),
      { act: 'withdrawProposal', by: 'a1', proposal: 'p5' },
    ]
    const { proposals } = play(scriptOf(acts)).end
    expect(proposals).toEqual({
      p1: {
        ...{ state: 'consultation', revision: 1, called: false },
        openPoints: [
          { kind: 'silence', partner: 'b' },
          { kind: 'objection', partner: 'c', id: 'o1' },
        ],
      },
      p2: { state: 'drafting', revision: 0, called: false, openPoints: expect.anything() },
      p3: {
        ...{ state: 'consultation', revision: 1, called: true },
        openPoints: [
          { kind: 'confirmation', partner: 'a' },
          { kind: 'confirmation', partner: 'c' },
        ],
      },
      p4: { state: 'consultation', revision: 1, called: false, openPoints: [{ kind: 'support' }] },
      p5: { state: 'withdrawn', revision: 1, called: false, openPoints: [] },
    })
  })

  it('of a script without a charter is that of an empty log', () => {
    const { end } = play({ start, acts: [] })
    expect(end).toEqual({
      proposals: {},
      head: { size: 0, root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' },
    })
  })
})

describe('a thousand partners', () => {
  const partners = Array.from({ length: 1_000 }, (_, i) => `partner-${i}`)
  const people = partners.map(it => `${it}1`)
  const by = people[0] ?? ''
  const acts = [
    ...[draft({ by }), submit({ by })],
    ...people.map(it => position(it)),
    ...people.slice(0, 999).map(it => confirm(it)),
    { ...comment({ by }), at: '2026-01-06T09:00:00+01:00' },
    confirm(people[999] ?? ''),
  ]
  const input = JSON.stringify(scriptOf(acts, partners))

  it('decide one proposal, none before the last has confirmed, and the log holds', () => {
    inEmptyFolder(cwd => {
      const run = samenspraak(['play', '--log', 'log.jsonl'], { input, cwd })
      const played = playedIn(run)
      const outcomes = outcomesOf(played)
      expect(outcomes).toHaveLength(2_003)
      expect(outcomes.at(1_001)).toEqual(['position.taken', 'decision.called'])
      expect(outcomes.filter(it => it?.includes('decision.taken'))).toEqual([
        ['confirmation.given', 'decision.taken'],
      ])
      expect(outcomes.at(-1)).toEqual(['confirmation.given', 'decision.taken'])
      expect(played.end.proposals).toEqual({
        p1: { state: 'decided', revision: 1, called: false, openPoints: [] },
      })
      const { size, root } = played.end.head
      expect(size).toBe(1_002 + 2_003 + 2)
      expect(samenspraak(['verify', 'log.jsonl', '--head', `${size}:${root}`], { cwd }).code).toBe(0)
      expect(samenspraak(['play'], { input })).toEqual(run)
    })
  })
})
