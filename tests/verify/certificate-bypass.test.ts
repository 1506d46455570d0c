// What somebody tries who has the log, the API and no key of the partner that is to be bypassed, whose key the reader has.
import { describe, expect, it } from 'vitest'
import { canonical } from '../../src/log/canonical.ts'
import { type Entry, readEntry } from '../../src/log/entry.ts'
import { base64, sha256 } from '../../src/log/hash.ts'
import { append, emptyFrontier, emptyRoot, leafHash, rootOf } from '../../src/log/tree.ts'
import { certificateOf } from '../../src/verify/certificate.ts'
import { verifyCertificate } from '../../src/verify/verify-certificate.ts'
import {
  charter,
  type Fields,
  founded,
  keysOf,
  leavesOf,
  names,
  opened,
  type Parts,
  type Play,
  partner,
  partsOf,
  resigned,
  sealed,
  seats,
  transplanted,
} from '../attacks/signed-world.ts'

/** What was read of a certificate by somebody with these keys: what is wrong with it, or whether all stand behind it. */
function verdict(text: string, keys = keysOf(...names)): string {
  const { finding, complete, open } = verifyCertificate(text, { keys })
  return finding?.code ?? (complete ? 'complete' : `open: ${open.map(({ what }) => what).join('; ')}`)
}

/** Acts one after the other, each followed by idle talk elsewhere: so nobody has seen an act about p1 last. */
async function acts(play: Play, ...list: [by: string, act: string, fields?: Fields][]): Promise<Play> {
  for (const [by, act, fields] of list) {
    await play.does(by, act, fields)
    for (let talk = 0; talk < 3; talk += 1) await play.does('a3', 'comment', { proposal: 'p2' })
  }
  return play
}

const begun = async (play: Play): Promise<Play> => {
  await play.does('a1', 'draftProposal', { proposal: 'p2', text: 'Iets anders.' })
  return acts(play, ['a1', 'draftProposal'], ['a1', 'submitProposal'])
}

const agree = (people: readonly string[]) => people.map(by => [by, 'takePosition'] as [string, string])
const confirm = (people: readonly string[]) => people.map(by => [by, 'confirmDecision'] as [string, string])

describe('signatures of others under what they had not seen', () => {
  it('hides no newcomer whose signature is missing', async () => {
    const real = await founded()
    const text = charter({ partners: [...charter().partners, partner('lelystad')] })
    await real.does('omar', 'draftProposal', { proposal: 'k1', charter: text })
    await real.does('omar', 'submitProposal', { proposal: 'k1' })
    await real.consent(seats, { proposal: 'k1' })
    await real.confirm(seats, { proposal: 'k1' })
    await real.does('l1', 'signCharter')
    await acts(await begun(real), ...agree([...seats, 'l1']), ...confirm(seats))
    const forged = await acts(await begun(await founded()), ...agree(seats), ...confirm(seats))
    const certificate = transplanted(partsOf(await forged.text()), await real.text())
    expect(verdict(certificate)).toBe('seenElsewhere')
    expect(verdict(certificate, keysOf(...names, 'lelystad'))).toBe('seenElsewhere')
  })

  it('brings back no confirmation that an objection has voided', async () => {
    const objection: [string, string, Fields?][] = [
      ['d2', 'raiseObjection'],
      ['d2', 'withdrawObjection'],
      ['d3', 'takePosition'],
    ]
    const real = await begun(await founded())
    await acts(real, ...agree(seats), ...confirm(['z1']), ...objection, ...confirm(['a1', 'd1']))
    expect((await real.engine.proposal('p1'))?.state).toBe('consultation')
    const forged = await begun(await founded())
    await acts(forged, ...agree(seats), ...confirm(['z1', 'a1', 'd1']))
    expect((await forged.engine.proposal('p1'))?.state).toBe('decided')
    expect(verdict(transplanted(partsOf(await forged.text()), await real.text()))).toBe('seenElsewhere')
  })

  it('founds no other collaboration under the decision of this one', async () => {
    const real = await acts(await begun(await founded()), ...agree(seats), ...confirm(['a1', 'z1']))
    const play = await opened()
    const two = charter({ signatures: 'optional', partners: names.slice(0, 2).map(partner) })
    await play.says('a1', 'proposeCharter', { charter: two })
    for (const by of ['a1', 'z1']) await play.says(by, 'signCharter')
    const forged = await acts(await begun(play), ...agree(['a1', 'z1']), ...confirm(['a1', 'z1']))
    expect(verdict(transplanted(partsOf(await forged.text()), await real.text()))).toBe('seenElsewhere')
  })
})

const optional = charter({ signatures: 'optional' })

/** All have signed the charter, and dronten is said to have left: nobody but the operator wrote that. */
async function withoutDronten(leaves: 'says' | 'does'): Promise<string> {
  const play = await founded(optional)
  await play[leaves]('d1', 'leaveCollaboration')
  await play.does('a1', 'draftProposal')
  await play.does('a1', 'submitProposal')
  await play.consent(['a1', 'z1'])
  await play.confirm(['a1', 'z1'])
  return play.engine.certificate('p1')
}

