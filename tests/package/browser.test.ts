// The same story told in a browser (bundled, minified) and on Node: the same answers, the same log to the byte, and each verifies the other's.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { type BrowserDoor, browserDoors, bundleOf } from '../../scripts/bundles.ts'
import { inChromium, isSkipped, launched } from '../chromium.ts'

type Core = typeof import('../../src/index.ts')
type Verify = typeof import('../../src/verify/verify.ts')

/** What the doors of the package are on a page, where there are no modules to import. */
interface PageScope {
  readonly samenspraak: Core
  readonly samenspraakVerify: Verify
}

interface Told {
  readonly answers: readonly string[]
  readonly state: string
  readonly head: { readonly size: number; readonly root: string }
  readonly log: string
}

/** Founds, objects, refuses, decides. It stands alone: its text is sent to the page. */
async function story({ memoryStore, openCollaboration, logText, setClock }: Core): Promise<Told> {
  const person = (id: string) => ({ id, roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] })
  const charter = {
    procedure: 'samenspraak/1',
    opgave: { title: 'Wonen', goal: 'Genoeg woningen, ook in ’s-Graveland \u{1f3e1}' },
    partners: ['gemeente', 'zuiderzeeland'].map(id => ({ id, name: id, people: [person(`${id}-1`)] })),
    opgavemanager: { id: 'omar' },
    terms: {
      consultation: 5,
      lijnmanagement: 5,
      opgavemanager: 5,
      stuurgroep: 9,
      jointDecision: 5,
      extension: 2,
    },
  }
  const clock = setClock('2026-03-27T08:00:00.000Z')
  let ids = 0
  const newId = (): string => {
    ids += 1
    return `act-${ids}`
  }
  const wonen = await openCollaboration({ id: 'wonen', store: memoryStore(), clock, newId })
  const answers: string[] = []
  const ask = async (act: object): Promise<void> => {
    const outcome = await wonen.act(act)
    answers.push(
      'refused' in outcome
        ? `${outcome.refused.rule}: ${outcome.refused.why}`
        : outcome.recorded.map(({ fact }) => fact.type).join(' '),
    )
  }
  const about = { proposal: 'homes', revision: 1 }
  await ask({ act: 'proposeCharter', by: 'omar', charter })
  const digest = (await wonen.circle()).digest
  for (const by of ['gemeente-1', 'zuiderzeeland-1']) await ask({ act: 'signCharter', by, charter: digest })
  await ask({
    act: 'draftProposal',
    by: 'omar',
    proposal: 'homes',
    title: 'Homes',
    text: 'Wij bouwen één wijk.',
  })
  await ask({ act: 'submitProposal', by: 'omar', proposal: 'homes' })
  await ask({ act: 'takePosition', by: 'gemeente-1', ...about, position: 'maybe' })
  await ask({ act: 'raiseObjection', by: 'zuiderzeeland-1', ...about, reason: 'No water storage.' })
  await ask({ act: 'takePosition', by: 'gemeente-1', ...about, position: 'consent' })
  await ask({ act: 'withdrawObjection', by: 'omar', proposal: 'homes', objection: 'o1', revision: 1 })
  clock.moveTo('2026-03-30T08:00:00.000Z')
  await ask({
    act: 'withdrawObjection',
    by: 'zuiderzeeland-1',
    proposal: 'homes',
    objection: 'o1',
    revision: 1,
  })
  await ask({ act: 'takePosition', by: 'zuiderzeeland-1', ...about, position: 'consent' })
  for (const by of ['gemeente-1', 'zuiderzeeland-1']) await ask({ act: 'confirmDecision', by, ...about })
  const state = (await wonen.proposal('homes'))?.state ?? ''
  return { answers, state, head: await wonen.head(), log: await logText(wonen) }
}

/** The module that a stranger imports on Node. */
const onNode = (door: BrowserDoor) =>
  import(new URL(`../../${packageJson.exports[door].default}`, import.meta.url).href)

describe.skipIf(isSkipped)(inChromium, () => {
  let browser: Browser
  let page: Page
  const faults: string[] = []
  let told: Told
  let toldOnNode: Told
  let verify: Verify

  beforeAll(async () => {
    browser = await launched()
    page = await browser.newPage()
    page.on('pageerror', error => faults.push(String(error)))
    page.on('console', message => faults.push(message.text()))
    for (const door of Object.keys(browserDoors) as BrowserDoor[])
      await page.addScriptTag({ content: await bundleOf(door, { minify: true }) })
    if (faults.length > 0) throw new Error(faults.join('\n'))
    const expression = `(${story.toString()})(samenspraak)`
    told = (await page.evaluate(expression)) as Told
    toldOnNode = await story((await onNode('.')) as Core)
    verify = (await onNode('./verify')) as Verify
  })

  afterAll(() => browser?.close())

  it('there is no Node within reach', async () => {
    expect(await page.evaluate('typeof process + typeof Buffer + typeof require')).toBe('undefined'.repeat(3))
  })

  it('a decision is taken, and what may not be is refused, in the same words as on Node', () => {
    expect(told.state).toBe('decided')
    expect(told.answers.at(-1)).toBe('confirmation.given decision.taken')
    expect(told.answers.filter(it => it.includes(': '))).toEqual([
      expect.stringMatching(/^wellFormedAct: .*position: .*"consent"\|"reservation"\|"standAside"$/),
      expect.stringMatching(/^byOwnerOfObjection: /),
    ])
    expect(told.answers).toEqual(toldOnNode.answers)
  })

  it('the log is the same to the byte, and so is its head', () => {
    expect(told.log.split('\n').length - 1).toBe(told.head.size)
    expect(told.head.size).toBeGreaterThan(10)
    expect(told.log).toBe(toldOnNode.log)
    expect(told.head).toEqual(toldOnNode.head)
  })

  it('each verifies the log of the other, as text and as bytes', async () => {
    const audit = { holds: true, finding: null, ...told.head }
    expect(verify.verifyLog(told.log, { head: told.head })).toEqual(audit)
    expect(await audited(toldOnNode.log)).toEqual([audit, audit])
  })

  it('a forged log is found out there too, with the same finding', async () => {
    const forged = told.log.replace('één wijk', 'twee wijken')
    expect(forged).not.toBe(told.log)
    const found = verify.verifyLog(forged)
    expect(found.holds).toBe(false)
    expect(await audited(forged)).toEqual([found, found])
  })

  it('nothing was said on the console and nothing was thrown', () => {
    expect(faults).toEqual([])
  })

  /** Two audits by the page: of the text, and of its bytes. */
  const audited = (log: string) =>
    page.evaluate(text => {
      const { verifyLog } = (globalThis as unknown as PageScope).samenspraakVerify
      return [verifyLog(text), verifyLog(new TextEncoder().encode(text))]
    }, log)
})
