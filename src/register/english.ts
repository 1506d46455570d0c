// The record in English. The names of roles and stages stay Dutch, but for the consultation.
import type { Notice } from '../charter/circle.ts'
import { quoted } from './names.ts'
import type { AskWords, Next, Phrases } from './phrases.ts'
import type { Voice } from './voice.ts'

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

const addressed = (notices: readonly Notice[], { partner, addressee }: Voice): string =>
  notices.map(it => `${partner(it.partner)} (${list(it.persons.map(addressee)) || 'nobody yet'})`).join('; ')

const unmet = (needs: readonly string[], { need }: Voice): string =>
  needs.length === 0 ? '' : `; nobody meets: ${needs.map(need).join('; ')}`

const reason = (text: string | undefined): string => (text === undefined ? '' : `: ${quoted(text)}`)
const days = (count: number): string => (count === 1 ? '1 working day' : `${count} working days`)
const later = (count: number): string => (count === 0 ? 'the same day' : `after ${days(count)}`)
const within = (count: number): string => (count === 0 ? 'the same day' : `within ${days(count)}`)
const times = (count: number): string => (count === 1 ? 'once' : `${count} times`)

const stages = {
  consultation: 'consultation',
  lijnmanagement: 'lijnmanagement',
  opgavemanager: 'opgavemanager',
  stuurgroep: 'stuurgroep',
} as const
const positions = {
  consent: 'consents',
  reservation: 'consents with a reservation',
  standAside: 'stands aside',
} as const
const provisionally = ', provisionally: that does not count yet'
const next = (it: Next): string =>
  it === 'noConsensus' ? 'it ends without consensus' : `it goes up to ${stages[it]}`

