// The gate on records written by hand: each bypass beside the record that differs from it in one thing.
import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { CharterInput, Role } from '../../src/charter/charter.ts'
import type { Act, Fact } from '../../src/collaboration/acts.ts'
import { gate, type RecordedFact } from '../../src/proposal/gate.ts'

// --- A record, told fact by fact ---

/** A fact without its moment: they follow each other by a minute, unless one says when. */
type Step = Omit<RecordedFact, 'at'> & { readonly at?: string }
/** Steps in their order, grouped at will. */
type Steps = readonly (Step | Steps)[]
type AskedAct = NonNullable<RecordedFact['asked']>
type FactOf<T extends Fact['type']> = Extract<Fact, { type: T }>

const three = ['almere', 'zeewolde', 'dronten']
const digestOf = (name: string) => `sha256:${Buffer.from(name).toString('hex').padEnd(64, '0')}`
const minute = (n: number) => new Date(Date.UTC(2026, 0, 5, 9, n)).toISOString()
const due = '2026-01-20T00:00:00.000Z'
const later = '2026-02-03T00:00:00.000Z'

const flat = (steps: Steps): Step[] => steps.flatMap(step => ('fact' in step ? [step] : flat(step)))
const record = (...steps: Steps): RecordedFact[] => flat(steps).map((step, n) => ({ at: minute(n), ...step }))
const judge = (...steps: Steps) => gate(record(...steps), 'p1')

function own<T extends Fact['type']>(by: string, asked: AskedAct, fact: FactOf<T>, matter = 'p1'): Step {
  return { matter, by, asked, fact }
}
const settled = (fact: Fact, matter = 'p1'): Step => ({ matter, fact })

/** Each partner has one person a role: `almere.lijn`, `almere.regie`, `almere.stuur`. */
const lijn = (partner: string) => `${partner}.lijn`
const regie = (partner: string) => `${partner}.regie`
const stuur = (partner: string) => `${partner}.stuur`
const people = (partner: string) => [
  { id: lijn(partner), roles: ['lijnmanagement' as const] },
  { id: regie(partner), roles: ['opgaveregisseur' as const] },
  { id: stuur(partner), roles: ['stuurgroep' as const] },
]

function charterOf(partners: string[], more: Partial<CharterInput> = {}): CharterInput {
  const terms = {
    consultation: 10,
    lijnmanagement: 10,
    opgavemanager: 10,
    stuurgroep: 15,
    jointDecision: 10,
    extension: 5,
  }
  return {
    procedure: 'samenspraak/1',
    opgave: { title: 'Wonen', goal: 'Genoeg betaalbare woningen' },
    partners: partners.map(id => ({ id, name: id, people: people(id) })),
    opgavemanager: { id: 'omar' },
    terms,
    ...more,
  }
}

const charterDigest = digestOf('charter')
const proposeCharter = (charter: CharterInput, digest = charterDigest, by = stuur('almere')): Step =>
  own(
    by,
    { act: 'proposeCharter', by, charter },
    { type: 'charter.proposed', digest, holidays: 'NL/1' },
    'charter',
  )
const sign = (partner: string, digest = charterDigest, by = stuur(partner)): Step =>
  own(by, { act: 'signCharter', by, charter: digest }, { type: 'charter.signed', partner }, 'charter')
const foundedBy = (partners: string[], charter = charterDigest): Step =>
  settled({ type: 'collaboration.founded', charter, partners, unmetNeeds: [] }, 'charter')
const founding = (partners = three, more: Partial<CharterInput> = {}): Step[] => [
  proposeCharter(charterOf(partners, more)),
  ...partners.map(partner => sign(partner)),
  foundedBy(partners),
]
const leave = (partner: string, by = stuur(partner)): Step =>
  own(by, { act: 'leaveCollaboration', by }, { type: 'partner.left', partner, unmetNeeds: [] }, 'charter')
const join = (partner: string, named = people(partner).map(({ id }) => id)): Step =>
  settled({ type: 'partner.joined', partner, people: named, unmetNeeds: [] }, 'charter')
const replaceCharter = (charter: CharterInput, digest = digestOf('second'), barred: string[] = []): Step =>
  settled({ type: 'charter.replaced', proposal: 'p0', digest, charter, barred, unmetNeeds: [] }, 'charter')

interface Mandate {
  roles?: Role[]
  by?: string
  endsAt?: string
}
function giveMandate(
  partner: string,
  person: string,
  { roles = ['lijnmanagement'], by = stuur(partner), endsAt }: Mandate = {},
): Step {
  const fact = { type: 'mandate.given' as const, partner, ...(endsAt ? { endsAt } : {}) }
  const until = endsAt ? { until: endsAt } : {}
  return own(by, { act: 'giveMandate', by, person, roles, ...until }, fact, 'charter')
}
function withdrawMandate(
  partner: string,
  person: string,
  { roles = ['lijnmanagement'], by = stuur(partner) }: Mandate = {},
): Step {
  return own(
    by,
    { act: 'withdrawMandate', by, person },
    { type: 'mandate.withdrawn', partner, roles },
    'charter',
  )
}

function eraseName(partner: string, by = stuur(partner)): Step {
  const act = { act: 'eraseName' as const, by, digest: digestOf('name'), reason: 'On request.' }
  return own(by, act, { type: 'name.erased' }, 'charter')
}

type Content = Partial<Extract<AskedAct, { act: 'amendProposal' }>>
const content = (more: Content) => ({ title: 'Housing', text: 'We build 200 homes.', ...more })
const text = (revision: number) => digestOf(`text ${revision}`)
const mark = (more: Content) => (more.changes === undefined ? {} : { changes: more.changes })
const noticeTo = (partners: string[]) =>
  partners.map(partner => ({ partner, persons: [lijn(partner), stuur(partner)] }))

interface Author {
  by?: string
  partner?: string | null
}
function draft({ by = lijn('almere'), partner = 'almere' }: Author = {}, more: Content = {}): Step {
  const fact = { type: 'proposal.drafted' as const, author: { partner }, digest: text(1), ...mark(more) }
  return own(by, { ...content(more), act: 'draftProposal', by, proposal: 'p1' }, fact)
}
function reviseDraft(digest: string, by = lijn('almere')): Step {
  return own(
    by,
    { ...content({}), act: 'reviseDraft', by, proposal: 'p1' },
    { type: 'draft.revised', digest },
  )
}
interface Submission {
  by?: string
  digest?: string
  charter?: string
  notice?: FactOf<'proposal.submitted'>['notice']
}
function submit(partners = three, more: Submission = {}): Step {
  const { by = lijn('almere'), digest = text(1), charter = charterDigest, notice = noticeTo(partners) } = more
  const terms = { dueAt: due, longestDays: 100, closesBy: null }
  return own(
    by,
    { act: 'submitProposal', by, proposal: 'p1' },
    { type: 'proposal.submitted', revision: 1, digest, charter, notice, ...terms },
  )
}
interface Amendment {
  by?: string
  revision?: number
  dueAt?: string
  notice?: FactOf<'proposal.amended'>['notice']
}
function amend(more: Amendment = {}, changed: Content = {}): Step {
  const { by = lijn('almere'), revision = 2, dueAt = due, notice = noticeTo(three) } = more
  const fact = {
    type: 'proposal.amended' as const,
    revision,
    digest: text(revision),
    notice,
    dueAt,
    ...mark(changed),
  }
  return own(
    by,
    { ...content({ text: 'We build 180 homes.', ...changed }), act: 'amendProposal', by, proposal: 'p1' },
    fact,
  )
}

interface Position {
  by?: string
  role?: Role
  revision?: number
  digest?: string
  position?: 'consent' | 'reservation' | 'standAside'
  reason?: string
  provisional?: boolean
}
function take(partner: string, more: Position = {}): Step {
  const { by = lijn(partner), role = 'lijnmanagement', revision = 1, digest = text(revision), ...rest } = more
  const { position = 'consent', ...said } = rest
  const asked = { act: 'takePosition' as const, by, proposal: 'p1', revision, position, ...said }
  return own(by, asked, { type: 'position.taken', partner, role, digest })
}
interface Objecting {
  by?: string
  revision?: number
  digest?: string
  asked?: string
}
function object(
  partner: string,
  objection = 'o1',
  { by = regie(partner), revision = 1, asked = objection }: Objecting = {},
): Step {
  const act = {
    act: 'raiseObjection' as const,
    by,
    proposal: 'p1',
    revision,
    reason: 'No water.',
    objection: asked,
  }
  return own(by, act, { type: 'objection.raised', objection, partner })
}
function letGo(partner: string, objection = 'o1', more: Objecting = {}): Step {
  const { by = regie(partner), revision = 1, digest = text(revision) } = more
  const asked = { act: 'withdrawObjection' as const, by, proposal: 'p1', objection, revision }
  return own(by, asked, { type: 'objection.withdrawn', partner, digest })
}
type Call = Partial<FactOf<'decision.called'>>
const call = (more: Call = {}): Step =>
  settled({
    type: 'decision.called',
    revision: 1,
    digest: text(more.revision ?? 1),
    stage: 'consultation',
    dueAt: due,
    ...more,
  })
interface Confirmation {
  by?: string
  role?: Role
  revision?: number
  digest?: string
}
function confirm(partner: string, more: Confirmation = {}): Step {
  const { by = stuur(partner), role = 'stuurgroep', revision = 1, digest = text(revision) } = more
  return own(
    by,
    { act: 'confirmDecision', by, proposal: 'p1', revision },
    { type: 'confirmation.given', partner, role, digest },
  )
}
const decide = (partners = three, revision = 1, digest = text(revision)): Step =>
  settled({ type: 'decision.taken', revision, digest, partners, unmetNeeds: [] })

