// A clock that is wrong: it runs back, jumps, or strikes while an act is decided.
import { describe, expect, it } from 'vitest'
import { openCollaboration, setClock } from '../../src/index.ts'
import { charter, scene, start, typesOf } from '../support.ts'

describe('a clock that runs backwards', () => {
  it('records the later of the clock and the last entry, and every moment is in order', async () => {
    let now = start
    const s = await scene({}, { clock: { now: () => now } })
    const moments = ['2026-01-06T09:00:00.000Z', '2026-01-05T12:00:00.000Z', '1999-01-01T00:00:00.000Z']
    for (const moment of [...moments, '2026-01-07T09:00:00.000Z']) {
      now = moment
      await s.does('almere1', 'draftProposal')
    }
    expect((await s.log()).slice(-4).map(({ at }) => at)).toEqual([
      '2026-01-06T09:00:00.000Z',
      '2026-01-06T09:00:00.000Z',
      '2026-01-06T09:00:00.000Z',
      '2026-01-07T09:00:00.000Z',
    ])
  })

  it('counts terms and mandates from that later moment', async () => {
    let now = start
    const s = await scene({}, { clock: { now: () => now } })
    await s.does('almere1', 'giveMandate', {
      person: 'piet',
      roles: ['lijnmanagement'],
      until: '2026-01-06T00:00:00Z',
    })
    now = '2026-01-12T09:00:00.000Z'
    await s.does('almere1', 'draftProposal', { proposal: 'p1' })
    now = start
    await s.refuses('byPartnerOrOpgavemanager', 'piet', 'draftProposal')
    await s.does('almere1', 'submitProposal')
    expect((await s.view()).dueAt).toBe('2026-01-26T23:00:00.000Z')
  })

  it('ends no term a second time, nor one before its due moment', async () => {
    let now = start
    const s = await scene({}, { clock: { now: () => now } })
    await s.submitted()
    now = '2026-01-20T09:00:00.000Z'
    expect(typesOf(await s.engine.tick())).toEqual(['term.ended', 'stage.entered'])
    now = '2026-01-19T22:00:00.000Z'
    expect(await s.engine.tick()).toEqual([])
    await s.does('almere1', 'takePosition')
    expect(await s.view()).toMatchObject({ state: 'lijnmanagement', dueAt: '2026-02-03T23:00:00.000Z' })
  })

  it('also behind a log that another clock has written', async () => {
    const s = await scene()
    s.at('2026-01-08T09:00:00.000Z')
    await s.does('almere1', 'draftProposal')
    const behind = await openCollaboration({ id: 'regio', store: s.store, clock: setClock(start) })
    const outcome = await behind.act({ act: 'submitProposal', by: 'almere1', proposal: 'p1' })
    expect(outcome).toMatchObject({ recorded: [{ at: '2026-01-08T09:00:00.000Z' }] })
  })
})

describe('a clock that jumps', () => {
  it('years ahead it ends one term at a time, each at that moment, and nothing is decided by it', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1')
    s.at('2031-01-01T09:00:00.000Z')
    expect(typesOf(await s.engine.tick())).toEqual(['term.ended', 'stage.entered'])
    expect(await s.view()).toMatchObject({ state: 'lijnmanagement', called: true })
    expect(typesOf(await s.confirm('dronten1'))).toContain('decision.taken')
  })

  it('every act has an answer, up to the last year that is recorded', async () => {
    const s = await scene({}, { start: '8999-12-31T09:00:00.000Z' })
    await s.submitted()
    expect((await s.view()).dueAt).toBe('9000-01-15T23:00:00.000Z')
  })

  it('what is recorded then replays, though its due moments lie beyond it', async () => {
    const s = await scene({}, { start: '8999-12-31T09:00:00.000Z' })
    await s.submitted()
    const again = await openCollaboration({ id: 'regio', store: s.store, clock: setClock(start) })
    expect(await again.head()).toEqual(await s.engine.head())
  })

  it('what shows no such moment is no clock: misuse is thrown, and nothing recorded', async () => {
    let now = start
    const s = await scene({}, { clock: { now: () => now } })
    const head = await s.engine.head()
    const draft = await s.asked('almere1', 'draftProposal')
    for (const moment of ['9000-01-01T00:00:00.000Z', '2026-01-06', '2026-01-06T09:00:00Z', 'now', '']) {
      now = moment
      await expect(s.engine.act(draft)).rejects.toThrow(TypeError)
    }
    now = start
    expect(await s.engine.head()).toEqual(head)
  })
})

