// Why nothing is decided: asked from the machine, so that a guard which is added there is told without another word here.

import { describe, expect, it } from 'vitest'
import { and, createMachine } from 'xstate'
import { compileChart } from '../../src/chart.ts'
import type { ProposalEvent } from '../../src/proposal/event.ts'
import { proposalChart, proposalMachine } from '../../src/proposal/machine.ts'
import type { Proposal } from '../../src/proposal/proposal.ts'
import { proposalPlaces, proposalRules } from '../../src/proposal/rules.ts'
import { type Reason, whyUndecided } from '../../src/register/register.ts'
import { type Scene, scene } from '../support.ts'

const people = ['almere1', 'zeewolde1', 'dronten1']

async function reasons(s: Scene, proposal = 'p1'): Promise<readonly Reason[]> {
  const why = whyUndecided(await s.engine.standing([proposal]), proposal, { language: 'en' })
  return why?.reasons ?? []
}
const rulesOf = (told: readonly Reason[]) => told.map(({ rule }) => rule)
const pointsOf = (told: readonly Reason[], rule: string) =>
  told.find(it => it.rule === rule)?.points.map(({ sentence }) => sentence)

describe('the rules that do not hold', () => {
  it('of a draft are those of its submission too', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { proposal: 'p1' })
    expect(rulesOf(await reasons(s))).toEqual(['submitted'])
    for (const by of ['zeewolde1', 'dronten1']) await s.does(by, 'leaveCollaboration')
    expect(rulesOf(await reasons(s))).toEqual(['enoughPartners', 'submitted'])
  })

  it('are fewer as partners speak, and name who has not', async () => {
    const s = await scene()
    await s.submitted()
    expect(rulesOf(await reasons(s))).toEqual([
      'everyPartnerAgrees',
      'somebodyCarriesIt',
      'everyPartnerConfirmed',
    ])
    await s.consent('almere1', 'zeewolde1')
    const told = await reasons(s)
    expect(rulesOf(told)).toEqual(['everyPartnerAgrees', 'everyPartnerConfirmed'])
    expect(pointsOf(told, 'everyPartnerAgrees')).toEqual(['Partner dronten has not spoken'])
    await s.does('dronten1', 'raiseObjection', { reason: 'Te "hoog".' })
    expect(pointsOf(await reasons(s), 'noOpenObjection')).toEqual([
      `Objection o1 of Partner dronten is open, without an answer on this stage: "Te 'hoog'."`,
    ])
  })

  it('of what is called are the confirmations alone', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent(...people)
    await s.confirm('almere1')
    const told = await reasons(s)
    expect(rulesOf(told)).toEqual(['everyPartnerConfirmed'])
    expect(pointsOf(told, 'everyPartnerConfirmed')).toEqual([
      'Partner zeewolde has not confirmed',
      'Partner dronten has not confirmed',
    ])
    await s.confirm('zeewolde1', 'dronten1')
    expect(await reasons(s)).toEqual([])
  })

  it('are told in the words of the machine, with the numbers they cite, in both languages', async () => {
    const s = await scene()
    await s.submitted()
    const standing = await s.engine.standing()
    for (const language of ['nl', 'en'] as const)
      for (const { rule, cites, sentence } of whyUndecided(standing, 'p1', { language })?.reasons ?? []) {
        const known = proposalRules[rule as keyof typeof proposalRules]
        expect(cites).toEqual(known.cites)
        expect(sentence).toContain(`${known[language]} (${known.cites.join(', ')})`)
      }
  })

  it('of a proposal that is not known are not told', async () => {
    const s = await scene()
    expect(whyUndecided(await s.engine.standing(), 'p9', { language: 'en' })).toBeNull()
  })
})

