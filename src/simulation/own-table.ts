// The table of our own procedure: every intention becomes a public act, decided by the same `decide` as the engine's.
import { charterDigest, completeCharter, holidaysOf } from '../charter/charter.ts'
import type { Act } from '../collaboration/acts.ts'
import { commit, decide, type Recorded } from '../collaboration/collaboration.ts'
import { type Collaboration, emptyCollaboration, fork, proposalIn } from '../collaboration/state.ts'
import { stages } from '../proposal/acts.ts'
import { openObjections, type Proposal } from '../proposal/proposal.ts'
import { attemptsOn } from './attempts.ts'
import { charterOf, mediator, personOf, type Scenario } from './scenario.ts'
import type { Point } from './space.ts'
import {
  type Doing,
  type Intention,
  type Noted,
  office,
  outcomeOf,
  type Standing,
  type Table,
  type View,
} from './table.ts'

const matter = 'p1'

/** The founded collaboration of a scenario: every round starts from it, none changes it. */
export interface Founded {
  readonly scenario: Scenario
  readonly collaboration: Collaboration
  readonly record: readonly Recorded[]
}

/** Founds the collaboration of a scenario: all partners sign its charter. */
export function found(scenario: Scenario, at: string): Founded {
  const collaboration = emptyCollaboration()
  const record: Recorded[] = []
  const charter = charterOf(scenario)
  const digest = charterDigest(completeCharter(charter, holidaysOf(charter)))
  const acts: Act[] = [
    { act: 'proposeCharter', by: mediator, charter },
    ...scenario.partners.map(
      ({ id }): Act => ({ act: 'signCharter', by: personOf(id, 'seat'), charter: digest }),
    ),
  ]
  for (const act of acts) {
    const refused = take(collaboration, record, act, at)
    if (refused !== null) throw new Error(`the founding is refused: ${refused}`)
  }
  return { scenario, collaboration, record }
}

/** Records an act and what follows, or says which rule refuses it. */
function take(collaboration: Collaboration, record: Recorded[], act: Act, at: string): string | null {
  const outcome = decide(collaboration, act, { at, signed: false, record: id => about(record, id) })
  if ('refused' in outcome) return outcome.refused.rule
  commit(collaboration, outcome.pending)
  for (const step of outcome.pending) record.push(step.recorded)
  return null
}

const about = (record: readonly Recorded[], id: string): Recorded[] =>
  record.filter(entry => entry.matter === id || entry.matter === 'charter')

const offers: ReadonlySet<Doing> = new Set([
  ...(['consent', 'reserve', 'standAside', 'object', 'letGo', 'answer', 'amend', 'extend'] as const),
  ...(['escalate', 'confirm', 'leave', 'withdraw', 'replacePerson'] as const),
])

/** A proposal of this text by a partner or the office, submitted at a moment: what is recorded is noted from there on. */
export function ownTable(
  { scenario, collaboration: founded, record: before }: Founded,
  author: string,
  text: Point,
  at: string,
  note: (noted: Noted) => void,
): Table {
  const collaboration = fork(founded)
  const record = [...before]
  const texts = [text]
  /** The person who takes positions for a partner; another one once it was replaced. */
  const speakers = new Map<string, number>()
  let seen: View | null = null
  const speaker = (partner: string): string => {
    const others = speakers.get(partner) ?? 0
    return others === 0 ? personOf(partner) : `${personOf(partner)}${others + 1}`
  }
  const state = (): Proposal => {
    const found = proposalIn(collaboration, matter)
    if (!found) throw new Error('there is no proposal on the table')
    return found.context
  }
  const ask = (act: Act, moment: string, next?: Point): boolean => {
    const from = record.length
    if (take(collaboration, record, act, moment) !== null) return false
    if (next) texts.push(next)
    seen = null
    const now = { proposal: state(), texts }
    for (let at = from; at < record.length; at += 1) note(notedFrom(record[at] as Recorded, now))
    return true
  }
  const wordings = wordingsFor(scenario, state, speaker)
  const hand = { speaker, state, by: author === office ? mediator : speaker(author) }
  ask({ act: 'draftProposal', by: hand.by, proposal: matter, ...contentOf(scenario, text) }, at)
  ask({ act: 'submitProposal', by: hand.by, proposal: matter }, at)
  return {
    offers,
    view: () => {
      seen ??= viewOf(collaboration, texts)
      return seen
    },
    ask: (who, intention, moment) => {
      const acts = wordings(who, intention)
      const next = intention.does === 'amend' ? intention.text : undefined
      const done = acts.length > 0 && acts.every(act => ask(act, moment, next))
      if (done && intention.does === 'replacePerson') speakers.set(who, (speakers.get(who) ?? 0) + 1)
      return done
    },
    endTerm: moment => {
      const { revision, stage } = state()
      return stage !== null && ask({ act: 'endTerm', proposal: matter, revision, stage }, moment)
    },
    attempts: who =>
      attemptsOn({ scenario, proposal: state(), matter, who, author, speaker }).map(
        ({ name, act, back }) => ({
          name,
          make: moment => ask(act(), back ?? moment),
        }),
      ),
  }
}

/** The content of a text: two texts are the same where they agree to a millionth. */
export function contentOf({ title }: Scenario, text: Point): { title: string; text: string } {
  return { title, text: text.map(place => place.toFixed(6)).join(' ') }
}

type Wording = (who: string, intention: Intention) => readonly Act[]

