// Decision rounds drawn by chance: long ones, over all partners of a charter, that shrink by leaving moves out.
import type { Act } from '../collaboration/acts.ts'
import { firstTerm } from '../collaboration/state.ts'
import { contentOf, movesIn, type Scope } from './alphabet.ts'
import { Unusable } from './explore.ts'
import { type Arbitrary, fastCheck, type Random, type Stream, type Value } from './fast-check.ts'
import type { Ground, GroundName } from './grounds.ts'
import { type Script, scriptOf, told } from './story.ts'
import { agrees, confirmingRole, hasSpoken, openOf, presentIn, voiceOf } from './watch.ts'
import { answerOf, collaborationOf, type Move, matter, proposalOf, runs, type World } from './world.ts'

/** A round as it was drawn. As text it is told in words, with a script that `samenspraak play` takes. */
export interface Round {
  /** What lies before it. */
  readonly ground: GroundName
  /** What is asked, in order, refused or not. */
  readonly moves: readonly Move[]
  /** A line for each move. */
  readonly trace: readonly string[]
  readonly script: Script
  toString(): string
}

/** How rounds are drawn. */
export interface RoundOptions {
  /** The most moves in one round: a whole number from 10 to 10,000; 60 and 10 more for each partner unless told. */
  readonly moves?: number
}

/** How much of a round is anything that anybody could ask, most of it refused: the rest is what the procedure admits. */
export const shareOfAnything = 0.2

/** Rounds from any of these starts. @throws Error where fast-check is not there, Unusable for a number of moves out of range */
export function roundsFrom(
  grounds: readonly Ground[],
  what: string,
  options: RoundOptions,
): Arbitrary<Round> {
  const fc = fastCheck(what)
  const most = mostMoves(grounds, options)
  const groundIn = (name: GroundName): Ground => grounds.find(it => it.name === name) as Ground
  class Rounds extends fc.Arbitrary<Round> {
    generate(random: Random): Value<Round> {
      const dice = diceOf(random)
      const ground = dice.oneOf(grounds) as Ground
      return new fc.Value(roundOf(ground, drawn(ground, most, dice)), undefined)
    }
    canShrinkWithoutContext(value: unknown): value is Round {
      return typeof value === 'object' && value !== null && 'ground' in value
    }
    shrink({ ground: name, moves }: Round): Stream<Value<Round>> {
      const ground = groundIn(name)
      return fc.stream(shorter(ground, moves)).map(fewer => new fc.Value(roundOf(ground, fewer), undefined))
    }
  }
  return new Rounds()
}

function mostMoves([ground]: readonly Ground[], { moves }: RoundOptions): number {
  if (moves === undefined) return 60 + 10 * (ground?.charter.partners.length ?? 0)
  if (!Number.isInteger(moves) || moves < 10 || moves > 10_000)
    throw new Unusable('moves: must be a whole number from 10 to 10,000')
  return moves
}

/** It is told only when somebody asks: of nearly all rounds nobody does. */
function roundOf({ name, charter, before, start }: Ground, moves: readonly Move[]): Round {
  const trace = () => told(start, moves)
  const script = () => scriptOf(charter, [...before.map((act): Move => ({ act })), ...moves])
  return {
    ground: name,
    moves,
    get trace() {
      return trace()
    },
    get script() {
      return script()
    },
    toString: () =>
      [
        '',
        ...trace().map(line => `  ${line}`),
        'the same for `samenspraak play`:',
        JSON.stringify(script()),
      ].join('\n'),
  }
}

