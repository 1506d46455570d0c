// Every state that can be reached, the soonest first: the search that all proofs share.

/** Something that moves from state to state: a procedure with everything that may be asked of it. */
export interface Subject<State, Move> {
  readonly start: State
  /** What may be asked in a state, refused or not. */
  moves(state: State): Iterable<Move>
  /** Where a move leads; null where it is refused. Pure. */
  take(state: State, move: Move): State | null
  /** States with the same key behave alike: one stands for all of them. */
  key(state: State): string
  /** Whether a move lets a term pass. A trace is shorter where less has to be waited for, then where fewer acts are needed. */
  waits(move: Move): boolean
  /** How much time an admitted move takes, in working days. */
  takes(before: State, after: State): number
}

/** A state as it was first reached: by the shortest way there is. */
export interface Reached<State, Move> {
  readonly id: number
  readonly state: State
  readonly from: Reached<State, Move> | null
  readonly by: Move | null
  /** How many terms passed on the way, and how many other moves were made. */
  readonly waits: number
  readonly acts: number
}

/** The admitted moves: from which state to which, by their numbers, and how long each takes. Three lists of one length. */
export interface Edges {
  readonly from: number[]
  readonly to: number[]
  readonly days: number[]
}

export interface Limits {
  /** The search stops, not exhausted, when it would look at more states than this. */
  readonly maxStates: number
  /** Told every so often how many states were looked at, and how many are waiting. Returning false stops the search. */
  readonly onProgress?: ((looked: number, waiting: number) => boolean | undefined) | undefined
}

/** What is looked at on the way. Returning false ends the search at once. */
export interface Visitor<State, Move> {
  /** A state, before its moves are tried. */
  state?(reached: Reached<State, Move>): boolean | undefined
  /** A move that was tried; `after` is null where it was refused. */
  move?(reached: Reached<State, Move>, move: Move, after: State | null): boolean | undefined
}

export interface Found {
  readonly states: number
  /** False when the search was stopped before every reachable state was looked at. */
  readonly exhausted: boolean
  readonly edges: Edges
}

const progressEvery = 500

/**
 * Looks at every reachable state once, in the order of how soon it can be reached. Deterministic. Errors that `take`
 * throws pass through.
 */
export function search<State, Move>(
  subject: Subject<State, Move>,
  limits: Limits,
  visitor: Visitor<State, Move>,
): Found {
  const queue = waitingLine<State, Move>()
  const numbers = new Map<string, number>()
  const looked = new Set<number>()
  const edges: Edges = { from: [], to: [], days: [] }
  const numberOf = (key: string): number => {
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, numbers.size)
    return numbers.size - 1
  }
  queue.push({
    id: numberOf(subject.key(subject.start)),
    state: subject.start,
    from: null,
    by: null,
    waits: 0,
    acts: 0,
  })
  for (let reached = queue.shift(); reached; reached = queue.shift()) {
    if (looked.has(reached.id)) continue
    if (looked.size === limits.maxStates) return { states: looked.size, exhausted: false, edges }
    looked.add(reached.id)
    if (
      looked.size % progressEvery === 0 &&
      limits.onProgress?.(looked.size, numbers.size - looked.size) === false
    )
      return { states: looked.size, exhausted: false, edges }
    if (visitor.state?.(reached) === false) return { states: looked.size, exhausted: false, edges }
    for (const move of subject.moves(reached.state)) {
      const after = subject.take(reached.state, move)
      if (visitor.move?.(reached, move, after) === false)
        return { states: looked.size, exhausted: false, edges }
      if (after === null) continue
      const to = numberOf(subject.key(after))
      edges.from.push(reached.id)
      edges.to.push(to)
      edges.days.push(subject.takes(reached.state, after))
      if (!looked.has(to)) queue.push(next(subject, reached, move, after, to))
    }
  }
  return { states: looked.size, exhausted: true, edges }
}

function next<State, Move>(
  subject: Subject<State, Move>,
  from: Reached<State, Move>,
  by: Move,
  state: State,
  id: number,
): Reached<State, Move> {
  const waited = subject.waits(by)
  return { id, state, from, by, waits: from.waits + Number(waited), acts: from.acts + Number(!waited) }
}

