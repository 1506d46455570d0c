// Logs forged by somebody who can recompute every number and hash, so that only the law can refuse them.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryStore, openCollaboration, setClock } from '../../src/index.ts'
import { canonical } from '../../src/log/canonical.ts'
import { digestOf } from '../../src/log/hash.ts'
import { type Head, verifyLog } from '../../src/verify/verify.ts'
import { auditorOf, entriesOf, type Forged, reforge } from './forge.ts'
import { couldHaveBeen, genuineLog } from './genuine.ts'
import { bypassedIn } from './oracle.ts'
import { charter, comesTo, lelystad, seats, three, type World, world } from './world.ts'

let genuine: readonly Forged[] = []
beforeAll(async () => {
  genuine = await genuineLog()
})

interface Mutation {
  readonly name: string
  /** The first entry that is not the genuine one. */
  readonly from: number
  readonly entries: readonly Forged[]
}

interface Tally {
  refused: number
  couldHaveBeen: number
  /** Accepted, lawful, but not what an engine would have done at that moment: see `liberties`. */
  liberties: number
  /** Accepted, and not to be explained. */
  readonly holes: string[]
}

/** What a lawful history may do and an engine does not, since it has a clock and a calendar at hand. */
const liberties: Readonly<Record<string, RegExp>> = {
  'due moments are bounded without a calendar: a submission or amendment may come somewhat later':
    /(submitted|amended): at = /,
  'a term ends when the clock is offered, and matters do not wait for each other':
    /^(without the act of \d+ term\.ended|89 comment\.made: at = )/,
}

const isOneOf = (names: Readonly<Record<string, RegExp>>, name: string): boolean =>
  Object.values(names).some(pattern => pattern.test(name))

/**
 * Every mutation is refused, at its place or later; or its log is one that an engine would have written for these acts: a
 * history that could have been, which nothing but signatures or a head can tell from the one that was.
 */
async function judge(mutations: Iterable<Mutation>): Promise<Tally> {
  const tally: Tally = { refused: 0, couldHaveBeen: 0, liberties: 0, holes: [] }
  const audit = auditorOf(genuine)
  for (const { name, from, entries } of mutations) {
    const finding = audit(entries, from)
    if (finding) {
      expect(finding.entry, name).toBeGreaterThanOrEqual(from)
      tally.refused += 1
      if (tally.refused % 100 === 0) expect(verifyLog(reforge(entries)).finding, name).toEqual(finding)
      continue
    }
    expect(verifyLog(reforge(entries)).finding, name).toBe(null)
    const bypassed = bypassedIn(entries)
    if (bypassed !== null) tally.holes.push(`${name}, and ${bypassed}`)
    else if (await couldHaveBeen(entries)) tally.couldHaveBeen += 1
    else if (isOneOf(liberties, name)) tally.liberties += 1
    else tally.holes.push(name)
  }
  return tally
}

const nameOf = (at: number) => `${at} ${genuine[at]?.fact.type}`
const changed = (at: number, change: (entry: Forged) => void): Forged[] => {
  const entries = [...genuine]
  const entry = structuredClone(genuine[at] as Forged)
  change(entry)
  entries[at] = entry
  return entries
}

// --- Single fields ----------------------------------------------------------------------------------------------

const pools = {
  partner: ['almere', 'zeewolde', 'dronten', 'lelystad', 'stranger'],
  person: ['anna', 'zita', 'zeno', 'dirk', 'daan', 'vera', 'omar', 'lara', 'mallory'],
  stage: ['consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep'],
  role: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'],
  position: ['consent', 'reservation', 'standAside'],
  matter: ['p1', 'p2', 'p4', 'k1', 'k2', 'charter'],
  objection: ['water', 'o1', 'o2', 'o3'],
  reason: ['ladderEnded', 'charterReplaced', 'tooFewPartners'],
} as const

const day = 86_400_000
const moment = /^\d{4}-\d\d-\d\dT/

