// Who speaks for whom: persons without a mandate, with an old one, with somebody else's, or for two at once.
import { inSource, type Mutant } from './mutant.ts'

const { charterEffects, charterMachine, charterProcedure, charterRules, circle, machine, predicates, rules } =
  inSource

const seatOfItself =
  "return mandate?.roles.includes('stuurgroep') === true && mandate.partner === event.fact.partner"
const holds = 'return end !== undefined && (end === null || at < end)'

const spokenFor: readonly Mutant[] = [
  {
    name: 'opgavemanager-with-a-voice',
    story: 'The opgavemanager speaks for the partner that the charter names first.',
    breaks: ['W1', 'C2', 'invariant 1', 'invariant 2'],
    edits: [
      circle(
        '  if (person === undefined || partner === undefined) return null\n',
        `  const [first] = Object.keys(circle.members)
  if (first !== undefined && person === circle.charter?.opgavemanager.id) return { partner: first, roles: rolesInOrder }
  if (person === undefined || partner === undefined) return null
`,
      ),
    ],
  },
  {
    name: 'opgavemanager-mandated-by-a-partner',
    story: 'The one who stands between the partners is made the voice of one of them.',
    breaks: ['W1', 'invariant 4'],
    edits: [
      charterRules(
        'return opgavemanagerOf(circle, event.at) !== person && !(invitedBy && named !== event.fact.partner)',
        'return !(invitedBy && named !== event.fact.partner)',
      ),
    ],
  },
  {
    name: 'person-speaks-for-two',
    story: 'A person that one partner mandated is mandated by a second, and speaks for each in turn.',
    breaks: ['W1', 'invariant 1', 'invariant 4'],
    edits: [charterMachine("            'personIsFree',\n", '')],
  },
  {
    name: 'mandate-given-for-another-partner',
    story: 'The seat of one partner decides who speaks for another.',
    breaks: ['W1', 'invariant 1', 'invariant 2'],
    edits: [
      charterProcedure(
        "return { type: 'mandate.given', partner: partnerOf(circle, act.by, at),",
        "return { type: 'mandate.given', partner: circle.speaksFor[act.person] ?? partnerOf(circle, act.by, at),",
      ),
      charterRules(
        seatOfItself,
        `return (
        mandate?.roles.includes('stuurgroep') === true &&
        (event.type === 'mandate.given' || mandate.partner === event.fact.partner)
      )`,
      ),
    ],
  },
  {
    name: 'mandate-handed-on',
    story:
      'A person mandated for one thing mandates others, and can take the partner out of the collaboration.',
    breaks: ['W1', 'F4', 'invariant 2'],
    edits: [charterRules(seatOfItself, 'return mandate?.partner === event.fact.partner')],
  },
  {
    name: 'names-that-look-alike',
    story: 'Somebody is mandated under a name that the others take for another person.',
    breaks: ['W1', 'O1'],
    edits: [
      circle('  for (const other of known) if (other !== id && foldId(other) === fold) return false\n', ''),
    ],
  },
]

const outdated: readonly Mutant[] = [
  {
    name: 'revoked-mandate-still-counts',
    story: 'A person from whom its partner took the mandate still speaks for it.',
    breaks: ['W1', 'invariant 1', 'invariant 2'],
    edits: [charterEffects('  for (const role of roles) delete kept[role]\n', '')],
  },
  {
    name: 'ended-mandate-still-counts',
    story: 'A substitute still speaks for a partner after the end that the partner gave to the mandate.',
    breaks: ['W1', 'invariant 1', 'invariant 2'],
    edits: [circle(holds, 'return end !== undefined')],
  },
  {
    name: 'mandate-holds-at-its-very-end',
    story: 'At the moment at which a mandate ends its holder can still act on it.',
    breaks: ['W1', 'invariant 1'],
    edits: [circle(holds, 'return end !== undefined && (end === null || at <= end)')],
  },
  {
    name: 'last-holder-withdrawn',
    story: 'A partner is left without anybody who may confirm for it.',
    breaks: ['W1', 'invariant 7'],
    edits: [charterMachine("'holdsTheMandate', 'holderRemains'", "'holdsTheMandate'")],
  },
  {
    name: 'temporary-holder-counts-as-the-last',
    story: 'The last lasting mandate is taken back because a substitute is there, whose mandate then ends.',
    breaks: ['W1', 'invariant 7'],
    edits: [
      circle(
        'other !== person && mandates[role] === null)',
        'other !== person && mandates[role] !== undefined)',
      ),
    ],
  },
]

const inAnotherRole: readonly Mutant[] = [
  {
    name: 'any-mandate-is-every-mandate',
    story: 'A person mandated to see to involvement takes positions and confirms as if it had the seat.',
    breaks: ['W1', 'C2', 'J2', 'invariant 1'],
    edits: [
      circle(
        'return mandates ? rolesInOrder.filter(role => holds(mandates[role], at)) : []',
        'return mandates && rolesInOrder.some(role => holds(mandates[role], at)) ? [...rolesInOrder] : []',
      ),
    ],
  },
  {
    name: 'opgaveregisseur-takes-positions',
    story: 'A partner is bound by somebody whom it did not mandate to take positions.',
    breaks: ['C2', 'W1', 'invariant 1'],
    edits: [
      rules(
        "(event.fact.role === 'lijnmanagement' || event.fact.role === 'stuurgroep') &&\n      holdsRole(event, [event.fact.role]),",
        'speaker(event) !== null && speaker(event)?.partner === event.fact.partner,',
      ),
    ],
  },
  {
    name: 'anybody-of-the-partner-confirms',
    story: 'A decision is confirmed by people to whom their partner gave no seat.',
    breaks: ['J2', 'W1', 'invariant 1'],
    edits: [
      rules(
        'event.fact.role === decidingRole(proposal) && holdsRole(event, [decidingRole(proposal)]),',
        'event.fact.role === decidingRole(proposal) && speaker(event)?.partner === event.fact.partner,',
      ),
    ],
  },
  {
    name: 'anybody-amends',
    story: 'A partner rewrites the proposal of another.',
    breaks: ['O6', 'D3'],
    edits: [
      predicates(
        'proposal.author === null ? isOpgavemanager(event) : speaker(event)?.partner === proposal.author',
        'proposal.author === null ? isOpgavemanager(event) : speaker(event) !== null',
      ),
    ],
  },
  {
    name: 'opgavemanager-withdraws-a-proposal',
    story: 'The opgavemanager takes the matter of a partner off the table.',
    breaks: ['D3', 'W1', 'invariant 2'],
    edits: [
      machine("guard: and([...inTerm, 'byAuthor']),", "guard: and([...inTerm, 'byAuthorOrOpgavemanager']),"),
    ],
  },
  {
    name: 'anybody-answers-an-objection',
    story: 'An objection counts as answered when a partner that has nothing to do with it has spoken to it.',
    breaks: ['O4', 'O3'],
    edits: [
      rules(
        'holds: (proposal, event) => isAuthor(proposal, event) || isOpgavemanager(event),',
        'holds: (_, event) => speaker(event) !== null || isOpgavemanager(event),',
      ),
    ],
  },
]

export const mandates: readonly Mutant[] = [...spokenFor, ...outdated, ...inAnotherRole]
