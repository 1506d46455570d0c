import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logText, memoryStore, openCollaboration, setClock } from '../../src/index.ts'
import { expectMisuse, samenspraak } from './run.ts'
import { folder, logOf, masked } from './signed.ts'

const { cwd, read, write, gone } = folder()
afterAll(gone)

const roles = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']
const keys: Record<string, { publicKey: string; keyProof: string }> = {}
for (const name of ['anna', 'hugo']) {
  const { publicKey, keyProof } = JSON.parse(samenspraak(['keys', 'new', name], { cwd }).out)
  keys[name] = { publicKey, keyProof }
}
const charter = {
  procedure: 'samenspraak/1',
  opgave: { title: 'Wonen', goal: 'Genoeg woningen' },
  partners: [
    { id: 'gemeente', name: 'Gemeente', people: [{ id: 'anna', roles, ...keys.anna }] },
    { id: 'corporatie', name: 'Corporatie', people: [{ id: 'hugo', roles, ...keys.hugo }] },
  ],
  opgavemanager: { id: 'omar' },
  terms: {
    consultation: 5,
    lijnmanagement: 5,
    opgavemanager: 5,
    stuurgroep: 9,
    jointDecision: 5,
    extension: 2,
  },
  signatures: 'required',
}

/** Signs on the command line, after the log that is in a file. */
function sign(act: Readonly<Record<string, unknown>> & { by: string }, more: readonly string[] = []): object {
  const args = ['sign', '--key', `${act.by}.key`, '--log', 'log.jsonl', ...more]
  const { code, out, err } = samenspraak(args, { input: JSON.stringify(act), cwd })
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out)
}

const clock = setClock('2026-01-05T08:00:00.000Z')
const opened = () => openCollaboration({ id: 'wonen', store: memoryStore(), clock })

