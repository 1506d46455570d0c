// What is asked of whom: for each person what, about which proposal, by which rule and until when.

import type { Charter } from '../charter/charter.ts'
import { holdersOf, opgavemanagerOf } from '../charter/circle.ts'
import type { ProposalAct } from '../proposal/acts.ts'
import { openPoints, unansweredQuestions } from '../proposal/open-points.ts'
import { addressedOn, decidingRole, silentPartners, unconfirmedPartners } from '../proposal/proposal.ts'
import { plain, quoted } from './names.ts'
import type { AskWords } from './phrases.ts'
import {
  admits,
  admitsOnCharter,
  authorsOf,
  isOverdue,
  isRunning,
  nextOf,
  type ProposalStanding,
  peopleOf,
  type Standing,
} from './standing.ts'
import { matterOf, type Reader, type Voice, voiceFor } from './voice.ts'

/**
 * What somebody can be asked: a `position`; to make a provisional one final; `involvement`, to see to it that a silent
 * partner speaks; `support` where all stand aside; a `confirmation`; an `answer` to an objection; whether the own `objection`
 * still stands; a `reply` to a question; a `signature` under the charter; the `submission` of a draft. A `term` is asked of
 * nobody: it is over, and that has yet to be recorded.
 */
export type What = keyof typeof ruleOf

/** The rule by which each is asked. A newcomer's signature is asked by F3, a silence that has gone up by C4. */
const ruleOf = {
  position: 'C2',
  finalPosition: 'C6',
  involvement: 'C4',
  support: 'C3',
  confirmation: 'J2',
  answer: 'O4',
  objection: 'O2',
  reply: 'D1',
  signature: 'F1',
  submission: 'D2',
  term: 'T1',
} as const

/** One thing that is asked of one person. */
export interface Ask {
  /** Null where nobody can be asked now, because nobody holds the role; and for a term. */
  readonly person: string | null
  /** For which partner; null for the opgavemanager, and for a term. */
  readonly partner: string | null
  /** Null for a signature under the charter. */
  readonly proposal: string | null
  readonly what: What
  /** The id of the objection or comment, or of the silent partner, that it is about; else null. */
  readonly about: string | null
  readonly dueAt: string | null
  /** The number of the rule, as `C4`. */
  readonly rule: string
  readonly sentence: string
}

/** Only what is asked of one person, or of one partner's people. */
export interface Whom {
  readonly person?: string | undefined
  readonly partner?: string | undefined
}

type Bare = Omit<Ask, 'sentence' | 'rule' | 'proposal'> & { readonly rule?: string }

/**
 * What is asked of whom now, first what is due first; what has no term comes last. Nobody is asked for what the law
 * would refuse them, and an open point that nobody can do anything about now has an ask of `person: null`. Pure.
 */
export function waiting(standing: Standing, { person, partner, ...reader }: Reader & Whom): Ask[] {
  const wanted = (it: Bare): boolean =>
    it.what === 'term' || ((person ?? it.person) === it.person && (partner ?? it.partner) === it.partner)
  const voice = voiceFor(standing, reader)
  const signatures = signaturesAsked(standing)
    .filter(wanted)
    .map(bare => signatureTold(standing, bare, voice))
  const others = [...standing.proposals.values()].flatMap(state => {
    const own = voiceFor(standing, reader, state.context)
    return asksAbout(standing, state)
      .filter(wanted)
      .map(tellerOf(standing, state, own))
  })
  return [...others, ...signatures].sort(byDueMoment)
}

/** What is due first comes first; what has no term comes last. */
export function byDueMoment(
  a: { readonly dueAt: string | null },
  b: { readonly dueAt: string | null },
): number {
  if (a.dueAt === b.dueAt) return 0
  return a.dueAt !== null && (b.dueAt === null || a.dueAt < b.dueAt) ? -1 : 1
}

// ---- Who is asked what

function asksAbout(standing: Standing, state: ProposalStanding): Bare[] {
  const { dueAt } = state.context
  if (isOverdue(standing, state.context))
    return [{ person: null, partner: null, what: 'term', about: null, dueAt }]
  if (state.value === 'drafting') return [...submission(standing, state), ...replies(standing, state)]
  if (!isRunning(state)) return []
  const points = openPoints(state.context, standing.circle)
  return [
    ...silentPartners(state.context, standing.circle).flatMap(it => position(standing, state, it)),
    ...(points.some(({ kind }) => kind === 'support') ? support(standing, state) : []),
    ...points.flatMap(point => (point.kind === 'objection' ? objection(standing, state, point.id) : [])),
    ...unconfirmedPartners(state.context, standing.circle).flatMap(it => confirmation(standing, state, it)),
    ...replies(standing, state),
  ]
}

