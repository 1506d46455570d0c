// Scenarios: what passes and what does not, each message that a failure gives, and that its script plays the same.
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { play, readScript } from '../../src/cli/play.ts'
import { logText } from '../../src/index.ts'
import {
  type Expectation,
  type Scenario,
  type ScenarioEnd,
  type Step,
  scenario,
} from '../../src/proof/scenario.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { charter } from '../support.ts'

const start = '2026-01-05T08:00:00.000Z'
const p1 = { proposal: 'p1' }
const draft = (more: object = {}): Step => ({
  ...{ act: 'draftProposal', by: 'almere1', proposal: 'p1', title: 'Homes', text: 'We build.' },
  ...more,
})
const submit: Step = { act: 'submitProposal', by: 'almere1', ...p1 }
const consent = (by: string, more: object = {}): Step => ({
  ...{ act: 'takePosition', by, ...p1, revision: 1, position: 'consent' },
  ...more,
})
const confirm = (by: string): Step => ({ act: 'confirmDecision', by, ...p1, revision: 1 })
const everybody = ['almere1', 'zeewolde1', 'dronten1']

const submitted = (): Scenario => scenario(charter()).given(draft(), submit)

/** The message of the error, thrown or rejected with. */
async function messageOf(work: () => unknown): Promise<string> {
  try {
    await work()
  } catch (error) {
    return error instanceof Error ? error.message : expect.unreachable(String(error))
  }
  return expect.unreachable('nothing went wrong')
}

/** What a failure says before it tells what happened. */
const complaintOf = async (work: () => unknown): Promise<string[]> =>
  ((await messageOf(work)).split('\n\n')[0] ?? '').split('\n')

/** What `samenspraak play` prints for a script. */
async function playedBy(script: string): Promise<{ lines: object[]; log: string }> {
  const lines: object[] = []
  const engine = await play(readScript(script), line => lines.push(line))
  return { lines, log: await logText(engine) }
}

describe('a scenario that ends as expected', () => {
  it('is one whose last act is recorded by just these facts', async () => {
    await submitted()
      .when(consent('zeewolde1'))
      .then({ recorded: ['position.taken'] })
    await submitted()
      .when(...everybody.map(by => consent(by)))
      .then({ recorded: ['position.taken', 'decision.called'], called: true })
  })

  it('is one whose last act is refused by this rule', async () => {
    await submitted()
      .when(consent('zeewolde1', { revision: 2 }))
      .then({ refused: 'onCurrentRevision', state: 'consultation' })
    await submitted().when(consent('zeewolde1'), { act: 'fly' }).then({ refused: 'wellFormedAct' })
    await submitted()
      .when(consent('zeewolde1', { at: '2026-01-01T00:00:00Z' }))
      .then({ refused: 'clockMovesForward' })
  })

  it('is one in which proposals stand so', async () => {
    const decided = submitted().given(...everybody.map(by => consent(by)), ...everybody.map(confirm))
    await decided.then({ state: 'decided', revision: 1, called: false, openPoints: [] })
    await decided.given(draft({ proposal: 'p2' })).then({
      proposals: { p1: { state: 'decided' }, p2: { state: 'drafting', revision: 0 } },
    })
    await submitted().then({
      openPoints: [
        { kind: 'silence', partner: 'almere' },
        { kind: 'silence', partner: 'zeewolde' },
        { kind: 'silence', partner: 'dronten' },
      ],
    })
  })

  it('looks at the last act only, and hands out what came of all in `when`', async () => {
    const { answers, engine } = await submitted()
      .when(consent('nobody'), consent('zeewolde1', { revision: 7 }))
      .when(consent('dronten1'))
      .then({ recorded: ['position.taken'] })
    expect(answers.map(({ n, refused, recorded }) => [n, refused?.rule ?? recorded])).toEqual([
      [2, 'byPositionHolder'],
      [3, 'onCurrentRevision'],
      [4, ['position.taken']],
    ])
    expect(Object.keys((await engine.proposal('p1'))?.positions ?? {})).toEqual(['dronten'])
    expect(verifyLog(await logText(engine)).holds).toBe(true)
  })

  it('may be gone on with', async () => {
    const { engine } = await submitted().then({ state: 'consultation' })
    expect(await engine.act(consent('zeewolde1'))).toHaveProperty('recorded')
  })
})

