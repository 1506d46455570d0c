// One round: a proposal is put before the partners of a scenario, and what they do is recorded until it has ended.
import type { Calendar } from '../calendar.ts'
import type { ComparedProcedure } from '../procedures/procedure.ts'
import {
  authorBehaviour,
  type Behaviour,
  chairBehaviour,
  mediate,
  mediatorBehaviour,
  type OfficeBehaviour,
  partnerBehaviour,
  roomOf,
  type Seen,
  type Self,
} from './behaviour.ts'
import { type Chance, chanceOf } from './chance.ts'
import { comparedTable } from './compared-table.ts'
import { type Days, daysFrom } from './days.ts'
import { type Measured, newMeasure } from './measure.ts'
import { type Founded, found, ownTable } from './own-table.ts'
import { calendarOf, charterOf, type Scenario, type SimulatedPartner, scenarioLimits } from './scenario.ts'
import { distance, meanOf, type Point, type Room, within } from './space.ts'
import { type Intention, type Noted, office, type Table, type View } from './table.ts'

/** Behaviours of one's own, in the place of the shipped ones. */
export interface Behaviours {
  /** Of a partner, by its id. */
  readonly partners?: Readonly<Record<string, Behaviour>>
  /** Of the partner that put the text forward, after what it does as any other. */
  readonly author?: Behaviour
  readonly mediator?: OfficeBehaviour
  readonly chair?: OfficeBehaviour
}

/** A scenario that is ready to be played: what all its rounds have in common. */
export interface Stage {
  readonly scenario: Scenario
  readonly founded: Founded
  readonly calendar: Calendar
  readonly days: Days
  readonly submittedAt: string
  readonly behaviours: Behaviours
}

/** Founds the collaboration of a scenario. */
export function setStage(scenario: Scenario, behaviours: Behaviours = {}): Stage {
  const calendar = calendarOf(scenario)
  const submittedAt = `${scenario.start}T11:00:00.000Z`
  const founded = found(scenario, submittedAt)
  const days = daysFrom(calendar, submittedAt)
  return { scenario, founded, calendar, days, submittedAt, behaviours }
}

/** What became of a round, with everything that was recorded where that was asked for. */
export interface PlayedRound extends Measured {
  readonly seed: number
  /** Its number among the rounds of a trial. */
  readonly number: number
  readonly author: string
  /** The text that was put forward, and the one it ended with. */
  readonly firstText: Point
  readonly text: Point
  readonly noted: readonly Noted[]
}

const hands = { round: 0, office: 1, firstPartner: 2 } as const

/** Plays one round; `procedure` is one to compare with, ours is null. The same seed and number give the same round. */
export function play(
  stage: Stage,
  { procedure = null, ...which }: WhichRound & { readonly procedure?: ComparedProcedure | null },
): PlayedRound {
  return playAt(stage, procedure ? compared(procedure) : ours, which)
}

/** How the table of a round is set. */
export interface Setting {
  /** Under our procedure, where the opgavemanager sits at the table; elsewhere a chair does. */
  readonly isOurs: boolean
  /** With a text by an author, submitted when the stage says. What is recorded at the table is noted. */
  setTable(stage: Stage, author: string, text: Point, note: (noted: Noted) => void): Table
}

const ours: Setting = {
  isOurs: true,
  setTable: ({ founded, submittedAt }, author, text, note) =>
    ownTable(founded, author, text, submittedAt, note),
}

const compared = (procedure: ComparedProcedure): Setting => ({
  isOurs: false,
  setTable: ({ scenario, calendar, submittedAt }, author, text, note) => {
    const { terms, maxRevisions } = charterOf(scenario)
    const partners = scenario.partners.map(({ id }) => id)
    const limits = { maxRevisions: maxRevisions ?? 7, termDays: terms.consultation }
    return comparedTable(procedure, { author, text, calendar, partners, ...limits }, submittedAt, note)
  },
})

export interface WhichRound {
  readonly seed: number
  /** From 0. */
  readonly number: number
  /** Whether what was recorded is kept: off for trials of many rounds. */
  readonly keep?: boolean
}

