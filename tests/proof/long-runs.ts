// Long runs above the engine: several acts at once on several engines over one log, in any interleaving, the model following.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import {
  type ActOutcome,
  type Engine,
  logText,
  memoryStore,
  openCollaboration,
  type RecordedEntry,
  type SetClock,
  type Store,
  type Stored,
  setClock,
} from '../../src/index.ts'
import { base64 } from '../../src/log/hash.ts'
import { append, emptyFrontier, emptyRoot, type Frontier, leafHash, rootOf } from '../../src/log/tree.ts'
import { sqliteStore } from '../../src/stores/sqlite.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { digestOf, envelopeOf, type Place } from '../model/keys.ts'
import * as oracle from '../model/model.ts'
import { actForMachine, generator } from '../model/side-by-side.ts'
import { drivers } from '../stores/drivers.ts'
import {
  type Asking,
  admitted,
  alphabetOf,
  anything,
  below,
  charterFrom,
  foundingRound,
  type Random,
  round,
  signing,
} from './draw.ts'
import { type Finale, finaleOf, finaleTurns } from './finales.ts'
import { type Answered, Differs, follow, shownBy, shownByModel } from './follow.ts'
import { bypassed } from './promise.ts'

const id = 'regio'
const start = '2026-01-05T08:00:00.000Z'
const hour = 3_600_000

// --- Stores ---------------------------------------------------------------------------------------------------

/** Where the runs of one kind of store take place. */
export interface Ground {
  readonly name: string
  /** A new log with so many handles on it. */
  open(handles: number): { readonly stores: readonly Store[]; close(): void }
}

/** Memory, and a SQLite file with a connection for each engine, by every driver that is here. */
export const grounds: readonly Ground[] = [
  { name: 'memory', open: handles => ({ stores: Array(handles).fill(memoryStore()), close: () => {} }) },
  ...drivers.map(driver => ({
    name: `sqlite (${driver.name})`,
    open: (handles: number) => {
      const folder = mkdtempSync(join(tmpdir(), 'samenspraak-long-'))
      const connections = Array.from({ length: handles }, () => driver.open(join(folder, 'log.db')))
      const close = (): void => {
        for (const connection of connections) connection.close()
        rmSync(folder, { recursive: true, force: true })
      }
      return { stores: connections.map(connection => sqliteStore(connection)), close }
    },
  })),
]

/** A store in front of another, whose every call waits until it is let go on; it counts who came too late. */
function held(inner: Store, wait: () => Promise<unknown>, tally: Tally): Store {
  return {
    ...inner,
    append: async (collaboration, entries, expectedSize) => {
      await wait()
      const answer = await inner.append(collaboration, entries, expectedSize)
      if ('conflict' in answer) tally.conflicts += 1
      await wait()
      return answer
    },
    read: (collaboration, part) => ({
      async *[Symbol.asyncIterator]() {
        await wait()
        yield* inner.read(collaboration, part)
      },
    }),
  }
}

// --- Runs -----------------------------------------------------------------------------------------------------

/** One run, determined by all of this. */
export interface Plan {
  readonly ground: Ground
  readonly seed: number
  readonly turns: number
  readonly finale: Finale
  /** What is done turn by turn, in the place of what would be drawn: a failing run, made shorter. */
  readonly script?: readonly Turn[]
}

/** What runs did, for the floors that a test sets and the figures of a long run. */
export interface Tally {
  runs: number
  readonly decidedIn: Set<number>
  asked: number
  atOnce: number
  conflicts: number
  reopened: number
  entries: number
  decisions: number
  readonly refusals: Map<string, number>
  readonly facts: Map<string, number>
  readonly acts: Map<string, number>
  readonly stages: Map<string, number>
  readonly partners: Map<string, number>
}

export function emptyTally(): Tally {
  const counts = { runs: 0, asked: 0, atOnce: 0, conflicts: 0, reopened: 0, entries: 0, decisions: 0 }
  const maps = {
    refusals: new Map(),
    facts: new Map(),
    acts: new Map(),
    stages: new Map(),
    partners: new Map(),
  }
  return { ...counts, ...maps, decidedIn: new Set() }
}

function count(counts: Map<string, number>, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by)
}

