// What each admitted fact changes about a proposal: one function a fact, pure, the rules have been asked before.
import { type Circle, isPresent } from '../charter/circle.ts'
import { without } from '../charter/effects.ts'
import { erasedFrom } from '../charter/personal.ts'
import type { ProposalEvent } from './event.ts'
import { contentUnder } from './predicates.ts'
import {
  counts,
  hasOpenObjection,
  isAgreed,
  type Law,
  type Objection,
  type Proposal,
  supports,
} from './proposal.ts'

/** What of the proposal changes; the rest stays as it was. */
export type Effect = (proposal: Proposal, event: ProposalEvent) => Partial<Proposal>

/** What somebody has to have seen who takes a position, lets an objection go or confirms (W2). */
const changes: ReadonlySet<ProposalEvent['type']> = new Set([
  'proposal.submitted',
  'proposal.amended',
  'position.taken',
  'objection.raised',
  'objection.withdrawn',
  'circle.changed',
])

/** With every fact: when the last one was, and where the matter changed last. */
export const noted: Effect = (_, { type, at, seq }) =>
  changes.has(type) ? { lastAt: at, changedAt: seq } : { lastAt: at }

export const draft: Effect = (proposal, event) =>
  Object.assign(revise(proposal, event), {
    id: event.asked.proposal ?? '',
    author: event.fact.author?.partner ?? null,
    circle: event.circle.version,
    partners: event.circle.size,
  })

export const revise: Effect = (proposal, event) => ({
  content: contentUnder(proposal, event),
  digest: event.fact.digest ?? '',
})

/** From here on the proposal lives by the charter of this moment, whatever later charters say (F2). */
export const submit: Effect = (proposal, { fact, circle }) => ({
  revision: 1,
  digests: [proposal.digest],
  stage: 'consultation',
  law: lawOf(circle),
  departed: {},
  dueAt: fact.dueAt ?? null,
  longestDays: fact.longestDays ?? 0,
  closesBy: fact.closesBy ?? null,
})

function lawOf({ charter, digest }: Circle): Law | null {
  if (!charter || digest === null) return null
  const { terms, maxRevisions, calendar, decidesOn, signatures } = charter
  return { charter: digest, terms, maxRevisions, calendar, decidesOn, signatures }
}

/** All positions and confirmations fall, objections stand, and everybody has full time again (O6). */
export const amend: Effect = (proposal, event) =>
  Object.assign(revise(proposal, event), noVoice, {
    revision: event.fact.revision ?? 0,
    digests: [...proposal.digests, event.fact.digest ?? ''],
    stage: 'consultation',
    dueAt: event.fact.dueAt ?? null,
    extendedBy: {},
    answeredHere: {},
    calledHere: false,
  } as const)

// Put together with Object.assign: a spread that is added to is an order of magnitude slower in Node 20.
const noCall = { called: false, confirmations: {}, confirmed: 0 } as const
const noVoice = {
  called: false,
  confirmations: {},
  confirmed: 0,
  positions: {},
  counting: 0,
  supporting: 0,
} as const

/** C2, J1: a retaken position voids one's own confirmation, and all of them if it makes the agreement untrue. */
export const takePosition: Effect = (proposal, { at, by = '', asked, fact }) => {
  const partner = fact.partner ?? ''
  const { position = 'standAside', provisional = false, reason } = asked
  const taken = { position, provisional, by, at, ...(reason === undefined ? {} : { reason }) }
  const tally = tallied(proposal, partner, { ...proposal.positions, [partner]: taken })
  const { partners, objecting } = proposal
  const agreed = isAgreed({ partners, objecting, ...tally })
  return Object.assign(tally, agreed ? withoutVoice(proposal, partner) : noCall)
}

function withoutVoice({ confirmations, confirmed }: Proposal, partner: string): Partial<Proposal> {
  if (!Object.hasOwn(confirmations, partner)) return {}
  return { confirmations: without(confirmations, partner), confirmed: confirmed - 1 }
}

function tallied(proposal: Proposal, partner: string, positions: Proposal['positions']) {
  const before = proposal.positions[partner]
  const now = positions[partner]
  return {
    positions,
    counting: proposal.counting + Number(counts(now)) - Number(counts(before)),
    supporting: proposal.supporting + Number(supports(now)) - Number(supports(before)),
  }
}

