// A mutant: the law or the engine made weaker on purpose, so that the checks can show that they would notice.

/** One small change of a source: the text to find, which stands in the file exactly once, and what takes its place. */
export interface Edit {
  /** From the root of the project. */
  readonly file: string
  readonly find: string
  readonly replace: string
}

/** A weakness with a name: who is bypassed by it, what it breaks, and the edits that bring it in. */
export interface Mutant {
  /** Tells the story, in kebab-case. One that ends in `-gate-too` is weak in the machine and in the gate. */
  readonly name: string
  /** One plain sentence: who is bypassed, and how. */
  readonly story: string
  /** The rules, and the invariants of the promise as `invariant 1`, that it breaks. */
  readonly breaks: readonly string[]
  /** In order: a later one sees what the earlier ones made of its file. */
  readonly edits: readonly Edit[]
}

type Editor = (find: string, replace: string) => Edit

const editor =
  (file: string): Editor =>
  (find, replace) => ({ file, find, replace })

/** By the name of a source: makes an edit in it. */
export const inSource = {
  calendar: editor('src/calendar.ts'),
  charterEffects: editor('src/charter/effects.ts'),
  charterMachine: editor('src/charter/machine.ts'),
  charterProcedure: editor('src/charter/procedure.ts'),
  charterRules: editor('src/charter/rules.ts'),
  circle: editor('src/charter/circle.ts'),
  chart: editor('src/chart.ts'),
  charter: editor('src/charter/charter.ts'),
  keys: editor('src/charter/keys.ts'),
  keptWords: editor('src/charter/kept-words.ts'),
  personal: editor('src/charter/personal.ts'),
  collaboration: editor('src/collaboration/collaboration.ts'),
  matter: editor('src/collaboration/matter.ts'),
  replay: editor('src/collaboration/replay.ts'),
  signed: editor('src/collaboration/signed.ts'),
  snapshot: editor('src/collaboration/snapshot.ts'),
  view: editor('src/collaboration/view.ts'),
  collaborationWords: editor('src/collaboration/words.ts'),
  desk: editor('src/engine/desk.ts'),
  erasures: editor('src/engine/erasures.ts'),
  ed25519: editor('src/log/ed25519.ts'),
  entry: editor('src/log/entry.ts'),
  signature: editor('src/log/signature.ts'),
  acts: editor('src/proposal/acts.ts'),
  content: editor('src/proposal/content.ts'),
  effects: editor('src/proposal/effects.ts'),
  gate: editor('src/proposal/gate.ts'),
  machine: editor('src/proposal/machine.ts'),
  openPoints: editor('src/proposal/open-points.ts'),
  predicates: editor('src/proposal/predicates.ts'),
  procedure: editor('src/proposal/procedure.ts'),
  proposal: editor('src/proposal/proposal.ts'),
  rules: editor('src/proposal/rules.ts'),
  memory: editor('src/stores/memory.ts'),
  auditor: editor('src/verify/auditor.ts'),
  shownWords: editor('src/verify/shown-words.ts'),
  verifyCertificate: editor('src/verify/verify-certificate.ts'),
} as const
