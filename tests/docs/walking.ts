// Pages that are walked through, as a reader does: from the first block to the last, files written, commands run in one shell.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/write-docs.ts'

/** Pages with a test of their own that walks through them. Their blocks go together, and are not run one by one. */
export const walked = [
  'docs/tutorial/first-collaboration.md',
  'docs/tutorial/prove-it.md',
  'docs/how-to/web-server.md',
]

/** One step of a page: a file to write, or commands to run, with what they print where the page says so. */
export type Step = { readonly line: number } & (
  | { readonly file: string; readonly text: string }
  | { readonly commands: string; readonly prints: string | null }
)

/** The steps of a page. @throws Error for a block that nobody would write or run */
export function stepsOf(page: string): Step[] {
  const text = readFileSync(root + page, 'utf8')
  const steps: Step[] = []
  for (const found of text.matchAll(/(?:`([\w.-]+)`:\n\n)?^```(\w*)\n([\s\S]*?)^```$/gm)) {
    const { 1: file, 2: language, 3: body = '', index } = found
    const line = text.slice(0, index).split('\n').length
    const last = steps.pop()
    if (language === 'text' && last && 'commands' in last && last.prints === null)
      steps.push({ ...last, prints: body })
    else {
      if (last) steps.push(last)
      if (language === 'sh') steps.push({ line, commands: body, prints: null })
      else if (file !== undefined && language !== 'text') steps.push({ line, file, text: body })
      else throw new Error(`${page}:${line} is neither a file with a name, nor commands, nor what they print`)
    }
  }
  return steps
}

/** What came of a walk: how it ended, and what each step printed, as far as it got. */
export interface Walk {
  readonly code: number | null
  readonly printed: readonly string[]
}

/** Walks through the steps in one shell that begins in `folder`; what they print is kept in `beside`. npm keeps its advice to itself. */
export function walk(steps: readonly Step[], folder: string, beside: string, env: NodeJS.ProcessEnv): Walk {
  mkdirSync(beside)
  const outOf = (i: number) => join(beside, String(i))
  const script = [
    "set -euo pipefail\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT",
    ...steps.map((step, i) =>
      'file' in step
        ? `cat > '${step.file}' <<'end of the file'\n${step.text}end of the file`
        : `{\n${step.commands}} > '${outOf(i)}' 2>&1`,
    ),
  ]
  const { status } = spawnSync('bash', ['--norc', '-c', script.join('\n')], {
    cwd: folder,
    env: { ...plain(env), npm_config_loglevel: 'error' },
    stdio: 'ignore',
  })
  const printed = steps.map((_, i) => read(outOf(i)))
  return { code: status, printed }
}

/** The environment without what npm and npx set for their own children: a reader's shell has none of it. */
const plain = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !name.startsWith('npm_') || /^npm_config_(registry|cache|userconfig|offline)$/.test(name),
    ),
  )

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** The text without what is another each time: the roots of logs. */
export const settled = (text: string): string => text.replace(/[\w+/]{43}=/g, '(root)')
