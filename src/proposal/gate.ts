// The gate: says from the recorded facts alone whether a joint decision bypassed nobody.

// It shares nothing with the machine but the names of the facts: it works out for itself who the partners
// are, who speaks for them and what each of them said, and believes no fact that sums up.

import type { CharterInput, Role } from '../charter/charter.ts'
import type { CharterFact } from '../charter/facts.ts'
import { type ActOf, type Asked, actBehind, type Fact } from './act-behind.ts'
import type { Stage } from './acts.ts'
import type { ContentInput } from './content.ts'
import type { ProposalFact } from './facts.ts'

/** One recorded fact as the log holds it. `asked` is the act as it was asked, on its first fact only. */
export interface RecordedFact {
  readonly matter: string
  readonly at: string
  readonly by?: string | undefined
  readonly asked?: Asked | undefined
  /** There where a signature over the act was verified. */
  readonly signed?: object | true | undefined
  readonly fact: Fact
}

/** What is wrong in one line, with the rule that it breaks; null where nothing is. */
type Fault = string | null

/**
 * Null where the decision on `matter` keeps the promise that nobody was bypassed (invariant 1), else what is
 * wrong, in one line. `record` holds every fact of the charter and of this matter, in the order of the log,
 * up to its `decision.taken`; facts of other matters are passed over. It hashes nothing: that a digest is the
 * digest of its text is the verifier's work, and so is the decision behind a charter that replaced another.
 * Pure, linear in the record, never throws on well-formed facts.
 */
export function gate(record: readonly RecordedFact[], matter: string): string | null {
  return decidedOnceAndLast(record, matter) ?? readThrough(record, matter)
}

function decidedOnceAndLast(record: readonly RecordedFact[], matter: string): Fault {
  const types = record.filter(entry => entry.matter === matter).map(entry => entry.fact.type)
  const decisions = types.filter(type => type === 'decision.taken').length
  if (decisions === 0) return `no decision was taken on ${matter} (J3)`
  if (decisions > 1) return `${matter} was decided more than once (J3)`
  if (types.at(-1) !== 'decision.taken') return `${types.at(-1)} came after the decision on ${matter} (J3)`
  return null
}

function readThrough(record: readonly RecordedFact[], matter: string): Fault {
  const reading = newReading(matter)
  for (const [place, entry] of record.entries()) {
    if (entry.matter !== charterMatter && entry.matter !== matter) continue
    const fault = read(reading, entry, place)
    if (fault !== null) return `${entry.fact.type} at ${entry.at}: ${fault}`
    if (entry.fact.type === 'decision.taken') return judgement(reading, entry.fact)
  }
  return `no decision was taken on ${matter} (J3)`
}

function read(reading: Reading, entry: RecordedFact, place: number): Fault {
  if (entry.at < reading.at) return `its moment lies before ${reading.at}, of the fact before it (T1)`
  reading.at = entry.at
  reading.place = place
  const fault = asItWasAsked(entry) ?? signedWhereAsked(reading, entry) ?? hear(reading, entry)
  if (!agreed(reading)) reading.disagreedAt = place
  const isDecision = entry.fact.type === 'decision.taken'
  if (entry.matter === reading.matter && !isDecision) reading.before = entry.fact.type
  return fault
}

// --- What was read so far ------------------------------------------------------------------------

const charterMatter = 'charter'
const ladder: readonly Stage[] = ['consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep']
const untoldFault = 'the proposal was not told of a change of the circle (F6)'
/** The place of what has not happened: before every other place. */
const never = -1

/** A partner from its joining to its leaving; one that returns begins anew, nothing it said counts (F4). */
const newPresence = (partner: string) => ({
  partner,
  noticedAt: never as number,
  spokeAt: never as number,
  said: null as ActOf<'position.taken'> | null,
  objectedAt: never as number,
  confirmedAt: never as number,
})
type Presence = ReturnType<typeof newPresence>

/** Whom one person may speak for, with the moment at which each role ends (null: no end). */
interface Mandate {
  readonly of: Presence
  readonly ends: Map<Role, string | null>
}

interface CharterText {
  readonly digest: string
  readonly place: number
  readonly charter: CharterInput
  readonly named: ReadonlyMap<string, CharterInput['partners'][number]>
  readonly barred: ReadonlySet<string>
}

