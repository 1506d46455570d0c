// How each partner was involved: what was asked, what was answered, and how long that took.
import { describe, expect, it } from 'vitest'
import type { RecordedEntry } from '../../src/index.ts'
import { involvement, involvementIn, type Question } from '../../src/register/register.ts'
import { charter, partner, type Scene, scene } from '../support.ts'

const brief = ({ partner: of, what, outcome, answer, wentUp }: Question) =>
  [of, what, outcome, answer ?? '-', ...wentUp.map(({ stage }) => stage)].join(' ')
const questionsOf = async (s: Scene, proposal = 'p1') =>
  involvementIn(involvement(await s.log()), proposal).questions
const told = async (s: Scene, id: string) => (await questionsOf(s)).filter(it => it.partner === id).map(brief)

describe('a question for a position', () => {
  it('is answered by a position that counts, or by an objection', async () => {
    const s = await scene()
    await s.submitted()
    s.at('2026-01-07T10:00:00.000Z')
    await s.consent('almere1')
    await s.does('zeewolde2', 'raiseObjection')
    await s.does('dronten1', 'takePosition', { provisional: true })
    expect(await told(s, 'almere')).toEqual(['almere position answered position'])
    expect(await told(s, 'zeewolde')).toEqual(['zeewolde position answered objection'])
    expect(await told(s, 'dronten')).toEqual(['dronten position open -'])
    expect((await questionsOf(s))[0]).toEqual({
      ...{ partner: 'almere', proposal: 'p1', revision: 1, what: 'position', wentUp: [] },
      ...{ askedAt: '2026-01-05T09:00:00.000Z', outcome: 'answered', answer: 'position' },
      ...{
        answeredAt: '2026-01-07T10:00:00.000Z',
        person: 'almere1',
        workingDays: 2,
        elapsedMs: 176_400_000,
      },
    })
  })

  it('goes up with the silence, and is one question still', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    await s.endTerm()
    await s.endTerm()
    await s.consent('dronten1')
    expect(await told(s, 'dronten')).toEqual([
      'dronten position answered position lijnmanagement opgavemanager',
      'dronten confirmation open -',
    ])
    expect((await questionsOf(s)).find(it => it.partner === 'dronten')?.workingDays).toBe(21)
  })

  it('is asked anew where an objection was let go and the silence then goes up', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.does('dronten1', 'withdrawObjection')
    await s.endTerm()
    expect(await told(s, 'dronten')).toEqual([
      'dronten position answered objection',
      'dronten position open - lijnmanagement',
    ])
  })

  it.each([
    ['overtaken', 'an amendment', (s: Scene) => s.does('almere1', 'amendProposal')],
    ['ended', 'a withdrawal', (s: Scene) => s.does('almere1', 'withdrawProposal')],
    ['left', 'the departure of that partner', (s: Scene) => s.does('dronten1', 'leaveCollaboration')],
    ['ended', 'the end of the ladder', (s: Scene) => s.reaches('noConsensus')],
  ])('is %s by %s', async (outcome, _, end) => {
    const s = await scene()
    await s.submitted()
    await end(s)
    expect((await questionsOf(s)).find(it => it.partner === 'dronten')?.outcome).toBe(outcome)
  })

  it('is put to a newcomer from its signature on, in what runs, and not in a draft', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('almere1', 'draftProposal', { proposal: 'p2' })
    await s.joins('urk')
    expect(await told(s, 'urk')).toEqual(['urk position open -'])
    expect(await questionsOf(s, 'p2')).toEqual([])
  })
})

