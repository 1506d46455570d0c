// When two worlds behave alike: equal up to the names of the partners, and up to what no rule looks at.
import { type Circle, isPresent } from '../charter/circle.ts'
import { isEnded, type ProposalState } from '../collaboration/shelf.ts'
import type { Position } from '../proposal/proposal.ts'
import { openOf, type Watch } from './watch.ts'
import { matter, proposalOf, type World, workingDay } from './world.ts'

/**
 * One text for all worlds that behave alike. Partners are told apart by what is true of them, not by their names, so
 * that one world stands for all its permutations; time is told by how much of it is left. Left out is what no rule
 * looks at: words, who exactly spoke for a partner, consent as against a reservation, what a provisional position would
 * be, comments, objections that were let go (their number stays). That this is sound is not assumed: see `unlike`.
 *
 * Left out too are keys, the numbers of signed acts and the place of the last change (`keys`, `keyOwners`, `counters`,
 * `changedAt`). The rules look at `counters` and `changedAt` only for an act that bears a signature, and in a world no act does:
 * `decide` is asked as if each were signed as it has to be (`signed: true`), which counts nothing. Nobody has a key, since no
 * charter that is searched names one (`partOf` leaves them out) and no act that would bring one is admitted (`keyActs`).
 */
export function keyOf(world: World): string {
  const live = liveIn(world)
  return textOf(world, live, [...partnersIn(world)].map(partner => partnerKey(world, partner, live)).sort())
}

/** As `keyOf`, but every partner is told by its name and every position as it is: no world stands for another. */
export function namedKeyOf(world: World): string {
  const live = liveIn(world)
  const positions = proposalOf(world)?.context.positions ?? {}
  const named = (partner: string): string =>
    `${partner}=${positions[partner]?.position}${partnerKey(world, partner, live)}`
  return textOf(world, live, [...partnersIn(world)].map(named))
}

type Live = readonly (readonly [string, ProposalState])[]

const liveIn = ({ proposals }: World): Live =>
  [...proposals].filter(([id, state]) => id === matter || !isEnded(state))

function textOf({ circle: { context }, watch, now }: World, live: Live, partners: readonly string[]): string {
  const whole = live.map(([id, state]) => `${id}:${proposalKey(state, context, now)}`)
  const state = `${watch.outlived ? '~' : '='}${watch.state}${watch.revision}`
  return `${partners.join('|')}#${whole.join('|')}#${context.digest ?? ''}${state}`
}

function* partnersIn({ circle: { context }, watch }: World): Iterable<string> {
  const known = new Set([
    ...Object.keys(context.members),
    ...Object.keys(watch.partners),
    ...Object.keys(context.left),
  ])
  for (const { id } of (context.charter ?? context.proposed?.charter)?.partners ?? []) known.add(id)
  yield* known
}

const flag = (value: unknown, letter: string): string => (value ? letter : '')

function partnerKey(world: World, partner: string, live: Live): string {
  const circle = world.circle.context
  const standing =
    flag(isPresent(circle, partner), 'P') +
    flag(circle.left[partner], 'L') +
    flag(circle.barred[partner], 'B') +
    flag(circle.proposed?.signedBy[partner], 'S') +
    flag(
      circle.charter?.partners.some(({ id }) => id === partner),
      'N',
    )
  const matters = live.map(([, state]) => voiceKey(state, partner))
  const watch = hasEnded(proposalOf(world)?.value ?? '') ? '' : watchKey(world.watch, partner)
  return `${standing};${mandatesKey(circle, partner, world.now)};${matters.join(',')};${watch}`
}

function mandatesKey(circle: Circle, partner: string, now: string): string {
  const people = Object.values(circle.members[partner]?.people ?? {})
  const held = people.map(roles =>
    Object.entries(roles)
      .filter(([, until]) => until === null || until === undefined || until > now)
      .map(([role, until]) => `${role[0]}${until === null ? '' : left(until ?? null, now)}`)
      .sort()
      .join(''),
  )
  return held
    .filter(it => it !== '')
    .sort()
    .join('/')
}

/** C3, C6: what the rules tell apart in a position. */
function positionKey(position: Position | undefined): string {
  if (position === undefined) return '-'
  if (position.provisional) return 'p'
  return position.position === 'standAside' ? 'a' : 's'
}

/** After its end nothing but a comment is admitted: whatever was said before, such worlds behave alike. */
const hasEnded = (value: string): boolean =>
  value === 'decided' || value === 'noConsensus' || value === 'withdrawn'

function voiceKey({ value, context: proposal }: ProposalState, partner: string): string {
  if (hasEnded(value)) return value
  const own = Object.entries(proposal.objections).filter(([, objection]) => objection.partner === partner)
  const open = own
    .filter(([, { withdrawn }]) => withdrawn === null)
    .map(([id]) => (Object.hasOwn(proposal.answeredHere, id) ? 'a' : 'o'))
    .sort()
    .join('')
  return (
    flag(proposal.author === partner, 'A') +
    flag(
      proposal.content?.commitments.some(each => each.partner === partner),
      'G',
    ) +
    positionKey(proposal.positions[partner]) +
    `${open}${proposal.openOf[partner] ?? 0}` +
    flag(value === 'consultation' && Object.hasOwn(proposal.extendedBy, partner), 'X') +
    flag(Object.hasOwn(proposal.confirmations, partner), 'C') +
    flag(Object.hasOwn(proposal.departed, partner), 'D')
  )
}

function watchKey(watch: Watch, partner: string): string {
  const seen = watch.partners[partner]
  if (!seen) return ''
  const said = seen.said === null ? '-' : seen.said === 'standAside' ? 'a' : 's'
  return (
    flag(seen.present, 'P') +
    flag(seen.told, 'T') +
    said +
    flag(seen.confirmed, 'C') +
    openOf(watch, partner).length +
    flag(watch.state === 'consultation' && watch.extendedBy.includes(partner), 'X')
  )
}

/** Time left until a moment, in working days; nothing where it has come, since no rule can tell how long ago. */
function left(moment: string | null, now: string): string {
  return moment === null || moment <= now ? '' : String((Date.parse(moment) - Date.parse(now)) / workingDay)
}

function proposalKey({ value, context: p }: ProposalState, circle: Circle, now: string): string {
  if (hasEnded(value)) return value
  return [
    value,
    p.revision,
    p.author === null ? 'office' : '',
    `${flag(p.called, 'c')}${flag(p.calledHere, 'h')}${p.leaving ?? ''}`,
    p.dueAt === null ? '' : `d${left(p.dueAt, now)}`,
    left(p.notBefore, now),
    Object.keys(p.objections).length,
    `${p.partners}.${p.counting}.${p.supporting}.${p.objecting}.${p.confirmed}`,
    circle.version - p.circle,
    p.content?.charter === undefined ? '' : p.content.changes,
    p.law?.charter,
  ].join(',')
}