/** The text before the partners, from the draft or the last amendment. */
interface Draft {
  readonly author: string | null
  readonly place: number
  readonly marks: { readonly digest: string; readonly changes?: string | undefined }
  readonly content: ContentInput
}

type Reading = ReturnType<typeof newReading>

const newReading = (matter: string) => ({
  matter,
  /** The fact being read: its place and its moment; the matter's last fact but the decision. */
  place: never as number,
  at: '',
  before: null as Fact['type'] | null,
  /** The charter: its texts, who signed which digest, who is present, who speaks for them, who left when. */
  proposed: null as CharterText | null,
  inForce: null as CharterText | null,
  signed: new Map<string, string>(),
  present: new Map<string, Presence>(),
  mandates: new Map<string, Mandate>(),
  leftAt: new Map<string, number>(),
  /** The text, its revision (0 until submitted), the charter it was submitted under, its stage and term. */
  draft: null as Draft | null,
  revision: 0,
  revisedAt: never as number,
  underCharter: null as CharterText | null,
  stage: 0,
  dueAt: '',
  notBefore: '',
  termEnded: false,
  /** Present partners whose position on this revision counts, and those of them that support it. */
  counting: new Set<string>(),
  supporting: new Set<string>(),
  /** The partner that raised each objection; the objections that each partner has open, present or not. */
  owners: new Map<string, string>(),
  openOf: new Map<string, Set<string>>(),
  /** The change of the circle that the matter was not told of yet, and where things last happened. */
  untold: null as { readonly joined: string | null; readonly left: string | null } | null,
  changedAt: never as number,
  objectedAt: never as number,
  disagreedAt: never as number,
  calledAt: never as number,
})

// --- Whose act it was (W1) -----------------------------------------------------------------------

/** A fact that was found to be as it was asked, by the person named. */
interface Told<T extends Fact['type']> {
  readonly by: string
  readonly asked: ActOf<T>
  readonly fact: Extract<Fact, { type: T }>
}

function asItWasAsked(entry: RecordedFact): Fault {
  const { by, asked, fact, matter } = entry
  const act: Asked['act'] | undefined = actBehind[fact.type as keyof typeof actBehind]
  if (asked?.act !== act) return `was asked as ${asked?.act ?? 'nothing'}, should be ${act ?? 'nothing'} (W1)`
  const isNobodys = act === undefined || act === 'endTerm'
  if (isNobodys) return by === undefined ? null : `is nobody's act, not ${by}'s (W1)`
  if (by === undefined) return 'names nobody (W1)'
  if (asked?.by !== by) return `was asked by ${asked?.by ?? 'nobody'}, not by ${by} (W1)`
  const about = 'proposal' in asked ? asked.proposal : undefined
  return about === undefined || about === matter ? null : `was asked about ${about} (W2)`
}

/** Where the charter asks for signatures nobody's act counts without one; a proposal keeps its own charter (W2, F2). */
function signedWhereAsked(reading: Reading, { matter, by, asked, signed }: RecordedFact): Fault {
  const own = matter === charterMatter ? null : reading.underCharter
  const proposed = asked?.act === 'proposeCharter' ? asked.charter : reading.proposed?.charter
  const charter = own?.charter ?? reading.inForce?.charter ?? proposed
  const isOwed = charter?.signatures === 'required' && by !== undefined
  return isOwed && signed === undefined ? `${by} did not sign (W2)` : null
}

/** Why this person cannot speak for this partner now, in this role or, without one, in any (W1). */
function speaks(reading: Reading, person: string, partner: string, role?: Role): Fault {
  if (!reading.present.has(partner)) return `${partner} is no partner (F4)`
  if (person === managerOf(reading)) return `${person} is the opgavemanager, who speaks for no partner (W1)`
  if (isMandated(reading, person, partner, role)) return null
  return `${person} has no mandate of ${partner}${role === undefined ? '' : ` for ${role}`} (W1)`
}

function isMandated(reading: Reading, person: string, partner: string, role?: Role): boolean {
  const mandate = reading.mandates.get(person)
  return mandate?.of.partner === partner && isLive(reading, mandate, role)
}

