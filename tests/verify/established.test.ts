// What a certificate establishes, value by value and word for word: of the end, of each partner, of the head, and what it leaves open.
import { describe, expect, it } from 'vitest'
import { canonical } from '../../src/log/canonical.ts'
import { checkpointText, cosign } from '../../src/log/checkpoint.ts'
import { publicKeyOf } from '../../src/log/ed25519.ts'
import { base64 } from '../../src/log/hash.ts'
import { writeNote } from '../../src/log/note.ts'
import { root } from '../../src/log/tree.ts'
import type { PartnerKeys } from '../../src/verify/trust.ts'
import { verifyCertificate, witnessKeys, witnessName } from '../../src/verify/verify-certificate.ts'
import {
  certificateBy,
  charter,
  decided,
  founded,
  keysOf,
  leavesOf,
  names,
  type Play,
  partsOf,
  publicOf,
  secretOf,
} from '../attacks/signed-world.ts'
import { once } from '../attacks/twins.ts'

const optional = charter({ signatures: 'optional' })
const whole = once(async () => (await decided()).text())

async function submitted(play: Play): Promise<Play> {
  await play.does('a1', 'draftProposal')
  await play.does('a1', 'submitProposal')
  return play
}

async function withdrawn(play: Play): Promise<string> {
  await play.does('a1', 'withdrawProposal')
  return play.engine.certificate('p1')
}

/** The head of a log as the witnesses of these cosigned it at a time. */
function noteOf(log: string, by: readonly string[], time = 1_767_603_600): string {
  const leaves = leavesOf(log)
  const text = checkpointText({ origin: 'samenspraak/regio', size: leaves.length, root: root(leaves) })
  return writeNote(
    text,
    by.map(name => cosign(text, { name, secret: secretOf(`witness of ${name}`), time })),
  )
}

const openOf = (text: string, keys: PartnerKeys) => verifyCertificate(text, { keys }).open
const partnersOf = (text: string, keys: PartnerKeys) =>
  verifyCertificate(text, { keys }).partners.map(
    ({ partner: id, position, confirmation, standsBehind }) =>
      `${id} ${position} ${confirmation} ${standsBehind}`,
  )

describe('of a certificate that does not hold', () => {
  it('nothing is established but what is wrong with it', () => {
    const what = 'the certificate does not end with a line feed'
    expect(verifyCertificate('{}')).toEqual({
      ...{ holds: false, complete: false, ended: null, head: null, partners: [], open: [] },
      acts: { all: 0, signed: 0 },
      finding: { part: 'file', entry: null, code: 'notCanonical', what },
    })
  })
})

