// What is measured of a round: from the recorded facts alone, by the same measure whatever the procedure.
import type { BypassClass } from '../procedures/bypass.ts'
import type { MatterEvent } from '../procedures/matter.ts'
import { bypassOf, type SeenByPartner, see, startOfSeeing } from '../procedures/seen.ts'
import { type Stage, stages } from '../proposal/acts.ts'
import type { Self } from './behaviour.ts'
import type { Scenario } from './scenario.ts'
import { distance } from './space.ts'
import { gini } from './statistics.ts'
import type { Noted, Outcome, View } from './table.ts'

/** What became of a round. */
export interface Measured {
  readonly outcome: Outcome
  /** Working days from the submission to the end. */
  readonly days: number
  readonly revisions: number
  /** The highest stage that was entered: 0 for the consultation, to 3 for the stuurgroep. */
  readonly rung: number
  readonly objections: Objections
  /** How often a term ended before a partner had said a word on the text, counted for each partner. */
  readonly silences: number
  /** By partner, 0 to 1: 1 less the distance of what holds now from its ideal. */
  readonly satisfaction: Readonly<Record<string, number>>
  readonly mean: number
  readonly lowest: number
  readonly gini: number
  /** What adversaries tried, and how much of it was refused. */
  readonly attempts: { readonly made: number; readonly refused: number }
  /** What others asked that was refused. */
  readonly missteps: number
  /** Whom the decision passed by, and how. Nobody, where nothing was decided. */
  readonly bypassed: Readonly<Record<string, BypassClass>>
}

/** What became of the objections of a round. */
export interface Objections {
  readonly raised: number
  /** Let go by their own partner. */
  readonly letGo: number
  /** Set aside by somebody else. */
  readonly setAside: number
  readonly answered: number
  /** Open at the end. */
  readonly open: number
}

/** Takes note of a round, and says at its end what became of it. */
export interface Measure {
  note(noted: Noted): void
  attempted(recorded: boolean): void
  misstep(): void
  result(view: View, days: number): Measured
}

const told: ReadonlySet<string> = new Set([
  ...['proposal.submitted', 'proposal.amended', 'proposal.withdrawn', 'position.taken', 'position.recorded'],
  ...['objection.raised', 'objection.withdrawn', 'objection.dismissed', 'objection.answered'],
])

export function newMeasure({ statusQuo }: Scenario, selves: readonly Self[]): Measure {
  let seen: SeenByPartner = startOfSeeing(selves.map(({ id }) => id))
  let [revision, rung, silences, missteps, made, refused] = [0, 0, 0, 0, 0, 0]
  const counted = { raised: 0, letGo: 0, setAside: 0, answered: 0 }
  const left = new Set<string>()
  /** Who has taken a position that counts on the current text: putting it forward is none (C2). */
  const spoke = new Set<string>()
  const open = new Map<string, number>()
  const note = (noted: Noted): void => {
    const { type, partner } = noted
    if (noted.notice && type !== 'circle.changed') {
      revision = type === 'proposal.submitted' ? 1 : revision + 1
      spoke.clear()
    }
    if (type === 'position.taken' && partner !== null && noted.provisional !== true) spoke.add(partner)
    if (type === 'objection.raised') counted.raised += 1
    if (type === 'objection.withdrawn') counted.letGo += 1
    if (type === 'objection.dismissed') counted.setAside += 1
    if (type === 'objection.answered') counted.answered += 1
    if (type === 'stage.entered') rung = Math.max(rung, stages.indexOf(noted.stage as Stage))
    if (type === 'partner.left' && partner !== null) left.add(partner)
    if (type === 'term.ended') silences += silentIn(seen, spoke, left)
    if (partner !== null && type === 'objection.raised') open.set(partner, (open.get(partner) ?? 0) + 1)
    if (partner !== null && type === 'objection.withdrawn') open.set(partner, (open.get(partner) ?? 1) - 1)
    // Of several objections of one partner, the measure knows whether one is left.
    const isLeft = type === 'objection.withdrawn' && (open.get(partner ?? '') ?? 0) > 0
    if (told.has(type) && noted.provisional !== true && !isLeft)
      seen = see(seen, { ...noted, revision } as MatterEvent)
  }
  return {
    note,
    attempted: recorded => {
      made += 1
      if (!recorded) refused += 1
    },
    misstep: () => {
      missteps += 1
    },
    result: (view, days) => {
      const bypassed: Record<string, BypassClass> = {}
      for (const [partner, of] of Object.entries(seen)) {
        const how = view.outcome === 'adopted' && !left.has(partner) ? bypassOf(of, revision) : null
        if (how) bypassed[partner] = how
      }
      const satisfaction = Object.fromEntries(
        selves.map(({ id, ideal }) => {
          const holds = view.outcome === 'adopted' && !left.has(id) ? view.text : statusQuo
          return [id, holds ? 1 - distance(ideal, holds) : 0]
        }),
      )
      const values = Object.values(satisfaction)
      return {
        ...{
          outcome: view.outcome,
          days,
          revisions: revision,
          rung,
          silences,
          satisfaction,
        },
        objections: { ...counted, open: view.objections.size },
        mean: values.reduce((sum, value) => sum + value, 0) / values.length,
        lowest: Math.min(...values),
        gini: gini(values),
        ...{ attempts: { made, refused }, missteps, bypassed },
      }
    },
  }
}

/** Who is there and has not said a word on the text. */
const silentIn = (seen: SeenByPartner, spoke: ReadonlySet<string>, left: ReadonlySet<string>): number =>
  Object.entries(seen).filter(
    ([partner, { objects }]) => !left.has(partner) && !objects && !spoke.has(partner),
  ).length
