// A genuine log in which everything happens once, and the question whether an engine would have written a given log.
import { memoryStore, openCollaboration, setClock } from '../../src/index.ts'
import { canonical } from '../../src/log/canonical.ts'
import { entriesOf, type Forged } from './forge.ts'
import { allRoles, charter, lelystad, seats, three, type World, world } from './world.ts'

/** Founding, mandates, objections, amendment, silence on the ladder, a new charter, a newcomer, a departure, decisions. */
export async function genuineLog(): Promise<Forged[]> {
  const w = await world()
  await w.does('dirk', 'giveMandate', { person: 'vera', roles: ['lijnmanagement'], until: '2026-03-31' })
  await w.does('zita', 'giveMandate', { person: 'nils', roles: allRoles, until: '2026-04-01T10:00:00+02:00' })
  await w.does('zita', 'withdrawMandate', { person: 'nils', roles: ['stuurgroep'] })
  await w.does('zita', 'giveMandate', { person: 'rosa', roles: ['lijnmanagement'] })
  await w.does('zita', 'withdrawMandate', { person: 'rosa' })
  await aboutHomes(w)
  await aboutTheCircle(w)
  await w.consent(['lara'])
  await w.confirm([...seats, 'lara'])
  await aboutFailure(w)
  return entriesOf(await w.text())
}

async function aboutHomes(w: World): Promise<void> {
  const commitments = [{ id: 'grond', partner: 'almere', what: 'levert grond', by: '2026-12-31' }]
  await w.does('anna', 'draftProposal', { commitments })
  await later(w, 1)
  await w.does('ad', 'reviseDraft', { title: 'Wonen', text: 'We bouwen 210 woningen.', commitments })
  await w.does('anna', 'submitProposal')
  await w.does('omar', 'comment', { text: 'Wie betaalt?' })
  await w.does('vera', 'comment', { replyTo: 'c1' })
  await w.does('zeno', 'extendTerm')
  await w.consent(['anna', 'zita'])
  await later(w, 1)
  await w.does('daan', 'raiseObjection', { objection: 'water' })
  await w.does('dirk', 'raiseObjection', { ground: 'involvement' })
  await w.does('omar', 'answerObjection', { objection: 'water' })
  await w.does('anna', 'amendProposal', { commitments })
  await later(w, 1)
  await w.does('daan', 'withdrawObjection', { objection: 'water', reason: 'De berging is er.' })
  await w.does('daan', 'withdrawObjection', { objection: 'o1' })
  await w.does('vera', 'takePosition', { position: 'reservation', reason: 'Mits betaald.' })
  await w.does('anna', 'takePosition', { provisional: true })
  await w.endTerms()
  await w.consent(['anna'])
  await w.does('zeno', 'raiseObjection')
  await w.does('anna', 'answerObjection', { objection: 'o2' })
  await w.does('omar', 'escalate', { stage: 'lijnmanagement' })
  await later(w, 1)
  await w.does('zita', 'withdrawObjection', { objection: 'o2' })
  await w.consent(['zeno'])
  await w.confirm(['anna', 'zita'])
}

async function aboutTheCircle(w: World): Promise<void> {
  const k1 = { proposal: 'k1' }
  const k2 = { proposal: 'k2' }
  await w.submits('omar', { ...k1, charter: charter([...three, lelystad], { maxRevisions: 5 }) })
  await w.submits('zita', { ...k2, charter: charter(three, { maxRevisions: 2 }) })
  await w.consent(seats, k1)
  await later(w, 1)
  await w.consent(['anna'], k2)
  await w.confirm(seats, k1)
  await w.does('lara', 'signCharter', { charter: (await w.engine.circle()).digest })
}

async function aboutFailure(w: World): Promise<void> {
  const p2 = { proposal: 'p2' }
  await w.submits('dirk', p2)
  await w.consent(['anna', 'zita', 'lara'], p2)
  await w.does('daan', 'raiseObjection', p2)
  await w.does('zeno', 'raiseObjection', p2)
  await later(w, 1)
  await w.does('dirk', 'leaveCollaboration')
  await w.does('omar', 'answerObjection', { ...p2, objection: 'o2' })
  await w.endTerms(4)
  await w.submits('anna', { proposal: 'p3' })
  await w.does('anna', 'withdrawProposal', { proposal: 'p3' })
  await w.submits('lara', { proposal: 'p4' })
  await w.consent(['lara', 'anna'], { proposal: 'p4' })
  await w.does('zita', 'takePosition', { proposal: 'p4', position: 'standAside', provisional: true })
  await w.does('omar', 'comment', { text: 'Tot hier.' })
}

async function later({ clock }: World, days: number): Promise<void> {
  clock.moveTo(new Date(Date.parse(clock.now()) + days * 86_400_000).toISOString())
}

/**
 * True where an engine, asked the very acts of this log at their moments, writes this very log: a history that could have
 * been. Nobody but a person's signature, or a head that somebody kept, can tell it from the one that was.
 */
export async function couldHaveBeen(entries: readonly Forged[]): Promise<boolean> {
  try {
    return neutral(await playedAnew(entries)) === neutral(entries)
  } catch {
    return false
  }
}

async function playedAnew(entries: readonly Forged[]): Promise<Forged[]> {
  const store = memoryStore()
  const asked = entries.filter(entry => entry.asked !== undefined)
  const clock = setClock(asked[0]?.at ?? '')
  const ids = asked.map(({ act }) => act)
  const engine = await openCollaboration({ id: 'regio', store, clock, newId: () => ids.shift() ?? 'none' })
  for (const entry of asked) {
    clock.moveTo(entry.at)
    if (entry.asked?.act === 'endTerm') await engine.tick()
    else await engine.act(withItsId(entry))
  }
  const made: Forged[] = []
  for await (const entry of engine.entries()) made.push(JSON.parse(JSON.stringify(entry)))
  return made
}

/** What was given no id of its own may have any: it is asked for by the one that was recorded. */
function withItsId({ asked, fact, matter }: Forged): object {
  if (asked?.act === 'draftProposal') return { proposal: matter, ...asked }
  return asked?.act === 'raiseObjection' ? { objection: fact.objection, ...asked } : { ...asked }
}

/**
 * What a verifier does not check on purpose, left aside: due moments, bounded without a calendar; ids that are made (they
 * name and mean nothing); in which of its roles a person spoke; the spelling of a charter whose digest is checked.
 */
function neutral(entries: readonly Forged[]): string {
  const fields = new Set(['dueAt', 'notBefore', 'closesBy', 'comment', 'role'])
  return canonical(
    entries.map(({ seq: _seq, prev: _prev, n: _n, ...entry }) => {
      const spelt = entry.fact.type === 'charter.replaced' ? 'charter' : ''
      const kept = Object.entries(entry.fact).filter(([name]) => !fields.has(name) && name !== spelt)
      const fact = Object.fromEntries(kept)
      return { ...entry, fact, ...(entry.asked ? { asked: withItsId(entry as Forged) } : {}) }
    }),
  )
}
