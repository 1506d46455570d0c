import { describe, expect, it } from 'vitest'
import {
  type Act,
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

/** Under the calendar `none` every day is a working day. */
function due(from: string, workingDays: number, { holidays }: { holidays: string }): string {
  let date = Math.floor(Date.parse(from) / DAY) * DAY
  while (midnight(date) < Date.parse(from)) date += DAY
  for (let left = workingDays; left > 0; date += DAY) if (holidays === 'none' || isWorkingDay(date)) left -= 1
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
    happened: () => model.happened,
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

  it('D3 a partner that is called as the office is not the office', () => {
    const r = round({}, ['opgavemanager', 'dronten']).submitted('opgavemanager1')
    r.refuses('D3', 'omar', 'withdrawProposal', { proposal: 'p1' })
    r.does('opgavemanager2', 'withdrawProposal', { proposal: 'p1' })
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
    for (const reason of ['', ' ', '\u00a0\u200b', '\u3164'])
      r.refuses('O1', 'dronten2', 'raiseObjection', { ...R1, objection: 'o1', reason })
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

// ---------------------------------------------------------------- sentence by sentence, where a rule has many

/** What the last step led to, of one kind. */
function last(r: ReturnType<typeof round>, what: string): object[] {
  return r.happened().filter(each => each.what === what)
}

const told = (...partners: string[]) =>
  partners.map(partner => ({ partner, persons: [`${partner}1`, `${partner}2`] }))

describe('the charter and its circle, sentence by sentence', () => {
  it('W1 a charter names nobody for two partners, nor a partner’s person as opgavemanager', () => {
    const charter = sampleCharter(PARTNERS)
    const twice = { ...charter, partners: [...charter.partners, { ...charter.partners[0], id: 'urk' }] }
    const both = sampleCharter(PARTNERS, { opgavemanager: { id: 'Almere2' } })
    for (const text of [twice, both]) {
      const answer = ask(emptyModel(), { act: 'proposeCharter', by: 'almere1', charter: text }, START, env)
      expect(answer.why).toMatch(/^W1/)
    }
    const newcomer = withUrk({ opgavemanager: { id: 'urk1' } })
    round().refuses('W1', 'almere1', 'draftProposal', { ...DRAFT, charter: newcomer })
  })

  it('F2 running proposals keep terms, limits, rung and calendar; later ones have the new', () => {
    const r = round().submitted()
    const terms = { ...sampleCharter([]).terms, consultation: 2, lijnmanagement: 2 }
    const calendar = { timeZone: 'Europe/Amsterdam', holidays: 'none' }
    adopt(
      r,
      'p2',
      sampleCharter(PARTNERS, { terms, calendar, maxRevisions: 1, decidesOn: 'lijnmanagement' }),
      ALL,
    )
    r.does('almere1', 'amendProposal', AMENDED).clock()
    expect(r.p().dueAt).toBe('2026-02-02T23:00:00.000Z')
    r.consent(...ALL).refuses('J2', 'almere2', 'confirmDecision', { ...R1, revision: 2 })
    r.at('2026-01-23T09:00:00.000Z').does('almere1', 'draftProposal', { ...DRAFT, proposal: 'p3' })
    r.does('almere1', 'submitProposal', { proposal: 'p3' })
    expect(r.p('p3').dueAt).toBe('2026-01-25T23:00:00.000Z')
    r.refuses('O8', 'almere1', 'amendProposal', { ...AMENDED, proposal: 'p3' })
  })

  it('F2 a partner that joined since and is not named stays; mandates of the present stay as they are', () => {
    const r = round()
    adopt(r, 'p9', withUrk(), ALL)
    const charter = sampleCharter(PARTNERS, { maxRevisions: 3 })
    const people = [{ id: 'new1', roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] as const }]
    const other = charter.partners.map(each => (each.id === 'almere' ? { ...each, people } : each))
    r.submitted('almere1', { charter: { ...charter, partners: other } })
    r.does('urk1', 'signCharter', { charter: r.key() }).consent(...ALL, 'urk1')
    r.confirm(...ALL)
    expect(r.p().state).toBe('consultation')
    expect(r.confirm('urk1').p().state).toBe('decided')
    expect(view(r.model()).partners).toEqual([...PARTNERS, 'urk'])
    r.refuses('W1', 'new1', 'giveMandate', { person: 'ali', roles: ['stuurgroep'] })
    r.does('almere1', 'giveMandate', { person: 'ali', roles: ['stuurgroep'] })
    r.does('urk1', 'draftProposal', { ...DRAFT, proposal: 'p3' })
  })

  it('F2 an amendment adds a charter or drops it, and the rung follows', () => {
    const r = round({ decidesOn: 'lijnmanagement' }).submitted()
    r.does('almere1', 'amendProposal', { ...DRAFT, charter: withUrk() }).consent(...ALL)
    r.refuses('J2', 'almere2', 'confirmDecision', { ...R1, revision: 2 })
    r.does('almere1', 'amendProposal', AMENDED).consent(...ALL)
    adopt(r, 'p2', sampleCharter(PARTNERS, { maxRevisions: 3 }), ALL)
    r.confirm('almere2', 'zeewolde2', 'dronten2')
    expect(r.p().state).toBe('decided')
    expect(view(r.model()).partners).toEqual(PARTNERS)
  })

  it('F2 a person or partner that could be taken for another is not brought in', () => {
    const r = round()
    const confusable = [
      {
        ...withUrk(),
        partners: withUrk().partners.map(each => (each.id === 'urk' ? { ...each, id: 'Almere' } : each)),
      },
      sampleCharter(PARTNERS, { opgavemanager: { id: 'OMAR' } }),
    ]
    for (const charter of confusable) r.refuses('F2', 'almere1', 'draftProposal', { ...DRAFT, charter })
    r.refuses('W1', 'almere1', 'giveMandate', { person: 'Zeewolde2', roles: ['stuurgroep'] })
  })

  it('F3 a newcomer is told of every open proposal, and has its full term on later stages too', () => {
    const terms = { ...sampleCharter([]).terms, opgavemanager: 1 }
    const r = round({ terms })
    adopt(r, 'p9', withUrk({ terms }), ALL)
    r.submitted().objects('dronten1').clock().at('2026-01-30T09:00:00.000Z')
    r.does('urk1', 'signCharter', { charter: r.key() })
    const dueAt = '2026-02-13T23:00:00.000Z'
    const notice = { what: 'notice', proposal: 'p1', revision: 1, dueAt, told: told('urk') }
    expect(last(r, 'notice')).toEqual([notice])
    r.consent('almere1', 'zeewolde1', 'urk1')
    r.does('omar', 'answerObjection', { proposal: 'p1', objection: 'o1', text: 'No.' })
    r.does('urk2', 'escalate', { ...R1, stage: 'lijnmanagement', reason: 'Stuck.' })
    expect(r.p()).toMatchObject({ state: 'opgavemanager', dueAt })
  })

  it('F4 who returns has no position, and the people of the new charter', () => {
    const r = round()
      .submitted()
      .consent(...ALL)
    r.does('dronten1', 'giveMandate', { person: 'dora', roles: ['stuurgroep'] }).does(
      'dora',
      'leaveCollaboration',
    )
    expect(Object.keys(r.p().positions)).toEqual(['almere', 'zeewolde'])
    const people = [{ id: 'dirk', roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] as const }]
    const back = sampleCharter(PARTNERS).partners.map(each =>
      each.id === 'dronten' ? { ...each, people } : each,
    )
    adopt(r, 'p2', { ...sampleCharter(PARTNERS), partners: back } as Charter, ['almere1', 'zeewolde1'])
    r.does('dirk', 'signCharter', { charter: r.key() })
    expect(r.p().openPoints).toEqual([{ kind: 'silence', partner: 'dronten' }])
    for (const by of ['dora', 'dronten1']) r.refuses('C2', by, 'takePosition', { ...R1, position: 'consent' })
    expect(r.consent('dirk').p().called).toBe(true)
  })

  it('F4 a decision stands after its partner left, and its commitments show that it left', () => {
    const commitments = [{ id: 'k1', partner: 'dronten', what: 'Land', by: '2027-01-01' }]
    const r = round()
      .submitted('almere1', { commitments })
      .consent(...ALL)
      .confirm(...ALL)
    expect(r.p().partnerLeft).toEqual([])
    r.does('dronten1', 'leaveCollaboration')
    expect(r.p()).toMatchObject({ state: 'decided', confirmations: PARTNERS, partnerLeft: ['k1'] })
  })

  it('F5 an unmet need is shown at the founding, with each change of the circle and with each decision', () => {
    const opgave = { title: 'Wonen', goal: 'Homes', needs: [{ id: 'land' }, { id: 'money' }] }
    const partners = sampleCharter(PARTNERS).partners.map(each => ({ ...each, meets: ['land'] }))
    const [, , dronten] = partners
    const apart = partners.map(each => ({ ...each, meets: each.id === 'dronten' ? ['land'] : [] }))
    const r = round({ opgave, partners: dronten ? apart : [] })
    expect(last(r, 'founded')).toEqual([{ what: 'founded', unmetNeeds: ['money'] }])
    r.submitted()
      .consent(...ALL)
      .confirm(...ALL)
    expect(last(r, 'decided')).toEqual([
      { what: 'decided', proposal: 'p1', partners: PARTNERS, unmetNeeds: ['money'] },
    ])
    r.does('dronten1', 'leaveCollaboration')
    expect(last(r, 'left')).toEqual([{ what: 'left', unmetNeeds: ['land', 'money'] }])
    expect(view(r.model()).unmetNeeds).toEqual(['land', 'money'])
  })

  it('F6 a change of mandates voids no confirmation', () => {
    const r = round()
      .submitted()
      .consent(...ALL)
      .confirm('almere1')
    r.does('almere1', 'giveMandate', {
      person: 'ali',
      roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'],
    })
    r.does('ali', 'withdrawMandate', { person: 'almere1', roles: ['stuurgroep'] })
    expect(r.p().confirmations).toEqual(['almere'])
    expect(r.confirm('zeewolde1', 'dronten1').p().state).toBe('decided')
  })
})

describe('what is said and shown, sentence by sentence', () => {
  it('D1 a question is shown until somebody replies; in every state and by who is named only', () => {
    const r = round().does('almere1', 'draftProposal', DRAFT).does('dronten1', 'leaveCollaboration')
    r.does('dronten2', 'comment', { proposal: 'p1', text: 'Why? ' })
    r.does('almere1', 'comment', { proposal: 'p1', text: 'We think.' })
    expect(r.p().unansweredQuestions).toEqual(['c1'])
    r.does('almere1', 'withdrawProposal', { proposal: 'p1' }).does('omar', 'comment', {
      proposal: 'p1',
      text: 'So.',
      replyTo: 'c1',
    })
    expect(r.p().unansweredQuestions).toEqual([])
    r.refuses('D1', 'outsider', 'comment', { proposal: 'p1', text: 'Why?' })
  })

  it('D2 shows the proposals that it names, and those of which any revision had its content', () => {
    const r = round().submitted().objects('dronten1').does('almere1', 'amendProposal', AMENDED)
    const other = { title: 'Roads', text: 'A road.' }
    r.does('zeewolde1', 'draftProposal', { ...DRAFT, proposal: 'p2' })
    r.does('zeewolde1', 'draftProposal', { ...other, proposal: 'p3', basedOn: ['p2'], replaces: ['p1'] })
    expect([r.p('p1'), r.p('p2'), r.p('p3')].map(p => p.shownWith)).toEqual([[], ['p1'], ['p2', 'p1']])
  })

  it('J3 the old decision holds until the one that names it is taken', () => {
    const r = round()
      .submitted()
      .consent(...ALL)
      .confirm(...ALL)
    const on = { proposal: 'p2', revision: 1 }
    r.does('almere1', 'draftProposal', { ...AMENDED, proposal: 'p2', replaces: ['p1'] })
    r.does('almere1', 'submitProposal', { proposal: 'p2' })
    for (const by of ALL) r.does(by, 'takePosition', { ...on, position: 'consent' })
    expect(r.p().replacedBy).toEqual([])
    for (const by of ALL) r.does(by, 'confirmDecision', on)
    expect(r.p()).toMatchObject({ state: 'decided', replacedBy: ['p2'] })
  })

  it('C1 O8 every partner is told, the author’s own too, of each revision; the longest duration is shown', () => {
    const r = round({ maxRevisions: 2 }).submitted()
    const notice = {
      what: 'notice',
      proposal: 'p1',
      revision: 1,
      dueAt: '2026-01-19T23:00:00.000Z',
      told: told(...PARTNERS),
    }
    expect(r.happened()).toEqual([
      { what: 'submitted', proposal: 'p1', longestDays: 2 * (45 + 3 * 5 + 4 * 10) },
      notice,
    ])
    r.does('almere1', 'giveMandate', { person: 'ali', roles: ['opgaveregisseur'], until: '2026-03-01' })
    r.does('almere1', 'amendProposal', AMENDED)
    const [almere, ...others] = told(...PARTNERS)
    expect(last(r, 'notice')).toEqual([
      { ...notice, revision: 2, told: [{ ...almere, persons: ['ali', 'almere1', 'almere2'] }, ...others] },
    ])
  })

  it('C4 C6 O4 going up names each silence within the own organisation, and what nobody answered', () => {
    const r = round()
      .does('dronten1', 'giveMandate', { person: 'rik', roles: ['opgaveregisseur'] })
      .submitted()
    r.does('dronten1', 'takePosition', { ...R1, position: 'consent', provisional: true })
    r.objects('almere1', 'o1').objects('almere1', 'o2').objects('zeewolde1', 'o3')
    r.does('omar', 'answerObjection', { proposal: 'p1', objection: 'o1', text: 'No.' }).clock()
    const up = { what: 'stage', proposal: 'p1', unconfirmed: [] }
    const silent = (...persons: string[]) => [{ partner: 'dronten', persons }]
    expect(r.happened()).toEqual([
      {
        ...up,
        stage: 'lijnmanagement',
        dueAt: r.p().dueAt,
        silent: silent('dronten1', 'dronten2'),
        unanswered: ['o2', 'o3'],
      },
    ])
    r.does('zeewolde1', 'leaveCollaboration')
    r.does('omar', 'answerObjection', { proposal: 'p1', objection: 'o2', text: 'No.' }).clock()
    expect(r.happened()).toMatchObject([
      { stage: 'opgavemanager', silent: silent('dronten1', 'omar', 'rik'), unanswered: ['o1', 'o3'] },
    ])
    expect(r.clock().happened()).toMatchObject([{ stage: 'stuurgroep', silent: silent('dronten1') }])
    expect(r.clock().happened()).toEqual([
      {
        what: 'noConsensus',
        proposal: 'p1',
        reason: 'ladderEnded',
        sustained: ['o1', 'o2', 'o3'],
        silent: ['dronten'],
      },
    ])
  })

  it('J2 going up names each missing confirmation, and the call stays open', () => {
    const r = round()
      .submitted()
      .consent(...ALL)
      .confirm('almere1')
      .clock()
    expect(last(r, 'stage')).toMatchObject([{ silent: [], unconfirmed: told('zeewolde', 'dronten') }])
    expect(r.confirm('zeewolde1', 'dronten1').p().state).toBe('decided')
  })

  it('F2 F4 what ends otherwise says why', () => {
    const r = round().submitted('almere1', { charter: withUrk() }).objects('dronten1')
    adopt(r, 'p2', sampleCharter(PARTNERS, { maxRevisions: 3 }), ALL)
    const ended = { what: 'noConsensus', proposal: 'p1', reason: 'charterReplaced', sustained: ['o1'] }
    expect(last(r, 'noConsensus')).toEqual([{ ...ended, silent: ['almere', 'zeewolde'] }])
    const alone = round({}, ['almere', 'dronten']).submitted().does('dronten1', 'leaveCollaboration')
    expect(last(alone, 'noConsensus')).toMatchObject([{ reason: 'tooFewPartners', silent: ['almere'] }])
  })
})

describe('ids, time and mandates, sentence by sentence', () => {
  it('ids that are made are free, and none is mistaken for another', () => {
    const r = round()
      .does('almere1', 'draftProposal', { title: 'A', text: 'B' })
      .does('almere1', 'submitProposal', { proposal: 'p1' })
    r.refuses('D1', 'almere1', 'draftProposal', { ...DRAFT, proposal: 'P1' })
    const objection = { ...R1, reason: 'No.' }
    r.does('dronten1', 'raiseObjection', { ...objection, objection: 'O2' }).does(
      'dronten2',
      'raiseObjection',
      objection,
    )
    r.does('zeewolde1', 'raiseObjection', objection)
    expect(r.p().openObjections).toEqual(['O2', 'o1', 'o3'])
    r.refuses('O1', 'almere1', 'raiseObjection', { ...objection, objection: 'o2' })
  })

  it('O1 an opgaveregisseur raises the alarm, and lets go', () => {
    const r = round()
      .submitted()
      .does('almere1', 'giveMandate', { person: 'rik', roles: ['opgaveregisseur'] })
    r.does('rik', 'raiseObjection', { ...R1, reason: 'Not asked.', ground: 'involvement' })
    r.does('rik', 'withdrawObjection', { ...R1, objection: 'o1' })
  })

  it('T1 a change of circle or charter waits for the terms of the proposals that it touches', () => {
    const r = round()
    adopt(r, 'p9', withUrk(), ALL)
    const on = { proposal: 'p2', revision: 1 }
    const charter = withUrk({ maxRevisions: 3 })
    r.submitted('almere1', { charter }).at('2026-01-06T09:00:00.000Z')
    r.does('almere1', 'draftProposal', {
      proposal: 'p2',
      title: 'C',
      text: 'D',
      charter: withUrk({ maxRevisions: 4 }),
    })
    r.does('almere1', 'submitProposal', { proposal: 'p2' })
    for (const by of ALL) r.does(by, 'takePosition', { ...on, position: 'consent' })
    r.does('almere1', 'confirmDecision', on).does('zeewolde1', 'confirmDecision', on)
    r.at('2026-01-19T23:00:00.000Z').refuses('T1', 'dronten1', 'leaveCollaboration')
    r.refuses('T1', 'urk1', 'signCharter', { charter: r.key() })
    r.refuses('T1', 'dronten1', 'confirmDecision', on)
    r.does('dronten1', 'giveMandate', { person: 'dora', roles: ['stuurgroep'] })
    r.clock().does('dora', 'confirmDecision', on)
    expect(r.p().state).toBe('noConsensus')
  })

  it('T1 a recorded moment is the later of the clock and the last entry', () => {
    const r = round().at('2026-01-10T09:00:00.000Z').does('almere1', 'draftProposal', DRAFT)
    r.at(START).does('almere1', 'submitProposal', { proposal: 'p1' })
    expect(r.p().dueAt).toBe('2026-01-23T23:00:00.000Z')
  })

  it('W1 a date is the last day of a mandate, there', () => {
    const r = round().does('almere1', 'giveMandate', {
      person: 'ali',
      roles: ['lijnmanagement'],
      until: '2026-07-01',
    })
    r.at('2026-07-01T21:59:59.999Z').does('ali', 'draftProposal', DRAFT)
    r.at('2026-07-01T22:00:00.000Z').refuses('D1', 'ali', 'draftProposal', { ...DRAFT, proposal: 'p2' })
    r.refuses('W1', 'almere1', 'giveMandate', {
      person: 'ali',
      roles: ['lijnmanagement'],
      until: '2026-07-01',
    })
  })

  it('W1 a mandate adds roles, takes its new end, and with an end is not the last holder', () => {
    const r = round().does('almere1', 'giveMandate', {
      person: 'ali',
      roles: ['stuurgroep'],
      until: '2026-01-09',
    })
    r.does('almere1', 'giveMandate', { person: 'ali', roles: ['lijnmanagement'] })
    r.refuses('W1', 'ali', 'withdrawMandate', { person: 'almere1', roles: ['stuurgroep'] })
    r.does('almere1', 'giveMandate', { person: 'ali', roles: ['stuurgroep'] })
    r.does('ali', 'withdrawMandate', { person: 'almere1', roles: ['stuurgroep'] })
    r.at('2026-01-12T09:00:00.000Z').refuses('W1', 'ali', 'giveMandate', {
      person: 'ali',
      roles: ['stuurgroep'],
      until: '2026-02-01',
    })
    r.does('ali', 'withdrawMandate', { person: 'almere2' }).refuses('D1', 'almere2', 'draftProposal', DRAFT)
  })
})
