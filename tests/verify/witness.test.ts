// What can be put before a witness to make it fail, and what can be made of two notes to accuse one.
import { beforeAll, describe, expect, it } from 'vitest'
import { checkpointText, cosign } from '../../src/log/checkpoint.ts'
import { publicKeyOf } from '../../src/log/ed25519.ts'
import type { NamedKey } from '../../src/log/key.ts'
import { maxSignatures, readNote, writeNote } from '../../src/log/note.ts'
import { root } from '../../src/log/tree.ts'
import { splitText, verifySplit, witness } from '../../src/verify/witness.ts'
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
})
