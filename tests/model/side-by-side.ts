// The machine and the reference model side by side: the same acts, and at each step the same answer and the same state.
import { dueAfter } from '../../src/calendar.ts'
import { type CharterInput, charterDigest, completeCharter, holidaysOf } from '../../src/charter/charter.ts'
import type { Signing } from '../../src/charter/keys.ts'
import { type Act, charterMatter, parseAct } from '../../src/collaboration/acts.ts'
import {
  commit,
  decide,
  type Outcome,
  type Recorded,
  refusalOf,
  refuse,
  unsettled,
} from '../../src/collaboration/collaboration.ts'
import { isMeantHere, type SignedAct } from '../../src/collaboration/signed.ts'
import {
  type Collaboration,
  dueTerm,
  emptyCollaboration,
  proposalIds,
  proposalIn,
  settleIn,
} from '../../src/collaboration/state.ts'
import { circleViewOf, viewOf } from '../../src/collaboration/view.ts'
import { withDigests } from '../../src/collaboration/words.ts'
import { emptyLedger, hasSeen } from '../../src/log/entry.ts'
import { base64, sha256 } from '../../src/log/hash.ts'
import { digestOf, envelopeOf, keyGiven, type Place } from './keys.ts'
import * as oracle from './model.ts'
import { otherwise, rightly, type Signature, withKeys } from './signing.ts'
import { everyMark, markedIn } from './words.ts'

const calendar = { timeZone: 'Europe/Amsterdam', holidays: 'NL/1' }
const env: oracle.Env = { due: (from, days) => dueAfter(calendar, from, days) }

/** A generator of numbers in [0, 1) that a seed determines (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Machine and model with all that was recorded so far. */
export interface Pair {
  model: oracle.Model
  readonly machine: Collaboration
  readonly log: Recorded[]
  /** How many entries there were after each act and end of a term. */
  readonly sizes: number[]
  /** Every act taken, in order, with its moment. */
  readonly script: { readonly act: oracle.Act; readonly at: string }[]
  now: number
}

export function emptyPair(start: string): Pair {
  return {
    model: oracle.emptyModel(),
    machine: emptyCollaboration(),
    log: [],
    sizes: [0],
    script: [],
    now: Date.parse(start),
  }
}

const digests = new Map<string, string>()

/** The model knows a charter by its text, the machine by its digest. */
function digestOfKey(key: string): string {
  const known = digests.get(key)
  if (known !== undefined) return known
  const digest = key.startsWith('{') ? digestOfText(key) : `sha256:${'0'.repeat(64)}`
  digests.set(key, digest)
  return digest
}

function digestOfText(key: string): string {
  const charter = JSON.parse(key) as CharterInput
  return charterDigest(completeCharter(charter, holidaysOf(charter)))
}

export function actForMachine(act: oracle.Act): Act {
  const { charter, changes } = act
  return {
    ...act,
    ...(typeof charter === 'string' ? { charter: digestOfKey(charter) } : {}),
    ...(typeof changes === 'string' ? { changes: digestOfKey(changes) } : {}),
  } as unknown as Act
}

/** Stands for the root over so many entries: there is no log here. */
const rootOver = (size: number, history = ''): string => base64(sha256(`${size}${history}`))

function placeIn({ model, machine, sizes }: Pair): Place {
  return {
    actOf: actForMachine,
    digestOf: text =>
      digestOf(model, text, (proposal, revision) => {
        const { digest, digests } = proposalIn(machine, proposal)?.context ?? {}
        return revision === 0 ? digest : digests?.[revision - 1]
      }),
    seenAt: ({ steps, otherwise: history }) => {
      const size = sizes[steps] ?? machine.size + 1
      return { size, root: rootOver(size, history && 'otherwise') }
    },
  }
}

/** The doors that stand before the machine, and what comes through them. */
function atTheDoor(pair: Pair, { signature, seen, ...envelope }: SignedAct): Signing | Outcome {
  if (!isMeantHere({ signature, seen, ...envelope }, 'regio')) return refuse('signatureHolds')
  const ledger = emptyLedger('regio')
  const { size } = pair.machine
  const recent = Array.from({ length: size + 1 }, (_, n) => rootOver(n))
  const log = { ...ledger, recent, frontier: { ...ledger.frontier, size } }
  return hasSeen(log, seen) ? { ...signature, seen } : refuse('seenInThisLog')
}

