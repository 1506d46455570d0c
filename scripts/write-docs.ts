// Writes what the docs repeat from the code: acts, facts, rules, charter, statecharts, finding codes, help and demo.
// Run `npm run docs`; a test fails while a page differs from what this would write.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { z } from 'zod'
import type { Chart, Edge } from '../src/chart.ts'
import { charterActs } from '../src/charter/acts.ts'
import {
  type CharterInput,
  charterSchema,
  completeCharter,
  holidaysOf,
  keyProofSchema,
  publicKeySchema,
  rolesSchema,
} from '../src/charter/charter.ts'
import { charterFacts } from '../src/charter/facts.ts'
import { charterChart, charterMachine } from '../src/charter/machine.ts'
import { charterPlaces, charterRules } from '../src/charter/rules.ts'
import * as words from '../src/charter/words.ts'
import { certificateCommand } from '../src/cli/certificate-command.ts'
import { checkCommand, otherInWords } from '../src/cli/check-command.ts'
import { cosignCommand } from '../src/cli/cosign-command.ts'
import { demoCommand, tellStory } from '../src/cli/demo.ts'
import { keysCommand } from '../src/cli/keys-command.ts'
import { logCommand } from '../src/cli/log-command.ts'
import { play, readScript } from '../src/cli/play.ts'
import { playCommand } from '../src/cli/play-command.ts'
import { showCommand } from '../src/cli/show-command.ts'
import { signCommand } from '../src/cli/sign-command.ts'
import { simulateCommand } from '../src/cli/simulate-command.ts'
import { verifyCommand } from '../src/cli/verify-command.ts'
import { waitingCommand } from '../src/cli/waiting-command.ts'
import { type ActName, type FactType, factAskedBy } from '../src/collaboration/acts.ts'
import { rules } from '../src/collaboration/collaboration.ts'
import type { ComparedProcedure } from '../src/procedures/procedure.ts'
import { procedures } from '../src/procedures/procedures.ts'
import { exampleCharter } from '../src/proof/example.ts'
import { explore } from '../src/proof/explore.ts'
import { type Inspection, inspect } from '../src/proof/inspect.ts'
import { type PartName, partNames, partOf } from '../src/proof/parts.ts'
import { proposalActs } from '../src/proposal/acts.ts'
import { proposalFacts } from '../src/proposal/facts.ts'
import { proposalChart, proposalMachine } from '../src/proposal/machine.ts'
import { proposalPlaces, proposalRules } from '../src/proposal/rules.ts'
import { scenarioSchema } from '../src/simulation/scenario.ts'

import { onlySeenBy } from '../tests/proof/kills/only.ts'
import { mutants } from '../tests/proof/mutants/mutants.ts'
import { exploredStates } from '../tests/proof/states.ts'
import { workedCheckpoint, workedSignature, workedTree, workedWords } from './worked-bytes.ts'

export const root = fileURLToPath(new URL('..', import.meta.url))
const code = (word: string) => `\`${word}\``
const codes = (list: readonly string[]) => list.map(code).join(', ')
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
const page = (...parts: readonly string[]) => `${parts.join('\n\n')}\n`
const written =
  '<!-- generated: this page is written by scripts/write-docs.ts; edit the code or that script -->'

// ---- Kinds of values

const { limits } = words
const big = (number: number) => number.toLocaleString('en')

/** The schemas that have a name of their own in the docs, and what they take. */
export const kinds: readonly { name: string; schema: unknown; takes: string }[] = [
  {
    name: 'id',
    schema: words.idSchema,
    takes: `1 to ${limits.id} letters, digits and \`. _ : @ + -\`, beginning with a letter or digit, in Unicode form NFC; not the name of a member of JavaScript's \`Object.prototype\`. Two ids that differ only in case or Unicode form are never both taken`,
  },
  {
    name: 'name',
    schema: words.nameSchema,
    takes: `text that is not blank, at most ${big(limits.name)} characters`,
  },
  {
    name: 'title',
    schema: words.titleSchema,
    takes: `text that is not blank, at most ${big(limits.title)} characters`,
  },
  {
    name: 'text',
    schema: words.textSchema,
    takes: `text that is not blank, at most ${big(limits.text)} characters`,
  },
  {
    name: 'reason',
    schema: words.reasonSchema,
    takes: `text, at most ${big(limits.reason)} characters; the rule \`reasonGiven\` refuses a blank one`,
  },
  { name: 'digest', schema: words.digestSchema, takes: '`sha256:` and 64 hexadecimal digits in lower case' },
  {
    name: 'date',
    schema: words.dateSchema,
    takes: 'a date that exists, `YYYY-MM-DD`, in the years 1900 to 9999',
  },
  {
    name: 'moment',
    schema: words.momentSchema,
    takes: 'ISO 8601 with an offset, such as `2026-01-05T09:00:00+01:00`',
  },
  {
    name: 'recorded moment',
    schema: words.recordedMomentSchema,
    takes: 'a moment in UTC with milliseconds, such as `2026-01-05T08:00:00.000Z`',
  },
  {
    name: 'end',
    schema: words.untilSchema,
    takes: "a date, which is then the last day by the charter's calendar, or a moment with an offset",
  },
  {
    name: 'roles',
    schema: rolesSchema,
    takes: 'a list of `lijnmanagement`, `opgaveregisseur`, `stuurgroep`: at least one, none twice',
  },
  {
    name: 'public key',
    schema: publicKeySchema,
    takes: 'an Ed25519 public key: 32 bytes in standard padded base64, no weak one',
  },
  {
    name: 'key proof',
    schema: keyProofSchema,
    takes: 'a signature of 64 bytes in standard padded base64: `samenspraak keys new` makes it',
  },
  { name: 'charter', schema: charterSchema, takes: 'see [the charter](charter.md)' },
]
const kindNames = new Map(kinds.map(({ name, schema }) => [schema, name]))

interface Shape {
  readonly title?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly type?: string | readonly string[]
  readonly anyOf?: readonly Shape[]
  readonly items?: Shape
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly maxLength?: number
}

function shapeOf(schema: z.ZodType): Shape {
  return z.toJSONSchema(schema, {
    override: ({ zodSchema, jsonSchema }) => {
      const name = kindNames.get(zodSchema)
      if (name) jsonSchema.title = name
    },
  }) as Shape
}

