// Personal words asked of an engine and of its record: what W4 says of them, one row for each way in which others would suffer.
import {
  type CharterInput,
  keyFor,
  memoryStore,
  type RecordedEntry,
  type Store,
  signAct,
} from '../../../src/index.ts'
import { sha256 } from '../../../src/log/hash.ts'
import { verifyCertificate, verifyLog } from '../../../src/verify/verify.ts'
import { entriesOf, type Forged, reforge } from '../../attacks/forge.ts'
import { charter, looking, must, type Round, round, textOf, three } from './round.ts'

const marked: NonNullable<CharterInput['personal']> = [
  ...(['raiseObjection.reason', 'takePosition.reason', 'comment.text'] as const),
]

const withWords = (changes: Partial<CharterInput> = {}): CharterInput =>
  charter(three, { personal: marked, ...changes })

const digestIn = ([first]: readonly RecordedEntry[]): string => Object.values(first?.personal ?? {})[0] ?? ''
const erasing = (digest: string) => ({ digest, reason: 'Op verzoek.' })

/** W4: by whose they are or a seat of that partner, once, with a reason; and nothing goes but the words. */
async function erased(): Promise<void> {
  const r = await round(withWords())
  await r.submits('almere-line')
  const reason = digestIn(await r.does('dronten-seat', 'raiseObjection', { objection: 'o1' }))
  for (const by of ['almere-seat', 'zeewolde-line', 'omar', 'outsider'])
    await r.cannot('nobodySpokenFor', by, 'eraseWords', erasing(reason))
  await r.cannot('nobodySpokenFor', 'dronten-line', 'eraseWords', erasing(reason))
  await r.cannot('nothingIsLost', 'dronten-seat', 'eraseWords', { digest: reason })
  await r.does('dronten-seat', 'eraseWords', erasing(reason))
  await r.cannot('nothingIsLost', 'dronten-seat', 'eraseWords', erasing(reason))
  const kept = JSON.stringify((await r.store.words?.read('regio')) ?? [])
  must(!kept.includes(reason), 'works', 'erased words are in the store (W4)')
  const { objections, openPoints } = await r.view()
  must(objections.o1?.withdrawn === null, 'nothingIsLost', 'an objection is closed with its reason (O2)')
  must(
    openPoints.some(point => point.kind === 'objection'),
    'nothingIsLost',
    'an objection is no open point without its reason',
  )
  await r.does('dronten-seat', 'withdrawObjection', { objection: 'o1' })
  const aside = { position: 'reservation', reason: 'Mits Piet mag.' }
  const said = digestIn(await r.does('dronten-seat', 'takePosition', aside))
  await r.does('dronten-seat', 'eraseWords', erasing(said))
  const { positions } = await r.view()
  must(
    positions.dronten?.position === 'reservation',
    'silenceIsSilence',
    'a position goes with its reason (C2)',
  )
}

/** W4: a store that keeps what it was to erase shows it to nobody. */
async function unread(): Promise<void> {
  const inner = memoryStore()
  const { words } = inner
  if (!words) throw new Error('a store in memory keeps words')
  const stubborn: Store = { ...inner, words: { ...words, erase: async () => {} } }
  const r = await round(withWords(), { store: stubborn })
  await r.submits('almere-line')
  const digest = digestIn(await r.does('zeewolde-line', 'comment', { text: 'Piet is ziek.' }))
  must((await r.view()).comments.c1?.text === 'Piet is ziek.', 'works', 'words are not read (W4)')
  await r.does('zeewolde-line', 'eraseWords', erasing(digest))
  must((await r.view()).comments.c1?.text === '[erased]', 'works', 'erased words are read (W4)')
}

/** W4: what stands in the log itself is never the digest of words. */
async function plain(): Promise<void> {
  const r = await round(withWords({ personal: ['raiseObjection.reason'] }))
  await r.submits('almere-line')
  const digest = digestIn(await r.does('dronten-seat', 'raiseObjection', { objection: 'o1' }))
  await r.cannot('nobodySpokenFor', 'zeewolde-line', 'comment', { text: digest })
}

/** W2, W4: under a signature stand the words that were signed, and only what the charter marks is kept apart. */
async function signedWords(): Promise<void> {
  const secret = sha256('almere-seat')
  const seat = { id: 'almere-seat', roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] as const }
  const text = withWords()
  const [first, ...rest] = text.partners
  if (!first) throw new Error('there are partners')
  const people = [{ ...seat, roles: [...seat.roles], ...keyFor(seat.id, secret) }]
  const r = await round({ ...text, partners: [{ ...first, people }, ...rest] })
  const draft = { act: 'draftProposal', by: seat.id, proposal: 'p1', title: 'Wonen', text: '200.' }
  const hidden = await hiddenText(r, draft)
  const outcome = await r.engine.act(signAct(hidden, secret)).catch(() => ({ refused: true }))
  must('refused' in outcome, 'sameLogSameTruth', 'the text of a proposal is kept out of the log (W4)')
  await r.engine.act(draft)
  const toSign = await r.engine.toSign({ act: 'comment', by: seat.id, proposal: 'p1', text: 'Ja.' })
  const other = await r.engine.toSign({ act: 'comment', by: seat.id, proposal: 'p1', text: 'Nee.' })
  const { personal, words } = other
  const swapped = await r.engine.act({ ...signAct(toSign, secret), personal, words })
  must('refused' in swapped, 'nobodySpokenFor', 'other words are put under a signature (W4)')
}

