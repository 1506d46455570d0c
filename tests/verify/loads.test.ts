// The record's modules load: asked in a test, so that one that breaks while it loads is a failure of its own, and not an
// absence of all other tests.
import { expect, it } from 'vitest'

it('a text that is no certificate is told so, by modules that loaded', async () => {
  const { verifyCertificate } = await import('../../src/verify/verify-certificate.ts')
  expect(verifyCertificate('').finding?.code).toBe('notCanonical')
}, 60_000)

it('what is no split view is told so, by modules that loaded', async () => {
  const { verifySplit } = await import('../../src/verify/witness.ts')
  expect(verifySplit('', [])).toEqual({ fault: 'the file is no split view' })
})
