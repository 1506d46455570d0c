// What the rules speak of, worked out the slow way: by looking through the lists, with nothing of `src` but the types.
import { createHash } from 'node:crypto'
import type { Charter, CharterInput, Role } from '../../src/charter/charter.ts'
import type { Circle, Notice } from '../../src/charter/circle.ts'
import type { Apart, PersonalField, Whose, WordsKept } from '../../src/charter/personal.ts'
import type { ProposalEvent } from '../../src/proposal/event.ts'
import type { Proposal } from '../../src/proposal/proposal.ts'

export const day = 86_400_000

/** The text of a value with its keys in order: what a digest is taken of. For values without texts outside ASCII. */
function ordered(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(ordered).join()}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const pairs = Object.entries(value).filter(([, held]) => held !== undefined)
  return `{${pairs
    .map(([key, held]) => `${JSON.stringify(key)}:${ordered(held)}`)
    .sort()
    .join()}}`
}

export const digestOf = (value: unknown): string =>
  `sha256:${createHash('sha256').update(ordered(value)).digest('hex')}`

/** A charter with all that it may leave out. */
export function wholeCharter(input: CharterInput, holidays = '') {
  return {
    ...input,
    opgave: { ...input.opgave, needs: input.opgave.needs ?? [] },
    partners: input.partners.map(partner => ({ ...partner, meets: partner.meets ?? [] })),
    decidesOn: input.decidesOn ?? 'stuurgroep',
    maxRevisions: input.maxRevisions ?? 7,
    calendar: { timeZone: input.calendar?.timeZone ?? 'Europe/Amsterdam', holidays },
    signatures: input.signatures ?? 'optional',
  }
}

/** The full content that a fact puts forward: the draft's when it is submitted, else what was asked. */
export function contentUnder(proposal: Proposal, { type, asked, fact }: ProposalEvent) {
  if (type === 'proposal.submitted') return proposal.content
  const { title = '', text = '', commitments = [], attachments = [], basedOn = [], replaces = [] } = asked
  const { reviewOn, endsOn } = asked
  const charter = asked.charter && wholeCharter(asked.charter, fact.holidays)
  return {
    ...{ title, text, commitments, attachments, basedOn, replaces },
    ...(charter ? { charter } : {}),
    ...(fact.changes === undefined ? {} : { changes: fact.changes }),
    ...(reviewOn === undefined ? {} : { reviewOn }),
    ...(endsOn === undefined ? {} : { endsOn }),
  }
}

const roles: readonly Role[] = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']

/** The persons of a partner with the roles that each holds at a moment, without those that hold none. */
export function peopleOf({ members }: Circle, partner: string, at: string) {
  return Object.entries(members[partner]?.people ?? {})
    .map(([person, ends]) => ({
      person,
      roles: roles.filter(role => {
        const end = ends[role]
        return end === null || (end !== undefined && end > at)
      }),
    }))
    .filter(({ roles }) => roles.length > 0)
}

/** The partner that a person speaks for at a moment and in which roles; undefined where it speaks for none. */
export function voiceOf(circle: Circle, person: string | undefined, at: string) {
  const partner = circle.speaksFor[person ?? '']
  const held = partner === undefined ? [] : peopleOf(circle, partner, at)
  const own = held.find(it => it.person === person)
  return partner === undefined || own === undefined ? undefined : { partner, roles: own.roles }
}

/** The opgavemanager, unless that person speaks for a partner. */
export function managerOf(circle: Circle, at: string): string | undefined {
  const named = circle.charter?.opgavemanager.id
  return voiceOf(circle, named, at) ? undefined : named
}

export const noticeOf = (circle: Circle, partner: string, at: string, role?: Role): Notice => ({
  partner,
  persons: peopleOf(circle, partner, at)
    .filter(it => role === undefined || it.roles.includes(role))
    .map(({ person }) => person),
})

export const isPresent = ({ members }: Circle, partner: string) => Object.keys(members).includes(partner)
export const present = ({ members }: Circle) => Object.keys(members)

export const openOf = ({ objections }: Proposal, partner: string) =>
  Object.values(objections).filter(it => it.partner === partner && it.withdrawn === null).length

/** The open objections, by id: of all partners, or of those that are present. */
export const open = ({ objections }: Proposal, circle?: Circle) =>
  Object.entries(objections)
    .filter(([, it]) => it.withdrawn === null && (circle === undefined || isPresent(circle, it.partner)))
    .map(([id]) => id)

