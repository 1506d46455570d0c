// The call, the confirmations and the decision: what is agreed, by whom, on which text.
import { inSource, type Mutant } from './mutant.ts'

const { content, effects, machine, predicates, procedure, proposal, rules } = inSource

const confirmedByAll = 'proposal.confirmed === proposal.partners'
const notYetConfirmed = 'proposal.confirmed < proposal.partners'
const seatsPooled = `Object.entries(circle.members).reduce(
    (sum, [it, { people }]) =>
      sum + Object.keys(people).length * (Object.hasOwn(proposal.confirmations, it) ? 1 : -1),
    0,
  )`
const newRevision = 'Object.assign(revise(proposal, event), noVoice, {'

const byFewer: readonly Mutant[] = [
  {
    name: 'majority-that-looks-like-unanimity',
    story: 'More than half of the partners agree and confirm, and the decision is told as that of all.',
    breaks: ['J1', 'J2', 'C4', 'invariant 1', 'invariant 3'],
    edits: [
      proposal(
        '  proposal.counting === proposal.partners &&\n',
        '  2 * proposal.counting > proposal.partners &&\n',
      ),
      rules(
        'proposal.partners > 0 && proposal.counting === proposal.partners,',
        '2 * proposal.counting > proposal.partners,',
      ),
      rules(`${confirmedByAll} &&`, '2 * proposal.confirmed > proposal.partners &&'),
      procedure('proposal.counting < proposal.partners', '2 * proposal.counting <= proposal.partners'),
      procedure(notYetConfirmed, '2 * proposal.confirmed <= proposal.partners'),
      predicates(confirmedByAll, '2 * proposal.confirmed > proposal.partners'),
    ],
  },
  {
    name: 'confirmations-pooled-by-head',
    story: 'Confirmations are weighed by the number of people, and small partners are drowned.',
    breaks: ['J2', 'J3', 'invariant 1', 'invariant 4'],
    edits: [
      rules(`${confirmedByAll} &&`, `${seatsPooled} > 0 &&`),
      procedure(notYetConfirmed, `${seatsPooled} <= 0`),
      predicates(confirmedByAll, `${seatsPooled} > 0`),
    ],
  },
  {
    name: 'missing-confirmation-given-by-time',
    story: 'Once the decision is called, the end of a term confirms for whoever has not.',
    breaks: ['J2', 'J3', 'invariant 2', 'invariant 3'],
    edits: [
      effects(
        "() => ({ leaving: 'term' })",
        `proposal => ({
  leaving: 'term',
  confirmed: proposal.called ? proposal.partners : proposal.confirmed,
})`,
      ),
    ],
  },
  {
    name: 'opgavemanager-declares-consensus',
    story: 'The opgavemanager confirms for every partner that has yet to do so.',
    breaks: ['J2', 'W1', 'invariant 1', 'invariant 2'],
    edits: [
      rules(
        'event.fact.role === decidingRole(proposal) && holdsRole(event, [decidingRole(proposal)]),',
        'isOpgavemanager(event) || holdsRole(event, [decidingRole(proposal)]),',
      ),
      procedure(
        "type: 'confirmation.given',\n    partner: partnerOf(around, by),",
        `type: 'confirmation.given',
    partner:
      partnerOf(around, by) ||
      (Object.keys(around.circle.members).find(it => !Object.hasOwn(proposal.confirmations, it)) ?? ''),`,
      ),
      effects(
        "export const confirm: Effect = (proposal, { at, by = '', fact: { partner } }) => ({",
        "export const confirm: Effect = (proposal, { at, by = '', circle, fact: { partner } }) => ({",
      ),
      effects(
        'confirmed: proposal.confirmed + 1,',
        'confirmed: by === circle.charter?.opgavemanager.id ? proposal.partners : proposal.confirmed + 1,',
      ),
    ],
  },
  {
    name: 'author-need-not-confirm',
    story: 'The partner that proposed is noted as having confirmed as soon as the decision is called.',
    breaks: ['J2', 'invariant 1', 'invariant 2', 'invariant 4'],
    edits: [
      effects(
        '  called: true,\n  calledHere: true,',
        `  called: true,
  calledHere: true,
  ...(proposal.author === null
    ? {}
    : { confirmations: { [proposal.author]: { by: '', at } }, confirmed: 1 }),`,
      ),
    ],
  },
  {
    name: 'standing-aside-shrinks-the-circle',
    story: 'Whoever stands aside is not waited for when the others confirm.',
    breaks: ['J2', 'C3', 'invariant 1'],
    edits: [
      rules(`${confirmedByAll} &&`, 'proposal.confirmed >= proposal.supporting &&'),
      procedure(notYetConfirmed, 'proposal.confirmed < proposal.supporting'),
      predicates(confirmedByAll, 'proposal.confirmed >= proposal.supporting'),
    ],
  },
  {
    name: 'decided-while-all-stand-aside',
    story: 'A text that nobody carries is decided.',
    breaks: ['C3', 'J1'],
    edits: [
      proposal('  proposal.supporting > 0 &&\n', ''),
      rules('holds: proposal => proposal.supporting > 0,', 'holds: proposal => proposal.supporting >= 0,'),
    ],
  },
  {
    name: 'last-partner-decides-alone',
    story: 'When all others have left, the one that remains still decides.',
    breaks: ['F4', 'invariant 1'],
    edits: [
      rules('circle.size >= 2', 'circle.size >= 1'),
      procedure('if (circle.size < 2)', 'if (circle.size < 1)'),
      predicates(
        "=== 'tooFewPartners') return circle.size < 2",
        "=== 'tooFewPartners') return circle.size < 1",
      ),
      predicates('(circle.size < 2 ||', '(circle.size < 1 ||'),
    ],
  },
  {
    name: 'partner-confirms-twice',
    story: 'A partner confirms a second time, in the place of one that has not confirmed at all.',
    breaks: ['J2', 'invariant 1'],
    edits: [
      machine(
        "            'decisionIsCalled',\n            'confirmsOnce',",
        "            'decisionIsCalled',",
      ),
    ],
  },
]

