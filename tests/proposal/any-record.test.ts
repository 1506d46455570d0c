// From any record, also one that is broken: where the gate opens, the facts fulfil the promise, by a scan written apart from it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CharterInput, Role } from '../../src/charter/charter.ts'
import { gate, type RecordedFact } from '../../src/proposal/gate.ts'
import { promiseBroken } from './promise.ts'

type Step = Omit<RecordedFact, 'at'>
type Asked = NonNullable<RecordedFact['asked']>
type Fact = RecordedFact['fact']

/** How many records, and from which seed: `ANY_RECORDS=100000 SEED=7 npx vitest run tests/proposal/any-record`. */
const numRuns = Number(process.env.ANY_RECORDS ?? 4_000)
const seed = Number(process.env.SEED ?? 1)

// --- Steps of a record ---

const three = ['almere', 'zeewolde', 'dronten']
const four = [...three, 'urk']
const roles: Role[] = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']
const digestOf = (text: string) => `sha256:${Buffer.from(text).toString('hex').padEnd(64, '0')}`
const own = (by: string, asked: Asked, fact: Fact, matter = 'p1'): Step => ({ matter, by, asked, fact })
const nobodys = (fact: Fact, matter = 'p1'): Step => ({ matter, fact })
const seat = (partner: string) => `${partner}1`
const line = (partner: string) => `${partner}2`

const term = 10
const terms = {
  ...{ consultation: term, lijnmanagement: term, opgavemanager: term, stuurgroep: term },
  ...{ jointDecision: term, extension: term },
}
const charterOf = (ids: string[]): CharterInput => ({
  procedure: 'samenspraak/1',
  opgave: { title: 'Wonen', goal: 'Genoeg woningen' },
  partners: ids.map(id => ({
    ...{ id, name: id },
    people: [
      { id: seat(id), roles },
      { id: line(id), roles: ['lijnmanagement'] },
    ],
  })),
  opgavemanager: { id: 'omar' },
  terms,
})
const [first, second] = [digestOf('first'), digestOf('second')]

const founding: Step[] = [
  own(
    seat('almere'),
    { act: 'proposeCharter', by: seat('almere'), charter: charterOf(three) },
    { type: 'charter.proposed', digest: first, holidays: 'NL/1' },
    'charter',
  ),
  ...three.map(partner =>
    own(
      seat(partner),
      { act: 'signCharter', by: seat(partner), charter: first },
      { type: 'charter.signed', partner },
      'charter',
    ),
  ),
  nobodys({ type: 'collaboration.founded', charter: first, partners: three, unmetNeeds: [] }, 'charter'),
]

const about = { proposal: 'p1' }
const content = { title: 'Homes', text: 'We build.' }
const text = (revision: number) => digestOf(`text ${revision}`)
const noticeTo = (partners: string[]) =>
  partners.map(partner => ({ partner, persons: [seat(partner), line(partner)] }))
const dueAt = '2027-01-01T00:00:00.000Z'
const drafted = own(
  line('almere'),
  { act: 'draftProposal', by: line('almere'), ...about, ...content },
  { type: 'proposal.drafted', author: { partner: 'almere' }, digest: text(1) },
)
const submitted = own(
  line('almere'),
  { act: 'submitProposal', by: line('almere'), ...about },
  {
    type: 'proposal.submitted',
    ...{ revision: 1, digest: text(1), charter: first, notice: noticeTo(three), dueAt },
    ...{ longestDays: 9, closesBy: null },
  },
)
const amended = (revision: number, partners = three): Step =>
  own(
    line('almere'),
    { act: 'amendProposal', by: line('almere'), ...about, ...content, text: `We build ${revision}.` },
    { type: 'proposal.amended', revision, digest: text(revision), notice: noticeTo(partners), dueAt },
  )
const takes = (partner: string, revision = 1, by = line(partner), provisional = false): Step =>
  own(
    by,
    { act: 'takePosition', by, ...about, revision, position: 'consent', provisional },
    { type: 'position.taken', partner, role: 'lijnmanagement', digest: text(revision) },
  )
