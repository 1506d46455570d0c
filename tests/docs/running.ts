// How snippets and examples are run as a reader would: fenced blocks, imports of the package led to the source.
import { spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { root } from '../../scripts/write-docs.ts'

export interface Block {
  readonly page: string
  readonly line: number
  readonly language: string
  readonly text: string
}

/** The fenced blocks of a page, in order. */
export function blocksOf(page: string): Block[] {
  const text = readFileSync(root + page, 'utf8')
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(
    ({ 1: language = '', 2: body = '', index }) => ({
      page,
      line: text.slice(0, index).split('\n').length,
      language,
      text: body,
    }),
  )
}

interface Package {
  readonly exports: Readonly<Record<string, { readonly default: string } | string>>
  readonly scripts: Readonly<Record<string, string>>
}

export const manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Package

/** The text with every import of the package replaced by what `place` makes of the source file behind it. */
function ledToSource(text: string, place: (source: string) => string): string {
  return text.replace(/(from\s+)'samenspraak((?:\/[\w-]+)*)'/g, (_, from: string, subpath: string) => {
    const target = manifest.exports[`.${subpath}`]
    if (typeof target !== 'object') throw new Error(`the package exports no "samenspraak${subpath}"`)
    const source = target.default.replace('./dist/', 'src/').replace(/\.js$/, '.ts')
    return `${from}'${place(source)}'`
  })
}

const options: ts.CompilerOptions = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config,
  ts.sys,
  root,
).options

/** What the compiler has to say about these texts, each as a module of its own: nothing, if they are right. */
export function faultsOf(texts: readonly string[]): string[] {
  const files = new Map(
    texts.map((text, i) => [`${root}tests/docs/snippet-${i}.ts`, ledToSource(text, it => `../../${it}`)]),
  )
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = name => files.has(name) || fileExists(name)
  host.readFile = name => files.get(name) ?? readFile(name)
  host.getSourceFile = (name, language, ...rest) => {
    const text = files.get(name)
    return text === undefined
      ? getSourceFile(name, language, ...rest)
      : ts.createSourceFile(name, text, language)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files.keys()].flatMap(name => {
    const source = program.getSourceFile(name)
    const diagnostics = [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ]
    return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
  })
}

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly error: string
}

/** Runs a module against the source, in a process of its own. */
export function runModule(text: string): Ran {
  return inFolder(folder => {
    const modules = join(folder, 'node_modules')
    mkdirSync(modules)
    for (const name of readdirSync(`${root}node_modules`))
      symlinkSync(`${root}node_modules/${name}`, join(modules, name))
    symlinkSync(root, join(modules, 'samenspraak'))
    const file = join(folder, 'snippet.mts')
    writeFileSync(
      file,
      ledToSource(text, source => pathToFileURL(root + source).href),
    )
    return run(process.execPath, ['--import', loader, file], folder)
  })
}

/** Runs lines of a shell where `samenspraak` is the command line of the source, and `examples` lies beside. */
export function runShell(text: string): Ran {
  return inFolder(folder => {
    const bin = join(folder, 'bin')
    mkdirSync(bin)
    symlinkSync(`${root}examples`, join(folder, 'examples'))
    const command = `exec '${process.execPath}' --import '${loader}' '${root}src/cli/main.ts' "$@"`
    writeFileSync(join(bin, 'samenspraak'), `#!/bin/sh\n${command}\n`, { mode: 0o755 })
    const path = `${bin}:${process.env.PATH}`
    return run('bash', ['--norc', '-euo', 'pipefail', '-c', text], folder, { ...process.env, PATH: path })
  })
}

function inFolder(work: (folder: string) => Ran): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'samenspraak-docs-'))
  try {
    return work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function run(command: string, args: readonly string[], cwd: string, env = process.env): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  return { code: status, out: stdout, error: stderr }
}
