// The schema files: current, taken by another validator, open to all that is real, closed to what has another shape.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { kinds } from '../../scripts/write-docs.ts'
import { generatedSchemas } from '../../scripts/write-schemas.ts'
import { charterSchema } from '../../src/charter/charter.ts'
import { charterFactSchema } from '../../src/charter/facts.ts'
import { tellStory } from '../../src/cli/demo.ts'
import { play, readScript } from '../../src/cli/play.ts'
import { actSchema, factAskedBy } from '../../src/collaboration/acts.ts'
import { withDigests } from '../../src/collaboration/words.ts'
import { logText } from '../../src/index.ts'
import { type Entry, entrySchema, wholenessFault } from '../../src/log/entry.ts'
import { proposalFactSchema } from '../../src/proposal/facts.ts'
import { genuineLog } from '../attacks/genuine.ts'
import { charter, founded, partsOf } from '../attacks/signed-world.ts'
import { keyOf, signedScene } from '../signing.ts'

type Plain = Readonly<Record<string, unknown>>

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): Plain => JSON.parse(readFileSync(root + path, 'utf8'))
const files = ['act', 'charter', 'entry', 'scenario'].map(name => `schemas/${name}.json`)

const ajv = new Ajv2020({ strict: true, allErrors: false, allowUnionTypes: true })
formats.default(ajv)
for (const file of files) ajv.addSchema(read(file))

/** The validator of a file of ours, or of a definition within it. */
function validator(name: string, definition?: string): ValidateFunction {
  const id = `urn:samenspraak:1:${name}`
  return ajv.compile({ $ref: definition === undefined ? id : `${id}#/$defs/${definition}` })
}

async function scripted(path: string): Promise<string> {
  return logText(await play(readScript(readFileSync(root + path, 'utf8')), () => {}))
}

const scripts = [
  ...readdirSync(`${root}tests/cli/samples`).map(name => `tests/cli/samples/${name}`),
  ...readdirSync(`${root}examples`).map(name => `examples/${name}`),
].filter(path => path.endsWith('.json'))

let entries: Plain[] = []
let acts: Plain[] = []
let charters: Plain[] = []

/** A log in which everybody signs, and keys come and go. */
async function signedLog() {
  const s = await signedScene()
  await s.does('almere1', 'registerKey', { person: 'almere2', ...keyOf('almere2', 'a new one') })
  await s.does('almere1', 'revokeKey', { person: 'almere2' })
  await s.submitted()
  return s.log()
}

/** A log in which a remark and a name are kept apart, and erased. */
async function wordsLog() {
  const play = await founded(charter({ personal: ['comment.text', 'giveMandate.name'] }))
  const erase = async (act: string) => {
    const last = partsOf(await play.text()).findLast(({ personal }) => personal !== undefined)
    const [digest] = Object.values(last?.personal as object)
    await play.does('a1', act, { digest, reason: 'Op verzoek.' })
  }
  await play.does('a1', 'giveMandate', { person: 'ada', name: 'Ada', roles: ['lijnmanagement'] })
  await erase('eraseName')
  await play.does('a1', 'draftProposal')
  await play.does('a3', 'comment')
  await erase('eraseWords')
  return partsOf(await play.text())
}

beforeAll(async () => {
  const told = await logText((await tellStory(() => {})).engine)
  const logs = [told, ...(await Promise.all(scripts.map(scripted)))]
  const real = logs.flatMap(log => log.trimEnd().split('\n')).map(line => JSON.parse(line) as Plain)
  entries = [
    ...(await genuineLog()),
    ...(await signedLog()),
    ...(await wordsLog()),
    ...real,
  ] as unknown as Plain[]
  acts = entries.flatMap(({ asked, personal }) =>
    asked === undefined ? [] : [withDigests(asked as never, personal as never) as unknown as Plain],
  )
  charters = acts.flatMap(({ charter }) => (typeof charter === 'object' ? [charter as Plain] : []))
})

