// Engines on a store: what is answered as recorded is on record, once; what is refused leaves no trace; and whoever opens the log
// sees the same, whatever a snapshot or a store says.
import { isDeepStrictEqual } from 'node:util'
import { replayLine, startReplay } from '../../../src/collaboration/replay.ts'
import { snapshotOf } from '../../../src/collaboration/snapshot.ts'
import { type ActOutcome, type Engine, openCollaboration, type Store, setClock } from '../../../src/index.ts'
import { verifyLog } from '../../../src/verify/verify.ts'
import { charter, looking, must, type Round, round, textOf, three } from './round.ts'

// --- What must hold of every engine -----------------------------------------------------------------------------

/** All that an engine shows, as one text. */
async function shownBy(engine: Engine): Promise<string> {
  const views = []
  for (const id of await engine.proposals()) views.push(await engine.proposal(id))
  return JSON.stringify([await engine.circle(), await engine.nextDue(), views, await engine.waiting()])
}

/** Invariant 8: the log holds, has the head that the engine tells, and leads everybody who opens it to what the engine shows. */
async function sameForAll(r: Pick<Round, 'engine' | 'store' | 'clock'>, after: string): Promise<void> {
  const audit = verifyLog(await textOf(r), { head: await r.engine.head() })
  must(
    audit.finding === null,
    'sameLogSameTruth',
    `after ${after} the log does not hold: ${audit.finding?.what}`,
  )
  const fresh = await openCollaboration({ ...r, id: 'regio', snapshots: false })
  const [shown, replayed] = [await shownBy(r.engine), await shownBy(fresh)]
  must(
    shown === replayed,
    'sameLogSameTruth',
    `after ${after} the log tells ${replayed}, the engine ${shown}`,
  )
}

/** W3: an act that is answered as recorded is on record as it was asked, by one entry that begins it. */
async function answeredTruly(r: Round, asked: object, outcome: ActOutcome): Promise<void> {
  if ('refused' in outcome) return
  const [first] = outcome.recorded
  const its = (await r.entries()).filter(({ act }) => act === first?.act)
  const begun = its.filter(entry => entry.asked !== undefined)
  must(
    begun.length === 1 &&
      isDeepStrictEqual(begun[0]?.asked, asked) &&
      isDeepStrictEqual(its, outcome.recorded),
    'nothingIsLost',
    `${JSON.stringify(asked)} is answered as recorded, on record are ${JSON.stringify(its)} (W3)`,
  )
}

async function submitted(): Promise<Round> {
  const r = await round()
  await r.submits('almere-line')
  return r
}

const on = (act: string, by: string, more: object = {}): { act: string; by: string } => ({
  ...{ act, by, proposal: 'p1', revision: 1 },
  ...more,
})
const consents = (id: string): object => on('takePosition', `${id}-line`, { position: 'consent' })
const objects = (id: string): object =>
  on('raiseObjection', `${id}-care`, { objection: `of-${id}`, reason: 'Er is geen waterberging.' })
const comments = (by: string): object => ({ act: 'comment', by, proposal: 'p1', text: 'Een opmerking.' })

// --- Keys -------------------------------------------------------------------------------------------------------

/** An act asked again is recorded once; another under its key is refused, never swallowed. */
async function keys(): Promise<void> {
  const r = await submitted()
  const other = await openCollaboration({ id: 'regio', store: r.store, clock: r.clock })
  const first = await r.engine.act(consents('dronten'), { key: 'k' })
  await answeredTruly(r, consents('dronten'), first)
  const { size } = await r.engine.head()
  for (const engine of [r.engine, other]) {
    const again = await engine.act(consents('dronten'), { key: 'k' })
    must(isDeepStrictEqual(again, first), 'sameLogSameTruth', 'an act asked again is answered otherwise (W3)')
    for (const act of [objects('dronten'), objects('zeewolde'), comments('dronten-line')]) {
      const outcome = await engine.act(act, { key: 'k' })
      await answeredTruly(r, act, outcome)
      must('refused' in outcome, 'nothingIsLost', 'a key stands for two acts (W3)')
    }
  }
  const atOnce = [objects('zeewolde'), consents('almere'), objects('zeewolde')]
  const outcomes = await Promise.all(atOnce.map(act => r.engine.act(act, { key: 'once' })))
  for (const [n, outcome] of outcomes.entries()) await answeredTruly(r, atOnce[n] ?? {}, outcome)
  must(
    (await r.engine.head()).size === size + 1,
    'sameLogSameTruth',
    'an act is recorded twice under one key (W3)',
  )
  await sameForAll(r, 'acts under one key')
}

