import { GitHubError } from './github.ts'
import { at } from './github-answer.ts'

/** Seconds to wait when GitHub limits requests without a time (its documentation: at least one minute). */
const secondsWithoutHint = 60

/**
 * What a request threw, as a `GitHubError`; null for what octokit never throws (a bug of ours).
 * `retryAfter` is set exactly when GitHub limits us or names a time: from `retry-after`, from the reset
 * of a used-up limit, else a minute. `now` in ms.
 */
export function toGitHubError(thrown: unknown, now: number): GitHubError | null {
  if (thrown instanceof GitHubError) return thrown
  if (!(thrown instanceof Error)) return null
  const message = oneLine(thrown.message)
  if (thrown.name === 'GraphqlResponseError') {
    const status = at(thrown, 'errors', '0', 'type') === 'RATE_LIMITED' ? 429 : 200
    return new GitHubError(message, status, retryAfter(status, at(thrown, 'headers'), message, now))
  }
  if (thrown.name !== 'HttpError' && thrown.name !== 'AbortError') return null
  const headers = at(thrown, 'response', 'headers')
  const status = at(thrown, 'status')
  if (headers === undefined || typeof status !== 'number') return new GitHubError(message, null, null)
  return new GitHubError(message, status, retryAfter(status, headers, message, now))
}

function retryAfter(status: number, headers: unknown, message: string, now: number): number | null {
  const asked = seconds(at(headers, 'retry-after'))
  if (asked !== null) return asked
  if (status !== 403 && status !== 429) return null
  const reset = seconds(at(headers, 'x-ratelimit-reset'))
  if (at(headers, 'x-ratelimit-remaining') === '0' && reset !== null) {
    return Math.max(1, Math.ceil(reset - now / 1000))
  }
  return status === 429 || /secondary rate limit|abuse detection/i.test(message) ? secondsWithoutHint : null
}

function seconds(value: unknown): number | null {
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : null
}

/** A gateway answers with a whole page of HTML; octokit adds the address of the documentation. */
function oneLine(text: string): string {
  const line = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/ - https?:\/\/\S+$/, '')
  return line.length > 300 ? `${line.slice(0, 300)}…` : line
}
