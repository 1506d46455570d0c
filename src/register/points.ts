// The open points of a proposal, each in a sentence.
import { type OpenPoint, openPoints } from '../proposal/open-points.ts'
import type { Proposal } from '../proposal/proposal.ts'
import { plain, quoted } from './names.ts'
import type { Standing } from './standing.ts'
import type { Voice } from './voice.ts'

/** An open point, and how it is told. */
export interface Point {
  readonly kind: OpenPoint['kind']
  /** Whose it is; null where it is everybody's. */
  readonly partner: string | null
  /** The id of an objection; else null. */
  readonly objection: string | null
  readonly sentence: string
}

/** What a proposal still waits for. Pure. */
export function pointsOf({ circle }: Standing, proposal: Proposal, voice: Voice): Point[] {
  return openPoints(proposal, circle).map(point => ({
    kind: point.kind,
    partner: point.kind === 'support' ? null : point.partner,
    objection: point.kind === 'objection' ? point.id : null,
    sentence: sentenceOf(point, proposal, voice),
  }))
}

function sentenceOf(point: OpenPoint, proposal: Proposal, { phrases, partner }: Voice): string {
  if (point.kind === 'support') return phrases.points.support
  const owner = partner(point.partner)
  if (point.kind === 'confirmation') return phrases.points.confirmation(owner)
  if (point.kind === 'silence') {
    const provisional = proposal.positions[point.partner]
    return phrases.points.silence(owner, provisional ? phrases.positions[provisional.position] : '')
  }
  return phrases.points.objection({
    owner,
    id: plain(point.id),
    reason: quoted(proposal.objections[point.id]?.reason ?? ''),
    answered: Object.hasOwn(proposal.answeredHere, point.id),
  })
}
