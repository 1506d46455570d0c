// The gate: says from the recorded facts alone whether a joint decision bypassed nobody.

// It is a second opinion. It shares nothing with the machine that admits facts but the names of the facts: it
// works out for itself who the partners are, who speaks for them and what each of them said, and believes no
// fact that sums up.

import type { CharterAct } from '../charter/acts.ts'
import type { CharterInput, Role } from '../charter/charter.ts'
import type { CharterFact } from '../charter/facts.ts'
import type { ProposalActInput, Stage } from './acts.ts'
import type { ContentInput } from './content.ts'
import type { ProposalFact } from './facts.ts'

type Fact = ProposalFact | CharterFact
type Asked = ProposalActInput | CharterAct

/** One recorded fact as the log holds it. `asked` is the act as it was asked, on its first fact only. */
export interface RecordedFact {
  readonly matter: string
  readonly at: string
  readonly by?: string | undefined
  readonly asked?: Asked | undefined
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
  const fault = asItWasAsked(entry) ?? hear(reading, entry)
  if (!agreed(reading)) reading.disagreedAt = place
  const isDecision = entry.fact.type === 'decision.taken'
  if (entry.matter === reading.matter && !isDecision) reading.before = entry.fact.type
  return fault
}

// --- What was read so far ------------------------------------------------------------------------

const charterMatter = 'charter'
/** The place of what has not happened: before every other place. */
const never = -1

/** A partner from its joining to its leaving; one that returns begins anew, nothing it said counts (F4). */
interface Presence {
  readonly partner: string
  noticedAt: number
  position: Position | null
  objectedAt: number
  confirmedAt: number
}

interface Position {
  readonly place: number
  readonly kind: 'consent' | 'reservation' | 'standAside'
  readonly reason: string
  readonly provisional: boolean
}

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

interface Circle {
  proposed: CharterText | null
  inForce: CharterText | null
  /** The digest that each partner signed. */
  readonly signed: Map<string, string>
  readonly present: Map<string, Presence>
  readonly mandates: Map<string, Mandate>
  readonly leftAt: Map<string, number>
}

/** The text before the partners, from the draft or the last amendment. */
interface Draft {
  readonly author: string | null
  readonly place: number
  readonly digest: string
  readonly changes: string | undefined
  readonly content: ContentInput
}

interface Reading {
  readonly matter: string
  readonly circle: Circle
  /** The fact being read: its place in the record and its moment. */
  place: number
  at: string
  /** The type of the matter's last fact, the decision left aside. */
  before: Fact['type'] | null
  draft: Draft | null
  /** 0 until submitted. */
  revision: number
  revisedAt: number
  underCharter: CharterText | null
  /** Index on the ladder. */
  stage: number
  dueAt: string
  notBefore: string
  termEnded: boolean
  /** Present partners whose position on this revision counts, and those of them that support it. */
  counting: Set<string>
  supporting: Set<string>
  /** The partner that raised each objection; the objections that each partner has open, present or not. */
  readonly owners: Map<string, string>
  readonly openOf: Map<string, Set<string>>
  /** The change of the circle that the matter has not been told of. */
  untold: string | null
  changedAt: number
  objectedAt: number
  disagreedAt: number
  calledAt: number
}

function newReading(matter: string): Reading {
  return {
    matter,
    circle: newCircle(),
    place: never,
    at: '',
    before: null,
    draft: null,
    revision: 0,
    revisedAt: never,
    underCharter: null,
    stage: 0,
    dueAt: '',
    notBefore: '',
    termEnded: false,
    counting: new Set(),
    supporting: new Set(),
    owners: new Map(),
    openOf: new Map(),
    untold: null,
    changedAt: never,
    objectedAt: never,
    disagreedAt: never,
    calledAt: never,
  }
}

function newCircle(): Circle {
  return {
    proposed: null,
    inForce: null,
    signed: new Map(),
    present: new Map(),
    mandates: new Map(),
    leftAt: new Map(),
  }
}

