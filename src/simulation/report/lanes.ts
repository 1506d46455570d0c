// A round as lanes: one for each partner and one for the office, from left to right in working days.
import { type Stage, stages } from '../../proposal/acts.ts'
import type { Noted } from '../table.ts'
import { type Drawing, fitting } from './figure.ts'
import { html, type Inlay, type Markup } from './markup.ts'
import { round, scaleOf, ticksTo } from './scale.ts'
import type { Telling } from './telling.ts'
import type { Told } from './timeline.ts'

/** Who is in which lane, and what was recorded. */
export interface Lanes {
  readonly lanes: readonly { readonly id: string; readonly label: string }[]
  readonly told: readonly Told[]
}

type Sign = 'consent' | 'reservation' | 'objection' | 'letGo' | 'text' | 'confirm' | 'other'
const signs: readonly Sign[] = ['consent', 'reservation', 'objection', 'letGo', 'text', 'confirm', 'other']

const [width, left, right, top, high] = [760, 190, 745, 40, 28]

/** Draws the lanes of a round. Pure. */
export function laneDrawing(telling: Telling, { lanes, told }: Lanes): Drawing {
  const { words, numerals } = telling
  const last = told.at(-1)?.day ?? 0
  const bottom = top + lanes.length * high
  const across = scaleOf([0, Math.max(1, last)], [left + 8, right - 12])
  const labels = lanes.map(
    ({ label }, i) =>
      html`<text class="soft" x="0" y="${top + i * high + 19}">${fitting(label, 26)}</text><line class="grid" x1="${left}" x2="${right}" y1="${top + (i + 1) * high}" y2="${top + (i + 1) * high}"/>`,
  )
  const ticks = ticksTo(Math.max(1, last), 8)
    .filter(tick => tick <= last && Number.isInteger(tick))
    .map(
      tick => html`<text class="tick" x="${across(tick)}" y="${bottom + 18}">${numerals.count(tick)}</text>`,
    )
  const axis = html`<text class="soft" x="0" y="${bottom + 18}">${words.timeline.axis}</text>`
  const body = [
    bands(telling, told, across, bottom),
    labels,
    ticks,
    axis,
    marks(lanes, told, across),
    legend(telling, bottom + 44),
  ]
  return { width, height: bottom + 108, body }
}

/** Where each stage and each text began: a fuller band is a higher stage. */
function bands(
  { words, numerals }: Telling,
  told: readonly Told[],
  across: (day: number) => number,
  bottom: number,
): Inlay {
  const facts = told.flatMap(({ day, noted }) => noted.map(each => ({ day, each })))
  const began = facts.flatMap(({ day, each: { type, stage } }) => {
    const isText = type === 'proposal.submitted' || type === 'proposal.amended'
    if (type !== 'stage.entered' && !isText) return []
    return [
      {
        day,
        rung: isText ? 0 : Math.max(0, stages.indexOf(stage as Stage)),
      },
    ]
  })
  const end = facts.at(-1)?.day ?? 0
  const drawn = began.map(({ day, rung }, i) => {
    const [from, to] = [across(day), across(began[i + 1]?.day ?? end)]
    return html`<rect class="field" x="${from}" y="${top}" width="${round(Math.max(0, to - from))}" height="${bottom - top}" fill-opacity="${rung * 0.12}"/>`
  })
  let free = Number.NEGATIVE_INFINITY
  const texts = facts
    .filter(({ each }) => each.type === 'proposal.amended')
    .map(({ day, each }) => {
      const x = across(day)
      const line = html`<line class="median" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/>`
      if (x < free) return line
      free = x + 56
      return [
        line,
        html`<text class="tick" x="${Math.min(x, right - 26)}" y="${top - 8}">${words.timeline.revision(numerals.count(each.revision))}</text>`,
      ]
    })
  return [drawn, texts]
}

/** What is drawn of a fact: nothing for what follows by itself. */
function signOf({ type, position }: Noted): Sign | null {
  if (type === 'position.taken' || type === 'position.recorded')
    return position === 'consent' ? 'consent' : 'reservation'
  if (type === 'objection.raised') return 'objection'
  if (type === 'objection.withdrawn' || type === 'objection.dismissed') return 'letGo'
  if (type === 'proposal.submitted' || type === 'proposal.amended') return 'text'
  if (type === 'confirmation.given') return 'confirm'
  return type === 'proposal.drafted' ? null : 'other'
}

function marks(lanes: Lanes['lanes'], told: readonly Told[], across: (day: number) => number): Inlay {
  return told.flatMap(({ day, noted }) =>
    lanes.flatMap(({ id }, lane) => {
      const here = noted.filter(({ by, partner }) => (by ?? partner) === id)
      const drawn = [...new Set(here.map(signOf))].filter(sign => sign !== null)
      return drawn.map((sign, i) =>
        shape(sign, round(across(day) + (i - (drawn.length - 1) / 2) * 9), top + lane * high + high / 2),
      )
    }),
  )
}

function shape(sign: Sign, x: number, y: number): Markup {
  switch (sign) {
    case 'consent':
      return html`<circle class="ours" cx="${x}" cy="${y}" r="5"/>`
    case 'reservation':
      return html`<circle class="hollow" cx="${x}" cy="${y}" r="4.5"/>`
    case 'objection':
      return html`<path class="against" d="M${x} ${y - 6}l6 11h-12z"/>`
    case 'letGo':
      return html`<path class="against hollow" d="M${x} ${y - 5}l5 9.5h-10z"/>`
    case 'text':
      return html`<path class="ink" d="M${x} ${y - 6}l6 6l-6 6l-6 -6z"/>`
    case 'confirm':
      return html`<path class="check" d="M${x - 5} ${y}l4 4.5l7 -9"/>`
    case 'other':
      return html`<rect class="others" x="${x - 3}" y="${y - 3}" width="6" height="6"/>`
  }
}

function legend({ words }: Telling, y: number): Inlay {
  const each = width / 3
  return signs.map((sign, i) => {
    const [x, line] = [8 + (i % 3) * each, y + Math.floor(i / 3) * 24]
    return [
      shape(sign, x, line),
      html`<text class="soft" x="${x + 14}" y="${line + 5}">${words.timeline.legend[sign]}</text>`,
    ]
  })
}
