// ISO: consensus is that no opposition goes unheard, and a draft passes by two thirds for and a quarter against.
import { following, type States, speaking, voices } from './machine.ts'
import type { Matter } from './matter.ts'
import {
  against,
  byAuthor,
  byChair,
  everyObjectionHeard,
  hasNotVotedAgainst,
  inFavour,
  type MatterRule,
  toEveryPartner,
} from './predicates.ts'
import { compared } from './procedure.ts'

const criteria = 'Directives, Part 1, 2.6.3'
const consensus = 'Directives, Part 1, 2.5.6'
const afterEnquiry = 'Directives, Part 1, 2.6.4'

/** Abstentions are excluded when the votes are counted. */
const votes = (matter: Matter): number => inFavour(matter) + against(matter)
const twoThirdsFor = (matter: Matter): boolean =>
  inFavour(matter) > 0 && 3 * inFavour(matter) >= 2 * votes(matter)
const quarterAgainst = (matter: Matter): boolean => 4 * against(matter) <= votes(matter)

const guards = {
  byProjectLeader: {
    cites: [consensus, afterEnquiry],
    en: 'the draft is brought in, revised and taken back on the side of its author',
    holds: byAuthor,
  },
  circulatedToAll: {
    cites: ['Directives, Part 1, 2.6.1'],
    en: 'a draft goes to all members',
    holds: toEveryPartner,
  },
  byLeadership: { cites: [consensus], en: 'the leadership of the committee says so', holds: byChair },
  oppositionHeard: {
    cites: [consensus],
    en: 'sustained opposition was heard; it is no right of veto',
    holds: everyObjectionHeard,
  },
  votesAgainstOnce: {
    cites: [criteria],
    en: 'a member votes against once, also one that opposed the draft before',
    holds: hasNotVotedAgainst,
  },
  twoThirdsInFavour: {
    cites: [criteria, 'Directives, Part 1, 2.7.3'],
    en: 'two thirds of the votes cast are in favour, abstentions excluded',
    holds: twoThirdsFor,
  },
  atMostQuarterAgainst: {
    cites: [criteria, 'Directives, Part 1, 2.7.3'],
    en: 'not more than a quarter of the votes cast are negative',
    holds: quarterAgainst,
  },
  ballotIsLost: {
    cites: [criteria],
    en: 'fewer than two thirds are in favour, or more than a quarter are negative',
    holds: matter => !twoThirdsFor(matter) || !quarterAgainst(matter),
  },
  textAsBalloted: {
    cites: [afterEnquiry],
    en: 'a draft without changes after the enquiry is published without a further ballot',
    holds: ({ revision, balloted }) => revision === balloted,
  },
  textChanged: {
    cites: [afterEnquiry],
    en: 'a draft that was changed after the enquiry is balloted once more',
    holds: ({ revision, balloted }) => revision !== balloted,
  },
} as const satisfies Record<string, MatterRule>

type Rules = States<keyof typeof guards>

const passed = [...following, 'twoThirdsInFavour', 'atMostQuarterAgainst'] as const
const takenBack = { when: ['byProjectLeader', 'onItsRevision'], to: 'withdrawn' } as const
const lost = { when: [...following, 'ballotIsLost'], to: 'noConsensus' } as const

const ballot: Rules[string] = {
  ...voices,
  'objection.raised': { when: [...speaking, 'votesAgainstOnce'], does: 'object' },
}

const states: Rules = {
  drafting: {
    'proposal.submitted': {
      when: ['byProjectLeader', 'onItsRevision', 'circulatedToAll'],
      does: 'submit',
      to: 'committee',
    },
    'proposal.withdrawn': takenBack,
  },
  committee: {
    'objection.raised': voices['objection.raised'],
    'objection.withdrawn': voices['objection.withdrawn'],
    'objection.answered': { when: ['byLeadership', 'onItsRevision', 'objectionIsOpen'], does: 'answer' },
    'proposal.amended': { when: ['byProjectLeader', 'onItsRevision', 'circulatedToAll'], does: 'amend' },
    'proposal.withdrawn': takenBack,
    'stage.entered': {
      when: ['byLeadership', 'onItsRevision', 'oppositionHeard'],
      does: 'openBallot',
      to: 'enquiry',
    },
  },
  enquiry: {
    ...ballot,
    'term.ended': { when: following, to: 'enquiryOver' },
  },
  enquiryOver: {
    'stage.entered': { when: passed, to: 'comments' },
    'consensus.failed': lost,
  },
  comments: {
    'proposal.amended': { when: ['byProjectLeader', 'onItsRevision', 'circulatedToAll'], does: 'edit' },
    'decision.declared': { when: ['byLeadership', 'onItsRevision', 'textAsBalloted'], to: 'publication' },
    'stage.entered': {
      when: ['byLeadership', 'onItsRevision', 'textChanged'],
      does: 'openBallot',
      to: 'approval',
    },
  },
  approval: {
    ...ballot,
    'term.ended': { when: following, to: 'approvalOver' },
  },
  approvalOver: {
    'decision.taken': { when: passed, to: 'decided' },
    'consensus.failed': lost,
  },
  publication: {
    'decision.taken': { when: following, to: 'decided' },
  },
  decided: {},
  // A draft that was voted down goes back to the committee once it is revised.
  noConsensus: {
    'proposal.amended': {
      when: ['byProjectLeader', 'onItsRevision', 'circulatedToAll'],
      does: 'amend',
      to: 'committee',
    },
  },
  withdrawn: {},
}

/** A draft standard, from the committee through the enquiry ballot and, if changed, the approval ballot. */
export const iso = compared(
  {
    name: 'iso',
    title: 'committee consensus and ballots on a draft standard (ISO)',
    rules:
      'The committee has consensus when its leadership finds that sustained opposition was heard; it is no veto. The draft then passes a ballot of twelve weeks with two thirds of the votes in favour and not more than a quarter against, abstentions and silence not counted. If it is changed afterwards, a second ballot by the same numbers follows; if not, it is published. A draft that was voted down goes back.',
    source: [
      {
        title: 'Directives, Part 1, 2.5.6 (2023), as quoted in WG21 paper P4272R0 of 2026',
        url: 'https://wg21.link/p4272r0',
      },
      {
        title: 'Directives, Part 1, 2.6.3, as quoted for the ballot on ISO 26000 (2009)',
        url: 'https://26k-estimation.com/dis-rules/',
      },
      {
        title: 'ISO, International Standard (an older page of its website, for the second ballot)',
        url: 'http://www.iso.org/iso/standards_development/processes_and_procedures/deliverables/iso_standard_deliverable.htm',
      },
      {
        title: 'A summary of the ISO process at vectree.io, for the twelve weeks',
        url: 'https://vectree.io/c/international-consensus-procedural-logic',
      },
    ],
    partners: 4,
    termDays: 84,
  },
  { guards, states },
)
