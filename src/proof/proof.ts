// Proof for your own charter, procedure, store and rounds: everything that a user's tests import, as the docs tell it.

// Explore: every state that the procedure can reach under a charter.
export {
  type Bounds,
  type Bypass,
  type Checked,
  type Exploration,
  explore,
  type PartResult,
  Unusable,
  type Violation,
} from './explore.ts'
export type { PartName } from './parts.ts'
export type { BypassClass } from '../procedures/bypass.ts'
export type { Script } from './story.ts'

// The promise as invariants, and what one of your own is given.
export { equalTreatment, type Fault, type Invariant, invariants, type Step } from './invariants.ts'
export type { Answer, Move, Past, World } from './world.ts'
export type { Said, Speaker, Watch, Watched, WatchedObjection } from './watch.ts'

// The promise as properties for fast-check, over rounds drawn by chance.
export {
  itEnds,
  keepsThePromise,
  ladder,
  noPartnerBypassed,
  noRetroactivity,
  nobodySpokenFor,
  nothingIsLost,
  type PromiseOptions,
  type RoundProperty,
  sameLogSameTruth,
  silenceIsSilence,
  treatedAlike,
} from './properties.ts'
export type { GroundName } from './grounds.ts'
export type { Round, RoundOptions } from './rounds.ts'

// To draw from in properties of your own.
export { acts, type CharterConstraints, charters, logs } from './arbitraries.ts'

// Your own store, and rounds in words.
export { type StoreContract, storeContract } from './store-contract.ts'
export {
  type AskedScenario,
  type Expectation,
  type Scenario,
  type ScenarioEnd,
  type Step as ScenarioStep,
  scenario,
} from './scenario.ts'
export type { EndedTerm, Stand, StepAnswer } from './script.ts'

// Procedures of others, and what they do to a partner.
export { type InspectedBypass, type Inspection, type InspectionBounds, inspect } from './inspect.ts'
export type { ComparedProcedure } from '../procedures/procedure.ts'
export { procedures } from '../procedures/procedures.ts'
