// The IESG ballot of the IETF: one YES, two thirds without objection, no DISCUSS; and the two ways around a DISCUSS.
import { following, type States, speaking, voices } from './machine.ts'
import type { Matter } from './matter.ts'
import {
  against,
  byAuthor,
  byChair,
  hasNotVotedAgainst,
  inFavour,
  type MatterRule,
  nobodyObjects,
  onePartnerObjects,
  positionsOf,
  somebodyObjects,
  toEveryPartner,
} from './predicates.ts'
import { compared } from './procedure.ts'

const resolving = 'IESG wiki, Discuss Resolving'
const needed = 'datatracker, needed_ballot_positions'

const isTwoThirds = (matter: Matter): boolean => 3 * inFavour(matter) >= 2 * matter.partners.length
const hasYes = (matter: Matter): boolean => positionsOf(matter, 'consent') >= 1
const fewAgainst = (matter: Matter): boolean => against(matter) <= 2

const guards = {
  bySponsor: {
    cites: ['IESG wiki, Getting a Document on the Agenda'],
    en: 'the sponsoring director issues the ballot, and brings in new revisions',
    holds: byAuthor,
  },
  everyDirectorAsked: {
    cites: [needed],
    en: 'the ballot is issued to every director',
    holds: toEveryPartner,
  },
  oneYes: { cites: [needed], en: 'at least one director says YES', holds: hasYes },
  enoughPositions: {
    cites: [needed],
    en: 'two thirds of the directors say YES or NO OBJECTION',
    holds: isTwoThirds,
  },
  noDiscuss: { cites: [needed, resolving], en: 'no DISCUSS is open', holds: nobodyObjects },
  atMostOneDiscuss: {
    cites: ['IESG wiki, Single Discuss Resolution'],
    en: 'on its second telechat at most one DISCUSS is open',
    holds: matter => nobodyObjects(matter) || onePartnerObjects(matter),
  },
  aDiscussIsOpen: {
    cites: [resolving],
    en: 'an override vote breaks a deadlock: a DISCUSS is open',
    holds: somebodyObjects,
  },
  byIesgChair: { cites: [resolving], en: 'the chair of the IESG calls the override vote', holds: byChair },
  votesNoOnce: {
    cites: [resolving],
    en: 'a director votes NO once, also one that held a DISCUSS',
    holds: hasNotVotedAgainst,
  },
  twoThirdsYes: { cites: [resolving], en: 'two thirds vote YES', holds: isTwoThirds },
  atMostTwoNo: { cites: [resolving], en: 'no more than two vote NO', holds: fewAgainst },
  voteIsLost: {
    cites: [resolving],
    en: 'fewer than two thirds voted YES, or more than two voted NO',
    holds: matter => !isTwoThirds(matter) || !fewAgainst(matter),
  },
  notYetEnough: {
    cites: [resolving],
    en: 'what is not approved at a telechat waits for its DISCUSS and positions',
    holds: matter => !(hasYes(matter) && isTwoThirds(matter) && nobodyObjects(matter)),
  },
} as const satisfies Record<string, MatterRule>

type Rules = States<keyof typeof guards>

const enough = [...following, 'oneYes', 'enoughPositions'] as const

const evaluation: Rules[string] = {
  ...voices,
  'proposal.amended': { when: ['bySponsor', 'onItsRevision'], does: 'edit' },
  'proposal.withdrawn': { when: ['bySponsor', 'onItsRevision'], to: 'withdrawn' },
}
const waiting = { when: [...following, 'notYetEnough'], to: 'followUp' } as const

