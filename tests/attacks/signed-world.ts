// A collaboration in which everybody has a key: played by the engine, and taken apart by a forger who has at most one of the keys.

import { type Act, parseAct } from '../../src/collaboration/acts.ts'
import { keyFor, type SignedAct, signAct } from '../../src/collaboration/signed.ts'
import { type ActOutcome, memoryStore, openCollaboration, setClock } from '../../src/index.ts'
import { canonical } from '../../src/log/canonical.ts'
import { publicKeyOf } from '../../src/log/ed25519.ts'
import { type Entry, readEntry } from '../../src/log/entry.ts'
import { base64, sha256 } from '../../src/log/hash.ts'
import { type Seen, type Statement, signatureOf } from '../../src/log/signature.ts'
import { leafHash, root } from '../../src/log/tree.ts'
import { certificateOf } from '../../src/verify/certificate.ts'
import type { PartnerKeys } from '../../src/verify/trust.ts'
import { entriesOf, type Forged, reforge } from './forge.ts'

export type Fields = Readonly<Record<string, unknown>>

/** Monday 5 January 2026, 10:00 in Amsterdam. */
export const start = '2026-01-05T09:00:00.000Z'

/** Ids of acts, the same in every play. */
function numbered(): () => string {
  let number = 0
  return () => {
    number += 1
    return `act-${number}`
  }
}

/** The secret key of somebody: everybody could work it out, so it is for tests. */
export const secretOf = (name: string): Uint8Array => sha256(`a secret of ${name}`)
export const publicOf = (name: string): string => base64(publicKeyOf(secretOf(name)))

/** A person with a key, or with the key of a later secret: `z1` signs with `z1`, after a rotation with `z1 again`. */
export const keyed = (id: string, roles: readonly string[] = all, secret = id) => ({
  id,
  roles,
  ...keyFor(id, secretOf(secret)),
})

const all = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] as const
const line = ['lijnmanagement'] as const

/** A partner `almere` has a seat `a1`, a second seat `a2` and a line manager `a3`. */
export function partner(id: string): { id: string; name: string; people: ReturnType<typeof keyed>[] } {
  const first = id.slice(0, 1)
  const people = [keyed(`${first}1`), keyed(`${first}2`), keyed(`${first}3`, line)]
  return { id, name: `Partner ${id}`, people }
}

export const names = ['almere', 'zeewolde', 'dronten'] as const
export const seats = ['a1', 'z1', 'd1'] as const

export function charter(changes: Fields = {}) {
  return {
    procedure: 'samenspraak/1',
    opgave: { title: 'Wonen', goal: 'Genoeg betaalbare woningen' },
    partners: names.map(partner),
    opgavemanager: { id: 'omar', ...keyFor('omar', secretOf('omar')) },
    terms: {
      ...{ consultation: 10, lijnmanagement: 10, opgavemanager: 10, stuurgroep: 15, jointDecision: 10 },
      extension: 5,
    },
    signatures: 'required',
    ...changes,
  }
}

/** The keys that a reader holds: of the witness and of the first seat of each of these partners. */
export const keysOf = (...partners: readonly string[]): PartnerKeys =>
  Object.fromEntries(
    partners.map(id => [id, { people: [publicOf(`${id[0]}1`)], witness: [publicOf(`witness of ${id}`)] }]),
  )

const aboutCharter = new Set([
  ...['proposeCharter', 'signCharter', 'giveMandate', 'withdrawMandate', 'leaveCollaboration'],
  ...['registerKey', 'revokeKey', 'eraseName'],
])
const ofRevision = new Set([
  ...['takePosition', 'raiseObjection', 'withdrawObjection', 'extendTerm', 'escalate', 'confirmDecision'],
])
const usual: Readonly<Record<string, Fields>> = {
  draftProposal: { title: 'Wonen', text: 'We bouwen 200 woningen.' },
  amendProposal: { title: 'Wonen', text: 'We bouwen 180 woningen.' },
  takePosition: { position: 'consent' },
  raiseObjection: { reason: 'Er is geen waterberging.', objection: 'water' },
  withdrawObjection: { objection: 'water' },
  answerObjection: { objection: 'water', text: 'Die komt in het dorpshart.' },
  comment: { text: 'Een opmerking.' },
}

