// The founding and the circle as a statechart: who is a partner, by which charter, spoken for by whom.
import { and, setup } from 'xstate'
import { asGuards, compileChart } from '../chart.ts'
import { type Circle, noCircle } from './circle.ts'
import * as effects from './effects.ts'
import { wordsNoted } from './kept-words.ts'
import { counted } from './keys.ts'
import { type CharterEvent, charterRules } from './rules.ts'

const law = setup({
  types: { context: {} as Circle, events: {} as CharterEvent },
  guards: asGuards(charterRules),
})

const assign = (effect: (circle: Circle, event: CharterEvent) => Circle) =>
  law.assign(({ context, event }) => {
    const after = effect(context, event)
    return counted(wordsNoted(after, event, after), event)
  })

const charterLaw = law.extend({
  actions: {
    layBefore: assign(effects.layBefore),
    sign: assign(effects.sign),
    found: assign(effects.found),
    askIn: assign(effects.askIn),
    join: assign(effects.join),
    leave: assign(effects.leave),
    mandate: assign(effects.mandate),
    endMandate: assign(effects.endMandate),
    registerKey: assign(effects.registerKey),
    revokeKey: assign(effects.revokeKey),
    eraseName: assign(effects.eraseName),
    replaceCharter: assign(effects.replaceCharter),
  },
})

const always = ['timeMovesForward', 'outcomesRecorded'] as const
const byPerson = [
  ...always,
  'signedWhereAsked',
  'signedWithOwnKey',
  'numberedInTurn',
  'signedOnItsText',
] as const

/** Founding, mandates, joining, leaving and the change of charters, as an ordinary XState machine whose events are facts. */
export const charterMachine = charterLaw.createMachine({
  id: 'charter',
  context: noCircle,
  initial: 'unfounded',
  states: {
    unfounded: {
      on: {
        'charter.proposed': {
          guard: and([...byPerson, 'byPersonNamedInIt', 'digestOfTheCharter']),
          actions: 'layBefore',
        },
        'charter.signed': {
          guard: and([...byPerson, 'onTheProposedText', 'byNamedSeat', 'signsOnce']),
          actions: 'sign',
        },
        'collaboration.founded': {
          target: 'founded',
          guard: and(['timeMovesForward', 'everyPartnerSigned', 'needsShown']),
          actions: 'found',
        },
      },
    },
    founded: {
      on: {
        'charter.signed': {
          guard: and([
            ...byPerson,
            'byNamedSeat',
            'signsOnce',
            'onTheCharterInForce',
            'invitedSinceItLeft',
            'speaksForNobodyElse',
          ]),
          actions: 'askIn',
        },
        'partner.joined': {
          guard: and(['timeMovesForward', 'newcomerSigned', 'needsShown']),
          actions: 'join',
        },
        'partner.left': { guard: and([...byPerson, 'byStuurgroepSeat', 'needsShown']), actions: 'leave' },
        'mandate.given': {
          guard: and([
            ...byPerson,
            'byStuurgroepSeat',
            'personIsFree',
            'unambiguousPerson',
            'mandateEndsLater',
            'holderRemains',
            'personsWithinLimit',
            'newKey',
            'keyRemains',
            'personalApart',
          ]),
          actions: 'mandate',
        },
        'mandate.withdrawn': {
          guard: and([...byPerson, 'byStuurgroepSeat', 'holdsTheMandate', 'holderRemains', 'keyRemains']),
          actions: 'endMandate',
        },
        'key.registered': { guard: and([...byPerson, 'byPersonOrSeat', 'newKey']), actions: 'registerKey' },
        'key.revoked': {
          guard: and([...byPerson, 'byPersonOrSeat', 'hasKey', 'keyRemains']),
          actions: 'revokeKey',
        },
        'name.erased': {
          guard: and([...byPerson, 'wordsOnRecord', 'byKeeperOfWords']),
          actions: 'eraseName',
        },
        'charter.replaced': {
          guard: and([...always, 'adoptedByDecision', 'needsShown']),
          actions: 'replaceCharter',
        },
      },
    },
  },
})

export const charterChart = compileChart<Circle, CharterEvent>(charterMachine, (state): string =>
  state === 'unfounded' ? 'afterTheFounding' : 'beforeTheFounding',
)
