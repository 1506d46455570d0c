// Brings a mutant into the source, bundles the checks with it, and lets one of them look.
import { readFileSync, rmSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { applyEdits } from '../mutants/apply.ts'
import type { Mutant } from '../mutants/mutant.ts'
import type { Kill } from './checks.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** The checks as they are with this mutant in the source; as they are without any, for null. */
export async function checksWith(mutant: Mutant | null): Promise<(name: string) => Promise<Kill | null>> {
  const name = mutant?.name ?? 'unchanged'
  // Among the modules, so that what is not bundled is found from there.
  const outfile = join(root, 'node_modules/.cache/mutants', `${name}-${process.pid}.mjs`)
  await build({
    entryPoints: [join(root, 'tests/proof/kills/checks.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'silent',
    plugins: [
      {
        name: 'mutant',
        setup: ({ onLoad }) =>
          // By the name of the file, so that little else is asked about.
          mutant?.edits.forEach(({ file }) => {
            const filter = new RegExp(`/${basename(file)}$`)
            onLoad({ filter }, ({ path }) => ({
              contents: applyEdits(mutant, relative(root, path), readFileSync(path, 'utf8')),
              loader: 'ts',
            }))
          }),
      },
    ],
  })
  const { checks } = (await import(pathToFileURL(outfile).href)) as typeof import('./checks.ts')
  rmSync(outfile)
  return async check => {
    const run = checks[check]
    if (!run) throw new Error(`there is no check "${check}"`)
    try {
      return await run()
    } catch (error) {
      // A law that cannot even found a collaboration, or whose outcomes never end, is noticed too.
      return { breaks: 'works', what: (error as Error).message.slice(0, 300) }
    }
  }
}
