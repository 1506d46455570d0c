import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { expectMisuse, inEmptyFolder, main, type Run, samenspraak } from './run.ts'

describe('demo', () => {
  const { code, out, err } = samenspraak(['demo'])
  const head = /^ +head +(\d+:\S{44})$/m.exec(out)?.[1] ?? ''

  it('tells the story and exits 0', () => {
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^Samenspraak: deciding together, nobody bypassed\n/)
    for (const moment of [
      'objects (o1)',
      'amends the text: revision 2',
      'silent, and now addressed',
      'is a partner from now on',
      'Hester is asked to confirm',
    ])
      expect(out).toContain(moment)
    expect(out.match(/★ DECIDED by all \d+ partners/g)).toEqual([
      '★ DECIDED by all 4 partners',
      '★ DECIDED by all 5 partners',
    ])
    expect(out.match(/✗.*\n +refused/g)).toHaveLength(2)
  })

  it('tells it in Dutch, fact by fact the same', () => {
    const dutch = samenspraak(['demo', '--language', 'nl'])
    expect({ code: dutch.code, err: dutch.err }).toEqual({ code: 0, err: '' })
    expect(dutch).toEqual(samenspraak(['demo', '--nl']))
    const marks = (text: string) => text.replace(/[^·!⏲↑☎✓★+✗→\n]/g, '').replace(/\n+/g, '\n')
    expect(marks(dutch.out)).toBe(marks(out))
    const foreign = /\b(the|and|until|asked|its|which|with|by|for|has|not|confirms|consents)\b/i
    expect(dutch.out.split('\n').filter(line => foreign.test(line))).toEqual([])
  })

  it('writes no colours where nobody sees them', () => {
    expect(out).not.toContain('\u001b')
  })

  it('ends with a head that its log confirms, and no other log', () => {
    const log = samenspraak(['demo', '--json']).out
    expect(samenspraak(['verify', '--head', head], { input: log }).code).toBe(0)
    expect(log.split('\n')).toHaveLength(Number(head.split(':')[0]) + 1)
    const shorter = log.split('\n').slice(0, -2).join('\n')
    expect(samenspraak(['verify', '--head', head], { input: `${shorter}\n` }).code).toBe(1)
  })

  it('is the same, byte for byte, each time', () => {
    expect(samenspraak(['demo'])).toEqual({ code, out, err })
    expect(samenspraak(['demo', '--json'])).toEqual(samenspraak(['demo', '--json']))
  })
})

/** A folder to work in, and one for temporary files of which a test can see what is left. */
function inOwnTemp<T>(work: (cwd: string, temp: string) => T): T {
  return inEmptyFolder(folder => {
    const [cwd, temp] = [join(folder, 'cwd'), join(folder, 'temp')]
    for (const made of [cwd, temp]) mkdirSync(made)
    return work(cwd, temp)
  })
}

function demo(args: readonly string[], cwd: string, temp: string): Run {
  const env = { ...process.env, TMPDIR: temp }
  const run = spawnSync(process.execPath, [main, 'demo', ...args], { cwd, env, encoding: 'utf8' })
  return { code: run.status, out: run.stdout, err: run.stderr }
}

describe('the files of demo', () => {
  it('are in a temporary folder that is gone afterwards', () => {
    inOwnTemp((cwd, temp) => {
      for (const args of [[], ['--json']]) expect(demo(args, cwd, temp).code).toBe(0)
      expect([readdirSync(cwd), readdirSync(temp)]).toEqual([[], []])
    })
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('are gone also after %s', async signal => {
    const temp = mkdtempSync(join(tmpdir(), 'samenspraak-'))
    try {
      const env = { ...process.env, TMPDIR: temp }
      const child = spawn(process.execPath, [main, 'demo'], { env, stdio: ['ignore', 'pipe', 'ignore'] })
      const ended = once(child, 'exit')
      // The story has begun, so that its folder is there.
      await once(child.stdout, 'data')
      const before = readdirSync(temp)
      child.kill(signal)
      await ended
      expect(before).toHaveLength(1)
      expect(readdirSync(temp)).toEqual([])
    } finally {
      rmSync(temp, { recursive: true, force: true })
    }
  })

  it('can be kept, and read afterwards', () => {
    inOwnTemp((cwd, temp) => {
      const kept = demo(['--keep', 'story.db'], cwd, temp)
      expect({ code: kept.code, err: kept.err }).toEqual({ code: 0, err: '' })
      expect(kept.out).toContain('kept     story.db')
      expect([readdirSync(cwd), readdirSync(temp)]).toEqual([['story.db'], []])
      expect(samenspraak(['log', 'story.db'], { cwd }).out).toBe(samenspraak(['demo', '--json']).out)
    })
  })

  it('overwrite nothing', () => {
    inOwnTemp((cwd, temp) => {
      writeFileSync(join(cwd, 'mine.db'), 'mine')
      expectMisuse(demo(['--keep', 'mine.db'], cwd, temp), /mine\.db exists already/)
      expectMisuse(demo(['--keep', 'no/such/place.db'], cwd, temp), /cannot write/)
      expect([readdirSync(cwd), readdirSync(temp)]).toEqual([['mine.db'], []])
      expect(readFileSync(join(cwd, 'mine.db'), 'utf8')).toBe('mine')
    })
  })
})
