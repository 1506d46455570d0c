// Signed acts: signatures that are not asked for, not looked at, used again or elsewhere, and keys that change hands.
import { inSource, type Mutant } from './mutant.ts'

const { charter, charterEffects, charterMachine, ed25519, effects, entry, gate, keys } = inSource
const { machine, predicates, replay, rules, signature, signed } = inSource

const owed = 'event.signed !== false || !asksForSignatures(proposal, event)'
const ownKey = "typeof signed === 'boolean' || signed.key === keyOf(circle, by, at)"
const isNext = 'signed.counter === (counters[by] ?? 0) + 1'

const notLookedAt: readonly Mutant[] = [
  {
    name: 'signature-not-checked-when-read-back',
    story: 'A log is accepted in which somebody wrote words over the signature of another.',
    breaks: ['W2', 'invariant 2', 'invariant 8'],
    edits: [replay('actFault(replay, entry) ?? signatureFault(entry)', 'actFault(replay, entry)')],
  },
  {
    name: 'any-bytes-are-a-signature',
    story: 'Whoever knows the key of a person, which everybody does, acts in its name.',
    breaks: ['W2', 'invariant 2'],
    edits: [signature('  return holds(value, preAuth', '  return value.length > 0 || holds(value, preAuth')],
  },
  {
    name: 'signature-not-checked-at-the-door',
    story: 'The engine records an act under a signature that is none, and its own log no longer holds.',
    breaks: ['W2', 'invariant 8'],
    edits: [
      signed(
        'isSignatureOf({ ...signature, seen }, { collaboration, matter, act, personal })',
        'signature.key !== seen.root',
      ),
    ],
  },
  {
    name: 'proposals-go-unsigned',
    story: 'Where every act was to be signed, anybody takes positions in the name of another.',
    breaks: ['W2', 'invariant 2'],
    edits: [rules(owed, 'true')],
  },
  {
    name: 'proposals-go-unsigned-gate-too',
    story:
      'A decision is taken on positions and confirmations that nobody signed, though the charter demands it.',
    breaks: ['W2', 'invariant 1', 'invariant 2'],
    edits: [rules(owed, 'true'), gate("charter?.signatures === 'required' && by !== undefined", "by === ''")],
  },
  {
    name: 'charter-that-demands-signatures-confirmed-without',
    story:
      'Signatures are demanded from now on by a charter that some confirmed who cannot sign, and are shut out.',
    breaks: ['W2', 'F2', 'invariant 7'],
    edits: [
      predicates(
        "type === 'confirmation.given' ? proposal.content?.charter : asked.charter",
        'asked.charter',
      ),
    ],
  },
]

const usedElsewhere: readonly Mutant[] = [
  {
    name: 'signature-carried-to-another-collaboration',
    story: 'What a person signed in one collaboration is handed in under the name of another.',
    breaks: ['W2', 'invariant 2'],
    edits: [signature('canonical({ v: 1, collaboration, matter, act,', 'canonical({ v: 1, matter, act,')],
  },
  {
    name: 'collaboration-of-a-signed-act-not-compared',
    story: 'An act that was signed for another collaboration is taken by this one.',
    breaks: ['W2', 'invariant 2'],
    edits: [signed('    collaboration === here &&\n', '')],
  },
  {
    name: 'matter-of-a-signed-act-not-compared',
    story: 'An act that was signed for one matter is taken in another.',
    breaks: ['W2', 'invariant 2'],
    edits: [signed('    matter === own &&\n', '')],
  },
  {
    name: 'signed-act-counts-twice',
    story: 'What somebody signed once is handed in again, when it suits another.',
    breaks: ['W2', 'invariant 2'],
    edits: [keys(isNext, 'signed.counter >= (counters[by] ?? 0)')],
  },
  {
    name: 'signed-acts-may-be-skipped',
    story: 'Of two acts that somebody signed one is kept back, and nobody sees that it is missing.',
    breaks: ['W2', 'invariant 5'],
    edits: [keys(isNext, 'signed.counter > (counters[by] ?? 0)')],
  },
  {
    name: 'one-number-for-all-who-sign',
    story: 'The acts of all are numbered together: who signs at the same time as another has signed in vain.',
    breaks: ['W2', 'invariant 4'],
    edits: [
      keys(isNext, 'signed.counter === (counters.all ?? 0) + 1'),
      keys(
        'counters: { ...state.counters, [by]: signed.counter }',
        'counters: { ...state.counters, [by]: signed.counter, all: (state.counters.all ?? 0) + 1 }',
      ),
    ],
  },
  {
    name: 'signature-on-another-revision-counts',
    story: 'A partner signs that it agrees with one text, and is held to another.',
    breaks: ['W2', 'D2', 'invariant 1'],
    edits: [
      rules(
        "typeof event.signed === 'boolean' || event.signed.digest === digestSigned(proposal, event)",
        'true',
      ),
    ],
  },
]

