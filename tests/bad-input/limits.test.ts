// A limit on everything: at the limit it is taken, one over it is refused.
import { describe, expect, it } from 'vitest'
import { charter, type Fields, partner, type Scene, scene, terms } from '../support.ts'

const id = (n: number) => 'i'.repeat(n)
const text = (n: number) => 'x'.repeat(n)
const digest = `sha256:${'0'.repeat(64)}`
const list = <T>(n: number, make: (n: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))
const roles = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']
const [almere, zeewolde, dronten] = charter().partners
const withPartner = (changes: Fields) =>
  charter({ partners: [almere, zeewolde, dronten, partner('urk', changes)] })
const withNeeds = (needs: object[], meets: string[] = []) =>
  charter({
    opgave: { title: 'Wonen', goal: 'Wonen', needs },
    partners: [almere, zeewolde, { ...dronten, meets }],
  })
const need = (n: number) => ({ id: `n${n}`, what: 'Grond' })

/** What a limit is on, the limit, and an act that has so many of it, asked by almere1 with p1 still a draft. */
const inDrafts: readonly [string, number, (n: number) => Fields][] = [
  ['id of a proposal', 64, n => ({ proposal: id(n) })],
  ['title', 300, n => ({ title: text(n) })],
  ['text', 100_000, n => ({ text: text(n) })],
  ['commitments', 200, n => ({ commitments: list(n, i => ({ ...commitment, id: `w${i}` })) })],
  ['what of a commitment', 10_000, n => ({ commitments: [{ ...commitment, what: text(n) }] })],
  ['id of a commitment', 64, n => ({ commitments: [{ ...commitment, id: id(n) }] })],
  ['attachments', 200, n => ({ attachments: list(n, i => ({ name: `a${i}`, digest })) })],
  ['name of an attachment', 200, n => ({ attachments: [{ name: text(n), digest }] })],
  ['name of a partner', 200, n => ({ charter: withPartner({ name: text(n) }) })],
  ['people', 200, n => ({ charter: withPartner({ people: list(n, i => ({ id: `u${i}`, roles })) }) })],
  ['name of a person', 200, n => ({ charter: withPartner({ people: [{ id: 'u', name: text(n), roles }] }) })],
  ['title of the opgave', 300, n => ({ charter: charter({ opgave: { title: text(n), goal: 'Wonen' } }) })],
  ['goal', 100_000, n => ({ charter: charter({ opgave: { title: 'Wonen', goal: text(n) } }) })],
  ['needs', 200, n => ({ charter: withNeeds(list(n, need)) })],
  ['what of a need', 10_000, n => ({ charter: withNeeds([{ id: 'n', what: text(n) }]) })],
  ['field of a need', 200, n => ({ charter: withNeeds([{ ...need(1), field: text(n) }]) })],
  ['revisions', 100, n => ({ charter: charter({ maxRevisions: n }) })],
  ['days of a term', 260, n => ({ charter: charter({ terms: { ...terms, jointDecision: n } }) })],
]
const commitment = { id: 'w', partner: 'zeewolde', what: 'Levert de grond', by: '2026-09-01' }

describe('in a proposal or charter', () => {
  it.each(inDrafts)('%s: %d', async (_, most, fields) => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', fields(most))
    const { why } = await s.refuses('wellFormedAct', 'almere1', 'draftProposal', fields(most + 1))
    expect(why).toMatch(new RegExp(`\\(W3\\): ${Object.keys(fields(1))[0]}[.:[]`))
  })

  it('meets: as many as there are needs', async () => {
    const s = await scene()
    const names = list(201, n => need(n).id)
    await s.does('almere1', 'draftProposal', { charter: withNeeds(list(200, need), names.slice(0, 200)) })
    const over = withNeeds(list(200, need), [...names.slice(0, 200), 'n0'])
    await s.refuses('wellFormedAct', 'almere1', 'draftProposal', { charter: over })
  })

  it('links to earlier proposals: 200', async () => {
    const s = await scene()
    for (let n = 1; n <= 201; n += 1) await s.does('almere1', 'draftProposal')
    const links = list(201, n => `p${n + 1}`)
    for (const field of ['basedOn', 'replaces']) {
      await s.refuses('wellFormedAct', 'almere1', 'draftProposal', { [field]: links })
      await s.does('almere1', 'draftProposal', { [field]: links.slice(0, 200) })
    }
  })

  it('partners: 10,000, and at least two', async () => {
    const s = await scene({}, { founded: false })
    const many = (n: number) =>
      charter({ partners: list(n, i => partner(`q${i}`, { people: [{ id: `m${i}`, roles }] })) })
    await s.does('m0', 'proposeCharter', { charter: many(10_000) })
    await s.refuses('wellFormedAct', 'm0', 'proposeCharter', { charter: many(10_001) })
    await s.refuses('wellFormedAct', 'm0', 'proposeCharter', { charter: many(1) })
    await s.does('m0', 'proposeCharter', { charter: many(2) })
  })

  it('texts are counted in code points: a character beyond the first plane is one', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { title: '🏠'.repeat(300) })
    await s.refuses('wellFormedAct', 'almere1', 'draftProposal', { title: `${'🏠'.repeat(300)}x` })
  })
})

