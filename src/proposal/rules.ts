// The rules of a proposal: each is guard of the statechart, reason of refusal and line of the documentation at once.
import type { CharterInput, Role } from '../charter/charter.ts'
import { unmetNeeds } from '../charter/charter.ts'
import {
  type Circle,
  isDistinctId,
  isPresent,
  mandateOf,
  type Notice,
  noticeTo,
  noticeToAll,
  opgavemanagerOf,
} from '../charter/circle.ts'
import { type Rule, sameList } from '../charter/rules.ts'
import { foldId, isBlank, limits } from '../charter/words.ts'
import type { Stage } from './acts.ts'
import { type Attachment, type Commitment, type Content, contentDigest, contentOf } from './content.ts'
import type { ProposalFactType } from './facts.ts'
import {
  addressedOn,
  blockingObjections,
  decidingRole,
  hasOpenObjection,
  isAgreed,
  longestDays,
  nextStage,
  openObjections,
  outlivedItsCharter,
  type PositionKind,
  type Proposal,
  silentPartners,
  unconfirmedPartners,
} from './proposal.ts'

/** Which proposals there are: all that a rule may know of other matters. */
export interface Others {
  has(id: string): boolean
  /** True when some id is the same, or could be taken for it. */
  hasLike(id: string): boolean
}

/** A fact on its way into the record, as the rules see it: with the act as asked and, not recorded, what lies beside it. */
export interface ProposalEvent {
  readonly type: ProposalFactType
  readonly at: string
  readonly by?: string | undefined
  /** True when a door has verified the person's signature over this act (W2). */
  readonly signed: boolean
  readonly circle: Circle
  readonly others: Others
  readonly asked: {
    readonly act?: string
    readonly proposal?: string
    readonly title?: string
    readonly text?: string
    readonly commitments?: readonly Commitment[] | undefined
    readonly attachments?: readonly Attachment[] | undefined
    readonly basedOn?: readonly string[] | undefined
    readonly replaces?: readonly string[] | undefined
    readonly charter?: CharterInput | undefined
    readonly changes?: string | undefined
    readonly reviewOn?: string | undefined
    readonly endsOn?: string | undefined
    readonly revision?: number
    readonly stage?: Stage
    readonly position?: PositionKind
    readonly provisional?: boolean | undefined
    readonly reason?: string | undefined
    readonly ground?: 'content' | 'involvement' | undefined
    readonly objection?: string | undefined
    readonly replyTo?: string | undefined
  }
  readonly fact: {
    readonly type: ProposalFactType
    readonly author?: { readonly partner: string | null }
    readonly digest?: string
    readonly changes?: string | undefined
    readonly holidays?: string | undefined
    readonly charter?: string
    readonly revision?: number
    readonly stage?: Stage
    readonly partner?: string | null
    readonly role?: Role
    readonly objection?: string
    readonly comment?: string
    readonly dueAt?: string | null
    readonly notBefore?: string | null
    readonly longestDays?: number
    readonly closesBy?: string | null
    readonly notice?: readonly Notice[]
    readonly silences?: readonly Notice[]
    readonly unconfirmed?: readonly Notice[]
    readonly unanswered?: readonly string[]
    readonly partners?: readonly string[]
    readonly unmetNeeds?: readonly string[]
    readonly sustained?: readonly string[]
    readonly silent?: readonly string[]
    readonly reason?: 'ladderEnded' | 'charterReplaced' | 'tooFewPartners'
    readonly version?: number
    readonly joined?: string | null
    readonly left?: string | null
  }
}

export type ProposalRuleBody = Rule<Proposal, ProposalEvent>

const speaker = ({ circle, by, at }: ProposalEvent) => mandateOf(circle, by, at)
const holdsRole = (event: ProposalEvent, roles: readonly Role[]): boolean => {
  const mandate = speaker(event)
  return (
    mandate !== null &&
    mandate.partner === event.fact.partner &&
    roles.some(role => mandate.roles.includes(role))
  )
}
const isOpgavemanager = ({ circle, by, at }: ProposalEvent): boolean =>
  by !== undefined && opgavemanagerOf(circle, at) === by

