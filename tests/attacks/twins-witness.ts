// What is tried on a witness, and on the gate: the two that ask again what the procedure has asked already.
import { recordedOf } from '../../src/collaboration/replay.ts'
import { checkpointText } from '../../src/log/checkpoint.ts'
import type { Entry } from '../../src/log/entry.ts'
import { root } from '../../src/log/tree.ts'
import { gate, type RecordedFact } from '../../src/proposal/gate.ts'
import { type Witness, type Witnessed, witness } from '../../src/verify/witness.ts'
import { charter, decided, find, leavesOf, type Parts, sealed, secretOf, start } from './signed-world.ts'
import { codeOf, elsewhere, logOf, once, type Stop, story, type Twin } from './twins.ts'

const zeewolde: Witness = {
  name: 'zeewolde',
  secret: secretOf('witness of zeewolde'),
  now: start,
  last: null,
}

function answered(answer: Witnessed): string | null {
  if ('note' in answer) return null
  if ('finding' in answer) return codeOf(answer.finding)
  return 'split' in answer ? 'split' : answer.refused
}

type Shown = { readonly log: string; readonly presented?: string | null; readonly by?: Partial<Witness> }

const judged = ({ log, presented = null, by = {} }: Shown): string | null =>
  answered(witness(log, presented, { ...zeewolde, ...by }))

function seen(name: string, code: string, stop: Stop, bad: (log: string) => Shown | Promise<Shown>): Twin {
  const judge = async () => {
    const { text } = await story()
    return [await accepted(), judged(await bad(text))] as const
  }
  return { name, code, stop, judge }
}

const first = (log: string, size: number): string => `${log.split('\n').slice(0, size).join('\n')}\n`
const textOn = (log: string): string =>
  checkpointText({ origin: 'samenspraak/regio', size: leavesOf(log).length, root: root(leavesOf(log)) })

/** The note under the first entries, as the witness cosigned it then. */
function noteOn(log: string, size: number): string {
  const answer = witness(first(log, size), null, zeewolde)
  return 'note' in answer ? answer.note : ''
}

const accepted = once(async () => {
  const { text } = await story()
  return judged({ log: text, by: { last: noteOn(text, 20) } })
})

const other = once(async () => (await logOf(decided(charter({ maxRevisions: 6 })))).text)

/** The facts about the charter and a proposal, up to its decision, as the gate reads them. */
async function record(change: (entries: Parts[]) => Parts[] = it => it): Promise<RecordedFact[]> {
  const entries = change((await story()).entries()).filter(({ matter }) => matter !== 'p2')
  return entries.map(entry => recordedOf(entry as unknown as Entry) as RecordedFact)
}

/** The gate asked of facts that no chart has seen: the rule that it names. */
function gated(name: string, code: string, change: (entries: Parts[]) => Parts[]): Twin {
  const rule = (fault: string | null) => fault && `gate ${/\((\w\d)\)$/.exec(fault)?.[1]}`
  const judge = async () =>
    [rule(gate(await record(), 'p1')), rule(gate(await record(change), 'p1'))] as const
  return { name, code, stop: 'the gate', judge }
}

const edited =
  (type: string, by: string | undefined, change: (entry: Parts) => object) =>
  (entries: Parts[]): Parts[] => {
    const at = find(entries, type, by)
    return entries.with(at, change(entries[at] as Parts) as Parts)
  }
const dropped = (type: string, by?: string) => (entries: Parts[]) =>
  entries.toSpliced(find(entries, type, by), 1)

export const witnessTwins: readonly Twin[] = [
  seen('another log, as long as the one before', 'split', "the witness's memory", async log => ({
    log: await other(),
    by: { last: noteOn(log, leavesOf(log).length) },
  })),
  seen('another log, that has grown', 'split', "the witness's memory", async log => ({
    log: await other(),
    by: { last: noteOn(log, 20) },
  })),
  seen('the log as it was before', 'olderThanCosigned', "the witness's memory", log => ({
    log: first(log, 20),
    by: { last: noteOn(log, 24) },
  })),
  seen('the log of another collaboration', 'otherLog', "the witness's memory", async log => ({
    log: (await elsewhere()).text,
    by: { last: noteOn(log, 20) },
  })),
  seen('a log without entries', 'otherLog', 'the procedure', () => ({ log: '' })),
  seen('a clock that is behind the log', 'aheadOfClock', "the witness's memory", log => ({
    log,
    by: { now: '2026-01-05T08:59:59.999Z' },
  })),
  seen('a note of an older head beside the log', 'otherCheckpoint', "the witness's memory", log => ({
    log,
    presented: noteOn(log, 20),
  })),
  seen(
    'a checkpoint of another log beside the log',
    'otherCheckpoint',
    "the witness's memory",
    async log => ({ log, presented: textOn(await other()) }),
  ),
  seen('a log that does not hold', 'badSignature', 'a signature', log => ({
    log: log.replace('school', 'schuur'),
  })),
  seen('a log with its last line cut', 'lineNotEnded', 'the form', log => ({ log: log.slice(0, -1) })),
  seen('a signature taken away', 'notAdmitted signedWhereAsked', 'a signature', async () => ({
    log: sealed(
      edited(
        'confirmation.given',
        'd1',
        ({ seen: _, signature: __, ...it }) => it,
      )((await story()).entries()),
    ),
  })),
]

export const gateTwins: readonly Twin[] = [
  gated(
    'a confirmation that is not signed',
    'gate W2',
    edited('confirmation.given', 'd1', ({ seen: _, signature: __, ...it }) => it),
  ),
  gated('a confirmation that is not there', 'gate J2', dropped('confirmation.given', 'd1')),
  gated('a position that is not there', 'gate C4', dropped('position.taken', 'd1')),
  gated(
    'a confirmation by somebody of another partner',
    'gate W1',
    edited('confirmation.given', 'd1', it => ({ ...it, by: 'a2', asked: { ...it.asked, by: 'a2' } })),
  ),
  gated('an objection that was not let go', 'gate O2', dropped('objection.withdrawn', 'd1')),
  gated(
    'no notice to a partner',
    'gate C1',
    edited('proposal.amended', 'a1', it => ({
      ...it,
      fact: { ...it.fact, notice: (it.fact.notice as object[]).slice(0, 2) },
    })),
  ),
  gated(
    'a confirmation of another text',
    'gate C2',
    edited('confirmation.given', 'd1', it => ({
      ...it,
      fact: { ...it.fact, digest: `sha256:${'0'.repeat(64)}` },
    })),
  ),
  gated(
    'a partner left out of the decision',
    'gate J2',
    edited('decision.taken', undefined, it => ({
      ...it,
      fact: { ...it.fact, partners: ['almere', 'zeewolde'] },
    })),
  ),
  gated('a charter that one partner did not sign', 'gate F1', dropped('charter.signed', 'd1')),
]
