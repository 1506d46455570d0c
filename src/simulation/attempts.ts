// What an adversary tries at our own table: the known ways in which partners are bypassed elsewhere, as acts.
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
}

export interface OwnAttempt {
  readonly name: string
  readonly act: Act
  /** The moment that it claims, where that is the trick. */
  readonly back?: string
}

/** Everything that somebody of this partner could try at this moment. Pure. */
export function attemptsOn({ scenario, proposal, matter, who, author }: Place): readonly OwnAttempt[] {
  const { revision, stage, lastAt } = proposal
  const [by, seat] = [personOf(who), personOf(who, 'seat')]
  const on = { proposal: matter, revision }
  const other = scenario.partners.find(({ id }) => id !== who && id !== author)?.id ?? ''
  const foreign = openObjections(proposal).filter(id => proposal.objections[id]?.partner !== who)
  const charter = charterOf(scenario)
  const without = { ...charter, partners: charter.partners.filter(({ id }) => id !== other) }
  const content = { title: scenario.title, text: `not what was asked: ${revision}` }
  const ended: OwnAttempt[] = stage
    ? [
        {
          name: 'a person ends the term',
          act: { act: 'endTerm', by, ...on, stage },
        },
        { name: 'the term ends before its day', act: { act: 'endTerm', ...on, stage } },
        {
          name: 'a stage is skipped',
          act: { act: 'escalate', by, ...on, stage: 'stuurgroep', reason: 'Faster.' },
        },
      ]
    : []
  return [
    ...ended,
    ...foreign.map(
      (objection): OwnAttempt => ({
        name: 'an objection is let go by another',
        act: { act: 'withdrawObjection', by, ...on, objection },
      }),
    ),
    {
      name: 'another changes the text',
      act: { act: 'amendProposal', by: seat, proposal: matter, ...content },
    },
    {
      name: 'the text is changed back into a draft',
      act: { act: 'reviseDraft', by, proposal: matter, ...content },
    },
    { name: 'it is submitted again', act: { act: 'submitProposal', by, proposal: matter } },
    { name: 'another withdraws it', act: { act: 'withdrawProposal', by: personOf(other), proposal: matter } },
    { name: 'confirmed before all agree', act: { act: 'confirmDecision', by: seat, ...on } },
    { name: 'confirmed twice', act: { act: 'confirmDecision', by: seat, ...on } },
    { name: 'confirmed by the opgavemanager', act: { act: 'confirmDecision', by: mediator, ...on } },
    {
      name: 'a position on another revision',
      act: { act: 'takePosition', by, proposal: matter, revision: revision + 1, position: 'consent' },
    },
    {
      name: 'the opgavemanager takes a position',
      act: { act: 'takePosition', by: mediator, ...on, position: 'consent' },
    },
    {
      name: 'somebody from outside takes a position',
      act: { act: 'takePosition', by: 'nobody:line', ...on, position: 'consent' },
    },
    {
      name: 'a person of another partner is mandated',
      act: { act: 'giveMandate', by: seat, person: personOf(other), roles: ['lijnmanagement'] },
    },
    {
      name: 'a mandate of another partner is withdrawn',
      act: { act: 'withdrawMandate', by: seat, person: personOf(other, 'seat') },
    },
    {
      name: 'a line manager mandates',
      act: { act: 'giveMandate', by, person: `${by}-friend`, roles: ['stuurgroep'] },
    },
    { name: 'a charter without a partner is proposed', act: { act: 'proposeCharter', by, charter: without } },
    {
      name: 'a change of the charter leaves a partner out',
      act: { act: 'draftProposal', by, title: 'A smaller circle', text: 'Faster.', charter: without },
    },
    {
      name: 'something is recorded before what is there',
      act: { act: 'takePosition', by, ...on, position: 'consent' },
      back: new Date(Date.parse(lastAt) - 1).toISOString(),
    },
    {
      name: 'the consultation is cut short',
      act: { act: 'escalate', by, ...on, stage: 'consultation', reason: 'Faster.' },
    },
  ]
}
