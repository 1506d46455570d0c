// A genuine log and what a forger makes of it: whatever is dropped, changed or slipped in, an audit and an engine both refuse it.
import { memoryStore, openCollaboration, setClock } from '../../../src/index.ts'
import { canonical } from '../../../src/log/canonical.ts'
import { base64 } from '../../../src/log/hash.ts'
import { emptyRoot, leafHash } from '../../../src/log/tree.ts'
import { type Head, verifyLog } from '../../../src/verify/verify.ts'
import { auditorOf, entriesOf, type Forged, reforge } from '../../attacks/forge.ts'
import { charter, looking, must, type Round, round, start, textOf, three } from './round.ts'

const day = 86_400_000

interface Genuine {
  readonly text: string
  readonly entries: readonly Forged[]
  readonly head: Head
}

let known: Promise<Genuine> | null = null

/** A log in which everything happens: made once, by the law that is looked at. */
function genuine(): Promise<Genuine> {
  known ??= history()
  return known
}

async function history(): Promise<Genuine> {
  const r = await round()
  await r.does('dronten-seat', 'giveMandate', { person: 'vera', roles: ['lijnmanagement'] })
  await aboutHomes(r)
  await aboutTheCircle(r)
  await aboutTheEnd(r)
  const text = await textOf(r)
  return { text, entries: entriesOf(text), head: await r.engine.head() }
}

function later({ clock }: Round, days: number): void {
  clock.moveTo(new Date(Date.parse(clock.now()) + days * day).toISOString())
}

async function aboutHomes(r: Round): Promise<void> {
  await r.does('almere-care', 'draftProposal', { proposal: 'p1' })
  await r.does('almere-line', 'reviseDraft', { title: 'Wonen', text: 'We bouwen 210 woningen.' })
  later(r, 0.01)
  await r.does('almere-line', 'submitProposal')
  await r.does('omar', 'comment', { text: 'Wie betaalt dat?' })
  await r.does('zeewolde-care', 'comment', { text: 'Wij niet.' })
  await r.does('vera', 'takePosition')
  later(r, 0.01)
  await r.does('zeewolde-care', 'raiseObjection', { objection: 'water' })
  await r.does('almere-line', 'answerObjection', { objection: 'water' })
  await r.does('almere-line', 'amendProposal')
  await r.does('zeewolde-care', 'withdrawObjection', { objection: 'water' })
  await r.does('dronten-care', 'extendTerm')
  await r.consent(['zeewolde', 'dronten'])
  await r.endTerm()
  await r.does('almere-care', 'raiseObjection', { objection: 'geld' })
  await r.does('omar', 'answerObjection', { objection: 'geld' })
  await r.does('omar', 'escalate', { stage: 'lijnmanagement' })
  await r.does('almere-care', 'withdrawObjection', { objection: 'geld' })
  await r.does('almere-line', 'takePosition', { position: 'reservation', reason: 'Als er geld is.' })
  await r.confirm(three)
}

async function aboutTheCircle(r: Round): Promise<void> {
  await r.submits('almere-line', { proposal: 'p2' })
  await r.submits('zeewolde-line', { proposal: 'k2', charter: charter(three, { maxRevisions: 2 }) })
  await r.adopts(charter([...three, 'lelystad']), 'k1')
  later(r, 0.01)
  await r.does('lelystad-seat', 'signCharter', { charter: (await r.engine.circle()).digest })
  await r.does('lelystad-line', 'takePosition', { proposal: 'p2' })
}

async function aboutTheEnd(r: Round): Promise<void> {
  await r.does('dronten-care', 'raiseObjection', { proposal: 'p2', objection: 'stil' })
  await r.does('zeewolde-seat', 'leaveCollaboration')
  for (let i = 0; i < 4; i += 1) await r.endTerm()
  await r.submits('dronten-line', { proposal: 'p3' })
  await r.does('dronten-line', 'withdrawProposal', { proposal: 'p3' })
  await r.does('omar', 'comment', { proposal: 'p1', text: 'Tot hier.' })
}

// --- Who must see it --------------------------------------------------------------------------------------------

