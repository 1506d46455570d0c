import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { cosignedBy, verifySplitIn } from './notes.ts'
import { expectMisuse, main, samenspraak, transcript } from './run.ts'
import { allActs, folder, logOf, masked } from './signed.ts'

const { cwd, read, write, gone } = folder()
afterAll(gone)

/** The public key of each witness, which is made by the way. */
const keys: Record<string, string> = {}
for (const name of ['almere', 'dronten'])
  keys[name] = JSON.parse(samenspraak(['keys', 'new', name], { cwd }).out).publicKey
const sizeOf = (log: string): number => log.split('\n').length - 1

const whole = logOf(allActs.length)
const part = logOf(6)
const other = logOf(7, {
  acts: [
    ...allActs.slice(0, 3),
    { act: 'comment', by: 'dronten1', proposal: 'p1', text: 'Another history.' },
    ...allActs.slice(3, 7),
  ],
})
write('whole.jsonl', whole)
write('part.jsonl', part)
write('other.jsonl', other)

const cosign = (log: string, state: string, ...more: readonly string[]) =>
  samenspraak(['cosign', log, '--key', 'almere.key', '--state', state, ...more], { cwd })

describe('cosign', () => {
  it('replays, saves, and prints the same note', () => {
    const { code, out, err } = cosign('part.jsonl', 'first.note')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(masked(out)).toBe(`samenspraak/script\n${sizeOf(part)}\n…\n\n— almere …\n`)
    expect(read('first.note')).toBe(out)
    expect(cosignedBy(out, keys)).toEqual(['almere'])
    expect(cosignedBy(out, { almere: keys.dronten ?? '' })).toEqual([])
  })

  it('goes on with a log that goes on, from standard input too, and as JSON', () => {
    expect(cosign('part.jsonl', 'second.note').code).toBe(0)
    const args = ['cosign', '--key', 'almere.key', '--state', 'second.note', '--json']
    const { code, out } = samenspraak(args, { input: whole, cwd })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({ note: read('second.note') })
    expect(masked(read('second.note'))).toBe(`samenspraak/script\n${sizeOf(whole)}\n…\n\n— almere …\n`)
  })

  it('gathers cosignatures under one note, its own once', () => {
    expect(cosign('whole.jsonl', 'third.note').code).toBe(0)
    const args = [
      'whole.jsonl',
      '--key',
      'dronten.key',
      '--state',
      'dronten.note',
      '--checkpoint',
      'third.note',
    ]
    const both = samenspraak(['cosign', ...args], { cwd })
    expect(cosignedBy(both.out, keys)).toEqual(['almere', 'dronten'])
    write('both.txt', both.out)
    const again = cosign('whole.jsonl', 'third.note', '--checkpoint', 'both.txt')
    expect(again.out.match(/^— \w+/gm)).toEqual(['— dronten', '— almere'])
    expect(cosignedBy(again.out, keys)).toEqual(['dronten', 'almere'])
  })

  it('saves before it prints: also when nobody can read what it prints', () => {
    const args = [main, 'cosign', 'whole.jsonl', '--key', 'almere.key', '--state', 'unread.note']
    const shell = `"${process.execPath}" ${args.map(it => `"${it}"`).join(' ')} > /dev/full`
    const { status } = spawnSync('bash', ['-c', shell], { cwd, encoding: 'utf8' })
    if (existsSync('/dev/full')) expect(status).toBe(2)
    expect(cosignedBy(read('unread.note'), keys)).toEqual(['almere'])
  })

  it('prints nothing that it could not save', () => {
    mkdirSync(join(cwd, 'folder'), { recursive: true })
    expectMisuse(cosign('whole.jsonl', 'no/such.note'), /cannot write no\/such\.note: there is no such file/)
    expectMisuse(cosign('whole.jsonl', 'folder'), /cannot read folder: it is a folder/)
    expect(readdirSync(join(cwd, 'folder'))).toEqual([])
    expect(readdirSync(cwd).filter(file => file.includes('.part'))).toEqual([])
  })
})