/** What a field takes, in words. */
function takes(shape: Shape): string {
  if (shape.title) return kindLink(shape.title)
  if (shape.anyOf) return shape.anyOf.map(takes).join(' or ')
  if (shape.const !== undefined) return code(JSON.stringify(shape.const))
  if (shape.enum) return shape.enum.map(value => code(String(value))).join(', ')
  if (shape.type === 'null') return '`null`'
  if (shape.type === 'boolean') return '`true` or `false`'
  if (shape.type === 'integer') return `whole number${range(shape.minimum, shape.maximum)}`
  if (shape.type === 'string')
    return shape.maxLength === undefined ? 'text' : `text, at most ${big(shape.maxLength)} characters`
  if (shape.type === 'array') return listOf(shape)
  if (shape.type === 'object') return 'object'
  throw new TypeError(`the docs have no words for the schema ${JSON.stringify(shape)}`)
}

const kindLink = (name: string) =>
  name === 'charter' ? '[charter](charter.md)' : `[${name}](acts.md#kinds-of-values)`

function range(least: number | undefined, most = Number.MAX_SAFE_INTEGER): string {
  return most === Number.MAX_SAFE_INTEGER ? `, at least ${least}` : `, ${least} to ${big(most)}`
}

function listOf({ items = {}, minItems, maxItems }: Shape): string {
  const least = minItems === undefined ? '' : `, at least ${minItems}`
  const most = maxItems === undefined ? '' : `, at most ${big(maxItems)}`
  return `list of ${items.properties && !items.title ? 'objects' : takes(items)}${least}${most}`
}

interface Field {
  readonly path: string
  readonly takes: string
  readonly optional: boolean
}

/** Every field of an object, those of objects within it after it. */
function fieldsOf({ properties = {}, required = [] }: Shape, above = ''): Field[] {
  return Object.entries(properties).flatMap(([key, shape]) => {
    const path = `${above}${key}`
    const field = { path, takes: takes(shape), optional: !required.includes(key) }
    return [field, ...fieldsWithin(shape, path)]
  })
}

function fieldsWithin(shape: Shape, path: string): Field[] {
  if (shape.title) return []
  if (shape.properties) return fieldsOf(shape, `${path}.`)
  return shape.items ? fieldsWithin(shape.items, `${path}[]`) : []
}

// ---- Words that the code does not have

export const actWords: Readonly<Record<ActName, string>> = {
  proposeCharter: 'Puts a charter before the partners that it names. Only before the founding.',
  signCharter: "Signs a charter for the signer's partner: as a founder, or as a newcomer that it names.",
  giveMandate: 'Lets a person speak for the own partner, in the roles named.',
  withdrawMandate: 'Takes roles from a person of the own partner; all of them when `roles` is left out.',
  registerKey: 'Registers the key with which a person signs, in the place of any earlier one.',
  revokeKey: 'Ends the key of a person; that key never comes back.',
  eraseName:
    'Has a name erased that a mandate gave and that is kept apart, with the reason. By its bearer, or who keeps it.',
  leaveCollaboration: 'Takes the own partner out of the collaboration.',
  draftProposal:
    'Begins a proposal. Every partner can read it at once, and nobody is asked for anything yet.',
  reviseDraft: 'Replaces the whole content of a draft.',
  submitProposal: 'Makes the draft revision 1 and opens the consultation.',
  amendProposal: 'Replaces the whole content of a running proposal: a new revision, consulted anew.',
  withdrawProposal: 'Takes a proposal back. What was said about it stays in the record.',
  comment: 'Says or asks something. Counts for nothing in the decision, and is possible in every state.',
  takePosition: 'Says where the own partner stands on one revision.',
  raiseObjection: 'Objects on behalf of the own partner; nothing is decided while the objection is open.',
  answerObjection: 'Answers an objection with reasons. The objection stays open.',
  withdrawObjection: 'Lets one objection of the own partner go, on the revision named.',
  extendTerm: 'Gives everybody more time in the consultation: ruggespraak.',
  escalate: 'Takes a proposal with an open objection one stage up before its term ends.',
  confirmDecision: 'Confirms exactly this revision for the own partner, once the joint decision is called.',
  eraseWords:
    'Has words erased that are kept apart in this matter, with the reason. By who wrote them, or who keeps them.',
  endTerm: 'Ends a term that is due. The clock offers it; whoever asks for it by name is refused.',
}

export const factWords: Readonly<Record<FactType, string>> = {
  'charter.proposed': 'A charter lies before the partners. The charter itself is in the act.',
  'charter.signed': 'A partner signed the charter that lies before it.',
  'collaboration.founded': 'Every partner named has signed: the charter is in force.',
  'partner.joined': 'A newcomer that signed is a partner from here on.',
  'partner.left': 'A partner left by its own act.',
  'mandate.given': 'A person may speak for a partner. Person and roles are in the act.',
  'mandate.withdrawn': 'A person lost roles.',
  'key.registered': 'A person signs with another key from here on. Person and key are in the act.',
  'key.revoked': 'A person signs no more, until another key is registered.',
  'name.erased': 'A name that was kept apart is erased. Its digest and the reason are in the act.',
  'charter.replaced':
    'A decision put another charter in force. The whole charter is here, for whoever reads only the entries about the circle.',
  'proposal.drafted': 'A draft exists. The content is in the act.',
  'draft.revised': 'The draft has other content, which is in the act.',
  'proposal.submitted': 'Revision 1 is fixed, every partner is given notice, the consultation runs.',
  'proposal.amended': 'A new revision is fixed, every partner is given notice, the consultation runs anew.',
  'proposal.withdrawn': 'The author took the proposal back.',
  'comment.made': 'Somebody said or asked something. The text is in the act.',
  'position.taken': 'A partner took a position on a revision. The position is in the act.',
  'objection.raised': 'A partner objects. Reason and ground are in the act.',
  'objection.answered': 'An objection got an answer, which is in the act.',
  'objection.withdrawn': 'A partner let its objection go.',
  'term.extended': 'The consultation lasts longer, for everybody.',
  'proposal.escalated': 'Somebody takes the proposal up; the entry of the next stage follows at once.',
  'term.ended': 'The term of a stage ended. The next stage, or the end of the ladder, follows at once.',
  'stage.entered': 'The proposal stands on the next stage.',
  'decision.called': 'Everybody agrees: each partner is asked to confirm this text.',
  'confirmation.given': 'A partner confirmed the text.',
  'decision.taken': 'The last confirmation is there: it is decided.',
  'consensus.failed': 'The proposal ended without a decision; things stay as they were.',
  'circle.changed': 'A partner joined or left: this proposal takes note.',
  'words.erased': 'Words that were kept apart are erased. Their digest and the reason are in the act.',
}

