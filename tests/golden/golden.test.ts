// Files of form 1, as they were on the day on which it was frozen: they are read, and say the same, with every later release.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  type PartnerKeys,
  verifyCertificate,
  verifyLog,
  verifySplit,
  witnessKeys,
} from '../../src/verify/verify.ts'

const folder = new URL('1/', import.meta.url)
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8')
const keys: Readonly<Record<string, PartnerKeys>> = JSON.parse(read('keys.json'))
const files = readdirSync(folder).sort()

function verdictOn(file: string): object {
  const text = read(file)
  if (file.includes('split-view')) return verifySplit(text, witnessKeys(keys[file] ?? {}))
  if (file.includes('certificate')) return verifyCertificate(text, { keys: keys[file] ?? {} })
  return verifyLog(text)
}

/** What a reader is told of a file, as JSON, but for the words in which a finding and what is open are told: they may change. */
function toldOf(file: string): unknown {
  const { open, finding, ...told }: { open?: unknown; finding?: object | null } = verdictOn(file)
  const placed = finding ? { ...finding, what: undefined } : finding
  return JSON.parse(JSON.stringify({ ...told, finding: placed }))
}

const beside: ReadonlySet<string> = new Set([
  'keys.json',
  'told.json',
  'circle-checkpoint.txt',
  'small-words.jsonl',
])
const told: Readonly<Record<string, unknown>> = JSON.parse(read('told.json'))

describe('form 1', () => {
  it('has logs, certificates of every end, and a split view', () => {
    expect(Object.keys(told)).toEqual(files.filter(file => !beside.has(file)))
  })

  it.each(Object.keys(told))('%s says what it said', file => {
    expect(toldOf(file)).toEqual(told[file])
  })

  it.each(Object.keys(told).filter(file => file.startsWith('bad-')))('%s does not hold', file => {
    expect(told[file]).toMatchObject({ finding: { code: file.replace(/^bad-|\..*$/g, '') } })
  })
})
