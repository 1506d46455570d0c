// The fold of the charter and all proposals: routes an act or a fact to its machine, and decides nothing itself.
import type { Chart, ChartState } from '../chart.ts'
import type { CharterAct } from '../charter/acts.ts'
import type { Circle } from '../charter/circle.ts'
import type { Signing } from '../charter/keys.ts'
import { charterChart } from '../charter/machine.ts'
import type { Apart } from '../charter/personal.ts'
import { charterProcedure, type Effectuation } from '../charter/procedure.ts'
import { type Adopted, type CharterEvent, charterPlaces, charterRules } from '../charter/rules.ts'
import { oneLine } from '../charter/words.ts'
import { decide as decideOn, type Step, settle } from '../decider.ts'
import type { Personal } from '../log/personal.ts'
import type { Signed } from '../log/signature.ts'
import type { ProposalAct } from '../proposal/acts.ts'
import type { Others, ProposalEvent } from '../proposal/event.ts'
import { gate } from '../proposal/gate.ts'
import { proposalChart } from '../proposal/machine.ts'
import { type CircleChange, type ProposalAround, proposalProcedure } from '../proposal/procedure.ts'
import { outlivedItsCharter, type Proposal } from '../proposal/proposal.ts'
import { proposalPlaces, proposalRules } from '../proposal/rules.ts'
import { type Act, charterMatter, type Fact, factAskedBy, isCharterAct } from './acts.ts'
import { isEnded, type ProposalState } from './shelf.ts'
import {
  type Collaboration,
  hasProposal,
  isTaken,
  liveIds,
  liveProposals,
  nextFree,
  nextProposalId,
  stateOf,
} from './state.ts'

/** A fact with its matter and moment, the person and, on the first fact of an act, the act as it was asked and signed. */
export interface Recorded {
  readonly matter: string
  readonly at: string
  readonly by?: string
  readonly asked?: Act
  /** The digests that stand in the act in the place of words that are kept apart (W4). */
  readonly personal?: Personal
  /** The signature over the act, which was verified to be one (W2); `true` of an act that was only looked at as signed. */
  readonly signed?: Signed | true
  readonly fact: Fact
}

/** A fact to be recorded and the state to which it leads: nothing is changed until `commit`. */
export interface Pending {
  readonly recorded: Recorded
  readonly after: ChartState<Circle> | ProposalState
}

export interface Refused {
  readonly rule: string
  /** In English: see `reasonOf`. */
  readonly why: string
  /** What of this act breaks it, where that can be said; in English. */
  readonly more?: string
}

export type Outcome = { readonly pending: readonly Pending[] } | { readonly refused: Refused }

/** What an act is decided with: the moment, its signature, how its words are kept, and the record so far. */
export interface Around {
  readonly at: string
  readonly signed: Signing
  /** The digests of what is kept apart, which stand in the act; nothing is, if left out (W4). */
  readonly apart?: Apart | undefined
  /** Every fact about the charter and about this matter, in the order of the log. */
  record(matter: string): readonly Recorded[]
}

type Sentence = { readonly en: string; readonly nl: string; readonly cites: readonly string[] }

/** What the doors ask before any machine is asked. */
const doorRules = {
  wellFormedAct: {
    cites: ['W3'],
    en: 'the act is well-formed',
    nl: 'de handeling is goed gevormd',
  },
  clockMovesForward: {
    cites: ['T1'],
    en: 'the clock of a script moves forward',
    nl: 'de klok van een script loopt vooruit',
  },
  signatureHolds: {
    cites: ['W2'],
    en: 'a signature is one over exactly this act, meant for this collaboration and this matter',
    nl: 'een handtekening is gezet onder precies deze handeling, voor dit samenwerkingsverband en deze zaak',
  },
  seenInThisLog: {
    cites: ['W2'],
    en: 'what the signer had seen is the beginning of this log, and not too long ago; if not, look again',
    nl: 'wat de ondertekenaar gezien had is het begin van dit logboek, en niet te lang geleden; zo niet, kijk dan opnieuw',
  },
  keyStandsForOneAct: {
    cites: ['W3'],
    en: 'an idempotency key stands for one act',
    nl: 'een idempotentiesleutel staat voor één handeling',
  },
  askedByAct: {
    cites: ['W1', 'W3'],
    en: 'a fact belongs to the act that asked for it, in its matter and by its person',
    nl: 'een feit hoort bij de handeling die erom vroeg, in die zaak en door die persoon',
  },
} as const

