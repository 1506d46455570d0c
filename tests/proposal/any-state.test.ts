// From any state, also one that no history leads to, with any fact on its way in: each rule answers by itself what its
// sentence says, the chart admits what all rules of the arrow let through and nothing else, and the counters stay true.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { proposalChart } from '../../src/proposal/machine.ts'
import { type ProposalRule, proposalRules } from '../../src/proposal/rules.ts'
import { type Candidate, candidates } from './arbitrary.ts'
import { apartFromCounters, changes, isSettled, marks } from './changes.ts'
import { guarding, isPlaced, leadsTo, placeOf, states, types } from './law.ts'
import { counted, countersOf } from './naive.ts'
import { sentences } from './sentences.ts'

/** How many candidates, and from which seed: `ANY_STATES=100000 SEED=7 npx vitest run tests/proposal/any-state`. */
const many = Number(process.env.ANY_STATES ?? 9_600)
const seed = Number(process.env.SEED ?? 1)
/** What is met more often than this is met often enough to tell something. */
const seldom = many / 4_800

const pool: Candidate[] = []
beforeAll(() => {
  const drawn = fc.sample(candidates, { numRuns: many / 12, seed }).flat()
  pool.push(...drawn, ...drawn.filter(({ event }) => limited.includes(event.type)).map(crowded))
}, 600_000)

const limited = ['objection.answered', 'comment.made']

/** As many answers on this stage and comments of this person as there may be, or one fewer. */
function crowded(candidate: Candidate, n: number): Candidate {
  const { proposal, event } = candidate
  const { revision, stage } = proposal
  const less = n % 2
  const answer = { by: 'ann', at: event.at, text: 'See.', revision, stage: stage ?? 'consultation' }
  const elsewhere = [
    { ...answer, revision: revision + 1 },
    { ...answer, stage: 'nowhere' },
  ]
  const answers = [...Array(100 - less).fill(answer), ...elsewhere]
  const objections = Object.entries(proposal.objections).map(([id, it]) => [id, { ...it, answers }])
  const remark = { by: event.by ?? '', at: event.at, text: 'Well.' }
  const remarks = Array.from({ length: 1_000 - less }, (_, n) => [`r${n}`, remark])
  const comments = Object.fromEntries([...remarks, ['other', { ...remark, by: 'somebody' }]])
  return { ...candidate, proposal: { ...proposal, objections: Object.fromEntries(objections), comments } }
}

const told = (candidate: Candidate, n: number) =>
  `candidate ${n} of seed ${seed}: ${JSON.stringify(candidate, null, 1)}`
const met = ({ state, proposal }: Candidate) => ({ value: state, context: proposal })
const isAdmitted = (candidate: Candidate) => proposalChart.refusal(met(candidate), candidate.event) === null
const count = <T>(counts: Map<T, number>, key: T) => counts.set(key, (counts.get(key) ?? 0) + 1)

const rules = Object.keys(proposalRules) as ProposalRule[]

describe('a rule by itself', () => {
  it.each(rules)('%s: answers what its sentence says', rule => {
    const answers = new Map([
      [true, 0],
      [false, 0],
    ])
    for (const [n, candidate] of pool.entries()) {
      const { proposal, event } = candidate
      if (guarding(rule, event.type).length === 0) continue
      const expected = sentences[rule](proposal, event)
      if (expected === undefined) continue
      count(answers, expected)
      const answer = proposalRules[rule].holds(proposal, event)
      if (answer !== expected) expect.fail(`it says ${answer} about ${told(candidate, n)}`)
    }
    expect(answers.get(true), 'how often it holds').toBeGreaterThan(seldom)
    expect(answers.get(false), 'how often it does not').toBeGreaterThan(seldom)
  })
})

/** What keeps a fact out, in the order of the alphabet: the rules that guard it here and do not hold, or that it has no place. */
function breached({ state, proposal, event }: Candidate): string[] {
  if (!isPlaced(event.type, state)) return [placeOf(state, event.type)]
  return rules
    .filter(rule => guarding(rule, event.type).includes(state) && !proposalRules[rule].holds(proposal, event))
    .sort()
}

describe('the chart', () => {
  it.each(states)(
    '%s: admits a fact where every rule that guards it holds, and names all that do not',
    state => {
      const admitted = new Map<string, number>()
      for (const [n, candidate] of pool.entries()) {
        if (candidate.state !== state) continue
        const breaches = proposalChart.breaches(met(candidate), candidate.event)
        const expected = breached(candidate)
        if ([...breaches].sort().join() !== expected.join())
          expect.fail(`refused by ${breaches}, should be by ${expected}: ${told(candidate, n)}`)
        const refusal = proposalChart.refusal(met(candidate), candidate.event)
        if (refusal !== (breaches[0] ?? null)) expect.fail(`refused by ${refusal}: ${told(candidate, n)}`)
        if (refusal === null) count(admitted, candidate.event.type)
      }
      for (const type of types)
        if (isPlaced(type, state))
          expect(admitted.get(type) ?? 0, `${type} was admitted`).toBeGreaterThan(seldom)
    },
  )
})

describe('a fact that has no place in a state', () => {
  it.each(states)('%s: is refused by the rule that says where it belongs', state => {
    const [{ proposal, event }] = pool as [Candidate]
    for (const type of types)
      if (!isPlaced(type, state))
        expect(proposalChart.refusal({ value: state, context: proposal }, { ...event, type }), type).toBe(
          placeOf(state, type),
        )
  })
})

describe('what an admitted fact changes', () => {
  it.each(types)('%s: what it says and nothing else, wherever it is admitted', type => {
    let admitted = 0
    for (const [n, candidate] of pool.entries()) {
      const { state, proposal, event } = candidate
      if (event.type !== type || !isAdmitted(candidate)) continue
      admitted += 1
      const after = proposalChart.evolve(met(candidate), event)
      const expected = {
        ...proposal,
        lastAt: event.at,
        ...changes[type](proposal, event),
        ...marks(proposal, event),
      }
      expect(after.value).toBe(leadsTo(state, type))
      expect(apartFromCounters(after.context), told(candidate, n)).toStrictEqual(apartFromCounters(expected))
    }
    expect(admitted).toBeGreaterThan(seldom)
  })

  it('leaves true counters true', () => {
    const kept = new Map<string, number>()
    for (const [n, candidate] of pool.entries()) {
      const { lies, proposal, event } = candidate
      if (lies || !isSettled(proposal, event) || !isAdmitted(candidate)) continue
      const after = proposalChart.evolve(met(candidate), event).context
      expect(countersOf(after), told(candidate, n)).toEqual(counted(after, event.circle))
      count(kept, event.type)
    }
    for (const type of types) expect(kept.get(type) ?? 0, type).toBeGreaterThan(seldom)
  })

  it('counts anew who is present when the circle changes, whatever was counted before', () => {
    let lied = 0
    for (const [n, candidate] of pool.entries()) {
      const { lies, event } = candidate
      if (event.type !== 'circle.changed' || !isAdmitted(candidate)) continue
      const { context } = proposalChart.evolve(met(candidate), event)
      const { counting, supporting, confirmed } = counted(context, event.circle)
      expect(context, told(candidate, n)).toMatchObject({ counting, supporting, confirmed })
      expect(context.partners).toBe(event.circle.size)
      lied += Number(lies)
    }
    expect(lied).toBeGreaterThan(seldom)
  })
})
