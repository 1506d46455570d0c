// What can be put before a witness to make it fail, and what can be made of two notes to accuse one.
import { beforeAll, describe, expect, it } from 'vitest'
import { checkpointText, cosign, cosignedBy } from '../../src/log/checkpoint.ts'
import { publicKeyOf } from '../../src/log/ed25519.ts'
import { base64 } from '../../src/log/hash.ts'
import type { NamedKey } from '../../src/log/key.ts'
import { maxSignatures, readNote, signatureLine, writeNote } from '../../src/log/note.ts'
import { consistencyProof, root } from '../../src/log/tree.ts'
import { type SplitView, splitText, verifySplit, witness } from '../../src/verify/witness.ts'
import { decided, founded, leavesOf, secretOf, start } from '../attacks/signed-world.ts'

const time = 1_767_603_600
const by = (name: string, last: string | null = null) => ({
  ...{ name, secret: secretOf(`witness of ${name}`), now: start, last },
})
const keyOf = (name: string): NamedKey => ({
  ...{ name, kind: 'cosignature/v1', publicKey: publicKeyOf(secretOf(`witness of ${name}`)) },
})
const headOf = (log: string, size = leavesOf(log).length): string =>
  checkpointText({ origin: 'samenspraak/regio', size, root: root(leavesOf(log), size) })

let log = ''
let other = ''
beforeAll(async () => {
  const play = await founded()
  log = await play.text()
  other = await (await decided()).text()
  await play.does('a1', 'draftProposal', { text: 'Wat anders.' })
  log = await play.text()
})

/** A note with cosignatures of so many strangers. */
function crowded(strangers: number): string {
  const text = headOf(log)
  const line = (_: unknown, n: number) => cosign(text, { name: `n${n}`, secret: secretOf('n'), time })
  return writeNote(text, Array.from({ length: strangers }, line))
}

describe('a witness', () => {
  it('adds its line to as many as a note has room for, and says so where there is none', () => {
    const room = witness(log, crowded(maxSignatures - 1), by('almere'))
    const read = readNote('note' in room ? room.note : '')
    expect('note' in read ? read.note.signatures.length : read.fault).toBe(maxSignatures)
    const none = witness(log, crowded(maxSignatures), by('almere'))
    expect(none).toMatchObject({ refused: 'otherCheckpoint' })
    expect('why' in none ? none.why : '').toContain('100 cosignatures')
  })

  it('finds room for itself where its own line is there already', () => {
    const full = witness(log, crowded(maxSignatures - 1), by('almere'))
    const note = 'note' in full ? full.note : ''
    expect(witness(log, note, by('almere', note))).toEqual({ note })
  })
})

describe('what a witness says', () => {
  it('is a line of that moment, in seconds', () => {
    const answer = witness(log, null, { ...by('almere'), now: '2026-01-05T09:00:00.999Z' })
    const read = cosignedBy('note' in answer ? answer.note : '', [keyOf('almere')])
    expect('cosigned' in read ? read.cosigned.map(it => it.time) : read.fault).toEqual([time])
  })

  it('is that there is nothing to cosign, or that it is too early', async () => {
    expect(witness('', null, by('almere'))).toEqual({
      ...{ refused: 'otherLog', why: 'a log without entries is not cosigned' },
    })
    const play = await founded()
    play.clock.moveTo('2026-01-05T09:00:01.000Z')
    await play.does('a1', 'draftProposal')
    const why = 'its last entry is of 2026-01-05T09:00:01.000Z, and it is 2026-01-05T09:00:00.000Z here (T1)'
    expect(witness(await play.text(), null, by('almere'))).toEqual({ refused: 'aheadOfClock', why })
    const later = { ...by('almere'), now: '2026-01-05T09:00:01.000Z' }
    expect(witness(await play.text(), null, later)).toHaveProperty('note')
  })

  it('is what it cosigned last, where that is of another log, or more of this one', () => {
    const why = (last: string) => {
      const answer = witness(log, null, by('almere', last))
      return 'refused' in answer ? `${answer.refused}: ${answer.why}` : ''
    }
    const elders = headOf(log).replace('regio', 'elders')
    expect(why(elders)).toBe('otherLog: what was cosigned last is of "samenspraak/elders"')
    expect(why('no note')).toBe('otherLog: what was cosigned last is of "?"')
    const size = leavesOf(log).length
    const longer = headOf(log).replace(`\n${size}\n`, `\n${size + 1}\n`)
    expect(why(longer)).toBe(`olderThanCosigned: it has ${size} entries, ${size + 1} were cosigned`)
    expect(why(headOf(log))).toBe('')
  })

  it('is that a note beside the log is not of it, or has no room', () => {
    const beside = (note: string) => witness(log, note, by('almere'))
    const refused = 'otherCheckpoint'
    expect(beside(headOf(other))).toEqual({
      ...{ refused, why: 'the checkpoint that came with it is not of this log, as long as it is' },
    })
    expect(beside(crowded(maxSignatures))).toEqual({
      ...{ refused, why: 'the checkpoint has 100 cosignatures: start from a bare one' },
    })
  })

  it('takes the place of its own line alone, not of one that shares the name or the id', () => {
    const text = headOf(log)
    const mine = cosign(text, { name: 'almere', secret: secretOf('witness of almere'), time: time - 60 })
    const bytes = Buffer.from(mine.split(' ')[2] ?? '', 'base64')
    const sameId = signatureLine({
      ...{ name: 'zeewolde', id: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) },
    })
    const sameName = cosign(text, { name: 'almere', secret: secretOf('another'), time })
    const answer = witness(log, writeNote(text, [sameId, mine, sameName]), by('almere'))
    const lines = ('note' in answer ? answer.note : '').split('\n').slice(4)
    const now = cosign(text, { name: 'almere', secret: secretOf('witness of almere'), time })
    expect(lines).toEqual([sameId, sameName, now, ''])
  })
})

