// Signed acts in the reference model (W2): ideal signatures, and everything is looked up afresh in what was said before.
// Written from the rule; it is handed what it has to know of partners and mandates, and knows nothing of bytes.
import { canonical } from './canonical.ts'
import { keyGiven } from './keys.ts'
import type { Act, Charter, Model } from './model.ts'

/** What a person signs: this act, there, about this text, as the so manyth of its own, after having seen so much. */
export interface Statement {
  readonly collaboration: string
  readonly matter: string
  readonly act: Act
  /** The text that the act is about, where it is about one; it stands for the digest of it. */
  readonly text?: string | undefined
  readonly counter: number
  /** How many acts and ends of terms the signer had seen; `otherwise` if of another history than this one. */
  readonly seen: { readonly steps: number; readonly otherwise?: true }
}

/** An ideal signature: it says which key signed what. Beside it travels what the signer says that it is. */
export interface Signature extends Omit<Statement, 'act'> {
  readonly key: string
  readonly value: { readonly key: string; readonly over: string }
}

/** A key of a person on one side: of a partner, or of the office of opgavemanager. */
interface Key {
  readonly side: string
  readonly person: string
  readonly key: string
}

/** What there is to know for W2: every key that was ever registered, and every act that was taken. */
export interface Signing {
  readonly registered: readonly Key[]
  readonly revoked: readonly Pick<Key, 'side' | 'key'>[]
  /** The partner that mandated a person last. */
  readonly lastFor: Readonly<Record<string, string>>
  readonly said: readonly Said[]
}

interface Said {
  readonly step: number
  readonly act: string
  readonly by: string
  readonly matter: string
  readonly signed: boolean
  readonly changedCircle: boolean
}

/** What W2 has to know of W1, as it is when the act is asked. */
export interface Standing {
  readonly model: Model
  readonly act: Act
  readonly by: string
  readonly at: string
  partnerOf(person: string): string | null
  isSeat(person: string): boolean
  readonly opgavemanager: string | null
}

export const nothingSigned: Signing = { registered: [], revoked: [], lastFor: {}, said: [] }
export const here = 'regio'

/** What was signed, as a text: two statements are one only if nothing in them differs. */
export function overOf({ collaboration, matter, act, text, counter, seen }: Statement): string {
  return canonical({ collaboration, matter, act, text, counter, seen })
}

/** Signs, with any key, whatever is to be signed. */
export function signature(key: string, statement: Statement): Signature {
  const { act: _, ...about } = statement
  return { ...about, key, value: { key, over: overOf(statement) } }
}

// ---------------------------------------------------------------- whose key it is

function peopleOf(charter: Charter): { id: string; publicKey?: string }[] {
  return [...charter.partners.flatMap(({ people }) => people), charter.opgavemanager]
}

export function keyNamed(charter: Charter | undefined, person: string): string | null {
  return (charter ? peopleOf(charter) : []).find(({ id }) => id === person)?.publicKey ?? null
}

const office = 'the office of opgavemanager'

/** On whose side a person acts: of the partner that it speaks for, in office, as somebody invited, or as it last spoke. */
function sideOf({ mandates, inForce, partners, signing }: Model, person: string, at: string): string | null {
  const held = mandates.find(
    m => m.person === person && partners.includes(m.partner) && (m.until === null || at < m.until),
  )
  if (held) return held.partner
  if (inForce?.text.opgavemanager.id === person) return office
  const named = inForce?.text.partners.find(({ people }) => people.some(({ id }) => id === person))?.id
  return named !== undefined && !partners.includes(named) ? named : (signing.lastFor[person] ?? null)
}

/** A key is one person's, and is registered once on a side. */
function isNewOn({ signing }: Pick<Model, 'signing'>, { side, person, key }: Key): boolean {
  const of = signing.registered.filter(each => each.key === key)
  return of.every(each => each.person === person && each.side !== side)
}

/** The key registered for a person on a side last, unless that was revoked. */
function registeredKey({ signing }: Model, side: string, person: string): string | null {
  const key = signing.registered.findLast(each => each.side === side && each.person === person)?.key
  const isRevoked = signing.revoked.some(each => each.side === side && each.key === key)
  return key === undefined || isRevoked ? null : key
}

