// What is tried on a log: each line says what is changed, what is found, and what it is that stops it.

import { base64, sha256 } from '../../src/log/hash.ts'
import { root } from '../../src/log/tree.ts'
import { parseHead, verifyLog } from '../../src/verify/verify.ts'
import {
  charter,
  consulted,
  decided,
  type Fields,
  find,
  founded,
  keyed,
  leavesOf,
  type Parts,
  publicOf,
  resigned,
  sealed,
  seenAt,
} from './signed-world.ts'
import { codeOf, elsewhere, type Log, logOf, once, type Stop, story, type Twin } from './twins.ts'

type Forge = (log: Log) => string | Promise<string>

const verdicts = new WeakMap<Log, string | null>()

/** What the log comes to before anybody changed it: asked once. */
function verdictOf(log: Log): string | null {
  if (!verdicts.has(log)) verdicts.set(log, codeOf(verifyLog(log.text).finding))
  return verdicts.get(log) ?? null
}

/** A log that is changed and shown as it is. */
function shown(name: string, code: string, stop: Stop, forge: Forge, from: () => Promise<Log> = story): Twin {
  const judge = async () => {
    const log = await from()
    return [verdictOf(log), codeOf(verifyLog(await forge(log)).finding)] as const
  }
  return { name, code, stop, judge }
}

/** One entry changed, then the whole log sealed anew: the forger can work out every hash. */
function resealedWith(
  name: string,
  code: string,
  stop: Stop,
  [type, by, matter]: readonly [type: string, by?: string, matter?: string],
  change: (entry: Parts, log: Log) => object | Promise<object>,
  from?: () => Promise<Log>,
): Twin {
  const forge: Forge = async log => {
    const entries = log.entries()
    const at = find(entries, type, by, matter)
    return sealed(entries.with(at, (await change(entries[at] as Parts, log)) as Parts))
  }
  return shown(name, code, stop, forge, from)
}

/** Against the head that a reader kept: the forgery holds on its own. */
function headed(name: string, code: string, forge: Forge): Twin {
  const judge = async () => {
    const log = await story()
    const leaves = leavesOf(log.text)
    const head = parseHead(`${leaves.length}:${base64(root(leaves))}`) ?? { size: 0, root: '' }
    const forged = await forge(log)
    const alone = codeOf(verifyLog(forged).finding)
    if (alone !== null) return [`without the head it is ${alone}`, null] as const
    return [
      codeOf(verifyLog(log.text, { head }).finding),
      codeOf(verifyLog(forged, { head }).finding),
    ] as const
  }
  return { name, code, stop: 'a known head', judge }
}

const without = (log: Log, ...places: number[]): Parts[] =>
  log.entries().filter((_, at) => !places.includes(at))
const lineOf = (log: Log, at: number): string => log.text.split('\n')[at] ?? ''
const swapLine = (log: Log, at: number, change: (line: string) => string): string =>
  log.text.replace(lineOf(log, at), change(lineOf(log, at)))
const signing = (entry: Parts, changes: Fields): Parts =>
  ({ ...entry, signature: { ...entry.signature, ...changes } }) as Parts
/** A base64 text with its last significant character moved by one: the same bytes to a careless reader. */
const loose = (text: string): string =>
  text.replace(
    /(.)(=+)$/,
    (_, last: string, pad: string) => `${String.fromCharCode(last.charCodeAt(0) + 1)}${pad}`,
  )
const undeclared = (entry: Parts): Parts => {
  const { seen: _, signature: __, ...bare } = entry
  return bare as Parts
}