type Change = Partial<FactOf<'circle.changed'>>
const tell = (more: Change): Step =>
  settled({
    type: 'circle.changed',
    version: 2,
    joined: null,
    left: null,
    notice: [],
    dueAt: null,
    notBefore: null,
    ...more,
  })
const tellJoined = (partner: string, more: Change = {}): Step =>
  tell({ joined: partner, notice: noticeTo([partner]), ...more })

const comment = (by = lijn('almere')): Step =>
  own(by, { act: 'comment', by, proposal: 'p1', text: 'Well then?' }, { type: 'comment.made', comment: 'c1' })
const endTerm = (at = due, stage: 'consultation' | 'lijnmanagement' = 'consultation'): Step => ({
  ...{
    at,
    matter: 'p1',
    asked: { act: 'endTerm', proposal: 'p1', revision: 1, stage },
    fact: { type: 'term.ended' },
  },
})
type Entered = Partial<FactOf<'stage.entered'>>
const enter = (more: Entered = {}): Step => {
  const lists = { silences: [], unconfirmed: [], unanswered: [] }
  return settled({
    type: 'stage.entered',
    revision: 1,
    stage: 'lijnmanagement',
    dueAt: later,
    ...lists,
    ...more,
  })
}
const escalate = (
  by: string,
  partner: string | null,
  stage: 'consultation' | 'lijnmanagement' | 'opgavemanager',
): Step =>
  own(
    by,
    { act: 'escalate', by, proposal: 'p1', revision: 1, stage, reason: 'Stuck.' },
    { type: 'proposal.escalated', partner },
  )
const extend = (partner: string, dueAt: string, by = regie(partner)): Step =>
  own(by, { act: 'extendTerm', by, proposal: 'p1', revision: 1 }, { type: 'term.extended', partner, dueAt })

/** The same step with its outer fields replaced: who, when, in which matter. */
const but = (step: Step, more: Partial<Step>): Step => ({ ...step, ...more })
const at = (moment: string, step: Step): Step => but(step, { at: moment })

/** These steps at the first due moment. */
const upon = (...steps: Steps) => flat(steps).map(step => at(due, step))

const opening = [...founding(), draft(), submit()]
const positions = three.map(partner => take(partner))
const agreement = [...positions, call()]
const confirmations = three.map(partner => confirm(partner))
const [almere, zeewolde, dronten] = confirmations as [Step, Step, Step]

/** The matter's due moment lies far from the minutes; a fault is cited with the fact that shows it. */
const faultOf = (verdict: string | null) => verdict?.replace(/^\S+ at \S+Z: /, '') ?? null

describe('opens', () => {
  test('for three partners that were asked, agreed and confirmed', () => {
    expect(judge(opening, agreement, confirmations, decide())).toBeNull()
  })
  test('and names the fact and its moment where it does not', () => {
    const verdict = judge(
      opening,
      agreement,
      confirm('almere', { by: 'stranger' }),
      zeewolde,
      dronten,
      decide(),
    )
    expect(verdict).toBe(
      `confirmation.given at ${minute(11)}: stranger has no mandate of almere for stuurgroep (W1)`,
    )
  })
  test('with facts of other matters between, whatever they say', () => {
    const other = opening.slice(5).map(step => but(step, { matter: 'p2', at: minute(0) }))
    expect(
      judge(opening, other, agreement, but(decide(), { matter: 'p2' }), confirmations, decide()),
    ).toBeNull()
  })
  test('with comments, answers, a draft revised and the charter read on after it', () => {
    const by = 'omar'
    const asked = {
      act: 'answerObjection' as const,
      by,
      proposal: 'p1',
      objection: 'o1',
      text: 'There is water.',
    }
    const answer = own(by, asked, { type: 'objection.answered', revision: 1, stage: 'consultation' })
    const start = [...founding(), draft(), reviseDraft(text(3)), submit(three, { digest: text(3) })]
    const on = { digest: text(3) }
    const agree = three.map(partner => take(partner, on))
    const end = three.map(partner => confirm(partner, on))
    const record = [
      start,
      object('dronten'),
      comment(),
      answer,
      letGo('dronten', 'o1', on),
      agree,
      call(on),
      end,
    ]
    expect(judge(...record, decide(three, 1, text(3)), leave('dronten'))).toBeNull()
  })
  test('for a record as the collaboration holds it', () => {
    interface Recorded {
      readonly matter: string
      readonly at: string
      readonly by?: string
      readonly asked?: Act
      readonly fact: Fact
    }
    expectTypeOf<Recorded>().toExtend<RecordedFact>()
    expectTypeOf<{
      matter: string
      at: string
      fact: { type: 'decision.made' }
    }>().not.toExtend<RecordedFact>()
  })
})

/** A twin: what is accepted, what is refused, and the words in which. */
type Twin = [name: string, accepted: Steps, refused: Steps, fault: string]

function twins(list: Twin[]): void {
  test.each(list)('%s', (_, accepted, refused, fault) => {
    expect(judge(...accepted)).toBeNull()
    expect(faultOf(judge(...refused))).toBe(fault)
  })
}

const whole = [opening, agreement, confirmations, decide()]

describe('one decision, last, by nobody, on the last text', () => {
  // biome-ignore format: one twin after another
  twins([
    ['none', whole, [opening, agreement, confirmations], 'no decision was taken on p1 (J3)'],
    ['two', whole, [...whole, decide()], 'p1 was decided more than once (J3)'],
    ['not last', whole, [...whole, comment()], 'comment.made came after the decision on p1 (J3)'],
    ['of a person', whole,
     [opening, agreement, confirmations, but(decide(), { by: 'omar' })], "is nobody's act, not omar's (W1)"],
    ['asked for', whole,
     [opening, agreement, confirmations, but(decide(), { asked: { act: 'leaveCollaboration', by: 'omar' } })],
     'was asked as leaveCollaboration, should be nothing (W1)'],
    ['in another room', whole,
     [opening, agreement, but(call(), { matter: 'charter' }), confirmations, decide()],
     'does not belong in charter'],
    ['another room here', whole,
     [but(founding()[0] as Step, { matter: 'p1' }), opening, agreement, confirmations, decide()],
     'does not belong in p1'],
    ['never submitted', whole, [founding(), draft(), decide()], 'the proposal was not submitted (C1)'],
    ['another revision', whole,
     [opening, agreement, confirmations, decide(three, 2, text(1))], 'is about revision 2, not 1 (C2)'],
    ['another text', whole,
     [opening, agreement, confirmations, decide(three, 1, text(2))],
     'is about another text than revision 1 (C2)'],
    ['not by a confirmation', whole,
     [opening, agreement, confirmations, comment(), decide()],
     'the decision does not follow from a confirmation (J3)'],
    ['withdrawn before', whole,
     [opening, agreement, own(lijn('almere'), { act: 'withdrawProposal', by: lijn('almere'), proposal: 'p1' },
       { type: 'proposal.withdrawn' }), confirmations, decide()],
     'the proposal ended here, undecided (D3)'],
    ['failed before', whole,
     [opening, agreement, settled({ type: 'consensus.failed', reason: 'ladderEnded', revision: 1,
       sustained: [], silent: [] }), confirmations, decide()],
     'the proposal ended here, undecided (O7)'],
  ])
  test('the matter of the charter is never decided', () => {
    expect(gate(record(...whole), 'charter')).toBe('no decision was taken on charter (J3)')
  })
})

describe('the partners are worked out, not believed', () => {
  const named = (partners: string[]) => [opening, agreement, confirmations, decide(partners)]
  const left = [leave('dronten'), tell({ left: 'dronten' })]
  const twoLeft = [...left, leave('zeewolde'), tell({ left: 'zeewolde' })]
  // biome-ignore format: one twin after another
  twins([
    ['one left out', named(['dronten', 'almere', 'zeewolde']),
     named(['almere', 'zeewolde']), 'the decision does not name dronten (J2)'],
    ['one too many', named(three),
     named([...three, 'urk']), 'the decision names urk, which is no partner (F4)'],
    ['one twice', named(three), named([...three, 'almere']), 'the decision names a partner twice (J2)'],
    ['one alone', [opening, positions, left, call(), almere, zeewolde, decide(['almere', 'zeewolde'])],
     [opening, positions, twoLeft, call(), almere, decide(['almere'])],
     'fewer than two partners were left to decide (F4)'],
  ])
})

describe('the founding', () => {
  const [proposed, ...signatures] = founding().slice(0, 4) as [Step, Step, Step, Step]
  const rest = [draft(), submit(), ...agreement, ...confirmations, decide()]
  const other = proposeCharter(charterOf(['almere', 'zeewolde']), digestOf('other'))
  const start = (...steps: Step[]) => [...steps, foundedBy(three), rest]
  const found = start(proposed, ...signatures)
  const soFar = [proposed, ...signatures.slice(0, 2)]
  // biome-ignore format: one twin after another
  twins([
    ['a signature missing', found, start(...soFar), 'dronten had not signed (F1)'],
    ['the same text again keeps them', start(...soFar, proposed, sign('dronten')),
     start(...soFar, other, proposed, sign('dronten')), 'almere had not signed (F1)'],
    ['another text signed', found,
     start(...soFar, sign('dronten', digestOf('other'))),
     'dronten signed another text than the one before it (F1)'],
    ['signed without a seat', found,
     start(...soFar, sign('dronten', charterDigest, lijn('dronten'))),
     'dronten.lijn has no stuurgroep seat of dronten in that text (F1)'],
    ['signed by another', found,
     start(...soFar, sign('dronten', charterDigest, stuur('almere'))),
     'almere.stuur has no stuurgroep seat of dronten in that text (F1)'],
    ['founded on another text', found,
     [proposed, ...signatures, foundedBy(three, digestOf('other')), rest],
     'founded on another text than the one proposed (F1)'],
    ['founded on none', found,
     [foundedBy(three), rest], 'founded on another text than the one proposed (F1)'],
    ['founded by fewer', found,
     [proposed, ...signatures, foundedBy(['almere', 'zeewolde']), rest],
     'founded by others than the charter names (F1)'],
    ['founded by others', found,
     [proposed, ...signatures, foundedBy(['almere', 'zeewolde', 'urk']), rest],
     'founded by others than the charter names (F1)'],
    ['founded twice', found, start(proposed, ...signatures, foundedBy(three)), 'founded twice (F1)'],
    ['a charter of nobody', found,
     start(but(proposed, { by: undefined }), ...signatures), 'names nobody (W1)'],
    ['replaced before it', found,
     [replaceCharter(charterOf(three)), found.flat()], 'no charter was in force (F1)'],
  ])
  test('once founded, a charter that is merely proposed changes nothing', () => {
    expect(judge(founding(), other, rest)).toBeNull()
  })
})

