// Act and state in, facts or refusal out: the decider of event sourcing, for any chart.
import type { Chart, ChartState } from './chart.ts'

/** A procedure is a chart, a way to word an act as the fact it asks for, and the outcomes that facts can demand. */
export interface Procedure<Context, Act, Event extends { type: string }, Around> {
  readonly chart: Chart<Context, Event>
  /** The candidate: what would be recorded if the chart admits it. Never decides, never throws. */
  propose(state: ChartState<Context>, act: Act, around: Around): Event
  /** Outcome facts that may be due now; the chart says whether they are. */
  outcomes(state: ChartState<Context>, around: Around): readonly Event[]
}

export interface Step<Context, Event> {
  readonly event: Event
  readonly after: ChartState<Context>
}

export type Decision<Context, Event> =
  | { readonly steps: readonly Step<Context, Event>[] }
  | { readonly refused: string }

/** No act leads to more outcomes than this: a stage entered, a call, a decision, with room to spare. */
const mostOutcomes = 8

/** Asks the chart whether the act's fact is admitted; if so, settles its outcomes. Pure. */
export function decide<Context, Act, Event extends { type: string }, Around>(
  procedure: Procedure<Context, Act, Event, Around>,
  state: ChartState<Context>,
  act: Act,
  around: Around,
): Decision<Context, Event> {
  const event = procedure.propose(state, act, around)
  const admission = procedure.chart.step(state, event)
  if (admission.refused !== null) return admission
  const first = { event, after: admission.after }
  return { steps: [first, ...settle(procedure, first.after, around)] }
}

/**
 * Records outcome facts while the chart admits one. Pure.
 * @throws Error when outcomes do not come to an end: the procedure itself is broken.
 */
export function settle<Context, Act, Event extends { type: string }, Around>(
  procedure: Procedure<Context, Act, Event, Around>,
  state: ChartState<Context>,
  around: Around,
): Step<Context, Event>[] {
  const steps: Step<Context, Event>[] = []
  let now = state
  for (;;) {
    const next = firstAdmitted(procedure, now, around)
    if (!next) return steps
    if (steps.length === mostOutcomes)
      throw new Error(`outcomes do not come to an end at "${next.event.type}"`)
    now = next.after
    steps.push(next)
  }
}

function firstAdmitted<Context, Act, Event extends { type: string }, Around>(
  { chart, outcomes }: Procedure<Context, Act, Event, Around>,
  state: ChartState<Context>,
  around: Around,
): Step<Context, Event> | null {
  for (const event of outcomes(state, around)) {
    const admission = chart.step(state, event)
    if (admission.refused === null) return { event, after: admission.after }
  }
  return null
}
