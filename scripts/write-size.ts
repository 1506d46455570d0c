// Measures what the package weighs, packed and on a web page, and writes docs/reference/size.md: `npm run size`.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type BrowserDoor, bundleOf } from './bundles.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What one thing weighs, in bytes: as it lies there, and compressed as it travels. */
export interface Weight {
  readonly thing: string
  readonly plain: number
  readonly compressed: number
  /** The most that it may weigh compressed, in bytes: a test holds it. */
  readonly most: number
}

const kilobyte = 1_000

async function scriptWeight(
  door: BrowserDoor,
  dependencies: 'within' | 'outside',
  most: number,
): Promise<Weight> {
  const text = await bundleOf(door, { minify: true, dependencies })
  const name = door === '.' ? 'samenspraak' : `samenspraak${door.slice(1)}`
  const thing = `\`${name}\`, ${dependencies === 'within' ? 'with its dependencies' : 'own code alone'}`
  return { thing, plain: Buffer.byteLength(text), compressed: gzipSync(text, { level: 9 }).length, most }
}

function tarballWeight(most: number): Weight {
  const said = execFileSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
  })
  const [{ size, unpackedSize }] = JSON.parse(said) as [{ size: number; unpackedSize: number }]
  return {
    thing: 'the package, with its docs, examples and schemas',
    plain: unpackedSize,
    compressed: size,
    most,
  }
}

/** Everything that the page tells, measured now. Needs dist. */
export async function weights(): Promise<readonly Weight[]> {
  return [
    await scriptWeight('.', 'within', 175 * kilobyte),
    await scriptWeight('.', 'outside', 72 * kilobyte),
    await scriptWeight('./verify', 'within', 150 * kilobyte),
    await scriptWeight('./verify', 'outside', 48 * kilobyte),
    tarballWeight(700 * kilobyte),
  ]
}

const inKilobytes = (bytes: number): string => `${(bytes / kilobyte).toFixed(1)} kB`

/** The page that tells these weights. */
export function sizePage(list: readonly Weight[]): string {
  const row = ({ thing, plain, compressed, most }: Weight) =>
    `| ${[thing, inKilobytes(plain), inKilobytes(compressed), inKilobytes(most)].join(' | ')} |`
  return `# Size

<!-- generated: this page is written by scripts/write-size.ts; run \`npm run size\` -->

| what | plain | compressed | limit |
| --- | --- | --- | --- |
${list.map(row).join('\n')}

The first four are scripts for a browser: bundled and minified by esbuild, then compressed by gzip at its highest level. The
last is the package as npm packs it. A kB is 1,000 bytes, and the limit is on what is compressed. A test measures anew: it fails
beyond a limit, and where a figure is more than one twentieth off.
`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(`${root}docs/reference/size.md`, sizePage(await weights()))
