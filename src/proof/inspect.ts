// The linter for procedures: the shortest way in which another procedure bypasses a partner, by class.
import type { ChartState } from '../chart.ts'
import { decide } from '../decider.ts'
import { type BypassClass, bypassClasses } from '../procedures/bypass.ts'
import { actsOn, type Matter, type MatterAct, type MatterEvent, startOf } from '../procedures/matter.ts'
import type { ComparedProcedure } from '../procedures/procedure.ts'
import { bypassOf, nothingSeen, type SeenByPartner, see, startOfSeeing } from '../procedures/seen.ts'
import { type Reached, search } from './search.ts'

interface Observed {
  readonly state: ChartState<Matter>
  readonly seen: SeenByPartner
  readonly events: readonly MatterEvent[]
}

/** How one class of partners is bypassed: the shortest way to a decision that does. */
export interface InspectedBypass {
  readonly class: BypassClass
  /** The first of them. */
  readonly partner: string
  readonly partners: readonly string[]
  /** The way there, a line for each act. */
  readonly trace: readonly string[]
}

/** What was found in a procedure of others. */
export interface Inspection {
  readonly procedure: string
  readonly partners: number
  readonly states: number
  /** True when every reachable state within the bounds was looked at. */
  readonly exhausted: boolean
  /** The shortest of all: for which least has to be waited for, then the one with the fewest acts. */
  readonly bypassed: InspectedBypass | null
  /** The shortest of each class. */
  readonly byClass: Readonly<Record<BypassClass, InspectedBypass | null>>
  /** False where it can stay open for ever, since somebody has to act before it ends. */
  readonly ends: boolean
}

/** How far the search of a procedure of others goes. */
export interface InspectionBounds {
  /** How many partners take part; as many as the procedure needs to show all that it does, unless told. */
  readonly partners?: number
  /** What they are called, in order; some towns unless told. */
  readonly names?: readonly string[]
  /** The most revisions (2). */
  readonly revisions?: number
  /** The most states that are looked at (200,000). */
  readonly maxStates?: number
  readonly onProgress?: (states: number, waiting: number) => boolean | undefined
}

/** Names for partners that have none; a procedure treats all of them alike. */
const names = ['Almere', 'Zeewolde', 'Dronten', 'Urk', 'Lelystad', 'Zwolle', 'Kampen', 'Meppel']
export const partnerName = (i: number): string => names[i] ?? `Partner ${i + 1}`
export const mostInspected = 8

/**
 * Looks at every state that a procedure can reach within bounds. Deterministic.
 * @throws RangeError for a number of partners that is not 2 to 8
 */
export function inspect(procedure: ComparedProcedure, bounds: InspectionBounds = {}): Inspection {
  const { partners: count = procedure.partners, revisions = 2, maxStates = 200_000, onProgress } = bounds
  if (!Number.isSafeInteger(count) || count < 2 || count > mostInspected)
    throw new RangeError(`partners: must be 2 to ${mostInspected}`)
  const noted = newNotes()
  const found = search<Observed, MatterAct>(
    {
      start: startWith(procedure, count, bounds.names ?? []),
      moves: ({ state }) =>
        state.value === 'decided' ? [] : inTellingOrder(actsOn(state.context, revisions)),
      take: (observed, act) => taken(procedure, observed, act),
      key: keyOf,
      waits: ({ act }) => act === 'endTerm',
      takes: () => 0,
    },
    { maxStates, onProgress },
    {
      state: reached => {
        note(noted, procedure, reached)
        return true
      },
    },
  )
  const { bypassed, byClass, ends } = noted
  const { states, exhausted } = found
  return { procedure: procedure.name, partners: count, states, exhausted, bypassed, byClass, ends }
}

/** Of traces equally long the one is told in which who came last objects, not the author to its own proposal. */
const inTellingOrder = (acts: readonly MatterAct[]): MatterAct[] => [
  ...acts.filter(({ act }) => act !== 'raiseObjection'),
  ...acts.filter(({ act }) => act === 'raiseObjection').reverse(),
]

interface Noted {
  bypassed: InspectedBypass | null
  readonly byClass: Record<BypassClass, InspectedBypass | null>
  ends: boolean
}

const newNotes = (): Noted => ({
  bypassed: null,
  byClass: { dissenting: null, spokenFor: null, uninformed: null, silent: null },
  ends: true,
})

function note(noted: Noted, procedure: ComparedProcedure, reached: Reached<Observed, MatterAct>): void {
  const { state } = reached.state
  if (state.value === 'decided')
    for (const bypass of bypassesIn(reached)) {
      noted.bypassed ??= bypass
      noted.byClass[bypass.class] ??= bypass
    }
  else if (noted.ends) noted.ends = closesByClock(procedure, reached.state)
}

