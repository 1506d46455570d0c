// What is tried with words that are kept apart, and with their erasure: to be rid of what another said, or to have said something else.
import type { SignedAct } from '../../src/collaboration/signed.ts'
import { signAct } from '../../src/index.ts'
import { canonical } from '../../src/log/canonical.ts'
import { verifyLog } from '../../src/verify/verify.ts'
import { verifyCertificate } from '../../src/verify/verify-certificate.ts'
import {
  charter,
  type Fields,
  find,
  founded,
  keysOf,
  names,
  type Parts,
  type Play,
  partsOf,
  resigned,
  sealed,
  seats,
  secretOf,
} from './signed-world.ts'
import { codeOf, once, type Stop, type Twin } from './twins.ts'

/** Objections, answers and comments are kept apart; positions are not. */
const personal = ['raiseObjection.reason', 'answerObjection.text', 'comment.text', 'giveMandate.name']

interface Said {
  readonly play: Play
  /** The digest of the reason of dronten's objection, of zeewolde's comment, and of a name in a mandate. */
  readonly digests: readonly [objection: string, comment: string, name: string]
}

/** Dronten objects, zeewolde remarks, and somebody is named; nothing is erased yet. */
const spoken = async (text = charter({ personal })): Promise<Said> => {
  const play = await founded(text)
  await play.does('a1', 'draftProposal')
  await play.does('a1', 'submitProposal')
  await play.does('d1', 'raiseObjection', { reason: 'Piet heeft er last van.' })
  await play.does('z1', 'comment', { text: 'Piet is ziek.' })
  await play.does('a1', 'giveMandate', { person: 'a9', name: 'Anneke', roles: ['lijnmanagement'] })
  const kept = partsOf(await play.text()).flatMap(it => Object.values(Object(it.personal) as object))
  const [objection = '', comment = '', name = ''] = kept as string[]
  return { play, digests: [objection, comment, name] }
}

const running = once(() => spoken())
/** The same, and the author withdrew; dronten had its reason erased before that. */
const over = once(async () => {
  const said = await spoken()
  const full = async () => said.play.engine.certificate('p1', { words: true })
  await said.play.does('d1', 'eraseWords', erasing(said.digests[0]))
  await said.play.does('a1', 'withdrawProposal')
  const text = await said.play.text()
  return { ...said, text, certificate: await full() }
})
/** As long as nothing was marked dronten said what it did in the log; then comments were marked as well. */
const late = once(async () => {
  const play = await founded(charter({ personal: ['raiseObjection.reason'] }))
  await play.does('a1', 'draftProposal')
  const before = await play.signed('z1', 'comment', { text: 'Piet is ziek.' })
  await play.does('omar', 'draftProposal', { proposal: 'k1', charter: charter({ personal }) })
  await play.does('omar', 'submitProposal', { proposal: 'k1' })
  await play.consent(seats, { proposal: 'k1', revision: 1 })
  await play.confirm(seats, { proposal: 'k1', revision: 1 })
  return { play, before }
})

const erasing = (digest: string): Fields => ({ digest, reason: 'Op verzoek.' })

// ---- At the door

const rule = async ({ engine }: Play, act: unknown): Promise<string | null> => {
  const outcome = await engine.act(act, { dryRun: true })
  return 'refused' in outcome ? outcome.refused.rule : null
}

type Asked = (said: Said) => unknown

/** Two acts, asked of the same engine: the one is taken, the other is not. */
function asked(name: string, code: string, stop: Stop, [good, bad]: readonly [Asked, Asked]): Twin {
  const judge = async () => {
    const said = await running()
    return [await rule(said.play, await good(said)), await rule(said.play, await bad(said))] as const
  }
  return { name, code, stop, judge }
}

const erases =
  (by: string, which: 0 | 1 | 2, act = 'eraseWords'): Asked =>
  ({ play, digests }) =>
    play.signed(by, act, erasing(digests[which]))

const remark = { text: 'Mooi zo.' }
const remarks: Asked = ({ play }) => play.signed('z1', 'comment', remark)

/** A comment with what is changed in what is signed, or beside it. */
const other =
  (change: (act: SignedAct, said: Said) => object | Promise<object>): Asked =>
  async said =>
    change(await said.play.signed('z1', 'comment', remark), said)

