// A founded collaboration to attack, through the public face only; after each test its log is verified and judged.
import { afterEach, expect } from 'vitest'
import {
  type ActOutcome,
  type Engine,
  memoryStore,
  openCollaboration,
  type RecordedEntry,
  type SetClock,
  type Store,
  setClock,
} from '../../src/index.ts'
import { canonical } from '../../src/log/canonical.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { bypassedIn } from './oracle.ts'

export type Fields = Readonly<Record<string, unknown>>

/** Monday 5 January 2026, 10:00 in Amsterdam. */
export const start = '2026-01-05T09:00:00.000Z'
export const allRoles = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']

/** A partner with one person who holds every role; more persons are line managers. */
export function partner(id: string, seat: string, ...lineManagers: string[]) {
  const people = [{ id: seat, roles: allRoles }].concat(
    lineManagers.map(person => ({ id: person, roles: ['lijnmanagement'] })),
  )
  return { id, name: `Partner ${id}`, people }
}

export const almere = partner('almere', 'anna', 'ad')
export const zeewolde = partner('zeewolde', 'zita', 'zeno')
export const dronten = partner('dronten', 'dirk', 'daan')
export const lelystad = partner('lelystad', 'lara')
export const three = [almere, zeewolde, dronten]
/** The seats of the three founders. */
export const seats = ['anna', 'zita', 'dirk'] as const

export function charter(partners: readonly Fields[] = three, changes: Fields = {}) {
  return {
    procedure: 'samenspraak/1',
    opgave: { title: 'Wonen', goal: 'Genoeg betaalbare woningen' },
    partners,
    opgavemanager: { id: 'omar' },
    terms: {
      consultation: 10,
      lijnmanagement: 10,
      opgavemanager: 10,
      stuurgroep: 15,
      jointDecision: 10,
      extension: 5,
    },
    ...changes,
  }
}

export interface World {
  readonly engine: Engine
  readonly clock: SetClock
  readonly store: Store
  /** Asks for an act; without `proposal` about p1. Says what was recorded, or by which rule it was refused. */
  asks(by: string, act: string, fields?: Fields): Promise<string>
  /** Asks, and expects it recorded. */
  does(by: string, act: string, fields?: Fields): Promise<readonly RecordedEntry[]>
  /** Drafts and submits. */
  submits(by: string, fields?: Fields): Promise<void>
  /** All of these persons consent (or confirm), in this order. */
  consent(people: readonly string[], fields?: Fields): Promise<string>
  confirm(people: readonly string[], fields?: Fields): Promise<string>
  /** Moves the clock to the next due moment and offers it, so many times. */
  endTerms(times?: number): Promise<void>
  state(proposal?: string): Promise<string>
  entries(): Promise<RecordedEntry[]>
  text(): Promise<string>
}

const aboutCharter = [
  ...['proposeCharter', 'signCharter', 'giveMandate', 'withdrawMandate', 'leaveCollaboration'],
  ...['registerKey', 'revokeKey'],
]
const ofRevision = [
  'takePosition',
  'raiseObjection',
  'withdrawObjection',
  'extendTerm',
  'escalate',
  'confirmDecision',
]
const usual: Readonly<Record<string, Fields>> = {
  draftProposal: { title: 'Wonen', text: 'We bouwen 200 woningen.' },
  amendProposal: { title: 'Wonen', text: 'We bouwen 180 woningen.' },
  takePosition: { position: 'consent' },
  raiseObjection: { reason: 'Er is geen waterberging.' },
  answerObjection: { text: 'Die komt in het dorpshart.' },
  escalate: { reason: 'Wij komen er hier niet uit.' },
  comment: { text: 'Een opmerking.' },
}

const opened: World[] = []

/** Opens a world founded by `charter`, or an unfounded one for null; `through` is put in front of its engine. */
export async function world(
  text: ReturnType<typeof charter> | null = charter(),
  {
    store = memoryStore(),
    at = start,
    through = (engine: Engine) => engine,
  }: { store?: Store; at?: string; through?: (engine: Engine) => Engine } = {},
): Promise<World> {
  const clock = setClock(at)
  const engine = through(await openCollaboration({ id: 'regio', store, clock, newId: numbered() }))
  const made = worldOn(engine, clock, store)
  opened.push(made)
  if (text) await found(made, text)
  return made
}

