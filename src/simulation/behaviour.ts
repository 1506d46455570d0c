// How those at the table act: plain functions of what they are, what they see, and chance. Each can be replaced by one's own.
import type { Chance } from './chance.ts'
import type { Scenario, SimulatedPartner } from './scenario.ts'
import { distance, meanOf, type Point, type Room, towardsAll } from './space.ts'
import { type Intention, office, type Table, type View } from './table.ts'

/** A partner in a round: what it is, and what changes about it as the round goes on. */
export interface Self {
  readonly id: string
  readonly partner: SimulatedPartner
  /** What it would want most, now. */
  ideal: Point
  /** How far a text may be from its ideal at the start. */
  tolerance: number
  /** How much farther mediation has brought it to let a text be. */
  moved: number
  /** Whatever its behaviour has to remember. Empty at the start of a round. */
  readonly memory: Memory
}

/** What the shipped behaviours remember from day to day. */
export interface Memory {
  /** The stage and revision at which it last made up its mind whether to speak up, and how. */
  madeUpFor?: string
  speaksUp?: boolean
  /** The revision that it took to its own organisation, and the day on which that answers. */
  askedFor?: number
  backedOn?: number
  /** The revision for which its opgaveregisseur looked at how it was involved. */
  lookedAt?: number
}

/** What somebody at the table sees on a day. */
export interface Seen {
  readonly view: View
  readonly offers: Table['offers']
  /** Working days since the submission. */
  readonly day: number
  /** Working days that are left of the term that runs; where none runs, of stretches as long as our consultation. */
  readonly daysLeft: number
  readonly author: string
  /** What those who objected to the content said that they could live with; of everybody, once the opgavemanager asked. */
  readonly demands: ReadonlyMap<string, Room>
}

/** What somebody wants to do now, in this order. It is not asked for more than this until its next day at the table. */
export type Behaviour = (self: Self, seen: Seen, chance: Chance) => readonly Intention[]

/** What a behaviour of the office does: who sits there has no ideal. */
export type OfficeBehaviour = (scenario: Scenario, seen: Seen, chance: Chance) => readonly Intention[]

/** From this share of its limit on a partner consents with a reservation. */
const worried = 0.7

/**
 * How far from its ideal a partner lets a text be now: `tolerance + concession × (rung + revision − 1) + moved`, and who insists
 * never more than its tolerance. Pure.
 */
export function limitOf({ partner, tolerance, moved }: Self, { rung, revision }: View): number {
  if (partner.strategy === 'insist') return tolerance
  return tolerance + partner.concession * (rung + Math.max(0, revision - 1)) + moved
}

/**
 * The ideal that a partner judges by: its own; in a coalition the mean of its own and those that others said who are no farther
 * from it than twice its tolerance (bounded confidence, Hegselmann and Krause 2002). Pure.
 */
export function judgedBy({ id, partner, ideal, tolerance }: Self, demands: Seen['demands']): Point {
  if (partner.strategy !== 'coalition') return ideal
  const near = [...demands]
    .filter(([other, room]) => other !== id && distance(ideal, room.ideal) <= 2 * tolerance)
    .map(([, room]) => room.ideal)
  return meanOf([ideal, ...near])
}

/** What a partner could live with now. Pure. */
export const roomOf = (self: Self, { view, demands }: Pick<Seen, 'view' | 'demands'>): Room => ({
  ideal: judgedBy(self, demands),
  limit: limitOf(self, view),
})

const farFrom = (self: Self, seen: Seen): number => distance(seen.view.text, judgedBy(self, seen.demands))

/** Rounding decides nothing. */
const hair = 1e-9
const canLiveWith = (self: Self, seen: Seen): boolean =>
  farFrom(self, seen) <= limitOf(self, seen.view) + hair

/** A partner that looks after its own interest in the way of its strategy, and that of its backing and involvement. */
export const partnerBehaviour: Behaviour = (self, seen, chance) => {
  const { view } = seen
  const own = view.objections.get(self.id)
  if (own) return own.ground === 'involvement' ? aboutInvolvement(own.answered) : aboutObjection(self, seen)
  if (view.called && !canLiveWith(self, seen)) return speakUp(self, seen, chance)
  if (view.called) return view.confirmed.has(self.id) ? [] : [{ does: 'confirm' }]
  if (!view.spoke.has(self.id)) return voice(self, seen, chance)
  return canLiveWith(self, seen) || self.partner.strategy === 'standAside' ? [] : speakUp(self, seen, chance)
}

/** Once it was answered how the own organisation is to be involved, the opgaveregisseur is content. */
const aboutInvolvement = (answered: boolean): readonly Intention[] =>
  answered ? [{ does: 'letGo' }, { does: 'consent' }] : []

function aboutObjection(self: Self, seen: Seen): readonly Intention[] {
  const { view, offers } = seen
  if (canLiveWith(self, seen)) return [{ does: 'letGo' }, position(self, seen)]
  const { strategy } = self.partner
  const answered = view.objections.get(self.id)?.answered === true
  if (strategy === 'leave' && view.rung === 3 && answered && offers.has('leave')) return [{ does: 'leave' }]
  const mayGoUp = answered && view.rung === 1 && offers.has('escalate') && everybodySpoke(view)
  return strategy === 'mediate' && mayGoUp ? [{ does: 'escalate' }] : []
}

const everybodySpoke = ({ partners, spoke }: View): boolean => partners.every(it => spoke.has(it))

