// A trace told: in words for who reads it, and as a script that `samenspraak play` takes.
import type { CharterInput } from '../charter/charter.ts'
import type { Act } from '../collaboration/acts.ts'
import type { Recorded } from '../collaboration/collaboration.ts'
import { firstTerm } from '../collaboration/state.ts'
import { answerOf, collaborationOf, foundedWorld, type Move, matter, type World } from './world.ts'

/** A script for `samenspraak play`: it shows by itself what the trace shows. */
export interface Script {
  readonly charter: CharterInput
  readonly founded: true
  readonly start: string
  readonly acts: readonly (Act & { readonly at: string })[]
}

/** One line for each move: who did what, and what the procedure recorded. */
export function told(start: World, moves: readonly Move[]): string[] {
  let world = start
  return moves.map(move => {
    const answer = answerOf(world, move)
    if ('refused' in answer) return `${asked(move)}: refused, ${answer.why ?? answer.refused}`
    world = answer.world
    const outcomes = answer.recorded.slice(1).map(outcome)
    return [asked(move), ...outcomes].join('; ')
  })
}

function asked(move: Move): string {
  if ('wait' in move) return move.wait === 'term' ? 'the term passes' : 'time passes, a working day is left'
  return inWords(move.act)
}

const said = {
  consent: 'consents',
  reservation: 'consents with a reservation',
  standAside: 'stands aside',
} as const

function inWords(act: Act): string {
  const by = act.by ?? 'the clock'
  switch (act.act) {
    case 'takePosition':
      return `${by} ${said[act.position]}${act.provisional ? ', provisionally,' : ''} on revision ${act.revision}`
    case 'raiseObjection':
      return `${by} objects${act.objection ? ` (${act.objection})` : ''} to revision ${act.revision}`
    case 'withdrawObjection':
      return `${by} lets objection ${act.objection} go`
    case 'answerObjection':
      return `${by} answers objection ${act.objection}`
    case 'confirmDecision':
      return `${by} confirms revision ${act.revision} of ${act.proposal}`
    case 'submitProposal':
      return `${by} submits`
    case 'amendProposal':
      return `${by} amends: "${act.text}"`
    case 'withdrawProposal':
      return `${by} withdraws the proposal`
    case 'extendTerm':
      return `${by} extends the consultation`
    case 'escalate':
      return `${by} takes it up from ${act.stage}`
    case 'giveMandate':
      return `${by} mandates ${act.person} for ${act.roles.join(', ')}`
    case 'withdrawMandate':
      return `${by} withdraws the mandate of ${act.person}`
    case 'signCharter':
      return `${by} signs the charter`
    case 'leaveCollaboration':
      return `${by} leaves with its partner`
    default:
      return `${by} does ${act.act}`
  }
}

function outcome({ matter, fact }: Recorded): string {
  const about = matter === 'charter' ? '' : ` (${matter})`
  switch (fact.type) {
    case 'stage.entered':
      return `it goes up to ${fact.stage}`
    case 'decision.called':
      return 'the joint decision is called'
    case 'decision.taken':
      return `decided on revision ${fact.revision}${about}`
    case 'consensus.failed':
      return `it ends without consensus${about}`
    default:
      return fact.type
  }
}

/** The same moves under the charter as it was given, by its own calendar. */
export function scriptOf(charter: CharterInput, moves: readonly Move[]): Script {
  const founded = foundedWorld(charter, '2030-01-07T09:00:00.000Z')
  const acts: (Act & { readonly at: string })[] = []
  let world = founded
  for (const move of moves) {
    if ('act' in move && move.act.act !== 'endTerm') acts.push({ ...move.act, at: world.now })
    world = moved(world, move)
  }
  const by = charter.opgavemanager.id
  const last = { act: 'comment', by, proposal: matter, text: 'So it ended.', at: world.now } as const
  return {
    charter,
    founded: true,
    start: founded.now,
    acts: acts.at(-1)?.at === world.now ? acts : [...acts, last],
  }
}

function moved(world: World, move: Move): World {
  if ('wait' in move && move.wait === 'late') {
    const due = firstTerm(collaborationOf(world))?.dueAt
    return due === undefined ? world : { ...world, now: new Date(Date.parse(due) - hour).toISOString() }
  }
  const answer = answerOf(world, move)
  return 'refused' in answer ? world : answer.world
}

const hour = 3_600_000
