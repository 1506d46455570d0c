// The charter: how these partners decide, agreed by all of them (besluitvormingsmodel).
import * as z from 'zod'
import { isKnownTimeZone, resolveHolidays } from '../calendar.ts'
import { canonical } from '../log/canonical.ts'
import { keyFault } from '../log/ed25519.ts'
import { bytesOfBase64, digestOf } from '../log/hash.ts'
import { isKeyProof } from '../log/signature.ts'
import { markedSchema, type PersonalField } from './personal.ts'
import {
  dateSchema,
  foldId,
  idSchema,
  limits,
  nameSchema,
  phraseSchema,
  textSchema,
  titleSchema,
} from './words.ts'

export const roles = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] as const
/** What somebody may be mandated for: the rungs, and the seat. */
export type Role = (typeof roles)[number]

export const roleSchema = z.enum(roles)
export const rolesSchema = z
  .array(roleSchema)
  .min(1, 'must name at least one role')
  .refine(list => new Set(list).size === list.length, 'names a role twice')
/** An Ed25519 public key: 32 bytes in standard padded base64, of a point that signs for one secret only. */
export const publicKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, 'must be 32 bytes in standard padded base64')
  .superRefine((key, check) => {
    const bytes = bytesOfBase64(key)
    const fault = bytes === null ? null : keyFault(bytes)
    if (fault !== null) check.addIssue({ code: 'custom', message: fault })
  })
/** A signature by that key over the name of its person: proof that the person has its secret half. */
export const keyProofSchema = z
  .string()
  .regex(/^[A-Za-z0-9+/]{85}[AQgw]==$/, 'must be 64 bytes in standard padded base64')

/** What is wrong with a key and its proof, of a person; nothing where neither is given. */
export function keyProofFault(
  person: string,
  { publicKey, keyProof }: { publicKey?: string | undefined; keyProof?: string | undefined },
): string | null {
  if (publicKey === undefined) return keyProof === undefined ? null : 'proves no key: there is no publicKey'
  if (keyProof === undefined) return 'is needed with a publicKey: samenspraak keys new makes both'
  return isKeyProof(keyProof, person, publicKey) ? null : `is no proof that "${person}" has this publicKey`
}

type Keyed = { id: string; publicKey?: string | undefined; keyProof?: string | undefined }

function checkKeyProof(person: Keyed, check: z.RefinementCtx): void {
  const fault = keyProofFault(person.id, person)
  if (fault !== null) check.addIssue({ code: 'custom', path: ['keyProof'], message: fault })
}

const personSchema = z
  .strictObject({
    id: idSchema,
    name: nameSchema.optional(),
    roles: rolesSchema,
    publicKey: publicKeySchema.optional(),
    keyProof: keyProofSchema.optional(),
  })
  .superRefine(checkKeyProof)

const partnerSchema = z
  .strictObject({
    id: idSchema,
    name: nameSchema,
    meets: z.array(idSchema).max(limits.list).optional(),
    people: z.array(personSchema).min(1, 'needs at least one person').max(limits.people),
  })
  .superRefine((partner, check) => {
    for (const role of roles)
      if (!partner.people.some(person => person.roles.includes(role)))
        check.addIssue({
          code: 'custom',
          path: ['people'],
          message: `nobody has the role "${role}", name at least one person`,
        })
  })

const needSchema = z.strictObject({
  id: idSchema,
  what: phraseSchema,
  field: nameSchema.optional(),
  scale: nameSchema.optional(),
  world: nameSchema.optional(),
})

const termSchema = z
  .int('must be a whole number of working days')
  .min(1, 'must be at least 1 working day')
  .max(260, 'must be at most 260 working days')

const termsSchema = z.strictObject({
  consultation: termSchema,
  lijnmanagement: termSchema,
  opgavemanager: termSchema,
  stuurgroep: termSchema,
  jointDecision: termSchema,
  extension: termSchema,
})

const calendarSchema = z.strictObject({
  timeZone: z
    .string()
    .max(limits.name)
    .refine(isKnownTimeZone, 'must be a time zone such as Europe/Amsterdam'),
  holidays: z
    .string()
    .max(limits.name)
    .refine(name => resolveHolidays(name) !== null, 'must be a known table of holidays, such as NL'),
})

