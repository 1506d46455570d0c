// Runs the built command line as a person would, and tells what it said.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'

export const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

interface Circumstances {
  /** What comes in on standard input. */
  readonly input?: string | Uint8Array
  readonly cwd?: string
}

export function samenspraak(args: readonly string[], { input = '', cwd }: Circumstances = {}): Run {
  if (!existsSync(main)) throw new Error('there is no dist/: run npm run build first')
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    input,
    ...(cwd === undefined ? {} : { cwd }),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  return { code: status, out: stdout, err: stderr }
}

/** A command and all that came of it, as it would stand in a terminal: `!` before what went to standard error. */
export function transcript(args: readonly string[], circumstances: Circumstances = {}): string {
  const { code, out, err } = samenspraak(args, circumstances)
  const wrong = err
    .replace(/\n$/, '')
    .split('\n')
    .filter(line => line !== '')
  return [`$ samenspraak ${args.join(' ')}`, out, ...wrong.map(line => `! ${line}`), `[${code}]`]
    .map(part => part.replace(/\n$/, ''))
    .filter(part => part !== '')
    .join('\n')
}

/** Misuse: exit code 2, nothing on standard output, and one line that says what is wrong. */
export function expectMisuse({ code, out, err }: Run, what: RegExp): void {
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(/^samenspraak: [^\n]+\n$/)
  expect(err).toMatch(what)
  expect(err).not.toContain('this is a bug')
}

/** Runs something in an empty folder that is gone afterwards. */
export function inEmptyFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'samenspraak-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// What `play` prints and takes, as far as the tests look into it.

export interface Refusal {
  readonly rule: string
  readonly why: string
  readonly allowed: readonly string[]
}

export interface Term {
  readonly proposal: string
  readonly stage: string
  readonly revision: number
  readonly at: string
}

export interface Line {
  readonly n: number
  readonly at: string
  readonly ended?: readonly Term[]
  readonly recorded?: readonly string[]
  readonly refused?: Refusal
}

export interface End {
  readonly proposals: Readonly<
    Record<string, { state: string; revision: number; called: boolean; openPoints: readonly object[] }>
  >
  readonly head: { readonly size: number; readonly root: string }
}

export interface Played {
  readonly lines: readonly Line[]
  readonly end: End
}

/** Reads what `play` printed. */
export function playedIn({ code, out, err }: Run): Played {
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out.endsWith('\n')).toBe(true)
  const all = out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  return { lines: all.slice(0, -1), end: all.at(-1).end }
}

export const play = (script: unknown): Played =>
  playedIn(samenspraak(['play'], { input: JSON.stringify(script) }))

/** What became of each act: the facts, or the rule that refused it. */
export const outcomesOf = ({ lines }: Played): (string | readonly string[] | undefined)[] =>
  lines.map(({ recorded, refused }) => refused?.rule ?? recorded)

/** A charter in which each partner has one person, `x1`, for everything. */
export function charterOf(partners: readonly string[], changes: object = {}): object {
  return {
    procedure: 'samenspraak/1',
    opgave: { title: 'Wonen', goal: 'Genoeg betaalbare woningen' },
    partners: partners.map(id => ({
      id,
      name: `Partner ${id}`,
      people: [{ id: `${id}1`, roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] }],
    })),
    opgavemanager: { id: 'omar' },
    terms: {
      consultation: 10,
      lijnmanagement: 10,
      opgavemanager: 10,
      stuurgroep: 15,
      jointDecision: 10,
      extension: 5,
    },
    ...changes,
  }
}

export const start = '2026-01-05T08:00:00.000Z'

/** A script of a collaboration that is founded. */
export const scriptOf = (
  acts: readonly unknown[],
  partners = ['a', 'b', 'c'],
  changes: object = {},
): object => ({
  charter: charterOf(partners, changes),
  founded: true,
  start,
  acts,
})
