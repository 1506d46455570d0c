// The real procedure as something to search: the collaboration with one proposal in it, and every act asked of it.
import type { ChartState } from '../chart.ts'
import {
  type Charter,
  type CharterInput,
  charterDigest,
  completeCharter,
  holidaysOf,
} from '../charter/charter.ts'
import type { Circle } from '../charter/circle.ts'
import type { Act } from '../collaboration/acts.ts'
import { decide, GateDisagrees, type Recorded } from '../collaboration/collaboration.ts'
import { isEnded, type ProposalState } from '../collaboration/shelf.ts'
import { type Collaboration, emptyCollaboration, firstTerm } from '../collaboration/state.ts'
import { nothingWatched, type Watch, watched } from './watch.ts'

/** What may be asked: an act of a person or the clock, or that nobody does anything for a while. */
export type Move =
  | { readonly act: Act; readonly at?: string }
  /** Until the term that is due first has ended. */
  | { readonly wait: 'term' }
  /** Until its last moment: a working day is left. */
  | { readonly wait: 'late' }

/** What was recorded to get here, the newest first. */
export interface Past {
  readonly recorded: readonly Recorded[]
  readonly before: Past | null
}

/** A collaboration at a moment. Never changed: a move leads to another one. */
export interface World {
  readonly circle: ChartState<Circle>
  readonly proposals: ReadonlyMap<string, ProposalState>
  readonly now: string
  readonly past: Past | null
  /** What the recorded facts establish about the proposal that is looked at. */
  readonly watch: Watch
}

/** The proposal that is looked at. */
export const matter = 'p1'

const day = 86_400_000
/** In a world without holidays and with terms of whole weeks, a week stands for a working day: time can be shifted. */
export const workingDay = 7 * day
/** A Tuesday, 00:00: terms of whole weeks that start on such a moment end on one. */
export const firstMoment = '2030-01-01T00:00:00.000Z'

/** The charter with the same terms in weeks instead of working days, and a calendar of which no week differs from another. */
export function inWeeks(charter: CharterInput): CharterInput {
  const terms = Object.fromEntries(Object.entries(charter.terms).map(([name, days]) => [name, days * 5]))
  return {
    ...charter,
    terms: terms as CharterInput['terms'],
    calendar: { timeZone: 'UTC', holidays: 'none' },
  }
}

export const digestOfCharter = (charter: CharterInput): string =>
  charterDigest(completeCharter(charter, holidaysOf(charter)))

interface Seated {
  readonly partners: readonly {
    readonly id: string
    readonly people: readonly { readonly id: string; readonly roles: readonly string[] }[]
  }[]
}

/** The person with the seat in the stuurgroep that a charter names first for a partner. */
export function seatOf(charter: Seated, partner: string): string {
  const people = charter.partners.find(({ id }) => id === partner)?.people ?? []
  return people.find(({ roles }) => roles.includes('stuurgroep'))?.id ?? ''
}

/** The collaboration just founded under a charter. */
export function foundedWorld(charter: CharterInput, start = firstMoment): World {
  const digest = digestOfCharter(charter)
  const proposer = charter.partners[0]?.people[0]?.id ?? ''
  const nowhere: World = {
    circle: emptyCollaboration().circle,
    proposals: new Map(),
    now: start,
    past: null,
    watch: nothingWatched,
  }
  return after(nowhere, [
    { act: 'proposeCharter', by: proposer, charter },
    ...charter.partners.map(
      ({ id }): Act => ({ act: 'signCharter', by: seatOf(charter, id), charter: digest }),
    ),
  ])
}

/** The world after acts that all have to be admitted. @throws Error naming the act that is refused */
export function after(world: World, acts: readonly Act[]): World {
  let now = world
  for (const act of acts) {
    const answer = answerOf(now, { act })
    if ('refused' in answer) throw new Error(`${act.act} is refused: ${answer.refused}`)
    now = answer.world
  }
  return now
}

/** Where a move leads and what it records; or the rule that refuses it, `gate` where the machine would decide and the gate does not let it. */
export type Answer =
  | { readonly world: World; readonly recorded: readonly Recorded[] }
  | { readonly refused: string; readonly why?: string }

/** What the procedure answers to a move: through the same `decide` as the engine's. Pure. */
export function answerOf(world: World, move: Move): Answer {
  const collaboration = collaborationOf(world)
  if ('act' in move) return decided(world, collaboration, move.act, move.at ?? world.now)
  const term = firstTerm(collaboration)
  if (!term) return { refused: 'termReached' }
  if (move.wait === 'term') {
    const at = term.dueAt > world.now ? term.dueAt : world.now
    return decided(world, collaboration, term.act, at)
  }
  const now = new Date(Date.parse(term.dueAt) - workingDay).toISOString()
  return now > world.now ? { world: { ...world, now }, recorded: [] } : { refused: 'termReached' }
}

function decided(world: World, collaboration: Collaboration, act: Act, at: string): Answer {
  try {
    const outcome = decide(collaboration, act, {
      ...{ at, signed: true, apart: true },
      record: id => recordOf(world, id),
    })
    if ('refused' in outcome) return { refused: outcome.refused.rule }
    return moved(world, outcome.pending, at)
  } catch (error) {
    if (error instanceof GateDisagrees) return { refused: 'gate', why: error.message }
    throw error
  }
}

type Pending = Extract<ReturnType<typeof decide>, { pending: unknown }>['pending']

function moved(world: World, pending: Pending, at: string): Answer {
  const recorded = pending.map(step => step.recorded)
  const proposals = new Map(world.proposals)
  let circle = world.circle
  for (const { recorded: entry, after: state } of pending) {
    if (entry.matter === 'charter') circle = state as ChartState<Circle>
    else proposals.set(entry.matter, state as ProposalState)
  }
  const watch = watched(world.watch, recorded, matter)
  const past = { recorded, before: world.past }
  return { world: { circle, proposals, now: at > world.now ? at : world.now, past, watch }, recorded }
}

const collaborations = new WeakMap<World, Collaboration>()

/** A collaboration that stands where this world stands. Nobody moves it forward: it is asked, again and again. */
export function collaborationOf(world: World): Collaboration {
  const made = collaborations.get(world)
  if (made) return made
  const collaboration = emptyCollaboration()
  collaboration.circle = world.circle
  for (const [id, state] of world.proposals) collaboration.ahead.set(id, state)
  collaboration.lastAt = world.past?.recorded.at(-1)?.at ?? ''
  collaborations.set(world, collaboration)
  return collaboration
}

/** Every fact about the charter and about a matter, in the order of the log. */
export function recordOf({ past }: World, id: string): Recorded[] {
  const parts: (readonly Recorded[])[] = []
  for (let at = past; at; at = at.before) parts.push(at.recorded)
  return parts
    .reverse()
    .flatMap(part => part.filter(entry => entry.matter === id || entry.matter === 'charter'))
}

export function proposalOf(world: World): ProposalState | undefined {
  return world.proposals.get(matter)
}

/** Whether the proposal runs: submitted, and not ended. */
export function runs(world: World): boolean {
  const state = proposalOf(world)
  return state !== undefined && !isEnded(state) && state.value !== 'drafting' && state.value !== 'unwritten'
}

/** The present charter, or the one that lies before the partners. */
export function charterOf({ circle: { context } }: World): Charter | null {
  return context.charter ?? context.proposed?.charter ?? null
}
