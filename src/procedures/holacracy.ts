// Holacracy's governance meeting: objections are tested, no quorum is needed, and whoever is absent counts as asked.
import { following, type States, speaking, voices } from './machine.ts'
import {
  byAuthor,
  byAuthorOrChair,
  byChair,
  type MatterRule,
  noObjectionStands,
  saying,
  toEveryPartner,
} from './predicates.ts'
import { compared } from './procedure.ts'

const guards = {
  byProposer: { cites: ['5.3', '5.4.5'], en: 'the proposer makes and amends the proposal', holds: byAuthor },
  byProposerOrFacilitator: {
    cites: ['5.3.1', '5.3.4'],
    en: 'the proposer takes the proposal back, or the facilitator discards it',
    holds: byAuthorOrChair,
  },
  sharedWithAll: {
    cites: ['5.3', '5.4.2'],
    en: 'the proposal and the notice of the meeting go to every member of the circle',
    holds: toEveryPartner,
  },
  reactsOrObjects: {
    cites: ['5.4.5'],
    en: 'in the rounds one reacts to the proposal or objects to it; there is no standing aside',
    holds: saying('consent', 'reservation'),
  },
  byFacilitator: {
    cites: ['5.3.3', '5.3.4', '5.4.5'],
    en: 'the facilitator tests and discards objections, and closes the round',
    holds: byChair,
  },
  noObjectionCaptured: {
    cites: ['5.4.5'],
    en: 'no objection is left that the facilitator has not discarded',
    holds: noObjectionStands,
  },
} as const satisfies Record<string, MatterRule>

const states: States<keyof typeof guards> = {
  drafting: {
    'proposal.submitted': {
      when: ['byProposer', 'onItsRevision', 'sharedWithAll'],
      does: 'submit',
      to: 'meeting',
    },
    'proposal.withdrawn': { when: ['byProposerOrFacilitator', 'onItsRevision'], to: 'withdrawn' },
  },
  meeting: {
    ...voices,
    'position.taken': {
      when: [...speaking, 'reactsOrObjects', 'ownObjectionLetGo'],
      does: 'take',
    },
    'objection.dismissed': { when: ['byFacilitator', 'onItsRevision', 'objectionIsOpen'], does: 'dismiss' },
    'proposal.amended': { when: ['byProposer', 'onItsRevision'], does: 'amend' },
    'proposal.withdrawn': { when: ['byProposerOrFacilitator', 'onItsRevision'], to: 'withdrawn' },
    'decision.declared': {
      when: ['byFacilitator', 'onItsRevision', 'noObjectionCaptured'],
      to: 'roundClosed',
    },
    'term.ended': { when: following, to: 'meetingOver' },
  },
  roundClosed: {
    'decision.taken': { when: following, to: 'decided' },
  },
  meetingOver: {
    'consensus.failed': { when: following, to: 'noConsensus' },
  },
  decided: {},
  noConsensus: {},
  withdrawn: {},
}

/** A proposal in a governance meeting, from the objection round to its adoption. */
export const holacracy = compared(
  {
    name: 'holacracy',
    title: 'governance meeting (Holacracy)',
    rules:
      'A proposal goes to all members of the circle and is treated in a meeting of which all have notice. No quorum is needed, and absent members count as having had their chance. The facilitator tests objections and discards those that do not meet the criteria; when none is left in the round, the proposal is adopted. An amended text goes back to the round of those present.',
    source: [
      {
        title:
          'Holacracy Constitution 5.0 with later corrections, articles 5.3 and 5.4, commit cc93b0b of April 2023',
        url: 'https://github.com/holacracyone/Holacracy-Constitution/blob/cc93b0b28a271fde147e81ecea39f5599b2f1f7e/Holacracy-Constitution.md',
      },
    ],
    partners: 3,
    termDays: null,
  },
  {
    guards,
    states,
    tells: ({ author, partners, spoke }) => partners.filter(it => it === author || Object.hasOwn(spoke, it)),
  },
)
