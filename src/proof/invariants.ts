// The promise, as nine invariants: each looks at every step and every state, and says in words what breaks it.

import type { Role } from '../charter/charter.ts'
import type { Act } from '../collaboration/acts.ts'
import { admission, commit, type Recorded } from '../collaboration/collaboration.ts'
import { fork } from '../collaboration/state.ts'
import type { BypassClass } from '../procedures/bypass.ts'
import { type Stage, stages } from '../proposal/acts.ts'
import { openPoints } from '../proposal/open-points.ts'
import type { Proposal } from '../proposal/proposal.ts'
import { keyOf } from './key.ts'
import { agrees, confirmingRole, hasSpoken, openOf, presentIn, voiceOf, type Watch } from './watch.ts'
import {
  type Answer,
  answerOf,
  collaborationOf,
  type Move,
  matter,
  proposalOf,
  runs,
  type World,
} from './world.ts'

/** An admitted move with what was recorded. */
export interface Step {
  readonly before: World
  readonly move: Move
  readonly recorded: readonly Recorded[]
  readonly after: World
}

/** What is wrong, in one sentence; null where nothing is. */
export type Fault = string | null

/** A property that has to hold wherever the procedure can get: one line of the promise, or one of a user's own. */
export interface Invariant {
  readonly name: string
  readonly says: string
  /** What would have failed it. */
  readonly forbids: string
  /** Told where each part begins, before anything is asked. */
  begin?(start: World, before: readonly Act[]): void
  /** Asked of every answer, a refusal too. */
  answer?(before: World, move: Move, answer: Answer): Fault
  /** Asked of every admitted move. */
  step?(step: Step): Fault
  /** Asked of the first move that leads to a state. */
  arrival?(step: Step): Fault
  /** Asked of every state. */
  state?(world: World): Fault
}

const factsOf = (recorded: readonly Recorded[], type: Recorded['fact']['type']): Recorded[] =>
  recorded.filter(entry => entry.matter === matter && entry.fact.type === type)

const contextOf = (world: World): Proposal | null => proposalOf(world)?.context ?? null

// ---- 1

/** The first partner that a decision now would bypass, and how; `confirming` is the partner that confirms last. */
export function bypassedBy(
  watch: Watch,
  confirming: string | null,
): { class: BypassClass; partner: string } | null {
  for (const partner of presentIn(watch)) {
    const seen = watch.partners[partner]
    if (openOf(watch, partner).length > 0) return { class: 'dissenting', partner }
    if (!seen?.told) return { class: 'uninformed', partner }
    if (seen.said === null) return { class: 'silent', partner }
    if (!seen.confirmed && partner !== confirming) return { class: 'silent', partner }
  }
  return null
}

const howBypassed: Readonly<Record<BypassClass, string>> = {
  dissenting: 'objects',
  spokenFor: 'was spoken for by others',
  uninformed: 'was never told of this revision',
  silent: 'took no position, or did not confirm it,',
}

const nobodyBypassed: Invariant = {
  name: 'nobodyBypassed',
  says: 'a decision was told to, agreed to and confirmed by every partner, on exactly its text',
  forbids: 'a decision while a partner objects, is silent, was not told or did not confirm',
  step: ({ recorded, after }) => {
    if (factsOf(recorded, 'decision.taken').length === 0) return null
    const bypassed = bypassedBy(after.watch, null)
    if (bypassed) return `decided although ${bypassed.partner} ${howBypassed[bypassed.class]} (J1, J3)`
    return agrees(after.watch) ? null : 'decided although no partner carries it (C3)'
  },
}

// ---- 2

/** What belongs to one partner and to no other, each as it is kept. */
function ownOf(world: World, partner: string): Readonly<Record<string, unknown>> {
  const context = contextOf(world)
  const { members } = world.circle.context
  return {
    position: context?.positions[partner],
    confirmation: context?.confirmations[partner],
    extension: context?.extendedBy[partner],
    presence: Object.hasOwn(members, partner),
    mandates: members[partner]?.people,
  }
}

const fallsWithRevision: ReadonlySet<string> = new Set(['position', 'confirmation', 'extension'])

function touchedByOthers({ before, recorded, after }: Step, partner: string): Fault {
  const [was, is] = [ownOf(before, partner), ownOf(after, partner)]
  const revised = factsOf(recorded, 'proposal.amended').length > 0
  const callEnded = contextOf(after)?.called === false || factsOf(recorded, 'circle.changed').length > 0
  for (const what of Object.keys(was)) {
    if (was[what] === is[what] || JSON.stringify(was[what]) === JSON.stringify(is[what])) continue
    const fell = is[what] === undefined
    if (fell && revised && fallsWithRevision.has(what)) continue
    if (fell && what === 'confirmation' && callEnded) continue
    return `the ${what} of ${partner} changed by no act of its own (W1)`
  }
  return objectionTouched(before, after, partner)
}

