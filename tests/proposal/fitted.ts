// Fits what was drawn freely together, here and there, so that each rule is met holding as often as broken.
import type { Charter, CharterInput, Role } from '../../src/charter/charter.ts'
import type { Circle } from '../../src/charter/circle.ts'
import type { ProposalEvent } from '../../src/proposal/event.ts'
import type { ProposalFactType } from '../../src/proposal/facts.ts'
import type { Position, Proposal } from '../../src/proposal/proposal.ts'
import type { Drawn } from './arbitrary.ts'
import {
  above,
  contentUnder,
  counted,
  day,
  digestOf,
  isPresent,
  longest,
  managerOf,
  noticeOf,
  open,
  openOf,
  present,
  rungs,
  silent,
  unconfirmed,
  unmet,
} from './naive.ts'

type Asked = ProposalEvent['asked']
type Fact = Omit<ProposalEvent['fact'], 'type'>
type Loose = () => boolean

/** A number below a hundred that the draw settles, another at each place. */
function throwOf({ first }: Drawn, place: number): number {
  const mixed = Math.imul(first + 0x9e3779b9 * (place + 1), 0x85ebca6b)
  return ((mixed ^ (mixed >>> 13)) >>> 0) % 100
}

/** True as often as the draw is loose, at another place each time it is asked. */
function looseOf(raw: Drawn): Loose {
  let place = 10
  return () => {
    place += 1
    return throwOf(raw, place) < raw.looseness
  }
}

const allRoles = { lijnmanagement: null, opgaveregisseur: null, stuurgroep: null }
export const ownPerson = (partner: string) => `${partner}-1`

/** Every partner has a person of its own with all roles, for ever. */
function fittedCircle({ circle, type, proposal }: Drawn, loose: Loose): Circle {
  const members = Object.entries(circle.members).map(([id, { people }]) => {
    const own = loose() ? {} : { [ownPerson(id)]: allRoles }
    return [id, { people: { ...people, ...own } }] as const
  })
  const own = Object.fromEntries(members.map(([id]) => [ownPerson(id), id]))
  const seen = type === 'circle.changed' ? proposal.circle + 1 : proposal.circle
  return {
    ...circle,
    members: Object.fromEntries(members),
    speaksFor: { ...circle.speaksFor, ...own },
    version: loose() ? circle.version : seen,
  }
}

/** Another charter came into force than the one that this proposal would change. */
const isReplaced = (raw: Drawn) => raw.type === 'consensus.failed' && throwOf(raw, 5) < 40

const isRung = (state: string): state is (typeof rungs)[number] => rungs.some(rung => rung === state)
const later = (from: string, ms: number) => new Date(Date.parse(from) + ms).toISOString()

/** Where the chart stands and what the proposal says of it agree. */
function standing(raw: Drawn, loose: Loose): Partial<Proposal> {
  const { state, proposal, type, at } = raw
  const { dueAt, law, leaving, revision, lastAt } = proposal
  const past = loose() || lastAt <= at ? lastAt : at
  if (!isRung(state))
    return loose()
      ? {}
      : { stage: null, leaving: null, law: null, dueAt: null, notBefore: null, called: false, lastAt: past }
  const ending = type === 'stage.entered' || (type === 'consensus.failed' && !isReplaced(raw))
  const isLater = dueAt !== null && dueAt > at
  const isOver = type === 'term.ended' || (isReplaced(raw) && throwOf(raw, 6) < 40)
  const due = isOver ? at : isLater ? dueAt : later(at, 3 * day)
  return {
    stage: loose() ? proposal.stage : state,
    leaving: loose() ? leaving : ending ? (leaving ?? 'term') : null,
    revision: loose() ? revision : Math.max(1, revision),
    dueAt: loose() ? dueAt : due,
    lastAt: past,
    law: loose() || !law ? law : { ...law, maxRevisions: Math.max(law.maxRevisions, revision + 2) },
  }
}

const consent = (position: Position['position']): Position => ({
  ...{ position, provisional: false, by: 'ann', at: '2026-01-05T09:00:00.000Z' },
})

