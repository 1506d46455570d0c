// The report of simulations: one page that holds everything, in two languages, for the screen and for paper.
import { oneLine } from '../../charter/words.ts'
import type { Language } from '../../register/moments.ts'
import { citation, sureness } from './closing.ts'
import {
  classesTable,
  comparedFigure,
  ladderFigure,
  outcomeFigure,
  partnerTables,
  satisfactionFigure,
} from './found.ts'
import { daysFigure } from './histogram.ts'
import { asItStands, html, type Markup } from './markup.ts'
import { setting } from './setting.ts'
import { style } from './style.ts'
import { summary } from './summary.ts'
import { sweptFigures } from './swept.ts'
import { type ReportInput, type Telling, tellingOf } from './telling.ts'
import { timeline } from './timeline.ts'

export type { ReportInput } from './telling.ts'

/**
 * What was found, as one HTML document: it loads nothing from elsewhere, runs no script, and escapes every text; a
 * policy forbids the browser both. Of two languages it shows one at a time. The same input has the same page. Pure.
 *
 * @throws RangeError for a result that is not of the scenario, or is without our own procedure
 */
export function reportPage(about: ReportInput): string {
  const { language = 'both', scenario } = about
  const languages: readonly Language[] = language === 'both' ? ['en', 'nl'] : [language]
  const tellings = languages.map(each => tellingOf(about, each))
  const title = oneLine(scenario.title)
  return html`<!doctype html>
<html lang="${languages[0] ?? 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · samenspraak</title>
<style>${asItStands(style)}</style>
</head>
<body>
<header>
${tellings.length > 1 ? languageSwitch(tellings) : null}
<h1>${title}</h1>
</header>
<main>
${tellings.map(told)}</main>
</body>
</html>
`.markup
}

/** Radio buttons, so that the language is changed with the keyboard, and without a script. */
function languageSwitch(tellings: readonly Telling[]): Markup {
  const choices = tellings.map(
    ({ language, words }, i) =>
      html`<label lang="${language}"><input type="radio" name="shown" id="shown-${language}"${i === 0 ? html` checked` : null}>${words.name}</label>`,
  )
  return html`<fieldset class="shown"><legend>Language · <span lang="nl">Taal</span></legend>${choices}</fieldset>`
}

/** The whole report in one language. */
function told(telling: Telling): Markup {
  const { about, words, language } = telling
  const { swept, timeline: chosen } = about
  return html`<div class="told" lang="${language}">
${summary(telling)}${found(telling)}${swept ? section(telling, 'sweep', words.swept.heading, sweptFigures(telling, swept)) : null}${
  chosen
    ? section(
        telling,
        'timeline',
        words.timeline.heading(String(chosen.round.number)),
        timeline(telling, chosen),
      )
    : null
}${section(telling, 'scenario', words.scenario.heading, setting(telling))}${section(telling, 'sureness', words.sure.heading, sureness(telling))}${section(telling, 'citation', words.cite.heading, citation(telling))}</div>
`
}

/** What was found, as far as anything was played. */
function found(telling: Telling): readonly Markup[] {
  const { words, ours, procedures } = telling
  if (procedures.every(([, { rounds }]) => rounds === 0)) return []
  const ofOurs = [
    section(telling, 'duration', words.days.heading, daysFigure(telling)),
    section(telling, 'stages', words.ladder.heading, ladderFigure(telling)),
    section(telling, 'partners', words.satisfaction.heading, satisfactionFigure(telling)),
  ]
  const terms = html`<p>${words.compared.terms}</p>`
  const beside = [comparedFigure(telling), terms, partnerTables(telling), classesTable(telling)]
  return [
    section(telling, 'outcome', words.outcome.heading, outcomeFigure(telling)),
    ...(ours.rounds > 0 ? ofOurs : []),
    ...(procedures.length > 1 ? [section(telling, 'comparison', words.compared.heading, beside)] : []),
  ]
}

function section({ id }: Telling, name: string, heading: string, body: Markup | readonly Markup[]): Markup {
  const headingId = id(name)
  return html`<section aria-labelledby="${headingId}"><h2 id="${headingId}">${heading}</h2>
${body}</section>
`
}
