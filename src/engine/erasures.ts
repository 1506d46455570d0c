// What is recorded as erased is erased from the store as well, by whatever engine reads that (W4).
import type { Replay } from '../collaboration/replay.ts'
import type { Store } from '../log/store.ts'

/**
 * Has the store erase what the log read so far says is to be erased. What it fails to do is tried again the next time; so an
 * erasure that was recorded is carried out by whatever engine reads it, also after a crash between the two.
 */
export async function carryOutErasures({
  id,
  store,
  replay,
}: {
  readonly id: string
  readonly store: Store
  readonly replay: Replay
}): Promise<void> {
  for (let next = replay.erasures[0]; next; next = replay.erasures[0]) {
    const { matter } = next
    const digests = replay.erasures.filter(it => it.matter === matter).map(({ digest }) => digest)
    await store.words?.erase(id, matter, digests)
    const left = replay.erasures.filter(it => it.matter !== matter)
    replay.erasures.splice(0, replay.erasures.length, ...left)
  }
}
