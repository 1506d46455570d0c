// What partners, persons, needs and proposals are called: learned from charters and mandates, safe to print.
import { foldId, oneLine } from '../charter/words.ts'
import type { RecordedFact } from './recorded.ts'

/** Names by id; an id where there is no name. What is called the same as another has its id beside it. */
export interface Names {
  partner(id: string): string
  person(id: string): string
  /** What the opgave needs, by the id of the need (F5): somebody's words, between quotation marks. */
  need(id: string): string
  /** Whether this is who holds the office of opgavemanager, who speaks for no partner; nobody is, if left out. */
  isOpgavemanager?(id: string): boolean
}

/** Names that grow with what is read. */
export interface NameBook extends Names {
  /** Learns from a charter; a later name of the same takes the place of the earlier one. */
  learnFrom(charter: Named): void
  /** Learns from a recorded fact: charters, and the names that mandates give. */
  learn(entry: Pick<RecordedFact, 'asked' | 'fact'>): void
}

/** Of a charter, asked or complete, what it calls everybody. */
export interface Named {
  readonly opgave: { readonly needs?: readonly { readonly id: string; readonly what: string }[] | undefined }
  readonly partners: readonly {
    readonly id: string
    readonly name: string
    readonly people: readonly { readonly id: string; readonly name?: string | undefined }[]
  }[]
  readonly opgavemanager: { readonly id: string; readonly name?: string | undefined }
}

/** A book of names, from any charters to begin with. */
export function nameBook(...charters: readonly Named[]): NameBook {
  const [partners, persons] = [shelf(), shelf()]
  const needs = new Map<string, string>()
  let opgavemanager: string | null = null
  const learnFrom = (charter: Named): void => {
    opgavemanager = charter.opgavemanager.id
    for (const { id, what } of charter.opgave.needs ?? []) needs.set(id, quoted(what))
    for (const partner of charter.partners) {
      partners.put(partner.id, partner.name)
      for (const { id, name } of partner.people) persons.put(id, name)
    }
    persons.put(charter.opgavemanager.id, charter.opgavemanager.name)
  }
  for (const charter of charters) learnFrom(charter)
  return {
    partner: partners.nameOf,
    person: persons.nameOf,
    need: id => needs.get(id) ?? plain(id),
    isOpgavemanager: id => id === opgavemanager,
    learnFrom,
    learn({ asked, fact }) {
      if (asked?.act === 'proposeCharter') learnFrom(asked.charter)
      if (asked?.act === 'giveMandate') persons.put(asked.person, asked.name)
      if (fact.type === 'charter.replaced') learnFrom(fact.charter)
    },
  }
}

/** Names of one kind, which knows who share one. */
function shelf(): { put(id: string, name: string | undefined): void; nameOf(id: string): string } {
  const names = new Map<string, string>()
  const shared = new Map<string, number>()
  const count = (name: string, by: number) => shared.set(foldId(name), (shared.get(foldId(name)) ?? 0) + by)
  return {
    put(id, given) {
      if (given === undefined) return
      const before = names.get(id)
      if (before !== undefined) count(before, -1)
      names.set(id, unquoted(given))
      count(unquoted(given), 1)
    },
    nameOf(id) {
      const name = names.get(id)
      if (name === undefined) return plain(id)
      return (shared.get(foldId(name)) ?? 0) > 1 ? `${name} [${plain(id)}]` : name
    },
  }
}

/** What somebody else wrote as one short line without signs that steer a terminal. Pure. */
export const plain = (text: string): string => oneLine(text).trim()

/** The same without quotation marks of its own. Pure. */
export const unquoted = (text: string): string => plain(text).replace(/["“”„‟″]/g, "'")

/** The same between quotation marks, from which it cannot break out. Pure. */
export const quoted = (text: string): string => `"${unquoted(text)}"`

/** Longer text as lines, as it was broken, without signs that steer a terminal. Pure. */
export function linesOf(text: string): string[] {
  return text
    .toWellFormed()
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(line => line.replace(/\p{C}/gu, ' ').trimEnd())
}
