// A refused act changes nothing, a dry run says what act then does, and `may` says it beforehand: in a random sample.
import { describe, expect, it } from 'vitest'
import { type Act, type ActOutcome, openCollaboration } from '../../src/index.ts'
import { outOfReach } from '../rules/out-of-reach.ts'
import { keyOf } from '../signing.ts'
import { charter, content, type Fields, partner, type Scene, scene, seeded, terms } from '../support.ts'

const short = {
  ...terms,
  consultation: 3,
  lijnmanagement: 2,
  opgavemanager: 2,
  stuurgroep: 3,
  jointDecision: 2,
}
const partners = charter().partners
const lelystad = partner('lelystad')
const people = [
  ...['almere1', 'almere2', 'zeewolde1', 'zeewolde2', 'dronten1', 'dronten2', 'omar'],
  ...['lelystad1', 'piet', 'maria', 'outsider'],
]
const commitment = { id: 'w', partner: 'zeewolde', what: 'Levert de grond', by: '2026-09-01' }
const roles = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']

type Random = <T>(choices: readonly T[]) => T

const charters = [
  charter({ terms: short, partners: [...partners, lelystad] }),
  charter({ terms: short, maxRevisions: 2, opgavemanager: { id: 'maria' } }),
  charter({ terms: short, partners: partners.slice(0, 2) }),
  charter({ terms: short, partners: [...partners, partner('Almere7', { people: [{ id: 'piet', roles }] })] }),
  charter({ terms: short, signatures: 'required' }),
]

/** The example of a key is made of words: a real one in its place. */
const withKey = (example: Act): Act =>
  example.act === 'registerKey' ? { ...example, ...keyOf(example.person, 'a new one') } : example

/** Something that somebody might ask, sensible or not. */
function anything(random: Random): Fields {
  const by = random(people)
  const proposal = random(['p1', 'p1', 'p1', 'p2', 'p3', 'P1', 'p9'])
  const revision = random([0, 1, 1, 1, 2, 2, 3, -1])
  const own = { by, proposal }
  const reason = random(['Te duur.', 'Te duur.', ' ', ''])
  const objection = random(['o1', 'o2', 'o3', 'O1'])
  const written = {
    ...content,
    text: random(['Een.', 'Twee.', 'Drie.', '']),
    ...random([{}, {}, { commitments: [commitment] }, { basedOn: ['p1'] }, { charter: random(charters) }]),
  }
  return random<() => Fields>([
    () => ({ act: 'proposeCharter', by, charter: random(charters) }),
    () => ({ act: 'signCharter', by, charter: `sha256:${'0'.repeat(64)}` }),
    () => ({ act: 'giveMandate', by, person: random(people), roles: [random(roles)] }),
    () => ({
      act: 'giveMandate',
      by,
      person: random(people),
      roles,
      until: random(['2026-01-08', '2025-01-01']),
    }),
    () => ({ act: 'withdrawMandate', by, person: random(people) }),
    () => ({
      act: 'leaveCollaboration',
      by: random(['outsider', 'omar', 'dronten2', 'almere2', 'dronten1']),
    }),
    () => ({ act: 'draftProposal', by, ...written }),
    () => ({ act: 'draftProposal', ...own, ...written }),
    () => ({ act: 'reviseDraft', ...own, ...written }),
    () => ({ act: 'submitProposal', ...own }),
    () => ({ act: 'amendProposal', ...own, ...written }),
    () => ({ act: 'withdrawProposal', by: random(['zeewolde1', 'dronten1', 'outsider']), proposal }),
    () => ({
      act: 'comment',
      ...own,
      text: 'Waarom?',
      ...random([{}, { replyTo: 'c1' }, { replyTo: 'c9' }]),
    }),
    () => ({ act: 'takePosition', ...own, revision, position: random(['consent', 'standAside', 'maybe']) }),
    () => ({ act: 'takePosition', ...own, revision, position: 'reservation', reason }),
    () => ({ act: 'raiseObjection', ...own, revision, reason, ...random([{}, { objection }]) }),
    () => ({ act: 'answerObjection', ...own, objection, text: reason }),
    () => ({ act: 'withdrawObjection', ...own, objection, revision }),
    () => ({ act: 'extendTerm', ...own, revision }),
    () => ({ act: 'escalate', ...own, revision, stage: random(['lijnmanagement', 'opgavemanager']), reason }),
    () => ({ act: 'confirmDecision', ...own, revision }),
    () => ({ act: 'endTerm', proposal, revision, stage: 'consultation', ...random([{}, { by }]) }),
  ])()
}

