// The four ways in which a decision passes a partner by.

/** Decided although it objects, by another in its name, without its being told of the text, or without a word of it. */
export type BypassClass = 'dissenting' | 'spokenFor' | 'uninformed' | 'silent'

export const bypassClasses: readonly BypassClass[] = ['dissenting', 'spokenFor', 'uninformed', 'silent']

/** Each class as people say it. */
export const classInWords: Readonly<Record<BypassClass, string>> = {
  dissenting: 'dissenting partner',
  spokenFor: 'partner spoken for',
  uninformed: 'uninformed partner',
  silent: 'silent partner',
}
