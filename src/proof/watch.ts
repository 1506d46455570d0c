// What the recorded facts establish about each partner, kept apart from the machine: the promise is judged by this.

// It believes no fact that sums up: not who is present, not what was counted. It takes from the record only what persons
// did, and asks of each whether its own partner had mandated that person.

import type { Charter, Role } from '../charter/charter.ts'
import { completeCharter } from '../charter/charter.ts'
import type { Fact } from '../collaboration/acts.ts'
import type { Recorded } from '../collaboration/collaboration.ts'

type By<T> = Readonly<Record<string, T>>
/** What a partner says of a revision when it does not object. */
export type Said = 'consent' | 'reservation' | 'standAside'

/** One partner in one matter. */
export interface Watched {
  readonly present: boolean
  /** Whether it was given notice of the current revision, addressed to persons of its own (C1). */
  readonly told: boolean
  /** Its counting position on the current revision, taken through a person of its own (C2, C6). */
  readonly said: Said | null
  readonly confirmed: boolean
}

/** An objection as persons raised, answered and let it go. */
export interface WatchedObjection {
  readonly partner: string
  readonly reason: string
  /** False once its own partner let it go (O2). */
  readonly open: boolean
  /** Whether it was answered on this stage of this revision (O3). */
  readonly answered: boolean
}

/** For whom a person speaks, in which roles, each with its end (W1). */
export interface Speaker {
  readonly partner: string
  readonly roles: Readonly<Partial<Record<Role, string | null>>>
}

/** What the record establishes about the circle and one matter. */
export interface Watch {
  readonly charter: Charter | null
  readonly digest: string
  readonly texts: By<Charter>
  readonly speakers: By<Speaker>
  readonly partners: By<Watched>
  readonly revision: number
  /** drafting, a stage, or how it ended; empty before the draft. */
  readonly state: string
  /** The stages of this revision so far, in order (O3). */
  readonly stages: readonly string[]
  readonly extendedBy: readonly string[]
  readonly objections: By<WatchedObjection>
  /** The charter under which it was submitted (F2). */
  readonly law: Charter | null
  /** Whether another charter took its place since (F2). */
  readonly outlived: boolean
  readonly aboutCharter: boolean
}

export const nothingWatched: Watch = {
  charter: null,
  digest: '',
  texts: {},
  speakers: {},
  partners: {},
  revision: 0,
  state: '',
  stages: [],
  extendedBy: [],
  objections: {},
  law: null,
  outlived: false,
  aboutCharter: false,
}

const absent: Watched = { present: false, told: false, said: null, confirmed: false }
const nothingSaid = { said: null, confirmed: false } as const

/** The partner that a person speaks for at a moment, through a mandate that this partner gave; null where for none (W1). */
export function voiceOf(
  watch: Watch,
  person: string | undefined,
  at: string,
  roles?: readonly Role[],
): string | null {
  const speaker = person === undefined ? undefined : watch.speakers[person]
  if (!speaker || watch.partners[speaker.partner]?.present !== true) return null
  const held = Object.entries(speaker.roles).filter(([, until]) => until === null || at < until)
  const fits = held.some(([role]) => roles === undefined || roles.includes(role as Role))
  return fits ? speaker.partner : null
}

export function presentIn(watch: Watch): string[] {
  return Object.keys(watch.partners).filter(partner => watch.partners[partner]?.present)
}

export function openOf(watch: Watch, partner: string): string[] {
  return Object.keys(watch.objections).filter(id => {
    const objection = watch.objections[id]
    return objection?.open === true && objection.partner === partner
  })
}

/** C2: a counting position or a standing objection. */
export function hasSpoken(watch: Watch, partner: string): boolean {
  return (watch.partners[partner]?.said ?? null) !== null || openOf(watch, partner).length > 0
}

/** J1: every partner has a counting position, at least one carries it, no present partner's objection is open. */
export function agrees(watch: Watch): boolean {
  const partners = presentIn(watch)
  const said = partners.map(partner => watch.partners[partner]?.said ?? null)
  return (
    watch.revision > 0 &&
    partners.length > 0 &&
    said.every(each => each !== null) &&
    said.some(each => each === 'consent' || each === 'reservation') &&
    partners.every(partner => openOf(watch, partner).length === 0)
  )
}

/** F2, J2: the role whose holders confirm. */
export function confirmingRole({ aboutCharter, law }: Watch): Role {
  return aboutCharter ? 'stuurgroep' : (law?.decidesOn ?? 'stuurgroep')
}