/** D3, F4: a mandated person of the author's partner; the opgavemanager where the office is the author. */
const isAuthor = (proposal: Proposal, event: ProposalEvent): boolean =>
  proposal.author === null ? isOpgavemanager(event) : speaker(event)?.partner === proposal.author

/** The content that an act puts forward: its own, or the draft's when it is submitted. */
export function contentUnder(proposal: Proposal, { type, asked, fact }: ProposalEvent): Content | null {
  if (type === 'proposal.submitted') return proposal.content
  return contentOf({ ...asked, title: asked.title ?? '', text: asked.text ?? '' }, fact)
}

const givesReason = (text: string | undefined): boolean => text !== undefined && !isBlank(text)

/** C3, O1, O3, O4: where a reason is owed it says something; where it is not, it is not blank. */
function reasonGiven(event: ProposalEvent): boolean {
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
function isDue(due: string | null | undefined, from: string, days: number, floor: string | null): boolean {
  if (due === null || due === undefined || due < (floor ?? '')) return false
  const length = Date.parse(due) - Date.parse(from)
  return length >= days * day - clockChange && (due === floor || length <= (2 * days + 14) * day)
}

function termAsChartered(proposal: Proposal, { type, at, fact, circle }: ProposalEvent): boolean {
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

/** F3: a newcomer has one full consultation term, and no due moment falls before its end; a departure moves nothing. */
function newcomerHasTime(proposal: Proposal, { at, fact }: ProposalEvent): boolean {
  const { dueAt, notBefore, law } = proposal
  if (!law || fact.joined === null) return fact.dueAt === dueAt && fact.notBefore === notBefore
  const { notBefore: until } = fact
  if (until === null || until === undefined || !isDue(until, at, law.terms.consultation, notBefore))
    return false
  return fact.dueAt === (dueAt !== null && dueAt > until ? dueAt : until)
}

function sameNotices(a: readonly Notice[] | undefined, b: readonly Notice[]): boolean {
  return (
    a !== undefined &&
    a.length === b.length &&
    b.every(({ partner, persons }, i) => a[i]?.partner === partner && sameList(a[i]?.persons, persons))
  )
}

/** C1, F3: the notice of a revision goes to every partner, that of a change of the circle to who came. */
function noticeComplete(_: Proposal, { type, fact, circle, at }: ProposalEvent): boolean {
  if (type !== 'circle.changed') return sameNotices(fact.notice, noticeToAll(circle, at))
  return sameNotices(fact.notice, fact.joined ? [noticeTo(circle, fact.joined, at)] : [])
}

/** C4, J2, O4: going up names who is waited for, whom inside that partner it addresses, and what was left unanswered. */
export function climbing(proposal: Proposal, stage: Stage, circle: Circle, at: string) {
  const address = (partner: string) => addressedOn(stage, circle, partner, at)
  return {
    silences: silentPartners(proposal, circle).map(address),
    unconfirmed: unconfirmedPartners(proposal, circle).map(address),
    unanswered: blockingObjections(proposal, circle).filter(id => !Object.hasOwn(proposal.answeredHere, id)),
  }
}

function openPointsNamed(proposal: Proposal, { fact, circle, at }: ProposalEvent): boolean {
  if (fact.stage === undefined) return false
  const expected = climbing(proposal, fact.stage, circle, at)
  return (
    sameNotices(fact.silences, expected.silences) &&
    sameNotices(fact.unconfirmed, expected.unconfirmed) &&
    sameList(fact.unanswered, expected.unanswered)
  )
}

/** O7, F2, F4: the three ways in which a proposal ends without consensus. */
function outOfReach(proposal: Proposal, { fact, circle }: ProposalEvent): boolean {
  if (fact.reason === 'tooFewPartners') return circle.size < 2
  if (fact.reason === 'charterReplaced') return outlivedItsCharter(proposal, circle)
  return fact.reason === 'ladderEnded' && proposal.leaving === 'term' && proposal.stage === 'stuurgroep'
}

/** Everything that the facts so far demand is on record: nothing can be slipped in before it. */
function outcomesRecorded(proposal: Proposal, { circle }: ProposalEvent): boolean {
  const callMissing = isAgreed(proposal) && !proposal.called
  const decisionMissing = proposal.called && proposal.confirmed === proposal.partners
  const endMissing = proposal.stage !== null && (circle.size < 2 || outlivedItsCharter(proposal, circle))
  return proposal.leaving === null && !callMissing && !decisionMissing && !endMissing
}

function standsAsideFreely({ content }: Proposal, { asked, fact }: ProposalEvent): boolean {
  return (
    asked.position !== 'standAside' ||
    content?.commitments.every(({ partner }) => partner !== fact.partner) === true
  )
}

function bringsInNobodyWhoSpeaks(proposal: Proposal, event: ProposalEvent): boolean {
  const { circle, at } = event
  const charter = contentUnder(proposal, event)?.charter
  if (!charter) return true
  const newcomers = charter.partners
    .filter(({ id }) => !isPresent(circle, id))
    .flatMap(({ people }) => people)
  return [charter.opgavemanager, ...newcomers].every(({ id }) => mandateOf(circle, id, at) === null)
}

function omitsNoPartner(proposal: Proposal, event: ProposalEvent): boolean {
  const charter = contentUnder(proposal, event)?.charter
  if (!charter) return true
  const named = new Set(charter.partners.map(({ id }) => id))
  return Object.keys(event.circle.members).every(partner => named.has(partner))
}

/** A new partner or person in a charter cannot be taken for one that the record already knows. */
function namesUnambiguously(proposal: Proposal, event: ProposalEvent): boolean {
  const { circle } = event
  const charter = contentUnder(proposal, event)?.charter
  if (!charter) return true
  const partners = [...Object.keys(circle.members), ...Object.keys(circle.left)]
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

function areDistinct(ids: readonly string[], known: readonly string[]): boolean {
  const byFold = new Map(known.map(id => [foldId(id), id]))
  return ids.every(id => (byFold.get(foldId(id)) ?? id) === id)
}

export const proposalRules = {
  timeMovesForward: {
    cites: ['T1'],
    en: 'the moment is not before the last one recorded',
    nl: 'het moment ligt niet vóór het laatst vastgelegde',
    holds: (proposal, event) => event.at >= proposal.lastAt,
  },
  circleKnown: {
    cites: ['F3', 'F6'],
    en: 'the proposal has taken note of every change of the circle',
    nl: 'het voorstel heeft kennis genomen van elke wijziging van de kring',
    holds: (proposal, { circle }) => proposal.circle === circle.version,
  },
  outcomesRecorded: {
    cites: ['J1', 'J3', 'O3', 'T1'],
    en: 'whatever earlier facts lead to has been recorded first',
    nl: 'wat uit eerdere feiten volgt is eerst vastgelegd',
    holds: outcomesRecorded,
  },
  beforeDueMoment: {
    cites: ['T1'],
    en: "at or after the due moment nothing is recorded before the term's end",
    nl: 'op of na het einde van de termijn wordt eerst dat einde vastgelegd',
    holds: (proposal, { at }) => proposal.dueAt === null || at < proposal.dueAt,
  },
  signedWhereAsked: {
    cites: ['W2'],
    en: 'the act is signed, where the charter asks for signatures',
    nl: 'de handeling is ondertekend, waar het charter dat vraagt',
    holds: (proposal, { circle, signed }) =>
      signed || (proposal.law ?? circle.charter)?.signatures !== 'required',
  },
  founded: {
    cites: ['F1'],
    en: 'nothing is drafted before every partner has signed the charter',
    nl: 'er wordt niets opgesteld voordat elke partner het charter heeft ondertekend',
    holds: (_, { circle }) => circle.charter !== null,
  },
  newProposal: {
    cites: ['D1'],
    en: 'a new proposal has an id of its own that cannot be taken for another',
    nl: 'een nieuw voorstel heeft een eigen kenmerk dat niet met een ander te verwarren is',
    holds: (_, { asked: { proposal = '' }, others }) => !others.hasLike(proposal),
  },
  byMandatedPerson: {
    cites: ['W1', 'C2'],
    en: 'by a person whom a present partner has mandated at this moment, for that partner',
    nl: 'door iemand die een aanwezige partner op dit moment heeft gemandateerd, voor die partner',
    holds: (_, event) => speaker(event)?.partner === event.fact.partner && speaker(event) !== null,
  },
  byPartnerOrOpgavemanager: {
    cites: ['D1', 'O3', 'W1'],
    en: 'by a person with a mandate of a partner, or by the opgavemanager',
    nl: 'door iemand met een mandaat van een partner, of door de opgavemanager',
    holds: (_, event) => {
      const partner = event.type === 'proposal.drafted' ? event.fact.author?.partner : event.fact.partner
      return (
        (isOpgavemanager(event) && partner === null) ||
        (speaker(event)?.partner ?? null) === (partner ?? undefined)
      )
    },
  },
  byPositionHolder: {
    cites: ['C2', 'W1'],
    en: 'positions are taken by line management or a stuurgroep seat of the partner',
    nl: 'standpunten worden ingenomen door lijnmanagement of een stuurgroepzetel van de partner',
    holds: (_, event) =>
      (event.fact.role === 'lijnmanagement' || event.fact.role === 'stuurgroep') &&
      holdsRole(event, [event.fact.role]),
  },
  byDecidingSeat: {
    cites: ['J2', 'F2', 'W1'],
    en: 'each partner confirms through its seat on the rung that decides, on a charter always the stuurgroep',
    nl: 'elke partner bevestigt via zijn zetel op de trede die besluit, bij een charter altijd de stuurgroep',
    holds: (proposal, event) =>
      event.fact.role === decidingRole(proposal) && holdsRole(event, [decidingRole(proposal)]),
  },
  byAuthor: {
    cites: ['D3', 'O6', 'F4'],
    en: "by a mandated person of the author's partner, or by the opgavemanager where the office is the author",
    nl: 'door een gemandateerde van de indienende partner, of door de opgavemanager als het voorstel van dat ambt is',
    holds: isAuthor,
  },
  byAuthorOrOpgavemanager: {
    cites: ['O4'],
    en: "objections are answered by the author's side or by the opgavemanager",
    nl: 'bezwaren worden beantwoord door de indiener of de opgavemanager',
    holds: (proposal, event) => isAuthor(proposal, event) || isOpgavemanager(event),
  },
  byKnownPerson: {
    cites: ['D1'],
    en: 'by anyone named in the charter or mandated',
    nl: 'door iedereen die in het charter staat of gemandateerd is',
    holds: (_, event) => speaker(event) !== null || Object.hasOwn(event.circle.named, event.by ?? ''),
  },
  byOwnerOfObjection: {
    cites: ['O2'],
    en: 'an objection is let go only by the partner that raised it',
    nl: 'een bezwaar wordt alleen losgelaten door de partner die het maakte',
    holds: (proposal, { asked: { objection = '' }, fact }) =>
      proposal.objections[objection]?.partner === fact.partner,
  },
  byClock: {
    cites: ['T1'],
    en: 'a term is ended by the clock, by no person',
    nl: 'een termijn eindigt door de klok, door geen mens',
    holds: (_, { by }) => by === undefined,
  },
  termReached: {
    cites: ['T1'],
    en: 'a term ends at or after its due moment, not before',
    nl: 'een termijn eindigt op of na het vastgelegde moment, niet eerder',
    holds: (proposal, { at }) => proposal.dueAt !== null && at >= proposal.dueAt,
  },
  onCurrentStage: {
    cites: ['O3', 'T1'],
    en: 'on the stage where the proposal stands now',
    nl: 'op de trede waar het voorstel nu staat',
    holds: (proposal, { asked }) => asked.stage === proposal.stage,
  },
  onCurrentRevision: {
    cites: ['C2', 'O2', 'J2'],
    en: 'on the current revision; if it changed, look again',
    nl: 'op de huidige versie; is die gewijzigd, kijk dan opnieuw',
    holds: (proposal, { asked }) => asked.revision === proposal.revision,
  },
  onKnownRevision: {
    cites: ['O1'],
    en: 'an objection is to the current revision or an earlier one',
    nl: 'een bezwaar betreft de huidige of een eerdere versie',
    holds: (proposal, { asked: { revision = 0 } }) => revision >= 1 && revision <= proposal.revision,
  },
  digestOfTheContent: {
    cites: ['D2'],
    en: 'the recorded digest is that of the full content',
    nl: 'het vastgelegde kenmerk is dat van de volledige inhoud',
    holds: (proposal, event) => {
      const content = contentUnder(proposal, event)
      return content !== null && event.fact.digest === contentDigest(content)
    },
  },
  digestOfTheRevision: {
    cites: ['D2', 'J2'],
    en: 'the recorded digest is that of the current revision',
    nl: 'het vastgelegde kenmerk is dat van de huidige versie',
    holds: (proposal, { fact }) => fact.digest === proposal.digest,
  },
  commitmentsOfPresentPartners: {
    cites: ['D2'],
    en: 'commitments name present partners only',
    nl: 'werkafspraken noemen alleen aanwezige partners',
    holds: (proposal, event) =>
      contentUnder(proposal, event)?.commitments.every(({ partner }) => isPresent(event.circle, partner)) ===
      true,
  },
  namesKnownProposals: {
    cites: ['D2'],
    en: 'a proposal builds on, or replaces, proposals that exist',
    nl: 'een voorstel bouwt voort op, of vervangt, voorstellen die bestaan',
    holds: (proposal, event) => {
      const content = contentUnder(proposal, event)
      const own = proposal.id || event.asked.proposal
      return [...(content?.basedOn ?? []), ...(content?.replaces ?? [])].every(
        id => id !== own && event.others.has(id),
      )
    },
  },
  changesTheCharterInForce: {
    cites: ['F2'],
    en: 'a charter proposal names the charter that it changes, and that one is in force',
    nl: 'een chartervoorstel noemt het charter dat het wijzigt, en dat geldt nu',
    holds: (proposal, event) => {
      const content = contentUnder(proposal, event)
      return content?.charter === undefined
        ? content?.changes === undefined
        : content.changes === event.circle.digest
    },
  },
  omitsNoPartner: {
    cites: ['F2', 'F4'],
    en: 'a new charter omits no partner that has not left',
    nl: 'een nieuw charter laat geen partner weg die niet is vertrokken',
    holds: omitsNoPartner,
  },
  bringsInNobodyWhoSpeaks: {
    cites: ['F2', 'W1'],
    en: 'nobody whom a new charter brings in speaks for a present partner',
    nl: 'niemand die een nieuw charter binnenbrengt spreekt voor een aanwezige partner',
    holds: bringsInNobodyWhoSpeaks,
  },
  namesUnambiguously: {
    cites: ['F2', 'W1'],
    en: 'a new charter names nobody who could be taken for another by case or Unicode form',
    nl: 'een nieuw charter noemt niemand die door hoofdletters of Unicodevorm met een ander te verwarren is',
    holds: namesUnambiguously,
  },
  enoughPartners: {
    cites: ['F4'],
    en: 'there are at least two partners',
    nl: 'er zijn ten minste twee partners',
    holds: (_, { circle }) => circle.size >= 2,
  },
  underTheCharterInForce: {
    cites: ['F2'],
    en: 'a proposal is submitted under the charter in force',
    nl: 'een voorstel wordt ingediend onder het charter dat geldt',
    holds: (_, { circle, fact }) => fact.charter === circle.digest,
  },
  longestDurationShown: {
    cites: ['O8'],
    en: 'the longest possible duration is known at submission',
    nl: 'de langst mogelijke duur is bekend bij het indienen',
    holds: (_, { circle, fact }) =>
      circle.charter !== null &&
      fact.longestDays === longestDays({ ...circle.charter, charter: '' }, circle.size),
  },
  contentDiffers: {
    cites: ['O6'],
    en: 'an amendment changes something',
    nl: 'een wijziging wijzigt iets',
    holds: (proposal, { fact }) => fact.digest !== proposal.digest,
  },
  revisionsLeft: {
    cites: ['O8'],
    en: 'the charter bounds the number of revisions',
    nl: 'het charter begrenst het aantal versies',
    holds: (proposal, { fact }) =>
      fact.revision === proposal.revision + 1 && fact.revision <= (proposal.law?.maxRevisions ?? 0),
  },
  noticeToEveryPartner: {
    cites: ['C1', 'F3'],
    en: "every partner is given notice, the author's own too, naming the persons addressed",
    nl: 'elke partner krijgt bericht, ook de indiener, met de personen die worden aangesproken',
    holds: noticeComplete,
  },
  fullTerm: {
    cites: ['T2', 'O6', 'J2', 'C5'],
    en: 'a due moment leaves the full term of the charter',
    nl: 'een einddatum laat de volle termijn van het charter',
    holds: termAsChartered,
  },
  newcomerHasFullTerm: {
    cites: ['F3'],
    en: 'a newcomer has one full consultation term, a departure moves no term',
    nl: 'een nieuwkomer heeft één volle raadplegingstermijn, een vertrek verschuift niets',
    holds: newcomerHasTime,
  },
  reasonGiven: {
    cites: ['C3', 'O1', 'O3', 'O4'],
    en: 'a reservation, an objection, its answer and an escalation have a reason, which is not blank',
    nl: 'een voorbehoud, een bezwaar, het antwoord daarop en een escalatie hebben een reden, die niet leeg is',
    holds: (_, event) => reasonGiven(event),
  },
  standsAsideFreely: {
    cites: ['C3'],
    en: 'a partner that gives a commitment in the revision does not stand aside',
    nl: 'een partner die in de versie een werkafspraak geeft onthoudt zich niet',
    holds: standsAsideFreely,
  },
  ownObjectionsClosed: {
    cites: ['O2'],
    en: 'a partner takes a position once it has let its own objections go',
    nl: 'een partner neemt een standpunt in als hij zijn eigen bezwaren heeft losgelaten',
    holds: (proposal, { fact }) => !hasOpenObjection(proposal, fact.partner ?? ''),
  },
  newObjection: {
    cites: ['O1'],
    en: 'an objection has an id of its own within the proposal, that cannot be taken for another',
    nl: 'een bezwaar heeft binnen het voorstel een eigen kenmerk, niet te verwarren met een ander',
    holds: (proposal, { fact: { objection = '' } }) =>
      !Object.hasOwn(proposal.objections, objection) &&
      isDistinctId(objection, Object.keys(proposal.objections)),
  },
  objectionIsOpen: {
    cites: ['O2', 'O4'],
    en: 'the objection exists and is open',
    nl: 'het bezwaar bestaat en staat open',
    holds: (proposal, { asked: { objection = '' } }) =>
      Object.hasOwn(proposal.objections, objection) && proposal.objections[objection]?.withdrawn === null,
  },
  answerOnThisStage: {
    cites: ['O3', 'O4'],
    en: 'an answer belongs to the stage and revision on which it is given',
    nl: 'een antwoord hoort bij de trede en versie waarop het gegeven is',
    holds: (proposal, { fact }) => fact.revision === proposal.revision && fact.stage === proposal.stage,
  },
  withinLimits: {
    cites: ['W3'],
    en: 'the number of open objections of a partner, answers and comments of a person stays within the stated limits',
    nl: 'het aantal open bezwaren van een partner, antwoorden en opmerkingen van een persoon blijft binnen de grenzen',
    holds: withinLimits,
  },
  knownComment: {
    cites: ['D1'],
    en: 'a reply is to a comment that exists',
    nl: 'een reactie betreft een opmerking die bestaat',
    holds: (proposal, { asked: { replyTo }, fact: { comment = '' } }) =>
      !Object.hasOwn(proposal.comments, comment) &&
      (replyTo === undefined || Object.hasOwn(proposal.comments, replyTo)),
  },
  extendsOnce: {
    cites: ['C5'],
    en: 'each partner extends the consultation once per revision',
    nl: 'elke partner verlengt de raadpleging één keer per versie',
    holds: (proposal, { fact: { partner } }) => !Object.hasOwn(proposal.extendedBy, partner ?? ''),
  },
  anObjectionIsOpen: {
    cites: ['O3'],
    en: 'what goes up before its term ends is an open objection',
    nl: 'wat vóór het einde van de termijn omhoog gaat is een open bezwaar',
    holds: proposal => proposal.objecting > 0,
  },
  everyoneHasSpoken: {
    cites: ['O3', 'C6'],
    en: 'everyone has spoken, and not provisionally',
    nl: 'iedereen heeft gesproken, en niet onder voorbehoud',
    holds: proposal => proposal.counting + proposal.objecting === proposal.partners,
  },
  objectionsAnsweredHere: {
    cites: ['O3', 'O4'],
    en: 'every open objection was answered on this stage',
    nl: 'elk open bezwaar is op deze trede beantwoord',
    holds: (proposal, { circle }) =>
      blockingObjections(proposal, circle).every(id => Object.hasOwn(proposal.answeredHere, id)),
  },
  stageIsLeft: {
    cites: ['O3', 'O7'],
    en: 'the next stage is entered when this one is left, one at a time',
    nl: 'de volgende trede begint als deze is verlaten, één tegelijk',
    holds: (proposal, { fact }) =>
      proposal.leaving !== null &&
      fact.stage === nextStage(proposal.stage) &&
      fact.revision === proposal.revision,
  },
  openPointsNamed: {
    cites: ['C4', 'J2', 'O4'],
    en: 'going up names each silence with the persons it now addresses, and each objection left unanswered',
    nl: 'omhoog gaan noemt elke stilte met wie zij nu aanspreekt, en elk onbeantwoord bezwaar',
    holds: openPointsNamed,
  },
  everyPartnerAgrees: {
    cites: ['J1', 'C4', 'C6'],
    en: 'every partner has a position that counts on the current revision',
    nl: 'elke partner heeft een geldend standpunt over de huidige versie',
    holds: proposal => proposal.partners > 0 && proposal.counting === proposal.partners,
  },
  somebodyCarriesIt: {
    cites: ['J1', 'C3'],
    en: 'at least one position is a consent or a reservation',
    nl: 'ten minste één standpunt is een instemming of een instemming met voorbehoud',
    holds: proposal => proposal.supporting > 0,
  },
  noOpenObjection: {
    cites: ['J1', 'O2'],
    en: 'no objection of a present partner is open',
    nl: 'geen bezwaar van een aanwezige partner staat open',
    holds: proposal => proposal.objecting === 0,
  },
  notYetCalled: {
    cites: ['J1'],
    en: 'the joint decision is called once, and anew only after a call has ended',
    nl: 'het gezamenlijk besluit wordt één keer uitgeroepen, en pas opnieuw als een oproep is geëindigd',
    holds: (proposal, { fact }) =>
      !proposal.called &&
      proposal.leaving === null &&
      fact.revision === proposal.revision &&
      fact.stage === proposal.stage,
  },
  decisionIsCalled: {
    cites: ['J2'],
    en: 'the joint decision is called',
    nl: 'het gezamenlijk besluit is uitgeroepen',
    holds: proposal => proposal.called,
  },
  confirmsOnce: {
    cites: ['J2'],
    en: 'a partner confirms a call once',
    nl: 'een partner bevestigt een oproep één keer',
    holds: (proposal, { fact: { partner } }) => !Object.hasOwn(proposal.confirmations, partner ?? ''),
  },
  everyPartnerConfirmed: {
    cites: ['J2', 'J3'],
    en: 'every partner, one by one, has confirmed exactly this revision',
    nl: 'elke partner, één voor één, heeft precies deze versie bevestigd',
    holds: (proposal, { circle, fact }) =>
      proposal.called &&
      proposal.leaving === null &&
      proposal.confirmed === proposal.partners &&
      fact.revision === proposal.revision &&
      sameList(fact.partners, Object.keys(circle.members)),
  },
  needsShown: {
    cites: ['F5'],
    en: 'the needs that nobody meets are shown with the decision',
    nl: 'de behoeften waarin niemand voorziet staan bij het besluit',
    holds: (_, { circle, fact }) =>
      circle.charter !== null &&
      sameList(
        fact.unmetNeeds,
        unmetNeeds(circle.charter, partner => isPresent(circle, partner)),
      ),
  },
  consensusOutOfReach: {
    cites: ['O7', 'F2', 'F4'],
    en: 'the ladder has ended, the charter it changes was replaced, or fewer than two partners remain',
    nl: 'de ladder is ten einde, het charter is vervangen, of er zijn minder dan twee partners over',
    holds: outOfReach,
  },
  openPointsKept: {
    cites: ['O7'],
    en: 'sustained objections and silences stay on record',
    nl: 'gehandhaafde bezwaren en stiltes blijven vastgelegd',
    holds: (proposal, { circle, fact }) =>
      fact.revision === proposal.revision &&
      sameList(fact.sustained, openObjections(proposal)) &&
      sameList(fact.silent, silentPartners(proposal, circle)),
  },
  oneChangeAtATime: {
    cites: ['F3', 'F4', 'F6'],
    en: 'every proposal that has not ended takes note of each change of the circle, one at a time',
    nl: 'elk voorstel dat niet is geëindigd neemt kennis van elke wijziging van de kring, één voor één',
    holds: (proposal, { circle: { version, change }, fact }) =>
      fact.version === proposal.circle + 1 &&
      fact.version === version &&
      fact.joined === change.joined &&
      fact.left === change.left,
  },
} as const satisfies Record<string, ProposalRuleBody>

export type ProposalRule = keyof typeof proposalRules

function withinLimits(proposal: Proposal, { type, by, asked, fact }: ProposalEvent): boolean {
  if (type === 'objection.raised')
    return (proposal.openOf[fact.partner ?? ''] ?? 0) < limits.openObjectionsOfPartner
  if (type === 'objection.answered')
    return (proposal.objections[asked.objection ?? '']?.answers.length ?? 0) < limits.answersOfObjection
  return (
    Object.values(proposal.comments).filter(comment => comment.by === by).length < limits.commentsOfPerson
  )
}

/** What a fact breaks in a state of the proposal that knows no such fact. */
export const proposalPlaces = {
  proposalExists: {
    cites: ['D1'],
    en: 'the proposal exists',
    nl: 'het voorstel bestaat',
  },
  stillDraft: {
    cites: ['D2'],
    en: 'the proposal is still a draft',
    nl: 'het voorstel is nog een ontwerp',
  },
  submitted: {
    cites: ['C1', 'D2'],
    en: 'the proposal has been submitted',
    nl: 'het voorstel is ingediend',
  },
  stillOpen: {
    cites: ['J3', 'O7', 'D3'],
    en: 'the proposal has not ended; changing what was decided takes a new proposal',
    nl: 'het voorstel is niet geëindigd; wijzigen wat besloten is vraagt een nieuw voorstel',
  },
  inConsultation: {
    cites: ['C5'],
    en: 'only the consultation can be extended, later stages cannot',
    nl: 'alleen de raadpleging kan worden verlengd, latere treden niet',
  },
  onMiddleRung: {
    cites: ['O3'],
    en: 'nothing is escalated out of the consultation, nor above the stuurgroep',
    nl: 'uit de raadpleging en boven de stuurgroep wordt niets geëscaleerd',
  },
} as const