// --- At once ----------------------------------------------------------------------------------------------------

/** Acts that come in at once are decided one after the other: none overtakes another, none is lost. */
async function atOnce(): Promise<void> {
  const r = await submitted()
  const rows = [
    [comments('omar'), objects('dronten'), consents('zeewolde'), consents('almere')],
    [
      objects('almere'),
      objects('zeewolde'),
      on('extendTerm', 'almere-care'),
      on('extendTerm', 'almere-line'),
    ],
    [
      on('amendProposal', 'almere-line', {
        revision: undefined,
        title: 'Wonen',
        text: 'We bouwen 180 woningen.',
      }),
      consents('zeewolde'),
      comments('dronten-seat'),
    ],
    three.map(id => on('withdrawObjection', `${id}-care`, { revision: 2, objection: `of-${id}` })),
    three.map(id => on('takePosition', `${id}-line`, { revision: 2, position: 'consent' })),
    [...three, ...three].map(id => on('confirmDecision', `${id}-seat`, { revision: 2 })),
  ].map(row => row.map(act => JSON.parse(JSON.stringify(act)) as object))
  for (const row of rows) {
    const outcomes = await Promise.all(row.map(act => r.engine.act(act)))
    for (const [n, outcome] of outcomes.entries()) await answeredTruly(r, row[n] ?? {}, outcome)
    await sameForAll(r, `at once ${JSON.stringify(row)}`)
  }
  const { state, objections } = await r.view()
  must(Object.keys(objections).length === 3, 'nothingIsLost', 'of objections raised at once one is gone (O1)')
  must(state === 'decided', 'itEnds', `all agreed and confirmed at once, and it is ${state} (J3)`)
}

/** Of two engines that write at the same place one is told to try again: each voice counts once. */
async function sideBySide(): Promise<void> {
  const r = await submitted()
  const first = await firstIn(r.store)
  must(
    first === 1,
    'sameLogSameTruth',
    `of two writers of one place in the log ${first} are told that they were first`,
  )
  const other = await openCollaboration({ id: 'regio', store: r.store, clock: r.clock })
  const rows = [
    [comments('omar'), comments('almere-line')],
    [consents('almere'), consents('zeewolde')],
    [objects('dronten'), consents('dronten')],
    [objects('almere'), objects('almere')],
  ]
  for (const [one, two] of rows) {
    const outcomes = await Promise.all([r.engine.act(one), other.act(two)])
    await answeredTruly(r, one ?? {}, outcomes[0])
    await answeredTruly(r, two ?? {}, outcomes[1])
    await sameForAll(r, `${JSON.stringify([one, two])} on two engines`)
    await sameForAll({ ...r, engine: other }, `${JSON.stringify([one, two])} on two engines`)
  }
}

/** How many of two who append to one new log at the same size are told that it was done. */
async function firstIn({ append }: Store): Promise<number> {
  const entries = (line: string) => [{ seq: 0, matter: 'charter', act: line, line }]
  const told = await Promise.all([append('race', entries('one'), 0), append('race', entries('two'), 0)])
  return told.filter(it => 'appended' in it).length
}

// --- Refused, and only looked at --------------------------------------------------------------------------------