describe('sign', () => {
  let wonen: Awaited<ReturnType<typeof opened>>
  const about = { proposal: 'homes', revision: 1 }
  const ask = async (signed: object): Promise<string> => {
    const outcome = await wonen.act(signed)
    write('log.jsonl', await logText(wonen))
    return 'refused' in outcome
      ? outcome.refused.rule
      : outcome.recorded.map(({ fact }) => fact.type).join(' ')
  }

  beforeAll(async () => {
    wonen = await opened()
    write('log.jsonl', '')
    const first = sign({ act: 'proposeCharter', by: 'anna', charter }, ['--collaboration', 'wonen'])
    expect(await ask(first)).toBe('charter.proposed')
    const { digest } = await wonen.circle()
    for (const by of ['anna', 'hugo']) await ask(sign({ act: 'signCharter', by, charter: digest }))
    await ask(
      sign({ act: 'draftProposal', by: 'anna', proposal: 'homes', title: 'Homes', text: 'We build.' }),
    )
    await ask(sign({ act: 'submitProposal', by: 'anna', proposal: 'homes' }))
  })

  it('says what was seen, and which act of this person it is', async () => {
    const signed = sign({ act: 'takePosition', by: 'hugo', ...about, position: 'consent' })
    const { digest } = (await wonen.proposal('homes')) ?? {}
    expect(signed).toEqual({
      act: { act: 'takePosition', by: 'hugo', ...about, position: 'consent' },
      collaboration: 'wonen',
      matter: 'homes',
      seen: { size: (await wonen.head()).size, root: expect.stringMatching(/^\S{44}$/) },
      signature: { key: keys.hugo?.publicKey, counter: 1, digest, value: expect.stringMatching(/^\S{88}$/) },
    })
  })

  it('makes acts that the engine records once, and never without', async () => {
    const act = { act: 'takePosition', by: 'anna', ...about, position: 'consent' }
    expect(await ask(act)).toBe('signedWhereAsked')
    const signed = sign(act)
    expect(await ask(signed)).toBe('position.taken')
    expect(await ask(signed)).toBe('numberedInTurn')
    const { out } = samenspraak(['verify', '--json', 'log.jsonl'], { cwd })
    expect(JSON.parse(out)).toMatchObject({ holds: true, ...(await wonen.head()) })
  })

  it('gives a draft its name, for which it is signed', () => {
    const signed = sign({ act: 'draftProposal', by: 'hugo', title: 'More', text: 'We build more.' })
    expect(signed).toMatchObject({ matter: 'p1', act: { proposal: 'p1' } })
  })

  const act = JSON.stringify({ act: 'takePosition', by: 'anna', ...about, position: 'consent' })
  const anna = ['--key', 'anna.key', '--log', 'log.jsonl']
  it.each([
    { what: 'no act', args: anna, input: '[]', told: /there is nothing to sign: / },
    { what: 'no JSON', args: anna, input: '{', told: /standard input is not JSON/ },
    {
      what: 'an act that is none',
      args: anna,
      input: '{"act":"fly","by":"anna"}',
      told: /there is nothing to sign: act/,
    },
    {
      what: 'an act of the clock',
      args: anna,
      input: JSON.stringify({ act: 'endTerm', ...about, stage: 'consultation' }),
      told: /there is nothing to sign: endTerm is the clock's/,
    },
    {
      what: 'an act of another person',
      args: ['--key', 'hugo.key', '--log', 'log.jsonl'],
      input: act,
      told: /the act is asked by "anna", the key is of "hugo"/,
    },
    { what: 'no key', args: ['--log', 'log.jsonl'], input: act, told: /'--key <file>' not specified/ },
    { what: 'no log', args: ['--key', 'anna.key'], input: act, told: /'--log <file>' not specified/ },
    {
      what: 'a log that is missing',
      args: ['--key', 'anna.key', '--log', 'none'],
      input: act,
      told: /cannot read none: there is no such file or folder/,
    },
    {
      what: 'a folder',
      args: ['--key', 'anna.key', '--log', '.'],
      input: act,
      told: /cannot read \.: it is a folder/,
    },
    {
      what: 'a log that is none',
      args: ['--key', 'anna.key', '--log', 'anna.key'],
      input: act,
      told: /anna\.key is neither a log of JSON Lines nor a SQLite file/,
    },
    {
      what: 'a log that is another',
      args: [...anna, '--collaboration', 'zorg'],
      input: act,
      told: /log\.jsonl holds no log of that collaboration; it holds: wonen/,
    },
    {
      what: 'a log without entries and without a name',
      args: ['--key', 'anna.key', '--log', '/dev/null'],
      input: act,
      told: /\/dev\/null has no entries: say with --collaboration for which log this is signed/,
    },
    {
      what: 'a name that is none',
      args: ['--key', 'anna.key', '--log', '/dev/null', '--collaboration', 'a b'],
      input: act,
      told: /--collaboration must be letters, digits/,
    },
    { what: 'a missing act', args: ['none.json', ...anna], input: '', told: /cannot read none\.json/ },
  ])('refuses $what', ({ args, input, told }) => {
    const run = samenspraak(['sign', ...args], { input, cwd })
    expectMisuse(run, told)
    expect(masked(run.err)).toBe(run.err)
  })

  it('signs nothing after a log that does not hold', () => {
    write('bad.jsonl', read('log.jsonl').replace('We build.', 'We raze.'))
    const run = samenspraak(['sign', '--key', 'anna.key', '--log', 'bad.jsonl'], { input: act, cwd })
    expect(run).toMatchObject({ code: 1, out: '' })
    expect(run.err).toMatch(/^samenspraak: the log does not hold: entry 4: [^\n]+ \(badSignature\)\n$/)
  })

  it('reads a log that is kept in SQLite too', () => {
    samenspraak(['demo', '--keep', 'haven.db'], { cwd })
    const words = { act: 'comment', by: 'anna', proposal: 'haven', text: 'Well done.' }
    const args = ['sign', '--key', 'anna.key', '--log', 'haven.db']
    const { code, out } = samenspraak(args, { input: JSON.stringify(words), cwd })
    expect({ code, ...JSON.parse(out) }).toMatchObject({
      code: 0,
      matter: 'haven',
      signature: { counter: 1 },
    })
  })

  it('reads a log without signatures, in which the acts of everybody are the first', () => {
    write('play.jsonl', logOf(4))
    write('almere1.json', read('anna.key').replace('"anna"', '"almere1"'))
    const words = { act: 'comment', by: 'almere1', proposal: 'p1', text: 'A question.' }
    const args = ['sign', '--key', 'almere1.json', '--log', 'play.jsonl']
    const { out } = samenspraak(args, { input: JSON.stringify(words), cwd })
    expect(JSON.parse(out)).toMatchObject({ collaboration: 'script', signature: { counter: 1 } })
  })
})
