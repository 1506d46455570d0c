// What a certificate establishes, and what it does not, by the keys that the reader holds: everything in it is checked again.
import { oneLine } from '../charter/words.ts'
import { charterMatter } from '../collaboration/acts.ts'
import type { Recorded } from '../collaboration/collaboration.ts'
import { endReplay, type Finding, recordedOf, replayExcerpt, startExcerpt } from '../collaboration/replay.ts'
import { stateOf } from '../collaboration/state.ts'
import { absentWords, type Texts } from '../collaboration/words.ts'
import { canonical } from '../log/canonical.ts'
import { type Checkpoint, cosignedBy, readCheckpoint } from '../log/checkpoint.ts'
import { type Entry, isSeenInTime, wholenessFault } from '../log/entry.ts'
import { base64, bytesOfBase64 } from '../log/hash.ts'
import { isKeyName, type NamedKey } from '../log/key.ts'
import { checkInclusion, emptyRoot, leafHash, rootUpTo } from '../log/tree.ts'
import type { Content } from '../proposal/content.ts'
import type { Proposal } from '../proposal/proposal.ts'
import { type Certificate, changersIn, endOf, originOf, readCertificate } from './certificate.ts'
import { shownWords } from './shown-words.ts'
import { learn, type PartnerKeys, startTrust, type Trust, type Vouched, vouchedFor } from './trust.ts'

/** What was established of one partner of the moment at which the proposal ended. */
export interface PartnerEstablished {
  readonly partner: string
  readonly name: string
  /** How its last position on the decided revision is signed, and its confirmation; null where there is none. */
  readonly position: Vouched | null
  readonly confirmation: Vouched | null
  /** When its witness cosigned the checkpoint, as a moment in UTC; null where it did not. */
  readonly cosignedAt: string | null
  /** Whether the partner itself stands behind this by a key of its own: by position and confirmation of a decision, or by its cosignature. */
  readonly standsBehind: boolean
}

/** What was decided, and when. */
export interface Ended {
  readonly collaboration: string
  readonly opgave: string
  readonly proposal: string
  readonly outcome: 'decided' | 'noConsensus' | 'withdrawn'
  readonly at: string
  readonly revision: number
  /** The digest of the text, and the text itself; null of a draft that never had one. */
  readonly digest: string
  readonly content: Content | null
  /** Objections that nobody let go, with their words; after a decision those of partners that had left. */
  readonly sustained: readonly SustainedObjection[]
  readonly unmetNeeds: readonly string[]
}

/** An objection that nobody let go. */
export interface SustainedObjection {
  readonly id: string
  readonly partner: string
  readonly reason: string
  /** There where the words are not shown: then `reason` says only that (W4). */
  readonly absent?: 'apart' | 'erased'
}

/** What verification of a certificate established. */
export interface Verified {
  /** True when everything in the certificate holds together; who stands behind it is another question: see `complete`. */
  readonly holds: boolean
  /**
   * True when it holds and every partner stands behind it by a key that the reader gave; and whoever else the reader gave a key of
   * left by an act that it signed.
   */
  readonly complete: boolean
  readonly finding: CertificateFinding | null
  readonly ended: Ended | null
  readonly partners: readonly PartnerEstablished[]
  /** How many acts of persons were replayed, and how many of them are signed. */
  readonly acts: { readonly all: number; readonly signed: number }
  /** The log at the checkpoint: its size and root, and how many entries came after the end. */
  readonly head: { readonly size: number; readonly root: string; readonly entriesAfter: number } | null
  /** Where entries keep texts apart: how many, how many are recorded as erased, and how many are shown here and fit (W4). */
  readonly texts?: Texts & { readonly shown: number }
  /** What could not be established, in words. */
  readonly open: readonly string[]
}

/** The first thing wrong: where (an entry by its number; else null, and `part` says which), a code that stays, and words. */
export interface CertificateFinding {
  readonly part: 'file' | 'checkpoint' | 'entry' | 'seen' | 'words'
  readonly entry: number | null
  readonly code: string
  readonly what: string
}

