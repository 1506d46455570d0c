// The front door.
export { type Clock, type SetClock, setClock, systemClock } from './clock.ts'
export type { Act, ActName, Fact, FactType } from './collaboration/acts.ts'
export { GateDisagrees, rules } from './collaboration/collaboration.ts'
export type { Option } from './collaboration/may.ts'
export type { Finding } from './collaboration/replay.ts'
export type { ProposalView } from './collaboration/view.ts'
export {
  type ActOutcome,
  CorruptLog,
  type Engine,
  type Options,
  openCollaboration,
  type RecordedEntry,
  type Refusal,
} from './engine.ts'
export type { Head } from './log/entry.ts'
export type { Store, Stored } from './log/store.ts'
export { memoryStore } from './stores/memory.ts'
