// The promise that nobody was bypassed, asked of a record by looking through it from the beginning for each question anew.
import type { Role } from '../../src/charter/charter.ts'
import type { RecordedFact } from '../../src/proposal/gate.ts'

type Of<T extends RecordedFact['fact']['type']> = Extract<RecordedFact['fact'], { type: T }>

/** The places of the facts of a type in one matter, before a place. */
function placesOf(record: readonly RecordedFact[], matter: string, types: readonly string[], before: number) {
  return [...record.slice(0, before).entries()]
    .filter(([, entry]) => entry.matter === matter && types.includes(entry.fact.type))
    .map(([place]) => place)
}

const factAt = (record: readonly RecordedFact[], place: number) => record[place]?.fact

/** Who is a partner before a place. */
export function partnersAt(record: readonly RecordedFact[], place: number): string[] {
  const partners = new Set<string>()
  for (const { matter, fact } of record.slice(0, place)) {
    if (matter !== 'charter') continue
    if (fact.type === 'collaboration.founded') for (const id of fact.partners) partners.add(id)
    if (fact.type === 'partner.joined') partners.add(fact.partner)
    if (fact.type === 'partner.left') partners.delete(fact.partner)
  }
  return [...partners]
}

/** The charter in force before a place: the one it was founded on, or the last that replaced it. */
function charterAt(record: readonly RecordedFact[], place: number) {
  const replaced = placesOf(record, 'charter', ['charter.replaced'], place).at(-1)
  if (replaced !== undefined) return (factAt(record, replaced) as Of<'charter.replaced'>).charter
  const proposed = record
    .slice(0, place)
    .findLast(({ fact, asked }) => fact.type === 'charter.proposed' && asked?.act === 'proposeCharter')
  return proposed?.asked?.act === 'proposeCharter' ? proposed.asked.charter : undefined
}

/** Whether a partner itself had mandated a person, in one role or in any, at a place of the record. */
export function isMandated(
  record: readonly RecordedFact[],
  place: number,
  person: string,
  partner: string,
  role?: Role,
): boolean {
  const entered = placesOf(record, 'charter', ['collaboration.founded', 'partner.joined'], place).findLast(
    at => {
      const fact = factAt(record, at)
      return fact?.type === 'partner.joined' ? fact.partner === partner : true
    },
  )
  if (entered === undefined || !partnersAt(record, place).includes(partner)) return false
  const named = charterAt(record, entered)?.partners.find(({ id }) => id === partner)?.people ?? []
  const ends = new Map<string, string | null>()
  for (const held of named.find(({ id }) => id === person)?.roles ?? []) ends.set(held, null)
  for (let at = entered; at < place; at += 1) {
    const { fact, asked, by = '' } = record[at] ?? { fact: { type: '' }, asked: undefined }
    if (asked?.act === 'giveMandate' && fact.type === 'mandate.given') {
      const isOwn = asked.person === person && fact.partner === partner
      if (isOwn && isMandated(record, at, by, partner, 'stuurgroep'))
        for (const given of asked.roles) ends.set(given, fact.endsAt ?? null)
    }
    if (asked?.act === 'withdrawMandate' && fact.type === 'mandate.withdrawn')
      if (asked.person === person && fact.partner === partner)
        for (const taken of fact.roles) ends.delete(taken)
  }
  const now = record[place]?.at ?? ''
  return [...ends].some(([held, end]) => (role ?? held) === held && (end === null || now < end))
}

/** Whether the facts fulfil the promise for the decision on a matter: what is missing, or null. */
export function promiseBroken(record: readonly RecordedFact[], matter: string): string | null {
  const end = record.findIndex(it => it.matter === matter && it.fact.type === 'decision.taken')
  if (end < 0) return 'no decision'
  const revised = placesOf(record, matter, ['proposal.submitted', 'proposal.amended'], end).at(-1)
  if (revised === undefined) return 'nothing was submitted'
  const decision = factAt(record, end) as Of<'decision.taken'>
  const text = factAt(record, revised) as Of<'proposal.amended'>
  if (decision.revision !== text.revision || decision.digest !== text.digest) return 'another text'
  for (const partner of partnersAt(record, end)) {
    const missing = bypassed(record, matter, partner, revised, end)
    if (missing !== null) return `${partner}: ${missing}`
  }
  return null
}

function bypassed(
  record: readonly RecordedFact[],
  matter: string,
  partner: string,
  revised: number,
  end: number,
): string | null {
  const text = factAt(record, revised) as Of<'proposal.amended'>
  const own = (place: number) => {
    const { fact, by = '' } = record[place] ?? { fact: undefined }
    const isIts = fact !== undefined && 'partner' in fact && fact.partner === partner
    return isIts && isMandated(record, place, by, partner)
  }
  const onText = (place: number) => {
    const { fact, asked } = record[place] ?? {}
    const revision = asked !== undefined && 'revision' in asked ? asked.revision : undefined
    const digest = fact !== undefined && 'digest' in fact ? fact.digest : undefined
    return revision === text.revision && digest === text.digest
  }
  const told = placesOf(record, matter, ['proposal.submitted', 'proposal.amended', 'circle.changed'], end)
    .filter(place => place >= revised)
    .find(place => {
      const { notice } = factAt(record, place) as Of<'proposal.amended'>
      const persons = notice.filter(it => it.partner === partner).flatMap(it => it.persons)
      return persons.some(person => isMandated(record, place, person, partner))
    })
  if (told === undefined) return 'no notice'
  const said = placesOf(record, matter, ['position.taken'], end).filter(own).at(-1)
  const asked = said === undefined ? undefined : record[said]?.asked
  const counts = asked?.act === 'takePosition' && !asked.provisional
  if (said === undefined || said < told || !onText(said) || !counts) return 'no position that counts'
  const changed = placesOf(record, matter, ['circle.changed'], end).at(-1) ?? -1
  const objected = placesOf(record, matter, ['objection.raised'], end).at(-1) ?? -1
  const confirmed = placesOf(record, matter, ['confirmation.given'], end)
    .filter(place => own(place) && onText(place))
    .at(-1)
  if (confirmed === undefined || confirmed < Math.max(said, changed, objected)) return 'no confirmation'
  return hasOpen(record, matter, partner, end) ? 'an objection is open' : null
}

function hasOpen(record: readonly RecordedFact[], matter: string, partner: string, end: number): boolean {
  const raised = placesOf(record, matter, ['objection.raised'], end)
  return raised.some(place => {
    const { objection, partner: owner } = factAt(record, place) as Of<'objection.raised'>
    if (owner !== partner) return false
    return !placesOf(record, matter, ['objection.withdrawn'], end).some(at => {
      const { asked, fact, by = '' } = record[at] ?? {}
      const names = asked?.act === 'withdrawObjection' && asked.objection === objection
      const isOwn = fact?.type === 'objection.withdrawn' && fact.partner === partner
      return at > place && names && isOwn && isMandated(record, at, by, partner)
    })
  })
}