/** What a field means: for one act, fact or noun (`position.taken digest`), or wherever it stands (`digest`). */
const fieldWords: Readonly<Record<string, string>> = {
  by: 'the person who asks',
  'endTerm by': 'left out: the act is of the clock',
  proposal: 'the proposal that it is about',
  'draftProposal proposal': 'the id of the new proposal; `p1`, `p2` ... if left out',
  'charter.replaced proposal': 'the proposal whose decision put it in force',
  charter: 'the charter',
  'signCharter charter': 'the digest of the text that is signed',
  'collaboration.founded charter': 'the digest of the charter in force',
  'proposal.submitted charter': 'the digest of the charter that this proposal lives by from here on',
  'draftProposal charter': 'the charter that this proposal would put in force',
  'reviseDraft charter': 'the charter that this proposal would put in force',
  'amendProposal charter': 'the charter that this proposal would put in force',
  person: 'the person whom it is about',
  name: 'the name that people know the person by',
  roles: 'the roles',
  'withdrawMandate roles': 'the roles to take; all of them if left out',
  'mandate.withdrawn roles': 'the roles that ended',
  until: 'when the mandate ends; without, it does not end by itself',
  publicKey: 'an Ed25519 public key of the person',
  keyProof: 'the proof that the person has that key',
  title: 'the title',
  text: 'the text',
  'answerObjection text': 'the reasoned answer',
  commitments: 'what partners promise in the text; no two with the same id',
  'commitments[].id': 'its id within the proposal',
  'commitments[].partner': 'the partner that gives it',
  'commitments[].what': 'what it promises',
  'commitments[].by': 'by which date',
  attachments: 'files beside the text, each by its digest; no two with the same name',
  'attachments[].name': 'the name of the file',
  'attachments[].digest': 'the digest of its bytes, which are not kept in the log',
  basedOn: 'earlier proposals on which this one builds',
  replaces: 'earlier proposals that a decision on this one replaces',
  changes:
    'the digest of the charter that it changes; the one in force if left out. Only together with `charter`',
  'proposal.drafted changes': 'the digest of the charter that it changes, where it changes one',
  'draft.revised changes': 'the digest of the charter that it changes, where it changes one',
  'proposal.amended changes': 'the digest of the charter that it changes, where it changes one',
  reviewOn: 'when the decision is to be looked at again',
  endsOn: 'when the decision ends',
  replyTo: 'the comment that this one answers',
  revision: 'the revision that it is about',
  position: 'consent; consent with a recorded worry; or standing aside',
  reason: 'the reason; a reservation needs one',
  'raiseObjection reason': 'why',
  'withdrawObjection reason': 'why the objection is let go',
  'escalate reason': 'why it cannot wait for the end of the term',
  'eraseWords reason': 'why; it is recorded, so it says nothing personal itself',
  'eraseName reason': 'why; it is recorded, so it says nothing personal itself',
  'consensus.failed reason':
    'how consensus went out of reach: the ladder ended (O7), the charter was replaced (F2), or fewer than two partners are left (F4)',
  provisional:
    'true while the own organisation has yet to be heard: the position does not count until it is taken again without',
  ground: 'what is objected to: the content (if left out), or how the own organisation was involved',
  objection: 'the id of the objection',
  'raiseObjection objection': 'the id of the new objection; `o1`, `o2` ... if left out',
  stage: 'the stage',
  'escalate stage': 'the stage that it leaves',
  'endTerm stage': 'the stage whose term ends',
  digest: 'the digest of the full content of the revision',
  'eraseWords digest': 'the digest that stands for the words',
  'eraseName digest': 'the digest that stands for the name',
  'charter.proposed digest': 'the digest of the complete charter: what partners sign',
  'charter.replaced digest': 'the digest of the charter',
  holidays:
    'the version of the table of holidays that the charter means, so that a later release changes nothing',
  partner: 'the partner for which the person speaks',
  'partner.joined partner': 'the partner that joined',
  'partner.left partner': 'the partner that left',
  'proposal.escalated partner': 'the partner that escalates; null where the opgavemanager does',
  partners: 'all partners of the moment',
  people:
    'the persons who may speak for it from here on: those whom the charter names and who speak for nobody else',
  unmetNeeds: 'the needs of the opgave that no partner meets (F5)',
  endsAt: 'the first moment at which the mandate no longer holds',
  barred: 'partners that left while this was being decided: this charter does not bring them back (F4)',
  author: 'who the author is',
  'author.partner': 'the partner; null for the office of opgavemanager',
  notice: 'every partner, each with the persons addressed',
  'circle.changed notice': 'the notice to who joined; empty where a partner left',
  'notice[].partner': 'the partner',
  'notice[].persons': 'everybody who may speak for it at that moment',
  dueAt: 'when the term of the stage is due',
  longestDays: 'the longest that this can take, in working days (O8)',
  closesBy: 'the same as a moment; null beyond 52,000 working days',
  comment: 'the id of the comment: `c1`, `c2` ...',
  role: 'the role in which the person speaks',
  silences: 'partners that have not spoken, each with the persons whom its silence now addresses (C4)',
  'silences[].partner': 'the silent partner',
  'silences[].persons':
    'persons of that partner itself, and on the stage opgavemanager also the opgavemanager',
  unconfirmed: 'partners whose confirmation is missing, where the decision is called',
  'unconfirmed[].partner': 'the partner',
  'unconfirmed[].persons': 'as with silences',
  unanswered: 'open objections that got no answer on the stage that is left (O4)',
  sustained: 'objections that nobody let go, those of departed partners too',
  silent: 'partners that have not spoken',
  version: 'the number of changes of the circle since the founding',
  joined: 'the partner that joined, or null',
  left: 'the partner that left, or null',
  notBefore:
    'the end of the full term of a newcomer: no due moment of this proposal falls before it; null where none applies',
}

export function meaning(owner: string, path: string): string {
  const found = fieldWords[`${owner} ${path}`] ?? fieldWords[path]
  if (found === undefined) throw new TypeError(`the docs do not say what "${path}" of "${owner}" means`)
  return found
}

function fieldTable(owner: string, schema: z.ZodType, tag: string): string {
  const fields = fieldsOf(shapeOf(schema)).filter(({ path }) => path !== tag)
  if (fields.length === 0) return 'No further fields.'
  const row = ({ path, takes, optional }: Field) => [
    `${code(path)}${optional ? ' (may be left out)' : ''}`,
    takes,
    meaning(owner, path),
  ]
  return table(['field', 'takes', 'meaning'], fields.map(row))
}

// ---- Charts

