// What is no act at all, and objects that are not what they seem: always an answer, never an exception.
import { describe, expect, it } from 'vitest'
import { openCollaboration } from '../../src/index.ts'
import { content, type Scene, scene } from '../support.ts'

const draft = { act: 'draftProposal', by: 'almere1', ...content }
const malformed = { refused: { rule: 'wellFormedAct' } }

async function answers(s: Scene, input: unknown): Promise<unknown> {
  const head = await s.engine.head()
  const dry = await s.engine.act(input, { dryRun: true })
  expect(await s.engine.head()).toEqual(head)
  const outcome = await s.engine.act(input)
  expect('refused' in outcome).toBe('refused' in dry)
  if ('refused' in outcome) expect(await s.engine.head()).toEqual(head)
  return outcome
}

describe('what is no act', () => {
  const primitives = [undefined, null, 5, 0, Number.NaN, 7n, true, '', 'x', 'draftProposal', Symbol('x')]
  const objects = [
    {},
    [],
    [draft],
    Object.assign([], draft),
    Object.assign(() => draft, draft),
    new Map(Object.entries(draft)),
    new Set(['act']),
    new Date(0),
    /act/,
    Promise.resolve(draft),
    JSON.stringify(draft),
    new String('draftProposal'),
    { act: draft },
    { Act: 'draftProposal', by: 'almere1' },
    new Proxy({}, {}),
  ]

  it.each([...primitives, ...objects])('is refused as malformed (%#)', async input => {
    const s = await scene()
    expect(await answers(s, input)).toMatchObject(malformed)
  })

  it('says which acts there are', async () => {
    const s = await scene()
    const outcome = await s.engine.act(null)
    expect('refused' in outcome && outcome.refused.why).toContain('takePosition')
  })
})

