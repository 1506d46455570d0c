// One part of `npm run proof`: every mutant against the check that is to notice it. Prints JSON.
import { invariants } from '../../src/proof/invariants.ts'
import { checksWith } from '../../tests/proof/kills/kill.ts'
import { kills } from '../../tests/proof/kills/kills.ts'
import { onlySeenBy } from '../../tests/proof/kills/only.ts'
import { seenBy } from '../../tests/proof/kills/seen.ts'
import { mutants } from '../../tests/proof/mutants/mutants.ts'

const survived: string[] = []
for (const mutant of mutants) {
  const check = kills[mutant.name]?.check
  const kill = check === undefined ? null : await (await checksWith(mutant))(check)
  if (!kill) survived.push(mutant.name)
}
const shared: string[] = []
for (const [invariant, name] of Object.entries(onlySeenBy)) {
  const seen = await seenBy(name)
  if (seen.join() !== invariant)
    shared.push(`${name} is seen by ${seen.join(', ') || 'none'}, not by ${invariant} alone`)
}
console.log(
  JSON.stringify({
    mutants: mutants.length,
    survived,
    only: onlySeenBy,
    shared,
    invariants: invariants.length + 1,
  }),
)
