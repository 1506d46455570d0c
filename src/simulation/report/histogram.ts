// How long rounds took: how many of them each number of working days.
import type { Distribution } from '../result.ts'
import { type Drawing, figure } from './figure.ts'
import { html, type Markup } from './markup.ts'
import { round, scaleOf, stepFor, ticksTo } from './scale.ts'
import type { Telling } from './telling.ts'

/** Some days in a row, and how many rounds took as many. */
interface Bin {
  readonly from: number
  readonly rounds: number
}

const mostBins = 80

/** Counts in steps of whole days, at most 80 of them. Pure. */
export function binsOf({ counts, longest }: Distribution): {
  readonly step: number
  readonly bins: readonly Bin[]
} {
  const step = Math.max(1, stepFor(longest + 1, mostBins))
  const bins = Array.from({ length: Math.floor(longest / step) + 1 }, (_, i) => ({
    from: i * step,
    rounds: 0,
  }))
  for (const [days, rounds] of counts) {
    const bin = bins[Math.floor(days / step)]
    if (bin) bin.rounds += rounds
  }
  return { step, bins }
}

/** How long rounds took, under ours. Pure. */
export function daysFigure(telling: Telling): Markup {
  const { words, numerals, ours } = telling
  const { title, says, caption, none, day, count, share } = words.days
  if (!ours.days) return html`<p>${none}</p>`
  const { mean, median, longest, counts } = ours.days
  const ended = counts.reduce((sum, [, rounds]) => sum + rounds, 0)
  const { step } = binsOf(ours.days)
  return figure(telling, {
    ...{ name: 'days', title, caption: caption(numerals.count(step), step === 1) },
    says: says(
      numerals.count(ended),
      numerals.tenths(mean.value),
      numerals.count(median),
      numerals.count(longest),
    ),
    drawing: drawn(telling, ours.days),
    table: {
      ...{ caption: title, columns: [day, count, share] },
      rows: counts.map(([days, rounds]) => [
        { shown: numerals.count(days), value: days },
        { shown: numerals.count(rounds), value: rounds },
        { shown: numerals.share(rounds / ended), value: rounds / ended },
      ]),
    },
  })
}

const [width, height] = [760, 300]
const [left, right, top, bottom] = [60, 745, 34, 240]

function drawn({ words, numerals }: Telling, days: Distribution): Drawing {
  const { step, bins } = binsOf(days)
  const ticksUp = ticksTo(Math.max(...bins.map(({ rounds }) => rounds)), 4)
  const end = bins.length * step
  const across = scaleOf([0, end], [left, right])
  const up = scaleOf([0, ticksUp.at(-1) ?? 1], [bottom, top])
  const each = (right - left) / bins.length
  const bars = bins
    .filter(({ rounds }) => rounds > 0)
    .map(
      ({ from, rounds }) =>
        html`<rect class="ours" x="${round(across(from) + each * 0.08)}" y="${up(rounds)}" width="${round(each * 0.84)}" height="${round(bottom - up(rounds))}"/>`,
    )
  const grid = ticksUp
    .filter(Number.isInteger)
    .map(
      tick =>
        html`<line class="grid" x1="${left}" x2="${right}" y1="${up(tick)}" y2="${up(tick)}"/><text class="value" x="${left - 8}" y="${up(tick) + 5}">${numerals.count(tick)}</text>`,
    )
  const middle = (value: number): number => round(across(value) + (step === 1 ? each / 2 : 0))
  const marks = ticksTo(end, 8)
    .filter(tick => tick < end && Number.isInteger(tick))
    .map(
      tick => html`<text class="tick" x="${middle(tick)}" y="${bottom + 20}">${numerals.count(tick)}</text>`,
    )
  const median = middle(days.median)
  const body = [
    [grid, bars, marks],
    html`<line class="median" x1="${median}" x2="${median}" y1="${top - 6}" y2="${bottom}"/><text class="tick strong" x="${Math.min(right - 40, median)}" y="${top - 14}">${words.days.median(numerals.count(days.median))}</text>`,
    html`<text class="head" x="0" y="${top - 14}">${words.days.rounds}</text><text class="tick" x="${(left + right) / 2}" y="${bottom + 44}">${words.days.axis}</text>`,
  ]
  return { width, height, body }
}