type AnyChart = Pick<Chart<never, { type: string }>, 'edges'> & {
  refusal(state: { value: string; context: never }, event: { type: string }): string | null
  readonly initial: { readonly value: string }
}
const charts = {
  charter: charterChart as unknown as AnyChart,
  proposal: proposalChart as unknown as AnyChart,
}
type ChartName = keyof typeof charts

const statesOf = ({ edges, initial }: AnyChart): string[] => [
  ...new Set([initial.value, ...edges.flatMap(({ from, to }) => [from, to])]),
]
const chartOf = (fact: string): ChartName =>
  charterFacts.some(({ shape }) => shape.type.value === fact) ? 'charter' : 'proposal'

/** States as the docs name them, all open stages together where that says it. */
function statesInWords(states: readonly string[]): string {
  const named = (state: string) => (state === 'unwritten' ? '(no proposal)' : code(state))
  const stages = Object.keys(proposalMachine.root.states.open?.states ?? {})
  if (!stages.every(stage => states.includes(stage))) return states.map(named).join(', ')
  return [...states.filter(state => !stages.includes(state)).map(named), 'every open stage'].join(', ')
}

/** Groups what has the same key, in order. */
function grouped<T>(list: readonly T[], key: (element: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const element of list) groups.set(key(element), [...(groups.get(key(element)) ?? []), element])
  return groups
}

/** Which rules a fact must keep, in the order in which they are asked, in which states. */
function admission(fact: string): string {
  const edges = charts[chartOf(fact)].edges.filter(({ type }) => type === fact)
  const groups = [...grouped(edges, ({ rules: names }) => names.join(' ')).values()]
  return groups
    .map(group => `- in ${statesInWords(group.map(({ from }) => from))}: ${ruleLinks(group[0]?.rules ?? [])}`)
    .join('\n')
}

/** Which rule refuses a fact in the states that know no such fact. */
function elsewhere(fact: string): string[] {
  const chart = charts[chartOf(fact)]
  const known = new Set(chart.edges.filter(({ type }) => type === fact).map(({ from }) => from))
  const others = statesOf(chart).filter(state => !known.has(state))
  const rule = (value: string) => chart.refusal({ value, context: undefined as never }, { type: fact }) ?? ''
  const lines = [...grouped(others, rule)].map(
    ([name, states]) => `- in ${statesInWords(states)}: ${ruleLinks([name])}`,
  )
  return lines.length > 0 ? [`Refused:\n\n${lines.join('\n')}`] : []
}

const ruleLinks = (names: readonly string[]) =>
  names.map(name => `[${code(name)}](rules.md#${name.toLowerCase()})`).join(', ')
const factLink = (fact: string) => `[${code(fact)}](facts.md#${fact.replace('.', '')})`
const actLink = (act: string) => `[${code(act)}](acts.md#${act.toLowerCase()})`

function moves(fact: string): string {
  const edges = charts[chartOf(fact)].edges.filter(({ type }) => type === fact)
  const away = edges.filter(({ from, to }) => from !== to)
  if (away.length === 0) return 'Stays in the same state of the chart.'
  const groups = grouped(away, ({ to }) => to)
  return `Leads ${[...groups].map(([to, from]) => `from ${statesInWords(from.map(edge => edge.from))} to ${code(to)}`).join('; ')}.`
}

// ---- Pages

const acts = [...charterActs, ...proposalActs]
const facts = [...charterFacts, ...proposalFacts]

export function actsPage(): string {
  return page(
    '# Acts',
    written,
    'An act is what a person asks: a plain JSON object told apart by `act`. Unknown fields are refused. What has any other shape than those below is refused by `wellFormedAct`. The rules are asked in the order given, and a refusal names the first that does not hold.',
    ...acts.map(actSection),
    '## Kinds of values',
    table(
      ['kind', 'takes'],
      kinds.map(({ name, takes }) => [name, takes]),
    ),
    `Characters are Unicode code points. A partner has at most ${big(limits.openObjectionsOfPartner)} objections open in one proposal, an objection at most ${big(limits.answersOfObjectionOnStage)} answers on each stage, a person at most ${big(limits.commentsOfPerson)} comments in one proposal (\`withinLimits\`).`,
  )
}

function actSection(schema: (typeof acts)[number]): string {
  const act = schema.shape.act.value
  const fact = factAskedBy[act]
  return [
    `## ${act}`,
    actWords[act],
    `**Who:** ${whoMay(fact)}.`,
    `**Recorded as:** ${factLink(fact)}.`,
    fieldTable(act, schema, 'act'),
    `Admitted while these hold:\n\n${admission(fact)}`,
    ...elsewhere(fact),
  ].join('\n\n')
}

/** The rules that ask who somebody is, as sentences. */
function whoMay(fact: string): string {
  const edges = charts[chartOf(fact)].edges.filter(({ type }) => type === fact)
  const names = [...new Set(edges.flatMap(edge => edge.rules.filter(name => name.startsWith('by'))))]
  const sentences = ruleTables[chartOf(fact)]
  if (names.length === 0) throw new TypeError(`no rule says who may bring about "${fact}"`)
  return names.map(name => sentences[name]?.en ?? '').join('; ')
}

export function factsPage(): string {
  return page(
    '# Facts',
    written,
    'A fact is what the log records, in the past tense. It holds only what the procedure adds to the act that asked for it; the act itself stands beside it in the entry, as `asked`. A fact that no act asks for is an outcome: it follows from earlier facts, is recorded in the same breath, and has no person. On replay every fact, asked for or not, must pass the same rules again.',
    '## About the charter and its circle',
    ...charterFacts.map(factSection),
    '## About one proposal',
    ...proposalFacts.map(factSection),
  )
}

function factSection(schema: (typeof facts)[number]): string {
  const fact = schema.shape.type.value
  const act = Object.entries(factAskedBy).find(([, type]) => type === fact)?.[0]
  const rest = act
    ? `**Asked for by:** ${actLink(act)}, which lists the rules.`
    : `**An outcome:** nobody asks for it. Admitted while these hold:\n\n${admission(fact)}`
  return [`### ${fact}`, factWords[fact], moves(fact), fieldTable(fact, schema, 'type'), rest].join('\n\n')
}

type Sentence = { readonly en: string; readonly nl: string; readonly cites: readonly string[] }
type Sentences = Readonly<Record<string, Sentence>>
const ruleTables: Readonly<Record<ChartName, Sentences>> = { charter: charterRules, proposal: proposalRules }

