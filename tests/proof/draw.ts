// What is drawn for a long run: the charter, and turn by turn what people ask at once, by what the model admits there.
import { dueAfter } from '../../src/calendar.ts'
import { keyGiven } from '../model/keys.ts'
import * as oracle from '../model/model.ts'
import { otherwise, rightly, type Signature, usesKeys, withKeys } from '../model/signing.ts'
import { erasures, everyMark, freshIn, wordy } from '../model/words.ts'
import { cornersOf } from './corners.ts'

/** A source of numbers in [0, 1). */
export type Random = () => number

const calendar = { timeZone: 'Europe/Amsterdam', holidays: 'NL/1' }
export const env: oracle.Env = { due: (from, days) => dueAfter(calendar, from, days) }

/** Something that is asked: an act as the model words it, or anything at all. */
export interface Asking {
  readonly act: oracle.Act
  /** The rule that refuses it and that the model does not know: it is about forms, names that look alike, limits. */
  readonly beyond?: string
  /** That rule is a limit: whatever comes before it is reached is recorded. */
  readonly limited?: boolean
  /** Asked with an idempotency key; `again` is a second time, on another engine if there is one. */
  readonly key?: string
  readonly again?: boolean
  readonly dryRun?: boolean
  /** How it is signed, if it is. */
  readonly signed?: Signature
}

export const below = (random: Random, most: number): number => Math.floor(random() * most)
export const oneOf = <T>(list: readonly T[], random: Random): T | undefined =>
  list[below(random, list.length)]

// --- Charters -------------------------------------------------------------------------------------------------

const names = [
  ...['almere', 'zeewolde', 'dronten', 'urk', 'lelystad', 'zwolle'],
  ...['kampen', 'meppel', 'steenwijk', 'emmen', 'assen', 'hoogeveen'],
]
const newcomers = ['hardenberg', 'ommen', 'raalte', 'deventer', 'zutphen']
const all: readonly oracle.Role[] = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']

/** Some partners have one person with all roles, some a person for each, some several seats. */
function partnerOf(id: string, random: Random): oracle.CharterPartner {
  const layouts: readonly (readonly (readonly oracle.Role[])[])[] = [
    [all],
    [all, ['lijnmanagement']],
    [['stuurgroep'], ['lijnmanagement'], ['opgaveregisseur']],
    [['stuurgroep', 'lijnmanagement'], ['stuurgroep'], ['opgaveregisseur', 'lijnmanagement']],
  ]
  const people = oneOf(layouts, random) ?? [all]
  return { id, name: id, people: people.map((roles, n) => ({ id: `${id}${n + 1}`, roles: [...roles] })) }
}

/** A charter of 5 to 12 partners with short terms. */
function charterWithoutKeys(random: Random): oracle.Charter {
  const days = (most: number): number => 1 + below(random, most)
  const partners = names.slice(0, 5 + below(random, 8)).map(id => partnerOf(id, random))
  return oracle.sampleCharter([], {
    partners,
    decidesOn: random() < 0.5 ? 'lijnmanagement' : 'stuurgroep',
    maxRevisions: days(5),
    terms: {
      ...{ consultation: days(12), lijnmanagement: days(10), opgavemanager: days(10) },
      ...{ stuurgroep: days(15), jointDecision: days(10), extension: days(5) },
    },
  })
}

/** Whether everybody has a key in a run, and may or must sign with it. Signatures take time: one run in six, of five partners. */
const signingIn = (seed: number): 'optional' | 'required' | null =>
  seed % 6 !== 5 ? null : seed % 12 === 5 ? 'required' : 'optional'

/** Whether words are kept apart in a run: in one of twelve, not with keys. What is signed with words apart is tried beside \`verify\`. */
const marksWords = (seed: number): boolean => seed % 12 === 8

/** All that can be marked, or all but comments. */
const marksIn = (seed: number): string[] => (seed % 24 === 8 ? everyMark.slice(1) : everyMark)

/** The charter of a run. */
export function charterFrom(seed: number, random: Random): oracle.Charter {
  const charter = charterWithoutKeys(random)
  const signatures = signingIn(seed)
  if (signatures === null) return marksWords(seed) ? { ...charter, personal: marksIn(seed) } : charter
  const few = names.slice(0, 5).map((id, n) => ({
    ...{ id, name: id },
    people: [
      { id: `${id}1`, roles: [...all] },
      ...(n === 0 ? [{ id: `${id}2`, roles: ['lijnmanagement' as const] }] : []),
    ],
  }))
  return withKeys({ ...charter, partners: few }, { signatures })
}

