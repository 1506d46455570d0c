// What a certificate costs beside its signatures: made and verified, against as many bare verifications of Ed25519 in the same run.
import { keyFor, signAct } from '../src/collaboration/signed.ts'
import { memoryStore, openCollaboration, setClock } from '../src/index.ts'
import { publicKeyOf, sign, verify } from '../src/log/ed25519.ts'
import { base64, sha256 } from '../src/log/hash.ts'
import { verifyCertificate } from '../src/verify/verify-certificate.ts'

const partners = 12
const signedEntries = 200
const rounds = Number(process.argv[2] ?? 5)

const secretOf = (name: string): Uint8Array => sha256(`bench: ${name}`)
const ids = Array.from({ length: partners }, (_, n) => `partner-${n + 1}`)
const seatOf = (id: string): string => `${id}-seat`

function charter() {
  const roles = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']
  const people = (id: string) => [{ id: seatOf(id), roles, ...keyFor(seatOf(id), secretOf(seatOf(id))) }]
  return {
    procedure: 'samenspraak/1',
    opgave: { title: 'Wonen', goal: 'Genoeg betaalbare woningen' },
    partners: ids.map(id => ({ id, name: id, people: people(id) })),
    opgavemanager: { id: 'omar' },
    terms: {
      ...{ consultation: 10, lijnmanagement: 10, opgavemanager: 10, stuurgroep: 15, jointDecision: 10 },
      extension: 5,
    },
    signatures: 'required',
  }
}

/** A decision on which everybody had much to say: the certificate has 200 entries that somebody signed. */
async function decided() {
  const clock = setClock('2026-01-05T09:00:00.000Z')
  const engine = await openCollaboration({ id: 'bench', store: memoryStore(), clock })
  let signed = 0
  const does = async (act: object & { by: string }): Promise<void> => {
    const outcome = await engine.act(signAct(await engine.toSign(act), secretOf(act.by)))
    if ('refused' in outcome) throw new Error(outcome.refused.why)
    signed += 1
  }
  const [first = ''] = ids
  const p1 = { proposal: 'p1' }
  await does({ act: 'proposeCharter', by: seatOf(first), charter: charter() } as never)
  const { digest } = await engine.circle()
  for (const id of ids) await does({ act: 'signCharter', by: seatOf(id), charter: digest } as never)
  const text = { title: 'Wonen', text: 'We bouwen 200 woningen.' }
  await does({ act: 'draftProposal', by: seatOf(first), ...p1, ...text } as never)
  await does({ act: 'submitProposal', by: seatOf(first), ...p1 } as never)
  const still = signedEntries - signed - 2 * partners
  for (let n = 0; n < still; n += 1)
    await does({
      act: 'comment',
      by: seatOf(ids[n % partners] ?? ''),
      ...p1,
      text: `Opmerking ${n}.`,
    } as never)
  for (const act of ['takePosition', 'confirmDecision'])
    for (const id of ids) {
      const position = act === 'takePosition' ? { position: 'consent' } : {}
      await does({ act, by: seatOf(id), ...p1, revision: 1, ...position } as never)
    }
  return engine
}

/** The median of some runs, in milliseconds. */
async function took(work: () => unknown): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
}

const engine = await decided()
const certificate = await engine.certificate('p1')
const keys = Object.fromEntries(ids.map(id => [id, { people: [base64(publicKeyOf(secretOf(seatOf(id))))] }]))
const { complete, acts } = verifyCertificate(certificate, { keys })
if (!complete || acts.signed !== signedEntries) throw new Error(`not what is to be measured: ${acts.signed}`)

const message = sha256('a message').slice(0, 32)
const bare = ids.map(id => ({
  key: publicKeyOf(secretOf(seatOf(id))),
  value: sign(message, secretOf(seatOf(id))),
}))
const signatures = await took(() => {
  for (let n = 0; n < signedEntries; n += 1) {
    const { key, value } = bare[n % partners] ?? { key: message, value: message }
    if (!verify(value, message, key)) throw new Error('a signature does not hold')
  }
})
const made = await took(() => engine.certificate('p1'))
const verified = await took(() => verifyCertificate(certificate, { keys }))

const row = (what: string, ms: number): string =>
  `${what.padEnd(34)}${ms.toFixed(0).padStart(7)} ms${(ms / signatures).toFixed(2).padStart(8)} x`
console.log(
  `certificate: ${partners} partners, ${signedEntries} signed entries, ${certificate.length} characters`,
)
console.log(`median of ${rounds} runs, Node ${process.version}`)
console.log(row(`${signedEntries} bare verifications`, signatures))
console.log(row('verified', verified))
console.log(row('made (verified before it is given)', made))
