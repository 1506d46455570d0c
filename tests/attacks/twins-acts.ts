// What is tried at the door: signed acts that are asked of an engine. Nothing is recorded, the engine only says what it would do.
import { keyFor, type SignedAct, signAct } from '../../src/collaboration/signed.ts'
import { base64, sha256 } from '../../src/log/hash.ts'
import { consulted, type Fields, founded, type Play, publicOf, secretOf } from './signed-world.ts'
import { once, type Stop, type Twin } from './twins.ts'

const asked = async (play: Play, act: unknown): Promise<string | null> => {
  const outcome = await play.engine.act(act, { dryRun: true })
  return 'refused' in outcome ? outcome.refused.rule : null
}

type Turn = (act: SignedAct, play: Play) => unknown

/** A signed act, accepted as it is, and turned into something else. */
function turned(
  name: string,
  code: string,
  stop: Stop,
  [by, act, fields]: readonly [by: string, act: string, fields?: Fields],
  turn: Turn,
  from: () => Promise<Play> = running,
): Twin {
  const judge = async () => {
    const play = await from()
    const good = await play.signed(by, act, fields, secretIn(from, by))
    return [await asked(play, good), await asked(play, await turn(good, play))] as const
  }
  return { name, code, stop, judge }
}

const running = once(consulted)
const begun = once(founded)
/** zeewolde's first seat has another key now, and dronten's line manager has none any more. */
const changed = once(async () => {
  const play = await founded()
  await play.does('z1', 'registerKey', { person: 'z1', ...keyFor('z1', secretOf('z1 again')) })
  await play.does('d1', 'revokeKey', { person: 'd3' })
  await play.does('a1', 'draftProposal')
  return play
})
const ended = once(async () => {
  const play = await consulted()
  await play.does('a1', 'withdrawProposal')
  return play
})
const alone = once(async () => {
  const play = await founded()
  await play.does('d1', 'revokeKey', { person: 'd2' })
  return play
})

const secretIn = (from: () => Promise<Play>, by: string): string =>
  from === changed && by === 'z1' ? 'z1 again' : by

/** The act signed anew, over something else than the engine says. */
const over =
  (changes: Fields, secret?: string): Turn =>
  async ({ act }, play) => {
    const toSign = { ...(await play.engine.toSign(act)), ...changes }
    return signAct(toSign, secretOf(secret ?? act.by ?? ''))
  }
const position = ['z1', 'takePosition'] as const
const signature =
  (changes: Fields): Turn =>
  good => ({ ...good, signature: { ...good.signature, ...changes } })