/** Plays one round at a table of one's own. */
export function playAt(
  stage: Stage,
  { isOurs, setTable }: Setting,
  { seed, number, keep = false }: WhichRound,
): PlayedRound {
  const { scenario } = stage
  const chance = chanceOf(seed, number, hands.round)
  const selves = selvesOf(scenario, seed, number)
  const author = authorOf(scenario, chance, isOurs)
  const firstText = textOf(scenario, selves, author, chance)
  const noted: Noted[] = []
  const all = [...selves.values()].map(({ self }) => self)
  const measure = newMeasure(scenario, all)
  const note = (each: Noted): void => {
    measure.note(each)
    if (keep) noted.push(each)
  }
  const table = setTable(stage, author, firstText, note)
  const room: Sitting = { stage, table, selves, author, isOurs, measure, demands: new Map() }
  const days = sit(room, chance, chanceOf(seed, number, hands.office))
  const { text } = table.view()
  return { seed, number, author, firstText, text, noted, ...measure.result(table.view(), days) }
}

interface Seated {
  readonly self: Self
  readonly chance: Chance
}

interface Sitting {
  readonly stage: Stage
  readonly table: Table
  readonly selves: ReadonlyMap<string, Seated>
  readonly author: string
  readonly isOurs: boolean
  readonly measure: ReturnType<typeof newMeasure>
  readonly demands: Map<string, Room>
  /** The revision for which the opgavemanager has mediated. */
  mediated?: number
}

function selvesOf(scenario: Scenario, seed: number, number: number): Map<string, Seated> {
  return new Map(
    scenario.partners.map((partner, i) => {
      const chance = chanceOf(seed, number, hands.firstPartner + i)
      return [partner.id, { self: selfOf(partner, scenario, chance), chance }]
    }),
  )
}

function selfOf(partner: SimulatedPartner, { statusQuo }: Scenario, chance: Chance): Self {
  const ideal = shifted(partner.ideal, partner.spread, chance)
  const tolerance = partner.tolerance ?? (statusQuo ? distance(ideal, statusQuo) : 0)
  return { id: partner.id, partner, ideal, tolerance, moved: 0, memory: {} }
}

const shifted = (point: Point, spread: number, chance: Chance): Point =>
  spread === 0 ? point : within(point.map(at => at + spread * chance.normal()))

/** Other procedures know no proposals of an opgavemanager: there a partner proposes, drawn by chance. */
function authorOf({ proposal, partners }: Scenario, chance: Chance, isOurs: boolean): string {
  const drawn = partners[Math.floor(chance.share() * partners.length)]?.id ?? ''
  const { author } = proposal
  return author === 'random' || (author === office && !isOurs) ? drawn : author
}

function textOf(
  { proposal, issues }: Scenario,
  selves: ReadonlyMap<string, Seated>,
  author: string,
  chance: Chance,
): Point {
  const anywhere = issues.map(() => chance.share())
  const middle = meanOf([...selves.values()].map(({ self }) => self.ideal))
  // The office wants nothing for itself; its text is the same where a partner has to put it forward for it.
  const ideal = proposal.author === office ? undefined : selves.get(author)?.self.ideal
  if (proposal.text === 'random') return anywhere
  if (proposal.text === 'ideal') return ideal ?? middle
  return proposal.text === 'middle' ? middle : proposal.text
}

/** So many working days in which nothing was recorded, while no term runs that would end: then a round is given up. */
const mostIdleDays = 60

/** Day by day, until it has ended or nobody waits any longer. The number of working days that it took. */
function sit(sitting: Sitting, chance: Chance, officeChance: Chance): number {
  const { stage, table, selves } = sitting
  const everybody = [...selves.keys(), office]
  let [idle, before] = [0, table.view()]
  for (let day = 1; day <= scenarioLimits.longestDays; day += 1) {
    const now = stage.days.noon(day)
    endTerms(table, now)
    // A term that was due at midnight has ended with the day before.
    if (table.view().outcome !== 'open') return day - 1
    for (const who of chance.shuffled(everybody)) {
      if (who === office) officeActs(sitting, officeChance, day, now)
      else partnerActs(sitting, who, day, now)
      if (table.view().outcome !== 'open') return day
    }
    const view = table.view()
    idle = view === before && view.dueAt === null ? idle + 1 : 0
    if (idle === mostIdleDays) return day
    before = view
  }
  return scenarioLimits.longestDays
}

