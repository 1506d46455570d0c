// What each procedure of others does: its normal course, whom it lets be passed over, and what it refuses all the same.
import { describe, expect, it } from 'vitest'
import { play } from './support.ts'

const endOf = (name: string, sentences: string, count?: number): string => {
  const { state, refused } = play(name, sentences, count)
  return refused ?? state.value
}

describe('unanimity', () => {
  it('decides when the last partner has consented', () => {
    const { state, told } = play('unanimity', 'a submits, a consents, b reserves, c consents')
    expect(state.value).toBe('decided')
    expect(told.at(-1)).toBe('decision.taken')
  })

  it('passes over nobody: silence, standing aside and an objection each keep it open', () => {
    expect(endOf('unanimity', 'a submits, a consents, b consents')).toBe('open')
    expect(endOf('unanimity', 'a submits, a consents, b consents, c abstains')).toBe('open')
    expect(endOf('unanimity', 'a submits, a consents, b consents, c objects')).toBe('open')
    expect(endOf('unanimity', 'a submits, a consents, b consents, c objects, c lets go')).toBe('open')
  })

  it('asks everybody anew after an amendment', () => {
    const { state, events } = play('unanimity', 'a submits, a consents, b consents, a amends, c consents')
    expect(state.value).toBe('open')
    expect(Object.keys(state.context.positions)).toEqual(['c'])
    expect(state.context.told).toEqual({ a: 2, b: 2, c: 2 })
    expect(events.find(({ type }) => type === 'proposal.amended')).toMatchObject({
      revision: 2,
      notice: ['a', 'b', 'c'],
    })
  })

  it('refuses the end of a term, a chair, and a position while one objects', () => {
    expect(endOf('unanimity', 'a submits, term ends')).toBe('partOfTheProcedure')
    expect(endOf('unanimity', 'a submits, b objects, chair dismisses b')).toBe('partOfTheProcedure')
    expect(endOf('unanimity', 'a submits, b objects, b consents')).toBe('ownObjectionLetGo')
    expect(endOf('unanimity', 'a submits, b withdraws')).toBe('byAuthor')
  })
})

describe('rfcbot', () => {
  it('ticks the box of who proposes, as something that the proposer says', () => {
    const { events } = play('rfcbot', 'a submits')
    expect(events.at(-1)).toEqual({
      type: 'position.taken',
      partner: 'a',
      by: 'a',
      revision: 1,
      position: 'consent',
    })
  })

  it('begins the final comment period at three of five and decides at its end, with two that never spoke', () => {
    expect(endOf('rfcbot', 'a submits, b consents')).toBe('proposed')
    const { state, told } = play('rfcbot', 'a submits, b consents, c consents, term ends')
    expect(told).toEqual([
      'proposal.submitted a',
      'position.taken a',
      'position.taken b',
      'position.taken c',
      'stage.entered',
      'term.ended',
      'decision.taken',
    ])
    expect(state.value).toBe('decided')
    expect(Object.keys(state.context.positions)).toEqual(['a', 'b', 'c'])
  })

  it.each([
    [2, 'b'],
    [3, 'b'],
    [4, 'b, c'],
    [5, 'b, c'],
    [6, 'b, c, d'],
    [7, 'b, c, d, e'],
    [8, 'b, c, d, e, f'],
  ])(
    'of %i members needs more reviews than are missing, and fewer than three missing: a, %s',
    (count, ticking) => {
      const ticks = ticking.split(', ').map(it => `${it} consents`)
      expect(endOf('rfcbot', ['a submits', ...ticks].join(', '), count)).toBe('finalComment')
      expect(endOf('rfcbot', ['a submits', ...ticks.slice(0, -1)].join(', '), count)).toBe('proposed')
    },
  )

  it('waits for a concern, whoever has ticked, and its owner alone resolves it', () => {
    const open = 'a submits, e objects, b consents, c consents, d consents, e consents'
    expect(endOf('rfcbot', open)).toBe('proposed')
    expect(endOf('rfcbot', `${open}, e lets go`)).toBe('finalComment')
    expect(endOf('rfcbot', `${open}, a dismisses e`)).toBe('partOfTheProcedure')
    expect(endOf('rfcbot', `${open}, b lets go e`)).toBe('speaksForItself')
  })

  it('is taken out of the period by a new concern, with its boxes ticked, and back into it from the start', () => {
    const period = 'a submits, b consents, c consents'
    const { state, refused } = play('rfcbot', `${period}, d objects`)
    expect([state.value, refused]).toEqual(['proposed', null])
    expect(Object.keys(state.context.positions)).toEqual(['a', 'b', 'c'])
    expect(endOf('rfcbot', `${period}, d objects, term ends`)).toBe('inItsState')
    expect(endOf('rfcbot', `${period}, d objects, d lets go`)).toBe('finalComment')
  })

  it('keeps the boxes when the text is edited, also in the period, and tells nobody', () => {
    const { state, events } = play('rfcbot', 'a submits, b consents, c consents, a amends, term ends')
    expect(state.value).toBe('decided')
    expect(events.at(-1)).toMatchObject({ type: 'decision.taken', revision: 2 })
    expect(state.context.positions).toMatchObject({ b: { position: 'consent', revision: 1 } })
    expect(state.context.told).toEqual({ a: 2, b: 1, c: 1, d: 1, e: 1 })
  })

  it('forgets ticks and concerns when any member cancels: proposed again, it is decided over the concern', () => {
    const cancelled = play('rfcbot', 'a submits, b consents, e objects, d withdraws')
    expect(cancelled.state.value).toBe('withdrawn')
    expect(cancelled.state.context).toMatchObject({ positions: {}, objections: {}, revision: 1 })
    expect(cancelled.events.at(-1)).toMatchObject({ partner: 'a', by: 'd' })
    const again = 'a submits, e objects, d withdraws, a submits, b consents, c consents, term ends'
    const { state, told } = play('rfcbot', again)
    expect(state.value).toBe('decided')
    expect(told).not.toContain('objection.withdrawn e')
  })

  it('refuses what is no tick, a tick for another, and a proposal by another', () => {
    expect(endOf('rfcbot', 'a submits, b abstains')).toBe('boxIsTicked')
    expect(endOf('rfcbot', 'a submits, b consents, b consents')).toBe('boxWasEmpty')
    expect(endOf('rfcbot', 'a submits, c speaks for b')).toBe('partOfTheProcedure')
    expect(endOf('rfcbot', 'b submits')).toBe('byProposer')
    expect(endOf('rfcbot', 'a submits, chair withdraws')).toBe('byMember')
  })
})