describe('partners that are not there', () => {
  it('is open about a partner whose key was given and whose departure is not signed by it', async () => {
    const unsigned = await withoutDronten('says')
    expect(verdict(unsigned)).toMatch(/^open: dronten: .*left/)
    expect(verdict(unsigned, keysOf('almere', 'zeewolde'))).toBe('complete')
    expect(verdict(await withoutDronten('does'))).toBe('complete')
  })

  it('is open about a key of somebody that is no partner', async () => {
    const play = await founded()
    await play.does('a1', 'draftProposal')
    await play.does('a1', 'submitProposal')
    await play.consent()
    await play.confirm()
    const certificate = await play.engine.certificate('p1')
    expect(verdict(certificate)).toBe('complete')
    expect(verdict(certificate, keysOf(...names, 'lelystad'))).toMatch(/^open: lelystad: .*no partner/)
  })

  it('says of no collaboration without partners that all of them stand behind something', async () => {
    const play = await founded(optional)
    await play.says('omar', 'draftProposal')
    for (const by of seats) await play.says(by, 'leaveCollaboration')
    await play.says('omar', 'withdrawProposal')
    const { holds, complete, partners } = verifyCertificate(await play.engine.certificate('p1'))
    expect({ holds, complete, partners }).toEqual({ holds: true, complete: false, partners: [] })
  })

  it('takes no confirmation that was voided for a partner that stands behind no consensus', async () => {
    const play = await founded()
    await play.does('a1', 'draftProposal')
    await play.does('a1', 'submitProposal')
    await play.consent()
    await play.confirm(['z1', 'd1'])
    await play.does('a1', 'raiseObjection')
    await play.does('a1', 'withdrawObjection')
    await play.consent(['a1'])
    await play.confirm(['a1'])
    for (let stage = 0; stage < 4; stage += 1) {
      play.clock.moveTo((await play.engine.nextDue()) ?? '')
      await play.engine.tick()
    }
    const { complete, ended, partners } = verifyCertificate(await play.engine.certificate('p1'), {
      keys: keysOf(...names),
    })
    expect(ended?.outcome).toBe('noConsensus')
    expect(partners.map(({ standsBehind }) => standsBehind)).toEqual([false, false, false])
    expect(complete).toBe(false)
  })
})

describe('entries that no log can hold', () => {
  /** The certificate of a decision, with one of its entries changed, in a tree that has it so. */
  async function changed(change: (entry: Parts) => object): Promise<string> {
    const play = await founded()
    await play.does('a1', 'draftProposal')
    await play.does('a1', 'submitProposal')
    await play.consent()
    await play.confirm()
    const log = partsOf(await play.text())
    const text = sealed(log.map(entry => (entry.fact.type === 'decision.taken' ? change(entry) : entry)))
    const entries = text
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line) as never)
    return certificateOf({ matter: 'p1', entries, leaves: leavesOf(text) }) ?? ''
  }

  it('refuses a signature on an outcome, whole or half', async () => {
    const { seen, signature } = partsOf(await (await founded()).text())[3] ?? {}
    expect(verdict(await changed(entry => entry))).toBe('complete')
    expect(verdict(await changed(entry => ({ ...entry, seen, signature })))).toBe('notAnEntry')
    expect(verdict(await changed(entry => ({ ...entry, seen })))).toBe('notAnEntry')
    expect(verdict(await changed(entry => ({ ...entry, signature })))).toBe('notAnEntry')
  })
})

describe('a signature that was kept back', () => {
  it('is used no later in a certificate than in a log', async () => {
    const play = await founded()
    const kept = await play.signed('d1', 'leaveCollaboration')
    const forged = partsOf(await (await leftAndDecided(play, kept)).text())
    const place = forged.findIndex(({ fact }) => fact.type === 'partner.left')
    const shifted = (by: number) => gapBefore(forged, place, by)
    expect(verdict(shifted(0))).toBe('complete')
    expect(verdict(shifted(65_535))).toBe('complete')
    expect(verdict(shifted(65_536))).toBe('seenElsewhere')
  })
})

async function leftAndDecided(play: Play, kept: object): Promise<Play> {
  await play.engine.act(kept)
  await play.does('a1', 'draftProposal')
  await play.does('a1', 'submitProposal')
  await play.consent(['a1', 'z1'])
  await play.confirm(['a1', 'z1'])
  return play
}

/** The certificate of a log that has as many entries more before this one, signed anew but for that one. */
function gapBefore(entries: readonly Parts[], place: number, gap: number): string {
  let frontier = emptyFrontier
  const leaves: Uint8Array[] = []
  const grow = (leaf: Uint8Array): void => {
    frontier = append(frontier, leaf)
    leaves.push(leaf)
  }
  const shown: Entry[] = []
  for (const [at, entry] of entries.entries()) {
    if (at === place) for (let idle = 0; idle < gap; idle += 1) grow(sha256(`idle ${idle}`))
    const seen = { size: leaves.length, root: base64(rootOf(frontier)) }
    const own =
      at < place || at === place || !entry.signature ? entry : resigned(entry, entry.by ?? '', { seen })
    const read = readEntry(
      canonical({ ...own, seq: leaves.length, prev: base64(leaves.at(-1) ?? emptyRoot()) }),
    )
    if ('fault' in read) throw new Error(read.fault.what)
    shown.push(read.entry)
    grow(leafHash(canonical(read.entry)))
  }
  return certificateOf({ matter: 'p1', entries: shown, leaves }) ?? ''
}
