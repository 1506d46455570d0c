// What property tests of your own draw from: charters, acts and logs, each valid, all of it shrinking.
import {
  type CharterInput,
  charterDigest,
  completeCharter,
  holidaysOf,
  type Role,
  roles,
} from '../charter/charter.ts'
import type { Act, ActName, ActOf } from '../collaboration/acts.ts'
import { draftOf } from '../collaboration/replay.ts'
import { publicKeyOf } from '../log/ed25519.ts'
import { type Draft, emptyLedger, join, seal } from '../log/entry.ts'
import { base64, sha256 } from '../log/hash.ts'
import { keyProofOf } from '../log/signature.ts'
import { stages } from '../proposal/acts.ts'
import { outsider } from './alphabet.ts'
import { Unusable } from './explore.ts'
import { type Arbitrary, type FastCheck, fastCheck } from './fast-check.ts'
import { type Ground, groundsInDays } from './grounds.ts'
import { type RoundOptions, roundsFrom } from './rounds.ts'
import { answerOf, type Move, type World } from './world.ts'

/** Which charters are drawn. */
export interface CharterConstraints {
  /** The fewest partners (2). */
  readonly minPartners?: number
  /** The most partners (6); at most 100. */
  readonly maxPartners?: number
  /** Also charters that demand signatures, under which the engine refuses every act as yet (W2); not unless told. */
  readonly signatures?: boolean
}

const mostPartners = 100

/**
 * Valid charters as people write them: every field that may be left out is left out now and then. They shrink to two
 * partners of one person, terms of one day and nothing else. @throws Unusable, Error where fast-check is not installed
 */
export function charters(constraints: CharterConstraints = {}): Arbitrary<CharterInput> {
  const fc = fastCheck('charters')
  const { minPartners = 2, maxPartners = Math.max(6, minPartners), signatures = false } = constraints
  for (const count of [minPartners, maxPartners])
    if (!Number.isInteger(count) || count < 2 || count > mostPartners || minPartners > maxPartners)
      throw new Unusable(
        `minPartners and maxPartners: must be whole numbers from 2 to ${mostPartners}, in order`,
      )
  const partners = fc.array(partnerSketches(fc), { minLength: minPartners, maxLength: maxPartners })
  const rest = partial(fc, {
    decidesOn: fc.constantFrom('stuurgroep', 'lijnmanagement'),
    maxRevisions: fc.integer({ min: 1, max: 9 }),
    calendar: fc.record({ timeZone: fc.constantFrom(...zones), holidays: fc.constantFrom(...tables) }),
    signatures: fc.constantFrom(
      ...(signatures ? (['optional', 'required'] as const) : (['optional'] as const)),
    ),
  })
  return fc
    .record({ partners, opgave: opgaven(fc), office: officeSketches(fc), terms: termsDrawn(fc), rest })
    .map(charterOf)
}

const zones = ['Europe/Amsterdam', 'UTC', 'America/New_York', 'Asia/Kathmandu'] as const
const tables = ['NL', 'NL/1', 'none'] as const
const words = ['gemeente', 'corporatie', 'Súdwest', 'water-schap', 'bewoners_oost', 'x.1'] as const

/** Any of these fields, each there or not. */
function partial<T extends object>(
  fc: FastCheck,
  fields: { [K in keyof T]: Arbitrary<T[K]> },
): Arbitrary<Partial<T>> {
  return fc.record<T, never>(fields, { requiredKeys: [], noNullPrototype: true }) as Arbitrary<Partial<T>>
}

/** Text in which a reader sees something. */
const prose = (fc: FastCheck): Arbitrary<string> =>
  fc.string({ unit: 'grapheme', maxLength: 20 }).map(text => `${text}a`)

interface Sketch {
  readonly word: string
  readonly name: string
  readonly people: readonly {
    readonly word: string
    readonly roles: Role[]
    readonly name?: string
    readonly key?: true
  }[]
  readonly meets?: readonly number[]
}

