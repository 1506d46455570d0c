// The charter and who decides together: founding, joining, leaving, and laws that change while a matter runs.
import { inSource, type Mutant } from './mutant.ts'

const {
  charterEffects,
  charterMachine,
  charterProcedure,
  charterRules,
  circle: inCircle,
  effects,
  machine,
  predicates,
  procedure,
  proposal,
  rules,
} = inSource

const chartersTerms = 'const terms = (proposal.law ?? circle.charter)?.terms'
const replaced =
  'return { ...circle, ...keys, lastAt: at, ...inForce(charter, charterDigest(charter)), barred }'

const foundingAndChange: readonly Mutant[] = [
  {
    name: 'founded-without-the-last-signature',
    story: 'A partner is in a collaboration under a charter that it has not signed.',
    breaks: ['F1', 'invariant 2'],
    edits: [
      inCircle(
        'proposed.signatures === proposed.charter.partners.length',
        'proposed.signatures >= proposed.charter.partners.length - 1',
      ),
    ],
  },
  {
    name: 'signature-carried-to-another-charter',
    story: 'A partner that signed one charter has thereby signed the one that was put in its place.',
    breaks: ['F1', 'invariant 2'],
    edits: [
      charterEffects(
        'signedBy: {}, signatures: 0 }',
        'signedBy: circle.proposed?.signedBy ?? {}, signatures: circle.proposed?.signatures ?? 0 }',
      ),
    ],
  },
  {
    name: 'charter-may-omit-a-partner',
    story: 'A new charter is put forward that no longer names one of the partners.',
    breaks: ['F2', 'F4'],
    edits: [machine("  'omitsNoPartner',\n", '')],
  },
  {
    name: 'new-charter-drops-who-is-not-named',
    story: 'A partner that a new charter leaves out is out, without having left.',
    breaks: ['F2', 'F4', 'invariant 2'],
    edits: [
      machine("  'omitsNoPartner',\n", ''),
      charterEffects(
        replaced,
        `const members = Object.fromEntries(
    Object.entries(circle.members).filter(([id]) => charter.partners.some(it => it.id === id)),
  )
  const size = Object.keys(members).length
  return { ...circle, lastAt: at, ...inForce(charter, charterDigest(charter)), barred, members, size }`,
      ),
    ],
  },
  {
    name: 'newcomer-bound-without-its-signature',
    story: 'Whoever a new charter names is a partner at once, bound to what it never signed.',
    breaks: ['F3', 'invariant 2'],
    edits: [
      charterEffects(
        replaced,
        `const people = (named: Charter['partners'][number]['people']) =>
    Object.fromEntries(named.map(({ id, roles }) => [id, withoutEnd(roles)]))
  const invited = charter.partners.filter(({ id }) => !Object.hasOwn(circle.members, id))
  const members = { ...circle.members }
  const speaksFor = { ...circle.speaksFor }
  for (const partner of invited) {
    members[partner.id] = { people: people(partner.people) }
    for (const { id } of partner.people) speaksFor[id] = partner.id
  }
  const size = circle.size + invited.length
  return { ...circle, lastAt: at, ...inForce(charter, charterDigest(charter)), barred, members, speaksFor, size }`,
      ),
    ],
  },
  {
    name: 'charter-changed-by-line-management',
    story: 'A change of the charter is confirmed without the stuurgroep seats, where lijnmanagement decides.',
    breaks: ['F2', 'J2'],
    edits: [
      proposal(
        "proposal.content?.charter ? 'stuurgroep' : (proposal.law?.decidesOn ?? 'stuurgroep')",
        "proposal.law?.decidesOn ?? 'stuurgroep'",
      ),
    ],
  },
  {
    name: 'outdated-charter-still-takes-effect',
    story: 'A change to a charter that was replaced meanwhile undoes what the partners decided since.',
    breaks: ['F2', 'invariant 9'],
    edits: [proposal('proposal.content.changes !== circle.digest', 'circle.digest === null')],
  },
]

