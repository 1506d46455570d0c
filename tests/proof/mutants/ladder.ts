// The stages and their terms: skipped, repeated, cut short, prolonged without end, or read from another clock.
import { inSource, type Mutant } from './mutant.ts'

const {
  calendar,
  charterRules,
  collaboration,
  desk,
  effects,
  machine,
  predicates,
  procedure,
  proposal,
  rules,
} = inSource

const fromLijnmanagement =
  "on: { 'proposal.escalated': escalation, 'stage.entered': { ...climb, target: 'opgavemanager' } },"
const fromConsultation = "'stage.entered': { ...climb, target: 'lijnmanagement' },"

const stages: readonly Mutant[] = [
  {
    name: 'stage-skipped',
    story: 'The line management of a silent partner is passed over: the consultation leads straight up.',
    breaks: ['O3', 'C4', 'invariant 6'],
    edits: [
      proposal(
        "if (stage === 'consultation') return 'lijnmanagement'",
        "if (stage === 'consultation') return 'opgavemanager'",
      ),
      machine(fromConsultation, "'stage.entered': { ...climb, target: 'opgavemanager' },"),
    ],
  },
  {
    name: 'stage-entered-twice',
    story: 'From the stuurgroep an open objection is sent round again, until its owner gives in.',
    breaks: ['O3', 'invariant 6', 'invariant 7'],
    edits: [
      proposal(
        "return stage === 'opgavemanager' ? 'stuurgroep' : null",
        "return stage === 'opgavemanager' ? 'stuurgroep' : 'lijnmanagement'",
      ),
      machine(
        'stuurgroep: {},',
        "stuurgroep: {\n          on: { 'proposal.escalated': escalation, 'stage.entered': { ...climb, target: 'lijnmanagement' } },\n        },",
      ),
    ],
  },
  {
    name: 'escalated-out-of-the-consultation',
    story: 'A partner is denied the rest of the consultation in which it wanted to look for a way out.',
    breaks: ['O3', 'C1'],
    edits: [machine(fromConsultation, `'proposal.escalated': escalation,\n            ${fromConsultation}`)],
  },
  {
    name: 'escalated-before-everyone-spoke',
    story: 'A matter is taken up over the head of a partner that still has time to speak.',
    breaks: ['O3'],
    edits: [machine("    'everyoneHasSpoken',\n", '')],
  },
  {
    name: 'escalated-over-a-provisional-position',
    story: 'A partner that has spoken only provisionally is taken to have spoken.',
    breaks: ['O3', 'C6'],
    edits: [
      rules(
        'proposal.counting + proposal.objecting === proposal.partners',
        'Object.keys(proposal.positions).length + proposal.objecting === proposal.partners',
      ),
    ],
  },
  {
    name: 'escalated-without-an-answer',
    story: 'An objection is taken up a stage before anybody has answered it.',
    breaks: ['O3', 'O4'],
    edits: [machine("    'objectionsAnsweredHere',\n", '')],
  },
  {
    name: 'answers-carried-up',
    story:
      'An objection that was answered below counts as answered on the next stage, where nobody has spoken to it.',
    breaks: ['O3', 'O4'],
    edits: [effects('  leaving: null,\n  answeredHere: {},', '  leaving: null,')],
  },
  {
    name: 'escalated-without-an-objection',
    story: 'A stage is cut short although nobody objects.',
    breaks: ['O3'],
    edits: [machine("    'anObjectionIsOpen',\n", '')],
  },
  {
    name: 'silences-not-named-on-climbing',
    story: 'A proposal goes up, and the people of the silent partner are not told that they are waited for.',
    breaks: ['C4'],
    edits: [predicates('silences: silentPartners(proposal, circle).map(address),', 'silences: [],')],
  },
  {
    name: 'silence-dealt-with-over-the-partners-head',
    story: 'On the third stage the silence of a partner addresses the opgavemanager and nobody of its own.',
    breaks: ['C4'],
    edits: [proposal('[...own, mediator]', '[mediator]')],
  },
]

const unequal: readonly Mutant[] = [
  {
    name: 'first-partner-alone-goes-up-early',
    story: 'Only the partner that stands first in the charter can take an objection up before the term ends.',
    breaks: ['O3', 'invariant 4'],
    edits: [
      rules(
        'holds: proposal => proposal.objecting > 0,',
        'holds: (proposal, { fact, circle }) => proposal.objecting > 0 && (fact.partner ?? Object.keys(circle.members)[0]) === Object.keys(circle.members)[0],',
      ),
    ],
  },
]

