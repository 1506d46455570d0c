// A snapshot is a cache: with it, without it and with a broken one an engine says and records the same.
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { CorruptLog, memoryStore, type Store, type Stored } from '../../src/index.ts'
import { digestOf } from '../../src/log/hash.ts'
import { entriesOf } from '../attacks/forge.ts'
import { bypassedIn } from '../attacks/oracle.ts'
import { charter, lelystad, seats, three } from '../attacks/world.ts'
import {
  answersOf,
  audited,
  confirm,
  consent,
  decided,
  doAll,
  draft,
  expectLawful,
  firstMoment,
  founded,
  type History,
  historyOf,
  id,
  leave,
  object,
  open,
  readInPart,
  recordedBy,
  remark,
  replayOf,
  snapshotAfter,
  storedIn,
  storeWith,
  submit,
  take,
  textIn,
  told,
  watched,
} from './support.ts'

/** The sizes at which a log of these entries stands between two acts. */
const boundaries = (entries: readonly Stored[]): number[] => [
  ...entries.flatMap(({ act }, seq) => (act === undefined ? [] : [seq])).slice(1),
  entries.length,
]

describe('an engine that goes on from a snapshot', () => {
  it.each([1, 2, 3])('history %i, cut at every act: answers as one that read the whole log', async seed => {
    const { entries, persons, steps } = await historyOf(seed, 45)
    const last = { at: steps.at(-1)?.at ?? firstMoment }
    const plain = await open(await storeWith(entries), { ...last, snapshots: false })
    const expected = await answersOf(plain.engine, persons)
    const cuts = boundaries(entries)
    for (const cut of cuts.filter((_, n) => n % 6 === seed % 6 || n > cuts.length - 3)) {
      const store = watched(await storeWith(entries, snapshotAfter(entries.slice(0, cut))))
      const { engine } = await open(store, last)
      expect(await answersOf(engine, persons), `cut at ${cut}`).toEqual(expected)
      expect(readInPart(store), `the snapshot at ${cut} was used`).toBe(true)
    }
  })

  it.each([4, 5, 6])('history %i, cut anywhere: what follows is recorded to the same bytes', async seed => {
    const { entries, steps, sizes } = await historyOf(seed, 45)
    const text = entries.map(({ line }) => `${line}\n`).join('')
    const cuts = sizes.flatMap((size, n) => (size > 1 && n % 5 === seed % 5 ? [n] : []))
    for (const n of cuts) await recordsTheRest({ entries, steps, sizes }, n, text)
  })

  async function recordsTheRest(
    { entries, steps, sizes }: Pick<History, 'entries' | 'steps' | 'sizes'>,
    n: number,
    text: string,
  ): Promise<void> {
    const before = entries.slice(0, sizes[n])
    const store = watched(await storeWith(before, snapshotAfter(before)))
    // In these histories every act in the log took one id, and no id was made in vain.
    const used = before.filter(({ act }) => act !== undefined).length
    const opened = await open(store, { at: steps[n]?.at ?? '', used })
    for (const step of steps.slice(n + 1)) await take(opened, step)
    expect(readInPart(store), `the snapshot after step ${n} was used`).toBe(true)
    expect(await textIn(store), `cut after step ${n}`).toBe(text)
  }

  it('acts of another engine since the snapshot are read and replayed', async () => {
    const { store, engine, clock } = await founded()
    await doAll(engine, [draft('p1'), submit('p1'), draft('p2')])
    const stale = snapshotAfter(await storedIn(store))
    await doAll(engine, [submit('p2', 'anna'), ...seats.map(by => consent('p1', by)), leave('dirk')])
    const resumed = await open(await storeWith(await storedIn(store), stale), { at: clock.now() })
    expect(await answersOf(resumed.engine, seats)).toEqual(await answersOf(engine, seats))
  })

  it('the engine itself takes one when the log has grown, and another opens on it', async () => {
    const store = watched(memoryStore())
    const { engine, clock } = await founded(store)
    await doAll(engine, [draft('p1'), submit('p1')])
    expect(await store.snapshots?.load(id)).toBe(null)
    const many = Array.from({ length: 600 }, (_, n) => remark('p1', `Nummer ${n}.`))
    await Promise.all(many.map(act => engine.act(act)))
    expect(await store.snapshots?.load(id)).not.toBe(null)
    store.reads.splice(0)
    const resumed = await open(store, { at: clock.now() })
    expect(readInPart(store)).toBe(true)
    expect(await answersOf(resumed.engine, seats)).toEqual(await answersOf(engine, seats))
    await expectLawful(store)
  })

  it.each([false, true])(
    'opening reads as much of a log of 600 as of one of 6,000 (a rest of 20: %s)',
    async rest => {
      const lines: number[] = []
      for (const length of [600, 6_000]) {
        const entries = (await longLog()).slice(0, length)
        const store = watched(
          await storeWith(entries, snapshotAfter(entries.slice(0, rest ? -20 : undefined))),
        )
        const { engine } = await open(store, { at: last(entries).at })
        expect((await engine.head()).size).toBe(length)
        expect(await engine.circle()).toMatchObject({ founded: true })
        expect(readInPart(store)).toBe(true)
        lines.push(store.reads.reduce((sum, read) => sum + read.lines, 0))
        const before = store.reads.length
        await engine.proposal('q1')
        const one = store.reads.slice(before).reduce((sum, read) => sum + read.lines, 0)
        expect(one).toBeLessThan(40)
      }
      expect(Math.max(...lines)).toBeLessThan(rest ? 100 : 40)
    },
  )
})

