// Who was bypassed? A reading of a log written for the attacks alone: from the acts as they were asked, and nothing of `src`.

type Person = Map<string, string | null>
interface Charter {
  partners: { id: string; people: { id: string; roles: string[] }[] }[]
}
interface Asked {
  act: string
  by?: string
  charter?: Charter | string
  person?: string
  roles?: string[]
  until?: string
  revision?: number
  position?: string
  provisional?: boolean
  objection?: string
}
interface Line {
  readonly seq: number
  readonly matter: string
  readonly at: string
  readonly by?: string | undefined
  readonly asked?: unknown
  readonly fact: { readonly type: string }
}
interface Voice {
  place: number
  revision: number
  counts: boolean
}
interface Matter {
  revision: number
  revisedAt: number
  noticed: Set<string>
  positions: Map<string, Voice>
  confirmedAt: Map<string, number>
  objections: Map<string, { partner: string; open: boolean }>
  objectedAt: number
  charter: unknown
}
interface Reading {
  texts: Map<string, Charter>
  inForce: Charter | null
  digest: string
  signed: Set<string>
  members: Map<string, Map<string, Person>>
  changedAt: number
  matters: Map<string, Matter>
}

/** What a charter means by what it leaves out. */
const leftOut = {
  decidesOn: 'stuurgroep',
  maxRevisions: 7,
  calendar: { timeZone: 'Europe/Amsterdam', holidays: 'NL' },
  signatures: 'optional',
}

/** Null where every decision in the log was taken by all partners of its moment, by acts of their own; else who was not. */
export function bypassedIn(lines: readonly Line[]): string | null {
  const reading: Reading = {
    texts: new Map(),
    inForce: null,
    digest: '',
    signed: new Set(),
    members: new Map(),
    changedAt: -1,
    matters: new Map(),
  }
  for (const [place, line] of lines.entries()) {
    const fault = hear(reading, line, place)
    if (fault !== null) return `entry ${place}, ${line.fact.type}: ${fault}`
  }
  return null
}

function hear(reading: Reading, line: Line, place: number): string | null {
  const { matter, at, by = '' } = line
  const asked = (line.asked ?? { act: '' }) as Asked
  const fact = line.fact as { type: string } & Record<string, unknown>
  const own = matterOf(reading, matter)
  const speaker = partnerOf(reading, by, at)
  const told = fact.partner as string
  switch (fact.type) {
    case 'charter.proposed':
      reading.texts.set(fact.digest as string, asked.charter as Charter)
      return null
    case 'charter.signed': {
      const text = reading.inForce ?? reading.texts.get(asked.charter as string)
      const signer = text?.partners.find(({ people }) => people.some(({ id }) => id === by))?.id
      if (signer !== told) return `${by} signed for ${told}`
      reading.signed.add(`${told} ${asked.charter}`)
      return null
    }
    case 'collaboration.founded': {
      const text = reading.texts.get(fact.charter as string)
      if (!text) return 'founded on no text'
      const silent = text.partners.find(({ id }) => !reading.signed.has(`${id} ${fact.charter}`))
      if (silent) return `${silent.id} did not sign`
      for (const { id, people } of text.partners) reading.members.set(id, mandates(people))
      reading.inForce = text
      reading.digest = fact.charter as string
      return null
    }
    case 'partner.joined': {
      const named = reading.inForce?.partners.find(({ id }) => id === told)
      if (!named || !reading.signed.has(`${told} ${reading.digest}`)) return `${told} did not sign`
      const people = named.people.filter(({ id }) => (fact.people as string[]).includes(id))
      reading.members.set(told, mandates(people))
      reading.changedAt = place
      return null
    }
    case 'partner.left':
      if (speaker !== told || !holds(reading, told, by, 'stuurgroep', at))
        return `${told} was made to leave by ${by}`
      reading.members.delete(told)
      for (const key of [...reading.signed]) if (key.startsWith(`${told} `)) reading.signed.delete(key)
      for (const each of reading.matters.values()) each.positions.delete(told)
      reading.changedAt = place
      return null
    case 'mandate.given': {
      if (speaker !== told || !holds(reading, told, by, 'stuurgroep', at)) return `${by} mandated for ${told}`
      const end = (fact.endsAt as string | undefined) ?? null
      if (!endsAsSaid(asked.until, end))
        return `the mandate of ${asked.person} ends at ${end}, not ${asked.until}`
      const people = reading.members.get(told) ?? new Map<string, Person>()
      const person = people.get(asked.person ?? '') ?? new Map<string, string | null>()
      for (const role of asked.roles ?? []) person.set(role, end)
      people.set(asked.person ?? '', person)
      return null
    }
    case 'mandate.withdrawn': {
      if (speaker !== told || !holds(reading, told, by, 'stuurgroep', at)) return `${by} mandated for ${told}`
      for (const role of fact.roles as string[])
        reading.members
          .get(told)
          ?.get(asked.person ?? '')
          ?.delete(role)
      return null
    }
    case 'charter.replaced': {
      const decided = reading.matters.get(fact.proposal as string)?.charter as Charter | undefined
      const difference = decided
        ? unlike({ ...leftOut, ...decided }, { ...leftOut, ...(fact.charter as object) })
        : 'it was not decided on'
      reading.inForce = fact.charter as Charter
      reading.digest = fact.digest as string
      return difference && `another charter than was decided on: ${difference}`
    }
    case 'proposal.drafted':
    case 'draft.revised':
      own.charter = asked.charter
      return null
    case 'proposal.submitted':
    case 'proposal.amended':
      if (fact.type === 'proposal.amended') own.charter = asked.charter
      own.revision += 1
      own.revisedAt = place
      own.positions.clear()
      own.confirmedAt.clear()
      own.noticed = noticedBy(fact)
      return null
    case 'circle.changed':
      for (const partner of noticedBy(fact)) own.noticed.add(partner)
      return null
    case 'position.taken':
      if (speaker === null || speaker !== told) return `${by} spoke for ${told}`
      own.positions.set(told, { place, revision: asked.revision ?? 0, counts: asked.provisional !== true })
      own.confirmedAt.delete(told)
      return null
    case 'objection.raised': {
      if (speaker === null || speaker !== told) return `${by} objected for ${told}`
      if (asked.objection !== undefined && asked.objection !== fact.objection)
        return `${asked.objection} was renamed ${fact.objection}`
      own.objections.set(fact.objection as string, { partner: told, open: true })
      own.positions.delete(told)
      own.objectedAt = place
      return null
    }
    case 'objection.withdrawn': {
      const objection = own.objections.get(asked.objection ?? '')
      if (!objection || objection.partner !== speaker || speaker !== told)
        return `${by} let go an objection of ${objection?.partner}`
      objection.open = false
      return null
    }
    case 'confirmation.given':
      if (speaker === null || speaker !== told) return `${by} confirmed for ${told}`
      if (asked.revision !== own.revision) return `${told} confirmed another revision`
      own.confirmedAt.set(told, place)
      return null
    case 'decision.taken':
      return judge(reading, own)
    default:
      return null
  }
}

