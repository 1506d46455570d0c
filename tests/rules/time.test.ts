// T1 and T2: time as a recorded fact, terms in working days.
import { describe, expect, it } from 'vitest'
import { charter, factOf, scene, start, terms, typesOf } from '../support.ts'

describe('T1: time enters as a recorded fact', () => {
  it('T1 admits: a recorded moment is that of the clock', async () => {
    const s = await scene()
    s.at('2026-01-06T10:11:12.013Z')
    const [entry] = await s.does('almere1', 'draftProposal')
    expect(entry?.at).toBe('2026-01-06T10:11:12.013Z')
  })

  it('T1 guarantees: where the clock runs behind, it is the moment of the last entry', async () => {
    let now = start
    const s = await scene({}, { clock: { now: () => now } })
    now = '2026-01-04T09:00:00.000Z'
    const [entry] = await s.does('almere1', 'draftProposal')
    expect(entry?.at).toBe(start)
    const [submitted] = await s.does('almere1', 'submitProposal')
    expect(submitted?.at).toBe(start)
    expect((await s.view()).dueAt).toBe('2026-01-19T23:00:00.000Z')
  })

  it('T1 admits: due moments are recorded in the facts that set them', async () => {
    const s = await scene()
    const dues = [factOf(await s.submitted(), 'proposal.submitted').dueAt]
    dues.push(factOf(await s.does('dronten1', 'extendTerm'), 'term.extended').dueAt)
    dues.push(factOf(await s.does('almere1', 'amendProposal'), 'proposal.amended').dueAt)
    dues.push(factOf(await s.reaches('lijnmanagement'), 'stage.entered').dueAt)
    expect((await s.view()).dueAt).toBe(dues.at(-1))
    dues.push(factOf(await s.consent('almere1', 'zeewolde1', 'dronten1'), 'decision.called').dueAt)
    expect((await s.view()).dueAt).toBe(dues.at(-1))
    for (const due of dues) expect(due).toMatch(/^2026-0[12]-\d\dT23:00:00\.000Z$/)
  })

  it('T1 admits: a term ends at its due moment, and is then in the log', async () => {
    const s = await scene()
    await s.submitted()
    const due = (await s.view()).dueAt ?? ''
    s.at('2026-01-19T22:59:59.999Z')
    expect(await s.engine.tick()).toEqual([])
    expect(await s.view()).toMatchObject({ state: 'consultation' })
    s.at(due)
    const ended = await s.engine.tick()
    expect(typesOf(ended)).toEqual(['term.ended', 'stage.entered'])
    expect(ended.map(({ at, by }) => [at, by])).toEqual([
      [due, undefined],
      [due, undefined],
    ])
  })

  it('T1 admits: a term that is ended late ends at that later moment, and the next is counted from it', async () => {
    const s = await scene()
    await s.submitted()
    s.at('2026-01-21T09:00:00.000Z')
    const ended = await s.engine.tick()
    expect(ended[0]?.at).toBe('2026-01-21T09:00:00.000Z')
    expect(await s.view()).toMatchObject({ state: 'lijnmanagement', dueAt: '2026-02-04T23:00:00.000Z' })
  })

  it('T1 refuses (termReached): ending a term before its due moment, though no person asks', async () => {
    const s = await scene()
    await s.submitted()
    s.at('2026-01-19T22:59:59.999Z')
    const early = { act: 'endTerm', proposal: 'p1', revision: 1, stage: 'consultation' }
    expect(await s.engine.act(early)).toMatchObject({ refused: { rule: 'termReached' } })
    expect(await s.view()).toMatchObject({ state: 'consultation' })
  })

  it('T1 refuses (byClock): a person that ends a term, early or late', async () => {
    const s = await scene()
    await s.submitted()
    for (const by of ['almere1', 'omar']) await s.refuses('byClock', by, 'endTerm')
    await s.reaches('stuurgroep')
    for (const by of ['almere1', 'omar']) await s.refuses('byClock', by, 'endTerm')
  })

  it('T1 refuses (onCurrentStage): ending the term of a stage that has been left', async () => {
    const s = await scene()
    await s.submitted()
    await s.reaches('lijnmanagement')
    const again = { act: 'endTerm', proposal: 'p1', revision: 1, stage: 'consultation' }
    expect(await s.engine.act(again)).toMatchObject({ refused: { rule: 'onCurrentStage' } })
  })

  it('T1 guarantees: at the due moment nothing comes before the end of the term', async () => {
    const s = await scene()
    await s.submitted()
    s.at((await s.view()).dueAt ?? '')
    await s.does('almere1', 'takePosition')
    const last = (await s.log()).slice(-3)
    expect(typesOf(last)).toEqual(['term.ended', 'stage.entered', 'position.taken'])
  })

  it('T1 guarantees: an act has one moment, also when the clock strikes while it is decided', async () => {
    const due = '2026-01-19T23:00:00.000Z'
    const before = '2026-01-19T22:59:59.999Z'
    let shown: string[] = []
    let now = start
    const s = await scene({}, { clock: { now: () => shown.shift() ?? now } })
    await s.submitted()
    now = due
    shown = [before]
    expect((await s.does('almere1', 'takePosition')).map(({ at }) => at)).toEqual([before])
    await s.does('zeewolde1', 'takePosition')
    const last = (await s.log()).slice(-3)
    expect(typesOf(last)).toEqual(['term.ended', 'stage.entered', 'position.taken'])
    expect(last.map(({ at }) => at)).toEqual([due, due, due])
  })

  it('T1 guarantees: a term of one proposal holds up no other', async () => {
    const s = await scene()
    await s.submitted()
    s.at('2026-01-08T09:00:00.000Z')
    await s.submitted('zeewolde1', { proposal: 'p2' })
    await s.reaches('lijnmanagement')
    expect(await s.view('p2')).toMatchObject({ state: 'consultation', dueAt: '2026-01-22T23:00:00.000Z' })
  })

  it.todo('T1 guarantees: a witness refuses moments ahead of its own clock')
})

