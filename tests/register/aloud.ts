// The story read aloud: everything that the register says about it, as text.
import {
  agenda,
  decisionOf,
  endingOf,
  involvement,
  type Language,
  overview,
  type Standing,
  tellContent,
  tellDecision,
  tellInvolvement,
  timeline,
  waiting,
  whyUndecided,
} from '../../src/register/register.ts'
import type { Story } from './story.ts'

const indented = (depth: number, lines: readonly string[]): string[] =>
  lines.map(line => `${'  '.repeat(depth)}${line}`.trimEnd())
const sentences = (list: readonly { readonly sentence: string }[]): string[] => list.map(it => it.sentence)

/** All of it in one language: what happened, and at each look what stands open. */
export function aloud({ entries, looks }: Story, language: Language): string {
  const last = looks.at(-1)?.standing
  if (!last) throw new Error('nobody looked')
  const lines = [...timeline(entries, language)].flatMap(({ seq, at, matter, sentence }) => [
    `${seq} ${at.slice(0, 16)} ${matter}: ${sentence}`,
    ...looks.filter(({ after }) => after === seq + 1).flatMap(({ standing }) => lookedAt(standing, language)),
  ])
  return `${[...lines, '', ...atTheEnd(last, entries, language)].join('\n')}\n`
}

function lookedAt(standing: Standing, language: Language): string[] {
  const reader = { language }
  const why = [...standing.proposals.keys()].flatMap(id => {
    const told = whyUndecided(standing, id, reader)
    const reasons = (told?.reasons ?? []).flatMap(it => [it.sentence, ...indented(1, sentences(it.points))])
    return [...reasons, ...(told?.ifNothingChanges?.sentences ?? [])].map(line => `${id}: ${line}`)
  })
  const agendas = (['lijnmanagement', 'opgavemanager', 'stuurgroep'] as const).flatMap(of => {
    const { title, items } = agenda(standing, { of }, reader)
    return [
      title,
      ...items.flatMap(it => [...indented(1, [it.sentence]), ...indented(2, sentences(it.points))]),
    ]
  })
  return ['', ...indented(1, [...sentences(waiting(standing, reader)), ...why, ...agendas]), '']
}

function atTheEnd(standing: Standing, entries: Story['entries'], language: Language): string[] {
  const reader = { language }
  const { circle, proposals } = overview(standing, reader)
  const told = [...standing.proposals.keys()].flatMap(id => {
    const decision = decisionOf(standing, id, endingOf(entries, id))
    const lines = decision ? tellDecision(standing, decision, reader) : tellContent(standing, id, reader)
    return ['', ...sentences(lines)]
  })
  const involved = tellInvolvement(standing, involvement(entries), reader)
  return [...sentences(circle), '', ...sentences(proposals), ...told, '', ...sentences(involved)]
}
