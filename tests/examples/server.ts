// The server of examples/02-server.ts, run as a process of its own and asked over HTTP.
import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { root } from '../../scripts/write-docs.ts'
import type { CharterInput, RecordedEntry, Refusal } from '../../src/index.ts'

const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** How a process ended: its exit code, and all that it said on standard error. */
export interface Ended {
  readonly code: number | null
  readonly said: string
}

export interface Running {
  readonly url: string
  /** Asks the server to stop, and waits until it has. */
  stop(): Promise<Ended>
}

const tokens = JSON.stringify({ 'secret-a': 'anna', 'secret-h': 'hugo', 'secret-o': 'omar' })
const running = new Set<ChildProcess>()

function begin(env: Readonly<Record<string, string>>): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['--import', loader, 'examples/02-server.ts'], {
    cwd: root,
    env: { ...process.env, PORT: '0', TOKENS: tokens, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  const said: string[] = []
  child.stderr?.on('data', (piece: Buffer) => said.push(piece.toString()))
  const ended = new Promise<Ended>(resolve => {
    child.on('close', code => {
      running.delete(child)
      resolve({ code, said: said.join('') })
    })
  })
  return { child, ended }
}

/** Starts a server on a file, and waits until it listens. @throws Error where it ends instead */
export async function serverOn(file: string): Promise<Running> {
  const { child, ended } = begin({ FILE: file })
  const listening = new Promise<string>(resolve => {
    child.stdout?.on('data', (piece: Buffer) => resolve(piece.toString().replace(/^listening on |\n$/g, '')))
  })
  const url = await Promise.race([listening, ended])
  if (typeof url !== 'string') throw new Error(`the server ended with ${url.code}: ${url.said}`)
  return {
    url,
    stop: () => {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/** A server that cannot start: how it ended. */
export const failedStart = (env: Readonly<Record<string, string>>): Promise<Ended> => begin(env).ended

/** Ends what a failed test left behind. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL')
}

export interface Answer {
  readonly status: number
  readonly recorded: readonly RecordedEntry[]
  readonly refused?: Refusal
  readonly error?: string
}

/** Sends an act, or whatever it is, as somebody. */
export async function send(
  { url }: Running,
  secret: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/acts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { recorded: [], ...((await response.json()) as object), status: response.status }
}

/** Reads a page of the server as Anna. */
export const get = ({ url }: Running, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${url}${path}`, { ...init, headers: { authorization: 'Bearer secret-a', ...init.headers } })

export async function headOf(server: Running): Promise<{ size: number; root: string }> {
  const [size, root = ''] = (await (await get(server, '/head')).text()).trim().split(':')
  return { size: Number(size), root }
}

/** Server-sent events from one number on, until as many came as were asked for. */
export async function eventsFrom(
  server: Running,
  after: number | null,
  many: number,
): Promise<RecordedEntry[]> {
  const leaving = new AbortController()
  const headers: Record<string, string> = after === null ? {} : { 'last-event-id': String(after) }
  const { body } = await get(server, '/events', { headers, signal: leaving.signal })
  let text = ''
  const events = () => [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data))
  for await (const piece of body ?? []) {
    text += Buffer.from(piece).toString()
    if (text.endsWith('\n') && events().length >= many) break
  }
  leaving.abort()
  return events()
}

export const everything = ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] as const

/** Two partners with one person each. */
export const charter: CharterInput = {
  procedure: 'samenspraak/1',
  opgave: { title: 'Homes', goal: 'Enough homes.' },
  partners: [
    { id: 'gemeente', name: 'Gemeente', people: [{ id: 'anna', roles: [...everything] }] },
    { id: 'corporatie', name: 'Corporatie', people: [{ id: 'hugo', roles: [...everything] }] },
  ],
  opgavemanager: { id: 'omar' },
  terms: {
    consultation: 5,
    lijnmanagement: 5,
    opgavemanager: 5,
    stuurgroep: 10,
    jointDecision: 5,
    extension: 2,
  },
}
