// Every field of every act, replaced by what does not belong there: refused in words that name the field, nothing changed.
import { describe, expect, it } from 'vitest'
import type { ActName } from '../../src/index.ts'
import { keyOf } from '../signing.ts'
import { charter, type Fields, type Scene, scene } from '../support.ts'

const half = 'a\ud800'
const digest = `sha256:${'0'.repeat(64)}`
const { publicKey: key, keyProof } = keyOf('almere2')
/** One: a point of small order. */
const weak = `AQ${'A'.repeat(41)}=`

/** What no field takes, whatever its kind. */
const never: unknown[] = [null, Number.NaN, 7n, Symbol('x'), () => 'x', new Date(0), new Map()]
const noText: unknown[] = [...never, 5, true, [], {}, ['x'], new String('x')]

const wrong: Readonly<Record<string, readonly unknown[]>> = {
  id: [...noText, '', ' ', 'a b', '-a', half, '\ud800', 'x'.repeat(65), 'a\u0000', 'a/b', '__proto__'],
  name: [...noText, '', ' ', half, 'x'.repeat(201)],
  title: [...noText, '', ' ', half, 'x'.repeat(301)],
  text: [...noText, '', ' ', half, 'x'.repeat(100_001)],
  reason: [...noText, half, 'x'.repeat(10_001)],
  revision: [...never, '1', '', half, true, [], [1], {}, -1, 0.5, 1001, 1e21, 2 ** 53, Infinity, -Infinity],
  word: [...noText, '', ' ', half, 'Consent', 'x'.repeat(100), 'constructor', '__proto__'],
  flag: [...never, 0, 1, '', 'true', half, [], {}],
  roles: [...never, 5, true, '', 'stuurgroep', {}, [], ['x'], [null], [['stuurgroep']], [half]],
  digest: [...noText, '', half, 'x'.repeat(71), digest.toUpperCase(), `${digest}0`, digest.slice(1)],
  date: [...noText, '', half, '2026-02-30', '2026-1-1', '1899-12-31', '2026-01-05T09:00:00Z', `${1e5}-01-01`],
  until: [...noText, '', half, '2026-02-30', '2026-01-05T09:00:00', '2026-01-05T24:00:00Z', 'tomorrow'],
  publicKey: [...noText, '', half, key.slice(1), `${key}=`, `${'A'.repeat(42)}B=`, weak],
  keyProof: [
    ...noText,
    '',
    half,
    keyProof.slice(1),
    `${keyProof}=`,
    `${'A'.repeat(85)}B==`,
    keyOf('nora', 'piet').keyProof,
  ],
  links: [...never, 5, true, '', 'p1', {}, [null], [5], [''], [half], [['p1']], ['p1', 'p1'], ['p1', 'P1']],
  list: [...never, 5, true, '', half, {}, [null], [5], ['x'], [[]], [{}]],
  charter: [...never, 5, true, '', half, [], {}, [charter()], JSON.stringify(charter())],
}

interface Case {
  readonly by: string | undefined
  readonly act: ActName
  readonly fields: Fields
  /** The kind of each field that the act has; those that may be left out are named in `optional`. */
  readonly kinds: Readonly<Record<string, keyof typeof wrong>>
  readonly optional?: readonly string[]
  /** The rule that refuses even the valid example; none where it is recorded. */
  readonly rule?: string
}

const commitment = { id: 'w1', partner: 'zeewolde', what: 'Levert de grond', by: '2026-09-01' }
const content = {
  title: 'Wonen',
  text: 'We bouwen 150 woningen.',
  commitments: [commitment],
  attachments: [{ name: 'kaart.pdf', digest }],
  basedOn: ['eerder'],
  replaces: ['eerder'],
  charter: charter({ maxRevisions: 3 }),
  reviewOn: '2027-01-01',
  endsOn: '2028-01-01',
}
const contentKinds = {
  title: 'title',
  text: 'text',
  commitments: 'list',
  attachments: 'list',
  basedOn: 'links',
  replaces: 'links',
  charter: 'charter',
  reviewOn: 'date',
  endsOn: 'date',
}
const contentOptional = Object.keys(content).slice(2)
const own = { by: 'id', proposal: 'id' }

const setups: Readonly<Record<string, () => Promise<Scene>>> = {
  unfounded: () => scene({}, { founded: false }),
  proposed: async () => {
    const s = await scene({}, { founded: false })
    await s.does('almere1', 'proposeCharter', { charter: charter() })
    return s
  },
  drafting: async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { proposal: 'eerder' })
    await s.does('almere1', 'draftProposal', { proposal: 'p1' })
    return s
  },
  running: async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { proposal: 'eerder' })
    await s.submitted()
    await s.does('dronten1', 'raiseObjection')
    await s.does('dronten1', 'comment')
    return s
  },
  climbed: async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    await s.does('dronten1', 'raiseObjection')
    await s.reaches('lijnmanagement')
    await s.does('omar', 'answerObjection')
    return s
  },
  called: async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1', 'dronten1')
    return s
  },
}

