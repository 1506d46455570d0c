// The rules of a proposal: each is guard of the statechart, reason of refusal and line of the documentation at once.
import { holidaysFit, unmetNeeds } from '../charter/charter.ts'
import { isDistinctId, isPresent } from '../charter/circle.ts'
import { keepsWords } from '../charter/kept-words.ts'
import { isNext, keyOf } from '../charter/keys.ts'
import { isKeptApart, isOnRecord } from '../charter/personal.ts'
import { charterRules, type Rule, sameList } from '../charter/rules.ts'
import { contentDigest } from './content.ts'
import type { ProposalEvent } from './event.ts'
import {
  asksForSignatures,
  bringsInNobodyWhoSpeaks,
  contentUnder,
  digestSigned,
  holdsRole,
  isAuthor,
  isOpgavemanager,
  namesUnambiguously,
  newcomerHasTime,
  noticeComplete,
  omitsNoPartner,
  openPointsNamed,
  outcomesRecorded,
  outOfReach,
  reasonGiven,
  showsLongest,
  speaker,
  standsAsideFreely,
  termAsChartered,
  withinLimits,
} from './predicates.ts'
import {
  blockingObjections,
  decidingRole,
  hasOpenObjection,
  nextStage,
  openObjections,
  type Proposal,
  silentPartners,
} from './proposal.ts'

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
    cites: ['T1', 'C5'],
    en: "at or after the due moment nothing is recorded before the term's end",
    nl: 'op of na het einde van de termijn wordt eerst dat einde vastgelegd',
    holds: (proposal, { at }) => proposal.dueAt === null || at < proposal.dueAt,
  },
  signedWhereAsked: {
    cites: ['W2'],
    en: 'the act is signed, where the charter asks for signatures',
    nl: 'de handeling is ondertekend, waar het charter dat vraagt',
    holds: (proposal, event) => event.signed !== false || !asksForSignatures(proposal, event),
  },
  signedWithOwnKey: {
    cites: ['W2'],
    en: 'a signature is made with the key that is registered for this person',
    nl: 'een handtekening is gezet met de sleutel die voor deze persoon geregistreerd is',
    holds: (_, { signed, circle, by = '', at }) =>
      typeof signed === 'boolean' || signed.key === keyOf(circle, by, at),
  },
  numberedInTurn: {
    cites: ['W2'],
    en: 'the signed acts of a person in one matter are numbered from 1 without gaps: none counts twice, none gets lost',
    nl: 'de ondertekende handelingen van een persoon in één zaak zijn genummerd vanaf 1 zonder gaten: geen telt dubbel, geen raakt weg',
    holds: (proposal, event) => isNext(proposal.counters, event),
  },
  signedOnItsText: {
    cites: ['W2'],
    en: 'a signature names the digest of the text that the act is about, where it is about one',
    nl: 'een handtekening noemt het kenmerk van de tekst waarover de handeling gaat, als die er is',
    holds: (proposal, event) =>
      typeof event.signed === 'boolean' || event.signed.digest === digestSigned(proposal, event),
  },
  sawLastChange: {
    cites: ['W2'],
    en: 'who signs a position, a confirmation or that an objection is let go has seen the last revision, position, objection and change of the circle; if it changed, look again',
    nl: 'wie een standpunt, een bevestiging of het loslaten van een bezwaar ondertekent heeft de laatste versie, het laatste standpunt, het laatste bezwaar en de laatste wijziging van de kring gezien; is er iets veranderd, kijk dan opnieuw',
    holds: ({ changedAt }, { signed }) => typeof signed === 'boolean' || signed.seen.size > changedAt,
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
    cites: ['W1', 'O1', 'O2', 'C5'],
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
      const marked =
        event.type === 'proposal.submitted' || holidaysFit(event.asked.charter, event.fact.holidays)
      return content !== null && marked && event.fact.digest === contentDigest(content)
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
      const { changes } = event.asked
      return content?.charter === undefined
        ? content?.changes === undefined
        : content.changes === event.circle.digest && (changes ?? content.changes) === content.changes
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
    holds: (_, event) => showsLongest(event),
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
    cites: ['T2', 'O3', 'O6', 'J2', 'C5', 'F3'],
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
    holds: (proposal, { asked, fact: { objection = '' } }) =>
      (asked.objection ?? objection) === objection &&
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
    en: 'the needs that nobody meets are shown',
    nl: 'de behoeften waarin niemand voorziet worden getoond',
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
  personalApart: {
    ...charterRules.personalApart,
    holds: ({ words }, event) => isKeptApart(event.circle.charter, words, event),
  },
  wordsOnRecord: {
    ...charterRules.wordsOnRecord,
    holds: ({ words }, { asked }) => isOnRecord(words, asked.digest),
  },
  byKeeperOfWords: {
    ...charterRules.byKeeperOfWords,
    holds: ({ words }, event) => keepsWords(event.circle, words[event.asked.digest ?? ''], event),
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
} as const satisfies Record<string, Rule<Proposal, ProposalEvent>>

export type ProposalRule = keyof typeof proposalRules

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
