// The verb `check`: can a partner be bypassed? Every reachable state of a procedure is looked at, within bounds.
import { Command } from 'commander'
import { type CharterInput, charterSchema } from '../charter/charter.ts'
import { faultOf } from '../charter/words.ts'
import { bypassClasses, classInWords } from '../procedures/bypass.ts'
import { procedureNamed, procedures } from '../procedures/procedures.ts'
import { exampleCharter, mostExamplePartners } from '../proof/example.ts'
import { type Exploration, explore, Unusable } from '../proof/explore.ts'
import { type InspectedBypass, type Inspection, inspect, mostInspected } from '../proof/inspect.ts'
import { readInput } from './files.ts'
import { Misuse } from './misuse.ts'
import { whole } from './whole.ts'

interface Options {
  readonly procedure: string
  readonly partners?: number
  readonly maxStates?: number
  readonly thorough?: boolean
  readonly json?: boolean
}

/** The name of our own procedure, as the charter has it. */
const own = 'samenspraak'
const mostStates = 10_000_000

export function checkCommand(done: (code: number) => void): Command {
  return new Command('check')
    .description(
      'Look at every state that a procedure can reach, and tell whether a partner can be bypassed.',
    )
    .argument('[charter]', 'a charter as JSON; `-` is standard input; an example if left out')
    .option(
      '--procedure <name>',
      `${own}, or one to compare with: ${procedures.map(({ name }) => name).join(', ')}`,
      own,
    )
    .option('--partners <n>', 'how many partners take part', whole(2))
    .option('--max-states <n>', 'look at no more states than this', whole(1, mostStates))
    .option('--thorough', 'our own procedure with objections in every part: some minutes')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  samenspraak check charter.json\n  samenspraak check --procedure rfcbot',
    )
    .action((path: string | undefined, options: Options) => {
      const charter = path === undefined ? null : readCharter(path)
      const bypassed = options.procedure === own ? checkOwn(charter, options) : checkOther(charter, options)
      done(bypassed ? 1 : 0)
    })
}

function readCharter(path: string): CharterInput {
  const text = readInput(path)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new Misuse(`the charter is not JSON: ${(error as Error).message}`)
  }
  const parsed = charterSchema.safeParse(json)
  if (!parsed.success) throw new Misuse(`the charter cannot be used: ${faultOf(parsed.error)}`)
  return parsed.data
}

const grouped = (count: number): string => count.toLocaleString('en')

/** On a terminal, a line that tells how far the search is, over itself; nothing in a pipe. */
function progress(): { tell(part: string, states: number, waiting: number): undefined; clear(): void } {
  const shown = process.stderr.isTTY === true
  const clear = () => {
    if (shown) process.stderr.write('\r\x1b[2K')
  }
  return {
    clear,
    tell: (part, states, waiting) => {
      clear()
      if (shown)
        process.stderr.write(
          `${part}: ${grouped(states)} states looked at, ${grouped(waiting)} known to follow`,
        )
    },
  }
}

function checkOwn(given: CharterInput | null, options: Options): boolean {
  const charter = given ?? exampleCharter(Math.min(options.partners ?? 3, mostExamplePartners))
  const { tell, clear } = progress()
  const { partners, maxStates, thorough } = options
  const asked = {
    ...(partners === undefined ? {} : { partners }),
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(thorough === undefined ? {} : { thorough }),
  }
  let found: Exploration
  try {
    found = explore(charter, { ...asked, onProgress: tell })
  } catch (error) {
    if (error instanceof Unusable) throw new Misuse(error.message)
    throw error
  } finally {
    clear()
  }
  const broken = found.invariants.flatMap(each => (each.broken ? [each.broken] : []))
  process.stdout.write(
    options.json ? `${JSON.stringify(asJson(found))}\n` : ownInWords(found, charter, options),
  )
  return broken.length > 0
}

const asJson = ({ bypassed, states, exhausted, parts, invariants }: Exploration) => ({
  procedure: own,
  bypassed,
  states,
  exhausted,
  parts,
  invariants: invariants.map(({ name, checked, broken }) => ({ name, checked, broken })),
})