/** Another engine on the same log, with a clock and ids of its own. */
export async function rivalOf({ store, clock }: World, prefix: string): Promise<World> {
  const own = setClock(clock.now())
  return worldOn(
    await openCollaboration({ id: 'regio', store, clock: own, newId: numbered(prefix) }),
    own,
    store,
  )
}

export function numbered(prefix = 'act-'): () => string {
  let number = 0
  return () => {
    number += 1
    return `${prefix}${number}`
  }
}

async function found(made: World, text: ReturnType<typeof charter>): Promise<void> {
  const seatsOf = text.partners.map(it => (it as typeof almere).people[0]?.id ?? '')
  await made.does(seatsOf[0] ?? '', 'proposeCharter', { charter: text })
  for (const seat of seatsOf)
    await made.does(seat, 'signCharter', { charter: (await made.engine.circle()).digest })
}

function worldOn(engine: Engine, clock: SetClock, store: Store): World {
  const ask = async (by: string, act: string, fields: Fields = {}): Promise<ActOutcome> => {
    const proposal = aboutCharter.includes(act) ? {} : { proposal: 'p1' }
    const about = (fields.proposal as string | undefined) ?? 'p1'
    const revision = ofRevision.includes(act) ? (await engine.proposal(about))?.revision : undefined
    const more = revision === undefined ? {} : { revision }
    return engine.act({ act, by, ...proposal, ...more, ...usual[act], ...fields })
  }
  const does: World['does'] = async (by, act, fields) => {
    const outcome = await ask(by, act, fields)
    if ('refused' in outcome) throw new Error(`${by} cannot ${act}: ${outcome.refused.why}`)
    return outcome.recorded
  }
  const inTurn = (act: string) => async (people: readonly string[], fields?: Fields) => {
    let last = ''
    for (const by of people) last = told({ recorded: await does(by, act, fields) })
    return last
  }
  const entries = async () => {
    const list: RecordedEntry[] = []
    for await (const entry of engine.entries()) list.push(entry)
    return list
  }
  return {
    engine,
    clock,
    store,
    asks: async (by, act, fields) => told(await ask(by, act, fields)),
    does,
    submits: async (by, fields) => {
      await does(by, 'draftProposal', fields)
      await does(by, 'submitProposal', { proposal: fields?.proposal ?? 'p1' })
    },
    consent: inTurn('takePosition'),
    confirm: inTurn('confirmDecision'),
    endTerms: async (times = 1) => {
      for (let i = 0; i < times; i += 1) {
        const due = await engine.nextDue()
        if (due !== null && due > clock.now()) clock.moveTo(due)
        await engine.tick()
      }
    },
    state: async (proposal = 'p1') => (await engine.proposal(proposal))?.state ?? 'none',
    entries,
    text: async () => (await entries()).map(entry => `${canonical(entry)}\n`).join(''),
  }
}

export function told(outcome: ActOutcome): string {
  if ('refused' in outcome) return outcome.refused.rule
  return outcome.recorded.map(({ fact }) => fact.type).join(' ')
}

/** Says what came of something that may throw. */
export async function comesTo(work: Promise<unknown>): Promise<string> {
  return work.then(
    done => (typeof done === 'string' ? done : 'done'),
    (error: Error) => error.name,
  )
}

afterEach(async () => {
  for (const made of opened.splice(0)) {
    // An engine that met a corrupt log says no more, not even its head.
    const head = await made.engine.head().catch(() => null)
    const lines: string[] = []
    for await (const { line } of made.store.read('regio')) lines.push(line)
    const audit = verifyLog(lines.map(line => `${line}\n`).join(''), head ? { head } : {})
    expect(audit.finding, 'the log that the attack left behind').toBe(null)
    const entries = lines.map(line => JSON.parse(line) as RecordedEntry)
    expect(bypassedIn(entries), 'who was bypassed').toBe(null)
  }
})