/** A partner without its ids: these are given by place, so that no two are alike. */
function partnerSketches(fc: FastCheck): Arbitrary<Sketch> {
  const word = fc.constantFrom(...words)
  const some = fc.subarray([...roles], { minLength: 1 })
  const extra = partial<{ name: string; key: true }>(fc, { name: prose(fc), key: fc.constant(true) })
  const person = (held: Arbitrary<Role[]>) =>
    fc.tuple(fc.record({ word, roles: held }), extra).map(([given, more]) => ({ ...given, ...more }))
  const people = fc.tuple(person(fc.constant([...roles])), fc.array(person(some), { maxLength: 3 }))
  const meets = partial<{ meets: number[] }>(fc, { meets: fc.array(fc.nat(5), { maxLength: 4 }) })
  return fc.tuple(fc.record({ word, name: prose(fc), people }), meets).map(
    ([
      {
        people: [first, others],
        ...given
      },
      more,
    ]) => ({ ...given, people: [first, ...others], ...more }),
  )
}

const officeSketches = (fc: FastCheck) =>
  partial<{ name: string; key: true }>(fc, { name: prose(fc), key: fc.constant(true) })

function opgaven(fc: FastCheck) {
  const need = fc
    .tuple(
      fc.record({ what: prose(fc) }),
      partial<{ field: string; scale: string; world: string }>(fc, {
        ...{ field: prose(fc), scale: prose(fc), world: prose(fc) },
      }),
    )
    .map(([given, more]) => ({ ...given, ...more }))
  const rest = partial<{ needs: { what: string }[]; endsOn: string }>(fc, {
    needs: fc.array(need, { maxLength: 4 }),
    endsOn: fc.constantFrom('2031-12-31', '2052-02-29'),
  })
  return fc
    .tuple(fc.record({ title: prose(fc), goal: prose(fc) }), rest)
    .map(([given, more]) => ({ ...given, ...more }))
}

/** Mostly terms as people agree on them, now and then the longest there is. */
function termsDrawn(fc: FastCheck): Arbitrary<CharterInput['terms']> {
  const days = fc.oneof(
    { arbitrary: fc.integer({ min: 1, max: 20 }), weight: 9 },
    { arbitrary: fc.integer({ min: 1, max: 260 }), weight: 1 },
  )
  return fc.record({
    ...{ consultation: days, lijnmanagement: days, opgavemanager: days },
    ...{ stuurgroep: days, jointDecision: days, extension: days },
  })
}

interface DrawnCharter {
  readonly partners: readonly Sketch[]
  readonly opgave: {
    readonly title: string
    readonly goal: string
    readonly needs?: readonly { readonly what: string }[]
    readonly endsOn?: string
  }
  readonly office: { readonly name?: string; readonly key?: true }
  readonly terms: CharterInput['terms']
  readonly rest: Partial<Pick<CharterInput, 'decidesOn' | 'maxRevisions' | 'calendar' | 'signatures'>>
}

/** Gives everybody an id that nobody else has, and to each need the ones that meet it. */
function charterOf({ partners, opgave, office, terms, rest }: DrawnCharter): CharterInput {
  const { needs, ...about } = opgave
  const needIds = (needs ?? []).map((_, i) => `need-${i + 1}`)
  const keyed = ({ key, ...person }: { key?: true }, id: string) =>
    key ? { ...person, ...keyOf(id, id) } : person
  return {
    procedure: 'samenspraak/1',
    opgave: {
      ...about,
      ...(needs ? { needs: needs.map((need, i) => ({ id: `need-${i + 1}`, ...need })) } : {}),
    },
    partners: partners.map(({ word, name, people, meets }, i) => ({
      id: `${word}-${i + 1}`,
      name,
      ...(meets ? { meets: meets.flatMap(need => needIds[need] ?? []) } : {}),
      people: people.map(({ word: own, roles: held, ...more }, j) => ({
        ...{ id: `${own}-${i + 1}.${j + 1}`, roles: held },
        ...keyed(more, `${own}-${i + 1}.${j + 1}`),
      })),
    })),
    opgavemanager: { id: 'omar', ...keyed(office, 'omar') },
    terms,
    ...rest,
  }
}

/** A key that is made of a word, with the proof that a person has it. Anybody can make it: it is for trying things out. */
function keyOf(word: string, person: string): { publicKey: string; keyProof: string } {
  const secret = sha256(word)
  return { publicKey: base64(publicKeyOf(secret)), keyProof: keyProofOf(person, secret) }
}

/**
 * Well-formed acts of every kind, by persons of the charter, its opgavemanager, somebody whom nobody knows, and the clock:
 * most of them would be refused wherever they are asked. @throws Unusable, Error where fast-check is not installed
 */