describe('objects that are not what they seem', () => {
  const broken = () => {
    throw new Error('gone')
  }
  const getter = (field: string) =>
    Object.defineProperty({ ...draft }, field, { get: broken, enumerable: true })

  it('a field that throws when it is read', async () => {
    const s = await scene()
    for (const field of ['act', 'by', 'title'])
      expect(await answers(s, getter(field))).toMatchObject(malformed)
  })

  it('a proxy that throws at whatever is asked', async () => {
    const s = await scene()
    const traps = new Proxy({}, { get: () => broken })
    expect(await answers(s, new Proxy({ ...draft }, traps))).toMatchObject(malformed)
  })

  it('a proxy that was revoked', async () => {
    const s = await scene()
    const { proxy, revoke } = Proxy.revocable({ ...draft }, {})
    revoke()
    expect(await answers(s, proxy)).toMatchObject(malformed)
  })

  it('a field named __proto__ is unknown, wherever it stands', async () => {
    const s = await scene()
    const own = JSON.parse(`{ "__proto__": { "by": "zeewolde1" }, ${JSON.stringify(draft).slice(1)}`)
    expect(await answers(s, own)).toMatchObject(malformed)
    const inner = JSON.parse(
      '[{ "id": "w1", "partner": "almere", "what": "x", "by": "2026-09-01", "__proto__": { "id": "w2" } }]',
    )
    expect(await answers(s, { ...draft, commitments: inner })).toMatchObject(malformed)
    expect(({} as { by?: string }).by).toBeUndefined()
  })

  it('a toJSON of its own is an unknown field, an inherited one is not called', async () => {
    const s = await scene()
    expect(await answers(s, { ...draft, toJSON: () => ({}) })).toMatchObject(malformed)
    class Dressed {
      act = 'draftProposal'
      by = 'almere1'
      title = 'Wonen'
      text = 'We bouwen 200 woningen.'
      toJSON() {
        return { ...this, by: 'zeewolde1' }
      }
    }
    expect(await answers(s, new Dressed())).toMatchObject({ recorded: [{ by: 'almere1', asked: draft }] })
  })

  it('fields that are inherited, hidden or symbols change nothing about what is recorded', async () => {
    const s = await scene()
    const inputs = [
      Object.create(draft),
      Object.assign(Object.create(null), draft),
      Object.freeze({ ...draft }),
      Object.defineProperty({ ...draft }, 'extra', { value: 1, enumerable: false }),
      { ...draft, [Symbol('extra')]: 1 },
    ]
    for (const input of inputs)
      expect(await answers(s, input)).toMatchObject({ recorded: [{ by: 'almere1', asked: draft }] })
    for (const { asked } of (await s.log()).slice(-inputs.length)) expect(asked).toEqual(draft)
  })

  it('a field that answers differently each time: one act is recorded, and it replays', async () => {
    const s = await scene()
    let reads = 0
    const names = ['almere1', 'zeewolde1', 'dronten1']
    const shifting = Object.defineProperty({ ...draft }, 'by', {
      get: () => names[reads++ % names.length],
      enumerable: true,
    })
    await s.engine.act(shifting)
    const [last] = (await s.log()).slice(-1)
    expect(last?.by).toBe(last?.asked?.by)
    const again = await openCollaboration({ id: 'regio', store: s.store })
    expect(await again.head()).toEqual(await s.engine.head())
  })

  it('lists with holes or members of their own', async () => {
    const s = await scene()
    // biome-ignore lint/suspicious/noSparseArray: holes are what is looked for
    expect(await answers(s, { ...draft, basedOn: [, ,] })).toMatchObject(malformed)
    const dressed = Object.assign([], { toJSON: () => ['p9'], extra: 1 })
    expect(await answers(s, { ...draft, basedOn: dressed })).toMatchObject({ recorded: [{ asked: draft }] })
  })

  it('nesting without end is refused where it does not belong', async () => {
    const s = await scene()
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`)
    for (const field of ['title', 'commitments', 'charter', 'extra'])
      expect(await answers(s, { ...draft, [field]: deep })).toMatchObject(malformed)
    const cycle: Record<string, unknown> = { ...draft }
    cycle.charter = cycle
    expect(await answers(s, cycle)).toMatchObject(malformed)
  })

  it('minus zero is zero', async () => {
    const s = await scene()
    await s.submitted()
    await s.refuses('onCurrentRevision', 'almere1', 'takePosition', { revision: -0 })
    await s.refuses('onKnownRevision', 'almere1', 'raiseObjection', { revision: -0 })
  })
})

describe('what is handed in and out', () => {
  const commitments = () => [{ id: 'w1', partner: 'almere', what: 'Levert grond', by: '2026-09-01' }]

  it('an act changed by its owner once it is recorded stays recorded as it was asked', async () => {
    const s = await scene()
    const act = { ...draft, commitments: commitments() }
    await s.engine.act(act)
    act.title = 'Anders'
    act.commitments.pop()
    expect((await s.view()).content).toMatchObject({ title: 'Wonen', commitments: [{ id: 'w1' }] })
  })

  it('an act changed by its owner while it waits for its turn is recorded as it was asked', async () => {
    const s = await scene()
    const act = { ...draft, commitments: commitments() }
    const asking = s.engine.act(act)
    act.title = 'Anders'
    await asking
    expect((await s.view()).content).toMatchObject({ title: 'Wonen' })
  })

  it('entries changed by who received them change nothing in the engine', async () => {
    const s = await scene()
    const [entry] = await s.does('almere1', 'draftProposal', { commitments: commitments() })
    const asked = entry?.asked as unknown as { commitments: { what: string }[] }
    for (const commitment of asked.commitments) commitment.what = 'Levert niets'
    expect((await s.view()).content?.commitments[0]?.what).toBe('Levert grond')
  })

  it('a view changed by who received it changes nothing in the engine', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal')
    const view = (await s.view()) as unknown as { content: { text: string } }
    view.content.text = 'Iets heel anders.'
    expect((await s.view()).content).toEqual({ ...(await s.view()).content, ...content })
    await s.does('almere1', 'submitProposal')
  })

  it('a circle changed by who received it leaves a log that still replays', async () => {
    const s = await scene()
    const circle = (await s.engine.circle()) as unknown as { charter: { terms: { consultation: number } } }
    circle.charter.terms.consultation = 1
    await s.submitted()
    const again = await openCollaboration({ id: 'regio', store: s.store })
    expect(await again.head()).toEqual(await s.engine.head())
  })

  it('questions about what does not exist have an answer too', async () => {
    const s = await scene()
    for (const id of ['p9', 'charter', '', '__proto__', 'constructor', 'toString', 'x'.repeat(1_000)]) {
      expect(await s.engine.proposal(id)).toBeUndefined()
      for (const option of await s.engine.may('almere1', id)) expect(option.rule).toBe('proposalExists')
      for (const option of await s.engine.may(id)) expect(option.allowed).toBe(false)
    }
  })
})
