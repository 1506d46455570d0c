// A figure: a drawing that a screen reader can name, and beside it the same numbers in a table.
import { html, type Inlay, type Markup } from './markup.ts'
import type { Telling } from './telling.ts'

/** A drawing, in units of the drawing. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly body: Inlay
}

/** A value as it is shown, and exactly; null where there is none. */
export interface Value {
  readonly shown: string
  readonly value: number
}
export type Cell = string | Value | null

/** The numbers behind a drawing: each row begins with what it is about. */
export interface DataTable {
  readonly caption: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly [head: Cell, ...cells: Cell[]])[]
}

/** A drawing with what it shows in words, and its numbers. */
export interface Figure {
  /** Its id, one of its own on the page. */
  readonly name: string
  readonly title: string
  /** What is to be seen, for who does not see it. */
  readonly says: string
  readonly caption: string
  readonly drawing: Drawing
  /** Null where the text beside it tells the same. */
  readonly table: DataTable | null
}

/** A figure as markup. Pure. */
export function figure(telling: Telling, { name, title, says, caption, drawing, table }: Figure): Markup {
  const { width, height, body } = drawing
  const [titleId, saysId] = [telling.id(`${name}-title`), telling.id(`${name}-says`)]
  return html`<figure>
<figcaption>${caption}</figcaption>
<svg role="img" aria-labelledby="${titleId} ${saysId}" viewBox="0 0 ${width} ${height}"><title id="${titleId}">${title}</title><desc id="${saysId}">${says}</desc>${body}</svg>
${table ? html`<details><summary>${telling.words.inTable(title)}</summary>${tableOf(telling, `${name}-table`, table)}</details>` : null}
</figure>
`
}

/** A table as markup, which can be scrolled where it is too wide. Pure. */
export function tableOf({ id, words }: Telling, name: string, { caption, columns, rows }: DataTable): Markup {
  const captionId = id(name)
  const [first = '', ...others] = columns
  const isOfNumbers = (column: number): boolean =>
    rows.some(row => isNumber(row[column + 1])) && rows.every(row => typeof row[column + 1] !== 'string')
  return html`<div class="wide" role="group" aria-labelledby="${captionId}" tabindex="0"><table>
<caption id="${captionId}">${caption}</caption>
<thead><tr><th scope="col">${first}</th>${others.map((column, i) => html`<th scope="col"${isOfNumbers(i) ? html` class="number"` : null}>${column}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([head, ...cells]) =>
      html`<tr><th scope="row">${written(head, words.none)}</th>${cells.map((cell, i) => html`<td${isOfNumbers(i) ? html` class="number"` : null}>${written(cell, words.none)}</td>`)}</tr>
`,
  )}</tbody></table></div>`
}

const isNumber = (cell: Cell | undefined): boolean => typeof cell === 'object' && cell !== null

function written(cell: Cell, none: string): Inlay {
  if (cell === null) return none
  return typeof cell === 'string' ? cell : html`<data value="${cell.value}">${cell.shown}</data>`
}

/** As much of a text as fits, for the labels of a drawing: whole characters, and a sign where something is left out. Pure. */
export function fitting(text: string, most: number): string {
  const signs = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  return signs.length <= most
    ? text
    : `${signs
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}

/** A text in lines of at most so many characters, broken between words; at most two. Pure. */
export function inLines(text: string, most: number): readonly string[] {
  const words = text.split(' ')
  let first = words.shift() ?? ''
  while (words[0] !== undefined && `${first} ${words[0]}`.length <= most) first += ` ${words.shift()}`
  const whole = fitting(first, most)
  return words.length === 0 ? [whole] : [whole, fitting(words.join(' '), most)]
}
