// What our procedure costs in a simulated round, beside a hand-written reducer of the same rules: what partners did in some
// rounds is recorded once and done again, without them, at fresh tables of both kinds. Usage: npm run bench:simulation -- [rounds]
import type { Self } from '../src/simulation/behaviour.ts'
import { newMeasure } from '../src/simulation/measure.ts'
import { ownTable } from '../src/simulation/own-table.ts'
import { type PlayedRound, play, type Stage, setStage } from '../src/simulation/round.ts'
import { readScenario } from '../src/simulation/scenario.ts'
import type { Point } from '../src/simulation/space.ts'
import { type Intention, type Noted, office, type Table } from '../src/simulation/table.ts'
import { reducerTable, rulesOf } from './reducer.ts'

const places = [0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9]

/** Seven partners who differ enough for objections, answers and amendments: about forty acts a round. */
const scenario = readScenario({
  ...{ format: 'samenspraak-scenario/1', title: 'The bench', issues: [{ name: 'Height' }] },
  charter: {
    terms: {
      ...{ consultation: 10, lijnmanagement: 10, opgavemanager: 10, stuurgroep: 15 },
      ...{ jointDecision: 10, extension: 5 },
    },
  },
  partners: places.map((place, i) => ({
    ...{ id: `p${i + 1}`, name: `Partner ${i + 1}`, ideal: [place], spread: 0.05, tolerance: 0.32 },
    ...{ attention: 0.6, assertiveness: 0.9, concession: 0.04 },
  })),
})

/** One thing that was asked, or the end of a term. */
type Step =
  | { readonly at: string; readonly who: string; readonly wanted: Intention }
  | { readonly at: string; readonly who: null }

interface Recording {
  readonly author: string
  readonly text: Point
  readonly steps: readonly Step[]
  readonly outcome: string
}

const plainly: Readonly<
  Partial<Record<Noted['type'], 'letGo' | 'extend' | 'escalate' | 'confirm' | 'leave'>>
> = {
  'objection.withdrawn': 'letGo',
  'term.extended': 'extend',
  'proposal.escalated': 'escalate',
  'confirmation.given': 'confirm',
  'partner.left': 'leave',
}
const positions = { consent: 'consent', reservation: 'reserve', standAside: 'standAside' } as const

/** The intention behind a recorded fact; null where it followed by itself. */
function behind({ type, ground, position, provisional, text }: Noted, table: Table): Intention | null {
  const does = plainly[type]
  if (does) return { does }
  if (type === 'position.taken')
    return { does: positions[position ?? 'consent'], provisional: provisional === true }
  if (type === 'objection.raised') return { does: 'object', ground: ground ?? 'content' }
  if (type === 'proposal.amended') return { does: 'amend', text: text ?? [] }
  // The fact does not name whose objection it is; they are answered in order.
  const open = [...table.view().objections].find(([, { answered }]) => !answered)
  return type === 'objection.answered' && open ? { does: 'answer', partner: open[0] } : null
}

/** The steps of a round, and whether they lead to its end again. */
function recordingOf(stage: Stage, { author, firstText, noted, outcome }: PlayedRound): Recording {
  const table = ownTable(stage.founded, author, firstText, stage.submittedAt, () => {})
  const steps: Step[] = []
  for (const each of noted) {
    const wanted = behind(each, table)
    if (each.type === 'term.ended') steps.push({ at: each.at, who: null })
    else if (wanted) steps.push({ at: each.at, who: each.by ?? office, wanted })
    else continue
    if (!done(table, steps.at(-1))) throw new Error(`not admitted again: ${each.type} at ${each.at}`)
  }
  if (table.view().outcome !== outcome) throw new Error(`ends otherwise: ${table.view().outcome}`)
  return { author, text: firstText, steps, outcome }
}

function done(table: Table, step: Step | undefined): boolean {
  if (!step) return false
  return step.who === null ? table.endTerm(step.at) : table.ask(step.who, step.wanted, step.at)
}

const selves = scenario.partners.map(
  (partner): Self => ({
    ...{ id: partner.id, partner, ideal: partner.ideal, tolerance: 0, moved: 0, memory: {} },
  }),
)

type SetTable = (recording: Recording, note: (noted: Noted) => void) => Table

/** Does everything again at fresh tables; `looking`: with a look at the table after each step, as people there have. */
function again(setTable: SetTable, recordings: readonly Recording[], looking: boolean): number {
  const start = performance.now()
  for (const recording of recordings) {
    const measure = newMeasure(scenario, selves)
    const table = setTable(recording, looking ? measure.note : () => {})
    for (const step of recording.steps) {
      if (!done(table, step)) throw new Error('refused')
      if (looking) table.view()
    }
    if (table.view().outcome !== recording.outcome) throw new Error('another end')
  }
  return performance.now() - start
}

const rounds = Number(process.argv[2] ?? 300)
const stage = setStage(scenario)
const began = performance.now()
const played = Array.from({ length: rounds }, (_, number) => play(stage, { seed: 1, number, keep: true }))
const whole = performance.now() - began
const recordings = played.map(each => recordingOf(stage, each))
const acts = recordings.reduce((sum, { steps }) => sum + steps.length, 0)

const ours: SetTable = ({ author, text }, note) =>
  ownTable(stage.founded, author, text, stage.submittedAt, note)
const rules = rulesOf(scenario)
const ids = scenario.partners.map(({ id }) => id)
const written: SetTable = ({ author, text }, note) =>
  reducerTable(rules, ids, author, text, stage.submittedAt, note)

/** The fastest of some goes: what the machine does beside it only ever adds. */
const goes = 7
function fastest(setTable: SetTable, looking: boolean): number {
  return Math.min(...Array.from({ length: goes }, () => again(setTable, recordings, looking)))
}

const ms = (time: number): string => `${(time / rounds).toFixed(3)} ms a round`
console.log(`${rounds} rounds of ${ids.length} partners, ${(acts / rounds).toFixed(1)} acts a round`)
console.log(`whole rounds, agents and all: ${ms(whole)}`)
for (const looking of [false, true]) {
  const [one, other] = [fastest(ours, looking), fastest(written, looking)]
  const what = looking ? 'with a look after each act, and the measure' : 'acts alone'
  console.log(`${what}: ours ${ms(one)}, by hand ${ms(other)}, ratio ${(one / other).toFixed(1)}`)
}
