import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import {
  charterOf,
  expectMisuse,
  inEmptyFolder,
  main,
  samenspraak,
  scriptOf,
  start,
  transcript,
} from './run.ts'

const founded = (charter: object) => ({ charter, founded: true, start, acts: [] })
const partner = (id: string, roles: readonly string[]) => ({
  id,
  name: id,
  people: [{ id: `${id}1`, roles }],
})
const allRoles = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep']
const withPartners = (...partners: readonly object[]) => founded(charterOf([], { partners }))

describe('play refuses to begin with', () => {
  it.each([
    { what: 'no JSON', input: '{"acts": [', message: /JSON/ },
    { what: 'an empty file', input: '', message: /JSON/ },
    { what: 'JSON of another kind', input: '[]', message: /script/ },
    { what: 'null', input: 'null', message: /script/ },
    { what: 'no text at all', input: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), message: /UTF-8/ },
    { what: 'no start', input: { acts: [] }, message: /start/ },
    { what: 'a start that is no moment', input: { start: '2026-01-05', acts: [] }, message: /start/ },
    { what: 'a start without offset', input: { start: '2026-01-05T09:00:00', acts: [] }, message: /start/ },
    {
      what: 'a start that does not exist',
      input: { start: '2026-13-05T09:00:00Z', acts: [] },
      message: /start/,
    },
    { what: 'no acts', input: { start }, message: /acts/ },
    { what: 'acts that are no list', input: { start, acts: { 0: {} } }, message: /acts/ },
    { what: 'an unknown field', input: { start, acts: [], end: start }, message: /end/ },
    {
      what: 'founded that is no truth value',
      input: { ...scriptOf([]), founded: 'yes' },
      message: /founded/,
    },
    { what: 'founded without a charter', input: { start, founded: true, acts: [] }, message: /charter/ },
    { what: 'an empty charter', input: founded({}), message: /charter/ },
    { what: 'a charter of one partner', input: founded(charterOf(['a'])), message: /charter\.partners/ },
    {
      what: 'a charter of a partner without a seat',
      input: withPartners(partner('a', allRoles), partner('b', allRoles.slice(0, 2))),
      message: /stuurgroep/,
    },
    {
      what: 'a charter with a name twice',
      input: withPartners(partner('a', allRoles), partner('A', allRoles)),
      message: /charter\.partners/,
    },
    {
      what: 'a charter of another procedure',
      input: founded(charterOf(['a', 'b'], { procedure: 'x/1' })),
      message: /procedure/,
    },
    {
      what: 'a charter with an unknown field',
      input: founded(charterOf(['a', 'b'], { quorum: 2 })),
      message: /quorum/,
    },
    {
      what: 'a term of no days',
      input: founded(charterOf(['a', 'b'], { terms: { consultation: 0 } })),
      message: /terms/,
    },
    {
      what: 'a charter that has to be signed by hand',
      input: founded(charterOf(['a', 'b'], { signatures: 'required' })),
      message: /cannot be founded/,
    },
  ])('$what', ({ input, message }) => {
    const text = typeof input === 'string' || input instanceof Uint8Array ? input : JSON.stringify(input)
    inEmptyFolder(cwd => {
      writeFileSync(join(cwd, 'script.json'), text)
      expectMisuse(samenspraak(['play', 'script.json', '--log', 'log.jsonl'], { cwd }), message)
      expect(readdirSync(cwd)).toEqual(['script.json'])
    })
  })

  it('the same on standard input', () => {
    expectMisuse(samenspraak(['play'], { input: '{"acts": [' }), /JSON/)
    expectMisuse(samenspraak(['play', '-'], { input: JSON.stringify(founded({})) }), /charter/)
  })

  it('a log that cannot be written', () => {
    inEmptyFolder(cwd => {
      mkdirSync(join(cwd, 'folder'))
      const input = JSON.stringify(scriptOf([]))
      for (const place of ['folder', 'nowhere/log.jsonl'])
        expectMisuse(samenspraak(['play', '--log', place], { input, cwd }), /cannot write/)
      expect(readdirSync(cwd)).toEqual(['folder'])
    })
  })
})

describe('verify refuses', () => {
  it.each([
    { what: 'text that is no log', input: 'Dear partners,\nwe decided.\n', message: /is not a log/ },
    { what: 'JSON that is no log', input: '{"holds":true}\n', message: /is not a log/ },
    { what: 'bytes that are no text', input: new Uint8Array([0xff, 0xfe, 0x00]), message: /is not a log/ },
  ])('$what', ({ input, message }) => {
    expectMisuse(samenspraak(['verify', '--json'], { input }), message)
  })

  it.each([
    '',
    '15',
    'abc:def',
    '15:short',
    '-1:bdYmEkP8rwFxFzDi11ZcGqCvmNdceF24yAmNEM2RLaA=',
    '1e3:bdYmEkP8rwFxFzDi11ZcGqCvmNdceF24yAmNEM2RLaA=',
  ])('the head "%s"', head => {
    expectMisuse(samenspraak(['verify', `--head=${head}`]), /--head must be SIZE:ROOT/)
  })
})

