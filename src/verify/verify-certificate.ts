// What a certificate establishes, and what it does not, by the keys that the reader holds: everything in it is checked again.
import { oneLine } from '../charter/words.ts'
import { stateOf } from '../collaboration/state.ts'
import { absentWords, type Texts } from '../collaboration/words.ts'
import { type Checkpoint, cosignedBy, readCheckpoint } from '../log/checkpoint.ts'
import { base64, bytesOfBase64 } from '../log/hash.ts'
import { isKeyName, type NamedKey } from '../log/key.ts'
import type { Content } from '../proposal/content.ts'
import type { Proposal } from '../proposal/proposal.ts'
import { type Certificate, originOf, readCertificate } from './certificate.ts'
import { blamed, type CertificateFinding, type Examined, examine } from './examine-certificate.ts'
import { type PartnerKeys, startTrust, type Trust, type Vouched } from './trust.ts'

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

/**
 * What a certificate leaves open, by a code that stays. Of a partner: no key of it was given (`noKeyGiven`), it signed with keys for
 * which none of the given ones vouches (`keyUnknown`), it did not sign both position and confirmation (`notSigned`), a key of
 * it was given and it is no partner here (`noPartner`) or left by an act that none of its keys vouches for (`departureUnvouched`).
 * Of none in particular (null): no known witness cosigned (`notCosigned`), so that the last entries about the charter may be missing.
 */
export interface OpenPoint {
  readonly code:
    | 'noKeyGiven'
    | 'keyUnknown'
    | 'notSigned'
    | 'noPartner'
    | 'departureUnvouched'
    | 'notCosigned'
  readonly partner: string | null
  readonly what: string
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
  /** What could not be established. Not all of it stands in the way of `complete`: see `notCosigned`. */
  readonly open: readonly OpenPoint[]
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

/** The keys of partners as those of their witnesses, for `verifySplit`; what is no key is passed over. Pure. */
export function witnessKeys(keys: PartnerKeys): NamedKey[] {
  return Object.entries(keys).flatMap(([partner, { witness = [] }]) =>
    isKeyName(witnessName(partner)) ? namedKeys(witnessName(partner), witness) : [],
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

/** Puts what was established into words and values. */
function told(certificate: Certificate, { checkpoint, cosigned }: Noted, examined: Examined): Verified {
  const { collaboration, end, acts, trust, texts, shown } = examined
  const circle = collaboration.circle.context
  const names = new Map((circle.charter?.partners ?? []).map(({ id, name }) => [id, name]))
  const state = stateOf(collaboration, certificate.matter)
  const isDecided = state.value === 'decided'
  const partners = Object.keys(circle.members).map(partner =>
    established(
      partner,
      names.get(partner) ?? partner,
      // What was said for a decision says nothing of another end.
      isDecided ? examined : { voices: new Map() },
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
      collaboration: checkpoint.origin.slice(originOf('').length),
      opgave: circle.charter?.opgave.title ?? '',
      proposal: certificate.matter,
      outcome: state.value as Ended['outcome'],
      ...{ at: examined.at, revision, digest, content, sustained, unmetNeeds: examined.unmetNeeds },
    },
    partners,
    acts,
    head: { size: checkpoint.size, root: base64(checkpoint.root), entriesAfter: checkpoint.size - end - 1 },
    open: [...openOf(partners, trust, isDecided), ...missing, ...uncosigned(cosigned)],
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
function absent(partners: readonly PartnerEstablished[], { trust, departures }: Examined): OpenPoint[] {
  const present = new Set(partners.map(({ partner }) => partner))
  return [...trust.keys.keys()]
    .filter(partner => !present.has(partner) && departures.get(partner) !== 'vouched')
    .map(partner =>
      departures.has(partner)
        ? openPoint(
            'departureUnvouched',
            partner,
            'is said to have left, by an act that none of its keys vouches for',
          )
        : openPoint('noPartner', partner, 'a key of it was given, and it is no partner here'),
    )
}

function openOf(partners: readonly PartnerEstablished[], { keys }: Trust, isDecided: boolean): OpenPoint[] {
  const unsigned = isDecided
    ? 'its position and its confirmation are not both signed, and it did not cosign'
    : 'it did not cosign, and what was not decided nobody confirms'
  return partners
    .filter(({ standsBehind }) => !standsBehind)
    .map(({ partner, position, confirmation }) => {
      if (!keys.has(partner)) return openPoint('noKeyGiven', partner, 'no key of this partner was given')
      if (position === 'unknownKey' || confirmation === 'unknownKey')
        return openPoint('keyUnknown', partner, 'signed with a key that none of the given ones vouches for')
      return openPoint('notSigned', partner, unsigned)
    })
}

/** Nothing but a witness shows that no entry about the charter is left out between the last one shown and the end. */
function uncosigned(cosigned: Noted['cosigned']): OpenPoint[] {
  const what = 'no known witness cosigned: the last entries about the charter may have been left out'
  return cosigned.size > 0 ? [] : [openPoint('notCosigned', null, what)]
}

function openPoint(code: OpenPoint['code'], partner: string | null, what: string): OpenPoint {
  return { code, partner, what: partner === null ? what : `${oneLine(partner)}: ${what}` }
}
