// A first decision: three partners found a collaboration, one of them objects, the text changes, and all confirm it.
//
// Run it in a checkout with `npx tsx examples/01-first-decision.ts`.
import { logText, memoryStore, openCollaboration, setClock } from 'samenspraak'
import { verifyLog } from 'samenspraak/verify'

// 1. The charter: how these partners decide. Each has one person here, who holds all three roles.

const person = (id: string) => ({ id, roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] })
const charter = {
  procedure: 'samenspraak/1',
  opgave: { title: 'Wonen', goal: 'Enough homes that people can afford.' },
  partners: [
    { id: 'gemeente', name: 'Gemeente', people: [person('anna')] },
    { id: 'corporatie', name: 'Woningcorporatie', people: [person('hugo')] },
    { id: 'waterschap', name: 'Waterschap', people: [person('wim')] },
  ],
  opgavemanager: { id: 'omar' },
  terms: {
    consultation: 10,
    lijnmanagement: 10,
    opgavemanager: 10,
    stuurgroep: 15,
    jointDecision: 10,
    extension: 5,
  },
}

// 2. Where the log lives, and what time it is. This clock stands still until it is moved.

const clock = setClock('2026-01-05T08:00:00.000Z')
const wonen = await openCollaboration({ id: 'wonen', store: memoryStore(), clock })

// Every act gets an answer: the entries that were recorded, or the rule that refused it.
async function ask(act: { act: string; by: string; [field: string]: unknown }): Promise<void> {
  const outcome = await wonen.act(act)
  if ('refused' in outcome) console.log(`${act.by} ${act.act}: refused by ${outcome.refused.rule}`)
  else console.log(`${act.by} ${act.act}: ${outcome.recorded.map(({ fact }) => fact.type).join(', ')}`)
}

// 3. The founding: the charter is in force when all three have signed that exact text.

await ask({ act: 'proposeCharter', by: 'anna', charter })
const { digest } = await wonen.circle()
for (const by of ['anna', 'hugo', 'wim']) await ask({ act: 'signCharter', by, charter: digest })

// 4. A proposal. The next day it is submitted, and every partner is asked for its position.

const homes = {
  proposal: 'homes',
  title: 'Homes at the quay',
  text: 'We build two hundred homes on the quay.',
  commitments: [{ id: 'build', partner: 'corporatie', what: 'builds the homes', by: '2028-06-30' }],
}
await ask({ act: 'draftProposal', by: 'anna', ...homes })
clock.moveTo('2026-01-06T08:00:00.000Z')
await ask({ act: 'submitProposal', by: 'anna', proposal: 'homes' })
await ask({ act: 'takePosition', by: 'hugo', proposal: 'homes', revision: 1, position: 'consent' })

// 5. An objection. Only the waterschap can let it go; the opgavemanager may answer it, no more.

const objection = { proposal: 'homes', objection: 'o1' }
await ask({ act: 'raiseObjection', by: 'wim', proposal: 'homes', revision: 1, reason: 'The quay floods.' })
await ask({ act: 'withdrawObjection', by: 'omar', ...objection, revision: 1 })
await ask({ act: 'answerObjection', by: 'omar', ...objection, text: 'We can build behind the dike.' })

// 6. The amendment is a new revision: all positions fall, the objection stands until its owner lets it go.

await ask({ act: 'amendProposal', by: 'anna', ...homes, text: 'We build 180 homes behind the dike.' })
await ask({ act: 'takePosition', by: 'hugo', proposal: 'homes', revision: 1, position: 'consent' })
await ask({ act: 'withdrawObjection', by: 'wim', ...objection, revision: 2 })

// 7. All three agree on revision 2, so the joint decision is called; the last confirmation takes it.

const revision = { proposal: 'homes', revision: 2 }
for (const by of ['anna', 'hugo', 'wim'])
  await ask({ act: 'takePosition', by, ...revision, position: 'consent' })
for (const by of ['anna', 'hugo', 'wim']) await ask({ act: 'confirmDecision', by, ...revision })

const decision = await wonen.proposal('homes')
console.log(`${decision?.state}: revision ${decision?.revision}, "${decision?.content?.text}"`)
console.log(decision?.digest)

// 8. The log: anybody who has it can verify it, and whoever kept its head can tell whether it was changed.

const audit = verifyLog(await logText(wonen), { head: await wonen.head() })
console.log(`the log of ${audit.size} entries ${audit.holds ? 'holds' : 'does not hold'}`)

/* It prints:
anna proposeCharter: charter.proposed
anna signCharter: charter.signed
hugo signCharter: charter.signed
wim signCharter: charter.signed, collaboration.founded
anna draftProposal: proposal.drafted
anna submitProposal: proposal.submitted
hugo takePosition: position.taken
wim raiseObjection: objection.raised
omar withdrawObjection: refused by byOwnerOfObjection
omar answerObjection: objection.answered
anna amendProposal: proposal.amended
hugo takePosition: refused by onCurrentRevision
wim withdrawObjection: objection.withdrawn
anna takePosition: position.taken
hugo takePosition: position.taken
wim takePosition: position.taken, decision.called
anna confirmDecision: confirmation.given
hugo confirmDecision: confirmation.given
wim confirmDecision: confirmation.given, decision.taken
decided: revision 2, "We build 180 homes behind the dike."
sha256:00267c1e83a3b2bff7b6390be19c55c447caaec6160168744fda3c83ac54fcdb
the log of 20 entries holds
*/
