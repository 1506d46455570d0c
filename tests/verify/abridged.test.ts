// What an audit lets go of is what no later line can ask for: its verdicts are those of a replay that keeps everything.
import { beforeAll, describe, expect, it } from 'vitest'
import { limits } from '../../src/charter/words.ts'
import { endReplay, type Finding, replayLine, startReplay } from '../../src/collaboration/replay.ts'
import { canonical } from '../../src/log/canonical.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { entriesOf, type Forged, reforge } from '../attacks/forge.ts'
import { genuineLog } from '../attacks/genuine.ts'
import { historyOf } from '../engine/support.ts'
import { longLog } from './long-log.ts'

/** The verdict of a replay that lets go of nothing. */
function judged(log: string): Finding | null {
  const lines = log.split('\n').slice(0, -1)
  const replay = startReplay(JSON.parse(lines[0] ?? '{}').collaboration)
  for (const line of lines) {
    const finding = replayLine(replay, line)
    if (finding) return finding
  }
  return endReplay(replay)
}

/** As `expectAlike`, for many logs that begin with these entries and have one more. */
function alikeAfter(entries: readonly Forged[]): (entry: object) => Finding | null {
  const replays = [false, true].map(abridged => {
    const replay = startReplay(entries[0]?.collaboration ?? '', abridged)
    for (const line of reforge(entries).split('\n').slice(0, -1)) expect(replayLine(replay, line)).toBe(null)
    return replay
  })
  return entry => {
    const [finding = null, abridged] = replays.map(it => {
      const replay = structuredClone(it)
      const { frontier, prev, matters } = replay.ledger
      const n = matters.get((entry as Forged).matter)?.entries ?? 0
      return replayLine(replay, canonical({ ...entry, seq: frontier.size, prev, n })) ?? endReplay(replay)
    })
    expect(abridged).toEqual(finding)
    return finding
  }
}

function expectAlike(log: string): Finding | null {
  const finding = judged(log)
  expect(verifyLog(log).finding).toEqual(finding)
  return finding
}

let genuine: Forged[] = []
beforeAll(async () => {
  genuine = await genuineLog()
})