/** A position taken in one view of the log, put into another that is as long. */
const viewTwin: Twin = {
  name: 'a signed act put into another view of the log',
  code: 'seenElsewhere',
  stop: 'a signature',
  judge: async () => {
    const [one, other] = await Promise.all(
      ['a3', 'z3'].map(async by => {
        const play = await consulted()
        await play.does(by, 'comment', { proposal: 'p2', text: `Gezien door ${by}.` })
        await play.consent(['d1'])
        return logOf(Promise.resolve(play))
      }),
    )
    const spliced = [...(one?.entries().slice(0, -1) ?? []), other?.entries().at(-1) ?? {}]
    const judged = [one?.text ?? '', sealed(spliced)].map(text => codeOf(verifyLog(text).finding))
    return [judged[0] ?? null, judged[1] ?? null]
  },
}
const rotated = once(async () => {
  const play = await founded()
  await play.does('z1', 'registerKey', { person: 'z1', ...pairOf('z1', 'z1 again') })
  await play.does('z1', 'draftProposal', {}, 'z1 again')
  return logOf(Promise.resolve(play))
})
const revoked = once(async () => {
  const play = await founded()
  await play.does('a1', 'draftProposal')
  await play.does('a1', 'submitProposal')
  await play.does('z3', 'comment')
  await play.does('z2', 'revokeKey', { person: 'z3' })
  return logOf(Promise.resolve(play))
})
function pairOf(person: string, secret: string): Fields {
  const { publicKey, keyProof } = keyed(person, undefined, secret)
  return { publicKey, keyProof }
}

type Named = { partners: { people: Fields[] }[] }

/** The charter as it was proposed, with another key, or another proof, for its first person. */
function withPerson(entry: Parts, changes: Fields): Parts {
  const asked = structuredClone(entry.asked) as { act: string; charter: Named }
  Object.assign(asked.charter.partners[0]?.people[0] ?? {}, changes)
  return resigned({ ...entry, asked }, 'a1')
}
const withKey = (entry: Parts, publicKey: string): Parts => withPerson(entry, { publicKey })
const bytes = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], pair => Number.parseInt(pair, 16))
/** A key off by a point of order 8. */
const mixedOrder = base64(bytes('b502ff3d92e31d8190b4aa4ea0414005167fad089c4de9dac8a2fc850fed4f58'))
/** The neutral element, y = 1, as p + 1. */
const nonCanonical = bytes(`ee${'ff'.repeat(30)}7f`)

