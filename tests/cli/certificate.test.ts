import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { PartnerKeys } from '../../src/verify/verify.ts'
import { expectMisuse, inEmptyFolder, samenspraak, transcript } from './run.ts'
import { allActs, folder, logOf, masked } from './signed.ts'

const { cwd, read, write, gone } = folder()
afterAll(gone)

const told = samenspraak(['demo', '--signed', 'haven'], { cwd })
const certificate = read('haven/certificate.json')
const keys: Record<string, { people: string[]; witness: string[] }> = JSON.parse(read('haven/keys.json'))
write('play.jsonl', logOf(allActs.length))
write('running.jsonl', logOf(6))
const short = checkpointOf(20)

describe('demo --signed', () => {
  it('tells the same story, and where its files are', () => {
    const plain = samenspraak(['demo'], { cwd }).out
    expect({ code: told.code, err: told.err }).toEqual({ code: 0, err: '' })
    const story = (out: string) => out.slice(0, out.indexOf('    log '))
    expect(story(told.out)).toBe(story(plain))
    expect(told.out).toMatch(/^ {4}verify {3}samenspraak verify \S+certificate\.json --keys \S+keys\.json$/m)
    expect(readdirSync(join(cwd, 'haven')).sort()).toEqual([
      ...['certificate.json', 'checkpoint.txt', 'keys.json', 'log.jsonl'],
    ])
  })

  it('leaves a log that holds, under a checkpoint that every partner cosigned', () => {
    const audit = JSON.parse(samenspraak(['verify', 'haven/log.jsonl', '--json'], { cwd }).out)
    expect(audit).toMatchObject({ holds: true, size: 47 })
    const [origin, size, root] = read('haven/checkpoint.txt').split('\n')
    expect({ origin, size, root }).toEqual({
      ...{ origin: 'samenspraak/wonen-aan-de-haven', size: '47', root: audit.root },
    })
    expect(read('haven/checkpoint.txt').match(/^— \S+/gm)).toEqual(Object.keys(keys).map(name => `— ${name}`))
  })

  it('has a folder of its own where none is named', () => {
    inEmptyFolder(empty => {
      expect(samenspraak(['demo', '--signed'], { cwd: empty }).code).toBe(0)
      expect(readdirSync(empty)).toEqual(['samenspraak-demo'])
      expect(readFileSync(join(empty, 'samenspraak-demo', 'certificate.json'), 'utf8')).toBe(certificate)
    })
  })

  it('overwrites nothing, and says where it cannot write', () => {
    writeFileSync(join(cwd, 'file'), 'mine')
    expectMisuse(
      samenspraak(['demo', '--signed', 'haven'], { cwd }),
      /exists already: give --signed the name/,
    )
    expectMisuse(samenspraak(['demo', '--signed', 'file'], { cwd }), /cannot make the folder file: it exists/)
    expectMisuse(samenspraak(['demo', '--signed', 'file/x'], { cwd }), /part of the path is not a folder/)
    expect(read('file')).toBe('mine')
    expect(read('haven/certificate.json')).toBe(certificate)
  })
})

/** Verifies the certificate in a folder where nothing is but that and keys. */
function elsewhere(given: PartnerKeys | null, ...more: readonly string[]): string {
  return inEmptyFolder(empty => {
    writeFileSync(join(empty, 'certificate.json'), certificate)
    if (given) writeFileSync(join(empty, 'keys.json'), JSON.stringify(given))
    const args = ['verify', 'certificate.json', ...(given ? ['--keys', 'keys.json'] : []), ...more]
    return transcript(args, { cwd: empty })
  })
}

const without = (partner: string) => Object.fromEntries(Object.entries(keys).filter(([id]) => id !== partner))