/** What is done at once: all acts are asked without awaiting any. */
export interface Turn {
  /** What the clock shows first; `later` while the acts are under way. */
  readonly at: string
  readonly later: string | null
  readonly asked: readonly (Asking & { readonly engine: number })[]
  /** The engine that is opened anew before, and the one to which the clock is offered meanwhile. */
  readonly reopened: number | null
  readonly ticked: number | null
}

interface World {
  readonly plan: Plan
  readonly charter: oracle.Charter
  readonly clock: SetClock
  readonly stores: readonly Store[]
  readonly engines: Engine[]
  readonly scheduler: fc.Scheduler
  readonly tally: Tally
  readonly turns: Turn[]
  readonly log: RecordedEntry[]
  /** The tree over the log, and the roots that it had. */
  frontier: Frontier
  readonly roots: string[]
  /** How many entries there were after each act. */
  readonly sizes: number[]
  readonly keys: { readonly key: string; readonly asking: Asking }[]
  /** Whether the calls of stores wait for the scheduler. */
  holding: boolean
  model: oracle.Model
}

/** Plays one run. @throws Error where anything is not as the model has it, or the promise is not kept */
async function play(world: World): Promise<void> {
  const { plan, stores, engines, turns } = world
  for (let n = 0; n < stores.length; n += 1) engines.push(await openedAt(world, n))
  const last = plan.script?.length ?? plan.turns + finaleTurns
  for (let n = 0; n < last; n += 1) {
    const turn = plan.script ? (plan.script[n] as Turn) : drawTurn(world, n)
    turns.push(turn)
    await takeTurn(world, turn)
  }
  await checkEnd(world)
}

function drawTurn(world: World, n: number): Turn {
  const { plan, model, clock, engines } = world
  const random = generator(plan.seed * 7_919 + n)
  const anEngine = (): number => below(random, engines.length)
  const finale = n - plan.turns
  const at = finale < 0 ? laterThan(clock.now(), random) : clock.now()
  const askings =
    finale < 0
      ? drawn(world, at, random)
      : finaleOf(plan.finale, finale, model, at, random).map((it, i) => signedIn(world, it, i, random))
  return {
    at,
    asked: askings.map(asking => ({ ...asking, engine: anEngine() })),
    later: random() < 0.25 ? meanwhile(model, at, random) : null,
    reopened: random() < 0.12 ? anEngine() : null,
    ticked: random() < 0.25 ? anEngine() : null,
  }
}

function laterThan(at: string, random: Random): string {
  const hours = random() < 0.15 ? random() * 240 : random() < 0.2 ? 0 : random() * 8
  return new Date(Date.parse(at) + hours * hour).toISOString()
}

/** While acts are under way the clock moves some hours or days on, or just to where a term ends. */
function meanwhile(model: oracle.Model, at: string, random: Random): string {
  const due = oracle.nextDue(model)?.at
  const later = new Date(Date.parse(at) + below(random, 72) * hour).toISOString()
  return due && due > at && random() < 0.5 ? due : later
}

async function openedAt(world: World, n: number): Promise<Engine> {
  const { stores, clock, scheduler, tally } = world
  const wait = (): Promise<unknown> =>
    world.holding ? scheduler.schedule(Promise.resolve()) : Promise.resolve()
  const store = held(stores[n] as Store, wait, tally)
  const prefix = `e${n}-${tally.reopened}-`
  let number = 0
  const newId = (): string => {
    number += 1
    return `${prefix}${number}`
  }
  return openCollaboration({ id, store, clock, newId })
}

/** What is asked at once in a turn: a round that brings things on, what the model admits, and a fifth of anything. */
function drawn(world: World, at: string, random: Random): Asking[] {
  const { model, charter, keys } = world
  const askings = model.inForce
    ? random() < 0.6
      ? round(model, at, random)
      : []
    : foundingRound(model, charter)
  const more = model.inForce ? 2 + below(random, askings.length > 0 ? 4 : 7) : 8
  const alphabet = alphabetOf(model, at, random)
  for (let n = 0; n < more; n += 1) {
    const asking = random() < 0.45 || !model.inForce ? anything(alphabet, random) : admitted(alphabet, random)
    if (asking) askings.splice(below(random, askings.length + 1), 0, asking)
  }
  return askings.flatMap((asking, n) =>
    withKeys(signedIn(world, asking, n, random), `${at}-${keys.length}-${n}`, keys, random),
  )
}