/** The key that a person signs with; of who is yet to join, or to return, the new one that the charter in force names. */
export function keyOf(model: Model, person: string, at: string): string | null {
  const side = sideOf(model, person, at)
  if (side === null) return null
  const charter = model.inForce?.text
  const isInvited = !model.partners.includes(side) && side !== office
  const isNamed = charter?.partners.some(
    ({ id, people }) => id === side && people.some(it => it.id === person),
  )
  const key = isInvited && isNamed ? keyNamed(charter, person) : null
  return key !== null && isNewOn(model, { side, person, key }) ? key : registeredKey(model, side, person)
}

// ---------------------------------------------------------------- what a signature has to be

const aboutCharter = [
  ...['proposeCharter', 'signCharter', 'giveMandate', 'withdrawMandate', 'leaveCollaboration'],
  ...['registerKey', 'revokeKey', 'eraseName'],
]

export function matterOf(act: Act): string {
  return aboutCharter.includes(act.act) ? 'charter' : String(act.proposal ?? '')
}

const proposalOf = ({ proposals }: Model, { proposal }: Act) => proposals.find(({ id }) => id === proposal)

/** The text that an act is about: the revision that it names, or the draft that it submits. */
export function textOf(model: Model, act: Act): string | undefined {
  const p = proposalOf(model, act)
  if (act.act === 'submitProposal') return p && canonical(p.content)
  return typeof act.revision === 'number' ? p?.fixed[act.revision - 1] : undefined
}

/** The charter whose word on signatures binds an act, and the one that it brings nearer. */
function asksForSignature({ inForce, proposed, proposals }: Model, act: Act): boolean {
  const p = proposals.find(({ id }) => id === act.proposal)
  const own = aboutCharter.includes(act.act) ? undefined : p?.rules
  const brought = act.act === 'confirmDecision' ? p?.content.charter : act.charter
  const asked = typeof brought === 'object' && brought !== null ? (brought as Charter) : undefined
  const binding = own ?? inForce?.text ?? (asked ? undefined : proposed?.text)
  return [binding, asked].some(charter => charter?.signatures === 'required')
}

/** How many acts a person has signed in a matter. */
const signedIn = ({ signing }: Model, person: string, matter: string): number =>
  signing.said.filter(it => it.signed && it.by === person && it.matter === matter).length

const changing = ['submitProposal', 'amendProposal', 'takePosition', 'raiseObjection', 'withdrawObjection']

/** How much has to be seen to have seen the last revision, position, objection and change of the circle. */
function lastChange({ signing }: Model, matter: string): number {
  const last = signing.said.findLast(
    it => it.changedCircle || (it.matter === matter && changing.includes(it.act)),
  )
  return last === undefined ? 0 : last.step + 1
}

const looksAtAll = ['takePosition', 'withdrawObjection', 'confirmDecision']

/** Which rule about signatures an act breaks, signed like this or not at all. */
export function brokenBySigning(
  { model, act, by, at }: Standing,
  signed: Signature | undefined,
): string | null {
  if (signed === undefined) return asksForSignature(model, act) ? 'W2 is not signed' : null
  const { key, collaboration, matter, text, counter, seen, value } = signed
  if (value.key !== key || value.over !== overOf({ ...signed, act }))
    return 'W2 the signature is not one over this'
  if (collaboration !== here || matter !== matterOf(act)) return 'W2 signed for another place'
  if (seen.otherwise || seen.steps > model.step) return 'W2 signed after another history'
  const before = act.act === 'proposeCharter' ? (act.charter as Charter) : model.proposed?.text
  if (key !== (model.inForce ? keyOf(model, by, at) : keyNamed(before, by))) return 'W2 not the own key'
  if (counter !== signedIn(model, by, matter) + 1) return 'W2 not numbered in turn'
  if (text !== textOf(model, act)) return 'W2 signed about another text'
  const stale = looksAtAll.includes(act.act) && seen.steps < lastChange(model, matter)
  return stale ? 'W2 something changed that the signer had not seen' : null
}

// ---------------------------------------------------------------- keys: registered, revoked, kept

const sideOfActor = ({ partnerOf, by }: Standing): string => partnerOf(by) ?? office

