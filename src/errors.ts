/**
 * A mistake that the user can correct: a wrong input, a missing file, a ref that does not exist.
 * The entry prints the message without a stack and exits 3.
 *
 * `message` says what happened and which input or file it concerns; `hint` is the line to change
 * or the command to run.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly hint: string | null

  constructor(message: string, hint: string | null = null) {
    super(message)
    this.hint = hint
  }
}
