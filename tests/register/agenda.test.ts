// What belongs on the table of which meeting.
import { describe, expect, it } from 'vitest'
import { agenda, type Meeting } from '../../src/register/register.ts'
import { type Scene, scene } from '../support.ts'

const everybody = ['almere1', 'zeewolde1', 'dronten1']

/** The proposals on an agenda, each with the kinds of its points. */
async function on(s: Scene, of: Meeting['of'], partner?: string): Promise<Record<string, string[]>> {
  const { items } = agenda(await s.engine.standing(), { of, partner }, { language: 'en' })
  return Object.fromEntries(items.map(it => [it.proposal, it.points.map(({ kind }) => kind)]))
}

describe('an agenda', () => {
  it('has what stands on the stage of those who meet; the line managers also have the consultation', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    const where = async () =>
      Promise.all(
        (['lijnmanagement', 'opgavemanager', 'stuurgroep'] as const).map(async of =>
          Object.keys(await on(s, of)),
        ),
      )
    expect(await where()).toEqual([['p1'], [], []])
    await s.endTerm()
    expect(await where()).toEqual([['p1'], [], []])
    await s.endTerm()
    expect(await where()).toEqual([[], ['p1'], []])
    await s.endTerm()
    expect(await where()).toEqual([[], [], ['p1']])
    await s.endTerm()
    expect(await where()).toEqual([[], [], []])
  })

  it('has confirmations for those whose seats confirm, on whatever stage', async () => {
    const s = await scene()
    await s.submitted()
    await s.endTerm()
    await s.consent(...everybody)
    await s.confirm('almere1')
    expect(await on(s, 'stuurgroep')).toEqual({ p1: ['confirmation', 'confirmation'] })
    expect(await on(s, 'opgavemanager')).toEqual({})
  })

  it('has confirmations for line managers where the charter lets them confirm', async () => {
    const s = await scene({ decidesOn: 'lijnmanagement' })
    await s.submitted()
    for (let rung = 0; rung < 2; rung += 1) await s.endTerm()
    await s.consent(...everybody)
    expect(await on(s, 'lijnmanagement')).toEqual({ p1: ['confirmation', 'confirmation', 'confirmation'] })
    expect(await on(s, 'stuurgroep')).toEqual({})
  })

  it('of the opgavemanager has objections without an answer, from any stage', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    expect(await on(s, 'opgavemanager')).toEqual({ p1: ['objection'] })
    await s.does('omar', 'answerObjection')
    expect(await on(s, 'opgavemanager')).toEqual({})
    expect((await on(s, 'lijnmanagement')).p1).toContain('objection')
  })

  it('of the line managers of one partner has its own points alone, and those of everybody', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1')
    await s.submitted('almere1', { proposal: 'p2' })
    for (const by of everybody) await s.does(by, 'takePosition', { proposal: 'p2', position: 'standAside' })
    expect(await on(s, 'lijnmanagement', 'almere')).toEqual({ p2: ['support'] })
    expect(await on(s, 'lijnmanagement', 'dronten')).toEqual({ p1: ['silence'], p2: ['support'] })
  })

  it('is in order of due moments, without drafts and without terms that are over', async () => {
    const s = await scene()
    await s.submitted()
    s.at('2026-01-07T09:00:00.000Z')
    await s.submitted('almere1', { proposal: 'p2' })
    await s.submitted('almere1', { proposal: 'p3' })
    await s.does('almere1', 'extendTerm', { proposal: 'p2' })
    await s.does('almere1', 'draftProposal', { proposal: 'p4' })
    expect(Object.keys(await on(s, 'lijnmanagement'))).toEqual(['p1', 'p3', 'p2'])
    s.at('2026-01-20T09:00:00.000Z')
    expect(Object.keys(await on(s, 'lijnmanagement'))).toEqual(['p3', 'p2'])
  })
})
