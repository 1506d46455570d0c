// `samenspraak play SCRIPT.json`: plays acts on a set clock and says what came of each; same script, same bytes.
import * as z from 'zod'
import { momentOf } from '../calendar.ts'
import { charterSchema } from '../charter/charter.ts'
import { endOfTime, faultOf, momentSchema } from '../charter/words.ts'
import type { Engine } from '../engine.ts'
import { found, openPlayer, standsOf } from '../proof/script.ts'
import { Misuse } from './misuse.ts'

/** The most acts that one script may hold. */
export const mostActs = 1_000_000

const scriptSchema = z
  .strictObject({
    charter: charterSchema.optional(),
    founded: z.boolean().optional(),
    start: momentSchema.refine(
      start => (momentOf(start) ?? endOfTime) < endOfTime,
      'must lie before the year 9000',
    ),
    acts: z.array(z.unknown()).max(mostActs, `must hold at most ${mostActs} acts`),
  })
  .refine(script => script.founded !== true || script.charter !== undefined, {
    message: 'is needed, since the script says that it is founded',
    path: ['charter'],
  })

type Script = z.infer<typeof scriptSchema>

/** Reads a script. @throws Misuse that says what is wrong and where */
export function readScript(text: string): Script {
  const parsed = scriptSchema.safeParse(readJson(text))
  if (!parsed.success) throw new Misuse(`the script cannot be used: ${faultOf(parsed.error)}`)
  return parsed.data
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Misuse(`the script is not JSON: ${(error as Error).message}`)
  }
}

/**
 * Plays a script: one line for each act, then the end. `write` takes each line as it is known.
 * @throws Misuse before the first line for a charter that cannot be founded
 */
export async function play(script: Script, write: (line: object) => void): Promise<Engine> {
  const { engine, play } = await openPlayer(script.start)
  const refused = script.founded && script.charter ? await found(engine, script.charter) : null
  if (refused) throw new Misuse(`the charter cannot be founded: ${refused.why}`)
  for (const element of script.acts) write(await play(element))
  write({ end: { proposals: await standsOf(engine), head: await engine.head() } })
  return engine
}
