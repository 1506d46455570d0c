// What was found of procedures and partners, in panels: how it ended, how far it went, how it was for each partner.
import { stages } from '../../proposal/acts.ts'
import type { ProcedureResult } from '../result.ts'
import type { Estimate } from '../statistics.ts'
import type { Outcome } from '../table.ts'
import { type Cell, figure, tableOf, type Value } from './figure.ts'
import { html, type Markup } from './markup.ts'
import { type Mark, type Panel, panelDrawing, type Row } from './panels.ts'
import type { Telling } from './telling.ts'

const outcomes: readonly Outcome[] = ['adopted', 'noConsensus', 'withdrawn', 'open']

const value = (say: (value: number) => string, exact: number): Value => ({ shown: say(exact), value: exact })

/** A value and the ends of its interval, as three cells; none where nothing was played. */
const three = (say: (value: number) => string, estimate: Estimate | null): readonly Cell[] =>
  estimate === null
    ? [null, null, null]
    : [estimate.value, estimate.low, estimate.high].map(exact => value(say, exact))

const mark = (say: (value: number) => string, { value: exact, low, high }: Estimate): Mark => ({
  ...{ value: exact, low, high, shown: say(exact) },
})

const rowsOf = ({ procedures, procedure }: Telling): readonly Row[] =>
  procedures.map(([name], i) => ({ label: procedure(name), strong: i === 0 }))

/** Nothing was found of a procedure of which no round was played. */
const ifPlayed = <T>(result: ProcedureResult, found: T | null): T | null =>
  result.rounds === 0 ? null : found

const columnsFor = ({ words }: Telling, title: string): readonly string[] => [title, words.from, words.to]

/** The share of rounds that ended in each way, by procedure. Pure. */
export function outcomeFigure(telling: Telling): Markup {
  const { words, numerals, procedures, procedure } = telling
  const { title, says, caption, rounds } = words.outcome
  const panels = outcomes.map(
    (outcome): Panel => ({
      ...{ title: words.outcomes[outcome], kind: 'bar', most: 1, tick: numerals.share },
      marks: procedures.map(([, it]) => ifPlayed(it, mark(numerals.share, it.outcomes[outcome]))),
    }),
  )
  const parts = procedures.map(([name, { adopted }]) => `${procedure(name)} ${numerals.share(adopted)}`)
  return figure(telling, {
    ...{ name: 'outcomes', title, says: says(parts), caption },
    drawing: panelDrawing(rowsOf(telling), panels, words.none),
    table: {
      caption: title,
      columns: [
        words.procedureColumn,
        rounds,
        ...outcomes.flatMap(outcome => columnsFor(telling, words.outcomes[outcome])),
      ],
      rows: procedures.map(([name, it]) => [
        procedure(name),
        value(numerals.count, it.rounds),
        ...outcomes.flatMap(outcome => three(numerals.share, ifPlayed(it, it.outcomes[outcome]))),
      ]),
    },
  })
}

/** The share of rounds that reached each stage, under ours. Pure. */
export function ladderFigure(telling: Telling): Markup {
  const { words, numerals, ours } = telling
  const { title, says, caption, stage, share } = words.ladder
  const shares = ours.stages
  const panel: Panel = {
    ...{ title: share, kind: 'bar', most: 1, tick: numerals.share },
    marks: shares.map(exact => value(numerals.share, exact)),
  }
  const rows = stages.map(each => ({ label: words.stages[each], strong: true }))
  return figure(telling, {
    ...{ name: 'ladder', title, caption },
    says: says(stages.map((each, i) => `${words.stages[each]} ${numerals.share(shares[i] ?? 0)}`)),
    drawing: panelDrawing(rows, [panel], words.none),
    table: {
      ...{ caption: title, columns: [stage, share] },
      rows: stages.map((each, i) => [words.stages[each], value(numerals.share, shares[i] ?? 0)]),
    },
  })
}

/** How satisfied each partner was, and how often it had the least, under ours. Pure. */
export function satisfactionFigure(telling: Telling): Markup {
  const { about, words, numerals, ours, partner } = telling
  const { title, says, caption, mean, worst } = words.satisfaction
  const { partners: found, worstOff } = ours.satisfaction
  const ids = about.scenario.partners.map(({ id }) => id)
  const of = (id: string): Estimate => found[id] ?? { value: 0, low: 0, high: 0 }
  const byValue = [...ids].sort((one, other) => of(one).value - of(other).value)
  const named = (id = ''): string => `${partner(id)} (${numerals.hundredths(of(id).value)})`
  const panels: readonly Panel[] = [
    {
      ...{ title: mean, kind: 'dot', most: 1, tick: numerals.plain },
      marks: ids.map(id => mark(numerals.hundredths, of(id))),
    },
    {
      ...{ title: worst, kind: 'bar', most: 1, tick: numerals.share },
      marks: ids.map(id => value(numerals.share, worstOff[id] ?? 0)),
    },
  ]
  return figure(telling, {
    ...{ name: 'satisfaction', title, caption: caption(about.scenario.statusQuo !== undefined) },
    says: says(named(byValue[0]), named(byValue.at(-1))),
    drawing: panelDrawing(
      ids.map(id => ({ label: partner(id), strong: true })),
      panels,
      words.none,
    ),
    table: {
      ...{ caption: title, columns: [words.partner, ...columnsFor(telling, mean), worst] },
      rows: ids.map(id => [
        partner(id),
        ...three(numerals.hundredths, of(id)),
        value(numerals.share, worstOff[id] ?? 0),
      ]),
    },
  })
}