const cases: Readonly<Record<string, readonly Case[]>> = {
  unfounded: [
    {
      by: 'almere1',
      act: 'proposeCharter',
      fields: { charter: charter() },
      kinds: { by: 'id', charter: 'charter' },
    },
  ],
  proposed: [{ by: 'almere1', act: 'signCharter', fields: {}, kinds: { by: 'id', charter: 'digest' } }],
  drafting: [
    {
      by: 'almere1',
      act: 'giveMandate',
      fields: {
        person: 'piet',
        name: 'Piet',
        roles: ['lijnmanagement'],
        until: '2030-01-01',
      },
      kinds: { by: 'id', person: 'id', name: 'name', roles: 'roles', until: 'until' },
      optional: ['name', 'until'],
    },
    {
      by: 'almere1',
      act: 'registerKey',
      fields: { person: 'almere2', ...keyOf('almere2') },
      kinds: { by: 'id', person: 'id', publicKey: 'publicKey', keyProof: 'keyProof' },
    },
    {
      by: 'almere1',
      act: 'revokeKey',
      fields: { person: 'almere2' },
      kinds: { by: 'id', person: 'id' },
      rule: 'hasKey',
    },
    {
      by: 'almere1',
      act: 'withdrawMandate',
      fields: { person: 'almere2', roles: ['lijnmanagement'] },
      kinds: { by: 'id', person: 'id', roles: 'roles' },
      optional: ['roles'],
    },
    { by: 'almere1', act: 'leaveCollaboration', fields: {}, kinds: { by: 'id' } },
    {
      by: 'almere1',
      act: 'draftProposal',
      fields: { ...content, proposal: 'p7' },
      kinds: { ...own, ...contentKinds },
      optional: ['proposal', ...contentOptional],
    },
    {
      by: 'almere1',
      act: 'reviseDraft',
      fields: content,
      kinds: { ...own, ...contentKinds },
      optional: contentOptional,
    },
    { by: 'almere1', act: 'submitProposal', fields: {}, kinds: own },
  ],
  running: [
    { by: 'almere1', act: 'withdrawProposal', fields: {}, kinds: own },
    {
      by: 'almere1',
      act: 'comment',
      fields: { replyTo: 'c1' },
      kinds: { ...own, text: 'text', replyTo: 'id' },
      optional: ['replyTo'],
    },
    {
      by: 'zeewolde1',
      act: 'takePosition',
      fields: { reason: 'Het past.', provisional: true },
      kinds: { ...own, revision: 'revision', position: 'word', reason: 'reason', provisional: 'flag' },
      optional: ['reason', 'provisional'],
    },
    {
      by: 'zeewolde1',
      act: 'raiseObjection',
      fields: { ground: 'involvement', objection: 'water' },
      kinds: { ...own, revision: 'revision', reason: 'reason', ground: 'word', objection: 'id' },
      optional: ['ground', 'objection'],
    },
    {
      by: 'omar',
      act: 'answerObjection',
      fields: {},
      kinds: { ...own, objection: 'id', text: 'reason' },
    },
    {
      by: 'dronten1',
      act: 'withdrawObjection',
      fields: { reason: 'Er komt een wadi.' },
      kinds: { ...own, objection: 'id', revision: 'revision', reason: 'reason' },
      optional: ['reason'],
    },
    { by: 'dronten1', act: 'extendTerm', fields: {}, kinds: { ...own, revision: 'revision' } },
    {
      by: 'almere1',
      act: 'amendProposal',
      fields: content,
      kinds: { ...own, ...contentKinds },
      optional: contentOptional,
    },
    {
      by: undefined,
      act: 'endTerm',
      fields: {},
      kinds: { by: 'id', proposal: 'id', revision: 'revision', stage: 'word' },
      optional: ['by'],
      rule: 'termReached',
    },
  ],
  climbed: [
    {
      by: 'almere1',
      act: 'escalate',
      fields: {},
      kinds: { ...own, revision: 'revision', stage: 'word', reason: 'reason' },
    },
  ],
  called: [{ by: 'almere1', act: 'confirmDecision', fields: {}, kinds: { ...own, revision: 'revision' } }],
}

const table = Object.entries(cases).flatMap(([place, list]) => list.map(it => [it.act, place, it] as const))

