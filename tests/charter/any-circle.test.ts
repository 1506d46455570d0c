// From any circle, also one that no history leads to, with any fact on its way in: each rule answers by itself what its
// sentence says, and the chart admits what all rules of the arrow let through and nothing else.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { charterChart } from '../../src/charter/machine.ts'
import { type CharterRule, charterRules } from '../../src/charter/rules.ts'
import { wordsAfter } from '../proposal/naive.ts'
import { type Candidate, candidate } from './arbitrary.ts'
import { guarding, isPlaced, placeOf, sentences, states, types } from './sentences.ts'

/** How many candidates, and from which seed: `ANY_STATES=100000 SEED=7 npx vitest run tests/charter`. */
const many = Math.round(Number(process.env.ANY_STATES ?? 9_600) / 4)
const seed = Number(process.env.SEED ?? 1)
/** What is met more often than this is met often enough to tell something. */
const seldom = many / 800

const pool: Candidate[] = []
beforeAll(() => {
  const drawn = fc.sample(candidate, { numRuns: many, seed })
  const given = drawn.filter(({ event }) => event.type === 'mandate.given')
  pool.push(...drawn, ...given.slice(0, 40).map(crowded))
}, 600_000)

/** With as many persons ever mandated by the partner as there may be, or one fewer. */
function crowded(candidate: Candidate, n: number): Candidate {
  const { circle, event } = candidate
  const id = event.fact.partner ?? ''
  const known = Object.keys(circle.members[id]?.people ?? {})
  const more = Array.from({ length: 1_000 - (n % 2) - known.length }, (_, n) => [`p${n}`, {}])
  const people = { ...circle.members[id]?.people, ...Object.fromEntries(more) }
  return { ...candidate, circle: { ...circle, members: { ...circle.members, [id]: { people } } } }
}

const told = (candidate: Candidate, n: number) =>
  `candidate ${n} of seed ${seed}: ${JSON.stringify(candidate, null, 1)}`
const met = ({ state, circle }: Candidate) => ({ value: state, context: circle })
const count = <T>(counts: Map<T, number>, key: T) => counts.set(key, (counts.get(key) ?? 0) + 1)
const rules = Object.keys(charterRules) as CharterRule[]

describe('the chart of the charter', () => {
  it.each(states)(
    '%s: admits a fact where every rule that guards it holds, and names all that do not',
    state => {
      const admitted = new Map<string, number>()
      for (const [n, candidate] of pool.entries()) {
        const { circle, event } = candidate
        if (candidate.state !== state) continue
        const guards = rules.filter(rule => guarding(rule, event.type).includes(state))
        const broken = guards.filter(rule => !charterRules[rule].holds(circle, event)).sort()
        const expected = isPlaced(event.type, state) ? broken : [placeOf(state)]
        const breaches = charterChart.breaches(met(candidate), event)
        if ([...breaches].sort().join() !== expected.join())
          expect.fail(`refused by ${breaches}, should be by ${expected}: ${told(candidate, n)}`)
        if (breaches.length === 0) count(admitted, event.type)
      }
      for (const type of types)
        if (isPlaced(type, state))
          expect(admitted.get(type) ?? 0, `${type} was admitted`).toBeGreaterThan(seldom)
    },
  )

  it('leads to the founding by nothing but a founding, and changes what it says', () => {
    for (const candidate of pool) {
      const { state, circle, event } = candidate
      if (charterChart.refusal(met(candidate), event) !== null) continue
      const after = charterChart.evolve(met(candidate), event)
      expect(after.value).toBe(event.type === 'collaboration.founded' ? 'founded' : state)
      expect(after.context.lastAt).toBe(event.at)
      const { by, signed } = event
      const number = typeof signed === 'object' && by !== undefined ? { [by]: signed.counter } : {}
      expect(after.context.counters).toEqual({ ...circle.counters, ...number })
      if (event.type !== 'name.erased')
        expect(after.context.words).toEqual(wordsAfter(circle.words, after.context, event))
      expect(changed[event.type]?.(after.context, event, circle), event.type).toBe(true)
    }
  })
})

type Changed = (after: Candidate['circle'], event: Candidate['event'], before: Candidate['circle']) => boolean

/** By what each fact about the circle is known afterwards. */
const changed: Record<(typeof types)[number], Changed> = {
  'charter.proposed': ({ proposed }, { fact }) => proposed?.digest === fact.digest,
  'charter.signed': ({ proposed, joining }, { fact: { partner = '' } }) =>
    proposed ? proposed.signedBy[partner] === true : joining === partner,
  'collaboration.founded': ({ proposed, digest }, { fact }) => proposed === null && digest === fact.charter,
  'partner.joined': ({ members, joining }, { fact: { partner = '' } }) =>
    joining === null && members[partner] !== undefined,
  'partner.left': ({ members, version }, { fact: { partner = '' } }, before) =>
    members[partner] === undefined && version === before.version + 1,
  'mandate.given': ({ members, speaksFor }, { asked: { person = '' }, fact: { partner = '' } }) =>
    speaksFor[person] === partner && members[partner]?.people[person] !== undefined,
  'mandate.withdrawn': ({ members }, { asked: { person = '' }, fact: { partner = '', roles = [] } }) =>
    roles.every(role => members[partner]?.people[person]?.[role] === undefined),
  'key.registered': ({ keys, keyOwners }, { asked: { person = '', publicKey }, fact }) => {
    if (publicKey === undefined) return true
    const ring = keys[fact.partner ?? 'opgavemanager']?.[person]
    return ring?.current === publicKey && ring.ever[publicKey] === true && keyOwners[publicKey] === person
  },
  'key.revoked': ({ keys }, { asked: { person = '' }, fact }, before) => {
    const side = fact.partner ?? 'opgavemanager'
    const ring = before.keys[side]?.[person]
    return JSON.stringify(keys[side]?.[person]) === JSON.stringify({ ...ring, current: null })
  },
  'name.erased': ({ words }, { asked: { digest = '' } }) => words[digest]?.erased === true,
  'charter.replaced': ({ digest }, { fact }) => digest === fact.digest,
}

describe('a rule of the charter by itself', () => {
  it.each(rules)('%s: answers what its sentence says', rule => {
    const answers = new Map([
      [true, 0],
      [false, 0],
    ])
    for (const [n, candidate] of pool.entries()) {
      const { circle, event } = candidate
      if (guarding(rule, event.type).length === 0) continue
      const expected = sentences[rule](circle, event)
      if (expected === undefined) {
        expect(charterRules[rule].holds(circle, event), 'where nothing is signed').toBe(true)
        continue
      }
      count(answers, expected)
      const answer = charterRules[rule].holds(circle, event)
      if (answer !== expected) expect.fail(`it says ${answer} about ${told(candidate, n)}`)
    }
    expect(answers.get(true), 'how often it holds').toBeGreaterThan(seldom)
    expect(answers.get(false), 'how often it does not').toBeGreaterThan(seldom)
  })
})