/** Every rule that can refuse, by its name: the stable contract. */
export const rules: Readonly<Record<string, Sentence>> = tableOf(
  doorRules,
  charterPlaces,
  charterRules,
  proposalPlaces,
  proposalRules,
)

/** One table; a rule that both charts ask is one sentence, with the places of both. */
function tableOf(...tables: readonly Readonly<Record<string, Sentence>>[]): Record<string, Sentence> {
  const all: Record<string, Sentence> = {}
  for (const [name, { cites, en, nl }] of tables.flatMap(table => Object.entries(table)))
    all[name] = { cites: [...new Set([...(all[name]?.cites ?? []), ...cites])], en, nl }
  return all
}

/** The rule that was broken, in words of a language, with its places and, where there is more to say, that. Pure. */
export function reasonOf({ rule, more }: Pick<Refused, 'rule' | 'more'>, language: 'en' | 'nl'): string {
  const sentence = rules[rule]
  const lead = language === 'en' ? 'the rule is' : 'de regel is'
  const why = sentence ? `${lead}: ${sentence[language]} (${sentence.cites.join(', ')})` : rule
  return more === undefined ? why : `${why}: ${more}`
}

export function refuse(rule: string, detail?: string): { refused: Refused } {
  const broken = detail === undefined ? { rule } : { rule, more: oneLine(detail) }
  return { refused: { ...broken, why: reasonOf(broken, 'en') } }
}

/**
 * Asks the machine concerned; when it admits the act's fact, works out everything that follows, in every matter. Pure.
 * @throws GateDisagrees when a decision that the machine admits does not keep the promise: a bug, never a refusal.
 */
export function decide(collaboration: Collaboration, act: Act, around: Around): Outcome {
  if (runsBack(collaboration, around.at)) return refuse('timeMovesForward')
  return isCharterAct(act)
    ? decideOnCharter(collaboration, act, around)
    : decideOnProposal(collaboration, act, around)
}

/** T1 over all matters together: no machine sees more than its own. */
const runsBack = ({ lastAt }: Collaboration, at: string): boolean => at < lastAt

/**
 * Why an act would be refused; null where it would not. Of an act on the charter it asks only the charter's machine: what
 * that act leads to in every proposal is worked out when it is decided. Pure. @throws NotAtHand
 */
export function refusalOf(collaboration: Collaboration, act: Act, around: Around): Refused | null {
  const outcome = isCharterAct(act)
    ? askCharter(collaboration, act, around)
    : decide(collaboration, act, around)
  if (!('refused' in outcome)) return null
  return typeof outcome.refused === 'string' ? refuse(outcome.refused).refused : outcome.refused
}

function askCharter({ circle }: Collaboration, act: CharterAct, { at, signed, apart }: Around) {
  return decideOn(charterProcedure, circle, act, { at, signed, apart, adopted: null })
}

function decideOnCharter(collaboration: Collaboration, act: CharterAct, around: Around): Outcome {
  const decision = askCharter(collaboration, act, around)
  if ('refused' in decision) return refuse(decision.refused)
  const pending = decision.steps.map(step => pendingOf(charterMatter, step))
  const last = decision.steps.at(-1)
  const seq = collaboration.size + pending.length
  const changed = last?.event.type === 'partner.joined' || last?.event.type === 'partner.left'
  if (!last || !changed) return { pending }
  const { change } = last.after.context
  const next = { ...collaboration, size: seq }
  const notes = passOn(next, last.after.context, around, { act: 'changeCircle', ...change })
  return 'refused' in notes ? notes : { pending: [...pending, ...notes.pending] }
}

/** F3, F4, F6: every live proposal takes note of the change of the circle, with what that leads to. */
function passOn(collaboration: Collaboration, circle: Circle, around: Around, change: CircleChange): Outcome {
  const pending: Pending[] = []
  for (const matter of liveProposals(collaboration)) {
    const state = stateOf(collaboration, matter)
    const seq = collaboration.size + pending.length
    const decision = decideOn(proposalProcedure, state, change, beside(collaboration, circle, around, seq))
    if ('refused' in decision) return refuse(decision.refused, `in proposal ${matter}`)
    pending.push(...decision.steps.map(step => pendingOf(matter, step)))
  }
  return { pending }
}

