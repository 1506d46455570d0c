// The few words that stand above what the register tells.
import type { Language } from './moments.ts'
import type { Phrases } from './phrases.ts'
import { phrasesIn } from './voice.ts'

/** Headings in one language. */
export type Headings = Phrases['headings']

/** The headings of a language. Pure. */
export const headingsIn = (language: Language): Headings => phrasesIn[language].headings