// --- Whose act it was (W1) -----------------------------------------------------------------------

/** The act behind each fact; a fact not named here is nobody's: it follows from others. */
const actBehind = {
  'charter.proposed': 'proposeCharter',
  'charter.signed': 'signCharter',
  'partner.left': 'leaveCollaboration',
  'mandate.given': 'giveMandate',
  'mandate.withdrawn': 'withdrawMandate',
  'proposal.drafted': 'draftProposal',
  'draft.revised': 'reviseDraft',
  'proposal.submitted': 'submitProposal',
  'proposal.amended': 'amendProposal',
  'proposal.withdrawn': 'withdrawProposal',
  'comment.made': 'comment',
  'position.taken': 'takePosition',
  'objection.raised': 'raiseObjection',
  'objection.answered': 'answerObjection',
  'objection.withdrawn': 'withdrawObjection',
  'term.extended': 'extendTerm',
  'proposal.escalated': 'escalate',
  'confirmation.given': 'confirmDecision',
  'term.ended': 'endTerm',
} as const satisfies Partial<Record<Fact['type'], Asked['act']>>

type ActBehind<T> = T extends keyof typeof actBehind
  ? Extract<Asked, { act: (typeof actBehind)[T] }>
  : undefined

/** A fact that was found to be as it was asked, by the person named. */
interface Told<T extends Fact['type']> {
  readonly by: string
  readonly asked: ActBehind<T>
  readonly fact: Extract<Fact, { type: T }>
}

function asItWasAsked(entry: RecordedFact): Fault {
  const { by, asked, fact, matter } = entry
  const act: Asked['act'] | undefined = actBehind[fact.type as keyof typeof actBehind]
  if (asked?.act !== act) return `was asked as ${asked?.act ?? 'nothing'}, should be ${act ?? 'nothing'} (W1)`
  if (act === undefined || act === 'endTerm')
    return by === undefined ? null : `is nobody's act, not ${by}'s (W1)`
  if (by === undefined) return 'names nobody (W1)'
  if (asked?.by !== by) return `was asked by ${asked?.by ?? 'nobody'}, not by ${by} (W1)`
  if ('proposal' in asked && (asked.proposal ?? matter) !== matter)
    return `was asked about ${asked.proposal} (W2)`
  return null
}

/** Why this person cannot speak for this partner now, in this role or, without one, in any (W1). */
function speaks({ circle, at }: Reading, person: string, partner: string, role?: Role): Fault {
  if (!circle.present.has(partner)) return `${partner} is no partner (F4)`
  if (person === managerOf(circle)) return `${person} is the opgavemanager, who speaks for no partner (W1)`
  if (isMandated(circle, at, person, partner, role)) return null
  return `${person} has no mandate of ${partner}${role === undefined ? '' : ` for ${role}`} (W1)`
}

function isMandated(circle: Circle, at: string, person: string, partner: string, role?: Role): boolean {
  const mandate = circle.mandates.get(person)
  return mandate?.of.partner === partner && isLive(circle, at, mandate, role)
}

function isLive(circle: Circle, at: string, mandate: Mandate, role?: Role): boolean {
  if (circle.present.get(mandate.of.partner) !== mandate.of) return false
  const ends = role === undefined ? [...mandate.ends.values()] : [mandate.ends.get(role)]
  return ends.some(end => end !== undefined && (end === null || at < end))
}

function managerOf(circle: Circle): string | undefined {
  return circle.inForce?.charter.opgavemanager.id
}

/** The author's own people; or the opgavemanager, as author or for a partner that left since (D3, F4). */
function byAuthor(reading: Reading, { author, place }: Draft, person: string): Fault {
  const { circle, at } = reading
  const isOffice = author === null || (circle.leftAt.get(author) ?? never) > place
  if (isOffice && person === managerOf(circle)) return null
  if (author !== null && isMandated(circle, at, person, author)) return null
  return `${person} does not act for the author, ${author ?? 'the opgavemanager'} (D3)`
}

