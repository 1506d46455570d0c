// Ids that could be taken for one another, ids that programs reserve, and the ids that are made where none is given.
import { describe, expect, it } from 'vitest'
import type { ActName } from '../../src/index.ts'
import { charter, type Fields, factOf, partner, scene } from '../support.ts'

const reserved = [
  ...['constructor', '__proto__', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf'],
  ...['__defineGetter__', 'toLocaleString', 'Constructor', 'TOSTRING', 'ｃonstructor'],
]
const malformed = [
  '',
  ' ',
  'a b',
  '.a',
  '-a',
  '_a',
  'a/b',
  'a\n',
  'a"',
  'e\u0301',
  'a\u200b',
  'a\u00ad',
  '\ud800',
]

/** Every place where an act takes an id that its owner chooses. */
function chosen(id: string): readonly [ActName, Fields][] {
  const [a, b, c] = charter().partners
  const two = [a, b]
  const people = (person: string) => [
    { id: person, roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] },
  ]
  const needs = [{ id, what: 'Bouwgrond' }]
  return [
    ['draftProposal', { proposal: id }],
    ['giveMandate', { person: id, roles: ['lijnmanagement'] }],
    ['draftProposal', { commitments: [{ id, partner: 'almere', what: 'Grond', by: '2026-09-01' }] }],
    ['draftProposal', { charter: charter({ partners: [a, b, c, partner(id, { people: people('urk1') })] }) }],
    ['draftProposal', { charter: charter({ partners: [a, b, c, partner('urk', { people: people(id) })] }) }],
    ['draftProposal', { charter: charter({ partners: [...two, c], opgavemanager: { id } }) }],
    ['draftProposal', { charter: charter({ opgave: { title: 'Wonen', goal: 'Wonen', needs } }) }],
  ]
}

describe('ids', () => {
  it.each([...reserved, ...malformed])('%j is refused wherever an id is chosen', async id => {
    const s = await scene()
    for (const [act, fields] of chosen(id)) await s.refuses('wellFormedAct', 'almere1', act, fields)
    await s.submitted()
    await s.refuses('wellFormedAct', 'dronten1', 'raiseObjection', { objection: id })
  })

  it.each(['a', 'é', '7', '10', 'p1.2_3:4@5+6-7', 'Ünïcode', '村', 'then', 'length', 'x'.repeat(64)])(
    '%j is taken wherever an id is chosen',
    async id => {
      for (const [act, fields] of chosen(id)) await (await scene()).does('almere1', act, fields)
      const s = await scene()
      await s.submitted('almere1', { proposal: 'p99' })
      await s.does('dronten1', 'raiseObjection', { proposal: 'p99', objection: id })
    },
  )

  it.each([
    ['Wonen', 'wonen'],
    ['wonen', 'ｗｏｎｅｎ'],
    ['É', 'é'],
    ['ﬁets', 'fiets'],
    ['²', '2'],
    ['İ1', 'i\u03071'],
  ])('%j is taken for %j: refused as proposal, person and objection', async (first, second) => {
    const s = await scene()
    const roles = ['lijnmanagement']
    await s.does('almere1', 'draftProposal', { proposal: first })
    await s.refuses('newProposal', 'almere1', 'draftProposal', { proposal: second })
    await s.does('almere1', 'giveMandate', { person: first, roles })
    await s.refuses('unambiguousPerson', 'almere1', 'giveMandate', { person: second, roles })
    await s.refuses('unambiguousPerson', 'dronten1', 'giveMandate', { person: second, roles })
    await s.submitted('almere1', { proposal: 'p99' })
    await s.does('dronten1', 'raiseObjection', { proposal: 'p99', objection: first })
    await s.refuses('newObjection', 'almere1', 'raiseObjection', { proposal: 'p99', objection: second })
  })

  it.each([
    ['ΟΔΟΣ', 'οδοσ'],
    ['J\u030c1', '\u01f01'],
    ['STRASSE', 'straße'],
  ])('%j is taken for %j, which differs from it only in case', async (first, second) => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { proposal: first })
    await s.refuses('newProposal', 'almere1', 'draftProposal', { proposal: second })
  })

  it('in a charter two ids that could be taken for one another are refused, with the place', async () => {
    const s = await scene({}, { founded: false })
    const [a, b, c] = charter().partners
    const twins: [object, string][] = [
      [{ partners: [a, b, partner('Almere', { people: c?.people })] }, 'charter.partners[2].id'],
      [{ partners: [a, b, partner('ALMERE')] }, 'charter.partners[2].id'],
      [{ partners: [a, b, partner('dronten', { people: a?.people })] }, 'charter.partners[2].people[0].id'],
      [{ opgavemanager: { id: 'Almere1' } }, 'charter.opgavemanager.id'],
    ]
    for (const [changes, path] of twins) {
      const text = charter({ ...changes })
      const { why } = await s.refuses('wellFormedAct', 'almere1', 'proposeCharter', { charter: text })
      expect(why).toContain(path)
    }
  })

  it('an id in another form than the one chosen finds nothing', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    for (const proposal of ['P1', 'ｐ1', 'charter'])
      await s.refuses('proposalExists', 'almere1', 'takePosition', { proposal, revision: 1 })
    for (const by of ['Almere1', 'ALMERE1', 'ａlmere1'])
      await s.refuses('byPositionHolder', by, 'takePosition')
    await s.refuses('objectionIsOpen', 'omar', 'answerObjection', { objection: 'O1' })
    await s.refuses('byKnownPerson', 'Omar', 'comment')
  })
})

