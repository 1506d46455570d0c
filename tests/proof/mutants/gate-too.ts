// Weaknesses that are in the gate as well: machine and gate agree, and only a check apart from both can tell.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: lines of the gate are quoted as they stand there
import { agreement } from './agreement.ts'
import { circle } from './circle.ts'
import { consultation } from './consultation.ts'
import { ladder } from './ladder.ts'
import { mandates } from './mandates.ts'
import { type Edit, inSource, type Mutant } from './mutant.ts'
import { objections } from './objections.ts'

const { gate } = inSource

const weakInTheMachine = new Map(
  [consultation, agreement, objections, ladder, circle, mandates].flat().map(it => [it.name, it]),
)

/** A mutant of the machine alone, with edits that make the gate blind to it. */
function gateToo(name: string, ...edits: readonly Edit[]): Mutant {
  const weak = weakInTheMachine.get(name)
  if (!weak) throw new Error(`no mutant is named "${name}"`)
  const story = `${weak.story} The gate lets it pass.`
  return { ...weak, name: `${name}-gate-too`, story, edits: [...weak.edits, ...edits] }
}

const allPartners = 'const partners = [...reading.present.values()]'
const newCounting = '  reading.counting = new Set()\n'
const newSupporting = '  reading.supporting = new Set()\n'
const whoConfirmed = 'firstFault(partners, presence => hasConfirmed(reading, presence))'
const agreedNow = 'return counting.size === present.size && supporting.size > 0'
const passed = (line: string): Edit => gate(line, '')
const spokeOnThis =
  '  if (spokeAt < revisedAt) return `${partner} took no position on revision ${revision} (C4)`\n'
const confirmedFirst =
  '  if (confirmedAt < objectedAt) return `${partner} confirmed before the last objection (O1)`\n'
const calledOnThis =
  "  if (calledAt <= disagreedAt) return 'the decision was not called after the partners came to agree (J1)'\n"
const sameTitle = 'reading.draft?.content.title !== draft.content.title'

const saidByNobody: readonly Mutant[] = [
  gateToo(
    'author-counted-as-agreed',
    gate(newCounting, '  reading.counting = new Set(draft.author === null ? [] : [draft.author])\n'),
    gate(newSupporting, '  reading.supporting = new Set(draft.author === null ? [] : [draft.author])\n'),
    gate(
      allPartners,
      `const partners = [...reading.present.values()].filter(
    ({ partner, spokeAt }) => partner !== reading.draft?.author || spokeAt >= reading.revisedAt,
  )`,
    ),
  ),
  gateToo(
    'silent-partners-drop-out-of-the-count',
    gate(agreedNow, 'return counting.size > 0 && supporting.size > 0'),
    gate(allPartners, `${allPartners}.filter(it => it.spokeAt >= reading.revisedAt)`),
  ),
  gateToo(
    'provisional-position-counted',
    gate('if (!asked.provisional) reading.counting.add(partner)', 'reading.counting.add(partner)'),
    gate(
      "if (!asked.provisional && asked.position !== 'standAside')",
      "if (asked.position !== 'standAside')",
    ),
    passed('  if (provisional) return `${partner} took its last position provisionally (C6)`\n'),
  ),
  gateToo(
    'position-on-an-earlier-revision-counts',
    gate(
      'return onText(reading, asked.revision, fact.digest) ?? speaks(reading, by, partner, role)',
      'return onText(reading, reading.revision, fact.digest) ?? speaks(reading, by, partner, role)',
    ),
  ),
  gateToo(
    'notice-left-out',
    passed(
      '  if (noticedAt < revisedAt) return `${partner} was given no notice of revision ${revision} (C1)`\n',
    ),
  ),
  gateToo(
    'majority-that-looks-like-unanimity',
    gate(agreedNow, 'return 2 * counting.size > present.size && supporting.size > 0'),
    gate(allPartners, `${allPartners}.filter(it => it.confirmedAt >= reading.calledAt)`),
  ),
  gateToo(
    'standing-aside-shrinks-the-circle',
    gate(
      whoConfirmed,
      "firstFault(partners, it => (it.said?.position === 'standAside' ? null : hasConfirmed(reading, it)))",
    ),
  ),
  gateToo(
    'decided-while-all-stand-aside',
    gate(agreedNow, 'return counting.size === present.size'),
    passed("  if (supporting.size === 0) return 'every partner stands aside (C3)'\n"),
  ),
  gateToo(
    'newcomer-left-out-of-the-count',
    gate(
      'function agreed({ present, counting, supporting }: Reading): boolean {',
      'function agreed({ present, counting, supporting, underCharter }: Reading): boolean {',
    ),
    gate(
      agreedNow,
      `const known = [...present.keys()].filter(it => underCharter?.named.has(it))
  return counting.size >= known.length && supporting.size > 0`,
    ),
    gate(allPartners, `${allPartners}.filter(it => reading.underCharter?.named.has(it.partner))`),
  ),
]

