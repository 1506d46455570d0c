// The law loads: asked in a test, so that a module that breaks while it loads is a failure of its own, and not an
// absence of all other tests.
import { expect, it } from 'vitest'

it('both statecharts compile, and there is a rule behind every name that they use', async () => {
  const { proposalChart } = await import('../../src/proposal/machine.ts')
  const { charterChart } = await import('../../src/charter/machine.ts')
  expect(proposalChart.initial.value).toBe('unwritten')
  expect(charterChart.initial.value).toBe('unfounded')
}, 60_000)

it('the gate loads, and opens for nothing on an empty record', async () => {
  const { gate } = await import('../../src/proposal/gate.ts')
  expect(gate([], 'p1')).toBe('no decision was taken on p1 (J3)')
})
