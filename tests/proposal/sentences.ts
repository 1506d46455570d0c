// The sentence of each rule of a proposal, put once more as a question about a state and a fact, without the source.
// Undefined where the sentence says nothing: there is no objection to have an owner, no reason to be given.
import type { Circle } from '../../src/charter/circle.ts'
import type { ProposalEvent } from '../../src/proposal/event.ts'
import type { Proposal } from '../../src/proposal/proposal.ts'
import type { ProposalRule } from '../../src/proposal/rules.ts'
import {
  above,
  contentUnder,
  day,
  digestOf,
  isApartAsMarked,
  isKeeper,
  isMistakable,
  isPresent,
  keyOf,
  longest,
  managerOf,
  noticeOf,
  open,
  present,
  silent,
  tablesMeant,
  textSigned,
  unconfirmed,
  unmet,
  voiceOf,
} from './naive.ts'

type Sentence = (proposal: Proposal, event: ProposalEvent) => boolean | undefined

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
const has = (record: object, key: string | null | undefined) => Object.keys(record).includes(key ?? '')
const speaksFor = ({ circle, by, at }: ProposalEvent) => voiceOf(circle, by, at)
const holds = (event: ProposalEvent, role: string) => {
  const voice = speaksFor(event)
  return voice?.partner === event.fact.partner && voice?.roles.some(it => it === role) === true
}
const manages = ({ circle, by, at }: ProposalEvent) => by !== undefined && by === managerOf(circle, at)
const actsForAuthor = ({ author }: Proposal, event: ProposalEvent) =>
  author === null ? manages(event) : speaksFor(event)?.partner === author

/** A reader sees something. */
const isSaid = (text: string | undefined) =>
  /[\p{L}\p{N}\p{P}\p{S}]/u.test((text ?? '').replaceAll('\u2800', ''))

/** A moment is no earlier than the floor, so many days away at least, and not more than about twice as many. */
function leaves(due: string | null | undefined, from: string, days: number, floor: string | null) {
  if (!due || (floor !== null && due < floor)) return false
  const hours = (Date.parse(due) - Date.parse(from)) / (day / 24)
  return hours >= 24 * days - 2 && (due === floor || hours <= 24 * (2 * days + 14))
}

/** Which term a fact starts, from when, and before which moment it cannot end. */
function termOf(proposal: Proposal, { type, at, fact }: ProposalEvent) {
  if (type === 'proposal.submitted' || type === 'proposal.amended')
    return { term: 'consultation', from: at, floor: proposal.notBefore } as const
  if (type === 'stage.entered')
    return { term: fact.stage ?? 'consultation', from: at, floor: proposal.notBefore } as const
  if (type === 'term.extended') return { term: 'extension', from: proposal.dueAt, floor: null } as const
  if (type === 'decision.called' && !proposal.calledHere)
    return { term: 'jointDecision', from: at, floor: proposal.dueAt } as const
  return null
}

const agrees = (proposal: Proposal) =>
  proposal.partners > 0 &&
  proposal.counting === proposal.partners &&
  proposal.supporting > 0 &&
  proposal.objecting === 0

const outlived = ({ content }: Proposal, circle: Circle) =>
  content?.charter !== undefined && content.changes !== circle.digest

const ofCharter = (proposal: Proposal, event: ProposalEvent) => contentUnder(proposal, event)?.charter
const binding = ({ law }: Proposal, { circle }: ProposalEvent) => law ?? circle.charter

const ends: Record<string, Sentence> = {
  ladderEnded: ({ leaving, stage }) => leaving === 'term' && stage === 'stuurgroep',
  charterReplaced: (proposal, { circle, at }) =>
    outlived(proposal, circle) && proposal.dueAt !== null && at < proposal.dueAt,
  tooFewPartners: (_, { circle }) => circle.size < 2,
}

/** Within the limits: of what a partner has open, of answers on a stage, of what a person remarks. */
function withinLimits(proposal: Proposal, { type, by, asked, fact }: ProposalEvent) {
  if (type === 'objection.raised') return (proposal.openOf[fact.partner ?? ''] ?? 0) < 100
  const answers = proposal.objections[asked.objection ?? '']?.answers ?? []
  const here = answers.filter(it => it.revision === proposal.revision && it.stage === proposal.stage)
  if (type === 'objection.answered') return here.length < 100
  return Object.values(proposal.comments).filter(it => it.by === by).length < 1_000
}

