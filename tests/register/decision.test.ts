// What was decided, or how it ended otherwise: as data and in sentences.
import { describe, expect, it } from 'vitest'
import { decisionOf, endingOf, tellDecision } from '../../src/register/register.ts'
import { charter, partner, type Scene, scene } from '../support.ts'

const all = ['almere1', 'zeewolde1', 'dronten1']
const english = { language: 'en' } as const

async function decided(s: Scene, proposal = 'p1'): Promise<void> {
  for (const by of all) await s.does(by, 'takePosition', { proposal })
  for (const by of all) await s.does(by, 'confirmDecision', { proposal })
}

async function decision(s: Scene, proposal = 'p1', others: readonly string[] = []) {
  const standing = await s.engine.standing([proposal, ...others])
  const made = decisionOf(standing, proposal, endingOf(await s.log(), proposal))
  if (!made) throw new Error(`${proposal} has not ended`)
  const lines = tellDecision(standing, made, english)
  const told = (part: string) => lines.filter(it => it.part === part).map(({ sentence }) => sentence)
  return { ...made, standing, told }
}

describe('a decision', () => {
  it('says who confirmed when, what was promised and what stayed unmet', async () => {
    const needs = [{ id: 'geld', what: 'Geld' }]
    const s = await scene({ opgave: { title: 'Wonen', goal: 'Woningen', needs } })
    const commitments = [{ id: 'w1', partner: 'dronten', what: 'Bouwt', by: '2027-03-31' }]
    await s.submitted('almere1', { commitments })
    s.at('2026-01-06T10:00:00.000Z')
    await decided(s)
    const { told, ...made } = await decision(s)
    expect(made).toMatchObject({ outcome: 'decided', at: '2026-01-06T10:00:00.000Z', unmetNeeds: ['geld'] })
    expect(made.confirmations.map(it => [it.partner, it.person])).toEqual([
      ['almere', 'almere1'],
      ['zeewolde', 'zeewolde1'],
      ['dronten', 'dronten1'],
    ])
    expect(told('outcome')).toEqual([
      '"Wonen" (p1): decided by all partners, on Tuesday 6 January 2026 at 11:00',
    ])
    expect(told('commitment')).toEqual(['Partner dronten: "Bouwt", by Wednesday 31 March 2027'])
    expect(told('need')).toEqual(['Nobody met the need: "Geld"'])
  })

  it('stays what it was, whoever leaves later; only its promises show who did', async () => {
    const s = await scene()
    const commitments = [{ id: 'w1', partner: 'dronten', what: 'Bouwt', by: '2027-03-31' }]
    await s.submitted('almere1', { commitments })
    await decided(s)
    const before = await decision(s)
    s.at('2026-02-02T10:00:00.000Z')
    await s.does('dronten1', 'leaveCollaboration')
    await s.does('almere1', 'comment', { text: 'Jammer.' })
    const after = await decision(s)
    expect(after.commitments.map(({ departed }) => departed)).toEqual([true])
    expect(after.told('commitment')).toEqual([
      'Partner dronten (partner left): "Bouwt", by Wednesday 31 March 2027',
    ])
    const fixed = ({ at, positions, confirmations, digest }: typeof after) => ({
      ...{ at, positions, confirmations, digest },
    })
    expect(fixed(after)).toEqual(fixed(before))
  })

  it('is known by its confirmations also without the entry that took it', async () => {
    const s = await scene()
    await s.submitted()
    s.at('2026-01-06T10:00:00.000Z')
    await decided(s)
    const made = decisionOf(await s.engine.standing(['p1']), 'p1')
    expect(made).toMatchObject({ at: '2026-01-06T10:00:00.000Z', unmetNeeds: null, silent: null })
  })

  it('names what it replaces and by what it was replaced, and how those ended', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection', { reason: 'Nee.' })
    await s.reaches('noConsensus')
    await s.submitted('almere1', { proposal: 'p2', basedOn: ['p1'] })
    await decided(s, 'p2')
    await s.submitted('almere1', { proposal: 'p3', replaces: ['p2'] })
    await decided(s, 'p3')
    const second = await decision(s, 'p2', ['p1', 'p3'])
    expect(second.replacedBy).toEqual(['p3'])
    expect(second.told('link')).toEqual([
      'Replaced by "Wonen" (p3): decided',
      'Builds on "Wonen" (p1): ended without consensus',
      'Partner dronten sustained its objection o1: "Nee."',
    ])
    expect((await decision(s, 'p3')).told('link')).toEqual(['Replaces "p2" (p2)'])
    expect((await decision(s, 'p3', ['p2'])).told('link')).toEqual(['Replaces "Wonen" (p2): decided'])
  })

  it('on a charter says that it put another in force', async () => {
    const s = await scene()
    await s.adopts(charter({ maxRevisions: 3 }))
    const made = await decision(s, 'k1')
    expect(made.charter).toBe(true)
    expect(made.told('outcome')[1]).toBe('It puts another charter in force (F2)')
  })
})