/** As somebody signs it, where there are keys to sign with. */
const signedIn = ({ charter, model, turns }: World, asking: Asking, n: number, random: Random): Asking =>
  usesKeys(charter) ? signing(model, asking, `n${turns.length}.${n}`, random) : asking

/** Some acts are asked with an idempotency key, some of these twice, some again much later; some keys are used for another act. */
function withKeys(asking: Asking, name: string, keys: World['keys'], random: Random): Asking[] {
  const drawn = random()
  if (asking.beyond !== undefined || drawn > 0.2) return [asking]
  if (drawn > 0.15) return [{ ...asking, dryRun: true }]
  const earlier = keys[below(random, keys.length)]
  const isOther = JSON.stringify(earlier?.asking.act) !== JSON.stringify(asking.act)
  if (earlier && isOther && drawn < 0.01)
    return [asking, { ...asking, key: earlier.key, beyond: 'keyStandsForOneAct' }]
  if (earlier && drawn < 0.03) return [asking, { ...earlier.asking, key: earlier.key, again: true }]
  const keyed = { ...asking, key: name.replaceAll(':', '.') }
  return drawn < 0.08 ? [keyed, { ...keyed, again: true }] : [keyed]
}

/** Puts all of it to the engines without awaiting, has the scheduler choose what goes on when, and has the model follow. */
async function takeTurn(world: World, { at, later, asked, reopened, ticked }: Turn): Promise<void> {
  const { clock, tally, scheduler, engines, turns } = world
  clock.moveTo(at)
  if (reopened !== null) {
    tally.reopened += 1
    engines[reopened] = await openedAt(world, reopened)
  }
  world.holding = true
  const asking = asked.map(it => ask(world, it))
  const moving = later === null ? null : scheduler.schedule(Promise.resolve()).then(() => clock.moveTo(later))
  const ticking = ticked === null ? null : engines[ticked]?.tick()
  const outcomes = await scheduler.waitFor(Promise.all(asking))
  await scheduler.waitFor(Promise.all([moving, ticking]))
  world.holding = false
  tally.asked += asked.length
  tally.atOnce = Math.max(tally.atOnce, asked.length)
  const answered = asked.map((it, n) => ({ ...it, outcome: outcomes[n] as ActOutcome }))
  await learn(world, answered, later === null ? [at] : [at, later])
  const nth = turns.length % engines.length
  await compare(world, engines[nth] as Engine, `engine ${nth} after turn ${turns.length - 1}`)
}

function ask(world: World, { act, signed, engine, key, dryRun = false }: Turn['asked'][number]) {
  const asked = signed ? envelopeOf(act, signed, placeIn(world)) : actForMachine(act)
  return (world.engines[engine] as Engine).act(asked, {
    dryRun,
    ...(key === undefined ? {} : { key }),
  })
}

const usesKeys = ({ opgavemanager }: oracle.Charter): boolean => opgavemanager.publicKey !== undefined

/** Digests and hashes as the log has them. */
function placeIn({ model, log, roots, sizes }: World): Place {
  const digestIn = (proposal: string, revision: number): string | undefined => {
    const facts = log.flatMap(({ matter, fact }) => (matter === proposal ? [fact] : []))
    const fixed = facts.find(it => 'revision' in it && it.revision === revision && 'digest' in it)
    const draft = facts.findLast(({ type }) => type === 'proposal.drafted' || type === 'draft.revised')
    const found = revision === 0 ? draft : fixed
    return found && 'digest' in found ? found.digest : undefined
  }
  return {
    actOf: actForMachine,
    digestOf: text => digestOf(model, text, digestIn),
    seenAt: ({ steps, otherwise }) => {
      const size = sizes[steps] ?? log.length + 1_000
      return { size, root: (otherwise ? undefined : roots[size]) ?? base64(leafHash('otherwise')) }
    },
  }
}

