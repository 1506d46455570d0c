// A table of partners for the checks that ask directly: who does what, in one line each, and what must hold of it.
import {
  type ActOutcome,
  type CharterInput,
  type Engine,
  GateDisagrees,
  memoryStore,
  openCollaboration,
  type ProposalView,
  type RecordedEntry,
  type SetClock,
  type Store,
  setClock,
} from '../../../src/index.ts'
import { found, numbered } from '../../../src/proof/script.ts'
import type { Kill } from './checks.ts'

type Fields = Readonly<Record<string, unknown>>

/** Thrown by `must` where it does not hold. */
class Broken extends Error {
  readonly kill: Kill
  constructor(kill: Kill) {
    super(kill.what)
    this.kill = kill
  }
}

/** Says what must hold: of which line of the promise it is part, and what is wrong where it does not. */
export function must(holding: boolean, breaks: string, what: string): void {
  if (!holding) throw new Broken({ breaks, what: what.slice(0, 300) })
}

/** A check that is a row of what must hold: it tells the first that does not. */
export const looking = (look: () => Promise<void>) => async (): Promise<Kill | null> => {
  try {
    await look()
    return null
  } catch (error) {
    if (error instanceof Broken) return error.kill
    if (error instanceof GateDisagrees) return { breaks: 'nobodyBypassed', what: error.message }
    throw error
  }
}

/** A partner with one person for each role: `<id>-line`, `<id>-care` and `<id>-seat`. */
function partner(id: string): CharterInput['partners'][number] {
  const people: CharterInput['partners'][number]['people'] = [
    { id: `${id}-line`, roles: ['lijnmanagement'] },
    { id: `${id}-care`, roles: ['opgaveregisseur'] },
    { id: `${id}-seat`, roles: ['stuurgroep'] },
  ]
  return { id, name: `Partner ${id}`, people }
}

export const three = ['almere', 'zeewolde', 'dronten'] as const

/** Opgavemanager omar, and terms short enough to see the end of. */
export function charter(
  partners: readonly string[] = three,
  changes: Partial<CharterInput> = {},
): CharterInput {
  return {
    procedure: 'samenspraak/1',
    opgave: { title: 'Wonen', goal: 'Genoeg betaalbare woningen' },
    partners: partners.map(partner),
    opgavemanager: { id: 'omar' },
    terms: {
      ...{ consultation: 5, lijnmanagement: 4, opgavemanager: 4, stuurgroep: 6 },
      ...{ jointDecision: 3, extension: 2 },
    },
    ...changes,
  }
}

/** An open collaboration, with what its people usually say. */
export interface Round {
  readonly engine: Engine
  readonly store: Store
  readonly clock: SetClock
  /** Asks for an act; where `fields` does not say otherwise about p1, its current revision and some text. */
  asks(by: string, act: string, fields?: Fields): Promise<ActOutcome>
  /** Asks for what the rules admit. Returns the entries. */
  does(by: string, act: string, fields?: Fields): Promise<readonly RecordedEntry[]>
  /** Asks for what breaks a rule. */
  cannot(breaks: string, by: string, act: string, fields?: Fields): Promise<void>
  /** Drafts and submits. */
  submits(by: string, fields?: Fields): Promise<readonly RecordedEntry[]>
  /** These partners consent, or confirm, in this order. */
  consent(partners: readonly string[], fields?: Fields): Promise<void>
  confirm(partners: readonly string[], fields?: Fields): Promise<void>
  /** Has these partners decide on another charter. */
  adopts(text: CharterInput, proposal: string, partners?: readonly string[]): Promise<void>
  /** Moves the clock to the next due moment and ends what is due. */
  endTerm(): Promise<readonly RecordedEntry[]>
  view(proposal?: string): Promise<ProposalView>
  entries(): Promise<RecordedEntry[]>
}

