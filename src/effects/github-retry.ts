import type { Clock } from './clock.ts'
import type { GitHubError } from './github.ts'
import { toGitHubError } from './github-failure.ts'

/** `create` may have worked although the answer says otherwise; `repeatable` has the same effect twice. */
export type Effect = 'repeatable' | 'create'

/** Runs a request, again where that is safe; rejects with a `GitHubError`. */
export type Retry = <T>(effect: Effect, request: () => Promise<T>) => Promise<T>

/** Waits in ms before the second, third and fourth try of a request that the server failed. */
const backOffMs = [1000, 3000, 9000]

/**
 * Tries again within one bound of time for all requests together: `mostMs` of waiting and of requests
 * that failed. A limit is waited out only when the wait fits, so that a job never hangs for an hour.
 */
export function createRetry(clock: Clock, signal: AbortSignal, mostMs: number): Retry {
  let spent = 0
  return async (effect, request) => {
    for (let attempt = 0; ; attempt += 1) {
      const start = clock.now()
      try {
        return await request()
      } catch (thrown) {
        const error = toGitHubError(thrown, clock.now())
        if (error === null) throw thrown
        spent += clock.now() - start
        const wait = waitMs(error, effect, attempt)
        if (wait === null || spent + wait > mostMs || signal.aborted) throw error
        spent += wait
        await clock.sleep(wait, signal).catch(() => {
          throw error
        })
      }
    }
  }
}

function waitMs(error: GitHubError, effect: Effect, attempt: number): number | null {
  const backOff = backOffMs[attempt]
  if (backOff === undefined) return null
  if (error.status === 403 || error.status === 429) {
    return error.retryAfter === null ? null : Math.max(backOff, error.retryAfter * 1000)
  }
  if (effect === 'create') return null
  const passing = error.status === null || error.status >= 500
  return passing ? Math.max(backOff, (error.retryAfter ?? 0) * 1000) : null
}