/** What is established once these facts are recorded too, about the charter and one matter. Pure. */
export function watched(before: Watch, recorded: readonly Recorded[], matter: string): Watch {
  let watch = before
  for (const entry of recorded) {
    if (entry.matter === 'charter') watch = aboutCircle(watch, entry)
    else if (entry.matter === matter) watch = aboutMatter(watch, entry)
  }
  return watch
}

const everyPartner = (watch: Watch, change: (partner: Watched, id: string) => Watched): Watch => ({
  ...watch,
  partners: Object.fromEntries(
    Object.entries(watch.partners).map(([id, partner]) => [id, change(partner, id)]),
  ),
})

const onePartner = (watch: Watch, id: string, change: Partial<Watched>): Watch => ({
  ...watch,
  partners: { ...watch.partners, [id]: { ...(watch.partners[id] ?? absent), ...change } },
})

const unconfirmed = (watch: Watch): Watch =>
  everyPartner(watch, partner => ({ ...partner, confirmed: false }))
const whileAgreed = (watch: Watch): Watch => (agrees(watch) ? watch : unconfirmed(watch))

function aboutCircle(watch: Watch, { fact, asked, by, at }: Recorded): Watch {
  switch (fact.type) {
    case 'charter.proposed': {
      if (asked?.act !== 'proposeCharter') return watch
      return {
        ...watch,
        texts: { ...watch.texts, [fact.digest]: completeCharter(asked.charter, fact.holidays) },
      }
    }
    case 'collaboration.founded': {
      const charter = watch.texts[fact.charter] ?? null
      const founding = { ...watch, charter, digest: fact.charter }
      return (charter?.partners ?? []).reduce((sofar, { id }) => comesIn(sofar, id, null), founding)
    }
    case 'charter.replaced': {
      const charter = completeCharter(fact.charter, fact.charter.calendar?.holidays ?? '')
      const outlived = watch.outlived || (watch.law !== null && fact.digest !== watch.digest)
      return { ...watch, charter, digest: fact.digest, outlived }
    }
    case 'partner.joined':
      return comesIn(watch, fact.partner, fact.people)
    case 'partner.left':
      return voiceOf(watch, by, at, ['stuurgroep']) === fact.partner ? goesOut(watch, fact.partner) : watch
    case 'mandate.given':
    case 'mandate.withdrawn':
      return voiceOf(watch, by, at, ['stuurgroep']) === fact.partner ? mandated(watch, fact, asked) : watch
    default:
      return watch
  }
}

/** A partner comes in with the people of the charter, those of them that are free to speak for it (F3, W1). */
function comesIn(watch: Watch, partner: string, free: readonly string[] | null): Watch {
  const people = watch.charter?.partners.find(({ id }) => id === partner)?.people ?? []
  const speakers = people
    .filter(({ id }) => free === null || free.includes(id))
    .map(
      ({ id, roles }) =>
        [id, { partner, roles: Object.fromEntries(roles.map(role => [role, null])) }] as const,
    )
  const joined = { ...watch, speakers: { ...watch.speakers, ...Object.fromEntries(speakers) } }
  return onePartner(unconfirmed(joined), partner, { ...absent, present: true })
}

function goesOut(watch: Watch, partner: string): Watch {
  const stay = Object.entries(watch.speakers).filter(([, speaker]) => speaker.partner !== partner)
  return onePartner(unconfirmed({ ...watch, speakers: Object.fromEntries(stay) }), partner, absent)
}

function mandated(
  watch: Watch,
  fact: Extract<Fact, { type: 'mandate.given' | 'mandate.withdrawn' }>,
  asked: Recorded['asked'],
): Watch {
  if (asked?.act !== 'giveMandate' && asked?.act !== 'withdrawMandate') return watch
  const { person } = asked
  const before = watch.speakers[person]?.partner === fact.partner ? watch.speakers[person]?.roles : {}
  const roles: Partial<Record<Role, string | null>> = { ...before }
  if (fact.type === 'mandate.given') for (const role of asked.roles ?? []) roles[role] = fact.endsAt ?? null
  else for (const role of fact.roles) delete roles[role]
  return { ...watch, speakers: { ...watch.speakers, [person]: { partner: fact.partner, roles } } }
}

