// The procedure once more, as plain data and pure functions: the oracle that the statechart is held against.
// Written from the rules (F1 .. W3) alone. Nothing is counted ahead: every question is answered by looking afresh.
import { canonical } from './canonical.ts'
import {
  brokenByKeys,
  brokenBySigning,
  keyActs,
  nothingSigned,
  type Signature,
  type Signing,
  type Standing,
  usesKeys,
  withKeys,
  withSigning,
} from './signing.ts'
import { brokenByWords, erasures, everyMark, nothingKept, type Words, withWords, wordy } from './words.ts'

export interface Calendar {
  timeZone: string
  holidays: string
}

export type Act = { act: string; by?: string; [field: string]: unknown }

export interface Env {
  /** T2: the moment (ISO, UTC) at which a term of so many working days of a calendar that starts at `from` is due. */
  due(from: string, workingDays: number, calendar: Calendar): string
}

export type Role = 'lijnmanagement' | 'opgaveregisseur' | 'stuurgroep'
export type Stage = 'consultation' | 'lijnmanagement' | 'opgavemanager' | 'stuurgroep'
export type State = 'drafting' | Stage | 'decided' | 'noConsensus' | 'withdrawn'

export interface Charter {
  procedure: string
  opgave: { title: string; goal: string; needs?: { id: string }[]; endsOn?: string }
  partners: CharterPartner[]
  opgavemanager: { id: string; name?: string; publicKey?: string; keyProof?: string }
  decidesOn?: 'stuurgroep' | 'lijnmanagement'
  terms: Record<Stage | 'jointDecision' | 'extension', number>
  maxRevisions?: number
  calendar?: Calendar
  signatures?: string
  personal?: string[]
}

export interface CharterPartner {
  id: string
  name?: string
  meets?: string[]
  people: { id: string; name?: string; roles: Role[]; publicKey?: string; keyProof?: string }[]
}

interface Content {
  title: string
  text: string
  commitments: { id: string; partner: string; what: string; by: string }[]
  attachments: unknown[]
  basedOn: string[]
  replaces: string[]
  charter?: Charter
  changes?: string
  reviewOn?: string
  endsOn?: string
}

interface Mandate {
  person: string
  partner: string
  role: Role
  until: string | null
}

interface Position {
  partner: string
  position: string
  provisional: boolean
}

interface Objection {
  id: string
  partner: string
  open: boolean
  answeredOn: { revision: number; stage: Stage }[]
}

/** D1: a comment that ends with a question mark asks, and any reply to it answers. */
interface Comment {
  id: string
  asks: boolean
  answered: boolean
}

interface Proposal {
  id: string
  author: string
  state: State
  revision: number
  content: Content
  /** D2: the contents of all revisions so far, the current one last. */
  fixed: string[]
  /** F2: the charter in force at submission; its terms, limits and rung stay those of this proposal. */
  rules: Charter | null
  submittedAtStep: number | null
  dueAt: string | null
  /** F3: no due moment falls before the end of a newcomer's consultation term. */
  notBefore: string | null
  called: boolean
  /** J2: the stages of this revision on which a call was made (not: to which one was carried up). */
  calledOn: Stage[]
  positions: Position[]
  confirmations: string[]
  objections: Objection[]
  extendedBy: string[]
  comments: Comment[]
}

interface Departure {
  partner: string
  atStep: number
  barred: boolean
  people: string[]
}

export interface Model {
  now: string
  step: number
  proposed: { text: Charter; key: string; signedBy: string[] } | null
  inForce: { text: Charter; key: string } | null
  partners: string[]
  mandates: Mandate[]
  departures: Departure[]
  /** Everybody who was ever named in a charter in force, or mandated. */
  known: string[]
  proposals: Proposal[]
  /** What the last act or end of a term led to. */
  happened: Happening[]
  /** W2: keys, and who said what. */
  signing: Signing
  /** W4: whose words are kept apart. */
  words: Words
}

/** A partner, and those of its people whom something addresses. */
export interface Addressed {
  partner: string
  persons: string[]
}

/** What the rules want shown at the moment when it happens, in the order in which it happens. */
export type Happening =
  /** F5: the needs that no partner meets. */
  | { what: 'founded' | 'joined' | 'left' | 'charterAdopted'; unmetNeeds: string[] }
  /** C1, F3: who is told of a revision, and until when. */
  | { what: 'notice'; proposal: string; revision: number; dueAt: string; told: Addressed[] }
  /** O8: the longest that this can take, in working days. */
  | { what: 'submitted'; proposal: string; longestDays: number }
  /** C4, J2, O4: what goes up, to whom, and which objections got no answer on the stage that is left. */
  | {
      what: 'stage'
      proposal: string
      stage: Stage
      dueAt: string
      silent: Addressed[]
      unconfirmed: Addressed[]
      unanswered: string[]
    }
  | { what: 'called'; proposal: string; dueAt: string }
  | { what: 'decided'; proposal: string; partners: string[]; unmetNeeds: string[] }
  /** O7: what stays on record. */
  | { what: 'noConsensus'; proposal: string; reason: NoConsensus; sustained: string[]; silent: string[] }

export type NoConsensus = 'ladderEnded' | 'charterReplaced' | 'tooFewPartners'

export interface View {
  partners: string[]
  opgavemanager: string | null
  charterInForce: string | null
  /** F5: the needs that no present partner meets. */
  unmetNeeds: string[]
  proposals: Record<string, ProposalView>
}

export interface ProposalView {
  state: string
  revision: number
  called: boolean
  dueAt: string | null
  author: string
  openPoints: { kind: string; partner?: string; id?: string }[]
  positions: Record<string, string>
  confirmations: string[]
  openObjections: string[]
  /** D1: questions to which nobody has replied. */
  unansweredQuestions: string[]
  /** D2: the proposals whose outcomes and sustained objections are shown with this one. */
  shownWith: string[]
  /** F4: the commitments of partners that have left. */
  partnerLeft: string[]
  /** J3: the decisions that replaced this one. */
  replacedBy: string[]
}

/** D3: the author where it is the office of opgavemanager: no partner's id, so that none can pass for it. */
const OFFICE = ''
const ROLES: readonly Role[] = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']
const STAGES: readonly Stage[] = ['consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep']

export function emptyModel(): Model {
  return {
    now: '',
    step: 0,
    proposed: null,
    inForce: null,
    partners: [],
    mandates: [],
    departures: [],
    known: [],
    proposals: [],
    happened: [],
    signing: nothingSigned,
    words: nothingKept,
  }
}

// ---------------------------------------------------------------- identity of charters and contents

function withDefaults(charter: Charter): Charter & { calendar: Calendar } {
  return {
    ...charter,
    opgave: { ...charter.opgave, needs: charter.opgave.needs ?? [] },
    partners: charter.partners.map(partner => ({ ...partner, meets: partner.meets ?? [] })),
    decidesOn: charter.decidesOn ?? 'stuurgroep',
    maxRevisions: charter.maxRevisions ?? 7,
    calendar: charter.calendar ?? { timeZone: 'Europe/Amsterdam', holidays: 'NL' },
    signatures: charter.signatures ?? 'optional',
  }
}

/** F1: stands for the digest of the exact text of a charter. */
export function charterKey(charter: unknown): string {
  return canonical(withDefaults(charter as Charter))
}

function contentKey(content: Content): string {
  return canonical(content)
}

function contentOf(model: Model, act: Act): Content {
  const { act: _act, by: _by, proposal: _proposal, at: _at, ...given } = act
  const content = {
    ...given,
    title: str(act.title),
    text: str(act.text),
    // O6: a list left out equals an empty one
    commitments: (act.commitments ?? []) as Content['commitments'],
    attachments: (act.attachments ?? []) as unknown[],
    basedOn: (act.basedOn ?? []) as string[],
    replaces: (act.replaces ?? []) as string[],
  }
  if (act.charter === undefined) return content
  // F2: names the charter that it changes, the one in force if left out
  const changes = act.changes === undefined ? (model.inForce?.key ?? '') : str(act.changes)
  return { ...content, charter: withDefaults(act.charter as Charter), changes }
}

// ---------------------------------------------------------------- small questions

const str = (value: unknown): string => (typeof value === 'string' ? value : '')
/** Nothing that a reader could see. */
const blank = (value: unknown): boolean =>
  str(value).replace(/[\s\p{C}\p{Default_Ignorable_Code_Point}\u2800]/gu, '') === ''
