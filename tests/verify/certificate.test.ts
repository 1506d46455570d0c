// No byte of a log or of a certificate can be changed unnoticed; and what certificates of every kind say, by whichever keys.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { keyFor } from '../../src/collaboration/signed.ts'
import { checkpointText, cosign } from '../../src/log/checkpoint.ts'
import { base64 } from '../../src/log/hash.ts'
import { writeNote } from '../../src/log/note.ts'
import { root } from '../../src/log/tree.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { verifyCertificate } from '../../src/verify/verify-certificate.ts'
import {
  certificateBy,
  charter,
  decided,
  founded,
  keysOf,
  leavesOf,
  names,
  type Play,
  partner,
  publicOf,
  seats,
  secretOf,
} from '../attacks/signed-world.ts'

/** The head of a log, as long as its first entries, cosigned by the witnesses of these. */
function noteOf(log: string, by: readonly string[], size?: number): string {
  const leaves = leavesOf(log).slice(0, size)
  const text = checkpointText({ origin: 'samenspraak/regio', size: leaves.length, root: root(leaves) })
  const line = (name: string) =>
    cosign(text, { name, secret: secretOf(`witness of ${name}`), time: 1_767_603_600 })
  return by.length === 0 ? text : writeNote(text, by.map(line))
}

/** Another character in the place of one: of one byte, and not itself. */
const flipped = (text: string, at: number, by: number): string => {
  const code = (text.charCodeAt(at) ^ by) & 0x7f
  return `${text.slice(0, at)}${String.fromCharCode(code)}${text.slice(at + 1)}`
}

/** The number of the line in which a character stands. */
const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length - 1

const bit = fc.constantFrom(1, 2, 4, 8, 16, 32, 64)
/** Where somebody flips: anywhere. */
const anywhere = (text: string) =>
  fc.integer({ min: 0, max: text.length - 1 }).filter(at => text.charCodeAt(at) < 0x80)

let log = ''
let optional = ''
beforeAll(async () => {
  log = await (await decided()).text()
  optional = await (await decided(charter({ signatures: 'optional' }))).text()
})

describe('one byte of a signed log', () => {
  it('is found against a head that somebody kept, and the entry named', () => {
    const head = { size: leavesOf(log).length, root: base64(root(leavesOf(log))) }
    expect(verifyLog(log, { head }).finding).toBe(null)
    const property = fc.property(anywhere(log), bit, (at, by) => {
      const finding = verifyLog(flipped(log, at, by), { head }).finding
      const line = lineOf(log, at)
      // What breaks no rule shows in the hash that the next line holds, or the head.
      const next = finding?.code === 'brokenChain' || finding?.code === 'seenElsewhere' ? line + 1 : line
      expect([line, next]).toContain(finding?.entry)
    })
    fc.assert(property, { numRuns: 60 })
  })
})

/** Which part of a certificate a character stands in: an entry by its number, a hash that was seen, or neither. */
function partOf(text: string, at: number): { part: string; entry: number | null } {
  const parts = JSON.parse(text) as {
    checkpoint: string
    entries: { entry: { seq: number } }[]
    seen: { seq: number }[]
  }
  let from = text.indexOf('"entries":[') + '"entries":['.length
  for (const piece of parts.entries) {
    const length = JSON.stringify(piece).length
    if (at >= from && at < from + length) return { part: 'entry', entry: piece.entry.seq }
    from += length + 1
  }
  from = text.lastIndexOf('"seen":[{"leaf"') + '"seen":['.length
  for (const piece of parts.seen) {
    const length = JSON.stringify(piece).length
    if (at >= from && at < from + length) return { part: 'seen', entry: piece.seq }
    from += length + 1
  }
  return { part: at < text.indexOf('"entries":[') ? 'checkpoint' : 'file', entry: null }
}

