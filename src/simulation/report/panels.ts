// Small drawings side by side, which share their rows: bars from nothing, or dots, each with its interval.
import { type Drawing, inLines } from './figure.ts'
import { html, type Inlay } from './markup.ts'
import { round, scaleOf, ticksTo } from './scale.ts'

/** A value of a row in a panel. */
export interface Mark {
  readonly value: number
  /** The ends of its interval, where it has one. */
  readonly low?: number
  readonly high?: number
  readonly shown: string
}

/** One of the drawings: a mark for each row, null where there is none. */
export interface Panel {
  readonly title: string
  readonly kind: 'bar' | 'dot'
  /** Where its axis ends; left out, at the next round number. */
  readonly most?: number
  readonly marks: readonly (Mark | null)[]
  tick(value: number): string
}

export interface Row {
  readonly label: string
  /** Drawn in the stronger colour. */
  readonly strong: boolean
}

const [width, labels, gap, shown] = [760, 210, 18, 54]
const [headed, rowHeight, footed] = [44, 32, 30]

/** Draws panels beside each other over the same rows. Pure. */
export function panelDrawing(rows: readonly Row[], panels: readonly Panel[], none: string): Drawing {
  const each = (width - labels) / panels.length
  const bottom = headed + rows.length * rowHeight
  const rowLabels = rows.map(({ label, strong }, row) => {
    const lines = inLines(label, 27)
    const first = headed + row * rowHeight + (lines.length === 1 ? 21 : 14)
    return lines.map(
      (line, i) =>
        html`<text class="${strong ? 'strong' : 'soft'}" x="0" y="${first + i * 13}">${line}</text>`,
    )
  })
  const body = panels.map((panel, i) => {
    const left = round(labels + i * each + gap / 2)
    return drawn(panel, rows, { left, right: round(left + each - gap - shown), bottom, none })
  })
  return { width, height: bottom + footed, body: [rowLabels, body] }
}

interface Place {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly none: string
}

function drawn(panel: Panel, rows: readonly Row[], { left, right, bottom, none }: Place): Inlay {
  const highest = Math.max(0, ...panel.marks.map(mark => mark?.high ?? mark?.value ?? 0))
  const isWide = right - left > 250
  const ticks = ticksTo(panel.most ?? highest, isWide ? 5 : 2)
  const end = panel.most ?? ticks.at(-1) ?? 1
  const at = scaleOf([0, end], [left, right])
  const lines = inLines(panel.title, Math.max(10, Math.floor((right - left + shown) / 6.6)))
  const heading = lines.map(
    (line, i) =>
      html`<text class="head" x="${left}" y="${(lines.length === 1 ? 28 : 14) + i * 15}">${line}</text>`,
  )
  // Where there is little room, only the ends are named.
  const axis = ticks
    .filter(tick => tick <= end)
    .map(tick => [
      html`<line class="grid" x1="${at(tick)}" x2="${at(tick)}" y1="${headed}" y2="${bottom}"/>`,
      isWide || tick === 0 || tick === end
        ? html`<text class="tick" x="${at(tick)}" y="${bottom + 16}">${panel.tick(tick)}</text>`
        : null,
    ])
  const marks = rows.map(({ strong }, i) => {
    const middle = headed + i * rowHeight + rowHeight / 2
    const mark = panel.marks[i] ?? null
    return [
      mark ? markDrawn(panel.kind, mark, strong, middle, at) : null,
      html`<text class="value${strong ? ' strong' : ''}" x="${right + shown}" y="${middle + 5}">${mark?.shown ?? none}</text>`,
    ]
  })
  return [heading, axis, marks]
}

function markDrawn(
  kind: Panel['kind'],
  { value, low, high }: Mark,
  strong: boolean,
  middle: number,
  at: (value: number) => number,
): Inlay {
  const colour = strong ? 'ours' : 'others'
  const body =
    kind === 'bar'
      ? html`<rect class="${colour}" x="${at(0)}" y="${middle - 7}" width="${round(Math.max(0, at(value) - at(0)))}" height="14"/>`
      : html`<circle class="${colour}" cx="${at(value)}" cy="${middle}" r="4.5"/>`
  if (low === undefined || high === undefined) return body
  const whisker = `M${at(low)} ${middle - 4}v8M${at(low)} ${middle}H${at(high)}M${at(high)} ${middle - 4}v8`
  return kind === 'bar'
    ? [body, html`<path class="interval" d="${whisker}"/>`]
    : [html`<path class="interval" d="${whisker}"/>`, body]
}