export function rulesPage(): string {
  const [circle, proposal] = [Object.keys(charterRules), Object.keys(proposalRules)]
  const places = { ...charterPlaces, ...proposalPlaces }
  return page(
    '# Rules',
    written,
    'A rule has a name, which is what a refusal carries as `rule` and does not change; a sentence that is true where the rule holds, in English and Dutch; the numbers of [the procedure](../procedure.md) that it carries; and the facts it guards.',
    '## Rules of the circle and of a proposal alike',
    ...circle.filter(name => proposal.includes(name)).map(name => ruleSection(name, ['charter', 'proposal'])),
    '## Rules of the charter and its circle',
    ...circle.filter(name => !proposal.includes(name)).map(name => ruleSection(name, ['charter'])),
    '## Rules of a proposal',
    ...proposal.filter(name => !circle.includes(name)).map(name => ruleSection(name, ['proposal'])),
    '## Rules about the state itself',
    'These are the answer where the state knows no such fact at all.',
    ...Object.entries(places).map(([name, sentence]) => `### ${name}\n\n${sentenceLines(sentence)}`),
    '## Rules at the doors',
    doorSection('wellFormedAct', 'every act, before any machine is asked'),
    doorSection('clockMovesForward', 'every act of a script, in `play` only'),
    doorSection('keyStandsForOneAct', 'every act that comes with an idempotency key'),
    doorSection('signatureHolds', 'every act that is signed'),
    doorSection('seenInThisLog', 'every act that is signed'),
    doorSection('askedByAct', 'every fact, on replay only'),
  )
}

function doorSection(name: string, guards: string): string {
  return `### ${name}\n\n${sentenceLines(rules[name] as Sentence)}\n- guards: ${guards}`
}

function ruleSection(name: string, tables: readonly ChartName[]): string {
  const blocks = tables.map(chart => {
    const sentence = ruleTables[chart][name] as Sentence
    const title = tables.length > 1 ? `About ${chart === 'charter' ? 'the circle' : 'a proposal'}:\n\n` : ''
    return `${title}${sentenceLines(sentence)}\n- guards: ${guardedBy(name, chart)}`
  })
  return [`### ${name}`, ...blocks].join('\n\n')
}

function sentenceLines({ en, nl, cites }: Sentence): string {
  const numbers = cites.map(cite => `[${cite}](../procedure.md#${cite.toLowerCase()})`).join(', ')
  return `- holds when: ${en}\n- geldt als: ${nl}\n- carries: ${numbers}`
}

function guardedBy(name: string, chart: ChartName): string {
  const types = charts[chart].edges.filter(({ rules: names }) => names.includes(name)).map(({ type }) => type)
  return [...new Set(types)].map(factLink).join(', ')
}

// ---- The charter

const seat = (id: string) => ({ id, roles: [...['lijnmanagement', 'opgaveregisseur', 'stuurgroep']] })
const smallest = {
  procedure: 'samenspraak/1',
  opgave: { title: 'Wonen', goal: 'Homes that people can afford.' },
  partners: [
    { id: 'gemeente', name: 'Gemeente', people: [seat('anna')] },
    { id: 'corporatie', name: 'Corporatie', people: [seat('hugo')] },
  ],
  opgavemanager: { id: 'omar' },
  terms: {
    consultation: 10,
    lijnmanagement: 10,
    opgavemanager: 10,
    stuurgroep: 15,
    jointDecision: 10,
    extension: 5,
  },
}

export const charterWords: Readonly<Record<string, string>> = {
  procedure: 'the version of the procedure',
  opgave: 'the shared task',
  'opgave.title': 'what people call it',
  'opgave.goal': 'what it is for',
  'opgave.needs': 'what the opgave needs (F5)',
  'opgave.needs[].id': 'the id of the need',
  'opgave.needs[].what': 'what is needed',
  'opgave.needs[].field': 'from which field',
  'opgave.needs[].scale': 'at which scale',
  'opgave.needs[].world': 'from which world: public, private, civil society',
  'opgave.endsOn': 'when the collaboration is meant to end',
  partners: 'the partners',
  'partners[].id': 'the id of the partner',
  'partners[].name': 'its name',
  'partners[].meets': 'the needs that it meets, by id',
  'partners[].people': 'who may speak for it',
  'partners[].people[].id': 'the id of the person',
  'partners[].people[].name': 'the name of the person',
  'partners[].people[].roles': 'in which roles',
  'partners[].people[].publicKey': 'an Ed25519 public key',
  'partners[].people[].keyProof': 'the proof that the person has that key: needed with a key',
  opgavemanager: 'the person in that office, who speaks for no partner',
  'opgavemanager.id': 'the id of the person',
  'opgavemanager.name': 'the name of the person',
  'opgavemanager.publicKey': 'an Ed25519 public key',
  'opgavemanager.keyProof': 'the proof that the person has that key: needed with a key',
  decidesOn:
    'whose seats confirm a joint decision (J2); on a change of the charter always the stuurgroep (F2)',
  terms: 'all in working days (T2)',
  'terms.consultation': 'to take a position on a revision',
  'terms.lijnmanagement': 'on that stage',
  'terms.opgavemanager': 'on that stage',
  'terms.stuurgroep': 'on that stage, the last',
  'terms.jointDecision': 'at least, to confirm after the first call on a stage',
  'terms.extension': 'what one extension adds to the consultation (C5)',
  maxRevisions: 'how many revisions a proposal may have (O8)',
  calendar: 'which days are working days',
  'calendar.timeZone': 'an IANA time zone: in it days begin and end',
  'calendar.holidays':
    'a table of holidays: `NL` (the newest Dutch one), `NL/1` (that version) or `none` (weekends only)',
  signatures: 'whether acts must be signed (W2)',
  personal:
    'the fields of acts whose words are kept apart from the log, so that they can be erased; each once (W4)',
}

export function charterPage(): string {
  const complete = completeCharter(smallest as CharterInput, holidaysOf(smallest as CharterInput))
  const row = ({ path, takes, optional }: Field) => [
    code(path),
    takes,
    optional ? (standing(complete, path) ?? 'nothing') : 'must be given',
    charterWords[path] ?? missing(path),
  ]
  return page(
    '# The charter',
    written,
    'The charter says how these partners decide. It is plain JSON; unknown fields are refused. What is left out is filled in, and the digest that partners sign is that of the complete charter in canonical JSON.',
    table(['field', 'takes', 'if left out', 'meaning'], fieldsOf(shapeOf(charterSchema)).map(row)),
    'Kinds such as [id](acts.md#kinds-of-values) and [name](acts.md#kinds-of-values) are those of the acts.',
    '## What must hold besides',
    [
      '- Each partner has somebody for each of the three roles; these may be one and the same person.',
      '- No two partners, and no two needs, have the same id. No person is named twice: nobody speaks for two partners, and the opgavemanager speaks for none. Ids that differ only in case or Unicode form count as the same.',
      '- No two persons have the same public key.',
      '- A partner meets only needs that the opgave lists.',
    ].join('\n'),
    '## The smallest charter',
    `\`\`\`json\n${JSON.stringify(smallest, null, 2)}\n\`\`\``,
  )
}

