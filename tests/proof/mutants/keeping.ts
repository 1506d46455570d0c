// The engine and its store: acts that swallow, overtake or undo each other.
import { inSource, type Mutant } from './mutant.ts'

const { collaboration, desk, memory, charterRules } = inSource

export const keeping: readonly Mutant[] = [
  {
    name: 'key-swallows-another-act',
    story: 'An objection asked under a key that was used before is answered as recorded, and is not.',
    breaks: ['W3', 'invariant 5'],
    edits: [
      desk(
        'if (!before || !(await isSameAct(session, { asked: undefined, ...before }, act, pending?.words ?? []))) {',
        'if (!before) {',
      ),
    ],
  },
  {
    name: 'acts-that-wait-together-overtake-each-other',
    story:
      'Two acts that come in at once are both recorded, and the state forgets the first: an objection is lost.',
    breaks: ['W3', 'invariant 5', 'invariant 8'],
    edits: [
      desk(
        'decideApart(ahead.collaboration, act, parted, beside)',
        'decideApart(session.replay.collaboration, act, parted, beside)',
      ),
    ],
  },
  {
    name: 'only-the-first-of-a-batch-is-checked',
    story:
      'Of acts that are recorded together only the first is asked for the signature that the charter demands.',
    breaks: ['W2', 'W3'],
    edits: [desk('    signed,\n    apart,', '    signed: decided.length > 0 || signed,\n    apart,')],
  },
  {
    name: 'signature-not-asked',
    story: 'An act counts without the signature that the charter demands.',
    breaks: ['W2'],
    edits: [charterRules('event.signed !== false || !asksForSignatures(circle, event)', 'true')],
  },
  {
    name: 'refusal-changes-the-state',
    story: 'A refused act of one partner wipes the positions that the others had taken.',
    breaks: ['W3', 'invariant 2', 'invariant 8'],
    edits: [
      collaboration(
        "  if ('refused' in decision) return refuse(decision.refused)\n  const pending = decision.steps.map(step => pendingOf(matter, step, act))",
        `  if ('refused' in decision) {
    const { value, context } = stateOf(collaboration, matter)
    const wiped = { ...context, positions: {}, counting: 0, supporting: 0 }
    if (collaboration.shelf.states.has(matter))
      collaboration.shelf.states.set(matter, { value, context: wiped })
    return refuse(decision.refused)
  }
  const pending = decision.steps.map(step => pendingOf(matter, step, act))`,
      ),
    ],
  },
  {
    name: 'second-writer-not-stopped',
    story: 'Two processes record at the same place of the log, and one voice is counted twice or not at all.',
    breaks: ['W3', 'invariant 8'],
    edits: [memory('      if (size !== expectedSize) return { conflict: { size } }\n', '')],
  },
]
