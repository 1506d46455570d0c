// W1 to W3: who may speak for whom, signatures, and an answer to every act.
import { describe, expect, it } from 'vitest'
import { limits, rules } from '../../src/index.ts'
import { charter, factOf, partner, scene, typesOf } from '../support.ts'

const partners = charter().partners
const line = { person: 'piet', roles: ['lijnmanagement'] }
const seat = { person: 'piet', roles: ['stuurgroep'] }

describe('W1: mandates', () => {
  it('W1 admits: every act names the person, charter and mandates say for whom and in which role', async () => {
    const s = await scene()
    await s.submitted()
    const [entry] = await s.does('zeewolde2', 'takePosition')
    expect(entry).toMatchObject({ by: 'zeewolde2', fact: { partner: 'zeewolde', role: 'lijnmanagement' } })
  })

  it('W1 refuses (wellFormedAct): an act without a person', async () => {
    const s = await scene()
    const nameless = { act: 'draftProposal', title: 'Wonen', text: 'We bouwen.' }
    expect(await s.engine.act(nameless)).toMatchObject({ refused: { rule: 'wellFormedAct' } })
    await s.does('almere1', 'draftProposal')
  })

  it('W1 admits: a stuurgroep seat gives and withdraws mandates of its own partner', async () => {
    const s = await scene()
    const given = await s.does('almere1', 'giveMandate', { ...line, name: 'Piet' })
    expect(factOf(given, 'mandate.given')).toEqual({ type: 'mandate.given', partner: 'almere' })
    expect((await s.engine.circle()).partners.almere?.piet).toEqual(['lijnmanagement'])
    await s.does('piet', 'draftProposal')
    const withdrawn = await s.does('almere1', 'withdrawMandate', { person: 'piet' })
    expect(factOf(withdrawn, 'mandate.withdrawn').roles).toEqual(['lijnmanagement'])
    await s.refuses('byPartnerOrOpgavemanager', 'piet', 'draftProposal')
  })

  it('W1 refuses (byStuurgroepSeat): a mandate given or withdrawn by anybody else', async () => {
    const s = await scene()
    for (const by of ['almere2', 'omar', 'outsider']) {
      await s.refuses('byStuurgroepSeat', by, 'giveMandate', line)
      await s.refuses('byStuurgroepSeat', by, 'withdrawMandate', { person: 'almere2' })
    }
    await s.does('almere1', 'giveMandate', line)
  })

  it('W1 refuses (holdsTheMandate): withdrawing from people of another partner, or what nobody holds', async () => {
    const s = await scene()
    await s.refuses('holdsTheMandate', 'zeewolde1', 'withdrawMandate', { person: 'almere2' })
    await s.refuses('holdsTheMandate', 'almere1', 'withdrawMandate', { person: 'omar' })
    await s.refuses('holdsTheMandate', 'almere1', 'withdrawMandate', {
      person: 'almere2',
      roles: ['stuurgroep'],
    })
    await s.does('almere1', 'withdrawMandate', { person: 'almere2', roles: ['lijnmanagement'] })
    await s.refuses('holdsTheMandate', 'almere1', 'withdrawMandate', { person: 'almere2' })
  })

  it('W1 admits: a mandate adds roles', async () => {
    const s = await scene()
    await s.does('almere1', 'giveMandate', line)
    await s.does('almere1', 'giveMandate', { person: 'piet', roles: ['opgaveregisseur'] })
    expect((await s.engine.circle()).partners.almere?.piet).toEqual(['lijnmanagement', 'opgaveregisseur'])
  })

  it('W1 admits: a mandate with an end holds up to that moment', async () => {
    const s = await scene()
    await s.does('almere1', 'giveMandate', { ...line, until: '2026-01-07T12:00:00+01:00' })
    s.at('2026-01-07T10:59:59.999Z')
    await s.does('piet', 'draftProposal')
    s.at('2026-01-07T11:00:00.000Z')
    await s.refuses('byPartnerOrOpgavemanager', 'piet', 'draftProposal')
    expect((await s.engine.circle()).partners.almere).not.toHaveProperty('piet')
  })

  it('W1 refuses (personsWithinLimit): the thousand and first person whom a partner ever mandated', async () => {
    const s = await scene()
    const own = Object.keys((await s.engine.circle()).partners.almere ?? {}).length
    const named = Array.from({ length: limits.peopleEverMandated - own }, (_, n) => `persoon-${n}`)
    for (const person of named) await s.does('almere1', 'giveMandate', { person, roles: ['lijnmanagement'] })
    await s.does('almere1', 'withdrawMandate', { person: 'persoon-7' })
    await s.refuses('personsWithinLimit', 'almere1', 'giveMandate', line)
    await s.does('almere1', 'giveMandate', { person: 'persoon-7', roles: ['lijnmanagement'] })
    await s.does('dronten1', 'giveMandate', { person: 'erik', roles: ['lijnmanagement'] })
  })

  it('W1 admits: until a date is to the end of that day, by the calendar of the charter', async () => {
    const s = await scene()
    const given = await s.does('almere1', 'giveMandate', { ...line, until: '2026-01-05' })
    expect(factOf(given, 'mandate.given').endsAt).toBe('2026-01-05T23:00:00.000Z')
  })

  it('W1 refuses (mandateEndsLater): an end that has passed', async () => {
    const s = await scene()
    for (const until of ['2026-01-04', '2026-01-05T09:00:00Z'])
      await s.refuses('mandateEndsLater', 'almere1', 'giveMandate', { ...line, until })
    await s.does('almere1', 'giveMandate', { ...line, until: '2026-01-05T09:00:00.001Z' })
  })

  it('W1 admits: a role given again takes the new end, or none', async () => {
    const s = await scene()
    await s.does('almere1', 'giveMandate', { ...line, until: '2026-01-07' })
    await s.does('almere1', 'giveMandate', { ...line, until: '2026-01-06' })
    s.at('2026-01-06T23:00:00.000Z')
    await s.refuses('byPartnerOrOpgavemanager', 'piet', 'draftProposal')
    await s.does('almere1', 'giveMandate', { ...line, until: '2026-01-08' })
    await s.does('almere1', 'giveMandate', line)
    s.at('2027-01-01T09:00:00.000Z')
    await s.does('piet', 'draftProposal')
  })

  it('W1 refuses (holderRemains): withdrawing the last holder of a role', async () => {
    const s = await scene()
    for (const role of ['opgaveregisseur', 'stuurgroep'])
      await s.refuses('holderRemains', 'almere1', 'withdrawMandate', { person: 'almere1', roles: [role] })
    await s.does('almere1', 'withdrawMandate', { person: 'almere2', roles: ['lijnmanagement'] })
    await s.refuses('holderRemains', 'almere1', 'withdrawMandate', {
      person: 'almere1',
      roles: ['lijnmanagement'],
    })
  })

  it('W1 refuses (holderRemains): a holder whose mandate has an end does not count', async () => {
    const s = await scene()
    const own = { person: 'almere1', roles: ['stuurgroep'] }
    await s.does('almere1', 'giveMandate', { ...seat, until: '2030-01-01' })
    await s.refuses('holderRemains', 'almere1', 'withdrawMandate', own)
    await s.refuses('holderRemains', 'almere1', 'giveMandate', { ...own, until: '2030-01-01' })
    await s.does('almere1', 'giveMandate', seat)
    await s.does('almere1', 'withdrawMandate', own)
    await s.refuses('holderRemains', 'piet', 'giveMandate', { ...seat, until: '2030-01-01' })
  })

  it('W1 admits: a holder whose mandate has an end can be withdrawn', async () => {
    const s = await scene()
    await s.does('almere1', 'giveMandate', { ...seat, until: '2030-01-01' })
    await s.does('almere1', 'withdrawMandate', { person: 'piet', roles: ['stuurgroep'] })
  })

  it("W1 admits: a returning partner's people are those of the new charter", async () => {
    const s = await scene()
    await s.does('dronten1', 'giveMandate', line)
    await s.does('dronten1', 'leaveCollaboration')
    const roles = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']
    const back = partner('dronten', { people: [{ id: 'dronten3', roles }] })
    await s.adopts(charter({ partners: [...partners.slice(0, 2), back] }))
    await s.refuses('byNamedSeat', 'dronten1', 'signCharter')
    await s.does('dronten3', 'signCharter')
    expect((await s.engine.circle()).partners.dronten).toEqual({ dronten3: roles })
    for (const by of ['dronten1', 'piet']) await s.refuses('byPartnerOrOpgavemanager', by, 'draftProposal')
  })

  it('W1 refuses (personIsFree): a person that speaks for another partner', async () => {
    const s = await scene()
    await s.refuses('personIsFree', 'almere1', 'giveMandate', { ...line, person: 'zeewolde2' })
    await s.does('zeewolde1', 'withdrawMandate', { person: 'zeewolde2' })
    await s.does('almere1', 'giveMandate', { ...line, person: 'zeewolde2' })
    await s.refuses('personIsFree', 'zeewolde1', 'giveMandate', { ...line, person: 'zeewolde2' })
  })

  it('W1 refuses (personIsFree): the opgavemanager, who speaks for none', async () => {
    const s = await scene()
    await s.refuses('personIsFree', 'almere1', 'giveMandate', { ...line, person: 'omar' })
    await s.adopts(charter({ opgavemanager: { id: 'maria' } }))
    await s.refuses('personIsFree', 'almere1', 'giveMandate', { ...line, person: 'maria' })
    await s.does('almere1', 'giveMandate', { ...line, person: 'omar' })
  })

  it('W1 refuses (personIsFree): people of a partner that is invited and has yet to sign', async () => {
    const s = await scene()
    await s.adopts(charter({ partners: [...partners, partner('lelystad')] }))
    await s.refuses('personIsFree', 'almere1', 'giveMandate', { ...line, person: 'lelystad2' })
    await s.does('almere1', 'giveMandate', line)
  })

  it('W1 refuses (speaksForNobodyElse): a newcomer that signs through who speaks for another', async () => {
    const s = await scene()
    const text = charter({ partners: [...partners, partner('lelystad')] })
    await s.does('omar', 'draftProposal', { proposal: 'p1', charter: text })
    await s.does('omar', 'submitProposal')
    await s.does('almere1', 'giveMandate', { ...line, person: 'lelystad1' })
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1', 'dronten1')
    await s.refuses('speaksForNobodyElse', 'lelystad1', 'signCharter')
    await s.does('almere1', 'withdrawMandate', { person: 'lelystad1' })
    await s.does('lelystad1', 'signCharter')
  })

  it('W1 guarantees: a newcomer joins without those who speak for another by then', async () => {
    const s = await scene()
    const text = charter({ partners: [...partners, partner('lelystad')] })
    await s.does('omar', 'draftProposal', { proposal: 'p1', charter: text })
    await s.does('omar', 'submitProposal')
    await s.does('almere1', 'giveMandate', { ...line, person: 'lelystad2' })
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    await s.confirm('almere1', 'zeewolde1', 'dronten1')
    await s.does('lelystad1', 'signCharter')
    const circle = await s.engine.circle()
    expect(Object.keys(circle.partners.lelystad ?? {})).toEqual(['lelystad1'])
    expect(Object.keys(circle.partners.almere ?? {})).toContain('lelystad2')
  })

  it('W1 refuses (unambiguousPerson): a person that could be taken for a known one', async () => {
    const s = await scene()
    for (const person of ['Almere2', 'ZEEWOLDE1', 'omaｒ'])
      await s.refuses('unambiguousPerson', 'almere1', 'giveMandate', { ...line, person })
    await s.does('almere1', 'giveMandate', line)
    await s.refuses('unambiguousPerson', 'zeewolde1', 'giveMandate', { ...line, person: 'Piet' })
  })

  it('W1 guarantees: a mandate that ended takes nothing back that was said with it', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'giveMandate', { ...line, until: '2026-01-06' })
    await s.does('piet', 'takePosition')
    s.at('2026-01-07T09:00:00.000Z')
    expect((await s.view()).positions.dronten).toMatchObject({ by: 'piet', position: 'consent' })
    await s.refuses('byPositionHolder', 'piet', 'takePosition')
  })
})

