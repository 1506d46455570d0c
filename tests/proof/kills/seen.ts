// Which lines of the promise notice a mutant, when all of them look at the whole of a small scope.
import { mutants } from '../mutants/mutants.ts'
import { checksWith } from './kill.ts'

/** The invariants that a mutant breaks anywhere within a scope of some hundred states a part, in the order of the promise. */
export async function seenBy(name: string): Promise<string[]> {
  const mutant = mutants.find(each => each.name === name)
  if (!mutant) throw new Error(`there is no mutant "${name}"`)
  const kill = await (await checksWith(mutant))('every invariant')
  return kill ? kill.breaks.split(', ') : []
}