/** W3: a refused act leaves no trace, and neither does one that is tried out. */
async function noTrace(): Promise<void> {
  const r = await submitted()
  await r.consent(['almere', 'zeewolde'])
  await r.does('dronten-care', 'raiseObjection', { objection: 'o1' })
  const before = [await shownBy(r.engine), (await r.engine.head()).root]
  const unchanged = async (after: string): Promise<void> => {
    const now = [await shownBy(r.engine), (await r.engine.head()).root]
    must(
      isDeepStrictEqual(now, before),
      'nobodySpokenFor',
      `${after}, and ${before[0]} becomes ${now[0]} (W3)`,
    )
  }
  for (const act of [
    ...[consents('dronten'), on('confirmDecision', 'dronten-seat'), on('confirmDecision', 'almere-seat')],
    ...[on('withdrawObjection', 'almere-care', { objection: 'o1' }), on('extendTerm', 'nobody')],
    ...[
      { act: 'withdrawProposal', by: 'zeewolde-seat', proposal: 'p1' },
      { act: 'leaveCollaboration', by: 'omar' },
    ],
    ...[
      { act: 'signCharter', by: 'almere-seat', charter: (await r.engine.circle()).digest },
      { act: 'sing' },
    ],
  ]) {
    const outcome = await r.engine.act(act)
    must('refused' in outcome, 'nobodySpokenFor', `${JSON.stringify(act)} is recorded`)
    await unchanged(`${JSON.stringify(act)} is refused`)
  }
  for (const act of [
    objects('zeewolde'),
    consents('almere'),
    comments('omar'),
    { act: 'leaveCollaboration', by: 'dronten-seat' },
  ]) {
    const outcome = await r.engine.act(act, { dryRun: true })
    must('recorded' in outcome, 'itEnds', `${JSON.stringify(act)} is refused when it is tried out`)
    await unchanged(`${JSON.stringify(act)} is tried out`)
  }
  await sameForAll(r, 'refused acts')
}

// --- Snapshots and stores that lie ------------------------------------------------------------------------------

/** A log with a snapshot of it: a proposal with an objection, one decided, one withdrawn, one drafted. */
async function snapshotted(): Promise<{ r: Round; snapshot: string; truth: string }> {
  const r = await submitted()
  await r.submits('zeewolde-line', { proposal: 'p2' })
  await r.consent(three, { proposal: 'p2' })
  await r.confirm(three, { proposal: 'p2' })
  await r.submits('omar', { proposal: 'p3' })
  await r.does('omar', 'withdrawProposal', { proposal: 'p3' })
  await r.does('almere-line', 'draftProposal', { proposal: 'p4' })
  await r.consent(['almere', 'zeewolde'])
  await r.does('dronten-care', 'raiseObjection', { objection: 'o1' })
  const replay = startReplay('regio')
  for (const line of (await textOf(r)).split('\n').slice(0, -1)) replayLine(replay, line)
  return { r, snapshot: snapshotOf(replay), truth: await shownBy(r.engine) }
}

/** The body of a snapshot with one value in it changed: every one in turn. */
function* lies(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [n, item] of value.entries()) for (const lie of lies(item)) yield value.with(n, lie)
    if (value.length > 0) yield value.slice(0, -1)
  } else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value))
      for (const lie of lies(item)) yield { ...value, [key]: lie }
  else if (typeof value === 'number') yield* [value + 1, value - 1]
  else if (typeof value === 'boolean') yield !value
  else if (value === null) yield '2026-01-06T09:00:00.000Z'
  else yield* [null, '', `${String(value)}x`]
}

/** Whoever writes into a snapshot, or into its digest, changes nothing of what an engine that opens on it shows. */
async function snapshots(): Promise<void> {
  const { r, snapshot, truth } = await snapshotted()
  const [digest, body] = [snapshot.slice(0, 71), snapshot.slice(72)]
  const written = [...lies(JSON.parse(body))].map(lie => `${digest} ${JSON.stringify(lie)}`)
  for (const text of [snapshot, 'x', `${digest} `, snapshot.slice(0, -1), ...written]) {
    const store = { ...r.store, snapshots: { load: async () => text, save: async () => {} } }
    const shown = await openCollaboration({ id: 'regio', store, clock: r.clock })
      .then(shownBy)
      .catch((error: Error) => error.name)
    must(
      shown === truth,
      'sameLogSameTruth',
      `on the snapshot ${text} the engine shows ${shown}, the log tells ${truth}`,
    )
  }
}

