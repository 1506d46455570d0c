import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  allPages,
  findingCodes,
  generatedDocs,
  guards,
  numbers,
  root,
  withSections,
} from '../../scripts/write-docs.ts'
import { charterChart } from '../../src/charter/machine.ts'
import { tellStory } from '../../src/cli/demo.ts'
import { factAskedBy } from '../../src/collaboration/acts.ts'
import { rules } from '../../src/collaboration/collaboration.ts'
import { memoryStore, openCollaboration } from '../../src/index.ts'
import { proposalChart } from '../../src/proposal/machine.ts'

const read = (path: string) => readFileSync(root + path, 'utf8')
const headings = (path: string) => [...read(path).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title)
const edges = [...charterChart.edges, ...proposalChart.edges]
const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(path => read(`src/${path}`))
  .join('\n')

describe('what is generated', () => {
  let generated: ReadonlyMap<string, string>
  beforeAll(async () => {
    generated = await generatedDocs()
  }, 600_000)

  it.each([
    'README.md',
    'docs/procedure.md',
    'docs/reference/acts.md',
    'docs/reference/facts.md',
    'docs/reference/rules.md',
    'docs/reference/charter.md',
    'docs/log-format.md',
    'docs/reference/scenario.md',
    'docs/reference/command-line.md',
    'docs/proof.md',
    'docs/explanation/other-procedures.md',
  ])('%s is what `npm run docs` writes now', path => {
    expect(read(path)).toBe(generated.get(path))
  })

  it('is all of these pages', () => {
    expect(generated.size).toBe(11)
  })

  it('has a place on its page, and every place is filled', () => {
    const place = '<!-- generated: a -->\nold\n<!-- end -->\n'
    expect(withSections(place, { a: 'new' })).toBe('<!-- generated: a -->\nnew\n<!-- end -->\n')
    expect(() => withSections(place, {})).toThrow('nothing generates the section "a"')
    expect(() => withSections(place, { a: '', b: '' })).toThrow('no place for the sections: b')
  })
})