export function acts(charter: CharterInput): Arbitrary<Act> {
  const fc = fastCheck('acts')
  const drawn: Record<ActName, Arbitrary<Act>> = {
    ...circleActs(fc, charter),
    ...draftActs(fc, charter),
    ...talk(fc, charter),
  }
  return fc.oneof(...Object.values(drawn))
}

type Drawn<Name extends ActName> = { [N in Name]: Arbitrary<ActOf<N>> }

/** The pools from which the fields of acts are drawn. */
function pools(fc: FastCheck, charter: CharterInput) {
  const persons = charter.partners.flatMap(({ people }) => people.map(({ id }) => id))
  const person = fc.constantFrom(...persons, charter.opgavemanager.id, outsider)
  const digest = charterDigest(completeCharter(charter, holidaysOf(charter)))
  return {
    person,
    proposal: fc.constantFrom('p1', 'p2', 'p3'),
    objection: fc.constantFrom('o1', 'o2', 'o3'),
    revision: fc.integer({ min: 1, max: 4 }),
    digest: fc.constantFrom(digest, `sha256:${'0'.repeat(64)}`),
    stage: fc.constantFrom(...stages),
    held: fc.subarray([...roles], { minLength: 1 }),
    text: prose(fc),
  }
}

/** An act with these fields, and any of those. */
function act<Name extends ActName, More extends object>(
  fc: FastCheck,
  name: Name,
  fields: { readonly [field: string]: Arbitrary<unknown> },
  more: { [K in keyof More]: Arbitrary<More[K]> } = {} as { [K in keyof More]: Arbitrary<More[K]> },
): Arbitrary<ActOf<Name>> {
  const given = fc.record(fields, { noNullPrototype: true })
  return fc
    .tuple(given, partial<More>(fc, more))
    .map(([it, rest]) => ({ act: name, ...it, ...rest }) as unknown as ActOf<Name>)
}

type CircleActName =
  | 'proposeCharter'
  | 'signCharter'
  | 'giveMandate'
  | 'withdrawMandate'
  | 'registerKey'
  | 'revokeKey'
  | 'eraseName'
  | 'leaveCollaboration'

function circleActs(fc: FastCheck, charter: CharterInput): Drawn<CircleActName> {
  const { person, digest, held, text } = pools(fc, charter)
  const until = fc.constantFrom('2030-06-30', '2031-01-01T00:00:00+01:00')
  return {
    proposeCharter: act(fc, 'proposeCharter', { by: person, charter: charterBeside(fc, charter) }),
    signCharter: act(fc, 'signCharter', { by: person, charter: digest }),
    giveMandate: act(fc, 'giveMandate', { by: person, person, roles: held }, { name: text, until }),
    withdrawMandate: act(fc, 'withdrawMandate', { by: person, person }, { roles: held }),
    registerKey: fc
      .tuple(person, person, fc.constantFrom('one', 'other'))
      .map(([by, whose, word]) => ({ act: 'registerKey', by, person: whose, ...keyOf(word, whose) })),
    revokeKey: act(fc, 'revokeKey', { by: person, person }),
    eraseName: act(fc, 'eraseName', { by: person, digest, reason: text }),
    leaveCollaboration: act(fc, 'leaveCollaboration', { by: person }),
  }
}

/** The charter itself, or some other one. */
const charterBeside = (fc: FastCheck, charter: CharterInput): Arbitrary<CharterInput> =>
  fc.oneof(fc.constant(charter), charters({ maxPartners: 3 }))

type DraftActName = 'draftProposal' | 'reviseDraft' | 'amendProposal' | 'submitProposal' | 'withdrawProposal'

