// The tests that mutants of trees, notes, keys and signatures are held against: those of the log alone.
import { quickestFirst } from './vitest.stryker.config.ts'

export default quickestFirst(
  ['tests/log/*.test.ts'],
  ['log/known-answers', 'log/published', 'log/ed25519', 'log/note', 'log/signature', 'log/'],
)
