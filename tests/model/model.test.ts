import { describe, expect, it } from 'vitest'
import {
  type Act,
  allowedActs,
  anyActs,
  ask,
  type Charter,
  charterKey,
  type Env,
  emptyModel,
  endTerm,
  type Model,
  nextDue,
  type ProposalView,
  sampleCharter,
  view,
} from './model.ts'

// ---------------------------------------------------------------- a small calendar (T2)

const DAY = 24 * 60 * 60 * 1000

function lastSunday(year: number, month: number): number {
  const end = new Date(Date.UTC(year, month + 1, 0))
  return end.getTime() - end.getUTCDay() * DAY
}

/** 00:00 in Amsterdam of a date, given as its midnight in UTC. */
function midnight(date: number): number {
  const year = new Date(date).getUTCFullYear()
  const isSummer = date > lastSunday(year, 2) && date <= lastSunday(year, 9)
  return date - (isSummer ? 2 : 1) * 60 * 60 * 1000
}

/** Weekends, and the first two days of a year. */
function isWorkingDay(date: number): boolean {
  const day = new Date(date)
  const newYear = day.getUTCMonth() === 0 && day.getUTCDate() <= 2
  return day.getUTCDay() !== 0 && day.getUTCDay() !== 6 && !newYear
}

function due(from: string, workingDays: number): string {
  let date = Math.floor(Date.parse(from) / DAY) * DAY
  while (midnight(date) < Date.parse(from)) date += DAY
  for (let left = workingDays; left > 0; date += DAY) if (isWorkingDay(date)) left -= 1
  return new Date(midnight(date)).toISOString()
}

const env: Env = { due }

// ---------------------------------------------------------------- a round, told act by act

const START = '2026-01-05T09:00:00.000Z'
const PARTNERS = ['almere', 'zeewolde', 'dronten']
const DRAFT = { proposal: 'p1', title: 'Housing', text: 'We build 200 homes.' }
const AMENDED = { proposal: 'p1', title: 'Housing', text: 'We build 180 homes.' }

function founded(charter: Charter, at = START): Model {
  const proposer = charter.partners[0]?.people[0]?.id ?? ''
  const acts: Act[] = [
    { act: 'proposeCharter', by: proposer, charter },
    ...charter.partners.map(partner => ({
      act: 'signCharter',
      by: partner.people[0]?.id ?? '',
      charter: charterKey(charter),
    })),
  ]
  return acts.reduce((model, act) => ask(model, act, at, env).model, emptyModel())
}

function round(changes: Partial<Charter> = {}, partners = PARTNERS) {
  let model = founded(sampleCharter(partners, changes))
  let now = START
  const told = (by: string, act: string, fields: object) => {
    const answer = ask(model, { ...fields, act, by }, now, env)
    model = answer.model
    return answer
  }
  const self = {
    does(by: string, act: string, fields: object = {}) {
      expect(told(by, act, fields), `${by} ${act}`).toMatchObject({ admitted: true, why: '' })
      return self
    },
    refuses(rule: string, by: string, act: string, fields: object = {}) {
      const before = model
      const answer = told(by, act, fields)
      expect(answer.admitted, `${by} ${act} breaks ${rule}`).toBe(false)
      expect(answer.why.split(' ')[0]).toBe(rule)
      expect(answer.model).toBe(before)
      return self
    },
    at(moment: string) {
      now = moment
      return self
    },
    clock() {
      const next = nextDue(model)
      if (next === null) throw new Error('no term runs')
      now = next.at
      model = endTerm(model, next.proposal, next.at, env)
      return self
    },
    submitted(by = 'almere1', content: object = {}) {
      return self
        .does(by, 'draftProposal', { ...DRAFT, ...content })
        .does(by, 'submitProposal', { proposal: 'p1' })
    },
    consent(...people: string[]) {
      for (const by of people) self.does(by, 'takePosition', on({ position: 'consent' }))
      return self
    },
    confirm(...people: string[]) {
      for (const by of people) self.does(by, 'confirmDecision', on({}))
      return self
    },
    objects(by: string, objection = 'o1') {
      return self.does(by, 'raiseObjection', on({ objection, reason: 'No water storage.' }))
    },
    p(id = 'p1'): ProposalView {
      const shown = view(model).proposals[id]
      if (shown === undefined) throw new Error(`no ${id}`)
      return shown
    },
    model: () => model,
    key: () => view(model).charterInForce ?? '',
  }
  const on = (fields: object) => ({ proposal: 'p1', revision: self.p().revision, ...fields })
  return self
}

const ALL = ['almere1', 'zeewolde1', 'dronten1']
const R1 = { proposal: 'p1', revision: 1 }

/** The charter of three with a fourth. */
const withUrk = (changes: Partial<Charter> = {}) => sampleCharter([...PARTNERS, 'urk'], changes)

function adopt(r: ReturnType<typeof round>, proposal: string, charter: Charter, people: string[]) {
  const on = { proposal, revision: 1 }
  r.does('almere1', 'draftProposal', { proposal, title: 'Charter', text: 'New', charter })
  r.does('almere1', 'submitProposal', { proposal })
  for (const by of people) r.does(by, 'takePosition', { ...on, position: 'consent' })
  for (const by of people) r.does(by, 'confirmDecision', on)
  return r
}

// ---------------------------------------------------------------- the three samples

const SOLO: Charter = {
  ...sampleCharter([]),
  partners: PARTNERS.map(id => ({
    id,
    name: `Partner ${id}`,
    people: [{ id: `${id}1`, name: `${id} one`, roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] }],
  })),
}

type Scripted = [at: string, act: string, by: string, fields?: object]