/** Signs anew what an act has become. */
const again = (act: SignedAct): SignedAct => {
  const { counter, digest } = act.signature
  const { seen, matter, collaboration, personal: apart, words } = act
  const statement = { act: act.act, collaboration, matter, seen, counter, digest }
  return signAct(
    { ...statement, ...(apart && words ? { personal: apart, words } : {}) },
    secretOf(act.act.by ?? ''),
  )
}

const acts: readonly Twin[] = [
  asked('the reason of another erased', 'byKeeperOfWords', 'the procedure', [
    erases('d2', 0),
    erases('a1', 0),
  ]),
  asked('by a line manager of the partner', 'byKeeperOfWords', 'the procedure', [
    erases('z2', 1),
    erases('z3', 1),
  ]),
  asked('by the opgavemanager, of who is present', 'byKeeperOfWords', 'the procedure', [
    erases('d1', 0),
    erases('omar', 0),
  ]),
  asked('words of another matter', 'wordsOnRecord', 'the procedure', [
    erases('a1', 2, 'eraseName'),
    erases('a1', 2),
  ]),
  asked('a name taken for words', 'wordsOnRecord', 'the procedure', [
    erases('z1', 1),
    erases('z1', 1, 'eraseName'),
  ]),
  asked('other words under the digest', 'wellFormedAct', 'a salted digest', [
    remarks,
    other(act => ({ ...act, words: { text: { ...Object(act.words).text, value: 'Nooit.' } } })),
  ]),
  asked('another salt under the digest', 'wellFormedAct', 'a salted digest', [
    remarks,
    other(act => ({ ...act, words: { text: { ...Object(act.words).text, salt: `${'A'.repeat(22)}==` } } })),
  ]),
  asked('words left out', 'wellFormedAct', 'a salted digest', [
    remarks,
    other(({ words: _, ...act }) => act),
  ]),
  asked('other words with their own digest', 'signatureHolds', 'a signature', [
    remarks,
    other(async (act, { play }) => {
      const { personal: apart, words } = await play.signed('z1', 'comment', { text: 'Nooit.' })
      return { ...act, personal: apart, words }
    }),
  ]),
  asked('the text of a proposal kept apart', 'wellFormedAct', 'the form', [
    ({ play }) => play.signed('z1', 'draftProposal', { proposal: 'p3' }),
    async said => {
      const draft = await said.play.signed('z1', 'draftProposal', { proposal: 'p3' })
      const { personal: apart, words } = await said.play.signed('z1', 'comment', remark)
      const { text: _, ...act } = draft.act as { text?: string } & SignedAct['act']
      return again({
        ...draft,
        act,
        ...(apart && words ? { personal: apart, words } : {}),
      } as SignedAct)
    },
  ]),
  asked('a position kept apart without a mark', 'personalApart', 'the procedure', [
    ({ play }) => play.signed('z1', 'takePosition', { position: 'reservation', reason: 'Mits.' }),
    async said => {
      const taken = await said.play.signed('z1', 'takePosition', { position: 'reservation', reason: 'Mits.' })
      const { personal: apart, words } = await said.play.signed('z1', 'comment', { text: 'Mits.' })
      const { reason: _, ...act } = taken.act as { reason?: string } & SignedAct['act']
      const [digest, kept] = [Object(apart).text, Object(words).text]
      return again({
        ...taken,
        act,
        personal: { reason: digest },
        words: { reason: kept },
      } as SignedAct)
    },
  ]),
  asked('marked words left in the act', 'personalApart', 'the procedure', [
    remarks,
    async said => {
      const { personal: _, words: __, ...act } = await said.play.signed('z1', 'comment', remark)
      return again({ ...act, act: { ...act.act, ...remark } } as SignedAct)
    },
  ]),
  asked('the digest of another as the own text', 'personalApart', 'the procedure', [
    ({ play }) => play.signed('z1', 'takePosition', { position: 'reservation', reason: 'Mits.' }),
    ({ play, digests: [digest] }) =>
      play.signed('z1', 'takePosition', { position: 'reservation', reason: digest }),
  ]),
  {
    name: 'signed before comments were marked',
    code: 'personalApart',
    stop: 'the procedure',
    judge: async () => {
      const { play, before } = await late()
      return [await rule(play, await play.signed('z1', 'comment', remark)), await rule(play, before)] as const
    },
  },
]

