// What people may ask about the charter and its circle, as plain JSON objects.
import * as z from 'zod'
import { charterSchema, publicKeySchema, rolesSchema } from './charter.ts'
import { digestSchema, idSchema, nameSchema, untilSchema } from './words.ts'

/** Puts a charter before the partners named in it; by anybody whom it names (F1). */
export const proposeCharter = z.strictObject({
  act: z.literal('proposeCharter'),
  by: idSchema,
  charter: charterSchema,
})

/** Signs the exact text with this digest for the own partner: a founder's signature, or a newcomer's (F1, F3). */
export const signCharter = z.strictObject({
  act: z.literal('signCharter'),
  by: idSchema,
  charter: digestSchema,
})

/** Lets a person speak for the own partner in these roles, if need be until an end (W1). */
export const giveMandate = z.strictObject({
  act: z.literal('giveMandate'),
  by: idSchema,
  person: idSchema,
  name: nameSchema.optional(),
  roles: rolesSchema,
  until: untilSchema.optional(),
  publicKey: publicKeySchema.optional(),
})

/** Takes roles (all of them, if none are named) from a person of the own partner (W1). */
export const withdrawMandate = z.strictObject({
  act: z.literal('withdrawMandate'),
  by: idSchema,
  person: idSchema,
  roles: rolesSchema.optional(),
})

/** Leaves: nobody but the partner itself can do this (F4). */
export const leaveCollaboration = z.strictObject({ act: z.literal('leaveCollaboration'), by: idSchema })

export const charterActs = [
  proposeCharter,
  signCharter,
  giveMandate,
  withdrawMandate,
  leaveCollaboration,
] as const
export const charterActSchema = z.discriminatedUnion('act', charterActs)
export type CharterAct = z.infer<typeof charterActSchema>
