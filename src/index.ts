// The front door: everything that a user imports, in the order in which the docs tell it.

// Open a collaboration.
export {
  type Asked,
  type Certifying,
  type Engine,
  logText,
  type Options,
  openCollaboration,
  type Reading,
} from './engine.ts'
export { memoryStore } from './stores/memory.ts'
export {
  type Appended,
  type Conflict,
  type KeptWords,
  type Part,
  type Snapshots,
  type Store,
  StoreError,
  type Stored,
  type WordsKeeper,
} from './log/store.ts'
export { type Clock, type SetClock, setClock, systemClock } from './clock.ts'

// Agree on a charter.
export type { Charter, CharterInput, Partner, Person, Role, Terms } from './charter/charter.ts'
export { type PersonalField, personalFields } from './charter/personal.ts'
export { charterDigest, charterSchema, completeCharter, unmetNeeds } from './charter/charter.ts'

// Act, and hear why not.
export type { Act, ActName, ActOf, Fact, FactOf, FactType } from './collaboration/acts.ts'
export { actSchema } from './collaboration/acts.ts'
export type { ActOutcome, RecordedEntry, Refusal } from './engine.ts'
export { rules } from './collaboration/collaboration.ts'
export { limits } from './charter/words.ts'

// Sign acts.
export { keyFor, type SignedAct, signAct, type ToSign } from './collaboration/signed.ts'

// See where things stand.
export type { Option } from './collaboration/may.ts'
export type { CircleView, Earlier, ProposalView } from './collaboration/view.ts'
export type { OpenPoint } from './proposal/open-points.ts'
export type { Stage } from './proposal/acts.ts'
export type { Content } from './proposal/content.ts'
export type { Comment, Objection, Position } from './proposal/proposal.ts'
export type { Ask, Reader, Standing, Whom } from './register/register.ts'
export type { Entry, Head } from './log/entry.ts'

// When something is wrong with the record, or with us.
export type { Finding } from './collaboration/replay.ts'
export { CorruptLog } from './engine.ts'
export { GateDisagrees } from './collaboration/collaboration.ts'

// The law itself, as ordinary XState machines.
export { charterMachine } from './charter/machine.ts'
export { proposalMachine } from './proposal/machine.ts'