describe('a certificate, somewhere else', () => {
  it('says what every partner decided, by the keys of the partners', () => {
    expect(masked(elsewhere(keys))).toMatchInlineSnapshot(`
      "$ samenspraak verify certificate.json --keys keys.json
      holds: every entry is in the log of the checkpoint, and the procedure admitted it

      Wonen aan de Haven
      decided   haven, revision 2, on Mon 09 Mar 2026 15:00, by every partner
      Two hundred homes at the harbour
        We build 180 affordable homes on the old harbour grounds, with a water storage of 4 hectares, the first in 2027.
      sha256:…

      who stands behind it, by the keys given:
        Gemeente Havenstad      signed its position and its confirmation, cosigned the log on Mon 09 Mar 2026 15:00
        Provincie               signed its position and its confirmation, cosigned the log on Mon 09 Mar 2026 15:00
        Waterschap              signed its position and its confirmation, cosigned the log on Mon 09 Mar 2026 15:00
        Corporatie Thuishaven   signed its position and its confirmation, cosigned the log on Mon 09 Mar 2026 15:00
        Huurdersvereniging      signed its position and its confirmation, cosigned the log on Mon 09 Mar 2026 15:00
      35 of 35 acts are signed, and every signature is one
      checkpoint of 47 entries, 0 of them after the end
      47:…

      Every partner stands behind this by a key of its own.
      [0]"
    `)
  })

  it('says it in Dutch', () => {
    expect(masked(elsewhere(keys, '--language', 'nl'))).toMatchInlineSnapshot(`
      "$ samenspraak verify certificate.json --keys keys.json --language nl
      klopt: elke regel staat in het logboek van het ijkpunt, en de procedure liet hem toe

      Wonen aan de Haven
      besloten   haven, versie 2, op ma 09 mrt 2026 15:00, door elke partner
      Two hundred homes at the harbour
        We build 180 affordable homes on the old harbour grounds, with a water storage of 4 hectares, the first in 2027.
      sha256:…

      wie erachter staat, volgens de gegeven sleutels:
        Gemeente Havenstad      ondertekende zijn standpunt en bevestiging, en medeondertekende het logboek op ma 09 mrt 2026 15:00
        Provincie               ondertekende zijn standpunt en bevestiging, en medeondertekende het logboek op ma 09 mrt 2026 15:00
        Waterschap              ondertekende zijn standpunt en bevestiging, en medeondertekende het logboek op ma 09 mrt 2026 15:00
        Corporatie Thuishaven   ondertekende zijn standpunt en bevestiging, en medeondertekende het logboek op ma 09 mrt 2026 15:00
        Huurdersvereniging      ondertekende zijn standpunt en bevestiging, en medeondertekende het logboek op ma 09 mrt 2026 15:00
      35 van 35 handelingen zijn ondertekend, en elke handtekening klopt
      ijkpunt van 47 regels, 0 daarvan na het einde
      47:…

      Elke partner staat hierachter met een eigen sleutel.
      [0]"
    `)
  })

  it('names the partner whose keys are missing', () => {
    const said = elsewhere(without('waterschap'))
    expect(said).toMatch(
      /^ {2}Waterschap +NOT ESTABLISHED: signed with a key that none of the given ones vouches/m,
    )
    expect(said.match(/NOT ESTABLISHED/g)).toHaveLength(1)
    expect(said).toMatch(
      /Not every partner is shown to stand behind this\.\nGive the keys of all partners with --keys\.\n\[1\]$/,
    )
    const json = JSON.parse(elsewhere(without('waterschap'), '--json').split('\n')[1] ?? '')
    expect(json).toMatchObject({ holds: true, complete: false })
    expect(json.open).toEqual([
      {
        code: 'noKeyGiven',
        partner: 'waterschap',
        what: 'waterschap: no key of this partner was given',
      },
    ])
  })

  it('without keys shows nobody to stand behind it, and says so', () => {
    const said = elsewhere(null)
    expect(said).toMatch(/^holds: /m)
    expect(said.match(/NOT ESTABLISHED/g)).toHaveLength(5)
    expect(said).toMatch(
      /\nno witness that you know cosigned: [^\n]*\n\nNot every partner is shown to stand behind this\.\nGive the keys of all partners with --keys\.\n\[0\]$/,
    )
  })

  it('names whom the reader holds a key of and who is no partner, and does not ask for more keys', () => {
    const said = elsewhere({ ...keys, lelystad: Object.values(keys)[0] ?? {} })
    expect(said).toMatch(/^NOT ESTABLISHED: you gave a key of lelystad, which is no partner here$/m)
    expect(said).toMatch(/Not every partner is shown to stand behind this\.\n\[1\]$/)
  })

  it('takes a key that is given twice for one', () => {
    const twice = Object.fromEntries(
      Object.entries(keys).map(([id, { people, witness }]) => [
        id,
        { people: [...people, ...people], witness: [...witness, ...witness] },
      ]),
    )
    expect(elsewhere(twice)).toBe(elsewhere(keys))
  })

  it('is told as JSON, with everything that was established', () => {
    const json = JSON.parse(elsewhere(keys, '--json').split('\n')[1] ?? '')
    expect(Object.keys(json)).toEqual([
      ...['holds', 'complete', 'finding', 'ended', 'partners', 'acts', 'head', 'open'],
    ])
    expect(json).toMatchObject({ holds: true, complete: true, finding: null, open: [] })
    expect(json.ended).toMatchObject({ proposal: 'haven', outcome: 'decided', revision: 2, sustained: [] })
    expect(json.partners.map(({ partner }: { partner: string }) => partner)).toEqual(Object.keys(keys))
    for (const each of json.partners)
      expect(each).toMatchObject({ position: 'vouched', confirmation: 'vouched', standsBehind: true })
    expect(json.acts).toEqual({ all: 35, signed: 35 })
    expect(json.head).toMatchObject({ size: 47, entriesAfter: 0 })
  })

  it('comes by a pipe too, in pieces however small', () => {
    const args = ['verify', '--json', '--keys', join(cwd, 'haven/keys.json')]
    const { code, out } = samenspraak(args, { input: certificate })
    expect({ code, complete: JSON.parse(out).complete }).toEqual({ code: 0, complete: true })
  })
})

