// A lawful log as long as one likes, made line by line by the law itself, of which nothing is kept.
import type { Act } from '../../src/collaboration/acts.ts'
import { commit, decide } from '../../src/collaboration/collaboration.ts'
import { type Replay, recordOf, startReplay, takeIn } from '../../src/collaboration/replay.ts'
import { seal } from '../../src/log/entry.ts'

const people = ['anna', 'bram', 'carla']
const start = Date.parse('2026-01-05T08:00:00.000Z')

const charter = {
  procedure: 'samenspraak/1',
  opgave: { title: 'Wonen', goal: 'Betaalbaar wonen voor iedereen.' },
  partners: people.map(person => ({
    id: `partner-${person}`,
    name: `Partner ${person}`,
    people: [{ id: person, roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] }],
  })),
  opgavemanager: { id: 'omar' },
  terms: {
    ...{ consultation: 10, lijnmanagement: 10, opgavemanager: 10 },
    ...{ stuurgroep: 15, jointDecision: 10, extension: 5 },
  },
}

/** How long a log is to be, at least, in entries; and the text of each proposal, in characters. */
export interface Length {
  readonly entries: number
  readonly text?: number
}

/**
 * The lines of a log, each with its line feed, those of one act at a time: several proposals at once, most of them decided,
 * some with objections, comments during and after, some withdrawn; none stays open for long.
 */
export function* longLog({ entries, text = 200 }: Length): Generator<string> {
  const replay = startReplay('regio', true)
  const size = (): number => replay.ledger.frontier.size
  yield* founding(replay)
  let made = 0
  const running: Act[][] = []
  while (size() < entries || running.length > 0) {
    if (size() < entries && running.length < 8) {
      running.push(courseOf(made, text))
      made += 1
    }
    for (const course of [...running]) {
      const act = course.shift()
      if (act) yield recorded(replay, act)
      else running.splice(running.indexOf(course), 1)
    }
  }
}

function* founding(replay: Replay): Generator<string> {
  yield recorded(replay, { act: 'proposeCharter', by: 'anna', charter } as Act)
  const digest = replay.collaboration.circle.context.proposed?.digest ?? ''
  for (const by of people) yield recorded(replay, { act: 'signCharter', by, charter: digest })
}

/** The acts of one proposal, from its draft to its end, and what is said of it after that. */
function courseOf(n: number, text: number): Act[] {
  const proposal = `voorstel-${n}`
  const own = { proposal, revision: 1 }
  const words = `Perceel ${n}. `.repeat(Math.ceil(text / 10)).slice(0, text)
  const remark = (by: string): Act => ({ act: 'comment', by, proposal, text: 'Hoe zit het met het water?' })
  const reason = 'De kade loopt onder.'
  const replaces = n % 50 === 49 ? { replaces: [`voorstel-${n - 40}`] } : {}
  const drafted: Act[] = [
    { act: 'draftProposal', by: 'anna', proposal, title: `Bouwgrond ${n}`, text: words, ...replaces },
    ...(n % 3 === 0 ? [remark('bram')] : []),
  ]
  if (n % 20 === 7) return [...drafted, { act: 'withdrawProposal', by: 'anna', proposal }]
  return [
    ...drafted,
    { act: 'submitProposal', by: 'anna', proposal },
    ...(n % 10 === 3 ? [{ act: 'raiseObjection', by: 'carla', ...own, objection: 'o1', reason } as Act] : []),
    ...(n % 10 === 3 ? [{ act: 'withdrawObjection', by: 'carla', ...own, objection: 'o1' } as Act] : []),
    ...people.map((by): Act => ({ act: 'takePosition', by, ...own, position: 'consent' })),
    ...people.map((by): Act => ({ act: 'confirmDecision', by, ...own })),
    ...(n % 4 === 0 ? [remark('carla'), remark('anna')] : []),
  ]
}

/** Has an act recorded, a second after the entries before it. */
function recorded(replay: Replay, act: Act): string {
  const { size } = replay.ledger.frontier
  const at = new Date(start + size * 1_000).toISOString()
  const record = (matter: string) => recordOf(replay, matter)
  const outcome = decide(replay.collaboration, act, { at, signed: false, record })
  if ('refused' in outcome) throw new Error(`${act.act}: ${outcome.refused.why}`)
  const { pending } = outcome
  const sealed = seal(
    replay.ledger,
    pending.map(it => ({ ...it.recorded, act: `act-${size}` })),
  )
  commit(replay.collaboration, pending)
  takeIn(
    replay,
    sealed.flatMap(({ entry, stored: { line } }, n) => {
      const its = pending[n]
      return its ? [{ entry, line, pending: its }] : []
    }),
  )
  return sealed.map(({ stored }) => `${stored.line}\n`).join('')
}