describe('whose act it was', () => {
  const asks = (step: Step) => [
    opening,
    take('almere'),
    take('zeewolde'),
    step,
    call(),
    confirmations,
    decide(),
  ]
  const good = take('dronten')
  const asked = (more: object) => ({ ...good.asked, ...more }) as AskedAct
  // biome-ignore format: one twin after another
  twins([
    ['asked by another', asks(good),
     asks(but(good, { asked: asked({ by: lijn('almere') }) })),
     'was asked by almere.lijn, not by dronten.lijn (W1)'],
    ['asked as another act', asks(good),
     asks(but(good, { asked: letGo('dronten').asked })),
     'was asked as withdrawObjection, should be takePosition (W1)'],
    ['never asked', asks(good),
     asks(but(good, { asked: undefined })), 'was asked as nothing, should be takePosition (W1)'],
    ['asked elsewhere', asks(good),
     asks(but(good, { asked: asked({ proposal: 'p2' }) })), 'was asked about p2 (W2)'],
    ['by nobody', asks(good), asks(but(good, { by: undefined })), 'names nobody (W1)'],
    ['for another partner', asks(good),
     asks(take('dronten', { by: lijn('almere') })),
     'almere.lijn has no mandate of dronten for lijnmanagement (W1)'],
    ['for a partner that is none', asks(good),
     [opening, take('urk'), asks(good).slice(1).flat()], 'urk is no partner (F4)'],
    ['in a role not held', asks(take('dronten', { by: stuur('dronten'), role: 'stuurgroep' })),
     asks(take('dronten', { by: stuur('dronten') })),
     'dronten.stuur has no mandate of dronten for lijnmanagement (W1)'],
    ['as opgaveregisseur', asks(good),
     asks(take('dronten', { by: regie('dronten'), role: 'opgaveregisseur' })),
     'opgaveregisseur takes no positions (C2)'],
    ['as opgavemanager', asks(good),
     asks(take('dronten', { by: 'omar' })), 'omar is the opgavemanager, who speaks for no partner (W1)'],
  ])
})

describe('mandates', () => {
  const asPiet = [take('dronten', { by: 'piet' }), call(), confirmations, decide()]
  const speak = (...steps: Step[]) => [opening, take('almere'), take('zeewolde'), ...steps, asPiet]
  const given = giveMandate('dronten', 'piet')
  const again = { roles: ['lijnmanagement' as const, 'stuurgroep' as const] }
  const piet = (...steps: Step[]) => [
    opening,
    positions,
    call(),
    almere,
    zeewolde,
    ...steps,
    confirm('dronten', { by: 'piet' }),
    decide(),
  ]
  const noRole = 'piet has no mandate of dronten for lijnmanagement (W1)'
  const klerk = (endsAt: string) => giveMandate('dronten', 'klerk', { endsAt })
  const ending = giveMandate('dronten', 'piet', { endsAt: due })
  const clerk = giveMandate('dronten', 'klerk', { roles: ['opgaveregisseur'] })
  const clerkLine = klerk(minute(10))
  const asClerk = [object('dronten', 'o1', { by: 'klerk' }), letGo('dronten', 'o1', { by: 'klerk' })]
  const secondKlerk = giveMandate('almere', 'klerk')
  // biome-ignore format: one twin after another
  twins([
    ['none', speak(given), speak(), noRole],
    ['withdrawn', speak(given), speak(given, withdrawMandate('dronten', 'piet')), noRole],
    ['another withdrawn', speak(given, giveMandate('dronten', 'jan'), withdrawMandate('dronten', 'jan')),
     speak(given, giveMandate('dronten', 'jan'), withdrawMandate('dronten', 'piet')), noRole],
    ['another role withdrawn',
     speak(giveMandate('dronten', 'piet', again), withdrawMandate('dronten', 'piet',
       { roles: ['stuurgroep'] })),
     speak(giveMandate('dronten', 'piet', again), withdrawMandate('dronten', 'piet')), noRole],
    ['ended', speak(giveMandate('dronten', 'piet', { endsAt: minute(11) })),
     speak(giveMandate('dronten', 'piet', { endsAt: minute(10) })), noRole],
    ['given again without an end', speak(giveMandate('dronten', 'piet', { endsAt: minute(10) }), given),
     speak(given, giveMandate('dronten', 'piet', { endsAt: minute(10) })), noRole],
    ['roles add up', piet(giveMandate('dronten', 'piet', { roles: ['stuurgroep'] }), given),
     piet(given), 'piet has no mandate of dronten for stuurgroep (W1)'],
    ['ended between position and confirmation',
     piet(giveMandate('dronten', 'piet', { roles: ['stuurgroep'], endsAt: minute(15) })),
     piet(giveMandate('dronten', 'piet', { roles: ['stuurgroep'], endsAt: minute(14) })),
     'piet has no mandate of dronten for stuurgroep (W1)'],
    ['given without a seat', speak(given),
     speak(giveMandate('dronten', 'piet', { by: lijn('dronten') })),
     'dronten.lijn has no mandate of dronten for stuurgroep (W1)'],
    ['given by another', speak(given),
     speak(giveMandate('dronten', 'piet', { by: stuur('almere') })),
     'almere.stuur has no mandate of dronten for stuurgroep (W1)'],
    ['withdrawn by another', speak(given, giveMandate('dronten', 'jan'), withdrawMandate('dronten', 'jan')),
     speak(given, giveMandate('dronten', 'jan'), withdrawMandate('dronten', 'jan', { by: stuur('almere') })),
     'almere.stuur has no mandate of dronten for stuurgroep (W1)'],
    ["withdrawn from another's person", speak(given),
     speak(given, withdrawMandate('dronten', lijn('almere'))),
     'almere.lijn is not mandated by dronten (W1)'],
    ['two partners', speak(given),
     speak(given, giveMandate('almere', 'piet')), 'piet would speak for dronten and almere (W1)'],
    ['two partners, but the first mandate ended', speak(given, klerk(minute(11)), secondKlerk),
     speak(given, klerk(minute(12)), secondKlerk), 'klerk would speak for dronten and almere (W1)'],
    ['without the end that was asked', speak(ending), speak(but(ending, { fact: given.fact })),
     'the mandate of piet does not end as it was asked (W1)'],
    ['with an end that nobody asked', speak(given), speak(but(given, { fact: ending.fact })),
     'the mandate of piet does not end as it was asked (W1)'],
    ['one role ended, another goes on', speak(given, clerk, clerkLine, ...asClerk),
     speak(given, clerkLine, ...asClerk), 'klerk has no mandate of dronten (W1)'],
    ['to the opgavemanager', speak(given),
     speak(given, giveMandate('dronten', 'omar')),
     'omar is the opgavemanager, who speaks for no partner (W1)'],
    ['more withdrawn than was asked',
     speak(given, giveMandate('dronten', 'jan', again), withdrawn('jan', ['stuurgroep'], ['stuurgroep'])),
     speak(given, giveMandate('dronten', 'jan', again), withdrawn('jan', ['stuurgroep'], ['stuurgroep',
       'lijnmanagement'])),
     'nobody asked to withdraw lijnmanagement (W1)'],
  ])

  function withdrawn(person: string, asked: Role[], roles: Role[]): Step {
    const by = stuur('dronten')
    return own(
      by,
      { act: 'withdrawMandate', by, person, roles: asked },
      { type: 'mandate.withdrawn', partner: 'dronten', roles },
      'charter',
    )
  }
})

describe('an opgavemanager whom a later charter took from among the people of a partner', () => {
  const person = lijn('dronten')
  const named = replaceCharter(charterOf(three, { opgavemanager: { id: person } }))
  const free = withdrawMandate('dronten', person)
  const submission = {
    by: person,
    charter: digestOf('second'),
    notice: three.map(id => ({ partner: id, persons: [stuur(id)] })),
  }
  const office = draft({ by: person, partner: null })
  // biome-ignore format: one twin after another
  twins([
    ['speaks for it while mandated', [opening, named, agreement, confirmations, decide()],
     [opening, named, free, agreement, confirmations, decide()],
     'dronten.lijn is the opgavemanager, who speaks for no partner (W1)'],
    ['leads only once it does not',
     [founding(), named, free, office, submit(three, submission), take('almere'), take('zeewolde'),
       take('dronten', { by: stuur('dronten'), role: 'stuurgroep' }), call(), confirmations, decide()],
     [founding(), named, office, submit(three, submission), agreement, confirmations, decide()],
     'dronten.lijn does not act for the author, the opgavemanager (D3)'],
  ])
})

