// What a report ends with: how sure it is, and how to cite it and have it again.
import { oneLine } from '../../charter/words.ts'
import { ourProcedure } from '../result.ts'
import type { Swept } from '../sweep.ts'
import { html, type Inlay, type Markup } from './markup.ts'
import type { Telling } from './telling.ts'
import type { Timeline } from './timeline.ts'

/** What the intervals mean, and what no number of rounds makes sure. Pure. */
export function sureness({ words, ours }: Telling): Markup {
  const points = ours.bypassed === 0 ? [...words.sure.points, words.sure.byProof] : words.sure.points
  return html`<ul>${points.map(point => html`<li>${point}</li>`)}</ul>`
}

/** Everything that is needed to have the same result again. Pure. */
export function citation(telling: Telling): Markup {
  const { about, words, numerals, procedures, procedure } = telling
  const { version, seed, rounds, partial, scenario } = about.result
  const said = words.cite
  const facts: readonly (readonly [string, Inlay])[] = [
    [said.version, version],
    [said.title, oneLine(scenario.title)],
    [said.digest, html`<code>${scenario.digest}</code>`],
    [said.seed, String(seed)],
    [said.rounds, numerals.count(rounds)],
    [said.procedures, procedures.map(([name]) => procedure(name)).join('; ')],
    [said.partial, partial ? words.yes : words.no],
    [said.notable, notable(telling)],
  ]
  return html`<dl>${facts.map(([term, told]) => html`<div><dt>${term}</dt><dd>${told}</dd></div>`)}</dl>
${about.result.behaviours === 'own' ? html`<p>${said.againOwn}</p>` : html`<p>${said.again}</p>${command(trialCommand(telling))}`}
${about.swept?.cells[0] ? html`<p>${said.sweepAgain}</p>${command(sweepCommand(telling, about.swept))}` : null}
${about.timeline ? html`<p>${said.roundAgain}</p>${command(roundCommand(about.timeline))}` : null}
<p>${said.source}</p>`
}

const command = (text: string): Markup => html`<pre><code>${text}</code></pre>`

function notable({ ours, words }: Telling): string {
  const said = words.cite
  const { longest, unhappiest, failed } = ours.notable
  const parts = (
    [
      [longest, said.longest],
      [unhappiest, said.unhappiest],
      [failed, said.failed],
    ] as const
  ).flatMap(([number, what]) => (number === null ? [] : [`${number} (${what})`]))
  return parts.length > 0 ? parts.join('; ') : words.none
}

const played = (rounds: number, seed: number): string =>
  `samenspraak simulate scenario.json --rounds ${rounds} --seed ${seed}`

function trialCommand({ about, procedures }: Telling): string {
  const others = procedures.slice(1).map(([name]) => name)
  const { rounds, seed } = about.result
  return `${played(rounds, seed)}${others.length > 0 ? ` --compare ${others.map(quoted).join(',')}` : ''} --report report.html`
}

function sweepCommand({ about }: Telling, { axes, cells }: Swept): string {
  const { rounds, seed } = cells[0]?.result ?? about.result
  const varied = axes.map(({ path, values }) => `--sweep ${quoted(`${path}=${values.join(',')}`)}`)
  return `${played(rounds, seed)} ${varied.join(' ')}`
}

/** As a shell takes it for one word. */
const quoted = (text: string): string =>
  /^[\w.,=:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

function roundCommand({ procedure, round }: Timeline): string {
  const under = procedure === ourProcedure ? '' : ` --compare ${quoted(procedure)}`
  return `samenspraak simulate scenario.json --seed ${round.seed} --round ${round.number}${under}`
}
