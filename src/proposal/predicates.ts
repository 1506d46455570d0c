// What the longer rules of a proposal test, each as a question about the state and the fact on its way in.
import type { Role } from '../charter/charter.ts'
import {
  type Circle,
  isPresent,
  mandateOf,
  type Notice,
  noticeTo,
  noticeToAll,
  opgavemanagerOf,
} from '../charter/circle.ts'
import { sameList } from '../charter/rules.ts'
import { foldId, isBlank, limits } from '../charter/words.ts'
import type { Stage } from './acts.ts'
import { type Content, contentOf } from './content.ts'
import type { ProposalEvent } from './event.ts'
import {
  addressedOn,
  isAgreed,
  longestDays,
  mostCalendarDays,
  openObjections,
  outlivedItsCharter,
  type Proposal,
  silentPartners,
  unconfirmedPartners,
} from './proposal.ts'

export const speaker = ({ circle, by, at }: ProposalEvent) => mandateOf(circle, by, at)
export const holdsRole = (event: ProposalEvent, roles: readonly Role[]): boolean => {
  const mandate = speaker(event)
  return (
    mandate !== null &&
    mandate.partner === event.fact.partner &&
    roles.some(role => mandate.roles.includes(role))
  )
}
export const isOpgavemanager = ({ circle, by, at }: ProposalEvent): boolean =>
  by !== undefined && opgavemanagerOf(circle, at) === by

/** D3, F4: a mandated person of the author's partner; the opgavemanager where the office is the author. */
export const isAuthor = (proposal: Proposal, event: ProposalEvent): boolean =>
  proposal.author === null ? isOpgavemanager(event) : speaker(event)?.partner === proposal.author

/** The content that an act puts forward: its own, or the draft's when it is submitted. */
export function contentUnder(proposal: Proposal, { type, asked, fact }: ProposalEvent): Content | null {
  if (type === 'proposal.submitted') return proposal.content
  return contentOf({ ...asked, title: asked.title ?? '', text: asked.text ?? '' }, fact)
}

export const givesReason = (text: string | undefined): boolean => text !== undefined && !isBlank(text)

/** C3, O1, O3, O4: where a reason is owed it says something; where it is not, it is not blank. */
export function reasonGiven(event: ProposalEvent): boolean {
  const { asked, type } = event
  if (type === 'objection.answered') return givesReason(asked.text)
  const owed =
    type === 'objection.raised' || type === 'proposal.escalated' || asked.position === 'reservation'
  return owed || asked.reason !== undefined ? givesReason(asked.reason) : true
}

const day = 86_400_000
const clockChange = 7_200_000

/**
 * T2 without a calendar, which a verifier need not have: `days` working days take at least as many days, and never
 * endlessly many. A due moment may also be the later `floor` until which somebody already has time.
 */
export function isDue(
  due: string | null | undefined,
  from: string,
  days: number,
  floor: string | null,
): boolean {
  if (due === null || due === undefined || due < (floor ?? '')) return false
  const length = Date.parse(due) - Date.parse(from)
  return length >= days * day - clockChange && (due === floor || length <= (2 * days + 14) * day)
}

export function termAsChartered(proposal: Proposal, { type, at, fact, circle }: ProposalEvent): boolean {
  const terms = (proposal.law ?? circle.charter)?.terms
  const { dueAt, notBefore } = proposal
  if (!terms) return false
  if (type === 'proposal.submitted' || type === 'proposal.amended')
    return isDue(fact.dueAt, at, terms.consultation, notBefore)
  if (type === 'stage.entered') return isDue(fact.dueAt, at, terms[fact.stage ?? 'consultation'], notBefore)
  if (type === 'term.extended') return dueAt !== null && isDue(fact.dueAt, dueAt, terms.extension, null)
  if (type === 'decision.called' && !proposal.calledHere)
    return isDue(fact.dueAt, at, terms.jointDecision, dueAt)
  return fact.dueAt === dueAt
}

/** O8: the longest duration, in working days and, as far as calendars reach, as a moment. */
export function showsLongest({ circle: { charter, size }, fact, at }: ProposalEvent): boolean {
  if (!charter) return false
  const days = longestDays({ ...charter, charter: '' }, size)
  const told = days > mostCalendarDays ? fact.closesBy === null : isDue(fact.closesBy, at, days, null)
  return fact.longestDays === days && told
}

/** W2: whether the charter that binds this act asks for signatures, or the one that it would put in force. */
export function asksForSignatures(proposal: Proposal, { type, asked, circle }: ProposalEvent): boolean {
  const inForce = proposal.law ?? circle.charter
  // Whoever confirms with a signature can go on under the charter that asks for one.
  const adopted = type === 'confirmation.given' ? proposal.content?.charter : asked.charter
  return inForce?.signatures === 'required' || adopted?.signatures === 'required'
}

/** W2: the digest that a signature has to name: of the revision that the act names, or of the draft that it submits. */
export function digestSigned(proposal: Proposal, { type, asked }: ProposalEvent): string | undefined {
  if (type === 'proposal.submitted') return proposal.digest
  return asked.revision === undefined ? undefined : proposal.digests[asked.revision - 1]
}

/** F3: a newcomer has one full consultation term, and no due moment falls before its end; a departure moves nothing. */
export function newcomerHasTime(proposal: Proposal, { at, fact }: ProposalEvent): boolean {
  const { dueAt, notBefore, law } = proposal
  if (!law || fact.joined === null) return fact.dueAt === dueAt && fact.notBefore === notBefore
  const { notBefore: until } = fact
  if (until === null || until === undefined || !isDue(until, at, law.terms.consultation, notBefore))
    return false
  return fact.dueAt === (dueAt !== null && dueAt > until ? dueAt : until)
}