describe('the schema files', () => {
  const generated = generatedSchemas()

  it('are these', () => {
    expect([...generated.keys()].sort()).toEqual(files)
    expect(readdirSync(`${root}schemas`).sort()).toEqual(files.map(path => path.replace('schemas/', '')))
  })

  it.each(files)('%s is what `npm run docs` writes now', path => {
    expect(read(path)).toEqual(generated.get(path))
  })

  it.each(files)('%s says what it is, what every field means, and what it cannot say', path => {
    const schema = read(path)
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: expect.stringMatching(/^urn:samenspraak:1:\w+$/),
      title: expect.stringMatching(/./),
      description: expect.stringContaining('What this schema cannot say'),
    })
    expect(mute(schema)).toEqual([])
  })
})

/** Fields without a description, by path; the one that tells acts or facts apart needs none. */
function mute(schema: unknown, path = ''): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([key, value]) => {
    const at = `${path}/${key}`
    const isField = /\/properties$/.test(path) && !/\/properties\/properties$/.test(at)
    const told = 'description' in Object(value) || 'const' in Object(value)
    return [...(isField && !told ? [at] : []), ...mute(value, at)]
  })
}

describe('what is real', () => {
  it('holds every act, most facts and several charters', () => {
    const asked = new Set(acts.map(({ act }) => act))
    expect([...asked].sort()).toEqual(Object.keys(factAskedBy).sort())
    expect(new Set(entries.map(({ fact }) => (fact as Plain).type)).size).toBeGreaterThan(24)
    expect(entries.length).toBeGreaterThan(200)
    expect(charters.length).toBeGreaterThan(5)
  })

  it('is valid by these schemas', () => {
    const cases = [
      ['entry', entries],
      ['act', acts],
      ['charter', charters],
    ] as const
    for (const [name, values] of cases) {
      const valid = validator(name)
      for (const value of values) if (!valid(value)) expect({ value, errors: valid.errors }).toBeNull()
    }
  })
})

/** The same object, but for one thing in its shape; each with what was changed. */
function twinsOf(value: Plain): { what: string; twin: Plain }[] {
  const others = [null, 12, -1.5, true, [], {}, [1], 'x'.repeat(200_001), '']
  return [
    { what: 'an unknown field', twin: { ...value, extra: 1 } },
    ...Object.keys(value).flatMap(key => {
      const { [key]: was, ...rest } = value
      const wrong = others.map(other => ({ what: `${key} is ${JSON.stringify(other).slice(0, 9)}`, other }))
      const inner = innerTwins(was)
      return [
        { what: `${key} is missing`, twin: rest },
        ...wrong.map(({ what, other }) => ({ what, twin: { ...value, [key]: other } })),
        ...inner.map(({ what, twin }) => ({ what: `${key}.${what}`, twin: { ...value, [key]: twin } })),
      ]
    }),
  ]
}

function innerTwins(value: unknown): { what: string; twin: unknown }[] {
  if (Array.isArray(value)) {
    const [first, ...rest] = value
    return innerTwins(first).map(({ what, twin }) => ({ what: `0.${what}`, twin: [twin, ...rest] }))
  }
  return typeof value === 'object' && value !== null ? twinsOf(value as Plain) : []
}

/** One of each kind is enough: the schemas do not look at what the words say. */
const oneOfEach = (values: readonly Plain[], kind: (value: Plain) => unknown): Plain[] => [
  ...new Map(values.map(value => [JSON.stringify(kind(value)), value])).values(),
]

const asks = (schema: z.ZodType) => (value: unknown) => schema.safeParse(value).success
const isFact = (value: unknown) => asks(charterFactSchema)(value) || asks(proposalFactSchema)(value)
const isEntry = (value: unknown) => {
  const { asked, fact } = Object(value)
  return (
    asks(entrySchema)(value) &&
    wholenessFault(value as Entry) === null &&
    isFact(fact) &&
    (asked === undefined || asks(actSchema)(withDigests(asked, Object(value).personal)))
  )
}