const counting = ({ positions }: Proposal, partner: string) => positions[partner]?.provisional === false

/** Partners that have neither a position that counts nor an objection open. */
export const silent = (proposal: Proposal, circle: Circle) =>
  present(circle).filter(partner => !counting(proposal, partner) && !((proposal.openOf[partner] ?? 0) > 0))

export const unconfirmed = ({ called, confirmations }: Proposal, circle: Circle) =>
  called ? present(circle).filter(partner => confirmations[partner] === undefined) : []

type Counters = Pick<Proposal, 'partners' | 'counting' | 'supporting' | 'openOf' | 'objecting' | 'confirmed'>

/** What the counters of a proposal must say in this circle. */
export function counted(proposal: Proposal, circle: Circle): Counters {
  const partners = present(circle)
  const owners = Object.values(proposal.objections).map(({ partner }) => partner)
  const each = [...new Set(owners)].map(partner => [partner, openOf(proposal, partner)] as const)
  const position = (partner: string) => proposal.positions[partner]?.position
  const spoken = partners.filter(partner => counting(proposal, partner))
  return {
    partners: partners.length,
    counting: spoken.length,
    supporting: spoken.filter(partner => position(partner) !== 'standAside').length,
    openOf: Object.fromEntries(each.filter(([, many]) => many > 0)),
    objecting: partners.filter(partner => openOf(proposal, partner) > 0).length,
    confirmed: Object.keys(proposal.confirmations).length,
  }
}

/** The counters without partners that have nothing open: whether a nought is kept makes no difference. */
export function countersOf(proposal: Proposal): Counters {
  const { partners, counting, supporting, objecting, confirmed } = proposal
  const openOf = Object.fromEntries(Object.entries(proposal.openOf).filter(([, many]) => many !== 0))
  return { partners, counting, supporting, openOf, objecting, confirmed }
}

export const rungs = ['consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep'] as const
export const above = (stage: string | null) => {
  const rung = (rungs as readonly (string | null)[]).indexOf(stage)
  return rung < 0 ? undefined : rungs[rung + 1]
}

/** The longest that a proposal can take under a charter, in working days (O8). */
export function longest(circle: Circle): number {
  if (!circle.charter) return 0
  const { terms, maxRevisions } = circle.charter
  let days = 0
  for (let revision = 0; revision < maxRevisions; revision += 1) {
    for (const rung of rungs) days += terms[rung] + terms.jointDecision
    days += circle.size * terms.extension
  }
  return days
}

/** The needs of a charter that no partner of these meets. */
export const unmet = (
  charter: Pick<Charter, 'opgave' | 'partners'> | null,
  partners: readonly string[],
): string[] =>
  (charter?.opgave.needs ?? [])
    .map(({ id }) => id)
    .filter(need => !charter?.partners.some(({ id, meets }) => partners.includes(id) && meets.includes(need)))

/** Whether one of these shares case or Unicode form with a known one of another spelling. */
export function isMistakable(ids: readonly string[], known: readonly string[]) {
  const plain = (id: string) => id.normalize('NFKC').toUpperCase()
  return ids.some(id => known.some(other => other !== id && plain(other) === plain(id)))
}

/** The tables of holidays that a charter can mean by what it says of them. */
export function tablesMeant({ calendar }: CharterInput): readonly (string | undefined)[] {
  const named = calendar?.holidays ?? 'NL'
  return named === 'none' ? ['none'] : ['NL/1']
}

// --- Keys (W2) ---------------------------------------------------------------------------------------------------

/** Whose word a person's is: of the partner it speaks for, of the office, of the partner it may sign in, of the last one. */
export function sideOf(circle: Circle, person: string | undefined, at: string): string | undefined {
  if (person === undefined) return undefined
  const voice = voiceOf(circle, person, at)
  if (voice) return voice.partner
  if (managerOf(circle, at) === person) return 'opgavemanager'
  const inviter = circle.named[person] ?? undefined
  const isAbsent = inviter !== undefined && !isPresent(circle, inviter)
  return isAbsent ? inviter : circle.speaksFor[person]
}

export const currentKey = ({ keys }: Circle, side: string | undefined, person: string | undefined) =>
  keys[side ?? '']?.[person ?? '']?.current ?? undefined