const states: Rules = {
  drafting: {
    'proposal.submitted': {
      when: ['bySponsor', 'onItsRevision', 'everyDirectorAsked'],
      does: 'submit',
      to: 'evaluation',
    },
    'proposal.withdrawn': { when: ['bySponsor', 'onItsRevision'], to: 'withdrawn' },
  },
  evaluation: {
    ...evaluation,
    'term.ended': { when: following, to: 'telechat' },
  },
  telechat: {
    'decision.taken': { when: [...enough, 'noDiscuss'], to: 'decided' },
    'stage.entered': waiting,
  },
  followUp: {
    ...evaluation,
    'decision.taken': { when: [...enough, 'noDiscuss'], to: 'decided' },
    'term.ended': { when: following, to: 'nextTelechat' },
    'stage.entered': {
      when: ['byIesgChair', 'onItsRevision', 'aDiscussIsOpen'],
      does: 'openBallot',
      to: 'override',
    },
  },
  nextTelechat: {
    'decision.taken': { when: [...enough, 'atMostOneDiscuss'], to: 'decided' },
    'stage.entered': waiting,
  },
  override: {
    ...voices,
    'objection.raised': { when: [...speaking, 'votesNoOnce'], does: 'object' },
    'term.ended': { when: following, to: 'overrideTelechat' },
  },
  overrideTelechat: {
    'decision.taken': {
      when: [...following, 'twoThirdsYes', 'atMostTwoNo'],
      to: 'decided',
    },
    'consensus.failed': { when: [...following, 'voteIsLost'], to: 'noConsensus' },
  },
  decided: {},
  noConsensus: {},
  withdrawn: {},
}

const wiki = 'https://github.com/ietf/wiki.ietf.org/blob'
const datatracker = 'https://github.com/ietf-tools/datatracker/blob'

/** How the area directors of the IETF approve a document for the standards track. */
export const ietfBallot = compared(
  {
    name: 'ietf-ballot',
    title: 'IESG ballot on a standards-track document (IETF)',
    rules:
      'A document passes at a telechat, or later, with one YES, with YES or NO OBJECTION from two thirds of the directors, and without a DISCUSS; who issues the ballot says YES by that. Only its holder clears a DISCUSS, and positions stand when the text changes. On a second telechat one single DISCUSS no longer holds a document up that has the positions otherwise. The chair can break a deadlock by an override vote: two thirds YES, no more than two NO, else it is sent back.',
    source: [
      {
        title: 'IESG Ballot Procedures for Documents, statement of 22 May 2025 (its beginning)',
        url: 'https://datatracker.ietf.org/doc/statement-iesg-ballot-procedures-for-documents/',
      },
      {
        title: 'IESG wiki, Discuss Resolving (content of May 2012)',
        url: `${wiki}/3f1d447f86b6e6d035d987057e58bd464b381236/group/iesg/discussresolving.md`,
      },
      {
        title: 'IESG wiki, Single Discuss Resolution (content of March 2009)',
        url: `${wiki}/2decabc3b5fd76882022453df22f10c19af0cbb8/group/iesg/SingleDiscussResolution.md`,
      },
      {
        title: 'IESG wiki, Tracker Notifications (content of April 2006)',
        url: `${wiki}/5e37b5706e39a99b0056dba56ec7f54ea2816763/group/iesg/TrackerNotifications.md`,
      },
      {
        title: 'IESG wiki, Getting a Document on the Agenda (January 2024)',
        url: `${wiki}/11cbc4a1f514c73b9cf1646ff27325c0791f9ce2/group/iesg/documentagenda.md`,
      },
      {
        title: 'Datatracker, needed_ballot_positions in ietf/doc/utils.py, commit 0051aa9',
        url: `${datatracker}/0051aa9844c4fa6852ec6c4c72b63d4fb95f6c3f/ietf/doc/utils.py`,
      },
      {
        title: 'Datatracker, ietf/doc/views_ballot.py, commit 01a53c2, for the YES of who issues the ballot',
        url: `${datatracker}/01a53c2ef4deee08bd12cf98c4c3674a629745b5/ietf/doc/views_ballot.py`,
      },
    ],
    partners: 3,
    termDays: 14,
  },
  {
    guards,
    states,
    tells: ({ author, objections, partners }) =>
      partners.filter(it => it === author || Object.hasOwn(objections, it)),
    authorConsents: true,
  },
)