/** The name under which a partner's witness cosigns: its id, with what a key name cannot hold written as in a URL. Pure. */
export const witnessName = (partner: string): string => partner.replaceAll('+', '%2B')

/**
 * Verifies a certificate, from nothing but its text and the keys that the reader holds of the partners: that its entries are in the
 * log of its checkpoint, that the procedure admitted each of them, that the gate lets the decision pass, that every signature is
 * one, and by whose keys. Never throws for whatever the text is. Pure.
 */
export function verifyCertificate(text: string, { keys = {} }: { keys?: PartnerKeys } = {}): Verified {
  const read = readCertificate(text)
  if ('code' in read) return nothing({ part: 'file', entry: null, code: read.code, what: oneLine(read.what) })
  const { certificate } = read
  const noted = checkpointIn(certificate.checkpoint, witnessKeys(keys))
  if ('fault' in noted)
    return nothing({ part: 'checkpoint', entry: null, code: noted.code, what: oneLine(noted.fault) })
  const examined = examine(certificate, noted.checkpoint, startTrust(keys))
  if ('code' in examined) return nothing(blamed(examined, certificate, noted.checkpoint))
  return told(certificate, noted, examined)
}

const nothing = (finding: CertificateFinding): Verified => ({
  ...{ holds: false, complete: false, finding, ended: null, partners: [], open: [], head: null },
  acts: { all: 0, signed: 0 },
})

/** Where nothing at all is in the tree of the checkpoint it is that which is wrong. */
function blamed(
  finding: CertificateFinding,
  { entries, seen }: Certificate,
  checkpoint: Checkpoint,
): CertificateFinding {
  if (finding.code !== 'notInTree') return finding
  const isIn = ({ seq, leaf, proof }: { seq: number; leaf: Uint8Array | null; proof: readonly string[] }) =>
    leaf !== null && checkInclusion(leaf, seq, checkpoint, bytesOf(proof))
  const some =
    entries.some(({ entry, proof }) => isIn({ seq: entry.seq, leaf: leafHash(canonical(entry)), proof })) ||
    seen.some(({ seq, leaf, proof }) => isIn({ seq, leaf: bytesOfBase64(leaf), proof }))
  if (some) return finding
  return { ...finding, part: 'checkpoint', entry: null, what: 'none of the entries is in the log of it' }
}

/** The keys of partners as those of their witnesses, for `verifySplit`; what is no key is passed over. Pure. */
export function witnessKeys(keys: PartnerKeys): NamedKey[] {
  return Object.entries(keys).flatMap(([partner, own]) =>
    isKeyName(witnessName(partner)) ? namedKeys(witnessName(partner), own) : [],
  )
}

function namedKeys(name: string, keys: readonly string[]): NamedKey[] {
  // A key that is given twice is one key: a note that two keys with one name might have signed is no note.
  return [...new Set(keys)].flatMap(key => {
    const publicKey = bytesOfBase64(key)
    return publicKey?.length === 32 ? [{ name, kind: 'cosignature/v1', publicKey } as const] : []
  })
}

type Noted = { readonly checkpoint: Checkpoint; readonly cosigned: ReadonlyMap<string, number> }

/** The checkpoint and, by the name of the witness, when it was cosigned: as a note, or as bare text that nobody signed. */
function checkpointIn(text: string, witnesses: readonly NamedKey[]): Noted | { code: string; fault: string } {
  const bare = readCheckpoint(text)
  if ('checkpoint' in bare) return { checkpoint: bare.checkpoint, cosigned: new Map() }
  const read = cosignedBy(text, witnesses)
  if ('fault' in read)
    return { code: text.includes('\n\n') ? 'badCosignature' : 'badCheckpoint', fault: read.fault }
  return {
    checkpoint: read.checkpoint,
    cosigned: new Map(read.cosigned.map(({ key, time }) => [key.name, time])),
  }
}