/** O2: an objection of one partner, raised, changed or let go by another. An answer changes nothing of it. */
function objectionTouched(before: World, after: World, partner: string): Fault {
  const [was, is] = [contextOf(before)?.objections ?? {}, contextOf(after)?.objections ?? {}]
  if (was === is) return null
  const own = ([, each]: [string, Proposal['objections'][string]]): boolean => each.partner === partner
  const kept = ([id, { reason, revision, withdrawn }]: [string, Proposal['objections'][string]]) => [
    id,
    reason,
    revision,
    withdrawn,
  ]
  const [one, other] = [was, is].map(all => JSON.stringify(Object.entries(all).filter(own).map(kept)))
  return one === other ? null : `an objection of ${partner} changed by no act of its own (O2)`
}

/** Whom the actor of a step speaks for; the partner that comes in is its own actor. */
function actorOf({ before, recorded }: Step): string | null {
  const [first] = recorded
  if (!first) return null
  if (first.fact.type === 'charter.signed' || first.fact.type === 'partner.joined') return first.fact.partner
  return voiceOf(before.watch, first.by, first.at)
}

const ofPartner: ReadonlySet<string> = new Set([
  'position.taken',
  'objection.raised',
  'objection.withdrawn',
  'confirmation.given',
  'term.extended',
  'mandate.given',
  'mandate.withdrawn',
  'key.registered',
  'key.revoked',
  'partner.left',
])

const nobodySpokenFor: Invariant = {
  name: 'nobodySpokenFor',
  says: 'what is recorded of a partner was done by a person whom that partner had mandated',
  forbids:
    'a position, objection, confirmation, mandate, key or departure made, changed or removed by others or by time',
  step: step => {
    const actor = actorOf(step)
    for (const { fact, by } of step.recorded)
      if (ofPartner.has(fact.type) && 'partner' in fact && fact.partner !== actor)
        return `${fact.type} of ${String(fact.partner)} was recorded for an act of ${by ?? 'the clock'} (W1)`
    for (const partner of Object.keys(step.after.watch.partners)) {
      if (partner === actor) continue
      const fault = touchedByOthers(step, partner)
      if (fault !== null) return fault
    }
    return null
  },
}

// ---- 3

const sorted = (list: readonly string[]): string => [...list].sort().join()

function silentIn(watch: Watch): string[] {
  return presentIn(watch).filter(partner => !hasSpoken(watch, partner))
}

/** C4: whom a silence reaches on a rung: inside the partner itself, on the third together with the opgavemanager. */
function reachedOn(stage: Stage, watch: Watch, partner: string, at: string): string[] {
  const role =
    stage === 'opgavemanager' ? 'opgaveregisseur' : stage === 'stuurgroep' ? stage : 'lijnmanagement'
  const own = Object.keys(watch.speakers).filter(person => voiceOf(watch, person, at, [role]) === partner)
  const mediator = watch.charter?.opgavemanager.id
  const mediates =
    stage === 'opgavemanager' && mediator !== undefined && voiceOf(watch, mediator, at) === null
  return mediates ? [...own, mediator] : own
}

/** C4: those whose silence goes up, each with the persons whom it addresses inside that partner. */
function addressFault({ before, recorded }: Step): Fault {
  for (const { fact, at } of factsOf(recorded, 'stage.entered')) {
    if (fact.type !== 'stage.entered') continue
    const silent = silentIn(before.watch)
    if (sorted(fact.silences.map(({ partner }) => partner)) !== sorted(silent))
      return `going up to ${fact.stage} names other silent partners than ${silent.join(', ') || 'none'} (C4)`
    const waited = agrees(before.watch)
      ? presentIn(before.watch).filter(it => !before.watch.partners[it]?.confirmed)
      : []
    if (sorted(fact.unconfirmed.map(({ partner }) => partner)) !== sorted(waited))
      return `going up to ${fact.stage} names other missing confirmations than ${waited.join(', ') || 'none'} (J2)`
    for (const { partner, persons } of [...fact.silences, ...fact.unconfirmed])
      if (sorted(persons) !== sorted(reachedOn(fact.stage, before.watch, partner, at)))
        return `the silence of ${partner} does not reach the persons of its own on ${fact.stage} (C4)`
  }
  return null
}

