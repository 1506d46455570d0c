// The log's modules load: asked in a test, so that one that breaks while it loads is a failure of its own, and not an
// absence of all other tests.
import { expect, it } from 'vitest'

it('what is no note is told so, by modules that loaded', async () => {
  const { cosignedBy } = await import('../../src/log/checkpoint.ts')
  expect(cosignedBy('', [])).toHaveProperty('fault')
})

it('what is no signature is none, by modules that loaded', async () => {
  const { isKeyProof } = await import('../../src/log/signature.ts')
  expect(isKeyProof('', '', '')).toBe(false)
})
