// A small trial to report on: three partners, one of them named to break the page, and whatever a report can tell of them.
import { type ReportInput, reportPage } from '../../src/simulation/report/page.ts'
import { readScenario } from '../../src/simulation/scenario.ts'
import { sweep } from '../../src/simulation/sweep.ts'
import { round, simulate, type TrialOptions } from '../../src/simulation/trial.ts'

/** Every sign that means something in HTML, in an attribute or in a style sheet. */
export const evil = `</title></svg><script>alert('1')</script> & "Zn" </style>`

export const scenarioInput = {
  format: 'samenspraak-scenario/1',
  title: `Wonen ${evil}`,
  description: `Waarom: ${evil}`,
  issues: [{ name: `share ${evil}`, low: `few ${evil}`, high: `many ${evil}` }],
  charter: {
    terms: {
      ...{ consultation: 10, lijnmanagement: 10, opgavemanager: 10 },
      ...{ stuurgroep: 15, jointDecision: 10, extension: 5 },
    },
  },
  partners: [
    { id: 'a', name: 'Almere', ideal: [0.2], tolerance: 0.3, spread: 0.05 },
    { id: 'b', name: `Partner ${evil}`, ideal: [0.5], tolerance: 0.3, spread: 0.05 },
    { id: 'c', name: 'Urk', ideal: [0.9], tolerance: 0.25, spread: 0.05 },
  ],
  adversaries: ['c'],
}

export const scenario = readScenario(scenarioInput)

/** The same trial each time. */
export const trial = (options: TrialOptions = {}) =>
  simulate(scenarioInput, { rounds: 300, compare: ['majority', 'lazy-consensus'], ...options })

/** A report with everything in it: a comparison, a sweep of two parameters, a round. */
export async function fullInput(): Promise<ReportInput> {
  const result = await trial()
  const axes = [
    { path: 'partners.*.attention', values: [0.3, 0.9] },
    { path: 'partners.c.strategy', values: ['insist', 'negotiate', 'leave'] },
  ]
  const swept = await sweep(scenarioInput, axes, { rounds: 10 })
  const number = result.procedures.samenspraak?.notable.longest ?? 0
  const timeline = { procedure: 'samenspraak', round: round(scenarioInput, 1, { number }) }
  return { scenario, result, swept, timeline }
}

export const fullPage = async (): Promise<string> => reportPage(await fullInput())
