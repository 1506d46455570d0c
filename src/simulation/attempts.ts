// What an adversary tries at our own table: the known ways in which partners are bypassed elsewhere, as acts.
import type { CharterInput } from '../charter/charter.ts'
import type { Act } from '../collaboration/acts.ts'
import { openObjections, type Proposal } from '../proposal/proposal.ts'
import { charterOf, mediator, personOf, type Scenario } from './scenario.ts'

/** The place from which attempts are made. */
export interface Place {
  readonly scenario: Scenario
  readonly proposal: Proposal
  readonly matter: string
  /** The partner whose people make them. */
  readonly who: string
  readonly author: string
  /** The line manager who speaks for a partner now: the one it began with may be free for others by now. */
  readonly speaker: (partner: string) => string
}

export interface OwnAttempt {
  readonly name: string
  /** What is asked, made where it is asked. */
  readonly act: () => Act
  /** The moment that it claims, where that is the trick. */
  readonly back?: string
}

/** Everything that somebody of this partner could try at this moment. Pure. */
export const attemptsOn = (place: Place): readonly OwnAttempt[] => [
  ...withTime(place),
  ...withObjections(place),
  ...withTheText(place),
  ...withVoices(place),
  ...withMandates(place),
  ...withTheCharter(place),
]

/** Somebody whom no partner can have mandated: the people of all of them have a colon in their name. */
const stranger = 'stranger'

/** A partner that is neither the adversary nor, where there is a choice, the author. */
function otherThan({ scenario, who, author }: Place): string {
  const others = scenario.partners.filter(({ id }) => id !== who)
  return (others.find(({ id }) => id !== author) ?? others[0])?.id ?? ''
}

function withTime({ proposal, matter, who, speaker }: Place): OwnAttempt[] {
  const { revision, stage, lastAt } = proposal
  const by = speaker(who)
  const early: OwnAttempt = {
    name: 'something is recorded before what is there',
    act: () => ({ act: 'takePosition', by, proposal: matter, revision, position: 'consent' }),
    back: new Date(Date.parse(lastAt) - 1).toISOString(),
  }
  if (stage === null) return [early]
  return [
    early,
    {
      name: 'a person ends the term',
      act: () => ({ act: 'endTerm', by, proposal: matter, revision, stage }),
    },
    {
      name: 'the term ends before its day',
      act: () => ({ act: 'endTerm', proposal: matter, revision, stage }),
    },
    {
      name: 'a stage is skipped',
      act: () => ({
        act: 'escalate',
        by,
        proposal: matter,
        revision,
        stage: 'stuurgroep',
        reason: 'Faster.',
      }),
    },
    {
      name: 'the consultation is cut short',
      act: () => ({
        act: 'escalate',
        by,
        proposal: matter,
        revision,
        stage: 'consultation',
        reason: 'Faster.',
      }),
    },
  ]
}

function withObjections({ proposal, matter, who, speaker }: Place): OwnAttempt[] {
  const { revision } = proposal
  return openObjections(proposal)
    .filter(id => proposal.objections[id]?.partner !== who)
    .map(objection => ({
      name: 'an objection is let go by another',
      act: () => ({ act: 'withdrawObjection', by: speaker(who), proposal: matter, revision, objection }),
    }))
}

/** By somebody who is not of the author's side. */
function withTheText(place: Place): OwnAttempt[] {
  const { scenario, proposal, matter, who, author } = place
  const by = place.speaker(who === author ? otherThan(place) : who)
  const content = { title: scenario.title, text: `not what was asked: ${proposal.revision}` }
  return [
    {
      name: 'another changes the text',
      act: () => ({ act: 'amendProposal', by, proposal: matter, ...content }),
    },
    {
      name: 'the text is made a draft again',
      act: () => ({ act: 'reviseDraft', by, proposal: matter, ...content }),
    },
    { name: 'it is submitted again', act: () => ({ act: 'submitProposal', by, proposal: matter }) },
    { name: 'another withdraws it', act: () => ({ act: 'withdrawProposal', by, proposal: matter }) },
  ]
}

function withVoices({ proposal, matter, who, speaker }: Place): OwnAttempt[] {
  const { revision } = proposal
  const [by, seat] = [speaker(who), personOf(who, 'seat')]
  const consent = (by: string, revision: number) =>
    ({ act: 'takePosition', by, proposal: matter, revision, position: 'consent' }) as const
  return [
    {
      name: 'it is confirmed before all agree',
      act: () => ({ act: 'confirmDecision', by: seat, proposal: matter, revision }),
    },
    {
      name: 'the opgavemanager confirms',
      act: () => ({ act: 'confirmDecision', by: mediator, proposal: matter, revision }),
    },
    { name: 'a position on a revision to come', act: () => consent(by, revision + 1) },
    { name: 'the opgavemanager takes a position', act: () => consent(mediator, revision) },
    { name: 'somebody from outside takes a position', act: () => consent(stranger, revision) },
  ]
}

function withMandates(place: Place): OwnAttempt[] {
  const [by, seat] = [place.speaker(place.who), personOf(place.who, 'seat')]
  const other = otherThan(place)
  return [
    {
      name: 'a person of another partner is mandated',
      act: () => ({ act: 'giveMandate', by: seat, person: place.speaker(other), roles: ['lijnmanagement'] }),
    },
    {
      name: 'a mandate of another partner is withdrawn',
      act: () => ({ act: 'withdrawMandate', by: seat, person: personOf(other, 'seat') }),
    },
    {
      name: 'a line manager gives a seat away',
      act: () => ({ act: 'giveMandate', by, person: `${by}-friend`, roles: ['stuurgroep'] }),
    },
  ]
}

function withTheCharter(place: Place): OwnAttempt[] {
  const by = place.speaker(place.who)
  const smaller = (): CharterInput => {
    const charter = charterOf(place.scenario)
    return { ...charter, partners: charter.partners.filter(({ id }) => id !== otherThan(place)) }
  }
  return [
    {
      name: 'a charter without a partner is proposed',
      act: () => ({ act: 'proposeCharter', by, charter: smaller() }),
    },
    {
      name: 'a change of the charter leaves a partner out',
      act: () => ({
        act: 'draftProposal',
        by,
        title: 'A smaller circle',
        text: 'Faster.',
        charter: smaller(),
      }),
    },
  ]
}
