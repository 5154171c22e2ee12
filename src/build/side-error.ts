import { GitError } from '../effects/git.ts'
import { GitHubError } from '../effects/github.ts'
import type { SideError } from './built.ts'

/** A reason why a side could not be had; what of its place and log is not given is not known. */
export function sideError(
  error: Pick<SideError, 'stage' | 'kind' | 'message'> & Partial<SideError>,
): SideError {
  return { step: null, file: null, line: null, log: null, ...error }
}

/**
 * Turns a failure of git or of GitHub into the reason why a side could not be had; anything else,
 * a user's mistake or a bug, is thrown again.
 */
export function sideErrorOf(stage: SideError['stage'], error: unknown): SideError {
  if (!(error instanceof GitError || error instanceof GitHubError)) throw error
  const said = error instanceof GitError ? error.stderr : error.message
  const log = error instanceof GitError ? lastLines(error.stderr) : null
  return sideError({ stage, kind: kindOf(said), message: error.message, log })
}

/** The last lines of an output, at most 20; null when it is empty. */
export function lastLines(output: string): string | null {
  const lines = output.trimEnd().split('\n').slice(-20).join('\n')
  return lines === '' ? null : lines
}

/** By what git says (in its own language: it runs with LC_ALL=C). */
function kindOf(said: string): SideError['kind'] {
  if (/No space left on device|Disk quota exceeded/i.test(said)) return 'disk-full'
  if (/not our ref|couldn't find remote ref|Server does not allow request/i.test(said)) return 'not-found'
  if (
    /Authentication failed|could not read (Username|Password)|Permission denied|error: 40[13]/i.test(said)
  ) {
    return 'denied'
  }
  return 'failed'
}