export function sameNotices(a: readonly Notice[] | undefined, b: readonly Notice[]): boolean {
  return (
    a !== undefined &&
    a.length === b.length &&
    b.every(({ partner, persons }, i) => a[i]?.partner === partner && sameList(a[i]?.persons, persons))
  )
}

/** C1, F3: the notice of a revision goes to every partner, that of a change of the circle to who came. */
export function noticeComplete(_: Proposal, { type, fact, circle, at }: ProposalEvent): boolean {
  if (type !== 'circle.changed') return sameNotices(fact.notice, noticeToAll(circle, at))
  return sameNotices(fact.notice, fact.joined ? [noticeTo(circle, fact.joined, at)] : [])
}

/** C4, J2, O4: going up names who is waited for, whom inside that partner it addresses, and what was left unanswered. */
export function climbing(proposal: Proposal, stage: Stage, circle: Circle, at: string) {
  const address = (partner: string) => addressedOn(stage, circle, partner, at)
  return {
    silences: silentPartners(proposal, circle).map(address),
    unconfirmed: unconfirmedPartners(proposal, circle).map(address),
    unanswered: openObjections(proposal).filter(id => !Object.hasOwn(proposal.answeredHere, id)),
  }
}

export function openPointsNamed(proposal: Proposal, { fact, circle, at }: ProposalEvent): boolean {
  if (fact.stage === undefined) return false
  const expected = climbing(proposal, fact.stage, circle, at)
  return (
    sameNotices(fact.silences, expected.silences) &&
    sameNotices(fact.unconfirmed, expected.unconfirmed) &&
    sameList(fact.unanswered, expected.unanswered)
  )
}

/** O7, F2, F4: the three ways in which a proposal ends without consensus. */
export function outOfReach(proposal: Proposal, { fact, circle, at }: ProposalEvent): boolean {
  if (fact.reason === 'tooFewPartners') return circle.size < 2
  if (fact.reason === 'charterReplaced')
    return outlivedItsCharter(proposal, circle) && at < (proposal.dueAt ?? '')
  return fact.reason === 'ladderEnded' && proposal.leaving === 'term' && proposal.stage === 'stuurgroep'
}

/** Everything that the facts so far demand is on record: nothing can be slipped in before it. */
export function outcomesRecorded(proposal: Proposal, { circle }: ProposalEvent): boolean {
  const callMissing = isAgreed(proposal) && !proposal.called
  const decisionMissing = proposal.called && proposal.confirmed === proposal.partners
  const endMissing = proposal.stage !== null && (circle.size < 2 || outlivedItsCharter(proposal, circle))
  return proposal.leaving === null && !callMissing && !decisionMissing && !endMissing
}

export function standsAsideFreely({ content }: Proposal, { asked, fact }: ProposalEvent): boolean {
  return (
    asked.position !== 'standAside' ||
    content?.commitments.every(({ partner }) => partner !== fact.partner) === true
  )
}

export function bringsInNobodyWhoSpeaks(proposal: Proposal, event: ProposalEvent): boolean {
  const { circle, at } = event
  const charter = contentUnder(proposal, event)?.charter
  if (!charter) return true
  const newcomers = charter.partners
    .filter(({ id }) => !isPresent(circle, id))
    .flatMap(({ people }) => people)
  return [charter.opgavemanager, ...newcomers].every(({ id }) => mandateOf(circle, id, at) === null)
}

export function omitsNoPartner(proposal: Proposal, event: ProposalEvent): boolean {
  const charter = contentUnder(proposal, event)?.charter
  if (!charter) return true
  const named = new Set(charter.partners.map(({ id }) => id))
  return Object.keys(event.circle.members).every(partner => named.has(partner))
}

/** A new partner or person in a charter cannot be taken for one that the record already knows. */
export function namesUnambiguously(proposal: Proposal, event: ProposalEvent): boolean {
  const { circle } = event
  const charter = contentUnder(proposal, event)?.charter
  if (!charter) return true
  const invited = circle.charter?.partners.map(({ id }) => id) ?? []
  const partners = [...invited, ...Object.keys(circle.members), ...Object.keys(circle.left)]
  const persons = [...Object.keys(circle.named), ...Object.keys(circle.speaksFor)]
  return (
    areDistinct(
      charter.partners.map(({ id }) => id),
      partners,
    ) &&
    areDistinct(
      charter.partners.flatMap(({ people }) => people.map(({ id }) => id)).concat(charter.opgavemanager.id),
      persons,
    )
  )
}

export function areDistinct(ids: readonly string[], known: readonly string[]): boolean {
  const byFold = new Map(known.map(id => [foldId(id), id]))
  return ids.every(id => (byFold.get(foldId(id)) ?? id) === id)
}

function answersHere({ objections, revision, stage }: Proposal, objection: string): number {
  const answers = objections[objection]?.answers ?? []
  return answers.filter(answer => answer.revision === revision && answer.stage === stage).length
}

export function withinLimits(proposal: Proposal, { type, by, asked, fact }: ProposalEvent): boolean {
  if (type === 'objection.raised')
    return (proposal.openOf[fact.partner ?? ''] ?? 0) < limits.openObjectionsOfPartner
  if (type === 'objection.answered')
    return answersHere(proposal, asked.objection ?? '') < limits.answersOfObjectionOnStage
  return (
    Object.values(proposal.comments).filter(comment => comment.by === by).length < limits.commentsOfPerson
  )
}
