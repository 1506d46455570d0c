// The reference model held against the promise: each invariant on every state of a small scope and on random walks,
// judged from the acts that were admitted and not from the model's own book-keeping; and each seen to fail on a model
// that is broken on purpose.
import { describe, expect, it } from 'vitest'
import {
  type Act,
  anyActs,
  ask,
  type Charter,
  candidates,
  charterKey,
  type Env,
  emptyModel,
  endTerm,
  type Model,
  nextDue,
  type Role,
  sampleCharter,
  view,
} from './model.ts'

type Proposal = Model['proposals'][number]

const DAY = 24 * 60 * 60 * 1000
const START = '2026-01-05T09:00:00.000Z'
const PARTNERS = ['almere', 'zeewolde', 'dronten']
const LADDER: readonly string[] = ['consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep']
const ENDS: readonly string[] = ['decided', 'noConsensus', 'withdrawn']

const CALENDAR = { timeZone: 'UTC', holidays: 'none' }

/** Every day is a working day: the calendar is no matter of the promise. */
const env: Env = { due: (from, days) => new Date(Date.parse(from) + days * DAY).toISOString() }

// ---------------------------------------------------------------- history, folded from the acts that were admitted

/** What was said about one proposal, by the acts of the partners' own people alone. */
interface Said {
  readonly author: string
  readonly state: string
  readonly revision: number
  readonly charter: Charter | null
  readonly rules: Charter | null
  /** O8: the moment by which it has ended, whatever happens. */
  readonly closesBy: number
  /** Who was told of the current revision. */
  readonly told: readonly string[]
  /** Who did anything about the current revision. */
  readonly acted: readonly string[]
  /** What each partner took on the current revision, after it was told. */
  readonly positions: Readonly<Record<string, string>>
  /** Who confirmed since the last objection, the last position of its own and the last change of the circle. */
  readonly confirmed: readonly string[]
  readonly objections: Readonly<Record<string, { readonly partner: string; readonly open: boolean }>>
  /** The stages of the current revision, in the order in which they were entered. */
  readonly stages: readonly string[]
}

interface Mandate {
  readonly person: string
  readonly partner: string
  readonly role: Role
  readonly until: string | null
}

interface History {
  readonly charter: Charter
  readonly partners: readonly string[]
  readonly mandates: readonly Mandate[]
  readonly proposals: Readonly<Record<string, Said>>
}

/** An act that was admitted, or (null) the end of a term, with what was before and after it. */
interface Step {
  readonly before: Model
  readonly act: Act | null
  readonly at: string
  readonly after: Model
  readonly was: History
  readonly is: History
}

function startOf(charter: Charter): History {
  const mandates = charter.partners.flatMap(({ id, people }) => namedFor(id, people, () => true))
  return { charter, partners: charter.partners.map(({ id }) => id), mandates, proposals: {} }
}

function namedFor(
  partner: string,
  people: Charter['partners'][number]['people'],
  isFree: (person: string) => boolean,
): Mandate[] {
  return people
    .filter(({ id }) => isFree(id))
    .flatMap(({ id, roles }) => roles.map(role => ({ person: id, partner, role, until: null })))
}

function mandated(history: History, person: unknown, at: string): readonly Mandate[] {
  const holds = (m: Mandate): boolean => m.person === person && (m.until === null || at < m.until)
  return history.mandates.filter(m => holds(m) && history.partners.includes(m.partner))
}

/** The partner whose own act this is: through a mandate of that moment, or by signing as a newcomer. */
function actor(history: History, act: Act | null, at: string): string | null {
  if (act === null) return null
  const partner = mandated(history, act.by, at)[0]?.partner
  if (partner !== undefined || act.act !== 'signCharter') return partner ?? null
  const seat = history.charter.partners.find(({ people }) =>
    people.some(({ id, roles }) => id === act.by && roles.includes('stuurgroep')),
  )
  return seat?.id ?? null
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== key))
}

const charterIn = (act: Act): Charter | null => (act.charter as Charter | undefined) ?? null

function drafted(act: Act, author: string | null): Said {
  return {
    author: author ?? 'opgavemanager',
    state: 'drafting',
    revision: 0,
    charter: charterIn(act),
    rules: null,
    closesBy: 0,
    told: [],
    acted: [],
    positions: {},
    confirmed: [],
    objections: {},
    stages: [],
  }
}

/** O8, in days: every revision with its terms, an extension of each partner and a first call on each stage. */
function longest({ terms, maxRevisions = 7 }: Charter, partners: number): number {
  const { consultation, lijnmanagement, opgavemanager, stuurgroep, jointDecision, extension } = terms
  const stages = consultation + lijnmanagement + opgavemanager + stuurgroep
  return maxRevisions * (stages + partners * extension + 4 * jointDecision)
}

function opened(said: Said, model: Model, proposal: string): Said {
  const told = model.happened.flatMap(each =>
    each.what === 'notice' && each.proposal === proposal ? each.told.map(({ partner }) => partner) : [],
  )
  const revision = said.revision + 1
  return { ...said, revision, told, acted: [], positions: {}, confirmed: [], stages: ['consultation'] }
}

/** Folds an act upon one proposal into what was said about it. */
function saidAfter(was: History, said: Said, act: Act, at: string, after: Model): Said {
  const id = String(act.proposal)
  if (act.act === 'reviseDraft') return { ...said, charter: charterIn(act) }
  if (act.act === 'amendProposal') return opened({ ...said, charter: charterIn(act) }, after, id)
  if (act.act === 'submitProposal') {
    const closesBy = Date.parse(at) + longest(was.charter, was.partners.length) * DAY
    return opened({ ...said, rules: was.charter, closesBy }, after, id)
  }
  const partner = actor(was, act, at)
  return partner === null ? said : spokenAfter(was, said, act, at, partner)
}