/** O1: voids the partner's own position and all confirmations. */
export const object: Effect = (proposal, { at, by = '', asked, fact }) => {
  const partner = fact.partner ?? ''
  const raised: Objection = {
    partner,
    by,
    at,
    reason: asked.reason ?? '',
    ground: asked.ground ?? 'content',
    revision: asked.revision ?? 0,
    answers: [],
    withdrawn: null,
  }
  return Object.assign(tallied(proposal, partner, without(proposal.positions, partner)), noCall, {
    objections: { ...proposal.objections, [fact.objection ?? '']: raised },
    openOf: { ...proposal.openOf, [partner]: (proposal.openOf[partner] ?? 0) + 1 },
    objecting: proposal.objecting + Number(!hasOpenObjection(proposal, partner)),
  })
}

function withObjection(proposal: Proposal, id: string, change: Partial<Objection>): Proposal['objections'] {
  const objection = proposal.objections[id]
  return objection ? { ...proposal.objections, [id]: { ...objection, ...change } } : proposal.objections
}

export const answer: Effect = (proposal, { at, by = '', asked: { objection = '', text = '' }, fact }) => {
  const { revision = 0, stage = 'consultation' } = fact
  const answers = [...(proposal.objections[objection]?.answers ?? []), { by, at, text, revision, stage }]
  return {
    objections: withObjection(proposal, objection, { answers }),
    answeredHere: { ...proposal.answeredHere, [objection]: true },
  }
}

/** O2: by its own partner, one objection an act; it leaves that partner silent, not consenting (C2). */
export const letGo: Effect = (
  proposal,
  { at, by = '', asked: { objection = '', revision = 0, reason }, fact },
) => {
  const partner = fact.partner ?? ''
  const open = (proposal.openOf[partner] ?? 0) - 1
  const withdrawn = { by, at, revision, ...(reason === undefined ? {} : { reason }) }
  return {
    objections: withObjection(proposal, objection, { withdrawn }),
    openOf: { ...proposal.openOf, [partner]: open },
    objecting: proposal.objecting - Number(open === 0),
  }
}

export const extend: Effect = (proposal, { fact: { partner, dueAt = null } }) => ({
  dueAt,
  extendedBy: { ...proposal.extendedBy, [partner ?? '']: true },
})

export const escalate: Effect = () => ({ leaving: 'escalation' })

export const endTerm: Effect = () => ({ leaving: 'term' })

/** A call stays open on its way up, and leaves the new stage a first call of its own (J2). */
export const enterStage: Effect = (_, { fact: { stage = 'stuurgroep', dueAt = null } }) => ({
  stage,
  dueAt,
  leaving: null,
  answeredHere: {},
  calledHere: false,
})

export const call: Effect = (_, { fact: { dueAt = null } }) => ({
  dueAt,
  called: true,
  calledHere: true,
})

export const confirm: Effect = (proposal, { at, by = '', fact: { partner } }) => ({
  confirmations: { ...proposal.confirmations, [partner ?? '']: { by, at } },
  confirmed: proposal.confirmed + 1,
})

const end = { dueAt: null, leaving: null, called: false } as const

export const take: Effect = () => end

export const withdraw: Effect = () => end

export const fail: Effect = (_, { fact: { reason = 'ladderEnded' } }) => ({ ...end, failed: reason })

export const note: Effect = (
  proposal,
  { at, by = '', asked: { text = '', replyTo }, fact: { comment = '' } },
) => ({
  comments: {
    ...proposal.comments,
    [comment]: { by, at, text, ...(replyTo === undefined ? {} : { replyTo }) },
  },
})

/** W4: the digest stays, for every proof; the words are not to be kept. */
export const eraseWords: Effect = (proposal, { asked: { digest = '' } }) => ({
  words: erasedFrom(proposal.words, digest),
})

/** F6, J1: any change of the circle ends the call; the counts are taken afresh for who is present now. */
export const changeCircle: Effect = (proposal, { fact, circle }) => {
  const { joined, left, version = 0, dueAt = null, notBefore = null } = fact
  const gone = joined ?? left ?? ''
  const positions = without(proposal.positions, gone)
  const present = Object.entries(positions).filter(([partner]) => isPresent(circle, partner))
  return {
    ...noCall,
    circle: version,
    partners: circle.size,
    author: left !== null && left === proposal.author ? null : proposal.author,
    departed: typeof left === 'string' ? { ...proposal.departed, [left]: true } : proposal.departed,
    positions,
    counting: present.filter(([, position]) => counts(position)).length,
    supporting: present.filter(([, position]) => supports(position)).length,
    objecting: Object.keys(proposal.openOf).filter(
      it => isPresent(circle, it) && hasOpenObjection(proposal, it),
    ).length,
    dueAt,
    notBefore,
  }
}
