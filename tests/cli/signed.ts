// Keys, logs and certificates on disk, as the tests of signing, cosigning and certifying share them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { playedIn, samenspraak } from './run.ts'

/** A folder that several tests work in, with what is asked of it. */
export interface Folder {
  readonly cwd: string
  read(file: string): string
  write(file: string, text: string): void
  gone(): void
}

export function folder(): Folder {
  const cwd = mkdtempSync(join(tmpdir(), 'samenspraak-'))
  return {
    cwd,
    read: file => readFileSync(join(cwd, file), 'utf8'),
    write: (file, text) => writeFileSync(join(cwd, file), text),
    gone: () => rmSync(cwd, { recursive: true, force: true }),
  }
}

/** The same text with every key, hash and signature as `…`, and every moment as `MOMENT`. */
export const masked = (text: string): string =>
  text.replace(/[A-Za-z0-9+/]{42,}={0,2}/g, '…').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'MOMENT')

const script = JSON.parse(readFileSync(new URL('samples/agreement.json', import.meta.url), 'utf8'))

/** A log of the first acts of a story, the last of which may be told otherwise. */
export function logOf(acts: number, changes: object = {}): string {
  const { cwd, read, gone } = folder()
  try {
    const told = { ...script, acts: script.acts.slice(0, acts), ...changes }
    playedIn(samenspraak(['play', '--log', 'log.jsonl'], { input: JSON.stringify(told), cwd }))
    return read('log.jsonl')
  } finally {
    gone()
  }
}

/** All acts of the story of `logOf`. */
export const allActs: readonly object[] = script.acts
