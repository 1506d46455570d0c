// Mutation testing of what is hashed and signed: trees, notes, keys, checkpoints, signatures. What was found stands in docs/mutation.md.
import law from './stryker.config.mjs'

export default {
  ...law,
  plugins: ['@stryker-mutator/vitest-runner'],
  ignorers: [],
  vitest: { configFile: 'vitest.stryker.log.config.ts', related: false },
  mutate: ['src/log/{tree,note,key,checkpoint,signature,ed25519}.ts'],
  timeoutMS: 20_000,
  timeoutFactor: 2,
  incrementalFile: 'reports/stryker-log-incremental.json',
  jsonReporter: { fileName: 'reports/mutation-log.json' },
}