const silenceIsSilence: Invariant = {
  name: 'silenceIsSilence',
  says: 'who has not spoken is shown as silent, goes up the ladder as silent, and counts for nothing',
  forbids:
    'a silent or provisional partner that counts, is not shown, or is not named when the stage goes up',
  step: step => addressFault(step) ?? failedSilently(step),
  state: world => {
    const context = contextOf(world)
    if (!context || !runs(world)) return null
    const silent = silentIn(world.watch)
    const counted = silent.find(partner => context.positions[partner]?.provisional === false)
    if (counted) return `${counted} has not spoken, and a position of it counts (C4, C6)`
    const points = openPoints(context, world.circle.context)
    const shown = points.flatMap(point => (point.kind === 'silence' ? [point.partner] : []))
    if (sorted(shown) !== sorted(silent))
      return `shown as silent: ${shown.join(', ') || 'nobody'}, silent: ${silent.join(', ') || 'nobody'} (C4)`
    const speaking = presentIn(world.watch).filter(
      partner => world.watch.partners[partner]?.said !== null,
    ).length
    return context.counting === speaking
      ? null
      : `${context.counting} positions count, ${speaking} were taken (C6)`
  },
}

function failedSilently({ before, recorded, after }: Step): Fault {
  const watch = factsOf(recorded, 'circle.changed').length > 0 ? after.watch : before.watch
  for (const { fact } of factsOf(recorded, 'consensus.failed'))
    if (fact.type === 'consensus.failed' && sorted(fact.silent) !== sorted(silentIn(watch)))
      return 'ended without consensus with other silences on record than there were (O7)'
  return null
}

// ---- 5

const nothingIsLost: Invariant = {
  name: 'nothingIsLost',
  says: 'an objection is open until its own partner lets it go, and is shown until then',
  forbids: 'an objection that vanishes, changes its owner or its words, is closed by others, or is not shown',
  state: world => {
    const context = contextOf(world)
    if (!context) return null
    for (const [id, seen] of Object.entries(world.watch.objections)) {
      const kept = context.objections[id]
      if (!kept || kept.partner !== seen.partner || kept.reason !== seen.reason)
        return `objection ${id} of ${seen.partner} is not on record as it was raised (O1, O2)`
      if ((kept.withdrawn === null) !== seen.open)
        return `objection ${id} of ${seen.partner} is ${seen.open ? 'closed by others' : 'open again'} (O2)`
    }
    return shownFault(world, context)
  },
  step: ({ before, recorded }) => {
    for (const { fact } of factsOf(recorded, 'consensus.failed')) {
      const open = Object.keys(before.watch.objections).filter(id => before.watch.objections[id]?.open)
      if (fact.type === 'consensus.failed' && sorted(fact.sustained) !== sorted(open))
        return 'ended without consensus with other objections on record than were sustained (O7)'
    }
    return null
  },
}

function shownFault(world: World, context: Proposal): Fault {
  if (!runs(world)) return null
  const shown = openPoints(context, world.circle.context).flatMap(point =>
    point.kind === 'objection' ? [point.id] : [],
  )
  const open = presentIn(world.watch).flatMap(partner => openOf(world.watch, partner))
  return sorted(shown) === sorted(open)
    ? null
    : `open objections shown: ${shown.join(', ') || 'none'}, open: ${open.join(', ') || 'none'} (O2)`
}

// ---- 6

function climbFault({ before, move, recorded }: Step): Fault {
  for (const { fact } of factsOf(recorded, 'stage.entered')) {
    if (fact.type !== 'stage.entered') continue
    const expected = stages[before.watch.stages.length]
    if (fact.stage !== expected || before.watch.stages.includes(fact.stage))
      return `${fact.stage} follows on ${before.watch.stages.join(', ')} (O3)`
    const asked = 'act' in move ? move.act.act : 'endTerm'
    if (asked !== 'endTerm' && asked !== 'escalate') return `${asked} took the proposal up (O3)`
  }
  return null
}

/** O3: when a stage may be left before its term has ended. */
function escalationFault({ before: { watch }, recorded }: Step): Fault {
  if (factsOf(recorded, 'proposal.escalated').length === 0) return null
  const open = Object.values(watch.objections).filter(
    each => each.open && watch.partners[each.partner]?.present,
  )
  if (watch.state !== 'lijnmanagement' && watch.state !== 'opgavemanager')
    return `left ${watch.state} before its term had ended (O3)`
  if (open.length === 0) return 'went up early without an open objection (O3)'
  if (silentIn(watch).length > 0) return `went up early while ${silentIn(watch)[0]} was silent (O3)`
  return open.every(each => each.answered)
    ? null
    : 'went up early with an objection that was not answered on this stage (O3)'
}