const later = (a: string, b: string | null): string => (b !== null && b > a ? b : a)

const forms = new Map<string, string>()

/** The same for two ids that differ in case or Unicode form alone: they are never both taken. */
function folded(id: string): string {
  const form = forms.get(id) ?? id.normalize('NFKC').toLowerCase().normalize('NFKC')
  forms.set(id, form)
  return form
}

const isTaken = (id: string, ids: readonly string[]): boolean => ids.some(each => folded(each) === folded(id))

/** Looks like another id without being it. */
const isConfusable = (id: string, ids: readonly string[]): boolean => !ids.includes(id) && isTaken(id, ids)

/** The first of `p1`, `p2` ... that is free. */
function madeId(letter: string, taken: readonly string[]): string {
  for (let n = 1; ; n += 1) if (!isTaken(`${letter}${n}`, taken)) return `${letter}${n}`
}

/** W1: a date is the last day of a mandate, by the calendar; a moment is the first at which it no longer holds. */
function endOfMandate(until: string, { timeZone }: Calendar): string {
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(until)
  return isDate ? midnightAfter(until, timeZone) : new Date(until).toISOString()
}

/** The first quarter of an hour of the next day, there. */
function midnightAfter(date: string, timeZone: string): string {
  const dayThere = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const quarter = 15 * 60 * 1000
  let moment = Date.parse(`${date}T00:00:00.000Z`)
  while (dayThere.format(moment) <= date) moment += quarter
  return new Date(moment).toISOString()
}

function isStage(state: State): state is Stage {
  return (STAGES as readonly string[]).includes(state)
}

/** Submitted and without outcome. A draft is not open (F4). */
const isOpen = (p: Proposal): boolean => isStage(p.state)
const hasEnded = (p: Proposal): boolean => !isOpen(p) && p.state !== 'drafting'

const isPresent = (model: Model, partner: string): boolean => model.partners.includes(partner)

/** W1: mandates of present partners that have not ended. */
const isLive = (model: Model, m: Mandate, at: string): boolean =>
  isPresent(model, m.partner) && (m.until === null || at < m.until)

const liveMandates = (model: Model, at: string): Mandate[] => model.mandates.filter(m => isLive(model, m, at))

/** W1: the one present partner that this person speaks for, if any. */
function speaksFor(model: Model, person: string, at: string): string | null {
  return model.mandates.find(m => m.person === person && isLive(model, m, at))?.partner ?? null
}

function holds(model: Model, person: string, role: Role, at: string): boolean {
  return model.mandates.some(m => m.person === person && m.role === role && isLive(model, m, at))
}

/** W1: the only one who holds this role of this partner without an end. */
function isLastHolder(model: Model, person: string, partner: string, role: Role, at: string): boolean {
  const lasting = liveMandates(model, at).filter(m => m.partner === partner && m.role === role && !m.until)
  return lasting.length > 0 && lasting.every(m => m.person === person)
}

/** W1: the opgavemanager speaks for no partner: who does is not in office. */
function opgavemanager(model: Model, at: string): string | null {
  const named = model.inForce?.text.opgavemanager.id
  return named === undefined || speaksFor(model, named, at) !== null ? null : named
}

function partnerIn(charter: Charter | undefined, partner: string): CharterPartner | undefined {
  return charter?.partners.find(each => each.id === partner)
}

function peopleIn(charter: Charter | undefined): string[] {
  if (charter === undefined) return []
  const people = charter.partners.flatMap(partner => partner.people.map(person => person.id))
  return [...people, charter.opgavemanager.id]
}

/** F4: has left, and no later charter has named it again. */
function isBarred(model: Model, partner: string): boolean {
  return model.departures.some(d => d.partner === partner && d.barred)
}

function isOfAuthor(model: Model, p: Proposal, person: string, at: string): boolean {
  // D3: the office, not the person
  if (p.author === OFFICE) return opgavemanager(model, at) === person
  return speaksFor(model, person, at) === p.author
}

/** Any mandated person, or the opgavemanager. */
function takesPart(model: Model, person: string, at: string): boolean {
  return speaksFor(model, person, at) !== null || opgavemanager(model, at) === person
}

const positionOf = (p: Proposal, partner: string): Position | undefined =>
  p.positions.find(each => each.partner === partner)

/** C6: a provisional position does not count. */
function countingPosition(p: Proposal, partner: string): string | null {
  const taken = positionOf(p, partner)
  return taken && !taken.provisional ? taken.position : null
}

const hasOpenObjection = (p: Proposal, partner: string): boolean =>
  p.objections.some(o => o.partner === partner && o.open)

/** F4: objections of departed partners block no longer. */
const blockingObjections = (model: Model, p: Proposal): Objection[] =>
  p.objections.filter(o => o.open && isPresent(model, o.partner))

/** C2: a position that counts, or a standing objection. */
const hasSpoken = (p: Proposal, partner: string): boolean =>
  countingPosition(p, partner) !== null || hasOpenObjection(p, partner)

/** C3: stand aside is no support. */
const supports = (p: Proposal, partner: string): boolean =>
  ['consent', 'reservation'].includes(countingPosition(p, partner) ?? '')

/** J1: the same condition on every stage (O5). */
function allAgree(model: Model, p: Proposal): boolean {
  return (
    model.partners.every(partner => countingPosition(p, partner) !== null) &&
    model.partners.some(partner => supports(p, partner)) &&
    blockingObjections(model, p).length === 0
  )
}

/** J2, F2: the rung that confirms; a change of the charter is always confirmed by the stuurgroep seats. */
function decidingRole(p: Proposal): Role {
  return p.content.charter ? 'stuurgroep' : (p.rules?.decidesOn ?? 'stuurgroep')
}

function charterOf(model: Model): Charter {
  if (model.inForce === null) throw new Error('no charter is in force')
  return model.inForce.text
}

function rulesOf(p: Proposal): Charter {
  if (p.rules === null) throw new Error(`${p.id} was never submitted`)
  return p.rules
}

/** T2, F2: the terms of a proposal are counted by the calendar of its own charter. */
function dueOf(p: Proposal, from: string, term: keyof Charter['terms'], env: Env): string {
  const { terms, calendar } = withDefaults(rulesOf(p))
  return env.due(from, terms[term], calendar)
}

/** F5: the needs of the opgave that no present partner meets. */
function unmetNeeds(model: Model): string[] {
  const text = model.inForce?.text
  const met = text?.partners.filter(each => isPresent(model, each.id)).flatMap(each => each.meets ?? [])
  return (text?.opgave.needs ?? []).map(need => need.id).filter(need => !met?.includes(need))
}

/** C1: everybody who may speak for a partner. */
function spokespersons(model: Model, partner: string, at: string): string[] {
  const own = liveMandates(model, at).filter(m => m.partner === partner)
  return [...new Set(own.map(m => m.person))].sort()
}

/** C4: whom a silence addresses on a stage: always within the silent partner, on one rung the opgavemanager too. */
function onRung(model: Model, partner: string, stage: Stage, at: string): string[] {
  const role = stage === 'opgavemanager' ? 'opgaveregisseur' : stage
  const own = spokespersons(model, partner, at).filter(person => holds(model, person, role as Role, at))
  const mediator = stage === 'opgavemanager' ? opgavemanager(model, at) : null
  return [...own, ...(mediator === null ? [] : [mediator])].sort()
}

const silentPartners = (model: Model, p: Proposal): string[] =>
  model.partners.filter(partner => !hasSpoken(p, partner))

const unconfirmedPartners = (model: Model, p: Proposal): string[] =>
  p.called ? model.partners.filter(partner => !p.confirmations.includes(partner)) : []

/** O8: every revision with its four terms, an extension of each partner, and a first call on each stage. */
function longestDays(model: Model, p: Proposal): number {
  const { terms, maxRevisions } = withDefaults(rulesOf(p))
  const stages = STAGES.reduce((sum, stage) => sum + terms[stage], 0)
  const revision = stages + model.partners.length * terms.extension + STAGES.length * terms.jointDecision
  return (maxRevisions ?? 7) * revision
}

// ---------------------------------------------------------------- consequences

function noted(model: Model, ...happened: Happening[]): Model {
  return { ...model, happened: [...model.happened, ...happened] }
}

/** C1: every partner is told, the author's own too. */
function told(model: Model, p: Proposal, partners: readonly string[], at: string): Happening {
  const persons = partners.map(partner => ({ partner, persons: spokespersons(model, partner, at) }))
  return { what: 'notice', proposal: p.id, revision: p.revision, dueAt: p.dueAt ?? '', told: persons }
}

