// How objections are lost, closed by others, kept out or left unseen.
import { inSource, type Mutant } from './mutant.ts'

const { acts, effects, machine, openPoints, predicates, procedure, rules, view } = inSource

const letGoBy = "type: 'objection.withdrawn',\n    partner: partnerOf(around, by),"
const letGoWording = 'withdrawObjection: (proposal, _, around, by) => ({'
const letGoWithAct = 'withdrawObjection: (proposal, act, around, by) => ({'
const ownersPartner = "proposal.objections[act.objection]?.partner ?? ''"
const mandatedForIt =
  'holds: (_, event) => speaker(event)?.partner === event.fact.partner && speaker(event) !== null,'

/** Lets somebody else close an objection: the fact says that it is the owner's act. */
const closedBy = (who: string) => [
  procedure(letGoWording, letGoWithAct),
  procedure(letGoBy, `type: 'objection.withdrawn',\n    partner: ${ownersPartner},`),
  rules(
    mandatedForIt,
    `holds: (proposal, event) =>
      (event.type === 'objection.withdrawn' && ${who}) ||
      (speaker(event)?.partner === event.fact.partner && speaker(event) !== null),`,
  ),
]

const closedByOthers: readonly Mutant[] = [
  {
    name: 'opgavemanager-closes-an-objection',
    story: 'The opgavemanager dismisses an objection of a partner, as if that had let it go.',
    breaks: ['O2', 'invariant 2', 'invariant 5'],
    edits: closedBy('isOpgavemanager(event)'),
  },
  {
    name: 'author-closes-objections',
    story: 'The partner that proposed closes the objections of the others.',
    breaks: ['O2', 'invariant 2', 'invariant 4', 'invariant 5'],
    edits: closedBy('isAuthor(proposal, event)'),
  },
  {
    name: 'anybody-closes-an-objection',
    story: 'Any partner closes the objection of another.',
    breaks: ['O2', 'invariant 2', 'invariant 5'],
    edits: closedBy('speaker(event) !== null'),
  },
  {
    name: 'force-closes-an-objection',
    story: 'Whoever adds "force" to the act closes the objection of another partner.',
    breaks: ['O2', 'W1', 'invariant 2', 'invariant 5'],
    edits: [
      acts(
        '  objection: idSchema,\n  revision,\n  reason: reasonSchema.optional(),',
        '  objection: idSchema,\n  revision,\n  force: z.boolean().optional(),\n  reason: reasonSchema.optional(),',
      ),
      ...closedBy("Reflect.get(event.asked, 'force') === true"),
    ],
  },
  {
    name: 'answer-closes-the-objection',
    story: 'An objection counts as dealt with once the author has answered it.',
    breaks: ['O4', 'O2', 'invariant 2', 'invariant 5'],
    edits: [
      effects(
        'objections: withObjection(proposal, objection, { answers }),',
        `objections: withObjection(proposal, objection, { answers, withdrawn: { by, at, revision } }),
    openOf: {
      ...proposal.openOf,
      [proposal.objections[objection]?.partner ?? '']:
        (proposal.openOf[proposal.objections[objection]?.partner ?? ''] ?? 1) - 1,
    },
    objecting:
      proposal.objecting -
      Number(proposal.openOf[proposal.objections[objection]?.partner ?? ''] === 1),`,
      ),
    ],
  },
  {
    name: 'objections-lapse-with-the-stage',
    story: 'An objection that its owner has not renewed when a stage is left is treated as abandoned.',
    breaks: ['O2', 'O5', 'invariant 2', 'invariant 5'],
    edits: [
      effects(
        '  leaving: null,\n  answeredHere: {},',
        '  leaving: null,\n  openOf: {},\n  objecting: 0,\n  answeredHere: {},',
      ),
    ],
  },
  {
    name: 'one-act-lets-all-objections-go',
    story: 'Letting one objection go closes all others of that partner with it.',
    breaks: ['O2', 'invariant 5'],
    edits: [
      effects('const open = (proposal.openOf[partner] ?? 0) - 1', 'const open = 0'),
      effects(
        'objections: withObjection(proposal, objection, { withdrawn }),',
        `objections: Object.fromEntries(
      Object.entries(withObjection(proposal, objection, { withdrawn })).map(([id, it]) => [
        id,
        it.partner === partner && it.withdrawn === null ? { ...it, withdrawn } : it,
      ]),
    ),`,
      ),
    ],
  },
  {
    name: 'let-go-on-a-text-not-seen',
    story: 'A partner that lets go for one revision has thereby let go on the next, which it did not see.',
    breaks: ['O2'],
    edits: [
      machine(
        "            'byOwnerOfObjection',\n            'byMandatedPerson',\n            'onCurrentRevision',",
        "            'byOwnerOfObjection',\n            'byMandatedPerson',",
      ),
    ],
  },
]