/** A certificate whose entries all hold. */
interface Examined {
  readonly trust: Trust
  readonly collaboration: ReturnType<typeof startExcerpt>['collaboration']
  readonly end: number
  readonly at: string
  readonly unmetNeeds: readonly string[]
  readonly voices: ReadonlyMap<string, { position: Vouched | null; confirmation: Vouched | null }>
  readonly departures: ReadonlyMap<string, Vouched>
  readonly acts: { readonly all: number; readonly signed: number }
  readonly texts: Texts
  readonly shown: ReadonlyMap<string, string>
}

function examine(
  certificate: Certificate,
  checkpoint: Checkpoint,
  trust: Trust,
): Examined | CertificateFinding {
  const { entries, matter } = certificate
  const only = entries.map(({ entry }) => entry)
  const strange = strangeIn(certificate, checkpoint)
  if (strange) return strange
  const replay = startExcerpt(only[0]?.collaboration ?? '')
  const hashes = shownHashes(certificate, checkpoint)
  if ('code' in hashes) return hashes
  const watch: Watch = {
    voices: new Map(),
    departures: new Map(),
    acts: { all: 0, signed: 0 },
    unmetNeeds: [],
  }
  for (const [place, { entry, proof }] of entries.entries()) {
    const line = canonical(entry)
    const finding =
      placeFault(only, place, line, proof, checkpoint, hashes) ?? replayExcerpt(replay, entry, line)
    if (finding) return { part: 'entry', ...finding }
    const recorded = recordedOf(entry)
    if ('matter' in recorded) follow(watch, trust, recorded, matter)
  }
  const end = endOf(only, matter)
  const last = only.at(-1)
  if (end === undefined || last === undefined)
    return fault(last?.seq ?? 0, 'notEnded', `"${matter}" has not ended within these entries`)
  if (last.seq > end) return fault(last.seq, 'entryAfterEnd', `lies beyond the end of "${matter}"`)
  const cut = endReplay(replay)
  if (cut) return { part: 'entry', ...cut, entry: last.seq }
  const shown = shownWords(certificate)
  if ('code' in shown) return { part: 'words', entry: null, ...shown }
  const { collaboration, texts } = replay
  return { trust, collaboration, end, at: last.at, ...watch, texts, shown }
}

const fault = (entry: number, code: string, what: string): CertificateFinding => ({
  part: 'entry',
  entry,
  code,
  what,
})

/** What is wrong with the choice of entries: of another log, of matters that do not belong here, or out of order. */
function strangeIn(
  { entries, matter }: Certificate,
  { origin, size }: Checkpoint,
): CertificateFinding | null {
  const only = entries.map(({ entry }) => entry)
  const collaboration = only[0]?.collaboration ?? ''
  const known = new Set([charterMatter, matter, ...changersIn(only)])
  if (origin !== originOf(collaboration))
    return {
      part: 'checkpoint',
      entry: null,
      code: 'otherOrigin',
      what: `the checkpoint is of "${oneLine(origin)}", the entries are of "${oneLine(collaboration)}"`,
    }
  for (const [place, { seq, matter: own, collaboration: other }] of only.entries()) {
    if (other !== collaboration) return fault(seq, 'otherCollaboration', 'is of another collaboration')
    if (!known.has(own))
      return fault(seq, 'strayMatter', `is about "${oneLine(own)}", which does not belong here`)
    if (seq <= (only[place - 1]?.seq ?? -1)) return fault(seq, 'wrongNumber', 'stands out of order')
    if (seq >= size)
      return fault(seq, 'beyondCheckpoint', `lies beyond the ${size} entries of the checkpoint`)
  }
  return null
}

/** What the tree proves, in base64: the leaf hashes at hand, by number, and the roots that the log had, by its size. */
interface Shown {
  readonly leaves: Map<number, string>
  readonly roots: Map<number, string>
}

function show(
  { leaves, roots }: Shown,
  { size }: Checkpoint,
  seq: number,
  leaf: Uint8Array,
  proof: Uint8Array[],
) {
  leaves.set(seq, base64(leaf))
  roots.set(seq + 1, base64(rootUpTo(leaf, seq, size, proof)))
}

