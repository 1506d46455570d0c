// What people write cannot break a line, a terminal or a sentence, and nobody passes for somebody else.
import { describe, expect, it } from 'vitest'
import {
  agenda,
  decisionOf,
  involvement,
  linesOf,
  nameBook,
  overview,
  plain,
  tellContent,
  tellDecision,
  teller,
  tellInvolvement,
  waiting,
  whyUndecided,
} from '../../src/register/register.ts'
import { partner, scene } from '../support.ts'

const nasty = '\u001b[2J\u0007a\nb\r\nc\u202e\u2066d\u2028e\u200f\u0000\u009b31m"f“g”'

/** Every sentence and line that the register says about a collaboration in which all words are nasty. */
async function everything(language: 'nl' | 'en'): Promise<{ readonly sentence: string }[]> {
  const people = (id: string) => [
    { id: `${id}1`, name: `${id}${nasty}`, roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] },
  ]
  const ids = ['almere', 'zeewolde', 'dronten']
  const s = await scene({
    opgave: { title: nasty, goal: nasty, needs: [{ id: 'n', what: nasty }] },
    partners: ids.map(id => partner(id, { name: `${id}${nasty}`, people: people(id) })),
    opgavemanager: { id: 'omar', name: nasty },
  })
  await s.submitted('almere1', {
    title: nasty,
    text: nasty,
    commitments: [{ id: 'c', partner: 'dronten', what: nasty, by: '2027-01-01' }],
  })
  await s.does('almere1', 'comment', { text: `${nasty}?` })
  await s.does('almere1', 'takePosition', { position: 'reservation', reason: nasty })
  await s.does('dronten1', 'takePosition', { provisional: true, reason: nasty })
  await s.does('zeewolde1', 'raiseObjection', { reason: nasty })
  await s.does('omar', 'answerObjection', { text: nasty })
  const standing = await s.engine.standing()
  const reader = { language }
  const log = await s.log()
  const why = whyUndecided(standing, 'p1', reader)
  const running = [
    ...waiting(standing, reader),
    ...(why?.reasons ?? []).flatMap(it => [it, ...it.points]),
    ...agenda(standing, { of: 'lijnmanagement' }, reader).items.flatMap(it => [it, ...it.points]),
    ...overview(standing, reader).circle,
    ...overview(standing, reader).proposals,
    ...tellContent(standing, 'p1', reader),
    ...tellInvolvement(standing, involvement(log), reader),
  ]
  await s.does('zeewolde1', 'withdrawObjection', { reason: nasty })
  await s.does('almere1', 'withdrawProposal')
  const ended = await s.engine.standing(['p1'])
  const decision = decisionOf(ended, 'p1')
  const tell = teller(language)
  const lines = (await s.log()).map(tell)
  return [...running, ...lines, ...(decision ? tellDecision(ended, decision, reader) : [])]
}

/** The text of a proposal is shown as it is, line by line, between no quotation marks. */
const isText = (line: object): boolean => 'part' in line && line.part === 'words'

describe.each(['nl', 'en'] as const)('in %s', language => {
  it('every sentence is one line of plain characters', async () => {
    const said = await everything(language)
    expect(said.length).toBeGreaterThan(40)
    expect(said.filter(({ sentence }) => /[\p{C}\u2028\u2029]/u.test(sentence))).toEqual([])
  })

  it('what is quoted stays between its quotation marks', async () => {
    for (const { sentence } of (await everything(language)).filter(line => !isText(line))) {
      expect(sentence).not.toMatch(/[“”„‟″]/)
      expect((sentence.match(/"/g) ?? []).length % 2, sentence).toBe(0)
    }
  })

  it('however long the words are, a sentence is not', async () => {
    const s = await scene()
    await s.submitted('almere1', { title: 'x'.repeat(300), text: 'x'.repeat(100_000) })
    await s.does('dronten1', 'raiseObjection', { reason: 'y'.repeat(10_000) })
    for (const { sentence } of waiting(await s.engine.standing(), { language }))
      expect(sentence.length).toBeLessThan(1_200)
  })
})

describe('names', () => {
  const charterOf = (first: string, second: string) => ({
    opgave: {},
    partners: [
      { id: 'a', name: first, people: [{ id: 'a1', name: 'Jan' }, { id: 'a2' }] },
      { id: 'b', name: second, people: [{ id: 'b1', name: 'JAN' }] },
    ],
    opgavemanager: { id: 'omar' },
  })

  it('that are the same, or look it, are told apart by their ids', () => {
    const names = nameBook(charterOf('Gemeente', 'gemeente'))
    expect([names.partner('a'), names.partner('b')]).toEqual(['Gemeente [a]', 'gemeente [b]'])
    expect([names.person('a1'), names.person('b1')]).toEqual(['Jan [a1]', 'JAN [b1]'])
    names.learnFrom(charterOf('Gemeente', 'Provincie'))
    expect([names.partner('a'), names.partner('b')]).toEqual(['Gemeente', 'Provincie'])
  })

  it('fall back to ids', () => {
    const names = nameBook(charterOf('A', 'B'))
    expect([names.person('a2'), names.person('omar'), names.partner('z'), names.need('n')]).toEqual([
      ...['a2', 'omar', 'z', 'n'],
    ])
  })

  it('come with mandates and later charters, and are those of the moment in which they are told', async () => {
    const s = await scene()
    await s.submitted()
    await s.does('dronten1', 'giveMandate', { person: 'dora', name: 'Dora', roles: ['lijnmanagement'] })
    await s.does('dora', 'takePosition')
    await s.does('dronten1', 'giveMandate', { person: 'dora', name: 'Dora Dijk', roles: ['stuurgroep'] })
    await s.does('dora', 'takePosition')
    const tell = teller('en')
    const told = (await s.log()).map(tell).filter(({ type }) => type === 'position.taken')
    expect(told.map(({ sentence }) => sentence)).toEqual([
      'Partner dronten consents (Dora)',
      'Partner dronten consents (Dora Dijk)',
    ])
    const asked = waiting(await s.engine.standing(), { language: 'en', person: 'dora' })
    expect(asked).toEqual([])
  })
})

it('an entry without the act that asks for its fact is refused, not made up', async () => {
  const s = await scene()
  const [first] = await s.log()
  if (!first) throw new Error('the log is empty')
  const { asked: _, ...bare } = first
  expect(() => teller('en')(bare)).toThrow(
    new TypeError('entry 0 has "charter.proposed" without the act that asks for it'),
  )
})

it('longer text keeps its lines and loses what steers a terminal', () => {
  expect(linesOf('a\r\nb\n\n\u001b[31mc\u202e\u2028d')).toEqual(['a', 'b', '', ' [31mc', 'd'])
  expect(plain('  \u0007 a  b \u200b')).toBe('a b')
})