/** The charter in force, or with everybody who is present but not in it, and a newcomer. */
export function charterWithNewcomer(model: oracle.Model, random: Random): oracle.Charter | null {
  const now = model.inForce?.text
  const newcomer = newcomers.find(id => !now?.partners.some(it => it.id === id))
  if (!now || newcomer === undefined || model.departures.some(it => it.partner === newcomer)) return null
  const unnamed = model.partners.filter(id => !now.partners.some(it => it.id === id))
  const others = unnamed.map(id => ({
    ...partnerOf(id, random),
    people: [{ id: `${id}_n`, roles: [...all] }],
  }))
  const charter = { ...now, partners: [...now.partners, ...others, partnerOf(newcomer, random)] }
  return usesKeys(model) ? withKeys(charter) : charter
}

// --- People ---------------------------------------------------------------------------------------------------

export type Proposal = oracle.Model['proposals'][number]

/** Somebody who may speak for the partner now in one of these roles. */
export function personOf(
  { mandates }: oracle.Model,
  partner: string,
  roles: readonly string[],
  at: string,
  random: Random,
): string | undefined {
  const isHis = (it: (typeof mandates)[number]): boolean =>
    it.partner === partner && roles.includes(it.role) && (it.until === null || at < it.until)
  return oneOf(mandates.filter(isHis), random)?.person
}

export const isOpen = ({ dueAt }: Proposal): boolean => dueAt !== null
const isLive = ({ state }: Proposal): boolean => !['decided', 'noConsensus', 'withdrawn'].includes(state)

// --- Rounds ---------------------------------------------------------------------------------------------------

/** Before the founding: the charter is put forward where it is not before them, and whoever has not signed it does. */
export function foundingRound({ proposed }: oracle.Model, charter: oracle.Charter): Asking[] {
  const key = oracle.charterKey(charter)
  const seats = charter.partners.map(({ id, people }) => ({
    id,
    by: people.find(it => it.roles.includes('stuurgroep'))?.id ?? '',
  }))
  const signedBy = proposed?.key === key ? proposed.signedBy : []
  const signing = seats
    .filter(({ id }) => !signedBy.includes(id))
    .map(({ by }) => ({ act: { act: 'signCharter', by, charter: key } }))
  if (proposed?.key === key) return signing
  return [{ act: { act: 'proposeCharter', by: charter.opgavemanager.id, charter } }, ...signing]
}

/** All that the partners can do at once to bring a proposal to its decision; now and then one of them is absent. */
export function round(model: oracle.Model, at: string, random: Random, absent = 0.07): Asking[] {
  const p = oneOf(model.proposals.filter(isOpen), random)
  if (!p) return []
  return model.partners
    .flatMap(partner => (random() < absent ? [] : bringsOn(model, p, partner, at, random)))
    .map(act => ({ act }))
}

function bringsOn(
  model: oracle.Model,
  p: Proposal,
  partner: string,
  at: string,
  random: Random,
): oracle.Act[] {
  const on = { proposal: p.id, revision: p.revision }
  const speaker = (...roles: string[]): string =>
    personOf(model, partner, roles, at, random) ?? `${partner}_nobody`
  const open = p.objections.filter(it => it.open && it.partner === partner)
  if (open.length > 0)
    return random() < 0.5
      ? open.map(({ id }) => ({ act: 'withdrawObjection', by: speaker(...all), ...on, objection: id }))
      : answersTo(model, p, open, at, random)
  const taken = p.positions.find(it => it.partner === partner)
  if (!taken || taken.provisional)
    return [{ act: 'takePosition', by: speaker('lijnmanagement', 'stuurgroep'), ...on, position: 'consent' }]
  if (!p.called || p.confirmations.includes(partner)) return []
  const role = p.content.charter ? 'stuurgroep' : (p.rules?.decidesOn ?? 'stuurgroep')
  return [{ act: 'confirmDecision', by: speaker(role), ...on }]
}

function answersTo(
  model: oracle.Model,
  { id, author }: Proposal,
  open: readonly { id: string }[],
  at: string,
  random: Random,
): oracle.Act[] {
  const by = personOf(model, author, all, at, random) ?? model.inForce?.text.opgavemanager.id ?? ''
  return open.map(it => ({ act: 'answerObjection', by, proposal: id, objection: it.id, text: 'Gezien.' }))
}

// --- Acts drawn from the alphabet of the model ------------------------------------------------------------------

const weights: Readonly<Record<string, number>> = {
  ...{ takePosition: 25, raiseObjection: 6, answerObjection: 8, withdrawObjection: 10, confirmDecision: 15 },
  ...{ draftProposal: 12, reviseDraft: 3, submitProposal: 30, amendProposal: 4, withdrawProposal: 1 },
  ...{ escalate: 12, extendTerm: 4, comment: 2, signCharter: 20, proposeCharter: 0.2 },
  ...{ giveMandate: 5, withdrawMandate: 3, leaveCollaboration: 0.7, registerKey: 3, revokeKey: 1 },
  ...{ eraseWords: 4, eraseName: 4 },
}

