// A proposal that has ended, as it is kept: what was decided or not, by whom, and what stayed open.

import { isPresent } from '../charter/circle.ts'
import type { Commitment, Content } from '../proposal/content.ts'
import type { Objection, PositionKind, Proposal } from '../proposal/proposal.ts'
import { linesOf, plain, quoted } from './names.ts'
import type { StateName } from './phrases.ts'
import type { RecordedFact } from './recorded.ts'
import type { ProposalStanding, Standing } from './standing.ts'
import { type Reader, titleOf, type Voice, voiceFor } from './voice.ts'

/** How a proposal can end. */
export type Outcome = 'decided' | 'noConsensus' | 'withdrawn'

/** A position as it stood at the end. */
export interface StoodPosition {
  readonly partner: string
  readonly position: PositionKind
  readonly provisional: boolean
  readonly reason: string | null
  readonly person: string
  readonly at: string
}

/** An objection as it stood at the end. */
export interface StoodObjection extends Omit<Objection, 'answers' | 'withdrawn'> {
  readonly id: string
  /** True where its partner is no partner any more. */
  readonly departed: boolean
}

/** What was decided, or how it ended otherwise. What only the last fact tells is null where that was not given. */
export interface Decision {
  readonly proposal: string
  readonly title: string
  readonly outcome: Outcome
  readonly at: string | null
  readonly text: string
  readonly revision: number
  readonly digest: string
  readonly positions: readonly StoodPosition[]
  readonly confirmations: readonly {
    readonly partner: string
    readonly person: string
    readonly at: string
  }[]
  /** Objections that nobody let go: open where there was no consensus, or of partners that left before. */
  readonly sustained: readonly StoodObjection[]
  readonly letGo: readonly StoodObjection[]
  /** Partners that had not spoken, where there was no consensus. */
  readonly silent: readonly string[] | null
  readonly unmetNeeds: readonly string[] | null
  readonly commitments: readonly (Commitment & { readonly departed: boolean })[]
  readonly failed: Proposal['failed']
  readonly basedOn: readonly string[]
  readonly replaces: readonly string[]
  /** Decisions that replace this one, as far as the standing holds them. */
  readonly replacedBy: readonly string[]
  /** Whether it put a charter in force (F2). */
  readonly charter: boolean
}

/**
 * How a proposal ended; null where it has not, or is not known. `ending` is the entry that ended it (`endingOf`): it tells when,
 * who had not spoken and which needs nobody met at that moment. Pure.
 */
export function decisionOf(standing: Standing, proposal: string, ending?: RecordedFact): Decision | null {
  const state = standing.proposals.get(proposal)
  const outcome = state && outcomeOf(state)
  if (!state || !outcome) return null
  const { context } = state
  const { content, revision, digest, failed } = context
  const fact = ending?.matter === proposal ? ending.fact : undefined
  const objections = Object.entries(context.objections)
  const stood = ([id, { answers: _, withdrawn: __, ...it }]: [string, Objection]): StoodObjection => ({
    id,
    ...it,
    departed: !isPresent(standing.circle, it.partner),
  })
  return {
    ...{
      proposal,
      title: content?.title ?? proposal,
      outcome,
      text: content?.text ?? '',
      revision,
      digest,
      failed,
    },
    at: fact && ending ? ending.at : decidedAt(state),
    positions: positionsOf(context),
    confirmations: Object.entries(context.confirmations).map(([partner, { by, at }]) => ({
      partner,
      person: by,
      at,
    })),
    sustained: objections.filter(([, it]) => it.withdrawn === null).map(stood),
    letGo: objections.filter(([, it]) => it.withdrawn !== null).map(stood),
    silent: fact?.type === 'consensus.failed' ? fact.silent : null,
    unmetNeeds: fact?.type === 'decision.taken' ? fact.unmetNeeds : null,
    commitments: (content?.commitments ?? []).map(it => ({
      ...it,
      departed: !isPresent(standing.circle, it.partner),
    })),
    basedOn: content?.basedOn ?? [],
    replaces: content?.replaces ?? [],
    replacedBy: replacementsOf(standing, proposal),
    charter: outcome === 'decided' && content?.charter !== undefined,
  }
}

/** The entry that ended a proposal; undefined where none did. */
export function endingOf(entries: Iterable<RecordedFact>, proposal: string): RecordedFact | undefined {
  for (const entry of entries) if (entry.matter === proposal && isEnding(entry)) return entry
  return undefined
}

/** Whether a fact ends its proposal. Pure. */
export const isEnding = ({ fact: { type } }: RecordedFact): boolean =>
  type === 'decision.taken' || type === 'consensus.failed' || type === 'proposal.withdrawn'

function outcomeOf({ value }: ProposalStanding): Outcome | null {
  return value === 'decided' || value === 'noConsensus' || value === 'withdrawn' ? value : null
}

/** J3: a decision is taken at the moment of the last confirmation. */
function decidedAt({ value, context }: ProposalStanding): string | null {
  if (value !== 'decided') return null
  return Object.values(context.confirmations).reduce((last, { at }) => (at > last ? at : last), '')
}

function positionsOf({ positions }: Proposal): StoodPosition[] {
  return Object.entries(positions).map(([partner, { position, provisional, reason, by, at }]) => ({
    ...{ partner, position, provisional, reason: reason ?? null, person: by, at },
  }))
}