describe('signatures', () => {
  const asking = { signatures: 'required' as const }
  const value = { key: 'k', counter: 1, value: 'v', seen: { size: 0, root: '' } }
  /** As the doors hand it over: every act of a person with its signature. */
  const signed = (...steps: Steps) =>
    flat(steps).map(step => (step.by === undefined ? step : but(step, { signed: value })))
  const course = [draft(), submit(), agreement, confirmations, decide()]
  const asked = signed(founding(three, asking), course)
  /** The same but that one act has none. */
  const without = (type: string) => {
    const at = asked.findLastIndex(({ fact }) => fact.type === type)
    return asked.map((step, n) => (n === at ? but(step, { signed: undefined }) : step))
  }
  const second = replaceCharter(charterOf(three, asking))
  const free = [founding(), draft(), submit(), second, agreement, confirmations, decide()]
  // biome-ignore format: one twin after another
  twins([
    ['a charter proposed without', asked, without('charter.proposed'), 'almere.stuur did not sign (W2)'],
    ['a charter signed without', asked, without('charter.signed'), 'dronten.stuur did not sign (W2)'],
    ['a draft without', asked, without('proposal.drafted'), 'almere.lijn did not sign (W2)'],
    ['a position without', asked, without('position.taken'), 'dronten.lijn did not sign (W2)'],
    ['a confirmation without', asked, without('confirmation.given'), 'dronten.stuur did not sign (W2)'],
    ['a mandate without', [asked.slice(0, -1), signed(giveMandate('almere', 'piet')), decide()],
     [asked.slice(0, -1), giveMandate('almere', 'piet'), decide()], 'almere.stuur did not sign (W2)'],
    ['a name erased without', [asked.slice(0, -1), signed(eraseName('almere')), decide()],
     [asked.slice(0, -1), eraseName('almere'), decide()], 'almere.stuur did not sign (W2)'],
    ['a mandate under a charter that began to ask while the proposal, under another, ran on',
     [free.slice(0, -1), signed(giveMandate('almere', 'piet')), decide()],
     [free.slice(0, -1), giveMandate('almere', 'piet'), decide()], 'almere.stuur did not sign (W2)'],
    ['under a charter that began to ask later', free,
     [founding(), second, draft(), submit(), agreement, confirmations, decide()],
     'almere.lijn did not sign (W2)'],
  ])
})

describe('the text and its author', () => {
  const rest = [...agreement, ...confirmations, decide()]
  const from = (...steps: Step[]) => [founding(), ...steps, rest]
  const office = { by: 'omar', partner: null }
  const without = ['almere', 'zeewolde']
  const twoOn = (more: Confirmation) => [
    ...without.map(id => take(id, more)),
    call(more),
    ...without.map(id => confirm(id, more)),
    decide(without, 2),
  ]
  const gone = (author: string, by: string, ...back: Step[]) => [
    founding(),
    draft({ by: lijn(author), partner: author }),
    submit(three, { by: lijn(author) }),
    ...back,
    leave('dronten'),
    tell({ left: 'dronten' }),
    amend({ by, notice: noticeTo(without) }),
    twoOn({ revision: 2 }),
  ]
  // biome-ignore format: one twin after another
  twins([
    ['drafted by a stranger', from(draft(), submit()),
     from(draft({ by: 'piet' }), submit()), 'piet does not act for the author, almere (D3)'],
    ['drafted for another', from(draft(), submit()),
     from(draft({ by: lijn('dronten') }), submit()), 'dronten.lijn does not act for the author, almere (D3)'],
    ['drafted by the office', from(draft(office), submit(three, { by: 'omar' })),
     from(draft(office), submit()), 'almere.lijn does not act for the author, the opgavemanager (D3)'],
    ['submitted by another', from(draft(), submit()),
     from(draft(), submit(three, { by: lijn('dronten') })),
     'dronten.lijn does not act for the author, almere (D3)'],
    ['submitted by the office', from(draft(), submit()),
     from(draft(), submit(three, { by: 'omar' })), 'omar does not act for the author, almere (D3)'],
    ['revised by another', from(draft(), reviseDraft(text(1)), submit()),
     from(draft(), reviseDraft(text(1), lijn('dronten')), submit()),
     'dronten.lijn does not act for the author, almere (D3)'],
    ['drafted twice', from(draft(), submit()), from(draft(), draft(), submit()), 'drafted twice (D1)'],
    ['revised before', from(draft(), submit()),
     from(reviseDraft(text(1)), draft(), submit()), 'there is no draft to revise (D2)'],
    ['revised after', from(draft(), reviseDraft(text(1)), submit()),
     from(draft(), submit(), reviseDraft(text(1))), 'there is no draft to revise (D2)'],
    ['submitted without a draft', from(draft(), submit()),
     from(submit()), 'there is no draft to submit (D2)'],
    ['submitted twice', from(draft(), submit()),
     from(draft(), submit(), submit()), 'there is no draft to submit (D2)'],
    ['another text than the draft', from(draft(), reviseDraft(text(1)), submit()),
     from(draft(), reviseDraft(text(2)), submit()), 'another text than the draft was submitted (D2)'],
    ['under another charter', from(draft(), submit()),
     from(draft(), submit(three, { charter: digestOf('other') })),
     'submitted under another charter than the one in force (F2)'],
    ['amended for an author that left', gone('dronten', 'omar'),
     gone('almere', 'omar'), 'omar does not act for the author, almere (D3)'],
  ])
})

describe('an amendment', () => {
  const on = { revision: 2 }
  const second = [
    ...three.map(partner => take(partner, on)),
    call(on),
    ...three.map(partner => confirm(partner, on)),
    decide(three, 2),
  ]
  const all = [opening, agreement, almere, amend(), second]
  const [pA, pZ, pD, c, cA, cZ, cD, d] = second as [Step, Step, Step, Step, Step, Step, Step, Step]
  const amended = [opening, agreement, confirmations.slice(0, 2), amend()]
  const up = (stage: 'consultation' | 'lijnmanagement') => {
    const agreement = [pA, pZ, pD, call({ ...on, stage, dueAt: later })]
    return [opening, endTerm(), upon(enter(), amend({ dueAt: later }), agreement, cA, cZ, cD, d)]
  }
  const noNotice = amend({ notice: noticeTo(['almere', 'zeewolde']) })
  // biome-ignore format: one twin after another
  twins([
    ['positions fall', all,
     [...amended, pA, pZ, c, cA, cZ, cD, d], 'dronten took no position on revision 2 (C4)'],
    ['confirmations fall', all,
     [...amended, pA, pZ, pD, c, cZ, cD, d], 'almere did not confirm revision 2 (J2)'],
    ['the call waits for all', all, [...amended, pA, pZ, c, pD, cA, cZ, cD, d],
     'the decision was not called after the partners came to agree (J1)'],
    ['the ladder begins anew', up('consultation'), up('lijnmanagement'),
     'called on stage lijnmanagement, not consultation (J1)'],
    ['the call falls', all,
     [...amended, pA, pZ, pD, cA, cZ, cD, d], 'the decision was not called on the last revision (J1)'],
    ['objections stand', [opening, object('dronten'), amend(), letGo('dronten', 'o1', on), second],
     [opening, object('dronten'), amend(), pA, pZ, c, cA, cZ, cD, d],
     'dronten took no position on revision 2 (C4)'],
    ['and keep their names', all,
     [opening, object('dronten'), amend(), letGo('dronten', 'o1', on), object('dronten'), second],
     'o1 was raised before (O2)'],
    ['everybody is told', all,
     [opening, agreement, noNotice, second], 'dronten was given no notice of revision 2 (C1)'],
    ['the old revision decided', all,
     [...amended, ...second.slice(0, -1), decide()], 'is about revision 1, not 2 (C2)'],
    ['a revision skipped', all,
     [opening, agreement, amend({ revision: 3 }), second], 'revision 3 does not follow (O6)'],
    ['not submitted', all,
     [founding(), draft(), amend({ revision: 1 }), second], 'revision 1 does not follow (O6)'],
    ['by another', all,
     [opening, agreement, amend({ by: lijn('dronten') }), second],
     'dronten.lijn does not act for the author, almere (D3)'],
    ['a position on the old', all, [...amended, take('almere'), second], 'is about revision 1, not 2 (C2)'],
    ['with the old text', all,
     [...amended, take('almere', { revision: 2, digest: text(1) }), second],
     'is about another text than revision 2 (C2)'],
    ['a confirmation of the old', all,
     [...amended, pA, pZ, pD, c, almere, cA, cZ, cD, d], 'is about revision 1, not 2 (C2)'],
    ['a call of the old', all,
     [...amended, pA, pZ, pD, call(), cA, cZ, cD, d], 'is about revision 1, not 2 (C2)'],
    ['letting go on the old', [opening, object('dronten'), amend(), letGo('dronten', 'o1', on), second],
     [opening, object('dronten'), amend(), letGo('dronten'), second], 'is about revision 1, not 2 (C2)'],
  ])
})

describe('notice', () => {
  const told = (persons: string[]) => [
    founding(),
    draft(),
    submit(three, { notice: [...noticeTo(['almere', 'zeewolde']), { partner: 'dronten', persons }] }),
    agreement,
    confirmations,
    decide(),
  ]
  const missing = [
    founding(),
    draft(),
    submit(three, { notice: noticeTo(['almere', 'zeewolde']) }),
    agreement,
    confirmations,
    decide(),
  ]
  const silent = 'dronten was given no notice of revision 1 (C1)'
  // biome-ignore format: one twin after another
  twins([
    ['to nobody', told([regie('dronten')]), missing, silent],
    ['to no person', told([regie('dronten')]), told([]), silent],
    ['to a stranger', told([regie('dronten')]),
     told([regie('dronten'), 'piet']), 'notice to dronten went to piet, who has no mandate of it (C1)'],
    ["to another's person", told([regie('dronten')]),
     told([regie('almere')]), 'notice to dronten went to almere.regie, who has no mandate of it (C1)'],
  ])
})

