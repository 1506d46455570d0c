// W4: what the charter marks as personal is kept apart, and erased by whose it is.
import { describe, expect, it } from 'vitest'
import { type ActName, keyFor, signAct } from '../../src/index.ts'
import { sha256 } from '../../src/log/hash.ts'
import { charter, type Fields, partner, type Scene, scene } from '../support.ts'

const personal = [
  ...['comment.text', 'answerObjection.text', 'raiseObjection.reason', 'takePosition.reason'],
  ...['withdrawObjection.reason', 'escalate.reason', 'giveMandate.name'],
]

/** An act, and the digest in the place of its words. */
async function kept(here: Scene, by: string, act: ActName, fields: Fields = {}): Promise<string> {
  const [entry] = await here.does(by, act, fields)
  const digests = Object.values(entry?.personal ?? {})
  expect(digests).toHaveLength(1)
  return digests[0] ?? ''
}

const reason = 'Op verzoek van de betrokkene.'

describe('W4, what is kept apart', () => {
  it('W4 admits: every field that can be marked, its words in no entry and its reason still owed', async () => {
    const here = await scene({ personal })
    await here.submitted()
    await kept(here, 'almere1', 'giveMandate', {
      person: 'vera',
      name: 'Vera Geheim',
      roles: ['lijnmanagement'],
    })
    await kept(here, 'zeewolde1', 'comment', { text: 'Geheim 1?' })
    await kept(here, 'zeewolde1', 'raiseObjection', { reason: 'Geheim 2.' })
    await kept(here, 'almere1', 'takePosition', { reason: 'Geheim 3.' })
    await here.does('dronten1', 'takePosition')
    await here.reaches('lijnmanagement')
    await kept(here, 'almere1', 'answerObjection', { text: 'Geheim 4.' })
    await kept(here, 'zeewolde1', 'escalate', { reason: 'Geheim 5.' })
    await kept(here, 'zeewolde1', 'withdrawObjection', { reason: 'Geheim 6.' })
    expect(JSON.stringify(await here.log())).not.toContain('eheim')
    const { objections } = await here.view()
    expect(objections.o1).toMatchObject({
      reason: 'Geheim 2.',
      answers: [{ text: 'Geheim 4.' }],
      withdrawn: { reason: 'Geheim 6.' },
    })
  })

  it('W4 admits: what is not marked, or not said, stands in the log as ever', async () => {
    const here = await scene({ personal: ['takePosition.reason'] })
    await here.submitted()
    const [remark] = await here.does('zeewolde1', 'comment', { text: 'Openbaar.' })
    const [silent] = await here.does('zeewolde1', 'takePosition')
    for (const entry of [remark, silent]) expect(entry).not.toHaveProperty('personal')
    expect(remark?.asked).toMatchObject({ text: 'Openbaar.' })
  })

  it('W4 refuses (reasonGiven): a blank reason, although nobody could see it in the log', async () => {
    const here = await scene({ personal })
    await here.submitted()
    await here.refuses('reasonGiven', 'zeewolde1', 'raiseObjection', { reason: ' ' })
    await here.refuses('reasonGiven', 'zeewolde1', 'takePosition', { position: 'reservation' })
    await kept(here, 'zeewolde1', 'raiseObjection')
    await here.refuses('reasonGiven', 'almere1', 'answerObjection', { text: '' })
  })

  it('W4 refuses (wellFormedAct): a charter that marks what cannot be, or a field twice, or nothing', async () => {
    const here = await scene({}, { founded: false })
    for (const marked of [['draftProposal.text'], ['comment.text', 'comment.text'], [], ['comment']])
      await here.refuses('wellFormedAct', 'almere1', 'proposeCharter', {
        charter: { ...charter(), personal: marked },
      })
  })

  it('W4 guarantees: a charter that replaces another says from then on what is kept apart, also in what runs', async () => {
    const here = await scene()
    await here.submitted()
    const [before] = await here.does('zeewolde1', 'comment', { text: 'Nog openbaar.' })
    expect(before).not.toHaveProperty('personal')
    await here.adopts({ ...charter(), personal: ['comment.text'] })
    await kept(here, 'zeewolde1', 'comment', { text: 'Nu apart.' })
    expect(Object.values((await here.view()).comments).map(({ text }) => text)).toEqual([
      'Nog openbaar.',
      'Nu apart.',
    ])
  })
})