/** Other values that could stand in the place of this one. */
function plausible(value: unknown, digests: readonly string[]): unknown[] {
  if (typeof value === 'number') return [value + 1, value - 1, 0]
  if (typeof value === 'boolean') return [!value]
  if (value === null) return ['almere', '2026-03-01T23:00:00.000Z']
  if (typeof value !== 'string') return []
  if (moment.test(value))
    return [-day, -1, 1, day, 30 * day].map(shift => new Date(Date.parse(value) + shift).toISOString())
  if (value.startsWith('sha256:')) return digests.filter(digest => digest !== value)
  const alike = Object.values(pools)
    .filter((pool: readonly string[]) => pool.includes(value))
    .flat()
  const others = [...new Set<string>(alike)].filter(other => other !== value)
  return others.length > 0 ? others : [`${value}x`, '']
}

type Step = readonly [holder: Record<string, unknown>, key: string]

/** Every place in an entry that holds a value, but those that the forger puts right anyway. */
function* places(value: unknown, path: readonly string[]): Generator<readonly string[]> {
  if (typeof value !== 'object' || value === null) return
  for (const key of Object.keys(value)) {
    if (path.length === 0 && ['seq', 'prev', 'n', 'v'].includes(key)) continue
    yield [...path, key]
    yield* places((value as Record<string, unknown>)[key], [...path, key])
  }
}

function stepTo(entry: Forged, path: readonly string[]): Step {
  let holder = entry as Record<string, unknown>
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>
  return [holder, path.at(-1) ?? '']
}

function* fieldChanges(at: number, digests: readonly string[]): Generator<Mutation> {
  const original = genuine[at] as Forged
  for (const path of places(original, [])) {
    const [holder, key] = stepTo(original, path)
    const value = holder[key]
    const where = `${nameOf(at)}: ${path.join('.')}`
    const make = (name: string, change: (step: Step) => void): Mutation => ({
      name: `${where} ${name}`,
      from: at,
      entries: changed(at, entry => change(stepTo(entry, path))),
    })
    for (const other of plausible(value, digests))
      yield make(`= ${other}`, ([there, name]) => {
        there[name] = other
      })
    yield make('left out', ([there, name]) => {
      if (Array.isArray(there)) there.splice(Number(name), 1)
      else delete there[name]
    })
    if (Array.isArray(value)) yield* listChanges(value, make)
  }
  for (const part of ['entry', 'asked', 'fact'] as const)
    for (const [field, extra] of Object.entries({
      force: true,
      partner: 'dronten',
      holidays: 'none',
      changes: digests[0],
    })) {
      const entries = changed(at, entry => {
        const holder = part === 'entry' ? entry : entry[part]
        if (holder && !(field in holder)) (holder as Record<string, unknown>)[field] = extra
      })
      if (JSON.stringify(entries[at]) !== JSON.stringify(original))
        yield { name: `${nameOf(at)}: ${part}.${field} added`, from: at, entries }
    }
}

function* listChanges(
  list: readonly unknown[],
  make: (name: string, change: (step: Step) => void) => Mutation,
): Generator<Mutation> {
  if (list.length > 0)
    yield make('doubled', ([there, name]) => {
      there[name] = [...list, list[0]]
    })
  if (list.length > 1)
    yield make('reversed', ([there, name]) => {
      there[name] = [...list].reverse()
    })
  yield make('emptied', ([there, name]) => {
    there[name] = []
  })
}

// --- Whole entries and acts -------------------------------------------------------------------------------------

const without = (drop: (entry: Forged, at: number) => boolean) =>
  genuine.filter((entry, at) => !drop(entry, at))

function* drops(): Generator<Mutation> {
  for (const [at, { act }] of genuine.entries()) {
    yield { name: `without ${nameOf(at)}`, from: at, entries: without((_, place) => place === at) }
    const whole = without(entry => entry.act === act)
    if (genuine[at]?.asked) yield { name: `without the act of ${nameOf(at)}`, from: at, entries: whole }
    if (at > 0) yield { name: `cut before ${nameOf(at)}`, from: at, entries: genuine.slice(0, at) }
  }
}

