// What an examination of a certificate says, word for word: the first thing that is wrong and where, or what was gathered on the way.
import { describe, expect, it } from 'vitest'
import { canonical } from '../../src/log/canonical.ts'
import { checkpointText, readCheckpoint } from '../../src/log/checkpoint.ts'
import { base64 } from '../../src/log/hash.ts'
import { inclusionProof, leafHash, root } from '../../src/log/tree.ts'
import { certificateOf, readCertificate } from '../../src/verify/certificate.ts'
import { type Examined, examine } from '../../src/verify/examine-certificate.ts'
import { startTrust } from '../../src/verify/trust.ts'
import { verifyCertificate } from '../../src/verify/verify-certificate.ts'
import {
  certificateBy,
  charter,
  decided,
  type Fields,
  founded,
  keysOf,
  leavesOf,
  names,
  opened,
  type Parts,
  type Play,
  partner,
  seats,
} from '../attacks/signed-world.ts'
import { elsewhere, type Log, logOf, once, story } from '../attacks/twins.ts'

/** A certificate taken apart. */
interface Pieces {
  matter: string
  checkpoint: string
  entries: { entry: Parts; proof: string[] }[]
  seen: { seq: number; leaf: string; proof: string[] }[]
}

const piecesOf = (text: string): Pieces => JSON.parse(text) as Pieces
const textOf = (pieces: object): string => `${canonical(pieces)}\n`
const flip = (text: string): string => text.replace(/^./, first => (first === 'A' ? 'B' : 'A'))
const entryAt = ({ entries }: Pieces, place: number): Parts =>
  entries.at(place)?.entry ?? expect.unreachable('there is no such entry')

/** What is wrong with the certificate of the story after a change, and the pieces that it then has. */
async function changed(change: (pieces: Pieces, log: Log) => void) {
  const log = await story()
  const pieces = piecesOf(certificateBy(log.text))
  change(pieces, log)
  return { pieces, finding: verifyCertificate(textOf(pieces)).finding }
}

/** A hash that is shown beside the entries, with its proof. */
function seenIn({ text }: Log, seq: number): Pieces['seen'][number] {
  const leaves = leavesOf(text)
  const proof = inclusionProof(leaves, seq, leaves.length).map(base64)
  return { seq, leaf: base64(leaves[seq] ?? new Uint8Array()), proof }
}

/** One entry changed, in a tree that has it so: all proofs are made anew. */
function replanted(pieces: Pieces, { text }: Log, place: number, change: (entry: Parts) => object): void {
  const leaves = leavesOf(text)
  const entries = pieces.entries.map(({ entry }, at) => (at === place ? change(entry) : entry)) as Parts[]
  const entry = entries[place]
  if (entry) leaves[Number(entry.seq)] = leafHash(canonical(entry))
  const { matter } = pieces
  Object.assign(pieces, piecesOf(certificateOf({ matter, entries: entries as never, leaves }) ?? ''))
}

const headOf = ({ text }: Log, size: number): string =>
  checkpointText({ origin: 'samenspraak/regio', size, root: root(leavesOf(text), size) })

