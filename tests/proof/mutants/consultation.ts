// Who is asked, who speaks, and what is made of their silence and of their words.
import { inSource, type Mutant } from './mutant.ts'

const { circle, effects, machine, predicates, proposal, rules } = inSource

/** What happens to a proposal when a term ends: the place where time could be made to speak. */
const endTerm = "export const endTerm: Effect = () => ({ leaving: 'term' })"
const ownObjectionsClosed = "holds: (proposal, { fact }) => !hasOpenObjection(proposal, fact.partner ?? ''),"
const submission = "  digests: [proposal.digest],\n  stage: 'consultation',"

const spokenFor: readonly Mutant[] = [
  {
    name: 'author-counted-as-agreed',
    story: 'The partner that submits is noted as consenting without having said so.',
    breaks: ['C2', 'invariant 1', 'invariant 2'],
    edits: [
      effects(
        submission,
        `${submission}
  ...(proposal.author === null
    ? {}
    : {
        positions: { [proposal.author]: { position: 'consent' as const, provisional: false, by: '', at } },
        counting: 1,
        supporting: 1,
      }),`,
      ),
    ],
  },
  {
    name: 'silence-becomes-consent-when-a-term-ends',
    story: 'Whoever has not spoken when a term ends is noted as consenting.',
    breaks: ['C4', 'invariant 2', 'invariant 3'],
    edits: [
      effects(
        endTerm,
        `export const endTerm: Effect = (proposal, { at, circle }) => {
  const silent = Object.keys(circle.members).filter(
    it => !counts(proposal.positions[it]) && !hasOpenObjection(proposal, it),
  )
  const taken = silent.map(it => [it, { position: 'consent', provisional: false, by: '', at }] as const)
  return {
    leaving: 'term',
    positions: { ...proposal.positions, ...Object.fromEntries(taken) },
    counting: proposal.counting + silent.length,
    supporting: proposal.supporting + silent.length,
  }
}`,
      ),
    ],
  },
  {
    name: 'silent-partners-drop-out-of-the-count',
    story: 'Whoever has not spoken when a stage is left is no longer one of those who must agree.',
    breaks: ['C4', 'O5', 'invariant 1', 'invariant 3'],
    edits: [
      effects(
        '  leaving: null,\n  answeredHere: {},',
        '  leaving: null,\n  partners: proposal.counting + proposal.objecting,\n  answeredHere: {},',
      ),
    ],
  },
  {
    name: 'provisional-position-counted',
    story: 'A partner that spoke subject to its own organisation is counted as if that had agreed.',
    breaks: ['C6', 'invariant 1'],
    edits: [proposal('position !== undefined && !position.provisional', 'position !== undefined')],
  },
  {
    name: 'provisional-position-hardens-with-the-term',
    story: 'The end of a term makes final what a partner had said provisionally.',
    breaks: ['C6', 'C4', 'invariant 2', 'invariant 3'],
    edits: [
      effects(
        endTerm,
        `export const endTerm: Effect = proposal => {
  const final = Object.entries(proposal.positions).map(([it, taken]) => [it, { ...taken, provisional: false }])
  const positions: Proposal['positions'] = Object.fromEntries(final)
  return {
    leaving: 'term',
    positions,
    counting: Object.keys(positions).length,
    supporting: Object.values(positions).filter(supports).length,
  }
}`,
      ),
    ],
  },
  {
    name: 'last-to-speak-cannot-be-provisional',
    story: 'Whoever speaks last is taken at its word although it spoke provisionally, since all others wait.',
    breaks: ['C6', 'invariant 4'],
    edits: [
      effects(
        'const taken = { position, provisional, by, at,',
        'const last = proposal.counting + 1 === proposal.partners\n  const taken = { position, provisional: provisional && !last, by, at,',
      ),
    ],
  },
  {
    name: 'position-counted-each-time-it-is-taken',
    story: 'A partner that takes its position twice counts for two, and another need not speak.',
    breaks: ['C2', 'invariant 1', 'invariant 4'],
    edits: [
      effects(
        'counting: proposal.counting + Number(counts(now)) - Number(counts(before)),',
        'counting: proposal.counting + Number(counts(now)),',
      ),
    ],
  },
  {
    name: 'position-on-an-earlier-revision-counts',
    story: 'A position asked for an earlier revision is counted on a text that its partner did not see.',
    breaks: ['C2', 'invariant 1'],
    edits: [
      machine(
        "            'byPositionHolder',\n            'onCurrentRevision',",
        "            'byPositionHolder',",
      ),
    ],
  },
]

