// Our procedure once more, as somebody in a hurry would write it: a switch over a small state, with no log, no digests and no
// statechart. What it costs less than ours is what those cost; that it is the same procedure a test asks, round by round.
import { type Calendar, dueAfter } from '../src/calendar.ts'
import type { Terms } from '../src/charter/charter.ts'
import type { Setting } from '../src/simulation/round.ts'
import { calendarOf, charterOf, type Scenario } from '../src/simulation/scenario.ts'
import type { Point } from '../src/simulation/space.ts'
import {
  type Doing,
  type Intention,
  type Noted,
  type Outcome,
  office,
  type Standing,
  type Table,
  type View,
} from '../src/simulation/table.ts'

const stages = ['consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep'] as const
const offers: ReadonlySet<Doing> = new Set<Doing>([
  ...(['consent', 'reserve', 'standAside', 'object', 'letGo', 'answer', 'amend', 'extend'] as const),
  ...(['escalate', 'confirm', 'leave', 'withdraw', 'replacePerson'] as const),
])

interface State {
  outcome: Outcome
  revision: number
  rung: number
  author: string
  texts: Point[]
  readonly members: Set<string>
  readonly positions: Map<string, { readonly counts: boolean; readonly carries: boolean }>
  /** One of a partner at a time: the behaviours that come with the package raise no more. */
  readonly objections: Map<string, { readonly ground: Standing['ground']; answered: boolean }>
  readonly confirmed: Set<string>
  readonly extended: Set<string>
  called: boolean
  calledHere: boolean
  dueAt: string | null
}

interface Rules {
  readonly terms: Terms
  readonly maxRevisions: number
  readonly calendar: Calendar
}

type Note = (type: Noted['type'], partner: string | null, by: string | null, more?: Partial<Noted>) => void

/** Rounds of a scenario at the table of these rules. */
export function byReducer(scenario: Scenario): Setting {
  const [rules, partners] = [rulesOf(scenario), scenario.partners.map(({ id }) => id)]
  return {
    isOurs: true,
    setTable: ({ submittedAt }, author, text, note) =>
      reducerTable(rules, partners, author, text, submittedAt, note),
  }
}

/** What the rounds of a scenario have in common: worked out once. */
function rulesOf(scenario: Scenario): Rules {
  const { terms, maxRevisions = 7 } = charterOf(scenario)
  return { terms, maxRevisions, calendar: calendarOf(scenario) }
}

/** A proposal under the hand-written rules, submitted at a moment. Adversaries have nothing to try here. */
function reducerTable(
  rules: Rules,
  partners: readonly string[],
  author: string,
  text: Point,
  at: string,
  noted: (noted: Noted) => void,
): Table {
  const state: State = {
    ...{ outcome: 'open', revision: 1, rung: 0, author, texts: [text], called: false, calledHere: false },
    ...{ members: new Set(partners), positions: new Map(), objections: new Map() },
    ...{ confirmed: new Set(), extended: new Set() },
    dueAt: dueAfter(rules.calendar, at, rules.terms.consultation),
  }
  let seen: View | null = null
  const noteAt =
    (moment: string): Note =>
    (type, partner, by, more = {}) =>
      noted({ at: moment, type, partner, by, revision: state.revision, ...more })
  noteAt(at)('proposal.drafted', null, author)
  noteAt(at)('proposal.submitted', null, author, { notice: partners, text })
  return {
    offers,
    view: () => {
      seen ??= viewOf(state, rules)
      return seen
    },
    ask: (who, intention, moment) => {
      const inTerm = state.outcome === 'open' && state.dueAt !== null && moment < state.dueAt
      if (!inTerm || (who !== office && !state.members.has(who))) return false
      const note = noteAt(moment)
      if (!apply(state, rules, who, intention, moment, note)) return false
      seen = null
      follow(state, rules, moment, note)
      return true
    },
    endTerm: moment => {
      if (state.outcome !== 'open' || state.dueAt === null || moment < state.dueAt) return false
      seen = null
      noteAt(moment)('term.ended', null, null)
      if (state.rung === 3) fail(state, noteAt(moment))
      else climb(state, rules, moment, noteAt(moment))
      return true
    },
    attempts: () => [],
  }
}