function spokenAfter(was: History, said: Said, act: Act, at: string, partner: string): Said {
  const acted = [...new Set([...said.acted, partner])].sort()
  const objection = String(act.objection)
  const isCurrent = act.revision === said.revision
  if (act.act === 'takePosition') {
    const counts = act.provisional !== true && isCurrent && said.told.includes(partner)
    const positions = without(said.positions, partner)
    if (counts) positions[partner] = String(act.position)
    return { ...said, acted, positions, confirmed: said.confirmed.filter(each => each !== partner) }
  }
  if (act.act === 'raiseObjection') {
    const objections = { ...said.objections, [objection]: { partner, open: true } }
    return { ...said, acted, objections, positions: without(said.positions, partner), confirmed: [] }
  }
  if (act.act === 'withdrawObjection' && said.objections[objection]?.partner === partner)
    return { ...said, acted, objections: { ...said.objections, [objection]: { partner, open: false } } }
  const rung = said.charter ? 'stuurgroep' : (said.rules?.decidesOn ?? 'stuurgroep')
  const sits = mandated(was, act.by, at).some(({ role }) => role === rung)
  if (act.act === 'confirmDecision' && isCurrent && sits && partner in said.positions)
    return { ...said, acted, confirmed: [...new Set([...said.confirmed, partner])].sort() }
  return said
}

/** W1, F3, F4: who the partners are and who speaks for them, by their own acts. */
function circleAfter(was: History, act: Act, at: string): History {
  const partner = actor(was, act, at)
  if (partner === null) return was
  const person = String(act.person)
  const roles = act.roles as Role[] | undefined
  const others = was.mandates.filter(
    m => m.partner !== partner || m.person !== person || !(roles ?? [m.role]).includes(m.role),
  )
  if (act.act === 'withdrawMandate') return { ...was, mandates: others }
  if (act.act === 'giveMandate') {
    const until = act.until === undefined ? null : String(act.until)
    const given = (roles ?? []).map(role => ({ person, partner, role, until }))
    return { ...was, mandates: [...others, ...given] }
  }
  if (act.act === 'leaveCollaboration') {
    const mandates = was.mandates.filter(m => m.partner !== partner)
    return { ...was, partners: was.partners.filter(each => each !== partner), mandates }
  }
  if (act.act !== 'signCharter') return was
  const manager = was.charter.opgavemanager.id
  const isFree = (each: string): boolean =>
    mandated(was, each, at).length === 0 && (each !== manager || mandated(was, manager, at).length > 0)
  const people = was.charter.partners.find(({ id }) => id === partner)?.people ?? []
  const mandates = [...was.mandates, ...namedFor(partner, people, isFree)]
  return { ...was, partners: [...was.partners, partner], mandates }
}

const isOpen = (said: Said): boolean => LADDER.includes(said.state)

/** F3, F4, F6: what a change of the circle does to a proposal. */
function afterChange(said: Said, id: string, was: History, is: History, after: Model): Said {
  const joined = is.partners.filter(partner => !was.partners.includes(partner))
  const left = was.partners.filter(partner => !is.partners.includes(partner))
  if (joined.length + left.length === 0 || ENDS.includes(said.state)) return said
  const author = left.includes(said.author) ? 'opgavemanager' : said.author
  if (!isOpen(said)) return { ...said, author }
  const rules = said.rules ?? was.charter
  const added = rules.terms.consultation + (rules.maxRevisions ?? 7) * rules.terms.extension
  return {
    ...said,
    author,
    confirmed: [],
    told: [...said.told, ...opened(said, after, id).told],
    positions: left.reduce(without<string>, said.positions),
    closesBy: said.closesBy + joined.length * added * DAY,
  }
}

/** History one step on. Of the model it reads only what is to be judged: states, and who was told. */
function fold(was: History, act: Act | null, at: string, after: Model): History {
  const circle = act === null ? was : circleAfter(was, act, at)
  const proposals: Record<string, Said> = {}
  let charter = was.charter
  for (const { id, state } of after.proposals) {
    const known = was.proposals[id] ?? drafted(act ?? { act: '' }, actor(was, act, at))
    const spoken = act?.proposal === id && id in was.proposals ? saidAfter(was, known, act, at, after) : known
    const said = afterChange(spoken, id, was, circle, after)
    const moved = LADDER.includes(state) && state !== said.stages.at(-1)
    proposals[id] = { ...said, state, stages: moved ? [...said.stages, state] : said.stages }
    if (state === 'decided' && known.state !== 'decided' && said.charter) charter = said.charter
  }
  return { ...circle, charter, proposals }
}

// ---------------------------------------------------------------- the invariants: null, or what is wrong

type Invariant = (step: Step) => string | null

const proposalIn = (model: Model, id: string): Proposal | undefined => model.proposals.find(p => p.id === id)

function firstWrong<T>(list: readonly T[], judge: (each: T) => string | null): string | null {
  for (const each of list) {
    const wrong = judge(each)
    if (wrong !== null) return wrong
  }
  return null
}

function newlyDecided({ was, is }: Step): [string, Said][] {
  return Object.entries(is.proposals).filter(
    ([id, said]) => said.state === 'decided' && was.proposals[id]?.state !== 'decided',
  )
}

const openOf = (said: Said, partner: string): boolean =>
  Object.values(said.objections).some(each => each.partner === partner && each.open)

/** J1, from history alone. */
function agreed({ partners }: History, said: Said): boolean {
  const positions = partners.map(partner => said.positions[partner])
  return (
    partners.length >= 2 &&
    positions.every(position => position !== undefined) &&
    positions.some(position => position !== 'standAside') &&
    !partners.some(partner => openOf(said, partner))
  )
}