/** By field of an act, the digest that stands for it; the field is one that a charter can have kept apart. */
function personalOf(act: oracle.Act, apart: string): Record<string, string> {
  const marked = everyMark.find(it => it.startsWith(`${act.act}.`)) ?? ''
  return { [marked.slice(marked.indexOf('.') + 1)]: apart }
}

/** As the door does: the law is asked about the words, then with the digest in their place. */
function askApart(pair: Pair, act: oracle.Act, at: string, apart: string): Outcome {
  const personal = personalOf(act, apart)
  const around = { at, signed: false, record: recordOf(pair) } as const
  const refused = refusalOf(pair.machine, actForMachine(act), { ...around, apart: true })
  if (refused) return { refused }
  return decide(pair.machine, withDigests(actForMachine(act), personal), { ...around, apart: personal })
}

function askMachine(pair: Pair, act: oracle.Act, at: string, signed?: Signature, apart?: string): Outcome {
  if (apart !== undefined) return askApart(pair, act, at, apart)
  const answer = signed === undefined ? false : atTheDoor(pair, envelopeOf(act, signed, placeIn(pair)))
  return typeof answer === 'object' && ('refused' in answer || 'pending' in answer)
    ? answer
    : decided(pair, actForMachine(act), at, answer)
}

function decided(pair: Pair, act: Act, at: string, signed: Signing): Outcome {
  return decide(pair.machine, act, { at, signed, record: recordOf(pair) })
}

const recordOf =
  ({ log }: Pair) =>
  (matter: string): Recorded[] =>
    log.filter(it => it.matter === matter || it.matter === charterMatter)

function apply(pair: Pair, outcome: Outcome): string[] {
  if ('refused' in outcome) throw new Error(`refused: ${outcome.refused.rule}`)
  commit(pair.machine, outcome.pending)
  if (outcome.pending.length % 2 === 1) settleIn(pair.machine)
  pair.log.push(...outcome.pending.map(({ recorded }) => recorded))
  pair.sizes.push(pair.machine.size)
  return outcome.pending.map(({ recorded }) => recorded.fact.type)
}

/** Asks both about one act without moving them; throws where they differ. */
export function compareAnswers(
  pair: Pair,
  act: oracle.Act,
  at: string,
  signed?: Signature,
  apart?: string,
): { admitted: boolean; why: string; rule: string } {
  const expected = oracle.ask(pair.model, act, at, env, signed, apart)
  const outcome = askMachine(pair, act, at, signed, apart)
  const rule = 'refused' in outcome ? outcome.refused.rule : ''
  if (expected.admitted !== (rule === ''))
    throw new Error(
      `they differ on ${JSON.stringify(act)} at ${at}${signed ? `, signed ${JSON.stringify(signed)}` : ''}${apart ? `, apart as ${apart}` : ''}: model ${expected.admitted ? 'admits' : `refuses (${expected.why})`}, machine ${rule === '' ? 'admits' : `refuses (${rule})`}`,
    )
  return { admitted: expected.admitted, why: expected.why, rule }
}

/** Has both take an act that they admit. Returns the types of the facts recorded. */
export function takeBoth(
  pair: Pair,
  act: oracle.Act,
  at: string,
  signed?: Signature,
  apart?: string,
): string[] {
  const parsed = parseAct(actForMachine(act))
  if ('fault' in parsed) throw new Error(`${JSON.stringify(act)} is malformed: ${parsed.fault}`)
  const outcome = askMachine(pair, act, at, signed, apart)
  pair.model = oracle.ask(pair.model, act, at, env, signed, apart).model
  const types = apply(pair, outcome)
  pair.script.push({ act, at })
  compareStates(pair, at, JSON.stringify(act))
  return types
}