/** First those for which least had to be waited for, among these those with the fewest acts, then first come, first served. */
function waitingLine<State, Move>() {
  const lines: Reached<State, Move>[][][] = []
  let [waits, acts, served] = [0, 0, 0]
  const push = (reached: Reached<State, Move>): void => {
    lines[reached.waits] ??= []
    const level = lines[reached.waits] as Reached<State, Move>[][]
    level[reached.acts] ??= []
    level[reached.acts]?.push(reached)
  }
  // Nothing is ever pushed before the place that is being served: a move adds a wait or an act.
  const shift = (): Reached<State, Move> | undefined => {
    for (; waits < lines.length; waits += 1, acts = 0)
      for (const level = lines[waits] ?? []; acts < level.length; acts += 1, served = 0) {
        const first = level[acts]?.[served]
        if (first) {
          served += 1
          return first
        }
        delete level[acts]
      }
    return undefined
  }
  return { push, shift }
}

/** The moves that lead to a state, from the start on. */
export function pathTo<State, Move>(reached: Reached<State, Move>): Move[] {
  const moves: Move[] = []
  for (let at: Reached<State, Move> | null = reached; at; at = at.from)
    if (at.by !== null) moves.unshift(at.by)
  return moves
}

/** The states from which one of the given states can be reached, these included. */
export function reaching({ from, to }: Edges, goals: Iterable<number>): Set<number> {
  const before = new Map<number, number[]>()
  for (const [i, state] of to.entries()) {
    const list = before.get(state)
    if (list) list.push(from[i] ?? 0)
    else before.set(state, [from[i] ?? 0])
  }
  const found = new Set(goals)
  const open = [...found]
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const state of before.get(at) ?? [])
      if (!found.has(state)) {
        found.add(state)
        open.push(state)
      }
  return found
}

/**
 * The longest that can pass, in working days, on any way from a state to wherever it ends; null where time can pass on a
 * cycle, so that there is no longest.
 */
export function longestFrom(edges: Edges, start: number): number | null {
  const { from, to, days } = edges
  const after = new Map<number, number[]>()
  for (const [i, state] of from.entries()) {
    const list = after.get(state)
    if (list) list.push(i)
    else after.set(state, [i])
  }
  const group = groupsOf(start, state => (after.get(state) ?? []).map(i => to[i] ?? 0))
  const longest = new Map<number, number>()
  // Groups are numbered from the ends backwards: every edge out of one leads to a lower number.
  const byGroup = from.map((_, i) => i).filter(i => group.has(from[i] ?? 0))
  byGroup.sort((one, other) => (group.get(from[one] ?? 0) ?? 0) - (group.get(from[other] ?? 0) ?? 0))
  for (const i of byGroup) {
    const [here, there, passed] = [group.get(from[i] ?? 0) ?? 0, group.get(to[i] ?? 0) ?? 0, days[i] ?? 0]
    if (here === there && passed > 0) return null
    longest.set(here, Math.max(longest.get(here) ?? 0, passed + (longest.get(there) ?? 0)))
  }
  return longest.get(group.get(start) ?? 0) ?? 0
}

/** States that can be reached from each other share a number; what comes later has a lower one (Tarjan, without recursion). */
function groupsOf(start: number, nextOf: (state: number) => number[]): Map<number, number> {
  const index = new Map<number, number>()
  const low = new Map<number, number>()
  const group = new Map<number, number>()
  const path: number[] = []
  const enter = (state: number) => {
    index.set(state, index.size)
    low.set(state, index.size - 1)
    path.push(state)
    return { state, next: nextOf(state), at: 0 }
  }
  const lower = (state: number, by: number) => low.set(state, Math.min(low.get(state) ?? by, by))
  let groups = 0
  const stack = [enter(start)]
  for (let top = stack.at(-1); top; top = stack.at(-1)) {
    const { state } = top
    const other = top.next[top.at]
    top.at += 1
    if (other !== undefined) {
      if (!index.has(other)) stack.push(enter(other))
      else if (!group.has(other)) lower(state, index.get(other) ?? 0)
      continue
    }
    stack.pop()
    if (low.get(state) === index.get(state)) {
      for (let member = path.pop(); member !== undefined; member = path.pop()) {
        group.set(member, groups)
        if (member === state) break
      }
      groups += 1
    }
    const above = stack.at(-1)
    if (above) lower(above.state, low.get(state) ?? 0)
  }
  return group
}