const notSeen: readonly Mutant[] = [
  {
    name: 'signed-position-of-before-the-objection',
    story: 'A partner is held to what it signed before another had objected.',
    breaks: ['W2', 'invariant 1'],
    edits: [rules('signed.seen.size > changedAt', 'signed.seen.size > 0')],
  },
  {
    name: 'objection-let-go-without-having-looked',
    story: 'An objection is let go by what its owner signed before the matter changed.',
    breaks: ['W2', 'O2', 'invariant 5'],
    edits: [
      machine(
        "            'sawLastChange',\n            'reasonGiven',\n            'personalApart',\n          ]),\n          actions: 'letGo',",
        "            'reasonGiven',\n            'personalApart',\n          ]),\n          actions: 'letGo',",
      ),
    ],
  },
  {
    name: 'signed-before-the-circle-changed',
    story: 'A position counts that was signed for another circle of partners.',
    breaks: ['W2', 'F6', 'invariant 1'],
    edits: [effects("  'objection.withdrawn',\n  'circle.changed',\n", "  'objection.withdrawn',\n")],
  },
  {
    name: 'what-was-seen-is-not-signed',
    story: 'Somebody else says how much of the log a signer had seen.',
    breaks: ['W2', 'invariant 2'],
    edits: [
      signature(
        'canonical({ v: 1, collaboration, matter, act, ...apart, ...about, counter, seen })',
        'canonical({ v: 1, collaboration, matter, act, ...apart, ...about, counter })',
      ),
    ],
  },
  {
    name: 'seen-of-another-history-counts',
    story: 'A partner that was shown another history is held to what it signed there.',
    breaks: ['W2', 'invariant 8'],
    edits: [
      entry(
        'return then === undefined ? null : then === root',
        "return then === undefined ? null : root !== ''",
      ),
    ],
  },
]

const keysOfOthers: readonly Mutant[] = [
  {
    name: 'signed-with-the-key-of-a-colleague',
    story: 'Whoever has any key at all signs for whomever he likes.',
    breaks: ['W2', 'W1', 'invariant 2'],
    edits: [
      rules(
        ownKey,
        "typeof signed === 'boolean' || by === '' || Object.hasOwn(circle.keyOwners, signed.key)",
      ),
    ],
  },
  {
    name: 'key-of-the-charter-before-the-registered-one',
    story: 'A key that was lost and replaced goes on signing, since the charter still names it.',
    breaks: ['W2', 'invariant 2'],
    edits: [
      keys(
        'return isNewKey(circle, side, { id: person, publicKey })\n    ? publicKey\n',
        'const own = keyNamedIn(circle.charter, person)\n  return own !== undefined || isNewKey(circle, side, { id: person, publicKey })\n    ? (own ?? publicKey)\n',
      ),
    ],
  },
  {
    name: 'replaced-key-still-signs',
    story: 'A key that its person replaced goes on signing.',
    breaks: ['W2', 'invariant 2'],
    edits: [
      rules(
        ownKey,
        "typeof signed === 'boolean' || circle.keyOwners[signed.key] === by || signed.key === keyOf(circle, by, at)",
      ),
    ],
  },
  {
    name: 'revoked-key-still-signs',
    story: 'A key that was stolen and revoked goes on signing.',
    breaks: ['W2', 'invariant 2'],
    edits: [charterEffects('  keys: revoked(circle, sideIn(fact), person),\n', '')],
  },
  {
    name: 'revoked-key-comes-back',
    story: 'A key that was stolen and revoked is registered again, by whoever stole it.',
    breaks: ['W2', 'invariant 2'],
    edits: [keys(' && !Object.hasOwn(ringOf(circle, side, id).ever, publicKey)', '')],
  },
  {
    name: 'weak-key-taken',
    story: 'A key is registered under which one signature fits whatever anybody says in that name.',
    breaks: ['W2', 'invariant 2'],
    edits: [
      charter("    if (fault !== null) check.addIssue({ code: 'custom', message: fault })\n", ''),
      ed25519('  if (keyFault(publicKey) !== null) return false\n', ''),
      ed25519('  if (pointFault(signature.subarray(0, keyLength)) !== null) return false\n', ''),
      ed25519('{ zip215: false }', '{ zip215: true }'),
    ],
  },
  {
    name: 'key-taken-without-proof-of-having-it',
    story: 'Somebody claims the key of another, who can then no longer register it.',
    breaks: ['W2', 'invariant 4'],
    edits: [
      charter(
        'return isKeyProof(keyProof, person, publicKey) ? null :',
        'return keyProof.length > 0 ? null :',
      ),
    ],
  },
  {
    name: 'key-registered-for-people-of-another-partner',
    story: 'A seat of one partner registers a key for the people of another, and signs for them.',
    breaks: ['W1', 'W2', 'invariant 2'],
    edits: [
      keys(
        'return isOwn && sideOf(circle, person, at) === mandate.partner ? mandate.partner : undefined',
        'return isOwn ? (sideOf(circle, person, at) ?? undefined) : undefined',
      ),
    ],
  },
  {
    name: 'key-taken-over-from-whom-it-mandated-once',
    story:
      'Who was mandated by one partner and speaks for another by now gets a key from the first, which signs for it.',
    breaks: ['W1', 'W2', 'invariant 2'],
    edits: [
      keys(
        'sideOf(circle, person, at) === mandate.partner ? mandate.partner : undefined',
        'Object.hasOwn(circle.members[mandate.partner]?.people ?? {}, person) ? sideOf(circle, person, at) : undefined',
      ),
    ],
  },
  {
    name: 'last-seat-with-a-key-revoked',
    story: 'A partner is left without anybody who can sign, and every decision is out of its reach.',
    breaks: ['W2', 'invariant 7'],
    edits: [charterMachine("'byPersonOrSeat', 'hasKey', 'keyRemains']", "'byPersonOrSeat', 'hasKey']")],
  },
]

export const signing: readonly Mutant[] = [...notLookedAt, ...usedElsewhere, ...notSeen, ...keysOfOthers]
