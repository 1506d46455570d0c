// `samenspraak play SCRIPT.json`: plays acts on a set clock and says what came of each; same script, same bytes.
import * as z from 'zod'
import { momentOf } from '../calendar.ts'
import { charterSchema, roles } from '../charter/charter.ts'
import { endOfTime, faultOf, momentSchema } from '../charter/words.ts'
import { type SetClock, setClock } from '../clock.ts'
import { refuse } from '../collaboration/collaboration.ts'
import { type Engine, openCollaboration, type RecordedEntry, type Refusal } from '../engine.ts'
import { memoryStore } from '../stores/memory.ts'
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

type Line = Readonly<Record<string, unknown>>

/**
 * Plays a script: one line for each act, then the end. `write` takes each line as it is known.
 * @throws Misuse before the first line for a charter that cannot be founded
 */
export async function play(script: Script, write: (line: Line) => void): Promise<Engine> {
  const clock = setClock(momentOf(script.start) ?? '')
  const engine = await openCollaboration({ id: 'script', store: memoryStore(), clock, newId: numbered('a') })
  if (script.founded) await found(engine, script)
  for (const [n, element] of script.acts.entries()) write(await playAct(engine, clock, n, element))
  write({ end: await endOf(engine) })
  return engine
}

/** Ids in order, for a log that is the same whenever it is made. */
export function numbered(prefix: string): () => string {
  let number = 0
  return () => {
    number += 1
    return `${prefix}${number}`
  }
}

/** `founded`: somebody named in the charter proposes it, and a stuurgroep seat of each partner signs it. */
async function found(engine: Engine, { charter }: Script): Promise<void> {
  if (!charter) return
  const proposer = charter.partners[0]?.people[0]?.id ?? ''
  const proposed = await engine.act({ act: 'proposeCharter', by: proposer, charter })
  if ('refused' in proposed) throw new Misuse(`the charter cannot be founded: ${proposed.refused.why}`)
  for (const { people } of charter.partners) {
    const seat = people.find(person => person.roles.includes(roles[2]))
    const signed = await engine.act({
      act: 'signCharter',
      by: seat?.id,
      charter: digestIn(proposed.recorded),
    })
    if ('refused' in signed) throw new Misuse(`the charter cannot be founded: ${signed.refused.why}`)
  }
}

function digestIn(entries: readonly RecordedEntry[]): string | undefined {
  const fact = entries[0]?.fact
  return fact?.type === 'charter.proposed' ? fact.digest : undefined
}

async function playAct(engine: Engine, clock: SetClock, n: number, element: unknown): Promise<Line> {
  const { at, ...act } = isObject(element) ? element : { act: element }
  const moment = at === undefined ? clock.now() : typeof at === 'string' ? momentOf(at) : null
  const answer = { n, at: clock.now() }
  if (moment === null || moment >= endOfTime)
    return {
      ...answer,
      refused: refusal(
        'wellFormedAct',
        'at: must be a moment in ISO 8601 with an offset, before the year 9000',
      ),
    }
  if (moment < clock.now()) return { ...answer, refused: refusal('clockMovesForward') }
  const terms = await advance(engine, clock, moment)
  const ended = terms.length > 0 ? { ended: terms } : {}
  const outcome = await engine.act(isObject(element) ? await filledIn(engine, act) : element)
  if ('refused' in outcome) return { n, at: clock.now(), ...ended, refused: outcome.refused }
  return { n, at: clock.now(), ...ended, recorded: outcome.recorded.map(({ fact }) => fact.type) }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refusal(rule: string, more?: string): Refusal {
  const { why } = refuse(rule, more).refused
  return { rule, why, allowed: [] }
}

/** Moves the clock, stopping at each due moment on the way: a term that ends on the way ends at its own moment. */
async function advance(engine: Engine, clock: SetClock, moment: string): Promise<Line[]> {
  const ended: Line[] = []
  for (;;) {
    const next = await engine.nextDue()
    if (next === null || next > moment) break
    if (next > clock.now()) clock.moveTo(next)
    ended.push(...(await engine.tick()).flatMap(endedTerm))
  }
  clock.moveTo(moment)
  return ended
}

function endedTerm({ asked, at }: RecordedEntry): Line[] {
  if (asked?.act !== 'endTerm') return []
  return [{ proposal: asked.proposal, stage: asked.stage, revision: asked.revision, at }]
}

/** Only in scripts: `signCharter` without `charter` signs the text that lies before the partners at that moment. */
async function filledIn(engine: Engine, act: Record<string, unknown>): Promise<Record<string, unknown>> {
  if (act.act !== 'signCharter' || act.charter !== undefined) return act
  const { digest: charter } = await engine.circle()
  return charter === null ? act : { ...act, charter }
}

async function endOf(engine: Engine): Promise<Line> {
  const proposals: Record<string, Line> = {}
  for (const id of await engine.proposals()) {
    const view = await engine.proposal(id)
    if (view) {
      const { state, revision, called, openPoints } = view
      proposals[id] = { state, revision, called, openPoints }
    }
  }
  return { proposals, head: await engine.head() }
}