describe('the procedure', () => {
  const text = read('docs/procedure.md')
  const notBuilt = ['A1', 'A2', 'A3', 'A4']

  it('has every number once, with a place to link to', () => {
    const titled = headings('docs/procedure.md').flatMap(title => /^([A-Z]\d) \S/.exec(title)?.[1] ?? [])
    expect(titled).toEqual(numbers)
    const anchors = [...text.matchAll(/<a id="(\w+)"><\/a>/g)].map(([, id = '']) => id.toUpperCase())
    expect([...anchors].sort()).toEqual([...numbers, ...notBuilt].sort())
    for (const number of notBuilt) expect(text).toContain(`- **${number}** `)
  })

  it('has every number that a rule or a comment in the source cites', () => {
    const cited = Object.values(rules).flatMap(({ cites }) => cites)
    const named = [...sources.matchAll(/[( ,]([FDCOJTWA]\d)\b(?=[),:; ])/g)].map(([, number = '']) => number)
    expect(new Set(cited).size).toBeGreaterThan(25)
    expect([...numbers, ...notBuilt]).toEqual(expect.arrayContaining([...new Set([...cited, ...named])]))
  })

  it('names the guards of each number', () => {
    const named = (number: string) => [...guards(number).matchAll(/`(\w+)`/g)].map(([, name]) => name)
    for (const [name, { cites }] of Object.entries(rules))
      for (const number of cites) expect(named(number)).toContain(name)
    expect(numbers.filter(number => named(number).length === 0)).toEqual(['O5'])
  })

  it('states the promise in nine parts', () => {
    const parts = [...text.slice(text.indexOf('## The promise')).matchAll(/^(\d)\. \*\*/gm)]
    expect(parts.map(([, number]) => Number(number))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

describe('the reference', () => {
  it('has every act', () => {
    expect(headings('docs/reference/acts.md')).toEqual(expect.arrayContaining(Object.keys(factAskedBy)))
  })

  it('has every fact', () => {
    const types = [...new Set(edges.map(({ type }) => type))]
    expect(types.length).toBeGreaterThan(20)
    expect(headings('docs/reference/facts.md')).toEqual(expect.arrayContaining(types))
  })

  it('has every rule, also those that only the charts name', () => {
    const named = [...Object.keys(rules), ...edges.flatMap(edge => edge.rules)]
    expect(headings('docs/reference/rules.md')).toEqual(expect.arrayContaining([...new Set(named)]))
  })

  it('has the refusals of scripts and of replay, which no chart knows', () => {
    for (const name of ['wellFormedAct', 'clockMovesForward', 'askedByAct']) {
      expect(sources).toContain(`'${name}'`)
      expect(headings('docs/reference/rules.md')).toContain(name)
    }
  })

  it('has every finding code', () => {
    expect(findingCodes().length).toBeGreaterThan(10)
    for (const code of findingCodes()) expect(read('docs/log-format.md')).toContain(`| \`${code}\` |`)
  })

  it('has exactly the fields that entries have', async () => {
    const { engine } = await tellStory(() => {}, { signed: true })
    const fields = new Set<string>()
    for await (const entry of engine.entries()) for (const field of Object.keys(entry)) fields.add(field)
    // The story keeps no words apart.
    fields.add('personal')
    const table = read('docs/log-format.md').split('\n## Entries')[1]?.split('###')[0] ?? ''
    const rows = [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, field]) => field)
    expect(rows.sort()).toEqual([...fields].sort())
  })

  it('has every state that `play` can print', () => {
    const states = new Set(proposalChart.edges.flatMap(({ from, to }) => [from, to]))
    states.delete('unwritten')
    expect(states.size).toBe(8)
    for (const state of states) expect(read('docs/reference/command-line.md')).toContain(`\`${state}\``)
  })
})

describe('the README', () => {
  it('fits in 150 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(150)
  })

  it('names everything that an open collaboration can be asked', async () => {
    const engine = await openCollaboration({ id: 'readme', store: memoryStore() })
    const methods = Object.entries(engine).flatMap(([name, member]) =>
      typeof member === 'function' ? [name] : [],
    )
    expect(methods.length).toBeGreaterThan(5)
    for (const method of methods) expect(read('README.md')).toContain(`\`${method}\``)
  })
})

describe('the glossary', () => {
  it('names in code what is in the code', () => {
    const rows = [...read('docs/glossary.md').matchAll(/^\| [^|]+ \| ([^|]+) \|/gm)].map(
      ([, cell = '']) => cell,
    )
    const names = rows.flatMap(cell => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name))
    expect(names.length).toBeGreaterThan(30)
    for (const name of names) expect(sources).toMatch(new RegExp(`\\b${name}\\b`))
  })
})

describe('names and links', () => {
  const written = allPages().filter(path => !path.startsWith('docs/reference/'))

  it.each(written)('%s names no rule, act or fact that does not exist', path => {
    const prose = read(path).replace(/^```[\s\S]*?^```$/gm, '')
    const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
    // Files that a page names, or has its readers make, are no names of ours.
    const named = spans.filter(span => !/\.(mjs|db|jsonl)$/.test(span))
    const names = named.filter(span => /^[a-z]+[A-Z]\w*$|^[a-z]+\.[a-z]+[a-z]$/.test(span))
    for (const name of names) expect(`${sources} ${listing}`).toMatch(new RegExp(`\\b${name}\\b`))
  })

  it.each(allPages())('%s links to what exists', path => {
    const links = [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    for (const link of links.filter(it => !it.startsWith('https:'))) expect(missing(path, link)).toBeNull()
  })
})

const listing = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' }).join(' ')

/** What a relative link points to that is not there; null where all is well. */
function missing(from: string, link: string): string | null {
  const [file = '', anchor] = link.split('#')
  const target = file === '' ? from : normalize(join(dirname(from), file))
  if (!existsSync(root + target)) return target
  if (anchor === undefined) return null
  return anchorsOf(target).includes(anchor) ? null : link
}

/** The anchors of a page: those written out, and those that GitHub makes of headings. */
function anchorsOf(path: string): string[] {
  const own = [...read(path).matchAll(/<a id="(\w+)"><\/a>/g)].map(([, id = '']) => id)
  const made = headings(path).map(title =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
  return [...own, ...made]
}