// --- What each fact changes ----------------------------------------------------------------------

type Listener<T extends Fact['type']> = (reading: Reading, told: Told<T>) => Fault
type AnyListener = (reading: Reading, told: never) => Fault
type Listeners<T extends Fact['type']> = { readonly [type in T]: Listener<type> }

function hear(reading: Reading, entry: RecordedFact): Fault {
  const { matter, fact } = entry
  const isCharter = matter === charterMatter
  const listeners: Readonly<Record<string, AnyListener>> = isCharter ? charterListeners : matterListeners
  const listen = listeners[fact.type]
  if (listen === undefined) return `does not belong in ${matter}`
  return (isCharter ? null : inItsTime(reading, fact)) ?? listen(reading, entry as never)
}

const nothing = (): Fault => null

const charterListeners: Listeners<CharterFact['type']> = {
  'charter.proposed': charterProposed,
  'charter.signed': charterSigned,
  'collaboration.founded': founded,
  'partner.joined': joined,
  'partner.left': left,
  'mandate.given': mandateGiven,
  'mandate.withdrawn': mandateWithdrawn,
  'charter.replaced': charterReplaced,
}

// Comments and answers decide nothing and close nothing (D1, O4).
const matterListeners: Listeners<ProposalFact['type']> = {
  'proposal.drafted': drafted,
  'draft.revised': draftRevised,
  'proposal.submitted': submitted,
  'proposal.amended': amended,
  'proposal.withdrawn': () => 'the proposal ended here, undecided (D3)',
  'comment.made': nothing,
  'position.taken': positionTaken,
  'objection.raised': objectionRaised,
  'objection.answered': nothing,
  'objection.withdrawn': objectionWithdrawn,
  'term.extended': termExtended,
  'proposal.escalated': escalated,
  'term.ended': termEnded,
  'stage.entered': stageEntered,
  'decision.called': called,
  'confirmation.given': confirmed,
  'decision.taken': decided,
  'consensus.failed': () => 'the proposal ended here, undecided (O7)',
  'circle.changed': circleChanged,
}

// --- The charter and its circle (F1 to F4, W1) ---------------------------------------------------

function textOf(digest: string, charter: CharterInput, place: number, barred: string[] = []): CharterText {
  const named = new Map(charter.partners.map(partner => [partner.id, partner]))
  return { digest, place, charter, named, barred: new Set(barred) }
}

/** Another text voids the signatures, the same keeps them; later only a decision changes it (F1, F2). */
function charterProposed({ circle, place }: Reading, { asked, fact }: Told<'charter.proposed'>): Fault {
  if (circle.inForce !== null || circle.proposed?.digest === fact.digest) return null
  circle.proposed = textOf(fact.digest, asked.charter, place)
  circle.signed.clear()
  return null
}

function charterSigned(reading: Reading, { by, asked, fact }: Told<'charter.signed'>): Fault {
  const { circle } = reading
  const text = circle.inForce ?? circle.proposed
  if (asked.charter !== text?.digest) return `${fact.partner} signed another text than the one before it (F1)`
  const person = text.named.get(fact.partner)?.people.find(({ id }) => id === by)
  if (!person?.roles.includes('stuurgroep'))
    return `${by} has no stuurgroep seat of ${fact.partner} in that text (F1)`
  circle.signed.set(fact.partner, text.digest)
  return freeFor(reading, by, fact.partner)
}

function founded(reading: Reading, { fact }: Told<'collaboration.founded'>): Fault {
  const { circle } = reading
  const text = circle.proposed
  if (circle.inForce !== null) return 'founded twice (F1)'
  if (text === null || text.digest !== fact.charter)
    return 'founded on another text than the one proposed (F1)'
  const unsigned = text.charter.partners.find(partner => !circle.signed.has(partner.id))
  if (unsigned) return `${unsigned.id} had not signed (F1)`
  const founders = new Set(fact.partners)
  const same = founders.size === text.named.size && [...founders].every(id => text.named.has(id))
  if (!same) return 'founded by others than the charter names (F1)'
  circle.inForce = text
  return firstFault(text.charter.partners, ({ id, people }) => enter(reading, id, people))
}

