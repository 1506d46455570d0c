// Entries told to a person in a terminal: one sentence a fact, with the names that people know.
import type { Charter } from '../charter/charter.ts'
import type { Fact } from '../collaboration/acts.ts'
import type { RecordedEntry } from '../engine.ts'

/** The names of partners and persons, by id. */
export interface Names {
  partner(id: string | null | undefined): string
  person(id: string | undefined): string
}

/** Names from charters: a later one adds who it brings in. */
export function namesFrom(charters: readonly Charter[]): Names {
  const partners = new Map<string, string>()
  const persons = new Map<string, string>()
  for (const charter of charters) {
    persons.set(charter.opgavemanager.id, charter.opgavemanager.name ?? charter.opgavemanager.id)
    for (const { id, name, people } of charter.partners) {
      partners.set(id, name)
      for (const person of people) persons.set(person.id, person.name ?? person.id)
    }
  }
  return {
    partner: id => (id === null || id === undefined ? 'the opgavemanager' : (partners.get(id) ?? id)),
    person: id => (id === undefined ? 'the clock' : (persons.get(id) ?? id)),
  }
}

type Tell<T extends Fact['type']> = (
  fact: Extract<Fact, { type: T }>,
  entry: RecordedEntry,
  names: Names,
) => string

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

function addressed(points: readonly { partner: string; persons: readonly string[] }[], names: Names): string {
  return points
    .map(({ partner, persons }) => `${names.partner(partner)} (${list(persons.map(it => names.person(it)))})`)
    .join('; ')
}

const positions = {
  consent: 'consents',
  reservation: 'consents with a reservation',
  standAside: 'stands aside',
}

const sentences: { readonly [T in Fact['type']]: Tell<T> } = {
  'charter.proposed': (_, { by }, { person }) => `${person(by)} lays a charter before the partners`,
  'charter.signed': ({ partner: id }, { by }, { partner, person }) =>
    `${partner(id)} signs the charter, by ${person(by)}`,
  'collaboration.founded': ({ partners, unmetNeeds }) =>
    `the collaboration of ${partners.length} partners is founded${unmet(unmetNeeds)}`,
  'partner.joined': ({ partner: id, unmetNeeds }, _, { partner }) =>
    `${partner(id)} is a partner from now on${unmet(unmetNeeds)}`,
  'partner.left': ({ partner: id }, _, { partner }) => `${partner(id)} leaves the collaboration`,
  'mandate.given': ({ partner: id }, { asked }, { partner, person }) =>
    asked?.act === 'giveMandate'
      ? `${partner(id)} mandates ${person(asked.person)} for ${list(asked.roles)}`
      : '',
  'mandate.withdrawn': ({ partner: id, roles }, _, { partner }) =>
    `${partner(id)} withdraws a mandate for ${list(roles)}`,
  'charter.replaced': () => 'the new charter is in force; who it brings in may sign it',
  'proposal.drafted': (_, { by, asked }, { person }) =>
    asked?.act === 'draftProposal' ? `${person(by)} drafts "${asked.title}"` : '',
  'draft.revised': (_, { by }, { person }) => `${person(by)} revises the draft`,
  'proposal.submitted': ({ notice }, { by }, names) =>
    `${names.person(by)} submits it. Asked for a position: ${addressed(notice, names)}`,
  'proposal.amended': ({ revision, notice }, { by }, { person }) =>
    `${person(by)} amends the text: revision ${revision}. All positions fall, objections stand; ${notice.length} partners are asked anew`,
  'proposal.withdrawn': (_, { by }, { person }) => `${person(by)} withdraws the proposal`,
  'comment.made': (_, { by, asked }, { person }) =>
    asked?.act === 'comment' ? `${person(by)}: "${asked.text}"` : '',
  'position.taken': ({ partner: id }, { by, asked }, { partner, person }) =>
    asked?.act === 'takePosition'
      ? `${partner(id)} ${positions[asked.position]}${asked.reason ? `: "${asked.reason}"` : ''} (${person(by)})`
      : '',
  'objection.raised': ({ partner: id, objection }, { asked }, { partner }) =>
    asked?.act === 'raiseObjection' ? `${partner(id)} objects (${objection}): "${asked.reason}"` : '',
  'objection.answered': (_, { by, asked }, { person }) =>
    asked?.act === 'answerObjection' ? `${person(by)} answers ${asked.objection}: "${asked.text}"` : '',
  'objection.withdrawn': ({ partner: id }, { asked }, { partner }) =>
    asked?.act === 'withdrawObjection' ? `${partner(id)} lets its objection ${asked.objection} go` : '',
  'term.extended': ({ partner: id }, _, { partner }) => `${partner(id)} asks for more time, for everyone`,
  'proposal.escalated': ({ partner: id }, _, { partner }) => `${partner(id)} takes it one rung up`,
  'term.ended': (_, { asked }) =>
    asked?.act === 'endTerm' ? `the term of the stage ${asked.stage} ends` : '',
  'stage.entered': ({ stage, silences, unconfirmed }, _, names) =>
    [
      `it goes up to ${stage}`,
      silences.length > 0 ? `silent, and now addressed: ${addressed(silences, names)}` : '',
      unconfirmed.length > 0 ? `not confirmed, and now addressed: ${addressed(unconfirmed, names)}` : '',
    ]
      .filter(part => part !== '')
      .join('. '),
  'decision.called': () =>
    'everybody agrees: the joint decision is called, each partner is asked to confirm this very text',
  'confirmation.given': ({ partner: id }, { by }, { partner, person }) =>
    `${partner(id)} confirms, by ${person(by)}`,
  'decision.taken': ({ partners, unmetNeeds }) =>
    `DECIDED by all ${partners.length} partners${unmet(unmetNeeds)}`,
  'consensus.failed': () => 'no consensus: the status quo stays, with the objections and silences on record',
  'circle.changed': ({ joined, left }, _, { partner }) =>
    joined === null
      ? `the circle is without ${partner(left)} now: confirmations so far are void`
      : `${partner(joined)} is given notice and a full term: confirmations so far are void`,
}

const unmet = (needs: readonly string[]): string =>
  needs.length > 0 ? `; a need that nobody meets: ${list(needs)}` : ''

/** One sentence for one entry. */
export function tell(entry: RecordedEntry, names: Names): string {
  const sentence = sentences[entry.fact.type] as Tell<Fact['type']>
  return sentence(entry.fact as never, entry, names)
}