function decideOnProposal(
  collaboration: Collaboration,
  act: Exclude<Act, CharterAct>,
  around: Around,
): Outcome {
  const matter = act.proposal ?? nextProposalId(collaboration)
  const asked = (act.proposal === matter ? act : { ...act, proposal: matter }) as ProposalAct
  const circle = collaboration.circle.context
  const decision = decideOn(
    proposalProcedure,
    stateOf(collaboration, matter),
    asked,
    beside(collaboration, circle, around),
  )
  if ('refused' in decision) return refuse(decision.refused)
  const pending = decision.steps.map(step => pendingOf(matter, step, act))
  const last = decision.steps.at(-1)
  if (last?.event.type !== 'decision.taken') return { pending }
  passGate(matter, pending, around)
  const adopted = adoptedBy(matter, last.after)
  if (!adopted) return { pending }
  const effect = takeEffect(collaboration, adopted, matter, around)
  return 'refused' in effect ? effect : { pending: [...pending, ...effect.pending] }
}

/** F2: the charter that a decision puts in force, and who left meanwhile. */
function adoptedBy(proposal: string, { context, value }: ProposalState): Adopted | null {
  const charter = context.content?.charter
  if (value !== 'decided' || !charter) return null
  return { proposal, charter, barred: Object.keys(context.departed) }
}

/** F2: the charter changes, and running proposals to change the replaced one end. */
function takeEffect(
  collaboration: Collaboration,
  adopted: Adopted,
  decided: string,
  around: Around,
): Outcome {
  const { at, signed } = around
  const act: Effectuation = { act: 'replaceCharter' }
  const decision = decideOn(charterProcedure, collaboration.circle, act, { at, signed, adopted })
  if ('refused' in decision) throw new Error(`an adopted charter cannot take effect: ${decision.refused}`)
  const circle = decision.steps.at(-1)?.after.context ?? collaboration.circle.context
  const pending = decision.steps.map(step => pendingOf(charterMatter, step))
  for (const matter of liveProposals(collaboration)) {
    const state = stateOf(collaboration, matter)
    const outlived =
      matter !== decided && state.context.stage !== null && outlivedItsCharter(state.context, circle)
    if (!outlived) continue
    const steps = settle(proposalProcedure, state, beside(collaboration, circle, around))
    if (steps.length === 0) return refuse('beforeDueMoment', `in proposal ${matter}`)
    pending.push(...steps.map(step => pendingOf(matter, step)))
  }
  return { pending }
}

/** Thrown when machine and gate disagree on a decision. Whoever sees this has found a bug: nothing was recorded. */
export class GateDisagrees extends Error {
  override readonly name = 'GateDisagrees'
}

function passGate(matter: string, pending: readonly Pending[], { record }: Around): void {
  const fault = gate([...record(matter), ...pending.map(step => step.recorded)], matter)
  if (fault !== null) throw new GateDisagrees(`the decision on "${matter}" is not recorded: ${fault}`)
}

function beside(
  collaboration: Collaboration,
  circle: Circle,
  { at, signed, apart }: Pick<Around, 'at' | 'signed' | 'apart'>,
  seq: number = collaboration.size,
): ProposalAround {
  return { at, signed, apart, seq, circle, others: othersIn(collaboration) }
}

function othersIn(collaboration: Collaboration): Others {
  return { has: id => hasProposal(collaboration, id), hasLike: id => isTaken(collaboration, id) }
}

function pendingOf(
  matter: string,
  { event, after }: Step<Circle, CharterEvent> | Step<Proposal, ProposalEvent>,
  raw?: Act,
): Pending {
  const { at, by, asked, apart, signed, fact } = event
  const recorded: { -readonly [Key in keyof Recorded]: Recorded[Key] } = { matter, at, fact: fact as Fact }
  if (by !== undefined) recorded.by = by
  if ('act' in asked && asked.act) {
    recorded.asked = raw ?? (asked as Act)
    if (typeof apart === 'object') recorded.personal = apart
    if (signed !== false) recorded.signed = signed
  }
  return { recorded, after }
}

/** Moves the collaboration forward by what `decide` worked out and the store has kept, or what `admission` let in. */
export function commit(collaboration: Collaboration, pending: readonly Pending[]): void {
  for (const { recorded, after } of pending) take(collaboration, recorded, after)
}

function take(
  collaboration: Collaboration,
  { matter, at, fact, asked }: Recorded,
  after: Pending['after'],
): void {
  if (asked) collaboration.touched.clear()
  collaboration.touched.add(matter)
  collaboration.size += 1
  collaboration.lastAt = at
  if (matter === charterMatter) takeCharter(collaboration, fact, after as ChartState<Circle>)
  else takeProposal(collaboration, matter, fact, after as ProposalState)
}