/** 1. Told, then a counting position, then a confirmation of exactly this revision, each by its own mandated person. */
const nobodyBypassed: Invariant = step =>
  firstWrong(newlyDecided(step), ([id, said]) => {
    const { act, after, is } = step
    if (act?.act !== 'confirmDecision' || act.proposal !== id) return `${id} is decided by no confirmation`
    if (proposalIn(after, id)?.revision !== said.revision) return `${id} is decided on another revision`
    const bypassed = firstWrong(is.partners, partner => {
      if (!said.told.includes(partner)) return `${partner} was not told of ${id}`
      return said.confirmed.includes(partner) ? null : `${partner} has not confirmed ${id}`
    })
    return bypassed ?? (agreed(is, said) ? null : `${id} is decided without agreement`)
  })

/** 2. What a partner said, confirmed, objected, mandated or left changes by its own act, with three exceptions. */
const nobodySpokenFor: Invariant = step => {
  const { before, after, act, at, was } = step
  const self = actor(was, act, at)
  const others = [...new Set([...before.partners, ...after.partners])].filter(partner => partner !== self)
  return firstWrong(others, partner => {
    const mandates = (model: Model): string =>
      JSON.stringify(model.mandates.filter(m => m.partner === partner))
    if (mandates(before) !== mandates(after)) return `mandates of ${partner} changed`
    if (before.partners.includes(partner) !== after.partners.includes(partner))
      return `${partner} came or went`
    return firstWrong(after.proposals, is => changedFor(partner, proposalIn(before, is.id), is, step))
  })
}

function changedFor(partner: string, was: Proposal | undefined, is: Proposal, step: Step): string | null {
  const position = (p?: Proposal): string =>
    JSON.stringify(p?.positions.find(each => each.partner === partner))
  const objections = (p?: Proposal): string =>
    JSON.stringify((p?.objections ?? []).filter(o => o.partner === partner).map(o => [o.id, o.open]))
  const confirmed = (p?: Proposal): boolean => p?.confirmations.includes(partner) ?? false
  const isNewRevision = was !== undefined && is.revision > was.revision && is.positions.length === 0
  const circleChanged = step.was.partners.join() !== step.is.partners.join()
  const callEnded = !is.called && is.state !== 'decided'
  if (position(was) !== position(is) && !isNewRevision) return `a position of ${partner} changed`
  if (objections(was) !== objections(is)) return `an objection of ${partner} changed`
  if (confirmed(is) && !confirmed(was)) return `a confirmation of ${partner} appeared`
  if (confirmed(was) && !confirmed(is) && !callEnded && !circleChanged)
    return `a confirmation of ${partner} vanished`
  return null
}

/** 3. Nothing is decided by time, nor while a partner has done nothing about the revision. */
const silenceIsSilence: Invariant = step =>
  firstWrong(newlyDecided(step), ([id, said]) => {
    if (step.act === null) return `${id} is decided by the clock`
    return firstWrong(step.is.partners, partner =>
      said.acted.includes(partner) ? null : `${id} is decided while ${partner} is silent`,
    )
  })

/** What a model shows, whatever the order in which it came about. */
function shown(model: Model): string {
  const inOrder = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(each => JSON.stringify(inOrder(each))).sort()
    if (value === null || typeof value !== 'object') return value
    const fields = Object.entries(value).map(([name, inner]) => [name, inOrder(inner)] as const)
    return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  return JSON.stringify(inOrder(view(model)))
}

const NEXT: Readonly<Record<string, string>> = { almere: 'zeewolde', zeewolde: 'dronten', dronten: 'almere' }

/** Other names for the partners, and for their people with them. */
function renamed<T>(value: T): T {
  const text = JSON.stringify(value)
  return JSON.parse(text.replace(/\b(almere|zeewolde|dronten)/g, name => NEXT[name] ?? name)) as T
}

/** 4. Other names lead to the same under other names. */
const namesDoNotMatter: Invariant = ({ before, act, at, after }) => {
  if (act === null) return null
  const answer = step(renamed(before), renamed(act), at)
  return shown(answer) === shown(renamed(after)) ? null : `${act.act} depends on who it is`
}

const OF_THE_AUTHOR = [
  'reviseDraft',
  'submitProposal',
  'amendProposal',
  'answerObjection',
  'withdrawProposal',
]

/** 4. Beyond those five acts it does not matter who the author is. */
const authorHasNoVoice: Invariant = ({ before, act, at, after }) => {
  if (act === null || OF_THE_AUTHOR.includes(act.act) || act.act === 'leaveCollaboration') return null
  const by = (model: Model, author: string): Model => ({
    ...model,
    proposals: model.proposals.map(p => ({ ...p, author })),
  })
  return firstWrong(before.partners, author =>
    shown(by(step(by(before, author), act, at), author)) === shown(by(after, author))
      ? null
      : `${act.act} depends on the author`,
  )
}

/** 4. Two partners that speak for the first time in one consultation may do so in either order. */
const orderDoesNotMatter: Invariant = ({ before, act, at, after, was, is }) => {
  const id = String(act?.proposal)
  const [said, then] = [was.proposals[id], is.proposals[id]]
  if (act === null || !said || !then || said.state !== 'consultation') return null
  const isFirst = then.acted.length > said.acted.length && said.revision === then.revision
  if (!isFirst || !['takePosition', 'raiseObjection'].includes(act.act)) return null
  const others = was.partners.filter(partner => !then.acted.includes(partner))
  const words = others.flatMap(partner => firstWords(`${partner}1`, id, said.revision))
  return firstWrong(words, word => {
    const [one, other] = [step(after, word, at), step(step(before, word, at), act, at)]
    return shown(one) === shown(other) ? null : `${act.act} before or after ${word.act} of ${word.by}`
  })
}

function firstWords(by: string, proposal: string, revision: number): Act[] {
  const on = { by, proposal, revision }
  return [
    { act: 'takePosition', ...on, position: 'consent' },
    { act: 'takePosition', ...on, position: 'standAside' },
    { act: 'raiseObjection', ...on, objection: `of-${by}`, reason: 'No.' },
  ]
}