describe('time', () => {
  it('stands still at the start, or where the last `at` left it', async () => {
    const comment: Step = { act: 'comment', by: 'omar', ...p1, text: 'Well.' }
    const at = '2026-01-06T09:00:00+01:00'
    const { answers } = await scenario(charter(), { start: '2026-01-05T10:00:00+01:00' })
      .given(draft())
      .when(comment, { ...comment, at }, comment)
      .then({ state: 'drafting' })
    expect(answers.map(it => it.at)).toEqual([
      '2026-01-05T09:00:00.000Z',
      '2026-01-06T08:00:00.000Z',
      '2026-01-06T08:00:00.000Z',
    ])
    expect((await scenario(charter()).when(draft()).then({ revision: 0 })).answers[0]?.at).toBe(start)
  })

  it('ends each term on the way at its own moment, in `given` and in `when`', async () => {
    const comment = (at: string): Step => ({ act: 'comment', by: 'omar', ...p1, text: 'Well.', at })
    const late = submitted().given(comment('2026-01-20T09:00:00Z'))
    await late.then({ state: 'lijnmanagement' })
    const { answers } = await late.when(comment('2026-02-20T09:00:00Z')).then({ state: 'stuurgroep' })
    expect(answers[0]?.ended?.map(({ stage, at }) => [stage, at])).toEqual([
      ['lijnmanagement', '2026-02-02T23:00:00.000Z'],
      ['opgavemanager', '2026-02-16T23:00:00.000Z'],
    ])
  })
})

describe('the charter', () => {
  it('is founded by everybody before the first act', async () => {
    const { engine } = await scenario(charter())
      .when(draft())
      .then({ recorded: ['proposal.drafted'] })
    expect(Object.keys((await engine.circle()).partners)).toEqual(['almere', 'zeewolde', 'dronten'])
  })

  it('is signed by a newcomer without saying which', async () => {
    const more = charter({
      partners: [
        ...charter().partners,
        {
          ...charter().partners[0],
          id: 'urk',
          name: 'Urk',
          people: [{ id: 'urk1', roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] }],
        },
      ],
    })
    await scenario(charter())
      .given(draft({ charter: more }), submit, ...everybody.map(by => consent(by)), ...everybody.map(confirm))
      .when({ act: 'signCharter', by: 'urk1' })
      .then({ recorded: ['charter.signed', 'partner.joined'] })
  })

  it.each<[what: string, charter: unknown, why: RegExp]>([
    ['none', undefined, /object/],
    ['one partner', charter({ partners: charter().partners.slice(1, 2) }), /two partners/],
    ['a key that nobody knows', charter({ colour: 'red' }), /colour/],
  ])('that cannot be used is told at once: %s', (_, wrong, why) => {
    expect(() => scenario(wrong)).toThrow(TypeError)
    expect(() => scenario(wrong)).toThrow(/^scenario: the charter cannot be used: [^\n]+$/)
    expect(() => scenario(wrong)).toThrow(why)
  })

  it('that cannot be founded is told before any act', async () => {
    const signed = scenario(charter({ signatures: 'required' })).given(draft())
    const message = await messageOf(() => signed.then({ state: 'drafting' }))
    expect(message).toMatch(/^scenario: the charter cannot be founded: [^\n]+$/)
  })
})

describe('a scenario', () => {
  it('is played anew by each `then`: what goes on from it does not meet', async () => {
    const one = submitted()
    await one.when(consent('zeewolde1')).then({ recorded: ['position.taken'] })
    await one.given(consent('dronten1')).then({ state: 'consultation' })
    const { engine } = await one.then({ state: 'consultation' })
    expect((await engine.proposal('p1'))?.positions).toEqual({})
  })

  it('plays acts as they were when it was told of them', async () => {
    const act = { ...submit }
    const told = scenario(charter()).given(draft()).when(act)
    act.by = 'nobody'
    await told.then({ recorded: ['proposal.submitted'] })
  })

  it('is no promise: awaited before anything was expected it is refused', async () => {
    const message = 'scenario: it was awaited before anything was expected: end it with .then({ ... })'
    const one: unknown = submitted()
    expect(await messageOf(async () => await one)).toBe(message)
    expect(await messageOf(() => Promise.resolve(one))).toBe(message)
    expect(await messageOf(async () => one)).toBe(message)
    // @ts-expect-error and by the types: what has a `then` that is no promise's cannot be awaited
    expect(await messageOf(async () => await submitted())).toBe(message)
  })
})

