// Mutation testing of the law: what it changes about the source, and by which tests that must be noticed.
// `npm run test:mutation`; what was found stands in docs/mutation.md.

/** What a rule says of itself is prose: tests/proposal/words.test.ts reads it, mutants of it would only raise the score. */
const prose = new Set(['cites', 'en', 'nl'])

/** Stryker passes over what stands under `as`, and so do all rules: what runs needs no such words. */
const withoutTypes = {
  TSAsExpression: {
    exit(path) {
      path.replaceWith(path.node.expression)
    },
  },
}

const proseOfRules = {
  shouldIgnore(path) {
    if (path.isProgram()) path.traverse(withoutTypes)
    return path.isObjectProperty() && prose.has(path.node.key.name) ? 'what a rule says of itself' : undefined
  },
}

/** Read by Stryker, which loads this file as a plugin too. */
export const strykerPlugins = [{ kind: 'Ignore', name: 'proseOfRules', value: proseOfRules }]

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './stryker.config.mjs'],
  ignorers: ['proseOfRules'],
  vitest: { configFile: 'vitest.stryker.config.ts', related: false },
  mutate: ['src/proposal/{machine,rules,predicates,effects,gate}.ts', 'src/charter/{machine,rules}.ts'],
  ignorePatterns: ['dist', 'reports', 'bench', 'examples', 'schemas', 'scripts'],
  coverageAnalysis: 'perTest',
  disableTypeChecks: false,
  concurrency: 2,
  // A busy machine is slow, and slow is not caught: only a loop without end may run into these.
  timeoutMS: 60_000,
  timeoutFactor: 4,
  incremental: true,
  incrementalFile: 'reports/stryker-incremental.json',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutation.json' },
  clearTextReporter: { logTests: false, reportTests: false },
  thresholds: { high: 95, low: 95, break: 95 },
}