function isLive({ present, at }: Reading, mandate: Mandate, role?: Role): boolean {
  if (present.get(mandate.of.partner) !== mandate.of) return false
  const ends = role === undefined ? [...mandate.ends.values()] : [mandate.ends.get(role)]
  return ends.some(end => end !== undefined && (end === null || at < end))
}

/** The office is vacant while the person whom the charter names for it speaks for a partner (W1). */
function managerOf(reading: Reading): string | undefined {
  const person = reading.inForce?.charter.opgavemanager.id ?? ''
  const held = reading.mandates.get(person)
  return held && isLive(reading, held) ? undefined : person
}

/** The author's own people; or the opgavemanager, as author or for a partner that left since (D3, F4). */
function byAuthor(reading: Reading, { author, place }: Draft, person: string): Fault {
  const isOffice = author === null || (reading.leftAt.get(author) ?? never) > place
  if (isOffice && person === managerOf(reading)) return null
  if (author !== null && isMandated(reading, person, author)) return null
  return `${person} does not act for the author, ${author ?? 'the opgavemanager'} (D3)`
}

// --- What each fact changes ----------------------------------------------------------------------

type Listener<T extends Fact['type']> = (reading: Reading, told: Told<T>) => Fault
type AnyListener = (reading: Reading, told: never) => Fault
type Listeners<T extends Fact['type']> = { readonly [type in T]: Listener<type> }

function hear(reading: Reading, entry: RecordedFact): Fault {
  const isCharter = entry.matter === charterMatter
  const listeners: Readonly<Record<string, AnyListener>> = isCharter ? charterListeners : matterListeners
  const listen = listeners[entry.fact.type]
  if (listen === undefined) return `does not belong in ${entry.matter}`
  return (isCharter ? null : inItsTime(reading, entry.fact)) ?? listen(reading, entry as never)
}

const charterListeners: Listeners<CharterFact['type']> = {
  'charter.proposed': charterProposed,
  'charter.signed': charterSigned,
  'collaboration.founded': founded,
  'partner.joined': joined,
  'partner.left': left,
  'mandate.given': mandateGiven,
  'mandate.withdrawn': mandateWithdrawn,
  // Whose keys are whose is asked where signatures are verified: here it is asked whether there is one (W2).
  'key.registered': () => null,
  'key.revoked': () => null,
  'name.erased': () => null,
  'charter.replaced': charterReplaced,
}

// Comments, answers and erasures decide nothing and close nothing (D1, O4, W4).
const matterListeners: Listeners<ProposalFact['type']> = {
  'proposal.drafted': drafted,
  'draft.revised': draftRevised,
  'proposal.submitted': submitted,
  'proposal.amended': amended,
  'proposal.withdrawn': () => 'the proposal ended here, undecided (D3)',
  'comment.made': () => null,
  'words.erased': () => null,
  'position.taken': positionTaken,
  'objection.raised': objectionRaised,
  'objection.answered': () => null,
  'objection.withdrawn': objectionWithdrawn,
  'term.extended': termExtended,
  'proposal.escalated': escalated,
  'term.ended': termEnded,
  'stage.entered': stageEntered,
  'decision.called': called,
  'confirmation.given': confirmed,
  'decision.taken': (reading, { fact }) => onText(reading, fact.revision, fact.digest),
  'consensus.failed': () => 'the proposal ended here, undecided (O7)',
  'circle.changed': circleChanged,
}

// --- The charter and its circle (F1 to F4, W1) ---------------------------------------------------

function textOf(digest: string, charter: CharterInput, place: number, barred: string[] = []): CharterText {
  const named = new Map(charter.partners.map(partner => [partner.id, partner]))
  return { digest, place, charter, named, barred: new Set(barred) }
}

/** Another text voids the signatures, the same keeps them; later only a decision changes it (F1, F2). */
function charterProposed(reading: Reading, { asked, fact }: Told<'charter.proposed'>): Fault {
  if (reading.inForce !== null || reading.proposed?.digest === fact.digest) return null
  reading.proposed = textOf(fact.digest, asked.charter, reading.place)
  reading.signed.clear()
  return null
}

