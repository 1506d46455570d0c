// The story that `demo` plays: who asks what, and when.
import type { Act } from '../collaboration/acts.ts'

/** An act at a moment; a remark to the reader; or a look at what a proposal waits for. */
export type Scene =
  | {
      readonly at: string
      readonly act: Partial<Act> & { act: string }
      /** Fill in the digest of the charter that lies before the partners. */
      readonly sign?: true
      /** What is tried here and must be refused. */
      readonly refused?: string
    }
  | { readonly note: string }
  | { readonly waiting: string }

const person = (id: string, name: string, ...roles: string[]) => ({ id, name, roles })
const all = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']

const opgave = {
  title: 'Wonen aan de Haven',
  goal: 'Opgave: two hundred affordable homes at the harbour, dry feet included.',
  needs: [
    { id: 'bouwgrond', what: 'land to build on' },
    { id: 'geld', what: 'money' },
    { id: 'water', what: 'knowledge of water' },
    { id: 'bouwen', what: 'somebody who builds and lets homes' },
    { id: 'bewoners', what: 'the voice of those who will live there' },
  ],
  endsOn: '2030-12-31',
}

const four = [
  {
    id: 'havenstad',
    name: 'Gemeente Havenstad',
    meets: ['bouwgrond'],
    people: [person('anna', 'Anna', ...all)],
  },
  { id: 'provincie', name: 'Provincie', meets: ['geld'], people: [person('pieter', 'Pieter', ...all)] },
  { id: 'waterschap', name: 'Waterschap', meets: ['water'], people: [person('wim', 'Wim', ...all)] },
  {
    id: 'thuishaven',
    name: 'Corporatie Thuishaven',
    meets: ['bouwen'],
    people: [
      person('hugo', 'Hugo', 'lijnmanagement'),
      person('hanna', 'Hanna', 'opgaveregisseur'),
      person('hester', 'Hester', 'stuurgroep'),
    ],
  },
]

const newcomer = {
  id: 'huurders',
  name: 'Huurdersvereniging',
  meets: ['bewoners'],
  people: [person('hafsa', 'Hafsa', ...all)],
}

export const charterOfFour = {
  procedure: 'samenspraak/1',
  opgave,
  partners: four,
  opgavemanager: { id: 'omar', name: 'Omar' },
  terms: {
    consultation: 10,
    lijnmanagement: 10,
    opgavemanager: 10,
    stuurgroep: 15,
    jointDecision: 10,
    extension: 5,
  },
}
export const charterOfFive = { ...charterOfFour, partners: [...four, newcomer] }

const plan = {
  title: 'Two hundred homes at the harbour',
  text: 'We build 200 affordable homes on the old harbour grounds, the first in 2027.',
  commitments: [
    { id: 'grond', partner: 'havenstad', what: 'makes the harbour grounds ready', by: '2026-12-31' },
    { id: 'bouw', partner: 'thuishaven', what: 'builds and lets the homes', by: '2028-06-30' },
  ],
}
const amended = {
  ...plan,
  text: 'We build 180 affordable homes on the old harbour grounds, with a water storage of 4 hectares, the first in 2027.',
  commitments: [
    ...plan.commitments,
    { id: 'berging', partner: 'waterschap', what: 'lays out the water storage', by: '2027-03-31' },
  ],
}

const on = (at: string, by: string, act: string, fields: object = {}): Scene => ({
  at: `2026-${at}:00+01:00`.replace(/^(2026-0[4-9].*)\+01:00$/, '$1+02:00'),
  act: { act, by, ...fields } as Partial<Act> & { act: string },
})
const about =
  (proposal: string) =>
  (at: string, by: string, act: string, fields: object = {}) =>
    on(at, by, act, { proposal, ...fields })
const haven = about('haven')
const kring = about('kring')
const position = (kind: string, revision: number, reason?: string) => ({
  revision,
  position: kind,
  ...(reason ? { reason } : {}),
})
const signing = (at: string, by: string): Scene => ({ ...on(at, by, 'signCharter'), sign: true }) as Scene
const refusedTo = (scene: Scene, what: string): Scene => ({ ...scene, refused: what }) as Scene

