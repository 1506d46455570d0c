// The doors of the package as one file each, as a web page would load them: made by esbuild from what was built.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import packageJson from '../package.json' with { type: 'json' }

const root = fileURLToPath(new URL('..', import.meta.url))

/** The doors that open in a browser too, each with the name under which a bundle puts it on the page. */
export const browserDoors = { '.': 'samenspraak', './verify': 'samenspraakVerify' } as const
export type BrowserDoor = keyof typeof browserDoors

/** How a door is bundled: for reading or for the wire, with the dependencies or with our own code alone. */
export interface Bundling {
  readonly minify?: boolean
  readonly dependencies?: 'within' | 'outside'
}

/**
 * The script that a page needs for a door; with the dependencies within, it sets one global name. Needs dist.
 * @throws Error from esbuild, also where something within asks for a module that only Node has
 */
export async function bundleOf(
  door: BrowserDoor,
  { minify = false, dependencies = 'within' }: Bundling = {},
): Promise<string> {
  const apart = dependencies === 'outside'
  const { outputFiles } = await build({
    entryPoints: [join(root, packageJson.exports[door].default)],
    bundle: true,
    write: false,
    minify,
    platform: 'browser',
    target: 'es2023',
    ...(apart ? { packages: 'external', format: 'esm' } : { format: 'iife', globalName: browserDoors[door] }),
    logLevel: 'silent',
    tsconfigRaw: '{}',
  })
  return outputFiles[0]?.text ?? ''
}
