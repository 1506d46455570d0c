// Rounds on several cores: a crew of workers, each of which plays the chunks that it is handed.
import { Worker } from 'node:worker_threads'
import type { Scenario } from './scenario.ts'
import type { Tally } from './tally.ts'
import type { Chunk, Crew } from './trial.ts'

/** What a worker is handed at its start. */
export interface Orders {
  readonly scenario: Scenario
  readonly seed: number
}

interface Hand {
  readonly worker: Worker
  busy: boolean
}

/** So many workers, ready to play. */
export function crewOf(scenario: Scenario, seed: number, count: number): Crew {
  const orders: Orders = { scenario, seed }
  // Beside this file, as source or as built.
  const file = new URL(import.meta.url.replace(/workers(\.\w+)$/, 'worker$1'))
  const hands = Array.from({ length: count }, (): Hand => {
    const worker = new Worker(file, { workerData: orders, execArgv: [] })
    // One listener for each chunk comes and goes.
    worker.setMaxListeners(0)
    return { worker, busy: false }
  })
  return {
    play: chunk => {
      const hand = hands.find(({ busy }) => !busy)
      if (!hand) throw new Error('every worker is busy')
      return handed(hand, chunk)
    },
    close: async () => {
      await Promise.all(hands.map(({ worker }) => worker.terminate()))
    },
  }
}

function handed(hand: Hand, chunk: Chunk): Promise<Tally> {
  const { worker } = hand
  hand.busy = true
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', onMessage).off('error', onError)
      hand.busy = false
    }
    const onMessage = (tally: Tally): void => {
      settle()
      resolve(tally)
    }
    const onError = (error: Error): void => {
      settle()
      reject(error)
    }
    worker.on('message', onMessage).on('error', onError)
    worker.postMessage(chunk)
  })
}