describe('cosign does not cosign', () => {
  cosign('whole.jsonl', 'kept.note')
  const kept = read('kept.note')

  it.each([
    {
      what: 'a log that was rolled back',
      log: part,
      told: `it has ${sizeOf(part)} entries, ${sizeOf(whole)} were cosigned (olderThanCosigned)`,
    },
    {
      what: 'a log that does not hold',
      log: whole.replace('200 homes', '900 homes'),
      told: /^entry 5: .* \(notAdmitted\)$/,
    },
    {
      what: 'a log that is cut off within an act',
      log: whole.slice(0, whole.slice(0, -1).lastIndexOf('\n') + 1),
      told: /^entry 14: .* \(actCutOff\)$/,
    },
    {
      what: 'a log of another collaboration',
      log: whole.replaceAll('"collaboration":"script"', '"collaboration":"zorg"'),
      told: /\(brokenChain\)$/,
    },
    {
      what: 'a log that lies ahead of its clock',
      log: logOf(allActs.length, { start: '2150-01-05T08:00:00.000Z', acts: [] }),
      told: /^its last entry is of 2150-01-0\S+, and it is \S+ here \(T1\) \(aheadOfClock\)$/,
    },
  ])('$what', ({ log, told }) => {
    write('shown.jsonl', log)
    const { code, out, err } = cosign('shown.jsonl', 'kept.note')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    const why = /^samenspraak: not cosigned: ([^\n]+)\n$/.exec(err)?.[1] ?? err
    if (typeof told === 'string') expect(why).toBe(told)
    else expect(why).toMatch(told)
    expect(read('kept.note')).toBe(kept)
  })

  it('the log of another collaboration, where that one holds', () => {
    write('demo.jsonl', samenspraak(['demo', '--json'], { cwd }).out)
    const { code, err } = cosign('demo.jsonl', 'kept.note')
    expect({ code, err }).toEqual({
      code: 1,
      err: 'samenspraak: not cosigned: what was cosigned last is of "samenspraak/script" (otherLog)\n',
    })
  })

  it('under a checkpoint that is of something else', () => {
    cosign('part.jsonl', 'short.note')
    const run = cosign('whole.jsonl', 'fresh.note', '--checkpoint', 'short.note')
    expect(run).toMatchObject({ code: 1, out: '', err: expect.stringContaining('(otherCheckpoint)') })
    expect(existsSync(join(cwd, 'fresh.note'))).toBe(false)
    const json = cosign('whole.jsonl', 'fresh.note', '--checkpoint', 'almere.key', '--json')
    expect(JSON.parse(json.out)).toMatchObject({ refused: 'otherCheckpoint' })
    expect(json.code).toBe(1)
  })

  it.each([
    { log: 'none', state: 'new.note', told: /cannot read none: there is no such file or folder/ },
    { log: 'folder', state: 'new.note', told: /cannot read folder: it is a folder/ },
    { log: '/dev/null', state: 'new.note', told: /a log without entries is not cosigned/ },
    { log: 'almere.key', state: 'new.note', told: /almere\.key is not a log: no line of it is an entry/ },
    { log: 'whole.jsonl', state: '/dev/null', told: /\/dev\/null holds no note that was cosigned/ },
    { log: 'whole.jsonl', state: 'part.jsonl', told: /part\.jsonl holds no note that was cosigned/ },
  ])('$log with the state $state: a mistake, told in one line', ({ log, state, told }) => {
    mkdirSync(join(cwd, 'folder'), { recursive: true })
    const before = readdirSync(cwd)
    expectMisuse(cosign(log, state), told)
    expect(readdirSync(cwd)).toEqual(before)
  })
})