/** A charter as people write it (domain rules F1, F5, W1). Validates only: what was left out is filled in by `completeCharter`. */
export const charterSchema = z
  .strictObject({
    procedure: z.literal('samenspraak/1', 'must be "samenspraak/1", the procedure that this version knows'),
    opgave: z.strictObject({
      title: titleSchema,
      goal: textSchema,
      needs: z.array(needSchema).max(limits.list).optional(),
      endsOn: dateSchema.optional(),
    }),
    partners: z.array(partnerSchema).min(2, 'a charter needs at least two partners').max(limits.partners),
    opgavemanager: z
      .strictObject({
        id: idSchema,
        name: nameSchema.optional(),
        publicKey: publicKeySchema.optional(),
        keyProof: keyProofSchema.optional(),
      })
      .superRefine(checkKeyProof),
    decidesOn: z.enum(['stuurgroep', 'lijnmanagement']).optional(),
    terms: termsSchema,
    maxRevisions: z.int().min(1).max(100).optional(),
    calendar: calendarSchema.optional(),
    signatures: z.enum(['optional', 'required']).optional(),
    personal: markedSchema.optional(),
  })
  .superRefine((charter, check) => {
    for (const fault of charterFaults(charter)) check.addIssue({ code: 'custom', ...fault })
  })

/** A charter as it is written: what may be left out can be left out. */
export type CharterInput = z.infer<typeof charterSchema>
type CharterShape = z.input<typeof charterSchema>
type Fault = { path: (string | number)[]; message: string }

function charterFaults(charter: CharterShape): Fault[] {
  const people = charter.partners.flatMap((partner, i) =>
    partner.people.map((person, j) => ({
      id: person.id,
      key: person.publicKey,
      path: ['partners', i, 'people', j],
    })),
  )
  const office = {
    id: charter.opgavemanager.id,
    key: charter.opgavemanager.publicKey,
    path: ['opgavemanager'],
  }
  const partners = charter.partners.map((partner, i) => ({ id: partner.id, path: ['partners', i] }))
  const needs = (charter.opgave.needs ?? []).map((need, i) => ({ id: need.id, path: ['opgave', 'needs', i] }))
  return [
    ...sameIds(partners, 'two partners'),
    ...partners.filter(({ id }) => foldId(id) === foldId('opgavemanager')).map(officeNotPartner),
    ...sameIds(
      [...people, office],
      'two persons (nobody speaks for two partners, the opgavemanager for none)',
    ),
    ...sameIds(needs, 'two needs'),
    ...sharedKeys([...people, office]),
    ...unknownNeeds(charter),
  ]
}

/** D3: an author "opgavemanager" is the office; a partner of that name would be taken for it. */
const officeNotPartner = ({ path }: { path: (string | number)[] }): Fault => ({
  path: [...path, 'id'],
  message: 'is the name of the office, choose another',
})

function sameIds(named: { id: string; path: (string | number)[] }[], what: string): Fault[] {
  const seen = new Set<string>()
  return named.flatMap(({ id, path }) => {
    const fold = foldId(id)
    if (seen.has(fold))
      return [
        {
          path: [...path, 'id'],
          message: `"${id}" names ${what}, or differs from another only in case or form`,
        },
      ]
    seen.add(fold)
    return []
  })
}

function sharedKeys(owners: { key?: string | undefined; path: (string | number)[] }[]): Fault[] {
  const seen = new Set<string>()
  return owners.flatMap(({ key, path }) => {
    if (key === undefined) return []
    if (seen.has(key)) return [{ path: [...path, 'publicKey'], message: 'is the key of another person too' }]
    seen.add(key)
    return []
  })
}

function unknownNeeds(charter: CharterShape): Fault[] {
  const known = new Set((charter.opgave.needs ?? []).map(need => need.id))
  return charter.partners.flatMap((partner, i) =>
    (partner.meets ?? []).flatMap((need, j) =>
      known.has(need)
        ? []
        : [{ path: ['partners', i, 'meets', j], message: `"${need}" is not among the needs of the opgave` }],
    ),
  )
}

