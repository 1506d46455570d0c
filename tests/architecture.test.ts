// The house as it is meant to be: which room may know which, what stays outside a fence, and how large things grow.
import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }

/** A file of src, by its path there. */
interface Source {
  readonly path: string
  readonly text: string
}

/** A checker tells every breach that it finds in sources: one line each. */
type Checker = (sources: readonly Source[]) => string[]

const layers =
  '9 cli | 8 simulation proof notices | 7 engine stores | 6 verify register | 5 collaboration | 4 commitment procedures | 3 proposal | 2 charter | 1 decider | 0 chart log calendar clock'
const layerOf = new Map(
  layers.split(' | ').flatMap(layer => {
    const [number, ...rooms] = layer.split(' ')
    return rooms.map(room => [room, Number(number)] as const)
  }),
)
const doors = 7

/** The room of a file: its folder, or itself where it stands alone. */
const roomOf = (path: string): string => path.replace(/\/.*|\.ts$/g, '')
const layerAt = (path: string): number => layerOf.get(roomOf(path)) ?? Number.NaN
const isFrontDoor = (path: string): boolean => path === 'index.ts'

function astOf({ path, text }: Source): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS)
}

const parsed = new WeakMap<Source, ts.Node[]>()

function nodesOf(source: Source): ts.Node[] {
  const known = parsed.get(source)
  if (known) return known
  const found: ts.Node[] = []
  parsed.set(source, found)
  const visit = (node: ts.Node): void => {
    found.push(node)
    ts.forEachChild(node, visit)
  }
  visit(astOf(source))
  return found
}

interface Import {
  readonly from: string
  /** The module as written, or for our own files its path in src. */
  readonly to: string
  readonly own: boolean
  readonly typeOnly: boolean
}

/** What a file takes from elsewhere: imports, re-exports, `import()` as a value and as a type, modules of Node by a call. */
function importsOf(source: Source): Import[] {
  return nodesOf(source).flatMap(node => {
    const to = moduleNamedBy(node)
    if (to === null) return []
    const own = to.startsWith('.')
    const path = own ? new URL(to, `file:///${source.path}`).pathname.slice(1) : to
    return [{ from: source.path, to: path, own, typeOnly: isTypeOnly(node) }]
  })
}

function moduleNamedBy(node: ts.Node): string | null {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier)
    return (node.moduleSpecifier as ts.StringLiteral).text
  if (ts.isImportTypeNode(node))
    return ((node.argument as ts.LiteralTypeNode).literal as ts.StringLiteral).text
  if (ts.isCallExpression(node) && isCallee(node.expression))
    return node.arguments[0] && ts.isStringLiteralLike(node.arguments[0])
      ? node.arguments[0].text
      : '(computed)'
  return null
}

const isCallee = (node: ts.Expression): boolean =>
  node.kind === ts.SyntaxKind.ImportKeyword ||
  (ts.isIdentifier(node) && node.text === 'require') ||
  (ts.isPropertyAccessExpression(node) && node.name.text === 'getBuiltinModule')

/** True where nothing is left of it at run time. */
function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true
  if (ts.isExportDeclaration(node)) return node.isTypeOnly
  if (!ts.isImportDeclaration(node)) return false
  const clause = node.importClause
  if (!clause) return false
  const names =
    clause.namedBindings && ts.isNamedImports(clause.namedBindings) ? clause.namedBindings.elements : []
  return (
    clause.phaseModifier === ts.SyntaxKind.TypeKeyword ||
    (names.length > 0 && !clause.name && names.every(it => it.isTypeOnly))
  )
}

// ---------------------------------------------------------------- imports

const downwardOnly: Checker = sources =>
  sources
    .filter(({ path }) => !isFrontDoor(path))
    .flatMap(source => {
      if (Number.isNaN(layerAt(source.path))) return [`${source.path} stands on no layer`]
      const ways = importsOf(source).filter(({ own, to }) => own && roomOf(to) !== roomOf(source.path))
      return ways
        .filter(({ to }) => !(layerAt(to) < layerAt(source.path)))
        .map(({ from, to }) => `${from} (${layerAt(from)}) imports ${to} (${layerAt(to)})`)
    })

/** What of the log reads what somebody else wrote. */
const formsOfEntries = ['log/entry.ts', 'log/personal.ts', 'log/signature.ts']