describe('a split view', () => {
  it('convinces of two logs that a partner cosigned, and of nothing where the one goes on from the other', () => {
    const before = witness(log, null, by('almere'))
    const answer = witness(other, null, by('almere', 'note' in before ? before.note : ''))
    if (!('split' in answer)) throw new Error('the witness does not see that it is another log')
    const bare = verifySplit(splitText(answer.split), [keyOf('almere')])
    expect(bare).toHaveProperty('fault')
    const second = witness(other, null, by('zeewolde'))
    const notes = [answer.split.notes[0], 'note' in second ? second.note : ''] as const
    const keys = ['almere', 'zeewolde'].map(keyOf)
    expect(verifySplit(splitText({ ...answer.split, notes }), keys)).toMatchObject({
      cosigned: [['almere'], ['zeewolde']],
    })
    expect(verifySplit(splitText({ ...answer.split, notes: [notes[1], notes[0]] }), keys)).toHaveProperty(
      'fault',
    )
    expect(verifySplit(splitText({ ...answer.split, notes: [notes[1], notes[1]] }), keys)).toHaveProperty(
      'fault',
    )
    const honest = witness(other.split('\n').slice(0, 9).join('\n').concat('\n'), null, by('almere'))
    const growing = ['note' in honest ? honest.note : '', notes[1]] as const
    expect(verifySplit(splitText({ ...answer.split, notes: growing }), keys)).toHaveProperty('fault')
  })

  const secret = (name: string) => secretOf(`witness of ${name}`)
  const noteOf = (text: string, name: string) =>
    writeNote(text, [cosign(text, { name, secret: secret(name), time })])
  /** A split view of the first entries of a log under its own name, and all of another, with the proof of that one. */
  const split = (shorter: string, longer: string, size: number, origin = 'regio'): SplitView => {
    const leaves = leavesOf(longer)
    return {
      form: 'samenspraak-split-view/1',
      notes: [
        noteOf(headOf(shorter, size).replace('regio', origin), 'almere'),
        noteOf(headOf(longer), 'zeewolde'),
      ],
      root: base64(root(leaves, size)),
      proof: consistencyProof(leaves, size, leaves.length).map(base64),
    }
  }
  const both = () => ['almere', 'zeewolde'].map(keyOf)

  it('says of which log, of which sizes and by whom, with its last line ended or not', () => {
    const size = leavesOf(log).length
    const text = splitText(split(log, other, size))
    const shown = {
      ...{ origin: 'samenspraak/regio', sizes: [size, leavesOf(other).length] },
      cosigned: [['almere'], ['zeewolde']],
    }
    expect(verifySplit(text, both())).toEqual(shown)
    expect(verifySplit(text.slice(0, -1), both())).toEqual(shown)
    expect(verifySplit(`${text}\n`, both())).toEqual({ fault: 'the file is no split view' })
    expect(verifySplit(text.replace('view/1', 'view/2'), both())).toEqual({
      fault: 'the file is no split view',
    })
  })

  it('is what a witness writes that was shown two logs', () => {
    const last = noteOf(headOf(log), 'almere')
    const answer = witness(other, noteOf(headOf(other), 'zeewolde'), by('almere', last))
    expect(answer).toEqual({ split: split(log, other, leavesOf(log).length) })
  })

  it('convinces of nothing where one log begins with the other, or they are of two names', () => {
    const fault = 'both heads can be of one log'
    expect(verifySplit(splitText(split(other, other, 9)), both())).toEqual({ fault })
    expect(verifySplit(splitText(split(log, other, leavesOf(log).length, 'elders')), both())).toEqual({
      fault,
    })
    const proved = split(log, other, leavesOf(log).length)
    expect(verifySplit(splitText({ ...proved, proof: [] }), both())).toEqual({ fault })
  })

  it('convinces nobody without a key of those who cosigned each', () => {
    const fault = 'a head is cosigned by nobody whose key was given: anybody could have made it up'
    const text = splitText(split(log, other, leavesOf(log).length))
    for (const keys of [[], [keyOf('almere')], [keyOf('zeewolde')]])
      expect(verifySplit(text, keys)).toEqual({ fault })
  })

  it('convinces of nothing by a note that cannot be read, the first or the second', () => {
    const fault = 'a note cannot be read, or a cosignature is false'
    const { notes, ...rest } = split(log, other, leavesOf(log).length)
    const having = (one: string, another: string) =>
      verifySplit(splitText({ ...rest, notes: [one, another] }), both())
    expect(having('x', notes[1])).toEqual({ fault })
    expect(having(notes[0], 'x')).toEqual({ fault })
    expect(having('x', 'x')).toEqual({ fault })
  })
})
