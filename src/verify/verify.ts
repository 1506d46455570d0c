// An audit that trusts nobody: it takes a log as bytes, replays the law over it, and names the first entry that does not hold.
import type { Head } from '../log/entry.ts'
import { bytesOfBase64 } from '../log/hash.ts'
import { type Asked, type Audit, startAudit } from './auditor.ts'
import { startLook } from './likeness.ts'

export type { Finding } from '../collaboration/replay.ts'
export type { Tally, Texts } from '../collaboration/words.ts'
export type { Head } from '../log/entry.ts'
export { type NamedKey, readKey, writeKey } from '../log/key.ts'
export { type Asked, type Audit, type Auditor, startAudit } from './auditor.ts'
export type { CertificateFinding } from './examine-certificate.ts'
export type { Chunk } from './lines.ts'
export { verifyStream } from './stream.ts'
export type { KeysOfPartner, PartnerKeys, Vouched } from './trust.ts'
export {
  type Ended,
  type OpenPoint,
  type PartnerEstablished,
  type Verified,
  verifyCertificate,
  witnessKeys,
  witnessName,
} from './verify-certificate.ts'
export {
  type SplitShown,
  type SplitView,
  splitText,
  verifySplit,
  type Witness,
  type Witnessed,
  witness,
} from './witness.ts'

/** Reads `SIZE:ROOT`, the root in standard padded base64; null when it is not that. Pure. */
export function parseHead(text: string): Head | null {
  const [, size, root] = /^(0|[1-9]\d{0,14}):(.{44})$/.exec(text) ?? []
  return size === undefined || root === undefined || bytesOfBase64(root)?.length !== 32
    ? null
    : { size: Number(size), root }
}

/** True when some line of a file has what every entry has: else it is no log at all, whatever it is. */
export function looksLikeLog(log: string | Uint8Array): boolean {
  const look = startLook()
  look.push(log)
  return look.end()
}

/**
 * Verifies a log: JSON Lines, each line the canonical text of an entry, with a line feed after each; as text or as bytes.
 * Establishes that it was replayed by the procedure without any breach and, where a `head` is given, that it begins with
 * that head's entries. Never throws for whatever the log holds.
 */
export function verifyLog(log: string | Uint8Array, asked: Asked = {}): Audit {
  const auditor = startAudit(asked)
  auditor.push(log)
  return auditor.end()
}
