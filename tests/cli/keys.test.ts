import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { isKeyProof } from '../../src/log/signature.ts'
import { expectMisuse, samenspraak, transcript } from './run.ts'
import { folder, masked } from './signed.ts'

const { cwd, read, write, gone } = folder()
afterAll(gone)

const made = samenspraak(['keys', 'new', 'anna'], { cwd })
const own = JSON.parse(read('anna.key'))

describe('keys new', () => {
  it('prints the public half with its proof, and keeps the secret one to itself', () => {
    expect({ code: made.code, err: made.err }).toEqual({ code: 0, err: '' })
    const { name, publicKey, keyProof, ...more } = JSON.parse(made.out)
    expect({ name, more }).toEqual({ name: 'anna', more: {} })
    expect(isKeyProof(keyProof, 'anna', publicKey)).toBe(true)
    expect(isKeyProof(keyProof, 'hugo', publicKey)).toBe(false)
    expect(Object.keys(own)).toEqual(['form', 'name', 'publicKey', 'secret'])
    expect(own).toMatchObject({ form: 'samenspraak-key/1', name: 'anna', publicKey })
    expect(made.out).not.toContain(own.secret)
  })

  it.skipIf(process.platform === 'win32')('makes a file that only its owner reads', () => {
    expect(statSync(join(cwd, 'anna.key')).mode & 0o777).toBe(0o600)
  })

  it('makes another key each time, in the file that is named', () => {
    const other = samenspraak(['keys', 'new', 'anna', '--out', 'second.key', '--json'], { cwd })
    expect({ code: other.code, err: other.err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(read('second.key')).secret).not.toBe(own.secret)
    expect(JSON.parse(other.out).publicKey).toBe(JSON.parse(read('second.key')).publicKey)
  })

  it('overwrites nothing', () => {
    const before = read('anna.key')
    expect(transcript(['keys', 'new', 'anna'], { cwd })).toBe(
      '$ samenspraak keys new anna\n! samenspraak: cannot write anna.key: it exists already, and is not overwritten\n[2]',
    )
    expect(read('anna.key')).toBe(before)
  })

  it.each([
    { args: ['keys'], told: /say what to do with keys: samenspraak keys new NAME/ },
    { args: ['keys', 'old'], told: /say what to do with keys: samenspraak keys new NAME/ },
    { args: ['keys', 'new'], told: /missing required argument 'name'/ },
    { args: ['keys', 'new', 'a', 'b'], told: /too many arguments/ },
    { args: ['keys', 'new', ''], told: /the name must not be empty/ },
    { args: ['keys', 'new', 'a b'], told: /the name must be letters, digits and/ },
    { args: ['keys', 'new', '../anna'], told: /the name must be letters, digits and/ },
    { args: ['keys', 'new', 'constructor'], told: /the name is a name that programs reserve/ },
    { args: ['keys', 'new', 'x', '--out'], told: /argument missing/ },
    { args: ['keys', 'new', 'x', '--out', 'folder'], told: /cannot write folder: it exists already/ },
    { args: ['keys', 'new', 'x', '--out', 'no/such.key'], told: /cannot write no\/such\.key: there is no/ },
    { args: ['keys', 'new', 'x', '--out', 'anna.key/x'], told: /part of the path is not a folder/ },
  ])('refuses $args, and leaves no file behind', ({ args, told }) => {
    mkdirSync(join(cwd, 'folder'), { recursive: true })
    const before = readdirSync(cwd)
    expectMisuse(samenspraak(args, { cwd }), told)
    expect(readdirSync(cwd)).toEqual(before)
    expect(readdirSync(join(cwd, 'folder'))).toEqual([])
  })
})

describe('a key file', () => {
  const other = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='
  it.each([
    { what: 'that is missing', text: null, told: 'cannot read bad.key: there is no such file or folder' },
    { what: 'that is no JSON', text: JSON.stringify(own).slice(0, -2), told: 'bad.key is not JSON' },
    {
      what: 'of another form',
      text: JSON.stringify({ ...own, form: 'samenspraak-key/2' }),
      told: 'bad.key is no key file: samenspraak keys new makes one',
    },
    {
      what: 'with a secret that is none',
      text: JSON.stringify({ ...own, secret: own.secret.slice(1) }),
      told: 'bad.key is no key file: samenspraak keys new makes one',
    },
    {
      what: 'with a field too many',
      text: JSON.stringify({ ...own, note: own.secret }),
      told: 'bad.key is no key file: samenspraak keys new makes one',
    },
    {
      what: 'whose halves do not belong together',
      text: JSON.stringify({ ...own, secret: other }),
      told: 'bad.key is no key file: its two halves do not belong together',
    },
  ])('$what is refused without a character of its secret', ({ text, told }) => {
    if (text !== null) write('bad.key', text)
    for (const args of [
      ['sign', '--key', 'bad.key', '--log', 'none'],
      ['cosign', '--key', 'bad.key', '--state', 'none'],
    ]) {
      const run = samenspraak(args, { cwd })
      expect(run).toEqual({ code: 2, out: '', err: `samenspraak: ${told}\n` })
      expect(run.err).not.toContain(own.secret.slice(1, 10))
    }
  })

  it('is not printed where it is taken for something else', () => {
    for (const args of [
      ['verify', 'anna.key'],
      ['verify', 'anna.key', '--keys', 'anna.key'],
      ['sign', 'anna.key', '--key', 'anna.key', '--log', 'anna.key'],
      ['cosign', 'anna.key', '--key', 'anna.key', '--state', 'new'],
      ['cosign', 'anna.key', '--key', 'anna.key', '--state', 'anna.key'],
      ['certificate', 'anna.key', 'p1'],
      ['show', 'anna.key'],
      ['play', 'anna.key'],
      ['log', 'anna.key'],
      ['check', 'anna.key'],
    ]) {
      const run = samenspraak(args, { cwd })
      expectMisuse(run, /./)
      expect(masked(run.err)).toBe(run.err)
      expect(run.err).not.toContain(own.secret.slice(0, 10))
    }
  })
})