/** What is to be signed of a draft with its text among the words that are kept apart. */
async function hiddenText(r: Round, draft: { readonly text: string }) {
  const { act, ...toSign } = await r.engine.toSign(draft)
  const remark = { act: 'comment', by: 'almere-seat', proposal: 'p0', text: draft.text }
  const { personal, words } = await r.engine.toSign(remark)
  const { text: _, ...bare } = act as { text?: string } & typeof act
  return { ...toSign, act: bare as typeof act, ...(personal && words ? { personal, words } : {}) }
}

/** W4 on a record that somebody wrote by hand: apart is what the charter marks, each text under a digest of its own. */
async function forged(): Promise<void> {
  const r = await round(withWords({ personal: ['comment.text'] }))
  await r.submits('almere-line')
  await r.does('zeewolde-line', 'comment', { text: 'Piet is ziek.' })
  const reason = { position: 'reservation', reason: 'Mits droog.' }
  await r.does('dronten-line', 'takePosition', reason)
  await r.does('dronten-line', 'comment', { text: 'Wie?' })
  const entries = entriesOf(await textOf(r))
  const at = (by: string, act: string): number =>
    entries.findIndex(({ asked }) => asked?.act === act && asked.by === by)
  const [first, position, last] = [
    at('zeewolde-line', 'comment'),
    at('dronten-line', 'takePosition'),
    at('dronten-line', 'comment'),
  ]
  const changed = (n: number, change: (entry: Forged) => Forged): boolean =>
    verifyLog(reforge(entries.map((entry, i) => (i === n ? change(entry) : entry)))).holds
  must(verifyLog(reforge(entries)).holds, 'sameLogSameTruth', 'what the engine wrote does not hold')
  const { reason: _, ...bare } = entries[position]?.asked ?? { act: '' }
  const apart = `sha256:${'0'.repeat(64)}`
  must(
    !changed(position, entry => ({ ...entry, asked: bare, personal: { reason: apart } })),
    'nothingIsLost',
    'a reason is kept apart that the charter does not mark (W4)',
  )
  must(
    !changed(
      last,
      ({ personal: _, ...entry }) => ({ ...entry, asked: { ...bareOf(entry), text: 'Wie?' } }) as Forged,
    ),
    'works',
    'words that the charter marks stand in the log (W4)',
  )
  must(
    !changed(last, entry => ({ ...entry, personal: entries[first]?.personal })),
    'nobodySpokenFor',
    'one digest stands for the words of two (W4)',
  )
}

const bareOf = ({ asked }: { readonly asked?: unknown }): { act: string } => Object(asked)

/** W4: a certificate shows no words that were erased, and calls no digest a reason. */
async function certified(): Promise<void> {
  const r = await round(withWords())
  await r.submits('almere-line')
  const digest = digestIn(await r.does('dronten-seat', 'raiseObjection', { objection: 'o1' }))
  for (let rung = 0; rung < 3; rung += 1) await r.endTerm()
  const shows = async () =>
    JSON.parse(await r.engine.certificate('p1', { words: true })) as { words?: unknown }
  // Before its end there is no certificate; after an erasure the words are shown by nobody who plays fair.
  const early = ((await r.store.words?.read('regio', 'p1')) ?? []).map(({ text, digest: of }) => ({
    ...JSON.parse(text),
    digest: of,
  }))
  await r.does('dronten-seat', 'eraseWords', erasing(digest))
  await r.endTerm()
  const certificate = await shows()
  const bare = await r.engine.certificate('p1')
  const [sustained] = verifyCertificate(bare).ended?.sustained ?? []
  must(sustained?.absent === 'erased', 'nothingIsLost', 'a certificate takes a digest for a reason (W4)')
  const { finding } = verifyCertificate(`${JSON.stringify(sortedKeys({ ...certificate, words: early }))}\n`)
  must(finding?.code === 'wordsErased', 'works', 'a certificate shows what was erased (W4)')
}

/** In the order of canonical JSON. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(members.map(([name, member]) => [name, sortedKeys(member)]))
}

/** What must hold of words that are kept apart, and of their erasure. */
export const wordChecks = {
  'words that are erased (W4)': looking(erased),
  'words that a store did not erase (W4)': looking(unread),
  'digests in the place of words (W4)': looking(plain),
  'words under a signature (W2, W4)': looking(signedWords),
  'words on a record that was forged (W4)': looking(forged),
  'words in a certificate (W4)': looking(certified),
}