describe('another guard in the machine', () => {
  const never = { cites: ['X1'], en: 'the moon is full', nl: 'het is volle maan', holds: () => false }
  /** The machine with one more guard on the arrow of a fact. */
  function withGuard(type: 'decision.called' | 'decision.taken') {
    const edge = proposalChart.edges.find(it => it.type === type)
    const { states = {}, ...rest } = proposalMachine.config
    const open = states.open ?? {}
    const on = open.on as Record<string, object>
    const guarded = { ...on[type], guard: and([...(edge?.rules ?? []), 'fullMoon'] as never) }
    const changed = { ...rest, states: { ...states, open: { ...open, on: { ...on, [type]: guarded } } } }
    const { guards, actions } = proposalMachine.implementations
    const made = createMachine(
      changed as never,
      {
        guards: { ...guards, fullMoon: () => false },
        actions,
      } as never,
    )
    const chart = compileChart<Proposal, ProposalEvent>(made, () => 'stillOpen')
    return { chart, rules: { ...proposalPlaces, ...proposalRules, fullMoon: never } }
  }

  it.each(['decision.called', 'decision.taken'] as const)('on %s is told by itself', async type => {
    const s = await scene()
    await s.submitted()
    const standing = await s.engine.standing()
    const usual = whyUndecided(standing, 'p1', { language: 'nl' })?.reasons ?? []
    const told = whyUndecided(standing, 'p1', { language: 'nl' }, withGuard(type))?.reasons ?? []
    const added = told.filter(({ rule }) => !rulesOf(usual).includes(rule))
    expect(added).toEqual([
      { rule: 'fullMoon', cites: ['X1'], sentence: 'Nog niet waar: het is volle maan (X1)', points: [] },
    ])
    expect(told).toHaveLength(usual.length + 1)
  })

  it('is told by its name where it has no words', async () => {
    const s = await scene()
    await s.submitted()
    const { chart } = withGuard('decision.taken')
    const why = whyUndecided(
      await s.engine.standing(),
      'p1',
      { language: 'en' },
      { chart, rules: proposalRules },
    )
    expect(rulesOf(why?.reasons ?? [])).toContain('fullMoon')
  })
})

describe('what comes of it if nothing changes', () => {
  it('is the next rung, and at the top the end', async () => {
    const s = await scene()
    await s.submitted()
    const told: (string | undefined)[] = []
    for (let rung = 0; rung < 4; rung += 1) {
      const why = whyUndecided(await s.engine.standing(), 'p1', { language: 'en' })
      told.push(why?.ifNothingChanges?.sentences[0])
      expect(why?.ifNothingChanges?.at).toBe((await s.view()).dueAt)
      await s.endTerm()
    }
    expect(told).toEqual([
      'If nothing changes, it goes up to lijnmanagement after Monday 19 January 2026',
      'If nothing changes, it goes up to opgavemanager after Monday 2 February 2026',
      'If nothing changes, it goes up to stuurgroep after Monday 16 February 2026',
      'If nothing changes, it ends without consensus after Monday 9 March 2026',
    ])
    expect((await s.view()).state).toBe('noConsensus')
  })

  it('says that a term is over where that has yet to be recorded', async () => {
    const s = await scene()
    await s.submitted()
    s.at((await s.view()).dueAt ?? '')
    const why = whyUndecided(await s.engine.standing(), 'p1', { language: 'nl' })
    expect(why?.ifNothingChanges?.sentences[0]).toBe(
      'De termijn is om: bij de volgende tik van de klok gaat het omhoog naar het lijnmanagement',
    )
  })

  it('tells the longest duration in days where no calendar reaches that far', async () => {
    const terms = { consultation: 260, lijnmanagement: 260, opgavemanager: 260, stuurgroep: 260 }
    const s = await scene({ maxRevisions: 100, terms: { ...terms, jointDecision: 260, extension: 1 } })
    await s.submitted()
    const why = whyUndecided(await s.engine.standing(), 'p1', { language: 'en' })
    expect(why?.ifNothingChanges?.closesBy).toBeNull()
    expect(why?.ifNothingChanges?.sentences[1]).toBe(
      'It ends at most 208300 working days after its submission, unless a partner joins (O8)',
    )
  })
})
