// The table of a procedure of others: the same intentions, in the acts that all of them share, asked of its chart.
import { type Calendar, dueAfter } from '../calendar.ts'
import type { ChartState } from '../chart.ts'
import { decide } from '../decider.ts'
import {
  chair,
  type Matter,
  type MatterAct,
  type MatterActName,
  type MatterEvent,
  type MatterFactType,
  startOf,
} from '../procedures/matter.ts'
import type { ComparedProcedure } from '../procedures/procedure.ts'
import type { Point } from './space.ts'
import {
  type Attempt,
  type Doing,
  type Intention,
  type Noted,
  office,
  outcomeOf,
  type Table,
  type View,
} from './table.ts'

/** What a table of another procedure is set with. */
export interface ComparedSetting {
  readonly partners: readonly string[]
  /** One of the partners. */
  readonly author: string
  readonly text: Point
  readonly calendar: Calendar
  /** How many revisions there may be: as many as our own charter allows. */
  readonly maxRevisions: number
  /** The length of a term where the procedure leaves it open: that of our consultation. */
  readonly termDays: number
}

const doings: Readonly<Partial<Record<Doing, { act: MatterActName; fact: MatterFactType }>>> = {
  consent: { act: 'takePosition', fact: 'position.taken' },
  reserve: { act: 'takePosition', fact: 'position.taken' },
  standAside: { act: 'takePosition', fact: 'position.taken' },
  object: { act: 'raiseObjection', fact: 'objection.raised' },
  letGo: { act: 'withdrawObjection', fact: 'objection.withdrawn' },
  answer: { act: 'answerObjection', fact: 'objection.answered' },
  amend: { act: 'amendProposal', fact: 'proposal.amended' },
  withdraw: { act: 'withdrawProposal', fact: 'proposal.withdrawn' },
  setAside: { act: 'dismissObjection', fact: 'objection.dismissed' },
  declare: { act: 'declareDecision', fact: 'decision.declared' },
  goOn: { act: 'enterStage', fact: 'stage.entered' },
}

/** What is nobody's voice. */
const ofNobody: ReadonlySet<Doing> = new Set(['declare', 'goOn'])

const positions = { consent: 'consent', reserve: 'reservation', standAside: 'standAside' } as const

/** A proposal of this text under a procedure of others, submitted at a moment. */
export function comparedTable(
  { procedure, termDays }: ComparedProcedure,
  setting: ComparedSetting,
  at: string,
  note: (noted: Noted) => void,
): Table {
  const { author, calendar, maxRevisions } = setting
  const partners = [author, ...setting.partners.filter(it => it !== author)]
  const known = new Set(procedure.chart.edges.map(({ type }) => type))
  const texts = [setting.text]
  const grounds = new Map<string, 'content' | 'involvement'>()
  let state = startOf(procedure, partners)
  let dueAt: string | null = null
  let seen: View | null = null

  const ask = (act: MatterAct, moment: string, text?: Point): boolean => {
    const decision = decide(procedure, state, act, null)
    if ('refused' in decision) return false
    if (text) texts.push(text)
    seen = null
    for (const { event, after } of decision.steps) {
      if (startsTerm(state, event, after)) dueAt = dueAfter(calendar, moment, termDays ?? setting.termDays)
      state = after
      note(notedFrom(event, moment, texts, grounds))
    }
    if (!runsTerm(procedure, state)) dueAt = null
    return true
  }
  const wording = (who: string, intention: Intention): MatterAct | null => {
    const { does } = intention
    const act = doings[does]?.act
    if (act === undefined) return null
    const partner = ofNobody.has(does) ? null : 'partner' in intention ? intention.partner : who
    const said = does in positions ? { position: positions[does as keyof typeof positions] } : {}
    return { act, partner, by: handOf(who), ...said }
  }
  const isKept = (partner: string): boolean => {
    const act = { act: 'takePosition', partner, by: partner, position: 'consent' } as const
    return 'refused' in decide(procedure, state, act, null)
  }
  const isAmendedOut = ({ does }: Intention): boolean =>
    does === 'amend' && state.context.revision >= maxRevisions
  ask({ act: 'submitProposal', partner: author, by: author }, at)
  return {
    offers: offersOf(known),
    view: () => {
      seen ??= viewOf(state, texts, grounds, maxRevisions, dueAt, isKept)
      return seen
    },
    ask: (who, intention, moment) => {
      const act = wording(who, intention)
      if (act === null || isAmendedOut(intention)) return false
      if (intention.does === 'object') grounds.set(who, intention.ground)
      return ask(act, moment, intention.does === 'amend' ? intention.text : undefined)
    },
    endTerm: moment => ask({ act: 'endTerm', partner: null, by: null }, moment),
    attempts: who => attempted(state.context, who, ask),
  }
}