function replacementsOf({ proposals }: Standing, proposal: string): string[] {
  return [...proposals]
    .filter(([, { value, context }]) => value === 'decided' && context.content?.replaces.includes(proposal))
    .map(([id]) => id)
}

/** One line of a decision as it is told, and which part of it that is. */
export interface DecisionLine {
  readonly part:
    | 'outcome'
    | 'text'
    /** A line of what the authors wrote: show it so that it cannot pass for the record. */
    | 'words'
    | 'commitment'
    | 'position'
    | 'confirmation'
    | 'objection'
    | 'need'
    | 'link'
  readonly sentence: string
}

/** A decision read aloud, line by line; a blank line of its text is an empty sentence. Pure. */
export function tellDecision(standing: Standing, decision: Decision, reader: Reader): DecisionLine[] {
  const voice = voiceFor(standing, reader, standing.proposals.get(decision.proposal)?.context)
  const { partner, person, need, on, phrases } = voice
  const say = phrases.decision
  const confirmed = decision.confirmations.map(it =>
    say.confirmation(partner(it.partner), person(it.person), on(it.at)),
  )
  return [
    ...part('outcome', outcomeTold(decision, voice)),
    ...part(
      'link',
      decision.replacedBy.map(id => say.replacedBy(linkTold(standing, id, voice))),
    ),
    ...tellContent(standing, decision.proposal, reader),
    ...part('confirmation', confirmed),
    ...part('objection', objectionsTold(decision, voice)),
    ...part(
      'need',
      (decision.unmetNeeds ?? []).map(id => say.unmetNeed(need(id))),
    ),
  ]
}

/** What a proposal says, running or ended, and where each partner stands on it; nothing for one that is not known. Pure. */
export function tellContent(standing: Standing, proposal: string, reader: Reader): DecisionLine[] {
  const context = standing.proposals.get(proposal)?.context
  if (!context?.content) return []
  const { content, digest, revision } = context
  const voice = voiceFor(standing, reader, context)
  const { decision: say, revision: numbered, states } = voice.phrases
  const heading = say.text(revision === 0 ? states.drafting : numbered(revision), digest)
  return [
    ...part('link', linksTold(standing, content, voice)),
    ...part('text', [heading]),
    ...part('words', linesOf(content.text)),
    ...part(
      'commitment',
      content.commitments.map(it => commitmentTold(standing, it, voice)),
    ),
    ...part(
      'position',
      positionsOf(context).map(it => positionTold(it, voice)),
    ),
  ]
}

const part = (name: DecisionLine['part'], sentences: readonly string[]): DecisionLine[] =>
  sentences.map(sentence => ({ part: name, sentence }))

function outcomeTold({ outcome, at, failed, charter, ...it }: Decision, voice: Voice): string[] {
  const { decision: say } = voice.phrases
  const title = voice.phrases.titled(quoted(it.title), plain(it.proposal))
  return [
    say.outcome(title, outcome, at === null ? '' : voice.on(at)),
    ...(failed === null ? [] : [say.failed[failed]]),
    ...(charter ? [say.charter] : []),
  ]
}

function commitmentTold({ circle }: Standing, { partner, what, by }: Commitment, voice: Voice): string {
  const departed = !isPresent(circle, partner)
  const given = { partner: voice.partner(partner), what: quoted(what), by: voice.date(by), departed }
  return voice.phrases.decision.commitment(given)
}

function positionTold(
  { partner, position, provisional, reason, person }: StoodPosition,
  { phrases, ...voice }: Voice,
): string {
  const stands = `${phrases.positions[position]}${provisional ? phrases.provisionally : ''}`
  const why = reason === null ? '' : quoted(reason)
  return phrases.decision.position(voice.partner(partner), stands, why, voice.person(person))
}

function objectionsTold(
  { sustained, letGo, silent }: Decision,
  { phrases: { decision: say }, partner }: Voice,
): string[] {
  const told = ({ id, departed, ...it }: StoodObjection) => ({
    ...{ owner: partner(it.partner), id: plain(id), reason: quoted(it.reason), departed },
  })
  return [
    ...sustained.map(it => say.sustained(told(it))),
    ...letGo.map(it => say.letGo(told(it))),
    ...(silent ?? []).map(id => say.silent(partner(id))),
  ]
}

/** D2: what a proposal builds on or replaces is shown with it: how that ended, and what was sustained there. */
function linksTold(standing: Standing, { basedOn, replaces }: Content, voice: Voice): string[] {
  const { decision: say } = voice.phrases
  return [
    ...basedOn.flatMap(id => [
      say.basedOn(linkTold(standing, id, voice)),
      ...sustainedIn(standing, id, voice),
    ]),
    ...replaces.flatMap(id => [
      say.replaces(linkTold(standing, id, voice)),
      ...sustainedIn(standing, id, voice),
    ]),
  ]
}

function linkTold({ proposals }: Standing, id: string, voice: Voice): string {
  const state = proposals.get(id)
  const title = titleOf({ id, content: state?.context.content ?? null }, voice)
  const where = state && voice.phrases.states[state.value as StateName]
  return where === undefined ? title : `${title}: ${where}`
}

function sustainedIn(standing: Standing, id: string, voice: Voice): string[] {
  const decision = decisionOf(standing, id)
  return decision === null ? [] : objectionsTold({ ...decision, letGo: [], silent: null }, voice)
}
