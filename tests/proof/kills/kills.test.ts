// It can fail: every mutant is noticed by its named check, and no check complains of the source as it is.
import { describe, expect, it } from 'vitest'
import { mutants } from '../mutants/mutants.ts'
import { checks } from './checks.ts'
import { checksWith } from './kill.ts'
import { kills } from './kills.ts'

/** With ALL=1 also those that take longer; `npm run proof` tries all of them. */
const tried = mutants.filter(({ name }) => kills[name]?.quick === true || process.env.ALL === '1')

it('every mutant has a check that notices it', () => {
  expect(mutants.filter(({ name }) => !kills[name]).map(({ name }) => name)).toEqual([])
  expect(Object.keys(kills).filter(name => !mutants.some(mutant => mutant.name === name))).toEqual([])
  for (const { check } of Object.values(kills)) expect(Object.keys(checks)).toContain(check)
})

it('most of them are tried here', () => {
  expect(tried.length).toBeGreaterThanOrEqual(60)
})

describe('each is noticed', () => {
  it.each(tried.map(mutant => [mutant.name, mutant] as const))('%s', async (name, mutant) => {
    const { check = '' } = kills[name] ?? {}
    const kill = await (await checksWith(mutant))(check)
    expect(kill, check).not.toBeNull()
  })
})

describe('without a mutant nothing is noticed', () => {
  const used = [...new Set(tried.map(({ name }) => kills[name]?.check ?? ''))]
  it.each(used)('%s', async check => {
    expect(await (await checksWith(null))(check)).toBeNull()
  })
})