function voice(self: Self, seen: Seen, chance: Chance): readonly Intention[] {
  const { view, offers } = seen
  const { memory, partner } = self
  if (memory.lookedAt !== view.revision) {
    memory.lookedAt = view.revision
    if (!chance.happens(partner.involvement) && offers.has('object'))
      return [{ does: 'object', ground: 'involvement' }]
  }
  if (!canLiveWith(self, seen)) return speakUp(self, seen, chance)
  return withBacking(self, seen, chance)
}

/** Stands aside, objects, or keeps silent: made up once for each stage of each revision. */
function speakUp(self: Self, { view, offers }: Seen, chance: Chance): readonly Intention[] {
  const { memory, partner } = self
  if (partner.strategy === 'standAside' && offers.has('standAside') && !view.spoke.has(self.id))
    return [{ does: 'standAside' }]
  const stage = `${view.revision}.${view.rung}`
  if (memory.madeUpFor !== stage) {
    memory.madeUpFor = stage
    memory.speaksUp = chance.happens(partner.assertiveness)
  }
  return memory.speaksUp === true ? [{ does: 'object', ground: 'content' }] : []
}

/** Consents at once, or asks its own organisation first: meanwhile "onder voorbehoud", and with more time where that is short. */
function withBacking(self: Self, seen: Seen, chance: Chance): readonly Intention[] {
  const { memory, partner } = self
  const { view, offers, day, daysLeft } = seen
  if (memory.askedFor !== view.revision) {
    memory.askedFor = view.revision
    memory.backedOn = chance.happens(partner.backing.chance) ? day + partner.backing.days : day
    if (memory.backedOn > day) {
      const short = view.rung === 0 && memory.backedOn >= day + daysLeft
      return [
        ...(short && offers.has('extend') ? [{ does: 'extend' } as const] : []),
        ...(offers.has('confirm') ? [{ ...position(self, seen), provisional: true } as const] : []),
      ]
    }
  }
  return day >= (memory.backedOn ?? day) ? [position(self, seen)] : []
}

function position(self: Self, seen: Seen): { does: 'consent' | 'reserve' } {
  const near = farFrom(self, seen) <= worried * limitOf(self, seen.view)
  return { does: near ? 'consent' : 'reserve' }
}

/** Below this it is the same text. */
const noticeable = 1e-5
/** An amendment that moves the text by less than this is worth a new consultation only where it satisfies everybody. */
const worthwhile = 0.005

/**
 * What the author does beside speaking for itself: once everybody has spoken, or the term is nearly over, it moves the text to
 * where those could live with it who objected, itself included (`towardsAll`); where that leads nowhere, it answers.
 */
export const authorBehaviour: Behaviour = (self, seen) => {
  const own = roomOf(self, seen)
  const better = betterText(seen, [own])
  if (better && distance(better, own.ideal) <= own.limit + hair) return [{ does: 'amend', text: better }]
  return answers(seen)
}

/** A text that more could live with, where there is reason to look for one; null where there is none. */
export function betterText(seen: Seen, besides: readonly Room[]): Point | null {
  const { view, offers, daysLeft, demands } = seen
  const objections = [...view.objections.values()].some(({ ground }) => ground === 'content')
  const timely = everybodySpoke(view) || daysLeft <= 1
  if (!objections || !timely || !view.mayAmend || !offers.has('amend')) return null
  const rooms = [...demands.values(), ...besides]
  const better = towardsAll(view.text, rooms)
  const satisfies = rooms.every(({ ideal, limit }) => distance(better, ideal) <= limit)
  return distance(better, view.text) < (satisfies ? noticeable : worthwhile) ? null : better
}

const answers = ({ view, offers }: Seen): readonly Intention[] =>
  offers.has('answer')
    ? [...view.objections].flatMap(([partner, { answered }]): Intention[] =>
        answered ? [] : [{ does: 'answer', partner }],
      )
    : []

/** The opgavemanager: answers what nobody answered, and as an author amends as any author does. */
export const mediatorBehaviour: OfficeBehaviour = (_, seen) => {
  const better = seen.author === office ? betterText(seen, []) : null
  return better ? [{ does: 'amend', text: better }] : answers(seen)
}

/**
 * What a conversation with the opgavemanager brings: whoever objects to the content lets a text be farther from its ideal, by
 * `skill / 2` of what is missing, and by all of `skill` where that is its strategy; and says where it stands.
 */
export function mediate(self: Self, seen: Pick<Seen, 'view' | 'demands'>, skill: number): void {
  const { ideal, limit } = roomOf(self, seen)
  const missing = distance(seen.view.text, ideal) - limit
  const share = self.partner.strategy === 'mediate' ? skill : skill / 2
  if (missing > 0 && self.partner.strategy !== 'insist') self.moved += share * missing
}

/**
 * Whoever chairs at the table of another procedure: sets objections aside by the chance of the scenario, goes on, and says
 * that it is decided, once everybody has spoken or as long has passed as our own consultation takes.
 */
export const chairBehaviour: OfficeBehaviour = (scenario, seen, chance) => {
  const { view, offers, day } = seen
  if (!everybodySpoke(view) && day < scenario.charter.terms.consultation) return []
  const aside = [...view.objections.keys()].filter(() => chance.happens(scenario.chair.dismissal))
  return [
    ...answers(seen),
    ...(offers.has('setAside') ? aside.map(partner => ({ does: 'setAside', partner }) as const) : []),
    ...(offers.has('declare') ? [{ does: 'declare' } as const] : []),
    ...(offers.has('goOn') ? [{ does: 'goOn' } as const] : []),
  ]
}
