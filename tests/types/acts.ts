// What an act is to the compiler: each compiles as it should be, and not with a field missing, unknown or of another kind.
import type { Act, ActName, ActOf, CharterInput } from 'samenspraak'

/** Nothing is run here: `npm run types` fails where a line compiles that should not, or the other way round. */
const act = <Name extends ActName>(it: ActOf<Name>): Act => it

const by = 'anna'
const own = { by, proposal: 'p1' }
const content = { title: 'Wonen', text: 'We bouwen.' }
const reason = 'Het duurt.'
const key = { publicKey: 'AA', keyProof: 'BB' }
const undated = [{ id: 'c', partner: 'almere', what: 'bouwt' }]
declare const charter: CharterInput

/** Every act there is, with what it needs and with all that it may have. */
export const everyAct: { readonly [Name in ActName]: readonly ActOf<Name>[] } = {
  proposeCharter: [{ act: 'proposeCharter', by, charter }],
  signCharter: [{ act: 'signCharter', by, charter: 'sha256:00' }],
  giveMandate: [
    { act: 'giveMandate', by, person: 'vera', roles: ['stuurgroep'] },
    { act: 'giveMandate', by, person: 'vera', name: 'Vera', roles: [], until: '2026-12-31', ...key },
  ],
  withdrawMandate: [
    { act: 'withdrawMandate', by, person: 'vera' },
    { act: 'withdrawMandate', by, person: 'vera', roles: ['lijnmanagement', 'opgaveregisseur'] },
  ],
  registerKey: [{ act: 'registerKey', by, person: 'vera', ...key }],
  revokeKey: [{ act: 'revokeKey', by, person: 'vera' }],
  leaveCollaboration: [{ act: 'leaveCollaboration', by }],
  draftProposal: [
    { act: 'draftProposal', by, ...content },
    { act: 'draftProposal', ...own, ...content, charter, changes: 'sha256:00', basedOn: ['p0'] },
  ],
  reviseDraft: [{ act: 'reviseDraft', ...own, ...content, replaces: ['p0'], endsOn: '2030-01-01' }],
  submitProposal: [{ act: 'submitProposal', ...own }],
  amendProposal: [
    {
      ...{ act: 'amendProposal', ...own, ...content, reviewOn: '2027-01-01' },
      commitments: [{ id: 'c', partner: 'almere', what: 'bouwt', by: '2026-12-31' }],
      attachments: [{ name: 'kaart.pdf', digest: 'sha256:00' }],
    },
  ],
  withdrawProposal: [{ act: 'withdrawProposal', ...own }],
  comment: [{ act: 'comment', ...own, text: 'Wie betaalt?', replyTo: 'c1' }],
  takePosition: [
    { act: 'takePosition', ...own, revision: 1, position: 'consent', provisional: true },
    { act: 'takePosition', ...own, revision: 1, position: 'reservation', reason: 'Mits betaald.' },
    { act: 'takePosition', ...own, revision: 1, position: 'standAside' },
  ],
  raiseObjection: [
    { act: 'raiseObjection', ...own, revision: 1, reason: 'Water.' },
    { act: 'raiseObjection', ...own, revision: 1, reason: '', ground: 'involvement', objection: 'o1' },
  ],
  answerObjection: [{ act: 'answerObjection', ...own, objection: 'o1', text: 'Zo.' }],
  withdrawObjection: [{ act: 'withdrawObjection', ...own, objection: 'o1', revision: 1, reason: 'Goed.' }],
  extendTerm: [{ act: 'extendTerm', ...own, revision: 1 }],
  escalate: [{ act: 'escalate', ...own, revision: 1, stage: 'lijnmanagement', reason }],
  confirmDecision: [{ act: 'confirmDecision', ...own, revision: 1 }],
  eraseName: [{ act: 'eraseName', by, digest: 'sha256:00', reason }],
  eraseWords: [{ act: 'eraseWords', ...own, digest: 'sha256:00', reason }],
  endTerm: [{ act: 'endTerm', proposal: 'p1', revision: 1, stage: 'consultation' }],
}

