// The promise as properties for fast-check: long rounds drawn by chance over a charter as it is, every step judged.
import type { CharterInput } from '../charter/charter.ts'
import { fastCheck, type Property } from './fast-check.ts'
import { type Ground, groundsOf } from './grounds.ts'
import { type Fault, type Invariant, invariants, type Step } from './invariants.ts'
import { unequalIn } from './mirror.ts'
import { type Round, type RoundOptions, roundsFrom } from './rounds.ts'
import { type Answer, answerOf, type Move, runs, type World } from './world.ts'

/** A property of drawn rounds: `fc.assert` takes it. */
export type RoundProperty = Property<[Round]>

/** How `keepsThePromise` draws and what else it asks. */
export interface PromiseOptions extends RoundOptions {
  /** Further invariants, beside those of the promise. */
  readonly also?: readonly Invariant[]
}

/** What a whole round is judged by: what breaks it, and the move at which it does; null where nothing does. */
type Judge = (ground: Ground, moves: readonly Move[]) => Fault

/**
 * No partner is bypassed, in any round drawn: a decision was told to, agreed to and confirmed by every partner, on exactly
 * its text (invariant 1). The charter is taken as it is, with all its partners; its terms pass in an empty calendar. Four
 * moves in five are such as the procedure admits there; the fifth is anything that anybody could ask.
 *
 * ```text
 * fc.assert(noPartnerBypassed(charter))
 * ```
 *
 * Where it fails, fast-check shows the shortest round found: in words, and as a script for `samenspraak play`.
 * @throws Unusable for a charter or options that cannot be used, Error where fast-check is not installed
 */
export function noPartnerBypassed(charter: CharterInput, options: RoundOptions = {}): RoundProperty {
  return judged('noPartnerBypassed', charter, options, [stepByStep(named('nobodyBypassed'))])
}

/**
 * What is recorded of a partner was done by a person whom it had mandated (invariant 2). Signed acts add to this that it can
 * be shown to somebody who trusts neither engine nor store: the name beside an act is then more than a word (W2).
 * @throws as `noPartnerBypassed`
 */
export function nobodySpokenFor(charter: CharterInput, options: RoundOptions = {}): RoundProperty {
  return judged('nobodySpokenFor', charter, options, [stepByStep(named('nobodySpokenFor'))])
}

/** Who has not spoken is shown as silent, and counts for nothing (invariant 3). @throws as `noPartnerBypassed` */
export function silenceIsSilence(charter: CharterInput, options: RoundOptions = {}): RoundProperty {
  return judged('silenceIsSilence', charter, options, [stepByStep(named('silenceIsSilence'))])
}

/**
 * The same round with the partners exchanged, and their list turned round, ends the same with the partners exchanged
 * (invariant 4). @throws as `noPartnerBypassed`
 */
export function treatedAlike(charter: CharterInput, options: RoundOptions = {}): RoundProperty {
  return judged('treatedAlike', charter, options, [alike])
}

/** An objection is open until its own partner lets it go, and is shown until then (invariant 5). @throws as `noPartnerBypassed` */
export function nothingIsLost(charter: CharterInput, options: RoundOptions = {}): RoundProperty {
  return judged('nothingIsLost', charter, options, [stepByStep(named('nothingIsLost'))])
}

/** Stages come in order, and each asks the same of a decision (invariant 6). @throws as `noPartnerBypassed` */
export function ladder(charter: CharterInput, options: RoundOptions = {}): RoundProperty {
  return judged('ladder', charter, options, [stepByStep(named('ladder'))])
}

/** Wherever a round has come to, the clock alone closes it, and until then all have their turn (invariant 7). @throws as `noPartnerBypassed` */
export function itEnds(charter: CharterInput, options: RoundOptions = {}): RoundProperty {
  return judged('itEnds', charter, options, [stepByStep(named('itEnds')), closes])
}

/** Replaying what was recorded leads to the same state (invariant 8). @throws as `noPartnerBypassed` */
export function sameLogSameTruth(charter: CharterInput, options: RoundOptions = {}): RoundProperty {
  return judged('sameLogSameTruth', charter, options, [stepByStep(named('sameLogSameTruth'))])
}