const facts: Phrases['facts'] = {
  'charter.proposed': ({ by, asked }, { person }) =>
    `${person(by)} lays a charter before the partners: ${quoted(asked.charter.opgave.title)}`,
  'charter.signed': ({ by, fact }, { partner, person }) =>
    `${partner(fact.partner)} signs the charter, by ${person(by)}`,
  'collaboration.founded': ({ fact }, voice) =>
    `The collaboration of ${fact.partners.length} partners is founded${unmet(fact.unmetNeeds, voice)}`,
  'partner.joined': ({ fact }, voice) =>
    `${voice.partner(fact.partner)} is a partner from now on${unmet(fact.unmetNeeds, voice)}`,
  'partner.left': ({ fact }, voice) =>
    `${voice.partner(fact.partner)} leaves the collaboration${unmet(fact.unmetNeeds, voice)}`,
  'mandate.given': ({ fact, asked }, { partner, person, until }) =>
    `${partner(fact.partner)} mandates ${person(asked.person)} for ${list(asked.roles)}${fact.endsAt ? `, ${until(fact.endsAt)}` : ''}`,
  'mandate.withdrawn': ({ fact, asked }, { partner, person }) =>
    `${partner(fact.partner)} withdraws the mandate of ${person(asked.person)} for ${list(fact.roles)}`,
  'key.registered': ({ by, asked }, { person }) => `${person(by)} registers a key of ${person(asked.person)}`,
  'key.revoked': ({ by, asked }, { person }) => `${person(by)} revokes the key of ${person(asked.person)}`,
  'name.erased': ({ by, asked }, { person }) =>
    `${person(by)} has a name erased that a mandate gave${reason(asked.reason)}`,
  'charter.replaced': ({ fact }, voice) =>
    `The new charter is in force; partners that it invites can sign it${unmet(fact.unmetNeeds, voice)}`,
  'proposal.drafted': ({ by, fact, asked }, { person, partner }) =>
    `${person(by)} drafts ${quoted(asked.title)}${fact.author.partner === null ? ' as opgavemanager' : ` for ${partner(fact.author.partner)}`}`,
  'draft.revised': ({ by, asked }, { person }) => `${person(by)} revises the draft ${quoted(asked.title)}`,
  'proposal.submitted': ({ by, fact }, voice) =>
    `${voice.person(by)} submits it. Asked for a position, ${voice.until(fact.dueAt)}: ${addressed(fact.notice, voice)}`,
  'proposal.amended': ({ by, fact }, { person, until }) =>
    `${person(by)} amends the text: revision ${fact.revision}. All positions fall, objections stand; ${fact.notice.length} partners are asked anew, ${until(fact.dueAt)}`,
  'proposal.withdrawn': ({ by }, { person }) => `${person(by)} withdraws the proposal`,
  'comment.made': ({ by, fact, asked }, { person }) =>
    `${person(by)}${asked.replyTo === undefined ? '' : ` replies to ${asked.replyTo}`} (${fact.comment}): ${quoted(asked.text)}`,
  'position.taken': ({ by, fact, asked }, { partner, person }) =>
    `${partner(fact.partner)} ${positions[asked.position]}${asked.provisional ? provisionally : ''}${reason(asked.reason)} (${person(by)})`,
  'objection.raised': ({ fact, asked }, { partner }) =>
    `${partner(fact.partner)} objects${asked.ground === 'involvement' ? ' to how it was involved' : ''} (${fact.objection})${reason(asked.reason)}`,
  'objection.answered': ({ by, asked }, { person }) =>
    `${person(by)} answers ${asked.objection}${reason(asked.text)}`,
  'objection.withdrawn': ({ fact, asked }, { partner }) =>
    `${partner(fact.partner)}${asked.reason === undefined ? '' : ` says ${quoted(asked.reason)} and`} lets its objection ${asked.objection} go`,
  'term.extended': ({ fact }, { partner, until }) =>
    `${partner(fact.partner)} asks for more time, for everyone: ${until(fact.dueAt)}`,
  'proposal.escalated': ({ fact, asked }, { subject }) =>
    `${subject(fact.partner)} takes it one rung up${reason(asked.reason)}`,
  'term.ended': ({ asked }) => `The term of the stage ${stages[asked.stage]} ends`,
  'stage.entered': ({ fact }, voice) =>
    [
      `It goes up to ${stages[fact.stage]}, ${voice.until(fact.dueAt)}`,
      fact.silences.length > 0 ? `silent, and now addressed: ${addressed(fact.silences, voice)}` : '',
      fact.unconfirmed.length > 0
        ? `not confirmed, and now addressed: ${addressed(fact.unconfirmed, voice)}`
        : '',
      fact.unanswered.length > 0 ? `left without an answer: ${list(fact.unanswered)}` : '',
    ]
      .filter(part => part !== '')
      .join('; '),
  'decision.called': ({ fact }, { until }) =>
    `Everybody agrees: the joint decision is called, each partner is asked to confirm this very text, ${until(fact.dueAt)}`,
  'confirmation.given': ({ by, fact }, { partner, person }) =>
    `${partner(fact.partner)} confirms, by ${person(by)}`,
  'decision.taken': ({ fact }, voice) =>
    `DECIDED by all ${fact.partners.length} partners${unmet(fact.unmetNeeds, voice)}`,
  'consensus.failed': ({ fact }, { partner }) =>
    [
      `No consensus: ${failed[fact.reason]}; everything stays as it was`,
      fact.sustained.length > 0 ? `sustained: ${list(fact.sustained)}` : '',
      fact.silent.length > 0 ? `had not spoken: ${list(fact.silent.map(partner))}` : '',
    ]
      .filter(part => part !== '')
      .join('; '),
  'words.erased': ({ by, asked }, { person }) => `${person(by)} has words erased${reason(asked.reason)}`,
  'circle.changed': ({ fact: { joined, left, notBefore } }, { subject, partner, until }) =>
    joined === null
      ? `The circle is without ${partner(left ?? '')} now: confirmations so far are void`
      : `${subject(joined)} is given notice${notBefore === null ? '' : ` and a full term, ${until(notBefore)}`}: confirmations so far are void`,
}

const failed = {
  ladderEnded: 'the ladder has come to its end',
  charterReplaced: 'the charter that it would change was replaced',
  tooFewPartners: 'fewer than two partners remain',
} as const

