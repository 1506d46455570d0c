// One matter as other people's procedures see it: who was told of what, who said what, in facts that all of them share.
import type { ChartState } from '../chart.ts'
import type { Procedure } from '../decider.ts'

type By<T> = Readonly<Record<string, T>>

/** What a partner says of a text without objecting to it; what each means in a procedure is told on the page about it. */
export type MatterPosition = 'consent' | 'reservation' | 'standAside'

/** An objection that its partner has not let go; a vote against is one too. */
export interface OpenObjection {
  /** Set aside by somebody else: it is still its partner's, and no longer in the way. */
  readonly dismissed: boolean
  /** It was answered: heard, where a procedure asks no more. */
  readonly answered: boolean
  /** It counts in the vote that runs now, and was not only carried along from before. */
  readonly cast: boolean
}

/** The context of all charts in this folder. Records are in the order of `partners`, so that equal matters read alike. */
export interface Matter {
  readonly partners: readonly string[]
  /** The partner that proposes: the first of them. */
  readonly author: string
  /** 0 for a draft. */
  readonly revision: number
  /** By partner, the last revision of which the procedure had it told. */
  readonly told: By<number>
  /** By partner, where it stands and on which revision it said so. */
  readonly positions: By<{ readonly position: MatterPosition; readonly revision: number }>
  /** By partner, the objection that it has not let go: one at a time. */
  readonly objections: By<OpenObjection>
  /** Who has said anything since the submission. */
  readonly spoke: By<true>
  /** The revision on which the last ballot was opened; 0 where none was. */
  readonly balloted: number
}

const factOf = {
  submitProposal: 'proposal.submitted',
  amendProposal: 'proposal.amended',
  withdrawProposal: 'proposal.withdrawn',
  takePosition: 'position.taken',
  recordPosition: 'position.recorded',
  raiseObjection: 'objection.raised',
  withdrawObjection: 'objection.withdrawn',
  dismissObjection: 'objection.dismissed',
  answerObjection: 'objection.answered',
  enterStage: 'stage.entered',
  declareDecision: 'decision.declared',
  endTerm: 'term.ended',
} as const

export type MatterActName = keyof typeof factOf

/** What can be recorded about a matter: the facts of our own procedure where it has them, and three that only others know. */
export type MatterFactType = (typeof factOf)[MatterActName] | 'decision.taken' | 'consensus.failed'

/**
 * A fact about a matter. A row of them tells by itself who was told, who spoke, and who was spoken for. A partner has one
 * objection open at a time: raised again, it counts anew, and letting go once lets go of it.
 */
export interface MatterEvent {
  readonly type: MatterFactType
  /** The partner whose position, objection or proposal it is; null where it is nobody's. */
  readonly partner: string | null
  /** Who did it: a partner, `chair`, or null for the clock and for what follows by itself. */
  readonly by: string | null
  /** The revision that it is about; the new one on `proposal.submitted` and `proposal.amended`. */
  readonly revision: number
  readonly position?: MatterPosition | undefined
  /** Whom the procedure has told of the new revision. */
  readonly notice?: readonly string[] | undefined
}

/** Something that somebody asks for; the chart says whether the procedure admits it. */
export interface MatterAct {
  readonly act: MatterActName
  readonly partner: string | null
  readonly by: string | null
  readonly position?: MatterPosition | undefined
}

/** Nothing lies beside an act here: no moments, no circle that changes. */
export type MatterAround = null

/** A chair, facilitator or editor, who has no voice of its own. */
export const chair = 'chair'

export const noMatter: Matter = {
  partners: [],
  author: '',
  revision: 0,
  told: {},
  positions: {},
  objections: {},
  spoke: {},
  balloted: 0,
}

const fewestPartners = 2
const mostPartners = 1000

/**
 * A matter that is drafted and not yet submitted; its author is the first partner. Pure.
 * @throws RangeError where the partners are not 2 to 1,000 different names, or one of them is empty or `chair`.
 */
export function startOf(
  procedure: Procedure<Matter, MatterAct, MatterEvent, MatterAround>,
  partners: readonly string[],
): ChartState<Matter> {
  const distinct = new Set(partners).size === partners.length
  const named = partners.every(partner => partner !== '' && partner !== chair)
  if (!distinct || !named || partners.length < fewestPartners || partners.length > mostPartners)
    throw new RangeError(
      `give ${fewestPartners} to ${mostPartners} partners with different names, none of them empty or "${chair}"`,
    )
  const { value } = procedure.chart.initial
  return { value, context: { ...noMatter, partners: [...partners], author: partners[0] ?? '' } }
}

/**
 * Everything that anybody may ask at this moment under any of the procedures, also what this one knows nothing of:
 * its chart says no. Amendments end at `maxRevisions` revisions, so that what is reachable stays finite. Pure.
 */
export function actsOn(matter: Matter, maxRevisions: number): readonly MatterAct[] {
  const { partners, author, revision } = matter
  const everybody = [chair, ...partners]
  const amended = revision >= 1 && revision < maxRevisions
  return [
    { act: 'submitProposal', partner: author, by: author },
    ...(amended ? [{ act: 'amendProposal', partner: author, by: author } as const] : []),
    ...partners.flatMap(partner => ownActs(partner)),
    ...partners.flatMap(partner => actsOfOthers(partner, everybody, author)),
    ...everybody.flatMap((by): MatterAct[] => [
      { act: 'withdrawProposal', partner: author, by },
      { act: 'enterStage', partner: null, by },
      { act: 'declareDecision', partner: null, by },
    ]),
    { act: 'endTerm', partner: null, by: null },
  ]
}

const ownActs = (partner: string): MatterAct[] => [
  { act: 'takePosition', partner, by: partner, position: 'consent' },
  { act: 'takePosition', partner, by: partner, position: 'reservation' },
  { act: 'takePosition', partner, by: partner, position: 'standAside' },
  { act: 'raiseObjection', partner, by: partner },
  { act: 'withdrawObjection', partner, by: partner },
]

/** What others may do with the voice of a partner. */
const actsOfOthers = (partner: string, everybody: readonly string[], author: string): MatterAct[] => [
  ...everybody
    .filter(by => by !== partner)
    .flatMap((by): MatterAct[] => [
      { act: 'dismissObjection', partner, by },
      { act: 'recordPosition', partner, by, position: 'consent' },
    ]),
  { act: 'answerObjection', partner, by: chair },
  { act: 'answerObjection', partner, by: author },
]

/** The act as the fact that it asks for, with whom the procedure tells of a new revision. Pure; never throws. */
export function wordAct(matter: Matter, act: MatterAct, told: readonly string[]): MatterEvent {
  const { partner, by, position } = act
  const type = factOf[act.act]
  return {
    type,
    partner,
    by,
    revision: revisionOf(matter, type),
    ...(position === undefined ? {} : { position }),
    ...(bringsRevision(type) ? { notice: told } : {}),
  }
}

const bringsRevision = (type: MatterFactType): boolean =>
  type === 'proposal.submitted' || type === 'proposal.amended'

/** The revision that a fact is about: a submission numbers a draft 1, an amendment is the next one. */
export function revisionOf({ revision }: Matter, type: MatterFactType): number {
  if (type === 'proposal.amended') return revision + 1
  return type === 'proposal.submitted' ? Math.max(1, revision) : revision
}