function takeCharter(collaboration: Collaboration, { type }: Fact, after: ChartState<Circle>): void {
  collaboration.circle = after
  if (type === 'charter.replaced') {
    collaboration.adopted = null
    for (const matter of liveIds(collaboration)) collaboration.touched.add(matter)
  }
  if (type === 'partner.joined' || type === 'partner.left')
    for (const matter of liveIds(collaboration)) collaboration.behind.add(matter)
}

function takeProposal(
  collaboration: Collaboration,
  matter: string,
  { type }: Fact,
  after: ProposalState,
): void {
  collaboration.ahead.set(matter, after)
  if (type === 'proposal.drafted') collaboration.firstFree = nextFree(collaboration)
  if (type === 'circle.changed') collaboration.behind.delete(matter)
  if (type === 'decision.taken') collaboration.adopted = adoptedBy(matter, after)
}

/** Where a recorded fact leads, or the name of the rule that it breaks. */
export type Admission<State> = { readonly after: State } | { readonly broken: string }

/**
 * Replay: asks the machine again whether a recorded fact is admissible. Returns the state to which it leads, or the name of
 * the rule that it breaks; moves nothing. Its signature, if it has one, was verified. @throws NotAtHand
 */
export function admission(
  collaboration: Collaboration,
  recorded: Recorded,
  signed: Signing = recorded.signed ?? false,
): Admission<Pending['after']> {
  const fault = misfit(collaboration, recorded)
  if (fault !== null) return { broken: fault }
  const { circle, adopted } = collaboration
  if (recorded.matter === charterMatter) return admissionToCharter(circle, recorded, adopted, signed)
  const state = stateOf(collaboration, recorded.matter)
  const { at } = recorded
  return admissionToProposal(state, recorded, beside(collaboration, circle.context, { at, signed }))
}

/** As `admission`, of a fact about the charter, in a circle. */
export function admissionToCharter(
  circle: ChartState<Circle>,
  { at, by, asked, personal: apart, fact, ...recorded }: Recorded,
  adopted: Adopted | null,
  signed: Signing = recorded.signed ?? false,
): Admission<ChartState<Circle>> {
  const event = { type: fact.type, fact, at, by, signed, apart, adopted, asked: asked ?? {} }
  return ask(charterChart, circle, event as CharterEvent)
}

/** As `admission`, of a fact about a proposal, with what lies beside it at its moment. */
export function admissionToProposal(
  state: ProposalState,
  { matter, by, asked, personal: apart, fact }: Recorded,
  around: ProposalAround,
): Admission<ProposalState> {
  const about = asked ? { ...asked, proposal: matter } : {}
  const event = { ...around, apart, type: fact.type, fact, by, asked: about }
  return ask(proposalChart, state, event as ProposalEvent)
}

function ask<Context, Event extends { type: string }>(
  chart: Chart<Context, Event>,
  state: ChartState<Context>,
  event: Event,
): Admission<ChartState<Context>> {
  const admission = chart.step(state, event)
  return admission.refused === null ? { after: admission.after } : { broken: admission.refused }
}

/** What no machine can see: that a fact belongs to its act, and that the act before it has led to all it had to. */
function misfit(collaboration: Collaboration, { matter, at, by, asked, fact }: Recorded): string | null {
  if (runsBack(collaboration, at)) return 'timeMovesForward'
  if (!asked) return isOutcome(fact) && by === undefined && at === collaboration.lastAt ? null : 'askedByAct'
  const named = isCharterAct(asked) ? charterMatter : (asked.proposal ?? matter)
  if (factAskedBy[asked.act] !== fact.type || named !== matter || asked.by !== by) return 'askedByAct'
  return unsettled(collaboration) ? 'outcomesRecorded' : null
}

const askedFacts: ReadonlySet<string> = new Set(Object.values(factAskedBy))
const isOutcome = ({ type }: Fact): boolean => !askedFacts.has(type)

/** True when the last act has outcomes that are not on record: a log that stops in the middle of an act. */
export function unsettled(collaboration: Collaboration): boolean {
  const { behind, adopted, circle, touched, lastAt: at } = collaboration
  if (behind.size > 0 || adopted !== null) return true
  const around = beside(collaboration, circle.context, { at, signed: false })
  return [...touched].some(matter => {
    if (matter === charterMatter)
      return settle(charterProcedure, circle, { at, signed: false, adopted: null }).length > 0
    const state = stateOf(collaboration, matter)
    return !isEnded(state) && settle(proposalProcedure, state, around).length > 0
  })
}
