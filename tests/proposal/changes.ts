// What each fact changes about a proposal, told once more; that the counters follow is asked apart from it.
import type { ProposalEvent } from '../../src/proposal/event.ts'
import type { ProposalFactType } from '../../src/proposal/facts.ts'
import type { Proposal } from '../../src/proposal/proposal.ts'
import { contentUnder, counted, isPresent, openOf, wordsAfter } from './naive.ts'

type Change = (proposal: Proposal, event: ProposalEvent) => Partial<Proposal>

const counters = ['counting', 'supporting', 'openOf', 'objecting', 'confirmed', 'partners'] as const

export function apartFromCounters(proposal: Proposal) {
  return Object.fromEntries(Object.entries(proposal).filter(([key]) => !counters.some(it => it === key)))
}

const without = <T>(record: Readonly<Record<string, T>>, key: string | null | undefined) =>
  Object.fromEntries(Object.entries(record).filter(([id]) => id !== key))

const noCall = { called: false, confirmations: {} }
const over = { dueAt: null, leaving: null, called: false }
const reasoned = (reason: string | undefined) => (reason === undefined ? {} : { reason })

/** The text and its digest. */
const text: Change = (proposal, event) => ({
  content: contentUnder(proposal, event) as Proposal['content'],
  digest: event.fact.digest ?? 'none',
})

/** A call that no longer stands on an agreement has ended, and with it every confirmation. */
function callWhileAgreed(after: Proposal, { counting, supporting, objecting, partners }: Proposal) {
  const agreed = partners > 0 && counting === partners && supporting > 0 && objecting === 0
  return agreed ? after : { ...after, ...noCall }
}

/** The counters after a position, from the counters before, which may lie. */
function counting(before: Proposal, partner: string, positions: Proposal['positions']): Proposal {
  const weigh = (list: Proposal['positions']) => {
    const said = list[partner]
    const counts = said !== undefined && !said.provisional
    return { counting: counts ? 1 : 0, supporting: counts && said.position !== 'standAside' ? 1 : 0 }
  }
  const [was, is] = [weigh(before.positions), weigh(positions)]
  return {
    ...before,
    counting: before.counting + is.counting - was.counting,
    supporting: before.supporting + is.supporting - was.supporting,
  }
}

