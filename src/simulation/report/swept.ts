// What a sweep found: a line of trials where one parameter was varied, a map of them where two were.
import { oneLine } from '../../charter/words.ts'
import { ourProcedure, type ProcedureResult } from '../result.ts'
import type { Estimate } from '../statistics.ts'
import type { Axis, Swept, SweptCell } from '../sweep.ts'
import { type DataTable, type Drawing, figure, fitting } from './figure.ts'
import { html, type Inlay, type Markup } from './markup.ts'
import { round, scaleOf, ticksTo } from './scale.ts'
import type { Telling } from './telling.ts'

/** Something that is told of each trial of a sweep. */
interface Measure {
  readonly name: 'adopted' | 'days' | 'lowest'
  readonly title: string
  /** Where its axis ends; undefined for the next round number. */
  readonly most?: number
  of(result: ProcedureResult): Estimate | null
  say(value: number): string
}

function measuresOf({ words, numerals }: Telling): readonly Measure[] {
  const { adopted, days, lowest } = words.swept
  return [
    { name: 'adopted', title: adopted, most: 1, of: it => it.outcomes.adopted, say: numerals.share },
    { name: 'days', title: days, of: it => it.days?.mean ?? null, say: numerals.tenths },
    { name: 'lowest', title: lowest, most: 1, of: it => it.satisfaction.lowest, say: numerals.hundredths },
  ]
}

/** What a sweep found, under ours. Pure. */
export function sweptFigures(telling: Telling, swept: Swept): Markup {
  const { words, numerals } = telling
  const { axes, cells, partial } = swept
  const of = axes.reduce((product, { values }) => product * values.length, 1)
  const first = cells[0]
  return html`${partial ? html`<p class="partial" role="note">${words.swept.partial(numerals.count(cells.length), numerals.count(of))}</p>` : null}
<p>${first ? words.swept.rounds(numerals.count(first.result.rounds)) : words.swept.none}</p>
${first ? measuresOf(telling).map(measure => sweptFigure(telling, swept, measure)) : null}`
}

const at = ({ result }: SweptCell, { of }: Measure): Estimate | null => {
  const ours = result.procedures[ourProcedure]
  return ours ? of(ours) : null
}

/** A value of an axis as a reader writes it. */
const valueSaid = ({ numerals }: Telling, value: number | string): string =>
  typeof value === 'number' ? numerals.plain(value) : oneLine(value)

function sweptFigure(telling: Telling, swept: Swept, measure: Measure): Markup {
  const { words } = telling
  const { axes, cells } = swept
  const found = cells.map(cell => at(cell, measure)?.value).filter(value => value !== undefined)
  const title = words.swept.over(
    measure.title,
    axes.map(({ path }) => oneLine(path)),
  )
  const isMap = axes.length > 1
  const caption = isMap
    ? `${title}. ${words.swept.map} ${words.swept.missing}`
    : `${title}. ${words.swept.line}`
  const say = (value: number | undefined): string => (value === undefined ? words.none : measure.say(value))
  const [least, most] = found.length > 0 ? [Math.min(...found), Math.max(...found)] : []
  return figure(telling, {
    ...{ name: `swept-${measure.name}`, title, caption, says: words.swept.says(say(least), say(most)) },
    drawing: isMap ? mapDrawing(telling, swept, measure) : lineDrawing(telling, swept, measure),
    table: sweptTable(telling, swept, measure, title),
  })
}

function sweptTable(telling: Telling, { axes, cells }: Swept, measure: Measure, caption: string): DataTable {
  const { words } = telling
  return {
    caption,
    columns: [...axes.map(({ path }) => oneLine(path)), measure.title, words.from, words.to],
    rows: cells.map(cell => {
      const [head = '', ...others] = cell.values.map(value => valueSaid(telling, value))
      const found = at(cell, measure)
      const numbers = found ? [found.value, found.low, found.high] : [null, null, null]
      return [
        head,
        ...others,
        ...numbers.map(value => (value === null ? null : { shown: measure.say(value), value })),
      ]
    }),
  }
}

const [width, left, right, top, bottom] = [760, 70, 740, 20, 230]

/** Where each value of an axis comes: along a scale where all are numbers, else one after the other. */
function placesOf({ values }: Axis): { readonly places: readonly number[]; readonly isScale: boolean } {
  const numbers = values.filter(value => typeof value === 'number')
  const isScale =
    numbers.length === values.length && values.length > 1 && Math.max(...numbers) > Math.min(...numbers)
  if (!isScale) {
    const each = (right - left) / values.length
    return { places: values.map((_, i) => round(left + (i + 0.5) * each)), isScale }
  }
  const across = scaleOf([Math.min(...numbers), Math.max(...numbers)], [left + 24, right - 24])
  return { places: numbers.map(across), isScale }
}

