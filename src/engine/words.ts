// Words beside the log, at the edge of the engine: kept with the entries that name them, put into what is handed out, erased.
import { isOnRecord, type WordsKept } from '../charter/personal.ts'
import { type Act, charterMatter } from '../collaboration/acts.ts'
import { type Collaboration, inOrder, liveProposals, proposalIn } from '../collaboration/state.ts'
import { type ProposalView, viewOf } from '../collaboration/view.ts'
import {
  actAloud,
  type Parted,
  type Recall,
  recallFrom,
  viewAloud,
  withWords,
} from '../collaboration/words.ts'
import { canonical } from '../log/canonical.ts'
import { type Personal, saltLength, type Words, withoutPersonal, wordsIn } from '../log/personal.ts'
import { type KeptWords, StoreError } from '../log/store.ts'
import { nameBook, type Standing } from '../register/register.ts'
import { type Session, whenAtHand } from './session.ts'

/** Fresh random bytes for a salt, from the platform. */
export const newRandomSalt = (): Uint8Array => globalThis.crypto.getRandomValues(new Uint8Array(saltLength))

/** Words as a store keeps them, by the digests that stand for them. Pure. */
export function keptFrom({ personal, words }: Parted): KeptWords[] {
  return Object.entries(words).map(([field, { salt, value }]) => ({
    digest: personal[field] ?? '',
    text: canonical({ salt, value }),
  }))
}

/** @throws StoreError where the store has no place for words: nothing that has to be kept apart is recorded in it */
export function requireKeeper({ store }: Session): void {
  if (store.words) return
  throw new StoreError(
    'noWords',
    'the charter has these words kept apart from the log, which this store cannot do: use one that has `words`',
  )
}

type ByMatter<T> = ReadonlyMap<string, T>
type Language = Session['language']

async function textsOf({ id, store }: Session, matter: string): Promise<Map<string, string>> {
  const kept = (await store.words?.read(id, matter)) ?? []
  return new Map(kept.map(({ digest, text }) => [digest, text]))
}

/** What can be recalled in matters whose words are kept apart. */
async function recallIn(
  session: Session,
  kept: ByMatter<WordsKept>,
  language: Language,
): Promise<(matter: string) => Recall> {
  const recalls = new Map<string, Recall>()
  for (const [matter, words] of kept) {
    const texts = Object.keys(words).length === 0 ? new Map() : await textsOf(session, matter)
    recalls.set(matter, recallFrom(words, texts, language))
  }
  const nothing = recallFrom({}, new Map(), language)
  return matter => recalls.get(matter) ?? nothing
}

/** Whose words are kept apart in a matter. @throws NotAtHand */
function keptIn(collaboration: Collaboration, matter: string): WordsKept {
  if (matter === charterMatter) return collaboration.circle.context.words
  return proposalIn(collaboration, matter)?.context.words ?? {}
}

/** What can be recalled of one matter. */
export async function recallOf(session: Session, matter: string): Promise<Recall> {
  const kept = await whenAtHand(session, () => keptIn(session.replay.collaboration, matter))
  return (await recallIn(session, new Map([[matter, kept]]), session.language))(matter)
}

/** The words of one matter that are at hand and were not erased, with their salts. */
export async function wordsOf(
  session: Session,
  matter: string,
): Promise<(Words & { readonly digest: string })[]> {
  const kept = await whenAtHand(session, () => keptIn(session.replay.collaboration, matter))
  const texts = await textsOf(session, matter)
  return [...texts].flatMap(([digest, text]) => {
    const words = isOnRecord(kept, digest) ? wordsIn(text, digest) : null
    return words ? [{ digest, ...words }] : []
  })
}

/** Where a proposal stands, with the words that are at hand: a copy. */
export async function proposalAloud(session: Session, id: string): Promise<ProposalView | undefined> {
  const seen = await whenAtHand(session, () => {
    const { collaboration } = session.replay
    const view = viewOf(collaboration, id)
    const matters = view ? [id, ...view.earlier.map(({ proposal }) => proposal)] : []
    const kept = new Map(matters.map(matter => [matter, keptIn(collaboration, matter)]))
    return structuredClone({ view, kept })
  })
  if (!seen.view) return undefined
  return viewAloud(seen.view, await recallIn(session, seen.kept, session.language))
}

/** Where everything stands at a moment, with the words that are at hand: a copy. */
export async function standingAloud(
  session: Session,
  at: string,
  also: readonly string[],
  language: Language,
): Promise<Standing> {
  const { circle, proposals } = await whenAtHand(session, () => standing(session, also))
  const kept = new Map([...proposals].map(([id, { context }]) => [id, context.words]))
  const recall = await recallIn(session, kept.set(charterMatter, circle.words), language)
  const names = nameBook()
  for (const { recorded } of session.replay.records.get(charterMatter) ?? []) {
    const { asked, personal, fact } = recorded
    names.learn(asked ? { asked: actAloud(asked, personal, recall(charterMatter)), fact } : recorded)
  }
  const spoken = [...proposals].map(([id, { value, context }]) => {
    const isPlain = Object.keys(context.words).length === 0
    return [id, { value, context: isPlain ? context : withWords(context, recall(id)) }] as const
  })
  return { at, circle, proposals: new Map(spoken), names }
}

function standing({ replay }: Session, also: readonly string[]): Pick<Standing, 'circle' | 'proposals'> {
  const { collaboration } = replay
  const ids = inOrder(collaboration.shelf, [...liveProposals(collaboration), ...also])
  const states = ids.map(id => [id, proposalIn(collaboration, id)] as const)
  const proposals = new Map(states.flatMap(([id, state]) => (state ? [[id, state] as const] : [])))
  return structuredClone({ circle: collaboration.circle.context, proposals })
}

/** An act as it was recorded, and what was kept apart of it. */
export interface Before {
  readonly matter: string
  readonly asked: unknown
  readonly personal?: Personal | undefined
}

/** Whether an act is the one that was recorded, word for word; of words that were erased nothing can be said, and they pass. */
export async function isSameAct(
  session: Session,
  before: Before,
  act: Act,
  pending: readonly KeptWords[],
): Promise<boolean> {
  const { asked, personal = {}, matter } = before
  const fields = Object.entries(personal)
  if (canonical(withoutPersonal(Object(asked), personal)) !== canonical(withoutPersonal(act, personal)))
    return false
  if (fields.length === 0) return true
  const texts = await textsOf(session, matter)
  for (const { digest, text } of pending) texts.set(digest, text)
  return fields.every(([field, digest]) => {
    const value: unknown = Reflect.get(act, field)
    const words = wordsIn(texts.get(digest) ?? '', digest)
    return value !== undefined && (words === null || words.value === value)
  })
}