function* swaps(): Generator<Mutation> {
  for (let at = 0; at + 1 < genuine.length; at += 1)
    for (const apart of [1, 2, 3]) {
      const [one, other] = [genuine[at], genuine[at + apart]]
      if (!one || !other) continue
      const entries = [...genuine]
      entries[at] = other
      entries[at + apart] = one
      yield { name: `${nameOf(at)} swapped with ${nameOf(at + apart)}`, from: at, entries }
      // With the moments left where they were, so that time does not give it away.
      entries[at] = { ...other, at: one.at }
      entries[at + apart] = { ...one, at: other.at }
      yield { name: `${nameOf(at)} swapped with ${nameOf(at + apart)}, moments kept`, from: at, entries }
    }
}

function* doubles(): Generator<Mutation> {
  for (const [at, entry] of genuine.entries())
    for (const act of [entry.act, 'again'])
      yield {
        name: `${nameOf(at)} doubled, by the act ${act}`,
        from: at + 1,
        entries: genuine.toSpliced(at + 1, 0, { ...entry, act }),
      }
}

function* actIds(): Generator<Mutation> {
  for (let at = 1; at < genuine.length; at += 1) {
    const act = genuine[at - 1]?.act ?? ''
    if (genuine[at]?.act !== act)
      yield {
        name: `${nameOf(at)} merged with the act before`,
        from: at,
        entries: changed(at, it => {
          it.act = act
        }),
      }
    else
      yield {
        name: `${nameOf(at)} split off`,
        from: at,
        entries: changed(at, it => {
          it.act = 'apart'
        }),
      }
  }
}

/** Another person, everywhere in the entry, and the partner of that person: as if somebody else had acted. */
function* otherPeople(): Generator<Mutation> {
  const partnerOf: Record<string, string> = {
    anna: 'almere',
    zita: 'zeewolde',
    dirk: 'dronten',
    lara: 'lelystad',
  }
  for (const [at, { by, fact }] of genuine.entries())
    for (const other of by === undefined ? [] : ['anna', 'zita', 'dirk', 'lara', 'omar', 'mallory', 'vera']) {
      if (other === by) continue
      const asIs = changed(at, it => Object.assign(it, { by: other, asked: { ...it.asked, by: other } }))
      yield { name: `${nameOf(at)} by ${other}`, from: at, entries: asIs }
      const told = { ...fact, partner: partnerOf[other] ?? 'dronten' }
      if (typeof fact.partner === 'string')
        yield {
          name: `${nameOf(at)} by ${other} for ${told.partner}`,
          from: at,
          entries: changed(at, it =>
            Object.assign(it, { by: other, asked: { ...it.asked, by: other }, fact: told }),
          ),
        }
    }
}

/** Each kind of fact once more, at every place in the log: by an act of its own, or as an outcome of the act before. */
function* insertions(): Generator<Mutation> {
  const kinds = new Map(genuine.map(entry => [`${entry.fact.type} ${entry.matter} ${entry.by ?? ''}`, entry]))
  for (let at = 1; at <= genuine.length; at += 1)
    for (const [i, [kind, entry]] of [...kinds].entries()) {
      // Each kind at every third place, another one for each.
      if ((at + i) % 3 !== 0) continue
      const before = genuine[at - 1] as Forged
      const act = entry.asked ? 'inserted' : before.act
      const entries = genuine.toSpliced(at, 0, { ...entry, at: before.at, act })
      yield { name: `${kind} inserted at ${at}`, from: at, entries }
    }
}

/** Runs through mutations and expects nothing that cannot be explained; so many at least must have been refused. */
async function expectNoHole(mutations: Iterable<Mutation>, refused: number): Promise<void> {
  const tally = await judge(mutations)
  expect(tally.holes).toEqual([])
  expect(tally.refused).toBeGreaterThanOrEqual(refused)
}