/** Does what is wanted, or says that it cannot be done. */
function apply(state: State, rules: Rules, who: string, wanted: Intention, at: string, note: Note): boolean {
  const { positions, objections, confirmed, extended } = state
  const own = objections.get(who)
  const isAuthor = who === state.author
  switch (wanted.does) {
    case 'consent':
    case 'reserve':
    case 'standAside': {
      if (own || who === office) return false
      const counts = wanted.provisional !== true
      positions.set(who, { counts, carries: counts && wanted.does !== 'standAside' })
      confirmed.delete(who)
      if (!isAgreed(state)) uncall(state)
      note('position.taken', who, who, { provisional: !counts })
      return true
    }
    case 'object':
      if (own || who === office) return false
      objections.set(who, { ground: wanted.ground, answered: false })
      positions.delete(who)
      uncall(state)
      note('objection.raised', who, who, { ground: wanted.ground })
      return true
    case 'letGo':
      if (!own) return false
      objections.delete(who)
      note('objection.withdrawn', who, who)
      return true
    case 'answer': {
      const open = objections.get(wanted.partner)
      if (!open || open.answered || (!isAuthor && who !== office)) return false
      open.answered = true
      note('objection.answered', wanted.partner, who)
      return true
    }
    case 'amend':
      return isAuthor && amend(state, rules, wanted.text, at, note)
    case 'extend':
      if (state.rung !== 0 || who === office || extended.has(who) || state.dueAt === null) return false
      extended.add(who)
      state.dueAt = dueAfter(rules.calendar, state.dueAt, rules.terms.extension)
      note('term.extended', who, who)
      return true
    case 'escalate':
      if (!mayGoUp(state)) return false
      note('proposal.escalated', who === office ? null : who, who)
      climb(state, rules, at, note)
      return true
    case 'confirm':
      if (!state.called || confirmed.has(who) || who === office) return false
      confirmed.add(who)
      note('confirmation.given', who, who)
      return true
    case 'leave':
      return leave(state, who, note)
    case 'withdraw':
      if (!isAuthor) return false
      end(state, 'withdrawn')
      note('proposal.withdrawn', null, who)
      return true
    case 'replacePerson':
      return who !== office
    default:
      return false
  }
}

const wording = (text: Point): string => text.map(place => place.toFixed(6)).join(' ')

function amend(
  state: State,
  { calendar, terms, maxRevisions }: Rules,
  text: Point,
  at: string,
  note: Note,
): boolean {
  const current = state.texts.at(-1) ?? []
  if (state.revision >= maxRevisions || wording(text) === wording(current)) return false
  state.texts.push(text)
  state.revision += 1
  state.positions.clear()
  state.extended.clear()
  uncall(state)
  enter(state, 0, dueAfter(calendar, at, terms.consultation))
  note('proposal.amended', null, state.author, { notice: [...state.members], text })
  return true
}

function leave(state: State, who: string, note: Note): boolean {
  if (!state.members.delete(who)) return false
  state.positions.delete(who)
  uncall(state)
  if (state.author === who) state.author = office
  note('partner.left', who, who)
  note('circle.changed', null, null)
  if (state.members.size < 2) fail(state, note)
  return true
}

/** What follows by itself: the call, and the decision. */
function follow(state: State, { calendar, terms }: Rules, at: string, note: Note): void {
  if (state.outcome !== 'open' || !isAgreed(state)) return
  if (!state.called) {
    const due = dueAfter(calendar, at, terms.jointDecision)
    if (!state.calledHere && (state.dueAt ?? '') < due) state.dueAt = due
    state.called = true
    state.calledHere = true
    note('decision.called', null, null)
  }
  if (state.confirmed.size < state.members.size) return
  end(state, 'adopted')
  note('decision.taken', null, null)
}

function isAgreed({ members, positions, objections }: State): boolean {
  let [counting, carrying] = [0, 0]
  for (const { counts, carries } of positions.values()) {
    if (counts) counting += 1
    if (carries) carrying += 1
  }
  if (counting < members.size || carrying === 0) return false
  for (const partner of objections.keys()) if (members.has(partner)) return false
  return true
}

function uncall(state: State): void {
  state.called = false
  state.confirmed.clear()
}

/** O3: an objection is open, everybody has spoken, and every objection of who is present was answered here. */
function mayGoUp({ rung, members, positions, objections }: State): boolean {
  if (rung !== 1 && rung !== 2) return false
  let [spoken, objecting] = [0, 0]
  for (const { counts } of positions.values()) if (counts) spoken += 1
  for (const [partner, { answered }] of objections) {
    if (!members.has(partner)) continue
    if (!answered) return false
    objecting += 1
  }
  return objecting > 0 && spoken + objecting === members.size
}

function climb(state: State, { calendar, terms }: Rules, at: string, note: Note): void {
  const stage = stages[state.rung + 1] ?? 'stuurgroep'
  enter(state, state.rung + 1, dueAfter(calendar, at, terms[stage]))
  note('stage.entered', null, null, { stage })
}

function enter(state: State, rung: number, dueAt: string): void {
  state.rung = rung
  state.dueAt = dueAt
  state.calledHere = false
  for (const objection of state.objections.values()) objection.answered = false
}

function fail(state: State, note: Note): void {
  end(state, 'noConsensus')
  note('consensus.failed', null, null)
}

function end(state: State, outcome: Outcome): void {
  state.outcome = outcome
  state.dueAt = null
}

function viewOf(state: State, { maxRevisions }: Rules): View {
  const { outcome, revision, rung, texts, members, positions, objections, called, confirmed, dueAt } = state
  const spoke = new Set(objections.keys())
  for (const [partner, { counts }] of positions) if (counts) spoke.add(partner)
  const standing = new Map<string, Standing>()
  for (const [partner, objection] of objections) standing.set(partner, { ...objection })
  return {
    ...{
      outcome,
      revision,
      rung,
      text: texts.at(-1) ?? [],
      partners: [...members],
      spoke,
      objections: standing,
    },
    ...{ called, confirmed: new Set(confirmed), mayAmend: revision < maxRevisions, dueAt },
  }
}
