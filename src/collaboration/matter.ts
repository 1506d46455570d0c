// One matter read from its own entries alone: a proposal that was put away, or the charter beneath a snapshot.
import type { ChartState } from '../chart.ts'
import type { Charter } from '../charter/charter.ts'
import type { Circle } from '../charter/circle.ts'
import { charterChart } from '../charter/machine.ts'
import type { Adopted } from '../charter/rules.ts'
import { chained, type MatterEnd, readEntry, signatureFault } from '../log/entry.ts'
import { base64 } from '../log/hash.ts'
import { leafHash } from '../log/tree.ts'
import type { Others } from '../proposal/event.ts'
import { proposalChart } from '../proposal/machine.ts'
import { charterMatter, type Fact } from './acts.ts'
import { type Admission, admissionToCharter, admissionToProposal } from './collaboration.ts'
import { type Finding, noteCircle, type Placed, type Replay, recordedOf } from './replay.ts'
import { isEnded, sameListing } from './shelf.ts'

/** A matter as its entries tell it: each fact with its place, and the state to which all of them led. */
export interface Reading<State> {
  readonly placed: Placed[]
  state: State
}

/**
 * Brings a proposal to hand: its entries are replayed by the same law, each in the circle of its moment. What one matter
 * cannot show (that ids were new, that nothing else was due) was established when the log was read. Returns what does not
 * hold, and then has moved nothing.
 */
export function bringToHand(replay: Replay, matter: string, lines: readonly string[]): Finding | null {
  const { collaboration, ledger, records } = replay
  const reading = readProposal(replay, matter, lines)
  if ('code' in reading) return reading
  const { state } = reading
  const asRead = isAsRead(lines, ledger.matters.get(matter))
  if (!asRead || !sameListing(collaboration.shelf, matter, state)) return lost(reading)
  collaboration.shelf.states.set(matter, state)
  if (!isEnded(state)) records.set(matter, reading.placed)
  return null
}

/** Whether these are the lines about a matter that the log held when it was read, every one of them. Pure. */
export function isAsRead(lines: readonly string[], end: MatterEnd | undefined): boolean {
  let now: MatterEnd | undefined
  for (const line of lines) now = chained(now, leafHash(line))
  if (!now || !end) return now === end
  return now.entries === end.entries && base64(now.chain) === base64(end.chain)
}

const lost = ({ placed }: Reading<unknown>): Finding => ({
  entry: placed.at(-1)?.seq ?? 0,
  code: 'entryLost',
  what: 'is the last about its proposal, which is no longer as it was recorded',
})

function readProposal(replay: Replay, matter: string, lines: readonly string[]) {
  const { collaboration } = replay.ledger
  const others: Others = { has: id => id !== matter, hasLike: () => false }
  let circle: ((seq: number) => Circle) | null = null
  return read(collaboration, matter, lines, proposalChart.initial, (state, { seq, recorded }) => {
    circle ??= circlesFrom(replay, seq)
    const { at, signed = false } = recorded
    return admissionToProposal(state, recorded, { at, signed, seq, circle: circle(seq), others })
  })
}

/** The circle of each moment from an entry on, asked in the order of the log: replayed from the last one kept before it. */
function circlesFrom({ circles, records }: Replay, first: number): (seq: number) => Circle {
  const kept = circles.findLast(({ seq }) => seq < first)
  const facts = (records.get(charterMatter) ?? []).filter(({ seq }) => seq > (kept?.seq ?? -1))
  let circle = kept?.circle ?? charterChart.initial
  let next = 0
  return until => {
    for (let fact = facts[next]; fact && fact.seq < until; fact = facts[next]) {
      const { recorded } = fact
      const admitted = admissionToCharter(circle, recorded, adoptedIn(recorded.fact))
      if ('after' in admitted) circle = admitted.after
      next += 1
    }
    return circle.context
  }
}

/** The charter and its circle from the entries about them alone: `charter.replaced` itself holds what it puts in force. */
export function readCharter(
  collaboration: string,
  lines: readonly string[],
): (Reading<ChartState<Circle>> & Pick<Replay, 'circles'>) | Finding {
  const circles: Replay['circles'] = []
  let n = 0
  const admission = (circle: ChartState<Circle>, { seq, recorded }: Placed) => {
    const admitted = admissionToCharter(circle, recorded, adoptedIn(recorded.fact))
    if ('after' in admitted) noteCircle(circles, n, seq, admitted.after)
    n += 1
    return admitted
  }
  const reading = read(collaboration, charterMatter, lines, charterChart.initial, admission)
  return 'code' in reading ? reading : { ...reading, circles }
}

function adoptedIn(fact: Fact): Adopted | null {
  if (fact.type !== 'charter.replaced') return null
  return { proposal: fact.proposal, charter: fact.charter as Charter, barred: fact.barred }
}

function read<State>(
  collaboration: string,
  matter: string,
  lines: readonly string[],
  initial: State,
  admission: (state: State, placed: Placed) => Admission<State>,
): Reading<State> | Finding {
  const reading: Reading<State> = { placed: [], state: initial }
  for (const [n, line] of lines.entries()) {
    const placed = placedIn(line, { collaboration, matter, n, after: reading.placed.at(-1)?.seq ?? -1 })
    if ('code' in placed) return placed
    const admitted = admission(reading.state, placed)
    if ('broken' in admitted)
      return { entry: placed.seq, code: 'notAdmitted', what: `breaks the rule "${admitted.broken}"` }
    reading.placed.push(placed)
    reading.state = admitted.after
  }
  return reading
}

/** Where a line of one matter has to stand. */
interface Place {
  readonly collaboration: string
  readonly matter: string
  readonly n: number
  /** The number of the entry of this matter before it. */
  readonly after: number
}

function placedIn(line: string, { collaboration, matter, n, after }: Place): Placed | Finding {
  const text = readEntry(line)
  if ('fault' in text) return { entry: after + 1, ...text.fault }
  const { entry } = text
  if (entry.collaboration !== collaboration || entry.matter !== matter || entry.n !== n || entry.seq <= after)
    return { entry: entry.seq, code: 'wrongCount', what: `is not number ${n} of "${matter}"` }
  const forged = signatureFault(entry)
  if (forged) return { entry: entry.seq, ...forged }
  const recorded = recordedOf(entry)
  return 'fault' in recorded
    ? { entry: entry.seq, code: 'notAFact', what: recorded.fault }
    : { seq: entry.seq, recorded }
}