const ladder: Invariant = {
  name: 'ladder',
  says: 'stages are entered in order, each once a revision, and the condition for a decision is the same on each',
  forbids:
    'a rung that is skipped or entered twice, an early climb, a call without agreement, agreement without a call',
  step: step => climbFault(step) ?? escalationFault(step) ?? confirmationFault(step),
  state: world => {
    const context = contextOf(world)
    if (!context || !runs(world)) return null
    if (context.stage !== world.watch.state)
      return `stands on ${context.stage}, went to ${world.watch.state} (O3)`
    const agreed = agrees(world.watch)
    if (context.called === agreed) return null
    return agreed
      ? `all agree on ${world.watch.state}, and the joint decision is not called (J1)`
      : `the joint decision is called on ${world.watch.state} although not all agree (J1)`
  },
}

function confirmationFault({ before, recorded }: Step): Fault {
  for (const { by, at } of factsOf(recorded, 'confirmation.given'))
    if (voiceOf(before.watch, by, at, [confirmingRole(before.watch)]) === null)
      return `${by} confirmed without the ${confirmingRole(before.watch)} role (J2)`
  return null
}

// ---- 7 and 9

const week = 7 * 86_400_000
const later = (one: string, other: string | null): string => (other !== null && other > one ? other : one)

/** Where the charter under which it was submitted puts the due moment, in a world whose terms are whole weeks. */
function dueExpected({ before }: Step, { fact, at }: Recorded): string | null {
  const context = contextOf(before)
  const terms = (before.watch.law ?? before.watch.charter)?.terms
  if (!context || !terms) return null
  const plus = (from: string, days: number) => new Date(Date.parse(from) + (days / 5) * week).toISOString()
  switch (fact.type) {
    case 'proposal.submitted':
    case 'proposal.amended':
      return later(plus(at, terms.consultation), context.notBefore)
    case 'stage.entered':
      return later(plus(at, terms[fact.stage]), context.notBefore)
    case 'term.extended':
      return plus(context.dueAt ?? at, terms.extension)
    case 'circle.changed': {
      if (fact.joined === null || context.dueAt === null) return context.dueAt
      return later(plus(at, terms.consultation), later(context.dueAt, context.notBefore))
    }
    default:
      return null
  }
}

/** J2: the first call on a stage gives at least its term, a later one moves nothing; `due` is the moment that held before. */
function callDue({ before }: Step, { at }: Recorded, due: string | null): string | null {
  const terms = (before.watch.law ?? before.watch.charter)?.terms
  const first = contextOf(before)?.calledHere !== true
  if (!terms || due === null) return due
  return first ? later(new Date(Date.parse(at) + (terms.jointDecision / 5) * week).toISOString(), due) : due
}

function dueFault(step: Step): Fault {
  let due = contextOf(step.before)?.dueAt ?? null
  for (const entry of step.recorded) {
    if (entry.matter !== matter || !('dueAt' in entry.fact)) continue
    due = entry.fact.type === 'decision.called' ? callDue(step, entry, due) : dueExpected(step, entry)
    if ((entry.fact.dueAt ?? null) !== due)
      return `${entry.fact.type} is due at ${String(entry.fact.dueAt)}, the charter says ${String(due)} (T2)`
  }
  return null
}

function timeFault({ before, move, recorded }: Step): Fault {
  const due = contextOf(before)?.dueAt ?? null
  const last = before.past?.recorded.at(-1)?.at ?? ''
  for (const entry of recorded) {
    if (entry.at < last) return `${entry.fact.type} is recorded at a moment before the last one (T1)`
    if (entry.matter !== matter || due === null) continue
    if (entry.fact.type === 'term.ended' && entry.at < due) return 'a term ended before its due moment (T1)'
  }
  const ends = recorded.some(
    entry => entry.fact.type === 'term.ended' || entry.fact.type === 'circle.changed',
  )
  const about = recorded.some(entry => entry.matter === matter)
  if ('act' in move && about && due !== null && !ends && (recorded[0]?.at ?? '') >= due)
    return `${move.act.act} was recorded at or after the due moment (T1)`
  return null
}

