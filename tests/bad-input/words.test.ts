// Words that show nothing: a reason that nobody can read is no reason, in whatever script it is empty (C3, O1, O3, O4).
import { describe, expect, it } from 'vitest'
import { charter, scene } from '../support.ts'

const range = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, n) => String.fromCodePoint(first + n))

/** Every character that is there and shows nothing. */
const blanks = [
  ...range(0x00, 0x20), // controls, tab, line ends, space
  ...range(0x7f, 0xa0), // more controls, next line, no-break space
  '\u00ad', // soft hyphen
  '\u034f', // combining grapheme joiner
  '\u061c', // Arabic letter mark
  '\u115f', // Hangul choseong filler
  '\u1160', // Hangul jungseong filler
  '\u1680', // Ogham space
  ...range(0x17b4, 0x17b5), // Khmer inherent vowels
  ...range(0x180b, 0x180f), // Mongolian selectors and vowel separator
  ...range(0x2000, 0x200f), // spaces of every width, zero width ones, left-to-right and right-to-left marks
  ...range(0x2028, 0x202f), // line and paragraph separator, bidirectional embeddings
  ...range(0x205f, 0x206f), // word joiner, invisible operators, isolates
  '\u2800', // empty braille cell
  '\u3000', // ideographic space
  '\u3164', // Hangul filler
  '\ue000', // private use
  ...range(0xfe00, 0xfe0f), // variation selectors
  '\ufeff', // byte order mark
  '\uffa0', // half-width Hangul filler
  ...range(0xfff9, 0xfffb), // interlinear annotation
  '\uffff', // no character
  ...range(0x1bca0, 0x1bca3), // shorthand format controls
  ...range(0x1d173, 0x1d17a), // musical format controls
  '\u{e0001}', // language tag
  ...range(0xe0020, 0xe007f), // tags
  ...range(0xe0100, 0xe0103), // more variation selectors
]

describe('reasons that show nothing', () => {
  it('each blank alone, and all of them together, is no reason for an objection', async () => {
    const s = await scene()
    await s.submitted()
    for (const reason of ['', ...blanks, blanks.join('')])
      await s.refuses('reasonGiven', 'dronten1', 'raiseObjection', { reason })
  })

  it('each of them beside one letter is a reason, kept as it was written', async () => {
    const s = await scene()
    await s.submitted()
    for (const [n, blank] of [...blanks, blanks.join('')].entries()) {
      const objection = `water${n}`
      await s.does('dronten1', 'raiseObjection', { objection, reason: `${blank}x${blank}` })
      await s.does('dronten1', 'withdrawObjection', { objection })
      expect((await s.view()).objections[objection]?.reason).toBe(`${blank}x${blank}`)
    }
  })

  it('nor for a reservation, an answer, an escalation or letting go', async () => {
    const s = await scene()
    await s.submitted()
    await s.consent('almere1', 'zeewolde1')
    await s.does('dronten1', 'raiseObjection')
    await s.reaches('lijnmanagement')
    for (const blank of [' ', '\u200b', '\u3164', '\u2800', '\u200f', '\ufeff']) {
      const reservation = { position: 'reservation', reason: blank }
      await s.refuses('reasonGiven', 'almere1', 'takePosition', reservation)
      await s.refuses('reasonGiven', 'almere1', 'takePosition', { position: 'consent', reason: blank })
      await s.refuses('reasonGiven', 'omar', 'answerObjection', { text: blank })
      await s.refuses('reasonGiven', 'dronten1', 'withdrawObjection', { reason: blank })
    }
    await s.does('omar', 'answerObjection', { text: '\u200fx' })
    for (const blank of [' ', '\u200b', '\u3164'])
      await s.refuses('reasonGiven', 'omar', 'escalate', { reason: blank })
    await s.does('omar', 'escalate', { reason: '.' })
  })

  it('nor the blanks of musical notation and of hieroglyphs', async () => {
    const s = await scene()
    await s.submitted()
    for (const reason of ['\u{1d159}', '\u{13441}', '\u{13442}'])
      await s.refuses('reasonGiven', 'dronten1', 'raiseObjection', { reason })
  })
})

describe('other words that show nothing', () => {
  it('a title, text, comment or name of blanks is malformed', async () => {
    const s = await scene()
    await s.does('almere1', 'draftProposal')
    for (const blank of blanks) {
      await s.refuses('wellFormedAct', 'almere1', 'draftProposal', { title: blank })
      await s.refuses('wellFormedAct', 'almere1', 'draftProposal', { text: blank })
      await s.refuses('wellFormedAct', 'almere1', 'comment', { text: blank })
    }
    const named = { person: 'piet', roles: ['stuurgroep'] }
    await s.refuses('wellFormedAct', 'almere1', 'giveMandate', { ...named, name: '\u3164' })
    await s.does('almere1', 'giveMandate', { ...named, name: '\u3164P' })
  })

  it('so is a charter with such a goal or partner', async () => {
    const s = await scene({}, { founded: false })
    const nameless = charter().partners.map(partner => ({ ...partner, name: '\u2800' }))
    await s.refuses('wellFormedAct', 'almere1', 'proposeCharter', {
      charter: charter({ partners: nameless }),
    })
    await s.refuses('wellFormedAct', 'almere1', 'proposeCharter', {
      charter: charter({ opgave: { title: 'Wonen', goal: '\u200b' } }),
    })
  })
})
