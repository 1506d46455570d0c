// The door `samenspraak/simulation`: decision rounds before real partners have them, many of them, under several procedures.
export type { BypassClass } from '../procedures/bypass.ts'
export type { Behaviour, Memory, OfficeBehaviour, Seen, Self } from './behaviour.ts'
export {
  authorBehaviour,
  chairBehaviour,
  mediatorBehaviour,
  partnerBehaviour,
} from './behaviour.ts'
export type { Chance } from './chance.ts'
export type { Measured, Objections } from './measure.ts'
export type { Distribution, ProcedureResult, SimulationResult } from './result.ts'
export type { Behaviours, PlayedRound } from './round.ts'
export type { Scenario, ScenarioInput, SimulatedPartner } from './scenario.ts'
export { scenarioLimits, scenarioSchema, UnusableScenario } from './scenario.ts'
export type { Point, Room } from './space.ts'
export { distance } from './space.ts'
export type { Estimate } from './statistics.ts'
export type { Strategy } from './strategies.ts'
export type { Axis, Swept, SweptCell } from './sweep.ts'
export { sweep, sweepLimits } from './sweep.ts'
export type { Doing, Intention, Noted, Outcome, Standing, View } from './table.ts'
export type { RoundOptions, TrialOptions } from './trial.ts'
export { round, simulate, trialLimits } from './trial.ts'
