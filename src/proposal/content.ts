// What is put before the partners: the full content of one revision, fixed by its digest (D2).
import * as z from 'zod'
import { type Charter, type CharterInput, charterSchema, completeCharter } from '../charter/charter.ts'
import {
  dateSchema,
  digestSchema,
  distinctBy,
  idSchema,
  limits,
  nameSchema,
  phraseSchema,
  textSchema,
  titleSchema,
} from '../charter/words.ts'
import { canonical } from '../log/canonical.ts'
import { digestOf } from '../log/hash.ts'

/** Who does what by when (werkafspraak): given by one partner, part of the text that is decided. */
const commitmentSchema = z.strictObject({
  id: idSchema,
  partner: idSchema,
  what: phraseSchema,
  by: dateSchema,
})
const attachmentSchema = z.strictObject({ name: nameSchema, digest: digestSchema })
const linksSchema = z
  .array(idSchema)
  .max(limits.list)
  .refine(
    distinctBy((id: string) => id),
    'names a proposal twice',
  )

/** The fields of `draftProposal`, `reviseDraft` and `amendProposal` that make up the content. */
export const contentFields = {
  title: titleSchema,
  text: textSchema,
  commitments: z
    .array(commitmentSchema)
    .max(limits.list)
    .refine(
      distinctBy((commitment: { id: string }) => commitment.id),
      'gives two commitments the same id',
    )
    .optional(),
  attachments: z
    .array(attachmentSchema)
    .max(limits.list)
    .refine(
      distinctBy((attachment: { name: string }) => attachment.name),
      'gives two attachments the same name',
    )
    .optional(),
  basedOn: linksSchema.optional(),
  replaces: linksSchema.optional(),
  charter: charterSchema.optional(),
  changes: digestSchema.optional(),
  reviewOn: dateSchema.optional(),
  endsOn: dateSchema.optional(),
}

export type Commitment = Readonly<z.infer<typeof commitmentSchema>>
export type Attachment = Readonly<z.infer<typeof attachmentSchema>>

/** The content as people ask for it: what may be left out can be missing. */
export interface ContentInput {
  readonly title: string
  readonly text: string
  readonly commitments?: readonly Commitment[] | undefined
  readonly attachments?: readonly Attachment[] | undefined
  readonly basedOn?: readonly string[] | undefined
  readonly replaces?: readonly string[] | undefined
  readonly charter?: CharterInput | undefined
  readonly changes?: string | undefined
  readonly reviewOn?: string | undefined
  readonly endsOn?: string | undefined
}

/** The content with everything filled in; a list left out equals an empty one (O6). */
export interface Content {
  readonly title: string
  readonly text: string
  readonly commitments: readonly Commitment[]
  readonly attachments: readonly Attachment[]
  readonly basedOn: readonly string[]
  readonly replaces: readonly string[]
  /** The charter that this proposal would put in force, and the digest of the one that it changes (F2). */
  readonly charter?: Charter
  readonly changes?: string
  readonly reviewOn?: string
  readonly endsOn?: string
}

/** Completes a content with what its fact recorded beside it: the charter it changes, the version of the holidays. Pure. */
export function contentOf(
  input: ContentInput,
  recorded: { changes?: string | undefined; holidays?: string | undefined },
): Content {
  const { charter, reviewOn, endsOn } = input
  return {
    title: input.title,
    text: input.text,
    commitments: input.commitments ?? [],
    attachments: input.attachments ?? [],
    basedOn: input.basedOn ?? [],
    replaces: input.replaces ?? [],
    ...(charter ? { charter: completeCharter(charter, recorded.holidays ?? '') } : {}),
    ...(recorded.changes === undefined ? {} : { changes: recorded.changes }),
    ...(reviewOn === undefined ? {} : { reviewOn }),
    ...(endsOn === undefined ? {} : { endsOn }),
  }
}

/** `sha256:` and hex of the canonical text of the full content: what every partner decides on (D2, J2). */
export function contentDigest(content: Content): string {
  return digestOf(canonical(content))
}