function startWith(procedure: ComparedProcedure, count: number, called: readonly string[]): Observed {
  const partners = Array.from({ length: count }, (_, i) => called[i] ?? partnerName(i))
  return { state: startOf(procedure.procedure, partners), seen: startOfSeeing(partners), events: [] }
}

function taken({ procedure }: ComparedProcedure, { state, seen }: Observed, act: MatterAct): Observed | null {
  const decision = decide(procedure, state, act, null)
  if ('refused' in decision) return null
  const events = decision.steps.map(({ event }) => event)
  const after = decision.steps.at(-1)?.after ?? state
  return { state: after, seen: events.reduce(see, seen), events }
}

function bypassesIn(reached: Reached<Observed, MatterAct>): InspectedBypass[] {
  const { seen, state } = reached.state
  const trace = linesTo(reached)
  return bypassClasses.flatMap(each => {
    const partners = Object.keys(seen).filter(
      it => bypassOf(seen[it] ?? nothingSeen, state.context.revision) === each,
    )
    const [partner] = partners
    if (partner === undefined) return []
    const end = `decided on revision ${state.context.revision}, although ${listed(partners)} ${howEnded[each]}`
    return [{ class: each, partner, partners, trace: [...trace, end] }]
  })
}

const howEnded: Readonly<Record<BypassClass, string>> = {
  dissenting: 'still objected',
  spokenFor: 'never said what was recorded',
  uninformed: 'had not been told of this text',
  silent: 'had not said a word on it, silent or absent',
}

const listed = (partners: readonly string[]): string =>
  partners.length < 2 ? partners.join('') : `${partners.slice(0, -1).join(', ')} and ${partners.at(-1)}`

/** Once nobody does anything more: does the clock lead to an end? What cannot be proposed any further has ended. */
function closesByClock(procedure: ComparedProcedure, observed: Observed): boolean {
  let at: Observed | null = observed
  for (let terms = 0; at && terms < 10; terms += 1) {
    if (closed.has(at.state.value)) return true
    at = taken(procedure, at, { act: 'endTerm', partner: null, by: null })
  }
  return false
}

const closed: ReadonlySet<string> = new Set(['drafting', 'decided', 'noConsensus', 'withdrawn'])

/** One text for all states that differ only in the names of the partners. */
function keyOf({ state: { value, context }, seen }: Observed): string {
  const { partners, author, revision, balloted } = context
  const each = partners.map(partner => {
    const { told: lastTold = 0, said = 0, objects, spokenFor = 0 } = seen[partner] ?? nothingSeen
    const objection = context.objections[partner]
    const position = context.positions[partner]
    return [
      partner === author,
      context.told[partner],
      position && [position.position, position.revision],
      objection && [objection.dismissed, objection.answered, objection.cast],
      context.spoke[partner],
      lastTold,
      said,
      objects,
      spokenFor,
    ].join()
  })
  return `${value},${revision},${balloted};${each.sort().join(';')}`
}

function linesTo(reached: Reached<Observed, MatterAct>): string[] {
  const lines: string[] = []
  for (let at: Reached<Observed, MatterAct> | null = reached; at?.by; at = at.from)
    lines.unshift(line(at.by, at.state.events))
  return lines
}

const said = {
  consent: 'consents',
  reservation: 'consents with a reservation',
  standAside: 'abstains',
} as const

function line(act: MatterAct, events: readonly MatterEvent[]): string {
  const first = events[0]
  const notice = first?.notice
    ? `; ${first.notice.length === 0 ? 'nobody is' : `${listed(first.notice)} ${first.notice.length === 1 ? 'is' : 'are'}`} told`
    : ''
  const outcomes = events.slice(1).flatMap(outcome)
  return [`${deed(act)}${notice}`, ...outcomes].join('; ')
}

function deed({ act, partner, by, position }: MatterAct): string {
  const who = by === 'chair' ? 'the chair' : (by ?? 'the clock')
  switch (act) {
    case 'submitProposal':
      return `${who} proposes`
    case 'amendProposal':
      return `${who} changes the text`
    case 'withdrawProposal':
      return `${who} cancels the proposal`
    case 'takePosition':
      return `${who} ${said[position ?? 'consent']}`
    case 'recordPosition':
      return `${who} writes down that ${partner} ${said[position ?? 'consent']}`
    case 'raiseObjection':
      return `${who} objects`
    case 'withdrawObjection':
      return `${who} lets its objection go`
    case 'dismissObjection':
      return `${who} sets the objection of ${partner} aside`
    case 'answerObjection':
      return `${who} answers ${partner}`
    case 'enterStage':
      return `${who} goes on to the next stage`
    case 'declareDecision':
      return `${who} declares it decided`
    case 'endTerm':
      return 'the term passes'
  }
}

function outcome({ type, partner }: MatterEvent): string[] {
  if (type === 'stage.entered') return ['the next stage begins']
  if (type === 'consensus.failed') return ['it is not adopted']
  if (type === 'position.taken') return [`which counts as the consent of ${partner}`]
  return []
}
