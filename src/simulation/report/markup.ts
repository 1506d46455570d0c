// Markup that cannot hold what somebody smuggles in: whatever is put between the pieces of a page is escaped.

/** Markup that is complete: it may be put into a page as it stands. */
export interface Markup {
  readonly markup: string
}

/** What can stand in a piece of markup. Words are escaped, null is nothing. */
export type Inlay = string | number | null | Markup | readonly Inlay[]

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, sign => escapes[sign] ?? '')

/** Tags a piece of HTML or SVG: only its own text is markup, all that is filled in is words. Pure. */
export function html(pieces: TemplateStringsArray, ...inlays: readonly Inlay[]): Markup {
  return { markup: pieces.map((piece, i) => `${piece}${written(inlays[i] ?? null)}`).join('') }
}

/** Text of ours that is markup already, as a style sheet. Pure. */
export const asItStands = (markup: string): Markup => ({ markup })

function written(inlay: Inlay): string {
  if (inlay === null) return ''
  if (typeof inlay === 'string') return escaped(inlay)
  if (typeof inlay === 'number') return String(inlay)
  return 'markup' in inlay ? inlay.markup : inlay.map(written).join('')
}
