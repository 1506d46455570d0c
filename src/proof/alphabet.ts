// Everything that may be asked in a state: by those who may, by those who may not, of this revision and of others.
import type { Charter } from '../charter/charter.ts'
import type { Act } from '../collaboration/acts.ts'
import { keyFor } from '../collaboration/signed.ts'
import { sha256 } from '../log/hash.ts'
import { type Stage, stages } from '../proposal/acts.ts'
import type { Proposal } from '../proposal/proposal.ts'
import { charterOf, type Move, matter, proposalOf, type World } from './world.ts'

/** What of the procedure a search covers; all that is not named here is always covered. */
export interface Scope {
  /** The most objections that are raised in one trace. */
  readonly objections: number
  readonly provisional: boolean
  readonly extensions: boolean
  /** Whether acts also happen on the last working day of a term, not only when it begins. */
  readonly late: boolean
  readonly mandates: boolean
  /** The most partners that leave in one trace. */
  readonly departures: number
  /** Whether those whom the charter names and who have yet to sign do so. */
  readonly joining: boolean
  readonly withdrawing: boolean
}

/** Who nobody named: whatever is asked in this name has to be refused. */
export const outsider = 'nobody-knows-me'

/** The persons of a partner whose mandates differ: one with a seat, one for line management alone, one opgaveregisseur alone. */
function personsOf(charter: Charter, partner: string): string[] {
  const people = charter.partners.find(({ id }) => id === partner)?.people ?? []
  const seat = people.find(({ roles }) => roles.includes('stuurgroep'))
  const line = people.find(({ id, roles }) => id !== seat?.id && roles.includes('lijnmanagement'))
  const own = people.find(
    ({ id, roles }) => id !== seat?.id && id !== line?.id && roles.includes('opgaveregisseur'),
  )
  return [seat, line, own].flatMap(person => (person ? [person.id] : []))
}

/** Every move that is tried in a state. */
export function movesIn(world: World, scope: Scope): Move[] {
  const charter = charterOf(world)
  const state = proposalOf(world)
  if (!charter || !state) return []
  const acts = charter.partners.flatMap(({ id }) => {
    const [seat = '', ...named] = personsOf(charter, id)
    const others = scope.mandates && named.length === 0 ? [`${seat}.second`] : named
    return [
      ...[seat, ...others].flatMap(by => actsOn(state.context, by, scope)),
      ...circleActs(world, seat, others, scope),
      ...staleActs(state.context, seat),
    ]
  })
  const others = [charter.opgavemanager.id, outsider].flatMap(by => [
    ...actsOn(state.context, by, scope),
    ...(by === outsider ? strangeActs(world, by) : []),
  ])
  const asked = [...acts, ...others, ...clockActs(state.context), ...pendingActs(world)].map(act => ({ act }))
  return [...asked, ...(scope.late ? [{ wait: 'late' } as const] : []), { wait: 'term' }]
}

const reason = 'A reason.'
const textOf = (revision: number): { title: string; text: string } => ({
  title: 'Homes',
  text: `We build ${200 - 10 * revision} homes.`,
})

/** The content of a revision: from the second on its author gives a commitment, so that it cannot stand aside (C3). */
export function contentOf(revision: number, author: string | null) {
  if (author === null || revision < 2) return textOf(revision)
  return {
    ...textOf(revision),
    commitments: [{ id: 'k1', partner: author, what: 'Brings land', by: '2040-06-30' }],
  }
}

function actsOn(proposal: Proposal, by: string, scope: Scope): Act[] {
  const own = { by, proposal: matter }
  const on = { ...own, revision: proposal.revision }
  return [
    ...positionActs(by, proposal.revision, scope),
    ...objectionActs(proposal, by, scope),
    ...(scope.extensions ? [{ act: 'extendTerm', ...on } as const] : []),
    ...escalations(proposal, by),
    { act: 'confirmDecision', ...on },
    { act: 'submitProposal', ...own },
    ...(scope.withdrawing ? [{ act: 'withdrawProposal', ...own } as const] : []),
    { act: 'amendProposal', ...own, ...contentOf(proposal.revision + 1, proposal.author) },
    { act: 'amendProposal', ...own, ...contentOf(proposal.revision, proposal.author) },
    { act: 'reviseDraft', ...own, ...contentOf(1, proposal.author) },
    { act: 'comment', ...own, text: 'A remark.' },
    { act: 'endTerm', ...on, stage: proposal.stage ?? 'consultation' },
  ]
}

function positionActs(by: string, revision: number, { provisional }: Scope): Act[] {
  const take = { act: 'takePosition', by, proposal: matter, revision } as const
  return [
    { ...take, position: 'consent', reason },
    { ...take, position: 'reservation', reason },
    { ...take, position: 'standAside' },
    ...(provisional ? [{ ...take, position: 'consent', reason, provisional: true } as const] : []),
  ]
}

/** O1, O2, O4: new ones, the id of one that is there, and of each one that is there: an answer, letting go. */
function objectionActs(proposal: Proposal, by: string, scope: Scope): Act[] {
  const { revision, objections } = proposal
  const ids = Object.keys(objections)
  const own = { by, proposal: matter }
  const raise = { act: 'raiseObjection', ...own, reason } as const
  const fresh = ids.length < scope.objections ? [{ ...raise, revision, objection: `o${ids.length + 1}` }] : []
  return [
    ...fresh,
    ...ids.slice(0, 1).map(objection => ({ ...raise, revision, objection })),
    ...ids.map(objection => ({ act: 'answerObjection', ...own, objection, text: reason }) as const),
    ...ids.map(objection => ({ act: 'withdrawObjection', ...own, objection, revision }) as const),
  ]
}

