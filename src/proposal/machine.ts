// The procedure as a statechart: one proposal from draft through consultation and ladder to the joint decision.
import { and, setup } from 'xstate'
import { asGuards, compileChart } from '../chart.ts'
import { wordsNoted } from '../charter/kept-words.ts'
import { counted } from '../charter/keys.ts'
import * as effects from './effects.ts'
import type { ProposalEvent } from './event.ts'
import { changed, noProposal, type Proposal } from './proposal.ts'
import { proposalRules } from './rules.ts'

const law = setup({
  types: { context: {} as Proposal, events: {} as ProposalEvent },
  guards: asGuards<Proposal, ProposalEvent, keyof typeof proposalRules>(proposalRules),
})

const assign = (effect: effects.Effect) =>
  law.assign(({ context, event }) => {
    const after = changed(context, effect(context, event), effects.noted(context, event))
    return counted(wordsNoted(after, event, event.circle), event)
  })

const proposalLaw = law.extend({
  actions: {
    draft: assign(effects.draft),
    revise: assign(effects.revise),
    submit: assign(effects.submit),
    amend: assign(effects.amend),
    withdraw: assign(effects.withdraw),
    note: assign(effects.note),
    takePosition: assign(effects.takePosition),
    object: assign(effects.object),
    answer: assign(effects.answer),
    letGo: assign(effects.letGo),
    extend: assign(effects.extend),
    escalate: assign(effects.escalate),
    endTerm: assign(effects.endTerm),
    enterStage: assign(effects.enterStage),
    call: assign(effects.call),
    confirm: assign(effects.confirm),
    take: assign(effects.take),
    fail: assign(effects.fail),
    changeCircle: assign(effects.changeCircle),
    eraseWords: assign(effects.eraseWords),
  },
})

// What holds for every act of a person, in a draft, and while a term runs.
const signed = ['signedWhereAsked', 'signedWithOwnKey', 'numberedInTurn', 'signedOnItsText'] as const
const act = ['timeMovesForward', 'circleKnown', ...signed] as const
const inTerm = [...act, 'outcomesRecorded', 'beforeDueMoment'] as const
const outcome = ['timeMovesForward', 'circleKnown'] as const
const content = [
  'digestOfTheContent',
  'commitmentsOfPresentPartners',
  'namesKnownProposals',
  'changesTheCharterInForce',
  'omitsNoPartner',
  'bringsInNobodyWhoSpeaks',
  'namesUnambiguously',
] as const
const remark = ['byKnownPerson', 'knownComment', 'withinLimits', 'personalApart'] as const
const erasure = ['wordsOnRecord', 'byKeeperOfWords'] as const
const agreed = [
  'enoughPartners',
  'everyPartnerAgrees',
  'somebodyCarriesIt',
  'noOpenObjection',
  'digestOfTheRevision',
] as const

const climb = {
  guard: and([...outcome, 'stageIsLeft', 'fullTerm', 'openPointsNamed']),
  actions: 'enterStage',
} as const
const escalation = {
  guard: and([
    ...inTerm,
    'byPartnerOrOpgavemanager',
    'onCurrentRevision',
    'onCurrentStage',
    'reasonGiven',
    'anObjectionIsOpen',
    'everyoneHasSpoken',
    'objectionsAnsweredHere',
    'personalApart',
  ]),
  actions: 'escalate',
} as const
const ended = {
  on: {
    'comment.made': { guard: and(['timeMovesForward', ...signed, ...remark]), actions: 'note' },
    'words.erased': { guard: and(['timeMovesForward', ...signed, ...erasure]), actions: 'eraseWords' },
  },
} as const

