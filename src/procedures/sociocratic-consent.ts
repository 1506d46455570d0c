// Consent decision-making as Sociocracy 3.0 has it: arguments are tested, and what does not qualify stops nothing.
import { following, type States, speaking, voices } from './machine.ts'
import {
  byAuthor,
  byChair,
  type MatterRule,
  noObjectionStands,
  saying,
  toEveryPartner,
} from './predicates.ts'
import { compared } from './procedure.ts'

const pattern = 'Consent Decision-Making'

const guards = {
  byAuthor: {
    cites: [`${pattern}, step 2`],
    en: 'the author presents the proposal, changes it and takes it back',
    holds: byAuthor,
  },
  presentedToAll: {
    cites: [`${pattern}, steps 2 and 5`],
    en: 'the proposal, and each amended one, is presented to everybody',
    holds: toEveryPartner,
  },
  consentsOrHasConcern: {
    cites: [`${pattern}, step 5`],
    en: 'one has no objection, or a concern, or objects',
    holds: saying('consent', 'reservation'),
  },
  byFacilitator: {
    cites: [`${pattern}, steps 5 and 6`, 'Test Arguments Qualify as Objections'],
    en: 'the facilitator asks, and says what the group has found',
    holds: byChair,
  },
  noObjectionQualifies: {
    cites: [`${pattern}, steps 5 and 6`],
    en: 'no argument that qualified as an objection is left',
    holds: noObjectionStands,
  },
} as const satisfies Record<string, MatterRule>

const states: States<keyof typeof guards> = {
  drafting: {
    'proposal.submitted': {
      when: ['byAuthor', 'onItsRevision', 'presentedToAll'],
      does: 'submit',
      to: 'round',
    },
    'proposal.withdrawn': { when: ['byAuthor', 'onItsRevision'], to: 'withdrawn' },
  },
  round: {
    ...voices,
    'position.taken': {
      when: [...speaking, 'consentsOrHasConcern', 'ownObjectionLetGo'],
      does: 'take',
    },
    'objection.dismissed': { when: ['byFacilitator', 'onItsRevision', 'objectionIsOpen'], does: 'dismiss' },
    'proposal.amended': { when: ['byAuthor', 'onItsRevision', 'presentedToAll'], does: 'amend' },
    'proposal.withdrawn': { when: ['byAuthor', 'onItsRevision'], to: 'withdrawn' },
    'decision.declared': {
      when: ['byFacilitator', 'onItsRevision', 'noObjectionQualifies'],
      to: 'agreement',
    },
  },
  agreement: {
    'decision.taken': { when: following, to: 'decided' },
  },
  decided: {},
  withdrawn: {},
}

const guide = 'https://github.com/S3-working-group/s3-practical-guide/blob'

/** Consent: there is agreement where no objection that qualifies is left. */
export const sociocraticConsent = compared(
  {
    name: 'sociocratic-consent',
    title: 'consent decision-making (Sociocracy 3.0)',
    rules:
      'A facilitator asks whether there are objections to the proposal. Each argument is tested by the group; what does not qualify is a concern and stops nothing. Where no objection is left there is agreement, also by those who said nothing. After an amendment everybody is asked again.',
    source: [
      {
        title: 'A Practical Guide for Sociocracy 3.0, Consent Decision-Making, commit 06116f5',
        url: `${guide}/06116f54e8ee02ea7d7b4ef8dc96a592599d20e4/content/src/patterns/sense-making-and-decision-making/consent-decision-making.md`,
      },
      {
        title: 'The same guide, Test Arguments Qualify as Objections, commit a130cc6',
        url: `${guide}/a130cc6142eff3eb00628cbfff633a6ee44d07d9/content/src/co-creation-and-evolution/test-arguments-qualify-as-objections.md`,
      },
    ],
    partners: 3,
    termDays: null,
  },
  { guards, states },
)
