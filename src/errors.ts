/**
 * Something that the user can correct: a wrong input, a missing file, a ref that does not exist, an
 * engine that is not running. The entry prints the message without a stack.
 *
 * `message` says what happened and which input or file it concerns; `hint` is the line to change or the
 * command to run. `exitCode` is 3 for a mistake in the configuration and 2 where the configuration is
 * good and the surroundings keep everything from being measured.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly hint: string | null
  readonly exitCode: 2 | 3

  constructor(message: string, hint: string | null = null, exitCode: 2 | 3 = 3) {
    super(message)
    this.hint = hint
    this.exitCode = exitCode
  }
}