describe('what is wrong with the choice of entries', () => {
  it('is that they are of another log than the checkpoint, also where there are none', async () => {
    const other = await changed(it => {
      it.checkpoint = it.checkpoint.replace('regio', 'elders')
    })
    const none = await changed(it => {
      it.entries = []
    })
    const about = { part: 'checkpoint', entry: null, code: 'otherOrigin' }
    expect(other.finding).toEqual({
      ...about,
      what: 'the checkpoint is of "samenspraak/elders", the entries are of "regio"',
    })
    expect(none.finding).toEqual({
      ...about,
      what: 'the checkpoint is of "samenspraak/regio", the entries are of ""',
    })
  })

  it('is one of another collaboration', async () => {
    const other = (await elsewhere()).entries()[2] as Parts
    const { finding } = await changed(({ entries }) => {
      if (entries[2]) entries[2].entry = other
    })
    const what = 'is of another collaboration'
    expect(finding).toEqual({ part: 'entry', entry: 2, code: 'otherCollaboration', what })
  })

  it('is one of another matter', async () => {
    const { finding } = await changed((it, log) => {
      const { proof } = seenIn(log, 6)
      it.entries.splice(6, 0, { entry: log.entries()[6] as Parts, proof })
    })
    const what = 'is about "p2", which does not belong here'
    expect(finding).toEqual({ part: 'entry', entry: 6, code: 'strayMatter', what })
  })

  it('is one out of order', async () => {
    const { finding, pieces } = await changed(({ entries }) => {
      entries.splice(8, 0, ...entries.splice(9, 1))
    })
    const entry = entryAt(pieces, 9).seq
    expect(finding).toEqual({ part: 'entry', entry, code: 'wrongNumber', what: 'stands out of order' })
  })

  it('is one beyond the checkpoint, which may end right after the last', async () => {
    const last = entryAt((await changed(() => undefined)).pieces, -1).seq as number
    const upTo = (size: number) =>
      changed((it, log) => {
        it.checkpoint = headOf(log, size)
      })
    expect((await upTo(last)).finding).toEqual({
      ...{ part: 'entry', entry: last, code: 'beyondCheckpoint' },
      what: `lies beyond the ${last} entries of the checkpoint`,
    })
    expect((await upTo(last + 1)).finding).toMatchObject({ code: 'notInTree' })
  })

  it('is that it has not ended, or goes on', async () => {
    const cut = await changed(({ entries }) => {
      entries.pop()
    })
    expect(cut.finding).toEqual({
      ...{ part: 'entry', entry: entryAt(cut.pieces, -1).seq, code: 'notEnded' },
      what: '"p1" has not ended within these entries',
    })
    const play = await decided()
    await play.does('d1', 'comment')
    const log = await logOf(Promise.resolve(play))
    const pieces = piecesOf(certificateBy(log.text))
    const entry = log.entries().at(-1) as Parts
    const seq = Number(entry.seq)
    pieces.entries.push({ entry, proof: seenIn(log, seq).proof })
    pieces.seen.push(seenIn(log, seq - 1))
    const what = 'lies beyond the end of "p1"'
    const code = 'entryAfterEnd'
    expect(verifyCertificate(textOf(pieces)).finding).toEqual({ part: 'entry', entry: seq, code, what })
  })
})

describe('what is wrong with a hash that was seen', () => {
  it('is that it is not proved', async () => {
    const { finding, pieces } = await changed(({ seen }) => {
      if (seen[1]) seen[1].leaf = flip(seen[1].leaf)
    })
    const entry = pieces.seen[1]?.seq
    const what = `entry ${entry} is not proved to have this hash`
    expect(finding).toEqual({ part: 'seen', entry, code: 'notInTree', what })
  })

  it('is that it is there twice, or out of order', async () => {
    const twice = await changed(({ seen }) => {
      if (seen[0]) seen.splice(1, 0, seen[0])
    })
    expect(twice.finding).toMatchObject({ part: 'seen', entry: twice.pieces.seen[0]?.seq, code: 'notInTree' })
    const turned = await changed(({ seen }) => {
      seen.reverse()
    })
    expect(turned.finding).toMatchObject({
      part: 'seen',
      entry: turned.pieces.seen[1]?.seq,
      code: 'notInTree',
    })
  })

  it('is that nobody had seen it last: the first entry may be shown so too, but to no end', async () => {
    for (const seq of [0, 1]) {
      const { finding } = await changed((it, log) => {
        it.seen.unshift(seenIn(log, seq))
      })
      const what = `nobody here had seen entry ${seq} last`
      expect(finding).toEqual({ part: 'seen', entry: seq, code: 'seenUnused', what })
    }
  })
})

describe('what is wrong with the place of an entry', () => {
  it('is that it is not proved', async () => {
    const { finding, pieces } = await changed(({ entries }) => {
      if (entries[3]) entries[3].proof = entries[2]?.proof ?? []
    })
    const what = 'is not proved to be in the log of the checkpoint'
    const entry = entryAt(pieces, 3).seq
    expect(finding).toEqual({ part: 'entry', entry, code: 'notInTree', what })
  })

  it('is that it does not follow: the first follows from the empty log', async () => {
    for (const place of [0, 3]) {
      const { finding, pieces } = await changed((it, log) =>
        replanted(it, log, place, entry => ({ ...entry, prev: flip(String(entry.prev)) })),
      )
      const entry = entryAt(pieces, place).seq
      const what = 'does not follow from the entry before it'
      expect(finding).toEqual({ part: 'entry', entry, code: 'brokenChain', what })
    }
  })

  it('is that what its signer saw is not shown, or is not this log', async () => {
    const { finding, pieces } = await changed(({ seen }) => {
      seen.pop()
    })
    const entries = pieces.entries.map(({ entry }) => entry)
    const gone = Number((await changed(() => undefined)).pieces.seen.at(-1)?.seq)
    expect(finding).toEqual({
      ...{ part: 'entry', entry: entries.find(({ seen }) => seen?.size === gone + 1)?.seq },
      ...{ code: 'seenMissing', what: `entry ${gone}, which its signer saw, is not shown` },
    })
    const elsewhereSeen = await changed((it, log) =>
      replanted(it, log, 3, entry => ({
        ...entry,
        seen: { size: Number(entry.seen?.size), root: flip(String(entry.seen?.root)) },
      })),
    )
    const what = 'its signer had seen another log'
    expect(elsewhereSeen.finding).toEqual({ part: 'entry', entry: 3, code: 'seenElsewhere', what })
  })
})