interface Fence {
  readonly around: RegExp
  readonly open: (path: string) => boolean
}

const fences: readonly Fence[] = [
  { around: /^xstate(\/|$)/, open: path => path === 'chart.ts' || path.endsWith('/machine.ts') },
  { around: /^(@date-fns\/.*|date-fns(\/.*)?)$/, open: path => path === 'calendar.ts' },
  { around: /^(node:)?crypto$/, open: path => path === 'log/hash.ts' },
  { around: /^@noble\/hashes\//, open: path => path === 'log/hash.ts' },
  { around: /^@noble\/curves\//, open: path => path === 'log/ed25519.ts' },
  { around: /^zod(\/|$)/, open: path => !path.startsWith('log/') || formsOfEntries.includes(path) },
  { around: /^nanoid(\/|$)/, open: path => path === 'engine.ts' },
  { around: /^commander(\/|$)/, open: path => path.startsWith('cli/') },
  // A file has to be opened somewhere; the store itself knows a connection by its form only.
  { around: /^libsql$/, open: path => path === 'stores/sqlite-connection.ts' },
  {
    around: /^node:(?!crypto$)/,
    open: path =>
      path.startsWith('cli/') ||
      path === 'stores/sqlite-connection.ts' ||
      // Rounds on several cores: loaded only where more than one worker is asked for.
      ['simulation/workers.ts', 'simulation/worker.ts'].includes(path),
  },
  // One hand draws, so that the same seed has the same result.
  { around: /^pure-rand(\/|$)/, open: path => path === 'simulation/chance.ts' },
  // An optional peer: only who draws rounds, or tests a store of his own, needs it.
  {
    around: /^fast-check(\/|$)/,
    open: path => path === 'proof/fast-check.ts' || path === 'proof/store-contract/interleavings.ts',
  },
]

const withinFences: Checker = sources =>
  sources.flatMap(importsOf).flatMap(({ from, to, own }) => {
    if (own) return []
    const crossed = fences.some(({ around, open }) => around.test(to) && !open(from))
    return crossed || !isDependency(to) ? [`${from} imports ${to}`] : []
  })

const dependencies = Object.keys({ ...packageJson.dependencies, ...packageJson.peerDependencies })

const isDependency = (name: string): boolean =>
  name.startsWith('node:') || dependencies.some(it => name === it || name.startsWith(`${it}/`))

/** With what the gate must not be able to agree by construction: it was written apart from the machine. */
const theMachine = /^(chart|decider|.*\/(machine|rules|predicates|effects|procedure|proposal|circle))\.ts$/

/** The gate and the one table that is its own. */
const theGate = ['proposal/gate.ts', 'proposal/act-behind.ts']

/** The gate names nothing of the machine, and at run time reaches nothing of the house but the log's text and hashes. */
const gateApart: Checker = sources => {
  const imports = sources.flatMap(importsOf).filter(({ own }) => own)
  const named = imports.filter(({ from, to }) => theGate.includes(from) && theMachine.test(to))
  const reached = [...reachedFrom('proposal/gate.ts', imports)].filter(
    path => !path.startsWith('log/') && !theGate.includes(path),
  )
  return [
    ...named.map(({ to }) => `the gate imports ${to}`),
    ...reached.map(path => `the gate reaches ${path}`),
  ]
}

function reachedFrom(path: string, imports: readonly Import[]): Set<string> {
  const reached = new Set([path])
  for (const from of reached)
    for (const { to, typeOnly, ...it } of imports) if (it.from === from && !typeOnly) reached.add(to)
  reached.delete(path)
  return reached
}

// ---------------------------------------------------------------- purity below the doors

const where = (source: Source, node: ts.Node): string =>
  `${source.path}:${node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1}`

/** What waits, reads a clock, draws a random number or looks around in the process. */
function impurity(node: ts.Node): string | null {
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async'
  if (node.kind === ts.SyntaxKind.AwaitKeyword || ts.isAwaitExpression(node)) return 'await'
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0)
    return 'new Date()'
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return 'Date()'
  if (!ts.isIdentifier(node)) return null
  if (isMember(node)) return ofMember(node)
  if (isGiven(node)) return null
  return [
    'Promise',
    'process',
    'performance',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
  ].includes(node.text)
    ? node.text
    : null
}

const isMember = (node: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node.parent) && node.parent.name === node

/** A name that something is given, such as a field of an object, is not the thing of that name. */
const isGiven = (node: ts.Node): boolean =>
  (ts.isPropertyAssignment(node.parent) || ts.isPropertySignature(node.parent)) && node.parent.name === node

function ofMember(node: ts.Identifier): string | null {
  const text = node.parent.getText()
  return ['Date.now', 'Math.random'].includes(text) ||
    /\.(randomUUID|getRandomValues|randomBytes)$/.test(text)
    ? text
    : null
}

/**
 * The port says what a store promises; the clock of the machine is the one place where the core reads the time; a log that
 * comes as a stream is waited for, in front of the auditor.
 */
const exemptions: Readonly<Record<string, readonly string[]>> = {
  'log/store.ts': ['Promise'],
  'clock.ts': ['Date.now'],
  'verify/stream.ts': ['async', 'await', 'Promise'],
}

const pureBelowTheDoors: Checker = sources =>
  sources
    .filter(({ path }) => layerAt(path) < doors)
    .flatMap(source =>
      nodesOf(source).flatMap(node => {
        const what = impurity(node)
        if (what === null || exemptions[source.path]?.includes(what)) return []
        return [`${where(source, node)} uses ${what}`]
      }),
    )

// ---------------------------------------------------------------- names, types, sizes

const vague = ['utils', 'util', 'helpers', 'helper', 'types', 'common', 'shared', 'misc', 'index']

const tellingNames: Checker = sources =>
  sources
    .filter(
      ({ path }) =>
        !isFrontDoor(path) &&
        path
          .replace(/\.ts$/, '')
          .split('/')
          .some(it => vague.includes(it)),
    )
    .map(({ path }) => `${path} is named after nothing`)

const typedThroughout: Checker = sources =>
  sources.flatMap(source => [
    ...nodesOf(source)
      .filter(({ kind }) => kind === ts.SyntaxKind.AnyKeyword)
      .map(node => `${where(source, node)} says any`),
    ...[...source.text.matchAll(/@ts-(ignore|nocheck|expect-error)/g)].map(
      ([mark]) => `${source.path} has ${mark}`,
    ),
  ])

/** One sentence at the top says what the file is for. */
const introduced: Checker = sources =>
  sources
    .filter(({ text }) => !isSentence(firstComment(text)))
    .map(({ path }) => `${path} begins without a sentence`)

function firstComment(text: string): string {
  const body = text.replace(/^#!.*\n/, '')
  const lines = /^(?:\/\/.*\n)+/.exec(body)?.[0] ?? /^\/\*[\s\S]*?\*\//.exec(body)?.[0] ?? ''
  return lines
    .replace(/^\s*(\/\/|\/?\*+\/?) ?|\s*\*\/$/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}

const isSentence = (text: string): boolean => /^[A-Z`].{11,}[.!?]$/.test(text)

const mostLines = 700
const mostLinesOfFunction = 70

const shortFiles: Checker = sources =>
  sources.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, '').split('\n').length
    return lines > mostLines ? [`${path} has ${lines} lines`] : []
  })

const shortFunctions: Checker = sources =>
  sources.flatMap(source =>
    nodesOf(source)
      .filter(node => ts.isFunctionLike(node) && 'body' in node && node.body !== undefined)
      .flatMap(node => {
        const file = node.getSourceFile()
        const [first, last] = [node.getStart(), node.end].map(
          it => file.getLineAndCharacterOfPosition(it).line,
        )
        const lines = (last ?? 0) - (first ?? 0) + 1
        return lines > mostLinesOfFunction
          ? [`${where(source, node)} has ${lines} lines in one function`]
          : []
      }),
  )

// ---------------------------------------------------------------- the house, and offenders in memory

const folder = new URL('../src/', import.meta.url)
const sources: readonly Source[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(path => path.replaceAll('\\', '/'))
  .sort()
  .map(path => ({ path, text: readFileSync(new URL(path, folder), 'utf8') }))

const file = (path: string, ...lines: readonly string[]): Source => ({
  path,
  text: ['// A file that is made up for this test.', ...lines, ''].join('\n'),
})
const longFunction = (lines: number): string[] => [
  'export function long(): number {',
  ...Array.from({ length: lines - 3 }, () => '  // more'),
  '  return 1',
  '}',
]

interface Check {
  readonly promise: string
  readonly checker: Checker
  /** Sources that break the promise, the way in which each does, and beside them some that do not. */
  readonly offenders: readonly Source[]
  readonly breaches: readonly string[]
}

const checks: readonly Check[] = [
  {
    promise: 'imports lead downward only',
    checker: downwardOnly,
    offenders: [
      file('index.ts', "export { a } from './engine.ts'"),
      file('cli/play.ts', "import { b } from './files.ts'", "import type { Engine } from '../engine.ts'"),
      file('stores/sqlite.ts', "import type { Store } from '../log/store.ts'"),
      file('chart.ts', "import type { Proposal } from './proposal/proposal.ts'"),
      file('decider.ts', "import { charterMachine } from './charter/machine.ts'"),
      file(
        'charter/machine.ts',
        "import { decide } from '../decider.ts'",
        "import { note } from './effects.ts'",
      ),
      file(
        'verify/verify.ts',
        "export { openCollaboration } from '../engine.ts'",
        "export * from '../stores/memory.ts'",
      ),
      file('proposal/rules.ts', "const later = () => import('../collaboration/view.ts')"),
      file('log/tree.ts', "type Day = import('../calendar.ts').Day"),
      file('commitment/anchor.ts', "import { ended } from '../procedures/majority.ts'"),
      file('extras/more.ts', "import { a } from '../chart.ts'"),
      file('register/read.ts', "import { a } from '../extras/more.ts'"),
    ],
    breaches: [
      'chart.ts (0) imports proposal/proposal.ts (3)',
      'decider.ts (1) imports charter/machine.ts (2)',
      'verify/verify.ts (6) imports engine.ts (7)',
      'verify/verify.ts (6) imports stores/memory.ts (7)',
      'proposal/rules.ts (3) imports collaboration/view.ts (5)',
      'log/tree.ts (0) imports calendar.ts (0)',
      'commitment/anchor.ts (4) imports procedures/majority.ts (4)',
      'extras/more.ts stands on no layer',
      'register/read.ts (6) imports extras/more.ts (NaN)',
    ],
  },
  {
    promise: 'packages stay within their fences',
    checker: withinFences,
    offenders: [
      file('chart.ts', "import { transition } from 'xstate'"),
      file('proposal/machine.ts', "import { setup } from 'xstate'"),
      file('proposal/rules.ts', "import type { AnyStateMachine } from 'xstate'"),
      file('calendar.ts', "import { addDays } from 'date-fns'", "import { tz } from '@date-fns/tz'"),
      file('clock.ts', "import { addDays } from 'date-fns/addDays'", "import { tz } from '@date-fns/tz'"),
      file(
        'log/hash.ts',
        "import crypto from 'node:crypto'",
        "import { sha256 } from '@noble/hashes/sha2.js'",
      ),
      file('log/canonical.ts', "import { sha256 } from '@noble/hashes/sha2.js'"),
      file('log/ed25519.ts', "import { ed25519 } from '@noble/curves/ed25519.js'"),
      file(
        'log/signature.ts',
        "import { ed25519 } from '@noble/curves/ed25519.js'",
        "import * as z from 'zod'",
      ),
      file('clock.ts', "export const a = globalThis.process?.getBuiltinModule?.('node:crypto')"),
      file('log/tree.ts', "import crypto from 'node:crypto'", "import crypto from 'crypto'"),
      file('log/entry.ts', "import { z } from 'zod'"),
      file('log/store.ts', "import type { z } from 'zod'"),
      file('engine.ts', "import { nanoid } from 'nanoid'"),
      file('collaboration/acts.ts', "import { z } from 'zod'", "import { nanoid } from 'nanoid'"),
      file('cli/main.ts', "import { Command } from 'commander'", "import { readFileSync } from 'node:fs'"),
      file('engine.ts', "import { Command } from 'commander'", "import { readFileSync } from 'node:fs'"),
      file(
        'stores/sqlite-connection.ts',
        "import { statSync } from 'node:fs'",
        "const a = require('libsql')",
        "const b = require('better-sqlite3')",
      ),
      file('stores/sqlite.ts', "import { statSync } from 'node:fs'", "import Libsql from 'libsql'"),
      file('proof/properties.ts', "import fc from 'fast-check'"),
      file('cli/chart.ts', "import chalk from 'chalk'", "import pad from 'commanderie'"),
    ],
    breaches: [
      'proposal/rules.ts imports xstate',
      'clock.ts imports date-fns/addDays',
      'clock.ts imports @date-fns/tz',
      'log/canonical.ts imports @noble/hashes/sha2.js',
      'log/signature.ts imports @noble/curves/ed25519.js',
      'clock.ts imports node:crypto',
      'log/tree.ts imports node:crypto',
      'log/tree.ts imports crypto',
      'log/store.ts imports zod',
      'collaboration/acts.ts imports nanoid',
      'engine.ts imports commander',
      'engine.ts imports node:fs',
      'stores/sqlite-connection.ts imports better-sqlite3',
      'stores/sqlite.ts imports node:fs',
      'stores/sqlite.ts imports libsql',
      'proof/properties.ts imports fast-check',
      'cli/chart.ts imports chalk',
      'cli/chart.ts imports commanderie',
    ],
  },
  {
    promise: 'the gate knows nothing of the machine, its rules, its effects and the chart',
    checker: gateApart,
    offenders: [
      file(
        'proposal/gate.ts',
        "import type { ProposalFact } from './facts.ts'",
        "import type { Proposal } from './proposal.ts'",
        "import { rule } from './rules.ts'",
        "import { actBehind } from './act-behind.ts'",
        "import { digestOf } from '../log/hash.ts'",
      ),
      file(
        'proposal/rules.ts',
        "import { a } from './open-points.ts'",
        "import type { b } from './effects.ts'",
      ),
      file('proposal/act-behind.ts', "import type { Circle } from '../charter/circle.ts'"),
      file('proposal/open-points.ts', "import { type d, proposalChart } from './machine.ts'"),
      file('proposal/facts.ts', "import { c } from '../charter/machine.ts'"),
    ],
    breaches: [
      'the gate imports proposal/proposal.ts',
      'the gate imports proposal/rules.ts',
      'the gate imports charter/circle.ts',
      'the gate reaches proposal/rules.ts',
      'the gate reaches proposal/open-points.ts',
      'the gate reaches proposal/machine.ts',
    ],
  },
  {
    promise: 'nothing below the engine waits, reads a clock, or draws a random number',
    checker: pureBelowTheDoors,
    offenders: [
      file('engine.ts', 'export async function wait(): Promise<void> { await Date.now() }'),
      file('log/store.ts', 'export interface Store { read(): Promise<string> }'),
      file('clock.ts', 'export const now = () => new Date(Date.now()).toISOString()'),
      file(
        'chart.ts',
        '// Date.now() and a Promise in words are no use',
        "export const a = 'await Promise'",
        'export const b = { process: 1 }.process',
      ),
      file('decider.ts', 'export const a = async () => {', '  for await (const b of []) await b', '}'),
      file('log/tree.ts', 'export const a: Promise<number> = new Promise(() => {})'),
      file(
        'charter/rules.ts',
        'export const a = Date.now()',
        'export const b = [new Date(), new Date(0), new Date]',
        'export const c = Date()',
      ),
      file(
        'proposal/effects.ts',
        'export const a = Math.random()',
        'export const b = process.env.A',
        'export const c = globalThis.crypto.randomUUID()',
      ),
      file('verify/verify.ts', 'export const a = () => setTimeout(() => {}, 1)'),
    ],
    breaches: [
      'decider.ts:2 uses async',
      'decider.ts:3 uses await',
      'decider.ts:3 uses await',
      'log/tree.ts:2 uses Promise',
      'log/tree.ts:2 uses Promise',
      'charter/rules.ts:2 uses Date.now',
      'charter/rules.ts:3 uses new Date()',
      'charter/rules.ts:3 uses new Date()',
      'charter/rules.ts:4 uses Date()',
      'proposal/effects.ts:2 uses Math.random',
      'proposal/effects.ts:3 uses process',
      'proposal/effects.ts:4 uses globalThis.crypto.randomUUID',
      'verify/verify.ts:2 uses setTimeout',
    ],
  },
  {
    promise: 'files and folders are named after what they hold',
    checker: tellingNames,
    offenders: [
      file('index.ts'),
      file('charter/index.ts'),
      file('utils/fold.ts'),
      file('proposal/helpers.ts'),
      file('types.ts'),
      file('log/common/a.ts'),
      file('shared.ts'),
      file('proposal/open-points.ts'),
    ],
    breaches: [
      'charter/index.ts is named after nothing',
      'utils/fold.ts is named after nothing',
      'proposal/helpers.ts is named after nothing',
      'types.ts is named after nothing',
      'log/common/a.ts is named after nothing',
      'shared.ts is named after nothing',
    ],
  },
  {
    promise: 'nothing escapes the types',
    checker: typedThroughout,
    offenders: [
      file('chart.ts', '// any word, as any comment may say', "export const a = 'as any'"),
      file(
        'decider.ts',
        'export const a = (b: any) => b',
        'export const c = a as any',
        'export const d: any[] = []',
      ),
      file(
        'clock.ts',
        '// @ts-ignore',
        'export const a: string = 1',
        '// @ts-expect-error',
        'export const b: string = 1',
      ),
      file('calendar.ts', '// @ts-nocheck'),
    ],
    breaches: [
      'decider.ts:2 says any',
      'decider.ts:3 says any',
      'decider.ts:4 says any',
      'clock.ts has @ts-ignore',
      'clock.ts has @ts-expect-error',
      'calendar.ts has @ts-nocheck',
    ],
  },
  {
    promise: 'every file begins by saying what it is for',
    checker: introduced,
    offenders: [
      { path: 'chart.ts', text: "import { a } from './a.ts'\n" },
      { path: 'clock.ts', text: '// todo\nexport const a = 1\n' },
      { path: 'decider.ts', text: '\n// Begins a line too late.\n' },
      { path: 'engine.ts', text: '// An act goes in and entries come\nexport const a = 1\n' },
      { path: 'cli/main.ts', text: '#!/usr/bin/env node\n// The command line: one file a verb.\n' },
      { path: 'log/tree.ts', text: '/**\n * Hashes as a tree,\n * and proofs of it.\n */\n' },
      { path: 'log/hash.ts', text: '// Bytes go in and\n// hashes come out.\n' },
      { path: 'calendar.ts', text: '' },
    ],
    breaches: [
      'chart.ts begins without a sentence',
      'clock.ts begins without a sentence',
      'decider.ts begins without a sentence',
      'engine.ts begins without a sentence',
      'calendar.ts begins without a sentence',
    ],
  },
  {
    promise: `no file is longer than ${mostLines} lines`,
    checker: shortFiles,
    offenders: [
      { path: 'chart.ts', text: '//\n'.repeat(mostLines) },
      { path: 'clock.ts', text: '//\n'.repeat(mostLines + 1) },
    ],
    breaches: [`clock.ts has ${mostLines + 1} lines`],
  },
  {
    promise: `no function is longer than ${mostLinesOfFunction} lines`,
    checker: shortFunctions,
    offenders: [
      file('chart.ts', ...longFunction(mostLinesOfFunction)),
      file('clock.ts', 'export const a = 1', ...longFunction(mostLinesOfFunction + 1)),
      file('decider.ts', 'export const a = () => {', ...longFunction(80).slice(1, -2), '}'),
      file('engine.ts', 'export const a = {', '  b() {', ...longFunction(71).slice(1, -1), '  },', '}'),
    ],
    breaches: [
      'clock.ts:3 has 71 lines in one function',
      'decider.ts:2 has 79 lines in one function',
      'engine.ts:3 has 71 lines in one function',
    ],
  },
]

describe.each(checks)('$promise', ({ checker, offenders, breaches }) => {
  it('in src', () => {
    expect(checker(sources)).toEqual([])
  })

  it('and a breach would be seen', () => {
    expect(checker(offenders)).toEqual(breaches)
  })
})

it('all of src was looked at', () => {
  expect(sources.length).toBeGreaterThan(30)
  expect(sources.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      'index.ts',
      'chart.ts',
      'proposal/gate.ts',
      'proposal/machine.ts',
      'cli/main.ts',
    ]),
  )
  expect(sources.flatMap(importsOf).length).toBeGreaterThan(100)
})