export const logTwins: readonly Twin[] = [
  // ---- as it lies there, not sealed anew
  shown('a letter that no signature covers is changed', 'brokenChain', 'the chain', log =>
    swapLine(log, 6, line => line.replace(/"act":"act-\d+"/, '"act":"act-x"')),
  ),
  shown('a letter of a signed text is changed', 'badSignature', 'a signature', log =>
    swapLine(log, 6, line => line.replace('school', 'schuur')),
  ),
  shown('an entry is dropped', 'wrongNumber', 'the chain', log =>
    log.text.replace(`${lineOf(log, 13)}\n`, ''),
  ),
  shown('an entry stands twice', 'wrongNumber', 'the chain', log =>
    log.text.replace(`${lineOf(log, 13)}\n`, `${lineOf(log, 13)}\n${lineOf(log, 13)}\n`),
  ),
  shown('two entries change places', 'wrongNumber', 'the chain', log =>
    log.text.replace(`${lineOf(log, 9)}\n${lineOf(log, 10)}\n`, `${lineOf(log, 10)}\n${lineOf(log, 9)}\n`),
  ),
  shown('the last line is cut in its middle', 'lineNotEnded', 'the form', log => log.text.slice(0, -10)),
  shown(
    'an act is cut from its outcome',
    'actCutOff',
    'the procedure',
    log => `${log.text.split('\n').slice(0, 4).join('\n')}\n`,
  ),
  shown('a line of another collaboration', 'otherCollaboration', 'the chain', async log => {
    const other = lineOf(await elsewhere(), 2)
    return swapLine(log, 2, () => other)
  }),
  // ---- the form of a line
  shown('spaces are put in', 'notCanonical', 'the form', log =>
    swapLine(log, 5, line => line.replace(':', ': ')),
  ),
  shown('a key stands twice', 'notCanonical', 'the form', log =>
    swapLine(log, 5, line => line.replace('{', '{"act":"x",')),
  ),
  shown('a number beyond 2^53', 'notCanonical', 'the form', log =>
    swapLine(log, 5, line => line.replace('"counter":1', '"counter":9007199254740993')),
  ),
  shown('a number as 1e0', 'notCanonical', 'the form', log =>
    swapLine(log, 5, line => line.replace('"counter":1', '"counter":1e0')),
  ),
  shown('a lone surrogate', 'notCanonical', 'the form', log =>
    swapLine(log, 5, line => line.replace('Wonen', '\\ud800')),
  ),
  shown('nesting without end', 'notCanonical', 'the form', log =>
    swapLine(log, 5, line => line.replace('"Wonen"', `${'['.repeat(100_000)}${']'.repeat(100_000)}`)),
  ),
  shown('a line of more than 16 Mi', 'notCanonical', 'the form', log =>
    swapLine(log, 5, line => line.replace('Wonen', 'W'.repeat(17 * 1024 * 1024))),
  ),
  shown('a key that is __proto__', 'notCanonical', 'the form', log =>
    swapLine(log, 5, line => line.replace('{', '{"__proto__":{},')),
  ),
  resealedWith('a field that nobody knows', 'notAnEntry', 'the form', ['comment.made', 'z3'], entry => ({
    ...entry,
    note: 'x',
  })),
  resealedWith(
    'words kept apart, and none of them named',
    'badPersonal',
    'the form',
    ['comment.made', 'z3'],
    entry => ({ ...entry, personal: {} }),
  ),
  resealedWith('a signature in loose base64', 'notAnEntry', 'the form', ['comment.made', 'z3'], entry =>
    signing(entry, { value: loose(String(entry.signature?.value)) }),
  ),
  resealedWith(
    'a signature in the alphabet of URLs',
    'notAnEntry',
    'the form',
    ['comment.made', 'z3'],
    entry => signing(entry, { value: `-${String(entry.signature?.value).slice(1)}` }),
  ),
  resealedWith('a signature without its padding', 'notAnEntry', 'the form', ['comment.made', 'z3'], entry =>
    signing(entry, { value: String(entry.signature?.value).slice(0, -2) }),
  ),
  resealedWith(
    'seen without a signature',
    'notAnEntry',
    'the form',
    ['comment.made', 'z3'],
    ({ signature: _, ...entry }) => entry,
  ),
  resealedWith(
    'a signature without seen',
    'notAnEntry',
    'the form',
    ['comment.made', 'z3'],
    ({ seen: _, ...entry }) => entry,
  ),
  resealedWith('a signature on an outcome', 'notAnEntry', 'the form', ['decision.called'], (entry, log) => {
    const { seen, signature } = log.entries()[17] as Parts
    return { ...entry, seen, signature }
  }),
  resealedWith('a fact that nobody knows', 'notAFact', 'the form', ['comment.made', 'z3'], entry => ({
    ...entry,
    fact: { type: 'comment.unmade' },
  })),
  resealedWith('the id of an act twice', 'actTwice', 'the chain', ['comment.made', 'z3'], entry => ({
    ...entry,
    act: 'act-1',
  })),
  resealedWith('an outcome of an act that was not', 'strayFact', 'the chain', ['decision.called'], entry => ({
    ...entry,
    act: 'act-99',
  })),
  resealedWith(
    'an entry before the one before it',
    'timeRunsBack',
    'the chain',
    ['comment.made', 'z3'],
    entry => ({ ...entry, at: '2026-01-05T08:59:59.999Z' }),
  ),
  shown('a count that skips', 'wrongCount', 'the chain', log => {
    const at = log.entries().length - 1
    return swapLine(log, at, line => line.replace('"n":4', '"n":5'))
  }),
  // ---- sealed anew: what only a signature stops
  resealedWith(
    'another text under the signature',
    'badSignature',
    'a signature',
    ['comment.made', 'z3'],
    entry => ({ ...entry, asked: { ...entry.asked, text: 'Ik stem in.' } }),
  ),
  resealedWith('one bit of the signature', 'badSignature', 'a signature', ['comment.made', 'z3'], entry =>
    signing(entry, { value: String(entry.signature?.value).replace(/^./, it => (it === 'A' ? 'B' : 'A')) }),
  ),
  resealedWith(
    'a signature of a stranger',
    'notAdmitted signedWithOwnKey',
    'a signature',
    ['position.taken', 'z1'],
    entry => resigned(entry, 'mallory'),
  ),
  resealedWith(
    'a signature of a colleague',
    'notAdmitted signedWithOwnKey',
    'a signature',
    ['position.taken', 'z1'],
    entry => resigned(entry, 'z2'),
  ),
  resealedWith(
    "a signature of a partner's under the name of another",
    'notAdmitted signedWithOwnKey',
    'a signature',
    ['position.taken', 'd1'],
    entry => resigned(entry, 'a1'),
  ),
  resealedWith('the name of the signer', 'badSignature', 'a signature', ['position.taken', 'd1'], entry => ({
    ...entry,
    by: 'd2',
    asked: { ...entry.asked, by: 'd2' },
  })),
  resealedWith(
    'no signature where all sign',
    'notAdmitted signedWhereAsked',
    'a signature',
    ['confirmation.given', 'd1'],
    undeclared,
  ),
  resealedWith(
    'a number of the act used again',
    'notAdmitted numberedInTurn',
    'a signature',
    ['confirmation.given', 'd1'],
    entry => resigned(entry, 'd1', { counter: 3 }),
  ),
  resealedWith(
    'a number of the act skipped',
    'notAdmitted numberedInTurn',
    'a signature',
    ['confirmation.given', 'd1'],
    entry => resigned(entry, 'd1', { counter: 5 }),
  ),
  resealedWith(
    'a signature on the digest of the text before',
    'notAdmitted signedOnItsText',
    'a signature',
    ['confirmation.given', 'd1'],
    (entry, log) => resigned(entry, 'd1', { digest: log.entries()[7]?.fact.digest }),
  ),
  resealedWith(
    'a signature on no digest',
    'notAdmitted signedOnItsText',
    'a signature',
    ['confirmation.given', 'd1'],
    entry => resigned(entry, 'd1', { digest: undefined }),
  ),
  resealedWith(
    'a position on a text not seen',
    'notAdmitted sawLastChange',
    'a signature',
    ['confirmation.given', 'd1'],
    (entry, log) => resigned(entry, 'd1', { seen: seenAt(log.text, 12) }),
  ),
  resealedWith(
    'a beginning that this log does not have',
    'seenElsewhere',
    'a signature',
    ['comment.made', 'z3'],
    entry => resigned(entry, 'z3', { seen: { ...entry.seen, root: base64(sha256('another beginning')) } }),
  ),
  resealedWith(
    'more seen than there was',
    'seenElsewhere',
    'a signature',
    ['comment.made', 'z3'],
    (entry, log) => resigned(entry, 'z3', { seen: seenAt(log.text, entry.seq + 1) }),
  ),
  resealedWith(
    'a signed act put into another proposal',
    'badSignature',
    'a signature',
    ['comment.made', 'z3'],
    entry => ({ ...entry, matter: 'p1' }),
  ),
  resealedWith(
    'a signed act made to be about another proposal',
    'badSignature',
    'a signature',
    ['comment.made', 'z3'],
    entry => ({ ...entry, matter: 'p1', asked: { ...entry.asked, proposal: 'p1' } }),
  ),
  shown('a signed act used twice', 'notAdmitted numberedInTurn', 'a signature', log => {
    const entries = log.entries()
    return sealed([
      ...entries,
      { ...(entries.at(-1) as Parts), act: 'act-again', fact: { type: 'comment.made', comment: 'c9' } },
    ])
  }),
  shown('a signed act is dropped, the rest sealed anew', 'seenElsewhere', 'a signature', log =>
    sealed(without(log, 13)),
  ),
  viewTwin,
  // ---- keys
  resealedWith('a key of small order', 'notAFact small order', 'the form', ['charter.proposed'], entry =>
    withKey(entry, base64(Uint8Array.of(1, ...new Uint8Array(31)))),
  ),
  resealedWith(
    'a key in a spelling that is not canonical',
    'notAFact canonical spelling',
    'the form',
    ['charter.proposed'],
    entry => withKey(entry, base64(nonCanonical)),
  ),
  resealedWith('a key of mixed order', 'notAFact prime order', 'the form', ['charter.proposed'], entry =>
    withKey(entry, mixedOrder),
  ),
  resealedWith('the key of another person', 'notAFact is no proof', 'the form', ['charter.proposed'], entry =>
    withKey(entry, publicOf('d1')),
  ),
  resealedWith(
    'a proof that another has the key',
    'notAFact is no proof',
    'the form',
    ['charter.proposed'],
    entry => withPerson(entry, { keyProof: keyed('d1').keyProof }),
  ),
  resealedWith(
    'the key that somebody signed with before',
    'notAdmitted signedWithOwnKey',
    'a signature',
    ['proposal.drafted', 'z1'],
    entry => resigned(entry, 'z1'),
    rotated,
  ),
  shown(
    'an act with a key that was revoked',
    'notAdmitted signedWithOwnKey',
    'a signature',
    log => {
      const entries = log.entries()
      const said = entries[find(entries, 'comment.made', 'z3')] as Parts
      const more = { ...said, act: 'act-late', fact: { ...said.fact, comment: 'c2' } }
      return sealed([...entries, resigned(more, 'z3', { counter: 2 })])
    },
    revoked,
  ),
  // ---- sealed anew: what the procedure stops, without asking for any key
  resealedWith(
    "another's objection let go",
    'notAdmitted byOwnerOfObjection',
    'the procedure',
    ['objection.withdrawn', 'd1'],
    entry =>
      resigned(
        {
          ...entry,
          by: 'a2',
          asked: { ...entry.asked, by: 'a2' } as Parts['asked'] & object,
          fact: { ...entry.fact, partner: 'almere' },
        },
        'a2',
        { counter: 1 },
      ),
  ),
  resealedWith(
    'an author that is none',
    'notAdmitted byAuthor',
    'the procedure',
    ['proposal.amended', 'a1'],
    entry =>
      resigned({ ...entry, by: 'z2', asked: { ...entry.asked, by: 'z2' } as Parts['asked'] & object }, 'z2', {
        counter: 1,
      }),
  ),
  resealedWith(
    'a person that the act does not name',
    'notAdmitted askedByAct',
    'the procedure',
    ['position.taken', 'd1'],
    entry => ({ ...entry, by: 'd2' }),
  ),
  resealedWith(
    'a partner added to the decision',
    'notAdmitted everyPartnerConfirmed',
    'the procedure',
    ['decision.taken'],
    entry => ({ ...entry, fact: { ...entry.fact, partners: ['almere', 'zeewolde', 'dronten', 'lelystad'] } }),
  ),
  resealedWith(
    'a partner left out of the founding',
    'notAdmitted everyPartnerSigned',
    'the procedure',
    ['collaboration.founded'],
    entry => ({ ...entry, fact: { ...entry.fact, partners: ['almere', 'zeewolde'] } }),
  ),
  resealedWith(
    'a partner left out of the charter',
    'badSignature',
    'a signature',
    ['charter.proposed'],
    entry => {
      const charter = entry.asked?.charter as { partners: object[] }
      return {
        ...entry,
        asked: { ...entry.asked, charter: { ...charter, partners: charter.partners.slice(0, 2) } },
      }
    },
  ),
  resealedWith(
    'a text swapped under its digest',
    'notAdmitted digestOfTheContent',
    'the procedure',
    ['proposal.amended', 'a1'],
    entry =>
      resigned({ ...entry, asked: { ...entry.asked, text: 'Niets.' } as Parts['asked'] & object }, 'a1'),
  ),
  shown(
    'a confirmation dropped before the decision',
    'notAdmitted everyPartnerConfirmed',
    'the procedure',
    log => {
      const entries = log.entries()
      const [dropped, taken] = [find(entries, 'confirmation.given', 'd1'), find(entries, 'decision.taken')]
      const before = entries[dropped - 1]?.act ?? ''
      return sealed(entries.with(taken, { ...(entries[taken] as Parts), act: before }).toSpliced(dropped, 1))
    },
  ),
  shown('an act after the end', 'notAdmitted stillOpen', 'the procedure', log => {
    const entries = log.entries()
    const late = { ...(entries[find(entries, 'position.taken', 'z1')] as Parts), act: 'act-late' }
    return sealed([...entries, resigned(late, 'z1', { counter: 4, seen: seenAt(log.text, entries.length) })])
  }),
  // ---- what holds on its own: only a head that somebody kept tells
  headed(
    'the log is cut at its end',
    'shorterThanHead',
    log => `${log.text.split('\n').slice(0, -2).join('\n')}\n`,
  ),
  headed(
    'another log, as long, in its place',
    'otherThanHead',
    async () => (await logOf(decided(charter({ maxRevisions: 6 })))).text,
  ),
]