/** 5. Whatever was objected is open or let go by its owner, and visible; and nothing that was there is gone. */
const nothingIsLost: Invariant = ({ before, after, is }) => {
  if (after.step !== before.step + 1) return 'a step is not counted'
  const gone = before.proposals.find(p => !proposalIn(after, p.id))
  if (gone) return `${gone.id} is gone`
  return firstWrong(after.proposals, p => {
    const visible = p.objections.map(o => `${o.id} of ${o.partner} ${o.open}`).sort()
    const raised = Object.entries(is.proposals[p.id]?.objections ?? {})
    const known = raised.map(([id, o]) => `${id} of ${o.partner} ${o.open}`).sort()
    const fewer = p.comments.length < (proposalIn(before, p.id)?.comments.length ?? 0)
    return fewer || visible.join() !== known.join() ? `of ${p.id} something is lost` : null
  })
}

/** 6. One stage at a time, in order, each once; and on every stage the same condition for a decision. */
const ladderWithoutShortcuts: Invariant = ({ act, was, is, after }) =>
  firstWrong(Object.entries(is.proposals), ([id, said]) => {
    const from = was.proposals[id] ?? said
    const expected = LADDER.slice(0, said.stages.length)
    if (said.stages.join() !== expected.join()) return `${id} went ${said.stages.join(', ')}`
    const climbed = said.revision === from.revision && from.state !== 'drafting' && said.state !== from.state
    const mayClimb = act === null || (act.act === 'escalate' && from.state !== 'consultation')
    if (climbed && isOpen(said) && !mayClimb) return `${id} climbed by ${act?.act}`
    if (act === null && said.state === 'noConsensus' && isOpen(from) && from.state !== 'stuurgroep')
      return `${id} ended on ${from.state}`
    const called = proposalIn(after, id)?.called ?? false
    return isOpen(said) && called !== agreed(is, said) ? `${id} is ${called ? '' : 'not '}called` : null
  })

/** 7. The clock alone ends everything, in four terms and within the bound. */
const itEnds: Invariant = ({ after, is }) => {
  let model = after
  let terms = 0
  for (let next = nextDue(model); next !== null; next = nextDue(model)) {
    terms += 1
    if (terms > 4 * after.proposals.length) return 'terms do not end'
    model = clock(model, next.proposal, next.at)
    if (Date.parse(next.at) > (is.proposals[next.proposal]?.closesBy ?? 0))
      return `${next.proposal} takes too long`
  }
  const endless = model.proposals.find(p => LADDER.includes(p.state))
  return endless ? `${endless.id} does not end` : null
}

/** T1: of terms that end at one moment, the others first have to end. */
const endsNow = (model: Model, id: string, at: string): boolean => proposalIn(model, id)?.dueAt === at

/** 7. Until then each partner can object and speak, and agreement can still be reached. */
const everybodyHasATurn: Invariant = ({ after, at, is }) =>
  firstWrong(
    Object.entries(is.proposals).filter(([id, said]) => isOpen(said) && !endsNow(after, id, at)),
    ([id, said]) =>
      firstWrong(is.partners, partner => {
        const by = personOf(is, partner, 'stuurgroep', at)
        const objection = { act: 'raiseObjection', by, proposal: id, revision: said.revision, reason: 'No.' }
        return step(after, objection, at) === after ? `${partner} cannot object to ${id}` : null
      }) ?? agreementReached(after, id, said, is, at),
  )

function personOf(history: History, partner: string, role: Role, at: string): string {
  const holds = (m: Mandate): boolean => m.partner === partner && m.role === role
  const holder = history.mandates.find(m => holds(m) && (m.until === null || at < m.until))
  return holder?.person ?? ''
}

/** Everybody lets go, consents and confirms, as it may. */
function agreementReached(
  after: Model,
  proposal: string,
  said: Said,
  is: History,
  at: string,
): string | null {
  const on = { proposal, revision: said.revision }
  const seats = is.partners.map(partner => personOf(is, partner, 'stuurgroep', at))
  const openOnes = Object.entries(said.objections).filter(([, each]) => each.open)
  const acts: Act[] = [
    ...openOnes.map(([objection, { partner }]) => ({
      ...on,
      act: 'withdrawObjection',
      by: personOf(is, partner, 'stuurgroep', at),
      objection,
    })),
    ...seats.map(by => ({ act: 'takePosition', by, ...on, position: 'consent' })),
    // a newcomer whose line managers were not free mandates its seat for that rung
    ...seats.map(by => ({ act: 'giveMandate', by, person: by, roles: ['lijnmanagement'] })),
    ...seats.map(by => ({ act: 'confirmDecision', by, ...on })),
  ]
  const end = acts.reduce((model, act) => step(model, act, at), after)
  const state = proposalIn(end, proposal)?.state
  return state === 'decided' ? null : `no agreement can be reached on ${proposal}: ${state}`
}

const texts = new WeakMap<Charter, string>()

function textOf(charter: Charter | null): string {
  if (charter === null) return 'none'
  const text = texts.get(charter) ?? charterKey(charter)
  texts.set(charter, text)
  return text
}

/** 9. What has ended stays as it was, and what runs keeps the rules under which it was submitted. */
const nothingWorksBackwards: Invariant = ({ before, after, is }) =>
  firstWrong(before.proposals, was => {
    const now = proposalIn(after, was.id)
    const { comments: _before, ...kept } = was
    const { comments: _after, ...found } = now ?? was
    if (ENDS.includes(was.state) && JSON.stringify(kept) !== JSON.stringify(found))
      return `${was.id} changed after its end`
    const rules = is.proposals[was.id]?.rules
    const charter = now?.rules ?? null
    return textOf(charter) === textOf(rules ?? null)
      ? null
      : `${was.id} has other rules than those of its submission`
  })

