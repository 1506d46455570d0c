import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectMisuse, type Run, samenspraak, scriptOf, transcript } from './run.ts'

/** A folder with the story of `demo`: the SQLite file in which it was played, its log, and that of a proposal that runs. */
const cwd = mkdtempSync(join(tmpdir(), 'samenspraak-'))
const acts = [
  { by: 'a1', act: 'draftProposal', title: 'Homes', text: 'We build.\nAnd we let.' },
  { by: 'a1', act: 'submitProposal', proposal: 'p1' },
  { by: 'a1', act: 'takePosition', proposal: 'p1', revision: 1, position: 'consent' },
]
beforeAll(() => {
  const kept = samenspraak(['demo', '--json', '--keep', 'demo.db'], { cwd })
  expect({ code: kept.code, err: kept.err }).toEqual({ code: 0, err: '' })
  writeFileSync(join(cwd, 'demo.jsonl'), kept.out)
  const input = JSON.stringify(scriptOf(acts))
  expect(samenspraak(['play', '--log', 'log.jsonl'], { input, cwd }).code).toBe(0)
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const files = ['demo.db', 'demo.jsonl']

describe('show', () => {
  it('tells who decide together and where each proposal stands, alike from both kinds of file', () => {
    const said = files.map(file => samenspraak(['show', file], { cwd }))
    expect(said[0]).toEqual(said[1])
    expect(said[0]).toEqual({
      code: 0,
      err: '',
      out: `Opgave "Wonen aan de Haven": "Two hundred affordable homes at the harbour, dry feet included."
Opgavemanager: Omar
Gemeente Havenstad: Anna (lijnmanagement, opgaveregisseur, stuurgroep)
Provincie: Pieter (lijnmanagement, opgaveregisseur, stuurgroep)
Waterschap: Wim (lijnmanagement, opgaveregisseur, stuurgroep)
Corporatie Thuishaven: Hugo (lijnmanagement); Hanna (opgaveregisseur); Hester (stuurgroep)
Huurdersvereniging: Hafsa (lijnmanagement, opgaveregisseur, stuurgroep)

Proposals
  "Two hundred homes at the harbour" (haven), revision 2: decided
  "The tenants become a partner" (kring), revision 1: decided
`,
    })
  })

  it('tells a decision', () => {
    expect(samenspraak(['show', 'demo.db', 'kring', '--nl'], { cwd }).out).toMatch(
      /^"The tenants become a partner" \(kring\): besloten door alle partners, op maandag 26 januari 2026 om 13:00 uur\n {2}Hiermee geldt een ander charter \(F2\)\n/,
    )
    const said = samenspraak(['show', 'demo.db', 'haven'], { cwd }).out
    expect(said.split('\n').filter(line => line.includes(' confirmed, by '))).toHaveLength(5)
    expect(said).toContain('\n  Waterschap let its objection o1 go: "No water storage')
  })

  it('tells why a proposal is not decided yet', () => {
    const digest = 'sha256:[0-9a-f]{64}'
    expect(
      transcript(['show', 'log.jsonl', 'p1', '--at', '2026-01-06T10:00:00Z'], { cwd }).replace(
        new RegExp(digest),
        'sha256:…',
      ),
    ).toBe(
      `$ samenspraak show log.jsonl p1 --at 2026-01-06T10:00:00Z
"Homes" (p1), revision 1: in consultation, until the end of Monday 19 January 2026
  The text, revision 1, with digest sha256:…:
  | We build.
  | And we let.
  Partner a consents (a1)

Why it is not decided yet
  Not true yet: every partner has a position that counts on the current revision (J1, C4, C6)
    Partner b has not spoken
    Partner c has not spoken
  Not true yet: every partner, one by one, has confirmed exactly this revision (J2, J3)
  If nothing changes, it goes up to lijnmanagement after Monday 19 January 2026
  It can last until the end of Friday 13 October 2028, unless a partner joins (O8)
[0]`,
    )
  })

  it('tells what happened, of one proposal or of all', () => {
    const entries = samenspraak(['show', 'demo.jsonl', '--json', '--timeline'], { cwd })
    const { timeline } = JSON.parse(entries.out)
    expect(timeline).toHaveLength(47)
    const lines = (run: Run) => run.out.split('\nWhat happened\n')[1]?.trimEnd().split('\n') ?? []
    const all = lines(samenspraak(['show', 'demo.jsonl', '--timeline'], { cwd }))
    expect(all).toHaveLength(47)
    expect(all[0]).toBe(
      '  Mon 05 Jan 2026 09:00  Anna lays a charter before the partners: "Wonen aan de Haven"',
    )
    expect(all[8]).toMatch(
      /^ {2}Thu 08 Jan 2026 10:00 {2}"Two hundred homes at the harbour": Anna submits it/,
    )
    const one = lines(samenspraak(['show', 'demo.jsonl', 'kring', '--timeline'], { cwd }))
    expect(one).toHaveLength(timeline.filter(({ matter }: { matter: string }) => matter === 'kring').length)
  })

  it('tells how each partner was involved', () => {
    const said = samenspraak(['show', 'demo.db', 'haven', '--involvement'], { cwd }).out
    expect(said).toContain(
      '\n  Corporatie Thuishaven was asked 3 times and answered 2 times, half of them within 4 working days, the slowest within 33 working days; its silence went up 2 times\n',
    )
    const { involvement } = JSON.parse(
      samenspraak(['show', 'demo.db', '--json', '--involvement'], { cwd }).out,
    )
    expect(involvement.partners).toHaveLength(5)
    expect(involvement.questions.length).toBeGreaterThan(20)
  })

  it('prints JSON for programs', () => {
    const all = JSON.parse(samenspraak(['show', 'demo.db', '--json'], { cwd }).out)
    expect(Object.keys(all)).toEqual(['at', 'circle', 'proposals'])
    const one = JSON.parse(samenspraak(['show', 'demo.db', 'haven', '--json'], { cwd }).out)
    expect(one).toMatchObject({
      proposal: { proposal: 'haven', state: 'decided' },
      decision: { outcome: 'decided', revision: 2, at: '2026-03-09T14:00:00.000Z' },
      why: null,
    })
  })

  it('changes nothing in the file', () => {
    const bytes = () => files.map(file => readFileSync(join(cwd, file)).toString('base64'))
    const before = bytes()
    for (const file of files) samenspraak(['show', file, '--timeline', '--involvement'], { cwd })
    expect(bytes()).toEqual(before)
  })

  it.each([
    { what: 'a proposal that is not there', args: ['demo.db', 'x'], message: /there are haven, kring/ },
    { what: 'a file that is missing', args: ['none.db'], message: /cannot read none\.db/ },
    {
      what: 'a collaboration that is not there',
      args: ['demo.db', '--collaboration', 'x'],
      message: /it holds: wonen-aan-de-haven/,
    },
    { what: 'a third argument', args: ['demo.db', 'haven', 'kring'], message: /too many arguments/ },
  ])('refuses $what', ({ args, message }) => {
    expectMisuse(samenspraak(['show', ...args], { cwd }), message)
  })

  it('--help shows an example', () => {
    expect(samenspraak(['show', '--help']).out).toMatch(/\nExample:\n {2}samenspraak show /)
  })
})