/** Each element: '+' or '-', after the terms that ended first. */
function play(script: Scripted[]): { lines: string[]; end: ProposalView | undefined } {
  let model = founded(SOLO, '2026-01-05T08:00:00.000Z')
  const lines = script.map(([short, act, by, fields]) => {
    const at = `2026-${short}:00:00.000Z`
    const ends: string[] = []
    for (let next = nextDue(model); next !== null && next.at <= at; next = nextDue(model)) {
      ends.push(`${view(model).proposals[next.proposal]?.state} ${next.at} `)
      model = endTerm(model, next.proposal, next.at, env)
    }
    const answer = ask(model, { ...fields, act, by, proposal: 'p1' }, at, env)
    model = answer.model
    return ends.join('') + (answer.admitted ? '+' : '-')
  })
  return { lines, end: view(model).proposals.p1 }
}

describe('the samples', () => {
  const content = { title: 'Housing', text: 'We build 200 homes.' }
  const consent = { revision: 1, position: 'consent' }

  it('agreement', () => {
    const played = play([
      ['01-05T09', 'draftProposal', 'almere1', content],
      ['01-05T10', 'submitProposal', 'almere1'],
      ['01-06T09', 'takePosition', 'almere1', consent],
      ['01-06T09', 'takePosition', 'zeewolde1', consent],
      ['01-06T09', 'takePosition', 'dronten1', consent],
      ['01-07T09', 'confirmDecision', 'almere1', { revision: 1 }],
      ['01-07T09', 'confirmDecision', 'zeewolde1', { revision: 1 }],
      ['01-07T09', 'confirmDecision', 'dronten1', { revision: 1 }],
      ['01-08T09', 'takePosition', 'almere1', consent],
    ])
    expect(played.lines.join('')).toBe('++++++++-')
    expect(played.end).toMatchObject({ state: 'decided', revision: 1, called: false, openPoints: [] })
  })

  it('objection and amendment', () => {
    const second = { revision: 2, position: 'consent' }
    const amended = { title: 'Housing', text: 'We build 180 homes and water storage.' }
    const objection = { objection: 'o1', revision: 1 }
    const played = play([
      ['01-05T09', 'draftProposal', 'almere1', content],
      ['01-05T10', 'submitProposal', 'almere1'],
      ['01-06T09', 'takePosition', 'almere1', consent],
      ['01-06T09', 'raiseObjection', 'dronten1', { ...objection, reason: 'No water storage.' }],
      ['01-06T10', 'withdrawObjection', 'almere1', objection],
      ['01-07T09', 'amendProposal', 'almere1', amended],
      ['01-07T10', 'takePosition', 'zeewolde1', consent],
      ['01-07T11', 'takePosition', 'zeewolde1', second],
      ['01-07T11', 'takePosition', 'almere1', second],
      ['01-07T12', 'takePosition', 'dronten1', second],
      [
        '01-08T09',
        'withdrawObjection',
        'dronten1',
        { objection: 'o1', revision: 2, reason: 'Storage is in.' },
      ],
      ['01-08T10', 'takePosition', 'dronten1', second],
      ['01-09T09', 'confirmDecision', 'almere1', { revision: 2 }],
      ['01-09T09', 'confirmDecision', 'zeewolde1', { revision: 2 }],
      ['01-09T09', 'confirmDecision', 'dronten1', { revision: 2 }],
    ])
    expect(played.lines.join('')).toBe('++++-+-++-+++++')
    expect(played.end).toMatchObject({ state: 'decided', revision: 2, called: false, openPoints: [] })
  })

  it('silence climbs', () => {
    const played = play([
      ['01-05T09', 'draftProposal', 'almere1', content],
      ['01-05T10', 'submitProposal', 'almere1'],
      ['01-06T09', 'takePosition', 'almere1', consent],
      ['01-06T09', 'takePosition', 'zeewolde1', { revision: 1, position: 'reservation', reason: 'costs' }],
      ['05-05T09', 'comment', 'almere1', { text: 'Still no word from Dronten.' }],
    ])
    const ends = [
      'consultation 2026-01-19T23:00:00.000Z',
      'lijnmanagement 2026-02-02T23:00:00.000Z',
      'opgavemanager 2026-02-16T23:00:00.000Z',
      'stuurgroep 2026-03-09T23:00:00.000Z',
    ]
    expect(played.lines).toEqual(['+', '+', '+', '+', `${ends.join(' ')} +`])
    expect(played.end).toMatchObject({ state: 'noConsensus', revision: 1, called: false, openPoints: [] })
  })
})

// ---------------------------------------------------------------- rule by rule