function replaceProposal(model: Model, p: Proposal): Model {
  return { ...model, proposals: model.proposals.map(each => (each.id === p.id ? p : each)) }
}

/** O7, F2, F4: the status quo stays, with sustained objections and silences on record. */
function failed(model: Model, p: Proposal, reason: NoConsensus): Model {
  const sustained = p.objections.filter(o => o.open).map(o => o.id)
  const silent = silentPartners(model, p)
  const happening: Happening = { what: 'noConsensus', proposal: p.id, reason, sustained, silent }
  return noted(replaceProposal(model, ended(p, 'noConsensus')), happening)
}

/** No confirmation outlives its call. A taken decision keeps the ones that took it. */
function ended(p: Proposal, state: 'noConsensus' | 'withdrawn'): Proposal {
  return { ...p, state, dueAt: null, called: false, confirmations: [] }
}

// J1: a new revision or a change of the circle ends the call; so does whatever makes the condition untrue
function endCall(p: Proposal): Proposal {
  return { ...p, called: false, confirmations: [] }
}

// J2: the first call on a stage of a revision gives at least the term for it
function call(p: Proposal, at: string, env: Env): Proposal {
  const stage = p.state as Stage
  if (p.calledOn.includes(stage)) return { ...p, called: true }
  const term = dueOf(p, at, 'jointDecision', env)
  return { ...p, called: true, calledOn: [...p.calledOn, stage], dueAt: later(term, p.dueAt) }
}

/** Puts a changed proposal back, and draws every consequence: calls, ends of calls, decisions. */
function settle(model: Model, changed: Proposal, at: string, env: Env): Model {
  let p = changed
  if (!isOpen(p)) return replaceProposal(model, p)
  if (p.called && !allAgree(model, p)) p = endCall(p)
  if (!p.called && allAgree(model, p)) {
    p = call(p, at, env)
    return noted(replaceProposal(model, p), { what: 'called', proposal: p.id, dueAt: p.dueAt ?? '' })
  }
  // J3: taken by, and only by, the last confirmation
  if (p.called && unconfirmedPartners(model, p).length === 0) return decide(model, p)
  return replaceProposal(model, p)
}

function decide(model: Model, p: Proposal): Model {
  const decided: Proposal = { ...p, state: 'decided', dueAt: null, called: false }
  const shown = { partners: model.partners, unmetNeeds: unmetNeeds(model) }
  const after = noted(replaceProposal(model, decided), { what: 'decided', proposal: p.id, ...shown })
  return adoptCharter(after, decided)
}

// F2: a decided charter takes effect at once; F4: it may open the way back for who has left
function adoptCharter(model: Model, decided: Proposal): Model {
  const charter = decided.content.charter
  if (charter === undefined) return model
  const departures = model.departures.map(d =>
    opensReturn(decided, charter, d) ? { ...d, barred: false } : d,
  )
  const key = charterKey(charter)
  const known = [...new Set([...model.known, ...peopleIn(charter)])]
  const adopted: Model = { ...model, inForce: { text: charter, key }, departures, known }
  const replaced = noted(adopted, { what: 'charterAdopted', unmetNeeds: unmetNeeds(adopted) })
  const outOfReach = replaced.proposals.filter(
    p => isOpen(p) && p.content.charter && p.content.changes !== key,
  )
  return outOfReach.reduce((sofar, p) => failed(sofar, p, 'charterReplaced'), replaced)
}

function opensReturn(decided: Proposal, charter: Charter, departure: Departure): boolean {
  const named = partnerIn(charter, departure.partner) !== undefined
  return named && decided.submittedAtStep !== null && decided.submittedAtStep > departure.atStep
}

/** F6, J1: a change of the circle voids confirmations and ends every call; what still holds is called anew. */
function settleAll(model: Model, at: string, env: Env): Model {
  const open = model.proposals.filter(isOpen)
  // F4: below two partners every open proposal ends
  if (model.partners.length < 2) {
    return open.reduce((sofar, p) => failed(sofar, p, 'tooFewPartners'), model)
  }
  return open.reduce((sofar, p) => settle(sofar, endCall(p), at, env), model)
}

// O3: one stage up, with a term of its own; what is open goes along, and a call too (J2)
function goUp(model: Model, p: Proposal, at: string, env: Env): Model {
  const stage = STAGES[STAGES.indexOf(p.state as Stage) + 1]
  if (stage === undefined) return failed(model, p, 'ladderEnded')
  const dueAt = later(dueOf(p, at, stage, env), p.notBefore)
  const addressed = (partner: string): Addressed => ({
    partner,
    persons: onRung(model, partner, stage, at),
  })
  const happening: Happening = {
    what: 'stage',
    proposal: p.id,
    stage,
    dueAt,
    silent: silentPartners(model, p).map(addressed),
    unconfirmed: unconfirmedPartners(model, p).map(addressed),
    unanswered: p.objections.filter(o => o.open && !isAnsweredHere(p, o)).map(o => o.id),
  }
  return settle(noted(model, happening), { ...p, state: stage, dueAt }, at, env)
}

/** O3: on this stage of this revision. */
function isAnsweredHere(p: Proposal, objection: Objection): boolean {
  return objection.answeredOn.some(answer => answer.revision === p.revision && answer.stage === p.state)
}

// C1, O6: full terms for everyone; positions and confirmations fall, objections stand
function openConsultation(model: Model, p: Proposal, content: Content, at: string, env: Env): Model {
  const opened: Proposal = {
    ...endCall(p),
    state: 'consultation',
    revision: p.revision + 1,
    content,
    fixed: [...p.fixed, contentKey(content)],
    dueAt: later(dueOf(p, at, 'consultation', env), p.notBefore),
    calledOn: [],
    positions: [],
    extendedBy: [],
  }
  return settle(noted(model, told(model, opened, model.partners, at)), opened, at, env)
}

// ---------------------------------------------------------------- the acts

interface Asked {
  model: Model
  act: Act
  by: string
  at: string
  env: Env
}

/** The model that follows, or the rule that is broken. */
type Answer = Model | string
type Check = readonly [boolean, string]

function firstBroken(checks: readonly Check[]): string | null {
  return checks.find(([kept]) => !kept)?.[1] ?? null
}

function proposeCharter({ model, act, by }: Asked): Answer {
  const text = withDefaults(act.charter as Charter)
  const key = charterKey(text)
  const broken = firstBroken([
    [model.inForce === null, 'F2 after the founding a charter is changed by a proposal'],
    [peopleIn(text).includes(by), 'F1 only who is named in a charter proposes it'],
    [namesEverybodyOnce(text), 'W1 no person speaks for two partners, the opgavemanager for none'],
  ])
  if (broken) return broken
  // F1: another text voids the signatures, the same text keeps them
  return model.proposed?.key === key ? model : { ...model, proposed: { text, key, signedBy: [] } }
}

/** W1: nobody is named for two partners, or for a partner and as opgavemanager. */
function namesEverybodyOnce(charter: Charter): boolean {
  const people = peopleIn(charter).map(folded)
  return new Set(people).size === people.length
}

function signCharter(asked: Asked): Answer {
  return asked.model.inForce === null ? signFounding(asked) : signAsNewcomer(asked)
}

function seatIn(charter: Charter | undefined, person: string): CharterPartner | undefined {
  const sits = (partner: CharterPartner): boolean =>
    partner.people.some(each => each.id === person && each.roles.includes('stuurgroep'))
  return charter?.partners.find(sits)
}

function signFounding({ model, act, by }: Asked): Answer {
  const proposed = model.proposed
  if (proposed === null) return 'F1 no charter is proposed'
  const partner = seatIn(proposed.text, by)?.id
  if (partner === undefined) return 'F1 a stuurgroep seat signs for its partner'
  const broken = firstBroken([
    [act.charter === proposed.key, 'F1 another text than the one proposed'],
    [!proposed.signedBy.includes(partner), 'F1 this partner has signed this text'],
  ])
  if (broken) return broken
  const signedBy = [...proposed.signedBy, partner]
  const complete = proposed.text.partners.every(each => signedBy.includes(each.id))
  return complete ? found(model, proposed) : { ...model, proposed: { ...proposed, signedBy } }
}