function joined(reading: Reading, { fact }: Told<'partner.joined'>): Fault {
  const { partner, people } = fact
  const fault = mayJoin(reading, partner)
  if (fault !== null) return fault
  const named = reading.circle.inForce?.named.get(partner)?.people ?? []
  const ids = new Set(named.map(({ id }) => id))
  const stranger = people.find(person => !ids.has(person))
  if (stranger !== undefined) return `${stranger} is not named for ${partner} in the charter in force (W1)`
  const chosen = new Set(people)
  const newcomers = named.filter(({ id }) => chosen.has(id))
  return enter(reading, partner, newcomers) ?? changeCircle(reading, `${partner} joined`)
}

/** A newcomer signed the charter in force; who left comes back only under a later one (F3, F4). */
function mayJoin({ circle }: Reading, partner: string): Fault {
  const text = circle.inForce
  if (circle.present.has(partner)) return `${partner} is a partner already (F3)`
  if (!text?.named.has(partner)) return `${partner} is not named in the charter in force (F3)`
  if (circle.signed.get(partner) !== text.digest) return `${partner} had not signed the charter in force (F3)`
  const leftAt = circle.leftAt.get(partner) ?? never
  if (leftAt > text.place || text.barred.has(partner))
    return `${partner} left, and no charter since lets it return (F4)`
  return null
}

function left(reading: Reading, { by, fact }: Told<'partner.left'>): Fault {
  const { circle, place } = reading
  const fault = speaks(reading, by, fact.partner, 'stuurgroep')
  if (fault !== null) return fault
  circle.present.delete(fact.partner)
  circle.signed.delete(fact.partner)
  circle.leftAt.set(fact.partner, place)
  countNoLonger(reading, fact.partner)
  return changeCircle(reading, `${fact.partner} left`)
}

/** The matter is told of every change of the circle, before the next one (F6). */
function changeCircle(reading: Reading, change: string): Fault {
  if (reading.revision === 0) return null
  if (reading.untold !== null) return untoldFault(reading.untold)
  reading.untold = change
  return null
}

type Roles = readonly Role[]
type People = readonly { readonly id: string; readonly roles: Roles }[]

function enter(reading: Reading, partner: string, people: People): Fault {
  const { circle } = reading
  const presence = { partner, noticedAt: never, position: null, objectedAt: never, confirmedAt: never }
  circle.present.set(partner, presence)
  return firstFault(people, ({ id, roles }) => mandate(reading, id, presence, roles, null))
}

function mandateGiven(reading: Reading, { by, asked, fact }: Told<'mandate.given'>): Fault {
  const fault = speaks(reading, by, fact.partner, 'stuurgroep')
  const presence = reading.circle.present.get(fact.partner)
  if (fault !== null || presence === undefined) return fault
  const endsAsAsked = (asked.until === undefined) === (fact.endsAt === undefined)
  if (!endsAsAsked) return `the mandate of ${asked.person} does not end as it was asked (W1)`
  return mandate(reading, asked.person, presence, asked.roles, fact.endsAt ?? null)
}

/** A mandate adds roles; a role given again takes the new end (W1). */
function mandate(reading: Reading, person: string, of: Presence, roles: Roles, end: string | null): Fault {
  const { mandates } = reading.circle
  const held = mandates.get(person)
  const ends = new Map(held?.of === of ? held.ends : [])
  for (const role of roles) ends.set(role, end)
  const fault = freeFor(reading, person, of.partner)
  mandates.set(person, { of, ends })
  return fault
}

/** Nobody speaks for two partners, the opgavemanager speaks for none (W1). */
function freeFor({ circle, at }: Reading, person: string, partner: string): Fault {
  if (person === managerOf(circle)) return `${person} is the opgavemanager, who speaks for no partner (W1)`
  const held = circle.mandates.get(person)
  if (held === undefined || held.of.partner === partner || !isLive(circle, at, held)) return null
  return `${person} would speak for ${held.of.partner} and ${partner} (W1)`
}

