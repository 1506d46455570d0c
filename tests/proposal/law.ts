// Which rule guards which fact where, told from the rule: the procedure read the other way round from the machine.
import type { ProposalFactType } from '../../src/proposal/facts.ts'
import type { ProposalRule } from '../../src/proposal/rules.ts'

export const states = [
  ...['unwritten', 'drafting', 'consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep'],
  ...['decided', 'noConsensus', 'withdrawn'],
] as const
export const running = states.slice(2, 6)
export const types: readonly ProposalFactType[] = [
  ...(['proposal.drafted', 'draft.revised', 'proposal.submitted', 'proposal.amended'] as const),
  ...(['proposal.withdrawn', 'comment.made', 'position.taken', 'objection.raised'] as const),
  ...(['objection.answered', 'objection.withdrawn', 'term.extended', 'proposal.escalated'] as const),
  ...(['term.ended', 'stage.entered', 'decision.called', 'confirmation.given'] as const),
  ...(['decision.taken', 'consensus.failed', 'circle.changed', 'words.erased'] as const),
]

type Type = ProposalFactType
type State = string

const ended = ['decided', 'noConsensus', 'withdrawn']
const notEnded = ['drafting', ...running]
const middle = ['lijnmanagement', 'opgavemanager']

/** The states in which a fact can be recorded at all. */
const places: Record<Type, readonly State[]> = {
  'proposal.drafted': ['unwritten'],
  'draft.revised': ['drafting'],
  'proposal.submitted': ['drafting'],
  'proposal.amended': running,
  'proposal.withdrawn': notEnded,
  'comment.made': [...notEnded, ...ended],
  'position.taken': running,
  'objection.raised': running,
  'objection.answered': running,
  'objection.withdrawn': running,
  'term.extended': ['consultation'],
  'proposal.escalated': middle,
  'term.ended': running,
  'stage.entered': ['consultation', ...middle],
  'decision.called': running,
  'confirmation.given': running,
  'decision.taken': running,
  'consensus.failed': running,
  'circle.changed': notEnded,
  'words.erased': [...notEnded, ...ended],
}

/** What follows from other facts, and is nobody's act; a term is ended by the clock. */
const outcomes: readonly Type[] = ['stage.entered', 'decision.called', 'decision.taken', 'consensus.failed']
const nobodys: readonly Type[] = [...outcomes, 'circle.changed', 'term.ended']
const acts = types.filter(type => !nobodys.includes(type))
const texts: readonly Type[] = [
  ...(['proposal.drafted', 'draft.revised', 'proposal.submitted', 'proposal.amended'] as const),
]
/** What can still be recorded when all is over. */
const always: readonly Type[] = ['comment.made', 'words.erased']
const agreements: readonly Type[] = ['decision.called', 'decision.taken']

/** The facts that a rule guards: in every state where they can be recorded, or only in those named. */
interface Guarded {
  readonly facts: readonly Type[]
  readonly only?: readonly State[]
}
const all = (...facts: readonly Type[]): Guarded => ({ facts })
const but = (list: readonly Type[], ...without: readonly Type[]) =>
  list.filter(type => !without.includes(type))