describe('W2: signatures', () => {
  it('W2 refuses (signedWhereAsked): founding by a charter that requires signatures', async () => {
    const s = await scene({}, { founded: false })
    await s.refuses('signedWhereAsked', 'almere1', 'proposeCharter', {
      charter: charter({ signatures: 'required' }),
    })
    await s.does('almere1', 'proposeCharter', { charter: charter({ signatures: 'optional' }) })
  })

  it('W2 refuses (signedWhereAsked): a proposal that would put such a charter in force, at every step', async () => {
    const s = await scene()
    const text = charter({ signatures: 'required' })
    await s.refuses('signedWhereAsked', 'almere1', 'draftProposal', { charter: text })
    await s.does('almere1', 'draftProposal', { charter: charter({ maxRevisions: 3 }) })
    await s.refuses('signedWhereAsked', 'almere1', 'reviseDraft', { charter: text })
    await s.does('almere1', 'submitProposal')
    await s.refuses('signedWhereAsked', 'almere1', 'amendProposal', { charter: text })
    await s.does('almere1', 'amendProposal', { charter: charter({ maxRevisions: 4 }) })
  })

  it('W2 admits: acts without a signature where the charter does not ask for them', async () => {
    const s = await scene({ signatures: 'optional' })
    await s.submitted()
    expect(typesOf(await s.consent('almere1'))).toEqual(['position.taken'])
  })
})