describe('of a certificate that holds', () => {
  it('the end is established, who there is, the head, and that no text was kept apart', async () => {
    const log = await whole()
    const { ended, partners, head, acts, ...rest } = verifyCertificate(certificateBy(log))
    expect(ended).toEqual({
      ...{ collaboration: 'regio', opgave: 'Wonen', proposal: 'p1', outcome: 'decided' },
      ...{ at: '2026-01-05T09:00:00.000Z', revision: 2, digest: ended?.digest, content: ended?.content },
      ...{ sustained: [], unmetNeeds: [] },
    })
    expect(ended?.content).toMatchObject({ title: 'Wonen', text: 'We bouwen 180 woningen.' })
    expect(partners.map(it => [it.partner, it.name])).toEqual(names.map(id => [id, `Partner ${id}`]))
    // One comment on p2 came after the end.
    const leaves = leavesOf(log)
    expect(head).toEqual({ size: leaves.length, root: base64(root(leaves)), entriesAfter: 1 })
    const own = partsOf(log).filter(({ matter, asked }) => asked && matter !== 'p2').length
    expect(acts).toEqual({ all: own, signed: own })
    expect(rest).not.toHaveProperty('texts')
    expect(rest).toMatchObject({ holds: true, complete: false, finding: null })
  })

  it('a partner is told by what it said of the decision, or by nothing', async () => {
    const play = await submitted(await founded(optional))
    await play.does('a1', 'takePosition')
    await play.says('z1', 'takePosition')
    await play.does('d1', 'takePosition', {}, 'd1')
    await play.says('a1', 'confirmDecision')
    await play.does('z1', 'confirmDecision')
    await play.does('d1', 'confirmDecision')
    const text = await play.engine.certificate('p1')
    expect(partnersOf(text, keysOf(...names))).toEqual([
      'almere vouched unsigned false',
      'zeewolde unsigned vouched false',
      'dronten vouched vouched true',
    ])
    expect(partnersOf(text, keysOf('almere'))).toEqual([
      'almere vouched unsigned false',
      'zeewolde unsigned unknownKey false',
      'dronten unknownKey unknownKey false',
    ])
    const other = await withdrawn(await submitted(await founded()))
    expect(partnersOf(other, keysOf(...names))).toEqual(names.map(id => `${id} null null false`))
  })

  it('a moment beyond the calendar of the machine is told in seconds', async () => {
    const log = await whole()
    const last = 8_640_000_000_000
    const told = (time: number) => {
      const text = certificateBy(log, 'p1', noteOf(log, ['almere'], time))
      return verifyCertificate(text, { keys: keysOf('almere') }).partners[0]?.cosignedAt
    }
    expect(told(last)).toBe('+275760-09-13T00:00:00.000Z')
    expect(told(last + 1)).toBe(`${last + 1} s`)
  })

  it('objections that nobody let go are sustained, and no others', async () => {
    const play = await submitted(await founded())
    await play.does('d1', 'raiseObjection')
    await play.does('d1', 'withdrawObjection')
    await play.does('z1', 'raiseObjection', { objection: 'lucht', reason: 'De lucht is vuil.' })
    expect(verifyCertificate(await withdrawn(play)).ended?.sustained).toEqual([
      { id: 'lucht', partner: 'zeewolde', reason: 'De lucht is vuil.' },
    ])
  })

  it('an objection of which the words are kept apart, or erased, is told without them', async () => {
    const play = await submitted(await founded(charter({ personal: ['raiseObjection.reason'] })))
    await play.does('d1', 'raiseObjection', { objection: 'o1', reason: 'Piet heeft er last van.' })
    await play.does('z1', 'raiseObjection', { objection: 'o2', reason: 'Piet wil niet.' })
    const apart = partsOf(await play.text()).flatMap(it => Object.values(Object(it.personal) as object))
    await play.does('d1', 'eraseWords', { digest: apart[0], reason: 'Op verzoek.' })
    await play.does('a1', 'withdrawProposal')
    const told = async (words: boolean) =>
      verifyCertificate(await play.engine.certificate('p1', { words })).ended?.sustained
    const erased = { id: 'o1', partner: 'dronten', reason: '[erased]', absent: 'erased' }
    expect(await told(true)).toEqual([erased, { id: 'o2', partner: 'zeewolde', reason: 'Piet wil niet.' }])
    expect(await told(false)).toEqual([
      erased,
      { id: 'o2', partner: 'zeewolde', reason: '[kept apart]', absent: 'apart' },
    ])
  })
})

const notCosigned = {
  ...{ code: 'notCosigned', partner: null },
  what: 'no known witness cosigned: the last entries about the charter may have been left out',
}