/** One ask for each person; one of nobody where there is none. */
function each(persons: readonly string[], ask: Omit<Bare, 'person'>): Bare[] {
  return (persons.length === 0 ? [null] : [...new Set(persons)]).map(person => ({ person, ...ask }))
}

/** Of some persons those to whom the law would admit an act. */
function able(
  standing: Standing,
  state: ProposalStanding,
  persons: readonly string[],
  act: (by: string) => ProposalAct,
): string[] {
  return persons.filter(by => admits(standing, state, act(by)))
}

const consent =
  ({ context: { id: proposal, revision } }: ProposalStanding) =>
  (by: string): ProposalAct => ({ act: 'takePosition', by, proposal, revision, position: 'consent' })

/** C4: whom a silence addresses on the stage. Who of them cannot take the position is asked to see to it. */
function position(standing: Standing, state: ProposalStanding, partner: string): Bare[] {
  const { dueAt, stage, positions } = state.context
  const speakers = able(standing, state, peopleOf(standing, partner), consent(state))
  const { persons } = addressedOn(stage ?? 'consultation', standing.circle, partner, standing.at)
  const asked = persons.length > 0 ? persons : speakers
  const what = Object.hasOwn(positions, partner) ? 'finalPosition' : 'position'
  const rule = what === 'position' && stage !== 'consultation' ? { rule: 'C4' } : {}
  const speak = { partner, what, about: null, dueAt, ...rule } as const
  const others = asked.filter(it => !speakers.includes(it))
  return [
    ...(asked.length === 0 || others.length < asked.length
      ? each(
          asked.filter(it => speakers.includes(it)),
          speak,
        )
      : []),
    ...others.map((person): Bare => ({ ...involved(standing, person, partner), dueAt })),
  ]
}

function involved({ circle, at }: Standing, person: string, partner: string): Omit<Bare, 'dueAt'> {
  const own = opgavemanagerOf(circle, at) === person ? null : partner
  return { person, partner: own, what: 'involvement', about: partner }
}

/** C3: all stand aside; whoever the stage addresses is asked whether their partner does carry it. */
function support(standing: Standing, state: ProposalStanding): Bare[] {
  const { dueAt } = state.context
  return Object.keys(standing.circle.members).flatMap(partner =>
    each(able(standing, state, peopleOf(standing, partner), consent(state)), {
      partner,
      what: 'support',
      about: null,
      dueAt,
    }),
  )
}

/** O4: the author's side and the opgavemanager answer. O2: the partner that raised it says whether it still stands. */
function objection(standing: Standing, state: ProposalStanding, id: string): Bare[] {
  const { id: proposal, dueAt, revision, objections, answeredHere } = state.context
  const raised = objections[id]
  if (!raised) return []
  const letGo = (by: string): ProposalAct => ({
    act: 'withdrawObjection',
    by,
    proposal,
    objection: id,
    revision,
  })
  const { persons } = addressedOn(
    state.context.stage ?? 'consultation',
    standing.circle,
    raised.partner,
    standing.at,
  )
  const owners = able(standing, state, [raised.by, ...persons], letGo)
  const asked = owners.length > 0 ? owners : able(standing, state, peopleOf(standing, raised.partner), letGo)
  const still = each(asked, { partner: raised.partner, what: 'objection', about: id, dueAt })
  return Object.hasOwn(answeredHere, id) ? still : [...still, ...answers(standing, state, id)]
}

function answers(standing: Standing, state: ProposalStanding, id: string): Bare[] {
  const { id: proposal, author, dueAt } = state.context
  const answer = (by: string): ProposalAct => ({
    act: 'answerObjection',
    by,
    proposal,
    objection: id,
    text: '…',
  })
  const mediator = opgavemanagerOf(standing.circle, standing.at)
  const side = able(standing, state, authorsOf(standing, state.context), answer).filter(it => it !== mediator)
  const ask = { what: 'answer', about: id, dueAt } as const
  if (mediator === null) return each(side, { partner: author, ...ask })
  return [
    ...side.map((person): Bare => ({ person, partner: author, ...ask })),
    { person: mediator, partner: null, ...ask },
  ]
}

function confirmation(standing: Standing, state: ProposalStanding, partner: string): Bare[] {
  const { id: proposal, dueAt, revision } = state.context
  const seats = holdersOf(standing.circle, partner, [decidingRole(state.context)], standing.at)
  const confirm = (by: string): ProposalAct => ({ act: 'confirmDecision', by, proposal, revision })
  return each(able(standing, state, seats, confirm), { partner, what: 'confirmation', about: null, dueAt })
}