const guards: Record<ProposalRule, readonly Guarded[]> = {
  timeMovesForward: [all(...but(types, 'proposal.drafted'))],
  circleKnown: [
    all(...but(types, 'proposal.drafted', 'circle.changed', ...always)),
    { facts: always, only: notEnded },
  ],
  outcomesRecorded: [{ facts: [...acts, 'term.ended'], only: running }],
  beforeDueMoment: [{ facts: [...acts, 'circle.changed'], only: running }],
  signedWhereAsked: [all(...acts)],
  signedWithOwnKey: [all(...acts)],
  numberedInTurn: [all(...acts)],
  signedOnItsText: [all(...acts)],
  sawLastChange: [all('position.taken', 'objection.withdrawn', 'confirmation.given')],
  founded: [all('proposal.drafted')],
  newProposal: [all('proposal.drafted')],
  byMandatedPerson: [all('objection.raised', 'objection.withdrawn', 'term.extended')],
  byPartnerOrOpgavemanager: [all('proposal.drafted', 'proposal.escalated')],
  byPositionHolder: [all('position.taken')],
  byDecidingSeat: [all('confirmation.given')],
  byAuthor: [all('draft.revised', 'proposal.submitted', 'proposal.amended', 'proposal.withdrawn')],
  byAuthorOrOpgavemanager: [all('objection.answered')],
  byKnownPerson: [all('comment.made')],
  byOwnerOfObjection: [all('objection.withdrawn')],
  byClock: [all('term.ended')],
  termReached: [all('term.ended')],
  onCurrentStage: [all('proposal.escalated', 'term.ended')],
  onCurrentRevision: [
    all('position.taken', 'objection.withdrawn', 'term.extended'),
    all('proposal.escalated', 'confirmation.given', 'term.ended'),
  ],
  onKnownRevision: [all('objection.raised')],
  digestOfTheContent: [all(...texts)],
  digestOfTheRevision: [
    all('position.taken', 'objection.withdrawn', 'confirmation.given'),
    all(...agreements),
  ],
  commitmentsOfPresentPartners: [all(...texts)],
  namesKnownProposals: [all(...texts)],
  changesTheCharterInForce: [all(...texts)],
  omitsNoPartner: [all(...texts)],
  bringsInNobodyWhoSpeaks: [all(...texts)],
  namesUnambiguously: [all(...texts)],
  enoughPartners: [all('proposal.submitted', ...agreements)],
  underTheCharterInForce: [all('proposal.submitted')],
  longestDurationShown: [all('proposal.submitted')],
  contentDiffers: [all('proposal.amended')],
  revisionsLeft: [all('proposal.amended')],
  noticeToEveryPartner: [all('proposal.submitted', 'proposal.amended', 'circle.changed')],
  fullTerm: [
    all('proposal.submitted', 'proposal.amended', 'term.extended'),
    all('stage.entered', 'decision.called'),
  ],
  newcomerHasFullTerm: [all('circle.changed')],
  reasonGiven: [
    all('position.taken', 'objection.raised', 'objection.answered'),
    all('objection.withdrawn', 'proposal.escalated'),
  ],
  personalApart: [
    all('comment.made', 'position.taken', 'objection.raised', 'objection.answered'),
    all('objection.withdrawn', 'proposal.escalated'),
  ],
  wordsOnRecord: [all('words.erased')],
  byKeeperOfWords: [all('words.erased')],
  standsAsideFreely: [all('position.taken')],
  ownObjectionsClosed: [all('position.taken')],
  newObjection: [all('objection.raised')],
  objectionIsOpen: [all('objection.answered', 'objection.withdrawn')],
  answerOnThisStage: [all('objection.answered')],
  withinLimits: [all('objection.raised', 'objection.answered', 'comment.made')],
  knownComment: [all('comment.made')],
  extendsOnce: [all('term.extended')],
  anObjectionIsOpen: [all('proposal.escalated')],
  everyoneHasSpoken: [all('proposal.escalated')],
  objectionsAnsweredHere: [all('proposal.escalated')],
  stageIsLeft: [all('stage.entered')],
  openPointsNamed: [all('stage.entered')],
  everyPartnerAgrees: [all(...agreements)],
  somebodyCarriesIt: [all(...agreements)],
  noOpenObjection: [all(...agreements)],
  notYetCalled: [all('decision.called')],
  decisionIsCalled: [all('confirmation.given')],
  confirmsOnce: [all('confirmation.given')],
  everyPartnerConfirmed: [all('decision.taken')],
  needsShown: [all('decision.taken')],
  consensusOutOfReach: [all('consensus.failed')],
  openPointsKept: [all('consensus.failed')],
  oneChangeAtATime: [all('circle.changed')],
}

/** The states in which a rule guards a fact. */
export function guarding(rule: string, type: Type): readonly State[] {
  const own = (guards[rule as ProposalRule] ?? []).filter(({ facts }) => facts.includes(type))
  return places[type].filter(state => own.some(({ only }) => only === undefined || only.includes(state)))
}

export const isPlaced = (type: Type, state: State) => places[type].includes(state)

/** The rule that a fact breaks where it has no place. */
export function placeOf(state: State, type: Type): string {
  const isFirst = type === 'proposal.drafted'
  if (isFirst || state === 'unwritten') return isFirst ? 'newProposal' : 'proposalExists'
  if (ended.includes(state)) return 'stillOpen'
  if (state === 'drafting') return 'submitted'
  const inStage: Partial<Record<Type, string>> = {
    'term.extended': 'inConsultation',
    'proposal.escalated': 'onMiddleRung',
    'stage.entered': 'stageIsLeft',
  }
  return inStage[type] ?? 'stillDraft'
}

/** Where a fact leads. */
export function leadsTo(state: State, type: Type): State {
  const targets: Partial<Record<Type, State>> = {
    'proposal.drafted': 'drafting',
    'proposal.submitted': 'consultation',
    'proposal.amended': 'consultation',
    'proposal.withdrawn': 'withdrawn',
    'decision.taken': 'decided',
    'consensus.failed': 'noConsensus',
    'stage.entered': states[states.indexOf(state as (typeof states)[number]) + 1] ?? state,
  }
  return targets[type] ?? state
}
