// A founded collaboration to test with, through the public face only: each line says who does what and what comes of it.
import { expect } from 'vitest'
import {
  type ActName,
  type ActOutcome,
  type Clock,
  type Engine,
  type Fact,
  type FactType,
  memoryStore,
  openCollaboration,
  type ProposalView,
  type RecordedEntry,
  type Refusal,
  type Store,
  setClock,
} from '../src/index.ts'

export type Fields = Readonly<Record<string, unknown>>

/** Monday 5 January 2026, 10:00 in Amsterdam. */
export const start = '2026-01-05T09:00:00.000Z'

/** A partner as a charter has it, with persons `<id>1` (all roles) and `<id>2` (line management). */
export function partner(id: string, changes: Fields = {}) {
  const roles = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']
  const people = [
    { id: `${id}1`, roles },
    { id: `${id}2`, roles: ['lijnmanagement'] },
  ]
  return { id, name: `Partner ${id}`, people, ...changes }
}

export const terms = {
  consultation: 10,
  lijnmanagement: 10,
  opgavemanager: 10,
  stuurgroep: 15,
  jointDecision: 10,
  extension: 5,
}

/** A charter of almere, zeewolde and dronten with opgavemanager omar, everything else left out that may be. */
export function charter(changes: Fields = {}) {
  return {
    procedure: 'samenspraak/1',
    opgave: { title: 'Wonen', goal: 'Genoeg betaalbare woningen' },
    partners: [partner('almere'), partner('zeewolde'), partner('dronten')],
    opgavemanager: { id: 'omar' },
    terms,
    ...changes,
  }
}

export const content = { title: 'Wonen', text: 'We bouwen 200 woningen.' }

/** What an act says where the test does not: a whole act of its kind, on the first proposal or objection. */
const usual: Readonly<Record<string, Fields>> = {
  draftProposal: content,
  reviseDraft: { ...content, text: 'We bouwen 190 woningen.' },
  amendProposal: { ...content, text: 'We bouwen 180 woningen.' },
  comment: { text: 'Dit raakt ook de waterberging.' },
  takePosition: { position: 'consent' },
  raiseObjection: { reason: 'Er is geen waterberging.' },
  answerObjection: { objection: 'o1', text: 'Die komt in het dorpshart.' },
  withdrawObjection: { objection: 'o1' },
  escalate: { reason: 'Wij komen er hier niet uit.' },
}
const aboutCharter = [
  ...['proposeCharter', 'signCharter', 'giveMandate', 'withdrawMandate', 'leaveCollaboration'],
  ...['registerKey', 'revokeKey', 'eraseName'],
]
const ofRevision = [
  ...['takePosition', 'raiseObjection', 'withdrawObjection', 'extendTerm', 'escalate'],
  ...['confirmDecision', 'endTerm'],
]

export interface Scene {
  readonly engine: Engine
  readonly store: Store
  /** Moves the clock; ends no term by itself, the next act does. */
  at(moment: string): void
  /**
   * An act with what it usually says filled in: `proposal` p1, the current `revision` and `stage`, the charter that lies
   * before the partners or is in force, some text or reason. What `fields` gives comes first; undefined leaves out.
   */
  asked(by: string, act: ActName, fields?: Fields): Promise<Fields>
  /** Asks, whatever the answer. */
  asks(by: string, act: ActName, fields?: Fields): Promise<ActOutcome>
  /** Asks, and expects it recorded. */
  does(by: string, act: ActName, fields?: Fields): Promise<readonly RecordedEntry[]>
  /** Asks, and expects it refused by this rule with nothing changed. */
  refuses(rule: string, by: string, act: ActName, fields?: Fields): Promise<Refusal>
  /** Drafts and submits p1 (or the `proposal` in `fields`), by almere1 if nobody else is named. */
  submitted(by?: string, fields?: Fields): Promise<readonly RecordedEntry[]>
  /** These persons, in this order, consent to p1 (or confirm it). Returns the entries of the last. */
  consent(...people: string[]): Promise<readonly RecordedEntry[]>
  confirm(...people: string[]): Promise<readonly RecordedEntry[]>
  /** Moves the clock to the due moment that comes first and ends what is due. */
  endTerm(): Promise<readonly RecordedEntry[]>
  /** Ends terms until p1 stands on a stage or in a state. Returns what the last one recorded. */
  reaches(state: string): Promise<readonly RecordedEntry[]>
  view(proposal?: string): Promise<ProposalView>
  /** Has all partners decide on another charter, through a proposal of omar's with an id of its own: k1, k2 ... */
  adopts(charter: Fields): Promise<readonly RecordedEntry[]>
  /** Brings in a partner: a charter with it is adopted, and its seat signs. Returns the entries of the signature. */
  joins(id: string, charter?: Fields): Promise<readonly RecordedEntry[]>
  /** The whole log, oldest first. */
  log(): Promise<readonly RecordedEntry[]>
}

/** How a scene is opened; `through` is put in front of its engine. */
interface Opening {
  readonly founded?: boolean
  readonly start?: string
  readonly clock?: Clock
  readonly store?: Store
  readonly through?: (engine: Engine) => Engine
}