describe.each([
  ['signed', () => certificateBy(log)],
  ['signed and cosigned', () => certificateBy(log, 'p1', noteOf(log, names))],
  ['cosigned alone', () => certificateBy(optional, 'p1', noteOf(optional, names))],
  ['neither signed nor cosigned', () => certificateBy(optional)],
] as const)('one byte of a certificate that is %s', (_, make) => {
  it('is found, and the part named in which it lies', () => {
    const text = make()
    const keys = keysOf(...names)
    const genuine = verifyCertificate(text, { keys })
    expect(genuine.holds).toBe(true)
    const property = fc.property(anywhere(text), bit, (at, by) => {
      const { finding, ...told } = verifyCertificate(flipped(text, at, by), { keys })
      if (finding === null) {
        // Only what nobody signed may say something else of itself: the size of a checkpoint, the name under a cosignature.
        expect(partOf(text, at).part).toBe('checkpoint')
        expect({ finding, ...told }).not.toEqual(genuine)
        expect(told.ended).toEqual(genuine.ended)
        return
      }
      const { part, entry, code, what } = finding
      if (part !== 'file') {
        // The number of an entry, if that is what was changed, is named as it now reads.
        expect({ part, entry }).toEqual(partOf(flipped(text, at, by), at))
        return
      }
      const [, character] = /character (\d+)/.exec(what) ?? []
      const isPlaced = character !== undefined || /^\$?\.?\w+/.test(what)
      expect(isPlaced, `${code}: ${what}`).toBe(true)
    })
    fc.assert(property, { numRuns: 30 })
  })
})

describe('what is no JSON any more', () => {
  it.each([
    ['a quotation mark', '"checkpoint"', 'checkpoint"', 0],
    ['a brace', '"entries":[{', '"entries":[', 18],
    ['a number', '"n":0', '"n":00', 5],
    ['a comma', ',"form"', '"form"', 0],
    ['a control character', 'certificate/1', 'certificate\u0001/1', 11],
    ['an escape', 'certificate/1', 'certificate\\x/1', 11],
    ['a word', '"counter":1', '"counter":true1', 14],
  ])('is said with its character: %s', (_, good, bad, further) => {
    const text = certificateBy(log)
    const { finding } = verifyCertificate(text.replace(good, () => bad))
    expect(finding?.code).toBe('notCanonical')
    expect(finding?.what).toBe(`the line is not JSON from character ${text.indexOf(good) + further + 1} on`)
  })
})

// ---- Certificates of every kind, by whichever keys

type Kind = readonly [name: string, play: () => Promise<Play>, matter?: string]
const k1 = { proposal: 'k1' }

async function submitted(play?: Play): Promise<Play> {
  const on = play ?? (await founded())
  await on.does('a1', 'draftProposal')
  await on.does('a1', 'submitProposal')
  return on
}

async function changedCharter(play: Play, more: readonly string[] = []): Promise<void> {
  const text = charter({ maxRevisions: 5, partners: [...names, ...more].map(partner) })
  await play.does('omar', 'draftProposal', { ...k1, charter: text })
  await play.does('omar', 'submitProposal', k1)
  await play.consent(seats, k1)
  await play.confirm(seats, k1)
}

async function agreed(play: Play, people: readonly string[] = seats): Promise<Play> {
  await play.consent(people)
  await play.confirm(people)
  return play
}

async function noConsensus(): Promise<Play> {
  const play = await submitted()
  await play.does('d1', 'raiseObjection')
  for (let stage = 0; stage < 4; stage += 1) {
    play.clock.moveTo((await play.engine.nextDue()) ?? '')
    await play.engine.tick()
  }
  return play
}

async function rotatedMeanwhile(): Promise<Play> {
  const play = await submitted()
  await play.consent(['z1'])
  await play.does('z1', 'registerKey', { person: 'z1', ...keyFor('z1', secretOf('z1 again')) })
  await play.consent(['a1', 'd1'])
  await play.confirm(['a1', 'd1'])
  await play.does('z1', 'confirmDecision', {}, 'z1 again')
  return play
}

async function joinedMeanwhile(): Promise<Play> {
  const play = await submitted()
  await changedCharter(play, ['lelystad'])
  await play.consent(['a1'])
  await play.does('l1', 'signCharter')
  return agreed(play, [...seats, 'l1'])
}

async function leftMeanwhile(): Promise<Play> {
  const play = await submitted()
  await play.consent(['d1'])
  await play.does('d1', 'leaveCollaboration')
  return agreed(play, ['a1', 'z1'])
}