export const missing: readonly Act[] = [
  // @ts-expect-error the charter
  act<'proposeCharter'>({ act: 'proposeCharter', by }),
  // @ts-expect-error which text is signed
  act<'signCharter'>({ act: 'signCharter', by }),
  // @ts-expect-error the roles
  act<'giveMandate'>({ act: 'giveMandate', by, person: 'vera' }),
  // @ts-expect-error the person
  act<'withdrawMandate'>({ act: 'withdrawMandate', by }),
  // @ts-expect-error the proof of the key
  act<'registerKey'>({ act: 'registerKey', by, person: 'vera', publicKey: 'AA' }),
  // @ts-expect-error whose key
  act<'revokeKey'>({ act: 'revokeKey', by }),
  // @ts-expect-error who leaves
  act<'leaveCollaboration'>({ act: 'leaveCollaboration' }),
  // @ts-expect-error the text
  act<'draftProposal'>({ act: 'draftProposal', by, title: 'Wonen' }),
  // @ts-expect-error which draft
  act<'reviseDraft'>({ act: 'reviseDraft', by, ...content }),
  // @ts-expect-error which draft
  act<'submitProposal'>({ act: 'submitProposal', by }),
  // @ts-expect-error the title
  act<'amendProposal'>({ act: 'amendProposal', ...own, text: 'We bouwen.' }),
  // @ts-expect-error who
  act<'withdrawProposal'>({ act: 'withdrawProposal', proposal: 'p1' }),
  // @ts-expect-error the text
  act<'comment'>({ act: 'comment', ...own }),
  // @ts-expect-error the revision: a position is taken on a text
  act<'takePosition'>({ act: 'takePosition', ...own, position: 'consent' }),
  // @ts-expect-error the position
  act<'takePosition'>({ act: 'takePosition', ...own, revision: 1 }),
  // @ts-expect-error the reason
  act<'raiseObjection'>({ act: 'raiseObjection', ...own, revision: 1 }),
  // @ts-expect-error which objection
  act<'answerObjection'>({ act: 'answerObjection', ...own, text: 'Zo.' }),
  // @ts-expect-error on which revision
  act<'withdrawObjection'>({ act: 'withdrawObjection', ...own, objection: 'o1' }),
  // @ts-expect-error on which revision
  act<'extendTerm'>({ act: 'extendTerm', ...own }),
  // @ts-expect-error why
  act<'escalate'>({ act: 'escalate', ...own, revision: 1, stage: 'lijnmanagement' }),
  // @ts-expect-error which text is confirmed
  act<'confirmDecision'>({ act: 'confirmDecision', ...own }),
  // @ts-expect-error of which stage
  act<'endTerm'>({ act: 'endTerm', proposal: 'p1', revision: 1 }),
]

