// A report in English. The names of roles and stages stay Dutch, but for the consultation.
import type { BypassClass } from '../../procedures/bypass.ts'
import type { Stage } from '../../proposal/acts.ts'
import type { Strategy } from '../strategies.ts'
import type { Noted, Outcome } from '../table.ts'

/** A number of a hundred, with the ends of its interval, as they are shown. */
export type OfHundred = Readonly<Record<'value' | 'low' | 'high', string>>

/** What a line of the timeline is told with: names, not ids. */
export interface FactWords {
  readonly noted: Noted
  /** Whose it is, or who did it; at the beginning of a sentence. */
  readonly who: string
  /** Whose it is, where somebody else did it. */
  readonly whose: string
  /** Where the text is now. */
  readonly text: string
  readonly stage: string
}

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

const between = ({ low, high }: OfHundred): string => `(between ${low} and ${high})`

const procedures: Readonly<Record<string, string>> = { samenspraak: 'Samenspraak' }

const outcomes: Readonly<Record<Outcome, string>> = {
  adopted: 'decided',
  noConsensus: 'ended without consensus',
  withdrawn: 'withdrawn',
  open: 'came to no end',
}

const stages: Readonly<Record<Stage, string>> = {
  consultation: 'consultation',
  lijnmanagement: 'lijnmanagement',
  opgavemanager: 'opgavemanager',
  stuurgroep: 'stuurgroep',
}

const strategies: Readonly<Record<Strategy, string>> = {
  insist: 'insists',
  negotiate: 'negotiates',
  coalition: 'forms a coalition',
  mediate: 'asks for the opgavemanager',
  standAside: 'stands aside',
  leave: 'leaves if need be',
}

const classes: Readonly<Record<BypassClass, string>> = {
  dissenting: 'it objected',
  spokenFor: 'another spoke for it',
  uninformed: 'it was not told of the text',
  silent: 'it had not said a word about the text',
}

const says = {
  consent: 'consents',
  reservation: 'consents with a reservation',
  standAside: 'stands aside',
} as const

const facts: Readonly<Partial<Record<Noted['type'], (fact: FactWords) => string>>> = {
  'proposal.drafted': ({ who }) => `${who} drafts a proposal`,
  'proposal.submitted': ({ who, text }) => `${who} submits it. Its place: ${text}`,
  'proposal.amended': ({ noted, who, text }) =>
    `${who} amends the text: revision ${noted.revision}. Its place: ${text}`,
  'proposal.withdrawn': ({ who }) => `${who} withdraws the proposal`,
  'position.taken': ({ noted, who }) =>
    `${who} ${says[noted.position ?? 'consent']}${noted.provisional ? ', provisionally: that does not count yet' : ''}`,
  'position.recorded': ({ noted, who, whose }) =>
    `${who} records for ${whose} that it ${says[noted.position ?? 'consent']}`,
  'objection.raised': ({ noted, who }) =>
    `${who} objects${noted.ground === 'involvement' ? ' to how it was involved' : ''}`,
  'objection.withdrawn': ({ who }) => `${who} lets its objection go`,
  'objection.dismissed': ({ who, whose }) => `${who} sets the objection of ${whose} aside`,
  'objection.answered': ({ who, whose }) =>
    `${who} answers ${whose ? `the objection of ${whose}` : 'an objection'}`,
  'term.extended': ({ who }) => `${who} asks for more time, for everyone`,
  'proposal.escalated': ({ who }) => `${who} takes it one rung up`,
  'term.ended': () => 'The term ends with this day',
  'stage.entered': ({ stage }) => (stage ? `It goes up to ${stage}` : 'The next stage begins'),
  'decision.called': () => 'Everybody agrees: each partner is asked to confirm this very text',
  'decision.declared': ({ who }) => `${who} says that it is decided`,
  'confirmation.given': ({ who }) => `${who} confirms`,
  'decision.taken': () => 'DECIDED',
  'consensus.failed': () => 'No consensus: everything stays as it was',
  'partner.left': ({ who }) => `${who} leaves the collaboration`,
  'circle.changed': () => 'The circle of partners has changed: confirmations so far are void',
  'mandate.given': ({ who }) => `${who} gives another person its mandate`,
  'mandate.withdrawn': ({ who }) => `${who} withdraws the mandate of the one before`,
}