function mandateWithdrawn(reading: Reading, { by, asked, fact }: Told<'mandate.withdrawn'>): Fault {
  const fault = speaks(reading, by, fact.partner, 'stuurgroep')
  if (fault !== null) return fault
  const held = reading.circle.mandates.get(asked.person)
  if (held?.of.partner !== fact.partner)
    return `${asked.person} has no mandate of ${fact.partner} to withdraw (W1)`
  const unasked = fact.roles.find(role => asked.roles?.includes(role) === false)
  if (unasked !== undefined) return `nobody asked to withdraw ${unasked} (W1)`
  for (const role of fact.roles) held.ends.delete(role)
  return null
}

/** In force from here on; partners and mandates stay as they are, newcomers join later (F2, F3). */
function charterReplaced({ circle, place }: Reading, { fact }: Told<'charter.replaced'>): Fault {
  if (circle.inForce === null) return 'no charter was in force (F1)'
  circle.inForce = textOf(fact.digest, fact.charter, place, fact.barred)
  return null
}

// --- The text, and who was told (C1, D2, O6, F3) -------------------------------------------------

function drafted(reading: Reading, { by, asked, fact }: Told<'proposal.drafted'>): Fault {
  if (reading.draft !== null) return 'drafted twice (D1)'
  const { digest, changes } = fact
  reading.draft = { author: fact.author.partner, place: reading.place, digest, changes, content: asked }
  return byAuthor(reading, reading.draft, by)
}

function draftRevised(reading: Reading, { by, asked, fact }: Told<'draft.revised'>): Fault {
  if (reading.draft === null || reading.revision > 0) return 'there is no draft to revise (D2)'
  const { digest, changes } = fact
  reading.draft = { ...reading.draft, digest, changes, content: asked }
  return byAuthor(reading, reading.draft, by)
}

function submitted(reading: Reading, { by, fact }: Told<'proposal.submitted'>): Fault {
  const { draft, circle } = reading
  if (draft === null || reading.revision > 0) return 'there is no draft to submit (D2)'
  if (fact.digest !== draft.digest) return 'another text than the draft was submitted (D2)'
  if (fact.charter !== circle.inForce?.digest)
    return 'submitted under another charter than the one in force (F2)'
  reading.underCharter = circle.inForce
  return byAuthor(reading, draft, by) ?? newRevision(reading, draft, fact)
}