const takenForAgreement: readonly Mutant[] = [
  {
    name: 'letting-go-counts-as-consent',
    story: 'A partner that lets its objection go is noted as consenting.',
    breaks: ['C2', 'O2', 'invariant 2'],
    edits: [
      effects(
        'objecting: proposal.objecting - Number(open === 0),',
        `objecting: proposal.objecting - Number(open === 0),
    ...tallied(proposal, partner, {
      ...proposal.positions,
      [partner]: { position: 'consent', provisional: false, by, at },
    }),`,
      ),
    ],
  },
  {
    name: 'withdrawn-approval-comes-back',
    story: 'The consent that an objection had replaced counts again once the objection is let go.',
    breaks: ['O1', 'C2', 'invariant 1', 'invariant 2'],
    edits: [
      effects(
        'Object.assign(tallied(proposal, partner, without(proposal.positions, partner)), noCall',
        'Object.assign({}, noCall',
      ),
    ],
  },
  {
    name: 'confirmations-kept-after-an-objection',
    story: 'Partners that confirmed before an objection was raised are held to it afterwards.',
    breaks: ['O1', 'J1', 'invariant 1'],
    edits: [
      effects('without(proposal.positions, partner)), noCall, {', 'without(proposal.positions, partner)), {'),
    ],
  },
  {
    name: 'lone-objection-is-outvoted',
    story: 'A partner that objects all alone is left out of those who must agree.',
    breaks: ['J1', 'O1', 'invariant 1'],
    edits: [
      effects(
        'objecting: proposal.objecting + Number(!hasOpenObjection(proposal, partner)),',
        `objecting: proposal.objecting + Number(proposal.objecting > 0 && !hasOpenObjection(proposal, partner)),
    partners: proposal.partners - Number(proposal.objecting === 0 && !hasOpenObjection(proposal, partner)),`,
      ),
    ],
  },
  {
    name: 'stuurgroep-overrules-an-objection',
    story: 'On the highest stage the others decide without the partner that objects.',
    breaks: ['O5', 'O2', 'J1', 'invariant 1', 'invariant 6'],
    edits: [
      effects(
        '  leaving: null,\n  answeredHere: {},',
        `  leaving: null,
  ...(stage === 'stuurgroep' ? { partners: proposal.partners - proposal.objecting, objecting: 0 } : {}),
  answeredHere: {},`,
      ),
    ],
  },
]

