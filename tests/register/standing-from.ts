// Where everything stands after each act of a log, folded by the charts alone: no engine, no store.
import type { ChartState } from '../../src/chart.ts'
import type { Circle } from '../../src/charter/circle.ts'
import { charterChart } from '../../src/charter/machine.ts'
import type { Adopted, CharterEvent } from '../../src/charter/rules.ts'
import { type Act, charterMatter, type Fact } from '../../src/collaboration/acts.ts'
import type { ProposalEvent } from '../../src/proposal/event.ts'
import { proposalChart } from '../../src/proposal/machine.ts'
import type { ProposalStanding, Standing } from '../../src/register/register.ts'

interface Recorded {
  readonly matter: string
  readonly at: string
  readonly by?: string | undefined
  readonly asked?: Act | undefined
  readonly fact: Fact
}

/** One standing for each act: as it was when all that the act led to was recorded. */
export function standingsAfterActs(log: readonly Recorded[]): Standing[] {
  const proposals = new Map<string, ProposalStanding>()
  const others = { has: (id: string) => proposals.has(id), hasLike: () => false }
  const standings: Standing[] = []
  let circle: ChartState<Circle> = charterChart.initial
  let adopted: Adopted | null = null
  for (const [i, { matter, at, by, asked, fact }] of log.entries()) {
    const common = { type: fact.type, fact, at, by, signed: true }
    if (matter === charterMatter)
      circle = charterChart.evolve(circle, { ...common, adopted, asked: asked ?? {} } as CharterEvent)
    else {
      const about = {
        seq: i,
        circle: circle.context,
        others,
        asked: asked ? { ...asked, proposal: matter } : {},
      }
      const before = proposals.get(matter) ?? proposalChart.initial
      const after = proposalChart.evolve(before, { ...common, ...about } as ProposalEvent)
      proposals.set(matter, after)
      adopted = adoptedBy(matter, after) ?? adopted
    }
    const next = log[i + 1]
    if (next === undefined || next.asked !== undefined)
      standings.push({ at, circle: circle.context, proposals: new Map(proposals) })
  }
  return standings
}

function adoptedBy(proposal: string, { value, context }: ProposalStanding): Adopted | null {
  const charter = context.content?.charter
  if (value !== 'decided' || charter === undefined) return null
  return { proposal, charter, barred: Object.keys(context.departed) }
}
