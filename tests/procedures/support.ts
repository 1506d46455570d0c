// Procedures of others played in short sentences: `b consents`, `chair dismisses c`, `term ends`.
import { decide, type Step } from '../../src/decider.ts'
import {
  type Matter,
  type MatterAct,
  type MatterActName,
  type MatterEvent,
  startOf,
} from '../../src/procedures/matter.ts'
import type { ComparedProcedure } from '../../src/procedures/procedure.ts'
import { procedures } from '../../src/procedures/procedures.ts'

export type State = ReturnType<typeof startOf>

export function procedureNamed(name: string): ComparedProcedure {
  const found = procedures.find(it => it.name === name)
  if (!found) throw new Error(`there is no procedure "${name}"`)
  return found
}

/** As many partners as asked: a, b, c ...; a is the author. */
export const named = (count: number): string[] => [...'abcdefghij'].slice(0, count)

type Verb = readonly [act: MatterActName, position?: 'consent' | 'reservation' | 'standAside']

const verbs: Readonly<Record<string, Verb>> = {
  submits: ['submitProposal'],
  amends: ['amendProposal'],
  withdraws: ['withdrawProposal'],
  consents: ['takePosition', 'consent'],
  reserves: ['takePosition', 'reservation'],
  abstains: ['takePosition', 'standAside'],
  'speaks for': ['recordPosition', 'consent'],
  objects: ['raiseObjection'],
  'lets go': ['withdrawObjection'],
  dismisses: ['dismissObjection'],
  answers: ['answerObjection'],
  'goes on': ['enterStage'],
  declares: ['declareDecision'],
}

/** `b consents` is an act of b for itself; `chair dismisses b` one of the chair on what is b's. */
function actOf(sentence: string, author: string): MatterAct {
  if (sentence === 'term ends') return { act: 'endTerm', partner: null, by: null }
  const [, by = '', verb = '', other] = /^(\S+) (\D+?)(?: (chair|[a-j]))?$/.exec(sentence) ?? []
  const found = verbs[verb]
  if (!found) throw new Error(`"${sentence}" is no sentence of these tests`)
  const [act, position] = found
  const ofNobody = act === 'enterStage' || act === 'declareDecision'
  const partner = ofNobody ? null : (other ?? (act === 'withdrawProposal' ? author : by))
  return { act, partner, by, ...(position === undefined ? {} : { position }) }
}

export interface Played {
  readonly state: State
  readonly events: readonly MatterEvent[]
  /** What happened, in the sentences of the facts: `position.taken b`. */
  readonly told: readonly string[]
  /** The rule that refused the last sentence, or null. */
  readonly refused: string | null
}

/** Plays sentences, comma by comma; all but the last must be admitted. */
export function play(name: string, sentences: string, count?: number): Played {
  const { procedure, partners } = procedureNamed(name)
  let state = startOf(procedure, named(count ?? partners))
  const events: MatterEvent[] = []
  let refused: string | null = null
  for (const sentence of sentences.split(', ')) {
    if (refused !== null) throw new Error(`refused by ${refused}, before "${sentence}"`)
    const decision = decide(procedure, state, actOf(sentence, state.context.author), null)
    if ('refused' in decision) refused = decision.refused
    else {
      events.push(...decision.steps.map(({ event }) => event))
      state = decision.steps.at(-1)?.after ?? state
    }
  }
  return { state, events, told: events.map(inWords), refused }
}

const inWords = ({ type, partner, by }: MatterEvent): string =>
  [type, ...(partner === null ? [] : [partner]), ...(by === null || by === partner ? [] : [`by ${by}`])].join(
    ' ',
  )

/** Every state that acts lead to, those passed on the way to an outcome too. */
export function explore(
  { procedure }: ComparedProcedure,
  partners: readonly string[],
  actsIn: (matter: Matter) => readonly MatterAct[],
): State[] {
  const start = startOf(procedure, partners)
  const found = new Map([[JSON.stringify(start), start]])
  const queue = [start]
  const note = ({ after }: Step<Matter, MatterEvent>): void => {
    const key = JSON.stringify(after)
    if (found.has(key)) return
    found.set(key, after)
    queue.push(after)
  }
  for (const state of queue)
    for (const act of actsIn(state.context)) {
      const decision = decide(procedure, state, act, null)
      if ('steps' in decision) decision.steps.forEach(note)
    }
  return queue
}