const reasonOwed: Record<string, (event: ProposalEvent) => boolean> = {
  'objection.raised': () => true,
  'proposal.escalated': () => true,
  'position.taken': ({ asked }) => asked.position === 'reservation',
  'objection.withdrawn': () => false,
}

function climbs(proposal: Proposal, { circle, at, fact }: ProposalEvent) {
  if (fact.stage === undefined) return false
  const rung = fact.stage === 'stuurgroep' ? 'stuurgroep' : 'lijnmanagement'
  const manager = managerOf(circle, at)
  const addressed = (partner: string) => {
    if (fact.stage !== 'opgavemanager') return noticeOf(circle, partner, at, rung)
    const { persons } = noticeOf(circle, partner, at, 'opgaveregisseur')
    return { partner, persons: manager === undefined ? persons : [...persons, manager] }
  }
  const unanswered = open(proposal).filter(id => !has(proposal.answeredHere, id))
  return (
    same(fact.silences, silent(proposal, circle).map(addressed)) &&
    same(fact.unconfirmed, unconfirmed(proposal, circle).map(addressed)) &&
    same(fact.unanswered, unanswered)
  )
}

export const sentences: Record<ProposalRule, Sentence> = {
  timeMovesForward: ({ lastAt }, { at }) => !(at < lastAt),
  circleKnown: (proposal, { circle }) => circle.version - proposal.circle === 0,
  outcomesRecorded: (proposal, { circle }) => {
    if (proposal.leaving !== null) return false
    if (agrees(proposal) && !proposal.called) return false
    if (proposal.called && proposal.confirmed === proposal.partners) return false
    return proposal.stage === null || !(circle.size < 2 || outlived(proposal, circle))
  },
  beforeDueMoment: ({ dueAt }, { at }) => !(dueAt !== null && at >= dueAt),
  signedWhereAsked: (proposal, event) => {
    const own = event.type === 'confirmation.given' ? proposal.content?.charter : event.asked.charter
    const asking = [binding(proposal, event)?.signatures, own?.signatures]
    return event.signed !== false || !asking.includes('required')
  },
  signedWithOwnKey: (_, { signed, circle, by, at }) =>
    typeof signed !== 'object' ? undefined : signed.key === keyOf(circle, by, at),
  numberedInTurn: ({ counters }, { signed, by }) =>
    typeof signed !== 'object' ? undefined : signed.counter - 1 === (counters[by ?? ''] ?? 0),
  signedOnItsText: (proposal, event) =>
    typeof event.signed !== 'object' ? undefined : event.signed.digest === textSigned(proposal, event),
  sawLastChange: ({ changedAt }, { signed }) =>
    typeof signed !== 'object' ? undefined : [-1, ...Array(signed.seen.size).keys()].includes(changedAt),
  founded: (_, { circle }) => circle.charter !== null,
  newProposal: (_, { asked, others }) => !others.hasLike(asked.proposal ?? ''),
  byMandatedPerson: (_, event) =>
    speaksFor(event) !== undefined && speaksFor(event)?.partner === event.fact.partner,
  byPartnerOrOpgavemanager: (_, event) => {
    const named = event.type === 'proposal.drafted' ? event.fact.author?.partner : event.fact.partner
    if (named === undefined) return false
    return named === null ? manages(event) : speaksFor(event)?.partner === named
  },
  byPositionHolder: (_, event) => {
    const { role = '' } = event.fact
    return ['lijnmanagement', 'stuurgroep'].includes(role) && holds(event, role)
  },
  byDecidingSeat: (proposal, event) => {
    const rung = proposal.content?.charter ? 'stuurgroep' : (proposal.law?.decidesOn ?? 'stuurgroep')
    return event.fact.role === rung && holds(event, rung)
  },
  byAuthor: actsForAuthor,
  byAuthorOrOpgavemanager: (proposal, event) => manages(event) || actsForAuthor(proposal, event),
  byKnownPerson: (_, event) => speaksFor(event) !== undefined || has(event.circle.named, event.by),
  byOwnerOfObjection: ({ objections }, { asked, fact }) => {
    const owner = objections[asked.objection ?? '']?.partner
    return owner === undefined ? undefined : owner === fact.partner
  },
  byClock: (_, { by }) => by === undefined,
  termReached: ({ dueAt }, { at }) => dueAt !== null && !(at < dueAt),
  onCurrentStage: ({ stage }, { asked }) => asked.stage === stage,
  onCurrentRevision: ({ revision }, { asked }) => asked.revision === revision,
  onKnownRevision: ({ revision }, { asked }) =>
    Array.from({ length: revision }, (_, n) => n + 1).includes(asked.revision ?? 0),
  digestOfTheContent: (proposal, event) => {
    const content = contentUnder(proposal, event)
    const { holidays } = event.fact
    const asked = event.asked.charter
    const meant = asked === undefined ? [undefined] : tablesMeant(asked)
    const marked = event.type === 'proposal.submitted' || meant.includes(holidays)
    return content !== null && marked && event.fact.digest === digestOf(content)
  },
  digestOfTheRevision: ({ digest }, { fact }) => fact.digest === digest,
  commitmentsOfPresentPartners: (proposal, event) => {
    const content = contentUnder(proposal, event)
    return content !== null && !content.commitments.some(({ partner }) => !isPresent(event.circle, partner))
  },
  namesKnownProposals: (proposal, event) => {
    const content = contentUnder(proposal, event)
    const own = proposal.id === '' ? event.asked.proposal : proposal.id
    const named = [...(content?.basedOn ?? []), ...(content?.replaces ?? [])]
    return !named.some(id => id === own || !event.others.has(id))
  },
  changesTheCharterInForce: (proposal, event) => {
    const content = contentUnder(proposal, event)
    if (content?.charter === undefined) return content?.changes === undefined
    const asked = event.asked.changes ?? content.changes
    return content.changes === event.circle.digest && asked === content.changes
  },
  omitsNoPartner: (proposal, event) => {
    const named = ofCharter(proposal, event)?.partners.map(({ id }) => id)
    return named === undefined || present(event.circle).every(partner => named.includes(partner))
  },
  bringsInNobodyWhoSpeaks: (proposal, event) => {
    const { circle, at } = event
    const charter = ofCharter(proposal, event)
    const newcomers = charter?.partners.filter(({ id }) => !isPresent(circle, id)) ?? []
    const people = newcomers.flatMap(it => it.people.map(({ id }) => id))
    return [charter?.opgavemanager.id, ...people].every(id => voiceOf(circle, id, at) === undefined)
  },
  namesUnambiguously: (proposal, event) => {
    const { charter, members, left, named, speaksFor } = event.circle
    const text = ofCharter(proposal, event)
    if (text === undefined) return true
    const known = [...(charter?.partners ?? []).map(({ id }) => id), ...Object.keys({ ...members, ...left })]
    const people = text.partners.flatMap(it => it.people.map(({ id }) => id))
    const persons = [...people, text.opgavemanager.id]
    return !(
      isMistakable(
        text.partners.map(({ id }) => id),
        known,
      ) || isMistakable(persons, Object.keys({ ...named, ...speaksFor }))
    )
  },
  enoughPartners: (_, { circle }) => circle.size > 1,
  underTheCharterInForce: (_, { circle, fact }) => fact.charter === circle.digest,
  longestDurationShown: (_, { circle, fact, at }) => {
    if (!circle.charter) return false
    const days = longest(circle)
    const told = days <= 52_000 ? leaves(fact.closesBy, at, days, null) : fact.closesBy === null
    return told && fact.longestDays === days
  },
  contentDiffers: ({ digest }, { fact }) => digest !== fact.digest,
  revisionsLeft: ({ revision, law }, { fact }) =>
    fact.revision === revision + 1 && revision < (law?.maxRevisions ?? 0),
  noticeToEveryPartner: (_, { type, circle, at, fact }) => {
    const joined = fact.joined ? [fact.joined] : []
    const told = type === 'circle.changed' ? joined : present(circle)
    return same(
      fact.notice,
      told.map(partner => noticeOf(circle, partner, at)),
    )
  },
  fullTerm: (proposal, event) => {
    const terms = binding(proposal, event)?.terms
    const started = termOf(proposal, event)
    if (terms === undefined) return false
    if (started === null) return event.fact.dueAt === proposal.dueAt
    const { term, from, floor } = started
    return from !== null && leaves(event.fact.dueAt, from, terms[term], floor)
  },
  newcomerHasFullTerm: ({ law, dueAt, notBefore }, { at, fact }) => {
    if (law === null || fact.joined === null) return fact.notBefore === notBefore && fact.dueAt === dueAt
    if (!leaves(fact.notBefore, at, law.terms.consultation, notBefore)) return false
    const later = [dueAt ?? '', fact.notBefore ?? ''].sort()[1]
    return fact.dueAt === later
  },
  reasonGiven: (_, event) => {
    if (event.type === 'objection.answered') return isSaid(event.asked.text)
    const owed = reasonOwed[event.type]?.(event)
    if (owed === undefined) return undefined
    return isSaid(event.asked.reason) || (!owed && event.asked.reason === undefined)
  },
  personalApart: ({ words }, event) => isApartAsMarked(event.circle.charter, words, event),
  wordsOnRecord: ({ words }, { asked }) => words[asked.digest ?? '']?.erased === false,
  byKeeperOfWords: ({ words }, event) => isKeeper(event.circle, words[event.asked.digest ?? ''], event),
  standsAsideFreely: ({ content }, { asked, fact }) => {
    if (asked.position !== 'standAside') return true
    return content !== null && !content.commitments.some(({ partner }) => partner === fact.partner)
  },
  ownObjectionsClosed: ({ openOf }, { fact }) => !((openOf[fact.partner ?? ''] ?? 0) > 0),
  newObjection: ({ objections }, { asked, fact }) => {
    const id = fact.objection ?? ''
    const known = Object.keys(objections)
    const asAsked = asked.objection === undefined || asked.objection === id
    return asAsked && !known.includes(id) && !isMistakable([id], known)
  },
  objectionIsOpen: ({ objections }, { asked }) => objections[asked.objection ?? '']?.withdrawn === null,
  answerOnThisStage: ({ revision, stage }, { fact }) => fact.revision === revision && fact.stage === stage,
  withinLimits,
  knownComment: ({ comments }, { asked, fact }) =>
    !has(comments, fact.comment) && (asked.replyTo === undefined || has(comments, asked.replyTo)),
  extendsOnce: ({ extendedBy }, { fact }) => !has(extendedBy, fact.partner),
  anObjectionIsOpen: ({ objecting }) => objecting > 0,
  everyoneHasSpoken: ({ counting, objecting, partners }) => counting + objecting === partners,
  objectionsAnsweredHere: (proposal, { circle }) =>
    !open(proposal, circle).some(id => !has(proposal.answeredHere, id)),
  stageIsLeft: ({ leaving, stage, revision }, { fact }) =>
    leaving !== null &&
    above(stage) !== undefined &&
    fact.stage === above(stage) &&
    fact.revision === revision,
  openPointsNamed: climbs,
  everyPartnerAgrees: ({ counting, partners }) => partners > 0 && counting === partners,
  somebodyCarriesIt: ({ supporting }) => supporting > 0,
  noOpenObjection: ({ objecting }) => objecting === 0,
  notYetCalled: ({ called, leaving, revision, stage }, { fact }) =>
    !(called || leaving !== null) && fact.revision === revision && fact.stage === stage,
  decisionIsCalled: ({ called }) => called,
  confirmsOnce: ({ confirmations }, { fact }) => !has(confirmations, fact.partner),
  everyPartnerConfirmed: (proposal, { circle, fact }) => {
    const { called, leaving, confirmed, partners, revision } = proposal
    const all = called && leaving === null && confirmed === partners
    return all && fact.revision === revision && same(fact.partners, present(circle))
  },
  needsShown: (_, { circle, fact }) =>
    circle.charter !== null && same(fact.unmetNeeds, unmet(circle.charter, present(circle))),
  consensusOutOfReach: (proposal, event) => ends[event.fact.reason ?? '']?.(proposal, event) === true,
  openPointsKept: (proposal, { circle, fact }) => {
    const kept = same(fact.sustained, open(proposal)) && same(fact.silent, silent(proposal, circle))
    return kept && fact.revision === proposal.revision
  },
  oneChangeAtATime: (proposal, { circle: { version, change }, fact }) =>
    fact.version === proposal.circle + 1 &&
    version === fact.version &&
    fact.joined === change.joined &&
    fact.left === change.left,
}
