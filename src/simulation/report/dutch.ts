// A report in Dutch, in plain words.
import type { FactWords, OfHundred, ReportWords } from './english.ts'

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} en ${words.at(-1)}`

const between = ({ low, high }: OfHundred): string => `(tussen ${low} en ${high})`

const procedures: ReportWords['procedures'] = {
  samenspraak: 'Samenspraak',
  unanimity: 'unanimiteit',
  rfcbot: 'rfcbot, laatste inspraakronde (Rust)',
  'ietf-ballot': 'stemming van de IESG over een standaard (IETF)',
  'lazy-consensus': 'lazy consensus (Apache)',
  'sociocratic-consent': 'besluiten met consent (Sociocratie 3.0)',
  holacracy: 'roloverleg (Holacracy)',
  iso: 'commissieconsensus en stemmingen over een norm (ISO)',
  majority: 'gewone meerderheid van de uitgebrachte stemmen',
  'two-thirds': 'twee derde van de uitgebrachte stemmen',
  'silence-as-consent': 'stilzwijgende instemming met een quorum',
}

const outcomes: ReportWords['outcomes'] = {
  adopted: 'besloten',
  noConsensus: 'geëindigd zonder overeenstemming',
  withdrawn: 'teruggenomen',
  open: 'kwam niet tot een einde',
}

const stages: ReportWords['stages'] = {
  consultation: 'raadpleging',
  lijnmanagement: 'lijnmanagement',
  opgavemanager: 'opgavemanager',
  stuurgroep: 'stuurgroep',
}

const strategies: ReportWords['strategies'] = {
  insist: 'houdt vast',
  negotiate: 'onderhandelt',
  coalition: 'vormt een coalitie',
  mediate: 'vraagt om de opgavemanager',
  standAside: 'onthoudt zich',
  leave: 'vertrekt als het moet',
}

const classes: ReportWords['classes'] = {
  dissenting: 'de partner had bezwaar',
  spokenFor: 'een ander sprak voor de partner',
  uninformed: 'de partner had geen bericht van de tekst',
  silent: 'de partner had over de tekst niets gezegd',
}

const says = {
  consent: 'stemt in',
  reservation: 'stemt in met een voorbehoud',
  standAside: 'onthoudt zich',
} as const
const saidFor = {
  consent: 'instemt',
  reservation: 'instemt met een voorbehoud',
  standAside: 'zich onthoudt',
} as const

const facts: ReportWords['facts'] = {
  'proposal.drafted': ({ who }) => `${who} stelt een voorstel op`,
  'proposal.submitted': ({ who, text }) => `${who} dient het in. De plaats van de tekst: ${text}`,
  'proposal.amended': ({ noted, who, text }) =>
    `${who} wijzigt de tekst: versie ${noted.revision}. De plaats van de tekst: ${text}`,
  'proposal.withdrawn': ({ who }) => `${who} neemt het voorstel terug`,
  'position.taken': ({ noted, who }) =>
    `${who} ${says[noted.position ?? 'consent']}${noted.provisional ? ', voorlopig: dat telt nog niet' : ''}`,
  'position.recorded': ({ noted, who, whose }) =>
    `${who} legt voor ${whose} vast dat die ${saidFor[noted.position ?? 'consent']}`,
  'objection.raised': ({ noted, who }) =>
    `${who} maakt bezwaar${noted.ground === 'involvement' ? ' tegen hoe het is betrokken' : ''}`,
  'objection.withdrawn': ({ who }) => `${who} laat het eigen bezwaar los`,
  'objection.dismissed': ({ who, whose }) => `${who} legt het bezwaar van ${whose} terzijde`,
  'objection.answered': ({ who, whose }: FactWords) =>
    `${who} beantwoordt ${whose ? `het bezwaar van ${whose}` : 'een bezwaar'}`,
  'term.extended': ({ who }) => `${who} vraagt meer tijd, voor iedereen`,
  'proposal.escalated': ({ who }) => `${who} brengt het een trede omhoog`,
  'term.ended': () => 'De termijn eindigt met deze dag',
  'stage.entered': ({ stage }) => (stage ? `Het gaat omhoog naar: ${stage}` : 'De volgende trede begint'),
  'decision.called': () =>
    'Iedereen is het eens: elke partner wordt gevraagd precies deze tekst te bevestigen',
  'decision.declared': ({ who }) => `${who} zegt dat er is besloten`,
  'confirmation.given': ({ who }) => `${who} bevestigt`,
  'decision.taken': () => 'BESLOTEN',
  'consensus.failed': () => 'Geen overeenstemming: alles blijft zoals het was',
  'partner.left': ({ who }) => `${who} verlaat de samenwerking`,
  'circle.changed': () => 'De kring van partners is veranderd: bevestigingen tot nu toe vervallen',
  'mandate.given': ({ who }) => `${who} geeft iemand anders mandaat`,
  'mandate.withdrawn': ({ who }) => `${who} trekt het mandaat van de voorganger in`,
}

/** All words of a report in Dutch. */
export const dutch: ReportWords = {
  name: 'Nederlands',
  none: '–',
  list,
  yes: 'ja',
  no: 'nee',
  inTable: title => `${title}: de getallen in een tabel`,
  procedures,
  outcomes,
  stages,
  strategies,
  classes,
  chair: 'De voorzitter',
  office: 'De opgavemanager',
  partner: 'Partner',
  procedureColumn: 'Werkwijze',
  from: 'van',
  to: 'tot',
  kind: (rounds, seed) => `De uitkomst van ${rounds} gesimuleerde besluitrondes, met startgetal ${seed}`,
  partial: 'Gestopt voor het einde',
  partialTold: (procedure, played, of) => `${procedure}: ${played} van ${of} rondes zijn gespeeld.`,
  partialMeans: 'Wat volgt gaat alleen over die rondes.',
  summary: {
    heading: 'In het kort',
    nothing: 'Er is geen enkele ronde gespeeld, dus er valt niets te vertellen.',
    agreed: it => `De partners werden het eens in ${it.value} van de 100 rondes ${between(it)}.`,
    otherwise: parts => `Van elke 100 rondes ${list(parts)}.`,
    otherwisePart: (count, outcome) =>
      ({
        noConsensus: `eindigden er ${count} zonder overeenstemming`,
        withdrawn: `eindigden er ${count} doordat het voorstel werd teruggenomen`,
        open: `kwamen er ${count} niet tot een einde`,
      })[outcome],
    took: (mean, low, high) => `Een ronde duurde gemiddeld ${mean} werkdagen (tussen ${low} en ${high}).`,
    spread: (median, p90) =>
      `De helft duurde niet langer dan ${median} dagen, negen van de tien niet langer dan ${p90}.`,
    worst: (partner, satisfaction, often) =>
      `Het slechtst af was ${partner}: de uitkomst was daar gemiddeld ${satisfaction} van 1 waard, waarbij 1 precies is wat een partner wil, en in ${often} van de 100 rondes had niemand minder.`,
    nobody: 'Geen enkele partner is gepasseerd.',
    somebody: (rounds, times) =>
      `In ${rounds.value} van de 100 rondes ${between(rounds)} werd iemand gepasseerd: ${times}, over alle rondes samen.`,
    times: (count, one) => (one ? 'één keer een partner' : `${count} keer een partner`),
    attempts: (made, refused) =>
      `Er is ${made} keer geprobeerd een ander te passeren; ${refused} keer is dat geweigerd.`,
    compared: 'Dezelfde rondes volgens andere werkwijzen',
    under: (procedure, adopted) =>
      `Onder ${procedure} zou er zijn besloten in ${adopted.value} van de 100 rondes ${between(adopted)}`,
    after: days => `; van de rondes die eindigden duurde de helft niet langer dan ${days} werkdagen`,
    passed: (rounds, times) =>
      `; in ${rounds.value} van de 100 rondes zou iemand zijn gepasseerd: ${times}, over alle rondes samen.`,
    passedNobody: '; niemand zou zijn gepasseerd.',
    notPlayed: procedure => `Onder ${procedure} is geen ronde gespeeld.`,
  },
  outcome: {
    heading: 'Hoe het afliep',
    title: 'Aandeel van de rondes dat op elke manier eindigde',
    says: parts => `Staven voor elke werkwijze. Besloten: ${list(parts)}.`,
    caption:
      'Hoe rondes eindigden, als aandeel van alle rondes van die werkwijze. De streep door het einde van een staaf is de marge. Een ronde kwam niet tot een einde als er zestig werkdagen lang niets meer gebeurde.',
    rounds: 'Rondes',
  },
  days: {
    heading: 'Hoe lang het duurde',
    title: 'Werkdagen die een ronde duurde',
    says: (ended, mean, median, longest) =>
      `Van de ${ended} rondes die eindigden is het gemiddelde ${mean} werkdagen, de mediaan ${median}, de langste ${longest}.`,
    caption: (step, one) =>
      `Hoeveel rondes hoe lang duurden, onder Samenspraak${one ? '' : `, in stappen van ${step} dagen`}. De staande lijn is de mediaan.`,
    none: 'Er is geen ronde geëindigd, dus er valt niets te zeggen over hoe lang het duurde.',
    axis: 'werkdagen van indienen tot einde',
    rounds: 'rondes',
    day: 'Werkdagen',
    count: 'Rondes',
    share: 'Aandeel van de rondes die eindigden',
    median: days => `mediaan ${days}`,
  },
  ladder: {
    heading: 'Hoe hoog het de ladder op ging',
    title: 'Aandeel van de rondes dat elke trede bereikte',
    says: parts => `Staven voor de treden: ${list(parts)}.`,
    caption:
      'Het aandeel van de rondes dat tot een trede ging, of verder, onder Samenspraak. Het begint bij de raadpleging.',
    stage: 'Trede',
    share: 'Aandeel van de rondes',
  },
  satisfaction: {
    heading: 'Hoe het voor elke partner was',
    title: 'Tevredenheid van elke partner, en hoe vaak die het slechtst af was',
    says: (least, most) =>
      `Stippen voor elke partner. Het minst tevreden is ${least}, het meest tevreden ${most}.`,
    caption: statusQuo =>
      `1: wat geldt is precies wat de partner het liefst wil; 0: het ligt er zo ver vandaan als kan${statusQuo ? '' : ', of er is niets besloten'}. Gemiddelden over alle rondes, onder Samenspraak. De streep door een stip is de marge.`,
    mean: 'Tevredenheid, 0 tot 1',
    worst: 'Rondes waarin niemand minder had',
  },
  compared: {
    heading: 'Naast andere werkwijzen',
    title: 'Werkwijzen vergeleken over dezelfde rondes',
    says: parts =>
      `Vier vakken: besloten, dagen, keren gepasseerd, laagste tevredenheid. Rondes waarin iemand werd gepasseerd: ${list(parts)}.`,
    caption:
      'Dezelfde partners met dezelfde kansen, volgens elke werkwijze. Dagen zijn de mediaan van de rondes die eindigden; wat zelden eindigt kan snel lijken.',
    adopted: 'Besloten',
    days: 'Mediaan van de dagen',
    bypassed: 'Keren gepasseerd',
    lowest: 'Minst tevreden',
    lowestTold: 'Tevredenheid van de minst tevreden partner',
    mean: 'Tevredenheid van alle partners, gemiddeld',
    passing: 'Rondes waarin iemand werd gepasseerd',
    classes: 'Waarom een partner als gepasseerd telt',
    classesTold: 'Hoe vaak een partner is gepasseerd, over alle rondes, en waardoor',
    passed: 'Wie er is gepasseerd',
    satisfied: 'Hoe tevreden elke partner was',
    passedEach: 'Hoe vaak elke partner is gepasseerd, over alle rondes',
    satisfiedEach: 'Tevredenheid van elke partner, 0 tot 1: gemiddelden over alle rondes',
    terms:
      'Wat verschilt: bij een stemming gaat het om de eerste tekst, die niemand wijzigt; alleen Samenspraak heeft een ladder waarop partners toegeven, en iemand die bemiddelt; elders kan een voorzitter bezwaren terzijde leggen, met de kans uit het scenario. Een andere eerste tekst, of een mildere voorzitter, kan bij de andere werkwijzen veel uitmaken.',
    same: 'Van de vier manieren telt er per partner in een ronde maar één: de eerste die waar is.',
  },
  swept: {
    heading: 'Als er iets aan het scenario verandert',
    partial: (done, of) => `Deze reeks is voor het einde gestopt: ${done} van de ${of} proeven staan hier.`,
    none: 'Geen enkele proef ervan is klaar.',
    rounds: rounds => `Elke proef telt ${rounds} rondes met hetzelfde startgetal, onder Samenspraak.`,
    adopted: 'Aandeel van de rondes waarin is besloten',
    days: 'Werkdagen, gemiddeld',
    lowest: 'Tevredenheid van de minst tevreden partner',
    over: (measure, axes) => `${measure}, naar ${list(axes)}`,
    says: (low, high) => `De laagste waarde is ${low}, de hoogste ${high}.`,
    line: 'Elke stip is een proef; de streep erdoor is de marge.',
    map: 'Elk vak is een proef; hoe voller de kleur, hoe hoger de waarde.',
    missing: 'Een vak zonder kleur is niet gespeeld, of heeft geen zulke waarde.',
  },
  timeline: {
    heading: number => `Ronde ${number}, van dag tot dag`,
    about: (procedure, author) => `Onder ${procedure}, voorgesteld door ${author}.`,
    ended: (outcome, days) => `Hoe het afliep: ${outcome}; werkdagen: ${days}.`,
    title: 'Wie wat deed, en wanneer',
    says: 'Een baan voor elke partner, van links naar rechts in werkdagen. De lijst hieronder zegt hetzelfde in woorden.',
    caption:
      'Een baan voor elke partner, in werkdagen sinds het indienen. Hoe voller de grond, hoe hoger de trede. De lijst hieronder zegt hetzelfde in woorden.',
    list: 'Wat er is vastgelegd',
    nothing: 'Van wat er in deze ronde is vastgelegd is niets bewaard.',
    day: (number, date) => `Werkdag ${number}, ${date}`,
    first: date => `De dag van het indienen, ${date}`,
    axis: 'werkdagen',
    revision: number => `versie ${number}`,
    legend: {
      consent: 'stemt in',
      reservation: 'voorbehoud, of onthoudt zich',
      objection: 'maakt bezwaar',
      letGo: 'laat het los',
      text: 'brengt een tekst in',
      confirm: 'bevestigt',
      other: 'antwoordt, of iets anders',
    },
  },
  facts,
  otherFact: type => `Vastgelegd: ${type}`,
  scenario: {
    heading: 'Het scenario',
    wants: 'Partners: wat elk wil',
    acts: 'Partners: hoe elk handelt',
    rules: 'De spelregels, en de rest',
    size: 'Grootte',
    ideal: issue => `Wil het liefst: ${issue}`,
    spread: 'Spreiding',
    tolerance: 'Tolerantie',
    asStatusQuo: 'zo ver als de bestaande toestand',
    strategy: 'Strategie',
    attention: 'Aandacht per dag',
    assertiveness: 'Spreekt zich uit',
    concession: 'Toegeven',
    backing: 'Achterban nodig',
    backingTold: (chance, days) => `${chance}, ${days} dagen`,
    involvement: 'Betrokkenheid',
    turnover: 'Nieuwe persoon per dag',
    turnoverTold: (chance, shift) => `${chance}, verschuift ${shift}`,
    absences: 'Afwezig',
    adversary: 'Probeert te passeren',
    what: 'Wat',
    value: 'Waarde',
    issue: name => `Kwestie: ${name}`,
    range: (low, high) => `0 is ${low}, 1 is ${high}`,
    start: 'Ingediend op',
    statusQuo: 'Bestaande toestand',
    noStatusQuo: 'geen: zonder besluit is niemand tevreden',
    author: 'Wie voorstelt',
    random: 'elke ronde een andere partner, door loting',
    text: 'De eerste tekst',
    texts: {
      ideal: 'wat de indiener het liefst wil',
      middle: 'het gemiddelde van wat allen het liefst willen',
      random: 'een willekeurige plaats',
    },
    opgavemanager: 'Opgavemanager',
    skilled: (skill, attention) => `vaardigheid ${skill}, aandacht per dag ${attention}`,
    chair: 'Voorzitter, in andere werkwijzen',
    dismissing: (dismissal, attention) =>
      `legt een bezwaar op een dag terzijde met kans ${dismissal}, aandacht per dag ${attention}`,
    terms: {
      consultation: 'Termijn van de raadpleging',
      lijnmanagement: 'Termijn van het lijnmanagement',
      opgavemanager: 'Termijn van de opgavemanager',
      stuurgroep: 'Termijn van de stuurgroep',
      jointDecision: 'Termijn van het gezamenlijk besluit',
      extension: 'Verlenging door ruggespraak',
    },
    workingDays: days => `${days} werkdagen`,
    maxRevisions: 'Versies, ten hoogste',
    decidesOn: 'Bevestigd door',
    places: parts => parts.join('; '),
  },
  sure: {
    heading: 'Hoe zeker dit is',
    points: [
      'Dit zijn rondes van een model, gespeeld met toeval: partners zijn punten en kansen, geen mensen. Het vertelt wat er uit het scenario volgt, niet wat er gaat gebeuren.',
      'Elke marge is er een van 95%: van honderd zulke marges bevatten er ongeveer vijf de waarde niet waar eindeloos veel rondes op uit zouden komen.',
      'Aandelen van rondes hebben de scoremarge van Wilson. Die blijft tussen niets en alles; ook bij nul van de 1.000 laat zij ruimte voor bijna 4 op de 1.000.',
      'Dagen hebben een bootstrapmarge: de rondes die eindigden zijn duizend keer opnieuw getrokken, en de middelste 95% van de gemiddelden staat er.',
      'Gemiddelden van tevredenheid hebben de marge van de normale verdeling.',
      'Meer rondes maken marges smaller, het scenario niet juister.',
    ],
    byProof:
      'Dat Samenspraak niemand passeert is niet gevonden door te proberen: de werkwijze laat zo’n besluit niet toe. De rondes zijn daarmee alleen in overeenstemming.',
  },
  cite: {
    heading: 'Om hiernaar te verwijzen, en om het over te doen',
    version: 'Versie van samenspraak',
    title: 'Scenario',
    digest: 'Kenmerk van het scenario, met alles ingevuld',
    seed: 'Startgetal',
    rounds: 'Rondes per werkwijze',
    procedures: 'Werkwijzen',
    partial: 'Gestopt voor het einde',
    again:
      'Dezelfde versie, hetzelfde scenario en startgetal en evenveel rondes geven hetzelfde resultaat, tot het laatste cijfer. Met het scenario in scenario.json:',
    againOwn:
      'Sommige partners handelden volgens functies die niet bij samenspraak horen en niet op deze pagina staan. Wie ook die heeft, krijgt met dezelfde versie, hetzelfde scenario en startgetal en evenveel rondes hetzelfde resultaat.',
    sweepAgain: 'En de reeks:',
    roundAgain: 'De ronde van dag tot dag:',
    notable: 'Rondes die de moeite waard zijn, met hun nummer',
    longest: 'de langste',
    unhappiest: 'die met de minst tevreden partner',
    failed: 'de eerste zonder overeenstemming',
    source: 'Deze pagina is één bestand: zij haalt niets van elders, en voert geen script uit.',
  },
}
