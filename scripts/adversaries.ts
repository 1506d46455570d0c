// Rounds in which every partner is an adversary that tries every known way past the others: the scenarios of the examples and two
// more, by our procedure. Ends with 1 if anybody was bypassed. Usage: npm run simulate:adversaries -- [rounds] [seed]
import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type * as Simulation from '../src/simulation/simulation.ts'
import type { ScenarioInput } from '../src/simulation/simulation.ts'

// As built: workers load files of JavaScript.
const built = new URL('../dist/simulation/simulation.js', import.meta.url).href
const { simulate } = (await import(built)) as typeof Simulation

const examples = new URL('../examples/scenarios/', import.meta.url)
const named = readdirSync(examples).map((file): [string, ScenarioInput] => [
  file.replace('.json', ''),
  JSON.parse(readFileSync(new URL(file, examples), 'utf8')),
])

/** Partners who come and go, agree often, and replace whoever speaks for them. */
function restless(count: number, changes: Partial<ScenarioInput>): ScenarioInput {
  return {
    ...{
      format: 'samenspraak-scenario/1',
      title: `${count} restless partners`,
      issues: [{ name: 'Height' }],
    },
    charter: {
      terms: {
        ...{ consultation: 3, lijnmanagement: 2, opgavemanager: 2, stuurgroep: 2 },
        ...{ jointDecision: 2, extension: 1 },
      },
    },
    partners: Array.from({ length: count }, (_, i) => ({
      ...{ id: `p${i + 1}`, name: `Partner ${i + 1}`, ideal: [(i + 1) / (count + 1)], spread: 0.2 },
      ...{ tolerance: 0.35, attention: 0.6, assertiveness: 0.7, concession: 0.03, involvement: 0.95 },
      ...{ turnover: { chance: 0.02, shift: 0.1 }, strategy: i === 0 ? 'leave' : 'negotiate' },
    })),
    ...changes,
  } as ScenarioInput
}

const stages: readonly (readonly [string, ScenarioInput])[] = [
  ...named,
  ['two partners', restless(2, { proposal: { author: 'opgavemanager', text: 'middle' } })],
  ['five partners', restless(5, {})],
]
const [rounds = 1_000_000, seed = 1] = process.argv.slice(2).map(Number)
const each = Math.ceil(rounds / stages.length)
const workers = availableParallelism()

let [all, bypassed] = [0, 0]
console.log('| scenario | rounds | adopted | attempts | refused | bypassed partners |')
console.log('|---|---|---|---|---|---|')
for (const [name, scenario] of stages) {
  const adversaries = scenario.partners.map(({ id }) => id)
  const { procedures } = await simulate({ ...scenario, adversaries }, { rounds: each, seed, workers })
  const ours = procedures.samenspraak
  if (!ours || ours.rounds !== each) throw new Error(`${name}: not all rounds were played`)
  if (ours.attempts.made < each) throw new Error(`${name}: hardly anything was attempted`)
  all += ours.rounds
  bypassed += ours.bypassed
  const { made, refused } = ours.attempts
  const shown = [ours.rounds, ours.adopted.toFixed(3), made, refused, ours.bypassed].map(cell =>
    typeof cell === 'number' ? cell.toLocaleString('en') : cell,
  )
  console.log(`| ${[name, ...shown].join(' | ')} |`)
}
console.log(`\n${all.toLocaleString('en')} rounds, seed ${seed}: ${bypassed} partners bypassed`)
process.exitCode = bypassed > 0 ? 1 : 0
