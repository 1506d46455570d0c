// The collaboration at a glance: the opgave, who decide together, and where each proposal stands.
import { unmetNeeds } from '../charter/charter.ts'
import { isPresent, liveRoles, opgavemanagerOf } from '../charter/circle.ts'
import { quoted } from './names.ts'
import type { StateName } from './phrases.ts'
import { isOverdue, type ProposalStanding, type Standing } from './standing.ts'
import { matterOf, type Reader, type Voice, voiceFor } from './voice.ts'

/** One line of an overview, and what it is about. */
export interface OverviewLine {
  readonly what: 'opgave' | 'founding' | 'partner' | 'invited' | 'opgavemanager' | 'need'
  /** The id of the partner, person or need; null where there is none. */
  readonly id: string | null
  readonly sentence: string
}

/** Where a proposal stands, in a sentence. */
export interface ProposalLine {
  readonly proposal: string
  readonly title: string
  readonly state: string
  readonly called: boolean
  readonly dueAt: string | null
  readonly sentence: string
}

/** Who decide together, and where each proposal stands. */
export interface Overview {
  readonly circle: readonly OverviewLine[]
  readonly proposals: readonly ProposalLine[]
}

/** Everything at a glance; nothing but proposals where no charter was put forward yet. Pure. */
export function overview(standing: Standing, reader: Reader): Overview {
  const voice = voiceFor(standing, reader)
  return {
    circle: [...opgaveTold(standing, voice), ...partnersTold(standing, voice), ...needsTold(standing, voice)],
    proposals: [...standing.proposals.values()].map(state => proposalLine(standing, state, reader)),
  }
}

function opgaveTold({ circle, at }: Standing, { phrases, person }: Voice): OverviewLine[] {
  const charter = circle.charter ?? circle.proposed?.charter
  if (!charter) return []
  const { overview: say } = phrases
  const holder = circle.charter ? opgavemanagerOf(circle, at) : charter.opgavemanager.id
  const { title, goal } = charter.opgave
  return [
    { what: 'opgave', id: null, sentence: say.opgave(quoted(title), quoted(goal)) },
    ...(circle.charter ? [] : [{ what: 'founding', id: null, sentence: say.notFounded } as const]),
    {
      what: 'opgavemanager',
      id: holder,
      sentence: holder === null ? say.vacant : say.opgavemanager(person(holder)),
    },
  ]
}

function partnersTold({ circle, at }: Standing, voice: Voice): OverviewLine[] {
  const { overview: say } = voice.phrases
  const invited = (circle.charter?.partners ?? []).filter(
    ({ id }) => !isPresent(circle, id) && !Object.hasOwn(circle.barred, id),
  )
  return [
    ...Object.entries(circle.members).map(([id, { people }]): OverviewLine => {
      const speakers = Object.entries(people).map(([person, held]) => [person, liveRoles(held, at)] as const)
      const named = speakers
        .filter(([, roles]) => roles.length > 0)
        .map(([person, roles]) => say.person(voice.person(person), roles.join(', ')))
      return { what: 'partner', id, sentence: say.partner(voice.partner(id), named.join('; ')) }
    }),
    ...invited.map(
      ({ id }): OverviewLine => ({ what: 'invited', id, sentence: say.invited(voice.partner(id)) }),
    ),
  ]
}

function needsTold({ circle }: Standing, { phrases, need }: Voice): OverviewLine[] {
  const { charter } = circle
  const unmet = charter ? unmetNeeds(charter, partner => isPresent(circle, partner)) : []
  return unmet.map(id => ({ what: 'need', id, sentence: phrases.overview.unmetNeed(need(id)) }))
}

/** Where one proposal stands. Pure. */
export function proposalLine(
  standing: Standing,
  { value, context }: ProposalStanding,
  reader: Reader,
): ProposalLine {
  const voice = voiceFor(standing, reader, context)
  const { phrases } = voice
  const { id: proposal, called, dueAt } = context
  const state = [phrases.states[value as StateName] ?? value, ...(called ? [phrases.overview.called] : [])]
  const until = dueAt === null || isOverdue(standing, context) ? '' : voice.until(dueAt)
  return {
    ...{ proposal, title: context.content?.title ?? proposal, state: value, called, dueAt },
    sentence: phrases.overview.proposal(matterOf(context, voice), state.join(', '), until),
  }
}