/** What is shown besides the entries. */
function shownHashes({ seen, entries }: Certificate, checkpoint: Checkpoint): Shown | CertificateFinding {
  const hashes: Shown = { leaves: new Map(), roots: new Map([[0, base64(emptyRoot())]]) }
  let shown = -1
  for (const { seq, leaf, proof } of seen) {
    const bytes = bytesOfBase64(leaf) ?? new Uint8Array()
    if (seq <= shown || !checkInclusion(bytes, seq, checkpoint, bytesOf(proof)))
      return {
        part: 'seen',
        entry: seq,
        code: 'notInTree',
        what: `entry ${seq} is not proved to have this hash`,
      }
    show(hashes, checkpoint, seq, bytes, bytesOf(proof))
    shown = seq
  }
  const wanted = new Set(entries.map(({ entry }) => (entry.seen?.size ?? 0) - 1))
  const idle = [...hashes.leaves.keys()].find(seq => !wanted.has(seq))
  if (idle !== undefined)
    return { part: 'seen', entry: idle, code: 'seenUnused', what: `nobody here had seen entry ${idle} last` }
  return hashes
}

const bytesOf = (proof: readonly string[]): Uint8Array[] =>
  proof.map(it => bytesOfBase64(it) ?? new Uint8Array())

/** Whether an entry is in the tree, follows from the one before it where that is here, and was signed after what it says. */
function placeFault(
  only: readonly Entry[],
  place: number,
  line: string,
  proof: readonly string[],
  checkpoint: Checkpoint,
  hashes: Shown,
): Finding | null {
  const entry = only[place]
  if (!entry) return null
  const { seq, prev, seen } = entry
  const broken = wholenessFault(entry)
  if (broken) return { entry: seq, ...broken }
  const leaf = leafHash(line)
  if (!checkInclusion(leaf, seq, checkpoint, bytesOf(proof)))
    return { entry: seq, code: 'notInTree', what: 'is not proved to be in the log of the checkpoint' }
  const before = seq === 0 ? base64(emptyRoot()) : hashes.leaves.get(seq - 1)
  if (before !== undefined && before !== prev)
    return { entry: seq, code: 'brokenChain', what: 'does not follow from the entry before it' }
  show(hashes, checkpoint, seq, leaf, bytesOf(proof))
  if (!seen) return null
  const then = hashes.roots.get(seen.size)
  if (then === undefined)
    return {
      entry: seq,
      code: 'seenMissing',
      what: `entry ${seen.size - 1}, which its signer saw, is not shown`,
    }
  return then === seen.root && isSeenInTime(seen.size, seq)
    ? null
    : { entry: seq, code: 'seenElsewhere', what: 'its signer had seen another log' }
}

interface Watch {
  readonly voices: Map<string, { position: Vouched | null; confirmation: Vouched | null }>
  /** By whose key each partner left that is not back. */
  readonly departures: Map<string, Vouched>
  acts: { all: number; signed: number }
  unmetNeeds: readonly string[]
}

/** Follows what each partner said last about the proposal, and by whose key. */
function follow(watch: Watch, trust: Trust, recorded: Recorded, matter: string): void {
  const { fact, by, asked } = recorded
  if (asked && by !== undefined)
    watch.acts = { all: watch.acts.all + 1, signed: watch.acts.signed + (recorded.signed ? 1 : 0) }
  learn(trust, recorded)
  if (fact.type === 'partner.left')
    watch.departures.set(fact.partner, vouchedFor(trust, fact.partner, recorded))
  if (fact.type === 'partner.joined') watch.departures.delete(fact.partner)
  if (recorded.matter !== matter) return
  if (fact.type === 'proposal.amended') watch.voices.clear()
  if (fact.type === 'decision.taken') watch.unmetNeeds = fact.unmetNeeds
  if (fact.type !== 'position.taken' && fact.type !== 'confirmation.given') return
  const { partner } = fact
  const before = watch.voices.get(partner) ?? { position: null, confirmation: null }
  const what = fact.type === 'position.taken' ? 'position' : 'confirmation'
  watch.voices.set(partner, { ...before, [what]: vouchedFor(trust, partner, recorded) })
}

