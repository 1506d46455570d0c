// The tests that mutants of certificates and their verifier are held against.
import { quickestFirst } from './vitest.stryker.config.ts'

export default quickestFirst(
  [
    'tests/verify/{loads,certificate,certificate-bypass,witness,words}.test.ts',
    'tests/attacks/twins.test.ts',
  ],
  ['verify/loads', 'attacks/twins', 'verify/certificate-bypass', 'verify/witness', 'verify/'],
)
