// The scenario of a report, in tables: who takes part, what each wants and how it acts, and the rules of play.
import { oneLine } from '../../charter/words.ts'
import { dayOf } from '../../register/moments.ts'
import { calendarOf, charterOf, type SimulatedPartner } from '../scenario.ts'
import { office } from '../table.ts'
import { type Cell, type DataTable, tableOf } from './figure.ts'
import { html, type Markup } from './markup.ts'
import type { Telling } from './telling.ts'
import { placeSaid } from './timeline.ts'

type Line = readonly [Cell, ...Cell[]]

/** The scenario in tables. Pure. */
export function setting(telling: Telling): Markup {
  const { about, words } = telling
  const { description } = about.scenario
  const said = words.scenario
  return html`${description === undefined ? null : html`<p class="words">${description}</p>`}<h3>${said.wants}</h3>${tableOf(telling, 'wants', wants(telling))}
<h3>${said.acts}</h3>${tableOf(telling, 'acts', acts(telling))}
<h3>${said.rules}</h3>${tableOf(telling, 'rules', rules(telling))}`
}

const number = ({ numerals }: Telling, value: number): Cell => ({ shown: numerals.plain(value), value })

function wants(telling: Telling): DataTable {
  const { about, words, partner } = telling
  const { issues, partners } = about.scenario
  const said = words.scenario
  return {
    caption: said.wants,
    columns: [
      words.partner,
      said.size,
      ...issues.map(({ name }) => said.ideal(oneLine(name))),
      said.spread,
      said.tolerance,
      said.strategy,
    ],
    rows: partners.map(
      ({ id, size, ideal, spread, tolerance, strategy }): Line => [
        partner(id),
        size === undefined ? null : number(telling, size),
        ...ideal.map(place => number(telling, place)),
        number(telling, spread),
        tolerance === undefined ? said.asStatusQuo : number(telling, tolerance),
        words.strategies[strategy],
      ],
    ),
  }
}

function acts(telling: Telling): DataTable {
  const { about, words } = telling
  const said = words.scenario
  return {
    caption: said.acts,
    columns: [
      ...[words.partner, said.attention, said.assertiveness, said.concession, said.involvement],
      ...[said.backing, said.turnover, said.absences, said.adversary],
    ],
    rows: about.scenario.partners.map(partner => acting(telling, partner)),
  }
}

function acting(telling: Telling, partner: SimulatedPartner): Line {
  const { about, words, numerals } = telling
  const { backing, turnover, absences } = partner
  const said = words.scenario
  return [
    telling.partner(partner.id),
    number(telling, partner.attention),
    number(telling, partner.assertiveness),
    number(telling, partner.concession),
    number(telling, partner.involvement),
    backing.chance === 0
      ? null
      : said.backingTold(numerals.plain(backing.chance), numerals.count(backing.days)),
    turnover.chance === 0
      ? null
      : said.turnoverTold(numerals.plain(turnover.chance), numerals.plain(turnover.shift)),
    absences.length === 0 ? null : absences.map(({ from, until }) => `${from} – ${until}`).join('; '),
    about.scenario.adversaries.includes(partner.id) ? words.yes : words.no,
  ]
}

function rules(telling: Telling): DataTable {
  const { about, words, numerals, language } = telling
  const { scenario } = about
  const said = words.scenario
  const { terms, maxRevisions, decidesOn } = charterOf(scenario)
  const { issues, statusQuo, opgavemanager, chair, start } = scenario
  const { timeZone, holidays } = calendarOf(scenario)
  const termRows = Object.entries(terms).map(
    ([name, days]): Line => [
      new Map(Object.entries(said.terms)).get(name) ?? name,
      said.workingDays(numerals.count(days)),
    ],
  )
  return {
    caption: said.rules,
    columns: [said.what, said.value],
    rows: [
      ...issues.map(
        ({ name, low, high }): Line => [
          said.issue(oneLine(name)),
          low === undefined && high === undefined
            ? '0 – 1'
            : said.range(oneLine(low ?? '0'), oneLine(high ?? '1')),
        ],
      ),
      [said.start, `${dayOf(`${start}T12:00:00Z`, 'UTC', language)} (${timeZone}, ${holidays})`],
      [said.statusQuo, statusQuo ? placeSaid(telling, statusQuo) : said.noStatusQuo],
      ...proposed(telling),
      [
        said.opgavemanager,
        said.skilled(numerals.plain(opgavemanager.skill), numerals.plain(opgavemanager.attention)),
      ],
      [said.chair, said.dismissing(numerals.plain(chair.dismissal), numerals.plain(chair.attention))],
      ...termRows,
      [said.maxRevisions, numerals.count(maxRevisions ?? 7)],
      [said.decidesOn, decidesOn ?? 'stuurgroep'],
    ],
  }
}

function proposed(telling: Telling): readonly Line[] {
  const { about, words, partner } = telling
  const { author, text } = about.scenario.proposal
  const said = words.scenario
  const named: Readonly<Record<string, string>> = { random: said.random, [office]: words.office }
  return [
    [
      said.author,
      about.scenario.partners.some(({ id }) => id === author) ? partner(author) : (named[author] ?? author),
    ],
    [said.text, typeof text === 'string' ? said.texts[text] : placeSaid(telling, text)],
  ]
}
