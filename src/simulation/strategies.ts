// The six ways of a partner out of the dilemma between its own interest and the common one.

/**
 * - `insist`: gives in to nothing; what it will bear never grows.
 * - `negotiate`: says what it needs, and bears a little more on each stage and with each revision.
 * - `coalition`: judges by the middle of its own ideal and of those near to it who said what they need.
 * - `mediate`: asks for the opgavemanager as soon as its objection was answered, and lets itself be moved twice as far.
 * - `standAside`: does not block what it cannot live with.
 * - `leave`: negotiates, and leaves the collaboration where the stuurgroep does not meet it either.
 */
export const strategies = ['insist', 'negotiate', 'coalition', 'mediate', 'standAside', 'leave'] as const
/** One of the six. */
export type Strategy = (typeof strategies)[number]
