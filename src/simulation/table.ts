// The table at which partners sit: what everybody there sees, and what anybody can ask. Each procedure sets its own.
import type { FactType } from '../collaboration/acts.ts'
import type { MatterFactType, MatterPosition } from '../procedures/matter.ts'
import type { Point } from './space.ts'

/** The hand of the opgavemanager, who mediates; at a table of another procedure, of whoever chairs. */
export const office = 'opgavemanager'

/** What somebody wants to do. The table puts it in the acts of its procedure. */
export type Intention =
  /** Says where its partner stands; `provisional` while the own organisation has yet to back it. */
  | { readonly does: 'consent' | 'reserve' | 'standAside'; readonly provisional?: boolean }
  | { readonly does: 'object'; readonly ground: 'content' | 'involvement' }
  /** Lets the own objection go. */
  | { readonly does: 'letGo' }
  /** Answers the objection of a partner. */
  | { readonly does: 'answer'; readonly partner: string }
  | { readonly does: 'amend'; readonly text: Point }
  | { readonly does: 'extend' | 'escalate' | 'confirm' | 'leave' | 'withdraw' }
  /** Sends another person in the place of the one who spoke so far. */
  | { readonly does: 'replacePerson' }
  /** What only a chair can do, where a procedure has one: sets an objection aside, goes on, says that it is decided. */
  | { readonly does: 'setAside'; readonly partner: string }
  | { readonly does: 'goOn' | 'declare' }

/** What can be wanted, by its name. */
export type Doing = Intention['does']

/** An objection that its partner has not let go. */
export interface Standing {
  readonly ground: 'content' | 'involvement'
  /** Answered, where and as far as the procedure asks for an answer. */
  readonly answered: boolean
}

/** How a round stands, or ended; `open` at its end where it was given up. */
export type Outcome = 'adopted' | 'noConsensus' | 'withdrawn' | 'open'

const outcomes: Readonly<Record<string, Outcome>> = {
  decided: 'adopted',
  noConsensus: 'noConsensus',
  withdrawn: 'withdrawn',
}
/** How a round stands in this state of a chart: those that end it have one name in all procedures. Pure. */
export const outcomeOf = (state: string): Outcome => outcomes[state] ?? 'open'

/** What everybody at the table sees. */
export interface View {
  readonly outcome: Outcome
  readonly revision: number
  readonly text: Point
  /** 0 for the consultation, to 3 for the stuurgroep; 0 at tables without a ladder. */
  readonly rung: number
  /** All partners that are present. */
  readonly partners: readonly string[]
  /** Who has spoken on this revision: a position that counts, or an objection that stands. */
  readonly spoke: ReadonlySet<string>
  readonly objections: ReadonlyMap<string, Standing>
  /** Whether the joint decision was called, and who has confirmed it. */
  readonly called: boolean
  readonly confirmed: ReadonlySet<string>
  /** Whether another revision is possible. */
  readonly mayAmend: boolean
  /** The end of the term that runs. */
  readonly dueAt: string | null
}

/** One thing that was recorded, in a form that all procedures share. */
export interface Noted {
  readonly at: string
  readonly type: FactType | MatterFactType
  /** Whose it is; null where it is nobody's. */
  readonly partner: string | null
  /** Who did it: a partner, the office, or null for the clock and what follows by itself. */
  readonly by: string | null
  readonly revision: number
  readonly position?: MatterPosition | undefined
  readonly provisional?: boolean | undefined
  readonly notice?: readonly string[] | undefined
  readonly stage?: string | undefined
  readonly ground?: 'content' | 'involvement' | undefined
  readonly text?: Point | undefined
}

/** An attempt to bypass somebody: what it would be elsewhere, and how the table answers when it is made. */
export interface Attempt {
  readonly name: string
  /** Makes it. True where it was recorded: what comes of it the facts tell. */
  make(at: string): boolean
}

/** A table: one proposal under one procedure. */
export interface Table {
  /** What can be done here at all. */
  readonly offers: ReadonlySet<Doing>
  view(): View
  /** Asks it. True where it was recorded, false where it was refused. */
  ask(who: string, intention: Intention, at: string): boolean
  /** The clock ends the term that runs: asked at or after its due moment. */
  endTerm(at: string): boolean
  /** What an adversary in this place can try. */
  attempts(who: string): readonly Attempt[]
}