const outOfTime: readonly Mutant[] = [
  {
    name: 'confirmed-before-the-call',
    story: 'A partner confirms before the others have agreed, and that stands once they have.',
    breaks: ['J2', 'invariant 1'],
    edits: [
      machine("            'decisionIsCalled',\n            'confirmsOnce',", "            'confirmsOnce',"),
    ],
  },
  {
    name: 'own-confirmation-kept-when-the-position-changes',
    story: 'A partner that has second thoughts stays bound by the confirmation that it gave before.',
    breaks: ['C2', 'J2', 'invariant 1'],
    edits: [effects('agreed ? withoutVoice(proposal, partner) : noCall', 'agreed ? {} : noCall')],
  },
  {
    name: 'flip-at-the-last-minute-keeps-the-call',
    story:
      'A partner takes its agreement back and gives it again, and the others never confirm what came of it.',
    breaks: ['J1', 'C2', 'invariant 1'],
    edits: [effects('agreed ? withoutVoice(proposal, partner) : noCall', 'withoutVoice(proposal, partner)')],
  },
  {
    name: 'confirmation-of-an-earlier-revision-counts',
    story: 'A confirmation asked for an earlier revision is counted for the text of now.',
    breaks: ['J2', 'invariant 1'],
    edits: [
      machine(
        "            'byDecidingSeat',\n            'onCurrentRevision',",
        "            'byDecidingSeat',",
      ),
    ],
  },
  {
    name: 'author-takes-a-decision-back',
    story: 'The author alone undoes what all partners had decided.',
    breaks: ['J3', 'invariant 4'],
    edits: [
      machine(
        'decided: ended,',
        `decided: {
      on: {
        ...ended.on,
        'proposal.withdrawn': {
          target: 'withdrawn',
          guard: and(['timeMovesForward', 'byAuthor']),
          actions: 'withdraw',
        },
      },
    },`,
      ),
    ],
  },
]

const onAnotherText: readonly Mutant[] = [
  {
    name: 'positions-kept-by-an-amendment',
    story: 'What partners said about one text is counted for the text that took its place.',
    breaks: ['O6', 'invariant 1'],
    edits: [effects(newRevision, 'Object.assign(revise(proposal, event), noCall, {')],
  },
  {
    name: 'confirmations-kept-by-an-amendment',
    story: 'A partner that confirmed one text has thereby confirmed the text that took its place.',
    breaks: ['O6', 'J2', 'invariant 1'],
    edits: [
      effects(
        newRevision,
        `Object.assign(revise(proposal, event), {
    ...{ positions: {}, counting: 0, supporting: 0, called: false },`,
      ),
      effects('agreed ? withoutVoice(proposal, partner) : noCall', 'agreed ? {} : { called: false }'),
    ],
  },
  {
    name: 'editorial-amendment-keeps-the-call',
    story: 'An amendment under the same title passes for editorial, and call and positions remain.',
    breaks: ['O6', 'J1', 'invariant 1'],
    edits: [
      effects(
        newRevision,
        `Object.assign(revise(proposal, event), {
    ...(event.asked.title === proposal.content?.title ? {} : noVoice),`,
      ),
    ],
  },
  {
    name: 'commitments-left-out-of-the-digest',
    story: 'Who promises what can change while the text that the partners confirm seems to be the same.',
    breaks: ['D2', 'O6', 'invariant 8'],
    edits: [content('canonical(content)', 'canonical({ ...content, commitments: [] })')],
  },
  {
    name: 'text-shown-is-not-the-text-decided',
    story: 'Partners confirm an amended text while they are shown the one before it.',
    breaks: ['D2', 'J2'],
    edits: [effects(newRevision, `${newRevision}\n    content: proposal.content,`)],
  },
]

export const agreement: readonly Mutant[] = [...byFewer, ...outOfTime, ...onAnotherText]
