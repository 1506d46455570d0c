// How each partner was involved: what it was asked, what it answered, and how long that took.
import type { Calendar } from '../calendar.ts'
import { completeCharter } from '../charter/charter.ts'
import type { Stage } from '../proposal/acts.ts'
import type { PositionKind } from '../proposal/proposal.ts'
import { workingDaysBetween } from './moments.ts'
import type { RecordedFact } from './recorded.ts'
import type { Standing } from './standing.ts'
import { type Reader, titleOf, type Voice, voiceFor } from './voice.ts'

/** How a question was answered. A provisional position is no answer (C6). */
export type Answer = 'position' | 'objection' | 'confirmation'

/** A question to one partner: for its position on a revision, or for its confirmation after a call. */
export interface Question {
  readonly partner: string
  readonly proposal: string
  readonly revision: number
  readonly what: 'position' | 'confirmation'
  readonly askedAt: string
  /** Where its silence went, one stage after the other: each time it was asked again (C4, J2). */
  readonly wentUp: readonly { readonly stage: Stage; readonly at: string }[]
  /**
   * `open` is not answered yet; `overtaken` by an amendment, by the end of the call or by a new one; `ended` with the proposal;
   * `left` with the partner.
   */
  readonly outcome: 'answered' | 'open' | 'overtaken' | 'ended' | 'left'
  readonly answer: Answer | null
  readonly answeredAt: string | null
  readonly person: string | null
  /** By the calendar under which the proposal was submitted; null where not answered, or beyond ten years. */
  readonly workingDays: number | null
  readonly elapsedMs: number | null
}

/** All questions to one partner together. */
export interface Involvement {
  readonly partner: string
  readonly asked: number
  readonly answered: number
  /** How often its silence went up a stage. */
  readonly wentUp: number
  /** Of the answers, in working days: half of them took no longer than the median. */
  readonly medianDays: number | null
  readonly longestDays: number | null
}

/** Whether and when every partner was asked, and answered. */
export interface InvolvementReport {
  /** In the order in which they were asked. */
  readonly questions: readonly Question[]
  /** Every partner that was ever asked something. */
  readonly partners: readonly Involvement[]
}

type Pending = { -readonly [Field in keyof Question]: Question[Field] }

/** A proposal that runs: what is open in it, and what is needed to see that a call has ended. */
interface Running {
  readonly calendar: Calendar
  revision: number
  /** The open questions for a position and for a confirmation, by partner. */
  readonly position: Map<string, Pending>
  readonly confirmation: Map<string, Pending>
  /** Partners whose last position stands aside. */
  readonly aside: Set<string>
}

/** Takes the entries of a log one by one, and tells at any time what they say of each partner's involvement. */
export interface InvolvementFold {
  take(entry: RecordedFact): void
  report(): InvolvementReport
}

/** The whole log at once. */
export function involvement(entries: Iterable<RecordedFact>): InvolvementReport {
  const fold = involvementFold()
  for (const entry of entries) fold.take(entry)
  return fold.report()
}

interface Fold {
  readonly questions: Pending[]
  readonly running: Map<string, Running>
  readonly partners: Set<string>
  calendar: Calendar
}

/** Begins at the first entry of a log. Keeps a few words for each question, and no texts. */
export function involvementFold(): InvolvementFold {
  const fold: Fold = {
    questions: [],
    running: new Map(),
    partners: new Set(),
    calendar: { timeZone: 'UTC', holidays: 'none' },
  }
  return {
    take: entry => take(fold, entry),
    report: () => reportOf(fold.questions),
  }
}

function take(fold: Fold, entry: RecordedFact): void {
  takeCircle(fold, entry)
  if (entry.fact.type === 'proposal.submitted') open(fold, entry)
  const running = fold.running.get(entry.matter)
  if (running) takeRunning(fold, running, entry)
}

/** Who the partners are, and by which calendar they count. */
function takeCircle(fold: Fold, { asked, fact }: RecordedFact): void {
  if (fact.type === 'charter.proposed' && asked?.act === 'proposeCharter')
    fold.calendar = completeCharter(asked.charter, fact.holidays).calendar
  if (fact.type === 'charter.replaced' && fact.charter.calendar)
    fold.calendar = { ...fold.calendar, ...fact.charter.calendar }
  if (fact.type === 'collaboration.founded') for (const id of fact.partners) fold.partners.add(id)
  if (fact.type === 'partner.joined') fold.partners.add(fact.partner)
  if (fact.type === 'partner.left') fold.partners.delete(fact.partner)
}