/** Every present partner agrees, after a call, and some or all of them have confirmed. */
function agreed({ type, proposal, kinds }: Drawn, circle: Circle): Partial<Proposal> {
  const partners = present(circle)
  const positions = partners.map((id, i) => [id, consent(kinds[i] ?? 'consent')])
  const called = type !== 'decision.called'
  const all = type === 'decision.taken' ? partners : partners.slice(1)
  const mark = { by: 'ann', at: proposal.lastAt }
  const objections = Object.entries(proposal.objections).filter(
    ([, it]) => it.withdrawn !== null || !isPresent(circle, it.partner),
  )
  return {
    called,
    positions: Object.fromEntries(positions),
    objections: Object.fromEntries(objections),
    confirmations: Object.fromEntries(called ? all.map(id => [id, mark]) : []),
  }
}

/** A present partner has an objection open. */
function contested({ proposal }: Drawn, circle: Circle): Proposal['objections'] {
  const [partner = ''] = present(circle)
  const said = { by: 'ann', at: proposal.lastAt, reason: 'No.', ground: 'content', revision: 1 } as const
  return { ...proposal.objections, o2: { partner, ...said, answers: [], withdrawn: null } }
}

/** Every present partner has spoken, those that object by objecting alone; all objections were answered here, or but one. */
function spoken(raw: Drawn, circle: Circle): Partial<Proposal> {
  const objections = contested(raw, circle)
  const objecting = Object.values(objections).filter(({ withdrawn }) => withdrawn === null)
  const quiet = present(circle).filter(id => objecting.every(({ partner }) => partner !== id))
  const answered = Object.keys(objections).slice(throwOf(raw, 3) < 30 ? 1 : 0)
  return {
    objections,
    positions: Object.fromEntries(quiet.map(id => [id, consent('consent')])),
    answeredHere: Object.fromEntries(answered.map(id => [id, true as const])),
    called: false,
  }
}

const agreeing: readonly ProposalFactType[] = ['decision.called', 'confirmation.given', 'decision.taken']
const contesting: readonly ProposalFactType[] = ['objection.answered', 'objection.withdrawn']

function voices(raw: Drawn, circle: Circle, loose: Loose): Partial<Proposal> {
  const isAgreed = agreeing.includes(raw.type) || throwOf(raw, 4) < 12
  if (isAgreed && !loose()) return agreed(raw, circle)
  if (raw.type === 'proposal.escalated' && !loose()) return spoken(raw, circle)
  const objections = contesting.includes(raw.type) ? contested(raw, circle) : raw.proposal.objections
  const known = Object.entries(raw.proposal.confirmations).filter(([id]) => isPresent(circle, id))
  return { called: false, objections, confirmations: Object.fromEntries(known) }
}

function fittedContent(raw: Drawn, circle: Circle, loose: Loose) {
  const { proposal, known, state } = raw
  const { content } = proposal
  if (content === null || loose()) return content
  const charter = content.charter && (loose() ? content.charter : fittedCharter(content.charter, circle))
  const isDropped = state === 'drafting' && !loose()
  const { changes: _, charter: __, ...rest } = content
  if (isReplaced(raw) && circle.charter) return { ...rest, charter: circle.charter, changes: 'sha256:0' }
  const marks = charter && !isDropped ? { charter, changes: circle.digest ?? '' } : {}
  return { ...rest, ...marks, ...fittedLists(content, known, circle) } as Proposal['content']
}

type Lists = Pick<Asked, 'commitments' | 'basedOn' | 'replaces'>

function fittedLists(
  { commitments = [], basedOn = [], replaces = [] }: Lists,
  known: readonly string[],
  circle: Circle,
) {
  return {
    commitments: commitments.filter(({ partner }) => isPresent(circle, partner)),
    basedOn: basedOn.filter(id => id !== 'p1' && known.includes(id)),
    replaces: replaces.filter(id => id !== 'p1' && known.includes(id)),
  }
}