describe('founding and the circle', () => {
  it('F1 needs every signature under one text', () => {
    const first = sampleCharter(PARTNERS)
    const other = sampleCharter(PARTNERS, { maxRevisions: 3 })
    let model = emptyModel()
    const told = (by: string, act: string, charter: unknown) => {
      const answer = ask(model, { act, by, charter }, START, env)
      model = answer.model
      return answer.admitted
    }
    expect(told('almere1', 'signCharter', charterKey(first))).toBe(false)
    expect(told('outsider', 'proposeCharter', first)).toBe(false)
    expect(told('omar', 'proposeCharter', first)).toBe(true)
    expect(told('almere2', 'signCharter', charterKey(first))).toBe(false)
    expect(told('almere1', 'signCharter', charterKey(other))).toBe(false)
    expect(told('almere1', 'signCharter', charterKey(first))).toBe(true)
    expect(told('dronten2', 'proposeCharter', first)).toBe(true)
    expect(told('almere1', 'signCharter', charterKey(first))).toBe(false)
    expect(told('dronten2', 'proposeCharter', other)).toBe(true)
    expect(ask(model, { act: 'draftProposal', by: 'almere1', ...DRAFT }, START, env).admitted).toBe(false)
    for (const by of ALL) expect(told(by, 'signCharter', charterKey(other))).toBe(true)
    expect(view(model).partners).toEqual(PARTNERS)
    expect(told('almere1', 'proposeCharter', first)).toBe(false)
  })

  it('F1 the text is the same with its defaults written out', () => {
    const { calendar, signatures, decidesOn, maxRevisions, ...bare } = sampleCharter(PARTNERS)
    expect(charterKey(bare)).toBe(charterKey({ ...bare, calendar, signatures, decidesOn, maxRevisions }))
  })

  it('F2 a change names the charter in force, omits nobody, and ends the other changes', () => {
    const r = round()
    const draft = { proposal: 'p1', title: 'Charter', text: 'New' }
    r.refuses('F2', 'almere1', 'draftProposal', { ...draft, charter: sampleCharter(['almere', 'dronten']) })
    r.refuses('F2', 'almere1', 'draftProposal', { ...draft, charter: withUrk(), changes: 'another' })
    const taken = sampleCharter(PARTNERS, { opgavemanager: { id: 'almere2' } })
    r.refuses('F2', 'almere1', 'draftProposal', { ...draft, charter: taken })
    r.submitted('almere1', { charter: withUrk() })
    r.does('almere1', 'draftProposal', { proposal: 'p3', title: 'C', text: 'x', charter: withUrk() })
    adopt(r, 'p2', sampleCharter(PARTNERS, { decidesOn: 'lijnmanagement', maxRevisions: 2 }), ALL)
    expect([r.p('p1').state, r.p('p2').state]).toEqual(['noConsensus', 'decided'])
    r.refuses('F2', 'almere1', 'submitProposal', { proposal: 'p3' })
    r.does('almere1', 'reviseDraft', { proposal: 'p3', title: 'C', text: 'x', charter: withUrk() })
    r.does('almere1', 'submitProposal', { proposal: 'p3' })
    for (const by of ALL) r.does(by, 'takePosition', { proposal: 'p3', revision: 1, position: 'consent' })
    r.refuses('J2', 'almere2', 'confirmDecision', { proposal: 'p3', revision: 1 })
    r.does('almere1', 'confirmDecision', { proposal: 'p3', revision: 1 })
  })

  it('F2 an identical charter replaces nothing', () => {
    const r = round().submitted('almere1', { charter: withUrk() })
    adopt(r, 'p2', sampleCharter(PARTNERS), ALL)
    expect(r.p('p1').state).toBe('consultation')
  })

  it('F3 a newcomer gets a full term and a voice in every open proposal', () => {
    const r = round()
    adopt(r, 'p2', withUrk({ decidesOn: 'lijnmanagement' }), ALL)
    r.submitted()
      .consent(...ALL)
      .does('almere1', 'confirmDecision', R1)
    r.refuses('J2', 'zeewolde3', 'confirmDecision', R1).refuses('F3', 'urk2', 'signCharter', {
      charter: r.key(),
    })
    r.at('2026-01-15T09:00:00.000Z').does('urk1', 'signCharter', { charter: r.key() })
    expect(r.p()).toMatchObject({
      called: false,
      confirmations: [],
      dueAt: '2026-01-29T23:00:00.000Z',
      openPoints: [{ kind: 'silence', partner: 'urk' }],
    })
    r.refuses('F3', 'urk1', 'signCharter', { charter: r.key() })
    r.does('urk1', 'takePosition', { ...R1, position: 'standAside' }).confirm('urk1', 'almere1', 'zeewolde2')
    expect(r.confirm('dronten2').p().state).toBe('decided')
  })

  it('F3 the floor holds for later stages too', () => {
    const short = { ...sampleCharter([]).terms, consultation: 10, lijnmanagement: 1 }
    const r = round({ terms: short })
    adopt(r, 'p2', withUrk({ terms: short }), ALL)
    r.submitted().clock()
    expect(r.p()).toMatchObject({ state: 'lijnmanagement', dueAt: '2026-01-20T23:00:00.000Z' })
    r.at('2026-01-20T09:00:00.000Z').does('urk1', 'signCharter', { charter: r.key() })
    expect(r.p().dueAt).toBe('2026-02-03T23:00:00.000Z')
  })

  it('F4 a partner leaves by its own act; its objections block no longer, and again after its return', () => {
    const r = round().submitted('dronten1').objects('dronten2').consent('almere1', 'zeewolde1')
    r.refuses('F4', 'dronten2', 'leaveCollaboration').refuses('F4', 'omar', 'leaveCollaboration')
    r.does('dronten1', 'leaveCollaboration')
    expect(r.p()).toMatchObject({ called: true, author: 'opgavemanager', openObjections: ['o1'] })
    r.does('omar', 'answerObjection', { proposal: 'p1', objection: 'o1', text: 'Still seen.' })
    r.refuses('O2', 'dronten1', 'withdrawObjection', { ...R1, objection: 'o1' })
    r.refuses('F4', 'dronten1', 'signCharter', { charter: r.key() })
    adopt(r, 'p2', sampleCharter(PARTNERS), ['almere1', 'zeewolde1'])
    r.does('dronten1', 'signCharter', { charter: r.key() })
    expect(r.p()).toMatchObject({ called: false, author: 'opgavemanager' })
    expect(r.p().openPoints).toEqual([{ kind: 'objection', partner: 'dronten', id: 'o1' }])
    r.does('dronten2', 'withdrawObjection', { ...R1, objection: 'o1' }).consent('dronten1')
    expect(r.p().called).toBe(true)
  })

  it('F4 a charter submitted before the departure opens no way back', () => {
    const r = round().submitted('almere1', { charter: sampleCharter(PARTNERS, { maxRevisions: 3 }) })
    r.does('dronten1', 'leaveCollaboration').consent('almere1', 'zeewolde1').confirm('almere1', 'zeewolde1')
    expect(r.p().state).toBe('decided')
    r.refuses('F4', 'dronten1', 'signCharter', { charter: r.key() })
  })

  it('F4 below two partners open proposals end, drafts stay', () => {
    const r = round({}, ['almere', 'dronten']).submitted()
    r.does('dronten1', 'draftProposal', { ...DRAFT, proposal: 'p2' }).does('dronten1', 'leaveCollaboration')
    expect([r.p('p1').state, r.p('p2').state, r.p('p2').author]).toEqual([
      'noConsensus',
      'drafting',
      'opgavemanager',
    ])
    r.refuses('F4', 'omar', 'submitProposal', { proposal: 'p2' })
  })

  it('F6 a change of the circle voids confirmations; what holds is called anew', () => {
    const r = round()
      .submitted()
      .consent(...ALL)
      .confirm('almere1', 'zeewolde1')
    r.does('dronten1', 'leaveCollaboration')
    expect(r.p()).toMatchObject({ state: 'consultation', called: true, confirmations: [] })
    expect(r.confirm('almere1', 'zeewolde1').p().state).toBe('decided')
  })
})

