// What each admitted fact changes about a matter: one function a fact, pure, the rules have been asked before.
import type { Matter, MatterEvent, OpenObjection } from './matter.ts'

type Effect = (matter: Matter, event: MatterEvent) => Matter
type By<T> = Readonly<Record<string, T>>

/** The record with the partner's value set, or left out where there is none, in the order of the partners. */
function put<T>({ partners }: Matter, record: By<T>, partner: string | null, value: T | undefined): By<T> {
  const all = new Map(Object.entries(record))
  if (partner !== null && value !== undefined) all.set(partner, value)
  else all.delete(partner ?? '')
  return Object.fromEntries(
    partners.flatMap(it => {
      const kept = all.get(it)
      return kept === undefined ? [] : [[it, kept] as const]
    }),
  )
}

const newText: Effect = (matter, { revision, notice = [] }) => ({
  ...matter,
  revision,
  told: notice.reduce((told, partner) => put(matter, told, partner, revision), matter.told),
})

const spoken: Effect = (matter, { partner }) => ({
  ...matter,
  spoke: put(matter, matter.spoke, partner, true),
})

const submit: Effect = newText

/** The text changes, and what was said of the old one stands: boxes stay ticked, votes stay cast. */
const edit: Effect = newText

/** The text changes and all positions fall; objections stand until they are let go. */
const amend: Effect = (matter, event) => ({ ...newText(matter, event), positions: {} })

const take: Effect = (matter, event) => {
  const { partner, position = 'standAside', revision } = event
  const positions = put(matter, matter.positions, partner, { position, revision })
  return { ...spoken(matter, event), positions }
}

const raised: OpenObjection = { dismissed: false, answered: false, cast: true }

/** A concern beside the partner's tick, which stays. */
const raiseConcern: Effect = (matter, event) => ({
  ...spoken(matter, event),
  objections: put(matter, matter.objections, event.partner, raised),
})

/** An objection in the place of the partner's position; where one was open, it counts from now on. */
const object: Effect = (matter, event) => ({
  ...raiseConcern(matter, event),
  positions: put(matter, matter.positions, event.partner, undefined),
})

const letGo: Effect = (matter, { partner }) => ({
  ...matter,
  objections: put(matter, matter.objections, partner, undefined),
})

const marking =
  (mark: Partial<OpenObjection>): Effect =>
  (matter, { partner }) => {
    const open = partner === null ? undefined : matter.objections[partner]
    return {
      ...matter,
      objections: put(matter, matter.objections, partner, open && { ...open, ...mark }),
    }
  }

/** Set aside by others: it stays on record as open. */
const dismiss: Effect = marking({ dismissed: true })
const answer: Effect = marking({ answered: true })

/** A ballot begins: no vote has been cast in it, objections from before are carried along. */
const openBallot: Effect = matter => ({
  ...matter,
  positions: {},
  objections: Object.fromEntries(
    Object.entries(matter.objections).map(([partner, objection]) => [partner, { ...objection, cast: false }]),
  ),
  balloted: matter.revision,
})

/** Everything that was said is deleted with the proposal; the text stays. */
const cancel: Effect = matter => ({ ...matter, positions: {}, objections: {}, spoke: {} })

export const effects = {
  submit,
  edit,
  amend,
  take,
  object,
  raiseConcern,
  letGo,
  dismiss,
  answer,
  openBallot,
  cancel,
} as const

export type EffectName = keyof typeof effects