describe('a question to confirm', () => {
  it('is put to everybody by a call, and to nobody else', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1')
    await s.endTerm()
    expect((await questionsOf(s)).filter(({ what }) => what === 'confirmation').map(brief)).toEqual([
      'almere confirmation answered confirmation',
      'zeewolde confirmation open - lijnmanagement',
      'dronten confirmation open - lijnmanagement',
    ])
  })

  it.each([
    ['an objection', (s: Scene) => s.does('zeewolde1', 'raiseObjection')],
    ['a provisional position', (s: Scene) => s.does('zeewolde1', 'takePosition', { provisional: true })],
    ['a newcomer', (s: Scene) => s.joins('urk')],
    ['a departure', (s: Scene) => s.does('zeewolde1', 'leaveCollaboration')],
    ['an amendment', (s: Scene) => s.does('almere1', 'amendProposal')],
  ])('is overtaken by %s, which ends the call', async (_, end) => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await end(s)
    const [first] = (await questionsOf(s)).filter(
      it => it.partner === 'dronten' && it.what === 'confirmation',
    )
    expect(first?.outcome).toBe('overtaken')
  })

  it('is overtaken when the last partner stands aside, and by nothing less', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    const outcome = async () => (await questionsOf(s)).findLast(it => it.partner === 'dronten')?.outcome
    for (const by of ['almere1', 'zeewolde1']) {
      await s.does(by, 'takePosition', { position: 'standAside' })
      expect(await outcome()).toBe('open')
    }
    await s.does('dronten1', 'takePosition', { position: 'standAside' })
    expect((await s.view()).called).toBe(false)
    expect(await outcome()).toBe('overtaken')
  })
})

describe('the summary of a partner', () => {
  it('counts, and tells the median and the longest', async () => {
    const s = await scene()
    for (const [proposal, moment] of [
      ['p1', '2026-01-05T15:00:00.000Z'],
      ['p2', '2026-01-07T09:00:00.000Z'],
      ['p3', '2026-01-13T09:00:00.000Z'],
    ] as const) {
      await s.submitted('almere1', { proposal })
      s.at(moment)
      await s.does('dronten1', 'takePosition', { proposal })
    }
    await s.submitted('almere1', { proposal: 'p4' })
    const { partners } = involvement(await s.log())
    expect(partners.find(it => it.partner === 'dronten')).toEqual({
      ...{ partner: 'dronten', asked: 4, answered: 3, wentUp: 0, medianDays: 2, longestDays: 4 },
    })
    expect(partners.find(it => it.partner === 'zeewolde')).toEqual({
      ...{ partner: 'zeewolde', asked: 4, answered: 0, wentUp: 0, medianDays: null, longestDays: null },
    })
  })

  it('counts working days by the calendar under which the proposal was submitted', async () => {
    const calendar = { timeZone: 'Europe/Amsterdam', holidays: 'none' }
    const s = await scene({ calendar }, { start: '2026-04-02T09:00:00.000Z' })
    await s.submitted()
    const other = { timeZone: 'Europe/Amsterdam', holidays: 'NL' }
    await s.adopts(charter({ calendar: other }))
    await s.submitted('almere1', { proposal: 'p2' })
    s.at('2026-04-07T09:00:00.000Z')
    for (const proposal of ['p1', 'p2']) await s.does('almere1', 'takePosition', { proposal })
    const days = async (proposal: string) => (await questionsOf(s, proposal))[0]?.workingDays
    // Good Friday and Easter Monday lie between.
    expect([await days('p1'), await days('p2')]).toEqual([3, 1])
  })
})

it('agrees with the record: who is silent or unconfirmed has an open question or never was asked again', async () => {
  const s = await scene({ partners: ['almere', 'zeewolde', 'dronten', 'urk'].map(id => partner(id)) })
  await s.submitted()
  await s.consent('almere1', 'zeewolde1')
  await s.does('urk1', 'raiseObjection')
  const open = (await questionsOf(s)).filter(({ outcome }) => outcome === 'open').map(it => it.partner)
  const silent = (await s.view()).openPoints.filter(({ kind }) => kind === 'silence')
  expect(open).toEqual(silent.map(point => ('partner' in point ? point.partner : '')))
})

it('keeps no texts: a log of long texts leaves as much behind as one of short ones', async () => {
  const report = async (text: string): Promise<string> => {
    const s = await scene()
    for (let i = 0; i < 20; i += 1) {
      await s.submitted('almere1', { proposal: `p${i}`, title: text.slice(0, 100), text })
      await s.does('dronten1', 'raiseObjection', { proposal: `p${i}`, reason: text.slice(0, 9_000) })
      await s.does('almere1', 'comment', { proposal: `p${i}`, text })
      await s.does('almere1', 'withdrawProposal', { proposal: `p${i}` })
    }
    const log: readonly RecordedEntry[] = await s.log()
    return JSON.stringify(involvement(log))
  }
  expect((await report('x'.repeat(50_000))).length).toBe((await report('x')).length)
})
