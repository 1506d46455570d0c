// The record read aloud, in Dutch and English: what is asked of whom, why nothing is decided yet, what happened, what was decided.

export { type Agenda, type AgendaItem, agenda, type Meeting } from './agenda.ts'
export {
  type Decision,
  type DecisionLine,
  decisionOf,
  endingOf,
  isEnding,
  type Outcome,
  type StoodObjection,
  type StoodPosition,
  tellContent,
  tellDecision,
} from './decision.ts'
export { type Headings, headingsIn } from './headings.ts'
export {
  type Answer,
  type Involvement,
  type InvolvementFold,
  type InvolvementLine,
  type InvolvementReport,
  involvement,
  involvementFold,
  involvementIn,
  type Question,
  tellInvolvement,
} from './involvement.ts'
export { type Language, languages, stampOf } from './moments.ts'
export { linesOf, type NameBook, type Named, type Names, nameBook, plain, quoted } from './names.ts'
export { type Overview, type OverviewLine, overview, type ProposalLine, proposalLine } from './overview.ts'
export type { Point } from './points.ts'
export type { RecordedFact } from './recorded.ts'
// Where it reads from.
export type { ProposalStanding, Standing } from './standing.ts'
export { type Line, teller, timeline } from './timeline.ts'
export type { Reader } from './voice.ts'
// What it tells.
export { type Ask, type What, type Whom, waiting } from './waiting.ts'
export { type Prospect, type Reason, type Why, whyUndecided } from './why.ts'