describe('a clock that strikes while nobody looks', () => {
  const due = '2026-01-19T23:00:00.000Z'
  const lastMissing = async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1')
    s.at(due)
    return s
  }

  it('act ends the term first, and then records what was asked', async () => {
    const s = await lastMissing()
    const last = await s.confirm('dronten1')
    expect(typesOf(last)).toEqual(['confirmation.given', 'decision.taken'])
    expect(typesOf((await s.log()).slice(-4, -2))).toEqual(['term.ended', 'stage.entered'])
  })

  it('a dry run of the last confirmation says what act then records', async () => {
    const s = await lastMissing()
    const asked = await s.asked('dronten1', 'confirmDecision')
    const dry = await s.engine.act(asked, { dryRun: true })
    expect('recorded' in dry && typesOf(dry.recorded)).toEqual(['confirmation.given', 'decision.taken'])
  })

  it('what the last to confirm may do is told', async () => {
    const s = await lastMissing()
    const options = await s.engine.may('dronten1', 'p1')
    expect(options.find(({ act }) => act === 'confirmDecision')).toMatchObject({ allowed: true })
  })

  it('a dry run gives an entry the number that act then gives it', async () => {
    const s = await scene()
    await s.submitted()
    s.at(due)
    const asked = await s.asked('dronten1', 'takePosition')
    const dry = await s.engine.act(asked, { dryRun: true })
    const done = await s.engine.act(asked)
    const places = (outcome: typeof dry) =>
      'recorded' in outcome ? outcome.recorded.map(({ seq, n }) => [seq, n]) : []
    expect(places(dry)).toEqual(places(done))
  })

  it('a dry run and what a person may do end no term', async () => {
    const s = await scene()
    await s.submitted()
    s.at(due)
    const head = await s.engine.head()
    const dry = await s.engine.act(await s.asked('dronten1', 'takePosition'), { dryRun: true })
    expect('recorded' in dry && typesOf(dry.recorded)).toEqual(['position.taken'])
    const late = await s.engine.act(await s.asked('dronten1', 'extendTerm'), { dryRun: true })
    expect(late).toMatchObject({ refused: { rule: 'inConsultation' } })
    const options = await s.engine.may('dronten1')
    expect(options.find(({ act }) => act === 'extendTerm')).toMatchObject({ rule: 'inConsultation' })
    expect(await s.engine.head()).toEqual(head)
    expect(await s.view()).toMatchObject({ state: 'consultation' })
  })

  it('a charter is adopted only when the terms of all others that were due have ended', async () => {
    const s = await scene()
    await s.submitted('almere1', { charter: charter({ maxRevisions: 3 }) })
    s.at('2026-01-08T09:00:00.000Z')
    await s.submitted('omar', { proposal: 'p2', charter: charter({ maxRevisions: 4 }) })
    for (const by of ['almere1', 'zeewolde1', 'dronten1'])
      await s.does(by, 'takePosition', { proposal: 'p2' })
    for (const by of ['almere1', 'zeewolde1']) await s.does(by, 'confirmDecision', { proposal: 'p2' })
    s.at(due)
    await s.does('dronten1', 'confirmDecision', { proposal: 'p2' })
    const last = (await s.log()).slice(-6).map(({ matter, fact }) => `${matter} ${fact.type}`)
    expect(last).toEqual([
      'p1 term.ended',
      'p1 stage.entered',
      'p2 confirmation.given',
      'p2 decision.taken',
      'charter charter.replaced',
      'p1 consensus.failed',
    ])
  })
})
