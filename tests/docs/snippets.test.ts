import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { allPages, root } from '../../scripts/write-docs.ts'
import { type Block, blocksOf, faultsOf, manifest, runModule, runShell } from './running.ts'
import { walked } from './walking.ts'

const blocks = allPages()
  .filter(page => !walked.includes(page))
  .flatMap(blocksOf)
const where = ({ page, line }: Block) => `${page}:${line}`
const inLanguage = (language: string) => blocks.filter(block => block.language === language)

/** What a page says that a block prints: the `text` block that follows it. */
function printedBy(block: Block): string | null {
  const next = blocks[blocks.indexOf(block) + 1]
  return next?.page === block.page && next.language === 'text' ? next.text : null
}

describe('code in the docs', () => {
  it('is in no language that nobody looks at', () => {
    // Declarations are generated from the code, and there is nothing to run in them.
    const declaration = ({ page, language }: Block) =>
      page === 'docs/reference/api.md' && language === 'typescript'
    const languages = new Set(blocks.filter(it => !declaration(it)).map(({ language }) => language))
    expect(['json', 'jsonl', 'mermaid', 'sh', 'text', 'ts']).toEqual(expect.arrayContaining([...languages]))
  })
})

describe('TypeScript in the docs', () => {
  const snippets = inLanguage('ts')

  it('is there', () => {
    expect(snippets.map(({ page }) => page)).toContain('README.md')
  })

  it('compiles', () => {
    expect(faultsOf(snippets.map(({ text }) => text))).toEqual([])
  })

  it.each(snippets.map(block => [where(block), block] as const))(
    '%s runs and prints what it says',
    (_, block) => {
      const { code, out, error } = runModule(block.text)
      expect({ code, error }).toEqual({ code: 0, error: '' })
      expect(printedBy(block)).not.toBeNull()
      expect(out).toBe(printedBy(block))
    },
  )
})

describe('the page on browsers', () => {
  const page = 'docs/how-to/use-in-a-browser.md'
  const programs = blocks.filter(block => block.page === page && block.language === 'ts')

  it('has programs that a bundler gathers without anything of Node', async () => {
    expect(programs.length).toBeGreaterThan(0)
    for (const { text } of programs) {
      const stdin = { contents: text, loader: 'ts', resolveDir: root } as const
      const { outputFiles } = await build({
        ...{ stdin, bundle: true, write: false, format: 'esm', platform: 'browser', logLevel: 'silent' },
      })
      expect(outputFiles[0]?.text).toContain('shorterThanHead')
      expect(outputFiles[0]?.text).not.toMatch(/from ["']node:|require\(/)
    }
  })
})

describe('commands in the docs', () => {
  const commands = inLanguage('sh')
  const ofNpm = commands.filter(({ text }) => /\bnp[mx]\b/.test(text))
  const ours = commands.filter(block => !ofNpm.includes(block))

  it('are there', () => {
    expect(ofNpm.map(({ text }) => text.trim())).toEqual(
      expect.arrayContaining(['npm ci && npm run demo', 'npm test']),
    )
    expect(ours.length).toBeGreaterThan(2)
  })

  it.each(ofNpm.map(block => [where(block), block] as const))(
    '%s names scripts that exist',
    (_, { text }) => {
      for (const command of text.split(/&&|\n/).filter(part => part.trim() !== '')) {
        const [, script] = /^\s*npm (?:run )?(\w+)\s*$/.exec(command) ?? []
        expect(script === 'ci' ? 'prepare' : script).toBeOneOf(Object.keys(manifest.scripts))
      }
    },
  )

  it.each(ours.map(block => [where(block), block] as const))('%s runs', (_, { text }) => {
    const { code, error } = runShell(text)
    expect({ code, error }).toEqual({ code: 0, error: '' })
  })
})

describe('JSON in the docs', () => {
  const lines = [
    ...inLanguage('json').map(block => [where(block), block.text] as const),
    ...inLanguage('jsonl').flatMap(block =>
      block.text
        .trimEnd()
        .split('\n')
        .map((text, i) => [`${where(block)}+${i}`, text] as const),
    ),
  ]
  it.each(lines)('%s is JSON', (_, text) => {
    expect(() => JSON.parse(text)).not.toThrow()
  })
})