/** The terms in working days. */
export type Terms = Readonly<z.infer<typeof termsSchema>>
/** Somebody whom a partner mandates, and for what (W1). */
export interface Person {
  readonly id: string
  readonly name?: string | undefined
  readonly roles: readonly Role[]
  readonly publicKey?: string | undefined
  readonly keyProof?: string | undefined
}
/** An organisation that decides, one voice whatever its size. */
export interface Partner {
  readonly id: string
  readonly name: string
  readonly meets: readonly string[]
  readonly people: readonly Person[]
}

/** A charter with everything filled in that may be left out; its digest is what partners sign. */
export interface Charter {
  readonly procedure: 'samenspraak/1'
  readonly opgave: {
    readonly title: string
    readonly goal: string
    readonly needs: readonly z.infer<typeof needSchema>[]
    readonly endsOn?: string
  }
  readonly partners: readonly Partner[]
  readonly opgavemanager: {
    readonly id: string
    readonly name?: string | undefined
    readonly publicKey?: string | undefined
    readonly keyProof?: string | undefined
  }
  readonly decidesOn: 'stuurgroep' | 'lijnmanagement'
  readonly terms: Terms
  readonly maxRevisions: number
  readonly calendar: { readonly timeZone: string; readonly holidays: string }
  readonly signatures: 'optional' | 'required'
  /** The fields whose words are kept apart from the log, where they can be erased; left out where none are (W4). */
  readonly personal?: readonly PersonalField[]
}

/** The table of holidays that a charter means today; recorded beside it, so that a later release changes nothing. */
export function holidaysOf(charter: CharterInput): string {
  return resolveHolidays(charter.calendar?.holidays ?? 'NL') ?? 'NL/1'
}

/** Whether a recorded version of the holidays is one that the charter as asked means, and known here. */
export function holidaysFit(input: CharterInput | string | undefined, holidays: string | undefined): boolean {
  if (typeof input !== 'object' || holidays === undefined)
    return input === undefined && holidays === undefined
  const asked = input.calendar?.holidays ?? 'NL'
  return resolveHolidays(holidays) === holidays && (holidays === asked || holidays.startsWith(`${asked}/`))
}

/** Fills in what was left out. `holidays` is the version of the table as recorded. Pure; expects a valid charter. */
export function completeCharter(input: CharterInput, holidays: string): Charter {
  const { endsOn, needs, ...opgave } = input.opgave
  const { personal } = input
  return {
    procedure: input.procedure,
    opgave: { ...opgave, needs: needs ?? [], ...(endsOn === undefined ? {} : { endsOn }) },
    partners: input.partners.map(partner => ({ ...partner, meets: partner.meets ?? [] })),
    opgavemanager: input.opgavemanager,
    decidesOn: input.decidesOn ?? 'stuurgroep',
    terms: input.terms,
    maxRevisions: input.maxRevisions ?? 7,
    calendar: { timeZone: input.calendar?.timeZone ?? 'Europe/Amsterdam', holidays },
    signatures: input.signatures ?? 'optional',
    ...(personal === undefined ? {} : { personal }),
  }
}

/** `sha256:` and hex of the canonical text of a complete charter (F1). */
export function charterDigest(charter: Charter): string {
  return digestOf(canonical(charter))
}

/** The needs of the opgave that none of the given partners meets, by id (F5). */
export function unmetNeeds(charter: Charter, isPresent: (partner: string) => boolean): string[] {
  const met = new Set(
    charter.partners.filter(partner => isPresent(partner.id)).flatMap(partner => partner.meets),
  )
  return charter.opgave.needs.map(need => need.id).filter(need => !met.has(need))
}

/** Every person that a charter names, with the partner named beside (the opgavemanager has none). */
export function peopleNamedIn(charter: Charter): Map<string, string | null> {
  const named = new Map<string, string | null>([[charter.opgavemanager.id, null]])
  for (const partner of charter.partners)
    for (const person of partner.people) named.set(person.id, partner.id)
  return named
}

/** The persons to whom a charter gives a seat in the stuurgroep, each with the partner. */
export function seatsIn(charter: Charter): Record<string, string> {
  const seats: Record<string, string> = {}
  for (const { id: partner, people } of charter.partners)
    for (const { id, roles: held } of people) if (held.includes('stuurgroep')) seats[id] = partner
  return seats
}