function missing(path: string): never {
  throw new TypeError(`the docs do not say what "${path}" of the charter means`)
}

/** What a complete charter holds at a path; null where it holds nothing. */
function standing(charter: unknown, path: string): string | null {
  const steps = path.replaceAll('[]', '.0').split('.')
  let value = charter
  for (const step of steps) value = (value as Record<string, unknown> | undefined)?.[step]
  return value === undefined ? null : code(JSON.stringify(value))
}

// ---- Sections of pages that people write

/** The numbers of the procedure, in order; A1 to A4 are not built yet. */
export const numbers: readonly string[] = [
  ...['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'D1', 'D2', 'D3', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6'],
  ...['O1', 'O2', 'O3', 'O4', 'O5', 'O6', 'O7', 'O8', 'J1', 'J2', 'J3', 'T1', 'T2', 'W1', 'W2', 'W3', 'W4'],
]

/** The names with which a number of the procedure refuses. */
export function guards(number: string): string {
  const order = Object.keys({
    ...charterRules,
    ...charterPlaces,
    ...proposalRules,
    ...proposalPlaces,
    ...rules,
  })
  const names = order.filter(name => rules[name]?.cites.includes(number))
  const links = [...new Set(names)].map(name => `[${code(name)}](reference/rules.md#${name.toLowerCase()})`)
  return links.length === 0 ? 'Guards: none of its own.' : `Guards: ${links.join(', ')}.`
}

/** A statechart as a mermaid diagram of what leads to another state, and a table of what does not. */
export function diagram(name: ChartName): string {
  const chart = charts[name]
  const machine = name === 'charter' ? charterMachine : proposalMachine
  const compounds = Object.entries(machine.root.states as Record<string, { states: object }>)
    .map(([state, { states }]) => ({ state, inner: Object.keys(states) }))
    .filter(({ inner }) => inner.length > 0)
  const away = chart.edges.filter(({ from, to }) => from !== to)
  const arrows = compounds.reduce((edges: readonly Edge[], compound) => merged(edges, compound), away)
  const within = new Set(compounds.flatMap(({ inner }) => inner))
  const inside = ({ from, to }: Edge) => within.has(from) && within.has(to)
  const lines = [
    'stateDiagram-v2',
    `  [*] --> ${chart.initial.value}`,
    ...compounds.flatMap(({ state }) => [
      `  state ${state} {`,
      ...arrowLines(arrows.filter(inside)).map(line => `  ${line}`),
      '  }',
    ]),
    ...arrowLines(arrows.filter(edge => !inside(edge))),
  ]
  return `\`\`\`mermaid\n${lines.join('\n')}\n\`\`\`\n\n${stays(chart, compounds)}`
}

interface Compound {
  readonly state: string
  readonly inner: readonly string[]
}

/** Draws an arrow that leaves every inner state as one arrow from the state around them. */
function merged(edges: readonly Edge[], { state, inner }: Compound): Edge[] {
  const common = ({ type, to }: Edge) =>
    !inner.includes(to) &&
    inner.every(from => edges.some(it => it.from === from && it.type === type && it.to === to))
  const seen = new Set<string>()
  return edges.flatMap(edge => {
    if (!inner.includes(edge.from) || !common(edge)) return [edge]
    if (seen.has(edge.type)) return []
    seen.add(edge.type)
    return [{ ...edge, from: state }]
  })
}

function arrowLines(edges: readonly Edge[]): string[] {
  return [...grouped(edges, ({ from, to }) => `${from} --> ${to}`)].map(
    ([arrow, same]) => `  ${arrow}: ${same.map(({ type }) => type).join(', ')}`,
  )
}

function stays(chart: AnyChart, compounds: readonly Compound[]): string {
  const staying = chart.edges.filter(({ from, to }) => from === to)
  const of = (state: string) => staying.filter(({ from }) => from === state).map(({ type }) => type)
  const rows = [...new Set(staying.map(({ from }) => from))].map(state => {
    const shared = compounds.find(({ inner }) => inner.includes(state))
    const everywhere = shared ? sharedBy(shared, of) : []
    return [code(state), of(state).filter(type => !everywhere.includes(type))] as const
  })
  const around = compounds.map(
    compound => [`all of ${code(compound.state)}`, sharedBy(compound, of)] as const,
  )
  const told = [...around, ...rows].filter(([, types]) => types.length > 0)
  return table(
    ['state', 'what is recorded without leaving it'],
    told.map(([state, types]) => [state, codes(types)]),
  )
}

function sharedBy({ inner }: Compound, of: (state: string) => string[]): string[] {
  return of(inner[0] ?? '').filter(type => inner.every(state => of(state).includes(type)))
}

const findingWords: Readonly<Record<string, string>> = {
  notCanonical: 'the line is not the canonical JSON of what it says, or not JSON',
  badPersonal:
    '`personal` is malformed, stands beside no act of a person, or names a field that stands in the act too',
  notAnEntry: 'a field of an entry is missing, unknown or malformed',
  otherCollaboration: 'the entry belongs to another log',
  wrongNumber: 'its `seq` is not the next one: an entry is missing, doubled or out of place',
  brokenChain: 'its `prev` is not the hash of the line before it',
  wrongCount: 'its `n` is not the next one of its matter',
  timeRunsBack: 'its moment lies before that of the entry before it',
  seenElsewhere: 'what its signer had seen is not the beginning of this log, or lies too far back',
  badSignature: 'its signature is not one over this act, in this place, by the key that it names',
  strayFact: 'it has no act of its own and does not carry on the act before it',
  actTwice: 'the id of its act was used before',
  notAFact: 'moment, fact or act is not of a known shape',
  notAdmitted: 'the procedure did not admit this fact at this place; `what` names the rule',
  gateClosed: 'the decision does not keep the promise, by the second opinion that is asked on every decision',
  actCutOff: 'the log stops before all that its last act led to',
  entryLost:
    'the store no longer holds the entry that the engine knows (only when a log is opened or read on)',
  lineNotEnded: 'the last line has no line feed',
  notUtf8: 'the line is not UTF-8 text',
  shorterThanHead: 'the log has fewer entries than the head that was given',
  otherThanHead: 'the first entries are not those of the head that was given',
}