const lost: readonly Mutant[] = [
  {
    name: 'objection-of-the-same-name-dropped',
    story: 'An objection under a name that is in use already is recorded and then forgotten.',
    breaks: ['O1', 'invariant 5'],
    edits: [
      machine("            'reasonGiven',\n            'newObjection',", "            'reasonGiven',"),
      effects(
        '    withdrawn: null,\n  }\n  return Object',
        `    withdrawn: null,
  }
  if (Object.hasOwn(proposal.objections, fact.objection ?? '')) return {}
  return Object`,
      ),
    ],
  },
  {
    name: 'objection-overwritten-by-its-namesake',
    story: 'A later objection takes the place of an earlier one of the same name, of another partner.',
    breaks: ['O1', 'O2', 'invariant 5'],
    edits: [machine("            'reasonGiven',\n            'newObjection',", "            'reasonGiven',")],
  },
  {
    name: 'amendment-drops-objections',
    story: 'A new revision clears the table: what was objected before is gone.',
    breaks: ['O6', 'O2', 'invariant 5'],
    edits: [
      effects(
        'Object.assign(revise(proposal, event), noVoice, {',
        'Object.assign(revise(proposal, event), noVoice, {\n    objections: {},\n    openOf: {},\n    objecting: 0,',
      ),
    ],
  },
  {
    name: 'withdrawing-the-proposal-wipes-its-objections',
    story: 'The author withdraws, and what the others had objected is no longer to be found.',
    breaks: ['D3', 'O2', 'invariant 5'],
    edits: [
      effects(
        'export const withdraw: Effect = () => end',
        'export const withdraw: Effect = () => ({ ...end, objections: {} })',
      ),
    ],
  },
  {
    name: 'proposal-filed-again-comes-without-its-past',
    story: 'The same text is proposed anew, and nobody is shown what was sustained against it.',
    breaks: ['D2', 'invariant 5'],
    edits: [view("    ...same.map(id => earlier(collaboration, id, 'sameContent')),\n", '')],
  },
  {
    name: 'objection-to-an-earlier-revision-refused',
    story: 'An objection that crosses an amendment is turned away, as being about a text that is gone.',
    breaks: ['O1', 'invariant 7'],
    edits: [rules('revision >= 1 && revision <= proposal.revision,', 'revision === proposal.revision,')],
  },
  {
    name: 'no-objection-after-the-consultation',
    story: 'Whoever discovers a reason to object on a later stage is too late.',
    breaks: ['O1', 'O5', 'invariant 6'],
    edits: [
      rules(
        'revision >= 1 && revision <= proposal.revision,',
        "revision >= 1 && revision <= proposal.revision && proposal.stage === 'consultation',",
      ),
    ],
  },
  {
    name: 'no-objection-after-consenting',
    story: 'A partner that has once consented can no longer object.',
    breaks: ['O1'],
    edits: [
      rules(
        '!Object.hasOwn(proposal.objections, objection) &&',
        "!Object.hasOwn(proposal.objections, objection) &&\n      !Object.hasOwn(proposal.positions, partner ?? '') &&",
      ),
      rules(
        "holds: (proposal, { asked, fact: { objection = '' } }) =>",
        "holds: (proposal, { asked, fact: { objection = '', partner } }) =>",
      ),
    ],
  },
  {
    name: 'alarm-relabelled-as-a-remark',
    story: 'An objection to the way the own organisation was involved is kept, and holds nothing up.',
    breaks: ['O1', 'J1', 'invariant 1'],
    edits: [
      effects(
        '    withdrawn: null,\n  }\n  return Object',
        `    withdrawn: null,
  }
  if (raised.ground === 'involvement')
    return { objections: { ...proposal.objections, [fact.objection ?? '']: raised } }
  return Object`,
      ),
    ],
  },
  {
    name: 'objections-hidden-from-the-open-points',
    story: 'Nobody who asks what a proposal still waits for is told of the objections.',
    breaks: ['invariant 5'],
    edits: [openPoints('    ...blockingObjections(proposal, circle).map(objection),\n', '')],
  },
  {
    name: 'sustained-objections-not-recorded',
    story: 'Where no consensus was reached, the record does not say who objected.',
    breaks: ['O7', 'invariant 5'],
    edits: [
      procedure('sustained: openObjections(proposal),', 'sustained: [],'),
      rules('sameList(fact.sustained, openObjections(proposal)) &&', 'sameList(fact.sustained, []) &&'),
    ],
  },
  {
    name: 'unanswered-objections-not-told',
    story: 'The next stage is not told which objections nobody has answered.',
    breaks: ['O4'],
    edits: [
      predicates(
        'unanswered: openObjections(proposal).filter(id => !Object.hasOwn(proposal.answeredHere, id)),',
        'unanswered: [],',
      ),
    ],
  },
  {
    name: 'departed-partners-objection-vanishes',
    story: 'When a partner leaves, what it had objected can no longer be read.',
    breaks: ['F4', 'invariant 5'],
    edits: [
      effects(
        '    dueAt,\n    notBefore,\n  }',
        `    objections: Object.fromEntries(
      Object.entries(proposal.objections).filter(([, it]) => it.partner !== left),
    ),
    dueAt,
    notBefore,
  }`,
      ),
    ],
  },
]

export const objections: readonly Mutant[] = [...closedByOthers, ...takenForAgreement, ...lost]
