// A vote: what most of those who cast one want is decided, by a simple majority or by two thirds.
import { following, type States, voices } from './machine.ts'
import type { Matter } from './matter.ts'
import {
  against,
  byAuthor,
  everybodyTookPart,
  inFavour,
  type MatterRule,
  mostTookPart,
  toEveryPartner,
} from './predicates.ts'
import { type ComparedProcedure, compared } from './procedure.ts'

/** True where the votes cast carry it. */
type Carries = (matter: Matter) => boolean

const guardsOf = (carries: Carries, cites: readonly string[], en: string) =>
  ({
    byAuthor: { cites: ['by definition'], en: 'the author makes the motion', holds: byAuthor },
    putToAll: { cites: ['Gemeentewet 19'], en: 'it is put to everybody', holds: toEveryPartner },
    everybodyVoted: {
      cites: ['Gemeentewet 32'],
      en: 'everybody has voted; standing aside is taking part',
      holds: everybodyTookPart,
    },
    mostVoted: {
      cites: ['Gemeentewet 29'],
      en: 'more than half of all took part in the vote',
      holds: mostTookPart,
    },
    carried: { cites, en, holds: carries },
    notCarried: { cites, en: 'the votes cast do not carry it', holds: matter => !carries(matter) },
    lostOrInvalid: {
      cites: ['Gemeentewet 29', ...cites],
      en: 'the votes cast do not carry it, or too few took part',
      holds: matter => !carries(matter) || !mostTookPart(matter),
    },
  }) as const satisfies Record<string, MatterRule>

const states: States<keyof ReturnType<typeof guardsOf>> = {
  drafting: {
    'proposal.submitted': { when: ['byAuthor', 'onItsRevision', 'putToAll'], does: 'submit', to: 'voting' },
    'proposal.withdrawn': { when: ['byAuthor', 'onItsRevision'], to: 'withdrawn' },
  },
  voting: {
    ...voices,
    'term.ended': { when: following, to: 'counting' },
    'decision.taken': {
      when: [...following, 'everybodyVoted', 'carried'],
      to: 'decided',
    },
    'consensus.failed': {
      when: [...following, 'everybodyVoted', 'notCarried'],
      to: 'noConsensus',
    },
  },
  counting: {
    'decision.taken': { when: [...following, 'mostVoted', 'carried'], to: 'decided' },
    'consensus.failed': { when: [...following, 'lostOrInvalid'], to: 'noConsensus' },
  },
  decided: {},
  noConsensus: {},
  withdrawn: {},
}

const roberts = {
  title: "Robert's Rules of Order, sections 46 and 48, as quoted in a legal memorandum of 2006",
  url: 'https://legalresearch.com/litigation-advisor/litigation-pathfinder/issue-finder/legal-memorandum-exceptions-to-voting-requirements/',
}
const gemeentewet = {
  title: 'Gemeentewet (Netherlands), articles 29, 30 and 32, as kept in laws-markdown, commit 06e3401',
  url: 'https://github.com/statengeneraal/laws-markdown/blob/06e3401e16fcc8ab45ed1a3d99e77cb218c87d27/wet/gemeentewet/BWBR0005416/README.md',
}

const closing =
  'The vote closes when everybody has voted, or when its time is over; then more than half of all must have taken part. Standing aside is taking part and no vote. What is not carried is rejected. The text does not change while the vote is open.'

const forMost: Carries = matter => inFavour(matter) > against(matter)
const forTwice: Carries = matter => inFavour(matter) > 0 && inFavour(matter) >= 2 * against(matter)

/** A simple majority of the votes cast. */
export const majority: ComparedProcedure = compared(
  {
    name: 'majority',
    title: 'simple majority of the votes cast',
    rules: `It is carried by more votes for than against. ${closing}`,
    source: [gemeentewet, roberts],
    partners: 3,
    termDays: null,
  },
  {
    guards: guardsOf(forMost, ['Gemeentewet 30', 'Robert 46'], 'more votes are cast for it than against it'),
    states,
  },
)

/** Two thirds of the votes cast. */
export const twoThirds: ComparedProcedure = compared(
  {
    name: 'two-thirds',
    title: 'two thirds of the votes cast',
    rules: `It is carried by at least twice as many votes for as against. ${closing}`,
    source: [roberts, gemeentewet],
    partners: 3,
    termDays: null,
  },
  {
    guards: guardsOf(forTwice, ['Robert 48'], 'at least twice as many votes are cast for it as against it'),
    states,
  },
)
