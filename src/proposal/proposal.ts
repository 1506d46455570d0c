// One matter as the record so far establishes it, and the few questions about it that the rules keep asking.
import type { Charter, Role } from '../charter/charter.ts'
import { type Circle, holdersOf, isPresent, type Notice, opgavemanagerOf } from '../charter/circle.ts'
import type { WordsKept } from '../charter/personal.ts'
import type { Stage } from './acts.ts'
import type { Content } from './content.ts'

export type PositionKind = 'consent' | 'reservation' | 'standAside'

/** Where a partner stands on the current revision, through whom and since when (C3). */
export interface Position {
  readonly position: PositionKind
  readonly provisional: boolean
  readonly reason?: string | undefined
  readonly by: string
  readonly at: string
}

export interface Answer {
  readonly by: string
  readonly at: string
  readonly text: string
  readonly revision: number
  readonly stage: Stage
}

/** An objection with its answers; it stays its partner's own, open or let go (O1, O2). */
export interface Objection {
  readonly partner: string
  readonly by: string
  readonly at: string
  readonly reason: string
  readonly ground: 'content' | 'involvement'
  readonly revision: number
  readonly answers: readonly Answer[]
  /** Set by its own partner alone, with the revision on which it let go (O2). */
  readonly withdrawn: {
    readonly by: string
    readonly at: string
    readonly revision: number
    readonly reason?: string | undefined
  } | null
}

/** A remark or question: decides nothing (D1). */
export interface Comment {
  readonly by: string
  readonly at: string
  readonly text: string
  readonly replyTo?: string | undefined
}

/** What a running proposal keeps of the charter under which it was submitted (F2). */
export type Law = Pick<Charter, 'terms' | 'maxRevisions' | 'calendar' | 'decidesOn' | 'signatures'> & {
  readonly charter: string
}

type By<T> = Readonly<Record<string, T>>

/** The context of the proposal's machine. Counters stand beside the lists they count, so that no rule has to scan. */
export interface Proposal {
  readonly id: string
  /** The moment of the last fact in this matter. */
  readonly lastAt: string
  /** A partner by id; null is the office of opgavemanager, whoever holds it (D3). */
  readonly author: string | null
  readonly content: Content | null
  readonly digest: string
  /** The digests of all revisions so far. */
  readonly digests: readonly string[]
  /** 0 for a draft. */
  readonly revision: number
  /** The rung it stands on, the same word as the machine's state; null before submission. */
  readonly stage: Stage | null
  readonly law: Law | null
  /** The end of this stage's term; null before submission and after the end. */
  readonly dueAt: string | null
  /** No due moment falls before the end of a newcomer's consultation term (F3). */
  readonly notBefore: string | null
  /** The longest that this can take, as announced at submission: in working days, and as a moment (O8). */
  readonly longestDays: number
  readonly closesBy: string | null
  /** Why this stage is being left, between the fact that ends it and the one that enters the next. */
  readonly leaving: 'term' | 'escalation' | null
  /** The version of the circle that this matter has taken note of (F6). */
  readonly circle: number
  /** How many partners are present. */
  readonly partners: number
  readonly positions: By<Position>
  /** How many partners have a position that counts, and how many of those are consent or reservation. */
  readonly counting: number
  readonly supporting: number
  readonly objections: By<Objection>
  /** Open objections by partner, present or departed. */
  readonly openOf: By<number>
  /** How many present partners have an objection open. */
  readonly objecting: number
  /** Objections that were answered on this stage of this revision (O3). */
  readonly answeredHere: By<true>
  readonly extendedBy: By<true>
  readonly called: boolean
  /** True once a call was made on this stage of this revision (J2). */
  readonly calledHere: boolean
  readonly confirmations: By<{ readonly by: string; readonly at: string }>
  readonly confirmed: number
  readonly comments: By<Comment>
  /** Partners that left since the submission: adopting a charter does not bring these back (F4). */
  readonly departed: By<true>
  readonly failed: 'ladderEnded' | 'charterReplaced' | 'tooFewPartners' | null
  /** The number of the entry with the last new revision, position, objection or change of the circle; -1 before the first (W2). */
  readonly changedAt: number
  /** How many acts each person has signed in this matter. */
  readonly counters: By<number>
  /** Whose words in this matter are kept apart from the log, by digest (W4). */
  readonly words: WordsKept
}

export const noProposal: Proposal = {
  id: '',
  lastAt: '',
  author: null,
  content: null,
  digest: '',
  digests: [],
  revision: 0,
  stage: null,
  law: null,
  dueAt: null,
  notBefore: null,
  longestDays: 0,
  closesBy: null,
  leaving: null,
  circle: 0,
  partners: 0,
  positions: {},
  counting: 0,
  supporting: 0,
  objections: {},
  openOf: {},
  objecting: 0,
  answeredHere: {},
  extendedBy: {},
  called: false,
  calledHere: false,
  confirmations: {},
  confirmed: 0,
  comments: {},
  departed: {},
  failed: null,
  changedAt: -1,
  counters: {},
  words: {},
}