describe('a certificate that was changed', () => {
  it.each([
    {
      what: 'a word of it',
      from: '180 affordable',
      to: '900 affordable',
      told: /entry \d+: .* \(notInTree\)/,
    },
    {
      what: 'its proposal',
      from: '"matter":"haven","seen"',
      to: '"matter":"port","seen"',
      told: /\(strayMatter\)/,
    },
    { what: 'its checkpoint', from: '\\n47\\n', to: '\\n48\\n', told: /checkpoint: .* \(badCosignature\)/ },
    {
      what: 'its form',
      from: 'samenspraak-certificate/1',
      to: 'samenspraak-certificate/2',
      told: /\(notACertificate\)/,
    },
    { what: 'its end', from: /\n$/, to: '', told: /file: .* \(notCanonical\)/ },
  ])('in $what does not hold', ({ from, to, told: why }) => {
    const changed = certificate.replace(from, to)
    expect(changed).not.toBe(certificate)
    const args = ['verify', '--keys', join(cwd, 'haven/keys.json')]
    const { code, out, err } = samenspraak(args, { input: changed })
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toMatch(/^does not hold: [^\n]+\n$/)
    expect(out).toMatch(why)
    const dutch = samenspraak([...args, '--nl'], { input: changed })
    expect(dutch.out).toMatch(/^klopt niet: /)
    const json = JSON.parse(samenspraak([...args, '--json'], { input: changed }).out)
    expect(json).toMatchObject({ holds: false, complete: false, ended: null, partners: [] })
    expect(out).toContain(`(${json.finding.code})`)
  })

  it.each([
    { what: 'that is missing', text: null, told: /cannot read keys\.bad: there is no such file/ },
    { what: 'that is no JSON', text: '{', told: /keys\.bad is not JSON/ },
    {
      what: 'that is a list',
      text: '[]',
      told: /keys\.bad must be \{"PARTNER": \{"people": \[KEY, …\], "witness": \[KEY, …\]\}, …\}: /,
    },
    { what: 'with one key that stands alone', text: '{"almere":"x"}', told: /must be .*: almere: / },
    {
      what: 'with a key that is none',
      text: '{"almere":{"people":["x"]}}',
      told: /must be .*: almere\.people\[0\]: /,
    },
    {
      what: 'with a key of small order',
      text: JSON.stringify({ almere: { witness: [`AQ${'A'.repeat(41)}=`] } }),
      told: /must be .*: almere\.witness\[0\]: /,
    },
  ])('is not looked at with a keys file $what', ({ text, told: why }) => {
    if (text !== null) write('keys.bad', text)
    expectMisuse(samenspraak(['verify', 'haven/certificate.json', '--keys', 'keys.bad'], { cwd }), why)
  })

  it('is no log: --head is not for it, and --keys not for a log', () => {
    const head = `47:${'A'.repeat(43)}=`
    expectMisuse(
      samenspraak(['verify', 'haven/certificate.json', '--head', head], { cwd }),
      /--head is for logs/,
    )
    const args = ['verify', 'play.jsonl', '--keys', 'haven/keys.json']
    expectMisuse(samenspraak(args, { cwd }), /--keys is for certificates and split views/)
    const spaced = JSON.stringify(JSON.parse(certificate), null, 2)
    expectMisuse(samenspraak(['verify'], { input: spaced }), /nor does it begin as a certificate/)
  })
})