/** Asked of every step. */
const OF_STEPS: Readonly<Record<string, Invariant>> = {
  nobodyBypassed,
  nobodySpokenFor,
  silenceIsSilence,
  nothingIsLost,
  ladderWithoutShortcuts,
  nothingWorksBackwards,
}

/** Asked of the first step that leads to a state. */
const OF_STATES: Readonly<Record<string, Invariant>> = {
  namesDoNotMatter,
  authorHasNoVoice,
  orderDoesNotMatter,
  itEnds,
  everybodyHasATurn,
}

// ---------------------------------------------------------------- the model, or a broken one

/** Changes what an act (or, null, the end of a term) led to: a bug of our own making. */
type Bug = (before: Model, act: Act | null, after: Model) => Model

let bug: Bug = (_before, _act, after) => after

/** The model after an act; the very same one if it is refused. */
function step(model: Model, act: Act, at: string): Model {
  const answer = ask(model, act, at, env)
  return answer.admitted ? bug(model, act, answer.model) : model
}

function clock(model: Model, proposal: string, at: string): Model {
  return bug(model, null, endTerm(model, proposal, at, env))
}

/** What is done with an invariant and a step of which it is asked. */
type Judge = (name: string, invariant: Invariant, step: Step) => void

const strict: Judge = (name, invariant, at) => {
  const wrong = invariant(at)
  if (wrong !== null) throw new Error(`${name}: ${wrong}, by ${JSON.stringify(at.act)} at ${at.at}`)
}

class Caught extends Error {}

/** What one invariant says of a broken model, or null if it sees nothing wrong. */
function caughtBy(name: string, broken: Bug, run: (judge: Judge) => void): string | null {
  bug = broken
  try {
    run((each, invariant, at) => {
      const wrong = each === name ? invariant(at) : null
      if (wrong !== null) throw new Caught(wrong)
    })
    return null
  } catch (error) {
    if (error instanceof Caught) return error.message
    throw error
  } finally {
    bug = (_before, _act, after) => after
  }
}

function judgeAll(list: Readonly<Record<string, Invariant>>, judge: Judge, at: Step): void {
  for (const [name, invariant] of Object.entries(list)) judge(name, invariant, at)
}

function founded(charter: Charter): Model {
  const seats = charter.partners.map(partner => partner.people[0]?.id ?? '')
  const acts: Act[] = [
    { act: 'proposeCharter', by: seats[0] ?? '', charter },
    ...seats.map(by => ({ act: 'signCharter', by, charter: charterKey(charter) })),
  ]
  return acts.reduce((model, act) => ask(model, act, START, env).model, emptyModel())
}

// ---------------------------------------------------------------- every state of a small scope

const SMALL = sampleCharter(PARTNERS, { maxRevisions: 2 })

/** Three partners, one proposal, two revisions, one objection, no mandates: all that can be asked. */
function alphabet(p: Proposal): Act[] {
  const on = { proposal: p.id, revision: p.revision }
  const content = { proposal: p.id, title: 'Homes', text: `Revision ${p.revision + 1}.` }
  return [
    ...PARTNERS.flatMap(partner => [
      ...(p.objections.length === 0 ? firstWords(`${partner}1`, p.id, p.revision) : []).slice(2),
      ...firstWords(`${partner}1`, p.id, p.revision).slice(0, 2),
      { act: 'takePosition', by: `${partner}1`, ...on, position: 'consent', provisional: true },
      { act: 'withdrawObjection', by: `${partner}1`, ...on, objection: p.objections[0]?.id ?? 'none' },
      { act: 'confirmDecision', by: `${partner}1`, ...on },
      { act: 'leaveCollaboration', by: `${partner}1` },
    ]),
    { act: 'amendProposal', by: 'omar', ...content },
    { act: 'withdrawProposal', by: 'omar', proposal: p.id },
    {
      act: 'answerObjection',
      by: 'omar',
      proposal: p.id,
      objection: p.objections[0]?.id ?? 'none',
      text: 'So.',
    },
    { act: 'escalate', by: 'omar', ...on, stage: p.state, reason: 'Stuck.' },
  ]
}

/** All that model and history know of one partner. */
function keyOfPartner(partner: string, model: Model, p: Proposal, said: Said): string {
  const lists = [model.partners, p.confirmations, said.told, said.acted, said.confirmed]
  const isIn = lists.map(list => (list.includes(partner) ? 1 : 0)).join('')
  const taken = p.positions.find(each => each.partner === partner)
  const raised = p.objections.find(each => each.partner === partner)
  const sustained = Object.values(said.objections).find(each => each.partner === partner)
  const positions = [taken?.position, taken?.provisional, said.positions[partner]].join()
  return `${isIn} ${positions} ${raised?.open} ${sustained?.open}`
}

/**
 * What makes a difference to what can still happen: no moments, no order, and of what has ended only that it has. The
 * partners are alike (invariant 4, and none of them is the author), so their names make no difference either.
 */
function keyOf(model: Model, history: History): string {
  const p = model.proposals[0] as Proposal
  const said = history.proposals[p.id]
  if (said === undefined || !isOpen(said)) return `${p.state} ${model.partners.length}`
  const isAnswered = p.objections.map(({ answeredOn }) =>
    answeredOn.some(on => on.revision === p.revision && on.stage === p.state),
  )
  const partners = PARTNERS.map(partner => keyOfPartner(partner, model, p, said)).sort()
  return [p.state, p.revision, p.called, isAnswered, p.author, ...partners].join('|')
}