describe('what a certificate leaves open', () => {
  it('is who has no key, a key that is not known, or did not sign', async () => {
    const play = await submitted(await founded(optional))
    await play.does('a1', 'takePosition')
    await play.does('z1', 'takePosition', {}, 'z1')
    await play.says('d1', 'takePosition')
    await play.says('a1', 'confirmDecision')
    await play.does('z1', 'confirmDecision')
    await play.does('d1', 'confirmDecision')
    const text = await play.engine.certificate('p1')
    const unknown = 'signed with a key that none of the given ones vouches for'
    const unsigned = 'its position and its confirmation are not both signed, and it did not cosign'
    const keys = (...ids: string[]): PartnerKeys =>
      Object.fromEntries(ids.map(id => [id, { people: [publicOf(`nobody of ${id}`)] }]))
    expect(openOf(text, { ...keysOf('almere') })).toEqual([
      { code: 'notSigned', partner: 'almere', what: `almere: ${unsigned}` },
      { code: 'noKeyGiven', partner: 'zeewolde', what: 'zeewolde: no key of this partner was given' },
      { code: 'noKeyGiven', partner: 'dronten', what: 'dronten: no key of this partner was given' },
      notCosigned,
    ])
    // The position of almere alone, both of zeewolde, and the confirmation of dronten alone are signed with keys that nobody knows.
    expect(openOf(text, keys(...names))).toEqual([
      ...names.map(id => ({ code: 'keyUnknown', partner: id, what: `${id}: ${unknown}` })),
      notCosigned,
    ])
  })

  it('is that nobody confirms what was not decided', async () => {
    const text = await withdrawn(await submitted(await founded()))
    const what = 'it did not cosign, and what was not decided nobody confirms'
    expect(openOf(text, keysOf(...names))).toEqual([
      ...names.map(id => ({ code: 'notSigned', partner: id, what: `${id}: ${what}` })),
      notCosigned,
    ])
  })

  it('is whoever a key was given of and who is no partner, or is said to have left', async () => {
    const play = await founded(optional)
    await play.says('d1', 'leaveCollaboration')
    await submitted(play)
    await play.consent(['a1', 'z1'])
    await play.confirm(['a1', 'z1'])
    expect(openOf(await play.engine.certificate('p1'), keysOf(...names, 'lelystad'))).toEqual([
      {
        ...{ code: 'departureUnvouched', partner: 'dronten' },
        what: 'dronten: is said to have left, by an act that none of its keys vouches for',
      },
      {
        ...{ code: 'noPartner', partner: 'lelystad' },
        what: 'lelystad: a key of it was given, and it is no partner here',
      },
      notCosigned,
    ])
  })

  it('is nothing where all stand behind it and somebody cosigned', async () => {
    const log = await whole()
    const text = certificateBy(log, 'p1', noteOf(log, ['almere']))
    expect(verifyCertificate(text, { keys: keysOf(...names) })).toMatchObject({ complete: true, open: [] })
    expect(openOf(certificateBy(log), keysOf(...names))).toEqual([notCosigned])
  })
})

describe('the keys of witnesses', () => {
  it('are those that are keys, each once, under the name of the partner in a form that a note can hold', () => {
    const key = publicOf('witness of almere')
    const named = { kind: 'cosignature/v1', publicKey: publicKeyOf(secretOf('witness of almere')) }
    expect(witnessName('a+b+c')).toBe('a%2Bb%2Bc')
    expect(witnessKeys({ 'a+b': { witness: [key, key] } })).toEqual([{ name: 'a%2Bb', ...named }])
    expect(witnessKeys({ almere: {}, dronten: { people: [key] } })).toEqual([])
    expect(witnessKeys({ almere: { witness: ['', 'AAAA', 'no base64', `${key}AAAA`] } })).toEqual([])
    expect(witnessKeys({ 'a b': { witness: [key] }, almere: { witness: [key] } })).toEqual([
      { name: 'almere', ...named },
    ])
  })

  it('are no keys of what was changed in a certificate', async () => {
    const log = await whole()
    const pieces = JSON.parse(certificateBy(log)) as object
    const { finding } = verifyCertificate(`${canonical({ ...pieces, checkpoint: 'x' })}\n`)
    expect(finding).toMatchObject({ part: 'checkpoint', entry: null, code: 'badCheckpoint' })
    const note = noteOf(log, ['almere']).replace(/\w{4}==\n$/, 'AAAA\n')
    const bad = verifyCertificate(`${canonical({ ...pieces, checkpoint: note })}\n`, {
      keys: keysOf('almere'),
    })
    expect(bad.finding).toMatchObject({ part: 'checkpoint', entry: null, code: 'badCosignature' })
  })
})
