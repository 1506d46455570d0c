// The same round once more with the partners exchanged, and their list turned round: is the outcome exchanged with them?
import type { CharterInput } from '../charter/charter.ts'
import type { Act } from '../collaboration/acts.ts'
import { canonical } from '../log/canonical.ts'
import type { Ground } from './grounds.ts'
import type { Fault } from './invariants.ts'
import { type Answer, after, answerOf, foundedWorld, type Move, type World } from './world.ts'

type Names = ReadonlyMap<string, string>

/** Names by place: those of the charter could be words that mean something else in an act, as `p1`. */
const placed = (what: string, ids: readonly string[], turn: number): [string, string][] =>
  ids.map((id, i) => [id, `${what}-${(i + turn) % ids.length}`])

function namesIn({ partners }: CharterInput, turn: number): Names {
  const people = partners.flatMap(partner => partner.people.map(({ id }) => id))
  return new Map([
    ...placed(
      'partner',
      partners.map(({ id }) => id),
      turn,
    ),
    ...placed('person', people, turn),
  ])
}

const naming: ReadonlySet<string> = new Set(['by', 'person', 'partner', 'id'])

/** Plain data with those names changed that stand where partners and persons are named. */
function renamed<T>(value: T, names: Names): T {
  const change = (each: unknown, under: string): unknown => {
    if (typeof each === 'string') return naming.has(under) ? (names.get(each) ?? each) : each
    if (typeof each !== 'object' || each === null) return each
    if (Array.isArray(each)) return each.map(it => change(it, ''))
    return Object.fromEntries(Object.entries(each).map(([name, it]) => [name, change(it, name)]))
  }
  return change(value, '') as T
}

function startOf({ played, done }: Ground, names: Names, turned: boolean): World {
  const named = renamed(played, names)
  const partners = turned ? named.partners.toReversed() : named.partners
  const acts = done.map((act): Act => renamed(act, names))
  return after(foundedWorld({ ...named, partners }), acts)
}

/** A signature is for the text of that world: its digest is another one, since other names stand in it. */
function inWorld(world: World, move: Move, names: Names): Move {
  if ('wait' in move) return move
  const act = renamed(move.act, names)
  if (act.act !== 'signCharter') return { ...move, act }
  return { ...move, act: { ...act, charter: world.circle.context.digest ?? act.charter } }
}

/** What was answered, as one text in which no order of a list and no digest shows. */
function outcomeOf(answer: Answer, names: Names): string {
  if ('refused' in answer) return answer.refused
  const plain = (value: unknown): unknown => {
    if (typeof value === 'string') return value.startsWith('sha256:') ? 'sha256' : (names.get(value) ?? value)
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value))
      return value.map(plain).sort((one, two) => (canonical(one) < canonical(two) ? -1 : 1))
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [names.get(name) ?? name, plain(each)]),
    )
  }
  return canonical(
    answer.recorded.map(({ matter, at, by, fact }) => plain({ matter, at, by: by ?? '', fact })),
  )
}

/** Where a round ends otherwise once the partners have changed places; null where it does not (invariant 4). Pure. */
export function unequalIn(ground: Ground, moves: readonly Move[]): Fault {
  const [own, other] = [namesIn(ground.played, 0), namesIn(ground.played, 1)]
  const exchanged = new Map([...own].map(([id, name]) => [name, other.get(id) ?? name]))
  let world = startOf(ground, own, false)
  let mirror = startOf(ground, other, true)
  for (const move of moves) {
    const here = answerOf(world, inWorld(world, move, own))
    const there = answerOf(mirror, inWorld(mirror, move, other))
    if (outcomeOf(here, exchanged) !== outcomeOf(there, new Map()))
      return `where partners change places, ${'act' in move ? move.act.act : 'the passing of a term'} leads elsewhere`
    if (!('refused' in here)) world = here.world
    if (!('refused' in there)) mirror = there.world
  }
  return null
}