function open({ running, calendar }: Fold, { matter }: RecordedFact): void {
  const none = { position: new Map(), confirmation: new Map(), aside: new Set<string>() }
  running.set(matter, { calendar, revision: 0, ...none })
}

function takeRunning(fold: Fold, running: Running, entry: RecordedFact): void {
  const { fact, asked } = entry
  switch (fact.type) {
    case 'proposal.submitted':
    case 'proposal.amended':
      running.revision = fact.revision
      running.aside.clear()
      close(running.position, 'overtaken')
      close(running.confirmation, 'overtaken')
      for (const { partner } of fact.notice) ask(fold, running, 'position', partner, entry)
      return
    case 'stage.entered':
      for (const { partner } of fact.silences)
        goUp(fold, running, { what: 'position', partner, stage: fact.stage }, entry)
      for (const { partner } of fact.unconfirmed)
        goUp(fold, running, { what: 'confirmation', partner, stage: fact.stage }, entry)
      return
    case 'decision.called':
      close(running.confirmation, 'overtaken')
      for (const partner of fold.partners) ask(fold, running, 'confirmation', partner, entry)
      return
    case 'position.taken':
      if (asked?.act === 'takePosition') takePosition(fold, running, fact.partner, asked, entry)
      return
    case 'objection.raised':
      running.aside.delete(fact.partner)
      answer(running, 'position', fact.partner, 'objection', entry)
      answer(running, 'confirmation', fact.partner, 'objection', entry)
      close(running.confirmation, 'overtaken')
      return
    case 'confirmation.given':
      answer(running, 'confirmation', fact.partner, 'confirmation', entry)
      return
    case 'circle.changed':
      changeCircle(fold, running, fact, entry)
      return
    case 'decision.taken':
    case 'consensus.failed':
    case 'proposal.withdrawn':
      close(running.position, 'ended')
      close(running.confirmation, 'ended')
      fold.running.delete(entry.matter)
      return
  }
}

type Kind = Question['what']

function ask(
  fold: Fold,
  running: Running,
  what: Kind,
  partner: string,
  { matter, at }: RecordedFact,
): Pending {
  const question: Pending = {
    ...{
      partner,
      proposal: matter,
      revision: running.revision,
      what,
      askedAt: at,
      wentUp: [],
      outcome: 'open',
    },
    ...{ answer: null, answeredAt: null, person: null, workingDays: null, elapsedMs: null },
  }
  fold.questions.push(question)
  running[what].set(partner, question)
  return question
}

/** A silence that goes up is asked again; one that was not asked yet, because it came later, is asked now. */
function goUp(
  fold: Fold,
  running: Running,
  { what, partner, stage }: { what: Kind; partner: string; stage: Stage },
  entry: RecordedFact,
): void {
  const question = running[what].get(partner) ?? ask(fold, running, what, partner, entry)
  question.wentUp = [...question.wentUp, { stage, at: entry.at }]
}

function answer(running: Running, what: Kind, partner: string, how: Answer, { at, by }: RecordedFact): void {
  const question = running[what].get(partner)
  if (!question) return
  running[what].delete(partner)
  question.outcome = 'answered'
  question.answer = how
  question.answeredAt = at
  question.person = by ?? null
  question.workingDays = workingDaysBetween(running.calendar, question.askedAt, at)
  question.elapsedMs = Date.parse(at) - Date.parse(question.askedAt)
}

function close(questions: Map<string, Pending>, outcome: 'overtaken' | 'ended'): void {
  for (const question of questions.values()) question.outcome = outcome
  questions.clear()
}

