// How a run ends: a few turns that bring about what hardly comes by chance.
import type * as oracle from '../model/model.ts'
import { type Asking, charterWithNewcomer, personOf, type Random, round } from './draw.ts'

/** As it happens; with as much of everything as is taken; with everybody gone but one; with a newcomer. */
export type Finale = 'none' | 'limits' | 'exodus' | 'newcomer'

/** How many turns a finale has. */
export const finaleTurns = 5

interface Scene {
  readonly model: oracle.Model
  readonly at: string
  readonly random: Random
  readonly seats: readonly string[]
}

/** What is asked in one of the last turns of a run. */
export function finaleOf(
  kind: Finale,
  turn: number,
  model: oracle.Model,
  at: string,
  random: Random,
): Asking[] {
  const seats = model.partners.flatMap(id => personOf(model, id, ['stuurgroep'], at, random) ?? [])
  const scene = { model, at, random, seats }
  if (kind === 'none' || seats.length === 0) return []
  return { limits, exodus, newcomer }[kind](scene, turn)
}

const draftBy = (by: string, more: object = {}): Asking => ({
  act: { act: 'draftProposal', by, proposal: 'last', title: 'Slot', text: 'Tot besluit.', ...more },
})
const submitBy = (by: string): Asking => ({ act: { act: 'submitProposal', by, proposal: 'last' } })

/** One partner raises one objection too many, then mandates one person too many. */
function limits({ seats: [by = ''] }: Scene, turn: number): Asking[] {
  if (turn === 0) return [draftBy(by)]
  if (turn === 1) return [submitBy(by)]
  if (turn === 2)
    return many(101, 'withinLimits', n => ({
      ...{
        act: 'raiseObjection',
        by,
        proposal: 'last',
        revision: 1,
        objection: `last${n}`,
        reason: 'Nog een.',
      },
    }))
  if (turn > 3) return []
  return many(1_000, 'personsWithinLimit', n => ({
    ...{ act: 'giveMandate', by, person: `more${n}`, roles: ['lijnmanagement'] },
  }))
}

function many(count: number, beyond: string, actOf: (n: number) => oracle.Act): Asking[] {
  return Array.from({ length: count }, (_, n) => ({ act: actOf(n), beyond, limited: true }))
}

/** All but one leave at once, and the one that is left submits what it had drafted. */
function exodus({ seats: [first = '', ...others] }: Scene, turn: number): Asking[] {
  if (turn === 0) return [draftBy(first)]
  if (turn === 1) return others.map(by => ({ act: { act: 'leaveCollaboration', by } }))
  return turn === 2 ? [submitBy(first)] : []
}

/** A newcomer is invited, one of its people taken on by another partner meanwhile; then all of them want to sign. */
function newcomer({ model, at, random, seats: [by = ''] }: Scene, turn: number): Asking[] {
  const charter = charterWithNewcomer(model, random)
  if (turn === 0) return charter ? [draftBy(by, { charter })] : []
  const last = model.proposals.filter(({ id }) => id === 'last')
  const invited = last[0]?.content.charter?.partners.at(-1)?.people.map(({ id }) => id) ?? []
  if (invited.length === 0) return []
  if (turn === 1) return [submitBy(by)]
  if (turn < 4) {
    const taking = { act: 'giveMandate', by, person: invited[0], roles: ['lijnmanagement'] }
    return [...(turn === 2 ? [{ act: taking }] : []), ...round({ ...model, proposals: last }, at, random, 0)]
  }
  return invited.map(person => ({ act: { act: 'signCharter', by: person, charter: model.inForce?.key } }))
}