describe('ietf-ballot', () => {
  it('is approved at the telechat with a YES and two thirds, one of three directors silent', () => {
    expect(endOf('ietf-ballot', 'a submits, b reserves')).toBe('evaluation')
    const { state, told } = play('ietf-ballot', 'a submits, b reserves, term ends')
    expect(state.value).toBe('decided')
    expect(told.slice(1)).toEqual(['position.taken a', 'position.taken b', 'term.ended', 'decision.taken'])
  })

  it('waits after the telechat for a DISCUSS to be cleared, for a YES, and for positions', () => {
    expect(endOf('ietf-ballot', 'a submits, b consents, c objects, term ends')).toBe('followUp')
    expect(endOf('ietf-ballot', 'a submits, b consents, c objects, term ends, c lets go')).toBe('decided')
    expect(endOf('ietf-ballot', 'a submits, term ends')).toBe('followUp')
    expect(endOf('ietf-ballot', 'a submits, a reserves, b reserves, term ends')).toBe('followUp')
    expect(endOf('ietf-ballot', 'a submits, a reserves, b reserves, term ends, b consents')).toBe('decided')
  })

  it('passes over a single DISCUSS on the second telechat, and over two of them not', () => {
    const first = 'a submits, b consents, c reserves, d objects, term ends'
    expect(endOf('ietf-ballot', `${first}, term ends`, 4)).toBe('decided')
    expect(endOf('ietf-ballot', `${first}, c objects, term ends`, 4)).toBe('followUp')
  })

  it('passes over a DISCUSS by an override vote of two thirds with at most two against', () => {
    const deadlock = 'a submits, b objects, c objects, term ends, chair goes on'
    const { state } = play('ietf-ballot', deadlock)
    expect([state.value, state.context.positions]).toEqual(['override', {}])
    expect(endOf('ietf-ballot', `${deadlock}, a consents, b lets go, b consents, c objects, term ends`)).toBe(
      'decided',
    )
    expect(endOf('ietf-ballot', `${deadlock}, a consents, b lets go, b abstains, term ends`)).toBe(
      'noConsensus',
    )
    const nine =
      'a submits, i objects, term ends, chair goes on, i lets go, a consents, b consents, c consents'
    const yes = `${nine}, d consents, e consents, f consents, g objects, h objects`
    expect(endOf('ietf-ballot', `${yes}, term ends`, 9)).toBe('decided')
    expect(endOf('ietf-ballot', `${yes}, i objects, term ends`, 9)).toBe('noConsensus')
  })

  it('tells of a new revision the sponsor and who holds a DISCUSS, and keeps the positions', () => {
    const { state } = play('ietf-ballot', 'a submits, b consents, c objects, a amends')
    expect(state.context.told).toEqual({ a: 2, b: 1, c: 2 })
    expect(Object.keys(state.context.positions)).toEqual(['a', 'b'])
  })

  it('refuses an override without a DISCUSS or by a director, and a second NO', () => {
    expect(endOf('ietf-ballot', 'a submits, term ends, chair goes on')).toBe('aDiscussIsOpen')
    expect(endOf('ietf-ballot', 'a submits, b objects, term ends, a goes on')).toBe('byIesgChair')
    const override = 'a submits, b objects, term ends, chair goes on, b objects'
    expect(endOf('ietf-ballot', `${override}, b objects`)).toBe('votesNoOnce')
    expect(endOf('ietf-ballot', 'a submits, b objects, chair dismisses b')).toBe('partOfTheProcedure')
  })
})