describe('drafting', () => {
  it('D1 drafts and comments', () => {
    const r = round().refuses('D1', 'outsider', 'draftProposal', DRAFT).does('omar', 'draftProposal', DRAFT)
    r.refuses('D1', 'almere1', 'draftProposal', DRAFT)
    r.does('zeewolde2', 'comment', { proposal: 'p1', text: 'Why?' })
    r.does('almere1', 'comment', { proposal: 'p1', text: 'So.', replyTo: 'c1' })
    r.refuses('D1', 'almere1', 'comment', { proposal: 'p1', text: 'So.', replyTo: 'c3' })
    r.refuses('D1', 'outsider', 'comment', { proposal: 'p1', text: 'Me too.' })
    r.refuses('D2', 'almere1', 'submitProposal', { proposal: 'p1' })
    r.refuses('C2', 'almere1', 'takePosition', { ...R1, position: 'consent' })
    r.does('omar', 'submitProposal', { proposal: 'p1' }).does('omar', 'withdrawProposal', { proposal: 'p1' })
    r.does('almere1', 'comment', { proposal: 'p1', text: 'A pity.' })
    r.refuses('D3', 'omar', 'withdrawProposal', { proposal: 'p1' })
  })

  it('D2 commitments of present partners, links to earlier proposals', () => {
    const commitments = [{ id: 'k1', partner: 'urk', what: 'Land', by: '2027-01-01' }]
    const r = round().refuses('D2', 'almere1', 'draftProposal', { ...DRAFT, commitments })
    r.refuses('D2', 'almere1', 'draftProposal', { ...DRAFT, basedOn: ['p1'] })
    const own = [{ id: 'k1', partner: 'dronten', what: 'Land', by: '2027-01-01' }]
    r.does('almere1', 'draftProposal', { ...DRAFT, commitments: own }).does('dronten1', 'leaveCollaboration')
    r.refuses('D2', 'almere1', 'submitProposal', { proposal: 'p1' })
    r.does('almere1', 'reviseDraft', DRAFT).does('almere1', 'submitProposal', { proposal: 'p1' })
  })

  it('D3 the author is the office, not the person', () => {
    const r = round().submitted('omar')
    adopt(r, 'p2', sampleCharter(PARTNERS, { opgavemanager: { id: 'olga' } }), ALL)
    r.refuses('D3', 'omar', 'withdrawProposal', { proposal: 'p1' })
    r.does('olga', 'withdrawProposal', { proposal: 'p1' })
  })
})

describe('consultation', () => {
  it('C2 C3 who takes which position', () => {
    const commitments = [{ id: 'k1', partner: 'dronten', what: 'Land', by: '2027-01-01' }]
    const r = round().submitted('almere1', { commitments })
    r.refuses('C2', 'omar', 'takePosition', { ...R1, position: 'consent' })
    r.refuses('C2', 'almere1', 'takePosition', { ...R1, revision: 2, position: 'consent' })
    r.refuses('C3', 'almere1', 'takePosition', { ...R1, position: 'reservation', reason: ' ' })
    r.refuses('C3', 'dronten1', 'takePosition', { ...R1, position: 'standAside' })
    r.does('almere1', 'giveMandate', { person: 'ali', roles: ['opgaveregisseur'] })
    r.refuses('C2', 'ali', 'takePosition', { ...R1, position: 'consent' })
    r.consent('almere2', 'zeewolde2', 'dronten2').confirm('almere1', 'zeewolde1')
    r.does('almere1', 'takePosition', { ...R1, position: 'reservation', reason: 'Costs.' })
    expect(r.p()).toMatchObject({ called: true, confirmations: ['zeewolde'] })
    r.does('almere1', 'takePosition', { ...R1, position: 'consent', provisional: true })
    expect(r.p()).toMatchObject({ called: false, confirmations: [], positions: { almere: 'consent?' } })
    expect(r.p().openPoints).toEqual([{ kind: 'silence', partner: 'almere' }])
  })

  it('C3 needs the support of at least one', () => {
    const r = round().submitted()
    for (const by of ALL) r.does(by, 'takePosition', { ...R1, position: 'standAside' })
    expect(r.p()).toMatchObject({ called: false, openPoints: [{ kind: 'support' }] })
    expect(r.consent('dronten1').p().called).toBe(true)
  })

  it('C5 each partner extends once a revision, in the consultation only', () => {
    const r = round().submitted().does('almere2', 'extendTerm', R1)
    expect(r.p().dueAt).toBe('2026-01-26T23:00:00.000Z')
    r.refuses('C5', 'almere1', 'extendTerm', R1).refuses('C5', 'omar', 'extendTerm', R1)
    r.does('dronten1', 'extendTerm', R1)
    expect(r.p().dueAt).toBe('2026-02-02T23:00:00.000Z')
    r.does('almere1', 'amendProposal', AMENDED).does('almere1', 'extendTerm', { ...R1, revision: 2 })
    r.clock().refuses('C5', 'zeewolde1', 'extendTerm', { ...R1, revision: 2 })
  })
})

