// How partners are bypassed elsewhere, in practice, and by which mutants each of these ways is tried here.

export interface KnownWay {
  readonly way: string
  /** The names of the mutants that try it; those of the machine alone, where the gate has a twin. */
  readonly mutants: readonly string[]
}

const way = (told: string, ...mutants: readonly string[]): KnownWay => ({ way: told, mutants })

const otherText: readonly KnownWay[] = [
  way(
    'another text is put in the place of the one that was approved',
    'positions-kept-by-an-amendment',
    'confirmations-kept-by-an-amendment',
    'text-swapped-under-its-digest',
    'charter-swapped-under-its-digest',
  ),
  way('a change of substance is passed off as editorial', 'editorial-amendment-keeps-the-call'),
  way(
    'a vote given on one text is used for another',
    'position-on-an-earlier-revision-counts',
    'confirmation-of-an-earlier-revision-counts',
    'let-go-on-a-text-not-seen',
    'signature-carried-to-another-charter',
    'act-replayed',
  ),
  way(
    'what is written down as decided is not what was agreed',
    'text-shown-is-not-the-text-decided',
    'commitments-left-out-of-the-digest',
  ),
  way(
    'a decision is carried out while a reservation stands unmet',
    'reservation-told-as-consent',
    'reservation-without-a-reason',
  ),
]

const takenAsAgreed: readonly KnownWay[] = [
  way('who proposes is taken to agree', 'author-counted-as-agreed', 'author-need-not-confirm'),
  way(
    'somebody else ticks the box',
    'mandate-given-for-another-partner',
    'opgavemanager-with-a-voice',
    'opgaveregisseur-takes-positions',
    'anybody-of-the-partner-confirms',
    'fact-under-another-name',
  ),
  way(
    'an approval that was taken back comes to life again',
    'withdrawn-approval-comes-back',
    'returning-partner-held-to-its-old-position',
    'own-confirmation-kept-when-the-position-changes',
  ),
  way(
    'a term goes by in silence, and that is an answer',
    'silence-becomes-consent-when-a-term-ends',
    'provisional-position-hardens-with-the-term',
    'missing-confirmation-given-by-time',
    'silences-not-named-on-climbing',
  ),
  way(
    'who is not there is counted with the others',
    'silent-partners-drop-out-of-the-count',
    'majority-that-looks-like-unanimity',
    'departure-completes-an-old-count',
  ),
]

const objectionsLost: readonly KnownWay[] = [
  way(
    'of two objections with one name only one is kept',
    'objection-of-the-same-name-dropped',
    'objection-overwritten-by-its-namesake',
  ),
  way(
    'cancelling, starting over or filing anew clears away the objections',
    'withdrawing-the-proposal-wipes-its-objections',
    'amendment-drops-objections',
    'proposal-filed-again-comes-without-its-past',
  ),
  way(
    'under another label an objection is no objection',
    'alarm-relabelled-as-a-remark',
    'objection-to-an-earlier-revision-refused',
    'no-objection-after-consenting',
  ),
  way(
    'an objection is declared invalid, given up or too slow',
    'opgavemanager-closes-an-objection',
    'answer-closes-the-objection',
    'objections-lapse-with-the-stage',
    'author-closes-objections',
    'anybody-closes-an-objection',
    'force-closes-an-objection',
  ),
]

const fromAbove: readonly KnownWay[] = [
  way('the chair says that there is consensus', 'opgavemanager-declares-consensus'),
  way(
    'a body higher up decides over the partner',
    'stuurgroep-overrules-an-objection',
    'lone-objection-is-outvoted',
  ),
  way(
    'an administrator closes early, or opens again for one side',
    'opgavemanager-ends-a-term',
    'opgavemanager-withdraws-a-proposal',
    'author-takes-a-decision-back',
    'stage-entered-twice',
  ),
  way(
    'in an emergency fewer partners are enough',
    'emergency-needs-fewer-partners',
    'last-partner-decides-alone',
  ),
]

const whoDecides: readonly KnownWay[] = [
  way(
    'a partner is never told',
    'notice-left-out',
    'notice-that-addresses-nobody',
    'newcomer-without-notice',
  ),
  way('small partners drown in one common vote', 'confirmations-pooled-by-head'),
  way('who proposes picks those who are asked', 'proposer-chooses-who-is-asked'),
  way(
    'members are brought in before a decision, or put out during it',
    'opgavemanager-removes-a-partner',
    'new-charter-drops-who-is-not-named',
    'charter-may-omit-a-partner',
    'mandate-handed-on',
    'partner-returns-by-the-charter-it-left',
  ),
  way(
    'a newcomer is bound to what it never saw',
    'newcomer-bound-without-its-signature',
    'newcomer-left-out-of-the-count',
    'newcomer-without-a-term',
    'newcomer-signs-another-text',
    'founded-without-the-last-signature',
  ),
  way(
    'one person speaks twice under two names or for two parties',
    'person-speaks-for-two',
    'names-that-look-alike',
    'opgavemanager-mandated-by-a-partner',
  ),
  way(
    'two votes at the same moment both count',
    'second-writer-not-stopped',
    'acts-that-wait-together-overtake-each-other',
    'partner-confirms-twice',
    'position-counted-each-time-it-is-taken',
  ),
  way(
    'somebody acts on a mandate that was revoked, has ended or was passed on',
    'revoked-mandate-still-counts',
    'ended-mandate-still-counts',
    'mandate-holds-at-its-very-end',
    'mandate-handed-on',
    'any-mandate-is-every-mandate',
  ),
  way(
    'who recuses itself makes the circle smaller',
    'standing-aside-shrinks-the-circle',
    'decided-while-all-stand-aside',
  ),
]

const timeAndRecord: readonly KnownWay[] = [
  way(
    'the threshold is lowered for what is already running',
    'new-charter-says-who-confirms-what-runs',
    'terms-of-the-new-charter-for-what-runs',
    'revisions-of-the-new-charter-for-what-runs',
    'outdated-charter-still-takes-effect',
  ),
  way(
    'somebody turns round at the last moment, and the others cannot answer',
    'flip-at-the-last-minute-keeps-the-call',
    'confirmations-kept-after-an-objection',
    'confirmations-kept-when-the-circle-changes',
    'confirmed-before-the-call',
  ),
  way(
    'a term ends early by a clock, a zone or a rounding',
    'term-ended-early',
    'due-moment-rounded-down',
    'term-ends-by-another-zone',
    'weekends-counted-as-working-days',
    'call-cuts-the-term-short',
  ),
  way('an act is dated back', 'clock-goes-back', 'backdated-entry-holds'),
  way('who comes after the stage is over is still heard', 'act-taken-after-the-due-moment'),
  way(
    'the log is written anew, or shown in two versions',
    'chain-not-checked',
    'entry-numbers-not-checked',
    'kept-head-not-compared',
    'recorded-outcomes-trusted',
    'act-cut-off-at-the-end',
  ),
]

export const knownWays: readonly KnownWay[] = [
  ...otherText,
  ...takenAsAgreed,
  ...objectionsLost,
  ...fromAbove,
  ...whoDecides,
  ...timeAndRecord,
]
