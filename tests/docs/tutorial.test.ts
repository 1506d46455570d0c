// The tutorial, walked through as it stands, but for the installation: the built package is linked in its place.
// `npm run test:tutorial` installs for real.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../../scripts/write-docs.ts'
import { settled, stepsOf, type Walk, walk } from './walking.ts'

const page = 'docs/tutorial/first-collaboration.md'
const steps = stepsOf(page)
const patience = 300_000

/** An npm that installs by a link to this checkout, and refuses what the page should not ask. */
const npm = `#!/bin/sh
set -e
case "$*" in
  'ci' | 'pack --pack-destination ..') ;;
  'init -y') echo '{ "name": "first-collaboration", "version": "1.0.0", "type": "commonjs" }' > package.json ;;
  'install ../samenspraak-'*'.tgz libsql@'*)
    mkdir -p node_modules/.bin
    ln -s '${root}' node_modules/samenspraak
    printf '#!/bin/sh\\nexec node "%s" "$@"\\n' '${root}dist/cli/main.js' > node_modules/.bin/samenspraak
    chmod +x node_modules/.bin/samenspraak ;;
  *) echo "the test knows no npm $*"; exit 1 ;;
esac
`

describe('the tutorial', () => {
  let folder = ''
  let walked: Walk
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'samenspraak-tutorial-'))
    for (const name of ['bin', 'samenspraak']) mkdirSync(join(folder, name))
    writeFileSync(join(folder, 'bin/npm'), npm)
    chmodSync(join(folder, 'bin/npm'), 0o755)
    const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env.PATH}` }
    walked = walk(steps, join(folder, 'samenspraak'), join(folder, 'printed'), env)
  }, patience)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const shown = steps.flatMap((step, i) =>
    'commands' in step && step.prints !== null ? [[step.line, i, step.prints] as const] : [],
  )

  it('has something to show at every stage', () => {
    expect(shown.length).toBeGreaterThan(14)
  })

  it.each(shown)('line %i prints what the page says', (_, i, prints) => {
    expect(settled(walked.printed[i] ?? '')).toBe(settled(prints))
  })

  it('comes to its end', () => {
    expect({ code: walked.code, last: walked.printed.findLast(it => it !== '') }).toMatchObject({ code: 0 })
  })

  it('installs the version that this checkout packs, and the SQLite that it is tested with', async () => {
    const { default: manifest } = await import('../../package.json', { with: { type: 'json' } })
    const commands = steps.map(step => ('commands' in step ? step.commands : '')).join('')
    expect(commands).toContain(`npm install ../${manifest.name}-${manifest.version}.tgz libsql@`)
    expect(commands).toContain(`libsql@${manifest.devDependencies.libsql}\n`)
  })
})