/** Judges every step from every reachable state. Returns the number of states and steps, and the ends reached. */
function explore(judge: Judge): { states: number; steps: number; ends: string[] } {
  const seen = new Set<string>()
  const ends = new Set<string>()
  const queue: { model: Model; history: History }[] = []
  let steps = 0
  const reach = (was: History, before: Model, act: Act | null, at: string, after: Model): void => {
    const is = fold(was, act, at, after)
    const reached: Step = { before, act, at, after, was, is }
    steps += 1
    judgeAll(OF_STEPS, judge, reached)
    const key = keyOf(after, is)
    if (seen.has(key)) return
    seen.add(key)
    ends.add(after.proposals[0]?.state ?? '')
    judgeAll(OF_STATES, judge, reached)
    queue.push({ model: after, history: is })
  }
  const draft = { act: 'draftProposal', by: 'omar', proposal: 'p1', title: 'Homes', text: 'Revision 1.' }
  const drafting = step(founded(SMALL), draft, START)
  const submit = { act: 'submitProposal', by: 'omar', proposal: 'p1' }
  const history = fold(startOf(SMALL), draft, START, drafting)
  reach(history, drafting, submit, START, step(drafting, submit, START))
  for (let from = queue.pop(); from !== undefined; from = queue.pop()) {
    const { model, history: was } = from
    for (const act of alphabet(model.proposals[0] as Proposal)) {
      const after = step(model, act, model.now)
      if (after !== model) reach(was, model, act, model.now, after)
    }
    const next = nextDue(model)
    if (next) reach(was, model, null, next.at, clock(model, next.proposal, next.at))
  }
  return { states: seen.size, steps, ends: [...ends].sort() }
}

// ---------------------------------------------------------------- random walks of whole collaborations

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
const WEIGHTS: Readonly<Record<string, number>> = {
  takePosition: 30,
  confirmDecision: 60,
  withdrawObjection: 20,
  submitProposal: 30,
  draftProposal: 4,
  amendProposal: 2,
  raiseObjection: 3,
  answerObjection: 6,
  escalate: 8,
  signCharter: 30,
  giveMandate: 2,
  leaveCollaboration: 0.4,
  withdrawProposal: 0.2,
}

function weightOf(act: Act): number {
  const opensNew = act.act === 'draftProposal' && Number(String(act.proposal).slice(1)) > 4
  return opensNew ? 0 : act.provisional ? 3 : (WEIGHTS[act.act] ?? 1)
}

const heaviest = (acts: readonly Act[]): number => Math.max(...acts.map(weightOf))

/** First the kind, by its weight, then one of those that are admitted; they are asked kind by kind, as it is drawn. */
function draw(acts: readonly Act[], admitted: (act: Act) => boolean, random: () => number): Act | undefined {
  let kinds = [...new Set(acts.map(act => act.act))].map(kind => acts.filter(act => act.act === kind))
  while (kinds.length > 0) {
    let left = random() * kinds.reduce((sum, kind) => sum + heaviest(kind), 0)
    const chosen = kinds.find(kind => {
      left -= heaviest(kind)
      return left < 0
    })
    const allowed = chosen?.filter(admitted) ?? []
    const likely = allowed.filter(act => weightOf(act) === heaviest(allowed) || random() < 0.1)
    if (likely.length > 0) return likely[Math.floor(random() * likely.length)]
    kinds = kinds.filter(kind => kind !== chosen && heaviest(kind) > 0)
  }
  return undefined
}

/** Refuses to be changed in place: the model is a pure function. */
function frozen<T>(value: T): T {
  if (value === null || typeof value !== 'object' || Object.isFrozen(value)) return value
  for (const inner of Object.values(Object.freeze(value))) frozen(inner)
  return value
}

function charterOf(seed: number): Charter {
  const days = { consultation: 5, lijnmanagement: 4, opgavemanager: 3, stuurgroep: 4 }
  const terms = { ...days, jointDecision: 3, extension: 2 }
  const decidesOn = seed % 3 === 0 ? 'lijnmanagement' : 'stuurgroep'
  return sampleCharter(PARTNERS, { terms, decidesOn, maxRevisions: 2 + (seed % 2) })
}

/** Judges a random walk over allowed acts; the people of a silent partner do nothing. */
function walk(seed: number, length: number, judge: Judge, silent = 'nobody'): Step[] {
  const random = generator(seed)
  const charter = charterOf(seed)
  const steps: Step[] = []
  let [model, history, now] = [frozen(founded(charter)), startOf(charter), Date.parse(START)]
  const reach = (act: Act | null, at: string, changed: Model): void => {
    const after = frozen(changed)
    const reached: Step = { before: model, act, at, after, was: history, is: fold(history, act, at, after) }
    judgeAll(OF_STEPS, judge, reached)
    judgeAll(OF_STATES, judge, reached)
    steps.push(reached)
    model = after
    history = reached.is
  }
  while (steps.length < length) {
    now += random() < 0.06 ? random() * 9 * DAY : random() * 0.25 * DAY
    const at = new Date(now).toISOString()
    for (let next = nextDue(model); next !== null && next.at <= at; next = nextDue(model))
      reach(null, next.at, clock(model, next.proposal, next.at))
    const asked = candidates(model, at, Math.floor(random() * 1000))
    const act = draw(
      asked.filter(({ by }) => !by?.startsWith(silent)),
      each => ask(model, each, at, env).admitted,
      random,
    )
    if (act === undefined) break
    reach(act, at, step(model, act, at))
  }
  return steps
}

const WALKS = 48
const LENGTH = 70

function walks(judge: Judge): Step[][] {
  return Array.from({ length: WALKS }, (_, index) => walk(index + 1, LENGTH, judge))
}

// ---------------------------------------------------------------- bugs of our own making

function changed(model: Model, change: (p: Proposal) => Partial<Proposal>): Model {
  return { ...model, proposals: model.proposals.map(p => ({ ...p, ...change(p) })) }
}

/** A bug in what one kind of act leads to. */
function whenever(act: string, broken: Bug): Bug {
  return (before, asked, after) => (asked?.act === act ? broken(before, asked, after) : after)
}

