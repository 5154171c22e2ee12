import { Stopped } from '../effects/stop.ts'
import { UserError } from '../errors.ts'

/** How a run that ended with an error is shown, and the exit code of the process. */
export interface Failure {
  readonly exitCode: 2 | 3 | 70 | 130 | 143
  readonly message: string
  readonly hint: string | null
  /** Only for a bug. */
  readonly stack: string | null
}

/**
 * Sorts whatever was thrown: a `UserError` is told in its own words, an interrupt ends with 128 + signal,
 * a passed deadline with 2, and everything else is a bug of ours: 70 (EX_SOFTWARE of sysexits.h) with its
 * stack.
 */
export function describeFailure(error: unknown): Failure {
  if (error instanceof UserError) {
    return { exitCode: error.exitCode, message: error.message, hint: error.hint, stack: null }
  }
  if (error instanceof Stopped) {
    const exitCode = { SIGINT: 130, SIGTERM: 143, deadline: 2 } as const
    const hint = error.by === 'deadline' ? 'raise it: timeout: 60m' : null
    return { exitCode: exitCode[error.by], message: error.message, hint, stack: null }
  }
  const stack =
    typeof error === 'object' && error !== null && 'stack' in error ? String(error.stack) : String(error)
  return {
    exitCode: 70,
    message: 'This is a bug in Image Size Guard; please report it with the lines below',
    hint: null,
    stack,
  }
}