function* fieldsOf(matter: string): Generator<Mutation> {
  const digests = [...new Set(JSON.stringify(genuine).match(/sha256:[0-9a-f]{64}/g))].slice(0, 3)
  for (const [at, entry] of genuine.entries()) if (entry.matter === matter) yield* fieldChanges(at, digests)
}

describe('a log whose hashes were recomputed', () => {
  it('holds as it is, bypasses nobody, and is what an engine would write', async () => {
    expect(verifyLog(reforge(genuine)).finding).toBe(null)
    expect(bypassedIn(genuine)).toBe(null)
    expect(await couldHaveBeen(genuine)).toBe(true)
    expect(new Set(genuine.map(({ fact }) => fact.type)).size).toBe(27)
  })

  it.each([
    ['charter', 800],
    ['p1', 2_500],
    ['k1', 800],
    ['k2', 300],
    ['p2', 800],
    ['p3', 150],
    ['p4', 300],
  ])('with any field of an entry about %s changed, left out or added', async (matter, refused) => {
    await expectNoHole(fieldsOf(matter), refused)
  })

  it('with an entry or an act left out, or cut at any place', async () => {
    await expectNoHole(drops(), 120)
  })

  it('with two entries swapped, in the order of time or against it', async () => {
    await expectNoHole(swaps(), 350)
  })

  it('with an entry doubled', async () => {
    await expectNoHole(doubles(), 140)
  })

  it('with acts merged or split', async () => {
    await expectNoHole(actIds(), 85)
  })

  it("with any act by another person, for that person's partner or still for the same", async () => {
    await expectNoHole(otherPeople(), 600)
  })

  it("with a fact of any kind inserted anywhere: another's position, an outcome too early, entries after the end", async () => {
    await expectNoHole(insertions(), 2_000)
  })

  it('with the facts of one proposal in another, all of them together', async () => {
    for (const [one, other] of [
      ['p1', 'p2'],
      ['p2', 'p1'],
      ['k1', 'k2'],
      ['p3', 'p4'],
      ['p4', 'charter'],
    ] as const) {
      const moved = genuine.map(entry => (entry.matter === one ? { ...entry, matter: other } : entry))
      expect(verifyLog(reforge(moved)).finding, `${one} in ${other}`).not.toBe(null)
    }
  })

  it('with a decision for which one partner was made to speak by another: each such log is refused', async () => {
    const speaking = [
      'position.taken',
      'confirmation.given',
      'objection.withdrawn',
      'charter.signed',
      'partner.left',
    ]
    for (const [at, { fact, by }] of genuine.entries())
      if (speaking.includes(fact.type))
        for (const partner of pools.partner) {
          if (partner === fact.partner) continue
          const entries = changed(at, it => Object.assign(it.fact, { partner }))
          expect(verifyLog(reforge(entries)).finding?.entry, `${at}: ${by} for ${partner}`).toBe(at)
        }
  })
})

// --- Logs that were not chained anew ----------------------------------------------------------------------------

const codes = [
  'notCanonical',
  'badPersonal',
  'notAnEntry',
  'otherCollaboration',
  'wrongNumber',
  'brokenChain',
  'wrongCount',
  'timeRunsBack',
  'strayFact',
  'actTwice',
  'notAFact',
  'notAdmitted',
]

