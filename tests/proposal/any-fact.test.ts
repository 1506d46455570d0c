// From any state, with facts that say less than they may: an effect puts no word into the record that was not said, and
// takes nothing left out for a consent.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as effects from '../../src/proposal/effects.ts'
import type { ProposalEvent } from '../../src/proposal/event.ts'
import { type Candidate, candidates } from './arbitrary.ts'

const all = Object.entries(effects)
const numRuns = Number(process.env.ANY_FACTS ?? 15)
const seed = Number(process.env.SEED ?? 1)

/** The event with some, or all, of what it says left out. */
function less({ event }: Candidate, kept: readonly boolean[]): ProposalEvent {
  const thinned = <T extends object>(fields: T, shift: number): T =>
    Object.fromEntries(
      Object.entries(fields).filter(([key], i) => key === 'type' || kept[(i + shift) % kept.length]),
    ) as T
  const { by, ...rest } = event
  return {
    ...rest,
    ...(kept[0] && by !== undefined ? { by } : {}),
    asked: thinned(event.asked, 1),
    fact: thinned(event.fact, 5),
  }
}

const thin = fc.record({
  some: candidates,
  kept: fc.oneof(fc.constant([false]), fc.array(fc.boolean(), { minLength: 3, maxLength: 9 })),
})

/** All texts in a value, those that are keys as well. */
function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, held]) => [key, ...wordsIn(held)])
}

/** Words of the procedure itself: they name fields and places, nobody and nothing that anybody said. */
const own = [
  ...['', 'consultation', 'stuurgroep', 'standAside', 'content', 'escalation', 'term', 'ladderEnded'],
  ...[
    'partner',
    'by',
    'at',
    'reason',
    'ground',
    'revision',
    'stage',
    'answers',
    'withdrawn',
    'text',
    'replyTo',
  ],
  ...['position', 'provisional', 'charter', 'terms', 'maxRevisions', 'calendar', 'decidesOn', 'signatures'],
  ...['title', 'commitments', 'attachments', 'basedOn', 'replaces', 'changes', 'holidays', 'procedure'],
  ...['Europe/Amsterdam', 'timeZone', 'optional', 'meets', 'needs', 'reviewOn', 'endsOn'],
  ...Array.from({ length: 10 }, (_, n) => `${n}`),
]

describe('an effect', () => {
  it.each(all)('%s: puts no word into the record that neither the state nor the fact has', (_, effect) => {
    fc.assert(
      fc.property(thin, ({ some, kept }) => {
        for (const candidate of some) {
          const event = less(candidate, kept)
          const known = new Set([...own, ...wordsIn(candidate.proposal), ...wordsIn(event)])
          const after = effect(candidate.proposal, event)
          expect(wordsIn(after).filter(word => !known.has(word))).toEqual([])
        }
      }),
      { numRuns, seed },
    )
  })

  it('takePosition: counts a position that was not said for no support', () => {
    fc.assert(
      fc.property(thin, ({ some, kept }) => {
        for (const candidate of some) {
          const { position: _, ...asked } = less(candidate, kept).asked
          const event = { ...less(candidate, kept), asked }
          const after = effects.takePosition(candidate.proposal, event)
          expect(after.supporting).toBeLessThanOrEqual(candidate.proposal.supporting)
        }
      }),
      { numRuns, seed },
    )
  })

  it('every one leaves the state that it was given as it was', () => {
    fc.assert(
      fc.property(thin, ({ some, kept }) => {
        for (const candidate of some) {
          const before = JSON.stringify(candidate.proposal)
          for (const [, effect] of all) effect(candidate.proposal, less(candidate, kept))
          expect(JSON.stringify(candidate.proposal)).toBe(before)
        }
      }),
      { numRuns: 10, seed },
    )
  })
})