describe('where something is not in the tree', () => {
  const brokenRoot = (it: Pieces) => {
    it.checkpoint = it.checkpoint.replace(/\n.(.{43})\n$/, (whole, rest: string) => {
      return `\n${flip(whole.slice(1, 2))}${rest}\n`
    })
  }

  it('the checkpoint is blamed where nothing is', async () => {
    const { finding } = await changed(brokenRoot)
    const what = 'none of the entries is in the log of it'
    expect(finding).toEqual({ part: 'checkpoint', entry: null, code: 'notInTree', what })
  })

  it('and not where one entry is', async () => {
    const { finding } = await changed(({ seen, entries }) => {
      for (const it of seen) it.leaf = flip(it.leaf)
      if (entries[0]) entries[0].proof = []
    })
    expect(finding).toMatchObject({ part: 'seen', code: 'notInTree' })
  })

  it('nor where one hash is that was seen', async () => {
    const { finding, pieces } = await changed(({ seen, entries }) => {
      for (const it of entries) it.proof = []
      const last = seen.at(-1)
      if (last) last.leaf = flip(last.leaf)
    })
    expect(pieces.seen.length).toBeGreaterThan(1)
    expect(finding).toMatchObject({ part: 'seen', entry: pieces.seen.at(-1)?.seq, code: 'notInTree' })
  })

  it('and nothing but that is laid on the checkpoint', async () => {
    const { finding } = await changed(it => {
      brokenRoot(it)
      it.entries.push({ entry: { ...entryAt(it, 0) }, proof: [] })
    })
    expect(finding).toMatchObject({ part: 'entry', code: 'wrongNumber' })
  })
})

// ---- What is gathered

const k1 = { proposal: 'k1' }

async function submitted(play?: Play): Promise<Play> {
  const on = play ?? (await founded())
  await on.does('a1', 'draftProposal')
  await on.does('a1', 'submitProposal')
  return on
}

/** Changes the charter, by the people who have to agree. */
async function changedCharter(play: Play, people: readonly string[] = seats, changes: Fields = {}) {
  await play.does('omar', 'draftProposal', { ...k1, charter: charter({ ...changes, maxRevisions: 5 }) })
  await play.does('omar', 'submitProposal', k1)
  await play.consent(people, k1)
  await play.confirm(people, k1)
}

/** Examined as it is, by a reader with these keys. */
async function examined(play: Play, matter = 'p1', ...readers: readonly string[]): Promise<Examined> {
  const read = readCertificate(certificateBy(await play.text(), matter))
  if ('code' in read) return expect.unreachable(read.what)
  const { certificate } = read
  const noted = readCheckpoint(certificate.checkpoint)
  if ('fault' in noted) return expect.unreachable(noted.fault)
  const found = examine(certificate, noted.checkpoint, startTrust(keysOf(...readers)))
  return 'code' in found ? expect.unreachable(found.what) : found
}

const vouched = { position: 'vouched', confirmation: 'vouched' }

