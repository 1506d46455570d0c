// A story in which everything happens that can be recorded, with places where the reader looks up from the log.
import type { RecordedEntry } from '../../src/index.ts'
import type { Standing } from '../../src/register/register.ts'
import { keyOf } from '../signing.ts'
import { charter, partner, type Scene, scene } from '../support.ts'

/** A look at where everything stands, after so many entries. */
export interface Look {
  readonly after: number
  readonly standing: Standing
}

export interface Story {
  readonly entries: readonly RecordedEntry[]
  readonly looks: readonly Look[]
  readonly scene: Scene
}

const named = (id: string, name: string, people: readonly string[], meets: readonly string[] = []) => {
  const [first, second] = people
  const roles = ['opgaveregisseur', 'stuurgroep']
  return partner(id, {
    ...{ name, meets },
    people: [
      { id: `${id}1`, name: first, roles: ['lijnmanagement', ...roles] },
      { id: `${id}2`, name: second, roles: ['lijnmanagement'] },
    ],
  })
}

const three = [
  named('almere', 'Almere', ['Anna', 'Ahmed'], ['grond']),
  named('zeewolde', 'Zeewolde', ['Zeno', 'Zita']),
  named('dronten', 'Dronten', ['Dirk', 'Dana']),
]
const newcomer = named('urk', 'Urk', ['Ufuk', 'Ursula'], ['boten'])

/** What the three agree on, and the four. */
export const terms = {
  opgave: {
    ...{ title: 'Wonen aan het water', goal: 'Genoeg woningen' },
    needs: [
      { id: 'grond', what: 'Grond' },
      { id: 'boten', what: 'Boten' },
    ],
  },
  partners: three,
  opgavemanager: { id: 'omar', name: 'Omar' },
}
const ofFour = charter({ ...terms, partners: [...three, newcomer] })

/** Plays it all. What people write is the same in every language, and all of it between quotation marks. */
export async function tellAll(): Promise<Story> {
  const s = await scene(terms, { founded: false })
  const looks: Look[] = []
  const look = async (): Promise<void> => {
    const { size } = await s.engine.head()
    looks.push({ after: size, standing: await s.engine.standing(await s.engine.proposals()) })
  }
  const story = { s, look }
  await founding(story)
  await drafting(story)
  await consultation(story)
  await ladder(story)
  await decision(story)
  await circle(story)
  await endings(story)
  return { entries: await s.log(), looks, scene: s }
}

interface Telling {
  readonly s: Scene
  look(): Promise<void>
}

async function founding({ s, look }: Telling): Promise<void> {
  await s.does('omar', 'proposeCharter', { charter: charter(terms) })
  await s.does('almere1', 'signCharter')
  await look()
  for (const by of ['zeewolde1', 'dronten1']) await s.does(by, 'signCharter')
  await s.does('dronten1', 'giveMandate', {
    ...{ person: 'dora', name: 'Dora', roles: ['opgaveregisseur'], until: '2026-06-30' },
  })
  await s.does('dronten1', 'giveMandate', { person: 'dora', roles: ['stuurgroep'] })
  await s.does('dronten1', 'withdrawMandate', { person: 'dora', roles: ['stuurgroep'] })
  await s.does('dronten1', 'registerKey', { person: 'dora', ...keyOf('dora') })
  await s.does('dronten1', 'revokeKey', { person: 'dora' })
  await s.does('omar', 'registerKey', { person: 'omar', ...keyOf('omar') })
}

async function drafting({ s, look }: Telling): Promise<void> {
  s.at('2026-01-06T09:00:00.000Z')
  const [by, commitments] = ['2027-03-31', ['zeewolde']] as const
  await s.does('almere1', 'draftProposal', {
    ...{ proposal: 'p1', title: 'Huizen', text: 'Wij bouwen.\nEn wij verhuren.' },
    commitments: commitments.map(it => ({ id: 'w1', partner: it, what: 'Bouwt', by })),
  })
  await s.does('dora', 'comment', { text: 'Waar?' })
  await s.does('almere2', 'comment', { text: 'Hier.', replyTo: 'c1' })
  await s.does('zeewolde2', 'comment', { text: 'Wanneer?' })
  await s.does('almere1', 'reviseDraft', {
    ...{ title: 'Huizen', text: 'Wij bouwen 200 huizen.' },
    commitments: commitments.map(it => ({ id: 'w1', partner: it, what: 'Bouwt', by })),
  })
  await look()
}

async function consultation({ s, look }: Telling): Promise<void> {
  s.at('2026-01-07T09:00:00.000Z')
  await s.does('almere1', 'submitProposal')
  await look()
  s.at('2026-01-08T09:00:00.000Z')
  await s.does('almere1', 'takePosition')
  await s.does('dronten2', 'extendTerm')
  await s.does('zeewolde2', 'takePosition', { position: 'consent', provisional: true })
  s.at('2026-01-09T13:30:00.000Z')
  await s.does('dora', 'raiseObjection', { reason: 'Te laat gevraagd.', ground: 'involvement' })
  await s.does('dronten1', 'raiseObjection', { reason: 'Geen water.' })
  await look()
  await s.does('omar', 'answerObjection', { objection: 'o1', text: 'Dat klopt.' })
  await look()
  s.at('2026-01-12T09:00:00.000Z')
  await s.does('dora', 'withdrawObjection', { objection: 'o1', reason: 'Nu is het goed.' })
  await s.does('dronten1', 'withdrawObjection', { objection: 'o2' })
}