describe('objections and the ladder', () => {
  it('O1 O2 raised by whom it may concern, let go by nobody else', () => {
    const r = round()
      .submitted()
      .consent(...ALL)
      .confirm('almere1', 'zeewolde1')
    r.refuses('O1', 'omar', 'raiseObjection', { ...R1, objection: 'o1', reason: 'No.' })
    r.refuses('O1', 'dronten2', 'raiseObjection', { ...R1, objection: 'o1', reason: ' ' })
    r.refuses('O1', 'dronten2', 'raiseObjection', { ...R1, revision: 2, objection: 'o1', reason: 'No.' })
    r.objects('dronten2')
    expect(r.p()).toMatchObject({ called: false, confirmations: [], openObjections: ['o1'] })
    expect(r.p().positions).toEqual({ almere: 'consent', zeewolde: 'consent' })
    r.refuses('O2', 'dronten1', 'takePosition', { ...R1, position: 'consent' })
    r.refuses('O1', 'almere1', 'raiseObjection', { ...R1, objection: 'o1', reason: 'Me too.' })
    r.refuses('O2', 'omar', 'withdrawObjection', { ...R1, objection: 'o1' })
    r.does('almere1', 'amendProposal', AMENDED).refuses('O2', 'dronten1', 'withdrawObjection', {
      ...R1,
      objection: 'o1',
    })
    r.does('zeewolde1', 'raiseObjection', { ...R1, objection: 'o2', reason: 'On the first.' })
    r.does('dronten1', 'withdrawObjection', { ...R1, revision: 2, objection: 'o1' })
    expect(r.p().openObjections).toEqual(['o2'])
    expect(r.p().positions).toEqual({})
  })

  it('O3 O4 goes up early when all have spoken and every objection was answered here', () => {
    const r = round().submitted().objects('dronten1').consent('almere1')
    const up = { ...R1, stage: 'lijnmanagement', reason: 'Stuck.' }
    const answer = { proposal: 'p1', objection: 'o1', text: 'We looked.' }
    r.does('omar', 'answerObjection', answer).refuses('O4', 'zeewolde1', 'answerObjection', answer)
    r.refuses('O3', 'almere1', 'escalate', { ...up, stage: 'consultation' }).clock()
    r.refuses('O3', 'almere1', 'escalate', up)
    r.does('zeewolde1', 'takePosition', { ...R1, position: 'consent', provisional: true })
    r.does('almere2', 'answerObjection', answer).refuses('O3', 'almere1', 'escalate', up).consent('zeewolde1')
    r.refuses('O3', 'almere1', 'escalate', { ...up, stage: 'opgavemanager' })
    r.does('dronten1', 'escalate', up)
    expect(r.p().state).toBe('opgavemanager')
    r.refuses('O3', 'almere1', 'escalate', { ...up, stage: 'opgavemanager' })
    r.does('omar', 'answerObjection', answer).does('omar', 'escalate', { ...up, stage: 'opgavemanager' })
    r.refuses('O3', 'omar', 'escalate', { ...up, stage: 'stuurgroep' }).clock()
    expect(r.p()).toMatchObject({ state: 'noConsensus', openObjections: ['o1'], openPoints: [] })
  })

  it('O6 O8 an amendment starts anew, and there is an end to them', () => {
    const r = round({ maxRevisions: 2 })
      .submitted()
      .consent('almere1', 'zeewolde1')
      .objects('dronten1')
      .clock()
    r.refuses('O6', 'zeewolde1', 'amendProposal', AMENDED)
    r.refuses('O6', 'almere1', 'amendProposal', { ...DRAFT, commitments: [], basedOn: [] })
    r.does('almere1', 'amendProposal', AMENDED)
    expect(r.p()).toMatchObject({
      state: 'consultation',
      revision: 2,
      positions: {},
      openObjections: ['o1'],
      dueAt: '2026-02-02T23:00:00.000Z',
    })
    r.refuses('O8', 'almere1', 'amendProposal', DRAFT)
  })
})

describe('the joint decision', () => {
  it('J1 J2 J3 called, confirmed by every seat, taken by the last', () => {
    const r = round()
      .submitted()
      .refuses('J2', 'almere1', 'confirmDecision', R1)
      .consent(...ALL)
    r.refuses('J2', 'almere2', 'confirmDecision', R1).refuses('J2', 'omar', 'confirmDecision', R1)
    r.confirm('almere1').refuses('J2', 'almere1', 'confirmDecision', R1).confirm('zeewolde1')
    expect(r.p().openPoints).toEqual([{ kind: 'confirmation', partner: 'dronten' }])
    expect(r.confirm('dronten1').p()).toMatchObject({ state: 'decided', called: false, dueAt: null })
    r.refuses('O1', 'dronten1', 'raiseObjection', { ...R1, objection: 'o1', reason: 'Late.' })
  })

  it('J2 the first call gives its term once; a carried one leaves the new stage its own', () => {
    const r = round()
      .submitted()
      .at('2026-01-15T09:00:00.000Z')
      .consent(...ALL)
    expect(r.p().dueAt).toBe('2026-01-29T23:00:00.000Z')
    r.confirm('almere1').at('2026-01-26T09:00:00.000Z').objects('dronten1')
    r.does('dronten1', 'withdrawObjection', { ...R1, objection: 'o1' })
      .consent('dronten1')
      .confirm('almere1')
    expect(r.p()).toMatchObject({ called: true, dueAt: '2026-01-29T23:00:00.000Z' })
    r.clock()
    expect(r.p()).toMatchObject({
      state: 'lijnmanagement',
      called: true,
      confirmations: ['almere'],
      dueAt: '2026-02-12T23:00:00.000Z',
    })
    r.at('2026-02-12T09:00:00.000Z').objects('dronten1', 'o2')
    r.does('dronten1', 'withdrawObjection', { ...R1, objection: 'o2' }).consent('dronten1')
    expect(r.p().dueAt).toBe('2026-02-26T23:00:00.000Z')
  })

  it('J2 lijnmanagement decides where the charter says so', () => {
    const r = round({ decidesOn: 'lijnmanagement' })
      .submitted()
      .consent(...ALL)
    expect(r.confirm('almere2', 'zeewolde2', 'dronten2').p().state).toBe('decided')
  })
})

