// Signed acts asked of an engine and of its record: what W2 says of them, one row for each way in which they are abused.
import { type ActOutcome, type CharterInput, keyFor, type SignedAct, signAct } from '../../../src/index.ts'
import { sha256 } from '../../../src/log/hash.ts'
import type { Statement } from '../../../src/log/signature.ts'
import { verifyLog } from '../../../src/verify/verify.ts'
import { entriesOf, type Forged, reforge } from '../../attacks/forge.ts'
import { charter, looking, must, type Round, round, textOf } from './round.ts'

type Act = Readonly<Record<string, unknown>> & { readonly act: string; readonly by: string }

const secret = (person: string, number = 0): Uint8Array => sha256(`${person} ${number}`)
const all: CharterInput['partners'][number]['people'][number]['roles'] = [
  ...['lijnmanagement' as const, 'opgaveregisseur' as const, 'stuurgroep' as const],
]

/** Three partners with a seat that has a key, one of them also with somebody for line management. */
function keyed(signatures: 'optional' | 'required', changes: Partial<CharterInput> = {}): CharterInput {
  const seat = (id: string) => ({
    id: `${id}-seat`,
    roles: all,
    ...keyFor(`${id}-seat`, secret(`${id}-seat`)),
  })
  const line = { id: 'almere-line', roles: all.slice(0, 1), ...keyFor('almere-line', secret('almere-line')) }
  return charter([], {
    signatures,
    partners: ['almere', 'zeewolde', 'dronten'].map(id => ({
      ...{ id, name: id },
      people: [seat(id), ...(id === 'almere' ? [line] : [])],
    })),
    ...changes,
  })
}

interface Table extends Round {
  /** Signs an act as its person would now, but for what is changed in what is signed, and with another key. */
  signs(act: Act, changes?: Partial<Omit<Statement, 'act'>>, by?: Uint8Array): Promise<SignedAct>
  /** Signs and asks what the rules admit. */
  says(act: Act): Promise<SignedAct>
  /** Asks what breaks W2. */
  never(breaks: string, what: string, asked: unknown): Promise<void>
}

async function table(signatures: 'optional' | 'required'): Promise<Table> {
  const r = await round(null)
  const signs: Table['signs'] = async (act, changes = {}, by = secret(act.by)) =>
    signAct({ ...(await r.engine.toSign(act)), ...changes }, by)
  const says: Table['says'] = async act => {
    const signed = await signs(act)
    const outcome = await r.engine.act(signed)
    must('recorded' in outcome, 'itEnds', `${act.by} cannot ${act.act}: ${whyOf(outcome)}`)
    return signed
  }
  const never: Table['never'] = async (breaks, what, asked) => {
    const outcome = await r.engine.act(asked).catch((error: Error) => ({ refused: error }))
    must('refused' in outcome, breaks, `${what} (W2)`)
  }
  const text = keyed(signatures)
  await says({ act: 'proposeCharter', by: 'almere-seat', charter: text })
  const { digest } = await r.engine.circle()
  for (const id of ['almere', 'zeewolde', 'dronten'])
    await says({ act: 'signCharter', by: `${id}-seat`, charter: digest })
  return { ...r, signs, says, never }
}

const whyOf = (outcome: ActOutcome): string => ('refused' in outcome ? outcome.refused.why : '')

const draft = { act: 'draftProposal', by: 'almere-seat', proposal: 'p1', title: 'Wonen', text: '200.' }
const submit = { act: 'submitProposal', by: 'almere-seat', proposal: 'p1' }
const amend = { act: 'amendProposal', by: 'almere-seat', proposal: 'p1', title: 'Wonen', text: '180.' }
const consent = (id: string, revision = 1): Act => ({
  ...{ act: 'takePosition', by: `${id}-seat`, proposal: 'p1', revision, position: 'consent' },
})
const object = {
  act: 'raiseObjection',
  by: 'dronten-seat',
  proposal: 'p1',
  revision: 1,
  objection: 'o1',
  reason: 'Nat.',
}
const letGo = { act: 'withdrawObjection', by: 'dronten-seat', proposal: 'p1', revision: 1, objection: 'o1' }
const remark = { act: 'comment', by: 'zeewolde-seat', proposal: 'p1', text: 'Ik kijk mee.' }
const confirm = (id: string, proposal = 'p1'): Act => ({
  ...{ act: 'confirmDecision', by: `${id}-seat`, proposal, revision: 1 },
})

