// "Nobody is bypassed", read naively: at each decision the log is gone through again from its start, and nothing is remembered.

/** A recorded entry, as far as this reading looks at it. */
export interface Line {
  readonly seq: number
  readonly matter: string
  readonly at: string
  readonly by?: string
  readonly asked?: unknown
  readonly fact: { readonly type: string }
}

/** Whatever a fact or an act says: each question below takes from it what it needs. */
interface Said {
  readonly type?: string
  readonly partner?: string
  readonly partners?: readonly string[]
  readonly people?: readonly string[]
  readonly person?: string
  readonly roles?: readonly string[]
  readonly endsAt?: string
  readonly revision?: number
  readonly digest?: string
  readonly notice?: readonly { partner: string; persons: readonly string[] }[]
  readonly provisional?: boolean
  readonly objection?: string
  readonly charter?: unknown
}

interface Text {
  readonly partners: readonly { id: string; people: readonly { id: string; roles: readonly string[] }[] }[]
  readonly decidesOn?: string
}

const factOf = (line: Line): Said => line.fact as Said
const askedOf = (line: Line): Said => (line.asked ?? {}) as Said
const isA = (line: Line, ...types: string[]): boolean => types.includes(line.fact.type)

/** Null where every decision was taken by all partners of its moment; else the first that was not, and who was bypassed. */
export function bypassed(log: readonly Line[]): string | null {
  for (const [n, line] of log.entries()) {
    if (!isA(line, 'decision.taken')) continue
    const before = log.slice(0, n)
    for (const partner of partnersIn(before)) {
      const fault = faultFor(partner, before, line)
      if (fault !== null) return `entry ${line.seq} decides ${line.matter}: ${partner} ${fault}`
    }
  }
  return null
}

function partnersIn(log: readonly Line[]): string[] {
  const partners = new Set<string>()
  for (const line of log) {
    const { partner = '', partners: founders = [] } = factOf(line)
    if (isA(line, 'collaboration.founded')) for (const founder of founders) partners.add(founder)
    if (isA(line, 'partner.joined')) partners.add(partner)
    if (isA(line, 'partner.left')) partners.delete(partner)
  }
  return [...partners]
}

/** What is missing of notice, then position, then confirmation, of exactly this revision, by this partner itself. */
function faultFor(partner: string, before: readonly Line[], decision: Line): string | null {
  const own = before.filter(({ matter }) => matter === decision.matter)
  const text = own.findLast(line => isA(line, 'proposal.submitted', 'proposal.amended'))
  if (!text) return 'decides on what was never submitted'
  const revision = factOf(text)
  if (factOf(decision).digest !== revision.digest) return 'is held to another text than the last revision'

  const since = Math.max(text.seq, joinedIn(before, partner))
  const notice = own.find(line => line.seq >= since && noticed(before, line, partner))
  if (!notice) return 'was given no notice'

  const ofPartner = (line: Line): boolean => factOf(line).partner === partner && line.seq > notice.seq
  const onIt = (line: Line): boolean =>
    askedOf(line).revision === revision.revision && factOf(line).digest === revision.digest
  const by = (line: Line): string[] => mandatesOf(before, partner, line)

  const position = own.findLast(line => ofPartner(line) && isA(line, 'position.taken'))
  if (!position || !onIt(position)) return 'took no position on this revision'
  if (askedOf(position).provisional === true) return 'spoke provisionally'
  if (!by(position).some(role => role !== 'opgaveregisseur'))
    return `was spoken for by ${position.by}, whom it had not mandated`

  const confirmation = own.findLast(line => ofPartner(line) && isA(line, 'confirmation.given'))
  const changed = before.findLast(line => isA(line, 'partner.joined', 'partner.left'))?.seq ?? -1
  const objected = own.findLast(line => isA(line, 'objection.raised'))?.seq ?? -1
  if (!confirmation || !onIt(confirmation)) return 'did not confirm this revision'
  if (confirmation.seq < position.seq) return 'took another position after it had confirmed'
  if (confirmation.seq < changed) return 'did not confirm in the circle as it is'
  if (confirmation.seq < objected) return 'did not confirm after the last objection'
  if (!by(confirmation).includes(decidingRole(before, own, text)))
    return `was confirmed for by ${confirmation.by}, whom it had not mandated for that`

  const open = own.find(line => isOpenObjection(own, line, partner))
  return open ? `objects (${factOf(open).objection})` : null
}

