// What is under a note, and in a split view, by keys as `keys new` prints them.
import { cosignedBy as cosignaturesIn } from '../../src/log/checkpoint.ts'
import { verifySplit, witnessKeys } from '../../src/verify/verify.ts'

type Keys = Readonly<Record<string, string>>

const keysOf = (keys: Keys) =>
  witnessKeys(Object.fromEntries(Object.entries(keys).map(([partner, key]) => [partner, { witness: [key] }])))

/** The names of those who cosigned, in the order of their lines. */
export function cosignedBy(note: string, keys: Keys): string[] {
  const read = cosignaturesIn(note, keysOf(keys))
  if ('fault' in read) throw new Error(read.fault)
  return read.cosigned.map(({ key }) => key.name)
}

/** What a split view shows. */
export const verifySplitIn = (text: string, keys: Keys) => verifySplit(text, keysOf(keys))