const objects = (partner: string, objection: string, by = line(partner)): Step =>
  own(
    by,
    { act: 'raiseObjection', by, ...about, revision: 1, reason: 'No.' },
    { type: 'objection.raised', objection, partner },
  )
const letsGo = (partner: string, objection: string, revision = 1, by = line(partner)): Step =>
  own(
    by,
    { act: 'withdrawObjection', by, ...about, objection, revision },
    { type: 'objection.withdrawn', partner, digest: text(revision) },
  )
const called = (revision = 1): Step =>
  nobodys({ type: 'decision.called', revision, digest: text(revision), stage: 'consultation', dueAt })
const confirms = (partner: string, revision = 1, by = seat(partner)): Step =>
  own(
    by,
    { act: 'confirmDecision', by, ...about, revision },
    { type: 'confirmation.given', partner, role: 'stuurgroep', digest: text(revision) },
  )
const decided = (partners: string[], revision = 1): Step =>
  nobodys({ type: 'decision.taken', revision, digest: text(revision), partners, unmetNeeds: [] })
const changed = (
  joined: string | null,
  left: string | null,
  notice = joined ? noticeTo([joined]) : [],
): Step => nobodys({ type: 'circle.changed', version: 2, joined, left, notice, dueAt: null, notBefore: null })
const leaves = (partner: string): Step =>
  own(
    seat(partner),
    { act: 'leaveCollaboration', by: seat(partner) },
    { type: 'partner.left', partner, unmetNeeds: [] },
    'charter',
  )
const mandates = (partner: string, person: string, endsAt?: string, by = seat(partner)): Step =>
  own(
    by,
    {
      act: 'giveMandate',
      by,
      person,
      roles: ['lijnmanagement', 'stuurgroep'],
      ...(endsAt ? { until: endsAt } : {}),
    },
    { type: 'mandate.given', partner, ...(endsAt ? { endsAt } : {}) },
    'charter',
  )
const unmandates = (partner: string, person: string): Step =>
  own(
    seat(partner),
    { act: 'withdrawMandate', by: seat(partner), person },
    { type: 'mandate.withdrawn', partner, roles: ['lijnmanagement', 'stuurgroep'] },
    'charter',
  )
const joins = (partner: string): Step[] => [
  nobodys(
    {
      type: 'charter.replaced',
      ...{ proposal: 'k1', digest: second, charter: charterOf(four), barred: [], unmetNeeds: [] },
    },
    'charter',
  ),
  own(
    seat(partner),
    { act: 'signCharter', by: seat(partner), charter: second },
    { type: 'charter.signed', partner },
    'charter',
  ),
  nobodys(
    { type: 'partner.joined', partner, people: [seat(partner), line(partner)], unmetNeeds: [] },
    'charter',
  ),
]

// --- Stories in which nobody is bypassed, and what is done to them ---

const agree = (partners: string[], revision = 1) => [
  ...partners.map(partner => takes(partner, revision)),
  called(revision),
]
const confirmAll = (partners: string[], revision = 1) => partners.map(partner => confirms(partner, revision))
const opening = [...founding, drafted, submitted]
const two = ['almere', 'zeewolde']
const stories: Step[][] = [
  [...opening, ...agree(three), ...confirmAll(three), decided(three)],
  [
    ...opening,
    objects('dronten', 'o1'),
    ...agree(three).slice(0, 2),
    letsGo('dronten', 'o1'),
    takes('dronten'),
    called(),
    ...confirmAll(three),
    decided(three),
  ],
  [
    ...opening,
    ...agree(three),
    confirms('almere'),
    confirms('zeewolde'),
    objects('dronten', 'o1'),
    letsGo('dronten', 'o1'),
    takes('dronten'),
    called(),
    ...confirmAll(three),
    decided(three),
  ],
  [
    ...opening,
    ...agree(three),
    confirms('almere'),
    amended(2),
    ...agree(three, 2),
    ...confirmAll(three, 2),
    decided(three, 2),
  ],
  [
    ...opening,
    ...agree(three),
    confirms('almere'),
    ...joins('urk'),
    changed('urk', null),
    takes('urk'),
    called(),
    ...confirmAll(four),
    decided(four),
  ],
  [
    ...opening,
    objects('dronten', 'o1'),
    ...agree(two).slice(0, 2),
    leaves('dronten'),
    changed(null, 'dronten'),
    called(),
    ...confirmAll(two),
    decided(two),
  ],
  [
    ...opening,
    mandates('dronten', 'piet'),
    ...agree(two).slice(0, 2),
    takes('dronten', 1, 'piet'),
    called(),
    ...confirmAll(two),
    confirms('dronten', 1, 'piet'),
    decided(three),
  ],
]

