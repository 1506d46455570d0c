// What the recorded facts alone tell of each partner, whatever the procedure makes of them: the measure of who was bypassed.
import type { BypassClass } from './bypass.ts'
import type { MatterEvent } from './matter.ts'

/** What the recorded facts tell of one partner. */
export interface Seen {
  /** The last revision of which it was told. */
  readonly told: number
  /** The revision that it last took a position on, or wrote itself. */
  readonly said: number
  /** It objected, and has not let that go. */
  readonly objects: boolean
  /** Others recorded a position, or let an objection go, in its name, on this revision. */
  readonly spokenFor: number
}

export type SeenByPartner = Readonly<Record<string, Seen>>

export const nothingSeen: Seen = { told: 0, said: 0, objects: false, spokenFor: 0 }

/** Before anything is recorded. Pure. */
export const startOfSeeing = (partners: readonly string[]): SeenByPartner =>
  Object.fromEntries(partners.map(partner => [partner, nothingSeen]))

/** What one more fact tells of the partners. Pure. */
export function see(seen: SeenByPartner, event: MatterEvent): SeenByPartner {
  const { type, partner, by, revision, notice } = event
  if (type === 'proposal.submitted' || type === 'proposal.amended') return told(seen, notice ?? [], event)
  const before = partner === null ? undefined : seen[partner]
  if (partner === null || !before) return seen
  const change = (): Seen => {
    if (type === 'position.recorded' || (type === 'position.taken' && by !== partner))
      return { ...before, spokenFor: revision }
    if (type === 'position.taken') return { ...before, said: revision, spokenFor: 0 }
    if (type === 'objection.raised' && by === partner) return { ...before, objects: true }
    if (type !== 'objection.withdrawn') return before
    return by === partner ? { ...before, objects: false } : { ...before, spokenFor: revision }
  }
  return { ...seen, [partner]: change() }
}

/** A text put forward: who is told of it, and who wrote it, and so knows it and has spoken. */
function told(seen: SeenByPartner, notice: readonly string[], event: MatterEvent): SeenByPartner {
  const { type, by, revision } = event
  const each = ([partner, before]: [string, Seen]): [string, Seen] => [
    partner,
    {
      ...before,
      ...(type === 'proposal.submitted' ? { said: 0 } : {}),
      ...(notice.includes(partner) ? { told: revision } : {}),
      ...(partner === by ? { told: revision, said: revision } : {}),
    },
  ]
  return Object.fromEntries(Object.entries(seen).map(each))
}

/** How a partner is bypassed by a decision on a revision; null where it is not. Pure. */
export function bypassOf(
  { told: lastTold, said, objects, spokenFor }: Seen,
  revision: number,
): BypassClass | null {
  if (objects) return 'dissenting'
  if (spokenFor === revision) return 'spokenFor'
  if (lastTold !== revision) return 'uninformed'
  return said === revision ? null : 'silent'
}
