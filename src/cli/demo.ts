// `samenspraak demo`: the founding story of four partners, played on the real engine and a real file, and verified at the end.
import { copyFileSync, existsSync, linkSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import { Command } from 'commander'
import { momentOf } from '../calendar.ts'
import { type SetClock, setClock } from '../clock.ts'
import type { Act } from '../collaboration/acts.ts'
import { rules } from '../collaboration/collaboration.ts'
import { type Engine, logText, openCollaboration, type RecordedEntry } from '../engine.ts'
import { type Store, StoreError } from '../log/store.ts'
import { numbered } from '../proof/script.ts'
import { decisionOf, type Language, stampOf, tellDecision, teller } from '../register/register.ts'
import { memoryStore } from '../stores/memory.ts'
import { type SqliteStore, sqliteStore } from '../stores/sqlite.ts'
import { verifyLog } from '../verify/verify.ts'
import { type Scene, storyIn, type Telling } from './demo-script.ts'
import { handOut, requireFreeFolder, signedBy } from './demo-signed.ts'
import { requireWritable } from './files.ts'
import { Misuse } from './misuse.ts'
import { languageOf, languageOptions } from './open-log.ts'

type Style = Parameters<typeof styleText>[0]
type Print = (style: Style | null, line: string) => void

interface Options {
  readonly json?: boolean
  readonly keep?: string
  readonly signed?: string | true
  readonly language: Language
  readonly nl?: boolean
}

export function demoCommand(done: (code: number) => void): Command {
  const command = new Command('demo')
    .description(
      'Four partners found a collaboration, disagree, amend, climb the ladder, let a fifth in, and decide together.',
    )
    .option('--json', 'print the entries of the log instead of the story')
    .option('--keep <file>', 'keep the SQLite file in which it was played')
    .option('--signed [folder]', 'with every act signed; keys, cosigned log and certificate go into a folder')
  for (const option of languageOptions()) command.addOption(option)
  return command
    .addHelpText('after', '\nExample:\n  samenspraak demo --json | samenspraak verify')
    .action(async (options: Options) => done((await playInFile(options)) ? 0 : 1))
}

const printTo =
  (quiet: boolean | undefined): Print =>
  (style, line) => {
    const colour = process.stdout.isTTY === true && process.env.NO_COLOR === undefined
    if (!quiet) process.stdout.write(`${style && colour ? styleText(style, line) : line}\n`)
  }

/** Plays the story on a SQLite file in a folder of its own, which is gone afterwards. */
async function playInFile({ json, keep, signed, ...options }: Options): Promise<boolean> {
  if (keep !== undefined) requireFree(keep)
  const folder = signed === true ? 'samenspraak-demo' : signed
  if (folder !== undefined) requireFreeFolder(folder)
  const print = printTo(json)
  const language = languageOf(options)
  const aside = mkdtempSync(join(tmpdir(), 'samenspraak-demo-'))
  const clean = cleanedAtTheEnd(aside)
  try {
    const path = join(aside, 'demo.db')
    const store = openedAt(path, keep)
    if (!store) print('dim', storyIn(language).telling.notKept)
    const told = { language, store: store ?? memoryStore(), signed: folder !== undefined }
    const { engine, holds, now } = await tellStory(print, told)
    if (folder !== undefined) {
      await handOut(engine, 'haven', folder, now)
      for (const line of storyIn(language).telling.handedOut(folder)) print('dim', `    ${line}`)
    }
    if (json) process.stdout.write(await logText(engine))
    store?.close()
    if (keep !== undefined) {
      keepAt(path, keep)
      print('dim', `    ${storyIn(language).telling.kept(keep)}`)
    }
    return holds
  } finally {
    clean()
  }
}

/** @throws Misuse */
function requireFree(path: string): void {
  if (existsSync(path)) throw new Misuse(`${path} exists already: give --keep the name of a new file`)
  requireWritable(path)
}

/** Null where this machine has no SQLite, which only matters where the file is to be kept. @throws Misuse */
function openedAt(path: string, keep: string | undefined): SqliteStore | null {
  try {
    return sqliteStore(path)
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    if (error.code === 'noDriver' && keep === undefined) return null
    throw new Misuse(error.message)
  }
}

/** A folder goes away in any case: when all is done, when the reader closes the pipe, and on Ctrl-C. */
function cleanedAtTheEnd(folder: string): () => void {
  const clean = () => rmSync(folder, { recursive: true, force: true })
  const stop = () => process.exit(130)
  process.once('exit', clean)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  return () => {
    clean()
    process.off('exit', clean)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop)
  }
}

