// `samenspraak demo`: the founding story of four partners, played on the real engine and verified at the end.
import { styleText } from 'node:util'
import { Command } from 'commander'
import { momentOf } from '../calendar.ts'
import type { CharterInput } from '../charter/charter.ts'
import { completeCharter } from '../charter/charter.ts'
import { type SetClock, setClock } from '../clock.ts'
import { type Engine, logText, openCollaboration, type RecordedEntry } from '../engine.ts'
import { memoryStore } from '../stores/memory.ts'
import { verifyLog } from '../verify/verify.ts'
import { chapters, charterOfFive, charterOfFour, type Scene } from './demo-script.ts'
import { numbered } from './play.ts'
import { namesFrom, tell } from './story.ts'

type Style = Parameters<typeof styleText>[0]
type Print = (style: Style | null, line: string) => void

export function demoCommand(done: (code: number) => void): Command {
  return new Command('demo')
    .description(
      'Four partners found a collaboration, disagree, amend, climb the ladder, let a fifth in, and decide together.',
    )
    .option('--json', 'print the entries of the log instead of the story')
    .addHelpText('after', '\nExample:\n  samenspraak demo --json | samenspraak verify')
    .action(async (options: { json?: boolean }) => {
      const colour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined
      const print: Print = (style, line) => {
        if (!options.json) process.stdout.write(`${style && colour ? styleText(style, line) : line}\n`)
      }
      const { engine, holds } = await tellStory(print)
      if (options.json) process.stdout.write(await logText(engine))
      done(holds ? 0 : 1)
    })
}

const names = namesFrom(
  [charterOfFour, charterOfFive].map(charter => completeCharter(charter as CharterInput, 'NL/1')),
)

/** Plays the whole story and verifies the log that it left. */
export async function tellStory(print: Print): Promise<{ engine: Engine; holds: boolean }> {
  const clock = setClock('2026-01-05T08:00:00.000Z')
  const engine = await openCollaboration({
    id: 'wonen-aan-de-haven',
    store: memoryStore(),
    clock,
    newId: numbered('act-'),
  })
  print('bold', 'Samenspraak: deciding together, nobody bypassed')
  print('dim', charterOfFour.opgave.goal)
  for (const { title, scenes } of chapters) {
    print(null, '')
    print(['bold', 'underline'], title)
    for (const scene of scenes) await playScene(engine, clock, scene, print)
  }
  return { engine, holds: await close(engine, print) }
}

async function playScene(engine: Engine, clock: SetClock, scene: Scene, print: Print): Promise<void> {
  if ('note' in scene) return print('dim', `    ${scene.note}`)
  if ('waiting' in scene) return tellWaiting(engine, scene.waiting, print)
  await advance(engine, clock, momentOf(scene.at) ?? scene.at, print)
  const act = scene.sign ? { ...scene.act, charter: (await engine.circle()).digest } : scene.act
  const outcome = await engine.act(act)
  if ('recorded' in outcome) return tellEntries(outcome.recorded, print)
  if (!scene.refused) throw new Error(`the story goes wrong: ${outcome.refused.why}`)
  print('red', `${day(clock.now())}  ✗ ${scene.refused}`)
  print('dim', `                     refused, ${outcome.refused.why}`)
}

/** Lets time pass: terms that end on the way end at their own moment. */
async function advance(engine: Engine, clock: SetClock, moment: string, print: Print): Promise<void> {
  for (let next = await engine.nextDue(); next !== null && next <= moment; next = await engine.nextDue()) {
    clock.moveTo(next)
    tellEntries(await engine.tick(), print)
  }
  clock.moveTo(moment)
}

function tellEntries(entries: readonly RecordedEntry[], print: Print): void {
  for (const entry of entries) {
    const { type } = entry.fact
    const style: Style | null = type === 'decision.taken' ? ['bold', 'green'] : (styles[type] ?? null)
    print(style, `${day(entry.at)}  ${marks[type] ?? '·'} ${tell(entry, names)}`)
  }
}

const marks: Readonly<Record<string, string>> = {
  'objection.raised': '!',
  'term.ended': '⏲',
  'stage.entered': '↑',
  'decision.called': '☎',
  'confirmation.given': '✓',
  'decision.taken': '★',
  'collaboration.founded': '★',
  'partner.joined': '+',
}
const styles: Readonly<Record<string, Style>> = {
  'objection.raised': 'yellow',
  'term.ended': 'dim',
  'stage.entered': 'yellow',
  'decision.called': 'cyan',
  'collaboration.founded': 'green',
  'partner.joined': 'green',
}

/** A moment as people in Amsterdam read it. */
function day(moment: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{
      timeZone: 'Europe/Amsterdam',
      weekday: 'short',
      day: '2-digit',
      month: 'short',
      hour: '2-digit',
      minute: '2-digit',
    },
  })
  return format.format(new Date(moment)).replaceAll(',', '').padEnd(17)
}

async function tellWaiting(engine: Engine, proposal: string, print: Print): Promise<void> {
  const view = await engine.proposal(proposal)
  if (!view) return
  const waits = view.openPoints.map(point => {
    if (point.kind === 'support') return 'somebody who carries it'
    const partner = names.partner(point.partner)
    if (point.kind === 'silence') return `${partner} (position)`
    return point.kind === 'objection' ? `${partner} (objection ${point.id})` : `${partner} (confirmation)`
  })
  const until = view.dueAt === null ? '' : `, until ${day(view.dueAt).trim()}`
  print('cyan', `                     waiting for ${waits.join(', ')}${until}`)
}

async function close(engine: Engine, print: Print): Promise<boolean> {
  const { size, root, holds, finding } = verifyLog(await logText(engine), { head: await engine.head() })
  const decided = await engine.proposal('haven')
  print(null, '')
  print(['bold', 'underline'], 'The decision, and the record of it')
  print(null, `    "${decided?.content?.title}", revision ${decided?.revision}`)
  print(null, `    text     ${decided?.digest}`)
  for (const { partner, what, by } of decided?.content?.commitments ?? [])
    print(null, `    promise  ${names.partner(partner)}: ${what}, by ${by}`)
  for (const [partner, { reason }] of Object.entries(decided?.positions ?? {}))
    if (reason) print(null, `    reserve  ${names.partner(partner)}: ${reason}`)
  print(
    null,
    `    log      ${size} entries, replayed by a verifier that trusts nobody: ${holds ? 'it holds' : finding?.what}`,
  )
  print(holds ? 'green' : 'red', `    head     ${size}:${root}`)
  print('dim', '    Keep the head: whoever shows you this log later cannot have changed a byte before it.')
  return holds
}
