// A fact on its way into the record of one proposal, as the chart is asked about it.
import type { Role } from '../charter/charter.ts'
import type { Circle, Notice } from '../charter/circle.ts'
import type { Signing } from '../charter/keys.ts'
import type { Apart } from '../charter/personal.ts'
import type { Stage } from './acts.ts'
import type { ContentInput } from './content.ts'
import type { ProposalFactType } from './facts.ts'
import type { PositionKind } from './proposal.ts'

/** Which proposals there are: all that a rule may know of other matters. */
export interface Others {
  has(id: string): boolean
  /** True when some id is the same, or could be taken for it. */
  hasLike(id: string): boolean
}

/** A fact on its way into the record, as the rules see it: with the act as asked and, not recorded, what lies beside it. */
export interface ProposalEvent {
  readonly type: ProposalFactType
  readonly at: string
  readonly by?: string | undefined
  readonly signed: Signing
  /** How the words of the act are kept, where some are kept apart (W4). */
  readonly apart?: Apart | undefined
  /** The number that its entry has, or is to have, in the log. */
  readonly seq: number
  readonly circle: Circle
  readonly others: Others
  readonly asked: Partial<ContentInput> & {
    readonly act?: string
    readonly proposal?: string
    readonly revision?: number
    readonly stage?: Stage
    readonly position?: PositionKind
    readonly provisional?: boolean | undefined
    readonly reason?: string | undefined
    readonly ground?: 'content' | 'involvement' | undefined
    readonly objection?: string | undefined
    readonly replyTo?: string | undefined
    readonly digest?: string | undefined
  }
  readonly fact: {
    readonly type: ProposalFactType
    readonly author?: { readonly partner: string | null }
    readonly digest?: string
    readonly changes?: string | undefined
    readonly holidays?: string | undefined
    readonly charter?: string
    readonly revision?: number
    readonly stage?: Stage
    readonly partner?: string | null
    readonly role?: Role
    readonly objection?: string
    readonly comment?: string
    readonly dueAt?: string | null
    readonly notBefore?: string | null
    readonly longestDays?: number
    readonly closesBy?: string | null
    readonly notice?: readonly Notice[]
    readonly silences?: readonly Notice[]
    readonly unconfirmed?: readonly Notice[]
    readonly unanswered?: readonly string[]
    readonly partners?: readonly string[]
    readonly unmetNeeds?: readonly string[]
    readonly sustained?: readonly string[]
    readonly silent?: readonly string[]
    readonly reason?: 'ladderEnded' | 'charterReplaced' | 'tooFewPartners'
    readonly version?: number
    readonly joined?: string | null
    readonly left?: string | null
  }
}