/** Reads what the log holds since, and has the model follow it. */
async function learn(world: World, answered: readonly Answered[], moments: readonly string[]): Promise<void> {
  const { stores, log, tally, keys } = world
  const size = log.length
  const entries: RecordedEntry[] = []
  for await (const { line } of (stores[0] as Store).read(id, { from: size })) take(world, entries, line)
  endOfActs(world, entries)
  world.model = follow(world.model, { answered, moments, entries, size })
  log.push(...entries)
  for (const it of answered) {
    if ('refused' in it.outcome) count(tally.refusals, it.outcome.refused.rule)
    else if (it.key !== undefined && !it.dryRun && !it.again) keys.push({ key: it.key, asking: it })
  }
  for (const { asked, fact } of entries) {
    count(tally.facts, fact.type)
    if (asked) count(tally.acts, asked.act)
    if (fact.type === 'stage.entered') count(tally.stages, fact.stage)
    if (fact.type === 'proposal.submitted' || fact.type === 'proposal.amended')
      count(tally.stages, 'consultation')
  }
}

function take(world: World, entries: RecordedEntry[], line: string): void {
  entries.push(JSON.parse(line) as RecordedEntry)
  world.frontier = append(world.frontier, leafHash(line))
  world.roots.push(base64(rootOf(world.frontier)))
}

/** Notes how long the log was after each act among entries that are new. */
function endOfActs({ log, sizes }: World, entries: readonly RecordedEntry[]): void {
  for (const [n] of entries.entries())
    if (entries[n + 1] === undefined || entries[n + 1]?.asked) sizes.push(log.length + n + 1)
}

async function compare({ model, clock }: World, engine: Engine, where: string): Promise<void> {
  const [expected, actual] = [shownByModel(model, clock.now()), await shownBy(engine)]
  if (expected === actual) return
  const from = Math.max(0, [...expected].findIndex((it, n) => it !== actual[n]) - 150)
  const [inModel, inEngine] = [expected, actual].map(it => it.slice(from, from + 300))
  throw new Differs('states', `${where}: states differ\nmodel  ... ${inModel}\nengine ... ${inEngine}`)
}

// --- The end of a run -----------------------------------------------------------------------------------------

async function checkEnd(world: World): Promise<void> {
  const { engines, stores, log, clock, tally, plan } = world
  const stored: Stored[] = []
  for await (const each of (stores[0] as Store).read(id)) stored.push(each)
  const text = stored.map(({ line }) => `${line}\n`).join('')
  const head = await (engines[0] as Engine).head()
  const { finding } = verifyLog(text, { head })
  if (finding) throw new Differs('verify', `verify, entry ${finding.entry}: ${finding.what}`)
  if (head.size !== log.length)
    throw new Differs('size', `the log has ${log.length} entries, the head says ${head.size}`)
  const copy = memoryStore()
  if (stored.length > 0) await copy.append(id, stored, 0)
  const fresh = await openCollaboration({ id, store: stores.at(-1) as Store, clock })
  const elsewhere = await openCollaboration({ id, store: copy, clock })
  for (const [n, engine] of [...engines, fresh, elsewhere].entries()) {
    await compare(world, engine, `engine ${n} at the end`)
    const other = await engine.head()
    if (other.root !== head.root) throw new Differs('head', `engine ${n} has another head at the end`)
    if ((await logText(engine)) !== text) throw new Differs('head', `engine ${n} hands out another log`)
  }
  const fault = bypassed(log)
  if (fault !== null) throw new Differs('bypassed', `bypassed: ${fault}`)
  const decisions = log.filter(({ fact }) => fact.type === 'decision.taken').length
  if (decisions > 0) tally.decidedIn.add(plan.seed)
  tally.decisions += decisions
  tally.entries += log.length
  tally.runs += 1
  count(tally.partners, String(world.charter.partners.length))
}

function worldOf(plan: Plan, stores: readonly Store[], tally: Tally): World {
  const [scheduler] = fc.sample(fc.scheduler(), { seed: plan.seed, numRuns: 1 })
  if (!scheduler) throw new Error('no scheduler')
  const drawn = {
    charter: charterFrom(plan.seed, generator(plan.seed)),
    clock: setClock(start),
    model: oracle.emptyModel(),
  }
  const begun = {
    ...{
      engines: [],
      turns: [],
      log: [],
      frontier: emptyFrontier,
      roots: [base64(emptyRoot())],
      sizes: [0],
      keys: [],
    },
    holding: false,
  }
  return { plan, stores, scheduler, tally, ...drawn, ...begun }
}