const weighed: readonly Mutant[] = [
  {
    name: 'reservation-without-a-reason',
    story: 'A partner agrees with a worry that nobody can read, so that nobody can meet it.',
    breaks: ['C3'],
    edits: [
      predicates(
        "type === 'objection.raised' || type === 'proposal.escalated' || asked.position === 'reservation'",
        "type === 'objection.raised' || type === 'proposal.escalated'",
      ),
    ],
  },
  {
    name: 'reservation-told-as-consent',
    story: 'The worry of a partner that agrees with a reservation is shown to nobody as one.',
    breaks: ['C3', 'invariant 2'],
    edits: [
      effects(
        'const taken = { position, provisional, by, at,',
        "const told = position === 'reservation' ? 'consent' : position\n  const taken = { position: told, provisional, by, at,",
      ),
    ],
  },
  {
    name: 'giver-of-a-commitment-stands-aside',
    story: 'A partner stands aside from a text in which it promises something, and is bound all the same.',
    breaks: ['C3'],
    edits: [
      machine("            'reasonGiven',\n            'standsAsideFreely',", "            'reasonGiven',"),
    ],
  },
  {
    name: 'partners-speak-in-the-order-of-the-charter',
    story: 'Whoever stands behind a silent partner in the list never gets its turn.',
    breaks: ['C2', 'invariant 4', 'invariant 7'],
    edits: [
      rules(
        ownObjectionsClosed,
        `holds: (proposal, { fact, circle }) => {
      const silent = silentPartners(proposal, circle)
      const place = Object.keys(circle.members).indexOf(fact.partner ?? '')
      const first = Object.keys(circle.members).slice(0, place)
      return !hasOpenObjection(proposal, fact.partner ?? '') && !first.some(it => silent.includes(it))
    },`,
      ),
    ],
  },
  {
    name: 'partner-speaks-once',
    story: 'A partner that has spoken cannot think better of it before the decision.',
    breaks: ['C2', 'invariant 7'],
    edits: [
      rules(
        ownObjectionsClosed,
        `holds: (proposal, { fact }) =>
      !hasOpenObjection(proposal, fact.partner ?? '') &&
      !Object.hasOwn(proposal.positions, fact.partner ?? ''),`,
      ),
    ],
  },
  {
    name: 'nobody-takes-a-position-on-the-last-stage',
    story: 'On the stuurgroep a silent partner can no longer speak, so that agreement is out of reach.',
    breaks: ['C2', 'O5', 'invariant 6', 'invariant 7'],
    edits: [
      rules(
        "holds: (_, event) =>\n      (event.fact.role === 'lijnmanagement'",
        "holds: (proposal, event) =>\n      proposal.stage !== 'stuurgroep' &&\n      (event.fact.role === 'lijnmanagement'",
      ),
    ],
  },
]

const asked: readonly Mutant[] = [
  {
    name: 'notice-left-out',
    story: 'The last partner in the list is told of no new revision.',
    breaks: ['C1', 'invariant 1', 'invariant 4'],
    edits: [circle('Object.keys(circle.members).map(', 'Object.keys(circle.members).slice(0, -1).map(')],
  },
  {
    name: 'notice-that-addresses-nobody',
    story: 'Every partner is given notice, and not one person is named to whom it goes.',
    breaks: ['C1', 'invariant 1'],
    edits: [circle('persons: holdersOf(circle, partner, rolesInOrder, at)', 'persons: []')],
  },
  {
    name: 'proposer-chooses-who-is-asked',
    story: 'Where a text gives commitments, only as many partners must agree as it names in them.',
    breaks: ['C2', 'J1', 'invariant 1', 'invariant 4'],
    edits: [
      effects(
        submission,
        `${submission}
  partners: new Set(proposal.content?.commitments.map(({ partner }) => partner)).size || proposal.partners,`,
      ),
    ],
  },
  {
    name: 'emergency-needs-fewer-partners',
    story: 'What its author calls an emergency is decided by any two partners.',
    breaks: ['J3', 'invariant 1'],
    edits: [
      effects(
        submission,
        `${submission}
  partners: proposal.content?.title.startsWith('Emergency') ? 2 : proposal.partners,`,
      ),
    ],
  },
]

export const consultation: readonly Mutant[] = [...spokenFor, ...weighed, ...asked]
