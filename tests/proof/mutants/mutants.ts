// All mutants: every one of them bypasses somebody, and every one has to be noticed by a check that was written apart.
import { agreement } from './agreement.ts'
import { circle } from './circle.ts'
import { consultation } from './consultation.ts'
import { bothWeak } from './gate-too.ts'
import { keeping } from './keeping.ts'
import { ladder } from './ladder.ts'
import { mandates } from './mandates.ts'
import type { Mutant } from './mutant.ts'
import { objections } from './objections.ts'
import { record } from './record.ts'
import { signing } from './signing.ts'
import { words } from './words.ts'

export const mutants: readonly Mutant[] = [
  ...consultation,
  ...agreement,
  ...objections,
  ...ladder,
  ...circle,
  ...mandates,
  ...record,
  ...keeping,
  ...signing,
  ...words,
  ...bothWeak,
]
