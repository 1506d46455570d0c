// The verb `waiting`.
import { Command, Option } from 'commander'
import {
  type Agenda,
  agenda,
  headingsIn,
  type Language,
  type Meeting,
  plain,
  type Standing,
  waiting,
} from '../register/register.ts'
import { Misuse } from './misuse.ts'
import { type Aloud, aloudOptions, languageOf, readLog } from './open-log.ts'

interface Options extends Aloud {
  readonly person?: string
  readonly partner?: string
  readonly agenda?: Meeting['of']
}

export function waitingCommand(done: (code: number) => void): Command {
  const command = new Command('waiting')
    .description('Tell what is asked of whom, by when and by which rule; or the agenda of a meeting.')
    .argument('<file>', 'the log: JSON Lines, or a SQLite file; `-` is standard input')
    .option('--person <id>', 'only what is asked of this person')
    .option('--partner <id>', 'only what is asked of people of this partner')
    .addOption(
      new Option('--agenda <meeting>', 'the agenda of the next meeting instead').choices([
        ...['lijnmanagement', 'opgavemanager', 'stuurgroep'],
      ]),
    )
  for (const option of aloudOptions()) command.addOption(option)
  return command
    .addHelpText('after', '\nExample:\n  samenspraak waiting decision.jsonl --person anna --language nl')
    .action(async (path: string, options: Options) => {
      requireSense(options)
      const standing = await readLog(path, options)
      requireKnown(standing, options)
      const language = languageOf(options)
      const reader = { language }
      const { at } = standing
      const { person, partner } = options
      const told =
        options.agenda === undefined
          ? { waiting: waiting(standing, { ...reader, person, partner }) }
          : { agenda: agenda(standing, { of: options.agenda, partner }, reader) }
      const text = options.json ? JSON.stringify({ at, ...told }) : inWords(told, language)
      process.stdout.write(`${text}\n`)
      done(0)
    })
}

function requireSense({ agenda: meeting, person, partner }: Options): void {
  if (meeting !== undefined && person !== undefined)
    throw new Misuse('an agenda is of a meeting: leave --person out, or --agenda')
  if (partner !== undefined && meeting !== undefined && meeting !== 'lijnmanagement')
    throw new Misuse('only the line managers meet for one partner: leave --partner out')
}

/** A mistyped id must not look like somebody of whom nothing is asked. */
function requireKnown({ circle }: Standing, { person, partner }: Options): void {
  const charter = circle.charter ?? circle.proposed?.charter
  const partners = [...(charter?.partners.map(({ id }) => id) ?? []), ...Object.keys(circle.members)]
  if (partner !== undefined && !partners.includes(partner) && !Object.hasOwn(circle.left, partner))
    throw new Misuse(
      `no partner has the id "${plain(partner)}"; there are ${[...new Set(partners)].slice(0, 20).join(', ')}`,
    )
  const named = charter?.partners.flatMap(({ people }) => people.map(({ id }) => id)) ?? []
  const persons = [...named, charter?.opgavemanager.id, ...Object.keys(circle.speaksFor)]
  if (person !== undefined && !persons.includes(person))
    throw new Misuse(`nobody has the id "${plain(person)}"; samenspraak show tells who there are`)
}

function inWords(
  told: { readonly waiting: readonly { readonly sentence: string }[] } | { readonly agenda: Agenda },
  language: Language,
): string {
  if ('waiting' in told)
    return told.waiting.map(({ sentence }) => sentence).join('\n') || headingsIn(language).nothing
  const { title, items } = told.agenda
  const points = items.flatMap(item => [`  ${item.sentence}`, ...item.points.map(it => `    ${it.sentence}`)])
  return [title, ...(points.length === 0 ? [`  ${headingsIn(language).emptyAgenda}`] : points)].join('\n')
}