/** C2, C6, J1: a provisional position ends the call, and so does the last partner that stands aside. */
function takePosition(
  { partners }: Fold,
  running: Running,
  partner: string,
  { position, provisional = false }: { position: PositionKind; provisional?: boolean | undefined },
  entry: RecordedFact,
): void {
  if (!provisional) answer(running, 'position', partner, 'position', entry)
  if (position === 'standAside' && !provisional) running.aside.add(partner)
  else running.aside.delete(partner)
  if (provisional || running.aside.size === partners.size) close(running.confirmation, 'overtaken')
}

/** F6: every change ends the call. A newcomer is asked (F3); who has left is asked no more (F4). */
function changeCircle(
  fold: Fold,
  running: Running,
  { joined, left }: { joined: string | null; left: string | null },
  entry: RecordedFact,
): void {
  for (const what of ['position', 'confirmation'] as const) {
    const question = running[what].get(left ?? '')
    if (question) question.outcome = 'left'
    running[what].delete(left ?? '')
  }
  running.aside.delete(left ?? '')
  close(running.confirmation, 'overtaken')
  if (joined !== null) ask(fold, running, 'position', joined, entry)
}

function reportOf(questions: readonly Question[]): InvolvementReport {
  const byPartner = new Map<string, Question[]>()
  for (const question of questions) {
    const list = byPartner.get(question.partner)
    if (list) list.push(question)
    else byPartner.set(question.partner, [question])
  }
  return {
    questions: questions.map(question => ({ ...question })),
    partners: [...byPartner].map(([partner, list]) => summaryOf(partner, list)),
  }
}

/** What a report says about one proposal alone. Pure. */
export function involvementIn({ questions }: InvolvementReport, proposal: string): InvolvementReport {
  return reportOf(questions.filter(question => question.proposal === proposal))
}

function summaryOf(partner: string, questions: readonly Question[]): Involvement {
  const answered = questions.filter(({ outcome }) => outcome === 'answered')
  const days = answered.flatMap(({ workingDays }) => (workingDays === null ? [] : [workingDays]))
  days.sort((a, b) => a - b)
  return {
    partner,
    asked: questions.length,
    answered: answered.length,
    wentUp: questions.reduce((sum, { wentUp }) => sum + wentUp.length, 0),
    medianDays: days[Math.ceil(days.length / 2) - 1] ?? null,
    longestDays: days.at(-1) ?? null,
  }
}

/** One line of an involvement report. */
export interface InvolvementLine {
  readonly partner: string
  /** The question's proposal; null for the summary of a partner. */
  readonly proposal: string | null
  readonly sentence: string
}

/** The report read aloud: the summary of each partner, and beneath it its questions. Pure. */
export function tellInvolvement(
  standing: Standing,
  { questions, partners }: InvolvementReport,
  reader: Reader,
): InvolvementLine[] {
  const { phrases, partner: named } = voiceFor(standing, reader)
  return partners.flatMap(({ medianDays: median, longestDays: longest, ...it }) => {
    const { partner } = it
    const sentence = phrases.involvement.summary({ ...it, partner: named(partner), median, longest })
    const own = questions.filter(question => question.partner === partner)
    return [
      { partner, proposal: null, sentence },
      ...own.map(question => ({
        partner,
        proposal: question.proposal,
        sentence: questionTold(standing, question, reader),
      })),
    ]
  })
}

function questionTold({ proposals, ...standing }: Standing, question: Question, reader: Reader): string {
  const context = proposals.get(question.proposal)?.context
  const voice = voiceFor({ proposals, ...standing }, reader, context)
  const { phrases } = voice
  const title = titleOf({ id: question.proposal, content: context?.content ?? null }, voice)
  return phrases.involvement.question({
    partner: voice.partner(question.partner),
    matter: `${title}, ${phrases.revision(question.revision)}`,
    what: question.what,
    when: voice.on(question.askedAt),
    wentUp: question.wentUp.map(({ stage }) => phrases.involvement.wentUp(phrases.stages[stage])).join(''),
    outcome: outcomeTold(question, voice),
  })
}

function outcomeTold(
  { outcome, answer: how, answeredAt, person, workingDays }: Question,
  voice: Voice,
): string {
  const { involvement: say } = voice.phrases
  if (outcome !== 'answered') return say.unanswered[outcome]
  return say.answered(how ?? 'position', voice.on(answeredAt ?? ''), voice.person(person ?? ''), workingDays)
}