/** Puts what was established into words and values. */
function told(certificate: Certificate, { checkpoint, cosigned }: Noted, examined: Examined): Verified {
  const { collaboration, end, acts, trust, texts, shown } = examined
  const circle = collaboration.circle.context
  const names = new Map((circle.charter?.partners ?? []).map(({ id, name }) => [id, name]))
  const state = stateOf(collaboration, certificate.matter)
  const partners = Object.keys(circle.members).map(partner =>
    established(
      partner,
      names.get(partner) ?? partner,
      // What was said for a decision says nothing of another end.
      state.value === 'decided' ? examined : { voices: new Map() },
      cosigned.get(witnessName(partner)),
    ),
  )
  const missing = absent(partners, examined)
  const { revision, digest, content } = state.context
  const sustained = sustainedIn(state.context, shown)
  return {
    holds: true,
    complete:
      partners.length > 0 && missing.length === 0 && partners.every(({ standsBehind }) => standsBehind),
    finding: null,
    ended: {
      collaboration: certificate.entries[0]?.entry.collaboration ?? '',
      opgave: circle.charter?.opgave.title ?? '',
      proposal: certificate.matter,
      outcome: state.value as Ended['outcome'],
      ...{ at: examined.at, revision, digest, content, sustained, unmetNeeds: examined.unmetNeeds },
    },
    partners,
    acts,
    head: { size: checkpoint.size, root: base64(checkpoint.root), entriesAfter: checkpoint.size - end - 1 },
    open: [...openOf(partners, trust), ...missing],
    ...(texts.apart.count > 0 ? { texts: { ...texts, shown: shown.size } } : {}),
  }
}

function sustainedIn(
  { objections, words }: Proposal,
  shown: ReadonlyMap<string, string>,
): SustainedObjection[] {
  const open = Object.entries(objections).filter(([, { withdrawn }]) => withdrawn === null)
  return open.map(([id, { partner, reason }]) => {
    const whose = Object.hasOwn(words, reason) ? words[reason] : undefined
    const told = whose?.erased ? undefined : shown.get(reason)
    if (!whose || told !== undefined) return { id, partner, reason: told ?? reason }
    return { id, partner, reason: absentWords(whose.erased, 'en'), absent: whose.erased ? 'erased' : 'apart' }
  })
}

function established(
  partner: string,
  name: string,
  { voices }: Pick<Examined, 'voices'>,
  time: number | undefined,
): PartnerEstablished {
  const { position, confirmation } = voices.get(partner) ?? { position: null, confirmation: null }
  const cosignedAt = time === undefined ? null : momentOf(time)
  const standsBehind = cosignedAt !== null || (position === 'vouched' && confirmation === 'vouched')
  return { partner, name, position, confirmation, cosignedAt, standsBehind }
}

/** A moment of whole seconds, as far as the calendar of the machine reaches. */
function momentOf(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? `${seconds} s` : date.toISOString()
}

/** Whom the reader knows by a key and who is no partner here, but for who left by an act of its own. */
function absent(partners: readonly PartnerEstablished[], { trust, departures }: Examined): string[] {
  const present = new Set(partners.map(({ partner }) => partner))
  return [...trust.keys.keys()]
    .filter(partner => !present.has(partner) && departures.get(partner) !== 'vouched')
    .map(partner =>
      departures.has(partner)
        ? `${oneLine(partner)}: is said to have left, by an act that none of its keys vouches for`
        : `${oneLine(partner)}: a key of it was given, and it is no partner here`,
    )
}

function openOf(partners: readonly PartnerEstablished[], { keys }: Trust): string[] {
  return partners
    .filter(({ standsBehind }) => !standsBehind)
    .map(({ partner, position, confirmation }) => {
      if (!keys.has(partner)) return `${partner}: no key of this partner was given`
      if (position === 'unknownKey' || confirmation === 'unknownKey')
        return `${partner}: signed with a key that none of the given ones vouches for`
      return `${partner}: its position and its confirmation are not both signed, and it did not cosign`
    })
}