/** The most proposals that run or are drafted before no other is begun. */
const mostLive = 4

/** What everybody might ask now about a few of the proposals: the alphabet of a turn, by kind of act. */
export interface Alphabet {
  readonly model: oracle.Model
  readonly at: string
  readonly byKind: ReadonlyMap<string, readonly oracle.Act[]>
  /** Those among them that chance alone would seldom ask. */
  readonly corners: readonly oracle.Act[]
}

export function alphabetOf(model: oracle.Model, at: string, random: Random): Alphabet {
  const live = model.proposals.filter(isLive)
  const looked = [
    ...live.slice(below(random, 2)).slice(0, 3),
    ...[oneOf(model.proposals, random)].flatMap(it => it ?? []),
  ]
  const few = { ...model, proposals: [...new Set(looked)] }
  const drawn = oracle.anyActs(few, at, below(random, 1_000)).map(act => renamed(model, act, random))
  const corners = [...cornersOf(model, at, random), ...wordsOf(model, at, random)]
  const acts = [...drawn, ...corners]
  const byKind = new Map(acts.map(({ act }) => [act, [] as oracle.Act[]]))
  for (const act of acts) byKind.get(act.act)?.push(act)
  if (live.length >= mostLive) byKind.delete('draftProposal')
  return { model, at, byKind, corners }
}

/** Words kept apart and erased, where some are: by a seat, and by whose they are. */
function wordsOf(model: oracle.Model, at: string, random: Random): oracle.Act[] {
  if (!model.inForce?.text.personal && model.words.length === 0) return []
  const seat = personOf(model, oneOf(model.partners, random) ?? '', ['stuurgroep'], at, random)
  const named = model.words.findLast(({ matter, erased }) => matter === 'charter' && !erased)?.by
  const people = [seat, named, oneOf(model.words, random)?.by].filter(it => it !== undefined)
  return people.flatMap(by => [...wordy(model, by), ...erasures(model, by)])
}

/** New proposals and objections: half of them leave their id to the engine, which has to find one that is free. */
function renamed({ proposals }: oracle.Model, act: oracle.Act, random: Random): oracle.Act {
  if (act.act === 'draftProposal' && act.text !== 'Twice') {
    const { proposal: _, ...rest } = act
    return random() < 0.5 ? rest : { ...rest, proposal: `p${proposals.length + 1}` }
  }
  if (act.act !== 'raiseObjection' || random() < 0.5 || act.reason === 'Once more.') return act
  const { objection: _, ...rest } = act
  return rest
}

/** An act that the model admits here: a kind by weight, then one of that kind; null where none is found. */
export function admitted({ model, at, byKind, corners }: Alphabet, random: Random): Asking | null {
  for (let tries = 0; tries < 12; tries += 1) {
    const list = random() < 0.2 ? corners : (byKind.get(kindFrom([...byKind.keys()], random)) ?? [])
    for (let i = 0; i < 12; i += 1) {
      const act = oneOf(list, random)
      if (act && isLikely(act, random) && isAdmitted(model, completed(act), at)) return { act }
    }
  }
  return null
}

/** Signed as it must be, where there are keys. */
function isAdmitted(model: oracle.Model, act: oracle.Act, at: string): boolean {
  const signed = usesKeys(model) ? rightly(model, act) : null
  return oracle.ask(model, act, at, env, signed ?? undefined, freshIn(model, act)).admitted
}

function kindFrom(kinds: readonly string[], random: Random): string {
  let left = random() * kinds.reduce((sum, kind) => sum + (weights[kind] ?? 0), 0)
  for (const kind of kinds) {
    left -= weights[kind] ?? 0
    if (left < 0) return kind
  }
  return ''
}

/** Agreeing more than not, or nothing is ever decided. */
function isLikely({ act, position, provisional }: oracle.Act, random: Random): boolean {
  if (act !== 'takePosition') return true
  return random() < (position === 'consent' ? 1 : 0.3) * (provisional === true ? 0.2 : 1)
}

/** The act with an id where it leaves that to the engine; any free one will do to ask whether it is admitted. */
export function completed(act: oracle.Act): oracle.Act {
  if (act.act === 'draftProposal') return { proposal: 'not-taken', ...act }
  return act.act === 'raiseObjection' ? { objection: 'not-taken', ...act } : act
}

