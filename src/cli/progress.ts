// A line on a terminal that tells how far something is, how fast it goes and how long it will take; silent in a pipe.

/** Tells how far something is, over its own last line. */
export interface Progress {
  tell(done: number, of: number): void
  clear(): void
}

const width = 24
/** No oftener than an eye can follow. */
const leastBetween = 100

/** A bar on standard error, where that is a terminal. `what` is counted, in the plural. */
export function progressBar(what: string): Progress {
  const shown = process.stderr.isTTY === true
  const start = performance.now()
  let last = -leastBetween
  return {
    tell: (done, of) => {
      const now = performance.now()
      if (!shown || (now - last < leastBetween && done < of)) return
      last = now
      process.stderr.write(`\r\x1b[2K${barOf(done, of, (now - start) / 1000, what)}`)
    },
    clear: () => {
      if (shown) process.stderr.write('\r\x1b[2K')
    },
  }
}

/** The bar as text: `[#####.....] 50 %  1,000 of 2,000 rounds, 250 a second, 4 s left`. Pure. */
export function barOf(done: number, of: number, seconds: number, what: string): string {
  const share = of === 0 ? 1 : done / of
  const filled = Math.floor(share * width)
  const bar = `${'#'.repeat(filled)}${'.'.repeat(width - filled)}`
  const rate = seconds > 0 ? done / seconds : 0
  const left = rate > 0 ? `, ${timeOf((of - done) / rate)} left` : ''
  const count = `${done.toLocaleString('en')} of ${of.toLocaleString('en')} ${what}`
  return `[${bar}] ${Math.floor(share * 100)} %  ${count}, ${Math.round(rate).toLocaleString('en')} a second${left}`
}

function timeOf(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5400 ? `${Math.ceil(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