/** Ends every term due at or before a moment, in both, at its own moment. Returns the stages whose terms ended. */
export function endTermsUntil(pair: Pair, at: string): string[] {
  const stages: string[] = []
  for (let next = oracle.nextDue(pair.model); next && next.at <= at; next = oracle.nextDue(pair.model)) {
    const due = dueTerm(pair.machine, next.at)
    if (due?.act.proposal !== next.proposal)
      throw new Error(`the model ends the term of ${next.proposal}, the machine ${JSON.stringify(due)}`)
    stages.push(due.act.stage)
    apply(pair, decided(pair, due.act, next.at, false))
    pair.model = oracle.endTerm(pair.model, next.proposal, next.at, env)
    compareStates(pair, next.at, `end of ${due.act.stage}`)
  }
  const left = dueTerm(pair.machine, at)
  if (left) throw new Error(`the machine would still end ${JSON.stringify(left)}`)
  return stages
}

function compareStates(pair: Pair, at: string, after: string): void {
  const expected = JSON.stringify(modelState(pair.model, at))
  const actual = JSON.stringify(machineState(pair.machine, at))
  if (expected !== actual)
    throw new Error(`states differ after ${after}\nmodel   ${expected}\nmachine ${actual}`)
  const [kept, keeps] = [modelWords(pair.model), machineWords(pair.machine)]
  if (kept !== keeps) throw new Error(`words differ after ${after}\nmodel   ${kept}\nmachine ${keeps}`)
  if (unsettled(pair.machine)) throw new Error(`something is left unsettled after ${after}`)
}

const modelWords = ({ words }: oracle.Model): string =>
  JSON.stringify(
    words
      .map(({ matter, digest, by, partner, erased }) => [matter, digest, by, partner, erased].join())
      .sort(),
  )

function machineWords(machine: Collaboration): string {
  const matters = [
    [charterMatter, machine.circle.context.words] as const,
    ...proposalIds(machine).map(id => [id, proposalIn(machine, id)?.context.words ?? {}] as const),
  ]
  const told = matters.flatMap(([matter, words]) =>
    Object.entries(words).map(([digest, { by, partner, erased }]) =>
      [matter, digest, by, partner, erased].join(),
    ),
  )
  return JSON.stringify(told.sort())
}

const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
const points = (list: readonly object[]): string[] => list.map(point => JSON.stringify(point)).sort()

/** What both can see of themselves, in one form. */
function modelState(model: oracle.Model, at: string): unknown {
  const { partners, opgavemanager, charterInForce, proposals } = oracle.view(model, at)
  return {
    partners: [...partners].sort(),
    opgavemanager,
    charter: charterInForce === null ? null : digestOfKey(charterInForce),
    proposals: sorted(proposals).map(([id, p]) => ({
      ...{ id, state: p.state, revision: p.revision, called: p.called, dueAt: p.dueAt, author: p.author },
      openPoints: points(p.openPoints),
      ...(p.dueAt === null
        ? {}
        : { positions: sorted(p.positions), confirmations: [...p.confirmations].sort() }),
      openObjections: [...p.openObjections].sort(),
    })),
  }
}

/** All that the machine shows of itself, in an order that does not depend on names. */
export function machineState(machine: Collaboration, at: string): unknown {
  const { partners, opgavemanager, founded, digest } = circleViewOf(machine, at)
  return {
    partners: Object.keys(partners).sort(),
    opgavemanager,
    charter: founded ? digest : null,
    proposals: proposalIds(machine)
      .sort()
      .map(id => proposalState(machine, id)),
  }
}

function proposalState(machine: Collaboration, id: string): unknown {
  const p = viewOf(machine, id)
  if (!p) throw new Error(`no proposal ${id}`)
  const positions = sorted(p.positions).map(([partner, { position, provisional }]) => [
    partner,
    `${position}${provisional ? '?' : ''}`,
  ])
  return {
    ...{ id, state: p.state, revision: p.revision, called: p.called, dueAt: p.dueAt, author: p.author },
    openPoints: points(p.openPoints),
    ...(p.dueAt === null ? {} : { positions, confirmations: Object.keys(p.confirmations).sort() }),
    openObjections: Object.keys(p.objections)
      .filter(it => p.objections[it]?.withdrawn === null)
      .sort(),
  }
}