const notWhatWasAgreed: readonly Mutant[] = [
  gateToo(
    'positions-kept-by-an-amendment',
    passed(newCounting),
    passed(newSupporting),
    passed(spokeOnThis),
    passed(
      '  if (spokeAt < noticedAt) return `${partner} took its position before it was given notice (F3)`\n',
    ),
  ),
  gateToo(
    'editorial-amendment-keeps-the-call',
    gate(
      '  reading.draft = draft\n  reading.revision = revision\n  reading.revisedAt = reading.place\n',
      `  const isNew = ${sameTitle} || reading.revision === 0
  reading.draft = draft
  reading.revision = revision
  if (isNew) reading.revisedAt = reading.place
`,
    ),
    gate(newCounting, '  if (isNew) reading.counting = new Set()\n'),
    gate(newSupporting, '  if (isNew) reading.supporting = new Set()\n'),
  ),
  gateToo(
    'own-confirmation-kept-when-the-position-changes',
    passed('  if (confirmedAt < spokeAt) return `${partner} confirmed before its own last position (C2)`\n'),
  ),
  gateToo('flip-at-the-last-minute-keeps-the-call', passed(calledOnThis)),
  gateToo('confirmations-kept-after-an-objection', passed(confirmedFirst), passed(calledOnThis)),
  gateToo(
    'withdrawn-approval-comes-back',
    gate(
      '  countNoLonger(reading, partner)\n  return speaks(reading, by, partner)\n',
      '  return speaks(reading, by, partner)\n',
    ),
    passed('  if (objectedAt > spokeAt) return `${partner} objected after its last position (O1)`\n'),
  ),
]

const objectionsLost: readonly Mutant[] = [
  gateToo(
    'opgavemanager-closes-an-objection',
    gate(
      '  return onText(reading, asked.revision, digest) ?? speaks(reading, by, partner)\n',
      '  return onText(reading, asked.revision, digest) ?? (by === managerOf(reading) ? null : speaks(reading, by, partner))\n',
    ),
  ),
  gateToo(
    'objection-of-the-same-name-dropped',
    gate(
      'if (reading.owners.has(objection)) return `${objection} was raised before (O2)`',
      'if (reading.owners.has(objection)) return null',
    ),
  ),
  gateToo('amendment-drops-objections', gate(newCounting, `${newCounting}  reading.openOf.clear()\n`)),
  gateToo(
    'objections-lapse-with-the-stage',
    gate('  reading.stage += 1\n', '  reading.stage += 1\n  reading.openOf.clear()\n'),
  ),
  gateToo(
    'stuurgroep-overrules-an-objection',
    gate(
      'function agreed({ present, counting, supporting }: Reading): boolean {',
      'function agreed({ present, counting, supporting, stage, openOf }: Reading): boolean {',
    ),
    gate(
      agreedNow,
      `const overruled = stage < 3 ? [] : [...present.keys()].filter(it => openOf.get(it)?.size)
  return counting.size + overruled.length === present.size && supporting.size > 0`,
    ),
    gate(
      allPartners,
      `${allPartners}.filter(
    ({ partner }) => reading.stage < 3 || !reading.openOf.get(partner)?.size,
  )`,
    ),
  ),
]

const spokenForByOthers: readonly Mutant[] = [
  gateToo(
    'person-speaks-for-two',
    gate(
      'if (held === undefined || held.of.partner === partner || !isLive(reading, held)) return null',
      'return null',
    ),
  ),
  gateToo(
    'revoked-mandate-still-counts',
    passed('  for (const role of fact.roles) held.ends.delete(role)\n'),
  ),
  gateToo(
    'ended-mandate-still-counts',
    gate(
      'ends.some(end => end !== undefined && (end === null || at < end))',
      'ends.some(end => end !== undefined)',
    ),
  ),
  gateToo(
    'anybody-of-the-partner-confirms',
    gate(
      'return onText(reading, asked.revision, digest) ?? speaks(reading, by, partner, role)',
      'return onText(reading, asked.revision, digest) ?? speaks(reading, by, partner)',
    ),
  ),
  gateToo(
    'founded-without-the-last-signature',
    passed('  if (unsigned) return `${unsigned.id} had not signed (F1)`\n'),
  ),
  gateToo(
    'new-charter-drops-who-is-not-named',
    gate('return omitted === undefined ? null : `the new charter omits ${omitted} (F2)`', 'return null'),
    gate(
      '  reading.inForce = textOf(fact.digest, fact.charter, reading.place, fact.barred)\n',
      `  reading.inForce = textOf(fact.digest, fact.charter, reading.place, fact.barred)
  for (const partner of [...reading.present.keys()])
    if (!reading.inForce.named.has(partner)) reading.present.delete(partner)
`,
    ),
  ),
]

export const bothWeak: readonly Mutant[] = [
  ...saidByNobody,
  ...notWhatWasAgreed,
  ...objectionsLost,
  ...spokenForByOthers,
]