describe('in what is said about it', () => {
  const objected = async (): Promise<Scene> => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    return s
  }

  it('reasons and answers: 10,000', async () => {
    const s = await objected()
    await s.consent('almere1', 'zeewolde1')
    await s.reaches('lijnmanagement')
    const acts = [
      ['almere1', 'takePosition', 'reason'],
      ['almere1', 'raiseObjection', 'reason'],
      ['omar', 'answerObjection', 'text'],
    ] as const
    for (const [by, act, field] of acts) {
      const { why } = await s.refuses('wellFormedAct', by, act, { [field]: text(10_001) })
      expect(why).toContain(`${field}: must be at most 10000 characters`)
      await s.does(by, act, { [field]: text(10_000) })
    }
    await s.does('omar', 'answerObjection', { objection: 'o2' })
    await s.refuses('wellFormedAct', 'omar', 'escalate', { reason: text(10_001) })
    await s.does('omar', 'escalate', { reason: text(10_000) })
    await s.refuses('wellFormedAct', 'almere1', 'withdrawObjection', {
      objection: 'o2',
      reason: text(10_001),
    })
    await s.does('almere1', 'withdrawObjection', { objection: 'o2', reason: text(10_000) })
  })

  it('a comment: 100,000', async () => {
    const s = await objected()
    await s.refuses('wellFormedAct', 'almere1', 'comment', { text: text(100_001) })
    await s.does('almere1', 'comment', { text: text(100_000) })
  })

  it('ids and names of persons: 64 and 200', async () => {
    const s = await objected()
    await s.refuses('wellFormedAct', 'dronten1', 'raiseObjection', { objection: id(65) })
    await s.does('dronten1', 'raiseObjection', { objection: id(64) })
    const line = { roles: ['lijnmanagement'] }
    await s.refuses('wellFormedAct', 'almere1', 'giveMandate', { ...line, person: id(65) })
    await s.refuses('wellFormedAct', 'almere1', 'giveMandate', { ...line, person: 'piet', name: text(201) })
    await s.does('almere1', 'giveMandate', { ...line, person: id(64), name: text(200) })
  })

  it('open objections of a partner: 100, by withinLimits', async () => {
    const s = await objected()
    for (let n = 2; n <= 100; n += 1) await s.does('dronten1', 'raiseObjection')
    await s.refuses('withinLimits', 'dronten1', 'raiseObjection')
    await s.does('almere1', 'raiseObjection')
  })

  it('answers to an objection: 100 on each stage, by withinLimits', async () => {
    const s = await objected()
    for (let n = 1; n <= 100; n += 1) await s.does('omar', 'answerObjection')
    await s.refuses('withinLimits', 'almere1', 'answerObjection')
    await s.does('zeewolde1', 'raiseObjection')
    await s.does('omar', 'answerObjection', { objection: 'o2' })
    await s.endTerm()
    await s.does('almere1', 'answerObjection')
  })

  it('comments of a person: 1,000, by withinLimits', async () => {
    const s = await objected()
    for (let n = 1; n <= 1_000; n += 1) await s.does('almere1', 'comment')
    await s.refuses('withinLimits', 'almere1', 'comment')
    await s.does('almere2', 'comment')
  })

  it('revisions that an act names: up to 1,000 is a question for the rules', async () => {
    const s = await objected()
    await s.refuses('onCurrentRevision', 'almere1', 'takePosition', { revision: 1_000 })
    await s.refuses('wellFormedAct', 'almere1', 'takePosition', { revision: 1_001 })
  })
})
