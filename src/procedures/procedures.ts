// Ten procedures of others, in the order in which the page about them tells of them.
import { holacracy } from './holacracy.ts'
import { ietfBallot } from './ietf-ballot.ts'
import { iso } from './iso.ts'
import { lazyConsensus } from './lazy-consensus.ts'
import type { ComparedProcedure } from './procedure.ts'
import { rfcbot } from './rfcbot.ts'
import { silenceAsConsent } from './silence-as-consent.ts'
import { sociocraticConsent } from './sociocratic-consent.ts'
import { unanimity } from './unanimity.ts'
import { majority, twoThirds } from './vote.ts'

/** Procedures of others, to compare ours with: the engine never runs on them. */
export const procedures: readonly ComparedProcedure[] = [
  unanimity,
  rfcbot,
  ietfBallot,
  lazyConsensus,
  sociocraticConsent,
  holacracy,
  iso,
  majority,
  twoThirds,
  silenceAsConsent,
]

const folded = (name: string): string => name.toLowerCase().replace(/[^a-z]/g, '')

/** The procedure of this name, or the only one whose name is part of it or has it as a part: `lazy`, `simple-majority`. Pure. */
export function procedureNamed(name: string): ComparedProcedure | undefined {
  const asked = folded(name)
  const like = procedures.filter(each => {
    const known = folded(each.name)
    return asked !== '' && (known.includes(asked) || asked.includes(known))
  })
  return procedures.find(each => folded(each.name) === asked) ?? (like.length === 1 ? like[0] : undefined)
}