describe('an act of `given` that is refused', () => {
  it('stops the scenario with its rule and why, all that happened, and a script', async () => {
    const taken = consent('zeewolde1', { at: '2026-01-20T09:00:00Z', revision: 2 })
    const message = await messageOf(() => submitted().given(taken, submit).then({ state: 'decided' }))
    const [said, happened, script] = message.split('\n\n')
    expect(said).toBe(
      [
        'the scenario stopped: act 3, which is given, was refused: takePosition',
        '  rule:      onCurrentRevision',
        '  why:       the rule is: on the current revision; if it changed, look again (C2, O2, J2)',
      ].join('\n'),
    )
    expect(happened).toBe(
      [
        'what happened:',
        '  founded  2026-01-05T08:00:00.000Z',
        '  given 1  2026-01-05T08:00:00.000Z almere1 draftProposal p1: proposal.drafted',
        '  given 2  2026-01-05T08:00:00.000Z almere1 submitProposal p1: proposal.submitted',
        '           2026-01-19T23:00:00.000Z the term of consultation ended: p1',
        '  given 3  2026-01-20T09:00:00.000Z zeewolde1 takePosition p1: refused by onCurrentRevision',
      ].join('\n'),
    )
    const { lines } = await playedBy(script?.replace(/^.*\n/, '') ?? '')
    expect(lines[2]).toMatchObject({ n: 2, refused: { rule: 'onCurrentRevision' } })
  })
})

describe('a scenario that ends otherwise', () => {
  it('says what was expected and what came, all that happened, and a script that comes to the same', async () => {
    const round = submitted().when(
      consent('dronten1'),
      consent('dronten1', { at: '2026-01-05T12:00:00Z', revision: 2 }),
    )
    const message = await messageOf(() => round.then({ recorded: ['position.taken'], state: 'decided' }))
    const [said, happened, script] = message.split('\n\n')
    expect(said).toBe(
      [
        'the scenario did not end as expected',
        '  expected:  recorded: position.taken',
        '  got:       refused by onCurrentRevision: the rule is: on the current revision; if it changed, look again (C2, O2, J2)',
        '  expected:  p1 with state "decided"',
        '  got:       state "consultation"',
      ].join('\n'),
    )
    expect(happened?.split('\n').slice(-2)).toEqual([
      '  when  3  2026-01-05T08:00:00.000Z dronten1 takePosition p1: position.taken',
      '  when  4  2026-01-05T12:00:00.000Z dronten1 takePosition p1: refused by onCurrentRevision',
    ])
    const [title, ...text] = script?.split('\n') ?? []
    expect(title).toBe('the same as a script, for `samenspraak play`:')
    const { lines, log } = await playedBy(text.join('\n'))
    const { answers, engine } = await round.then({ refused: 'onCurrentRevision' })
    expect(lines.slice(2, -1)).toEqual(answers)
    expect(log).toBe(await logText(engine))
  })

  it.each<
    [what: string, round: Scenario | ReturnType<Scenario['when']>, expected: Expectation, said: string[]]
  >([
    [
      'refused instead of recorded',
      submitted().when(submit),
      { recorded: [] },
      ['recorded: ', 'refused by stillDraft: the rule is: the proposal is still a draft (D2)'],
    ],
    [
      'recorded instead of refused',
      submitted().when(consent('dronten1')),
      { refused: 'byPositionHolder' },
      ['refused by byPositionHolder', 'recorded: position.taken'],
    ],
    [
      'refused by another rule',
      submitted().when(submit),
      { refused: 'byAuthor' },
      ['refused by byAuthor', 'refused by stillDraft: the rule is: the proposal is still a draft (D2)'],
    ],
    [
      'recorded by fewer facts',
      submitted().when(consent('dronten1')),
      { recorded: ['position.taken', 'decision.called'] },
      ['recorded: position.taken, decision.called', 'recorded: position.taken'],
    ],
    [
      'recorded by more',
      submitted().given(consent('almere1'), consent('zeewolde1')).when(consent('dronten1')),
      { recorded: ['position.taken'] },
      ['recorded: position.taken', 'recorded: position.taken, decision.called'],
    ],
    ['another revision', submitted(), { revision: 2 }, ['p1 with revision 2', 'revision 1']],
    ['not called', submitted(), { called: true }, ['p1 with called true', 'called false']],
    [
      'another open point',
      submitted().given(...everybody.map(by => consent(by)), confirm('almere1'), confirm('dronten1')),
      { openPoints: [] },
      ['p1 with openPoints []', 'openPoints [{"kind":"confirmation","partner":"zeewolde"}]'],
    ],
    [
      'another state of one of two',
      submitted().given(draft({ proposal: 'p2' })),
      { proposals: { p1: { state: 'consultation' }, p2: { state: 'decided' } } },
      ['p2 with state "decided"', 'state "drafting"'],
    ],
    ['no such proposal', submitted(), { proposals: { p2: { state: 'decided' } } }, ['a proposal p2', 'p1']],
    [
      'none with the name of a property',
      submitted(),
      { proposals: { constructor: { state: 'decided' } } },
      ['a proposal constructor', 'p1'],
    ],
    [
      'no proposal at all',
      scenario(charter()),
      { state: 'decided' },
      ['one proposal with {"state":"decided"}', 'no proposal: say which, by proposals: { ... }'],
    ],
    [
      'two where one was meant',
      submitted().given(draft({ proposal: 'p2' })),
      { state: 'consultation' },
      ['one proposal with {"state":"consultation"}', 'p1, p2: say which, by proposals: { ... }'],
    ],
  ])('%s', async (_, round, expected, [wanted, got]) => {
    expect(await complaintOf(() => round.then(expected))).toEqual([
      'the scenario did not end as expected',
      `  expected:  ${wanted}`,
      `  got:       ${got}`,
    ])
  })
})