/** What the doors refuse for more than its shape: the descriptions of the files list it. */
const unsaid = [
  /\bopgave\.needs is (missing|\[\])$/, // partners meet needs that are no longer listed
  /\bcalendar\.(timeZone|holidays) is ""$/,
  /^asked\.(text|reason) is missing$/, // as if it were kept apart
  /^personal(\.\w+)? is missing$/,
  /^personal\./,
]

describe('twins that differ in one thing of their shape', () => {
  const shapeOf = (value: Plain) => Object.keys(value)
  it.each([
    ['act', asks(actSchema), () => oneOfEach(acts, act => [act.act, ...shapeOf(act)]), 800],
    ['charter', asks(charterSchema), () => oneOfEach(charters, shapeOf), 100],
    ['entry', isEntry, () => oneOfEach(entries, it => [shapeOf(it), Object(it.fact).type]), 2_000],
  ] as const)(
    '%s: refused by the schema exactly where the doors refuse them',
    (name, admits, values, floor) => {
      const valid = validator(name)
      const twins = values().flatMap(twinsOf)
      const differing = twins.filter(({ twin }) => valid(twin) !== admits(twin))
      expect(differing.filter(({ twin }) => admits(twin))).toEqual([])
      const told = [...new Set(differing.map(({ what }) => what))]
      expect(told.filter(what => !unsaid.some(it => it.test(what)))).toEqual([])
      expect(twins.filter(({ twin }) => !valid(twin)).length).toBeGreaterThan(floor)
    },
  )

  it('of a pair of fields too: changes only with a charter', () => {
    const valid = validator('act')
    const draft = { act: 'draftProposal', by: 'anna', title: 'Wonen', text: 'We bouwen.' }
    const pair = { charter: charters[0], changes: `sha256:${'0'.repeat(64)}` }
    expect(valid({ ...draft, ...pair })).toBe(true)
    expect(valid({ ...draft, changes: pair.changes })).toBe(false)
  })
})

describe('a kind of value', () => {
  const strings = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 70 }),
    fc.string({ unit: fc.constantFrom(...'aZ9._:@+- é\u0301あ٣T'), maxLength: 66 }),
    fc.date({ noInvalidDate: true }).map(date => date.toISOString()),
    fc.date({ noInvalidDate: true }).map(date => date.toISOString().slice(0, 10)),
    fc.constantFrom(
      '2026-02-29',
      '2024-02-29',
      '1899-12-31',
      '2026-01-05T09:00+01:00',
      '2026-01-05T09:00:00.5Z',
    ),
    fc.constantFrom('ß', 'Ⅷ', '\u3000', '\u00a0a', '😀'.repeat(64), '😀'.repeat(200), '😀'.repeat(201)),
  )
  const within = new Map(
    [...Object.entries(read('schemas/entry.json').$defs as object)].map(([name]) => [name, 'entry']),
  )
  const worded = kinds.filter(
    ({ name }) => within.has(name.replaceAll(' ', '-')) && !['charter', 'roles'].includes(name),
  )

  it('has a definition where it is used', () => {
    expect(worded.map(({ name }) => name).sort()).toEqual([
      'date',
      'digest',
      'end',
      'id',
      'key proof',
      'name',
      'public key',
      'reason',
      'recorded moment',
      'text',
      'title',
    ])
  })

  it.each(worded)('$name: what the doors take, the schema takes', ({ name, schema }) => {
    const valid = validator('entry', name.replaceAll(' ', '-'))
    const admits = asks(schema as z.ZodType)
    fc.assert(
      fc.property(strings, text => {
        if (admits(text)) expect({ text, valid: valid(text) }).toEqual({ text, valid: true })
      }),
      { numRuns: 3_000 },
    )
  })
})
