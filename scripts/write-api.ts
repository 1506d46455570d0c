// Writes docs/reference/api.md: every export of every door, in the order of its file, with its docstring and declaration.
// Reads the declarations that the build made: run `npm run build` first.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Longer declarations are cut: types that are computed, such as those of the machines, say nothing to a reader. */
const mostCharacters = 6_000
const mostOfAType = 160

interface Exported {
  readonly name: string
  readonly words: string
  readonly throws: readonly string[]
  readonly declaration: string
}

/** The doors of the package that are code, as package.json names them. */
export function doors(): { readonly name: string; readonly file: string }[] {
  const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    exports: Record<string, string | { types: string }>
  }
  return Object.entries(exports).flatMap(([door, to]) =>
    typeof to === 'string'
      ? []
      : [{ name: `samenspraak${door.slice(1)}`, file: `${root}${to.types.slice(2)}` }],
  )
}

/** The page, from what the build declared. */
export function apiPage(): string {
  const all = doors()
  for (const { file } of all) if (!existsSync(file)) throw new Error(`${file} is not there: npm run build`)
  const program = ts.createProgram(
    all.map(({ file }) => file),
    {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      allowImportingTsExtensions: true,
      noEmit: true,
      skipLibCheck: true,
      strict: true,
    },
  )
  const sections = all.map(({ name, file }) => sectionOf(program, name, file))
  return `# The TypeScript API

Every export, door by door, from its docstring and declaration. Acts, facts and rules have pages of their own: [acts](acts.md),
[facts](facts.md), [rules](rules.md); so has [the charter](charter.md).

${all.map(({ name }) => `- [\`${name}\`](#${name.replace(/[^\w-]/g, '')})`).join('\n')}

${sections.join('\n')}`
}

function sectionOf(program: ts.Program, name: string, file: string): string {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  if (!source || !module) throw new Error(`${file} exports nothing`)
  const opening = /^\/\/ (.*)/.exec(readFileSync(sourceOf(file), 'utf8'))?.[1] ?? ''
  const told = checker.getExportsOfModule(module).map(symbol => exportOf(checker, symbol))
  return `## ${name}\n\n${opening}\n\n${told.map(entryOf).join('\n')}`
}

/** The first line of a door's own file says what it is for. */
const sourceOf = (file: string): string => file.replace('/dist/', '/src/').replace(/\.d\.ts$/, '.ts')

function exportOf(checker: ts.TypeChecker, symbol: ts.Symbol): Exported {
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0
  const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol
  const declarations = target.declarations ?? []
  const throws = target.getJsDocTags(checker).filter(tag => tag.name === 'throws')
  return {
    name: symbol.name,
    words: ts.displayPartsToString(target.getDocumentationComment(checker)),
    throws: throws.map(tag => ts.displayPartsToString(tag.text).trim()),
    declaration: declarations.map(textOf).join('\n\n'),
  }
}

function textOf(declaration: ts.Declaration): string {
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
  const text = node
    .getText()
    .replace(/^export (declare )?/, '')
    .replace(/^ {4}/gm, '  ')
  if (ts.isVariableDeclaration(declaration) && text.length > mostOfAType)
    return `${text.slice(0, mostOfAType)} …`
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}\n…` : text
}

function entryOf({ name, words, throws, declaration }: Exported): string {
  const fails = throws.map(text => `Throws ${text}\n\n`).join('')
  const said = words === '' ? '' : `${words}\n\n`
  return `### ${name}\n\n${said}${fails}\`\`\`typescript\n${declaration}\n\`\`\`\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(`${root}docs/reference/api.md`, apiPage())
