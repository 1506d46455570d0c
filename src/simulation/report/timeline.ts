// One round, day by day: everything that was recorded, in words.

import { oneLine } from '../../charter/words.ts'
import type { Stage } from '../../proposal/acts.ts'
import { dayOf, lastDayBefore } from '../../register/moments.ts'
import { daysFrom } from '../days.ts'
import { ourProcedure } from '../result.ts'
import type { PlayedRound } from '../round.ts'
import { calendarOf } from '../scenario.ts'
import type { Point } from '../space.ts'
import { type Noted, office } from '../table.ts'
import { figure } from './figure.ts'
import { laneDrawing } from './lanes.ts'
import { html, type Markup } from './markup.ts'
import type { Telling, Wording } from './telling.ts'

/** What was recorded on one working day after the submission; 0 is the day of the submission itself. */
export interface Told {
  readonly day: number
  readonly at: string
  readonly noted: readonly Noted[]
}

/** A round and the procedure under which it was played. */
export interface Timeline {
  readonly procedure: string
  readonly round: PlayedRound
}

/** A round as a drawing and as a list. Pure. */
export function timeline(telling: Telling, { procedure, round }: Timeline): Markup {
  const { words } = telling
  const said = words.timeline
  const told = byDay(telling, round.noted)
  const about = html`<p>${proposed(telling, { procedure, round })} ${ended(telling, round)}</p>`
  if (told.length === 0) return html`${about}<p>${said.nothing}</p>`
  const lanes = [...telling.about.scenario.partners.map(({ id }) => id), office]
  const drawn = figure(telling, {
    ...{ name: 'lanes', title: said.title, says: said.says, caption: said.caption, table: null },
    drawing: laneDrawing(telling, {
      lanes: lanes.map(id => ({ id, label: handOf(telling, procedure, id) })),
      told,
    }),
  })
  return html`${about}${drawn}<h3>${said.list}</h3><ol class="days">${told.map(each => listed(telling, procedure, each))}</ol>`
}

/** Under which procedure, and by whom, as a sentence. Pure. */
export const proposed = (wording: Wording, { procedure, round }: Timeline): string =>
  wording.words.timeline.about(wording.procedure(procedure), handOf(wording, procedure, round.author))

/** How and when it ended, as a sentence. Pure. */
export const ended = ({ words, numerals }: Wording, { outcome, days }: PlayedRound): string =>
  words.timeline.ended(words.outcomes[outcome], numerals.count(days))

/** What was recorded, by the working day on which that was. Pure. */
export function byDay({ about }: Wording, noted: readonly Noted[]): readonly Told[] {
  const first = noted[0]
  if (!first) return []
  const days = daysFrom(calendarOf(about.scenario), first.at)
  const told = new Map<number, { day: number; at: string; noted: Noted[] }>()
  for (const each of noted) {
    const day = days.before(each.at)
    const on = told.get(day)
    if (on) on.noted.push(each)
    else told.set(day, { day, at: each.at, noted: [each] })
  }
  return [...told.values()]
}

function listed(telling: Telling, procedure: string, { day, at, noted }: Told): Markup {
  const { words, numerals, language } = telling
  const date = dayOf(...dateOf(telling, at), language)
  const { first, day: nth } = words.timeline
  return html`<li><p class="day">${day === 0 ? first(date) : nth(numerals.count(day), date)}</p><ul>${noted.map(each => html`<li>${sentence(telling, procedure, each)}</li>`)}</ul></li>
`
}

/** The date to which a moment belongs, by a moment within it and its zone: what ends at midnight ends with the day before. Pure. */
export function dateOf({ about }: Wording, at: string): [moment: string | number, zone: string] {
  const { timeZone } = calendarOf(about.scenario)
  return [lastDayBefore(at, timeZone) ?? at, timeZone]
}

/** A recorded fact as a sentence. Pure. */
export function sentence(telling: Wording, procedure: string, noted: Noted): string {
  const { words } = telling
  const { type, by, partner, stage, text } = noted
  const say = words.facts[type]
  if (!say) return words.otherFact(type)
  const hand = by ?? partner
  return say({
    noted,
    who: hand === null ? '' : handOf(telling, procedure, hand),
    whose: partner !== null && partner !== by ? telling.partner(partner) : '',
    text: text ? placeSaid(telling, text) : words.none,
    stage: stage === undefined ? '' : (new Map(Object.entries(words.stages)).get(stage as Stage) ?? stage),
  })
}

/** Who did something: a partner, the opgavemanager, or under another procedure whoever chairs. */
function handOf({ words, partner }: Wording, procedure: string, id: string): string {
  if (id !== office) return partner(id)
  return procedure === ourProcedure ? words.office : words.chair
}

/** A place on each issue, in words. Pure. */
export function placeSaid({ about, words, numerals }: Wording, place: Point): string {
  const parts = about.scenario.issues.map(
    ({ name }, i) => `${oneLine(name)} ${numerals.hundredths(place[i] ?? 0)}`,
  )
  return words.list(parts)
}