/** Names every partner, and brings in nobody who speaks or could be mistaken. */
function fittedCharter<C extends Charter | CharterInput>(charter: C, circle: Circle): C {
  const speaks = (id: string) => Object.keys(circle.speaksFor).includes(id)
  const free = charter.partners.filter(({ id }) => id !== 'Urk' && !isPresent(circle, id))
  const newcomers = free.map(partner => ({
    ...partner,
    people: partner.people.filter(({ id }) => id !== 'Ann' && !speaks(id)),
  }))
  const staying = present(circle).map(id => ({ id, name: id, people: [], meets: [] }))
  const partners = [...staying, ...newcomers]
  const manager = charter.opgavemanager.id
  const opgavemanager = speaks(manager) || manager === 'Ann' ? { id: 'otto' } : charter.opgavemanager
  return { ...charter, partners, opgavemanager }
}

// --- What a fact says, where it fits ---

interface Met {
  readonly raw: Drawn
  readonly proposal: Proposal
  readonly circle: Circle
  readonly at: string
  readonly partner: string
}

const holidays = (charter: CharterInput | undefined) =>
  charter && (charter.calendar?.holidays === 'none' ? 'none' : 'NL/1')

/** The shortest and longest that a term can leave, a moment less, a moment more, and what lies between. */
function dueIn({ raw, proposal, circle }: Met, from: string | null, term: string, floor: string | null) {
  const terms = (proposal.law ?? circle.charter)?.terms
  const days = terms?.[term as keyof typeof terms] ?? 1
  const shortest = days * day - day / 12
  const longestLeft = (2 * days + 14) * day
  const lengths = [shortest, shortest - 1, longestLeft, longestLeft + 1, days * day, days * day, days * day]
  const due = later(from ?? raw.at, lengths[throwOf(raw, 0) % lengths.length] ?? 0)
  return floor !== null && floor > due ? floor : due
}

const noticeAll = ({ circle, at }: Met) => present(circle).map(id => noticeOf(circle, id, at))

function climbing(met: Met): Fact {
  const { proposal, circle, at } = met
  const stage = above(proposal.stage)
  const role: Role = stage === 'stuurgroep' ? 'stuurgroep' : 'lijnmanagement'
  const manager = managerOf(circle, at)
  const address = (id: string) => {
    if (stage !== 'opgavemanager') return noticeOf(circle, id, at, role)
    const { persons } = noticeOf(circle, id, at, 'opgaveregisseur')
    return { partner: id, persons: manager ? [...persons, manager] : persons }
  }
  return {
    ...(stage ? { stage } : {}),
    revision: proposal.revision,
    dueAt: dueIn(met, at, stage ?? 'consultation', proposal.notBefore),
    silences: silent(proposal, circle).map(address),
    unconfirmed: unconfirmed(proposal, circle).map(address),
    unanswered: open(proposal).filter(id => !proposal.answeredHere[id]),
  }
}

const charterMarks = ({ raw, circle }: Met) =>
  raw.asked.charter
    ? { changes: circle.digest ?? 'sha256:0', holidays: holidays(raw.asked.charter) ?? 'NL/1' }
    : { changes: undefined, holidays: undefined }

function changed(met: Met): Fact {
  const { proposal, circle, at, raw } = met
  const { joined, left } = circle.change
  const isLate = joined !== null && proposal.law !== null
  const until = isLate ? dueIn(met, at, 'consultation', proposal.notBefore) : proposal.notBefore
  const { dueAt } = proposal
  const notice = joined === null ? [] : [noticeOf(circle, joined, at)]
  const moved = dueAt !== null && until !== null && dueAt > until ? dueAt : until
  const version = raw.proposal.circle + 1
  return { ...{ joined, left, notice, version, notBefore: until }, dueAt: isLate ? moved : dueAt }
}