/** Refused as malformed, in words whose first is the field. */
async function refusedAt(s: Scene, act: object, field: string): Promise<void> {
  const outcome = await s.engine.act(act)
  const { rule = '', why = '' } = 'refused' in outcome ? outcome.refused : {}
  expect(rule, `${field}: ${why}`).toBe('wellFormedAct')
  expect(why).toMatch(new RegExp(`\\(W3\\): ${field}(\\.|\\[|: )`))
}

describe.each(table)('%s', (act, place, { by, fields, kinds, optional = [], rule }) => {
  const opened = async () => {
    const s = await setups[place]?.()
    if (!s) throw new Error(place)
    const { by: _, ...rest } = await s.asked('', act, fields)
    const example: Fields = by === undefined ? rest : { ...rest, by }
    return { s, example, head: await s.engine.head() }
  }
  const tried = async (s: Scene, example: Fields) => {
    const outcome = await s.engine.act(example, { dryRun: true })
    return 'refused' in outcome ? outcome.refused.rule : undefined
  }

  it('the example has every field, and is recorded', async () => {
    const { s, example } = await opened()
    expect(new Set([...Object.keys(example), ...optional])).toEqual(new Set(['act', ...Object.keys(kinds)]))
    expect(await tried(s, example)).toBe(rule)
  })

  it.each(Object.entries(kinds))('%s: refused for whatever is no %s', async (field, kind) => {
    const { s, example, head } = await opened()
    for (const value of wrong[kind] ?? []) await refusedAt(s, { ...example, [field]: value }, field)
    expect(await s.engine.head()).toEqual(head)
  })

  it('left out: refused where it is needed, recorded where it is not', async () => {
    const { s, example } = await opened()
    for (const field of Object.keys(kinds)) {
      const { [field]: _, ...rest } = example
      for (const without of [rest, { ...rest, [field]: undefined }]) {
        if (optional.includes(field)) expect(await tried(s, without), field).toBe(rule)
        else await refusedAt(s, without, field)
      }
    }
  })

  it('a field that it does not have is refused by name, whatever it holds', async () => {
    const { s, example, head } = await opened()
    for (const field of ['extra', 'constructor', 'toJSON', 'By', 'signature', 'seen', 'at', ''])
      for (const value of [1, undefined, null]) {
        const outcome = await s.engine.act({ ...example, [field]: value })
        expect(outcome).toMatchObject({ refused: { rule: 'wellFormedAct' } })
        expect('refused' in outcome && outcome.refused.why).toContain(`"${field}"`)
      }
    expect(await s.engine.head()).toEqual(head)
  })

  it('its name written otherwise is no act', async () => {
    const { s, example, head } = await opened()
    const names = [act.toUpperCase(), ` ${act}`, `${act}\u0000`, '', null, 5, [act], {}, undefined]
    for (const name of [...names, 'constructor', '__proto__', 'toString', new String(act)])
      await refusedAt(s, { ...example, act: name }, 'act')
    expect(await s.engine.head()).toEqual(head)
  })
})

describe('fields inside of fields', () => {
  const bad: [string, Fields][] = [
    ['commitments[1].by', { commitments: [commitment, { ...commitment, id: 'w2', by: 'soon' }] }],
    ['commitments[0].what', { commitments: [{ ...commitment, what: ' ' }] }],
    ['commitments[0].partner', { commitments: [{ ...commitment, partner: 'al mere' }] }],
    ['commitments[0]', { commitments: [{ ...commitment, extra: 1 }] }],
    ['commitments', { commitments: [commitment, { ...commitment, id: 'W1' }] }],
    ['attachments[0].digest', { attachments: [{ name: 'a', digest: 'x' }] }],
    ['attachments[0].name', { attachments: [{ name: '', digest }] }],
    [
      'attachments',
      {
        attachments: [
          { name: 'a', digest },
          { name: 'A', digest },
        ],
      },
    ],
    ['basedOn[1]', { basedOn: ['p1', ''] }],
    ['changes', { changes: digest }],
    ['charter.terms.extension', { charter: { ...charter(), terms: { ...charter().terms, extension: 0 } } }],
  ]

  it.each(bad)('%s is where it says that it is wrong', async (path, fields) => {
    const s = await scene()
    const { why } = await s.refuses('wellFormedAct', 'almere1', 'draftProposal', fields)
    expect(why).toContain(`(W3): ${path}: `)
  })

  it('what is wrong is told in one line, however long or broken the names of the fields', async () => {
    const s = await scene()
    for (const field of ['x'.repeat(1_000_000), 'a\nb']) {
      const { why } = await s.refuses('wellFormedAct', 'almere1', 'draftProposal', { [field]: 1 })
      expect(why.length).toBeLessThan(10_000)
      expect(why).not.toContain('\n')
    }
  })
})
