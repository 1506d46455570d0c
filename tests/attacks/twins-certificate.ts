// What is tried on a certificate: its parts changed, or the log changed and a certificate made of it as if nothing had happened.
import { canonical } from '../../src/log/canonical.ts'
import { checkpointText, cosign } from '../../src/log/checkpoint.ts'
import { base64 } from '../../src/log/hash.ts'
import { writeNote } from '../../src/log/note.ts'
import { inclusionProof, leafHash, root } from '../../src/log/tree.ts'
import { certificateOf } from '../../src/verify/certificate.ts'
import type { PartnerKeys } from '../../src/verify/trust.ts'
import { verifyCertificate } from '../../src/verify/verify-certificate.ts'
import {
  certificateBy,
  charter,
  decided,
  find,
  keysOf,
  leavesOf,
  names,
  type Parts,
  publicOf,
  resigned,
  sealed,
  secretOf,
} from './signed-world.ts'
import { codeOf, elsewhere, type Log, logOf, once, type Stop, story, type Twin } from './twins.ts'

/** A certificate taken apart. */
interface Pieces {
  form: string
  matter: string
  checkpoint: string
  entries: { entry: Parts; proof: string[] }[]
  seen: { seq: number; leaf: string; proof: string[] }[]
  [more: string]: unknown
}

/** What comes of it for a reader with these keys: a code, or null where every partner stands behind it. */
function verdict(text: string, keys: PartnerKeys = keysOf(...names)): string | null {
  const { finding, complete } = verifyCertificate(text, { keys })
  return finding ? codeOf(finding) : complete ? null : 'not complete'
}

const genuine = async (): Promise<string> => certificateBy((await story()).text)
const accepted = once(async () => verdict(await genuine()))
const piecesOf = (text: string): Pieces => JSON.parse(text)
const textOf = (pieces: object): string => `${canonical(pieces)}\n`

function text(name: string, code: string, stop: Stop, change: (text: string) => string): Twin {
  const judge = async () => [await accepted(), verdict(change(await genuine()))] as const
  return { name, code, stop, judge }
}

function pieces(
  name: string,
  code: string,
  stop: Stop,
  change: (pieces: Pieces, log: Log) => void | Promise<void>,
): Twin {
  const judge = async () => {
    const good = await genuine()
    const parts = piecesOf(good)
    await change(parts, await story())
    return [await accepted(), verdict(textOf(parts))] as const
  }
  return { name, code, stop, judge }
}

/** The log changed and sealed anew, and a certificate made of that, proofs and all. */
function remade(name: string, code: string, stop: Stop, change: (entries: Parts[]) => Parts[]): Twin {
  const judge = async () => {
    const log = await story()
    return [await accepted(), verdict(certified(change(log.entries())))] as const
  }
  return { name, code, stop, judge }
}

function certified(entries: readonly Parts[]): string {
  const log = sealed(entries)
  const lines = log.split('\n').slice(0, -1)
  const read = lines.map(line => JSON.parse(line) as never)
  return certificateOf({ matter: 'p1', entries: read, leaves: lines.map(leafHash) }) ?? ''
}

/** One entry of a log changed: the first of this fact. */
const edited =
  (type: string, by: string | undefined, change: (entry: Parts) => object) =>
  (entries: Parts[]): Parts[] => {
    const at = find(entries, type, by)
    return entries.with(at, change(entries[at] as Parts) as Parts)
  }

/** The place of an entry among those of a certificate. */
const at = ({ entries }: Pieces, type: string, by?: string): number =>
  find(
    entries.map(({ entry }) => entry),
    type,
    by,
  )

/** Another leaf in the place of one, and all proofs made anew: the chain alone shows it. */
function replanted(parts: Pieces, log: Log, place: number, change: (entry: Parts) => object): void {
  const leaves = leavesOf(log.text)
  const piece = parts.entries[place]
  if (!piece) throw new Error('there is no such entry')
  piece.entry = change(piece.entry) as Parts
  leaves[piece.entry.seq] = leafHash(canonical(piece.entry))
  const made = certificateOf({
    matter: 'p1',
    entries: parts.entries.map(({ entry }) => entry as never),
    leaves,
  })
  Object.assign(parts, piecesOf(made ?? ''))
}

const unsignedText = once(() => logOf(decidedUnsigned()))

