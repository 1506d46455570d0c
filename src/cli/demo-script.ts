// The story that `demo` plays, in Dutch or English: who asks what, and when.
import type { Act } from '../collaboration/acts.ts'
import type { Language } from '../register/register.ts'

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

export interface Chapter {
  readonly title: string
  readonly scenes: readonly Scene[]
}

/** Says the same in the language of the story. */
type Say = (en: string, nl: string) => string

const person = (id: string, name: string, ...roles: string[]) => ({ id, name, roles })
const all = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']

const opgaveIn = (say: Say) => ({
  title: 'Wonen aan de Haven',
  goal: say(
    'Two hundred affordable homes at the harbour, dry feet included.',
    'Tweehonderd betaalbare woningen aan de haven, en droge voeten.',
  ),
  needs: [
    { id: 'bouwgrond', what: say('land to build on', 'grond om op te bouwen') },
    { id: 'geld', what: say('money', 'geld') },
    { id: 'water', what: say('knowledge of water', 'kennis van water') },
    { id: 'bouwen', what: say('somebody who builds and lets homes', 'wie woningen bouwt en verhuurt') },
    {
      id: 'bewoners',
      what: say('the voice of those who will live there', 'de stem van wie er gaat wonen'),
    },
  ],
  endsOn: '2030-12-31',
})

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

const terms = {
  ...{ consultation: 10, lijnmanagement: 10, opgavemanager: 10, stuurgroep: 15 },
  ...{ jointDecision: 10, extension: 5 },
}

const charterOfFour = (say: Say) => ({
  procedure: 'samenspraak/1',
  opgave: opgaveIn(say),
  partners: four,
  opgavemanager: { id: 'omar', name: 'Omar' },
  terms,
})
const charterOfFive = (say: Say) => ({ ...charterOfFour(say), partners: [...four, newcomer] })

const planIn = (say: Say) => ({
  title: say('Two hundred homes at the harbour', 'Tweehonderd woningen aan de haven'),
  text: say(
    'We build 200 affordable homes on the old harbour grounds, the first in 2027.',
    'Wij bouwen 200 betaalbare woningen op het oude haventerrein, de eerste in 2027.',
  ),
  commitments: [
    {
      ...{ id: 'grond', partner: 'havenstad', by: '2026-12-31' },
      what: say('makes the harbour grounds ready', 'maakt het haventerrein bouwrijp'),
    },
    {
      ...{ id: 'bouw', partner: 'thuishaven', by: '2028-06-30' },
      what: say('builds and lets the homes', 'bouwt en verhuurt de woningen'),
    },
  ],
})
const amendedIn = (say: Say) => ({
  ...planIn(say),
  text: say(
    'We build 180 affordable homes on the old harbour grounds, with a water storage of 4 hectares, the first in 2027.',
    'Wij bouwen 180 betaalbare woningen op het oude haventerrein, met een waterberging van 4 hectare, de eerste in 2027.',
  ),
  commitments: [
    ...planIn(say).commitments,
    {
      ...{ id: 'berging', partner: 'waterschap', by: '2027-03-31' },
      what: say('lays out the water storage', 'legt de waterberging aan'),
    },
  ],
})

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

const founding = (say: Say): Chapter => ({
  title: say(
    '1. Founding: a charter is in force when all whom it names have signed that exact text',
    '1. Oprichting: een charter geldt als allen die erin staan precies die tekst hebben ondertekend',
  ),
  scenes: [
    on('01-05T09:00', 'anna', 'proposeCharter', { charter: charterOfFour(say) }),
    signing('01-05T10:00', 'anna'),
    signing('01-05T11:00', 'pieter'),
    signing('01-05T14:00', 'wim'),
    signing('01-06T09:00', 'hester'),
  ],
})

