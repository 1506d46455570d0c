// All twins, by what is attacked.
import type { Twin } from './twins.ts'
import { actTwins } from './twins-acts.ts'
import { certificateTwins } from './twins-certificate.ts'
import { logTwins } from './twins-log.ts'
import { gateTwins, witnessTwins } from './twins-witness.ts'
import { wordTwins } from './twins-words.ts'

export const tables: Readonly<Record<string, readonly Twin[]>> = {
  'a log': logTwins,
  'an act at the door': actTwins,
  'a certificate': certificateTwins,
  'a log before a witness': witnessTwins,
  'a record before the gate': gateTwins,
  'words kept apart': wordTwins,
}