it('nothing of a scenario needs fast-check', async () => {
  const entryPoints = [fileURLToPath(new URL('../../src/proof/scenario.ts', import.meta.url))]
  const options = { bundle: true, write: false, metafile: true, packages: 'external', format: 'esm' } as const
  const { metafile } = await build({ entryPoints, ...options })
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports.map(({ path }) => path))
  expect(imported).toContain('zod')
  expect(imported).not.toContain('fast-check')
})

describe('what cannot be used', () => {
  const then = (expected: unknown): Promise<ScenarioEnd> =>
    submitted()
      .when(submit)
      .then(expected as Expectation)

  it.each<[what: string, work: () => unknown, message: string | RegExp]>([
    [
      'an expectation of nothing',
      () => then({}),
      'then must expect something: recorded, refused, state, proposals ...',
    ],
    ['only what is undefined', () => then({ state: undefined }), /^scenario: then must expect something/],
    ['no proposals', () => then({ proposals: {} }), /^scenario: then must expect something/],
    ['nothing of a proposal', () => then({ proposals: { p1: {} } }), /^scenario: then must expect something/],
    ['no expectation', () => then(undefined), /^scenario: the expectation cannot be used: [^\n]+$/],
    ['a text', () => then('decided'), /^scenario: the expectation cannot be used: [^\n]+$/],
    [
      'a field that nobody knows',
      () => then({ recordd: [] }),
      /^scenario: the expectation cannot be used: [^\n]*recordd/,
    ],
    [
      'one of a proposal',
      () => then({ proposals: { p1: { stat: 'x' } } }),
      /^scenario: the expectation cannot be used: [^\n]*stat/,
    ],
    [
      'a revision that is a text',
      () => then({ revision: '1' }),
      /^scenario: the expectation cannot be used: revision/,
    ],
    [
      'recorded and refused',
      () => then({ recorded: [], refused: 'byAuthor' }),
      'an act is recorded or refused, not both',
    ],
    [
      'both ways to say where it stands',
      () => then({ state: 'x', proposals: { p1: { state: 'x' } } }),
      'say where proposals stand by proposals, or of the only one without, not both',
    ],
    [
      'refused without an act',
      () => submitted().then({ refused: 'x' }),
      'recorded and refused are about the last act of when, and there is none',
    ],
    [
      'recorded after an empty when',
      () => submitted().when().then({ recorded: [] }),
      'recorded and refused are about the last act of when, and there is none',
    ],
    [
      'a text for an act',
      () => submitted().when('submit' as never),
      /^scenario: act 1 must be a plain JSON object/,
    ],
    [
      'a list for an act',
      () => submitted().given(submit, [submit] as never),
      /^scenario: act 2 must be a plain JSON object/,
    ],
    [
      'an act that JSON cannot hold',
      () => submitted().when({ act: 'comment', text: 5n }),
      /^scenario: act 1 must be a plain/,
    ],
    ['no act', () => submitted().when(undefined as never), /^scenario: act 1 must be a plain JSON object/],
    [
      'a start without offset',
      () => scenario(charter(), { start: '2026-01-05T09:00:00' }),
      'start must be a moment in ISO 8601 with an offset, before the year 9000',
    ],
    [
      'a start at the end of time',
      () => scenario(charter(), { start: '9000-01-01T00:00:00Z' }),
      /^scenario: start must be a moment/,
    ],
    [
      'a start that is a number',
      () => scenario(charter(), { start: 5 as never }),
      /^scenario: start must be a moment/,
    ],
  ])('%s is a TypeError on one line', async (_, work, message) => {
    const told = await messageOf(work)
    expect(told).not.toContain('\n')
    if (typeof message === 'string') expect(told).toBe(`scenario: ${message}`)
    else expect(told).toMatch(message)
    await expect(async () => work()).rejects.toThrow(TypeError)
  })
})