const facts: Partial<Record<ProposalFactType, (met: Met) => Fact>> = {
  'proposal.drafted': met => ({
    author: { partner: met.proposal.author === null ? null : met.partner },
    ...charterMarks(met),
  }),
  'draft.revised': charterMarks,
  'proposal.submitted': met => ({
    ...(met.circle.digest ? { charter: met.circle.digest } : {}),
    notice: noticeAll(met),
    dueAt: dueIn(met, met.at, 'consultation', met.proposal.notBefore),
    longestDays: longest(met.circle),
    closesBy:
      longest(met.circle) > 52_000 && throwOf(met.raw, 9) < 60
        ? null
        : later(met.at, longest(met.circle) * day),
  }),
  'proposal.amended': met => ({
    ...charterMarks(met),
    revision: met.proposal.revision + 1,
    notice: noticeAll(met),
    dueAt: dueIn(met, met.at, 'consultation', met.proposal.notBefore),
  }),
  'comment.made': () => ({ comment: 'c9' }),
  'objection.raised': ({ raw }) => ({ objection: raw.asked.objection ?? 'o9' }),
  'objection.answered': ({ proposal }) => ({
    revision: proposal.revision,
    ...(proposal.stage ? { stage: proposal.stage } : {}),
  }),
  'term.extended': met => ({ dueAt: dueIn(met, met.proposal.dueAt, 'extension', null) }),
  'stage.entered': climbing,
  'decision.called': met => ({
    revision: met.proposal.revision,
    ...(met.proposal.stage ? { stage: met.proposal.stage } : {}),
    dueAt: met.proposal.calledHere
      ? met.proposal.dueAt
      : dueIn(met, met.at, 'jointDecision', met.proposal.dueAt),
  }),
  'confirmation.given': ({ proposal }) => ({
    role: proposal.content?.charter ? 'stuurgroep' : (proposal.law?.decidesOn ?? 'stuurgroep'),
  }),
  'decision.taken': ({ proposal, circle }) => ({
    revision: proposal.revision,
    partners: present(circle),
    unmetNeeds: unmet(circle.charter, present(circle)),
  }),
  'consensus.failed': ({ proposal, circle }) => ({
    reason: circle.size < 2 ? 'tooFewPartners' : proposal.leaving ? 'ladderEnded' : 'charterReplaced',
    revision: proposal.revision,
    sustained: open(proposal),
    silent: silent(proposal, circle),
  }),
  'circle.changed': changed,
}

/** Who may have words erased: who wrote them, a seat of that partner, or the office. */
function keeper({ raw, circle, at }: Met, { words }: Proposal, digest: string | undefined) {
  const whose = words[digest ?? '']
  if (whose === undefined || throwOf(raw, 3) < 30) return whose?.by
  const { partner } = whose
  return partner !== null && isPresent(circle, partner) ? ownPerson(partner) : managerOf(circle, at)
}

const byAuthor: readonly ProposalFactType[] = [
  ...(['draft.revised', 'proposal.submitted', 'proposal.amended', 'proposal.withdrawn'] as const),
  ...(['objection.answered', 'proposal.drafted'] as const),
]

function personFor(met: Met, { digest }: Asked): string | undefined {
  const { raw, proposal, circle, partner, at } = met
  if (raw.type === 'words.erased') return keeper(met, proposal, digest)
  if (raw.type === 'term.ended' || raw.fact.partner === null) return managerUnless(raw, circle, at)
  if (!byAuthor.includes(raw.type)) return ownPerson(partner)
  if (proposal.author === null) return managerOf(circle, at)
  return ownPerson(raw.type === 'proposal.drafted' ? partner : proposal.author)
}

const managerUnless = ({ type }: Drawn, circle: Circle, at: string) =>
  type === 'term.ended' ? undefined : managerOf(circle, at)

/** A partner that can do what the fact says: one that has yet to confirm, the owner of the objection. */
function authorOf({ partner, proposal }: Drawn, circle: Circle, loose: Loose) {
  const isKept = proposal.author === null || isPresent(circle, proposal.author) || loose()
  return isKept ? proposal.author : (present(circle)[0] ?? partner)
}

function actor({ type, partner, asked }: Drawn, proposal: Proposal, circle: Circle): string {
  const partners = present(circle)
  if (type === 'objection.withdrawn') return proposal.objections[asked.objection ?? '']?.partner ?? partner
  if (type === 'confirmation.given')
    return partners.find(id => proposal.confirmations[id] === undefined) ?? partner
  if (type === 'position.taken') return partners.find(id => openOf(proposal, id) === 0) ?? partner
  return isPresent(circle, partner) ? partner : (partners[0] ?? partner)
}

