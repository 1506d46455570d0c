// Writes the JSON Schemas of charter, acts, entries and scenarios, from the same zod schemas that the doors ask: `npm run docs`.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { charterActs } from '../src/charter/acts.ts'
import { charterSchema } from '../src/charter/charter.ts'
import { charterFacts } from '../src/charter/facts.ts'
import { personalFieldsOf } from '../src/charter/personal.ts'
import * as words from '../src/charter/words.ts'
import { actSchema } from '../src/collaboration/acts.ts'
import { entrySchema } from '../src/log/entry.ts'
import { proposalActs } from '../src/proposal/acts.ts'
import { proposalFacts } from '../src/proposal/facts.ts'
import { scenarioSchema } from '../src/simulation/scenario.ts'
import { actWords, charterWords, factWords, kinds, meaning } from './write-docs.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A JSON Schema, as far as this script looks into it. */
export interface Schema {
  $ref?: string
  $defs?: Record<string, Schema>
  title?: string
  description?: string
  properties?: Record<string, Schema>
  items?: Schema
  required?: string[]
  [keyword: string]: unknown
}

// ---- The nouns that get a definition of their own

/** What JSON Schema can say of a kind beyond what zod tells it: always part of what holds, never more. */
const closer: Readonly<Record<string, Schema>> = {
  id: { pattern: '^[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._:@+-]*$' },
  name: { pattern: '\\S' },
  title: { pattern: '\\S' },
  phrase: { pattern: '\\S' },
  text: { pattern: '\\S' },
  date: { format: 'date', pattern: '^\\d{4}-\\d\\d-\\d\\d$' },
  'recorded moment': {
    format: 'date-time',
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
  },
  end: { pattern: '^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d.*)?$' },
  roles: { uniqueItems: true },
}

const phrase = {
  name: 'phrase',
  schema: words.phraseSchema,
  takes: `text that is not blank, at most ${words.limits.reason.toLocaleString('en')} characters`,
}
const acts = [...charterActs, ...proposalActs]
const facts = [...charterFacts, ...proposalFacts] as const
const factSchema = z.discriminatedUnion('type', facts)