describe('lazy-consensus', () => {
  it('takes silence for assent at the end of the term', () => {
    expect(endOf('lazy-consensus', 'a submits')).toBe('announced')
    const { state, told } = play('lazy-consensus', 'a submits, term ends')
    expect(state.value).toBe('decided')
    expect(told).toEqual(['proposal.submitted a', 'term.ended', 'decision.taken'])
  })

  it('does not overrule a veto, also not later, and goes on when its owner withdraws it', () => {
    const vetoed = 'a submits, b consents, c objects, term ends'
    expect(endOf('lazy-consensus', vetoed)).toBe('periodOver')
    expect(endOf('lazy-consensus', `${vetoed}, b objects, c lets go`)).toBe('periodOver')
    expect(endOf('lazy-consensus', `${vetoed}, c lets go`)).toBe('decided')
  })

  it('announces a changed text anew, with the veto standing', () => {
    const { state } = play('lazy-consensus', 'a submits, b consents, c objects, term ends, a amends')
    expect([state.value, state.context.positions]).toEqual(['announced', {}])
    expect(Object.keys(state.context.objections)).toEqual(['c'])
    expect(state.context.told).toEqual({ a: 2, b: 2, c: 2 })
  })

  it('refuses to lift a veto for another', () => {
    expect(endOf('lazy-consensus', 'a submits, c objects, a lets go c')).toBe('speaksForItself')
    expect(endOf('lazy-consensus', 'a submits, c objects, chair dismisses c')).toBe('partOfTheProcedure')
  })
})

describe('sociocratic-consent', () => {
  it('is agreed when the facilitator finds no objection, by those too who said nothing', () => {
    const { state, told } = play('sociocratic-consent', 'a submits, b consents, chair declares')
    expect(state.value).toBe('decided')
    expect(told.slice(-2)).toEqual(['decision.declared by chair', 'decision.taken'])
  })

  it('passes over an argument that the group does not count as an objection', () => {
    const { state } = play('sociocratic-consent', 'a submits, c objects, chair dismisses c, chair declares')
    expect(state.value).toBe('decided')
    expect(state.context.objections).toMatchObject({ c: { dismissed: true } })
  })

  it('hears one that was set aside again when it is raised anew', () => {
    const again = 'a submits, c objects, chair dismisses c, a amends, c objects, chair declares'
    expect(endOf('sociocratic-consent', again)).toBe('noObjectionQualifies')
  })

  it('refuses standing aside, agreement over an objection, and both by others than the facilitator', () => {
    expect(endOf('sociocratic-consent', 'a submits, b abstains')).toBe('consentsOrHasConcern')
    expect(endOf('sociocratic-consent', 'a submits, b objects, chair declares')).toBe('noObjectionQualifies')
    expect(endOf('sociocratic-consent', 'a submits, a declares')).toBe('byFacilitator')
    expect(endOf('sociocratic-consent', 'a submits, b objects, a dismisses b')).toBe('byFacilitator')
  })
})

