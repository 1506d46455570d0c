// A charter with a fault is refused with the place of the fault and what to do; never half taken.
import { describe, expect, it } from 'vitest'
import { keyOf } from '../signing.ts'
import { charter, type Fields, partner, scene, terms } from '../support.ts'

const [almere, zeewolde, dronten] = charter().partners
/** Zeros: a point of small order. */
const weak = `${'A'.repeat(42)}A=`
const opgave = charter().opgave
const all = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']
const people = (...roles: string[][]) => roles.map((held, n) => ({ id: `u${n}`, roles: held }))
const withPartner = (changes: Fields) => ({ partners: [almere, zeewolde, partner('urk', changes)] })
const without = (field: string) => {
  const { [field as 'terms']: _, ...rest } = charter()
  return rest
}
const withPerson = (changes: Fields) => withPartner({ people: [{ id: 'u', roles: all, ...changes }] })

const faults: readonly [string, Fields, string?][] = [
  ['procedure', { procedure: 'samenspraak/2' }, 'samenspraak/1'],
  ['procedure', { procedure: null }],
  ['opgave', { opgave: null }],
  ['opgave.title', { opgave: { ...opgave, title: ' ' } }, 'blank'],
  ['opgave.goal', { opgave: { ...opgave, goal: '' } }, 'blank'],
  ['opgave.goal', { opgave: { title: 'Wonen' } }],
  ['opgave.endsOn', { opgave: { ...opgave, endsOn: '2030-02-30' } }, 'YYYY-MM-DD'],
  ['opgave', { opgave: { ...opgave, extra: 1 } }, 'extra'],
  ['opgave.needs', { opgave: { ...opgave, needs: {} } }],
  ['opgave.needs[0].what', { opgave: { ...opgave, needs: [{ id: 'n', what: '' }] } }, 'blank'],
  ['opgave.needs[0]', { opgave: { ...opgave, needs: [{ id: 'n', what: 'Grond', size: 1 }] } }, 'size'],
  [
    'opgave.needs[1].id',
    { opgave: { ...opgave, needs: ['n', 'N'].map(id => ({ id, what: 'x' })) } },
    'needs',
  ],
  ['partners', { partners: [] }, 'at least two partners'],
  ['partners', { partners: [almere] }, 'at least two partners'],
  ['partners', { partners: { almere } }],
  ['partners[2]', { partners: [almere, zeewolde, null] }],
  [
    'partners[2].id',
    { partners: [almere, zeewolde, partner('almere', { people: dronten?.people })] },
    'case',
  ],
  ['partners[2].id', withPartner({ id: 'al mere' }), 'letters'],
  ['partners[2].name', withPartner({ name: undefined })],
  ['partners[2].name', withPartner({ name: '\u200b' }), 'blank'],
  ['partners[2]', withPartner({ vote: 2 }), 'vote'],
  ['partners[2].meets[0]', withPartner({ meets: ['water'] }), 'not among the needs'],
  ['partners[2].people', withPartner({ people: [] }), 'at least one person'],
  [
    'partners[2].people',
    withPartner({ people: people(['lijnmanagement', 'stuurgroep']) }),
    'opgaveregisseur',
  ],
  [
    'partners[2].people',
    withPartner({ people: people(['lijnmanagement', 'opgaveregisseur']) }),
    'stuurgroep',
  ],
  [
    'partners[2].people',
    withPartner({ people: people(['opgaveregisseur', 'stuurgroep']) }),
    'lijnmanagement',
  ],
  [
    'partners[2].people[1].id',
    withPartner({
      people: [
        { id: 'u', roles: all },
        { id: 'U', roles: all },
      ],
    }),
    'case',
  ],
  ['partners[2].people[0].id', withPartner({ people: zeewolde?.people }), 'two partners'],
  ['partners[2].people[0].id', withPerson({ id: '' }), 'empty'],
  ['partners[2].people[0].id', withPerson({ id: 'constructor' }), 'reserve'],
  ['partners[2].people[0].id', withPerson({ id: 'e\u0301' }), 'NFC'],
  ['partners[2].people[0].roles', withPerson({ roles: [] }), 'at least one role'],
  ['partners[2].people[0].roles', withPerson({ roles: [...all, 'stuurgroep'] }), 'twice'],
  ['partners[2].people[0].roles[0]', withPerson({ roles: ['voorzitter', ...all] })],
  ['partners[2].people[0].publicKey', withPerson({ publicKey: 'x' }), 'base64'],
  ['partners[2].people[0]', withPerson({ until: '2030-01-01' }), 'until'],
  ['opgavemanager', { opgavemanager: null }],
  ['opgavemanager.id', { opgavemanager: { id: 'almere1' } }, 'opgavemanager for none'],
  ['opgavemanager', { opgavemanager: { id: 'omar', roles: all } }, 'roles'],
  [
    'opgavemanager.publicKey',
    { ...withPerson(keyOf('u')), opgavemanager: { id: 'omar', ...keyOf('omar', 'u') } },
    'another person',
  ],
  ['partners[2].people[0].keyProof', withPerson({ publicKey: keyOf('u').publicKey }), 'samenspraak keys new'],
  ['partners[2].people[0].keyProof', withPerson({ keyProof: keyOf('u').keyProof }), 'there is no publicKey'],
  ['partners[2].people[0].keyProof', withPerson({ ...keyOf('u'), keyProof: 'x' }), 'base64'],
  ['partners[2].people[0].keyProof', withPerson(keyOf('v')), 'no proof that "u"'],
  [
    'partners[2].people[0].keyProof',
    withPerson({ ...keyOf('u'), publicKey: keyOf('v').publicKey }),
    'no proof',
  ],
  ['partners[2].people[0].publicKey', withPerson({ ...keyOf('u'), publicKey: weak }), 'small order'],
  [
    'opgavemanager.keyProof',
    { opgavemanager: { id: 'omar', publicKey: keyOf('omar').publicKey } },
    'is needed with a publicKey',
  ],
  ['opgavemanager.keyProof', { opgavemanager: { id: 'omar', ...keyOf('u') } }, 'no proof that "omar"'],
  ['decidesOn', { decidesOn: 'opgavemanager' }],
  ['decidesOn', { decidesOn: 'majority' }],
  ['terms', { terms: null }],
  ...Object.keys(terms).map((term): [string, Fields, string] => [
    `terms.${term}`,
    { terms: { ...terms, [term]: 0 } },
    'at least 1 working day',
  ]),
  ['terms.extension', { terms: { ...terms, extension: 2.5 } }, 'whole'],
  ['terms.extension', { terms: { ...terms, extension: 261 } }, 'at most 260'],
  ['terms.extension', { terms: { ...terms, extension: undefined } }],
  ['terms', { terms: { ...terms, emergency: 1 } }, 'emergency'],
  ['maxRevisions', { maxRevisions: 0 }],
  ['maxRevisions', { maxRevisions: 101 }],
  ['maxRevisions', { maxRevisions: 1.5 }],
  ['calendar.timeZone', { calendar: { timeZone: 'Almere', holidays: 'NL' } }, 'Europe/Amsterdam'],
  ['calendar.holidays', { calendar: { timeZone: 'Europe/Amsterdam', holidays: 'DE' } }, 'NL'],
  ['calendar.holidays', { calendar: { timeZone: 'Europe/Amsterdam' } }],
  ['calendar', { calendar: 'NL' }],
  ['signatures', { signatures: true }],
  ['signatures', { signatures: 'none' }],
]