const last = (entries: readonly Stored[]) => JSON.parse(entries.at(-1)?.line ?? '{}') as { at: string }

let made: Promise<readonly Stored[]> | null = null
/** A log of 6,000 entries about some 230 proposals, one after the other. */
function longLog(): Promise<readonly Stored[]> {
  made ??= (async () => {
    const { engine, store } = await founded()
    for (let n = 1; (await store.size(id)) < 6_000; n += 1) {
      const about = `q${n}`
      const remarks = Array.from({ length: 16 }, (_, k) => remark(about, `Nummer ${k}.`, 'omar'))
      await Promise.all([...decided(about), ...remarks].map(act => engine.act(act)))
    }
    return storedIn(store)
  })()
  return made
}

/** A log in which everything is: ended proposals, a running one, a draft, an invitation, and a term that will end. */
async function grown() {
  const opened = await founded()
  const { engine, clock } = opened
  const text = charter([...three, lelystad])
  const [invitation, ...agreement] = decided('nieuw')
  await doAll(engine, [{ ...invitation, charter: text }, ...agreement])
  await doAll(engine, [...decided('klaar'), draft('p1'), submit('p1'), draft('concept', 'zita')])
  await doAll(engine, [consent('p1', 'anna'), object('p1', 'dirk'), remark('p1'), remark('klaar')])
  await doAll(engine, [{ act: 'giveMandate', by: 'dirk', person: 'vera', roles: ['stuurgroep'] }])
  await doAll(engine, [{ act: 'withdrawMandate', by: 'dirk', person: 'vera' }, remark('p1', 'Slot.')])
  const entries = await storedIn(opened.store)
  const { digest } = await engine.circle()
  return { ...opened, entries, now: clock.now(), digest }
}

