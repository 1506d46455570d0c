// The report of simulations as text: whole, labelled, in two languages, and nothing in it that a scenario smuggled in.
import { beforeAll, describe, expect, it } from 'vitest'
import { dutch } from '../../src/simulation/report/dutch.ts'
import { english } from '../../src/simulation/report/english.ts'
import { fitting, inLines } from '../../src/simulation/report/figure.ts'
import { binsOf } from '../../src/simulation/report/histogram.ts'
import { numeralsOf } from '../../src/simulation/report/numerals.ts'
import { type ReportInput, reportPage } from '../../src/simulation/report/page.ts'
import { stepFor, ticksTo } from '../../src/simulation/report/scale.ts'
import { tellingOf } from '../../src/simulation/report/telling.ts'
import { sentence } from '../../src/simulation/report/timeline.ts'
import type { ProcedureResult } from '../../src/simulation/result.ts'
import { readScenario } from '../../src/simulation/scenario.ts'
import { sweep } from '../../src/simulation/sweep.ts'
import { round, simulate } from '../../src/simulation/trial.ts'
import { evil, fullInput, scenario, scenarioInput, trial } from './report-story.ts'

let input: ReportInput
let page: string

beforeAll(async () => {
  input = await fullInput()
  page = reportPage(input)
})

const all = (text: string, form: RegExp): string[] => [...text.matchAll(form)].map(([whole]) => whole)
const oneLanguage = (language: 'en' | 'nl'): string => reportPage({ ...input, language })
const ofOurs = (): ProcedureResult => input.result.procedures.samenspraak as ProcedureResult

/** The exact values in a table, row by row; its id without the language. */
function numbersIn(text: string, name: string, kind = '-table'): number[][] {
  const [, table = ''] =
    new RegExp(`<caption id="en-${name}${kind}">.*?<tbody>(.*?)</tbody>`, 's').exec(text) ?? []
  expect(table).not.toBe('')
  return all(table, /<tr>.*?<\/tr>/gs).map(row =>
    [...row.matchAll(/<data value="([^"]+)">/g)].map(([, value]) => Number(value)),
  )
}