describe('a mistake is told in one line', () => {
  it.each([
    {
      args: ['play', 'nowhere.json'],
      told: '! samenspraak: cannot read nowhere.json: there is no such file or folder',
    },
    {
      args: ['verify', 'nowhere.jsonl'],
      told: '! samenspraak: cannot read nowhere.jsonl: there is no such file or folder',
    },
    { args: ['play', '.'], told: '! samenspraak: cannot read .: it is a folder' },
    { args: ['verify', '.'], told: '! samenspraak: cannot read .: it is a folder' },
    { args: ['fly'], told: "! samenspraak: unknown command 'fly' (Did you mean play?)" },
    { args: ['play', '--fast'], told: "! samenspraak: unknown option '--fast'" },
    {
      args: ['play', 'a', 'b'],
      told: "! samenspraak: too many arguments for 'play'. Expected 1 argument but got 2.",
    },
    { args: ['verify', '--head'], told: "! samenspraak: option '--head <SIZE:ROOT>' argument missing" },
    { args: ['play', '--log'], told: "! samenspraak: option '--log <file>' argument missing" },
    {
      args: ['demo', 'twice'],
      told: "! samenspraak: too many arguments for 'demo'. Expected 0 arguments but got 1.",
    },
    {
      args: ['show', 'a.jsonl', '--at', '9500-01-01T00:00:00Z'],
      told: '! samenspraak: --at must be a moment with an offset before the year 9000, as 2026-01-05T09:00:00+01:00',
    },
    { args: [], told: '! samenspraak: name a verb; see samenspraak --help' },
  ])('samenspraak $args', ({ args, told }) => {
    expect(transcript(args)).toBe(`$ samenspraak ${args.join(' ')}\n${told}\n[2]`)
  })
})

describe('--help', () => {
  it.each([['demo'], ['play'], ['log'], ['verify'], ['waiting'], ['show']])(
    'of %s shows an example',
    verb => {
      const { code, out, err } = samenspraak([verb, '--help'])
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(out).toMatch(
        new RegExp(`^Usage: samenspraak ${verb} .*\\nExample:\\n  samenspraak ${verb}`, 's'),
      )
    },
  )

  it('names every verb', () => {
    const { code, out, err } = samenspraak(['--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const verb of ['demo', 'play', 'log', 'verify', 'waiting', 'show'])
      expect(out).toMatch(new RegExp(`^  ${verb} `, 'm'))
  })
})

it('--version is that of the package', () => {
  expect(transcript(['--version'])).toBe(`$ samenspraak --version\n${packageJson.version}\n[0]`)
})

describe('a reader that has seen enough', () => {
  const long = JSON.stringify(scriptOf(Array.from({ length: 3_000 }, () => ({ act: 'fly' }))))
  const shell = (command: string, cwd: string) =>
    spawnSync('bash', ['-c', `set -o pipefail; ${command}`], { cwd, encoding: 'utf8' })

  it.skipIf(process.platform === 'win32')('closes the pipe, and that is no mistake', () => {
    inEmptyFolder(cwd => {
      writeFileSync(join(cwd, 'script.json'), long)
      const { stdout, stderr, status } = shell(
        `"${process.execPath}" "${main}" play script.json | head -1`,
        cwd,
      )
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
      expect(stdout.trimEnd().split('\n')).toHaveLength(1)
      expect(JSON.parse(stdout)).toMatchObject({ n: 0, refused: { rule: 'wellFormedAct' } })
    })
  })

  it.skipIf(process.platform === 'win32')('and does not make a log hold that does not', () => {
    inEmptyFolder(cwd => {
      writeFileSync(join(cwd, 'bad.jsonl'), '{"collaboration":"a","prev":"b","seq":0}\n')
      const command = `"${process.execPath}" "${main}" verify bad.jsonl | true`
      expect(shell(command, cwd)).toMatchObject({ stdout: '', stderr: '', status: 1 })
    })
  })

  it.skipIf(process.platform === 'win32')('reads a log from a pipe, which can be read only once', () => {
    inEmptyFolder(cwd => {
      const program = `"${process.execPath}" "${main}"`
      const { stdout, stderr, status } = shell(`${program} show <(${program} demo --json) haven`, cwd)
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
      expect(stdout).toContain('decided by all partners')
    })
  })
})