describe('time', () => {
  it('T1 nothing at or after the due moment, and no term ends early', () => {
    const r = round()
      .submitted()
      .at('2026-01-19T22:59:59.999Z')
      .does('almere1', 'comment', { ...R1, text: 'Now.' })
    r.at('2026-01-19T23:00:00.000Z').refuses('T1', 'almere1', 'comment', { ...R1, text: 'Late.' })
    r.refuses('T1', 'almere1', 'endTerm', { ...R1, stage: 'consultation' })
    expect(() => endTerm(r.model(), 'p1', '2026-01-19T22:59:59.999Z', env)).toThrow('no term')
    expect(nextDue(r.model())).toEqual({ proposal: 'p1', at: '2026-01-19T23:00:00.000Z' })
  })
})

describe('who may do what', () => {
  it('W1 mandates are given and withdrawn by the own stuurgroep seat', () => {
    const r = round()
    const give = { person: 'ali', roles: ['stuurgroep', 'lijnmanagement'] }
    r.refuses('W1', 'almere2', 'giveMandate', give).refuses('W1', 'omar', 'giveMandate', give)
    r.refuses('W1', 'almere1', 'giveMandate', { ...give, until: START })
    r.does('almere1', 'giveMandate', { ...give, until: '2026-01-07T00:00:00+01:00' })
    r.refuses('W1', 'zeewolde1', 'giveMandate', give)
    r.refuses('W1', 'zeewolde1', 'giveMandate', { ...give, person: 'omar' })
    r.refuses('W1', 'zeewolde1', 'giveMandate', { ...give, person: 'almere2' })
    r.refuses('W1', 'almere1', 'withdrawMandate', { person: 'almere1', roles: ['stuurgroep'] })
    r.refuses('W1', 'ali', 'giveMandate', { ...give, person: 'almere1', until: '2026-01-09T00:00:00Z' })
    r.refuses('W1', 'almere1', 'withdrawMandate', { person: 'ali', roles: ['opgaveregisseur'] })
    r.refuses('W1', 'zeewolde1', 'withdrawMandate', { person: 'ali' })
    r.at('2026-01-06T23:00:00.000Z').refuses('D1', 'ali', 'draftProposal', DRAFT)
    r.does('zeewolde1', 'giveMandate', give).does('zeewolde1', 'withdrawMandate', { person: 'ali' })
    r.does('almere1', 'giveMandate', give).does('ali', 'withdrawMandate', {
      person: 'almere1',
      roles: ['stuurgroep'],
    })
    r.refuses('F4', 'almere1', 'leaveCollaboration').does('ali', 'leaveCollaboration')
    r.refuses('D1', 'ali', 'draftProposal', DRAFT)
  })

  it('W1 who is named for a newcomer waits for it; who speaks for another gets no mandate of it', () => {
    const r = round()
    r.does('almere1', 'draftProposal', { ...DRAFT, charter: withUrk({ opgavemanager: { id: 'olga' } }) })
    r.does('almere1', 'submitProposal', { proposal: 'p1' })
    r.does('almere1', 'giveMandate', { person: 'urk2', roles: ['lijnmanagement'] })
    r.does('almere1', 'giveMandate', { person: 'olga', roles: ['lijnmanagement'] })
    r.consent(...ALL).confirm(...ALL)
    expect(view(r.model()).opgavemanager).toBeNull()
    r.refuses('W1', 'almere1', 'giveMandate', { person: 'urk1', roles: ['lijnmanagement'] })
    r.does('urk1', 'signCharter', { charter: r.key() })
    r.does('urk2', 'draftProposal', { ...DRAFT, proposal: 'p2' })
    expect(r.p('p2').author).toBe('almere')
    r.does('almere1', 'withdrawMandate', { person: 'olga' })
    expect(view(r.model()).opgavemanager).toBe('olga')
  })

  it('W3 unknown acts and proposals are refused', () => {
    round()
      .refuses('W3', 'almere1', 'toString')
      .refuses('D1', 'almere1', 'submitProposal', { proposal: 'p9' })
  })
})

// ---------------------------------------------------------------- the promise, on random walks of the model

interface Step {
  act: Act | null
  at: string
  before: Model
  after: Model
}

function generator(seed: number): () => number {
  let state = seed * 2654435761
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** How often a kind of act is drawn, against the others that are allowed. */
const WEIGHTS: Record<string, number> = {
  takePosition: 30,
  confirmDecision: 60,
  withdrawObjection: 20,
  submitProposal: 30,
  draftProposal: 4,
  amendProposal: 2,
  raiseObjection: 3,
  answerObjection: 6,
  escalate: 8,
  signCharter: 8,
  giveMandate: 2,
  leaveCollaboration: 0.4,
  withdrawProposal: 0.2,
}

function weightOf(act: Act): number {
  const opensNew = act.act === 'draftProposal' && Number(String(act.proposal).slice(1)) > 4
  return opensNew ? 0 : act.provisional ? 3 : (WEIGHTS[act.act] ?? 1)
}

function draw(acts: Act[], random: () => number): Act | undefined {
  const kinds = [...new Set(acts.map(act => act.act))].map(kind => acts.filter(act => act.act === kind))
  const heaviest = (kind: Act[]) => Math.max(...kind.map(weightOf))
  let left = random() * kinds.reduce((sum, kind) => sum + heaviest(kind), 0)
  const chosen = kinds.find(kind => {
    left -= heaviest(kind)
    return left < 0
  })
  const likely = (chosen ?? []).filter(act => weightOf(act) === heaviest(chosen ?? []) || random() < 0.1)
  return likely[Math.floor(random() * likely.length)]
}

function frozen<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value
  for (const inner of Object.values(Object.freeze(value))) frozen(inner)
  return value
}

