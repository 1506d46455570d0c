// Which check notices which mutant: found by `npx tsx scripts/proof/find-kills.ts`, kept in kills.json.
import { readFileSync } from 'node:fs'

/** The first check that notices a mutant, which line of the promise it says is broken, and whether it does so in little time. */
export interface Noticed {
  readonly check: string
  readonly breaks: string
  readonly quick: boolean
}

export const kills: Readonly<Record<string, Noticed>> = JSON.parse(
  readFileSync(new URL('kills.json', import.meta.url), 'utf8'),
)
