// What a stranger writes with the package: copied into a project elsewhere, compiled and run there.
import { type ActOutcome, memoryStore, openCollaboration, setClock } from 'samenspraak'
import { verifyLog } from 'samenspraak/verify'

const store = memoryStore()
const clock = setClock('2026-01-05T08:00:00.000Z')
const regio = await openCollaboration({ id: 'regio', store, clock })
const roles = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']
const partners = ['almere', 'dronten'].map(id => ({ id, name: id, people: [{ id: id.concat('-1'), roles }] }))
const terms = {
  consultation: 10,
  lijnmanagement: 10,
  opgavemanager: 10,
  stuurgroep: 15,
  jointDecision: 10,
  extension: 5,
}
const charter = {
  procedure: 'samenspraak/1',
  opgave: { title: 'Wonen', goal: 'Genoeg woningen' },
  partners,
  opgavemanager: { id: 'omar' },
  terms,
}

async function record(act: object): Promise<readonly string[]> {
  const outcome: ActOutcome = await regio.act(act)
  if ('refused' in outcome) throw new Error(outcome.refused.rule)
  return outcome.recorded.map(({ fact }) => fact.type)
}

const proposed = await regio.act({ act: 'proposeCharter', by: 'omar', charter })
if ('refused' in proposed) throw new Error(proposed.refused.why)
const [entry] = proposed.recorded
if (entry?.fact.type !== 'charter.proposed') throw new Error('another fact')
const digest: string = entry.fact.digest
for (const by of ['almere-1', 'dronten-1']) await record({ act: 'signCharter', by, charter: digest })
await record({
  act: 'draftProposal',
  by: 'omar',
  proposal: 'p1',
  title: 'Homes',
  text: 'We build 200 homes.',
})
await record({ act: 'submitProposal', by: 'omar', proposal: 'p1' })
const about = { proposal: 'p1', revision: 1 }
for (const by of ['almere-1', 'dronten-1'])
  await record({ act: 'takePosition', by, ...about, position: 'consent' })
clock.moveTo('2026-01-06T08:00:00.000Z')
await record({ act: 'confirmDecision', by: 'almere-1', ...about })
const refused = await regio.act({ act: 'confirmDecision', by: 'omar', ...about })
console.log('refused' in refused ? refused.refused.rule : 'recorded')
console.log((await record({ act: 'confirmDecision', by: 'dronten-1', ...about })).join())

const lines: string[] = []
for await (const { line } of store.read('regio')) lines.push(line.concat('\n'))
const audit = verifyLog(lines.join(''), { head: await regio.head() })
console.log(audit.holds, audit.finding?.code ?? null)

// @ts-expect-error a collaboration needs a store
const wrong = () => openCollaboration({ id: 'regio' })
// @ts-expect-error what does not exist is no part of an audit
const missing = () => audit.approved
// @ts-expect-error a refusal has no entries
const absent = () => ('refused' in refused ? refused.recorded : null)
void [wrong, missing, absent]