const asks: Phrases['asks'] = {
  position: ({ who, partner, matter, until }: AskWords) =>
    `${who} is asked for the position of ${partner} on ${matter}, ${until}`,
  finalPosition: ({ who, partner, matter, until }) =>
    `${who} is asked to make the provisional position of ${partner} on ${matter} final, ${until}`,
  involvement: ({ who, owner, matter, until, able }) =>
    `${who} is asked to see to it that ${owner} speaks on ${matter}, ${until}; ${able === '' ? 'nobody can take its position now' : `its position can be taken by ${able}`}`,
  support: ({ who, partner, matter, until }) =>
    `${who} is asked, ${until}, whether ${partner} carries ${matter}: all partners stand aside, so that nobody does`,
  confirmation: ({ who, partner, matter, until }) =>
    `${who} is asked to confirm ${matter} for ${partner}, ${until}`,
  answer: ({ who, objection, owner, matter, words, until }) =>
    `${who} is asked to answer objection ${objection} of ${owner} to ${matter}, ${until}: ${words}`,
  objection: ({ who, partner, objection, matter, words, until, answered }) =>
    `${who} is asked, ${until}, whether objection ${objection} of ${partner} to ${matter} still stands: ${words}${answered ? ', to which this stage gave an answer' : ''}; only ${partner} can let it go`,
  reply: ({ who, owner, matter, words }) =>
    `${who} is asked to reply to a question of ${owner} about ${matter}: ${words}`,
  signature: ({ who, partner, words }) => `${who} is asked to sign the charter ${words} for ${partner}`,
  submission: ({ who, matter }) =>
    `${who} has the draft ${matter} in hand, and is asked to submit it once it is ready`,
  term: ({ matter, stage, until, next: what }) =>
    `The term of ${matter} on the stage ${stage} ran ${until}; its end will be recorded at the next tick, and then ${what}`,
}

