// What is asked of whom, where random scripts seldom come: roles that nobody holds, terms that are over, names that are alike.
import { describe, expect, it } from 'vitest'
import { type Ask, type Standing, waiting } from '../../src/register/register.ts'
import { charter, partner, type Scene, scene } from '../support.ts'

const told = (asks: readonly Ask[]) => asks.map(({ sentence }) => sentence)
const brief = (asks: readonly Ask[]) =>
  asks.map(({ person, partner: of, what, rule }) => [person, of, what, rule])
const english = { language: 'en' } as const

async function asks(s: Scene, whom: { person?: string; partner?: string } = {}): Promise<Ask[]> {
  return waiting(await s.engine.standing(), { ...english, ...whom })
}

/** The standing with other people for a partner: as after mandates that ran out. */
function withPeople(standing: Standing, id: string, people: Standing['circle']['members'][string]['people']) {
  const { members } = standing.circle
  return { ...standing, circle: { ...standing.circle, members: { ...members, [id]: { people } } } }
}

describe('whose turn it is', () => {
  it('can be asked of one person or one partner', async () => {
    const s = await scene()
    await s.submitted()
    expect(brief(await asks(s, { person: 'almere2' }))).toEqual([['almere2', 'almere', 'position', 'C2']])
    expect(brief(await asks(s, { partner: 'dronten' }))).toEqual([
      ['dronten1', 'dronten', 'position', 'C2'],
      ['dronten2', 'dronten', 'position', 'C2'],
    ])
    expect(await asks(s, { person: 'omar' })).toEqual([])
  })

  it('is data for a page of one’s own, with the sentence beside it', async () => {
    const s = await scene()
    await s.submitted()
    expect((await asks(s, { person: 'almere1' }))[0]).toEqual({
      ...{ person: 'almere1', partner: 'almere', proposal: 'p1', what: 'position', about: null, rule: 'C2' },
      dueAt: '2026-01-19T23:00:00.000Z',
      sentence:
        'almere1 is asked for the position of Partner almere on "Wonen" (p1), revision 1, until the end of Monday 19 January 2026 (C2)',
    })
  })

  it('climbs with a silence, inside the own organisation', async () => {
    const s = await scene({
      partners: [
        partner('almere'),
        partner('zeewolde', {
          people: [
            { id: 'zetel', roles: ['stuurgroep'] },
            { id: 'lijn', roles: ['lijnmanagement'] },
            { id: 'regie', roles: ['opgaveregisseur'] },
          ],
        }),
      ],
    })
    await s.submitted()
    await s.consent('almere1')
    expect(brief(await asks(s))).toEqual([['lijn', 'zeewolde', 'position', 'C2']])
    await s.endTerm()
    expect(brief(await asks(s))).toEqual([['lijn', 'zeewolde', 'position', 'C4']])
    await s.endTerm()
    expect(brief(await asks(s))).toEqual([
      ['regie', 'zeewolde', 'involvement', 'C4'],
      ['omar', null, 'involvement', 'C4'],
    ])
    expect(told(await asks(s))[0]).toContain('its position can be taken by zetel and lijn (C4)')
    await s.endTerm()
    expect(brief(await asks(s))).toEqual([['zetel', 'zeewolde', 'position', 'C4']])
  })

  it('is of line managers where the charter lets them confirm', async () => {
    const s = await scene({ decidesOn: 'lijnmanagement' })
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    expect(brief(await asks(s, { partner: 'almere' }))).toEqual([
      ['almere1', 'almere', 'confirmation', 'J2'],
      ['almere2', 'almere', 'confirmation', 'J2'],
    ])
  })

  it('of an objection is of the author’s side and the opgavemanager until it is answered on this stage', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten2', 'raiseObjection')
    const answerers = async () =>
      (await asks(s)).filter(({ what }) => what === 'answer').map(({ person }) => person)
    expect(await answerers()).toEqual(['almere1', 'almere2', 'omar'])
    await s.does('omar', 'answerObjection')
    expect(await answerers()).toEqual([])
    await s.endTerm()
    expect(await answerers()).toEqual(['almere1', 'almere2', 'omar'])
  })

  it('is the opgavemanager’s once, also as author', async () => {
    const s = await scene()
    await s.submitted('omar')
    await s.does('dronten2', 'raiseObjection')
    const answers = (await asks(s)).filter(({ what }) => what === 'answer')
    expect(brief(answers)).toEqual([['omar', null, 'answer', 'O4']])
  })
})