describe('an end without consensus', () => {
  it('tells why, who sustained what and who had not spoken', async () => {
    const s = await scene({ partners: ['almere', 'zeewolde', 'dronten', 'urk'].map(id => partner(id)) })
    await s.submitted()
    await s.does('dronten1', 'raiseObjection', { reason: 'Nee.' })
    await s.does('urk1', 'raiseObjection', { reason: 'Ook niet.' })
    await s.does('zeewolde1', 'raiseObjection', { reason: 'Eerst niet.' })
    await s.does('zeewolde1', 'withdrawObjection', { objection: 'o3' })
    await s.does('urk1', 'leaveCollaboration')
    await s.consent('almere1')
    await s.reaches('noConsensus')
    const { told, ...made } = await decision(s)
    expect(made).toMatchObject({ outcome: 'noConsensus', failed: 'ladderEnded', silent: ['zeewolde'] })
    expect(made.sustained.map(({ id, departed }) => [id, departed])).toEqual([
      ['o1', false],
      ['o2', true],
    ])
    expect(told('objection')).toEqual([
      'Partner dronten sustained its objection o1: "Nee."',
      'Partner urk, which has left, sustained its objection o2: "Ook niet."',
      'Partner zeewolde let its objection o3 go: "Eerst niet."',
      'Partner zeewolde had not spoken',
    ])
    expect(told('outcome')[1]).toBe('The ladder came to its end; everything stays as it was (O7)')
  })

  it('without the entry that ended it does not guess when, and who was silent', async () => {
    const s = await scene()
    await s.submitted()
    await s.reaches('noConsensus')
    const standing = await s.engine.standing(['p1'])
    const made = decisionOf(standing, 'p1')
    expect(made).toMatchObject({ at: null, silent: null })
    const [first] = made ? tellDecision(standing, made, english) : []
    expect(first?.sentence).toBe('"Wonen" (p1): ended without consensus')
  })

  it('is not told with the entry of another proposal', async () => {
    const s = await scene()
    await s.submitted()
    await s.reaches('noConsensus')
    await s.submitted('almere1', { proposal: 'p2' })
    await s.does('almere1', 'withdrawProposal', { proposal: 'p2' })
    const made = decisionOf(await s.engine.standing(['p1']), 'p1', endingOf(await s.log(), 'p2'))
    expect(made?.at).toBeNull()
  })
})

describe('no decision', () => {
  it('is there of a draft, of what runs, and of what is not known', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { proposal: 'p1' })
    expect(decisionOf(await s.engine.standing(), 'p1')).toBeNull()
    await s.does('almere1', 'submitProposal')
    expect(decisionOf(await s.engine.standing(), 'p1')).toBeNull()
    expect(decisionOf(await s.engine.standing(), 'p9')).toBeNull()
  })

  it('is a withdrawal, which is told as such', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1')
    await s.does('almere1', 'withdrawProposal')
    const { told, outcome } = await decision(s)
    expect(outcome).toBe('withdrawn')
    expect(told('outcome')).toEqual(['"Wonen" (p1): withdrawn, on Monday 5 January 2026 at 10:00'])
    expect(told('position')).toEqual(['Partner almere consents (almere1)'])
  })
})