/** Decided by acts that nobody signed: only cosignatures say who stands behind it. */
async function decidedUnsigned() {
  return decided(charter({ signatures: 'optional' }))
}

/** The head of a log as each of these cosigned it, by the name and with the key of these. */
function noteOf(log: Log, by: readonly (readonly [name: string, key: string])[], size?: number): string {
  const leaves = leavesOf(log.text).slice(0, size)
  const text = checkpointText({ origin: 'samenspraak/regio', size: leaves.length, root: root(leaves) })
  return writeNote(
    text,
    by.map(([name, key]) => cosign(text, { name, secret: secretOf(key), time: 1_767_603_600 })),
  )
}

const witnesses = names.map(name => [name, `witness of ${name}`] as const)
/** The reader knows the witnesses alone: nothing that a person signed leads back to these keys. */
const witnessKeys: PartnerKeys = Object.fromEntries(
  names.map(name => [name, { witness: [publicOf(`witness of ${name}`)] }]),
)

function noted(
  name: string,
  code: string,
  stop: Stop,
  change: (note: string, log: Log) => string,
  keys = witnessKeys,
): Twin {
  const judge = async () => {
    const log = await unsignedText()
    const note = noteOf(log, witnesses)
    const certificate = (checkpoint: string) => certificateBy(log.text, 'p1', checkpoint)
    return [verdict(certificate(note), witnessKeys), verdict(certificate(change(note, log)), keys)] as const
  }
  return { name, code, stop, judge }
}

const flip = (text: string): string => text.replace(/^./, first => (first === 'A' ? 'B' : 'A'))

/** The log has it, and it is about this proposal: all the same it is no part of how that ended. */
const afterTheEnd: Twin = {
  name: 'a comment that came after the end',
  code: 'entryAfterEnd',
  stop: 'the procedure',
  judge: async () => {
    const play = await decided()
    await play.does('d1', 'comment')
    const log = await logOf(Promise.resolve(play))
    const parts = piecesOf(certificateBy(log.text))
    const [leaves, entry] = [leavesOf(log.text), log.entries().at(-1) as Parts]
    const proof = inclusionProof(leaves, entry.seq, leaves.length).map(base64)
    const seen = (seq: number) => ({
      seq,
      leaf: base64(leaves[seq] ?? new Uint8Array()),
      proof: inclusionProof(leaves, seq, leaves.length).map(base64),
    })
    const more = {
      ...parts,
      entries: [...parts.entries, { entry, proof }],
      seen: [...parts.seen, seen(entry.seq - 1)],
    }
    return [verdict(certificateBy(log.text)), verdict(textOf(more))]
  },
}