// ---- In a log

type Forge = (entries: Parts[], said: Said) => Parts[]

/** A log with some of its entries changed by who has the store and, where it signs, one key. */
function forged(name: string, code: string, stop: Stop, forge: Forge): Twin {
  const judge = async () => {
    const { text, ...said } = await over()
    const bad = sealed(forge(partsOf(text), said))
    return [codeOf(verifyLog(text).finding), codeOf(verifyLog(bad).finding)] as const
  }
  return { name, code, stop, judge }
}

const at =
  (type: string, by: string, change: (entry: Parts, said: Said) => object): Forge =>
  (entries, said) => {
    const place = find(entries, type, by)
    return entries.with(place, change(entries[place] as Parts, said) as Parts)
  }

const log: readonly Twin[] = [
  forged(
    'words beside their digest',
    'badPersonal',
    'the form',
    at('comment.made', 'z1', entry => ({ ...entry, asked: { ...entry.asked, text: 'Piet is ziek.' } })),
  ),
  forged(
    'a digest of another kind',
    'badPersonal',
    'the form',
    at('comment.made', 'z1', entry => ({ ...entry, personal: { text: 'md5:0' } })),
  ),
  forged(
    'words in the place of their digest',
    'badSignature',
    'a signature',
    at('comment.made', 'z1', ({ personal: _, ...entry }) => ({
      ...entry,
      asked: { ...Object(entry.asked), text: 'Piet is ziek.' },
    })),
  ),
  forged(
    'a digest swapped for another',
    'badSignature',
    'a signature',
    at('comment.made', 'z1', entry => ({ ...entry, personal: { text: `sha256:${'0'.repeat(64)}` } })),
  ),
  forged(
    'the digest of another as the own words, signed so',
    'notAdmitted personalApart',
    'the procedure',
    at('comment.made', 'z1', (entry, { digests: [text] }) =>
      resigned({ ...entry, personal: { text } }, 'z1'),
    ),
  ),
  forged(
    'an erasure of what another said, signed so',
    'notAdmitted byKeeperOfWords',
    'the procedure',
    at('words.erased', 'd1', (entry, { digests: [, digest] }) =>
      resigned({ ...entry, asked: { ...Object(entry.asked), digest } }, 'd1'),
    ),
  ),
  forged(
    'an erasure of what nobody said, signed so',
    'notAdmitted wordsOnRecord',
    'the procedure',
    at('words.erased', 'd1', entry =>
      resigned({ ...entry, asked: { ...Object(entry.asked), digest: `sha256:${'0'.repeat(64)}` } }, 'd1'),
    ),
  ),
]

// ---- In a certificate

interface Shown {
  words: { digest: string; salt: string; value: string }[]
}

/** What a certificate shows of words, changed. */
function shown(name: string, code: string, change: (words: Shown['words'], said: Said) => object[]): Twin {
  const judge = async () => {
    const { certificate, ...said } = await over()
    const pieces = JSON.parse(certificate) as Shown
    const bad = `${canonical({ ...pieces, words: change(pieces.words, said) })}\n`
    const keys = keysOf(...names)
    return [
      codeOf(verifyCertificate(certificate, { keys }).finding),
      codeOf(verifyCertificate(bad, { keys }).finding),
    ] as const
  }
  return { name, code, stop: 'a salted digest', judge }
}

const certificates: readonly Twin[] = [
  shown('other words under a digest', 'wordsMisfit', ([first, ...rest]) => [
    { ...first, value: 'Iets anders.' },
    ...rest,
  ]),
  shown('words that nobody said here', 'strayWords', ([first, ...rest]) => [
    { ...first, digest: `sha256:${'0'.repeat(64)}` },
    ...rest,
  ]),
  shown('words that are shown twice', 'strayWords', words => [...words, ...words]),
  shown('words that were erased', 'wordsErased', (words, { digests: [digest] }) => [
    ...words,
    { ...words[0], digest },
  ]),
]

export const wordTwins: readonly Twin[] = [...acts, ...log, ...certificates]
