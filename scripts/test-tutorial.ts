// Walks through the tutorial as a stranger would, real installation included: `npm run test:tutorial`.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { settled, stepsOf, walk } from '../tests/docs/walking.ts'
import { root } from './write-docs.ts'

/** Copies this checkout as it is now, without what git does not keep. */
function checkoutIn(folder: string): string {
  const checkout = join(folder, 'samenspraak')
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const path of listed.split('\0').filter(it => it !== '' && existsSync(join(root, it)))) {
    mkdirSync(dirname(join(checkout, path)), { recursive: true })
    cpSync(join(root, path), join(checkout, path))
  }
  return checkout
}

const folder = mkdtempSync(join(tmpdir(), 'samenspraak-tutorial-'))
try {
  const steps = stepsOf('docs/tutorial/first-collaboration.md')
  const { code, printed } = walk(steps, checkoutIn(folder), join(folder, 'printed'), process.env)
  for (const [i, step] of steps.entries())
    if ('commands' in step && step.prints !== null && settled(printed[i] ?? '') !== settled(step.prints))
      throw new Error(`line ${step.line} printed something else:\n${printed[i]}`)
  if (code !== 0) throw new Error(`it ended with exit code ${code}:\n${printed.findLast(it => it !== '')}`)
  console.log(`the tutorial holds: ${steps.length} steps`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