const kinds: readonly Kind[] = [
  ['a decision', () => submitted().then(agreed as never)],
  ['no consensus', noConsensus],
  [
    'a withdrawal',
    async () => {
      const play = await submitted()
      await play.does('a1', 'withdrawProposal')
      return play
    },
  ],
  [
    'a change of the charter',
    async () => {
      const play = await founded()
      await changedCharter(play)
      return play
    },
    'k1',
  ],
  [
    'a decision after a change of the charter',
    async () => {
      const play = await founded()
      await changedCharter(play)
      return agreed(await submitted(play))
    },
  ],
  ['a decision while a partner joined', joinedMeanwhile],
  ['a decision while a partner left', leftMeanwhile],
  ['a decision while a key was changed', rotatedMeanwhile],
]

const outcomes: Readonly<Record<string, string>> = {
  'no consensus': 'noConsensus',
  'a withdrawal': 'withdrawn',
}
const partnersOf: Readonly<Record<string, readonly string[]>> = {
  'a decision while a partner joined': [...names, 'lelystad'],
  'a decision while a partner left': ['almere', 'zeewolde'],
}

describe.each(kinds.map(([name, make, matter = 'p1']) => [name, make, matter] as const))(
  'a certificate of %s',
  (name, make, matter) => {
    let play: Play
    let text = ''
    beforeAll(async () => {
      play = await make()
      text = await play.engine.certificate(matter)
    })
    const present = partnersOf[name] ?? names
    const isDecided = outcomes[name] === undefined

    it('holds by no keys at all, and leaves everything about keys open', () => {
      const { holds, complete, ended, partners, open } = verifyCertificate(text)
      expect({ holds, complete, outcome: ended?.outcome }).toEqual({
        holds: true,
        complete: false,
        outcome: outcomes[name] ?? 'decided',
      })
      expect(partners.map(({ partner: id }) => id)).toEqual(present)
      expect(open.map(({ code, partner: id }) => [code, id])).toEqual([
        ...present.map(id => ['noKeyGiven', id]),
        ['notCosigned', null],
      ])
    })

    it('is stood behind by all whose keys were given, where it is a decision', () => {
      const { complete, partners, open } = verifyCertificate(text, { keys: keysOf(...present) })
      expect(partners.map(({ standsBehind }) => standsBehind)).toEqual(present.map(() => isDecided))
      expect(complete).toBe(isDecided)
      expect(open.map(({ code }) => code)).toEqual([
        ...(isDecided ? [] : present.map(() => 'notSigned')),
        'notCosigned',
      ])
    })

    it('is stood behind by one where one key was given, and by none with those of others', () => {
      const [first = '', ...rest] = present
      const one = verifyCertificate(text, { keys: keysOf(first) })
      expect(one.partners.map(({ standsBehind }) => standsBehind)).toEqual([
        isDecided,
        ...rest.map(() => false),
      ])
      expect(one.complete).toBe(false)
      const wrong = Object.fromEntries(
        present.map(id => [
          id,
          { people: [publicOf(`nobody of ${id}`)], witness: [publicOf(`no witness of ${id}`)] },
        ]),
      )
      const none = verifyCertificate(text, { keys: wrong })
      expect({ holds: none.holds, complete: none.complete }).toEqual({ holds: true, complete: false })
      expect(none.partners.some(({ standsBehind }) => standsBehind)).toBe(false)
      const codes = none.open.map(({ code }) => code)
      expect(codes).toEqual([...present.map(() => (isDecided ? 'keyUnknown' : 'notSigned')), 'notCosigned'])
    })

    it('is stood behind by whose witness cosigned the checkpoint it is made under, here an older one than the head', async () => {
      const whole = await play.text()
      await play.does('omar', 'draftProposal', { proposal: 'later', text: 'Later.' })
      const [first = '', ...rest] = present
      const some = await play.engine.certificate(matter, { checkpoint: noteOf(whole, [first]) })
      const witnessKeys = (of: readonly string[]) =>
        Object.fromEntries(of.map(id => [id, { witness: [publicOf(`witness of ${id}`)] }]))
      const one = verifyCertificate(some, { keys: witnessKeys(present) })
      expect(one.partners.map(({ cosignedAt }) => cosignedAt)).toEqual([
        '2026-01-05T09:00:00.000Z',
        ...rest.map(() => null),
      ])
      expect(one.head?.size).toBe(leavesOf(whole).length)
      expect(one.complete).toBe(false)
      const all = await play.engine.certificate(matter, { checkpoint: noteOf(whole, present) })
      expect(verifyCertificate(all, { keys: witnessKeys(present) }).complete).toBe(true)
    })
  },
)