function charterSigned(reading: Reading, { by, asked, fact }: Told<'charter.signed'>): Fault {
  const text = reading.inForce ?? reading.proposed
  if (asked.charter !== text?.digest) return `${fact.partner} signed another text than the one before it (F1)`
  const person = text.named.get(fact.partner)?.people.find(({ id }) => id === by)
  const hasSeat = person?.roles.includes('stuurgroep')
  if (!hasSeat) return `${by} has no stuurgroep seat of ${fact.partner} in that text (F1)`
  reading.signed.set(fact.partner, text.digest)
  return freeFor(reading, by, fact.partner)
}

function founded(reading: Reading, { fact }: Told<'collaboration.founded'>): Fault {
  const text = reading.proposed
  if (reading.inForce !== null) return 'founded twice (F1)'
  if (text?.digest !== fact.charter) return 'founded on another text than the one proposed (F1)'
  const unsigned = text.charter.partners.find(partner => !reading.signed.has(partner.id))
  if (unsigned) return `${unsigned.id} had not signed (F1)`
  const founders = new Set(fact.partners)
  const same = founders.size === text.named.size && [...founders].every(id => text.named.has(id))
  if (!same) return 'founded by others than the charter names (F1)'
  reading.inForce = text
  return firstFault(text.charter.partners, ({ id, people }) => enter(reading, id, people))
}

function joined(reading: Reading, { fact }: Told<'partner.joined'>): Fault {
  const { partner, people } = fact
  const fault = mayJoin(reading, partner)
  if (fault !== null) return fault
  const named = reading.inForce?.named.get(partner)?.people ?? []
  const chosen = new Set(people)
  const newcomers = named.filter(({ id }) => chosen.has(id))
  if (newcomers.length < chosen.size) return `people not named for ${partner} joined with it (W1)`
  return enter(reading, partner, newcomers) ?? changeCircle(reading, { joined: partner, left: null })
}

/** A newcomer signed the charter in force; who left comes back only under a later one (F3, F4). */
function mayJoin({ inForce: text, present, signed, leftAt }: Reading, partner: string): Fault {
  if (present.has(partner)) return `${partner} is a partner already (F3)`
  if (!text?.named.has(partner)) return `${partner} is not named in the charter in force (F3)`
  if (signed.get(partner) !== text.digest) return `${partner} had not signed the charter in force (F3)`
  const isBarred = (leftAt.get(partner) ?? never) > text.place || text.barred.has(partner)
  return isBarred ? `${partner} left, and no charter since lets it return (F4)` : null
}

function left(reading: Reading, { by, fact: { partner } }: Told<'partner.left'>): Fault {
  const fault = speaks(reading, by, partner, 'stuurgroep')
  reading.present.delete(partner)
  reading.signed.delete(partner)
  reading.leftAt.set(partner, reading.place)
  countNoLonger(reading, partner)
  return fault ?? changeCircle(reading, { joined: null, left: partner })
}

/** The matter is told of every change of the circle, before the next one (F6). */
function changeCircle(reading: Reading, change: Reading['untold']): Fault {
  if (reading.revision === 0) return null
  if (reading.untold !== null) return untoldFault
  reading.untold = change
  return null
}

type Roles = readonly Role[]
type People = readonly { readonly id: string; readonly roles: Roles }[]

function enter(reading: Reading, partner: string, people: People): Fault {
  const presence = newPresence(partner)
  reading.present.set(partner, presence)
  return firstFault(people, ({ id, roles }) => mandate(reading, id, presence, roles, null))
}

function mandateGiven(reading: Reading, { by, asked, fact }: Told<'mandate.given'>): Fault {
  const { person, roles, until } = asked
  const presence = reading.present.get(fact.partner) ?? newPresence(fact.partner)
  const endsAsAsked = (until === undefined) === (fact.endsAt === undefined)
  if (!endsAsAsked) return `the mandate of ${person} does not end as it was asked (W1)`
  const fault = speaks(reading, by, fact.partner, 'stuurgroep')
  return fault ?? mandate(reading, person, presence, roles, fact.endsAt ?? null)
}

/** A mandate adds roles; a role given again takes the new end (W1). */
function mandate(reading: Reading, person: string, of: Presence, roles: Roles, end: string | null): Fault {
  const held = reading.mandates.get(person)
  const ends = new Map(held?.of === of ? held.ends : [])
  for (const role of roles) ends.set(role, end)
  const fault = freeFor(reading, person, of.partner)
  reading.mandates.set(person, { of, ends })
  return fault
}

