// What was found, for who knows nothing of code or statistics.
import type { ProcedureResult } from '../result.ts'
import { html, type Markup } from './markup.ts'
import type { Telling } from './telling.ts'

/** What a report begins with: what it is of, whether it is whole, and what was found in a few sentences. Pure. */
export function summary(telling: Telling): Markup {
  const { about, words, numerals, procedures, ours, id } = telling
  const { result } = about
  const short = words.summary
  const others = procedures.slice(1).map(([name, other]) => compared(telling, name, other))
  const heading = id('summary')
  return html`<p class="kind">${words.kind(numerals.count(result.rounds), String(result.seed))}</p>
${result.partial ? partial(telling) : null}<section aria-labelledby="${heading}"><h2 id="${heading}">${short.heading}</h2>
<p class="lead">${(ours.rounds === 0 ? [short.nothing] : told(telling)).join(' ')}</p>
${others.length > 0 ? html`<h3>${short.compared}</h3><ul>${others.map(it => html`<li>${it}</li>`)}</ul>` : null}</section>
`
}

/** Says of which procedures not all rounds were played. */
function partial({ about, words, numerals, procedures, procedure }: Telling): Markup {
  const short = procedures.filter(([, { rounds }]) => rounds < about.result.rounds)
  const lines = short.map(([name, { rounds }]) =>
    words.partialTold(procedure(name), numerals.count(rounds), numerals.count(about.result.rounds)),
  )
  return html`<div class="partial" role="note"><p><strong>${words.partial}</strong></p>${lines.map(line => html`<p>${line}</p>`)}<p>${words.partialMeans}</p></div>
`
}

function told(telling: Telling): readonly string[] {
  const { words, numerals, ours } = telling
  const { outcomes, days, bypasses, attempts } = ours
  const short = words.summary
  const otherwise = (['noConsensus', 'withdrawn', 'open'] as const)
    .filter(outcome => outcomes[outcome].value > 0)
    .map(outcome => short.otherwisePart(numerals.ofHundred(outcomes[outcome]).value, outcome))
  return [
    short.agreed(numerals.ofHundred(outcomes.adopted)),
    ...(otherwise.length > 0 ? [short.otherwise(otherwise)] : []),
    ...(days
      ? [
          short.took(...ends(numerals.tenths, days.mean)),
          short.spread(numerals.count(days.median), numerals.count(days.p90)),
        ]
      : []),
    worst(telling),
    ours.bypassed === 0
      ? short.nobody
      : short.somebody(numerals.ofHundred(bypasses.rounds), times(telling, ours.bypassed)),
    ...(attempts.made > 0
      ? [short.attempts(numerals.count(attempts.made), numerals.count(attempts.refused))]
      : []),
  ]
}

const ends = (
  say: (value: number) => string,
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
): [string, string, string] => [say(value), say(low), say(high)]

/** The partner with the least satisfaction on average. */
function worst({ about, words, numerals, ours, partner }: Telling): string {
  const { partners: satisfaction, worstOff } = ours.satisfaction
  const of = (id: string): number => satisfaction[id]?.value ?? 0
  const ids = about.scenario.partners.map(({ id }) => id)
  const least = ids.reduce((one, other) => (of(other) < of(one) ? other : one))
  const often = numerals.tenths((worstOff[least] ?? 0) * 100)
  return words.summary.worst(partner(least), numerals.hundredths(of(least)), often)
}

const times = ({ words, numerals }: Telling, count: number): string =>
  words.summary.times(numerals.count(count), count === 1)

function compared(
  telling: Telling,
  name: string,
  { rounds, outcomes, days, bypassed, bypasses }: ProcedureResult,
): string {
  const { words, numerals } = telling
  const { under, after, passed, passedNobody, notPlayed } = words.summary
  const title = telling.procedure(name)
  if (rounds === 0) return notPlayed(title)
  return [
    under(title, numerals.ofHundred(outcomes.adopted)),
    days ? after(numerals.count(days.median)) : '',
    bypassed === 0 ? passedNobody : passed(numerals.ofHundred(bypasses.rounds), times(telling, bypassed)),
  ].join('')
}
