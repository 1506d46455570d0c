// What tests of signed acts share: secrets that follow from names, charters with keys, an engine that signs for its people.
import { keyFor, type SignedAct, signAct } from '../src/collaboration/signed.ts'
import type { ActName, ActOutcome, Engine } from '../src/index.ts'
import { sha256 } from '../src/log/hash.ts'
import { charter, type Fields, partner, type Scene, scene } from './support.ts'

/** A secret key of 32 bytes that follows from a word. */
export const secretOf = (word: string): Uint8Array => sha256(`secret of ${word}`)

/** The public half of the secret of a word (the person's own if left out) with the proof that the person has it. */
export const keyOf = (person: string, word = person) => keyFor(person, secretOf(word))

/** A partner whose persons all have a key. */
export function keyed(id: string, changes: Fields = {}) {
  const { people, ...rest } = partner(id)
  return { ...rest, people: people.map(person => ({ ...person, ...keyOf(person.id) })), ...changes }
}

/** A charter that asks for signatures and names a key for everybody. */
export function signedCharter(changes: Fields = {}) {
  return charter({
    partners: ['almere', 'zeewolde', 'dronten'].map(id => keyed(id)),
    opgavemanager: { id: 'omar', ...keyOf('omar') },
    signatures: 'required',
    ...changes,
  })
}

type Unsigned = { readonly act: string; readonly by: string }

/** The act signed, as the engine has it, with the secret of the person or of another word. */
export async function signed(engine: Engine, act: Fields, word = String(act.by)): Promise<SignedAct> {
  return signAct(await engine.toSign(act as Unsigned), secretOf(word))
}

/** The engine, with every act signed on its way in that can be, by the words that persons sign with now. */
export function signing(engine: Engine, words: ReadonlyMap<string, string> = new Map()): Engine {
  const sealed = async (input: unknown): Promise<unknown> => {
    const { act, by } = input as { act?: unknown; by?: unknown }
    if (typeof act !== 'string' || typeof by !== 'string') return input
    return signed(engine, input as Fields, words.get(by) ?? by).catch(() => input)
  }
  return { ...engine, act: async (input, asked) => engine.act(await sealed(input), asked) }
}

/** A scene founded by a signed charter, in which everybody signs; `words` says by which word, where it is not the own id. */
export interface SignedScene extends Scene {
  readonly words: Map<string, string>
  /** The engine itself, which signs nothing. */
  readonly bare: Engine
  /** Hands in an act just as it is. Returns the rule that refused it, or the types of the facts recorded. */
  hands(input: unknown): Promise<string>
  /** An act as the scene fills it in, signed with the secret of the person or of another word. */
  signs(by: string, act: ActName, fields?: Fields, word?: string): Promise<SignedAct>
}

export async function signedScene(
  changes: Fields = {},
  options: Parameters<typeof scene>[1] = {},
): Promise<SignedScene> {
  const words = new Map<string, string>()
  let bare: Engine | undefined
  const through = (engine: Engine): Engine => {
    bare = engine
    return signing(engine, words)
  }
  const s = await scene(signedCharter(changes), { ...options, through })
  const inner = bare ?? s.engine
  return {
    ...s,
    words,
    bare: inner,
    hands: async input => told(await inner.act(input)),
    signs: async (by, act, fields, word) =>
      signed(inner, await s.asked(by, act, fields), word ?? words.get(by) ?? by),
  }
}

/** What came of an act: the types of the facts, or the rule that refused it. */
const told = (outcome: ActOutcome): string =>
  'refused' in outcome ? outcome.refused.rule : outcome.recorded.map(({ fact }) => fact.type).join(' ')