/** Nobody speaks for two partners, the opgavemanager speaks for none (W1). */
function freeFor(reading: Reading, person: string, partner: string): Fault {
  if (person === managerOf(reading)) return `${person} is the opgavemanager, who speaks for no partner (W1)`
  const held = reading.mandates.get(person)
  if (held === undefined || held.of.partner === partner || !isLive(reading, held)) return null
  return `${person} would speak for ${held.of.partner} and ${partner} (W1)`
}

function mandateWithdrawn(reading: Reading, { by, asked, fact }: Told<'mandate.withdrawn'>): Fault {
  const fault = speaks(reading, by, fact.partner, 'stuurgroep')
  const held = reading.mandates.get(asked.person)
  if (fault !== null) return fault
  if (held?.of.partner !== fact.partner) return `${asked.person} is not mandated by ${fact.partner} (W1)`
  const unasked = fact.roles.find(role => asked.roles?.includes(role) === false)
  if (unasked !== undefined) return `nobody asked to withdraw ${unasked} (W1)`
  for (const role of fact.roles) held.ends.delete(role)
  return null
}

/** In force from here on; partners and mandates stay as they are, newcomers join later (F2, F3). */
function charterReplaced(reading: Reading, { fact }: Told<'charter.replaced'>): Fault {
  if (reading.inForce === null) return 'no charter was in force (F1)'
  reading.inForce = textOf(fact.digest, fact.charter, reading.place, fact.barred)
  return null
}

// --- The text, and who was told (C1, D2, O6, F3) -------------------------------------------------

function drafted(reading: Reading, { by, asked, fact }: Told<'proposal.drafted'>): Fault {
  if (reading.draft !== null) return 'drafted twice (D1)'
  reading.draft = { author: fact.author.partner, place: reading.place, marks: fact, content: asked }
  return byAuthor(reading, reading.draft, by)
}

function draftRevised(reading: Reading, { by, asked, fact }: Told<'draft.revised'>): Fault {
  if (reading.draft === null || reading.revision > 0) return 'there is no draft to revise (D2)'
  reading.draft = { ...reading.draft, marks: fact, content: asked }
  return byAuthor(reading, reading.draft, by)
}

function submitted(reading: Reading, { by, fact }: Told<'proposal.submitted'>): Fault {
  const { draft, inForce } = reading
  if (draft === null || reading.revision > 0) return 'there is no draft to submit (D2)'
  if (fact.digest !== draft.marks.digest) return 'another text than the draft was submitted (D2)'
  if (fact.charter !== inForce?.digest) return 'submitted under another charter than the one in force (F2)'
  reading.underCharter = inForce
  return byAuthor(reading, draft, by) ?? newRevision(reading, draft, fact)
}

function amended(reading: Reading, { by, asked, fact }: Told<'proposal.amended'>): Fault {
  const { draft, revision } = reading
  const follows = revision > 0 && fact.revision === revision + 1
  if (draft === null || !follows) return `revision ${fact.revision} does not follow (O6)`
  const text = { ...draft, marks: fact, content: asked }
  return byAuthor(reading, draft, by) ?? newRevision(reading, text, fact)
}

type Revised = Told<'proposal.submitted' | 'proposal.amended'>['fact']

/** All positions and confirmations fall, objections stand, a new consultation begins (O6). */
function newRevision(reading: Reading, draft: Draft, { revision, notice, dueAt }: Revised): Fault {
  reading.draft = draft
  reading.revision = revision
  reading.revisedAt = reading.place
  reading.stage = 0
  reading.counting = new Set()
  reading.supporting = new Set()
  return omitsNobody(reading, draft) ?? giveNotice(reading, notice) ?? setDue(reading, dueAt)
}

/** A new charter names everybody who has not left (F2). */
function omitsNobody({ present }: Reading, { content }: Draft): Fault {
  if (content.charter === undefined) return null
  const named = new Set(content.charter.partners.map(partner => partner.id))
  const omitted = [...present.keys()].find(partner => !named.has(partner))
  return omitted === undefined ? null : `the new charter omits ${omitted} (F2)`
}

