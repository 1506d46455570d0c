// What verification of a certificate established, read aloud: in Dutch or English.
import { absentWords } from '../collaboration/words.ts'
import { type Language, plain, stampOf } from '../register/register.ts'
import type { OpenPoint, PartnerEstablished, Verified } from '../verify/verify.ts'
import { textsInWords } from './texts-words.ts'

type Ended = NonNullable<Verified['ended']>

/** How each thing is said in a language. */
interface Words {
  holdsNot(what: string): string
  readonly holds: string
  outcome(ended: Ended, when: string): string
  readonly standsBehind: string
  partner(partner: PartnerEstablished, stamp: (at: string) => string): string
  acts(all: number, signed: number): string
  head(size: number, after: number): string
  sustained(partner: string, reason: string): string
  unmet(needs: readonly string[]): string
  readonly open: Readonly<Partial<Record<OpenPoint['code'], (partner: string) => string>>>
  readonly complete: string
  readonly incomplete: string
  readonly giveKeys: string
}

const english: Words = {
  holdsNot: what => `does not hold: ${what}`,
  holds: 'holds: every entry is in the log of the checkpoint, and the procedure admitted it',
  outcome: ({ proposal, outcome, revision }, when) =>
    ({
      decided: `decided   ${proposal}, revision ${revision}, on ${when}, by every partner`,
      noConsensus: `no consensus   ${proposal}, revision ${revision}, on ${when}: things stay as they were`,
      withdrawn: `withdrawn   ${proposal}, on ${when}, by its author`,
    })[outcome],
  standsBehind: 'who stands behind it, by the keys given:',
  partner: ({ position, confirmation, cosignedAt }, stamp) => {
    const signed = position === 'vouched' && confirmation === 'vouched'
    if (signed && cosignedAt)
      return `signed its position and its confirmation, cosigned the log on ${stamp(cosignedAt)}`
    if (signed) return 'signed its position and its confirmation'
    if (cosignedAt) return `cosigned the log on ${stamp(cosignedAt)}`
    if (position === 'unknownKey' || confirmation === 'unknownKey')
      return 'NOT ESTABLISHED: signed with a key that none of the given ones vouches for'
    return 'NOT ESTABLISHED: its acts are replayed, not shown to be its own'
  },
  acts: (all, signed) => `${signed} of ${all} acts are signed, and every signature is one`,
  head: (size, after) => `checkpoint of ${size} entries, ${after} of them after the end`,
  sustained: (partner, reason) => `objection of ${partner}, not let go: ${reason}`,
  unmet: needs => `needs that nobody meets: ${needs.join(', ')}`,
  open: {
    noPartner: partner => `NOT ESTABLISHED: you gave a key of ${partner}, which is no partner here`,
    departureUnvouched: partner =>
      `NOT ESTABLISHED: ${partner} is said to have left, by an act that none of its keys vouches for`,
    notCosigned: () => 'no witness that you know cosigned: the last entries about the charter may be missing',
  },
  complete: 'Every partner stands behind this by a key of its own.',
  incomplete: 'Not every partner is shown to stand behind this.',
  giveKeys: 'Give the keys of all partners with --keys.',
}

const dutch: Words = {
  holdsNot: what => `klopt niet: ${what}`,
  holds: 'klopt: elke regel staat in het logboek van het ijkpunt, en de procedure liet hem toe',
  outcome: ({ proposal, outcome, revision }, when) =>
    ({
      decided: `besloten   ${proposal}, versie ${revision}, op ${when}, door elke partner`,
      noConsensus: `geen consensus   ${proposal}, versie ${revision}, op ${when}: het blijft zoals het was`,
      withdrawn: `ingetrokken   ${proposal}, op ${when}, door de indiener`,
    })[outcome],
  standsBehind: 'wie erachter staat, volgens de gegeven sleutels:',
  partner: ({ position, confirmation, cosignedAt }, stamp) => {
    const signed = position === 'vouched' && confirmation === 'vouched'
    if (signed && cosignedAt)
      return `ondertekende zijn standpunt en bevestiging, en medeondertekende het logboek op ${stamp(cosignedAt)}`
    if (signed) return 'ondertekende zijn standpunt en bevestiging'
    if (cosignedAt) return `medeondertekende het logboek op ${stamp(cosignedAt)}`
    if (position === 'unknownKey' || confirmation === 'unknownKey')
      return 'NIET VASTGESTELD: ondertekend met een sleutel waar geen van de gegevene voor instaat'
    return 'NIET VASTGESTELD: zijn handelingen zijn nagespeeld, niet als de zijne aangetoond'
  },
  acts: (all, signed) => `${signed} van ${all} handelingen zijn ondertekend, en elke handtekening klopt`,
  head: (size, after) => `ijkpunt van ${size} regels, ${after} daarvan na het einde`,
  sustained: (partner, reason) => `bezwaar van ${partner}, niet losgelaten: ${reason}`,
  unmet: needs => `behoeften waarin niemand voorziet: ${needs.join(', ')}`,
  open: {
    noPartner: partner => `NIET VASTGESTELD: u gaf een sleutel van ${partner}, die hier geen partner is`,
    departureUnvouched: partner =>
      `NIET VASTGESTELD: ${partner} heet vertrokken, door een handeling waar geen van zijn sleutels voor instaat`,
    notCosigned: () =>
      'geen getuige die u kent medeondertekende: de laatste regels over het charter kunnen ontbreken',
  },
  complete: 'Elke partner staat hierachter met een eigen sleutel.',
  incomplete: 'Niet van elke partner is aangetoond dat hij erachter staat.',
  giveKeys: 'Geef met --keys de sleutels van alle partners.',
}

const voices: Readonly<Record<Language, Words>> = { en: english, nl: dutch }

/** The lines in which a result is told. Pure. */
export function certificateInWords({ ended, finding, ...verified }: Verified, language: Language): string[] {
  const say = voices[language]
  if (finding || !ended) {
    const where =
      finding?.entry === null || !finding ? (finding?.part ?? '') : `${finding.part} ${finding.entry}`
    return [say.holdsNot(`${where}: ${finding?.what} (${finding?.code})`)]
  }
  const stamp = (at: string): string => stampOf(at, 'Europe/Amsterdam', language)
  const widest = Math.max(0, ...verified.partners.map(({ name }) => name.length))
  const { head } = verified
  return [
    say.holds,
    '',
    plain(ended.opgave),
    say.outcome(ended, stamp(ended.at)),
    ...(ended.content
      ? [plain(ended.content.title), ...ended.content.text.split('\n').map(line => `  ${plain(line)}`)]
      : []),
    ended.digest,
    ...ended.sustained.map(({ partner, reason, absent }) =>
      say.sustained(partner, absent ? absentWords(absent === 'erased', language) : plain(reason)),
    ),
    ...(ended.unmetNeeds.length > 0 ? [say.unmet(ended.unmetNeeds)] : []),
    '',
    say.standsBehind,
    ...verified.partners.map(each => `  ${plain(each.name).padEnd(widest)}   ${say.partner(each, stamp)}`),
    say.acts(verified.acts.all, verified.acts.signed),
    ...textsInWords(verified.texts, language),
    ...(head ? [say.head(head.size, head.entriesAfter), `${head.size}:${head.root}`] : []),
    // What is open of a partner that is here stands beside its name.
    ...verified.open.flatMap(({ code, partner }) => say.open[code]?.(plain(partner ?? '')) ?? []),
    '',
    verified.complete ? say.complete : say.incomplete,
    ...(verified.open.some(({ code }) => code === 'noKeyGiven') ? [say.giveKeys] : []),
  ]
}
