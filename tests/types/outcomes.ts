// What comes back, to the compiler: outcomes, facts, options and views narrow, and nobody can write in them.
import {
  type Act,
  type ActOutcome,
  type Charter,
  type CircleView,
  charterSchema,
  type Fact,
  type FactOf,
  type Head,
  type OpenPoint,
  type Option,
  type Options,
  openCollaboration,
  type ProposalView,
  type RecordedEntry,
  type Refusal,
} from 'samenspraak'
import { type Audit, verifyLog } from 'samenspraak/verify'

/** Compiles only where both are the same type. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : never
const same = <A, B>(it: Same<A, B>): unknown => it

export function ofAnAct(outcome: ActOutcome): unknown {
  // @ts-expect-error not known before it is asked
  outcome.recorded
  // @ts-expect-error not known before it is asked
  outcome.refused
  if ('refused' in outcome) {
    // @ts-expect-error a refusal recorded nothing
    outcome.recorded
    // @ts-expect-error nobody changes why
    outcome.refused.why = ''
    // @ts-expect-error nobody adds to what is allowed
    outcome.refused.allowed.push('endTerm')
    return same<typeof outcome.refused, Refusal>(true)
  }
  // @ts-expect-error what is recorded was not refused
  outcome.refused
  // @ts-expect-error nobody adds to what was recorded
  outcome.recorded.push(outcome.recorded[0])
  // @ts-expect-error the log is as long as it is
  outcome.recorded.length = 0
  return same<typeof outcome.recorded, readonly RecordedEntry[]>(true)
}

export function ofAnEntry(entry: RecordedEntry): unknown {
  // @ts-expect-error an entry keeps its number
  entry.seq = 0
  // @ts-expect-error an entry keeps its fact
  entry.fact = { type: 'term.ended' }
  // @ts-expect-error the clock asks for nothing, so this may not be there
  entry.asked.act
  // @ts-expect-error only some facts have a digest
  entry.fact.digest
  if (entry.fact.type === 'position.taken') {
    // @ts-expect-error the position itself is in the act
    entry.fact.position
    const taken: FactOf<'position.taken'> = entry.fact
    return same<typeof taken.digest, string>(true)
  }
  // @ts-expect-error there is no such fact
  return entry.fact.type === 'partner.expelled'
}

export function ofAFact(fact: Fact): string | null {
  switch (fact.type) {
    case 'decision.taken':
      return fact.partners.join()
    case 'stage.entered':
      // @ts-expect-error there is no such stage
      return fact.stage === 'board' ? null : fact.dueAt
    case 'proposal.escalated':
      // @ts-expect-error null where the opgavemanager escalates
      return fact.partner.length.toString()
    default:
      return null
  }
}

// @ts-expect-error there is no such fact
export type Expelled = FactOf<'partner.expelled'>

export function ofViews(view: ProposalView, circle: CircleView, option: Option, point: OpenPoint): unknown {
  // @ts-expect-error a view cannot be written
  view.state = 'decided'
  // @ts-expect-error a view cannot be written
  view.confirmations.almere = {}
  // @ts-expect-error a view cannot be written
  circle.founded = true
  // @ts-expect-error a view cannot be written
  circle.partners.almere = {}
  // @ts-expect-error before the first charter there is none
  circle.charter.terms
  // @ts-expect-error an option cannot be written
  option.allowed = true
  // @ts-expect-error there is no such act
  option.act === 'overrule'
  // @ts-expect-error a point cannot be closed from outside
  point.kind = 'support'
  // @ts-expect-error there is no such kind
  return point.kind === 'vote'
}

export function ofTheCharter(charter: Charter): unknown {
  // @ts-expect-error a charter is not changed in place
  charter.maxRevisions = 100
  // @ts-expect-error a charter is not changed in place
  charter.terms.consultation = 1
  // @ts-expect-error a charter is not changed in place
  charter.partners.push(charter.partners[0])
  // @ts-expect-error there is no such seat
  charter.decidesOn === 'opgavemanager'
  // @ts-expect-error what is parsed is no act
  return charterSchema.parse({}) satisfies Act
}

export async function ofACollaboration(options: Options): Promise<unknown> {
  // @ts-expect-error a collaboration needs a store
  openCollaboration({ id: 'regio' })
  // @ts-expect-error and a name
  openCollaboration({ store: options.store })
  // @ts-expect-error there is no such option
  openCollaboration({ ...options, admin: 'omar' })
  // @ts-expect-error a clock tells a text
  openCollaboration({ ...options, clock: { now: () => 0 } })
  // @ts-expect-error ids are texts
  openCollaboration({ ...options, newId: () => 1 })
  const regio = await openCollaboration(options)
  // @ts-expect-error it stays the one that was opened
  regio.id = 'other'
  // @ts-expect-error nobody decides by decree
  regio.decide
  // @ts-expect-error a dry run is on or off
  regio.act({}, { dryRun: 'yes' })
  // @ts-expect-error there may be no such proposal
  ;(await regio.proposal('p1')).state
  for await (const entry of regio.entries({ from: 3 })) ofAnEntry(entry)
  // @ts-expect-error entries come one by one
  for (const entry of regio.entries()) ofAnEntry(entry)
  return same<Awaited<ReturnType<typeof regio.head>>, Head>(true)
}

export function ofAnAudit(audit: Audit): unknown {
  // @ts-expect-error an audit is not changed
  audit.holds = true
  // @ts-expect-error there is none where it holds
  audit.finding.code
  // @ts-expect-error a log is text or bytes
  verifyLog([audit])
  // @ts-expect-error a head has a size
  verifyLog('', { head: { root: '' } })
  return same<typeof audit.size, number>(true)
}