/** Opens a scene: founded by `charter(changes)` unless `founded` is false, on a set clock unless another is given. */
export async function scene(changes: Fields = {}, options: Opening = {}): Promise<Scene> {
  const set = setClock(options.start ?? start)
  const { clock = set, store = memoryStore(), through = engine => engine } = options
  const engine = through(await openCollaboration({ id: 'regio', store, clock }))
  let charters = 0

  const view = async (proposal = 'p1'): Promise<ProposalView> => {
    const found = await engine.proposal(proposal)
    if (!found) throw new Error(`there is no proposal ${proposal}`)
    return found
  }
  const asked: Scene['asked'] = async (by, act, fields = {}) => {
    const given = { act, by, ...usual[act], ...fields }
    if (act === 'signCharter') return { charter: (await engine.circle()).digest, ...given }
    if (act === 'draftProposal' || aboutCharter.includes(act)) return given
    const { proposal = 'p1' } = given as { proposal?: unknown }
    if (!ofRevision.includes(act)) return { proposal, ...given }
    const found = typeof proposal === 'string' ? await engine.proposal(proposal) : undefined
    const revision = found?.revision ?? 0
    const staged = act === 'escalate' || act === 'endTerm'
    return { proposal, revision, ...(staged ? { stage: found?.stage ?? 'consultation' } : {}), ...given }
  }
  const asks: Scene['asks'] = async (by, act, fields) => engine.act(await asked(by, act, fields))
  const does: Scene['does'] = async (by, act, fields) => {
    const outcome = await asks(by, act, fields)
    if ('refused' in outcome) throw new Error(`${by} ${act}: ${outcome.refused.rule}: ${outcome.refused.why}`)
    return outcome.recorded
  }
  const each = async (people: string[], act: ActName): Promise<readonly RecordedEntry[]> => {
    let entries: readonly RecordedEntry[] = []
    for (const by of people) entries = await does(by, act)
    return entries
  }
  const endTerm = async (): Promise<readonly RecordedEntry[]> => {
    const due = await engine.nextDue()
    if (due === null) throw new Error('no term runs')
    if (due > set.now()) set.moveTo(due)
    return engine.tick()
  }
  const adopts: Scene['adopts'] = async text => {
    charters += 1
    const proposal = `k${charters}`
    await does('omar', 'draftProposal', { proposal, charter: text })
    await does('omar', 'submitProposal', { proposal })
    const circle = Object.values((await engine.circle()).partners)
    const seats = circle.flatMap(people =>
      Object.keys(people)
        .filter(id => people[id]?.includes('stuurgroep'))
        .slice(0, 1),
    )
    for (const by of seats) await does(by, 'takePosition', { proposal })
    let entries: readonly RecordedEntry[] = []
    for (const by of seats) entries = await does(by, 'confirmDecision', { proposal })
    return entries
  }
  const self: Scene = {
    engine,
    store,
    at: moment => set.moveTo(moment),
    asked,
    asks,
    does,
    async refuses(rule, by, act, fields) {
      const before = await engine.head()
      const outcome = await asks(by, act, fields)
      if ('recorded' in outcome)
        throw new Error(`${by} ${act}: expected ${rule}, was recorded: ${typesOf(outcome.recorded)}`)
      expect(outcome.refused.rule, `${by} ${act}: ${outcome.refused.why}`).toBe(rule)
      expect(await engine.head(), `${by} ${act} was refused and changed the log`).toEqual(before)
      return outcome.refused
    },
    async submitted(by = 'almere1', fields = {}) {
      const { proposal = 'p1' } = fields
      await does(by, 'draftProposal', { proposal, ...fields })
      return does(by, 'submitProposal', { proposal })
    },
    consent: (...people) => each(people, 'takePosition'),
    confirm: (...people) => each(people, 'confirmDecision'),
    endTerm,
    async reaches(state) {
      let entries: readonly RecordedEntry[] = []
      while ((await view()).state !== state) entries = await endTerm()
      return entries
    },
    view,
    adopts,
    async joins(id, text = charter({ partners: [...charter().partners, partner(id)] })) {
      await adopts(text)
      return does(`${id}1`, 'signCharter')
    },
    async log() {
      const entries: RecordedEntry[] = []
      for await (const entry of engine.entries()) entries.push(entry)
      return entries
    },
  }
  if (options.founded === false) return self
  const proposed = charter(changes)
  await does(proposed.partners[0]?.people[0]?.id ?? '', 'proposeCharter', { charter: proposed })
  for (const { people } of proposed.partners) await does(people[0]?.id ?? '', 'signCharter')
  return self
}

export function typesOf(entries: readonly RecordedEntry[]): FactType[] {
  return entries.map(({ fact }) => fact.type)
}

/** The first fact of a type among entries. @throws Error when there is none */
export function factOf<T extends FactType>(
  entries: readonly RecordedEntry[],
  type: T,
): Extract<Fact, { type: T }> {
  const found = entries.find(({ fact }) => fact.type === type)
  if (!found) throw new Error(`no ${type} among: ${typesOf(entries).join(', ')}`)
  return found.fact as Extract<Fact, { type: T }>
}

/** A generator of numbers in [0, 1) that a seed determines (mulberry32), for runs that can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
