// The linter for procedures: whom each bypasses, by the shortest way, judged by the facts and not by the procedure.
import { describe, expect, it } from 'vitest'
import { procedures } from '../../src/procedures/procedures.ts'
import { type Inspection, inspect } from '../../src/proof/inspect.ts'

function inspected(name: string, bounds = {}): Inspection {
  const procedure = procedures.find(it => it.name === name)
  if (!procedure) throw new Error(`no ${name}`)
  return inspect(procedure, bounds)
}

const classesOf = ({ byClass }: Inspection) =>
  Object.entries(byClass).flatMap(([name, it]) => (it ? [name] : []))

describe('inspect', () => {
  it.each([
    ['unanimity', null, []],
    ['rfcbot', 'silent', ['dissenting', 'uninformed', 'silent']],
    ['ietf-ballot', 'silent', ['dissenting', 'uninformed', 'silent']],
    ['lazy-consensus', 'silent', ['silent']],
    ['sociocratic-consent', 'silent', ['dissenting', 'silent']],
    ['holacracy', 'silent', ['dissenting', 'uninformed', 'silent']],
    ['iso', 'silent', ['dissenting', 'silent']],
    ['majority', 'dissenting', ['dissenting', 'silent']],
    ['two-thirds', 'dissenting', ['dissenting', 'silent']],
    ['silence-as-consent', 'silent', ['silent']],
  ])('%s: first %s, in all %j', (name, first, classes) => {
    const found = inspected(name)
    expect(found.exhausted).toBe(true)
    expect(found.bypassed?.class ?? null).toBe(first)
    expect(classesOf(found)).toEqual(classes)
  })

  it('knows every procedure that there is', () => {
    expect(procedures.length).toBeGreaterThanOrEqual(10)
    for (const procedure of procedures)
      expect(inspect(procedure, { maxStates: 50 }).states).toBeGreaterThan(0)
  })

  it('shows two silent members in rfcbot, and how', () => {
    const { bypassed } = inspected('rfcbot')
    expect(bypassed?.partners).toEqual(['Urk', 'Lelystad'])
    expect(bypassed?.trace).toEqual([
      'Almere proposes; Almere, Zeewolde, Dronten, Urk and Lelystad are told; which counts as the consent of Almere',
      'Zeewolde consents',
      'Dronten consents; the next stage begins',
      'the term passes',
      'decided on revision 1, although Urk and Lelystad had not said a word on it, silent or absent',
    ])
  })

  it('shows a majority outvoting a partner without any term having to pass', () => {
    const { bypassed } = inspected('majority')
    expect(bypassed?.trace.at(-1)).toBe('decided on revision 1, although Dronten still objected')
    expect(bypassed?.trace).not.toContain('the term passes')
  })

  it('says what can stay open for ever', () => {
    expect(inspected('unanimity').ends).toBe(false)
    expect(inspected('majority').ends).toBe(true)
  })

  it('calls the partners by the names that it is given', () => {
    const names = ['Noord', 'Oost', 'Zuid']
    expect(inspected('lazy-consensus', { names, partners: 3 }).bypassed?.partners).toEqual(['Oost', 'Zuid'])
  })

  it('finds the same whoever is called what, and more partners change nothing in kind', () => {
    for (const partners of [2, 3, 4])
      expect(classesOf(inspected('lazy-consensus', { partners }))).toEqual(['silent'])
    expect(classesOf(inspected('majority', { partners: 4 }))).toEqual(['dissenting', 'silent'])
  })

  it('is honest where it stopped early', () => {
    expect(inspected('iso', { maxStates: 100 })).toMatchObject({ states: 100, exhausted: false })
    expect(inspected('iso', { maxStates: 9999, onProgress: () => false }).exhausted).toBe(false)
  })

  it.each([1, 9, 2.5, Number.NaN])('refuses %s partners', partners => {
    expect(() => inspected('majority', { partners })).toThrow(new RangeError('partners: must be 2 to 8'))
  })
})
