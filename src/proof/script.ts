// A script: acts one after the other, on a set clock, over a store in memory; the same script gives the same log.
import { momentOf } from '../calendar.ts'
import { type CharterInput, roles } from '../charter/charter.ts'
import { endOfTime } from '../charter/words.ts'
import { type SetClock, setClock } from '../clock.ts'
import type { FactType } from '../collaboration/acts.ts'
import { refuse } from '../collaboration/collaboration.ts'
import type { ProposalView } from '../collaboration/view.ts'
import { type Engine, openCollaboration, type RecordedEntry, type Refusal } from '../engine.ts'
import type { Stage } from '../proposal/acts.ts'
import { memoryStore } from '../stores/memory.ts'

/** A term that ended on the way to the moment of an act. */
export interface EndedTerm {
  readonly proposal: string
  readonly stage: Stage
  readonly revision: number
  readonly at: string
}

/** What came of one act of a script: `recorded` or `refused`. */
export interface StepAnswer {
  /** Which act of the script, from 0 on. */
  readonly n: number
  /** When it was asked. */
  readonly at: string
  /** The terms that ended before it, each at its own due moment (T1). */
  readonly ended?: readonly EndedTerm[]
  /** The types of the facts that record it, in order. */
  readonly recorded?: readonly FactType[]
  readonly refused?: Refusal
}

/** Where a proposal stands, in short. */
export type Stand = Pick<ProposalView, 'state' | 'revision' | 'called' | 'openPoints'>

/** A new collaboration on which a script is played. */
export interface Player {
  readonly engine: Engine
  /** Plays the next act, a plain object with or without `at`. Never rejects for what a script can hold: it is refused. */
  play(element: unknown): Promise<StepAnswer>
}

/** Opens an empty collaboration for a script that starts at this moment. @throws RangeError for what is no moment */
export async function openPlayer(start: string): Promise<Player> {
  const clock = setClock(momentOf(start) ?? start)
  const engine = await openCollaboration({ id: 'script', store: memoryStore(), clock, newId: numbered('a') })
  let n = 0
  return { engine, play: element => playAct(engine, clock, n++, element) }
}

/** Ids in order, for a log that is the same whenever it is made. */
export function numbered(prefix: string): () => string {
  let number = 0
  return () => {
    number += 1
    return `${prefix}${number}`
  }
}

/**
 * Founds a collaboration (F1): somebody named in the charter proposes it, and a stuurgroep seat of each partner signs it.
 * Gives the refusal where that cannot be.
 */
export async function found(engine: Engine, charter: CharterInput): Promise<Refusal | null> {
  const proposer = charter.partners[0]?.people[0]?.id ?? ''
  const proposed = await engine.act({ act: 'proposeCharter', by: proposer, charter })
  if ('refused' in proposed) return proposed.refused
  for (const { people } of charter.partners) {
    const seat = people.find(person => person.roles.includes(roles[2]))
    const signed = await engine.act({
      act: 'signCharter',
      by: seat?.id,
      charter: digestIn(proposed.recorded),
    })
    if ('refused' in signed) return signed.refused
  }
  return null
}

function digestIn(entries: readonly RecordedEntry[]): string | undefined {
  const fact = entries[0]?.fact
  return fact?.type === 'charter.proposed' ? fact.digest : undefined
}

async function playAct(engine: Engine, clock: SetClock, n: number, element: unknown): Promise<StepAnswer> {
  const { at, ...act } = isObject(element) ? element : { act: element }
  const moment = at === undefined ? clock.now() : typeof at === 'string' ? momentOf(at) : null
  const answer = { n, at: clock.now() }
  if (moment === null || moment >= endOfTime)
    return {
      ...answer,
      refused: refusal(
        'wellFormedAct',
        'at: must be a moment in ISO 8601 with an offset, before the year 9000',
      ),
    }
  if (moment < clock.now()) return { ...answer, refused: refusal('clockMovesForward') }
  const terms = await advance(engine, clock, moment)
  const ended = terms.length > 0 ? { ended: terms } : {}
  const outcome = await engine.act(isObject(element) ? await filledIn(engine, act) : element)
  if ('refused' in outcome) return { n, at: clock.now(), ...ended, refused: outcome.refused }
  return { n, at: clock.now(), ...ended, recorded: outcome.recorded.map(({ fact }) => fact.type) }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refusal(rule: string, more?: string): Refusal {
  const { why } = refuse(rule, more).refused
  return { rule, why, allowed: [] }
}

/** Moves the clock, stopping at each due moment on the way: a term that ends on the way ends at its own moment. */
async function advance(engine: Engine, clock: SetClock, moment: string): Promise<EndedTerm[]> {
  const ended: EndedTerm[] = []
  for (;;) {
    const next = await engine.nextDue()
    if (next === null || next > moment) break
    if (next > clock.now()) clock.moveTo(next)
    ended.push(...(await engine.tick()).flatMap(endedTerm))
  }
  clock.moveTo(moment)
  return ended
}

function endedTerm({ asked, at }: RecordedEntry): EndedTerm[] {
  if (asked?.act !== 'endTerm') return []
  return [{ proposal: asked.proposal, stage: asked.stage, revision: asked.revision, at }]
}

/** Only in scripts: `signCharter` without `charter` signs the text that lies before the partners at that moment. */
async function filledIn(engine: Engine, act: Record<string, unknown>): Promise<Record<string, unknown>> {
  if (act.act !== 'signCharter' || act.charter !== undefined) return act
  const { digest: charter } = await engine.circle()
  return charter === null ? act : { ...act, charter }
}

/** Where every proposal stands, by id, in the order of drafting. */
export async function standsOf(engine: Engine): Promise<Readonly<Record<string, Stand>>> {
  const stands: Record<string, Stand> = {}
  for (const id of await engine.proposals()) {
    const view = await engine.proposal(id)
    if (view) {
      const { state, revision, called, openPoints } = view
      stands[id] = { state, revision, called, openPoints }
    }
  }
  return stands
}