/** A random walk over allowed acts; `silent` keeps the people of one partner quiet. */
function walk(seed: number, length: number, silent: string | null = null): Step[] {
  const random = generator(seed)
  const terms = {
    consultation: 5,
    lijnmanagement: 4,
    opgavemanager: 3,
    stuurgroep: 4,
    jointDecision: 3,
    extension: 2,
  }
  const decidesOn = seed % 3 === 0 ? 'lijnmanagement' : 'stuurgroep'
  let model = frozen(founded(sampleCharter(PARTNERS, { terms, decidesOn, maxRevisions: 2 + (seed % 2) })))
  let now = Date.parse(START)
  const steps: Step[] = []
  const record = (act: Act | null, at: string, after: Model) => {
    steps.push({ act, at, before: model, after: frozen(after) })
    model = after
  }
  while (steps.length < length) {
    now += random() < 0.06 ? random() * 9 * DAY : random() * 6 * 60 * 60 * 1000
    const at = new Date(now).toISOString()
    for (let next = nextDue(model); next !== null && next.at <= at; next = nextDue(model)) {
      record(null, next.at, endTerm(model, next.proposal, next.at, env))
    }
    const acts = allowedActs(model, at, env, Math.floor(random() * 1000))
    const act = draw(silent ? acts.filter(each => !each.by?.startsWith(silent)) : acts, random)
    if (act === undefined) break
    record(act, at, ask(model, act, at, env).model)
  }
  return steps
}

const SEEDS = Array.from({ length: 32 }, (_, index) => index + 1)
let walked: Step[][] | null = null
const walks = (): Step[][] => {
  walked ??= SEEDS.map(seed => walk(seed, 50))
  return walked
}

const shown = (model: Model, id: string): ProposalView | undefined => view(model).proposals[id]
const ids = (model: Model): string[] => model.proposals.map(p => p.id)

/** The partner whose own act this is: through a mandate of that moment, or by signing. */
function actor({ act, at, before }: Step): string | null {
  if (act === null) return null
  const live = before.mandates.find(m => m.person === act.by && (m.until === null || at < m.until))
  const named = before.inForce?.text.partners.find(each => each.people.some(person => person.id === act.by))
  return live?.partner ?? (act.act === 'signCharter' ? (named?.id ?? null) : null)
}

const isAct = (step: Step, act: string, proposal: string): boolean =>
  step.act?.act === act && step.act.proposal === proposal

const circleChanged = ({ before, after }: Step): boolean =>
  [...before.partners].sort().join() !== [...after.partners].sort().join()

const newlyDecided = (step: Step): string[] =>
  ids(step.after).filter(
    id => shown(step.after, id)?.state === 'decided' && shown(step.before, id)?.state !== 'decided',
  )

function expectNobodyBypassed(steps: Step[], decidedAt: number, id: string): void {
  const past = steps.slice(0, decidedAt + 1)
  const last = (test: (step: Step) => boolean): number => past.findLastIndex(test)
  const { before, after } = past[decidedAt] as Step
  const r = shown(after, id)?.revision
  const noticed = last(step => shown(step.before, id)?.revision !== shown(step.after, id)?.revision)
  const circle = last(circleChanged)
  const objected = last(step => isAct(step, 'raiseObjection', id))
  const content = before.proposals.find(p => p.id === id)?.content
  const rung = content?.charter ? 'stuurgroep' : before.proposals.find(p => p.id === id)?.rules?.decidesOn
  for (const partner of before.partners) {
    const own = (act: string) => last(step => isAct(step, act, id) && actor(step) === partner)
    const joined = last(
      step => !step.before.partners.includes(partner) && step.after.partners.includes(partner),
    )
    const spoke = own('takePosition')
    const confirmed = own('confirmDecision')
    expect(spoke).toBeGreaterThan(Math.max(noticed, joined, own('raiseObjection')))
    expect(past[spoke]?.act).toMatchObject({ revision: r })
    expect(past[spoke]?.act?.provisional).not.toBe(true)
    expect(confirmed).toBeGreaterThan(Math.max(spoke, circle, objected))
    expect(past[confirmed]?.act).toMatchObject({ revision: r })
    const { act, at, before: then } = past[confirmed] as Step
    const seat = then.mandates.find(m => m.person === act?.by && m.role === rung && m.partner === partner)
    expect(seat !== undefined && (seat.until === null || at < seat.until)).toBe(true)
    const raised = past.filter(step => isAct(step, 'raiseObjection', id) && actor(step) === partner)
    const letGo = past.filter(step => isAct(step, 'withdrawObjection', id) && actor(step) === partner)
    expect(letGo.map(step => step.act?.objection).sort()).toEqual(
      raised.map(step => step.act?.objection).sort(),
    )
  }
}

function expectNobodySpokenFor(step: Step): void {
  const { before, after, act } = step
  const self = actor(step)
  for (const id of ids(before)) {
    const was = shown(before, id)
    const is = shown(after, id)
    if (was === undefined || is === undefined) throw new Error(`${id} is lost`)
    const others = [...PARTNERS, ...after.partners, ...before.partners].filter(partner => partner !== self)
    for (const partner of new Set(others)) {
      // only a new revision voids what another has said; only the end of a call what it has confirmed
      if (is.positions[partner] !== was.positions[partner]) {
        expect(is.positions[partner]).toBeUndefined()
        expect(is.revision).toBeGreaterThan(was.revision)
      }
      if (is.confirmations.includes(partner)) expect(was.confirmations).toContain(partner)
      else if (was.confirmations.includes(partner)) expect(!is.called || circleChanged(step)).toBe(true)
    }
    const owners = new Map(
      after.proposals.flatMap(p => (p.id === id ? p.objections : [])).map(o => [o.id, o.partner]),
    )
    const changed = [...is.openObjections, ...was.openObjections].filter(
      each => is.openObjections.includes(each) !== was.openObjections.includes(each),
    )
    for (const each of changed) expect(owners.get(each)).toBe(self)
    if (changed.length) expect(['raiseObjection', 'withdrawObjection']).toContain(act?.act)
  }
  for (const partner of new Set([...before.partners, ...after.partners])) {
    const mandates = (model: Model) => JSON.stringify(model.mandates.filter(m => m.partner === partner))
    if (partner === self) continue
    expect(mandates(after)).toBe(mandates(before))
    expect(after.partners.includes(partner)).toBe(before.partners.includes(partner))
  }
}