describe('a log that was changed and not chained anew', () => {
  const lines = () => reforge(genuine).trimEnd().split('\n')
  const textOf = (list: readonly string[]) => list.map(line => `${line}\n`).join('')

  it('with a line left out, doubled or moved names the first that is out of place', () => {
    const all = lines()
    for (let at = 0; at < all.length; at += 1) {
      const [line, next] = [all[at] ?? '', all[at + 1]]
      const doubled = verifyLog(textOf(all.toSpliced(at, 0, line))).finding
      expect(doubled).toMatchObject({ entry: at + 1, code: 'wrongNumber' })
      if (next === undefined) continue
      const left = verifyLog(textOf(all.toSpliced(at, 1))).finding
      expect(left?.entry).toBe(at)
      expect(at === 0 ? ['wrongNumber', 'otherCollaboration'] : ['wrongNumber']).toContain(left?.code)
      const moved = verifyLog(textOf(all.toSpliced(at, 2, next, line))).finding
      expect(moved).toMatchObject({ entry: at, code: 'wrongNumber' })
    }
  })

  it('with any byte of any line changed names that line or the next, which is chained to it', () => {
    const all = lines()
    const head: Head = { size: all.length, root: verifyLog(textOf(all)).root }
    for (let at = 0; at < all.length; at += 1)
      for (let part = 0; part < 12; part += 1) {
        const line = all[at] ?? ''
        const place = Math.floor((part / 12) * line.length) + (at % 7)
        const other = line[place] === 'a' ? 'b' : 'a'
        const edited = `${line.slice(0, place)}${other}${line.slice(place + 1)}`
        const { finding } = verifyLog(textOf(all.with(at, edited)), { head })
        expect(finding, `${at}, character ${place}`).not.toBe(null)
        const isLast = at === all.length - 1 && finding?.code === 'otherThanHead'
        expect(isLast || finding?.entry === at || finding?.entry === at + 1).toBe(true)
        if (!isLast) expect(codes).toContain(finding?.code)
      }
  })

  it('cut between acts holds, cut within one does not, and a head tells in any case', () => {
    const all = lines()
    const { root } = verifyLog(textOf(all))
    const acts = genuine.map(({ act }) => act)
    for (let size = 1; size < all.length; size += 1) {
      const text = textOf(all.slice(0, size))
      const within = acts[size] === acts[size - 1]
      const found = verifyLog(text).finding
      // See the hole below: the end of a proposal to change a replaced charter can be left out.
      expect(found?.code ?? null, `${size}`).toBe(within ? 'actCutOff' : null)
      const held = verifyLog(text, { head: { size: all.length, root } }).finding
      expect(held?.code).toBe(within ? 'actCutOff' : 'shorterThanHead')
    }
  })

  it('with a head: of the log, of its beginning, of nothing, and of another log', () => {
    const all = lines()
    const rootAt = (size: number) => verifyLog(textOf(all.slice(0, size))).root
    const text = textOf(all)
    for (const size of [0, 1, 5, all.length]) {
      expect(verifyLog(text, { head: { size, root: rootAt(size) } }).holds).toBe(true)
      const other = verifyLog(text, { head: { size, root: rootAt(size + (size < all.length ? 1 : -1)) } })
      expect(other.finding).toMatchObject({ entry: Math.max(0, size - 1), code: 'otherThanHead' })
    }
    const beyond = { size: all.length + 1, root: rootAt(all.length) }
    expect(verifyLog(text, { head: beyond }).finding).toMatchObject({
      entry: all.length,
      code: 'shorterThanHead',
    })
    expect(verifyLog('', { head: { size: 1, root: rootAt(1) } }).finding?.code).toBe('shorterThanHead')
  })

  it('without its last line feed, with CRLF, with a BOM, with empty lines, or no log at all', () => {
    const all = lines()
    const text = textOf(all)
    const cases: readonly [string, number, string][] = [
      [text.slice(0, -1), all.length - 1, 'lineNotEnded'],
      [text.slice(0, -10), all.length - 1, 'lineNotEnded'],
      [text.replaceAll('\n', '\r\n'), 0, 'notCanonical'],
      [`\ufeff${text}`, 0, 'notCanonical'],
      [`\n${text}`, 0, 'notCanonical'],
      [`${text}\n`, all.length, 'notCanonical'],
      [text.replace('\n', '\n\n'), 1, 'notCanonical'],
      [`${text}{}\n`, all.length, 'notAnEntry'],
      [`${text}${text}`, all.length, 'wrongNumber'],
      [text.replace('{', '{ '), 0, 'notCanonical'],
      ['not a log', 0, 'lineNotEnded'],
      ['not a log\n', 0, 'notCanonical'],
      ['null\n', 0, 'notAnEntry'],
      ['[]\n', 0, 'notAnEntry'],
      [`${'['.repeat(100_000)}\n`, 0, 'notCanonical'],
      ['\ud800\n', 0, 'notCanonical'],
      ['"\\ud800"\n', 0, 'notCanonical'],
      ['\0\n', 0, 'notCanonical'],
    ]
    for (const [forged, entry, code] of cases)
      expect(verifyLog(forged).finding, JSON.stringify(forged.slice(0, 20))).toMatchObject({ entry, code })
    expect(verifyLog('')).toMatchObject({ holds: true, size: 0, finding: null })
  })

  it('with a field of a later form is refused, never taken unverified', () => {
    const cases = { personal: 'badPersonal', seen: 'notAnEntry', signature: 'notAnEntry' }
    for (const [field, code] of Object.entries(cases)) {
      const entries = changed(3, it => Object.assign(it, { [field]: { size: 3 } }))
      expect(verifyLog(reforge(entries)).finding).toMatchObject({ entry: 3, code })
    }
  })
})