/** Notice reaches a partner through persons whom it mandated, or not at all (C1). */
function giveNotice(reading: Reading, notices: Revised['notice']): Fault {
  return firstFault(notices, ({ partner, persons }) => {
    const stranger = persons.find(person => !isMandated(reading, person, partner))
    const presence = reading.present.get(partner)
    const isFirst = persons.length > 0 && presence && presence.noticedAt < reading.revisedAt
    if (isFirst) presence.noticedAt = reading.place
    if (stranger === undefined) return null
    return `notice to ${partner} went to ${stranger}, who has no mandate of it (C1)`
  })
}

/** Ends the call and voids all confirmations; a newcomer is told, and promised time (F3, F6). */
function circleChanged(reading: Reading, { fact }: Told<'circle.changed'>): Fault {
  if (reading.revision === 0) return null
  const isTold = fact.joined === reading.untold?.joined && fact.left === reading.untold?.left
  if (!isTold) return 'tells of a change of the circle that the facts of the charter do not (F6)'
  reading.untold = null
  reading.changedAt = reading.place
  if (fact.notBefore !== null && fact.notBefore > reading.notBefore) reading.notBefore = fact.notBefore
  return giveNotice(reading, fact.notice) ?? moveDue(reading, fact.dueAt ?? reading.dueAt)
}

// --- Where partners stand (C2, C3, C6, O1, O2) ---------------------------------------------------

function positionTaken(reading: Reading, { by, asked, fact }: Told<'position.taken'>): Fault {
  const { partner, role } = fact
  if (role === 'opgaveregisseur') return `${role} takes no positions (C2)`
  if (reading.openOf.get(partner)?.size) return `${partner} has an objection open (O2)`
  const presence = reading.present.get(partner) ?? newPresence(partner)
  presence.spokeAt = reading.place
  presence.said = asked
  countNoLonger(reading, partner)
  if (!asked.provisional) reading.counting.add(partner)
  if (!asked.provisional && asked.position !== 'standAside') reading.supporting.add(partner)
  return onText(reading, asked.revision, fact.digest) ?? speaks(reading, by, partner, role)
}

/** Exactly the text before the partners: its number and its digest (J2). */
function onText({ revision, draft }: Reading, askedRevision: number, digest: string): Fault {
  if (revision === 0) return 'the proposal was not submitted (C1)'
  if (askedRevision !== revision) return `is about revision ${askedRevision}, not ${revision} (C2)`
  return digest === draft?.marks.digest ? null : `is about another text than revision ${revision} (C2)`
}

function countNoLonger(reading: Reading, partner: string): void {
  reading.counting.delete(partner)
  reading.supporting.delete(partner)
}

/** Voids the own position and all confirmations, and ends the call (O1). */
function objectionRaised(reading: Reading, { by, asked, fact }: Told<'objection.raised'>): Fault {
  const { partner, objection } = fact
  if (reading.revision === 0) return 'the proposal was not submitted (C1)'
  const name = asked.objection ?? objection
  if (name !== objection) return `was asked as ${name} (O1)`
  if (reading.owners.has(objection)) return `${objection} was raised before (O2)`
  const presence = reading.present.get(partner)
  if (presence) presence.objectedAt = reading.place
  reading.objectedAt = reading.place
  reading.owners.set(objection, partner)
  reading.openOf.set(partner, (reading.openOf.get(partner) ?? new Set()).add(objection))
  countNoLonger(reading, partner)
  return speaks(reading, by, partner)
}

/** Only the partner that raised it lets it go, one by one, on the revision before it (O2). */
function objectionWithdrawn(reading: Reading, { by, asked, fact }: Told<'objection.withdrawn'>): Fault {
  const { partner, digest } = fact
  const { objection } = asked
  const owner = reading.owners.get(objection) ?? 'nobody'
  if (owner !== partner) return `${objection} is an objection of ${owner}, not of ${partner} (O2)`
  const wasOpen = reading.openOf.get(partner)?.delete(objection)
  if (!wasOpen) return `${objection} was let go before (O2)`
  return onText(reading, asked.revision, digest) ?? speaks(reading, by, partner)
}

/** Every partner has a counting position, which none has that objects, and one at least supports (J1, O2). */
function agreed({ present, counting, supporting }: Reading): boolean {
  return counting.size === present.size && supporting.size > 0
}

