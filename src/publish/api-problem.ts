import type { GitHubError } from '../effects/github.ts'

/** One line for the log: why the comment could not be written, and what to do about it. */
export function describeProblem(error: GitHubError, fromFork: boolean, whereElse: string): string {
  const failed = `The comment could not be written (${error.status ?? 'no answer'}: ${error.message})`
  return `${failed}. ${remedy(error, fromFork)} ${whereElse}`
}

function remedy({ status, message, retryAfter }: GitHubError, fromFork: boolean): string {
  if (retryAfter !== null) return 'GitHub limits requests or is busy; run the job again later.'
  if (status === 403 && /locked/i.test(message)) return 'Unlock the conversation of the pull request.'
  if (status === 401) return 'The github-token is not valid any more.'
  if (status === 403 || status === 404) {
    const permission = 'give the job `permissions: pull-requests: write`'
    return fromFork
      ? `The token of a pull request from a fork may only read. In the repository itself, ${permission}.`
      : `The token may not do this: ${permission}.`
  }
  return 'The verdict stands.'
}
