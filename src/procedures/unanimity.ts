// Unanimity: every partner says yes to the same text, and until then there is no decision.
import { following, type States, voices } from './machine.ts'
import { byAuthor, inFavour, type MatterRule, nobodyObjects, toEveryPartner } from './predicates.ts'
import { compared } from './procedure.ts'

const cites = ['by definition']

const guards = {
  byAuthor: { cites, en: 'the author submits, amends and withdraws its proposal', holds: byAuthor },
  everyPartnerTold: { cites, en: 'every partner is given the text', holds: toEveryPartner },
  everyPartnerConsents: {
    cites,
    en: 'every partner says yes to the current text',
    holds: matter => inFavour(matter) === matter.partners.length,
  },
  nobodyObjects: { cites, en: 'no partner objects', holds: nobodyObjects },
} as const satisfies Record<string, MatterRule>

const states: States<keyof typeof guards> = {
  drafting: {
    'proposal.submitted': {
      when: ['byAuthor', 'onItsRevision', 'everyPartnerTold'],
      does: 'submit',
      to: 'open',
    },
    'proposal.withdrawn': { when: ['byAuthor', 'onItsRevision'], to: 'withdrawn' },
  },
  open: {
    ...voices,
    'proposal.amended': { when: ['byAuthor', 'onItsRevision', 'everyPartnerTold'], does: 'amend' },
    'proposal.withdrawn': { when: ['byAuthor', 'onItsRevision'], to: 'withdrawn' },
    'decision.taken': {
      when: [...following, 'everyPartnerConsents', 'nobodyObjects'],
      to: 'decided',
    },
  },
  decided: {},
  withdrawn: {},
}

/** Everyone must consent to the current revision; there is no term, so it may never end. */
export const unanimity = compared(
  {
    name: 'unanimity',
    title: 'unanimity',
    rules:
      'Every partner says yes to the current text. Standing aside is no yes, and one objection is enough to stop it. A new text is put to everybody anew. Nothing ends it but a decision or its withdrawal.',
    source: [{ title: 'By definition', url: 'docs/explanation/other-procedures.md#unanimity' }],
    partners: 3,
    termDays: null,
  },
  { guards, states },
)
