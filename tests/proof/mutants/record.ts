// The log and its replay: texts exchanged, entries cut, facts slipped in, and two versions of one history.
import { inSource, type Mutant } from './mutant.ts'

const { charterRules, chart, collaboration, entry, matter, replay, rules, snapshot, auditor } = inSource

export const record: readonly Mutant[] = [
  {
    name: 'text-swapped-under-its-digest',
    story: 'A log is accepted in which another text stands under the digest that partners confirmed.',
    breaks: ['D2', 'invariant 8'],
    edits: [
      rules(
        'return content !== null && marked && event.fact.digest === contentDigest(content)',
        'return content !== null && marked',
      ),
    ],
  },
  {
    name: 'charter-swapped-under-its-digest',
    story: 'A log is accepted in which another charter stands under the digest that partners signed.',
    breaks: ['F1', 'invariant 8'],
    edits: [charterRules(' &&\n        event.fact.digest === charterDigest(charter)\n', '\n')],
  },
  {
    name: 'chain-not-checked',
    story: 'Words of a partner are altered in the middle of the log, and it still holds.',
    breaks: ['invariant 5', 'invariant 8'],
    edits: [entry('if (entry.prev !== ledger.prev)', "if (entry.prev === '')")],
  },
  {
    name: 'entry-numbers-not-checked',
    story: 'An entry is cut out of the log, the rest is chained anew, and it still holds.',
    breaks: ['invariant 5', 'invariant 8'],
    edits: [
      entry('if (entry.seq !== size)', 'if (entry.seq < 0)'),
      entry('if (entry.n !== n)', 'if (entry.n < 0)'),
    ],
  },
  {
    name: 'act-cut-off-at-the-end',
    story: 'A log is accepted that hides what the last act led to.',
    breaks: ['invariant 8'],
    edits: [replay('if (!unsettled(replay.collaboration)) return null', 'return null')],
  },
  {
    name: 'recorded-outcomes-trusted',
    story: 'A log is accepted in which a stage was entered that no term and no act had led to.',
    breaks: ['O3', 'J1', 'invariant 6', 'invariant 8'],
    edits: [
      collaboration(
        'const admission = chart.step(state, event)\n',
        "const wasAsked = Reflect.has((Reflect.get(event, 'asked') ?? {}) as object, 'act')\n  const admission = chart.step(state, event, wasAsked)\n",
      ),
      chart(
        'step(state: ChartState<Context>, event: Event): Admission<Context>\n',
        'step(state: ChartState<Context>, event: Event, isAsked?: boolean): Admission<Context>\n',
      ),
      chart(
        'const step = (state: ChartState<Context>, event: Event): Admission<Context> => {',
        'const step = (state: ChartState<Context>, event: Event, isAsked = true): Admission<Context> => {',
      ),
      chart(
        'const refused = brokenRule(row, args)',
        'const refused = isAsked ? brokenRule(row, args) : null',
      ),
    ],
  },
  {
    name: 'fact-under-another-name',
    story: 'A log is accepted in which the act that one person asked is put to the name of another.',
    breaks: ['W1', 'invariant 2', 'invariant 8'],
    edits: [collaboration(' || named !== matter || asked.by !== by) return', ' || named !== matter) return')],
  },
  {
    name: 'act-replayed',
    story: 'A log is accepted in which one act is recorded a second time.',
    breaks: ['W2', 'invariant 8'],
    edits: [
      replay(
        'if (entry.asked !== undefined && hasId(acts, entry.act))',
        "if (entry.act === '' && hasId(acts, ''))",
      ),
    ],
  },
  {
    name: 'backdated-entry-holds',
    story: 'A log is accepted in which somebody spoke before what had already been recorded.',
    breaks: ['T1', 'invariant 8'],
    edits: [
      entry('return entry.at < ledger.lastAt', "return entry.at === ''"),
      collaboration("  if (runsBack(collaboration, at)) return 'timeMovesForward'\n", ''),
      rules('holds: (proposal, event) => event.at >= proposal.lastAt,', 'holds: () => true,'),
      charterRules('holds: (circle, event) => event.at >= circle.lastAt,', 'holds: () => true,'),
    ],
  },
  {
    name: 'kept-head-not-compared',
    story: 'Two partners are shown two versions of the log, and both are told that theirs is the one.',
    breaks: ['invariant 8'],
    edits: [auditor('if (then?.root === root) return null', 'if (then?.root !== undefined) return null')],
  },
  {
    name: 'restored-proposal-trusted',
    story: 'A store that withholds the last words about a proposal makes the engine forget an objection.',
    breaks: ['invariant 5', 'invariant 8'],
    edits: [
      matter('  if (!asRead || !sameListing(collaboration.shelf, matter, state)) return lost(reading)\n', ''),
    ],
  },
  {
    name: 'damaged-snapshot-believed',
    story:
      'A snapshot that somebody wrote into makes the engine forget that a partner has a term to answer in.',
    breaks: ['T1', 'invariant 7', 'invariant 8'],
    edits: [snapshot('  if (digest !== digestOf(body)) return null\n', '')],
  },
]
