// Personal words: erased by who may not, erased so that more goes than the words, kept apart where they should be read, or the reverse.
import { inSource, type Mutant } from './mutant.ts'

const { acts, collaborationWords, effects, erasures, keptWords, personal } = inSource
const { shownWords, signature, signed, verifyCertificate } = inSource

const erasing: readonly Mutant[] = [
  {
    name: 'words-of-another-erased',
    story: 'The author has the reason erased that another partner gave for its objection.',
    breaks: ['W4', 'invariant 2', 'invariant 5'],
    edits: [keptWords('if (whose.by === by) return true', "if (whose.by !== '') return true")],
  },
  {
    name: 'any-colleague-erases-words',
    story: 'Somebody for line management has the words of its own stuurgroep seat erased.',
    breaks: ['W4', 'invariant 2'],
    edits: [
      keptWords(
        "mandate?.partner === partner && mandate.roles.includes('stuurgroep')",
        'mandate?.partner === partner',
      ),
    ],
  },
  {
    name: 'words-erased-twice',
    story: 'Words are erased again with another reason, and the record has two stories of why.',
    breaks: ['W4', 'invariant 5'],
    edits: [
      personal(
        'Object.hasOwn(words, digest) && words[digest]?.erased === false',
        'Object.hasOwn(words, digest)',
      ),
    ],
  },
  {
    name: 'words-erased-without-a-reason',
    story: 'What a partner said is gone, and the record does not say why.',
    breaks: ['W4', 'invariant 5'],
    edits: [
      acts(
        'digest: digestSchema,\n  reason: phraseSchema,',
        'digest: digestSchema,\n  reason: phraseSchema.optional(),',
      ),
    ],
  },
  {
    name: 'objection-goes-with-its-reason',
    story:
      'A seat has the reason of an objection erased, and the objection of its colleague is closed with it.',
    breaks: ['W4', 'O2', 'invariant 5'],
    edits: [
      effects(
        '  words: erasedFrom(proposal.words, digest),\n})',
        `  words: erasedFrom(proposal.words, digest),
  objections: Object.fromEntries(
    Object.entries(proposal.objections).filter(([, { reason }]) => reason !== digest),
  ),
  openOf: {},
  objecting: 0,
})`,
      ),
    ],
  },
  {
    name: 'position-goes-with-its-reason',
    story: 'The reason of a reservation is erased, and the partner has not spoken any more.',
    breaks: ['W4', 'C2', 'invariant 3'],
    edits: [
      effects(
        '  words: erasedFrom(proposal.words, digest),\n})',
        `  words: erasedFrom(proposal.words, digest),
  positions: Object.fromEntries(
    Object.entries(proposal.positions).filter(([, { reason }]) => reason !== digest),
  ),
})`,
      ),
    ],
  },
  {
    name: 'words-stay-in-the-store',
    story: 'An erasure is on record, and whoever opens the store reads the words.',
    breaks: ['W4'],
    edits: [
      erasures('    await store.words?.erase(id, matter, digests)\n', '    if (digests.length < 0) return\n'),
    ],
  },
  {
    name: 'erased-words-still-read-aloud',
    story: 'What was erased is handed out by an engine whose store has not got that far.',
    breaks: ['W4'],
    edits: [
      collaborationWords(
        'isOnRecord(kept, digest) ? texts.get(digest)',
        'digest in kept ? texts.get(digest)',
      ),
    ],
  },
]

const apart: readonly Mutant[] = [
  {
    name: 'one-digest-for-the-words-of-two',
    story: 'Somebody says the words of another once more under their digest, and has both erased as its own.',
    breaks: ['W4', 'invariant 2', 'invariant 5'],
    edits: [personal(' && !Object.hasOwn(words, digest),', ',')],
  },
  {
    name: 'kept-apart-without-a-mark',
    story:
      'A partner keeps its reason out of the log though the charter does not have it kept apart, and can take it back later.',
    breaks: ['W4', 'invariant 5'],
    edits: [
      personal('    given.length === marked.length &&\n', ''),
      personal('marked.includes(field) && Reflect', 'field && Reflect'),
    ],
  },
  {
    name: 'marked-words-written-in-the-log',
    story:
      'Words about somebody that the charter keeps apart are written in the log, from where nobody can erase them.',
    breaks: ['W4'],
    edits: [personal('given.length === marked.length &&', 'given.length <= marked.length &&')],
  },
  {
    name: 'digest-passes-for-words',
    story:
      'Somebody gives the digest of the words of another as its own text, and is read as having said them.',
    breaks: ['W4', 'invariant 2'],
    edits: [personal('  if (plain.some(field => isDigest(Reflect.get(asked, field)))) return false\n', '')],
  },
  {
    name: 'text-of-a-proposal-made-personal',
    story: 'An author keeps the text of its proposal out of the log, and changes what all agreed to.',
    breaks: ['W4', 'D2', 'invariant 8'],
    edits: [signed('strangeField(Object(act).act, personal) ?? wordsFault', 'wordsFault')],
  },
  {
    name: 'digests-of-words-not-signed',
    story: 'Who hands on the signed act of another puts other words under it.',
    breaks: ['W4', 'W2', 'invariant 2'],
    edits: [signature('act, ...apart, ...about, counter, seen', 'act, ...about, counter, seen')],
  },
  {
    name: 'erased-words-shown-in-a-certificate',
    story: 'A certificate shows as said what is recorded as erased.',
    breaks: ['W4'],
    edits: [shownWords('if (!standing.has(', 'if (!named.has(')],
  },
  {
    name: 'certificate-takes-a-digest-for-a-reason',
    story: 'A certificate calls the reason of a sustained objection complete where nothing of it is shown.',
    breaks: ['W4', 'O7', 'invariant 5'],
    edits: [
      verifyCertificate(
        'if (!whose || told !== undefined) return',
        'if (whose || told !== undefined || id) return',
      ),
    ],
  },
]

export const words: readonly Mutant[] = [...erasing, ...apart]
