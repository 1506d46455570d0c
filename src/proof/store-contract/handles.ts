// The promises between two handles on one store: for stores that can be opened more than once.
import { holds, same } from '../checks.ts'
import { appended, entries, type Group, readAll } from './ground.ts'

const twoHandles: Group = {
  about: 'two handles',
  why: 'partners may each run a process of their own on one store; what one wrote must count for the other',
  promises: [
    {
      what: 'show each other what they wrote',
      async check({ handle, handles }) {
        same('append by one', await handle(0).append('regio', entries(0, 2), 0), appended)
        same('size by the other', await handle(1).size('regio'), 2)
        same('append by the other', await handle(1).append('regio', entries(2, 1), 2), appended)
        const late = await handle(0).append('regio', entries(2, 1), 2)
        same('append by one at the size from before', late, { conflict: { size: 3 } })
        same('append elsewhere', await handle(1).append('two', entries(0, 1), 0), appended)
        for (const one of handles) {
          same('the log by each', await readAll(one, 'regio'), entries(0, 3))
          same('collaborations() by each', (await one.collaborations()).toSorted(), ['regio', 'two'])
        }
      },
    },
    {
      what: 'do not hinder each other: a long reading goes on while the other appends',
      async check({ handle }) {
        await handle(0).append('regio', entries(0, 1200), 0)
        const read = []
        let size = 1200
        for await (const one of handle(1).read('regio')) {
          read.push(one)
          if (one.seq % 100 > 0 || size > 5000) continue
          same('append during the read', await handle(0).append('regio', entries(size, 3), size), appended)
          size += 3
        }
        same('what the read gave', read, entries(0, read.length))
        const whole = read.length >= 1200 && read.length % 3 === 0
        holds('how much it gave', whole, '1200, and of the appends of 3 each whole', read.length)
      },
    },
    {
      what: 'a reading that was given up holds nobody up',
      async check({ handle }) {
        await handle(0).append('regio', entries(0, 1200), 0)
        const reading = handle(1).read('regio')[Symbol.asyncIterator]()
        await reading.next()
        for (let size = 1200; size < 1210; size++)
          same(`append at ${size}`, await handle(0).append('regio', entries(size, 1), size), appended)
      },
    },
    {
      what: 'a third one, opened later, has everything',
      async check({ handle, another, close }) {
        await handle(0).append('regio', entries(0, 2), 0)
        const third = await another()
        same('the log by a third', await readAll(third, 'regio'), entries(0, 2))
        await close(third)
        same('append after it was closed', await handle(0).append('regio', entries(2, 1), 2), appended)
        same('the log by the second', await readAll(handle(1), 'regio'), entries(0, 3))
      },
    },
    {
      what: 'what was confirmed is there after all were closed and one is opened again',
      why: 'a decision is worth what is left of it after the machine was switched off',
      async check({ handle, handles, another, close }) {
        await handle(0).append('regio', entries(0, 2), 0)
        await handle(1).append('regio', entries(2, 1), 2)
        for (const one of handles) await close(one)
        const later = await another()
        same('the log', await readAll(later, 'regio'), entries(0, 3))
        same('size', await later.size('regio'), 3)
        same('append at the size from before', await later.append('regio', entries(3, 1), 3), appended)
      },
    },
  ],
}

export const aboutHandles: readonly Group[] = [twoHandles]
