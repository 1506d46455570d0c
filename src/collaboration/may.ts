// What a person may do now: every kind of act is tried against the law itself, on the state as it is.
import type { CharterInput } from '../charter/charter.ts'
import { type Circle, liveRoles, mandateOf } from '../charter/circle.ts'
import { keepsWords } from '../charter/kept-words.ts'
import { isOnRecord, type WordsKept } from '../charter/personal.ts'
import { openObjections, type Proposal } from '../proposal/proposal.ts'
import type { Act, ActName } from './acts.ts'
import { type Around, reasonOf, refusalOf } from './collaboration.ts'
import { type Collaboration, liveIds, liveProposals, nextProposalId, proposalIn } from './state.ts'

/** One thing that a person might do: whether it would be recorded, and if not, by which rule. */
export interface Option {
  readonly act: ActName
  readonly proposal?: string
  /** An act of this kind as the law was asked about it. Not to be sent as it is: its words are placeholders. */
  readonly example: Act
  readonly allowed: boolean
  readonly rule?: string
  readonly why?: string
}

/** Every act that the person may do, and why not the others: about one proposal, or about all that have not ended. */
export function optionsOf(
  collaboration: Collaboration,
  person: string,
  around: Around,
  proposal?: string,
  language: 'en' | 'nl' = 'en',
  most = Number.POSITIVE_INFINITY,
): Option[] {
  const matters = proposal === undefined ? mattersLive(collaboration, most) : [proposal]
  const general = proposal === undefined ? generalActs(collaboration, person, around.at) : []
  const acts = [
    ...general,
    ...matters.flatMap(matter => proposalActs(collaboration, matter, person, around.at)),
  ]
  return acts.map(example => optionOf(collaboration, example, around, language))
}

/** Of the words that a person may have erased one stands for all (W4). */
function erasable(circle: Circle, words: WordsKept, by: string, at: string): string[] {
  const own = Object.keys(words).filter(
    it => isOnRecord(words, it) && keepsWords(circle, words[it], { by, at }),
  )
  return own.slice(-1)
}

/** The live proposals, or the first so many of them. @throws NotAtHand */
function mattersLive(collaboration: Collaboration, most: number): string[] {
  return most === Number.POSITIVE_INFINITY
    ? liveProposals(collaboration)
    : liveIds(collaboration).slice(0, most)
}

function optionOf(collaboration: Collaboration, example: Act, around: Around, language: 'en' | 'nl'): Option {
  const refused = refusalOf(collaboration, example, around)
  const about = 'proposal' in example && example.proposal !== undefined ? { proposal: example.proposal } : {}
  const base = { act: example.act, ...about, example }
  if (!refused) return { ...base, allowed: true }
  return { ...base, allowed: false, rule: refused.rule, why: reasonOf(refused, language) }
}

const words = '…'
type ContentAsked = Omit<Extract<Act, { act: 'amendProposal' }>, 'act' | 'by' | 'proposal'>

function generalActs(collaboration: Collaboration, by: string, at: string): Act[] {
  const circle = collaboration.circle.context
  const charter = circle.proposed?.digest ?? circle.digest
  const own = circle.members[mandateOf(circle, by, at)?.partner ?? '']?.people ?? {}
  const held = Object.entries(own).flatMap(([person, mandates]) =>
    liveRoles(mandates, at).map((role): Act => ({ act: 'withdrawMandate', by, person, roles: [role] })),
  )
  const text = circle.proposed?.charter ?? circle.charter
  return [
    ...(text ? [{ act: 'proposeCharter', by, charter: structuredClone(text) as CharterInput } as const] : []),
    ...(charter ? [{ act: 'signCharter', by, charter } as const] : []),
    { act: 'giveMandate', by, person: newPerson(circle), roles: ['lijnmanagement'] },
    { act: 'registerKey', by, person: by, publicKey: words, keyProof: words },
    { act: 'revokeKey', by, person: by },
    ...erasable(circle, circle.words, by, at).map(
      (digest): Act => ({ act: 'eraseName', by, digest, reason: words }),
    ),
    ...(held.length > 0 ? held : [{ act: 'withdrawMandate', by, person: by } as const]),
    { act: 'leaveCollaboration', by },
    { act: 'draftProposal', by, proposal: nextProposalId(collaboration), title: words, text: words },
  ]
}

/** Somebody whom the record does not know. */
function newPerson({ named, speaksFor }: Circle): string {
  let number = 1
  while (Object.hasOwn(named, `person-${number}`) || Object.hasOwn(speaksFor, `person-${number}`)) number += 1
  return `person-${number}`
}

function proposalActs(collaboration: Collaboration, proposal: string, by: string, at: string): Act[] {
  const context = proposalIn(collaboration, proposal)?.context
  const open = context ? openObjections(context) : []
  const revision = context?.revision ?? 0
  const own = { by, proposal }
  return [
    { act: 'reviseDraft', ...own, ...changed(context) },
    { act: 'submitProposal', ...own },
    { act: 'amendProposal', ...own, ...changed(context) },
    { act: 'withdrawProposal', ...own },
    { act: 'comment', ...own, text: words },
    { act: 'takePosition', ...own, revision, position: 'consent' },
    { act: 'takePosition', ...own, revision, position: 'reservation', reason: words },
    { act: 'takePosition', ...own, revision, position: 'standAside' },
    { act: 'raiseObjection', ...own, revision, reason: words },
    ...open.map((objection): Act => ({ act: 'answerObjection', ...own, objection, text: words })),
    ...open.map((objection): Act => ({ act: 'withdrawObjection', ...own, objection, revision })),
    { act: 'extendTerm', ...own, revision },
    { act: 'escalate', ...own, revision, stage: context?.stage ?? 'consultation', reason: words },
    { act: 'confirmDecision', ...own, revision },
    ...erasable(collaboration.circle.context, context?.words ?? {}, by, at).map(
      (digest): Act => ({ act: 'eraseWords', ...own, digest, reason: words }),
    ),
  ]
}

/** The content with another text: what an amendment could look like. The charter it changes is filled in anew. */
function changed(context: Proposal | undefined): ContentAsked {
  const content = context?.content
  if (!content) return { title: words, text: words }
  const { changes: _, ...asked } = structuredClone(content) as ContentAsked
  return { ...asked, text: content.text === words ? `${words} ${words}` : words }
}