function escalations(proposal: Proposal, by: string): Act[] {
  const { stage, revision } = proposal
  return [
    { act: 'escalate', by, proposal: matter, revision, reason, stage: stage ?? 'consultation' },
    ...(stage === 'lijnmanagement' || stage === 'opgavemanager'
      ? []
      : [{ act: 'escalate', by, proposal: matter, revision, reason, stage: 'lijnmanagement' } as const]),
  ]
}

/** On another revision than the current one: what was looked at was replaced, or is not there yet (C2, O1, O2, J2). */
function staleActs({ revision, objections, stage }: Proposal, by: string): Act[] {
  const others = [revision - 1, revision + 1].filter(other => other >= 1)
  const ids = Object.keys(objections)
  return others.flatMap((other): Act[] => {
    const on = { by, proposal: matter, revision: other }
    return [
      { act: 'takePosition', ...on, position: 'consent', reason },
      { act: 'confirmDecision', ...on },
      { act: 'extendTerm', ...on },
      { act: 'escalate', ...on, stage: stage ?? 'consultation', reason },
      ...ids.map(objection => ({ act: 'withdrawObjection', ...on, objection }) as const),
      ...(other > revision ? [{ act: 'raiseObjection', ...on, reason } as const] : []),
    ]
  })
}

/** W1, F3, F4: a mandate given and withdrawn, joining, leaving. */
function circleActs(world: World, seat: string, others: readonly string[], scope: Scope): Act[] {
  const { digest, left } = world.circle.context
  const [person = ''] = others
  const foreign = seatOfAnother(world, seat)
  const mandates: Act[] = [
    { act: 'giveMandate', by: seat, person: foreign, roles: ['lijnmanagement'] },
    { act: 'withdrawMandate', by: seat, person: foreign },
    { act: 'withdrawMandate', by: seat, person },
    { act: 'giveMandate', by: seat, person, roles: ['lijnmanagement'] },
    { act: 'withdrawMandate', by: seat, person: seat },
  ]
  return [
    ...(scope.mandates && person !== '' ? [...mandates, ...keyActs(seat, foreign)] : []),
    ...(Object.keys(left).length < scope.departures
      ? [{ act: 'leaveCollaboration', by: seat } as const]
      : []),
    ...(scope.joining && digest !== null ? [{ act: 'signCharter', by: seat, charter: digest } as const] : []),
  ]
}

/**
 * W2: a key for somebody of another partner, and ends of keys that nobody has. All of it is refused, so that in a world of a
 * search nobody ever has a key: worlds with keys and without do not behave alike (`newKey`, `hasKey`, `keyRemains`), and `keyOf`
 * would have to tell them apart. Keys that come and go are met by random scripts and long runs.
 */
function keyActs(seat: string, foreign: string): Act[] {
  return [
    { act: 'registerKey', by: seat, person: foreign, ...triedKey(foreign) },
    { act: 'revokeKey', by: seat, person: foreign },
    { act: 'revokeKey', by: seat, person: seat },
  ]
}

const tried = new Map<string, { publicKey: string; keyProof: string }>()

/** A key that anybody can make, with its proof: to try things out. */
function triedKey(person: string): { publicKey: string; keyProof: string } {
  const key = tried.get(person) ?? keyFor(person, sha256(person))
  tried.set(person, key)
  return key
}

/** Somebody with a seat for another partner: whoever speaks for it is no business of this one. */
function seatOfAnother(world: World, seat: string): string {
  const seats = (charterOf(world)?.partners ?? []).map(
    ({ people }) => people.find(each => each.roles.includes('stuurgroep'))?.id ?? '',
  )
  return seats.find(other => other !== seat) ?? outsider
}

/** What nobody may do for another, asked by somebody whom nobody named. */
function strangeActs(world: World, by: string): Act[] {
  const charter = charterOf(world)
  const person = charter?.partners[0]?.people[0]?.id ?? ''
  return [
    { act: 'giveMandate', by, person: by, roles: ['stuurgroep'] },
    { act: 'withdrawMandate', by, person },
    { act: 'leaveCollaboration', by },
    { act: 'registerKey', by, person: by, ...triedKey(by) },
    { act: 'revokeKey', by, person },
    { act: 'signCharter', by, charter: world.circle.context.digest ?? `sha256:${'0'.repeat(64)}` },
  ]
}

/** The end of this term and of every other, offered by the clock before its time too (T1). */
function clockActs({ revision, stage }: Proposal): Act[] {
  if (stage === null) return []
  const other: Stage = stages.find(each => each !== stage) ?? 'stuurgroep'
  const end = { act: 'endTerm', proposal: matter } as const
  return [
    { ...end, revision, stage },
    { ...end, revision, stage: other },
    { ...end, revision: revision + 1, stage },
  ]
}

/** The last confirmations of another proposal: by them a new charter takes effect (F2). */
function pendingActs(world: World): Act[] {
  return [...world.proposals].flatMap(([id, { context }]) => {
    if (id === matter || !context.called) return []
    const waiting = Object.keys(world.circle.context.members).filter(
      it => !Object.hasOwn(context.confirmations, it),
    )
    const seats = waiting.map(partner => personsOf(charterOf(world) as Charter, partner)[0] ?? '')
    return seats.map(
      by => ({ act: 'confirmDecision', by, proposal: id, revision: context.revision }) as const,
    )
  })
}