interface Failure {
  readonly kind: string
  readonly message: string
  readonly turns: readonly Turn[]
}

/** Plays a plan on a log of its own; null where all was as it should be. */
async function attempt(plan: Plan, tally: Tally): Promise<Failure | null> {
  const { stores, close } = plan.ground.open(1 + (plan.seed % 3))
  const world = worldOf(plan, stores, tally)
  try {
    await play(world)
    return null
  } catch (error) {
    const { name, message, stack } = error as Error
    const differs = error instanceof Differs
    const [kind, text] = differs ? [error.kind, message] : [name, stack ?? message]
    return { kind, message: text, turns: world.turns }
  } finally {
    close()
  }
}

// --- What a failure prints --------------------------------------------------------------------------------------

const mostAttempts = 200

const sizeOf = (turns: readonly Turn[]): number => turns.reduce((sum, { asked }) => sum + asked.length, 0)

/** The turns without the acts with these numbers, counted through; without turns in which nothing is left. */
function without(turns: readonly Turn[], from: number, to: number): Turn[] {
  let number = 0
  const isLeft = (): boolean => {
    number += 1
    return number <= from || number > to
  }
  return turns
    .map(turn => ({ ...turn, asked: turn.asked.filter(isLeft) }))
    .filter(({ asked, later, ticked }) => asked.length > 0 || later !== null || ticked !== null)
}

/** Drops acts from a failing run for as long as it goes on failing in that way, many at a time and then one by one. */
async function shortest(plan: Plan, failure: Failure): Promise<Failure> {
  let best = failure
  let left = mostAttempts
  for (let size = Math.ceil(sizeOf(best.turns) / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < sizeOf(best.turns) && left > 0; left -= 1) {
      const shorter = await attempt({ ...plan, script: without(best.turns, from, from + size) }, emptyTally())
      if (shorter?.kind === failure.kind) best = shorter
      else from += size
    }
  }
  return best
}

function report({ ground, seed }: Plan, { message, turns }: Failure): string {
  const acts = turns.flatMap(({ at, asked }) =>
    asked.map(({ act }) => JSON.stringify({ at, ...actForMachine(act) })),
  )
  const how = turns.map(({ asked, later, reopened, ticked }) => {
    const each = asked.map(
      ({ engine, key, dryRun }) => `${engine}${key ? ` with key ${key}` : ''}${dryRun ? ' tried out' : ''}`,
    )
    const beside = { later, reopened, ticked }
    return `${each.join(', ')} ${JSON.stringify(beside)}`
  })
  return [
    `${ground.name}, seed ${seed}: ${message}`,
    `Again: SEED=${seed} RUNS=1. What is left when all is dropped without which it fails too, for \`samenspraak play\`:`,
    `{ "start": "${start}", "acts": [\n${acts.join(',\n')}\n] }`,
    `Each line here was asked at once, of these engines:\n${how.join('\n')}`,
  ].join('\n')
}

/** How the runs end, by their seeds. */
const finaleFor = (seed: number): Finale =>
  seed % 20 === 3 ? 'limits' : ((['newcomer', 'exodus'] as const)[seed % 4] ?? 'none')

/** Which runs are to be made. */
export interface Order {
  readonly ground: Ground
  readonly runs: number
  /** The seed of the first run; the next have the next numbers. */
  readonly seed: number
  readonly turns?: number
  /** Told after each run how many are done. */
  readonly done?: (runs: number) => void
}

/** Makes the runs. @throws Error with the seed and a shortest script where one fails */
export async function longRuns({ ground, runs, seed, turns = 30, done }: Order): Promise<Tally> {
  const tally = emptyTally()
  for (let n = 0; n < runs; n += 1) {
    const plan = { ground, seed: seed + n, turns, finale: finaleFor(seed + n) }
    const failure = await attempt(plan, tally)
    if (failure) throw new Error(report(plan, await shortest(plan, failure)))
    done?.(n + 1)
  }
  return tally
}