/** True where an engine refuses to open on a log. */
async function staysShut(text: string): Promise<boolean> {
  const store = memoryStore()
  const entries = text
    .split('\n')
    .slice(0, -1)
    .map((line, seq) => {
      const { matter, act, asked } = JSON.parse(line) as Forged
      return { seq, matter, ...(asked ? { act } : {}), line }
    })
  await store.append('regio', entries, 0)
  const opening = openCollaboration({ id: 'regio', store, clock: setClock(start) })
  return opening.then(
    () => false,
    (error: Error) => error.name === 'CorruptLog',
  )
}

/** A log as somebody made it: as text, or as entries that are to be numbered and chained anew. */
type Forgery = {
  /** What was done, and to which entry. */
  readonly what: string
} & (
  | { readonly text: string }
  | {
      readonly entries: readonly Forged[]
      /** The first entry that is not the genuine one. */
      readonly from: number
    }
)

/** Every one of these is refused; every so many also as a whole, and by an engine, which replays them as the audit does. */
async function allRefused({ entries }: Genuine, forgeries: Iterable<Forgery>): Promise<void> {
  const audit = auditorOf(entries)
  let n = 0
  for (const forgery of forgeries) {
    const { what } = forgery
    const text = 'text' in forgery ? forgery.text : n % 10 === 0 ? reforge(forgery.entries) : null
    const holds = (): boolean =>
      text === null && 'from' in forgery
        ? audit(forgery.entries, forgery.from) === null
        : verifyLog(text ?? '').holds
    must(!audited(holds, what), 'sameLogSameTruth', `a log holds in which ${what}`)
    if (n % 10 === 0 && text !== null)
      must(await staysShut(text), 'sameLogSameTruth', `an engine opens on a log in which ${what}`)
    n += 1
  }
  must(n >= 10, 'works', `${n} forgeries were made: the genuine log holds too little`)
}

/** An audit never fails, whatever the log holds. */
function audited(holds: () => boolean, what: string): boolean {
  try {
    return holds()
  } catch (error) {
    must(false, 'sameLogSameTruth', `${(error as Error).message}: where ${what}`)
    return true
  }
}

const named = (entries: readonly Forged[], at: number): string => `${at} (${entries[at]?.fact.type})`
/** The entries up to the end of the act to which one of them belongs: what is wrong with it must be seen there. */
const upTo = (entries: readonly Forged[], at: number): Forged[] => {
  const next = entries.findIndex(({ asked }, n) => n > at && asked !== undefined)
  return entries.slice(0, next === -1 ? entries.length : next)
}
const without = (entries: readonly Forged[], at: number): Forged[] => entries.toSpliced(at, 1)

/** The entries with one of them changed. */
function changed(entries: readonly Forged[], at: number, change: (entry: Forged) => void): Forged[] {
  const entry = structuredClone(entries[at] as Forged)
  change(entry)
  return entries.with(at, entry)
}

/** Chains the entries anew, and leaves the numbers that they bear. */
function chained(entries: readonly Forged[]): string {
  let prev = base64(emptyRoot())
  let text = ''
  for (const entry of entries) {
    const line = canonical({ ...entry, prev })
    prev = base64(leafHash(line))
    text += `${line}\n`
  }
  return text
}

// --- With an editor ---------------------------------------------------------------------------------------------

/** What can be done to the lines of a file: nothing is chained anew. */
function* edited({ entries, text }: Genuine): Generator<Forgery> {
  const lines = text.split('\n').slice(0, -1)
  const joined = (list: readonly (string | undefined)[]): string => list.map(line => `${line}\n`).join('')
  for (let at = 0; at < lines.length - 1; at += 1) {
    const [line, next] = [lines[at], lines[at + 1]]
    const which = named(entries, at)
    yield { what: `${which} is left out`, text: joined(lines.toSpliced(at, 1)) }
    yield { what: `${which} stands there twice`, text: joined(lines.toSpliced(at, 0, line ?? '')) }
    yield {
      what: `${which} stands after the next`,
      text: joined(lines.toSpliced(at, 2, next ?? '', line ?? '')),
    }
    const words = entries[at]?.asked?.text
    if (typeof words !== 'string') continue
    const others = line?.replace(JSON.stringify(words), JSON.stringify(`${words} Niet.`))
    yield { what: `${which} has other words`, text: joined(lines.with(at, others ?? '')) }
  }
}