const withoutEnd: readonly Mutant[] = [
  {
    name: 'extension-without-end',
    story: 'One partner prolongs the consultation again and again, and holds up all others.',
    breaks: ['C5', 'O8', 'invariant 7'],
    edits: [machine("'onCurrentRevision', 'extendsOnce', 'fullTerm'", "'onCurrentRevision', 'fullTerm'")],
  },
  {
    name: 'first-partner-extends-without-end',
    story: 'The partner named first in the charter has more time than the others, as often as it likes.',
    breaks: ['C5', 'O8', 'invariant 4', 'invariant 7'],
    edits: [
      rules(
        "holds: (proposal, { fact: { partner } }) => !Object.hasOwn(proposal.extendedBy, partner ?? ''),",
        `holds: (proposal, { circle, fact: { partner } }) =>
      partner === Object.keys(circle.members)[0] || !Object.hasOwn(proposal.extendedBy, partner ?? ''),`,
      ),
    ],
  },
  {
    name: 'only-the-author-extends',
    story: 'Time to consult the own organisation is the author’s to give, not each partner’s to take.',
    breaks: ['C5', 'invariant 4'],
    edits: [
      rules(
        "holds: (proposal, { fact: { partner } }) => !Object.hasOwn(proposal.extendedBy, partner ?? ''),",
        `holds: (proposal, { fact: { partner } }) =>
      partner === proposal.author && !Object.hasOwn(proposal.extendedBy, partner ?? ''),`,
      ),
    ],
  },
  {
    name: 'later-stage-extended',
    story: 'A partner holds the others on a stage that they were told would end.',
    breaks: ['C5', 'O8'],
    edits: [
      machine(
        fromLijnmanagement,
        `on: {
            'proposal.escalated': escalation,
            'term.extended': {
              guard: and([...inTerm, 'byMandatedPerson', 'onCurrentRevision', 'fullTerm']),
              actions: 'extend',
            },
            'stage.entered': { ...climb, target: 'opgavemanager' },
          },`,
      ),
    ],
  },
  {
    name: 'every-call-moves-the-term',
    story: 'A partner that agrees, takes it back and agrees again keeps everybody waiting for ever.',
    breaks: ['O8', 'J2', 'invariant 7'],
    edits: [effects('  called: true,\n  calledHere: true,', '  called: true,\n  calledHere: false,')],
  },
  {
    name: 'amended-without-end',
    story: 'The author amends as often as it takes, whatever bound the partners agreed on.',
    breaks: ['O8', 'invariant 7'],
    edits: [
      rules(
        'fact.revision === proposal.revision + 1 && fact.revision <= (proposal.law?.maxRevisions ?? 0),',
        'fact.revision === proposal.revision + 1,',
      ),
    ],
  },
]

const terms: readonly Mutant[] = [
  {
    name: 'call-cuts-the-term-short',
    story: 'The call brings the end of the term nearer, and a partner loses days that it was promised.',
    breaks: ['J2', 'T1', 'O8'],
    edits: [
      procedure("'jointDecision', dueAt)", "'jointDecision', null)"),
      predicates('at, terms.jointDecision, dueAt)', 'at, terms.jointDecision, null)'),
    ],
  },
  {
    name: 'term-ended-early',
    story: 'Whoever runs the clock ends a term before the moment that all were told.',
    breaks: ['T1', 'invariant 3'],
    edits: [
      rules(
        'holds: (proposal, { at }) => proposal.dueAt !== null && at >= proposal.dueAt,',
        'holds: proposal => proposal.dueAt !== null,',
      ),
    ],
  },
  {
    name: 'opgavemanager-ends-a-term',
    story: 'The opgavemanager closes a term at will, while partners still have time.',
    breaks: ['T1', 'W1'],
    edits: [
      rules(
        'holds: (_, { by }) => by === undefined,',
        'holds: (_, event) => event.by === undefined || isOpgavemanager(event),',
      ),
      rules(
        'holds: (proposal, { at }) => proposal.dueAt !== null && at >= proposal.dueAt,',
        'holds: (proposal, event) =>\n      proposal.dueAt !== null && (event.at >= proposal.dueAt || isOpgavemanager(event)),',
      ),
    ],
  },
  {
    name: 'due-moment-rounded-down',
    story: 'A term is due where its last working day begins: everybody loses that day.',
    breaks: ['T2'],
    edits: [
      calendar(
        'nthWorkingDay(calendar, firstDay, workingDays) + 1)',
        'nthWorkingDay(calendar, firstDay, workingDays))',
      ),
      predicates('length >= days * day - clockChange', 'length >= (days - 1) * day - clockChange'),
    ],
  },
  {
    name: 'term-ends-by-another-zone',
    story: 'Days are counted by the clock of the server, not by the one on the partners’ wall.',
    breaks: ['T2'],
    edits: [calendar('startOfDay(calendar.timeZone, nthWorkingDay', "startOfDay('UTC', nthWorkingDay")],
  },
  {
    name: 'weekends-counted-as-working-days',
    story: 'A term runs on while nobody is at work to answer.',
    breaks: ['T2'],
    edits: [
      calendar('const sunday = 0', 'const sunday = 7'),
      calendar('const saturday = 6', 'const saturday = 7'),
    ],
  },
  {
    name: 'act-taken-after-the-due-moment',
    story: 'Who comes too late is served first, and the end of the term is recorded after it.',
    breaks: ['T1', 'invariant 4'],
    edits: [
      desk(
        '  await endTerms(session, ahead)\n  if (!act) return recordedFrom(ahead, start)',
        `  ahead.at = momentOf(session.clock, ahead.collaboration)
  if (!act) {
    await endTerms(session, ahead)
    return recordedFrom(ahead, start)
  }`,
      ),
      machine("'outcomesRecorded', 'beforeDueMoment'] as const", "'outcomesRecorded'] as const"),
    ],
  },
  {
    name: 'clock-goes-back',
    story: 'When the clock of the machine is put back, acts come in before what they answer to.',
    breaks: ['T1', 'invariant 8'],
    edits: [
      desk('return shown > lastAt ? shown : lastAt', 'return shown'),
      rules('holds: (proposal, event) => event.at >= proposal.lastAt,', 'holds: () => true,'),
      charterRules('holds: (circle, event) => event.at >= circle.lastAt,', 'holds: () => true,'),
      collaboration("  if (runsBack(collaboration, at)) return 'timeMovesForward'\n", ''),
      collaboration("  if (runsBack(collaboration, around.at)) return refuse('timeMovesForward')\n", ''),
    ],
  },
]

export const ladder: readonly Mutant[] = [...stages, ...unequal, ...withoutEnd, ...terms]