/** The same with less: first without all that was refused, then without larger and smaller pieces, the last ones first. */
function* shorter(ground: Ground, moves: readonly Move[]): IterableIterator<readonly Move[]> {
  const admitted = withoutRefused(ground, moves)
  if (admitted.length < moves.length) yield admitted
  for (let size = Math.ceil(moves.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let end = moves.length; end > 0; end -= size)
      yield [...moves.slice(0, Math.max(0, end - size)), ...moves.slice(end)]
}

/** What the gate stopped stays: the machine had admitted it. */
function withoutRefused({ start }: Ground, moves: readonly Move[]): Move[] {
  let world = start
  return moves.filter(move => {
    const answer = answerOf(world, move)
    if ('refused' in answer) return answer.refused === 'gate'
    world = answer.world
    return true
  })
}

interface Dice {
  /** A whole number from 0 up to but not including this. */
  below(most: number): number
  chance(share: number): boolean
  oneOf<T>(list: readonly T[]): T | undefined
}

function diceOf(random: Random): Dice {
  const below = (most: number): number => (most < 1 ? 0 : random.nextInt(0, most - 1))
  return { below, chance: share => below(10_000) < share * 10_000, oneOf: list => list[below(list.length)] }
}

/** How many moves are still asked once the proposal has ended. */
const movesAfterTheEnd = 5

/** What a round is like: where all can happen all the time, hardly anything is ever decided. */
interface Temper {
  readonly scope: Scope
  /** How much of what is admitted brings the proposal on. */
  readonly onward: number
  /** How often somebody who has not spoken objects. */
  readonly objecting: number
  /** How often nobody does anything until a term has passed. */
  readonly waiting: number
}

const mostObjections = 3

function temperBy(dice: Dice, partners: number): Temper {
  const scope = {
    objections: dice.below(mostObjections + 1),
    provisional: dice.chance(0.5),
    extensions: dice.chance(0.5),
    late: true,
    mandates: dice.chance(0.5),
    departures: dice.below(2),
    joining: dice.chance(0.7),
    withdrawing: dice.chance(0.1),
  }
  return {
    scope,
    onward: dice.oneOf([0.5, 0.7, 0.9]) ?? 0,
    objecting: dice.oneOf([0, 0.1, 0.3]) ?? 0,
    waiting: (dice.oneOf([0, 0.2, 0.6, 1.2]) ?? 0) / partners,
  }
}

function drawn(ground: Ground, most: number, dice: Dice): Move[] {
  const temper = temperBy(dice, ground.charter.partners.length)
  const moves: Move[] = []
  let world = ground.start
  for (let left = Math.ceil(most / 2) + dice.below(most / 2); left > 0; left -= 1) {
    const move = withoutFreshId(world, drawnIn(world, temper, dice, ground.spread))
    moves.push(move)
    const answer = answerOf(world, move)
    if (!('refused' in answer)) world = answer.world
    if (!runs(world) && proposalOf(world)?.value !== 'drafting') left = Math.min(left, movesAfterTheEnd)
  }
  return moves
}

/** A new objection is given its id by the procedure: a round that shrinks would have gaps between those drawn. */
function withoutFreshId({ watch }: World, move: Move): Move {
  if (!('act' in move) || move.act.act !== 'raiseObjection') return move
  const { objection = '', ...act } = move.act
  return Object.hasOwn(watch.objections, objection) ? move : { ...move, act }
}

function drawnIn(world: World, temper: Temper, dice: Dice, spread: boolean): Move {
  const isAny = dice.chance(shareOfAnything)
  const move = isAny ? anything(world, temper, dice) : admittedIn(world, temper, dice)
  if ('wait' in move || move.at !== undefined || !spread) return move
  const at = new Date(Date.parse(world.now) + dice.below(2 * day)).toISOString()
  const due = firstTerm(collaborationOf(world))?.dueAt ?? endOfDays
  return at < due ? { ...move, at } : move
}

const day = 86_400_000
const endOfDays = '9'

/** The invariants let each partner speak through the seat that the charter names first: that one does not give up its own mandate. */
const askedIn = (world: World, scope: Scope): Move[] =>
  movesIn(world, scope).filter(
    move => !('act' in move && move.act.act === 'withdrawMandate' && move.act.person === move.act.by),
  )

/** Whatever somebody could ask, now and then at a moment that is not now; half of it lies close to what is admitted. */
function anything(world: World, temper: Temper, dice: Dice): Move {
  if (runs(world) && dice.chance(0.5)) return { act: tempting(world, temper, dice) }
  const move = dice.oneOf(askedIn(world, temper.scope)) ?? { wait: 'term' }
  const { dueAt = null, lastAt = '' } = proposalOf(world)?.context ?? {}
  // The circle has no moment of its own to hold an act against: that is left to who asks.
  if ('wait' in move || isElsewhere(move) || !dice.chance(0.2)) return move
  if (dueAt !== null && dice.chance(0.5)) return { ...move, at: dueAt }
  return lastAt === '' ? move : { ...move, at: new Date(Date.parse(lastAt) - 1).toISOString() }
}

/** What would bring it on if it were admitted: out of turn, in the name of others, or on another revision. */
function tempting(world: World, temper: Temper, dice: Dice): Act {
  const { watch } = world
  const partners = presentIn(watch)
  const objectors = partners.filter(each => openOf(watch, each).length > 0)
  const partner = dice.oneOf(objectors.length > 0 && dice.chance(0.7) ? objectors : partners) ?? ''
  const by = personOf(world, partner, dice)
  const on = { by, proposal: matter, revision: watch.revision }
  const outOfTurn: Act = dice.chance(0.7)
    ? { act: 'takePosition', ...on, position: 'consent' }
    : { act: 'confirmDecision', ...on }
  if (dice.chance(0.4)) return outOfTurn
  const inTurn = nextOf(world, partner, temper, dice)
  if (dice.chance(0.5)) return { ...inTurn, by: personOf(world, dice.oneOf([...partners, '']) ?? '', dice) }
  const revision = watch.revision === 1 || dice.chance(0.5) ? watch.revision + 1 : watch.revision - 1
  return 'revision' in inTurn ? { ...inTurn, revision } : { ...outOfTurn, revision }
}

const tries = 8

/** Something that the procedure admits; the clock where nothing is found. */
function admittedIn(world: World, temper: Temper, dice: Dice): Move {
  if (runs(world) && dice.chance(temper.waiting)) return { wait: 'term' }
  for (let left = tries; left > 0; left -= 1) {
    const move = likely(world, temper, dice)
    if (move && !('refused' in answerOf(world, move))) return move
  }
  return { wait: 'term' }
}

/** How much is about the circle, or another proposal. */
const shareOfElsewhere = 0.06

function likely(world: World, temper: Temper, dice: Dice): Move | undefined {
  if (dice.chance(shareOfElsewhere)) return dice.oneOf(askedIn(world, temper.scope).filter(isElsewhere))
  return dice.chance(temper.onward) ? onward(world, temper, dice) : dice.oneOf(askedIn(world, temper.scope))
}

const isElsewhere = (move: Move): boolean =>
  'act' in move && !('proposal' in move.act && move.act.proposal === matter)

/** What somebody would do to come to a decision; undefined where it is for nobody to do anything. */
function onward(world: World, temper: Temper, dice: Dice): Move | undefined {
  const { watch } = world
  if (!runs(world)) return { act: besideTheRound(world, dice) }
  const partner = dice.oneOf(presentIn(watch).filter(each => isWaitedFor(world, each)))
  return partner === undefined ? undefined : { act: nextOf(world, partner, temper, dice) }
}

function besideTheRound(world: World, dice: Dice): Act {
  const { value, context } = proposalOf(world) ?? {}
  const own = { by: personOf(world, context?.author ?? '', dice), proposal: matter }
  return value === 'drafting'
    ? { act: 'submitProposal', ...own }
    : { act: 'comment', ...own, text: 'A remark.' }
}

const isWaitedFor = ({ watch }: World, partner: string): boolean =>
  openOf(watch, partner).length > 0 ||
  !hasSpoken(watch, partner) ||
  (agrees(watch) && watch.partners[partner]?.confirmed === false)

function nextOf(world: World, partner: string, { scope, objecting }: Temper, dice: Dice): Act {
  const { watch } = world
  const by = personOf(world, partner, dice)
  const on = { by, proposal: matter, revision: watch.revision }
  const [open] = openOf(watch, partner)
  if (open !== undefined) return aboutObjection(world, open, by, dice)
  if (hasSpoken(watch, partner)) return { act: 'confirmDecision', ...on }
  const raised = Object.keys(watch.objections).length
  if (raised < scope.objections && dice.chance(objecting)) return { act: 'raiseObjection', ...on, reason }
  const position = dice.oneOf(positions) ?? 'consent'
  return { act: 'takePosition', ...on, position, ...(position === 'standAside' ? {} : { reason }) }
}

const reason = 'A reason.'
const positions = ['consent', 'consent', 'consent', 'consent', 'reservation', 'standAside'] as const

/** Its partner lets it go, or the author answers or amends. */
function aboutObjection(world: World, objection: string, by: string, dice: Dice): Act {
  const { revision, author } = proposalOf(world)?.context ?? { revision: 0, author: null }
  const own = { by: personOf(world, author ?? '', dice), proposal: matter }
  if (dice.chance(0.6)) return { act: 'withdrawObjection', by, proposal: matter, objection, revision, reason }
  return dice.chance(0.6)
    ? { act: 'answerObjection', ...own, objection, text: 'An answer.' }
    : { act: 'amendProposal', ...own, ...contentOf(revision + 1, author) }
}

/** Somebody whom the partner has mandated for this; the office where it is no partner. */
function personOf({ watch, now }: World, partner: string, dice: Dice): string {
  const roles = agrees(watch) ? [confirmingRole(watch)] : (['lijnmanagement', 'stuurgroep'] as const)
  const speakers = Object.keys(watch.speakers).filter(it => voiceOf(watch, it, now, roles) === partner)
  return dice.oneOf(speakers) ?? watch.charter?.opgavemanager.id ?? ''
}
