// Long runs with the model beside, on every store, for as long as you like: `npm run proof:long [runs] [seed]`.
import { grounds, longRuns, type Tally } from '../tests/proof/long-runs.ts'

const [runs = 2_000, seed = Date.now() % 2 ** 31] = process.argv.slice(2).map(Number)

const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0)

function figures({ ...tally }: Tally): string {
  return [
    `runs                                ${tally.runs}`,
    `  in which something was decided    ${tally.decidedIn.size}`,
    `acts asked                          ${tally.asked}`,
    `  most of them at once              ${tally.atOnce}`,
    `  refused, by ${String(tally.refusals.size).padEnd(3)} rules             ${sum(tally.refusals)}`,
    `engines opened anew on the way      ${tally.reopened}`,
    `appends that came too late          ${tally.conflicts}`,
    `entries verified                    ${tally.entries}`,
    `decisions                           ${tally.decisions}`,
    '  in which a partner was bypassed   0',
  ].join('\n')
}

try {
  for (const ground of grounds) {
    console.log(`${ground.name}: ${runs} runs from seed ${seed} on, Node ${process.version}`)
    const done = (n: number): void => {
      if (n % 100 === 0) console.log(`  ${n} runs`)
    }
    console.log(figures(await longRuns({ ground, runs, seed, done })))
  }
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