describe('the page', () => {
  it('loads nothing and runs nothing', () => {
    expect(page).not.toMatch(/http(?!-equiv)/)
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|\son\w+=|\ssrc=|\shref=/i)
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
  })

  it('has one h1, and no heading that skips a level', () => {
    expect(all(page, /<h1>/g)).toHaveLength(1)
    const levels = all(page, /<h\d/g).map(it => Number(it.at(-1)))
    expect(levels.length).toBeGreaterThan(20)
    levels.reduce((before, level) => {
      expect(level).toBeLessThanOrEqual(before + 1)
      return level
    })
  })

  it('names every drawing by a title and a description that are there, once', () => {
    const drawings = [
      ...page.matchAll(/<svg([^>]*)><title id="([^"]+)">([^<]+)<\/title><desc id="([^"]+)">([^<]+)<\/desc>/g),
    ]
    expect(drawings).toHaveLength(all(page, /<svg/g).length)
    expect(drawings).toHaveLength(2 * 9)
    for (const [, attributes, title, , says] of drawings)
      expect(attributes).toContain(`role="img" aria-labelledby="${title} ${says}"`)
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('has beside every drawing a caption, and a table or the list that says the same', () => {
    const figures = all(page, /<figure>.*?<\/figure>/gs)
    expect(figures).toHaveLength(2 * 9)
    for (const each of figures) {
      expect(each).toMatch(/<figcaption>[^<]{20,}/)
      if (!each.includes('-lanes-title')) expect(each).toMatch(/<details>.*<table>/s)
    }
    expect(all(page, /<ol class="days">/g)).toHaveLength(2)
  })

  it('draws nothing that is not a number', () => {
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/)
  })

  it('closes whatever it opens', () => {
    const open: string[] = []
    const body = page.replace(/<style>.*?<\/style>/s, '').replace('<!doctype html>', '')
    for (const [, end, name = '', whole] of body.matchAll(/<(\/?)([a-z0-9]+)((?:[^<>"]|"[^"]*")*)>/g)) {
      if (end === '/') expect(open.pop()).toBe(name)
      else if (!['meta', 'input'].includes(name) && !whole?.endsWith('/')) open.push(name)
    }
    expect(open).toEqual([])
  })

  it('is the same page for the same input', () => {
    expect(reportPage(input)).toBe(page)
  })
})

describe('both languages', () => {
  it('stand in the page, each marked, with every procedure named', () => {
    const [, inEnglish = '', inDutch = ''] = page.split(/<div class="told"/)
    expect(inEnglish).toMatch(/^ lang="en"/)
    expect(inDutch).toMatch(/^ lang="nl"/)
    for (const name of ['Samenspraak', 'simple majority of the votes cast', 'lazy consensus (Apache)'])
      expect(inEnglish).toContain(name)
    for (const name of [
      'Samenspraak',
      'gewone meerderheid van de uitgebrachte stemmen',
      'lazy consensus (Apache)',
    ])
      expect(inDutch).toContain(name)
    expect(inDutch).toContain('De uitkomst van 300 gesimuleerde besluitrondes')
  })

  it.each(['en', 'nl'] as const)('%s stands alone where it is asked for, without a switch', language => {
    const alone = oneLanguage(language)
    expect(alone).toContain(`<html lang="${language}">`)
    expect(all(alone, /class="told"/g)).toHaveLength(1)
    expect(alone).not.toContain('<input')
  })

  it('have the same words to say', () => {
    const shape = (words: object): unknown =>
      Object.fromEntries(
        Object.entries(words).map(([key, it]) => [key, typeof it === 'object' ? shape(it) : typeof it]),
      )
    const { procedures: one, ...inEnglish } = english
    const { procedures: other, ...inDutch } = dutch
    expect(shape(inDutch)).toEqual(shape(inEnglish))
    expect([one.samenspraak, other.samenspraak]).toEqual(['Samenspraak', 'Samenspraak'])
  })

  it('have a sentence for everything that a round records', () => {
    const types = new Set<string>()
    for (const procedure of ['samenspraak', 'majority', 'iso', 'sociocratic-consent', 'lazy-consensus'])
      for (let number = 0; number < 12; number += 1) {
        const played = round(scenarioInput, 3, { number, procedure })
        for (const noted of played.noted) {
          types.add(noted.type)
          for (const language of ['en', 'nl'] as const) {
            const said = sentence(tellingOf(input, language), procedure, noted)
            expect(said).toMatch(/^[\p{Lu}]/u)
            expect(said).not.toMatch(/^(Recorded|Vastgelegd)/)
          }
        }
      }
    expect(types.size).toBeGreaterThan(11)
  })
})

describe('words of a scenario', () => {
  it('are escaped wherever they stand', () => {
    expect(page).not.toContain('<script')
    expect(page).not.toContain(`"Zn"`)
    expect(all(page, /<\/title>/g)).toHaveLength(1 + all(page, /<svg/g).length)
    expect(all(page, /<\/style>/g)).toHaveLength(1)
    const escaped =
      '&lt;/title&gt;&lt;/svg&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;Zn&quot; &lt;/style&gt;'
    for (const before of ['Wonen', 'Waarom:', 'Partner', 'share'])
      expect(page).toContain(`${before} ${escaped}`)
  })

  it('that mean to turn the reading direction or hide are shown without that', async () => {
    const [first, ...others] = scenarioInput.partners
    const input = { ...scenarioInput, partners: [{ ...first, name: 'Al\u202Eme\u200Bre' }, ...others] }
    const result = await simulate(input, { rounds: 2 })
    const text = reportPage({ scenario: readScenario(input), result })
    expect(text).not.toMatch(/[\u202E\u200B]/u)
    expect(text).toContain('Al me re')
  })

  it('tell partners of the same name apart by their ids', async () => {
    const input = { ...scenarioInput, partners: scenarioInput.partners.map(it => ({ ...it, name: 'Urk' })) }
    const text = reportPage({ scenario: readScenario(input), result: await simulate(input, { rounds: 2 }) })
    for (const id of ['a', 'b', 'c']) expect(text).toContain(`Urk (${id})`)
  })
})

describe('the numbers', () => {
  it('in the tables are exactly those of the result', () => {
    const { procedures } = input.result
    expect(numbersIn(page, 'outcomes')).toEqual(
      Object.values(procedures).map(({ rounds, outcomes: { adopted, noConsensus, withdrawn, open } }) => [
        rounds,
        ...[adopted, noConsensus, withdrawn, open].flatMap(({ value, low, high }) => [value, low, high]),
      ]),
    )
    const { days, stages, satisfaction } = ofOurs()
    expect(numbersIn(page, 'days').map(([day, rounds]) => [day, rounds])).toEqual(days?.counts)
    expect(numbersIn(page, 'ladder')).toEqual(stages.map(share => [share]))
    expect(numbersIn(page, 'satisfaction')).toEqual(
      Object.entries(satisfaction.partners).map(([id, { value, low, high }]) => [
        ...[value, low, high],
        satisfaction.worstOff[id],
      ]),
    )
    expect(numbersIn(page, 'compared').map(row => row.slice(3, 5))).toEqual(
      Object.values(procedures).map(({ days, bypassed }) => [days?.median, bypassed]),
    )
    const perPartner = (of: (result: ProcedureResult, id: string) => number | undefined) =>
      scenario.partners.map(({ id }) => Object.values(procedures).map(it => of(it, id)))
    const passed = perPartner((it, id) => it.bypasses.partners[id])
    expect(numbersIn(page, 'passed', '')).toEqual(passed)
    expect(passed.flat().some(times => (times ?? 0) > 0)).toBe(true)
    expect(numbersIn(page, 'satisfied', '')).toEqual(
      perPartner((it, id) => it.satisfaction.partners[id]?.value),
    )
    expect(numbersIn(page, 'swept-adopted').map(row => row.at(-3))).toEqual(
      input.swept?.cells.map(({ result }) => result.procedures.samenspraak?.adopted),
    )
  })

  it('are written as the language writes them', () => {
    const [inEnglish, inDutch] = [numeralsOf('en'), numeralsOf('nl')]
    expect([inEnglish.count(12_345), inDutch.count(12_345)]).toEqual(['12,345', '12.345'])
    expect([inEnglish.share(0.1234), inDutch.share(0.1234)]).toEqual(['12.3%', '12,3%'])
    expect(inEnglish.hundredths(-0)).toBe('0.00')
    expect([1, 0.99996, 0.00004, 0].map(inEnglish.share)).toEqual(['100%', '99.996%', '0.004%', '0%'])
  })

  it('of a hundred are whole, unless that hides a difference', () => {
    const { ofHundred } = numeralsOf('en')
    expect(ofHundred({ value: 0.931, low: 0.918, high: 0.944 })).toEqual({
      value: '93',
      low: '92',
      high: '94',
    })
    expect(ofHundred({ value: 0.998, low: 0.9927, high: 0.9995 })).toEqual({
      ...{ value: '99.8', low: '99.27', high: '99.95' },
    })
    expect(ofHundred({ value: 0, low: 0, high: 0.0038 })).toEqual({ value: '0', low: '0', high: '0.4' })
  })

  it('stand in the summary', () => {
    const { days, satisfaction } = ofOurs()
    const { count, tenths, hundredths, ofHundred } = numeralsOf('en')
    const [, lead = ''] = /<p class="lead">([^<]+)</.exec(page) ?? []
    const agreed = ofHundred(ofOurs().outcomes.adopted)
    expect(lead).toContain(
      `agreed in ${agreed.value} of 100 rounds (between ${agreed.low} and ${agreed.high})`,
    )
    expect(lead).toContain(`took ${tenths(days?.mean.value ?? 0)} working days on average`)
    expect(lead).toContain(`nine of ten no more than ${days?.p90}`)
    const least = Math.min(...Object.values(satisfaction.partners).map(({ value }) => value))
    expect(lead).toContain(`came to ${hundredths(least)} of 1`)
    expect(lead).toContain('No decision passed any partner by.')
    const majority = input.result.procedures.majority as ProcedureResult
    expect(majority.bypassed).toBeGreaterThan(1)
    expect(page).toContain(`a partner ${count(majority.bypassed)} times, over all rounds`)
    expect(lead).toContain(`tried ${count(ofOurs().attempts.made)} times`)
  })
})

describe('what was not found', () => {
  it('is said: a trial that was stopped, with how far it came', async () => {
    const stop = new AbortController()
    const result = await trial({ rounds: 1_000, signal: stop.signal, onProgress: () => stop.abort() })
    expect(result.partial).toBe(true)
    const text = reportPage({ scenario, result })
    expect(text).toContain('Samenspraak: 250 of 1,000 rounds were played.')
    expect(text).toContain('lazy consensus (Apache): 0 of 1,000 rounds were played.')
    expect(text).toContain('Under lazy consensus (Apache) no round was played.')
    expect(text).toContain('Samenspraak: 250 van 1.000 rondes zijn gespeeld.')
    expect(numbersIn(text, 'compared').map(row => row.length)).toEqual([14, 0, 0])
    expect(page).not.toContain('role="note"')
  })

  it('is said: not one round', async () => {
    const stop = new AbortController()
    stop.abort()
    const text = reportPage({ scenario, result: await trial({ signal: stop.signal }) })
    expect(text).toContain('Not one round was played')
    expect(text).not.toContain('<svg')
  })

  it('is said: a sweep that was stopped', () => {
    const { swept } = input
    if (!swept) throw new Error('there is no sweep to report on')
    const cut = { ...swept, cells: swept.cells.slice(0, 4), partial: true }
    expect(reportPage({ ...input, swept: cut })).toContain('4 of 6 trials are here')
    expect(reportPage({ ...input, swept: { ...cut, cells: [] } })).toContain(
      'Not one trial of it was finished',
    )
  })

  it('leaves no days where no round ended', () => {
    const ours = { ...ofOurs(), days: null }
    const result = { ...input.result, procedures: { ...input.result.procedures, samenspraak: ours } }
    expect(reportPage({ ...input, result })).toContain('No round ended')
  })

  it('a result of another scenario is refused, and one without our procedure', () => {
    const other = readScenario({ ...scenarioInput, title: 'Werken' })
    expect(() => reportPage({ ...input, scenario: other })).toThrow(RangeError)
    const { samenspraak: _, ...procedures } = input.result.procedures
    expect(() => reportPage({ ...input, result: { ...input.result, procedures } })).toThrow(RangeError)
  })
})

describe('having it again', () => {
  it('the page names version, seed, digest, and the commands', () => {
    const { version, scenario: of } = input.result
    expect(page).toContain(`<dd>${version}</dd>`)
    expect(page).toContain(of.digest)
    expect(page).toContain(
      'samenspraak simulate scenario.json --rounds 300 --seed 1 --compare majority,lazy-consensus --report report.html',
    )
    expect(page).toContain('--sweep &#39;partners.*.attention=0.3,0.9&#39;')
    expect(page).toContain(
      `samenspraak simulate scenario.json --seed 1 --round ${input.timeline?.round.number}<`,
    )
  })

  it('tells the round under the procedure in which it was played', () => {
    const played = round(scenarioInput, 1, { number: 4, procedure: 'majority' })
    const text = reportPage({ ...input, timeline: { procedure: 'majority', round: played } })
    expect(text).toContain('samenspraak simulate scenario.json --seed 1 --round 4 --compare majority<')
    expect(text).toContain('Under simple majority of the votes cast, proposed by')
  })
})

describe('drawings', () => {
  it('a sweep of one parameter is a line over numbers, and no line over words', async () => {
    const over = async (values: readonly (number | string)[], path: string) =>
      reportPage({
        ...{ scenario, result: input.result, language: 'en' as const },
        swept: await sweep(scenarioInput, [{ path, values }], { rounds: 5 }),
      })
    expect(all(await over([0.9, 0.2], 'partners.*.attention'), /class="line"/g)).toHaveLength(3)
    expect(await over(['insist', 'leave'], 'partners.c.strategy')).not.toContain('class="line"')
  })

  it('marks axes at round numbers', () => {
    expect(ticksTo(60, 4)).toEqual([0, 20, 40, 60])
    expect(ticksTo(1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
    expect(ticksTo(0, 4)).toEqual(ticksTo(1, 4))
    expect([stepFor(79, 80), stepFor(2_600, 80), stepFor(0, 80)]).toEqual([1, 50, 1])
  })

  it('puts every round in one bin', () => {
    const counts = [0, 1, 79, 80, 2_599].map(day => [day, day + 1] as const)
    const { step, bins } = binsOf({ ...{ median: 80, p90: 2_599, longest: 2_599, counts }, mean: none })
    expect(bins.length * step).toBeGreaterThan(2_599)
    expect(bins.reduce((sum, { rounds }) => sum + rounds, 0)).toBe(1 + 2 + 80 + 81 + 2_600)
  })

  it('cuts labels between whole characters', () => {
    expect(fitting('Zuiderzeeland', 5)).toBe('Zuid…')
    expect(fitting('\u{1f3e1}\u{1f3e1}\u{1f3e1}', 2)).toBe('\u{1f3e1}…')
    expect(inLines('not ended in time', 10)).toEqual(['not ended', 'in time'])
    expect(inLines(evil.replaceAll(' ', ''), 10)).toHaveLength(1)
  })
})

const none = { value: 0, low: 0, high: 0 }