const seats = ['almere1', 'zeewolde1', 'dronten1', 'omar', 'lelystad1']

/** Something that is allowed: mostly what brings a decision nearer, seldom what ends it all. */
async function sensible(s: Scene, random: Random): Promise<Fields> {
  const by = random(seats)
  const proposal = random(['p1', 'p1', 'p2', 'p2', ''])
  const options = await (proposal === '' ? s.engine.may(by) : s.engine.may(by, proposal))
  const allowed = options.filter(option => option.allowed).map(({ example }) => example as Fields)
  const driving = ['confirmDecision', 'withdrawObjection', 'signCharter', 'answerObjection']
  const nearer = allowed.filter(({ act, position }) => driving.includes(`${act}`) || position === 'consent')
  const last = nearer.filter(({ act }) => act === 'confirmDecision')
  const chosen = random([last, last, nearer, nearer, allowed]).concat(last)
  return chosen.length > 0 ? random(chosen) : anything(random)
}

async function everything(s: Scene) {
  const proposals = (await s.engine.proposals()).slice(0, 4)
  return structuredClone({
    head: await s.engine.head(),
    circle: await s.engine.circle(),
    nextDue: await s.engine.nextDue(),
    views: await Promise.all(proposals.map(id => s.engine.proposal(id))),
  })
}

/** What an outcome says, but for the id of the act and the hashes that follow from it. */
function told(outcome: ActOutcome): unknown {
  if ('refused' in outcome) return outcome
  return outcome.recorded.map(({ act: _, prev: __, ...entry }) => entry)
}

interface Sample {
  readonly s: Scene
  readonly random: Random
}

/** Plays a run of so many acts, telling each with the answers to it. */
async function sample(
  seed: number,
  length: number,
  each: (play: Sample & { act: Fields }) => Promise<void>,
): Promise<Scene> {
  const next = seeded(seed)
  const random: Random = choices => {
    const chosen = choices[Math.floor(next() * choices.length)]
    if (chosen === undefined) throw new Error('nothing to choose from')
    return chosen
  }
  let now = '2026-01-05T09:00:00.000Z'
  const s = await scene({ terms: short }, { clock: { now: () => now } })
  await s.submitted('almere1')
  await s.submitted('omar', { proposal: 'p2', charter: random(charters.slice(0, 2)) })
  for (let n = 0; n < length; n += 1) {
    if (next() < 0.06) now = (await s.engine.nextDue()) ?? now
    await s.engine.tick()
    const act = next() < 0.5 ? await sensible(s, random) : anything(random)
    await each({ s, random, act })
  }
  return s
}

