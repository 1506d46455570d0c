// The record in Dutch, in plain words.
import type { Notice } from '../charter/circle.ts'
import { quoted } from './names.ts'
import type { AskWords, Next, Phrases } from './phrases.ts'
import type { Voice } from './voice.ts'

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} en ${words.at(-1)}`

const addressed = (notices: readonly Notice[], { partner, addressee }: Voice): string =>
  notices.map(it => `${partner(it.partner)} (${list(it.persons.map(addressee)) || 'nog niemand'})`).join('; ')

const unmet = (needs: readonly string[], { need }: Voice): string =>
  needs.length === 0 ? '' : `; niemand voorziet in: ${needs.map(need).join('; ')}`

const reason = (text: string | undefined): string => (text === undefined ? '' : `: ${quoted(text)}`)
const days = (count: number): string => (count === 1 ? '1 werkdag' : `${count} werkdagen`)
const later = (count: number): string => (count === 0 ? 'dezelfde dag' : `na ${days(count)}`)
const within = (count: number): string => (count === 0 ? 'dezelfde dag' : `binnen ${days(count)}`)
const times = (count: number): string => (count === 1 ? 'één keer' : `${count} keer`)

const stages = {
  consultation: 'raadpleging',
  lijnmanagement: 'lijnmanagement',
  opgavemanager: 'opgavemanager',
  stuurgroep: 'stuurgroep',
} as const
const upwards = {
  consultation: 'de raadpleging',
  lijnmanagement: 'het lijnmanagement',
  opgavemanager: 'de opgavemanager',
  stuurgroep: 'de stuurgroep',
} as const
const positions = {
  consent: 'stemt in',
  reservation: 'stemt in met een voorbehoud',
  standAside: 'onthoudt zich',
} as const
const provisionally = ', voorlopig: dat telt nog niet'
const next = (it: Next): string =>
  it === 'noConsensus' ? 'eindigt het zonder overeenstemming' : `gaat het omhoog naar ${upwards[it]}`

const facts: Phrases['facts'] = {
  'charter.proposed': ({ by, asked }, { person }) =>
    `${person(by)} legt de partners een charter voor: ${quoted(asked.charter.opgave.title)}`,
  'charter.signed': ({ by, fact }, { partner, person }) =>
    `${partner(fact.partner)} ondertekent het charter, door ${person(by)}`,
  'collaboration.founded': ({ fact }, voice) =>
    `De samenwerking van ${fact.partners.length} partners is opgericht${unmet(fact.unmetNeeds, voice)}`,
  'partner.joined': ({ fact }, voice) =>
    `${voice.partner(fact.partner)} is vanaf nu partner${unmet(fact.unmetNeeds, voice)}`,
  'partner.left': ({ fact }, voice) =>
    `${voice.partner(fact.partner)} verlaat de samenwerking${unmet(fact.unmetNeeds, voice)}`,
  'mandate.given': ({ fact, asked }, { partner, person, until }) =>
    `${partner(fact.partner)} geeft ${person(asked.person)} mandaat voor ${list(asked.roles)}${fact.endsAt ? `, ${until(fact.endsAt)}` : ''}`,
  'mandate.withdrawn': ({ fact, asked }, { partner, person }) =>
    `${partner(fact.partner)} trekt het mandaat van ${person(asked.person)} voor ${list(fact.roles)} in`,
  'key.registered': ({ by, asked }, { person }) =>
    `${person(by)} registreert een sleutel van ${person(asked.person)}`,
  'key.revoked': ({ by, asked }, { person }) =>
    `${person(by)} trekt de sleutel van ${person(asked.person)} in`,
  'name.erased': ({ by, asked }, { person }) =>
    `${person(by)} laat een naam wissen die een mandaat gaf${reason(asked.reason)}`,
  'charter.replaced': ({ fact }, voice) =>
    `Het nieuwe charter geldt; partners die het uitnodigt kunnen het ondertekenen${unmet(fact.unmetNeeds, voice)}`,
  'proposal.drafted': ({ by, fact, asked }, { person, partner }) =>
    `${person(by)} stelt ${quoted(asked.title)} op${fact.author.partner === null ? ', als opgavemanager' : ` voor ${partner(fact.author.partner)}`}`,
  'draft.revised': ({ by, asked }, { person }) => `${person(by)} herziet het ontwerp ${quoted(asked.title)}`,
  'proposal.submitted': ({ by, fact }, voice) =>
    `${voice.person(by)} dient het in. Om een standpunt gevraagd, ${voice.until(fact.dueAt)}: ${addressed(fact.notice, voice)}`,
  'proposal.amended': ({ by, fact }, { person, until }) =>
    `${person(by)} wijzigt de tekst: versie ${fact.revision}. Alle standpunten vervallen, bezwaren blijven staan; ${fact.notice.length} partners worden opnieuw gevraagd, ${until(fact.dueAt)}`,
  'proposal.withdrawn': ({ by }, { person }) => `${person(by)} neemt het voorstel terug`,
  'comment.made': ({ by, fact, asked }, { person }) =>
    `${person(by)}${asked.replyTo === undefined ? '' : ` antwoordt op ${asked.replyTo}`} (${fact.comment}): ${quoted(asked.text)}`,
  'position.taken': ({ by, fact, asked }, { partner, person }) =>
    `${partner(fact.partner)} ${positions[asked.position]}${asked.provisional ? provisionally : ''}${reason(asked.reason)} (${person(by)})`,
  'objection.raised': ({ fact, asked }, { partner }) =>
    `${partner(fact.partner)} maakt bezwaar${asked.ground === 'involvement' ? ' tegen hoe het is betrokken' : ''} (${fact.objection})${reason(asked.reason)}`,
  'objection.answered': ({ by, asked }, { person }) =>
    `${person(by)} beantwoordt ${asked.objection}${reason(asked.text)}`,
  'objection.withdrawn': ({ fact, asked }, { partner }) =>
    `${partner(fact.partner)}${asked.reason === undefined ? '' : ` zegt ${quoted(asked.reason)} en`} laat het eigen bezwaar ${asked.objection} los`,
  'term.extended': ({ fact }, { partner, until }) =>
    `${partner(fact.partner)} vraagt meer tijd, voor iedereen: ${until(fact.dueAt)}`,
  'proposal.escalated': ({ fact, asked }, { subject }) =>
    `${subject(fact.partner)} brengt het een trede omhoog${reason(asked.reason)}`,
  'term.ended': ({ asked }) => `De termijn van de trede ${stages[asked.stage]} eindigt`,
  'stage.entered': ({ fact }, voice) =>
    [
      `Het gaat omhoog naar ${upwards[fact.stage]}, ${voice.until(fact.dueAt)}`,
      fact.silences.length > 0 ? `stil, en nu aangesproken: ${addressed(fact.silences, voice)}` : '',
      fact.unconfirmed.length > 0
        ? `niet bevestigd, en nu aangesproken: ${addressed(fact.unconfirmed, voice)}`
        : '',
      fact.unanswered.length > 0 ? `zonder antwoord gebleven: ${list(fact.unanswered)}` : '',
    ]
      .filter(part => part !== '')
      .join('; '),
  'decision.called': ({ fact }, { until }) =>
    `Iedereen is het eens: het gezamenlijk besluit is uitgeroepen, elke partner wordt gevraagd precies deze tekst te bevestigen, ${until(fact.dueAt)}`,
  'confirmation.given': ({ by, fact }, { partner, person }) =>
    `${partner(fact.partner)} bevestigt, door ${person(by)}`,
  'decision.taken': ({ fact }, voice) =>
    `BESLOTEN door alle ${fact.partners.length} partners${unmet(fact.unmetNeeds, voice)}`,
  'consensus.failed': ({ fact }, { partner }) =>
    [
      `Geen overeenstemming: ${failed[fact.reason]}; alles blijft zoals het was`,
      fact.sustained.length > 0 ? `gehandhaafd: ${list(fact.sustained)}` : '',
      fact.silent.length > 0 ? `had zich niet uitgesproken: ${list(fact.silent.map(partner))}` : '',
    ]
      .filter(part => part !== '')
      .join('; '),
  'words.erased': ({ by, asked }, { person }) => `${person(by)} laat woorden wissen${reason(asked.reason)}`,
  'circle.changed': ({ fact: { joined, left, notBefore } }, { subject, partner, until }) =>
    joined === null
      ? `De kring is zonder ${partner(left ?? '')}: bevestigingen tot nu toe vervallen`
      : `${subject(joined)} krijgt bericht${notBefore === null ? '' : ` en een volle termijn, ${until(notBefore)}`}: bevestigingen tot nu toe vervallen`,
}

const failed = {
  ladderEnded: 'de ladder is ten einde',
  charterReplaced: 'het charter dat het zou wijzigen is vervangen',
  tooFewPartners: 'er zijn minder dan twee partners over',
} as const

const asks: Phrases['asks'] = {
  position: ({ who, partner, matter, until }: AskWords) =>
    `${who} wordt gevraagd om het standpunt van ${partner} over ${matter}, ${until}`,
  finalPosition: ({ who, partner, matter, until }) =>
    `${who} wordt gevraagd het voorlopige standpunt van ${partner} over ${matter} definitief te maken, ${until}`,
  involvement: ({ who, owner, matter, until, able }) =>
    `${who} wordt gevraagd ervoor te zorgen dat ${owner} zich uitspreekt over ${matter}, ${until}; ${able === '' ? 'niemand kan nu het standpunt innemen' : `het standpunt kan worden ingenomen door ${able}`}`,
  support: ({ who, partner, matter, until }) =>
    `${who} wordt ${until} gevraagd of ${partner} het voorstel ${matter} draagt: alle partners onthouden zich, en dus draagt niemand het`,
  confirmation: ({ who, partner, matter, until }) =>
    `${who} wordt gevraagd ${matter} te bevestigen voor ${partner}, ${until}`,
  answer: ({ who, objection, owner, matter, words, until }) =>
    `${who} wordt gevraagd bezwaar ${objection} van ${owner} tegen ${matter} te beantwoorden, ${until}: ${words}`,
  objection: ({ who, partner, objection, matter, words, until, answered }) =>
    `${who} wordt ${until} gevraagd of bezwaar ${objection} van ${partner} tegen ${matter} nog staat: ${words}${answered ? ', waarop deze trede antwoord gaf' : ''}; alleen ${partner} kan het loslaten`,
  reply: ({ who, owner, matter, words }) =>
    `${who} wordt gevraagd een vraag van ${owner} over ${matter} te beantwoorden: ${words}`,
  signature: ({ who, partner, words }) =>
    `${who} wordt gevraagd het charter ${words} te ondertekenen voor ${partner}`,
  submission: ({ who, matter }) =>
    `${who} heeft het ontwerp ${matter} in handen, en wordt gevraagd het in te dienen zodra het af is`,
  term: ({ matter, stage, until, next: what }) =>
    `De termijn van ${matter} op de trede ${stage} liep ${until}; het einde wordt bij de volgende tik van de klok vastgelegd, en dan ${what}`,
}

/** All words in Dutch. */
export const dutch: Phrases = {
  list,
  until: day => `tot en met ${day}`,
  untilTime: (day, time) => `tot ${day} om ${time} uur`,
  after: day => `na ${day}`,
  at: (day, time) => `op ${day} om ${time} uur`,
  office: { first: 'De opgavemanager', within: 'de opgavemanager', title: 'opgavemanager' },
  nobodyYet: 'Iemand die nog een mandaat moet krijgen',
  nobodyInOffice: 'Een nieuwe opgavemanager',
  stages,
  states: {
    drafting: 'ontwerp',
    consultation: 'in raadpleging',
    lijnmanagement: 'bij het lijnmanagement',
    opgavemanager: 'bij de opgavemanager',
    stuurgroep: 'in de stuurgroep',
    decided: 'besloten',
    noConsensus: 'geëindigd zonder overeenstemming',
    withdrawn: 'teruggenomen',
  },
  positions,
  provisionally,
  revision: number => `versie ${number}`,
  titled: (title, id) => `${title} (${id})`,
  facts,
  asks,
  points: {
    silence: (partner, provisional) =>
      provisional === ''
        ? `${partner} heeft zich nog niet uitgesproken`
        : `${partner} heeft alleen een voorlopig standpunt: ${provisional}`,
    objection: ({ owner, id, reason: words, answered }) =>
      `Bezwaar ${id} van ${owner} staat open${answered ? '' : ', zonder antwoord op deze trede'}: ${words}`,
    confirmation: partner => `${partner} heeft niet bevestigd`,
    support: 'Alle partners onthouden zich, en dus draagt niemand het',
  },
  why: {
    notYet: (sentence, cites) => `Nog niet waar: ${sentence} (${cites})`,
    next: (what, when) =>
      what === 'noConsensus'
        ? `Verandert er niets, dan eindigt het ${when} zonder overeenstemming`
        : `Verandert er niets, dan gaat het ${when} omhoog naar ${upwards[what]}`,
    over: what => `De termijn is om: bij de volgende tik van de klok ${next(what)}`,
    closesBy: until => `Het duurt hoogstens ${until}, tenzij er een partner bij komt (O8)`,
    closesWithin: count =>
      `Het eindigt hoogstens ${days(count)} na het indienen, tenzij er een partner bij komt (O8)`,
  },
  next,
  decision: {
    outcome: (title, outcome, when) =>
      `${title}: ${{ decided: 'besloten door alle partners', noConsensus: 'geëindigd zonder overeenstemming', withdrawn: 'teruggenomen' }[outcome]}${when === '' ? '' : `, ${when}`}`,
    text: (revision, digest) => `De tekst, ${revision}, met kenmerk ${digest}:`,
    position: (partner, position, words, person) =>
      `${partner} ${position}${words === '' ? '' : `: ${words}`} (${person})`,
    confirmation: (partner, person, when) => `${partner} bevestigde, door ${person}, ${when}`,
    sustained: ({ owner, id, reason: words, departed }) =>
      `${owner}${departed ? ', inmiddels vertrokken,' : ''} handhaafde bezwaar ${id}: ${words}`,
    letGo: ({ owner, id, reason: words }) => `${owner} liet bezwaar ${id} los: ${words}`,
    silent: partner => `${partner} had zich niet uitgesproken`,
    unmetNeed: need => `Niemand voorzag in de behoefte: ${need}`,
    commitment: ({ partner, what, by, departed }) =>
      `${partner}${departed ? ' (partner vertrokken)' : ''}: ${what}, uiterlijk ${by}`,
    failed: {
      ladderEnded: 'De ladder was ten einde; alles blijft zoals het was (O7)',
      charterReplaced:
        'Het charter dat het zou wijzigen werd vervangen; al het andere blijft zoals het was (F2)',
      tooFewPartners: 'Er waren minder dan twee partners over; alles blijft zoals het was (F4)',
    },
    basedOn: title => `Bouwt voort op ${title}`,
    replaces: title => `Vervangt ${title}`,
    replacedBy: title => `Vervangen door ${title}`,
    charter: 'Hiermee geldt een ander charter (F2)',
  },
  agenda: {
    title: (meeting, partner) =>
      ({
        lijnmanagement: `Agenda voor het lijnmanagement${partner === '' ? '' : ` van ${partner}`}`,
        opgavemanager: 'Agenda voor de opgavemanager',
        stuurgroep: 'Agenda voor de stuurgroep',
      })[meeting],
    item: (matter, state, until) => `${matter}, ${state}, ${until}`,
  },
  involvement: {
    question: ({ partner, matter, what, when, wentUp, outcome }) =>
      what === 'position'
        ? `${partner} is ${when} om een standpunt gevraagd over ${matter}${wentUp}; ${outcome}`
        : `${partner} is ${when} om bevestiging gevraagd van ${matter}${wentUp}; ${outcome}`,
    wentUp: stage => `, opnieuw op ${stage}`,
    answered: (answer, when, person, count) =>
      `${{ position: 'een standpunt', objection: 'een bezwaar', confirmation: 'een bevestiging' }[answer]} kwam ${when}, van ${person}${count === null ? '' : `, ${later(count)}`}`,
    unanswered: {
      open: 'er is nog geen antwoord',
      overtaken: 'de vraag is ingehaald voordat er antwoord kwam',
      ended: 'het voorstel eindigde voordat er antwoord kwam',
      left: 'de partner vertrok voordat er antwoord kwam',
    },
    summary: ({ partner, asked, answered, wentUp, median, longest }) =>
      `${partner} is ${times(asked)} gevraagd en antwoordde ${answered === 0 ? 'nooit' : times(answered)}${answered < 2 || median === null || longest === null ? '' : `, de helft ${within(median)}, het traagste antwoord ${within(longest)}`}; de stilte ging ${wentUp === 0 ? 'nooit' : times(wentUp)} omhoog`,
  },
  overview: {
    opgave: (title, goal) => `Opgave ${title}: ${goal}`,
    notFounded: 'Nog niet opgericht: een charter geldt zodra elke partner daarin het heeft ondertekend (F1)',
    partner: (partner, people) => `${partner}: ${people}`,
    person: (person, roles) => `${person} (${roles})`,
    invited: partner => `${partner} is uitgenodigd, en wordt partner door het charter te ondertekenen (F3)`,
    opgavemanager: person => `Opgavemanager: ${person}`,
    vacant: 'Het ambt van opgavemanager is onbezet',
    unmetNeed: need => `Een behoefte waarin niemand voorziet: ${need}`,
    proposal: (matter, state, until) => `${matter}: ${state}${until === '' ? '' : `, ${until}`}`,
    called: 'het gezamenlijk besluit is uitgeroepen',
  },
  headings: {
    proposals: 'Voorstellen',
    why: 'Waarom er nog niet is besloten',
    timeline: 'Wat er gebeurde',
    involvement: 'Hoe elke partner is betrokken',
    nothing: 'Er wordt van niemand iets gevraagd',
    emptyAgenda: 'Er staat niets op',
  },
}