/** Where it became a partner for the last time. */
function joinedIn(log: readonly Line[], partner: string): number {
  const joined = log.findLast(line => isA(line, 'partner.joined') && factOf(line).partner === partner)
  return joined?.seq ?? log.find(line => isA(line, 'collaboration.founded'))?.seq ?? Infinity
}

/** Notice goes to persons of the partner, all of them mandated by it at that moment. */
function noticed(log: readonly Line[], line: Line, partner: string): boolean {
  const persons = factOf(line).notice?.find(it => it.partner === partner)?.persons ?? []
  return persons.length > 0 && persons.every(by => mandatesOf(log, partner, { ...line, by }).length > 0)
}

function isOpenObjection(own: readonly Line[], line: Line, partner: string): boolean {
  const { objection, partner: owner } = factOf(line)
  if (!isA(line, 'objection.raised') || owner !== partner) return false
  const letGo = (it: Line): boolean =>
    isA(it, 'objection.withdrawn') && askedOf(it).objection === objection && factOf(it).partner === partner
  return !own.some(letGo)
}

function textOf(log: readonly Line[], digest: unknown): Text | undefined {
  const line = log.findLast(
    it => isA(it, 'charter.proposed', 'charter.replaced') && factOf(it).digest === digest,
  )
  return (line && (factOf(line).charter ?? askedOf(line).charter)) as Text | undefined
}

/** The rung that confirms: by the charter under which it was submitted, and always the stuurgroep for a charter. */
function decidingRole(log: readonly Line[], own: readonly Line[], text: Line): string {
  const content = own.findLast(
    line => line.seq <= text.seq && isA(line, 'proposal.drafted', 'draft.revised', 'proposal.amended'),
  )
  if (content && askedOf(content).charter !== undefined) return 'stuurgroep'
  const submission = own.find(line => isA(line, 'proposal.submitted'))
  return textOf(log, submission && factOf(submission).charter)?.decidesOn ?? 'stuurgroep'
}

/** The roles for which the partner itself had mandated the person of an entry, at the moment of that entry. */
function mandatesOf(log: readonly Line[], partner: string, { seq, by, at }: Line): string[] {
  const roles = new Map<string, string | null>()
  let inForce: Text | undefined
  for (const line of log.slice(0, seq)) {
    const fact = factOf(line)
    const { person, roles: asked = [] } = askedOf(line)
    if (isA(line, 'collaboration.founded')) inForce = textOf(log.slice(0, line.seq), fact.charter)
    if (isA(line, 'charter.replaced')) inForce = fact.charter as Text
    const begins = isA(line, 'collaboration.founded') || (isA(line, 'partner.joined') && isOf(line, partner))
    if (begins && signed(log, line, partner)) {
      const named = inForce?.partners.find(({ id }) => id === partner)?.people.find(({ id }) => id === by)
      const came = fact.people === undefined || fact.people.includes(by ?? '')
      for (const role of came ? (named?.roles ?? []) : []) roles.set(role, null)
    }
    if (isA(line, 'partner.left') && isOf(line, partner)) roles.clear()
    if (!isOf(line, partner) || person !== by) continue
    if (isA(line, 'mandate.given') && isBySeat(log, partner, line))
      for (const role of asked) roles.set(role, fact.endsAt ?? null)
    if (isA(line, 'mandate.withdrawn') && isBySeat(log, partner, line))
      for (const role of fact.roles ?? []) roles.delete(role)
  }
  return [...roles].filter(([, end]) => end === null || at < end).map(([role]) => role)
}

const isOf = (line: Line, partner: string): boolean => factOf(line).partner === partner

/** Whether the partner itself signed the charter by which it comes in. */
function signed(log: readonly Line[], { seq }: Line, partner: string): boolean {
  return log.slice(0, seq).some(line => isA(line, 'charter.signed') && isOf(line, partner))
}

function isBySeat(log: readonly Line[], partner: string, line: Line): boolean {
  return mandatesOf(log, partner, line).includes('stuurgroep')
}