/** What can be done with the hashes made anew, but not the numbers. */
function* rechained({ entries }: Genuine): Generator<Forgery> {
  for (let at = 0; at < entries.length - 1; at += 1) {
    const which = named(entries, at)
    yield { what: `${which} is cut out and the rest chained anew`, text: chained(without(entries, at)) }
    const elsewhere = changed(entries, at + 1, entry => {
      entry.collaboration = 'elders'
    })
    yield { what: `what follows on ${which} is of another collaboration`, text: chained(elsewhere) }
    const skipped = entries.map((entry, n) => (n < at ? entry : { ...entry, seq: n + 1 }))
    yield { what: `the numbers from ${which} on skip one`, text: chained(skipped) }
  }
}

// --- With all of the software -----------------------------------------------------------------------------------

const outcomeOf = (entry: Forged | undefined): boolean => entry !== undefined && entry.asked === undefined

/** What an act led to is left out, or the log ends before it. */
function* leftOut({ entries }: Genuine): Generator<Forgery> {
  for (const [at, entry] of entries.entries()) {
    if (!outcomeOf(entry)) continue
    const which = named(entries, at)
    yield { what: `${which}, to which its act led, is left out`, from: at, entries: without(entries, at) }
    yield {
      what: `the end is before ${which}, to which its act led`,
      from: at,
      entries: entries.slice(0, at),
    }
    const rest = entries.filter(other => other.act !== entry.act || !outcomeOf(other))
    const from = entries.findIndex(other => other.act === entry.act && outcomeOf(other))
    yield { what: `nothing follows from the act that led to ${which}`, from, entries: rest }
  }
}

/** What no act led to is slipped in, where an act has come to its end. */
function* slippedIn({ entries }: Genuine): Generator<Forgery> {
  const outcomes = new Map(entries.filter(outcomeOf).map(entry => [entry.fact.type, entry]))
  for (const [at, before] of entries.entries()) {
    if (outcomeOf(entries[at + 1])) continue
    for (const [type, outcome] of outcomes) {
      const alike = (outcome.matter === 'charter') === (before.matter === 'charter')
      const matter = alike ? before.matter : outcome.matter
      const slipped = { ...outcome, matter, at: before.at, act: before.act }
      const what = `${type} about ${matter} follows ${named(entries, at)}, which did not lead to it`
      yield { what, from: at + 1, entries: entries.toSpliced(at + 1, 0, slipped) }
    }
  }
}

/** An act or a fact is put to somebody else's name. */
function* misnamed({ entries }: Genuine): Generator<Forgery> {
  for (const [at, { by, asked, fact }] of entries.entries()) {
    if (!asked || by === undefined) continue
    const which = named(entries, at)
    const others = ['almere-seat', 'zeewolde-seat', 'nobody'].filter(other => other !== by)
    for (const other of others) {
      const recorded = changed(entries, at, entry => {
        entry.by = other
      })
      const put = changed(entries, at, entry => {
        entry.asked = { ...asked, by: other }
      })
      yield {
        what: `${which} was asked by ${by} and is recorded of ${other}`,
        from: at,
        entries: upTo(recorded, at),
      }
      yield { what: `${which} of ${by} was asked by ${other}`, from: at, entries: upTo(put, at) }
    }
    if (typeof fact.partner !== 'string') continue
    const partner = three.find(id => id !== fact.partner)
    const theirs = changed(entries, at, entry => {
      entry.fact.partner = partner
    })
    yield { what: `${which} of ${by} is that of ${partner}`, from: at, entries: upTo(theirs, at) }
  }
}

/** Acts are recorded again, or before what they answer to. */
function* misplacedInTime({ entries }: Genuine): Generator<Forgery> {
  const [first] = entries
  for (const [at, { act, asked, at: moment }] of entries.entries()) {
    if (at === 0 || !asked) continue
    const which = named(entries, at)
    const again = entries.map(entry => (entry.act === act ? { ...entry, act: first?.act ?? '' } : entry))
    yield { what: `${which} belongs to an act that was recorded before`, from: at, entries: upTo(again, at) }
    const before = new Date(Date.parse(entries[at - 1]?.at ?? moment) - 1).toISOString()
    const earlier = entries.map(entry => (entry.act === act ? { ...entry, at: before } : entry))
    yield { what: `${which} is of a moment before the last`, from: at, entries: upTo(earlier, at) }
  }
}