const LADDER = ['drafting', 'consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep']

function expectLadder({ act, before, after }: Step): void {
  for (const id of ids(before)) {
    const was = shown(before, id)
    const is = shown(after, id)
    if (was === undefined || is === undefined) throw new Error(`${id} is lost`)
    const from = LADDER.indexOf(was.state)
    const to = LADDER.indexOf(is.state)
    if (from < 0) expect(is.state).toBe(was.state)
    else if (is.revision > was.revision)
      expect([is.state, is.revision - was.revision]).toEqual(['consultation', 1])
    else if (to >= 0 && to !== from) {
      expect(to - from).toBe(1)
      expect(act === null || (act.act === 'escalate' && from >= 2)).toBe(true)
    }
    // the condition is the same on every stage
    const lacking = is.openPoints.filter(point => point.kind !== 'confirmation')
    if (to > 0) expect(is.called).toBe(lacking.length === 0)
    if (to > 0) expect(is.dueAt).not.toBeNull()
  }
}

describe('the promise', () => {
  it('1. nobody is bypassed', () => {
    let decisions = 0
    for (const steps of walks()) {
      steps.forEach((step, index) => {
        for (const id of newlyDecided(step)) {
          expect(step.act?.act).toBe('confirmDecision')
          expectNobodyBypassed(steps, index, id)
          decisions += 1
        }
      })
    }
    expect(decisions).toBeGreaterThan(SEEDS.length / 2)
  })

  it('2. nobody is spoken for', () => {
    for (const step of walks().flat()) expectNobodySpokenFor(step)
  })

  it('3. silence is silence', () => {
    for (const seed of SEEDS.slice(0, 8)) {
      const steps = walk(seed + 1000, 40, 'dronten')
      expect(steps.flatMap(newlyDecided)).toEqual([])
      expect(steps.at(-1)?.after.partners).toContain('dronten')
    }
  })

  it('4. the order in which partners speak within one consultation does not matter', () => {
    const speech: [string, string, object][] = [
      ['almere1', 'takePosition', { ...R1, position: 'consent' }],
      ['zeewolde1', 'raiseObjection', { ...R1, objection: 'o1', reason: 'No.' }],
      ['dronten1', 'takePosition', { ...R1, position: 'reservation', reason: 'Costs.' }],
    ]
    const orders = [0, 1, 2]
      .flatMap(a => [0, 1, 2].map(b => [a, b, 3 - a - b]))
      .filter(o => new Set(o).size === 3)
    const outcomes = orders.map(order => {
      const r = round().submitted()
      for (const index of order) r.does(...(speech[index] as [string, string, object]))
      return r.p()
    })
    expect(outcomes).toHaveLength(6)
    for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
  })

  it('5. nothing is lost', () => {
    for (const steps of walks()) {
      const open = new Map<string, boolean>()
      for (const { act, after } of steps) {
        const name = `${act?.proposal} ${act?.objection}`
        if (act?.act === 'raiseObjection') open.set(name, true)
        if (act?.act === 'withdrawObjection') open.set(name, false)
        const visible = after.proposals.flatMap(p =>
          p.objections.map(o => [`${p.id} ${o.id}`, o.open] as const),
        )
        expect(new Map(visible.sort())).toEqual(new Map([...open].sort()))
      }
    }
  })

  it('6. stages are entered in order, none skipped', () => {
    for (const step of walks().flat()) expectLadder(step)
  })

  it('7. the clock alone ends everything', () => {
    for (const steps of walks()) {
      let model = steps.at(-1)?.after ?? emptyModel()
      const open = model.proposals.filter(p => p.dueAt !== null).length
      let terms = 0
      for (let next = nextDue(model); next !== null; next = nextDue(model)) {
        model = endTerm(model, next.proposal, next.at, env)
        terms += 1
      }
      expect(terms).toBeLessThanOrEqual(4 * open)
    }
  })

  it('walks reach decisions, every stage and every kind of act', () => {
    const decided = walks().filter(steps => steps.some(step => newlyDecided(step).length > 0))
    expect(decided.length / SEEDS.length).toBeGreaterThan(0.5)
    const kinds = new Set(walks().flatMap(steps => steps.map(step => step.act?.act)))
    expect(kinds.size).toBe(18)
    const states = new Set(walks().flatMap(steps => steps.flatMap(s => s.after.proposals.map(p => p.state))))
    expect(states.size).toBe(8)
  })

  it('the wide alphabet is answered, act by act, and changes nothing when refused', () => {
    const rules = new Set<string>()
    for (const [index, steps] of walks().slice(0, 12).entries()) {
      const { after: model, at } = steps.at(-1 - index * 2) ?? { after: emptyModel(), at: START }
      for (const act of [...anyActs(model, at, index), ...anyActs(emptyModel(), at, index)]) {
        const from = index % 2 ? model : emptyModel()
        const answer = ask(from, act, at, env)
        if (!answer.admitted) expect(answer.model).toBe(from)
        rules.add(answer.why.split(' ')[0] ?? '')
      }
    }
    const met = [...rules].filter(rule => rule !== '').sort()
    expect(met.join(' ')).toBe('C2 C3 C5 D1 D2 D3 F1 F2 F3 F4 J2 O1 O2 O3 O4 O6 O8 T1 W1')
  })
})