describe('positions', () => {
  const first = [take('almere'), take('zeewolde')]
  const last = (...steps: Step[]) => [opening, ...first, ...steps, call(), confirmations, decide()]
  const retaken = (...steps: Step[]) => [opening, agreement, ...steps, confirmations, decide()]
  const aside = (partner: string) => take(partner, { position: 'standAside' })
  const commits = (partner: string) => ({
    commitments: ['zeewolde', partner].map((id, n) => ({
      ...{ id: `k${n}`, partner: id },
      what: 'Ground',
      by: '2027-01-01',
    })),
  })
  const giving = (partner: string) => [
    founding(),
    draft({}, commits(partner)),
    submit(),
    first,
    aside('dronten'),
    call(),
    confirmations,
    decide(),
  ]
  const worried = (reason?: string) =>
    last(take('dronten', { position: 'reservation', ...(reason === undefined ? {} : { reason }) }))
  const noReason = 'dronten gave no reason for its reservation (C3)'
  // biome-ignore format: one twin after another
  twins([
    ['silence', last(take('dronten')), last(), 'dronten took no position on revision 1 (C4)'],
    ['provisional', last(take('dronten', { provisional: true }), take('dronten')),
     last(take('dronten', { provisional: true })), 'dronten took its last position provisionally (C6)'],
    ['taken back', retaken(take('dronten')),
     retaken(take('dronten', { provisional: true })), 'dronten took its last position provisionally (C6)'],
    ['another text', last(take('dronten')),
     last(take('dronten', { digest: text(2) })), 'is about another text than revision 1 (C2)'],
    ['a revision to come', last(take('dronten')),
     last(take('dronten', { revision: 2 })), 'is about revision 2, not 1 (C2)'],
    ['before submission', last(take('dronten')),
     [founding(), draft(), take('dronten'), submit(), first, call(), confirmations, decide()],
     'the proposal was not submitted (C1)'],
    ['a partner that gives stands aside', giving('almere'),
     giving('dronten'), 'dronten stands aside but gives a commitment (C3)'],
    ['all stand aside',
     [opening, aside('almere'), take('zeewolde'), aside('dronten'), call(), confirmations, decide()],
     [opening, three.map(aside), call(), confirmations, decide()], 'every partner stands aside (C3)'],
    ['a reservation without reason', worried('Costs.'), worried(), noReason],
    ['a reservation with blanks', worried('\u200b€'),
     worried(' \t\n\u00a0\u200b\u3164\u2800\u00ad'), noReason],
  ])
  test('an accent alone is seen, as is a sign', () => {
    for (const reason of ['\u0301', '1', '!', '🏠', '木']) expect(judge(...worried(reason))).toBeNull()
  })
  test('commitments are those of the decided text', () => {
    const on = { revision: 2 }
    const decideOn = (one: Content, two: Content) =>
      judge(
        founding(),
        draft({}, one),
        submit(),
        amend({}, two),
        take('almere', on),
        take('zeewolde', on),
        take('dronten', { ...on, position: 'standAside' }),
        call(on),
        three.map(id => confirm(id, on)),
        decide(three, 2),
      )
    expect(decideOn(commits('dronten'), commits('almere'))).toBeNull()
    expect(decideOn(commits('almere'), commits('dronten'))).toBe(
      'dronten stands aside but gives a commitment (C3)',
    )
  })
  test('a draft revised takes its commitments along', () => {
    const plain = reviseDraft(text(1))
    const revised = but(plain, {
      asked: { ...(plain.asked as Extract<AskedAct, { act: 'reviseDraft' }>), ...commits('dronten') },
    })
    const told = (...drafts: Step[]) =>
      judge(founding(), ...drafts, submit(), first, aside('dronten'), call(), confirmations, decide())
    expect(told(draft({}, commits('dronten')), plain)).toBeNull()
    expect(told(draft(), revised)).toBe('dronten stands aside but gives a commitment (C3)')
  })
})

describe('objections', () => {
  const o1 = object('dronten')
  const gone = letGo('dronten')
  const early = (...steps: Step[]) => [opening, ...steps, agreement, confirmations, decide()]
  const late = (...steps: Step[]) => [opening, agreement, almere, ...steps, call(), confirmations, decide()]
  const retaken = take('dronten')
  // biome-ignore format: one twin after another
  twins([
    ['open', early(o1, gone),
     [opening, agreement, o1, call(), confirmations, decide()], 'dronten has o1 open (O2)'],
    ['position with one open', early(o1, gone), early(o1), 'dronten has an objection open (O2)'],
    ['withdrawing is not consent', late(o1, gone, retaken),
     late(o1, gone), 'dronten objected after its last position (O1)'],
    ['withdrawn one by one', late(o1, object('dronten', 'o2'), gone, letGo('dronten', 'o2'), retaken),
     late(o1, object('dronten', 'o2'), gone, retaken), 'dronten has an objection open (O2)'],
    ['the other one open', late(o1, object('dronten', 'o2'), gone, letGo('dronten', 'o2'), retaken),
     late(o1, object('dronten', 'o2'), gone), 'dronten has o2 open (O2)'],
    ['withdrawn for another', late(o1, gone, retaken),
     late(o1, letGo('almere'), retaken), 'o1 is an objection of dronten, not of almere (O2)'],
    ['withdrawn by another', late(o1, gone, retaken),
     late(o1, letGo('dronten', 'o1', { by: regie('almere') }), retaken),
     'almere.regie has no mandate of dronten (W1)'],
    ['withdrawn by the opgavemanager', late(o1, gone, retaken),
     late(o1, letGo('dronten', 'o1', { by: 'omar' }), retaken),
     'omar is the opgavemanager, who speaks for no partner (W1)'],
    ['withdrawn but never raised', late(o1, gone, retaken),
     late(o1, letGo('dronten', 'o9'), retaken), 'o9 is an objection of nobody, not of dronten (O2)'],
    ['withdrawn twice', late(o1, gone, retaken), late(o1, gone, gone, retaken), 'o1 was let go before (O2)'],
    ['withdrawn on another text', late(o1, gone, retaken),
     late(o1, letGo('dronten', 'o1', { digest: text(2) }), retaken),
     'is about another text than revision 1 (C2)'],
    ['raised under the same name',
     late(o1, object('almere', 'o2'), gone, letGo('almere', 'o2'), retaken, take('almere')),
     late(o1, object('almere', 'o1'), gone, retaken), 'o1 was raised before (O2)'],
    ['renamed', late(o1, gone, retaken),
     late(object('dronten', 'o1', { asked: 'o2' }), gone, retaken), 'was asked as o2 (O1)'],
    ['raised for another', late(o1, gone, retaken),
     late(object('dronten', 'o1', { by: regie('almere') }), gone, retaken),
     'almere.regie has no mandate of dronten (W1)'],
    ['raised before submission', early(o1, gone),
     [founding(), draft(), o1, submit(), gone, agreement, confirmations, decide()],
     'the proposal was not submitted (C1)'],
  ])
  test('an objection to an earlier revision still counts on the decided one', () => {
    const on = { revision: 2 }
    const all = three.map(id => take(id, on))
    const end = [call(on), ...three.map(id => confirm(id, on)), decide(three, 2)]
    const stale = object('dronten', 'o1', { revision: 1 })
    expect(
      judge(opening, amend(), all, stale, letGo('dronten', 'o1', on), take('dronten', on), end),
    ).toBeNull()
    expect(judge(opening, amend(), all, stale, end)).toBe('dronten has o1 open (O2)')
  })
  test('an objection voids the confirmations of all, not of its own partner only', () => {
    const again = (...confirmed: Step[]) =>
      judge(opening, agreement, almere, o1, gone, retaken, call(), ...confirmed, decide())
    expect(again(almere, zeewolde, dronten)).toBeNull()
    expect(again(zeewolde, dronten)).toBe('almere confirmed before the last objection (O1)')
  })
})

describe('the call', () => {
  const once = [opening, positions]
  const notAgreed = 'the decision was not called after the partners came to agree (J1)'
  const wavering = take('dronten', { provisional: true })
  const aside = (partner: string) => take(partner, { position: 'standAside' })
  const onlyAlmere = [opening, take('almere'), aside('zeewolde'), aside('dronten'), call()]
  // biome-ignore format: one twin after another
  twins([
    ['none', whole, [once, confirmations, decide()], 'the decision was not called on the last revision (J1)'],
    ['before the last position', whole,
     [opening, take('almere'), take('zeewolde'), call(), take('dronten'), confirmations, decide()],
     notAgreed],
    ['ended by a position', [once, call(), wavering, take('dronten'), call(), confirmations, decide()],
     [once, call(), wavering, take('dronten'), confirmations, decide()], notAgreed],
    ['ended by the last support',
     [onlyAlmere, aside('almere'), take('zeewolde'), call(), confirmations, decide()],
     [onlyAlmere, aside('almere'), take('zeewolde'), confirmations, decide()], notAgreed],
    ['not ended by another support', [onlyAlmere, take('zeewolde'), aside('almere'), confirmations, decide()],
     [onlyAlmere, aside('almere'), take('zeewolde'), confirmations, decide()], notAgreed],
    ['ended by an objection',
     [once, call(), object('dronten'), letGo('dronten'), take('dronten'), call(), confirmations, decide()],
     [once, call(), object('dronten'), letGo('dronten'), take('dronten'), confirmations, decide()],
     notAgreed],
    ['of a person', whole,
     [once, but(call(), { by: 'omar' }), confirmations, decide()], "is nobody's act, not omar's (W1)"],
    ['on another stage', whole,
     [once, call({ stage: 'stuurgroep' }), confirmations, decide()],
     'called on stage stuurgroep, not consultation (J1)'],
    ['of another text', whole,
     [once, call({ digest: text(2) }), confirmations, decide()],
     'is about another text than revision 1 (C2)'],
  ])
})

