// Everything that the register says, once for each language: what one language leaves out does not compile.
import type { FactType } from '../collaboration/acts.ts'
import type { Stage } from '../proposal/acts.ts'
import type { PositionKind } from '../proposal/proposal.ts'
import type { Meeting } from './agenda.ts'
import type { Answer } from './involvement.ts'
import type { Told } from './recorded.ts'
import type { Voice } from './voice.ts'
import type { What } from './waiting.ts'

/** The states of a proposal's machine in which somebody can find it. */
export type StateName = 'drafting' | Stage | 'decided' | 'noConsensus' | 'withdrawn'

/** How one type of fact is told. */
export type Tell<Type extends FactType> = (told: Told<Type>, voice: Voice) => string

/** The words that make up what somebody is asked; where there is nothing to say of one, it is empty. */
export interface AskWords {
  /** Who is asked. */
  readonly who: string
  /** For which partner; the office of opgavemanager speaks for none. */
  readonly partner: string
  /** The proposal, by title and id, with its revision. */
  readonly matter: string
  readonly until: string
  /** The id of an objection, and whose it is; or who asked a question. */
  readonly objection: string
  readonly owner: string
  /** A quoted reason, question or title. */
  readonly words: string
  /** The persons of a silent partner who can speak for it. */
  readonly able: string
  readonly answered: boolean
  readonly stage: string
  /** What a term that is over leads to. */
  readonly next: string
}

/** What a proposal is left with at the end of a stage. */
export type Next = Stage | 'noConsensus'

/** All words of one language. Sentences begin with a capital, have no full stop at the end, and are one line each. */
export interface Phrases {
  /** `a, b and c`. */
  list(words: readonly string[]): string
  /** A term's end, told by its last day where there is one. */
  until(day: string): string
  untilTime(day: string, time: string): string
  /** When something happens that a term's end leads to. */
  after(day: string): string
  at(day: string, time: string): string
  /** The office, at the beginning and in the middle of a sentence, and behind the name of who holds it. */
  readonly office: { readonly first: string; readonly within: string; readonly title: string }
  /** Who would be asked where nobody can be. */
  readonly nobodyYet: string
  readonly nobodyInOffice: string
  readonly stages: Readonly<Record<Stage, string>>
  readonly states: Readonly<Record<StateName, string>>
  readonly positions: Readonly<Record<PositionKind, string>>
  readonly provisionally: string
  revision(number: number): string
  titled(title: string, id: string): string
  readonly facts: { readonly [Type in FactType]: Tell<Type> }
  readonly asks: { readonly [Kind in What]: (it: AskWords) => string }
  readonly points: {
    silence(partner: string, provisional: string): string
    objection(it: { owner: string; id: string; reason: string; answered: boolean }): string
    confirmation(partner: string): string
    readonly support: string
  }
  readonly why: {
    notYet(sentence: string, cites: string): string
    /** `when` is of the form of `after` or `at`. */
    next(next: Next, when: string): string
    over(next: Next): string
    closesBy(until: string): string
    closesWithin(days: number): string
  }
  readonly next: (next: Next) => string
  readonly decision: {
    outcome(title: string, outcome: 'decided' | 'noConsensus' | 'withdrawn', when: string): string
    text(revision: string, digest: string): string
    position(partner: string, position: string, reason: string, person: string): string
    confirmation(partner: string, person: string, when: string): string
    sustained(it: { owner: string; id: string; reason: string; departed: boolean }): string
    letGo(it: { owner: string; id: string; reason: string }): string
    silent(partner: string): string
    unmetNeed(need: string): string
    commitment(it: { partner: string; what: string; by: string; departed: boolean }): string
    readonly failed: Readonly<Record<'ladderEnded' | 'charterReplaced' | 'tooFewPartners', string>>
    basedOn(title: string): string
    replaces(title: string): string
    replacedBy(title: string): string
    readonly charter: string
  }
  readonly agenda: {
    title(meeting: Meeting['of'], partner: string): string
    item(matter: string, state: string, until: string): string
  }
  readonly involvement: {
    question(it: {
      readonly partner: string
      readonly matter: string
      readonly what: 'position' | 'confirmation'
      readonly when: string
      readonly wentUp: string
      readonly outcome: string
    }): string
    wentUp(stage: string): string
    answered(answer: Answer, when: string, person: string, days: number | null): string
    readonly unanswered: Readonly<Record<'open' | 'overtaken' | 'ended' | 'left', string>>
    summary(it: {
      readonly partner: string
      readonly asked: number
      readonly answered: number
      readonly wentUp: number
      readonly median: number | null
      readonly longest: number | null
    }): string
  }
  readonly overview: {
    opgave(title: string, goal: string): string
    readonly notFounded: string
    partner(partner: string, people: string): string
    person(person: string, roles: string): string
    invited(partner: string): string
    opgavemanager(person: string): string
    readonly vacant: string
    unmetNeed(need: string): string
    proposal(matter: string, state: string, until: string): string
    readonly called: string
  }
  /** What stands above them, and what is said where there is nothing. */
  readonly headings: Readonly<
    Record<'proposals' | 'why' | 'timeline' | 'involvement' | 'nothing' | 'emptyAgenda', string>
  >
}
