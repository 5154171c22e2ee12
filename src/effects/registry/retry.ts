import type { Clock } from '../clock.ts'
import { RegistryError } from './registry-error.ts'

/** Runs a request, again where that may help; rejects with the last failure. */
export type Retry = <T>(request: () => Promise<T>) => Promise<T>

/** Waits in ms before the second, third and fourth try. */
const backOffMs = [1000, 3000, 9000]

/** For all waiting together, in ms: a job must not hang for an hour because a registry asks for that. */
const mostWaitingMs = 90_000

/** Tries again what a registry could not answer just now, after the time that it asks for or a longer back-off. */
export function createRetry(clock: Clock, signal: AbortSignal): Retry {
  let waited = 0
  return async (request) => {
    for (let attempt = 0; ; attempt++) {
      try {
        return await request()
      } catch (error) {
        const backOff = backOffMs[attempt]
        if (!(error instanceof RegistryError) || error.retryAfterMs === null || backOff === undefined)
          throw error
        const wait = Math.max(backOff, error.retryAfterMs)
        if (waited + wait > mostWaitingMs) throw error
        waited += wait
        await clock.sleep(wait, signal)
      }
    }
  }
}