function judge(reading: Reading, own: Matter): string | null {
  for (const partner of reading.members.keys()) {
    const position = own.positions.get(partner)
    const since = Math.max(own.revisedAt, reading.changedAt, own.objectedAt, position?.place ?? 0)
    if (!own.noticed.has(partner)) return `${partner} was never notified`
    if (!position || position.revision !== own.revision) return `${partner} took no position on this revision`
    if (!position.counts) return `${partner} spoke provisionally`
    if ((own.confirmedAt.get(partner) ?? -1) < since) return `${partner} did not confirm`
  }
  const open = [...own.objections.values()].find(it => it.open && reading.members.has(it.partner))
  return open ? `${open.partner} objects` : null
}

function matterOf({ matters }: Reading, id: string): Matter {
  const own: Matter = matters.get(id) ?? {
    revision: 0,
    revisedAt: -1,
    noticed: new Set(),
    positions: new Map(),
    confirmedAt: new Map(),
    objections: new Map(),
    objectedAt: -1,
    charter: undefined,
  }
  matters.set(id, own)
  return own
}

function mandates(people: Charter['partners'][number]['people']): Map<string, Person> {
  return new Map(people.map(({ id, roles }) => [id, new Map(roles.map(role => [role, null]))]))
}

function noticedBy(fact: Record<string, unknown>): Set<string> {
  const notice = fact.notice as { partner: string; persons: string[] }[]
  return new Set(notice.filter(({ persons }) => persons.length > 0).map(({ partner }) => partner))
}

function holds({ members }: Reading, partner: string, person: string, role: string, at: string): boolean {
  const end = members.get(partner)?.get(person)?.get(role)
  return end === null || (end !== undefined && at < end)
}

/** The one partner that a person speaks for now; null for nobody's, or where two would claim it. */
function partnerOf(reading: Reading, person: string, at: string): string | null {
  const claiming = [...reading.members].filter(([partner, people]) =>
    [...(people.get(person)?.keys() ?? [])].some(role => holds(reading, partner, person, role, at)),
  )
  return claiming.length === 1 ? (claiming[0]?.[0] ?? null) : null
}

/** A date is the last day, wherever on earth; a moment is that moment. */
function endsAsSaid(until: string | undefined, end: string | null): boolean {
  if (until === undefined || end === null) return until === undefined && end === null
  if (until.length > 10) return Date.parse(until) === Date.parse(end)
  const hours = (Date.parse(end) - Date.parse(until)) / 3_600_000
  return hours >= 24 - 14 && hours <= 24 + 12
}

/** Where what was asked for is not what came of it; what was left out may be filled in. */
function unlike(asked: unknown, made: unknown, path = 'charter'): string | null {
  if (typeof asked !== 'object' || asked === null) {
    const versioned = path.endsWith('.holidays') && (made === 'NL' || String(made).startsWith(`${asked}/`))
    return asked === made || versioned ? null : path
  }
  if (typeof made !== 'object' || made === null) return path
  if (Array.isArray(asked) && asked.length !== (made as unknown[]).length) return path
  for (const [key, value] of Object.entries(asked)) {
    const found = unlike(value, (made as Record<string, unknown>)[key], `${path}.${key}`)
    if (found !== null) return found
  }
  return null
}