describe('W3: every act gets an answer', () => {
  it('W3 admits: an act recorded answers with its entries', async () => {
    const s = await scene()
    const before = await s.log()
    const recorded = await s.submitted()
    expect(typesOf(recorded)).toEqual(['proposal.submitted'])
    expect((await s.log()).slice(before.length + 1)).toEqual(recorded)
  })

  it('W3 refuses (wellFormedAct): what is no act, saying what is wrong', async () => {
    const s = await scene()
    const { why } = await s.refuses('wellFormedAct', 'almere1', 'draftProposal', { title: 5 })
    expect(why).toContain('title')
  })

  it('W3 admits: a refusal names the rule, in words with its place, and what would be allowed instead', async () => {
    const s = await scene()
    await s.submitted()
    const { rule, why, allowed } = await s.refuses('byOwnerOfObjection', 'almere1', 'withdrawObjection', {
      objection: await s.does('dronten1', 'raiseObjection').then(() => 'o1'),
    })
    expect(why).toContain(rules[rule]?.en)
    expect(why).toContain('O2')
    expect(allowed).toContain('takePosition')
    expect(allowed).toContain('answerObjection')
    expect(allowed).not.toContain('withdrawObjection')
    expect(allowed).not.toContain('escalate')
  })

  it('W3 admits: to whom nothing is allowed, that is what it says', async () => {
    const s = await scene()
    await s.submitted()
    const { allowed } = await s.refuses('byPositionHolder', 'outsider', 'takePosition')
    expect(allowed).toEqual([])
  })

  it('W3 refuses (withinLimits): the hundred and first open objection of a partner', async () => {
    const s = await scene()
    await s.submitted()
    for (let n = 1; n <= 100; n += 1) await s.does('dronten1', 'raiseObjection')
    await s.refuses('withinLimits', 'dronten2', 'raiseObjection')
    await s.does('zeewolde1', 'raiseObjection')
    await s.does('dronten1', 'withdrawObjection', { objection: 'o7' })
    await s.does('dronten2', 'raiseObjection')
  })

  it('W3 refuses (keyStandsForOneAct): another act under the idempotency key of a recorded one', async () => {
    const s = await scene()
    await s.submitted()
    const key = 'almere-1'
    const first = await s.engine.act(await s.asked('almere1', 'takePosition'), { key })
    expect(first).toMatchObject({ recorded: [{ act: key }] })
    const { size } = await s.engine.head()
    expect(await s.engine.act(await s.asked('almere1', 'takePosition'), { key })).toEqual(first)
    const other = await s.engine.act(await s.asked('almere1', 'raiseObjection'), { key })
    expect(other).toMatchObject({ refused: { rule: 'keyStandsForOneAct', allowed: expect.any(Array) } })
    const others = await s.engine.act(await s.asked('dronten1', 'takePosition'), { key })
    expect(others).toMatchObject({ refused: { rule: 'keyStandsForOneAct' } })
    expect((await s.engine.head()).size).toBe(size)
  })

  it('W3 guarantees: every rule says in both languages what holds, and cites its place', () => {
    for (const [name, { en, nl, cites }] of Object.entries(rules)) {
      expect(en, name).not.toBe('')
      expect(nl, name).not.toBe('')
      expect(cites.length, name).toBeGreaterThan(0)
      for (const cited of cites) expect(cited, name).toMatch(/^[FDCOJTW][1-8]$/)
    }
  })
})