/** Ours beside the others: decided, days, partners passed by, the least satisfied. Pure. */
export function comparedFigure(telling: Telling): Markup {
  const { words, numerals, procedures, procedure } = telling
  const { title, says, caption } = words.compared
  return figure(telling, {
    ...{ name: 'compared', title, caption },
    says: says(
      procedures.map(([name, { bypasses }]) => `${procedure(name)} ${numerals.share(bypasses.rounds.value)}`),
    ),
    drawing: panelDrawing(rowsOf(telling), comparedPanels(telling), words.none),
    table: comparedTable(telling),
  })
}

function comparedPanels({ words, numerals, procedures }: Telling): readonly Panel[] {
  const { adopted, days, bypassed, lowest } = words.compared
  const marks = (of: (result: ProcedureResult) => Mark | null): readonly (Mark | null)[] =>
    procedures.map(([, result]) => ifPlayed(result, of(result)))
  return [
    {
      ...{ title: adopted, kind: 'bar', most: 1, tick: numerals.share },
      marks: marks(({ outcomes: { adopted: share } }) => mark(numerals.share, share)),
    },
    {
      ...{ title: days, kind: 'bar', tick: numerals.count },
      marks: marks(it => (it.days ? value(numerals.count, it.days.median) : null)),
    },
    {
      ...{ title: bypassed, kind: 'bar', tick: numerals.count },
      marks: marks(it => value(numerals.count, it.bypassed)),
    },
    {
      ...{ title: lowest, kind: 'dot', most: 1, tick: numerals.plain },
      marks: marks(it => mark(numerals.hundredths, it.satisfaction.lowest)),
    },
  ]
}

function comparedTable(telling: Telling) {
  const { words, numerals, procedures, procedure } = telling
  const { title, adopted, days, bypassed, passing, lowestTold, mean } = words.compared
  return {
    caption: title,
    columns: [
      words.procedureColumn,
      ...columnsFor(telling, adopted),
      days,
      bypassed,
      ...columnsFor(telling, passing),
      ...columnsFor(telling, lowestTold),
      ...columnsFor(telling, mean),
    ],
    rows: procedures.map(([name, it]): [Cell, ...Cell[]] => [
      procedure(name),
      ...three(numerals.share, ifPlayed(it, it.outcomes.adopted)),
      it.days ? value(numerals.count, it.days.median) : null,
      ifPlayed(it, value(numerals.count, it.bypassed)),
      ...three(numerals.share, ifPlayed(it, it.bypasses.rounds)),
      ...three(numerals.hundredths, ifPlayed(it, it.satisfaction.lowest)),
      ...three(numerals.hundredths, ifPlayed(it, it.satisfaction.mean)),
    ]),
  }
}

/** By what a decision passed partners by, for each procedure. Pure. */
export function classesTable(telling: Telling): Markup {
  const { words, numerals, procedures, procedure } = telling
  const names = Object.keys(words.classes) as (keyof typeof words.classes)[]
  const table = tableOf(telling, 'classes', {
    caption: words.compared.classesTold,
    columns: [words.procedureColumn, ...names.map(name => words.classes[name])],
    rows: procedures.map(([name, it]) => [
      procedure(name),
      ...names.map(each => ifPlayed(it, value(numerals.count, it.bypasses.classes[each]))),
    ]),
  })
  return html`<h3>${words.compared.classes}</h3><p>${words.compared.same}</p>${table}`
}

/** Under each procedure, how often each partner was passed by and how satisfied it was. Pure. */
export function partnerTables(telling: Telling): Markup {
  const { about, words, numerals, procedures, procedure, partner } = telling
  const tableBy = (
    name: string,
    caption: string,
    of: (result: ProcedureResult, id: string) => Value,
  ): Markup =>
    tableOf(telling, name, {
      caption,
      columns: [words.partner, ...procedures.map(([each]) => procedure(each))],
      rows: about.scenario.partners.map(({ id }) => [
        partner(id),
        ...procedures.map(([, it]) => ifPlayed(it, of(it, id))),
      ]),
    })
  const passed = tableBy('passed', words.compared.passedEach, (it, id) =>
    value(numerals.count, it.bypasses.partners[id] ?? 0),
  )
  const satisfied = tableBy('satisfied', words.compared.satisfiedEach, (it, id) =>
    value(numerals.hundredths, it.satisfaction.partners[id]?.value ?? 0),
  )
  return html`<h3>${words.compared.passed}</h3>${passed}<h3>${words.compared.satisfied}</h3>${satisfied}`
}
