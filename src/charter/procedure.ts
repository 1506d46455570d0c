// How an act about the charter is worded as a fact, and which outcomes signatures lead to.
import { endOfDay, isDate, momentOf } from '../calendar.ts'
import type { ChartState } from '../chart.ts'
import type { Procedure } from '../decider.ts'
import type { CharterAct } from './acts.ts'
import { charterDigest, completeCharter, holidaysOf, unmetNeeds } from './charter.ts'
import { type Circle, isSignedByAll, liveRoles, mandateOf } from './circle.ts'
import type { CharterFact } from './facts.ts'
import { keeperOf, type Signing } from './keys.ts'
import { charterChart } from './machine.ts'
import type { Apart } from './personal.ts'
import { type Adopted, type CharterEvent, freePeople, needsLeftBy, seatOf } from './rules.ts'

/** What lies beside an act and is not part of it: the moment, its signature, a charter adopted. */
export interface CharterAround {
  readonly at: string
  readonly signed: Signing
  /** How its words are kept, where some are kept apart (W4). */
  readonly apart?: Apart | undefined
  readonly adopted: Adopted | null
}

/** The decision on a charter asks, for the circle, what an act would: that the charter takes effect. */
export type Effectuation = { readonly act: 'replaceCharter' }

function factAsked(
  circle: Circle,
  act: CharterAct | Effectuation,
  { at, adopted }: CharterAround,
): CharterFact {
  switch (act.act) {
    case 'proposeCharter': {
      const holidays = holidaysOf(act.charter)
      return {
        type: 'charter.proposed',
        digest: charterDigest(completeCharter(act.charter, holidays)),
        holidays,
      }
    }
    case 'signCharter':
      return {
        type: 'charter.signed',
        partner: seatOf(circle, act.by) ?? '',
      }
    case 'giveMandate':
      return { type: 'mandate.given', partner: partnerOf(circle, act.by, at), ...endOf(circle, act.until) }
    case 'withdrawMandate': {
      const partner = partnerOf(circle, act.by, at)
      return {
        type: 'mandate.withdrawn',
        partner,
        roles: act.roles ?? liveRoles(circle.members[partner]?.people[act.person], at),
      }
    }
    case 'leaveCollaboration': {
      const partner = partnerOf(circle, act.by, at)
      return { type: 'partner.left', partner, unmetNeeds: needsLeftBy(circle, { leaves: partner }) }
    }
    case 'registerKey':
      return { type: 'key.registered', ...keeper(circle, act, at) }
    case 'revokeKey':
      return { type: 'key.revoked', ...keeper(circle, act, at) }
    case 'eraseName':
      return { type: 'name.erased' }
    case 'replaceCharter':
      return replacement(circle, adopted)
  }
}

function partnerOf(circle: Circle, person: string, at: string): string {
  return mandateOf(circle, person, at)?.partner ?? ''
}

/** The partner on whose behalf somebody acts on a key; none for the opgavemanager's own. */
function keeper(
  circle: Circle,
  { by, person }: { by: string; person: string },
  at: string,
): { partner?: string } {
  const partner = keeperOf(circle, { by, person, at })
  return partner === null ? {} : { partner: partner ?? '' }
}

/** A date is the last day of the mandate, by the calendar of the charter in force. */
function endOf(circle: Circle, until: string | undefined): { endsAt?: string } {
  if (until === undefined) return {}
  const calendar = circle.charter?.calendar ?? { timeZone: 'UTC', holidays: 'none' }
  const endsAt = isDate(until) ? endOfDay(calendar, until) : momentOf(until)
  return endsAt === null ? {} : { endsAt }
}

function replacement(circle: Circle, adopted: Adopted | null): CharterFact {
  if (!adopted) throw new TypeError('a charter is replaced only by a decision')
  const { proposal, charter, barred } = adopted
  return {
    type: 'charter.replaced',
    proposal,
    digest: charterDigest(charter),
    charter: structuredClone(charter) as never,
    barred: [...barred],
    unmetNeeds: unmetNeeds(charter, partner => Object.hasOwn(circle.members, partner)),
  }
}

function outcomes(circle: Circle, { at }: CharterAround): CharterFact[] {
  if (circle.proposed) {
    if (!isSignedByAll(circle)) return []
    const { charter, digest } = circle.proposed
    const partners = charter.partners.map(({ id }) => id)
    return [
      {
        type: 'collaboration.founded',
        charter: digest,
        partners,
        unmetNeeds: unmetNeeds(charter, () => true),
      },
    ]
  }
  if (circle.joining === null) return []
  const partner = circle.joining
  const people = freePeople(circle, partner, at)
  return [{ type: 'partner.joined', partner, people, unmetNeeds: needsLeftBy(circle, { joins: partner }) }]
}

function eventOf(fact: CharterFact, around: CharterAround, act?: CharterAct | Effectuation): CharterEvent {
  const person = act && 'by' in act ? { by: act.by, asked: act } : { asked: {} }
  return { type: fact.type, fact, ...around, ...person }
}

export const charterProcedure: Procedure<Circle, CharterAct | Effectuation, CharterEvent, CharterAround> = {
  chart: charterChart,
  propose: (state: ChartState<Circle>, act, around) =>
    eventOf(factAsked(state.context, act, around), around, act),
  outcomes: (state, around) => outcomes(state.context, around).map(fact => eventOf(fact, around)),
}