function atTheClock(broken: (before: Model, after: Model) => Model): Bug {
  return (before, asked, after) => (asked === null ? broken(before, after) : after)
}

const same = (model: Model, p: Proposal): Proposal => proposalIn(model, p.id) ?? p
const onStage = (model: Model, p: Proposal, stage: string): boolean => same(model, p).state === stage
const consentOf = (partner: string): Proposal['positions'][number] => ({
  partner,
  position: 'consent',
  provisional: false,
})

type Broken = readonly [name: string, invariant: string, bug: Bug]

const IN_THE_SMALL: readonly Broken[] = [
  [
    'two confirmations of three decide',
    'nobodyBypassed',
    whenever('confirmDecision', (_before, _act, after) =>
      changed(after, p =>
        p.called && p.confirmations.length === 2 ? { state: 'decided', dueAt: null } : {},
      ),
    ),
  ],
  [
    'one partner is not told',
    'nobodyBypassed',
    (_before, _act, after) => ({
      ...after,
      happened: after.happened.map(each =>
        each.what === 'notice' ? { ...each, told: each.told.slice(1) } : each,
      ),
    }),
  ],
  [
    'an amendment keeps the positions',
    'nobodyBypassed',
    whenever('amendProposal', (before, _act, after) =>
      changed(after, p => ({ positions: same(before, p).positions })),
    ),
  ],
  [
    'an objection keeps the confirmations',
    'nobodyBypassed',
    whenever('raiseObjection', (before, _act, after) =>
      changed(after, p => ({ confirmations: same(before, p).confirmations })),
    ),
  ],
  [
    'a departure keeps the confirmations',
    'nobodyBypassed',
    whenever('leaveCollaboration', (before, _act, after) =>
      changed(after, p => ({ confirmations: same(before, p).confirmations })),
    ),
  ],
  [
    'a provisional position counts',
    'nobodyBypassed',
    whenever('takePosition', (_before, _act, after) =>
      changed(after, p => ({ positions: p.positions.map(each => ({ ...each, provisional: false })) })),
    ),
  ],
  [
    'who speaks ticks the box of the next',
    'nobodySpokenFor',
    whenever('takePosition', (_before, act, after) =>
      changed(after, p => ({
        positions: [...p.positions, consentOf(NEXT[act?.by?.slice(0, -1) ?? ''] ?? '')],
      })),
    ),
  ],
  [
    'a term that ends puts consent where there was silence',
    'nobodySpokenFor',
    atTheClock((_before, after) =>
      changed(after, p => {
        const silent = after.partners.filter(each => !p.positions.some(({ partner }) => partner === each))
        return { positions: [...p.positions, ...silent.map(consentOf)] }
      }),
    ),
  ],
  [
    'who leaves takes another along',
    'nobodySpokenFor',
    whenever('leaveCollaboration', (_before, _act, after) => ({
      ...after,
      partners: after.partners.slice(1),
    })),
  ],
  [
    'an answer withdraws the objection',
    'nobodySpokenFor',
    whenever('answerObjection', (_before, _act, after) =>
      changed(after, p => ({ objections: p.objections.map(o => ({ ...o, open: false })) })),
    ),
  ],
  [
    'silence at the end of the ladder is consent',
    'silenceIsSilence',
    atTheClock((_before, after) =>
      changed(after, p => (p.state === 'noConsensus' ? { state: 'decided' } : {})),
    ),
  ],
  [
    'the last but one decides',
    'silenceIsSilence',
    whenever('takePosition', (_before, _act, after) =>
      changed(after, p => (p.positions.length === 2 ? { state: 'decided', dueAt: null } : {})),
    ),
  ],
  [
    'one partner weighs less',
    'namesDoNotMatter',
    whenever('raiseObjection', (before, act, after) => (act?.by === 'dronten1' ? before : after)),
  ],
  [
    'the position of the author is consent, whatever it says',
    'authorHasNoVoice',
    whenever('takePosition', (_before, act, after) =>
      changed(after, p => ({
        positions: p.positions.map(each =>
          act?.by === `${p.author}1` && each.partner === p.author ? consentOf(p.author) : each,
        ),
      })),
    ),
  ],
  [
    'who speaks after an objection is not heard',
    'orderDoesNotMatter',
    whenever('takePosition', (before, _act, after) =>
      changed(after, p => (p.objections.some(o => o.open) ? { positions: same(before, p).positions } : {})),
    ),
  ],
  [
    'an amendment wipes the objections',
    'nothingIsLost',
    whenever('amendProposal', (_before, _act, after) => changed(after, () => ({ objections: [] }))),
  ],
  [
    'a higher stage closes the objections',
    'nothingIsLost',
    atTheClock((_before, after) =>
      changed(after, p => ({ objections: p.objections.map(o => ({ ...o, open: false })) })),
    ),
  ],
  [
    'a withdrawal of the proposal drops its objections',
    'nothingIsLost',
    whenever('withdrawProposal', (_before, _act, after) =>
      changed(after, p => ({ objections: p.objections.slice(1) })),
    ),
  ],
  [
    'the opgavemanager is skipped',
    'ladderWithoutShortcuts',
    atTheClock((_before, after) =>
      changed(after, p => (p.state === 'opgavemanager' ? { state: 'stuurgroep' } : {})),
    ),
  ],
  [
    'the stuurgroep decides without the silent',
    'ladderWithoutShortcuts',
    (_before, _act, after) =>
      changed(after, p => (p.state === 'stuurgroep' && p.positions.length === 2 ? { called: true } : {})),
  ],
  [
    'a stage is entered twice',
    'ladderWithoutShortcuts',
    whenever('withdrawObjection', (_before, _act, after) =>
      changed(after, p => (p.state === 'opgavemanager' ? { state: 'lijnmanagement' } : {})),
    ),
  ],
  [
    'the stuurgroep takes another term',
    'itEnds',
    atTheClock((before, after) =>
      changed(after, p =>
        onStage(before, p, 'stuurgroep')
          ? { state: 'stuurgroep', dueAt: env.due(after.now, 15, CALENDAR) }
          : {},
      ),
    ),
  ],
  [
    'an objection stretches the term without bound',
    'itEnds',
    whenever('raiseObjection', (_before, _act, after) =>
      changed(after, p => ({ dueAt: env.due(p.dueAt ?? '', 1000, CALENDAR) })),
    ),
  ],
  [
    'nobody objects once the decision is called',
    'everybodyHasATurn',
    whenever('raiseObjection', (before, _act, after) =>
      before.proposals.some(p => p.called) ? before : after,
    ),
  ],
  [
    'who objected on the stuurgroep cannot let go',
    'everybodyHasATurn',
    whenever('withdrawObjection', (before, _act, after) =>
      before.proposals.some(p => p.state === 'stuurgroep') ? before : after,
    ),
  ],
  [
    'who leaves takes its confirmation out of a decision',
    'nothingWorksBackwards',
    whenever('leaveCollaboration', (_before, _act, after) =>
      changed(after, p => (p.state === 'decided' ? { confirmations: p.confirmations.slice(1) } : {})),
    ),
  ],
]