const consultation = (say: Say): Chapter => ({
  title: say(
    '2. Consultation: every partner is asked, and one objects',
    '2. Raadpleging: elke partner wordt gevraagd, en één maakt bezwaar',
  ),
  scenes: [
    haven('01-07T09:00', 'anna', 'draftProposal', planIn(say)),
    haven('01-07T15:00', 'wim', 'comment', {
      text: say('Where does the rain go?', 'Waar blijft de regen?'),
    }),
    haven('01-08T10:00', 'anna', 'submitProposal'),
    { waiting: 'haven' },
    haven('01-09T09:00', 'anna', 'takePosition', position('consent', 1)),
    haven('01-09T11:00', 'pieter', 'takePosition', position('consent', 1)),
    haven('01-12T10:00', 'wim', 'raiseObjection', {
      revision: 1,
      reason: say(
        'No water storage: the quay floods once a year.',
        'Geen waterberging: de kade loopt elk jaar onder.',
      ),
    }),
    ...objectionHandled(say),
    ...secondRound(say),
  ],
})

const objectionHandled = (say: Say): Scene[] => [
  refusedTo(
    haven('01-12T13:00', 'omar', 'withdrawObjection', { objection: 'o1', revision: 1 }),
    say(
      'Omar, opgavemanager, tries to let the objection go for the sake of speed',
      'Omar, opgavemanager, probeert het bezwaar los te laten omwille van de snelheid',
    ),
  ),
  haven('01-13T09:00', 'omar', 'answerObjection', {
    objection: 'o1',
    text: say(
      'A storage north of the quay costs twenty homes.',
      'Een berging ten noorden van de kade kost twintig woningen.',
    ),
  }),
  haven('01-15T09:00', 'anna', 'amendProposal', amendedIn(say)),
  refusedTo(
    haven('01-15T10:00', 'pieter', 'takePosition', position('consent', 1)),
    say(
      'Pieter consents to the text that he had read, which is no longer the text',
      'Pieter stemt in met de tekst die hij had gelezen, maar dat is niet meer de tekst',
    ),
  ),
]

const secondRound = (say: Say): Scene[] => [
  haven('01-16T09:00', 'wim', 'withdrawObjection', {
    objection: 'o1',
    revision: 2,
    reason: say('The storage is in.', 'De berging zit erin.'),
  }),
  haven('01-16T09:05', 'wim', 'takePosition', position('consent', 2)),
  haven('01-16T11:00', 'anna', 'takePosition', position('consent', 2)),
  haven(
    '01-19T09:00',
    'pieter',
    'takePosition',
    position(
      'reservation',
      2,
      say(
        'Twenty homes fewer: we want to see the costs in 2027.',
        'Twintig woningen minder: wij willen de kosten in 2027 zien.',
      ),
    ),
  ),
  { waiting: 'haven' },
]

const circleGrows = (say: Say): Chapter => ({
  title: say(
    '3. Meanwhile the tenants ask in: changing the circle is a proposal like any other',
    '3. Intussen willen de huurders meedoen: de kring wijzigen is een voorstel als elk ander',
  ),
  scenes: [
    kring('01-19T14:00', 'omar', 'draftProposal', {
      title: say('The tenants become a partner', 'De huurders worden partner'),
      text: say(
        'The opgave needs the voice of those who will live there. The Huurdersvereniging asks to join.',
        'De opgave vraagt de stem van wie er gaat wonen. De Huurdersvereniging wil meedoen.',
      ),
      charter: charterOfFive(say),
    }),
    kring('01-19T14:10', 'omar', 'submitProposal'),
    ...['anna', 'pieter', 'wim', 'hester'].map((by, i) =>
      kring(`01-2${i}T10:00`, by, 'takePosition', position('consent', 1)),
    ),
    ...['anna', 'pieter', 'wim', 'hester'].map((by, i) =>
      kring(`01-26T1${i}:00`, by, 'confirmDecision', { revision: 1 }),
    ),
  ],
})