function draftActs(fc: FastCheck, charter: CharterInput): Drawn<DraftActName> {
  const { person: by, proposal, text, digest } = pools(fc, charter)
  const partner = fc.constantFrom(...charter.partners.map(({ id }) => id), outsider)
  const commitment = fc.record({ id: fc.constant('k1'), partner, what: text, by: fc.constant('2031-06-30') })
  const date = fc.constantFrom('2031-12-31', '2032-02-29')
  const links = fc.subarray(['p1', 'p2', 'p9'])
  const more = {
    commitments: fc.array(commitment, { maxLength: 1 }),
    attachments: fc.array(fc.record({ name: text, digest }), { maxLength: 1 }),
    ...{ basedOn: links, replaces: links, reviewOn: date, endsOn: date },
  }
  const content = { title: text, text }
  const onCharter = fc.oneof(fc.constant({}), charterFields(fc, charter))
  const withCharter = <Name extends DraftActName>(drawn: Arbitrary<ActOf<Name>>) =>
    fc.tuple(drawn, onCharter).map(([given, fields]) => ({ ...given, ...fields }))
  return {
    draftProposal: withCharter(act(fc, 'draftProposal', { by, ...content }, { proposal, ...more })),
    reviseDraft: withCharter(act(fc, 'reviseDraft', { by, proposal, ...content }, more)),
    amendProposal: withCharter(act(fc, 'amendProposal', { by, proposal, ...content }, more)),
    submitProposal: act(fc, 'submitProposal', { by, proposal }),
    withdrawProposal: act(fc, 'withdrawProposal', { by, proposal }),
  }
}

/** A charter to decide on, with or without the one that it changes. */
function charterFields(
  fc: FastCheck,
  charter: CharterInput,
): Arbitrary<{ charter: CharterInput; changes?: string }> {
  const changes = partial<{ changes: string }>(fc, { changes: pools(fc, charter).digest })
  return fc.tuple(charterBeside(fc, charter), changes).map(([it, rest]) => ({ charter: it, ...rest }))
}

function talk(fc: FastCheck, charter: CharterInput): Drawn<Exclude<ActName, CircleActName | DraftActName>> {
  const { person: by, proposal, objection, revision, stage, text, digest } = pools(fc, charter)
  const [own, on] = [
    { by, proposal },
    { by, proposal, revision },
  ]
  const position = fc.constantFrom('consent', 'reservation', 'standAside')
  const reason = fc.string({ unit: 'grapheme', maxLength: 20 })
  const ground = fc.constantFrom('content', 'involvement')
  return {
    comment: act(fc, 'comment', { ...own, text }, { replyTo: fc.constantFrom('c1', 'c2') }),
    takePosition: act(fc, 'takePosition', { ...on, position }, { reason, provisional: fc.boolean() }),
    raiseObjection: act(fc, 'raiseObjection', { ...on, reason }, { ground, objection }),
    answerObjection: act(fc, 'answerObjection', { ...own, objection, text: reason }),
    withdrawObjection: act(fc, 'withdrawObjection', { ...on, objection }, { reason }),
    extendTerm: act(fc, 'extendTerm', on),
    escalate: act(fc, 'escalate', { ...on, stage, reason }),
    confirmDecision: act(fc, 'confirmDecision', on),
    eraseWords: act(fc, 'eraseWords', { ...own, digest, reason: text }),
    endTerm: act(fc, 'endTerm', { proposal, revision, stage }, { by }),
  }
}

/**
 * Logs as the engine writes them, JSON Lines, of rounds that were drawn under the charter as it is: `verifyLog` accepts each.
 * They shrink as the rounds do. @throws Unusable, also for a charter that demands signatures (W2); Error where fast-check is
 * not installed
 */
export function logs(charter: CharterInput, options: RoundOptions = {}): Arbitrary<string> {
  const grounds = groundsInDays(charter)
  return roundsFrom(grounds, 'logs', options).map(({ ground, moves }) =>
    logOf(worldAfter(grounds.find(it => it.name === ground) as Ground, moves)),
  )
}

function worldAfter({ start }: Ground, moves: readonly Move[]): World {
  return moves.reduce((world, move) => {
    const answer = answerOf(world, move)
    return 'refused' in answer ? world : answer.world
  }, start)
}

/** All that was recorded, each act under an id of its own. */
function logOf({ past }: World): string {
  const parts: Draft[][] = []
  for (let at = past; at; at = at.before) parts.push(at.recorded.map(entry => draftOf(entry, '')))
  const drafts = parts.reverse().flatMap((part, n) => part.map(draft => ({ ...draft, act: `a${n + 1}` })))
  const ledger = emptyLedger('drawn')
  return drafts
    .map(draft => {
      const [sealed] = seal(ledger, [draft])
      if (!sealed) return ''
      join(ledger, sealed.entry, sealed.stored.line)
      return `${sealed.stored.line}\n`
    })
    .join('')
}