/** W2: each act is signed, by its person, over itself and for this place. */
async function owed(): Promise<void> {
  const t = await table('required')
  await t.never('nobodySpokenFor', 'a draft is taken unsigned', draft)
  await t.says(draft)
  await t.says(submit)
  const position = consent('zeewolde')
  const signed = await t.signs(position)
  await t.never('nobodySpokenFor', 'a position is taken unsigned', position)
  const other = await t.signs(position, {}, secret('dronten-seat'))
  await t.never('nobodySpokenFor', 'the key of dronten signs for zeewolde', other)
  const borrowed = { ...other, signature: { ...other.signature, key: signed.signature.key } }
  await t.never('nobodySpokenFor', 'a signature of dronten passes for one of zeewolde', borrowed)
  const words = { ...signed, act: { ...position, position: 'standAside' } }
  await t.never('nobodySpokenFor', 'other words are taken under a signature', words)
  const abroad = await t.signs(position, { collaboration: 'elders' })
  await t.never('nobodySpokenFor', 'what was signed for elders is taken', abroad)
  await t.never('nobodySpokenFor', 'what was signed for elders is taken as here', {
    ...abroad,
    collaboration: 'regio',
  })
  const aside = await t.signs(position, { matter: 'p2' })
  await t.never('nobodySpokenFor', 'what was signed for p2 is taken in p1', aside)
  const revoking = { act: 'revokeKey', by: 'almere-seat', person: 'almere-line' }
  const misplaced = await t.signs(revoking, { matter: 'p1' })
  await t.never('nobodySpokenFor', 'what was signed for p1 is taken about the charter', misplaced)
  for (const id of ['almere', 'zeewolde', 'dronten']) await t.says(consent(id))
  for (const id of ['almere', 'zeewolde']) await t.says(confirm(id))
  await t.never('nobodyBypassed', 'the last confirmation is taken unsigned', confirm('dronten'))
}

/** W2: once each, in turn, on the text that it names. */
async function once(): Promise<void> {
  const t = await table('required')
  await t.says(draft)
  await t.says(submit)
  const signed = await t.says(remark)
  await t.never('nobodySpokenFor', 'an act that was signed once counts twice', signed)
  const next = await t.signs(remark)
  const { counter } = next.signature
  await t.never('nothingIsLost', 'a number is skipped', await t.signs(remark, { counter: counter + 1 }))
  await t.never('nobodySpokenFor', 'a number is used again', await t.signs(remark, { counter: counter - 1 }))
  await t.says({ ...remark, by: 'dronten-seat' })
  const early = await t.signs(consent('zeewolde'))
  await t.says(amend)
  const digest = early.signature.digest
  const swapped = await t.signs(consent('zeewolde', 2), { digest })
  await t.never('nobodyBypassed', 'a signature on revision 1 counts for revision 2', swapped)
  await t.says(consent('zeewolde', 2))
}

/** W2: who takes a position, confirms or lets an objection go has seen what changed last, in this very log. */
async function unseen(): Promise<void> {
  const t = await table('required')
  await t.says(draft)
  await t.says(submit)
  const before = await t.signs(consent('zeewolde'))
  await t.says(object)
  await t.never('nobodyBypassed', 'a position counts that was signed before an objection', before)
  const now = await t.signs(consent('zeewolde'))
  const relabelled = { ...before, seen: now.seen }
  await t.never('nobodySpokenFor', 'somebody else says what a signer had seen', relabelled)
  const seen = { ...now.seen, root: before.seen.root }
  await t.never(
    'sameLogSameTruth',
    'a position counts that was signed on another history',
    await t.signs(consent('zeewolde'), { seen }),
  )
  const going = await t.signs(letGo)
  await t.says(consent('almere'))
  await t.never('nothingIsLost', 'an objection is let go by who had not seen the last position', going)
  await t.says(letGo)
  const old = await t.signs(consent('zeewolde'))
  await t.says({ act: 'leaveCollaboration', by: 'dronten-seat' })
  await t.never('nobodyBypassed', 'a position counts that was signed in another circle', old)
  await t.says(consent('zeewolde'))
}

/** W1, W2: a key is its person's: registered with proof, by that person or a seat of its partner; revoked it is gone. */
async function keysOf(): Promise<void> {
  const t = await table('optional')
  await t.says(draft)
  const register = (by: string, person: string, number: number, has = person): Act => ({
    ...{ act: 'registerKey', by, person },
    ...keyFor(has, secret(person, number)),
  })
  const foreign = register('zeewolde-seat', 'almere-line', 1)
  await t.never('nobodySpokenFor', 'zeewolde registers a key for almere', foreign)
  const claimed = { ...register('zeewolde-seat', 'zeewolde-seat', 5, 'dronten-seat'), by: 'zeewolde-seat' }
  await t.never('equalTreatment', 'a key is taken on the proof of another person', claimed)
  await weak(t)
  await t.says({ ...remark, by: 'almere-line' })
  await t.says(register('almere-seat', 'almere-line', 1))
  const remarks = { ...remark, by: 'almere-line' }
  await t.never('nobodySpokenFor', 'a key that was replaced still signs', await t.signs(remarks))
  const fresh = await t.signs(remarks, {}, secret('almere-line', 1))
  must('recorded' in (await t.engine.act(fresh)), 'itEnds', 'a key that was registered does not sign (W2)')
  await t.says({ act: 'revokeKey', by: 'almere-seat', person: 'almere-line' })
  const stolen = await t.signs(remarks, {}, secret('almere-line', 1))
  await t.never('nobodySpokenFor', 'a key that was revoked still signs', stolen)
  const again = register('almere-seat', 'almere-line', 1)
  await t.never('nobodySpokenFor', 'a key that was revoked is registered again', again)
  const last = { act: 'revokeKey', by: 'dronten-seat', person: 'dronten-seat' }
  await t.never('itEnds', 'dronten is left without a seat that has a key', last)
  await movedOn(t, register)
}