/** One proposal, from draft to joint decision, as an ordinary XState machine whose events are facts. */
export const proposalMachine = proposalLaw.createMachine({
  id: 'proposal',
  context: noProposal,
  initial: 'unwritten',
  states: {
    unwritten: {
      on: {
        'proposal.drafted': {
          target: 'drafting',
          guard: and(['founded', ...signed, 'newProposal', 'byPartnerOrOpgavemanager', ...content]),
          actions: 'draft',
        },
      },
    },
    drafting: {
      on: {
        'draft.revised': { guard: and([...act, 'byAuthor', ...content]), actions: 'revise' },
        'proposal.submitted': {
          target: 'open',
          guard: and([
            ...act,
            'byAuthor',
            'enoughPartners',
            ...content,
            'underTheCharterInForce',
            'longestDurationShown',
            'noticeToEveryPartner',
            'fullTerm',
          ]),
          actions: 'submit',
        },
        'proposal.withdrawn': { target: 'withdrawn', guard: and([...act, 'byAuthor']), actions: 'withdraw' },
        'comment.made': { guard: and([...act, ...remark]), actions: 'note' },
        'words.erased': { guard: and([...act, ...erasure]), actions: 'eraseWords' },
        'circle.changed': {
          guard: and(['timeMovesForward', 'oneChangeAtATime', 'noticeToEveryPartner', 'newcomerHasFullTerm']),
          actions: 'changeCircle',
        },
      },
    },
    open: {
      initial: 'consultation',
      on: {
        'comment.made': { guard: and([...inTerm, ...remark]), actions: 'note' },
        'words.erased': { guard: and([...inTerm, ...erasure]), actions: 'eraseWords' },
        'position.taken': {
          guard: and([
            ...inTerm,
            'byPositionHolder',
            'onCurrentRevision',
            'digestOfTheRevision',
            'sawLastChange',
            'ownObjectionsClosed',
            'reasonGiven',
            'standsAsideFreely',
            'personalApart',
          ]),
          actions: 'takePosition',
        },
        'objection.raised': {
          guard: and([
            ...inTerm,
            'byMandatedPerson',
            'onKnownRevision',
            'reasonGiven',
            'newObjection',
            'withinLimits',
            'personalApart',
          ]),
          actions: 'object',
        },
        'objection.answered': {
          guard: and([
            ...inTerm,
            'byAuthorOrOpgavemanager',
            'objectionIsOpen',
            'answerOnThisStage',
            'reasonGiven',
            'withinLimits',
            'personalApart',
          ]),
          actions: 'answer',
        },
        'objection.withdrawn': {
          guard: and([
            ...inTerm,
            'objectionIsOpen',
            'byOwnerOfObjection',
            'byMandatedPerson',
            'onCurrentRevision',
            'digestOfTheRevision',
            'sawLastChange',
            'reasonGiven',
            'personalApart',
          ]),
          actions: 'letGo',
        },
        'proposal.amended': {
          target: '.consultation',
          guard: and([
            ...inTerm,
            'byAuthor',
            'revisionsLeft',
            ...content,
            'contentDiffers',
            'noticeToEveryPartner',
            'fullTerm',
          ]),
          actions: 'amend',
        },
        'decision.called': {
          guard: and([...outcome, 'notYetCalled', ...agreed, 'fullTerm']),
          actions: 'call',
        },
        'confirmation.given': {
          guard: and([
            ...inTerm,
            'byDecidingSeat',
            'onCurrentRevision',
            'digestOfTheRevision',
            'sawLastChange',
            'decisionIsCalled',
            'confirmsOnce',
          ]),
          actions: 'confirm',
        },
        'decision.taken': {
          target: 'decided',
          guard: and([...outcome, ...agreed, 'everyPartnerConfirmed', 'needsShown']),
          actions: 'take',
        },
        'term.ended': {
          guard: and([
            'byClock',
            'timeMovesForward',
            'circleKnown',
            'outcomesRecorded',
            'onCurrentRevision',
            'onCurrentStage',
            'termReached',
          ]),
          actions: 'endTerm',
        },
        'circle.changed': {
          guard: and([
            'timeMovesForward',
            'beforeDueMoment',
            'oneChangeAtATime',
            'noticeToEveryPartner',
            'newcomerHasFullTerm',
          ]),
          actions: 'changeCircle',
        },
        'proposal.withdrawn': {
          target: 'withdrawn',
          guard: and([...inTerm, 'byAuthor']),
          actions: 'withdraw',
        },
        'consensus.failed': {
          target: 'noConsensus',
          guard: and([...outcome, 'consensusOutOfReach', 'openPointsKept']),
          actions: 'fail',
        },
      },
      states: {
        consultation: {
          on: {
            'term.extended': {
              guard: and([...inTerm, 'byMandatedPerson', 'onCurrentRevision', 'extendsOnce', 'fullTerm']),
              actions: 'extend',
            },
            'stage.entered': { ...climb, target: 'lijnmanagement' },
          },
        },
        lijnmanagement: {
          on: { 'proposal.escalated': escalation, 'stage.entered': { ...climb, target: 'opgavemanager' } },
        },
        opgavemanager: {
          on: { 'proposal.escalated': escalation, 'stage.entered': { ...climb, target: 'stuurgroep' } },
        },
        stuurgroep: {},
      },
    },
    decided: ended,
    noConsensus: ended,
    withdrawn: ended,
  },
})

/** The rule that a fact breaks in a state without a transition for it. */
function misplaced(state: string, type: string): string {
  if (type === 'proposal.drafted') return 'newProposal'
  if (state === 'unwritten') return 'proposalExists'
  if (state === 'drafting') return 'submitted'
  if (state === 'decided' || state === 'noConsensus' || state === 'withdrawn') return 'stillOpen'
  if (type === 'term.extended') return 'inConsultation'
  if (type === 'proposal.escalated') return 'onMiddleRung'
  return type === 'stage.entered' ? 'stageIsLeft' : 'stillDraft'
}

export const proposalChart = compileChart<Proposal, ProposalEvent>(proposalMachine, misplaced)
