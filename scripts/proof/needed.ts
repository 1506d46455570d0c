// One part of `npm run proof`: each line of the promise notices a mutant that no other line does. Prints JSON.
import { onlySeenBy } from '../../tests/proof/kills/only.ts'
import { seenBy } from '../../tests/proof/kills/seen.ts'

const shared: string[] = []
for (const [invariant, name] of Object.entries(onlySeenBy)) {
  const seen = await seenBy(name)
  if (seen.join() !== invariant)
    shared.push(`${name} is seen by ${seen.join(', ') || 'none'}, not by ${invariant} alone`)
}
console.log(JSON.stringify({ only: onlySeenBy, shared }))