describe('T2: terms in working days', () => {
  const due = async (from: string, changes = {}) => {
    const s = await scene(changes, { start: from })
    return factOf(await s.submitted(), 'proposal.submitted').dueAt
  }

  it('T2 admits: from the first day that begins at or after the start, to 00:00 after the last', async () => {
    expect(await due('2026-01-05T09:00:00.000Z')).toBe('2026-01-19T23:00:00.000Z')
    expect(await due('2026-01-05T22:59:59.999Z')).toBe('2026-01-19T23:00:00.000Z')
  })

  it('T2 admits: a start at local midnight counts that day, one a millisecond later does not', async () => {
    expect(await due('2026-01-05T23:00:00.000Z')).toBe('2026-01-19T23:00:00.000Z')
    expect(await due('2026-01-05T23:00:00.001Z')).toBe('2026-01-20T23:00:00.000Z')
  })

  it('T2 admits: across the start and the end of daylight saving', async () => {
    expect(await due('2026-03-20T09:00:00.000Z')).toBe('2026-04-07T22:00:00.000Z')
    expect(await due('2026-10-19T09:00:00.000Z')).toBe('2026-11-02T23:00:00.000Z')
  })

  it('T2 admits: Dutch holidays are no working days', async () => {
    // King's Day (Monday 27 April), 5 May, Ascension Day (14 May) and the decreed 15 May.
    expect(await due('2026-04-24T09:00:00.000Z')).toBe('2026-05-12T22:00:00.000Z')
    expect(await due('2026-05-11T09:00:00.000Z')).toBe('2026-05-28T22:00:00.000Z')
    // Christmas Day is a Friday, New Year's Day too.
    expect(await due('2026-12-21T09:00:00.000Z')).toBe('2027-01-06T23:00:00.000Z')
  })

  it("T2 admits: by the charter's own calendar", async () => {
    const none = { timeZone: 'Europe/Amsterdam', holidays: 'none' }
    expect(await due('2026-03-20T09:00:00.000Z', { calendar: none })).toBe('2026-04-03T22:00:00.000Z')
    const newYork = { timeZone: 'America/New_York', holidays: 'NL' }
    expect(await due('2026-01-05T09:00:00.000Z', { calendar: newYork })).toBe('2026-01-20T05:00:00.000Z')
  })

  it('T2 admits: the version of the holidays is written into the charter', async () => {
    const s = await scene()
    expect((await s.engine.circle()).charter?.calendar).toEqual({
      timeZone: 'Europe/Amsterdam',
      holidays: 'NL/1',
    })
  })

  it('T2 refuses (wellFormedAct): terms that are no whole number of days from 1 to 260', async () => {
    const s = await scene({}, { founded: false })
    for (const consultation of [0, -1, 1.5, 261, Number.NaN, '10', null]) {
      const text = charter({ terms: { ...terms, consultation } })
      const { why } = await s.refuses('wellFormedAct', 'almere1', 'proposeCharter', { charter: text })
      expect(why).toContain('charter.terms.consultation')
    }
    for (const consultation of [1, 260])
      await s.does('almere1', 'proposeCharter', {
        charter: charter({ terms: { ...terms, consultation } }),
      })
  })

  it('T2 refuses (wellFormedAct): an unknown time zone or table of holidays', async () => {
    const s = await scene({}, { founded: false })
    const calendars = [
      [{ timeZone: 'Europe/Almere', holidays: 'NL' }, 'charter.calendar.timeZone'],
      [{ timeZone: '+01:00', holidays: 'NL' }, 'charter.calendar.timeZone'],
      [{ timeZone: 'Europe/Amsterdam', holidays: 'BE' }, 'charter.calendar.holidays'],
      [{ timeZone: 'Europe/Amsterdam', holidays: 'NL/2' }, 'charter.calendar.holidays'],
    ] as const
    for (const [calendar, path] of calendars) {
      const text = charter({ calendar })
      const { why } = await s.refuses('wellFormedAct', 'almere1', 'proposeCharter', { charter: text })
      expect(why).toContain(path)
    }
  })
})
