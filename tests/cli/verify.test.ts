import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inEmptyFolder, type Played, playedIn, samenspraak, transcript } from './run.ts'

const script = JSON.parse(readFileSync(new URL('samples/agreement.json', import.meta.url), 'utf8'))

/** The log of the first acts of a script, with the head that `play` told. */
function logOf(acts: number): { log: string; head: string; size: number; root: string } {
  return inEmptyFolder(cwd => {
    const input = JSON.stringify({ ...script, acts: script.acts.slice(0, acts) })
    const played: Played = playedIn(samenspraak(['play', '--log', 'log.jsonl'], { input, cwd }))
    const { size, root } = played.end.head
    return { log: readFileSync(join(cwd, 'log.jsonl'), 'utf8'), head: `${size}:${root}`, size, root }
  })
}

const whole = logOf(script.acts.length)
const part = logOf(4)
const other = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='

const lines = whole.log.trimEnd().split('\n')
const told = (list: readonly string[]) => list.map(line => `${line}\n`).join('')

describe('a log that holds', () => {
  it('is told in words', () => {
    inEmptyFolder(cwd => {
      writeFileSync(join(cwd, 'log.jsonl'), whole.log)
      expect(transcript(['verify', 'log.jsonl'], { cwd })).toBe(
        `$ samenspraak verify log.jsonl
holds: 15 entries, each admitted by the procedure when it was recorded
head               ${whole.head}
[0]`,
      )
      expect(transcript(['verify', 'log.jsonl', '--head', part.head], { cwd })).toBe(
        `$ samenspraak verify log.jsonl --head ${part.head}
holds: 15 entries, each admitted by the procedure when it was recorded
begins with head   ${part.head}
head               ${whole.head}
[0]`,
      )
    })
  })

  it('is told as JSON, from a file, from standard input and from `-`', () => {
    const { size, root } = whole
    const expected = {
      code: 0,
      out: `${JSON.stringify({ holds: true, size, root, finding: null })}\n`,
      err: '',
    }
    const sorted = ({ out, ...run }: typeof expected) => ({ ...run, out: JSON.parse(out) })
    const fromInput = samenspraak(['verify', '--json'], { input: whole.log })
    expect(sorted(fromInput as typeof expected)).toEqual(sorted(expected))
    expect(samenspraak(['verify', '-', '--json'], { input: whole.log })).toEqual(fromInput)
    inEmptyFolder(cwd => {
      writeFileSync(join(cwd, 'log.jsonl'), whole.log)
      expect(samenspraak(['verify', 'log.jsonl', '--json'], { cwd })).toEqual(fromInput)
    })
  })

  it('is the empty one too', () => {
    expect(samenspraak(['verify', '--json'])).toEqual({
      ...{ code: 0, err: '' },
      out: '{"holds":true,"size":0,"root":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=","finding":null}\n',
    })
  })

  it('begins with every head that it ever had', () => {
    for (const acts of [0, 2, 7]) {
      const { head } = logOf(acts)
      expect(samenspraak(['verify', '--head', head], { input: whole.log }).code, head).toBe(0)
    }
    const empty = '0:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='
    expect(samenspraak(['verify', '--head', empty], { input: whole.log }).code).toBe(0)
  })
})

interface Case {
  readonly what: string
  readonly log: string | Uint8Array
  readonly head?: string
  readonly size: number
  readonly finding: object
}

describe('a log that does not hold', () => {
  const changed = lines.map((line, i) => (i === 5 ? line.replace('200 homes', '900 homes') : line))
  const corrupt = lines.map((line, i) => (i === 9 ? line.slice(0, -1) : line))
  const notText = Buffer.from(whole.log)
  notText[Buffer.from(told(lines.slice(0, 9))).length + 20] = 0xff
  const cases: readonly Case[] = [
    { what: 'a byte is no text', log: notText, size: 9, finding: { entry: 9 } },
    { what: 'a word was changed', log: told(changed), size: 5, finding: { entry: 5, code: 'notAdmitted' } },
    {
      what: 'a line is no JSON',
      log: told(corrupt),
      size: 9,
      finding: { entry: 9, code: expect.any(String) },
    },
    {
      what: 'a line is missing',
      log: told(lines.toSpliced(6, 1)),
      size: 6,
      finding: { entry: 6, code: expect.any(String) },
    },
    {
      what: 'a line is there twice',
      log: told(lines.toSpliced(6, 0, lines[6] ?? '')),
      size: 7,
      finding: { entry: 7 },
    },
    {
      what: 'it stops in an act',
      log: told(lines.slice(0, -1)),
      size: 14,
      finding: { entry: 14, code: 'actCutOff' },
    },
    {
      what: 'the last line is not ended',
      log: whole.log.slice(0, -1),
      size: 14,
      finding: { entry: 14, code: 'lineNotEnded' },
    },
    {
      what: 'it is shorter than a head',
      head: whole.head,
      log: part.log,
      size: part.size,
      finding: { entry: part.size, code: 'shorterThanHead' },
    },
    {
      ...{ what: 'it is not what the head was of', head: `${part.size}:${other}`, log: whole.log },
      ...{ size: whole.size, finding: { entry: part.size - 1, code: 'otherThanHead' } },
    },
    {
      ...{ what: 'it never was empty like that', head: `0:${other}`, log: whole.log },
      ...{ size: whole.size, finding: { entry: 0, code: 'otherThanHead' } },
    },
  ]

  it.each(cases)('is told with its first entry that does not: $what', ({ log, head, size, finding }) => {
    const args = ['verify', ...(head === undefined ? [] : ['--head', head])]
    const json = samenspraak([...args, '--json'], { input: log })
    expect({ code: json.code, err: json.err }).toEqual({ code: 1, err: '' })
    const audit = JSON.parse(json.out)
    expect(Object.keys(audit).sort()).toEqual(['finding', 'holds', 'root', 'size'])
    expect(Object.keys(audit.finding)).toEqual(['entry', 'code', 'what'])
    expect(audit).toMatchObject({ holds: false, size, finding })
    const { entry, code, what } = audit.finding
    expect(samenspraak(args, { input: log })).toEqual({
      ...{ code: 1, err: '' },
      out: `does not hold: entry ${entry}: ${what} (${code})\n`,
    })
  })
})