const aboutCharter = [
  'proposeCharter',
  'signCharter',
  'giveMandate',
  'withdrawMandate',
  'leaveCollaboration',
  'eraseName',
]
const ofRevision = [
  ...['takePosition', 'raiseObjection', 'withdrawObjection', 'extendTerm', 'escalate'],
  'confirmDecision',
]
const usual: Readonly<Record<string, Fields>> = {
  draftProposal: { title: 'Wonen', text: 'We bouwen 200 woningen.' },
  amendProposal: { title: 'Wonen', text: 'We bouwen 180 woningen.' },
  takePosition: { position: 'consent' },
  raiseObjection: { reason: 'Er is geen waterberging.' },
  answerObjection: { text: 'Die komt er.' },
  escalate: { reason: 'Wij komen er hier niet uit.' },
  comment: { text: 'Een opmerking.' },
}

/** Monday 5 January 2026, 10:00 in Amsterdam. */
export const start = '2026-01-05T09:00:00.000Z'

/** Opens a round founded by `text`, or an unfounded one for null; on a store that is given, it goes on from what is there. */
export async function round(
  text: CharterInput | null = charter(),
  {
    store = memoryStore(),
    at = start,
    prefix = 'act-',
  }: { store?: Store; at?: string; prefix?: string } = {},
): Promise<Round> {
  const clock = setClock(at)
  const engine = await openCollaboration({ id: 'regio', store, clock, newId: numbered(prefix) })
  const refused = text && (await found(engine, text))
  must(!refused, 'itEnds', `the collaboration cannot be founded: ${refused?.why}`)
  return roundOn(engine, store, clock)
}

function roundOn(engine: Engine, store: Store, clock: SetClock): Round {
  const asks: Round['asks'] = async (by, act, fields = {}) => {
    const proposal = aboutCharter.includes(act) ? {} : { proposal: fields.proposal ?? 'p1' }
    const revision = ofRevision.includes(act)
      ? { revision: (await engine.proposal(String(proposal.proposal)))?.revision }
      : {}
    return engine.act({ act, by, ...usual[act], ...revision, ...fields, ...proposal })
  }
  const does: Round['does'] = async (by, act, fields) => {
    const outcome = await asks(by, act, fields)
    if ('recorded' in outcome) return outcome.recorded
    throw new Broken({ breaks: 'itEnds', what: `${by} cannot ${act}: ${outcome.refused.why}` })
  }
  const inTurn = (role: string, act: string) => async (partners: readonly string[], fields?: Fields) => {
    for (const id of partners) await does(`${id}-${role}`, act, fields)
  }
  const view: Round['view'] = async (proposal = 'p1') => {
    const shown = await engine.proposal(proposal)
    if (shown) return shown
    throw new Broken({ breaks: 'nothingIsLost', what: `there is no proposal ${proposal}` })
  }
  const [consent, confirm] = [inTurn('line', 'takePosition'), inTurn('seat', 'confirmDecision')]
  const submits: Round['submits'] = async (by, fields = {}) => {
    await does(by, 'draftProposal', fields)
    return does(by, 'submitProposal', { proposal: fields.proposal ?? 'p1' })
  }
  return {
    ...{ engine, store, clock, asks, does, view, consent, confirm, submits },
    cannot: async (breaks, by, act, fields) => {
      must(
        'refused' in (await asks(by, act, fields)),
        breaks,
        `${by} can ${act} ${JSON.stringify(fields ?? {})}`,
      )
    },
    adopts: async (text, proposal, partners = three) => {
      await submits('omar', { proposal, charter: text })
      await consent(partners, { proposal })
      await confirm(partners, { proposal })
      const { state } = await view(proposal)
      must(state === 'decided', 'itEnds', `all confirm, and the new charter is ${state} (J3)`)
    },
    endTerm: async () => {
      const due = await engine.nextDue()
      if (due !== null && due > clock.now()) clock.moveTo(due)
      return engine.tick()
    },
    entries: async () => {
      const entries: RecordedEntry[] = []
      for await (const entry of engine.entries()) entries.push(entry)
      return entries
    },
  }
}

/** The lines of the log as the store has them, each with its end. */
export async function textOf({ store }: Pick<Round, 'store'>): Promise<string> {
  let text = ''
  for await (const { line } of store.read('regio')) text += `${line}\n`
  return text
}