/** A key that nobody else has, and that this side has not seen before. */
export function isNewKey({ keys, keyOwners }: Circle, side: string, person: string, key: string): boolean {
  const seen = Object.keys(keys[side]?.[person]?.ever ?? {})
  return [undefined, person].includes(keyOwners[key]) && !seen.includes(key)
}

export const keyNamed = (text: Charter | CharterInput | null | undefined, person: string | undefined) => {
  const people = text?.partners.flatMap(it => it.people) ?? []
  return [...(text ? [text.opgavemanager] : []), ...people].find(({ id }) => id === person)?.publicKey
}

/** The key of a person: an invitation brings a new one, else the one that is registered. */
export function keyOf(circle: Circle, person: string | undefined, at: string): string | undefined {
  const side = sideOf(circle, person, at)
  if (person === undefined || side === undefined) return undefined
  const invited = circle.named[person] === side && !isPresent(circle, side)
  const named = invited ? keyNamed(circle.charter, person) : undefined
  const isNew = named !== undefined && isNewKey(circle, side, person, named)
  return isNew ? named : currentKey(circle, side, person)
}

/** The text that somebody who signs has before it: the draft that it submits, or the revision that it names. */
export function textSigned(
  { digest, digests }: Pick<Proposal, 'digest' | 'digests'>,
  { type, asked }: { type: string; asked: { revision?: number | undefined } },
): string | undefined {
  if (type === 'proposal.submitted') return digest
  return digests.find((_, n) => n + 1 === asked.revision)
}

// --- Personal words (W4) -----------------------------------------------------------------------------------------

/** By fact, the field of its act that a charter can have kept apart. */
export const apartIn: Readonly<Record<string, PersonalField>> = {
  'comment.made': 'comment.text',
  'objection.answered': 'answerObjection.text',
  'objection.raised': 'raiseObjection.reason',
  'position.taken': 'takePosition.reason',
  'objection.withdrawn': 'withdrawObjection.reason',
  'proposal.escalated': 'escalate.reason',
  'mandate.given': 'giveMandate.name',
}

export const actOf: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(apartIn).map(([type, marked]) => [type, marked.split('.')[0] ?? '']),
)

export const fieldOf = (type: string): string | undefined => apartIn[type]?.split('.')[1]

export const isMarkedIn = (charter: Charter | null, type: string) =>
  charter?.personal?.some(marked => marked === apartIn[type]) ?? false

/** Whether words are kept as the charter asks: marked ones under a digest that stood for nothing yet, others as they are. */
export function isApartAsMarked(
  charter: Charter | null,
  words: WordsKept,
  { type, asked, apart }: { type: string; asked: object; apart?: Apart | undefined },
): boolean {
  if (apart === true) return true
  const said: unknown = Reflect.get(asked, fieldOf(type) ?? '')
  const isOwed = said !== undefined && isMarkedIn(charter, type)
  const given = Object.keys(apart ?? {})
  if (!isOwed) return given.length === 0 && !(typeof said === 'string' && said.startsWith('sha256:'))
  return given.join() === fieldOf(type) && Object.values(apart ?? {})[0] === said && !(`${said}` in words)
}

/** Whether somebody may have words erased: the own ones, a seat those of its partner, the office those of nobody present. */
export function isKeeper(
  circle: Circle,
  whose: Whose | undefined,
  { by, at }: { by?: string | undefined; at: string },
): boolean {
  if (whose === undefined || by === undefined) return false
  const isHome = whose.partner !== null && isPresent(circle, whose.partner)
  const voice = voiceOf(circle, by, at)
  const isSeat = voice?.partner === whose.partner && voice?.roles.includes('stuurgroep') === true
  return whose.by === by || (isHome ? isSeat : managerOf(circle, at) === by)
}

/** The words of a matter with those that an act brings: of who speaks, or of who is named in a mandate. */
export function wordsAfter(
  words: WordsKept,
  circle: Circle,
  {
    type,
    asked,
    apart,
    by = '',
    at,
  }: { type: string; asked: object; apart?: Apart | undefined; by?: string | undefined; at: string },
): WordsKept {
  if (typeof apart !== 'object') return words
  const owner = type === 'mandate.given' ? (Reflect.get(asked, 'person') as string) : by
  const whose = { by: owner, partner: voiceOf(circle, by, at)?.partner ?? null, erased: false }
  return { ...words, ...Object.fromEntries(Object.values(apart).map(digest => [digest, whose])) }
}