type Withhold = (
  lines: readonly { line: string; seq: number; matter: string }[],
) => readonly { line: string; seq: number; matter: string }[]

/** A store that, where it is asked for the entries about one proposal, hands out something else. */
function lying(store: Store, matter: string, withhold: Withhold): Store {
  const read: Store['read'] = (id, part = {}) =>
    part.matter === matter ? other(id, part) : store.read(id, part)
  const other = async function* (id: string, part: Parameters<Store['read']>[1]) {
    const entries = []
    for await (const entry of store.read(id, part)) entries.push(entry)
    yield* withhold(entries)
  }
  return { ...store, read }
}

/** Invariant 5: a store that keeps words of somebody back is found out, or what it keeps back is shown all the same. */
async function withheld(): Promise<void> {
  const { r, snapshot, truth } = await snapshotted()
  const ways: Readonly<Record<string, Withhold>> = {
    last: lines => lines.slice(0, -1),
    first: lines => lines.slice(1),
    middle: lines => lines.toSpliced(2, 1),
    all: () => [],
    order: lines => lines.toReversed(),
  }
  for (const matter of ['p1', 'p2', 'p4'])
    for (const [way, withhold] of Object.entries(ways)) {
      const store = {
        ...lying(r.store, matter, withhold),
        snapshots: { load: async () => snapshot, save: async () => {} },
      }
      const shown = await openCollaboration({ id: 'regio', store, clock: setClock(r.clock.now()) })
        .then(shownBy)
        .catch((error: Error) => error.name)
      const what = `a store keeps back the ${way} of ${matter}, and the engine shows ${shown}, not ${truth}`
      must(shown === truth || shown === 'CorruptLog', 'nothingIsLost', what)
    }
}

// --- Signatures -------------------------------------------------------------------------------------------------

/** W2: under a charter that demands signatures nothing is admitted that is not signed, alone or with others at once. */
async function unsigned(): Promise<void> {
  const demanding = charter(three, { signatures: 'required' })
  const proposes = (by: string, text: object): object => ({ act: 'proposeCharter', by, charter: text })
  const r = await round(null)
  const rows = [
    [proposes('almere-seat', demanding)],
    [proposes('almere-seat', charter()), proposes('zeewolde-seat', demanding)],
    [
      proposes('almere-seat', charter()),
      proposes('omar', charter(three, { maxRevisions: 3 })),
      proposes('dronten-line', demanding),
    ],
  ]
  for (const row of rows) {
    const outcomes = await Promise.all(row.map(act => r.engine.act(act)))
    must(
      'refused' in (outcomes.at(-1) ?? {}),
      'nobodySpokenFor',
      `${JSON.stringify(row.at(-1))} is recorded without a signature (W2)`,
    )
  }
  const changing = { proposal: 'k1', title: 'Charter', text: 'Voortaan getekend.' }
  const later = await round()
  await later.cannot('nobodySpokenFor', 'omar', 'draftProposal', { ...changing, charter: demanding })
  await later.does('omar', 'draftProposal', changing)
  await later.cannot('nobodySpokenFor', 'omar', 'reviseDraft', { ...changing, charter: demanding })
  await later.does('omar', 'submitProposal', { proposal: 'k1' })
  await later.cannot('nobodySpokenFor', 'omar', 'amendProposal', { ...changing, charter: demanding })
}

/** What must hold of engines and stores, one by one. */
export const engineChecks = {
  'engines asked under a key': looking(keys),
  'engines asked at once': looking(atOnce),
  'engines side by side': looking(sideBySide),
  'engines that refuse or try out': looking(noTrace),
  'engines on snapshots that lie': looking(snapshots),
  'engines on stores that keep back': looking(withheld),
  'engines asked without signatures': looking(unsigned),
}