/** W2: a key is registered once on a side, for one person; of a partner that has a seat with a key one remains. */
export function brokenByKeys(standing: Standing): string | null {
  const { model, act } = standing
  const [person, key, side] = [String(act.person ?? ''), String(act.publicKey ?? ''), sideOfActor(standing)]
  const isNew = isNewOn(model, { side, person, key })
  switch (act.act) {
    case 'registerKey':
      if (!mayKeep(standing, person)) return 'W2 neither the person nor a seat of its partner'
      return isNew ? null : 'W2 a key is registered once'
    case 'revokeKey':
      if (!mayKeep(standing, person)) return 'W2 neither the person nor a seat of its partner'
      if (registeredKey(model, side, person) === null) return 'W2 has no key'
      return isLastWithKey(model, side, person) ? 'W2 no seat with a key would remain' : null
    case 'giveMandate': {
      const isOther = act.publicKey !== undefined && registeredKey(model, side, person) !== key
      if (isOther && !isNew) return 'W2 a key is registered once'
      const roles = act.until === undefined ? [] : (act.roles as string[])
      return roles.includes('stuurgroep') && isLastWithKey(model, side, person)
        ? 'W2 no seat with a key would remain'
        : null
    }
    case 'withdrawMandate': {
      const takesSeat = act.roles === undefined || (act.roles as string[]).includes('stuurgroep')
      return takesSeat && isLastWithKey(model, side, person) ? 'W2 no seat with a key would remain' : null
    }
    default:
      return null
  }
}

/** The person itself, or a stuurgroep seat of the same partner; of the opgavemanager nobody else. */
function mayKeep({ model, by, at, partnerOf, isSeat, opgavemanager }: Standing, person: string): boolean {
  const partner = partnerOf(by)
  if (partner === null) return by === person && opgavemanager === by
  return sideOf(model, person, at) === partner && (by === person || isSeat(by))
}

/** Of the seats without end that have a key this is the only one. */
function isLastWithKey(model: Model, partner: string, person: string): boolean {
  const seats = model.mandates.filter(
    m => m.partner === partner && m.role === 'stuurgroep' && m.until === null,
  )
  const keyed = seats.map(m => m.person).filter(it => registeredKey(model, partner, it) !== null)
  return keyed.length === 1 && keyed[0] === person
}

// ---------------------------------------------------------------- what an act leaves behind

/** The model after an act, with who said it and the keys that it brought. */
export function withSigning(before: Model, after: Model, standing: Standing, signed: boolean): Model {
  const { act, by } = standing
  const changedCircle =
    before.inForce !== null && [...before.partners].sort().join() !== [...after.partners].sort().join()
  const said = { step: before.step, act: act.act, by, matter: matterOf(act), signed, changedCircle }
  const side = sideOfActor(standing)
  const ended = act.act === 'revokeKey' ? registeredKey(before, side, String(act.person ?? '')) : null
  const { revoked, said: earlier } = before.signing
  let { registered } = before.signing
  for (const each of broughtKeys(before, after, act, side))
    if (isNewOn({ signing: { ...before.signing, registered } }, each)) registered = [...registered, each]
  const given = after.mandates.filter(m => !before.mandates.includes(m)).map(m => [m.person, m.partner])
  return {
    ...after,
    signing: {
      registered,
      revoked: ended === null ? revoked : [...revoked, { side, key: ended }],
      lastFor: { ...before.signing.lastFor, ...Object.fromEntries(given) },
      said: [...earlier, said],
    },
  }
}

/** The keys that come with an act: its own, those of the charter that founds, of a newcomer's people, of a new opgavemanager. */
function broughtKeys(before: Model, after: Model, act: Act, side: string): Key[] {
  const text = after.inForce?.text
  const named = (of: string, people: { id: string; publicKey?: string }[]) =>
    people.flatMap(({ id, publicKey }) =>
      publicKey === undefined ? [] : [{ side: of, person: id, key: publicKey }],
    )
  const own = [{ id: String(act.person), publicKey: act.publicKey as string }]
  if (act.act === 'registerKey' || act.act === 'giveMandate') return named(side, own)
  if (text === undefined) return []
  const inOffice = named(office, [text.opgavemanager])
  if (before.inForce === null) return [...inOffice, ...text.partners.flatMap(it => named(it.id, it.people))]
  const joined = text.partners.find(({ id }) => after.partners.includes(id) && !before.partners.includes(id))
  const speaks = (id: string): boolean =>
    after.mandates.some(m => m.person === id && m.partner === joined?.id)
  const newcomers = joined
    ? named(
        joined.id,
        joined.people.filter(({ id }) => speaks(id)),
      )
    : []
  return [...newcomers, ...(before.inForce !== after.inForce ? inOffice : [])]
}