/** All words of a report in English. */
export const english = {
  name: 'English',
  none: '–',
  list,
  yes: 'yes',
  no: 'no',
  inTable: (title: string): string => `${title}: the numbers in a table`,
  procedures,
  outcomes,
  stages,
  strategies,
  classes,
  chair: 'The chair',
  office: 'The opgavemanager',
  partner: 'Partner',
  procedureColumn: 'Procedure',
  from: 'from',
  to: 'to',
  kind: (rounds: string, seed: string): string =>
    `What came of ${rounds} simulated decision rounds, with seed ${seed}`,
  partial: 'Stopped before its end',
  partialTold: (procedure: string, played: string, of: string): string =>
    `${procedure}: ${played} of ${of} rounds were played.`,
  partialMeans: 'What follows is of those rounds only.',
  summary: {
    heading: 'In short',
    nothing: 'Not one round was played, so there is nothing to tell.',
    agreed: (it: OfHundred): string => `The partners agreed in ${it.value} of 100 rounds ${between(it)}.`,
    otherwise: (parts: readonly string[]): string => `Of every 100 rounds ${list(parts)}.`,
    otherwisePart: (count: string, outcome: Exclude<Outcome, 'adopted'>): string =>
      ({
        noConsensus: `${count} ended without consensus`,
        withdrawn: `${count} ended because the proposal was withdrawn`,
        open: `${count} came to no end`,
      })[outcome],
    took: (mean: string, low: string, high: string): string =>
      `A round took ${mean} working days on average (between ${low} and ${high}).`,
    spread: (median: string, p90: string): string =>
      `Half of them took no more than ${median} days, nine of ten no more than ${p90}.`,
    worst: (partner: string, satisfaction: string, often: string): string =>
      `Worst off was ${partner}: what it got came to ${satisfaction} of 1 on average, where 1 is exactly what it wants, and in ${often} of 100 rounds nobody had less.`,
    nobody: 'No decision passed any partner by.',
    somebody: (rounds: OfHundred, times: string): string =>
      `In ${rounds.value} of 100 rounds ${between(rounds)} the decision passed somebody by: ${times}, over all rounds.`,
    times: (count: string, one: boolean): string => (one ? 'a partner once' : `a partner ${count} times`),
    attempts: (made: string, refused: string): string =>
      `Ways to bypass another were tried ${made} times; ${refused} times that was refused.`,
    compared: 'The same rounds under other procedures',
    under: (procedure: string, adopted: OfHundred): string =>
      `Under ${procedure} it would have been decided in ${adopted.value} of 100 rounds ${between(adopted)}`,
    after: (days: string): string =>
      `; of the rounds that ended, half took no more than ${days} working days`,
    passed: (rounds: OfHundred, times: string): string =>
      `; in ${rounds.value} of 100 rounds the decision would have passed somebody by: ${times}, over all rounds.`,
    passedNobody: '; nobody would have been passed by.',
    notPlayed: (procedure: string): string => `Under ${procedure} no round was played.`,
  },
  outcome: {
    heading: 'How it ended',
    title: 'Share of the rounds that ended in each way',
    says: (parts: readonly string[]): string => `Bars for each procedure. Decided: ${list(parts)}.`,
    caption:
      'How rounds ended, as a share of all rounds of that procedure. The line across the end of a bar is its interval. A round came to no end where nothing happened any more for sixty working days.',
    rounds: 'Rounds',
  },
  days: {
    heading: 'How long it took',
    title: 'Working days that a round took',
    says: (ended: string, mean: string, median: string, longest: string): string =>
      `Of the ${ended} rounds that ended, the mean is ${mean} working days, the median ${median}, the longest ${longest}.`,
    caption: (step: string, one: boolean): string =>
      `How many rounds took how long, under Samenspraak${one ? '' : `, in steps of ${step} days`}. The upright line is the median.`,
    none: 'No round ended, so there is nothing to tell about how long it took.',
    axis: 'working days from the submission to the end',
    rounds: 'rounds',
    day: 'Working days',
    count: 'Rounds',
    share: 'Share of the rounds that ended',
    median: (days: string): string => `median ${days}`,
  },
  ladder: {
    heading: 'How far up the ladder it went',
    title: 'Share of the rounds that reached each stage',
    says: (parts: readonly string[]): string => `Bars for the stages: ${list(parts)}.`,
    caption:
      'The share of rounds that went up to each stage or beyond, under Samenspraak. It starts at the consultation.',
    stage: 'Stage',
    share: 'Share of the rounds',
  },
  satisfaction: {
    heading: 'How it was for each partner',
    title: 'Satisfaction of each partner, and how often it was the worst off',
    says: (least: string, most: string): string =>
      `Dots for each partner. The least satisfied is ${least}, the most satisfied ${most}.`,
    caption: (statusQuo: boolean): string =>
      `1: what holds is exactly what the partner wants most; 0: it is as far from it as can be${statusQuo ? '' : ', or nothing was decided'}. Means over all rounds, under Samenspraak. The line through a dot is its interval.`,
    mean: 'Satisfaction, 0 to 1',
    worst: 'Rounds in which nobody had less',
  },
  compared: {
    heading: 'Beside other procedures',
    title: 'Procedures compared on the same rounds',
    says: (parts: readonly string[]): string =>
      `Four panels: decided, days, times a partner was passed by, least satisfaction. Rounds in which a decision passed somebody by: ${list(parts)}.`,
    caption:
      'The same partners with the same chances under each procedure. Days are the median of the rounds that ended; one that seldom ends can look fast.',
    adopted: 'Decided',
    days: 'Median of days',
    bypassed: 'Times passed by',
    lowest: 'Least satisfied',
    lowestTold: 'Satisfaction of the least satisfied partner',
    mean: 'Satisfaction of all partners, mean',
    passing: 'Rounds that passed somebody by',
    classes: 'Why a partner counts as passed by',
    classesTold: 'How often a partner was passed by, over all rounds, by what made it so',
    passed: 'Who was passed by',
    satisfied: 'How satisfied each partner was',
    passedEach: 'How often each partner was passed by, over all rounds',
    satisfiedEach: 'Satisfaction of each partner, 0 to 1: means over all rounds',
    terms:
      'What differs: a vote is taken on the first text, which nobody amends; only Samenspraak has a ladder on which partners concede, and somebody who mediates; elsewhere a chair may set objections aside, by the chance of the scenario. Another first text, or a kinder chair, can change much about the others.',
    same: 'Of the four ways, only one is counted for a partner in a round: the first that is true of it.',
  },
  swept: {
    heading: 'When a parameter changes',
    partial: (done: string, of: string): string =>
      `This sweep was stopped before its end: ${done} of ${of} trials are here.`,
    none: 'Not one trial of it was finished.',
    rounds: (rounds: string): string =>
      `Each trial has ${rounds} rounds with the same seed, under Samenspraak.`,
    adopted: 'Share of rounds that were decided',
    days: 'Working days, mean',
    lowest: 'Satisfaction of the least satisfied partner',
    over: (measure: string, axes: readonly string[]): string => `${measure}, by ${list(axes)}`,
    says: (low: string, high: string): string => `The lowest value is ${low}, the highest ${high}.`,
    line: 'Each dot is one trial; the line across it is its interval.',
    map: 'Each field is one trial; the fuller its colour, the higher the value.',
    missing: 'A field without colour was not played, or has no such value.',
  },
  timeline: {
    heading: (number: string): string => `Round ${number}, day by day`,
    about: (procedure: string, author: string): string => `Under ${procedure}, proposed by ${author}.`,
    ended: (outcome: string, days: string): string => `It ended as: ${outcome}; working days: ${days}.`,
    title: 'Who did what, when',
    says: 'One lane for each partner, from left to right in working days. The list below says the same in words.',
    caption:
      'One lane for each partner, in working days since the submission. The fuller the ground, the higher the stage. The list below says the same in words.',
    list: 'What was recorded',
    nothing: 'Nothing was kept of what was recorded in this round.',
    day: (number: string, date: string): string => `Working day ${number}, ${date}`,
    first: (date: string): string => `The day of the submission, ${date}`,
    axis: 'working days',
    revision: (number: string): string => `rev. ${number}`,
    legend: {
      consent: 'consents',
      reservation: 'with a reservation, or aside',
      objection: 'objects',
      letGo: 'lets it go',
      text: 'puts a text forward',
      confirm: 'confirms',
      other: 'answers, or something else',
    },
  },
  facts,
  otherFact: (type: string): string => `Recorded: ${type}`,
  scenario: {
    heading: 'The scenario',
    wants: 'Partners: what each wants',
    acts: 'Partners: how each acts',
    rules: 'The rules of play, and the rest',
    size: 'Size',
    ideal: (issue: string): string => `Wants most: ${issue}`,
    spread: 'Spread',
    tolerance: 'Tolerance',
    asStatusQuo: 'as far as the status quo',
    strategy: 'Strategy',
    attention: 'Attention a day',
    assertiveness: 'Speaks up',
    concession: 'Concession',
    backing: 'Needs backing',
    backingTold: (chance: string, days: string): string => `${chance}, ${days} days`,
    involvement: 'Involvement',
    turnover: 'New person a day',
    turnoverTold: (chance: string, shift: string): string => `${chance}, shift ${shift}`,
    absences: 'Absent',
    adversary: 'Tries bypasses',
    what: 'What',
    value: 'Value',
    issue: (name: string): string => `Issue: ${name}`,
    range: (low: string, high: string): string => `0 is ${low}, 1 is ${high}`,
    start: 'Submitted on',
    statusQuo: 'Status quo',
    noStatusQuo: 'none: without a decision nobody is satisfied at all',
    author: 'Who proposes',
    random: 'another partner each round, by chance',
    text: 'The first text',
    texts: {
      ideal: 'what its author wants most',
      middle: 'the mean of what all want most',
      random: 'any place',
    },
    opgavemanager: 'Opgavemanager',
    skilled: (skill: string, attention: string): string => `skill ${skill}, attention a day ${attention}`,
    chair: 'Chair, in other procedures',
    dismissing: (dismissal: string, attention: string): string =>
      `sets an objection aside on a day with chance ${dismissal}, attention a day ${attention}`,
    terms: {
      consultation: 'Term of the consultation',
      lijnmanagement: 'Term of lijnmanagement',
      opgavemanager: 'Term of the opgavemanager',
      stuurgroep: 'Term of the stuurgroep',
      jointDecision: 'Term of the joint decision',
      extension: 'Extension of a term',
    },
    workingDays: (days: string): string => `${days} working days`,
    maxRevisions: 'Revisions at most',
    decidesOn: 'Confirmed by',
    places: (parts: readonly string[]): string => parts.join('; '),
  },
  sure: {
    heading: 'How sure this is',
    points: [
      'These are rounds of a model, played by chance: partners are points and chances, not people. What it tells is what follows from the scenario, not what will happen.',
      'Every interval is of 95%: of a hundred such intervals about five do not hold the value that endless rounds would lead to.',
      'Shares of rounds have the score interval of Wilson. It stays between none and all, so that none out of 1,000 still leaves room for nearly 4 in 1,000.',
      'Days have a bootstrap interval: the rounds that ended are drawn anew a thousand times, and the middle 95% of the means is told.',
      'Means of satisfaction have the interval of the normal distribution.',
      'More rounds make intervals narrower, not the scenario truer.',
    ],
    byProof:
      'That Samenspraak passes nobody by is not found by trying: the procedure admits no such decision. The rounds only agree with it.',
  },
  cite: {
    heading: 'To cite this, and to have it again',
    version: 'Version of samenspraak',
    title: 'Scenario',
    digest: 'Digest of the scenario, with everything filled in',
    seed: 'Seed',
    rounds: 'Rounds of each procedure',
    procedures: 'Procedures',
    partial: 'Stopped before its end',
    again:
      'The same version, scenario, seed and rounds give the same result, to the last digit. With the scenario in scenario.json:',
    againOwn:
      'Some partners acted by functions that do not come with samenspraak and are not on this page. With these too, the same version, scenario, seed and rounds give the same result.',
    sweepAgain: 'And the sweep:',
    roundAgain: 'The round of the timeline:',
    notable: 'Rounds worth a look, by number',
    longest: 'the longest',
    unhappiest: 'the one with the least satisfied partner',
    failed: 'the first without consensus',
    source: 'This page is one file: it loads nothing from elsewhere, and runs no script.',
  },
}

/** The words of a report, whatever the language. */
export type ReportWords = typeof english
