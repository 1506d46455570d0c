// The rules by which no act is refused: the engine itself words what they look at, so that only a forged log breaks them.

const words = 'the engine words this part of the fact itself, from the state that the rule looks at'
const outcome = 'keeps an outcome out that nobody asks for: the engine offers it only when it holds'

/** By name, why no act is ever refused by it; that a log is, is tested beside `verify`. */
export const outOfReach: Readonly<Record<string, string>> = {
  timeMovesForward: 'a recorded moment is the later of the clock and the last entry (T1)',
  beforeDueMoment: 'the terms that are due by the moment of an act end before it is decided (T1)',
  clockMovesForward: 'only scripts name moments of their own, the engine takes the later of two (T1)',
  askedByAct: 'the engine writes an act and the fact that it asks for together',
  circleKnown: 'a change of the circle is passed on to every live proposal within the same append',
  outcomesRecorded: 'outcomes are recorded within the same append as the act that leads to them',
  digestOfTheCharter: words,
  digestOfTheContent: words,
  digestOfTheRevision: words,
  underTheCharterInForce: words,
  longestDurationShown: words,
  needsShown: words,
  noticeToEveryPartner: words,
  fullTerm: words,
  newcomerHasFullTerm: words,
  answerOnThisStage: words,
  openPointsNamed: words,
  openPointsKept: words,
  everyPartnerSigned: outcome,
  newcomerSigned: outcome,
  adoptedByDecision: outcome,
  stageIsLeft: outcome,
  everyPartnerAgrees: outcome,
  somebodyCarriesIt: outcome,
  noOpenObjection: outcome,
  notYetCalled: outcome,
  everyPartnerConfirmed: outcome,
  consensusOutOfReach: outcome,
  oneChangeAtATime: outcome,
}