const handOf = (who: string): string => (who === office ? chair : who)

const offersOf = (known: ReadonlySet<string>): ReadonlySet<Doing> =>
  new Set(Object.entries(doings).flatMap(([does, { fact }]) => (known.has(fact) ? [does as Doing] : [])))

/** A term begins with every text put forward, and with every state that was entered. */
const startsTerm = (before: ChartState<Matter>, event: MatterEvent, after: ChartState<Matter>): boolean =>
  before.value !== after.value || event.type === 'proposal.submitted' || event.type === 'proposal.amended'

function runsTerm({ chart }: ComparedProcedure['procedure'], state: ChartState<Matter>): boolean {
  const { revision } = state.context
  return chart.refusal(state, { type: 'term.ended', partner: null, by: null, revision }) === null
}

function viewOf(
  { value, context }: ChartState<Matter>,
  texts: readonly Point[],
  grounds: ReadonlyMap<string, 'content' | 'involvement'>,
  maxRevisions: number,
  dueAt: string | null,
  /** Whether what this partner said of an earlier text stands, and it cannot say anything else of this one. */
  isKept: (partner: string) => boolean,
): View {
  const objections = new Map(
    Object.entries(context.objections).map(([partner, { answered }]) => [
      partner,
      { ground: grounds.get(partner) ?? 'content', answered },
    ]),
  )
  const said = Object.entries(context.positions).flatMap(([partner, { revision }]) =>
    revision === context.revision || isKept(partner) ? [partner] : [],
  )
  return {
    outcome: outcomeOf(value),
    revision: context.revision,
    text: texts.at(-1) ?? [],
    rung: 0,
    partners: context.partners,
    spoke: new Set([...said, ...objections.keys()]),
    objections,
    called: false,
    confirmed: new Set(),
    mayAmend: context.revision < maxRevisions,
    dueAt,
  }
}

function notedFrom(
  { type, partner, by, revision, position, notice }: MatterEvent,
  at: string,
  texts: readonly Point[],
  grounds: ReadonlyMap<string, 'content' | 'involvement'>,
): Noted {
  return {
    ...{ at, type, partner, by: by === chair ? office : by, revision },
    ...(position ? { position } : {}),
    ...(notice ? { notice, text: texts.at(-1) } : {}),
    ...(type === 'objection.raised' ? { ground: grounds.get(partner ?? '') ?? 'content' } : {}),
  }
}

/** What an adversary can try at the table of another procedure: the voice of others, a text swapped, all of it again. */
function attempted(
  { partners, author, objections }: Matter,
  who: string,
  ask: (act: MatterAct, at: string, text?: Point) => boolean,
): readonly Attempt[] {
  const acts: (MatterAct & { name: string })[] = [
    ...partners
      .filter(it => it !== who)
      .flatMap(partner => [
        {
          name: "another's box is ticked",
          act: 'recordPosition',
          partner,
          by: who,
          position: 'consent',
        } as const,
        ...(Object.hasOwn(objections, partner)
          ? ([
              { name: 'an objection is let go by another', act: 'withdrawObjection', partner, by: who },
              { name: 'an objection is set aside by another', act: 'dismissObjection', partner, by: who },
            ] as const)
          : []),
      ]),
    { name: 'a partner says that it is decided', act: 'declareDecision', partner: null, by: who },
    { name: 'a partner goes on to the next stage', act: 'enterStage', partner: null, by: who },
    { name: 'a person ends the term', act: 'endTerm', partner: null, by: who },
    ...(who === author
      ? []
      : [{ name: 'another changes the text', act: 'amendProposal', partner: who, by: who } as const]),
  ]
  return acts.map(({ name, ...act }) => ({ name, make: moment => ask(act, moment) }))
}