/** Every partner always has its turn: it may object, and speak, let go or confirm where that is what is asked of it. */
function turnFault(world: World): Fault {
  const context = contextOf(world)
  if (!context || !runs(world)) return null
  if (context.dueAt === null) return 'no term runs: it would never end (O8)'
  // Another proposal's term ended at this very moment: the end of this one comes next.
  if (context.dueAt <= world.now) return null
  for (const partner of presentIn(world.watch)) {
    const refused = turnsOf(world, context, partner).find(act => isRefused(world, act))
    if (refused) return `${partner} has not its turn: ${refused.act} is refused (O5, C2)`
  }
  return null
}

/** What the gate stops is another matter: there the machine gave somebody a turn that was not theirs. */
function isRefused(world: World, act: Act): boolean {
  const answer = answerOf(world, { act })
  return 'refused' in answer && answer.refused !== 'gate'
}

/** Somebody who may speak for a partner in one of the roles, by what the record shows. */
function speakerOf({ watch, now }: World, partner: string, roles: readonly Role[]): string {
  const speaks = (person: string): boolean => voiceOf(watch, person, now, roles) === partner
  return Object.keys(watch.speakers).find(speaks) ?? ''
}

function turnsOf(world: World, context: Proposal, partner: string): Act[] {
  const on = { proposal: matter, revision: context.revision }
  const [open] = openOf(world.watch, partner)
  const by = speakerOf(world, partner, ['lijnmanagement', 'stuurgroep'])
  const seat = speakerOf(world, partner, [confirmingRole(world.watch)])
  const confirms = agrees(world.watch) && world.watch.partners[partner]?.confirmed === false
  return [
    { act: 'raiseObjection', by, ...on, reason: 'Not like this.' },
    open === undefined
      ? { act: 'takePosition', by, ...on, position: 'consent' }
      : { act: 'withdrawObjection', by, ...on, objection: open },
    ...(confirms ? [{ act: 'confirmDecision', by: seat, ...on } as const] : []),
  ]
}

const itEnds: Invariant = {
  name: 'itEnds',
  says: 'it closes by the clock alone within the duration announced, and until then every partner has its turn',
  forbids:
    'a term without end or one ended early, a due moment other than the charter gives, a partner without its turn',
  step: step => timeFault(step) ?? (isOutlived(step) ? null : dueFault(step)),
  state: turnFault,
}

const isOutlived = ({ before: { watch } }: Step): boolean => watch.outlived

const noRetroactivity: Invariant = {
  name: 'noRetroactivity',
  says: 'a later charter or decision changes nothing about a running proposal or an earlier decision',
  forbids: 'a due moment by a later charter, another number of revisions or rung, a change of what has ended',
  step: step => {
    const { before, after, recorded } = step
    for (const [id, state] of before.proposals) {
      const kept = state.value !== 'decided' && state.value !== 'noConsensus' && state.value !== 'withdrawn'
      const commented = recorded.every(({ fact }) => fact.type === 'comment.made')
      if (!kept && !commented && after.proposals.get(id) !== state)
        return `what was ended as ${state.value} changed (J3)`
    }
    if (!isOutlived(step)) return null
    const most = before.watch.law?.maxRevisions ?? 0
    if (after.watch.revision > most) return `revision ${after.watch.revision} of at most ${most} (F2, O8)`
    return dueFault(step)
  },
}

// ---- 8

const sameLogSameTruth: Invariant = {
  name: 'sameLogSameTruth',
  says: 'replaying what was recorded leads to the same state, and what was changed in it is refused',
  forbids: 'a recorded fact that replay refuses or reads otherwise',
  arrival: ({ before, recorded, after }) => {
    const collaboration = fork(collaborationOf(before))
    for (const entry of recorded) {
      const answer = admission(collaboration, entry, true)
      if ('broken' in answer) return `replay refuses ${entry.fact.type}: ${answer.broken} (W3)`
      commit(collaboration, [{ recorded: entry, after: answer.after }])
    }
    const replayed = { ...after, circle: collaboration.circle, proposals: collaboration.ahead }
    return keyOf(replayed) === keyOf(after) ? null : 'replay leads to another state'
  },
}

/** What is judged step by step, in the order of the promise. Equal treatment is judged over several worlds: see `unequal`. */
export const invariants: readonly Invariant[] = [
  nobodyBypassed,
  nobodySpokenFor,
  silenceIsSilence,
  nothingIsLost,
  ladder,
  itEnds,
  sameLogSameTruth,
  noRetroactivity,
]

/** Equal treatment (invariant 4): judged where the partners are told apart by their names. */
export const equalTreatment: Invariant = {
  name: 'equalTreatment',
  says: 'permuting partners permutes the outcome, no order of speaking and no authorship gives an advantage',
  forbids: 'a partner, a place in the list, an order of speaking or an author that is treated otherwise',
}