/** A later charter or decision changes nothing that runs or has ended (invariant 9). @throws as `noPartnerBypassed` */
export function noRetroactivity(charter: CharterInput, options: RoundOptions = {}): RoundProperty {
  return judged('noRetroactivity', charter, options, [stepByStep(named('noRetroactivity'))])
}

/** All nine at once, in the order of the promise, and your own invariants. @throws as `noPartnerBypassed` */
export function keepsThePromise(charter: CharterInput, options: PromiseOptions = {}): RoundProperty {
  const all = [...invariants, ...(options.also ?? [])]
  return judged('keepsThePromise', charter, options, [stepByStep(all), closes, alike])
}

const named = (name: string): Invariant[] => invariants.filter(it => it.name === name)

function judged(
  what: string,
  charter: CharterInput,
  options: RoundOptions,
  judges: readonly Judge[],
): RoundProperty {
  const fc = fastCheck(what)
  const grounds = groundsOf(charter)
  return fc.property(roundsFrom(grounds, what, options), ({ ground: name, moves }) => {
    const ground = grounds.find(it => it.name === name)
    for (const judge of ground ? judges : []) {
      const fault = judge(ground as Ground, moves)
      if (fault !== null) throw new Broken(fault)
    }
  })
}

/** What a round broke. Where in our code that was noticed is no news to who reads it. */
class Broken extends Error {
  override readonly name = 'Broken'
  constructor(fault: string) {
    super(fault)
    this.stack = `${this.name}: ${fault}`
  }
}

const alike: Judge = (ground, moves) => {
  const fault = unequalIn(ground, moves)
  return fault === null ? null : `equalTreatment: ${fault}`
}

/** Asks each of the invariants of every answer, every step and every state on the way. */
function stepByStep(held: readonly Invariant[]): Judge {
  return ({ start, done }, moves) => {
    for (const { begin } of held) begin?.(start, done)
    let world = start
    for (const move of moves) {
      const answer = answerOf(world, move)
      const fault = firstOf(held, each => faultOf(each, world, move, answer))
      if (fault !== null) return fault
      if (!('refused' in answer)) world = answer.world
    }
    return null
  }
}

function firstOf(held: readonly Invariant[], faultIn: (invariant: Invariant) => Fault): Fault {
  for (const invariant of held) {
    const fault = faultIn(invariant)
    if (fault !== null) return `${invariant.name}: ${fault}`
  }
  return null
}

function faultOf(invariant: Invariant, before: World, move: Move, answer: Answer): Fault {
  const fault = invariant.answer?.(before, move, answer) ?? null
  if (fault !== null) return fault
  if ('refused' in answer) return stoppedByGate(invariant, answer)
  const { recorded, world } = answer
  const step: Step = { before, move, recorded, after: world }
  const ofStep = recorded.length === 0 ? null : (invariant.step?.(step) ?? invariant.arrival?.(step) ?? null)
  return ofStep ?? invariant.state?.(world) ?? null
}

/** The machine would have decided: somebody was to be bypassed, and only the gate stood in the way. */
function stoppedByGate({ name }: Invariant, answer: Extract<Answer, { refused: string }>): Fault {
  const broken = name === 'nobodyBypassed' && answer.refused === 'gate'
  return broken ? `the machine decides, the gate stops it: ${answer.why}` : null
}

/** The most terms that can follow each other on one revision, with those that newcomers add. */
const mostTerms = 12

/** O7, O8: nobody does anything more, and it comes to an end. */
const closes: Judge = ({ start }, moves) => {
  let world = moves.reduce(later, start)
  for (let terms = 0; runs(world); terms += 1) {
    const answer = answerOf(world, { wait: 'term' })
    if ('refused' in answer || terms > mostTerms) return 'itEnds: the clock alone does not close it (O8)'
    world = answer.world
  }
  return null
}

function later(world: World, move: Move): World {
  const answer = answerOf(world, move)
  return 'refused' in answer ? world : answer.world
}