function amended(reading: Reading, { by, asked, fact }: Told<'proposal.amended'>): Fault {
  const { draft, revision } = reading
  if (draft === null || fact.revision !== revision + 1 || revision === 0)
    return `revision ${fact.revision} does not follow (O6)`
  const { digest, changes } = fact
  return (
    byAuthor(reading, draft, by) ?? newRevision(reading, { ...draft, digest, changes, content: asked }, fact)
  )
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
function omitsNobody({ circle }: Reading, { content }: Draft): Fault {
  if (content.charter === undefined) return null
  const named = new Set(content.charter.partners.map(partner => partner.id))
  const omitted = [...circle.present.keys()].find(partner => !named.has(partner))
  return omitted === undefined ? null : `the new charter omits ${omitted} (F2)`
}

type Notices = Told<'proposal.submitted'>['fact']['notice']

/** Notice reaches a partner through persons whom it mandated, or not at all (C1). */
function giveNotice(reading: Reading, notices: Notices): Fault {
  return firstFault(notices, ({ partner, persons }) => {
    const stranger = persons.find(person => !isMandated(reading.circle, reading.at, person, partner))
    if (stranger !== undefined)
      return `notice to ${partner} went to ${stranger}, who has no mandate of it (C1)`
    const presence = reading.circle.present.get(partner)
    if (presence && persons.length > 0 && presence.noticedAt < reading.revisedAt)
      presence.noticedAt = reading.place
    return null
  })
}

/** Ends the call and voids all confirmations; a newcomer is told, and promised time (F3, F6). */
function circleChanged(reading: Reading, { fact }: Told<'circle.changed'>): Fault {
  if (reading.revision === 0) return null
  const change = changeIn(fact)
  if (change !== reading.untold) return `${change}, says this fact, but the facts of the charter do not (F6)`
  reading.untold = null
  reading.changedAt = reading.place
  if (fact.notBefore !== null && fact.notBefore > reading.notBefore) reading.notBefore = fact.notBefore
  return giveNotice(reading, fact.notice) ?? moveDue(reading, fact.dueAt ?? reading.dueAt)
}

function changeIn({ joined, left }: Told<'circle.changed'>['fact']): string {
  const changes = [joined === null ? [] : `${joined} joined`, left === null ? [] : `${left} left`]
  return changes.flat().join(' and ')
}

// --- Where partners stand (C2, C3, C6, O1, O2) ---------------------------------------------------

function positionTaken(reading: Reading, { by, asked, fact }: Told<'position.taken'>): Fault {
  const { partner, role } = fact
  if (role === 'opgaveregisseur') return `${role} takes no positions (C2)`
  const fault = onText(reading, asked.revision, fact.digest) ?? speaks(reading, by, partner, role)
  if (fault !== null) return fault
  if (reading.openOf.get(partner)?.size) return `${partner} has an objection open (O2)`
  const { position: kind, reason = '', provisional = false } = asked
  const presence = reading.circle.present.get(partner)
  if (presence) presence.position = { place: reading.place, kind, reason, provisional }
  countNoLonger(reading, partner)
  if (!provisional) reading.counting.add(partner)
  if (!provisional && kind !== 'standAside') reading.supporting.add(partner)
  return null
}

/** Exactly the text before the partners: its number and its digest (J2). */
function onText({ revision, draft }: Reading, askedRevision: number, digest: string): Fault {
  if (revision === 0) return 'the proposal was not submitted (C1)'
  if (askedRevision !== revision) return `is about revision ${askedRevision}, not ${revision} (C2)`
  return digest === draft?.digest ? null : `is about another text than revision ${revision} (C2)`
}

function countNoLonger(reading: Reading, partner: string): void {
  reading.counting.delete(partner)
  reading.supporting.delete(partner)
}

/** Voids the own position and all confirmations, and ends the call (O1). */
function objectionRaised(reading: Reading, { by, asked, fact }: Told<'objection.raised'>): Fault {
  const { partner, objection } = fact
  if (reading.revision === 0) return 'the proposal was not submitted (C1)'
  if (asked.objection !== undefined && asked.objection !== objection)
    return `was asked as ${asked.objection} (O1)`
  if (reading.owners.has(objection)) return `${objection} was raised before (O2)`
  const presence = reading.circle.present.get(partner)
  if (presence) presence.objectedAt = reading.place
  reading.objectedAt = reading.place
  reading.owners.set(objection, partner)
  reading.openOf.set(partner, (reading.openOf.get(partner) ?? new Set()).add(objection))
  countNoLonger(reading, partner)
  return speaks(reading, by, partner)
}

/** Only the partner that raised it lets it go, one by one, on the revision before it (O2). */
function objectionWithdrawn(reading: Reading, { by, asked, fact }: Told<'objection.withdrawn'>): Fault {
  const { partner } = fact
  const open = reading.openOf.get(partner)
  const owner = reading.owners.get(asked.objection)
  if (owner !== partner)
    return `${asked.objection} is an objection of ${owner ?? 'nobody'}, not of ${partner} (O2)`
  if (!open?.delete(asked.objection)) return `${asked.objection} was let go before (O2)`
  return onText(reading, asked.revision, fact.digest) ?? speaks(reading, by, partner)
}

/** Every partner has a counting position, which none has that objects, and one at least supports (J1, O2). */
function agreed({ circle, counting, supporting }: Reading): boolean {
  return counting.size === circle.present.size && supporting.size > 0
}

// --- Call and confirmation (J1, J2) --------------------------------------------------------------

function called(reading: Reading, { fact }: Told<'decision.called'>): Fault {
  if (fact.stage !== ladder[reading.stage])
    return `called on stage ${fact.stage}, not ${ladder[reading.stage]} (J1)`
  reading.calledAt = reading.place
  return onText(reading, fact.revision, fact.digest) ?? moveDue(reading, fact.dueAt)
}

function confirmed(reading: Reading, { by, asked, fact }: Told<'confirmation.given'>): Fault {
  const { partner, role, digest } = fact
  const decides = decidingRole(reading)
  if (role !== decides) return `${partner} confirms through ${decides}, not ${role} (J2)`
  const presence = reading.circle.present.get(partner)
  if (presence) presence.confirmedAt = reading.place
  return onText(reading, asked.revision, digest) ?? speaks(reading, by, partner, role)
}

function decided(reading: Reading, { fact }: Told<'decision.taken'>): Fault {
  return onText(reading, fact.revision, fact.digest)
}

/** As the charter at submission says; a new charter is always confirmed by the stuurgroep seats (F2, J2). */
function decidingRole({ draft, underCharter }: Reading): Role {
  if (draft?.content.charter !== undefined) return 'stuurgroep'
  return underCharter?.charter.decidesOn ?? 'stuurgroep'
}

// --- Terms and the ladder (T1, O3, C5) -----------------------------------------------------------

const ladder: readonly Stage[] = ['consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep']

/** At or after a due moment comes the end of the term, then what follows from it, and nothing else (T1). */
function inItsTime({ revision, at, dueAt, termEnded }: Reading, { type }: Fact): Fault {
  if (revision === 0 || at < dueAt || type === 'term.ended') return null
  if (termEnded && (type === 'stage.entered' || type === 'consensus.failed')) return null
  return `the term was due at ${dueAt} (T1)`
}

function termEnded(reading: Reading): Fault {
  if (reading.revision === 0) return 'the proposal was not submitted (C1)'
  if (reading.at < reading.dueAt) return `the term was due at ${reading.dueAt}, nobody ends it early (T1)`
  reading.termEnded = true
  return null
}

function stageEntered(reading: Reading, { fact }: Told<'stage.entered'>): Fault {
  if (fact.revision !== reading.revision)
    return `is about revision ${fact.revision}, not ${reading.revision} (O3)`
  if (fact.stage !== ladder[reading.stage + 1])
    return `${fact.stage} does not follow ${ladder[reading.stage]} (O3)`
  const isDue = reading.termEnded || reading.before === 'proposal.escalated'
  if (!isDue) return 'no term had ended and nobody escalated (O3)'
  reading.stage += 1
  return setDue(reading, fact.dueAt)
}

function escalated(reading: Reading, { by, asked, fact }: Told<'proposal.escalated'>): Fault {
  const stage = ladder[reading.stage]
  if (asked.stage !== stage || stage === 'consultation') return `nobody can escalate from ${stage} (O3)`
  if (fact.partner !== null) return speaks(reading, by, fact.partner)
  return by === managerOf(reading.circle) ? null : `${by} is not the opgavemanager (O3)`
}

function termExtended(reading: Reading, { by, fact }: Told<'term.extended'>): Fault {
  if (reading.stage > 0) return `${ladder[reading.stage]} knows no extension (C5)`
  return speaks(reading, by, fact.partner) ?? moveDue(reading, fact.dueAt)
}

/** The due moment of a new stage: never before what a newcomer was promised (F3). */
function setDue(reading: Reading, dueAt: string): Fault {
  if (dueAt < reading.notBefore)
    return `falls due before ${reading.notBefore}, which a newcomer was promised (F3)`
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

type Decision = Told<'decision.taken'>['fact']

function judgement(reading: Reading, decision: Decision): Fault {
  const partners = [...reading.circle.present.values()]
  return (
    circleIsTold(reading, decision) ??
    changesTheCharterInForce(reading) ??
    firstFault(partners, presence => wasAsked(reading, presence)) ??
    firstFault(partners, presence => agrees(reading, presence)) ??
    wasCalled(reading) ??
    firstFault(partners, presence => hasConfirmed(reading, presence)) ??
    endsWithConfirmation(reading)
  )
}

/** Decided by the partners of this moment, all of them and nobody else, at least two (F4, F6). */
function circleIsTold({ circle: { present }, untold }: Reading, { partners }: Decision): Fault {
  if (untold !== null) return untoldFault(untold)
  if (present.size < 2) return 'fewer than two partners were left to decide (F4)'
  const stranger = partners.find(partner => !present.has(partner))
  if (stranger !== undefined) return `the decision names ${stranger}, which is no partner (F4)`
  const named = new Set(partners)
  if (named.size < partners.length) return 'the decision names a partner twice (J2)'
  const missing = [...present.keys()].find(partner => !named.has(partner))
  return missing === undefined ? null : `the decision does not name ${missing} (J2)`
}

function untoldFault(change: string): string {
  return `${change}, and the proposal was not told (F6)`
}

/** A proposal for a charter ends once the charter that it changes is replaced (F2). */
function changesTheCharterInForce({ circle, draft }: Reading): Fault {
  if (draft?.content.charter === undefined || draft.changes === circle.inForce?.digest) return null
  return 'the charter that it changes is not in force (F2)'
}

/** Given notice of the last revision, then spoken on it (C1, C2, C4). */
function wasAsked({ revision, revisedAt }: Reading, { partner, noticedAt, position }: Presence): Fault {
  if (noticedAt < revisedAt) return `${partner} was given no notice of revision ${revision} (C1)`
  if (position === null || position.place < revisedAt)
    return `${partner} took no position on revision ${revision} (C4)`
  if (position.place < noticedAt) return `${partner} took its position before it was given notice (F3)`
  return null
}

/** Its last word counts, is reasoned where it must be, and no objection stands against it (C3, C6, O1). */
function agrees({ draft, openOf }: Reading, { partner, position, objectedAt }: Presence): Fault {
  if (position === null) return `${partner} took no position (C4)`
  const [open] = openOf.get(partner) ?? []
  if (open !== undefined) return `${partner} has ${open} open (O2)`
  if (position.provisional) return `${partner} took its last position provisionally (C6)`
  if (objectedAt > position.place) return `${partner} objected after its last position (O1)`
  const gives = draft?.content.commitments?.some(commitment => commitment.partner === partner)
  if (position.kind === 'standAside' && gives) return `${partner} stands aside but gives a commitment (C3)`
  if (position.kind === 'reservation' && !visible.test(position.reason))
    return `${partner} gave no reason for its reservation (C3)`
  return null
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
function hasConfirmed(reading: Reading, { partner, confirmedAt, position }: Presence): Fault {
  const { revision, revisedAt, changedAt, objectedAt, calledAt } = reading
  if (confirmedAt < revisedAt) return `${partner} did not confirm revision ${revision} (J2)`
  if (confirmedAt < changedAt) return `${partner} confirmed before the last change of the circle (F6)`
  if (confirmedAt < objectedAt) return `${partner} confirmed before the last objection (O1)`
  if (confirmedAt < (position?.place ?? never))
    return `${partner} confirmed before its own last position (C2)`
  if (confirmedAt < calledAt) return `${partner} confirmed before the last call (J1)`
  return null
}

function endsWithConfirmation({ before }: Reading): Fault {
  return before === 'confirmation.given' ? null : 'the decision does not follow from a confirmation (J3)'
}

function firstFault<T>(list: readonly T[], faultOf: (element: T) => Fault): Fault {
  for (const element of list) {
    const fault = faultOf(element)
    if (fault !== null) return fault
  }
  return null
}