function found(model: Model, { text, key }: { text: Charter; key: string }): Model {
  const mandates = text.partners.flatMap(partner => mandatesOf(partner, () => true))
  const partners = text.partners.map(partner => partner.id)
  const known = peopleIn(text)
  const founded: Model = { ...model, proposed: null, inForce: { text, key }, partners, mandates, known }
  return noted(founded, { what: 'founded', unmetNeeds: unmetNeeds(founded) })
}

function mandatesOf(partner: CharterPartner, mayHold: (person: string) => boolean): Mandate[] {
  const people = partner.people.filter(person => mayHold(person.id))
  return people.flatMap(person =>
    person.roles.map(role => ({ person: person.id, partner: partner.id, role, until: null })),
  )
}

// F3: a partner from the moment that it signs the charter then in force
function signAsNewcomer({ model, act, by, at, env }: Asked): Answer {
  const newcomer = seatIn(model.inForce?.text, by)
  if (newcomer === undefined || isPresent(model, newcomer.id))
    return 'F3 a stuurgroep seat of a newcomer signs'
  // W1: no person speaks for two partners, the opgavemanager for none
  const isFree = (person: string): boolean => !takesPart(model, person, at)
  const broken = firstBroken([
    [act.charter === model.inForce?.key, 'F3 another text than the charter in force'],
    [!isBarred(model, newcomer.id), 'F4 who has left returns only through a later charter proposal'],
    [isFree(by), 'W1 speaks for another partner, or is opgavemanager'],
  ])
  if (broken) return broken
  const joined: Model = {
    ...model,
    partners: [...model.partners, newcomer.id],
    mandates: [...model.mandates, ...mandatesOf(newcomer, isFree)],
    proposals: model.proposals.map(p => (isOpen(p) ? withTermForNewcomer(p, at, env) : p)),
  }
  const notices = joined.proposals.filter(isOpen).map(p => told(joined, p, [newcomer.id], at))
  return settleAll(noted(joined, { what: 'joined', unmetNeeds: unmetNeeds(joined) }, ...notices), at, env)
}

function withTermForNewcomer(p: Proposal, at: string, env: Env): Proposal {
  const notBefore = later(dueOf(p, at, 'consultation', env), p.notBefore)
  return { ...p, notBefore, dueAt: later(notBefore, p.dueAt) }
}

/** The partner for which this person holds a stuurgroep seat. */
function seatOf(model: Model, person: string, at: string): string | null {
  return holds(model, person, 'stuurgroep', at) ? speaksFor(model, person, at) : null
}

function giveMandate({ model, act, by, at }: Asked): Answer {
  const partner = seatOf(model, by, at)
  if (partner === null) return 'W1 only a stuurgroep seat gives mandates, for its own partner'
  const person = str(act.person)
  const roles = act.roles as Role[]
  const { calendar } = withDefaults(charterOf(model))
  const until = act.until === undefined ? null : endOfMandate(str(act.until), calendar)
  const speaks = speaksFor(model, person, at)
  const broken = firstBroken([
    [speaks === null || speaks === partner, 'W1 no person speaks for two partners'],
    [opgavemanager(model, at) !== person, 'W1 the opgavemanager speaks for no partner'],
    [
      speaks === partner || !awaitsSigning(model, person, partner),
      'W1 named for another partner that has yet to sign',
    ],
    [!isConfusable(person, model.known), 'W1 could be taken for another person'],
    [until === null || until > at, 'W1 a mandate ends after it begins'],
    [
      until === null || !roles.some(role => isLastHolder(model, person, partner, role, at)),
      'W1 the last holder of a role keeps it without end',
    ],
  ])
  if (broken) return broken
  // W1: adds roles; a role given again takes the new end
  const others = model.mandates.filter(
    m => !(m.person === person && m.partner === partner && roles.includes(m.role)),
  )
  const given = ROLES.filter(role => roles.includes(role)).map(role => ({ person, partner, role, until }))
  const known = [...new Set([...model.known, person])]
  return { ...model, mandates: [...others, ...given], known }
}

/** Named in the charter in force under another partner that is expected to sign it. */
function awaitsSigning(model: Model, person: string, giver: string): boolean {
  const expected = (model.inForce?.text.partners ?? []).filter(
    partner => partner.id !== giver && !isPresent(model, partner.id) && !isBarred(model, partner.id),
  )
  return expected.some(partner => partner.people.some(each => each.id === person))
}

function withdrawMandate({ model, act, by, at }: Asked): Answer {
  const partner = seatOf(model, by, at)
  if (partner === null) return 'W1 only a stuurgroep seat withdraws mandates, of its own partner'
  const person = str(act.person)
  const own = liveMandates(model, at).filter(m => m.person === person && m.partner === partner)
  const held = own.map(m => m.role)
  const roles = act.roles === undefined ? held : (act.roles as Role[])
  const broken = firstBroken([
    [roles.length > 0 && roles.every(role => held.includes(role)), 'W1 does not hold these roles'],
    [
      !roles.some(role => isLastHolder(model, person, partner, role, at)),
      'W1 the last holder of a role cannot be withdrawn',
    ],
  ])
  if (broken) return broken
  const isWithdrawn = (m: Mandate): boolean =>
    m.person === person && m.partner === partner && roles.includes(m.role)
  return { ...model, mandates: model.mandates.filter(m => !isWithdrawn(m)) }
}

// F4: only by its own act, at any time
function leaveCollaboration({ model, by, at, env }: Asked): Answer {
  const partner = seatOf(model, by, at)
  if (partner === null) return 'F4 a partner leaves only through its own stuurgroep seat'
  const people = model.mandates.filter(m => m.partner === partner).map(m => m.person)
  const departure = { partner, atStep: model.step, barred: true, people: [...new Set(people)] }
  const left: Model = {
    ...model,
    partners: model.partners.filter(each => each !== partner),
    mandates: model.mandates.filter(m => m.partner !== partner),
    departures: [...model.departures.filter(d => d.partner !== partner), departure],
    proposals: model.proposals.map(p => (hasEnded(p) ? p : withoutPartner(p, partner))),
  }
  return settleAll(noted(left, { what: 'left', unmetNeeds: unmetNeeds(left) }), at, env)
}

// F4: the opgavemanager takes over its proposals; its positions are void, its objections stay
function withoutPartner(p: Proposal, partner: string): Proposal {
  const author = p.author === partner ? OFFICE : p.author
  return { ...p, author, positions: p.positions.filter(each => each.partner !== partner) }
}

/** D2, F2: what a content demands, checked at drafting, revising, submitting and amending. */
function brokenByContent(model: Model, proposal: string, content: Content, at: string): string | null {
  const links = [...content.basedOn, ...content.replaces]
  const exists = (id: string): boolean => id !== proposal && model.proposals.some(p => p.id === id)
  return (
    firstBroken([
      [content.commitments.every(c => isPresent(model, c.partner)), 'D2 commitments name present partners'],
      [links.every(exists), 'D2 links name earlier proposals'],
      [content.charter !== undefined || content.changes === undefined, 'F2 changes without a charter'],
    ]) ?? brokenByCharter(model, content, at)
  )
}

function brokenByCharter(model: Model, { charter, changes }: Content, at: string): string | null {
  if (charter === undefined) return null
  const speakers = liveMandates(model, at).map(m => m.person)
  const newPartners = charter.partners.filter(partner => !isPresent(model, partner.id))
  const broughtIn = [
    ...newPartners.flatMap(partner => partner.people.map(person => person.id)),
    charter.opgavemanager.id,
  ]
  const circle = [...model.partners, ...model.departures.map(d => d.partner)]
  const named = charter.partners.map(partner => partner.id)
  return firstBroken([
    [changes === model.inForce?.key, 'F2 names another charter than the one in force'],
    [model.partners.every(partner => partnerIn(charter, partner)), 'F2 omits a partner that has not left'],
    [!broughtIn.some(person => speakers.includes(person)), 'F2 brings in who speaks for a partner'],
    [!named.some(id => isConfusable(id, circle)), 'F2 a partner could be taken for another'],
    [!broughtIn.some(id => isConfusable(id, model.known)), 'F2 a person could be taken for another'],
    [namesEverybodyOnce(charter), 'W1 no person speaks for two partners, the opgavemanager for none'],
  ])
}

