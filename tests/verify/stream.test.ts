// A log is verified alike whole and in pieces, wherever it is cut, whether it holds or not.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { maxLineLength } from '../../src/log/canonical.ts'
import { startLook } from '../../src/verify/likeness.ts'
import {
  type Audit,
  type Chunk,
  type Head,
  looksLikeLog,
  parseHead,
  startAudit,
  verifyLog,
  verifyStream,
} from '../../src/verify/verify.ts'
import { reforge } from '../attacks/forge.ts'
import { genuineLog } from '../attacks/genuine.ts'

let text = ''
let bytes: Uint8Array = new Uint8Array()
let heads: readonly Head[] = []
beforeAll(async () => {
  const entries = await genuineLog()
  // Characters of two, three and four bytes stand in it too.
  const told = JSON.stringify(entries).replaceAll('Wie betaalt?', 'Wíe betaalt ’s-Gravelands \u{1f3e1}?')
  text = reforge(JSON.parse(told))
  bytes = new TextEncoder().encode(text)
  const auditor = startAudit()
  heads = text.split(/(?<=\n)/).map(line => {
    auditor.push(line)
    const { size, root } = auditor.end()
    return { size, root }
  })
})

async function* stream<T>(chunks: Iterable<T>): AsyncGenerator<T> {
  yield* chunks
}

/** What is given, in pieces that begin at these places. */
function cut<T extends Chunk>(whole: T, places: readonly number[]): T[] {
  const ends = [...places.map(at => at % (whole.length + 1)).sort((a, b) => a - b), whole.length]
  return ends.map((end, n) => whole.slice(ends[n - 1] ?? 0, end) as T)
}

/** As a reader with one buffer hands them out: each piece is overwritten when the next one comes. */
function* reused(pieces: readonly Uint8Array[]): Generator<Uint8Array> {
  const buffer = new Uint8Array(Math.max(...pieces.map(({ length }) => length)))
  for (const piece of pieces) {
    buffer.fill(0x20)
    buffer.set(piece)
    yield buffer.subarray(0, piece.length)
  }
}

const places = fc.array(fc.nat(), { maxLength: 30 })
const damage = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('change', 'leave out', 'add', 'cut off', 'none'),
  byte: fc.oneof(fc.nat(255), fc.constantFrom(0x0a, 0x22, 0x80, 0xc3, 0xff)),
})

function damaged({ at, kind, byte }: { at: number; kind: string; byte: number }): Uint8Array {
  const place = at < 0 ? bytes.length + at : at % bytes.length
  const [before, after] = [bytes.subarray(0, place), bytes.subarray(place)]
  if (kind === 'none') return bytes
  if (kind === 'cut off') return before
  return Uint8Array.of(
    ...before,
    ...(kind === 'leave out' ? [] : [byte]),
    ...after.subarray(kind === 'add' ? 0 : 1),
  )
}

/** What is to be met in each run: a wound, where it is cut, and a head. */
const none = { at: 0, kind: 'none', byte: 0 }
const examples: [typeof none, number[], { n: number; right: boolean } | undefined][] = [
  [none, [1_000, 1_001], undefined],
  [{ at: 3, kind: 'change', byte: 0x22 }, [2], undefined],
  [{ at: 700, kind: 'change', byte: 0xff }, [700], undefined],
  [{ at: -1, kind: 'cut off', byte: 0 }, [], undefined],
  [none, [5], { n: 7, right: false }],
]

describe('in pieces, a log is judged as it is whole', () => {
  it('bytes that were damaged anywhere or nowhere, cut anywhere, with a head or without', async () => {
    const codes = new Set<string | undefined>()
    const asked = fc.option(fc.record({ n: fc.nat(), right: fc.boolean() }), { nil: undefined })
    await fc.assert(
      fc.asyncProperty(damage, places, asked, async (wound, at, of) => {
        const log = damaged(wound)
        const known = of && heads[of.n % heads.length]
        const head = known && (of.right ? known : { ...known, root: heads[0]?.root ?? '' })
        const options = head ? { head } : {}
        const whole = verifyLog(log, options)
        codes.add(whole.finding?.code)
        expect(await verifyStream(stream(reused(cut(log, at))), options)).toEqual(whole)
        expect(lookedAt(cut(log, at))).toBe(looksLikeLog(log))
      }),
      { numRuns: 60, examples },
    )
    const codesOfExamples = [undefined, 'notCanonical', 'notUtf8', 'lineNotEnded', 'otherThanHead']
    expect([...codes]).toEqual(expect.arrayContaining(codesOfExamples))
  })

  it('text, cut within pairs too', async () => {
    const whole = verifyLog(text)
    expect(whole).toMatchObject({ holds: true, size: heads.length })
    const home = text.indexOf('\u{1f3e1}')
    await fc.assert(
      fc.asyncProperty(places, async at => {
        expect(await verifyStream(stream(cut(text, [home + 1, ...at])))).toEqual(whole)
      }),
      { numRuns: 8 },
    )
  })

  it('one unit at a time', async () => {
    expect(await verifyStream(stream(reused(cut(bytes, [...bytes.keys()]))))).toEqual(verifyLog(bytes))
  })

  it('text and bytes by turns', async () => {
    const pieces = cut(text, [700, 1_400, 5_000]).map((piece, n) =>
      n % 2 ? new TextEncoder().encode(piece) : piece,
    )
    expect(await verifyStream(stream(pieces))).toEqual(verifyLog(text))
    const home = text.indexOf('\u{1f3e1}')
    const torn = [text.slice(0, home), Uint8Array.of(0xf0, 0x9f), text.slice(home)]
    expect((await verifyStream(stream(torn))).finding?.code).toBe('notUtf8')
  })

  it('with every head that it ever had', () => {
    for (const head of heads.filter((_, n) => n % 9 === 0))
      expect(verifyLog(bytes, { head }).holds).toBe(true)
    const { size, root } = heads.at(-1) as Head
    expect(verifyLog(bytes, { head: { size: size + 1, root } }).finding?.code).toBe('shorterThanHead')
    expect(parseHead(`${size}:${root}`)).toEqual({ size, root })
  })

  it('nothing at all, and empty pieces', async () => {
    const empty = verifyLog('')
    expect(empty).toMatchObject({ holds: true, size: 0 })
    for (const pieces of [[], [''], [new Uint8Array(), '']])
      expect(await verifyStream(stream<Chunk>(pieces))).toEqual(empty)
  })
})