/** A literal that names every field: a spread of so many takes Node thirty times as long. */
const copyOf = (proposal: Proposal): Proposal => ({
  id: proposal.id,
  lastAt: proposal.lastAt,
  author: proposal.author,
  content: proposal.content,
  digest: proposal.digest,
  digests: proposal.digests,
  revision: proposal.revision,
  stage: proposal.stage,
  law: proposal.law,
  dueAt: proposal.dueAt,
  notBefore: proposal.notBefore,
  longestDays: proposal.longestDays,
  closesBy: proposal.closesBy,
  leaving: proposal.leaving,
  circle: proposal.circle,
  partners: proposal.partners,
  positions: proposal.positions,
  counting: proposal.counting,
  supporting: proposal.supporting,
  objections: proposal.objections,
  openOf: proposal.openOf,
  objecting: proposal.objecting,
  answeredHere: proposal.answeredHere,
  extendedBy: proposal.extendedBy,
  called: proposal.called,
  calledHere: proposal.calledHere,
  confirmations: proposal.confirmations,
  confirmed: proposal.confirmed,
  comments: proposal.comments,
  departed: proposal.departed,
  failed: proposal.failed,
  changedAt: proposal.changedAt,
  counters: proposal.counters,
  words: proposal.words,
})

/** The proposal with some of it changed; the later change wins. Pure. */
export const changed = (proposal: Proposal, change: Partial<Proposal>, later: Partial<Proposal>): Proposal =>
  Object.assign(copyOf(proposal), change, later)

/** C6: a provisional position does not count. */
export const counts = (position: Position | undefined): boolean =>
  position !== undefined && !position.provisional
export const supports = (position: Position | undefined): boolean =>
  counts(position) && position?.position !== 'standAside'

export const hasOpenObjection = (proposal: Proposal, partner: string): boolean =>
  (proposal.openOf[partner] ?? 0) > 0

/** C2, C6: a partner has spoken by a position that counts or by a standing objection. */
export const hasSpoken = (proposal: Proposal, partner: string): boolean =>
  counts(proposal.positions[partner]) || hasOpenObjection(proposal, partner)

/** J1: everybody's position counts, at least one carries it, no objection is open. */
export const isAgreed = (
  proposal: Pick<Proposal, 'partners' | 'counting' | 'supporting' | 'objecting'>,
): boolean =>
  proposal.partners > 0 &&
  proposal.counting === proposal.partners &&
  proposal.supporting > 0 &&
  proposal.objecting === 0

/** J2, F2: the rung whose seats confirm; on a charter always the stuurgroep. */
export const decidingRole = (proposal: Proposal): Role =>
  proposal.content?.charter ? 'stuurgroep' : (proposal.law?.decidesOn ?? 'stuurgroep')

/** F2: true when this would change a charter that is no longer in force. */
export const outlivedItsCharter = (proposal: Proposal, circle: Circle): boolean =>
  proposal.content?.charter !== undefined && proposal.content.changes !== circle.digest

/** The ids of objections nobody let go, departed partners' too (O2, F4). */
export function openObjections(proposal: Proposal): string[] {
  return Object.keys(proposal.objections).filter(id => proposal.objections[id]?.withdrawn === null)
}

/** The open objections that hold the proposal up: those of present partners (F4). */
export function blockingObjections(proposal: Proposal, circle: Circle): string[] {
  return openObjections(proposal).filter(id => isPresent(circle, proposal.objections[id]?.partner ?? ''))
}

export function silentPartners(proposal: Proposal, circle: Circle): string[] {
  return Object.keys(circle.members).filter(partner => !hasSpoken(proposal, partner))
}

export function unconfirmedPartners(proposal: Proposal, circle: Circle): string[] {
  if (!proposal.called) return []
  return Object.keys(circle.members).filter(partner => !Object.hasOwn(proposal.confirmations, partner))
}

/** C4: whom, inside its own organisation, a partner's silence addresses on a rung. */
export function addressedOn(stage: Stage, circle: Circle, partner: string, at: string): Notice {
  if (stage !== 'opgavemanager')
    return { partner, persons: holdersOf(circle, partner, [rungRole(stage)], at) }
  const mediator = opgavemanagerOf(circle, at)
  const own = holdersOf(circle, partner, ['opgaveregisseur'], at)
  return { partner, persons: mediator === null ? own : [...own, mediator] }
}

const rungRole = (stage: Stage): Role => (stage === 'stuurgroep' ? 'stuurgroep' : 'lijnmanagement')

/** The rung above; null above the stuurgroep, which is all the partners. */
export function nextStage(stage: Stage | null): Stage | null {
  if (stage === 'consultation') return 'lijnmanagement'
  if (stage === 'lijnmanagement') return 'opgavemanager'
  return stage === 'opgavemanager' ? 'stuurgroep' : null
}

/** As far as calendars are trusted to tell a moment: two hundred years of working days. */
export const mostCalendarDays = 52_000

/**
 * O8: the longest that a proposal can take, in working days, for `partners` partners: every revision used up, every
 * partner's extension, every stage to its end, each with a first call at its last moment.
 */
export function longestDays(law: Law, partners: number): number {
  const { consultation, lijnmanagement, opgavemanager, stuurgroep, jointDecision, extension } = law.terms
  const ladder = consultation + lijnmanagement + opgavemanager + stuurgroep
  return law.maxRevisions * (ladder + partners * extension + 4 * jointDecision)
}