const weights: Readonly<Record<string, number>> = {
  takePosition: 30,
  confirmDecision: 40,
  withdrawObjection: 12,
  signCharter: 8,
  submitProposal: 8,
  escalate: 12,
  answerObjection: 6,
  draftProposal: 3,
  amendProposal: 2,
  raiseObjection: 3,
  extendTerm: 1,
  leaveCollaboration: 0.25,
  withdrawProposal: 0.2,
  comment: 0.5,
  reviseDraft: 1,
  giveMandate: 1,
  withdrawMandate: 1,
  registerKey: 1,
  revokeKey: 0.5,
  eraseName: 1,
  eraseWords: 1,
}

/** How likely an act is tried: agreeing more than not, or nothing is ever decided. */
function weightOf(act: oracle.Act): number {
  const weight = weights[act.act] ?? 1
  if (act.act !== 'takePosition') return weight
  const eager = act.position === 'consent' ? 1 : act.position === 'reservation' ? 0.25 : 0.1
  return weight * eager * (act.provisional === true ? 0.15 : 1)
}

const day = 86_400_000

/** What a random script did, for the floors that a test sets. */
export interface Tally {
  asked: number
  admitted: number
  readonly rules: Set<string>
  readonly facts: Set<string>
  readonly acts: Set<string>
  readonly stages: Set<string>
  decided: boolean
}

export interface Walk {
  readonly seed: number
  readonly steps: number
  /** How many acts of the wide alphabet are asked at each step, beside the one that is taken. */
  readonly breadth: number
  /** The chance at each step that days go by, so that terms end. */
  readonly pace: number
  readonly charter: oracle.Charter
  /** Whether everybody has a key, and may or must sign with it. */
  readonly keys?: 'optional' | 'required'
}

/** Plays one random script on both. @throws Error that names the first act on which they differ, with the seed */
export function walk({ seed, steps, breadth, pace, charter, keys }: Walk): { pair: Pair; tally: Tally } {
  const random = generator(seed)
  const pair = emptyPair('2026-01-05T08:00:00.000Z')
  const tally: Tally = {
    asked: 0,
    admitted: 0,
    rules: new Set(),
    facts: new Set(),
    acts: new Set(),
    stages: new Set(),
    decided: false,
  }
  try {
    found(pair, keys ? withKeys(charter, { signatures: keys }) : charter)
    for (let step = 0; step < steps; step += 1) takeStep(pair, tally, random, { breadth, pace })
  } catch (error) {
    throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
  }
  return { pair, tally }
}

function found(pair: Pair, charter: oracle.Charter): void {
  const at = new Date(pair.now).toISOString()
  const seats = charter.partners.map(
    ({ people }) => people.find(({ roles }) => roles.includes('stuurgroep'))?.id ?? '',
  )
  const takes = (act: oracle.Act): void => {
    takeBoth(pair, act, at, rightly(pair.model, act) ?? undefined)
  }
  takes({ act: 'proposeCharter', by: seats[0] ?? '', charter })
  for (const by of seats) takes({ act: 'signCharter', by, charter: oracle.charterKey(charter) })
}

/** How an act is signed that is to be admitted: as it must be, now and then not at all where it need not be. */
function asItMust(model: oracle.Model, act: oracle.Act, random: () => number): Signature | undefined {
  const right = rightly(model, act)
  const mayNot = model.inForce?.text.signatures !== 'required' && random() < 0.5
  return right === null || mayNot ? undefined : right
}

/** Anyhow: as it must be, not at all, and in all the ways that do not count. */
function anyhow(model: oracle.Model, act: oracle.Act, random: () => number): Signature | undefined {
  const right = rightly(model, act)
  const drawn = random()
  if (right === null || drawn < 0.3) return undefined
  if (drawn < 0.6) return right
  const other = model.inForce?.text.opgavemanager.id === act.by ? 'nobody' : 'omar'
  const ways = otherwise(model, act, right, keyGiven(other).publicKey)
  return ways[Math.floor(random() * ways.length)]
}