function ownInWords(found: Exploration, charter: CharterInput, { partners = 3 }: Options): string {
  const all = charter.partners.length
  const size = Math.min(partners, all)
  const lines = [
    `samenspraak/1, ${size === all ? `${size} partners` : `the first ${size} of ${all} partners`}, 2 revisions, 2 objections`,
    ...found.parts.map(
      ({ part, states, covers }) => `  ${part.padEnd(9)} ${grouped(states).padStart(7)} states: ${covers}`,
    ),
    ...found.invariants.flatMap(({ name, says, broken }) =>
      broken ? ['', `broken: ${name}, ${says}`, `  ${broken.what}`, ...numbered(broken.trace)] : [],
    ),
    '',
    ownVerdict(found),
  ]
  return `${lines.join('\n')}\n`
}

function ownVerdict({ bypassed, invariants, states, exhausted }: Exploration): string {
  if (bypassed) return `a ${classInWords[bypassed.class]} can be bypassed: ${bypassed.partner}`
  if (invariants.some(({ broken }) => broken))
    return 'the promise is broken, though nobody was found to be bypassed'
  return verdictOfNone(states, exhausted)
}

const verdictOfNone = (states: number, exhausted: boolean): string =>
  exhausted
    ? `no partner can be bypassed: ${grouped(states)} states`
    : `not exhausted: nobody is bypassed in the ${grouped(states)} states that were looked at, there are more`

const numbered = (trace: readonly string[]): string[] =>
  trace.map((line, i) => `  ${String(i + 1).padStart(2)}. ${line}`)

function checkOther(charter: CharterInput | null, options: Options): boolean {
  const procedure = procedureNamed(options.procedure)
  if (!procedure)
    throw new Misuse(
      `there is no procedure "${options.procedure}"; there are ${[own, ...procedures.map(({ name }) => name)].join(', ')}`,
    )
  const names = charter?.partners.map(({ name }) => name)
  const partners = options.partners ?? (names ? Math.min(names.length, mostInspected) : procedure.partners)
  if (partners > mostInspected)
    throw new Misuse(`--partners: must be 2 to ${mostInspected} for ${procedure.name}`)
  if (names && partners > names.length) throw new Misuse(`--partners: the charter names ${names.length}`)
  const { tell, clear } = progress()
  const found = inspect(procedure, {
    partners,
    ...(names === undefined ? {} : { names }),
    ...(options.maxStates === undefined ? {} : { maxStates: options.maxStates }),
    onProgress: (states, waiting) => tell(procedure.name, states, waiting),
  })
  clear()
  const text = options.json ? JSON.stringify(found) : otherInWords(found, procedure.title)
  process.stdout.write(`${text}\n`)
  return found.bypassed !== null
}

/** What was found in another procedure, as `check` prints it. Pure. */
export function otherInWords(found: Inspection, title: string): string {
  const { bypassed, byClass, partners, states, exhausted, ends } = found
  const others = bypassClasses.flatMap(each =>
    byClass[each] && byClass[each] !== bypassed ? [byClass[each]] : [],
  )
  return [
    `${title}, ${partners} partners, 2 revisions, ${grouped(states)} states${exhausted ? '' : ', not exhausted'}`,
    ...(bypassed ? ['', ...told(bypassed)] : []),
    ...others.flatMap(each => ['', ...told(each)]),
    '',
    ...(bypassed ? [] : [verdictOfNone(states, exhausted)]),
    ends ? 'it ends by the clock alone' : 'it can stay open for ever: the clock alone does not end it',
  ].join('\n')
}

function told({ class: kind, partners, trace }: InspectedBypass): string[] {
  const many =
    partners.length === 1
      ? `a ${classInWords[kind]} is`
      : `${partners.length} ${classInWords[kind].replace('partner', 'partners')} are`
  return [`${many} bypassed: ${partners.join(', ')}`, ...numbered(trace)]
}