/** Whole or not at all: copied beside its place, and moved there. @throws Misuse */
function keepAt(from: string, to: string): void {
  const beside = `${to}.${process.pid}.part`
  try {
    copyFileSync(from, beside)
    linkSync(beside, to)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Misuse(`cannot keep the file at ${to}: ${why}`)
  } finally {
    rmSync(beside, { force: true })
  }
}

// ---- The story

/** A story that is being told: what has happened so far, and how it is said. */
interface Story {
  readonly engine: Engine
  readonly clock: SetClock
  readonly print: Print
  readonly language: Language
  readonly said: Telling
  readonly tell: ReturnType<typeof teller>
  readonly signed: boolean
}

/** Plays the whole story and verifies the log that it left. */
export async function tellStory(
  print: Print,
  {
    language = 'en',
    store = memoryStore(),
    signed = false,
  }: { language?: Language; store?: Store; signed?: boolean } = {},
): Promise<{ engine: Engine; holds: boolean; now: string }> {
  const clock = setClock('2026-01-05T08:00:00.000Z')
  const engine = await openCollaboration({ id: 'wonen-aan-de-haven', store, clock, newId: numbered('act-') })
  const { telling: said, chapters } = storyIn(language)
  const story = {
    engine,
    clock,
    print,
    language,
    said,
    tell: teller(language),
    signed,
  }
  print('bold', said.title)
  print('dim', said.goal)
  for (const { title, scenes } of chapters) {
    print(null, '')
    print(['bold', 'underline'], title)
    for (const scene of scenes) await playScene(story, scene)
  }
  return { engine, holds: await close(story), now: clock.now() }
}

const aside = ' '.repeat(21)

async function playScene(story: Story, scene: Scene): Promise<void> {
  const { engine, clock, print, said, language } = story
  if ('note' in scene) return print('dim', `    ${scene.note}`)
  if ('waiting' in scene) return tellWaiting(story, scene.waiting)
  await advance(story, momentOf(scene.at) ?? scene.at)
  const act = scene.sign ? { ...scene.act, charter: (await engine.circle()).digest } : scene.act
  const outcome = await engine.act(story.signed ? await signedBy(engine, act as Act) : act)
  if ('recorded' in outcome) return tellEntries(story, outcome.recorded)
  const { rule, why } = outcome.refused
  if (!scene.refused) throw new Error(`the story goes wrong: ${why}`)
  print('red', `${day(clock.now(), language)}  ✗ ${scene.refused}`)
  print('dim', `${aside}${said.refused(language === 'en' ? why : reasonIn(rule))}`)
}

/** Why something was refused, in Dutch. */
function reasonIn(rule: string): string {
  const { nl, cites } = rules[rule] ?? { nl: rule, cites: [] }
  return `${nl} (${cites.join(', ')})`
}

/** Lets time pass: terms that end on the way end at their own moment. */
async function advance(story: Story, moment: string): Promise<void> {
  const { engine, clock } = story
  for (let next = await engine.nextDue(); next !== null && next <= moment; next = await engine.nextDue()) {
    clock.moveTo(next)
    tellEntries(story, await engine.tick())
  }
  clock.moveTo(moment)
}

function tellEntries({ print, language, tell }: Story, entries: readonly RecordedEntry[]): void {
  for (const entry of entries) {
    const { at, type, sentence } = tell(entry)
    const style: Style | null = type === 'decision.taken' ? ['bold', 'green'] : (styles[type] ?? null)
    print(style, `${day(at, language)}  ${marks[type] ?? '·'} ${sentence}`)
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

/** A moment as people in Amsterdam read it; the whole story is of one year. */
const day = (moment: string, language: Language): string =>
  stampOf(moment, 'Europe/Amsterdam', language)
    .replace(/ \d{4}(?= )/, '')
    .padEnd(17)

/** What is asked of whom on a proposal before its term ends. */
async function tellWaiting({ engine, print, language }: Story, proposal: string): Promise<void> {
  for (const ask of await engine.waiting({ language }))
    if (ask.proposal === proposal && ask.dueAt !== null) print('cyan', `${aside}→ ${ask.sentence}`)
}

async function close({ engine, print, language, said }: Story): Promise<boolean> {
  const { size, root, holds, finding } = verifyLog(await logText(engine), { head: await engine.head() })
  const standing = await engine.standing(['haven'])
  const decision = decisionOf(standing, 'haven')
  print(null, '')
  print(['bold', 'underline'], said.closing)
  if (decision)
    for (const { part, sentence } of tellDecision(standing, decision, { language }))
      if (part !== 'confirmation') print(null, `    ${sentence}`)
  print(null, '')
  print(null, `    ${said.log(size, finding?.what)}`)
  print(holds ? 'green' : 'red', `    head     ${size}:${root}`)
  print('dim', `    ${said.keep}`)
  return holds
}