describe('holacracy', () => {
  it('adopts what nobody in the meeting objects to, without regard to who is absent', () => {
    const { state } = play('holacracy', 'a submits, b consents, chair declares')
    expect(state.value).toBe('decided')
    expect(Object.keys(state.context.spoke)).toEqual(['b'])
    expect(endOf('holacracy', 'a submits, chair declares')).toBe('decided')
  })

  it('passes over an objection that the facilitator discards', () => {
    expect(endOf('holacracy', 'a submits, b objects, chair dismisses b, chair declares')).toBe('decided')
  })

  it('brings an amended text back to the round of those present, and to nobody else', () => {
    const { state } = play('holacracy', 'a submits, b objects, a amends')
    expect(state.context.told).toEqual({ a: 2, b: 2, c: 1 })
    expect(Object.keys(state.context.objections)).toEqual(['b'])
  })

  it('ends with the meeting, and when the facilitator discards the proposal', () => {
    expect(endOf('holacracy', 'a submits, b objects, term ends')).toBe('noConsensus')
    expect(endOf('holacracy', 'a submits, chair withdraws')).toBe('withdrawn')
    expect(endOf('holacracy', 'a submits, b withdraws')).toBe('byProposerOrFacilitator')
  })

  it('refuses adoption over an objection, a discard by a member, and standing aside', () => {
    expect(endOf('holacracy', 'a submits, b objects, chair declares')).toBe('noObjectionCaptured')
    expect(endOf('holacracy', 'a submits, b objects, a dismisses b')).toBe('byFacilitator')
    expect(endOf('holacracy', 'a submits, b abstains')).toBe('reactsOrObjects')
  })
})

describe('iso', () => {
  const enquiry = 'a submits, chair goes on'
  const most = `${enquiry}, a consents, b consents, c consents`

  it('publishes a draft that passed the enquiry unchanged, over one vote against in four', () => {
    const { state, told } = play('iso', `${most}, d objects, term ends, chair declares`)
    expect(state.value).toBe('decided')
    expect(told.slice(-4)).toEqual([
      'term.ended',
      'stage.entered',
      'decision.declared by chair',
      'decision.taken',
    ])
    expect(Object.keys(state.context.objections)).toEqual(['d'])
  })

  it('counts neither silence nor abstention', () => {
    expect(endOf('iso', `${enquiry}, a consents, term ends`)).toBe('comments')
    expect(endOf('iso', `${enquiry}, a consents, b abstains, c objects, term ends`)).toBe('noConsensus')
    expect(endOf('iso', `${enquiry}, a abstains, term ends`)).toBe('noConsensus')
  })

  it('asks two thirds for and no more than a quarter against, both', () => {
    expect(endOf('iso', `${enquiry}, a consents, b consents, c objects, term ends`)).toBe('noConsensus')
    const five = `${most}, d objects, e objects, term ends`
    expect(endOf('iso', five, 5)).toBe('noConsensus')
    expect(endOf('iso', `${most}, d consents, e objects, term ends`, 5)).toBe('comments')
  })

  it('goes on over a sustained opposition once it was heard, which is no vote in the ballot', () => {
    expect(endOf('iso', 'a submits, d objects, chair goes on')).toBe('oppositionHeard')
    const heard = 'a submits, d objects, chair answers d, chair goes on'
    expect(play('iso', heard).state.context.objections).toMatchObject({ d: { answered: true, cast: false } })
    expect(endOf('iso', `${heard}, a consents, term ends`)).toBe('comments')
    expect(endOf('iso', `${heard}, a consents, d objects, term ends`)).toBe('noConsensus')
  })

  it('ballots once more on a draft that was changed after the enquiry', () => {
    const changed = `${most}, term ends, a amends`
    expect(endOf('iso', `${changed}, chair declares`)).toBe('textAsBalloted')
    expect(endOf('iso', `${most}, term ends, chair goes on`)).toBe('textChanged')
    const { state } = play('iso', `${changed}, chair goes on`)
    expect([state.value, state.context.positions, state.context.balloted]).toEqual(['approval', {}, 2])
    expect(endOf('iso', `${changed}, chair goes on, b consents, term ends`)).toBe('decided')
    expect(endOf('iso', `${changed}, chair goes on, b objects, term ends`)).toBe('noConsensus')
  })

  it('takes a draft that was voted down back to the committee', () => {
    const { state } = play('iso', `${enquiry}, b objects, term ends, a amends`)
    expect([state.value, state.context.revision]).toEqual(['committee', 2])
  })

  it('refuses a vote before the ballot, a second vote against, and a change while it runs', () => {
    expect(endOf('iso', 'a submits, b consents')).toBe('inItsState')
    expect(endOf('iso', `${enquiry}, b objects, b objects`)).toBe('votesAgainstOnce')
    expect(endOf('iso', `${enquiry}, a amends`)).toBe('inItsState')
    expect(endOf('iso', 'a submits, a goes on')).toBe('byLeadership')
    expect(endOf('iso', 'a submits, b objects, a answers b')).toBe('byLeadership')
  })
})

