// A procedure of others, to compare ours with: where its rules are stated, and the same rules as a chart that can be asked.
import type { Procedure } from '../decider.ts'
import { chartOf, type States } from './machine.ts'
import {
  type Matter,
  type MatterAct,
  type MatterAround,
  type MatterEvent,
  type MatterFactType,
  wordAct,
} from './matter.ts'
import { bookkeeping, type MatterRule } from './predicates.ts'

/** A procedure of others, to compare with: never to run the engine on. */
export interface ComparedProcedure {
  /** As `--procedure` takes it. */
  readonly name: string
  readonly title: string
  /** The rules that the machine follows, in a few sentences. */
  readonly rules: string
  /** Where the rules are stated, with the version or date that was looked at. */
  readonly source: readonly { readonly title: string; readonly url: string }[]
  /** The least number of partners at which everything that it does can be seen. */
  readonly partners: number
  /** The length of its term, in days as its source counts them; null where there is none or it is set each time. */
  readonly termDays: number | null
  /** The guards of its chart by name: sentences that are true where they hold. */
  readonly guards: Readonly<Record<string, MatterRule>>
  readonly procedure: Procedure<Matter, MatterAct, MatterEvent, MatterAround>
}

type Described = Omit<ComparedProcedure, 'guards' | 'procedure'>

/** What makes a procedure of a description: its guards, its states, and what it does without being asked. */
interface Law<Rule extends string> {
  readonly guards: Readonly<Record<Rule, MatterRule>>
  readonly states: States<Rule>
  /** Whom it tells of an amendment. Of a submission every partner is told. */
  readonly tells?: (matter: Matter) => readonly string[]
  /** True where proposing counts as the author's own yes. */
  readonly authorConsents?: boolean
}

/** The facts that nobody asks for: the chart says when they are due. */
const outcomeTypes = [
  'decision.taken',
  'stage.entered',
  'consensus.failed',
] as const satisfies MatterFactType[]

/** Builds the procedure of a description. Pure. */
export function compared<Rule extends string>(described: Described, law: Law<Rule>): ComparedProcedure {
  const { guards, states, tells = everyPartner, authorConsents = false } = law
  const chart = chartOf(described.name, guards, states)
  return {
    ...described,
    guards: { ...bookkeeping, ...guards },
    procedure: {
      chart,
      propose: ({ context }, act) =>
        wordAct(context, act, act.act === 'amendProposal' ? tells(context) : context.partners),
      outcomes: ({ context }) => [
        ...(authorConsents ? authorsYes(context) : []),
        ...outcomeTypes.map(type => ({ type, partner: null, by: null, revision: context.revision })),
      ],
    },
  }
}

const everyPartner = ({ partners }: Matter): readonly string[] => partners

/** The author's own act of proposing says yes: recorded as said by the author, until it says something itself. */
function authorsYes({ author, revision, spoke }: Matter): MatterEvent[] {
  if (Object.hasOwn(spoke, author)) return []
  return [{ type: 'position.taken', partner: author, by: author, revision, position: 'consent' }]
}