/** Bugs that show only where charters change, partners join and mandates are given. */
const IN_THE_LARGE: readonly Broken[] = [
  [
    'a newcomer does not count',
    'nobodyBypassed',
    whenever('signCharter', (before, _act, after) => ({ ...after, partners: before.partners })),
  ],
  [
    'a newcomer is not told',
    'nobodyBypassed',
    whenever('signCharter', (_before, _act, after) => ({ ...after, happened: [] })),
  ],
  [
    'a mandate does not end',
    'nobodySpokenFor',
    whenever('giveMandate', (_before, _act, after) => ({
      ...after,
      mandates: after.mandates.map(m => ({ ...m, until: null })),
    })),
  ],
  [
    'a new charter sets the mandates of all',
    'nobodySpokenFor',
    (before, _act, after) =>
      before.inForce?.key === after.inForce?.key
        ? after
        : { ...after, mandates: after.mandates.filter(m => m.role !== 'lijnmanagement') },
  ],
  [
    'a new charter holds for what runs already',
    'nothingWorksBackwards',
    (before, _act, after) =>
      before.inForce?.key === after.inForce?.key
        ? after
        : changed(after, p => (LADDER.includes(p.state) ? { rules: after.inForce?.text ?? null } : {})),
  ],
  [
    'a newcomer stretches every term',
    'itEnds',
    whenever('signCharter', (_before, _act, after) =>
      changed(after, p => (p.dueAt === null ? {} : { dueAt: env.due(p.dueAt, 100, CALENDAR) })),
    ),
  ],
]

// ---------------------------------------------------------------- the tests

describe('every state of three partners, two revisions and one objection', () => {
  it('keeps every invariant', () => {
    const { states, steps, ends } = explore(strict)
    expect(ends).toEqual([...LADDER, ...ENDS].sort())
    expect([states, steps]).toEqual([6972, 95085])
  })

  it.each(IN_THE_SMALL)('%s: %s fails', (_name, invariant, broken) => {
    expect(caughtBy(invariant, broken, explore)).not.toBeNull()
  })
})

describe('random walks with charters, newcomers, departures and mandates', () => {
  it('keep every invariant', () => {
    const steps = walks(strict)
    const decided = steps.filter(each => each.some(at => newlyDecided(at).length > 0))
    expect(decided.length / WALKS).toBeGreaterThan(0.5)
    const all = steps.flat()
    const count = (test: (at: Step) => boolean): number => all.filter(test).length
    const [joins, departures, charters, acts] = [
      count(({ was, is }) => is.partners.length > was.partners.length),
      count(({ was, is }) => is.partners.length < was.partners.length),
      count(({ before, after }) => before.inForce?.key !== after.inForce?.key),
      new Set(all.map(({ act }) => act?.act)).size,
    ]
    expect(acts).toBe(18)
    for (const floor of [joins, departures, charters]) expect(floor).toBeGreaterThan(5)
  })

  it('are answered act by act, and what is refused changes nothing', () => {
    const rules = new Set<string>()
    for (let seed = 1; seed <= 24; seed += 1) {
      const { after, at } = walk(seed, 10 + 4 * seed, () => undefined).at(-1) ?? {
        after: emptyModel(),
        at: START,
      }
      const from = seed % 4 === 0 ? emptyModel() : after
      for (const act of [...anyActs(after, at, seed), ...anyActs(emptyModel(), at, seed)]) {
        const answer = ask(from, act, at, env)
        if (!answer.admitted) expect(answer.model).toBe(from)
        rules.add(answer.why.split(' ')[0] ?? '')
      }
    }
    const met = [...rules].filter(rule => rule !== '').sort()
    expect(met.join(' ')).toBe('C2 C3 C5 D1 D2 D3 F1 F2 F3 F4 J2 O1 O2 O3 O4 O6 O8 T1 W1')
  })

  it('decide nothing while one partner is silent', () => {
    for (let seed = 1001; seed <= 1006; seed += 1) {
      const steps = walk(seed, 40, () => undefined, 'dronten')
      expect(steps.flatMap(newlyDecided)).toEqual([])
      expect(steps.at(-1)?.is.partners).toContain('dronten')
    }
  })

  it.each(IN_THE_LARGE)('%s: %s fails', (_name, invariant, broken) => {
    expect(caughtBy(invariant, broken, walks)).not.toBeNull()
  })
})

it('every invariant was seen to fail', () => {
  const seen = new Set([...IN_THE_SMALL, ...IN_THE_LARGE].map(([, invariant]) => invariant))
  expect([...seen].sort()).toEqual(Object.keys({ ...OF_STEPS, ...OF_STATES }).sort())
})
