// A worker: plays the chunks that it is handed, and answers each with its tally.
import { parentPort, workerData } from 'node:worker_threads'
import { setStage } from './round.ts'
import { type Chunk, playChunk } from './trial.ts'
import type { Orders } from './workers.ts'

const { scenario, seed } = workerData as Orders
const stage = setStage(scenario)
parentPort?.on('message', (chunk: Chunk) => parentPort?.postMessage(playChunk(stage, seed, chunk)))