const digestNumber = (n: number): string => `sha256:${n.toString(16).padStart(64, '0')}`

/** How the words of an act are kept: as the charter asks, under a digest of their own. */
function asMarked({ inForce, step }: oracle.Model, act: oracle.Act): string | undefined {
  const isMarked = markedIn(inForce?.text, act) !== null
  return isMarked ? digestNumber(step) : undefined
}

/** Anyhow: as the charter asks, not at all, where it does not ask, or under a digest that stands for other words. */
function keptAnyhow(model: oracle.Model, act: oracle.Act, random: () => number): string | undefined {
  const isOne = everyMark.some(
    it => it.startsWith(`${act.act}.`) && act[it.split('.')[1] ?? ''] !== undefined,
  )
  const drawn = random()
  if (!isOne || !model.inForce?.text.personal || drawn < 0.6) return asMarked(model, act)
  if (drawn < 0.8) return undefined
  return model.words[Math.floor(random() * model.words.length)]?.digest ?? digestNumber(1_000_000)
}

function takeStep(
  pair: Pair,
  tally: Tally,
  random: () => number,
  { breadth, pace }: Pick<Walk, 'breadth' | 'pace'>,
): void {
  pair.now += random() < pace ? random() * 9 * day : random() < 0.1 ? 0 : random() * 6 * 3_600_000
  const at = new Date(pair.now).toISOString()
  for (const stage of endTermsUntil(pair, at)) tally.stages.add(stage)
  const acts = oracle.anyActs(pair.model, at, Math.floor(random() * 1_000))
  for (let i = 0; i < breadth; i += 1) {
    const act = acts[Math.floor(random() * acts.length)] as oracle.Act
    const isMarking = pair.model.inForce?.text.personal !== undefined
    const signed = anyhow(pair.model, act, random)
    const apart = isMarking ? keptAnyhow(pair.model, act, random) : undefined
    const { rule } = compareAnswers(pair, act, at, signed, apart)
    tally.asked += 1
    if (rule !== '') tally.rules.add(rule)
  }
  const signed = new Map<oracle.Act, Signature | undefined>()
  const act = draw(acts, random, it => {
    signed.set(it, asItMust(pair.model, it, random))
    return oracle.ask(pair.model, it, at, env, signed.get(it), asMarked(pair.model, it)).admitted
  })
  if (act === null) return
  const apart = asMarked(pair.model, act)
  compareAnswers(pair, act, at, signed.get(act), apart)
  const facts = takeBoth(pair, act, at, signed.get(act), apart)
  tally.asked += 1
  tally.admitted += 1
  tally.acts.add(act.act)
  for (const fact of facts) tally.facts.add(fact)
  if (facts.includes('decision.taken')) tally.decided = true
}

/** Draws a kind of act by weight, then an admitted one of that kind. */
function draw(
  acts: oracle.Act[],
  random: () => number,
  admitted: (act: oracle.Act) => boolean,
): oracle.Act | null {
  const ofKind = groupByKind(acts)
  for (let tries = 0; tries < 40; tries += 1) {
    const list = ofKind.get(kindBy([...ofKind.keys()], random)) ?? []
    for (let i = 0; i < 12; i += 1) {
      const act = list[Math.floor(random() * list.length)]
      if (act && random() < weightOf(act) / (weights[act.act] ?? 1) && admitted(act)) return act
    }
  }
  return null
}

function kindBy(kinds: readonly string[], random: () => number): string {
  let left = random() * kinds.reduce((sum, kind) => sum + (weights[kind] ?? 1), 0)
  for (const kind of kinds) {
    left -= weights[kind] ?? 1
    if (left < 0) return kind
  }
  return kinds[0] ?? ''
}

function groupByKind(acts: readonly oracle.Act[]): Map<string, oracle.Act[]> {
  const groups = new Map<string, oracle.Act[]>()
  for (const act of acts) {
    const group = groups.get(act.act)
    if (group) group.push(act)
    else groups.set(act.act, [act])
  }
  return groups
}