describe('W4, erasing', () => {
  const spoken = async (changes: Fields = {}): Promise<[Scene, string]> => {
    const here = await scene({ personal, ...changes })
    await here.submitted()
    return [here, await kept(here, 'zeewolde2', 'comment')]
  }

  it('W4 admits: by the person whose words they are, and by a seat of the partner for which that person spoke', async () => {
    for (const by of ['zeewolde2', 'zeewolde1']) {
      const [here, digest] = await spoken()
      await here.does(by, 'eraseWords', { digest, reason })
      expect((await here.view()).comments.c1?.text).toBe('[erased]')
    }
  })

  it('W4 refuses (byKeeperOfWords): anybody else, the opgavemanager included', async () => {
    const [here, digest] = await spoken()
    for (const by of ['almere1', 'dronten2', 'omar', 'nobody'])
      await here.refuses('byKeeperOfWords', by, 'eraseWords', { digest, reason })
  })

  it('W4 refuses (byKeeperOfWords): somebody of the same partner without a seat', async () => {
    const [here] = await spoken()
    const digest = await kept(here, 'zeewolde1', 'comment')
    await here.refuses('byKeeperOfWords', 'zeewolde2', 'eraseWords', { digest, reason })
  })

  it('W4 admits: by the opgavemanager once that partner has left, and of words of nobody but the office', async () => {
    const [here, digest] = await spoken()
    await here.does('zeewolde1', 'leaveCollaboration')
    await here.refuses('byKeeperOfWords', 'zeewolde1', 'eraseWords', { digest, reason })
    await here.does('omar', 'eraseWords', { digest, reason })
    const own = await kept(here, 'omar', 'comment')
    await here.refuses('byKeeperOfWords', 'almere1', 'eraseWords', { digest: own, reason })
    await here.does('omar', 'eraseWords', { digest: own, reason })
  })

  it('W4 refuses (wordsOnRecord): a digest of nothing, of another matter, or of what was erased', async () => {
    const [here, digest] = await spoken()
    await here.refuses('wordsOnRecord', 'zeewolde2', 'eraseWords', {
      digest: `sha256:${'0'.repeat(64)}`,
      reason,
    })
    await here.submitted('almere1', { proposal: 'p2' })
    await here.refuses('wordsOnRecord', 'zeewolde2', 'eraseWords', { proposal: 'p2', digest, reason })
    await here.refuses('wordsOnRecord', 'zeewolde2', 'eraseName', { digest, reason })
    await here.does('zeewolde2', 'eraseWords', { digest, reason })
    await here.refuses('wordsOnRecord', 'zeewolde2', 'eraseWords', { digest, reason })
  })

  it('W4 refuses (wellFormedAct): no reason, a blank one, or no digest', async () => {
    const [here, digest] = await spoken()
    for (const fields of [{ digest }, { digest, reason: ' ' }, { reason }, { digest: 'sha256:1', reason }])
      await here.refuses('wellFormedAct', 'zeewolde2', 'eraseWords', fields)
  })

  it('W4 admits: in a draft, on every stage, and after every end', async () => {
    const here = await scene({ personal })
    await here.does('almere1', 'draftProposal', { proposal: 'p1' })
    const erased = async (): Promise<void> => {
      const digest = await kept(here, 'zeewolde2', 'comment')
      await here.does('zeewolde2', 'eraseWords', { digest, reason })
    }
    await erased()
    await here.does('almere1', 'submitProposal')
    for (const stage of ['consultation', 'lijnmanagement', 'opgavemanager', 'stuurgroep', 'noConsensus']) {
      await here.reaches(stage)
      await erased()
    }
  })

  it('W4 guarantees: it moves nothing else: what was agreed stays agreed, and is decided', async () => {
    const here = await scene({ personal })
    await here.submitted()
    const digest = await kept(here, 'zeewolde1', 'takePosition', { position: 'reservation', reason: 'Mits.' })
    await here.consent('almere1', 'dronten1')
    await here.confirm('almere1')
    await here.does('zeewolde1', 'eraseWords', { digest, reason })
    await here.confirm('zeewolde1', 'dronten1')
    expect((await here.view()).state).toBe('decided')
    expect((await here.view()).positions.zeewolde?.reason).toBe('[erased]')
  })

  it('W4 admits: a name, by its bearer and by a seat of the partner that gave the mandate', async () => {
    for (const by of ['vera', 'almere1']) {
      const here = await scene({ personal })
      const fields = { person: 'vera', name: 'Vera', roles: ['lijnmanagement'] }
      const digest = await kept(here, 'almere1', 'giveMandate', fields)
      await here.refuses('byKeeperOfWords', 'dronten1', 'eraseName', { digest, reason })
      await here.does(by, 'eraseName', { digest, reason })
    }
  })

  it('W4 refuses (proposalExists): in a proposal that is not there', async () => {
    const here = await scene({ personal })
    await here.refuses('proposalExists', 'almere1', 'eraseWords', {
      digest: `sha256:${'0'.repeat(64)}`,
      reason,
    })
  })

  it('W4 refuses (personalApart): a signed act whose words stand in it, where the charter keeps them apart', async () => {
    const secret = sha256('zeewolde')
    const people = [
      {
        ...{ id: 'zeewolde1', roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] },
        ...keyFor('zeewolde1', secret),
      },
    ]
    const partners = [partner('almere'), partner('zeewolde', { people }), partner('dronten')]
    const here = await scene({ personal, partners })
    await here.submitted()
    const act = await here.asked('zeewolde1', 'comment')
    const { personal: _, words: __, ...toSign } = await here.engine.toSign(act)
    const outcome = await here.engine.act(signAct({ ...toSign, act } as never, secret))
    expect(outcome).toMatchObject({ refused: { rule: 'personalApart' } })
  })
})
