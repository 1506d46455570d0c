// How a certificate is made of entries and leaves, and read again: what is chosen, what is left out, and in which order.
import { describe, expect, it } from 'vitest'
import type { Entry } from '../../src/log/entry.ts'
import { base64 } from '../../src/log/hash.ts'
import { leafHash } from '../../src/log/tree.ts'
import {
  certificateOf,
  changersIn,
  endOf,
  type Material,
  originOf,
  readCertificate,
} from '../../src/verify/certificate.ts'

/** An entry of which only what is looked at here is there: nothing is replayed. */
function entry(seq: number, matter: string, type: string, more: object = {}): Entry {
  return {
    collaboration: 'regio',
    seq,
    matter,
    act: `act-${seq}`,
    fact: { type },
    ...more,
  } as unknown as Entry
}

const leaves = Array.from({ length: 12 }, (_, seq) => leafHash(`leaf ${seq}`))
const seenAt = (size: number) => ({ seen: { size, root: '' } })
const ended = (seq: number, more: object = {}): Entry => entry(seq, 'p1', 'decision.taken', more)

interface Made {
  readonly entries: readonly { readonly entry: Entry; readonly proof: readonly string[] }[]
  readonly seen: readonly { readonly seq: number; readonly leaf: string; readonly proof: readonly string[] }[]
  readonly words?: readonly unknown[]
  readonly checkpoint: string
}

function made(entries: readonly Entry[], more: Partial<Material> = {}): Made | null {
  const text = certificateOf({ matter: 'p1', entries, leaves, ...more })
  return text === null ? null : (JSON.parse(text) as Made)
}

describe('the proposals that changed the charter', () => {
  it('are those that an entry about the charter names as having replaced it', () => {
    const replaced = { fact: { type: 'charter.replaced', proposal: 'k1' } }
    expect(changersIn([entry(0, 'charter', '', replaced), entry(1, 'charter', 'charter.signed')])).toEqual([
      'k1',
    ])
    expect(changersIn([entry(0, 'p1', '', replaced)])).toEqual([])
    expect(changersIn([entry(0, 'charter', 'charter.replaced')])).toEqual([])
    const other = { fact: { type: 'charter.signed', proposal: 'k1' } }
    expect(changersIn([entry(0, 'charter', '', other)])).toEqual([])
  })
})

describe('the end of a proposal', () => {
  it('is the last entry of the act that ended it; there is none while it runs', () => {
    const list = [entry(3, 'p1', 'proposal.drafted'), ended(4), entry(5, 'charter', 'x', { act: 'act-4' })]
    expect(endOf(list, 'p1')).toBe(5)
    expect(endOf(list, 'p2')).toBe(undefined)
    for (const type of ['decision.taken', 'consensus.failed', 'proposal.withdrawn'])
      expect(endOf([entry(7, 'p1', type)], 'p1')).toBe(7)
  })
})

describe('a certificate', () => {
  it('is made of no proposal that has not ended within the leaves', () => {
    expect(made([entry(0, 'p1', 'proposal.drafted')])).toBe(null)
    expect(made([])).toBe(null)
    expect(made([ended(11)])).not.toBe(null)
    expect(made([ended(12)])).toBe(null)
    expect(made([ended(11)], { leaves: leaves.slice(0, 11) })).toBe(null)
  })

  it('holds what was seen last and is not among its entries, each once, in the order of the log', () => {
    const between = [1, 2, 3, 4, 5].map(seq => entry(seq, 'p2', 'comment.made'))
    const sizes = (...list: number[]) =>
      made([
        ...between,
        ...list.map((size, n) => entry(n + 6, 'charter', 'x', seenAt(size))),
        ended(11),
      ])?.seen.map(({ seq }) => seq)
    expect(sizes(5, 3, 4, 3)).toEqual([2, 3, 4])
    expect(sizes(3, 5, 4)).toEqual([2, 3, 4])
    expect(sizes(4, 3)).toEqual([2, 3])
    // The first entry of the log may be one; nothing was seen before there was any; own entries are shown whole.
    expect(sizes(1)).toEqual([0])
    expect(sizes(0)).toEqual([])
    expect(sizes(1, 7)).toEqual([0])
  })

  it('proves each by its siblings, and names its log', () => {
    const it = made([entry(0, 'charter', 'x'), ended(1, seenAt(0))], { leaves: leaves.slice(0, 2) })
    const [one, other] = leaves.slice(0, 2).map(leaf => base64(leaf))
    expect(it?.entries.map(({ proof }) => proof)).toEqual([[other], [one]])
    expect(it?.checkpoint.split('\n').slice(0, 2)).toEqual(['samenspraak/regio', '2'])
    expect(made([ended(1)], { checkpoint: 'as given' })?.checkpoint).toBe('as given')
    expect(originOf('regio')).toBe('samenspraak/regio')
    const seen = made([ended(1, seenAt(1))], { leaves: leaves.slice(0, 2) })?.seen
    expect(seen).toEqual([{ seq: 0, leaf: one, proof: [other] }])
  })

  it('shows of the words at hand those of its entries, and says nothing of words where none are at hand', () => {
    const words = ['a', 'b', 'c'].map(digest => ({ digest, salt: '', value: `words of ${digest}` }))
    const list = [entry(0, 'p2', 'x', { personal: { text: 'c' } }), ended(1, { personal: { text: 'b' } })]
    expect(made(list, { words })?.words).toEqual([words[1]])
    expect(made(list)).not.toHaveProperty('words')
  })
})

describe('what is read as a certificate', () => {
  it('is a line that is ended, and JSON: else it is said where it stops to be', () => {
    const what = 'the certificate does not end with a line feed'
    expect(readCertificate('{}')).toEqual({ code: 'notCanonical', what })
    expect(readCertificate('{"a":}\n')).toEqual({
      ...{ code: 'notCanonical', what: 'the line is not JSON from character 6 on' },
    })
    expect(readCertificate('{ }\n')).toEqual({
      ...{ code: 'notCanonical', what: 'the line is not canonical from character 2 on' },
    })
    expect(readCertificate('{}\n')).toMatchObject({ code: 'notACertificate' })
  })
})