/** All words in English. */
export const english: Phrases = {
  list,
  until: day => `until the end of ${day}`,
  untilTime: (day, time) => `until ${time} on ${day}`,
  after: day => `after ${day}`,
  at: (day, time) => `on ${day} at ${time}`,
  office: { first: 'The opgavemanager', within: 'the opgavemanager', title: 'opgavemanager' },
  nobodyYet: 'Somebody still to be mandated',
  nobodyInOffice: 'A new opgavemanager',
  stages,
  states: {
    drafting: 'a draft',
    consultation: 'in consultation',
    lijnmanagement: 'on lijnmanagement',
    opgavemanager: 'on opgavemanager',
    stuurgroep: 'on stuurgroep',
    decided: 'decided',
    noConsensus: 'ended without consensus',
    withdrawn: 'withdrawn',
  },
  positions,
  provisionally,
  revision: number => `revision ${number}`,
  titled: (title, id) => `${title} (${id})`,
  facts,
  asks,
  points: {
    silence: (partner, provisional) =>
      provisional === ''
        ? `${partner} has not spoken`
        : `${partner} has spoken only provisionally: it ${provisional}`,
    objection: ({ owner, id, reason: words, answered }) =>
      `Objection ${id} of ${owner} is open${answered ? '' : ', without an answer on this stage'}: ${words}`,
    confirmation: partner => `${partner} has not confirmed`,
    support: 'All partners stand aside, so that nobody carries it',
  },
  why: {
    notYet: (sentence, cites) => `Not true yet: ${sentence} (${cites})`,
    next: (what, when) => `If nothing changes, ${next(what)} ${when}`,
    over: what => `The term is over: at the next tick ${next(what)}`,
    closesBy: until => `It can last ${until}, unless a partner joins (O8)`,
    closesWithin: count => `It ends at most ${days(count)} after its submission, unless a partner joins (O8)`,
  },
  next,
  decision: {
    outcome: (title, outcome, when) =>
      `${title}: ${{ decided: 'decided by all partners', noConsensus: 'ended without consensus', withdrawn: 'withdrawn' }[outcome]}${when === '' ? '' : `, ${when}`}`,
    text: (revision, digest) => `The text, ${revision}, with digest ${digest}:`,
    position: (partner, position, words, person) =>
      `${partner} ${position}${words === '' ? '' : `: ${words}`} (${person})`,
    confirmation: (partner, person, when) => `${partner} confirmed, by ${person}, ${when}`,
    sustained: ({ owner, id, reason: words, departed }) =>
      `${owner}${departed ? ', which has left,' : ''} sustained its objection ${id}: ${words}`,
    letGo: ({ owner, id, reason: words }) => `${owner} let its objection ${id} go: ${words}`,
    silent: partner => `${partner} had not spoken`,
    unmetNeed: need => `Nobody met the need: ${need}`,
    commitment: ({ partner, what, by, departed }) =>
      `${partner}${departed ? ' (partner left)' : ''}: ${what}, by ${by}`,
    failed: {
      ladderEnded: 'The ladder came to its end; everything stays as it was (O7)',
      charterReplaced: 'The charter that it would change was replaced; everything else stays as it was (F2)',
      tooFewPartners: 'Fewer than two partners remained; everything stays as it was (F4)',
    },
    basedOn: title => `Builds on ${title}`,
    replaces: title => `Replaces ${title}`,
    replacedBy: title => `Replaced by ${title}`,
    charter: 'It puts another charter in force (F2)',
  },
  agenda: {
    title: (meeting, partner) =>
      ({
        lijnmanagement: `Agenda for the line managers${partner === '' ? '' : ` of ${partner}`}`,
        opgavemanager: 'Agenda for the opgavemanager',
        stuurgroep: 'Agenda for the stuurgroep',
      })[meeting],
    item: (matter, state, until) => `${matter}, ${state}, ${until}`,
  },
  involvement: {
    question: ({ partner, matter, what, when, wentUp, outcome }) =>
      `${partner} was asked ${what === 'position' ? 'for its position on' : 'to confirm'} ${matter} ${when}${wentUp}; ${outcome}`,
    wentUp: stage => `, again on ${stage}`,
    answered: (answer, when, person, count) =>
      `it ${{ position: 'took a position', objection: 'objected', confirmation: 'confirmed' }[answer]} ${when}, by ${person}${count === null ? '' : `, ${later(count)}`}`,
    unanswered: {
      open: 'it has not answered yet',
      overtaken: 'the question was overtaken before it answered',
      ended: 'the proposal ended before it answered',
      left: 'it left before it answered',
    },
    summary: ({ partner, asked, answered, wentUp, median, longest }) =>
      `${partner} was asked ${times(asked)} and ${answered === 0 ? 'never answered' : `answered ${times(answered)}`}${answered < 2 || median === null || longest === null ? '' : `, half of them ${within(median)}, the slowest ${within(longest)}`}; its silence ${wentUp === 0 ? 'never went up' : `went up ${times(wentUp)}`}`,
  },
  overview: {
    opgave: (title, goal) => `Opgave ${title}: ${goal}`,
    notFounded: 'Not founded yet: a charter is in force once every partner named in it has signed (F1)',
    partner: (partner, people) => `${partner}: ${people}`,
    person: (person, roles) => `${person} (${roles})`,
    invited: partner => `${partner} is invited, and becomes a partner by signing the charter (F3)`,
    opgavemanager: person => `Opgavemanager: ${person}`,
    vacant: 'The office of opgavemanager is vacant',
    unmetNeed: need => `A need that nobody meets: ${need}`,
    proposal: (matter, state, until) => `${matter}: ${state}${until === '' ? '' : `, ${until}`}`,
    called: 'the joint decision is called',
  },
  headings: {
    proposals: 'Proposals',
    why: 'Why it is not decided yet',
    timeline: 'What happened',
    involvement: 'How each partner was involved',
    nothing: 'Nothing is asked of anybody',
    emptyAgenda: 'Nothing is on it',
  },
}
