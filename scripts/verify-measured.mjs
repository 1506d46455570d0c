// Verifies a log that comes in on standard input and tells at some sizes what that took: run by `million.ts`, with a capped
// heap and `--expose-gc`. One line of JSON each; `peak` is the most that was seen, `held` what is left after collection.
import { verifyStream } from '../dist/verify/verify.js'

const sizes = process.argv.slice(2).map(Number)
const start = performance.now()
let [bytes, entries, heap, buffers] = [0, 0, 0, 0]

const tell = line => process.stdout.write(`${JSON.stringify(line)}\n`)

function look() {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  heap = Math.max(heap, heapUsed)
  buffers = Math.max(buffers, arrayBuffers)
}

function report() {
  const seconds = (performance.now() - start) / 1000
  globalThis.gc()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  const held = { heap: heapUsed, buffers: arrayBuffers }
  tell({ entries, bytes, seconds, peak: { heap, buffers, rss: process.resourceUsage().maxRSS * 1024 }, held })
}

async function* measured(chunks) {
  for await (const chunk of chunks) {
    yield chunk
    bytes += chunk.length
    look()
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) entries += 1
    if (entries >= sizes[0]) {
      report()
      sizes.shift()
    }
  }
}

tell(await verifyStream(measured(process.stdin)))
