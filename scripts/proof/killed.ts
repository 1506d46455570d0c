// One part of `npm run proof`: every mutant against the check that is to notice it. Prints JSON.
import { checksWith } from '../../tests/proof/kills/kill.ts'
import { kills } from '../../tests/proof/kills/kills.ts'
import { mutants } from '../../tests/proof/mutants/mutants.ts'

const survived: string[] = []
for (const mutant of mutants) {
  const check = kills[mutant.name]?.check
  const kill = check === undefined ? null : await (await checksWith(mutant))(check)
  if (!kill) survived.push(mutant.name)
}
console.log(JSON.stringify({ mutants: mutants.length, survived }))