/** Who spoke for almere once and now speaks for zeewolde is no business of almere's. */
async function movedOn(
  t: Table,
  register: (by: string, person: string, number: number) => Act,
): Promise<void> {
  await t.says({ act: 'giveMandate', by: 'almere-seat', person: 'vera', roles: ['lijnmanagement'] })
  await t.says({ act: 'withdrawMandate', by: 'almere-seat', person: 'vera' })
  await t.says({ act: 'giveMandate', by: 'zeewolde-seat', person: 'vera', roles: ['lijnmanagement'] })
  const taken = register('almere-seat', 'vera', 0)
  await t.never('nobodySpokenFor', 'almere registers a key for who speaks for zeewolde', taken)
}

/** The neutral point: under it one signature fits every message. */
async function weak({ never }: Table): Promise<void> {
  const point = Buffer.alloc(32)
  point[0] = 1
  const publicKey = point.toString('base64')
  const keyProof = Buffer.concat([point, Buffer.alloc(32)]).toString('base64')
  const weakest = { act: 'registerKey', by: 'zeewolde-seat', person: 'zeewolde-seat', publicKey, keyProof }
  await never('nobodySpokenFor', 'a key is taken under which one signature fits everything', weakest)
}

/** W2, F2: whoever confirms a charter that demands signatures shows that it can give one. */
async function demanding(): Promise<void> {
  const t = await table('optional')
  const text = keyed('required', { maxRevisions: 3 })
  await t.says({ ...draft, charter: text })
  await t.says(submit)
  for (const id of ['almere', 'zeewolde', 'dronten']) await t.engine.act(consent(id))
  await t.never('itEnds', 'a charter that demands signatures is confirmed without one', confirm('almere'))
  for (const id of ['almere', 'zeewolde', 'dronten']) await t.says(confirm(id))
}

/** What a forger does to the last entry of a signed log: none of it holds. */
async function forgeries(): Promise<void> {
  const t = await table('required')
  await t.says(draft)
  await t.says(submit)
  await t.says({ ...remark, by: 'dronten-seat', text: 'Wij ook.' })
  await t.says(remark)
  const text = await textOf(t)
  const entries = entriesOf(text)
  const { finding } = verifyLog(text)
  must(finding === null, 'sameLogSameTruth', `what the engine wrote does not hold: ${finding?.what}`)
  const [other, last] = entries.slice(-2) as [Forged, Forged]
  const signature = last.signature as object
  const { signature: _, seen: __, ...stripped } = last
  const ways: Readonly<Record<string, Forged>> = {
    'has other words': { ...last, asked: { ...last.asked, act: 'comment', text: 'Nooit gezegd.' } },
    'has the signature of another': { ...last, signature: other.signature },
    'has the value of another': {
      ...last,
      signature: { ...signature, value: (other.signature as { value: string }).value },
    },
    'is stripped of its signature': stripped as Forged,
    'says that more was seen': { ...last, seen: { size: entries.length - 2, root: other.prev } },
    'has another number': { ...last, signature: { ...signature, counter: 3 } },
    'has the key of another': {
      ...last,
      signature: { ...signature, key: (other.signature as { key: string }).key },
    },
  }
  for (const [what, forged] of Object.entries(ways)) {
    const { holds } = verifyLog(reforge([...entries.slice(0, -1), forged]))
    must(!holds, 'sameLogSameTruth', `a log holds in which the last entry ${what} (W2)`)
  }
}

/** What must hold of signed acts, and of the keys behind them. */
export const signatureChecks = {
  'signatures owed (W2)': looking(owed),
  'signatures that count once (W2)': looking(once),
  'signatures on what was not seen (W2)': looking(unseen),
  'keys and whose they are (W1, W2)': looking(keysOf),
  'signatures that a new charter demands (W2, F2)': looking(demanding),
  'signatures on a record that was forged (W2)': looking(forgeries),
}