describe('ids that are made', () => {
  it('proposals, objections and comments count from 1, refused acts use up none', async () => {
    const s = await scene()
    const objection = async () =>
      factOf(await s.does('dronten1', 'raiseObjection'), 'objection.raised').objection
    const comment = async () => factOf(await s.does('dronten1', 'comment'), 'comment.made').comment
    await s.refuses('byPartnerOrOpgavemanager', 'outsider', 'draftProposal')
    await s.refuses('wellFormedAct', 'almere1', 'draftProposal', { title: '' })
    expect((await s.does('almere1', 'draftProposal'))[0]?.matter).toBe('p1')
    await s.refuses('newProposal', 'almere1', 'draftProposal', { proposal: 'p1' })
    await s.engine.act(await s.asked('almere1', 'draftProposal'), { dryRun: true })
    expect((await s.does('almere1', 'draftProposal'))[0]?.matter).toBe('p2')
    await s.does('almere1', 'submitProposal')
    await s.refuses('reasonGiven', 'dronten1', 'raiseObjection', { reason: '' })
    expect(await objection()).toBe('o1')
    await s.refuses('byMandatedPerson', 'omar', 'raiseObjection')
    expect(await objection()).toBe('o2')
    await s.refuses('knownComment', 'omar', 'comment', { replyTo: 'c9' })
    expect(await comment()).toBe('c1')
    await s.refuses('byKnownPerson', 'outsider', 'comment')
    expect(await comment()).toBe('c2')
  })

  it('they count in each proposal by itself', async () => {
    const s = await scene()
    await s.submitted()
    await s.submitted('almere1', { proposal: 'p2' })
    await s.does('dronten1', 'raiseObjection')
    const raised = await s.does('dronten1', 'raiseObjection', { proposal: 'p2' })
    expect(factOf(raised, 'objection.raised').objection).toBe('o1')
  })

  it('an id that somebody chose is passed over, whatever its case', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { proposal: 'P2' })
    expect((await s.does('almere1', 'draftProposal'))[0]?.matter).not.toBe('p2')
    const proposal = 'wonen'
    await s.submitted('almere1', { proposal })
    await s.does('dronten1', 'raiseObjection', { proposal, objection: 'o2' })
    const raised = await s.does('dronten1', 'raiseObjection', { proposal })
    expect(factOf(raised, 'objection.raised').objection).not.toBe('o2')
    await s.does('dronten1', 'raiseObjection', { proposal })
  })

  it('each is the first number that is not taken', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { proposal: 'p2' })
    expect((await s.does('almere1', 'draftProposal'))[0]?.matter).toBe('p1')
  })

  it('a list of links names a proposal once', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal')
    for (const links of [
      ['p1', 'p1'],
      ['p1', 'P1'],
    ])
      await s.refuses('wellFormedAct', 'almere1', 'draftProposal', { basedOn: links })
    await s.does('almere1', 'draftProposal', { basedOn: ['p1'], replaces: ['p1'] })
  })
})