/** A play on an engine: who does what is signed with the secret of that person's name, unless another is named. */
export interface Play {
  readonly engine: Awaited<ReturnType<typeof openCollaboration>>
  readonly clock: ReturnType<typeof setClock>
  /** The act as it stands, unsigned, with what it usually says filled in. */
  act(by: string, act: string, fields?: Fields): Promise<Act>
  /** The act as its person signs it now. */
  signed(by: string, act: string, fields?: Fields, secret?: string): Promise<SignedAct>
  /** Signs, asks, and expects it recorded. */
  does(by: string, act: string, fields?: Fields, secret?: string): Promise<void>
  /** Asks unsigned, and expects it recorded. */
  says(by: string, act: string, fields?: Fields): Promise<void>
  consent(people?: readonly string[], fields?: Fields): Promise<void>
  confirm(people?: readonly string[], fields?: Fields): Promise<void>
  text(): Promise<string>
}

/** Opens a play of which the collaboration is yet to be founded. Every play of one script writes the same log. */
export async function opened(id = 'regio'): Promise<Play> {
  const clock = setClock(start)
  const engine = await openCollaboration({ id, store: memoryStore(), clock, newId: numbered() })
  const act: Play['act'] = async (by, name, fields = {}) => {
    const proposal = aboutCharter.has(name) ? {} : { proposal: 'p1' }
    const about = (fields.proposal as string | undefined) ?? 'p1'
    const revision = ofRevision.has(name) ? { revision: (await engine.proposal(about))?.revision } : {}
    const text = name === 'signCharter' ? { charter: (await engine.circle()).digest } : {}
    const parsed = parseAct({ act: name, by, ...proposal, ...revision, ...text, ...usual[name], ...fields })
    if ('fault' in parsed) throw new Error(`${by} ${name}: ${parsed.fault}`)
    return parsed.act
  }
  const signed: Play['signed'] = async (by, name, fields, secret = by) =>
    signAct(await engine.toSign(await act(by, name, fields)), secretOf(secret))
  const does: Play['does'] = async (by, name, fields, secret) =>
    recorded(await engine.act(await signed(by, name, fields, secret)))
  const each =
    (name: string) =>
    async (people: readonly string[] = seats, fields?: Fields) => {
      for (const by of people) await does(by, name, fields)
    }
  return {
    ...{ engine, clock, act, signed, does, consent: each('takePosition'), confirm: each('confirmDecision') },
    says: async (by, name, fields) => recorded(await engine.act(await act(by, name, fields))),
    text: async () => {
      let text = ''
      for await (const entry of engine.entries()) text += `${JSON.stringify(sorted(entry))}\n`
      return text
    },
  }
}

function recorded(outcome: ActOutcome): void {
  if ('refused' in outcome) throw new Error(`refused: ${outcome.refused.rule}: ${outcome.refused.why}`)
}

/** The same value with the members of every object in the order of canonical JSON. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]))
}

/** A play that is founded, every act signed; of a charter in which nobody has to sign too. */
export async function founded(text: ReturnType<typeof charter> = charter(), id = 'regio'): Promise<Play> {
  const play = await opened(id)
  await play.does('a1', 'proposeCharter', { charter: text })
  for (const by of seats) await play.does(by, 'signCharter')
  return play
}

/** Up to the consultation of p1, with another proposal beside it and an objection of dronten that it let go. */
export async function consulted(text?: ReturnType<typeof charter>): Promise<Play> {
  const play = await founded(text)
  await play.does('a1', 'draftProposal', { proposal: 'p1' })
  await play.does('z1', 'draftProposal', { proposal: 'p2', text: 'We bouwen een school.' })
  await play.does('a1', 'submitProposal')
  await play.does('z1', 'submitProposal', { proposal: 'p2' })
  await play.consent(['a1', 'z1'])
  await play.does('d1', 'raiseObjection')
  await play.does('a1', 'amendProposal')
  await play.does('z3', 'comment', { proposal: 'p2' })
  await play.does('d1', 'withdrawObjection')
  return play
}

/** The whole story: p1 is decided on its second revision, p2 runs on. */
export async function decided(text?: ReturnType<typeof charter>): Promise<Play> {
  const play = await consulted(text)
  await play.consent()
  await play.does('d3', 'comment', { proposal: 'p2' })
  await play.confirm()
  await play.does('z3', 'comment', { proposal: 'p2', text: 'Nog een opmerking.' })
  return play
}