describe('in a random sample', () => {
  const refusals = new Map<string, number>()
  const recorded = new Set<string>()

  it.each(Array.from({ length: 24 }, (_, n) => n + 1))(
    'seed %d: a refused act and a dry run change nothing, and act does what the dry run said',
    async seed => {
      const s = await sample(seed, 100, async ({ s, act }) => {
        const before = await everything(s)
        const dry = await s.engine.act(act, { dryRun: true })
        expect(await s.engine.head(), `dry run of ${JSON.stringify(act)}`).toEqual(before.head)
        const outcome = await s.engine.act(act)
        expect(told(outcome), JSON.stringify(act)).toEqual(told(dry))
        if ('recorded' in outcome) return
        expect(await everything(s), JSON.stringify(act)).toEqual(before)
        const { rule } = outcome.refused
        refusals.set(rule, (refusals.get(rule) ?? 0) + 1)
      })
      for (const { fact } of await s.log()) recorded.add(fact.type)
      const again = await openCollaboration({ id: 'regio', store: s.store })
      expect(await again.head()).toEqual(await s.engine.head())
      for (const id of await s.engine.proposals())
        expect(await again.proposal(id)).toEqual(await s.engine.proposal(id))
      expect(await again.circle()).toEqual(await s.engine.circle())
    },
  )

  it('it reached far: many rules refused, none that is out of reach, and much was recorded', () => {
    const sum = [...refusals.values()].reduce((all, some) => all + some, 0)
    expect(sum).toBeGreaterThan(1_000)
    expect(refusals.size).toBeGreaterThan(30)
    for (const rule of refusals.keys()) expect(Object.keys(outOfReach)).not.toContain(rule)
    const reached = ['decision.called', 'decision.taken', 'stage.entered', 'charter.replaced', 'partner.left']
    for (const type of reached) expect([...recorded]).toContain(type)
  })

  it.each(Array.from({ length: 8 }, (_, n) => 101 + n))(
    'seed %d: what a person may do is recorded when tried, what not is refused by the rule that was told',
    async seed => {
      await sample(seed, 40, async ({ s, random, act }) => {
        await s.engine.act(act)
        const by = random(people)
        const about = random<[string?]>([
          [],
          ...(await s.engine.proposals()).slice(0, 3).map((id): [string] => [id]),
        ])
        const head = await s.engine.head()
        for (const { allowed, rule, why, example } of await s.engine.may(by, ...about)) {
          const tried = await s.engine.act(withKey(example), { dryRun: true })
          const refused = 'refused' in tried ? tried.refused : undefined
          expect(refused === undefined, JSON.stringify(example)).toBe(allowed)
          if (refused) expect({ rule: refused.rule, why: refused.why }).toEqual({ rule, why })
        }
        expect(await s.engine.head()).toEqual(head)
      })
    },
  )
})

describe('what a person may do', () => {
  const option = async (s: Scene, by: string, act: Act['act'], proposal?: string) =>
    (await s.engine.may(by, proposal)).find(it => it.act === act)

  it('a refusal names what is allowed instead, and that is recorded', async () => {
    const s = await scene()
    await s.submitted()
    const { allowed } = await s.refuses('reasonGiven', 'dronten1', 'raiseObjection', { reason: '' })
    expect(new Set(allowed)).toEqual(new Set(['comment', 'takePosition', 'raiseObjection', 'extendTerm']))
  })

  it('it is told, and refusals are answered, whatever text a proposal has', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { text: `${'x'.repeat(999)}🏠` })
    await s.refuses('byAuthor', 'dronten1', 'submitProposal')
    expect(await option(s, 'almere1', 'reviseDraft', 'p1')).toMatchObject({ allowed: true })
  })

  it('a partner may give a mandate, whatever names another partner has given to its people', async () => {
    const s = await scene()
    expect(await option(s, 'almere1', 'giveMandate')).toMatchObject({ allowed: true })
    await s.does('zeewolde1', 'giveMandate', { person: 'person-1', roles: ['lijnmanagement'] })
    expect(await option(s, 'almere1', 'giveMandate')).toMatchObject({ allowed: true })
  })

  it('an author may amend a long text again, after having done so by the example', async () => {
    const s = await scene()
    await s.submitted('almere1', { text: 'x'.repeat(1_500) })
    const amend = await option(s, 'almere1', 'amendProposal', 'p1')
    expect(await s.engine.act(amend?.example)).toHaveProperty('recorded')
    expect(await option(s, 'almere1', 'amendProposal', 'p1')).toMatchObject({ allowed: true })
  })

  it('an author may revise a draft whose charter was replaced: to name the one in force', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal', { proposal: 'p1', charter: charter({ maxRevisions: 3 }) })
    await s.adopts(charter({ maxRevisions: 5 }))
    expect(await option(s, 'almere1', 'reviseDraft', 'p1')).toMatchObject({ allowed: true })
  })
})
