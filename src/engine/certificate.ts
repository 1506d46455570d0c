// Gathers from the store what a certificate is made of, and hands out none that does not verify.
import { charterMatter } from '../collaboration/acts.ts'
import { checkpointOf } from '../log/checkpoint.ts'
import { type Entry, readEntry } from '../log/entry.ts'
import { base64 } from '../log/hash.ts'
import { leafHash, root } from '../log/tree.ts'
import { certificateOf, changersIn, endOf, originOf, type ShownWords } from '../verify/certificate.ts'
import { verifyCertificate } from '../verify/verify-certificate.ts'
import { CorruptLog, lost, type Session } from './session.ts'
import { wordsOf } from './words.ts'

/** What a certificate is to hold besides. */
export interface Certifying {
  /** A checkpoint that partners cosigned, as the text of a C2SP signed note. */
  readonly checkpoint?: string
  /** Whether it shows texts that are kept apart from the log, those that are at hand; not unless asked for (W4). */
  readonly words?: boolean
}

/**
 * The certificate of how a proposal ended, as text. @throws TypeError where there is no such proposal, it has not ended (within
 * the checkpoint), or the checkpoint is none of this log; CorruptLog where the store no longer holds what was recorded
 */
export async function certify(
  session: Session,
  matter: string,
  { checkpoint, words = false }: Certifying = {},
): Promise<string> {
  const own = await entriesOf(session, matter)
  if (own.length === 0 || matter === charterMatter) throw new TypeError(`there is no proposal "${matter}"`)
  const charter = await entriesOf(session, charterMatter)
  const end = endOf(inOrder([...charter, ...own]), matter) ?? Number.POSITIVE_INFINITY
  const changers = changersIn(charter.filter(({ seq }) => seq <= end)).filter(id => id !== matter)
  const others = await Promise.all(changers.map(id => entriesOf(session, id)))
  const leaves = await leavesOf(session, sizeOf(session, checkpoint))
  requireOwn(session, leaves, checkpoint)
  const entries = inOrder([...charter, ...own, ...others.flat()])
  const shown = words ? await wordsAtHand(session, [charterMatter, matter, ...changers]) : undefined
  const text = certificateOf({ matter, entries, leaves, checkpoint, words: shown })
  if (text === null)
    throw new TypeError(
      `"${matter}" has not ended${checkpoint ? ' within the checkpoint' : ''}: there is nothing to certify`,
    )
  const { finding } = verifyCertificate(text)
  if (finding)
    throw new CorruptLog(session.id, { entry: finding.entry ?? 0, code: finding.code, what: finding.what })
  return text
}

async function wordsAtHand(session: Session, matters: readonly string[]): Promise<ShownWords[]> {
  const shown = await Promise.all(matters.map(matter => wordsOf(session, matter)))
  // Two matters can have the same words under one digest: somebody said again what another had said.
  return [...new Map(shown.flat().map(it => [it.digest, it])).values()]
}

const inOrder = (entries: Entry[]): Entry[] => entries.sort((a, b) => a.seq - b.seq)

async function entriesOf({ id, store, replay }: Session, matter: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const { seq, line } of store.read(id, { matter })) {
    if (seq >= replay.ledger.frontier.size) break
    const read = readEntry(line)
    if ('fault' in read) throw new CorruptLog(id, { entry: seq, ...read.fault })
    entries.push(read.entry)
  }
  return entries
}

async function leavesOf({ id, store }: Session, size: number): Promise<Uint8Array[]> {
  const leaves: Uint8Array[] = []
  for await (const { line } of store.read(id)) {
    if (leaves.length === size) break
    leaves.push(leafHash(line))
  }
  if (leaves.length < size) throw new CorruptLog(id, lost(leaves.length))
  return leaves
}

function sizeOf({ replay }: Session, checkpoint: string | undefined): number {
  const { size } = replay.ledger.frontier
  if (checkpoint === undefined) return size
  const read = checkpointOf(checkpoint)
  if (read === null)
    throw new TypeError('the checkpoint cannot be read: it is a signed note of origin, size and root')
  if (read.size > size) throw new TypeError(`the checkpoint has ${read.size} entries, this log has ${size}`)
  return read.size
}

function requireOwn({ id }: Session, leaves: readonly Uint8Array[], checkpoint: string | undefined): void {
  const read = checkpoint === undefined ? null : checkpointOf(checkpoint)
  if (read === null) return
  if (read.origin !== originOf(id)) throw new TypeError(`the checkpoint is of another log, "${read.origin}"`)
  if (base64(read.root) !== base64(root(leaves)))
    throw new TypeError(
      `the checkpoint and this log differ in their first ${read.size} entries: two views of it exist`,
    )
}
