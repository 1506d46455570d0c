// That nothing was left out: every rule of the domain has its tests here, and every name that a refusal can carry.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { rules } from '../../src/index.ts'
import { outOfReach } from './out-of-reach.ts'

const numbered = { F: 6, D: 3, C: 6, O: 8, J: 3, T: 2, W: 4 }
const domainRules = Object.entries(numbered).flatMap(([letter, last]) =>
  Array.from({ length: last }, (_, n) => `${letter}${n + 1}`),
)

interface Title {
  readonly rule: string
  readonly kind: string
  readonly refusedBy: string | undefined
}

const files = readdirSync(import.meta.dirname).filter(file => /^(?!coverage).*\.test\.ts$/.test(file))
const titleForm =
  /^\s+it(?:\.fails)?\(\s*['"]([A-Z]\d) (admits|guarantees|refuses)(?: \((\w+)\))?: [^\n]*['"],/gm
const anyTitle = /^\s+it(?:\.fails)?\(/gm
const texts = files.map(file => [file, readFileSync(new URL(file, import.meta.url), 'utf8')] as const)
const titles = texts.flatMap(([, text]) =>
  [...text.matchAll(titleForm)].map(
    ([, rule = '', kind = '', refusedBy]): Title => ({ rule, kind, refusedBy }),
  ),
)

describe('coverage of the rules', () => {
  it.each(texts)('%s: every test says which rule it is about, and what that does', (_, text) => {
    expect(text.match(titleForm)?.length).toBe(text.match(anyTitle)?.length)
    for (const [, , kind, refusedBy] of text.matchAll(titleForm))
      expect(refusedBy !== undefined).toBe(kind === 'refuses')
  })

  it.each(domainRules)('%s is tested both ways: what it lets through, what it keeps out', rule => {
    const kinds = titles.filter(title => title.rule === rule).map(({ kind }) => kind)
    expect(kinds.some(kind => kind === 'admits' || kind === 'guarantees')).toBe(true)
    expect(kinds.some(kind => kind === 'refuses' || kind === 'guarantees')).toBe(true)
    expect(kinds.length).toBeGreaterThanOrEqual(2)
  })

  it('names no rule of the domain that does not exist', () => {
    for (const { rule } of titles) expect(domainRules).toContain(rule)
  })

  const refusing = new Set(titles.flatMap(({ refusedBy }) => refusedBy ?? []))

  it.each(Object.keys(rules).filter(name => !Object.hasOwn(outOfReach, name)))(
    '%s: some act is refused by it',
    name => {
      expect([...refusing]).toContain(name)
    },
  )

  it('names no rule that does not exist, and none that is out of reach', () => {
    for (const name of refusing) expect(Object.keys(rules)).toContain(name)
    for (const name of Object.keys(outOfReach)) {
      expect(Object.keys(rules)).toContain(name)
      expect([...refusing]).not.toContain(name)
    }
  })
})
