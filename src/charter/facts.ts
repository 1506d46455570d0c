// What is recorded about the charter and its circle: only what the procedure adds to the act as it was asked.
import * as z from 'zod'
import { charterSchema, roleSchema } from './charter.ts'
import { digestSchema, idSchema, limits, recordedMomentSchema } from './words.ts'

const ids = (most: number) => z.array(idSchema).max(most)

export const charterProposed = z.strictObject({
  type: z.literal('charter.proposed'),
  digest: digestSchema,
  holidays: z.string().max(limits.name),
})
export const charterSigned = z.strictObject({ type: z.literal('charter.signed'), partner: idSchema })
export const collaborationFounded = z.strictObject({
  type: z.literal('collaboration.founded'),
  charter: digestSchema,
  partners: ids(limits.partners),
  unmetNeeds: ids(limits.list),
})
export const partnerJoined = z.strictObject({
  type: z.literal('partner.joined'),
  partner: idSchema,
  people: ids(limits.people),
  unmetNeeds: ids(limits.list),
})
export const partnerLeft = z.strictObject({
  type: z.literal('partner.left'),
  partner: idSchema,
  unmetNeeds: ids(limits.list),
})
export const mandateGiven = z.strictObject({
  type: z.literal('mandate.given'),
  partner: idSchema,
  endsAt: recordedMomentSchema.optional(),
})
export const mandateWithdrawn = z.strictObject({
  type: z.literal('mandate.withdrawn'),
  partner: idSchema,
  roles: z.array(roleSchema).min(1),
})
/** The partner whose person it is; left out for the opgavemanager. */
const keeper = idSchema.optional()
export const keyRegistered = z.strictObject({ type: z.literal('key.registered'), partner: keeper })
export const keyRevoked = z.strictObject({ type: z.literal('key.revoked'), partner: keeper })
/** A name that was kept apart is not to be kept any more. */
export const nameErased = z.strictObject({ type: z.literal('name.erased') })
/** Holds the whole charter, so that the entries about the circle are complete without any proposal's. */
export const charterReplaced = z.strictObject({
  type: z.literal('charter.replaced'),
  proposal: idSchema,
  digest: digestSchema,
  charter: charterSchema,
  barred: ids(limits.partners),
  unmetNeeds: ids(limits.list),
})

export const charterFacts = [
  charterProposed,
  charterSigned,
  collaborationFounded,
  partnerJoined,
  partnerLeft,
  mandateGiven,
  mandateWithdrawn,
  keyRegistered,
  keyRevoked,
  nameErased,
  charterReplaced,
] as const
export const charterFactSchema = z.discriminatedUnion('type', charterFacts)
export type CharterFact = z.infer<typeof charterFactSchema>
export type CharterFactType = CharterFact['type']