describe('confirmations', () => {
  const end = (...steps: Step[]) => [opening, agreement, ...steps, decide()]
  const lead = founding(three, { decidesOn: 'lijnmanagement' })
  const byLine = (more: Confirmation) => [
    lead,
    draft(),
    submit(),
    agreement,
    three.map(id => confirm(id, { ...more, by: more.role === 'stuurgroep' ? stuur(id) : lijn(id) })),
    decide(),
  ]
  const wrongSeat = (right: string, wrong: string) => `almere confirms through ${right}, not ${wrong} (J2)`
  const change = (digest: string) => ({ charter: charterOf(three), changes: digest })
  const charterText = (role: Role) => [
    lead,
    draft({}, change(charterDigest)),
    submit(),
    agreement,
    three.map(id => confirm(id, { role, by: role === 'stuurgroep' ? stuur(id) : lijn(id) })),
    decide(),
  ]
  const replaced = (...steps: Step[]) => [
    founding(),
    ...steps,
    agreement,
    three.map(id => confirm(id)),
    decide(),
  ]
  const newRules = replaceCharter(charterOf(three, { decidesOn: 'lijnmanagement' }))
  // biome-ignore format: one twin after another
  twins([
    ['one missing', end(almere, zeewolde, dronten),
     end(almere, zeewolde), 'dronten did not confirm revision 1 (J2)'],
    ['one twice for another', end(almere, zeewolde, dronten),
     end(almere, zeewolde, zeewolde), 'dronten did not confirm revision 1 (J2)'],
    ['before the call', whole,
     [opening, positions, almere, call(), zeewolde, dronten, decide()],
     'almere confirmed before the last call (J1)'],
    ['before the own last position', end(take('almere'), almere, zeewolde, dronten),
     end(almere, take('almere'), zeewolde, dronten), 'almere confirmed before its own last position (C2)'],
    ["not before another's", end(almere, take('zeewolde'), zeewolde, dronten),
     end(zeewolde, take('zeewolde'), almere, dronten),
     'zeewolde confirmed before its own last position (C2)'],
    ['another text', whole,
     end(almere, zeewolde, confirm('dronten', { digest: text(2) })),
     'is about another text than revision 1 (C2)'],
    ['another revision', whole,
     end(almere, zeewolde, confirm('dronten', { revision: 2 })), 'is about revision 2, not 1 (C2)'],
    ['for another', whole,
     end(almere, zeewolde, confirm('dronten', { by: stuur('almere') })),
     'almere.stuur has no mandate of dronten for stuurgroep (W1)'],
    ['without the seat', whole,
     end(almere, zeewolde, confirm('dronten', { by: lijn('dronten') })),
     'dronten.lijn has no mandate of dronten for stuurgroep (W1)'],
    ['by the opgavemanager', whole,
     end(almere, zeewolde, confirm('dronten', { by: 'omar' })),
     'omar is the opgavemanager, who speaks for no partner (W1)'],
    ['on lijnmanagement', byLine({ role: 'lijnmanagement' }),
     byLine({ role: 'stuurgroep' }), wrongSeat('lijnmanagement', 'stuurgroep')],
    ['on the stuurgroep', whole,
     end(confirm('almere', { by: lijn('almere'), role: 'lijnmanagement' }), zeewolde, dronten),
     wrongSeat('stuurgroep', 'lijnmanagement')],
    ['a charter, always on the stuurgroep', charterText('stuurgroep'),
     charterText('lijnmanagement'), wrongSeat('stuurgroep', 'lijnmanagement')],
    ['as the charter at submission says', replaced(draft(), submit(), newRules),
     replaced(draft(), newRules, submit(three, { charter: digestOf('second') })),
     wrongSeat('lijnmanagement', 'stuurgroep')],
  ])
})

describe('a charter as the text', () => {
  const change = (charter: CharterInput) => ({ charter, changes: charterDigest })
  const on = (charter: CharterInput, ...between: Step[]) => [
    founding(),
    draft({}, change(charter)),
    submit(),
    ...between,
    agreement,
    confirmations,
    decide(),
  ]
  const wide = charterOf([...three, 'urk'])
  // biome-ignore format: one twin after another
  twins([
    ['replaced meanwhile', on(wide),
     on(wide, replaceCharter(charterOf(three))), 'the charter that it changes is not in force (F2)'],
    ['omits a partner', on(wide),
     on(charterOf(['almere', 'dronten', 'urk'])), 'the new charter omits zeewolde (F2)'],
    ['omits one that left',
     [founding(), leave('dronten'), draft({}, change(charterOf(['almere', 'zeewolde']))), submit(['almere',
       'zeewolde']), positions.slice(0, 2), call(), almere, zeewolde, decide(['almere', 'zeewolde'])],
     on(charterOf(['almere', 'zeewolde'])), 'the new charter omits dronten (F2)'],
  ])
})

const otherChange = 'tells of a change of the circle that the facts of the charter do not (F6)'
const untoldFault = 'the proposal was not told of a change of the circle (F6)'

describe('a newcomer', () => {
  const four = [...three, 'urk']
  const second = digestOf('second')
  const invited = replaceCharter(charterOf(four))
  const joining = [sign('urk', second), join('urk')]
  const told = tellJoined('urk', { notBefore: later, dueAt: later })
  const urk = [take('urk'), call({ dueAt: later })]
  const all = [...confirmations, confirm('urk'), decide(four)]
  const start = (...steps: Steps) => [opening, agreement, almere, invited, ...steps]
  const good = start(joining, told, urk, all)
  const rest = ['almere', 'zeewolde', 'urk']
  const gone = [leave('dronten'), tell({ left: 'dronten', notBefore: minute(1) })]
  const klerk = (partner: string) => giveMandate(partner, regie('urk'))
  // biome-ignore format: one twin after another
  twins([
    ['a charter that names one changes nothing yet', start(zeewolde, dronten, decide()),
     start(zeewolde, dronten, decide(four)), 'the decision names urk, which is no partner (F4)'],
    ['is needed', good,
     start(joining, told, urk, confirmations, decide()), 'the decision does not name urk (J2)'],
    ['speaks', good,
     start(joining, told, call({ dueAt: later }), all), 'urk took no position on revision 1 (C4)'],
    ['confirms', good,
     start(joining, told, urk, confirmations, decide(four)), 'urk did not confirm revision 1 (J2)'],
    ['is told', good, start(joining, urk, all), untoldFault],
    ['is told by notice', good,
     start(joining, tell({ joined: 'urk' }), urk, all), 'urk was given no notice of revision 1 (C1)'],
    ['is told before it speaks', good,
     start(joining, take('urk'), told, call({ dueAt: later }), all),
     'urk took its position before it was given notice (F3)'],
    ['is told through its own people', good,
     start(joining, tell({ joined: 'urk', notice: [{ partner: 'urk', persons: [lijn('almere')] }] }), urk,
       all),
     'notice to urk went to almere.lijn, who has no mandate of it (C1)'],
    ['voids confirmations', good,
     start(joining, told, urk, zeewolde, dronten, confirm('urk'), decide(four)),
     'almere confirmed before the last change of the circle (F6)'],
    ['ends the call', good,
     start(joining, told, take('urk'), all),
     'the decision was not called after the last change of the circle (F6)'],
    ['told twice', good,
     start(joining, told, told, urk, all),
     otherChange],
    ['told of another', good,
     start(joining, tellJoined('almere'), urk, all),
     otherChange],
    ['told of two things', good,
     start(joining, tell({ joined: 'urk', left: 'almere' }), urk, all),
     otherChange],
    ['told too late', good, start(joining, leave('almere'), told, urk, all), untoldFault],
    ['had signed', good, start(join('urk'), told, urk, all), 'urk had not signed the charter in force (F3)'],
    ['signed that text', good,
     start(sign('urk'), join('urk'), told, urk, all), 'urk signed another text than the one before it (F1)'],
    ['signed what is in force', good,
     start(sign('urk', second), replaceCharter(charterOf(four), digestOf('third')), join('urk'), told, urk,
       all),
     'urk had not signed the charter in force (F3)'],
    ['signed by its seat', good,
     start(sign('urk', second, lijn('urk')), join('urk'), told, urk, all),
     'urk.lijn has no stuurgroep seat of urk in that text (F1)'],
    ['named', good,
     start(joining, told, urk, join('emmeloord'), all),
     'emmeloord is not named in the charter in force (F3)'],
    ['once', good, start(joining, told, urk, join('urk'), all), 'urk is a partner already (F3)'],
    ['its people named', good,
     start(sign('urk', second), join('urk', [lijn('urk'), stuur('urk'), 'piet']), told, urk, all),
     'people not named for urk joined with it (W1)'],
    ['only people that joined', good,
     start(sign('urk', second), join('urk', [regie('urk'), stuur('urk')]), tellJoined('urk',
       { notice: [{ partner: 'urk', persons: [stuur('urk')] }] }), urk, all),
     'urk.lijn has no mandate of urk for lijnmanagement (W1)'],
    ['people of two partners',
     start(klerk('almere'), sign('urk', second), join('urk', [lijn('urk'), stuur('urk')]), told, urk, all),
     start(klerk('almere'), joining, told, urk, all), 'urk.regie would speak for almere and urk (W1)'],
    ['a seat of two partners', good,
     start(giveMandate('almere', stuur('urk')), joining, told, urk, all),
     'urk.stuur would speak for almere and urk (W1)'],
    ['a seat of two partners that does not join', good,
     start(giveMandate('almere', stuur('urk')), sign('urk', second), join('urk', [lijn('urk')]), told, all),
     'urk.stuur would speak for almere and urk (W1)'],
    ['others may be told again',
     start(joining, tellJoined('urk', { notice: noticeTo(four) }), take('urk'), call(), all),
     start(joining, tellJoined('urk', { notice: noticeTo(three) }), take('urk'), call(), all),
     'urk was given no notice of revision 1 (C1)'],
    ['is promised time whatever follows',
     start(joining, told, gone, amend({ notice: noticeTo(rest), dueAt: later }), again(later, rest)),
     start(joining, told, gone, amend({ notice: noticeTo(rest) }), again(due, rest)),
     `falls due before ${later}, which a newcomer was promised (F3)`],
    ['is promised time', good,
     start(joining, tellJoined('urk', { notBefore: later }), urk, all),
     `falls due before ${later}, which a newcomer was promised (F3)`],
    ['is promised time later too',
     start(joining, told, amend({ notice: noticeTo(four), dueAt: later }), again(later)),
     start(joining, told, amend({ notice: noticeTo(four) }), again(due)),
     `falls due before ${later}, which a newcomer was promised (F3)`],
  ])
  test('told of itself while a proposal is drafted, nothing follows', () => {
    const drafting = [
      founding(),
      draft(),
      invited,
      joining,
      tellJoined('urk'),
      submit(four, { charter: second }),
      positions,
    ]
    expect(judge(drafting, take('urk'), call(), all)).toBeNull()
  })

  function again(dueAt: string, ids = four): Step[] {
    const on = { revision: 2 }
    return [
      ...ids.map(id => take(id, on)),
      call({ ...on, dueAt }),
      ...ids.map(id => confirm(id, on)),
      decide(ids, 2),
    ]
  }
})

