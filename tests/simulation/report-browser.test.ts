// The report of simulations in Chromium: offline, by keyboard, in light and dark, and held against axe's rules for who cannot see it.
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inChromium, isSkipped, launched } from '../chromium.ts'
import { evil, fullPage } from './report-story.ts'

describe.skipIf(isSkipped)(inChromium, () => {
  let browser: Browser
  let text: string
  const faults: string[] = []
  const requests: string[] = []

  beforeAll(async () => {
    text = await fullPage()
    browser = await launched()
  })
  afterAll(() => browser?.close())

  /** The page, opened without a network; what goes wrong is kept. */
  async function opened(colorScheme: 'light' | 'dark'): Promise<Page> {
    const context = await browser.newContext({ colorScheme, offline: true })
    const page = await context.newPage()
    page.on('pageerror', error => faults.push(String(error)))
    page.on('console', message => faults.push(message.text()))
    page.on('request', request => requests.push(request.url()))
    await page.setContent(text)
    return page
  }

  const shown = (page: Page): Promise<boolean[]> =>
    Promise.all(['en', 'nl'].map(language => page.locator(`.told[lang=${language}]`).isVisible()))

  it('shows one language, and the other by keyboard', async () => {
    const page = await opened('light')
    expect(await shown(page)).toEqual([true, false])
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowRight')
    expect(await shown(page)).toEqual([false, true])
    expect(await page.locator('.told[lang=nl] h2').first().innerText()).toBe('In het kort')
    await page.keyboard.press('ArrowLeft')
    expect(await shown(page)).toEqual([true, false])
    expect(await page.locator('h1').innerText()).toBe(`Wonen ${evil}`)
    await page.context().close()
  })

  it('opens a table by keyboard', async () => {
    const page = await opened('light')
    const details = page.locator('.told[lang=en] details').first()
    expect(await details.locator('table').isVisible()).toBe(false)
    await details.locator('summary').press('Enter')
    expect(await details.locator('table').isVisible()).toBe(true)
    await page.context().close()
  })

  it('prints the tables that are closed on the screen, and no switch', async () => {
    const page = await opened('dark')
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.locator('.told[lang=en] details table').first().isVisible()).toBe(true)
    expect(await page.locator('.shown').isVisible()).toBe(false)
    expect(await background(page)).toBe('rgb(255, 255, 255)')
    await page.context().close()
  })

  it('is dark where that is preferred', async () => {
    const [light, dark] = [await opened('light'), await opened('dark')]
    expect(await background(light)).toBe('rgb(255, 255, 255)')
    expect(await background(dark)).toBe('rgb(20, 23, 28)')
    for (const page of [light, dark]) await page.context().close()
  })

  it('fits a narrow screen', async () => {
    const page = await opened('light')
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    await page.context().close()
  })

  it.each([
    ['light', 'en'],
    ['light', 'nl'],
    ['dark', 'en'],
    ['dark', 'nl'],
  ] as const)('axe finds nothing, %s, %s, with every table open', async (scheme, language) => {
    const page = await opened(scheme)
    await page.locator(`#shown-${language}`).check()
    await page.evaluate('for (const it of document.querySelectorAll("details")) it.open = true')
    await page.evaluate(axe.source)
    const found = (await page.evaluate('axe.run()')) as axe.AxeResults
    expect(found.passes.length).toBeGreaterThan(15)
    expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    await page.context().close()
  })

  it('nothing was asked of a network, said on the console or thrown', () => {
    expect(requests).toEqual([])
    expect(faults).toEqual([])
  })

  const background = (page: Page): Promise<string> =>
    page.evaluate('getComputedStyle(document.body).backgroundColor')
})