function draftProposal({ model, act, by, at }: Asked): Answer {
  const taken = model.proposals.map(p => p.id)
  const id = act.proposal === undefined ? madeId('p', taken) : str(act.proposal)
  const refused = firstBroken([
    [model.inForce !== null, 'F1 nothing is drafted before the founding'],
    [takesPart(model, by, at), 'D1 a mandated person or the opgavemanager drafts'],
    [!isTaken(id, taken), 'D1 this proposal exists, or one that it could be taken for'],
  ])
  if (refused) return refused
  const content = contentOf(model, act)
  const broken = brokenByContent(model, id, content, at)
  if (broken) return broken
  const draft: Proposal = {
    id,
    author: speaksFor(model, by, at) ?? OFFICE,
    state: 'drafting',
    revision: 0,
    content,
    fixed: [],
    rules: null,
    submittedAtStep: null,
    dueAt: null,
    notBefore: null,
    called: false,
    calledOn: [],
    positions: [],
    confirmations: [],
    objections: [],
    extendedBy: [],
    comments: [],
  }
  return { ...model, proposals: [...model.proposals, draft] }
}

/** An act on a known proposal, none of whose terms is due. */
interface AskedOn extends Asked {
  p: Proposal
}

const TERM_FIRST = 'the term has to end first'
const isDue = (p: Proposal, at: string): boolean => p.dueAt !== null && at >= p.dueAt

// T1: at or after a due moment nothing else is recorded before the term's end
function onProposal(handle: (asked: AskedOn) => Answer): (asked: Asked) => Answer {
  return asked => {
    const p = asked.model.proposals.find(each => each.id === asked.act.proposal)
    if (p === undefined) return 'D1 no such proposal'
    if (isDue(p, asked.at)) return `T1 ${TERM_FIRST}`
    return handle({ ...asked, p })
  }
}

function reviseDraft({ model, act, by, at, p }: AskedOn): Answer {
  const refused = firstBroken([
    [p.state === 'drafting', 'D1 no draft'],
    [isOfAuthor(model, p, by, at), 'D1 only the author revises'],
  ])
  if (refused) return refused
  const content = contentOf(model, act)
  return brokenByContent(model, p.id, content, at) ?? replaceProposal(model, { ...p, content })
}

function submitProposal({ model, by, at, env, p }: AskedOn): Answer {
  const broken =
    firstBroken([
      [p.state === 'drafting', 'D2 no draft'],
      [isOfAuthor(model, p, by, at), 'D2 only the author submits'],
      [model.partners.length >= 2, 'F4 below two partners nothing is submitted'],
    ]) ?? brokenByContent(model, p.id, p.content, at)
  if (broken) return broken
  const submitted = { ...p, rules: model.inForce?.text ?? null, submittedAtStep: model.step }
  const days = longestDays(model, submitted)
  const announced = noted(model, { what: 'submitted', proposal: p.id, longestDays: days })
  return openConsultation(announced, submitted, p.content, at, env)
}

function amendProposal({ model, act, by, at, env, p }: AskedOn): Answer {
  const refused = firstBroken([
    [isOpen(p), 'O6 not running'],
    [isOfAuthor(model, p, by, at), 'O6 only the author amends'],
    [p.revision < (p.rules?.maxRevisions ?? 7), 'O8 no revision is left'],
  ])
  if (refused) return refused
  const content = contentOf(model, act)
  if (contentKey(content) === contentKey(p.content)) return 'O6 the content equals the current revision'
  const broken = brokenByContent(model, p.id, content, at)
  if (broken) return broken
  return openConsultation(model, p, content, at, env)
}

function withdrawProposal({ model, by, at, p }: AskedOn): Answer {
  const broken = firstBroken([
    [!hasEnded(p), 'D3 has ended'],
    [isOfAuthor(model, p, by, at), 'D3 only the author withdraws'],
  ])
  return broken ?? replaceProposal(model, ended(p, 'withdrawn'))
}

// D1: decides nothing, in every state
function comment({ model, act, by, at, p }: AskedOn): Answer {
  const named = peopleIn(model.inForce?.text).includes(by)
  const broken = firstBroken([
    [named || speaksFor(model, by, at) !== null, 'D1 neither named in the charter nor mandated'],
    [act.replyTo === undefined || p.comments.some(c => c.id === act.replyTo), 'D1 replies to no comment'],
  ])
  if (broken) return broken
  const earlier = p.comments.map(c => (c.id === act.replyTo ? { ...c, answered: true } : c))
  const asks = str(act.text).trim().endsWith('?')
  const made = { id: `c${p.comments.length + 1}`, asks, answered: false }
  return replaceProposal(model, { ...p, comments: [...earlier, made] })
}

function takePosition({ model, act, by, at, env, p }: AskedOn): Answer {
  const partner = speaksFor(model, by, at)
  if (partner === null) return 'C2 a position is taken through a person with a mandate'
  const position = str(act.position)
  const gives = p.content.commitments.some(c => c.partner === partner)
  const broken = firstBroken([
    [isOpen(p), 'C2 not running'],
    [act.revision === p.revision, 'C2 not the current revision'],
    [
      holds(model, by, 'lijnmanagement', at) || holds(model, by, 'stuurgroep', at),
      'C2 lijnmanagement or the stuurgroep seat takes positions',
    ],
    [!hasOpenObjection(p, partner), 'O2 no position beside an open objection'],
    [position !== 'reservation' || !blank(act.reason), 'C3 a reservation has a reason'],
    [position !== 'standAside' || !gives, 'C3 who gives a commitment cannot stand aside'],
  ])
  if (broken) return broken
  const taken = { partner, position, provisional: act.provisional === true }
  const others = p.positions.filter(each => each.partner !== partner)
  // C2: voids only one's own confirmation, unless it ends the call
  const confirmations = p.confirmations.filter(each => each !== partner)
  return settle(model, { ...p, positions: [...others, taken], confirmations }, at, env)
}

function raiseObjection({ model, act, by, at, env, p }: AskedOn): Answer {
  const partner = speaksFor(model, by, at)
  if (partner === null) return 'O1 any mandated person of a partner objects'
  const revision = act.revision as number
  const taken = p.objections.map(o => o.id)
  const id = act.objection === undefined ? madeId('o', taken) : str(act.objection)
  const broken = firstBroken([
    [isOpen(p), 'O1 not running'],
    // O1: one to an earlier revision counts on the current one
    [revision >= 1 && revision <= p.revision, 'O1 no such revision'],
    [!blank(act.reason), 'O1 an objection has a reason'],
    [!isTaken(id, taken), 'O1 this objection exists, or one that it could be taken for'],
  ])
  if (broken) return broken
  const objection: Objection = { id, partner, open: true, answeredOn: [] }
  // O1: voids the own position and all confirmations
  const positions = p.positions.filter(each => each.partner !== partner)
  const objections = [...p.objections, objection]
  return settle(model, { ...p, positions, objections, confirmations: [] }, at, env)
}

function replaceObjection(p: Proposal, objection: Objection): Proposal {
  return { ...p, objections: p.objections.map(each => (each.id === objection.id ? objection : each)) }
}

// O4: a reasoned answer does not close it
function answerObjection({ model, act, by, at, p }: AskedOn): Answer {
  const objection = p.objections.find(o => o.id === act.objection)
  if (!isStage(p.state) || objection === undefined || !objection.open) return 'O4 no open objection here'
  const broken = firstBroken([
    [
      isOfAuthor(model, p, by, at) || opgavemanager(model, at) === by,
      'O4 the author or opgavemanager answers',
    ],
    [!blank(act.text), 'O4 a reasoned answer'],
  ])
  if (broken) return broken
  const answeredOn = [...objection.answeredOn, { revision: p.revision, stage: p.state }]
  return replaceProposal(model, replaceObjection(p, { ...objection, answeredOn }))
}

// O2: only the partner that raised it lets it go
function withdrawObjection({ model, act, by, at, env, p }: AskedOn): Answer {
  const objection = p.objections.find(o => o.id === act.objection)
  if (!isOpen(p) || objection === undefined || !objection.open) return 'O2 no open objection here'
  const broken = firstBroken([
    [speaksFor(model, by, at) === objection.partner, 'O2 only the partner that raised it'],
    [act.revision === p.revision, 'O2 not the current revision'],
  ])
  return broken ?? settle(model, replaceObjection(p, { ...objection, open: false }), at, env)
}