describe('a departure', () => {
  const two = ['almere', 'zeewolde']
  const gone = [leave('dronten'), tell({ left: 'dronten' })]
  const end = [almere, zeewolde, decide(two)]
  const good = [opening, positions, gone, call(), end]
  const second = digestOf('second')
  const back = (...steps: Step[]) => [
    ...gone,
    ...steps,
    sign('dronten', second),
    join('dronten'),
    tellJoined('dronten'),
  ]
  const returned = replaceCharter(charterOf(three))
  const again = replaceCharter(charterOf(three), charterDigest)
  const all = [...confirmations, decide()]
  const objected = [opening, take('almere'), take('zeewolde'), object('dronten')]
  // biome-ignore format: one twin after another
  twins([
    ['does not block', good,
     [opening, positions, gone, call(), almere, zeewolde, decide()],
     'the decision names dronten, which is no partner (F4)'],
    ['its objection does not block', [objected, gone, call(), end],
     [objected, call(), almere, zeewolde, decide()], 'dronten took no position on revision 1 (C4)'],
    ['voids confirmations', [opening, agreement, almere, gone, call(), end],
     [opening, agreement, almere, gone, call(), zeewolde, decide(two)],
     'almere confirmed before the last change of the circle (F6)'],
    ['ends the call', good,
     [opening, agreement, gone, end], 'the decision was not called after the last change of the circle (F6)'],
    ['is told', good,
     [opening, positions, leave('dronten'), call(), end], untoldFault],
    ['is its own act', good,
     [opening, positions, leave('dronten', stuur('almere')), tell({ left: 'dronten' }), call(), end],
     'almere.stuur has no mandate of dronten for stuurgroep (W1)'],
    ['is of its seat', good,
     [opening, positions, leave('dronten', lijn('dronten')), tell({ left: 'dronten' }), call(), end],
     'dronten.lijn has no mandate of dronten for stuurgroep (W1)'],
    ['was never', good,
     [opening, positions, tell({ left: 'dronten' }), call(), end],
     otherChange],
    ['cannot speak on', good,
     [opening, positions, gone, take('dronten'), call(), end], 'dronten is no partner (F4)'],
    ['its people are free', [opening, positions, gone, giveMandate('almere', lijn('dronten')), call(), end],
     [opening, positions, giveMandate('almere', lijn('dronten')), gone, call(), end],
     'dronten.lijn would speak for dronten and almere (W1)'],
    ['its support goes too',
     [opening, take('almere'), take('zeewolde', { position: 'standAside' }), take('dronten'), gone, call(),
       end],
     [opening, two.map(id => take(id, { position: 'standAside' })), take('dronten'), gone, call(), end],
     'every partner stands aside (C3)'],
    ['returning, it speaks anew', [opening, positions, back(returned), take('dronten'), call(), all],
     [opening, positions, back(returned), call(), all], 'dronten took no position on revision 1 (C4)'],
    ['returning, it is told anew', [opening, positions, back(returned), take('dronten'), call(), all],
     [opening, positions, back(returned).slice(0, -1), tell({ joined: 'dronten' }), take('dronten'), call(),
       all],
     'dronten was given no notice of revision 1 (C1)'],
    ['returning, its objection blocks again',
     [objected, back(returned), letGo('dronten'), take('dronten'), call(), all],
     [objected, back(returned), take('dronten'), call(), all], 'dronten has an objection open (O2)'],
    ['returning, it signs anew', [opening, positions, back(returned), take('dronten'), call(), all],
     [opening, positions, gone, returned, join('dronten'), tellJoined('dronten'), take('dronten'), call(),
       all],
     'dronten had not signed the charter in force (F3)'],
    ['returning, it signs the same text anew',
     [opening, positions, gone, again, sign('dronten'), join('dronten'), tellJoined('dronten'),
       take('dronten'), call(), all],
     [opening, positions, gone, again, join('dronten'), tellJoined('dronten'), take('dronten'), call(), all],
     'dronten had not signed the charter in force (F3)'],
    ['returning, under a later charter', [opening, positions, back(returned), take('dronten'), call(), all],
     [opening, returned, positions, back(), take('dronten'), call(), all],
     'dronten left, and no charter since lets it return (F4)'],
    ['returning, not barred', [opening, positions, back(returned), take('dronten'), call(), all],
     [opening, positions, back(replaceCharter(charterOf(three), second, ['dronten'])), take('dronten'),
       call(), all],
     'dronten left, and no charter since lets it return (F4)'],
    ['returning, with the people of the new charter',
     [opening, giveMandate('dronten', 'piet'), positions, back(returned), take('dronten'), call(), all],
     [opening, giveMandate('dronten', 'piet'), positions, back(returned), take('dronten', { by: 'piet' }),
       call(), all],
     'piet has no mandate of dronten for lijnmanagement (W1)'],
  ])
  test('an objection of one that returned blocks though nobody names it again', () => {
    const steps = [objected, back(returned), call(), all]
    expect(judge(...steps)).toBe('dronten took no position on revision 1 (C4)')
  })
})

