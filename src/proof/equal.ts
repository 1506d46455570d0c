// Equal treatment (invariant 4), and with it the soundness of looking at one world for all its permutations.
import type { Charter } from '../charter/charter.ts'
import type { Act } from '../collaboration/acts.ts'
import { movesIn, type Scope } from './alphabet.ts'
import type { Fault } from './invariants.ts'
import { keyOf } from './key.ts'
import { presentIn, voiceOf } from './watch.ts'
import {
  type Answer,
  answerOf,
  charterOf,
  type Move,
  matter,
  proposalOf,
  seatOf,
  type World,
  workingDay,
} from './world.ts'

/** Another world that must behave alike, as a change of every text and name in it, of the moves too. */
interface Likeness {
  readonly what: string
  change<T>(value: T): T
}

const momentForm = /^\d{4}-\d{2}-\d{2}T/

const known = new WeakMap<Charter, readonly Likeness[]>()

/** What must make no difference: who is called what, when it happens, and whether a worry was recorded with a consent. */
function likenesses(world: World): readonly Likeness[] {
  const charter = charterOf(world)
  if (!charter) return []
  const made = known.get(charter)
  if (made) return made
  const partners = charter.partners.map(({ id }) => id)
  const [first = '', second = ''] = partners
  const next = (i: number): string => partners[(i + 1) % partners.length] ?? ''
  const swapped = new Map([
    [first, second],
    [second, first],
  ])
  const rotated = new Map(partners.map((partner, i) => [partner, next(i)]))
  const worry = new Map([
    ['consent', 'reservation'],
    ['reservation', 'consent'],
  ])
  const list = [
    likeness('two partners with their people change places', naming(charter, swapped)),
    likeness('all partners with their people change places', naming(charter, rotated)),
    likeness('a consent is a reservation', text => worry.get(text) ?? text),
    likeness('the partners stand in another order', text => text, true),
    likeness('all happens a week later', text => (momentForm.test(text) ? shifted(text) : text)),
  ]
  known.set(charter, list)
  return list
}

const shifted = (moment: string): string => new Date(Date.parse(moment) + workingDay).toISOString()

/** A renaming of partners, with their people: the person of a partner becomes the one in the same place of the other. */
function naming({ partners }: Charter, to: ReadonlyMap<string, string>): (text: string) => string {
  const names = new Map(to)
  const peopleOf = (partner: string) => partners.find(({ id }) => id === partner)?.people ?? []
  for (const [one, other] of to)
    for (const [i, { id }] of peopleOf(one).entries()) names.set(id, peopleOf(other)[i]?.id ?? id)
  return text => names.get(text) ?? text
}

const isPartner = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'people' in value

/** Changes every text in plain data, names of fields too; `turned` puts partners and records in the opposite order. What was changed once is kept: worlds share most of what they hold. */
function likeness(what: string, text: (text: string) => string, turned = false): Likeness {
  const order = <T>(list: readonly T[]): readonly T[] => (turned ? [...list].reverse() : list)
  const kept = new WeakMap<object, unknown>()
  const afresh = (value: object): unknown => {
    if (Array.isArray(value)) return (value.some(isPartner) ? order(value) : value).map(change)
    if (value instanceof Map) return new Map([...value].map(([id, each]) => [id, change(each)]))
    return Object.fromEntries(order(Object.entries(value)).map(([name, each]) => [text(name), change(each)]))
  }
  const change = <T>(value: T): T => {
    if (typeof value === 'string') return text(value) as T & string
    if (typeof value !== 'object' || value === null) return value
    const changed = kept.get(value) ?? afresh(value)
    kept.set(value, changed)
    return changed as T
  }
  return { what, change }
}

/** A world that must behave like this one and is told apart; null where there is none. */
export function toldApart(world: World): Fault {
  const other = likenesses(world).find(({ change }) => keyOf(change(world)) !== keyOf(world))
  return other ? `where ${other.what}, the state is told apart` : null
}

/**
 * Where a world that must behave like this one answers an admitted move otherwise; null where none does. What is admitted
 * here must be admitted there: asked in every world, since each is like another one, that makes them equal.
 */
export function unlike(before: World, move: Move, after: World): Fault {
  const key = keyOf(after)
  for (const { what, change } of likenesses(before)) {
    const answer = answerOf(change(before), change(move))
    if ('refused' in answer) return `where ${what}, ${nameOf(move)} is refused (${answer.refused})`
    if (keyOf(answer.world) !== key) return `where ${what}, ${nameOf(move)} leads elsewhere`
  }
  return null
}

const nameOf = (move: Move): string =>
  'act' in move ? `${move.act.act} by ${move.act.by ?? 'the clock'}` : 'time'

/** What an author may do more than another partner: nothing else (invariant 4). */
const ofAuthors: ReadonlySet<string> = new Set([
  'amendProposal',
  'withdrawProposal',
  'answerObjection',
  'reviseDraft',
  'submitProposal',
])

const writtenBy = (world: World, author: string | null): World => {
  const state = proposalOf(world)
  if (!state) return world
  return {
    ...world,
    proposals: new Map([...world.proposals, [matter, { ...state, context: { ...state.context, author } }]]),
  }
}

/** A right that the author has, or lacks, beside those of an author; null where there is none. */
export function authorsPrivilege(world: World, scope: Scope): Fault {
  const author = proposalOf(world)?.context.author ?? null
  const other = presentIn(world.watch).find(partner => partner !== author) ?? null
  const [own, foreign, nobodys] = [author, other, null].map(each => writtenBy(world, each)) as [
    World,
    World,
    World,
  ]
  for (const move of movesIn(world, scope)) {
    if (
      !('act' in move) ||
      ofAuthors.has(move.act.act) ||
      voiceOf(world.watch, move.act.by, world.now) === null
    )
      continue
    const [one, two, three] = [own, foreign, nobodys].map(each => anonymous(answerOf(each, move)))
    if (one !== two || one !== three) return `${nameOf(move)} depends on who the author is`
  }
  return null
}

const anonymous = (answer: Answer): string =>
  'refused' in answer ? answer.refused : keyOf(writtenBy(answer.world, null))

/** Two partners that each speak once within one consultation, in both orders: null where these lead to the same. */
export function ordersDiffer(world: World): Fault {
  const charter = world.circle.context.charter
  const state = proposalOf(world)
  if (!charter || state?.value !== 'consultation') return null
  const { revision, positions, objections } = state.context
  const fresh = presentIn(world.watch).filter(partner => !Object.hasOwn(positions, partner))
  const words = (partner: string): Act[] => {
    const on = { by: seatOf(charter, partner), proposal: matter, revision, reason: 'A reason.' }
    const objection = `o${Object.keys(objections).length + 1}.${partner}`
    return [
      { act: 'takePosition', ...on, position: 'consent' },
      { act: 'takePosition', ...on, position: 'standAside' },
      { act: 'raiseObjection', ...on, objection },
    ]
  }
  for (const [i, one] of fresh.entries())
    for (const other of fresh.slice(i + 1))
      for (const first of words(one))
        for (const second of words(other)) {
          const ends = [said(world, first, second), said(world, second, first)]
          if (ends[0] !== ends[1])
            return `${one} and ${other}: the order in which they speak makes a difference`
        }
  return null
}

function said(world: World, first: Act, second: Act): string {
  const once = answerOf(world, { act: first })
  if ('refused' in once) return once.refused
  const twice = answerOf(once.world, { act: second })
  return 'refused' in twice ? twice.refused : keyOf(twice.world)
}