describe('with what has ended let go', () => {
  it('histories in which everything may happen', async () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const { entries } = await historyOf(seed)
      expect(expectAlike(entries.map(({ line }) => `${line}\n`).join(''))).toBe(null)
    }
  })

  it('every entry told again at the end, of every proposal that has ended', () => {
    const ended = ['p1', 'p2', 'p3', 'k1', 'k2']
    const last = genuine.at(-1) as Forged
    const codes = new Map<string, number>()
    const judge = alikeAfter(genuine)
    for (const matter of ended)
      for (const [n, { fact, asked, by }] of genuine.entries()) {
        const about = asked && 'proposal' in asked ? { ...asked, proposal: matter } : asked
        const again = {
          ...last,
          matter,
          fact,
          act: `again-${n}`,
          ...(by && { by }),
          ...(about && { asked: about }),
        }
        const { by: _by, asked: _asked, ...bare } = again
        const entry = about ? again : { ...bare, act: last.act }
        const { what = 'holds' } = judge(entry) ?? {}
        const rule = /the rule "(\w+)"/.exec(what)?.[1] ?? what
        codes.set(rule, (codes.get(rule) ?? 0) + 1)
      }
    expect([...codes.keys()]).toEqual(expect.arrayContaining(['stillOpen', 'knownComment', 'newProposal']))
  })

  /** A log in which a proposal was decided, with a comment after it, and these comments after that. */
  function withComments(comments: readonly object[]): string {
    const at = genuine.findIndex(({ fact, matter }) => matter === 'p1' && fact.type === 'decision.taken')
    const before = genuine.slice(0, at + 1)
    const last = before.at(-1) as Forged
    const remarks = comments.map((comment, n) => {
      const { id, by = 'anna', ...asked } = comment as { id: string; by?: string }
      const fact = { type: 'comment.made', comment: id }
      const about = { act: 'comment', by, proposal: 'p1', text: 'Later.', ...asked }
      const { v, collaboration } = last
      return { v, collaboration, matter: 'p1', at: last.at, by, act: `late-${n}`, asked: about, fact }
    })
    return reforge([...before, ...remarks])
  }

  it.each([
    ['a comment', [{ id: 'c9' }], null],
    ['a reply to one from before the end', [{ id: 'c9', replyTo: 'c1' }], null],
    ['a reply to one from after it', [{ id: 'c9' }, { id: 'c10', replyTo: 'c9' }], null],
    ['a reply to none', [{ id: 'c9', replyTo: 'c8' }], 'knownComment'],
    ['an id from before the end', [{ id: 'c1' }], 'knownComment'],
    ['an id from after it', [{ id: 'c9' }, { id: 'c9' }], 'knownComment'],
    ['somebody unknown', [{ id: 'c9', by: 'mallory' }], 'byKnownPerson'],
    [
      'too many of one person',
      Array.from({ length: limits.commentsOfPerson + 1 }, (_, n) => ({ id: `d${n}` })),
      'withinLimits',
    ],
  ])('comments on what was decided: %s', (_, comments, rule) => {
    const finding = expectAlike(withComments(comments))
    if (rule === null) expect(finding).toBe(null)
    else expect(finding?.what).toContain(`"${rule}"`)
  })

  it('an id that can be taken for one of a proposal that has ended, and links to it', () => {
    const long = entriesOf([...longLog({ entries: 40 })].join(''))
    const drafts = long.filter(({ fact }) => fact.type === 'proposal.drafted')
    const draft = drafts.at(-1) as Forged
    const named = (proposal: string, more: object = {}) => {
      const { n: _n, ...rest } = draft
      const asked = { ...draft.asked, proposal, ...more }
      return reforge([...long, { ...rest, at: long.at(-1)?.at, matter: proposal, act: 'new', asked }])
    }
    expect(expectAlike(named('voorstel-0'))?.what).toContain('"newProposal"')
    expect(expectAlike(named('VOORSTEL-0'))?.what).toContain('"newProposal"')
    expect(expectAlike(named('x', { basedOn: ['nergens'] }))).not.toBe(null)
    expect(expectAlike(named('y'))).toBe(null)
  })

  it('the id of an act is used once, however long ago', () => {
    const again = genuine.map((entry, n) =>
      n > 0 && entry.asked ? { ...entry, act: genuine[0]?.act } : entry,
    )
    expect(expectAlike(reforge(again))?.code).toBe('actTwice')
  })
})

describe('what is held of a long log', () => {
  const words = 'Perceel'
  function held(entries: number, abridged: boolean): { text: string; ids: number; states: number } {
    const replay = startReplay('regio', abridged)
    for (const act of longLog({ entries }))
      for (const line of act.split('\n').slice(0, -1)) expect(replayLine(replay, line)).toBe(null)
    const { shelf } = replay.collaboration
    const { records, circles, ledger, acts } = replay
    const told = {
      records: [...records],
      circles,
      matters: [...ledger.matters].map(([id, { entries }]) => [id, entries]),
      listed: [...shelf.listed],
    }
    const states = [...new Set(shelf.states.values())]
    return { text: JSON.stringify({ told, states }), ids: acts.size, states: states.length }
  }

  it('is no word of what has ended, one state for all without comments, and every id of an act', () => {
    const [little, much] = [held(500, true), held(2_000, true)]
    expect(little.text).not.toContain(words)
    expect(much.text).not.toContain(words)
    const [kept, all] = [held(500, false), held(2_000, false)]
    expect(kept.text).toContain(words)
    expect([little.ids, much.ids]).toEqual([kept.ids, all.ids])
    // Those with comments have a state of their own, about half of them here.
    expect(much.states).toBeLessThan(all.states * 0.6)
    expect(much.text.length - little.text.length).toBeLessThan((all.text.length - kept.text.length) / 2)
  })
})