// C5: once per partner and revision, for everyone, from the current due moment on
function extendTerm({ model, act, by, at, env, p }: AskedOn): Answer {
  const partner = speaksFor(model, by, at)
  if (partner === null) return 'C5 a partner extends, through a mandated person'
  const broken = firstBroken([
    [p.state === 'consultation', 'C5 only the consultation is extended'],
    [act.revision === p.revision, 'C5 not the current revision'],
    [!p.extendedBy.includes(partner), 'C5 once per revision'],
  ])
  if (broken) return broken
  const dueAt = dueOf(p, p.dueAt ?? at, 'extension', env)
  return replaceProposal(model, { ...p, dueAt, extendedBy: [...p.extendedBy, partner] })
}

// O3: earlier than its term, but never from the consultation or the stuurgroep
function escalate({ model, act, by, at, env, p }: AskedOn): Answer {
  const blocking = blockingObjections(model, p)
  const broken = firstBroken([
    [p.state === 'lijnmanagement' || p.state === 'opgavemanager', 'O3 not from this stage'],
    [act.stage === p.state, 'O3 not on this stage'],
    [act.revision === p.revision, 'O3 not the current revision'],
    [takesPart(model, by, at), 'O3 a partner or the opgavemanager'],
    [!blank(act.reason), 'O3 has a reason'],
    [blocking.length > 0, 'O3 no objection is open'],
    [model.partners.every(partner => hasSpoken(p, partner)), 'O3 not everyone has spoken'],
    [blocking.every(o => isAnsweredHere(p, o)), 'O3 an objection was not answered on this stage'],
  ])
  return broken ?? goUp(model, p, at, env)
}

function confirmDecision({ model, act, by, at, env, p }: AskedOn): Answer {
  const partner = speaksFor(model, by, at)
  if (partner === null) return 'J2 a partner confirms through its seat'
  const broken = firstBroken([
    [isOpen(p) && p.called, 'J2 nothing is called'],
    [act.revision === p.revision, 'J2 not the current revision'],
    [holds(model, by, decidingRole(p), at), 'J2 not a seat on the rung that decides'],
    [!p.confirmations.includes(partner), 'J2 has confirmed'],
  ])
  return broken ?? settle(model, { ...p, confirmations: [...p.confirmations, partner] }, at, env)
}

function onlyFounded({ model }: Asked): Answer {
  return model.inForce === null ? 'F1 before the founding there is nobody to register' : { ...model }
}

const HANDLERS: Record<string, (asked: Asked) => Answer> = {
  proposeCharter,
  signCharter,
  giveMandate,
  withdrawMandate,
  leaveCollaboration,
  // W2: all that there is to ask about keys is asked with every act.
  registerKey: onlyFounded,
  revokeKey: onlyFounded,
  // W4: whose words they are is asked with every act.
  eraseName: onlyFounded,
  eraseWords: onProposal(({ model }) => ({ ...model })),
  draftProposal,
  reviseDraft: onProposal(reviseDraft),
  submitProposal: onProposal(submitProposal),
  amendProposal: onProposal(amendProposal),
  withdrawProposal: onProposal(withdrawProposal),
  comment: onProposal(comment),
  takePosition: onProposal(takePosition),
  raiseObjection: onProposal(raiseObjection),
  answerObjection: onProposal(answerObjection),
  withdrawObjection: onProposal(withdrawObjection),
  extendTerm: onProposal(extendTerm),
  escalate: onProposal(escalate),
  confirmDecision: onProposal(confirmDecision),
  endTerm: () => 'T1 nobody ends a term: the clock does',
}

// ---------------------------------------------------------------- the doors

/** W3: recorded with all its consequences, or refused with the rule it broke and nothing changed. */
export function ask(
  model: Model,
  act: Act,
  at: string,
  env: Env,
  signed?: Signature,
  apart?: string,
): { admitted: boolean; why: string; model: Model } {
  // T1: a recorded moment is never before the last one
  const moment = later(at, model.now)
  const standing = standingOf(model, act, moment)
  const unsigned =
    brokenBySigning(standing, signed) ?? brokenByKeys(standing) ?? brokenByWords(standing, apart)
  if (unsigned !== null) return { admitted: false, why: unsigned, model }
  const handle = Object.hasOwn(HANDLERS, act.act) ? HANDLERS[act.act] : undefined
  const fresh: Model = { ...model, happened: [] }
  const answer = handle?.({ model: fresh, act, by: act.by ?? '', at: moment, env }) ?? 'W3 no such act'
  if (typeof answer === 'string') return { admitted: false, why: answer, model }
  if (touchesWhatIsDue(model, answer, moment)) return { admitted: false, why: `T1 ${TERM_FIRST}`, model }
  const signedFor = withSigning(model, answer, standing, signed !== undefined)
  const taken = withWords(signedFor, standing, speaksFor(answer, standing.by, moment), apart)
  return { admitted: true, why: '', model: { ...taken, now: moment, step: model.step + 1 } }
}

/** What signing has to know of mandates. */
function standingOf(model: Model, act: Act, at: string): Standing {
  return {
    ...{ model, act, at, by: act.by ?? '', opgavemanager: opgavemanager(model, at) },
    partnerOf: person => speaksFor(model, person, at),
    isSeat: person => holds(model, person, 'stuurgroep', at),
  }
}

/** T1: a change of circle or charter is recorded in every proposal that it touches, and waits for terms like all else. */
function touchesWhatIsDue(before: Model, after: Model, at: string): boolean {
  return before.proposals.some(p => isDue(p, at) && !after.proposals.includes(p))
}

/** The earliest due moment of an open proposal; ties in the order of drafting. */
export function nextDue(model: Model): { proposal: string; at: string } | null {
  let earliest: { proposal: string; at: string } | null = null
  for (const { id, dueAt } of model.proposals) {
    if (dueAt !== null && (earliest === null || dueAt < earliest.at)) earliest = { proposal: id, at: dueAt }
  }
  return earliest
}

/** T1, O3, O7: the clock ends the term of the current stage; a call and its confirmations go up too (J2). */
export function endTerm(model: Model, proposal: string, at: string, env: Env): Model {
  const p = model.proposals.find(each => each.id === proposal)
  if (p === undefined || p.dueAt === null || at < p.dueAt)
    throw new Error(`no term of ${proposal} ends at ${at}`)
  const moment = later(at, model.now)
  return { ...goUp({ ...model, happened: [] }, p, moment, env), now: moment, step: model.step + 1 }
}

/** What can be seen of a model; mandates are read at `at`, the last recorded moment if left out. */
export function view(model: Model, at: string = model.now): View {
  return {
    partners: [...model.partners],
    opgavemanager: opgavemanager(model, at),
    charterInForce: model.inForce?.key ?? null,
    unmetNeeds: unmetNeeds(model),
    proposals: Object.fromEntries(model.proposals.map(p => [p.id, viewOf(model, p)])),
  }
}

function viewOf(model: Model, p: Proposal): ProposalView {
  const shown = (taken: Position): string => `${taken.position}${taken.provisional ? '?' : ''}`
  return {
    state: p.state,
    revision: p.revision,
    called: p.called,
    dueAt: p.dueAt,
    author: p.author === OFFICE ? 'opgavemanager' : p.author,
    openPoints: isOpen(p) ? openPoints(model, p) : [],
    positions: Object.fromEntries(p.positions.map(taken => [taken.partner, shown(taken)])),
    confirmations: [...p.confirmations],
    openObjections: p.objections.filter(o => o.open).map(o => o.id),
    unansweredQuestions: p.comments.filter(c => c.asks && !c.answered).map(c => c.id),
    shownWith: shownWith(model, p),
    partnerLeft: p.content.commitments.filter(c => !isPresent(model, c.partner)).map(c => c.id),
    replacedBy: model.proposals
      .filter(each => each.state === 'decided' && each.content.replaces.includes(p.id))
      .map(each => each.id),
  }
}

/** D2: those that it names, and every other of which any revision had its content. */
function shownWith(model: Model, p: Proposal): string[] {
  const key = p.fixed.at(-1) ?? contentKey(p.content)
  const alike = model.proposals.filter(each => each.id !== p.id && each.fixed.includes(key))
  return [...new Set([...p.content.basedOn, ...p.content.replaces, ...alike.map(each => each.id)])]
}

function openPoints(model: Model, p: Proposal): ProposalView['openPoints'] {
  const allAside = model.partners.every(partner => countingPosition(p, partner) === 'standAside')
  return [
    ...silentPartners(model, p).map(partner => ({ kind: 'silence', partner })),
    ...blockingObjections(model, p).map(o => ({ kind: 'objection', partner: o.partner, id: o.id })),
    ...unconfirmedPartners(model, p).map(partner => ({ kind: 'confirmation', partner })),
    ...(allAside ? [{ kind: 'support' }] : []),
  ]
}

