// Finds for every mutant the first check that notices it, and writes tests/proof/kills/kills.json. Takes long.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { checks } from '../../tests/proof/kills/checks.ts'
import { checksWith } from '../../tests/proof/kills/kill.ts'
import type { Noticed } from '../../tests/proof/kills/kills.ts'
import { mutants } from '../../tests/proof/mutants/mutants.ts'

const found: Record<string, Noticed> = {}
const names = Object.keys(checks).filter(name => name !== 'every invariant')
for (const mutant of mutants) {
  const run = await checksWith(mutant)
  for (const check of names) {
    const start = performance.now()
    const kill = await run(check)
    if (!kill) continue
    found[mutant.name] = { check, breaks: kill.breaks, quick: performance.now() - start < 600 }
    break
  }
  console.log(`${mutant.name}: ${found[mutant.name]?.check ?? 'NOT NOTICED'}`)
}
const path = new URL('../../tests/proof/kills/kills.json', import.meta.url)
writeFileSync(fileURLToPath(path), `${JSON.stringify(found, null, 2)}\n`)
