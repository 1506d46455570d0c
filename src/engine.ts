// The engine: the one place that awaits. It loads the log, asks the law, appends, and tries again when another was first.
import { nanoid } from 'nanoid'
import * as z from 'zod'
import { faultOf, idSchema } from './charter/words.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Act } from './collaboration/acts.ts'
import { refuse } from './collaboration/collaboration.ts'
import type { Option } from './collaboration/may.ts'
import { type Incoming, parseIncoming, type ToSign, toSignOf } from './collaboration/signed.ts'
import { firstTerm, proposalIds } from './collaboration/state.ts'
import { type CircleView, circleViewOf, type ProposalView } from './collaboration/view.ts'
import { type Certifying, certify } from './engine/certificate.ts'
import {
  type Asker,
  type Asking,
  decideAll,
  lookAhead,
  momentOf,
  mostAtOnce,
  optionsOn,
  refusal,
  tryOut,
} from './engine/desk.ts'
import type { ActOutcome, RecordedEntry } from './engine/outcome.ts'
import { type Followers, type Reading, readEntries } from './engine/reading.ts'
import { keepTidy, onTheLog, openSession, refresh, type Session, whenAtHand } from './engine/session.ts'
import { newRandomSalt, proposalAloud, recallOf, standingAloud } from './engine/words.ts'
import { canonical } from './log/canonical.ts'
import { type Head, headOf, isActId } from './log/entry.ts'
import type { Store } from './log/store.ts'
import {
  type Ask,
  type Language,
  type Reader,
  type Standing,
  type Whom,
  waiting,
} from './register/register.ts'

export type { Certifying } from './engine/certificate.ts'
export type { ActOutcome, RecordedEntry, Refusal } from './engine/outcome.ts'
export type { Reading } from './engine/reading.ts'
export { CorruptLog } from './engine/session.ts'

/** How a collaboration is opened. */
export interface Options {
  /** The name of the collaboration: its log in the store. */
  readonly id: string
  readonly store: Store
  /** Where moments come from; the machine's own clock if left out. */
  readonly clock?: Clock
  /** Where ids of acts come from; random ones if left out. */
  readonly newId?: () => string
  /** Where the 16 random bytes come from that are hashed with each text that is kept apart (W4); the platform's own if left out. */
  readonly newSalt?: () => Uint8Array
  /**
   * In which language refusals and `may` say why, what stands in the place of words that are not at hand, and `waiting` what is
   * asked if not told otherwise; English if left out.
   */
  readonly language?: Language
  /**
   * Whether to go on from the snapshot that the store keeps, if it fits the log, instead of replaying the log from its first
   * entry; true if left out. What was decided never rests on a snapshot.
   */
  readonly snapshots?: boolean
}

/** How an act is asked. */
export interface Asked {
  /** Shows what would be recorded, and records nothing. */
  readonly dryRun?: boolean
  /**
   * An idempotency key, chosen by the caller: an id in ASCII that stands for this one act. Asked again with the same key, the act is
   * not recorded again but answered with what was recorded; another act with the same key is refused.
   */
  readonly key?: string
}

/** An open collaboration: what people ask goes in by `act`, all else shows where things stand. Any number may be open on one log. */
export interface Engine {
  readonly id: string
  /** Asks for an act, or a signed one (`signAct`). Every act gets an answer (W3); a refused one changes nothing. */
  act(input: unknown, asked?: Asked): Promise<ActOutcome>
  /**
   * What the person who asks for an act is to sign now, by the log as this engine has it. Whoever does not trust the engine
   * works it out from an own copy of the log. Rejects with a TypeError for what is no act of a person (W2).
   */
  toSign(act: unknown): Promise<ToSign>
  /** Offers the clock: ends the terms whose due moment has come. Call it now and then; every act does it first. */
  tick(): Promise<readonly RecordedEntry[]>
  /** The due moment that comes first, of all running proposals; null where no term runs. */
  nextDue(): Promise<string | null>
  /** Every act that a person may do now, and why not the others; about one proposal, or all that have not ended. */
  may(person: string, proposal?: string): Promise<readonly Option[]>
  /** The log, from the first entry or from number `from` on; with `follow` also what comes. */
  entries(reading?: Reading): AsyncIterable<RecordedEntry>
  /** What is asked of whom now, by when, by which rule, in a sentence each; of one person or partner, or of all. */
  waiting(reader?: Partial<Reader> & Whom): Promise<readonly Ask[]>
  /** Where everything stands that is drafted or runs, and these proposals: what the register reads from. */
  standing(proposals?: readonly string[]): Promise<Standing>
  /** Who decides together, by which charter. */
  circle(): Promise<CircleView>
  /** Where a proposal stands; undefined where there is none of that id. The work does not grow with the log. */
  proposal(id: string): Promise<ProposalView | undefined>
  /** The ids of all proposals, in the order of drafting. */
  proposals(): Promise<readonly string[]>
  /**
   * The certificate of how a proposal ended, as the text of a file: `verifyCertificate` takes it, without this engine. With a
   * cosigned checkpoint (a C2SP signed note) it is proved against that; with `words` it shows texts that are kept apart. Rejects with a TypeError for a proposal that has not
   * ended, or a checkpoint of another log.
   */
  certificate(proposal: string, options?: Certifying): Promise<string>
  /** Size and root of the log: keep it, and `verify` tells whether the log you are shown still holds it. */
  head(): Promise<Head>
}

/**
 * Opens a collaboration, new or with a log in the store, which is replayed and verified.
 * @throws CorruptLog, TypeError for an unusable id
 */
