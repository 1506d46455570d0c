// A simulation as `samenspraak simulate` prints it: a table for people, and CSV for their spreadsheets.
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

/** The result of a trial as a table, with what it needs to be had again. Pure. */
export function inTable(result: SimulationResult): string {
  const rows = Object.entries(result.procedures).map(([name, each]) => [
    name,
    ...columns.map(({ shown }) => shown(each)),
  ])
  const least = Math.min(...Object.values(result.procedures).map(({ rounds }) => rounds))
  const partial = result.partial ? `PARTIAL, stopped after ${grouped(least)} of ` : ''
  return [
    `${result.scenario.title}: ${partial}${grouped(result.rounds)} rounds of each procedure`,
    '',
    ...aligned([['', ...columns.map(({ title }) => title)], ...rows]),
    '',
    ...worstOff(result),
    ...attempts(result),
    'Days are working days; in brackets the interval of 95 %; satisfaction is 1 for the ideal text, for all and for the lowest.',
    citation(result),
    '',
  ].join('\n')
}

/** What it takes to have a result again, in one line. Pure. */
export const citation = ({ version, seed, rounds, scenario }: SimulationResult): string =>
  `samenspraak ${version}, seed ${seed}, ${grouped(rounds)} rounds, scenario ${scenario.digest}`

function worstOff({ procedures }: SimulationResult): string[] {
  const { samenspraak } = procedures
  if (!samenspraak) return []
  const [partner, share] = Object.entries(samenspraak.satisfaction.worstOff).reduce((one, other) =>
    other[1] > one[1] ? other : one,
  )
  return [`Under samenspraak ${partner} is the worst off in ${percent(share)} of the rounds.`]
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

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map(row => (row[i] ?? '').length)))
  return rows.map(row =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
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

/** One line for each procedure, and for each cell of a sweep, whose values stand in front (RFC 4180, UTF-8). Pure. */
export function inCsv(result: SimulationResult | Swept): string {
  const [axes, cells] =
    'cells' in result ? [result.axes.map(({ path }) => path), result.cells] : [[], [{ values: [], result }]]
  const head = [...axes, 'procedure', ...csvColumns.map(([name]) => name), 'seed', 'version', 'scenario']
  const lines = cells.flatMap(({ values, result: { procedures, seed, version, scenario } }) =>
    Object.entries(procedures).map(([name, each]): Cell[] => [
      ...[...values, name, ...csvColumns.map(([, value]) => value(each))],
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
      ...columns.map(({ shown }) => shown(each)),
    ]),
  )
  const [first] = cells
  return [
    ...(partial ? ['PARTIAL, stopped before its end', ''] : []),
    ...aligned([head, ...rows]),
    '',
    ...(first
      ? [
          `samenspraak ${first.result.version}, seed ${first.result.seed}, ${grouped(first.result.rounds)} rounds a line`,
        ]
      : []),
    '',
  ].join('\n')
}