describe('two views of one log', () => {
  // Dronten cosigned what it was shown; almere is shown something else.
  const shown = samenspraak(
    ['cosign', 'other.jsonl', '--key', 'dronten.key', '--state', 'split-dronten.note'],
    { cwd },
  )
  write('shown.txt', shown.out)
  cosign('part.jsonl', 'split.note')
  const before = read('split.note')
  write(
    'keys.json',
    JSON.stringify({ almere: { witness: [keys.almere] }, dronten: { witness: [keys.dronten] } }),
  )
  const verify = (...more: readonly string[]) => ['verify', 'split.note.split.json', ...more]

  it('are kept, and not cosigned', () => {
    const { code, out, err } = cosign('other.jsonl', 'split.note', '--checkpoint', 'shown.txt')
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: 'samenspraak: not cosigned: this is another log than the one cosigned before: two views of it exist; kept as split.note.split.json (splitView)\n',
    })
    expect(read('split.note')).toBe(before)
    const { form, notes } = JSON.parse(read('split.note.split.json'))
    expect({ form, notes }).toEqual({ form: 'samenspraak-split-view/1', notes: [before, shown.out] })
    expect(verifySplitIn(read('split.note.split.json'), keys)).toEqual({
      origin: 'samenspraak/script',
      sizes: [sizeOf(part), sizeOf(other)],
      cosigned: [['almere'], ['dronten']],
    })
  })

  it('convince whoever has the keys', () => {
    const [one, two] = [sizeOf(part), sizeOf(other)]
    expect(transcript(verify('--keys', 'keys.json'), { cwd })).toBe(
      `$ samenspraak verify split.note.split.json --keys keys.json
holds: these two heads of samenspraak/script cannot both be of one log
  ${one} entries, cosigned by almere
  ${two} entries, cosigned by dronten
Nobody cosigned both: they were shown different logs.
[0]`,
    )
    expect(transcript(verify('--keys', 'keys.json', '--nl'), { cwd })).toBe(
      `$ samenspraak verify split.note.split.json --keys keys.json --nl
klopt: deze twee standen van samenspraak/script kunnen niet van één logboek zijn
  ${one} regels, medeondertekend door almere
  ${two} regels, medeondertekend door dronten
Niemand medeondertekende beide: er zijn verschillende logboeken getoond.
[0]`,
    )
    expect(JSON.parse(samenspraak(verify('--keys', 'keys.json', '--json'), { cwd }).out)).toEqual({
      holds: true,
      finding: null,
      split: { origin: 'samenspraak/script', sizes: [one, two], cosigned: [['almere'], ['dronten']] },
    })
  })

  it('convince nobody of a cosignature whose key is not known', () => {
    write('one.json', JSON.stringify({ almere: { witness: [keys.almere] } }))
    const told = 'a head is cosigned by nobody whose key was given: anybody could have made it up'
    expect(transcript(verify('--keys', 'one.json'), { cwd })).toBe(
      `$ samenspraak verify split.note.split.json --keys one.json\nshows nothing: ${told}\n[1]`,
    )
    const { code, out } = samenspraak(verify('--keys', 'one.json', '--json'), { cwd })
    expect({ code, ...JSON.parse(out) }).toEqual({
      ...{ code: 1, holds: false, split: null, finding: { code: 'notShown', what: told } },
    })
  })

  it('are verified with keys, and without --head', () => {
    expectMisuse(samenspraak(verify(), { cwd }), /a split view is verified with --keys/)
    const head = `1:${'A'.repeat(43)}=`
    expectMisuse(samenspraak(verify('--head', head), { cwd }), /--head is for logs/)
  })

  it('stay, whatever is shown next', () => {
    cosign('other.jsonl', 'split.note', '--checkpoint', 'shown.txt')
    const first = read('split.note.split.json')
    expect(cosign('other.jsonl', 'split.note', '--checkpoint', 'shown.txt').err).toContain(
      'split.note.split.json',
    )
    expect(cosign('other.jsonl', 'split.note').err).toContain('kept as split.note.split-2.json')
    expect(read('split.note.split.json')).toBe(first)
  })

  it('are shown by the log at hand where the note that came with it is of another', () => {
    const state = 'apart.note'
    write(state, before)
    cosign('other.jsonl', state, '--checkpoint', 'split.note')
    const { notes } = JSON.parse(read(`${state}.split.json`))
    expect(notes[1].split('\n')[1]).toBe(String(sizeOf(other)))
  })

  it('by the same witness say so', () => {
    const own = cosign('other.jsonl', 'forgetful.note')
    write('own.txt', own.out)
    const { err } = cosign('other.jsonl', 'split.note', '--checkpoint', 'own.txt')
    const file = /kept as (\S+)/.exec(err)?.[1] ?? ''
    const { out } = samenspraak(['verify', file, '--keys', 'keys.json'], { cwd })
    expect(out).toMatch(/almere cosigned both, and so signed two histories\.\n$/)
  })
})
