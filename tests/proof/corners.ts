// What chance seldom asks: acts that stand close to one rule, most of them refused by it, some admitted.
import { keyGiven } from '../model/keys.ts'
import * as oracle from '../model/model.ts'
import { usesKeys } from '../model/signing.ts'
import { charterWithNewcomer, isOpen, oneOf, type Proposal, personOf, type Random } from './draw.ts'

interface Corner {
  readonly model: oracle.Model
  readonly at: string
  /** Somebody with a stuurgroep seat, and the opgavemanager. */
  readonly seat: string
  readonly office: string
  readonly text: oracle.Charter
  readonly random: Random
}

/** Acts at the corners of the rules, for a collaboration that is founded; none before that. */
export function cornersOf(model: oracle.Model, at: string, random: Random): oracle.Act[] {
  const text = model.inForce?.text
  const seat = personOf(model, oneOf(model.partners, random) ?? '', ['stuurgroep'], at, random)
  if (!text || seat === undefined) return []
  const corner = { model, at, seat, office: text.opgavemanager.id, text, random }
  const open = model.proposals.filter(isOpen)
  const higher = open.filter(({ state }) => state === 'lijnmanagement' || state === 'opgavemanager')
  const p = oneOf(random() < 0.5 && higher.length > 0 ? higher : open, random)
  return [
    ...newcomersOf(corner),
    ...mandatesOf(corner),
    ...(usesKeys(model) ? keysOf(corner) : []),
    ...contentsOf(corner),
    ...(p ? onProposal(corner, p) : []),
  ]
}

/** Seats that may sign, or may not yet or no longer; of another charter; taken on by others before they sign. */
function newcomersOf({ model, at, seat, office, text, random }: Corner): oracle.Act[] {
  const charter = charterWithNewcomer(model, random)
  const draft = { act: 'draftProposal', by: office, title: 'Nieuwkomer', text: 'Zij horen erbij.', charter }
  const inForce = model.inForce?.key
  const absent = text.partners.filter(({ id }) => !model.partners.includes(id))
  const signing = absent.map(({ people }) => ({
    act: 'signCharter',
    by: people[0]?.id ?? '',
    charter: inForce,
  }))
  const other = oracle.charterKey({ ...text, maxRevisions: 99 })
  const invited = model.proposals
    .filter(isOpen)
    .flatMap(p => (p.content.charter?.partners ?? []).filter(({ id }) => !model.partners.includes(id)))
  const takenOn = invited.map(({ people }) => people[0]?.id ?? '')
  const signsAgain = { act: 'signCharter', by: seat, charter: inForce }
  const lasting = model.partners.flatMap(id => personOf(model, id, ['lijnmanagement'], at, random) ?? [])
  return [
    ...(charter ? [draft, draft] : []),
    ...[...signing, ...signing, ...signing.map(it => ({ ...it, charter: other })), signsAgain],
    ...[...takenOn, ...takenOn].map(person => ({
      act: 'giveMandate',
      by: seat,
      person,
      roles: ['opgaveregisseur'],
    })),
    ...lasting
      .slice(0, 1)
      .map(person => ({ act: 'giveMandate', by: seat, person, roles: ['lijnmanagement'] })),
    { act: 'proposeCharter', by: office, charter: text },
  ]
}

function mandatesOf({ model, at, seat, office }: Corner): oracle.Act[] {
  const partner = model.mandates.find(it => it.person === seat)?.partner
  const give = { act: 'giveMandate', by: seat, person: `${partner}_x`, roles: ['lijnmanagement'] }
  return [
    { ...give, until: at },
    { ...give, person: office },
    { ...give, person: seat, until: '2030-01-01T00:00:00.000Z' },
    { act: 'withdrawMandate', by: seat, person: seat },
    { act: 'withdrawMandate', by: seat, person: office },
  ]
}