export const unknown: readonly Act[] = [
  // @ts-expect-error a proposal is no matter of the charter
  act<'proposeCharter'>({ act: 'proposeCharter', by, charter, proposal: 'p1' }),
  // @ts-expect-error nobody signs for another partner
  act<'signCharter'>({ act: 'signCharter', by, charter: 'sha256:00', partner: 'almere' }),
  // @ts-expect-error nobody mandates for another partner
  act<'giveMandate'>({ act: 'giveMandate', by, person: 'vera', roles: [], partner: 'almere' }),
  // @ts-expect-error a withdrawal is at once
  act<'withdrawMandate'>({ act: 'withdrawMandate', by, person: 'vera', until: '2026-12-31' }),
  // @ts-expect-error a partner leaves by itself alone
  act<'leaveCollaboration'>({ act: 'leaveCollaboration', by, partner: 'almere' }),
  // @ts-expect-error the author is who asks
  act<'draftProposal'>({ act: 'draftProposal', by, ...content, author: 'omar' }),
  // @ts-expect-error a draft has no revision to name
  act<'reviseDraft'>({ act: 'reviseDraft', ...own, ...content, revision: 1 }),
  // @ts-expect-error terms are those of the charter
  act<'submitProposal'>({ act: 'submitProposal', ...own, dueAt: '2026-12-31' }),
  // @ts-expect-error a new revision is numbered by the procedure
  act<'amendProposal'>({ act: 'amendProposal', ...own, ...content, revision: 2 }),
  // @ts-expect-error no reason is asked for
  act<'withdrawProposal'>({ act: 'withdrawProposal', ...own, reason: 'Te laat.' }),
  // @ts-expect-error a comment takes no position
  act<'comment'>({ act: 'comment', ...own, text: 'Wie?', position: 'consent' }),
  // @ts-expect-error every partner counts the same
  act<'takePosition'>({ act: 'takePosition', ...own, revision: 1, position: 'consent', weight: 2 }),
  // @ts-expect-error an objection has no severity
  act<'raiseObjection'>({ act: 'raiseObjection', ...own, revision: 1, reason: 'Water.', severity: 1 }),
  // @ts-expect-error an answer closes nothing
  act<'answerObjection'>({ act: 'answerObjection', ...own, objection: 'o1', text: 'Zo.', closes: true }),
  // @ts-expect-error nobody lets the objection of another go
  act<'withdrawObjection'>({ act: 'withdrawObjection', ...own, objection: 'o1', revision: 1, partner: 'b' }),
  // @ts-expect-error how long is in the charter
  act<'extendTerm'>({ act: 'extendTerm', ...own, revision: 1, days: 5 }),
  // @ts-expect-error one rung at a time
  act<'escalate'>({ act: 'escalate', ...own, revision: 1, stage: 'lijnmanagement', reason, rungs: 2 }),
  // @ts-expect-error nobody confirms for another
  act<'confirmDecision'>({ act: 'confirmDecision', ...own, revision: 1, partner: 'almere' }),
  // @ts-expect-error no term is ended by force
  act<'endTerm'>({ act: 'endTerm', proposal: 'p1', revision: 1, stage: 'consultation', force: true }),
]

export const ofAnotherKind: readonly Act[] = [
  // @ts-expect-error a charter is signed by its digest
  act<'signCharter'>({ act: 'signCharter', by, charter }),
  // @ts-expect-error there is no such role
  act<'giveMandate'>({ act: 'giveMandate', by, person: 'vera', roles: ['chair'] }),
  // @ts-expect-error the opgavemanager is no role of a partner
  act<'withdrawMandate'>({ act: 'withdrawMandate', by, person: 'vera', roles: ['opgavemanager'] }),
  // @ts-expect-error a commitment says by when
  act<'draftProposal'>({ act: 'draftProposal', by, ...content, commitments: undated }),
  // @ts-expect-error a list
  act<'reviseDraft'>({ act: 'reviseDraft', ...own, ...content, basedOn: 'p0' }),
  // @ts-expect-error there is no such position: an objection is an act of its own
  act<'takePosition'>({ act: 'takePosition', ...own, revision: 1, position: 'object' }),
  // @ts-expect-error a number
  act<'takePosition'>({ act: 'takePosition', ...own, revision: '1', position: 'consent' }),
  // @ts-expect-error there is no such ground
  act<'raiseObjection'>({ act: 'raiseObjection', ...own, revision: 1, reason: 'x', ground: 'taste' }),
  // @ts-expect-error there is no such stage
  act<'escalate'>({ act: 'escalate', ...own, revision: 1, stage: 'director', reason: 'x' }),
  // @ts-expect-error there is no such stage
  act<'endTerm'>({ act: 'endTerm', proposal: 'p1', revision: 1, stage: 'decided' }),
  // @ts-expect-error another act
  act<'confirmDecision'>({ act: 'takePosition', ...own, revision: 1, position: 'consent' }),
  // @ts-expect-error there is no such act
  act<'overrule'>({ act: 'overrule', ...own }),
]
