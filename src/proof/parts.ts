// The procedure is explored in parts: each part covers some of it together, since all of it at once is too much.
import type { CharterInput } from '../charter/charter.ts'
import type { Act } from '../collaboration/acts.ts'
import { contentOf, type Scope } from './alphabet.ts'
import { after, foundedWorld, inWeeks, matter, seatOf, type World } from './world.ts'

export const partNames = ['equal', 'speaking', 'time', 'circle', 'mandates', 'charter'] as const
/** A part of the procedure. */
export type PartName = (typeof partNames)[number]

export interface Sizes {
  readonly partners: number
  readonly revisions: number
  readonly objections: number
  /** Whether the parts about time, circle, mandates and equality are explored with objections too. */
  readonly thorough: boolean
}

/** One part, ready to be explored. */
export interface Part {
  readonly name: PartName
  /** What is covered together in this part, in words. */
  readonly covers: string
  readonly scope: Scope
  /** The charter, cut to size, as people write it. */
  readonly charter: CharterInput
  /** What is done before the start under that charter: the draft, and what else the part needs. */
  readonly before: readonly Act[]
  /** Where the search starts: the same in a world of whole weeks, and what was done there. */
  readonly start: World
  readonly done: readonly Act[]
  /** Whether each partner is told by its name: then nothing is taken for granted about equal treatment. */
  readonly named: boolean
  /** Whether the longest duration is the one announced: not where newcomers add to it. */
  readonly bounded: boolean
}

interface Outline {
  readonly covers: string
  /** At most so many; `objections` only where it is explored thoroughly. */
  readonly sizes: { readonly revisions?: number; readonly objections?: number }
  readonly scope: Partial<Scope>
  readonly named?: true
  readonly bounded?: false
  /** A change of the charter, and how many of its confirmations are still to come. */
  readonly replaces?: { change(charter: CharterInput): CharterInput; readonly open: number }
}

const nothing: Scope = {
  objections: 0,
  provisional: false,
  extensions: false,
  late: false,
  mandates: false,
  departures: 0,
  joining: false,
  withdrawing: false,
}

const outlines: Readonly<Record<PartName, Outline>> = {
  equal: {
    covers:
      'equal treatment: every permutation, both orders of speaking, no privilege of the author; partners told by name',
    sizes: { revisions: 1, objections: 1 },
    scope: {},
    named: true,
  },
  speaking: {
    covers:
      'positions, provisional ones too, objections, answers, the whole ladder, early climbs, amendments, calls, confirmations, withdrawal',
    sizes: {},
    scope: { provisional: true, withdrawing: true },
  },
  time: {
    covers:
      'extensions, acts at the beginning and on the last day of each term, calls that move a due moment, amendments',
    sizes: { objections: 1 },
    scope: { extensions: true, late: true },
  },
  circle: {
    covers:
      'a partner that leaves and one that joins, in every order with positions, objections, calls and confirmations',
    sizes: { revisions: 1, objections: 1 },
    scope: { departures: 1, joining: true },
    bounded: false,
    replaces: { change: withNewcomer, open: 0 },
  },
  mandates: {
    covers:
      'mandates given and withdrawn, in every order with positions, objections, calls and confirmations',
    sizes: { revisions: 1, objections: 1 },
    scope: { mandates: true },
  },
  charter: {
    covers:
      'a new charter that takes effect while the proposal runs: other terms, another rung, more revisions',
    sizes: { revisions: 1, objections: 0 },
    scope: {},
    bounded: false,
    replaces: { change: withOtherTerms, open: 1 },
  },
}

/** A part of the procedure for a charter: cut to size, with terms in weeks. */
export function partOf(name: PartName, given: CharterInput, sizes: Sizes): Part {
  const { covers, scope, sizes: own, named, bounded, replaces } = outlines[name]
  const objections = sizes.thorough || own.objections === undefined ? (own.objections ?? sizes.objections) : 0
  const revisions = Math.min(sizes.revisions, own.revisions ?? sizes.revisions)
  const charter = cut(given, sizes.partners, revisions)
  const weeks = inWeeks(charter)
  const before = (under: CharterInput): Act[] => [
    ...(replaces ? replacement(under, replaces.change(under), replaces.open) : []),
    draft(under),
  ]
  const done = before(weeks)
  return {
    name,
    covers,
    scope: { ...nothing, ...scope, objections: Math.min(objections, sizes.objections) },
    charter,
    before: before(charter),
    start: after(foundedWorld(weeks), done),
    done,
    named: named === true,
    bounded: bounded !== false,
  }
}

/** The first partners of a charter, with the number of revisions that are explored; nobody has a key, nobody has to sign (W2). */
function cut(charter: CharterInput, partners: number, revisions: number): CharterInput {
  const most = Math.min(charter.maxRevisions ?? 7, revisions)
  return {
    ...charter,
    partners: charter.partners
      .slice(0, partners)
      .map(partner => ({ ...partner, people: partner.people.map(withoutKey) })),
    opgavemanager: withoutKey(charter.opgavemanager),
    maxRevisions: most,
    signatures: 'optional',
  }
}

function withoutKey<Person extends { publicKey?: string | undefined; keyProof?: string | undefined }>(
  person: Person,
): Omit<Person, 'publicKey' | 'keyProof'> {
  const { publicKey: _, keyProof: __, ...rest } = person
  return rest
}

function draft(charter: CharterInput): Act {
  const author = charter.partners[0]?.id ?? ''
  return { act: 'draftProposal', by: seatOf(charter, author), proposal: matter, ...contentOf(1, author) }
}

/** A change of the charter, drafted, submitted, agreed to and confirmed by all but the last so many partners (F2). */
function replacement(charter: CharterInput, changed: CharterInput, open: number): Act[] {
  const seats = charter.partners.map(({ id }) => seatOf(charter, id))
  const [author = ''] = seats
  const proposal = 'p0'
  return [
    {
      act: 'draftProposal',
      by: author,
      proposal,
      title: 'Charter',
      text: 'Another charter.',
      charter: changed,
    },
    { act: 'submitProposal', by: author, proposal },
    ...seats.map((by): Act => ({ act: 'takePosition', by, proposal, revision: 1, position: 'consent' })),
    ...seats
      .slice(0, seats.length - open)
      .map((by): Act => ({ act: 'confirmDecision', by, proposal, revision: 1 })),
  ]
}

/** Somebody new, as small as can be: one person in all roles. */
function withNewcomer(charter: CharterInput): CharterInput {
  const newcomer: CharterInput['partners'][number] = {
    id: 'newcomer',
    name: 'Newcomer',
    people: [{ id: 'nina.newcomer', roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] }],
  }
  return { ...charter, partners: [...charter.partners, newcomer] }
}

function withOtherTerms(charter: CharterInput): CharterInput {
  const { terms, decidesOn } = charter
  const doubled = Object.fromEntries(
    Object.entries(terms).map(([name, days]) => [name, days <= 130 ? days * 2 : days]),
  )
  return {
    ...charter,
    terms: doubled as CharterInput['terms'],
    decidesOn: decidesOn === 'lijnmanagement' ? 'stuurgroep' : 'lijnmanagement',
    maxRevisions: 3,
  }
}
