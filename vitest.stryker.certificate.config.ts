// The tests that mutants of certificates and their verifier are held against.
import { fileURLToPath } from 'node:url'
import { mergeConfig } from 'vitest/config'
import { quickestFirst } from './vitest.stryker.config.ts'

const quick = quickestFirst(
  [
    'tests/verify/{loads,trust,made,examine,established,certificate,certificate-bypass,witness,words}.test.ts',
    'tests/attacks/twins.test.ts',
  ],
  [
    'verify/loads',
    'verify/trust',
    'verify/made',
    'verify/examine',
    'verify/established',
    'attacks/twins',
    'verify/certificate-bypass',
    'verify/witness',
    'verify/',
  ],
)

// What Ed25519 answers is not changed here, and it is most of the work: each answer is given once.
const remembered = fileURLToPath(new URL('tests/mutation/remembered-ed25519.ts', import.meta.url))

export default mergeConfig(quick, {
  resolve: { alias: [{ find: /^\.\.?\/(?:[\w-]+\/|\.\.\/)*ed25519\.ts$/, replacement: remembered }] },
})
