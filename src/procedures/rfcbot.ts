// The final comment period of rfcbot: it begins once enough boxes are ticked and no concern is open, and time does the rest.
import { following, type States, speaking, voices } from './machine.ts'
import type { Matter } from './matter.ts'
import {
  byAnyPartner,
  byAuthor,
  hasNoPosition,
  type MatterRule,
  nobodyObjects,
  saying,
  toEveryPartner,
} from './predicates.ts'
import { compared } from './procedure.ts'

const ticked = ({ positions }: Matter): number => Object.keys(positions).length
const missing = (matter: Matter): number => matter.partners.length - ticked(matter)

const guards = {
  byProposer: {
    cites: ['nag.rs process_fcp_propose'],
    en: 'the proposer proposes the period, and edits its own text',
    holds: byAuthor,
  },
  everyMemberAsked: {
    cites: ['nag.rs process_fcp_propose'],
    en: 'a review is requested of every member of the team',
    holds: toEveryPartner,
  },
  byMember: {
    cites: ['nag.rs process_fcp_cancel'],
    en: 'any member of the team can cancel the proposal',
    holds: byAnyPartner,
  },
  boxIsTicked: {
    cites: ['nag.rs process_reviewed'],
    en: 'a review is a tick and nothing else',
    holds: saying('consent'),
  },
  boxWasEmpty: {
    cites: ['nag.rs process_reviewed'],
    en: 'a box that is ticked stays ticked',
    holds: hasNoPosition,
  },
  noConcernOpen: {
    cites: ['nag.rs evaluate_pendings'],
    en: 'no concern is open',
    holds: nobodyObjects,
  },
  moreDoneThanMissing: {
    cites: ['nag.rs evaluate_pendings'],
    en: 'more reviews are done than missing',
    holds: matter => missing(matter) < ticked(matter),
  },
  fewerThanThreeMissing: {
    cites: ['nag.rs evaluate_pendings'],
    en: 'fewer than three reviews are missing',
    holds: matter => missing(matter) < 3,
  },
} as const satisfies Record<string, MatterRule>

type Rules = States<keyof typeof guards>

const submission: Rules[string] = {
  'proposal.submitted': {
    when: ['byProposer', 'onItsRevision', 'everyMemberAsked'],
    does: 'submit',
    to: 'proposed',
  },
}

/** Before the period and in it: a tick, an edit that resets nothing, and the end of it all by any member. */
const always: Rules[string] = {
  'position.taken': {
    when: [...speaking, 'boxIsTicked', 'boxWasEmpty'],
    does: 'take',
  },
  'proposal.amended': { when: ['byProposer', 'onItsRevision'], does: 'edit' },
  'proposal.withdrawn': { when: ['byMember', 'onItsRevision'], does: 'cancel', to: 'withdrawn' },
}

const concern = {
  when: [...speaking, 'oneObjectionAtATime'],
  does: 'raiseConcern',
} as const

const states: Rules = {
  drafting: submission,
  proposed: {
    ...always,
    'objection.raised': concern,
    'objection.withdrawn': voices['objection.withdrawn'],
    'stage.entered': {
      when: [...following, 'noConcernOpen', 'moreDoneThanMissing', 'fewerThanThreeMissing'],
      to: 'finalComment',
    },
  },
  finalComment: {
    ...always,
    'objection.raised': { ...concern, to: 'proposed' },
    'term.ended': { when: following, to: 'periodOver' },
  },
  periodOver: {
    'decision.taken': { when: following, to: 'decided' },
  },
  decided: {},
  // Cancelling deletes the record: the same text can be proposed again, to everybody and from nothing.
  withdrawn: submission,
}

const revision = '882991bc063ab6f54b562ae6ec378d9e62e7d0a5'

/** The bot that decides on changes of Rust, as its source has it. */
export const rfcbot = compared(
  {
    name: 'rfcbot',
    title: 'rfcbot, final comment period (Rust)',
    rules:
      'Every member of a team has a box to tick; the box of who proposes is ticked. Once no concern is open, more boxes are ticked than empty and fewer than three are empty, a final comment period of ten days begins, and what is left at its end is accepted. Only its author resolves a concern, and a new one ends the period; boxes stay ticked when the text changes. Any member can cancel, which deletes ticks and concerns.',
    source: [
      {
        title: 'rfcbot-rs, src/github/nag.rs, commit 882991b of July 2026',
        url: `https://github.com/rust-lang/rfcbot-rs/blob/${revision}/src/github/nag.rs`,
      },
      {
        title: 'rfcbot-rs, README, same commit',
        url: `https://github.com/rust-lang/rfcbot-rs/blob/${revision}/README.md`,
      },
    ],
    partners: 5,
    termDays: 10,
  },
  { guards, states, tells: ({ author }) => [author], authorConsents: true },
)