// ---------------------------------------------------------------- acts to draw from

/** A charter for trying things out: each partner `x` has `x1` with all roles and `x2` for lijnmanagement. */
export function sampleCharter(partners: readonly string[], changes: Partial<Charter> = {}): Charter {
  return {
    procedure: 'samenspraak/1',
    opgave: { title: 'Wonen', goal: 'Genoeg betaalbare woningen', needs: [] },
    partners: partners.map(id => samplePartner(id, `${id}1`, `${id}2`)),
    opgavemanager: { id: 'omar', name: 'Omar' },
    decidesOn: 'stuurgroep',
    terms: {
      consultation: 10,
      lijnmanagement: 10,
      opgavemanager: 10,
      stuurgroep: 15,
      jointDecision: 10,
      extension: 5,
    },
    maxRevisions: 7,
    calendar: { timeZone: 'Europe/Amsterdam', holidays: 'NL' },
    signatures: 'optional',
    ...changes,
  }
}

function samplePartner(id: string, seat: string, line?: string): CharterPartner {
  const first = { id: seat, name: seat, roles: [...ROLES] }
  const second = { id: line ?? '', name: line ?? '', roles: ['lijnmanagement' as const] }
  return { id, name: `Partner ${id}`, people: line === undefined ? [first] : [first, second] }
}

/** Everybody who ever had a part in it. */
function everybody(model: Model): string[] {
  const known = [
    ...peopleIn(model.proposed?.text ?? sampleIfEmpty(model)),
    ...peopleIn(model.inForce?.text),
    ...model.mandates.map(m => m.person),
    ...model.departures.flatMap(d => d.people),
  ]
  return [...new Set(known)]
}

function sampleIfEmpty(model: Model): Charter | undefined {
  return model.inForce === null ? sampleCharter(['almere', 'zeewolde', 'dronten']) : undefined
}

function daysLater(at: string, days: number): string {
  return new Date(Date.parse(at) + days * 24 * 60 * 60 * 1000).toISOString()
}

/** The wide alphabet: what may be asked, and much that may not. */
export function anyActs(model: Model, at: string, salt: number): Act[] {
  const people = [...everybody(model), 'outsider']
  return [...candidates(model, at, salt), ...people.flatMap(by => trespasses(model, by, at, salt))]
}

/** What may well be asked now: a broad sample, no stale ones. Not all of it is admitted. */
export function candidates(model: Model, at: string, salt: number): Act[] {
  const charters = changedCharters(model, salt)
  return everybody(model).flatMap((by, index) => {
    const texts = contents(model, by, at, salt, twoOf(charters, salt + index))
    return [
      ...foundingActs(model, by),
      ...mandateActs(model, by, at, salt),
      ...keyActs(model, by, keptBy(model, by, at, salt), salt + index),
      ...draftActs(model, by, texts),
      ...model.proposals.flatMap(p => actsOn(p, by, salt, texts)),
      ...erasures(model, by),
      ...wordy(model, by),
    ]
  })
}

/** Two of a list, others for each salt. */
function twoOf<T>(list: readonly T[], salt: number): T[] {
  return [...list, ...list].slice(salt % Math.max(1, list.length)).slice(0, Math.min(2, list.length))
}

function foundingActs(model: Model, by: string): Act[] {
  if (model.inForce) return [{ act: 'signCharter', by, charter: model.inForce.key }]
  const proposed = model.proposed
  const sample = sampleCharter(['almere', 'zeewolde', 'dronten'])
  const texts = proposed ? [proposed.text, sample] : [sample]
  return [
    ...texts.map(charter => ({ act: 'proposeCharter', by, charter })),
    ...(proposed ? [{ act: 'signCharter', by, charter: proposed.key }] : []),
  ]
}

function mandateActs(model: Model, by: string, at: string, salt: number): Act[] {
  const role = ROLES[salt % 3] ?? 'stuurgroep'
  const partner = speaksFor(model, by, at)
  if (partner === null) {
    return [
      { act: 'giveMandate', by, person: `${by}_x`, roles: [role] },
      { act: 'leaveCollaboration', by },
    ]
  }
  const own = model.mandates.filter(m => m.partner === partner).map(m => m.person)
  const released = model.departures.flatMap(d => d.people)
  const persons = new Set([...own, `${partner}_x`, `${partner}_y`, ...released])
  const until = daysLater(at, 1 + (salt % 20))
  return [
    ...[...persons].flatMap(person => [
      { act: 'giveMandate', by, person, roles: [role] },
      { act: 'giveMandate', by, person, roles: [...ROLES] },
      { act: 'giveMandate', by, person, roles: [role], until },
      { act: 'withdrawMandate', by, person },
      { act: 'withdrawMandate', by, person, roles: [role] },
    ]),
    { act: 'leaveCollaboration', by },
  ]
}

/** Whose keys somebody may think of: the own one, those of the own partner, of somebody else. */
function keptBy(model: Model, by: string, at: string, salt: number): string[] {
  const partner = speaksFor(model, by, at)
  const own = model.mandates.filter(m => m.partner === partner).map(m => m.person)
  const others = everybody(model)
  return [...new Set([by, ...own.slice(salt % 2), others[salt % Math.max(1, others.length)] ?? by])]
}

function draftActs(model: Model, by: string, texts: object[]): Act[] {
  const proposal = `p${model.proposals.length + 1}`
  return texts.map(content => ({ act: 'draftProposal', by, proposal, ...content }))
}

/** Contents that differ with the salt: plain, with a commitment of the own partner, linked, with a charter. */
function contents(model: Model, by: string, at: string, salt: number, charters: Charter[]): object[] {
  const partner = speaksFor(model, by, at)
  const plain = { title: 'Housing', text: `We build ${salt} homes.` }
  if (!takesPart(model, by, at)) return [plain]
  const commitments = [{ id: 'k1', partner, what: 'Brings land', by: '2027-06-30' }]
  const earlier = model.proposals.slice(0, 1).map(p => p.id)
  return [
    plain,
    ...(partner ? [{ ...plain, commitments }] : []),
    ...(earlier.length ? [{ ...plain, basedOn: earlier, replaces: earlier }] : []),
    ...charters.map(charter => ({ ...plain, charter })),
    ...(model.inForce ? charters.slice(0, 1) : []).map(charter => ({
      ...plain,
      charter,
      changes: model.inForce?.key,
    })),
  ]
}

function actsOn(p: Proposal, by: string, salt: number, texts: object[]): Act[] {
  const proposal = p.id
  const said = [
    { act: 'comment', by, proposal, text: `Remark ${salt}` },
    ...p.comments.slice(-1).map(({ id }) => ({ act: 'comment', by, proposal, text: 'Reply', replyTo: id })),
    { act: 'withdrawProposal', by, proposal },
  ]
  if (isOpen(p)) return [...said, ...actsOnRunning(p, by, texts)]
  return [
    ...said,
    { act: 'submitProposal', by, proposal },
    ...texts.map(content => ({ act: 'reviseDraft', by, proposal, ...content })),
  ]
}

function actsOnRunning(p: Proposal, by: string, texts: object[]): Act[] {
  const on = { by, proposal: p.id, revision: p.revision }
  const raise = { act: 'raiseObjection', ...on, objection: `o${p.objections.length + 1}` }
  const open = p.objections.filter(o => o.open).map(o => o.id)
  return [
    ...texts.map(content => ({ act: 'amendProposal', by, proposal: p.id, ...content })),
    ...positionActs(p.id, by, p.revision),
    { ...raise, reason: 'No water.', ground: 'content' },
    { ...raise, reason: 'Not asked.', ground: 'involvement' },
    ...open.map(id => ({ act: 'answerObjection', by, proposal: p.id, objection: id, text: 'Seen to.' })),
    ...open.map(id => ({ act: 'withdrawObjection', ...on, objection: id })),
    { act: 'extendTerm', ...on },
    { act: 'escalate', ...on, stage: p.state, reason: 'Stuck.' },
    { act: 'confirmDecision', ...on },
  ]
}

function positionActs(proposal: string, by: string, revision: number): Act[] {
  const take = { act: 'takePosition', by, proposal, revision }
  const kinds = [
    { ...take, position: 'consent' },
    { ...take, position: 'reservation', reason: 'Costs.' },
    { ...take, position: 'standAside' },
  ]
  return [...kinds, ...kinds.map(kind => ({ ...kind, provisional: true }))]
}

