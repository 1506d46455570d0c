// What our procedure costs in a simulated round, beside a hand-written reducer of the same rules. Some rounds are played once by
// the shipped behaviours, which are recorded; then again and again, at tables of both kinds, by a tape that wants the same at the
// same times. So what is timed is everything but the behaviours: what both have in common too, such as days, chance and the
// measure. Usage: npm run bench:simulation -- [rounds]
import { authorBehaviour, mediatorBehaviour, partnerBehaviour } from '../src/simulation/behaviour.ts'
import type { Chance } from '../src/simulation/chance.ts'
import { type Behaviours, play, playAt, type Setting, type Stage, setStage } from '../src/simulation/round.ts'
import { readScenario } from '../src/simulation/scenario.ts'
import type { Intention } from '../src/simulation/table.ts'
import { byReducer } from './reducer.ts'

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

/** What a behaviour wanted, and how often it drew from the chance that it shares with its partner's days. */
interface Taped {
  readonly wanted: readonly Intention[]
  readonly draws: number
}

const tape: Taped[] = []
let at = 0

function recording<Args extends readonly [...unknown[], Chance]>(
  behaviour: (...args: Args) => readonly Intention[],
): (...args: Args) => readonly Intention[] {
  return (...args) => {
    let draws = 0
    const chance = args.at(-1) as Chance
    const counting: Chance = {
      ...chance,
      happens: likely => {
        draws += 1
        return chance.happens(likely)
      },
    }
    const wanted = behaviour(...([...args.slice(0, -1), counting] as unknown as Args))
    tape.push({ wanted, draws })
    return wanted
  }
}

function taped(chance: Chance): readonly Intention[] {
  const { wanted, draws } = tape[at] as Taped
  at += 1
  for (let draw = 0; draw < draws; draw += 1) chance.happens(0)
  return wanted
}

const behavedBy = (
  partner: Behaviours['author'] & {},
  author: Behaviours['author'] & {},
  mediator: Behaviours['mediator'] & {},
): Behaviours => ({
  ...{ partners: Object.fromEntries(scenario.partners.map(({ id }) => [id, partner])), author, mediator },
})

const rounds = Number(process.argv[2] ?? 500)
const numbers = Array.from({ length: rounds }, (_, number) => number)
const [real, recorded, replayed] = [
  setStage(scenario),
  setStage(
    scenario,
    behavedBy(recording(partnerBehaviour), recording(authorBehaviour), recording(mediatorBehaviour)),
  ),
  setStage(
    scenario,
    behavedBy(
      (_, __, chance) => taped(chance),
      (_, __, chance) => taped(chance),
      (_, __, chance) => taped(chance),
    ),
  ),
]
const first = numbers.map(number => play(recorded, { seed: 1, number }))
const acts = tape.reduce((sum, { wanted }) => sum + wanted.length, 0)

/** All rounds at one kind of table, in milliseconds a round; by a tape they have to come to the same ends. */
function timed(stage: Stage, setting?: Setting): number {
  at = 0
  const start = performance.now()
  for (const number of numbers) {
    const which = { seed: 1, number }
    const { days, outcome } = setting ? playAt(stage, setting, which) : play(stage, which)
    if (days !== first[number]?.days || outcome !== first[number]?.outcome)
      throw new Error(`round ${number} ended otherwise`)
  }
  return (performance.now() - start) / rounds
}

/** The fastest of some goes, taken in turn: what the machine does beside it only ever adds. */
const goes = 9
const byHand = byReducer(scenario)
const kinds = [
  ['ours, by the shipped behaviours', () => timed(real)],
  ['ours, by a tape', () => timed(replayed)],
  ['by hand, by a tape', () => timed(replayed, byHand)],
] as const
const fastest = kinds.map(() => Number.POSITIVE_INFINITY)
for (let go = 0; go < goes; go += 1)
  for (const [i, [, time]] of kinds.entries()) fastest[i] = Math.min(fastest[i] ?? 0, time())

console.log(`${rounds} rounds of ${places.length} partners, ${(acts / rounds).toFixed(1)} acts a round`)
for (const [i, [name]] of kinds.entries()) console.log(`${name}: ${fastest[i]?.toFixed(3)} ms a round`)
const [, ours = 0, reducer = 1] = fastest
console.log(`time outside the behaviours, ours over by hand: ${(ours / reducer).toFixed(2)}`)
