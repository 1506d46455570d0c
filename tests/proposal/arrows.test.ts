// Every arrow of both statecharts, one by one: where it is, which rules guard it, where it leads.
import { describe, expect, it } from 'vitest'
import { charterChart } from '../../src/charter/machine.ts'
import { type CharterRule, charterRules } from '../../src/charter/rules.ts'
import { proposalChart } from '../../src/proposal/machine.ts'
import { proposalRules } from '../../src/proposal/rules.ts'
import * as circle from '../charter/sentences.ts'
import { guarding, isPlaced, leadsTo, states, types } from './law.ts'

const charterNames = Object.keys(charterRules) as CharterRule[]

describe('a fact about a proposal', () => {
  const cases = states.flatMap(state => types.map(type => ({ state, type })))
  it.each(cases)('$type in $state: is guarded by the rules that say so, and leads where it should', it => {
    const arrow = proposalChart.edges.find(({ from, type }) => from === it.state && type === it.type)
    const guards = Object.keys(proposalRules).filter(rule => guarding(rule, it.type).includes(it.state))
    const expected = { rules: guards.sort(), to: leadsTo(it.state, it.type) }
    const found = arrow && { rules: [...arrow.rules].sort(), to: arrow.to }
    expect(found).toEqual(isPlaced(it.type, it.state) ? expected : undefined)
  })
})

describe('a fact about the circle', () => {
  const cases = circle.states.flatMap(state => circle.types.map(type => ({ state, type })))
  it.each(cases)('$type in $state: is guarded by the rules that say so, and leads where it should', it => {
    const arrow = charterChart.edges.find(({ from, type }) => from === it.state && type === it.type)
    const guards = charterNames.filter(rule => circle.guarding(rule, it.type).includes(it.state))
    const to = it.type === 'collaboration.founded' ? 'founded' : it.state
    const found = arrow && { rules: [...arrow.rules].sort(), to: arrow.to }
    expect(found).toEqual(circle.isPlaced(it.type, it.state) ? { rules: guards.sort(), to } : undefined)
  })
})