describe('where nobody holds the role', () => {
  it('it is told all the same, of nobody', async () => {
    const s = await scene()
    await s.submitted()
    const standing = withPeople(await s.engine.standing(), 'dronten', {})
    const open = waiting(standing, { ...english, partner: 'dronten' })
    expect(brief(open)).toEqual([[null, 'dronten', 'position', 'C2']])
    expect(told(open)[0]).toMatch(
      /^Somebody still to be mandated is asked for the position of Partner dronten/,
    )
  })

  it('whoever can speak for the partner is asked instead', async () => {
    const s = await scene()
    await s.submitted()
    const seat = { dronten1: { stuurgroep: null } }
    const open = waiting(withPeople(await s.engine.standing(), 'dronten', seat), english)
    expect(brief(open).filter(([, of]) => of === 'dronten')).toEqual([
      ['dronten1', 'dronten', 'position', 'C2'],
    ])
  })

  it('a vacant office of opgavemanager is told as such', async () => {
    const s = await scene()
    await s.submitted('omar')
    await s.does('dronten2', 'raiseObjection')
    const standing = await s.engine.standing()
    // The person of the office speaks for a partner, so that the office is vacant (W1).
    const { circle } = withPeople(standing, 'almere', { omar: { lijnmanagement: null } })
    const vacant = { ...standing, circle: { ...circle, speaksFor: { ...circle.speaksFor, omar: 'almere' } } }
    const answers = waiting(vacant, english).filter(({ what }) => what === 'answer')
    expect(brief(answers)).toEqual([[null, null, 'answer', 'O4']])
    expect(told(answers)[0]).toMatch(/^A new opgavemanager is asked to answer objection o1/)
  })
})

describe('a term that is over', () => {
  it('is all that is told of its proposal, to everybody, until its end is recorded', async () => {
    const s = await scene()
    await s.submitted()
    s.at('2026-01-19T23:00:00.000Z')
    for (const whom of [{}, { person: 'almere1' }, { partner: 'dronten' }])
      expect(told(await asks(s, whom))).toEqual([
        'The term of "Wonen" (p1), revision 1 on the stage consultation ran until the end of Monday 19 January 2026; its end will be recorded at the next tick, and then it goes up to lijnmanagement (T1)',
      ])
    await s.engine.tick()
    expect(brief(await asks(s, { person: 'almere1' }))).toEqual([['almere1', 'almere', 'position', 'C4']])
  })
})

describe('before the founding and for newcomers', () => {
  it('every partner that has yet to sign is asked, once per seat', async () => {
    const s = await scene({}, { founded: false })
    expect(await asks(s)).toEqual([])
    await s.does('omar', 'proposeCharter', { charter: charter() })
    await s.does('zeewolde1', 'signCharter')
    expect(brief(await asks(s))).toEqual([
      ['almere1', 'almere', 'signature', 'F1'],
      ['dronten1', 'dronten', 'signature', 'F1'],
    ])
  })

  it('who left is asked to sign no charter but one of after its departure', async () => {
    const s = await scene()
    await s.does('dronten1', 'leaveCollaboration')
    expect(await asks(s)).toEqual([])
    await s.adopts(charter({ partners: [partner('almere'), partner('zeewolde'), partner('dronten')] }))
    expect(brief(await asks(s))).toEqual([['dronten1', 'dronten', 'signature', 'F3']])
  })
})
