// Mutation testing of certificates, their verifier, and witnesses. What was found stands in docs/mutation.md.
import law from './stryker.config.mjs'

export default {
  ...law,
  plugins: ['@stryker-mutator/vitest-runner'],
  ignorers: [],
  vitest: { configFile: 'vitest.stryker.certificate.config.ts', related: false },
  mutate: ['src/verify/{certificate,verify-certificate,examine-certificate,shown-words,trust,witness}.ts'],
  timeoutMS: 20_000,
  timeoutFactor: 2,
  incrementalFile: 'reports/stryker-certificate-incremental.json',
  jsonReporter: { fileName: 'reports/mutation-certificate.json' },
}
