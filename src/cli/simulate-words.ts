// A simulation as `samenspraak simulate` prints it: a table for people, and CSV for their spreadsheets.
import { oneLine } from '../charter/words.ts'
import { english } from '../simulation/report/english.ts'
import { ourProcedure } from '../simulation/result.ts'
import type { ProcedureResult, SimulationResult, Swept } from '../simulation/simulation.ts'

type Cell = string | number
interface Column {
  readonly title: string
  /** As people read it. */
  readonly shown: (result: ProcedureResult) => string
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const grouped = (count: number): string => count.toLocaleString('en')

const columns: readonly Column[] = [
  {
    title: 'adopted',
    shown: ({ outcomes: { adopted } }) =>
      `${percent(adopted.value)} (${percent(adopted.low)} to ${percent(adopted.high)})`,
  },
  { title: 'bypassed partners', shown: ({ bypassed }) => grouped(bypassed) },
  { title: 'days, median', shown: ({ days }) => (days ? String(days.median) : 'never ends') },
  { title: '9 of 10 within', shown: ({ days }) => (days ? String(days.p90) : '') },
  { title: 'revisions', shown: ({ revisions }) => (revisions ? revisions.mean.value.toFixed(1) : '') },
  { title: 'satisfaction', shown: ({ satisfaction: { mean } }) => mean.value.toFixed(2) },
  { title: 'lowest', shown: ({ satisfaction: { lowest } }) => lowest.value.toFixed(2) },
]

/** What the columns say of a procedure; of no rounds nothing is known. */
const cellsOf = (result: ProcedureResult): readonly string[] =>
  result.rounds === 0 ? ['no round played'] : columns.map(({ shown }) => shown(result))

/** The result of a trial as a table, with what it needs to be had again. Pure. */
export function inTable(result: SimulationResult): string {
  const rows = Object.entries(result.procedures).map(([name, each]) => [name, ...cellsOf(each)])
  const partial = result.partial ? `PARTIAL, stopped after ${playedOf(result)} of ` : ''
  return [
    `${oneLine(result.scenario.title)}: ${partial}${grouped(result.rounds)} rounds of each procedure`,
    '',
    ...aligned([['', ...columns.map(({ title }) => title)], ...rows]),
    '',
    ...worstOff(result),
    ...attempts(result),
    ...worthALook(result),
    'Days are working days; in brackets the interval of 95 %; satisfaction is 1 for the ideal text, for all and for the lowest.',
    citation(result),
    '',
  ].join('\n')
}

/** How many rounds were played: where a trial was stopped, procedures differ in that. */
function playedOf({ procedures }: SimulationResult): string {
  const counts = Object.values(procedures).map(({ rounds }) => rounds)
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  return least === most ? grouped(least) : `${grouped(least)} to ${grouped(most)}`
}

/** What it takes to have a result again, in one line. Pure. */
export const citation = ({ version, seed, rounds, scenario }: SimulationResult): string =>
  `samenspraak ${version}, seed ${seed}, ${grouped(rounds)} rounds, scenario ${scenario.digest}`

function worstOff({ procedures }: SimulationResult): string[] {
  const ours = procedures[ourProcedure]
  if (!ours || ours.rounds === 0) return []
  const { partners, worstOff } = ours.satisfaction
  const [partner, { value }] = Object.entries(partners).reduce((one, other) =>
    other[1].value < one[1].value ? other : one,
  )
  const often = percent(worstOff[partner] ?? 0)
  return [
    `Under samenspraak ${partner} is the worst off: ${value.toFixed(2)} on average, and in ${often} of the rounds nobody has less.`,
  ]
}

/** Rounds of ours that tell more than others, as `--round` takes them; each once, with all that is special about it. */
function worthALook({ procedures }: SimulationResult): string[] {
  const { failed = null, longest = null, unhappiest = null } = procedures[ourProcedure]?.notable ?? {}
  const { cite } = english
  const said = new Map<number, string[]>()
  for (const [number, what] of [
    [failed, cite.failed],
    [longest, cite.longest],
    [unhappiest, cite.unhappiest],
  ] as const)
    if (number !== null) said.set(number, [...(said.get(number) ?? []), what])
  const rounds = [...said].map(([number, what]) => `--round ${number} (${english.list(what)})`)
  return rounds.length > 0 ? [`Worth a look, with the same seed: ${rounds.join(', ')}.`] : []
}

function attempts({ procedures }: SimulationResult): string[] {
  const told = Object.entries(procedures).filter(
    ([
      ,
      {
        attempts: { made },
      },
    ]) => made > 0,
  )
  return told.map(
    ([
      name,
      {
        attempts: { made, refused },
      },
    ]) => `Adversaries under ${name}: ${grouped(made)} attempts, ${grouped(refused)} refused.`,
  )
}

/** Rows as lines with columns under each other: numbers to the right, or words to the left. Pure. */
export function aligned(rows: readonly (readonly string[])[], side: 'left' | 'right' = 'right'): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map(row => (row[i] ?? '').length)))
  return rows.map(row =>
    row
      .map((cell, i) =>
        i === 0 || side === 'left' ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}

const csvColumns: readonly (readonly [string, (result: ProcedureResult) => Cell])[] = [
  ['rounds', ({ rounds }) => rounds],
  ['adopted', ({ adopted }) => adopted],
  ['adopted_low', ({ outcomes }) => outcomes.adopted.low],
  ['adopted_high', ({ outcomes }) => outcomes.adopted.high],
  ['no_consensus', ({ outcomes }) => outcomes.noConsensus.value],
  ['withdrawn', ({ outcomes }) => outcomes.withdrawn.value],
  ['open', ({ outcomes }) => outcomes.open.value],
  ['bypassed', ({ bypassed }) => bypassed],
  ['bypassed_dissenting', ({ bypasses }) => bypasses.classes.dissenting],
  ['bypassed_spoken_for', ({ bypasses }) => bypasses.classes.spokenFor],
  ['bypassed_uninformed', ({ bypasses }) => bypasses.classes.uninformed],
  ['bypassed_silent', ({ bypasses }) => bypasses.classes.silent],
  ['days_mean', ({ days }) => days?.mean.value ?? ''],
  ['days_mean_low', ({ days }) => days?.mean.low ?? ''],
  ['days_mean_high', ({ days }) => days?.mean.high ?? ''],
  ['days_median', ({ days }) => days?.median ?? ''],
  ['days_p90', ({ days }) => days?.p90 ?? ''],
  ['days_longest', ({ days }) => days?.longest ?? ''],
  ['revisions_mean', ({ revisions }) => revisions?.mean.value ?? ''],
  ['reached_lijnmanagement', ({ stages }) => stages[1] ?? 0],
  ['reached_opgavemanager', ({ stages }) => stages[2] ?? 0],
  ['reached_stuurgroep', ({ stages }) => stages[3] ?? 0],
  ['objections_raised', ({ objections }) => objections.raised],
  ['objections_let_go', ({ objections }) => objections.letGo],
  ['objections_set_aside', ({ objections }) => objections.setAside],
  ['objections_open', ({ objections }) => objections.open],
  ['silences', ({ silences }) => silences],
  ['satisfaction_mean', ({ satisfaction }) => satisfaction.mean.value],
  ['satisfaction_lowest', ({ satisfaction }) => satisfaction.lowest.value],
  ['satisfaction_gini', ({ satisfaction }) => satisfaction.gini.value],
  ['attempts_made', ({ attempts }) => attempts.made],
  ['attempts_refused', ({ attempts }) => attempts.refused],
]

/** Of no rounds nothing is known but that they are none. */
const csvCells = (result: ProcedureResult): readonly Cell[] =>
  csvColumns.map(([name, value]) => (result.rounds === 0 && name !== 'rounds' ? '' : value(result)))

/** One line for each procedure, and for each cell of a sweep, whose values stand in front (RFC 4180, UTF-8). Pure. */
export function inCsv(result: SimulationResult | Swept): string {
  const [axes, cells] =
    'cells' in result ? [result.axes.map(({ path }) => path), result.cells] : [[], [{ values: [], result }]]
  const head = [...axes, 'procedure', ...csvColumns.map(([name]) => name), 'seed', 'version', 'scenario']
  const lines = cells.flatMap(({ values, result: { procedures, seed, version, scenario } }) =>
    Object.entries(procedures).map(([name, each]): Cell[] => [
      ...[...values, name, ...csvCells(each)],
      ...[seed, version, scenario.digest],
    ]),
  )
  return [head, ...lines].map(line => `${line.map(quoted).join(',')}\r\n`).join('')
}

const quoted = (cell: Cell): string => {
  const text = String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A sweep as a table: a line for each cell and procedure. Pure. */
export function sweptInTable({ axes, cells, partial }: Swept): string {
  const head = [...axes.map(({ path }) => path), 'procedure', ...columns.map(({ title }) => title)]
  const rows = cells.flatMap(({ values, result }) =>
    Object.entries(result.procedures).map(([name, each]) => [
      ...[...values.map(String), name],
      ...cellsOf(each),
    ]),
  )
  const all = axes.reduce((product, { values }) => product * values.length, 1)
  const stopped = partial ? `PARTIAL, stopped after ${cells.length} of ${all} trials\n` : ''
  const [first] = cells
  if (!first) return stopped
  const { version, seed, rounds } = first.result
  return [
    ...(partial ? [stopped] : []),
    ...aligned([head, ...rows]),
    '',
    `samenspraak ${version}, seed ${seed}, ${grouped(rounds)} rounds a line`,
    '',
  ].join('\n')
}