describe('a snapshot that is broken', () => {
  type Broken = (text: string, entries: readonly Stored[]) => string | Promise<string>
  const body = (text: string) => JSON.parse(text.slice(72)) as Record<string, unknown>
  const sealed = (text: string) => `${digestOf(text)} ${text}`
  const broken: Readonly<Record<string, Broken>> = {
    'cut short': text => text.slice(0, -10),
    'cut in the digest': text => text.slice(0, 40),
    'of one character': text => text.slice(0, 1),
    empty: () => '',
    'a digest only': text => text.slice(0, 72),
    'with a wrong digest': text => text.replace(/^sha256:./, 'sha256:x'),
    'with a letter changed': text => text.replace('klaar', 'klaer'),
    'of another form': text => sealed(JSON.stringify({ ...body(text), form: 2 })),
    'of no form': text => sealed(JSON.stringify({ ...body(text), form: undefined })),
    'of another collaboration': text => sealed(JSON.stringify({ ...body(text), collaboration: 'elders' })),
    'larger than the log': async () => {
      const { engine, store } = await grown()
      await doAll(engine, [remark('p1'), remark('p1')])
      return snapshotAfter(await storedIn(store))
    },
    'one entry larger, an entry about the charter': async () => {
      const { engine, store } = await grown()
      await doAll(engine, [{ act: 'giveMandate', by: 'dirk', person: 'nils', roles: ['lijnmanagement'] }])
      return snapshotAfter(await storedIn(store))
    },
    'that is no object': () => sealed('7'),
    'that is null': () => sealed('null'),
    'that is a list': () => sealed('[]'),
    'that is an empty object': () => sealed('{}'),
    'that is not JSON': () => sealed('{"form":1,'),
    'random bytes': () =>
      Array.from({ length: 999 }, (_, n) => String.fromCharCode(33 + ((n * 7919) % 900))).join(''),
    huge: () => 'x'.repeat(5_000_000),
    'deeply nested': () => sealed('['.repeat(200_000)),
    'deeply nested, and closed': () => sealed(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`),
    'without proposals': text => sealed(JSON.stringify({ ...body(text), proposals: undefined })),
    'with proposals that are none': text =>
      sealed(JSON.stringify({ ...body(text), proposals: [null, 7, 'p1'] })),
    'with a size that is a text': text => sealed(JSON.stringify({ ...body(text), size: '31' })),
    'with a size below zero': text => sealed(JSON.stringify({ ...body(text), size: -1 })),
    'with a size that is no whole number': text => sealed(JSON.stringify({ ...body(text), size: 1.5 })),
    'with peaks that are none': text => sealed(JSON.stringify({ ...body(text), peaks: 'abc' })),
  }

  const taken: Readonly<Record<string, Broken>> = {
    'with too few peaks': text => sealed(JSON.stringify({ ...body(text), peaks: [] })),
    'with peaks that are no hashes': text =>
      sealed(JSON.stringify({ ...body(text), peaks: (body(text).peaks as string[]).map(() => 'AAAA') })),
  }

  async function expectAsIfNone(breaking: Broken): Promise<void> {
    const { entries, now } = await grown()
    const text = await breaking(snapshotAfter(entries), entries)
    const store = await storeWith(entries, text)
    const resumed = await open(store, { at: now, prefix: 'b-' })
    const plain = await open(await storeWith(entries), { at: now, prefix: 'b-', snapshots: false })
    const people = [...seats, 'vera', 'omar']
    expect(await answersOf(resumed.engine, people)).toEqual(await answersOf(plain.engine, people))
    for (const { engine } of [resumed, plain])
      await doAll(engine, [consent('p1', 'zita'), submit('concept', 'zita'), leave('dirk'), draft('p2')])
    expect(await textIn(store)).toBe(await textIn(plain.store))
    await expectLawful(store)
  }

  it.each(Object.entries(broken))('%s: it is as if there were none', (_, breaking) =>
    expectAsIfNone(breaking),
  )

  describe.each(Object.entries(taken))('%s', (_, breaking) => {
    it('it is as if there were none', () => expectAsIfNone(breaking))

    it('whatever is answered: what is recorded is lawful, and there once', async () => {
      const { entries, now } = await grown()
      const store = await storeWith(entries, await breaking(snapshotAfter(entries), entries))
      for (let n = 0; n < 2; n += 1) {
        const opened = await open(store, { at: now, prefix: `b${n}-` }).catch(() => null)
        for (let time = 0; time < 3; time += 1)
          await opened?.engine.act(consent('p1', 'zita'), { key: 'k1' }).catch(() => null)
      }
      expect((await storedIn(store, { act: 'k1' })).length).toBeLessThanOrEqual(1)
      await expectLawful(store)
    })
  })

  it('of another history of the same size, with as many entries about the charter', async () => {
    const [one, other] = await Promise.all([grown(), grown()])
    await doAll(one.engine, [remark('p1', 'Zo ging het.'), remark('p1', 'Slot.')])
    await doAll(other.engine, [remark('p1', 'Zo ging het niet.'), remark('p1', 'Slot.')])
    const entries = await storedIn(one.store)
    const store = await storeWith(entries, snapshotAfter(await storedIn(other.store)))
    const { engine } = await open(store, { at: one.now, prefix: 'b-' })
    expect(await engine.head()).toEqual(await one.engine.head())
    await doAll(engine, [remark('p1'), consent('p1', 'zita')])
    const audit = await audited(store)
    expect(audit.holds).toBe(true)
    expect(await engine.head()).toEqual({ size: audit.size, root: audit.root })
  })

  it.each([
    ['a number', 7],
    ['an object', {}],
    ['a list of texts', ['sha256:']],
    ['undefined', undefined],
    ['half a character', `${'sha256:'.padEnd(71, '0')} \ud800`],
  ])('a store that hands out %s instead of a text: as if there were none', async (_, wrong) => {
    const { entries, now, engine } = await grown()
    const inner = await storeWith(entries)
    const store = { ...inner, snapshots: { ...inner.snapshots, load: async () => wrong as string } }
    const resumed = await open(store, { at: now })
    expect(await answersOf(resumed.engine, seats)).toEqual(await answersOf(engine, seats))
  })
})

describe('where the store has no place for snapshots, or it fails', () => {
  const growth = 520
  const many = () => Array.from({ length: growth }, (_, n) => remark('p1', `Nummer ${n}.`))
  const snapshotsThat: Readonly<Record<string, Store['snapshots'] | undefined>> = {
    'are absent': undefined,
    'throw on load and save': {
      load: () => {
        throw new Error('no')
      },
      save: () => {
        throw new Error('no')
      },
    },
    'reject on load and save': {
      load: () => Promise.reject(new Error('no')),
      save: () => Promise.reject(new Error('no')),
    },
    'forget all': { load: async () => null, save: async () => {} },
  }
  it.each(Object.entries(snapshotsThat))('%s: acts are recorded all the same', async (_, snapshots) => {
    const { snapshots: _place, ...bare } = memoryStore()
    const store: Store = snapshots ? { ...bare, snapshots } : bare
    const { engine } = await founded(store)
    await doAll(engine, [draft('p1'), submit('p1')])
    const answers = await Promise.all(many().map(act => engine.act(act)))
    expect(answers.every(answer => 'recorded' in answer)).toBe(true)
    expect(told(await engine.act(consent('p1', 'anna')))).toBe('position.taken')
    expect((await (await open(store)).engine.head()).size).toBe(growth + 8)
    await expectLawful(store)
  })

  it('a save that takes its time keeps no answer back, and the next act is recorded after it', async () => {
    const inner = memoryStore()
    let release = () => {}
    const saving = new Promise<void>(resolve => {
      release = resolve
    })
    const store = { ...inner, snapshots: { ...inner.snapshots, save: () => saving } }
    const { engine } = await founded(store)
    await doAll(engine, [draft('p1'), submit('p1')])
    const answers = await Promise.all(
      many()
        .slice(0, 500)
        .map(act => engine.act(act)),
    )
    expect(answers.every(answer => 'recorded' in answer)).toBe(true)
    const later = engine.act(consent('p1', 'anna'))
    release()
    expect(told(await later)).toBe('position.taken')
    await expectLawful(store)
  })

  it('a save that never ends keeps no act waiting', async () => {
    const inner = memoryStore()
    const store = { ...inner, snapshots: { ...inner.snapshots, save: () => new Promise<void>(() => {}) } }
    const { engine } = await founded(store)
    await doAll(engine, [draft('p1'), submit('p1')])
    await Promise.all(
      many()
        .slice(0, 500)
        .map(act => engine.act(act)),
    )
    let answered = false
    void engine.act(consent('p1', 'anna')).then(() => {
      answered = true
    })
    for (let turn = 0; turn < 200; turn += 1) await new Promise(resolve => setImmediate(resolve))
    expect(answered).toBe(true)
  })

  it('what is kept is the snapshot of the log at that size', async () => {
    const { engine, store } = await founded()
    await doAll(engine, [draft('p1'), submit('p1')])
    await Promise.all(many().map(act => engine.act(act)))
    const text = (await store.snapshots?.load(id)) ?? ''
    const size = Number(/"size":(\d+)/.exec(text)?.[1])
    expect(text).toBe(snapshotAfter((await storedIn(store)).slice(0, size)))
  })
})

describe('a snapshot is taken of whole acts only', () => {
  it('not where reading stopped in the middle of an act', async () => {
    const whole = await founded()
    await doAll(whole.engine, [draft('p1'), submit('p1'), draft('p2')])
    const early = await storedIn(whole.store)
    const many = Array.from({ length: 520 }, (_, n) => remark('p1', `Nummer ${n}.`))
    await Promise.all(many.map(act => whole.engine.act(act)))
    await doAll(
      whole.engine,
      seats.map(by => consent('p1', by)),
    )
    const entries = await storedIn(whole.store)
    expect(JSON.parse(entries.at(-1)?.line ?? '').fact.type).toBe('decision.called')
    // A store on which somebody else left an act half written.
    const store = await storeWith(early)
    const watching = await open(store, { at: whole.clock.now(), prefix: 'w-' })
    await store.append(id, entries.slice(early.length, -1), early.length)
    await expect(watching.engine.tick()).rejects.toThrow(CorruptLog)
    const opening = open(store, { at: whole.clock.now(), prefix: 'v-' })
    await expect(opening.then(({ engine }) => engine.act(submit('p2')))).rejects.toThrow(CorruptLog)
    expect((await storedIn(store)).length).toBe(entries.length - 1)
  })
})

describe('an act id that was used before the snapshot', () => {
  it('is found out when another engine records it again', async () => {
    const { entries, now } = await grown()
    const used = entries.find(({ matter, act }) => matter === 'p1' && act !== undefined)?.act ?? ''
    const store = await storeWith(entries, snapshotAfter(entries))
    const resumed = await open(store, { at: now, prefix: 'r-' })
    // What a careless engine would append: lawful but for the id.
    const careless = await storeWith(entries)
    const other = await open(careless, { at: now, prefix: 'other-' })
    const line = recordedBy(await other.engine.act(remark('p1')))[0]
    const text = (await storedIn(careless)).at(-1)?.line.replace(line?.act ?? '', used) ?? ''
    await store.append(id, [{ seq: entries.length, matter: 'p1', act: used, line: text }], entries.length)
    expect((await audited(store)).finding?.code).toBe('actTwice')
    await expect(resumed.engine.act(consent('p1', 'zita'))).rejects.toThrow(CorruptLog)
  })
})

describe('a snapshot forged with a right digest, by whoever can write where snapshots are kept', () => {
  interface Proposal {
    id: string
    entries: number
    live: boolean
    dueAt: string | null
    digests: string[]
    replaced: string[]
  }
  interface Body {
    size: number
    peaks: string[]
    proposals: Proposal[]
  }
  type Forge = (body: Body, proposal: (id: string) => Proposal) => void
  const nowhere: Proposal = { id: 'spook', entries: 0, live: false, dueAt: null, digests: [], replaced: [] }

  const forgeries: Readonly<Record<string, Forge>> = {
    'a running proposal hidden, its entries counted with an ended one': (body, proposal) => {
      proposal('klaar').entries += proposal('p1').entries
      body.proposals = body.proposals.filter(it => it.id !== 'p1')
    },
    'a running proposal hidden, its entries counted with a draft': (body, proposal) => {
      proposal('concept').entries += proposal('p1').entries
      body.proposals = body.proposals.filter(it => it.id !== 'p1')
    },
    'a draft hidden, its entries counted with an ended one': (body, proposal) => {
      proposal('klaar').entries += proposal('concept').entries
      body.proposals = body.proposals.filter(it => it.id !== 'concept')
    },
    'a decided proposal hidden, its entries counted with a running one': (body, proposal) => {
      proposal('p1').entries += proposal('klaar').entries
      body.proposals = body.proposals.filter(it => it.id !== 'klaar')
    },
    'a running proposal listed twice': (body, proposal) => {
      body.proposals.push({ ...proposal('p1'), entries: 0 })
    },
    'a proposal listed that is not there, as ended': body => {
      body.proposals.push({ ...nowhere })
    },
    'a proposal listed that is not there, as running': body => {
      body.proposals.push({ ...nowhere, live: true, dueAt: '2026-01-06T00:00:00.000Z' })
    },
    'counts shifted between two proposals that run': (_, proposal) => {
      proposal('p1').entries -= 1
      proposal('concept').entries += 1
    },
    'counts shifted from a running proposal to an ended one': (_, proposal) => {
      proposal('p1').entries -= 1
      proposal('klaar').entries += 1
    },
    'counts below zero': (_, proposal) => {
      proposal('p1').entries += 100
      proposal('klaar').entries -= 100
    },
    'a term that ends earlier': (_, proposal) => {
      proposal('p1').dueAt = '2026-01-05T09:00:00.000Z'
    },
    'a term that ends later': (_, proposal) => {
      proposal('p1').dueAt = '2031-01-05T09:00:00.000Z'
    },
    'a term that does not run': (_, proposal) => {
      proposal('p1').dueAt = null
    },
    'a running proposal listed as ended': (_, proposal) => {
      proposal('p1').live = false
    },
    'a running proposal listed as ended, and its term as not running': (_, proposal) => {
      proposal('p1').live = false
      proposal('p1').dueAt = null
    },
    'a draft listed as ended': (_, proposal) => {
      proposal('concept').live = false
    },
    'an ended proposal listed as running': (_, proposal) => {
      proposal('klaar').live = true
    },
    'the digests of a running proposal gone': (_, proposal) => {
      proposal('p1').digests = []
    },
    'the digests of an ended proposal as those of another': (_, proposal) => {
      proposal('klaar').digests = proposal('p1').digests
    },
    'a decision listed as replaced': (_, proposal) => {
      proposal('klaar').replaced = ['p1']
    },
    'the order of the proposals turned round': body => {
      body.proposals.reverse()
    },
    'an id that programs reserve': body => {
      body.proposals.push({ ...nowhere, id: '__proto__' }, { ...nowhere, id: 'constructor' })
    },
    'the charter listed as a proposal': body => {
      body.proposals.push({ ...nowhere, id: 'charter' })
    },
    'peaks of another log': body => {
      body.peaks = body.peaks.map(() => Buffer.alloc(32, 7).toString('base64'))
    },
    'smaller by the last act, with its entry left in the count of a proposal': body => {
      body.size -= 1
    },
    'an entry about the charter counted with a proposal': (body, proposal) => {
      proposal('klaar').entries += 1
      body.size += 0
    },
    'fields that nobody asked for': body => {
      Object.assign(body, { charterEntries: 0, lastAt: '2040-01-01T00:00:00.000Z', firstFree: 99, act: 'x' })
    },
  }

  /** What comes of it; of those not named here nothing does. */
  const truth: Readonly<Record<string, readonly string[]>> = {
    'a running proposal hidden, its entries counted with an ended one': [
      'a comment: answered otherwise',
      'a position: answered otherwise',
      'a departure: no verifier takes it (actCutOff)',
      'a departure and a comment: no verifier takes it (actCutOff)',
      'a newcomer, and the decision without it: no verifier takes it (actCutOff)',
      'the decision: answered otherwise',
    ],
    'a running proposal hidden, its entries counted with a draft': [
      'a comment: answered otherwise',
      'a position: answered otherwise',
      'the decision: answered otherwise',
      'a month, and a comment: recorded otherwise',
    ],
    'a draft hidden, its entries counted with an ended one': [
      'a draft under an id like that of a draft: no verifier takes it (notAdmitted)',
      'a submission: answered otherwise',
      'a departure: no verifier takes it (actCutOff)',
      'a departure and a comment: no verifier takes it (actCutOff)',
      'a newcomer, and the decision without it: no verifier takes it (notAdmitted)',
    ],
    'a proposal listed that is not there, as ended': [
      'a draft that builds on what is not there: no verifier takes it (notAdmitted)',
    ],
    'a term that does not run': ['a month, and a comment: recorded otherwise'],
    'a running proposal listed as ended, and its term as not running': [
      'a departure: no verifier takes it (actCutOff)',
      'a departure and a comment: no verifier takes it (notAdmitted)',
      'a newcomer, and the decision without it: no verifier takes it (actCutOff)',
      'a month, and a comment: recorded otherwise',
    ],
    'a draft listed as ended': [
      'a departure: no verifier takes it (actCutOff)',
      'a departure and a comment: no verifier takes it (notAdmitted)',
      'a newcomer, and the decision without it: no verifier takes it (notAdmitted)',
    ],
    'the order of the proposals turned round': [
      'a departure: recorded otherwise',
      'a departure and a comment: recorded otherwise',
      'a newcomer, and the decision without it: recorded otherwise',
    ],
  }
  /** Those by which some answer misleads until a proposal that they lie about is asked for. */
  const misleading: readonly string[] = [
    'a running proposal hidden, its entries counted with an ended one',
    'a running proposal hidden, its entries counted with a draft',
    'a draft hidden, its entries counted with an ended one',
    'a decided proposal hidden, its entries counted with a running one',
    'a proposal listed that is not there, as ended',
    'a proposal listed that is not there, as running',
    'the order of the proposals turned round',
    'an id that programs reserve',
    'peaks of another log',
  ]

  const forged = (text: string, forge: Forge): string => {
    const body = JSON.parse(text.slice(72)) as Body
    const proposal = (wanted: string): Proposal => {
      const found = body.proposals.find(it => it.id === wanted)
      if (!found) throw new Error(`no ${wanted}`)
      return found
    }
    forge(body, proposal)
    const changed = JSON.stringify(body)
    return `${digestOf(changed)} ${changed}`
  }

  /** What people may do next, each on an engine of its own; null where a month goes by. */
  const next: Readonly<Record<string, (digest: string | null) => readonly (object | null)[]>> = {
    'a comment': () => [remark('p1')],
    'a position': () => [consent('p1', 'zita')],
    'a draft without an id': () => [{ act: 'draftProposal', by: 'anna', title: 'Meer', text: 'Nog meer.' }],
    'a draft under the id of what runs': () => [draft('p1')],
    'a draft under an id like that of a draft': () => [draft('Concept')],
    'a draft under an id of nobody': () => [draft('spook')],
    'a draft that builds on what is not there': () => [{ ...draft('p2'), basedOn: ['spook'] }],
    'a draft that builds on what was decided': () => [{ ...draft('p2'), basedOn: ['klaar'] }],
    'a comment on what was decided': () => [remark('klaar')],
    'a submission': () => [submit('concept', 'zita')],
    'a departure': () => [leave('dirk')],
    'a departure and a comment': () => [leave('zita'), remark('klaar')],
    'a newcomer, and the decision without it': digest => [
      { act: 'signCharter', by: 'lara', charter: digest },
      ...theRest('p1'),
    ],
    'the decision': () => theRest('p1'),
    'a month, and a comment': () => [null, remark('klaar')],
  }
  const theRest = (proposal: string): object[] => [
    { act: 'withdrawObjection', by: 'dirk', proposal, revision: 1, objection: 'o1' },
    ...['zita', 'dirk'].map(by => consent(proposal, by)),
    ...seats.map(by => confirm(proposal, by)),
  ]

  const month = 31 * 86_400_000

  /** What came of acts on a log with this snapshot, and what the log says then, ids of acts aside. */
  async function outcomeOf(
    { entries, now }: Pick<Awaited<ReturnType<typeof grown>>, 'entries' | 'now'>,
    text: string | undefined,
    acts: readonly (object | null)[],
  ) {
    const store = await storeWith(entries, text)
    const came: string[] = []
    try {
      const { engine, clock } = await open(store, { at: now, prefix: 'f-' })
      for (const act of acts) {
        if (act) came.push(told(await engine.act(act)))
        else clock.moveTo(new Date(Date.parse(now) + month).toISOString())
      }
    } catch (error) {
      came.push((error as Error).name)
    }
    const lines = entriesOf(await textIn(store))
    expect(bypassedIn(lines), 'who was bypassed').toBe(null)
    const said = lines.map(({ act: _act, prev: _prev, ...rest }) => rest)
    return { came: came.join(', '), code: (await audited(store)).finding?.code, said: JSON.stringify(said) }
  }

  const plain = new Map<string, ReturnType<typeof outcomeOf>>()

  it.each(Object.entries(forgeries))('%s', async (forgery, forge) => {
    const log = await grown()
    const text = forged(snapshotAfter(log.entries), forge)
    const differs: string[] = []
    for (const [name, actsOn] of Object.entries(next)) {
      const acts = actsOn(log.digest)
      const known = plain.get(name) ?? outcomeOf(log, undefined, acts)
      plain.set(name, known)
      const [expected, outcome] = await Promise.all([known, outcomeOf(log, text, acts)])
      expect(expected.code).toBe(undefined)
      if (outcome.code) differs.push(`${name}: no verifier takes it (${outcome.code})`)
      else if (outcome.came !== expected.came) differs.push(`${name}: answered otherwise`)
      else if (outcome.said !== expected.said) differs.push(`${name}: recorded otherwise`)
    }
    expect(differs).toEqual(truth[forgery] ?? [])
  })

  it('what else it answers otherwise: the circle, the views, who may do what, the head', async () => {
    const { entries, now, engine } = await grown()
    const plain = await answersOf(engine, seats)
    const lies: string[] = []
    for (const [name, forge] of Object.entries(forgeries)) {
      const store = await storeWith(entries, forged(snapshotAfter(entries), forge))
      const answers = await open(store, { at: now })
        .then(opened => answersOf(opened.engine, seats))
        .catch((error: Error) => error.message)
      if (!isDeepStrictEqual(answers, plain)) lies.push(name)
    }
    expect(lies).toEqual(misleading)
  })
})

it('what a replay knows at a boundary is what the snapshot says', async () => {
  const { entries } = await grown()
  const replay = replayOf(entries)
  const body = JSON.parse(snapshotAfter(entries).slice(72))
  expect(body.size).toBe(replay.ledger.frontier.size)
  expect(body.proposals.map((it: { id: string }) => it.id)).toEqual(['nieuw', 'klaar', 'p1', 'concept'])
})
