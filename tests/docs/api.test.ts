// That the page of the API is that of this code, and that everything on it is explained.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { apiPage, doors } from '../../scripts/write-api.ts'

const page = readFileSync(new URL('../../docs/reference/api.md', import.meta.url), 'utf8')

describe('the page of the API', () => {
  it('is current: `npm run docs` brings it up to date', () => {
    expect(apiPage()).toBe(page)
  })

  it('has every door that is code', () => {
    expect(doors().map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'samenspraak',
        'samenspraak/verify',
        'samenspraak/register',
        'samenspraak/proof',
        'samenspraak/stores/sqlite',
      ]),
    )
    for (const { name } of doors()) expect(page).toContain(`\n## ${name}\n`)
  })

  it('explains every export', () => {
    const unexplained = [...page.matchAll(/^### (\w+)\n\n```/gm)].map(([, name]) => name)
    expect(unexplained).toEqual([])
  })
})