export const actTwins: readonly Twin[] = [
  turned('not signed', 'signedWhereAsked', 'a signature', position, ({ act }) => act),
  turned('another text under the signature', 'signatureHolds', 'a signature', position, good => ({
    ...good,
    act: { ...good.act, position: 'standAside' },
  })),
  turned('another person', 'signatureHolds', 'a signature', position, good => ({
    ...good,
    act: { ...good.act, by: 'z2' },
  })),
  turned(
    'meant for another collaboration',
    'signatureHolds',
    'a signature',
    position,
    over({ collaboration: 'elders' }),
  ),
  turned('meant for another proposal', 'signatureHolds', 'a signature', position, over({ matter: 'p2' })),
  turned('replayed into another proposal', 'signatureHolds', 'a signature', position, good => ({
    ...good,
    matter: 'p2',
    act: { ...good.act, proposal: 'p2' },
  })),
  turned(
    'another number beside the signature',
    'signatureHolds',
    'a signature',
    position,
    signature({ counter: 3 }),
  ),
  turned(
    'another digest beside the signature',
    'signatureHolds',
    'a signature',
    position,
    signature({ digest: `sha256:${'0'.repeat(64)}` }),
  ),
  turned(
    'another key beside the signature',
    'signatureHolds',
    'a signature',
    position,
    signature({ key: publicOf('z2') }),
  ),
  turned('an older view beside the signature', 'signatureHolds', 'a signature', position, good => ({
    ...good,
    seen: { ...good.seen, size: good.seen.size - 1 },
  })),
  turned('a view of another log', 'seenInThisLog', 'a signature', position, async (good, play) =>
    over({ seen: { ...good.seen, root: base64(sha256('elsewhere')) } })(good, play),
  ),
  turned('a view of more than there is', 'seenInThisLog', 'a signature', position, async (good, play) =>
    over({ seen: { ...good.seen, size: good.seen.size + 1 } })(good, play),
  ),
  turned('the number of the act before', 'numberedInTurn', 'a signature', position, over({ counter: 1 })),
  turned('a number too high', 'numberedInTurn', 'a signature', position, over({ counter: 3 })),
  turned('a view from before the amendment', 'sawLastChange', 'a signature', position, async (good, play) =>
    over({ seen: await begunSeen(play) })(good, play),
  ),
  turned('a digest of no text', 'signedOnItsText', 'a signature', position, over({ digest: undefined })),
  turned('signed by a colleague', 'signedWithOwnKey', 'a signature', position, over({}, 'z2')),
  turned(
    'signed by somebody of another partner',
    'signedWithOwnKey',
    'a signature',
    position,
    over({}, 'a1'),
  ),
  turned('the revision before', 'onCurrentRevision', 'the procedure', position, async (_, play) =>
    play.signed('z1', 'takePosition', { revision: 1 }),
  ),
  turned('a role that takes no positions', 'byPositionHolder', 'the procedure', position, async (_, play) =>
    play.signed('omar', 'takePosition'),
  ),
  turned(
    'signed with the key from before',
    'signedWithOwnKey',
    'a signature',
    ['z1', 'comment', {}],
    over({}, 'z1'),
    changed,
  ),
  turned(
    'signed with a key that was revoked',
    'signedWithOwnKey',
    'a signature',
    ['d1', 'comment', {}],
    async (_, play) => play.signed('d3', 'comment'),
    changed,
  ),
  turned(
    'the key of another person',
    'wellFormedAct',
    'the form',
    register('z1'),
    good => registering(good, { publicKey: publicOf('d1') }),
    begun,
  ),
  turned(
    'a key that was registered before',
    'newKey',
    'the procedure',
    register('z1'),
    async (_, play) => play.signed('z1', 'registerKey', { person: 'z1', ...keyFor('z1', secretOf('z1')) }),
    begun,
  ),
  turned(
    'a key for somebody of another partner',
    'byPersonOrSeat',
    'the procedure',
    register('z1'),
    async (_, play) => play.signed('z1', 'registerKey', { person: 'd2', ...keyFor('d2', secretOf('mine')) }),
    begun,
  ),
  turned(
    'the revocation of a key that is not there',
    'hasKey',
    'the procedure',
    ['d1', 'revokeKey', { person: 'd3' }],
    async (_, play) => play.signed('d1', 'revokeKey', { person: 'd2' }),
    alone,
  ),
  turned(
    'the revocation of the last key of a seat',
    'keyRemains',
    'the procedure',
    ['d1', 'revokeKey', { person: 'd3' }],
    async (_, play) => play.signed('d1', 'revokeKey', { person: 'd1' }),
    alone,
  ),
  turned('something beside the signature', 'wellFormedAct', 'the form', position, good => ({
    ...good,
    note: 'x',
  })),
  turned('something in the signature', 'wellFormedAct', 'the form', position, signature({ note: 'x' })),
  turned('a number beyond 2^53', 'wellFormedAct', 'the form', position, signature({ counter: 2 ** 53 })),
  turned('a lone surrogate', 'wellFormedAct', 'the form', ['z3', 'comment', {}], good => ({
    ...good,
    act: { ...good.act, text: '\ud800' },
  })),
  turned(
    'an act after the end',
    'stillOpen',
    'the procedure',
    ['z1', 'comment', {}],
    async (_, play) => play.signed('z1', 'takePosition'),
    ended,
  ),
]

function register(person: string): readonly [string, string, Fields] {
  return [person, 'registerKey', { person, ...keyFor(person, secretOf(`${person} anew`)) }]
}

const registering = (good: SignedAct, changes: Fields): object => ({
  ...good,
  act: { ...good.act, ...changes },
})

/** What somebody had seen who looked when the collaboration had just been founded: the beginning of every one of these plays. */
async function begunSeen(play: Play): Promise<object> {
  const { seen } = await (await begun()).signed('z1', 'draftProposal')
  const { size } = await play.engine.head()
  return size > seen.size ? seen : {}
}