/** An intention as acts of a person of that partner; none where there is nothing to do it to. */
function wordingsFor(
  scenario: Scenario,
  state: () => Proposal,
  speaker: (partner: string) => string,
): Wording {
  return (who, intention) => {
    const proposal = state()
    const on = { proposal: matter, revision: proposal.revision }
    const by = who === office ? mediator : speaker(who)
    const seat = personOf(who, 'seat')
    switch (intention.does) {
      case 'consent':
      case 'reserve':
      case 'standAside':
        return [taking(by, on.revision, intention)]
      case 'object': {
        const { ground } = intention
        const person = ground === 'involvement' ? personOf(who, 'regisseur') : by
        return [{ act: 'raiseObjection', by: person, ground, reason: reasons.object, ...on }]
      }
      case 'letGo':
        return openObjectionsOf(proposal, who).map(objection => {
          return { act: 'withdrawObjection', by, objection, ...on }
        })
      case 'answer':
        return openObjectionsOf(proposal, intention.partner)
          .filter(id => !Object.hasOwn(proposal.answeredHere, id))
          .map(id => ({ act: 'answerObjection', by, proposal: matter, objection: id, text: reasons.answer }))
      case 'amend':
        return [{ act: 'amendProposal', by, proposal: matter, ...contentOf(scenario, intention.text) }]
      case 'extend':
        return [{ act: 'extendTerm', by, ...on }]
      case 'escalate': {
        const { stage } = proposal
        return stage === null ? [] : [{ act: 'escalate', by, stage, reason: reasons.escalate, ...on }]
      }
      case 'confirm': {
        const isTheirs = proposal.law?.decidesOn === 'lijnmanagement'
        return [{ act: 'confirmDecision', by: isTheirs ? by : seat, ...on }]
      }
      case 'leave':
        return [{ act: 'leaveCollaboration', by: seat }]
      case 'withdraw':
        return [{ act: 'withdrawProposal', by, proposal: matter }]
      case 'replacePerson':
        return replacing(who, by, seat)
      default:
        return []
    }
  }
}

const openObjectionsOf = (proposal: Proposal, partner: string): string[] =>
  openObjections(proposal).filter(id => proposal.objections[id]?.partner === partner)

/** A new line manager comes, and then the old one goes: nobody is without. */
function replacing(who: string, old: string, seat: string): readonly Act[] {
  const number = Number(/\d+$/.exec(old)?.[0] ?? 1) + 1
  const person = `${personOf(who)}${number}`
  return [
    { act: 'giveMandate', by: seat, person, roles: ['lijnmanagement'] },
    { act: 'withdrawMandate', by: seat, person: old },
  ]
}

const reasons = {
  object: 'We cannot live with this text.',
  reserve: 'We consent, with this worry.',
  answer: 'This is why the text is as it is.',
  escalate: 'It was answered, and stays open.',
} as const

const positions = { consent: 'consent', reserve: 'reservation', standAside: 'standAside' } as const

type Position = Extract<Intention, { does: keyof typeof positions }>

function taking(by: string, revision: number, { does, provisional }: Position): Act {
  const position = positions[does]
  const act: Act = { act: 'takePosition', by, proposal: matter, revision, position }
  if (provisional === true) act.provisional = true
  if (does === 'reserve') act.reason = reasons.reserve
  return act
}

function viewOf(collaboration: Collaboration, texts: readonly Point[]): View {
  const found = proposalIn(collaboration, matter)
  if (!found) throw new Error('there is no proposal on the table')
  const { value, context } = found
  const { members } = collaboration.circle.context
  const objections = new Map<string, Standing>()
  for (const id of openObjections(context)) {
    const { partner = '', ground = 'content' } = context.objections[id] ?? {}
    objections.set(partner, { ground, answered: Object.hasOwn(context.answeredHere, id) })
  }
  const spoke = new Set(objections.keys())
  for (const id in context.positions) if (!context.positions[id]?.provisional) spoke.add(id)
  return {
    outcome: outcomeOf(value),
    revision: context.revision,
    text: texts[Math.max(0, context.revision - 1)] ?? [],
    rung: context.stage === null ? 0 : stages.indexOf(context.stage),
    partners: Object.keys(members),
    spoke,
    objections,
    called: context.called,
    confirmed: new Set(Object.keys(context.confirmations)),
    mayAmend: context.revision < (context.law?.maxRevisions ?? 0),
    dueAt: context.dueAt,
  }
}

/** A recorded fact in the words that all tables share. */
function notedFrom(
  { at, by, asked, fact }: Recorded,
  { proposal, texts }: { proposal: Proposal; texts: readonly Point[] },
): Noted {
  const revision =
    'revision' in fact ? fact.revision : asked && 'revision' in asked ? (asked.revision ?? 0) : 0
  const own = 'partner' in fact && typeof fact.partner === 'string' ? fact.partner : null
  const notice = 'notice' in fact ? fact.notice.map(each => each.partner) : undefined
  const act = asked?.act
  return {
    at,
    type: fact.type,
    partner: act === 'answerObjection' ? (proposal.objections[asked.objection]?.partner ?? null) : own,
    by: by === undefined ? null : sideOf(by),
    revision,
    position: act === 'takePosition' ? asked.position : undefined,
    provisional: act === 'takePosition' ? asked.provisional : undefined,
    ground: act === 'raiseObjection' ? asked.ground : undefined,
    notice,
    stage: 'stage' in fact ? fact.stage : undefined,
    text: notice && fact.type !== 'circle.changed' ? texts.at(-1) : undefined,
  }
}

/** Whose a person is tells its name: not the machine, which is what is measured. */
const sideOf = (person: string): string =>
  person === mediator ? office : person.slice(0, person.lastIndexOf(':'))