/** D1: a question that nobody replied to is the author's to reply to. The law says of all questions what it says of one. */
function replies(standing: Standing, state: ProposalStanding): Bare[] {
  const { id: proposal, author, comments } = state.context
  const questions = unansweredQuestions(comments)
  const [replyTo] = questions
  if (replyTo === undefined) return []
  const reply = (by: string): ProposalAct => ({ act: 'comment', by, proposal, text: '…', replyTo })
  const asked = able(standing, state, authorsOf(standing, state.context), reply)
  // Nobody is asked to reply to a question of their own.
  const others = (about: string): string[] => asked.filter(person => person !== comments[about]?.by)
  return questions.flatMap(about =>
    others(about).length === 0
      ? []
      : each(others(about), { partner: author, what: 'reply', about, dueAt: null }),
  )
}

/** A draft is its author's to submit, as soon as the law would let it be. */
function submission(standing: Standing, state: ProposalStanding): Bare[] {
  const { id: proposal, author } = state.context
  const submit = (by: string): ProposalAct => ({ act: 'submitProposal', by, proposal })
  const asked = able(standing, state, authorsOf(standing, state.context), submit)
  return asked.map(person => ({ person, partner: author, what: 'submission', about: null, dueAt: null }))
}

/** F1, F3: whoever a charter names, and has yet to sign it. */
function signaturesAsked(standing: Standing): Bare[] {
  const { proposed, charter: inForce, digest, members, barred } = standing.circle
  const charter = proposed?.charter ?? inForce
  if (!charter) return []
  const sign = (by: string) =>
    ({ act: 'signCharter', by, charter: proposed?.digest ?? digest ?? '' }) as const
  const missing = charter.partners.filter(({ id }) =>
    proposed
      ? !Object.hasOwn(proposed.signedBy, id)
      : !Object.hasOwn(members, id) && !Object.hasOwn(barred, id),
  )
  return missing.flatMap(({ id: partner, people }) => {
    const seats = people.map(({ id }) => id).filter(by => admitsOnCharter(standing, sign(by)))
    const rule = proposed ? {} : { rule: 'F3' }
    return each(seats, { partner, what: 'signature', about: null, dueAt: null, ...rule })
  })
}

// ---- How it is told

/** A person, with the office where they hold it; or who is still to come. */
function nameOf(standing: Standing, { person, partner }: Bare, { phrases, person: called }: Voice): string {
  if (person === null) return partner === null ? phrases.nobodyInOffice : phrases.nobodyYet
  const holdsOffice = opgavemanagerOf(standing.circle, standing.at) === person
  return holdsOffice ? phrases.titled(called(person), phrases.office.title) : called(person)
}

type MatterWords = Pick<AskWords, 'matter' | 'until' | 'stage' | 'next'>

/** Tells what is asked about one proposal; what all of that shares is put into words once. */
function tellerOf(standing: Standing, state: ProposalStanding, voice: Voice): (bare: Bare) => Ask {
  const { context } = state
  const shared: MatterWords = {
    matter: matterOf(context, voice),
    until: context.dueAt === null ? '' : voice.until(context.dueAt),
    stage: voice.phrases.stages[context.stage ?? 'consultation'],
    next: voice.phrases.next(nextOf(context)),
  }
  return bare => {
    const rule = bare.rule ?? ruleOf[bare.what]
    const words = { ...shared, ...wordsFor(standing, state, bare, voice) }
    const sentence = `${voice.phrases.asks[bare.what](words)} (${rule})`
    return { ...bare, rule, proposal: context.id, sentence }
  }
}

function wordsFor(
  standing: Standing,
  state: ProposalStanding,
  bare: Bare,
  voice: Voice,
): Omit<AskWords, keyof MatterWords> {
  const { objections, comments, answeredHere } = state.context
  const { what } = bare
  const about = bare.about ?? ''
  const raised = what === 'answer' || what === 'objection' ? objections[about] : undefined
  const comment = what === 'reply' ? comments[about] : undefined
  const speakers =
    what === 'involvement' ? able(standing, state, peopleOf(standing, about), consent(state)) : []
  const partner = voice.partner(raised?.partner ?? about)
  return {
    who: nameOf(standing, bare, voice),
    partner: voice.party(bare.partner),
    objection: plain(about),
    owner: comment ? voice.person(comment.by) : partner,
    words: quoted(raised?.reason ?? comment?.text ?? ''),
    able: voice.phrases.list(speakers.map(voice.person)),
    answered: Object.hasOwn(answeredHere, about),
  }
}

function signatureTold(standing: Standing, bare: Bare, voice: Voice): Ask {
  const charter: Charter | undefined =
    standing.circle.proposed?.charter ?? standing.circle.charter ?? undefined
  const rule = bare.rule ?? ruleOf.signature
  const sentence = voice.phrases.asks.signature({
    ...{ matter: '', until: '', objection: '', owner: '', able: '', answered: false, stage: '', next: '' },
    who: nameOf(standing, bare, voice),
    partner: voice.party(bare.partner),
    words: quoted(charter?.opgave.title ?? ''),
  })
  return { ...bare, rule, proposal: null, sentence: `${sentence} (${rule})` }
}
