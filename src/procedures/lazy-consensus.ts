// Lazy consensus, as Apache projects announce it: silence gives assent, and one veto stops it.
import { following, type States, voices } from './machine.ts'
import { byAuthor, type MatterRule, nobodyObjects, toEveryPartner } from './predicates.ts'
import { compared } from './procedure.ts'

const voting = 'Apache Voting Process'

const guards = {
  byAuthor: {
    cites: [voting],
    en: 'who announces it also modifies and resubmits it, or withdraws it',
    holds: byAuthor,
  },
  announcedToAll: {
    cites: [`${voting}, Gauging consensus through silence`],
    en: 'it is announced to everybody that silence gives assent',
    holds: toEveryPartner,
  },
  noVetoStands: {
    cites: [`${voting}, Vetoes`, 'Apache glossary, Lazy consensus'],
    en: 'nobody objects; a veto stands until its owner withdraws it',
    holds: nobodyObjects,
  },
} as const satisfies Record<string, MatterRule>

type Rules = States<keyof typeof guards>

const announcement = { when: ['byAuthor', 'onItsRevision', 'announcedToAll'], to: 'announced' } as const

const responses: Rules[string] = {
  ...voices,
  'proposal.amended': { ...announcement, does: 'amend' },
  'proposal.withdrawn': { when: ['byAuthor', 'onItsRevision'], to: 'withdrawn' },
}

const states: Rules = {
  drafting: {
    'proposal.submitted': { ...announcement, does: 'submit' },
    'proposal.withdrawn': { when: ['byAuthor', 'onItsRevision'], to: 'withdrawn' },
  },
  announced: {
    ...responses,
    'term.ended': { when: following, to: 'periodOver' },
  },
  periodOver: {
    ...responses,
    'decision.taken': { when: [...following, 'noVetoStands'], to: 'decided' },
  },
  decided: {},
  withdrawn: {},
}

const site = 'https://github.com/apache/www-site/blob'

/** Nobody objects within three days: that is consent. */
export const lazyConsensus = compared(
  {
    name: 'lazy-consensus',
    title: 'lazy consensus (Apache)',
    rules:
      'It is announced to all that silence gives assent. When nobody has objected after three days, it is accepted. An objection is a veto that nobody can overrule: it stands until its owner withdraws it. A changed text is announced anew.',
    source: [
      {
        title: 'Apache Voting Process, commit 045d834',
        url: `${site}/045d834f2a179fef14092f10a44bbe3a02a3c71f/content/foundation/voting.md`,
      },
      {
        title: 'ASF Glossary, commit 0475598',
        url: `${site}/0475598fa3b6186696580422fee7cc71593cea59/content/foundation/glossary.md`,
      },
    ],
    partners: 3,
    termDays: 3,
  },
  { guards, states },
)