const retroactive: readonly Mutant[] = [
  {
    name: 'terms-of-the-new-charter-for-what-runs',
    story: 'A proposal that runs gets the shorter terms of a charter that came after it.',
    breaks: ['F2', 'invariant 9'],
    edits: [
      predicates(chartersTerms, 'const terms = circle.charter?.terms'),
      procedure('proposal.law?.terms ?? circle.charter?.terms', 'circle.charter?.terms'),
    ],
  },
  {
    name: 'calendar-of-the-new-charter-for-what-runs',
    story: 'Days that were holidays when a proposal was submitted count as working days halfway.',
    breaks: ['F2', 'T2', 'invariant 9'],
    edits: [procedure('proposal.law?.calendar ?? circle.charter?.calendar', 'circle.charter?.calendar')],
  },
  {
    name: 'revisions-of-the-new-charter-for-what-runs',
    story: 'A later charter takes from a running proposal the revisions that it could still have had.',
    breaks: ['F2', 'invariant 9'],
    edits: [
      rules(
        'holds: (proposal, { fact }) =>\n      fact.revision === proposal.revision + 1 && fact.revision <= (proposal.law?.maxRevisions ?? 0),',
        'holds: (proposal, { fact, circle }) =>\n      fact.revision === proposal.revision + 1 && fact.revision <= (circle.charter?.maxRevisions ?? 0),',
      ),
    ],
  },
  {
    name: 'new-charter-says-who-confirms-what-runs',
    story: 'A later charter lowers the seat that confirms a proposal which is already before the partners.',
    breaks: ['F2', 'J2', 'invariant 9'],
    edits: [
      rules(
        'event.fact.role === decidingRole(proposal) && holdsRole(event, [decidingRole(proposal)]),',
        `proposal.law !== null &&
      event.fact.role === event.circle.charter?.decidesOn &&
      holdsRole(event, [event.fact.role ?? 'stuurgroep']),`,
      ),
      procedure('role: decidingRole(proposal),', "role: around.circle.charter?.decidesOn ?? 'stuurgroep',"),
    ],
  },
]

const joining: readonly Mutant[] = [
  {
    name: 'newcomer-left-out-of-the-count',
    story: 'A partner that joined while a proposal ran is not one of those who must agree.',
    breaks: ['F3', 'J1', 'invariant 1'],
    edits: [
      effects(
        'partners: circle.size,\n    author: left',
        'partners: joined === null ? circle.size : proposal.partners,\n    author: left',
      ),
    ],
  },
  {
    name: 'newcomer-without-a-term',
    story: 'A partner that joins on the last day of a term has one day to read what is open.',
    breaks: ['F3'],
    edits: [
      procedure(
        'const running = proposal.stage !== null && joined !== null',
        'const running = joined === undefined',
      ),
      predicates('if (!law || fact.joined === null)', 'if (!law || fact.joined !== undefined)'),
    ],
  },
  {
    name: 'newcomer-without-notice',
    story: 'A partner that joins is not told of the proposals that are open.',
    breaks: ['F3', 'C1', 'invariant 1'],
    edits: [
      procedure('joined === null ? [] : copied(', 'joined !== undefined ? [] : copied('),
      predicates('fact.joined ? [noticeTo(circle, fact.joined, at)] : []', '[]'),
    ],
  },
  {
    name: 'newcomer-signs-another-text',
    story: 'A newcomer signs an old charter, and is bound by the one in force.',
    breaks: ['F3', 'invariant 2'],
    edits: [charterMachine("            'onTheCharterInForce',\n", '')],
  },
  {
    name: 'confirmations-kept-when-the-circle-changes',
    story: 'Partners that confirmed in another company are held to it in the new one.',
    breaks: ['F6', 'J1', 'invariant 1'],
    edits: [effects('    ...noCall,\n    circle: version,', '    circle: version,')],
  },
]

const leaving: readonly Mutant[] = [
  {
    name: 'departure-completes-an-old-count',
    story: 'A partner that agreed leaves, and its voice still counts in the place of one that is silent.',
    breaks: ['F4', 'F6', 'invariant 1', 'invariant 3'],
    edits: [
      effects(
        'counting: present.filter(([, position]) => counts(position)).length,',
        'counting: proposal.counting,',
      ),
      effects(
        'supporting: present.filter(([, position]) => supports(position)).length,',
        'supporting: proposal.supporting,',
      ),
    ],
  },
  {
    name: 'returning-partner-held-to-its-old-position',
    story: 'What a partner said before it left counts again when it comes back.',
    breaks: ['F4', 'invariant 1', 'invariant 2'],
    edits: [effects('const positions = without(proposal.positions, gone)', 'const { positions } = proposal')],
  },
  {
    name: 'partner-returns-by-the-charter-it-left',
    story:
      'A partner walks out and in again as it likes, and each time all confirmations of the others fall.',
    breaks: ['F4'],
    edits: [charterMachine("            'invitedSinceItLeft',\n", '')],
  },
  {
    name: 'opgavemanager-removes-a-partner',
    story: 'The opgavemanager ends the membership of a partner.',
    breaks: ['F4', 'W1', 'invariant 2'],
    edits: [
      charterProcedure(
        "const partner = partnerOf(circle, act.by, at)\n      return { type: 'partner.left'",
        "const partner = partnerOf(circle, act.by, at) || (Object.keys(circle.members).at(-1) ?? '')\n      return { type: 'partner.left'",
      ),
      charterRules(
        "return mandate?.roles.includes('stuurgroep') === true && mandate.partner === event.fact.partner",
        `if (event.type === 'partner.left' && opgavemanagerOf(circle, event.at) === event.by) return true
      return mandate?.roles.includes('stuurgroep') === true && mandate.partner === event.fact.partner`,
      ),
    ],
  },
]

export const circle: readonly Mutant[] = [...foundingAndChange, ...retroactive, ...joining, ...leaving]
