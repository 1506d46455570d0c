// Why a proposal is not decided yet: the rules of the machine that do not hold now, asked from the machine itself.
import type { Chart } from '../chart.ts'
import { isEnded } from '../collaboration/shelf.ts'
import type { ProposalEvent } from '../proposal/event.ts'
import { proposalChart } from '../proposal/machine.ts'
import type { OpenPoint } from '../proposal/open-points.ts'
import { called, taken } from '../proposal/procedure.ts'
import type { Proposal } from '../proposal/proposal.ts'
import { proposalPlaces, proposalRules } from '../proposal/rules.ts'
import type { Next } from './phrases.ts'
import { type Point, pointsOf } from './points.ts'
import {
  authorsOf,
  eventOf,
  isOverdue,
  isRunning,
  nextOf,
  outcomeOf,
  type ProposalStanding,
  type Standing,
} from './standing.ts'
import { type Reader, type Voice, voiceFor } from './voice.ts'

/** A rule that does not hold yet, and what of this proposal keeps it from holding. */
export interface Reason {
  /** Its name, as in a refusal. */
  readonly rule: string
  readonly cites: readonly string[]
  readonly sentence: string
  readonly points: readonly Point[]
}

/** What comes of a proposal if nobody does anything. */
export interface Prospect {
  readonly next: Next
  /** The due moment of this stage, and the last moment at which it can still be running (O8). */
  readonly at: string
  readonly closesBy: string | null
  readonly sentences: readonly string[]
}

/** Why a proposal is not decided yet, and what comes of it if nobody does anything. */
export interface Why {
  readonly proposal: string
  /** Empty only for a proposal that has ended. */
  readonly reasons: readonly Reason[]
  /** Null for a draft, on which no term runs, and for what has ended. */
  readonly ifNothingChanges: Prospect | null
}

/** The law that is asked: another one only to look at another procedure. */
export interface Law {
  readonly chart: Pick<Chart<Proposal, ProposalEvent>, 'breaches'>
  readonly rules: Readonly<
    Record<string, { readonly cites: readonly string[]; readonly en: string; readonly nl: string }>
  >
}

const law: Law = { chart: proposalChart, rules: { ...proposalPlaces, ...proposalRules } }

/** Which open points keep a rule from holding. A rule that is not named here is told by its own sentence alone. */
const pointsUnder: Readonly<Record<string, readonly OpenPoint['kind'][]>> = {
  everyPartnerAgrees: ['silence', 'objection'],
  somebodyCarriesIt: ['support'],
  noOpenObjection: ['objection'],
  everyPartnerConfirmed: ['confirmation'],
}

/**
 * Why a proposal is not decided yet, and what comes of it if nothing changes; null where the standing knows no such
 * proposal. There is no list of conditions here: the arrows to the decision are asked which of their rules do not hold. Pure.
 */
export function whyUndecided(
  standing: Standing,
  proposal: string,
  reader: Reader,
  asked: Law = law,
): Why | null {
  const state = standing.proposals.get(proposal)
  if (!state) return null
  const voice = voiceFor(standing, reader, state.context)
  const points = pointsOf(standing, state.context, voice)
  const reasons = brokenRules(standing, state, asked).map(rule => reasonOf(rule, points, voice, asked))
  return { proposal, reasons, ifNothingChanges: prospectOf(standing, state, voice) }
}

/** The rules on the way to a decision that do not hold now, each once, in the order of the machine. */
function brokenRules(standing: Standing, state: ProposalStanding, { chart }: Law): string[] {
  if (isEnded(state)) return []
  const events = [
    ...(state.value === 'drafting' ? [submission(standing, state)] : []),
    ...(state.context.called ? [] : [outcomeOf(standing, called(state.context, standing))]),
    ...(isRunning(state) ? [outcomeOf(standing, taken(state.context, standing))] : []),
  ]
  return [...new Set(events.flatMap(event => chart.breaches(state, event)))]
}

function submission(standing: Standing, state: ProposalStanding): ProposalEvent {
  const [by = ''] = authorsOf(standing, state.context)
  return eventOf(standing, state, { act: 'submitProposal', by, proposal: state.context.id })
}

function reasonOf(rule: string, points: readonly Point[], voice: Voice, { rules }: Law): Reason {
  const { cites = [], [voice.language]: sentence = rule } = rules[rule] ?? {}
  const kinds = pointsUnder[rule] ?? []
  return {
    rule,
    cites,
    sentence: voice.phrases.why.notYet(sentence, cites.join(', ')),
    points: points.filter(({ kind }) => kinds.includes(kind)),
  }
}

function prospectOf(standing: Standing, { context }: ProposalStanding, voice: Voice): Prospect | null {
  const { dueAt: at, closesBy, longestDays } = context
  if (at === null) return null
  const { why } = voice.phrases
  const next = nextOf(context)
  const first = isOverdue(standing, context) ? why.over(next) : why.next(next, voice.after(at))
  const latest = closesBy === null ? why.closesWithin(longestDays) : why.closesBy(voice.until(closesBy))
  return { next, at, closesBy, sentences: [first, latest] }
}