export const chapters: readonly { readonly title: string; readonly scenes: readonly Scene[] }[] = [
  {
    title: '1. Founding: a charter is in force when all whom it names have signed that exact text',
    scenes: [
      on('01-05T09:00', 'anna', 'proposeCharter', { charter: charterOfFour }),
      signing('01-05T10:00', 'anna'),
      signing('01-05T11:00', 'pieter'),
      signing('01-05T14:00', 'wim'),
      signing('01-06T09:00', 'hester'),
    ],
  },
  {
    title: '2. Consultation: every partner is asked, and one objects',
    scenes: [
      haven('01-07T09:00', 'anna', 'draftProposal', plan),
      haven('01-07T15:00', 'wim', 'comment', { text: 'Where does the rain go?' }),
      haven('01-08T10:00', 'anna', 'submitProposal'),
      { waiting: 'haven' },
      haven('01-09T09:00', 'anna', 'takePosition', position('consent', 1)),
      haven('01-09T11:00', 'pieter', 'takePosition', position('consent', 1)),
      haven('01-12T10:00', 'wim', 'raiseObjection', {
        revision: 1,
        reason: 'No water storage: the quay floods once a year.',
      }),
      refusedTo(
        haven('01-12T13:00', 'omar', 'withdrawObjection', { objection: 'o1', revision: 1 }),
        'Omar, opgavemanager, tries to let the objection go for the sake of speed',
      ),
      haven('01-13T09:00', 'omar', 'answerObjection', {
        objection: 'o1',
        text: 'A storage north of the quay costs twenty homes.',
      }),
      haven('01-15T09:00', 'anna', 'amendProposal', amended),
      refusedTo(
        haven('01-15T10:00', 'pieter', 'takePosition', position('consent', 1)),
        'Pieter consents to the text that he had read, which is no longer the text',
      ),
      haven('01-16T09:00', 'wim', 'withdrawObjection', {
        objection: 'o1',
        revision: 2,
        reason: 'The storage is in.',
      }),
      haven('01-16T09:05', 'wim', 'takePosition', position('consent', 2)),
      haven('01-16T11:00', 'anna', 'takePosition', position('consent', 2)),
      haven(
        '01-19T09:00',
        'pieter',
        'takePosition',
        position('reservation', 2, 'Twenty homes fewer: we want to see the costs in 2027.'),
      ),
      { waiting: 'haven' },
    ],
  },
  {
    title: '3. Meanwhile the tenants ask in: changing the circle is a proposal like any other',
    scenes: [
      kring('01-19T14:00', 'omar', 'draftProposal', {
        title: 'The tenants become a partner',
        text: 'The opgave needs the voice of those who will live there. The Huurdersvereniging asks to join.',
        charter: charterOfFive,
      }),
      kring('01-19T14:10', 'omar', 'submitProposal'),
      ...['anna', 'pieter', 'wim', 'hester'].map((by, i) =>
        kring(`01-2${i}T10:00`, by, 'takePosition', position('consent', 1)),
      ),
      ...['anna', 'pieter', 'wim', 'hester'].map((by, i) =>
        kring(`01-26T1${i}:00`, by, 'confirmDecision', { revision: 1 }),
      ),
    ],
  },
  {
    title: "4. Silence is never a position: Thuishaven's climbs, inside Thuishaven",
    scenes: [
      {
        note: 'Nobody of Thuishaven has spoken on the homes. Its silence is no consent, however long it lasts.',
      },
      signing('02-05T09:00', 'hafsa'),
      { waiting: 'haven' },
      haven('02-09T09:00', 'hafsa', 'takePosition', position('consent', 2)),
      haven('03-03T16:00', 'hester', 'takePosition', position('consent', 2)),
    ],
  },
  {
    title: '5. The joint decision: each confirms the very same text, and the last one takes the decision',
    scenes: [
      { waiting: 'haven' },
      haven('03-04T09:00', 'anna', 'confirmDecision', { revision: 2 }),
      haven('03-04T10:00', 'pieter', 'confirmDecision', { revision: 2 }),
      haven('03-05T09:00', 'wim', 'confirmDecision', { revision: 2 }),
      haven('03-06T11:00', 'hafsa', 'confirmDecision', { revision: 2 }),
      { waiting: 'haven' },
      haven('03-09T15:00', 'hester', 'confirmDecision', { revision: 2 }),
    ],
  },
]
