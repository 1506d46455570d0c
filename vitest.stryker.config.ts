// The tests that mutants of the law are held against: quick ones that ask the charts, the rules and the gate.
import { defineConfig, type ViteUserConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Tests for mutants: a run ends at the first that fails, so those that are quick and stop most mutants come first. */
export function quickestFirst(
  include: string[],
  order: readonly string[],
  more: ViteUserConfig['test'] = {},
): ViteUserConfig {
  const rank = ({ moduleId }: TestSpecification): number =>
    order.findIndex(part => moduleId.includes(`tests/${part}`))
  class QuickestFirst extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return [...files].sort((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId))
    }
  }
  return defineConfig({
    test: {
      ...{ include, testTimeout: 120_000, hookTimeout: 120_000, sequence: { sequencer: QuickestFirst } },
      ...more,
    },
  })
}

export default quickestFirst(
  ['tests/{charter,proposal,rules}/**/*.test.ts'],
  [
    ...['proposal/loads', 'proposal/arrows', 'proposal/words', 'charter/'],
    ...['proposal/any-state', 'proposal/gate', 'proposal/any', 'proposal/', 'rules/'],
  ],
  {
    // The one makes all that its story touches seem to be needed while a file loads, the other reads titles of tests.
    exclude: ['tests/proposal/forged-facts.test.ts', 'tests/rules/coverage.test.ts'],
    env: { ANY_STATES: '3000', ANY_RECORDS: '400', ANY_FACTS: '4' },
  },
)