// ---- What a forger does

/** An entry taken apart: a fresh copy, to be changed. */
export type Parts = Forged & { seen?: Seen; signature?: Record<string, unknown> }

export const partsOf = (text: string): Parts[] => entriesOf(text) as Parts[]

/** Entries numbered and chained anew. What signers had seen stays what they had seen. */
export const sealed = (entries: readonly object[]): string => reforge(entries)

/** The first entry of a fact, by somebody if need be, and from some place on. */
export function find(entries: readonly Parts[], type: string, by?: string, matter?: string): number {
  const found = entries.findIndex(
    entry =>
      entry.fact.type === type &&
      (by === undefined || entry.by === by) &&
      (matter === undefined || entry.matter === matter),
  )
  if (found === -1) throw new Error(`no ${type} by ${by}`)
  return found
}

/** Signs an entry as its person would, over what it says now; the counter and the digest as they were unless given. */
export function resigned(entry: Parts, secret: string, changes: Fields = {}): Parts {
  const { counter, digest, seen } = { ...entry.signature, seen: entry.seen, ...changes } as {
    counter: number
    digest?: string
    seen: Seen
  }
  const { collaboration, matter, asked: act } = entry
  const personal = entry.personal as Statement['personal']
  const statement = { collaboration, matter, act: act ?? {}, personal, counter, digest, seen }
  return { ...entry, seen, signature: { ...signatureOf(statement, secretOf(secret)) } }
}

/** What somebody has seen who had the first entries of a log. */
export const seenAt = (text: string, size: number): Seen => ({
  size,
  root: base64(root(leavesOf(text), size)),
})

export const leavesOf = (text: string): Uint8Array[] => text.split('\n').slice(0, -1).map(leafHash)

/** The certificate that somebody makes of a log, by hand and without asking whether it holds. */
export function certificateBy(text: string, matter = 'p1', checkpoint?: string): string {
  const entries: Entry[] = text
    .split('\n')
    .slice(0, -1)
    .map(line => {
      const read = readEntry(line)
      if ('fault' in read) throw new Error(read.fault.what)
      return read.entry
    })
  const made = certificateOf({ matter, entries, leaves: leavesOf(text), checkpoint })
  if (made === null) throw new Error(`${matter} has not ended`)
  return made
}

/**
 * Lays the entries of a forged log into the places of a real one, so that every signature in the real log is used again with
 * what its signer had seen: what lies between them is shown by nothing but its hash. An entry without a counterpart in the real
 * log goes right behind the one before it.
 */
export function transplanted(forged: readonly Parts[], real: string): string {
  const [entries, leaves] = [partsOf(real), leavesOf(real)]
  const counts = new Map<string, number>()
  const shown: Entry[] = []
  let from = 0
  for (const entry of forged.filter(({ matter }) => matter === 'charter' || matter === 'p1')) {
    const seq = placeAmong(entries, entry, from)
    const own = seq === null ? {} : signingOf(entries[seq])
    const place = seq ?? from
    const n = counts.get(entry.matter) ?? 0
    counts.set(entry.matter, n + 1)
    const prev = base64(leaves[place - 1] ?? root([]))
    const { seen: _, signature: __, ...bare } = entry
    const read = readEntry(canonical({ ...bare, ...own, seq: place, prev, n }))
    if ('fault' in read) throw new Error(read.fault.what)
    shown.push(read.entry)
    leaves[place] = leafHash(canonical(read.entry))
    from = place + 1
  }
  return certificateOf({ matter: 'p1', entries: shown, leaves }) ?? ''
}

/** Where the real log has the very same act next. */
function placeAmong(entries: readonly Parts[], { matter, asked }: Parts, from: number): number | null {
  if (asked === undefined) return null
  const place = entries.findIndex(
    entry =>
      entry.seq >= from && entry.matter === matter && canonical(entry.asked ?? {}) === canonical(asked),
  )
  return place === -1 ? null : place
}

const signingOf = (entry: Parts | undefined): Fields =>
  entry?.seen && entry.signature ? { seen: entry.seen, signature: entry.signature } : {}
