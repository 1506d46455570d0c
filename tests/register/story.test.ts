// The whole story in Dutch and English, sentence by sentence, against the text files beside this one.
import { describe, expect, it } from 'vitest'
import { charterFacts } from '../../src/charter/facts.ts'
import { proposalFacts } from '../../src/proposal/facts.ts'
import { teller } from '../../src/register/register.ts'
import { aloud } from './aloud.ts'
import { tellAll } from './story.ts'

const story = await tellAll()
const told = { en: aloud(story, 'en'), nl: aloud(story, 'nl') }

describe('everything that can happen', () => {
  it('is read aloud in English', async () => {
    await expect(told.en).toMatchFileSnapshot('story.en.txt')
  })

  it('is read aloud in Dutch', async () => {
    await expect(told.nl).toMatchFileSnapshot('story.nl.txt')
  })

  it('happens in the story: every type of fact there is', () => {
    const types = [...charterFacts, ...proposalFacts].map(({ shape }) => shape.type.value)
    expect(new Set(story.entries.map(({ fact }) => fact.type))).toEqual(new Set(types))
    expect(types).toHaveLength(31)
  })

  it('is told of each fact in another sentence in the other language', () => {
    const [english, dutch] = [teller('en'), teller('nl')]
    for (const entry of story.entries) {
      const [en, nl] = [english(entry).sentence, dutch(entry).sentence]
      // A comment is nothing but what somebody wrote, where that is here to be read.
      if (entry.fact.type === 'comment.made' && entry.personal === undefined)
        expect(en.replace('replies to', 'antwoordt op')).toBe(nl)
      else expect(nl, entry.fact.type).not.toBe(en)
    }
  })
})

/** What people wrote is theirs, in any language. */
const withoutQuotes = (text: string): string => text.replace(/"[^"\n]*"/g, '""')

describe('no sentence is left untranslated', () => {
  it.each([
    ['Dutch', told.nl, /\b(the|and|until|asked|its|which|with|by|for|has|not|so|ends?|after)\b/i],
    ['English', told.en, /\b(de|het|een|en|wordt|niet|van|voor|tot|geen|er|die|dat|over)\b/i],
  ])('%s', (_, text, foreign) => {
    const stray = withoutQuotes(text)
      .split('\n')
      .filter(line => foreign.test(line))
    expect(stray).toEqual([])
  })

  it('and both languages say the same number of things', () => {
    expect(told.nl.split('\n')).toHaveLength(told.en.split('\n').length)
  })

  it('no sentence has a hole in it', () => {
    const hole = /undefined|null|NaN|\[object|\S {2}|, ,|\(\)|Invalid/
    const stray = Object.values(told)
      .flatMap(text => withoutQuotes(text).split('\n'))
      .filter(line => hole.test(line.replace(/^ *\w+: +/, '')))
    expect(stray).toEqual([])
  })
})