function lineDrawing(telling: Telling, { axes, cells }: Swept, measure: Measure): Drawing {
  const axis = axes[0] ?? { path: '', values: [] }
  const { places, isScale } = placesOf(axis)
  const found = cells.map(cell => at(cell, measure))
  const ticks = ticksTo(measure.most ?? Math.max(0, ...found.map(it => it?.high ?? 0)), 4)
  const up = scaleOf([0, ticks.at(-1) ?? 1], [bottom, top])
  const grid = ticks.map(
    tick =>
      html`<line class="grid" x1="${left}" x2="${right}" y1="${up(tick)}" y2="${up(tick)}"/><text class="value" x="${left - 8}" y="${up(tick) + 5}">${measure.say(tick)}</text>`,
  )
  const dots = found.map((it, i) => {
    const x = places[i] ?? 0
    if (!it) return null
    const { value, low, high } = it
    return html`<path class="interval" d="M${x - 4} ${up(low)}h8M${x} ${up(low)}V${up(high)}M${x - 4} ${up(high)}h8"/><circle class="ours" cx="${x}" cy="${up(value)}" r="5"/>`
  })
  const points = found.flatMap((it, i) => (it ? [[places[i] ?? 0, up(it.value)] as const] : []))
  const line = [...points]
    .sort(([one], [other]) => one - other)
    .map(place => place.join(' '))
    .join('L')
  const path = isScale && points.length > 1 ? html`<path class="line" d="M${line}"/>` : null
  const labels = labelled(places.map((x, i) => ({ x, text: valueSaid(telling, axis.values[i] ?? '') })))
  const name = html`<text class="tick" x="${(left + right) / 2}" y="${bottom + 46}">${fitting(oneLine(axis.path), 80)}</text>`
  return { width, height: bottom + 60, body: [grid, path, dots, labels, name] }
}

/** Labels under an axis; those that would run into the one before them are left to the table. */
function labelled(labels: readonly { readonly x: number; readonly text: string }[]): Inlay {
  let end = Number.NEGATIVE_INFINITY
  return [...labels]
    .sort((one, other) => one.x - other.x)
    .map(({ x, text }) => {
      const short = fitting(text, 14)
      const half = short.length * 4
      if (x - half < end) return null
      end = x + half + 4
      return html`<text class="tick" x="${x}" y="${bottom + 20}">${short}</text>`
    })
}

const [mapLeft, mapTop, mapHigh] = [110, 8, 34]
/** Beyond so many columns a number no longer fits its field. */
const mostColumnsWithNumbers = 12

function mapDrawing(telling: Telling, { axes, cells }: Swept, measure: Measure): Drawing {
  const [one, other] = axes as readonly [Axis, Axis]
  const found = cells.map(cell => at(cell, measure))
  const values = found.flatMap(it => (it ? [it.value] : []))
  const fullness = scaleOf([Math.min(...values), Math.max(...values)], [0.06, 0.6])
  const each = (width - 10 - mapLeft) / other.values.length
  const high = one.values.length > 20 ? 18 : mapHigh
  const mapBottom = mapTop + one.values.length * high
  const field = (row: number, column: number): Inlay => {
    const it = found[row * other.values.length + column]
    const [x, y] = [round(mapLeft + column * each), mapTop + row * high]
    const rect = html`<rect class="field" x="${x}" y="${y}" width="${round(each)}" height="${high}" fill-opacity="${it ? fullness(it.value) : 0}"/>`
    if (!it || other.values.length > mostColumnsWithNumbers) return rect
    return [
      rect,
      html`<text class="tick strong" x="${round(x + each / 2)}" y="${y + high / 2 + 5}">${measure.say(it.value)}</text>`,
    ]
  }
  const rows = one.values.map((value, row) => [
    html`<text class="value" x="${mapLeft - 8}" y="${mapTop + row * high + high / 2 + 5}">${fitting(valueSaid(telling, value), 13)}</text>`,
    other.values.map((_, column) => field(row, column)),
  ])
  const every = Math.ceil(other.values.length / 14)
  const columns = other.values.map((value, column) =>
    column % every === 0
      ? html`<text class="tick" x="${round(mapLeft + (column + 0.5) * each)}" y="${mapBottom + 19}">${fitting(valueSaid(telling, value), 9)}</text>`
      : null,
  )
  const names = html`<text class="head" x="0" y="${mapBottom + 45}">↓ ${fitting(oneLine(one.path), 45)}</text><text class="head ends" x="${width - 10}" y="${mapBottom + 45}">→ ${fitting(oneLine(other.path), 45)}</text>`
  return { width, height: mapBottom + 58, body: [rows, columns, names] }
}