/** Keys of others, a key that was used, one to revoke that is not there, and the last that a partner has. */
function keysOf({ model, seat, office, random }: Corner): oracle.Act[] {
  const other = oneOf(model.mandates, random)?.person ?? office
  const register = { act: 'registerKey', by: seat, person: seat }
  const revoke = { act: 'revokeKey', by: seat, person: seat }
  const asked = [
    { ...register, person: other, ...keyGiven(other, 7) },
    { ...register, ...keyGiven(seat, 0) },
    { ...register, ...keyGiven(seat, 8) },
    { ...register, by: office, person: office, ...keyGiven(office, 8) },
    { ...revoke, person: other },
    { ...revoke, by: office, person: office },
    revoke,
  ]
  return [...asked, ...asked, ...asked]
}

/** Contents that promise for others, lead nowhere, leave a partner out, bring in who speaks already, or change nothing. */
function contentsOf({ model, seat, office, text, random }: Corner): oracle.Act[] {
  const plain = { title: 'Wonen', text: 'We bouwen.' }
  const commitments = [{ id: 'k1', partner: 'nobody', what: 'Grond', by: '2027-06-30' }]
  const speaker = model.mandates.find(
    it => !text.partners.some(({ people }) => people.some(p => p.id === it.person)),
  )
  const rest = text.partners.filter(({ id }) => id !== model.partners[0])
  const running = oneOf(model.proposals, random)
  const content = running && { proposal: running.id, ...running.content }
  return [
    { ...plain, commitments },
    { ...plain, basedOn: ['nowhere'] },
    { ...plain, charter: { ...text, partners: rest } },
    { ...plain, charter: text, changes: oracle.charterKey({ ...text, maxRevisions: 98 }) },
    ...(speaker ? [{ ...plain, charter: { ...text, opgavemanager: { id: speaker.person } } }] : []),
    { ...plain, by: 'outsider' },
  ]
    .map((draft): oracle.Act => ({ act: 'draftProposal', by: office, ...draft }))
    .concat(content ? [seat, office].map(by => ({ act: 'amendProposal', by, ...content })) : [])
}

function onProposal({ model, at, seat, office, random }: Corner, p: Proposal): oracle.Act[] {
  const on = { by: seat, proposal: p.id, revision: p.revision }
  const ends = { act: 'endTerm', proposal: p.id, revision: p.revision }
  const author = personOf(model, p.author, ['stuurgroep', 'lijnmanagement'], at, random) ?? office
  const giver = p.content.commitments[0]?.partner ?? ''
  const aside = personOf(model, giver, ['lijnmanagement'], at, random)
  const objecting = p.objections.filter(it => it.open)
  const own = personOf(model, objecting[0]?.partner ?? '', ['stuurgroep'], at, random)
  const commitments = [{ id: 'k1', partner: model.partners[0], what: 'Grond', by: '2027-06-30' }]
  const extended = p.extendedBy.flatMap(id => personOf(model, id, ['opgaveregisseur'], at, random) ?? [])
  return [
    ...['lijnmanagement', 'opgavemanager'].map(stage => ({
      act: 'escalate',
      ...on,
      stage,
      reason: 'Hoger.',
    })),
    { act: 'escalate', ...on, stage: p.state, reason: 'Hoger.' },
    ...[p.state, 'stuurgroep'].map(stage => ({ ...ends, stage })),
    { act: 'comment', by: 'outsider', proposal: p.id, text: 'En wij?' },
    { act: 'raiseObjection', ...on, by: 'outsider', reason: 'En wij?' },
    { act: 'raiseObjection', ...on, reason: ' ' },
    { act: 'raiseObjection', ...on, revision: p.revision + 1, reason: 'Straks.' },
    { act: 'escalate', ...on, by: 'outsider', stage: p.state, reason: 'En wij?' },
    ...extended.map(by => ({ act: 'extendTerm', ...on, by })),
    { act: 'amendProposal', by: author, proposal: p.id, title: 'Wonen', text: 'Met grond.', commitments },
    ...objecting.map(({ id }) => ({ act: 'withdrawObjection', ...on, objection: id })),
    ...(aside ? [{ act: 'takePosition', ...on, by: aside, position: 'standAside' }] : []),
    ...(own ? [{ act: 'takePosition', ...on, by: own, position: 'consent' }] : []),
  ]
}