export const certificateTwins: readonly Twin[] = [
  text('a byte in the middle', 'notCanonical', 'the form', it => it.replace('"entries":', '"entries" :')),
  text('the line feed at its end is missing', 'notCanonical', 'the form', it => it.slice(0, -1)),
  text('more after its end', 'notCanonical', 'the form', it => `${it}{}\n`),
  text('a part twice', 'notCanonical', 'the form', it => it.replace('{', '{"checkpoint":"x",')),
  text('nesting without end', 'notCanonical', 'the form', it =>
    it.replace('"matter":"p1","seen"', `"matter":${'['.repeat(50_000)}${']'.repeat(50_000)},"seen"`),
  ),
  text('larger than 64 Mi', 'notCanonical', 'the form', it =>
    it.replace('Wonen', 'W'.repeat(65 * 1024 * 1024)),
  ),
  pieces('a part that nobody knows', 'notACertificate', 'the form', it => {
    it.note = 'x'
  }),
  pieces('another form', 'notACertificate', 'the form', it => {
    it.form = 'samenspraak-certificate/2'
  }),
  pieces('a hash in loose base64', 'notACertificate', 'the form', it => {
    for (const piece of it.seen) piece.leaf = piece.leaf.replace(/.=$/, 'B=')
  }),
  pieces('a checkpoint that is none', 'badCheckpoint', 'the form', it => {
    it.checkpoint = 'samenspraak/regio\n'
  }),
  pieces('a checkpoint of another log', 'otherOrigin', 'the tree', it => {
    it.checkpoint = it.checkpoint.replace('regio', 'elders')
  }),
  pieces('a checkpoint with another root', 'notInTree', 'the tree', it => {
    it.checkpoint = it.checkpoint.replace(
      /\n(.)(.{43})\n$/,
      (_, first: string, rest: string) => `\n${flip(first)}${rest}\n`,
    )
  }),
  pieces('a checkpoint of an older head', 'beyondCheckpoint', 'the tree', (it, { text: log }) => {
    const leaves = leavesOf(log).slice(0, 20)
    it.checkpoint = checkpointText({ origin: 'samenspraak/regio', size: 20, root: root(leaves) })
  }),
  pieces(
    'entries of an older certificate, a checkpoint of now',
    'notInTree',
    'the tree',
    (it, { text: log }) => {
      const leaves = leavesOf(log)
      const grown = [...leaves, leaves[0] ?? new Uint8Array()]
      it.checkpoint = checkpointText({ origin: 'samenspraak/regio', size: grown.length, root: root(grown) })
    },
  ),
  pieces('a proof of another entry', 'notInTree', 'the tree', it => {
    const [one, other] = it.entries
    if (one && other) one.proof = other.proof
  }),
  pieces('a proof with a step too many', 'notInTree', 'the tree', it => {
    it.entries[3]?.proof.push(it.entries[3].proof[0] ?? '')
  }),
  pieces('a first entry of another collaboration', 'otherCollaboration', 'the tree', it => {
    const [first] = it.entries
    if (first) first.entry.collaboration = 'elders'
  }),
  pieces('an entry of another collaboration', 'otherCollaboration', 'the tree', async it => {
    const piece = it.entries[2]
    if (piece) piece.entry = (await elsewhere()).entries()[2] as Parts
  }),
  pieces(
    'an entry too many: of another matter',
    'strayMatter',
    'the procedure',
    (it, { text: log, entries }) => {
      const leaves = leavesOf(log)
      const entry = entries()[6] as Parts
      const proof = inclusionProof(leaves, 6, leaves.length).map(base64)
      it.entries.splice(6, 0, { entry, proof })
      it.seen = it.seen.filter(({ seq }) => seq !== 6)
    },
  ),
  pieces('two entries change places', 'wrongNumber', 'the tree', it => {
    it.entries.splice(8, 0, ...it.entries.splice(9, 1))
  }),
  pieces('an entry twice', 'wrongNumber', 'the tree', it => {
    it.entries.splice(9, 0, it.entries[8] ?? (it.entries.splice(0, 1)[0] as never))
  }),
  pieces('an entry too few: an amendment', 'wrongCount', 'the procedure', it => {
    it.entries.splice(at(it, 'proposal.amended'), 1)
  }),
  pieces('an entry too few: the decision', 'notEnded', 'the procedure', it => {
    it.entries.splice(-1, 1)
  }),
  pieces('of a proposal that has not ended', 'notEnded', 'the procedure', it => {
    const submitted = at(it, 'proposal.amended')
    it.entries.splice(submitted)
    const last = it.entries.at(-1)?.entry.seq ?? 0
    it.seen = it.seen.filter(({ seq }) =>
      it.entries.some(({ entry }) => entry.seen?.size === seq + 1 && seq < last),
    )
  }),
  pieces('of another proposal', 'strayMatter', 'the procedure', it => {
    it.matter = 'p2'
  }),
  pieces('the hash of an entry that nobody had seen', 'seenUnused', 'the procedure', (it, { text: log }) => {
    const leaves = leavesOf(log)
    const proof = inclusionProof(leaves, 24, leaves.length).map(base64)
    it.seen.push({ seq: 24, leaf: base64(leaves[24] ?? new Uint8Array()), proof })
  }),
  pieces('the hash of what somebody had seen is missing', 'seenMissing', 'a signature', it => {
    it.seen.pop()
  }),
  pieces('another hash of what somebody had seen', 'notInTree', 'the tree', it => {
    for (const piece of it.seen) piece.leaf = flip(piece.leaf)
  }),
  pieces('an entry that does not follow from the one before it', 'brokenChain', 'the chain', (it, log) => {
    replanted(it, log, 3, entry => ({ ...entry, prev: flip(String(entry.prev)) }))
  }),
  afterTheEnd,
  // ---- of a log that was changed and sealed anew
  remade(
    'another text under a signature',
    'badSignature',
    'a signature',
    edited('objection.raised', 'd1', it => ({ ...it, asked: { ...it.asked, reason: 'Niets.' } })),
  ),
  remade(
    'a signature of somebody else',
    'notAdmitted signedWithOwnKey',
    'a signature',
    edited('position.taken', 'z1', it => resigned(it, 'mallory')),
  ),
  remade(
    'a signature taken away',
    'notAdmitted signedWhereAsked',
    'a signature',
    edited('position.taken', 'z1', ({ seen: _, signature: __, ...it }) => it),
  ),
  remade(
    'a number of an act used again',
    'notAdmitted numberedInTurn',
    'a signature',
    edited('proposal.amended', 'a1', it => resigned(it, 'a1', { counter: 3 })),
  ),
  remade('what a partner saw replaced by what it did not', 'seenElsewhere', 'a signature', entries => {
    const place = find(entries, 'comment.made', 'z3')
    return entries.with(place, resigned({ ...(entries[place] as Parts), act: 'act-x' }, 'z3'))
  }),
  remade(
    'seen, and no signature',
    'notAnEntry',
    'the form',
    edited('position.taken', 'z1', ({ signature: _, ...it }) => it),
  ),
  remade(
    'a fact that nobody knows',
    'notAFact',
    'the form',
    edited('objection.raised', 'd1', it => ({ ...it, fact: { type: 'objection.unmade' } })),
  ),
  remade(
    'the id of an act twice',
    'actTwice',
    'the chain',
    edited('objection.raised', 'd1', it => ({ ...it, act: 'act-1' })),
  ),
  remade(
    'an outcome of no act',
    'strayFact',
    'the chain',
    edited('decision.called', undefined, it => ({ ...it, act: 'act-99' })),
  ),
  remade(
    'a moment before the one before it',
    'timeRunsBack',
    'the chain',
    edited('objection.raised', 'd1', it => ({ ...it, at: '2026-01-05T08:59:59.999Z' })),
  ),
  remade(
    'a partner more in the decision',
    'notAdmitted everyPartnerConfirmed',
    'the procedure',
    edited('decision.taken', undefined, it => ({
      ...it,
      fact: { ...it.fact, partners: [...names, 'lelystad'] },
    })),
  ),
  // ---- cosignatures
  noted('a false cosignature of one that the reader knows', 'badCosignature', 'a signature', note =>
    note.replace(/(.{10})==\n$/, (_, end: string) => `${end.slice(0, 5)}${flip(end.slice(5))}==\n`),
  ),
  noted('a cosignature stripped', 'not complete', "the reader's keys", note =>
    note.replace(/— dronten .*\n/, ''),
  ),
  noted('a cosignature under the name of another', 'not complete', "the reader's keys", note =>
    note.replace('— dronten ', '— zeewolde '),
  ),
  noted('a cosignature with a key of its own', 'not complete', "the reader's keys", (_, log) =>
    noteOf(log, [...witnesses.slice(0, 2), ['dronten', 'mallory']]),
  ),
  noted('one partner cosigns for two', 'not complete', "the reader's keys", (_, log) =>
    noteOf(log, [...witnesses.slice(0, 2), ['dronten', 'witness of zeewolde']]),
  ),
  noted('all cosignatures stripped', 'not complete', "the reader's keys", note =>
    note.slice(0, note.indexOf('\n\n') + 1),
  ),
  noted('a key that is not the witness’s', 'not complete', "the reader's keys", note => note, {
    ...witnessKeys,
    dronten: { witness: [publicOf('mallory')] },
  }),
  noted(
    'a person of the partner cosigns, of whom the reader has the key',
    'not complete',
    "the reader's keys",
    (_, log) => noteOf(log, [...witnesses.slice(0, 2), ['dronten', 'd3']]),
    {
      ...witnessKeys,
      dronten: { people: [publicOf('d3')], witness: [publicOf('witness of dronten')] },
    },
  ),
  noted('no key of one of them', 'not complete', "the reader's keys", note => note, {
    almere: witnessKeys.almere ?? {},
    zeewolde: witnessKeys.zeewolde ?? {},
  }),
  noted('a key of a partner that is not there', 'not complete', "the reader's keys", note => note, {
    ...witnessKeys,
    lelystad: { witness: [publicOf('witness of lelystad')] },
  }),
]