export const changes: Record<ProposalFactType, Change> = {
  'proposal.drafted': (proposal, event) => ({
    ...text(proposal, event),
    id: event.asked.proposal ?? 'none',
    author: event.fact.author?.partner ?? null,
    circle: event.circle.version,
  }),
  'draft.revised': text,
  // From here on it lives by the charter in force: a copy of what that says of time, limits and who confirms.
  'proposal.submitted': ({ digest }, { circle, fact }) => {
    const { charter } = circle
    if (charter === null) throw new Error('submitted without a charter in force')
    const { terms, maxRevisions, calendar, decidesOn, signatures } = charter
    return {
      ...{ revision: 1, digests: [digest], stage: 'consultation', departed: {} },
      law: { charter: circle.digest ?? 'none', terms, maxRevisions, calendar, decidesOn, signatures },
      ...{ dueAt: fact.dueAt ?? null, longestDays: fact.longestDays ?? 0, closesBy: fact.closesBy ?? null },
    }
  },
  // Positions and confirmations fall, objections stand, everything of the stage begins anew.
  'proposal.amended': (proposal, event) => ({
    ...text(proposal, event),
    ...noCall,
    revision: proposal.revision + 1,
    digests: [...proposal.digests, event.fact.digest ?? 'none'],
    stage: 'consultation',
    dueAt: event.fact.dueAt ?? null,
    positions: {},
    extendedBy: {},
    answeredHere: {},
    calledHere: false,
  }),
  'proposal.withdrawn': () => over,
  'comment.made': ({ comments }, { at, by = '', asked: { text = '', replyTo }, fact: { comment = '' } }) => ({
    comments: { ...comments, [comment]: { by, at, text, ...(replyTo === undefined ? {} : { replyTo }) } },
  }),
  'position.taken': (proposal, { at, by = '', asked, fact }) => {
    const partner = fact.partner ?? ''
    const { position = 'consent', provisional = false, reason } = asked
    const positions = {
      ...proposal.positions,
      [partner]: { position, provisional, by, at, ...reasoned(reason) },
    }
    const after = { ...proposal, positions, confirmations: without(proposal.confirmations, partner) }
    return { ...callWhileAgreed(after, counting(proposal, partner, positions)), lastAt: at }
  },
  'objection.raised': (proposal, { at, by = '', asked, fact: { partner, objection = '' } }) => {
    const { reason = '', ground = 'content', revision = 0 } = asked
    const said = { by, at, reason, ground, revision, answers: [], withdrawn: null }
    return {
      ...noCall,
      positions: without(proposal.positions, partner),
      objections: { ...proposal.objections, [objection]: { partner: partner ?? '', ...said } },
    }
  },
  'objection.answered': ({ objections, answeredHere, revision, stage }, { at, by = '', asked }) => {
    const { objection = '', text = '' } = asked
    const answered = objections[objection]
    const answer = { by, at, text, revision, stage: stage ?? 'consultation' }
    return {
      objections: {
        ...objections,
        ...(answered ? { [objection]: { ...answered, answers: [...answered.answers, answer] } } : {}),
      },
      answeredHere: { ...answeredHere, [objection]: true },
    }
  },
  'objection.withdrawn': ({ objections }, { at, by = '', asked }) => {
    const { objection = '', revision = 0, reason } = asked
    const gone = objections[objection]
    const withdrawn = { by, at, revision, ...reasoned(reason) }
    return { objections: { ...objections, ...(gone ? { [objection]: { ...gone, withdrawn } } : {}) } }
  },
  'term.extended': ({ extendedBy }, { fact: { partner, dueAt } }) => ({
    dueAt: dueAt ?? null,
    extendedBy: { ...extendedBy, [partner ?? '']: true },
  }),
  'proposal.escalated': () => ({ leaving: 'escalation' }),
  'term.ended': () => ({ leaving: 'term' }),
  // A call stays open on its way up; the new stage has a first call of its own.
  'stage.entered': (_, { fact: { stage, dueAt } }) => ({
    ...{ stage: stage ?? 'consultation', dueAt: dueAt ?? null },
    ...{ leaving: null, answeredHere: {}, calledHere: false },
  }),
  'decision.called': (_, { fact: { dueAt } }) => ({
    ...{ dueAt: dueAt ?? null, called: true, calledHere: true },
  }),
  'confirmation.given': ({ confirmations }, { at, by = '', fact: { partner } }) => ({
    confirmations: { ...confirmations, [partner ?? '']: { by, at } },
  }),
  'decision.taken': () => over,
  'consensus.failed': (_, { fact: { reason } }) => ({ ...over, failed: reason ?? null }),
  // Who came or left begins anew; what the others said stands, but for the call and its confirmations.
  'circle.changed': (proposal, { fact }) => ({
    ...noCall,
    circle: proposal.circle + 1,
    positions: without(proposal.positions, fact.joined ?? fact.left),
    author: proposal.author === fact.left ? null : proposal.author,
    departed: fact.left ? { ...proposal.departed, [fact.left]: true } : proposal.departed,
    dueAt: fact.dueAt ?? null,
    notBefore: fact.notBefore ?? null,
  }),
  'words.erased': ({ words }, { asked: { digest = '' } }) => {
    const whose = words[digest]
    return { words: whose ? { ...words, [digest]: { ...whose, erased: true } } : words }
  },
}

/** Whether a proposal is as a history could leave it in this circle: nobody who is absent has a say. */
export function isSettled(proposal: Proposal, { circle, fact }: ProposalEvent): boolean {
  const speakers = Object.keys({ ...proposal.positions, ...proposal.confirmations })
  const objectors = Object.keys(proposal.positions).filter(partner => openOf(proposal, partner) > 0)
  const here = speakers.every(partner => isPresent(circle, partner) || partner === fact.left)
  return here && objectors.length === 0 && circle.size === counted(proposal, circle).partners
}

const lookedAt = ['position.taken', 'objection.raised', 'objection.withdrawn', 'circle.changed']

/** W2, W4: whose the words are that it brings; and what a signature adds: the act is counted for its person; and where the matter has changed, for whoever signs next. */
export function marks({ counters, changedAt, words }: Proposal, event: ProposalEvent): Partial<Proposal> {
  const { type, seq, signed, by } = event
  const isChange = [...lookedAt, 'proposal.submitted', 'proposal.amended'].includes(type)
  const number = typeof signed === 'object' && by !== undefined ? { [by]: signed.counter } : {}
  const brought = type === 'words.erased' ? {} : { words: wordsAfter(words, event.circle, event) }
  return { changedAt: isChange ? seq : changedAt, counters: { ...counters, ...number }, ...brought }
}