function lookedAt(pieces: Iterable<Chunk>): boolean {
  const look = startLook()
  for (const piece of pieces) look.push(piece)
  return look.end()
}

describe('a stream', () => {
  it('is not read beyond the first entry that does not hold', async () => {
    const lines = text.split(/(?<=\n)/)
    let read = 0
    let closed = false
    async function* bad(): AsyncGenerator<string> {
      try {
        for (const line of lines.toSpliced(4, 1)) {
          read += 1
          yield line
        }
      } finally {
        closed = true
      }
    }
    expect((await verifyStream(bad())).finding?.entry).toBe(4)
    expect({ read, closed }).toEqual({ read: 5, closed: true })
  })

  it('that fails is no verdict', async () => {
    async function* failing(): AsyncGenerator<string> {
      yield text.slice(0, 100)
      throw new Error('connection lost')
    }
    await expect(verifyStream(failing())).rejects.toThrow('connection lost')
  })
})

describe('a line beyond the limit', () => {
  const tooLong = { code: 'notCanonical', what: `the line is longer than ${maxLineLength} characters` }
  const million = 1 << 20

  /** An endless line in pieces of about a million bytes, and how many of them were asked for. */
  async function read(piece: Chunk): Promise<{ audit: Audit; pieces: number }> {
    let pieces = 0
    async function* endless(): AsyncGenerator<Chunk> {
      for (; pieces < 100; ) {
        pieces += 1
        yield piece
      }
    }
    return { audit: await verifyStream(endless()), pieces }
  }

  it.each([
    ['text', 'a'.repeat(million), 17],
    ['bytes', new Uint8Array(million).fill(0x61), 17],
    ['characters of three bytes', new TextEncoder().encode('€'.repeat(million)), 17],
    ['characters of two code units', new TextEncoder().encode('\u{1f3e1}'.repeat(million / 2)), 17],
    ['bytes that are no characters', new Uint8Array(million).fill(0x80), 49],
  ])('of %s is found as soon as it is', async (_, piece, expected) => {
    const { audit, pieces } = await read(piece)
    expect(audit.finding).toEqual({ entry: 0, ...tooLong })
    expect(pieces).toBe(expected)
  })

  it('is found in one piece too, and with its end', () => {
    const line = 'a'.repeat(maxLineLength + 1)
    for (const log of [
      line,
      `${line}\n`,
      new TextEncoder().encode(line),
      new TextEncoder().encode(`${line}\n`),
    ])
      expect(verifyLog(log).finding).toEqual({ entry: 0, ...tooLong })
  })

  it('is one character longer than the longest that is read', () => {
    const longest = JSON.stringify('€'.repeat(maxLineLength - 2))
    for (const log of [`${longest}\n`, new TextEncoder().encode(`${longest}\n`)])
      expect(verifyLog(log).finding?.code).toBe('notAnEntry')
    expect(verifyLog(new TextEncoder().encode(longest)).finding?.code).toBe('lineNotEnded')
  })
})

describe('whether it is a log at all', () => {
  const entry = '{"collaboration":"a","prev":"b","seq":0}'
  it.each([
    ['', true],
    ['\ufeff', true],
    [entry, true],
    [`no\nlog\n${entry}`, true],
    ['{"collaboration":"a","prev":"b"\n"seq":0}', false],
    ['no log', false],
    ['\n', false],
  ])('is told wherever %j is cut', (log, expected) => {
    const asBytes = new TextEncoder().encode(log)
    expect(looksLikeLog(log === '\ufeff' ? asBytes : log)).toBe(expected)
    for (let at = 0; at <= asBytes.length; at += 1) expect(lookedAt(cut(asBytes, [at]))).toBe(expected)
    expect(lookedAt(cut(asBytes, [...asBytes.keys()]))).toBe(expected)
  })
})