/** An objection that is open where one is withdrawn or answered, an id of its own where one is raised. */
function objectionFor({ type, asked }: Drawn, proposal: Proposal): string | undefined {
  return type === 'objection.raised' ? 'o9' : (open(proposal)[0] ?? asked.objection)
}

const wordsLeft = ({ words }: Proposal) => Object.keys(words).find(digest => words[digest]?.erased === false)

const isContent = (type: ProposalFactType) =>
  ['proposal.drafted', 'draft.revised', 'proposal.amended'].includes(type)

function fittedAsked(raw: Drawn, proposal: Proposal, circle: Circle, loose: Loose): Asked {
  const { asked, known, type } = raw
  const charter = asked.charter && !loose() ? fittedCharter(asked.charter, circle) : asked.charter
  const dropped = !isContent(type) || throwOf(raw, 1) < 60
  const { changes, reason, text, objection, replyTo } = asked
  return {
    ...asked,
    charter: dropped ? undefined : charter,
    changes: loose() ? changes : undefined,
    ...(loose() ? {} : fittedLists(asked, known, circle)),
    proposal: loose() ? (asked.proposal ?? 'p1') : type === 'proposal.drafted' ? 'p9' : 'p1',
    revision: loose() ? asked.revision : proposal.revision,
    stage: loose() ? asked.stage : (proposal.stage ?? undefined),
    reason: loose() ? reason : reason === undefined ? undefined : 'Because.',
    text: loose() ? text : 'We build on.',
    objection: loose() ? objection : objectionFor(raw, proposal),
    digest: loose() ? asked.digest : wordsLeft(proposal),
    replyTo: loose() ? replyTo : Object.keys(proposal.comments)[0],
    position: type === 'position.taken' ? (asked.position ?? 'consent') : undefined,
  } as Asked
}

/** Without what is undefined: a fact that is left out is not there at all. */
const clean = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T

function fittedFact(met: Met, asked: Asked, loose: Loose): Fact {
  const { raw, proposal, partner } = met
  const right: Record<string, unknown> = {
    ...{ partner: raw.fact.partner === null ? null : partner, digest: proposal.digest },
    ...{ role: raw.fact.role === 'opgaveregisseur' && throwOf(raw, 8) < 60 ? 'stuurgroep' : raw.fact.role },
    ...facts[raw.type]?.({ ...met, raw: { ...raw, asked } }),
  }
  const wrong: Record<string, unknown> = { ...raw.fact }
  const keys = [...new Set([...Object.keys(right), ...Object.keys(wrong)])]
  const said = keys.map(key => [key, key in right && !loose() ? right[key] : wrong[key]])
  const fact = clean(Object.fromEntries(said) as Fact)
  const isText = isContent(raw.type) || raw.type === 'proposal.submitted'
  if (!isText || loose()) return fact
  const event = { type: raw.type, asked, fact } as unknown as ProposalEvent
  return { ...fact, digest: digestOf(contentUnder(proposal, event)) }
}

/** The state and the fact of a candidate, out of what was drawn. */
export function fitted(raw: Drawn) {
  const loose = looseOf(raw)
  const circle = fittedCircle(raw, loose)
  const content = fittedContent(raw, circle, loose)
  const parts = { ...standing(raw, loose), ...voices(raw, circle, loose), content }
  const missed = throwOf(raw, 7) < 15 ? 2 : 1
  const unseen = raw.type === 'circle.changed' ? missed : 0
  const seen = loose() ? raw.proposal.circle : circle.version - unseen
  const told = {
    ...raw.proposal,
    ...parts,
    author: authorOf(raw, circle, loose),
    circle: seen,
    id: raw.state === 'unwritten' ? '' : 'p1',
  }
  const lies = throwOf(raw, 2) < 12
  const proposal: Proposal = lies ? told : { ...told, ...counted(told, circle) }
  const asked = clean(fittedAsked(raw, proposal, circle, loose))
  const partner = loose() ? raw.partner : actor(raw, proposal, circle)
  const met = { raw, proposal, circle, at: raw.at, partner }
  const fact = fittedFact(met, asked, loose)
  const by = loose() ? raw.by : personFor(met, asked)
  return { state: raw.state, proposal, circle, at: raw.at, by, asked, fact, lies }
}
