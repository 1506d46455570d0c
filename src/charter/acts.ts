// What people may ask about the charter and its circle, as plain JSON objects.
import * as z from 'zod'
import { charterSchema, keyProofFault, keyProofSchema, publicKeySchema, rolesSchema } from './charter.ts'
import { digestSchema, idSchema, nameSchema, phraseSchema, untilSchema } from './words.ts'

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

function checkKey(
  act: { person: string; publicKey?: string | undefined; keyProof?: string | undefined },
  check: z.RefinementCtx,
): void {
  const fault = keyProofFault(act.person, act)
  if (fault !== null) check.addIssue({ code: 'custom', path: ['keyProof'], message: fault })
}

/** Lets a person speak for the own partner in these roles, if need be until an end; with a key, also registers that (W1, W2). */
export const giveMandate = z
  .strictObject({
    act: z.literal('giveMandate'),
    by: idSchema,
    person: idSchema,
    name: nameSchema.optional(),
    roles: rolesSchema,
    until: untilSchema.optional(),
    publicKey: publicKeySchema.optional(),
    keyProof: keyProofSchema.optional(),
  })
  .superRefine(checkKey)

/** Takes roles (all of them, if none are named) from a person of the own partner (W1). */
export const withdrawMandate = z.strictObject({
  act: z.literal('withdrawMandate'),
  by: idSchema,
  person: idSchema,
  roles: rolesSchema.optional(),
})

/** Registers a key for a person, in the place of any earlier one: by that person, or a seat of the same partner (W2). */
export const registerKey = z
  .strictObject({
    act: z.literal('registerKey'),
    by: idSchema,
    person: idSchema,
    publicKey: publicKeySchema,
    keyProof: keyProofSchema,
  })
  .superRefine(checkKey)

/** Ends a person's key, which never comes back: by that person, or a seat of the same partner (W2). */
export const revokeKey = z.strictObject({ act: z.literal('revokeKey'), by: idSchema, person: idSchema })

/** Has a name erased that a mandate gave and that is kept apart, for a reason: by its bearer, or who keeps it (W4). */
export const eraseName = z.strictObject({
  act: z.literal('eraseName'),
  by: idSchema,
  digest: digestSchema,
  reason: phraseSchema,
})

/** Leaves: nobody but the partner itself can do this (F4). */
export const leaveCollaboration = z.strictObject({ act: z.literal('leaveCollaboration'), by: idSchema })

export const charterActs = [
  proposeCharter,
  signCharter,
  giveMandate,
  withdrawMandate,
  registerKey,
  revokeKey,
  eraseName,
  leaveCollaboration,
] as const
export const charterActSchema = z.discriminatedUnion('act', charterActs)
export type CharterAct = z.infer<typeof charterActSchema>