describe('the verb verify', () => {
  const folder = mkdtempSync(join(tmpdir(), 'forged-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  function verify(bytes: string | Uint8Array, ...options: string[]) {
    const path = join(folder, 'log.jsonl')
    writeFileSync(path, bytes)
    const asked = ['--import', 'tsx', 'src/cli/main.ts', 'verify', path, '--json', ...options]
    try {
      const out = execFileSync(process.execPath, asked, { encoding: 'utf8', stdio: 'pipe' })
      return { code: 0, out: JSON.parse(out), err: '' }
    } catch (error) {
      const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string }
      return { code: status, out: stdout === '' ? null : JSON.parse(stdout), err: stderr }
    }
  }

  it('says with its exit code whether a log holds, does not, or is none', () => {
    const text = reforge(genuine.slice(0, 10))
    const { root } = verifyLog(text)
    expect(verify(text)).toMatchObject({ code: 0, out: { holds: true, size: 10, root, finding: null } })
    expect(verify(text, '--head', `10:${root}`)).toMatchObject({ code: 0 })
    expect(verify(text, '--head', `11:${root}`)).toMatchObject({ code: 1, out: { finding: { entry: 10 } } })
    expect(verify(text, '--head', `9:${root}`)).toMatchObject({ code: 1, out: { finding: { entry: 8 } } })
    for (const head of ['10', `10:${root}x`, `010:${root}`, `-1:${root}`, `10:${root.replace('=', '')}`])
      expect(verify(text, '--head', head)).toMatchObject({ code: 2, out: null })
    expect(verify(text.slice(0, -1))).toMatchObject({ code: 1, out: { finding: { code: 'lineNotEnded' } } })
    expect(verify(`\ufeff${text}`)).toMatchObject({ code: 1, out: { finding: { entry: 0 } } })
    expect(verify(text.replaceAll('\n', '\r\n'))).toMatchObject({ code: 1, out: { finding: { entry: 0 } } })
    for (const none of ['not a log\n', '{}\n', Uint8Array.of(0xff, 0xfe, 0x00)]) {
      const told = verify(none)
      expect(told).toMatchObject({ code: 2, out: null })
      expect(told.err.trimEnd().split('\n').length).toBe(1)
    }
  })

  it('names the entry in which a byte is no UTF-8: a corrupt line in a log does not hold', () => {
    const bytes = new TextEncoder().encode(reforge(genuine.slice(0, 10)))
    bytes[bytes.length - 100] = 0xff
    expect(verify(bytes)).toMatchObject({ code: 1, out: { finding: { entry: 9 } } })
  })
})

// --- Forgeries that were accepted -------------------------------------------------------------------------------