/** Another text stands under the digest that was signed or confirmed. */
function* swapped({ entries }: Genuine): Generator<Forgery> {
  const digests = [
    ...new Set(entries.flatMap(({ fact }) => (typeof fact.digest === 'string' ? fact.digest : []))),
  ]
  for (const [at, { asked, fact }] of entries.entries()) {
    const which = named(entries, at)
    const other = (what: string, change: (entry: Forged) => void): Forgery => {
      return { what: `${which} ${what}`, from: at, entries: upTo(changed(entries, at, change), at) }
    }
    if (asked && typeof fact.digest === 'string')
      for (const field of ['title', 'text', 'charter'].filter(it => it in asked))
        yield other(`has another ${field} under its digest`, entry => {
          entry.asked = { ...asked, [field]: otherThan(asked[field]) }
        })
    for (const digest of 'digest' in fact ? digests.filter(it => it !== fact.digest).slice(0, 4) : [])
      yield other('is about another text than was asked', entry => {
        entry.fact.digest = digest
      })
    for (const field of ['signature', 'seen', 'personal'])
      yield other(`has the field ${field}, which cannot be verified`, entry => {
        entry[field] = 'AAAA'
      })
  }
}

/** Whom an entry names is left out of it, or somebody is named who does not belong there. */
function* miscounted({ entries }: Genuine): Generator<Forgery> {
  for (const [at, { fact }] of entries.entries())
    for (const field of [
      'partners',
      'notice',
      'silences',
      'unanswered',
      'sustained',
      'silent',
      'unconfirmed',
    ]) {
      const list = fact[field]
      if (!Array.isArray(list) || list.length === 0) continue
      const fewer = changed(entries, at, entry => {
        entry.fact[field] = list.slice(1)
      })
      yield {
        what: `${named(entries, at)} leaves out one of the ${field}`,
        from: at,
        entries: upTo(fewer, at),
      }
    }
}

function otherThan(value: unknown): unknown {
  return typeof value === 'string' ? `${value} Niet.` : { ...(value as object), maxRevisions: 3 }
}

// --- Against a head that was kept -------------------------------------------------------------------------------

/** Histories that could have been: only who kept a head can tell them from the one that was. */
function* otherHistories({ entries }: Genuine): Generator<{ what: string; text: string }> {
  for (const [at, { asked, fact }] of entries.entries()) {
    if (fact.type !== 'comment.made' || !asked) continue
    const words = changed(entries, at, entry => {
      entry.asked = { ...asked, text: 'Iets anders.' }
    })
    yield { what: `${named(entries, at)} has other words`, text: reforge(words) }
    yield { what: `${named(entries, at)} was never made`, text: reforge(without(entries, at)) }
  }
}

async function heads({ entries, text, head }: Genuine): Promise<void> {
  const lines = text.split('\n').slice(0, -1)
  must(
    verifyLog(text, { head }).holds,
    'sameLogSameTruth',
    'the genuine log does not hold against its own head',
  )
  for (const [size] of entries.entries()) {
    const { size: held, root } = verifyLog(
      lines
        .slice(0, size)
        .map(line => `${line}\n`)
        .join(''),
    )
    const kept = verifyLog(text, { head: { size: held, root } })
    must(held === size && kept.holds, 'sameLogSameTruth', `the log does not hold against its head of ${size}`)
  }
  for (const { what, text: other } of otherHistories({ entries, text, head })) {
    const told = verifyLog(other, { head }).holds
    must(!told, 'sameLogSameTruth', `a log holds against the head of another, in which ${what}`)
  }
}

const genuineHolds = async (): Promise<Genuine> => {
  const it = await genuine()
  const { finding } = verifyLog(it.text)
  must(finding === null, 'sameLogSameTruth', `what the engine wrote does not hold: ${finding?.what}`)
  return it
}

const forged = (...ways: readonly ((it: Genuine) => Generator<Forgery>)[]) =>
  looking(async () => {
    const it = await genuineHolds()
    for (const way of ways) await allRefused(it, way(it))
  })

/** Each family of forgeries, by what the forger has at hand. */
export const recordChecks = {
  'records edited': forged(edited, rechained),
  'records with outcomes left out or slipped in': forged(leftOut, slippedIn),
  'records with other names, moments and texts': forged(misnamed, misplacedInTime, swapped, miscounted),
  'records against a head': looking(async () => heads(await genuineHolds())),
}