const partner = fc.constantFrom(...four)
const person = fc.constantFrom(...four.flatMap(id => [seat(id), line(id)]), 'piet', 'omar')
const revision = fc.constantFrom(1, 1, 2)
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(partner, revision, person, fc.boolean()).map(it => takes(...it)),
  fc.tuple(partner, revision).map(it => takes(...it)),
  fc.tuple(partner, fc.constantFrom('o1', 'o2')).map(it => objects(...it)),
  fc.tuple(partner, fc.constantFrom('o1', 'o2'), revision).map(it => letsGo(...it)),
  fc.tuple(partner, revision).map(it => confirms(...it)),
  fc.tuple(partner, revision, person).map(it => confirms(...it)),
  revision.map(called),
  revision.map(it => amended(it)),
  partner.map(leaves),
  partner.map(it => changed(null, it)),
  partner.map(it => changed(it, null)),
  fc.constant(joins('urk')[2] as Step),
  fc.tuple(partner, person).map(it => mandates(...it)),
  fc.tuple(partner, person).map(([id, who]) => mandates(id, who, '2026-01-05T09:12:00.000Z')),
  fc.tuple(partner, person).map(it => unmandates(...it)),
)

type Edit = (steps: readonly Step[]) => Step[]
const place = fc.nat(60)
/** One field of one fact replaced, in the fact or in what was asked. */
const field = fc.oneof(
  fc.tuple(fc.constant('partner'), partner),
  fc.tuple(fc.constant('by'), person),
  fc.tuple(fc.constant('revision'), revision),
  fc.tuple(fc.constant('digest'), fc.constantFrom(text(1), text(2), first, second)),
  fc.tuple(fc.constant('provisional'), fc.boolean()),
  fc.tuple(fc.constant('persons'), person),
  fc.tuple(fc.constant('partners'), fc.subarray(four)),
  fc.tuple(fc.constant('objection'), fc.constantFrom('o1', 'o2')),
  fc.tuple(fc.constant('role'), fc.constantFrom(...roles)),
)

function withField(step: Step, [key, value]: [string, unknown]): Step {
  const set = <T extends object | undefined>(of: T): T => (of && key in of ? { ...of, [key]: value } : of)
  if (key === 'persons') {
    const { fact } = step
    if (!('notice' in fact)) return step
    return { ...step, fact: { ...fact, notice: fact.notice.slice(1) } as Fact }
  }
  return { ...set(step), asked: set(step.asked), fact: set(step.fact) } as Step
}

const edit: fc.Arbitrary<Edit> = fc.oneof(
  place.map(
    (at): Edit =>
      steps =>
        steps.toSpliced(at % steps.length, 1),
  ),
  fc.tuple(place, place).map(
    ([from, to]): Edit =>
      steps =>
        steps.toSpliced(to % steps.length, 0, steps[from % steps.length] as Step),
  ),
  fc.tuple(place, place).map(
    ([from, to]): Edit =>
      steps => {
        const step = steps[from % steps.length] as Step
        return steps.toSpliced(from % steps.length, 1).toSpliced(to % steps.length, 0, step)
      },
  ),
  fc.tuple(place, anyStep).map(
    ([at, step]): Edit =>
      steps =>
        steps.toSpliced(at % steps.length, 0, step),
  ),
  fc.tuple(place, field).map(
    ([at, change]): Edit =>
      steps =>
        steps.with(
          at % steps.length,
          withField(steps[at % steps.length] as Step, change as [string, unknown]),
        ),
  ),
)