// --- Call and confirmation (J1, J2) --------------------------------------------------------------

function called(reading: Reading, { fact }: Told<'decision.called'>): Fault {
  const stage = ladder[reading.stage]
  if (fact.stage !== stage) return `called on stage ${fact.stage}, not ${stage} (J1)`
  reading.calledAt = reading.place
  return onText(reading, fact.revision, fact.digest) ?? moveDue(reading, fact.dueAt)
}

function confirmed(reading: Reading, { by, asked, fact }: Told<'confirmation.given'>): Fault {
  const { partner, role, digest } = fact
  const decides = decidingRole(reading)
  if (role !== decides) return `${partner} confirms through ${decides}, not ${role} (J2)`
  const presence = reading.present.get(partner)
  if (presence) presence.confirmedAt = reading.place
  return onText(reading, asked.revision, digest) ?? speaks(reading, by, partner, role)
}

/** As the charter at submission says; a new charter is always confirmed by the stuurgroep seats (F2, J2). */
function decidingRole({ draft, underCharter }: Reading): Role {
  return draft?.content.charter ? 'stuurgroep' : (underCharter?.charter.decidesOn ?? 'stuurgroep')
}

// --- Terms and the ladder (T1, O3, C5) -----------------------------------------------------------

/** At or after a due moment comes the end of the term, then what follows from it, and nothing else (T1). */
function inItsTime({ revision, at, dueAt, termEnded }: Reading, { type }: Fact): Fault {
  if (revision === 0 || at < dueAt || type === 'term.ended') return null
  if (termEnded && (type === 'stage.entered' || type === 'consensus.failed')) return null
  return `the term was due at ${dueAt} (T1)`
}

function termEnded(reading: Reading): Fault {
  if (reading.at < reading.dueAt) return `the term was due at ${reading.dueAt}, nobody ends it early (T1)`
  reading.termEnded = true
  return null
}

function stageEntered(reading: Reading, { fact }: Told<'stage.entered'>): Fault {
  const [now, next] = ladder.slice(reading.stage)
  if (fact.revision !== reading.revision) return `is about revision ${fact.revision}, not the last (O3)`
  if (fact.stage !== next) return `${fact.stage} does not follow ${now} (O3)`
  const isDue = reading.termEnded || reading.before === 'proposal.escalated'
  if (!isDue) return 'no term had ended and nobody escalated (O3)'
  reading.stage += 1
  return setDue(reading, fact.dueAt)
}

function escalated(reading: Reading, { by, asked, fact }: Told<'proposal.escalated'>): Fault {
  const stage = ladder[reading.stage]
  if (asked.stage !== stage || stage === 'consultation') return `nobody can escalate from ${stage} (O3)`
  if (fact.partner !== null) return speaks(reading, by, fact.partner)
  return by === managerOf(reading) ? null : `${by} is not the opgavemanager (O3)`
}

function termExtended(reading: Reading, { by, fact }: Told<'term.extended'>): Fault {
  if (reading.stage > 0) return `${ladder[reading.stage]} knows no extension (C5)`
  return speaks(reading, by, fact.partner) ?? moveDue(reading, fact.dueAt)
}

/** The due moment of a new stage: never before what a newcomer was promised (F3). */
function setDue(reading: Reading, dueAt: string): Fault {
  const { notBefore } = reading
  if (dueAt < notBefore) return `falls due before ${notBefore}, which a newcomer was promised (F3)`
  reading.dueAt = dueAt
  reading.termEnded = false
  return null
}

/** The due moment of a running stage only ever moves away (T1, O8). */
function moveDue(reading: Reading, dueAt: string): Fault {
  if (dueAt < reading.dueAt) return `moves the due moment ${reading.dueAt} forward (T1)`
  return setDue(reading, dueAt)
}

// --- The judgement (invariant 1) -----------------------------------------------------------------

function judgement(reading: Reading, decision: Told<'decision.taken'>['fact']): Fault {
  const partners = [...reading.present.values()]
  return (
    circleIsTold(reading, decision) ??
    changesTheCharterInForce(reading) ??
    firstFault(partners, presence => wasAsked(reading, presence)) ??
    firstFault(partners, presence => agrees(reading, presence)) ??
    wasCalled(reading) ??
    firstFault(partners, presence => hasConfirmed(reading, presence)) ??
    (reading.before === 'confirmation.given' ? null : 'the decision does not follow from a confirmation (J3)')
  )
}