describe('moments and terms', () => {
  const escalated = [object('dronten'), endTerm(), at(due, enter()), at(due, letGo('dronten'))]
  const climbed = (...steps: Step[]) => [
    opening,
    take('almere'),
    take('zeewolde'),
    ...escalated,
    ...upon(
      ...steps,
      take('dronten'),
      call({ stage: 'lijnmanagement', dueAt: later }),
      ...confirmations,
      decide(),
    ),
  ]
  const before = '2026-01-19T23:59:59.999Z'
  const lastAt = (moment: string) => [
    opening,
    agreement,
    almere,
    zeewolde,
    at(moment, dronten),
    at(moment, decide()),
  ]
  const ended = (end: Step, ...then: Step[]) => [
    opening,
    positions,
    call(),
    end,
    ...upon(...then, ...confirmations, decide()),
  ]
  const up = (...steps: Step[]) => [
    opening,
    object('dronten'),
    endTerm(),
    ...upon(enter(), ...steps, letGo('dronten'), ...positions),
  ]
  const finish = (stage: 'lijnmanagement' | 'opgavemanager' | 'stuurgroep') =>
    upon(call({ stage, dueAt: later }), ...confirmations, decide())
  const opga = enter({ stage: 'opgavemanager' })
  const tooLate = `the term was due at ${due} (T1)`
  const lijnStage = (...steps: Step[]) => [...up(...steps), ...finish('lijnmanagement')]
  const opgaStage = (...steps: Step[]) => [...up(...steps), ...finish('opgavemanager')]
  const stillConsulting = [opening, agreement, confirmations, decide()]
  // biome-ignore format: one twin after another
  twins([
    ['backwards', whole,
     [opening, agreement, almere, zeewolde, at(minute(0), dronten), decide()],
     `its moment lies before ${minute(12)}, of the fact before it (T1)`],
    ['backwards in the charter', whole,
     [founding(), draft(), submit(), at(minute(3), giveMandate('almere', 'piet')), agreement, confirmations,
       decide()],
     `its moment lies before ${minute(6)}, of the fact before it (T1)`],
    ['at the due moment', lastAt(before), lastAt(due), tooLate],
    ['a comment after it', whole,
     [opening, agreement, almere, zeewolde, ...upon(comment(), dronten, decide())], tooLate],
    ['a term ended, a stage entered', ended(endTerm(), enter()), ended(endTerm()), tooLate],
    ['a stage without the end of a term', ended(endTerm(), enter()),
     [opening, positions, call(), at(minute(15), enter()), ...upon(...confirmations, decide())],
     'no term had ended and nobody escalated (O3)'],
    ['a stage long after, without the end of a term', ended(endTerm(), enter()),
     ended(at(due, enter())), tooLate],
    ['ended early', ended(endTerm(), enter()),
     ended(endTerm(before), enter()), `the term was due at ${due}, nobody ends it early (T1)`],
    ['ended by a person', ended(endTerm(), enter()),
     ended(but(endTerm(), { by: 'omar' }), enter()), "is nobody's act, not omar's (W1)"],
    ['the next stage', climbed(),
     [opening, object('dronten'), endTerm(), ...upon(opga), decide()],
     'opgavemanager does not follow consultation (O3)'],
    ['a stage of another revision', climbed(),
     [opening, object('dronten'), endTerm(), ...upon(enter({ revision: 2 })), decide()],
     'is about revision 2, not the last (O3)'],
    ['escalated', opgaStage(escalate('omar', null, 'lijnmanagement'), opga),
     opgaStage(opga), 'no term had ended and nobody escalated (O3)'],
    ['escalated by a partner', opgaStage(escalate(lijn('almere'), 'almere', 'lijnmanagement'), opga),
     opgaStage(escalate(lijn('almere'), 'dronten', 'lijnmanagement'), opga),
     'almere.lijn has no mandate of dronten (W1)'],
    ['escalated by the office', opgaStage(escalate('omar', null, 'lijnmanagement'), opga),
     opgaStage(escalate(lijn('almere'), null, 'lijnmanagement'), opga),
     'almere.lijn is not the opgavemanager (O3)'],
    ['escalated from elsewhere', opgaStage(escalate('omar', null, 'lijnmanagement'), opga),
     opgaStage(escalate('omar', null, 'opgavemanager'), opga),
     'nobody can escalate from lijnmanagement (O3)'],
    ['escalated from the consultation', stillConsulting,
     [opening, escalate('omar', null, 'consultation'), enter(), agreement, confirmations, decide()],
     'nobody can escalate from consultation (O3)'],
    ['extended', [opening, extend('almere', later), agreementTill(later), confirmations, decide()],
     [opening, extend('almere', minute(30)), agreement, confirmations, decide()],
     `moves the due moment ${due} forward (T1)`],
    ['extended by another', [opening, extend('almere', later), agreementTill(later), confirmations, decide()],
     [opening, extend('almere', later, regie('dronten')), agreementTill(later), confirmations, decide()],
     'dronten.regie has no mandate of almere (W1)'],
    ['extended later on', lijnStage(),
     lijnStage(extend('almere', later)), 'lijnmanagement knows no extension (C5)'],
    ['a call that shortens', whole,
     [opening, positions, call({ dueAt: minute(30) }), confirmations, decide()],
     `moves the due moment ${due} forward (T1)`],
    ['a change of the circle that shortens',
     [opening, positions, leave('dronten'), tell({ left: 'dronten' }), call(), almere, zeewolde,
       decide(['almere', 'zeewolde'])],
     [opening, positions, leave('dronten'), tell({ left: 'dronten', dueAt: minute(30) }), call(), almere,
       zeewolde, decide(['almere', 'zeewolde'])],
     `moves the due moment ${due} forward (T1)`],
  ])
  test('a call gives time, and a new revision may be due earlier', () => {
    const long = [opening, positions, call({ dueAt: later }), at('2026-01-25T00:00:00.000Z', almere)]
    const rest = [zeewolde, dronten, decide()].map(step => at('2026-01-26T00:00:00.000Z', step))
    expect(judge(long, rest)).toBeNull()
    const on = { revision: 2 }
    const short = [
      amend({ dueAt: minute(40) }),
      three.map(id => take(id, on)),
      call({ ...on, dueAt: minute(40) }),
    ]
    expect(
      judge(
        opening,
        agreement,
        short.flat(),
        three.map(id => confirm(id, on)),
        decide(three, 2),
      ),
    ).toBeNull()
  })
  test('the whole ladder, and the call that is carried up', () => {
    const stages = ['lijnmanagement', 'opgavemanager', 'stuurgroep'] as const
    const moments = [due, later, '2026-02-20T00:00:00.000Z', '2026-03-20T00:00:00.000Z'] as const
    const climb = stages.flatMap((stage, n) => [
      endTerm(moments[n]),
      at(moments[n] ?? '', enter({ stage, dueAt: moments[n + 1] ?? '' })),
    ])
    const end = [...confirmations, decide()].map(step => at('2026-03-01T00:00:00.000Z', step))
    expect(judge(opening, agreement, climb, end)).toBeNull()
    expect(
      faultOf(
        judge(opening, agreement, climb, [
          endTerm('2026-03-20T00:00:00.000Z'),
          at('2026-03-20T00:00:00.000Z', enter()),
        ]),
      ),
    ).toBe('no decision was taken on p1 (J3)')
  })

  function agreementTill(dueAt: string): Step[] {
    return [...positions, call({ dueAt })]
  }
})

describe('size', () => {
  test('two thousand partners, each asked, heard and confirming', () => {
    const many = Array.from({ length: 2_000 }, (_, n) => `partner${n}`)
    const steps = [
      proposeCharter(charterOf(many), charterDigest, stuur('partner0')),
      many.map(id => sign(id)),
      foundedBy(many),
      draft({ by: lijn('partner0'), partner: 'partner0' }),
      submit(many, { by: lijn('partner0') }),
      many.map(id => take(id)),
      call(),
      many.map(id => confirm(id)),
      decide(many),
    ]
    expect(judge(...steps)).toBeNull()
    const bypassed = steps.map(step =>
      Array.isArray(step) && step[0]?.fact.type === 'confirmation.given' ? step.slice(0, -1) : step,
    )
    expect(judge(...bypassed)).toBe('partner1999 did not confirm revision 1 (J2)')
  })
})

describe('no tampering opens it', () => {
  const on = { revision: 2 }
  const four = [...three, 'urk']
  const stories: Record<string, Step[]> = {
    plain: whole.flat(),
    amended: [
      opening,
      agreement,
      almere,
      object('dronten'),
      amend(),
      letGo('dronten', 'o1', on),
      three.map(id => take(id, on)),
      call(on),
      three.map(id => confirm(id, on)),
      decide(three, 2),
    ].flat(),
    joined: [
      opening,
      agreement,
      almere,
      zeewolde,
      replaceCharter(charterOf(four)),
      sign('urk', digestOf('second')),
      join('urk'),
      tellJoined('urk'),
      take('urk'),
      call(),
      confirmations,
      confirm('urk'),
      decide(four),
    ].flat(),
    left: [
      opening,
      take('almere'),
      take('zeewolde'),
      object('dronten'),
      leave('dronten'),
      tell({ left: 'dronten' }),
      call(),
      almere,
      zeewolde,
      decide(['almere', 'zeewolde']),
    ].flat(),
    mandated: [
      opening,
      giveMandate('dronten', 'piet', { roles: ['stuurgroep'] }),
      agreement,
      almere,
      zeewolde,
      confirm('dronten', { by: 'piet' }),
      decide(),
    ].flat(),
  }
  const names = Object.keys(stories)
  const story = (name: string) => stories[name] ?? []
  const confirmer = (step: Step) => (step.fact.type === 'confirmation.given' ? step.fact.partner : null)
  /** The story without any confirmation of one of the partners that decide. */
  const incomplete = (name: string, partner: string) =>
    story(name).filter(step => confirmer(step) !== partner)
  const deciders = (name: string) => {
    const decision = story(name).at(-1)?.fact
    return decision?.type === 'decision.taken' ? decision.partners : []
  }

  const ways = ['drop', 'double', 'swap'] as const
  type Tampering = [(typeof ways)[number], number, number]
  function tamper(steps: Step[], [how, from, to]: Tampering): Step[] {
    const [n, m] = [from % steps.length, to % steps.length]
    const [one, other] = [steps[n] as Step, steps[m] as Step]
    if (how === 'drop') return steps.toSpliced(n, 1)
    if (how === 'double') return steps.toSpliced(m, 0, one)
    return steps.with(n, other).with(m, one)
  }

  test.each(names)('%s: opens as told, and without the confirmation of any one partner it does not', name => {
    expect(judge(story(name))).toBeNull()
    for (const partner of deciders(name)) expect(judge(incomplete(name, partner))).not.toBeNull()
  })

  test('plain: every single fact is needed', () => {
    const steps = story('plain')
    for (const [n, { fact }] of steps.entries())
      expect(judge(steps.toSpliced(n, 1)), fact.type).not.toBeNull()
  })

  test.each(names)('%s: incomplete, nothing dropped, doubled or swapped opens it', name => {
    for (const partner of deciders(name)) {
      const steps = incomplete(name, partner)
      for (const from of steps.keys())
        for (const to of steps.keys())
          for (const how of ways) expect(judge(tamper(steps, [how, from, to]))).not.toBeNull()
    }
  })

  test('nor do several of these together', () => {
    const tampering = fc.tuple(fc.constantFrom(...ways), fc.nat(60), fc.nat(60))
    const story = fc
      .constantFrom(...names)
      .chain(name => fc.tuple(fc.constant(name), fc.constantFrom(...deciders(name))))
    const property = fc.property(
      story,
      fc.array(tampering, { maxLength: 4 }),
      ([name, partner], tamperings) => {
        expect(judge(tamperings.reduce(tamper, incomplete(name, partner)))).not.toBeNull()
      },
    )
    fc.assert(property, { numRuns: 2_000, seed: 7 })
  })
})