describe('certificate', () => {
  const args = ['certificate', 'haven/log.jsonl', 'haven', '--checkpoint', 'haven/checkpoint.txt']

  it('is the same each time, on standard output and in a file', () => {
    expect(samenspraak(args, { cwd })).toEqual({ code: 0, out: certificate, err: '' })
    expect(samenspraak([...args, '--out', 'again.json'], { cwd })).toEqual({ code: 0, out: '', err: '' })
    expect(read('again.json')).toBe(certificate)
  })

  it('without a checkpoint is proved against the whole log, which nobody cosigned', () => {
    const { out } = samenspraak(['certificate', 'haven/log.jsonl', 'haven'], { cwd })
    const verified = samenspraak(['verify', '--json', '--keys', 'haven/keys.json'], { input: out, cwd })
    const { complete, partners } = JSON.parse(verified.out)
    expect(complete).toBe(true)
    expect(partners.map(({ cosignedAt }: { cosignedAt: null }) => cosignedAt)).toEqual(
      Object.keys(keys).map(() => null),
    )
  })

  it('of acts that nobody signed holds, and establishes for nobody', () => {
    const { code, out } = samenspraak(['certificate', 'play.jsonl', 'p1'], { cwd })
    expect(code).toBe(0)
    const said = samenspraak(['verify', '--keys', 'haven/keys.json'], { input: out, cwd })
    expect(said.code).toBe(1)
    expect(said.out).toContain('NOT ESTABLISHED: its acts are replayed, not shown to be its own')
    expect(said.out).toMatch(/^0 of \d+ acts are signed/m)
  })

  it('is made of a SQLite file as of a log', () => {
    samenspraak(['demo', '--keep', 'haven.db'], { cwd })
    write('demo.jsonl', samenspraak(['log', 'haven.db'], { cwd }).out)
    const fromFile = samenspraak(['certificate', 'haven.db', 'haven'], { cwd })
    expect(fromFile.code).toBe(0)
    expect(fromFile).toEqual(samenspraak(['certificate', 'demo.jsonl', 'haven'], { cwd }))
  })

  it.each([
    { args: ['play.jsonl', 'p9'], told: /there is no proposal "p9"/ },
    { args: ['play.jsonl', 'charter'], told: /there is no proposal "charter"/ },
    { args: ['running.jsonl', 'p1'], told: /"p1" has not ended: there is nothing to certify/ },
    { args: ['play.jsonl'], told: /missing required argument 'proposal'/ },
    { args: ['none.jsonl', 'p1'], told: /cannot read none\.jsonl/ },
    {
      args: ['haven/keys.json', 'p1'],
      told: /haven\/keys\.json is neither a log of JSON Lines nor a SQLite file/,
    },
    { args: ['/dev/null', 'p1'], told: /there is no proposal "p1"/ },
    { args: ['play.jsonl', 'p1', '--checkpoint', 'none.txt'], told: /cannot read none\.txt/ },
    { args: ['play.jsonl', 'p1', '--checkpoint', 'haven/keys.json'], told: /the checkpoint cannot be read/ },
    {
      args: ['haven/log.jsonl', 'haven', '--checkpoint', 'short.txt'],
      told: /has not ended within the checkpoint/,
    },
    {
      args: ['play.jsonl', 'p1', '--checkpoint', 'haven/checkpoint.txt'],
      told: /the checkpoint has 47 entries, this log has 15/,
    },
    {
      args: ['haven/log.jsonl', 'haven', '--checkpoint', 'other.txt'],
      told: /is of another log, "samenspraak\/zorg"/,
    },
    { args: ['haven/log.jsonl', 'haven', '--checkpoint', 'split.txt'], told: /two views of it exist/ },
    { args: ['play.jsonl', 'p1', '--collaboration', 'zorg'], told: /holds no log of that collaboration/ },
    { args: ['play.jsonl', 'p1', '--out', 'folder'], told: /cannot write folder: it is a folder/ },
    { args: ['play.jsonl', 'p1', '--out', 'no/such.json'], told: /cannot write no\/such\.json: there is no/ },
  ])('refuses $args', ({ args: refused, told: why }) => {
    const [, , root = ''] = read('haven/checkpoint.txt').split('\n')
    mkdirSync(join(cwd, 'folder'), { recursive: true })
    write('other.txt', `samenspraak/zorg\n47\n${root}\n`)
    write('split.txt', `samenspraak/wonen-aan-de-haven\n46\n${root}\n`)
    write('short.txt', short)
    const before = readdirSync(cwd)
    expectMisuse(samenspraak(['certificate', ...refused], { cwd }), why)
    expect(readdirSync(cwd)).toEqual(before)
  })

  it('certifies nothing of a log that does not hold', () => {
    write('bad.jsonl', read('haven/log.jsonl').replace('180 affordable', '900 affordable'))
    const run = samenspraak(['certificate', 'bad.jsonl', 'haven', '--out', 'bad.json'], { cwd })
    expect(run).toMatchObject({ code: 1, out: '' })
    expect(run.err).toMatch(/^samenspraak: the log does not hold: entry \d+: [^\n]+\n$/)
    expect(readdirSync(cwd)).not.toContain('bad.json')
  })
})

/** The checkpoint of the first entries of the signed log, cosigned by nobody. */
function checkpointOf(entries: number): string {
  const input = read('haven/log.jsonl')
    .split(/(?<=\n)/)
    .slice(0, entries)
    .join('')
  const { size, root } = JSON.parse(samenspraak(['verify', '--json'], { input }).out)
  return `samenspraak/wonen-aan-de-haven\n${size}\n${root}\n`
}