/** Decided by the partners of this moment, all of them and nobody else, at least two (F4, F6). */
function circleIsTold({ present, untold }: Reading, { partners }: Told<'decision.taken'>['fact']): Fault {
  if (untold !== null) return untoldFault
  if (present.size < 2) return 'fewer than two partners were left to decide (F4)'
  const stranger = partners.find(partner => !present.has(partner))
  if (stranger !== undefined) return `the decision names ${stranger}, which is no partner (F4)`
  const named = new Set(partners)
  if (named.size < partners.length) return 'the decision names a partner twice (J2)'
  const missing = [...present.keys()].find(partner => !named.has(partner))
  return missing === undefined ? null : `the decision does not name ${missing} (J2)`
}

/** A proposal for a charter ends once the charter that it changes is replaced (F2). */
function changesTheCharterInForce({ inForce, draft }: Reading): Fault {
  if (draft?.content.charter === undefined || draft.marks.changes === inForce?.digest) return null
  return 'the charter that it changes is not in force (F2)'
}

/** Given notice of the last revision, then spoken on it (C1, C2, C4). */
function wasAsked({ revision, revisedAt }: Reading, { partner, noticedAt, spokeAt }: Presence): Fault {
  if (noticedAt < revisedAt) return `${partner} was given no notice of revision ${revision} (C1)`
  if (spokeAt < revisedAt) return `${partner} took no position on revision ${revision} (C4)`
  if (spokeAt < noticedAt) return `${partner} took its position before it was given notice (F3)`
  return null
}

/** Its last word counts, is reasoned where it must be, and no objection stands against it (C3, C6, O1). */
function agrees({ draft, openOf }: Reading, { partner, said, spokeAt, objectedAt }: Presence): Fault {
  if (said === null) return `${partner} took no position (C4)`
  const { position, provisional, reason = '' } = said
  const [open] = openOf.get(partner) ?? []
  if (open !== undefined) return `${partner} has ${open} open (O2)`
  if (provisional) return `${partner} took its last position provisionally (C6)`
  if (objectedAt > spokeAt) return `${partner} objected after its last position (O1)`
  const gives = draft?.content.commitments?.some(commitment => commitment.partner === partner)
  if (position === 'standAside' && gives) return `${partner} stands aside but gives a commitment (C3)`
  const isUnreasoned = position === 'reservation' && !visible.test(reason)
  return isUnreasoned ? `${partner} gave no reason for its reservation (C3)` : null
}

/** One character that a reader sees. */
const visible = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{M}\p{N}\p{P}\p{S}]/u

/** Called on this agreement: nothing since has ended the call (J1). */
function wasCalled({ supporting, calledAt, revisedAt, changedAt, disagreedAt }: Reading): Fault {
  if (supporting.size === 0) return 'every partner stands aside (C3)'
  if (calledAt < revisedAt) return 'the decision was not called on the last revision (J1)'
  if (calledAt < changedAt) return 'the decision was not called after the last change of the circle (F6)'
  if (calledAt <= disagreedAt) return 'the decision was not called after the partners came to agree (J1)'
  return null
}

/** Confirmed after everything that voids a confirmation: of all partners, and of its own (J2, F6, O1, C2). */
function hasConfirmed(reading: Reading, { partner, confirmedAt, spokeAt }: Presence): Fault {
  const { revision, revisedAt, changedAt, objectedAt, calledAt } = reading
  if (confirmedAt < revisedAt) return `${partner} did not confirm revision ${revision} (J2)`
  if (confirmedAt < changedAt) return `${partner} confirmed before the last change of the circle (F6)`
  if (confirmedAt < objectedAt) return `${partner} confirmed before the last objection (O1)`
  if (confirmedAt < spokeAt) return `${partner} confirmed before its own last position (C2)`
  if (confirmedAt < calledAt) return `${partner} confirmed before the last call (J1)`
  return null
}

function firstFault<T>(list: readonly T[], faultOf: (element: T) => Fault): Fault {
  for (const element of list) {
    const fault = faultOf(element)
    if (fault !== null) return fault
  }
  return null
}
