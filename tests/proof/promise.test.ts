// The naive reading of the promise finds each way in which a log could have bypassed a partner; of a true log it finds nothing.
import { beforeAll, expect, it } from 'vitest'
import type { RecordedEntry } from '../../src/index.ts'
import { scene } from '../support.ts'
import { bypassed, type Line } from './promise.ts'

let log: readonly RecordedEntry[] = []
beforeAll(async () => {
  const { submitted, consent, confirm, log: all } = await scene()
  await submitted()
  await consent('almere1', 'zeewolde1', 'dronten1')
  await confirm('almere1', 'zeewolde1', 'dronten1')
  log = await all()
})

type Change = (lines: Line[]) => void

const of = (lines: Line[], type: string, partner = 'dronten'): number =>
  lines.findIndex(({ fact }) => fact.type === type && (!('partner' in fact) || fact.partner === partner))
const change =
  (type: string, to: (line: Line) => Partial<Line>): Change =>
  lines => {
    const n = of(lines, type)
    lines[n] = { ...(lines[n] as Line), ...to(lines[n] as Line) }
  }
const drop =
  (type: string): Change =>
  lines => {
    lines.splice(of(lines, type), 1)
  }
/** Something happens right before the first entry of a type that is dronten's, or nobody's. */
const before =
  (type: string, fact: Line['fact'], by = 'dronten1'): Change =>
  lines => {
    const n = of(lines, type)
    const matter = fact.type.startsWith('partner.') ? 'charter' : 'p1'
    lines.splice(n, 0, { ...(lines[n] as Line), matter, by, asked: {}, fact })
  }
const asked = (more: object) => (line: Line) => ({ asked: { ...(line.asked as object), ...more } })
const fact = (more: object) => (line: Line) => ({ fact: { ...line.fact, ...more } })
const objection = { type: 'objection.raised', objection: 'o9', partner: 'dronten' }
const notice = (dronten: string[]) =>
  ['almere', 'zeewolde', 'dronten'].map(partner => ({
    partner,
    persons: partner === 'dronten' ? dronten : [`${partner}1`],
  }))

it('finds nothing in a true log', () => {
  expect(log.some(({ fact: { type } }) => type === 'decision.taken')).toBe(true)
  expect(bypassed(log)).toBe(null)
})

it.each<readonly [string, Change]>([
  ['dronten was given no notice', change('proposal.submitted', fact({ notice: notice([]) }))],
  ['dronten was given no notice', change('proposal.submitted', fact({ notice: notice(['almere1']) }))],
  ['almere is held to another text', change('decision.taken', fact({ digest: 'sha256:0' }))],
  ['dronten took no position', drop('position.taken')],
  ['dronten took no position', change('position.taken', asked({ revision: 2 }))],
  ['dronten spoke provisionally', change('position.taken', asked({ provisional: true }))],
  ['dronten was spoken for by zeewolde1', change('position.taken', () => ({ by: 'zeewolde1' }))],
  ['dronten did not confirm this revision', drop('confirmation.given')],
  ['dronten did not confirm this revision', change('confirmation.given', fact({ digest: 'sha256:0' }))],
  ['dronten was confirmed for by dronten2', change('confirmation.given', () => ({ by: 'dronten2' }))],
  ['almere did not confirm in the circle', before('decision.taken', { type: 'partner.left' })],
  ['almere did not confirm after the last objection', before('decision.taken', objection)],
  ['dronten objects (o9)', before('position.taken', objection)],
])('finds that %s', (fault, tamper) => {
  const lines: Line[] = [...log]
  tamper(lines)
  expect(bypassed(lines.map((line, seq) => ({ ...line, seq })))).toContain(`: ${fault}`)
})
