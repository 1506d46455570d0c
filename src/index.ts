// The front door: everything that a user imports, in the order in which the docs tell it.

export type { Charter, CharterInput, Partner, Person, Role, Terms } from './charter/charter.ts'
export { charterDigest, charterSchema, completeCharter, unmetNeeds } from './charter/charter.ts'
export { charterMachine } from './charter/machine.ts'
export { limits } from './charter/words.ts'
export { type Clock, type SetClock, setClock, systemClock } from './clock.ts'
export {
  type Act,
  type ActName,
  type ActOf,
  actSchema,
  type Fact,
  type FactOf,
  type FactType,
} from './collaboration/acts.ts'
export { GateDisagrees, rules } from './collaboration/collaboration.ts'
export type { Option } from './collaboration/may.ts'
export type { Finding } from './collaboration/replay.ts'
export type { CircleView, Earlier, ProposalView } from './collaboration/view.ts'
export type { ActOutcome, RecordedEntry, Refusal } from './engine.ts'
export { CorruptLog, type Engine, type Options, openCollaboration } from './engine.ts'
export type { Head } from './log/entry.ts'
export type { Appended, Conflict, Part, Store, Stored } from './log/store.ts'
export { proposalMachine } from './proposal/machine.ts'
export type { OpenPoint } from './proposal/open-points.ts'
export { memoryStore } from './stores/memory.ts'