const silence = (say: Say): Chapter => ({
  title: say(
    "4. Silence is never a position: Thuishaven's climbs, inside Thuishaven",
    '4. Stilte is nooit een standpunt: die van Thuishaven klimt, binnen Thuishaven',
  ),
  scenes: [
    {
      note: say(
        'Nobody of Thuishaven has spoken on the homes. Its silence is no consent, however long it lasts.',
        'Niemand van Thuishaven heeft iets gezegd over de woningen. Dat is geen instemming, hoe lang het ook duurt.',
      ),
    },
    signing('02-05T09:00', 'hafsa'),
    { waiting: 'haven' },
    haven('02-09T09:00', 'hafsa', 'takePosition', position('consent', 2)),
    haven('03-03T16:00', 'hester', 'takePosition', position('consent', 2)),
  ],
})

const jointDecision = (say: Say): Chapter => ({
  title: say(
    '5. The joint decision: each confirms the very same text, and the last one takes the decision',
    '5. Het gezamenlijk besluit: elk bevestigt precies dezelfde tekst, en de laatste neemt het besluit',
  ),
  scenes: [
    { waiting: 'haven' },
    haven('03-04T09:00', 'anna', 'confirmDecision', { revision: 2 }),
    haven('03-04T10:00', 'pieter', 'confirmDecision', { revision: 2 }),
    haven('03-05T09:00', 'wim', 'confirmDecision', { revision: 2 }),
    haven('03-06T11:00', 'hafsa', 'confirmDecision', { revision: 2 }),
    { waiting: 'haven' },
    haven('03-09T15:00', 'hester', 'confirmDecision', { revision: 2 }),
  ],
})

/** What the story says around what happens in it. */
export interface Telling {
  readonly title: string
  readonly goal: string
  readonly refused: (why: string) => string
  readonly closing: string
  readonly log: (size: number, finding: string | undefined) => string
  readonly kept: (path: string) => string
  readonly keep: string
  readonly notKept: string
  readonly handedOut: (folder: string) => readonly string[]
}

/** The whole story in one language. */
export function storyIn(language: Language): { telling: Telling; chapters: readonly Chapter[] } {
  const say: Say = (en, nl) => (language === 'nl' ? nl : en)
  const chapters = [founding, consultation, circleGrows, silence, jointDecision].map(it => it(say))
  return { chapters, telling: { ...tellingIn(say), goal: opgaveIn(say).goal } }
}

const tellingIn = (say: Say): Omit<Telling, 'goal'> => ({
  title: say(
    'Samenspraak: deciding together, nobody bypassed',
    'Samenspraak: samen besluiten, niemand overgeslagen',
  ),
  refused: why => say(`refused, ${why}`, `geweigerd: ${why}`),
  closing: say('The decision, and the record of it', 'Het besluit, en de vastlegging ervan'),
  log: (size, finding) =>
    say(
      `log      ${size} entries, replayed by a verifier that trusts nobody: ${finding ?? 'it holds'}`,
      `logboek  ${size} regels, nagespeeld door een controle die niemand vertrouwt: ${finding ?? 'het klopt'}`,
    ),
  kept: path =>
    say(
      `kept     ${path}: look into it with samenspraak show`,
      `bewaard  ${path}: bekijk het met samenspraak show`,
    ),
  handedOut: folder => [
    say(
      `signed   every act by its person, and the log cosigned by every partner: all in ${folder}`,
      `getekend elke handeling door de persoon zelf, en het logboek door elke partner: alles in ${folder}`,
    ),
    say(
      `verify   samenspraak verify ${folder}/certificate.json --keys ${folder}/keys.json`,
      `verifieer samenspraak verify ${folder}/certificate.json --keys ${folder}/keys.json --nl`,
    ),
  ],
  keep: say(
    'Keep the head: whoever shows you this log later cannot have changed a byte before it.',
    'Bewaar dit kenmerk: wie u later dit logboek toont, kan daarvoor geen letter hebben veranderd.',
  ),
  notKept: say(
    'There is no SQLite here (Node 22.13 or later has it, or npm install libsql): this is played in memory.',
    'Er is hier geen SQLite (Node 22.13 of later heeft het, of npm install libsql): dit speelt in het geheugen.',
  ),
})