function endTerms(table: Table, now: string): void {
  for (let { dueAt } = table.view(); dueAt !== null && dueAt <= now; { dueAt } = table.view())
    if (!table.endTerm(dueAt)) return
}

function partnerActs(sitting: Sitting, who: string, day: number, now: string): void {
  const { stage, table, selves, author } = sitting
  const { self, chance } = selves.get(who) as Seated
  if (!table.view().partners.includes(who)) return
  if (stage.scenario.adversaries.includes(who)) attempt(sitting, who, chance, now)
  const attends = chance.happens(self.partner.attention)
  if (chance.happens(self.partner.turnover.chance)) replacePerson(sitting, self, chance, now)
  if (!attends || isAbsent(self.partner, now)) return
  const behaviour = stage.behaviours.partners?.[who] ?? partnerBehaviour
  carryOut(sitting, self, behaviour(self, seenBy(sitting, day), chance), now)
  if (who !== author || table.view().outcome !== 'open') return
  const asAuthor = stage.behaviours.author ?? authorBehaviour
  carryOut(sitting, self, asAuthor(self, seenBy(sitting, day), chance), now)
}

function carryOut(
  { table, measure, demands }: Sitting,
  self: Self,
  wanted: readonly Intention[],
  now: string,
): void {
  for (const each of wanted) {
    const admitted = ask(table, self.id, each, now)
    if (!admitted) {
      measure.misstep()
      return
    }
    if (each.does === 'object' && each.ground === 'content')
      demands.set(self.id, roomOf(self, { view: table.view(), demands }))
  }
}

/** A table that knows no reservation takes a consent instead. */
const ask = (table: Table, who: string, wanted: Intention, now: string): boolean =>
  table.ask(who, wanted, now) ||
  (wanted.does === 'reserve' && table.ask(who, { ...wanted, does: 'consent' }, now))

function officeActs(sitting: Sitting, chance: Chance, day: number, now: string): void {
  const { stage, table, selves, isOurs, measure, demands } = sitting
  const { scenario, behaviours } = stage
  const attention = isOurs ? scenario.opgavemanager.attention : scenario.chair.attention
  if (!chance.happens(attention)) return
  const view = table.view()
  if (view.rung === 2 && sitting.mediated !== view.revision) {
    sitting.mediated = view.revision
    bringTogether(view, selves, demands, scenario.opgavemanager.skill)
  }
  const behaviour = isOurs ? (behaviours.mediator ?? mediatorBehaviour) : (behaviours.chair ?? chairBehaviour)
  for (const each of behaviour(scenario, seenBy(sitting, day), chance))
    if (!table.ask(office, each, now)) measure.misstep()
}

/** The opgavemanager speaks with those who object, and finds out from everybody where it stands. */
function bringTogether(
  view: View,
  selves: ReadonlyMap<string, Seated>,
  demands: Map<string, Room>,
  skill: number,
): void {
  for (const [partner, { ground }] of view.objections) {
    const seated = selves.get(partner)
    if (seated && ground === 'content') mediate(seated.self, { view, demands }, skill)
  }
  for (const partner of view.partners) {
    const seated = selves.get(partner)
    if (seated) demands.set(partner, roomOf(seated.self, { view, demands }))
  }
}

function seenBy({ stage, table, author, demands }: Sitting, day: number): Seen {
  const view = table.view()
  const { consultation } = stage.scenario.charter.terms
  const daysLeft =
    view.dueAt === null ? consultation - ((day - 1) % consultation) : stage.days.before(view.dueAt) - day + 1
  return { view, offers: table.offers, day, daysLeft, author, demands }
}

const isAbsent = ({ absences }: SimulatedPartner, now: string): boolean => {
  const date = now.slice(0, 10)
  return absences.some(({ from, until }) => from <= date && date <= until)
}

function replacePerson({ table, measure }: Sitting, self: Self, chance: Chance, now: string): void {
  if (table.offers.has('replacePerson') && !table.ask(self.id, { does: 'replacePerson' }, now))
    measure.misstep()
  self.ideal = shifted(self.ideal, self.partner.turnover.shift, chance)
}

function attempt({ table, measure }: Sitting, who: string, chance: Chance, now: string): void {
  const all = table.attempts(who)
  const one = all[Math.floor(chance.share() * all.length)]
  if (one) measure.attempted(one.make(now))
}
