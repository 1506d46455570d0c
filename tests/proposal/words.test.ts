// What each rule says of itself: a sentence in both languages, and the numbers of the procedure that it carries.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { charterPlaces, charterRules } from '../../src/charter/rules.ts'
import { proposalPlaces, proposalRules } from '../../src/proposal/rules.ts'
import { isPlaced, placeOf, states, types } from './law.ts'

interface Said {
  readonly cites: readonly string[]
  readonly en: string
  readonly nl: string
}

const said = (): [string, Said][] =>
  [charterRules, charterPlaces, proposalRules, proposalPlaces].flatMap(rules =>
    Object.entries(rules as Readonly<Record<string, Said>>),
  )
const procedure = readFileSync(new URL('../../docs/procedure.md', import.meta.url), 'utf8')
const numbered = new Set([...procedure.matchAll(/^### ([A-Z]\d) /gm)].map(([, number]) => number))

describe('every rule', () => {
  it('cites at least one number, and only numbers that the procedure has', () => {
    expect(numbered.size).toBeGreaterThan(25)
    for (const [name, { cites }] of said()) {
      expect(cites.length, name).toBeGreaterThan(0)
      for (const number of cites) expect(numbered, name).toContain(number)
      expect(new Set(cites).size, name).toBe(cites.length)
    }
  })

  it('says in English and in Dutch what holds, in words of its own', () => {
    const shared = ['timeMovesForward', 'outcomesRecorded', 'signedWhereAsked', 'needsShown']
    for (const language of ['en', 'nl'] as const) {
      const sentences = new Map<string, string>()
      for (const [name, rule] of said()) {
        const sentence = rule[language]
        expect(sentence.split(' ').length, name).toBeGreaterThan(2)
        const other = sentences.get(sentence) ?? name
        expect(other === name || shared.includes(name), `${name} speaks like ${other}`).toBe(true)
        sentences.set(sentence, name)
      }
    }
  })

  it('is there also for a fact that has no place', () => {
    const names = said().map(([name]) => name)
    for (const state of states)
      for (const type of types) if (!isPlaced(type, state)) expect(names).toContain(placeOf(state, type))
  })

  it('says another sentence in Dutch than in English', () => {
    for (const [name, { en, nl }] of said()) expect(nl, name).not.toBe(en)
  })
})
