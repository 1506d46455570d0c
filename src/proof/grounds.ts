// Where drawn rounds start: a draft under the whole charter, with nothing else, a newcomer invited, or another charter to come.
import { type CharterInput, charterSchema } from '../charter/charter.ts'
import { faultOf } from '../charter/words.ts'
import type { Act } from '../collaboration/acts.ts'
import { contentOf } from './alphabet.ts'
import { Unusable } from './explore.ts'
import { after, foundedWorld, inWeeks, matter, seatOf, type World } from './world.ts'

/** What lies before a round, beside the draft. */
export type GroundName = 'draft' | 'newcomer' | 'newCharter'

/** One start of a round, with what it takes to tell it. */
export interface Ground {
  readonly name: GroundName
  /** The charter as people write it, and what is done under it before the round. */
  readonly charter: CharterInput
  readonly before: readonly Act[]
  /** The same where it is played: in weeks, or in its own working days. */
  readonly played: CharterInput
  readonly done: readonly Act[]
  readonly start: World
  /** Whether acts are spread over the days of a term: where days are told from days. */
  readonly spread: boolean
}

/** The starts in worlds of whole weeks, as `explore` has them, with nothing of the charter cut. @throws Unusable */
export function groundsOf(charter: CharterInput): Ground[] {
  const usable = { ...usableOf(charter), signatures: 'optional' as const }
  return plans.map(plan => groundOf(plan, usable, inWeeks, false))
}

/** The starts under the charter as it is, in its own working days. @throws Unusable also where it demands signatures (W2) or has words kept apart (W4) */
export function groundsInDays(charter: CharterInput): Ground[] {
  const usable = usableOf(charter)
  if (usable.signatures === 'required')
    throw new Unusable('the charter demands signatures: no act can be recorded under it yet (W2)')
  if (usable.personal)
    throw new Unusable(
      'the charter has words kept apart: leave `personal` out of it, the rules are the same (W4)',
    )
  return plans.map(plan => groundOf(plan, usable, each => each, true))
}

function usableOf(charter: CharterInput): CharterInput {
  const parsed = charterSchema.safeParse(charter)
  if (parsed.success) return charter
  throw new Unusable(`the charter cannot be used: ${faultOf(parsed.error)}`)
}

interface Plan {
  readonly name: GroundName
  /** A charter that all agree to, and how many of its confirmations are still to come. */
  readonly next?: { change(charter: CharterInput): CharterInput; readonly open: number }
}

const plans: readonly Plan[] = [
  { name: 'draft' },
  { name: 'newcomer', next: { change: withNewcomer, open: 0 } },
  { name: 'newCharter', next: { change: withOtherRules, open: 1 } },
]

function groundOf(
  { name, next }: Plan,
  charter: CharterInput,
  place: (charter: CharterInput) => CharterInput,
  spread: boolean,
): Ground {
  const under = (form: (charter: CharterInput) => CharterInput): Act[] => [
    ...(next ? changing(charter, form(next.change(charter)), next.open) : []),
    draft(charter),
  ]
  const [played, done] = [place(charter), under(place)]
  const start = after(foundedWorld(played), done)
  return { name, charter, before: under(each => each), played, done, start, spread }
}

function draft(charter: CharterInput): Act {
  const author = charter.partners[0]?.id ?? ''
  return { act: 'draftProposal', by: seatOf(charter, author), proposal: matter, ...contentOf(1, author) }
}

/** F2: a proposal that carries another charter, agreed to by all and confirmed by all but so many. */
function changing({ partners, ...rest }: CharterInput, charter: CharterInput, open: number): Act[] {
  const seats = partners.map(({ id }) => seatOf({ partners, ...rest }, id))
  const by = seats[0] ?? ''
  const proposal = 'charter-to-come'
  const on = { proposal, revision: 1 }
  return [
    { act: 'draftProposal', by, proposal, title: 'Charter', text: 'Another charter.', charter },
    { act: 'submitProposal', by, proposal },
    ...seats.map((seat): Act => ({ act: 'takePosition', by: seat, ...on, position: 'consent' })),
    ...seats.slice(0, seats.length - open).map((seat): Act => ({ act: 'confirmDecision', by: seat, ...on })),
  ]
}

function withNewcomer(charter: CharterInput): CharterInput {
  const taken = new Set(charter.partners.flatMap(({ id, people }) => [id, ...people.map(it => it.id)]))
  const free = (id: string): string =>
    taken.has(id) || charter.opgavemanager.id === id ? free(`${id}+`) : id
  const people = [{ id: free('nina'), roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] as const }]
  const newcomer = {
    id: free('newcomer'),
    name: 'Newcomer',
    people: people.map(it => ({ ...it, roles: [...it.roles] })),
  }
  return { ...charter, partners: [...charter.partners, newcomer] }
}

/** Other terms, the other rung, other numbers of revisions: all that must not touch what runs already. */
function withOtherRules(charter: CharterInput): CharterInput {
  const { terms, decidesOn, maxRevisions = 7 } = charter
  const other = Object.fromEntries(
    Object.entries(terms).map(([name, days]) => [name, days === 1 ? 2 : Math.ceil(days / 2)]),
  )
  return {
    ...charter,
    terms: other as CharterInput['terms'],
    decidesOn: decidesOn === 'lijnmanagement' ? 'stuurgroep' : 'lijnmanagement',
    maxRevisions: maxRevisions === 1 ? 3 : maxRevisions - 1,
  }
}