describe('an examination that finds nothing wrong', () => {
  it('tells acts of persons, and how many are signed', async () => {
    const text = charter({ signatures: 'optional' })
    const play = await submitted(await founded(text))
    await play.says('d1', 'raiseObjection')
    await play.says('z1', 'comment')
    for (let stage = 0; stage < 4; stage += 1) {
      play.clock.moveTo((await play.engine.nextDue()) ?? '')
      await play.engine.tick()
    }
    // Four acts found the collaboration, two put p1 before all, two are not signed; the ends of terms are of nobody.
    expect((await examined(play)).acts).toEqual({ all: 8, signed: 6 })
    expect(piecesOf(await play.engine.certificate('p1')).entries.length).toBeGreaterThan(12)
  })

  it('tells what each partner said last, by whose key, and of nobody else', async () => {
    const play = await submitted()
    await play.does('a1', 'extendTerm')
    await play.consent(['z1'])
    const early = await examined(await over(play), 'p1', 'almere', 'zeewolde')
    expect(early.voices).toEqual(new Map([['zeewolde', { position: 'vouched', confirmation: null }]]))
    const agreed = await examined(await decided(), 'p1', 'almere', 'zeewolde')
    const unknown = { position: 'unknownKey', confirmation: 'unknownKey' }
    expect(agreed.voices).toEqual(
      new Map([
        ['almere', vouched],
        ['zeewolde', vouched],
        ['dronten', unknown],
      ]),
    )
  })

  it('tells no position on a text that was amended since, nor one on another proposal', async () => {
    const play = await submitted()
    await play.consent(['z1'])
    await play.does('a1', 'amendProposal')
    await changedCharter(play)
    expect((await examined(await over(play), 'p1', ...names)).voices).toEqual(new Map())
  })

  it('keeps what was said where another proposal is amended', async () => {
    const play = await submitted()
    await play.consent(['z1'])
    const changes = { ...k1, charter: charter({ maxRevisions: 5 }) }
    await play.does('omar', 'draftProposal', changes)
    await play.does('omar', 'submitProposal', k1)
    await play.does('omar', 'amendProposal', { ...changes, charter: charter({ maxRevisions: 6 }) })
    await play.consent(seats, k1)
    await play.confirm(seats, k1)
    expect([...(await examined(await over(play), 'p1', ...names)).voices.keys()]).toEqual(['zeewolde'])
  })

  it('tells by whose key a partner left, until it is back', async () => {
    const play = await submitted(await founded(charter({ signatures: 'optional' })))
    await play.says('d1', 'leaveCollaboration')
    await play.does('z1', 'leaveCollaboration')
    const gone = await examined(play, 'p1', ...names)
    expect(gone.departures).toEqual(
      new Map([
        ['dronten', 'unsigned'],
        ['zeewolde', 'vouched'],
      ]),
    )
    const other = await founded(charter({ signatures: 'optional' }))
    await other.does('z1', 'leaveCollaboration')
    await changedCharter(other, ['a1', 'd1'])
    await other.does('z1', 'signCharter')
    expect((await examined(await over(await submitted(other)), 'p1', ...names)).departures).toEqual(new Map())
  })

  it('takes a signature under a text that was not adopted for no departure', async () => {
    const play = await opened()
    await play.does('a1', 'proposeCharter', {
      charter: charter({ partners: [...names, 'lelystad'].map(partner) }),
    })
    await play.does('l1', 'signCharter')
    await play.does('a1', 'proposeCharter', { charter: charter() })
    for (const by of seats) await play.does(by, 'signCharter')
    await submitted(play)
    await play.consent()
    await play.confirm()
    expect((await examined(play, 'p1', ...names, 'lelystad')).departures).toEqual(new Map())
    const keys = keysOf(...names, 'lelystad')
    const { open, complete } = verifyCertificate(await play.engine.certificate('p1'), { keys })
    expect({ complete, codes: open.map(({ code }) => code) }).toEqual({
      complete: false,
      codes: ['noPartner', 'notCosigned'],
    })
  })

  it('tells the needs that a decision leaves unmet, of this decision and no other', async () => {
    const needs = [{ id: 'grond', what: 'Grond om op te bouwen' }]
    const opgave = { title: 'Wonen', goal: 'Genoeg betaalbare woningen', needs }
    const play = await submitted(await founded(charter({ opgave })))
    await play.consent()
    await play.confirm()
    expect((await examined(play)).unmetNeeds).toEqual(['grond'])
    const other = await submitted(await founded(charter({ opgave })))
    await changedCharter(other, seats, { opgave })
    expect((await examined(await over(other))).unmetNeeds).toEqual([])
  })
})

/** The author takes p1 back. */
async function over(play: Play): Promise<Play> {
  await play.does('a1', 'withdrawProposal')
  return play
}

describe('a change of the charter', () => {
  const changing = once(async () => {
    const play = await founded()
    await changedCharter(play)
    return logOf(Promise.resolve(play))
  })

  it('of which the last entry is left out is cut off', async () => {
    const pieces = piecesOf(certificateBy((await changing()).text, 'k1'))
    expect(entryAt(pieces, -1).fact.type).toBe('charter.replaced')
    pieces.entries.pop()
    expect(verifyCertificate(textOf(pieces)).finding).toEqual({
      ...{ part: 'entry', entry: entryAt(pieces, -1).seq, code: 'actCutOff' },
      what: 'the log stops in the middle of an act',
    })
  })
})
