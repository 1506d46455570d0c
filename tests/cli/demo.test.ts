import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { inEmptyFolder, samenspraak } from './run.ts'

describe('demo', () => {
  const { code, out, err } = samenspraak(['demo'])
  const [, head = ''] = /\n {4}head +(\d+:\S{44})\n[^\n]+\n$/.exec(out) ?? []

  it('tells the story and exits 0', () => {
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^Samenspraak: deciding together, nobody bypassed\n/)
    for (const moment of [
      'objects (o1)',
      'amends the text: revision 2',
      'silent, and now addressed',
      'is a partner from now on',
    ])
      expect(out).toContain(moment)
    expect(out.match(/★ DECIDED by all \d+ partners/g)).toEqual([
      '★ DECIDED by all 4 partners',
      '★ DECIDED by all 5 partners',
    ])
    expect(out.match(/✗.*\n +refused/g)).toHaveLength(2)
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

  it('leaves no files behind', () => {
    inEmptyFolder(cwd => {
      expect(samenspraak(['demo'], { cwd }).out).toBe(out)
      expect(samenspraak(['demo', '--json'], { cwd }).code).toBe(0)
      expect(readdirSync(cwd)).toEqual([])
    })
  })
})