export async function openCollaboration(options: Options): Promise<Engine> {
  const { id, store, clock = systemClock, newId = nanoid, newSalt = newRandomSalt } = options
  const { language = 'en', snapshots = true } = options
  const usable = idSchema.safeParse(id)
  if (!usable.success) throw new TypeError(`the id of the collaboration ${faultOf(usable.error)}`)
  const session = await openSession({ id, store, clock, newId, newSalt, language }, snapshots)
  const followers: Followers = new Set()
  const inTurn = turns(session)
  const ask = desk(session, inTurn, followers)
  const readOn = <T>(work: () => Promise<T>): Promise<T> =>
    inTurn(async () => {
      await refresh(session)
      return work()
    })
  const read = <T>(work: () => T): Promise<T> => readOn(() => whenAtHand(session, work))
  // What is handed out is a copy: changing it changes nothing here.
  const look = <T>(work: () => T): Promise<T> => read(() => structuredClone(work()))
  const here = () => session.replay.collaboration
  const standing = (also: readonly string[], told: Language): Promise<Standing> =>
    standingAloud(session, momentOf(clock, here()), also, told)
  return {
    id,
    act: (input, asked = {}) => actOn(session, inTurn, ask, input, asked),
    toSign: act => look(() => toSignOf(session.replay, requireAct(act), newSalt)),
    tick: async () => {
      const outcome = await ask(null)
      return 'recorded' in outcome ? outcome.recorded : []
    },
    nextDue: () => read(() => firstTerm(here())?.dueAt ?? null),
    may: (person, proposal) =>
      inTurn(async () =>
        structuredClone(await optionsOn(session, await lookAhead(session), person, proposal)),
      ),
    entries: (reading = {}) =>
      readEntries(
        {
          ...{ session, followers, endNow: () => read(() => endOf(session)) },
          recall: matter => readOn(() => recallOf(session, matter)),
        },
        reading,
      ),
    waiting: (reader = {}) => {
      const told = reader.language ?? language
      return readOn(async () => waiting(await standing([], told), { ...reader, language: told }))
    },
    standing: (proposals = []) => readOn(() => standing(proposals, language)),
    circle: () => look(() => circleViewOf(here(), momentOf(clock, here()))),
    proposal: proposal => readOn(() => proposalAloud(session, proposal)),
    proposals: () => read(() => proposalIds(here())),
    certificate: (proposal, options) => readOn(() => certify(session, proposal, options)),
    head: () => read(() => headOf(session.replay.ledger)),
  }
}

const endOf = ({ replay: { ledger } }: Session) => ({ size: ledger.frontier.size, prev: ledger.prev })

type InTurn = <T>(work: () => Promise<T>) => Promise<T>
type AskAct = (incoming: Incoming | null, key?: string) => Promise<ActOutcome>

/** One thing after the other: what comes in while something is under way waits for it, and never fails because of it. */
function turns(session: Session): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return work => {
    const next = last.then(() => onTheLog(session, work))
    last = next.catch(() => {})
    return next
  }
}

/** Acts that come in while something is under way wait together, and are recorded together. */
function desk(session: Session, inTurn: InTurn, followers: Followers): AskAct {
  const waiting: Asking[] = []
  const work = async (): Promise<void> => {
    const askings = waiting.splice(0, mostAtOnce)
    if (askings.length === 0) return
    const { size } = session.replay.ledger.frontier
    try {
      await onTheLog(session, () => decideAll(session, askings))
      keepTidy(session)
    } catch (error) {
      for (const asking of askings) asking.fail(error)
    }
    if (session.replay.ledger.frontier.size > size) for (const follower of [...followers]) follower()
  }
  return (incoming, key) =>
    new Promise((answer, fail) => {
      const { act, envelope } = incoming ?? { act: null, envelope: null }
      waiting.push({ act, envelope, key, answer, fail })
      void inTurn(work)
    })
}

async function actOn(
  session: Session,
  inTurn: InTurn,
  ask: AskAct,
  input: unknown,
  asked: Asked,
): Promise<ActOutcome> {
  const { dryRun = false, key } = asked
  const parsed = parseIncoming(input)
  const fault = 'fault' in parsed ? parsed.fault : keyFault(key)
  if ('act' in parsed && fault === null)
    return dryRun ? inTurn(() => tryOut(session, parsed)) : ask(parsed, key)
  const asker = askerOf(input)
  const { refused } = refuse('wellFormedAct', fault ?? '')
  return inTurn(async () => refusal(session, await lookAhead(session), refused, asker))
}

function requireAct(input: unknown): Act {
  const parsed = parseIncoming(input)
  if ('fault' in parsed) throw new TypeError(`there is nothing to sign: ${parsed.fault}`)
  return parsed.act
}

function keyFault(key: unknown): string | null {
  const usable = idSchema.optional().safeParse(key)
  if (!usable.success) return `the idempotency key ${faultOf(usable.error)}`
  return key === undefined || isActId(key) ? null : 'the idempotency key must be of ASCII'
}

const askerSchema = z.looseObject({ by: idSchema, proposal: idSchema.optional().catch(undefined) })

const envelopeSchema = z.looseObject({ act: askerSchema })

/** Who asked, as far as that can be read from anything. Never throws. */
function askerOf(input: unknown): Asker {
  try {
    return (askerSchema.safeParse(input).data ?? envelopeSchema.safeParse(input).data?.act) || {}
  } catch {
    return {}
  }
}

/** The whole log as text, one canonical line an entry: what `verify` takes and what partners exchange. */
export async function logText(engine: Pick<Engine, 'entries'>): Promise<string> {
  const lines: string[] = []
  for await (const entry of engine.entries()) lines.push(`${canonical(entry)}\n`)
  return lines.join('')
}