// ---------------------------------------------------------------- signatures and keys to draw from

/** The charter with a key for everybody whom it names. */
export function withKeys(charter: Charter, changes: Partial<Charter> = {}): Charter {
  const partners = charter.partners.map(partner => ({
    ...partner,
    people: partner.people.map(person => ({ ...person, ...keyGiven(person.id) })),
  }))
  const opgavemanager = { ...charter.opgavemanager, ...keyGiven(charter.opgavemanager.id) }
  return { ...charter, partners, opgavemanager, ...changes }
}

/** Whether keys have come into use: somebody has one, or a charter names one. */
export const usesKeys = ({ signing, inForce, proposed }: Model): boolean =>
  signing.registered.length > 0 ||
  [inForce, proposed].some(it => it && peopleOf(it.text).some(({ publicKey }) => publicKey !== undefined))

/** As the person has to sign it now; null for who has no key. */
export function rightly(model: Model, act: Act): Signature | null {
  const by = act.by ?? ''
  const before = act.act === 'proposeCharter' ? (act.charter as Charter) : model.proposed?.text
  const key = model.inForce ? keyOf(model, by, model.now) : keyNamed(before, by)
  const matter = matterOf(act)
  if (key === null || matter === '') return null
  const counter = signedIn(model, by, matter) + 1
  const seen = { steps: model.step }
  return signature(key, { collaboration: here, matter, act, text: textOf(model, act), counter, seen })
}

/** Ways to sign an act as it must not be signed, or need not be; `key` is one of somebody else. */
export function otherwise(model: Model, act: Act, right: Signature, key: string): Signature[] {
  const { steps } = right.seen
  const { value: _, ...about } = right
  const over = { ...about, act }
  const again = (changes: Partial<Statement>, by = right.key): Signature =>
    signature(by, { ...over, ...changes })
  const other = model.proposals.find(({ id }) => id !== right.matter)?.id ?? 'elsewhere'
  const texts = model.proposals.flatMap(({ fixed }) => fixed).filter(text => text !== right.text)
  return [
    ...[1, 2, 3, 5, 9].map(n => again({ seen: { steps: Math.max(0, steps - n) } })),
    again({ text: texts[steps % Math.max(1, texts.length)] }),
    again({}, key),
    again({ counter: right.counter + 1 }),
    ...(right.counter > 1 ? [again({ counter: right.counter - 1 })] : []),
  ].concat(misplaced(act, right, other))
}

/** Signatures that no rule of a matter is needed to refuse: meant for elsewhere, after another history, or no signatures. */
function misplaced(act: Act, right: Signature, other: string): Signature[] {
  const { value, ...about } = right
  const over = { ...about, act }
  return [
    signature(right.key, { ...over, matter: other }),
    { ...right, value: signature(right.key, { ...over, matter: other }).value },
    signature(right.key, { ...over, collaboration: 'elders' }),
    { ...right, value: signature(right.key, { ...over, collaboration: 'elders' }).value },
    { ...right, value: signature(right.key, { ...over, act: { ...act, reason: 'Iets anders.' } }).value },
    { ...right, counter: right.counter + 1, value },
    signature(right.key, { ...over, seen: { steps: right.seen.steps + 1_000 } }),
    signature(right.key, { ...over, seen: { steps: right.seen.steps, otherwise: true } }),
  ]
}

/** What may be asked about keys: of oneself, of colleagues and of others; new ones, ones that were used, none. */
export function keyActs(model: Model, by: string, persons: readonly string[], salt: number): Act[] {
  if (!usesKeys(model)) return []
  return persons.flatMap(person => [
    { act: 'registerKey', by, person, ...keyGiven(person, salt % 4) },
    { act: 'revokeKey', by, person },
    { act: 'giveMandate', by, person, roles: ['lijnmanagement'], ...keyGiven(person, salt % 3) },
  ])
}