describe.each(['majority', 'two-thirds'])('%s', name => {
  it('decides as soon as everybody has voted, over who is against', () => {
    expect(endOf(name, 'a submits, a consents, c objects')).toBe('voting')
    const { state, told } = play(name, 'a submits, a consents, c objects, b consents')
    expect(state.value).toBe('decided')
    expect(told).not.toContain('term.ended')
  })

  it('decides at the end of the term with more than half, and not with half', () => {
    expect(endOf(name, 'a submits, a consents, b consents, term ends')).toBe('decided')
    expect(endOf(name, 'a submits, a consents, term ends')).toBe('noConsensus')
    expect(endOf(name, 'a submits, a consents, b consents, term ends', 4)).toBe('noConsensus')
    expect(endOf(name, 'a submits, a consents, b abstains, c abstains, term ends', 4)).toBe('decided')
  })

  it('counts standing aside as taking part and not as a vote, and needs a vote for it', () => {
    expect(endOf(name, 'a submits, a consents, b abstains, c abstains')).toBe('decided')
    expect(endOf(name, 'a submits, a abstains, b abstains, c abstains')).toBe('noConsensus')
  })

  it('rejects a tie', () => {
    expect(endOf(name, 'a submits, a consents, b objects, c abstains')).toBe('noConsensus')
  })

  it('lets a partner change its vote while the vote is open', () => {
    expect(endOf(name, 'a submits, a consents, b objects, b lets go, b consents, term ends')).toBe('decided')
    expect(endOf(name, 'a submits, a consents, b consents, b objects, c abstains')).toBe('noConsensus')
  })

  it('refuses a changed text and a withdrawal while the vote is open, and a vote for another', () => {
    expect(endOf(name, 'a submits, a amends')).toBe('partOfTheProcedure')
    expect(endOf(name, 'a submits, a withdraws')).toBe('inItsState')
    expect(endOf(name, 'a submits, chair speaks for b')).toBe('partOfTheProcedure')
    expect(endOf(name, 'a withdraws')).toBe('withdrawn')
  })
})

describe('majority and two-thirds apart', () => {
  it('three for and two against are a majority and no two thirds', () => {
    const votes = 'a submits, a consents, b consents, c reserves, d objects, e objects'
    expect(endOf('majority', votes, 5)).toBe('decided')
    expect(endOf('two-thirds', votes, 5)).toBe('noConsensus')
  })

  it('four for and two against are exactly two thirds', () => {
    const votes = 'a submits, a consents, b consents, c consents, d consents, e objects, f objects'
    expect(endOf('two-thirds', votes, 6)).toBe('decided')
  })
})

describe('silence-as-consent', () => {
  it('adopts at the end of the term what more than half answered, the silent taken to agree', () => {
    expect(endOf('silence-as-consent', 'a submits, a consents, b abstains')).toBe('open')
    expect(endOf('silence-as-consent', 'a submits, a consents, b abstains, term ends')).toBe('decided')
  })

  it('fails when too few answer, and when one objects', () => {
    expect(endOf('silence-as-consent', 'a submits, a consents, term ends')).toBe('noConsensus')
    expect(endOf('silence-as-consent', 'a submits, a consents, b consents, c objects, term ends')).toBe(
      'noConsensus',
    )
  })

  it('asks anew after a change of the text', () => {
    expect(endOf('silence-as-consent', 'a submits, a consents, b consents, a amends, term ends')).toBe(
      'noConsensus',
    )
  })

  it('refuses to set an objection aside and to let go that of another', () => {
    expect(endOf('silence-as-consent', 'a submits, b objects, chair dismisses b')).toBe('partOfTheProcedure')
    expect(endOf('silence-as-consent', 'a submits, b objects, a lets go b')).toBe('speaksForItself')
  })
})
