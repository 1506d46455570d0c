// What the procedures of others ask of a matter and of a fact about it: the tests behind their rules, each used by several.
import { chair, type Matter, type MatterEvent, type MatterPosition, revisionOf } from './matter.ts'

/** True or false of a matter and a fact on its way into the record. Pure; never throws. */
type Test = (matter: Matter, event: MatterEvent) => boolean

/** A sentence that is true where the rule holds, the place in its source that it comes from, and the test itself. */
export interface MatterRule {
  readonly cites: readonly string[]
  readonly en: string
  readonly holds: Test
}

export const byThePartner: Test = ({ partners }, { partner, by }) =>
  partner !== null && partner === by && partners.includes(partner)
export const byAuthor: Test = ({ author }, { partner, by }) => by === author && partner === author
export const byChair: Test = (_, { by }) => by === chair
export const byAnyPartner: Test = ({ partners }, { by }) => by !== null && partners.includes(by)
export const byAuthorOrChair: Test = ({ author }, { by }) => by === author || by === chair
const byNobody: Test = (_, { by }) => by === null

export const toEveryPartner: Test = ({ partners }, { notice = [] }) =>
  partners.every(partner => notice.includes(partner))

/** Positions of some kinds only: the procedure has no word for the others. */
export const saying =
  (...known: readonly MatterPosition[]): Test =>
  (_, { position }) =>
    position !== undefined && known.includes(position)

const has = (record: Readonly<Record<string, unknown>>, partner: string | null): boolean =>
  partner !== null && Object.hasOwn(record, partner)

export const hasNoPosition: Test = ({ positions }, { partner }) => !has(positions, partner)
const hasNoObjection: Test = ({ objections }, { partner }) => !has(objections, partner)
const hasNoneStanding: Test = ({ objections }, { partner }) =>
  partner === null || objections[partner]?.dismissed !== false
const hasObjection: Test = ({ objections }, { partner }) => has(objections, partner)
/** An objection from before a ballot is no vote in it, and can be repeated as one. */
export const hasNotVotedAgainst: Test = ({ objections }, { partner }) =>
  partner !== null && objections[partner]?.cast !== true

const objectionsOf = ({ objections }: Matter) => Object.values(objections)

export const nobodyObjects = (matter: Matter): boolean => objectionsOf(matter).length === 0
export const somebodyObjects = (matter: Matter): boolean => !nobodyObjects(matter)
export const onePartnerObjects = (matter: Matter): boolean => objectionsOf(matter).length === 1
/** What others have set aside is in nobody's way any more. */
export const noObjectionStands = (matter: Matter): boolean =>
  objectionsOf(matter).every(({ dismissed }) => dismissed)
export const everyObjectionHeard = (matter: Matter): boolean =>
  objectionsOf(matter).every(({ answered }) => answered)

export const positionsOf = (matter: Matter, ...kinds: readonly MatterPosition[]): number =>
  Object.values(matter.positions).filter(({ position }) => kinds.includes(position)).length

/** How many are for it, with or without a reservation. */
export const inFavour = (matter: Matter): number => positionsOf(matter, 'consent', 'reservation')
/** How many objections are votes against in the ballot that runs. */
export const against = (matter: Matter): number => objectionsOf(matter).filter(({ cast }) => cast).length
/** How many voted: for, against, or by standing aside. */
export const tookPart = (matter: Matter): number => Object.keys(matter.positions).length + against(matter)

export const everybodyTookPart = (matter: Matter): boolean => tookPart(matter) === matter.partners.length
export const mostTookPart = (matter: Matter): boolean => 2 * tookPart(matter) > matter.partners.length

/** Rules that no source has to state: without them a row of facts would not tell what happened. */
export const bookkeeping = {
  onItsRevision: {
    cites: ['bookkeeping'],
    en: 'a fact names the revision that it is about: the current one, or the next one that it brings',
    holds: (matter, { type, revision }) => revision === revisionOf(matter, type),
  },
  speaksForItself: {
    cites: ['bookkeeping'],
    en: 'a partner speaks for itself',
    holds: byThePartner,
  },
  followsByItself: {
    cites: ['bookkeeping'],
    en: 'nobody records what the clock brings or what follows by itself',
    holds: byNobody,
  },
  objectionIsOpen: {
    cites: ['bookkeeping'],
    en: 'the partner has an objection open',
    holds: hasObjection,
  },
  ownObjectionLetGo: {
    cites: ['bookkeeping'],
    en: 'a partner that objects lets its objection go before it takes a position',
    holds: hasNoObjection,
  },
  oneObjectionAtATime: {
    cites: ['bookkeeping'],
    en: 'a partner has one objection at a time that stands; one that was set aside can be raised anew',
    holds: hasNoneStanding,
  },
} as const satisfies Record<string, MatterRule>

export type Bookkeeping = keyof typeof bookkeeping
