// Chromium, for tests of what runs or is shown in a browser. Where there is none they are skipped, but fail where CI demands them.
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executable = '/usr/bin/chromium'
const isThere = existsSync(executable)
const isDemanded = process.env.CI === 'true'

/** Whether tests in a browser are passed over. */
export const isSkipped = !isThere && !isDemanded

/** What such tests are called, with the reason where they are skipped or cannot be done. */
export const inChromium = isThere
  ? 'in Chromium'
  : `in Chromium (${isDemanded ? 'demanded here, and' : 'skipped:'} there is no ${executable}, install Debian's package chromium)`

/** A browser that asks for nothing by itself. */
export const launched = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executable,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
  })
