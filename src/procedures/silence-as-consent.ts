// Silence as consent: a quorum answers, and whoever has not objected in time is taken to agree.
import { following, type States, voices } from './machine.ts'
import {
  byAuthor,
  type MatterRule,
  mostTookPart,
  nobodyObjects,
  somebodyObjects,
  toEveryPartner,
} from './predicates.ts'
import { compared } from './procedure.ts'

const silence = 'Council Rules of Procedure 12(2)'
const quorum = 'Gemeentewet 29'

const guards = {
  byAuthor: {
    cites: [silence],
    en: 'the author puts the text under silence, changes or withdraws it',
    holds: byAuthor,
  },
  sentToAll: { cites: [silence], en: 'the text is sent to everybody', holds: toEveryPartner },
  mostAnswered: { cites: [quorum], en: 'more than half of all answered', holds: mostTookPart },
  nobodyObjects: { cites: [silence], en: 'nobody objected; silence is consent', holds: nobodyObjects },
  brokenOrTooQuiet: {
    cites: [silence, quorum],
    en: 'somebody objected, or too few answered',
    holds: matter => somebodyObjects(matter) || !mostTookPart(matter),
  },
} as const satisfies Record<string, MatterRule>

const states: States<keyof typeof guards> = {
  drafting: {
    'proposal.submitted': { when: ['byAuthor', 'onItsRevision', 'sentToAll'], does: 'submit', to: 'open' },
    'proposal.withdrawn': { when: ['byAuthor', 'onItsRevision'], to: 'withdrawn' },
  },
  open: {
    ...voices,
    'proposal.amended': { when: ['byAuthor', 'onItsRevision', 'sentToAll'], does: 'amend' },
    'proposal.withdrawn': { when: ['byAuthor', 'onItsRevision'], to: 'withdrawn' },
    'term.ended': { when: following, to: 'silenceOver' },
  },
  silenceOver: {
    'decision.taken': {
      when: [...following, 'mostAnswered', 'nobodyObjects'],
      to: 'decided',
    },
    'consensus.failed': {
      when: [...following, 'brokenOrTooQuiet'],
      to: 'noConsensus',
    },
  },
  decided: {},
  noConsensus: {},
  withdrawn: {},
}

/** The silence procedure, with the quorum that the Council's own does not ask. */
export const silenceAsConsent = compared(
  {
    name: 'silence-as-consent',
    title: 'silence procedure with a quorum',
    rules:
      'A text is sent to everybody, with a time to answer. It is adopted at the end of that time when nobody has objected and more than half have answered; the others count as consenting. One objection breaks the silence. A changed text is sent to everybody anew.',
    source: [
      {
        title:
          'Rules of Procedure of the Council of the European Union, article 12(2) (2009/937/EU), as quoted',
        url: 'http://www.liquisearch.com/silence_procedure/council_of_the_european_union',
      },
      {
        title:
          'Gemeentewet (Netherlands), article 29, for the quorum, as kept in laws-markdown, commit 06e3401',
        url: 'https://github.com/statengeneraal/laws-markdown/blob/06e3401e16fcc8ab45ed1a3d99e77cb218c87d27/wet/gemeentewet/BWBR0005416/README.md',
      },
    ],
    partners: 3,
    termDays: null,
  },
  { guards, states },
)
