// A user's mistake: told in one line on standard error, with exit code 2 and no stack trace.

/** What was asked cannot be done as asked; the message says what to do, in one line. */
export class Misuse extends Error {
  override readonly name = 'Misuse'
}
