// The verb `show`.
import { Command } from 'commander'
import {
  type Decision,
  type DecisionLine,
  decisionOf,
  headingsIn,
  type InvolvementLine,
  involvementFold,
  involvementIn,
  isEnding,
  type Language,
  type Line,
  overview,
  plain,
  proposalLine,
  quoted,
  type Reader,
  type RecordedFact,
  type Standing,
  stampOf,
  tellContent,
  tellDecision,
  teller,
  tellInvolvement,
  whyUndecided,
} from '../register/register.ts'
import { Misuse } from './misuse.ts'
import { type Aloud, aloudOptions, languageOf, readLog } from './open-log.ts'

interface Options extends Aloud {
  readonly timeline?: boolean
  readonly involvement?: boolean
}

export function showCommand(done: (code: number) => void): Command {
  const command = new Command('show')
    .description(
      'Tell what a log holds: who decide together and where each proposal stands; or one proposal.',
    )
    .argument('<file>', 'the log: JSON Lines, or a SQLite file; `-` is standard input')
    .argument('[proposal]', 'the id of a proposal')
    .option('--timeline', 'tell also what happened, a sentence for each fact')
    .option('--involvement', 'tell also what each partner was asked, and when and how it answered')
  for (const option of aloudOptions()) command.addOption(option)
  return command
    .addHelpText('after', '\nExample:\n  samenspraak show decision.jsonl wonen --timeline')
    .action(async (path: string, proposal: string | undefined, options: Options) => {
      const shown = await showing(path, proposal, options)
      process.stdout.write(options.json ? `${JSON.stringify(shown.data)}\n` : `${shown.lines.join('\n')}\n`)
      done(0)
    })
}

interface Shown {
  readonly data: object
  readonly lines: readonly string[]
}

/** Everything that was asked for, in one reading of the log. */
async function showing(path: string, proposal: string | undefined, options: Options): Promise<Shown> {
  const language = languageOf(options)
  const [tell, fold] = [teller(language), involvementFold()]
  const happened: Line[] = []
  let ending: RecordedFact | undefined
  const standing = await readLog(path, options, entry => {
    const told = tell(entry)
    if (options.timeline && (proposal ?? entry.matter) === entry.matter) happened.push(told)
    if (options.involvement) fold.take(entry)
    if (entry.matter === proposal && isEnding(entry)) ending = entry
  })
  const reader = { language }
  const main =
    proposal === undefined
      ? overviewShown(standing, reader)
      : proposalShown(standing, proposal, ending, reader)
  const asked = options.involvement
    ? proposal === undefined
      ? fold.report()
      : involvementIn(fold.report(), proposal)
    : null
  const told = asked ? tellInvolvement(standing, asked, reader) : []
  return {
    data: {
      at: standing.at,
      ...main.data,
      ...(options.timeline ? { timeline: happened } : {}),
      ...(asked ? { involvement: asked } : {}),
    },
    lines: [
      ...main.lines,
      ...(options.timeline ? timelineTold(happened, proposal, standing, language) : []),
      ...(asked ? involvementTold(told, language) : []),
    ],
  }
}

function overviewShown(standing: Standing, reader: Reader): Shown {
  const data = overview(standing, reader)
  const { proposals: heading, nothing } = headingsIn(reader.language)
  const proposals = data.proposals.map(({ sentence }) => `  ${sentence}`)
  const circle = data.circle.map(({ sentence }) => sentence)
  return {
    data,
    lines:
      circle.length === 0
        ? [nothing]
        : [...circle, ...(proposals.length === 0 ? [] : under(heading, proposals))],
  }
}

function proposalShown(
  standing: Standing,
  proposal: string,
  ending: RecordedFact | undefined,
  reader: Reader,
): Shown {
  const state = standing.proposals.get(proposal)
  if (!state) throw new Misuse(unknown(proposal, standing))
  const line = proposalLine(standing, state, reader)
  const decision = decisionOf(standing, proposal, ending)
  const why = decision ? null : whyUndecided(standing, proposal, reader)
  const lines = decision
    ? decisionTold(standing, decision, reader)
    : [line.sentence, ...tellContent(standing, proposal, reader).map(told), ...whyTold(why, reader.language)]
  return { data: { proposal: line, decision, why }, lines }
}

function unknown(proposal: string, { proposals }: Standing): string {
  const known = [...proposals.keys()]
  const list = `${known.slice(0, 20).join(', ')}${known.length > 20 ? ' ...' : ''}`
  return `no proposal has the id "${plain(proposal)}"; ${known.length === 0 ? 'there is none yet' : `there are ${list}`}`
}

/** A line of the record; one of the text that somebody wrote stands behind a bar, so that it cannot pass for the record. */
const told = ({ part, sentence }: DecisionLine): string =>
  part === 'words' ? `  | ${sentence}`.trimEnd() : `  ${sentence}`

function decisionTold(standing: Standing, decision: Decision, reader: Reader): string[] {
  const [first, ...more] = tellDecision(standing, decision, reader)
  return [first?.sentence ?? '', ...more.map(told)]
}

function whyTold(why: ReturnType<typeof whyUndecided>, language: Language): string[] {
  if (!why) return []
  const reasons = why.reasons.flatMap(({ sentence, points }) => [
    `  ${sentence}`,
    ...points.map(point => `    ${point.sentence}`),
  ])
  const prospects = why.ifNothingChanges?.sentences.map(sentence => `  ${sentence}`) ?? []
  return under(headingsIn(language).why, [...reasons, ...prospects])
}

/** What happened, each with its moment in the zone of the charter; the proposal is named where all are told. */
function timelineTold(
  lines: readonly Line[],
  proposal: string | undefined,
  { circle }: Standing,
  language: Language,
): string[] {
  const zone = (circle.charter ?? circle.proposed?.charter)?.calendar.timeZone ?? 'UTC'
  const about = ({ matter, title }: Line) =>
    proposal === undefined && title !== matter ? `${quoted(title)}: ` : ''
  return under(
    headingsIn(language).timeline,
    lines.map(line => `  ${stampOf(line.at, zone, language)}  ${about(line)}${line.sentence}`),
  )
}

function involvementTold(lines: readonly InvolvementLine[], language: Language): string[] {
  return under(
    headingsIn(language).involvement,
    lines.map(({ proposal, sentence }) => `${proposal === null ? '  ' : '    '}${sentence}`),
  )
}

const under = (heading: string, lines: readonly string[]): string[] => ['', heading, ...lines]