/** New charters: other terms, a newcomer, a return, nobody but the present, another opgavemanager, the same. */
function changedCharters(model: Model, salt: number): Charter[] {
  const now = model.inForce?.text
  if (now === undefined) return []
  const unnamed = model.partners.filter(partner => !partnerIn(now, partner))
  const base: Charter = {
    ...now,
    partners: [...now.partners, ...unnamed.map(id => samplePartner(id, `${id}_seat`))],
  }
  const present = base.partners.filter(partner => isPresent(model, partner.id))
  const awaited = base.partners.filter(partner => !isPresent(model, partner.id))
  const changed: Charter[] = [
    ...(present.length + awaited.length < 6 ? [withNewcomer(base, model, salt)] : []),
    {
      ...base,
      terms: { ...base.terms, consultation: 5 + (salt % 10), stuurgroep: 3 + (salt % 7) },
      decidesOn: salt % 2 === 0 ? 'lijnmanagement' : 'stuurgroep',
      maxRevisions: 2 + (salt % 4),
    },
    { ...base, opgavemanager: { id: `omar${salt % 3}`, name: 'Omar' } },
    ...model.departures.slice(0, 1).map(d => withReturn(base, d.partner, salt)),
    ...(present.length >= 2 ? [{ ...base, partners: present }] : []),
    base,
    ...(now.personal ? [{ ...base, personal: everyMark.slice(salt % everyMark.length) }] : []),
  ]
  if (!usesKeys(model)) return changed
  return [...changed.map(text => withKeys(text)), withKeys(base, { signatures: 'required' })]
}

function withNewcomer(base: Charter, model: Model, salt: number): Charter {
  const known = new Set([
    ...base.partners.map(partner => partner.id),
    ...model.departures.map(d => d.partner),
  ])
  const id = ['lelystad', 'urk', 'noordoostpolder', 'zwolle'].find(each => !known.has(each)) ?? `urk${salt}`
  return { ...base, partners: [...base.partners, samplePartner(id, `${id}1`, `${id}2`)] }
}

function withReturn(base: Charter, partner: string, salt: number): Charter {
  const others = base.partners.filter(each => each.id !== partner)
  const seat = salt % 2 === 0 ? `${partner}1` : `${partner}_r`
  const taken = others.some(each => each.people.some(person => person.id === seat))
  return { ...base, partners: [...others, samplePartner(partner, taken ? `${partner}_r` : seat)] }
}

// ---------------------------------------------------------------- acts that are mostly refused

function trespasses(model: Model, by: string, at: string, salt: number): Act[] {
  return [
    ...charterTrespasses(model, by, at, salt),
    ...mandateTrespasses(model, by, at),
    ...contentTrespasses(model, by, salt).flatMap(content => [
      { act: 'draftProposal', by, proposal: `p${model.proposals.length + 1}`, ...content },
      ...model.proposals.flatMap(p => [
        { act: 'reviseDraft', by, proposal: p.id, ...content },
        { act: 'amendProposal', by, proposal: p.id, ...content },
      ]),
    ]),
    ...model.proposals.slice(0, 1).map(p => ({
      act: 'draftProposal',
      by,
      proposal: p.id,
      title: 'Housing',
      text: 'Twice',
    })),
    ...[...model.proposals.map(p => p.id), 'p999'].flatMap(id => trespassesOn(model, id, by)),
  ]
}

function charterTrespasses(model: Model, by: string, at: string, salt: number): Act[] {
  const other = sampleCharter(['almere', 'zeewolde'], { maxRevisions: 1 + (salt % 3) })
  return [
    { act: 'proposeCharter', by, charter: other },
    { act: 'signCharter', by, charter: charterKey(other) },
    ...(model.proposed ? [{ act: 'signCharter', by, charter: model.proposed.key }] : []),
    ...forbiddenCharters(model, at).map(content => ({
      act: 'draftProposal',
      by,
      proposal: `p${model.proposals.length + 1}`,
      title: 'Charter',
      text: `Change ${salt}`,
      ...content,
    })),
  ]
}

/** F2: omits a partner, names another charter, brings in who speaks for a present partner. */
function forbiddenCharters(model: Model, at: string): object[] {
  const now = model.inForce?.text
  if (now === undefined) return []
  const omitted = model.partners[0]
  const rest = now.partners.filter(partner => partner.id !== omitted)
  const named = peopleIn(now)
  const speaker = liveMandates(model, at).find(m => !named.includes(m.person))?.person
  const free = ['lelystad', 'urk', 'dronten', 'almere'].find(
    id => !isPresent(model, id) && !partnerIn(now, id),
  )
  return [
    ...(rest.length >= 2 ? [{ charter: { ...now, partners: rest } }] : []),
    { charter: now, changes: charterKey(sampleCharter(['almere', 'zeewolde'], { maxRevisions: 99 })) },
    ...(speaker ? [{ charter: { ...now, opgavemanager: { id: speaker, name: speaker } } }] : []),
    ...(speaker && free
      ? [{ charter: { ...now, partners: [...now.partners, samplePartner(free, speaker)] } }]
      : []),
  ]
}

function mandateTrespasses(model: Model, by: string, at: string): Act[] {
  const others = [...everybody(model), 'outsider']
  return [
    ...others.map(person => ({ act: 'giveMandate', by, person, roles: ['lijnmanagement'] })),
    ...others.map(person => ({ act: 'withdrawMandate', by, person, roles: ['stuurgroep'] })),
    { act: 'giveMandate', by, person: 'almere_x', roles: ['lijnmanagement'], until: at },
    { act: 'giveMandate', by, person: by, roles: ['stuurgroep'], until: daysLater(at, 3) },
  ]
}

/** D2, O6: commitments of absent partners, links to nowhere and to itself, contents that are already there. */
function contentTrespasses(model: Model, by: string, salt: number): object[] {
  const plain = { title: 'Housing', text: `We build ${salt} homes.` }
  const absent = model.departures[0]?.partner ?? by
  const last = model.proposals.at(-1)
  const { charter: _charter, changes: _changes, ...current }: Partial<Content> = last?.content ?? plain
  return [
    { ...plain, commitments: [{ id: 'k1', partner: absent, what: 'Brings land', by: '2027-06-30' }] },
    { ...plain, basedOn: ['p999'] },
    { ...plain, replaces: [`p${model.proposals.length + 1}`] },
    ...(last ? [{ ...plain, basedOn: [last.id] }] : []),
    last?.content ?? plain,
    current,
  ]
}

function trespassesOn(model: Model, proposal: string, by: string): Act[] {
  const p = model.proposals.find(each => each.id === proposal)
  const current = p?.revision ?? 1
  const objections = [...(p?.objections.map(o => o.id) ?? []), 'o999']
  const revisions = [current - 1, current, current + 1].filter(revision => revision >= 1)
  return [
    { act: 'submitProposal', by, proposal },
    { act: 'withdrawProposal', by, proposal },
    { act: 'comment', by, proposal, text: 'From aside' },
    { act: 'comment', by, proposal, text: 'To nothing', replyTo: 'c999' },
    ...revisions.flatMap(revision => [
      ...positionActs(proposal, by, revision),
      { act: 'takePosition', by, proposal, revision, position: 'reservation' },
      { act: 'takePosition', by, proposal, revision, position: 'reservation', reason: ' ' },
      ...objections.slice(-3).map(objection => ({
        act: 'raiseObjection',
        by,
        proposal,
        objection,
        revision,
        reason: 'Once more.',
      })),
      {
        act: 'raiseObjection',
        by,
        proposal,
        objection: `o${(p?.objections.length ?? 0) + 1}`,
        revision,
        reason: 'Late.',
      },
      { act: 'raiseObjection', by, proposal, objection: 'o998', revision, reason: ' ' },
      ...objections.map(objection => ({ act: 'withdrawObjection', by, proposal, objection, revision })),
      { act: 'extendTerm', by, proposal, revision },
      ...['lijnmanagement', 'opgavemanager'].map(stage => ({
        act: 'escalate',
        by,
        proposal,
        revision,
        stage,
        reason: 'Go up.',
      })),
      { act: 'confirmDecision', by, proposal, revision },
      ...STAGES.map(stage => ({ act: 'endTerm', by, proposal, revision, stage })),
    ]),
    ...objections.map(objection => ({ act: 'answerObjection', by, proposal, objection, text: 'No.' })),
  ]
}
