// What the tests of the engine share: stores that can be watched, held up and made to fail, and scripts with all kinds of acts.
import { expect } from 'vitest'
import { type Replay, replayLine, startReplay } from '../../src/collaboration/replay.ts'
import { snapshotOf } from '../../src/collaboration/snapshot.ts'
import {
  type ActOutcome,
  type Engine,
  memoryStore,
  openCollaboration,
  type RecordedEntry,
  type SetClock,
  type Store,
  type Stored,
  setClock,
} from '../../src/index.ts'
import type { Part } from '../../src/log/store.ts'
import { type Audit, verifyLog } from '../../src/verify/verify.ts'
import { entriesOf } from '../attacks/forge.ts'
import { bypassedIn } from '../attacks/oracle.ts'
import { charter, numbered, seats, start } from '../attacks/world.ts'
import { sampleCharter } from '../model/model.ts'
import { actForMachine, walk } from '../model/side-by-side.ts'

export const id = 'regio'

// --- Stores ---------------------------------------------------------------------------------------------------

/** All that a store holds of the collaboration. */
export async function storedIn(store: Pick<Store, 'read'>, part: Part = {}): Promise<Stored[]> {
  const all: Stored[] = []
  for await (const stored of store.read(id, part)) all.push(stored)
  return all
}

export async function textIn(store: Store): Promise<string> {
  return (await storedIn(store)).map(({ line }) => `${line}\n`).join('')
}

export const audited = async (store: Store): Promise<Audit> => verifyLog(await textIn(store))

/** What the store holds is lawful, and nobody was bypassed in it. */
export async function expectLawful(store: Store): Promise<void> {
  const text = await textIn(store)
  expect(verifyLog(text).finding).toBe(null)
  expect(bypassedIn(entriesOf(text))).toBe(null)
}

/** A store with these entries, and this snapshot if there is one. */
export async function storeWith(entries: readonly Stored[], snapshot?: string) {
  const store = memoryStore()
  if (entries.length > 0) await store.append(id, entries, 0)
  if (snapshot !== undefined) await store.snapshots.save(id, snapshot)
  return store
}

export interface Watched extends Store {
  /** The reads asked for, with how many lines each handed out. */
  readonly reads: { readonly part: Part; lines: number }[]
  /** The sizes of the appends asked for. */
  readonly appends: number[]
}

/** A store in front of another that keeps count. */
export function watched(inner: Store): Watched {
  const reads: Watched['reads'] = []
  const appends: number[] = []
  return {
    ...inner,
    reads,
    appends,
    append: (collaboration, entries, expectedSize) => {
      appends.push(entries.length)
      return inner.append(collaboration, entries, expectedSize)
    },
    read: (collaboration, part = {}) => ({
      async *[Symbol.asyncIterator]() {
        const count = { part, lines: 0 }
        reads.push(count)
        for await (const stored of inner.read(collaboration, part)) {
          count.lines += 1
          yield stored
        }
      },
    }),
  }
}

/** True where all that was read began somewhere: at a number, at a matter, at an act. */
export function readInPart({ reads }: Watched): boolean {
  return reads.every(
    ({ part }) => (part.from ?? 0) > 0 || part.matter !== undefined || part.act !== undefined,
  )
}

export type Lie = Partial<Pick<Store, 'append' | 'read'>>

/** A store whose next calls can be answered by somebody else, once each or for ever. */
export function liar(truth: Store = memoryStore()) {
  let once: Lie = {}
  let always: Lie = {}
  const store: Store = {
    ...truth,
    append: (...asked) => {
      const lie = once.append ?? always.append ?? truth.append
      delete once.append
      return lie(...asked)
    },
    read: (...asked) => {
      const lie = once.read ?? always.read ?? truth.read
      delete once.read
      return lie(...asked)
    },
  }
  return {
    store,
    truth,
    lieOnce: (lie: Lie): void => {
      once = { ...lie }
    },
    lieOn: (lie: Lie): void => {
      always = { ...lie }
    },
  }
}

export const failing =
  (why: string): (() => never) =>
  () => {
    throw new Error(why)
  }

/** A store in front of another, whose every call waits until the scheduler lets it go on. */
export function scheduled(inner: Store, wait: () => Promise<unknown>): Store {
  return {
    ...inner,
    append: async (collaboration, entries, expectedSize) => {
      await wait()
      const answer = await inner.append(collaboration, entries, expectedSize)
      await wait()
      return answer
    },
    read: (collaboration, part) => ({
      async *[Symbol.asyncIterator]() {
        await wait()
        for await (const stored of inner.read(collaboration, part)) yield stored
      },
    }),
  }
}

// --- Engines --------------------------------------------------------------------------------------------------

export interface Opened {
  readonly engine: Engine
  readonly clock: SetClock
  readonly store: Store
}

interface Opening {
  readonly at?: string
  readonly snapshots?: boolean
  /** What the ids of acts begin with, and how many of them were used before. */
  readonly prefix?: string
  readonly used?: number
}

/** An engine on a store, with a set clock and numbered ids. */
export async function open(
  store: Store,
  { at = start, snapshots = true, prefix = 'act-', used = 0 }: Opening = {},
): Promise<Opened> {
  const clock = setClock(at)
  const newId = numbered(prefix)
  for (let n = 0; n < used; n += 1) newId()
  const engine = await openCollaboration({ id, store, clock, newId, snapshots })
  return { engine, clock, store }
}

/** Has anna, zita and dirk found the collaboration by the charter of the attacks. */
export async function found({ engine }: Pick<Opened, 'engine'>): Promise<void> {
  recordedBy(await engine.act({ act: 'proposeCharter', by: 'anna', charter: charter() }))
  const { digest } = await engine.circle()
  for (const by of seats) recordedBy(await engine.act({ act: 'signCharter', by, charter: digest }))
}