describe('a charter with a fault', () => {
  it.each(faults.map(([path, changes, words = ''], n) => [path, words, changes, n] as const))(
    '%s is where it is wrong: %s (%#)',
    async (path, words, changes) => {
      const s = await scene({}, { founded: false })
      const text = charter(changes)
      const { why } = await s.refuses('wellFormedAct', 'almere1', 'proposeCharter', { charter: text })
      expect(why).toContain(`(W3): charter.${path}: `)
      expect(why).toContain(words)
      const founded = await scene()
      await founded.refuses('wellFormedAct', 'almere1', 'draftProposal', { charter: text })
    },
  )

  it.each(['procedure', 'opgave', 'partners', 'opgavemanager', 'terms'])(
    '%s cannot be left out',
    async field => {
      const s = await scene({}, { founded: false })
      const { why } = await s.refuses('wellFormedAct', 'almere1', 'proposeCharter', {
        charter: without(field),
      })
      expect(why).toContain(`(W3): charter.${field}: `)
    },
  )

  it('an unknown field is refused by name', async () => {
    const s = await scene({}, { founded: false })
    for (const field of ['quorum', 'chair', 'constructor', 'toJSON', 'Terms']) {
      const text = charter({ [field]: 1 })
      const { why } = await s.refuses('wellFormedAct', 'almere1', 'proposeCharter', { charter: text })
      expect(why).toContain(`"${field}"`)
    }
    const own = JSON.parse(`{ "__proto__": {}, ${JSON.stringify(charter()).slice(1)}`)
    await s.refuses('wellFormedAct', 'almere1', 'proposeCharter', { charter: own })
  })

  it('of several faults one is told, and nothing is kept of the rest', async () => {
    const s = await scene({}, { founded: false })
    await s.refuses('wellFormedAct', 'almere1', 'proposeCharter', {
      charter: charter({ procedure: 1, terms: null, partners: [] }),
    })
    expect(await s.engine.circle()).toMatchObject({ founded: false, charter: null, digest: null })
  })

  it('without its faults it is taken', async () => {
    const s = await scene({}, { founded: false })
    const needs = [{ id: 'n', what: 'Grond', field: 'ruimte', scale: 'regio', world: 'publiek' }]
    const whole = charter({
      opgave: { ...opgave, needs, endsOn: '2030-12-31' },
      partners: [
        almere,
        zeewolde,
        partner('urk', {
          meets: ['n'],
          people: [{ id: 'u', name: 'U', roles: all, ...keyOf('u') }],
        }),
      ],
      opgavemanager: { id: 'omar', name: 'Omar', ...keyOf('omar') },
      decidesOn: 'lijnmanagement',
      maxRevisions: 100,
      calendar: { timeZone: 'Europe/Amsterdam', holidays: 'NL/1' },
      signatures: 'optional',
    })
    await s.does('u', 'proposeCharter', { charter: whole })
    expect((await s.engine.circle()).charter).toEqual({
      ...whole,
      partners: [{ ...almere, meets: [] }, { ...zeewolde, meets: [] }, whole.partners[2]],
    })
  })
})