function aboutMatter(watch: Watch, recorded: Recorded): Watch {
  const { fact } = recorded
  switch (fact.type) {
    case 'proposal.drafted':
    case 'draft.revised':
      return { ...watch, state: 'drafting', aboutCharter: charterIn(recorded) }
    case 'proposal.submitted':
    case 'proposal.amended':
      return newRevision(watch, recorded, fact)
    case 'circle.changed': {
      const told = fact.joined === null ? watch : tellAll(watch, fact.notice, [fact.joined])
      return whileAgreed(unconfirmed(told))
    }
    case 'term.extended':
      return { ...watch, extendedBy: [...watch.extendedBy, fact.partner] }
    case 'stage.entered':
      return entered(watch, fact.stage)
    case 'decision.taken':
      return { ...watch, state: 'decided' }
    case 'consensus.failed':
      return { ...watch, state: 'noConsensus' }
    case 'proposal.withdrawn':
      return { ...watch, state: 'withdrawn' }
    default:
      return spoken(watch, recorded)
  }
}

function charterIn({ asked }: Recorded): boolean {
  return asked !== undefined && 'charter' in asked && asked.charter !== undefined
}

function newRevision(
  watch: Watch,
  recorded: Recorded,
  fact: Extract<Fact, { type: 'proposal.submitted' | 'proposal.amended' }>,
): Watch {
  const first = fact.type === 'proposal.submitted'
  const opened: Watch = {
    ...everyPartner(watch, partner => ({ ...partner, ...nothingSaid, told: false })),
    revision: fact.revision,
    stages: ['consultation'],
    extendedBy: [],
    state: 'consultation',
    law: first ? watch.charter : watch.law,
    outlived: !first && watch.outlived,
    aboutCharter: first ? watch.aboutCharter : charterIn(recorded),
    objections: unanswered(watch.objections),
  }
  return tellAll(opened, fact.notice, Object.keys(watch.partners))
}

function tellAll(
  watch: Watch,
  notice: readonly { partner: string; persons: readonly string[] }[],
  partners: readonly string[],
): Watch {
  return everyPartner(watch, (partner, id) => {
    if (!partners.includes(id)) return partner
    const persons = notice.find(each => each.partner === id)?.persons ?? []
    return { ...partner, told: persons.some(person => watch.speakers[person]?.partner === id) }
  })
}

const unanswered = (objections: Watch['objections']): Watch['objections'] =>
  Object.fromEntries(Object.entries(objections).map(([id, each]) => [id, { ...each, answered: false }]))

function entered(watch: Watch, stage: string): Watch {
  const objections = unanswered(watch.objections)
  return { ...watch, state: stage, stages: [...watch.stages, stage], objections }
}

const mayTakePosition: readonly Role[] = ['lijnmanagement', 'stuurgroep']

/** What persons say. What is not said through a person of the partner's own establishes nothing. */
function spoken(watch: Watch, { fact, asked, by, at }: Recorded): Watch {
  switch (asked?.act) {
    case 'takePosition': {
      const partner = voiceOf(watch, by, at, mayTakePosition)
      if (partner === null || asked.revision !== watch.revision) return watch
      const said = asked.provisional === true ? null : asked.position
      return whileAgreed(onePartner(watch, partner, { said, confirmed: false }))
    }
    case 'raiseObjection': {
      const partner = voiceOf(watch, by, at)
      if (partner === null || fact.type !== 'objection.raised') return watch
      const raised = { partner, reason: asked.reason, open: true, answered: false }
      const objections = { ...watch.objections, [fact.objection]: raised }
      return unconfirmed({ ...onePartner(watch, partner, nothingSaid), objections })
    }
    case 'answerObjection':
      return withObjection(watch, asked.objection, { answered: true })
    case 'withdrawObjection': {
      const own = voiceOf(watch, by, at) === watch.objections[asked.objection]?.partner
      return own && asked.revision === watch.revision
        ? withObjection(watch, asked.objection, { open: false })
        : watch
    }
    case 'confirmDecision': {
      const partner = voiceOf(watch, by, at, [confirmingRole(watch)])
      const holds = partner !== null && asked.revision === watch.revision && agrees(watch)
      return holds ? onePartner(watch, partner, { confirmed: true }) : watch
    }
    default:
      return watch
  }
}

function withObjection(watch: Watch, id: string, change: Partial<WatchedObjection>): Watch {
  const objection = watch.objections[id]
  return objection
    ? { ...watch, objections: { ...watch.objections, [id]: { ...objection, ...change } } }
    : watch
}
