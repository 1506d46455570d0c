// `npm run proof:large`: the same search in larger scopes, for a night; the last result is in docs/proof.md.
import { exampleCharter } from '../../src/proof/example.ts'
import { type Bounds, explore } from '../../src/proof/explore.ts'
import { asTheModel } from '../../tests/model/refinement.ts'

const scopes: readonly {
  readonly partners: number
  readonly decidesOn?: 'lijnmanagement'
  readonly bounds: Bounds
}[] = [
  { partners: 3, bounds: { thorough: true } },
  { partners: 3, decidesOn: 'lijnmanagement', bounds: { thorough: true } },
  { partners: 3, bounds: { parts: ['speaking'], revisions: 3, objections: 3 } },
  { partners: 4, bounds: { parts: ['speaking'], objections: 1 } },
  { partners: 4, bounds: { parts: ['time'], revisions: 1 } },
  { partners: 5, bounds: { parts: ['speaking'], revisions: 1, objections: 1 } },
]

for (const { partners, decidesOn, bounds } of scopes) {
  const charter = { ...exampleCharter(partners), ...(decidesOn ? { decidesOn } : {}) }
  const start = performance.now()
  const found = explore(charter, { partners, ...bounds, maxStates: 5_000_000, also: [asTheModel()] })
  const { revisions = 2, objections = 2, thorough } = bounds
  const sizes = `${partners} partners, ${revisions} revisions, ${objections} objections${thorough ? ', thorough' : ''}${decidesOn ? `, ${decidesOn} decides` : ''}`
  console.log(
    `${sizes}: ${found.states.toLocaleString('en')} states${found.exhausted ? '' : ', not exhausted'}, ${Math.round((performance.now() - start) / 1000)} s`,
  )
  for (const { part, states } of found.parts) console.log(`  ${part}: ${states.toLocaleString('en')}`)
  for (const { name, broken } of found.invariants)
    if (broken) console.log([`  BROKEN ${name}: ${broken.what}`, ...broken.trace].join('\n    '))
  if (found.invariants.some(({ broken }) => broken)) process.exitCode = 1
}