/** Anything: mostly what nobody may do here, and now and then what the model knows nothing of. */
export function anything({ model, at, byKind, corners }: Alphabet, random: Random): Asking | null {
  const drawn = random()
  const beyond = drawn < 0.15 ? oneOf(beyondTheModel(model, at, random), random) : undefined
  if (beyond) return beyond
  const kind = byKind.get(oneOf([...byKind.keys()], random) ?? '') ?? []
  const any = oneOf(kind, random)
  const elsewhere = any?.proposal === 'p999' && random() < 0.9
  const act = corners.length > 0 && (elsewhere || drawn < 0.55) ? oneOf(corners, random) : any
  return act ? { act } : null
}

/** Acts in bad form, of names that look alike, and under a charter that asks for signatures. */
function beyondTheModel(model: oracle.Model, at: string, random: Random): Asking[] {
  const [p, partner] = [oneOf(model.proposals, random), oneOf(model.partners, random) ?? 'almere']
  const proposal = p?.id ?? 'p1'
  const by = personOf(model, partner, ['stuurgroep'], at, random) ?? `${partner}1`
  const other = oneOf(model.mandates, random)?.person ?? 'omar'
  const on = { by, proposal, revision: 1 }
  const malformed = [
    { act: 'takeOver', by },
    { act: 'takePosition', ...on, position: 'yes' },
    { act: 'takePosition', ...on, position: 'consent', proposal: 'no spaces' },
    { act: 'confirmDecision', ...on, by: '__proto__' },
    { act: 'raiseObjection', ...on, objection: 'o\u200b1', reason: 'Nee.' },
    { act: 'comment', by, proposal, text: ' ' },
    { act: 'withdrawObjection', ...on },
    { act: 'giveMandate', by, person: other, roles: [] },
  ]
  return [
    ...malformed.map(act => ({ act, beyond: 'wellFormedAct' })),
    ...(model.inForce ? [] : [{ act: asksForSignatures, beyond: 'signedWhereAsked' }]),
    ...lookalikes(model, by, p, random),
  ]
}

/** Names that differ from known ones by case alone: of a person, an opgavemanager, a proposal, an objection. */
function lookalikes(model: oracle.Model, by: string, p: Proposal | undefined, random: Random): Asking[] {
  const text = model.inForce?.text
  const named = (text?.partners ?? []).flatMap(({ people }) => people.map(({ id }) => id))
  const person = oneOf(model.mandates, random)?.person.toUpperCase()
  const unnamed = model.mandates.find(it => !named.includes(it.person))?.person.toUpperCase()
  const first = p?.objections[0]?.id.toUpperCase()
  const draft = { act: 'draftProposal', by, title: 'Gelijkend', text: 'Wie is wie?' }
  const mandate = { act: 'giveMandate', by, person, roles: [...all] }
  const objection = {
    act: 'raiseObjection',
    by,
    proposal: p?.id,
    revision: 1,
    objection: first,
    reason: 'Nee.',
  }
  const charter = text && { ...text, opgavemanager: { id: unnamed ?? '' } }
  return [
    ...(person ? [{ act: mandate, beyond: 'unambiguousPerson' }] : []),
    ...(charter && unnamed ? [{ act: { ...draft, charter }, beyond: 'namesUnambiguously' }] : []),
    ...(p ? [{ act: { ...draft, proposal: p.id.toUpperCase() }, beyond: 'newProposal' }] : []),
    ...(first ? [{ act: objection, beyond: 'newObjection' }] : []),
  ]
}

const asksForSignatures = {
  act: 'proposeCharter',
  by: 'almere1',
  charter: oracle.sampleCharter(['almere', 'zeewolde'], { signatures: 'required' }),
}

// --- Signatures -------------------------------------------------------------------------------------------------

/** The asking as its person signs it: mostly as it must be, now and then otherwise, or not where it need not be. */
export function signing(model: oracle.Model, asking: Asking, name: string, random: Random): Asking {
  const isPersons = asking.beyond === undefined && typeof asking.act.by === 'string'
  if (!isPersons || asking.act.act === 'endTerm') return asking
  // A signature is for one matter, and covers the act to the letter: an id is not left to the engine.
  const act = asking.act.act === 'draftProposal' ? { proposal: name, ...asking.act } : asking.act
  const right = rightly(model, act)
  const asked = (model.inForce ?? model.proposed)?.text.signatures === 'required'
  if (right === null || random() < (asked ? 0.05 : 0.5)) return asking
  if (random() < (asked ? 0.8 : 0.6)) return { ...asking, act, signed: right }
  const other = oneOf(model.mandates, random)?.person ?? 'omar'
  const signed = oneOf(otherwise(model, act, right, keyGiven(other).publicKey), random)
  return signed ? { ...asking, act, signed } : asking
}