describe('forgeries that worked', () => {
  const findingIn = (entries: readonly object[]) =>
    verifyLog(reforge(JSON.parse(JSON.stringify(entries)))).finding
  const logOf = async (w: World) => entriesOf(await w.text())
  const indexOf = (entries: readonly Forged[], type: string) =>
    entries.findIndex(({ fact }) => fact.type === type)
  const edit = (entries: readonly Forged[], type: string, change: (entry: Forged) => void): Forged[] => {
    const copy = structuredClone(entries) as Forged[]
    change(copy[indexOf(copy, type)] as Forged)
    return copy
  }

  it('a mandate until a date is made to end ten years later, and its person speaks on', async () => {
    const w = await world()
    await w.does('dirk', 'giveMandate', { person: 'vera', roles: ['lijnmanagement'], until: '2026-01-07' })
    const entries = edit(await logOf(w), 'mandate.given', it => {
      it.fact.endsAt = '2036-01-07T23:00:00.000Z'
    })
    expect(findingIn(entries)).toMatchObject({ code: 'notAdmitted' })
  })

  it('a mandate until a date is made to end at once', async () => {
    const w = await world()
    await w.does('dirk', 'giveMandate', { person: 'vera', roles: ['lijnmanagement'], until: '2026-12-31' })
    const entries = edit(await logOf(w), 'mandate.given', it => {
      it.fact.endsAt = '2026-01-05T09:00:00.001Z'
    })
    expect(findingIn(entries)).toMatchObject({ code: 'notAdmitted' })
  })

  /** Two proposals for another charter, of which the first is adopted; then somebody comments. */
  async function replaced(): Promise<Forged[]> {
    const w = await world()
    await w.submits('anna', { proposal: 'k1', charter: charter([...three, lelystad]) })
    await w.submits('zita', { proposal: 'k2', charter: charter(three, { maxRevisions: 2 }) })
    await w.consent(seats, { proposal: 'k1' })
    await w.confirm(seats, { proposal: 'k1' })
    await w.does('anna', 'comment', { proposal: 'k1' })
    return logOf(w)
  }

  it('the end of a proposal to change a replaced charter is left out, and it seems to run on', async () => {
    const entries = await replaced()
    expect(findingIn(entries)).toBe(null)
    const at = indexOf(entries, 'consensus.failed')
    expect(findingIn(entries.slice(0, at))).toMatchObject({ entry: at, code: 'actCutOff' })
    expect(findingIn(entries.toSpliced(at, 1))).toMatchObject({ entry: at })
  })

  it('the end of a proposal to change a replaced charter follows from another act', async () => {
    const entries = await replaced()
    const at = indexOf(entries, 'consensus.failed')
    const moved = [...entries.toSpliced(at, 1), { ...entries[at], act: entries.at(-1)?.act }]
    expect(findingIn(moved)).toMatchObject({ entry: at })
  })

  it('a log that verify accepts makes every act of the engine fail', async () => {
    const entries = await replaced()
    const forged = entries.toSpliced(indexOf(entries, 'consensus.failed'), 1)
    const { holds } = verifyLog(reforge(forged))
    const store = memoryStore()
    const lines = reforge(forged).trimEnd().split('\n')
    await store.append(
      'regio',
      lines.map((line, seq) => ({ seq, matter: forged[seq]?.matter ?? '', line })),
      0,
    )
    const clock = setClock('2026-03-01T09:00:00.000Z')
    const acts = async () => {
      const engine = await openCollaboration({ id: 'regio', store, clock })
      await engine.act({ act: 'comment', by: 'anna', proposal: 'k1', text: 'Nog iets.' })
    }
    expect(await comesTo(acts())).toBe(holds ? 'done' : 'CorruptLog')
  })

  it('an outcome is given a later moment than the act from which it follows', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(seats)
    await w.confirm(seats)
    const entries = edit(await logOf(w), 'decision.taken', it => {
      it.at = '2026-01-16T09:00:00.000Z'
    })
    expect(findingIn(entries)).toMatchObject({ entry: entries.length - 1 })
  })

  it('an objection is recorded under another name than its partner gave it', async () => {
    const w = await world()
    await w.submits('anna')
    await w.does('dirk', 'raiseObjection', { objection: 'water' })
    const entries = edit(await logOf(w), 'objection.raised', it => {
      it.fact.objection = 'grond'
    })
    expect(findingIn(entries)).toMatchObject({ entry: entries.length - 1 })
  })

  it('a proposal is recorded as changing another charter than it was asked to', async () => {
    const w = await world()
    await w.does('anna', 'draftProposal', { charter: charter([...three, lelystad]) })
    const entries = edit(await logOf(w), 'proposal.drafted', it => {
      if (it.asked) it.asked.changes = `sha256:${'0'.repeat(64)}`
    })
    expect(findingIn(entries)).toMatchObject({ entry: entries.length - 1 })
  })

  it('a version of holidays is recorded for a content that has no calendar', async () => {
    const w = await world()
    await w.does('anna', 'draftProposal')
    const entries = edit(await logOf(w), 'proposal.drafted', it => {
      it.fact.holidays = 'NL/1'
    })
    expect(findingIn(entries)).toMatchObject({ entry: entries.length - 1 })
  })

  it.each(['none', 'NL/9', ''])(
    'a charter with Dutch holidays is recorded with the table "%s"',
    async table => {
      const w = await world(null)
      await w.does('anna', 'proposeCharter', { charter: charter() })
      const entries = edit(await logOf(w), 'charter.proposed', it => {
        const holidays = { timeZone: 'Europe/Amsterdam', holidays: table }
        it.fact.holidays = table
        it.fact.digest = digestOf(canonical({ ...complete(charter()), calendar: holidays }))
      })
      expect(findingIn(entries)).toMatchObject({ entry: 0 })
    },
  )

  it.each(['p1\u200b', ' ', '__proto__', 'a b'])(
    'a proposal is given the id %j, which nobody may choose',
    async id => {
      const w = await world()
      await w.does('anna', 'draftProposal', { proposal: undefined })
      const entries = edit(await logOf(w), 'proposal.drafted', it => {
        it.matter = id
      })
      expect(findingIn(entries)).toMatchObject({ entry: entries.length - 1 })
    },
  )

  it('a proposal is said to be closed by a moment long before it can be', async () => {
    const w = await world()
    await w.submits('anna')
    const entries = edit(await logOf(w), 'proposal.submitted', it => {
      it.fact.closesBy = '2026-01-06T00:00:00.000Z'
    })
    expect(findingIn(entries)).toMatchObject({ entry: entries.length - 1 })
  })

  it('a decision is called where one partner is left, before the proposal ends', async () => {
    const w = await world(charter(three.slice(0, 2)))
    await w.submits('anna')
    await w.consent(['anna'])
    await w.does('zita', 'leaveCollaboration')
    const entries = await logOf(w)
    const { digest, dueAt } = (entries[indexOf(entries, 'proposal.submitted')] as Forged).fact
    const last = entries.at(-1) as Forged
    const fact = { type: 'decision.called', revision: 1, digest, stage: 'consultation', dueAt }
    expect(findingIn([...entries.slice(0, -1), { ...last, fact }, last])).toMatchObject({
      entry: entries.length - 1,
    })
  })

  it('verify throws on a log at the end of time instead of saying what is wrong', async () => {
    const w = await world()
    await w.submits('anna')
    await w.consent(seats)
    const entries = (await logOf(w)).slice(0, -1)
    const from = indexOf(entries, 'proposal.submitted')
    const late = entries.map((entry, at) => {
      if (at < from) return entry
      const fact = { ...entry.fact, dueAt: '9999-12-31T23:59:59.999Z', closesBy: null }
      if (at === from) return { ...entry, at: '9999-12-15T00:00:00.000Z', fact }
      return { ...entry, at: '9999-12-30T00:00:00.000Z' }
    })
    expect(await comesTo((async () => findingIn(late)?.code ?? 'holds')())).not.toBe('RangeError')
  })
})

/** A charter with what it leaves out filled in, as it is signed. */
function complete(text: ReturnType<typeof charter>): object {
  return {
    ...text,
    opgave: { ...text.opgave, needs: [] },
    partners: text.partners.map(it => ({ ...it, meets: [] })),
    decidesOn: 'stuurgroep',
    maxRevisions: 7,
    signatures: 'optional',
  }
}