const certificateWords: Readonly<Record<string, string>> = {
  notACertificate: 'the file is of another form, or a field is missing, unknown or malformed',
  badCheckpoint: 'the checkpoint cannot be read',
  badCosignature: 'a cosignature in the name of a partner, under a key that was given, does not hold',
  otherOrigin: 'the checkpoint is of another log than the entries',
  strayMatter: 'an entry is about a proposal that does not belong here',
  beyondCheckpoint: 'an entry lies beyond the checkpoint',
  notInTree: 'an entry, or a hash that is shown, is not proved to be in the log of the checkpoint',
  seenMissing: 'the entry that a signer had seen last is not shown',
  seenUnused: 'a hash is shown that no signer had seen last, or of an entry that is shown itself',
  notEnded: 'the proposal has not ended within these entries',
  entryAfterEnd: 'an entry lies beyond the end of the proposal',
  strayWords: 'words that are shown belong to no entry here, or are there twice',
  wordsErased: 'words that are shown are recorded as erased',
  wordsMisfit: 'words that are shown are not those that their digest stands for',
}

/** The codes that only certificates can give. */
export function certificateCodes(): string[] {
  const files = ['certificate', 'verify-certificate', 'examine-certificate', 'shown-words']
  const text = files.map(file => readFileSync(`${root}src/verify/${file}.ts`, 'utf8')).join('\n')
  const made = [
    ...text.matchAll(/\bcode: '(\w+)'/g),
    ...text.matchAll(/\b(?:fault|finding)\([^']*'(\w+)'/g),
    ...text.matchAll(/[?:] '(bad\w+)'/g),
  ].map(([, name = '']) => name)
  return [...new Set(made)].filter(name => !Object.hasOwn(findingWords, name))
}

export const certificateFindings = (): string => codeTable(certificateWords, certificateCodes())

/** Where findings are made, from the line to the whole log. */
const findingSources = [
  'src/log/entry.ts',
  'src/collaboration/replay.ts',
  'src/verify/auditor.ts',
  'src/collaboration/matter.ts',
  'src/engine/session.ts',
]

/** Every code that the sources can give to a finding. */
export function findingCodes(): string[] {
  const found = findingSources.flatMap(path =>
    [...readFileSync(`${root}${path}`, 'utf8').matchAll(/\bcode: '(\w+)'/g)].map(([, name = '']) => name),
  )
  return [...new Set(found)]
}

export const findings = (): string => codeTable(findingWords, findingCodes())

function codeTable(says: Readonly<Record<string, string>>, codes: readonly string[]): string {
  const made = new Set(codes)
  const told = Object.keys(says)
  const amiss = [...told.filter(name => !made.has(name)), ...[...made].filter(name => !told.includes(name))]
  if (amiss.length > 0) throw new TypeError(`finding codes of docs and code differ: ${amiss.join(', ')}`)
  return table(
    ['code', 'what is wrong'],
    told.map(name => [code(name), says[name] ?? '']),
  )
}

const verbs = {
  demo: demoCommand,
  play: playCommand,
  log: logCommand,
  verify: verifyCommand,
  check: checkCommand,
  simulate: simulateCommand,
  waiting: waitingCommand,
  show: showCommand,
  keys: keysCommand,
  sign: signCommand,
  cosign: cosignCommand,
  certificate: certificateCommand,
} as const

export function help(verb: keyof typeof verbs): string {
  const command: Command = verbs[verb](() => {})
  // What there is to say of `keys` is how one is made.
  const told = command.commands[0] ?? command
  const text = told.configureHelp({ helpWidth: 100 }).helpInformation()
  return `\`\`\`text\n${text.trimEnd().replace('Usage: ', 'Usage: samenspraak ')}\n\`\`\``
}

/** What `play` prints for a script with a term that ends, a refusal and a partner that keeps silent. */
export async function playSample(): Promise<string> {
  const own = { proposal: 'p1', revision: 1 }
  const acts = [
    { act: 'draftProposal', by: 'anna', title: 'Homes', text: 'We build.' },
    { act: 'submitProposal', by: 'anna', proposal: 'p1' },
    { act: 'takePosition', by: 'anna', ...own, position: 'consent', at: '2026-01-20T09:00:00+01:00' },
    { act: 'confirmDecision', by: 'anna', ...own },
  ]
  const script = { charter: smallest, founded: true, start: '2026-01-05T09:00:00+01:00', acts }
  const lines: string[] = []
  await play(readScript(JSON.stringify(script)), line => lines.push(JSON.stringify(line)))
  return ['```jsonl', ...lines, '```'].join('\n')
}

/** Two passages of what `demo` prints: an objection that stands, and the decision. */
const happened = (line: string): boolean => !line.trimStart().startsWith('→')

export async function demoExcerpt(): Promise<string> {
  const lines: string[] = []
  await tellStory((_, line) => lines.push(line.trimEnd()))
  const passage = (from: RegExp, to: RegExp) => {
    const start = lines.findIndex(line => from.test(line))
    const end = lines.findIndex((line, i) => i >= start && to.test(line))
    if (start < 0 || end < 0) throw new Error(`the demo no longer says ${from} and then ${to}`)
    return lines.slice(start, end + 1)
  }
  const objection = passage(/ ! .* objects /, / lets its objection .* go$/)
    .filter(happened)
    .slice(0, 3)
  const decision = passage(/^5\. /, /DECIDED by all/)
    .filter(happened)
    .slice(-2)
  const head = passage(/^ {4}log /, /^ {4}head /)
  return ['```text', ...objection, '...', ...decision, '...', ...head, '```'].join('\n')
}

// ---- Other procedures, as the linter sees them

let inspected: readonly { procedure: ComparedProcedure; found: Inspection }[] = []

/** All of them, looked at once. */
function inspections(): typeof inspected {
  if (inspected.length === 0)
    inspected = procedures.map(procedure => ({ procedure, found: inspect(procedure) }))
  return inspected
}

const classHeads = ['overrides one that objects', 'passes one that is silent', 'decides on a text not shown']
const shownClasses = ['dissenting', 'silent', 'uninformed'] as const

/** What `explore` finds in our own procedure, as the linter tells of the others. */
function ownRow(): string[] {
  const { bypassed, exhausted, invariants } = explore(exampleCharter(3), { objections: 1 })
  if (!exhausted) throw new Error('the own procedure was not explored to the end')
  const broken = invariants.find(({ broken }) => broken !== null)
  if (broken && !bypassed) throw new Error(`${broken.name}: ${broken.broken?.what}`)
  const cells = shownClasses.map(each => (bypassed?.class === each ? 'yes' : 'no'))
  return ['`samenspraak`', ...cells, 'yes'].map(cell => `**${cell}**`)
}

/** One row a procedure: whom it can bypass. Ours is not inspected here: `check` and the tests look at all of its states. */
export function proceduresTable(): string {
  const rows = inspections().map(({ procedure, found }) => [
    `\`${procedure.name}\``,
    ...shownClasses.map(each => (found.byClass[each] ? 'yes' : 'no')),
    found.ends ? 'yes' : 'no',
  ])
  return table(['procedure', ...classHeads, 'ends by the clock alone'], [ownRow(), ...rows])
}

/** What the linter finds in each, told as it tells it. */
export function proceduresResults(): string {
  return inspections()
    .map(({ procedure, found }) => {
      const told = otherInWords(found, procedure.title)
      return `### \`${procedure.name}\`\n\n\`\`\`text\n${told}\n\`\`\``
    })
    .join('\n\n')
}

/** The parts of the search, what each covers and how many states it has. */
export function partsTable(): string {
  const sizes = { partners: 3, revisions: 2, objections: 2, thorough: false }
  const covers = (name: PartName) => partOf(name, exampleCharter(3), sizes).covers
  const rows = partNames.map(name => [code(name), big(exploredStates[name]), covers(name)])
  return table(
    ['part', 'states', 'covers'],
    [...rows, ['', big(Object.values(exploredStates).reduce<number>((a, b) => a + b, 0)), '']],
  )
}

/** For each line of the promise the weakness that only it notices. */
export function onlyTable(): string {
  const rows = Object.entries(onlySeenBy).map(([invariant, name]) => [
    code(invariant),
    code(name),
    mutants.find(each => each.name === name)?.story ?? '',
  ])
  return table(['line of the promise', 'only it notices', 'which is'], rows)
}

function checkSample(): string {
  const majority = procedures.find(({ name }) => name === 'majority')
  if (!majority) throw new Error('there is no procedure "majority"')
  return `\`\`\`text\n${otherInWords(inspect(majority), majority.title)}\n\`\`\``
}

/** The fields of a scenario, as its JSON Schema says them. */
function scenarioTable(): string {
  interface Field {
    readonly type?: string
    readonly properties?: Readonly<Record<string, Field>>
    readonly items?: Field
    readonly required?: readonly string[]
    readonly description?: string
    readonly default?: unknown
  }
  const rows: string[][] = []
  const walk = ({ properties = {}, required = [] }: Field, above: string): void => {
    for (const [key, field] of Object.entries(properties)) {
      const path = `${above}${key}`
      const without = field.default === undefined ? 'nothing' : code(JSON.stringify(field.default))
      rows.push([code(path), required.includes(key) ? 'must be given' : without, field.description ?? ''])
      if (path !== 'charter') walk(field.items ?? field, `${path}${field.items ? '[]' : ''}.`)
    }
  }
  walk(z.toJSONSchema(scenarioSchema, { io: 'input' }) as Field, '')
  return table(['field', 'if left out', 'meaning'], rows)
}

// ---- Writing

const generatedPages: Readonly<Record<string, () => string>> = {
  'docs/reference/acts.md': actsPage,
  'docs/reference/facts.md': factsPage,
  'docs/reference/rules.md': rulesPage,
  'docs/reference/charter.md': charterPage,
}

/** The sections between `<!-- generated: NAME -->` and `<!-- end -->`, by page. */
const generatedSections: Readonly<Record<string, Readonly<Record<string, () => string | Promise<string>>>>> =
  {
    'README.md': { demo: demoExcerpt, procedures: proceduresTable },
    'docs/proof.md': { parts: partsTable, only: onlyTable },
    'docs/explanation/other-procedures.md': { results: proceduresResults },
    'docs/procedure.md': {
      'statechart of a proposal': () => diagram('proposal'),
      'statechart of the charter': () => diagram('charter'),
      ...Object.fromEntries(numbers.map(number => [`guards of ${number}`, () => guards(number)])),
    },
    'docs/log-format.md': {
      'finding codes': findings,
      'certificate codes': certificateFindings,
      'worked tree': workedTree,
      'worked signature': workedSignature,
      'worked personal words': workedWords,
      'worked checkpoint': workedCheckpoint,
    },
    'docs/reference/scenario.md': { 'scenario fields': scenarioTable },
    'docs/reference/command-line.md': {
      'help of demo': () => help('demo'),
      'help of play': () => help('play'),
      'help of log': () => help('log'),
      'help of verify': () => help('verify'),
      'help of check': () => help('check'),
      'what check prints': checkSample,
      'help of simulate': () => help('simulate'),
      'help of waiting': () => help('waiting'),
      'help of show': () => help('show'),
      'help of keys': () => help('keys'),
      'help of sign': () => help('sign'),
      'help of cosign': () => help('cosign'),
      'help of certificate': () => help('certificate'),
      'what play prints': playSample,
    },
  }

const section = /<!-- generated: ([^>]*?) -->\n[\s\S]*?<!-- end -->/g

/** The page with each of its sections as generated. @throws TypeError for a section that is unknown, or missing */
export function withSections(text: string, sections: Readonly<Record<string, string>>): string {
  const placed = new Set<string>()
  const result = text.replace(section, (_, name: string) => {
    const body = sections[name]
    if (body === undefined) throw new TypeError(`nothing generates the section "${name}"`)
    placed.add(name)
    return `<!-- generated: ${name} -->\n${body}\n<!-- end -->`
  })
  const absent = Object.keys(sections).filter(name => !placed.has(name))
  if (absent.length > 0) throw new TypeError(`no place for the sections: ${absent.join(', ')}`)
  return result
}

/** Every page that is generated, wholly or in part, as it should be now. */
export async function generatedDocs(): Promise<ReadonlyMap<string, string>> {
  const docs = new Map(Object.entries(generatedPages).map(([path, write]) => [path, write()]))
  for (const [path, sections] of Object.entries(generatedSections)) {
    const bodies: Record<string, string> = {}
    for (const [name, write] of Object.entries(sections)) bodies[name] = await write()
    docs.set(path, withSections(readFileSync(root + path, 'utf8'), bodies))
  }
  return docs
}

/** Every page of the documentation, by path from the root of the project; not the records of decisions. */
export function allPages(): string[] {
  const inDocs = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
  const paths = inDocs.map(path => `docs/${path.replaceAll('\\', '/')}`)
  const told = paths.filter(path => path.endsWith('.md') && !path.startsWith('docs/decisions/'))
  return ['README.md', ...told.sort()]
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [path, text] of await generatedDocs()) writeFileSync(root + path, text)