const unlinked = (markdown: string): string =>
  markdown.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').replaceAll('`', '')
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

const registry = z.registry<{ id: string; title?: string; description?: string }>()
for (const { name, schema, takes } of [...kinds, phrase])
  if (schema !== charterSchema)
    registry.add(schema as z.ZodType, {
      id: name.replaceAll(' ', '-'),
      description: sentence(unlinked(takes)),
    })
registry.add(charterSchema, { id: 'charter', title: 'Charter', description: 'How these partners decide.' })
for (const act of acts) {
  const name = act.shape.act.value
  registry.add(act, { id: name, title: name, description: unlinked(actWords[name]) })
}
for (const fact of facts) {
  const type = fact.shape.type.value
  registry.add(fact, { id: type, title: type, description: unlinked(factWords[type]) })
}

// ---- What every field means

const definedMeaning = (owner: string, path: string): string => unlinked(meaning(owner, path))
const charterMeaning = (_: string, path: string): string => unlinked(charterWords[path] ?? '')

/** Puts the meaning of each field beside it, down to where another definition begins. */
function explain(
  owner: string,
  { properties = {}, items }: Schema,
  means: typeof definedMeaning,
  above = '',
): void {
  if (items) explain(owner, items, means, `${above}[]`)
  for (const [key, field] of Object.entries(properties)) {
    const path = above === '' ? key : `${above}.${key}`
    if (path === 'act' || path === 'type') continue
    field.description = sentence(means(owner, path))
    explain(owner, field, means, path)
  }
}

/** The schema of one noun, with all that it leads to as definitions within. */
function schemaOf(schema: z.ZodType): Schema {
  const made = z.toJSONSchema(schema, {
    io: 'input',
    metadata: registry,
    override: ({ zodSchema, jsonSchema }) => {
      const name = [...kinds, phrase].find(kind => kind.schema === zodSchema)?.name
      if (name) Object.assign(jsonSchema, closer[name])
      // What acts and charters say of two fields together.
      if (jsonSchema.properties?.act && jsonSchema.properties.changes)
        jsonSchema.dependentRequired = { changes: ['charter'] }
      if (jsonSchema.properties?.publicKey && jsonSchema.properties.keyProof)
        jsonSchema.dependentRequired = { publicKey: ['keyProof'], keyProof: ['publicKey'] }
    },
  }) as Schema
  for (const [name, definition] of Object.entries(made.$defs ?? {}))
    explain(name, definition, name === 'charter' ? charterMeaning : definedMeaning)
  return made
}

// ---- The files

const unsaid = {
  charter: [
    'that each partner has somebody in each of the three roles',
    'that no partner, person, need or public key is named twice, not even in another case or Unicode form',
    'that a partner meets only needs that the opgave lists',
    'that the time zone and the table of holidays are known',
    'that a public key is no weak one, and that its proof was made with it by this person',
  ],
  words: [
    'that an id is in Unicode form NFC, without signs that show as nothing, and not the name of a member of Object.prototype',
    'that a text shows something to a reader and holds no half character (a lone surrogate)',
    'that a date lies in the years 1900 to 9999',
  ],
  act: [
    'that a mandate ends before the year 9000, at a date or moment that exists',
    'that commitments, attachments and lists of proposals name nothing twice',
  ],
  entry: [
    'that the line is in canonical form (RFC 8785)',
    'that number, chain, count and moment follow from the entry before',
    'that a signature is one, and that what its signer had seen is in this log',
    'that a field is missing from the act exactly where `personal` names it, and that the charter has it kept apart',
  ],
  scenario: [
    'that a place has as many numbers as there are issues',
    'that a partner without a tolerance has a status quo to compare with',
    'that author and adversaries are partners, and no partner is named twice',
    'that a proposal can last no longer than can be simulated',
  ],
}

const described = (what: string, ...missing: readonly string[]): string =>
  `${what} What this schema cannot say, and samenspraak asks for besides: ${missing.join('; ')}.`

function fileOf(name: string, title: string, description: string, made: Schema): Schema {
  const { $schema, $defs, ...rest } = made
  return {
    $schema,
    $id: `urn:samenspraak:1:${name}`,
    ...rest,
    title,
    description,
    ...($defs ? { $defs } : {}),
  }
}

const entryFields: Readonly<Record<string, string>> = {
  v: 'The version of this form.',
  collaboration: 'The id of the collaboration.',
  seq: 'The number of the entry in the log, from 0.',
  prev: 'The RFC 6962 leaf hash of the entry before, in base64; before the first, the root of the empty tree.',
  matter: 'The id of the proposal that it is about, or "charter".',
  n: 'The number of the entry within its matter, from 0.',
  at: 'The moment at which it was recorded.',
  by: 'The person who asked; left out where the clock did.',
  act: 'The id shared by all entries to which one act led.',
  asked: 'The act as it was asked, on the first of its entries.',
  personal: 'For each field of the act that is kept apart, the digest that stands for its words.',
  seen: 'Of a signed act: the log as its signer had it.',
  'seen.size': 'How many entries that log had.',
  'seen.root': 'The RFC 6962 root of the tree over them, in base64.',
  signature: 'Of a signed act: the signature of the person who asked.',
  'signature.key': 'The Ed25519 public key, in base64.',
  'signature.counter': 'The number of the act among those that this person signed in this matter, from 1.',
  'signature.digest': 'The digest of the text that the act is about, where it is about one.',
  'signature.value': 'The 64 bytes of the signature, in base64.',
  fact: 'What is recorded.',
}

function entryFile(): Schema {
  const made = schemaOf(entrySchema.extend({ asked: actSchema.optional(), fact: factSchema }))
  // Words that are kept apart are missing from the act (W4).
  for (const [act, definition] of Object.entries(made.$defs ?? {})) {
    const apart = personalFieldsOf(act)
    if (apart.length > 0 && definition.required)
      definition.required = definition.required.filter(field => !apart.includes(field))
  }
  for (const [name, field] of Object.entries(made.properties ?? {})) {
    field.description = entryFields[name] ?? ''
    if (name === 'asked' || name === 'fact') continue
    for (const [inner, part] of Object.entries(field.properties ?? {}))
      part.description = entryFields[`${name}.${inner}`] ?? ''
    if (name === 'personal') Object.assign(field, { minProperties: 1, maxProperties: 8 })
  }
  return {
    ...made,
    dependentRequired: {
      ...{ seen: ['signature', 'asked', 'by'], signature: ['seen', 'asked', 'by'] },
      personal: ['asked', 'by'],
    },
  }
}

/** Its fields say by themselves what they are, but for those that are a charter's. */
function scenarioFile(): Schema {
  const made = z.toJSONSchema(scenarioSchema, { io: 'input' }) as Schema
  const { terms = {}, calendar = {} } = made.properties?.charter?.properties ?? {}
  for (const [name, fields] of Object.entries({ terms, calendar })) {
    const { description, ...inner } = fields
    explain('charter', inner, charterMeaning, name)
  }
  return made
}

/** Every schema file as it should be now, by path from the root of the project. */
export function generatedSchemas(): ReadonlyMap<string, Schema> {
  const { charter, words, act, entry, scenario } = unsaid
  const { $defs = {}, $schema } = schemaOf(z.strictObject({ charter: charterSchema }))
  const { charter: ofCharter, ...kindsOfCharter } = $defs
  return new Map([
    [
      'schemas/charter.json',
      fileOf(
        'charter',
        'Charter',
        described('How these partners decide, as people write it.', ...charter, ...words),
        { ...ofCharter, $schema, $defs: kindsOfCharter },
      ),
    ],
    [
      'schemas/act.json',
      fileOf(
        'act',
        'Act',
        described(
          'What a person may ask, told apart by "act". Each act is a definition of its own: $defs/takePosition.',
          ...[...act, ...charter, ...words],
        ),
        schemaOf(actSchema),
      ),
    ],
    [
      'schemas/entry.json',
      fileOf(
        'entry',
        'Entry',
        described(
          'One line of a log: a fact with its place. Each fact is a definition of its own: $defs/position.taken.',
          ...[...entry, ...act, ...charter, ...words],
        ),
        entryFile(),
      ),
    ],
    [
      'schemas/scenario.json',
      fileOf(
        'scenario',
        'Scenario',
        described('Decision rounds to simulate, as people write them.', ...scenario, ...words),
        scenarioFile(),
      ),
    ],
  ])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(`${root}schemas`, { recursive: true })
  for (const [path, schema] of generatedSchemas()) writeFileSync(root + path, JSON.stringify(schema, null, 2))
  const biome = `${root}node_modules/@biomejs/biome/bin/biome`
  execFileSync(process.execPath, [biome, 'format', '--write', 'schemas'], { cwd: root, stdio: 'pipe' })
}