export async function founded(store: Store = memoryStore()): Promise<Opened> {
  const opened = await open(store)
  await found(opened)
  return opened
}

export function recordedBy(outcome: ActOutcome | undefined): readonly RecordedEntry[] {
  if (outcome && 'recorded' in outcome) return outcome.recorded
  throw new Error(outcome ? `refused: ${outcome.refused.rule}: ${outcome.refused.why}` : 'no answer')
}

/** What came of an act: the types of the facts, or the rule that refused it. */
export function told(outcome: ActOutcome | undefined): string {
  if (!outcome) return 'no answer'
  if ('refused' in outcome) return outcome.refused.rule
  return outcome.recorded.map(({ fact }) => fact.type).join(' ')
}

export const draft = (proposal: string, by = 'anna') => ({
  act: 'draftProposal',
  by,
  proposal,
  title: `Over ${proposal}`,
  text: `De tekst van ${proposal}.`,
})
export const submit = (proposal: string, by = 'anna') => ({ act: 'submitProposal', by, proposal })
export const remark = (proposal: string, text = 'Een opmerking.', by = 'anna') => ({
  act: 'comment',
  by,
  proposal,
  text,
})
export const consent = (proposal: string, by: string, revision = 1) => ({
  act: 'takePosition',
  by,
  proposal,
  revision,
  position: 'consent',
})
export const object = (proposal: string, by: string, revision = 1) => ({
  act: 'raiseObjection',
  by,
  proposal,
  revision,
  reason: 'Wacht.',
})
export const confirm = (proposal: string, by: string, revision = 1) => ({
  act: 'confirmDecision',
  by,
  proposal,
  revision,
})
export const leave = (by: string) => ({ act: 'leaveCollaboration', by })

export async function doAll(engine: Engine, acts: readonly object[]): Promise<void> {
  for (const act of acts) recordedBy(await engine.act(act))
}

/** The whole way of one proposal. */
export const decided = (proposal: string): object[] => [
  draft(proposal),
  submit(proposal),
  ...seats.map(by => consent(proposal, by)),
  ...seats.map(by => confirm(proposal, by)),
]

/** All that an engine answers, of everybody it is asked about. */
export async function answersOf(engine: Engine, persons: readonly string[]): Promise<unknown> {
  const ids = await engine.proposals()
  const views = await Promise.all(ids.map(proposal => engine.proposal(proposal)))
  const options = await Promise.all(persons.map(person => engine.may(person)))
  const about = await Promise.all(ids.slice(0, 3).map(proposal => engine.may(persons[0] ?? '', proposal)))
  return {
    circle: await engine.circle(),
    ids,
    views,
    options,
    about,
    nextDue: await engine.nextDue(),
    head: await engine.head(),
  }
}

// --- Scripts --------------------------------------------------------------------------------------------------

/** One step of a script: what is asked, null for the clock alone, and when. */
export interface Step {
  readonly act: object | null
  readonly at: string
}

export async function take({ engine, clock }: Opened, { act, at }: Step, key?: string): Promise<ActOutcome> {
  clock.moveTo(at)
  return act ? engine.act(act, key === undefined ? {} : { key }) : { recorded: await engine.tick() }
}

export const firstMoment = '2026-01-05T08:00:00.000Z'

export interface History {
  readonly steps: readonly Step[]
  /** The size of the log after each step. */
  readonly sizes: readonly number[]
  readonly entries: readonly Stored[]
  readonly outcomes: readonly ActOutcome[]
  readonly persons: readonly string[]
}

/** A random script in which everything may happen, with what one engine without snapshots makes of it. */
export async function historyOf(seed: number, steps = 60): Promise<History> {
  const names = ['almere', 'zeewolde', 'dronten', 'urk'].slice(0, 2 + (seed % 3))
  const pace = [0.05, 0.15, 0.3][seed % 3] ?? 0.1
  const { pair } = walk({ seed, steps, breadth: 0, pace, charter: sampleCharter(names) })
  const script = pair.script.map(({ act, at }) => ({ act: actForMachine(act) as object, at }))
  const opened = await open(memoryStore(), { at: firstMoment, snapshots: false })
  return { ...(await playAll(opened, script)), persons: personsIn(script) }
}

/** Plays a script, every term ended at its own moment. */
async function playAll(opened: Opened, script: readonly Step[]): Promise<Omit<History, 'persons'>> {
  const steps: Step[] = []
  const sizes: number[] = []
  const outcomes: ActOutcome[] = []
  const go = async (step: Step): Promise<void> => {
    outcomes.push(await take(opened, step))
    steps.push(step)
    sizes.push((await opened.engine.head()).size)
  }
  for (const step of script) {
    for (
      let due = await opened.engine.nextDue();
      due !== null && due <= step.at;
      due = await opened.engine.nextDue()
    )
      await go({ act: null, at: due })
    await go(step)
  }
  return { steps, sizes, outcomes, entries: await storedIn(opened.store) }
}

function personsIn(script: readonly Step[]): string[] {
  const persons = script.flatMap(({ act }) => (act && 'by' in act ? [String(act.by)] : []))
  return [...new Set([...persons, 'nobody'])]
}

// --- Snapshots ------------------------------------------------------------------------------------------------

export function replayOf(entries: readonly Stored[]): Replay {
  const replay = startReplay(id)
  for (const { line } of entries) {
    const finding = replayLine(replay, line)
    if (finding) throw new Error(`entry ${finding.entry}: ${finding.what}`)
  }
  return replay
}

export const snapshotAfter = (entries: readonly Stored[]): string => snapshotOf(replayOf(entries))