async function ladder({ s, look }: Telling): Promise<void> {
  await s.endTerm()
  await look()
  await s.does('dronten2', 'takePosition', { position: 'standAside' })
  await s.does('zeewolde1', 'raiseObjection', { reason: 'Te hoog.' })
  await s.does('almere2', 'answerObjection', { objection: 'o3', text: 'Het blijft laag.' })
  await s.does('omar', 'escalate', { reason: 'Hier komt men er niet uit.' })
  await look()
  await s.does('almere1', 'amendProposal', { title: 'Huizen', text: 'Wij bouwen 180 huizen.' })
  await s.does('zeewolde1', 'withdrawObjection', { objection: 'o3' })
  for (let rung = 0; rung < 2; rung += 1) await s.endTerm()
  await look()
}

async function decision({ s, look }: Telling): Promise<void> {
  await s.does('almere1', 'takePosition', { position: 'reservation', reason: 'Let op het geld.' })
  await s.does('zeewolde1', 'takePosition')
  await s.does('dronten1', 'takePosition', { position: 'standAside' })
  await look()
  await s.does('almere1', 'confirmDecision')
  await s.endTerm()
  await look()
  await s.does('zeewolde1', 'confirmDecision')
  await s.does('dronten1', 'confirmDecision')
}

async function circle({ s, look }: Telling): Promise<void> {
  const text = { title: 'Anders', text: 'Wij bouwen anders.', replaces: ['p1'] }
  await s.submitted('zeewolde1', { proposal: 'p2', ...text })
  for (const by of ['almere1', 'zeewolde1', 'dronten1'])
    await s.does(by, 'takePosition', { proposal: 'p2', position: 'standAside' })
  await look()
  await s.does('omar', 'draftProposal', { proposal: 'k1', title: 'Urk erbij', text: 'Urk.', charter: ofFour })
  await s.does('omar', 'submitProposal', { proposal: 'k1' })
  const seats = ['almere1', 'zeewolde1', 'dronten1']
  for (const by of seats) await s.does(by, 'takePosition', { proposal: 'k1' })
  for (const by of seats) await s.does(by, 'confirmDecision', { proposal: 'k1' })
  await look()
  await s.does('urk1', 'signCharter')
  await look()
}

async function endings({ s, look }: Telling): Promise<void> {
  await s.does('dronten2', 'raiseObjection', { proposal: 'p2', reason: 'Wij blijven tegen.' })
  await s.submitted('dronten1', { proposal: 'p3', title: 'Later', text: 'Wij wachten.' })
  await s.does('dronten1', 'withdrawProposal', { proposal: 'p3' })
  await s.does('dronten1', 'leaveCollaboration')
  await look()
  while ((await s.view('p2')).state !== 'noConsensus') await s.endTerm()
  await s.submitted('almere1', { proposal: 'p4', title: 'Samen', text: 'Wij gaan door.' })
  for (const id of ['k2', 'k3']) {
    const changed = { ...ofFour, terms: { ...ofFour.terms, extension: id === 'k2' ? 6 : 7 } }
    await s.does('omar', 'draftProposal', { proposal: id, title: 'Regels', text: id, charter: changed })
    await s.does('omar', 'submitProposal', { proposal: id })
  }
  const seats = ['almere1', 'zeewolde1', 'urk1']
  for (const by of seats) await s.does(by, 'takePosition', { proposal: 'k2' })
  for (const by of seats) await s.does(by, 'confirmDecision', { proposal: 'k2' })
  await words({ s, look })
  for (const by of ['zeewolde1', 'urk1']) await s.does(by, 'leaveCollaboration')
  await look()
}

/** Words are kept apart from now on, and some of them erased. */
async function words({ s, look }: Telling): Promise<void> {
  const marked = { ...ofFour, personal: ['comment.text', 'giveMandate.name'] }
  await s.does('omar', 'draftProposal', { proposal: 'k4', title: 'Woorden', text: 'k4', charter: marked })
  await s.does('omar', 'submitProposal', { proposal: 'k4' })
  const seats = ['almere1', 'zeewolde1', 'urk1']
  for (const by of seats) await s.does(by, 'takePosition', { proposal: 'k4' })
  for (const by of seats) await s.does(by, 'confirmDecision', { proposal: 'k4' })
  await s.does('almere1', 'giveMandate', { person: 'mo', name: 'Mo', roles: ['lijnmanagement'] })
  const name = (await s.log()).at(-1)?.personal?.name
  await s.does('mo', 'comment', { proposal: 'k4', text: 'De buurvrouw is ziek.' })
  const digest = (await s.log()).at(-1)?.personal?.text
  await look()
  await s.does('mo', 'eraseName', { digest: name, reason: 'Op verzoek.' })
  await s.does('almere1', 'eraseWords', { proposal: 'k4', digest, reason: 'Op verzoek van de buurvrouw.' })
  await look()
}