const recordOf = (steps: readonly Step[]): RecordedFact[] =>
  steps.map((step, n) => ({ at: new Date(Date.UTC(2026, 0, 5, 9, n)).toISOString(), ...step }))

describe('the gate', () => {
  it('opens for each story as it was told, and the promise is kept in it', () => {
    for (const story of stories) {
      expect(promiseBroken(recordOf(story), 'p1')).toBeNull()
      expect(gate(recordOf(story), 'p1')).toBeNull()
    }
  })

  const harmless: readonly Step[] = [
    mandates('zeewolde', 'guest'),
    mandates('zeewolde', 'guest', '2026-01-05T09:59:00.000Z'),
    own(
      'omar',
      { act: 'proposeCharter', by: 'omar', charter: charterOf(['almere', 'zeewolde']) },
      { type: 'charter.proposed', digest: digestOf('third'), holidays: 'NL/1' },
      'charter',
    ),
    own(
      'omar',
      { act: 'comment', by: 'omar', ...about, text: 'Well?' },
      { type: 'comment.made', comment: 'c1' },
    ),
  ]

  it.each(harmless.map(step => [step.fact.type, step] as const))(
    'opens also with %s anywhere between founding and decision, but that nothing of the matter follows the last confirmation',
    (_, step) => {
      for (const story of stories)
        for (let at = founding.length + 1; at < story.length; at += 1) {
          const isLast = at === story.length - 1 && step.matter === 'p1'
          expect(gate(recordOf(story.toSpliced(at, 0, step)), 'p1') === null, `at ${at}`).toBe(!isLast)
        }
    },
  )

  it('says of a ladder that ended undecided that it ended there', () => {
    const late = '2027-01-01T00:00:00.000Z'
    const ended: RecordedFact[] = [
      {
        ...{ matter: 'p1', at: late, fact: { type: 'term.ended' } },
        asked: { act: 'endTerm', proposal: 'p1', revision: 1, stage: 'consultation' },
      },
      {
        ...{ matter: 'p1', at: late },
        fact: { type: 'consensus.failed', reason: 'ladderEnded', revision: 1, sustained: [], silent: [] },
      },
      { matter: 'p1', at: late, fact: decided(three).fact },
    ]
    expect(gate([...recordOf(opening), ...ended], 'p1')).toBe(
      `consensus.failed at ${late}: the proposal ended here, undecided (O7)`,
    )
  })

  it('opens for no record that breaks the promise, whatever was left out, moved, added or changed', () => {
    const met = { opened: 0, broken: 0 }
    fc.assert(
      fc.property(
        fc.constantFrom(...stories),
        fc.array(edit, { minLength: 1, maxLength: 4 }),
        (story, edits) => {
          const record = recordOf(edits.reduce((steps, change) => change(steps), [...story]))
          const verdict = gate(record, 'p1')
          const broken = promiseBroken(record, 'p1')
          met.opened += Number(verdict === null)
          met.broken += Number(broken !== null)
          if (verdict === null) expect(broken).toBeNull()
        },
      ),
      { numRuns, seed },
    )
    expect(met.opened).toBeGreaterThan(numRuns / 20)
    expect(met.broken).toBeGreaterThan(numRuns / 5)
  })

  it('opens for no record drawn freely that breaks the promise, and answers about each', () => {
    const steps = fc.array(
      fc.oneof({ arbitrary: anyStep, weight: 3 }, ...opening.map(it => fc.constant(it))),
      {
        maxLength: 30,
      },
    )
    fc.assert(
      fc.property(steps, fc.boolean(), fc.subarray(four), (drawn, founded, partners) => {
        const record = recordOf([...(founded ? opening : []), ...drawn, decided(partners)])
        const verdict = gate(record, 'p1')
        expect(verdict === null && promiseBroken(record, 'p1') !== null).toBe(false)
      }),
      { numRuns, seed },
    )
  })
})
